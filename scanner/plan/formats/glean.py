"""Mozilla Glean: the events of one or several `metrics.yaml`."""

from __future__ import annotations

import re
from dataclasses import replace

from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.formats.fitting import Capacity, Ledger, fit
from scanner.plan.formats.reading import Fields, Reading, files_to_read, keys_of, roots, text_of
from scanner.plan.formats.writing import filled, kept, slug, to_yaml
from scanner.plan.model import Plan, PlannedEvent, PlannedProperty
from scanner.plan.nodes import MappingNode, Node, ScalarNode, SequenceNode
from scanner.plan.words import quote, word_set

VENDOR = "glean"
_NAME = "glean"
_SCHEMA = "moz://mozilla.org/schemas/glean/metrics/2-0-0"
_TYPES = {"string": "string", "boolean": "boolean", "quantity": "integer"}
_WORDS = {name: word for word, name in _TYPES.items()}
_EVENT_NAME = re.compile(r"[a-z_][a-z0-9_]{0,29}(\.[a-z_][a-z0-9_]{0,29})+\Z")
_METRIC_KEYS = {"bugs", "data_reviews", "notification_emails", "expires", "send_in_pings"}


def _change_plan(plan: Plan, ledger: Ledger) -> Plan:
    """Names are `category.metric` in small letters."""
    taken = {event.name for event in plan.events if _EVENT_NAME.match(event.name)}
    made: list[PlannedEvent] = []
    for event in plan.events:
        if not _EVENT_NAME.match(event.name):
            ledger.lose("events", "name", f"{_NAME} has names such as `category.metric`; written as one")
            event = replace(event, name=_make_name(event.name, taken))
        made.append(event)
    # the metrics of one category stand together
    order = {name: index for index, name in enumerate(dict.fromkeys(_category(event) for event in made))}
    return replace(plan, events=tuple(sorted(made, key=lambda event: order[_category(event)])))


def _make_name(name: str, taken: set[str]) -> str:
    metrics = {known.removeprefix("events.") for known in taken if known.startswith("events.")}
    word = slug(name[:24], metrics)
    made = f"events.{word if not word[0].isdigit() else 'e_' + word}"
    taken.add(made)
    return made


def _category(event: PlannedEvent) -> str:
    return event.name.rpartition(".")[0]


def _change_property(each: PlannedProperty, ledger: Ledger) -> PlannedProperty:
    if not each.types or (len(each.types) == 1 and each.types[0] in _WORDS):
        return each
    ledger.lose("properties", "types", f"{_NAME} has strings, booleans and whole numbers; no type is written")
    return replace(each, types=())


CAPACITY = Capacity(
    format=_NAME,
    vendor=VENDOR,
    events=word_set("name description contacts links tags properties"),
    properties=word_set("name types description"),
    kinds=("track",),
    statuses=("blocked",),
    change_plan=_change_plan,
    change_property=_change_property,
)


def _recognise(material: Material) -> int:
    return max((_rate(root) for root in roots(material)), default=0)


def _rate(root: Node) -> int:
    if "/schemas/glean/metrics/" in text_of(root, "$schema"):
        return 95
    if not isinstance(root, MappingNode) or any(key in keys_of(root) for key in ("events", "$id", "apiVersion")):
        return 0
    metrics = (metric for entry in root.entries if isinstance(entry.node, MappingNode) for metric in entry.node.entries)
    return 70 if any(text_of(each.node, "type") and len(keys_of(each.node) & _METRIC_KEYS) >= 2 for each in metrics) else 0


