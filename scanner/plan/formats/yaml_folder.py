"""A folder of YAML or JSON files that a team made up for itself: an event or a list of events a file."""

from __future__ import annotations

from dataclasses import replace

from scanner.model import Kind
from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.formats.fitting import Capacity, Ledger, fit
from scanner.plan.formats.reading import Fields, Page, Reading, documents, keys_of, list_of, mapping_of, roots, text_of
from scanner.plan.formats.writing import filled, kept, slug, to_yaml
from scanner.plan.model import KINDS, PROPERTY_TYPES, STATUSES, Deprecation, Plan, PlannedEvent, PlannedProperty
from scanner.plan.native_properties import TYPE_WORDS
from scanner.plan.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from scanner.plan.words import quote, word_set

VENDOR = "yaml-folder"
_NAME = "yaml-folder"
_NAMES = ("name", "event", "event_name", "eventName", "key")
_PROPERTIES = ("properties", "params", "parameters", "props", "attributes")
_TRAITS = ("traits", "user_traits", "user_properties")
_EVENT_SIGNS = {"description", "why", "trigger", "area", "category", "owner", "status", "kind", *_PROPERTIES}
_NUMBERS = {"min": "min", "max": "max", "exclusive_min": "exclusive_min", "exclusive_max": "exclusive_max", "multiple_of": "multiple_of"}
_WHOLE_PLAN = ("groups", "globals", "types", "sources", "naming", "defaults", "extends")
_COUNTS = ("min_length", "max_length", "min_items", "max_items")


def _change_plan(plan: Plan, ledger: Ledger) -> Plan:
    """Events in the order of their files, identify last."""
    traits = [event for event in plan.events if event.kind == "identify"]
    others = [event for event in plan.events if event.kind != "identify"]
    taken: set[str] = set()
    named = [(_file_name(event, taken), event) for event in others]
    ordered = [event for _, event in sorted(named, key=lambda pair: pair[0])]
    if len(traits) > 1:
        ledger.lose("events", "kind", f"{_NAME} has one entry for all identify events; the first is kept", len(traits) - 1)
    said = [event for event in traits[:1] if event.properties]
    return replace(plan, events=(*ordered, *(PlannedEvent(kind="identify", properties=event.properties) for event in said)))


def _change_event(event: PlannedEvent, ledger: Ledger) -> PlannedEvent:
    if event.kind == "identify" and event != PlannedEvent(kind="identify", properties=event.properties):
        ledger.lose("events", "kind", f"{_NAME} keeps nothing but the traits of identify")
    return event


def _change_property(each: PlannedProperty, ledger: Ledger) -> PlannedProperty:
    return replace(each, enum=(each.const,), const=None) if each.const is not None else each


CAPACITY = Capacity(
    format=_NAME,
    vendor=VENDOR,
    plan=word_set("name description owner"),
    events=word_set(
        "name version description why trigger location category display_name owner tags labels links notes id additional_properties "
        "properties"
    ),
    properties=word_set(
        "name types required nullable description display_name enum const pattern format min max exclusive_min exclusive_max multiple_of "
        "min_length max_length min_items max_items unique items properties examples"
    ),
    unnamed_kinds=("identify",),
    nameless_kinds=("identify",),
    statuses=STATUSES,
    is_versioned=True,
    change_plan=_change_plan,
    change_event=_change_event,
    change_property=_change_property,
)


def _recognise(material: Material) -> int:
    """A folder in which most files name an event and say something of it. Any vendor's format says more."""
    found = roots(material) if material.is_folder else []
    fitting = sum(_has_events(root) or bool(_traits_of(root)) for root in found)
    return 45 if fitting and fitting * 2 >= len(found) else 0


def _has_events(root: Node) -> bool:
    events = root.items if isinstance(root, SequenceNode) else list_of(root, "events")
    if events:
        return any(_is_event(each) for each in events)
    return _is_event(root) or _named_events(root) is not None


