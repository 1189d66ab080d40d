"""YAML read as nodes that know their lines, so that each problem can be told with its place. Nothing in a file is ever constructed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import yaml

# libyaml is about ten times as fast; it is not in every build of PyYAML
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
_WORDS = {
    "map": "a mapping",
    "seq": "a list",
    "str": "text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "null": "nothing",
}
_DEEPEST = 40


@dataclass(slots=True)
class Problems:
    """What is wrong in one file, by line."""

    path: str
    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, message: str) -> None:
        self.found.append((line, message))

    def told(self) -> tuple[tuple[int, str], ...]:
        return tuple(sorted(self.found))


@dataclass(slots=True)
class Node:
    """One YAML node with its line and the list that takes its problems. `what` names it in messages.

    `children` are the items of a list, or the keys and values of a mapping in turn.
    """

    event: Any
    problems: Problems
    children: list[Node] = field(default_factory=list)
    what: str = ""

    @property
    def line(self) -> int:
        return _line_of(self.event.start_mark)

    def complain(self, message: str) -> None:
        self.problems.add(self.line, message)

    def mapping(self, known: Sequence[str], required: Sequence[str] = ()) -> dict[str, Node]:
        """The entries of a mapping; unknown, doubled and missing keys are problems."""
        entries = {key: value for key, value in self.pairs() if self._is_known(key, value, known)}
        if self._kind() == "map":
            for key in required:
                if key not in entries:
                    self.complain(f"{self.what}: `{key}` is missing")
        return entries

    def pairs(self) -> Iterator[tuple[str, Node]]:
        """The entries of a mapping with any keys that are plain words or numbers."""
        if self._kind() != "map":
            self._complain_of_type("a mapping")
            return
        seen: set[str] = set()
        for key, value in zip(self.children[::2], self.children[1::2], strict=True):
            key.what = "a key"
            text = key.scalar()
            if text is None:
                continue
            if text in seen:
                key.complain(f"{self.what}: {text!r} stands here twice")
            seen.add(text)
            value.what = f"`{text}`" if text.isprintable() else repr(text)
            yield text, value

    def items(self) -> tuple[Node, ...]:
        """The items of a list."""
        if self._kind() != "seq":
            self._complain_of_type("a list")
            return ()
        for item in self.children:
            item.what = f"an item of {self.what}"
        return tuple(self.children)

    def one_or_more(self) -> tuple[Node, ...]:
        """The items of a list, or the node itself when it is none."""
        return self.items() if self.is_list() else (self,)

    def is_list(self) -> bool:
        return self._kind() == "seq"

    def text(self) -> str:
        """A string that is not empty. Words that YAML takes for something else (`on`, `null`, `1`) must be quoted."""
        if self._kind() != "str":
            self._complain_of_type("text")
            return ""
        if not self.event.value:
            self.complain(f"{self.what} is empty")
        return str(self.event.value)

    def scalar(self) -> str | None:
        """The text of a word or number as it is written, whatever YAML would make of it."""
        if not isinstance(self.event, yaml.ScalarEvent) or (self.event.tag and self._kind() not in _WORDS):
            self._complain_of_type("a word")
            return None
        return str(self.event.value)

    def flag(self) -> bool:
        if self._kind() != "bool" or self.event.value not in ("true", "false"):
            self.complain(f"{self.what} must be `true` or `false`")
            return False
        return bool(self.event.value == "true")

    def number(self) -> int:
        """A whole number that is not negative."""
        if self._kind() != "int" or not str(self.event.value).isdecimal():
            self.complain(f"{self.what} must be a whole number")
            return 0
        return int(self.event.value)

    def one_of(self, words: Sequence[str]) -> str:
        """One of `words`; the first of them when the text is another."""
        text = self.scalar()
        if text is None:
            return words[0]
        if text in words:
            return text
        self.complain(f"{self.what}: {text!r} is not one of {', '.join(words)}{_hint(text, words)}")
        return words[0]

    def _is_known(self, key: str, value: Node, known: Sequence[str]) -> bool:
        if key not in known:
            value.complain(f"{self.what}: unknown key {key!r}{_hint(key, known)}")
        return key in known

    def _kind(self) -> str:
        if self.event.tag and self.event.tag != "!":
            return str(self.event.tag).removeprefix(_TAG)
        if isinstance(self.event, yaml.MappingStartEvent):
            return "map"
        if isinstance(self.event, yaml.SequenceStartEvent):
            return "seq"
        return _kind_of_plain(self.event.value) if self.event.implicit[0] else "str"

    def _complain_of_type(self, wanted: str) -> None:
        kind = self._kind()
        if kind in _WORDS:
            self.complain(f"{self.what} must be {wanted}, not {_WORDS[kind]}")
        else:
            self.complain(f"{self.what} must be {wanted}; the tag {str(self.event.tag)!r} is not read")


def compose(text: str, problems: Problems) -> Node | None:
    """The document in `text`, or None when it cannot be read (the reason is then among the problems).

    It is put together from events: the composer of libyaml follows aliases, and nesting that is deep enough ends the process.
    """
    try:
        roots = _compose(text, problems)
    except yaml.MarkedYAMLError as error:
        problem = str(error.problem or error.context)
        # some versions of the library have a limit of their own
        told = "nested too deeply" if "nesting depth" in problem else f"not YAML: {problem}"
        problems.add(_line_of(error.problem_mark or error.context_mark), told)
        return None
    except yaml.reader.ReaderError as error:
        problems.add(_line_at(text, error.position), f"not YAML: {error.reason}")
        return None
    if not roots:
        problems.add(1, "the file is empty")
    for other in roots[1:]:
        other.complain("a second document is not read")
    return roots[0] if roots and not problems.found else None


def _compose(text: str, problems: Problems) -> list[Node]:
    roots: list[Node] = []
    open_nodes: list[Node] = []
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionEndEvent):
            open_nodes.pop()
        if not isinstance(event, yaml.NodeEvent):
            continue
        _refuse_sharing(event, problems)
        node = Node(event, problems)
        (open_nodes[-1].children if open_nodes else roots).append(node)
        if isinstance(event, yaml.CollectionStartEvent):
            open_nodes.append(node)
        if len(open_nodes) > _DEEPEST:
            node.complain("nested too deeply")
            break
    return roots


def _refuse_sharing(event: yaml.NodeEvent, problems: Problems) -> None:
    if isinstance(event, yaml.AliasEvent):
        problems.add(_line_of(event.start_mark), f"aliases are not read (*{event.anchor})")
    elif event.anchor:
        problems.add(_line_of(event.start_mark), f"anchors are not read (&{event.anchor})")


def _kind_of_plain(value: str) -> str:
    for tag, pattern in yaml.SafeLoader.yaml_implicit_resolvers.get(value[:1], ()):
        if pattern.match(value):
            return str(tag).removeprefix(_TAG)
    return "str"


def _line_of(mark: Any) -> int:
    return int(mark.line) + 1 if mark else 1


def _line_at(text: str, position: object) -> int:
    return text.count("\n", 0, position) + 1 if isinstance(position, int) else 1


def _hint(word: str, known: Sequence[str]) -> str:
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return f", did you mean {close[0]!r}?" if close else ""
