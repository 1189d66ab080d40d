from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace

from scanner.changes.common import common
from scanner.changes.model import (
    DIFFERENCES,
    LEVELS,
    CallsAdded,
    CallsMoved,
    CallsRemoved,
    DestinationChanged,
    Difference,
    DynamicNameAdded,
    EventAdded,
    EventRemoved,
    EventRenamed,
    EventUnknown,
    Level,
    PlanStatus,
    PropertiesUnknown,
    PropertyAdded,
    PropertyOptional,
    PropertyRemoved,
    PropertyRetyped,
)
from scanner.changes.pairing import Pair, Pairing, labels, name_likeness, pair_calls, speaking_for
from scanner.changes.properties import Event, compare_properties
from scanner.changes.status import event_status, property_status
from scanner.changes.wrappers import compare_wrappers
from scanner.model import Call, Kind, Location, ScanResult
from scanner.plan.matching import PlanIndex
from scanner.plan.wildcards import match_wildcard

# One change in a wrapper is told once and not for each of its events.
_MOST_ALIKE = 3
# What changes about a call that can send several events is told once as well.
_OF_CALLS = (CallsAdded, CallsRemoved)
_ALIKE = 0.6

_OF_EVENT = frozenset({"events", "before", "after", "written", "plan"})
_TOLD_ONCE = (PropertyAdded, PropertyRemoved, PropertyRetyped, PropertyOptional, PropertiesUnknown, DestinationChanged)

FindMention = Callable[[Call, str], Location | None]

_Key = tuple[Kind, str]
_Uses = Mapping[_Key, list[Call]]


def compare(
    base: ScanResult,
    head: ScanResult,
    renames: Mapping[str, str] | None = None,
    index: PlanIndex | None = None,
    find_mention: FindMention = lambda call, name: None,
) -> tuple[Difference, ...]:
    """What changed from one scan to the other; the gravest first, then by event. `renames` leads from old paths to new ones.

    `index` is the plan that the events are held against, usually that of the new state. `find_mention` says where in the new state the
    name that a call sent is still written.
    """
    moved = renames or {}
    old, new = _without_bodies(base), _without_bodies(head)
    comparison = _Comparison(old, new, pair_calls(old, new, moved), index, find_mention)
    found = [*comparison.events(), *comparison.calls(), *compare_wrappers(base.wrappers, head.wrappers, moved)]
    return tuple(sorted(_gather(found), key=_order))


def _order(difference: Difference) -> tuple[int, str, int, str, str]:
    return (
        LEVELS.index(difference.level),
        difference.event,
        DIFFERENCES.index(type(difference)),
        difference.call_kind,
        difference.message,
    )


def _without_bodies(result: ScanResult) -> Sequence[Call]:
    """The calls, without those that stand for a wrapper which nothing calls: what happens to it is told of the wrapper."""
    wrappers = {(wrapper.path, wrapper.name) for wrapper in result.wrappers if wrapper.role == "wrapper"}
    open_names = ("pattern", "dynamic")
    return [call for call in result.calls if call.event.kind not in open_names or (call.location.path, call.function) not in wrappers]


