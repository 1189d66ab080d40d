"""YAML and JSON text as plain nodes that know their lines. No tag is constructed, and every problem is kept with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from math import isfinite
from typing import TYPE_CHECKING, TypeAlias

from scanner.errors import PlanError
from scanner.model import Location
from scanner.plan.model import Scalar
from scanner.plan.words import quote

if TYPE_CHECKING:
    import yaml

_MAX_ALIASED_NODES = 100_000
_CORE_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float", "timestamp", "str", "value", "merge", "seq", "map")}
_TEXT_TAGS = ("!", "tag:yaml.org,2002:str")
_MAX_DEPTH = 100
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_SURROGATES = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """One value. `text` is how it is written, without quotes."""

    value: Scalar
    text: str
    line: int
    column: int
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list."""

    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping and what it holds."""

    key: str
    node: Node
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class MappingNode:
    """A mapping with different keys, in their order."""

    entries: tuple[Entry, ...]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        return next((entry.node for entry in self.entries if entry.key == key), None)


Node: TypeAlias = ScalarNode | SequenceNode | MappingNode


@dataclass(slots=True)
class Problems:
    """What is wrong in one file: `fatal` stops the plan from being used, `minor` does not.

    `is_foreign`: another tool wrote the file, so that a key which stands twice is not for the user to mend; the first one counts.
    """

    path: str
    is_foreign: bool = False
    fatal: list[tuple[int, int, str]] = field(default_factory=list)
    minor: list[tuple[int, int, str]] = field(default_factory=list)

    def add(self, line: int, column: int, message: str) -> None:
        self.fatal.append((line, column, message))

    def note(self, line: int, column: int, message: str) -> None:
        self.minor.append((line, column, message))

    def locate(self, line: int, column: int) -> Location:
        return Location(self.path, line, column)

    def raise_any(self) -> None:
        """Raise one `PlanError` that tells all fatal problems, a line each."""
        told = sorted(set(self.fatal))
        if len(told) == 1:
            raise PlanError(told[0][2], self.path, told[0][0])
        if told:
            raise PlanError("\n".join(f"{self.path}:{line}: {message}" for line, _, message in told))


def hint(word: str, known: Iterable[str]) -> str:
    """`; did you mean "x"?` when one of the known words is close, else nothing."""
    by_fold = {option.lower().replace("-", "_").replace(" ", "_"): option for option in known}
    close = get_close_matches(word[:100].lower().replace("-", "_").replace(" ", "_"), by_fold, n=1, cutoff=0.7)
    return f"; did you mean {quote(by_fold[close[0]])}?" if close else ""


def hint_or_list(word: str, known: Sequence[str]) -> str:
    """As `hint`; when nothing is close, what there is."""
    return hint(word, known) or f"; known are {', '.join(known)}"


def describe(node: Node) -> str:
    """What a node is, for a message: `a list`, `a mapping`, `true`, the text `"x"`."""
    if isinstance(node, SequenceNode):
        return "a list"
    if isinstance(node, MappingNode):
        return "a mapping"
    return "nothing" if node.value is None else quote(node.text)


def compose(text: str, problems: Problems) -> Node | None:
    """The document in `text`; None when it is empty or cannot be read (then the reason is among the problems)."""
    import yaml

    # the library's own composer recurses in C and brings the process down on deep nesting; its events do not
    loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder(problems)
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.take(event)
    except _Stop:
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = ", ".join(part for part in (error.context, error.problem) if part)
        problems.add(mark.line + 1 if mark else 1, mark.column + 1 if mark else 1, f"this is not valid YAML: {what}")
        return None
    except (yaml.reader.ReaderError, UnicodeEncodeError) as error:
        at = error.start if isinstance(error, UnicodeEncodeError) else error.position
        problems.add(text.count("\n", 0, at) + 1, 1, "this is not valid YAML: it holds a character that YAML does not allow")
        return None
    return builder.root


def compose_json(text: str, problems: Problems) -> Node | None:
    """The same for JSON."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        problems.add(error.lineno, error.colno, f"this is not valid JSON: {error.msg}")
        return None
    except RecursionError:
        problems.add(1, 1, "this is nested too deeply to be read")
        return None
    # JSON is YAML but for characters that it writes as two halves
    return compose(_SURROGATES.sub(_join_surrogates, text), problems)


def _join_surrogates(match: re.Match[str]) -> str:
    high, low = int(match[2], 16), int(match[3], 16)
    return f"{match[1]}\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"


