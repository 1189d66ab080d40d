from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from scanner.errors import ConfigError, SourceNotFound
from scanner.files import WorkTree
from scanner.model import Skipped

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_files(**files: str) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write_files


def git(folder: Path, *args: str) -> None:
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *args], cwd=folder, check=True, capture_output=True)


def searched(tree: WorkTree) -> list[str]:
    return [file.path for file in tree.files()]


def test_files_are_sorted_and_readable(write: Write) -> None:
    tree = WorkTree.open(write(**{"b.ts": "b", "a/z.ts": "zz", "a.ts": "a"}))
    assert [(file.path, file.size, file.read()) for file in tree.files()] == [("a.ts", 1, b"a"), ("a/z.ts", 2, b"zz"), ("b.ts", 1, b"b")]


def test_defaults_are_left_out_of_search_but_stay_readable(write: Write) -> None:
    tree = WorkTree.open(
        write(**{"package.json": "{}", "src/a.ts": "", "dist/a.js": "", "types.d.ts": "x", "a.min.js": "", "src/dist/b.ts": ""})
    )
    assert searched(tree) == ["package.json", "src/a.ts", "src/dist/b.ts"]
    assert tree.read("types.d.ts") == b"x"
    assert tree.exists("dist/a.js")


def test_only_listed_paths_are_read(write: Write, tmp_path: Path) -> None:
    tree = WorkTree.open(write(**{"app/a.ts": "a", "secret.ts": "s"}) / "app")
    assert tree.read("../secret.ts") is None
    assert tree.read(str(tmp_path / "secret.ts")) is None
    assert not tree.exists("b.ts")


def test_listing_is_a_snapshot(write: Write) -> None:
    tree = WorkTree.open(write(**{"a.ts": "a"}))
    write(**{"b.ts": "b"})
    assert tree.paths() == ("a.ts",)
    assert tree.read("b.ts") is None


def test_file_that_went_away_reads_as_nothing(write: Write) -> None:
    root = write(**{"a.ts": "a"})
    tree = WorkTree.open(root)
    (root / "a.ts").unlink()
    assert tree.read("a.ts") is None
    assert [file.read() for file in tree.files()] == [b""]


@pytest.mark.parametrize("with_git", [pytest.param(True, id="git"), pytest.param(False, id="no git")])
def test_nested_gitignore(write: Write, with_git: bool) -> None:
    root = write(
        **{".gitignore": "*.gen.ts\n/out/\n", "a.gen.ts": "", "out/a.ts": "", "sub/out/a.ts": "", "sub/.gitignore": "!keep.gen.ts\nlocal\n"}
    )
    write(**{"sub/keep.gen.ts": "", "sub/local/x.ts": "", "sub/a.ts": ""})
    if with_git:
        git(root, "init", "-q")
    assert [path for path in WorkTree.open(root).paths() if path.endswith(".ts")] == ["sub/a.ts", "sub/keep.gen.ts", "sub/out/a.ts"]


def test_git_lists_tracked_and_new_files_of_a_sub_folder(write: Write) -> None:
    root = write(**{"web/a.ts": "", "web/.gitignore": "ignored.ts", "web/ignored.ts": "", "api/b.ts": "", "web/gone.ts": ""})
    git(root, "init", "-q")
    git(root, "add", "-A")
    (root / "web/gone.ts").unlink()
    write(**{"web/new.ts": ""})
    assert WorkTree.open(root / "web").paths() == (".gitignore", "a.ts", "new.ts")


def test_ignored_folder_can_be_named(write: Write) -> None:
    root = write(**{".gitignore": "scratch/", "scratch/a.ts": ""})
    git(root, "init", "-q")
    assert WorkTree.open(root / "scratch").paths() == ("a.ts",)


def test_git_runs_no_program_of_the_repository(write: Write, tmp_path: Path) -> None:
    root = write(**{"a.ts": "", "evil.sh": f"#!/bin/sh\ntouch '{tmp_path}/ran'\n"})
    (root / "evil.sh").chmod(0o755)
    git(root, "init", "-q")
    git(root, "config", "core.fsmonitor", str(root / "evil.sh"))
    WorkTree.open(root)
    assert not (tmp_path / "ran").exists()


