"""Which of the listed files are searched: by the user's patterns, by ignore files, and by what is left out by default."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from posixpath import basename, dirname
from typing import TYPE_CHECKING

from scanner.errors import ConfigError
from scanner.files.ignore import ancestors, compile_patterns, is_ignored, read_ignore_file, verdict
from scanner.files.kinds import MANIFESTS, is_generated_name, is_left_out_folder

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILE = ".tracklintignore"


def select_files(
    paths: Collection[str], include: Sequence[str], exclude: Sequence[str], prefix: str, read_ignores: Callable[[str], bytes | None]
) -> tuple[str, ...]:
    """The files to search among `paths`, which are relative to the root.

    `prefix` leads from the folder of the patterns down to the root, with a slash at its end. `read_ignores` gives the bytes of an
    ignore file by its path below that folder, None when there is none. Raises ConfigError for a pattern that cannot be read.
    """
    chosen = _Selection(_compile(include), _compile(exclude), _gather_ignores(paths, prefix, read_ignores), prefix, _left_out(paths))
    return tuple(path for path in paths if chosen.holds(path))


@dataclass(frozen=True, slots=True)
class _Selection:
    include: GitIgnoreSpec | None
    exclude: GitIgnoreSpec | None
    ignores: Mapping[str, GitIgnoreSpec]
    prefix: str
    left_out: frozenset[str]

    def holds(self, path: str) -> bool:
        named = self.prefix + path
        if self.include is not None and not verdict(self.include, named):
            return False
        if self.ignores and is_ignored(named, self.ignores):
            return False
        said = verdict(self.exclude, named)
        if said is not None:
            return not said
        return dirname(path) not in self.left_out and not is_generated_name(basename(path))


def _compile(patterns: Sequence[str]) -> GitIgnoreSpec | None:
    if not patterns:
        return None
    try:
        return compile_patterns(patterns)
    except ValueError as error:
        raise ConfigError(f"a pattern of include or exclude cannot be read: {error}") from error


def _gather_ignores(paths: Iterable[str], prefix: str, read: Callable[[str], bytes | None]) -> dict[str, GitIgnoreSpec]:
    """The ignore files at and below the root, and those between the folder of the patterns and the root, keyed by folder."""
    folders = {(prefix + dirname(path)).rstrip("/") for path in paths if basename(path) == IGNORE_FILE}
    folders.update(ancestors(prefix + "x"))
    found = {}
    for folder in sorted(folders):
        data = read(f"{folder}/{IGNORE_FILE}" if folder else IGNORE_FILE)
        if data is not None:
            found[folder] = read_ignore_file(data)
    return found


def _left_out(paths: Iterable[str]) -> frozenset[str]:
    """The folders that are left out by default."""
    projects = frozenset(dirname(path) for path in paths if basename(path) in MANIFESTS)
    return frozenset(folder for folder in set(map(dirname, paths)) if folder and is_left_out_folder(folder, projects))
