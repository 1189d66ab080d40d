from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from scanner.config import FailOn
from scanner.model import Edit, Finding, Location, Severity
from scanner.reports.findings import FINDINGS_FORMATS, write_findings
from scanner.reports.github import MOST_ANNOTATIONS
from tests.support.calls import make_finding, make_report

HOSTILE = "a%b\r\n::error::x ]; ##vso[x] <b>&\"'\x1b[2J\x00\ud800 =1+1"
FOUND = replace(
    make_finding(),
    fingerprint="f" * 32,
    plan=Location("plan.yaml", 4, 3),
    fix=(Edit(Location("src/cart.ts", 2, 8, 2, 18), "Order Completed"),),
    suggestion="Order Completed",
)


def write(name: str, *findings: Finding, text: str = "// cart\ntrack('Order Done')\n") -> str:
    return write_findings(name, make_report(*findings, text=text))


def hostile() -> Finding:
    return replace(FOUND, message=HOSTILE, event=HOSTILE, location=Location(HOSTILE, 2, 7, 2, 12))


# --- all formats ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FINDINGS_FORMATS)
def test_every_format_says_what_and_where(name: str) -> None:
    shown = write(name, FOUND)
    assert "TL101" in shown
    assert "cart.ts" in shown
    assert "is not in the plan" in shown
    assert shown.endswith("\n")


@pytest.mark.parametrize("name", FINDINGS_FORMATS)
def test_no_findings(name: str) -> None:
    assert "TL101" not in write(name).replace('"id": "TL101"', "").replace("## TL101", "")


@pytest.mark.parametrize("name", FINDINGS_FORMATS)
def test_no_name_reaches_a_terminal_as_it_is(name: str) -> None:
    shown = write(name, hostile())
    assert "\x1b" not in shown
    assert "\x00" not in shown
    shown.encode("utf-8")  # and it can be written


# --- GitHub --------------------------------------------------------------------------------------


def test_github() -> None:
    assert write("github", FOUND) == (
        '::error file=src/cart.ts,line=2,endLine=2,col=7,endColumn=12,title=TL101 unplanned-event::"Order Done" is not in the plan\n'
    )


@pytest.mark.parametrize(("severity", "command"), [("error", "::error "), ("warning", "::warning "), ("info", "::notice ")])
def test_github_command(severity: Severity, command: str) -> None:
    assert write("github", make_finding(severity=severity)).startswith(command)


def test_github_shows_the_worst_ten() -> None:
    findings = [*(make_finding(severity="info", line=number) for number in range(1, 13)), make_finding(severity="error", line=40)]
    lines = write("github", *findings).splitlines()
    assert sum(line.startswith("::") for line in lines) == MOST_ANNOTATIONS
    assert lines[0].startswith("::error ")
    assert lines[MOST_ANNOTATIONS] == "3 more findings of 13, without an annotation:"
    assert lines[-1] == '  src/cart.ts:12:7: TL101 "Order Done" is not in the plan'


def test_github_command_cannot_be_broken_out_of() -> None:
    found = replace(make_finding(message="100%\n::set-output name=x::y"), location=Location("a,b:c.ts", 1, 1, 1, 5))
    (line,) = write("github", found).splitlines()
    assert "file=a%2Cb%3Ac.ts," in line
    assert line.endswith("::100%25\\n::set-output name=x::y")


def test_github_call_over_several_lines_marks_the_first() -> None:
    found = replace(make_finding(), location=Location("src/cart.ts", 2, 7, 5, 3))
    assert ",line=2,endLine=2,col=7,title=" in write("github", found)


# --- Azure ---------------------------------------------------------------------------------------


def test_azure() -> None:
    command = "##vso[task.logissue type=error;sourcepath=src/cart.ts;linenumber=2;columnnumber=7;code=TL101;]"
    assert write("azure", FOUND) == f'{command}TL101 "Order Done" is not in the plan\n'


