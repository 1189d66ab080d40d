"""YAML read as nodes that know their lines, so that each problem can be told with its place. Nothing in a file is ever constructed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import yaml

# libyaml is about ten times as fast; it is not in every build of PyYAML
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# where an anchor or alias may begin; it may also be text there (in a comment, in quotes), so this only rules files out
_SIGN = re.compile(r"""(?:^|[\s\[{,?\ufeff]|["'\]}]:)[&*]""")
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
    """One YAML node with its line and the list that takes its problems. `what` names it in messages. Not to be changed."""

    node: yaml.Node
    what: str
    problems: Problems

    @property
    def line(self) -> int:
        return int(self.node.start_mark.line) + 1

    def complain(self, message: str) -> None:
        self.problems.add(self.line, message)

    def mapping(self, known: Sequence[str], required: Sequence[str] = ()) -> dict[str, Node]:
        """The entries of a mapping; unknown, doubled and missing keys are problems."""
        entries = {key: value for key, value in self.pairs() if self._is_known(key, value, known)}
        if isinstance(self.node, yaml.MappingNode):
            for key in required:
                if key not in entries:
                    self.complain(f"{self.what}: `{key}` is missing")
        return entries

    def pairs(self) -> Iterator[tuple[str, Node]]:
        """The entries of a mapping with any keys that are plain words or numbers."""
        if not isinstance(self.node, yaml.MappingNode) or self._kind() != "map":
            self._complain_of_type("a mapping")
            return
        seen: set[str] = set()
        for key, value in self.node.value:
            text = Node(key, "a key", self.problems).scalar()
            if text is None:
                continue
            if text in seen:
                self.problems.add(_line_of(key.start_mark), f"{self.what}: {text!r} stands here twice")
            seen.add(text)
            yield text, Node(value, f"`{text}`" if text.isprintable() else repr(text), self.problems)

    def items(self) -> tuple[Node, ...]:
        """The items of a list."""
        if not isinstance(self.node, yaml.SequenceNode) or self._kind() != "seq":
            self._complain_of_type("a list")
            return ()
        return tuple(Node(item, f"an item of {self.what}", self.problems) for item in self.node.value)

    def one_or_more(self) -> tuple[Node, ...]:
        """The items of a list, or the node itself when it is none."""
        return self.items() if isinstance(self.node, yaml.SequenceNode) else (self,)

    def is_list(self) -> bool:
        return isinstance(self.node, yaml.SequenceNode)

    def text(self) -> str:
        """A string that is not empty. Words that YAML takes for something else (`on`, `null`, `1`) must be quoted."""
        if not isinstance(self.node, yaml.ScalarNode) or self._kind() != "str":
            self._complain_of_type("text")
            return ""
        if not self.node.value:
            self.complain(f"{self.what} is empty")
        return str(self.node.value)

    def texts(self) -> tuple[str, ...]:
        return tuple(item.text() for item in self.items())

    def scalar(self) -> str | None:
        """The text of a word or number as it is written, whatever YAML would make of it."""
        if not isinstance(self.node, yaml.ScalarNode) or self._kind() not in _WORDS:
            self._complain_of_type("a word")
            return None
        return str(self.node.value)

    def flag(self) -> bool:
        if not isinstance(self.node, yaml.ScalarNode) or self._kind() != "bool" or self.node.value not in ("true", "false"):
            self._complain_of_type("true or false")
            return False
        return bool(self.node.value == "true")

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
        return str(self.node.tag).removeprefix(_TAG)

    def _complain_of_type(self, wanted: str) -> None:
        kind = self._kind()
        if kind in _WORDS:
            self.complain(f"{self.what} must be {wanted}, not {_WORDS[kind]}")
        else:
            self.complain(f"{self.what} must be {wanted}; the tag {str(self.node.tag)!r} is not read")


def compose(text: str, problems: Problems) -> Node | None:
    """The document in `text`, or None when it cannot be read (the reason is then among the problems)."""
    try:
        if _refuses_aliases(text, problems):
            return None
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        problems.add(_line_of(error.problem_mark or error.context_mark), f"not YAML: {error.problem or error.context}")
        return None
    except yaml.reader.ReaderError as error:
        problems.add(_line_at(text, error.position), f"not YAML: {error.reason}")
        return None
    except RecursionError:
        problems.add(1, "not read: nested too deeply")
        return None
    if root is None:
        problems.add(1, "the file is empty")
        return None
    return Node(root, "the pack", problems)


def _refuses_aliases(text: str, problems: Problems) -> bool:
    # most files have no such sign, and the second parse costs as much as the first
    if not _SIGN.search(text):
        return False
    before = len(problems.found)
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            problems.add(_line_of(event.start_mark), f"aliases are not read (*{event.anchor})")
        elif isinstance(event, yaml.NodeEvent) and event.anchor:
            problems.add(_line_of(event.start_mark), f"anchors are not read (&{event.anchor})")
    return len(problems.found) > before


def _line_of(mark: Any) -> int:
    return int(mark.line) + 1 if mark else 1


def _line_at(text: str, position: object) -> int:
    return text.count("\n", 0, position) + 1 if isinstance(position, int) else 1


def _hint(word: str, known: Sequence[str]) -> str:
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return f", did you mean {close[0]!r}?" if close else ""
