from __future__ import annotations

import argparse
from dataclasses import replace
from functools import partial

from scanner.app.diff import DIFF_FAIL_ON, DiffReport, diff, exceeds
from scanner.cli.options import Commands, add_command, add_output_options, add_plan_options, add_project_options, to_options
from scanner.cli.shared import deliver, progress_of, refuse
from scanner.errors import TracklintError
from scanner.reports.text import Style

FORMATS = ("human", "concise", "markdown", "json")

_EXAMPLES = """\
  tracklint diff main                      what this branch and the files on disk change since it left main
  tracklint diff main --staged             the same, for what is staged
  tracklint diff v1.2 v1.3 --exact         two releases as they are
  tracklint diff main...feature --format markdown

exit codes:
  0  no change at or above --fail-on (by default: always)
  1  a change at or above --fail-on
  2  the run cannot be trusted: no such revision, bad configuration or plan, an internal error
"""


def add(commands: Commands) -> None:
    parser = add_command(commands, "diff", "show what changed in what the code sends since a revision", _EXAMPLES, run)
    parser.add_argument("base", metavar="BASE", help="a revision; the comparison starts where HEAD left it, unless --exact")
    parser.add_argument("head", nargs="?", metavar="HEAD", help="another revision (default: the files on disk)")
    group = add_project_options(parser, paths=False)
    group.add_argument("--staged", action="store_true", help="compare with what is staged instead of the files on disk")
    group.add_argument("--exact", action="store_true", help="compare with BASE itself, not with the commit where HEAD left it")
    add_output_options(parser, FORMATS)
    add_plan_options(parser)
    parser.add_argument("--fail-on", choices=DIFF_FAIL_ON, default="never", help="the least level that gives exit code 1 (default: never)")


def run(given: argparse.Namespace) -> int:
    if given.staged and given.head is not None:
        raise TracklintError("a revision and the index cannot be read at once: leave out HEAD or --staged")
    with progress_of(given) as line:
        report = diff(replace(to_options(given), progress=line), given.base, given.head, given.exact)
    deliver(given, partial(_show, report, given))
    if given.strict and (code := refuse(report.head.result) or refuse(report.base.result)):
        return code
    return int(exceeds(report, given.fail_on))


def _show(report: DiffReport, given: argparse.Namespace, name: str, style: Style) -> str:
    from scanner.reports.diff import Changes, diff_concise, diff_human, diff_json, diff_markdown

    base, head = report.base, report.head
    changes = Changes(report.differences, base.label, head.label, head.result, base.revision, report.plan_files)
    if name == "concise":
        return diff_concise(report.differences)
    if name == "markdown":
        return diff_markdown(changes)
    if name == "json":
        return diff_json(changes)
    return diff_human(changes, style, not given.quiet, given.verbose)
