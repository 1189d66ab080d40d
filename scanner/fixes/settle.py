"""What a wished change comes to in the source: the exact stretch of text, or nothing where it would not be safe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scanner.model import Edit, Location

# What needs no escape in the strings of any language, and is no part of a template.
_HARMLESS = re.compile(r"[\w .,:/+()-]+\Z")
_STRING = re.compile(r"""(?P<open>@?["'`])(?P<value>[^"'`\\\n$#{}]*)(?P<close>["'`])""")
_SYMBOL = re.compile(r":(?P<value>[A-Za-z_]\w*)(?!\w)")
_WORD = re.compile(r"(?P<value>[A-Za-z_$][\w$]*)")
_KEY = re.compile(r"\s*:(?!:)")
_NAME = re.compile(r"[A-Za-z_$][\w$]*\Z")
_SCRIPTS = (".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte", ".astro", ".html")


@dataclass(frozen=True, slots=True)
class Lines:
    """The text of one file, by place. Lines and columns count from 1, columns count characters."""

    path: str
    lines: tuple[str, ...]

    @classmethod
    def of(cls, path: str, text: bytes) -> Lines:
        return cls(path, tuple(text.decode("utf-8", "replace").split("\n")))

    def after(self, line: int, column: int) -> str:
        """The rest of a line from a column on, without its end."""
        return self.lines[line - 1][column - 1 :].removesuffix("\r") if 0 < line <= len(self.lines) else ""

    def before(self, line: int, column: int) -> str:
        return self.lines[line - 1][: column - 1] if 0 < line <= len(self.lines) else ""


def settle(edit: Edit, lines: Lines) -> Edit | None:
    """The edit with the exact text it replaces as its place; None where the source is not what the edit takes it for.

    An edit with `old` wishes the literal that stands at its place, and has that value, to have another. Only the text between its quotes
    changes. One without `old` and without `text` takes out a comment, with the line when nothing else stands in it.
    """
    if edit.old:
        return _settle_literal(edit, lines)
    return _settle_removal(edit, lines) if not edit.text else edit


def _settle_literal(edit: Edit, lines: Lines) -> Edit | None:
    at = edit.location
    rest = lines.after(at.line, at.column)
    if not _HARMLESS.match(edit.old) or not _HARMLESS.match(edit.text):
        return None
    for start, value in _literals(edit, rest):
        if value == edit.old:
            column = at.column + start
            return Edit(Location(at.path, at.line, column, at.line, column + len(value)), edit.text)
    return None


def _literals(edit: Edit, rest: str) -> Iterator[tuple[int, str]]:
    """The literal that begins here: where its value begins, and its value."""
    if (
        ((found := _STRING.match(rest)) and found["open"][-1] == found["close"])
        or ((found := _SYMBOL.match(rest)) and _NAME.match(edit.text))
        or (found := _bare_key(edit, rest))
    ):
        yield found.start("value"), found["value"]


def _bare_key(edit: Edit, rest: str) -> re.Match[str] | None:
    """A word is a key only in front of a colon; a short form (`{ total }`) is a variable's name as well."""
    if not edit.location.path.endswith(_SCRIPTS) or not _NAME.match(edit.text):
        return None
    found = _WORD.match(rest)
    return found if found and _KEY.match(rest, found.end()) else None


def _settle_removal(edit: Edit, lines: Lines) -> Edit | None:
    at = edit.location
    before, after = lines.before(at.line, at.column), lines.after(at.end_line, at.end_column)
    if at.line != at.end_line:
        return None
    if after.strip():
        return edit
    if before.strip():
        end = at.end_column + len(after)
        return replace(edit, location=Location(at.path, at.line, len(before.rstrip()) + 1, at.line, end))
    return replace(edit, location=Location(at.path, at.line, 1, at.line + 1, 1)) if at.line < len(lines.lines) else None
