"""RudderStack's rudder-cli projects: a folder of YAML files that refer to each other, in the versions 0.1 and 1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from scanner.model import Location
from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.formats.fitting import Capacity, Ledger, fit
from scanner.plan.formats.reading import Fields, Page, Reading, files_to_read, roots, text_of
from scanner.plan.formats.rudder_json import KINDS, UNNAMED_KINDS, VENDOR, read_kind
from scanner.plan.formats.writing import filled, kept, slug, to_yaml
from scanner.plan.model import IDENTITY_SECTIONS, PROPERTY_TYPES, Plan, PlannedEvent, PlannedProperty
from scanner.plan.nodes import MappingNode, Node, ScalarNode, SequenceNode
from scanner.plan.words import quote, word_set

_NAME = "rudder-yaml"
_TEMPLATE = re.compile(r"\{\{[^{}\n]*\}\}")
_BARE_TEMPLATE = re.compile(r"(?m)(?<=[:-] )(\{\{[^{}\n\"]*\}\})(?=[ \t]*(?:#.*)?$)")
_REFERENCE = re.compile(r"#(?:/(?P<folder>[a-z-]+)/(?P<group>[^/]*)/(?P<old>.+)|(?P<kind>[a-z-]+):(?P<new>.+))\Z")
_PLAN_KINDS = ("tp", "tracking-plan")
_LISTS = {"events": "events", "properties": "properties", "categories": "categories", "custom-types": "types"}
_NUMBERS = {
    "min": "minimum",
    "max": "maximum",
    "exclusive_min": "exclusive_minimum",
    "exclusive_max": "exclusive_maximum",
    "multiple_of": "multiple_of",
    "min_length": "min_length",
    "max_length": "max_length",
    "min_items": "min_items",
    "max_items": "max_items",
    "unique": "unique_items",
}


def _change_plan(plan: Plan, ledger: Ledger) -> Plan:
    """Every event has an id."""
    taken = {event.id for event in plan.events if event.id}
    events = tuple(event if event.id else replace(event, id=slug(event.label, taken)) for event in plan.events)
    seen: set[str] = set()
    unique: list[PlannedEvent] = []
    for event in events:
        if event.id in seen:
            ledger.lose("events", "id", "the id is another event's too; another one is written")
            event = replace(event, id=slug(event.id, seen | taken))
        seen.add(event.id)
        unique.append(event)
    return replace(plan, id=plan.id or slug(plan.name or "tracking plan", set()), events=tuple(unique))


def _change_property(each: PlannedProperty, ledger: Ledger) -> PlannedProperty:
    if each.const is not None:
        each = replace(each, enum=(each.const,), const=None)
    items = each.items
    if items is None:
        return each
    types = items.types or (("object",) if items.properties else ())
    plain = PlannedProperty(
        "",
        types=types,
        nullable=items.nullable,
        properties=items.properties,
        additional_properties=items.additional_properties if items.properties else None,
    )
    if plain != replace(items, types=types):
        ledger.lose("properties", "items", f"{_NAME} holds only the types of items, and what objects among them hold")
    if types and each.properties:
        ledger.lose("properties", "properties", f"{_NAME} holds what is inside of the items or beside them, not both")
        each = replace(each, properties=(), additional_properties=None)
    return replace(each, items=plain if types else None)


CAPACITY = Capacity(
    format=_NAME,
    vendor=VENDOR,
    plan=word_set("name id description"),
    events=word_set("name id description category identity_section additional_properties properties"),
    properties=word_set(
        "name types required nullable description enum const pattern format min max exclusive_min exclusive_max multiple_of min_length "
        "max_length min_items max_items unique items properties additional_properties"
    ),
    kinds=KINDS,
    unnamed_kinds=UNNAMED_KINDS,
    says_optional=True,
    change_plan=_change_plan,
    change_property=_change_property,
)


def _recognise(material: Material) -> int:
    found = [root for root in roots(material) if text_of(root, "version").startswith("rudder/")]
    if not found:
        return 0
    kinds = {text_of(root, "kind") for root in found}
    return 95 if kinds & {*_PLAN_KINDS, *_LISTS} else 30


@dataclass(slots=True)
class _Catalog:
    """What stands in the files, by id and by group and id."""

    entries: dict[str, dict[str, Fields]] = field(default_factory=dict)
    used: set[tuple[str, str]] = field(default_factory=set)
    plans: list[Fields] = field(default_factory=list)

    def add(self, kind: str, group: str, fields: Fields) -> None:
        key = text_of(fields.node, "id")
        found = self.entries.setdefault(kind, {})
        found.setdefault(key, fields)
        found[f"{group}/{key}"] = fields

    def find(self, kind: str, reference: str) -> Fields | None:
        match = _REFERENCE.match(reference)
        if match is None:
            return None
        found = self.entries.get(kind, {})
        entry = found.get(match["new"]) if match["new"] else found.get(f"{match['group']}/{match['old']}") or found.get(match["old"])
        if entry is not None:
            self.used.add((kind, text_of(entry.node, "id")))
        return Fields(entry.page, entry.node, entry.what) if entry is not None else None

    def unused(self, kind: str) -> Iterable[Fields]:
        for key, fields in self.entries.get(kind, {}).items():
            if "/" in key and (kind, text_of(fields.node, "id")) not in self.used:
                yield fields


def _read(material: Material) -> Plan:
    reading = Reading(VENDOR)
    catalog = _Catalog()
    for member in files_to_read(material):
        _read_file(reading.open(_resolve_templates(member, reading)), catalog)
    types = {key: text_of(fields.node, "name") or key for key, fields in catalog.entries.get("custom-types", {}).items()}
    plan = _Reader(catalog, types).read_plan()
    return reading.finish(plan)


def _resolve_templates(member: Material, reading: Reading) -> Material:
    """Templates that stand alone are quoted, so that the file can be read. What they will be is not known."""
    text = member.text
    if "{{" not in text:
        return member
    for match in _TEMPLATE.finditer(text):
        where = Location(member.path, text.count("\n", 0, match.start()) + 1)
        reading.lose("templates", "{{ }}", "filled in when the project is used; what they will be is not known", where)
    return Material(member.path, {"": _BARE_TEMPLATE.sub(r'"\1"', text).encode("utf-8")})


def _read_file(page: Page, catalog: _Catalog) -> None:
    if not isinstance(page.root, MappingNode) or not text_of(page.root, "version").startswith("rudder/"):
        if page.root is not None:
            page.reading.lose("files", "version", "no part of a rudder-cli project; left out", page.locate(page.root))
        return
    fields = Fields(page, page.root, "the file")
    kind, group = fields.text("kind"), text_of(fields.take("metadata"), "name")
    spec = fields.need_fields("spec")
    if spec is None:
        return
    if kind in _PLAN_KINDS:
        catalog.plans.append(spec)
    elif kind in _LISTS:
        for each in spec.need_mappings(_LISTS[kind], kind.removesuffix("s")):
            catalog.add(kind, group, each)
    else:
        page.reading.lose("files", kind, f"of the kind {quote(kind)}, which is no part of a plan; left out", page.locate(page.root))


class _Reader:
    """Puts a plan together from what stands in the files."""

    def __init__(self, catalog: _Catalog, types: Mapping[str, str]) -> None:
        self._catalog = catalog
        self._types = types

    def read_plan(self) -> Plan:
        plan = Plan()
        for number, spec in enumerate(self._catalog.plans):
            if number == 0:
                plan = Plan(id=spec.text("id"), name=spec.text("display_name"), description=spec.text("description"), origin=spec.origin)
            else:
                spec.page.reading.lose(
                    "plans", "tracking-plan", "in one folder with another; its rules join those of the first", spec.origin
                )
            events = [self._read_rule(each) for each in spec.need_mappings("rules", "rule")]
            plan = replace(plan, events=(*plan.events, *(event for event in events if event is not None)))
            plan = replace(plan, x=plan.x if number else spec.x())
        if not self._catalog.plans:
            plan = replace(plan, events=tuple(self._read_unplanned_events()))
        plan = replace(plan, types=tuple(self._read_types()))
        self._tell_unused()
        return plan

    def _read_unplanned_events(self) -> Iterable[PlannedEvent]:
        """A catalog without a plan: all its events."""
        for fields in list(self._catalog.unused("events")):
            self._catalog.used.add(("events", text_of(fields.node, "id")))
            event = self._read_event(Fields(fields.page, fields.node, fields.what))
            if event is not None:
                yield event

    def _tell_unused(self) -> None:
        for kind in ("events", "properties"):
            for fields in self._catalog.unused(kind):
                fields.page.reading.lose(kind, "rules", "in the catalog, but in no rule of the plan; left out", fields.origin)

    def _read_rule(self, rule: Fields) -> PlannedEvent | None:
        """A rule of version 1, or of version 0.1, where what concerns the event stands below it."""
        old = rule.fields("event")
        node = rule.peek("event") if old is None else old.peek("$ref")
        rule.drop("event", "type")
        found = self._follow(rule, "events", node)
        event = self._read_event(found) if found is not None else None
        if event is None:
            return None
        where = old or rule
        section = where.text("identity_section")
        properties = tuple(self._read_member(each) for each in rule.need_mappings("properties", "property"))
        name = rule.text("id")
        allowed = (where.flag("allow_unplanned") if old else None, where.flag("additional_properties"))
        rest = {**({"id": name} if name and name != f"{event.id}_rule" else {}), **rule.rest(), **(old.rest() if old else {})}
        rest.pop("$ref", None)
        own = {**kept(event.x, VENDOR), **({"rule": rest} if rest else {})}
        return replace(
            event,
            identity_section=next((each for each in IDENTITY_SECTIONS if each == section), None),
            additional_properties=next((flag for flag in allowed if flag is not None), None),
            properties=properties,
            origin=rule.origin,
            x={VENDOR: own} if own else {},
        )

    def _follow(self, fields: Fields, kind: str, node: Node | None) -> Fields | None:
        reference = node.text if isinstance(node, ScalarNode) else ""
        found = self._catalog.find(kind, reference)
        if found is None:
            told = f"{fields.what} refers to {quote(reference)}, which is in none of the files; name the folder that holds them all"
            fields.page.refuse(node or fields.node, told if reference else f"{fields.what} refers to none of the {kind}")
        return found

    def _read_event(self, fields: Fields) -> PlannedEvent | None:
        kind = read_kind(fields, "event_type")
        name = fields.text("name")
        if kind == "track" and not name:
            fields.need_text("name")
        if kind is None or (kind == "track" and not name):
            return None
        category = fields.take("category")
        return PlannedEvent(
            name=name,
            kind=kind,
            id=fields.text("id"),
            description=fields.text("description"),
            category=self._read_category(fields, category) if category else "",
            origin=fields.origin,
            x=fields.x(),
        )

    def _read_category(self, fields: Fields, node: Node) -> str:
        reference = node.text if isinstance(node, ScalarNode) else ""
        found = self._catalog.find("categories", reference)
        if found is None:
            fields.page.note(node, f"{fields.what} has the category {quote(reference)}, which is in none of the files")
        return found.text("name") if found else reference

    def _read_member(self, member: Fields) -> PlannedProperty:
        """What a rule says of a property, on top of what the property is."""
        node = member.take("property") or member.take("$ref")
        found = self._follow(member, "properties", node)
        each = self._read_property(found) if found is not None else PlannedProperty("")
        nested = tuple(self._read_member(inner) for inner in member.need_mappings("properties", "property"))
        allowed = member.flag("additional_properties")
        each = replace(each, required=bool(member.flag("required")), origin=member.origin)
        if not nested and allowed is None:
            return each
        if each.items is not None and nested:
            return replace(each, items=replace(each.items, properties=nested, additional_properties=allowed))
        return replace(each, properties=nested, additional_properties=each.additional_properties if allowed is None else allowed)

    def _read_property(self, fields: Fields) -> PlannedProperty:
        config = _snake_case(fields.fields("config") or fields.fields("propConfig"))
        types, nullable = self._read_types_of(fields, fields.take("types") or fields.take("type"))
        item_node = fields.take("item_types") or fields.take("item_type") or (config.take("item_types") if config else None)
        item_types, nullable_items = self._read_types_of(fields, item_node)
        fields.drop("id")
        empty = config or Fields(fields.page, MappingNode((), 1, 1), "the configuration")
        enum = empty.scalars("enum")
        return PlannedProperty(
            name=fields.need_text("name"),
            types=types,
            nullable=nullable,
            description=fields.text("description"),
            enum=tuple(value for value in enum if value is not None) if nullable else enum,
            pattern=empty.text("pattern"),
            format=empty.text("format"),
            min=empty.number("minimum"),
            max=empty.number("maximum"),
            exclusive_min=empty.number("exclusive_minimum"),
            exclusive_max=empty.number("exclusive_maximum"),
            multiple_of=empty.number("multiple_of"),
            min_length=empty.count("min_length"),
            max_length=empty.count("max_length"),
            min_items=empty.count("min_items"),
            max_items=empty.count("max_items"),
            unique=empty.flag("unique_items"),
            additional_properties=empty.flag("additional_properties"),
            items=PlannedProperty("", types=item_types, nullable=nullable_items) if item_types else None,
            origin=fields.origin,
            x=fields.x(("config", empty.rest())),
        )

    def _read_types_of(self, fields: Fields, node: Node | None) -> tuple[tuple[str, ...], bool]:
        nodes = node.items if isinstance(node, SequenceNode) else (node,) if node is not None else ()
        words = [word.strip() for each in nodes if isinstance(each, ScalarNode) for word in each.text.split(",") if word.strip()]
        names = tuple(dict.fromkeys(self._read_type(fields, node, word) for word in words if node is not None))
        others = tuple(name for name in names if name and name != "null")
        return others or tuple(name for name in names if name == "null"), bool(others) and "null" in names

    def _read_type(self, fields: Fields, node: Node, word: str) -> str:
        if word in PROPERTY_TYPES:
            return word
        found = self._catalog.find("custom-types", word)
        if found is None:
            fields.page.note(node, f"{fields.what} has the type {quote(word)}, which is in none of the files; it is not checked")
            return ""
        return found.text("name") or found.text("id")

    def _read_types(self) -> Iterable[PlannedProperty]:
        for key, fields in self._catalog.entries.get("custom-types", {}).items():
            if "/" in key:
                fresh = Fields(fields.page, fields.node, fields.what)
                members = tuple(self._read_member(each) for each in fresh.need_mappings("properties", "property"))
                each = self._read_property(fresh)
                yield replace(each, name=each.name or key, properties=members)


def _snake_case(config: Fields | None) -> Fields | None:
    """The keys of a configuration as version 1 writes them."""
    if config is None:
        return None
    entries = tuple(replace(entry, key=re.sub(r"([A-Z])", r"_\1", entry.key).lower()) for entry in config.node.entries)
    return Fields(config.page, replace(config.node, entries=entries), config.what)


def _write(plan: Plan) -> Written:
    fitted, losses = fit(plan, CAPACITY)
    writer = _Writer()
    rules = [writer.write_rule(event) for event in fitted.events]
    head = filled({"id": fitted.id, "display_name": fitted.name, "description": fitted.description})
    spec: dict[str, object] = {**head, **kept(fitted.x, VENDOR), "rules": rules}
    files = {"tracking-plan.yaml": _document("tracking-plan", fitted.id, spec)}
    for kind, entries in (("events", writer.events), ("properties", writer.properties), ("categories", writer.categories)):
        if entries:
            files[f"{kind}.yaml"] = _document(kind, fitted.id, {kind: entries})
    return Written(files, losses)


def _document(kind: str, name: str, spec: Mapping[str, object]) -> bytes:
    return to_yaml({"version": "rudder/v1", "kind": kind, "metadata": {"name": name}, "spec": spec})


class _Writer:
    """Collects what the files of a catalog hold while the rules are written."""

    def __init__(self) -> None:
        self.events: list[dict[str, object]] = []
        self.properties: list[dict[str, object]] = []
        self.categories: list[dict[str, object]] = []
        self._property_ids: list[tuple[dict[str, object], str]] = []
        self._category_ids: dict[str, str] = {}
        self._taken: set[str] = set()

    def write_rule(self, event: PlannedEvent) -> dict[str, object]:
        own = kept(event.x, VENDOR)
        rest = kept(own, "rule")
        entry = {"id": event.id, **filled({"name": event.name}), "event_type": event.kind, **filled({"description": event.description})}
        if event.category:
            entry["category"] = f"#category:{self._category_id(event.category)}"
        self.events.append({**entry, **{key: value for key, value in own.items() if key != "rule"}})
        rule: dict[str, object] = {"type": "event_rule", "id": f"{event.id}_rule", "event": f"#event:{event.id}"}
        if event.additional_properties is not None:
            rule["additional_properties"] = event.additional_properties
        if event.identity_section:
            rule["identity_section"] = event.identity_section
        if event.properties:
            rule["properties"] = [self._write_member(each) for each in event.properties]
        return {**rule, **rest}

    def _category_id(self, name: str) -> str:
        if name not in self._category_ids:
            self._category_ids[name] = slug(name, set(self._category_ids.values()))
            self.categories.append({"id": self._category_ids[name], "name": name})
        return self._category_ids[name]

    def _write_member(self, each: PlannedProperty) -> dict[str, object]:
        member: dict[str, object] = {"property": f"#property:{self._property_id(each)}", "required": bool(each.required)}
        holder = each.items if each.items is not None and each.items.properties else each
        if holder.additional_properties is not None:
            member["additional_properties"] = holder.additional_properties
        if holder.properties:
            member["properties"] = [self._write_member(inner) for inner in holder.properties]
        return member

    def _property_id(self, each: PlannedProperty) -> str:
        """The id of the property in the catalog, where each stands once."""
        body = _property_body(each)
        for known, name in self._property_ids:
            if known == body and repr(known) == repr(body):
                return name
        name = slug(each.name, self._taken)
        self._property_ids.append((body, name))
        self.properties.append({"id": name, **body})
        return name


def _property_body(each: PlannedProperty) -> dict[str, object]:
    own = kept(each.x, VENDOR)
    body: dict[str, object] = {"name": each.name, **_type_words("type", each), **filled({"description": each.description})}
    if each.items is not None:
        body.update(_type_words("item_type", each.items))
    enum = [*each.enum, *([None] if each.nullable and each.enum else [])]
    config: dict[str, object] = filled({"enum": enum, "pattern": each.pattern, "format": each.format})
    config.update({word: value for key, word in _NUMBERS.items() if (value := getattr(each, key)) is not None})
    if each.additional_properties is not None and each.items is not None and each.items.properties:
        config["additional_properties"] = each.additional_properties
    config.update(kept(own, "config"))
    if config:
        body["config"] = config
    return {**body, **{key: value for key, value in own.items() if key != "config"}}


def _type_words(key: str, each: PlannedProperty) -> dict[str, object]:
    names = [*each.types, *(["null"] if each.nullable else [])]
    return {} if not names else {key: names[0]} if len(names) == 1 else {f"{key}s": names}


FORMATS = (PlanFormat(_NAME, "RudderStack rudder-cli project, a folder of YAML", _recognise, _read, _write, ".yaml", is_folder=True),)
