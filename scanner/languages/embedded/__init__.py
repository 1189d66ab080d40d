"""Facts of files that hold JavaScript in markup: components of Vue and Svelte, Astro files, HTML pages and server templates."""

from __future__ import annotations

from scanner.languages.embedded.extraction import extract

__all__ = ["extract"]
