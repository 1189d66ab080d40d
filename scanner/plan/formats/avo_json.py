"""Avo tracking plans in JSON: what its export gives with JSON schemas. (`avo.json` is only a pointer; see `pointers`.)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from scanner.model import Kind
from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.formats.fitting import Capacity, Ledger, fit, keep_own_id
from scanner.plan.formats.json_schema import SCHEMA_FIELDS, ObjectSchema, SchemaReader, write_property
from scanner.plan.formats.reading import Fields, Page, Reading, keys_of, list_of, mapping_of
from scanner.plan.formats.writing import filled, kept, to_json
from scanner.plan.model import Alias, GlobalProperties, Pii, Plan, PlannedEvent, PlannedProperty, Source
from scanner.plan.nodes import MappingNode, Node, ScalarNode
from scanner.plan.words import quote, word_set

VENDOR = "avo"
_NAME = "avo-json"
_ACTIONS: dict[Kind, str] = {"track": "logEvent", "page": "page", "identify": "identify", "group": "updateGroupProperties"}
_OWN = ("id", "index", "isSystemProperty", "nameMapping", "pii")
_TYPES = {"int": "integer", "float": "number", "bool": "boolean", "list": "array"}


def _change_plan(plan: Plan, ledger: Ledger) -> Plan:
    """Globals stand in the events that have them: those that no event lets through are gone, the others are in order of name."""
    keys = [{each.name for each in event.properties} for event in plan.events]
    shared = {each.name: replace(each, required=False) for scope in plan.globals for each in scope.properties}
    held = {name: each for name, each in sorted(shared.items()) if any(name not in taken for taken in keys)}
    if len(held) < len(shared):
        ledger.lose("globals", "globals", f"no event to stand in; {_NAME} has them only there", len(shared) - len(held))
    named = {name: Source(name) for event in plan.events for name in event.sources}
    sources = {source.key: source for source in plan.sources if source.key in named}
    if len(plan.sources) > len(sources):
        ledger.lose("sources", "sources", f"no event to stand in; {_NAME} has them only there", len(plan.sources) - len(sources))
    made = (GlobalProperties("all", properties=tuple(held.values())),) if held else ()
    kept_sources = (keep_own_id(sources.get(name, source), VENDOR, ledger) for name, source in named.items())
    return replace(plan, globals=made, sources=tuple(kept_sources))


def _change_event(event: PlannedEvent, ledger: Ledger) -> PlannedEvent:
    known = tuple(replace(alias, reason="destination") for alias in event.aliases if alias.reason == "destination")
    if len(known) < len(event.aliases):
        ledger.lose("events", "aliases", f"{_NAME} has only the names of destinations")
    return replace(event, aliases=known, sources=tuple(dict.fromkeys(event.sources)))


def _change_property(each: PlannedProperty, ledger: Ledger) -> PlannedProperty:
    if each.pii is not None and each.pii.type and not each.pii.is_pii:
        ledger.lose("properties", "pii", f"{_NAME} has types only of what is personal data")
        return replace(each, pii=Pii(False))
    return each


CAPACITY = Capacity(
    format=_NAME,
    vendor=VENDOR,
    plan=word_set("name globals sources"),
    events=word_set("name id description trigger category tags aliases sources additional_properties properties"),
    properties=SCHEMA_FIELDS | {"pii", "aliases"},
    sources=word_set("ids"),
    kinds=tuple(_ACTIONS),
    unnamed_kinds=(),
    scopes=("all",),
    says_optional=True,
    change_plan=_change_plan,
    change_event=_change_event,
    change_property=_change_property,
)


def _recognise(material: Material) -> int:
    root = material.node if material.suffix == ".json" else None
    events = list_of(root, "events")
    return 90 if any(_is_event(each) for each in events) else 0


def _is_event(node: Node) -> bool:
    keys = keys_of(node)
    return "eventType" not in keys and bool(keys & {"rules", "actions"}) and bool(keys & {"actions", "triggers", "categories", "sources"})


def _read(material: Material) -> Plan:
    reading = Reading(VENDOR)
    page = reading.open(material)
    fields = page.root_mapping("an Avo tracking plan")
    if not fields.has("events") and not page.problems.fatal:
        fields.complain('the plan has no "events"')
    reader = _Reader()
    events = [reader.read_event(each) for each in fields.need_mappings("events", "event")]
    gone = [made for node in fields.need_list("removedEvents") if (made := _read_removed(page, node)) is not None]
    shared = tuple(each for _, each in sorted(reader.globals.items()))
    plan = Plan(
        name=fields.text("name"),
        sources=tuple(reader.sources.values()),
        globals=(GlobalProperties("all", properties=shared, origin=shared[0].origin),) if shared else (),
        events=(*(event for event in events if event is not None), *gone),
        x=fields.x(),
        origin=fields.origin,
    )
    return reading.finish(plan)


def _read_removed(page: Page, node: Node) -> PlannedEvent | None:
    """An event that was removed: its name, or a mapping with it."""
    if isinstance(node, ScalarNode):
        return PlannedEvent(node.text, status="removed", origin=page.locate(node)) if node.text else None
    if not isinstance(node, MappingNode):
        page.refuse(node, "a removed event must be a name or a mapping")
        return None
    fields = Fields(page, node, "a removed event")
    name, id_ = fields.need_text("name"), fields.text("id")
    return PlannedEvent(name, id=id_, status="removed", origin=fields.origin, x=fields.x()) if name else None


@dataclass(slots=True)
class _Reader:
    """Reads events and gathers what they share."""

    sources: dict[str, Source] = field(default_factory=dict)
    globals: dict[str, PlannedProperty] = field(default_factory=dict)

    def read_event(self, fields: Fields) -> PlannedEvent | None:
        name = fields.need_text("name")
        if not name:
            return None
        kind, actions = _read_kind(fields)
        rules = fields.need_fields("rules")
        body = self._read_rules(rules, kind, name) if rules else ObjectSchema()
        categories = fields.texts("categories")
        source_keys, source_rests = self._read_sources(fields)
        return PlannedEvent(
            name=name,
            kind=kind,
            id=fields.text("id"),
            description=fields.text("description"),
            trigger=_read_trigger(fields),
            category=categories[0] if categories else "",
            tags=fields.texts("tags"),
            aliases=tuple(_read_names(rules)) if rules else (),
            sources=source_keys,
            additional_properties=body.additional_properties,
            properties=self._keep_own(body.properties),
            origin=fields.origin,
            x=fields.x(
                *(("actions", actions), ("categories", list(categories[1:])), ("sources", source_rests)),
                *(("rules", rules.rest() if rules else {}), ("object", dict(body.rest))),
            ),
        )

    def _read_rules(self, rules: Fields, kind: Kind, name: str) -> ObjectSchema:
        parts = rules.fields("properties")
        rules.drop("$schema", "type", "required", "additionalProperties")
        if parts is None:
            return ObjectSchema()
        key = "userProperties" if kind == "identify" and not mapping_of(parts.peek("properties"), "properties") else "properties"
        node = parts.take(key)
        rest = {key: value for key, value in parts.rest().items() if value != {}}
        reader = SchemaReader(rules.page, rules.node, _OWN)
        body = reader.read_object(node, f"event {quote(name)}") if isinstance(node, MappingNode) else ObjectSchema()
        return replace(body, rest={**body.rest, **({"parts": rest} if rest else {}), **({"part": key} if key != "properties" else {})})

    def _read_sources(self, fields: Fields) -> tuple[tuple[str, ...], dict[str, object]]:
        names: list[str] = []
        rests: dict[str, object] = {}
        for each in fields.need_mappings("sources", "source"):
            id_ = each.text("id")
            name = each.text("name") or id_
            if not name:
                each.complain('a source needs a "name"')
                continue
            names.append(name)
            ids = ((VENDOR, id_),) if id_ else ()
            self.sources.setdefault(name, Source(name, ids=ids, origin=each.origin))
            rests.update({name: rest} if (rest := each.rest()) else {})
        return tuple(dict.fromkeys(names)), rests

    def _keep_own(self, properties: Iterable[PlannedProperty]) -> tuple[PlannedProperty, ...]:
        """The properties of the event itself; system properties are those of all events."""
        made: list[PlannedProperty] = []
        for each in properties:
            own = kept(each.x, VENDOR)
            is_system = own.pop("isSystemProperty", None) is True
            each = _read_own(each, own)
            if is_system:
                self.globals.setdefault(each.name, replace(each, required=False))
            else:
                made.append(each)
        return tuple(made)


def _read_own(each: PlannedProperty, own: dict[str, object]) -> PlannedProperty:
    """Avo's own fields of a property, also inside of objects."""
    pii = own.pop("pii", None)
    if isinstance(pii, Mapping):
        own["pii"] = pii
    names = own.pop("nameMapping", [])
    aliases = tuple(name for entry in names if (name := _mapped_name(entry)[0])) if isinstance(names, list) else ()
    made = Pii(pii) if isinstance(pii, bool) else Pii(True, str(pii)) if pii and not isinstance(pii, Mapping) else None
    items = _read_own(each.items, kept(each.items.x, VENDOR)) if each.items else None
    nested = tuple(_read_own(inner, kept(inner.x, VENDOR)) for inner in each.properties)
    return replace(each, pii=made, aliases=aliases, items=items, properties=nested, x={VENDOR: own} if own else {})


