"""The little that every language module needs of tree-sitter: parsing, spans, error nodes."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module

from tree_sitter import Language, Node, Parser, Query, QueryCursor, Tree

from scanner.languages.facts import ParseError, Span

_CONTINUATION = re.compile(rb"[\x80-\xbf]")


@cache
def _parser(module: str, function: str) -> Parser:
    return Parser(Language(getattr(import_module(module), function)()))


def parse(text: bytes, module: str, function: str = "language") -> Tree:
    """Parse `text` with a grammar wheel, for instance `tree_sitter_typescript`, `language_tsx`."""
    return _parser(module, function).parse(text)


def captured(tree: Tree, types: frozenset[str]) -> list[Node]:
    """All nodes of these types, in source order."""
    found = QueryCursor(_query(tree.language, tuple(sorted(types)))).captures(tree.root_node).get("found", [])
    return sorted(found, key=lambda node: node.start_byte)


@cache
def _query(language: Language, types: tuple[str, ...]) -> Query:
    # to compile one takes longer than to run it over a file
    return Query(language, " ".join(f"({name}) @found" for name in types))


class Positions:
    """Turns nodes into spans. Tree-sitter counts columns in bytes; a span counts characters, a byte order mark is none.

    The cost of a span does not grow with the length of its line: a bundle is one line of a million characters.
    """

    def __init__(self, text: bytes) -> None:
        self._mark = 3 if text.startswith(codecs.BOM_UTF8) else 0
        plain = text.isascii()
        self._continuations = [] if plain else [found.start() for found in _CONTINUATION.finditer(text)]
        self._line_starts = [] if plain else _line_starts(text)
        self._text = text
        self._all_starts: list[int] = self._line_starts

    def span(self, first: Node, last: Node | None = None) -> Span:
        """The span of a node, or from the start of `first` to the end of `last`."""
        last = last or first
        (row, column), (end_row, end_column) = first.start_point, last.end_point
        if self._line_starts:
            column, end_column = self._characters(row, column), self._characters(end_row, end_column)
        return Span(first.start_byte, last.end_byte, row + 1, column + 1, end_row + 1, end_column + 1)

    def stretch(self, start: int, end: int) -> Span:
        """The span of a stretch that is no node, by its byte offsets."""
        (row, column), (end_row, end_column) = self._point(start), self._point(end)
        return Span(start, end, row + 1, column + 1, end_row + 1, end_column + 1)

    def _point(self, offset: int) -> tuple[int, int]:
        if not self._all_starts:
            self._all_starts = _line_starts(self._text)
        row = bisect_right(self._all_starts, offset) - 1
        column = offset - self._all_starts[row]
        return row, self._characters(row, column) if self._line_starts else column

    def _characters(self, row: int, column: int) -> int:
        """The characters of a line before a byte column."""
        start = self._line_starts[row]
        further = bisect_left(self._continuations, start + column) - bisect_left(self._continuations, start)
        return column - further - (1 if row == 0 and self._mark and column >= self._mark else 0)


def _line_starts(text: bytes) -> list[int]:
    starts, position = [0], text.find(b"\n")
    while position >= 0:
        starts.append(position + 1)
        position = text.find(b"\n", position + 1)
    return starts


def text_of(node: Node) -> str:
    """The source text of a node."""
    return (node.text or b"").decode("utf-8", "replace")


def operator_of(node: Node) -> str:
    """The operator between two operands, empty where there is none."""
    operator = node.child_by_field_name("operator")
    return "" if operator is None else operator.type


def left_edge(node: Node, goes_on: Callable[[Node], bool]) -> tuple[list[Node], Node]:
    """The nodes along the left edge that are of one run, innermost first, and the leftmost operand."""
    links, left = [node], node.child_by_field_name("left")
    while left is not None and left.type == node.type and goes_on(left):
        links.append(left)
        left = left.child_by_field_name("left")
    return links[::-1], node if left is None else left


def named_children(node: Node) -> Iterator[Node]:
    """The named children without comments."""
    return (child for child in node.named_children if "comment" not in child.type)


def errors(tree: Tree, most: int = 20) -> tuple[ParseError, ...]:
    """The outermost places that the grammar could not read, at most `most`."""
    found: list[ParseError] = []
    stack = [tree.root_node] if tree.root_node.has_error else []
    while stack and len(found) < most:
        node = stack.pop()
        if node.is_missing:
            found.append(ParseError(node.start_point[0] + 1, f"missing {node.type!r}"))
        elif node.is_error:
            found.append(ParseError(node.start_point[0] + 1, "could not be read"))
        else:
            stack.extend(child for child in reversed(node.children) if child.has_error)
    return tuple(found)