def _is_event(node: Node) -> bool:
    keys = keys_of(node)
    return bool(keys & set(_NAMES)) and bool(keys & _EVENT_SIGNS) and "$schema" not in keys and "apiVersion" not in keys


def _named_events(root: Node) -> MappingNode | None:
    """`events` as a mapping from names."""
    node = mapping_of(root, "events")
    return node if node is not None and all(isinstance(entry.node, MappingNode) for entry in node.entries) else None


def _traits_of(root: Node) -> tuple[Node, ...]:
    return next((found for key in _TRAITS if (found := list_of(root, key))), ())


def _read(material: Material) -> Plan:
    reading = Reading(VENDOR)
    plan = Plan()
    for member in documents(material) if material.is_folder else (material,):
        page = reading.open(member)
        if page.root is not None:
            plan = _read_file(plan, page, page.root)
    return reading.finish(plan)


def _read_file(plan: Plan, page: Page, root: Node) -> Plan:
    """One file: events, one event, traits, or what is said of the plan as a whole."""
    if isinstance(root, SequenceNode):
        return _add(plan, [_read_event(page, node) for node in root.items if _refuse_word(page, node)])
    if not isinstance(root, MappingNode):
        page.refuse(root, "a file of a plan must hold an event, or a list of events")
        return plan
    traits = _traits_of(root)
    if traits:
        properties = tuple(_read_property(page, node) for node in traits)
        return _add(plan, [PlannedEvent(kind="identify", properties=properties, origin=page.locate(root))])
    named = _named_events(root)
    if named is not None:
        return _add(plan, [_read_event(page, entry.node, entry) for entry in named.entries])
    if isinstance(root.get("events"), SequenceNode):
        fields = Fields(page, root, "the file")
        events = [_read_event(page, node) for node in fields.need_list("events") if _refuse_word(page, node)]
        return _add(_read_head(plan, fields), events)
    is_head = page.path.endswith(("/plan.yaml", "/plan.yml", "/plan.json"))
    if _is_event(root) and not is_head:
        return _add(plan, [_read_event(page, root)])
    if is_head or keys_of(root) & {"name", "display_name"}:
        return _read_head(plan, Fields(page, root, "the plan"))
    page.reading.lose("files", "name", "no event and no list of events; left out", page.locate(root))
    return plan


def _refuse_word(page: Page, node: Node) -> bool:
    if isinstance(node, SequenceNode):
        page.refuse(node, "an event must be a name or a mapping, not a list")
    return not isinstance(node, SequenceNode)


def _add(plan: Plan, events: list[PlannedEvent]) -> Plan:
    return replace(plan, events=(*plan.events, *(event for event in events if event.name or event.kind not in ("track", "revenue"))))


def _read_head(plan: Plan, fields: Fields) -> Plan:
    """What a file says of the plan."""
    for key in _WHOLE_PLAN:
        if fields.has(key):
            told = f"{quote(key)} is read only from a plan that is one file; kept, not used"
            fields.page.reading.lose("files", key, told, fields.origin)
    shown, name = fields.text("display_name"), fields.text("name")
    own = {**kept(plan.x, VENDOR), **fields.rest(), **({"name": name} if shown and name else {})}
    own.pop("description", None)
    own.pop("owner", None)
    return replace(
        plan,
        name=plan.name or shown or name,
        description=plan.description or fields.text("description"),
        owner=plan.owner or fields.text("owner"),
        x={VENDOR: own} if own else {},
        origin=plan.origin or fields.origin,
    )


