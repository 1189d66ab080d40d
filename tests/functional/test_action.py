"""The action, its script, and the page that tells of it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
CODE = "import posthog from 'posthog-js'\nposthog.capture('Order Completed')\nposthog.capture('Un%planned\\n::error::x')\n"


def inputs_table() -> str:
    rows = [f"| `{name}` | {told['description']} | {_default(told)} |" for name, told in ACTION["inputs"].items()]
    outputs = [f"| `{name}` | {told['description']} |" for name, told in ACTION["outputs"].items()]
    head = ["| Input | Meaning | Default |", "| --- | --- | --- |", *rows, "", "| Output | Meaning |", "| --- | --- |", *outputs]
    return "\n".join(head)


def _default(told: dict[str, str]) -> str:
    return f"`{told['default']}`" if told["default"] and "${{" not in told["default"] else ("the job's" if told["default"] else "")


def test_the_page_tells_all_inputs_and_outputs() -> None:
    found = re.search(r"<!-- inputs: begin -->\n(.*?)\n?<!-- inputs: end -->", PAGE, re.DOTALL)
    assert found
    assert found[1] == inputs_table()


def test_every_step_names_its_shell() -> None:
    assert all(step.get("shell") == "bash" for step in STEPS if "run" in step)


def test_no_expression_stands_in_a_script() -> None:
    assert [step["name"] for step in STEPS if "${{" in step.get("run", "")] == []


def test_actions_have_versions() -> None:
    assert all(re.search(r"@v\d+$", step["uses"]) for step in STEPS if "uses" in step)


@pytest.mark.parametrize("block", re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))
def test_examples_are_yaml(block: str) -> None:
    assert yaml.safe_load(block)


def test_the_template_is_yaml() -> None:
    assert "tracklint" in yaml.safe_load((ROOT / "docs/ci/gitlab-template.yml").read_text(encoding="utf-8"))


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "cart.ts").write_text(CODE)
    (tmp_path / "tracking-plan.yaml").write_text("events: [Order Completed]\n")
    return tmp_path


def run_step(folder: Path, step: str, **environment: str) -> subprocess.CompletedProcess[str]:
    scripts = folder / "bin"
    scripts.mkdir(exist_ok=True)
    (scripts / "tracklint").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m scanner.cli "$@"\n')
    (scripts / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    for name in ("tracklint", "python"):
        (scripts / name).chmod(0o755)
    told = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")},
        "PATH": f"{scripts}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "FOLDER": str(folder),
        "RUNNER_TEMP": str(folder),
        "TRACKLINT_CACHE_DIR": str(folder / ".cache"),
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        **environment,
    }
    return subprocess.run(["bash", str(ROOT / ".ci/action"), step], env=told, cwd=folder, capture_output=True, text=True, check=False)


def test_check(shop: Path) -> None:
    done = run_step(shop, "check")
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::error file=cart.ts,line=3,")
    assert [line for line in done.stdout.splitlines() if line.startswith("::error::")] == []
    outputs = dict(line.split("=", 1) for line in (shop / "output").read_text().splitlines())
    assert (outputs["errors"], json.loads(outputs["unplanned-events"])) == ("1", ["Un%planned\n::error::x"])
    assert Path(outputs["report"]).is_file()
    assert (shop / "summary").read_text().startswith("## Tracklint\n")


def test_options_reach_the_check(shop: Path) -> None:
    (shop / "other.yaml").write_text("events: [{pattern: 'Un*'}, Order Completed]\n")
    done = run_step(shop, "check", PLAN="other.yaml\n", SARIF="out.sarif", ANNOTATIONS="false", FAIL_ON="error")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "plan: other.yaml" in done.stdout
    assert json.loads((shop / "out.sarif").read_text())["version"] == "2.1.0"


def test_a_run_that_cannot_be_trusted_fails(shop: Path) -> None:
    (shop / "tracking-plan.yaml").write_text("events: 3\n")
    done = run_step(shop, "check")
    assert done.returncode == 2
    assert not (shop / "output").exists()


def test_inputs_are_no_commands(shop: Path) -> None:
    done = run_step(shop, "check", PLAN="$(touch pwned)\n`touch pwned`", CONFIG="; touch pwned")
    assert done.returncode == 2
    assert not (shop / "pwned").exists()


def test_unknown_step(shop: Path) -> None:
    assert run_step(shop, "nothing").returncode == 2
