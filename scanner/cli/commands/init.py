from __future__ import annotations

import argparse

from scanner.app.init import draft, write_drafts
from scanner.cli.options import Commands, add_command, add_common_options, add_project_options
from scanner.cli.shared import opened
from scanner.cli.terminal import write
from scanner.reports.text import safe


def add(commands: Commands) -> None:
    parser = add_command(
        commands, "init", "write a first configuration and a plan drawn up from the code", "  tracklint init --dry-run\n", run
    )
    add_project_options(parser)
    add_common_options(parser)
    parser.add_argument("--force", action="store_true", help="write over files that are there")
    parser.add_argument("--dry-run", action="store_true", help="show what would be written, write nothing")


def run(given: argparse.Namespace) -> int:
    with opened(given) as project:
        drafts = draft(project)
    if given.dry_run:
        write("\n".join(f"# {safe(str(entry.path))}\n{entry.text}" for entry in drafts), None)
        return 0
    write_drafts(drafts, given.force)
    if not given.quiet:
        write("".join(f"wrote {safe(str(entry.path))}\n" for entry in drafts), None)
    return 0
