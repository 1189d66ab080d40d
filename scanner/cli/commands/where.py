from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from scanner.app.project import Project
from scanner.app.where import Links, WhereReport, choose_event, suggest_place, where_project
from scanner.cli.options import (
    Commands,
    add_command,
    add_link_options,
    add_output_options,
    add_plan_options,
    add_project_options,
    add_revision_options,
)
from scanner.cli.shared import deliver, limit_of, opened, refuse
from scanner.cli.terminal import complain, note, write
from scanner.errors import TracklintError
from scanner.files.writing import refuse_unwritable
from scanner.reports.places import EventPlaces
from scanner.reports.text import Style, safe

FORMATS = ("human", "json", "markdown", "csv")
_EXAMPLES = """\
  tracklint where --event "Order Completed"
  tracklint where --format csv --output where.csv
  tracklint where --write docs/events.md                 between markers; a new section when there are none
  tracklint where --write tracking-plan.yaml --check     exit code 1 when it is out of date

exit codes:
  0  done, or with --check: up to date
  1  with --check: out of date; with --event: no such event
  2  the run cannot be trusted, a file cannot be written, or its markers are broken
"""


def add(commands: Commands) -> None:
    parser = add_command(commands, "where", "say where in the code each event lives, and write it into the plan", _EXAMPLES, run)
    add_revision_options(add_project_options(parser))
    add_output_options(parser, FORMATS)
    add_plan_options(parser)
    parser.add_argument("--event", metavar="NAME", help="only this event")
    links = add_link_options(parser)
    links.add_argument("--links", action="store_true", help="show links in text; write them into files instead of relative ones")
    group = parser.add_argument_group("writing into files")
    group.add_argument(
        "--write",
        action="append",
        type=Path,
        default=[],
        metavar="FILE",
        help="write the places into a Markdown file or a plan, and keep all else in it (repeatable)",
    )
    group.add_argument("--check", action="store_true", help="write nothing; show what is out of date and exit with 1 if anything is")
    group.add_argument("--lines", action="store_true", help="write line numbers too; they change whenever code moves")
    group.add_argument(
        "--markers", choices=("html", "link", "mdx"), help="how a new section is marked (link: for hosts that show comments)"
    )


def run(given: argparse.Namespace) -> int:
    _refuse_contradictions(given)
    with opened(given) as project:
        report = where_project(project, Links(given.link_template, given.link_revision))
    if given.strict and (code := refuse(report.result)):
        return code
    if given.write:
        return _write_files(report, project, given)
    events = choose_event(given.event, report) if given.event is not None else report.events
    if given.event is not None and not events:
        complain(f"there is no event {given.event!r}{suggest_place(given.event, report)}")
        return 1
    deliver(given, partial(_show, events, report, given))
    return 0


def _refuse_contradictions(given: argparse.Namespace) -> None:
    if given.check and not given.write:
        raise TracklintError("--check says whether a file is up to date; name it with --write FILE")
    if given.write and given.event is not None:
        raise TracklintError("--write writes the places of all events; leave --event out")
    for file in given.write:
        refuse_unwritable(file)


def _show(events: tuple[EventPlaces, ...], report: WhereReport, given: argparse.Namespace, name: str, style: Style) -> str:
    from scanner.reports.where import where_csv, where_human, where_json, where_markdown

    if name == "json":
        return where_json(events, report.plan_files)
    if name == "csv":
        return where_csv(events)
    if name == "markdown":
        return where_markdown(events)
    return where_human(events, report.result, style, not given.quiet and given.event is None, limit_of(given), given.links)


def _write_files(report: WhereReport, project: Project, given: argparse.Namespace) -> int:
    from scanner.app.where_files import FileOptions, diff, rewrite_files, write_changes

    links = given.links or bool(given.link_template or given.link_revision)
    options = FileOptions(given.lines, links, given.markers)
    changes = rewrite_files(report, project, tuple(given.write), options)
    for told in (each for change in changes for each in change.notes if not given.quiet):
        note(told)
    if given.check:
        write("".join(diff(change) for change in changes if change.is_needed), given.output)
        return int(any(change.is_needed for change in changes))
    write_changes(changes)
    if not given.quiet:
        done = ((safe(change.shown), "wrote" if change.is_needed else "up to date:") for change in changes)
        write("".join(f"{what} {path}\n" for path, what in done), None)
    return 0
