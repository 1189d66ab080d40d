from __future__ import annotations

import argparse

from scanner.app.explain import explain
from scanner.cli.options import Commands, add_command, add_common_options
from scanner.cli.terminal import write


def add(commands: Commands) -> None:
    parser = add_command(
        commands,
        "explain",
        "say what a finding means, with examples",
        "  tracklint explain TL102\n  tracklint explain unplanned-event\n",
        run,
    )
    parser.add_argument("code", nargs="?", metavar="CODE", help="a code or the name of a finding; all of them when left out")
    add_common_options(parser)


def run(given: argparse.Namespace) -> int:
    write(explain(given.code), None)
    return 0
