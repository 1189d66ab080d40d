from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from scanner.files import decode
from scanner.model import Location

# Control characters, zero-width and direction marks, line separators, halves of surrogate pairs: all that can change what a reader sees.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\x1b": "\\e"}
_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}
_WIDEST = 160


class Readable(Protocol):
    """What reports need of a source."""

    def read(self, path: str) -> bytes | None: ...


def safe(text: str) -> str:
    """Text that says what it holds: whatever could move the cursor, hide or reorder characters is written as an escape."""
    return _UNSAFE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    char = found[0]
    code = ord(char)
    return _SHORT.get(char) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")


def plural(count: int, noun: str, nouns: str = "") -> str:
    """`1 call`, `1,200 calls`."""
    return f"{count:,} {noun if count == 1 else nouns or noun + 's'}"


def place(location: Location) -> str:
    """`path:line:column`, as editors and terminals turn it into a link."""
    return f"{safe(location.path)}:{location.line}:{location.column}"


def cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


@dataclass(frozen=True, slots=True)
class Style:
    """Colours for a terminal, or none."""

    colored: bool = False

    def paint(self, text: str, *looks: str) -> str:
        if not self.colored or not text:
            return text
        return f"\x1b[{';'.join(_CODES[look] for look in looks)}m{text}\x1b[0m"


PLAIN = Style()


class SourceLines:
    """Single lines of source files, each file read once."""

    def __init__(self, source: Readable, prefix: str = "") -> None:
        self._source = source
        self._prefix = prefix
        self._files: dict[str, list[str]] = {}

    def under(self, prefix: str) -> SourceLines:
        """The same lines, for paths that have something in front."""
        return SourceLines(self._source, prefix)

    def line(self, path: str, number: int) -> str | None:
        """The text of a line, counted from 1, without its end; None when there is none."""
        lines = self._lines(path)
        return lines[number - 1] if 1 <= number <= len(lines) else None

    def _lines(self, path: str) -> list[str]:
        if path not in self._files:
            self._files[path] = _split_lines(self._source.read(path.removeprefix(self._prefix)) or b"")
        return self._files[path]


def _split_lines(data: bytes) -> list[str]:
    # str.splitlines also ends a line at characters that no editor counts as a line end.
    text = decode(data).text.decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    return text.removesuffix("\n").split("\n") if text else []


def excerpt(lines: SourceLines, path: str, number: int, column: int, length: int = 1) -> tuple[str, str] | None:
    """A source line and a line of carets that stands under it, both safe to print; long lines are cut around the place."""
    text = lines.line(path, number)
    if text is None or not text.strip():
        return None
    at = min(max(column - 1, 0), len(text))
    start = max(0, at - _WIDEST // 2) if len(text) > _WIDEST else 0
    shown = text[start : start + _WIDEST]
    place = at - start
    # An escape is longer than the character it stands for, so the carets are measured on what is printed.
    before = _printed(shown[:place])
    marked = _printed(shown[place : place + max(length, 1)])
    return _printed(shown).rstrip(), " " * len(before) + "^" * max(len(marked), 1)


def _printed(text: str) -> str:
    return safe(text.replace("\t", "    "))
