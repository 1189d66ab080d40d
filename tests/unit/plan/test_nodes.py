from __future__ import annotations

import pytest

from scanner.plan.nodes import Problems, compose, compose_json
from scanner.plan.records import plain


def read(text: str, json: bool = False) -> tuple[object, list[str]]:
    problems = Problems("plan.yaml")
    node = compose_json(text, problems) if json else compose(text, problems)
    return plain(node) if node else None, [f"{line}:{column} {message}" for line, column, message in problems.fatal]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("a: 1\nb: [x, 2.5, true, null]", {"a": 1, "b": ["x", 2.5, True, None]}, id="plain"),
        pytest.param("a: yes\nb: on\nc: No", {"a": "yes", "b": "on", "c": "No"}, id="yes-is-text"),
        pytest.param(
            "a: 2019-01-01\nb: 12:30\nc: 0o17\nd: 1_000", {"a": "2019-01-01", "b": "12:30", "c": "0o17", "d": "1_000"}, id="dates-are-text"
        ),
        pytest.param("a: '1'\nb: \"true\"\nc: !!str 5", {"a": "1", "b": "true", "c": "5"}, id="quoted-is-text"),
        pytest.param("a: 1e3\nb: .5\nc: 1e999", {"a": 1000.0, "b": 0.5, "c": "1e999"}, id="numbers"),
        pytest.param("1: a\ntrue: b\n", {"1": "a", "true": "b"}, id="keys-are-text"),
        pytest.param("a: &x {k: 1}\nb: *x", {"a": {"k": 1}, "b": {"k": 1}}, id="alias"),
        pytest.param("a: &x {k: 1, l: 2}\nb: {<<: *x, k: 3}", {"a": {"k": 1, "l": 2}, "b": {"l": 2, "k": 3}}, id="merge"),
        pytest.param(
            "a: &x {k: 1}\nb: &y {l: 2}\nc: {<<: [*x, *y]}", {"a": {"k": 1}, "b": {"l": 2}, "c": {"k": 1, "l": 2}}, id="merge-several"
        ),
        pytest.param("", None, id="empty"),
        pytest.param("# nothing\n", None, id="comment"),
    ],
)
def test_compose(text: str, value: object) -> None:
    assert read(text) == (value, [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("a: 1\na: 2", '2:1 the key "a" stands here twice; first in line 1', id="doubled-key"),
        pytest.param("? [a]\n: 1", "1:3 a key must be a word, not a list", id="list-as-key"),
        pytest.param(
            "a: !!python/object:os.system x", '1:4 the tag "!!python/object:os.system" is not read; write a plain value', id="object"
        ),
        pytest.param("a: !mine {b: 1}", '1:4 the tag "!mine" is not read; write a plain value', id="own-tag"),
        pytest.param("a: !!binary aGk=", '1:4 the tag "!!binary" is not read; write a plain value', id="binary"),
        pytest.param("a: *b", "1:4 the alias *b has no anchor before it", id="lost-alias"),
        pytest.param("a: &a [*a]", "1:8 the alias *a has no anchor before it", id="alias-to-itself"),
        pytest.param("a: {<<: 1}", '1:9 `<<` takes a mapping, not "1"', id="merge-of-nothing"),
        pytest.param("a: 1\n---\nb: 1", "2:1 a second document begins here; a plan is one document", id="two-documents"),
        pytest.param("[" * 200, "1:101 this is nested more than 100 levels deep", id="deep-flow"),
        pytest.param("- " * 100_000 + "a", "1:201 this is nested more than 100 levels deep", id="deep-block"),
    ],
)
def test_compose_complains(text: str, problem: str) -> None:
    assert read(text)[1] == [problem]


@pytest.mark.parametrize("text", ["a: [1", "a: 'x", "\tb: 1", "a: - b", "a:\n b: 1\n  c: 2", "a: \x00", "%YAML 9", "a: \ud800"])
def test_broken_yaml_is_told_with_its_line(text: str) -> None:
    value, problems = read(text)
    assert value is None
    assert len(problems) == 1
    assert "this is not valid YAML" in problems[0]


def test_alias_bomb_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    value, problems = read("\n".join(lines))
    assert value is None
    assert problems == ["5:45 the aliases of this file repeat more than 100,000 values; write them out"]


def test_a_large_file_with_few_aliases_is_read() -> None:
    text = "base: &b {k: 1}\nall:\n" + "".join("- *b\n" for _ in range(20_000))
    assert read(text)[1] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param('{"a": [1, 2.5, true, null, "x"]}', {"a": [1, 2.5, True, None, "x"]}, id="plain"),
        pytest.param(
            '{"a": "\\ud83d\\ude00", "b": "\\\\ud83d\\\\ude00", "c": "\\/"}', {"a": "😀", "b": "\\ud83d\\ude00", "c": "/"}, id="escapes"
        ),
        pytest.param('{\n\t"a": 1\n}', {"a": 1}, id="tabs"),
    ],
)
def test_compose_json(text: str, value: object) -> None:
    assert read(text, json=True) == (value, [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("a: 1", "1:1 this is not valid JSON: Expecting value", id="yaml"),
        pytest.param('{"a": 1,\n "a": 2}', '2:2 the key "a" stands here twice; first in line 1', id="doubled-key"),
        pytest.param("[" * 100_000, "1:1 this is nested too deeply to be read", id="deep"),
    ],
)
def test_compose_json_complains(text: str, problem: str) -> None:
    assert read(text, json=True)[1] == [problem]
