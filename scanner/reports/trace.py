from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.model import Call, PropertyKey
from scanner.reports.text import PLAIN, SourceLines, Style, cut, place, plural, safe

_WIDTH = 120


def trace_human(event: str, calls: Sequence[Call], lines: SourceLines, style: Style = PLAIN) -> str:
    """For each call of an event: where its name is written, through which wrappers it goes, and which SDK sends it."""
    head = f"{style.paint(safe(event), 'bold')}  {plural(len(calls), 'call')}"
    return "\n\n".join([head, *("\n".join(_trace(call, lines, style)) for call in calls)]) + "\n"


def _trace(call: Call, lines: SourceLines, style: Style) -> Iterator[str]:
    within = f"  in {safe(call.function)}" if call.function else ""
    yield f"{style.paint(place(call.location), 'bold')}{style.paint(within, 'dim')}"
    yield from _source(call.location.path, call.location.line, lines, style)
    yield f"  name: {_describe_name(call)}"
    for path, number in dict.fromkeys((origin.path, origin.line) for origin in call.event.origin):
        yield from _step(path, number, lines, style)
    for via in call.via:
        yield f"  goes through {safe(via.name)}"
        yield from _step(via.path, via.line, lines, style)
    yield f"  sent as {call.kind} to {safe(call.sdk)} ({call.confidence} confidence: {safe(call.evidence)})"
    yield f"  properties: {_describe_properties(call)}"


def _describe_name(call: Call) -> str:
    text = f"  {safe(call.event.text)}" if call.event.text else ""
    reason = f"  ({safe(call.event.reason)})" if call.event.reason else ""
    return f"{call.event.kind}{text}{reason}"


def _describe_properties(call: Call) -> str:
    keys = [_describe_key(key) for key in call.properties.keys]
    unknown = [] if call.properties.complete else ["others that are not known"]
    return ", ".join([*keys, *unknown]) or "none"


def _describe_key(key: PropertyKey) -> str:
    kind = f": {_describe_value(key)}" if key.type else ""
    by = " (added by the wrapper)" if key.added_by == "wrapper" else ""
    return f"{safe(key.name)}{'?' if key.conditional else ''}{kind}{by}"


def _describe_value(key: PropertyKey) -> str:
    """The type, and what is known of what it holds: `object {street, zip?}`, `array of string`."""
    if key.items:
        return f"{key.type} of {_describe_value(key.items)}"
    inside = [f"{safe(each.name)}{'?' if each.conditional else ''}" for each in key.properties]
    return f"{key.type} {{{', '.join(inside if key.complete else [*inside, '…'])}}}" if inside else key.type


def _step(path: str, line: int, lines: SourceLines, style: Style) -> Iterator[str]:
    yield f"    {safe(path)}:{line}"
    yield from _source(path, line, lines, style)


def _source(path: str, line: int, lines: SourceLines, style: Style) -> Iterator[str]:
    text = lines.line(path, line)
    if text and text.strip():
        yield f"      {style.paint('|', 'blue')} {cut(safe(text.strip()), _WIDTH)}"
