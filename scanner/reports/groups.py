from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scanner.model import Call, PropertyKey

DYNAMIC = "(dynamic name)"
UNNAMED = "(no name)"


@dataclass(frozen=True, slots=True)
class KeyUse:
    """One property key over all calls of an event. `always`: every call sends it, on all paths."""

    name: str
    types: tuple[str, ...]
    always: bool

    def __str__(self) -> str:
        types = f": {'|'.join(self.types)}" if self.types else ""
        return f"{self.name}{'' if self.always else '?'}{types}"


@dataclass(frozen=True, slots=True)
class EventUse:
    """One event over all its calls. `label` is its name, its pattern, or one of DYNAMIC and UNNAMED."""

    label: str
    kind: str
    calls: tuple[Call, ...]

    @property
    def keys(self) -> tuple[KeyUse, ...]:
        """Its property keys in the order in which they are first met."""
        found: dict[str, list[PropertyKey]] = {}
        for call in self.calls:
            for key in call.properties.keys:
                found.setdefault(key.name, []).append(key)
        return tuple(_merge(name, uses, len(self.calls)) for name, uses in found.items())

    @property
    def complete(self) -> bool:
        return all(call.properties.complete and not call.properties.dynamic for call in self.calls)


def group_events(calls: Iterable[Call]) -> tuple[EventUse, ...]:
    """Calls by event and kind, in the order of names, the nameless last. A call that can send several events is in each of them."""
    found: dict[tuple[bool, str, str], list[Call]] = {}
    for call in calls:
        for label in labels(call):
            found.setdefault((label in (DYNAMIC, UNNAMED), label, call.kind), []).append(call)
    return tuple(EventUse(label, kind, tuple(uses)) for (_, label, kind), uses in sorted(found.items(), key=lambda item: item[0]))


def labels(call: Call) -> tuple[str, ...]:
    """Under which names a call is shown."""
    if call.event.pattern:
        return (call.event.pattern,)
    if call.event.names:
        return call.event.names
    return (DYNAMIC,) if call.event.kind == "dynamic" else (UNNAMED,)


def count_events(calls: Iterable[Call]) -> int:
    """How many different names and patterns the calls send."""
    return len({label for call in calls for label in labels(call)} - {DYNAMIC, UNNAMED})


def describe_unknown(calls: Iterable[Call]) -> Iterator[tuple[int, str]]:
    """What could not be told of the calls: how many, and what; only what occurs."""
    counts = Counter(what for call in calls for what in _unknowns(call))
    return ((counts[what], what) for what in _UNKNOWN if counts[what])


_UNKNOWN = ("a name that is not known", "a name known in part", "properties known in part", "a computed property key", "low confidence")


def _unknowns(call: Call) -> Iterator[str]:
    name, partly, incomplete, computed, low = _UNKNOWN
    if call.event.kind == "dynamic":
        yield name
    if call.event.kind == "pattern":
        yield partly
    if not call.properties.complete:
        yield incomplete
    if call.properties.dynamic:
        yield computed
    if call.confidence == "low":
        yield low


def _merge(name: str, uses: list[PropertyKey], calls: int) -> KeyUse:
    types = tuple(sorted({use.type for use in uses if use.type}))
    return KeyUse(name, types, len(uses) >= calls and not any(use.conditional for use in uses))
