"""Cells of a workbook replaced in the XML of their sheets. Every other part of the archive, and all else in a sheet, stays byte for byte.

A library that writes a workbook anew loses what it does not know (charts, drawings, what other programs keep) and puts a date into it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from posixpath import dirname, join, normpath
from typing import Literal
from xml.etree.ElementTree import Element
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import escape

from scanner.errors import PlanError
from scanner.plan.places.cells import CellEdit

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(slots=True)
class _Cell:
    """A cell in the XML of a sheet. `start` and `end` are offsets of bytes."""

    column: int
    start: int
    end: int
    attributes: dict[str, str]
    has_formula: bool = False


@dataclass(slots=True)
class _Row:
    start: int
    body_end: int
    is_empty: bool
    cells: list[_Cell] = field(default_factory=list)


@dataclass(slots=True)
class _SheetMap:
    """Where the rows and cells of a sheet stand. `prefix` is what its elements are called with (`x:`), `merged` are its merged ranges."""

    prefix: str = ""
    rows: dict[int, _Row] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Edited:
    """A workbook with some of its cells replaced: which ones, also in all rows that a merged cell is seen in, and notes on those left."""

    data: bytes
    done: list[CellEdit]
    below: list[CellEdit]
    notes: list[str]


def edit_workbook(data: bytes, edits: Iterable[CellEdit], starts: Mapping[str, frozenset[int]], path: str) -> Edited:
    """The workbook with some of its cells replaced.

    `starts` are the rows in which events begin, by sheet: a merged cell that stands for several of them belongs to none.
    """
    by_sheet: dict[str, list[CellEdit]] = {}
    for edit in edits:
        by_sheet.setdefault(edit.sheet, []).append(edit)
    done: list[CellEdit] = []
    below: list[CellEdit] = []
    notes: list[str] = []
    changed: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = _find_parts(archive, path)
        for sheet, wanted in by_sheet.items():
            part = parts.get(sheet)
            if part is None or part not in archive.namelist():
                raise PlanError(f"the worksheet {sheet!r} is not where the workbook says", path)
            found = _map_sheet(archive.read(part), path)
            chosen = [(edit, place) for edit in wanted if (place := _place(found, edit, starts.get(sheet, frozenset()), notes, path))]
            if chosen:
                changed[part] = _edit_sheet(archive.read(part), found, chosen)
                done += [edit for edit, _ in chosen]
                below += [replace(edit, row=row) for edit, place in chosen for row in range(place.number, place.last + 1)]
        if changed and any(b"<f" in archive.read(name) for name in parts.values() if name in archive.namelist()):
            changed.update(_ask_to_compute(archive))
        return Edited(_rewrite(archive, changed) if changed else data, done, below, notes)


def _find_parts(archive: zipfile.ZipFile, path: str) -> dict[str, str]:
    """The part of each worksheet by the sheet's name."""
    relations = {each.get("Id"): each.get("Target", "") for each in _parse(archive.read("xl/_rels/workbook.xml.rels"), path)}
    found: dict[str, str] = {}
    for each in _parse(archive.read("xl/workbook.xml"), path).iter():
        target = relations.get(each.get(_RELATION)) if each.tag.endswith("}sheet") else None
        if target is not None:
            found[each.get("name", "")] = (
                target.lstrip("/") if target.startswith("/") else normpath(join(dirname("xl/workbook.xml"), target))
            )
    return found


def _parse(data: bytes, path: str) -> Element:
    from xml.etree.ElementTree import ParseError, fromstring

    _refuse_declarations(data, path)
    try:
        return fromstring(data)  # noqa: S314 there are no declarations of entities in it
    except ParseError as error:
        raise PlanError("the workbook is damaged", path) from error


def _refuse_declarations(data: bytes, path: str) -> None:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise PlanError("a part of the workbook is written in a way that no spreadsheet writes", path)


