"""One mapping of a plan read field by field: each reader checks the type, keeps problems with their line, and never raises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from scanner.model import Location
from scanner.plan.model import Scalar
from scanner.plan.nodes import Entry, MappingNode, Node, Problems, ScalarNode, SequenceNode, describe, hint
from scanner.plan.words import quote

Word = TypeVar("Word", bound=str)
_YES = {"true", "yes", "on"}
_NO = {"false", "no", "off"}


def plain(node: Node) -> object:
    """A node as plain Python values, for fields that are kept as they are."""
    if isinstance(node, MappingNode):
        return {entry.key: plain(entry.node) for entry in node.entries}
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    return node.value


class Record:
    """The fields of one mapping. `what` names it in messages. Keys that begin with `x-` are free; `rest` gives them."""

    def __init__(self, node: MappingNode, problems: Problems, what: str, known: Iterable[str]) -> None:
        self.node = node
        self.problems = problems
        self.what = what
        self._fields = {entry.key: entry for entry in node.entries}
        self._refuse_unknown(tuple(known))

    def _refuse_unknown(self, known: Sequence[str]) -> None:
        for entry in self.node.entries:
            if entry.key not in known and not entry.key.startswith("x-"):
                message = f"{self.what} has no field {quote(entry.key)}{hint(entry.key, known)}"
                self.problems.add(entry.line, entry.column, message)

    @property
    def origin(self) -> Location:
        return self.problems.locate(self.node.line, self.node.column)

    def complain(self, message: str) -> None:
        self.problems.add(self.node.line, self.node.column, message)

    def note(self, message: str) -> None:
        self.problems.note(self.node.line, self.node.column, message)

    def refuse(self, entry: Entry, wanted: str) -> None:
        """Say that a field holds something of the wrong type."""
        message = f"{quote(entry.key)} of {self.what} must be {wanted}, not {describe(entry.node)}"
        self.problems.add(entry.node.line, entry.node.column, message)

    def entry(self, key: str) -> Entry | None:
        """The field, or None when it is not there or empty."""
        found = self._fields.get(key)
        if found is None or (isinstance(found.node, ScalarNode) and found.node.value is None):
            return None
        return found

    def text(self, key: str) -> str:
        entry = self.entry(key)
        if entry is None:
            return ""
        if isinstance(entry.node, ScalarNode):
            return entry.node.text
        self.refuse(entry, "text")
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        entry = self.entry(key)
        return () if entry is None else self.texts_of(entry)

    def texts_of(self, entry: Entry) -> tuple[str, ...]:
        if isinstance(entry.node, ScalarNode):
            return (entry.node.text,)
        if isinstance(entry.node, SequenceNode):
            return tuple(item.text for item in self._scalars(entry, entry.node))
        self.refuse(entry, "a list of texts")
        return ()

    def scalars(self, key: str) -> tuple[Scalar, ...]:
        """A list of values, with their types kept."""
        entry = self.entry(key)
        if entry is None:
            return ()
        if isinstance(entry.node, SequenceNode):
            return tuple(item.value for item in self._scalars(entry, entry.node))
        self.refuse(entry, "a list of values")
        return ()

    def _scalars(self, entry: Entry, node: SequenceNode) -> Iterable[ScalarNode]:
        for item in node.items:
            if isinstance(item, ScalarNode):
                yield item
            else:
                message = f"{quote(entry.key)} of {self.what} must hold plain values, not {describe(item)}"
                self.problems.add(item.line, item.column, message)

    def scalar(self, key: str) -> Scalar:
        entry = self.entry(key)
        if entry is None:
            return None
        if isinstance(entry.node, ScalarNode):
            return entry.node.value
        self.refuse(entry, "one value")
        return None

    def flag(self, key: str) -> bool | None:
        entry = self.entry(key)
        if entry is None:
            return None
        word = entry.node.text.lower() if isinstance(entry.node, ScalarNode) else ""
        if word in _YES or word in _NO:
            return word in _YES
        self.refuse(entry, "true or false")
        return None

    def number(self, key: str) -> float | None:
        entry = self.entry(key)
        if entry is None:
            return None
        value = entry.node.value if isinstance(entry.node, ScalarNode) else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        self.refuse(entry, "a number")
        return None

    def count(self, key: str) -> int | None:
        entry = self.entry(key)
        if entry is None:
            return None
        value = entry.node.value if isinstance(entry.node, ScalarNode) else None
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self.refuse(entry, "a whole number, 0 or more")
        return None

    def choice(self, key: str, options: Sequence[Word]) -> Word | None:
        """One of `options`, in any case; spaces, `-` and `_` are the same."""
        entry = self.entry(key)
        if entry is None:
            return None
        if not isinstance(entry.node, ScalarNode):
            self.refuse(entry, f"one of {', '.join(options)}")
            return None
        return self.choose(entry.node, quote(key), options)

    def choose(self, node: ScalarNode, label: str, options: Sequence[Word]) -> Word | None:
        for option in options:
            if option.replace("-", "_") == node.text.strip().lower().replace("-", "_").replace(" ", "_"):
                return option
        told = f"{label} of {self.what} is {quote(node.text)}, which is none of {', '.join(options)}{hint(node.text, options)}"
        self.problems.add(node.line, node.column, told)
        return None

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A mapping of words to texts."""
        mapping = self.mapping(key)
        if mapping is None:
            return ()
        made: list[tuple[str, str]] = []
        for entry in mapping.entries:
            if isinstance(entry.node, ScalarNode):
                made.append((entry.key, entry.node.text))
            else:
                self.refuse(entry, "text")
        return tuple(made)

    def mapping(self, key: str) -> MappingNode | None:
        entry = self.entry(key)
        if entry is None or isinstance(entry.node, MappingNode):
            return entry.node if entry and isinstance(entry.node, MappingNode) else None
        self.refuse(entry, "a mapping")
        return None

    def free(self, key: str) -> dict[str, object]:
        """A mapping that is kept as it stands."""
        mapping = self.mapping(key)
        made = plain(mapping) if mapping is not None else {}
        return made if isinstance(made, dict) else {}

    def rest(self) -> dict[str, object]:
        """What the plan keeps for others: the field `x` and every field that begins with `x-`."""
        return {**self.free("x"), **{entry.key: plain(entry.node) for entry in self.node.entries if entry.key.startswith("x-")}}
