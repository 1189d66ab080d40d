from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.plan.formats.tables.cells import (
    is_blank,
    is_nothing,
    read_flag,
    read_pairs,
    read_scalar,
    read_status,
    read_texts,
    read_type,
    read_values,
    split_list,
    write_pairs,
    write_scalar,
    write_texts,
    write_values,
)
from scanner.plan.formats.tables.names import read_name, split_path, write_name, write_path
from scanner.plan.model import PlannedProperty


@pytest.mark.parametrize(
    ("text", "types", "rest"),
    [
        pytest.param("string", ("string",), {}, id="plain"),
        pytest.param("Int", ("integer",), {}, id="another-word"),
        pytest.param("Date time", ("string",), {"format": "date-time"}, id="date-time"),
        pytest.param("string (uuid)", ("string",), {"format": "uuid"}, id="format-in-brackets"),
        pytest.param("any", (), {}, id="any"),
        pytest.param("string,null", ("string",), {"nullable": True}, id="null-behind-a-comma"),
        pytest.param("string | null", ("string",), {"nullable": True}, id="null-in-a-union"),
        pytest.param("string | undefined", ("string",), {"optional": True}, id="undefined"),
        pytest.param("null", ("null",), {}, id="only-null"),
        pytest.param("string/number", ("string", "number"), {}, id="slash"),
        pytest.param("string or number", ("string", "number"), {}, id="or"),
        pytest.param("int?", ("integer",), {"nullable": True}, id="question-mark"),
        pytest.param('"a" | "b" | undefined', ("string",), {"enum": ("a", "b"), "optional": True}, id="literals"),
        pytest.param("'a'/'b'", ("string",), {"enum": ("a", "b")}, id="literals-between-slashes"),
        pytest.param("1 | 2", ("integer",), {"enum": (1, 2)}, id="numbers"),
        pytest.param("true | undefined", ("boolean",), {"enum": (True,), "optional": True}, id="true"),
        pytest.param("true | false", ("boolean",), {}, id="both"),
        pytest.param("email | google | oauth", ("string",), {"enum": ("email", "google", "oauth")}, id="bare-words"),
        pytest.param("enum: a, b", (), {"enum": ("a", "b")}, id="enum"),
        pytest.param('"a" | string', ("string",), {}, id="a-literal-beside-its-type-allows-all"),
        pytest.param("{}", ("object",), {}, id="empty-object"),
        pytest.param("{ a: string; b: number }", ("object",), {}, id="object"),
        pytest.param("Record<string, number>", ("object",), {}, id="record"),
        pytest.param("string[]", ("array",), {"items": PlannedProperty("", types=("string",))}, id="array"),
        pytest.param("Array<any>", ("array",), {}, id="array-of-any"),
        pytest.param("list of int", ("array",), {"items": PlannedProperty("", types=("integer",))}, id="list-of"),
        pytest.param(
            '("a" | "b")[]', ("array",), {"items": PlannedProperty("", types=("string",), enum=("a", "b"))}, id="array-of-literals"
        ),
        pytest.param("SomeType", (), {"unknown": ("SomeType",)}, id="a-type-of-the-code"),
        pytest.param("string | SomeType", ("string",), {"unknown": ("SomeType",)}, id="a-type-beside-one"),
        pytest.param("see below", (), {"unknown": ("see below",)}, id="words"),
    ],
)
def test_types(text: str, types: tuple[str, ...], rest: dict[str, object]) -> None:
    said = read_type(text)
    assert said.types == types
    for key in ("nullable", "optional", "enum", "format", "items", "unknown"):
        assert getattr(said, key) == rest.get(key, getattr(read_type(""), key)), key


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Array<" * 20_000 + "x" + ">" * 20_000, id="nested"),
        pytest.param("x" + "[]" * 20_000, id="brackets"),
        pytest.param("(" * 100_000, id="open"),
        pytest.param('"a" | ' * 20_000, id="long"),
    ],
)
def test_a_type_without_end(text: str) -> None:
    assert read_type(text).unknown == (text.strip(),)


def test_a_list_of_nothing_but_brackets() -> None:
    text = "(" * 200_000 + "[" * 200_000
    assert split_list(text) == [text]


def test_a_plans_own_type() -> None:
    assert read_type("money", {"money"}).types == ("money",)
    assert read_type("money").types == ("number",)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        *(pytest.param(text, True, id=text) for text in ("yes", "Y", "TRUE", "x", "Required", "✅", "**Yes**")),
        *(pytest.param(text, False, id=text) for text in ("no", "FALSE", "optional", "❌")),
        *(pytest.param(text, None, id=text or "empty") for text in ("", "-", "if logged in", "maybe", "yesterday")),
    ],
)
def test_flags(text: str, flag: bool | None) -> None:
    assert read_flag(text) is flag


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("Planned", "planned", id="word"),
        pytest.param("Not implemented", "planned", id="not-yet"),
        pytest.param("Done", "implemented", id="done"),
        pytest.param("Implemented hook; connect later", None, id="prose"),
        pytest.param("", None, id="empty"),
    ],
)
def test_status(text: str, status: str | None) -> None:
    assert read_status(text) == status


