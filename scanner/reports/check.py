from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from scanner.model import Call, Edit, Finding, Location, ScanResult
from scanner.reports.findings import FindingsReport
from scanner.reports.groups import count_events
from scanner.reports.scan import coverage_summary
from scanner.reports.text import PLAIN, SourceLines, Style, excerpt, place, plural, safe

_COLORS = {"error": "red", "warning": "yellow", "info": "blue"}
_MOST_CALLS = 5
_NOUNS = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("note", "notes")}


def write_human(report: FindingsReport) -> str:
    text = check_human(report.findings, report.result, report.lines, report.plans, report.style, report.summary, report.limit)
    told = f"{plural(report.known, 'finding')} of the baseline not shown\n" if report.known and report.summary else ""
    return text + told


def write_concise(report: FindingsReport) -> str:
    return check_concise(report.findings)


def write_table(report: FindingsReport) -> str:
    return check_table(report.findings)


def check_human(
    findings: Sequence[Finding],
    result: ScanResult,
    lines: SourceLines,
    plans: Sequence[str] = (),
    style: Style = PLAIN,
    summary: bool = True,
    limit: int | None = 10,
) -> str:
    """Each finding with its source line, then a summary that names at most `limit` files that were not read."""
    blocks = ["\n".join(_finding_lines(finding, lines, style)) for finding in findings]
    if summary:
        blocks.append("\n".join(check_summary(findings, result, plans, style, limit)))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def check_concise(findings: Iterable[Finding]) -> str:
    """One line a finding."""
    return "".join(f"{place(finding.location)}: {finding.code} {safe(finding.message)}{_hint(finding)}\n" for finding in findings)


def check_table(findings: Iterable[Finding]) -> str:
    """One row a finding."""
    from tabulate import tabulate

    rows = [(place(finding.location), finding.code, finding.severity, safe(finding.message)) for finding in findings]
    return tabulate(rows, ("place", "code", "severity", "message"), disable_numparse=True) + "\n" if rows else "no findings\n"


def mending_lines(
    mended: Sequence[Finding], refused: Sequence[Finding], shared: Iterable[tuple[Edit, Sequence[Call]]], is_dry: bool = False
) -> Iterator[str]:
    """What a fix did, what else it changes, and what it could not do."""
    if not mended and not refused:
        yield "there is nothing that can be mended safely"
    if mended:
        files = {edit.location.path for finding in mended for edit in finding.fix}
        yield f"{'would mend' if is_dry else 'mended'} {plural(len(mended), 'finding')} in {plural(len(files), 'file')}"
    for edit, calls in shared:
        users = ", ".join(place(call.location) for call in calls[:_MOST_CALLS])
        more = f" and {len(calls) - _MOST_CALLS} more" if len(calls) > _MOST_CALLS else ""
        yield f"{place(edit.location)}: {safe(edit.text)} is now what {plural(len(calls), 'call')} send: {users}{more}"
    for finding in refused:
        reason = "the change would not mend it, or would bring another finding"
        yield f"{place(finding.location)}: {finding.code} is left as it is: {reason}"


def statistics(findings: Iterable[Finding]) -> str:
    """How often each code occurs, the most frequent first."""
    counts = Counter((finding.code, finding.name) for finding in findings)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "".join(f"{count:6,}  {code}  {name}\n" for (code, name), count in ordered)


def check_summary(
    findings: Sequence[Finding], result: ScanResult, plans: Sequence[str] = (), style: Style = PLAIN, limit: int | None = None
) -> Iterator[str]:
    """How many findings in how much code, held against what, and what was not seen."""
    code = f"{plural(len(result.calls), 'call')} of {plural(count_events(result.calls), 'event')}"
    plan = f"plan: {', '.join(safe(path) for path in plans)}" if plans else "no plan"
    if findings:
        yield style.paint(f"Found {_count(findings)} in {code}; {plan}", "bold")
    else:
        yield style.paint(f"No findings in {code}; {plan}", "bold", "green")
    yield from coverage_summary(result.coverage, limit)


def _count(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(plural(counts[level], *_NOUNS[level]) for level in ("error", "warning", "info") if counts[level])


def _finding_lines(finding: Finding, lines: SourceLines, style: Style) -> Iterator[str]:
    code = style.paint(finding.code, "bold", _COLORS[finding.severity])
    yield f"{style.paint(place(finding.location), 'bold')}: {code} {safe(finding.message)}"
    number = str(finding.location.line)
    shown = excerpt(lines, finding.location.path, finding.location.line, finding.location.column, _mark(finding.location, lines))
    if shown:
        bar = style.paint("|", "blue")
        yield f"  {style.paint(number, 'blue')} {bar} {shown[0]}"
        yield f"  {' ' * len(number)} {bar} {style.paint(shown[1], _COLORS[finding.severity])}"
    yield from _notes(finding, len(number), style)


def _notes(finding: Finding, indent: int, style: Style) -> Iterator[str]:
    margin = f"  {' ' * indent} {style.paint('=', 'blue')} "
    yield f"{margin}{finding.severity}: {finding.name}{'' if finding.confidence == 'high' else f' ({finding.confidence} confidence)'}"
    if _has_hint(finding):
        yield f"{margin}did you mean: {safe(finding.suggestion)}"
    if finding.plan and not _is_shown(finding.plan, finding):
        yield f"{margin}plan: {_planned(finding.plan)}"
    for related in finding.related:
        if not _is_shown(related, finding):
            yield f"{margin}see: {place(related)}"


def _planned(location: Location) -> str:
    return f"{safe(location.path)}:{location.line}" if location.line else safe(location.path)


def _is_shown(location: Location, finding: Finding) -> bool:
    """Whether a reader has the line before him already."""
    return (location.path, location.line) == (finding.location.path, finding.location.line)


def _mark(location: Location, lines: SourceLines) -> int:
    """How many characters to mark: of a call only its name, so that the marks do not run along the whole line."""
    line = lines.line(location.path, location.line) or ""
    end = location.end_column - 1 if location.end_line == location.line else len(line)
    return len(line[location.column - 1 : end].partition("(")[0])


def _has_hint(finding: Finding) -> bool:
    return bool(finding.suggestion) and finding.suggestion not in finding.message


def _hint(finding: Finding) -> str:
    return f" (did you mean {safe(finding.suggestion)}?)" if _has_hint(finding) else ""
