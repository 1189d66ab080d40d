"""What changed in the properties of one event, over all of its calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scanner.changes.common import common
from scanner.changes.model import (
    Difference,
    Level,
    PropertiesUnknown,
    PropertyAdded,
    PropertyOptional,
    PropertyRemoved,
    PropertyRetyped,
)
from scanner.changes.pairing import speaking_for
from scanner.model import Call, Kind, Location, PropertyKey


@dataclass(frozen=True, slots=True)
class Event:
    """One event in the two states. `old_name` is what it was called before, when that was something else."""

    kind: Kind
    name: str
    before: Sequence[Call]
    after: Sequence[Call]
    old_name: str = ""


@dataclass(frozen=True, slots=True)
class _Uses:
    """One property over all calls of an event. `types` is empty when they are not all known."""

    keys: tuple[PropertyKey, ...]
    types: frozenset[str]
    always: bool


def compare_properties(event: Event) -> Iterator[Difference]:
    """The properties added, removed, of another type, no longer always sent; and whether they are still known."""
    event = replace(event, before=speaking_for(event.old_name or event.name, event.before), after=speaking_for(event.name, event.after))
    old, new = _gather(event.before), _gather(event.after)
    complete = _is_complete(event.after)
    for name, uses in new.items():
        if name not in old:
            yield _added(event, name, uses)
        else:
            yield from _changed(event, name, old[name], uses)
    for name in old:
        if name not in new:
            level: Level = "breaking" if complete else "maybe"
            yield PropertyRemoved(**common(event.kind, (event.name,), event.before, event.after, level), property=name, certain=complete)
    if _is_complete(event.before) and not complete:
        yield PropertiesUnknown(**common(event.kind, (event.name,), event.before, event.after, "maybe"))


def _added(event: Event, name: str, uses: _Uses) -> Difference:
    senders = [call for call in event.after if any(key.name == name for key in call.properties.keys)]
    return PropertyAdded(
        **common(event.kind, (event.name,), (), senders, "info"),
        property=name,
        type=" or ".join(sorted(uses.types)),
        conditional=not uses.always,
        written=_written(senders, uses),
    )


def _written(senders: Sequence[Call], uses: _Uses) -> tuple[Location, ...]:
    """Where the property stands in other files than its calls."""
    files = {call.location.path for call in senders}
    places = {Location(key.location.path, key.location.line) for key in uses.keys if key.location and key.location.path not in files}
    return tuple(sorted(places))


def _changed(event: Event, name: str, old: _Uses, new: _Uses) -> Iterator[Difference]:
    if old.types and new.types - old.types:
        level: Level = "maybe" if new.types & old.types else "breaking"
        was, now = tuple(sorted(old.types)), tuple(sorted(new.types))
        yield PropertyRetyped(**common(event.kind, (event.name,), event.before, event.after, level), property=name, old=was, new=now)
    if old.always and not new.always:
        yield PropertyOptional(**common(event.kind, (event.name,), event.before, event.after, "maybe"), property=name)


def _gather(calls: Sequence[Call]) -> Mapping[str, _Uses]:
    found: dict[str, list[PropertyKey]] = {}
    for call in calls:
        for key in call.properties.keys:
            found.setdefault(key.name, []).append(key)
    return {name: _sum_up(keys, calls) for name, keys in found.items()}


def _sum_up(keys: Sequence[PropertyKey], calls: Sequence[Call]) -> _Uses:
    types = {key.type for key in keys}
    # whether a number is whole depends on how it is written, and null says nothing of what else may come
    plain = {"number" if kind == "integer" else kind for kind in types} - {"null"}
    return _Uses(
        tuple(keys), frozenset() if "" in types else frozenset(plain), len(keys) >= len(calls) and not any(k.conditional for k in keys)
    )


def _is_complete(calls: Sequence[Call]) -> bool:
    return all(call.properties.complete and not call.properties.dynamic for call in calls)
