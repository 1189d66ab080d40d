from __future__ import annotations

from collections.abc import Iterable, Mapping
from posixpath import dirname
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


def compile_patterns(lines: Iterable[str]) -> GitIgnoreSpec:
    """Patterns in the syntax of .gitignore. Raises ValueError for one that cannot be read."""
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)


def read_ignore_file(data: bytes) -> GitIgnoreSpec:
    """The patterns of an ignore file; lines that cannot be read are left out, as git does."""
    lines = data.decode("utf-8", errors="replace").removeprefix("\ufeff").splitlines()
    return compile_patterns([line for line in lines if _is_readable(line)])


def _is_readable(line: str) -> bool:
    try:
        compile_patterns([line])
    except ValueError:
        return False
    return True


def verdict(patterns: GitIgnoreSpec | None, path: str) -> bool | None:
    """True: the patterns exclude the path; False: they take it back with `!`; None: they do not speak of it."""
    return patterns.check_file(path).include if patterns is not None else None


def is_ignored(path: str, ignores: Mapping[str, GitIgnoreSpec]) -> bool:
    """Whether a path is ignored by the ignore files of its folders; `ignores` is keyed by folder, the nearest that speaks decides."""
    bare, tail = path.rstrip("/"), path[len(path.rstrip("/")) :]
    for folder in ancestors(bare):
        patterns = ignores.get(folder)
        if patterns is None:
            continue
        said = verdict(patterns, bare[len(folder) + 1 if folder else 0 :] + tail)
        if said is not None:
            return said
    return False


def ancestors(path: str) -> list[str]:
    """The folders above a path, nearest first, the root (`""`) last."""
    found = []
    while path:
        path = dirname(path)
        found.append(path)
    return found
