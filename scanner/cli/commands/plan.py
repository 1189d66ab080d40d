from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import get_args

from scanner.app.check import fails
from scanner.app.plans import (
    Conversion,
    PlanReport,
    convert_plan,
    diff_plans,
    find_planned,
    lint_plan,
    load_plan,
    open_plan,
    suggest_planned,
    write_conversion,
)
from scanner.app.project import Project
from scanner.cli.options import (
    Commands,
    Parser,
    add_command,
    add_common_options,
    add_group,
    add_output_options,
    add_plan_options,
    to_options,
)
from scanner.cli.shared import deliver, opened
from scanner.cli.terminal import complain, note, write
from scanner.config import FailOn
from scanner.errors import TracklintError
from scanner.reports.findings import FINDINGS_FORMATS
from scanner.reports.text import SourceLines, Style

_EXAMPLES = """\
  tracklint plan lint
  tracklint plan show "Order Completed"
  tracklint plan diff main:tracking-plan.yaml tracking-plan.yaml
"""
_LEVELS = ("breaking", "maybe", "info", "never")


def add(commands: Commands) -> None:
    below = add_group(commands, "plan", "look at the tracking plan itself, and put it into other formats", _EXAMPLES)
    _add_lint(below)
    _add_show(below)
    _add_diff(below)
    _add_import(below)
    _add_export(below)
    _add_convert(below)
    _add_formats(below)


# --- lint ------------------------------------------------------------------------------------------


def _add_lint(commands: Commands) -> None:
    examples = "  tracklint plan lint\n  tracklint plan lint --plan plan.csv --format concise\n"
    parser = add_command(commands, "lint", "hold the plan against its own conventions, without looking at code", examples, run_lint)
    _add_project(parser)
    add_output_options(parser, FINDINGS_FORMATS)
    group = parser.add_argument_group("what is checked")
    group.add_argument("--select", action="append", metavar="CODES", help="only these findings")
    group.add_argument("--ignore", action="append", metavar="CODES", help="not these findings")
    group.add_argument(
        "--fail-on", choices=get_args(FailOn), default="warning", help="the least severity that gives exit code 1 (default: warning)"
    )


def run_lint(given: argparse.Namespace) -> int:
    report = lint_plan(to_options(given))
    with opened(given) as project:
        deliver(given, partial(_show_lint, report, project, given))
    return int(fails(report.findings, given.fail_on))


def _show_lint(report: PlanReport, project: Project, given: argparse.Namespace, name: str, style: Style) -> str:
    from scanner import __version__
    from scanner.app.explain import rules
    from scanner.model import Coverage, ScanResult
    from scanner.reports.findings import FindingsReport, write_findings

    nothing = ScanResult(".", (), (), Coverage())
    lines = SourceLines(project.source)
    told = rules() if name == "sarif" else ()
    findings = FindingsReport(report.findings, nothing, lines, report.files, told, __version__, style, summary=False)
    text = write_findings(name, findings)
    if name != "human" or given.quiet:
        return text
    count = len(report.findings)
    return f"{text}{chr(10) if text else ''}{_sum(count, len(report.plan.events), report.files)}\n"


def _sum(findings: int, events: int, files: tuple[str, ...]) -> str:
    from scanner.reports.text import plural, safe

    found = f"Found {plural(findings, 'finding')}" if findings else "No findings"
    return f"{found} in {plural(events, 'event')}; plan: {', '.join(map(safe, files))}"


# --- show ------------------------------------------------------------------------------------------


def _add_show(commands: Commands) -> None:
    examples = '  tracklint plan show "Order Completed"\n  tracklint plan show identify --format json\n'
    parser = add_command(commands, "show", "say all that the plan says of an event", examples, run_show)
    parser.add_argument("event", metavar="EVENT", help="the name of the event, or a kind such as identify")
    _add_project(parser)
    add_output_options(parser, ("human", "json"))


def run_show(given: argparse.Namespace) -> int:
    from scanner.reports.plans import event_human, event_json

    with opened(given) as project:
        plan, _ = open_plan(project)
    events = find_planned(plan, given.event)
    if not events:
        complain(f"the plan has no event {given.event!r}{suggest_planned(plan, given.event)}")
        return 1
    deliver(given, lambda name, style: event_json(plan, events) if name == "json" else event_human(plan, events, style))
    return 0


# --- diff ------------------------------------------------------------------------------------------


def _add_diff(commands: Commands) -> None:
    examples = (
        "  tracklint plan diff old.yaml new.yaml\n  tracklint plan diff main:tracking-plan.yaml tracking-plan.yaml --fail-on breaking\n"
    )
    parser = add_command(commands, "diff", "say what changed between two plans, or two revisions of one", examples, run_diff)
    parser.add_argument("old", metavar="OLD", help="a file or folder, or REVISION:FILE")
    parser.add_argument("new", metavar="NEW", help="the same")
    parser.add_argument("--plan-format", default="", metavar="NAME", help="how the plans are written (default: told from the files)")
    parser.add_argument(
        "--fail-on", choices=_LEVELS, default="never", help="the least serious change that gives exit code 1 (default: never)"
    )
    add_output_options(parser, ("human", "concise", "markdown", "json"))


