"""Mixpanel Lexicon in JSON: what its schemas API gives."""

from __future__ import annotations

from dataclasses import replace

from scanner.model import Kind
from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.formats.fitting import Capacity, Ledger, fit
from scanner.plan.formats.reading import Fields, Reading, list_of, mapping_of, text_of
from scanner.plan.formats.writing import filled, kept, to_json
from scanner.plan.model import PROPERTY_TYPES, Plan, PlannedEvent, PlannedProperty, Status
from scanner.plan.nodes import SequenceNode
from scanner.plan.words import quote, word_set

VENDOR = "mixpanel"
_NAME = "mixpanel-json"
_OWN = "com.mixpanel"
_KINDS: dict[str, Kind] = {"event": "track", "profile": "identify", "group": "group"}
_USER = "$user"


def _change_property(each: PlannedProperty, ledger: Ledger) -> PlannedProperty:
    if len(each.types) > 1:
        ledger.lose("properties", "types", f"{_NAME} has one type a property; none is written")
        return replace(each, types=())
    return each


CAPACITY = Capacity(
    format=_NAME,
    vendor=VENDOR,
    events=word_set("name description display_name tags contacts properties"),
    properties=word_set("name types description display_name hidden"),
    kinds=tuple(_KINDS.values()),
    unnamed_kinds=("identify",),
    statuses=("blocked",),
    change_property=_change_property,
)


def _recognise(material: Material) -> int:
    root = material.node if material.suffix == ".json" else None
    entries = root.items if isinstance(root, SequenceNode) else list_of(root, "results") or list_of(root, "entries")
    return 90 if any(mapping_of(each, "schemaJson") and text_of(each, "entityType") for each in entries) else 0


def _read(material: Material) -> Plan:
    reading = Reading(VENDOR)
    page = reading.open(material)
    if isinstance(page.root, SequenceNode):
        found = [Fields(page, node, "an entry") for each in page.root.items if (node := mapping_of(each)) is not None]
        return reading.finish(Plan(events=tuple(_read_all(found))))
    fields = page.root_mapping("the schemas of a Lexicon")
    key = "results" if fields.has("results") else "entries"
    if not fields.has(key) and not page.problems.fatal:
        fields.complain('the file has neither "results" nor "entries"')
    events = _read_all(fields.need_mappings(key, "entry"))
    fields.drop("status")
    return reading.finish(Plan(events=tuple(events), x=fields.x(), origin=fields.origin))


def _read_all(entries: list[Fields]) -> list[PlannedEvent]:
    return [event for entry in entries if (event := _read_entry(entry)) is not None]


def _read_entry(entry: Fields) -> PlannedEvent | None:
    word, name = entry.text("entityType"), entry.need_text("name")
    kind = _KINDS.get(word)
    if kind is None:
        entry.page.reading.lose("entries", word, f"of the type {quote(word)}, which is no event; left out", entry.origin)
        return None
    schema = entry.need_fields("schemaJson")
    if schema is None or not name:
        return PlannedEvent(name, kind=kind, origin=entry.origin, x=entry.x()) if name else None
    metadata = schema.fields("metadata")
    own = metadata.fields(_OWN) if metadata else None
    properties = schema.need_fields("properties")
    return PlannedEvent(
        name="" if kind == "identify" and name == _USER else name,
        kind=kind,
        description=schema.text("description"),
        display_name=own.text("displayName") if own else "",
        tags=own.texts("tags") if own else (),
        contacts=own.texts("contacts") if own else (),
        status=_read_status(own),
        properties=tuple(_read_property(properties, each.key) for each in properties.entries()) if properties else (),
        origin=entry.origin,
        x=entry.x(("own", own.rest() if own else {}), ("metadata", metadata.rest() if metadata else {}), ("schema", schema.rest())),
    )


def _read_status(own: Fields | None) -> Status | None:
    """What is dropped is received by nobody."""
    if own is None or own.peek("dropped") is None:
        return None
    return "blocked" if own.flag("dropped") else None


def _read_property(holder: Fields, name: str) -> PlannedProperty:
    origin = next(holder.page.locate(entry) for entry in holder.node.entries if entry.key == name)
    fields = holder.need_fields(name)
    if fields is None:
        return PlannedProperty(name, origin=origin)
    metadata = fields.fields("metadata")
    own = metadata.fields(_OWN) if metadata else None
    word = fields.text("type").lower()
    known = word in PROPERTY_TYPES
    if word and not known:
        fields.page.note(fields.node, f"property {quote(name)} has the unknown type {quote(word)}; it is not checked")
    return PlannedProperty(
        name=name,
        types=(word,) if known else (),
        description=fields.text("description"),
        display_name=own.text("displayName") if own else "",
        hidden=own.flag("hidden") if own else None,
        origin=origin,
        x=fields.x(
            *(("own", own.rest() if own else {}), ("metadata", metadata.rest() if metadata else {})),
            ("type", word if word and not known else ""),
        ),
    )


def _write(plan: Plan) -> Written:
    fitted, losses = fit(plan, CAPACITY)
    entries = [_write_entry(event) for event in fitted.events]
    return Written({"": to_json({**kept(fitted.x, VENDOR), "results": entries})}, losses)


def _write_entry(event: PlannedEvent) -> dict[str, object]:
    own = kept(event.x, VENDOR)
    facts = filled(
        {
            "displayName": event.display_name,
            "tags": list(event.tags),
            "contacts": list(event.contacts),
            "dropped": True if event.status == "blocked" else None,
        }
    )
    schema: dict[str, object] = {
        "description": event.description,
        "properties": {each.name: _write_property(each) for each in event.properties},
        **kept(own, "schema"),
        "metadata": {_OWN: {**facts, **kept(own, "own")}, **kept(own, "metadata")},
    }
    word = next(word for word, kind in _KINDS.items() if kind == event.kind)
    rest = {key: value for key, value in own.items() if key not in ("own", "metadata", "schema")}
    return {"entityType": word, "name": event.name or _USER, "schemaJson": schema, **rest}


def _write_property(each: PlannedProperty) -> dict[str, object]:
    own = kept(each.x, VENDOR)
    data: dict[str, object] = {"type": each.types[0]} if each.types else {}
    data.update(filled({"description": each.description}))
    facts: dict[str, object] = {**filled({"displayName": each.display_name, "hidden": each.hidden}), **kept(own, "own")}
    metadata = {**({_OWN: facts} if facts else {}), **kept(own, "metadata")}
    rest = {key: value for key, value in own.items() if key not in ("own", "metadata")}
    return {**data, **({"metadata": metadata} if metadata else {}), **rest}


FORMATS = (PlanFormat(_NAME, "Mixpanel Lexicon, JSON of its schemas API", _recognise, _read, _write),)
