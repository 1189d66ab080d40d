"""Which cells of a table say where events live, and what they should say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scanner.errors import PlanError
from scanner.plan.formats.tables.cells import read_flag
from scanner.plan.formats.tables.grid import Grid, Row, Sheet
from scanner.plan.formats.tables.headers import GENERIC, find_header, fold_title
from scanner.plan.formats.tables.names import read_name
from scanner.plan.model import Plan, PlannedEvent
from scanner.plan.places.base import Places
from scanner.plan.words import quote

# The first of these that a table has takes the places. `Code` comes last: it often holds a sample of the call.
_PLACE_TITLES = (
    *("where in code", "places in code", "in code", "code location", "code locations", "code reference", "code references"),
    *("source file", "source files", "file", "files", "location", "where", "code"),
)
_FLAG_TITLES = ("installed", "implemented")
_PATH = r"(?:[^\s()\"]+\.\w{1,10}|\"[^\"\n]+\.\w{1,10}\")"
_PLACE = re.compile(rf"{_PATH}(?::\d[\d,]*)?(?: \([^()\n]*\))?(?: https?://\S+)?\Z")
_ANSWERS = (("YES", "NO"), ("Yes", "No"), ("yes", "no"), ("Y", "N"), ("y", "n"), ("TRUE", "FALSE"), ("True", "False"), ("true", "false"))
_TICKS = ("x", "X", "✓", "✔", "✅")


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A cell that should say something else. `row` is its row's number, `column` counts from 0."""

    sheet: str
    row: int
    column: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Columns:
    place: int | None
    flag: int | None


def write_place(text: str) -> str:
    """A place as it stands in a cell: a path with spaces in quotes, so that it can be told from words."""
    path, mark, rest = text.partition(" (") if not _PLACE.match(text) else (text, "", "")
    if _PLACE.match(text) or '"' in path:
        return text
    at = re.match(r"(.*?)((?::\d[\d,]*)?)\Z", path, re.DOTALL)
    return f'"{at[1]}"{at[2]}{mark}{rest}' if at else text


def find_edits(grid: Grid, plan: Plan, places: Places, path: str) -> tuple[list[CellEdit], list[str]]:
    """The cells to change, and notes on what was left. Raises PlanError when the table has no column for places."""
    columns = {id(sheet): _find_columns(sheet) for sheet in grid.sheets}
    if all(found is None for found in columns.values()):
        told = 'the table has no column for places; add one that is called "Where in code" (or "Location", "Code", "Installed")'
        raise PlanError(told, path, 1)
    edits: list[CellEdit] = []
    notes: list[str] = []
    for event in plan.events:
        sheet, row = _find_row(grid, event)
        if row is None or (event.kind, event.label) in places.foreign:
            continue
        found = columns[id(sheet)]
        if found is not None:
            edits += _edit_row(sheet, row, found, places.of(event.kind, event.label), notes, path)
    return edits, notes


def _find_columns(sheet: Sheet) -> _Columns | None:
    """The columns by their titles. Only a header that names events is one: a property may be called `location` as well."""
    header = find_header(sheet.rows, GENERIC)
    if header is None or "event" not in header.roles:
        return None
    titles = [fold_title(cell) for cell in sheet.rows[header.index].cells]
    place = next((titles.index(title) for title in _PLACE_TITLES if title in titles), None)
    flag = next((titles.index(title) for title in _FLAG_TITLES if title in titles), None)
    return None if place is None and flag is None else _Columns(place, flag)


def _find_row(grid: Grid, event: PlannedEvent) -> tuple[Sheet, Row | None]:
    """The row in which an event begins. Sheets of a workbook count their rows each for itself, so its name must stand in it."""
    line = event.origin.line if event.origin else 0
    for sheet in grid.sheets:
        row = _row(sheet, line)
        if row is not None and (len(grid.sheets) == 1 or _names(row, event)):
            return sheet, row
    return grid.sheets[0], None


def _row(sheet: Sheet, number: int) -> Row | None:
    return next((row for row in sheet.rows if row.number == number), None)


def _names(row: Row, event: PlannedEvent) -> bool:
    said = (event.name, event.pattern)
    return any(read_name(cell) == said or cell == event.label for cell in row.filled) or event.label == event.kind


def _edit_row(sheet: Sheet, row: Row, columns: _Columns, texts: Sequence[str], notes: list[str], path: str) -> Iterator[CellEdit]:
    if columns.place is not None:
        before = row.cells[columns.place] if columns.place < len(row.cells) else ""
        yield from _edit(sheet, row, columns.place, before, _merge(before, texts))
    if columns.flag is not None:
        before = row.cells[columns.flag] if columns.flag < len(row.cells) else ""
        after = _answer(before, bool(texts), _words(sheet, columns.flag))
        if after is None:
            notes.append(f"{path}:{row.number}: {quote(before.strip())} is neither yes nor no, and was left")
        else:
            yield from _edit(sheet, row, columns.flag, before, after)


def _edit(sheet: Sheet, row: Row, column: int, before: str, after: str) -> Iterator[CellEdit]:
    if before != after:
        yield CellEdit(sheet.name, row.number, column, before, after)


def _merge(before: str, texts: Iterable[str]) -> str:
    """What a person wrote, then the places. Lines that are places already are ours."""
    lines = before.split("\n") if before.strip() else []
    wanted = [write_place(text) for text in texts]
    if [line for line in lines if _PLACE.match(line.strip())] == wanted:
        return before
    own = [line for line in lines if not _PLACE.match(line.strip())]
    return "\n".join([*own, *wanted])


def _answer(before: str, is_sent: bool, words: tuple[str, str]) -> str | None:
    """The cell's answer; the cell as it is when it says the same. None when it says something that is no answer."""
    said = True if before.strip() in _TICKS else read_flag(before)
    if before.strip() and said is None:
        return None
    if said is is_sent or (not before.strip() and not is_sent and not words[1]):
        return before
    return words[0] if is_sent else words[1]


def _words(sheet: Sheet, column: int) -> tuple[str, str]:
    """How a column says yes and no."""
    said = [row.cells[column].strip() for row in sheet.rows if column < len(row.cells)]
    tick = next((word for word in _TICKS if word in said), None)
    pair = next((pair for pair in _ANSWERS if pair[0] in said or pair[1] in said), None)
    return pair or ((tick, "") if tick else _ANSWERS[0])
