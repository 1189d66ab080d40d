from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence

from scanner import __version__
from scanner.cli.parser import make_parser
from scanner.cli.shared import refuse_outputs
from scanner.cli.terminal import complain, name_from_here
from scanner.errors import TracklintError

CLEAN, FINDINGS, UNTRUSTED, INTERRUPTED = 0, 1, 2, 130


def run(argv: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name and return its exit code."""
    parser = make_parser(__version__)
    try:
        given = parser.parse_args(argv)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else UNTRUSTED
    if given.command is None:
        parser.print_help(sys.stderr)
        return UNTRUSTED
    if given.verbose:
        logging.basicConfig(level=logging.DEBUG, format="tracklint: %(message)s", stream=sys.stderr)
    return _guard(given.run, given)


def _guard(command: Callable[[argparse.Namespace], int], given: argparse.Namespace) -> int:
    try:
        if "outputs" in given:
            refuse_outputs(given)
        return command(given)
    except BrokenPipeError:
        # Nobody reads any more. Python would complain once again when it closes the stream at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except KeyboardInterrupt:
        return INTERRUPTED
    except TracklintError as error:
        _show_traceback(given)
        complain("\n".join(map(name_from_here, str(error).split("\n"))))
    # The last line of defence: whatever went wrong inside must end as exit code 2 and not as a traceback.
    except Exception as error:  # noqa: BLE001
        _show_traceback(given)
        complain(f"internal error: {type(error).__name__}: {error}")
        if not given.traceback:
            complain("this is a defect of tracklint; --traceback shows where it arose")
    return UNTRUSTED


def _show_traceback(given: argparse.Namespace) -> None:
    if given.traceback:
        import traceback

        traceback.print_exc()
