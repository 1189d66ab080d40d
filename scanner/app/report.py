"""Plan and code in one picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from scanner.app.check import check_project, check_settings
from scanner.app.project import Project
from scanner.app.where import Links, locate_events, make_sites, planned_events
from scanner.model import Call
from scanner.reports.groups import DYNAMIC, UNNAMED
from scanner.reports.picture import EventPicture, EventStatus, Picture
from scanner.reports.places import EventPlaces

if TYPE_CHECKING:
    from scanner.checks.base import CheckContext, Sent
    from scanner.plan.matching import Match
    from scanner.plan.model import Plan, PlannedEvent


def draw_picture(project: Project, links: Links | None = None, version: str = "") -> Picture:
    """Scan and check a project, and put what the plan and the code say side by side. Raises TracklintError for what the user can mend."""
    from scanner.checks.run import build_context

    report = check_project(project)
    context = build_context(report.result, report.plan, check_settings(project))
    maker = make_sites(project, report.plan, links or Links())
    places = locate_events(context, report.plan_files, maker).events
    events = (*_draw_sent(places, context), *_draw_idle(places, context, report.plan_files))
    ordered = sorted(events, key=lambda event: (not event.places.is_named, event.places.label, event.places.kind))
    title = report.plan.name if report.plan else ""
    return Picture(title, tuple(ordered), report.findings, report.result, report.plan_files, version)


def _draw_sent(places: Sequence[EventPlaces], context: CheckContext) -> Iterator[EventPicture]:
    """What the code sends, and what it should send."""
    sent = {one.call: one for one in context.sent}
    by_label = _versions(context.plan)
    for event in places:
        if event.sites:
            yield _draw(event, context.plan, *_judge(event, sent))
        else:
            yield _draw(event, context.plan, "missing", "", by_label.get((event.kind, event.label), ()))


def _draw_idle(places: Sequence[EventPlaces], context: CheckContext, files: Sequence[str]) -> Iterator[EventPicture]:
    """What the plan itself has and the code is not expected to send."""
    shown = {(event.kind, event.label) for event in places}
    met = {(event.kind, event.label) for one in context.sent for event in planned_events(one)}
    for (kind, label), versions in _versions(context.plan).items():
        own = any(version.origin is not None and version.origin.path in files for version in versions)
        if own and (kind, label) not in shown | met:
            yield _draw(EventPlaces(label, versions[0].kind, (), True), context.plan, "idle", "", versions)


def _versions(plan: Plan | None) -> dict[tuple[str, str], tuple[PlannedEvent, ...]]:
    """The planned events by kind and label."""
    found: dict[tuple[str, str], tuple[PlannedEvent, ...]] = {}
    for event in plan.events if plan else ():
        key = (event.kind, event.label)
        found[key] = (*found.get(key, ()), event)
    return found


def _draw(event: EventPlaces, plan: Plan | None, status: EventStatus, suggestion: str, versions: tuple[PlannedEvent, ...]) -> EventPicture:
    from scanner.plan.matching import gather_properties

    properties = gather_properties(plan, versions[0]) + versions[0].key_patterns if plan and versions else ()
    return EventPicture(event, status, suggestion, versions, properties)


def _judge(event: EventPlaces, sent: Mapping[Call, Sent]) -> tuple[EventStatus, str, tuple[PlannedEvent, ...]]:
    """The status of an event that is sent, the planned name that may be meant, and the planned events that it is."""
    calls = [sent[site.call] for site in event.sites]
    matches = [match for call in calls for match in call.matches if match.name in (event.label, "")]
    planned = tuple(
        dict.fromkeys(
            [each for match in matches if match.kind in ("exact", "pattern") for each in match.events]
            + [each for call in calls for each in call.covered]
        )
    )
    if planned:
        return "planned", "", planned
    if event.planned is None:
        return ("dynamic" if _is_dynamic(event) else "sent"), "", ()
    return _judge_unplanned(event, matches)


def _judge_unplanned(event: EventPlaces, matches: Sequence[Match]) -> tuple[EventStatus, str, tuple[PlannedEvent, ...]]:
    near = next((match for match in matches if match.kind in ("alias", "near")), None)
    if near:
        return "misnamed", near.suggestion, ()
    if _is_dynamic(event):
        return "dynamic", "", ()
    silent = event.label == UNNAMED or (bool(matches) and all(match.kind == "unplanned-kind" for match in matches))
    return ("sent" if silent else "unplanned"), "", ()


def _is_dynamic(event: EventPlaces) -> bool:
    """Whether so little of the name is known that it could be anything."""
    from scanner.plan.matching import says_something

    return event.label == DYNAMIC or (
        "*" in event.label and any(site.call.event.pattern for site in event.sites) and not says_something(event.label)
    )
