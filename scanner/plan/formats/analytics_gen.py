"""The YAML that the Dart package analytics_gen makes code from: domains, their events, their parameters."""

from __future__ import annotations

import re
from dataclasses import replace

from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.formats.fitting import Capacity, Ledger, fit
from scanner.plan.formats.reading import Fields, Reading, files_to_read, keys_of, mapping_of, roots
from scanner.plan.formats.writing import filled, kept, slug, to_yaml
from scanner.plan.model import Deprecation, Plan, PlannedEvent, PlannedProperty
from scanner.plan.native_properties import TYPE_WORDS
from scanner.plan.nodes import Entry, MappingNode, Node, ScalarNode
from scanner.plan.words import quote, word_set

VENDOR = "analytics_gen"
_NAME = "analytics-gen"
_HOLE = re.compile(r"\{[A-Za-z_][A-Za-z0-9_]*\}")
_EVENT_KEYS = {"parameters", "description"}
_NOT_EVENTS = {"$schema", "$id", "apiVersion", "openapi", "swagger", "jobs", "services"}
_PLAIN_TYPES = {"string": "string", "int": "integer", "double": "number", "bool": "boolean", "map": "object", "list": "array"}
_WORDS = {("string", "date-time"): "datetime", ("string", "date"): "date", ("string", "uri"): "uri"} | {
    (name, ""): word for word, name in _PLAIN_TYPES.items()
}


def _change_plan(plan: Plan, ledger: Ledger) -> Plan:
    """Each event has a domain and a key in it; those of one domain stand together."""
    events = [replace(event, category=slug(event.category or "events", set())) for event in plan.events]
    if any(each.category and each.category != made.category for each, made in zip(plan.events, events, strict=True)):
        ledger.lose("events", "category", f"{_NAME} has domains with plain names; written as one")
    taken: dict[str, set[str]] = {}
    made: list[PlannedEvent] = []
    for event in events:
        mine = taken.setdefault(event.category, set())
        if event.id and event.id not in mine:
            mine.add(event.id)
        else:
            event = replace(event, id=slug(event.label, mine))
        made.append(event)
    order = {name: index for index, name in enumerate(taken)}
    return replace(plan, events=tuple(sorted(made, key=lambda event: order[event.category])))


def _change_event(event: PlannedEvent, ledger: Ledger) -> PlannedEvent:
    gone = event.deprecated
    if gone is not None and (gone.since or gone.remove_after):
        ledger.lose("events", "deprecated", f"{_NAME} has no dates of it")
        event = replace(event, deprecated=Deprecation(replaced_by=gone.replaced_by))
    if any(key == "owner" for key, _ in event.labels):
        ledger.lose("events", "labels", f"{_NAME} keeps the owner there")
        event = replace(event, labels=tuple(pair for pair in event.labels if pair[0] != "owner"))
    return event


def _change_property(each: PlannedProperty, ledger: Ledger) -> PlannedProperty:
    if each.const is not None:
        each = replace(each, enum=(each.const,), const=None)
    if each.nullable and each.required:
        ledger.lose("properties", "nullable", f"{_NAME} has nothing that must be there and may be null")
    each = replace(each, nullable=not each.required, enum=tuple(value for value in each.enum if value is not None))
    key = (each.types[0] if each.types else "", each.format)
    if len(each.types) > 1 or (key[0], "") not in _WORDS:
        if each.types:
            ledger.lose("properties", "types", f"{_NAME} has no word for the type; none is written")
        # without a type there is nothing that a `?` could stand behind
        return replace(each, types=(), format="", nullable=False, required=bool(each.required))
    if key not in _WORDS:
        ledger.lose("properties", "format")
        each = replace(each, format="")
    return each


CAPACITY = Capacity(
    format=_NAME,
    vendor=VENDOR,
    events=word_set("name pattern id description category owner labels deprecated properties"),
    properties=word_set("name types format required nullable description enum const pattern min max min_length max_length"),
    kinds=("track",),
    says_optional=True,
    change_plan=_change_plan,
    change_event=_change_event,
    change_property=_change_property,
)


