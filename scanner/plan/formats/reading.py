"""What readers of JSON and YAML plans share: files with lines, fields taken one by one, and what was wrong, lost or left over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from scanner.errors import PlanError
from scanner.model import Kind, Location
from scanner.plan.formats.base import Material
from scanner.plan.model import Loss, Plan, PlannedEvent, PlannedProperty, PlanProblem, Scalar
from scanner.plan.nodes import Entry, MappingNode, Node, Problems, ScalarNode, SequenceNode, describe
from scanner.plan.problems import find_problems
from scanner.plan.records import plain
from scanner.plan.words import quote

_T = TypeVar("_T")

# A reference may lead to the same part again and again; more parts than this are taken for an attack.
MOST_PARTS = 100_000
YAML_SUFFIXES = (".yaml", ".yml")
_MOST_LOOKED_AT = 20


class Reading:
    """One plan being read from some files. Nothing raises until `finish`, so that everything wrong is told at once.

    `vendor` is the key below which fields that nobody asked for are kept in `x`.
    """

    def __init__(self, vendor: str) -> None:
        self.vendor = vendor
        self.parts_left = MOST_PARTS
        self._pages: list[Page] = []
        self._losses: dict[tuple[str, str, str], tuple[int, Location | None]] = {}

    def open(self, material: Material) -> Page:
        """One file; its root is None when it is empty or cannot be read."""
        root, problems = material.parse()
        page = Page(self, problems, root)
        self._pages.append(page)
        return page

    def lose(self, noun: str, subject: str, message: str, where: Location | None = None) -> None:
        """Count something that cannot be carried: `noun` is what it happened to (`events`), `subject` the field it concerns."""
        count, first = self._losses.get((noun, subject, message), (0, where))
        self._losses[noun, subject, message] = (count + 1, first)

    def finish(self, plan: Plan) -> Plan:
        """The plan with its problems and losses. Raises one PlanError that tells all that is wrong in all files."""
        _raise_all(page.problems for page in self._pages)
        events = tuple(self._drop_doubles(plan.events))
        plan = replace(plan, events=events)
        noted = (
            PlanProblem(message, page.problems.locate(line, column))
            for page in self._pages
            for line, column, message in page.problems.minor
        )
        problems = sorted((*noted, *find_problems(plan)), key=lambda problem: (problem.location, problem.message))
        losses = (tell_loss(*key, count, where) for key, (count, where) in self._losses.items())
        return replace(plan, problems=tuple(problems), losses=tuple(losses))

    def _drop_doubles(self, events: Iterable[PlannedEvent]) -> Iterator[PlannedEvent]:
        seen: set[tuple[Kind, str, str, str]] = set()
        for event in events:
            key = (event.kind, event.name, event.pattern, event.version)
            if key in seen:
                self.lose("events", event.label, "planned twice; the first is kept", event.origin)
            else:
                seen.add(key)
                yield replace(event, properties=unique_properties(event.properties, self))


def tell_loss(noun: str, subject: str, message: str, count: int, where: Location | None = None) -> Loss:
    """A loss whose message is a whole sentence: `12 events: "why" has no place in ...`."""
    amount = noun if noun == "the plan" else f"{count:,} {_one(noun) if count == 1 else noun}"
    return Loss(subject, f"{amount}: {message}", count, where)


def _one(noun: str) -> str:
    return noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")


def unique_properties(properties: Sequence[PlannedProperty], reading: Reading) -> tuple[PlannedProperty, ...]:
    """The properties, each name once; one without a name is none."""
    seen: dict[str, PlannedProperty] = {}
    for each in properties:
        if not each.name:
            reading.lose("properties", "name", "no name; left out", each.origin)
        elif seen.setdefault(each.name, each) is not each:
            reading.lose("properties", each.name, "listed twice in one event; the first is kept", each.origin)
    return tuple(seen.values())


def _raise_all(all_problems: Iterable[Problems]) -> None:
    errors: list[PlanError] = []
    for problems in all_problems:
        try:
            problems.raise_any()
        except PlanError as error:
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise PlanError("\n".join(str(error) for error in errors))


class Page:
    """One file of a plan that is being read."""

    def __init__(self, reading: Reading, problems: Problems, root: Node | None) -> None:
        self.reading = reading
        self.problems = problems
        self.root = root

    @property
    def path(self) -> str:
        return self.problems.path

    def locate(self, place: Node | Entry) -> Location:
        return self.problems.locate(place.line, place.column)

    def refuse(self, place: Node | Entry, message: str) -> None:
        self.problems.add(place.line, place.column, message)

    def note(self, place: Node | Entry, message: str) -> None:
        self.problems.note(place.line, place.column, message)

    def root_mapping(self, wanted: str) -> Fields:
        """The fields of the whole file. One that is something else, or empty, is refused."""
        if isinstance(self.root, MappingNode):
            return Fields(self, self.root, wanted)
        if not self.problems.fatal:
            told = describe(self.root) if self.root is not None else "nothing"
            self.problems.add(self.root.line if self.root else 1, 1, f"this should be {wanted}, and is {told}")
        return Fields(self, MappingNode((), 1, 1), wanted)


class Fields:
    """The fields of one mapping, taken one by one; `rest` is what nobody took, as it stands.

    A field that holds something else than was asked for is not taken, so it ends up in the rest; `need_...` refuses it instead.
    """

    def __init__(self, page: Page, node: MappingNode, what: str) -> None:
        self.page = page
        self.node = node
        self.what = what
        self._left = {entry.key: entry for entry in node.entries}

    @property
    def origin(self) -> Location:
        return self.page.locate(self.node)

    def complain(self, message: str) -> None:
        self.page.refuse(self.node, message)

    def peek(self, key: str) -> Node | None:
        """A field that is not taken; None when it is not there or null."""
        entry = self._left.get(key)
        return None if entry is None or _is_null(entry.node) else entry.node

    def has(self, key: str) -> bool:
        return self.peek(key) is not None

    def drop(self, *keys: str) -> None:
        """Take fields that say nothing that is not said elsewhere."""
        for key in keys:
            self._left.pop(key, None)

    def take(self, key: str) -> Node | None:
        entry = self._left.pop(key, None)
        return None if entry is None or _is_null(entry.node) else entry.node

    def text(self, key: str) -> str:
        node = self.peek(key)
        if isinstance(node, ScalarNode):
            self.drop(key)
            return node.text
        return ""

    def texts(self, key: str, separator: str = "") -> tuple[str, ...]:
        """A list of texts; one text is a list of one, or of its parts when there is a separator."""
        node = self.peek(key)
        if isinstance(node, ScalarNode):
            self.drop(key)
            parts = node.text.split(separator) if separator else [node.text]
            return tuple(part.strip() for part in parts if part.strip())
        if isinstance(node, SequenceNode) and all(isinstance(item, ScalarNode) for item in node.items):
            self.drop(key)
            return tuple(item.text for item in node.items if isinstance(item, ScalarNode))
        return ()

    def scalars(self, key: str) -> tuple[Scalar, ...]:
        node = self.peek(key)
        if isinstance(node, SequenceNode) and all(isinstance(item, ScalarNode) for item in node.items):
            self.drop(key)
            return tuple(item.value for item in node.items if isinstance(item, ScalarNode))
        return ()

    def scalar(self, key: str) -> Scalar:
        node = self.peek(key)
        if isinstance(node, ScalarNode):
            self.drop(key)
            return node.value
        return None

    def flag(self, key: str) -> bool | None:
        node = self.peek(key)
        if isinstance(node, ScalarNode) and isinstance(node.value, bool):
            self.drop(key)
            return node.value
        return None

    def number(self, key: str) -> float | None:
        node = self.peek(key)
        if isinstance(node, ScalarNode) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
            self.drop(key)
            return node.value
        return None

    def count(self, key: str) -> int | None:
        node = self.peek(key)
        if isinstance(node, ScalarNode) and isinstance(node.value, int) and not isinstance(node.value, bool) and node.value >= 0:
            self.drop(key)
            return node.value
        return None

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A mapping of words to plain values, these as text."""
        node = self.peek(key)
        if isinstance(node, MappingNode) and all(isinstance(entry.node, ScalarNode) for entry in node.entries):
            self.drop(key)
            return tuple((entry.key, entry.node.text) for entry in node.entries if isinstance(entry.node, ScalarNode))
        return ()

    def fields(self, key: str, what: str = "") -> Fields | None:
        """The fields of a mapping inside; None when there is none."""
        node = self.peek(key)
        if isinstance(node, MappingNode):
            self.drop(key)
            return Fields(self.page, node, what or f"{quote(key)} of {self.what}")
        return None

    def need_fields(self, key: str) -> Fields | None:
        """The same, where anything but a mapping is a mistake."""
        found = self.fields(key)
        if found is None and self.has(key):
            self._refuse(key, "a mapping")
        return found

    def need_list(self, key: str) -> tuple[Node, ...]:
        """The members of a list; nothing when there is none. Anything but a list is a mistake."""
        node = self.take(key)
        if isinstance(node, SequenceNode):
            return node.items
        if node is not None:
            self.page.refuse(node, f"{quote(key)} of {self.what} must be a list, not {describe(node)}")
        return ()

    def need_mappings(self, key: str, what: str) -> list[Fields]:
        """The members of a list, which must be mappings."""
        made: list[Fields] = []
        for node in self.need_list(key):
            if isinstance(node, MappingNode):
                made.append(Fields(self.page, node, label(node, what)))
            else:
                self.page.refuse(node, f"{quote(key)} of {self.what} must hold mappings, not {describe(node)}")
        return made

    def need_text(self, key: str) -> str:
        """A text that must be there."""
        found = self.text(key)
        if not found:
            place = self.peek(key) or self.node
            self.page.refuse(place, f"{self.what} needs {quote(key)}" + (", a text" if place is not self.node else ""))
        return found

    def entries(self) -> tuple[Entry, ...]:
        """All fields that are left."""
        return tuple(self._left.values())

    def rest(self) -> dict[str, object]:
        """What nobody took, without what says nothing."""
        return {entry.key: plain(entry.node) for entry in self._left.values() if not _is_null(entry.node)}

    def x(self, *more: tuple[str, object]) -> dict[str, object]:
        """The rest as it is kept in a plan: below the vendor's name, and not at all when there is none."""
        kept = {**self.rest(), **{key: value for key, value in more if value not in (None, {}, [], "")}}
        return {self.page.reading.vendor: kept} if kept else {}

    def _refuse(self, key: str, wanted: str) -> None:
        node = self.take(key)
        if node is not None:
            self.page.refuse(node, f"{quote(key)} of {self.what} must be {wanted}, not {describe(node)}")


