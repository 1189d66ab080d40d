"""What changed between two states, for people, for Markdown and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from scanner.changes import LEVELS, Difference, Level, Name, PlanStatus
from scanner.changes.model import Part, PropertyAdded, PropertyOptional, PropertyRemoved, list_names, plain_parts
from scanner.model import Coverage, Location, ScanResult
from scanner.plan.words import quote
from scanner.reports.markdown import code, escape, table
from scanner.reports.scan import coverage_summary
from scanner.reports.text import PLAIN, Style, place, plural, safe

DIFF_FORMAT = "tracklint.diff/1"
ICONS = {"breaking": "❌", "maybe": "⚠️", "info": "🔵"}

_COLORS = {"breaking": "red", "maybe": "yellow", "info": "blue"}
_MEANING = {
    "breaking": "breaks what is built on the data",
    "maybe": "may break what is built on the data",
    "info": "breaks nothing",
}
_PLACES = 3
_FOLDED: dict[type[Difference], str] = {
    PropertyAdded: "are new",
    PropertyRemoved: "are no longer sent",
    PropertyOptional: "were always sent, are sent on some paths",
}
_COMMON = frozenset(field.name for field in fields(Difference))


@dataclass(frozen=True, slots=True)
class Changes:
    """What there is to report: the differences, and what to call the two states. `result` is the scan of the new one."""

    differences: Sequence[Difference]
    base: str
    head: str
    result: ScanResult
    base_revision: str | None = None
    plans: Sequence[str] = ()


def diff_human(changes: Changes, style: Style = PLAIN, summary: bool = True, verbose: bool = False) -> str:
    """The differences by level, each with its place, then how many there are; `verbose` lists the files that were not read."""
    blocks = [_level_block(level, changes.differences, style) for level in LEVELS]
    if summary:
        blocks.append("\n".join(_summary(changes, style, verbose)))
    return "\n\n".join(filter(None, blocks)) + "\n"


def diff_concise(differences: Iterable[Difference]) -> str:
    """One line a difference."""
    return "".join(f"{one_line(each)}\n" for each in differences)


def one_line(difference: Difference) -> str:
    """A difference as one line: its place, level, kind, what changed, and what the plan says."""
    at = f"{place(difference.place)}: " if difference.place else ""
    return f"{at}{difference.level} {difference.kind} {safe(difference.message)}{_remark(difference)}"


def diff_markdown(changes: Changes) -> str:
    """The differences as a document: a sum, and a table of them."""
    title = "## Tracklint\n\n"
    told = f"{_count(changes.differences)} from {code(changes.base)} to {code(changes.head)}"
    if not changes.differences:
        return f"{title}No change in what is sent from {code(changes.base)} to {code(changes.head)}\n"
    rows = [_row(group) for group in fold(changes.differences)]
    return f"{title}{told}\n\n{table(('', 'Event', 'Change', 'Where', 'Plan', 'Owner'), rows)}"


def fold(differences: Iterable[Difference]) -> list[list[Difference]]:
    """The differences in their order, each alone, but many properties of one event to which the same happened together."""
    groups: dict[tuple[object, ...], list[Difference]] = {}
    for each in differences:
        alike = (type(each), each.level, each.events, each.call_kind, _state(each)) if isinstance(each, tuple(_FOLDED)) else (id(each),)
        groups.setdefault(alike, []).append(each)
    return [part for group in groups.values() for part in ([group] if len(group) > _PLACES else [[each] for each in group])]


def folded_change(group: Sequence[Difference]) -> Iterator[Part]:
    """What changed, for a group that `fold` gave."""
    if len(group) == 1:
        yield from group[0].change()
        return
    yield f"{len(group)} {'traits' if group[0].property_word == 'trait' else 'properties'} {_FOLDED[type(group[0])]}: "
    yield from list_names([getattr(each, "property", "") for each in group])


def _state(difference: Difference) -> str:
    return difference.plan.state if difference.plan else ""


def _places_of(group: Sequence[Difference]) -> list[Location]:
    return list(dict.fromkeys(at for each in group for at in (each.after or each.before)))


def _row(group: Sequence[Difference]) -> tuple[str, ...]:
    """The cells of a table row: level, event, change, where, plan status, owner. All Markdown."""
    difference, where = group[0], _places_of(group)
    shown = [code(f"{at.path}:{at.line}") for at in where[:_PLACES]]
    more = [f"and {len(where) - _PLACES} more"] if len(where) > _PLACES else []
    return (
        ICONS[difference.level],
        markdown_parts(difference.subject()),
        markdown_parts(folded_change(group)),
        ", ".join([*shown, *more]),
        escape(describe_plan(difference.plan)),
        escape(difference.plan.owner) if difference.plan else "",
    )


def markdown_parts(parts: Iterable[str | Name]) -> str:
    """A sentence as Markdown: names as code, the rest as plain text."""
    return "".join(code(part.text) if isinstance(part, Name) else escape(part) for part in parts)


def describe_plan(status: PlanStatus | None) -> str:
    """What the plan says, in a few words; empty when it says nothing."""
    if status is None:
        return ""
    if status.state == "misnamed":
        return f"misnamed, did you mean {quote(status.suggestion)}?"
    if status.state == "deprecated" and status.suggestion:
        return f"deprecated, use {quote(status.suggestion)}"
    return status.state


def diff_json(changes: Changes) -> str:
    """The differences as JSON, ASCII only. Fields may be added, none is ever changed."""
    from scanner.reports.json import dump

    document = {
        "format": DIFF_FORMAT,
        "base": {"name": changes.base, "revision": changes.base_revision},
        "head": {"name": changes.head, "revision": changes.result.revision},
        "plan": list(changes.plans),
        "summary": {level: sum(each.level == level for each in changes.differences) for level in LEVELS},
        "differences": [difference_json(each) for each in changes.differences],
    }
    return dump(document)


def difference_json(difference: Difference) -> dict[str, Any]:
    """One difference; what only its kind has stands under `details`."""
    own = [field.name for field in fields(difference) if field.name not in _COMMON]
    plan = difference.plan
    return {
        "kind": difference.kind,
        "level": difference.level,
        "events": list(difference.events),
        "call_kind": difference.call_kind,
        "message": difference.message,
        "confidence": difference.confidence,
        "before": [_place(at) for at in difference.before],
        "after": [_place(at) for at in difference.after],
        "written": [_place(at) for at in difference.written],
        "plan": {
            "state": plan.state,
            "suggestion": plan.suggestion,
            "owner": plan.owner,
            "file": plan.location.path if plan.location else None,
            "line": plan.location.line if plan.location else None,
        }
        if plan
        else None,
        "details": {name: _plain(getattr(difference, name)) for name in own},
    }


def _plain(value: object) -> object:
    if isinstance(value, Location):
        return _place(value)
    return list(value) if isinstance(value, tuple) else value


def _place(at: Location) -> dict[str, Any]:
    return {"path": at.path, "line": at.line, "column": at.column}


def _level_block(level: Level, differences: Iterable[Difference], style: Style) -> str:
    chosen = [each for each in differences if each.level == level]
    if not chosen:
        return ""
    head = f"{style.paint(level, 'bold', _COLORS[level])}  {style.paint(_MEANING[level], 'dim')}"
    return "\n".join([head, *(line for group in fold(chosen) for line in _lines(group, style))])


def _lines(group: Sequence[Difference], style: Style) -> Iterator[str]:
    difference, where = group[0], _places_of(group)
    told = difference.message if len(group) == 1 else plain_parts([*difference.subject(), difference.joint, *folded_change(group)])
    yield f"  {safe(told)}{_remark(difference)}"
    shown = [place(at) for at in where[:_PLACES]]
    more = [f"and {len(where) - _PLACES} more"] if len(where) > _PLACES else []
    written = [f"written in {place(at)}" for at in difference.written[:1]]
    yield style.paint(f"      {', '.join([*shown, *more])}{'; ' if written else ''}{''.join(written)}", "dim")


def _remark(difference: Difference) -> str:
    plan = describe_plan(difference.plan)
    unsure = f"{difference.confidence} confidence" if difference.confidence != "high" else ""
    said = "; ".join(filter(None, (safe(plan), unsure)))
    return f" [{said}]" if said else ""


def _summary(changes: Changes, style: Style, verbose: bool) -> Iterator[str]:
    states = f"from {safe(changes.base)}{_short(changes.base_revision)} to {safe(changes.head)}{_short(changes.result.revision)}"
    plan = f"plan: {', '.join(safe(path) for path in changes.plans)}" if changes.plans else "no plan"
    if changes.differences:
        yield style.paint(f"{_count(changes.differences)} {states}; {plan}", "bold")
    else:
        yield style.paint(f"No change in what is sent {states}; {plan}", "bold", "green")
    coverage = changes.result.coverage
    if verbose:
        yield from coverage_summary(coverage)
    elif coverage.skipped or coverage.parse_errors:
        yield f"{_unread(coverage)} (--verbose lists them)"


def _unread(coverage: Coverage) -> str:
    counts = {"not read": len(coverage.skipped), "read in part": len({error.path for error in coverage.parse_errors})}
    return ", ".join(f"{plural(count, 'file')} {what}" for what, count in counts.items() if count)


def _short(revision: str | None) -> str:
    return f" ({revision[:12]})" if revision else ""


def _count(differences: Sequence[Difference]) -> str:
    counts = [
        f"{sum(each.level == level for each in differences)} {level}" for level in LEVELS if any(d.level == level for d in differences)
    ]
    return f"{plural(len(differences), 'change')} ({', '.join(counts)})"
