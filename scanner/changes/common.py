from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypedDict

from scanner.changes.model import Level
from scanner.model import Call, Confidence, Kind, Location

_CONFIDENCES: tuple[Confidence, ...] = ("high", "medium", "low")


class Common(TypedDict):
    """What every difference has."""

    level: Level
    events: tuple[str, ...]
    call_kind: Kind
    before: tuple[Location, ...]
    after: tuple[Location, ...]
    confidence: Confidence


def common(kind: Kind, events: Iterable[str], before: Sequence[Call], after: Sequence[Call], level: Level) -> Common:
    """What every difference has. About calls that may be none, nothing grave is said."""
    met = {call.confidence for call in (*after, *before)}
    confidence: Confidence = next((each for each in _CONFIDENCES if each in met), "high")
    return Common(
        level="info" if confidence == "low" else level,
        events=tuple(events),
        call_kind=kind,
        before=tuple(call.location for call in before),
        after=tuple(call.location for call in after),
        confidence=confidence,
    )
