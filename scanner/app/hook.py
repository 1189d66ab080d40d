"""Checking a change: what is staged, or what lies between two revisions. Only findings that the change brings count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from posixpath import relpath

from scanner.app.baseline import baseline_file
from scanner.app.check import CheckReport, check_result, fails
from scanner.app.diff import follow_files
from scanner.app.plan import find_plan, read_plan
from scanner.app.project import Options, Project, below_base, open_at, open_other
from scanner.app.results import changed_paths, is_inert, open_results
from scanner.app.scan import open_cache, scan_files, untrusted
from scanner.cache import Cache, SharedCache
from scanner.changes import new_findings
from scanner.config import find_config
from scanner.errors import PlanError
from scanner.files import GitSource, GitTree, Repository
from scanner.files.ignore import ancestors
from scanner.languages.facts import FileFacts
from scanner.languages.registry import language_of
from scanner.model import Finding, Location
from scanner.plan.model import Plan
from scanner.reading import Reader
from scanner.reports.text import SourceLines

_CONFIGS = ("tracklint.toml", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Change:
    """What is checked: the new state, and those it comes from; none when there is nothing to compare with, so that all findings count."""

    head: GitTree
    bases: tuple[GitTree, ...]


@dataclass(frozen=True, slots=True)
class HookReport:
    """What a change brings: the findings that fail it, with paths relative to the current folder.

    `whole`: there was no change, so everything was checked. `plan_files` are those of the projects that were checked, `unread` what of
    them could not be read, or only in part.
    """

    findings: tuple[Finding, ...] = ()
    plan_files: tuple[str, ...] = ()
    whole: bool = False
    unread: tuple[str, ...] = ()


def hook(options: Options | None = None, from_ref: str = "", to_ref: str = "") -> HookReport:
    """Check what is staged, or what came between two revisions. When nothing is staged, everything in the index is checked.

    Each project that the change touches is checked once: the folder of the nearest configuration above the changed files, else the top
    of the repository. Raises TracklintError for what the user can mend.
    """
    given = options or Options()
    change = read_change(Repository.find(Path.cwd()), from_ref, to_ref)
    roots = _find_roots(change, given)
    reports = [_check_project(given, change, root, [other for other in roots.all if _is_below(other, root)]) for root in roots.touched]
    return HookReport(
        findings=tuple(finding for report in reports for finding in report.findings),
        plan_files=tuple(dict.fromkeys(file for report in reports for file in report.plan_files)),
        whole=not change.bases,
        unread=tuple(reason for report in reports for reason in report.unread),
    )


def read_change(repository: Repository, from_ref: str, to_ref: str) -> Change:
    """The states to compare. A merge under way comes from both of its sides; before the first commit, from nothing."""
    if from_ref or to_ref:
        head = GitTree.of_revision(repository, to_ref or "HEAD")
        base = _parting(repository, from_ref or "HEAD", head.revision or "HEAD")
        return Change(head, (GitTree.of_revision(repository, base, head.blobs),))
    head = GitTree.of_index(repository)
    found = (repository.head(), repository.ask("rev-parse", "--verify", "--quiet", "MERGE_HEAD"))
    bases = tuple(GitTree.of_revision(repository, base, head.blobs) for base in found if base)
    return Change(head, () if any(base.entries == head.entries for base in bases[:1]) else bases)


def _parting(repository: Repository, base: str, head: str) -> str:
    """Where two revisions parted; the base itself when that cannot be seen."""
    first = repository.resolve(base)
    return repository.ask("merge-base", first, head) or first


# --- which projects ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Roots:
    """The folders that hold a configuration, and those that a change touches; as paths below the top of the repository."""

    all: tuple[str, ...]
    touched: tuple[str, ...]


def _find_roots(change: Change, options: Options) -> _Roots:
    if options.config is not None:
        root = change.head.folder_name(Path.cwd())
        return _Roots((root,), (root,))
    held = tuple(sorted(set(_folders_with_config(change.head))))
    if not change.bases:
        return _Roots(held, held or ("",))
    changed = [path for path in _changed(change) if not is_inert(path)]
    return _Roots(held, tuple(sorted({next((folder for folder in ancestors(path) if folder in held), "") for path in changed})))


def _folders_with_config(tree: GitTree) -> Iterator[str]:
    for path in tree.entries:
        folder, _, name = path.rpartition("/")
        if name in _CONFIGS:
            found = find_config(tree.repository.top / folder, tree)
            if found is not None and found == tree.repository.top / path:
                yield folder


def _changed(change: Change) -> tuple[str, ...]:
    """The files that differ from all states that the change comes from."""
    head = change.head.entries
    changed = [{path for path in base.entries.keys() | head.keys() if base.entries.get(path) != head.get(path)} for base in change.bases]
    return tuple(sorted(set.intersection(*changed)))


def _is_below(folder: str, root: str) -> bool:
    return folder != root and (not root or folder.startswith(root + "/"))


# --- one project -----------------------------------------------------------------------------------


def _check_project(options: Options, change: Change, root: str, nested: Sequence[str]) -> HookReport:
    """What the change brings to one project. Folders of other projects within it speak for themselves."""
    head = open_at(options, change.head, change.head.repository.top / root)
    bases = [_forgetful(open_other(head, tree)) for tree in change.bases]
    if any(_is_quiet(base, head) for base in bases):
        return HookReport()
    with open_cache(head) as cache:
        shared = SharedCache(cache)
        plan, files = read_plan(head)
        report = check_result(head, scan_files(head, shared), plan, files)
        found = [each for each in report.findings if fails([each], head.settings.fail_on) and not _lies_in(each, root, nested)]
        for base in bases:
            found = list(_subtract(base, head, found, report, shared)) if found else []
    shown = _Shown(change.head.repository.top / root, Path.cwd())
    return HookReport(tuple(map(shown.finding, found)), tuple(map(shown.path, files)), unread=untrusted(report.result.coverage))


def _forgetful(project: Project) -> Project:
    """A project without its baseline: what was accepted was there before as well."""
    return replace(project, options=replace(project.options, baseline=None), settings=replace(project.settings, baseline=""))


def _is_quiet(base: Project, head: Project) -> bool:
    """Whether it can be told without a scan that a change brings nothing: it touches neither what is scanned nor a plan or settings."""
    if not isinstance(base.source, GitSource) or not isinstance(head.source, GitSource) or _settings_changed(base, head):
        return False
    changed = [path for path in changed_paths(base.source, head.source) if not is_inert(path)]
    if not all(language_of(path) for path in changed):
        return False
    with open_results(head) as results:
        return not changed or (results is not None and results.carry_over(base, head) is not None)


def _settings_changed(base: Project, head: Project) -> bool:
    """Whether something outside of the project's folder changed that it depends on: settings, plans and packs above it."""
    named = [
        *find_plan(head),
        *filter(None, [baseline_file(head)]),
        *(below_base(head, name) for name in head.settings.packs),
        *filter(None, [head.settings.file]),
    ]
    return any(_bytes(base.reader, path) != _bytes(head.reader, path) for path in named)


