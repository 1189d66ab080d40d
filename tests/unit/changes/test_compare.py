from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from scanner.changes import compare
from scanner.changes.model import DIFFERENCES, EventAdded, PropertyAdded
from scanner.model import Call, EventName, Location, PropertyKey, Wrapper
from scanner.plan.matching import index_plan
from scanner.plan.native import read_plan
from tests.support.calls import make_call, make_result


def constant(name: str, text: str = "Events.Done", origin: str = "src/events.ts") -> EventName:
    return EventName("constant", (name,), text=text, origin=(Location("src/cart.ts", 1), Location(origin, 2, 10)))


def choice(*names: str) -> EventName:
    return EventName("choice", names, text="name")


DYNAMIC = EventName("dynamic", text="event.name", reason="a parameter of the request")
PATTERN = EventName("pattern", pattern="Order *", text="`Order ${what}`")


def call(
    name: str | None = "Order Completed", *keys: str | PropertyKey, function: str = "checkout", sdk: str = "acme", **rest: object
) -> Call:
    made = make_call(name, *keys, **rest)  # type: ignore[arg-type]
    return replace(made, function=function, sdk=sdk)


def told(before: Sequence[Call], after: Sequence[Call], renames: dict[str, str] | None = None) -> list[str]:
    found = compare(make_result(*before), make_result(*after), renames)
    return [f"{each.level}: {each.message}" for each in found]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([call("A", "x")], [call("A", "x")], id="the same"),
        pytest.param([call("A", line=3)], [call("A", line=90)], id="another line"),
        pytest.param([call("A", function="f")], [call("A", function="g")], id="another function"),
        pytest.param([call("A"), call("B", line=9)], [call("B"), call("A", line=9)], id="another order"),
        pytest.param([call("A", "x", "y")], [call("A", "y", "x")], id="another order of properties"),
        pytest.param([call("A")], [call(event=constant("A"))], id="a literal became a constant"),
        pytest.param([call(event=choice("A", "B"))], [call("A"), call("B", line=9)], id="a choice became two calls"),
        pytest.param([call(event=DYNAMIC)], [call(event=DYNAMIC, line=9)], id="a name that was not known either"),
        pytest.param([call("A", complete=False)], [call("A", complete=False)], id="properties that were not known either"),
        pytest.param([call("A", complete=False)], [call("A")], id="properties are known now"),
        pytest.param([call("A", PropertyKey("x", "integer"))], [call("A", PropertyKey("x", "number"))], id="a number with a point"),
        pytest.param([call("A", PropertyKey("x", "string"))], [call("A", PropertyKey("x"))], id="a type that is not known any more"),
        pytest.param([call("A", PropertyKey("x"))], [call("A", PropertyKey("x", "string"))], id="a type that is known now"),
        pytest.param(
            [call("A", PropertyKey("x", "null")), call("A", PropertyKey("x", "string"))],
            [call("A", PropertyKey("x", "string"))] * 2,
            id="null",
        ),
        pytest.param([call("A", PropertyKey("x", conditional=True))], [call("A", "x")], id="a property that is always sent now"),
    ],
)
def test_nothing_to_tell(before: list[Call], after: list[Call]) -> None:
    places = {name for name in told(before, after) if "place" not in name}
    assert places == set()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param([], [call("A", "x", "y")], ['info: "A" is new, with "x", "y"'], id="added"),
        pytest.param([], [call("A", complete=False)], ['info: "A" is new, with properties that are not known'], id="added, not all known"),
        pytest.param([call("A")], [], ['breaking: "A" is no longer sent'], id="removed"),
        pytest.param([call("A")], [call("B")], ['breaking: "B" was renamed from "A"'], id="renamed"),
        pytest.param(
            [call("A", "x")],
            [call("B", "y")],
            ['breaking: "B" was renamed from "A"', 'breaking: "B": property "x" is no longer sent', 'info: "B": property "y" is new'],
            id="renamed with other properties",
        ),
        pytest.param(
            [call(event=constant("A"), path=path) for path in ("a.ts", "b.ts")],
            [call(event=constant("B"), path=path) for path in ("a.ts", "b.ts")],
            ['breaking: "B" was renamed from "A"'],
            id="a constant changed",
        ),
        pytest.param(
            [call("Cart Viewed", function=""), call("Cart Emptied", function="", line=9)],
            [call("Basket Viewed", function=""), call("Basket Emptied", function="", line=9)],
            ['breaking: "Basket Emptied" was renamed from "Cart Emptied"', 'breaking: "Basket Viewed" was renamed from "Cart Viewed"'],
            id="two renamed in one place",
        ),
        pytest.param(
            [call("Cart Viewed", function="")],
            [call("Payment Failed", function="")],
            ['breaking: "Cart Viewed" is no longer sent', 'info: "Payment Failed" is new'],
            id="one gone, another new, at module level",
        ),
        pytest.param(
            [call("A"), call("A", path="b.ts")],
            [call("B"), call("A", path="b.ts")],
            ['maybe: "A" is no longer sent from 1 place, still from 1', 'info: "B" is new'],
            id="one of two places sends another",
        ),
        pytest.param(
            [call("Checkout Started", function="start")],
            [call("Checkout Failed", function="fail")],
            ['breaking: "Checkout Started" is no longer sent', 'info: "Checkout Failed" is new'],
            id="alike, but in other functions",
        ),
        pytest.param(
            [call("Checkout Started", function="start")],
            [call("checkout_started", function="begin")],
            ['breaking: "checkout_started" was renamed from "Checkout Started"'],
            id="another spelling in another function",
        ),
        pytest.param(
            [call(event=choice("A", "B"))], [call(event=choice("A", "C"))], ['breaking: "C" was renamed from "B"'], id="one of a choice"
        ),
        pytest.param([call(event=choice("A"))], [call(event=choice("A", "C"))], ['info: "C" is new'], id="a choice grew"),
        pytest.param([call("A")], [call(event=DYNAMIC)], ['maybe: "A" is computed now (a parameter of the request)'], id="name unknown"),
        pytest.param(
            [call("Order Done")],
            [call(event=PATTERN)],
            ['maybe: "Order Done" is one of many now, "Order *"', 'info: "Order *" is new'],
            id="a pattern",
        ),
        pytest.param([call(event=DYNAMIC)], [call("A")], ['info: "A" is known now, its name was not before'], id="name known"),
        pytest.param(
            [call("A")],
            [call("A"), call(event=DYNAMIC, function="other")],
            ['maybe: a new call sends a name that is not known, "event.name" (a parameter of the request)'],
            id="new dynamic name",
        ),
        pytest.param([call("A", "x")], [call("A")], ['breaking: "A": property "x" is no longer sent'], id="property removed"),
        pytest.param(
            [call("A", "x", complete=False)],
            [call("A", complete=False)],
            ['maybe: "A": property "x" is no longer seen; properties that are not known may hold it'],
            id="property out of sight",
        ),
        pytest.param(
            [call("A")], [call("A", PropertyKey("x", "string"))], ['info: "A": property "x" is new (string)'], id="property added"
        ),
        pytest.param(
            [call("A")],
            [call("A", PropertyKey("x", conditional=True))],
            ['info: "A": property "x" is new, sent on some paths'],
            id="sometimes",
        ),
        pytest.param(
            [call("A", PropertyKey("x", "string"))],
            [call("A", PropertyKey("x", "integer"))],
            ['breaking: "A": property "x" was string, is number'],
            id="another type",
        ),
        pytest.param(
            [call("A", PropertyKey("x", "string"))],
            [call("A", PropertyKey("x", "string")), call("A", PropertyKey("x", "integer"), line=9)],
            ['maybe: "A": property "x" was string, is number or string', 'info: "A" is sent from 1 more place, 2 in all'],
            id="two types",
        ),
        pytest.param(
            [call("A", "x")],
            [call("A", PropertyKey("x", conditional=True))],
            ['maybe: "A": property "x" was always sent, is sent on some paths'],
            id="property on some paths",
        ),
        pytest.param([call("A")], [call("A", complete=False)], ['maybe: "A": its properties are no longer known in full'], id="incomplete"),
        pytest.param(
            [call(None, "x", kind="identify")],
            [call(None, kind="identify")],
            ['breaking: "identify": trait "x" is no longer sent'],
            id="trait",
        ),
        pytest.param(
            [call("A")], [call("A", sdk="other")], ['breaking: "A" is no longer sent to "acme", but to "other"'], id="another SDK"
        ),
        pytest.param([call("A")], [call("A", sdk="acme, other")], ['info: "A" is now also sent to "other"'], id="one more SDK"),
        pytest.param(
            [call("A"), call("A", line=9)], [call("A")], ['maybe: "A" is no longer sent from 1 place, still from 1'], id="fewer places"
        ),
        pytest.param([call("A")], [call("A", path="b.ts")], ['info: "A": 1 call moved from "src/cart.ts" to "b.ts"'], id="moved"),
        pytest.param(
            [call("A", kind="track")], [call("A", kind="page")], ['breaking: "A" is no longer sent', 'info: "A" is new'], id="another kind"
        ),
    ],
)
def test_what_is_told(before: list[Call], after: list[Call], expected: list[str]) -> None:
    assert told(before, after) == expected


