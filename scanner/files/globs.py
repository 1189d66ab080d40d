"""Globs over the parts of a path."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def reach(pattern: Sequence[str], parts: Sequence[str], fits: Callable[[str, str], bool]) -> set[int]:
    """How many parts of a path may have been used up at the end of a pattern; none when it does not fit.

    `**` stands for any number of parts, any other part of the pattern for one that it `fits`.
    """
    reachable = {0}
    for part in pattern:
        if part == "**":
            reachable = set(range(min(reachable), len(parts) + 1))
        else:
            reachable = {used + 1 for used in reachable if used < len(parts) and fits(part, parts[used])}
        if not reachable:
            break
    return reachable
