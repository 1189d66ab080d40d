from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from scanner.files.git import GitFailed, run_git


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a folder belongs: to which repository, and what is known of that.

    `prefix` leads from its top to the folder, empty or with a slash at its end. `head` is the commit that is checked out, `remote` the
    address it came from, as it is configured; empty when there is none.
    """

    top: Path
    prefix: str = ""
    head: str = ""
    remote: str = ""


def read_origin(folder: Path) -> Origin:
    """The origin of a folder; the folder itself, without a history, when it lies in no repository or git is not there."""
    told = _ask(folder, "rev-parse", "--show-toplevel", "--show-prefix")
    if not told:
        return Origin(folder)
    top, _, prefix = told.removesuffix("\n").partition("\n")
    head = _ask(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").strip()
    return Origin(Path(top), prefix, head, _find_remote(folder))


def _find_remote(folder: Path) -> str:
    """The address of `origin`, else of the first remote there is."""
    urls: dict[str, str] = {}
    for entry in _ask(folder, "config", "-z", "--get-regexp", r"^remote\..*\.url$").split("\0"):
        key, _, url = entry.partition("\n")
        if url:
            urls.setdefault(key.removeprefix("remote.").removesuffix(".url"), url)
    return urls.get("origin") or (urls[min(urls)] if urls else "")


def _ask(folder: Path, *arguments: str) -> str:
    """What git says, empty when it fails."""
    try:
        return os.fsdecode(run_git(folder, *arguments))
    except GitFailed:
        return ""