def test_renamed_file_is_the_same_file() -> None:
    before = [call("Cart Viewed", path="old.ts"), call("A", path="old.ts", line=9)]
    after = [call("Basket Viewed", path="new.ts"), call("A", path="new.ts", line=9)]
    assert told(before, after, {"old.ts": "new.ts"}) == [
        'breaking: "Basket Viewed" was renamed from "Cart Viewed"',
        'info: "A", "Basket Viewed": 2 calls moved from "old.ts" to "new.ts"',
    ]


def test_of_low_confidence_nothing_grave_is_said() -> None:
    unsure = replace(call("A"), confidence="low")
    (found,) = compare(make_result(unsure), make_result())
    assert (found.level, found.confidence) == ("info", "low")


def test_what_is_the_same_for_many_events_is_told_once() -> None:
    before = [call(name, line=line) for line, name in enumerate("ABCDE", 1)]
    added = PropertyKey("version", "integer", added_by="wrapper", location=Location("src/send.ts", 7, 3))
    after = [replace(each, properties=replace(each.properties, keys=(added,))) for each in before]
    (found,) = compare(make_result(*before), make_result(*after))
    assert isinstance(found, PropertyAdded)
    assert found.events == tuple("ABCDE")
    assert found.message == '"A", "B", "C" and 2 more: property "version" is new (number)'
    assert found.written == (Location("src/send.ts", 7),)
    assert len(found.after) == 5


