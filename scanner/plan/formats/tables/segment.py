"""Segment Protocols: the CSV that a tracking plan is downloaded as and uploaded from."""

from __future__ import annotations

from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.formats.fitting import Capacity, number_versions
from scanner.plan.formats.tables.cells import write_pairs
from scanner.plan.formats.tables.delimited import write_delimited
from scanner.plan.formats.tables.drafts import PlanDraft
from scanner.plan.formats.tables.fields import Style
from scanner.plan.formats.tables.generic import write_plan
from scanner.plan.formats.tables.headers import Vocabulary, spell
from scanner.plan.formats.tables.layouts import (
    Entry,
    VendorColumn,
    make_records,
    of_both,
    of_event,
    of_property,
    plain_enum,
    read_layout,
    recogniser,
)
from scanner.plan.formats.tables.rows import Layout
from scanner.plan.model import Plan, PlannedEvent, PlannedProperty
from scanner.plan.words import word_set

NAME = "segment-csv"
_VOCABULARY = Vocabulary(
    spell(
        {
            "event.version": "version",
            "kind": "event type",
            "event": "event name",
            "property": "property name",
            "row.description": "description",
            "row.labels": "labels|label",
            "property.types": "property data type|data type",
            "property.enum": "enum values|enum",
            "property.pattern": "allowed property values|permitted values|pattern",
            "property.status": "status|property status|required|property required",
        }
    ),
    needs=frozenset({"kind", "event", "property", "property.types"}),
)
_LAYOUT = Layout(Style(enum=","))
CAPACITY = Capacity(
    format=NAME,
    vendor=NAME,
    plan=word_set("globals"),
    events=word_set("name version description labels properties"),
    properties=word_set("types required nullable description enum pattern items properties"),
    kinds=("track", "identify", "group", "page", "screen"),
    scopes=("all",),
    is_versioned=True,
    change_plan=number_versions,
)
_COLUMNS = (
    of_both("Version", lambda entry: entry.event.version or "1"),
    of_both("Event Type", lambda entry: "Common" if entry.role == "globals" else entry.event.kind.capitalize()),
    of_both("Event Name", lambda entry: entry.event.name),
    VendorColumn("Property Name", property=lambda entry, path, each: path),
    VendorColumn("Description", lambda entry: entry.event.description, lambda entry, path, each: each.description),
    of_event("Labels", lambda event: write_pairs(event.labels)),
    of_property("Property Data Type", lambda each: _show_types(each)),
    of_property("Enum Values", plain_enum),
    of_property("Allowed Property Values", lambda each: each.pattern),
    of_property("Status", lambda each: "" if each.required is None else "required" if each.required else "optional"),
)


def _show_types(each: PlannedProperty) -> str:
    return ",".join([*(each.types or ("any",)), *(("null",) if each.nullable else ())])


def _read(material: Material) -> Plan:
    return read_layout(material, PlanDraft(material.path, NAME, verbatim=True, dotted=True), _LAYOUT, _VOCABULARY)


def _encode(plan: Plan) -> bytes:
    shared = [Entry(PlannedEvent(), scope.properties, "globals") for scope in plan.globals]
    return write_delimited(make_records(_COLUMNS, [*shared, *(Entry(event, event.properties) for event in plan.events)], NAME))


def _write(plan: Plan) -> Written:
    return write_plan(plan, NAME, ".csv", CAPACITY, _encode, _read)


FORMATS = (PlanFormat(NAME, "Segment Protocols: a plan as CSV", recogniser(85, _VOCABULARY), _read, _write, ".csv"),)
