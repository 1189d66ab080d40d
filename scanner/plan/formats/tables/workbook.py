"""XLSX: cells as texts, merged cells filled, hostile archives refused; and written so that the same plan gives the same bytes."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from scanner.errors import PlanError
from scanner.plan.formats.base import Material
from scanner.plan.formats.reading import tell_loss
from scanner.plan.formats.tables.grid import MAX_COLUMNS, MAX_ROWS, Grid, Row, Sheet, check_size
from scanner.plan.model import Loss

if TYPE_CHECKING:
    from openpyxl import Workbook
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


def read_workbook(material: Material) -> Grid:
    """All worksheets with anything in them. Raises PlanError."""
    _refuse_bomb(material)
    book = _load(material, values=True)
    sheets = tuple(sheet for each in book.worksheets if (sheet := _read_sheet(each, material.path)).rows)
    return Grid("xlsx", sheets, tuple(_find_empty_formulas(material, book)))


def _refuse_bomb(material: Material) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(material.data)) as archive:
            parts = archive.infolist()
    except _BROKEN as error:
        raise PlanError("the workbook is damaged: it is no ZIP archive", material.path) from error
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED:
        raise PlanError(f"the workbook is larger than {_MAX_UNPACKED // 1_000_000} MB when it is unpacked", material.path)
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise PlanError("the file is a ZIP archive but no workbook in the XLSX format", material.path)


def _load(material: Material, *, values: bool) -> Workbook:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(material.data), data_only=values, keep_links=False)
    except _BROKEN as error:
        raise PlanError(f"the workbook is damaged: {type(error).__name__}", material.path) from error


def _read_sheet(sheet: Worksheet, path: str) -> Sheet:
    """Only cells that are there are looked at: a sheet may claim to be as large as it likes."""
    found: dict[tuple[int, int], str] = {}
    for (row, column), cell in sheet._cells.items():
        text = show_cell(cell.value)
        if text and column <= MAX_COLUMNS:
            found[row, column] = text
    last = max((row for row, _ in found), default=0)
    check_size(last, len(found), path)
    _fill_merged(sheet, found, last)
    check_size(last, len(found), path)
    rows: list[list[str]] = [[] for _ in range(last)]
    for row, column in sorted(found):
        cells = rows[row - 1]
        cells.extend([""] * (column - 1 - len(cells)))
        cells.append(found[row, column])
    return Sheet(sheet.title, tuple(Row(number, tuple(cells)) for number, cells in enumerate(rows, 1)))


def _fill_merged(sheet: Worksheet, found: dict[tuple[int, int], str], last: int) -> None:
    """A merged cell stands for all its rows; across columns it is a title and stays in the first."""
    for merged in sheet.merged_cells.ranges:
        text = found.get((merged.min_row, merged.min_col))
        if text is not None and merged.min_col == merged.max_col:
            for row in range(merged.min_row, min(merged.max_row, last, MAX_ROWS) + 1):
                found[row, merged.min_col] = text


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


def _find_empty_formulas(material: Material, book: Workbook) -> Iterable[Loss]:
    """Formulas whose result was never stored: a program wrote the file and no spreadsheet has computed it."""
    if b"<f" not in _sheet_parts(material):
        return
    count = 0
    for sheet in _load(material, values=False).worksheets:
        stored = book[sheet.title]._cells
        for place, cell in sheet._cells.items():
            count += cell.data_type == "f" and (place not in stored or stored[place].value is None)
    if count:
        yield tell_loss("cells", "formula", "a formula whose result is not stored; open and save the workbook", count)


def _sheet_parts(material: Material) -> bytes:
    with zipfile.ZipFile(io.BytesIO(material.data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/"))


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
            cell.quotePrefix = text[0] in "=+-@"
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
