"""What the page shows, as plain data. Every text in it is safe to show: what could hide or reorder characters is written out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scanner.model import Call, Finding, PropertyKey, Via, Wrapper
from scanner.plan.model import PlannedEvent, PlannedProperty
from scanner.reports.groups import count_events, describe_unknown
from scanner.reports.picture import EventPicture, Picture
from scanner.reports.places import Site, is_complete
from scanner.reports.text import SourceLines, cut, safe

Json = dict[str, Any]

_WIDTH = 180
_BEFORE, _AFTER = 1, 7


def page_data(picture: Picture, lines: SourceLines) -> Json:
    """The data of the page, in short keys where there are many of them. `lines` gives the source around the calls."""
    by_event = _findings_by_event(picture)
    return {
        "title": safe(picture.title),
        "version": picture.version,
        "plans": [safe(path) for path in picture.plans],
        "platforms": sorted({safe(name) for event in picture.events for site in event.places.sites for name in site.platforms}),
        "totals": {
            "events": count_events(picture.result.calls),
            "calls": len(picture.result.calls),
            "unknown": [[count, what] for count, what in describe_unknown(picture.result.calls)],
        },
        "events": [_event(event, by_event.get(number, ()), lines) for number, event in enumerate(picture.events)],
        "findings": [_finding(finding, lines) for finding in picture.findings],
        "wrappers": [_wrapper(wrapper) for wrapper in picture.result.wrappers],
        "coverage": _coverage(picture),
    }


def _findings_by_event(picture: Picture) -> dict[int, list[int]]:
    """The numbers of the findings of each event: those that name it, and those that stand in a line of one of its calls."""
    by_label: dict[str, set[int]] = defaultdict(set)
    by_line: dict[tuple[str, int], set[int]] = defaultdict(set)
    for number, event in enumerate(picture.events):
        by_label[event.places.label].add(number)
        for site in event.places.sites:
            by_line[site.path, site.line].add(number)
    found: dict[int, list[int]] = defaultdict(list)
    for index, finding in enumerate(picture.findings):
        named = by_label.get(finding.event) or {number for name in finding.event.split(" | ") for number in by_label.get(name, ())}
        for number in sorted(named or by_line.get((finding.location.path, finding.location.line), set())):
            found[number].append(index)
    return found


def _event(event: EventPicture, findings: Sequence[int], lines: SourceLines) -> Json:
    places = event.places
    return {
        "id": f"{places.kind}:{safe(places.label)}",
        "name": safe(places.title),
        "named": places.is_named,
        "kind": places.kind,
        "status": event.status,
        "meant": safe(event.suggestion),
        "plan": _planned(event.versions[0], len(event.versions)) if event.versions else None,
        "keys": _keys(places.sites, event.properties),
        "sites": [_site(site, lines) for site in places.sites],
        "findings": list(findings),
    }


def _planned(event: PlannedEvent, versions: int) -> Json:
    """What the plan says of an event, as pairs of a word and a text, in the order in which they are read."""
    says = {
        "Why": event.why,
        "Description": event.description,
        "Trigger": event.trigger,
        "Location": event.location,
        "Owner": event.owner,
        "Category": event.category,
        "Sources": ", ".join(event.sources),
        "Destinations": ", ".join(name for name, _ in event.destinations),
        "Version": event.version,
        "Versions": str(versions) if versions > 1 else "",
        "Tags": ", ".join(event.tags),
        "Notes": event.notes,
    }
    deprecated = event.deprecated
    return {
        "status": "deprecated" if deprecated and event.status in (None, "active", "implemented") else event.status or "",
        "instead": safe(deprecated.replaced_by) if deprecated else "",
        "says": [[word, _text(said)] for word, said in says.items() if said],
        "path": safe(event.origin.path) if event.origin else "",
        "line": event.origin.line if event.origin else 0,
    }


def _text(text: str) -> str:
    """A text of the plan, whose line ends are meant."""
    return "\n".join(safe(line) for line in text.split("\n"))


def _keys(sites: Sequence[Site], properties: Sequence[PlannedProperty]) -> list[Json]:
    """Each property key, in code and plan: its types, and how often each platform sends it."""
    planned = {each.name: each for each in properties}
    by_platform: dict[str, list[Call]] = defaultdict(list)
    for site in sites:
        for name in site.platforms:
            by_platform[name].append(site.call)
    uses: dict[str, list[PropertyKey]] = defaultdict(list)
    for site in sites:
        for key in site.call.properties.keys:
            uses[key.name].append(key)
    names = dict.fromkeys((*uses, *planned))
    return [_key(name, uses.get(name, ()), planned.get(name), by_platform) for name in names]


def _key(name: str, uses: Sequence[PropertyKey], planned: PlannedProperty | None, by_platform: Mapping[str, Sequence[Call]]) -> Json:
    sent = {safe(platform): _how_often(name, calls) for platform, calls in sorted(by_platform.items())}
    return {
        "name": safe(name),
        "types": sorted({use.type for use in uses if use.type}),
        "planned": _need(planned),
        "plannedType": safe(" | ".join(planned.types)) if planned else "",
        "says": _describe(planned) if planned else "",
        "sent": {platform: often for platform, often in sent.items() if often},
    }


def _how_often(name: str, calls: Iterable[Call]) -> int:
    """2: every call sends it, on all paths. 1: some do. 0: none does."""
    found = [next((key for key in call.properties.keys if key.name == name), None) for call in calls]
    if all(key is not None and not key.conditional for key in found):
        return 2
    return int(any(key is not None for key in found))


def _need(planned: PlannedProperty | None) -> str:
    if planned is None:
        return ""
    return "planned" if planned.required is None else "required" if planned.required else "optional"


def _describe(planned: PlannedProperty) -> str:
    """What the plan says of a property besides its type, on one line."""
    values = " | ".join(str(value) for value in (*planned.enum, *([planned.const] if planned.const is not None else [])))
    parts = (values, planned.pattern, planned.format, planned.description)
    return cut(safe("; ".join(part for part in parts if part)), _WIDTH)


def _site(site: Site, lines: SourceLines) -> Json:
    call = site.call
    first, shown = _excerpt(call, lines)
    return {
        "path": safe(site.path),
        "line": site.line,
        "function": safe(call.function),
        "platforms": [safe(name) for name in site.platforms],
        "language": call.language,
        "sdk": safe(call.sdk),
        "role": call.role,
        "confidence": call.confidence,
        "evidence": safe(call.evidence),
        "name": call.event.kind,
        "text": cut(safe(call.event.text), _WIDTH),
        "reason": safe(call.event.reason),
        "from": _origin(call),
        "names": len(call.event.names),
        "via": [_via(via) for via in call.via],
        "keys": [[safe(key.name), key.type, int(key.conditional), int(key.added_by == "wrapper")] for key in call.properties.keys],
        "complete": is_complete(call),
        "owners": [safe(owner) for owner in site.owners],
        "link": site.link,
        "first": first,
        "code": shown,
    }


def _origin(call: Call) -> str:
    """Where the name is written when it is not written at the call."""
    if not call.event.origin:
        return ""
    place = call.event.origin[-1]
    return "" if (place.path, place.line) == (call.location.path, call.location.line) else f"{safe(place.path)}:{place.line}"


def _via(via: Via) -> list[Any]:
    return [safe(via.name), safe(via.path), via.line]


def _excerpt(call: Call, lines: SourceLines) -> tuple[int, list[str]]:
    """The lines around a call and the number of the first, without the indentation that all of them have."""
    at = call.location
    last = min(max(at.end_line, at.line), at.line + _AFTER)
    found = [(number, lines.line(at.path, number)) for number in range(max(1, at.line - _BEFORE), last + 1)]
    there = [(number, text.replace("\t", "    ")) for number, text in found if text is not None]
    while there and not there[0][1].strip():
        there = there[1:]
    indents = [len(text) - len(text.lstrip(" ")) for _, text in there if text.strip()]
    margin = min(indents, default=0)
    return (there[0][0] if there else at.line), [cut(safe(text[margin:].rstrip()), _WIDTH) for _, text in there]


def _finding(finding: Finding, lines: SourceLines) -> Json:
    at = finding.location
    line = lines.line(at.path, at.line) if not finding.plan or finding.plan != at else None
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "message": safe(finding.message),
        "meant": safe(finding.suggestion) if finding.suggestion and finding.suggestion not in finding.message else "",
        "event": safe(finding.event),
        "path": safe(at.path),
        "line": at.line,
        "source": cut(safe((line or "").strip()), _WIDTH),
    }


def _wrapper(wrapper: Wrapper) -> Json:
    return {
        "name": safe(wrapper.name),
        "path": safe(wrapper.path),
        "line": wrapper.line,
        "kind": wrapper.kind,
        "role": wrapper.role,
        "signature": safe(wrapper.signature),
        "to": safe(wrapper.forwards_to),
        "calls": wrapper.calls,
    }


def _coverage(picture: Picture) -> Json:
    coverage = picture.result.coverage
    return {
        "seen": coverage.files_seen,
        "searched": coverage.files_searched,
        "parsed": coverage.files_parsed,
        "skipped": [[safe(skipped.path), safe(skipped.reason)] for skipped in coverage.skipped],
        "errors": [[safe(error.path), error.line, safe(error.message)] for error in coverage.parse_errors],
        "languages": _languages(site.call for event in picture.events for site in event.places.sites),
        "sdks": _sdks(picture.result.calls),
    }


def _languages(calls: Iterable[Call]) -> list[list[Any]]:
    found: dict[str, set[Call]] = defaultdict(set)
    for call in calls:
        found[call.language].add(call)
    return sorted(([language, len(of)] for language, of in found.items()), key=lambda row: (-row[1], row[0]))


def _sdks(calls: Iterable[Call]) -> list[list[Any]]:
    found: dict[str, int] = defaultdict(int)
    for call in calls:
        found[call.sdk] += 1
    return sorted(([safe(sdk), count] for sdk, count in found.items()), key=lambda row: (-row[1], row[0]))
