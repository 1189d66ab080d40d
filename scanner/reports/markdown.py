"""Text for Markdown that others will render: names from source and plans are shown, never interpreted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scanner.model import Location
from scanner.reports.findings import FindingsReport
from scanner.reports.groups import count_events
from scanner.reports.text import plural, safe

# ASCII punctuation that Markdown, or a host's extension of it, may read as something.
_PUNCTUATION = re.compile(r"[\\`*_{}\[\]()#+\-.!|<>~&:$^=\"']")
# What hosts turn into a mention or a reference after Markdown has been read, so that no escape of Markdown's keeps it from that.
_REFERENCES = re.compile(r"@|(?<=\\#)(?=\d)")
_ICONS = {"error": "❌", "warning": "⚠️", "info": "🔵"}


def escape(text: str) -> str:
    """Plain text for a paragraph or a table cell: no markup, no link, no mention comes of it."""
    escaped = _PUNCTUATION.sub(lambda found: "\\" + found[0], safe(text))
    return _REFERENCES.sub(lambda found: found[0] + "\u200b", escaped)


def code(text: str) -> str:
    """Text as a code span, also in a table cell."""
    shown = safe(text).replace("|", "\\|")
    if not shown.strip():
        return "` `" if shown else ""
    fence = "`" * (max((len(run) for run in re.findall(r"`+", shown)), default=0) + 1)
    space = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{space}{shown}{space}{fence}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def write_findings(report: FindingsReport) -> str:
    """The findings as a document: a sum, and a table with a row for each."""
    findings, result, plans = report.findings, report.result, report.plans
    told = f"{plural(len(result.calls), 'call')} of {plural(count_events(result.calls), 'event')}"
    held = f"plan: {', '.join(map(code, plans))}" if plans else "no plan"
    title = "## Tracklint\n\n"
    if not findings:
        return f"{title}No findings in {told}; {held}\n"
    rows = [
        (_ICONS[each.severity] + " " + each.severity, code(f"{each.code} {each.name}"), _place(each.location), escape(each.message))
        for each in findings
    ]
    counted = plural(len(findings), "finding")
    return f"{title}{counted} in {told}; {held}\n\n{table(('', 'Finding', 'Place', 'What'), rows)}"


def _place(location: Location) -> str:
    return code(f"{location.path}:{location.line}")
