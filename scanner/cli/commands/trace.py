from __future__ import annotations

import argparse
from dataclasses import replace
from functools import partial

from scanner.app.project import Project
from scanner.app.scan import scan_files
from scanner.app.trace import find_calls, suggest_event
from scanner.cli.options import Commands, add_command, add_output_options, add_project_options, add_revision_options
from scanner.cli.shared import deliver, opened, refuse
from scanner.cli.terminal import complain
from scanner.model import ScanResult
from scanner.reports.text import SourceLines, Style

FORMATS = ("human", "json")


def add(commands: Commands) -> None:
    parser = add_command(commands, "trace", "follow one event from its calls to the SDK", '  tracklint trace "Order Completed"\n', run)
    parser.add_argument("event", metavar="EVENT", help="the name of the event")
    add_revision_options(add_project_options(parser))
    add_output_options(parser, FORMATS)


def run(given: argparse.Namespace) -> int:
    with opened(given) as project:
        result = scan_files(project)
    calls = find_calls(given.event, result.calls)
    if not calls:
        complain(f"no call sends {given.event!r}{suggest_event(given.event, result.calls)}")
        return 1
    deliver(given, partial(_show, replace(result, calls=calls), project, given.event))
    return refuse(result) if given.strict else 0


def _show(result: ScanResult, project: Project, event: str, name: str, style: Style) -> str:
    if name == "json":
        from scanner.reports.json import scan_json

        return scan_json(result)
    from scanner.reports.trace import trace_human

    return trace_human(event, result.calls, SourceLines(project.source), style)
