from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from scanner.errors import ConfigError, TracklintError
from scanner.files import GitSource, GitTree, Repository, RevisionNotFound, WorkTree
from scanner.model import Skipped
from tests.support.git import Repo, git


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path.resolve() / "repo")


def at(repo: Repo, revision: str = "HEAD") -> GitTree:
    return GitTree.of_revision(Repository.find(repo.folder), revision)


def staged(repo: Repo) -> GitTree:
    return GitTree.of_index(Repository.find(repo.folder))


def listing(source: GitSource | WorkTree) -> list[tuple[str, bytes]]:
    return [(file.path, file.read()) for file in source.files()]


def opened(repo: Repo, tree: GitTree, folder: str = "", **options: Any) -> GitSource:
    return GitSource.open(tree, repo.folder / folder, **options, base=repo.folder)


# --- what is read ----------------------------------------------------------------------------------


def test_revision_index_and_work_tree_are_three_things(repo: Repo) -> None:
    first = repo.commit(**{"a.ts": "one", "b.ts": "same"})
    second = repo.commit(**{"a.ts": "two"})
    repo.stage(**{"a.ts": "three"})
    repo.write(**{"a.ts": "four"})
    read = [opened(repo, tree).read("a.ts") for tree in (at(repo, first), at(repo, second), staged(repo))]
    assert read == [b"one", b"two", b"three"]
    assert WorkTree.open(repo.folder).read("a.ts") == b"four"


def test_revision_is_the_commit(repo: Repo) -> None:
    first = repo.commit(**{"a.ts": "one"})
    repo.git("tag", "-a", "-m", "a tag that is an object of its own", "v1")
    assert opened(repo, at(repo, "v1")).revision == first
    assert opened(repo, staged(repo)).revision is None


FILES = {
    "package.json": "{}",
    "src/a.ts": "a",
    "src/legacy/old.ts": "x",
    "src/legacy/.tracklintignore": "old.ts\n",
    "dist/out.js": "d",
    "types.d.ts": "t",
    "web/package.json": "{}",
    "web/build/out.js": "o",
    "web/app.ts": "w",
    "näme with space.ts": "n",
    ".gitignore": "ignored.ts\n",
}


@pytest.mark.parametrize(
    ("folder", "options"),
    [
        pytest.param("", {}, id="defaults"),
        pytest.param("", {"include": ["src/"]}, id="include"),
        pytest.param("", {"exclude": ["src/"]}, id="exclude"),
        pytest.param("", {"exclude": ["!dist/"]}, id="a default taken back"),
        pytest.param("src", {}, id="a folder"),
        pytest.param("web", {"exclude": ["web/app.ts"]}, id="a folder, patterns from above"),
        pytest.param("src", {"include": ["/src/a.ts"]}, id="a folder, anchored from above"),
    ],
)
def test_as_in_the_work_tree(repo: Repo, folder: str, options: dict[str, Any]) -> None:
    repo.commit(**FILES)
    disk = WorkTree.open(repo.folder / folder, **options, base=repo.folder)
    for tree in (at(repo), staged(repo)):
        source = opened(repo, tree, folder, **options)
        assert listing(source) == listing(disk)
        assert source.paths() == disk.paths()
        assert [file.size for file in source.files()] == [file.size for file in disk.files()]


def test_ignore_file_of_the_revision_counts(repo: Repo) -> None:
    first = repo.commit(**{"a.ts": "a", "b.ts": "b"})
    repo.commit(**{".tracklintignore": "a.ts\n"})
    assert [path for path, _ in listing(opened(repo, at(repo, first)))] == ["a.ts", "b.ts"]
    assert "a.ts" not in dict(listing(opened(repo, at(repo))))


def test_only_listed_paths_are_read(repo: Repo) -> None:
    repo.commit(**{"app/a.ts": "a", "secret.ts": "s"})
    source = opened(repo, at(repo), "app")
    assert source.read("../secret.ts") is None
    assert source.read(str(repo.folder / "secret.ts")) is None
    assert not source.exists("secret.ts")


def test_bad_pattern(repo: Repo) -> None:
    repo.commit(**{"a.ts": "a"})
    with pytest.raises(ConfigError, match="pattern"):
        opened(repo, at(repo), exclude=["!"])


def test_sources_share_what_was_read(repo: Repo) -> None:
    first = at(repo, repo.commit(**{"a.ts": "one"}))
    repo.commit(**{"b.ts": "two"})
    second = GitTree.of_revision(first.repository, "HEAD", first.blobs)
    assert opened(repo, first).read("a.ts") is opened(repo, second).read("a.ts")


# --- what is no file -------------------------------------------------------------------------------


