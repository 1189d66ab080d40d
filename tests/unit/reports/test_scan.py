from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.languages.registry import LANGUAGES
from scanner.model import Call, Coverage, EventName, PropertyKey, Skipped, SourceError, Via, Wrapper
from scanner.reports.groups import DYNAMIC, UNNAMED, count_events, describe_unknown, group_events
from scanner.reports.scan import describe_keys, languages_table, scan_concise, scan_human, scan_table
from scanner.reports.text import Style
from tests.support.calls import make_call, make_result

DYNAMIC_CALL = make_call(event=EventName("dynamic", reason="computed at run time"), complete=False)
VIA = (Via("send", "src/lib.ts", 2),)
WRAPPER = Wrapper("send", "src/lib.ts", 2, "track", "name=event, properties=props", "analytics.track", 2)


def test_human() -> None:
    result = make_result(
        make_call("Order Completed", PropertyKey("total", "number"), "coupon", line=3),
        make_call("Order Completed", PropertyKey("total", "integer"), line=8, via=VIA),
        DYNAMIC_CALL,
        make_call(None, kind="identify", line=20),
        wrappers=(WRAPPER,),
    )
    assert scan_human(result) == (
        "Order Completed  track  2 calls\n"
        "    total: integer|number, coupon?\n"
        "    src/cart.ts:3:5  acme\n"
        "    src/cart.ts:8:5  via send\n"
        "\n"
        "(dynamic name)  track  1 call\n"
        "    …\n"
        "    src/cart.ts:3:5  acme; computed at run time\n"
        "\n"
        "(no name)  identify  1 call\n"
        "    src/cart.ts:20:5  acme\n"
        "\n"
        "Wrappers\n"
        "    send(name=event, properties=props) > analytics.track  src/lib.ts:2  2 calls\n"
        "\n"
        "1 event in 4 calls, 1 of them through 1 wrapper\n"
        "calls in doubt: 1 with a name that is not known, 1 with properties known in part\n"
        "7 files seen, 5 searched, 2 parsed\n"
    )


def test_human_of_nothing() -> None:
    assert scan_human(make_result()) == "0 events in 0 calls\n7 files seen, 5 searched, 2 parsed\n"
    assert scan_human(make_result(), summary=False) == ""


def test_files_that_were_not_read() -> None:
    skipped = tuple(Skipped(f"a{number}.js", "minified") for number in range(12))
    result = make_result(coverage=Coverage(12, 0, 0, skipped, (SourceError("b\n.ts", 4, "unexpected )"),)))
    shown = scan_human(result, limit=10).splitlines()
    assert shown[2] == "not read: a0.js (minified)"
    assert shown[12:] == ["... and 2 more (--verbose shows all)", "read in part: b\\n.ts:4: unexpected )"]
    assert len(scan_human(result, limit=None).splitlines()) == 15


def test_each_file_that_was_read_in_part_has_one_line() -> None:
    errors = (SourceError("a.h", 4, "unexpected )"), SourceError("a.h", 9, "missing ;"), SourceError("a.h", 9, "missing }"))
    shown = scan_human(make_result(coverage=Coverage(2, 2, 2, (), (*errors, SourceError("b.h", 1, "missing ;")))))
    assert shown.splitlines()[2:] == ["read in part: a.h:4: unexpected ), and 2 places more", "read in part: b.h:1: missing ;"]


def test_hostile_names_do_not_reach_the_terminal() -> None:
    bad = "\x1b[2J\n\u202e"
    call = replace(
        make_call(bad, bad, path=f"{bad}.ts", via=(Via(bad, bad, 1),)),
        sdk=bad,
        event=EventName("pattern", (), bad + "*", bad, bad),
        evidence=bad,
    )
    wrapper = Wrapper(bad, bad, 1, "track", bad, bad, 1)
    result = make_result(call, wrappers=(wrapper,))
    for text in (scan_human(result), scan_concise(result), scan_table(result)):
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert len(scan_concise(result).splitlines()) == 1


def test_colours_only_when_wished() -> None:
    assert "\x1b[1m" in scan_human(make_result(make_call()), Style(True))
    assert "\x1b" not in scan_human(make_result(make_call()))


@pytest.mark.parametrize(
    ("call", "line"),
    [
        pytest.param(make_call("A", "b", "c"), "src/cart.ts:3:5: track A [b, c] acme direct high", id="literal"),
        pytest.param(make_call("A", "b", complete=False), "src/cart.ts:3:5: track A [b, …] acme direct high", id="incomplete"),
        pytest.param(make_call(event=EventName("choice", ("A", "B"))), "src/cart.ts:3:5: track A | B [] acme direct high", id="choice"),
        pytest.param(make_call(event=EventName("pattern", (), "A *")), "src/cart.ts:3:5: track A * [] acme direct high", id="pattern"),
        pytest.param(DYNAMIC_CALL, "src/cart.ts:3:5: track (dynamic name) […] acme direct high", id="dynamic"),
        pytest.param(make_call(None, kind="page"), "src/cart.ts:3:5: page (no name) [] acme direct high", id="no name"),
    ],
)
def test_concise(call: Call, line: str) -> None:
    assert scan_concise(make_result(call)) == line + "\n"


def test_table() -> None:
    rows = scan_table(make_result(make_call("10", "b"), make_call("A"))).splitlines()
    assert rows[0].split() == ["event", "kind", "calls", "properties", "first", "call"]
    assert [row.split() for row in rows[2:]] == [["10", "track", "1", "b", "src/cart.ts:3:5"], ["A", "track", "1", "src/cart.ts:3:5"]]
    assert scan_table(make_result()) == "no calls found\n"


def test_table_of_languages() -> None:
    text = languages_table(LANGUAGES)
    assert all(language.name in text and language.suffixes[0] in text for language in LANGUAGES)


def test_groups_are_in_order_with_the_nameless_last() -> None:
    choice = make_call(event=EventName("choice", ("B", "A")))
    found = group_events([DYNAMIC_CALL, choice, make_call(None, kind="page"), make_call("A")])
    assert [(event.label, len(event.calls)) for event in found] == [("A", 2), ("B", 1), (DYNAMIC, 1), (UNNAMED, 1)]


def test_same_name_of_another_kind_is_another_event() -> None:
    assert [event.kind for event in group_events([make_call("Home", kind="screen"), make_call("Home", kind="page")])] == ["page", "screen"]


@pytest.mark.parametrize(
    ("calls", "keys"),
    [
        pytest.param([make_call("A", "b"), make_call("A", "b")], "b", id="in each call"),
        pytest.param([make_call("A", "b"), make_call("A")], "b?", id="in one call"),
        pytest.param([make_call("A", PropertyKey("b", conditional=True))], "b?", id="conditional"),
        pytest.param([make_call("A", PropertyKey("b", "string"), complete=False)], "b: string, …", id="incomplete"),
        pytest.param([make_call("A")], "", id="none"),
    ],
)
def test_keys_of_an_event(calls: list[Call], keys: str) -> None:
    assert describe_keys(group_events(calls)[0]) == keys


def test_counts() -> None:
    calls = [DYNAMIC_CALL, make_call("A"), make_call("A"), make_call(event=EventName("pattern", (), "B *"))]
    assert count_events(calls) == 2
    assert list(describe_unknown(calls)) == [(1, "a name that is not known"), (1, "a name known in part"), (1, "properties known in part")]
    assert list(describe_unknown([make_call("A")])) == []
