from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scanner.cli import main
from tests.support.git import Repo

Capture = pytest.CaptureFixture[str]

SEND = """\
import { Analytics } from '@segment/analytics-node';
import { Events } from './events';
const analytics = new Analytics({});
analytics.track({ userId: 'u', event: Events.Done, properties: { order_id: '1' } });
"""
OLD = "export const Events = { Done: 'Order Completed' };\n"
NEW = "export const Events = { Done: 'Order Finished' };\n"
PLAN = "version: 1\nevents:\n  - name: %s\n"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    monkeypatch.chdir(tmp_path)
    return Repo(tmp_path)


def run(capsys: Capture, *arguments: str, code: int = 0) -> dict[str, Any]:
    assert main([*arguments, "--no-cache", "--format", "json"]) == code
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def names(document: dict[str, Any]) -> list[str]:
    return [name for call in document["calls"] for name in call["event"]["names"]]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        pytest.param(["--rev", "HEAD~1"], ["Order Completed"], id="revision"),
        pytest.param(["--staged"], ["Order Finished"], id="index"),
        pytest.param([], [], id="work tree"),
        pytest.param(["--rev", "HEAD~1", "send.ts"], ["Order Completed"], id="a file that is on disk no more"),
        pytest.param(["--rev", "HEAD~1", "events.ts"], [], id="a file without calls"),
    ],
)
def test_scan(repo: Repo, capsys: Capture, arguments: list[str], found: list[str]) -> None:
    first = repo.commit(**{"send.ts": SEND, "events.ts": OLD})
    repo.commit(**{"README.md": ""})
    repo.stage(**{"events.ts": NEW})
    (repo.folder / "send.ts").unlink()
    document = run(capsys, "scan", *arguments)
    assert names(document) == found
    assert document["revision"] == (first if "--rev" in arguments else None)


def test_trace(repo: Repo, capsys: Capture) -> None:
    repo.commit(**{"send.ts": SEND, "events.ts": OLD})
    repo.write(**{"events.ts": NEW})
    assert names(run(capsys, "trace", "--rev", "HEAD", "Order Completed")) == ["Order Completed"]
    assert main(["trace", "--no-cache", "Order Completed"]) == 1


def test_check_reads_plan_and_configuration_of_the_revision(repo: Repo, capsys: Capture) -> None:
    repo.commit(**{"send.ts": SEND, "events.ts": OLD, "tracking-plan.yaml": PLAN % "Order Completed"})
    repo.write(**{"tracking-plan.yaml": PLAN % "Cart Viewed", "tracklint.toml": "nonsense = 1\n"})
    assert run(capsys, "check", "--rev", "HEAD")["findings"] == []
    assert main(["check", "--no-cache"]) == 2
    assert "unknown setting `nonsense`" in capsys.readouterr().err
    (repo.folder / "tracklint.toml").unlink()
    codes = [finding["code"] for finding in run(capsys, "check", code=1)["findings"]]
    assert "TL101" in codes


@pytest.mark.parametrize("kept", ["plans/one.yaml", "pyproject.toml"])
def test_what_the_configuration_names_is_read_from_there_too(repo: Repo, capsys: Capture, kept: str) -> None:
    settings = 'plan = "plans"\n'
    config = {"pyproject.toml": f"[tool.tracklint]\n{settings}"} if kept == "pyproject.toml" else {"tracklint.toml": settings}
    repo.commit(**{"send.ts": SEND, "events.ts": OLD, "plans/one.yaml": PLAN % "Order Completed", **config})
    (repo.folder / kept).unlink()
    (repo.folder / kept).parent.mkdir(exist_ok=True)
    document = run(capsys, "check", "--rev", "HEAD", "--plan", "plans/one.yaml")
    assert (document["plan"], document["findings"]) == (["plans/one.yaml"], [])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(
            ["scan", "--rev", "mian"], "there is no revision 'mian' in this repository (did you mean main?)", id="unknown revision"
        ),
        pytest.param(["scan", "--rev", "main", "--staged"], "not allowed with argument", id="both"),
        pytest.param(["scan", "--rev", "main", "gone.ts"], "gone.ts: there is no such file or folder", id="file that is not in it"),
        pytest.param(
            ["check", "--rev", "main", "--plan", "no.yaml"], "no.yaml: the plan cannot be read: no such file in revision", id="no plan"
        ),
    ],
)
def test_mistakes(repo: Repo, capsys: Capture, arguments: list[str], said: str) -> None:
    repo.commit(**{"send.ts": SEND, "events.ts": OLD})
    repo.write(**{"gone.ts": "on disk", "no.yaml": PLAN % "on disk"})
    assert main([*arguments, "--no-cache"]) == 2
    assert said in capsys.readouterr().err
