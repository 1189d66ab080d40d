from __future__ import annotations

import pytest

from scanner.plan.differences import compare_plans
from scanner.plan.native import read_plan

OLD = """\
events:
  - name: Order Completed
    why: Revenue
    sources: [web, ios]
    properties:
      order_id: {type: string, required: true}
      total: {type: number, min: 0}
      state: {type: string, enum: [paid, open]}
      products: {type: array, items: {type: object, properties: {price: number}}}
sources: {web: {}, ios: {}, android: {}}
"""


def changes(old: str, new: str) -> list[tuple[str, str, str]]:
    found = compare_plans(read_plan(old, "old.yaml"), read_plan(new, "new.yaml"))
    return [(each.level, each.kind, each.message) for each in found]


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        pytest.param(
            "type: number, min: 0",
            "type: string, min: 0",
            ("breaking", "property-type", 'property "total": type was "number", is now "string"'),
            id="another type",
        ),
        pytest.param(
            "type: number, min: 0",
            "types: [number, string], min: 0",
            ("info", "property-type", 'property "total": type was "number", is now "number | string"'),
            id="wider type",
        ),
        pytest.param(
            "{type: number, min: 0}",
            "{min: 0}",
            ("info", "property-type", 'property "total": type was "number", is now "any"'),
            id="any type",
        ),
        pytest.param("min: 0", "min: 5", ("breaking", "property-values", 'property "total": min was "0", is now "5"'), id="stricter"),
        pytest.param("min: 0", "min: -5", ("maybe", "property-values", 'property "total": min was "0", is now "-5"'), id="looser"),
        pytest.param(", min: 0", "", ("info", "property-values", 'property "total": min was "0", is no longer told'), id="no limit"),
        pytest.param(
            "required: true",
            "required: false",
            ("maybe", "property-required", 'property "order_id": required was "yes", is now "no"'),
            id="no longer required",
        ),
        pytest.param(
            "type: number, min",
            "type: number, required: true, min",
            ("breaking", "property-required", 'property "total": required is now "yes"'),
            id="now required",
        ),
        pytest.param(
            "[paid, open]", "[paid]", ("breaking", "property-values", 'property "state": no longer takes "open"'), id="value gone"
        ),
        pytest.param(
            "[paid, open]", "[paid, open, void]", ("info", "property-values", 'property "state": now also takes "void"'), id="value new"
        ),
        pytest.param(", enum: [paid, open]", "", ("info", "property-values", 'property "state": now takes any value'), id="any value"),
        pytest.param(
            "price: number",
            "price: string",
            ("breaking", "property-type", 'property "products[].price": type was "number", is now "string"'),
            id="nested",
        ),
        pytest.param(
            "price: number", "price: number, sku: string", ("info", "property-added", 'property "products[].sku" is new'), id="nested, new"
        ),
        pytest.param(
            "      total: {type: number, min: 0}\n", "", ("breaking", "property-removed", 'property "total" is gone'), id="property gone"
        ),
        pytest.param(
            "      total:", "      coupon: string\n      total:", ("info", "property-added", 'property "coupon" is new'), id="property new"
        ),
        pytest.param(
            "      total:",
            "      coupon: {required: true}\n      total:",
            ("breaking", "property-added", 'property "coupon" is new and required'),
            id="property new and required",
        ),
        pytest.param(
            "order_id:", "orderId:", ("breaking", "property-renamed", 'property "order_id" is now "orderId"'), id="property renamed"
        ),
        pytest.param("why: Revenue", "why: Money", ("info", "event-text", 'why was "Revenue", is now "Money"'), id="why"),
        pytest.param(
            "why: Revenue", "why: Revenue\n    status: excluded", ("breaking", "event-status", 'status is now "excluded"'), id="excluded"
        ),
        pytest.param(
            "why: Revenue", "why: Revenue\n    deprecated: true", ("maybe", "event-status", 'status is now "deprecated"'), id="deprecated"
        ),
        pytest.param("[web, ios]", "[web]", ("breaking", "event-sources", "no longer sent from ios"), id="source gone"),
        pytest.param("[web, ios]", "[web, ios, android]", ("info", "event-sources", "now also sent from android"), id="source new"),
        pytest.param("    sources: [web, ios]\n", "", ("info", "event-sources", "now sent from anywhere"), id="any source"),
        pytest.param(
            "name: Order Completed",
            "name: order completed",
            ("breaking", "event-renamed", '"Order Completed" is now "order completed"'),
            id="renamed in case",
        ),
        pytest.param(
            "name: Order Completed",
            "name: Completed Order",
            ("breaking", "event-renamed", '"Order Completed" is now "Completed Order"'),
            id="renamed in order",
        ),
        pytest.param(
            "name: Order Completed",
            "name: Purchase Made\n    aliases: [{name: Order Completed, reason: renamed}]",
            ("breaking", "event-renamed", '"Order Completed" is now "Purchase Made"'),
            id="renamed, as it says",
        ),
        pytest.param(
            "name: Order Completed",
            "name: Order Paid",
            ("breaking", "event-renamed", '"Order Completed" is now "Order Paid"'),
            id="renamed, with the same properties",
        ),
        pytest.param(
            "events:",
            "naming: {property: snake}\nevents:",
            ("maybe", "plan-text", 'naming of properties is now "snake"'),
            id="naming of properties",
        ),
        pytest.param("events:", "naming: {event: title}\nevents:", ("maybe", "plan-text", 'naming of events is now "title"'), id="naming"),
    ],
)
def test_change(was: str, now: str, expected: tuple[str, str, str]) -> None:
    assert was in OLD
    assert expected in changes(OLD, OLD.replace(was, now, 1))
    assert len(changes(OLD, OLD.replace(was, now, 1))) == 1


