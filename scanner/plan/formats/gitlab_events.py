"""GitLab's internal events: a folder with one YAML file an event."""

from __future__ import annotations

from dataclasses import replace

from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.formats.fitting import Capacity, Ledger, fit
from scanner.plan.formats.reading import Fields, Page, Reading, files_to_read, keys_of, roots, text_of
from scanner.plan.formats.writing import filled, kept, slug, to_yaml
from scanner.plan.model import Plan, PlannedEvent, PlannedProperty, Status
from scanner.plan.nodes import Node
from scanner.plan.words import word_set

VENDOR = "gitlab"
_NAME = "gitlab-events"
_TELLING = {"product_group", "product_section", "product_categories", "milestone", "introduced_by_url", "tiers"}
_STATUSES: dict[str, Status] = {"active": "active", "removed": "removed"}
# Fields with one value, which are labels of a plan.
_LABELS = ("milestone", "product_section", "product_stage", "value_type")


def _change_event(event: PlannedEvent, ledger: Ledger) -> PlannedEvent:
    labels = tuple((key, dict(event.labels)[key]) for key in _LABELS if dict(event.labels).get(key))
    if len(labels) < len(event.labels):
        ledger.lose("events", "labels", f"{_NAME} has only {', '.join(_LABELS)}")
    if len(event.links) > 1:
        ledger.lose("events", "links", f"{_NAME} has one link; the first is written")
    return replace(event, labels=labels, links=event.links[:1])


def _change_plan(plan: Plan, ledger: Ledger) -> Plan:
    """Events in the order of their files."""
    taken: set[str] = set()
    named = [(f"{slug(event.name, taken)}.yml", event) for event in plan.events]
    return replace(plan, events=tuple(event for _, event in sorted(named, key=lambda pair: pair[0])))


CAPACITY = Capacity(
    format=_NAME,
    vendor=VENDOR,
    events=word_set("name description owner category tags links labels properties"),
    properties=word_set("name description"),
    kinds=("track",),
    statuses=tuple(_STATUSES.values()),
    change_plan=_change_plan,
    change_event=_change_event,
)


def _recognise(material: Material) -> int:
    return max((_rate(root) for root in roots(material)), default=0)


def _rate(root: Node) -> int:
    keys = keys_of(root)
    return 90 if "action" in keys and ("internal_events" in keys or len(keys & _TELLING) >= 2) else 0


def _read(material: Material) -> Plan:
    reading = Reading(VENDOR)
    events: list[PlannedEvent] = []
    for member in files_to_read(material):
        page = reading.open(member)
        if page.root is not None and "action" not in keys_of(page.root) and material.is_folder:
            reading.lose("files", "action", "no definition of an event; left out", page.locate(page.root))
            continue
        event = _read_event(page)
        if event is not None:
            events.append(event)
    return reading.finish(Plan(events=tuple(events)))


def _read_event(page: Page) -> PlannedEvent | None:
    fields = page.root_mapping("the definition of an event")
    name = fields.need_text("action") if not page.problems.fatal else ""
    if not name:
        return None
    status = text_of(fields.node, "status")
    if status in _STATUSES:
        fields.drop("status")
    if fields.flag("internal_events") is False:
        fields.drop("internal_events")
    categories = fields.texts("product_categories") or fields.texts("product_category")
    keys = fields.need_fields("additional_properties")
    labels = tuple((key, text) for key in _LABELS if (text := fields.text(key)))
    return PlannedEvent(
        name=name,
        description=fields.text("description").strip(),
        owner=fields.text("product_group"),
        category=categories[0] if categories else "",
        tags=fields.texts("tiers"),
        links=fields.texts("introduced_by_url"),
        labels=labels,
        status=_STATUSES.get(status),
        properties=tuple(_read_key(keys, entry.key) for entry in keys.entries()) if keys else (),
        origin=fields.origin,
        x=fields.x(("product_categories", list(categories[1:]))),
    )


def _read_key(holder: Fields, name: str) -> PlannedProperty:
    entry = next(entry for entry in holder.node.entries if entry.key == name)
    fields = holder.need_fields(name)
    described = fields.text("description").strip() if fields else ""
    return PlannedProperty(name, description=described, origin=holder.page.locate(entry), x=fields.x() if fields else {})


def _write(plan: Plan) -> Written:
    fitted, losses = fit(plan, CAPACITY)
    taken: set[str] = set()
    files = {f"config/events/{slug(event.name, taken)}.yml": to_yaml(_write_event(event)) for event in fitted.events}
    return Written(files, losses)


def _write_event(event: PlannedEvent) -> dict[str, object]:
    own = kept(event.x, VENDOR)
    more = own.pop("product_categories", [])
    categories = [*([event.category] if event.category else []), *(more if isinstance(more, list) else [])]
    keys = {each.name: {"description": each.description, **kept(each.x, VENDOR)} for each in event.properties}
    legacy: dict[str, object] = {} if "category" in own else {"internal_events": True}
    labels: dict[str, object] = dict(event.labels)
    return {
        "description": event.description,
        **legacy,
        "action": event.name,
        **filled({"additional_properties": keys, "product_group": event.owner, "product_categories": categories}),
        **labels,
        **filled({"introduced_by_url": event.links[0] if event.links else "", "tiers": list(event.tags), "status": event.status}),
        **own,
    }


FORMATS = (PlanFormat(_NAME, "GitLab internal events, a folder of YAML", _recognise, _read, _write, ".yml", is_folder=True),)
