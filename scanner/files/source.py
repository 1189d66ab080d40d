from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from scanner.files.kinds import DEFAULT_MAX_SIZE
from scanner.model import Skipped


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that may be searched. `path` is posix and relative to the root; `size` is in bytes."""

    path: str
    size: int
    source: Source = field(repr=False, compare=False)

    def read(self) -> bytes:
        """The bytes of the file; empty when it went away since it was listed."""
        return self.source.read(self.path) or b""


class Source(Protocol):
    """A frozen listing of files. It is made once: what appears later is not seen.

    `root` is for reports only. `revision` is the commit that is read, None for a work tree.
    """

    @property
    def root(self) -> str: ...

    @property
    def revision(self) -> str | None: ...

    @property
    def max_size(self) -> int:
        """The size in bytes above which a file is not to be parsed."""

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """Files that cannot be offered, and why; sorted by path."""

    def files(self) -> Iterator[SourceFile]:
        """The files to search, sorted by path: without dependencies, build output, bundles and whatever the user excludes."""

    def paths(self) -> tuple[str, ...]:
        """All readable files, sorted, also those that `files` leaves out (declaration files, manifests)."""

    def exists(self, path: str) -> bool:
        """Whether `paths` holds it."""

    def read(self, path: str) -> bytes | None:
        """The bytes of a file of `paths`; None for any other path, and when it cannot be read."""


@dataclass(frozen=True, slots=True)
class MemorySource:
    """Files held in memory, for tests and for text that is not on disk. All of them are offered for search."""

    texts: Mapping[str, bytes]
    root: str = "."
    revision: str | None = None
    skipped: tuple[Skipped, ...] = ()
    max_size: int = DEFAULT_MAX_SIZE

    def files(self) -> Iterator[SourceFile]:
        return (SourceFile(path, len(self.texts[path]), self) for path in self.paths())

    def paths(self) -> tuple[str, ...]:
        return tuple(sorted(self.texts))

    def exists(self, path: str) -> bool:
        return path in self.texts

    def read(self, path: str) -> bytes | None:
        return self.texts.get(path)
