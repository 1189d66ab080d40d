from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, TypeAlias, get_args

from scanner.app.project import Options
from scanner.config import FailOn, suggest
from scanner.reports.text import safe

EXIT_CODES = """\
exit codes:
  0  clean
  1  findings at or above --fail-on (by default: errors)
  2  the run cannot be trusted: bad arguments, configuration or plan, an internal error; with --strict also a file that could not be read
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


# Only for the types: at run time the class takes no argument.
Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def add_command(commands: Commands, name: str, text: str, examples: str, run: Callable[[argparse.Namespace], int]) -> Parser:
    """A command, or one below another. `run` is called with its arguments and gives the exit code."""
    parser = _add_parser(commands, name, text, examples)
    parser.set_defaults(run=run)
    return parser


def add_group(commands: Commands, name: str, text: str, examples: str) -> Commands:
    """A command that only holds others."""
    parser = _add_parser(commands, name, text, examples)
    return parser.add_subparsers(dest="action", metavar="ACTION", required=True, parser_class=Parser)


def _add_parser(commands: Commands, name: str, text: str, examples: str) -> Parser:
    return commands.add_parser(
        name,
        help=text,
        description=text[0].upper() + text[1:] + ".",
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def add_project_options(parser: Parser, paths: bool = True, strict: bool = True) -> argparse._ArgumentGroup:
    if paths:
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="folders or files (default: the current folder)")
    group = parser.add_argument_group("which code")
    group.add_argument(
        "--config", type=Path, metavar="FILE", help="the configuration (default: tracklint.toml or pyproject.toml at or above the root)"
    )
    group.add_argument("--include-tests", action=argparse.BooleanOptionalAction, help="whether calls in tests, mocks and stories count")
    if strict:
        group.add_argument("--strict", action="store_true", help="exit with 2 if a file could not be read, or only in part")
    speed = parser.add_argument_group("speed")
    speed.add_argument("--workers", type=count, metavar="N", help="processes (default: one for each core)")
    speed.add_argument("--no-cache", action="store_true", help="neither read nor write the cache")
    speed.add_argument("--cache-dir", type=Path, metavar="FOLDER", help="where the cache is (also: TRACKLINT_CACHE_DIR)")
    return group


def add_revision_options(group: argparse._ArgumentGroup) -> None:
    states = group.add_mutually_exclusive_group()
    states.add_argument("--rev", default="", metavar="REV", help="read a revision of git instead of the files on disk")
    states.add_argument("--staged", action="store_true", help="read what is staged in git instead of the files on disk")


def add_output_options(parser: Parser, formats: Sequence[str]) -> None:
    group = add_common_options(parser)
    group.add_argument("--format", choices=formats, default=formats[0], help=f"{', '.join(formats)} (default: {formats[0]})")
    group.add_argument(
        "--output",
        action=_Output,
        dest="output",
        metavar="[FORMAT=]FILE",
        help="write to a file instead of the terminal (a dash); with a format of its own, besides what it shows (repeatable)",
    )
    parser.set_defaults(outputs=())


class _Output(argparse.Action):
    """Splits `FORMAT=FILE`. What has no format takes the place of the terminal; the others are gathered in `outputs`."""

    def __call__(self, parser: argparse.ArgumentParser, space: argparse.Namespace, values: object, option: str | None = None) -> None:
        name, equals, file = str(values).partition("=")
        formats = next(action.choices for action in parser._actions if action.dest == "format")
        if equals and formats and name in formats:
            space.outputs = (*space.outputs, (name, Path(file)))
        elif equals and name.isalnum() and not Path(str(values)).parent.name:
            raise argparse.ArgumentError(self, f"unknown format {name!r}{suggest(name, formats or ())}")
        elif space.output is not None:
            raise argparse.ArgumentError(self, "only one file can take the place of the terminal; give the others a format: FORMAT=FILE")
        else:
            space.output = None if values == "-" else Path(str(values))


def add_common_options(parser: Parser) -> argparse._ArgumentGroup:
    group = parser.add_argument_group("what is shown")
    group.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours (also: NO_COLOR, FORCE_COLOR)")
    group.add_argument("-q", "--quiet", action="store_true", help="no summary and no progress")
    group.add_argument("-v", "--verbose", action="store_true", help="say more about what was skipped and why")
    group.add_argument("--traceback", action="store_true", help="show where in the program an error arose")
    return group


def add_link_options(parser: Parser) -> argparse._ArgumentGroup:
    group = parser.add_argument_group("links to code")
    group.add_argument(
        "--link-template", default="", metavar="URL", help="as {path}#L{line}, with {revision} (default: as the host has it)"
    )
    group.add_argument("--link-revision", default="", metavar="REV", help="what links lead to (default: the commit that is read)")
    return group


def add_plan_options(parser: Parser) -> argparse._ArgumentGroup:
    group = parser.add_argument_group("the plan")
    group.add_argument(
        "--plan", action="append", type=Path, default=[], metavar="FILE", help="a file or folder of the tracking plan (repeatable)"
    )
    group.add_argument("--plan-format", default="", metavar="NAME", help="how the plan is written (default: told from the file)")
    return group


def add_check_options(parser: Parser) -> argparse._ArgumentGroup:
    group = parser.add_argument_group("what is checked")
    group.add_argument(
        "--select", action="append", metavar="CODES", help="only these findings: codes, beginnings of codes or names, with commas"
    )
    group.add_argument("--ignore", action="append", metavar="CODES", help="not these findings")
    group.add_argument("--fail-on", choices=get_args(FailOn), help="the least severity that gives exit code 1 (default: error)")
    return group


def count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)


def to_options(given: argparse.Namespace) -> Options:
    """What the arguments of a command ask of a run."""
    return Options(
        paths=tuple(getattr(given, "paths", ())),
        config=given.config,
        plan=tuple(getattr(given, "plan", ())),
        plan_format=getattr(given, "plan_format", ""),
        rev=getattr(given, "rev", ""),
        staged=getattr(given, "staged", False),
        include_tests=given.include_tests,
        workers=given.workers,
        fail_on=getattr(given, "fail_on", None),
        baseline=getattr(given, "baseline", None),
        max_findings=getattr(given, "max_findings", None),
        select=_codes(getattr(given, "select", None)),
        ignore=_codes(getattr(given, "ignore", None)) or (),
        cache=not given.no_cache,
        cache_dir=given.cache_dir,
    )


def _codes(given: Sequence[str] | None) -> tuple[str, ...] | None:
    if given is None:
        return None
    return tuple(code.strip() for text in given for code in text.split(",") if code.strip())
