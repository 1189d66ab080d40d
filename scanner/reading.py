"""Reading what a configuration names (itself, plans, packs): from the disk, or from the state of the code that a run looks at."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol


class Reader(Protocol):
    """Files by their path, wherever their bytes come from."""

    def is_file(self, path: Path) -> bool: ...

    def is_dir(self, path: Path) -> bool: ...

    def read(self, path: Path, limit: int = -1) -> bytes:
        """The bytes of a file, at most `limit` of them if that is not negative. Raises OSError."""

    def below(self, folder: Path) -> Iterator[str]:
        """The regular files below a folder as posix paths relative to it, sorted, without hidden files, hidden folders and links."""


class Disk:
    """The files as they are on disk."""

    def is_file(self, path: Path) -> bool:
        return path.is_file()

    def is_dir(self, path: Path) -> bool:
        return path.is_dir()

    def read(self, path: Path, limit: int = -1) -> bytes:
        with path.open("rb") as file:
            return file.read(limit)

    def below(self, folder: Path) -> Iterator[str]:
        for current, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                file = Path(current, name)
                if not name.startswith(".") and not file.is_symlink():
                    yield file.relative_to(folder).as_posix()


DISK = Disk()
