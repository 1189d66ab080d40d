"""What a plan loses on its way into a format, found by reading back what was written.

Nothing can be lost silently that way, whatever a format cannot hold: what does not come back is a loss.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields

from scanner.plan.formats.reading import tell_loss
from scanner.plan.model import Loss, Plan, PlannedEvent, PlannedProperty

_Said = tuple[str, str, str]  # what it concerns (`events`), the field or part of it, what happens to that
_EVENT_PARTS = frozenset({"properties", "key_patterns", "kind", "name", "pattern", "version"})
_PROPERTY_PARTS = frozenset({"name", "items", "properties"})
_PLAN_PARTS = frozenset({"events", "groups", "globals", "types", "sources"})


def find_losses(plan: Plan, again: Plan, format_name: str) -> tuple[Loss, ...]:
    """What `plan` says and `again`, read from what was written of it, does not. What `again` says beside that is no loss."""
    counted = Counter(_compare_plans(plan, again))
    return tuple(tell_loss(noun, subject, f"{told} in {format_name}", count) for (noun, subject, told), count in counted.items())


def _compare_plans(plan: Plan, again: Plan) -> Iterator[_Said]:
    yield from _compare_fields("the plan", plan, again, _PLAN_PARTS)
    yield from _compare_named("sources", {each.key: each for each in plan.sources}, {each.key: each for each in again.sources})
    yield from _compare_properties("types", plan.types, again.types)
    yield from _compare_groups(plan, again)
    yield from _compare_globals(plan, again)
    yield from _compare_events(plan, again)


def _compare_named(
    subject: str, before: Mapping[str, object], after: Mapping[str, object], skip: frozenset[str] = frozenset()
) -> Iterator[_Said]:
    for name, each in before.items():
        if name in after:
            yield from _compare_fields(subject, each, after[name], skip)
        else:
            yield subject, "name", "no place"


def _compare_groups(plan: Plan, again: Plan) -> Iterator[_Said]:
    before, after = ({each.name: each for each in one.groups} for one in (plan, again))
    yield from _compare_named("groups", before, after, frozenset({"properties"}))
    for name, group in before.items():
        if name in after:
            yield from _compare_properties("properties", group.properties, after[name].properties)


def _compare_globals(plan: Plan, again: Plan) -> Iterator[_Said]:
    before, after = ({each.scope: each for each in one.globals} for one in (plan, again))
    for scope, each in before.items():
        found = after.get(scope)
        if found is None:
            yield from (("global properties", scope, "no place") for _ in each.properties or (each,))
        else:
            yield from _compare_fields("globals", each, found, frozenset({"properties"}))
            yield from _compare_properties("properties", each.properties, found.properties)


def _compare_events(plan: Plan, again: Plan) -> Iterator[_Said]:
    after = {_identity(each): each for each in again.events}
    unversioned = {_identity(each)[:3]: each for each in again.events}
    for event in plan.events:
        found = after.get(_identity(event)) or unversioned.get(_identity(event)[:3])
        if found is None:
            yield "events", *_describe_event(event)
            continue
        if event.version and found.version != event.version:
            yield "events", "version", '"version" has no place'
        yield from _compare_fields("events", event, found, _EVENT_PARTS)
        yield from _compare_properties("properties", event.properties, found.properties)
        yield from _compare_properties("key patterns", event.key_patterns, found.key_patterns)


def _identity(event: PlannedEvent) -> tuple[str, str, str, str]:
    return event.kind, event.name, event.pattern, event.version


def _describe_event(event: PlannedEvent) -> tuple[str, str]:
    if event.pattern:
        return "pattern", "patterns of names have no place"
    if event.name:
        return ("name", "this name does not come back") if event.kind == "track" else ("kind", f"the kind {event.kind} has no place")
    return "kind", f"{event.kind} without a name has no place"


def _compare_properties(subject: str, before: Sequence[PlannedProperty], after: Sequence[PlannedProperty]) -> Iterator[_Said]:
    found = {each.name: each for each in after}
    for each in before:
        if each.name not in found:
            yield subject, "name", "no place"
            continue
        yield from _compare_property(subject, each, found[each.name])
    common = [each.name for each in before if each.name in found]
    if common != [each.name for each in after if each.name in common]:
        yield subject, "order", "the order is not kept"


def _compare_property(subject: str, each: PlannedProperty, found: PlannedProperty) -> Iterator[_Said]:
    yield from _compare_fields(subject, each, found, _PROPERTY_PARTS)
    yield from _compare_properties("nested properties", each.properties, found.properties)
    if each.items is not None and found.items is None and each.items != PlannedProperty(""):
        yield subject, "items", '"items" has no place'
    elif each.items is not None and found.items is not None:
        yield from _compare_property("items", each.items, found.items)


def _compare_fields(subject: str, before: object, after: object, skip: frozenset[str]) -> Iterator[_Said]:
    for each in fields(before):  # type: ignore[arg-type]
        if not each.compare or each.name in skip:
            continue
        old, new = getattr(before, each.name), getattr(after, each.name)
        default = each.default_factory() if each.default_factory is not MISSING else each.default
        if _same(old, default) or _same(old, new):
            continue
        yield subject, each.name, f'"{each.name}" {"has no place" if _same(new, default) else "is not kept as it is"}'


def _same(one: object, other: object) -> bool:
    """Equal in type as well: `1`, `1.0` and `True` differ; so do members of lists."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, int | float) and isinstance(other, int | float) and isinstance(one, bool) is isinstance(other, bool):
        return one == other
    if isinstance(one, str) and isinstance(other, str):
        return one.strip() == other.strip()
    return type(one) is type(other) and one == other
