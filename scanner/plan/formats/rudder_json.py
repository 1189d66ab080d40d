"""RudderStack tracking plans in JSON: what its data catalog API takes and gives."""

from __future__ import annotations

from scanner.model import Kind
from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.formats.fitting import Capacity, fit
from scanner.plan.formats.json_schema import SCHEMA_FIELDS, ObjectSchema, SchemaReader, write_members
from scanner.plan.formats.reading import Fields, Reading, keys_of, list_of, mapping_of
from scanner.plan.formats.writing import filled, kept, to_json
from scanner.plan.model import IDENTITY_SECTIONS, IdentitySection, Plan, PlannedEvent, PlannedProperty
from scanner.plan.nodes import MappingNode, Node
from scanner.plan.words import quote, word_set

VENDOR = "rudder"
KINDS: tuple[Kind, ...] = ("track", "identify", "group", "page", "screen")
UNNAMED_KINDS: tuple[Kind, ...] = ("identify", "group", "page", "screen")
_NAME = "rudder-json"
_SCHEMA = "https://json-schema.org/draft/2019-09/schema"
_PATHS: dict[IdentitySection, tuple[str, ...]] = {
    "properties": ("properties", "properties"),
    "traits": ("properties", "traits"),
    "context.traits": ("properties", "context", "properties", "traits"),
}

CAPACITY = Capacity(
    format=_NAME,
    vendor=VENDOR,
    plan=word_set("name id description created updated"),
    events=word_set("name id description category identity_section additional_properties properties key_patterns"),
    properties=SCHEMA_FIELDS,
    kinds=KINDS,
    unnamed_kinds=UNNAMED_KINDS,
    says_optional=True,
    has_property_x=False,
)


def _recognise(material: Material) -> int:
    root = material.node if material.suffix == ".json" else None
    events = list_of(_unwrap(root), "events")
    return 90 if any("eventType" in keys_of(each) for each in events) else 0


def _unwrap(root: Node | None) -> MappingNode | None:
    return mapping_of(root, "data") or mapping_of(root)


def _read(material: Material) -> Plan:
    reading = Reading(VENDOR)
    page = reading.open(material)
    body = _unwrap(page.root)
    fields = Fields(page, body, "the plan") if body is not None else page.root_mapping("a RudderStack tracking plan")
    if not fields.has("events") and not page.problems.fatal:
        fields.complain('the plan has no "events"')
    events = [_read_event(each) for each in fields.need_mappings("events", "event")]
    plan = Plan(
        name=fields.text("name"),
        id=fields.text("id"),
        description=fields.text("description"),
        created=fields.text("createdAt"),
        updated=fields.text("updatedAt"),
        events=tuple(event for event in events if event is not None),
        x=fields.x(),
        origin=fields.origin,
    )
    return reading.finish(plan)


def read_kind(fields: Fields, key: str) -> Kind | None:
    """The kind of an event; None, and told, when it is none of those that are known."""
    word = fields.text(key).lower() or "track"
    kind = next((kind for kind in KINDS if kind == word), None)
    if kind is None:
        fields.page.reading.lose("events", key, f"the kind {quote(word)} is not known; left out", fields.origin)
    return kind


def _read_event(fields: Fields) -> PlannedEvent | None:
    kind = read_kind(fields, "eventType")
    name = fields.need_text("name") if kind == "track" else fields.text("name")
    if kind is None or (kind == "track" and not name):
        return None
    word = fields.text("identitySection")
    section = next((each for each in IDENTITY_SECTIONS if each == word), None)
    rules = fields.need_fields("rules")
    body = _read_rules(rules, section, name or kind) if rules else ObjectSchema(_read_expanded(fields))
    rest = rules.rest() if rules else {}
    said = fields.flag("additionalProperties")
    return PlannedEvent(
        name=name,
        kind=kind,
        id=fields.text("id"),
        description=fields.text("description") or body.description,
        category=fields.text("categoryId"),
        identity_section=section,
        additional_properties=body.additional_properties if said is None else said,
        properties=body.properties,
        key_patterns=body.key_patterns,
        origin=fields.origin,
        x=fields.x(("rules", rest), ("object", dict(body.rest))),
    )


def _read_rules(rules: Fields, section: IdentitySection | None, name: str) -> ObjectSchema:
    """The part of the schema of a call that holds the properties."""
    rules.drop("$schema", "type", "$defs", "definitions")
    paths = (_PATHS[section],) if section else _PATHS.values()
    node = next((found for path in paths if (found := mapping_of(rules.node, *path)) is not None), None)
    rules.drop("properties")
    return SchemaReader(rules.page, rules.node).read_object(node, f"event {quote(name)}") if node else ObjectSchema()


def _read_expanded(fields: Fields) -> tuple[PlannedProperty, ...]:
    """Properties as a list, with their names and nothing of their types."""
    return tuple(_read_expanded_property(each) for each in fields.need_mappings("properties", "property"))


def _read_expanded_property(fields: Fields) -> PlannedProperty:
    nested = _read_expanded(fields)
    return PlannedProperty(
        name=fields.need_text("name"),
        required=bool(fields.flag("required")),
        description=fields.text("description"),
        additional_properties=fields.flag("additionalProperties"),
        types=("object",) if nested else (),
        properties=nested,
        origin=fields.origin,
        x=fields.x(),
    )


def _write(plan: Plan) -> Written:
    fitted, losses = fit(plan, CAPACITY)
    data = filled(
        {
            "id": fitted.id,
            "name": fitted.name,
            "description": fitted.description,
            "createdAt": fitted.created,
            "updatedAt": fitted.updated,
        }
    )
    events = [_write_event(event) for event in fitted.events]
    return Written({"": to_json({**data, **kept(fitted.x, VENDOR), "events": events})}, losses)


def _write_event(event: PlannedEvent) -> dict[str, object]:
    own = kept(event.x, VENDOR)
    section: IdentitySection = event.identity_section or ("traits" if event.kind in ("identify", "group") else "properties")
    members = write_members(event.properties, event.additional_properties, event.key_patterns)
    schema: dict[str, object] = {"type": "object", **members, **kept(own, "object")}
    for key in reversed(_PATHS[section]):
        schema = {key: schema}
    data = {
        **filled({"id": event.id}),
        "name": event.name,
        **filled({"description": event.description, "categoryId": event.category}),
        "eventType": event.kind,
        "identitySection": event.identity_section or "",
        "rules": {"$schema": _SCHEMA, "type": "object", **schema, **kept(own, "rules")},
    }
    return {**data, **{key: value for key, value in own.items() if key not in ("rules", "object")}}


FORMATS = (PlanFormat(_NAME, "RudderStack data catalog, JSON of its API", _recognise, _read, _write),)
