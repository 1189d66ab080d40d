from __future__ import annotations

import pytest

from scanner.changes import compare, find_mention
from scanner.model import EventName, Location, NameKind
from tests.support.calls import make_call, make_result

LITERAL = make_call("Order Completed")
CONSTANT = make_call(event=EventName("constant", ("Order Completed",), text="Events.Done"))
VARIABLE = make_call(event=EventName("constant", ("Order Completed",), text="name"))


@pytest.mark.parametrize("text", ["x = 'Order Completed'", '\n"Order Completed"', "[`Order Completed`]"])
def test_quoted_name(text: str) -> None:
    for call in (LITERAL, CONSTANT):
        assert find_mention(call, "Order Completed", "a.ts", text.encode()) == Location("a.ts", 1 + text.count("\n"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("f(Events.Done)", True, id="the member"),
        pytest.param("f(Events.DoneAgain)", False, id="a longer member"),
        pytest.param("f(MyEvents.Done)", False, id="another enum"),
        pytest.param("f(App.Events.Done)", False, id="a member of another"),
        pytest.param("Done", False, id="the last name alone"),
        pytest.param("Order Completed", False, id="not quoted"),
        pytest.param("'Order Completed\"", False, id="two kinds of quotes"),
        pytest.param("'Order Completed!'", False, id="a longer text"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_constant(text: str, found: bool) -> None:
    assert (find_mention(CONSTANT, "Order Completed", "a.ts", text.encode()) is not None) is found


@pytest.mark.parametrize(
    ("name", "kind", "text", "found"),
    [
        pytest.param("orderCompleted", "choice", "[Event.orderCompleted]", True, id="a member of that name"),
        pytest.param("ORDER_COMPLETED", "constant", "Event::ORDER_COMPLETED", True, id="of a scope"),
        pytest.param("orderCompleted", "constant", "Event.orderCompletedAgain", False, id="a longer member"),
        pytest.param("orderCompleted", "constant", "orderCompleted()", False, id="no member"),
        pytest.param("orderCompleted", "literal", "state.orderCompleted", False, id="a literal has no member"),
        pytest.param("login", "constant", "user.login", False, id="one word says little"),
    ],
)
def test_member(name: str, kind: NameKind, text: str, found: bool) -> None:
    call = make_call(event=EventName(kind, (name,), text="x"))
    assert (find_mention(call, name, "a.ts", text.encode()) is not None) is found


def test_a_variable_stands_for_many() -> None:
    assert find_mention(VARIABLE, "Order Completed", "a.ts", b"send(name)") is None


def test_an_event_that_is_still_named_may_still_be_sent() -> None:
    (found,) = compare(make_result(LITERAL), make_result(), find_mention=lambda call, name: Location("src/list.ts", 7))
    assert (found.level, found.message) == (
        "maybe",
        '"Order Completed" is no longer sent as far as can be seen, but its name still stands in "src/list.ts:7"',
    )