def test_links_and_submodules_are_skipped(repo: Repo, tmp_path: Path) -> None:
    other = Repo(tmp_path / "other")
    other.commit(**{"x.ts": "x"})
    (repo.folder / "link.ts").symlink_to("/etc/passwd")
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other.folder), "sub")
    repo.commit(**{"a.ts": "a"})
    for tree in (at(repo), staged(repo)):
        source = opened(repo, tree)
        assert source.skipped == (Skipped("link.ts", "symbolic link"), Skipped("sub", "submodule"))
        assert not source.exists("link.ts")
        assert source.read("link.ts") is None
        assert not tree.is_file(repo.folder / "link.ts")


def test_a_conflict_is_read_as_our_side(repo: Repo) -> None:
    repo.commit(**{"a.ts": "base"})
    repo.git("checkout", "-q", "-b", "theirs")
    repo.commit(**{"a.ts": "theirs"})
    repo.git("checkout", "-q", "main")
    repo.commit(**{"a.ts": "ours"})
    with pytest.raises(subprocess.CalledProcessError):
        repo.git("merge", "-q", "theirs")
    assert listing(opened(repo, staged(repo))) == [("a.ts", b"ours")]


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be made there")
@pytest.mark.parametrize(
    "name", ["--help.ts", "a\nb.ts", "a\tb.ts", '"q".ts', "\udcff.ts"], ids=["dashes", "line", "tab", "quote", "bytes"]
)
def test_hostile_names(repo: Repo, name: str) -> None:
    (repo.folder / name).write_text("a")
    repo.commit()
    for tree in (at(repo), staged(repo)):
        assert listing(opened(repo, tree)) == [(name, b"a")]


# --- revisions that are not there ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param("featur/cart", r"'featur/cart' in this repository \(did you mean feature/cart\?\)$", id="a slip"),
        pytest.param("deadbeef", "'deadbeef' in this repository$", id="no such commit"),
        pytest.param("--output=x", "there is no revision '--output=x'", id="an option"),
        pytest.param("HEAD:a.ts", "there is no revision", id="a file"),
        pytest.param("", "there is no revision", id="empty"),
        pytest.param("a b", "there is no revision", id="spaces"),
    ],
)
def test_unknown_revision(repo: Repo, asked: str, said: str) -> None:
    repo.commit(**{"a.ts": "a"})
    repo.git("branch", "feature/cart")
    with pytest.raises(RevisionNotFound, match=said):
        at(repo, asked)


def clone(repo: Repo, folder: Path, *options: str) -> Path:
    git(repo.folder.parent, "clone", "-q", *options, repo.folder.as_uri(), str(folder))
    return folder


def test_branch_that_only_the_remote_has(repo: Repo, tmp_path: Path) -> None:
    repo.commit(**{"a.ts": "a"})
    repo.git("branch", "release")
    copy = clone(repo, tmp_path / "copy")
    with pytest.raises(RevisionNotFound, match=r"did you mean origin/release\?"):
        GitTree.of_revision(Repository.find(copy), "release")


def test_shallow_clone_says_how_to_get_the_rest(repo: Repo, tmp_path: Path) -> None:
    first = repo.commit(**{"a.ts": "a"})
    second = repo.commit(**{"a.ts": "b"})
    repository = Repository.find(clone(repo, tmp_path / "copy", "--depth=1"))
    assert GitTree.of_revision(repository, second).revision == second
    for asked in (first, "HEAD~1"):
        with pytest.raises(RevisionNotFound, match=r"git fetch --unshallow.*git fetch --deepen=100"):
            GitTree.of_revision(repository, asked)


def test_merge_base(repo: Repo) -> None:
    base = repo.commit(**{"a.ts": "a"})
    repo.git("checkout", "-q", "-b", "topic")
    topic = repo.commit(**{"b.ts": "b"})
    repo.git("checkout", "-q", "main")
    main = repo.commit(**{"c.ts": "c"})
    repo.git("checkout", "-q", "--orphan", "alone")
    alone = repo.commit(**{"d.ts": "d"})
    repository = Repository.find(repo.folder)
    assert repository.merge_base(main, topic) == base
    with pytest.raises(RevisionNotFound, match="no common ancestor here; --exact"):
        repository.merge_base(main, alone)


