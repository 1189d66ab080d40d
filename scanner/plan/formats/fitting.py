"""A plan cut down to what a format can hold, with everything that had to go told once. What is left is what will be read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from typing import Any, TypeVar

from scanner.model import Kind
from scanner.plan.formats.reading import tell_loss
from scanner.plan.model import (
    GLOBAL_SCOPES,
    KINDS,
    GlobalProperties,
    Loss,
    Plan,
    PlannedEvent,
    PlannedProperty,
    PropertyGroup,
    Source,
    Status,
)

_R = TypeVar("_R", bound=Any)
_MOST_TYPES_DEEP = 8
# An event that must not be sent would read as one that may, where a format has no word for that.
_UNSENDABLE = ("excluded", "removed", "blocked")
_APART = frozenset(("origin", "x"))


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a format has a place for: fields by their names in the records of a plan.

    `vendor` is the key of `x` that is written back, of properties too when `has_property_x`. `kinds` are those of events, `unnamed_kinds`
    those whose events may go without a name, `nameless_kinds` those that cannot have one. `statuses` are those it has words for.
    `says_optional`: a property that is not required is optional, and there is no third state. The `change_...` functions fit what has
    a place but not every value.
    """

    format: str
    vendor: str
    plan: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    properties: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    kinds: tuple[Kind, ...] = KINDS
    unnamed_kinds: tuple[Kind, ...] = KINDS
    nameless_kinds: tuple[Kind, ...] = ()
    statuses: tuple[Status, ...] = ()
    scopes: tuple[str, ...] = GLOBAL_SCOPES
    says_optional: bool = False
    is_versioned: bool = False
    has_property_x: bool = True
    change_plan: Callable[[Plan, Ledger], Plan] | None = None
    change_event: Callable[[PlannedEvent, Ledger], PlannedEvent] | None = None
    change_property: Callable[[PlannedProperty, Ledger], PlannedProperty] | None = None


@dataclass(slots=True)
class Ledger:
    """What had to go, counted."""

    format: str
    counts: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def lose(self, noun: str, subject: str, message: str = "", count: int = 1) -> None:
        """`noun` is what it happened to (`events`). Without a message the subject is a field that has no place."""
        key = (noun, subject, message or f'"{subject}" has no place in {self.format}')
        self.counts[key] = self.counts.get(key, 0) + count

    def losses(self) -> tuple[Loss, ...]:
        return tuple(tell_loss(*key, count) for key, count in self.counts.items())


def fit(plan: Plan, capacity: Capacity) -> tuple[Plan, tuple[Loss, ...]]:
    """The part of a plan that a format can hold, and what it cannot."""
    ledger = Ledger(capacity.format)
    fitter = _Fitter(plan, capacity, ledger)
    fitted = fitter.fit_plan()
    return fitted, ledger.losses()


