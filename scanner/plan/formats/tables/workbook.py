"""XLSX: cells as texts, merged cells filled, hostile archives refused; and written so that the same plan gives the same bytes."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from scanner.errors import PlanError
from scanner.plan.formats.base import Material
from scanner.plan.formats.reading import tell_loss
from scanner.plan.formats.tables.grid import MAX_CELLS, MAX_COLUMNS, Grid, Row, Sheet, check_size

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_MAX_PARTS = 2_000
_MAX_UNPACKED = 60_000_000
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 the format knows no zones
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
# What the library raises for a workbook that is none, as met when single bytes of one were changed.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError),
    *(NotImplementedError, RuntimeError, OverflowError, AssertionError),
)
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WIDEST = 60
_MAX_PADDED = 20_000_000
_REF = rb"[^<>]*\bref=[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']"
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b" + _REF)
_RANGE = re.compile(rb"<(?:\w+:)?(?:mergeCell|hyperlink)\b" + _REF)
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")


def read_workbook(material: Material) -> Grid:
    """All worksheets with anything in them. Raises PlanError."""
    refuse_hostile(material.data, material.path)
    sheets: list[Sheet] = []
    formulas = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for title, found, empty in _load(material):
                last = max((row for row, _ in found), default=0)
                formulas += empty
                if last:
                    sheets.append(_make_sheet(title, found, last))
    except _BROKEN as error:
        raise PlanError(f"the workbook is damaged: {type(error).__name__}", material.path) from error
    told = "a formula whose result is not stored; open and save the workbook"
    return Grid("xlsx", tuple(sheets), (tell_loss("cells", "formula", told, formulas),) if formulas else ())


def refuse_hostile(data: bytes, path: str) -> None:
    """Raises PlanError for what is no workbook, for one that unpacks to too much, and for ranges that would be written out cell by cell."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED:
                raise PlanError(f"the workbook is larger than {_MAX_UNPACKED // 1_000_000} MB when it is unpacked", path)
            ranges = [_area(*match) for body in _sheet_bodies(archive) for match in _RANGE.findall(body)]
    except _BROKEN as error:
        raise PlanError("the workbook is damaged: it is no ZIP archive that can be read", path) from error
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise PlanError("the file is a ZIP archive but no workbook in the XLSX format", path)
    if sum(ranges) > MAX_CELLS:
        raise PlanError(f"the workbook has merged or linked ranges of more than {MAX_CELLS:,} cells; make them smaller", path)


def _sheet_bodies(archive: zipfile.ZipFile) -> Iterator[bytes]:
    return (archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml"))


def _area(first: bytes, top: bytes, last: bytes, bottom: bytes) -> int:
    return (abs(_column(last) - _column(first)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


_Cells = dict[tuple[int, int], str]


def _load(material: Material) -> Iterator[tuple[str, _Cells, int]]:
    """The texts of each sheet by row and column, and how many of its formulas have no result."""
    import openpyxl

    values = openpyxl.load_workbook(io.BytesIO(material.data), read_only=True, data_only=True, keep_links=False)
    formulas = openpyxl.load_workbook(io.BytesIO(material.data), read_only=True, keep_links=False) if _has_formulas(material) else None
    with zipfile.ZipFile(io.BytesIO(material.data)) as archive:
        for each in values.worksheets:
            sheet: Any = each
            found = {place: text for place, value in _iterate(sheet, material.path) if (text := show_cell(value))}
            if formulas is not None:
                written = _iterate(formulas[sheet.title], material.path)
                empty = sum(isinstance(value, str) and value.startswith("=") and place not in found for place, value in written)
            _fill_merged(found, archive.read(sheet._worksheet_path))
            yield sheet.title, found, empty if formulas is not None else 0
    values.close()
    if formulas is not None:
        formulas.close()


def _has_formulas(material: Material) -> bool:
    with zipfile.ZipFile(io.BytesIO(material.data)) as archive:
        return any(_FORMULA.search(body) for body in _sheet_bodies(archive))


def _iterate(sheet: Any, path: str) -> Iterator[tuple[tuple[int, int], object]]:
    """Only rows and cells that are there are looked at: a sheet may claim to be as large as it likes."""
    sheet.reset_dimensions()
    seen = padded = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        check_size(number if row else 0, seen, path)
        padded += len(row)
        if padded > _MAX_PADDED:
            raise PlanError("the table is too wide to be read", path, number)
        for column, value in enumerate(row[:MAX_COLUMNS], 1):
            if value is not None:
                seen += 1
                yield (number, column), value


def _fill_merged(found: _Cells, body: bytes) -> None:
    """A merged cell stands for all its rows; across columns it is a title and stays in the first."""
    last = max((row for row, _ in found), default=0)
    for first, top, right, bottom in _MERGED.findall(body):
        column, row = _column(first), int(top)
        text = found.get((row, column))
        if text is not None and first == right:
            found.update({(each, column): text for each in range(row, min(int(bottom), last) + 1)})


def _make_sheet(title: str, found: _Cells, last: int) -> Sheet:
    rows: list[list[str]] = [[] for _ in range(last)]
    for row, column in sorted(found):
        cells = rows[row - 1]
        cells.extend([""] * (column - 1 - len(cells)))
        cells.append(found[row, column])
    return Sheet(title, tuple(Row(number, tuple(cells)) for number, cells in enumerate(rows, 1)))


def show_cell(value: object) -> str:
    """The text of a cell, as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(value)).replace("\r\n", "\n").replace("\r", "\n")


def write_workbook(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """A workbook with a sheet for each name; the first row of each is its header. No date of its making is in it."""

    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        _fill_sheet(book.create_sheet(name), rows)
    book.properties.created = book.properties.modified = _EPOCH
    book.properties.creator = "Tracklint"
    file = io.BytesIO()
    book.save(file)
    return _freeze(file.getvalue())


def _fill_sheet(sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    from openpyxl.styles import Alignment, Font

    wrap, bold = Alignment(vertical="top", wrap_text=True), Font(bold=True)
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            if not text:
                continue
            cell = sheet.cell(number, column, _UNSAFE.sub(lambda match: f"_x{ord(match[0]):04X}_", text))
            # typed as text and marked so: neither opening nor editing makes a formula of it
            cell.data_type = "s"
            if text[0] in "=+-@":
                cell.quotePrefix = True
            if "\n" in text:
                cell.alignment = wrap
            if number == 1:
                cell.font = bold
    for column in range(len(rows[0]) if rows else 0):
        longest = max((len(line) for row in rows if column < len(row) for line in row[column].split("\n")), default=0)
        sheet.column_dimensions[_letter(column + 1)].width = min(max(longest + 2, 8), _WIDEST)
    sheet.freeze_panes = "A2"


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


def _freeze(data: bytes) -> bytes:
    """The same archive without the times at which its parts were made; the library also puts the hour of saving in one of them."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            body = source.read(name)
            if name == "docProps/core.xml":
                body = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", body)
            part = zipfile.ZipInfo(name, _ZIP_EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            target.writestr(part, body)
    return file.getvalue()