def _read(material: Material) -> Plan:
    reading = Reading(VENDOR)
    events: list[PlannedEvent] = []
    x: dict[str, object] = {}
    for member in files_to_read(material):
        page = reading.open(member)
        if page.root is not None and not _rate(page.root) and material.is_folder:
            reading.lose("files", "$schema", "no metrics; left out", page.locate(page.root))
            continue
        fields = page.root_mapping("a file of metrics")
        fields.drop("$schema")
        for entry in fields.entries():
            # lists beside the categories concern the file: `$tags`, `no_lint`
            category = fields.need_fields(entry.key) if not isinstance(entry.node, SequenceNode) else None
            if category is not None:
                events.extend(_read_category(category, entry.key))
        x = x or fields.x()
    return reading.finish(Plan(events=tuple(events), x=x))


def _read_category(category: Fields, name: str) -> list[PlannedEvent]:
    made: list[PlannedEvent] = []
    for entry in category.entries():
        metric = category.need_fields(entry.key)
        if metric is None:
            continue
        kind = metric.text("type")
        if kind == "event":
            made.append(replace(_read_metric(metric, f"{name}.{entry.key}"), origin=category.page.locate(entry)))
        else:
            told = f"of the type {quote(kind)}, which are no events; left out"
            category.page.reading.lose("metrics", kind, told, category.page.locate(entry))
    return made


def _read_metric(metric: Fields, name: str) -> PlannedEvent:
    keys = metric.need_fields("extra_keys")
    metadata = metric.fields("metadata")
    tags = metadata.texts("tags") if metadata else ()
    is_disabled = metric.flag("disabled")
    if text_of(metric.node, "expires") == "never":
        metric.drop("expires")
    return PlannedEvent(
        name=name,
        description=metric.text("description").strip(),
        contacts=metric.texts("notification_emails"),
        links=metric.texts("bugs"),
        tags=tags,
        status="blocked" if is_disabled else None,
        properties=tuple(_read_key(keys, entry.key) for entry in keys.entries()) if keys else (),
        x=metric.x(("metadata", metadata.rest() if metadata else {})),
    )


def _read_key(holder: Fields, name: str) -> PlannedProperty:
    entry = next(entry for entry in holder.node.entries if entry.key == name)
    origin = holder.page.locate(entry)
    if isinstance(entry.node, ScalarNode) and entry.node.value is None:
        return PlannedProperty(name, origin=origin)
    fields = holder.need_fields(name)
    if fields is None:
        return PlannedProperty(name, origin=origin)
    word = fields.text("type")
    return PlannedProperty(
        name=name,
        types=(_TYPES[word],) if word in _TYPES else (),
        description=fields.text("description").strip(),
        origin=origin,
        x=fields.x(("type", "" if word in _TYPES else word)),
    )


def _write(plan: Plan) -> Written:
    fitted, losses = fit(plan, CAPACITY)
    data: dict[str, object] = {"$schema": _SCHEMA, **kept(fitted.x, VENDOR)}
    categories: dict[str, dict[str, object]] = {}
    for event in fitted.events:
        category, _, metric = event.name.rpartition(".")
        categories.setdefault(category, {})[metric] = _write_metric(event)
    return Written({"": to_yaml({**data, **categories})}, losses)


def _write_metric(event: PlannedEvent) -> dict[str, object]:
    own = kept(event.x, VENDOR)
    metadata = {**filled({"tags": list(event.tags)}), **kept(own, "metadata")}
    data: dict[str, object] = {
        "type": "event",
        "description": event.description,
        "bugs": list(event.links),
        "notification_emails": list(event.contacts),
        "expires": "never",
        **{key: value for key, value in own.items() if key != "metadata"},
    }
    if event.status == "blocked":
        data["disabled"] = True
    if metadata:
        data["metadata"] = metadata
    if event.properties:
        data["extra_keys"] = {each.name: _write_key(each) for each in event.properties}
    return data


def _write_key(each: PlannedProperty) -> dict[str, object]:
    word = filled({"type": _WORDS[each.types[0]] if each.types else ""})
    return {"description": each.description, **word, **kept(each.x, VENDOR)}


FORMATS = (PlanFormat(_NAME, "Mozilla Glean metrics.yaml", _recognise, _read, _write, ".yaml"),)