@pytest.mark.parametrize(
    "new",
    [
        pytest.param(OLD, id="the same"),
        pytest.param(OLD.replace("type: number, min: 0", "min: 0, type: number"), id="order of fields"),
        pytest.param("# a comment\n" + OLD, id="comment"),
        pytest.param("x: {tool: 1}\n" + OLD, id="what other tools keep"),
    ],
)
def test_no_change(new: str) -> None:
    assert changes(OLD, new) == []


def test_events_that_come_and_go() -> None:
    assert changes("events: [Gone, {name: Old, status: deprecated}]", "events: [Fresh]") == [
        ("breaking", "event-removed", 'event "Gone" is gone'),
        ("info", "event-added", 'event "Fresh" is new'),
        ("info", "event-removed", 'event "Old" is gone'),
    ]


def test_a_group_counts_where_it_takes_effect() -> None:
    old = "groups: {test: {properties: {variant: string}}}\nevents: [{name: A, use_groups: [test]}, B]\n"
    found = compare_plans(read_plan(old, "old.yaml"), read_plan(old.replace("variant: string", "variant: number"), "new.yaml"))
    assert [(each.event, each.kind) for each in found] == [("A", "property-type")]


def test_places() -> None:
    (change,) = compare_plans(read_plan("events:\n- A\n", "old.yaml"), read_plan("events:\n- A\n- B\n", "new.yaml"))
    assert change.before is None
    assert change.after is not None
    assert (change.after.path, change.after.line) == ("new.yaml", 3)


def test_an_event_is_in_one_pair_only() -> None:
    found = changes("events: [Order Done, order done]", "events: [ORDER DONE]")
    assert sorted(kind for _, kind, _ in found) == ["event-removed", "event-renamed"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            "events: [{name: A}]",
            "events: [{name: A, version: 1}]",
            [("info", "event-text", 'version is now "1"')],
            id="a format that numbers all events",
        ),
        pytest.param(
            "events: [{name: A, version: 1}]",
            "events: [{name: A, version: 1}, {name: A, version: 2}]",
            [("info", "event-added", 'event "A" is new')],
            id="a version beside the other",
        ),
        pytest.param(
            "events: [{name: A, version: 1, kind: page}]",
            "events: [{name: A, version: 2}]",
            [("breaking", "event-removed", 'page "A" is gone'), ("info", "event-added", 'event "A" is new')],
            id="another kind",
        ),
    ],
)
def test_versions(old: str, new: str, expected: list[tuple[str, str, str]]) -> None:
    assert changes(old + "\n", new + "\n") == expected
