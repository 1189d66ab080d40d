"""A plan that is being read from rows: events and properties as they come, put together at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from scanner.model import Location
from scanner.plan.formats.reading import tell_loss
from scanner.plan.formats.tables.names import read_name, split_path
from scanner.plan.model import (
    GLOBAL_SCOPES,
    NAMED_KINDS,
    GlobalProperties,
    GlobalScope,
    Plan,
    PlannedEvent,
    PlannedProperty,
    PlanProblem,
    PropertyGroup,
    Source,
)
from scanner.plan.nodes import Problems
from scanner.plan.problems import find_problems
from scanner.plan.words import quote

_PROPERTY_FIELDS = frozenset(each.name for each in fields(PlannedProperty))
_MAX_DEPTH = 20


@dataclass(slots=True)
class PropertyDraft:
    """One property: fields by the name they have in the model, and children by name (`$` for the members of an array)."""

    origin: Location
    said: dict[str, Any] = field(default_factory=dict)
    x: dict[str, str] = field(default_factory=dict)
    children: dict[str, PropertyDraft] = field(default_factory=dict)


@dataclass(slots=True)
class EventDraft:
    """One event, a property group, the globals of a scope, or the plan's types: whatever has properties."""

    origin: Location
    said: dict[str, Any] = field(default_factory=dict)
    x: dict[str, str] = field(default_factory=dict)
    properties: dict[str, PropertyDraft] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return str(self.said.get("name") or self.said.get("pattern") or self.said.get("kind", ""))


