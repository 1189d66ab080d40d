"""Mending findings: which edits are safe, what else they change, and writing them down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.app.check import CheckReport, check_project
from scanner.app.project import Project
from scanner.checks.baseline import accept, compare_baseline
from scanner.files import Source, SourceFile, decode
from scanner.model import Call, Edit, Finding, Location, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.fixes import FileChange

_MOST_ROUNDS = 4
# What a change brings that broke something: a name or key that the plan does not have, or that is not known any more.
_DAMAGE = ("TL10", "TL111", "TL112", "TL113", "TL2", "TL901")


@dataclass(frozen=True, slots=True)
class Shared:
    """An edit that changes what other calls send as well: where, and those calls."""

    edit: Edit
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class FixReport:
    """What was, or would be, mended. `report` is the check afterwards. `refused` are findings whose fix did not do what it should."""

    changes: tuple[FileChange, ...]
    mended: tuple[Finding, ...]
    refused: tuple[Finding, ...]
    shared: tuple[Shared, ...]
    report: CheckReport


def find_fixes(project: Project) -> FixReport:
    """Check, put the fixes in, and check again, until nothing is left that can be mended.

    A fix that does not mend its finding, loses a call or brings another finding is left out. That the properties of an event are held
    against the plan once its name is right is no new finding, but what the next round looks at.
    """
    done = FixReport((), (), (), (), check_project(project))
    for _ in range(_MOST_ROUNDS):
        tried = {accept(finding) for finding in done.refused}
        fixable = [finding for finding in done.report.findings if finding.fix and accept(finding) not in tried]
        if not fixable:
            break
        done = _join(done, _mend_round(_with_changes(project, done.changes), done.report, fixable))
    return done


def _mend_round(project: Project, before: CheckReport, fixable: list[Finding]) -> FixReport:
    refused: list[Finding] = []
    while fixable:
        changes, left_out = _apply(project, fixable)
        fixable = [finding for finding in fixable if finding not in left_out]
        after = check_project(_with_changes(project, changes))
        wrong = _find_wrong(before, after, fixable)
        refused += [*left_out, *wrong]
        if not wrong:
            return FixReport(changes, tuple(fixable), tuple(refused), tuple(_find_shared(before.result.calls, fixable)), after)
        fixable = [finding for finding in fixable if finding not in wrong]
    return FixReport((), (), tuple(refused), (), before)


def _join(earlier: FixReport, later: FixReport) -> FixReport:
    changes = {change.path: change for change in earlier.changes}
    for change in later.changes:
        changes[change.path] = replace(change, before=changes[change.path].before) if change.path in changes else change
    return FixReport(
        tuple(changes[path] for path in sorted(changes)),
        (*earlier.mended, *later.mended),
        (*earlier.refused, *later.refused),
        (*earlier.shared, *later.shared),
        later.report,
    )


def write_fixes(project: Project, fixes: FixReport) -> tuple[Path, ...]:
    """Write the changed files, each as a whole. Raises TracklintError, also when a file is no longer what was checked."""
    from scanner.errors import TracklintError
    from scanner.files.writing import write_files

    files = {project.root / change.path: change for change in fixes.changes}
    for file, change in files.items():
        if not file.is_file() or file.read_bytes() != change.before:
            raise TracklintError("the file changed while it was checked; nothing was written", change.path)
    write_files({file: change.after for file, change in files.items()})
    return tuple(files)


def show_changes(changes: Iterable[FileChange]) -> str:
    """What changes, as `diff -u` shows it."""
    return "".join(_show_change(change) for change in sorted(changes, key=lambda change: change.path))


def _show_change(change: FileChange) -> str:
    before, after = (decode(data).text.decode("utf-8", "replace").splitlines(keepends=True) for data in (change.before, change.after))
    lines = unified_diff(before, after, f"a/{change.path}", f"b/{change.path}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


# --- trying ------------------------------------------------------------------------------------------


def _apply(project: Project, fixable: Sequence[Finding]) -> tuple[tuple[FileChange, ...], list[Finding]]:
    """The changed files, and the findings whose edits do not go into a file together with those of the others.

    A fix in several files is put in as a whole or not at all.
    """
    left_out: list[Finding] = []
    while True:
        kept = [finding for finding in fixable if finding not in left_out]
        tried = {path: _change_file(project, path, kept) for path in sorted({edit.location.path for each in kept for edit in each.fix})}
        failed = {path for path, change in tried.items() if change is None}
        if not failed:
            return tuple(change for change in tried.values() if change is not None), left_out
        left_out += [finding for finding in kept if any(edit.location.path in failed for edit in finding.fix)]


def _change_file(project: Project, path: str, findings: Iterable[Finding]) -> FileChange | None:
    from scanner.fixes import apply_edits

    data = project.source.read(path)
    edits = {edit for finding in findings for edit in finding.fix if edit.location.path == path}
    return None if data is None or _disagree(edits) else apply_edits(path, data, edits)


def _disagree(edits: Iterable[Edit]) -> bool:
    """Whether two of them want different texts in one place."""
    texts: dict[Location, str] = {}
    return any(texts.setdefault(edit.location, edit.text) != edit.text for edit in edits)


def _find_wrong(before: CheckReport, after: CheckReport, fixable: Sequence[Finding]) -> list[Finding]:
    """The findings whose fix did not do what it should: it stayed, or something new came up in a file that it changes."""
    there = {accept(finding) for finding in after.findings}
    stayed = [finding for finding in fixable if accept(finding) in there]
    compared = compare_baseline(after.findings, [accept(finding) for finding in before.findings])
    fresh = [finding for finding in compared.new if finding.code.startswith(_DAMAGE) and not _is_revealed(finding, fixable)]
    if stayed or not (fresh or len(after.result.calls) != len(before.result.calls)):
        return stayed
    places = {finding.location.path for finding in fresh}
    near = [finding for finding in fixable if any(edit.location.path in places for edit in finding.fix)]
    return near or list(fixable)


def _is_revealed(finding: Finding, mended: Iterable[Finding]) -> bool:
    """Whether it was only hidden by what was mended: the properties of an event whose name is now right, or what one of them holds."""
    if not finding.property:
        return False
    return any(
        f"{finding.property}.".startswith((f"{each.suggestion}.", f"{each.suggestion}["))
        if each.property
        else finding.event == each.suggestion
        for each in mended
    )


def _find_shared(calls: Sequence[Call], fixable: Sequence[Finding]) -> Iterator[Shared]:
    for edit in sorted({edit for finding in fixable for edit in finding.fix if edit.text}, key=lambda edit: edit.location):
        users = tuple(call for call in calls if any(_holds(place, edit.location) for place in call.event.origin))
        if len(users) > 1:
            yield Shared(edit, users)


def _holds(place: Location, inner: Location) -> bool:
    return place.path == inner.path and (place.line, place.column) <= (inner.line, inner.column) <= (place.end_line, place.end_column)


@dataclass(frozen=True, slots=True)
class _Changed:
    """A source some of whose files have other bytes."""

    source: Source
    texts: Mapping[str, bytes] = field(repr=False)

    @property
    def root(self) -> str:
        return self.source.root

    @property
    def revision(self) -> str | None:
        return self.source.revision

    @property
    def max_size(self) -> int:
        return self.source.max_size

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        return self.source.skipped

    def files(self) -> Iterator[SourceFile]:
        return (SourceFile(file.path, len(self.texts.get(file.path, b"")) or file.size, self) for file in self.source.files())

    def paths(self) -> tuple[str, ...]:
        return self.source.paths()

    def exists(self, path: str) -> bool:
        return self.source.exists(path)

    def read(self, path: str) -> bytes | None:
        return self.texts[path] if path in self.texts else self.source.read(path)


def _with_changes(project: Project, changes: Iterable[FileChange]) -> Project:
    return replace(project, source=_Changed(project.source, {change.path: change.after for change in changes}))
