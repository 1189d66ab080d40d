from __future__ import annotations

import argparse
from typing import get_args

from scanner.app.check import CheckReport, check_project, fails
from scanner.app.project import Project
from scanner.cli.options import EXIT_CODES, Commands, add_command, add_output_options, add_plan_options, add_project_options
from scanner.cli.shared import limit_of, opened, refuse, style_of
from scanner.cli.terminal import write
from scanner.config import FailOn
from scanner.reports.text import SourceLines

FORMATS = ("human", "concise", "table", "json")


def add(commands: Commands) -> None:
    parser = add_command(
        commands,
        "check",
        "hold the calls against the tracking plan and the conventions",
        f"  tracklint check --plan plan.csv\n  tracklint check --format concise --fail-on warning\n\n{EXIT_CODES}",
        run,
    )
    add_project_options(parser)
    add_output_options(parser, FORMATS)
    add_plan_options(parser)
    group = parser.add_argument_group("what is checked")
    group.add_argument(
        "--select", action="append", metavar="CODES", help="only these findings: codes, beginnings of codes or names, with commas"
    )
    group.add_argument("--ignore", action="append", metavar="CODES", help="not these findings")
    group.add_argument("--fail-on", choices=get_args(FailOn), help="the least severity that gives exit code 1 (default: error)")
    group.add_argument("--exit-zero", action="store_true", help="exit with 0 even if there are findings")
    group.add_argument("--statistics", action="store_true", help="count the findings by code")


def run(given: argparse.Namespace) -> int:
    with opened(given) as project:
        report = check_project(project)
    write(_show(report, project, given), given.output)
    if given.strict and (code := refuse(report.result)):
        return code
    return int(not given.exit_zero and fails(report.findings, project.settings.fail_on))


def _show(report: CheckReport, project: Project, given: argparse.Namespace) -> str:
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
    shown = check_human(report.findings, report.result, lines, report.plan_files, style_of(given), not given.quiet, limit_of(given))
    return f"{shown}\n{counts}" if counts else shown
