from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from scanner.checks import CheckSettings, run_checks
from scanner.checks.examples import read_calls
from scanner.model import Edit, Finding, Location, ScanResult, Suppression
from scanner.plan.native import read_plan

PLAN = read_plan("events:\n  Order Completed:\n    properties: {total: number}\n", "tracking-plan.yaml")


def find(*lines: str, settings: CheckSettings | None = None) -> tuple[Finding, ...]:
    return run_checks(read_calls(lines), PLAN, settings)


def codes(*lines: str, settings: CheckSettings | None = None) -> list[str]:
    return [finding.code for finding in find(*lines, settings=settings)]


BAD = 'track("order view")'  # TL101, TL103, TL301


@pytest.mark.parametrize(
    ("select", "ignore", "severity", "expected"),
    [
        pytest.param((), (), {}, ["TL101", "TL301", "TL103"], id="default"),
        pytest.param(("TL101",), (), {}, ["TL101"], id="one"),
        pytest.param(("unplanned-event",), (), {}, ["TL101"], id="by-name"),
        pytest.param(("TL1",), (), {}, ["TL101", "TL103"], id="beginning"),
        pytest.param(("tl3",), (), {}, ["TL301"], id="small-letters"),
        pytest.param((), ("TL1",), {}, ["TL301"], id="ignored"),
        pytest.param((), ("event-name-case",), {}, ["TL101", "TL103"], id="ignored-by-name"),
        pytest.param(("TL101",), ("TL1",), {}, ["TL101"], id="longer-selection-wins"),
        pytest.param(("TL1",), ("TL101",), {}, ["TL103"], id="longer-ignore-wins"),
        pytest.param(("TL1",), ("TL1",), {}, [], id="ignore-wins-a-tie"),
        pytest.param(("TL9",), (), {}, [], id="nothing-found"),
        pytest.param((), (), {"TL1": "off"}, ["TL301"], id="off"),
        pytest.param((), (), {"TL1": "off", "TL103": "info"}, ["TL301", "TL103"], id="longer-level-wins"),
        pytest.param((), (), {"event-name-case": "off"}, ["TL101", "TL103"], id="off-by-name"),
    ],
)
def test_what_runs(select: tuple[str, ...], ignore: tuple[str, ...], severity: Mapping[str, str], expected: list[str]) -> None:
    assert codes(BAD, settings=CheckSettings(select=select, ignore=ignore, severity=severity)) == expected


def test_severity() -> None:
    found = {each.code: each.severity for each in find(BAD, settings=CheckSettings(severity={"TL101": "info", "TL3": "error"}))}
    assert found == {"TL101": "info", "TL301": "error", "TL103": "warning"}


def test_low_confidence_fails_nothing() -> None:
    found = [each for each in find(f"{BAD} ~low", settings=CheckSettings(severity={"TL101": "error"})) if each.code != "TL103"]
    assert {each.severity for each in found} == {"info"}
    assert {each.confidence for each in found} == {"low"}


def test_paths() -> None:
    settings = CheckSettings(per_path={"legacy/**": ("TL3",), "*.test.ts": ("TL",)})
    lines = (f"legacy/a.ts: {BAD}", f"src/a.test.ts: {BAD}")
    assert codes(*lines, settings=settings) == ["TL101", "TL103"]


def test_order_and_place() -> None:
    found = find('b.ts: track("B Done")', 'a.ts: track("A Done")', 'a.ts: track("Order Completed", sum: number)')
    assert [(each.code, each.location.path, each.location.line, each.location.column) for each in found] == [
        ("TL101", "a.ts", 1, 1),
        ("TL111", "a.ts", 2, 26),
        ("TL101", "b.ts", 1, 1),
    ]


def test_a_finding_tells_everything() -> None:
    (found,) = find('track("order completed")')
    assert (found.name, found.event, found.suggestion) == ("misnamed-event", "order completed", "Order Completed")
    assert found.plan == Location("tracking-plan.yaml", 2, 3)
    assert found.fix == (Edit(Location("app.ts", 1, 7, 1, 24), "Order Completed", "order completed"),)


def test_fingerprints_know_no_lines() -> None:
    before = {each.fingerprint for each in find(BAD, 'track("Cart Viewed")')}
    after = {each.fingerprint for each in find('track("Order Completed")', 'track("Cart Viewed")', BAD)}
    assert before & after == {each.fingerprint for each in find(BAD, 'track("Cart Viewed")') if each.code != "TL103"}


def test_fingerprints_tell_alike_findings_apart() -> None:
    found = find('track("Cart Viewed")', 'track("Cart Viewed")', 'track("Order Completed")')
    assert [each.message for each in found] == [found[0].message] * 2
    assert len({each.fingerprint for each in found}) == 2


def test_the_same_again() -> None:
    lines = (BAD, 'track("Cart Viewed", a: string)', "track(`x *`)", "identify(email: string)")
    assert find(*lines) == find(*lines)


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        pytest.param("tracklint: ignore[TL101]", ["TL301"], id="code"),
        pytest.param("tracklint: ignore[TL101, TL301] known", [], id="codes-and-reason"),
        pytest.param("tracklint: ignore[unplanned-event, TL3]", [], id="name-and-beginning"),
        pytest.param("tracklint: ignore", [], id="everything"),
        pytest.param("tracklint: ignore[TL102]", ["TL101", "TL301", "TL902"], id="another-code"),
        pytest.param("tracklint: ignore[TL101, TL302]", ["TL301", "TL902"], id="one-of-two-is-idle"),
    ],
)
def test_suppressions(comment: str, expected: list[str]) -> None:
    assert codes(f"{BAD}  # {comment}", 'track("Order Completed")') == expected


