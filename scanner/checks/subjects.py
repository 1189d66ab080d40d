"""What the naming checks speak of: every name once for each file in which it is written, in code and in the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scanner.checks.base import CheckContext, Sent, is_reserved, known_names
from scanner.model import Call, Confidence, Location, PropertyKey
from scanner.plan.matching import gather_properties
from scanner.plan.model import PlannedEvent
from scanner.plan.wildcards import match_wildcard

_MOST_RELATED = 10
_CONFIDENCES: tuple[Confidence, ...] = ("high", "medium", "low")
_NAMED = ("track", "revenue")


@dataclass(frozen=True, slots=True)
class Subject:
    """One name, the first place in a file where it is written, and the others there. `plan` is that place when the file is the plan."""

    name: str
    location: Location
    event: str = ""
    related: tuple[Location, ...] = ()
    confidence: Confidence = "high"
    plan: Location | None = None
    is_trait: bool = False


def list_event_names(context: CheckContext) -> tuple[Subject, ...]:
    """The names of track events that the project chose: those in the code that the plan does not have, and those in the plan.

    What the plan has is a matter of the plan, and is told once, there. A name that comes close to a planned one is told by TL102.
    """
    places: dict[tuple[str, str], list[tuple[Location, Call]]] = defaultdict(list)
    for sent in context.sent:
        for name in _chosen_names(context, sent):
            place = _written_at(sent.call)
            places[name, place.path].append((place, sent.call))
    found = [_gather(name, found) for (name, _), found in places.items()]
    return tuple(sorted((*found, *_planned_names(context)), key=lambda subject: (subject.location, subject.name)))


def _chosen_names(context: CheckContext, sent: Sent) -> Iterator[str]:
    settled = {match.name for match in sent.matches if match.kind not in ("none", "unplanned-kind")}
    for name in known_names(sent.call) if sent.call.kind in _NAMED else ():
        if name not in settled and not is_reserved(name) and name not in context.settings.known_names:
            yield name


def _written_at(call: Call) -> Location:
    """A constant is named where it is defined, whoever uses it."""
    return call.event.origin[-1] if call.event.kind == "constant" and call.event.origin else call.location


def _gather(name: str, found: Iterable[tuple[Location, Call]]) -> Subject:
    pairs = sorted(found, key=lambda pair: (pair[0], pair[1].location))
    places = list(dict.fromkeys(place for place, _ in pairs))
    confidence = min((call.confidence for _, call in pairs), key=_CONFIDENCES.index)
    return Subject(name, places[0], name, tuple(places[1 : _MOST_RELATED + 1]), confidence)


def _planned_names(context: CheckContext) -> Iterator[Subject]:
    seen: set[str] = set()
    for event in context.plan.events if context.plan else ():
        if event.kind in _NAMED and event.name and event.origin and is_live(event) and event.name not in seen:
            seen.add(event.name)
            if not is_reserved(event.name) and event.name not in context.settings.known_names:
                yield Subject(event.name, event.origin, event.name, plan=event.origin)


def is_live(event: PlannedEvent) -> bool:
    """Whether an event is one that is sent or will be."""
    return event.status not in ("deprecated", "removed", "blocked", "excluded") and event.deprecated is None


def list_keys(context: CheckContext) -> tuple[Subject, ...]:
    """The property keys that the project chose, as with event names: what is planned is told in the plan."""
    places: dict[tuple[str, str, bool], list[tuple[Location, Call]]] = defaultdict(list)
    faulty = {(fault.call, fault.name) for fault in context.faults if fault.code == "TL112"}
    planned = _PlannedKeys(context)
    for sent in context.sent:
        is_trait = sent.call.kind in ("identify", "group")
        for key in sent.call.properties.keys:
            if not planned.has(sent, key.name) and not is_reserved(key.name) and (sent.call, key.name) not in faulty:
                place = key_place(sent.call, key)
                places[key.name, place.path, is_trait].append((place, sent.call))
    found = [_gather_key(name, is_trait, pairs) for (name, _, is_trait), pairs in places.items()]
    return tuple(sorted((*found, *_planned_keys(context)), key=lambda subject: (subject.location, subject.name)))


class _PlannedKeys:
    """Which keys the plan has for what a call sends. Events share what is gathered for them."""

    def __init__(self, context: CheckContext) -> None:
        self._plan = context.plan
        self._names: dict[int, frozenset[str]] = {}

    def has(self, sent: Sent, name: str) -> bool:
        events = [event for match in sent.matches for event in match.events] if sent.is_planned else []
        return any(name in self._gather(event) or any(match_wildcard(each.name, name) for each in event.key_patterns) for event in events)

    def _gather(self, event: PlannedEvent) -> frozenset[str]:
        # events live as long as their plan, so their identity is a safe key
        if id(event) not in self._names and self._plan is not None:
            self._names[id(event)] = frozenset(each.name for each in gather_properties(self._plan, event))
        return self._names.get(id(event), frozenset())


def key_place(call: Call, key: PropertyKey) -> Location:
    """Where a key is written: itself, else the wrapper that adds it, else the call."""
    if key.location is not None:
        return key.location
    if key.added_by == "wrapper" and call.via:
        return Location(call.via[-1].path, call.via[-1].line)
    return call.location


def _gather_key(name: str, is_trait: bool, pairs: list[tuple[Location, Call]]) -> Subject:
    subject = _gather(name, pairs)
    return Subject(name, subject.location, "", subject.related, subject.confidence, is_trait=is_trait)


def _planned_keys(context: CheckContext) -> Iterator[Subject]:
    """Each key once, at its first place in the plan."""
    if context.plan is None:
        return
    seen: set[tuple[str, bool]] = set()
    shared = [(each, False) for group in context.plan.groups for each in group.properties]
    shared += [(each, scope.scope in ("identify", "group")) for scope in context.plan.globals for each in scope.properties]
    own = [(each, event.kind in ("identify", "group")) for event in context.plan.events if is_live(event) for each in event.properties]
    for each, is_trait in (*shared, *own):
        if each.origin and not is_reserved(each.name) and (each.name, is_trait) not in seen:
            seen.add((each.name, is_trait))
            yield Subject(each.name, each.origin, plan=each.origin, is_trait=is_trait)
