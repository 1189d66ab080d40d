from __future__ import annotations

import argparse

from scanner.app.init import draft, write_drafts
from scanner.cli.options import Commands, add_command, add_common_options, add_project_options
from scanner.cli.shared import opened
from scanner.cli.terminal import name_from_here, write
from scanner.reports.text import safe

_EXAMPLES = "  tracklint init --dry-run\n  tracklint init --spec ecommerce\n"


def add(commands: Commands) -> None:
    parser = add_command(
        commands,
        "init",
        "write a first configuration and a plan drawn up from the code",
        _EXAMPLES,
        run,
    )
    add_project_options(parser, strict=False)
    add_common_options(parser)
    parser.add_argument("--from-code", action="store_true", help="plan what the code sends, with types and required keys (the default)")
    parser.add_argument(
        "--spec",
        action="append",
        default=[],
        metavar="NAME",
        help="plan what a business spec has, such as ecommerce, b2b or mobile; with --from-code what the code sends as well (repeatable)",
    )
    parser.add_argument("--force", action="store_true", help="write over files that are there")
    parser.add_argument("--dry-run", action="store_true", help="show what would be written, write nothing")


def run(given: argparse.Namespace) -> int:
    specs = tuple(name.strip() for text in given.spec for name in text.split(",") if name.strip())
    with opened(given) as project:
        drafts = draft(project, specs, given.from_code or not specs)
    if given.dry_run:
        write("\n".join(f"# {safe(name_from_here(str(entry.path)))}\n{entry.text}" for entry in drafts), None)
        return 0
    write_drafts(drafts, given.force)
    if not given.quiet:
        write("".join(f"wrote {safe(name_from_here(str(entry.path)))}\n" for entry in drafts), None)
    return 0
