"""The marks in the sample repositories: comments that say what a scan must find on the next line.

    // event: "Order Completed" [order_id, total]      a call that sends this name and exactly these keys
    // event: "A" | "B" [k] (wrapper)                  one of several names
    // event: "Signup *" [k] (pattern)                 a name with unknown parts
    // event: dynamic [k] (incomplete)                 a name that is not known; something unknown can add keys
    // event: identify [email]                         a kind that needs no name: identify, group, page, screen, alias, revenue, reset
    // ok                                              nothing (more) may be found
    // todo: event "X"     // todo: ok                 a known miss, a known false alarm
    // finding: TL101, TL111                           what `check` must report; also at the end of another mark

Words in parentheses: a kind other than track, a role (`wrapper`, `event-method`, `direct`, `declarative`), `pattern`, `incomplete`, `low`.
Without `[...]` the keys are not held against the call; without a role neither is its role.
A mark speaks of the next line that is no mark; several events above one line are several calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import get_args

from scanner.model import Call, EventName, Finding, Kind, Role

KINDS: tuple[Kind, ...] = get_args(Kind)
ROLES: tuple[Role, ...] = get_args(Role)
FLAGS = ("pattern", "incomplete", "low")

_COMMENT = re.compile(r"^\s*(?P<open>\{/\*|/\*|<!--|//|#)(?P<body>.*?)(?:\*/\}|\*/|-->)?\s*$")
_START = re.compile(r"(?:todo:\s*)?(?:event\b|ok(?:\s|$)|finding:)")
_EVENT = re.compile(
    r"event:?\s*(?P<names>dynamic|[a-z]+|\"[^\"]*\"(?:\s*\|\s*\"[^\"]*\")*)\s*(?:\[(?P<keys>[^\]]*)\])?(?P<words>(?:\s*\([^()]*\))*)\s*"
)
_FINDING = re.compile(r"\s*finding:\s*(?P<codes>TL\d{3}(?:\s*,\s*TL\d{3})*)\s*$")


class MarkError(Exception):
    """A comment that looks like a mark and is none."""


@dataclass(frozen=True, slots=True)
class EventMark:
    """A call that must be found. `keys` and `role` are None when they do not matter. `todo`: it is known not to be found so yet."""

    line: int
    mark_line: int
    kind: Kind = "track"
    names: tuple[str, ...] = ()
    pattern: str | None = None
    dynamic: bool = False
    keys: frozenset[str] | None = None
    complete: bool = True
    role: Role | None = None
    low: bool = False
    todo: bool = False


@dataclass(frozen=True, slots=True)
class SilentMark:
    """A line on which nothing may be found. `todo`: something is found there, and should not be."""

    line: int
    mark_line: int
    todo: bool = False


@dataclass(frozen=True, slots=True)
class FindingMark:
    """What `check` must report for a line."""

    line: int
    code: str


@dataclass(frozen=True, slots=True)
class Marks:
    """All marks of one file."""

    events: tuple[EventMark, ...] = ()
    silent: tuple[SilentMark, ...] = ()
    findings: tuple[FindingMark, ...] = ()


@dataclass(slots=True)
class _Collected:
    events: list[EventMark] = field(default_factory=list)
    silent: list[SilentMark] = field(default_factory=list)
    findings: list[FindingMark] = field(default_factory=list)


def read_marks(text: str, path: str = "") -> Marks:
    """The marks of a file. Raises MarkError for a mark that cannot be read or has no line below it."""
    found = _Collected()
    for number, body, target in _mark_lines(text, path):
        try:
            _read_mark(body, number, target, found)
        except MarkError as error:
            raise MarkError(f"{path}:{number}: {error}: {body}") from None
    return Marks(tuple(found.events), tuple(found.silent), tuple(found.findings))


def call_differences(path: str, marks: Marks, calls: Iterable[Call]) -> list[str]:
    """How the calls that were found in a file differ from its marks, each as `path:line: message`."""
    by_line: dict[int, list[Call]] = {}
    for call in calls:
        by_line.setdefault(call.location.line, []).append(call)
    told: list[str] = []
    for line in sorted({*by_line, *(mark.line for mark in marks.events), *(mark.line for mark in marks.silent)}):
        events = [mark for mark in marks.events if mark.line == line]
        silent = [mark for mark in marks.silent if mark.line == line]
        told += (f"{path}:{line}: {message}" for message in _line_differences(events, silent, by_line.get(line, [])))
    return told


def finding_differences(path: str, marks: Marks, findings: Iterable[Finding]) -> list[str]:
    """How the findings in a file differ from its marks, each as `path:line: message`."""
    wanted = {(mark.line, mark.code): mark for mark in marks.findings}
    got = {(finding.location.line, finding.code): finding for finding in findings}
    missing = [(line, f"{code} is not reported") for line, code in wanted if (line, code) not in got]
    extra = [(line, f"{code} is not marked: {found.message}") for (line, code), found in got.items() if (line, code) not in wanted]
    return [f"{path}:{line}: {message}" for line, message in sorted(missing + extra)]


def event_differences(mark: EventMark, call: Call) -> list[str]:
    """What a call has that its mark does not say, in words; nothing when they agree."""
    told = [f"kind is {call.kind}, not {mark.kind}"] if call.kind != mark.kind else []
    told += _name_differences(mark, call.event)
    told += _property_differences(mark, call)
    if mark.role is not None and call.role != mark.role:
        told.append(f"role is {call.role}, not {mark.role}")
    if (call.confidence == "low") != mark.low:
        told.append(f"confidence is {call.confidence}")
    return told


def _line_differences(events: Sequence[EventMark], silent: Sequence[SilentMark], calls: Sequence[Call]) -> Iterator[str]:
    left = list(calls)
    for mark in events:
        call = min(left, key=lambda candidate: len(event_differences(mark, candidate)), default=None)
        if call is not None:
            left.remove(call)
        yield from _mark_differences(mark, call)
    yield from _silent_differences(silent, left) if silent else (f"has no mark: {_show(call)}" for call in left)


def _silent_differences(silent: Sequence[SilentMark], calls: Sequence[Call]) -> Iterator[str]:
    for quiet in silent:
        if quiet.todo and not calls:
            yield "nothing is found any more: the mark can go"
        elif not quiet.todo and calls:
            yield f"must not be found: {_show(calls[0])}"


def _mark_differences(mark: EventMark, call: Call | None) -> list[str]:
    told = ["not found"] if call is None else event_differences(mark, call)
    if not mark.todo:
        return told
    return [] if told else ["found as marked: the todo can go"]


def _name_differences(mark: EventMark, event: EventName) -> list[str]:
    shown = event.pattern or " | ".join(event.names) or event.reason
    if mark.dynamic:
        return [] if event.kind == "dynamic" else [f"the name is not dynamic: {shown}"]
    if mark.pattern is not None:
        return [] if event.pattern == mark.pattern else [f"the pattern is not {mark.pattern!r}: {shown}"]
    return [] if set(event.names) == set(mark.names) else [f"the name is not {' | '.join(mark.names) or 'empty'}: {shown}"]


def _property_differences(mark: EventMark, call: Call) -> Iterator[str]:
    if mark.keys is None:
        return
    keys = {key.name for key in call.properties.keys}
    if missing := sorted(mark.keys - keys):
        yield f"keys are not found: {', '.join(missing)}"
    if extra := sorted(keys - mark.keys):
        yield f"keys are not sent: {', '.join(extra)}"
    if call.properties.complete != mark.complete:
        yield f"properties are {'complete' if call.properties.complete else 'incomplete'}"


def _show(call: Call) -> str:
    return f"{call.kind} {call.callee} {call.event.pattern or ' | '.join(call.event.names)} ({call.sdk}, {call.evidence})"


def _mark_lines(text: str, path: str) -> Iterator[tuple[int, str, int]]:
    """(line of the mark, what it says, line it speaks of)"""
    lines = text.splitlines()
    bodies = {number: body for number, line in enumerate(lines, 1) if (body := _mark_body(line)) is not None}
    for number, body in bodies.items():
        target = number + 1
        while target in bodies:
            target += 1
        if target > len(lines) or not lines[target - 1].strip():
            raise MarkError(f"{path}:{number}: nothing stands below the mark: {body}")
        yield number, body, target


def _mark_body(line: str) -> str | None:
    comment = _COMMENT.match(line)
    body = comment["body"].strip() if comment else ""
    return body if _START.match(body) else None


def _read_mark(body: str, number: int, target: int, found: _Collected) -> None:
    rest = body.removeprefix("todo:").strip()
    todo = rest != body
    if rest.startswith("event"):
        rest = _read_event(rest, number, target, todo, found)
    elif rest.startswith("ok"):
        found.silent.append(SilentMark(target, number, todo))
        rest = rest.removeprefix("ok")
    found.findings += [FindingMark(target, code) for code in _read_codes(rest)]


def _read_event(text: str, number: int, target: int, todo: bool, found: _Collected) -> str:
    """Reads an event; returns what stands behind it."""
    event = _EVENT.match(text)
    if event is None:
        raise MarkError("not an event")
    words = [word.strip() for word in re.findall(r"[^(),]+", event["words"]) if word.strip()]
    if unknown := [word for word in words if word not in (*KINDS, *ROLES, *FLAGS)]:
        raise MarkError(f"unknown word {unknown[0]!r}")
    names = tuple(re.findall(r"\"([^\"]*)\"", event["names"]))
    bare = "" if names else event["names"]
    if bare not in ("", "dynamic", *KINDS):
        raise MarkError(f"{bare!r} is neither a name in quotes, nor a kind, nor dynamic")
    if "pattern" in words and len(names) != 1:
        raise MarkError("a pattern is one name")
    found.events.append(
        EventMark(
            line=target,
            mark_line=number,
            kind=next((kind for kind in KINDS if kind in (bare, *words)), "track"),
            names=() if "pattern" in words else names,
            pattern=names[0] if "pattern" in words else None,
            dynamic=bare == "dynamic",
            keys=None if event["keys"] is None else frozenset(key.strip().strip("\"'") for key in event["keys"].split(",") if key.strip()),
            complete="incomplete" not in words,
            role=next((role for role in ROLES if role in words), None),
            low="low" in words,
            todo=todo,
        )
    )
    return text[event.end() :]


def _read_codes(text: str) -> list[str]:
    if not text.strip():
        return []
    finding = _FINDING.match(text)
    if finding is None:
        raise MarkError("unreadable")
    return re.findall(r"TL\d{3}", finding["codes"])
