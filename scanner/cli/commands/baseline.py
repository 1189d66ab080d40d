from __future__ import annotations

import argparse
from pathlib import Path

from scanner.app.baseline import BASELINE_FILE, update_baseline
from scanner.cli.options import Commands, add_command, add_common_options, add_group, add_plan_options, add_project_options
from scanner.cli.shared import opened
from scanner.cli.terminal import name_from_here, write
from scanner.reports.text import plural, safe

_EXAMPLES = "  tracklint baseline update\n  tracklint check --baseline .tracklint-baseline.json\n"


def add(commands: Commands) -> None:
    _add_update(add_group(commands, "baseline", "accept the findings of today, so that only new ones fail", _EXAMPLES))


def _add_update(commands: Commands) -> None:
    examples = "  tracklint baseline update\n  tracklint baseline update --prune\n"
    parser = add_command(commands, "update", "write the baseline from what is found now", examples, run_update)
    add_project_options(parser, strict=False)
    add_plan_options(parser)
    told = f"the baseline (default: what the configuration names, else {BASELINE_FILE})"
    parser.add_argument("--baseline", type=Path, metavar="FILE", help=told)
    parser.add_argument("--prune", action="store_true", help="only take out what is no longer found")
    add_common_options(parser)


def run_update(given: argparse.Namespace) -> int:
    with opened(given) as project:
        done = update_baseline(project, given.prune)
    if not given.quiet:
        file = safe(name_from_here(str(done.path)))
        write(f"{file}: {plural(done.entries, 'finding')} accepted, {done.added:,} added, {done.removed:,} taken out\n", None)
    return 0
