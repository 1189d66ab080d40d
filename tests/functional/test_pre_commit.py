"""The hooks as users have them: the pre-commit program, real repositories, and what `.pre-commit-hooks.yaml` says."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.functional.test_hook import CLIENT, EVENTS, FILES, NEW, OLD, PLAN, project
from tests.support.git import Repo

ROOT = Path(__file__).parents[2]


def hooks() -> dict[str, dict[str, Any]]:
    """The hooks that this repository offers, by id."""
    return {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}


@dataclass(frozen=True)
class PreCommit:
    """A repository with the hooks in its `.pre-commit-config.yaml`."""

    repo: Repo
    environment: dict[str, str]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pre_commit", *(arguments or ("run",)), "--color=never"]
        return subprocess.run(command, cwd=self.repo.folder, env=self.environment, capture_output=True, text=True, check=False)

    def findings(self, *arguments: str) -> list[str]:
        """The lines of findings of one run, which must have said Passed or Failed accordingly."""
        done = self.run(*arguments)
        lines = [line for line in done.stdout.splitlines() if ": TL" in line]
        assert ("Failed" if lines else "Passed") in done.stdout, done.stdout + done.stderr
        assert done.returncode == int(bool(lines))
        return [" ".join((line.split(":")[0], line.split()[1])) for line in lines]


@pytest.fixture
def commit(tmp_path: Path) -> PreCommit:
    """As the hooks are, but with the program of this checkout: nothing is installed and nothing is asked of the network."""
    program = tmp_path / "bin/tracklint"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m scanner.cli "$@"\n')
    program.chmod(0o755)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    environment = {
        **clean,
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "TRACKLINT_CACHE_DIR": str(tmp_path / "cache"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@example.org",
    }
    return PreCommit(Repo(tmp_path / "repo"), environment)


def begin(commit: PreCommit, files: dict[str, str], *ids: str, args: tuple[str, ...] = ()) -> Repo:
    local = [{**hooks()[id], "language": "system", **({"args": list(args)} if args else {})} for id in ids or ("tracklint",)]
    config = yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]})
    commit.repo.commit(**files, **{".pre-commit-config.yaml": config})
    return commit.repo


def test_an_unplanned_event_fails_with_one_clear_finding(commit: PreCommit) -> None:
    begin(commit, FILES).stage(**{"new.ts": NEW})
    done = commit.run()
    assert done.returncode == 1
    assert [line for line in done.stdout.splitlines() if "TL101" in line] == [
        'new.ts:2:37: TL101 "New Sin" is not in the plan; add it there, or send an event that is',
        "  silence it:  a comment `tracklint: ignore[TL101] reason` in the line, or above it",
        "  understand:  tracklint explain TL101",
    ]
    assert "files were modified" not in done.stdout


def test_what_is_not_staged_does_not_fail(commit: PreCommit) -> None:
    repo = begin(commit, FILES)
    repo.stage(**{"util.ts": "export const x = 1;\n"})
    repo.write(**{"new.ts": NEW, "events.ts": EVENTS.replace("Order Completed", "New Sin")})
    assert commit.findings() == []
    assert "New Sin" in (repo.folder / "events.ts").read_text()


def test_part_of_a_file_is_staged(commit: PreCommit) -> None:
    repo = begin(commit, FILES)
    repo.stage(**{"new.ts": NEW})
    repo.write(**{"new.ts": CLIENT})
    assert commit.findings() == ["new.ts TL101"]
    assert (repo.folder / "new.ts").read_text() == CLIENT


def test_a_constant_in_another_file_is_caught(commit: PreCommit) -> None:
    begin(commit, FILES).stage(**{"events.ts": EVENTS.replace("Order Completed", "New Sin")})
    assert commit.findings() == ["cart.ts TL101"]


def test_an_untouched_old_violation_does_not_fail(commit: PreCommit) -> None:
    begin(commit, FILES).stage(**{"old.ts": "// a comment\n" + OLD, "util.ts": "export const x = 1;\n"})
    assert commit.findings() == []


def test_all_files(commit: PreCommit) -> None:
    begin(commit, FILES)
    assert commit.findings("run", "--all-files") == ["old.ts TL101"]


def test_range(commit: PreCommit) -> None:
    repo = begin(commit, FILES)
    repo.commit(**{"new.ts": NEW})
    repo.commit(**{"util.ts": "export const x = 1;\n"})
    assert commit.findings("run", "--from-ref", "HEAD~2", "--to-ref", "HEAD") == ["new.ts TL101"]
    assert commit.findings("run", "--from-ref", "HEAD~1", "--to-ref", "HEAD") == []


def test_range_that_ends_elsewhere(commit: PreCommit) -> None:
    repo = begin(commit, FILES)
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit(**{"util.ts": "export const x = 1;\n", "events.ts": EVENTS.replace("Order Completed", "New Sin")})
    repo.git("checkout", "-q", "main")
    assert commit.findings("run", "--from-ref", "main", "--to-ref", "topic") == ["cart.ts TL101"]


def test_several_projects(commit: PreCommit) -> None:
    repo = begin(commit, {**project("apps/web", PLAN), **project("apps/api", PLAN + "  - name: New Sin\n")})
    repo.stage(**{"apps/web/new.ts": NEW, "apps/api/new.ts": NEW, "README.md": "x\n"})
    assert commit.findings() == ["apps/web/new.ts TL101"]


def test_commits_of_all_sorts(commit: PreCommit) -> None:
    """`git commit -a` and `git commit FILE` have an index of their own while their hooks run."""
    repo = begin(commit, FILES)
    assert commit.run("install").returncode == 0

    def try_commit(*arguments: str) -> int:
        command = ["git", "commit", "-q", "-m", "change", *arguments]
        return subprocess.run(command, cwd=repo.folder, env=commit.environment, capture_output=True, check=False).returncode

    repo.write(**{"cart.ts": NEW})
    assert try_commit("-a") == 1
    assert try_commit("cart.ts") == 1
    repo.write(**{"util.ts": "export const x = 1;\n"})
    repo.git("add", "util.ts")
    assert try_commit() == 0
    assert repo.git("show", "--name-only", "--format=", "HEAD") == "util.ts"


def test_a_range_is_pushed(commit: PreCommit, tmp_path: Path) -> None:
    repo = begin(commit, FILES)
    repo.git("init", "-q", "--bare", str(tmp_path / "remote.git"))
    repo.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    repo.git("push", "-q", "origin", "main")
    assert commit.run("install", "--hook-type", "pre-push").returncode == 0
    push = ["git", "push", "-q", "origin", "main"]
    repo.commit(**{"util.ts": "export const x = 1;\n"})
    assert subprocess.run(push, cwd=repo.folder, env=commit.environment, capture_output=True, check=False).returncode == 0
    repo.commit(**{"new.ts": NEW})
    assert subprocess.run(push, cwd=repo.folder, env=commit.environment, capture_output=True, check=False).returncode == 1


def test_list_of_places_is_up_to_date(commit: PreCommit) -> None:
    repo = begin(commit, FILES, "tracklint-where", args=("--write", "docs/events.md"))
    repo.write(**{"docs/events.md": "# Events\n"})
    write = ["tracklint", "where", "--write", "docs/events.md"]
    subprocess.run(write, cwd=repo.folder, env=commit.environment, capture_output=True, check=True)
    repo.stage()
    assert commit.run().returncode == 0
    repo.stage(**{"cart.ts": OLD})
    done = commit.run()
    assert (done.returncode, "Failed" in done.stdout) == (1, True)
    assert "files were modified" not in done.stdout


@pytest.mark.parametrize("id", hooks())
def test_hooks_are_valid(id: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")], capture_output=True, check=False
    )
    assert done.returncode == 0
    assert hooks()[id]["language"] == "python"
    assert hooks()[id]["entry"].split()[0] == "tracklint"
