"""Following one event from its calls to the SDK."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scanner.app.project import Options
from scanner.app.scan import scan
from scanner.config import suggest
from scanner.model import Call


def trace(event: str, options: Options | None = None) -> tuple[Call, ...]:
    """The calls that send an event, or can: by its exact name, else by its name in another spelling, else by pattern."""
    return find_calls(event, scan(options).calls)


def find_calls(event: str, calls: Sequence[Call]) -> tuple[Call, ...]:
    """The calls among these that send an event; see `trace`."""
    from scanner.plan.words import fold

    exact = tuple(call for call in calls if event in call.event.names or event == call.event.pattern)
    folded = fold(event)
    near = exact or tuple(call for call in calls if folded and folded in map(fold, call.event.names))
    return near or tuple(call for call in calls if call.event.pattern and _fits(event, call.event.pattern))


def suggest_event(event: str, calls: Iterable[Call]) -> str:
    """` (did you mean x?)` for the nearest name among the calls, or nothing."""
    return suggest(event, sorted({name for call in calls for name in call.event.names}))


def _fits(event: str, pattern: str) -> bool:
    from scanner.plan.wildcards import match_wildcard

    # A pattern of unknown parts alone says nothing of this event.
    return bool(pattern.strip("* ")) and match_wildcard(pattern, event)