def _mapped_name(entry: object) -> tuple[str, str]:
    """A name in a destination, and the destination."""
    if not isinstance(entry, Mapping):
        return (entry, "") if isinstance(entry, str) else ("", "")
    where = entry.get("destination")
    if isinstance(where, Mapping):
        where = where.get("name") or where.get("id")
    name = entry.get("name") or entry.get("mappedName")
    return (name if isinstance(name, str) else "", where if isinstance(where, str) else "")


def _read_names(rules: Fields) -> Iterable[Alias]:
    from scanner.plan.records import plain

    node = rules.take("nameMapping")
    said = plain(node) if node is not None else []
    for entry in said if isinstance(said, list) else ():
        name, destination = _mapped_name(entry)
        if name:
            yield Alias(name, "destination", destination)


def _read_kind(fields: Fields) -> tuple[Kind, list[str]]:
    """The kind of an event, and its actions when they say more than the kind."""
    actions = fields.texts("actions")
    kind: Kind = "track"
    if actions and "logEvent" not in actions:
        words = {"page": "page", "identify": "identify", "updateUserProperties": "identify", "updateGroupProperties": "group"}
        kind = next((known for action in actions for known in _ACTIONS if words.get(action) == known), "track")
    return kind, [] if actions in ((), (_ACTIONS[kind],)) else list(actions)


