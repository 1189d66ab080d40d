"""Calls and findings made by hand, for tests that need no source."""

from __future__ import annotations

from scanner.files import MemorySource
from scanner.model import Call, Coverage, EventName, Finding, Kind, Location, Properties, PropertyKey, ScanResult, Severity, Via, Wrapper
from scanner.reports.findings import FindingsReport, Rule
from scanner.reports.text import SourceLines


def make_call(
    name: str | None = "Order Completed",
    *keys: str | PropertyKey,
    path: str = "src/cart.ts",
    line: int = 3,
    kind: Kind = "track",
    event: EventName | None = None,
    via: tuple[Via, ...] = (),
    complete: bool = True,
) -> Call:
    written = tuple(PropertyKey(key) if isinstance(key, str) else key for key in keys)
    return Call(
        location=Location(path, line, 5, line, 10),
        language="typescript",
        kind=kind,
        sdk="acme",
        callee="analytics.track",
        role="wrapper" if via else "direct",
        function="checkout",
        confidence="high",
        evidence="import of acme-sdk",
        event=event or EventName("literal", (name,) if name is not None else (), text=repr(name)),
        properties=Properties(written, complete),
        via=via,
    )


def make_result(*calls: Call, wrappers: tuple[Wrapper, ...] = (), coverage: Coverage | None = None) -> ScanResult:
    return ScanResult(".", calls, wrappers, coverage or Coverage(7, 5, 2))


def make_finding(
    code: str = "TL101", severity: Severity = "error", message: str = '"Order Done" is not in the plan', line: int = 2
) -> Finding:
    return Finding(code, "unplanned-event", severity, message, Location("src/cart.ts", line, 7, line, 12), event="Order Done")


def make_report(*findings: Finding, result: ScanResult | None = None, text: str = "// cart\ntrack('Order Done')\n") -> FindingsReport:
    rule = Rule("TL101", "unplanned-event", "error", "The code sends an event that the plan does not have.", "## TL101\n")
    lines = SourceLines(MemorySource({"src/cart.ts": text.encode()}))
    return FindingsReport(findings, result or make_result(), lines, ("plan.yaml",), (rule,), "1.2.3")
