"""Avo: its CSV template, and the sheet of user and group properties that its importer documents."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.formats.fitting import Capacity
from scanner.plan.formats.tables.cells import write_scalar
from scanner.plan.formats.tables.delimited import write_delimited
from scanner.plan.formats.tables.drafts import PlanDraft
from scanner.plan.formats.tables.fields import Style
from scanner.plan.formats.tables.generic import write_plan
from scanner.plan.formats.tables.headers import Vocabulary, spell
from scanner.plan.formats.tables.layouts import (
    Entry,
    VendorColumn,
    item_or_self,
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

NAME = "avo-csv"

_TEMPLATE = Vocabulary(
    spell(
        {
            "event": "event name",
            "event.description": "event description|trigger event description|event definition",
            "event.category": "event category",
            "event.sources": "sources|platform|platforms",
            "event.tags": "event tags",
            "event.owner": "owner|event owner",
            "property": "property name",
            "property.description": "property description|property definition",
            "property.types": "property value type",
            "property.required": "is property required",
            "property.array": "is property array",
            "property.enum": "property enumeration options",
            "property.const": "pinned value",
            "property.pattern": "property regex",
            "property.examples": "property regex sample string",
            "scope": "property type",
            "bundle": "property bundle name",
            "bundle.description": "property bundle description",
            "event.use_groups": "event property bundle name|event property bundle names",
        }
    ),
    needs=frozenset({"event", "property", "property.types", "property.required", "property.array"}),
    prefixes={"event name mapping:": "mapping", "property name mapping:": "alias"},
)
# Properties of users and groups, with the events they are sent with.
_PROPERTY_SHEET = Vocabulary(
    spell(
        {
            "property": "property name|user property name|group property name|user property|group property",
            "property.description": "property description|property definition|description|definition",
            "property.types": "data type|property type|property value type|type",
            "property.examples": "sample values",
            "group": "group type",
            "sent with": "sent with events",
        }
    ),
    needs=frozenset({"property", "property.types", "sent with"}),
)
_LAYOUT = Layout(Style(enum=",", tags=";", sources=","))
CAPACITY = Capacity(
    format=NAME,
    vendor=NAME,
    plan=word_set("groups globals sources"),
    sources=word_set("key"),
    groups=word_set("description properties"),
    events=word_set("name description category sources tags owner destinations use_groups properties"),
    properties=word_set("types required description enum const pattern examples items aliases"),
    kinds=("track", "identify"),
    unnamed_kinds=("identify",),
    scopes=("all",),
)
_TYPES = {"integer": "int", "number": "float", "boolean": "bool", "string": "string", "object": "object"}


def _show_type(each: PlannedProperty) -> str:
    types = item_or_self(each).types
    return _TYPES.get(types[0], "any") if len(types) == 1 else "any"


def _show_flag(flag: bool | None) -> str:
    return "" if flag is None else "TRUE" if flag else "FALSE"


_SCOPES = {"globals": "System", "identify": "User", "event": "Event", "group": "Event"}
_COLUMNS = (
    of_both("Event Name", lambda entry: entry.event.name if entry.role == "event" else ""),
    of_event("Event Description", lambda event: event.description),
    of_event("Event Category", lambda event: event.category),
    of_event("Sources", lambda event: ", ".join(event.sources)),
    of_event("Event Tags", lambda event: "; ".join(event.tags)),
    of_event("Owner", lambda event: event.owner),
    of_event("Event Property Bundle Name", lambda event: "; ".join(event.use_groups)),
    VendorColumn("Property Name", property=lambda entry, path, each: path),
    of_property("Property Description", lambda each: each.description),
    of_property("Property Value Type", _show_type),
    of_property("Is Property Required?", lambda each: _show_flag(each.required)),
    of_property("Is Property Array?", lambda each: _show_flag("array" in each.types)),
    of_property("Property Enumeration Options", plain_enum),
    VendorColumn("Property Type", property=lambda entry, path, each: _SCOPES[entry.role]),
    of_property("Pinned Value", lambda each: "" if each.const is None else write_scalar(each.const, each.types)),
    of_property("Property Regex", lambda each: each.pattern or item_or_self(each).pattern),
    of_property("Property Regex Sample String", lambda each: ", ".join(write_scalar(value, each.types) for value in each.examples)),
    VendorColumn("Property Bundle Name", property=lambda entry, path, each: entry.event.name if entry.role == "group" else ""),
    VendorColumn(
        "Property Bundle Description", property=lambda entry, path, each: entry.event.description if entry.role == "group" else ""
    ),
)


def _read(material: Material) -> Plan:
    return read_layout(material, PlanDraft(material.path, NAME, verbatim=True), _LAYOUT, _TEMPLATE, _PROPERTY_SHEET)


def _entries(plan: Plan) -> Iterator[Entry]:
    for group in plan.groups:
        yield Entry(PlannedEvent(name=group.name, description=group.description), group.properties, "group", is_row=False)
    for scope in plan.globals:
        yield Entry(PlannedEvent(), scope.properties, "globals", is_row=False)
    for event in plan.events:
        yield Entry(event, event.properties, "identify" if event.kind == "identify" else "event", is_row=event.kind != "identify")


def _destinations(plan: Plan) -> list[VendorColumn]:
    names = dict.fromkeys(name for event in plan.events for name, _ in event.destinations)
    return [_mapping(name) for name in names]


def _mapping(name: str) -> VendorColumn:
    return of_event(f"Event Name Mapping: {name}", lambda event: dict(event.destinations).get(name, ""))


def _encode(plan: Plan) -> bytes:
    return write_delimited(make_records([*_COLUMNS, *_destinations(plan)], _entries(plan), NAME, nested=False))


def _write(plan: Plan) -> Written:
    return write_plan(plan, NAME, ".csv", CAPACITY, _encode, _read)


FORMATS = (PlanFormat(NAME, "Avo: a plan as CSV", recogniser(90, _TEMPLATE, _PROPERTY_SHEET), _read, _write, ".csv"),)
