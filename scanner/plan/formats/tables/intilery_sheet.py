"""Intilery's plan editor as a sheet: Name, Description, Status, Data Type, Permitted Values; properties stand below their event."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.formats.fitting import Capacity
from scanner.plan.formats.tables.cells import write_pairs
from scanner.plan.formats.tables.delimited import write_delimited
from scanner.plan.formats.tables.drafts import PlanDraft
from scanner.plan.formats.tables.generic import write_plan
from scanner.plan.formats.tables.grid import Row
from scanner.plan.formats.tables.headers import Column, Header, Vocabulary, spell
from scanner.plan.formats.tables.layouts import (
    Entry,
    VendorColumn,
    make_records,
    of_event,
    of_property,
    recogniser,
    require_sheets,
)
from scanner.plan.formats.tables.rows import Layout, read_rows
from scanner.plan.model import Plan, PlannedProperty
from scanner.plan.words import word_set

NAME = "intilery-sheet"

_VOCABULARY = Vocabulary(
    spell(
        {
            "name": "name",
            "row.description": "description",
            "property.status": "status",
            "property.types": "data type",
            "property.pattern": "permitted values",
            "event.labels": "labels|label",
        }
    ),
    needs=frozenset({"name", "property.status", "property.types", "property.pattern"}),
)
CAPACITY = Capacity(
    format=NAME,
    vendor=NAME,
    events=word_set("name description labels properties"),
    properties=word_set("types required description pattern enum items properties"),
    kinds=("track",),
    unnamed_kinds=(),
    scopes=(),
)
_MARK = re.compile(r"^(\s*(?:[↳>+•–-]+\s+)?)")  # noqa: RUF001 people write the en dash


def _read(material: Material) -> Plan:
    draft = PlanDraft(material.path, NAME, verbatim=True, dotted=True)
    found, losses = require_sheets(material, draft, _VOCABULARY)
    for sheet, header in found:
        read_rows(draft, *_tell_apart(header, sheet.rows[header.index + 1 :]), Layout())
    plan = draft.finish()
    return replace(plan, losses=(*losses, *plan.losses))


def _tell_apart(header: Header, rows: Sequence[Row]) -> tuple[Header, list[Row]]:
    """The same rows with the name in a column of its own for events and for properties: only properties have a status or a type."""
    width = max((len(row.cells) for row in rows), default=0)
    width = max(width, *(column.index + 1 for column in header.columns))
    place = header.column("name") or 0
    columns = [replace(column, role="event") if column.role == "name" else column for column in header.columns]
    made = Header(header.index, header.number, (*columns, Column(width, "Property", "property")))
    return made, list(_split_rows(header, rows, width, place))


def _split_rows(header: Header, rows: Sequence[Row], width: int, place: int) -> Iterator[Row]:
    telling = [header.column(role) for role in ("property.status", "property.types", "property.pattern")]
    parents: list[tuple[int, str]] = []
    for row in rows:
        cells = [*row.cells, *("" for _ in range(width + 1 - len(row.cells)))]
        if not any(row.cell(column) for column in telling):
            parents = []
            yield Row(row.number, tuple(cells))
            continue
        raw = cells[place]
        mark = _MARK.match(raw)
        depth = mark.end() if mark else 0
        parents = [each for each in parents if each[0] < depth]
        name = raw[depth:].strip()
        path = f"{parents[-1][1]}.{name}" if parents and "." not in name else name
        parents.append((depth, path))
        cells[place], cells[width] = "", path
        yield Row(row.number, tuple(cells))


def _show_pattern(each: PlannedProperty) -> str:
    """Values are written as the pattern that only they fit: the editor knows nothing else."""
    if each.pattern or not each.enum or each.types != ("string",):
        return each.pattern
    return f"^({'|'.join(re.escape(str(value)) for value in each.enum)})$"


_COLUMNS = (
    VendorColumn("Name", lambda entry: entry.event.name, lambda entry, path, each: path),
    VendorColumn("Description", lambda entry: entry.event.description, lambda entry, path, each: each.description),
    of_property("Status", lambda each: "" if each.required is None else "required" if each.required else "optional"),
    of_property("Data Type", lambda each: each.types[0] if len(each.types) == 1 else "any"),
    of_property("Permitted Values", _show_pattern),
    of_event("Labels", lambda event: write_pairs(event.labels)),
)


def _encode(plan: Plan) -> bytes:
    return write_delimited(make_records(_COLUMNS, (Entry(event, event.properties) for event in plan.events), NAME))


def _write(plan: Plan) -> Written:
    return write_plan(plan, NAME, ".csv", CAPACITY, _encode, _read)


FORMATS = (PlanFormat(NAME, "Intilery: the editor's sheet of events and properties", recogniser(90, _VOCABULARY), _read, _write, ".csv"),)
