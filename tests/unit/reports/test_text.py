from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.files import MemorySource
from scanner.reports.text import PLAIN, SourceLines, Style, cut, excerpt, plural, safe


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("\x1b[31mred\x1b[0m", "\\e[31mred\\e[0m", id="colour"),
        pytest.param("a\nb\r\tc", "a\\nb\\r\\tc", id="line ends"),
        pytest.param("\x9b2J", "\\x9b2J", id="eight-bit control"),
        pytest.param("a\u202eb\u2066", "a\\u202eb\\u2066", id="direction"),
        pytest.param("a\u200bb\ufeff", "a\\u200bb\\ufeff", id="zero width"),
        pytest.param("\u2028", "\\u2028", id="line separator"),
        pytest.param("\udcff", "\\udcff", id="byte of a file name that is not UTF-8"),
        pytest.param("\U000e0041", "\\U000e0041", id="invisible tag"),
    ],
)
def test_unsafe_text_is_escaped(text: str, expected: str) -> None:
    assert safe(text) == expected


@pytest.mark.parametrize("text", ["Order Completed", "Größe", "注文完了", "😀", "a\\nb", "x'\"<>|`", "é", "", "~"])
def test_safe_text_stays(text: str) -> None:
    assert safe(text) == text


@given(st.text())
def test_safe_text_is_printable_on_one_line(text: str) -> None:
    shown = safe(text)
    assert len(shown.splitlines()) <= 1
    assert "\x1b" not in shown
    shown.encode("utf-8")


@pytest.mark.parametrize(("count", "shown"), [(0, "0 calls"), (1, "1 call"), (1200, "1,200 calls")])
def test_plural(count: int, shown: str) -> None:
    assert plural(count, "call") == shown


@pytest.mark.parametrize(("text", "shown"), [("abcd", "abcd"), ("abcde", "abc…"), ("", "")])
def test_cut(text: str, shown: str) -> None:
    assert cut(text, 4) == shown


def test_paint() -> None:
    assert Style(True).paint("x", "bold", "red") == "\x1b[1;31mx\x1b[0m"
    assert Style(True).paint("", "red") == ""
    assert PLAIN.paint("x", "red") == "x"


def lines(text: bytes) -> SourceLines:
    return SourceLines(MemorySource({"a.ts": text}))


@pytest.mark.parametrize(
    ("text", "number", "line"),
    [
        pytest.param(b"one\ntwo\n", 2, "two", id="second"),
        pytest.param(b"one\r\ntwo\r\n", 1, "one", id="crlf"),
        pytest.param(b"\xef\xbb\xbfone", 1, "one", id="byte order mark"),
        pytest.param(b"caf\xe9", 1, "café", id="latin-1"),
        pytest.param("a\u2028b\nc".encode(), 2, "c", id="line separator is no line end"),
        pytest.param(b"one", 2, None, id="beyond the end"),
        pytest.param(b"one", 0, None, id="line 0"),
    ],
)
def test_line(text: bytes, number: int, line: str | None) -> None:
    assert lines(text).line("a.ts", number) == line


def test_line_of_a_missing_file() -> None:
    assert lines(b"").line("b.ts", 1) is None


@pytest.mark.parametrize(
    ("text", "column", "length", "shown"),
    [
        pytest.param("track('x')", 1, 5, ("track('x')", "^^^^^"), id="at the start"),
        pytest.param("  a.track('x')", 5, 5, ("  a.track('x')", "    ^^^^^"), id="indented"),
        pytest.param("\ttrack()", 2, 5, ("    track()", "    ^^^^^"), id="tab"),
        pytest.param("\x1b track()", 3, 5, ("\\e track()", "   ^^^^^"), id="escape before it"),
        pytest.param("track()", 50, 5, ("track()", "       ^"), id="column beyond the line"),
        pytest.param("track()", 1, 0, ("track()", "^"), id="no length"),
    ],
)
def test_excerpt(text: str, column: int, length: int, shown: tuple[str, str]) -> None:
    assert excerpt(lines(text.encode()), "a.ts", 1, column, length) == shown


def test_excerpt_of_a_long_line_shows_the_place() -> None:
    shown = excerpt(lines(b"x" * 500 + b"track()" + b"y" * 500), "a.ts", 1, 501, 5)
    assert shown is not None
    at = shown[1].index("^")
    assert shown[0][at : at + 5] == "track"
    assert len(shown[0]) <= 160


@pytest.mark.parametrize("text", [b"", b"   \n"], ids=["empty", "blank"])
def test_no_excerpt(text: bytes) -> None:
    assert excerpt(lines(text), "a.ts", 1, 1) is None
