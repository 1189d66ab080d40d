from __future__ import annotations

import pytest

from scanner.model import Call, EventName, Location, Properties, PropertyKey
from scanner.plan.draft import draft_plan
from scanner.plan.model import GlobalProperties, Plan, PlannedEvent, PlannedProperty
from scanner.plan.native import read_plan
from scanner.plan.write import write_plan

A_REQUIRED = PlannedProperty("a", ("string",), True)
NAMED = EventName("literal", ("Order Completed",))


def make_call(
    *keys: PropertyKey, event: EventName = NAMED, kind: str = "track", complete: bool = True, confidence: str = "high", line: int = 1
) -> Call:
    return Call(
        location=Location("a.ts", line),
        language="typescript",
        kind=kind,  # type: ignore[arg-type]
        sdk="any",
        callee="track",
        role="direct",
        function="",
        confidence=confidence,  # type: ignore[arg-type]
        evidence="",
        event=event,
        properties=Properties(keys, complete),
    )


def draft(*calls: Call) -> tuple[PlannedEvent, ...]:
    return draft_plan(calls, "Shop").events


def key(name: str, type_: str = "", conditional: bool = False, wrapper: bool = False) -> PropertyKey:
    return PropertyKey(name, type_, conditional=conditional, added_by="wrapper" if wrapper else "site")


@pytest.mark.parametrize(
    ("sites", "expected"),
    [
        pytest.param([(key("a", "string"),)], PlannedProperty("a", ("string",), True), id="once"),
        pytest.param([(key("a", "string"),), (key("a", "string"),)], PlannedProperty("a", ("string",), True), id="everywhere"),
        pytest.param([(key("a", "string"),), ()], PlannedProperty("a", ("string",), False), id="not-everywhere"),
        pytest.param([(key("a", "string", conditional=True),)], PlannedProperty("a", ("string",), False), id="on-some-paths"),
        pytest.param([(key("a", "string"),), (key("a", "number"),)], PlannedProperty("a", (), True), id="types-differ"),
        pytest.param([(key("a", "integer"),), (key("a", "number"),)], PlannedProperty("a", ("number",), True), id="numbers"),
        pytest.param([(key("a"),), (key("a", "string"),)], PlannedProperty("a", (), True), id="type-not-known"),
    ],
)
def test_properties(sites: list[tuple[PropertyKey, ...]], expected: PlannedProperty) -> None:
    (event,) = draft(*(make_call(*keys, line=line) for line, keys in enumerate(sites, 1)))
    assert event == PlannedEvent(name="Order Completed", status="implemented", properties=(expected,))


def test_nothing_is_required_when_not_all_is_known() -> None:
    (event,) = draft(make_call(key("a")), make_call(key("a"), complete=False, line=2))
    assert event.properties == (PlannedProperty("a", required=None),)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        pytest.param(make_call(event=EventName("constant", ("A",))), [("track", "A", "")], id="constant"),
        pytest.param(make_call(event=EventName("choice", ("B", "A"))), [("track", "A", ""), ("track", "B", "")], id="choice"),
        pytest.param(make_call(event=EventName("pattern", pattern="Shell *")), [("track", "", "Shell *")], id="pattern"),
        pytest.param(make_call(event=EventName("dynamic"), kind="identify"), [("identify", "", "")], id="identify"),
        pytest.param(make_call(event=EventName("dynamic"), kind="page"), [("page", "", "")], id="nameless-page"),
        pytest.param(make_call(event=EventName("literal", ("Home",)), kind="page"), [("page", "Home", "")], id="page"),
        pytest.param(make_call(event=EventName("pattern", pattern="* *")), [], id="pattern-that-says-nothing"),
        pytest.param(make_call(event=EventName("dynamic")), [], id="not-known"),
        pytest.param(make_call(event=EventName("literal", ("$pageview",))), [], id="own-name-of-a-library"),
        pytest.param(make_call(confidence="low"), [], id="low-confidence"),
        pytest.param(make_call(kind="reset"), [], id="reset"),
    ],
)
def test_events(call: Call, expected: list[tuple[str, str, str]]) -> None:
    assert [(event.kind, event.name, event.pattern) for event in draft(call)] == expected


def test_what_a_wrapper_adds_to_all_is_global() -> None:
    calls = [make_call(key("app", "string", wrapper=True), key("a"), event=EventName("literal", (name,))) for name in ("A", "B")]
    plan = draft_plan(calls, "Shop")
    assert plan.globals == (GlobalProperties("track", properties=(PlannedProperty("app", ("string",), True),)),)
    assert [event.properties for event in plan.events] == [(PlannedProperty("a", required=True),)] * 2


def test_the_draft_can_be_read() -> None:
    plan = draft_plan([make_call(key("a\nb: *x", "string"), event=EventName("literal", ("- x: &y\x1b",)))], "Shop: the plan")
    assert read_plan(write_plan(plan), "tracking-plan.yaml") == plan


def test_no_calls() -> None:
    assert draft_plan([], "Shop") == Plan(name="Shop")


def held(*keys: PropertyKey, complete: bool = True) -> PropertyKey:
    return PropertyKey("o", "object", properties=keys, complete=complete)


def listed(items: PropertyKey | None, complete: bool = True) -> PropertyKey:
    return PropertyKey("o", "array", items=items, complete=complete)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        pytest.param([held(key("a", "string"))], PlannedProperty("o", ("object",), True, properties=(A_REQUIRED,)), id="object"),
        pytest.param(
            [held(key("a", "string")), held(key("b"))],
            PlannedProperty("o", ("object",), True, properties=(PlannedProperty("a", ("string",), False), PlannedProperty("b", (), False))),
            id="objects-that-differ",
        ),
        pytest.param(
            [held(key("a", "string"), complete=False)],
            PlannedProperty("o", ("object",), True, properties=(PlannedProperty("a", ("string",)),)),
            id="object-that-may-hold-more",
        ),
        pytest.param(
            [held(key("a", "string")), held(complete=False)], PlannedProperty("o", ("object",), True), id="object-of-which-nothing-is-known"
        ),
        pytest.param([held(key("a", "string")), key("o", "string")], PlannedProperty("o", (), True), id="object-or-text"),
        pytest.param(
            [listed(PropertyKey("", "object", properties=(key("a", "string"),)))],
            PlannedProperty("o", ("array",), True, items=PlannedProperty("", ("object",), properties=(A_REQUIRED,))),
            id="list-of-objects",
        ),
        pytest.param(
            [listed(PropertyKey("", "object", properties=(key("a", "string"),)), complete=False)],
            PlannedProperty("o", ("array",), True, items=PlannedProperty("", ("object",), properties=(PlannedProperty("a", ("string",)),))),
            id="list-with-members-that-are-not-known",
        ),
        pytest.param(
            [listed(PropertyKey("", "string")), listed(PropertyKey("", "integer"))],
            PlannedProperty("o", ("array",), True),
            id="lists-that-differ",
        ),
        pytest.param(
            [listed(PropertyKey("", "string")), listed(None)], PlannedProperty("o", ("array",), True), id="list-that-is-not-known"
        ),
    ],
)
def test_what_is_inside(sent: list[PropertyKey], expected: PlannedProperty) -> None:
    (event,) = draft(*(make_call(each, line=line) for line, each in enumerate(sent, 1)))
    assert event.properties == (expected,)
    assert read_plan(write_plan(Plan(events=(event,))), "plan.yaml").events == (event,)
