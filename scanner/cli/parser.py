from __future__ import annotations

import argparse

from scanner.cli.commands import COMMANDS
from scanner.cli.options import EXIT_CODES, Parser

_EXAMPLES = """\
examples:
  tracklint scan                          every event that this folder sends, and where
  tracklint check                         hold them against tracking-plan.yaml and the conventions
  tracklint check --select TL1 src/cart   only the comparison with the plan, only calls in one folder
  tracklint trace "Order Completed"       how one event gets from its call to the SDK
  tracklint where --write docs/events.md  which places send each event, kept in a page between markers
  tracklint explain TL102                 what a finding means
  tracklint init                          a first configuration and plan, drawn up from the code
"""


def make_parser(version: str) -> Parser:
    parser = Parser(
        prog="tracklint",
        description="Find the analytics events that your code sends, and hold them against your tracking plan.",
        epilog=f"{_EXAMPLES}\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"tracklint {version}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    for command in COMMANDS:
        command.add(commands)
    return parser
