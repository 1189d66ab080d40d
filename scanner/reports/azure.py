"""Logging commands for Azure Pipelines: `task.logissue`, as its documentation describes it."""

from __future__ import annotations

from scanner.model import Finding
from scanner.reports.findings import FindingsReport
from scanner.reports.text import place, safe


def write_findings(report: FindingsReport) -> str:
    """One command a finding; what is only a note has no command and is a plain line."""
    return "".join(f"{_command(finding)}\n" for finding in report.findings)


def _command(finding: Finding) -> str:
    at = finding.location
    message = f"{finding.code} {safe(finding.message)}"
    if finding.severity == "info":
        return f"{place(at)}: {message}"
    fields = {
        "type": finding.severity,
        "sourcepath": safe(at.path),
        "linenumber": str(at.line),
        "columnnumber": str(at.column),
        "code": finding.code,
    }
    told = "".join(f"{name}={_escape_property(value)};" for name, value in fields.items())
    return f"##vso[task.logissue {told}]{_escape(message)}"


def _escape(text: str) -> str:
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace("]", "%5D").replace(";", "%3B")
