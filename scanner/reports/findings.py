"""The formats that findings are written in, each told what a check found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from posixpath import normpath

from scanner.config import FailOn
from scanner.model import Finding, Location, ScanResult, Severity
from scanner.reports.text import PLAIN, SourceLines, Style


@dataclass(frozen=True, slots=True)
class Rule:
    """What a kind of finding is, for formats that explain it. `help` is Markdown."""

    code: str
    name: str
    severity: Severity
    summary: str
    help: str


@dataclass(frozen=True, slots=True)
class FindingsReport:
    """What there is to report. `lines` gives the source, `plans` are the files of the plan, `limit` is of names listed in a summary.

    `known` counts the findings that a baseline has, `stale` describes its entries that no finding is left of. `fail_on` is the least
    severity that counts as a failure. `prefix` leads from the top of the repository to the root, with a slash at its end; empty when
    they are the same.
    """

    findings: Sequence[Finding]
    result: ScanResult
    lines: SourceLines
    plans: Sequence[str] = ()
    rules: Sequence[Rule] = ()
    version: str = ""
    style: Style = PLAIN
    summary: bool = True
    limit: int | None = 10
    known: int = 0
    stale: Sequence[str] = ()
    prefix: str = ""
    fail_on: FailOn = "warning"


Writer = Callable[[FindingsReport], str]

# Loaded by name, so that a run pays only for the format it writes.
_WRITERS = {
    "human": "check:write_human",
    "concise": "check:write_concise",
    "table": "check:write_table",
    "json": "json:write_findings",
    "markdown": "markdown:write_findings",
    "csv": "csv:write_findings",
    "github": "github:write_findings",
    "gitlab": "gitlab:write_findings",
    "azure": "azure:write_findings",
    "sarif": "sarif:write_findings",
    "rdjsonl": "rdjson:write_findings",
    "junit": "junit:write_findings",
}
FINDINGS_FORMATS = tuple(_WRITERS)
# A host reads these for the repository as a whole, wherever the run was.
FORMATS_FROM_TOP = frozenset({"github", "gitlab", "azure", "sarif", "rdjsonl"})


def write_findings(name: str, report: FindingsReport) -> str:
    """The report in the format of that name, one of FINDINGS_FORMATS."""
    module, function = _WRITERS[name].split(":")
    writer: Writer = getattr(import_module(f"scanner.reports.{module}"), function)
    return writer(_from_top(report) if name in FORMATS_FROM_TOP and report.prefix else report)


def _from_top(report: FindingsReport) -> FindingsReport:
    """The report with paths from the top of the repository."""

    def move(place: Location) -> Location:
        return replace(place, path=normpath(report.prefix + place.path)) if place.path else place

    findings = [
        replace(
            finding,
            location=move(finding.location),
            plan=move(finding.plan) if finding.plan else None,
            related=tuple(map(move, finding.related)),
            fix=tuple(replace(edit, location=move(edit.location)) for edit in finding.fix),
        )
        for finding in report.findings
    ]
    return replace(report, findings=findings, lines=report.lines.under(report.prefix), prefix="")
