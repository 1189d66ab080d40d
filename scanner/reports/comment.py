"""What a pull request changes in what is sent, as a comment on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from scanner.changes import Difference
from scanner.model import Location
from scanner.reports.diff import ICONS, Changes, describe_plan, markdown_parts
from scanner.reports.links import Linker
from scanner.reports.markdown import code, escape, table
from scanner.reports.text import plural, safe

_HEAD = ("", "Event", "What changed", "Where", "Plan", "Owner")
# What moves or stays as it is for those who read the data: told, but folded away.
_FOLDED = ("calls-moved", "wrapper-added", "wrapper-removed", "wrapper-changed", "destination-changed")
_PLACES = 3
_RESERVE = 600


@dataclass(frozen=True, slots=True)
class CommentStyle:
    """What a host shows. `folds`: it understands `<details>`. `longest` is of characters, None for no limit."""

    longest: int | None = None
    folds: bool = True


@dataclass(frozen=True, slots=True)
class CommentContext:
    """What a row is told beside the difference: links to the code before and after, and who owns a file."""

    link_before: Linker | None = None
    link_after: Linker | None = None
    owners_of: Callable[[str], Sequence[str]] = lambda path: ()


def comment_markdown(changes: Changes, context: CommentContext, style: CommentStyle) -> str:
    """The body of a comment. What does not fit below the limit is counted, and stands in the summary of the job."""
    if not changes.differences:
        return f"### Tracklint\n\nNo change in what is sent, in the latest revision. {_states(changes)}\n"
    told = [each for each in changes.differences if each.kind not in _FOLDED]
    folded = [each for each in changes.differences if each.kind in _FOLDED]
    head = f"### Tracklint: {_title(told) or plural(len(folded), 'detail')}\n\n"
    foot = f"\n{_states(changes)}\n"
    room = None if style.longest is None else style.longest - len(head) - len(foot) - _RESERVE
    rows, left = _fit([_row(each, context) for each in told], room)
    body = table(_HEAD, rows) if rows else ""
    details, more = _details(folded, context, style, None if room is None else room - len(body))
    return f"{head}{body}{details}{_rest(left + more)}{foot}"


def _title(differences: Sequence[Difference]) -> str:
    """`2 events added, 1 removed, 3 other changes`."""
    counts = (
        (sum(each.kind == "event-added" for each in differences), "added"),
        (sum(each.kind == "event-removed" for each in differences), "removed"),
        (sum(each.kind == "event-renamed" for each in differences), "renamed"),
    )
    named = [(count, word) for count, word in counts if count]
    parts = [f"{plural(count, 'event') if number == 0 else count} {word}" for number, (count, word) in enumerate(named)]
    others = len(differences) - sum(count for count, _ in named)
    if others:
        parts.append(f"{others} {'other ' if named else ''}{'change' if others == 1 else 'changes'}")
    return ", ".join(parts)


def _states(changes: Changes) -> str:
    head = f" to {code(changes.result.revision[:12])}" if changes.result.revision else ""
    base = f"Compared from {code(changes.base_revision[:12])}{head}" if changes.base_revision else ""
    plan = f"; plan: {', '.join(map(code, changes.plans))}" if changes.plans else "; no plan"
    return f"{base}{plan}." if base else ""


def _row(each: Difference, context: CommentContext) -> tuple[str, ...]:
    return (
        ICONS[each.level],
        markdown_parts(each.subject()),
        markdown_parts(each.change()) + (f" ({each.confidence} confidence)" if each.confidence != "high" else ""),
        _places(each, context),
        escape(describe_plan(each.plan)),
        escape(_owner(each, context)),
    )


def _places(each: Difference, context: CommentContext) -> str:
    places, linker = (each.after, context.link_after) if each.after else (each.before, context.link_before)
    shown = [_place(place, linker) for place in places[:_PLACES]]
    more = [f"and {len(places) - _PLACES} more"] if len(places) > _PLACES else []
    return ", ".join([*shown, *more])


def _place(place: Location, linker: Linker | None) -> str:
    shown = code(f"{place.path}:{place.line}")
    return f"[{shown}]({linker(place.path, place.line)})" if linker else shown


def _owner(each: Difference, context: CommentContext) -> str:
    if each.plan and each.plan.owner:
        return each.plan.owner
    return " ".join(context.owners_of(each.place.path)) if each.place else ""


def _fit(rows: Iterable[tuple[str, ...]], room: int | None) -> tuple[list[tuple[str, ...]], int]:
    """The rows that fit, and how many do not. A row is never cut."""
    kept: list[tuple[str, ...]] = []
    left = 0
    for row in rows:
        size = len(" | ".join(row)) + 6
        if room is not None and (left or size > room):
            left += 1
            continue
        kept.append(row)
        room = None if room is None else room - size
    return kept, left


def _details(folded: Sequence[Difference], context: CommentContext, style: CommentStyle, room: int | None) -> tuple[str, int]:
    if not folded:
        return "", 0
    lines = [(f"- {ICONS[each.level]} {markdown_parts(each.parts())} {_places(each, context)}".rstrip(),) for each in folded]
    kept, left = _fit(lines, room)
    listed = "".join(f"{line}\n" for (line,) in kept)
    if not kept:
        return "", left
    title = plural(len(folded), "detail")
    if not style.folds:
        return f"\n{title}:\n\n{listed}", left
    return f"\n<details>\n<summary>{title}</summary>\n\n{listed}\n</details>\n", left


def _rest(count: int) -> str:
    return f"\n{count:,} more did not fit; the summary of the job has all of them.\n" if count else ""


def notice(text: str) -> str:
    """A remark that GitHub shows beside a run; elsewhere it is a line of the log."""
    escaped = safe(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::notice title=Tracklint::{escaped}\n"
