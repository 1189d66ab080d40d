"""What string literals of several languages have in common."""

from __future__ import annotations

import re

import pytest

from scanner.languages.facts import Expr, Name, Span, Template, Text
from scanner.languages.strings import Escapes, add_text, character, literal, together, up_to

_PATTERN = re.compile(r"\\([0-7]{1,3}|x[0-9a-f]{2}|u\{[0-9a-f]+\}|u[0-9a-f]{4}|.)", re.DOTALL)
_PLAIN = {"n": "\n", "\n": ""}


def _span(start: int, end: int) -> Span:
    return Span(start, end, 1, start + 1, 1, end + 1)


@pytest.mark.parametrize(
    ("text", "octal", "keeps_unknown", "expected"),
    [
        pytest.param("plan", True, True, "plan", id="nothing to decode"),
        pytest.param(r"a\nb", False, False, "a\nb", id="one of the table"),
        pytest.param("a\\\nb", False, False, "ab", id="a line that goes on"),
        pytest.param(r"\x41\u0042", False, False, "AB", id="by number"),
        pytest.param(r"\u{43}", False, False, "C", id="by number in braces"),
        pytest.param(r"\ud800", False, False, "\ufffd", id="a lone surrogate is no character"),
        pytest.param(r"\u{fffffffff}", False, False, "\ufffd", id="a number beyond all characters is none"),
        pytest.param(r"\101", True, False, "A", id="an octal number"),
        pytest.param(r"\7", False, False, "7", id="a digit where there are no octal numbers"),
        pytest.param(r"\8", True, True, r"\8", id="a digit that is not octal"),
        pytest.param(r"\q", True, False, "q", id="an unknown one loses its backslash"),
        pytest.param(r"\q\x", True, True, r"\q\x", id="an unknown one is kept"),
    ],
)
def test_escapes_are_decoded(text: str, octal: bool, keeps_unknown: bool, expected: str) -> None:
    assert Escapes(_PATTERN, _PLAIN, octal, keeps_unknown).decode(text) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        pytest.param(0x41, "A", id="a letter"),
        pytest.param(0x1F600, "\U0001f600", id="beyond the first plane"),
        pytest.param(0xDFFF, "\ufffd", id="a surrogate"),
        pytest.param(0x110000, "\ufffd", id="too high"),
    ],
)
def test_a_character_can_be_written_out(number: int, expected: str) -> None:
    assert character(number) == expected


def test_text_goes_on_where_the_last_piece_ended() -> None:
    name = Name("plan", 0, _span(4, 8))
    parts: list[Expr] = []
    add_text(parts, "", _span(0, 0))
    add_text(parts, "Pl", _span(0, 2))
    add_text(parts, "an", _span(2, 4))
    parts.append(name)
    add_text(parts, "", _span(8, 8))

    assert parts == [Text("Plan", _span(0, 4)), name]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param([], Text("", _span(0, 9)), id="nothing is an empty text"),
        pytest.param([Text("Plan", _span(1, 5))], Text("Plan", _span(0, 9)), id="text alone has the span of the literal"),
        pytest.param([Name("plan", 0, _span(1, 5))], Template((Name("plan", 0, _span(1, 5)),), _span(0, 9)), id="a gap alone is no text"),
    ],
)
def test_a_literal_is_a_text_unless_something_stands_in_it(parts: list[Expr], expected: Expr) -> None:
    assert literal(parts, _span(0, 9)) == expected


def test_a_span_reaches_up_to_another() -> None:
    assert up_to(Span(0, 2, 1, 1, 1, 3), Span(9, 12, 2, 3, 2, 6)) == Span(0, 12, 1, 1, 2, 6)


def test_what_is_put_together_is_one_literal() -> None:
    left, right = Text("Plan ", _span(0, 5)), Name("plan", 0, _span(6, 10))

    assert together((Template((left,), _span(0, 5)), right), _span(0, 10)) == Template((left, right), _span(0, 10))
