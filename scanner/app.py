"""The use cases, a function each. No printing, no exit codes: the command line and library users call the same functions."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.config import CONFIG_FILE, FailOn, Settings, config_template, find_config, load_settings, suggest
from scanner.errors import ConfigError, SourceNotFound, TracklintError
from scanner.files import Source, WorkTree
from scanner.files.kinds import MANIFESTS
from scanner.model import Call, Coverage, Finding, ScanResult, Skipped

if TYPE_CHECKING:
    from scanner.cache import FactsCache, NullCache
    from scanner.checks import CheckSettings
    from scanner.languages.facts import FileFacts
    from scanner.plan.model import Plan

Progress = Callable[[str, int, int], None]

PLAN_FILE = "tracking-plan.yaml"
_PLAN_NAMES = (PLAN_FILE, "tracking-plan.yml", "tracking-plan.json")
_PLAN_FOLDERS = ("", "docs", ".tracklint")
_RANK = {"info": 0, "warning": 1, "error": 2, "never": 3}


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of one run; it goes before the configuration. None and empty mean: as the configuration says.

    `paths` are folders or files, relative to the current folder. `plan` names the files of the tracking plan.
    `progress` is told the step, how much is done and how much there is.
    """

    paths: tuple[Path, ...] = ()
    config: Path | None = None
    plan: tuple[Path, ...] = ()
    plan_format: str = ""
    include_tests: bool | None = None
    workers: int | None = None
    fail_on: FailOn | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    cache: bool = True
    cache_dir: Path | None = None
    progress: Progress | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Project:
    """A code base that is ready to be scanned. `only` are the files whose calls are reported; None means all."""

    root: Path
    settings: Settings
    source: Source
    options: Options
    only: tuple[str, ...] | None = None
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found. `plan` is None when the project has none; `plan_files` are the files it was read from."""

    result: ScanResult
    plan: Plan | None
    plan_files: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that `init` would write."""

    path: Path
    text: str


# --- opening a project --------------------------------------------------------------------------


def open_project(options: Options | None = None) -> Project:
    """Find the root, the settings and the files. Raises TracklintError for what the user can mend.

    One folder is its own root. For files, and for several paths, the root is the project that holds them, so that names
    from the rest of the project are known; the current folder if it lies in that project.
    """
    given = options or Options()
    root = find_root(given.paths, Path.cwd())
    settings = _override(load_settings(root, given.config), given)
    source = WorkTree.open(root, settings.include, settings.exclude, settings.base, settings.max_file_size)
    targets = _targets(given.paths, source.folder)
    only, skipped = (None, ()) if targets is None else _choose(targets, source)
    return Project(source.folder, settings, source, given, only, skipped)


def find_root(paths: Sequence[Path], current: Path) -> Path:
    """The folder that a run over these paths starts from. Raises SourceNotFound for a path that is not there."""
    for path in paths:
        if not (current / path).exists():
            raise SourceNotFound(f"{path}: there is no such file or folder")
    if not paths:
        return current.resolve()
    folders = [_folder_of((current / path).resolve()) for path in paths]
    if len(paths) == 1 and (current / paths[0]).is_dir():
        return folders[0]
    common = Path(os.path.commonpath(folders))
    project = _project_above(common)
    here = current.resolve()
    return here if project in (here, *here.parents) and here in (common, *common.parents) else project


