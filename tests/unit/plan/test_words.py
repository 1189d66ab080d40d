from __future__ import annotations

import pytest

from scanner.plan.words import distance, fold, is_past, past_of, quote, show, split_words, stem_key, typo_distance


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Order Completed", "Order Completed", id="title"),
        pytest.param("order_completed", "order completed", id="snake"),
        pytest.param("order-completed", "order completed", id="kebab"),
        pytest.param("orderCompleted", "order Completed", id="camel"),
        pytest.param("OrderCompleted", "Order Completed", id="pascal"),
        pytest.param("ORDER_COMPLETED", "ORDER COMPLETED", id="constant"),
        pytest.param("viewSMSMessage", "view SMS Message", id="acronym"),
        pytest.param("HTML5Video", "HTML5 Video", id="acronym-with-digit"),
        pytest.param("2FAEnabled", "2FA Enabled", id="digit-first"),
        pytest.param("sha256", "sha256", id="digits-stay"),
        pytest.param("step2Done", "step2 Done", id="digit-inside"),
        pytest.param("User's Plan", "Users Plan", id="apostrophe"),
        pytest.param("Signed Up (11-01-2019)", "Signed Up 11 01 2019", id="punctuation"),
        pytest.param("$pageview", "pageview", id="sign"),
        pytest.param("Éléphant vu", "Éléphant vu", id="accents"),
        pytest.param("", "", id="empty"),
        pytest.param("--- ***", "", id="no-words"),
    ],
)
def test_split_words(text: str, words: str) -> None:
    assert " ".join(split_words(text)) == words


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        pytest.param("Order Completed", "order_completed", True, id="snake"),
        pytest.param("Order Completed", "OrderCompleted", True, id="pascal"),
        pytest.param("Order Completed", "ORDER-COMPLETED!", True, id="constant"),
        pytest.param("STRASSE", "straße", True, id="casefold"),
        pytest.param("Order Completed", "Order Complete", False, id="tense"),
        pytest.param("Step 1", "Step 2", False, id="digits"),
    ],
)
def test_fold(left: str, right: str, same: bool) -> None:
    assert (fold(left) == fold(right)) is same


@pytest.mark.parametrize(
    "word", ["viewed", "signed", "tried", "sent", "put", "read", "Paid", "unsent", "reset", "rewritten", "agreed", "opted", "ended"]
)
def test_is_past(word: str) -> None:
    assert is_past(word)


@pytest.mark.parametrize(
    "word",
    [
        "view",
        "feed",
        "need",
        "speed",
        "embed",
        "red",
        "bed",
        "hundred",
        "id",
        "ed",
        "shed",
        "proceed",
        "exceed",
        "newsfeed",
        "send",
        "playing",
    ],
)
def test_is_not_past(word: str) -> None:
    assert not is_past(word)


@pytest.mark.parametrize(
    ("base", "past"),
    [
        ("complete", "completed"),
        ("view", "viewed"),
        ("try", "tried"),
        ("play", "played"),
        ("submit", "submitted"),
        ("tap", "tapped"),
        ("send", "sent"),
        ("choose", "chosen"),
        ("begin", "begun"),
        ("read", "read"),
        ("cancel", "cancelled"),
        ("open", "opened"),
        ("show", "shown"),
        ("hide", "hidden"),
        ("write", "written"),
        ("get", "got"),
        ("edit", "edited"),
        ("take", "taken"),
        ("enter", "entered"),
    ],
)
def test_past_of(base: str, past: str) -> None:
    assert past_of(base) == past
    assert is_past(past)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        pytest.param("Order Completed", "Complete Order", True, id="order-and-tense"),
        pytest.param("Email Sent", "send_email", True, id="irregular"),
        pytest.param("Form Submitted", "Form Submit", True, id="doubled"),
        pytest.param("Placed a Bid", "Bid Placed", True, id="article"),
        pytest.param("Email Sent", "Email Not Sent", False, id="negated"),
        pytest.param("User Signed Up", "User Signed In", False, id="particle"),
        pytest.param("Cart Viewed", "Card Viewed", False, id="other-object"),
    ],
)
def test_stem_key(left: str, right: str, same: bool) -> None:
    assert (stem_key(left) == stem_key(right)) is same


def test_stem_key_of_one_word_says_nothing() -> None:
    assert stem_key("Searched") == ()


@pytest.mark.parametrize(
    ("left", "right", "steps"),
    [("", "", 0), ("abc", "abc", 0), ("abc", "abd", 1), ("abc", "ab", 1), ("abcd", "abdc", 1), ("kitten", "sitting", 3), ("", "abc", 3)],
)
def test_distance(left: str, right: str, steps: int) -> None:
    assert distance(left, right) == distance(right, left) == steps


@pytest.mark.parametrize(
    ("left", "right", "steps"),
    [
        pytest.param("Order Compelted", "Order Completed", 1, id="swapped"),
        pytest.param("Order Complete", "Order Completed", 1, id="one-short"),
        pytest.param("Acount Created", "Account Created", 1, id="missing"),
        pytest.param("Order Completed", "Order Completed", None, id="the-same"),
        pytest.param("User Signed Up", "User Signed In", None, id="short-words"),
        pytest.param("Note Published", "Note Unpublished", None, id="opposites"),
        pytest.param("Level One1", "Level One2", None, id="digits"),
        pytest.param("Order Cancelled", "Order Completed", None, id="other-words"),
        pytest.param("Tab Opened", "Tap Opened", None, id="three-letters"),
    ],
)
def test_typo_distance(left: str, right: str, steps: int | None) -> None:
    assert typo_distance(split_words(left), split_words(right)) == steps


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("Order Completed", '"Order Completed"', id="plain"),
        pytest.param('say "hi"', '"say \\"hi\\""', id="quotes"),
        pytest.param("a\nb\tc", '"a\\nb\\tc"', id="line-end"),
        pytest.param("\x1b[31mred", '"\\u{1b}[31mred"', id="escape"),
        pytest.param("a\u202eb", '"a\\u{202e}b"', id="direction"),
        pytest.param("a\u200bb", '"a\\u{200b}b"', id="zero-width"),
        pytest.param("a\ud800b", '"a\\u{d800}b"', id="half-a-character"),
        pytest.param("Été 訂單", '"Été 訂單"', id="other-scripts"),
        pytest.param("x" * 81, '"' + "x" * 79 + '…"', id="long"),
    ],
)
def test_quote(text: str, shown: str) -> None:
    assert quote(text) == shown


def test_show() -> None:
    assert show('the call into "x"\x1b') == 'the call into "x"\\u{1b}'
    assert len(show("x" * 500)) == 200
