"""Amplitude Data: the CSV of events and groups, and that of user properties."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.formats.fitting import Capacity
from scanner.plan.formats.tables.cells import write_scalar
from scanner.plan.formats.tables.delimited import write_delimited
from scanner.plan.formats.tables.drafts import PlanDraft
from scanner.plan.formats.tables.fields import Style, show_number
from scanner.plan.formats.tables.generic import write_plan
from scanner.plan.formats.tables.headers import Vocabulary, spell
from scanner.plan.formats.tables.layouts import (
    Entry,
    VendorColumn,
    item_or_self,
    make_records,
    of_event,
    of_property,
    plain_enum,
    read_layout,
    recogniser,
)
from scanner.plan.formats.tables.rows import Layout
from scanner.plan.model import Plan, PlannedEvent, PlannedProperty
from scanner.plan.words import word_set

NAME = "amplitude-csv"
USER_NAME = "amplitude-user-csv"

_PROPERTY_TITLES = {
    "action": "action",
    "scope": "property type",
    "property": "event property name|property name|user property name",
    "property.description": "property description|event property description|user property description",
    "property.types": "property value type",
    "property.required": "property required",
    "property.array": "property is array",
    "property.enum": "enum values",
    "property.const": "const value",
    "property.pattern": "property regex",
    "property.min": "number property value min|number value min",
    "property.max": "number property value max|number value max",
    "property.integer": "number is integer|number property value is integer",
    "property.min_length": "string property value min length|string min length",
    "property.max_length": "string property value max length|string max length",
    "property.min_items": "array min items|property array min items",
    "property.max_items": "array max items|property array max items",
    "property.unique": "array unique items|property array unique items",
}
_VOCABULARY = Vocabulary(
    spell(
        {
            **_PROPERTY_TITLES,
            "kind": "object type",
            "event": "object name",
            "event.description": "object description",
            "event.owner": "object owner",
            "event.display_name": "event display name",
            "event.sources": "event source",
            "event.status": "event activity",
            "event.category": "event category",
            "event.tags": "tags|event tags",
            "event.use_groups": "property group names",
        }
    ),
    needs=frozenset({"kind", "event", "property", "property.types"}),
)
_USER_VOCABULARY = Vocabulary(spell(_PROPERTY_TITLES), needs=frozenset({"scope", "property", "property.types", "property.array"}))
_STYLE = Style(enum=",", tags=",", sources=",")
_LAYOUT = Layout(_STYLE, types={"enum": ("string",), "const": ("string",)})
_PROPERTY_FIELDS = word_set("types required description enum const pattern min max min_length max_length min_items max_items unique items")
CAPACITY = Capacity(
    format=NAME,
    vendor=NAME,
    plan=word_set("groups sources"),
    sources=word_set("key"),
    groups=word_set("description properties"),
    events=word_set("name description display_name owner sources category tags use_groups properties"),
    properties=_PROPERTY_FIELDS,
    kinds=("track",),
    statuses=("active", "removed"),
    unnamed_kinds=(),
    scopes=(),
)
USER_CAPACITY = Capacity(
    format=USER_NAME,
    vendor=USER_NAME,
    events=word_set("properties"),
    properties=_PROPERTY_FIELDS,
    kinds=("identify",),
    unnamed_kinds=("identify",),
    scopes=(),
)


def _show_type(each: PlannedProperty) -> str:
    held = item_or_self(each)
    if held.enum and held.types in ((), ("string",)):
        return "enum"
    if each.const is not None and each.types == ("string",):
        return "const"
    name = held.types[0] if len(held.types) == 1 else "any"
    return "number" if name == "integer" else name if name in ("string", "number", "boolean") else "any"


def _show_flag(flag: bool | None) -> str:
    return "" if flag is None else "True" if flag else "False"


def _is_whole(each: PlannedProperty) -> str:
    types = item_or_self(each).types
    return _show_flag(types == ("integer",)) if types in (("integer",), ("number",)) else ""


_PROPERTY_COLUMNS = (
    of_property("Property Description", lambda each: each.description),
    of_property("Property Value Type", _show_type),
    of_property("Property Required", lambda each: _show_flag(each.required)),
    of_property("Property Is Array", lambda each: _show_flag("array" in each.types)),
    of_property("Enum Values", plain_enum),
    of_property("Const Value", lambda each: "" if each.const is None else write_scalar(each.const, each.types)),
    of_property("Property Regex", lambda each: each.pattern or item_or_self(each).pattern),
    of_property("Number Property Value Min", lambda each: show_number(each.min)),
    of_property("Number Property Value Max", lambda each: show_number(each.max)),
    of_property("Number Is Integer", _is_whole),
    of_property("String Property Value Min Length", lambda each: show_number(each.min_length)),
    of_property("String Property Value Max Length", lambda each: show_number(each.max_length)),
    of_property("Array Min Items", lambda each: show_number(each.min_items)),
    of_property("Array Max Items", lambda each: show_number(each.max_items)),
    of_property("Array Unique Items", lambda each: _show_flag(each.unique)),
)
_COLUMNS = (
    of_event("Action", lambda event: "Remove" if event.status == "removed" else ""),
    VendorColumn("Object Type", lambda entry: "Property Group" if entry.role == "group" else "Event"),
    of_event("Object Name", lambda event: event.name),
    of_event("Object Description", lambda event: event.description),
    of_event("Object Owner", lambda event: event.owner),
    of_event("Event Display Name", lambda event: event.display_name),
    of_event("Event Source", lambda event: ", ".join(event.sources)),
    of_event("Event Activity", lambda event: "Active" if event.status == "active" else ""),
    of_event("Event Category", lambda event: event.category),
    of_event("Tags", lambda event: ", ".join(event.tags)),
    VendorColumn("Property Type", property=lambda entry, path, each: "Event Property"),
    of_event("Property Group Names", lambda event: ", ".join(event.use_groups)),
    VendorColumn("Event Property Name", property=lambda entry, path, each: path),
    *_PROPERTY_COLUMNS,
)
_USER_COLUMNS = (
    VendorColumn("Action"),
    VendorColumn("Property Type", property=lambda entry, path, each: "User Property"),
    VendorColumn("Property Name", property=lambda entry, path, each: path),
    *_PROPERTY_COLUMNS,
)


def _read(material: Material) -> Plan:
    return read_layout(material, PlanDraft(material.path, NAME, verbatim=True), _LAYOUT, _VOCABULARY)


def _read_users(material: Material) -> Plan:
    return read_layout(material, PlanDraft(material.path, USER_NAME, verbatim=True), _LAYOUT, _USER_VOCABULARY)


def _entries(plan: Plan) -> Iterator[Entry]:
    for group in plan.groups:
        yield Entry(PlannedEvent(name=group.name, description=group.description, x=group.x), group.properties, "group")
    for event in plan.events:
        yield Entry(event, event.properties)


def _encode(plan: Plan) -> bytes:
    return write_delimited(make_records(_COLUMNS, _entries(plan), NAME, nested=False))


def _encode_users(plan: Plan) -> bytes:
    entries = [Entry(event, event.properties, is_row=False) for event in plan.events]
    return write_delimited(make_records(_USER_COLUMNS, entries, USER_NAME, nested=False))


def _write(plan: Plan) -> Written:
    return write_plan(plan, NAME, ".csv", CAPACITY, _encode, _read)


def _write_users(plan: Plan) -> Written:
    return write_plan(plan, USER_NAME, ".csv", USER_CAPACITY, _encode_users, _read_users)


FORMATS = (
    PlanFormat(NAME, "Amplitude Data: events and their properties as CSV", recogniser(90, _VOCABULARY), _read, _write, ".csv"),
    PlanFormat(USER_NAME, "Amplitude Data: user properties as CSV", recogniser(85, _USER_VOCABULARY), _read_users, _write_users, ".csv"),
)
