"""Places in the project's own plan: a list under `x-where` of each event. What a person wrote is not touched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scanner.errors import PlanError
from scanner.plan.formats.base import decode
from scanner.plan.model import PlannedEvent
from scanner.plan.native import read_plan
from scanner.plan.nodes import MappingNode, Node, Problems, ScalarNode, SequenceNode, compose
from scanner.plan.places.base import Places, Rewritten
from scanner.plan.places.spans import Span, read_spans
from scanner.plan.words import quote

KEY = "x-where"
_MARK = b"\xef\xbb\xbf"
_PLAIN = re.compile(r"(?=.*[./])[A-Za-z_./][\w./$@~+-]*(?::[0-9,]+)?(?: \([\w./$ -]*[\w./$-]\))?\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


def write_yaml(data: bytes, path: str, places: Places) -> Rewritten:
    """The plan with the places of its events in it. Raises PlanError for a plan that cannot be read."""
    mark = _MARK if data.startswith(_MARK) else b""
    decode(data, path)
    text = data[len(mark) :].decode("utf-8")
    made, notes = _write(text, path, places)
    # an event that takes over what another has must say of itself what the other says only now
    settled, _ = _write(made, path, places)
    _assure(text, settled, path)
    return Rewritten(mark + settled.encode("utf-8"), tuple(notes))


def _write(text: str, path: str, places: Places) -> tuple[str, list[str]]:
    plan = read_plan(decode(text.encode("utf-8"), path), path)
    writer = _Writer(text, is_json=path.lower().endswith(".json"))
    targets = _targets(read_spans(text))
    notes: list[str] = []
    for event in plan.events:
        at = (event.origin.line, event.origin.column) if event.origin else (0, 0)
        if (event.kind, event.label) in places.foreign:
            continue
        if at not in targets or not writer.write(targets[at], event, places.of(event.kind, event.label)):
            notes.append(f"{path}:{at[0]}: {quote(event.label)} is written in a way that leaves no room for its places")
    return writer.finish(), notes


@dataclass(frozen=True, slots=True)
class _Target:
    """A value that may be an event. `key` is the key it stands under, None for an item of a list."""

    value: Span
    key: Span | None
    in_flow: bool


def _targets(root: Span | None) -> dict[tuple[int, int], _Target]:
    """Every item of a list and every value of a mapping, by the place of the item or key."""
    found: dict[tuple[int, int], _Target] = {}
    pending = [root] if root else []
    while pending:
        span = pending.pop()
        if span.kind == "list":
            found.update((item.place, _Target(item, None, span.is_flow)) for item in span.parts)
        elif span.kind == "mapping":
            found.update((key.place, _Target(value, key, span.is_flow)) for key, value in span.pairs() if key.place not in found)
        pending += span.parts
    return found


class _Writer:
    """Gathers the edits of one text."""

    def __init__(self, text: str, is_json: bool) -> None:
        self._text = text
        self._key = f'"{KEY}"' if is_json else KEY
        self._edits: list[_Edit] = []
        self._end = "\r\n" if "\r\n" in text else "\n"

    def finish(self) -> str:
        text = self._text
        for edit in sorted(self._edits, key=lambda edit: edit.start, reverse=True):
            text = text[: edit.start] + edit.text + text[edit.end :]
        return text

    def write(self, target: _Target, event: PlannedEvent, texts: Sequence[str]) -> bool:
        """Whether the event is written so that the places have room."""
        value = target.value
        if value.kind == "mapping":
            own = next(((key, held) for key, held in value.pairs() if key.text == KEY), None)
            if own:
                self._replace(value, *own, texts)
            elif texts or KEY in event.x:
                self._insert(value, texts)
            return True
        if not texts:
            return True
        return value.kind == "scalar" and self._open_up(target, texts)

    def _replace(self, mapping: Span, key: Span, held: Span, texts: Sequence[str]) -> None:
        if held.kind == "list" and [item.text for item in held.parts] == list(texts) and all(item.kind == "scalar" for item in held.parts):
            return
        if mapping.is_flow:
            self._edit(held.start, held.end, _flow(texts))
            return
        alone = not self._text[self._line_start(key.start) : key.start].strip()
        if not texts and alone and len(mapping.parts) > 2:
            self._edit(self._line_start(key.start), self._next_line(held.end), "")
        else:
            self._edit(key.start, held.end, self._block(key.place[1] - 1, texts))

    def _insert(self, mapping: Span, texts: Sequence[str]) -> None:
        if mapping.is_flow:
            at = mapping.parts[-1].end if mapping.parts else self._text.index("{", mapping.start) + 1
            self._edit(at, at, f"{self._between(mapping)}{self._key}: {_flow(texts)}")
            return
        at = self._line_end(mapping.end)
        indent = mapping.parts[0].place[1] - 1
        self._edit(at, at, self._end + " " * indent + self._block(indent, texts))

    def _between(self, mapping: Span) -> str:
        """What stands between two entries of a mapping in braces: a comma, and a line end where each entry has its own line."""
        if not mapping.parts:
            return ""
        first = mapping.parts[0]
        indent = self._text[self._line_start(first.start) : first.start]
        return ", " if indent.strip() else f",{self._end}{indent}"

    def _open_up(self, target: _Target, texts: Sequence[str]) -> bool:
        """Make room in an event that is only its name."""
        value, key = target.value, target.key
        written = self._text[value.start : value.end]
        if key is not None and value.text == "" and not written and not target.in_flow:
            at, indent = self._line_end(value.end), key.place[1] + 1
            self._edit(at, at, self._end + " " * indent + self._block(indent, texts))
        elif key is not None and written and not written.startswith(("&", "!", "|", ">")):
            self._edit(value.start, value.end, f"{{{KEY}: {_flow(texts)}}}")
        elif key is None and target.in_flow:
            self._edit(value.start, value.end, f"{{name: {written}, {KEY}: {_flow(texts)}}}")
        elif key is None and "\n" not in written:
            indent = value.place[1] - 1
            rest = self._text[value.end : self._line_end(value.end)]
            body = f"name: {written}{rest}{self._end}{' ' * indent}{self._block(indent, texts)}"
            self._edit(value.start, value.end + len(rest), body)
        else:
            return False
        return True

    def _block(self, indent: int, texts: Sequence[str]) -> str:
        if not texts:
            return f"{KEY}: []"
        return self._end.join([f"{KEY}:", *(f"{' ' * indent}  - {_scalar(text)}" for text in texts)])

    def _edit(self, start: int, end: int, text: str) -> None:
        self._edits.append(_Edit(start, end, text))

    def _line_start(self, at: int) -> int:
        return max(self._text.rfind("\n", 0, at), self._text.rfind("\r", 0, at)) + 1

    def _line_end(self, at: int) -> int:
        found = re.compile(r"[\r\n]|\Z").search(self._text, at)
        return found.start() if found else len(self._text)

    def _next_line(self, at: int) -> int:
        found = re.compile(r"\r\n|[\r\n]|\Z").search(self._text, at)
        return found.end() if found else len(self._text)


def _flow(texts: Sequence[str]) -> str:
    return f"[{', '.join(json.dumps(text) for text in texts)}]"


def _scalar(text: str) -> str:
    return text if _PLAIN.match(text) else json.dumps(text)


def _assure(before: str, after: str, path: str) -> None:
    """Raises PlanError unless two texts say the same but for the places."""
    if _plain(_compose(before, path)) != _plain(_compose(after, path)):
        raise PlanError(f"the places cannot be written without a change to something else; take {KEY} out of the plan by hand", path)


def _compose(text: str, path: str) -> Node | None:
    problems = Problems(path)
    node = compose(text, problems)
    problems.raise_any()
    return node


def _plain(node: Node | None) -> object:
    """What a text says, without places. An event that is only its name is the same as one that has a name."""
    if isinstance(node, ScalarNode):
        return node.text or None
    if isinstance(node, SequenceNode):
        return [_named(_plain(item)) for item in node.items]
    if isinstance(node, MappingNode):
        return dict(_pairs(node))
    return None


def _named(said: object) -> object:
    return said["name"] if isinstance(said, dict) and list(said) == ["name"] else said


def _pairs(node: MappingNode) -> Iterator[tuple[str, object]]:
    for entry in node.entries:
        if entry.key != KEY:
            yield entry.key, _plain(entry.node) or None
