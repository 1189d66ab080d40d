"""Events as JSON Schemas: a folder with one schema an event, or one file with one or several."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from scanner.model import Kind
from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.formats.fitting import Capacity, Ledger, fit
from scanner.plan.formats.json_schema import SCHEMA_FIELDS, SchemaReader, is_schema, write_members
from scanner.plan.formats.reading import Fields, Page, Reading, files_to_read, mapping_of, roots, text_of, without
from scanner.plan.formats.writing import filled, kept, slug, to_json
from scanner.plan.model import KINDS, Plan, PlannedEvent
from scanner.plan.nodes import Entry, MappingNode, Node
from scanner.plan.words import quote, word_set

VENDOR = "json-schema"
_NAME = "json-schema"
_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_FILE_SUFFIX = re.compile(r"\.(schema|event)\Z")
_DEFINITIONS = ("definitions", "$defs")
# What a schema of a whole call is told by. A schema whose event has properties of these names says by `x-kind` that it is none.
_OF_CALLS = frozenset(("event", "type", "properties"))


def _change_plan(plan: Plan, ledger: Ledger) -> Plan:
    """Events in the order of their files."""
    taken: set[str] = set()
    named = [(_file_name(event, taken), event) for event in plan.events]
    return replace(plan, events=tuple(event for _, event in sorted(named, key=lambda pair: pair[0])))


CAPACITY = Capacity(
    format=_NAME,
    vendor=VENDOR,
    events=word_set("name version description additional_properties properties key_patterns"),
    properties=SCHEMA_FIELDS,
    says_optional=True,
    has_property_x=False,
    is_versioned=True,
    change_plan=_change_plan,
)


def _recognise(material: Material) -> int:
    found = roots(material)
    if not found:
        return 0
    fitting = sum(_is_event_schema(root) or bool(_schemas_inside(root)) for root in found)
    return 65 if fitting * 2 > len(found) else 0


def _is_event_schema(root: Node) -> bool:
    """A schema that is not in another vendor's envelope."""
    return is_schema(root) and mapping_of(root, "self") is None


def _schemas_inside(root: Node) -> list[Entry]:
    """The definitions of a file that has nothing else: each is an event."""
    if not isinstance(root, MappingNode) or mapping_of(root, "properties") is not None:
        return []
    if root.get("$schema") is None and root.get("$id") is None:
        return []
    found = (node for key in _DEFINITIONS if (node := mapping_of(root, key)) is not None)
    return [entry for node in found for entry in node.entries if mapping_of(entry.node, "properties") is not None]


def _read(material: Material) -> Plan:
    reading = Reading(VENDOR)
    events: list[PlannedEvent] = []
    for member in files_to_read(material):
        page = reading.open(member)
        events.extend(_read_file(page, material.is_folder))
    return reading.finish(Plan(events=tuple(events)))


def _read_file(page: Page, is_member: bool) -> list[PlannedEvent]:
    root = page.root
    if isinstance(root, MappingNode) and (inside := _schemas_inside(root)):
        return [_read_schema(page, root, node, entry.key, entry) for entry in inside if (node := mapping_of(entry.node)) is not None]
    if isinstance(root, MappingNode) and (mapping_of(root, "properties") is not None or is_schema(root)):
        return [_read_schema(page, root, root, "", root)]
    if root is not None and is_member:
        page.reading.lose("files", "$schema", "no schema of an event; left out", page.locate(root))
    elif not page.problems.fatal:
        page.problems.add(1, 1, 'this is no schema of an event; it needs "type": "object" and "properties"')
    return []


def _read_schema(page: Page, root: MappingNode, node: MappingNode, key: str, place: Node | Entry) -> PlannedEvent:
    """Properties stand in the schema itself, or below `properties` where it describes a whole call, which one with `x-kind` never does."""
    fields = Fields(page, node, "the schema")
    members = mapping_of(node, "properties")
    told = fields.text("x-kind")
    sent = "" if told else text_of(members, "event", "const")
    title, id_ = fields.text("title"), fields.text("$id")
    name = sent or title or key or _last_part(id_) or _stem(page.path)
    word = told or text_of(members, "type", "const")
    kind: Kind = next((known for known in KINDS if known == word), "track")
    is_call = bool(sent) or (not told and mapping_of(members, "properties", "properties") is not None)
    inner = mapping_of(members, "properties") if is_call else None
    body = inner or without(node, "title", "$id", "x-kind", "version", "x-unnamed", *_DEFINITIONS)
    is_whole = inner is None and bool(sent)
    if is_whole and members is not None:
        rest = without(members, "event", "type")
        entries = tuple(replace(entry, node=rest) if entry.key == "properties" else entry for entry in body.entries)
        body = replace(body, entries=entries)
    shape = SchemaReader(page, root).read_object(body, f"event {quote(name)}")
    rest_: dict[str, object] = dict(shape.rest)
    if id_ and _last_part(id_) != name:
        rest_["$id"] = id_
    if sent and title and title != sent:
        rest_["title"] = title
    unnamed = fields.flag("x-unnamed")
    return PlannedEvent(
        name="" if unnamed and kind not in ("track", "revenue") else name,
        kind=kind,
        version=fields.text("version"),
        description=text_of(node, "description") or shape.description,
        additional_properties=shape.additional_properties,
        properties=tuple(each for each in shape.properties if not (is_whole and each.name in ("event", "type"))),
        key_patterns=shape.key_patterns,
        origin=page.locate(place),
        x={VENDOR: rest_} if rest_ else {},
    )


def _last_part(id_: str) -> str:
    """The name in an id such as `https://example.com/schemas/order_completed/v1.json`, without what is only a version."""
    parts = [part for part in re.split(r"[/:#]", id_) if part and not re.fullmatch(r"v?\d+(?:[.-]\d+)*", part.removesuffix(".json"))]
    return _FILE_SUFFIX.sub("", re.sub(r"\.(json|ya?ml)\Z", "", parts[-1])) if parts else ""


def _stem(path: str) -> str:
    return _FILE_SUFFIX.sub("", PurePosixPath(path).stem)


def _file_name(event: PlannedEvent, taken: set[str]) -> str:
    version = f" {event.version}" if event.version else ""
    return f"{slug((event.name or event.kind) + version, taken)}.schema.json"


def _write(plan: Plan) -> Written:
    fitted, losses = fit(plan, CAPACITY)
    taken: set[str] = set()
    return Written({_file_name(event, taken): to_json(_write_event(event)) for event in fitted.events}, losses)


def _write_event(event: PlannedEvent) -> Mapping[str, object]:
    looks_like_call = any(each.name in _OF_CALLS for each in event.properties)
    kind = event.kind if event.kind != "track" or looks_like_call else None
    head = {"x-kind": kind, "x-unnamed": None if event.name else True, "version": event.version, "description": event.description}
    members = write_members(event.properties, event.additional_properties, event.key_patterns)
    return {
        "$schema": _SCHEMA,
        "title": event.name or event.kind,
        **filled(head),
        "type": "object",
        **({"properties": {}} if not event.properties else {}),
        **members,
        **{key: value for key, value in kept(event.x, VENDOR).items() if key != "title"},
    }


FORMATS = (PlanFormat(_NAME, "JSON Schema, one schema an event", _recognise, _read, _write, is_folder=True),)
