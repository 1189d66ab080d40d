from __future__ import annotations

import pytest

from scanner.model import Location
from scanner.resolve.texts import conversion_named, convert, reapply, words_of
from scanner.resolve.values import (
    NULL,
    Applied,
    DefinitionId,
    EnumValue,
    Global,
    Joined,
    Known,
    Options,
    Parameter,
    Ref,
    Scalar,
    Unknown,
    Value,
    options_of,
)

HERE = Location("a.ts", 1, 1)
P = Ref(Parameter("a.ts", 0, 0))
OUTSIDE = Ref(Global("x"))


def known(*texts: str) -> tuple[Value, ...]:
    return tuple(Known(text, HERE) for text in texts)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("orderCompleted", ["order", "completed"], id="camel"),
        pytest.param("OrderCompleted", ["order", "completed"], id="pascal"),
        pytest.param("order_completed", ["order", "completed"], id="snake"),
        pytest.param("order-completed", ["order", "completed"], id="kebab"),
        pytest.param("ORDER_COMPLETED", ["order", "completed"], id="constant"),
        pytest.param("Order Completed", ["order", "completed"], id="words"),
        pytest.param("HTTPError", ["http", "error"], id="capitals"),
        pytest.param("userID", ["user", "id"], id="capitals at the end"),
        pytest.param("step2Done", ["step2", "done"], id="digit"),
        pytest.param("$ai_trace", ["ai", "trace"], id="sign"),
        pytest.param("order", ["order"], id="one"),
        pytest.param("", [], id="none"),
        pytest.param("___", [], id="only separators"),
    ],
)
def test_words_of(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("operation", "arguments", "text", "expected"),
    [
        pytest.param("lower", (), "Order Done", "order done", id="lower"),
        pytest.param("upper", (), "Order Done", "ORDER DONE", id="upper"),
        pytest.param("title", (), "order done", "Order Done", id="title"),
        pytest.param("capitalize", (), "ORDER done", "Order done", id="capitalize"),
        pytest.param("trim", (), "  a ", "a", id="trim"),
        pytest.param("upper_first", (), "orderDone", "OrderDone", id="upper first"),
        pytest.param("upper_first", (), "", "", id="upper first of nothing"),
        pytest.param("lower_first", (), "OrderDone", "orderDone", id="lower first"),
        pytest.param("snake", (), "OrderDone", "order_done", id="snake"),
        pytest.param("kebab", (), "OrderDone", "order-done", id="kebab"),
        pytest.param("camel", (), "Order Done", "orderDone", id="camel"),
        pytest.param("pascal", (), "order_done", "OrderDone", id="pascal"),
        pytest.param("start", (), "order_done", "Order Done", id="start"),
        pytest.param("replace", (" ", "_"), "a b c", "a_b_c", id="replace"),
        pytest.param("replace_first", (" ", "_"), "a b c", "a_b c", id="replace first"),
        pytest.param("remove_prefix", ("on_",), "on_click", "click", id="remove prefix"),
        pytest.param("remove_prefix", ("on_",), "click", "click", id="no prefix"),
        pytest.param("remove_suffix", ("_v2",), "click_v2", "click", id="remove suffix"),
    ],
)
def test_convert(operation: str, arguments: tuple[str, ...], text: str, expected: str) -> None:
    assert convert(operation, known(*arguments), Known(text, HERE)) == Known(expected, HERE)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(Options(known("A", "B")), Options(known("a", "b")), id="choice"),
        pytest.param(Options(known("A", "a")), Known("a", HERE), id="choice that becomes one"),
        pytest.param(Joined((*known("A "), OUTSIDE)), Joined((*known("a "), Unknown("text that is not known", "string"))), id="pattern"),
        pytest.param(P, Applied("lower", (), P), id="parameter: later"),
        pytest.param(OUTSIDE, Unknown("text that is not known", "string"), id="outside"),
        pytest.param(Unknown("why"), Unknown("why", "string"), id="unknown keeps its reason"),
        pytest.param(EnumValue(DefinitionId("a.ts", 0), "M", Known("Big", HERE), HERE), Known("big", HERE), id="enum member"),
        pytest.param(Scalar("integer", "1"), Unknown("no text"), id="number"),
        pytest.param(NULL, Unknown("no text"), id="null"),
    ],
)
def test_convert_what_is_not_one_text(value: Value, expected: Value) -> None:
    assert convert("lower", (), value) == expected


def test_a_replacement_must_be_known() -> None:
    assert convert("replace", (*known(" "), OUTSIDE), Known("a b", HERE)) == Unknown("a replacement that is not known", "string")


def test_reapply() -> None:
    later = convert("snake", (), P)
    assert isinstance(later, Applied)
    assert reapply(later, Options(known("OrderDone", "OrderBegun"))) == Options(known("order_done", "order_begun"))


def test_a_pattern_has_no_snake_case() -> None:
    assert options_of(convert("snake", (), Joined((*known("Viewed "), OUTSIDE)))) == (Unknown("text that is not known", "string"),)


@pytest.mark.parametrize(
    ("name", "family", "operation"),
    [
        pytest.param("toLowerCase", "javascript", "lower", id="javascript"),
        pytest.param("lower", "python", "lower", id="python"),
        pytest.param("lowercased", "swift", "lower", id="swift"),
        pytest.param("ToLower", "go", "lower", id="go"),
        pytest.param("downcase", "ruby", "lower", id="ruby"),
        pytest.param("uppercase", "kotlin", "upper", id="kotlin"),
        pytest.param("titleize", "ruby", "title", id="title"),
        pytest.param("parameterize", "ruby", "kebab", id="parameterize"),
        pytest.param("underscore", "ruby", "snake", id="underscore"),
        pytest.param("toSnakeCaseFromCamelCase", "swift", "snake", id="a project's own name for it"),
        pytest.param("camelCaseToKebabCase", "swift", "kebab", id="from and to"),
        pytest.param("snakeGame", "swift", None, id="snake that is no case"),
        pytest.param("isSnakeCase", "swift", None, id="question about a case"),
        pytest.param("replace", "javascript", "replace_first", id="javascript replaces once"),
        pytest.param("replace", "python", "replace", id="others replace all"),
        pytest.param("replaceAll", "javascript", "replace", id="replaceAll"),
        pytest.param("track", "javascript", None, id="something else"),
        pytest.param("low", "python", None, id="part of a name"),
        pytest.param("", "python", None, id="nothing"),
    ],
)
def test_conversion_named(name: str, family: str, operation: str | None) -> None:
    assert conversion_named(name, family) == operation
