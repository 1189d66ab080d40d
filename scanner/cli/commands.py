from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from scanner.app import (
    CheckReport,
    Project,
    check_project,
    draft,
    explain,
    fails,
    find_calls,
    open_project,
    scan_files,
    suggest_event,
    untrusted,
    write_drafts,
)
from scanner.cli.parser import to_options
from scanner.cli.terminal import ProgressLine, choose_style, complain, write
from scanner.model import ScanResult
from scanner.reports.text import SourceLines, Style, safe

_LIMIT = 10


def run_scan(given: argparse.Namespace) -> int:
    if given.list_languages:
        from scanner.languages.registry import LANGUAGES
        from scanner.reports.scan import languages_table

        write(languages_table(LANGUAGES), given.output)
        return 0
    with _progress(given) as project:
        result = scan_files(project)
    write(_show_scan(result, given), given.output)
    return _refuse(result) if given.strict else 0


def run_check(given: argparse.Namespace) -> int:
    with _progress(given) as project:
        report = check_project(project)
    write(_show_check(report, project, given), given.output)
    if given.strict and (code := _refuse(report.result)):
        return code
    return int(not given.exit_zero and fails(report.findings, project.settings.fail_on))


def run_trace(given: argparse.Namespace) -> int:
    with _progress(given) as project:
        result = scan_files(project)
    calls = find_calls(given.event, result.calls)
    if not calls:
        complain(f"no call sends {given.event!r}{suggest_event(given.event, result.calls)}")
        return 1
    write(_show_trace(replace(result, calls=calls), project, given), given.output)
    return _refuse(result) if given.strict else 0


def run_explain(given: argparse.Namespace) -> int:
    write(explain(given.code), None)
    return 0


def run_init(given: argparse.Namespace) -> int:
    with _progress(given) as project:
        drafts = draft(project)
    if given.dry_run:
        write("\n".join(f"# {safe(str(entry.path))}\n{entry.text}" for entry in drafts), None)
        return 0
    write_drafts(drafts, given.force)
    if not given.quiet:
        write("".join(f"wrote {safe(str(entry.path))}\n" for entry in drafts), None)
    return 0


@contextmanager
def _progress(given: argparse.Namespace) -> Iterator[Project]:
    """The project that the arguments ask for, with a line of progress while it is worked on."""
    line = ProgressLine(sys.stderr) if sys.stderr.isatty() and not given.quiet else None
    try:
        yield open_project(replace(to_options(given), progress=line))
    finally:
        if line is not None:
            line.clear()


def _refuse(result: ScanResult) -> int:
    """Exit code 2 and its reasons when a strict run cannot be trusted."""
    reasons = untrusted(result.coverage)
    for reason in reasons:
        complain(f"not read as a whole: {reason}")
    return 2 if reasons else 0


def _style(given: argparse.Namespace) -> Style:
    return Style(given.color == "always") if given.output else choose_style(given.color, sys.stdout, os.environ)


def _limit(given: argparse.Namespace) -> int | None:
    return None if given.verbose else _LIMIT


def _show_scan(result: ScanResult, given: argparse.Namespace) -> str:
    if given.format == "json":
        from scanner.reports.json import scan_json

        return scan_json(result)
    from scanner.reports.scan import scan_concise, scan_human, scan_table

    if given.format == "concise":
        return scan_concise(result)
    if given.format == "table":
        return scan_table(result)
    return scan_human(result, _style(given), not given.quiet, _limit(given))


def _show_check(report: CheckReport, project: Project, given: argparse.Namespace) -> str:
    if given.format == "json":
        from scanner.reports.json import check_json

        return check_json(report.findings, report.result, report.plan_files)
    from scanner.reports.check import check_concise, check_human, check_table, statistics

    counts = statistics(report.findings) if given.statistics else ""
    if given.format == "concise":
        return check_concise(report.findings) + counts
    if given.format == "table":
        return check_table(report.findings) + counts
    lines = SourceLines(project.source)
    shown = check_human(report.findings, report.result, lines, report.plan_files, _style(given), not given.quiet, _limit(given))
    return f"{shown}\n{counts}" if counts else shown


def _show_trace(result: ScanResult, project: Project, given: argparse.Namespace) -> str:
    if given.format == "json":
        from scanner.reports.json import scan_json

        return scan_json(result)
    from scanner.reports.trace import trace_human

    return trace_human(given.event, result.calls, SourceLines(project.source), _style(given))
