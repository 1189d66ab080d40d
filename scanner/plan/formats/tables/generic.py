"""Tables that people make up themselves: any order of columns, any common words over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from scanner.errors import PlanError
from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.formats.fitting import Capacity, fit
from scanner.plan.formats.losses import find_losses
from scanner.plan.formats.tables.columns import (
    EVENT_COLUMNS,
    PROPERTY_COLUMNS,
    Records,
    drop_empty_columns,
    kept_cells,
    walk_properties,
)
from scanner.plan.formats.tables.delimited import write_delimited
from scanner.plan.formats.tables.drafts import PlanDraft
from scanner.plan.formats.tables.grid import Grid, Medium, Sheet, is_workbook, read_grid, try_grid
from scanner.plan.formats.tables.headers import GENERIC, HEADER_WITHIN, Header, find_header, is_event_header, is_property_header
from scanner.plan.formats.tables.names import write_name, write_path
from scanner.plan.formats.tables.owners import open_owner
from scanner.plan.formats.tables.rows import Layout, read_rows
from scanner.plan.formats.tables.workbook import write_workbook
from scanner.plan.model import Plan, PlannedEvent, PlannedProperty

X_KEY = "table"
_SUFFIXES: dict[str, tuple[str, ...]] = {"csv": (".csv",), "tsv": (".tsv", ".tab"), "xlsx": (".xlsx",)}


def _recognise(medium: Medium) -> Callable[[Material], int]:
    def rate(material: Material) -> int:
        grid = try_grid(material)
        if grid is not None and grid.medium == medium and any(True for _ in find_tables(grid)):
            return 45
        # what looks like a table is told what it lacks, rather than that it is nothing
        is_meant = material.suffix in _SUFFIXES[medium] or (medium == "xlsx" and is_workbook(material))
        return 5 if is_meant and not material.is_folder else 0

    return rate


def find_tables(grid: Grid) -> Iterator[tuple[Sheet, Header]]:
    """The sheets of a grid that list events, or the properties of the event they are named for."""
    for sheet in grid.sheets:
        header = find_header(sheet.rows, GENERIC)
        if header is not None and (is_event_header(header.roles) or (sheet.name and is_property_header(header.roles))):
            yield sheet, header


def _read(material: Material) -> Plan:
    grid = read_grid(material)
    draft = PlanDraft(material.path, X_KEY)
    found = list(find_tables(grid))
    if not found:
        told = "the table has no header that is understood"
        wanted = 'a column such as "Event" and one such as "Property", "Trigger" or "Description"'
        raise PlanError(f"{told}: within its first {HEADER_WITHIN} rows there must be {wanted}", material.path, 1)
    for sheet, header in found:
        owner = None if is_event_header(header.roles) else open_owner(draft, header.number, sheet.name)
        read_rows(draft, header, sheet.rows[header.index + 1 :], Layout(), owner)
    for sheet in grid.sheets:
        if all(sheet is not each for each, _ in found):
            draft.lose(1, "worksheets", sheet.name, "no header of events in it; left out")
    plan = draft.finish()
    return replace(plan, losses=(*grid.losses, *plan.losses))


def write_plan(
    plan: Plan,
    name: str,
    suffix: str,
    capacity: Capacity | None,
    encode: Callable[[Plan], bytes],
    read: Callable[[Material], Plan],
) -> Written:
    """A plan in a format of one file. What was written is read back: what does not come back is told."""
    fitted, losses = fit(plan, capacity) if capacity else (plan, ())
    data = encode(fitted)
    if not (fitted.events or fitted.globals or fitted.groups or fitted.types):
        return Written({"": data}, losses)
    again = read(Material(f"plan{suffix}", {"": data}))
    return Written({"": data}, (*losses, *find_losses(fitted, again, name)))


def _write(medium: Medium) -> Callable[[Plan], Written]:
    return lambda plan: write_plan(plan, medium, f".{medium}", None, lambda each: encode(medium, to_records(each)), _read)


def encode(medium: Medium, records: Records, sheet: str = "Tracking Plan") -> bytes:
    """Rows as a file of that kind."""
    if medium == "xlsx":
        return write_workbook({sheet: records})
    return write_delimited(records, "\t" if medium == "tsv" else ",")


def to_records(plan: Plan) -> Records:
    """A row for each event, with a row below it for each property; types, groups and globals first."""
    events, properties = _kept_titles(plan)
    head = ["Event", "Kind", *(each.title for each in EVENT_COLUMNS), *events]
    head += ["Property", *(each.title for each in PROPERTY_COLUMNS), *properties]
    writer = _Records([head], events, properties)
    if plan.types:
        writer.add(PlannedEvent(), "", "type", plan.types)
    for group in plan.groups:
        writer.add(PlannedEvent(description=group.description, x=group.x), write_name(group.name), "property group", group.properties)
    for scope in plan.globals:
        writer.add(PlannedEvent(use_groups=scope.use_groups), scope.scope, "globals", scope.properties)
    for event in plan.events:
        writer.add(event, event.pattern or write_name(event.name), event.kind, event.properties, event.key_patterns)
    return drop_empty_columns(writer.rows, 2)


def _kept_titles(plan: Plan) -> tuple[list[str], list[str]]:
    """Titles of columns that were kept when the plan was read, of events and of properties; those that now mean something are dropped."""
    taken = {"Event", "Kind", "Property", *(each.title for each in (*EVENT_COLUMNS, *PROPERTY_COLUMNS))}
    events = dict.fromkeys(title for event in plan.events for title in kept_cells(event.x, (X_KEY,)))
    held = [*(each for event in plan.events for each in event.properties), *(each for scope in plan.globals for each in scope.properties)]
    properties = dict.fromkeys(title for _, each in walk_properties(held) for title in kept_cells(each.x, (X_KEY,)))
    return [title for title in events if title not in taken], [title for title in properties if title not in taken and title not in events]


class _Records:
    """Rows in the making."""

    def __init__(self, rows: Records, event_titles: Sequence[str], property_titles: Sequence[str]) -> None:
        self.rows = rows
        self._events = event_titles
        self._properties = property_titles

    def add(
        self, event: PlannedEvent, name: str, kind: str, properties: Iterable[PlannedProperty], patterns: Iterable[PlannedProperty] = ()
    ) -> None:
        kept = kept_cells(event.x, (X_KEY,))
        first = [name, kind, *(each.show(event) for each in EVENT_COLUMNS), *(kept.get(title, "") for title in self._events)]
        self._append(first)
        for steps, each in walk_properties(properties):
            self._add_property(name, kind, event.version, write_path(steps), each)
        for each in patterns:
            for steps, inner in walk_properties((each,)):
                path = ".".join((steps[0], write_path(steps[1:]))) if len(steps) > 1 else steps[0]
                self._add_property(name, kind, event.version, path, inner)

    def _add_property(self, name: str, kind: str, version: str, path: str, each: PlannedProperty) -> None:
        blank = ["" for _ in (*EVENT_COLUMNS[1:], *self._events)]
        kept = kept_cells(each.x, (X_KEY,))
        cells = [path, *(column.show(each) for column in PROPERTY_COLUMNS), *(kept.get(title, "") for title in self._properties)]
        self._append([name, kind, version, *blank, *cells])

    def _append(self, cells: list[str]) -> None:
        self.rows.append(cells + [""] * (len(self.rows[0]) - len(cells)))


def _format(medium: Medium, title: str) -> PlanFormat:
    return PlanFormat(medium, title, _recognise(medium), _read, _write(medium), f".{medium}")


FORMATS = (
    _format("csv", "a table in CSV, as a team made it"),
    _format("tsv", "a table between tabs, as a team made it"),
    _format("xlsx", "a table in a workbook, as a team made it"),
)