class _Fitter:
    def __init__(self, plan: Plan, capacity: Capacity, ledger: Ledger) -> None:
        self._plan = plan
        self._can = capacity
        self._ledger = ledger
        self._types = {each.name: each for each in plan.types}
        self._groups = {group.name: group for group in plan.groups}

    def fit_plan(self) -> Plan:
        can, plan = self._can, self._plan
        events = [fitted for event in plan.events if (fitted := self._fit_event(event)) is not None]
        own = _cut(plan, can.plan | {"sources", "types", "groups", "globals", "events"}, "the plan", self._ledger)
        made = replace(
            own,
            sources=self._fit_sources(),
            types=tuple(self._fit_property(each) for each in plan.types) if "types" in can.plan else (),
            groups=self._fit_groups(),
            globals=self._fit_globals(),
            events=tuple(events if can.is_versioned else self._keep_last_versions(events)),
            x=self._own_x(plan.x, "the plan"),
        )
        if "types" not in can.plan:
            self._say_written_out("types", len(plan.types))
        return can.change_plan(made, self._ledger) if can.change_plan else made

    def _say_written_out(self, noun: str, count: int) -> None:
        if count:
            self._ledger.lose(noun, noun, f"no place of their own in {self._can.format}; written out where they are used", count)

    def _fit_sources(self) -> tuple[Source, ...]:
        if "sources" not in self._can.plan:
            self._lose_all("sources", self._plan.sources)
            return ()
        return tuple(
            replace(_cut(source, self._can.sources | {"key"}, "sources", self._ledger), x=self._own_x(source.x, "sources"))
            for source in self._plan.sources
        )

    def _lose_all(self, noun: str, records: Sequence[object]) -> None:
        if records:
            self._ledger.lose(noun, noun, f"no place in {self._can.format}", len(records))

    def _fit_groups(self) -> tuple[PropertyGroup, ...]:
        if "groups" not in self._can.plan:
            self._say_written_out("groups", len(self._plan.groups))
            return ()
        return tuple(
            replace(
                _cut(group, self._can.groups | {"name", "properties"}, "groups", self._ledger),
                properties=self._fit_properties(group.properties),
                x=self._own_x(group.x, "groups"),
            )
            for group in self._plan.groups
        )

    def _fit_globals(self) -> tuple[GlobalProperties, ...]:
        said = [each for each in self._plan.globals if each.use_groups or each.properties]
        kept = [each for each in said if self._holds_global(each)]
        self._say_written_out("globals", len(said) - len(kept))
        if "groups" in self._can.plan:
            return tuple(replace(each, properties=self._fit_properties(each.properties), origin=None) for each in kept)
        return tuple(GlobalProperties(each.scope, properties=self._fit_properties(self._global_properties(each))) for each in kept)

    def _global_properties(self, each: GlobalProperties) -> tuple[PlannedProperty, ...]:
        return self._with_groups(each.use_groups, each.properties)

    def _holds_global(self, each: GlobalProperties) -> bool:
        return "globals" in self._can.plan and each.scope in self._can.scopes

    def _fit_event(self, event: PlannedEvent) -> PlannedEvent | None:
        can = self._can
        refusal = self._refuse_event(event)
        if refusal:
            self._ledger.lose("events", refusal[0], f"{refusal[1]}; left out")
            return None
        properties = event.properties if "groups" in can.plan else self._with_groups(event.use_groups, event.properties)
        names = event.use_groups if "groups" in can.plan else ()
        event = replace(event, properties=self._with_globals(event, properties), use_groups=names)
        if event.status and event.status not in can.statuses:
            self._ledger.lose("events", "status")
            event = replace(event, status=None)
        made = replace(
            _cut(event, can.events | {"name", "kind", "status"}, "events", self._ledger),
            properties=self._fit_properties(event.properties) if "properties" in can.events else (),
            key_patterns=tuple(self._fit_pattern(each) for each in event.key_patterns) if "key_patterns" in can.events else (),
            x=self._own_x(event.x, "events"),
        )
        return can.change_event(made, self._ledger) if can.change_event else made

    def _refuse_event(self, event: PlannedEvent) -> tuple[str, str] | None:
        """Which field keeps an event out of the format, and why."""
        can = self._can
        if event.kind not in can.kinds:
            return "kind", f"{can.format} has no events of the kind {event.kind}"
        if event.status in _UNSENDABLE and event.status not in can.statuses:
            return "status", f"{can.format} cannot say that an event is {event.status}"
        if event.pattern and "pattern" not in can.events:
            return "pattern", f"{can.format} has no patterns of names"
        if event.name and event.kind in can.nameless_kinds:
            return "name", f"{can.format} has one entry for all {event.kind} events, without a name"
        if not event.name and not event.pattern and event.kind not in can.unnamed_kinds:
            return "name", f"{can.format} has no {event.kind} events without a name"
        return None

    def _with_groups(self, names: Iterable[str], own: Sequence[PlannedProperty]) -> tuple[PlannedProperty, ...]:
        """Own properties, then those of the groups that are not among them."""
        made = {each.name: each for each in own}
        for name in names:
            for each in self._groups[name].properties if name in self._groups else ():
                made.setdefault(each.name, each)
        return tuple(made.values())

    def _with_globals(self, event: PlannedEvent, own: Sequence[PlannedProperty]) -> tuple[PlannedProperty, ...]:
        """Globals that have no place of their own, as properties that are allowed and never missing."""
        made = {each.name: each for each in own}
        for scope in self._plan.globals:
            if scope.scope in ("all", event.kind) and not self._holds_global(scope):
                for each in self._with_groups(scope.use_groups, scope.properties):
                    made.setdefault(each.name, replace(each, required=False))
        return tuple(made.values())

    def _fit_properties(self, properties: Sequence[PlannedProperty]) -> tuple[PlannedProperty, ...]:
        return tuple(self._fit_property(each) for each in properties)

    def _fit_pattern(self, each: PlannedProperty) -> PlannedProperty:
        return replace(self._fit_property(each, in_items=True), name=each.name)

    def _fit_property(self, each: PlannedProperty, in_items: bool = False) -> PlannedProperty:
        can = self._can
        if "types" not in can.plan:
            each = self._write_out_type(each, 0)
        if in_items:
            each = replace(each, required=None, name="")
        elif can.says_optional and each.required is None and "required" in can.properties:
            self._ledger.lose("properties", "required", f'"required" is not said, which {can.format} takes for optional')
            each = replace(each, required=False)
        made = _cut(normalise_property(each), can.properties | {"name"}, "properties", self._ledger)
        made = replace(
            made,
            items=self._fit_property(made.items, in_items=True) if made.items else None,
            properties=self._fit_properties(made.properties),
            x=self._own_x(each.x, "properties") if can.has_property_x else self._lose_x(each.x),
        )
        return can.change_property(made, self._ledger) if can.change_property else made

    def _write_out_type(self, each: PlannedProperty, depth: int) -> PlannedProperty:
        """A property with the meaning of the plan's own type instead of its name."""
        own = [name for name in each.types if name in self._types]
        if not own:
            return each
        if depth >= _MOST_TYPES_DEEP or len(each.types) > 1:
            told = f"one of several types is the plan's own, which {self._can.format} cannot say; any type is allowed"
            self._ledger.lose("properties", "types", told)
            return replace(each, types=())
        meant = self._types[own[0]]
        said = {item.name: getattr(each, item.name) for item in fields(each) if item.name != "types" and not _is_default(item, each)}
        return self._write_out_type(replace(meant, **{"required": each.required, **said}), depth + 1)

    def _own_x(self, x: Any, noun: str) -> dict[str, object]:
        if any(key != self._can.vendor for key in x):
            self._ledger.lose(noun, "x", f"what other tools keep has no place in {self._can.format}")
        return {key: value for key, value in x.items() if key == self._can.vendor}

    def _lose_x(self, x: Any) -> dict[str, object]:
        if x:
            self._ledger.lose("properties", "x", f"what tools keep has no place in {self._can.format}")
        return {}

    def _keep_last_versions(self, events: Sequence[PlannedEvent]) -> list[PlannedEvent]:
        kept: dict[tuple[Kind, str, str], PlannedEvent] = {}
        for event in events:
            key = (event.kind, event.name, event.pattern)
            if key in kept:
                self._ledger.lose("events", "version", f"{self._can.format} has no versions of an event; only the last one is kept")
                del kept[key]
            kept[key] = event
        return list(kept.values())


