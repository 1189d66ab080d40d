"""The notation of examples: one line a call, read the same in the documentation and in the tests.

    apps/web/shop.ts: track("Order Completed", order_id: string, total?: number = "5", ...)  # tracklint: ignore[TL101] reason

The path may be left out (`app.ts`). The name is `"X"` (written at the call), `NAME = "X"` (a constant), `"X" | "Y"` (one of several),
`` `X *` `` (with unknown parts), or source text (not known). `@text` is the user's id. Of the properties, `key?` is only sent on some
paths, `+key` is added by a wrapper, `[key]` is computed, `...` means that there may be more; `= "1" | "2"` are the known values, and a
type `?` is not known. An object may show what it holds (`address: {street: string, ...}`) and a list what its members are
(`products: [{price: number}]`, `tags: [string]`). `~low` at the end is the confidence. A line `!! text` is a place that could not be
parsed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from scanner.model import Call, Coverage, EventName, Location, NameKind, Properties, PropertyKey, ScanResult, SourceError, Suppression, Via
from scanner.plan.model import KINDS

_T = TypeVar("_T")

DEFAULT_PATH = "app.ts"
WRAPPER = Via("send", "tracking.ts", 1)

_COMMENT = re.compile(r"\s*(?://|#)\s*tracklint: ignore(?:\[(?P<codes>[^\]]*)\])?\s*(?P<reason>.*)\Z")
_PATH = re.compile(r"([\w./-]+\.\w+): ")
_LINE = re.compile(r"(?P<kind>\w+)\((?P<body>.*)\)(?: ~(?P<confidence>\w+))?\Z", re.DOTALL)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_CONSTANT = re.compile(r'(?P<text>[\w.]+) = "(?P<name>[^"]*)"\Z')
_PROPERTY = re.compile(r'(?P<added>\+?)(?P<name>[^\s:"?]+)(?P<maybe>\??): (?P<value>.+)\Z', re.DOTALL)
_VALUE = re.compile(r"(?P<type>[\w?]+)(?: = (?P<values>.+))?\Z|\{(?P<inside>.*)\}\Z|\[(?P<items>.*)\]\Z", re.DOTALL)
_PIECES = re.compile(r'"(?:[^"\\]|\\.)*"|`[^`]*`|.', re.DOTALL)


@dataclass(slots=True)
class _Arguments:
    """What the arguments of one call say."""

    event: EventName = field(default_factory=lambda: EventName("dynamic"))
    name_location: Location | None = None
    user_id: str | None = None
    keys: list[PropertyKey] = field(default_factory=list)
    complete: bool = True
    dynamic_at: list[Location] = field(default_factory=list)


def read_calls(lines: Sequence[str]) -> ScanResult:
    """The scan that an example stands for. Lines count from 1 in each of its files. Raises ValueError for what is not in the notation."""
    calls: list[Call] = []
    errors: list[SourceError] = []
    suppressions: list[Suppression] = []
    counts: dict[str, int] = {}
    for text in lines:
        prefix = _PATH.match(text)
        path, line = (prefix[1], text[prefix.end() :]) if prefix else (DEFAULT_PATH, text)
        counts[path] = number = counts.get(path, 0) + 1
        if line.startswith("!! "):
            errors.append(SourceError(path, number, line[3:]))
            continue
        comment = _COMMENT.search(line)
        if comment:
            codes = tuple(code.strip() for code in (comment["codes"] or "").split(",") if code.strip())
            suppressions.append(Suppression(path, number, number, codes, comment["reason"]))
        calls.append(_read_call(line[: comment.start()] if comment else line, path, number))
    calls.sort(key=lambda call: call.location)
    return ScanResult(".", tuple(calls), (), Coverage(parse_errors=tuple(errors)), suppressions=tuple(suppressions))


def _read_call(line: str, path: str, number: int) -> Call:
    match = _LINE.match(line)
    if match is None:
        raise ValueError(f"not a call: {line}")
    kind = _one_of(match["kind"], KINDS)
    arguments = _read_arguments(match, path, number)
    properties = Properties(tuple(arguments.keys), arguments.complete, bool(arguments.dynamic_at), tuple(arguments.dynamic_at))
    is_wrapped = any(key.added_by == "wrapper" for key in arguments.keys)
    return Call(
        location=Location(path, number, 1, number, match.end("body") + 2),
        language="typescript",
        kind=kind,
        sdk="example",
        callee=kind,
        role="wrapper" if is_wrapped else "direct",
        function="",
        confidence=_one_of(match["confidence"] or "high", ("high", "medium", "low")),
        evidence="",
        event=arguments.event,
        properties=properties,
        via=(WRAPPER,) if is_wrapped else (),
        user_id=arguments.user_id,
        name_location=arguments.name_location,
    )


def _read_arguments(match: re.Match[str], path: str, number: int) -> _Arguments:
    made = _Arguments()
    place = match.start("body")
    for index, part in enumerate(_split(match["body"])):
        start = place + len(part) - len(part.lstrip()) + 1
        _read_part(made, part.strip(), Location(path, number, start, number, place + len(part) + 1), is_first=index == 0)
        place += len(part) + 1
    return made


def _split(body: str) -> list[str]:
    """The parts between commas that stand outside of quotes and brackets."""
    parts, depth = [""], 0
    for piece in _PIECES.findall(body):
        depth += (piece in "([{") - (piece in ")]}")
        if piece == "," and not depth:
            parts.append("")
        else:
            parts[-1] += piece
    return [part for part in parts if part.strip()]


def _read_part(made: _Arguments, part: str, place: Location, is_first: bool) -> None:
    rule = _PROPERTY.match(part)
    if part == "...":
        made.complete = False
    elif part.startswith("[") and part.endswith("]"):
        made.complete = False
        made.dynamic_at.append(place)
    elif part.startswith("@"):
        made.user_id = part[1:]
    elif rule:
        made.keys.append(_read_key(rule, place))
    elif is_first:
        made.event, made.name_location = _read_name(part, place), place
    else:
        raise ValueError(f"not in the notation: {part}")


def _read_key(rule: re.Match[str], place: Location) -> PropertyKey:
    added = bool(rule["added"])
    read = _read_value(rule["value"], Location(WRAPPER.path, WRAPPER.line) if added else place)
    return replace(read, name=rule["name"], conditional=bool(rule["maybe"]), added_by="wrapper" if added else "site")


def _read_value(text: str, place: Location) -> PropertyKey:
    """A value as a key without a name."""
    rule = _VALUE.match(text)
    if rule is None:
        raise ValueError(f"not in the notation: {text}")
    if rule["type"]:
        kind = "" if rule["type"] == "?" else rule["type"]
        return PropertyKey(
            "", kind, tuple(_QUOTED.findall(rule["values"] or "")), location=place, complete=kind not in ("", "object", "array")
        )
    if rule["items"]:
        return PropertyKey("", "array", location=place, items=_read_value(rule["items"], place))
    inside = _Arguments()
    for part in _split(rule["inside"] or ""):
        _read_part(inside, part.strip(), place, is_first=False)
    return PropertyKey("", "object", location=place, properties=tuple(inside.keys), complete=inside.complete)


def _read_name(part: str, place: Location) -> EventName:
    constant = _CONSTANT.match(part)
    if constant:
        return EventName("constant", (constant["name"],), text=constant["text"], origin=(Location("events.ts", 1),))
    if part.startswith("`"):
        return EventName("pattern", pattern=part.strip("`"), text=part)
    if part.startswith('"'):
        names = tuple(_QUOTED.findall(part))
        kind: NameKind = "literal" if len(names) == 1 else "choice"
        return EventName(kind, names, text=part, origin=(place,))
    return EventName("dynamic", text=part, reason="it is not known where it comes from")


def _one_of(word: str, options: Sequence[_T]) -> _T:
    return next(option for option in options if option == word)