class _Comparison:
    """One comparison under way."""

    def __init__(
        self, old: Sequence[Call], new: Sequence[Call], pairing: Pairing, index: PlanIndex | None, find_mention: FindMention
    ) -> None:
        self._find_mention = find_mention
        self._pairing = pairing
        self._index = index
        self._old = _by_event(old)
        self._new = _by_event(new)
        self._partner = {id(call): other for pair in pairing.pairs for call, other in _both_ways(pair)}
        self._renamed = _find_renamed(pairing.pairs, self._old, self._new)

    # --- events ---

    def events(self) -> Iterator[Difference]:
        lost = self._lost()
        for key, calls in self._new.items():
            was = self._renamed.get(key, key)
            if was in self._old:
                yield from self._changed(was[1], Event(*key, self._before(was, key), calls, was[1]))
            else:
                yield self._added(Event(*key, (), calls))
        gone = self._old.keys() - self._new.keys() - set(self._renamed.values())
        for key in sorted(gone):
            yield from lost.get(key) or [self._removed(Event(*key, self._old[key], ()))]

    def _before(self, was: _Key, key: _Key) -> Sequence[Call]:
        """The calls that sent an event before: of one that became several, those that send this one now."""
        calls = self._old[was]
        if was == key or list(self._renamed.values()).count(was) == 1:
            return calls
        return [call for call in calls if self._had(call, key[1])] or calls

    def _added(self, event: Event) -> Difference:
        before = [self._partner.get(id(call)) for call in event.after]
        senders = speaking_for(event.name, event.after)
        return EventAdded(
            **common(event.kind, (event.name,), (), event.after, "info"),
            plan=event_status(self._index, event.after[0], event.name),
            written=_written(event),
            properties=tuple(dict.fromkeys(key.name for call in senders for key in call.properties.keys)),
            complete=all(call.properties.complete for call in senders),
            was_unknown=all(call is not None and _can_send(call, event.name) for call in before),
        )

    def _removed(self, event: Event) -> Difference:
        plan = event_status(self._index, event.before[0], event.name)
        # nobody counts on what the plan has given up
        agreed = plan is not None and plan.state in ("deprecated", "excluded")
        mentioned = next((at for call in event.before if (at := self._find_mention(call, event.name))), None)
        level: Level = "info" if agreed else "maybe" if mentioned else "breaking"
        return EventRemoved(**common(event.kind, (event.name,), event.before, (), level), plan=plan, mentioned=mentioned)

    def _lost(self) -> Mapping[_Key, list[Difference]]:
        """Events that are gone because a call that sent them does not tell its name any more."""
        found: dict[_Key, list[Difference]] = defaultdict(list)
        for pair in self._pairing.pairs:
            for label in labels(pair.before):
                if _can_send(pair.after, label):
                    found[pair.before.kind, label].append(self._unknown(pair, label))
        return found

    def _unknown(self, pair: Pair, label: str) -> Difference:
        return EventUnknown(
            **common(pair.before.kind, (label,), (pair.before,), (pair.after,), "maybe"),
            plan=event_status(self._index, pair.before, label),
            reason=pair.after.event.reason,
            pattern=pair.after.event.pattern or "",
        )

    # --- an event that is there in both ---

    def _changed(self, was: str, event: Event) -> Iterator[Difference]:
        status = event_status(self._index, event.after[0], event.name)
        if was != event.name:
            about = common(event.kind, (event.name,), event.before, event.after, "breaking")
            yield EventRenamed(**about, plan=status, written=_written(event), old=was)
        for each in compare_properties(event):
            yield replace(each, plan=self._status_of(each, event, status))
        yield from _compare_destinations(event, status)
        yield from self._compare_places(was, event, status)

    def _status_of(self, each: Difference, event: Event, status: PlanStatus | None) -> PlanStatus | None:
        name = getattr(each, "property", "")
        return property_status(self._index, event.after[0], event.name, name) if name else status

    def _compare_places(self, was: str, event: Event, status: PlanStatus | None) -> Iterator[Difference]:
        come = [call for call in event.after if not self._had(call, was)]
        gone = [call for call in event.before if not self._had(call, event.name)]
        if come:
            yield CallsAdded(**common(event.kind, (event.name,), (), come, "info"), plan=status, total=len(event.after))
        if gone:
            yield CallsRemoved(**common(event.kind, (event.name,), gone, (), "maybe"), plan=status, total=len(event.after))

    def _had(self, call: Call, label: str) -> bool:
        """Whether the same call sends, in the other state, that event."""
        other = self._partner.get(id(call))
        return other is not None and label in labels(other)

    # --- calls ---

    def calls(self) -> Iterator[Difference]:
        for call in self._pairing.added:
            if call.event.kind == "dynamic" and not labels(call):
                about = common(call.kind, (), (), (call,), "maybe")
                yield DynamicNameAdded(**about, text=call.event.text, reason=call.event.reason)
        yield from self._moves()

    def _moves(self) -> Iterator[Difference]:
        moves: dict[tuple[str, str, Kind], list[Pair]] = defaultdict(list)
        for pair in self._pairing.pairs:
            old, new = pair.before.location.path, pair.after.location.path
            if old != new:
                moves[old, new, pair.after.kind].append(pair)
        for (old, new, kind), pairs in moves.items():
            names = sorted({label for pair in pairs for label in labels(pair.after)})
            about = common(kind, names, [pair.before for pair in pairs], [pair.after for pair in pairs], "info")
            yield CallsMoved(**about, old_path=old, new_path=new)


