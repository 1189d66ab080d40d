from __future__ import annotations

import pytest

from scanner.model import Call, Confidence, EventName, Finding, Kind, Location, Properties, PropertyKey, Role
from tests.rules.marks import EventMark, FindingMark, MarkError, SilentMark, call_differences, finding_differences, read_marks


def _event(**changes: object) -> EventMark:
    return EventMark(**{"line": 2, "mark_line": 1, **changes})  # type: ignore[arg-type]


def _call(
    name: str = "Order Completed",
    keys: tuple[str, ...] = ("total",),
    *,
    kind: Kind = "track",
    role: Role = "direct",
    confidence: Confidence = "high",
    line: int = 2,
    event: EventName | None = None,
    complete: bool = True,
) -> Call:
    return Call(
        location=Location("shop.py", line, 5),
        language="python",
        kind=kind,
        sdk="acme",
        callee="track",
        role=role,
        function="",
        confidence=confidence,
        evidence="import",
        event=event or EventName("literal", (name,)),
        properties=Properties(tuple(PropertyKey(key) for key in keys), complete),
    )


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        pytest.param('# event: "Order Completed"', _event(names=("Order Completed",)), id="name alone"),
        pytest.param('// event: "A" [x, y_z]', _event(names=("A",), keys=frozenset({"x", "y_z"})), id="keys"),
        pytest.param('# event: "A" []', _event(names=("A",), keys=frozenset()), id="no keys"),
        pytest.param('# event: "A" ["$lib", \'a b\']', _event(names=("A",), keys=frozenset({"$lib", "a b"})), id="quoted keys"),
        pytest.param('{/* event: "A" | "B" */}', _event(names=("A", "B")), id="one of several, in markup"),
        pytest.param('<!-- event: "A" -->', _event(names=("A",)), id="html"),
        pytest.param('/* event: "A" */', _event(names=("A",)), id="block comment"),
        pytest.param('    # event: "Signup *" [] (pattern)', _event(pattern="Signup *", keys=frozenset()), id="pattern"),
        pytest.param('# event: "*" ', _event(names=("*",)), id="a star in a name is a star"),
        pytest.param("# event: dynamic [a] (incomplete)", _event(dynamic=True, keys=frozenset({"a"}), complete=False), id="dynamic"),
        pytest.param("# event: identify [email]", _event(kind="identify", keys=frozenset({"email"})), id="identify"),
        pytest.param("# event: reset (event-method)", _event(kind="reset", role="event-method"), id="reset"),
        pytest.param('# event: "Home" [] (page) (low)', _event(names=("Home",), kind="page", keys=frozenset(), low=True), id="words apart"),
        pytest.param('# event: "Home" (page, wrapper)', _event(names=("Home",), kind="page", role="wrapper"), id="words together"),
        pytest.param('# todo: event "A"', _event(names=("A",), todo=True), id="todo"),
        pytest.param('# todo: event: "A"', _event(names=("A",), todo=True), id="todo with colon"),
    ],
)
def test_event(comment: str, expected: EventMark) -> None:
    assert read_marks(f"{comment}\ntrack()\n").events == (expected,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# ok\ntrack()", SilentMark(2, 1), id="ok"),
        pytest.param("{/* ok */}\n<track/>", SilentMark(2, 1), id="markup"),
        pytest.param("// todo: ok\ntrack()", SilentMark(2, 1, todo=True), id="todo"),
    ],
)
def test_silent(text: str, expected: SilentMark) -> None:
    assert read_marks(text).silent == (expected,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# finding: TL101\ntrack()", [FindingMark(2, "TL101")], id="own line"),
        pytest.param(
            '# event: "A" [k] (low) finding: TL101, TL111\ntrack()', [FindingMark(2, "TL101"), FindingMark(2, "TL111")], id="event"
        ),
        pytest.param("# ok finding: TL902\ntrack()", [FindingMark(2, "TL902")], id="ok"),
        pytest.param('# finding: TL101\n# event: "A"\ntrack()', [FindingMark(3, "TL101")], id="speaks of the code, not of the next mark"),
        pytest.param("  # finding: TL103\n  - name: A", [FindingMark(2, "TL103")], id="plan"),
    ],
)
def test_finding(text: str, expected: list[FindingMark]) -> None:
    assert list(read_marks(text).findings) == expected


