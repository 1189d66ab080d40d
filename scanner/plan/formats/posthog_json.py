"""PostHog's event and property definitions, as its API gives them: one file each, or both in a folder."""

from __future__ import annotations

from dataclasses import replace

from scanner.model import Kind
from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.formats.fitting import Capacity, Ledger, fit
from scanner.plan.formats.reading import Fields, Page, Reading, files_to_read, keys_of, list_of, roots, text_of
from scanner.plan.formats.writing import filled, kept, to_json
from scanner.plan.model import GlobalProperties, Plan, PlannedEvent, PlannedProperty
from scanner.plan.nodes import Entry, MappingNode, Node, SequenceNode
from scanner.plan.words import word_set

VENDOR = "posthog"
_NAME = "posthog-json"
_TYPES = {
    "String": ("string", ""),
    "Numeric": ("number", ""),
    "Boolean": ("boolean", ""),
    "DateTime": ("string", "date-time"),
    "Duration": ("number", "duration"),
}
_WORDS = {("string", ""): "String", ("number", ""): "Numeric", ("boolean", ""): "Boolean"} | {
    ("string", "date-time"): "DateTime",
    ("number", "duration"): "Duration",
}
_EVENT_KEYS = {"verified", "enforcement_mode", "last_seen_at", "owner", "promoted_property"}
_HOLDERS: dict[str, Kind] = {"person": "identify", "2": "identify", "group": "group", "3": "group"}


def _change_plan(plan: Plan, ledger: Ledger) -> Plan:
    """Properties belong to the project, not to an event; those of people and groups are kept apart."""
    shared = {each.name: each for scope in plan.globals for each in scope.properties}
    held: dict[Kind, dict[str, PlannedProperty]] = {"identify": {}, "group": {}}
    events: list[PlannedEvent] = []
    for event in plan.events:
        target = held.get(event.kind, shared)
        if event.properties and target is shared:
            ledger.lose("events", "properties", f"{_NAME} does not say which event has a property; it is one of the project")
        for each in event.properties:
            target.setdefault(each.name, each)
        if event.kind == "track":
            events.append(replace(event, properties=()))
        elif event.name or event.description or event.tags or event.owner or event.status or event.x:
            ledger.lose("events", "kind", f"{_NAME} keeps nothing but the properties of {event.kind} calls")
    for kind, properties in held.items():
        if properties:
            events.append(PlannedEvent(kind=kind, properties=tuple(properties.values())))
    made = (GlobalProperties("all", properties=tuple(shared.values())),) if shared else ()
    return replace(plan, globals=made, events=tuple(events))


def _change_property(each: PlannedProperty, ledger: Ledger) -> PlannedProperty:
    if each.types == ("integer",):
        ledger.lose("properties", "types", f"{_NAME} has numbers, whole or not")
        each = replace(each, types=("number",))
    key = (each.types[0], each.format) if len(each.types) == 1 else ("", "")
    if key in _WORDS:
        return each
    if key[1] and (key[0], "") in _WORDS:
        ledger.lose("properties", "format")
        return replace(each, format="")
    if each.types or each.format:
        ledger.lose("properties", "types", f"{_NAME} has no word for the type; none is written")
    return replace(each, types=(), format="")


CAPACITY = Capacity(
    format=_NAME,
    vendor=VENDOR,
    plan=word_set("globals"),
    events=word_set("name id description tags owner properties"),
    properties=word_set("name types format description hidden"),
    kinds=("track", "identify", "group"),
    statuses=("verified",),
    scopes=("all",),
    change_plan=_change_plan,
    change_property=_change_property,
)


def _recognise(material: Material) -> int:
    if not material.is_folder and material.suffix != ".json":
        return 0
    return max((_rate(root) for root in roots(material)), default=0)


def _rate(root: Node) -> int:
    for each in _results(root)[:5]:
        keys = keys_of(each)
        if "name" in keys and (keys & {"property_type", "is_numerical"} or len(keys & _EVENT_KEYS) >= 2):
            return 85
    return 0


def _results(root: Node | None) -> tuple[Node, ...]:
    return root.items if isinstance(root, SequenceNode) else list_of(root, "results")


