"""Finding and reading the tracking plan of a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.app.project import Project, below_base

if TYPE_CHECKING:
    from scanner.plan.model import Plan

PLAN_FILE = "tracking-plan.yaml"
PLAN_FOLDERS = ("", "docs", ".tracklint")
_PLAN_NAMES = (PLAN_FILE, *(f"tracking-plan{suffix}" for suffix in (".yml", ".json", ".csv", ".tsv", ".xlsx", ".md")), "tracking-plan")


def find_plan(project: Project) -> tuple[Path, ...]:
    """The files of the tracking plan: those that were named, else the first of the usual names; none when there is no plan."""
    if project.options.plan:
        return project.options.plan
    if project.settings.plan:
        return tuple(below_base(project, name) for name in project.settings.plan)
    folders = dict.fromkeys((project.root, project.settings.base or project.root))
    usual = (root / folder / name for root in folders for folder in PLAN_FOLDERS for name in _PLAN_NAMES)
    reader = project.reader
    found = next((file for file in usual if reader.is_file(file) or (not file.suffix and reader.is_dir(file))), None)
    return (found,) if found else ()


def read_plan(project: Project) -> tuple[Plan | None, tuple[str, ...]]:
    """The plan, and the files it was read from; None when the project has none. Raises PlanError."""
    files = find_plan(project)
    if not files:
        return None, ()
    from scanner.plan.load import load_plan, show_path

    plans = [load_plan(file, project.root, project.settings.plan_format, project.reader) for file in files]
    return _join_plans(plans), tuple(show_path(file, project.root) for file in files)


def _join_plans(plans: Sequence[Plan]) -> Plan:
    """One plan of several files: the first says what holds for the plan as a whole, the others add to it."""
    first = plans[0]
    return replace(
        first,
        sources=tuple(source for plan in plans for source in plan.sources),
        types=tuple(kind for plan in plans for kind in plan.types),
        groups=tuple(group for plan in plans for group in plan.groups),
        globals=tuple(common for plan in plans for common in plan.globals),
        events=tuple(event for plan in plans for event in plan.events),
        problems=tuple(problem for plan in plans for problem in plan.problems),
        losses=tuple(loss for plan in plans for loss in plan.losses),
        suppressions=tuple(suppression for plan in plans for suppression in plan.suppressions),
    )
