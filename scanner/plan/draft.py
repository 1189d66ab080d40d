"""A first plan, made from what the code sends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from scanner.model import Call, Kind, PropertyKey
from scanner.plan.model import KINDS, NAMED_KINDS, GlobalProperties, Plan, PlannedEvent, PlannedProperty

_UNPLANNED_KINDS: frozenset[Kind] = frozenset({"alias", "reset"})


def draft_plan(calls: Sequence[Call], name: str) -> Plan:
    """One event for each kind and name that is sent. Calls of low confidence, unknown names and a library's own names are left out.

    A property is required when every call that sends the event sends it on every path; that is only said when all its properties are known.
    """
    sites = _group_sites(calls)
    common = _find_common(sites)
    scoped = (GlobalProperties("track", properties=_draft_properties(_track_sites(sites), common)),) if common else ()
    events = (_draft_event(key, sites[key], common) for key in sorted(sites, key=lambda key: (KINDS.index(key[0]), key[1], key[2])))
    return Plan(name=name, globals=scoped, events=tuple(events))


_Key = tuple[Kind, str, str]


def _group_sites(calls: Iterable[Call]) -> dict[_Key, list[Call]]:
    """The calls of each event, by kind, name and pattern."""
    sites: dict[_Key, list[Call]] = defaultdict(list)
    for call in calls:
        if call.confidence != "low" and call.kind not in _UNPLANNED_KINDS:
            for key in _event_keys(call):
                sites[key].append(call)
    return dict(sites)


def _event_keys(call: Call) -> Iterable[_Key]:
    if call.kind in ("identify", "group"):
        return [(call.kind, "", "")]
    pattern = call.event.pattern or ""
    if call.event.kind == "pattern" and sum(character.isalpha() for character in pattern) >= 3:
        return [(call.kind, "", pattern)]
    names = [] if call.event.kind in ("pattern", "dynamic") else [name for name in call.event.names if name and not name.startswith("$")]
    if not names and not call.event.names and call.kind not in NAMED_KINDS:
        return [(call.kind, "", "")]
    return [(call.kind, name, "") for name in dict.fromkeys(names)]


def _track_sites(sites: dict[_Key, list[Call]]) -> list[Call]:
    return [call for (kind, _, _), calls in sites.items() if kind == "track" for call in calls]


def _find_common(sites: dict[_Key, list[Call]]) -> frozenset[str]:
    """The properties that a wrapper adds to every track event there is; they belong to all rather than to each."""
    if sum(kind == "track" for kind, _, _ in sites) < 2:
        return frozenset()
    added = [frozenset(key.name for key in call.properties.keys if key.added_by == "wrapper") for call in _track_sites(sites)]
    return frozenset.intersection(*added)


def _draft_event(key: _Key, calls: Sequence[Call], common: frozenset[str]) -> PlannedEvent:
    kind, name, pattern = key
    names = {found.name for call in calls for found in call.properties.keys}
    properties = _draft_properties(calls, names - common if kind == "track" else names)
    return PlannedEvent(name=name, pattern=pattern, kind=kind, status="implemented", properties=properties)


def _draft_properties(calls: Sequence[Call], names: Iterable[str]) -> tuple[PlannedProperty, ...]:
    """In the order in which they are first met."""
    wanted = set(names)
    order = dict.fromkeys(key.name for call in calls for key in call.properties.keys if key.name in wanted)
    return tuple(PlannedProperty(name, types=_agreed_type(calls, name), required=_is_required(calls, name)) for name in order)


def _find(call: Call, name: str) -> PropertyKey | None:
    return next((key for key in call.properties.keys if key.name == name), None)


def _agreed_type(calls: Iterable[Call], name: str) -> tuple[str, ...]:
    found = {key.type for call in calls if (key := _find(call, name)) is not None}
    if found == {"integer", "number"}:
        return ("number",)
    return tuple(found) if len(found) == 1 and "" not in found else ()


def _is_required(calls: Iterable[Call], name: str) -> bool | None:
    """None unless the properties of every call are known."""
    keys = [_find(call, name) if call.properties.complete else None for call in calls]
    if not all(call.properties.complete for call in calls):
        return None
    return all(key is not None and not key.conditional for key in keys)
