from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from scanner.model import Coverage, ScanResult
from scanner.reports.groups import DYNAMIC, count_events
from scanner.reports.markdown import code, table
from scanner.reports.places import EventPlaces, Site, Spot, describe_keys, is_complete, list_spots
from scanner.reports.scan import coverage_summary
from scanner.reports.text import PLAIN, Style, plural, safe

WHERE_FORMAT = "tracklint.where/1"
_COLUMNS = (
    *("event", "kind", "planned", "path", "line", "function", "platforms", "language", "keys", "keys_complete", "through", "sdk"),
    *("confidence", "owners", "link"),
)

# The address of a spot, relative to where the text will stand; empty for none.
SpotLink = Callable[[Spot], str]


def where_human(
    events: Sequence[EventPlaces],
    result: ScanResult,
    style: Style = PLAIN,
    summary: bool = True,
    limit: int | None = 10,
    links: bool = False,
) -> str:
    """Each event with its places, then the planned events that no code sends, then a summary."""
    blocks = ["\n".join(_event_lines(event, style, links)) for event in events if event.sites]
    missing = [safe(event.title) for event in events if not event.sites]
    if missing:
        blocks.append("\n".join([style.paint("Planned, and sent by no code", "bold"), *(f"    {title}" for title in missing)]))
    if summary:
        blocks.append("\n".join(_summary(events, result.coverage, style, limit)))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _event_lines(event: EventPlaces, style: Style, links: bool) -> Iterator[str]:
    note = style.paint("  not in the plan", "yellow") if event.planned is False and event.is_named else ""
    yield f"{style.paint(safe(event.title), 'bold')}  {style.paint(event.kind, 'cyan')}  {plural(len(event.sites), 'place')}{note}"
    for site in event.sites:
        within = f"  {safe(site.call.function)}" if site.call.function else ""
        yield f"    {safe(site.path)}:{site.line}{within}  {style.paint('; '.join(_remarks(site)), 'dim')}"
        keys = [*map(safe, describe_keys([site.call])), *([] if is_complete(site.call) else ["…"])]
        yield from [f"        {', '.join(keys)}"] if keys else []
        yield from [f"        {style.paint(safe(site.link), 'blue')}"] if links and site.link else []


def _remarks(site: Site) -> Iterator[str]:
    yield ", ".join(map(safe, site.platforms))
    if site.through:
        yield f"via {safe(site.through)}"
    if site.owners:
        yield " ".join(map(safe, site.owners))
    if site.call.event.reason:
        yield safe(site.call.event.reason)
    if site.call.confidence != "high":
        yield f"{site.call.confidence} confidence"


def _summary(events: Sequence[EventPlaces], coverage: Coverage, style: Style, limit: int | None) -> Iterator[str]:
    calls = {site.call for event in events for site in event.sites}
    yield style.paint(f"{plural(count_events(calls), 'event')} in {plural(len(calls), 'place')}", "bold")
    yield from coverage_summary(coverage, limit)


def where_json(events: Sequence[EventPlaces], plans: Sequence[str] = ()) -> str:
    """The events with their places as JSON, ASCII only."""
    document = {"format": WHERE_FORMAT, "plan": list(plans), "events": [_event_data(event) for event in events]}
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _event_data(event: EventPlaces) -> dict[str, Any]:
    sites = [_site_data(site) for site in event.sites]
    return {"name": event.label if event.is_named else None, "kind": event.kind, "planned": event.planned, "places": sites}


def _site_data(site: Site) -> dict[str, Any]:
    call = site.call
    return {
        "path": site.path,
        "line": site.line,
        "column": call.location.column,
        "function": call.function,
        "platforms": list(site.platforms),
        "language": call.language,
        "keys": [{"name": key.name, "type": key.type, "conditional": key.conditional} for key in call.properties.keys],
        "keys_complete": is_complete(call),
        "through": [via.name for via in call.via],
        "sdk": call.sdk,
        "confidence": call.confidence,
        "owners": list(site.owners),
        "link": site.link or None,
    }


def where_csv(events: Iterable[EventPlaces]) -> str:
    """A row a place, and one for each planned event that has none. A cell that a spreadsheet would run as a formula is quoted."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for event in events:
        head = (event.title, event.kind, "" if event.planned is None else "yes" if event.planned else "no")
        rows = [_csv_site(site) for site in event.sites] or [("",) * (len(_COLUMNS) - len(head))]
        writer.writerows([_harmless(cell) for cell in (*head, *row)] for row in rows)
    return written.getvalue()


def _csv_site(site: Site) -> tuple[str, ...]:
    call = site.call
    return (
        *(site.path, str(site.line), call.function, " ".join(site.platforms), call.language, " ".join(describe_keys([call]))),
        *("yes" if is_complete(call) else "no", site.through, call.sdk, call.confidence, " ".join(site.owners), site.link),
    )


def _harmless(cell: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = safe(cell)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") and len(text) > 1 else text


def where_markdown(events: Sequence[EventPlaces], link: SpotLink = lambda spot: spot.link, lines: bool = True) -> str:
    """A table with a row for each event and function, in Markdown. Columns that would say nothing are left out."""
    rows = [row for event in events for row in _markdown_rows(event, link, lines)]
    if not rows:
        return "No code sends an event.\n"
    wanted = [index for index, _ in enumerate(_HEAD) if index < _FIXED or any(row[index] for row in rows)]
    platforms = {row[_PLATFORM] for row in rows if row[_PLATFORM]}
    kept = [index for index in wanted if index != _PLATFORM or len(platforms) > 1]
    return table([_HEAD[index] for index in kept], [[row[index] for index in kept] for row in rows])


_HEAD = ("Event", "Place", "Function", "Platform", "Properties", "Through", "Owner")
_FIXED = 2
_PLATFORM = _HEAD.index("Platform")


def _markdown_rows(event: EventPlaces, link: SpotLink, lines: bool) -> Iterator[tuple[str, ...]]:
    name = _markdown_name(event)
    if not event.sites:
        yield (name, "sent by no code", "", "", "", "", "")
    for spot in list_spots(event.sites):
        place = code(f"{spot.path}:{','.join(map(str, spot.lines))}" if lines else spot.path)
        address = link(spot)
        yield (
            name,
            f"[{place}]({address})" if address else place,
            code(spot.function),
            ", ".join(map(code, spot.platforms)),
            ", ".join([*map(code, spot.keys), *([] if spot.complete else ["…"])]),
            ", ".join(map(code, spot.through)),
            " ".join(map(code, spot.owners)),
        )


def _markdown_name(event: EventPlaces) -> str:
    if event.label == DYNAMIC:
        return f"(a {event.kind} whose name is not known)"
    return code(event.title) if event.kind in ("track", event.title) else f"{code(event.title)} ({event.kind})"
