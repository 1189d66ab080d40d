from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from scanner.model import Finding

Line = Callable[[Finding], str]

_Identity = tuple[str, str, str, str, str]


def new_findings(
    before: Sequence[Finding],
    after: Sequence[Finding],
    renames: Mapping[str, str] | None = None,
    line_before: Line = lambda finding: "",
    line_after: Line = lambda finding: "",
) -> tuple[Finding, ...]:
    """The findings that were not there before, in their order.

    A finding is the same on another line, in a renamed file, and in another file when it is gone from where it was. Of several that are
    alike those are old whose source line is; `line_before` and `line_after` give it.
    """
    moved = renames or {}
    old: dict[_Identity, list[Finding]] = defaultdict(list)
    for finding in before:
        old[_identity(finding, moved.get(finding.location.path, finding.location.path))].append(finding)
    new: dict[_Identity, list[Finding]] = defaultdict(list)
    for finding in after:
        new[_identity(finding, finding.location.path)].append(finding)
    left = {key: _leave_out(found, old.get(key, []), line_before, line_after) for key, found in new.items()}
    gone: Counter[tuple[str, ...]] = Counter(key[1:] for key, found in old.items() for _ in found[len(new.get(key, [])) :])
    kept = {id(finding) for finding in _drop_moved(left, gone)}
    return tuple(finding for finding in after if id(finding) in kept)


def _identity(finding: Finding, path: str) -> _Identity:
    message = re.sub(r"\d+", "#", " ".join(finding.message.split()))
    return (path, finding.code, finding.event, finding.property, message)


def _leave_out(found: Sequence[Finding], old: Sequence[Finding], line_before: Line, line_after: Line) -> list[Finding]:
    """What is left of findings that are alike when those that were there before are taken away."""
    if not old or len(old) >= len(found):
        return [] if old else list(found)
    lines = Counter(line_before(finding).strip() for finding in old)
    strangers = []
    for finding in found:
        line = line_after(finding).strip()
        if lines[line]:
            lines[line] -= 1
        else:
            strangers.append(finding)
    # lines that were edited as well: as many are old as were there
    return strangers[len(strangers) - (len(found) - len(old)) :]


def _drop_moved(left: Mapping[_Identity, Sequence[Finding]], gone: Counter[tuple[str, ...]]) -> list[Finding]:
    kept = []
    for key, found in left.items():
        for finding in found:
            if gone[key[1:]]:
                gone[key[1:]] -= 1
            else:
                kept.append(finding)
    return kept
