"""Wildcards as plans and configs write them."""

from __future__ import annotations

from scanner.files.globs import match_wildcard, reach

__all__ = ["match_path", "match_wildcard"]


def match_path(glob: str, path: str) -> bool:
    """Whether a posix path fits a glob: `**` for any folders, `*` within one name, a plain folder for all below it.

    A glob without a slash (`*.test.ts`) fits the name of a file or folder anywhere.
    """
    wanted = glob.removeprefix("./").strip("/").split("/")
    if len(wanted) == 1 and wanted[0] not in ("", "**", "."):
        return any(match_wildcard(wanted[0], part) for part in path.split("/"))
    return wanted in ([""], ["."]) or bool(reach([part for part in wanted if part], path.split("/"), match_wildcard))