def _both_ways(pair: Pair) -> Iterator[tuple[Call, Call]]:
    yield pair.before, pair.after
    yield pair.after, pair.before


def _by_event(calls: Iterable[Call]) -> dict[_Key, list[Call]]:
    found: dict[_Key, list[Call]] = defaultdict(list)
    for call in calls:
        for label in labels(call):
            found[call.kind, label].append(call)
    return dict(found)


def _can_send(call: Call, label: str) -> bool:
    """Whether a call whose name is known in part, or not at all, may send an event."""
    if call.event.kind == "pattern" and call.event.pattern:
        return call.event.pattern != label and match_wildcard(call.event.pattern, label)
    return call.event.kind == "dynamic"


def _find_renamed(pairs: Iterable[Pair], old: _Uses, new: _Uses) -> dict[_Key, _Key]:
    """New event -> old event: the old one is gone, the new one was not there, and calls went from one to the other."""
    votes: Counter[tuple[_Key, _Key]] = Counter()
    for pair in pairs:
        kind = pair.after.kind
        gone = [label for label in labels(pair.before) if (kind, label) not in new]
        come = [label for label in labels(pair.after) if (kind, label) not in old]
        votes.update(((kind, a), (kind, b)) for a, b in _match_names(gone, come) if "*" not in a + b)
    found: dict[_Key, _Key] = {}
    for (was, now), _ in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
        # one event may become several, each at its own places
        found.setdefault(now, was)
    return found


def _match_names(gone: Sequence[str], come: Sequence[str]) -> list[tuple[str, str]]:
    if len(gone) == len(come) == 1:
        return [(gone[0], come[0])]
    rated = sorted((-rate, a, b) for a in gone for b in come if (rate := name_likeness(a, b)) >= _ALIKE)
    found: dict[str, str] = {}
    for _, a, b in rated:
        if a not in found and b not in found.values():
            found[a] = b
    return list(found.items())


def _compare_destinations(event: Event, status: PlanStatus | None) -> Iterator[Difference]:
    was, now = ({sdk for call in calls for sdk in call.sdk.split(", ")} for calls in (event.before, event.after))
    if was != now:
        about = common(event.kind, (event.name,), event.before, event.after, "breaking" if was - now else "info")
        yield DestinationChanged(**about, plan=status, added=tuple(sorted(now - was)), removed=tuple(sorted(was - now)))


def _written(event: Event) -> tuple[Location, ...]:
    """Where the name of an event stands in other files than its calls."""
    files = {call.location.path for call in event.after}
    ends = (call.event.origin[-1] for call in event.after if call.event.origin)
    return tuple(sorted({Location(end.path, end.line, end.column) for end in ends if end.path not in files}))


def _gather(found: Sequence[Difference]) -> Iterator[Difference]:
    """One difference in place of many that say the same of many events."""
    for group in _group(found, _sense):
        if len(group) > _MOST_ALIKE and isinstance(group[0], _TOLD_ONCE):
            yield replace(_join(group), plan=None)
        else:
            yield from (_join(each) for each in _group(group, _sense_here))


def _group(found: Iterable[Difference], key: Callable[[Difference], Hashable]) -> Iterable[list[Difference]]:
    groups: dict[Hashable, list[Difference]] = defaultdict(list)
    for each in found:
        groups[key(each)].append(each)
    return groups.values()


def _sense(difference: Difference) -> Hashable:
    """What a difference says, apart from the event; each event that comes or goes is news of its own."""
    if not isinstance(difference, (*_TOLD_ONCE, *_OF_CALLS)):
        return id(difference)
    own = [field.name for field in fields(difference) if field.name not in _OF_EVENT]
    return (type(difference), *(getattr(difference, name) for name in own))


def _sense_here(difference: Difference) -> Hashable:
    """The same, of the same calls and with the same standing in the plan."""
    return (_sense(difference), difference.before, difference.after, difference.written, difference.plan)


def _join(group: Sequence[Difference]) -> Difference:
    events = tuple(sorted({event for each in group for event in each.events}))
    before, after, written = (
        tuple(sorted({place for each in group for place in getattr(each, side)})) for side in ("before", "after", "written")
    )
    return replace(group[0], events=events, before=before, after=after, written=written)
