"""A revision and the index, read from git's objects: nothing is checked out, nothing is written, nothing is fetched."""

from __future__ import annotations

import errno
import os
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scanner.errors import TracklintError
from scanner.files.blobs import Blobs
from scanner.files.git import GitFailed, Repository, split_records
from scanner.files.kinds import DEFAULT_MAX_SIZE
from scanner.files.selection import select_files
from scanner.files.source import SourceFile
from scanner.model import Skipped
from scanner.reading import DISK

_LINK, _SUBMODULE, _FOLDER = "120000", "160000", "040000"
_NOT_OFFERED = {_LINK: "symbolic link", _SUBMODULE: "submodule", _FOLDER: "folder that is not expanded in the index"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a tree: git's mode, and the id of what it holds."""

    mode: str
    id: str


@dataclass(frozen=True, slots=True)
class GitTree:
    """All files of a repository at one moment, by their path below its top. `revision` is the commit, None for the index.

    It is a Reader as well: a path below the top is read from the tree, any other from the disk.
    """

    repository: Repository
    revision: str | None
    entries: Mapping[str, Entry]
    blobs: Blobs = field(compare=False, repr=False)
    missing: frozenset[str] = frozenset()
    _sorted: Sequence[str] = field(default=(), compare=False, repr=False)

    @classmethod
    def of_revision(cls, repository: Repository, revision: str, blobs: Blobs | None = None) -> GitTree:
        """The files of a commit. `blobs` are shared with other trees of the repository. Raises RevisionNotFound."""
        commit = repository.resolve(revision)
        listed = _list(repository, "ls-tree", "-r", "-z", "--full-tree", commit)
        entries = {path: Entry(head.split()[0], head.split()[2]) for head, _, path in (row.partition("\t") for row in listed)}
        return _make(repository, commit, entries, blobs, commit)

    @classmethod
    def of_index(cls, repository: Repository, blobs: Blobs | None = None) -> GitTree:
        """The files of the index: what would be committed. Of a file with conflicts it is our side."""
        entries: dict[str, Entry] = {}
        for row in _list(repository, "ls-files", "-s", "-z"):
            head, _, path = row.partition("\t")
            mode, id, stage = head.split()
            if stage in ("0", "2") or path not in entries:
                entries[path] = Entry(mode, id)
        return _make(repository, None, entries, blobs, "--indexed-objects")

    # --- as a Reader ---

    def is_file(self, path: Path) -> bool:
        name = self._name(path)
        return DISK.is_file(path) if name is None else self._is_readable(name)

    def is_dir(self, path: Path) -> bool:
        name = self._name(path)
        if name is None:
            return DISK.is_dir(path)
        return name == "" or next(self.names_below(name), None) is not None

    def read(self, path: Path, limit: int = -1) -> bytes:
        name = self._name(path)
        if name is None:
            return DISK.read(path, limit)
        data = self.blobs.read(self.entries[name].id) if self._is_readable(name) else None
        if data is None:
            raise FileNotFoundError(errno.ENOENT, f"no such file in {self.label}")
        return data if limit < 0 else data[:limit]

    def below(self, folder: Path) -> Iterator[str]:
        name = self._name(folder)
        if name is None:
            yield from DISK.below(folder)
            return
        for path in self.names_below(name):
            rest = path[len(name) + 1 :] if name else path
            if self._is_readable(path) and not any(part.startswith(".") for part in rest.split("/")):
                yield rest

    @property
    def label(self) -> str:
        """What to call this state of the code in a message."""
        return f"revision {self.revision[:12]}" if self.revision else "the index"

    def names_below(self, folder: str) -> Iterator[str]:
        """The paths below a folder of the repository (`""` is its top), sorted."""
        head = f"{folder}/" if folder else ""
        for number in range(bisect_left(self._sorted, head), len(self._sorted)):
            if not self._sorted[number].startswith(head):
                return
            yield self._sorted[number]

    def folder_name(self, folder: Path) -> str:
        """The path of a folder below the top. Raises TracklintError when it lies elsewhere."""
        name = self._name(folder)
        if name is None:
            raise TracklintError(f"{folder}: lies outside the repository {self.repository.top}")
        return name

    def _name(self, path: Path) -> str | None:
        absolute = Path(os.path.abspath(path))
        for candidate in (absolute, Path(os.path.realpath(absolute.parent)) / absolute.name):
            if candidate == self.repository.top:
                return ""
            if self.repository.top in candidate.parents:
                return candidate.relative_to(self.repository.top).as_posix()
        return None

    def _is_readable(self, name: str) -> bool:
        entry = self.entries.get(name)
        return entry is not None and entry.mode not in _NOT_OFFERED and entry.id not in self.missing


def _list(repository: Repository, *arguments: str) -> Sequence[str]:
    try:
        return split_records(repository.run(*arguments))
    except GitFailed as error:
        raise TracklintError(f"the files of the repository cannot be listed: {error}") from error


def _make(repository: Repository, revision: str | None, entries: dict[str, Entry], blobs: Blobs | None, objects: str) -> GitTree:
    missing = _find_missing(repository, objects) if repository.is_partial() else frozenset[str]()
    return GitTree(repository, revision, entries, blobs or Blobs(repository), missing, sorted(entries))


def _find_missing(repository: Repository, objects: str) -> frozenset[str]:
    """The objects that a partial clone lacks. Asking for one of them would have git start a fetch."""
    where = (objects,) if objects.startswith("--") else ("--no-walk", objects)
    try:
        listed = repository.run("rev-list", "--objects", "--missing=print", *where)
    except GitFailed as error:
        raise TracklintError(f"the files of the repository cannot be listed: {error}") from error
    return frozenset(line[1:].decode("ascii", "replace") for line in listed.splitlines() if line.startswith(b"?"))


@dataclass(frozen=True, slots=True)
class GitSource:
    """The files below a folder of a tree, as a Source. Made by `GitSource.open`."""

    tree: GitTree
    folder: Path
    ids: Mapping[str, str]
    sizes: Mapping[str, int]
    searched: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    max_size: int = DEFAULT_MAX_SIZE

    @classmethod
    def open(
        cls,
        tree: GitTree,
        root: Path,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        base: Path | None = None,
        max_size: int = DEFAULT_MAX_SIZE,
    ) -> GitSource:
        """List a folder, as WorkTree.open does. Raises TracklintError when the root lies outside the repository."""
        top = tree.folder_name(root)
        ids, skipped = _offer(tree, top)
        home = tree.folder_name(base) if base is not None else top
        prefix = top[len(home) :].strip("/") if _holds(home, top) else ""
        patterns_from = home if _holds(home, top) else top
        searched = select_files(
            ids.keys(), include, exclude, f"{prefix}/" if prefix else "", lambda path: _read_ignores(tree, patterns_from, path)
        )
        sizes = tree.blobs.sizes(ids[path] for path in searched)
        there = tuple(path for path in searched if ids[path] in sizes)
        return cls(tree, root, ids, {path: sizes[ids[path]] for path in there}, there, tuple(skipped), max_size)

    @property
    def root(self) -> str:
        return str(self.folder)

    @property
    def revision(self) -> str | None:
        return self.tree.revision

    def files(self) -> Iterator[SourceFile]:
        return (SourceFile(path, self.sizes[path], self) for path in self.searched)

    def paths(self) -> tuple[str, ...]:
        return tuple(self.ids)

    def exists(self, path: str) -> bool:
        return path in self.ids

    def read(self, path: str) -> bytes | None:
        return self.tree.blobs.read(self.ids[path]) if path in self.ids else None


def _offer(tree: GitTree, top: str) -> tuple[dict[str, str], list[Skipped]]:
    """The files below a folder that can be read, by their path below it, and why others cannot."""
    ids: dict[str, str] = {}
    skipped: list[Skipped] = []
    for name in tree.names_below(top):
        entry, path = tree.entries[name], name[len(top) + 1 :] if top else name
        if entry.mode in _NOT_OFFERED:
            skipped.append(Skipped(path, _NOT_OFFERED[entry.mode]))
        elif entry.id in tree.missing:
            skipped.append(Skipped(path, "not readable: not in this clone, which is a partial one"))
        else:
            ids[path] = entry.id
    return ids, skipped


def _holds(folder: str, other: str) -> bool:
    return not folder or other == folder or other.startswith(folder + "/")


def _read_ignores(tree: GitTree, folder: str, path: str) -> bytes | None:
    file = tree.repository.top / folder / path
    return tree.read(file) if tree.is_file(file) else None
