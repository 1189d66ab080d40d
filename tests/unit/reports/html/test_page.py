from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any

import pytest

from scanner.files.source import MemorySource
from scanner.model import Finding, Location, PropertyKey, Via
from scanner.plan.model import PlannedEvent, PlannedProperty
from scanner.reports.html.data import page_data
from scanner.reports.html.page import embed, write_page
from scanner.reports.picture import EventPicture, Picture
from scanner.reports.places import EventPlaces, Site
from scanner.reports.text import SourceLines
from tests.support.calls import make_call, make_result

SOURCE = MemorySource({"src/cart.ts": b"// one\n\t\tstart()\n\t\tsend('Order Completed', {\n\t\t\ttotal,\n\t\t})\n"})
CALL = make_call(
    "Order Completed", PropertyKey("total", "number"), PropertyKey("coupon", conditional=True), via=(Via("send", "src/lib.ts", 2),)
)
PLANNED = PlannedEvent(
    "Order Completed", why="Revenue.", properties=(PlannedProperty("total", ("number",), True), PlannedProperty("currency"))
)


def picture(*events: EventPicture, findings: tuple[Finding, ...] = ()) -> Picture:
    calls = [site.call for event in events for site in event.places.sites]
    return Picture("Shop", events, findings, make_result(*calls), ("plan.yaml",), "1.0")


def event(*platforms: str) -> EventPicture:
    sites = tuple(Site(CALL, (platform,), ("@team",), "https://x.test/a") for platform in platforms)
    return EventPicture(EventPlaces("Order Completed", "track", sites, True), "planned", "", (PLANNED,), PLANNED.properties)


def data(*events: EventPicture, findings: tuple[Finding, ...] = ()) -> Any:
    return page_data(picture(*events, findings=findings), SourceLines(SOURCE))


def test_an_event() -> None:
    shown = data(event("web"))["events"][0]
    assert (shown["id"], shown["status"], shown["plan"]["says"]) == ("track:Order Completed", "planned", [["Why", "Revenue."]])
    assert [(key["name"], key["planned"], key["plannedType"], key["sent"]) for key in shown["keys"]] == [
        ("total", "required", "number", {"web": 2}),
        ("coupon", "", "", {"web": 1}),
        ("currency", "planned", "", {}),
    ]


def test_a_key_by_platform() -> None:
    other = Site(make_call("Order Completed", "coupon"), ("ios",))
    both = EventPicture(EventPlaces("Order Completed", "track", (*event("web").places.sites, other), True), "planned")
    assert [(key["name"], key["sent"]) for key in data(both)["events"][0]["keys"]] == [
        ("total", {"web": 2}),
        ("coupon", {"ios": 2, "web": 1}),
    ]
    assert data(both)["platforms"] == ["ios", "web"]


def test_a_site() -> None:
    site = data(event("web"))["events"][0]["sites"][0]
    assert (site["path"], site["line"], site["via"], site["owners"], site["link"]) == (
        *("src/cart.ts", 3, [["send", "src/lib.ts", 2]], ["@team"], "https://x.test/a"),
    )
    assert site["keys"] == [["total", "number", 0, 0], ["coupon", "", 1, 0]]
    assert (site["first"], site["code"]) == (2, ["start()", "send('Order Completed', {"])


@pytest.mark.parametrize(
    ("finding", "found"),
    [
        pytest.param(Finding("TL101", "n", "error", "m", Location("a.ts", 1), event="Order Completed"), [0], id="by name"),
        pytest.param(
            Finding("TL101", "n", "error", "m", Location("a.ts", 1), event="Other | Order Completed"), [0], id="one of several names"
        ),
        pytest.param(Finding("TL601", "n", "error", "m", Location("src/cart.ts", 3)), [0], id="by line"),
        pytest.param(Finding("TL101", "n", "error", "m", Location("src/cart.ts", 3), event="Other"), [0], id="another name in the line"),
        pytest.param(Finding("TL601", "n", "error", "m", Location("src/cart.ts", 4)), [], id="another line"),
    ],
)
def test_findings_of_an_event(finding: Finding, found: list[int]) -> None:
    assert data(event("web"), findings=(finding,))["events"][0]["findings"] == found


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("</script><script>alert(1)</script>", id="end of the element"),
        pytest.param("<!--<script>", id="comment"),
        pytest.param("&lt;", id="entity"),
        pytest.param("\u2028\u2029", id="line ends of scripts"),
        pytest.param("]]>", id="end of a section"),
    ],
)
def test_embedded_data(text: str) -> None:
    written = embed({"a": text})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"a": text}


def test_what_could_deceive_a_reader_is_written_out() -> None:
    call = make_call("a\u202eb\x1b")
    shown = data(EventPicture(EventPlaces("a\u202eb\x1b", "track", (Site(call, ("web",)),)), "sent"))["events"][0]
    assert shown["name"] == "a\\u202eb\\e"


def test_the_page_is_one_file_with_a_strict_policy() -> None:
    page = write_page(picture(event("web")), SourceLines(SOURCE))
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        text = page.rpartition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{rule} 'sha256-{digest}';" in policy[1]
    assert policy[1].startswith("default-src 'none'; ")
    assert "unsafe" not in policy[1]
    assert not re.search(r"""\b(?:src|href|action)=["'](?!#|data:,)""", page)
    assert not re.search(r"\son\w+=", page.partition('id="data"')[0])
    assert page.startswith("<!doctype html>\n")


def test_the_title_is_text() -> None:
    page = write_page(Picture("</title><b>", (), (), make_result()), SourceLines(SOURCE))
    assert "<title>&lt;/title&gt;&lt;b&gt;</title>" in page


def test_a_text_that_looks_like_a_place_of_the_template() -> None:
    page = write_page(Picture("{{DATA}}{{SCRIPT}}", (), (), make_result()), SourceLines(SOURCE))
    assert "<title>{{DATA}}{{SCRIPT}}</title>" in page
    assert page.count('"use strict"') == 1


def test_the_same_input_gives_the_same_page() -> None:
    assert write_page(picture(event("web", "ios")), SourceLines(SOURCE)) == write_page(picture(event("web", "ios")), SourceLines(SOURCE))
