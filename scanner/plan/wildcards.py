"""Wildcards without regular expressions: they come from plans and configs, and none of them may make matching slow."""

from __future__ import annotations

from scanner.files.globs import reach


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
    return wanted in ([""], ["."]) or bool(reach([part for part in wanted if part], path.split("/"), match_wildcard))
