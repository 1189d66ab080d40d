"""Cells of a CSV or TSV file replaced where they stand: delimiter, marks, line ends and the quotes of all other cells stay."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scanner.errors import PlanError
from scanner.plan.formats.base import decode
from scanner.plan.formats.tables.delimited import choose_delimiter, guard, unguard
from scanner.plan.places.cells import CellEdit

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SEPARATOR_LINE = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a text. `start` and `end` are offsets, quotes included; `row` is the line in which its record begins."""

    row: int
    column: int
    start: int
    end: int
    text: str
    is_quoted: bool


def edit_delimited(data: bytes, edits: Iterable[CellEdit], path: str) -> bytes:
    """The file with some of its cells replaced. Raises PlanError when it does not hold what is to be replaced."""
    mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", "utf-8"))
    text = data[len(mark) :].decode(encoding) if encoding != "utf-8" else _read_utf8(data, mark, path)
    delimiter, begin = _find_delimiter(text, path)
    cells: dict[int, list[_Cell]] = {}
    for cell in _scan(text, delimiter, begin):
        cells.setdefault(cell.row, []).append(cell)
    by_row: dict[int, list[CellEdit]] = {}
    for edit in edits:
        by_row.setdefault(edit.row, []).append(edit)
    replaced = [change for row, wanted in by_row.items() for change in _edit_row(cells.get(row, []), wanted, delimiter, path)]
    for start, end, written in sorted(replaced, reverse=True):
        text = text[:start] + written + text[end:]
    return mark + text.encode(encoding, "surrogatepass")


def _read_utf8(data: bytes, mark: bytes, path: str) -> str:
    decode(data, path)
    return data[len(mark) :].decode("utf-8")


def _find_delimiter(text: str, path: str) -> tuple[str, int]:
    """The delimiter as the reader of plans chooses it, and where the table begins."""
    marked = _SEPARATOR_LINE.match(text)
    if marked:
        return marked[1], marked.end()
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return choose_delimiter(plain, "\t" if path.lower().endswith(".tsv") else ","), 0


def _scan(text: str, delimiter: str, begin: int) -> Iterator[_Cell]:
    """The cells in order. The text is known to be good: it was read before."""
    at, line = begin, 1 + _count_lines(text[:begin])
    row, column = line, 0
    part = re.compile(rf'"((?:[^"]|"")*)"|[^{re.escape(delimiter)}\r\n]*')
    while at < len(text):
        match = part.match(text, at)
        if match is None:
            raise AssertionError("the empty text always fits")
        quoted = match[1] is not None
        yield _Cell(row, column, at, match.end(), match[1].replace('""', '"') if quoted else match[0], quoted)
        line += _count_lines(match[0])
        at = match.end()
        if text.startswith(delimiter, at):
            at, column = at + 1, column + 1
            if at == len(text):
                yield _Cell(row, column, at, at, "", False)
        elif at < len(text):
            at += 2 if text.startswith("\r\n", at) else 1
            line += 1
            row, column = line, 0


def _count_lines(text: str) -> int:
    return len(re.findall(r"\r\n|\r|\n", text))


def _edit_row(row: list[_Cell], edits: list[CellEdit], delimiter: str, path: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and new text of what changes in a row. A row that is too short is filled up."""
    there = {cell.column: cell for cell in row}
    added: dict[int, str] = {}
    for edit in edits:
        cell = there.get(edit.column)
        told = unguard(cell.text.replace("\r\n", "\n").replace("\r", "\n")) if cell else ""
        if not row or told != edit.before:
            raise PlanError("the table cannot be changed cell by cell: a cell is not what it was read as", path, edit.row)
        if cell is not None:
            yield cell.start, cell.end, _quote(guard(edit.after), delimiter, cell.is_quoted)
        else:
            added[edit.column] = _quote(guard(edit.after), delimiter, False)
    if added:
        last = row[-1]
        filled = (added.get(column, "") for column in range(last.column + 1, max(added) + 1))
        yield last.end, last.end, "".join(delimiter + cell for cell in filled)


def _quote(text: str, delimiter: str, was_quoted: bool) -> str:
    needs = was_quoted or any(mark in text for mark in (delimiter, '"', "\n", "\r"))
    return '"' + text.replace('"', '""') + '"' if needs else text
