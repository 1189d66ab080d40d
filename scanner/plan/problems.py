"""What does not make sense in a plan though it can be used: names that lead nowhere, values that no event could have."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model import Location
from scanner.plan.model import NAMED_KINDS, PROPERTY_TYPES, Plan, PlannedEvent, PlannedProperty, PlanProblem, Scalar
from scanner.plan.patterns import read_pattern
from scanner.plan.words import fold, quote, stem_key

_NOWHERE = Location("", 1)


def find_problems(plan: Plan) -> Iterator[PlanProblem]:
    """Everything in a plan that a person should mend, whatever format it came from."""
    yield from _unknown_groups(plan)
    yield from _unknown_sources(plan)
    yield from _lost_replacements(plan)
    yield from _shadowed_aliases(plan)
    yield from _repeated_events(plan)
    yield from _near_duplicates(plan)
    for each, where in _all_properties(plan):
        yield from _property_problems(each, where)


def _unknown_groups(plan: Plan) -> Iterator[PlanProblem]:
    known = {group.name for group in plan.groups}
    for event in plan.events:
        for name in event.use_groups:
            if name not in known:
                yield PlanProblem(
                    f"event {quote(event.label)} uses the group {quote(name)}, which the plan does not have", _at(event.origin)
                )
    for each in plan.globals:
        for name in each.use_groups:
            if name not in known:
                yield PlanProblem(f"globals for {each.scope} use the group {quote(name)}, which the plan does not have", _at(each.origin))


def _unknown_sources(plan: Plan) -> Iterator[PlanProblem]:
    known = {source.key for source in plan.sources}
    for event in plan.events if known else ():
        for name in event.sources:
            if name not in known:
                told = f"event {quote(event.label)} comes from the source {quote(name)}, which the plan does not have"
                yield PlanProblem(told, _at(event.origin))


def _lost_replacements(plan: Plan) -> Iterator[PlanProblem]:
    known = {event.name for event in plan.events}
    for event in plan.events:
        replacement = event.deprecated.replaced_by if event.deprecated else ""
        if replacement and replacement not in known:
            told = f"event {quote(event.label)} is replaced by {quote(replacement)}, which the plan does not have"
            yield PlanProblem(told, _at(event.origin))


def _shadowed_aliases(plan: Plan) -> Iterator[PlanProblem]:
    planned = {(event.kind, event.name) for event in plan.events if event.name}
    for event in plan.events:
        for alias in event.aliases:
            if alias.reason != "destination" and (event.kind, alias.name) in planned:
                told = f"the alias {quote(alias.name)} of event {quote(event.label)} is also the name of an event"
                yield PlanProblem(told, _at(event.origin))


def _repeated_events(plan: Plan) -> Iterator[PlanProblem]:
    first: dict[tuple[str, str, str, str], PlannedEvent] = {}
    for event in plan.events:
        other = first.setdefault((event.kind, event.name, event.pattern, event.version), event)
        if other is not event and _share_sources(other, event):
            told = f"{_event_noun(event)} {quote(event.label)} is planned twice; the other one is {_line(other)}"
            yield PlanProblem(told, _at(event.origin))


def _share_sources(one: PlannedEvent, other: PlannedEvent) -> bool:
    """An event may be planned once for each application that sends it."""
    return not one.sources or not other.sources or not set(one.sources).isdisjoint(other.sources)


def _near_duplicates(plan: Plan) -> Iterator[PlanProblem]:
    """Names that differ in capitals and separators only, or in the order and form of their words."""
    seen: dict[tuple[str, object], PlannedEvent] = {}
    for event in plan.events:
        gone = event.deprecated is not None or event.status in ("deprecated", "removed", "blocked", "excluded")
        if event.kind not in NAMED_KINDS or not event.name or gone:
            continue
        for key in filter(None, (fold(event.name), stem_key(event.name))):
            other = seen.setdefault((event.kind, key), event)
            if other.name != event.name:
                told = f"events {quote(other.name)} and {quote(event.name)} look like one; the other one is {_line(other)}"
                yield PlanProblem(told, _at(event.origin))
                break


def _line(event: PlannedEvent) -> str:
    return f"in line {event.origin.line}" if event.origin else "above"


def _event_noun(event: PlannedEvent) -> str:
    return "event" if event.kind in NAMED_KINDS else event.kind


def _all_properties(plan: Plan) -> Iterator[tuple[PlannedProperty, str]]:
    for each in plan.types:
        yield from _with_nested(each, "type ")
    for group in plan.groups:
        for each in group.properties:
            yield from _with_nested(each, f"group {quote(group.name)}, ")
    for scope in plan.globals:
        for each in scope.properties:
            yield from _with_nested(each, "globals, ")
    for event in plan.events:
        for each in (*event.properties, *event.key_patterns):
            yield from _with_nested(each, _event_prefix(event))


def _event_prefix(event: PlannedEvent) -> str:
    return f"event {quote(event.label)}, "


def _with_nested(each: PlannedProperty, where: str) -> Iterator[tuple[PlannedProperty, str]]:
    yield each, f"{where}{quote(each.name) if each.name else 'items'}"
    inner = f"{where}{quote(each.name)}, " if each.name else where
    for nested in each.properties:
        yield from _with_nested(nested, inner)
    if each.items:
        yield from _with_nested(each.items, inner)


def _property_problems(each: PlannedProperty, where: str) -> Iterator[PlanProblem]:
    if each.pattern:
        reason = read_pattern(each.pattern)[1]
        if reason:
            yield PlanProblem(f"{where}: the pattern {quote(each.pattern)} {reason}; it is not checked", _at(each.origin))
    allowed = _scalar_types(each)
    for value in (*each.enum, *(() if each.const is None else (each.const,))):
        if allowed and not _is_of_type(value, allowed):
            told = f"{where}: the value {quote(show_scalar(value))} is not of the type {' or '.join(each.types)}"
            yield PlanProblem(told, _at(each.origin))
    for low, high, what in (
        (each.min, each.max, "min"),
        (each.min_length, each.max_length, "min_length"),
        (each.min_items, each.max_items, "min_items"),
    ):
        if low is not None and high is not None and low > high:
            yield PlanProblem(f"{where}: {what} is more than {what.replace('min', 'max')}", _at(each.origin))


def _scalar_types(each: PlannedProperty) -> frozenset[str]:
    """The types its values can have; empty when that is not known (any, or a type of the plan's own)."""
    if not each.types or not set(each.types) <= set(PROPERTY_TYPES) or "array" in each.types:
        return frozenset()
    return frozenset((*each.types, "null") if each.nullable else each.types)


def _is_of_type(value: Scalar, types: frozenset[str]) -> bool:
    if value is None:
        return "null" in types
    if isinstance(value, bool):
        return "boolean" in types
    if isinstance(value, int):
        return bool(types & {"integer", "number"})
    if isinstance(value, float):
        return "number" in types or ("integer" in types and value.is_integer())
    return "string" in types


def show_scalar(value: Scalar) -> str:
    """A value as source code has it: `true`, `null`, `5`, the text itself."""
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _at(origin: Location | None) -> Location:
    return origin or _NOWHERE