def _read_trigger(fields: Fields) -> str:
    """The one trigger that is nothing but words."""
    triggers = list_of(fields.peek("triggers"))
    if not triggers:
        fields.drop("triggers")
    only = mapping_of(triggers[0]) if len(triggers) == 1 else None
    if only is None or keys_of(only) != {"description"}:
        return ""
    return Fields(fields.page, only, "a trigger").text("description") if fields.take("triggers") else ""


def _write(plan: Plan) -> Written:
    fitted, losses = fit(plan, CAPACITY)
    ids = {source.key: text for source in fitted.sources for vendor, text in source.ids if vendor == VENDOR}
    shared = tuple(each for scope in fitted.globals for each in scope.properties)
    events = [_write_event(event, shared, ids) for event in fitted.events]
    return Written({"": to_json({"name": fitted.name, **kept(fitted.x, VENDOR), "events": events})}, losses)


def _write_event(event: PlannedEvent, shared: tuple[PlannedProperty, ...], ids: Mapping[str, str]) -> dict[str, object]:
    own = kept(event.x, VENDOR)
    inner, rules, rests = kept(own, "object"), kept(own, "rules"), kept(own, "sources")
    taken = {each.name for each in event.properties}
    members = {each.name: _write_property(each, False) for each in event.properties}
    members |= {each.name: _write_property(each, True) for each in shared if each.name not in taken}
    body: dict[str, object] = {
        "type": "object",
        "properties": members,
        "required": [each.name for each in event.properties if each.required],
    }
    if event.additional_properties is not None:
        body["additionalProperties"] = event.additional_properties
    body.update({key: value for key, value in inner.items() if key not in ("parts", "part")})
    more = own.get("categories")
    categories = [*([event.category] if event.category else []), *(more if isinstance(more, list) else [])]
    return {
        **filled({"id": event.id}),
        "name": event.name,
        "description": event.description,
        "triggers": [{"description": event.trigger}] if event.trigger else [],
        "tags": list(event.tags),
        "categories": categories,
        "actions": [_ACTIONS[event.kind]],
        "sources": [{**filled({"id": ids.get(name, "")}), "name": name, **kept(rests, name)} for name in event.sources],
        "rules": {
            "type": "object",
            "nameMapping": [{**filled({"destination": alias.destination}), "name": alias.name} for alias in event.aliases],
            "properties": {**kept(inner, "parts"), str(inner.get("part", "properties")): body},
            **rules,
        },
        **{key: value for key, value in own.items() if key not in ("object", "rules", "sources", "categories")},
    }


def _write_property(each: PlannedProperty, is_system: bool | None) -> dict[str, object]:
    data = write_property(replace(each, items=None, properties=()))
    if each.items is not None:
        data["items"] = _write_property(each.items, None)
    if each.properties:
        data["properties"] = {inner.name: _write_property(inner, None) for inner in each.properties}
        required = [inner.name for inner in each.properties if inner.required]
        data.update({"required": required} if required else {})
    own = kept(each.x, VENDOR)
    if each.aliases:
        own["nameMapping"] = [{"name": name} for name in each.aliases]
    if each.pii is not None:
        own["pii"] = each.pii.type if each.pii.is_pii and each.pii.type else each.pii.is_pii
    if is_system is not None:
        own["isSystemProperty"] = is_system
    return {**data, **own}


FORMATS = (PlanFormat(_NAME, "Avo export, JSON with schemas", _recognise, _read, _write),)
