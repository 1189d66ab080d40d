"""What a careful reader would say of a plan that can be used as it is."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model import Location
from scanner.plan.model import Plan, PlannedEvent, PlanProblem
from scanner.plan.words import quote

_SHOWN = 3
_GONE = ("deprecated", "removed", "blocked", "excluded")


def find_lint(plan: Plan) -> Iterator[PlanProblem]:
    """What is missing in a plan that a person should add. What is wrong in it is among its problems already."""
    yield from _missing_reasons(plan)
    yield from _bare_deprecations(plan)


def _missing_reasons(plan: Plan) -> Iterator[PlanProblem]:
    """One problem for all events: a plan that never says why would otherwise be told as often as it has events."""
    events = [event for event in plan.events if event.kind in ("track", "revenue") and event.status not in _GONE and not event.deprecated]
    silent = [event for event in events if not (event.why or event.description)]
    if silent:
        named = ", ".join(quote(event.label) for event in silent[:_SHOWN])
        more = f" and {len(silent) - _SHOWN} more" if len(silent) > _SHOWN else ""
        share = "its events are" if len(silent) == len(events) else f"{len(silent)} of its {len(events)} events are"
        yield PlanProblem(f"the plan does not say why {share} tracked: {named}{more}", _at(silent[0]))


def _bare_deprecations(plan: Plan) -> Iterator[PlanProblem]:
    for event in plan.events:
        is_deprecated = event.status == "deprecated" or event.deprecated is not None
        if is_deprecated and not (event.deprecated and event.deprecated.replaced_by) and not event.notes:
            yield PlanProblem(f"event {quote(event.label)} is deprecated, but the plan does not say what takes its place", _at(event))


def _at(event: PlannedEvent) -> Location:
    return event.origin or Location("", 1)
