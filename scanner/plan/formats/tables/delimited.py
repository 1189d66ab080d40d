"""CSV and its relatives: commas, semicolons, tabs or bars, quoted cells of several lines, any byte order mark and line end."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from scanner.errors import PlanError
from scanner.plan.formats.base import Material, decode
from scanner.plan.formats.tables.grid import MAX_COLUMNS, Grid, Row, Sheet, check_size
from scanner.plan.formats.tables.headers import GENERIC, rate_header

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 20
_SEPARATOR_LINE = re.compile(r"sep=(.)\n", re.IGNORECASE)
# What a spreadsheet would take for a formula. A quote in front makes it text, also of a text that has such quotes already.
_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?\Z")


def read_delimited(material: Material) -> Grid:
    text = _decode(material)
    marked = _SEPARATOR_LINE.match(text)
    first_line = 2 if marked else 1
    body = text[marked.end() :] if marked else text
    delimiter = marked[1] if marked else choose_delimiter(body, "\t" if material.suffix == ".tsv" else ",")
    rows = tuple(_read_rows(body, delimiter, material.path, first_line))
    return Grid("tsv" if delimiter == "\t" else "csv", (Sheet("", rows),))


def _decode(material: Material) -> str:
    if material.data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return material.data.decode("utf-16").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            raise PlanError("the table begins like UTF-16 text but is none", material.path, 1) from error
    return decode(material.data, material.path)


def choose_delimiter(text: str, likely: str) -> str:
    """The one with which some row of the first twenty looks most like a header; then the one that makes most cells."""
    ranked = sorted(_DELIMITERS, key=lambda each: each != likely)
    return max(ranked, key=lambda each: _rate_delimiter(text, each))


def _rate_delimiter(text: str, delimiter: str) -> tuple[int, int]:
    rows = _sample(text, delimiter)
    return max((rate_header(row, GENERIC) for row in rows), default=0), max((len(row) for row in rows), default=0)


def _sample(text: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append(row[:MAX_COLUMNS])
            if len(rows) == _SAMPLE:
                break
    except csv.Error:
        pass
    return rows


def _read_rows(text: str, delimiter: str, path: str, first_line: int) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begun, count, cells = 0, 0, 0
    while True:
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise PlanError(_explain(str(error)), path, begun + first_line) from error
        count, cells = count + 1, cells + len(values)
        check_size(count, cells, path)
        yield Row(begun + first_line, tuple(unguard(value) for value in values))
        begun = reader.line_num


def _explain(error: str) -> str:
    if "unexpected end" in error:
        return 'a quoted cell that begins in this row is never closed; double every " inside a cell'
    if "expected after" in error:
        return 'a closing " is followed by more text; put the whole cell in quotes and double every " inside it'
    if "field limit" in error:
        return "a cell of this row is too long to be read"
    return f"this row cannot be read: {error}"


def guard(text: str) -> str:
    """A text that no spreadsheet takes for a formula. Numbers are left as they are."""
    return "'" + text if _DANGEROUS.match(text) and not _NUMBER.match(text) else text


def unguard(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text


def write_delimited(rows: Iterable[Sequence[str]], delimiter: str = ",") -> bytes:
    """The rows as UTF-8 text with quotes where they are needed, and nothing that a spreadsheet would run."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
    for row in rows:
        # the library does not put a lone carriage return in quotes, and readers end a row there
        writer.writerow([guard(cell.replace("\r\n", "\n").replace("\r", "\n")) for cell in row])
    return file.getvalue().encode("utf-8", "replace")