def test_azure_note_is_no_command() -> None:
    assert write("azure", make_finding(severity="info")) == 'src/cart.ts:2:7: TL101 "Order Done" is not in the plan\n'


def test_azure_command_cannot_be_broken_out_of() -> None:
    found = replace(make_finding(message="50%\n##vso[task.setvariable]"), location=Location("a];b.ts", 1))
    (line,) = write("azure", found).splitlines()
    assert "sourcepath=a%5D%3Bb.ts;" in line
    assert line.endswith("50%AZP25\\n##vso[task.setvariable]")


# --- GitLab, reviewdog ----------------------------------------------------------------------------


def test_gitlab() -> None:
    assert json.loads(write("gitlab", FOUND)) == [
        {
            "type": "issue",
            "check_name": "TL101 unplanned-event",
            "description": '"Order Done" is not in the plan',
            "categories": ["Bug Risk"],
            "severity": "major",
            "fingerprint": "f" * 32,
            "location": {"path": "src/cart.ts", "lines": {"begin": 2}},
        }
    ]


def test_gitlab_without_findings() -> None:
    assert write("gitlab") == "[]\n"


def test_rdjsonl() -> None:
    (line,) = write("rdjsonl", FOUND).splitlines()
    assert json.loads(line) == {
        "message": '"Order Done" is not in the plan',
        "location": {"path": "src/cart.ts", "range": {"start": {"line": 2, "column": 7}, "end": {"line": 2, "column": 12}}},
        "severity": "ERROR",
        "source": {"name": "tracklint"},
        "code": {"value": "TL101"},
        "suggestions": [{"range": {"start": {"line": 2, "column": 8}, "end": {"line": 2, "column": 18}}, "text": "Order Completed"}],
        "related_locations": [{"location": {"path": "plan.yaml", "range": {"start": {"line": 4, "column": 3}}}}],
    }


def test_rdjsonl_counts_bytes() -> None:
    (line,) = write("rdjsonl", make_finding(), text="//\n/*äß€😀*/track('Order Done')\n").splitlines()
    assert json.loads(line)["location"]["range"]["start"]["column"] == len("/*äß€😀".encode()) + 1


def test_rdjsonl_suggests_nothing_that_is_half_of_a_fix() -> None:
    elsewhere = replace(FOUND, fix=(*FOUND.fix, Edit(Location("other.ts", 1, 1, 1, 2), "x")))
    assert "suggestions" not in json.loads(write("rdjsonl", elsewhere))


# --- SARIF ---------------------------------------------------------------------------------------


def sarif(*findings: Finding) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(write("sarif", *findings))
    (run,) = document["runs"]
    assert isinstance(run, dict)
    return run


def test_sarif_result() -> None:
    (result,) = sarif(FOUND)["results"]
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("TL101", 0, "error")
    assert result["partialFingerprints"]["primaryLocationLineHash"] == "f" * 32
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "src/cart.ts", "uriBaseId": "SRCROOT"},
                "region": {"startLine": 2, "startColumn": 7, "endColumn": 12},
            }
        }
    ]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 2, "startColumn": 8, "endLine": 2, "endColumn": 18},
            "insertedContent": {"text": "Order Completed"},
        }
    ]


