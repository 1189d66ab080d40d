"""Markdown as the blocks that a plan can stand in: headings, tables, items of lists, paragraphs, code. No HTML, no rendering."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Literal

from scanner.plan.formats.tables.grid import MAX_CELLS, Row, check_size

BlockKind = Literal["heading", "table", "item", "text", "code"]

_FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*\Z")
_ITEM = re.compile(r"^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)\Z")
_DELIMITER = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*\Z")
_RULE = re.compile(r"^\s{0,3}([-*_])(\s*\1){2,}\s*\Z")
_UNDERLINE = re.compile(r"^\s{0,3}(=+|-+)\s*\Z")
_ANCHOR = re.compile(r"^\s*<a\s+(?:name|id)=\"[^\"]*\">\s*</a>\s*\Z", re.IGNORECASE)
# What is marked ends within some hundred characters: a text of nothing but marks must not be searched to its end from each of them.
_CODE = re.compile(r"(?<![\\`])(`+)(?!`)(.{1,1000}?)(?<!`)\1(?!`)", re.DOTALL)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~&:$^=\"'@/,;?%])")
_LINK = re.compile(r"!?\[((?:[^\[\]\\]|\\.)*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:a|b|i|em|strong|code|sub|sup|span|kbd|details|summary|p|div)(?:\s[^<>]*)?>", re.IGNORECASE)
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])(.{1,500}?)(?<=[^\s*_])\1(?![\w*])", re.DOTALL)
_STRUCK = re.compile(r"~~(?=\S)(.{1,500}?)(?<=\S)~~", re.DOTALL)
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>|~&$#]|(?<=\s)[-+](?=\s)")
_LEADING = re.compile(r"[-+]|\d{1,9}[.)]")
_HELD = "\ue000"


@dataclass(slots=True)
class Block:
    """One part of a document. `level` is that of a heading, or how far an item is indented; `rows` are those of a table, head first."""

    kind: BlockKind
    line: int
    text: str = ""
    level: int = 0
    rows: list[Row] = field(default_factory=list)


def read_blocks(text: str, path: str) -> list[Block]:
    """The blocks of a document, in order. Front matter, comments and rules are none. Raises PlanError for a table that is too large."""
    return _Reader(text.split("\n"), path).read()


class _Reader:
    def __init__(self, lines: Sequence[str], path: str) -> None:
        self._lines = lines
        self._path = path
        self._blocks: list[Block] = []
        self._place = 0
        self._cells = 0

    def read(self) -> list[Block]:
        self._skip_front_matter()
        while self._place < len(self._lines):
            self._read_line(self._lines[self._place])
        return self._blocks

    def _skip_front_matter(self) -> None:
        if self._lines[0].strip() == "---":
            end = next((index for index, line in enumerate(self._lines[1:], 1) if line.strip() in ("---", "...")), 0)
            self._place = end + 1 if end else 0

    def _read_line(self, line: str) -> None:
        fence, heading, item = _FENCE.match(line), _HEADING.match(line), _ITEM.match(line)
        if not line.strip() or _ANCHOR.match(line):
            self._blocks.append(Block("text", self._place + 1))  # ends what stands before it
            self._place += 1
        elif fence:
            self._read_fence(fence[1])
        elif line.lstrip().startswith("<!--"):
            self._skip_comment()
        elif heading:
            self._add(Block("heading", self._place + 1, heading[2] or "", len(heading[1])))
        elif self._is_table():
            self._read_table()
        elif _UNDERLINE.match(line) and self._blocks and self._blocks[-1].kind == "text" and self._blocks[-1].text:
            self._make_heading(line)
        elif _RULE.match(line):
            self._place += 1
        elif item:
            self._add(Block("item", self._place + 1, item[3], len(item[1].expandtabs(4))))
        else:
            self._add_text(line)

    def _add(self, block: Block) -> None:
        self._blocks.append(block)
        self._place += 1

    def _add_text(self, line: str) -> None:
        """A line goes on with the paragraph or item before it."""
        last = self._blocks[-1] if self._blocks else None
        if last is not None and (last.kind == "item" or (last.kind == "text" and last.text)):
            last.text += "\n" + line.strip()
            self._place += 1
        else:
            self._add(Block("text", self._place + 1, line.strip()))

    def _make_heading(self, line: str) -> None:
        self._blocks[-1].kind = "heading"
        self._blocks[-1].level = 1 if line.strip().startswith("=") else 2
        self._place += 1

    def _read_fence(self, mark: str) -> None:
        start = self._place
        self._place += 1
        held: list[str] = []
        while self._place < len(self._lines) and not self._lines[self._place].strip().startswith(mark):
            held.append(self._lines[self._place])
            self._place += 1
        self._place += 1
        self._blocks.append(Block("code", start + 1, "\n".join(held)))

    def _skip_comment(self) -> None:
        while self._place < len(self._lines) and "-->" not in self._lines[self._place]:
            self._place += 1
        self._place += 1

    def _is_table(self) -> bool:
        line, following = self._lines[self._place], self._lines[self._place + 1 : self._place + 2]
        return "|" in line and bool(following) and "-" in following[0] and bool(_DELIMITER.match(following[0]))

    def _read_table(self) -> None:
        block = Block("table", self._place + 1)
        while self._place < len(self._lines) and "|" in self._lines[self._place]:
            if self._place != block.line:  # the line of dashes below the head
                cells = split_cells(self._lines[self._place])
                self._cells += len(cells)
                check_size(len(block.rows), min(self._cells, MAX_CELLS + 1), self._path)
                block.rows.append(Row(self._place + 1, cells))
            self._place += 1
        self._blocks.append(block)


def split_cells(line: str) -> tuple[str, ...]:
    """The cells of a line of a table, as Markdown; a bar behind a backslash belongs to its cell."""
    cells: list[str] = [""]
    place = 0
    while place < len(line):
        if line[place] == "\\" and place + 1 < len(line):
            cells[-1] += "|" if line[place + 1] == "|" and _in_code(cells[-1]) else line[place : place + 2]
            place += 2
        elif line[place] == "|":
            cells.append("")
            place += 1
        else:
            cells[-1] += line[place]
            place += 1
    if not cells[0].strip():
        cells = cells[1:]
    if cells and not cells[-1].strip():
        cells = cells[:-1]
    return tuple(cell.strip() for cell in cells)


def _in_code(text: str) -> bool:
    return text.count("`") % 2 == 1


def to_plain(text: str, *, keep_code: bool = False) -> str:
    """What a reader of the rendered text sees. `keep_code` leaves the marks around code, for those who look for them."""
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        inner = match[2].strip() if match[2].strip() and match[2][:1] == " " == match[2][-1:] else match[2]
        held.append(f"`{inner}`" if keep_code else inner)
        return f"{_HELD}{len(held) - 1}{_HELD}"

    def keep(match: re.Match[str]) -> str:
        held.append(match[1])
        return f"{_HELD}{len(held) - 1}{_HELD}"

    text = _CODE.sub(hold, text.replace(_HELD, ""))
    text = _ESCAPE.sub(keep, text)
    text = _LINK.sub(r"\1", _TAG.sub("", _BREAK.sub("\n", text)))
    for marks, group in ((_STRONG, r"\2"), (_EMPHASIS, r"\2"), (_STRUCK, r"\1")):
        text = marks.sub(group, text)
    text = unescape(text)
    return re.sub(f"{_HELD}(\\d+){_HELD}", lambda match: held[int(match[1])], text).strip()


def code_spans(text: str) -> tuple[list[str], str]:
    """The code spans of a cell, and what is left of it without them."""
    return [match[2].strip() for match in _CODE.finditer(text)], _CODE.sub(" ", text).strip()


def escape(text: str) -> str:
    """Text that `to_plain` gives back and that no reader of Markdown takes for anything else."""
    escaped = _SPECIAL.sub(lambda match: "\\" + match[0], text.replace("\r\n", "\n").replace("\r", "\n"))
    leading = _LEADING.match(escaped)
    if leading:
        escaped = escaped[: leading.end() - 1] + "\\" + escaped[leading.end() - 1 :]
    return escaped.replace("\n", "<br>")


def code(text: str) -> str:
    """A name as code where that can be, else escaped."""
    if "`" in text or "\n" in text or "|" in text or text != text.strip() or not text:
        return escape(text)
    return f"`{text}`"


def write_table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Cells that are Markdown already, head first."""
    for index, row in enumerate(rows):
        yield f"| {' | '.join(row)} |\n"
        if index == 0:
            yield f"| {' | '.join('---' for _ in row)} |\n"