def _bytes(reader: Reader, path: Path) -> object:
    try:
        return [reader.read(path / name) for name in reader.below(path)] if reader.is_dir(path) else reader.read(path)
    except OSError:
        return None


def _subtract(base: Project, head: Project, found: Sequence[Finding], report: CheckReport, cache: Cache[FileFacts]) -> Sequence[Finding]:
    """What is left of findings when those of a state before are taken away."""
    result = scan_files(base, cache)
    before = check_result(base, result, _plan_before(base, report), report.plan_files)
    renames = follow_files(result, report.result, base.source, head.source)
    old, new = SourceLines(base.source), SourceLines(head.source)
    return new_findings(before.findings, found, renames, lambda each: _line(old, each), lambda each: _line(new, each))


def _plan_before(base: Project, report: CheckReport) -> Plan | None:
    """The plan as it was. What a first plan finds in code that is old is no news, so without one it is that of the new state."""
    try:
        return read_plan(base)[0] or report.plan
    except PlanError:
        return report.plan


def _line(lines: SourceLines, finding: Finding) -> str:
    return lines.line(finding.location.path, finding.location.line) or ""


def _lies_in(finding: Finding, root: str, folders: Sequence[str]) -> bool:
    path = f"{root}/{finding.location.path}" if root else finding.location.path
    return any(path.startswith(folder + "/") for folder in folders)


@dataclass(frozen=True, slots=True)
class _Shown:
    """Shows paths of a project relative to the current folder."""

    root: Path
    current: Path

    def finding(self, finding: Finding) -> Finding:
        return replace(
            finding,
            location=self.place(finding.location),
            plan=self.place(finding.plan) if finding.plan else None,
            related=tuple(map(self.place, finding.related)),
            fix=tuple(replace(edit, location=self.place(edit.location)) for edit in finding.fix),
        )

    def place(self, location: Location) -> Location:
        return replace(location, path=self.path(location.path))

    def path(self, path: str) -> str:
        return relpath((self.root / path).as_posix(), self.current.resolve().as_posix())
