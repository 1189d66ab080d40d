"""Finding every call that sends an event."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.app.project import Options, Project, below_base, open_project
from scanner.app.results import name_state, open_results
from scanner.model import Coverage, Scanned, ScanResult

if TYPE_CHECKING:
    from scanner.cache import Cache, FactsCache, NullCache
    from scanner.languages.facts import FileFacts


def scan(options: Options | None = None) -> ScanResult:
    """Find every call that sends an event. Raises TracklintError for what the user can mend."""
    return scan_files(open_project(options))


def scan_files(project: Project, cache: Cache[FileFacts] | None = None) -> ScanResult:
    """As `scan`, for a project that is open. `cache` takes the place of the one on disk."""
    result = _scan_or_recall(project, cache).result
    if project.only is not None:
        from scanner.rules.scan import limit_calls

        result = limit_calls(result, project.only)
    return _tidy(result, project)


def _scan_or_recall(project: Project, cache: Cache[FileFacts] | None) -> Scanned:
    with open_results(project) as results:
        if results is None:
            return _scan_program(project, cache)
        state = name_state(project)
        known = results.find(state)
        if known is not None:
            return known
        scanned = _scan_program(project, cache)
        # files on disk may have changed while they were read
        if name_state(project) == state:
            results.keep(state, scanned)
        return scanned


def _scan_program(project: Project, cache: Cache[FileFacts] | None) -> Scanned:
    if cache is None:
        with open_cache(project) as opened:
            return _scan_program(project, opened)
    from scanner.rules.loading import load_packs
    from scanner.rules.scan import scan_program

    packs = load_packs(tuple(below_base(project, name) for name in project.settings.packs), project.reader)
    return scan_program(
        project.source,
        packs,
        workers=project.settings.workers or os.cpu_count() or 1,
        cache=cache,
        include_tests=project.settings.include_tests,
        progress=project.options.progress,
    )


def _tidy(result: ScanResult, project: Project) -> ScanResult:
    skipped = {*result.coverage.skipped, *project.skipped, *project.source.skipped}
    coverage = replace(result.coverage, skipped=tuple(sorted(skipped, key=lambda item: (item.path, item.reason))))
    return replace(result, root=".", coverage=coverage, revision=project.source.revision)


def open_cache(project: Project) -> FactsCache[FileFacts] | NullCache[FileFacts]:
    """The cache that a project uses; to be closed after use."""
    from scanner.cache import FactsCache, NullCache

    return FactsCache(cache_folder(project)) if project.options.cache else NullCache()


def cache_folder(project: Project) -> Path:
    """Where a project keeps what it has learned."""
    from scanner.cache import default_cache_folder

    named = project.settings.cache_dir
    return project.options.cache_dir or (below_base(project, named) if named else default_cache_folder())


def untrusted(coverage: Coverage) -> tuple[str, ...]:
    """What a strict run does not accept: files that could not be read, or only in part."""
    unread = [
        f"{skipped.path}: {skipped.reason}" for skipped in coverage.skipped if skipped.reason.startswith(("not readable", "larger than"))
    ]
    broken = [f"{error.path}:{error.line}: {error.message}" for error in coverage.parse_errors]
    return (*unread, *broken)
