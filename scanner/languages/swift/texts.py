"""The text of Swift literals: pieces put together, indentation, escapes, the directives of formats."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from scanner.languages.facts import (
    Expr,
    Span,
    Text,
)
from scanner.languages.strings import add_text, character, literal

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "\\": "\\", '"': '"', "'": "'"}
_UNICODE_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]{1,8})\}")
_DIRECTIVE = re.compile(r"%(\d+\$)?([-+ #0]*\d*(?:\.\d+)?)(?:hh|h|ll|l|q|z|t|j|L)?([@dDiuUxXoOfFeEgGcCsSpaA])")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of a string literal. An escape keeps what it stands for when lines lose their indentation."""

    text: str
    span: Span
    escaped: bool = False


def joined(pieces: Iterable[Piece | Expr], span: Span) -> Expr:
    """The value of a literal that is made of these pieces."""
    parts: list[Expr] = []
    for piece in pieces:
        if isinstance(piece, Piece):
            add_text(parts, piece.text, piece.span)
        else:
            parts.append(piece)
    return literal(parts, span)


def dedented(pieces: list[Piece | Expr]) -> list[Piece | Expr]:
    """The text between triple quotes, without the indentation of the closing ones."""
    plain = [piece for piece in pieces if isinstance(piece, Piece) and not piece.escaped]
    if not plain or plain[-1] is not pieces[-1]:
        return pieces
    indent = plain[-1].text.rpartition("\n")[2]
    indent = indent if not indent.strip() else ""
    found: list[Piece | Expr] = []
    continued = False
    for at, piece in enumerate(pieces):
        if not isinstance(piece, Piece) or piece.escaped:
            continued = isinstance(piece, Piece) and not piece.text
            found.append(piece)
            continue
        text = piece.text.replace("\r\n", "\n").replace("\n" + indent, "\n")
        text = text.removeprefix("\n") if at == 0 else text.removeprefix(indent) if continued else text
        text = text.removesuffix("\n") if at == len(pieces) - 1 else text
        found.append(Piece(text, piece.span))
        continued = False
    return found


def unescape(text: str) -> str:
    """What an escape stands for; itself where it stands for nothing."""
    unicode = _UNICODE_ESCAPE.fullmatch(text)
    if unicode is not None:
        return character(int(unicode[1], 16))
    if not text[1:].strip():
        return ""
    return _ESCAPES.get(text[1:], text)


def plain_directives(template: Expr) -> Expr:
    """A format's text with `%@` and `%ld` written as `%s`."""
    if isinstance(template, Text):
        return Text(_DIRECTIVE.sub(lambda match: f"%{match[1] or ''}s", template.value), template.span)
    return template
