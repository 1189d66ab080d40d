"""The code quality report of GitLab: a list in the issue format of Code Climate, as GitLab's documentation describes it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from scanner.model import Finding, Severity
from scanner.reports.findings import FindingsReport

_SEVERITIES: Mapping[Severity, str] = {"error": "major", "warning": "minor", "info": "info"}


def write_findings(report: FindingsReport) -> str:
    """One entry a finding. Fingerprints know no line, and no two are the same: GitLab shows only the first of those that are."""
    return json.dumps([_entry(finding) for finding in report.findings], indent=2, ensure_ascii=True) + "\n"


def _entry(finding: Finding) -> dict[str, object]:
    return {
        "type": "issue",
        "check_name": f"{finding.code} {finding.name}",
        "description": finding.message,
        "categories": ["Style" if finding.code.startswith("TL3") else "Bug Risk"],
        "severity": _SEVERITIES[finding.severity],
        "fingerprint": finding.fingerprint,
        "location": {"path": finding.location.path, "lines": {"begin": max(finding.location.line, 1)}},
    }
