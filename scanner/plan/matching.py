"""Which planned event a call means, and which planned name it may have meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, TypeVar

from scanner.model import Call, Kind
from scanner.plan.model import PROPERTY_TYPES, Plan, PlannedEvent, PlannedProperty, Source
from scanner.plan.wildcards import match_path, match_wildcard
from scanner.plan.words import fold, split_words, stem_key, typo_distance

MatchKind = Literal["exact", "pattern", "alias", "near", "none", "unplanned-kind"]

_Key = TypeVar("_Key", str, tuple[str, ...])

# The place of a word in a name, and the other words.
_Gap: TypeAlias = tuple[int, tuple[str, ...]]

# A pattern of which less is known says nothing about which event it is.
_KNOWN_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Match:
    """What a name in code means to the plan.

    exact, pattern: `events` are the versions of the planned event. alias, near: `suggestion` is the planned name that is meant,
    `events` its versions. none: the plan has no such event; `other_kinds` are kinds under which it has one.
    unplanned-kind: the plan says nothing of this kind of call.
    """

    kind: MatchKind
    name: str
    events: tuple[PlannedEvent, ...] = ()
    suggestion: str = ""
    other_kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class _KindIndex:
    """The events of one kind."""

    exact: Mapping[str, tuple[PlannedEvent, ...]]
    patterns: tuple[PlannedEvent, ...]
    unnamed: tuple[PlannedEvent, ...]
    aliases: Mapping[str, str]
    folded: Mapping[str, str]
    stems: Mapping[tuple[str, ...], str]
    gaps: Mapping[_Gap, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class PlanIndex:
    """A plan made ready for many look-ups."""

    plan: Plan
    kinds: Mapping[Kind, _KindIndex]
    names: Mapping[str, tuple[Kind, ...]]


def index_plan(plan: Plan) -> PlanIndex:
    """Make a plan ready for look-ups."""
    by_kind: dict[Kind, list[PlannedEvent]] = defaultdict(list)
    names: dict[str, dict[Kind, None]] = defaultdict(dict)
    for event in plan.events:
        by_kind[event.kind].append(event)
        if event.name:
            names[event.name][event.kind] = None
    kinds = {kind: _index_kind(kind, events) for kind, events in by_kind.items()}
    return PlanIndex(plan, kinds, {name: tuple(of) for name, of in names.items()})


def _index_kind(kind: Kind, events: Sequence[PlannedEvent]) -> _KindIndex:
    # what `identify` and the like are called in a plan is the plan's own affair: they have one event
    nameless = kind in ("identify", "group", "alias", "reset")
    exact: dict[str, list[PlannedEvent]] = defaultdict(list)
    for event in events:
        if event.name and not nameless:
            exact[event.name].append(event)
    live = [name for name, versions in exact.items() if any(_may_be_meant(event) for event in versions)]
    aliases = {alias.name: event.name for event in events if event.name for alias in event.aliases}
    return _KindIndex(
        exact={name: tuple(versions) for name, versions in exact.items()},
        patterns=tuple(event for event in events if event.pattern),
        unnamed=tuple(event for event in events if nameless or not (event.name or event.pattern)),
        aliases=aliases,
        folded=_first_of_each([*((fold(name), name) for name in live), *((fold(alias), name) for alias, name in aliases.items())]),
        stems=_first_of_each((stem_key(name), name) for name in live),
        gaps=_index_gaps(live),
    )


def _may_be_meant(event: PlannedEvent) -> bool:
    """Whether it makes sense to advise sending this event."""
    return event.status not in ("deprecated", "removed", "blocked", "excluded") and event.deprecated is None


def _first_of_each(pairs: Iterable[tuple[_Key, str]]) -> dict[_Key, str]:
    made: dict[_Key, str] = {}
    for key, name in pairs:
        if key:
            made.setdefault(key, name)
    return made


def _index_gaps(names: Iterable[str]) -> dict[_Gap, tuple[tuple[str, str], ...]]:
    made: dict[_Gap, list[tuple[str, str]]] = defaultdict(list)
    for name in names:
        for gap, word in _gaps(name):
            made[gap].append((word, name))
    return {gap: tuple(found) for gap, found in made.items()}


def _gaps(name: str) -> Iterator[tuple[_Gap, str]]:
    """Each word of a name, and the name with a gap in its place: a slip in one word leaves the rest as it is, which can be looked up."""
    words = tuple(word.casefold() for word in split_words(name))
    for index, word in enumerate(words):
        yield (index, (*words[:index], *words[index + 1 :])), word


def resolve_event(index: PlanIndex, call: Call, name: str) -> Match:
    """What `name`, sent by `call`, means to the plan. An empty name stands for a call that needs none (`identify`, a nameless page)."""
    kind = _planned_kind(index, call.kind, name)
    found = index.kinds.get(kind)
    if found is None:
        return _no_match(index, call, name) if call.kind == "track" else Match("unplanned-kind", name)
    if not name or not (found.exact or found.patterns):
        return Match("exact", name, found.unnamed) if found.unnamed else Match("unplanned-kind", name)
    if name in found.exact:
        return Match("exact", name, found.exact[name])
    patterns = tuple(event for event in found.patterns if match_wildcard(event.pattern, name))
    if patterns:
        return Match("pattern", name, patterns)
    if name in found.aliases:
        return _advise("alias", name, found.aliases[name], found)
    if found.unnamed:
        return Match("exact", name, found.unnamed)
    suggestion = _find_near(found, name)
    return _advise("near", name, suggestion, found) if suggestion else _no_match(index, call, name)


def _planned_kind(index: PlanIndex, kind: Kind, name: str) -> Kind:
    """Money is often planned as an ordinary event."""
    known = index.kinds.get("revenue")
    return "track" if kind == "revenue" and (known is None or name not in known.exact) else kind


def _advise(how: Literal["alias", "near"], name: str, suggestion: str, found: _KindIndex) -> Match:
    return Match(how, name, found.exact.get(suggestion, ()), suggestion)


def _no_match(index: PlanIndex, call: Call, name: str) -> Match:
    return Match("none", name, other_kinds=tuple(kind for kind in index.names.get(name, ()) if kind != call.kind))


def find_near(index: PlanIndex, kind: Kind, name: str) -> str:
    """The planned name of a kind that comes close to a name which the plan does not have; empty when none does."""
    found = index.kinds.get(kind)
    return "" if found is None or name in found.exact else _find_near(found, name)


def _find_near(found: _KindIndex, name: str) -> str:
    """The planned name that differs only in case and separators; else by a slip; else by word order or tense. Empty when none does."""
    same = found.folded.get(fold(name))
    return same or _find_slip(found.gaps, name) or found.stems.get(stem_key(name), "")


def _find_slip(gaps: Mapping[_Gap, tuple[tuple[str, str], ...]], name: str) -> str:
    """The planned name that differs by a slip in one word, the one that is nearest."""
    near = ((typo_distance([word], [other]), planned) for gap, word in _gaps(name) for other, planned in gaps.get(gap, ()))
    best, best_steps = "", 3
    for steps, planned in near:
        if steps is not None and steps < best_steps:
            best, best_steps = planned, steps
    return best


def resolve_pattern(index: PlanIndex, call: Call) -> tuple[PlannedEvent, ...]:
    """The planned events that a call with unknown parts in its name may send: a planned pattern that covers it, or the names that fit it.

    Empty as well when so little of the name is known that it could be anything.
    """
    found = index.kinds.get(_planned_kind(index, call.kind, ""))
    pattern = call.event.pattern or ""
    if found is None or not says_something(pattern):
        return ()
    covering = tuple(event for event in found.patterns if match_wildcard(event.pattern, pattern))
    return covering or tuple(event for name, events in found.exact.items() if match_wildcard(pattern, name) for event in events)


def says_something(pattern: str) -> bool:
    """Whether enough of a name with unknown parts is known for it to mean something."""
    return sum(character.isalpha() for character in pattern) >= _KNOWN_LETTERS


def find_sources(plan: Plan, path: str) -> tuple[Source, ...]:
    """The sources that a file belongs to. A source is there for the files that its `paths` fit."""
    return tuple(source for source in plan.sources if any(match_path(glob, path) for glob in source.paths))


def gather_properties(plan: Plan, event: PlannedEvent) -> tuple[PlannedProperty, ...]:
    """Every property an event may carry: its own, those of its groups, and the global ones, which nothing requires of a single call."""
    groups = {group.name: group.properties for group in plan.groups}
    own = {each.name: each for each in event.properties}
    for name in event.use_groups:
        for each in groups.get(name, ()):
            own[each.name] = _complete(own[each.name], each) if each.name in own else each
    for scope in plan.globals:
        if scope.scope in ("all", event.kind):
            for each in (*scope.properties, *(each for name in scope.use_groups for each in groups.get(name, ()))):
                own.setdefault(each.name, replace(each, required=None))
    return expand_types(plan, own.values())


def expand_types(plan: Plan, properties: Iterable[PlannedProperty]) -> tuple[PlannedProperty, ...]:
    """The properties, with what types of the plan's own say of them; what is inside them keeps its own types as they are written."""
    types = {each.name: each for each in plan.types}
    return tuple(_expand_type(each, types) for each in properties)