def _read_event(page: Page, node: Node, place: Entry | None = None) -> PlannedEvent:
    origin = page.locate(place or node)
    if isinstance(node, ScalarNode):
        return PlannedEvent(node.text, origin=origin)
    if not isinstance(node, MappingNode):
        return PlannedEvent(origin=origin)
    fields = Fields(page, node, f"event {quote(text_of(node, 'name'))}" if text_of(node, "name") else "the event")
    name = next((text for key in _NAMES if (text := fields.text(key))), place.key if place else "")
    word = (fields.text("kind") or text_of(node, "type")).lower()
    kind: Kind = next((known for known in KINDS if known == word), "track")
    if word in KINDS:
        fields.drop("type")
    if not name and kind in ("track", "revenue"):
        fields.complain('an event needs a "name"')
    state = fields.text("status").lower()
    status = next((known for known in STATUSES if known == state), None)
    return PlannedEvent(
        name=name,
        kind=kind,
        id=fields.text("id"),
        version=fields.text("version"),
        description=fields.text("description"),
        why=fields.text("why"),
        trigger=fields.text("trigger"),
        location=fields.text("location"),
        category=fields.text("area") or fields.text("category"),
        display_name=fields.text("display_name"),
        owner=fields.text("owner"),
        tags=fields.texts("tags"),
        labels=fields.pairs("labels"),
        links=fields.texts("links"),
        notes=fields.text("notes"),
        status=status,
        deprecated=Deprecation() if fields.flag("deprecated") else None,
        additional_properties=fields.flag("additional_properties"),
        properties=_read_properties(fields),
        origin=origin,
        x=fields.x(("status", state if state and status is None else "")),
    )


def _read_properties(fields: Fields) -> tuple[PlannedProperty, ...]:
    """A list of properties, a list of names, or a mapping from names to types or bodies."""
    key = next((key for key in _PROPERTIES if fields.has(key)), "")
    node = fields.peek(key)
    if isinstance(node, MappingNode):
        fields.drop(key)
        required = fields.texts("required")
        made = tuple(_read_property(fields.page, entry.node, entry) for entry in node.entries)
        return tuple(replace(each, required=True) if each.name in required else each for each in made)
    items = fields.need_list(key) if key else ()
    return tuple(each for item in items if (each := _read_property(fields.page, item)).name)


def _read_property(page: Page, node: Node, place: Entry | None = None) -> PlannedProperty:
    origin = page.locate(place or node)
    if isinstance(node, ScalarNode):
        name = place.key if place else node.text
        types, nullable, form = _read_types(page, node, node.text if place else "")
        return PlannedProperty(name, types=types, nullable=nullable, format=form, origin=origin)
    if not isinstance(node, MappingNode):
        page.refuse(node, "a property must be a name or a mapping, not a list")
        return PlannedProperty("", origin=origin)
    fields = Fields(page, node, "the property")
    name = place.key if place else fields.need_text("name") if not fields.text("key") else text_of(node, "key")
    return replace(_read_body(fields, name), origin=origin)


def _read_body(fields: Fields, name: str) -> PlannedProperty:
    said = fields.take("types") or fields.take("type")
    nodes = said.items if isinstance(said, SequenceNode) else (said,)
    word = " | ".join(each.text for each in nodes if isinstance(each, ScalarNode))
    types, nullable, form = _read_types(fields.page, said or fields.node, word)
    allows_null = [fields.flag(key) for key in ("allowNull", "allow_null", "nullable")]
    items = fields.peek("items")
    enum = next((found for key in ("enum", "values", "allowed_values", "options") if (found := fields.scalars(key))), ())
    nullable = nullable or any(allows_null)
    if isinstance(items, MappingNode | ScalarNode):
        fields.drop("items")
    return PlannedProperty(
        name=name,
        types=types,
        required=fields.flag("required"),
        nullable=nullable,
        description=fields.text("description"),
        display_name=fields.text("display_name"),
        enum=enum,
        pattern=fields.text("pattern") or fields.text("regex"),
        format=fields.text("format") or form,
        min=fields.number("min"),
        max=fields.number("max"),
        exclusive_min=fields.number("exclusive_min"),
        exclusive_max=fields.number("exclusive_max"),
        multiple_of=fields.number("multiple_of"),
        min_length=fields.count("min_length"),
        max_length=fields.count("max_length"),
        min_items=fields.count("min_items"),
        max_items=fields.count("max_items"),
        unique=fields.flag("unique"),
        items=_read_items(fields.page, items),
        properties=_read_properties(fields),
        examples=fields.scalars("examples") or ((example,) if (example := fields.scalar("example")) is not None else ()),
        x=fields.x(),
    )


