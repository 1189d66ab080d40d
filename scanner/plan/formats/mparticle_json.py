"""mParticle data plans in JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from scanner.model import Kind
from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.formats.fitting import Capacity, Ledger, fit
from scanner.plan.formats.json_schema import ObjectSchema, SchemaReader, write_members
from scanner.plan.formats.reading import Fields, Reading, keys_of, list_of, mapping_of, text_of
from scanner.plan.formats.writing import filled, kept, to_json
from scanner.plan.model import Plan, PlannedEvent, PlannedProperty
from scanner.plan.nodes import MappingNode, Node, ScalarNode, SequenceNode
from scanner.plan.records import plain
from scanner.plan.words import quote, word_set

VENDOR = "mparticle"
_NAME = "mparticle-json"
# Attributes are text on their way; these expressions say that the text is a number or a boolean.
_NUMBER = r"^-?\d+(\.\d+)?([eE][+\-]?\d+)?$"
_BOOLEAN = "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$"
_PATTERNS = {_NUMBER: "number", _BOOLEAN: "boolean"}
_EXPRESSIONS = {name: pattern for pattern, name in _PATTERNS.items()}
_NAMES: dict[str, tuple[Kind, str]] = {
    "custom_event": ("track", "event_name"),
    "screen_view": ("screen", "screen_name"),
    "user_attributes": ("identify", ""),
    "product_action": ("revenue", "action"),
}
_POINTS: dict[Kind, str] = {kind: point for point, (kind, _) in _NAMES.items()}
_CATEGORIES = word_set("navigation location search transaction user_content user_preference social media attribution other unknown")
_DATA = ("properties", "data")


def _change_event(event: PlannedEvent, ledger: Ledger) -> PlannedEvent:
    """Only custom events have a type, and each has one."""
    if event.kind == "track" and event.category in _CATEGORIES:
        return event
    if event.category:
        ledger.lose("events", "category", f"{_NAME} has types of custom events, and this is none of them")
    return replace(event, category="other" if event.kind == "track" else "")


def _change_property(each: PlannedProperty, ledger: Ledger) -> PlannedProperty:
    if each.const is not None:
        each = replace(each, enum=(each.const,), const=None)
    if each.types == ("integer",):
        ledger.lose("properties", "types", f"{_NAME} has numbers, whole or not")
        each = replace(each, types=("number",))
    elif each.types not in ((), ("string",), ("number",), ("boolean",)):
        ledger.lose("properties", "types", f"{_NAME} has text, numbers and booleans; no type is written")
        each = replace(each, types=())
    if each.pattern in _PATTERNS:
        return replace(each, types=(_PATTERNS[each.pattern],), pattern="", enum=())
    if each.types in (("number",), ("boolean",)) and (each.pattern or each.enum):
        ledger.lose("properties", "enum", f"{_NAME} has values and patterns only for text")
        each = replace(each, pattern="", enum=())
    return each


def _change_plan(plan: Plan, ledger: Ledger) -> Plan:
    """Custom events of one name differ in their type, which is their version then."""
    kept_last = {(event.kind, event.name, event.category): event for event in plan.events}
    if len(kept_last) < len(plan.events):
        told = f"{_NAME} has no versions of an event; only the last one is kept"
        ledger.lose("events", "version", told, len(plan.events) - len(kept_last))
    for event in kept_last.values():
        if event.version not in ("", event.category):
            ledger.lose("events", "version")
    return replace(plan, events=tuple(_tell_apart(list(kept_last.values()))))


def _tell_apart(events: list[PlannedEvent]) -> list[PlannedEvent]:
    counted = Counter((event.kind, event.name) for event in events)
    return [replace(event, version=event.category if counted[event.kind, event.name] > 1 else "") for event in events]


CAPACITY = Capacity(
    format=_NAME,
    vendor=VENDOR,
    plan=word_set("name id description"),
    events=word_set("name version description category additional_properties properties"),
    properties=word_set(
        "name types required description display_name enum const pattern format min_length max_length examples json_schema"
    ),
    kinds=tuple(_POINTS),
    unnamed_kinds=("identify",),
    nameless_kinds=("identify",),
    says_optional=True,
    has_property_x=False,
    is_versioned=True,
    change_plan=_change_plan,
    change_event=_change_event,
    change_property=_change_property,
)


def _recognise(material: Material) -> int:
    root = material.node if material.suffix == ".json" else None
    root = next(iter(root.items), None) if isinstance(root, SequenceNode) else root
    if keys_of(root) & {"data_plan_id", "data_plan_versions"}:
        return 95
    points = list_of(_document(root), "data_points")
    return 90 if any(mapping_of(each, "match") for each in points) else 0


def _document(root: Node | None) -> Node | None:
    """What holds the data points: the file, or a part of it."""
    return mapping_of(root, "version_document") or mapping_of(root, "document") or root


def _read(material: Material) -> Plan:
    reading = Reading(VENDOR)
    page = reading.open(material)
    if isinstance(page.root, SequenceNode) and len(page.root.items) == 1:
        page.root = page.root.items[0]  # as the API lists them
    fields = page.root_mapping("one mParticle data plan")
    versions = fields.need_mappings("data_plan_versions", "version")
    chosen = max(versions, key=_version_number, default=fields)
    for each in versions:
        if each is not chosen:
            reading.lose("versions", "version", "older than the last one; left out", each.origin)
    document = chosen.fields("version_document") or chosen.fields("document") or chosen
    if not document.has("data_points") and not page.problems.fatal:
        document.complain('the plan has no "data_points"')
    plan = Plan(
        id=fields.text("data_plan_id"),
        name=fields.text("data_plan_name"),
        description=fields.text("data_plan_description"),
        origin=fields.origin,
    )
    events: list[PlannedEvent] = []
    others: list[object] = []
    for point in document.need_mappings("data_points", "data point"):
        event = _read_point(point)
        if event is not None:
            events.append(event)
        else:
            others.append(plain(point.node))
    if chosen is not fields:
        chosen.drop("data_plan_id", *(["version"] if _version_number(chosen) == 1 else []))
    rests = {
        "version": chosen.rest() if chosen is not fields else {},
        "document": document.rest() if document not in (chosen, fields) else {},
        "data_points": others,
    }
    return reading.finish(replace(plan, events=tuple(_tell_apart(events)), x=fields.x(*rests.items())))


def _version_number(version: Fields) -> float:
    found = version.node.get("version")
    return found.value if isinstance(found, ScalarNode) and isinstance(found.value, int) else -1


def _read_point(point: Fields) -> PlannedEvent | None:
    """An event, unless the SDK itself sends it."""
    match = point.node.get("match")
    word = text_of(match, "type")
    if word not in _NAMES:
        told = f"of the type {quote(word)}, which is sent by the SDK or is no event; kept, not compared with code"
        point.page.reading.lose("data points", word, told, point.origin)
        return None
    kind, key = _NAMES[word]
    name = text_of(match, "criteria", key) if key else ""
    if key and not name:
        point.complain(f"a data point of the type {word} needs {quote(key)} among its criteria")
        return None
    definition = mapping_of(point.node, "validator", "definition")
    body, rest = _read_definition(point, definition, kind, name)
    point.drop("match", "validator")
    return PlannedEvent(
        name=name,
        kind=kind,
        description=point.text("description"),
        category=text_of(match, "criteria", "custom_event_type"),
        additional_properties=body.additional_properties,
        properties=tuple(_read_wire_types(each) for each in body.properties),
        origin=point.origin,
        x=point.x(("definition", rest), ("attributes", dict(body.rest))),
    )


def _read_definition(point: Fields, definition: MappingNode | None, kind: Kind, name: str) -> tuple[ObjectSchema, dict[str, object]]:
    """The attributes, and what else the definition says."""
    if definition is None:
        return ObjectSchema(), {}
    if kind == "identify":
        direct = mapping_of(definition, "user_attributes")
        node: MappingNode | None = direct or definition
        rest: dict[str, object] = {"nested": True} if direct else {}
    else:
        node = mapping_of(definition, *_DATA, "properties", "custom_attributes")
        rest = _other_data(definition)
    label = f"event {quote(name)}" if name else "user attributes"
    return SchemaReader(point.page, definition).read_object(node, label) if node else ObjectSchema(), rest


def _other_data(definition: MappingNode) -> dict[str, object]:
    """What the definition says beside the attributes and the criteria, which are said already."""
    data = mapping_of(definition, *_DATA)
    said = plain(data) if data is not None else {}
    rest = dict(said) if isinstance(said, Mapping) else {}
    members = rest.pop("properties", {})
    usual = {"event_name", "custom_event_type", "screen_name", "custom_attributes"}
    others = {key: value for key, value in members.items() if key not in usual} if isinstance(members, Mapping) else {}
    required = rest.pop("required", [])
    unusual = [name for name in required if name not in usual] if isinstance(required, list) else []
    if isinstance(required, list) and "custom_attributes" in required:
        rest["attributes_required"] = True
    if rest.get("additionalProperties") is True:
        del rest["additionalProperties"]
    return {**rest, **({"properties": others} if others else {}), **({"required": unusual} if unusual else {})}


def _read_wire_types(each: PlannedProperty) -> PlannedProperty:
    meant = _PATTERNS.get(each.pattern) if each.types in ((), ("string",)) else None
    return replace(each, types=(meant,), pattern="") if meant else each


def _write(plan: Plan) -> Written:
    fitted, losses = fit(plan, CAPACITY)
    own = kept(fitted.x, VENDOR)
    others = own.pop("data_points", [])
    version, document = own.pop("version", {}), own.pop("document", {})
    points = [*(_write_point(event) for event in fitted.events), *(others if isinstance(others, list) else [])]
    body = {"data_points": points, **(document if isinstance(document, Mapping) else {})}
    versions = [{"version": 1, **(version if isinstance(version, Mapping) else {}), "version_document": body}]
    head = filled({"data_plan_id": fitted.id, "data_plan_name": fitted.name, "data_plan_description": fitted.description})
    return Written({"": to_json({**head, **own, "data_plan_versions": versions})}, losses)


def _write_point(event: PlannedEvent) -> dict[str, object]:
    own = kept(event.x, VENDOR)
    point = _POINTS[event.kind]
    key = _NAMES[point][1]
    criteria: dict[str, object] = {key: event.name} if key else {}
    if event.kind == "track":
        criteria["custom_event_type"] = event.category
    attributes = {
        **write_members([_write_wire_type(each) for each in event.properties], event.additional_properties),
        **kept(own, "attributes"),
    }
    rest = kept(own, "definition")
    definition = _write_user(attributes, rest) if event.kind == "identify" else _write_data(criteria, attributes, rest)
    return {
        "description": event.description,
        "match": {"type": point, "criteria": criteria},
        "validator": {"type": "json_schema", "definition": definition},
        **{name: value for name, value in own.items() if name not in ("definition", "attributes")},
    }


def _write_user(attributes: dict[str, object], rest: Mapping[str, object]) -> dict[str, object]:
    return {"user_attributes": attributes} if rest.get("nested") else attributes


def _write_data(criteria: Mapping[str, object], attributes: dict[str, object], rest: dict[str, object]) -> dict[str, object]:
    known = {name: {"const": value} for name, value in criteria.items() if name != "action"}
    more = rest.get("required")
    required = [*known, *(["custom_attributes"] if rest.get("attributes_required") else []), *(more if isinstance(more, list) else [])]
    beside = {key: value for key, value in rest.items() if key not in ("properties", "required", "attributes_required")}
    members = {**known, "custom_attributes": attributes, **kept(rest, "properties")}
    return {"properties": {"data": {"additionalProperties": True, "properties": members, "required": required, **beside}}}


def _write_wire_type(each: PlannedProperty) -> PlannedProperty:
    name = each.types[0] if each.types else ""
    return replace(each, types=("string",), pattern=_EXPRESSIONS[name]) if name in _EXPRESSIONS else each


FORMATS = (PlanFormat(_NAME, "mParticle data plan, JSON", _recognise, _read, _write),)