def test_suppression_of_another_line_or_file() -> None:
    result = read_calls([BAD, 'track("Order Completed")'])
    elsewhere = (Suppression("app.ts", 2, 2, ("TL101",), ""), Suppression("b.ts", 1, 1, ("TL101",), ""))
    found = run_checks(replace(result, suppressions=elsewhere), PLAN)
    assert [each.code for each in found] == ["TL101", "TL301", "TL902", "TL902"]


def test_an_idle_suppression_is_told_at_its_comment() -> None:
    result = replace(read_calls(['track("Order Completed")']), suppressions=(Suppression("app.ts", 1, 7, ("TL101",), ""),))
    (found,) = run_checks(result, PLAN)
    assert (found.code, found.location.line) == ("TL902", 7)


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param(CheckSettings(ignore=("TL101",)), id="ignored"),
        pytest.param(CheckSettings(severity={"TL101": "off"}), id="off"),
        pytest.param(CheckSettings(ignore=("TL902",)), id="not-asked-for"),
    ],
)
def test_a_suppression_of_what_did_not_run_is_not_idle(settings: CheckSettings) -> None:
    assert codes('track("Order Completed")  # tracklint: ignore[TL101]', settings=settings) == []


def test_part_of_a_project() -> None:
    settings = CheckSettings(whole_project=False)
    assert codes('track("Cart Viewed")  # tracklint: ignore[TL101, TL401]', settings=settings) == []


def test_suppression_in_the_plan() -> None:
    plan = read_plan("events:\n- a_b  # tracklint: ignore[TL103, TL301] theirs\n- c_d  # tracklint: ignore[TL104]\n", "tracking-plan.yaml")
    found = run_checks(read_calls(['track("c_d")']), plan)
    assert [(each.code, each.location.line) for each in found] == [("TL902", 3), ("TL301", 3)]


def test_an_empty_scan() -> None:
    assert run_checks(ScanResult(".", (), (), read_calls([]).coverage)) == ()


HOSTILE = [
    "\x1b[31mRed\nNext",
    "`code` | <b>x</b>",
    "\u202egnp",
    "a" * 50_000,
    "a " * 5_000,
    "%s {0} ${x}",
    "'; DROP",
    "\ud800",
    "\0",
    "::error::x",
    "$",
    "_",
    "",
]


@pytest.mark.parametrize("name", [pytest.param(name, id=f"name-{index}") for index, name in enumerate(HOSTILE)])
def test_hostile_names(name: str) -> None:
    (call,) = read_calls(['track("X", key: string = "v")']).calls
    event = replace(call.event, names=(name,))
    keys = tuple(replace(key, name=name, values=(name,)) for key in call.properties.keys)
    calls = (replace(call, event=event, properties=replace(call.properties, keys=keys), user_id=name),)
    for plan in (None, PLAN):
        for found in run_checks(ScanResult(".", calls, (), read_calls([]).coverage), plan):
            assert found.message.isprintable()
            assert len(found.message) < 500


@pytest.mark.parametrize(
    ("broken", "right", "severity"),
    [
        pytest.param(9, 0, "warning", id="few names"),
        pytest.param(10, 20, "warning", id="a third"),
        pytest.param(10, 19, "info", id="more than a third"),
        pytest.param(30, 0, "info", id="all"),
    ],
)
def test_a_structure_that_most_names_break_is_a_habit(broken: int, right: int, severity: str) -> None:
    letters = [f"{one}{two}" for one in "bcdfg" for two in "aeiouy"]
    lines = [f'track("Submit F{each}orm")' for each in letters[:broken]] + [f'track("F{each}orm Submitted")' for each in letters[:right]]
    found = run_checks(read_calls(lines), None, CheckSettings(select=("TL302",)))
    assert len(found) == broken
    assert {each.severity for each in found} == {severity}


SNAKES = tuple(f'track("f{each}_sent", k{each}_id: string)' for each in (f"{one}{two}" for one in "bcdfg" for two in "aeiou"))
MIXED = (*SNAKES[:12], *(line.replace("_sent", "Sent").replace("_id", "Id") for line in SNAKES[12:]))


@pytest.mark.parametrize(
    ("lines", "naming", "expected"),
    [
        pytest.param(SNAKES, "", {}, id="what all do is the convention"),
        pytest.param(
            (*SNAKES, 'track("Order Sent", orderId: string)'), "", {("TL301", "warning"), ("TL304", "warning")}, id="one that differs"
        ),
        pytest.param(MIXED, "", {("TL301", "info"), ("TL304", "info")}, id="no convention"),
        pytest.param(
            MIXED, "naming: {event: title, property: snake}\n", {("TL301", "warning"), ("TL304", "warning")}, id="the plan says which"
        ),
        pytest.param(SNAKES, "naming: {event: title}\n", {("TL301", "warning")}, id="the plan says another"),
    ],
)
def test_conventions(lines: tuple[str, ...], naming: str, expected: set[tuple[str, str]]) -> None:
    plan = read_plan(f"{naming}events: []\n", "plan.yaml") if naming else None
    found = run_checks(read_calls(lines), plan, CheckSettings(select=("TL301", "TL304")))
    assert {(each.code, each.severity) for each in found} == set(expected)
