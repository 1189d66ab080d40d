from __future__ import annotations

import json
from dataclasses import replace

from scanner.model import Coverage, Edit, EventName, Location, PropertyKey, Skipped, SourceError, Via, Wrapper
from scanner.reports.json import check_json, scan_json
from tests.support.calls import make_call, make_finding, make_result


def test_scan_json_keeps_its_contract() -> None:
    key = PropertyKey("total", "number", ("1", "2"), True, "wrapper", Location("src/a.ts", 9))
    event = EventName("constant", ("Order Completed",), None, "Events.DONE", "", (Location("src/events.ts", 4, 3),))
    call = make_call("", key, event=event, via=(Via("send", "src/lib.ts", 2),))
    wrapper = Wrapper("send", "src/lib.ts", 2, "track", "name=event", "analytics.track", 1)
    coverage = Coverage(3, 2, 1, (Skipped("a.js", "minified"),), (SourceError("b.ts", 4, "unexpected )"),))
    assert json.loads(scan_json(make_result(replace(call, user_id="user.id"), wrappers=(wrapper,), coverage=coverage))) == {
        "format": "tracklint.scan/1",
        "root": ".",
        "revision": None,
        "coverage": {
            "files_seen": 3,
            "files_searched": 2,
            "files_parsed": 1,
            "skipped": [{"path": "a.js", "reason": "minified"}],
            "parse_errors": [{"path": "b.ts", "line": 4, "message": "unexpected )"}],
        },
        "calls": [
            {
                "path": "src/cart.ts",
                "line": 3,
                "column": 5,
                "end_line": 3,
                "end_column": 10,
                "language": "typescript",
                "kind": "track",
                "sdk": "acme",
                "callee": "analytics.track",
                "role": "wrapper",
                "function": "checkout",
                "confidence": "high",
                "evidence": "import of acme-sdk",
                "via": [{"name": "send", "path": "src/lib.ts", "line": 2}],
                "event": {
                    "kind": "constant",
                    "names": ["Order Completed"],
                    "pattern": None,
                    "text": "Events.DONE",
                    "reason": "",
                    "origin": [{"path": "src/events.ts", "line": 4, "column": 3}],
                },
                "properties": {
                    "keys": [
                        {
                            "name": "total",
                            "type": "number",
                            "values": ["1", "2"],
                            "conditional": True,
                            "from": "wrapper",
                            "path": "src/a.ts",
                            "line": 9,
                        }
                    ],
                    "complete": True,
                    "dynamic": False,
                },
                "user_id": "user.id",
                "group_id": None,
            }
        ],
        "wrappers": [
            {
                "name": "send",
                "path": "src/lib.ts",
                "line": 2,
                "kind": "track",
                "role": "wrapper",
                "signature": "name=event",
                "forwards_to": "analytics.track",
                "calls": 1,
            }
        ],
    }


def test_check_json_keeps_its_contract() -> None:
    place = Location("src/cart.ts", 2, 7, 2, 12)
    finding = replace(
        make_finding(),
        suggestion="Order Completed",
        fix=(Edit(place, "'x'"),),
        plan=Location("plan.yaml", 5),
        fingerprint="f",
        related=(place,),
    )
    written = json.loads(check_json([finding], make_result(make_call()), ["plan.yaml"]))
    span = {"path": "src/cart.ts", "line": 2, "column": 7, "end_line": 2, "end_column": 12}
    assert written["format"] == "tracklint.check/1"
    assert written["plan"] == ["plan.yaml"]
    assert written["summary"] == {"calls": 1, "error": 1, "warning": 0, "info": 0}
    assert written["findings"] == [
        {
            "code": "TL101",
            "name": "unplanned-event",
            "severity": "error",
            "message": '"Order Done" is not in the plan',
            **span,
            "event": "Order Done",
            "property": "",
            "suggestion": "Order Completed",
            "confidence": "high",
            "fix": [{**span, "text": "'x'"}],
            "plan": {"file": "plan.yaml", "line": 5},
            "related": [span],
            "fingerprint": "f",
        }
    ]


def test_hostile_names_stay_ascii() -> None:
    name = "\x1b[2J\u202e\udcff 注文"
    text = scan_json(make_result(make_call(name)))
    assert text.isascii()
    assert "\x1b" not in text
    assert json.loads(text)["calls"][0]["event"]["names"] == [name]


def test_place_without_an_end_ends_where_it_begins() -> None:
    call = replace(make_call(), location=Location("a.ts", 4, 2))
    written = json.loads(scan_json(make_result(call)))["calls"][0]
    assert (written["end_line"], written["end_column"]) == (4, 2)


def test_scan_json_says_what_a_key_holds_only_when_something_is_known() -> None:
    item = PropertyKey("", "object", properties=(PropertyKey("sku", "string", ("A",), True, location=Location("src/a.ts", 9)),))
    call = make_call("A", PropertyKey("o", "object", complete=False), PropertyKey("l", "array", items=item, complete=False))
    plain, listed = json.loads(scan_json(make_result(call)))["calls"][0]["properties"]["keys"]
    assert plain == {"name": "o", "type": "object", "values": [], "conditional": False, "from": "site"}
    sku = {"name": "sku", "type": "string", "values": ["A"], "conditional": True, "from": "site", "path": "src/a.ts", "line": 9}
    assert listed["items"] == {"type": "object", "values": [], "properties": [sku], "complete": True}
    assert listed["complete"] is False
