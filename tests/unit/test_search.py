from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.search import TextIndex, compile_words, find_paths, may_hold


class Memory:
    def __init__(self, **texts: bytes) -> None:
        self.texts = texts
        self.reads: list[str] = []

    def read(self, path: str) -> bytes | None:
        self.reads.append(path)
        return self.texts.get(path)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        pytest.param("analytics.track('x')", "track", id="method"),
        pytest.param("track('x')", "track", id="at the start"),
        pytest.param("x = track", "track", id="at the end"),
        pytest.param("a track\r\n", "track", id="before a line end"),
        pytest.param("$analytics.track()", "$analytics", id="dollar"),
        pytest.param("from '@acme/sdk-node'", "@acme/sdk-node", id="module"),
        pytest.param("people.set({})", "people.set", id="chain"),
        pytest.param("Größe.messen()", "Größe", id="not ascii"),
        pytest.param("ga('send')", "ga(", id="with a bracket"),
    ],
)
def test_word_is_found(text: str, word: str) -> None:
    assert list(compile_words([word])(text.encode())) == [word]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        pytest.param("trackEvent()", "track", id="longer"),
        pytest.param("audio_track", "track", id="joined before"),
        pytest.param("$track()", "track", id="dollar before"),
        pytest.param("track$()", "track", id="dollar after"),
        pytest.param("track2()", "track", id="digit after"),
        pytest.param("Track()", "track", id="other case"),
        pytest.param("'@acme/sdk-nodes'", "@acme/sdk-node", id="longer module"),
        pytest.param("people_set", "people.set", id="dot is no wildcard"),
        pytest.param("", "track", id="empty text"),
        pytest.param("saga('send')", "ga(", id="bracket word joined before"),
    ],
)
def test_word_is_not_found(text: str, word: str) -> None:
    assert list(compile_words([word])(text.encode())) == []


@given(st.text(alphabet="ab_$ .", max_size=30), st.lists(st.text(alphabet="ab_$.", min_size=1, max_size=3), max_size=4))
def test_same_as_a_regular_expression(text: str, words: list[str]) -> None:
    edge = re.compile(r"[\w$]")
    expected = set()
    for word in words:
        before = r"(?<![\w$])" if edge.match(word[0]) else ""
        after = r"(?![\w$])" if edge.match(word[-1]) else ""
        if re.search(before + re.escape(word) + after, text):
            expected.add(word)
    assert set(compile_words(sorted(set(words)))(text.encode())) == expected


def test_find_paths_keeps_the_order_of_the_paths() -> None:
    source = Memory(b=b"track identify", a=b"page", c=b"track")
    found = find_paths(source, ["b", "a", "c"], ["track", "identify", "track"])
    assert list(found.items()) == [("b", frozenset({"track", "identify"})), ("c", frozenset({"track"}))]


def test_utf16_text_is_searched() -> None:
    assert find_paths(Memory(a="\ufefftrack(1)".encode("utf-16-le")), ["a"], ["track"]) == {"a": frozenset({"track"})}


def test_missing_file_holds_nothing() -> None:
    assert find_paths(Memory(), ["a"], ["track"]) == {}


def test_no_words() -> None:
    source = Memory(a=b"track")
    assert find_paths(source, ["a"], []) == {}
    assert source.reads == []


def test_later_words_do_not_read_again() -> None:
    source = Memory(a=b"track send", b=b"send")
    index = TextIndex(source, ["a", "b"])
    assert index.find(["track"]) == {"a": frozenset({"track"})}
    assert index.find(["track", "send"]) == {"a": frozenset({"track", "send"}), "b": frozenset({"send"})}
    assert index.text("a") == b"track send"
    assert source.reads == ["a", "b"]


def test_texts_beyond_the_memory_are_read_again() -> None:
    source = Memory(a=b"12345", b=b"send")
    index = TextIndex(source, ["a", "b"], memory=5)
    index.find(["x"])
    index.find(["send"])
    assert source.reads == ["a", "b", "b"]


def test_known_words_cost_nothing() -> None:
    source = Memory(a=b"track")
    index = TextIndex(source, ["a"], memory=0)
    assert index.find(["track"]) == index.find(["track"])
    assert source.reads == ["a"]


@pytest.mark.parametrize(
    ("text", "word", "held"),
    [
        pytest.param("track(x)", "track", True, id="a word"),
        pytest.param("import 'acme-sdk'", "acme-sdk", True, id="a module"),
        pytest.param("tracker(x)", "track", False, id="part of a word"),
        pytest.param("acme", "acme-sdk", False, id="part of a module"),
        pytest.param("", "track", False, id="no text"),
    ],
)
def test_what_a_text_may_hold(text: str, word: str, held: bool) -> None:
    assert may_hold(text.encode(), ["other", word]) is held


@given(st.text(alphabet="ab-@/ .", max_size=12), st.lists(st.text(alphabet="ab-@/", min_size=1, max_size=4), max_size=12))
def test_words_are_found_where_they_stand_alone(text: str, words: list[str]) -> None:
    found = set(compile_words(words)(text.encode()))
    assert found == {word for word in words if _stands_alone(word, text)}
    assert not found or may_hold(text.encode(), words)


def _stands_alone(word: str, text: str) -> bool:
    before = r"(?<![\w$])" if re.match(r"[\w$]", word) else ""
    after = r"(?![\w$])" if re.search(r"[\w$]$", word) else ""
    return re.search(before + re.escape(word) + after, text) is not None


def test_after_many_searches_the_same_is_found() -> None:
    texts = {"a": b"track() people.set($x)", "b": b"retrack page-view track2", "c": b""}
    index = TextIndex(Memory(**texts), texts)
    for number in range(40):
        index.find([f"w{number}"])
    words = ["track", "people", "$x", "x", "page", "view", "page-view", "people.set", "w3", "absent"]
    assert index.find(words) == find_paths(Memory(**texts), texts, words)
