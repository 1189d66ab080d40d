from __future__ import annotations

import pytest

from scanner.checks.grammar import judge_structure


@pytest.mark.parametrize(
    ("name", "fault", "words"),
    [
        pytest.param("Read Blog Post", "action-first", "Blog Post Read", id="read"),
        pytest.param("Clicked Button", "action-first", "Button Clicked", id="clicked"),
        pytest.param("Started video", "action-first", "video Started", id="small-object"),
        pytest.param("Placed a bid", "action-first", "bid Placed", id="article"),
        pytest.param("Signed Up User", "action-first", "User Signed Up", id="phrase"),
        pytest.param("Started Checkout From Cart", "action-first", "Checkout Started From Cart", id="from"),
        pytest.param("sent_gift", "action-first", "gift sent", id="snake"),
        pytest.param("SentGift", "action-first", "Gift Sent", id="pascal"),
        pytest.param("Checkout: Clicked Button", "action-first", "Button Clicked", id="prefix"),
        pytest.param("Submit Form", "present-action-first", "Form Submitted", id="submit"),
        pytest.param("click_menu_overview", "present-action-first", "menu overview clicked", id="click"),
        pytest.param("Add to Cart Promo", None, "", id="add-to"),
        pytest.param("Add Item to Cart", "present-action-first", "Item Added to Cart", id="add"),
        pytest.param("Choose Plan", "present-action-first", "Plan Chosen", id="irregular"),
        pytest.param("Delete all", "present-action-first", "", id="all"),
        pytest.param("Order Complete", "present-action-last", "Order Completed", id="complete"),
        pytest.param("Button Click", "present-action-last", "Button Clicked", id="button-click"),
        pytest.param("course_publish", "present-action-last", "course published", id="publish"),
    ],
)
def test_wrong(name: str, fault: str | None, words: str) -> None:
    found = judge_structure(name)
    assert (found and found.fault) == fault
    assert " ".join(found.words if found else ()) == words


@pytest.mark.parametrize(
    "name",
    [
        *("User Signed Up", "Logged in", "Subscription Started", "User referred", "Asset Created", "Journey put live", "Content Curated"),
        *("Ad Campaign Clicked", "Blog Post Read", "Workspace Created", "Lead Captured", "From Initiated", "Signed Up", "Searched"),
        *("Product Added to Wishlist", "Wishlist Product Added to Cart", "Email Marked as Spam", "SMS Not Sent", "Account Added User"),
        *("Video Content Playing", "Experiment Viewed", "Install Attributed", "Push Notification Tapped", "Payment Info Entered"),
    ],
)
def test_names_of_the_guide_and_of_specs(name: str) -> None:
    assert judge_structure(name) is None


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Search Results", id="noun"),
        pytest.param("Page View", id="view-is-a-noun"),
        pytest.param("Password Reset", id="reset-is-past"),
        pytest.param("Related Product Clicked", id="adjective"),
        pytest.param("Advanced Settings", id="adjective-alone"),
        pytest.param("Unsupported Browser", id="negated-adjective"),
        pytest.param("Saved Search Opened", id="participle"),
        pytest.param("Logged Into Forum", id="preposition"),
        pytest.param("Signed In With Email", id="phrase-and-preposition"),
        pytest.param("Logged In Successfully", id="adverb"),
        pytest.param("Subscribe To Channel", id="order-with-preposition"),
        pytest.param("Download Page", id="thing"),
        pytest.param("Play Button", id="button"),
        pytest.param("Read Only Mode", id="read-only"),
        pytest.param("Left Menu", id="left"),
        pytest.param("Failed Password Error", id="outcome"),
        pytest.param("Feed Refreshed", id="not-a-past"),
        pytest.param("Speed Test", id="speed"),
        pytest.param("Home", id="one-word"),
        pytest.param("Bestellung abgeschlossen", id="german"),
        pytest.param("訂單 完成", id="chinese"),
        pytest.param("***", id="no-words"),
        pytest.param("", id="empty"),
    ],
)
def test_doubtful(name: str) -> None:
    assert judge_structure(name) is None


def test_the_prefix_is_kept() -> None:
    found = judge_structure("Checkout: Clicked Button")
    assert found is not None
    assert found.prefix == "Checkout: "
