from __future__ import annotations

from dataclasses import replace

from scanner.files import MemorySource
from scanner.model import Finding, Location
from scanner.reports.check import check_concise, check_human, check_table, statistics
from scanner.reports.text import SourceLines, Style
from tests.support.calls import make_call, make_finding, make_result

LINES = SourceLines(MemorySource({"src/cart.ts": b"// cart\ntrack('Order Done')\n"}))
RESULT = make_result(make_call())


def show(*findings: Finding, plans: tuple[str, ...] = ("plan.yaml",), style: Style | None = None, summary: bool = True) -> str:
    return check_human(findings, RESULT, LINES, plans, style or Style(), summary)


def test_finding_with_everything() -> None:
    related = (Location("src/a.ts", 1, 2), Location("src/cart.ts", 2, 1))
    finding = replace(make_finding(), suggestion="Order Completed", plan=Location("plan.yaml", 5), related=related)
    assert show(finding) == (
        'src/cart.ts:2:7: TL101 "Order Done" is not in the plan\n'
        "  2 | track('Order Done')\n"
        "    |       ^^^^^\n"
        "    = error: unplanned-event\n"
        "    = did you mean: Order Completed\n"
        "    = plan: plan.yaml:5\n"
        "    = see: src/a.ts:1:2\n"
        "\n"
        "Found 1 error in 1 call of 1 event; plan: plan.yaml\n"
        "7 files seen, 5 searched, 2 parsed\n"
    )


def test_finding_without_a_source_line() -> None:
    finding = replace(make_finding(severity="info"), location=Location("plan.yaml", 9), confidence="low")
    assert (
        show(finding, summary=False)
        == 'plan.yaml:9:1: TL101 "Order Done" is not in the plan\n    = info: unplanned-event (low confidence)\n'
    )


def test_what_the_message_says_is_not_said_again() -> None:
    finding = replace(make_finding(message="send Order Completed"), suggestion="Order Completed", plan=Location("src/cart.ts", 2))
    assert "did you mean" not in show(finding) + check_concise([finding])
    assert "= plan" not in show(finding)


def test_marks_end_with_the_name_of_the_call() -> None:
    finding = replace(make_finding(), location=Location("src/cart.ts", 2, 1, 2, 20))
    assert "\n    | ^^^^^\n" in show(finding)


def test_nothing_found() -> None:
    assert show() == "No findings in 1 call of 1 event; plan: plan.yaml\n7 files seen, 5 searched, 2 parsed\n"
    assert show(plans=()).startswith("No findings in 1 call of 1 event; no plan\n")
    assert show(summary=False) == ""


def test_summary_counts_by_severity() -> None:
    findings = [make_finding(), make_finding(severity="warning"), make_finding(severity="warning"), make_finding(severity="info")]
    assert "Found 1 error, 2 warnings, 1 note in 1 call" in show(*findings)


def test_colours_follow_the_severity() -> None:
    assert "\x1b[1;31mTL101\x1b[0m" in show(make_finding(), style=Style(True))
    assert "\x1b[1;33mTL101\x1b[0m" in show(make_finding(severity="warning"), style=Style(True))


def test_concise() -> None:
    finding = replace(make_finding(), suggestion="Order Completed")
    assert check_concise([finding]) == 'src/cart.ts:2:7: TL101 "Order Done" is not in the plan (did you mean Order Completed?)\n'
    assert check_concise([]) == ""


def test_table() -> None:
    assert check_table([make_finding()]).splitlines()[2].split()[:3] == ["src/cart.ts:2:7", "TL101", "error"]
    assert check_table([]) == "no findings\n"


def test_statistics() -> None:
    findings = [make_finding("TL301"), make_finding("TL101"), make_finding("TL301"), make_finding("TL102")]
    assert [line.split()[:2] for line in statistics(findings).splitlines()] == [["2", "TL301"], ["1", "TL101"], ["1", "TL102"]]


def test_hostile_text_does_not_reach_the_terminal() -> None:
    bad = "\x1b[2J\n\u202e"
    finding = replace(make_finding(message=bad), location=Location(bad, 1), suggestion=bad, plan=Location(bad, 1))
    for text in (show(finding), check_concise([finding]), check_table([finding])):
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert len(check_concise([finding]).splitlines()) == 1
