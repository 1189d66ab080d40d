"""Places in a plan that is a table: in its own columns, beside what people wrote there."""

from __future__ import annotations

from collections.abc import Mapping

from scanner.errors import PlanError
from scanner.plan.formats import find_format, recognise
from scanner.plan.formats.base import Material
from scanner.plan.formats.tables.grid import Grid, Row, Sheet, read_grid
from scanner.plan.places.base import Places, Rewritten
from scanner.plan.places.cells import CellEdit, find_edits
from scanner.plan.places.delimited import edit_delimited
from scanner.plan.places.workbook import column_letters, edit_workbook
from scanner.plan.words import quote


def write_table(data: bytes, path: str, places: Places, format_name: str = "") -> Rewritten:
    """The table with the places of its events in it. Raises PlanError for one that cannot be read, or has no column for places."""
    material = Material(path, {"": data})
    plan = (find_format(format_name, path) if format_name else recognise(material)).read(material)
    grid = read_grid(material)
    edits, notes = find_edits(grid, plan, places, path)
    if not edits:
        return Rewritten(data, tuple(notes))
    if grid.medium != "xlsx":
        made = edit_delimited(data, edits, path)
        _assure(made, path, grid, edits)
        return Rewritten(made, tuple(notes))
    rows = frozenset(event.origin.line for event in plan.events if event.origin)
    edited = edit_workbook(data, edits, {sheet.name: rows for sheet in grid.sheets}, path)
    _assure(edited.data, path, grid, edited.below)
    return Rewritten(edited.data, (*notes, *edited.notes), tuple(_tell(edit) for edit in edited.done))


def _tell(edit: CellEdit) -> str:
    return f"{edit.sheet}!{column_letters(edit.column)}{edit.row}: {quote(edit.before)} becomes {quote(edit.after)}"


def _assure(made: bytes, path: str, before: Grid, edits: list[CellEdit]) -> None:
    """Raises PlanError unless the new table says what the old one did, but for the cells that were to change."""
    after = read_grid(Material(path, {"": made}))
    wanted = {(edit.sheet, edit.row, edit.column): edit.after for edit in edits}
    told = [(sheet.name, [_says(sheet, row, wanted) for row in sheet.rows]) for sheet in before.sheets]
    if told != [(sheet.name, [_says(sheet, row, {}) for row in sheet.rows]) for sheet in after.sheets]:
        raise PlanError("the places cannot be written without a change to something else in the table", path)


def _says(sheet: Sheet, row: Row, wanted: Mapping[tuple[str, int, int], str]) -> list[str]:
    """The cells of a row, without the empty ones at its end."""
    columns = [column for name, number, column in wanted if (name, number) == (sheet.name, row.number)]
    cells = [*row.cells, *("" for _ in range(max(columns, default=-1) + 1 - len(row.cells)))]
    told = [wanted.get((sheet.name, row.number, column), cell) for column, cell in enumerate(cells)]
    while told and not told[-1]:
        told.pop()
    return told
