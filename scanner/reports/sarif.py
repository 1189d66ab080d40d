"""SARIF 2.1.0 (OASIS), with what GitHub's code scanning reads of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from scanner.model import Confidence, Edit, Finding, Location, Severity
from scanner.reports.findings import FindingsReport, Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEMS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "recommendation"}
_RANKS: Mapping[Confidence, float] = {"high": 90.0, "medium": 60.0, "low": 20.0}
_LONGEST = 1024

Json = dict[str, Any]


def write_findings(report: FindingsReport) -> str:
    """One run. Paths are relative to the root. Regions keep to one line: a pull request shows an alert only if all its lines changed."""
    codes = [rule.code for rule in report.rules]
    driver = {"name": "Tracklint", "version": report.version, "rules": [_rule(rule) for rule in report.rules]}
    run: Json = {
        "tool": {"driver": driver},
        "automationDetails": {"id": "tracklint/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The root of the scan."}}},
        "results": [_result(finding, codes) for finding in report.findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=True) + "\n"


def _rule(rule: Rule) -> Json:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.summary[:_LONGEST]},
        "fullDescription": {"text": rule.summary[:_LONGEST]},
        "help": {"text": rule.summary, "markdown": rule.help},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["analytics", rule.name], "problem.severity": _PROBLEMS[rule.severity], "precision": "high"},
    }


def _result(finding: Finding, codes: Sequence[str]) -> Json:
    told: Json = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": _physical(finding.location)}],
        "partialFingerprints": {"primaryLocationLineHash": finding.fingerprint, "tracklint/v1": finding.fingerprint},
        "rank": _RANKS[finding.confidence],
    }
    if finding.code in codes:
        told["ruleIndex"] = codes.index(finding.code)
    places = [place for place in (finding.plan, *finding.related) if place is not None]
    if places:
        told["relatedLocations"] = [{"id": number, "physicalLocation": _physical(place)} for number, place in enumerate(places, 1)]
    if finding.fix:
        told["fixes"] = [_fix(finding)]
    return told


def _fix(finding: Finding) -> Json:
    paths = list(dict.fromkeys(edit.location.path for edit in finding.fix))
    changes = [
        {
            "artifactLocation": _artifact(path),
            "replacements": [_replacement(edit) for edit in finding.fix if edit.location.path == path],
        }
        for path in paths
    ]
    return {"description": {"text": f"Change it to {finding.suggestion or finding.fix[0].text}"}, "artifactChanges": changes}


def _replacement(edit: Edit) -> Json:
    at = edit.location
    region = {
        "startLine": max(at.line, 1),
        "startColumn": at.column,
        "endLine": max(at.end_line or at.line, 1),
        "endColumn": at.end_column or at.column,
    }
    return {"deletedRegion": region, "insertedContent": {"text": edit.text}}


def _physical(place: Location) -> Json:
    region: Json = {"startLine": max(place.line, 1), "startColumn": max(place.column, 1)}
    if place.end_line == place.line and place.end_column > place.column:
        region["endColumn"] = place.end_column
    return {"artifactLocation": _artifact(place.path), "region": region}


def _artifact(path: str) -> Json:
    return {"uri": quote(path.encode("utf-8", "surrogatepass"), safe="/~!$&'()*+,;=@-._"), "uriBaseId": "SRCROOT"}
