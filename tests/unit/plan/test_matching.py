from __future__ import annotations

import pytest

from scanner.checks.examples import read_calls
from scanner.plan.matching import expand_types, find_sources, gather_properties, index_plan, resolve_event, resolve_pattern
from scanner.plan.native import read_plan

PLAN = read_plan(
    """\
events:
  - Order Completed
  - Cart Viewed
  - Note Published
  - {pattern: Shell *}
  - {name: Account Created, aliases: [Signed Up]}
  - {name: Old Thing Done, status: removed}
  - {name: New Thing Done, version: 1}
  - {name: New Thing Done, version: 2}
  - {name: Home, kind: page}
  - {kind: identify}
""",
    "plan.yaml",
)
INDEX = index_plan(PLAN)


@pytest.mark.parametrize(
    ("call", "name", "kind", "suggestion"),
    [
        pytest.param("track()", "Order Completed", "exact", "", id="exact"),
        pytest.param("track()", "Old Thing Done", "exact", "", id="removed-is-still-there"),
        pytest.param("track()", "Shell Opened", "pattern", "", id="pattern"),
        pytest.param("track()", "Signed Up", "alias", "Account Created", id="alias"),
        pytest.param("track()", "signed_up", "near", "Account Created", id="near-an-alias"),
        pytest.param("track()", "order-completed", "near", "Order Completed", id="case"),
        pytest.param("track()", "Order Compelted", "near", "Order Completed", id="slip"),
        pytest.param("track()", "Complete Order", "near", "Order Completed", id="order"),
        pytest.param("track()", "old thing done", "none", "", id="near-a-removed-one"),
        pytest.param("track()", "Note Unpublished", "none", "", id="opposite"),
        pytest.param("track()", "Card Viewed", "near", "Cart Viewed", id="one-letter-of-four"),
        pytest.param("track()", "Coupon Applied", "none", "", id="other"),
        pytest.param("track()", "!!!", "none", "", id="no-words"),
        pytest.param("track()", "Home", "none", "", id="another-kind"),
        pytest.param("page()", "Home", "exact", "", id="page"),
        pytest.param("page()", "Pricing", "none", "", id="another-page"),
        pytest.param("page()", "", "unplanned-kind", "", id="nameless-page"),
        pytest.param("identify()", "", "exact", "", id="identify"),
        pytest.param("group()", "", "unplanned-kind", "", id="group"),
        pytest.param("revenue()", "Order Completed", "exact", "", id="revenue-is-an-event-too"),
    ],
)
def test_resolve_event(call: str, name: str, kind: str, suggestion: str) -> None:
    match = resolve_event(INDEX, read_calls([call]).calls[0], name)
    assert (match.kind, match.suggestion) == (kind, suggestion)


def test_all_versions_are_given() -> None:
    match = resolve_event(INDEX, read_calls(["track()"]).calls[0], "New Thing Done")
    assert [event.version for event in match.events] == ["1", "2"]


def test_another_kind_is_told() -> None:
    assert resolve_event(INDEX, read_calls(["track()"]).calls[0], "Home").other_kinds == ("page",)


@pytest.mark.parametrize(
    ("pattern", "labels"),
    [
        pytest.param("Shell *", ["Shell *"], id="the-planned-pattern"),
        pytest.param("Shell * Done", ["Shell *"], id="part-of-it"),
        pytest.param("* Completed", ["Order Completed"], id="a-planned-name"),
        pytest.param("* Done", ["Old Thing Done", "New Thing Done", "New Thing Done"], id="several"),
        pytest.param("Coupon *", [], id="none"),
        pytest.param("*", [], id="anything"),
        pytest.param("* - *", [], id="no-letters"),
    ],
)
def test_resolve_pattern(pattern: str, labels: list[str]) -> None:
    call = read_calls([f"track(`{pattern}`)"]).calls[0]
    assert [event.label for event in resolve_pattern(INDEX, call)] == labels


def test_find_sources() -> None:
    plan = read_plan("sources: {web: apps/web/**, all: '**', ios: {}}\nevents: []", "plan.yaml")
    assert [source.key for source in find_sources(plan, "apps/web/a.ts")] == ["web", "all"]


def test_gather_properties() -> None:
    plan = read_plan(
        """\
types: {money: {type: number, min: 0, enum: [1, 2]}, open: any}
groups:
  test: {properties: {variant: string, arm: {type: string, required: true}}}
  app: {properties: {version: {type: string, required: true}}}
globals:
  all: [app]
  page: {properties: [title]}
events:
  A:
    use_groups: [test, lost]
    properties: {total: {type: money, min: 5}, some: [money, open], both: money | string, own: string}
    required: [variant]
""".replace("some: [money, open]", "some: {types: [money, open]}"),
        "plan.yaml",
    )
    found = {each.name: each for each in gather_properties(plan, plan.events[0])}
    assert list(found) == ["total", "some", "both", "own", "variant", "arm", "version"]
    assert (found["total"].types, found["total"].min, found["total"].enum) == (("number",), 5, (1, 2))
    assert found["some"].types == ()
    assert found["both"].types == ("string", "number")
    assert (found["variant"].types, found["variant"].required) == (("string",), True)
    assert found["arm"].required is True
    assert found["version"].required is None


def test_many_names_against_a_large_plan() -> None:
    objects = [
        f"{first}{second}"
        for first in ("order", "cart", "user", "page", "note")
        for second in ("list", "item", "view", "form", "menu", "card")
    ]
    actions = ["opened", "closed", "viewed", "clicked", "created", "deleted", "updated", "shared", "started", "stopped", "saved", "renamed"]
    names = [
        f"{thing.title()} {place.title()} {action.title()}" for thing in objects for place in ("Home", "Shop", "Desk") for action in actions
    ]
    index = index_plan(read_plan("events:\n" + "".join(f"- {name}\n" for name in names), "plan.yaml"))
    call = read_calls(["track()"]).calls[0]
    for name in names[::10]:
        assert resolve_event(index, call, name.replace("ed", "edx")).kind in ("near", "none")


def test_type_of_the_plans_own_says_what_is_inside() -> None:
    plan = read_plan(
        """\
types:
  place: {type: object, additional_properties: false, properties: {city: string, near: place}}
  places: {type: array, items: place}
events:
  A: {properties: {home: place, work: {type: place, properties: [street]}, all: places, either: {types: [place, string]}}}
""",
        "plan.yaml",
    )
    found = {each.name: each for each in gather_properties(plan, plan.events[0])}
    assert [each.name for each in found["home"].properties] == ["city", "near"]
    assert found["home"].additional_properties is False
    assert [each.name for each in found["work"].properties] == ["street"]
    assert found["either"].properties == ()
    assert found["all"].items is not None
    (place,) = expand_types(plan, (found["all"].items,))
    assert place.types == ("object",)
    assert [(each.name, each.types) for each in place.properties] == [("city", ("string",)), ("near", ("place",))]
