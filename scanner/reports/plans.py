"""Plans as people and programs read them: one event, what changed, what was lost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from scanner.model import Location
from scanner.plan.differences import Level, PlanChange
from scanner.plan.matching import gather_properties
from scanner.plan.model import Loss, Plan, PlannedEvent, PlannedProperty
from scanner.plan.problems import show_scalar
from scanner.plan.words import quote
from scanner.plan.write import plan_data
from scanner.reports.markdown import code, escape
from scanner.reports.text import PLAIN, Style, plural, safe

DIFF_FORMAT = "tracklint.plan-diff/1"
EVENT_FORMAT = "tracklint.plan-event/1"

_COLORS: dict[Level, str] = {"breaking": "red", "maybe": "yellow", "info": "blue"}
_ICONS: dict[Level, str] = {"breaking": "❌", "maybe": "⚠️", "info": "🔵"}
_FIELDS = ("status", "version", "description", "why", "trigger", "location", "category", "display_name", "owner", "notes")


# --- one event ---------------------------------------------------------------------------------------


def event_human(plan: Plan, events: Sequence[PlannedEvent], style: Style = PLAIN) -> str:
    """All that a plan says of some events, with the properties that groups and globals add."""
    return "\n".join("\n".join(_event_lines(plan, event, style)) + "\n" for event in events)


def _event_lines(plan: Plan, event: PlannedEvent, style: Style) -> Iterator[str]:
    place = f"  {safe(event.origin.path)}:{event.origin.line}" if event.origin else ""
    yield f"{style.paint(safe(event.label), 'bold')}  {event.kind}{style.paint(place, 'dim')}"
    for name in _FIELDS:
        if value := getattr(event, name):
            yield f"  {name.replace('_', ' ')}: {safe(str(value))}"
    if event.sources:
        yield f"  sources: {', '.join(map(safe, event.sources))}"
    if event.aliases:
        yield f"  also known as: {', '.join(safe(alias.name) for alias in event.aliases)}"
    properties = (*gather_properties(plan, event), *event.key_patterns)
    if properties:
        yield "  properties:"
        yield from (f"    {line}" for each in properties for line in _property_lines(each))


def _property_lines(each: PlannedProperty, above: str = "") -> Iterator[str]:
    types = " | ".join((*each.types, *(("null",) if each.nullable else ()))) or "any"
    required = {True: ", required", False: ", optional", None: ""}[each.required]
    values = f", one of {', '.join(safe(show_scalar(value)) for value in each.enum)}" if each.enum else ""
    fits = f", fits {safe(each.pattern)}" if each.pattern else ""
    told = f"  {safe(each.description)}" if each.description else ""
    name = f"{above}{safe(each.name)}" if each.name else above.removesuffix(".")
    yield f"{name}: {types}{required}{values}{fits}{told}"
    for inner in each.properties:
        yield from _property_lines(inner, f"{name}.")
    for inner in each.items.properties if each.items else ():
        yield from _property_lines(inner, f"{name}[].")


def event_json(plan: Plan, events: Sequence[PlannedEvent]) -> str:
    """The same for programs, in the shape of the native format."""
    told = plan_data(Plan(events=tuple(events)))["events"]
    return _dump({"format": EVENT_FORMAT, "plan": plan.name, "events": told})


# --- what changed ------------------------------------------------------------------------------------


def diff_human(changes: Sequence[PlanChange], style: Style = PLAIN) -> str:
    """One line a change, the changes of an event together, and a line that counts them."""
    if not changes:
        return "The plans are the same.\n"
    lines = [line for event, group in _by_event(changes) for line in _group_lines(event, group, style)]
    counts = ", ".join(f"{sum(each.level == level for each in changes)} {level}" for level in _COLORS)
    return "\n".join([*lines, "", f"{plural(len(changes), 'change')}: {counts}"]) + "\n"


def _group_lines(event: str, changes: Sequence[PlanChange], style: Style) -> Iterator[str]:
    yield style.paint(safe(event) or "the plan", "bold")
    for each in changes:
        place = each.after or each.before
        shown = f"  {safe(place.path)}:{place.line}" if place else ""
        yield f"  {style.paint(each.level, _COLORS[each.level])}: {safe(each.message)}{style.paint(shown, 'dim')}"


def diff_concise(changes: Sequence[PlanChange]) -> str:
    """One line a change: its place, level, kind, event and what it is."""
    return "".join(f"{_concise(each)}\n" for each in changes)


def _concise(each: PlanChange) -> str:
    place = each.after or each.before
    at = f"{safe(place.path)}:{place.line}: " if place else ""
    event = f"{safe(quote(each.event))}: " if each.event else ""
    return f"{at}{each.level} {each.kind} {event}{safe(each.message)}"


def diff_markdown(changes: Sequence[PlanChange]) -> str:
    """The changes as sections of a document, one an event."""
    if not changes:
        return "The plans are the same.\n"
    sections = []
    for event, group in _by_event(changes):
        rows = "".join(f"- {_ICONS[each.level]} {escape(each.message)}\n" for each in group)
        sections.append(f"### {code(event) or 'The plan'}\n\n{rows}")
    return "\n".join(sections)


def diff_json(changes: Sequence[PlanChange]) -> str:
    """The changes for programs."""
    return _dump({"format": DIFF_FORMAT, "changes": [_change(each) for each in changes]})


def _change(each: PlanChange) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "level": each.level,
        "event": each.event,
        "property": each.property,
        "message": each.message,
        "before": _place(each.before),
        "after": _place(each.after),
    }


def _place(place: Location | None) -> dict[str, Any] | None:
    return {"path": place.path, "line": place.line} if place else None


def _by_event(changes: Iterable[PlanChange]) -> list[tuple[str, list[PlanChange]]]:
    """Changes by event; the events with the most serious changes first, as the changes come."""
    groups: dict[str, list[PlanChange]] = {}
    for each in changes:
        groups.setdefault(each.event, []).append(each)
    return list(groups.items())


# --- what was lost -----------------------------------------------------------------------------------


def loss_lines(losses: Iterable[Loss]) -> tuple[str, ...]:
    """One line a loss, each told once."""
    return tuple(dict.fromkeys(_loss(each) for each in losses))


def _loss(each: Loss) -> str:
    place = f"{safe(each.location.path)}:{each.location.line}: " if each.location else ""
    count = f" ({each.count} times)" if each.count > 1 and not any(character.isdigit() for character in each.message) else ""
    return f"{place}{safe(each.message)}{count}"


def _dump(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"
