from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.files import MemorySource
from scanner.model import EventName, Location, PropertyKey, Via
from scanner.reports.text import SourceLines
from scanner.reports.trace import trace_human
from tests.support.calls import make_call

SOURCE = MemorySource({
    "src/cart.ts": b"\n\nsend(Events.DONE, { total })\n",
    "src/events.ts": b"export const Events = {\n  DONE: 'Order Completed',\n}\n",
    "src/lib.ts": b"export const send = (name, props) =>\n  analytics.track(name, props)\n",
})  # fmt: skip


def test_whole_chain() -> None:
    event = EventName(
        "constant", ("Order Completed",), text="Events.DONE", origin=(Location("src/events.ts", 2, 3), Location("src/events.ts", 2, 9))
    )
    keys = (PropertyKey("total", "number"), PropertyKey("app", added_by="wrapper"), PropertyKey("coupon", conditional=True))
    call = make_call("", *keys, event=event, via=(Via("send", "src/lib.ts", 1),), complete=False)
    assert trace_human("Order Completed", [call], SourceLines(SOURCE)) == (
        "Order Completed  1 call\n"
        "\n"
        "src/cart.ts:3:5  in checkout\n"
        "      | send(Events.DONE, { total })\n"
        "  name: constant  Events.DONE\n"
        "    src/events.ts:2\n"
        "      | DONE: 'Order Completed',\n"
        "  goes through send\n"
        "    src/lib.ts:1\n"
        "      | export const send = (name, props) =>\n"
        "  sent as track to acme (high confidence: import of acme-sdk)\n"
        "  properties: total: number, app (added by the wrapper), coupon?, others that are not known\n"
    )


@pytest.mark.parametrize(
    ("key", "text"),
    [
        pytest.param(PropertyKey("a", "object", properties=(PropertyKey("b"),)), "a: object {b}", id="object"),
        pytest.param(
            PropertyKey("a", "object", properties=(PropertyKey("b", conditional=True),), complete=False), "a: object {b?, …}", id="more"
        ),
        pytest.param(PropertyKey("a", "array", items=PropertyKey("", "string")), "a: array of string", id="list"),
        pytest.param(
            PropertyKey("a", "array", items=PropertyKey("", "object", properties=(PropertyKey("b"),))),
            "a: array of object {b}",
            id="objects",
        ),
        pytest.param(PropertyKey("a", "object", complete=False), "a: object", id="not-known"),
        pytest.param(PropertyKey("a", "object", properties=(PropertyKey("b\x1b[31m"),)), "a: object {b\\e[31m}", id="hostile"),
    ],
)
def test_what_a_key_holds(key: PropertyKey, text: str) -> None:
    lines = trace_human("Order Completed", [make_call("Order Completed", key)], SourceLines(SOURCE)).splitlines()
    assert lines[-1] == f"  properties: {text}"


def test_direct_call_of_a_file_that_went_away() -> None:
    call = replace(make_call(path="gone.ts"), function="")
    assert trace_human("Order Completed", [call], SourceLines(SOURCE)).splitlines()[2:] == [
        "gone.ts:3:5",
        "  name: literal  'Order Completed'",
        "  sent as track to acme (high confidence: import of acme-sdk)",
        "  properties: none",
    ]


def test_hostile_text_does_not_reach_the_terminal() -> None:
    bad = "\x1b[2J\n"
    event = EventName("constant", (bad,), text=bad, reason=bad, origin=(Location(bad, 1),))
    text = trace_human(bad, [make_call("", bad, event=event, via=(Via(bad, bad, 1),), path=bad)], SourceLines(SOURCE))
    assert "\x1b" not in text
