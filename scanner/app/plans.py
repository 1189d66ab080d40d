"""Working with the plan itself: what is wrong with it, what it says, what changed, and putting it into another format."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.app.check import add_common_knowledge, check_settings
from scanner.app.plan import read_plan
from scanner.app.project import Options, Project, open_project
from scanner.config import suggest
from scanner.errors import PlanError, TracklintError
from scanner.model import Coverage, Finding, ScanResult
from scanner.reading import DISK, Reader

if TYPE_CHECKING:
    from scanner.plan.differences import PlanChange
    from scanner.plan.model import Loss, Plan, PlannedEvent

_REVISION = re.compile(r"(?P<revision>[^:]{2,}):(?P<path>.+)")


@dataclass(frozen=True, slots=True)
class PlanReport:
    """A plan, the files it was read from, and what is wrong with it."""

    plan: Plan
    files: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Conversion:
    """A plan in another format. `files` are bytes by their path below the target, under the empty path when it is one file.

    `losses` are first those of reading, then those of writing.
    """

    format: str
    files: Mapping[str, bytes]
    losses: tuple[Loss, ...]
    suffix: str


def open_plan(project: Project) -> tuple[Plan, tuple[str, ...]]:
    """The plan of a project. Raises PlanError, also when the project has none."""
    plan, files = read_plan(project)
    if plan is None:
        raise PlanError("there is no tracking plan here; name one with --plan, or draw one up with `tracklint init`")
    return plan, files


def lint_plan(options: Options | None = None) -> PlanReport:
    """Hold a plan against its own conventions, without looking at code. Raises TracklintError for what the user can mend."""
    from scanner.checks import run_checks
    from scanner.plan.lint import find_lint

    project = open_project(options)
    plan, files = open_plan(project)
    nothing = ScanResult(".", (), (), Coverage())
    settings = add_common_knowledge(check_settings(project), plan, nothing, project.settings.specs)
    whole = replace(plan, problems=(*plan.problems, *find_lint(plan)))
    return PlanReport(plan, files, run_checks(nothing, whole, replace(settings, whole_project=False)))


def find_planned(plan: Plan, name: str) -> tuple[PlannedEvent, ...]:
    """The events of that name, alias or kind; else those whose name is spelt alike, else those whose pattern fits."""
    from scanner.plan.wildcards import match_wildcard
    from scanner.plan.words import fold

    exact = tuple(event for event in plan.events if name in (event.name, event.pattern) or name in {alias.name for alias in event.aliases})
    near = exact or tuple(event for event in plan.events if fold(name) and fold(event.name) == fold(name))
    near = near or tuple(event for event in plan.events if event.pattern and match_wildcard(event.pattern, name))
    return near or tuple(event for event in plan.events if not event.name and not event.pattern and event.kind == name)


def suggest_planned(plan: Plan, name: str) -> str:
    """` (did you mean x?)` for the nearest name in the plan, or nothing."""
    return suggest(name, sorted({event.label for event in plan.events}))


def convert_plan(plan: Plan, target: str) -> Conversion:
    """A plan in the format of that name. Raises PlanError for a format that is not there or is only read."""
    from scanner.plan.formats import find_format

    chosen = find_format(target)
    if chosen.write is None:
        raise PlanError(f"plans in the format {target} are read, but not written")
    written = chosen.write(plan)
    return Conversion(chosen.name, written.files, (*plan.losses, *written.losses), chosen.suffix)


def load_plan(name: str, format_name: str = "") -> Plan:
    """The plan in a file or folder, or in one of a revision (`main:tracking-plan.yaml`). Raises TracklintError."""
    from scanner.plan import load

    path = Path(name)
    here = Path.cwd()
    found = _REVISION.fullmatch(name)
    if path.exists() or found is None:
        return load.load_plan(here / path, here, format_name)
    return load.load_plan(here / found["path"], here, format_name, _tree(found["revision"]))


def _tree(revision: str) -> Reader:
    from scanner.files import GitTree, Repository

    return GitTree.of_revision(Repository.find(Path.cwd()), revision) if revision else DISK


def diff_plans(old: Plan, new: Plan) -> tuple[PlanChange, ...]:
    """What changed between two plans, the most serious first."""
    from scanner.plan.differences import compare_plans

    return compare_plans(old, new)


def write_conversion(conversion: Conversion, target: Path, force: bool = False) -> tuple[Path, ...]:
    """Write what a conversion gave: a file, or files below a folder, which is made if need be.

    Raises TracklintError if one is there already, unless `force`; then nothing is written.
    """
    from scanner.files.writing import refuse_unwritable, write_files

    if "" not in conversion.files and not target.is_dir():
        refuse_unwritable(target)
    files = {target / name if name else target: data for name, data in sorted(conversion.files.items())}
    there = [str(path) for path in files if path.exists() or path.is_symlink()]
    if there and not force:
        raise TracklintError(f"{_list(there)}: already there; --force writes over it")
    if "" not in conversion.files:
        for path in files:
            path.parent.mkdir(parents=True, exist_ok=True)
    write_files(files)
    return tuple(files)


def _list(names: Sequence[str]) -> str:
    return " and ".join(names) if len(names) < 4 else f"{names[0]} and {len(names) - 1} other files"
