"""Scans, remembered: the same files under the same settings give the same result."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.app.project import Project, below_base
from scanner.errors import TracklintError
from scanner.files import GitSource, WorkTree, decode
from scanner.files.kinds import classify
from scanner.model import Scanned, ScanResult
from scanner.search import is_telling, may_hold

if TYPE_CHECKING:
    from scanner.cache import FactsCache

_FILE = "results-1.sqlite"
_LARGEST = 64 * 1024 * 1024
# What no scan reads and no plan is written in.
_INERT = frozenset({
    ".css", ".scss", ".sass", ".less", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".woff", ".woff2", ".ttf",
    ".mp3", ".mp4", ".webm", ".pdf", ".txt", ".rst", ".sh", ".sql", ".po", ".pot", ".snap", ".graphql", ".gql", ".proto",
})  # fmt: skip
# What no scan reads, though a plan may be written in it.
_UNREAD = _INERT | frozenset({".md", ".markdown", ".mdx", ".yaml", ".yml", ".csv", ".tsv", ".xlsx"})


class Results:
    """The remembered scans."""

    def __init__(self, cache: FactsCache[Scanned]) -> None:
        self._cache = cache

    def find(self, key: str) -> Scanned | None:
        """What a scan gave that was kept under this key."""
        return self._cache.get_many([key]).get(key) if key else None

    def keep(self, key: str, scanned: Scanned) -> None:
        """Keep what a scan gave. An empty key keeps nothing."""
        if key:
            self._cache.put_many({key: scanned})

    def carry_over(self, before: Project, after: Project) -> ScanResult | None:
        """The result of `before`, if what changed up to `after` cannot have changed it."""
        scanned = self.find(name_state(before))
        if scanned is None or not _is_unaffected(scanned, before, after):
            return None
        carried = replace(scanned, result=replace(scanned.result, revision=after.source.revision))
        self.keep(name_state(after), carried)
        return carried.result


@contextmanager
def open_results(project: Project) -> Iterator[Results | None]:
    """The remembered scans of a user; None when nothing is to be remembered."""
    from scanner.app.scan import cache_folder
    from scanner.cache import FactsCache

    if not project.options.cache or not isinstance(project.source, GitSource | WorkTree):
        yield None
        return
    with FactsCache[Scanned](cache_folder(project), ("scanner.model",), _FILE, _LARGEST) as cache:
        yield Results(cache)


def changed_paths(before: GitSource, after: GitSource) -> tuple[str, ...]:
    """The files that differ, also those that are there in one state only."""
    return tuple(sorted(path for path in before.ids.keys() | after.ids.keys() if before.ids.get(path) != after.ids.get(path)))


def is_inert(path: str) -> bool:
    """Whether a file, whatever it holds, has nothing to say to a scan or a plan."""
    return Path(path).suffix.lower() in _INERT


def is_unread(path: str) -> bool:
    """Whether no scan looks into a file, so that only its being there may count."""
    return Path(path).suffix.lower() in _UNREAD


def _is_unaffected(scanned: Scanned, before: Project, after: Project) -> bool:
    from scanner.languages.registry import language_of

    old, new = before.source, after.source
    if not isinstance(old, GitSource) or not isinstance(new, GitSource) or old.searched != new.searched or old.ids.keys() != new.ids.keys():
        return False
    # what a file that no scan reads may say (tsconfig.json, package.json) is not known here
    changed = [path for path in changed_paths(old, new) if not is_inert(path)]
    if any(language_of(path) is None or path in scanned.parsed for path in changed):
        return False
    return not _are_telling([path for path in changed if path in new.sizes], (old, new), scanned.words)


def _are_telling(paths: Iterable[str], sources: Iterable[GitSource], words: frozenset[str]) -> bool:
    """Whether one of the files holds a word that makes a scan read it, or cannot be judged by its words."""
    texts = ((path, decode(source.read(path) or b"").text, source.max_size) for path in paths for source in sources)
    return any(is_telling(text) or may_hold(text, words) or classify(path, text, len(text), size) is not None for path, text, size in texts)


def name_state(project: Project) -> str:
    """A key for everything that a scan depends on; empty when that cannot be told.

    Files on disk are named as git names them, so that a state is known again once it is staged or committed.
    """
    source = project.source
    if not isinstance(source, GitSource | WorkTree):
        return ""
    digest = hashlib.sha256(_program_stamp())
    digest.update(f"{project.settings.include_tests}\0{source.max_size}\0".encode())
    for name in project.settings.packs:
        digest.update(_pack_stamp(project, below_base(project, name)))
    for path in source.searched:
        digest.update(b"s" + os.fsencode(path) + b"\0%d\0" % (0 if is_unread(path) else source.sizes[path]))
    for path in source.paths():
        id = "" if is_unread(path) else _name_content(source, path)
        if id is None:
            return ""
        digest.update(os.fsencode(path) + b"\0" + id.encode())
    for skipped in source.skipped:
        digest.update(b"x" + os.fsencode(skipped.path) + b"\0" + skipped.reason.encode())
    return digest.hexdigest()


def _name_content(source: GitSource | WorkTree, path: str) -> str | None:
    """The id that git gives what a file holds; None when it cannot be read."""
    if isinstance(source, GitSource):
        return source.ids[path]
    data = source.read(path)
    return None if data is None else hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _program_stamp() -> bytes:
    """Changes with every file of the program and of its rules."""
    package = Path(__file__).resolve().parents[1]
    stamps = (f"{path}\0{size}\0{changed}" for path, size, changed in sorted(_files(package, package.parent / "rules")))
    return hashlib.sha256("\n".join(stamps).encode("utf-8", "surrogateescape")).digest()


def _files(*folders: Path) -> Iterator[tuple[str, int, int]]:
    for folder in folders:
        for current, _, names in os.walk(folder):
            for name in names:
                if name.endswith((".py", ".yaml")):
                    status = os.stat(os.path.join(current, name))
                    yield os.path.join(current, name), status.st_size, status.st_mtime_ns


def _pack_stamp(project: Project, path: Path) -> bytes:
    reader = project.reader
    try:
        if not reader.is_dir(path):
            return reader.read(path)
        return b"\0".join(name.encode() + b"\0" + reader.read(path / name) for name in reader.below(path))
    except (OSError, TracklintError):
        return b""