def _cut(record: _R, kept: frozenset[str], noun: str, ledger: Ledger) -> _R:
    """A record whose other fields are at their default."""
    gone: dict[str, object] = {}
    for item in fields(record):
        if item.compare and item.name not in kept and item.name not in _APART and not _is_default(item, record):
            ledger.lose(noun, item.name)
            gone[item.name] = _default(item)
    made: _R = replace(record, **gone)
    return made


def _default(item: Any) -> object:
    """The default of a field; a field without one is never at it."""
    if item.default is not MISSING:
        return item.default
    return MISSING if item.default_factory is MISSING else item.default_factory()


def _is_default(item: Any, record: object) -> bool:
    value, default = getattr(record, item.name), _default(item)
    return value == default and type(value) is type(default)


def normalise_property(each: PlannedProperty) -> PlannedProperty:
    """The same said in one way only: how null is allowed, and what two equal words say."""
    types = tuple(dict.fromkeys(each.types))
    others = tuple(name for name in types if name != "null")
    nullable = (each.nullable or "null" in types) and bool(others)
    enum = each.enum
    if nullable and any(value is not None for value in enum):
        enum = tuple(value for value in enum if value is not None)
    elif not others and each.nullable and enum and None not in enum:
        enum = (*enum, None)
    return replace(each, types=others or types, nullable=nullable, enum=enum)


def number_versions(plan: Plan, ledger: Ledger) -> Plan:
    """Whole numbers from 1 as versions, for formats that have nothing else."""
    taken: dict[tuple[Kind, str], set[str]] = {}
    for event in plan.events:
        if is_number(event.version):
            taken.setdefault((event.kind, event.name), set()).add(event.version)
    made: list[PlannedEvent] = []
    for event in plan.events:
        mine = taken.setdefault((event.kind, event.name), set())
        if not is_number(event.version):
            if event.version:
                ledger.lose("events", "version", f"{ledger.format} numbers versions from 1; another number is written")
            free = next(str(number) for number in range(1, len(mine) + 2) if str(number) not in mine)
            mine.add(free)
            event = replace(event, version=free)
        made.append(event)
    return replace(plan, events=tuple(made))


def keep_own_id(source: Source, vendor: str, ledger: Ledger) -> Source:
    """A source with the one id that a vendor knows it by."""
    own = tuple(pair for pair in source.ids if pair[0] == vendor)[:1]
    if len(own) < len(source.ids):
        ledger.lose("sources", "ids")
    return replace(source, ids=own)


def is_number(version: str) -> bool:
    return version.isascii() and version.isdecimal() and len(version) < 10 and (version == "0" or not version.startswith("0"))
