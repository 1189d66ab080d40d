from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from posixpath import basename, splitext

# What git takes for the same file as well.
_ALIKE = 0.5
_MOST_PAIRS = 250_000


def find_renames(gone: Mapping[str, bytes], new: Mapping[str, bytes]) -> dict[str, str]:
    """Which of the files that are gone live on under a new path: old path -> new path, one to one.

    The same bytes tell, then at least half of the lines; of several that fit, the likest one, and one of the same name.
    """
    found = _find_identical(gone, new)
    left = {path: _lines(data) for path, data in gone.items() if path not in found}
    free = {path: _lines(data) for path, data in new.items() if path not in found.values()}
    if len(left) * len(free) > _MOST_PAIRS:
        return found
    rated = [
        (-alike, basename(old) != basename(other), old, other)
        for old, lines in left.items()
        for other, others in free.items()
        if splitext(old)[1] == splitext(other)[1] and (alike := _likeness(lines, others)) >= _ALIKE
    ]
    taken: set[str] = set()
    for _, _, old, other in sorted(rated):
        if old not in found and other not in taken:
            found[old] = other
            taken.add(other)
    return found


def _find_identical(gone: Mapping[str, bytes], new: Mapping[str, bytes]) -> dict[str, str]:
    by_digest: dict[bytes, list[str]] = {}
    for path in sorted(new):
        by_digest.setdefault(_digest(new[path]), []).append(path)
    found: dict[str, str] = {}
    for path in sorted(gone):
        same = by_digest.get(_digest(gone[path]), [])
        if same:
            chosen = next((other for other in same if basename(other) == basename(path)), same[0])
            same.remove(chosen)
            found[path] = chosen
    return found


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _lines(data: bytes) -> Counter[bytes]:
    return Counter(stripped for line in data.splitlines() if len(stripped := line.strip()) > 1)


def _likeness(left: Counter[bytes], right: Counter[bytes]) -> float:
    longer = max(left.total(), right.total())
    return (left & right).total() / longer if longer else 0.0
