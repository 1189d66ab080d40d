from __future__ import annotations

import argparse
import os
from dataclasses import replace

from scanner.cli.options import (
    Commands,
    add_check_options,
    add_command,
    add_common_options,
    add_plan_options,
    add_project_options,
    to_options,
)
from scanner.cli.shared import progress_of
from scanner.cli.terminal import complain, write

_EXAMPLES = """\
  tracklint hook                                 what is staged; what it brings gives exit code 1
  tracklint hook --from-ref main --to-ref HEAD   what a branch brings

exit codes:
  0  the change brings no finding at or above fail_on (by default: errors)
  1  it does
  2  the run cannot be trusted: bad configuration or plan, an internal error
"""


def add(commands: Commands) -> None:
    parser = add_command(commands, "hook", "check what a change brings, as pre-commit does", _EXAMPLES, run)
    group = add_project_options(parser, paths=False)
    group.add_argument("--from-ref", default="", metavar="REV", help="check a range instead of what is staged (also: PRE_COMMIT_FROM_REF)")
    group.add_argument("--to-ref", default="", metavar="REV", help="the end of the range (also: PRE_COMMIT_TO_REF)")
    add_plan_options(parser)
    add_check_options(parser)
    add_common_options(parser)


def run(given: argparse.Namespace) -> int:
    from scanner.app.hook import hook
    from scanner.reports.hook import hook_text

    first = given.from_ref or os.environ.get("PRE_COMMIT_FROM_REF", "")
    last = given.to_ref or os.environ.get("PRE_COMMIT_TO_REF", "")
    with progress_of(given) as line:
        report = hook(replace(to_options(given), progress=line), first, last)
    write(hook_text(report.findings, report.plan_files, report.whole, not given.quiet), None)
    if given.strict and report.unread:
        for reason in report.unread:
            complain(f"not read as a whole: {reason}")
        return 2
    return int(bool(report.findings))
