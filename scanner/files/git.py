"""Git, asked safely: nothing that a repository's configuration names is started, and nothing is fetched."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scanner.errors import TracklintError

# A repository's own configuration can name programs for git to run; none of them may start.
_GIT = ("git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=" + os.devnull)
_SHALLOW = "this clone is shallow: `git fetch --unshallow` gets the rest of the history, `git fetch --deepen=100` some of it"


class RevisionNotFound(TracklintError):
    """A revision that was asked for is not there."""


class GitFailed(Exception):
    """Git did not do what it was asked. The text is what it said."""


def git_command(*arguments: str) -> list[str]:
    """The command line of a git that starts no other program."""
    return [*_GIT, *arguments]


def git_environment(index: str = "") -> dict[str, str]:
    """Without the variables that a git hook sets: they would turn a question about one folder into one about another repository.

    Missing objects of a partial clone are not fetched.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    wanted = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "LC_ALL": "C"}
    return {**kept, **wanted, **({"GIT_INDEX_FILE": index} if index else {})}


def run_git(folder: Path, *arguments: str, stdin: bytes = b"", index: str = "") -> bytes:
    """What git prints. Raises GitFailed."""
    import subprocess

    command = git_command(*arguments)
    try:
        done = subprocess.run(command, cwd=folder, env=git_environment(index), input=stdin, capture_output=True, check=False)
    except OSError as error:
        raise GitFailed(f"git cannot be started: {error.strerror}") from error
    if done.returncode:
        raise GitFailed(next(iter(done.stderr.decode(errors="replace").splitlines()), f"git {arguments[0]} failed"))
    return done.stdout


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository. `top` is the folder that its paths start from: of the work tree, or the repository itself when it is bare.

    `index` is the index that a commit under way uses (`git commit -a` makes one of its own); empty for the usual one.
    """

    top: Path
    index: str = ""

    @classmethod
    def find(cls, folder: Path) -> Repository:
        """The repository that holds a folder. Raises TracklintError when none does."""
        try:
            said = os.fsdecode(run_git(folder, "rev-parse", "--is-inside-work-tree", "--absolute-git-dir"))
            inside, home = said.removesuffix("\n").split("\n", 1)
            if inside != "true":
                return cls(Path(home))
            top = os.fsdecode(run_git(folder, "rev-parse", "--show-toplevel")).removesuffix("\n")
        except GitFailed as error:
            raise TracklintError(f"{folder}: no revision can be read here: {error}") from error
        return cls(Path(os.path.realpath(top)), _given_index(Path(os.path.realpath(home))))

    def run(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """What git prints. Raises GitFailed."""
        return run_git(self.top, *arguments, stdin=stdin, index=self.index)

    def ask(self, *arguments: str) -> str:
        """What git prints as text without the end of its line; empty when it fails."""
        try:
            return os.fsdecode(self.run(*arguments)).strip()
        except GitFailed:
            return ""

    def resolve(self, revision: str) -> str:
        """The commit that a revision names. Raises RevisionNotFound, with what may have been meant."""
        found = "" if revision.startswith("-") else self.ask("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
        if found:
            return found
        hint = f"; {_SHALLOW}" if self.is_shallow() else ""
        raise RevisionNotFound(f"there is no revision {revision!r} in this repository{self._suggest(revision)}{hint}")

    def head(self) -> str | None:
        """The commit that is checked out; None before the first one."""
        return self.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}") or None

    def merge_base(self, left: str, right: str) -> str:
        """The commit where two lines of history parted. Raises RevisionNotFound when there is none to be seen."""
        found = self.ask("merge-base", left, right)
        if found:
            return found
        hint = f"; {_SHALLOW}" if self.is_shallow() else "; --exact compares them as they are"
        raise RevisionNotFound(f"{left[:12]} and {right[:12]} have no common ancestor here{hint}")

    def is_shallow(self) -> bool:
        """Whether the history was cut when it was cloned."""
        return self.ask("rev-parse", "--is-shallow-repository") == "true"

    def is_partial(self) -> bool:
        """Whether objects may be missing because they were never fetched."""
        return bool(self.ask("config", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$"))

    def _suggest(self, revision: str) -> str:
        from difflib import get_close_matches

        names = self.ask("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes").split("\n")
        remote = [name for name in names if name.partition("/")[2] == revision]
        near = remote or get_close_matches(revision, names, n=1, cutoff=0.6)
        return f" (did you mean {near[0]}?)" if near else ""


def _given_index(home: Path) -> str:
    """The index that git gave to the hook we run in, if it is one of this repository."""
    given = os.environ.get("GIT_INDEX_FILE", "")
    file = Path(os.path.realpath(given)) if given else None
    return str(file) if file is not None and home in file.parents and file.is_file() else ""


def split_records(data: bytes) -> Sequence[str]:
    """The records of git's `-z` output."""
    return [record for record in os.fsdecode(data).split("\0") if record]
