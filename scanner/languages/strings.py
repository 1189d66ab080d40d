"""What string literals have in common: escapes, texts that go on in the next piece, and the value of a literal with gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scanner.languages.facts import Expr, Span, Template, Text

_OCTAL = frozenset("01234567")
_LONGEST = 8  # what has more digits is no character


@dataclass(frozen=True, slots=True)
class Escapes:
    """How a language writes characters: `pattern` finds what stands behind a backslash, `plain` says what it stands for.

    Behind `x`, `u` and `U` stand hexadecimal digits. `octal` says whether digits alone are octal ones; `keeps_unknown`, whether the
    backslash of an escape that means nothing is text.
    """

    pattern: re.Pattern[str]
    plain: Mapping[str, str]
    octal: bool = False
    keeps_unknown: bool = False

    def decode(self, text: str) -> str:
        """Text with its escapes decoded."""
        return self.pattern.sub(lambda match: self.read(match[1]), text) if "\\" in text else text

    def read(self, code: str) -> str:
        """What one escape stands for, without its backslash."""
        if code in self.plain:
            return self.plain[code]
        if code[:1] in ("x", "u", "U") and len(code) > 1:
            return character(int(code.lstrip("xuU").strip("{}")[:_LONGEST], 16))
        if self.octal and code[:1] in _OCTAL:
            return chr(int(code, 8))
        return f"\\{code}" if self.keeps_unknown else code


def character(number: int) -> str:
    """A character by its number. A lone surrogate cannot be written out again."""
    return "\ufffd" if 0xD800 <= number <= 0xDFFF or number > 0x10FFFF else chr(number)


def up_to(first: Span, last: Span) -> Span:
    """From the start of one span to the end of another."""
    return first._replace(end=last.end, end_line=last.end_line, end_column=last.end_column)


def add_text(parts: list[Expr], text: str, span: Span) -> None:
    """Add a piece of text to the parts of a literal: it goes on where the last one ended, and an empty one is none."""
    last = parts[-1] if parts else None
    if isinstance(last, Text):
        parts[-1] = Text(last.value + text, up_to(last.span, span))
    elif text:
        parts.append(Text(text, span))


def literal(parts: list[Expr], span: Span) -> Expr:
    """The value of a literal: a text, unless something stands in it."""
    if not parts:
        return Text("", span)
    if len(parts) == 1 and isinstance(parts[0], Text):
        return Text(parts[0].value, span)
    return Template(tuple(parts), span)


def together(operands: Iterable[Expr], span: Span) -> Template:
    """Texts and values put together, as one literal with gaps."""
    return Template(tuple(part for each in operands for part in (each.parts if isinstance(each, Template) else (each,))), span)