class _Stop(Exception):
    """The document is not worth reading on; the reason is among the problems."""


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is being read: its members so far, keys and values in turn for a mapping."""

    is_mapping: bool
    line: int
    column: int
    anchor: str | None
    size: int = 1
    members: list[Node] = field(default_factory=list)


class _Builder:
    """Makes nodes from the events of the YAML library, each once however many aliases lead to it."""

    def __init__(self, problems: Problems) -> None:
        self.root: Node | None = None
        self._problems = problems
        self._frames: list[_Frame] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._documents = 0
        self._aliased = 0

    def take(self, event: yaml.Event) -> None:
        import yaml

        line = event.start_mark.line + 1 if event.start_mark else 1
        column = event.start_mark.column + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._count_document(line, column)
        elif isinstance(event, yaml.AliasEvent):
            self._add_alias(event.anchor or "", line, column)
        elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            self._refuse_tag(event.tag, line, column)
            self._open_node(event, line, column)
        elif isinstance(event, yaml.CollectionEndEvent):
            frame = self._frames.pop()
            self._add(self._close(frame), frame.size, frame.anchor)

    def _count_document(self, line: int, column: int) -> None:
        self._documents += 1
        if self._documents > 1:
            self._problems.add(line, column, "a second document begins here; a plan is one document")
            raise _Stop

    def _refuse_tag(self, tag: str | None, line: int, column: int) -> None:
        if tag is not None and tag not in _CORE_TAGS and tag != "!":
            told = quote(tag.replace("tag:yaml.org,2002:", "!!"))
            self._problems.add(line, column, f"the tag {told} is not read; write a plain value")

    def _open_node(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int, column: int) -> None:
        import yaml

        if isinstance(event, yaml.ScalarEvent):
            text, quoted = str(event.value), bool(event.style) or event.tag in _TEXT_TAGS
            self._add(ScalarNode(text if quoted else _resolve(text), text, line, column, quoted), 1, event.anchor)
            return
        if len(self._frames) >= _MAX_DEPTH:
            self._problems.add(line, column, f"this is nested more than {_MAX_DEPTH} levels deep")
            raise _Stop
        if event.anchor:
            self._anchors.pop(event.anchor, None)
        self._frames.append(_Frame(isinstance(event, yaml.MappingStartEvent), line, column, event.anchor))

    def _add_alias(self, anchor: str, line: int, column: int) -> None:
        found = self._anchors.get(anchor)
        if found is None:
            self._problems.add(line, column, f"the alias *{anchor} has no anchor before it")
            raise _Stop
        self._aliased += found[1]
        if self._aliased > _MAX_ALIASED_NODES:
            self._problems.add(line, column, f"the aliases of this file repeat more than {_MAX_ALIASED_NODES:,} values; write them out")
            raise _Stop
        self._add(found[0], found[1], None)

    def _add(self, node: Node, size: int, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = (node, size)
        if self._frames:
            self._frames[-1].members.append(node)
            self._frames[-1].size += size
        else:
            self.root = node

    def _close(self, frame: _Frame) -> Node:
        if not frame.is_mapping:
            return SequenceNode(tuple(frame.members), frame.line, frame.column)
        own: dict[str, Entry] = {}
        merged: dict[str, Entry] = {}
        for key, value in zip(frame.members[::2], frame.members[1::2], strict=True):
            if isinstance(key, ScalarNode) and key.text == "<<" and not key.quoted:
                merged.update((entry.key, entry) for entry in self._merged_entries(value) if entry.key not in merged)
            elif isinstance(key, ScalarNode) and self._is_new(key, own):
                own[key.text] = Entry(key.text, value, key.line, key.column)
            elif not isinstance(key, ScalarNode):
                self._problems.add(key.line, key.column, f"a key must be a word, not {describe(key)}")
        inherited = tuple(entry for name, entry in merged.items() if name not in own)
        return MappingNode((*inherited, *own.values()), frame.line, frame.column)

    def _merged_entries(self, node: Node) -> Iterable[Entry]:
        if isinstance(node, MappingNode):
            return node.entries
        if isinstance(node, SequenceNode) and all(isinstance(item, MappingNode) for item in node.items):
            return [entry for item in node.items if isinstance(item, MappingNode) for entry in item.entries]
        self._problems.add(node.line, node.column, f"`<<` takes a mapping, not {describe(node)}")
        return ()

    def _is_new(self, key: ScalarNode, own: dict[str, Entry]) -> bool:
        if key.text not in own:
            return True
        told = f"the key {quote(key.text)} stands here twice; first in line {own[key.text].line}"
        if self._problems.is_foreign:
            self._problems.note(key.line, key.column, f"{told}, which is the one that counts")
        else:
            self._problems.add(key.line, key.column, told)
        return False


def _resolve(text: str) -> Scalar:
    """What a plain word means. Only JSON's words and numbers mean more than text: no `yes`, no dates, no sexagesimal numbers."""
    if text in _WORDS:
        return _WORDS[text]
    # longer digits are identifiers; turning them into numbers costs time and gains nothing
    if len(text) <= 40 and _INTEGER.match(text):
        return int(text)
    if len(text) <= 40 and _NUMBER.match(text) and isfinite(float(text)):
        return float(text)
    return text
