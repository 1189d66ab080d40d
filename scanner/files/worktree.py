from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scanner.errors import SourceNotFound
from scanner.files.kinds import DEFAULT_MAX_SIZE
from scanner.files.listing import list_files
from scanner.files.selection import select_files
from scanner.files.source import SourceFile
from scanner.model import Skipped


@dataclass(frozen=True, slots=True)
class WorkTree:
    """The files of a folder on disk, as they were listed at one moment. Made by `WorkTree.open`."""

    folder: Path
    sizes: Mapping[str, int]
    searched: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    max_size: int = DEFAULT_MAX_SIZE
    revision: str | None = None

    @classmethod
    def open(
        cls,
        root: Path,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        base: Path | None = None,
        max_size: int = DEFAULT_MAX_SIZE,
    ) -> WorkTree:
        """List a folder. `include` and `exclude` are patterns in .gitignore syntax, relative to `base` (the root, unless given).

        `exclude` may take back a default with `!`. Raises SourceNotFound when the root is no folder, ConfigError for a bad pattern.
        """
        folder = root.resolve()
        if not folder.is_dir():
            raise SourceNotFound(f"{root}: there is no such folder")
        listed = list_files(folder)
        sizes, skipped = _measure(folder, listed)
        prefix = _prefix(folder, base)
        top = base.resolve() if base is not None and prefix else folder
        searched = select_files(sizes.keys(), include, exclude, prefix, lambda path: _read_below(top, path))
        return cls(folder, sizes, searched, tuple(skipped), max_size)

    @property
    def root(self) -> str:
        return str(self.folder)

    def files(self) -> Iterator[SourceFile]:
        return (SourceFile(path, self.sizes[path], self) for path in self.searched)

    def paths(self) -> tuple[str, ...]:
        return tuple(self.sizes)

    def exists(self, path: str) -> bool:
        return path in self.sizes

    def read(self, path: str) -> bytes | None:
        if path not in self.sizes:
            return None
        try:
            with open(os.path.join(self.folder, path), "rb") as file:
                return file.read()
        except OSError:
            return None


def _measure(folder: Path, listed: Iterable[str]) -> tuple[dict[str, int], list[Skipped]]:
    sizes: dict[str, int] = {}
    skipped: list[Skipped] = []
    for path in listed:
        found = _look_at(folder, path)
        if isinstance(found, int):
            sizes[path] = found
        elif found:
            skipped.append(Skipped(path, found))
    return sizes, skipped


def _look_at(folder: Path, path: str) -> int | str:
    """The size of a regular file, or why it is not offered; an empty reason when there is nothing to speak of."""
    full = os.path.join(folder, path)
    try:
        status = os.lstat(full)
    except OSError:
        return ""
    if stat.S_ISREG(status.st_mode):
        return status.st_size if os.access(full, os.R_OK) else "not readable"
    # What a link leads to is listed itself if it lies below the root, and is none of ours if it does not.
    return "symbolic link" if stat.S_ISLNK(status.st_mode) else ""


def _prefix(folder: Path, base: Path | None) -> str:
    """What leads from the base down to the root, with a slash at its end."""
    if base is None or folder == base.resolve() or base.resolve() not in folder.parents:
        return ""
    return folder.relative_to(base.resolve()).as_posix() + "/"


def _read_below(folder: Path, path: str) -> bytes | None:
    file = folder / path
    return file.read_bytes() if file.is_file() and not file.is_symlink() else None
