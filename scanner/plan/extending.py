"""A plan that takes over what others plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace

from scanner.plan.model import GlobalProperties, Plan, PlannedEvent, PlannedProperty, PropertyGroup, Source


def extend_plan(plan: Plan, bases: Iterable[Plan]) -> Plan:
    """The plan with the events, groups, types, globals and sources of its bases behind its own.

    What both have is one: the plan's own word goes first, what it leaves out is the base's. An event that only a base has is not
    expected in the code: its status is `planned` unless it has another.
    """
    for base in bases:
        plan = _add(plan, base)
    return plan


def _add(plan: Plan, base: Plan) -> Plan:
    own = {_key(event): event for event in plan.events}
    bases = {_key(event): event for event in base.events}
    merged = [_merge_events(event, bases[key]) if (key := _key(event)) in bases else event for event in plan.events]
    taken = [replace(event, status=event.status or "planned") for key, event in bases.items() if key not in own]
    return replace(
        plan,
        additional_properties=plan.additional_properties or base.additional_properties,
        sources=_sources(plan.sources, base.sources),
        types=_types(plan.types, base.types),
        groups=_groups(plan.groups, base.groups),
        globals=_globals(plan.globals, base.globals),
        events=(*merged, *taken),
        problems=(*plan.problems, *base.problems),
        losses=(*plan.losses, *base.losses),
    )


def _key(event: PlannedEvent) -> tuple[str, str, str, str]:
    return event.kind, event.name, event.pattern, event.version


def _merge_events(own: PlannedEvent, base: PlannedEvent) -> PlannedEvent:
    empty = PlannedEvent()
    filled = {
        field.name: getattr(base, field.name)
        for field in fields(PlannedEvent)
        if field.name not in ("origin", "x") and getattr(own, field.name) == getattr(empty, field.name)
    }
    return replace(own, **{**filled, "properties": _properties(own.properties, base.properties)})


def _properties(own: Iterable[PlannedProperty], base: Iterable[PlannedProperty]) -> tuple[PlannedProperty, ...]:
    """A property that only says whether it is required keeps the base's type."""
    bases = {each.name: each for each in base}
    made = {each.name: _fill(each, bases[each.name]) if each.name in bases else each for each in own}
    return (*made.values(), *(each for name, each in bases.items() if name not in made))


def _fill(own: PlannedProperty, base: PlannedProperty) -> PlannedProperty:
    if own.types or own.enum or own.const is not None:
        return own
    required = base.required if own.required is None else own.required
    return replace(base, required=required, description=own.description or base.description, origin=own.origin)


def _types(own: tuple[PlannedProperty, ...], base: tuple[PlannedProperty, ...]) -> tuple[PlannedProperty, ...]:
    names = {each.name for each in own}
    return (*own, *(each for each in base if each.name not in names))


def _groups(own: tuple[PropertyGroup, ...], base: tuple[PropertyGroup, ...]) -> tuple[PropertyGroup, ...]:
    names = {group.name for group in own}
    return (*own, *(group for group in base if group.name not in names))


def _sources(own: tuple[Source, ...], base: tuple[Source, ...]) -> tuple[Source, ...]:
    keys = {source.key for source in own}
    return (*own, *(source for source in base if source.key not in keys))


def _globals(own: tuple[GlobalProperties, ...], base: tuple[GlobalProperties, ...]) -> tuple[GlobalProperties, ...]:
    return (*own, *(each for each in base if each not in own))
