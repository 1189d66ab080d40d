"""A first plan, made from what the code sends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from scanner.model import Call, Kind, Properties, PropertyKey
from scanner.plan.model import KINDS, NAMED_KINDS, GlobalProperties, Plan, PlannedEvent, PlannedProperty

_UNPLANNED_KINDS: frozenset[Kind] = frozenset({"alias", "reset"})


def draft_plan(calls: Sequence[Call], name: str) -> Plan:
    """One event for each kind and name that is sent. Calls of low confidence, unknown names and a library's own names are left out.

    A property is required when every call that sends the event sends it on every path; that is only said when all its properties are known.
    """
    sites = _group_sites(calls)
    common = _find_common(sites)
    scoped = (GlobalProperties("track", properties=_draft_properties(_sent_with(_track_sites(sites)), common)),) if common else ()
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
    properties = _draft_properties(_sent_with(calls), names - common if kind == "track" else names)
    return PlannedEvent(name=name, pattern=pattern, kind=kind, status="implemented", properties=properties)


def _sent_with(calls: Iterable[Call]) -> list[Properties]:
    return [call.properties for call in calls]


def _draft_properties(sent: Sequence[Properties], names: Iterable[str]) -> tuple[PlannedProperty, ...]:
    """In the order in which they are first met."""
    wanted = set(names)
    order = dict.fromkeys(key.name for each in sent for key in each.keys if key.name in wanted)
    return tuple(_draft_property(name, sent) for name in order)


def _draft_property(name: str, sent: Sequence[Properties]) -> PlannedProperty:
    found = [key for each in sent if (key := _find(each, name)) is not None]
    return replace(_draft_value(found), name=name, required=_is_required(sent, name))


def _draft_value(forms: Sequence[PropertyKey]) -> PlannedProperty:
    """What several calls send as one property: its type, and what is known of all of them inside."""
    types = _agreed_type(forms)
    if types == ("object",):
        return PlannedProperty("", types=types, properties=_draft_inside(forms))
    return PlannedProperty("", types=types, items=_draft_items(forms) if types == ("array",) else None)


def _draft_items(lists: Sequence[PropertyKey]) -> PlannedProperty | None:
    """Only when something is known of the members of every list. Members that are not known may lack what the others have."""
    items = [replace(each.items, complete=each.items.complete and each.complete) for each in lists if each.items is not None]
    drafted = _draft_value(items) if len(items) == len(lists) else None
    return drafted if drafted and drafted.types else None


def _draft_inside(objects: Sequence[PropertyKey]) -> tuple[PlannedProperty, ...]:
    """Only when every call shows some of it: what the others hold would not be planned."""
    if not all(each.properties for each in objects):
        return ()
    return _draft_properties(
        [Properties(each.properties, each.complete) for each in objects], {k.name for o in objects for k in o.properties}
    )


def _find(sent: Properties, name: str) -> PropertyKey | None:
    return next((key for key in sent.keys if key.name == name), None)


def _agreed_type(forms: Iterable[PropertyKey]) -> tuple[str, ...]:
    found = {key.type for key in forms}
    if found == {"integer", "number"}:
        return ("number",)
    return tuple(found) if len(found) == 1 and "" not in found else ()


def _is_required(sent: Iterable[Properties], name: str) -> bool | None:
    """None unless the properties of every call are known."""
    each_sent = list(sent)
    if not all(each.complete for each in each_sent):
        return None
    return all((key := _find(each, name)) is not None and not key.conditional for each in each_sent)
