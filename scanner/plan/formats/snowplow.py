"""Snowplow: data products with their event specifications, source applications, and the Iglu schemas they refer to."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace

from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.formats.fitting import Capacity, Ledger, fit, is_number, keep_own_id
from scanner.plan.formats.json_schema import SCHEMA_FIELDS, ObjectSchema, SchemaReader, write_members
from scanner.plan.formats.reading import Fields, Page, Reading, files_to_read, keys_of, list_of, mapping_of, roots, text_of
from scanner.plan.formats.writing import filled, kept, slug, stable_uuid, to_json, to_yaml
from scanner.plan.model import Entity, Plan, PlannedEvent, PlannedProperty, Source
from scanner.plan.nodes import MappingNode, Node
from scanner.plan.records import plain
from scanner.plan.words import quote, word_set

VENDOR = "snowplow"
_NAME = "snowplow"
_SELF_DESCRIBING = "http://iglucentral.com/schemas/com.snowplowanalytics.self-desc/schema/jsonschema/1-0-0#"
_URI = re.compile(r"iglu:(?P<vendor>[\w.-]+)/(?P<name>[\w-]+)/jsonschema/(?P<version>\d+-\d+-\d+)\Z", re.ASCII)
_VERSION = re.compile(r"\d+-\d+-\d+\Z", re.ASCII)
_VENDOR = "com.example"
_PRODUCT = "Tracking plan"
_RESOURCES = ("data-product", "source-application", "data-structure")


def _change_event(event: PlannedEvent, ledger: Ledger) -> PlannedEvent:
    if _URI.match(event.name):
        return event
    ledger.lose("events", "name", f"{_NAME} knows events by their schema; the name becomes that of the specification")
    return replace(event, display_name=event.display_name or event.name)


def _change_plan(plan: Plan, ledger: Ledger) -> Plan:
    """Every event has the address of a schema, and stands in a data product."""
    taken: set[str] = set()
    addresses = {name: slug(name, taken) for name in dict.fromkeys(event.name for event in plan.events) if not _URI.match(name)}
    events = [_address(event, addresses, plan.name) for event in plan.events]
    shared = Counter(event.name for event in events)
    seen: Counter[tuple[str, str]] = Counter()
    made: list[PlannedEvent] = []
    for event in events:
        match = _URI.match(event.name)
        if shared[event.name] > 1:
            spec = event.display_name or event.name
            seen[event.name, spec] += 1
            spec = spec if seen[event.name, spec] == 1 else f"{spec} {seen[event.name, spec]}"
            event = replace(event, display_name=spec, version=spec)
        elif match is not None:
            event = replace(event, version=match["version"], display_name=event.display_name or match["name"])
        made.append(event)
    order = {name: index for index, name in enumerate(sorted({event.category for event in made}, key=lambda name: slug(name, set())))}
    products = tuple(order)
    if plan.name and plan.name not in products:
        ledger.lose("the plan", "name", f"{_NAME} has the names of data products; events stand in those")
    name = products[0] if len(products) == 1 else ""
    known = {source.key: _keep_id(source, ledger) for source in plan.sources}
    sources = {key: Source(key) for event in made for key in event.sources} | known
    ordered = sorted(sources.values(), key=lambda source: slug(source.key, set()))
    if not made and (plan.description or plan.owner):
        ledger.lose("the plan", "description", f"{_NAME} has it only in data products, of which there is none")
        plan = replace(plan, description="", owner="")
    return replace(plan, name=name, sources=tuple(ordered), events=tuple(sorted(made, key=lambda event: order[event.category])))


def _keep_id(source: Source, ledger: Ledger) -> Source:
    source = keep_own_id(source, VENDOR, ledger)
    return replace(source, ids=()) if source.ids == ((VENDOR, _application_id(source.key)),) else source


def _application_id(key: str) -> str:
    return stable_uuid("source application", key)


def _address(event: PlannedEvent, addresses: dict[str, str], plan_name: str) -> PlannedEvent:
    version = event.version if _VERSION.match(event.version) else f"{event.version}-0-0" if is_number(event.version) else "1-0-0"
    name = event.name if _URI.match(event.name) else f"iglu:{_VENDOR}/{addresses[event.name]}/jsonschema/{version}"
    return replace(event, name=name, category=event.category or plan_name or _PRODUCT, sources=tuple(dict.fromkeys(event.sources)))


CAPACITY = Capacity(
    format=_NAME,
    vendor=VENDOR,
    plan=word_set("name description owner sources"),
    events=word_set(
        "name version description trigger category display_name sources entities additional_properties properties key_patterns"
    ),
    properties=SCHEMA_FIELDS,
    kinds=("track",),
    sources=word_set("ids"),
    says_optional=True,
    has_property_x=False,
    is_versioned=True,
    change_plan=_change_plan,
    change_event=_change_event,
)


def _recognise(material: Material) -> int:
    return max((_rate(root) for root in roots(material)), default=0)


def _rate(root: Node) -> int:
    if text_of(root, "resourceType") in _RESOURCES or text_of(root, "meta", "schemaType"):
        return 95
    return 90 if text_of(_schema_of(root), "self", "vendor") else 0


def _schema_of(root: Node | None) -> MappingNode | None:
    """A self-describing schema, alone or in the file of a data structure."""
    for node in (mapping_of(root), mapping_of(root, "data")):
        if mapping_of(node, "self") is not None:
            return node
    return None


@dataclass(slots=True)
class _Schema:
    """A schema among the files."""

    page: Page
    node: MappingNode
    is_entity: bool
    is_hidden: bool
    is_used: bool = False


@dataclass(slots=True)
class _Resources:
    """What stands in the files."""

    products: list[tuple[Page, Fields]] = field(default_factory=list)
    applications: dict[str, Source] = field(default_factory=dict)
    schemas: dict[str, _Schema] = field(default_factory=dict)


def _read(material: Material) -> Plan:
    reading = Reading(VENDOR)
    found = _Resources()
    for member in files_to_read(material):
        _read_file(reading.open(member), found)
    listed = [(page, product, product.need_mappings("eventSpecifications", "event specification")) for page, product in found.products]
    specs = [(page, product, spec) for page, product, inside in listed for spec in inside]
    counted = Counter(text_of(spec.node, "event", "source") for _, _, spec in specs)
    reader = _Reader(found, counted)
    events = [event for page, product, spec in specs if (event := reader.read_specification(page, product, spec)) is not None]
    plan = _read_products(found)
    alone = [event for uri, schema in found.schemas.items() if (event := reader.read_alone(uri, schema)) is not None]
    return reading.finish(replace(plan, sources=tuple(found.applications.values()), events=(*events, *alone)))


def _read_file(page: Page, found: _Resources) -> None:
    root = page.root
    kind = text_of(root, "resourceType")
    schema = _schema_of(root)
    if kind == "data-product" and isinstance(root, MappingNode):
        product = Fields(page, root, "the data product").need_fields("data")
        if product is not None:
            found.products.append((page, product))
    elif kind == "source-application" and isinstance(root, MappingNode):
        found.applications[page.path] = _read_application(page, root)
    elif schema is not None and text_of(schema, "self", "format") not in ("", "jsonschema"):
        word = text_of(schema, "self", "format")
        page.reading.lose("schemas", "format", f"of the format {quote(word)}, which is not read; left out", page.locate(schema))
    elif schema is not None:
        parts = [text_of(schema, "self", key) for key in ("vendor", "name", "version")]
        uri = f"iglu:{parts[0]}/{parts[1]}/jsonschema/{parts[2]}"
        is_hidden = text_of(root, "meta", "hidden") == "true"
        found.schemas.setdefault(uri, _Schema(page, schema, text_of(root, "meta", "schemaType") == "entity", is_hidden))
    elif root is not None:
        page.reading.lose("files", "resourceType", "neither a data product, a source application nor a schema; left out", page.locate(root))


def _read_application(page: Page, root: MappingNode) -> Source:
    data = Fields(page, root, "the source application").need_fields("data")
    name = (data.text("name") if data else "") or page.path
    id_ = text_of(root, "resourceName")
    is_own = id_ not in ("", _application_id(name))
    return Source(name, ids=((VENDOR, id_),) if is_own else (), x=data.x() if data else {}, origin=page.locate(root))


def _read_products(found: _Resources) -> Plan:
    plan = Plan()
    for number, (_, product) in enumerate(found.products):
        name, description, owner = product.text("name"), product.text("description"), product.text("owner")
        if number == 0:
            plan = Plan(name=name, description=description, owner=owner, origin=product.origin)
        elif name != plan.name:
            plan = replace(plan, name="")
        product.drop("sourceApplications")
        if number and ((description and description != plan.description) or (owner and owner != plan.owner)):
            told = "another owner or description than the first has; left out"
            product.page.reading.lose("data products", "description", told, product.origin)
        x = product.x()
        plan = replace(plan, x=x if number == 0 else plan.x)
        if number and x:
            product.page.reading.lose("data products", "data", "fields that only the first one can keep; left out", product.origin)
    return plan


class _Reader:
    """Reads specifications, with the schemas and applications that they refer to."""

    def __init__(self, found: _Resources, counted: Counter[str]) -> None:
        self._found = found
        self._counted = counted

    def read_specification(self, page: Page, product: Fields, spec: Fields) -> PlannedEvent | None:
        event = spec.need_fields("event")
        uri = event.need_text("source") if event else ""
        if event is None or not uri:
            if event is None:
                spec.complain(f'{spec.what} needs an "event" with the "source" of its schema')
            return None
        name = spec.text("name")
        match = _URI.match(uri)
        body = self._read_body(uri, event, page)
        entities, rest = self._read_entities(spec)
        version = name if self._counted[uri] > 1 else match["version"] if match else ""
        return PlannedEvent(
            name=uri,
            version=version,
            description=spec.text("description") or body.description,
            trigger=_read_trigger(spec),
            category=text_of(product.node, "name"),
            display_name=name,
            sources=self._read_sources(page, product, spec),
            entities=entities,
            additional_properties=body.additional_properties,
            properties=body.properties,
            key_patterns=body.key_patterns,
            origin=spec.origin,
            x=_own(spec, ("event", event.rest()), ("entities", rest), ("schema", dict(body.rest)), name=name),
        )

    def _read_body(self, uri: str, event: Fields, page: Page) -> ObjectSchema:
        """The schema among the files, narrowed by what the specification says."""
        known = self._found.schemas.get(uri)
        base = ObjectSchema()
        if known is not None:
            known.is_used = True
            base = _read_schema(known.page, known.node, uri)
        node = event.take("schema")
        if not isinstance(node, MappingNode):
            if known is None:
                told = "the schema is in none of the files, so the properties are not known"
                page.reading.lose("events", "source", told, event.origin)
            return base
        narrow = _read_schema(page, node, uri)
        narrowed = {each.name: each for each in narrow.properties}
        narrower = tuple(_narrow(each, narrowed.pop(each.name, None)) for each in base.properties)
        properties = (*narrower, *narrowed.values())
        flag = base.additional_properties if narrow.additional_properties is None else narrow.additional_properties
        patterns = narrow.key_patterns or base.key_patterns
        return ObjectSchema(properties, patterns, flag, narrow.description or base.description, "", {**base.rest, **narrow.rest})

    def _read_sources(self, page: Page, product: Fields, spec: Fields) -> tuple[str, ...]:
        own = _references(page, spec.take("sourceApplications")) if spec.has("sourceApplications") else ()
        excluded = _references(page, spec.take("excludedSourceApplications"))
        paths = own or tuple(path for path in _references(page, product.node.get("sourceApplications")) if path not in excluded)
        names: list[str] = []
        for path in paths:
            known = self._found.applications.get(path)
            if known is None:
                page.note(spec.node, f"{spec.what} comes from {quote(path)}, which is not among the files")
            else:
                names.append(known.key)
        return tuple(dict.fromkeys(names))

    def _read_entities(self, spec: Fields) -> tuple[tuple[Entity, ...], dict[str, object]]:
        holder = spec.fields("entities")
        made: list[Entity] = []
        rests: dict[str, object] = {}
        for each in holder.need_mappings("tracked", "entity") if holder else ():
            ref = each.need_text("source")
            if ref in self._found.schemas:
                self._found.schemas[ref].is_entity = True
            made.append(Entity(ref, each.count("minCardinality"), each.count("maxCardinality")))
            rests.update({ref: rest} if (rest := each.rest()) else {})
        enriched = holder.take("enriched") if holder else None
        beside = holder.rest() if holder else {}
        if enriched is not None and list_of(enriched):
            beside["enriched"] = plain(enriched)
        return tuple(made), {**({"tracked": rests} if rests else {}), **beside}

    def read_alone(self, uri: str, schema: _Schema) -> PlannedEvent | None:
        """A schema that no specification refers to is an event, unless it describes an entity."""
        if schema.is_used:
            return None
        place = schema.page.locate(schema.node)
        if schema.is_entity:
            schema.page.reading.lose("schemas", "schemaType", "of entities, which are no events; left out", place)
            return None
        match = _URI.match(uri)
        body = _read_schema(schema.page, schema.node, uri)
        rest = {**body.rest, **({"hidden": True} if schema.is_hidden else {})}
        return PlannedEvent(
            name=uri,
            version=match["version"] if match else text_of(schema.node, "self", "version"),
            description=body.description,
            additional_properties=body.additional_properties,
            properties=body.properties,
            key_patterns=body.key_patterns,
            origin=place,
            x={VENDOR: {"schema": rest}} if rest else {},
        )


def _narrow(each: PlannedProperty, narrower: PlannedProperty | None) -> PlannedProperty:
    """A property as a specification narrows it: what that does not say stays as it was."""
    if narrower is None:
        return each
    plain = PlannedProperty(each.name)
    said = {item.name: value for item in fields(plain) if (value := getattr(narrower, item.name)) != getattr(plain, item.name)}
    nullable = narrower.nullable if narrower.types else each.nullable
    return replace(each, **{**said, "required": bool(each.required or narrower.required), "nullable": nullable})


def _own(spec: Fields, *more: tuple[str, object], name: str) -> dict[str, object]:
    if text_of(spec.node, "resourceName") == stable_uuid("event specification", name, text_of(spec.node, "event", "source")):
        spec.drop("resourceName")
    return spec.x(*more)


def _read_schema(page: Page, node: MappingNode, uri: str) -> ObjectSchema:
    entries = tuple(entry for entry in node.entries if entry.key != "self")
    return SchemaReader(page, node).read_object(replace(node, entries=entries), f"event {quote(uri)}")


def _read_trigger(spec: Fields) -> str:
    """The one trigger that is nothing but words."""
    triggers = list_of(spec.peek("triggers"))
    if not triggers:
        spec.drop("triggers")
    only = mapping_of(triggers[0]) if len(triggers) == 1 else None
    if only is None or keys_of(only) != {"description"}:
        return ""
    spec.drop("triggers")
    return text_of(only, "description")


def _references(page: Page, node: Node | None) -> tuple[str, ...]:
    """The files that a list of `$ref` names, by their paths."""
    folder = posixpath.dirname(page.path)
    return tuple(posixpath.normpath(posixpath.join(folder, text)) for each in list_of(node) if (text := text_of(each, "$ref")))


def _write(plan: Plan) -> Written:
    fitted, losses = fit(plan, CAPACITY)
    taken: set[str] = set()
    apps = {source.key: f"source-apps/{slug(source.key, taken)}.yaml" for source in fitted.sources}
    files = {apps[source.key]: _write_application(source) for source in fitted.sources}
    shared = Counter(event.name for event in fitted.events)
    names: set[str] = set()
    products = {name: f"data-products/{slug(name, names)}.yaml" for name in dict.fromkeys(event.category for event in fitted.events)}
    for number, (name, path) in enumerate(products.items()):
        events = [event for event in fitted.events if event.category == name]
        files[path] = _write_product(name, events, fitted, apps, shared, number == 0)
    structures: set[str] = set()
    for event in fitted.events:
        match = _URI.match(event.name)
        if match is not None and shared[event.name] == 1:
            files[f"data-structures/{slug(match['name'] + ' ' + match['version'], structures)}.json"] = _write_structure(event, match)
    return Written(files, losses)


def _write_application(source: Source) -> bytes:
    id_ = next((text for vendor, text in source.ids if vendor == VENDOR), _application_id(source.key))
    data = {"name": source.key, **kept(source.x, VENDOR)}
    return to_yaml({"apiVersion": "v1", "resourceType": "source-application", "resourceName": id_, "data": data})


def _write_product(
    name: str, events: Iterable[PlannedEvent], plan: Plan, apps: dict[str, str], shared: Counter[str], is_first: bool
) -> bytes:
    data: dict[str, object] = {"name": name, **filled({"description": plan.description, "owner": plan.owner})}
    data.update(kept(plan.x, VENDOR) if is_first else {})
    data["eventSpecifications"] = [_write_specification(event, apps, shared[event.name] > 1) for event in events]
    return to_yaml({"apiVersion": "v1", "resourceType": "data-product", "resourceName": stable_uuid("data product", name), "data": data})


def _write_specification(event: PlannedEvent, apps: dict[str, str], is_shared: bool) -> dict[str, object]:
    own = kept(event.x, VENDOR)
    beside = kept(own, "entities")
    rests = kept(beside, "tracked")
    schema: dict[str, object] = {"schema": {"type": "object", **_members(event)}} if is_shared else {}
    data: dict[str, object] = {
        "resourceName": stable_uuid("event specification", event.display_name, event.name),
        "name": event.display_name,
    }
    data.update(filled({"description": event.description}))
    data.update({"sourceApplications": [{"$ref": f"../{apps[key]}"} for key in event.sources]} if event.sources else {})
    data.update({"triggers": [{"description": event.trigger}]} if event.trigger else {})
    data["event"] = {"source": event.name, **schema, **kept(own, "event")}
    tracked = [_write_entity(entity, kept(rests, entity.ref)) for entity in event.entities]
    entities = {**({"tracked": tracked} if tracked else {}), **{key: value for key, value in beside.items() if key != "tracked"}}
    data.update({"entities": entities} if entities else {})
    return {**data, **{key: value for key, value in own.items() if key not in ("entities", "event", "schema")}}


def _write_entity(entity: Entity, rest: dict[str, object]) -> dict[str, object]:
    bounds = (("minCardinality", entity.min), ("maxCardinality", entity.max))
    return {"source": entity.ref, **{key: value for key, value in bounds if value is not None}, **rest}


def _members(event: PlannedEvent) -> dict[str, object]:
    own = {key: value for key, value in kept(kept(event.x, VENDOR), "schema").items() if key != "hidden"}
    return {**write_members(event.properties, event.additional_properties, event.key_patterns), **own}


def _write_structure(event: PlannedEvent, match: re.Match[str]) -> bytes:
    hidden = kept(kept(event.x, VENDOR), "schema").get("hidden") is True
    self = {"vendor": match["vendor"], "name": match["name"], "format": "jsonschema", "version": match["version"]}
    schema = {"$schema": _SELF_DESCRIBING, "self": self, "type": "object", **filled({"description": event.description}), **_members(event)}
    meta = {"hidden": hidden, "schemaType": "event", "customData": {}}
    return to_json({"apiVersion": "v1", "resourceType": "data-structure", "meta": meta, "data": schema})


FORMATS = (PlanFormat(_NAME, "Snowplow data products and Iglu schemas", _recognise, _read, _write, ".yaml", is_folder=True),)
