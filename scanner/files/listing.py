from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.files.git import GitFailed, run_git, split_records
from scanner.files.ignore import is_ignored, read_ignore_file

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_NEVER = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__"})


def list_files(root: Path) -> list[str]:
    """All files below a folder, as sorted posix paths: what git tracks and does not ignore, or a walk where there is no git."""
    listed = _list_git(root)
    # Someone who names an ignored folder wants to see into it.
    return sorted(listed or _walk(root))


def _list_git(root: Path) -> set[str] | None:
    try:
        listed = run_git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    except GitFailed:
        return None
    return {path for path in split_records(listed) if not path.endswith("/")}


def _walk(root: Path) -> Iterator[str]:
    ignores: dict[str, GitIgnoreSpec] = {}
    pending = [""]
    while pending:
        folder = pending.pop()
        entries = _scan(root / folder)
        for entry in entries:
            if entry.name == ".gitignore" and entry.is_file():
                ignores[folder] = read_ignore_file(Path(entry.path).read_bytes())
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in _NEVER and not is_ignored(path + "/", ignores):
                    pending.append(path)
            elif not is_ignored(path, ignores):
                yield path


def _scan(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []
