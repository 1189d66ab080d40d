from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from scanner.app.project import Project, open_project
from scanner.app.scan import untrusted
from scanner.cli.options import to_options
from scanner.cli.terminal import ProgressLine, choose_style, complain, write
from scanner.errors import TracklintError
from scanner.files.writing import refuse_unwritable
from scanner.model import ScanResult
from scanner.reports.text import Style

_LIMIT = 10


@contextmanager
def opened(given: argparse.Namespace) -> Iterator[Project]:
    """The project that the arguments ask for, with a line of progress while it is worked on."""
    with progress_of(given) as line:
        yield open_project(replace(to_options(given), progress=line))


@contextmanager
def progress_of(given: argparse.Namespace) -> Iterator[ProgressLine | None]:
    """A line of progress, where somebody can see it."""
    line = ProgressLine(sys.stderr) if sys.stderr.isatty() and not given.quiet else None
    try:
        yield line
    finally:
        if line is not None:
            line.clear()


def refuse(result: ScanResult) -> int:
    """Exit code 2 and its reasons when a strict run cannot be trusted."""
    reasons = untrusted(result.coverage)
    for reason in reasons:
        complain(f"not read as a whole: {reason}")
    return 2 if reasons else 0


def refuse_outputs(given: argparse.Namespace) -> None:
    """Raises TracklintError for files that cannot be written, before the long part, and for one that is named twice."""
    named = [file for file in (given.output, *(file for _, file in given.outputs)) if file is not None]
    for number, file in enumerate(named):
        refuse_unwritable(file)
        if file.resolve() in (other.resolve() for other in named[:number]):
            raise TracklintError("--output names this file twice", str(file))


def deliver(given: argparse.Namespace, render: Callable[[str, Style], str]) -> None:
    """Write what a command found in every format that was asked for. Nothing is written before all of it could be rendered."""
    plain = Style(given.color == "always")
    texts = [(file, render(name, plain)) for name, file in given.outputs]
    shown = render(given.format, style_of(given))
    for file, text in texts:
        write(text, file)
    write(shown, given.output)


def style_of(given: argparse.Namespace) -> Style:
    return Style(given.color == "always") if given.output else choose_style(given.color, sys.stdout, os.environ)


def limit_of(given: argparse.Namespace) -> int | None:
    return None if given.verbose else _LIMIT
