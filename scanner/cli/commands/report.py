from __future__ import annotations

import argparse
from pathlib import Path

from scanner import __version__
from scanner.app.report import draw_picture
from scanner.app.where import Links
from scanner.cli.options import (
    Commands,
    add_command,
    add_common_options,
    add_link_options,
    add_plan_options,
    add_project_options,
    add_revision_options,
)
from scanner.cli.shared import opened, refuse
from scanner.cli.terminal import write
from scanner.files.writing import refuse_unwritable
from scanner.reports.text import SourceLines, plural, safe


def add(commands: Commands) -> None:
    parser = add_command(
        commands, "report", "draw plan and code together on one page for a browser", "  tracklint report --html events.html\n", run
    )
    add_revision_options(add_project_options(parser))
    add_common_options(parser)
    add_plan_options(parser)
    parser.add_argument("--html", type=Path, required=True, metavar="FILE", help="where the page is written: one file that loads nothing")
    add_link_options(parser)


def run(given: argparse.Namespace) -> int:
    from scanner.reports.html.page import write_page

    refuse_unwritable(given.html)  # before the long part
    with opened(given) as project:
        picture = draw_picture(project, Links(given.link_template, given.link_revision), __version__)
    page = write_page(picture, SourceLines(project.source))
    write(page, given.html)
    if not given.quiet:
        write(f"wrote {safe(str(given.html))}: {plural(len(picture.events), 'event')}, {plural(len(page) // 1024, 'kB', 'kB')}\n", None)
    return refuse(picture.result) if given.strict else 0
