from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scanner.checks import CHECKS
from scanner.cli import main

Capture = pytest.CaptureFixture[str]
Shop = Callable[..., Path]

CODE = """\
import { Analytics } from '@segment/analytics-node';
const analytics = new Analytics({});
analytics.track({ userId: 'u', event: 'Order Completed', properties: { order_id: '1' } });
analytics.track({ userId: 'u', event: 'Order Cancelled', properties: { order_id: '1' } });
"""
PLAN = """\
version: 1
events:
  - name: Order Completed
    properties:
      order_id: {types: [string], required: true}
"""
COMPLETE = PLAN + "  - name: Order Cancelled\n    properties:\n      order_id: {types: [string]}\n"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.chdir(tmp_path)

    def write_files(plan: str = PLAN, config: str = "", code: str = CODE) -> Path:
        (tmp_path / "cart.ts").write_text(code)
        (tmp_path / "tracking-plan.yaml").write_text(plan)
        (tmp_path / "tracklint.toml").write_text(config)
        return tmp_path

    return write_files


def check(capsys: Capture, *arguments: str, code: int = 0) -> dict[str, Any]:
    assert main(["check", "--no-cache", "--format", "json", *arguments]) == code
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def found(document: dict[str, Any]) -> list[tuple[str, int, str]]:
    return [(finding["code"], finding["line"], finding["event"]) for finding in document["findings"]]


UNPLANNED = [("TL101", 4, "Order Cancelled")]


def test_unplanned_event(shop: Shop, capsys: Capture) -> None:
    shop()
    document = check(capsys, code=1)
    assert found(document) == UNPLANNED
    assert document["plan"] == ["tracking-plan.yaml"]


def test_clean_project(shop: Shop, capsys: Capture) -> None:
    shop(COMPLETE)
    assert found(check(capsys)) == []


@pytest.mark.parametrize(
    ("config", "arguments", "code"),
    [
        pytest.param("", ["--exit-zero"], 0, id="exit zero"),
        pytest.param("", ["--fail-on", "never"], 0, id="never"),
        pytest.param('fail_on = "never"', [], 0, id="configured"),
        pytest.param('fail_on = "never"', ["--fail-on", "error"], 1, id="flag against configuration"),
        pytest.param('severity = { TL101 = "warning" }', [], 0, id="less severe"),
        pytest.param('severity = { TL101 = "warning" }', ["--fail-on", "warning"], 1, id="less severe, fails on it"),
    ],
)
def test_exit_code(shop: Shop, capsys: Capture, config: str, arguments: list[str], code: int) -> None:
    shop(config=config)
    assert found(check(capsys, *arguments, code=code)) == UNPLANNED


@pytest.mark.parametrize(
    ("config", "arguments"),
    [
        pytest.param("", ["--ignore", "TL101"], id="ignored by code"),
        pytest.param("", ["--ignore", "unplanned-event"], id="ignored by name"),
        pytest.param('ignore = ["TL1"]', [], id="configured"),
        pytest.param("", ["--select", "TL3,TL901"], id="not selected"),
        pytest.param('severity = { TL101 = "off" }', [], id="off"),
        pytest.param('[per_path]\n"*.ts" = ["TL101"]', [], id="ignored in a file"),
        pytest.param('exclude = ["cart.ts"]\nignore = ["TL103"]', [], id="file excluded"),
    ],
)
def test_silenced(shop: Shop, capsys: Capture, config: str, arguments: list[str]) -> None:
    shop(config=config)
    assert found(check(capsys, *arguments)) == []


def test_comment_silences(shop: Shop, capsys: Capture) -> None:
    shop(code=CODE.replace("});\n", "}); // tracklint: ignore[TL101] on trial\n"))
    assert found(check(capsys, "--ignore", "TL902")) == []


def test_named_file_says_nothing_of_events_that_are_sent_elsewhere(shop: Shop, capsys: Capture) -> None:
    root = shop(COMPLETE + "  - name: Cart Viewed\n")
    (root / "other.ts").write_text("export {}\n")
    assert "TL103" in {code for code, _, _ in found(check(capsys, "--select", "TL103"))}
    assert found(check(capsys, "--select", "TL103", "cart.ts")) == []


