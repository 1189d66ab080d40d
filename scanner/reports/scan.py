from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from scanner.model import Call, Coverage, ScanResult, SourceError, Wrapper
from scanner.reports.groups import EventUse, count_events, describe_unknown, group_events, labels
from scanner.reports.text import PLAIN, Style, cut, place, plural, safe

if TYPE_CHECKING:
    from scanner.languages.registry import Language

_KEYS_WIDTH = 100


def scan_human(result: ScanResult, style: Style = PLAIN, summary: bool = True, limit: int | None = 10) -> str:
    """The events with their calls, the wrappers, and what was not seen (at most `limit` files of each sort, None for all)."""
    blocks = [_event_block(event, style) for event in group_events(result.calls)]
    if result.wrappers:
        blocks.append(_wrapper_block(result.wrappers, style))
    if summary:
        blocks.append("\n".join(scan_summary(result, style, limit)))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def scan_concise(result: ScanResult) -> str:
    """One line a call."""
    return "".join(f"{_concise(call)}\n" for call in result.calls)


def scan_table(result: ScanResult) -> str:
    """One row an event."""
    from tabulate import tabulate

    rows = [_row(event) for event in group_events(result.calls)]
    headers = ("event", "kind", "calls", "properties", "first call")
    return (
        tabulate(rows, headers, disable_numparse=True, colalign=("left", "left", "right", "left", "left")) + "\n"
        if rows
        else "no calls found\n"
    )


def languages_table(languages: Iterable[Language]) -> str:
    """The languages that can be read."""
    from tabulate import tabulate

    rows = [(language.name, " ".join(language.suffixes), language.notes) for language in languages]
    return tabulate(rows, ("language", "files", "what is followed")) + "\n"


def scan_summary(result: ScanResult, style: Style = PLAIN, limit: int | None = None) -> Iterator[str]:
    """How much was found, in what, and what remains unknown."""
    calls = result.calls
    wrapped = sum(call.role == "wrapper" or call.role == "event-method" for call in calls)
    through = f", {wrapped:,} of them through {plural(len(result.wrappers), 'wrapper')}" if wrapped else ""
    yield style.paint(f"{plural(count_events(calls), 'event')} in {plural(len(calls), 'call')}{through}", "bold")
    unknown = [f"{count:,} with {what}" for count, what in describe_unknown(calls)]
    if unknown:
        yield f"calls in doubt: {', '.join(unknown)}"
    yield from coverage_summary(result.coverage, limit)


def coverage_summary(coverage: Coverage, limit: int | None = None) -> Iterator[str]:
    """How many files were looked at, and which were not read, or only in part."""
    yield f"{plural(coverage.files_seen, 'file')} seen, {coverage.files_searched:,} searched, {coverage.files_parsed:,} parsed"
    yield from _first(limit, [f"not read: {safe(skipped.path)} ({safe(skipped.reason)})" for skipped in coverage.skipped])
    yield from _first(limit, list(_read_in_part(coverage.parse_errors)))


def _read_in_part(errors: Sequence[SourceError]) -> Iterator[str]:
    """A line for each file: what stopped its reading first, and at how many more places it was stopped."""
    for _, of_file in groupby(errors, key=lambda error: error.path):
        first, *others = of_file
        more = f", and {plural(len(others), 'place')} more" if others else ""
        yield f"read in part: {safe(first.path)}:{first.line}: {safe(first.message)}{more}"


def _first(limit: int | None, lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:limit]
    if limit is not None and len(lines) > limit:
        yield f"... and {len(lines) - limit:,} more (--verbose shows all)"


def describe_keys(event: EventUse) -> str:
    """The property keys on one line; `?` marks those that are not always sent, `…` that there can be more."""
    keys = [safe(str(key)) for key in event.keys]
    return ", ".join(keys if event.complete else [*keys, "…"])


def _event_block(event: EventUse, style: Style) -> str:
    head = f"{style.paint(safe(event.label), 'bold')}  {style.paint(event.kind, 'cyan')}  {plural(len(event.calls), 'call')}"
    keys = describe_keys(event)
    lines = [head, *([f"    {keys}"] if keys else []), *(_site(call, style) for call in event.calls)]
    return "\n".join(lines)


def _site(call: Call, style: Style) -> str:
    return f"    {place(call.location)}  {style.paint('; '.join(_remarks(call)), 'dim')}".rstrip()


def _remarks(call: Call) -> Iterator[str]:
    if call.via:
        yield "via " + " > ".join(safe(via.name) for via in call.via)
    else:
        yield safe(call.sdk)
    if len(call.event.names) > 1:
        yield f"one of {len(call.event.names)} names"
    if call.event.reason:
        yield safe(call.event.reason)
    if call.confidence != "high":
        yield f"{call.confidence} confidence"


def _wrapper_block(wrappers: Iterable[Wrapper], style: Style) -> str:
    lines = [
        f"    {safe(wrapper.name)}({safe(wrapper.signature)}) > {safe(wrapper.forwards_to)}  "
        f"{safe(wrapper.path)}:{wrapper.line}  {style.paint(plural(wrapper.calls, 'call'), 'dim')}"
        for wrapper in wrappers
    ]
    return "\n".join([style.paint("Wrappers", "bold"), *lines])


def _concise(call: Call) -> str:
    names = " | ".join(safe(label) for label in labels(call))
    keys = ", ".join(safe(key.name) for key in call.properties.keys)
    more = "" if call.properties.complete else ", …" if keys else "…"
    return f"{place(call.location)}: {call.kind} {names} [{keys}{more}] {safe(call.sdk)} {call.role} {call.confidence}"


def _row(event: EventUse) -> tuple[str, str, str, str, str]:
    return (safe(event.label), event.kind, f"{len(event.calls):,}", cut(describe_keys(event), _KEYS_WIDTH), place(event.calls[0].location))
