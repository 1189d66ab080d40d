"""Mending what can be mended safely: what a fix comes to in the source, and putting fixes into files."""

from __future__ import annotations

from scanner.fixes.apply import FileChange, apply_edits
from scanner.fixes.settle import settle

__all__ = ["FileChange", "apply_edits", "settle"]
