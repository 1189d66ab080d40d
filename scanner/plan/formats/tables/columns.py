"""The columns of a written table, and what stands in them for an event and for a property."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from scanner.plan.formats.tables.cells import write_pairs, write_texts, write_type
from scanner.plan.formats.tables.fields import (
    show_aliases,
    show_const,
    show_deprecation,
    show_enum,
    show_examples,
    show_flag,
    show_number,
    show_pii,
    show_sources,
)
from scanner.plan.model import PlannedEvent, PlannedProperty

Records: TypeAlias = "list[list[str]]"


@dataclass(frozen=True, slots=True)
class EventColumn:
    """A column that is filled in the row of an event."""

    title: str
    show: Callable[[PlannedEvent], str]


@dataclass(frozen=True, slots=True)
class PropertyColumn:
    """A column that is filled in the row of a property."""

    title: str
    show: Callable[[PlannedProperty], str]


EVENT_COLUMNS = (
    EventColumn("Version", lambda event: event.version),
    EventColumn("Status", lambda event: event.status or ""),
    EventColumn("Category", lambda event: event.category),
    EventColumn("Display Name", lambda event: event.display_name),
    EventColumn("Event Description", lambda event: event.description),
    EventColumn("Why", lambda event: event.why),
    EventColumn("Trigger", lambda event: event.trigger),
    EventColumn("Location", lambda event: event.location),
    EventColumn("Owner", lambda event: event.owner),
    EventColumn("Contacts", lambda event: write_texts(event.contacts)),
    EventColumn("Sources", lambda event: show_sources(event.sources)),
    EventColumn("Labels", lambda event: write_pairs(event.labels)),
    EventColumn("Tags", lambda event: write_texts(event.tags)),
    EventColumn("Links", lambda event: write_texts(event.links)),
    EventColumn("Aliases", show_aliases),
    EventColumn("Destinations", lambda event: write_pairs(event.destinations)),
    EventColumn("Deprecated", show_deprecation),
    EventColumn("Identity Section", lambda event: event.identity_section or ""),
    EventColumn("Groups", lambda event: write_texts(event.use_groups)),
    EventColumn("Additional Properties", lambda event: show_flag(event.additional_properties)),
    EventColumn("ID", lambda event: event.id),
    EventColumn("Vendor Ids", lambda event: write_pairs(event.ids)),
    EventColumn("Notes", lambda event: event.notes),
)
PROPERTY_COLUMNS = (
    PropertyColumn("Data Type", write_type),
    PropertyColumn("Required", lambda each: show_flag(each.required)),
    PropertyColumn("Property Description", lambda each: each.description),
    PropertyColumn("Property Display Name", lambda each: each.display_name),
    PropertyColumn("Property Status", lambda each: each.status or ""),
    PropertyColumn("Permitted Values", show_enum),
    PropertyColumn("Const", show_const),
    PropertyColumn("Pattern", lambda each: each.pattern),
    PropertyColumn("Format", lambda each: each.format),
    PropertyColumn("Min", lambda each: show_number(each.min)),
    PropertyColumn("Max", lambda each: show_number(each.max)),
    PropertyColumn("Exclusive Min", lambda each: show_number(each.exclusive_min)),
    PropertyColumn("Exclusive Max", lambda each: show_number(each.exclusive_max)),
    PropertyColumn("Multiple Of", lambda each: show_number(each.multiple_of)),
    PropertyColumn("Min Length", lambda each: show_number(each.min_length)),
    PropertyColumn("Max Length", lambda each: show_number(each.max_length)),
    PropertyColumn("Min Items", lambda each: show_number(each.min_items)),
    PropertyColumn("Max Items", lambda each: show_number(each.max_items)),
    PropertyColumn("Unique", lambda each: show_flag(each.unique)),
    PropertyColumn("Examples", show_examples),
    PropertyColumn("PII", show_pii),
    PropertyColumn("Sensitive", lambda each: show_flag(each.sensitive)),
    PropertyColumn("Hidden", lambda each: show_flag(each.hidden)),
    PropertyColumn("Property Aliases", lambda each: write_texts(each.aliases)),
    PropertyColumn("Property Additional Properties", lambda each: show_flag(each.additional_properties)),
)


def walk_properties(
    properties: Iterable[PlannedProperty], steps: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], PlannedProperty]]:
    """Each property with the steps that lead to it: nested ones below their parent, the members of an array as `$`."""
    for each in properties:
        here = (*steps, each.name)
        yield here, each
        if each.items is not None:
            yield from walk_properties((replace(each.items, name="$"),), here)
        yield from walk_properties(each.properties, here)


def kept_cells(x: object, keys: Sequence[str]) -> dict[str, str]:
    """Unknown columns that were kept when a table was read, to be written again."""
    held: Any = x
    kept: dict[str, str] = {}
    for key in keys:
        values = held.get(key) if hasattr(held, "get") else None
        if isinstance(values, dict):
            kept.update((str(title), str(value)) for title, value in values.items() if isinstance(value, str))
    return kept


def drop_empty_columns(rows: Records, keep: int) -> Records:
    """Leave out columns that have nothing below their title, but for the first `keep`."""
    filled = [index for index in range(len(rows[0])) if index < keep or any(row[index] for row in rows[1:])]
    return [[row[index] for index in filled] for row in rows]
