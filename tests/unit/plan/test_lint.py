from __future__ import annotations

import pytest

from scanner.plan.lint import find_lint
from scanner.plan.model import Plan, PlannedEvent, Source
from scanner.plan.native import read_plan
from scanner.plan.problems import find_problems


def problems(text: str) -> list[str]:
    plan = read_plan(text, "plan.yaml")
    return [problem.message for problem in (*plan.problems, *find_lint(plan))]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("[{name: A, why: x}, {name: B}]", 'the plan does not say why 1 of its 2 events are tracked: "B"', id="no reason"),
        pytest.param("[A, B, C, D]", 'the plan does not say why its events are tracked: "A", "B", "C" and 1 more', id="no reasons"),
        pytest.param(
            "[{name: A, why: x, status: deprecated}]",
            'event "A" is deprecated, but the plan does not say what takes its place',
            id="deprecated",
        ),
        pytest.param(
            "[{name: Lead Captured, why: x}, {name: lead_captured, why: x}]",
            'events "Lead Captured" and "lead_captured" look like one; the other one is in line 1',
            id="case",
        ),
        pytest.param(
            "[{name: Order Complete, why: x}, {name: Order Completed, why: x}]",
            'events "Order Complete" and "Order Completed" look like one; the other one is in line 1',
            id="tense",
        ),
    ],
)
def test_problem(text: str, message: str) -> None:
    assert problems(f"events: {text}") == [message]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[{name: A, why: x}]", id="a reason"),
        pytest.param("[{name: A, description: x}]", id="a description"),
        pytest.param("[{kind: identify}]", id="identify needs no reason"),
        pytest.param("[{name: A, status: excluded}]", id="excluded"),
        pytest.param("[{name: A, why: x, version: 1}, {name: A, why: x, version: 2}]", id="versions"),
        pytest.param("[{name: Cart, why: x}, {name: Cart, kind: page}]", id="kinds"),
        pytest.param("[{name: A, why: x, deprecated: {replaced_by: B}}, {name: B, why: x}]", id="replaced"),
        pytest.param("[{name: Order Completed, why: x}, {name: Order Complete, deprecated: true, notes: old}]", id="old name kept"),
        pytest.param("[{name: Order Placed, why: x}, {name: Order Paid, why: x}]", id="different words"),
        pytest.param("[]", id="empty"),
    ],
)
def test_no_problem(text: str) -> None:
    assert problems(f"events: {text}") == []


@pytest.mark.parametrize(
    ("events", "found"),
    [
        pytest.param([("A", ()), ("A", ())], True, id="twice"),
        pytest.param([("A", ("web",)), ("A", ("web", "ios"))], True, id="twice for a source"),
        pytest.param([("A", ("web",)), ("A", ())], True, id="for a source and for all"),
        pytest.param([("A", ("web",)), ("A", ("ios",))], False, id="once for each source"),
        pytest.param([("A", ()), ("B", ())], False, id="two events"),
    ],
)
def test_repeated_events(events: list[tuple[str, tuple[str, ...]]], found: bool) -> None:
    planned = tuple(PlannedEvent(name, sources=sources) for name, sources in events)
    plan = Plan(sources=(Source("web"), Source("ios")), events=planned)
    assert ['event "A" is planned twice; the other one is above'] * found == [problem.message for problem in find_problems(plan)]
