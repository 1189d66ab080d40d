from __future__ import annotations

from collections.abc import Sequence

from scanner.changes.model import PlanStatus, State
from scanner.model import Call, Location
from scanner.plan.matching import Match, PlanIndex, gather_properties, resolve_event, resolve_pattern
from scanner.plan.model import PlannedEvent
from scanner.plan.wildcards import match_wildcard
from scanner.plan.words import fold

_UNWANTED = ("removed", "blocked", "excluded")


def event_status(index: PlanIndex | None, call: Call, label: str) -> PlanStatus | None:
    """What the plan says of an event that a call sends; None when it says nothing of such calls."""
    if index is None:
        return None
    match = _match(index, call, label)
    if match.kind == "unplanned-kind":
        return None
    if match.kind in ("alias", "near"):
        return PlanStatus("misnamed", match.suggestion, *_about(match.events))
    if not match.events:
        return PlanStatus("unplanned")
    return _planned(match.events)


def property_status(index: PlanIndex | None, call: Call, label: str, name: str) -> PlanStatus | None:
    """What the plan says of one property of an event; None when it does not plan the event, or lists none of its properties."""
    match = _match(index, call, label) if index is not None else None
    if index is None or match is None or match.kind not in ("exact", "pattern") or not match.events:
        return None
    planned = {each.name: each for event in match.events for each in gather_properties(index.plan, event)}
    patterns = [each for event in match.events for each in event.key_patterns]
    if not planned and not patterns:
        return None
    owner = _about(match.events)[0]
    found = planned.get(name) or next((each for each in patterns if match_wildcard(each.name, name)), None)
    if found is not None:
        state: State = "deprecated" if found.status == "deprecated" else "excluded" if found.status in _UNWANTED else "planned"
        return PlanStatus(state, "", owner, found.origin)
    meant = next((each for each in planned.values() if fold(each.name) == fold(name) != ""), None)
    return PlanStatus("misnamed", meant.name, owner, meant.origin) if meant else PlanStatus("unplanned", "", owner)


def _match(index: PlanIndex, call: Call, label: str) -> Match:
    if call.event.kind == "pattern" and call.kind not in ("identify", "group"):
        covered = resolve_pattern(index, call)
        return Match("pattern", label, covered) if covered else Match("none", label)
    nameless = call.kind in ("identify", "group") or label not in call.event.names
    return resolve_event(index, call, "" if nameless else label)


def _planned(events: Sequence[PlannedEvent]) -> PlanStatus:
    """Of several versions the newest decides, which stands last."""
    owner, place = _about(events)
    if all(event.status in _UNWANTED for event in events):
        return PlanStatus("excluded", "", owner, place)
    newest = events[-1]
    if newest.status == "deprecated" or newest.deprecated is not None:
        return PlanStatus("deprecated", newest.deprecated.replaced_by if newest.deprecated else "", owner, place)
    return PlanStatus("planned", "", owner, place)


def _about(events: Sequence[PlannedEvent]) -> tuple[str, Location | None]:
    return (events[-1].owner, events[-1].origin) if events else ("", None)