def _is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.value is None


def label(node: Node, what: str, *keys: str) -> str:
    """What to call a mapping in a message: `event "Order Completed"`."""
    for key in keys or ("name", "key", "id"):
        found = node.get(key) if isinstance(node, MappingNode) else None
        if isinstance(found, ScalarNode) and found.text:
            return f"{what} {quote(found.text)}"
    return f"{'an' if what[0] in 'aeio' else 'a'} {what}"


def mapping_of(node: Node | None, *keys: str) -> MappingNode | None:
    """What stands below some keys, one in the other, when it is a mapping."""
    for key in keys:
        node = node.get(key) if isinstance(node, MappingNode) else None
    return node if isinstance(node, MappingNode) else None


def text_of(node: Node | None, *keys: str) -> str:
    """The text below some keys, one in the other; empty when there is none."""
    for key in keys:
        node = node.get(key) if isinstance(node, MappingNode) else None
    return node.text if isinstance(node, ScalarNode) and node.value is not None else ""


def list_of(node: Node | None, *keys: str) -> tuple[Node, ...]:
    """The members of the list below some keys; none when it is no list."""
    for key in keys:
        node = node.get(key) if isinstance(node, MappingNode) else None
    return node.items if isinstance(node, SequenceNode) else ()


def keys_of(node: Node | None) -> frozenset[str]:
    return frozenset(entry.key for entry in node.entries) if isinstance(node, MappingNode) else frozenset()


def documents(material: Material) -> tuple[Material, ...]:
    """The YAML and JSON files of a folder, or the one file. A name such as `1-0-2` has no suffix."""
    if not material.is_folder:
        return (material,) if material.suffix in (*YAML_SUFFIXES, ".json") else ()
    return tuple(member for member in material.members() if member.suffix in (*YAML_SUFFIXES, ".json", ""))


def roots(material: Material) -> list[Node]:
    """What stands in the first files of some material, for recognition."""
    return [member.node for member in documents(material)[:_MOST_LOOKED_AT] if member.node is not None]


def first(values: Iterable[_T | None]) -> _T | None:
    return next((value for value in values if value is not None), None)


def without(node: MappingNode, *keys: str) -> MappingNode:
    """A mapping without some of its keys."""
    return replace(node, entries=tuple(entry for entry in node.entries if entry.key not in keys))


def files_to_read(material: Material) -> tuple[Material, ...]:
    """The one file, whatever it is called, or the YAML and JSON files of a folder."""
    return documents(material) if material.is_folder else (material,)
