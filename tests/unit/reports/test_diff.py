from __future__ import annotations

import json

from scanner.changes.model import CallsRemoved, Difference, EventAdded, EventRenamed, PlanStatus, PropertyAdded, WrapperChanged
from scanner.model import Coverage, Location, Skipped, SourceError
from scanner.reports.diff import Changes, describe_plan, diff_concise, diff_human, diff_json, diff_markdown
from tests.support.calls import make_result

CART = Location("src/cart.ts", 3, 5, 3, 10)
PLANNED = PlanStatus("planned", "", "Team Checkout", Location("plan.yaml", 7))
RENAMED = EventRenamed(
    level="breaking",
    events=("Order Finished",),
    before=(CART,),
    after=(CART,),
    written=(Location("src/events.ts", 2, 10),),
    old="Order Completed",
    plan=PlanStatus("misnamed", "Order Done"),
)
FEWER = CallsRemoved(level="maybe", events=("Cart Viewed",), before=tuple(Location("a.ts", line) for line in range(1, 6)), total=2)
ADDED = EventAdded(level="info", events=("Cart Emptied",), after=(CART,), properties=("cart_id",), plan=PLANNED, confidence="medium")
KEY = PropertyAdded(level="info", events=("A", "B", "C", "D"), after=(CART,), property="version", type="number")
WRAPPER = WrapperChanged(level="maybe", events=(), after=(CART,), wrapper="send", old="send(name=a) > x", new="send(name=b) > x")


def changes(*differences: Difference, coverage: Coverage | None = None) -> Changes:
    return Changes(differences, "main", "the work tree", make_result(coverage=coverage), "0123456789abcdef", ("plan.yaml",))


def test_human() -> None:
    assert diff_human(changes(RENAMED, FEWER, WRAPPER, ADDED)) == (
        "breaking  breaks what is built on the data\n"
        '  "Order Finished" was renamed from "Order Completed" [misnamed, did you mean "Order Done"?]\n'
        "      src/cart.ts:3:5; written in src/events.ts:2:10\n"
        "\n"
        "maybe  may break what is built on the data\n"
        '  "Cart Viewed" is no longer sent from 5 places, still from 2\n'
        "      a.ts:1:1, a.ts:2:1, a.ts:3:1, and 2 more\n"
        '  wrapper "send" was "send(name=a) > x", is "send(name=b) > x"\n'
        "      src/cart.ts:3:5\n"
        "\n"
        "info  breaks nothing\n"
        '  "Cart Emptied" is new, with "cart_id" [planned; medium confidence]\n'
        "      src/cart.ts:3:5\n"
        "\n"
        "4 changes (1 breaking, 2 maybe, 1 info) from main (0123456789ab) to the work tree; plan: plan.yaml\n"
    )


def test_human_without_changes() -> None:
    assert diff_human(changes()) == "No change in what is sent from main (0123456789ab) to the work tree; plan: plan.yaml\n"


def test_human_says_what_was_not_read() -> None:
    coverage = Coverage(
        skipped=(Skipped("x.ts", "symbolic link"),), parse_errors=(SourceError("a.ts", 1, "bad"), SourceError("a.ts", 2, "bad"))
    )
    assert diff_human(changes(coverage=coverage)).splitlines()[-1] == "1 file not read, 1 file read in part (--verbose lists them)"
    assert "not read: x.ts (symbolic link)" in diff_human(changes(coverage=coverage), verbose=True)


def test_concise() -> None:
    assert diff_concise([RENAMED, KEY]) == (
        'src/cart.ts:3:5: breaking event-renamed "Order Finished" was renamed from "Order Completed" '
        '[misnamed, did you mean "Order Done"?]\n'
        'src/cart.ts:3:5: info property-added "A", "B", "C" and 1 more: property "version" is new (number)\n'
    )


def test_markdown() -> None:
    assert diff_markdown(changes(RENAMED, ADDED, WRAPPER)) == (
        "## Tracklint\n\n"
        "3 changes (1 breaking, 1 maybe, 1 info) from `main` to `the work tree`\n\n"
        "|  | Event | Change | Where | Plan | Owner |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        '| ❌ | `Order Finished` | was renamed from `Order Completed` | `src/cart.ts:3` | misnamed, did you mean \\"Order Done\\"? |  |\n'
        "| 🔵 | `Cart Emptied` | is new, with `cart_id` | `src/cart.ts:3` | planned | Team Checkout |\n"
        "| ⚠️ |  | wrapper `send` was `send(name=a) > x`, is `send(name=b) > x` | `src/cart.ts:3` |  |  |\n"
    )


HOSTILE = "a|b`c<img src=x>\x1b[31m\n@everyone\u202e"


def test_hostile_names() -> None:
    added = EventAdded(
        level="info", events=(HOSTILE,), after=(Location(HOSTILE, 1),), properties=(HOSTILE,), plan=PlanStatus("misnamed", HOSTILE)
    )
    for text in (diff_human(changes(added)), diff_concise([added]), diff_json(changes(added)), diff_markdown(changes(added))):
        assert not {"\x1b", "\u202e"} & set(text)
    assert len(diff_concise([added]).splitlines()) == 1
    row = diff_markdown(changes(added)).splitlines()[-1]
    assert row.replace("\\|", "").count("|") == 7
    assert "\n" not in row


MANY = [PropertyAdded(level="info", events=("A",), after=(Location("a.ts", number),), property=f"key{number}") for number in range(1, 5)]


def test_many_properties_of_one_event_are_told_together() -> None:
    told = '"A": 4 properties are new: "key1", "key2", "key3", "key4"\n      a.ts:1:1, a.ts:2:1, a.ts:3:1, and 1 more\n'
    assert told in diff_human(changes(*MANY))
    assert "| 4 properties are new\\: `key1`, `key2`, `key3`, `key4` |" in diff_markdown(changes(*MANY))
    assert len(diff_concise(MANY).splitlines()) == len(json.loads(diff_json(changes(*MANY)))["differences"]) == 4


def test_few_properties_are_told_one_by_one() -> None:
    assert diff_human(changes(*MANY[:3])).count(" is new") == 3
    other = PropertyAdded(level="info", events=("B",), after=(CART,), property="key9")
    assert diff_human(changes(*MANY[:3], other)).count(" is new") == 4


def test_json() -> None:
    document = json.loads(diff_json(changes(RENAMED, KEY)))
    assert document["format"] == "tracklint.diff/1"
    assert document["base"] == {"name": "main", "revision": "0123456789abcdef"}
    assert document["head"] == {"name": "the work tree", "revision": None}
    assert document["summary"] == {"breaking": 1, "maybe": 0, "info": 1}
    first, second = document["differences"]
    assert first == {
        "kind": "event-renamed",
        "level": "breaking",
        "events": ["Order Finished"],
        "call_kind": "track",
        "message": '"Order Finished" was renamed from "Order Completed"',
        "confidence": "high",
        "before": [{"path": "src/cart.ts", "line": 3, "column": 5}],
        "after": [{"path": "src/cart.ts", "line": 3, "column": 5}],
        "written": [{"path": "src/events.ts", "line": 2, "column": 10}],
        "plan": {"state": "misnamed", "suggestion": "Order Done", "owner": "", "file": None, "line": None},
        "details": {"old": "Order Completed"},
    }
    assert second["plan"] is None
    assert second["details"] == {"property": "version", "type": "number", "conditional": False}


def test_plan_in_words() -> None:
    assert describe_plan(None) == ""
    assert describe_plan(PlanStatus("deprecated")) == "deprecated"
    assert describe_plan(PlanStatus("deprecated", "New")) == 'deprecated, use "New"'