def _read_items(page: Page, node: Node | None) -> PlannedProperty | None:
    if isinstance(node, ScalarNode):
        types, nullable, form = _read_types(page, node, node.text)
        return PlannedProperty("", types=types, nullable=nullable, format=form, origin=page.locate(node))
    if isinstance(node, MappingNode):
        return replace(_read_body(Fields(page, node, "the items"), ""), origin=page.locate(node))
    return None


def _read_types(page: Page, place: Node, word: str) -> tuple[tuple[str, ...], bool, str]:
    """The types of `string | null`, whether null is one, and the format that a word such as `datetime` stands for."""
    names: list[str] = []
    form = ""
    for part in (part.strip() for part in word.split("|") if part.strip()):
        plain = part.lower()
        name, said = TYPE_WORDS.get(plain, (plain, ""))
        form = form or said
        if name not in (*PROPERTY_TYPES, "any"):
            page.note(place, f"the type {quote(part)} is not known; it is not checked")
            name = "any"
        names.append(name)
    if "any" in names:
        return (), False, ""
    others = tuple(dict.fromkeys(name for name in names if name != "null"))
    return others or tuple(dict.fromkeys(names)), bool(others) and "null" in names, form


def _file_name(event: PlannedEvent, taken: set[str]) -> str:
    return f"events/{slug(event.label + (f' {event.version}' if event.version else ''), taken)}.yaml"


def _write(plan: Plan) -> Written:
    fitted, losses = fit(plan, CAPACITY)
    files: dict[str, bytes] = {}
    head = {"display_name": fitted.name, "description": fitted.description, "owner": fitted.owner}
    if any(head.values()) or fitted.x:
        files["plan.yaml"] = to_yaml({**filled(head), **kept(fitted.x, VENDOR)})
    taken: set[str] = set()
    for event in fitted.events:
        if event.kind == "identify":
            files["identify_traits.yaml"] = to_yaml({"traits": [_write_property(each) for each in event.properties]})
        else:
            files[_file_name(event, taken)] = to_yaml(_write_event(event))
    return Written(files, losses)


def _write_event(event: PlannedEvent) -> dict[str, object]:
    head = {
        "kind": event.kind if event.kind != "track" else "",
        "id": event.id,
        "version": event.version,
        "display_name": event.display_name,
        "description": event.description,
        "area": event.category,
        "why": event.why,
        "trigger": event.trigger,
        "location": event.location,
        "owner": event.owner,
        "status": event.status,
        "tags": list(event.tags),
        "labels": dict(event.labels),
        "links": list(event.links),
        "notes": event.notes,
        "additional_properties": event.additional_properties,
    }
    # always there, so that a file is seen to be an event whatever else it says
    body = {"properties": [_write_property(each) for each in event.properties]}
    return {"name": event.name, **filled(head), **body, **kept(event.x, VENDOR)}


def _write_property(each: PlannedProperty) -> dict[str, object]:
    data: dict[str, object] = {"name": each.name} if each.name else {}
    if each.types:
        data["type" if len(each.types) == 1 else "types"] = each.types[0] if len(each.types) == 1 else list(each.types)
    flags = {"required": each.required, "allowNull": True if each.nullable else None, "unique": each.unique}
    texts = {"description": each.description, "display_name": each.display_name, "pattern": each.pattern, "format": each.format}
    lists = {"enum": list(each.enum), "examples": list(each.examples)}
    data.update(filled({**flags, **texts, **lists}))
    data.update({name: value for name in (*_NUMBERS, *_COUNTS) if (value := getattr(each, name)) is not None})
    if each.items is not None:
        data["items"] = _write_property(each.items)
    if each.properties:
        data["properties"] = [_write_property(inner) for inner in each.properties]
    return {**data, **kept(each.x, VENDOR)}


FORMATS = (PlanFormat(_NAME, "A folder of YAML files, one an event", _recognise, _read, _write, ".yaml", is_folder=True),)
