from __future__ import annotations

import pytest

from scanner.checks.cases import CASES, find_case, follows_case, is_usable, show_case, to_case


@pytest.mark.parametrize(
    ("name", "cases"),
    [
        pytest.param("Order Completed", "title", id="title"),
        pytest.param("Email Marked as Spam", "title", id="small-word"),
        pytest.param("Logged in", "title sentence", id="small-last-word"),
        pytest.param("in Cart Viewed", "", id="small-first-word"),
        pytest.param("Journey put live", "sentence", id="sentence"),
        pytest.param("SMS Sent", "title", id="acronym"),
        pytest.param("SMS sent", "sentence", id="acronym-in-sentence"),
        pytest.param("iOS App Opened", "title", id="small-i"),
        pytest.param("GitHub Connected", "title", id="capital-inside"),
        pytest.param("2FA Enabled", "title", id="digit-first"),
        pytest.param("Signed Up (11-01-2019)", "title", id="punctuation"),
        pytest.param("Order-Completed", "title sentence", id="hyphen"),
        pytest.param("Build", "title sentence pascal", id="one-word"),
        pytest.param("PageView", "pascal", id="two-in-one"),
        pytest.param("pageView", "camel", id="camel"),
        pytest.param("order completed", "lower", id="lower"),
        pytest.param("order_completed", "snake", id="snake"),
        pytest.param("order-completed", "lower kebab", id="kebab"),
        pytest.param("ORDER_COMPLETED", "constant", id="constant"),
        pytest.param("ORDER COMPLETED", "", id="shouted"),
        pytest.param("Order_Completed", "", id="mixed"),
        pytest.param("Order  Completed", "", id="two-spaces"),
        pytest.param(" Order Completed", "", id="space-first"),
        pytest.param("Order\tCompleted", "", id="tab"),
        pytest.param("client.get_all", "snake lower", id="prefix"),
        pytest.param("a__b", "", id="two-underscores"),
        pytest.param("_private", "snake", id="private"),
        pytest.param("Été Vu", "title", id="accents"),
        pytest.param("訂單 完成", "title sentence lower", id="no-capitals"),
        pytest.param("123", " ".join(CASES), id="no-letters"),
    ],
)
def test_follows_case(name: str, cases: str) -> None:
    # a name without any separator but dots or hyphens may look like several conventions at once
    found = {case for case in CASES if follows_case(name, case)}
    assert found - {"lower"} == set(cases.split()) - {"lower"}
    assert ("lower" in found) == (
        not any(letter.isupper() for letter in name) and "_" not in name and " " * 2 not in name and name.strip() == name
    )


@pytest.mark.parametrize(
    ("name", "case", "expected"),
    [
        ("order_completed", "title", "Order Completed"),
        ("orderCompleted", "title", "Order Completed"),
        ("Logged in", "snake", "logged_in"),
        ("email marked as spam", "title", "Email Marked as Spam"),
        ("sms_sent", "title", "SMS Sent"),
        ("iOS app opened", "title", "iOS App Opened"),
        ("GitHub connected", "title", "GitHub Connected"),
        ("ORDER COMPLETED", "title", "Order Completed"),
        ("Order Completed", "sentence", "Order completed"),
        ("Order Completed", "lower", "order completed"),
        ("Order Completed", "kebab", "order-completed"),
        ("Order Completed", "camel", "orderCompleted"),
        ("order completed", "pascal", "OrderCompleted"),
        ("orderId", "snake", "order_id"),
        ("OrderID", "snake", "order_id"),
        ("order-id", "constant", "ORDER_ID"),
        ("Checkout:Step Done", "snake", "checkout:step_done"),
        ("client.getAll", "snake", "client.get_all"),
        ("***", "title", ""),
        ("Order Completed", "[a-z]+", ""),
    ],
)
def test_to_case(name: str, case: str, expected: str) -> None:
    assert to_case(name, case) == expected
    if expected and case in CASES:
        assert follows_case(expected, case)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param([f"order_{n}_done" for n in range(10)], "snake", id="all"),
        pytest.param([f"order_{n}_done" for n in range(8)] + ["A Done", "B Done"], "snake", id="four-fifths"),
        pytest.param([f"order_{n}_done" for n in range(7)] + ["A Done", "B Done", "C Done"], "title", id="too-few"),
        pytest.param([f"order_{n}_done" for n in range(9)], "title", id="nine"),
        pytest.param([f"client.do_{n}" for n in range(10)], "snake", id="with-prefix"),
        pytest.param([f"Order {n} done" for n in range(10)], "sentence", id="sentence"),
        pytest.param(
            ["login", "logout", "search", "share", "view", "play", "pause", "stop", "start", "a_b"], "snake", id="single-words-say-nothing"
        ),
        pytest.param([], "title", id="none"),
    ],
)
def test_find_case(names: list[str], expected: str) -> None:
    assert find_case(names, "title") == expected


@pytest.mark.parametrize("fallback", ["any", "snake"])
def test_without_enough_names_the_fallback_holds(fallback: str) -> None:
    assert find_case(["Order Completed"], fallback) == fallback


def test_a_regular_expression_is_a_convention() -> None:
    assert follows_case("app:order", "[a-z]+:[a-z]+")
    assert not follows_case("app:order!", "[a-z]+:[a-z]+")
    assert show_case("[a-z]+") == "of the form [a-z]+"


@pytest.mark.parametrize(
    ("case", "usable"), [("title", True), ("any", True), ("auto", True), ("[a-z]+", True), ("(", False), ("(?=a)", False), ("(a+)+", True)]
)
def test_is_usable(case: str, usable: bool) -> None:
    assert is_usable(case) is usable
