"""Where events live in code: per event, the places that send it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scanner.app.check import check_settings
from scanner.app.plan import read_plan
from scanner.app.project import Options, Project, open_project
from scanner.app.scan import scan_files
from scanner.config import suggest
from scanner.model import Call, Kind, ScanResult
from scanner.reports.groups import UNNAMED, group_events, labels
from scanner.reports.links import Linker, check_template, link_template, make_linker
from scanner.reports.places import EventPlaces, Site

if TYPE_CHECKING:
    from scanner.checks.base import CheckContext, Sent
    from scanner.files.owners import Owners
    from scanner.plan.model import Plan, PlannedEvent

EventKey = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Links:
    """How links to code are made: a template (empty: as the host has it), and the revision they lead to (empty: the one that is read)."""

    template: str = ""
    revision: str = ""


@dataclass(frozen=True, slots=True)
class WhereReport:
    """The events with their places, by name, the nameless last.

    `planned` are the places of each planned event that is sent, by kind and label. `foreign` are those that are of another project.
    """

    result: ScanResult
    plan_files: tuple[str, ...]
    events: tuple[EventPlaces, ...]
    planned: Mapping[EventKey, tuple[Site, ...]]
    foreign: frozenset[EventKey] = frozenset()

    @property
    def certain(self) -> tuple[EventPlaces, ...]:
        """The events without places that may be none. This is what is fit to be written down."""
        kept = ((event, tuple(site for site in event.sites if site.call.confidence != "low")) for event in self.events)
        return tuple(replace(event, sites=sites) for event, sites in kept if sites or not event.sites)


def where(options: Options | None = None, links: Links | None = None) -> WhereReport:
    """Scan, and say per event which places send it. Raises TracklintError for what the user can mend."""
    return where_project(open_project(options), links)


def where_project(project: Project, links: Links | None = None) -> WhereReport:
    """As `where`, for a project that is open."""
    from scanner.checks.run import build_context

    plan, files = read_plan(project)
    maker = make_sites(project, plan, links or Links())
    return locate_events(build_context(scan_files(project), plan, check_settings(project)), files, maker)


@dataclass(frozen=True, slots=True)
class SiteMaker:
    """Makes the site of a call: what its file says of platform, owner and link."""

    plan: Plan | None
    owners: Owners
    prefix: str
    linker: Linker | None

    def make(self, call: Call) -> Site:
        path = call.location.path
        link = self.linker(path, call.location.line) if self.linker else ""
        return Site(call, platforms_of(self.plan, call), self.owners.of(self.prefix + path), link)


def make_sites(project: Project, plan: Plan | None, links: Links) -> SiteMaker:
    """Look up what sites need to know of the repository. Raises TracklintError for a bad link template."""
    from scanner.files.origin import read_origin
    from scanner.files.owners import read_owners

    template = check_template(links.template or project.settings.link) if links.template or project.settings.link else ""
    origin = read_origin(project.root)
    revision = links.revision or project.source.revision or origin.head
    linker = make_linker(template or link_template(origin.remote), revision, origin.prefix)
    return SiteMaker(plan, read_owners(origin.top, project.reader), origin.prefix, linker)


def platforms_of(plan: Plan | None, call: Call) -> tuple[str, ...]:
    """The plan's sources that a call's file belongs to, else its language."""
    from scanner.plan.matching import find_sources

    sources = find_sources(plan, call.location.path) if plan else ()
    return tuple(source.key for source in sources) or (call.language,)


def locate_events(context: CheckContext, files: Sequence[str], maker: SiteMaker) -> WhereReport:
    """The places of the events that the code sends, and the planned events that it should send and does not."""
    from scanner.checks.not_in_code import expected_events, lives_elsewhere

    result, sent, plan = context.result, context.sent, context.plan
    sites = {call: maker.make(call) for call in result.calls}
    planned = _places_of_planned(sent, sites)
    known = {(one.call.kind, label) for one in sent for label in _planned_labels(one)}
    events = [
        EventPlaces(use.label, call.kind, tuple(sites[each] for each in use.calls), (call.kind, use.label) in known if plan else None)
        for use in group_events(result.calls)
        for call in use.calls[:1]
    ]
    missing = [
        EventPlaces(event.label, event.kind, (), True) for event in expected_events(context) if (event.kind, event.label) not in planned
    ]
    ordered = sorted([*events, *missing], key=lambda event: (not event.is_named, event.label, event.kind))
    absent = [event for event in (plan.events if plan else ()) if (event.kind, event.label) not in planned]
    foreign = frozenset((event.kind, event.label) for event in absent if lives_elsewhere(context, event))
    return WhereReport(result, tuple(files), tuple(ordered), planned, foreign)


def _places_of_planned(sent: Iterable[Sent], sites: Mapping[Call, Site]) -> dict[EventKey, tuple[Site, ...]]:
    """The places of each planned event that is sent. A call that may be none is no place to write down."""
    found: dict[EventKey, dict[Call, None]] = {}
    for one in sent:
        if one.call.confidence != "low":
            for event in planned_events(one):
                found.setdefault((event.kind, event.label), {})[one.call] = None
    return {key: tuple(sites[call] for call in calls) for key, calls in found.items()}


def planned_events(sent: Sent) -> tuple[PlannedEvent, ...]:
    """The planned events that a call sends, or may send by a name of which parts are not known."""
    return (*(event for match in sent.matches if match.kind in ("exact", "pattern") for event in match.events), *sent.covered)


def _planned_labels(sent: Sent) -> tuple[str, ...]:
    """The labels of a call that the plan knows."""
    if sent.covered:
        return labels(sent.call)
    matched = {match.name for match in sent.matches if match.kind in ("exact", "pattern")}
    # the calls of identify and group are planned as one, whatever they are called in code
    return labels(sent.call) if "" in matched else tuple(label for label in labels(sent.call) if label in matched)


def choose_event(event: str, report: WhereReport) -> tuple[EventPlaces, ...]:
    """The events of that name; else of that name in another spelling; else the patterns that it fits."""
    from scanner.plan.wildcards import match_wildcard
    from scanner.plan.words import fold

    exact = [each for each in report.events if event in (each.label, each.title)]
    near = exact or [each for each in report.events if each.label != UNNAMED and fold(each.label) == fold(event) != ""]
    return tuple(near or [each for each in report.events if each.label.strip("* ") and match_wildcard(each.label, event)])


def suggest_place(event: str, report: WhereReport) -> str:
    """` (did you mean x?)` for the nearest event there is, or nothing."""
    return suggest(event, [each.label for each in report.events if each.is_named])