def _complete(own: PlannedProperty, shared: PlannedProperty) -> PlannedProperty:
    """An event that only says that a shared property is required keeps the rest of it."""
    return own if own.types or own.enum else replace(shared, required=own.required if own.required is not None else shared.required)


def _expand_type(each: PlannedProperty, types: Mapping[str, PlannedProperty]) -> PlannedProperty:
    """A type of the plan's own stands for what it says; where the property says something itself, that holds."""
    named = [types[name] for name in each.types if name in types]
    if not named:
        return each
    plain = [name for name in each.types if name in PROPERTY_TYPES]
    inherited = [name for base in named for name in base.types if name in PROPERTY_TYPES]
    # a type built on another type of the plan, or on any, leaves the type open
    is_open = any(not base.types or not set(base.types) <= set(PROPERTY_TYPES) for base in named)
    expanded = replace(each, types=() if is_open else tuple(dict.fromkeys((*plain, *inherited))))
    if len(each.types) > 1:
        return expanded
    base = named[0]
    return replace(
        expanded,
        nullable=each.nullable or base.nullable,
        enum=each.enum or base.enum,
        const=base.const if each.const is None else each.const,
        pattern=each.pattern or base.pattern,
        format=each.format or base.format,
        min=base.min if each.min is None else each.min,
        max=base.max if each.max is None else each.max,
        min_length=base.min_length if each.min_length is None else each.min_length,
        max_length=base.max_length if each.max_length is None else each.max_length,
        items=each.items or base.items,
        properties=each.properties or base.properties,
        additional_properties=base.additional_properties if each.additional_properties is None else each.additional_properties,
    )
