"""What the names that a call may send mean to a plan."""

from __future__ import annotations

from scanner.checks.base import Sent, known_names
from scanner.model import Call
from scanner.plan.matching import Match, PlanIndex, resolve_event, resolve_pattern


def match_call(index: PlanIndex | None, call: Call) -> Sent:
    """A call with what its possible names mean to the plan; no meaning without a plan."""
    if index is None:
        return Sent(call)
    if call.event.kind == "pattern" and call.kind not in ("identify", "group"):
        covered = resolve_pattern(index, call)
        # a planned pattern is one planned event; names that merely fit are several
        matches = (Match("pattern", call.event.pattern or "", covered),) if covered and all(event.pattern for event in covered) else ()
        return Sent(call, matches, covered)
    names = known_names(call) or ("",)
    if names == ("",) and (call.kind in ("track", "revenue") or (call.event.kind == "dynamic" and call.event.text)):
        return Sent(call, _match_dynamic(index, call))
    return Sent(call, tuple(resolve_event(index, call, "" if call.kind in ("identify", "group") else name) for name in names))


def _match_dynamic(index: PlanIndex, call: Call) -> tuple[Match, ...]:
    """A page whose name is not known is still planned when all pages are."""
    if call.kind in ("track", "revenue"):
        return ()
    match = resolve_event(index, call, "")
    return (match,) if match.kind == "exact" else ()
