"""Inline comments that silence findings, in whatever comment syntax a language has.

`tracklint: ignore[TL101, TL304] reason` for a line, `tracklint: ignore-file[TL3] reason` for a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.languages.facts import FileFacts
from scanner.model import Location, Suppression

_IGNORE = re.compile(r"tracklint:\s*ignore(?P<file>-file)?(?![-\w])(?:\[(?P<codes>[^\]]*)\])?[ \t:-]*(?P<reason>[^\n]*)")
_OPENING = re.compile(r"\s*(?:#|//|/\*|<!--|<%#|\{\{!--|\{#|\{/\*|--|@\*)?[*\s]*\Z")
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
        codes = tuple(code.strip() for code in (match["codes"] or "").split(",") if code.strip())
        reason = _CLOSING.sub("", match["reason"]).strip()
        alone = _OPENING.match(comment.text[: match.start()]) and "\n" not in comment.text.strip()
        span = comment.span
        whole = Location(facts.path, span.line, span.column, span.end_line, span.end_column) if alone else None
        yield Suppression(facts.path, 0 if match["file"] else line, span.line, codes, reason, whole)


def _line_start(text: bytes, offset: int) -> int:
    return text.rfind(b"\n", 0, offset) + 1
