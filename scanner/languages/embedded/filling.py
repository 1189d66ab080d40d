"""Makes code that can be read of a script that a server fills in: an insert becomes a name, a string with inserts a template."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal as OneOf

from scanner.languages.embedded.code import Token, read_tokens
from scanner.languages.embedded.server import Insert
from scanner.languages.facts import FILLED_IN, Binding, FileFacts, Opaque, Span

_FILLER = b"_"
_NOT_BREAK = re.compile(rb"[^\r\n]")
_OPENS_RECORD = frozenset(b"(,=:[?&|")
_ENDS_STATEMENT = frozenset(b")]'\"`0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_HELD_NAME = re.compile(rb"(?<![\w$])_{2,}(?![\w$])")


def fill_inserts(text: bytes, inserts: Sequence[Insert]) -> bytes:
    """The file with a name of underscores in place of every value and blanks in place of the rest, of the same length."""
    filled = bytearray(text)
    for start, end, kind in inserts:
        filled[start:end] = _filler(text[start:end]) if kind == "value" else _NOT_BREAK.sub(b" ", text[start:end])
    return bytes(filled)


def _filler(raw: bytes) -> bytes:
    """A name for the first line, blanks for the others: a name cannot go over a line's end."""
    line = len(raw.split(b"\n", 1)[0].rstrip(b"\r"))
    return _FILLER * line + _NOT_BREAK.sub(b" ", raw[line:])


def bind_fillers(facts: FileFacts, code: bytes) -> FileFacts:
    """Give every name that stands for an insert its value, which is not known before the page is made."""
    span = Span(0, 0, 1, 1, 1, 1)
    value = Opaque(FILLED_IN, "", span)
    names = {found.group().decode() for found in _HELD_NAME.finditer(code)} - {binding.name for binding in facts.bindings}
    held = tuple(Binding(name, value, 0, 0, "declare", span) for name in sorted(names))
    return replace(facts, bindings=(*held, *facts.bindings))


def write_script(filled: bytes, start: int, end: int, inserts: Sequence[Insert]) -> bytes:
    """The script in `filled[start:end]`, with its strings and records made so that inserts are unknown parts of them."""
    within = inserts[bisect_left(inserts, (start,)) : bisect_left(inserts, (end,))]
    return _Writer(filled, start, end, [each for each in within if each.kind != "comment"]).write() if within else filled[start:end]


@dataclass(slots=True)
class _Writer:
    text: bytes
    start: int
    end: int
    inserts: Sequence[Insert]
    _out: bytearray = field(init=False)
    _stack: list[OneOf["block", "record", "list"]] = field(init=False, default_factory=list)
    _previous: int = field(init=False, default=0)
    _behind: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._out = bytearray(self.text[self.start : self.end])

    def write(self) -> bytes:
        self._behind = self.start
        for token in read_tokens(self.text, self.start, self.end):
            if token.kind in ("string", "template"):
                self._write_text(token)
            elif token.kind == "word":
                self._write_word(token)
            elif token.kind == "punctuation":
                self._note(token)
            if token.kind != "comment":
                self._previous, self._behind = self.text[token.end - 1], token.end
        return bytes(self._out)

    def _note(self, token: Token) -> None:
        """Keep which brackets are open, and whether each is that of a record."""
        character = self.text[token.start]
        if character in b"([{":
            self._stack.append("list" if character != 0x7B else "record" if self._previous in _OPENS_RECORD else "block")
        elif character in b")]}" and self._stack:
            self._stack.pop()

    def _put(self, position: int, code: bytes) -> None:
        self._out[position - self.start : position - self.start + len(code)] = code

    # --- names ---

    def _write_word(self, token: Token) -> None:
        """In a record, a filled-in entry is a spread and a filled-in key a computed one; elsewhere a steering tag may end a statement."""
        self._separate(token)
        if not self._stands_as_entry() or token.end - token.start < 4 or self.text[token.start : token.end].strip(_FILLER):
            return
        following = self._following(token.end)
        if following in (b",", b"}"):
            self._put(token.start, b"..." + _FILLER * (token.end - token.start - 3))
        elif following == b":":
            self._put(token.start, b"[" + _FILLER * (token.end - token.start - 2) + b"]")

    def _separate(self, token: Token) -> None:
        if self._stack[-1:] not in ([], ["block"]) or self._previous not in _ENDS_STATEMENT:
            return
        first = bisect_left(self.inserts, (self._behind,))
        if first < len(self.inserts) and self.inserts[first].start < token.start and self.inserts[first].kind == "tag":
            self._put(self.inserts[first].start, b";")

    def _stands_as_entry(self) -> bool:
        return self._stack[-1:] == ["record"] and self._previous in b"{,"

    def _following(self, position: int) -> bytes:
        return self.text[position : position + 200].lstrip()[:1]

    # --- texts ---

    def _write_text(self, token: Token) -> None:
        first = bisect_left(self.inserts, (token.start,))
        last = bisect_left(self.inserts, (token.end,))
        within = self.inserts[first:last]
        if not within:
            return
        if token.kind == "template":
            self._write_parts(token.start, within)
        elif min(insert.end - insert.start for insert in within) < 4 or b"`" in self.text[token.start : token.end]:
            self._put(token.start, _NOT_BREAK.sub(_FILLER, self.text[token.start : token.end]))
        elif self._stands_as_entry() and self._following(token.end) == b":":
            self._write_key(token, within)
        else:
            self._put(token.start, b"`")
            self._put(token.end - 1, b"`")
            self._write_parts(token.start, within)

    def _write_parts(self, start: int, within: Sequence[Insert]) -> None:
        for insert in within:
            blank = _NOT_BREAK.sub(b" ", self.text[insert.start : insert.end])
            line = len(blank.split(b"\n", 1)[0].rstrip(b"\r"))
            names = max(min(line, insert.end - insert.start - 1) - 2, 0)
            if names == 0:
                continue
            self._put(insert.start, b"${" + _FILLER * names + blank[2 + names : -1] + b"}")

    def _write_key(self, token: Token, within: Sequence[Insert]) -> None:
        """A quoted key with inserts: a computed key whose text is known in part, if there is room for that."""
        raw, start = self.text[token.start : token.end], token.start
        parts, position = b"", 1
        for insert in within:
            parts += raw[position : insert.start - start] + b"${__}"
            position = insert.end - start
        code = b"[`" + parts + raw[position:-1] + b"`]"
        if len(code) <= len(raw) and b"\n" not in raw:
            self._put(token.start, code + b" " * (len(raw) - len(code)))
        else:
            self._put(token.start, b"[" + _NOT_BREAK.sub(_FILLER, raw[1:-1]) + b"]")
