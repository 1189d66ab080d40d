from __future__ import annotations

import argparse
from functools import partial

from scanner.app.scan import scan_files
from scanner.cli.options import Commands, add_command, add_output_options, add_project_options, add_revision_options
from scanner.cli.shared import deliver, limit_of, opened, refuse
from scanner.cli.terminal import write
from scanner.model import ScanResult
from scanner.reports.text import Style

FORMATS = ("human", "table", "concise", "json")


def add(commands: Commands) -> None:
    parser = add_command(
        commands,
        "scan",
        "list every call that sends an event",
        "  tracklint scan --format json --output events.json\n  tracklint scan --list-languages\n",
        run,
    )
    add_revision_options(add_project_options(parser))
    add_output_options(parser, FORMATS)
    parser.add_argument("--list-languages", action="store_true", help="show which languages can be read, and stop")


def run(given: argparse.Namespace) -> int:
    if given.list_languages:
        from scanner.languages.registry import LANGUAGES
        from scanner.reports.scan import languages_table

        write(languages_table(LANGUAGES), given.output)
        return 0
    with opened(given) as project:
        result = scan_files(project)
    deliver(given, partial(_show, result, given))
    return refuse(result) if given.strict else 0


def _show(result: ScanResult, given: argparse.Namespace, name: str, style: Style) -> str:
    if name == "json":
        from scanner.reports.json import scan_json

        return scan_json(result)
    from scanner.reports.scan import scan_concise, scan_human, scan_table

    if name == "concise":
        return scan_concise(result)
    if name == "table":
        return scan_table(result)
    return scan_human(result, style, not given.quiet, limit_of(given))