def test_partial_clone_fetches_nothing(repo: Repo, tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    first = repo.commit(**{"a.ts": "one", "b.ts": "same"})
    repo.commit(**{"a.ts": "two"})
    copy = clone(repo, tmp_path / "copy", "--filter=blob:none")
    objects = sum(1 for file in (copy / ".git/objects").rglob("*") if file.is_file())
    source = GitSource.open(GitTree.of_revision(Repository.find(copy), first), copy)
    assert listing(source) == [("b.ts", b"same")]
    assert source.skipped == (Skipped("a.ts", "not readable: not in this clone, which is a partial one"),)
    assert sum(1 for file in (copy / ".git/objects").rglob("*") if file.is_file()) == objects
    # what is staged was checked out, so it is all there
    assert len(listing(GitSource.open(GitTree.of_index(Repository.find(copy)), copy))) == 2


# --- where it is asked -----------------------------------------------------------------------------


def test_outside_of_a_repository(tmp_path: Path) -> None:
    with pytest.raises(TracklintError, match="no revision can be read here"):
        Repository.find(tmp_path)


def test_folder_outside_of_the_repository(repo: Repo, tmp_path: Path) -> None:
    repo.commit(**{"a.ts": "a"})
    with pytest.raises(TracklintError, match="lies outside the repository"):
        GitSource.open(at(repo), tmp_path)


def test_bare_repository(repo: Repo, tmp_path: Path) -> None:
    repo.commit(**{"src/a.ts": "a"})
    bare = clone(repo, tmp_path / "bare.git", "--bare")
    source = GitSource.open(GitTree.of_revision(Repository.find(bare), "main"), bare.resolve())
    assert listing(source) == [("src/a.ts", b"a")]


def test_linked_work_tree(repo: Repo, tmp_path: Path) -> None:
    repo.commit(**{"a.ts": "a"})
    repo.git("worktree", "add", "-q", str(tmp_path / "linked"))
    (tmp_path / "linked/a.ts").write_text("b")
    git(tmp_path / "linked", "add", "a.ts")
    linked = Repository.find(tmp_path / "linked")
    assert listing(GitSource.open(GitTree.of_index(linked), linked.top)) == [("a.ts", b"b")]
    assert listing(opened(repo, staged(repo))) == [("a.ts", b"a")]


def test_index_of_the_commit_under_way(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`git commit -a` and `git commit FILE` make an index of their own and name it to their hooks."""
    repo.commit(**{"a.ts": "a"})
    usual = repo.folder / ".git/index"
    other = repo.folder / ".git/next-index"
    kept = usual.read_bytes()
    repo.stage(**{"a.ts": "b"})
    other.write_bytes(usual.read_bytes())
    usual.write_bytes(kept)
    monkeypatch.setenv("GIT_INDEX_FILE", str(other))
    assert listing(opened(repo, staged(repo))) == [("a.ts", b"b")]
    elsewhere = tmp_path / "index"
    elsewhere.write_bytes(other.read_bytes())
    monkeypatch.setenv("GIT_INDEX_FILE", str(elsewhere))
    assert listing(opened(repo, staged(repo))) == [("a.ts", b"a")]


def test_no_program_of_the_configuration_is_started(repo: Repo, tmp_path: Path) -> None:
    repo.commit(**{"a.ts": "a", ".gitattributes": "*.ts filter=evil diff=evil\n"})
    mark = tmp_path / "started"
    program = f"touch {mark}; cat"
    for key in ("core.fsmonitor", "filter.evil.clean", "filter.evil.smudge", "diff.evil.textconv", "diff.evil.command", "core.pager"):
        repo.git("config", key, program)
    mark.unlink(missing_ok=True)
    repo.write(**{"a.ts": "b"})
    for tree in (at(repo), staged(repo)):
        assert dict(listing(opened(repo, tree)))["a.ts"] == b"a"
    assert not mark.exists()


# --- as a reader -----------------------------------------------------------------------------------


@pytest.fixture
def tree(repo: Repo) -> GitTree:
    repo.commit(**{"plan/a.yaml": "a", "plan/deep/b.yaml": "bb", "plan/.hidden.yaml": "h", "planet.yaml": "p"})
    return at(repo)


def test_reader(repo: Repo, tree: GitTree, tmp_path: Path) -> None:
    repo.write(**{"plan/new.yaml": "on disk only"})
    (tmp_path / "outside.yaml").write_text("o")
    top = repo.folder
    assert [tree.is_dir(top / name) for name in ("", "plan", "plan/deep", "pla", "plan/a.yaml", "gone")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    assert [tree.is_file(top / name) for name in ("plan/a.yaml", "plan", "plan/new.yaml")] == [True, False, False]
    assert list(tree.below(top / "plan")) == ["a.yaml", "deep/b.yaml"]
    assert tree.read(top / "plan/deep/b.yaml") == b"bb"
    assert tree.read(top / "plan/deep/b.yaml", 1) == b"b"
    assert tree.read(tmp_path / "outside.yaml") == b"o"
    with pytest.raises(FileNotFoundError, match="no such file in revision"):
        tree.read(top / "plan/new.yaml")