def _read(material: Material) -> Plan:
    reading = Reading(VENDOR)
    events: list[PlannedEvent] = []
    shared: list[PlannedProperty] = []
    held: dict[Kind, list[PlannedProperty]] = {}
    for member in files_to_read(material):
        page = reading.open(member)
        if material.is_folder and page.root is not None and not isinstance(page.root, SequenceNode) and "results" not in keys_of(page.root):
            reading.lose("files", "results", "no definitions; left out", page.locate(page.root))
            continue
        for fields in _read_results(page):
            if fields.has("property_type") or fields.has("is_numerical") or "property_type" in keys_of(fields.node):
                kind = _HOLDERS.get(fields.text("type").lower())
                (held.setdefault(kind, []) if kind else shared).append(_read_property(fields))
            else:
                events.append(_read_event(fields))
    events.extend(
        PlannedEvent(kind=kind, properties=tuple(each), origin=each[0].origin) for kind, each in sorted(held.items(), reverse=True)
    )
    known = tuple({each.name: each for each in reversed(shared)}[name] for name in dict.fromkeys(each.name for each in shared))
    made = (GlobalProperties("all", properties=known, origin=known[0].origin),) if known else ()
    return reading.finish(Plan(events=tuple(events), globals=made))


def _read_results(page: Page) -> list[Fields]:
    if isinstance(page.root, SequenceNode):
        holder = Fields(page, _wrap(page.root), "the file")
    else:
        holder = page.root_mapping("definitions of events or properties")
    if not holder.has("results") and not page.problems.fatal:
        holder.complain('the file has no "results"')
    if holder.has("next"):
        page.reading.lose("files", "next", "one page of several; the other definitions stand elsewhere", holder.origin)
    return holder.need_mappings("results", "definition")


def _wrap(root: SequenceNode) -> MappingNode:
    return MappingNode((Entry("results", root, root.line, root.column),), root.line, root.column)


def _read_event(fields: Fields) -> PlannedEvent:
    verified = fields.flag("verified")
    return PlannedEvent(
        name=fields.need_text("name"),
        id=fields.text("id"),
        description=fields.text("description"),
        tags=fields.texts("tags"),
        owner=_read_owner(fields),
        status="verified" if verified else None,
        origin=fields.origin,
        x=fields.x(),
    )


def _read_owner(fields: Fields) -> str:
    """A user by address, or by number."""
    user = fields.peek("owner")
    if isinstance(user, MappingNode):
        return text_of(user, "email")
    return fields.text("owner")


def _read_property(fields: Fields) -> PlannedProperty:
    word = fields.text("property_type")
    if not word and fields.flag("is_numerical"):
        word = "Numeric"
    fields.drop("is_numerical")
    name, form = _TYPES.get(word, ("", ""))
    return PlannedProperty(
        name=fields.need_text("name"),
        types=(name,) if name else (),
        format=form,
        description=fields.text("description"),
        hidden=fields.flag("hidden"),
        origin=fields.origin,
        x=fields.x(("property_type", "" if name else word)),
    )


def _write(plan: Plan) -> Written:
    fitted, losses = fit(plan, CAPACITY)
    events = [_write_event(event) for event in fitted.events if event.kind == "track"]
    properties = [_write_property(each, "event") for scope in fitted.globals for each in scope.properties]
    for kind, word in (("identify", "person"), ("group", "group")):
        for event in fitted.events:
            if event.kind == kind:
                properties.extend(_write_property(each, word) for each in event.properties)
    return Written({"event_definitions.json": _page(events), "property_definitions.json": _page(properties)}, losses)


def _page(results: list[dict[str, object]]) -> bytes:
    return to_json({"count": len(results), "next": None, "previous": None, "results": results})


def _write_event(event: PlannedEvent) -> dict[str, object]:
    return {
        **filled({"id": event.id}),
        "name": event.name,
        "owner": event.owner or None,
        "description": event.description,
        "tags": list(event.tags),
        "verified": event.status == "verified",
        **kept(event.x, VENDOR),
    }


def _write_property(each: PlannedProperty, holder: str) -> dict[str, object]:
    word = _WORDS.get((each.types[0], each.format)) if each.types else None
    return {
        "name": each.name,
        "description": each.description,
        "is_numerical": word in ("Numeric", "Duration"),
        "property_type": word,
        **({} if holder == "event" else {"type": holder}),
        **filled({"hidden": each.hidden}),
        **kept(each.x, VENDOR),
    }


FORMATS = (PlanFormat(_NAME, "PostHog event and property definitions", _recognise, _read, _write, is_folder=True),)
