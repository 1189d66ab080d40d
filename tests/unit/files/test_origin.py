from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from scanner.files.origin import Origin, read_origin


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, check=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "apps/web").mkdir(parents=True)
    (tmp_path / "apps/web/a.ts").write_text("")
    return tmp_path


def commit(folder: Path) -> str:
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "first")
    return git(folder, "rev-parse", "HEAD")


def test_top_and_prefix(repository: Path) -> None:
    head = commit(repository)
    assert read_origin(repository) == Origin(repository, "", head)
    assert read_origin(repository / "apps/web") == Origin(repository, "apps/web/", head)


def test_without_commits(repository: Path) -> None:
    assert read_origin(repository) == Origin(repository)


def test_outside_git(tmp_path: Path) -> None:
    assert read_origin(tmp_path) == Origin(tmp_path)


@pytest.mark.parametrize(
    ("remotes", "remote"),
    [
        pytest.param({"origin": "git@example.com:a/b.git"}, "git@example.com:a/b.git", id="origin"),
        pytest.param({"a": "https://example.com/a", "origin": "https://example.com/o"}, "https://example.com/o", id="origin before others"),
        pytest.param({"up.stream": "https://example.com/u"}, "https://example.com/u", id="the only one"),
        pytest.param({}, "", id="none"),
    ],
)
def test_remote(repository: Path, remotes: dict[str, str], remote: str) -> None:
    for name, url in remotes.items():
        git(repository, "config", f"remote.{name}.url", url)
    assert read_origin(repository).remote == remote


def test_nothing_of_the_repository_runs(repository: Path) -> None:
    commit(repository)
    mark = repository / "ran"
    for key in ("core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "alias.rev-parse"):
        git(repository, "config", key, f"!touch {mark}" if key.startswith("alias") else f"touch {mark}")
    read_origin(repository)
    assert not mark.exists()
