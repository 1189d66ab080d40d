from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from scanner.model import Call, Coverage, Finding, Location, PropertyKey, ScanResult, Wrapper
from scanner.reports.findings import FindingsReport

SCAN_FORMAT = "tracklint.scan/1"
CHECK_FORMAT = "tracklint.check/1"

Json = dict[str, Any]


def scan_json(result: ScanResult) -> str:
    """The scan as JSON, ASCII only. Fields may be added, none is ever changed."""
    document = {
        "format": SCAN_FORMAT,
        "root": ".",
        "revision": result.revision,
        "coverage": _coverage(result.coverage),
        "calls": [_call(call) for call in result.calls],
        "wrappers": [_wrapper(wrapper) for wrapper in result.wrappers],
    }
    return dump(document)


def write_findings(report: FindingsReport) -> str:
    return check_json(report.findings, report.result, report.plans, report.known, report.stale)


def check_json(
    findings: Sequence[Finding], result: ScanResult, plans: Sequence[str] = (), known: int = 0, stale: Sequence[str] = ()
) -> str:
    """Findings as JSON, ASCII only. `plans` are the files of the plan, `known` and `stale` are of the baseline."""
    document = {
        "format": CHECK_FORMAT,
        "root": ".",
        "revision": result.revision,
        "plan": list(plans),
        "coverage": _coverage(result.coverage),
        "summary": {
            "calls": len(result.calls),
            **{level: sum(finding.severity == level for finding in findings) for level in ("error", "warning", "info")},
        },
        "baseline": {"known": known, "stale": list(stale)},
        "findings": [_finding(finding) for finding in findings],
    }
    return dump(document)


def dump(document: Json) -> str:
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _coverage(coverage: Coverage) -> Json:
    return {
        "files_seen": coverage.files_seen,
        "files_searched": coverage.files_searched,
        "files_parsed": coverage.files_parsed,
        "skipped": [{"path": skipped.path, "reason": skipped.reason} for skipped in coverage.skipped],
        "parse_errors": [{"path": error.path, "line": error.line, "message": error.message} for error in coverage.parse_errors],
    }


def _call(call: Call) -> Json:
    return {
        **_place(call.location),
        "language": call.language,
        "kind": call.kind,
        "sdk": call.sdk,
        "callee": call.callee,
        "role": call.role,
        "function": call.function,
        "confidence": call.confidence,
        "evidence": call.evidence,
        "via": [{"name": via.name, "path": via.path, "line": via.line} for via in call.via],
        "event": {
            "kind": call.event.kind,
            "names": list(call.event.names),
            "pattern": call.event.pattern,
            "text": call.event.text,
            "reason": call.event.reason,
            "origin": [{"path": place.path, "line": place.line, "column": place.column} for place in call.event.origin],
        },
        "properties": {
            "keys": [_key(key) for key in call.properties.keys],
            "complete": call.properties.complete,
            "dynamic": call.properties.dynamic,
        },
        "user_id": call.user_id,
        "group_id": call.group_id,
    }


def _key(key: PropertyKey) -> Json:
    written = {"name": key.name, "type": key.type, "values": list(key.values), "conditional": key.conditional, "from": key.added_by}
    place = key.location
    where = {"path": place.path, "line": place.line} if place else {}
    return {**written, **where, **_insides(key)}


def _insides(key: PropertyKey) -> Json:
    """What an object or a list holds; nothing of a key of which nothing inside is known."""
    inside: Json = {}
    if key.properties:
        inside["properties"] = [_key(each) for each in key.properties]
    if key.items:
        inside["items"] = {"type": key.items.type, "values": list(key.items.values), **_insides(key.items)}
    return {**inside, "complete": key.complete} if inside else {}


def _wrapper(wrapper: Wrapper) -> Json:
    return {
        "name": wrapper.name,
        "path": wrapper.path,
        "line": wrapper.line,
        "kind": wrapper.kind,
        "role": wrapper.role,
        "signature": wrapper.signature,
        "forwards_to": wrapper.forwards_to,
        "calls": wrapper.calls,
    }


def _finding(finding: Finding) -> Json:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "message": finding.message,
        **_place(finding.location),
        "event": finding.event,
        "property": finding.property,
        "suggestion": finding.suggestion,
        "confidence": finding.confidence,
        "fix": [{**_place(edit.location), "text": edit.text} for edit in finding.fix],
        "plan": {"file": finding.plan.path, "line": finding.plan.line} if finding.plan else None,
        "related": [_place(place) for place in finding.related],
        "fingerprint": finding.fingerprint,
    }


def _place(place: Location) -> Json:
    return {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line or place.line,
        "end_column": place.end_column or place.column,
    }