def _recognise(material: Material) -> int:
    if not material.is_folder and material.suffix not in (".yaml", ".yml"):
        return 0
    found = roots(material)
    fitting = sum(_is_domains(root) for root in found)
    return 60 if fitting and fitting * 2 >= len(found) else 0


def _is_domains(root: Node) -> bool:
    """Mappings of mappings that have a description, parameters, or both, and nothing that says another thing."""
    if not isinstance(root, MappingNode) or keys_of(root) & _NOT_EVENTS or not root.entries:
        return False
    events = [event for entry in root.entries for event in (entry.node.entries if isinstance(entry.node, MappingNode) else ())]
    if not events or not all(isinstance(entry.node, MappingNode) for entry in root.entries):
        return False
    return all(keys_of(event.node) & _EVENT_KEYS for event in events) and any(mapping_of(event.node, "parameters") for event in events)


def _read(material: Material) -> Plan:
    reading = Reading(VENDOR)
    shared: dict[str, Entry] = {}
    domains: list[tuple[Fields, str]] = []
    for member in files_to_read(material):
        page = reading.open(member)
        fields = page.root_mapping("domains of events")
        common = mapping_of(fields.node, "parameters")
        if common is not None and len(fields.node.entries) == 1:
            shared.update({entry.key: entry for entry in common.entries})
            continue
        for entry in fields.entries():
            domain = fields.need_fields(entry.key)
            if domain is not None and material.is_folder and not _is_domains(fields.node):
                reading.lose("files", "parameters", "no domains of events; left out", page.locate(entry))
                break
            if domain is not None:
                domains.append((domain, entry.key))
    events = [event for domain, name in domains for event in _read_domain(domain, name, shared)]
    names = {f"{event.category}.{event.id}": event.label for event in events}
    return reading.finish(Plan(events=tuple(_resolve_replacement(event, names) for event in events)))


def _resolve_replacement(event: PlannedEvent, names: dict[str, str]) -> PlannedEvent:
    gone = event.deprecated
    if gone is None or gone.replaced_by not in names:
        return event
    return replace(event, deprecated=replace(gone, replaced_by=names[gone.replaced_by]))


def _read_domain(domain: Fields, name: str, shared: dict[str, Entry]) -> list[PlannedEvent]:
    made: list[PlannedEvent] = []
    for entry in domain.entries():
        fields = domain.need_fields(entry.key)
        if fields is not None:
            made.append(replace(_read_event(fields, name, entry.key, shared), origin=domain.page.locate(entry)))
    return made


def _read_event(fields: Fields, domain: str, key: str, shared: dict[str, Entry]) -> PlannedEvent:
    meta = fields.fields("meta")
    parameters = fields.need_fields("parameters")
    sent = fields.text("event_name") or f"{domain}: {key}"
    pattern = _HOLE.sub("*", sent)
    is_gone, replacement = fields.flag("deprecated"), fields.text("replacement")
    return PlannedEvent(
        name=sent if pattern == sent else "",
        pattern=pattern if pattern != sent else "",
        id=key,
        description=fields.text("description"),
        category=domain,
        owner=meta.text("owner") if meta else "",
        labels=tuple((entry.key, text) for entry in meta.entries() if (text := meta.text(entry.key))) if meta else (),
        deprecated=Deprecation(replaced_by=replacement) if is_gone or replacement else None,
        properties=tuple(_read_parameter(parameters, entry, shared) for entry in parameters.entries()) if parameters else (),
        x=fields.x(("meta", meta.rest() if meta else {})),
    )


