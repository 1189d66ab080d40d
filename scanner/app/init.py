"""Drawing up a first configuration and plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scanner.app.plan import PLAN_FILE
from scanner.app.project import Options, Project, open_project
from scanner.app.scan import scan_files
from scanner.config import CONFIG_FILE, config_template
from scanner.errors import TracklintError


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
    from scanner.plan.draft import draft_plan
    from scanner.plan.extending import extend_plan
    from scanner.plan.model import Plan
    from scanner.plan.specs import load_spec
    from scanner.plan.write import write_plan

    bases = [load_spec(name) for name in specs]
    own = draft_plan(scan_files(project).calls, project.root.name) if from_code else Plan(name=project.root.name)
    plan = write_plan(extend_plan(own, bases))
    return (Draft(project.root / CONFIG_FILE, config_template()), Draft(project.root / PLAN_FILE, plan))


def write_drafts(drafts: Sequence[Draft], force: bool = False) -> None:
    """Write the files, all or none. Raises TracklintError if one is there already, unless `force`."""
    there = [entry.path.name for entry in drafts if entry.path.exists() or entry.path.is_symlink()]
    if there and not force:
        raise TracklintError(f"{' and '.join(there)}: already there; --force writes over it")
    for entry in drafts:
        entry.path.write_text(entry.text, encoding="utf-8", newline="\n")
