"""Segment Protocols in JSON: what its Public API and Typewriter's `plan.json` hold, and what the older Config API held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scanner.model import Kind
from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.formats.fitting import Capacity, Ledger, fit, number_versions
from scanner.plan.formats.json_schema import DRAFT_7, SCHEMA_FIELDS, ObjectSchema, SchemaReader, write_members
from scanner.plan.formats.reading import Fields, Page, Reading, keys_of, list_of, mapping_of, without
from scanner.plan.formats.writing import filled, kept, to_json
from scanner.plan.model import Alias, Deprecation, GlobalProperties, Plan, PlannedEvent, PlannedProperty
from scanner.plan.nodes import MappingNode, Node, SequenceNode
from scanner.plan.records import plain
from scanner.plan.words import quote, word_set

VENDOR = "segment"
_NAME = "segment-json"
# Go's zero time, which its API gives for rules that are not deprecated.
_NO_TIME = "0001-01-01T00:00:00"
_KINDS: dict[str, Kind] = {"TRACK": "track", "IDENTIFY": "identify", "GROUP": "group", "PAGE": "page", "SCREEN": "screen"}
_SECTIONS: dict[Kind, str] = {"identify": "traits", "group": "traits"}
_ENVELOPE = word_set("context traits properties type event name userId anonymousId groupId messageId timestamp integrations")


def _change_event(event: PlannedEvent, ledger: Ledger) -> PlannedEvent:
    gone = event.deprecated
    if gone is None:
        return event
    if gone.replaced_by or gone.remove_after or not gone.since:
        ledger.lose("events", "deprecated", f"{_NAME} keeps only the date since when")
    return replace(event, deprecated=Deprecation(gone.since) if gone.since else None)


CAPACITY = Capacity(
    format=_NAME,
    vendor=VENDOR,
    plan=word_set("name id description created updated globals"),
    events=word_set("name version description labels deprecated additional_properties properties key_patterns"),
    properties=SCHEMA_FIELDS,
    kinds=tuple(_KINDS.values()),
    scopes=("all",),
    says_optional=True,
    has_property_x=False,
    is_versioned=True,
    change_plan=number_versions,
    change_event=_change_event,
)


def _recognise(material: Material) -> int:
    root = material.node if material.suffix == ".json" else None
    body = _unwrap(root)
    rules = body.get("rules") if body is not None else root
    if isinstance(rules, MappingNode):
        found = list_of(rules, "events")
        return 90 if any(mapping_of(each, "rules") for each in found) else 70 if mapping_of(rules, "global") else 0
    members = rules.items if isinstance(rules, SequenceNode) else ()
    if any(mapping_of(each, "jsonSchema") for each in members):
        return 90
    return 60 if rules is not None and body is not None and not members and keys_of(body) & {"resourceSchemaId", "slug", "createdAt"} else 0


def _unwrap(root: Node | None) -> MappingNode | None:
    """The plan below what an API wraps it in."""
    node = mapping_of(root)
    for key in ("data", "trackingPlan", "tracking_plan"):
        node = mapping_of(node, key) or node
    several = list_of(node, "tracking_plans")
    return mapping_of(several[0]) if len(several) == 1 else node


def _read(material: Material) -> Plan:
    reading = Reading(VENDOR)
    page = reading.open(material)
    if isinstance(page.root, SequenceNode):
        return reading.finish(_read_rules(Plan(), page, page.root.items))
    body = _unwrap(page.root)
    fields = Fields(page, body, "the plan") if body is not None else page.root_mapping("a Segment tracking plan")
    if fields.text("next") or _has_next_page(fields):
        reading.lose("the plan", "pagination", "this file is one page of several; the other rules stand elsewhere", fields.origin)
    plan = Plan(
        id=fields.text("id"),
        name=fields.text("display_name") or fields.text("name"),
        description=fields.text("description"),
        created=fields.text("createdAt") or fields.text("create_time"),
        updated=fields.text("updatedAt") or fields.text("update_time"),
        origin=fields.origin,
    )
    rules = fields.peek("rules")
    if isinstance(rules, MappingNode):
        fields.drop("rules")
        plan = replace(plan, id=plan.id or fields.text("name"))
        plan = _read_config(plan, Fields(page, rules, "the rules"))
    else:
        if rules is None and not page.problems.fatal:
            fields.complain('the plan has no "rules"; with the API they are fetched apart from it')
        plan = _read_rules(plan, page, fields.need_list("rules"))
    return reading.finish(replace(plan, x=_join_x(plan.x, fields.x())))


def _has_next_page(fields: Fields) -> bool:
    pages = fields.fields("pagination")
    return pages is not None and pages.has("next")


def _join_x(left: Mapping[str, object], right: Mapping[str, object]) -> dict[str, object]:
    joined = {**kept(left, VENDOR), **kept(right, VENDOR)}
    return {VENDOR: joined} if joined else {}


def _read_rules(plan: Plan, page: Page, nodes: tuple[Node, ...]) -> Plan:
    for node in nodes:
        if not isinstance(node, MappingNode):
            page.refuse(node, "a rule must be a mapping")
            continue
        rule = Fields(page, node, "a rule")
        word = rule.text("type").upper() or "TRACK"
        if word == "COMMON":
            plan = _read_common(plan, rule)
        elif word in _KINDS:
            plan = replace(plan, events=(*plan.events, *_read_rule(rule, _KINDS[word])))
        else:
            page.reading.lose("rules", word, f"rules of the type {quote(word)} are not known; left out", rule.origin)
    return plan


def _read_rule(rule: Fields, kind: Kind) -> tuple[PlannedEvent, ...]:
    key, renamed = rule.text("key"), rule.text("newKey")
    if not key and kind == "track":
        rule.complain('a rule of the type TRACK needs a "key", the name of the event')
        return ()
    event = PlannedEvent(
        name=renamed or key,
        kind=kind,
        version=rule.text("version"),
        aliases=(Alias(key, "renamed"),) if renamed and renamed != key else (),
        deprecated=_read_deprecation(rule),
        origin=rule.origin,
    )
    schema = rule.need_fields("jsonSchema")
    return (_read_schema(event, schema, rule) if schema else replace(event, x=rule.x()),)


def _read_deprecation(rule: Fields) -> Deprecation | None:
    since = rule.text("deprecatedAt")
    return None if not since or since.startswith(_NO_TIME) else Deprecation(since)


def _read_schema(event: PlannedEvent, schema: Fields, rule: Fields) -> PlannedEvent:
    """A schema that describes the whole call, or only its properties."""
    labels = schema.pairs("labels")
    is_flat = schema.fields("eventMetadata") is not None or not _is_envelope(schema)
    described = schema.text("description")
    if is_flat:
        node = without(schema.node, "labels", "eventMetadata", "description")
        body = SchemaReader(schema.page, schema.node).read_object(node, f"event {quote(event.label)}")
        beside = rule.x(("jsonSchema", body.rest))
    else:
        body = _read_envelope(schema, _SECTIONS.get(event.kind, "properties"), event.label)
        beside = rule.x(("jsonSchema", schema.rest()), ("object", dict(body.rest)))
    return replace(
        event,
        description=event.description or described or body.description,
        labels=tuple(pair for pair in labels if pair[0]),
        additional_properties=body.additional_properties,
        properties=body.properties,
        key_patterns=body.key_patterns,
        x=beside,
    )


def _is_envelope(schema: Fields) -> bool:
    """Whether the members of a schema are the parts of a call, and not properties of an event that happen to be called so."""
    members = mapping_of(schema.peek("properties"))
    keys = keys_of(members)
    if not keys or not keys <= _ENVELOPE or not keys & {"properties", "traits", "context"}:
        return False
    return all(_is_part(members.get(key) if members else None) for key in keys & {"properties", "traits", "context"})


def _is_part(node: Node | None) -> bool:
    if not isinstance(node, MappingNode):
        return False
    kind = node.get("type")
    return plain(kind) == "object" if kind is not None else keys_of(node) <= {"properties", "required", "id"}


def _read_envelope(schema: Fields, section: str, name: str) -> ObjectSchema:
    """The part of a call that holds the properties. The others stay where they are when they say something."""
    parts = schema.fields("properties")
    other = "traits" if section == "properties" else "properties"
    if parts and not mapping_of(parts.peek(section), "properties") and mapping_of(parts.peek(other), "properties"):
        section = other
    node = parts.take(section) if parts else None
    if schema.texts("required") not in ((section,), ()):
        schema.page.note(schema.node, f"the schema of {quote(name)} requires other parts than {section}; that is not checked")
    schema.drop("$schema", "type")
    body = SchemaReader(schema.page, schema.node).read_object(node, f"event {quote(name)}") if node else ObjectSchema()
    rest = {key: value for key, value in (parts.rest() if parts else {}).items() if value not in ({}, {"type": "object"})}
    return replace(body, rest={**body.rest, **({"parts": rest} if rest else {})})


def _read_common(plan: Plan, rule: Fields) -> Plan:
    """What all events have in common. Of its parts only the properties are properties of events."""
    schema = rule.need_fields("jsonSchema")
    if schema is None:
        return plan
    is_flat = not _is_envelope(schema)
    if is_flat:
        body = SchemaReader(rule.page, schema.node).read_object(schema.node, "the common rule")
    else:
        body = _read_envelope(schema, "properties", "the common rule")
    rest: dict[str, object] = {**rule.rest(), "jsonSchema": {} if is_flat else schema.rest(), "object": dict(body.rest)}
    rest = {key: value for key, value in rest.items() if value != {} and key != "version"}
    common = tuple(replace(each, required=False) if each.required is None else each for each in body.properties)
    made = (GlobalProperties("all", properties=common, origin=rule.origin),) if common else ()
    x = _join_x(plan.x, {VENDOR: {"common": rest}} if rest else {})
    return replace(plan, globals=(*plan.globals, *made), x=x)


def _read_config(plan: Plan, rules: Fields) -> Plan:
    """The older Config API."""
    events: list[PlannedEvent] = []
    for each in rules.need_mappings("events", "event"):
        events.extend(_read_config_event(each, "track"))
    plan = replace(plan, events=tuple(events))
    for key, kind in (("identify", "identify"), ("group", "group")):
        plan = _read_config_traits(plan, rules, key, _KINDS[kind.upper()])
    common = rules.peek("global")
    if isinstance(common, MappingNode):
        rules.drop("global")
        wrapped = Fields(rules.page, MappingNode((), common.line, common.column), "the global rule")
        plan = _read_common_schema(plan, wrapped, common)
    return replace(plan, x=_join_x(plan.x, rules.x()))


def _read_common_schema(plan: Plan, rule: Fields, schema: MappingNode) -> Plan:
    body = _read_envelope(Fields(rule.page, schema, "the global rule"), "properties", "")
    if body.properties:
        plan = replace(plan, globals=(*plan.globals, GlobalProperties("all", properties=body.properties, origin=rule.origin)))
    return replace(plan, x=_join_x(plan.x, {VENDOR: {"common": {"object": dict(body.rest)}}} if body.rest else {}))


def _read_config_event(each: Fields, kind: Kind) -> tuple[PlannedEvent, ...]:
    name = each.text("name")
    if not name:
        each.complain('an event needs a "name"')
        return ()
    event = PlannedEvent(name=name, kind=kind, version=each.text("version"), description=each.text("description"), origin=each.origin)
    schema = each.need_fields("rules")
    return (_read_schema(event, schema, each) if schema else replace(event, x=each.x()),)


def _read_config_traits(plan: Plan, rules: Fields, key: str, kind: Kind) -> Plan:
    """Traits as a schema, or as a list of schemas with a name."""
    schema = rules.fields(key)
    if schema is not None:
        empty = Fields(rules.page, MappingNode((), schema.node.line, schema.node.column), key)
        event = _read_schema(PlannedEvent(kind=kind, version="1", origin=schema.origin), schema, empty)
        return replace(plan, events=(*plan.events, event)) if event.properties else plan
    traits: list[PlannedProperty] = []
    for each in rules.need_mappings(f"{key}_traits", "trait"):
        name = each.need_text("name")
        node = each.take("rules") or without(each.node, "name")
        traits.append(SchemaReader(rules.page, node).read(name, node, each.node, None))
    if not traits:
        return plan
    made = PlannedEvent(kind=kind, version="1", properties=tuple(traits), origin=traits[0].origin)
    return replace(plan, events=(*plan.events, made))


def _write(plan: Plan) -> Written:
    fitted, losses = fit(plan, CAPACITY)
    own = kept(fitted.x, VENDOR)
    common = own.pop("common", {})
    data = (
        filled(
            {
                "id": fitted.id,
                "name": fitted.name,
                "description": fitted.description,
                "createdAt": fitted.created,
                "updatedAt": fitted.updated,
            }
        )
        | own
    )
    data["rules"] = [*(_write_event(event) for event in fitted.events), *_write_common(fitted, common)]
    return Written({"": to_json(data)}, losses)


def _write_event(event: PlannedEvent) -> dict[str, object]:
    own = kept(event.x, VENDOR)
    schema = kept(own, "jsonSchema")
    inner = kept(own, "object")
    parts = kept(inner, "parts")
    section = _SECTIONS.get(event.kind, "properties")
    members = write_members(event.properties, event.additional_properties, event.key_patterns)
    body = {"type": "object", **members, **{key: value for key, value in inner.items() if key != "parts"}}
    data: dict[str, object] = {"type": event.kind.upper()}
    if event.name:
        data["key"] = event.name
    data["version"] = int(event.version)
    data["jsonSchema"] = {
        "$schema": DRAFT_7,
        "type": "object",
        **filled({"description": event.description, "labels": dict(event.labels)}),
        "properties": {"context": {}, "traits": {}, "properties": {}, **parts, section: body},
        "required": [section],
        **schema,
    }
    if event.deprecated:
        data["deprecatedAt"] = event.deprecated.since
    return {**data, **{key: value for key, value in own.items() if key not in ("jsonSchema", "object")}}


def _write_common(plan: Plan, own: object) -> list[dict[str, object]]:
    properties = tuple(each for scope in plan.globals for each in scope.properties)
    rest = dict(own) if isinstance(own, Mapping) else {}
    if not properties and not rest:
        return []
    inner = kept(rest, "object")
    body = {"type": "object", **write_members(properties), **{key: value for key, value in inner.items() if key != "parts"}}
    parts = {"context": {}, "traits": {}, **kept(inner, "parts"), "properties": body}
    schema = {"$schema": DRAFT_7, "type": "object", "properties": parts, **kept(rest, "jsonSchema")}
    beside = {key: value for key, value in rest.items() if key not in ("object", "jsonSchema")}
    return [{"type": "COMMON", "version": 1, "jsonSchema": schema, **beside}]


FORMATS = (PlanFormat(_NAME, "Segment Protocols, JSON of its APIs", _recognise, _read, _write),)
