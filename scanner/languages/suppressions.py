"""Inline comments that silence findings: `tracklint: ignore[TL101, TL304] reason`, in whatever comment syntax a language has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.languages.facts import FileFacts
from scanner.model import Suppression

_IGNORE = re.compile(r"tracklint:\s*ignore(?:\[([^\]]*)\])?[ \t:-]*([^\n]*)")
_CLOSING = re.compile(r"\s*(\*/\}?|-->|%>|\}\}|#\})\s*$")


def find_suppressions(facts: FileFacts, text: bytes) -> Iterator[Suppression]:
    """The suppressions of a file. A comment behind code is for its own line, one alone on its line for the next."""
    lines: list[bytes] | None = None
    for comment in facts.comments:
        match = _IGNORE.search(comment.text)
        if match is None:
            continue
        lines = text.split(b"\n") if lines is None else lines
        before = lines[comment.span.line - 1][: comment.span.start - _line_start(text, comment.span.start)]
        line = comment.span.end_line + 1 if before.strip(b" \t{") == b"" else comment.span.line
        codes = tuple(code.strip() for code in (match[1] or "").split(",") if code.strip())
        yield Suppression(facts.path, line, comment.span.line, codes, _CLOSING.sub("", match[2]).strip())


def _line_start(text: bytes, offset: int) -> int:
    return text.rfind(b"\n", 0, offset) + 1
