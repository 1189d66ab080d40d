"""Plan and code side by side: the records that the page for a browser is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scanner.model import Finding, ScanResult
from scanner.plan.model import PlannedEvent, PlannedProperty
from scanner.reports.places import EventPlaces

# planned: in the plan, and sent. missing: in the plan, not sent. idle: in the plan, and not expected in this code. unplanned: sent, not in
# the plan. misnamed: sent under a name that comes close to a planned one. dynamic: sent under a name that is not known. sent: the plan says
# nothing of this kind of call, or there is no plan.
EventStatus = Literal["planned", "missing", "idle", "unplanned", "misnamed", "dynamic", "sent"]


@dataclass(frozen=True, slots=True)
class EventPicture:
    """One event in plan and code. `versions` are its entries in the plan, `properties` all that it may carry by the first of them."""

    places: EventPlaces
    status: EventStatus
    suggestion: str = ""
    versions: tuple[PlannedEvent, ...] = ()
    properties: tuple[PlannedProperty, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the page shows."""

    title: str
    events: Sequence[EventPicture]
    findings: Sequence[Finding]
    result: ScanResult
    plans: Sequence[str] = ()
    version: str = ""
