"""Keeping the baseline of a project: the findings that it accepts for now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.app.project import Project, below_base
from scanner.errors import TracklintError

if TYPE_CHECKING:
    from scanner.checks.baseline import Accepted

BASELINE_FILE = ".tracklint-baseline.json"


@dataclass(frozen=True, slots=True)
class BaselineUpdate:
    """What an update of the baseline did: its file, how many entries it has now, and how many came and went."""

    path: Path
    entries: int
    added: int
    removed: int


def baseline_file(project: Project) -> Path | None:
    """The baseline that the options or the configuration name; None when neither does."""
    if project.options.baseline is not None:
        return Path.cwd() / project.options.baseline
    return below_base(project, project.settings.baseline) if project.settings.baseline else None


def load_baseline(project: Project) -> tuple[Accepted, ...] | None:
    """The entries of the baseline; None when none is named. Raises TracklintError when it is not there or cannot be read."""
    from scanner.checks.baseline import read_baseline

    file = baseline_file(project)
    if file is None:
        return None
    try:
        text = project.reader.read(file).decode("utf-8-sig")
    except FileNotFoundError as error:
        raise TracklintError("there is no such baseline; `tracklint baseline update` makes one", _show(file)) from error
    except OSError as error:
        raise TracklintError(f"the baseline cannot be read: {error.strerror or error}", _show(file)) from error
    except UnicodeDecodeError as error:
        raise TracklintError("the baseline is not UTF-8 text", _show(file)) from error
    return read_baseline(text, _show(file))


def update_baseline(project: Project, prune: bool = False) -> BaselineUpdate:
    """Write the baseline anew from what a check finds now. With `prune`, entries that are stale go and none is added.

    Raises TracklintError for a run that does not see the whole project: it would throw away what it did not see.
    """
    from scanner.app.check import check_project
    from scanner.checks.baseline import accept, write_baseline
    from scanner.files.writing import write_file

    if project.only is not None or project.options.select or project.options.ignore:
        raise TracklintError("a baseline is of the whole project and of all checks: name no files and no codes")
    file = baseline_file(project) or below_base(project, BASELINE_FILE)
    named = _with_baseline(project, file if file.exists() else None)
    before = load_baseline(named)
    report = check_project(named)
    entries = [accept(finding) for finding in (report.known if prune else (*report.known, *report.findings))]
    write_file(file, write_baseline(entries).encode("ascii"))
    kept = len(report.known)
    return BaselineUpdate(file, len(entries), len(entries) - kept, len(before or ()) - kept)


def _with_baseline(project: Project, file: Path | None) -> Project:
    """The project with this baseline, or with none, whatever its configuration names."""
    return replace(project, options=replace(project.options, baseline=file), settings=replace(project.settings, baseline=""))


def _show(file: Path) -> str:
    here = Path.cwd()
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()
