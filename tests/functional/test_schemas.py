"""What others define, held against what we write: SARIF, actions, pipelines, and the lines that CI servers read."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scanner.app.explain import rules
from scanner.cli import main
from scanner.model import Edit, Finding, Location
from scanner.reports.findings import FindingsReport, write_findings
from scanner.reports.text import SourceLines
from tests.support.calls import make_finding, make_report, make_result

ROOT = Path(__file__).resolve().parents[2]
SARIF = ROOT / ".venv/share/schemas/sarif-2.1.0.json"
SAMPLES = sorted(folder.name for folder in (ROOT / "sample_repos").iterdir() if (folder / "tracking-plan.yaml").is_file())


def errors(schema: dict[str, Any], document: Any) -> list[str]:
    checker = jsonschema.validators.validator_for(schema)(schema)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in checker.iter_errors(document)]


def vendored(name: str) -> dict[str, Any]:
    text = (resources.files("check_jsonschema") / f"builtin_schemas/vendor/{name}.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


# --- SARIF -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sarif_schema() -> dict[str, Any]:
    if not SARIF.is_file():
        pytest.skip("the schema of SARIF is not here; .ci/check fetches it where there is npm")
    schema: dict[str, Any] = json.loads(SARIF.read_text(encoding="utf-8"))
    return schema


@pytest.mark.parametrize("sample", SAMPLES)
def test_sarif_of_a_sample(sample: str, sarif_schema: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(ROOT / "sample_repos" / sample), "--format", "sarif"])
    document = json.loads(capsys.readouterr().out)
    assert errors(sarif_schema, document) == []
    (run,) = document["runs"]
    fingerprints = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
    assert len(fingerprints) == len(set(fingerprints))
    assert all(result["ruleId"] == run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] for result in run["results"])
    assert not any("endLine" in place["physicalLocation"]["region"] for result in run["results"] for place in result["locations"])


def test_sarif_of_hostile_findings(sarif_schema: dict[str, Any]) -> None:
    found = Finding(
        "TL101",
        "unplanned-event",
        "error",
        "\ud800<b>\n",
        Location("a b/[ü]#?.ts", 0, 0),
        fix=(Edit(Location("x.ts", 1, 1, 1, 2), "y"),),
        plan=Location("", 0),
        fingerprint="f",
    )
    report = FindingsReport((found,), make_result(), SourceLines(make_source()), (), rules(), "1")
    assert errors(sarif_schema, json.loads(write_findings("sarif", report))) == []


def make_source() -> Any:
    from scanner.files import MemorySource

    return MemorySource({})


# --- files for other programs ----------------------------------------------------------------------


def test_action() -> None:
    assert errors(vendored("github-actions"), yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("schema", "word"), [("github-workflows", "pull_request\n"), ("gitlab-ci", "CI_PIPELINE_SOURCE"), ("bitbucket-pipelines", "pipelines:")]
)
def test_example_of_a_pipeline(schema: str, word: str) -> None:
    page = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
    (block,) = [block for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if word in block]
    document = {"on" if key is True else key: value for key, value in yaml.safe_load(block).items()}  # YAML 1.1 takes `on` for true
    assert errors(vendored(schema), document) == []


def test_template() -> None:
    assert errors(vendored("gitlab-ci"), yaml.safe_load((ROOT / "docs/ci/gitlab-template.yml").read_text(encoding="utf-8"))) == []


# --- lines that CI servers read --------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=()), min_size=1, max_size=60)
GITHUB = re.compile(r"::(?:error|warning|notice) (?:[A-Za-z]+=[^:,\r\n]*)(?:,[A-Za-z]+=[^:,\r\n]*)*::[^\r\n]*\Z")
AZURE = re.compile(r"##vso\[task\.logissue (?:[a-z]+=[^;\]\r\n]*;)+\][^\r\n]*\Z")
GITLAB: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string"},
            "check_name": {"type": "string"},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./)"},
                    "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
                },
            },
        },
    },
}


def finding(message: str, path: str) -> Finding:
    made = make_finding(message=message)
    return Finding(made.code, made.name, made.severity, message, Location(path, 2, 7, 2, 12), event=message, fingerprint="f")


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_every_line_is_one_command(message: str, path: str) -> None:
    report = make_report(finding(message, path))
    for name, grammar in (("github", GITHUB), ("azure", AZURE)):
        text = write_findings(name, report)
        assert text.endswith("\n")
        assert grammar.match(text[:-1]), text


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS)
def test_documents_hold_any_name(message: str, path: str) -> None:
    from xml.etree import ElementTree

    assume(not path.startswith("./"))
    report = make_report(finding(message, path))
    assert errors(GITLAB, json.loads(write_findings("gitlab", report))) == []
    (line,) = write_findings("rdjsonl", report).splitlines()
    assert json.loads(line)["location"]["path"] == path
    assert ElementTree.fromstring(write_findings("junit", report)).get("failures") == "1"
    assert len(write_findings("csv", report).splitlines()) == 2
    assert len([row for row in write_findings("markdown", report).splitlines() if row.startswith("| ❌")]) == 1