def test_variables_of_a_git_hook_are_not_heeded(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(**{"one/a.ts": "", "two/b.ts": ""})
    for name in ("one", "two"):
        git(tmp_path / name, "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "one/.git"))
    assert WorkTree.open(tmp_path / "two").paths() == ("b.ts",)


def test_links_are_not_followed(write: Write, tmp_path: Path) -> None:
    root = write(**{"app/a.ts": "", "outside/secret.ts": "s"}) / "app"
    (root / "file.ts").symlink_to(tmp_path / "outside/secret.ts")
    (root / "folder").symlink_to(tmp_path / "outside")
    (root / "loop").symlink_to(root)
    tree = WorkTree.open(root)
    assert tree.paths() == ("a.ts",)
    assert tree.skipped == (Skipped("file.ts", "symbolic link"), Skipped("folder", "symbolic link"), Skipped("loop", "symbolic link"))
    assert tree.read("folder/secret.ts") is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipe_is_not_opened(write: Write) -> None:
    root = write(**{"a.ts": ""})
    os.mkfifo(root / "pipe.ts")
    assert WorkTree.open(root).paths() == ("a.ts",)


def test_tracklintignore_at_any_depth(write: Write) -> None:
    root = write(**{".tracklintignore": "legacy/\n", "legacy/a.ts": "", "src/.tracklintignore": "b.ts", "src/b.ts": "", "b.ts": ""})
    assert [path for path in searched(WorkTree.open(root)) if path.endswith(".ts")] == ["b.ts"]


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        pytest.param((), (), ["api/c.py", "web/a.ts", "web/gen/b.ts"], id="none"),
        pytest.param(("web",), (), ["web/a.ts", "web/gen/b.ts"], id="include a folder"),
        pytest.param(("**/*.py",), (), ["api/c.py"], id="include by suffix"),
        pytest.param((), ("gen/",), ["api/c.py", "web/a.ts"], id="exclude a folder"),
        pytest.param(("web",), ("gen/",), ["web/a.ts"], id="exclude wins"),
        pytest.param((), ("!dist/",), ["api/c.py", "dist/d.ts", "web/a.ts", "web/gen/b.ts"], id="take back a default"),
        pytest.param(("nothing",), (), [], id="include nothing"),
    ],
)
def test_patterns(write: Write, include: tuple[str, ...], exclude: tuple[str, ...], expected: list[str]) -> None:
    root = write(**{"web/a.ts": "", "web/gen/b.ts": "", "api/c.py": "", "dist/d.ts": ""})
    assert searched(WorkTree.open(root, include, exclude)) == expected


def test_patterns_start_from_the_base(write: Write) -> None:
    root = write(**{"web/gen/b.ts": "", "web/a.ts": "", ".tracklintignore": "web/a.ts"})
    assert searched(WorkTree.open(root / "web", exclude=("/web/gen",), base=root)) == []
    assert searched(WorkTree.open(root / "web", exclude=("/gen",), base=root)) == ["gen/b.ts"]


def test_bad_pattern(write: Write) -> None:
    with pytest.raises(ConfigError, match="pattern"):
        WorkTree.open(write(**{"a.ts": ""}), exclude=("!",))


def test_unreadable_line_of_an_ignore_file_is_left_out(write: Write) -> None:
    root = write(**{".tracklintignore": "!\na.ts\n", "a.ts": "", "b.ts": ""})
    assert searched(WorkTree.open(root)) == [".tracklintignore", "b.ts"]


def test_missing_root(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound, match="no such folder"):
        WorkTree.open(tmp_path / "missing")


def test_name_with_a_newline(write: Write) -> None:
    root = write(**{"a\nb.ts": "x"})
    git(root, "init", "-q")
    assert WorkTree.open(root).paths() == ("a\nb.ts",)
