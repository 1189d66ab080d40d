"""Puts exact edits into the bytes of a file: nothing else in it changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scanner.files import decode
from scanner.fixes.settle import Lines
from scanner.model import Edit, Location


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file before and after its edits."""

    path: str
    before: bytes
    after: bytes


def apply_edits(path: str, data: bytes, edits: Iterable[Edit]) -> FileChange | None:
    """The file with exact edits in it. Encoding, byte order mark and line ends stay.

    None when edits overlap, lie outside of the text, or cannot be written in the file's encoding.
    """
    decoded = decode(data)
    if decoded.encoding == "utf-16":
        return None
    ordered = sorted(set(edits), key=lambda edit: (edit.location.line, edit.location.column))
    if path.endswith((".py", ".pyi")):
        from scanner.fixes.python import rewrite_python

        text = rewrite_python(decoded.text, ordered)
    else:
        text = _replace(decoded.text, Lines.of(path, decoded.text), ordered)
    if text is None:
        return None
    try:
        body = text if decoded.encoding == "utf-8" else text.decode("utf-8").encode(decoded.encoding)
    except UnicodeEncodeError:
        return None
    return FileChange(path, data, decoded.mark + body)


def _replace(text: bytes, lines: Lines, edits: Sequence[Edit]) -> bytes | None:
    starts = line_starts(lines)
    made = text
    limit = len(text)
    for edit in reversed(edits):
        span = find_span(edit.location, lines, starts)
        if span is None or span[1] > limit:
            return None
        made = made[: span[0]] + edit.text.encode("utf-8") + made[span[1] :]
        limit = span[0]
    return made


def line_starts(lines: Lines) -> list[int]:
    """The byte at which each line begins."""
    starts = [0]
    for line in lines.lines:
        starts.append(starts[-1] + len(line.encode("utf-8")) + 1)
    return starts


def find_span(place: Location, lines: Lines, starts: Sequence[int]) -> tuple[int, int] | None:
    """The bytes of a place, from the first to behind the last; None when there is no such place."""
    found = [_find(line, column, lines, starts) for line, column in ((place.line, place.column), (place.end_line, place.end_column))]
    first, last = found
    return None if first is None or last is None or last < first else (first, last)


def _find(line: int, column: int, lines: Lines, starts: Sequence[int]) -> int | None:
    if line == len(lines.lines) + 1 and column == 1:
        return starts[-1] - 1
    if not 0 < line <= len(lines.lines) or not 0 < column <= len(lines.lines[line - 1]) + 1:
        return None
    return starts[line - 1] + len(lines.lines[line - 1][: column - 1].encode("utf-8"))
