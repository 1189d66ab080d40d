from __future__ import annotations

import pytest

from scanner.plan.patterns import fits_pattern, read_pattern


@pytest.mark.parametrize(
    "pattern", ["fall|winter", "^[A-Z]{3}-\\d+$", "a+b+", "(ab){3}", "(?:a|b)*", "\\d{4}-\\d{2}", "^(https?://)?[^/]+/.*$", "(a{2}){3}", ""]
)
def test_usable(pattern: str) -> None:
    assert read_pattern(pattern)[2] == ""


@pytest.mark.parametrize(
    "pattern",
    ["(", "[a", "a{2,1}", "(a+)+$", "(a*)*", "((a|b)*c)*", "(?:x+y?)+", "a" * 1001, "(?P<a>x)(?P<a>y)", "(.*a){100,}", "(?=(a+)+)"],
)
def test_not_usable(pattern: str) -> None:
    assert read_pattern(pattern)[0] is None
    assert read_pattern(pattern)[2]


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        pytest.param("fall|winter", "winterly", True, id="anywhere"),
        pytest.param("^fall$", "falls", False, id="anchored"),
        pytest.param("(", "x", None, id="broken"),
        pytest.param("a*a*a*a*a*a*b", "a" * 60, None, id="too-long-for-so-many-repeats"),
    ],
)
def test_fits_pattern(pattern: str, text: str, fits: bool | None) -> None:
    assert fits_pattern(pattern, text) is fits


def test_the_whole_text() -> None:
    assert fits_pattern("[a-z]+", "abc", "full")
    assert not fits_pattern("[a-z]+", "abc1", "full")