@dataclass(slots=True)
class PlanDraft:
    """Everything read so far.

    `x_key` is the name under which unknown columns are kept. `verbatim`: names mean what they say, to the letter; else parts of them may
    vary. `dotted`: a dot in the name of a property always nests; else only below a property that is there.
    """

    path: str
    x_key: str
    verbatim: bool = False
    dotted: bool = False
    said: dict[str, Any] = field(default_factory=dict)
    events: dict[tuple[str, str, str, str], EventDraft] = field(default_factory=dict)
    globals: dict[str, EventDraft] = field(default_factory=dict)
    groups: dict[str, EventDraft] = field(default_factory=dict)
    types: EventDraft | None = None
    problems: list[PlanProblem] = field(default_factory=list)
    fatal: Problems = field(init=False)
    losses: dict[tuple[str, str, str], tuple[int, Location]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fatal = Problems(self.path)

    def locate(self, line: int) -> Location:
        return Location(self.path, line)

    def note(self, line: int, message: str) -> None:
        """Something that does not make sense but does not stop the plan from being used."""
        self.problems.append(PlanProblem(message, self.locate(line)))

    def lose(self, line: int, noun: str, subject: str, message: str, count: int = 1) -> None:
        """Something found that cannot be carried: `noun` is what it happened to (`events`), `subject` the field it concerns."""
        before, first = self.losses.get((noun, subject, message), (0, self.locate(line)))
        self.losses[noun, subject, message] = before + count, first

    def event(self, line: int, text: str, kind: str = "track", version: str = "") -> EventDraft:
        """The event of that name, new or known."""
        name, pattern = self._name(text)
        key = (kind, name, pattern, version)
        if key not in self.events:
            self.events[key] = EventDraft(self.locate(line), {"kind": kind, "name": name, "pattern": pattern, "version": version})
        return self.events[key]

    def scope(self, line: int, scope: str) -> EventDraft:
        return self.globals.setdefault(scope, EventDraft(self.locate(line)))

    def group(self, line: int, name: str) -> EventDraft:
        return self.groups.setdefault(name, EventDraft(self.locate(line)))

    def type_list(self, line: int) -> EventDraft:
        self.types = self.types or EventDraft(self.locate(line))
        return self.types

    def _name(self, text: str) -> tuple[str, str]:
        return (text, "") if self.verbatim else read_name(text)

    def property(self, owner: EventDraft, line: int, text: str) -> PropertyDraft:
        """The property at a path. It is nested when its parent is there, or when the format says that dots nest."""
        steps = text.split(".") if self.verbatim else split_path(text)
        if len(steps) > _MAX_DEPTH:
            self.fatal.add(line, 1, f"the property {quote(text)} is nested more than {_MAX_DEPTH} levels deep")
            steps = [text]
        if len(steps) == 1 or not all(steps) or not (self.dotted or steps[0] in owner.properties):
            return owner.properties.setdefault(text, PropertyDraft(self.locate(line)))
        parent = owner.properties.setdefault(steps[0], PropertyDraft(self.locate(line)))
        for step in steps[1:]:
            parent = parent.children.setdefault(step, PropertyDraft(self.locate(line)))
        return parent

    def finish(self) -> Plan:
        """The plan. Raises PlanError that tells everything wrong."""
        for event in self.events.values():
            if event.said["kind"] in NAMED_KINDS and not event.label.strip():
                self.fatal.add(event.origin.line, 1, f"this {event.said['kind']} event has no name")
        self.fatal.raise_any()
        type_names = frozenset(self.types.properties if self.types else ())
        plan = Plan(
            **self.said,
            sources=self._sources(),
            types=self._properties(self.types, type_names) if self.types else (),
            groups=tuple(self._group(name, each, type_names) for name, each in self.groups.items()),
            globals=tuple(self._global(scope, each, type_names) for scope, each in self.globals.items()),
            events=tuple(self._event(each, type_names) for each in self.events.values()),
            origin=self.locate(1),
        )
        problems = sorted((*self.problems, *find_problems(plan)), key=lambda each: (each.location, each.message))
        losses = tuple(tell_loss(*key, count, where) for key, (count, where) in self.losses.items())
        return replace(plan, problems=tuple(problems), losses=losses)

    def _sources(self) -> tuple[Source, ...]:
        named = dict.fromkeys(source for event in self.events.values() for source in event.said.get("sources", ()))
        first = {source: event.origin for event in reversed(self.events.values()) for source in event.said.get("sources", ())}
        return tuple(Source(key, origin=first[key]) for key in named)

    def _group(self, name: str, draft: EventDraft, types: frozenset[str]) -> PropertyGroup:
        return PropertyGroup(name, draft.said.get("description", ""), self._properties(draft, types), self._x(draft.x), draft.origin)

    def _global(self, scope: str, draft: EventDraft, types: frozenset[str]) -> GlobalProperties:
        known: GlobalScope = next((each for each in GLOBAL_SCOPES if each == scope), "all")
        return GlobalProperties(known, draft.said.get("use_groups", ()), self._properties(draft, types), draft.origin)

    def _event(self, draft: EventDraft, types: frozenset[str]) -> PlannedEvent:
        made = {key: self._property(key, each, types) for key, each in draft.properties.items()}
        return PlannedEvent(
            **draft.said,
            properties=tuple(each for key, each in made.items() if not self._name(key)[1]),
            key_patterns=tuple(each for key, each in made.items() if self._name(key)[1]),
            x=self._x(draft.x),
            origin=draft.origin,
        )

    def _x(self, x: Mapping[str, str]) -> dict[str, object]:
        return {self.x_key: dict(x)} if x else {}

    def _properties(self, draft: EventDraft, types: frozenset[str]) -> tuple[PlannedProperty, ...]:
        return tuple(self._property(name, each, types) for name, each in draft.properties.items())

    def _property(self, name: str, draft: PropertyDraft, types: frozenset[str]) -> PlannedProperty:
        said = {key: value for key, value in draft.said.items() if key in _PROPERTY_FIELDS}
        unknown = [word for word in draft.said.get("unknown_types", ()) if word not in types]
        said["types"] = tuple(said.get("types", ())) + tuple(word for word in draft.said.get("unknown_types", ()) if word in types)
        if unknown:
            self.lose(draft.origin.line, "properties", "type", "a type that is not known; it is kept as it stands, and any type is right")
            draft.x.setdefault("Type", " | ".join(unknown))
            said["types"] = ()
        children = {key: self._property(key, each, types) for key, each in draft.children.items()}
        items = children.pop("$", None)
        made = PlannedProperty(next(each for each in (*self._name(name), name) if each), **said, x=self._x(draft.x), origin=draft.origin)
        if items is not None:
            held = replace(items, name="", required=None)
            made = replace(made, items=held, types=made.types or ("array",))
        if children:
            made = replace(made, properties=tuple(children.values()), types=made.types or ("object",))
        return made


def fill(said: dict[str, Any], values: Mapping[str, Any]) -> None:
    """Take over what was not said before; what was said first counts."""
    for key, value in values.items():
        if said.get(key) in (None, "", ()):
            said[key] = value