@pytest.mark.parametrize(
    ("text", "items"),
    [
        pytest.param("a, b; c\nd", ["a", "b", "c", "d"], id="separators"),
        pytest.param('"a, b", c', ['"a, b"', "c"], id="quotes"),
        pytest.param("a (b, c), d", ["a (b, c)", "d"], id="brackets"),
        pytest.param("don't, won't", ["don't", "won't"], id="apostrophes"),
        pytest.param("a), b", ["a)", "b"], id="a-bracket-that-only-closes"),
        pytest.param("a (b, c", ["a (b", "c"], id="a-bracket-that-only-opens"),
        pytest.param(", ,", [], id="nothing"),
    ],
)
def test_lists(text: str, items: list[str]) -> None:
    assert split_list(text) == items


@pytest.mark.parametrize(
    ("text", "types", "values"),
    [
        pytest.param("a, b", (), ("a", "b"), id="commas"),
        pytest.param("a, b | c", (), ("a, b", "c"), id="bars-come-first"),
        pytest.param("Vienna, Austria\nParis", (), ("Vienna, Austria", "Paris"), id="lines-come-first"),
        pytest.param('1, "1", true, x', (), (1, "1", True, "x"), id="typed"),
        pytest.param("1, true", ("string",), ("1", "true"), id="texts"),
        pytest.param("one", (), ("one",), id="single"),
    ],
)
def test_values(text: str, types: tuple[str, ...], values: tuple[object, ...]) -> None:
    assert read_values(text, types) == values


_texts = st.text(min_size=1).filter(lambda text: not any(mark in text for mark in "\ud800"))
_scalars = st.one_of(
    _texts, st.integers(-(10**9), 10**9), st.booleans(), st.none(), st.floats(-1e6, 1e6).map(lambda number: round(number, 3))
)


@given(items=st.lists(st.text(min_size=1), max_size=4))
@settings(deadline=None)
def test_a_written_list_is_read_again(items: list[str]) -> None:
    assert read_texts(write_texts(items)) == tuple(items)


@given(pairs=st.lists(st.tuples(st.text(min_size=1), st.text()), max_size=4))
@settings(deadline=None)
def test_written_pairs_are_read_again(pairs: list[tuple[str, str]]) -> None:
    assert read_pairs(write_pairs(pairs)) == tuple(pairs)


@given(values=st.lists(_scalars, min_size=1, max_size=4))
@settings(deadline=None)
def test_written_values_are_read_again(values: list[str | int | float | bool | None]) -> None:
    again = read_values(write_values(values), (), ",")
    assert [(type(value), value) for value in again] == [(type(value), value) for value in values]


@given(value=st.text())
@settings(deadline=None)
def test_a_written_text_is_read_again(value: str) -> None:
    assert read_scalar(write_scalar(value, ("string",)), ("string",)) == value


@pytest.mark.parametrize(
    ("text", "name", "pattern"),
    [
        pytest.param("Order Completed", "Order Completed", "", id="name"),
        pytest.param("Shell ${string}", "", "Shell *", id="template"),
        pytest.param("library<<Library>>", "", "library*", id="angles"),
        pytest.param("{{a}}{{b}} Viewed", "", "* Viewed", id="braces"),
        pytest.param("Shell *", "", "Shell *", id="star"),
        pytest.param("Shell \\*", "Shell *", "", id="a-literal-star"),
        pytest.param("C:\\temp", "C:\\temp", "", id="another-backslash"),
        pytest.param("a < b << c", "a < b << c", "", id="no-hole"),
        pytest.param("<b>x</b>", "<b>x</b>", "", id="a-tag-is-no-hole"),
    ],
)
def test_names(text: str, name: str, pattern: str) -> None:
    assert read_name(text) == (name, pattern)


@given(name=st.text(min_size=1))
@settings(deadline=None)
def test_a_written_name_is_read_again(name: str) -> None:
    assert read_name(write_name(name)) == (name, "")


@given(steps=st.lists(st.text(min_size=1).filter(lambda step: step != "$"), min_size=1, max_size=3))
@settings(deadline=None)
def test_a_written_path_is_read_again(steps: list[str]) -> None:
    assert [read_name(step)[0] for step in split_path(write_path(steps))] == steps


@pytest.mark.parametrize(
    ("text", "nothing", "blank"),
    [
        pytest.param("", True, True, id="empty"),
        pytest.param("—", True, True, id="dash"),
        pytest.param("None", True, False, id="a-word-for-nothing-may-be-a-name"),
        pytest.param("0", False, False, id="zero"),
    ],
)
def test_nothing(text: str, nothing: bool, blank: bool) -> None:
    assert (is_nothing(text), is_blank(text)) == (nothing, blank)
