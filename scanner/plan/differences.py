"""What changed between two plans: typed differences, each with how much it matters and its place in both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from scanner.model import Location
from scanner.plan.matching import gather_properties
from scanner.plan.model import Plan, PlannedEvent, PlannedProperty, Scalar
from scanner.plan.problems import show_scalar
from scanner.plan.words import fold, quote, stem_key

Level = Literal["breaking", "maybe", "info"]
ChangeKind = Literal[
    "event-added",
    "event-removed",
    "event-renamed",
    "event-status",
    "event-sources",
    "event-text",
    "property-added",
    "property-removed",
    "property-renamed",
    "property-type",
    "property-required",
    "property-values",
    "property-text",
    "plan-text",
]

LEVELS: tuple[Level, ...] = ("breaking", "maybe", "info")
_GONE = ("removed", "blocked", "excluded")
_TEXTS = ("description", "why", "trigger", "location", "category", "display_name", "owner", "notes")
_PROPERTY_TEXTS = ("description", "display_name", "format")

_Key: TypeAlias = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class PlanChange:
    """One difference.

    breaking: code that was right becomes wrong, or data that people rely on goes. maybe: what is sent may mean something else.
    info: nothing that is sent changes. `event` is empty for the plan as a whole, `property` for an event as a whole; one of a nested
    property is a path (`products[].price`). `before` is None for what is new, `after` for what is gone.
    """

    kind: ChangeKind
    level: Level
    event: str
    property: str
    message: str
    before: Location | None = None
    after: Location | None = None


def compare_plans(old: Plan, new: Plan) -> tuple[PlanChange, ...]:
    """Every difference, the most serious first, then by event and property. Groups, globals and types count where they take effect."""
    found = [*_compare_texts(old, new), *_compare_events(old, new)]
    return tuple(sorted(found, key=lambda each: (LEVELS.index(each.level), each.event, each.property, each.kind, each.message)))


def _compare_texts(old: Plan, new: Plan) -> Iterator[PlanChange]:
    for name in ("name", "description", "owner"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield PlanChange("plan-text", "info", "", "", _changed(name, before, after), old.origin, new.origin)
    for name, names in (("event", "events"), ("property", "properties"), ("trait", "traits")):
        before, after = getattr(old.naming, name), getattr(new.naming, name)
        if before != after:
            yield PlanChange("plan-text", "maybe", "", "", _changed(f"naming of {names}", before, after), old.origin, new.origin)


# --- events ------------------------------------------------------------------------------------------


def _compare_events(old: Plan, new: Plan) -> Iterator[PlanChange]:
    before = {_key(event): event for event in old.events}
    after = {_key(event): event for event in new.events}
    versioned = _find_versioned(before.values(), after.values())
    for was, now in versioned:
        message = _changed("version", was.version, now.version)
        yield PlanChange("event-text", "info", now.label, "", message, was.origin, now.origin)
        del before[_key(was)], after[_key(now)]
    gone = {key: event for key, event in before.items() if key not in after}
    fresh = {key: event for key, event in after.items() if key not in before}
    renamed = _find_renamed(gone, fresh)
    for was, now in renamed:
        yield PlanChange(
            "event-renamed", "breaking", now.label, "", f"{quote(was.label)} is now {quote(now.label)}", was.origin, now.origin
        )
    moved_from, moved_to = {_key(was) for was, _ in renamed}, {_key(now) for _, now in renamed}
    yield from (_removed(event) for key, event in gone.items() if key not in moved_from)
    yield from (_added(event) for key, event in fresh.items() if key not in moved_to)
    kept = [(event, after[key]) for key, event in before.items() if key in after]
    for was, now in (*kept, *versioned, *renamed):
        yield from _compare_event(old, new, was, now)


def _key(event: PlannedEvent) -> _Key:
    return event.kind, event.name, event.pattern, event.version


def _find_versioned(old: Iterable[PlannedEvent], new: Iterable[PlannedEvent]) -> list[tuple[PlannedEvent, PlannedEvent]]:
    """Events of one name that each plan has once, with another version: the same event, as some formats number all of them."""
    sides = [defaultdict[tuple[str, str, str], list[PlannedEvent]](list) for _ in range(2)]
    for side, events in zip(sides, (old, new), strict=True):
        for event in events:
            side[event.kind, event.name, event.pattern].append(event)
    pairs = ((was[0], sides[1][key][0]) for key, was in sides[0].items() if len(was) == 1 and len(sides[1].get(key, ())) == 1)
    return [(was, now) for was, now in pairs if was.version != now.version]


def _find_renamed(gone: Mapping[_Key, PlannedEvent], fresh: Mapping[_Key, PlannedEvent]) -> list[tuple[PlannedEvent, PlannedEvent]]:
    """Pairs of an event that went and one that came in its place, each in one pair only; the surest sign first."""
    signs: Sequence[Callable[[PlannedEvent, PlannedEvent], bool]] = (_has_same_id, _says_so, _is_spelt_like, _has_same_words, _looks_alike)
    pairs: list[tuple[PlannedEvent, PlannedEvent]] = []
    left, right = dict(gone), dict(fresh)
    for sign in signs:
        for key, was in list(left.items()):
            found = next((each for each, now in right.items() if was.kind == now.kind and sign(was, now)), None)
            if found is not None:
                pairs.append((left.pop(key), right.pop(found)))
    return pairs


def _has_same_id(was: PlannedEvent, now: PlannedEvent) -> bool:
    return bool(was.id) and was.id == now.id


def _says_so(was: PlannedEvent, now: PlannedEvent) -> bool:
    told = was.deprecated.replaced_by if was.deprecated else ""
    return bool(was.name) and (told == now.name or any(alias.name == was.name and alias.reason == "renamed" for alias in now.aliases))


def _is_spelt_like(was: PlannedEvent, now: PlannedEvent) -> bool:
    return bool(was.name and now.name) and was.version == now.version and fold(was.name) == fold(now.name)


def _has_same_words(was: PlannedEvent, now: PlannedEvent) -> bool:
    return bool(was.name and now.name) and was.version == now.version and stem_key(was.name) == stem_key(now.name) != ()


def _looks_alike(was: PlannedEvent, now: PlannedEvent) -> bool:
    """The same properties, several of them, and a word in common."""
    keys = {each.name for each in was.properties}
    shared = set(stem_key(was.label)) & set(stem_key(now.label))
    return len(keys) >= 2 and keys == {each.name for each in now.properties} and bool(shared)


def _added(event: PlannedEvent) -> PlanChange:
    return PlanChange("event-added", "info", event.label, "", f"{_noun(event)} {quote(event.label)} is new", None, event.origin)


def _removed(event: PlannedEvent) -> PlanChange:
    expected = event.status in _GONE or event.status == "deprecated" or event.deprecated is not None
    level: Level = "info" if expected else "breaking"
    return PlanChange("event-removed", level, event.label, "", f"{_noun(event)} {quote(event.label)} is gone", event.origin, None)


def _noun(event: PlannedEvent) -> str:
    return "event" if event.kind in ("track", "revenue") else event.kind


def _compare_event(old: Plan, new: Plan, was: PlannedEvent, now: PlannedEvent) -> Iterator[PlanChange]:
    def change(kind: ChangeKind, level: Level, message: str) -> PlanChange:
        return PlanChange(kind, level, now.label, "", message, was.origin, now.origin)

    yield from _compare_status(was, now, change)
    lost, won = sorted(set(was.sources) - set(now.sources)), sorted(set(now.sources) - set(was.sources))
    if lost and now.sources:
        yield change("event-sources", "breaking", f"no longer sent from {', '.join(lost)}")
    if won and was.sources:
        yield change("event-sources", "info", f"now also sent from {', '.join(won)}")
    elif won:
        yield change("event-sources", "breaking", f"now only sent from {', '.join(won)}")
    if lost and not now.sources:
        yield change("event-sources", "info", "now sent from anywhere")
    for name in _TEXTS:
        before, after = getattr(was, name), getattr(now, name)
        if before != after:
            yield change("event-text", "info", _changed(name.replace("_", " "), before, after))
    before_keys = {each.name: each for each in gather_properties(old, was)}
    after_keys = {each.name: each for each in gather_properties(new, now)}
    yield from _compare_properties(now.label, "", before_keys, after_keys)


def _compare_status(was: PlannedEvent, now: PlannedEvent, change: Callable[[ChangeKind, Level, str], PlanChange]) -> Iterator[PlanChange]:
    before, after = _status(was), _status(now)
    if before == after:
        return
    level: Level = "info"
    if after in _GONE:
        level = "breaking"
    elif after == "deprecated":
        level = "maybe"
    yield change("event-status", level, _changed("status", before, after))


def _status(event: PlannedEvent) -> str:
    return "deprecated" if event.deprecated is not None and event.status not in _GONE else (event.status or "")


# --- properties --------------------------------------------------------------------------------------

_Properties: TypeAlias = Mapping[str, PlannedProperty]


def _compare_properties(event: str, above: str, before: _Properties, after: _Properties) -> Iterator[PlanChange]:
    gone = [name for name in before if name not in after]
    fresh = [name for name in after if name not in before]
    renamed = [(name, now) for name in gone for now in fresh if fold(name) == fold(now) or name in after[now].aliases]
    for name, now in renamed:
        told = f"property {quote(above + name)} is now {quote(above + now)}"
        yield PlanChange("property-renamed", "breaking", event, above + now, told, before[name].origin, after[now].origin)
        yield from _compare_property(event, above, before[name], after[now])
    for name in gone:
        if name not in {was for was, _ in renamed}:
            told = f"property {quote(above + name)} is gone"
            yield PlanChange("property-removed", "breaking", event, above + name, told, before[name].origin, None)
    for name in fresh:
        if name not in {now for _, now in renamed}:
            each = after[name]
            level: Level = "breaking" if each.required else "info"
            told = f"property {quote(above + name)} is new{' and required' if each.required else ''}"
            yield PlanChange("property-added", level, event, above + name, told, None, each.origin)
    for name, was in before.items():
        if name in after:
            yield from _compare_property(event, above, was, after[name])


def _compare_property(event: str, above: str, was: PlannedProperty, now: PlannedProperty) -> Iterator[PlanChange]:
    name = above + now.name

    def change(kind: ChangeKind, level: Level, message: str) -> PlanChange:
        return PlanChange(kind, level, event, name, f"property {quote(name)}: {message}", was.origin, now.origin)

    if (told := _compare_types(was, now)) is not None:
        yield change("property-type", *told)
    if was.required != now.required:
        level: Level = "breaking" if now.required else "maybe"
        yield change("property-required", level, _changed("required", _state(was.required), _state(now.required)))
    for level, message in _compare_values(was, now):
        yield change("property-values", level, message)
    for field in _PROPERTY_TEXTS:
        before, after = getattr(was, field), getattr(now, field)
        if before != after:
            yield change("property-text", "info", _changed(field.replace("_", " "), before, after))
    yield from _compare_nested(event, name, was, now)


def _compare_nested(event: str, name: str, was: PlannedProperty, now: PlannedProperty) -> Iterator[PlanChange]:
    inner = ({each.name: each for each in side.properties} for side in (was, now))
    yield from _compare_properties(event, f"{name}.", *inner)
    if was.items is not None and now.items is not None:
        items = ({each.name: each for each in side.items.properties} for side in (was, now) if side.items is not None)
        yield from _compare_properties(event, f"{name}[].", *items)
        if (told := _compare_types(was.items, now.items)) is not None:
            message = f"property {quote(name)}: the items: {told[1]}"
            yield PlanChange("property-type", told[0], event, name, message, was.origin, now.origin)


def _compare_types(was: PlannedProperty, now: PlannedProperty) -> tuple[Level, str] | None:
    before, after = _types(was), _types(now)
    if before == after:
        return None
    level: Level = "info" if not after or (before and before <= after) or (before == {"integer"} and after == {"number"}) else "breaking"
    return level, _changed("type", _show_types(before), _show_types(after))


def _types(each: PlannedProperty) -> frozenset[str]:
    return frozenset((*each.types, "null") if each.nullable and each.types else each.types)


def _show_types(types: Iterable[str]) -> str:
    return " | ".join(sorted(types)) or "any"


def _compare_values(was: PlannedProperty, now: PlannedProperty) -> Iterator[tuple[Level, str]]:
    lost, won = (_shown(set(map(_typed, one.enum)) - set(map(_typed, two.enum))) for one, two in ((was, now), (now, was)))
    if was.enum and now.enum:
        if lost:
            yield "breaking", f"no longer takes {lost}"
        if won:
            yield "info", f"now also takes {won}"
    elif now.enum:
        yield "breaking", f"now only takes {won}"
    elif was.enum:
        yield "info", "now takes any value"
    for field in ("const", "pattern", "min", "max", "exclusive_min", "exclusive_max", "multiple_of", "min_length", "max_length"):
        yield from _compare_limit(field, getattr(was, field), getattr(now, field))
    for field in ("min_items", "max_items", "unique", "additional_properties"):
        yield from _compare_limit(field, getattr(was, field), getattr(now, field))


def _compare_limit(field: str, before: Scalar, after: Scalar) -> Iterator[tuple[Level, str]]:
    if before == after:
        return
    empty = (None, "")
    level: Level = "info" if after in empty else "breaking" if before in empty or _is_stricter(field, before, after) else "maybe"
    yield (
        level,
        _changed(field.replace("_", " "), "" if before in empty else show_scalar(before), "" if after in empty else show_scalar(after)),
    )


def _is_stricter(field: str, before: Scalar, after: Scalar) -> bool:
    if isinstance(before, str) or isinstance(after, str) or before is None or after is None:
        return False
    return after > before if "min" in field else after < before if "max" in field else False


def _typed(value: Scalar) -> tuple[str, str]:
    return type(value).__name__, show_scalar(value)


def _shown(values: Iterable[tuple[str, str]]) -> str:
    return ", ".join(quote(text) if kind == "str" else text for kind, text in sorted(values))


def _state(required: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[required]


def _changed(what: str, before: str, after: str) -> str:
    if not before:
        return f"{what} is now {quote(after)}"
    return f"{what} was {quote(before)}, is now {quote(after)}" if after else f"{what} was {quote(before)}, is no longer told"
