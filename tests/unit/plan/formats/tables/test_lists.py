from __future__ import annotations

import pytest

from scanner.plan.formats.tables.calls import read_call
from scanner.plan.formats.tables.lists import read_property_list


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("order_id, total", ["order_id", "total"], id="commas"),
        pytest.param("order_id\ntotal", ["order_id", "total"], id="lines"),
        pytest.param("- order_id\n* total\n1. currency", ["order_id", "total", "currency"], id="bullets"),
        pytest.param("`order_id`, `total`", ["order_id", "total"], id="code"),
        pytest.param("{order_id: string, total: number}", ["order_id", "total"], id="braces"),
        pytest.param("Plan Type, Source", ["Plan Type", "Source"], id="titles"),
        pytest.param("user.id, $set, page:name", ["user.id", "$set", "page:name"], id="marks-in-names"),
        pytest.param("method<<Method>>\nlibrary<<Library>>", ["method<<Method>>", "library<<Library>>"], id="holes"),
        pytest.param('"=odd name"', ["=odd name"], id="quoted"),
        pytest.param("—", [], id="nothing"),
        pytest.param("none", [], id="none"),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    found, rest = read_property_list(text)
    assert [each.name for each in found] == names
    assert rest == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("plan (string, required)", {"types": ("string",), "required": True}, id="type-and-need"),
        pytest.param("plan?: number", {"types": ("number",), "required": False}, id="question-mark"),
        pytest.param("plan: string | null", {"types": ("string",), "nullable": True}, id="union"),
        pytest.param("plan ('free'/'paid')", {"types": ("string",), "enum": ("free", "paid")}, id="literals"),
        pytest.param("`plan` (`free` / `paid`)", {"types": ("string",), "enum": ("free", "paid")}, id="code"),
        pytest.param("plan (free/paid/other)", {"enum": ("free", "paid", "other")}, id="words"),
        pytest.param("depth (25/50)", {"types": ("integer",), "enum": (25, 50)}, id="numbers"),
        pytest.param("fields[]", {"types": ("array",)}, id="array"),
        pytest.param("plan - what was chosen", {"description": "what was chosen"}, id="dash"),
        pytest.param("plan (of the account)", {"description": "of the account"}, id="aside"),
        pytest.param("`where`: top, bottom", {"enum": ("top", "bottom")}, id="words-behind-a-colon"),
        pytest.param("`rating` 1-5", {"description": "1-5"}, id="words-behind-code"),
        pytest.param("plan", {}, id="nothing"),
    ],
)
def test_what_is_said_of_one(text: str, said: dict[str, object]) -> None:
    (found,), rest = read_property_list(text)
    assert (found.said, rest) == (said, [])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("same as above", id="words"),
        pytest.param("Common params only", id="a-sentence"),
        pytest.param("see the wiki for all of them", id="a-reference"),
        pytest.param("=SUM(A1)", id="a-formula"),
        pytest.param("123", id="a-number"),
    ],
)
def test_words_are_no_properties(text: str) -> None:
    assert read_property_list(text) == ([], [text])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("track('Signed Up', {})", ("track", "Signed Up"), id="single-quotes"),
        pytest.param('analytics.track("Signed Up")', ("track", "Signed Up"), id="double-quotes"),
        pytest.param("x.trackEvent(`Signed Up`)", ("track", "Signed Up"), id="a-wrapper"),
        pytest.param("page('Home')", ("page", "Home"), id="page"),
        pytest.param("identify('u1', {})", ("identify", ""), id="a-user-is-no-name"),
        pytest.param("track(NAME)", ("track", ""), id="a-constant"),
    ],
)
def test_sample_calls(text: str, expected: tuple[str, str]) -> None:
    call = read_call(text)
    assert call is not None
    assert (call.kind, call.name) == expected


@pytest.mark.parametrize("text", [pytest.param("see checkout.ts", id="words"), pytest.param("soundtrack = 'x'", id="another-word")])
def test_no_sample_call(text: str) -> None:
    assert read_call(text) is None
