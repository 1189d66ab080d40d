"""Elements whose attributes may declare an event: calls of form `element`, with one record of the attributes."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from scanner.languages.embedded.canvas import Canvas
from scanner.languages.embedded.markup import Attribute, Tag
from scanner.languages.facts import FILLED_IN, Arg, Call, Comment, Entry, Expr, FileFacts, Literal, Name, Opaque, Record, Template, Text
from scanner.languages.treesitter import Positions

# How an attribute's value is cut into parts: stretches of text (True), and of an expression or of what a server fills in (False).
Cut = Callable[[Attribute], Sequence[tuple[int, int, bool]]]

# Words of a class name can declare an event as well: `x-event-name=Signup`.
_DECLARING_CLASS = b"-event-"


def declares(source: bytes, tag: Tag) -> bool:
    """Whether a start tag has an attribute that may be for analytics."""
    return not tag.closing and any(_may_declare(source, attribute) for attribute in tag.attributes)


def _may_declare(source: bytes, attribute: Attribute) -> bool:
    if attribute.name.startswith("data-") or "-event" in attribute.name:
        return True
    return attribute.name == "class" and source.find(_DECLARING_CLASS, attribute.start, attribute.end) >= 0


def plain(attribute: Attribute) -> list[tuple[int, int, bool]]:
    """A value that is text throughout, or one expression in braces."""
    return [(attribute.start, attribute.end, attribute.kind != "braces")]


def keep_values(canvas: Canvas, attribute: Attribute, cut: Cut) -> None:
    """Ask the canvas for the values of the expressions in an attribute."""
    for start, end, is_text in cut(attribute):
        if not is_text:
            canvas.keep(start, end)


def add_elements(facts: FileFacts, tags: Iterable[Tag], canvas: Canvas, kept: dict[int, Expr], cut: Cut = plain) -> FileFacts:
    """The facts with a call for every tag. `kept` are the values of expressions by their start; others are opaque."""
    reader = _Elements(canvas.source, canvas.positions, kept, cut, len(facts.records))
    calls = [reader.call(tag) for tag in tags]
    merged = sorted((*facts.calls, *calls), key=lambda call: (call.name_span.start, call.span.end))
    return replace(facts, calls=tuple(merged), records=(*facts.records, *reader.records))


class _Elements:
    def __init__(self, source: bytes, positions: Positions, kept: dict[int, Expr], cut: Cut, first: int) -> None:
        self._source = source
        self._span = positions.stretch
        self._kept = kept
        self._cut = cut
        self._first = first
        self.records: list[Record] = []

    def call(self, tag: Tag) -> Call:
        name_span = self._span(tag.start + 1, tag.start + 1 + len(tag.name.encode()))
        span = self._span(tag.start, tag.end)
        entries = tuple(self._entry(attribute) for attribute in tag.attributes)
        record = Record(entries, self._first + len(self.records), span)
        self.records.append(record)
        return Call(Name(tag.name, 0, name_span), (Arg(record),), "element", 0, span, name_span)

    def _entry(self, attribute: Attribute) -> Entry:
        span = self._span(attribute.at, attribute.end)
        if attribute.name:
            return Entry(self._value(attribute), attribute.name, span=span)
        # `{shorthand}` and `{...rest}` are not told apart: either may add what is not known.
        return Entry(Opaque("attributes", "object", span), spread=True, span=span)

    def _value(self, attribute: Attribute) -> Expr:
        if attribute.kind == "none":
            return Literal("boolean", "true", self._span(attribute.at, attribute.end))
        parts = [self._part(start, end, is_text) for start, end, is_text in self._cut(attribute) if start < end]
        if not parts:
            return Text("", self._span(attribute.start, attribute.end))
        return parts[0] if len(parts) == 1 else Template(tuple(parts), self._span(attribute.start, attribute.end))

    def _part(self, start: int, end: int, is_text: bool) -> Expr:
        span = self._span(start, end)
        if is_text:
            return Text(html.unescape(self._source[start:end].decode("utf-8", "replace")), span)
        return self._kept.get(start) or Opaque(FILLED_IN, "", span)


def add_comments(facts: FileFacts, stretches: Iterable[tuple[int, int]], canvas: Canvas) -> FileFacts:
    """The facts with the comments of the markup."""
    found = [Comment(canvas.source[start:end].decode("utf-8", "replace"), canvas.positions.stretch(start, end)) for start, end in stretches]
    comments = sorted((*facts.comments, *found), key=lambda comment: comment.span.start)
    return replace(facts, comments=tuple(comments))