def test_for_few_events_each_is_told() -> None:
    before = [call(name, line=line) for line, name in enumerate("ABC", 1)]
    after = [call(name, "x", line=line) for line, name in enumerate("ABC", 1)]
    assert len(told(before, after)) == 3


def test_a_place_that_sends_several_events_does_not_speak_for_one() -> None:
    alone = call("A", "x", function="backend")
    mixed = call(event=choice("A", "B"), path="b.ts")
    keys = (PropertyKey("x", conditional=True), PropertyKey("y", conditional=True))
    mixed = replace(mixed, properties=replace(mixed.properties, keys=keys))
    assert told([alone], [alone, mixed]) == ['info: "A" is sent from 1 more place, 2 in all', 'info: "B" is new, with "x", "y"']


def test_an_event_method_moves_with_its_like() -> None:
    body, caller = call("A", path="track.ts", function="trackDone"), call("A", path="cmd.ts", function="run")
    body = replace(body, role="event-method", callee="send")
    caller = replace(caller, callee="tracker.trackDone")
    after = [
        replace(body, location=replace(body.location, path="done.ts")),
        replace(caller, callee="t.trackDone", location=replace(caller.location, path="pkg/cmd.ts")),
    ]
    assert told([caller, body], after) == [
        'info: "A": 1 call moved from "cmd.ts" to "pkg/cmd.ts"',
        'info: "A": 1 call moved from "track.ts" to "done.ts"',
    ]


def test_what_changes_about_one_call_is_told_once_for_all_that_it_sends() -> None:
    one = call(event=choice("A", "B", "C"))
    assert told([one], [one, replace(one, function="other")]) == ['info: each of "A", "B", "C" is sent from 1 more place, 2 in all']
    more = replace(one, properties=replace(one.properties, keys=(PropertyKey("x"),)))
    assert told([one], [more]) == ['info: "A", "B", "C": property "x" is new']


def test_long_lists_are_cut() -> None:
    (found,) = compare(make_result(), make_result(call("A", *"abcdefghijk")))
    assert found.message == '"A" is new, with "a", "b", "c", "d", "e", "f", "g", "h" and 3 more'


def test_where_a_changed_name_is_written() -> None:
    (found,) = compare(make_result(call(event=constant("A"))), make_result(call(event=constant("B"))))
    assert found.written == (Location("src/events.ts", 2, 10),)
    assert [at.path for at in found.after] == ["src/cart.ts"]
    (found,) = compare(make_result(), make_result(call("A")))
    assert found.written == ()


# --- the plan --------------------------------------------------------------------------------------

PLAN = """\
version: 1
events:
  - name: Order Completed
    owner: Team Checkout
    properties:
      order_id: {types: [string]}
  - name: Order Started
    status: deprecated
    deprecated: {replaced_by: Checkout Started}
  - name: Order Audited
    status: excluded
"""


