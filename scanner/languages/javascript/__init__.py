"""Facts of JavaScript and TypeScript files, with and without JSX."""

from __future__ import annotations

from scanner.languages.javascript.lowering import extract

__all__ = ["extract"]
