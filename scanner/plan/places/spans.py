"""The values of a YAML text and where they stand in it, so that some can be replaced and the rest kept to the byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    import yaml

# What YAML takes for the end of a line.
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


@dataclass(slots=True)
class Span:
    """One value. `start` and `end` are offsets; nothing behind its last character belongs to it, no comment and no line end.

    `parts` are the items of a list, or keys and values in turn. `text` is a scalar without its quotes. `place` is the line and column.
    """

    kind: Literal["scalar", "list", "mapping", "alias"]
    start: int
    end: int
    place: tuple[int, int]
    is_flow: bool = False
    text: str = ""
    parts: list[Span] = field(default_factory=list)

    def pairs(self) -> Iterator[tuple[Span, Span]]:
        """The keys of a mapping with their values."""
        return zip(self.parts[::2], self.parts[1::2], strict=True)


def read_spans(text: str) -> Span | None:
    """The document in a text that is known to be good YAML, without a byte order mark; None when it is empty."""
    import yaml

    loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    starts = [0, *(match.end() for match in _BREAK.finditer(text))]
    builder = _Builder(text, starts)
    for event in yaml.parse(text, Loader=loader):
        builder.take(event)
    return builder.root


class _Mark(Protocol):
    """Lines and columns from 0; the library has a class of them for each of its two parsers."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


class _Builder:
    def __init__(self, text: str, starts: list[int]) -> None:
        self.root: Span | None = None
        self._text = text
        self._starts = starts
        self._open: list[Span] = []

    def take(self, event: yaml.Event) -> None:
        import yaml

        if isinstance(event, yaml.ScalarEvent):
            self._add(Span("scalar", self._offset(event.start_mark), self._end(event), self._place(event), text=str(event.value)))
        elif isinstance(event, yaml.AliasEvent):
            self._add(Span("alias", self._offset(event.start_mark), self._offset(event.end_mark), self._place(event)))
        elif isinstance(event, yaml.CollectionStartEvent):
            kind: Literal["list", "mapping"] = "mapping" if isinstance(event, yaml.MappingStartEvent) else "list"
            at = self._offset(event.start_mark)
            self._open.append(Span(kind, at, at, self._place(event), is_flow=bool(event.flow_style)))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(event)

    def _close(self, event: yaml.Event) -> None:
        span = self._open.pop()
        if span.is_flow:
            span.end = self._offset(event.end_mark)
        elif span.parts:
            # the mark of a block's end stands before whatever comes next, behind comments and blank lines
            span.end = span.parts[-1].end
        self._add(span)

    def _add(self, span: Span) -> None:
        if self._open:
            self._open[-1].parts.append(span)
        else:
            self.root = span

    def _end(self, event: yaml.ScalarEvent) -> int:
        start, end = self._offset(event.start_mark), self._offset(event.end_mark)
        if event.style not in ("|", ">"):
            return end
        body = self._text[start:end]
        # with `+` the blank lines at the end belong to the text
        keeps = "+" in body.split("\n", 1)[0]
        return start + len(body.removesuffix("\n").removesuffix("\r") if keeps else body.rstrip())

    def _place(self, event: yaml.Event) -> tuple[int, int]:
        mark = event.start_mark
        return (mark.line + 1, mark.column + 1) if mark else (1, 1)

    def _offset(self, mark: _Mark | None) -> int:
        return min(self._starts[mark.line] + mark.column, len(self._text)) if mark and mark.line < len(self._starts) else len(self._text)