def _read_parameter(holder: Fields, entry: Entry, shared: dict[str, Entry]) -> PlannedProperty:
    """A type, a mapping, or nothing: then it is one of the shared ones."""
    origin = holder.page.locate(entry)
    node = entry.node
    if isinstance(node, ScalarNode) and node.value is None and entry.key in shared:
        node = shared[entry.key].node
    if isinstance(node, ScalarNode):
        types, form, is_optional = _read_type(node.text)
        return PlannedProperty(entry.key, types=types, format=form, required=not is_optional, nullable=is_optional, origin=origin)
    if not isinstance(node, MappingNode):
        holder.page.refuse(node, f"the parameter {quote(entry.key)} must be a type or a mapping")
        return PlannedProperty(entry.key, origin=origin)
    fields = Fields(holder.page, node, f"parameter {quote(entry.key)}")
    word = fields.text("type")
    types, form, is_optional = _read_type(word)
    sent = fields.text("param_name")
    said = fields.flag("required")
    return PlannedProperty(
        name=sent or entry.key,
        types=types,
        format=form,
        required=not is_optional if said is None else said,
        nullable=is_optional,
        description=fields.text("description"),
        enum=fields.scalars("allowed_values"),
        pattern=fields.text("regex"),
        min=fields.number("min"),
        max=fields.number("max"),
        min_length=fields.count("min_length"),
        max_length=fields.count("max_length"),
        origin=origin,
        x=fields.x(("key", entry.key if sent and sent != entry.key else ""), ("type", "" if types or not word else word)),
    )


def _read_type(word: str) -> tuple[tuple[str, ...], str, bool]:
    """The type, its format, and whether it is optional."""
    plain = word.strip().removesuffix("?").lower()
    name, form = TYPE_WORDS.get(plain, (plain, ""))
    known = name in _PLAIN_TYPES.values()
    return (name,) if known else (), form if known else "", word.strip().endswith("?")


def _write(plan: Plan) -> Written:
    fitted, losses = fit(plan, CAPACITY)
    keys = {event.label: f"{event.category}.{event.id}" for event in reversed(fitted.events)}
    domains: dict[str, dict[str, object]] = {}
    for event in fitted.events:
        domains.setdefault(event.category, {})[event.id] = _write_event(event, keys)
    return Written({"": to_yaml(domains)}, losses)


def _write_event(event: PlannedEvent, keys: dict[str, str]) -> dict[str, object]:
    own = kept(event.x, VENDOR)
    number = iter(range(1, len(event.pattern) + 1))
    sent = event.name or re.sub(r"\*", lambda _: f"{{part{next(number)}}}", event.pattern)
    meta = {**filled({"owner": event.owner}), **dict(event.labels), **kept(own, "meta")}
    data: dict[str, object] = {"description": event.description, "event_name": sent}
    if event.deprecated is not None:
        data["deprecated"] = True
        data.update(filled({"replacement": keys.get(event.deprecated.replaced_by, event.deprecated.replaced_by)}))
    data.update(filled({"meta": meta}))
    data["parameters"] = dict(_write_parameter(each) for each in event.properties)
    return {**data, **{key: value for key, value in own.items() if key != "meta"}}


def _write_parameter(each: PlannedProperty) -> tuple[str, dict[str, object]]:
    own = kept(each.x, VENDOR)
    key = own.pop("key", None)
    word = _WORDS.get((each.types[0], each.format), "") if each.types else ""
    data = filled({"type": f"{word}?" if word and not each.required else word})
    data.update({"required": bool(each.required)} if not word else {})
    data.update(filled({"param_name": each.name if isinstance(key, str) else "", "description": each.description}))
    data.update(filled({"allowed_values": list(each.enum), "regex": each.pattern}))
    numbers = (("min", each.min), ("max", each.max), ("min_length", each.min_length), ("max_length", each.max_length))
    data.update({name: value for name, value in numbers if value is not None})
    return (key if isinstance(key, str) else each.name), {**data, **own}


FORMATS = (PlanFormat(_NAME, "analytics_gen (Dart), YAML of domains", _recognise, _read, _write, ".yaml"),)
