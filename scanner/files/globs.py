"""Globs without regular expressions: they come from plans, configs and repositories, and none of them may make matching slow."""

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


def match_wildcard(pattern: str, text: str, any_one: str = "") -> bool:
    """Whether `text` fits `pattern`, where `*` stands for any text (also none), `any_one` for one character and everything else for itself.

    Takes no longer than pattern times text, whatever the pattern.
    """
    place = mark = 0
    star = resume = -1
    while mark < len(text):
        if place < len(pattern) and pattern[place] == "*":
            star, place, resume = place, place + 1, mark
        elif place < len(pattern) and pattern[place] in (any_one, text[mark]):
            place, mark = place + 1, mark + 1
        elif star >= 0:
            resume += 1
            place, mark = star + 1, resume
        else:
            return False
    return pattern[place:].strip("*") == ""
