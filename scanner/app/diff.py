"""What changed between two states of the code in what it sends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from scanner.app.plan import read_plan
from scanner.app.project import Options, Project, open_other, open_tree
from scanner.app.scan import open_cache, scan_files
from scanner.files import GitTree, Repository, Source, decode
from scanner.model import Call, Location, ScanResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scanner.changes import Difference
    from scanner.plan.model import Plan

DiffFailOn = Literal["breaking", "maybe", "info", "never"]
DIFF_FAIL_ON: tuple[DiffFailOn, ...] = get_args(DiffFailOn)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two states. `label` names it to a person, `revision` is its commit; None for the work tree and the index."""

    label: str
    revision: str | None
    result: ScanResult
    source: Source


@dataclass(frozen=True, slots=True)
class DiffReport:
    """What changed from `base` to `head`, the gravest first. `plan` is that of `head`, None when there is none."""

    base: Side
    head: Side
    differences: tuple[Difference, ...]
    plan: Plan | None = None
    plan_files: tuple[str, ...] = ()


def diff(options: Options | None = None, base: str = "HEAD", head: str | None = None, exact: bool = False) -> DiffReport:
    """Compare two states of the code. Without `head` it is the work tree, or the index if the options say `staged`.

    The base is where the two parted, unless `exact`; `A..B` and `A...B` are understood as git does. The configuration and the plan are
    those of the head, for both. Raises TracklintError for what the user can mend.
    """
    given = options or Options()
    repository = Repository.find(Path.cwd())
    wanted = read_range(base, head, exact)
    new, old = _read_trees(repository, wanted, given.staged)
    project = open_tree(replace(given, rev=wanted.head or ""), new)
    return compare_projects(open_other(project, old), project, wanted.base, _label_head(wanted, given.staged))


@dataclass(frozen=True, slots=True)
class Range:
    """Two revisions; `head` is None for what is not committed. `exact`: the base itself, not where the two parted."""

    base: str
    head: str | None
    exact: bool = False


def read_range(base: str, head: str | None, exact: bool = False) -> Range:
    """What `A`, `A..B` or `A...B` and a second revision mean. An end that is left out is HEAD."""
    for dots, is_exact in (("...", False), ("..", True)):
        if dots in base and head is None:
            first, _, second = base.partition(dots)
            return Range(first or "HEAD", second or "HEAD", is_exact or exact)
    return Range(base, head, exact)


def _read_trees(repository: Repository, wanted: Range, staged: bool) -> tuple[GitTree | None, GitTree]:
    """The tree of the head (None for the work tree) and of the base, with what they have in common read once."""
    first = repository.resolve(wanted.base)
    second = repository.resolve(wanted.head or "HEAD")
    start = first if wanted.exact else repository.merge_base(first, second)
    old = GitTree.of_revision(repository, start)
    if wanted.head is not None:
        return GitTree.of_revision(repository, second, old.blobs), old
    return (GitTree.of_index(repository, old.blobs) if staged else None), old


def _label_head(wanted: Range, staged: bool) -> str:
    return wanted.head or ("the index" if staged else "the work tree")


def compare_projects(before: Project, after: Project, base: str, head: str) -> DiffReport:
    """As `diff`, for one project that is open in two states, which the labels name."""
    from scanner.cache import SharedCache
    from scanner.changes import compare
    from scanner.plan.matching import index_plan

    plan, files = read_plan(after)
    with open_cache(after) as cache:
        shared = SharedCache(cache)
        old, new = scan_files(before, shared), scan_files(after, shared)
    renames = follow_files(old, new, before.source, after.source)
    mention = partial(_find_mention, after.source, renames)
    differences = compare(old, new, renames, index_plan(plan) if plan else None, mention)
    return DiffReport(Side(base, old.revision, old, before.source), Side(head, new.revision, new, after.source), differences, plan, files)


def _find_mention(head: Source, renames: Mapping[str, str], call: Call, name: str) -> Location | None:
    """Where the file of a call, as it is now, still names an event that is not seen any more."""
    from scanner.changes import find_mention

    path = renames.get(call.location.path, call.location.path)
    text = head.read(path)
    return find_mention(call, name, path, decode(text).text) if text is not None else None


def follow_files(old: ScanResult, new: ScanResult, before: Source, after: Source) -> dict[str, str]:
    """Where the files went whose calls are compared."""
    from scanner.changes import find_renames

    gone = {path: before.read(path) or b"" for path in _paths(old) if not after.exists(path)}
    come = {path: after.read(path) or b"" for path in _paths(new) if not before.exists(path)}
    return find_renames(gone, come)


def _paths(result: ScanResult) -> Sequence[str]:
    return sorted({*(call.location.path for call in result.calls), *(wrapper.path for wrapper in result.wrappers)})


def exceeds(report: DiffReport, fail_on: DiffFailOn) -> bool:
    """Whether a run with these differences fails: one of them is at least as grave."""
    return fail_on != "never" and any(
        DIFF_FAIL_ON.index(difference.level) <= DIFF_FAIL_ON.index(fail_on) for difference in report.differences
    )
