"""Drawing up a first configuration and plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.app.plan import PLAN_FILE
from scanner.app.project import Options, Project, open_project
from scanner.app.scan import scan_files
from scanner.config import CONFIG_FILE, config_template
from scanner.errors import TracklintError
from scanner.files.writing import write_files

if TYPE_CHECKING:
    from scanner.checks.habits import Habits


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that `init` would write."""

    path: Path
    text: str


def init(options: Options | None = None, force: bool = False) -> tuple[Draft, ...]:
    """Write a first configuration and a plan drawn up from what the code sends. Raises TracklintError when one is there already."""
    drafts = draft(open_project(options))
    write_drafts(drafts, force)
    return drafts


def draft(project: Project, specs: Sequence[str] = (), from_code: bool = True) -> tuple[Draft, ...]:
    """What `init` would write: a plan of what the code sends, of what business specs have, or of both.

    Raises PlanError for a spec that is not there.
    """
    from scanner.checks.habits import Habits, find_habits
    from scanner.plan.draft import draft_plan
    from scanner.plan.extending import extend_plan
    from scanner.plan.model import Naming, Plan
    from scanner.plan.specs import load_spec
    from scanner.plan.write import write_plan

    bases = [load_spec(name) for name in specs]
    own, habits = Plan(name=project.root.name), Habits()
    if from_code:
        result = scan_files(project)
        habits = find_habits(result)
        naming = Naming(habits.event_case, habits.property_case)
        own = replace(draft_plan(result.calls, project.root.name), naming=naming)
    config, plan = _draft_config(habits), write_plan(extend_plan(own, bases))
    return (Draft(project.root / CONFIG_FILE, config), Draft(project.root / PLAN_FILE, plan))


def _draft_config(habits: Habits) -> str:
    """A first configuration. What most names do is no finding from the first day on."""
    if not habits.unordered:
        return config_template()
    reason = f"# {habits.unordered:,} of {habits.names:,} event names are in another order; take this line out to be told of them"
    return config_template({"ignore": f'{reason}\nignore = ["TL302"]'})


def write_drafts(drafts: Sequence[Draft], force: bool = False) -> None:
    """Write the files, all or none. Raises TracklintError if one is there already, unless `force`."""
    there = [entry.path.name for entry in drafts if entry.path.exists() or entry.path.is_symlink()]
    if there and not force:
        raise TracklintError(f"{' and '.join(there)}: already there; --force writes over it")
    write_files({entry.path: entry.text.encode("utf-8") for entry in drafts})