def test_folder_below_the_plan_says_nothing_of_events_that_are_sent_elsewhere(shop: Shop, capsys: Capture) -> None:
    root = shop(COMPLETE)
    (root / "web").mkdir()
    (root / "web/a.ts").write_text("export {}\n")
    document = check(capsys, "--select", "TL103", "web")
    assert len(document["plan"]) == 1
    assert found(document) == []


def test_two_files_of_one_plan(shop: Shop, capsys: Capture) -> None:
    root = shop(config='plan = ["tracking-plan.yaml", "more.yaml"]')
    (root / "more.yaml").write_text("version: 1\nevents:\n  - name: Order Cancelled\n    properties:\n      order_id: {types: [string]}\n")
    document = check(capsys)
    assert found(document) == []
    assert document["plan"] == ["tracking-plan.yaml", "more.yaml"]


def test_no_plan(shop: Shop, capsys: Capture) -> None:
    root = shop()
    (root / "tracking-plan.yaml").unlink()
    document = check(capsys)
    assert (document["plan"], found(document)) == ([], [])


@pytest.mark.parametrize(
    ("plan", "config", "arguments", "message"),
    [
        pytest.param("events: [", "", [], "tracking-plan.yaml:", id="plan that is no YAML"),
        pytest.param("events: 3", "", [], "tracking-plan.yaml:1", id="plan of the wrong shape"),
        pytest.param("!!python/object/apply:os.system ['exit 1']", "", [], "tracking-plan.yaml:", id="plan that names a program"),
        pytest.param(PLAN, "", ["--plan", "none.yaml"], "none.yaml", id="missing plan"),
        pytest.param(PLAN, "", ["--select", "TL999"], "there is no finding 'TL999'", id="unknown code"),
        pytest.param(
            PLAN,
            "",
            ["--ignore", "unplaned-event"],
            "there is no finding 'unplaned-event' (did you mean unplanned-event?)",
            id="unknown name",
        ),
        pytest.param(PLAN, 'ignore = ["TL888"]', [], "tracklint.toml: there is no finding 'TL888'", id="unknown code in the configuration"),
    ],
)
def test_run_that_cannot_be_trusted(shop: Shop, capsys: Capture, plan: str, config: str, arguments: list[str], message: str) -> None:
    shop(plan, config)
    assert main(["check", "--no-cache", "--exit-zero", *arguments]) == 2
    shown = capsys.readouterr()
    assert message in shown.err
    assert "Traceback" not in shown.err
    assert "internal error" not in shown.err


def test_human_report(shop: Shop, capsys: Capture) -> None:
    shop()
    assert main(["check", "--no-cache", "--color", "never"]) == 1
    out = capsys.readouterr().out
    assert "cart.ts:4:11: TL101 " in out
    assert "  4 | analytics.track({ userId" in out
    assert "    |           ^^^^^\n" in out
    assert "Found 1 error in 2 calls of 2 events; plan: tracking-plan.yaml" in out


# --- explain -------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", [word for entry in CHECKS for word in (entry.code, entry.name, entry.code.lower())])
def test_explain(word: str, capsys: Capture) -> None:
    assert main(["explain", word]) == 0
    assert "### Found" in capsys.readouterr().out


def test_explain_lists_all(capsys: Capture) -> None:
    assert main(["explain"]) == 0
    assert [line.split()[:2] for line in capsys.readouterr().out.splitlines()] == [[entry.code, entry.name] for entry in CHECKS]


@pytest.mark.parametrize(
    ("word", "hint"),
    [("TL110", "(did you mean TL11"), ("unplaned-event", "(did you mean unplanned-event?)"), ("zzz", "there is no finding 'zzz'\n")],
)
def test_explain_unknown(word: str, hint: str, capsys: Capture) -> None:
    assert main(["explain", word]) == 2
    assert hint in capsys.readouterr().err


def test_comments_are_not_unused_when_only_some_files_are_looked_at(shop: Shop, capsys: Capture) -> None:
    folder = shop(PLAN)
    lines = CODE.splitlines(keepends=True)
    (folder / "other.ts").write_text("".join([*lines[:2], "// tracklint: ignore[TL105] for now\n", lines[3]]))
    main(["check", "cart.ts", "--format", "concise", "-q"])
    told = capsys.readouterr().out
    assert "TL101" in told
    assert "TL902" not in told
    main(["check", "--format", "concise", "-q"])
    assert "other.ts:3:1: TL902" in capsys.readouterr().out
