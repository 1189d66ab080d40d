from __future__ import annotations

import argparse

from scanner.app.scan import scan_files
from scanner.cli.options import Commands, add_command, add_output_options, add_project_options
from scanner.cli.shared import limit_of, opened, refuse, style_of
from scanner.cli.terminal import write
from scanner.model import ScanResult

FORMATS = ("human", "table", "concise", "json")


def add(commands: Commands) -> None:
    parser = add_command(
        commands,
        "scan",
        "list every call that sends an event",
        "  tracklint scan --format json --output events.json\n  tracklint scan --list-languages\n",
        run,
    )
    add_project_options(parser)
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
    write(_show(result, given), given.output)
    return refuse(result) if given.strict else 0


def _show(result: ScanResult, given: argparse.Namespace) -> str:
    if given.format == "json":
        from scanner.reports.json import scan_json

        return scan_json(result)
    from scanner.reports.scan import scan_concise, scan_human, scan_table

    if given.format == "concise":
        return scan_concise(result)
    if given.format == "table":
        return scan_table(result)
    return scan_human(result, style_of(given), not given.quiet, limit_of(given))
