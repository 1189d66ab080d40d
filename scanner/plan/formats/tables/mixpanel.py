"""Mixpanel Lexicon: the CSV it exports and takes back."""

from __future__ import annotations

from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.formats.fitting import Capacity
from scanner.plan.formats.tables.cells import write_scalar
from scanner.plan.formats.tables.delimited import write_delimited
from scanner.plan.formats.tables.drafts import PlanDraft
from scanner.plan.formats.tables.fields import Style
from scanner.plan.formats.tables.generic import write_plan
from scanner.plan.formats.tables.headers import Vocabulary, spell
from scanner.plan.formats.tables.layouts import Entry, VendorColumn, make_records, of_event, of_property, read_layout, recogniser
from scanner.plan.formats.tables.rows import Layout
from scanner.plan.model import Plan, PlannedProperty
from scanner.plan.words import word_set

NAME = "mixpanel-csv"

_VOCABULARY = Vocabulary(
    spell(
        {
            "kind": "entity type",
            "event": "entity name",
            "event.display_name": "entity display name",
            "event.description": "entity description",
            "event.tags": "event tags",
            "event.blocked": "event dropped",
            "property": "property name",
            "property.display_name": "property display name",
            "property.description": "property description",
            "property.types": "property type",
            "property.examples": "property example values",
            "property.hidden": "property hidden",
            "property.blocked": "property dropped",
            "property.required": "property required",
            "property.sensitive": "property sensitive",
        }
    ),
    needs=frozenset({"kind", "event", "property", "property.types"}),
)
_LAYOUT = Layout(Style(tags=",", examples=","))
CAPACITY = Capacity(
    format=NAME,
    vendor=NAME,
    events=word_set("name display_name description tags properties"),
    properties=word_set("types required description display_name status examples hidden sensitive"),
    kinds=("track", "identify"),
    unnamed_kinds=("identify",),
    statuses=("blocked",),
    scopes=(),
)
_TYPES = {"array": "list", "integer": "number"}


def _show_type(each: PlannedProperty) -> str:
    return _TYPES.get(each.types[0], each.types[0]) if len(each.types) == 1 else ""


def _show_flag(flag: bool | None) -> str:
    return "" if flag is None else "TRUE" if flag else "FALSE"


def _show_blocked(status: str | None) -> str:
    return "TRUE" if status == "blocked" else ""


_COLUMNS = (
    VendorColumn("Entity Type", lambda entry: "User Profile" if entry.event.kind == "identify" else "Event"),
    of_event("Entity Name", lambda event: event.name),
    of_event("Entity Display Name", lambda event: event.display_name),
    of_event("Entity Description", lambda event: event.description),
    VendorColumn("Event Volume"),
    VendorColumn("Event Query Volume"),
    of_event("Event Tags", lambda event: ", ".join(event.tags)),
    VendorColumn("Event Hidden"),
    of_event("Event Dropped", lambda event: _show_blocked(event.status)),
    VendorColumn("Property Name", property=lambda entry, path, each: path),
    of_property("Property Display Name", lambda each: each.display_name),
    of_property("Property Description", lambda each: each.description),
    VendorColumn("Property Volume"),
    VendorColumn("Property Query Volume"),
    of_property("Property Type", _show_type),
    of_property("Property Example Values", lambda each: ", ".join(write_scalar(value, each.types) for value in each.examples)),
    of_property("Property Hidden", lambda each: _show_flag(each.hidden)),
    of_property("Property Dropped", lambda each: _show_blocked(each.status)),
    of_property("Property Required", lambda each: _show_flag(each.required)),
    of_property("Property Sensitive", lambda each: _show_flag(each.sensitive)),
)


def _read(material: Material) -> Plan:
    return read_layout(material, PlanDraft(material.path, NAME, verbatim=True), _LAYOUT, _VOCABULARY)


def _encode(plan: Plan) -> bytes:
    entries = (Entry(event, event.properties) for event in plan.events)
    return write_delimited(make_records(_COLUMNS, entries, NAME, nested=False))


def _write(plan: Plan) -> Written:
    return write_plan(plan, NAME, ".csv", CAPACITY, _encode, _read)


FORMATS = (PlanFormat(NAME, "Mixpanel Lexicon: a CSV", recogniser(90, _VOCABULARY), _read, _write, ".csv"),)
