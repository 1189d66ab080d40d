"""Tracklint: find the analytics events that code sends, and hold them against a tracking plan."""

from __future__ import annotations

__version__ = "0.1.0"