@pytest.mark.parametrize(
    ("name", "state", "suggestion"),
    [
        pytest.param("Order Completed", "planned", "", id="planned"),
        pytest.param("order_completed", "misnamed", "Order Completed", id="misnamed"),
        pytest.param("Payment Failed", "unplanned", "", id="unplanned"),
        pytest.param("Order Started", "deprecated", "Checkout Started", id="deprecated"),
        pytest.param("Order Audited", "excluded", "", id="excluded"),
    ],
)
def test_status_of_an_event(name: str, state: str, suggestion: str) -> None:
    (found,) = compare(make_result(), make_result(call(name)), index=index_plan(read_plan(PLAN, "plan.yaml")))
    assert isinstance(found, EventAdded)
    assert found.plan is not None
    assert (found.plan.state, found.plan.suggestion) == (state, suggestion)


def test_owner_and_place_in_the_plan() -> None:
    (found,) = compare(make_result(), make_result(call("Order Completed")), index=index_plan(read_plan(PLAN, "plan.yaml")))
    assert found.plan is not None
    assert found.plan.owner == "Team Checkout"
    assert found.plan.location is not None
    assert (found.plan.location.path, found.plan.location.line) == ("plan.yaml", 3)


@pytest.mark.parametrize(
    ("key", "state", "suggestion"),
    [
        pytest.param("order_id", "planned", "", id="planned"),
        pytest.param("orderId", "misnamed", "order_id", id="misnamed"),
        pytest.param("coupon", "unplanned", "", id="unplanned"),
    ],
)
def test_status_of_a_property(key: str, state: str, suggestion: str) -> None:
    found = compare(make_result(call()), make_result(call("Order Completed", key)), index=index_plan(read_plan(PLAN, "plan.yaml")))
    assert [(each.plan.state, each.plan.suggestion) for each in found if each.plan] == [(state, suggestion)]


@pytest.mark.parametrize(
    ("name", "level"),
    [
        pytest.param("Order Completed", "breaking", id="planned"),
        pytest.param("Payment Failed", "breaking", id="unplanned"),
        pytest.param("Order Started", "info", id="deprecated"),
        pytest.param("Order Audited", "info", id="excluded"),
    ],
)
def test_what_the_plan_gave_up_may_go(name: str, level: str) -> None:
    (found,) = compare(make_result(call(name)), make_result(), index=index_plan(read_plan(PLAN, "plan.yaml")))
    assert found.level == level


# --- wrappers --------------------------------------------------------------------------------------

SEND = Wrapper("send", "src/send.ts", 4, "track", "name=event", "acme", 3)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param([SEND], [SEND], [], id="the same"),
        pytest.param([SEND], [replace(SEND, line=50, calls=9)], [], id="another line"),
        pytest.param([SEND], [replace(SEND, path="lib/send.ts")], [], id="another file"),
        pytest.param([], [replace(SEND, role="event-method")], [], id="event method"),
        pytest.param([], [replace(SEND, calls=0)], [], id="added, not called"),
        pytest.param([replace(SEND, calls=0)], [], [], id="removed, was not called"),
        pytest.param([], [SEND], ['info: wrapper "send" is new'], id="added"),
        pytest.param([SEND], [], ['info: wrapper "send" is gone'], id="removed"),
        pytest.param(
            [SEND],
            [replace(SEND, forwards_to="other")],
            ['maybe: wrapper "send" was "send(name=event) > acme", is "send(name=event) > other"'],
            id="sends to another",
        ),
    ],
)
def test_wrappers(before: list[Wrapper], after: list[Wrapper], expected: list[str]) -> None:
    found = compare(make_result(wrappers=tuple(before)), make_result(wrappers=tuple(after)))
    assert [f"{each.level}: {each.message}" for each in found] == expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        pytest.param(PATTERN, [], id="pattern"),
        pytest.param(DYNAMIC, [], id="dynamic"),
        pytest.param(EventName("literal", ("A",)), ['info: "A" is new'], id="a name of its own"),
    ],
)
def test_body_of_a_wrapper_that_nothing_calls_any_more(event: EventName, expected: list[str]) -> None:
    body = call(event=event, path=SEND.path, function=SEND.name)
    found = compare(make_result(wrappers=(SEND,)), make_result(body, wrappers=(replace(SEND, calls=0),)))
    assert [f"{each.level}: {each.message}" for each in found] == expected


def test_kinds_are_unique() -> None:
    kinds = [each.kind for each in DIFFERENCES]
    assert len(set(kinds)) == len(kinds)


def test_order_does_not_depend_on_the_order_of_calls() -> None:
    before = [call("A", "x"), call("B", line=5), call("C", line=7)]
    after = [call("A", "y"), call("D", line=5, function="other"), call("E", line=7, path="e.ts")]
    assert told(before, after) == told(before[::-1], after[::-1])