def run_diff(given: argparse.Namespace) -> int:
    from scanner.reports.plans import diff_concise, diff_human, diff_json, diff_markdown

    changes = diff_plans(load_plan(given.old, given.plan_format), load_plan(given.new, given.plan_format))
    written = {"concise": diff_concise, "json": diff_json, "markdown": diff_markdown}
    deliver(given, lambda name, style: written[name](changes) if name in written else diff_human(changes, style))
    return int(any(_LEVELS.index(each.level) <= _LEVELS.index(given.fail_on) for each in changes) and given.fail_on != "never")


# --- other formats -----------------------------------------------------------------------------------


def _add_import(commands: Commands) -> None:
    examples = "  tracklint plan import plan.csv\n  tracklint plan import plan.xlsx --output docs/tracking-plan.yaml\n"
    parser = add_command(commands, "import", "turn a plan of another format into tracking-plan.yaml", examples, run_import)
    parser.add_argument("source", metavar="FILE", help="a file or folder, or REVISION:FILE")
    _add_conversion(parser, Path("tracking-plan.yaml"))


def run_import(given: argparse.Namespace) -> int:
    return _finish(convert_plan(load_plan(given.source, given.plan_format), "native"), given)


def _add_export(commands: Commands) -> None:
    examples = "  tracklint plan export csv --output plan.csv\n"
    parser = add_command(commands, "export", "write this project's plan in another format", examples, run_export)
    parser.add_argument("target", metavar="FORMAT", help="the name of a format; `tracklint plan formats` lists them")
    _add_project(parser)
    _add_conversion(parser, None)


def run_export(given: argparse.Namespace) -> int:
    with opened(given) as project:
        plan, _ = open_plan(project)
    return _finish(convert_plan(plan, given.target), given)


def _add_convert(commands: Commands) -> None:
    examples = "  tracklint plan convert plan.csv json-schema --output schemas\n"
    parser = add_command(commands, "convert", "turn a plan of any format into any other", examples, run_convert)
    parser.add_argument("source", metavar="FILE", help="a file or folder, or REVISION:FILE")
    parser.add_argument("target", metavar="FORMAT", help="the name of a format; `tracklint plan formats` lists them")
    _add_conversion(parser, None)


def run_convert(given: argparse.Namespace) -> int:
    return _finish(convert_plan(load_plan(given.source, given.plan_format), given.target), given)


def _add_conversion(parser: Parser, output: Path | None) -> None:
    if not any(action.dest == "plan_format" for action in parser._actions):
        parser.add_argument("--plan-format", default="", metavar="NAME", help="how the plan is written (default: told from the file)")
    default = f" (default: {output})" if output else " (default: the terminal, for a format that is text in one file)"
    parser.add_argument("--output", type=Path, default=output, metavar="FILE", help=f"where to write; a dash for the terminal{default}")
    parser.add_argument("--force", action="store_true", help="write over files that are there")
    parser.add_argument("--strict", action="store_true", help="write nothing and exit with 1 if something has no place in the format")
    add_common_options(parser)


def _finish(conversion: Conversion, given: argparse.Namespace) -> int:
    from scanner.reports.plans import loss_lines

    for line in loss_lines(conversion.losses):
        note(line)
    if given.strict and conversion.losses:
        complain("nothing was written, because something would be lost")
        return 1
    if given.output is None or str(given.output) == "-":
        write(_as_text(conversion), None)
        return 0
    written = write_conversion(conversion, given.output, given.force)
    if not given.quiet:
        from scanner.reports.text import plural, safe

        told = safe(str(given.output)) if len(written) == 1 else f"{plural(len(written), 'file')} in {safe(str(given.output))}"
        write(f"wrote {told}\n", None)
    return 0


def _as_text(conversion: Conversion) -> str:
    data = conversion.files.get("")
    if data is None or b"\0" in data:
        raise TracklintError(f"a plan in the format {conversion.format} is no single text; name where to write it with --output")
    return data.decode("utf-8")


def _add_formats(commands: Commands) -> None:
    parser = add_command(commands, "formats", "list the formats of plans", "  tracklint plan formats\n", run_formats)
    add_common_options(parser)


def run_formats(given: argparse.Namespace) -> int:
    from tabulate import tabulate

    from scanner.plan.formats import all_formats

    rows = [
        (each.name, "read, written" if each.write else "read", each.title) for each in sorted(all_formats(), key=lambda each: each.name)
    ]
    write(tabulate(rows, ("name", "", "format"), tablefmt="plain") + "\n", None)
    return 0


def _add_project(parser: Parser) -> None:
    """The options of a command that reads the plan of a project and none of its code."""
    add_plan_options(parser)
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="the configuration (default: the nearest tracklint.toml or pyproject.toml)"
    )
    parser.set_defaults(paths=[], include_tests=None, workers=None, no_cache=True, cache_dir=None)
