"""Writing where events live into the file of a plan, with all else in it kept to the byte."""

from __future__ import annotations

from scanner.plan.places.base import Places, Rewritten

__all__ = ["Places", "Rewritten"]
