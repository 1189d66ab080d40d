"""The diagnostic format of reviewdog (rdjsonl): one diagnostic a line, as its protocol definition describes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scanner.model import Edit, Finding, Location, Severity
from scanner.reports.findings import FindingsReport
from scanner.reports.text import SourceLines

_SEVERITIES: Mapping[Severity, str] = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def write_findings(report: FindingsReport) -> str:
    """One line a finding. Columns count bytes of UTF-8, as the format wants, and the end is exclusive."""
    return "".join(json.dumps(_diagnostic(finding, report.lines), ensure_ascii=True) + "\n" for finding in report.findings)


def _diagnostic(finding: Finding, lines: SourceLines) -> dict[str, Any]:
    told: dict[str, Any] = {
        "message": finding.message,
        "location": {"path": finding.location.path, "range": _range(finding.location, lines)},
        "severity": _SEVERITIES[finding.severity],
        "source": {"name": "tracklint"},
        "code": {"value": finding.code},
    }
    here = [edit for edit in finding.fix if edit.location.path == finding.location.path]
    if here and len(here) == len(finding.fix):
        told["suggestions"] = [_suggestion(edit, lines) for edit in here]
    places = [place for place in (finding.plan, *finding.related) if place is not None and place.line]
    if places:
        told["related_locations"] = [{"location": {"path": place.path, "range": _range(place, lines)}} for place in places]
    return told


def _suggestion(edit: Edit, lines: SourceLines) -> dict[str, Any]:
    return {"range": _range(edit.location, lines), "text": edit.text}


def _range(place: Location, lines: SourceLines) -> dict[str, Any]:
    start = {"line": max(place.line, 1), "column": _byte_column(place.path, place.line, place.column, lines)}
    if not place.end_line:
        return {"start": start}
    return {"start": start, "end": {"line": place.end_line, "column": _byte_column(place.path, place.end_line, place.end_column, lines)}}


def _byte_column(path: str, line: int, column: int, lines: SourceLines) -> int:
    text = lines.line(path, line)
    if text is None:
        return max(column, 1)
    return len(text[: max(column - 1, 0)].encode("utf-8", "surrogatepass")) + 1
