"""Findings that were there when a project began to use the checks, and that do not fail it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scanner.checks.base import without_numbers
from scanner.errors import TracklintError
from scanner.model import Finding

BASELINE_FORMAT = "tracklint.baseline/1"
_FIELDS = ("code", "path", "event", "property", "content")


@dataclass(frozen=True, slots=True, order=True)
class Accepted:
    """A finding that is accepted: which, in which file, about what. `content` is a digest of what it says, without numbers.

    There is no line and no date in it, so that it stays the same when code moves within a file. The same finding may be accepted
    several times in one file: then there are as many entries.
    """

    code: str
    path: str
    event: str
    property: str
    content: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Findings held against a baseline: those that are new, those that it has, and its entries of which no finding is left."""

    new: tuple[Finding, ...]
    known: tuple[Finding, ...]
    stale: tuple[Accepted, ...]


def accept(finding: Finding) -> Accepted:
    """The entry of a finding."""
    digest = hashlib.sha256(without_numbers(finding.message).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Accepted(finding.code, finding.location.path, finding.event, finding.property, digest)


def compare_baseline(findings: Sequence[Finding], accepted: Iterable[Accepted]) -> Compared:
    """Which findings a baseline has.

    One that is not there in its file counts as moved, if the same one is accepted in a file where it is no longer found.
    """
    left = Counter(accepted)
    known: dict[int, Finding] = {}
    for index, finding in enumerate(findings):
        if left[entry := accept(finding)] > 0:
            left[entry] -= 1
            known[index] = finding
    elsewhere = Counter(_without_path(entry) for entry in left.elements())
    moved: Counter[Accepted] = Counter()
    for index, finding in enumerate(findings):
        entry = _without_path(accept(finding))
        if index not in known and elsewhere[entry] > 0:
            elsewhere[entry] -= 1
            moved[entry] += 1
            known[index] = finding
    return Compared(
        tuple(finding for index, finding in enumerate(findings) if index not in known),
        tuple(known[index] for index in sorted(known)),
        tuple(_drop_moved(sorted(left.elements()), moved)),
    )


def _without_path(entry: Accepted) -> Accepted:
    return Accepted(entry.code, "", entry.event, entry.property, entry.content)


def _drop_moved(entries: Iterable[Accepted], moved: Counter[Accepted]) -> Iterable[Accepted]:
    for entry in entries:
        bare = _without_path(entry)
        if moved[bare] > 0:
            moved[bare] -= 1
        else:
            yield entry


def write_baseline(entries: Iterable[Accepted]) -> str:
    """The text of a baseline: sorted, an entry a line, so that two branches that change it rarely meet in one line."""
    rows = [json.dumps({name: getattr(entry, name) for name in _FIELDS}, ensure_ascii=True) for entry in sorted(entries)]
    listed = ",\n".join(f"    {row}" for row in rows)
    body = f"[\n{listed}\n  ]" if rows else "[]"
    return f'{{\n  "format": "{BASELINE_FORMAT}",\n  "findings": {body}\n}}\n'


def read_baseline(text: str, path: str) -> tuple[Accepted, ...]:
    """The entries of a baseline. Raises TracklintError for what is none, with the line where JSON breaks off."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        hint = "; it holds marks of a merge that was not finished" if "<<<<<<<" in text else ""
        raise TracklintError(f"this is no baseline: {error.msg}{hint}", path, error.lineno) from error
    except RecursionError as error:
        raise TracklintError("this is no baseline: nested too deeply", path) from error
    if not isinstance(document, dict) or document.get("format") != BASELINE_FORMAT or not isinstance(document.get("findings"), list):
        raise TracklintError(f'this is no baseline: it lacks "format": "{BASELINE_FORMAT}"', path)
    return tuple(_read_entry(entry, path) for entry in document["findings"])


def _read_entry(entry: object, path: str) -> Accepted:
    values = [entry.get(name) for name in _FIELDS] if isinstance(entry, dict) else []
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) != len(_FIELDS):
        raise TracklintError(f"an entry of this baseline lacks one of {', '.join(_FIELDS)}", path)
    return Accepted(*texts)
