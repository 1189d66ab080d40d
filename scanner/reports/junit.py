"""JUnit's XML, as CI servers read it: a suite a file, a failure a finding."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from scanner.model import Finding
from scanner.reports.findings import FindingsReport
from scanner.reports.text import place, safe

_SEVERITIES = ("info", "warning", "error")


def write_findings(report: FindingsReport) -> str:
    """What fails the run is a failure; every other finding is a case that passed, with what it says as its output.

    No findings: one case that passed.
    """
    failing = _SEVERITIES[_SEVERITIES.index(report.fail_on) :] if report.fail_on != "never" else ()
    by_file = groupby(report.findings, key=lambda finding: finding.location.path)
    suites = [_suite(path, list(found), failing) for path, found in by_file]
    if not suites:
        suites = ['  <testsuite name="tracklint" tests="1" failures="0" errors="0">\n    <testcase name="no findings"/>\n  </testsuite>\n']
    failed = _failures(report.findings, failing)
    total = max(len(report.findings), 1)
    head = f'<testsuites name="tracklint" tests="{total}" failures="{failed}" errors="0">\n'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{"".join(suites)}</testsuites>\n'


def _suite(path: str, found: Sequence[Finding], failing: Sequence[str]) -> str:
    cases = "".join(_case(finding, finding.severity in failing) for finding in found)
    head = f"name={_attribute(path)} tests={_attribute(str(len(found)))} failures={_attribute(str(_failures(found, failing)))}"
    return f'  <testsuite {head} errors="0">\n{cases}  </testsuite>\n'


def _case(finding: Finding, fails: bool) -> str:
    at = finding.location
    name = f"{finding.code} {finding.name} {at.line}:{at.column}"
    head = (
        f"    <testcase name={_attribute(name)} classname={_attribute(at.path)} file={_attribute(at.path)} line={_attribute(str(at.line))}>"
    )
    told = f"{place(at)}: {finding.message}"
    if not fails:
        return f"{head}\n      <system-out>{escape(safe(told))}</system-out>\n    </testcase>\n"
    failure = f"<failure type={_attribute(finding.severity)} message={_attribute(finding.message)}>{escape(safe(told))}</failure>"
    return f"{head}\n      {failure}\n    </testcase>\n"


def _attribute(text: str) -> str:
    return quoteattr(safe(text))


def _failures(found: Sequence[Finding], failing: Sequence[str]) -> int:
    return sum(finding.severity in failing for finding in found)
