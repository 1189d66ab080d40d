from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, get_args

from scanner.app import Options
from scanner.config import FailOn, suggest
from scanner.reports.text import safe

SCAN_FORMATS = ("human", "table", "concise", "json")
CHECK_FORMATS = ("human", "concise", "table", "json")
TRACE_FORMATS = ("human", "json")

_EXIT_CODES = """\
exit codes:
  0  clean
  1  findings at or above --fail-on (by default: errors)
  2  the run cannot be trusted: bad arguments, configuration or plan, an internal error; with --strict also a file that could not be read
"""
_EXAMPLES = """\
examples:
  tracklint scan                          every event that this folder sends, and where
  tracklint check                         hold them against tracking-plan.yaml and the conventions
  tracklint check --select TL1 src/cart   only the comparison with the plan, only calls in one folder
  tracklint trace "Order Completed"       how one event gets from its call to the SDK
  tracklint explain TL102                 what a finding means
  tracklint init                          a first configuration and plan, drawn up from the code
"""


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong, with what may have been meant."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"tracklint: error: {safe(message)}\nTry `{self.prog} --help`.\n")

    def _check_value(self, action: argparse.Action, value: object) -> None:
        if action.choices is not None and value not in action.choices:
            known = [str(choice) for choice in action.choices]
            what = "command" if isinstance(action, argparse._SubParsersAction) else "value"
            message = f"unknown {what} {value!r}{suggest(str(value), known)}; choose from {', '.join(known)}"
            raise argparse.ArgumentError(None if what == "command" else action, message)


def make_parser(version: str) -> Parser:
    parser = Parser(
        prog="tracklint",
        description="Find the analytics events that your code sends, and hold them against your tracking plan.",
        epilog=f"{_EXAMPLES}\n{_EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"tracklint {version}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    _add_scan(commands)
    _add_check(commands)
    _add_explain(commands)
    _add_trace(commands)
    _add_init(commands)
    return parser


_Commands = argparse._SubParsersAction


def _add_scan(commands: _Commands[Parser]) -> None:
    parser = _add(
        commands,
        "scan",
        "list every call that sends an event",
        "  tracklint scan --format json --output events.json\n  tracklint scan --list-languages\n",
    )
    _add_project_options(parser)
    _add_output_options(parser, SCAN_FORMATS)
    parser.add_argument("--list-languages", action="store_true", help="show which languages can be read, and stop")


def _add_check(commands: _Commands[Parser]) -> None:
    parser = _add(
        commands,
        "check",
        "hold the calls against the tracking plan and the conventions",
        f"  tracklint check --plan plan.csv\n  tracklint check --format concise --fail-on warning\n\n{_EXIT_CODES}",
    )
    _add_project_options(parser)
    _add_output_options(parser, CHECK_FORMATS)
    group = parser.add_argument_group("what is checked")
    group.add_argument("--plan", action="append", type=Path, default=[], metavar="FILE", help="a file of the tracking plan (repeatable)")
    group.add_argument("--plan-format", default="", metavar="NAME", help="how the plan is written (default: told from the file)")
    group.add_argument(
        "--select", action="append", metavar="CODES", help="only these findings: codes, beginnings of codes or names, with commas"
    )
    group.add_argument("--ignore", action="append", metavar="CODES", help="not these findings")
    group.add_argument("--fail-on", choices=get_args(FailOn), help="the least severity that gives exit code 1 (default: error)")
    group.add_argument("--exit-zero", action="store_true", help="exit with 0 even if there are findings")
    group.add_argument("--statistics", action="store_true", help="count the findings by code")


def _add_explain(commands: _Commands[Parser]) -> None:
    parser = _add(
        commands, "explain", "say what a finding means, with examples", "  tracklint explain TL102\n  tracklint explain unplanned-event\n"
    )
    parser.add_argument("code", nargs="?", metavar="CODE", help="a code or the name of a finding; all of them when left out")
    _add_common_options(parser)


def _add_trace(commands: _Commands[Parser]) -> None:
    parser = _add(commands, "trace", "follow one event from its calls to the SDK", '  tracklint trace "Order Completed"\n')
    parser.add_argument("event", metavar="EVENT", help="the name of the event")
    _add_project_options(parser)
    _add_output_options(parser, TRACE_FORMATS)


def _add_init(commands: _Commands[Parser]) -> None:
    parser = _add(commands, "init", "write a first configuration and a plan drawn up from the code", "  tracklint init --dry-run\n")
    _add_project_options(parser)
    _add_common_options(parser)
    parser.add_argument("--force", action="store_true", help="write over files that are there")
    parser.add_argument("--dry-run", action="store_true", help="show what would be written, write nothing")


def _add(commands: _Commands[Parser], name: str, text: str, examples: str) -> Parser:
    return commands.add_parser(
        name,
        help=text,
        description=text[0].upper() + text[1:] + ".",
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def _add_project_options(parser: Parser) -> None:
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="folders or files (default: the current folder)")
    group = parser.add_argument_group("which code")
    group.add_argument(
        "--config", type=Path, metavar="FILE", help="the configuration (default: tracklint.toml or pyproject.toml at or above the root)"
    )
    group.add_argument("--include-tests", action=argparse.BooleanOptionalAction, help="whether calls in tests, mocks and stories count")
    group.add_argument("--strict", action="store_true", help="exit with 2 if a file could not be read, or only in part")
    group = parser.add_argument_group("speed")
    group.add_argument("--workers", type=_count, metavar="N", help="processes (default: one for each core)")
    group.add_argument("--no-cache", action="store_true", help="neither read nor write the cache")
    group.add_argument("--cache-dir", type=Path, metavar="FOLDER", help="where the cache is (also: TRACKLINT_CACHE_DIR)")


def _add_output_options(parser: Parser, formats: Sequence[str]) -> None:
    group = _add_common_options(parser)
    group.add_argument("--format", choices=formats, default=formats[0], help=f"{', '.join(formats)} (default: {formats[0]})")
    group.add_argument("--output", type=Path, metavar="FILE", help="write to a file instead of the terminal")


def _add_common_options(parser: Parser) -> argparse._ArgumentGroup:
    group = parser.add_argument_group("what is shown")
    group.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours (also: NO_COLOR, FORCE_COLOR)")
    group.add_argument("-q", "--quiet", action="store_true", help="no summary and no progress")
    group.add_argument("-v", "--verbose", action="store_true", help="say more about what was skipped and why")
    group.add_argument("--traceback", action="store_true", help="show where in the program an error arose")
    return group


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)


def to_options(given: argparse.Namespace) -> Options:
    """What the arguments of a command ask of a run."""
    return Options(
        paths=tuple(given.paths),
        config=given.config,
        plan=tuple(getattr(given, "plan", ())),
        plan_format=getattr(given, "plan_format", ""),
        include_tests=given.include_tests,
        workers=given.workers,
        fail_on=getattr(given, "fail_on", None),
        select=_codes(getattr(given, "select", None)),
        ignore=_codes(getattr(given, "ignore", None)) or (),
        cache=not given.no_cache,
        cache_dir=given.cache_dir,
    )


def _codes(given: Sequence[str] | None) -> tuple[str, ...] | None:
    if given is None:
        return None
    return tuple(code.strip() for text in given for code in text.split(",") if code.strip())
