"""What readers and writers of the vendors' own tables share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from scanner.errors import PlanError
from scanner.plan.formats.base import Material
from scanner.plan.formats.tables.columns import Records, kept_cells, walk_properties
from scanner.plan.formats.tables.drafts import PlanDraft
from scanner.plan.formats.tables.grid import Sheet, read_grid, try_grid
from scanner.plan.formats.tables.headers import Header, Vocabulary, find_header
from scanner.plan.formats.tables.rows import Layout, read_rows
from scanner.plan.model import Loss, Plan, PlannedEvent, PlannedProperty


def find_sheets(material: Material, vocabularies: Sequence[Vocabulary]) -> Iterator[tuple[Sheet, Header]]:
    """The sheets of a file that have a header of one of these vocabularies."""
    grid = try_grid(material)
    for sheet in grid.sheets if grid else ():
        header = next((found for each in vocabularies if (found := find_header(sheet.rows, each))), None)
        if header is not None:
            yield sheet, header


def recogniser(score: int, *vocabularies: Vocabulary) -> Callable[[Material], int]:
    """How sure a format is that has headers of its own: they are there or they are not."""
    return lambda material: score if any(True for _ in find_sheets(material, vocabularies)) else 0


def read_layout(material: Material, draft: PlanDraft, layout: Layout, *vocabularies: Vocabulary) -> Plan:
    """A file of one vendor's layout."""
    found, losses = require_sheets(material, draft, *vocabularies)
    for sheet, header in found:
        read_rows(draft, header, sheet.rows[header.index + 1 :], layout)
    plan = draft.finish()
    return replace(plan, losses=(*losses, *plan.losses))


def require_sheets(material: Material, draft: PlanDraft, *vocabularies: Vocabulary) -> tuple[list[tuple[Sheet, Header]], tuple[Loss, ...]]:
    """The sheets with a header of these vocabularies, and what was lost before. Sheets without one are told. Raises PlanError when there
    is none."""
    grid = read_grid(material)
    found = list(find_sheets(material, vocabularies))
    if not found:
        needed = " or ".join(", ".join(each.titles_of_needs()) for each in vocabularies)
        raise PlanError(f"the table has no header of this format: there must be the columns {needed}", material.path, 1)
    for sheet in grid.sheets:
        if all(sheet is not each for each, _ in found):
            draft.lose(1, "worksheets", sheet.name, "no header of this format in it; left out")
    return found, grid.losses


@dataclass(frozen=True, slots=True)
class Entry:
    """Something with properties that is to be written: an event, or another thing that has rows like one. Without `is_row` only its
    properties have rows."""

    event: PlannedEvent
    properties: tuple[PlannedProperty, ...]
    role: str = "event"
    is_row: bool = True


def _nothing(*_: object) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class VendorColumn:
    """A column of a vendor's table: what stands in it in the row of an event, and in that of a property of it."""

    title: str
    event: Callable[[Entry], str] = _nothing
    property: Callable[[Entry, str, PlannedProperty], str] = _nothing


def of_event(title: str, show: Callable[[PlannedEvent], str]) -> VendorColumn:
    return VendorColumn(title, lambda entry: show(entry.event))


def of_both(title: str, show: Callable[[Entry], str]) -> VendorColumn:
    """A column that says the same of an event in all its rows."""
    return VendorColumn(title, show, lambda entry, path, each: show(entry))


def of_property(title: str, show: Callable[[PlannedProperty], str]) -> VendorColumn:
    return VendorColumn(title, property=lambda entry, path, each: show(each))


def make_records(columns: Sequence[VendorColumn], entries: Iterable[Entry], x_key: str, *, nested: bool = True) -> Records:
    """The rows of a table: an event, then its properties and, where the format has rows for them, those nested in them.

    Columns that nobody knew when the plan was read, and that were kept, come last.
    """
    walked = [(entry, list(_walk(entry.properties, nested))) for entry in entries]
    own = {column.title for column in columns}
    kept = [title for entry, _ in walked for title in kept_cells(entry.event.x, (x_key,))]
    kept += [title for _, found in walked for _, each in found for title in kept_cells(each.x, (x_key,))]
    extra = [title for title in dict.fromkeys(kept) if title not in own]
    rows: Records = [[*(column.title for column in columns), *extra]]
    for entry, found in walked:
        if entry.is_row:
            cells = kept_cells(entry.event.x, (x_key,))
            rows.append([column.event(entry) or cells.get(column.title, "") for column in columns])
            rows[-1] += [cells.get(title, "") for title in extra]
        for path, each in found:
            cells = kept_cells(each.x, (x_key,))
            rows.append([column.property(entry, path, each) or cells.get(column.title, "") for column in columns])
            rows[-1] += [cells.get(title, "") for title in extra]
    return rows


def _walk(properties: Iterable[PlannedProperty], nested: bool) -> Iterator[tuple[str, PlannedProperty]]:
    if not nested:
        return ((each.name, each) for each in properties)
    return ((".".join(steps), each) for steps, each in walk_properties(properties))


def plain_enum(each: PlannedProperty, separator: str = ", ") -> str:
    """Values as a vendor joins them, who knows no quotes."""
    values = each.items.enum if each.items is not None and each.types == ("array",) and not each.enum else each.enum
    return separator.join(str(value).lower() if isinstance(value, bool) else "null" if value is None else str(value) for value in values)


def item_or_self(each: PlannedProperty) -> PlannedProperty:
    """What the values of a property are: those of its members for an array, in formats that say "is array" beside the type."""
    return each.items or PlannedProperty("") if "array" in each.types else each
