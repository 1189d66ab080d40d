"""Annotations for GitHub Actions: workflow commands, as its documentation describes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scanner.model import Finding, Severity
from scanner.reports.findings import FindingsReport
from scanner.reports.text import place, plural, safe

# A step shows ten annotations of a kind and silently drops the others.
MOST_ANNOTATIONS = 10

_COMMANDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
_RANK: Mapping[Severity, int] = {"error": 0, "warning": 1, "info": 2}


def write_findings(report: FindingsReport) -> str:
    """The worst ten as annotations, each other one as a plain line, and a line that counts them."""
    ordered = sorted(report.findings, key=lambda finding: _RANK[finding.severity])
    shown, rest = ordered[:MOST_ANNOTATIONS], ordered[MOST_ANNOTATIONS:]
    return "".join(f"{line}\n" for line in (*map(annotate, shown), *_rest(rest, len(ordered))))


def _rest(rest: list[Finding], total: int) -> Iterator[str]:
    if not rest:
        return
    yield f"{plural(len(rest), 'more finding')} of {total:,}, without an annotation:"
    for finding in rest:
        # A line of the log must not be taken for a command.
        yield f"  {place(finding.location)}: {finding.code} {safe(finding.message)}"


def annotate(finding: Finding) -> str:
    """One workflow command. Nothing in a name ends it or begins another."""
    at = finding.location
    fields = {"file": safe(at.path), "line": at.line, "endLine": at.line, "col": at.column}
    if at.end_line in (0, at.line) and at.end_column > at.column:
        fields["endColumn"] = at.end_column
    fields["title"] = f"{finding.code} {finding.name}"
    told = ",".join(f"{name}={_escape_property(str(value))}" for name, value in fields.items())
    return f"::{_COMMANDS[finding.severity]} {told}::{_escape(safe(finding.message))}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
