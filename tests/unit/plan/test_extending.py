from __future__ import annotations

from pathlib import Path

import pytest

from scanner.errors import PlanError
from scanner.plan.extending import extend_plan
from scanner.plan.load import load_plan
from scanner.plan.model import Plan
from scanner.plan.native import read_plan

BASE = """\
groups: {test: {properties: {variant: string}}}
globals: {track: {properties: {app: string}}}
types: {money: {type: number, min: 0}}
events:
  - name: Order Completed
    trigger: Paid
    properties: {order_id: {type: string, required: true}, total: money}
  - name: Order Refunded
  - name: Old
    status: deprecated
"""


def extended(own: str) -> Plan:
    return extend_plan(read_plan(own, "plan.yaml"), [read_plan(BASE, "base.yaml")])


def test_events_of_the_base_are_planned() -> None:
    plan = extended("events: [Cart Viewed]")
    assert [(event.name, event.status) for event in plan.events] == [
        ("Cart Viewed", None),
        ("Order Completed", "planned"),
        ("Order Refunded", "planned"),
        ("Old", "deprecated"),
    ]


def test_own_word_goes_first() -> None:
    plan = extended("events:\n  - name: Order Completed\n    why: Revenue\n    properties: {total: string, coupon: string}\n")
    event = plan.events[0]
    assert (event.why, event.trigger, event.status) == ("Revenue", "Paid", None)
    assert [(each.name, each.types) for each in event.properties] == [
        ("total", ("string",)),
        ("coupon", ("string",)),
        ("order_id", ("string",)),
    ]


def test_a_property_that_only_says_that_it_is_required_keeps_its_type() -> None:
    plan = extended("events:\n  - name: Order Completed\n    properties: {total: {required: true}}\n")
    total = plan.events[0].properties[0]
    assert (total.types, total.required) == (("money",), True)


def test_what_stands_around_events_is_taken_over() -> None:
    plan = extended("events: []")
    assert [group.name for group in plan.groups] == ["test"]
    assert [each.name for each in plan.types] == ["money"]
    assert [each.scope for each in plan.globals] == ["track"]


def test_versions_are_events_of_their_own() -> None:
    plan = extended("events: [{name: Order Completed, version: 2}]")
    assert [(event.name, event.version) for event in plan.events][:2] == [("Order Completed", "2"), ("Order Completed", "")]


# --- from disk -----------------------------------------------------------------------------------


def write(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text)
    return folder / "plan.yaml"


def test_a_spec(tmp_path: Path) -> None:
    plan = load_plan(write(tmp_path, plan="extends: ecommerce\nevents: [Cart Shared]\n"), tmp_path)
    assert {"Cart Shared", "Order Completed", "Product Added"} <= {event.name for event in plan.events}
    assert plan.problems == ()


def test_a_plan_that_extends_a_plan_that_extends_a_plan(tmp_path: Path) -> None:
    file = write(tmp_path, plan="extends: [a.yaml]\nevents: [P]", a="extends: b.yaml\nevents: [A]", b="events: [B]")
    assert [event.name for event in load_plan(file, tmp_path).events] == ["P", "A", "B"]


@pytest.mark.parametrize(
    ("plan", "base", "message"),
    [
        pytest.param("extends: gone.yaml\nevents: []", "", 'plan.yaml: the plan extends "gone.yaml", which is not there', id="missing"),
        pytest.param("extends: ecomerce\nevents: []", "", "plan.yaml: `extends`: there is no business spec", id="unknown spec"),
        pytest.param("extends: a.yaml\nevents: []", "extends: plan.yaml\nevents: []", "plan.yaml: this plan extends itself", id="circle"),
        pytest.param("extends: plan.yaml\nevents: []", "", "plan.yaml: this plan extends itself", id="itself"),
        pytest.param("extends: a.yaml\nevents: []", "events: 3", "a.yaml:1: ", id="broken base"),
    ],
)
def test_what_cannot_be_extended(tmp_path: Path, plan: str, base: str, message: str) -> None:
    file = write(tmp_path, plan=plan, **({"a": base} if base else {}))
    with pytest.raises(PlanError) as caught:
        load_plan(file, tmp_path)
    assert str(caught.value).startswith(message)