def _map_sheet(data: bytes, path: str) -> _SheetMap:
    """Where the rows and cells stand; found by a parser, so that nothing in a text is taken for an element."""
    _refuse_declarations(data, path)
    made = _SheetMap()
    parser = ParserCreate()
    row: list[_Row] = []
    cell: list[_Cell] = []
    counts = {"row": 0, "column": 0}

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        at = parser.CurrentByteIndex
        if local == "sheetData":
            made.prefix = name[: -len(local)]
        elif local == "row":
            counts["row"] = int(attributes.get("r", counts["row"] + 1))
            counts["column"] = 0
            row.append(_Row(at, at, True))
            made.rows[counts["row"]] = row[-1]
        elif local == "c" and row:
            counts["column"] = _column(attributes["r"]) if "r" in attributes else counts["column"] + 1
            cell.append(_Cell(counts["column"] - 1, at, at, attributes))
            row[-1].cells.append(cell[-1])
        elif local == "f" and cell:
            cell[-1].has_formula = True
        elif local == "mergeCell":
            made.merged.append(_range(attributes.get("ref", "")))

    def end(name: str) -> None:
        local = name.rpartition(":")[2]
        at = parser.CurrentByteIndex
        if local == "c" and cell:
            done = cell.pop()
            opened = _tag_end(data, done.start)
            done.end = opened if _is_closed(data, opened) else _tag_end(data, at)
        elif local == "row" and row:
            ended = row.pop()
            ended.body_end, ended.is_empty = at, _is_closed(data, _tag_end(data, ended.start))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(data, True)
    except (ExpatError, ValueError) as error:
        raise PlanError("the workbook is damaged", path) from error
    return made


def _tag_end(data: bytes, at: int) -> int:
    """The end of the tag that begins at an offset; a `>` within a value does not end it."""
    match = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""").match(data, at)
    return match.end() if match else at


def _is_closed(data: bytes, end: int) -> bool:
    """Whether the tag that ends here has no body."""
    return data[end - 2 : end] == b"/>"


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell that is to be written: its row, the last row it is seen in, its column, and the cell itself when it is there already."""

    number: int
    last: int
    column: int
    row: _Row
    cell: _Cell | None


def _place(found: _SheetMap, edit: CellEdit, starts: frozenset[int], notes: list[str], path: str) -> _Place | None:
    """Where a cell is written, None when it is to be left: of a merged column the first, unless it stands for several events."""
    where = f"{path}: {edit.sheet}!{column_letters(edit.column)}{edit.row}"
    number = last = edit.row
    for top, left, bottom, right in found.merged:
        if top <= edit.row <= bottom and left <= edit.column <= right:
            if left != edit.column or sum(top <= row <= bottom for row in starts) > 1:
                notes.append(f"{where} is merged with others, and was left")
                return None
            number, last = top, bottom
    row = found.rows.get(number)
    if row is None:
        notes.append(f"{where} has no row, and was left")
        return None
    cell = next((cell for cell in row.cells if cell.column == edit.column), None)
    if cell is not None and cell.has_formula:
        notes.append(f"{where} holds a formula, and was left")
        return None
    return _Place(number, last, edit.column, row, cell)


def _edit_sheet(data: bytes, found: _SheetMap, chosen: Iterable[tuple[CellEdit, _Place]]) -> bytes:
    by_row: dict[int, list[tuple[int, int, int, bytes]]] = {}
    for edit, place in chosen:
        by_row.setdefault(place.number, []).append(_replacement(found, place, edit))
    replacements: list[tuple[int, int, int, bytes]] = []
    for number, made in by_row.items():
        row = found.rows[number]
        replacements += [_fill_row(data, found.prefix, row, [cell[3] for cell in sorted(made)])] if row.is_empty else made
    # from the end, and of what is put in at one place the last column first
    for start, _, end, written in sorted(replacements, reverse=True):
        data = data[:start] + written + data[end:]
    return data


def _fill_row(data: bytes, prefix: str, row: _Row, cells: list[bytes]) -> tuple[int, int, int, bytes]:
    """A row that had no cells."""
    end = _tag_end(data, row.start)
    opened = data[row.start : end - 2].rstrip() + b">"
    return row.start, 0, end, opened + b"".join(cells) + f"</{prefix}row>".encode()


