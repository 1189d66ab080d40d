"""The plan's own format: `tracking-plan.yaml`, or the same in JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from scanner.model import Kind, Suppression
from scanner.plan.model import (
    ADDITIONAL_PROPERTIES,
    ALIAS_REASONS,
    GLOBAL_SCOPES,
    IDENTITY_SECTIONS,
    KINDS,
    NAMED_KINDS,
    STATUSES,
    AdditionalProperties,
    Alias,
    Deprecation,
    Entity,
    GlobalProperties,
    GlobalScope,
    Naming,
    Plan,
    PlannedEvent,
    PlanProblem,
    PropertyGroup,
    Source,
)
from scanner.plan.native_properties import PropertyReader, require
from scanner.plan.nodes import Entry, MappingNode, Node, Problems, ScalarNode, SequenceNode, compose, compose_json, describe, hint
from scanner.plan.problems import find_problems
from scanner.plan.records import Record
from scanner.plan.words import quote

FORMAT_VERSION = 1

_T = TypeVar("_T")
_IGNORE = re.compile(r"(?:^|\s)#\s*tracklint:\s*ignore(?P<file>-file)?(?![-\w])(?:\[(?P<codes>[^\]]*)\])?(?P<reason>.*)")
_PLAN_FIELDS = (
    *(
        "version",
        "id",
        "name",
        "description",
        "owner",
        "links",
        "created",
        "updated",
        "naming",
        "extends",
        "defaults",
        "sources",
        "types",
        "groups",
    ),
    *("globals", "events", "x"),
)
_EVENT_FIELDS = (
    *("name", "pattern", "kind", "id", "ids", "version", "description", "why", "trigger", "location", "category", "display_name", "owner"),
    *("contacts", "labels", "tags", "links", "notes", "status", "deprecated", "aliases", "sources", "destinations", "identity_section"),
    *("use_groups", "additional_properties", "properties", "required", "key_patterns", "entities", "x"),
)


def read_plan(text: str, path: str) -> Plan:
    """Read a plan. `path` is what its places are called by; a name in `.json` is read as JSON.

    Raises `PlanError` that tells everything wrong, with its line. What does not stop the plan from being used is in `Plan.problems`.
    """
    problems = Problems(path)
    root = compose_json(text, problems) if path.lower().endswith(".json") else compose(text, problems)
    plan = _PlanReader(problems).read_root(root) if root is not None else None
    if plan is None and not problems.fatal:
        problems.add(1, 1, 'the plan is empty; it needs "events"')
    problems.raise_any()
    if plan is None:
        raise AssertionError("a plan that was not read has a problem")
    return replace(plan, problems=_gather_problems(plan, problems), suppressions=tuple(_find_suppressions(text, path)))


def _gather_problems(plan: Plan, problems: Problems) -> tuple[PlanProblem, ...]:
    noted = (PlanProblem(message, problems.locate(line, column)) for line, column, message in problems.minor)
    return tuple(sorted((*noted, *find_problems(plan)), key=lambda problem: (problem.location, problem.message)))


def _find_suppressions(text: str, path: str) -> Iterator[Suppression]:
    """Comments that silence findings in the plan: behind an entry for its line, alone on a line for the next."""
    for number, line in enumerate(text.split("\n") if "tracklint:" in text else (), 1):
        match = _IGNORE.search(line)
        if match:
            codes = tuple(code.strip() for code in (match["codes"] or "").split(",") if code.strip())
            meant = 0 if match["file"] else number if line[: match.start()].strip() else number + 1
            yield Suppression(path, meant, number, codes, match["reason"].strip())


class _PlanReader:
    """Reads one plan, part by part."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._properties = PropertyReader(problems, ())

    def read_root(self, root: Node) -> Plan | None:
        """A plan may stand under `plan:` or at the top; a list alone is the list of its events."""
        if isinstance(root, ScalarNode) and root.value is None:
            return None
        if isinstance(root, SequenceNode):
            return self._read_plan(MappingNode((Entry("events", root, root.line, root.column),), root.line, root.column))
        if isinstance(root, ScalarNode):
            self._problems.add(root.line, root.column, f'a plan is a mapping with "events", not {describe(root)}')
            return None
        return self._read_plan(self._unwrap(root))

    def _unwrap(self, root: MappingNode) -> MappingNode:
        inner = root.get("plan")
        if not isinstance(inner, MappingNode):
            return root
        inside = {entry.key for entry in inner.entries}
        beside = tuple(entry for entry in root.entries if entry.key != "plan")
        for entry in beside:
            if entry.key in inside:
                self._problems.add(entry.line, entry.column, f'{quote(entry.key)} stands both inside and beside "plan"; keep one')
        return MappingNode((*inner.entries, *(entry for entry in beside if entry.key not in inside)), inner.line, inner.column)

    def _read_plan(self, node: MappingNode) -> Plan:
        record = Record(node, self._problems, "the plan", _PLAN_FIELDS)
        self._check_version(record)
        types = record.mapping("types")
        self._properties = PropertyReader(self._problems, tuple(entry.key for entry in types.entries) if types else ())
        return Plan(
            name=record.text("name"),
            id=record.text("id"),
            description=record.text("description"),
            owner=record.text("owner"),
            links=record.texts("links"),
            created=record.text("created"),
            updated=record.text("updated"),
            naming=self._read_naming(record),
            extends=record.texts("extends"),
            additional_properties=self._read_default(record),
            sources=self._read_named(record, "sources", self._read_source),
            types=self._properties.read_all(record, "types", "type"),
            groups=self._read_named(record, "groups", self._read_group),
            globals=self._read_globals(record),
            events=self._read_events(record),
            x=record.rest(),
            origin=record.origin,
        )

    def _check_version(self, record: Record) -> None:
        entry = record.entry("version")
        if entry is None or (isinstance(entry.node, ScalarNode) and entry.node.text in (str(FORMAT_VERSION), f"{FORMAT_VERSION}.0")):
            return
        told = f"this plan is of version {describe(entry.node)} of the format; only version {FORMAT_VERSION} is read"
        self._problems.add(entry.node.line, entry.node.column, told)

    def _read_naming(self, record: Record) -> Naming:
        node = record.mapping("naming")
        if node is None:
            return Naming()
        body = Record(node, self._problems, "the naming", ("event", "property", "trait"))
        return Naming(body.text("event"), body.text("property"), body.text("trait"))

    def _read_default(self, record: Record) -> AdditionalProperties | None:
        node = record.mapping("defaults")
        if node is None:
            return None
        body = Record(node, self._problems, "the defaults", ("additional_properties",))
        entry = body.entry("additional_properties")
        if entry and isinstance(entry.node, ScalarNode) and isinstance(entry.node.value, bool):
            return "allow" if entry.node.value else "forbid"
        return body.choice("additional_properties", ADDITIONAL_PROPERTIES)

    def _read_named(self, record: Record, key: str, read: Callable[[str, Node, Entry], _T | None]) -> tuple[_T, ...]:
        """A mapping name -> body; a list of names is a mapping to nothing."""
        entry = record.entry(key)
        if entry is None:
            return ()
        entries = self._named_entries(entry, record)
        return tuple(made for each in entries if (made := read(each.key, each.node, each)) is not None)

    def _named_entries(self, entry: Entry, record: Record) -> Iterable[Entry]:
        if isinstance(entry.node, MappingNode):
            return entry.node.entries
        if isinstance(entry.node, SequenceNode) and all(isinstance(item, ScalarNode) for item in entry.node.items):
            names = {item.text: item for item in entry.node.items if isinstance(item, ScalarNode)}
            return [Entry(name, ScalarNode(None, "", item.line, item.column), item.line, item.column) for name, item in names.items()]
        record.refuse(entry, "a mapping of names")
        return ()

    def _body(self, node: Node, what: str, known: Iterable[str]) -> Record | None:
        """The mapping of a named thing; nothing at all counts as an empty one."""
        if isinstance(node, ScalarNode) and node.value is None:
            node = MappingNode((), node.line, node.column)
        if isinstance(node, MappingNode):
            return Record(node, self._problems, what, known)
        self._problems.add(node.line, node.column, f"{what} must be a mapping, not {describe(node)}")
        return None

    def _read_source(self, key: str, node: Node, place: Entry) -> Source | None:
        if isinstance(node, SequenceNode) or (isinstance(node, ScalarNode) and node.value is not None):
            # `web: apps/web/**` and `web: [a/**, b/**]` name the paths
            node = MappingNode((Entry("paths", node, node.line, node.column),), node.line, node.column)
        body = self._body(node, f"source {quote(key)}", ("name", "platform", "paths", "ids", "x"))
        if body is None:
            return None
        origin = self._problems.locate(place.line, place.column)
        return Source(key, body.text("name"), body.text("platform"), body.texts("paths"), body.pairs("ids"), body.rest(), origin)

    def _read_group(self, name: str, node: Node, place: Entry) -> PropertyGroup | None:
        body = self._body(node, f"group {quote(name)}", ("description", "properties", "required", "x"))
        if body is None:
            return None
        properties = require(self._properties.read_all(body, "properties"), body.texts("required"), body)
        return PropertyGroup(name, body.text("description"), properties, body.rest(), self._problems.locate(place.line, place.column))

    def _read_globals(self, record: Record) -> tuple[GlobalProperties, ...]:
        node = record.mapping("globals")
        if node is None:
            return ()
        made: list[GlobalProperties] = []
        for entry in node.entries:
            scope = next((scope for scope in GLOBAL_SCOPES if scope == entry.key), None)
            if scope is not None:
                made.append(self._read_global(scope, entry))
            else:
                told = f"globals are for {', '.join(GLOBAL_SCOPES)}, not for {quote(entry.key)}{hint(entry.key, GLOBAL_SCOPES)}"
                self._problems.add(entry.line, entry.column, told)
        return tuple(made)

    def _read_global(self, scope: GlobalScope, entry: Entry) -> GlobalProperties:
        """A list names groups; a mapping has `use_groups`, `properties` or both."""
        node = entry.node
        if isinstance(node, SequenceNode):
            node = MappingNode((Entry("use_groups", node, node.line, node.column),), node.line, node.column)
        origin = self._problems.locate(entry.line, entry.column)
        body = self._body(node, f"globals for {scope}", ("use_groups", "properties", "required"))
        if body is None:
            return GlobalProperties(scope, origin=origin)
        properties = require(self._properties.read_all(body, "properties"), body.texts("required"), body)
        return GlobalProperties(scope, body.texts("use_groups"), properties, origin)

    def _read_events(self, record: Record) -> tuple[PlannedEvent, ...]:
        """A list of events, or a mapping name -> body."""
        entry = record.entry("events")
        if entry is None:
            if not any(each.key == "events" for each in record.node.entries):
                record.complain('the plan has no "events"')
            return ()
        if isinstance(entry.node, MappingNode):
            events = [self._read_event(each.node, each, each.key) for each in entry.node.entries]
        elif isinstance(entry.node, SequenceNode):
            events = [self._read_event(item, Entry("", item, item.line, item.column), "") for item in entry.node.items]
        else:
            record.refuse(entry, "a list or a mapping")
            return ()
        made = tuple(event for event in events if event is not None)
        self._refuse_doubles(made)
        return made

    def _refuse_doubles(self, events: Iterable[PlannedEvent]) -> None:
        seen: dict[tuple[Kind, str, str, str], PlannedEvent] = {}
        for event in events:
            key = (event.kind, event.name, event.pattern, event.version)
            first = seen.setdefault(key, event)
            if first is not event and event.origin and first.origin:
                version = f" in version {event.version}" if event.version else ""
                told = f"{event.kind} event {quote(event.label)} is planned twice{version}; first in line {first.origin.line}"
                self._problems.add(event.origin.line, event.origin.column, told)

    def _read_event(self, node: Node, place: Entry, key: str) -> PlannedEvent | None:
        if isinstance(node, ScalarNode) and not key and node.text:
            return PlannedEvent(name=node.text, origin=self._problems.locate(place.line, place.column))
        body = self._body(node, _event_label(node, key), _EVENT_FIELDS)
        if body is None:
            return None
        event = self._read_event_body(body, key)
        self._check_identity(event, body, key)
        return replace(event, origin=self._problems.locate(place.line, place.column))

    def _check_identity(self, event: PlannedEvent, body: Record, key: str) -> None:
        if event.name and event.pattern:
            body.complain(f'{body.what} has both "name" and "pattern"; keep one')
        elif not event.name and not event.pattern and event.kind in NAMED_KINDS:
            body.complain(f'this {event.kind} event needs a "name", or a "pattern" with "*"')
        elif event.pattern and "*" not in event.pattern:
            body.complain(f'the pattern {quote(event.pattern)} has no "*"; call it "name"')
        if key and body.text("name") not in ("", key):
            body.complain(f"{body.what} has another name inside, {quote(body.text('name'))}; keep one")

    def _read_event_body(self, body: Record, key: str) -> PlannedEvent:
        pattern = body.text("pattern")
        return PlannedEvent(
            name=body.text("name") or ("" if pattern else key),
            pattern=pattern,
            kind=body.choice("kind", KINDS) or "track",
            id=body.text("id"),
            ids=body.pairs("ids"),
            version=body.text("version"),
            description=body.text("description"),
            why=body.text("why"),
            trigger=body.text("trigger"),
            location=body.text("location"),
            category=body.text("category"),
            display_name=body.text("display_name"),
            owner=body.text("owner"),
            contacts=body.texts("contacts"),
            labels=body.pairs("labels"),
            tags=body.texts("tags"),
            links=body.texts("links"),
            notes=body.text("notes"),
            status=body.choice("status", STATUSES),
            deprecated=self._read_deprecation(body),
            aliases=self._read_aliases(body),
            sources=body.texts("sources"),
            destinations=self._read_destinations(body),
            identity_section=body.choice("identity_section", IDENTITY_SECTIONS),
            use_groups=body.texts("use_groups"),
            additional_properties=body.flag("additional_properties"),
            properties=require(self._properties.read_all(body, "properties"), body.texts("required"), body),
            key_patterns=self._properties.read_all(body, "key_patterns", "key pattern"),
            entities=self._read_entities(body),
            x=body.rest(),
        )

    def _read_deprecation(self, body: Record) -> Deprecation | None:
        """`deprecated: true`, the date since when, or a mapping."""
        entry = body.entry("deprecated")
        if entry is None:
            return None
        if isinstance(entry.node, ScalarNode):
            if isinstance(entry.node.value, bool):
                return Deprecation() if entry.node.value else None
            return Deprecation(since=entry.node.text)
        node = body.mapping("deprecated")
        if node is None:
            return None
        inner = Record(node, self._problems, f"the deprecation of {body.what}", ("since", "replaced_by", "remove_after"))
        return Deprecation(inner.text("since"), inner.text("replaced_by"), inner.text("remove_after"))

    def _read_aliases(self, body: Record) -> tuple[Alias, ...]:
        entry = body.entry("aliases")
        if entry is None:
            return ()
        nodes = entry.node.items if isinstance(entry.node, SequenceNode) else (entry.node,)
        return tuple(alias for node in nodes if (alias := self._read_alias(node, body)) is not None)

    def _read_alias(self, node: Node, body: Record) -> Alias | None:
        if isinstance(node, ScalarNode):
            return Alias(node.text) if node.text else None
        inner = self._body(node, f"an alias of {body.what}", ("name", "reason", "destination"))
        if inner is None:
            return None
        if not inner.text("name"):
            inner.complain(f'{inner.what} needs a "name"')
        return Alias(inner.text("name"), inner.choice("reason", ALIAS_REASONS) or "other", inner.text("destination"))

    def _read_destinations(self, body: Record) -> tuple[tuple[str, str], ...]:
        """Destinations and the event's name in each, empty when it keeps its own."""
        entry = body.entry("destinations")
        if entry is None or not isinstance(entry.node, MappingNode):
            return tuple((name, "") for name in body.texts("destinations"))
        made: list[tuple[str, str]] = []
        for each in entry.node.entries:
            if isinstance(each.node, ScalarNode):
                made.append((each.key, each.node.text if each.node.value is not None else ""))
            else:
                inner = self._body(each.node, f"destination {quote(each.key)} of {body.what}", ("name",))
                made.append((each.key, inner.text("name") if inner else ""))
        return tuple(made)

    def _read_entities(self, body: Record) -> tuple[Entity, ...]:
        entry = body.entry("entities")
        if entry is None:
            return ()
        nodes = entry.node.items if isinstance(entry.node, SequenceNode) else (entry.node,)
        return tuple(made for node in nodes if (made := self._read_entity(node, body)) is not None)

    def _read_entity(self, node: Node, body: Record) -> Entity | None:
        if isinstance(node, ScalarNode):
            return Entity(node.text)
        inner = self._body(node, f"an entity of {body.what}", ("ref", "min", "max"))
        if inner is None:
            return None
        if not inner.text("ref"):
            inner.complain(f'{inner.what} needs a "ref"')
        return Entity(inner.text("ref"), inner.count("min"), inner.count("max"))


def _event_label(node: Node, key: str) -> str:
    for field in ("name", "pattern", "kind"):
        found = node.get(field) if isinstance(node, MappingNode) and not key else None
        if isinstance(found, ScalarNode) and found.text:
            return f"event {quote(found.text)}"
    return f"event {quote(key)}" if key else "an event"
