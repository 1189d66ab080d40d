"""The little of JavaScript's grammar that it takes to find where a stretch of it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal as OneOf
from typing import NamedTuple

_WORD = re.compile(rb"[\w$\x80-\xff]+")
_SPACE = re.compile(rb"\s+")
_STRING = {b"'": re.compile(rb"'(?:[^'\\\n]|\\.)*+'", re.DOTALL), b'"': re.compile(rb'"(?:[^"\\\n]|\\.)*+"', re.DOTALL)}
_TEMPLATE = re.compile(rb"(?:[^`\\$]|\\.|\$(?!\{))*+", re.DOTALL)
_REGEX = re.compile(rb"/(?:[^/\\\[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*+\])++/\w*")
_BEFORE_REGEX = frozenset({b"", b"(", b",", b"=", b":", b"[", b"!", b"&", b"|", b"?", b"{", b"}", b";", b"+", b"return", b"typeof", b">"})
_SIMPLE_BRACES = re.compile(rb"\{[^{}'\"`/]*+\}")


class Token(NamedTuple):
    """A token with the bytes it covers. `template` is text inside backticks; of punctuation every character is a token."""

    kind: OneOf["word", "string", "template", "comment", "regex", "punctuation"]
    start: int
    end: int


def read_tokens(text: bytes, start: int, end: int) -> Iterator[Token]:
    """The tokens of the JavaScript in `text[start:end]`; takes time in proportion to it, whatever it holds."""
    return _Lexer(text, start, end).tokens()


class _Lexer:
    def __init__(self, text: bytes, start: int, end: int) -> None:
        self._text = text
        self._at = start
        self._end = end
        self._depth = 0
        self._substitutions: list[int] = []
        self._previous = b""
        self._unclosed: dict[bytes, int] = {}

    def tokens(self) -> Iterator[Token]:
        while self._at < self._end:
            token = self._next()
            if token is None:
                continue
            self._at = token.end
            if token.kind != "comment":
                self._previous = self._text[token.start : token.end] if token.kind in ("word", "punctuation") else b"'"
            yield token
            yield from self._follow(token)

    def _next(self) -> Token | None:
        if space := _SPACE.match(self._text, self._at, self._end):
            self._at = space.end()
            return None
        if word := _WORD.match(self._text, self._at, self._end):
            return Token("word", self._at, word.end())
        character = self._text[self._at : self._at + 1]
        return (
            (self._string(character) if character in _STRING else None)
            or (self._slash() if character == b"/" else None)
            or Token("punctuation", self._at, self._at + 1)
        )

    def _string(self, quote: bytes) -> Token | None:
        if self._unclosed.get(quote, -1) >= self._at:
            return None
        found = _STRING[quote].match(self._text, self._at, self._end)
        if found is None:
            # What follows on this line cannot close a string either: it is not read again for that.
            line_end = self._text.find(b"\n", self._at, self._end)
            self._unclosed[quote] = self._end if line_end < 0 else line_end
            return None
        return Token("string", self._at, found.end())

    def _slash(self) -> Token | None:
        following = self._text[self._at + 1 : self._at + 2]
        if following in (b"/", b"*"):
            closing = self._text.find(b"\n" if following == b"/" else b"*/", self._at + 2, self._end)
            width = 0 if following == b"/" else 2
            return Token("comment", self._at, self._end if closing < 0 else closing + width)
        if self._previous not in _BEFORE_REGEX or self._unclosed.get(b"/", -1) >= self._at:
            return None
        found = _REGEX.match(self._text, self._at, self._end)
        if found is None:
            line_end = self._text.find(b"\n", self._at, self._end)
            self._unclosed[b"/"] = self._end if line_end < 0 else line_end
            return None
        return Token("regex", self._at, found.end())

    def _follow(self, token: Token) -> Iterator[Token]:
        character = self._text[token.start : token.end] if token.kind == "punctuation" else b""
        if character == b"{":
            self._depth += 1
        elif character == b"}":
            self._depth -= 1
            if self._substitutions and self._depth == self._substitutions[-1]:
                self._substitutions.pop()
                yield from self._template()
        elif character == b"`":
            yield from self._template()

    def _template(self) -> Iterator[Token]:
        """The text up to the end of the template or the next substitution, and the punctuation that ends it."""
        found = _TEMPLATE.match(self._text, self._at, self._end)
        assert found is not None
        yield Token("template", self._at, found.end())
        self._at = found.end()
        if self._at >= self._end:
            return
        if self._text[self._at : self._at + 1] == b"`":
            self._at += 1
            self._previous = b"'"
        elif self._text[self._at : self._at + 2] == b"${":
            yield Token("punctuation", self._at + 1, self._at + 2)
            self._at += 2
            self._previous = b"{"
            self._substitutions.append(self._depth)
            self._depth += 1
        else:
            self._at += 1


class Braces:
    """Finds where a brace closes. After a few that never do it gives up, so that no text is read over and over."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._failures = 0

    def closing(self, start: int) -> int | None:
        """The place behind the brace that closes the one at `start`, or None."""
        if simple := _SIMPLE_BRACES.match(self._text, start):
            return simple.end()
        if self._failures > 8:
            return None
        depth = 0
        for token in read_tokens(self._text, start, len(self._text)):
            if token.kind == "punctuation":
                character = self._text[token.start]
                depth += (character == 0x7B) - (character == 0x7D)
                if depth == 0:
                    return token.end
        self._failures += 1
        return None
