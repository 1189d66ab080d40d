from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.plan.patterns import fits_pattern, read_pattern

USABLE = [
    *("fall|winter", "^[A-Z]{3}-\\d+$", "a+b+", "(ab){3}", "(?:a|b)*", "\\d{4}-\\d{2}", "^(https?://)?[^/]+/.*$", "(a{2}){3}", ""),
    *("a?b??c*?", "^[a-z]+(_[a-z]+)*$", "(a+)+$", "((a|b)*c)*", "(aa|a)*b", "(?P<year>\\d+)", "[^\\s\\w]", "\\bcat\\b"),
    *("(?i)fall", "(?s).", "a{2,}", "(|a)b", "\\D\\S\\W"),
]


@pytest.mark.parametrize("pattern", USABLE)
def test_usable(pattern: str) -> None:
    assert read_pattern(pattern)[1] == ""


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        pytest.param("(", "is not a regular expression", id="parenthesis"),
        pytest.param("[a", "is not a regular expression", id="bracket"),
        pytest.param("a{2,1}", "is not a regular expression", id="bounds"),
        pytest.param("(?P<a>x)(?P<a>y)", "is not a regular expression", id="doubled-name"),
        pytest.param("(" * 900, "is not a regular expression", id="deep"),
        pytest.param("a" * 1001, "is longer than 1000 characters", id="long"),
        pytest.param("(){4000000000}", "is too large when its repeats are written out", id="nothing-repeated"),
        pytest.param("((a{90}){90}){90}", "is too large when its repeats are written out", id="large"),
        pytest.param("(?=a)b", "looks around, refers back or changes flags, which is not supported", id="look-around"),
        pytest.param("(a)\\1", "looks around, refers back or changes flags, which is not supported", id="reference"),
        pytest.param("(?m)^a", "has flags that are not supported", id="flags"),
    ],
)
def test_not_usable(pattern: str, reason: str) -> None:
    assert read_pattern(pattern)[1].startswith(reason)
    assert fits_pattern(pattern, "a") is None


TEXTS = [
    *(
        "",
        "a",
        "ab",
        "abab",
        "ababab",
        "aab",
        "fall",
        "winterly",
        "ABC-12",
        "abc-12",
        "2026-11",
        "http://x/y",
        "a_b",
        "a__b",
        "cat",
        "concat",
    ),
    *("cat", "concat", " cat ", "FALL", "a\n", "\n", "aaaa", "é", "b"),
]


@pytest.mark.parametrize("pattern", USABLE)
@pytest.mark.parametrize("text", TEXTS)
def test_as_the_standard_library(pattern: str, text: str) -> None:
    assert fits_pattern(pattern, text) is (re.search(pattern, text) is not None)
    assert fits_pattern(pattern, text, "full") is (re.fullmatch(pattern, text) is not None)


pieces = st.sampled_from(["a", "b", "[ab]", ".", "a*", "b+", "a?", "(a|b)", "(ab|a)*", "^", "$", "b{1,2}", "\\b", "(a*b)+", "[^a]"])


@given(st.lists(pieces, max_size=5).map("".join), st.text("ab\n ", max_size=7))
@settings(max_examples=200, deadline=None)
def test_any_pattern_as_the_standard_library(pattern: str, text: str) -> None:
    try:
        expected = re.search(pattern, text) is not None
    except re.error:
        return
    assert fits_pattern(pattern, text) is expected


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)*$", "(a*)*b", "a*a*a*a*a*a*b", "(.*)*x", "(a?){50}a{50}"])
def test_no_pattern_is_endless(pattern: str) -> None:
    assert fits_pattern(pattern, "a" * 40 + "!") is not None


def test_a_very_long_text_is_not_tried() -> None:
    assert fits_pattern("a+b", "a" * 5_000_000) is None
