"""What a run is asked, and the code base it works on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from scanner.config import FailOn, Settings, find_config, load_settings
from scanner.errors import SourceNotFound, TracklintError
from scanner.files import GitSource, GitTree, Repository, Source, WorkTree
from scanner.files.kinds import MANIFESTS
from scanner.model import Skipped
from scanner.reading import DISK, Reader

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of one run; it goes before the configuration. None and empty mean: as the configuration says.

    `paths` are folders or files, relative to the current folder. `plan` names the files of the tracking plan. `rev` is the revision
    to read instead of the work tree, `staged` means the index; the configuration and the plan are then read from there as well.
    `progress` is told the step, how much is done and how much there is.
    """

    paths: tuple[Path, ...] = ()
    config: Path | None = None
    plan: tuple[Path, ...] = ()
    plan_format: str = ""
    rev: str = ""
    staged: bool = False
    include_tests: bool | None = None
    workers: int | None = None
    fail_on: FailOn | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    baseline: Path | None = None
    max_findings: int | None = None
    cache: bool = True
    cache_dir: Path | None = None
    progress: Progress | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Project:
    """A code base that is ready to be scanned. `only` are the files whose calls are reported; None means all.

    `reader` reads the configuration and what it names from the state of the code that is scanned.
    """

    root: Path
    settings: Settings
    source: Source
    options: Options
    only: tuple[str, ...] | None = None
    skipped: tuple[Skipped, ...] = ()
    reader: Reader = field(default=DISK, compare=False, repr=False)


def open_project(options: Options | None = None) -> Project:
    """Find the root, the settings and the files. Raises TracklintError for what the user can mend.

    One folder is its own root. For files, and for several paths, the root is the project that holds them, so that names
    from the rest of the project are known; the current folder if it lies in that project.
    """
    given = options or Options()
    return open_tree(given, read_tree(given))


def read_tree(options: Options) -> GitTree | None:
    """The revision or the index that the options ask for; None for the work tree. Raises TracklintError."""
    if options.rev and options.staged:
        raise TracklintError("a revision and the index cannot be read at once: leave out one of --rev and --staged")
    if not options.rev and not options.staged:
        return None
    repository = Repository.find(Path.cwd())
    return GitTree.of_revision(repository, options.rev) if options.rev else GitTree.of_index(repository)


def open_tree(options: Options, tree: GitTree | None) -> Project:
    """As `open_project`, for a tree that is listed already; None is the work tree."""
    reader = tree or DISK
    root = find_root(options.paths, Path.cwd(), reader)
    return _open(options, tree, root, _override(load_settings(root, options.config, reader), options))


def open_at(options: Options, tree: GitTree, root: Path) -> Project:
    """As `open_tree`, for one folder of it, wherever the program was started."""
    return _open(options, tree, root, _override(load_settings(root, options.config, tree), options))


def open_other(project: Project, tree: GitTree | None) -> Project:
    """The same project in another state: root and settings are those of `project`, what they name is read from the other state."""
    return _open(project.options, tree, project.root, project.settings)


def _open(options: Options, tree: GitTree | None, root: Path, settings: Settings) -> Project:
    patterns = (settings.include, settings.exclude, settings.base, settings.max_file_size)
    source = GitSource.open(tree, root, *patterns) if tree is not None else WorkTree.open(root, *patterns)
    targets = _targets(options.paths, source.folder)
    only, skipped = (None, ()) if targets is None else _choose(targets, source)
    return Project(source.folder, settings, source, options, only, skipped, tree or DISK)


def find_root(paths: Sequence[Path], current: Path, reader: Reader = DISK) -> Path:
    """The folder that a run over these paths starts from. Raises SourceNotFound for a path that is not there."""
    for path in paths:
        if not any(there(current / path) for there in (reader.is_dir, reader.is_file)):
            raise SourceNotFound(f"{path}: there is no such file or folder")
    if not paths:
        return current.resolve()
    folders = [_folder_of((current / path).resolve(), reader) for path in paths]
    if len(paths) == 1 and reader.is_dir(current / paths[0]):
        return folders[0]
    common = Path(os.path.commonpath(folders))
    project = _project_above(common, reader)
    here = current.resolve()
    return here if project in (here, *here.parents) and here in (common, *common.parents) else project


def _folder_of(path: Path, reader: Reader) -> Path:
    return path if reader.is_dir(path) else path.parent


def _project_above(folder: Path, reader: Reader) -> Path:
    above = (folder, *folder.parents)
    config = find_config(folder, reader)
    marks: tuple[Callable[[Path], bool], ...] = (
        lambda place: (place / ".git").exists() or (config is not None and place == config.parent),
        lambda place: any(reader.is_file(place / name) for name in MANIFESTS),
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
    if options.max_findings is not None:
        changed = replace(changed, max_findings=options.max_findings)
    return replace(changed, plan_format=options.plan_format or changed.plan_format)


def below_base(project: Project, name: str) -> Path:
    """A path of the configuration, which is relative to the configuration's folder."""
    return (project.settings.base or project.root) / name