def test_sarif_region_stays_in_one_line() -> None:
    (result,) = sarif(replace(make_finding(), location=Location("a.ts", 2, 7, 9, 3)))["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 2, "startColumn": 7}


def test_sarif_path_is_a_uri() -> None:
    (result,) = sarif(replace(make_finding(), location=Location("a b/[ü]#?.ts", 1)))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b/%5B%C3%BC%5D%23%3F.ts"


def test_sarif_rules() -> None:
    driver = sarif()["tool"]["driver"]
    assert driver["version"] == "1.2.3"
    (rule,) = driver["rules"]
    assert (rule["id"], rule["name"], rule["defaultConfiguration"]) == ("TL101", "UnplannedEvent", {"level": "error"})


def test_sarif_rule_that_is_not_told() -> None:
    (result,) = sarif(make_finding("TL102"))["results"]
    assert "ruleIndex" not in result


# --- JUnit, CSV ----------------------------------------------------------------------------------


def test_junit() -> None:
    root = ElementTree.fromstring(write("junit", FOUND, make_finding(severity="info", line=9)))
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "2", "1")
    (suite,) = root
    assert (suite.get("name"), suite.get("tests"), suite.get("failures")) == ("src/cart.ts", "2", "1")
    failed, noted = suite
    assert failed.get("name") == "TL101 unplanned-event 2:7"
    assert [child.tag for child in failed] == ["failure"]
    assert [child.tag for child in noted] == ["system-out"]


@pytest.mark.parametrize(("fail_on", "failures"), [("error", "1"), ("warning", "2"), ("info", "3"), ("never", "0")])
def test_junit_fails_for_what_fails_the_run(fail_on: FailOn, failures: str) -> None:
    report = make_report(FOUND, make_finding(severity="warning", line=5), make_finding(severity="info", line=9))
    root = ElementTree.fromstring(write_findings("junit", replace(report, fail_on=fail_on)))
    assert (root.get("failures"), root[0].get("failures")) == (failures, failures)


def test_junit_without_findings_is_one_test_that_passed() -> None:
    root = ElementTree.fromstring(write("junit"))
    assert (root.get("tests"), root.get("failures"), len(root)) == ("1", "0", 1)


def test_junit_of_a_hostile_name_is_well_formed() -> None:
    root = ElementTree.fromstring(write("junit", hostile()))
    assert "<b>&" in (root[0][0][0].text or "")


def test_csv() -> None:
    head, row = csv.reader(io.StringIO(write("csv", FOUND)))
    told = dict(zip(head, row, strict=True))
    assert (told["code"], told["path"], told["line"], told["event"]) == ("TL101", "src/cart.ts", "2", "Order Done")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_csv_holds_no_formula(name: str) -> None:
    _, row = csv.reader(io.StringIO(write("csv", replace(FOUND, event=name))))
    assert f"'{name}" in row
    assert name not in row


# --- paths of a part of a repository ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "path"),
    [
        pytest.param("github", "file=apps/web/src/cart.ts,", id="github"),
        pytest.param("azure", "sourcepath=apps/web/src/cart.ts;", id="azure"),
        pytest.param("gitlab", '"path": "apps/web/src/cart.ts"', id="gitlab"),
        pytest.param("sarif", '"uri": "apps/web/src/cart.ts"', id="sarif"),
        pytest.param("rdjsonl", '"path": "apps/web/src/cart.ts"', id="rdjsonl"),
        pytest.param("json", '"path": "src/cart.ts"', id="json is of the root"),
        pytest.param("concise", "src/cart.ts:2:7", id="lines are of the root"),
    ],
)
def test_what_a_host_reads_is_from_the_top_of_the_repository(name: str, path: str) -> None:
    report = replace(make_report(FOUND), prefix="apps/web/")
    assert path in write_findings(name, report)


def test_a_plan_above_the_root_is_named_from_the_top() -> None:
    report = replace(make_report(replace(FOUND, plan=Location("../plan.yaml", 4, 3))), prefix="apps/web/")
    (line,) = write_findings("rdjsonl", report).splitlines()
    assert json.loads(line)["related_locations"][0]["location"]["path"] == "apps/plan.yaml"


def test_bytes_are_counted_in_the_file_that_is_meant() -> None:
    report = replace(make_report(FOUND, text="//\n/*äß*/track('Order Done')\n"), prefix="apps/web/")
    (line,) = write_findings("rdjsonl", report).splitlines()
    assert json.loads(line)["location"]["range"]["start"]["column"] == len("/*äß*/".encode()) + 1
