from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.app.where import SiteMaker, WhereReport, choose_event, locate_events
from scanner.checks.base import CheckSettings
from scanner.checks.run import build_context
from scanner.files.owners import parse_owners
from scanner.model import Call, EventName
from scanner.plan.native import read_plan
from scanner.reports.places import list_spots
from tests.support.calls import make_call, make_result

PLAN = """\
sources: {web: src/**, ios: {}}
events:
  - name: Order Completed
  - name: Cart Viewed
  - name: Old One
    status: removed
  - pattern: Shell *
  - kind: identify
  - {name: Home, kind: page}
"""


def locate(*calls: Call, plan: str = PLAN) -> WhereReport:
    read = read_plan(plan, "plan.yaml") if plan else None
    context = build_context(make_result(*calls), read, CheckSettings())
    return locate_events(context, ["plan.yaml"], SiteMaker(read, parse_owners("* @team"), "", None))


def pattern(text: str) -> Call:
    return make_call(event=EventName("pattern", pattern=text))


@pytest.mark.parametrize(
    ("call", "planned"),
    [
        pytest.param(make_call("Order Completed"), [("track", "Order Completed")], id="name"),
        pytest.param(make_call("Shell Opened"), [("track", "Shell *")], id="planned pattern"),
        pytest.param(pattern("Shell *"), [("track", "Shell *")], id="pattern in code"),
        pytest.param(pattern("Cart *"), [("track", "Cart Viewed")], id="name that fits a pattern in code"),
        pytest.param(make_call(None, kind="identify"), [("identify", "identify")], id="nameless"),
        pytest.param(make_call("Home", kind="page"), [("page", "Home")], id="page"),
        pytest.param(
            make_call(event=EventName("choice", ("Order Completed", "Cart Viewed"))),
            [("track", "Order Completed"), ("track", "Cart Viewed")],
            id="choice",
        ),
        pytest.param(make_call("order completed"), [], id="near miss"),
        pytest.param(make_call("Other"), [], id="not planned"),
        pytest.param(pattern("*"), [], id="nothing known"),
        pytest.param(make_call(event=EventName("dynamic")), [], id="dynamic"),
        pytest.param(replace(make_call("Order Completed"), confidence="low"), [], id="low confidence"),
    ],
)
def test_places_of_planned_events(call: Call, planned: list[tuple[str, str]]) -> None:
    report = locate(call)
    assert list(report.planned) == planned
    assert all([site.call for site in sites] == [call] for sites in report.planned.values())


def test_events_in_order() -> None:
    report = locate(
        make_call("Other"), make_call("Order Completed"), make_call(None, kind="identify"), make_call(event=EventName("dynamic"))
    )
    assert [(event.title, len(event.sites), event.planned) for event in report.events] == [
        ("Cart Viewed", 0, True),
        ("Home", 0, True),
        ("Order Completed", 1, True),
        ("Other", 1, False),
        ("Shell *", 0, True),
        ("(dynamic name)", 1, False),
        ("identify", 1, True),
    ]


def test_without_a_plan() -> None:
    report = locate(make_call("Other"), plan="")
    assert [(event.title, event.planned) for event in report.events] == [("Other", None)]
    assert report.events[0].sites[0].platforms == ("typescript",)


def test_what_a_site_knows() -> None:
    site = locate(make_call("Order Completed")).events[2].sites[0]
    assert (site.path, site.line, site.platforms, site.owners, site.link) == ("src/cart.ts", 3, ("web",), ("@team",), "")


def test_what_is_certain() -> None:
    report = locate(
        replace(make_call("Other"), confidence="low"), make_call("Order Completed"), plan="events: [Order Completed, Cart Viewed]"
    )
    assert [(event.label, len(event.sites)) for event in report.certain] == [("Cart Viewed", 0), ("Order Completed", 1)]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        pytest.param("Cart Viewed", ["Cart Viewed"], id="exact"),
        pytest.param("cart_viewed", ["Cart Viewed"], id="spelling"),
        pytest.param("Shell Opened", ["Shell *"], id="pattern"),
        pytest.param("identify", ["identify"], id="kind"),
        pytest.param("Cart", [], id="a part is not enough"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_choose_event(name: str, found: list[str]) -> None:
    report = locate(pattern("Shell *"), pattern("*"), make_call("Cart Viewed"), make_call(None, kind="identify"))
    assert [event.title for event in choose_event(name, report)] == found


def test_spots() -> None:
    calls = (make_call("A", "x", "y", line=9), make_call("A", "x", line=3), make_call("A", "z", path="src/a.ts", complete=False))
    spots = list_spots(locate(*calls, plan="").events[0].sites)
    assert [(spot.text(), spot.text(lines=True), spot.keys, spot.complete) for spot in spots] == [
        ("src/a.ts (checkout)", "src/a.ts:3 (checkout)", ("z",), False),
        ("src/cart.ts (checkout)", "src/cart.ts:3,9 (checkout)", ("x", "y?"), True),
    ]
