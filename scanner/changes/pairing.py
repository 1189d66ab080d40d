"""Which call of the new state is which call of the old one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from scanner.model import Call
from scanner.plan.words import fold

# How much alike two calls with different events are that are one call, in one function and in one file.
_ALIKE_IN_PLACE = 0.5
_ALIKE_IN_FILE = 0.75


@dataclass(frozen=True, slots=True)
class Pair:
    """One call before and after."""

    before: Call
    after: Call


@dataclass(frozen=True, slots=True)
class Pairing:
    """The calls that are there in both states, those that went and those that came."""

    pairs: tuple[Pair, ...]
    removed: tuple[Call, ...]
    added: tuple[Call, ...]


def labels(call: Call) -> tuple[str, ...]:
    """The names or the pattern that a call sends; its kind for one that needs no name, nothing for one whose name is not known."""
    if call.event.kind == "pattern" and call.event.pattern:
        return (call.event.pattern,)
    names = tuple(dict.fromkeys(name for name in call.event.names if name))
    if names:
        return names
    return () if call.event.kind == "dynamic" or call.kind in ("track", "revenue") else (call.kind,)


def speaking_for(label: str, calls: Sequence[Call]) -> Sequence[Call]:
    """The calls that tell the properties of an event: those that send nothing else, if there are such.

    Where one place sends several events, what it sends with one of them and what with another is not known apart.
    """
    return [call for call in calls if labels(call) == (label,)] or calls


def pair_calls(before: Iterable[Call], after: Iterable[Call], renames: Mapping[str, str]) -> Pairing:
    """Pair calls one to one. The nearest likeness goes first: the same place and event; the same place and event under another roof;
    the same expression with another value; the same event elsewhere; and last another event in the same place."""
    matcher = _Matcher(list(before), list(after), renames)
    for key in (_same, _other_callee, _other_function, _same_file):
        matcher.pair_equal(key)
    matcher.pair_equal(_same_expression)
    for key in (_moved_function, _moved_callee, _moved):
        matcher.pair_equal(key)
    matcher.pair_alike(_in_place, _ALIKE_IN_PLACE)
    matcher.pair_alike(_in_file, _ALIKE_IN_FILE)
    return matcher.result()


Key = Callable[[Call, str], Hashable]


def _same(call: Call, path: str) -> Hashable:
    return (path, call.function, call.kind, call.callee, labels(call))


def _other_callee(call: Call, path: str) -> Hashable:
    return (path, call.function, call.kind, labels(call))


def _other_function(call: Call, path: str) -> Hashable:
    return (path, call.kind, call.callee, labels(call)) if labels(call) else None


def _same_file(call: Call, path: str) -> Hashable:
    return (path, call.kind, labels(call)) if labels(call) else None


def _same_expression(call: Call, path: str) -> Hashable:
    """A constant whose value changed, or an event method that sends another name."""
    written = call.event.text if call.event.kind != "literal" else call.callee if call.role == "event-method" else ""
    return (path, call.function, call.kind, call.callee, written) if written else None


def _moved_function(call: Call, path: str) -> Hashable:
    return (_last(call.function), call.kind, call.role, _last(call.callee), labels(call)) if labels(call) else None


def _moved_callee(call: Call, path: str) -> Hashable:
    return (call.kind, call.role, _last(call.callee), labels(call)) if _is_known(call) else None


def _moved(call: Call, path: str) -> Hashable:
    return (call.kind, labels(call)) if _is_known(call) else None


def _is_known(call: Call) -> bool:
    """Whether the event alone tells a call: two calls of one pattern may have nothing in common."""
    return call.event.kind != "pattern" and bool(labels(call))


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _in_place(call: Call, path: str) -> Hashable:
    return (path, call.function, call.kind, call.callee)


def _in_file(call: Call, path: str) -> Hashable:
    return (path, call.kind)


class _Matcher:
    """Pairing under way."""

    def __init__(self, before: list[Call], after: list[Call], renames: Mapping[str, str]) -> None:
        self._before = before
        self._after = after
        self._renames = renames
        self._pairs: list[Pair] = []

    def result(self) -> Pairing:
        pairs = tuple(sorted(self._pairs, key=lambda pair: pair.after.location))
        return Pairing(pairs, tuple(self._before), tuple(self._after))

    def pair_equal(self, key: Key) -> None:
        """Pair what has the same key, in the order of the file."""
        self._take(pair for old, new in self._groups(key) for pair in zip(old, new, strict=False))

    def pair_alike(self, key: Key, least: float) -> None:
        """Pair what has the same key and is alike."""
        self._take(pair for old, new in self._groups(key) for pair in _pair_alike(old, new, least))

    def _groups(self, key: Key) -> list[tuple[list[Call], list[Call]]]:
        groups: dict[Hashable, tuple[list[Call], list[Call]]] = defaultdict(lambda: ([], []))
        for call in self._before:
            groups[key(call, self._renames.get(call.location.path, call.location.path))][0].append(call)
        for call in self._after:
            groups[key(call, call.location.path)][1].append(call)
        return [group for found, group in groups.items() if found is not None and all(group)]

    def _take(self, found: Iterable[tuple[Call, Call]]) -> None:
        pairs = [Pair(old, new) for old, new in found]
        taken = {id(call) for pair in pairs for call in (pair.before, pair.after)}
        self._pairs.extend(pairs)
        self._before = [call for call in self._before if id(call) not in taken]
        self._after = [call for call in self._after if id(call) not in taken]


def _pair_alike(old: Sequence[Call], new: Sequence[Call], least: float) -> list[tuple[Call, Call]]:
    if len(old) == len(new) == 1 and old[0].function == new[0].function != "" and old[0].callee == new[0].callee:
        # the one call of a function needs no likeness
        return [(old[0], new[0])]
    rated = [(-likeness, i, j) for i, a in enumerate(old) for j, b in enumerate(new) if (likeness := _likeness(a, b)) >= least]
    pairs: list[tuple[Call, Call]] = []
    taken: set[tuple[str, int]] = set()
    for _, i, j in sorted(rated):
        if ("old", i) not in taken and ("new", j) not in taken:
            taken |= {("old", i), ("new", j)}
            pairs.append((old[i], new[j]))
    return pairs


def _likeness(left: Call, right: Call) -> float:
    """How much two calls with different names are alike, by their names and by their properties."""
    keys = [{key.name for key in call.properties.keys} for call in (left, right)]
    shared = len(keys[0] & keys[1]) / len(keys[0] | keys[1]) if len(keys[0] & keys[1]) > 1 else 0.0
    return max((name_likeness(a, b) for a in labels(left) for b in labels(right)), default=0.0) * 0.8 + shared * 0.4


def name_likeness(left: str, right: str) -> float:
    """From 0 to 1; 1 for names that differ only in case and separators."""
    return SequenceMatcher(None, fold(left), fold(right), autojunk=False).ratio()