def test_two_events_above_one_line_are_two_calls() -> None:
    marks = read_marks('# event: "A"\n# event: "B"\ntrack("A"), track("B")\n')
    assert [(mark.line, mark.names) for mark in marks.events] == [(3, ("A",)), (3, ("B",))]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# events are sent by the worker\nrun()", id="a word that begins like a mark"),
        pytest.param("# okay\nrun()", id="okay"),
        pytest.param('track("A")  # event: "A"\n', id="behind code"),
        pytest.param('"// ok"\nrun()', id="in a text"),
        pytest.param("# see finding: TL101\nrun()", id="in the middle of a sentence"),
        pytest.param("# todo: rename this\nrun()", id="another todo"),
    ],
)
def test_no_mark(text: str) -> None:
    marks = read_marks(text)
    assert (marks.events, marks.silent, marks.findings) == ((), (), ())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("# event: Order\nx", "not an event", id="name without quotes"),
        pytest.param("# event: order\nx", "neither a name in quotes", id="bare word"),
        pytest.param('# event: "A" (wraper)\nx', "unknown word 'wraper'", id="misspelt word"),
        pytest.param('# event: "A" | "B" (pattern)\nx', "a pattern is one name", id="pattern of two"),
        pytest.param('# event: "A" [k\nx', "unreadable", id="open bracket"),
        pytest.param('# event: "A" finding: TL1\nx', "unreadable", id="no code"),
        pytest.param("# ok then\nx", "unreadable", id="words behind ok"),
        pytest.param('# event: "A"\n\nx', "nothing stands below", id="blank line below"),
        pytest.param("# ok", "nothing stands below", id="end of the file"),
    ],
)
def test_bad_mark(text: str, message: str) -> None:
    with pytest.raises(MarkError, match=message) as caught:
        read_marks(text, "shop.py")
    assert str(caught.value).startswith("shop.py:1: ")


AGREES = [
    pytest.param('# event: "Order Completed" [total]', [_call()], id="name and keys"),
    pytest.param('# event: "Order Completed"', [_call(keys=("a", "b"), complete=False)], id="keys do not matter"),
    pytest.param('# event: "Order Completed" [] (incomplete)', [_call(keys=(), complete=False)], id="incomplete"),
    pytest.param('# event: "B" | "A"', [_call(event=EventName("choice", ("A", "B")))], id="choice in any order"),
    pytest.param('# event: "X *" (pattern)', [_call(event=EventName("pattern", pattern="X *"))], id="pattern"),
    pytest.param("# event: dynamic", [_call(event=EventName("dynamic", reason="an argument"))], id="dynamic"),
    pytest.param("# event: identify [email]", [_call(keys=("email",), kind="identify", event=EventName("literal"))], id="no name"),
    pytest.param('# event: "Order Completed" (low)', [_call(confidence="low")], id="low"),
    pytest.param('# event: "Order Completed"', [_call(role="wrapper")], id="role does not matter"),
    pytest.param('# event: "Order Completed"', [_call(confidence="medium")], id="medium is not low"),
    pytest.param("# ok", [], id="silent"),
    pytest.param('# todo: event "Order Completed"', [], id="todo: not found"),
    pytest.param('# todo: event "Order Completed" [total, tax]', [_call()], id="todo: not found so"),
    pytest.param("# todo: ok", [_call()], id="todo: false alarm"),
]

