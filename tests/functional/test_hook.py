from __future__ import annotations

from pathlib import Path

import pytest

from scanner.cli import main
from tests.support.git import Repo

Capture = pytest.CaptureFixture[str]

CLIENT = "import { Analytics } from '@segment/analytics-node';\nexport const analytics = new Analytics({});\n"
EVENTS = "export const Events = { Done: 'Order Completed' };\n"
CART = """\
import { analytics } from './client';
import { Events } from './events';
export function checkout() { analytics.track({ userId: 'u', event: Events.Done }); }
"""
OLD = "import { analytics } from './client';\nexport function old() { analytics.track({ userId: 'u', event: 'Old Sin' }); }\n"
NEW = "import { analytics } from './client';\nexport function fresh() { analytics.track({ userId: 'u', event: 'New Sin' }); }\n"
PLAN = "version: 1\nevents:\n  - name: Order Completed\n"
FILES = {"client.ts": CLIENT, "events.ts": EVENTS, "cart.ts": CART, "old.ts": OLD, "tracking-plan.yaml": PLAN}


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRACKLINT_CACHE_DIR", str(tmp_path / ".git/tracklint"))
    for name in ("PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    made = Repo(tmp_path)
    made.commit(**FILES)
    return made


def run(capsys: Capture, *arguments: str) -> list[str]:
    """The findings of a run as `path:line code`, once with what was remembered and once without."""
    first = main(["hook", *arguments])
    out = capsys.readouterr().out
    again = main(["hook", "--no-cache", *arguments])
    assert capsys.readouterr().out == out
    findings = out.partition("\n\n")[0].splitlines()
    assert first == again == int(bool(findings))
    return [f"{line.split(':')[0]}:{line.split(':')[1]} {line.split()[1]}" for line in findings]


SILENT = {
    "a file without calls": {"util.ts": "export const x = 1;\n"},
    "a style sheet": {"a.css": "a {}\n"},
    "lines before an old violation": {"old.ts": "\n\n" + OLD},
    "a change beside an old violation": {"old.ts": OLD.replace("old()", "older()")},
    "a planned event": {"new.ts": NEW.replace("New Sin", "Order Completed")},
    "an event that is planned with it": {"new.ts": NEW, "tracking-plan.yaml": PLAN + "  - name: New Sin\n"},
    "an event that is silenced": {"new.ts": NEW.replace("export", "// tracklint: ignore[TL101] for a test\nexport")},
    "a constant that nothing sends": {"events.ts": EVENTS.replace("};", ", Other: 'New Sin' };")},
    "a call in a test": {"tests/new.test.ts": NEW.replace("./client", "../client")},
    "a setting that is stricter": {"tracklint.toml": 'fail_on = "info"\n'},
    "a setting that is new": {"tracklint.toml": 'naming = { event = "snake" }\nseverity = { TL301 = "error" }\n'},
}
FOUND = {
    "a new file": ({"new.ts": NEW}, ["new.ts:2 TL101"]),
    "another call in a file with an old one": ({"old.ts": OLD + NEW.splitlines()[1]}, ["old.ts:3 TL101"]),
    "a constant in another file": ({"events.ts": EVENTS.replace("Order Completed", "New Sin")}, ["cart.ts:3 TL101"]),
    "an event that leaves the plan": ({"tracking-plan.yaml": PLAN.replace("Order Completed", "Cart Viewed")}, ["cart.ts:3 TL101"]),
    "the same violation once more": ({"old.ts": OLD + OLD.splitlines()[1].replace("old", "again")}, ["old.ts:3 TL101"]),
}


@pytest.mark.parametrize("change", SILENT.values(), ids=SILENT)
def test_nothing_is_brought(repo: Repo, capsys: Capture, change: dict[str, str]) -> None:
    repo.stage(**change)
    assert run(capsys) == []


@pytest.mark.parametrize(("change", "expected"), FOUND.values(), ids=FOUND)
def test_what_is_brought(repo: Repo, capsys: Capture, change: dict[str, str], expected: list[str]) -> None:
    repo.stage(**change)
    assert run(capsys) == expected
    # a range says the same of the same change
    repo.git("commit", "-q", "-m", "change")
    assert run(capsys, "--from-ref", "HEAD~1", "--to-ref", "HEAD") == expected


def test_what_is_not_staged_does_not_count(repo: Repo, capsys: Capture) -> None:
    repo.stage(**{"util.ts": "export const x = 1;\n"})
    repo.write(**{"new.ts": NEW, "events.ts": EVENTS.replace("Order Completed", "New Sin"), "tracking-plan.yaml": "broken: ["})
    assert run(capsys) == []


def test_what_is_staged_counts_though_the_file_was_mended_since(repo: Repo, capsys: Capture) -> None:
    repo.stage(**{"new.ts": NEW})
    repo.write(**{"new.ts": NEW.replace("New Sin", "Order Completed")})
    assert run(capsys) == ["new.ts:2 TL101"]


def test_moved_violations_are_old(repo: Repo, capsys: Capture) -> None:
    repo.git("mv", "old.ts", "moved.ts")
    repo.stage(**{"new.ts": NEW})
    assert run(capsys) == ["new.ts:2 TL101"]


def test_violation_that_went_to_another_file_is_old(repo: Repo, capsys: Capture) -> None:
    repo.stage(**{"old.ts": "export {};\n", "elsewhere.ts": OLD})
    assert run(capsys) == []


def test_first_plan_does_not_judge_old_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    repo = Repo(tmp_path)
    repo.commit(**{name: text for name, text in FILES.items() if name != "tracking-plan.yaml"})
    repo.stage(**{"tracking-plan.yaml": PLAN, "new.ts": NEW})
    assert run(capsys) == ["new.ts:2 TL101"]


def test_first_commit_brings_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    Repo(tmp_path).stage(**FILES)
    assert run(capsys) == ["old.ts:2 TL101"]


def test_baseline_holds(repo: Repo, capsys: Capture) -> None:
    repo.write(**{"tracklint.toml": 'baseline = "baseline.json"\n'})
    assert main(["baseline", "update"]) == 0
    repo.commit()
    capsys.readouterr()
    assert run(capsys) == []
    repo.stage(**{"new.ts": NEW})
    assert run(capsys) == ["new.ts:2 TL101"]


def test_nothing_staged_means_everything(repo: Repo, capsys: Capture) -> None:
    assert run(capsys) == ["old.ts:2 TL101"]
    repo.write(**{"new.ts": NEW})
    assert run(capsys) == ["old.ts:2 TL101"]


def test_merge_brings_nothing_of_its_own(repo: Repo, capsys: Capture) -> None:
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit(**{"new.ts": NEW, "a.ts": "export const a = 1;\n"})
    repo.git("checkout", "-q", "main")
    repo.commit(**{"b.ts": "export const b = 1;\n"})
    repo.git("merge", "-q", "--no-commit", "--no-ff", "topic")
    assert run(capsys) == []
    repo.stage(**{"c.ts": NEW.replace("New Sin", "Third Sin")})
    assert run(capsys) == ["c.ts:2 TL101"]


def test_range_begins_where_the_branches_parted(repo: Repo, capsys: Capture) -> None:
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit(**{"a.ts": "export const a = 1;\n"})
    repo.git("checkout", "-q", "main")
    repo.commit(**{"old.ts": "export {};\n"})
    assert run(capsys, "--from-ref", "main", "--to-ref", "topic") == []


# --- several projects ------------------------------------------------------------------------------


def project(folder: str, plan: str) -> dict[str, str]:
    files = {**FILES, "tracking-plan.yaml": plan, "tracklint.toml": ""}
    return {f"{folder}/{name}": text for name, text in files.items()}


@pytest.fixture
def monorepo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRACKLINT_CACHE_DIR", str(tmp_path / ".git/tracklint"))
    made = Repo(tmp_path)
    made.commit(**project("apps/web", PLAN), **project("apps/api", PLAN + "  - name: New Sin\n"))
    return made


def test_each_project_has_its_plan(monorepo: Repo, capsys: Capture) -> None:
    monorepo.stage(**{"apps/web/new.ts": NEW, "apps/api/new.ts": NEW})
    assert run(capsys) == ["apps/web/new.ts:2 TL101"]


def test_projects_that_are_not_touched_are_not_looked_at(monorepo: Repo, capsys: Capture) -> None:
    monorepo.commit(**{"apps/api/tracking-plan.yaml": "broken: ["})
    monorepo.stage(**{"apps/web/new.ts": NEW})
    assert run(capsys) == ["apps/web/new.ts:2 TL101"]
    assert main(["hook", "--from-ref", "HEAD~1"]) == 2


def test_nothing_staged_means_every_project(monorepo: Repo, capsys: Capture) -> None:
    assert run(capsys) == ["apps/api/old.ts:2 TL101", "apps/web/old.ts:2 TL101"]


def test_project_within_a_project_speaks_for_itself(monorepo: Repo, capsys: Capture) -> None:
    monorepo.commit(**{"tracklint.toml": "", "client.ts": CLIENT, "tracking-plan.yaml": PLAN})
    monorepo.stage(**{"new.ts": NEW, "apps/api/new.ts": NEW})
    assert run(capsys) == ["new.ts:2 TL101"]


def test_paths_are_those_of_the_current_folder(monorepo: Repo, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monorepo.stage(**{"apps/web/new.ts": NEW})
    monkeypatch.chdir(monorepo.folder / "apps/api")
    assert run(capsys) == ["../web/new.ts:2 TL101"]


# --- what is said ----------------------------------------------------------------------------------


def test_output(repo: Repo, capsys: Capture) -> None:
    repo.stage(**{"new.ts": NEW})
    assert main(["hook"]) == 1
    assert capsys.readouterr().out == (
        'new.ts:2:37: TL101 "New Sin" is not in the plan; add it there, or send an event that is\n'
        "\n"
        "1 finding that this change brings; what was there before is not told.\n"
        "  plan it:     add it to tracking-plan.yaml\n"
        "  silence it:  a comment `tracklint: ignore[TL101] reason` in the line, or above it\n"
        "  understand:  tracklint explain TL101\n"
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"tracking-plan.yaml": "events: ["}, "tracking-plan.yaml:", id="broken plan"),
        pytest.param({"tracklint.toml": "nonsense = 1\n"}, "unknown setting `nonsense`", id="broken configuration"),
    ],
)
def test_mistakes(repo: Repo, capsys: Capture, change: dict[str, str], said: str) -> None:
    repo.stage(**change)
    assert main(["hook"]) == 2
    assert said in capsys.readouterr().err


def test_broken_plan_that_is_mended(repo: Repo, capsys: Capture) -> None:
    repo.commit(**{"tracking-plan.yaml": "events: ["})
    repo.stage(**{"tracking-plan.yaml": PLAN, "new.ts": NEW})
    assert run(capsys) == ["new.ts:2 TL101"]


def test_quiet_gives_no_advice(repo: Repo, capsys: Capture) -> None:
    repo.stage(**{"new.ts": NEW})
    assert main(["hook", "-q"]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("new.ts:2:")
    assert main(["hook"]) == 1
    assert "silence it:" in capsys.readouterr().out
