"""Holding the calls against the tracking plan and the conventions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.app.plan import PLAN_FOLDERS, find_plan, read_plan
from scanner.app.project import Options, Project, open_project
from scanner.app.scan import scan_files
from scanner.config import FailOn, suggest
from scanner.errors import ConfigError
from scanner.model import Finding, ScanResult

if TYPE_CHECKING:
    from scanner.checks import CheckSettings
    from scanner.checks.base import Vendor
    from scanner.checks.baseline import Accepted
    from scanner.plan.model import Plan

# Whether a comment silences anything is known once all calls are looked at.
_ONLY_OF_ALL = ("TL902",)
_RANK = {"info": 0, "warning": 1, "error": 2, "never": 3}


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found. `plan` is None when the project has none; `plan_files` are the files it was read from.

    `findings` are those that a baseline does not have, `known` those that it has, `stale` its entries that no finding is left of.
    """

    result: ScanResult
    plan: Plan | None
    plan_files: tuple[str, ...]
    findings: tuple[Finding, ...]
    known: tuple[Finding, ...] = ()
    stale: tuple[Accepted, ...] = ()


def check(options: Options | None = None) -> CheckReport:
    """Scan, and hold the calls against the tracking plan and the conventions. Raises TracklintError for what the user can mend."""
    return check_project(open_project(options))


def check_project(project: Project) -> CheckReport:
    """As `check`, for a project that is open."""
    check_settings(project)  # what is wrong with them is told before the long part
    plan, files = read_plan(project)
    return check_result(project, scan_files(project), plan, files)


def check_result(project: Project, result: ScanResult, plan: Plan | None, files: tuple[str, ...]) -> CheckReport:
    """As `check`, for a project that was scanned, and a plan."""
    from scanner.checks import run_checks

    settings = check_settings(project)
    settings = add_common_knowledge(settings, plan, result, project.settings.specs)
    findings = settle_fixes(run_checks(result, plan, settings), project)
    report = CheckReport(result, plan, files, findings)
    return _hold_against_baseline(report, project)


def settle_fixes(findings: Iterable[Finding], project: Project) -> tuple[Finding, ...]:
    """The findings with the exact edits that their fixes come to in the source; without a fix where there is no safe one."""
    from scanner.files import decode
    from scanner.fixes.settle import Lines, settle

    texts: dict[str, Lines] = {}

    def lines_of(path: str) -> Lines:
        if path not in texts:
            texts[path] = Lines.of(path, decode(project.source.read(path) or b"").text)
        return texts[path]

    settled: list[Finding] = []
    for finding in findings:
        edits = [settle(edit, lines_of(edit.location.path)) for edit in finding.fix]
        settled.append(replace(finding, fix=tuple(dict.fromkeys(edit for edit in edits if edit is not None))) if edits else finding)
    return tuple(settled)


def _hold_against_baseline(report: CheckReport, project: Project) -> CheckReport:
    from scanner.app.baseline import load_baseline
    from scanner.checks.baseline import compare_baseline

    accepted = load_baseline(project)
    if accepted is None:
        return report
    compared = compare_baseline(report.findings, accepted)
    # what was not looked at in this run may well be there
    stale = compared.stale if project.only is None and not project.options.select and not project.options.ignore else ()
    return replace(report, findings=compared.new, known=compared.known, stale=stale)


def add_common_knowledge(settings: CheckSettings, plan: Plan | None, result: ScanResult, specs: Sequence[str] = ()) -> CheckSettings:
    """The settings with the business specs that a project follows, and with what is known of the vendors that its calls reach."""
    from scanner.plan.specs import find_specs, is_spec, load_spec

    extended = [name for name in (plan.extends if plan else ()) if is_spec(name)]
    sent = {name for call in result.calls if call.kind == "track" and call.confidence != "low" for name in call.event.names}
    followed = tuple(load_spec(name) for name in dict.fromkeys((*specs, *extended, *find_specs(sent))))
    known = frozenset(event.name for spec in followed for event in spec.events if event.name)
    return replace(settings, specs=followed, known_names=known, vendors=_find_vendors(result))


def _find_vendors(result: ScanResult) -> dict[str, Vendor]:
    from scanner.checks.base import Vendor
    from scanner.rules.loading import load_packs

    reached = {call.sdk for call in result.calls}
    return {
        pack.sdk: Vendor(
            pack.title,
            frozenset(pack.reserved_names),
            pack.reserved_prefixes,
            pack.limits.name,
            pack.limits.key,
            pack.limits.keys,
        )
        for pack in load_packs()
        if pack.sdk in reached
    }


def check_settings(project: Project) -> CheckSettings:
    """What the configuration of a project wants of the checks. Raises ConfigError for a finding that is not there."""
    from scanner.checks import CheckSettings

    given = project.settings
    _refuse_unknown_codes(project)
    usual = CheckSettings()
    return CheckSettings(
        select=given.select,
        ignore=given.ignore if project.only is None else (*given.ignore, *_ONLY_OF_ALL),
        severity=given.severity,
        per_path=given.per_path,
        event_case=given.naming.event or usual.event_case,
        property_case=given.naming.property or usual.property_case,
        trait_case=given.naming.trait or usual.trait_case,
        sources=given.sources,
        whole_project=project.only is None and not any(_is_above(file, project.root) for file in find_plan(project)),
    )


def _refuse_unknown_codes(project: Project) -> None:
    from scanner.checks import CHECKS

    settings, options = project.settings, project.options
    named = (*settings.select, *settings.ignore, *settings.severity, *(code for codes in settings.per_path.values() for code in codes))
    known = [word for check in CHECKS for word in (check.code, check.name)]
    unknown = [word for word in dict.fromkeys(named) if not any(check.code.startswith(word) or check.name == word for check in CHECKS)]
    if unknown:
        asked = {*(options.select or ()), *options.ignore}
        told = [(word, "" if word in asked else str(settings.file or "")) for word in unknown]
        raise ConfigError("\n".join(str(ConfigError(f"there is no finding {word!r}{suggest(word, known)}", file)) for word, file in told))


def _is_above(plan: Path, root: Path) -> bool:
    """Whether a plan belongs to a folder around the root: then it speaks of more code than was scanned."""
    folder = plan.resolve().parent
    home = folder.parent if folder.name in PLAN_FOLDERS else folder
    return home in root.parents


def count_failing(findings: Iterable[Finding], fail_on: FailOn) -> int:
    """How many findings count for the exit code. One of low confidence counts only if everything does."""
    least = _RANK[fail_on]
    return sum(_RANK[finding.severity] >= least and (finding.confidence != "low" or least == 0) for finding in findings)


def fails(findings: Iterable[Finding], fail_on: FailOn, most: int = 0) -> bool:
    """Whether a run with these findings fails: when more than `most` of them count."""
    return count_failing(findings, fail_on) > most
