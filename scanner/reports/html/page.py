from __future__ import annotations

import base64
import hashlib
import html
import json
from importlib.resources import files
from typing import Any

from scanner.reports.html.data import page_data
from scanner.reports.picture import Picture
from scanner.reports.text import SourceLines, safe

_DEFAULT_TITLE = "Events in plan and code"
# What could end the element that holds the data, or begin a comment in it.
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def write_page(picture: Picture, lines: SourceLines) -> str:
    """The page as one file. It loads nothing, and its policy lets nothing run but its own script."""
    style, script = _asset("report.css"), _asset("report.js")
    parts = {
        "POLICY": _policy(style, script),
        "TITLE": html.escape(safe(picture.title) or _DEFAULT_TITLE),
        "STYLE": style,
        "DATA": embed(page_data(picture, lines)),
        "SCRIPT": script,
    }
    return _fill(_asset("report.html"), parts)


def embed(data: Any) -> str:
    """JSON that can stand within an element of HTML: no text in it can end the element."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    for character, written in _UNSAFE.items():
        text = text.replace(character, written)
    return text


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; script-src 'sha256-{_digest(script)}'; style-src 'sha256-{_digest(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _asset(name: str) -> str:
    return (files("scanner.reports.html") / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _fill(template: str, parts: dict[str, str]) -> str:
    """The template with its parts, each put in once, so that nothing in a part is taken for a place of another."""
    made: list[str] = []
    rest = template
    for name, part in parts.items():
        before, mark, rest = rest.partition(f"{{{{{name}}}}}")
        if not mark:
            raise AssertionError(f"the template has no place for {name} behind the others")
        made += [before, part]
    return "".join([*made, rest])
