from __future__ import annotations

import weakref
from collections.abc import Iterable
from typing import TYPE_CHECKING

from scanner.errors import TracklintError
from scanner.files.git import GitFailed, Repository, git_command, git_environment

if TYPE_CHECKING:
    import subprocess

_MEMORY = 256 * 1024 * 1024


class Blobs:
    """The contents of a repository's files by object id, read through one git process that lives as long as this object.

    What was read stays in memory up to a bound, so that several revisions share what they have in common.
    """

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._process: subprocess.Popen[bytes] | None = None
        self._kept: dict[str, bytes] = {}
        self._room = _MEMORY

    def sizes(self, ids: Iterable[str]) -> dict[str, int]:
        """The sizes in bytes of those objects that are there."""
        asked = list(dict.fromkeys(ids))
        if not asked:
            return {}
        try:
            listed = self._repository.run("cat-file", "--batch-check=%(objectname) %(objectsize)", stdin="\n".join(asked).encode() + b"\n")
        except GitFailed as error:
            raise TracklintError(f"the files of the repository cannot be read: {error}") from error
        rows = (line.split(" ") for line in listed.decode("ascii", "replace").splitlines())
        return {row[0]: int(row[1]) for row in rows if len(row) == 2 and row[1].isdecimal()}

    def read(self, id: str) -> bytes | None:
        """The bytes of a file; None when it is not there. Ask only for objects that `sizes` knows: others may be looked for at length."""
        kept = self._kept.get(id)
        if kept is not None:
            return kept
        data = self._ask(id)
        if data is not None and len(data) <= self._room:
            self._room -= len(data)
            self._kept[id] = data
        return data

    def _ask(self, id: str) -> bytes | None:
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(f"{id}\n".encode())
            process.stdin.flush()
            head = process.stdout.readline().split()
            if len(head) != 3:
                return None
            data = process.stdout.read(int(head[2]) + 1)[:-1]
        except OSError as error:
            raise TracklintError(f"the files of the repository cannot be read: {error.strerror}") from error
        return data if head[1] == b"blob" else None

    def _started(self) -> subprocess.Popen[bytes]:
        import subprocess

        if self._process is None:
            self._process = subprocess.Popen(
                git_command("cat-file", "--batch"),
                cwd=self._repository.top,
                env=git_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            weakref.finalize(self, _end, self._process)
        return self._process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
    process.wait()
