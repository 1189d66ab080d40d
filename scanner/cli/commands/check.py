from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from scanner import __version__
from scanner.app.check import CheckReport, check_project, count_failing, fails
from scanner.app.explain import rules
from scanner.app.project import Project
from scanner.cli.options import (
    EXIT_CODES,
    Commands,
    add_check_options,
    add_command,
    add_output_options,
    add_plan_options,
    add_project_options,
    add_revision_options,
    count,
)
from scanner.cli.shared import deliver, limit_of, opened, refuse
from scanner.cli.terminal import note, write
from scanner.errors import TracklintError
from scanner.files.origin import read_origin
from scanner.reports.check import mending_lines
from scanner.reports.findings import FINDINGS_FORMATS, FORMATS_FROM_TOP, FindingsReport, write_findings
from scanner.reports.text import SourceLines, Style, plural

_EXAMPLES = """\
  tracklint check --plan plan.csv
  tracklint check --format concise --fail-on warning
  tracklint check --output sarif=tracklint.sarif --output junit=tracklint.xml
"""
_FOR_PEOPLE = ("human", "concise", "table")


def add(commands: Commands) -> None:
    parser = add_command(
        commands,
        "check",
        "hold the calls against the tracking plan and the conventions",
        f"{_EXAMPLES}\n{EXIT_CODES}",
        run,
    )
    add_revision_options(add_project_options(parser))
    add_output_options(parser, FINDINGS_FORMATS)
    add_plan_options(parser)
    group = add_check_options(parser)
    group.add_argument("--max-findings", type=count, metavar="N", help="let so many of them through (default: 0)")
    group.add_argument("--baseline", type=Path, metavar="FILE", help="findings that are accepted for now and are not shown")
    group.add_argument("--exit-zero", action="store_true", help="exit with 0 even if there are findings")
    group.add_argument("--fix", action="store_true", help="mend what can be mended safely, and show what is left")
    group.add_argument("--diff", action="store_true", help="show what --fix would change, write nothing, exit with 1 if there is something")
    group.add_argument("--statistics", action="store_true", help="count the findings by code")


def run(given: argparse.Namespace) -> int:
    if given.fix or given.diff:
        return _mend(given)
    with opened(given) as project:
        report = check_project(project)
    return _finish(report, project, given)


def _mend(given: argparse.Namespace) -> int:
    from scanner.app.fix import find_fixes, show_changes, write_fixes

    if given.rev or given.staged:
        raise TracklintError("only files of the work tree can be mended: leave out --rev and --staged")
    with opened(given) as project:
        fixes = find_fixes(project)
        if given.fix and not given.diff:
            write_fixes(project, fixes)
    if not given.quiet:
        for line in mending_lines(fixes.mended, fixes.refused, [(each.edit, each.calls) for each in fixes.shared], given.diff):
            note(line)
    if given.diff:
        write(show_changes(fixes.changes), given.output)
        return int(bool(fixes.changes) and not given.exit_zero)
    return _finish(fixes.report, project, given)


def _finish(report: CheckReport, project: Project, given: argparse.Namespace) -> int:
    deliver(given, partial(_show, report, project, given))
    if given.strict and (code := refuse(report.result)):
        return code
    _remark(report, project, given)
    return int(not given.exit_zero and fails(report.findings, project.settings.fail_on, project.settings.max_findings))


def _remark(report: CheckReport, project: Project, given: argparse.Namespace) -> None:
    """What a person should do about the baseline and the ratchet, once they have become too wide."""
    if given.quiet:
        return
    if report.stale:
        entries = plural(len(report.stale), "entry", "entries")
        note(f"{entries} of the baseline no longer found; `tracklint baseline update --prune` takes out what is gone")
    most, counted = project.settings.max_findings, count_failing(report.findings, project.settings.fail_on)
    if counted < most:
        note(f"{plural(counted, 'finding')} where max_findings lets {most:,} through; lower it to {counted:,}")


def _show(report: CheckReport, project: Project, given: argparse.Namespace, name: str, style: Style) -> str:
    told = FindingsReport(
        findings=report.findings,
        result=report.result,
        lines=SourceLines(project.source),
        plans=report.plan_files,
        rules=rules() if name == "sarif" else (),
        version=__version__,
        style=style,
        summary=not given.quiet,
        limit=limit_of(given),
        known=len(report.known),
        stale=tuple(f"{entry.code} {entry.path} {entry.event}".rstrip() for entry in report.stale),
        fail_on=project.settings.fail_on,
        prefix=read_origin(project.root).prefix if name in FORMATS_FROM_TOP else "",
    )
    text = write_findings(name, told)
    if given.statistics and name in _FOR_PEOPLE:
        from scanner.reports.check import statistics

        text = "\n".join(filter(None, (text, statistics(report.findings)))) if name == "human" else text + statistics(report.findings)
    return text