def _replacement(found: _SheetMap, place: _Place, edit: CellEdit) -> tuple[int, int, int, bytes]:
    """Start, column, end and new bytes of a cell. One that is not there yet looks like the one above."""
    style = place.cell.attributes.get("s") if place.cell else _style_above(found, place.number, place.column)
    reference = f"{column_letters(place.column)}{place.number}"
    written = _write_cell(found.prefix, reference, style, edit.after, _kind(found, place))
    if place.cell is not None:
        return place.cell.start, place.column, place.cell.end, written
    at = next((other.start for other in place.row.cells if other.column > place.column), place.row.body_end)
    return at, place.column, at, written


def _style_above(found: _SheetMap, row: int, column: int) -> str | None:
    for number in sorted((number for number in found.rows if number < row), reverse=True)[:50]:
        for cell in found.rows[number].cells:
            if cell.column == column:
                # the row above may be the header, whose look is its own
                return cell.attributes.get("s") if number > min(found.rows) else None
    return None


def _kind(found: _SheetMap, place: _Place) -> Literal["flag", "text"]:
    """Whether a cell holds true or false as such, or would by the look of its column."""
    kind = place.cell.attributes.get("t") if place.cell else None
    others = (cell.attributes.get("t") for row in found.rows.values() for cell in row.cells if cell.column == place.column)
    return "flag" if kind == "b" or (kind is None and "b" in others) else "text"


def _write_cell(prefix: str, reference: str, style: str | None, text: str, kind: Literal["flag", "text"]) -> bytes:
    look = f' s="{escape(style)}"' if style is not None else ""
    head = f'<{prefix}c r="{reference}"{look}'
    if not text:
        return f"{head}/>".encode()
    if kind == "flag" and text in ("TRUE", "FALSE"):
        return f'{head} t="b"><{prefix}v>{int(text == "TRUE")}</{prefix}v></{prefix}c>'.encode()
    shown = escape(_LOOKS_ESCAPED.sub("_x005F_", _CONTROL.sub(" ", text)))
    body = f'<{prefix}is><{prefix}t xml:space="preserve">{shown}</{prefix}t></{prefix}is>'
    return f'{head} t="inlineStr">{body}</{prefix}c>'.encode()


def _ask_to_compute(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Results of formulas are stored beside them; a spreadsheet is asked to compute them anew when it opens the file."""
    data = archive.read("xl/workbook.xml")
    if b"fullCalcOnLoad" in data:
        return {}
    return {"xl/workbook.xml": re.sub(rb"(<(?:\w+:)?calcPr)(?=[\s/>])", rb'\1 fullCalcOnLoad="1"', data, count=1)}


def _rewrite(archive: zipfile.ZipFile, changed: Mapping[str, bytes]) -> bytes:
    """The archive with some parts replaced, in its order and with its dates."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for part in archive.infolist():
            info = zipfile.ZipInfo(part.filename, part.date_time)
            info.compress_type, info.external_attr, info.create_system = part.compress_type, part.external_attr, part.create_system
            info.comment, info.extra = part.comment, part.extra
            target.writestr(info, changed.get(part.filename, archive.read(part.filename)))
    return made.getvalue()


def _column(reference: str) -> int:
    """The number of a column, counted from 1: `C5` is 3."""
    number = 0
    for letter in re.match(r"[A-Za-z]*", reference.replace("$", ""))[0].upper():  # type: ignore[index]
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(column: int) -> str:
    """The letters of a column that is counted from 0."""
    text, rest = "", column + 1
    while rest:
        rest, left = divmod(rest - 1, 26)
        text = chr(65 + left) + text
    return text


def _range(reference: str) -> tuple[int, int, int, int]:
    """Top, left, bottom and right of `B2:C4`; rows count from 1 and columns from 0."""
    corners = reference.replace("$", "").split(":")
    rows = [int("".join(filter(str.isdigit, corner)) or 0) for corner in (corners[0], corners[-1])]
    columns = [_column(corner) - 1 for corner in (corners[0], corners[-1])]
    return rows[0], columns[0], rows[1], columns[1]