def _folder_of(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _project_above(folder: Path) -> Path:
    above = (folder, *folder.parents)
    config = find_config(folder)
    marks: tuple[Callable[[Path], bool], ...] = (
        lambda place: (place / ".git").exists() or (config is not None and place == config.parent),
        lambda place: any((place / name).is_file() for name in MANIFESTS),
    )
    return next((place for mark in marks for place in above if mark(place)), folder)


def _targets(paths: Sequence[Path], root: Path) -> tuple[str, ...] | None:
    """The paths as posix paths below the root; None when they are the whole root."""
    found = tuple(Path.cwd().joinpath(path).resolve().relative_to(root).as_posix() for path in paths)
    return None if not found or "." in found else found


def _choose(targets: Iterable[str], source: Source) -> tuple[tuple[str, ...], tuple[Skipped, ...]]:
    """The files at and below the targets, and the targets that are files but are not searched."""
    searched = [file.path for file in source.files()]
    chosen: set[str] = set()
    skipped: list[Skipped] = []
    for target in targets:
        below = [path for path in searched if path == target or path.startswith(target + "/")]
        chosen.update(below)
        if not below:
            skipped.append(Skipped(target, "excluded" if source.exists(target) else "ignored, or not a regular file"))
    return tuple(sorted(chosen)), tuple(skipped)


def _override(settings: Settings, options: Options) -> Settings:
    changed = replace(settings, ignore=(*settings.ignore, *options.ignore))
    if options.select is not None:
        changed = replace(changed, select=options.select)
    if options.include_tests is not None:
        changed = replace(changed, include_tests=options.include_tests)
    if options.workers is not None:
        changed = replace(changed, workers=options.workers)
    if options.fail_on is not None:
        changed = replace(changed, fail_on=options.fail_on)
    return replace(changed, plan_format=options.plan_format or changed.plan_format)


# --- scan ---------------------------------------------------------------------------------------


def scan(options: Options | None = None) -> ScanResult:
    """Find every call that sends an event. Raises TracklintError for what the user can mend."""
    return scan_files(open_project(options))


def scan_files(project: Project) -> ScanResult:
    """As `scan`, for a project that is open."""
    from scanner.rules.loading import load_packs
    from scanner.rules.scan import scan_project

    packs = load_packs(tuple(_below_base(project, name) for name in project.settings.packs))
    with _open_cache(project) as cache:
        result = scan_project(
            project.source,
            packs,
            workers=project.settings.workers or os.cpu_count() or 1,
            cache=cache,
            include_tests=project.settings.include_tests,
            only=project.only,
            progress=project.options.progress,
        )
    return _tidy(result, project)


def _tidy(result: ScanResult, project: Project) -> ScanResult:
    skipped = {*result.coverage.skipped, *project.skipped, *project.source.skipped}
    coverage = replace(result.coverage, skipped=tuple(sorted(skipped, key=lambda item: (item.path, item.reason))))
    return replace(result, root=".", coverage=coverage)


def _open_cache(project: Project) -> FactsCache[FileFacts] | NullCache[FileFacts]:
    from scanner.cache import FactsCache, NullCache, default_cache_folder

    if not project.options.cache:
        return NullCache()
    named = project.settings.cache_dir
    folder = project.options.cache_dir or (_below_base(project, named) if named else default_cache_folder())
    return FactsCache(folder)


def _below_base(project: Project, name: str) -> Path:
    return (project.settings.base or project.root) / name


def untrusted(coverage: Coverage) -> tuple[str, ...]:
    """What a strict run does not accept: files that could not be read, or only in part."""
    unread = [
        f"{skipped.path}: {skipped.reason}" for skipped in coverage.skipped if skipped.reason.startswith(("not readable", "larger than"))
    ]
    broken = [f"{error.path}:{error.line}: {error.message}" for error in coverage.parse_errors]
    return (*unread, *broken)


# --- check --------------------------------------------------------------------------------------


def check(options: Options | None = None) -> CheckReport:
    """Scan, and hold the calls against the tracking plan and the conventions. Raises TracklintError for what the user can mend."""
    return check_project(open_project(options))


def check_project(project: Project) -> CheckReport:
    """As `check`, for a project that is open."""
    from scanner.checks import run_checks

    settings = _check_settings(project)
    plan, files = _read_plan(project)
    result = scan_files(project)
    return CheckReport(result, plan, files, run_checks(result, plan, settings))


def _check_settings(project: Project) -> CheckSettings:
    from scanner.checks import CheckSettings

    given = project.settings
    _refuse_unknown_codes(given)
    usual = CheckSettings()
    return CheckSettings(
        select=given.select,
        ignore=given.ignore,
        severity=given.severity,
        per_path=given.per_path,
        event_case=given.naming.event or usual.event_case,
        property_case=given.naming.property or usual.property_case,
        trait_case=given.naming.trait or usual.trait_case,
        sources=given.sources,
        whole_project=project.only is None and not any(_is_above(file, project.root) for file in find_plan(project)),
    )


def _refuse_unknown_codes(settings: Settings) -> None:
    from scanner.checks import CHECKS

    named = (*settings.select, *settings.ignore, *settings.severity, *(code for codes in settings.per_path.values() for code in codes))
    known = [word for check in CHECKS for word in (check.code, check.name)]
    unknown = [word for word in dict.fromkeys(named) if not any(check.code.startswith(word) or check.name == word for check in CHECKS)]
    if unknown:
        file = str(settings.file) if settings.file else ""
        raise ConfigError("\n".join(f"there is no finding {word!r}{suggest(word, known)}" for word in unknown), file)


def _is_above(plan: Path, root: Path) -> bool:
    """Whether a plan belongs to a folder around the root: then it speaks of more code than was scanned."""
    folder = plan.resolve().parent
    home = folder.parent if folder.name in _PLAN_FOLDERS else folder
    return home in root.parents


def fails(findings: Iterable[Finding], fail_on: FailOn) -> bool:
    """Whether a run with these findings fails. One of low confidence fails a run only if everything does."""
    least = _RANK[fail_on]
    return any(_RANK[finding.severity] >= least and (finding.confidence != "low" or least == 0) for finding in findings)


# --- trace, explain -----------------------------------------------------------------------------


def trace(event: str, options: Options | None = None) -> tuple[Call, ...]:
    """The calls that send an event, or can: by its exact name, else by its name in another spelling, else by pattern."""
    return find_calls(event, scan(options).calls)


def find_calls(event: str, calls: Sequence[Call]) -> tuple[Call, ...]:
    """The calls among these that send an event; see `trace`."""
    from scanner.plan.words import fold

    exact = tuple(call for call in calls if event in call.event.names or event == call.event.pattern)
    folded = fold(event)
    near = exact or tuple(call for call in calls if folded and folded in map(fold, call.event.names))
    return near or tuple(call for call in calls if call.event.pattern and _fits(event, call.event.pattern))


def suggest_event(event: str, calls: Iterable[Call]) -> str:
    """` (did you mean x?)` for the nearest name among the calls, or nothing."""
    return suggest(event, sorted({name for call in calls for name in call.event.names}))


def _fits(event: str, pattern: str) -> bool:
    from scanner.plan.wildcards import match_wildcard

    # A pattern of unknown parts alone says nothing of this event.
    return bool(pattern.strip("* ")) and match_wildcard(pattern, event)


def explain(code: str | None = None) -> str:
    """What a finding means, with examples, as Markdown; without a code, a line on each. Raises TracklintError for an unknown code."""
    from scanner.checks import CHECKS
    from scanner.checks.docs import render_check

    if code is None:
        return "".join(
            f"{check.code}  {check.name:<26} {check.severity if check.enabled else 'off':<8} {check.summary}\n" for check in CHECKS
        )
    wanted = code.casefold()
    for check in CHECKS:
        if wanted in (check.code.casefold(), check.name.casefold()):
            return render_check(check)
    known = [word for check in CHECKS for word in (check.code, check.name)]
    raise TracklintError(f"there is no finding {code!r}{suggest(code if '-' in code else code.upper(), known)}")


# --- init ---------------------------------------------------------------------------------------


def init(options: Options | None = None, force: bool = False) -> tuple[Draft, ...]:
    """Write a first configuration and a plan drawn up from what the code sends. Raises TracklintError when one is there already."""
    drafts = draft(open_project(options))
    write_drafts(drafts, force)
    return drafts


def draft(project: Project) -> tuple[Draft, ...]:
    """What `init` would write."""
    from scanner.plan.draft import draft_plan
    from scanner.plan.write import write_plan

    plan = write_plan(draft_plan(scan_files(project).calls, project.root.name))
    return (Draft(project.root / CONFIG_FILE, config_template()), Draft(project.root / PLAN_FILE, plan))


def write_drafts(drafts: Sequence[Draft], force: bool = False) -> None:
    """Write the files, all or none. Raises TracklintError if one is there already, unless `force`."""
    there = [entry.path.name for entry in drafts if entry.path.exists() or entry.path.is_symlink()]
    if there and not force:
        raise TracklintError(f"{' and '.join(there)}: already there; --force writes over it")
    for entry in drafts:
        entry.path.write_text(entry.text, encoding="utf-8", newline="\n")


# --- the plan -----------------------------------------------------------------------------------


def find_plan(project: Project) -> tuple[Path, ...]:
    """The files of the tracking plan: those that were named, else the first of the usual names; none when there is no plan."""
    if project.options.plan:
        return project.options.plan
    if project.settings.plan:
        return tuple(_below_base(project, name) for name in project.settings.plan)
    folders = dict.fromkeys((project.root, project.settings.base or project.root))
    usual = (root / folder / name for root in folders for folder in _PLAN_FOLDERS for name in _PLAN_NAMES)
    found = next((file for file in usual if file.is_file()), None)
    return (found,) if found else ()


def _read_plan(project: Project) -> tuple[Plan | None, tuple[str, ...]]:
    files = find_plan(project)
    if not files:
        return None, ()
    from scanner.plan.load import load_plan, show_path

    plans = [load_plan(file, project.root) for file in files]
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
    )
