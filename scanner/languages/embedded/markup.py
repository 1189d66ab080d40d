"""Cuts markup into tags with their attributes, comments, raw text and, where the language has them, expressions in braces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias

from scanner.languages.embedded.code import Braces

_TAG_NAME = re.compile(rb"[A-Za-z][^\s/>{<]*")
_BETWEEN = re.compile(rb"[\s/]*+")
_ATTRIBUTE_NAME = re.compile(rb"[^\s=>/\"'{<][^\s=>/]*")
_BRACED_NAME = re.compile(rb"[^\s=>/\"'{<][^\s=>/{]*")
_EQUALS = re.compile(rb"\s*+=\s*+")
_BARE = re.compile(rb"[^\s>]+")
_RAW_ENDS = {name: re.compile(rb"(?i)</" + name.encode() + rb"(?=[\s>/])") for name in ("script", "style", "textarea", "title")}
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a tag. `start` and `end` are those of the value without its delimiters; `at` is where the name stands.

    A value in braces has kind `braces`; one without a name (`{...rest}`, `{shorthand}`) has an empty name.
    """

    name: str
    at: int
    start: int
    end: int
    kind: OneOf["none", "quoted", "bare", "braces"]


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag or an end tag; `start` is its `<`, `end` lies behind its `>`."""

    name: str
    start: int
    end: int
    attributes: tuple[Attribute, ...] = ()
    closing: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Raw:
    """What stands between the tags of a script or style; `end` is where the end tag begins."""

    tag: Tag
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment, with its delimiters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Words:
    """Text between tags."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Braced:
    """An expression in the text; `start` is its opening brace, `end` lies behind the closing one."""

    start: int
    end: int


Piece: TypeAlias = Tag | Raw | Remark | Words | Braced


def read_markup(text: bytes, *, braces: bool = False, start: int = 0) -> Iterator[Piece]:
    """The pieces of a file in order. `braces`: expressions in braces are read, as Svelte and Astro have them. Never raises."""
    return _Reader(text, braces, start).pieces()


class _Reader:
    def __init__(self, text: bytes, braces: bool, start: int) -> None:
        self._text = text
        self._at = start
        self._in_braces = braces
        self._braces = Braces(text)
        self._stop = re.compile(rb"[<{]") if braces else re.compile(rb"<")
        self._attribute_name = _BRACED_NAME if braces else _ATTRIBUTE_NAME
        self._missing: set[bytes] = set()

    def pieces(self) -> Iterator[Piece]:
        begin = self._at
        while (stop := self._stop.search(self._text, self._at)) is not None:
            self._at = stop.start()
            piece = self._piece(stop.group())
            if piece is None:
                self._at += 1
                continue
            if begin < piece.start:
                yield Words(begin, piece.start)
            yield piece
            begin = self._at = piece.end
            if isinstance(piece, Tag) and not piece.closing and not piece.alone and piece.name.lower() in _RAW_ENDS:
                yield self._raw(piece)
                begin = self._at
        if begin < len(self._text):
            yield Words(begin, len(self._text))

    def _find(self, mark: bytes, start: int) -> int:
        """Where `mark` stands next, or -1. What is not there is looked for once only."""
        found = -1 if mark in self._missing else self._text.find(mark, start)
        if found < 0:
            self._missing.add(mark)
        return found

    def _piece(self, character: bytes) -> Piece | None:
        start = self._at
        if character == b"{":
            end = self._braces.closing(start)
            return None if end is None else Braced(start, end)
        if self._text.startswith(b"<!--", start):
            end = self._find(b"-->", start + 4)
            return Remark(start, len(self._text) if end < 0 else end + 3)
        if self._text.startswith(b"</", start):
            return self._end_tag(start)
        name = _TAG_NAME.match(self._text, start + 1)
        return None if name is None else self._start_tag(start, name.group().decode("utf-8", "replace"), name.end())

    def _end_tag(self, start: int) -> Tag | None:
        name, end = _TAG_NAME.match(self._text, start + 2), self._find(b">", start)
        if name is None or end < 0:
            return None
        return Tag(name.group().decode("utf-8", "replace"), start, end + 1, closing=True)

    def _start_tag(self, start: int, name: str, position: int) -> Tag | None:
        attributes: list[Attribute] = []
        while True:
            between = _BETWEEN.match(self._text, position)
            assert between is not None
            position = between.end()
            if position >= len(self._text):
                # A tag that never ends is none: what follows is read as text.
                self._at = len(self._text)
                return None
            if self._text[position] == 0x3E:
                alone = self._text[position - 1] == 0x2F or name.lower() in _VOID
                return Tag(name, start, position + 1, tuple(attributes), alone=alone)
            attribute, position = self._attribute(position)
            if attribute is not None:
                attributes.append(attribute)

    def _attribute(self, position: int) -> tuple[Attribute | None, int]:
        if self._in_braces and self._text[position] == 0x7B:
            end = self._braces.closing(position)
            return (None, position + 1) if end is None else (Attribute("", position, position + 1, end - 1, "braces"), end)
        name = self._attribute_name.match(self._text, position)
        if name is None:
            return None, position + 1
        word = name.group().decode("utf-8", "replace")
        equals = _EQUALS.match(self._text, name.end())
        if equals is None:
            return Attribute(word, position, name.end(), name.end(), "none"), name.end()
        return self._valued(word, position, equals.end())

    def _valued(self, name: str, at: int, start: int) -> tuple[Attribute, int]:
        character = self._text[start : start + 1]
        if character in (b'"', b"'"):
            end = self._quote_end(character, start + 1)
            if end >= 0:
                return Attribute(name, at, start + 1, end, "quoted"), end + 1
        if self._in_braces and character == b"{":
            closing = self._braces.closing(start)
            if closing is not None:
                return Attribute(name, at, start + 1, closing - 1, "braces"), closing
        bare = _BARE.match(self._text, start)
        end = start if bare is None else bare.end()
        return Attribute(name, at, start, end, "bare"), end

    def _quote_end(self, quote: bytes, start: int) -> int:
        end = self._find(quote, start)
        while self._in_braces and end >= 0:
            brace = self._text.find(b"{", start, end)
            closing = None if brace < 0 else self._braces.closing(brace)
            if closing is None:
                break
            start = closing
            if closing > end:
                end = self._find(quote, closing)
        return end

    def _raw(self, tag: Tag) -> Raw:
        found = _RAW_ENDS[tag.name.lower()].search(self._text, tag.end)
        self._at = len(self._text) if found is None else found.start()
        return Raw(tag, tag.end, self._at)
