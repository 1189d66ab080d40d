"""Finding every call that sends an event."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.app.project import Options, Project, below_base, open_project
from scanner.model import Coverage, ScanResult

if TYPE_CHECKING:
    from scanner.cache import Cache, FactsCache, NullCache
    from scanner.languages.facts import FileFacts


def scan(options: Options | None = None) -> ScanResult:
    """Find every call that sends an event. Raises TracklintError for what the user can mend."""
    return scan_files(open_project(options))


def scan_files(project: Project, cache: Cache[FileFacts] | None = None) -> ScanResult:
    """As `scan`, for a project that is open. `cache` takes the place of the one on disk."""
    if cache is not None:
        return _scan_files(project, cache)
    with open_cache(project) as opened:
        return _scan_files(project, opened)


def _scan_files(project: Project, cache: Cache[FileFacts]) -> ScanResult:
    from scanner.rules.loading import load_packs
    from scanner.rules.scan import scan_project

    packs = load_packs(tuple(below_base(project, name) for name in project.settings.packs), project.reader)
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


def open_cache(project: Project) -> FactsCache[FileFacts] | NullCache[FileFacts]:
    """The cache that a project uses; to be closed after use."""
    from scanner.cache import FactsCache, NullCache, default_cache_folder

    if not project.options.cache:
        return NullCache()
    named = project.settings.cache_dir
    folder = project.options.cache_dir or (below_base(project, named) if named else default_cache_folder())
    return FactsCache(folder)


def untrusted(coverage: Coverage) -> tuple[str, ...]:
    """What a strict run does not accept: files that could not be read, or only in part."""
    unread = [
        f"{skipped.path}: {skipped.reason}" for skipped in coverage.skipped if skipped.reason.startswith(("not readable", "larger than"))
    ]
    broken = [f"{error.path}:{error.line}: {error.message}" for error in coverage.parse_errors]
    return (*unread, *broken)
