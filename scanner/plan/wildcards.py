"""Wildcards without regular expressions: they come from plans and configs, and none of them may make matching slow."""

from __future__ import annotations

from collections.abc import Sequence


def match_wildcard(pattern: str, text: str) -> bool:
    """Whether `text` fits `pattern`, where `*` stands for any text (also none) and everything else for itself."""
    place = mark = 0
    star = -1
    while mark < len(text):
        if place < len(pattern) and pattern[place] == "*":
            star, place, resume = place, place + 1, mark
        elif place < len(pattern) and pattern[place] == text[mark]:
            place, mark = place + 1, mark + 1
        elif star >= 0:
            resume += 1
            place, mark = star + 1, resume
        else:
            return False
    return all(character == "*" for character in pattern[place:])


def match_path(glob: str, path: str) -> bool:
    """Whether a posix path fits a glob: `**` for any folders, `*` within one name, a plain folder for all below it.

    A glob without a slash (`*.test.ts`) fits the name of a file or folder anywhere.
    """
    wanted = glob.removeprefix("./").strip("/").split("/")
    if len(wanted) == 1 and wanted[0] not in ("", "**", "."):
        return any(match_wildcard(wanted[0], part) for part in path.split("/"))
    return wanted in ([""], ["."]) or _match_parts([part for part in wanted if part], path.split("/"))


def _match_parts(wanted: Sequence[str], parts: Sequence[str]) -> bool:
    """`reachable` holds how many path parts may have been used up after each part of the glob."""
    reachable = {0}
    for part in wanted:
        if part == "**":
            reachable = set(range(min(reachable), len(parts) + 1))
        else:
            reachable = {used + 1 for used in reachable if used < len(parts) and match_wildcard(part, parts[used])}
        if not reachable:
            return False
    return True