DIFFERS = [
    pytest.param('# event: "Order Completed"', [], "not found", id="missing"),
    pytest.param('# event: "Order Placed"', [_call()], "the name is not Order Placed: Order Completed", id="name"),
    pytest.param('# event: "A" | "Order Completed"', [_call()], "the name is not A | Order Completed: Order Completed", id="one of two"),
    pytest.param("# event: identify", [_call(kind="identify")], "the name is not empty: Order Completed", id="a name where none is"),
    pytest.param('# event: "Order Completed"', [_call(kind="page")], "kind is page, not track", id="kind"),
    pytest.param('# event: "Order Completed" [total, tax]', [_call()], "keys are not found: tax", id="missing key"),
    pytest.param('# event: "Order Completed" []', [_call()], "keys are not sent: total", id="extra key"),
    pytest.param('# event: "Order Completed" [total]', [_call(complete=False)], "properties are incomplete", id="incomplete"),
    pytest.param('# event: "Order Completed" [total] (incomplete)', [_call()], "properties are complete", id="complete"),
    pytest.param('# event: "Order Completed" (wrapper)', [_call()], "role is direct, not wrapper", id="role"),
    pytest.param('# event: "Order Completed"', [_call(confidence="low")], "confidence is low", id="low"),
    pytest.param('# event: "X *" (pattern)', [_call()], "the pattern is not 'X *': Order Completed", id="pattern"),
    pytest.param("# event: dynamic", [_call()], "the name is not dynamic: Order Completed", id="dynamic"),
    pytest.param("# ok", [_call()], "must not be found: track track Order Completed (acme, import)", id="false alarm"),
    pytest.param("# plain", [_call()], "has no mark: track track Order Completed (acme, import)", id="unmarked"),
    pytest.param('# event: "A"', [_call("A"), _call("B")], "has no mark: track track B (acme, import)", id="one of two unmarked"),
    pytest.param('# todo: event "Order Completed" [total]', [_call()], "found as marked: the todo can go", id="stale todo"),
    pytest.param("# todo: ok", [], "nothing is found any more: the mark can go", id="stale todo ok"),
]


@pytest.mark.parametrize(("comment", "calls"), AGREES)
def test_calls_agree(comment: str, calls: list[Call]) -> None:
    assert call_differences("shop.py", read_marks(f"{comment}\ntrack()\n"), calls) == []


@pytest.mark.parametrize(("comment", "calls", "message"), DIFFERS)
def test_calls_differ(comment: str, calls: list[Call], message: str) -> None:
    assert call_differences("shop.py", read_marks(f"{comment}\ntrack()\n"), calls) == [f"shop.py:2: {message}"]


def test_two_calls_on_a_line_take_the_marks_that_fit_them() -> None:
    marks = read_marks('# event: "A"\n# event: "B"\ntrack("A"), track("B")\n')
    assert call_differences("shop.py", marks, [_call("B", line=3), _call("A", line=3)]) == []


@pytest.mark.parametrize(
    ("mark", "names", "messages"),
    [
        pytest.param("ok", "A", [], id="an event and nothing more"),
        pytest.param("ok", "AB", ["must not be found: track track B (acme, import)"], id="more than the event"),
        pytest.param("todo: ok", "AB", [], id="todo: false alarm beside an event"),
        pytest.param("todo: ok", "A", ["nothing is found any more: the mark can go"], id="stale todo ok beside an event"),
    ],
)
def test_silence_beside_an_event_speaks_of_the_other_calls(mark: str, names: str, messages: list[str]) -> None:
    marks = read_marks(f'# event: "A"\n# {mark}\ntrack("A"), track("B")\n')
    found = call_differences("shop.py", marks, [_call(name, line=3) for name in names])
    assert found == [f"shop.py:3: {message}" for message in messages]


def _finding(code: str, line: int) -> Finding:
    return Finding(code, "name", "error", "a message", Location("shop.py", line))


def test_findings_agree() -> None:
    marks = read_marks('# event: "A" finding: TL101, TL113\ntrack("A")\n')
    assert finding_differences("shop.py", marks, [_finding("TL101", 2), _finding("TL113", 2), _finding("TL113", 2)]) == []


def test_findings_differ() -> None:
    marks = read_marks('# event: "A" finding: TL101\ntrack("A")\n')
    found = finding_differences("shop.py", marks, [_finding("TL101", 3), _finding("TL104", 2)])
    assert found == [
        "shop.py:2: TL101 is not reported",
        "shop.py:2: TL104 is not marked: a message",
        "shop.py:3: TL101 is not marked: a message",
    ]
