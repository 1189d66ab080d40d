"""Runs the checks over a scan: settles the conventions, applies settings and suppressions, and gives every finding its fingerprint."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from scanner.checks.base import Check, CheckContext, CheckSettings, Draft, is_reserved, known_names, without_numbers
from scanner.checks.cases import find_case, is_usable
from scanner.checks.properties import find_faults
from scanner.checks.sending import match_call
from scanner.model import Edit, Finding, Location, ScanResult, Severity, Suppression
from scanner.plan.matching import find_near, index_plan
from scanner.plan.model import Plan
from scanner.plan.wildcards import match_path
from scanner.plan.words import quote

_UNUSED = "TL902"
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


def run_checks(checks: Sequence[Check], result: ScanResult, plan: Plan | None, settings: CheckSettings) -> tuple[Finding, ...]:
    """All findings, sorted by place, code and message. Without a plan, what needs one says nothing."""
    context = build_context(result, plan, settings)
    ran = [check for check in checks if _runs(check, context) and check.code != _UNUSED]
    found = [finding for check in ran for finding in _run_check(check, context)]
    suppressions = (*result.suppressions, *(plan.suppressions if plan else ()))
    kept, used = _suppress(found, suppressions)
    unused = replace(context, unused=tuple(_find_unused(suppressions, used, checks, ran)))
    late = [finding for check in checks if check.code == _UNUSED and _runs(check, context) for finding in _run_check(check, unused)]
    return _number(sorted(dict.fromkeys([*kept, *late]), key=_order))


def _order(finding: Finding) -> tuple[str, int, int, str, str, str, str]:
    at = finding.location
    return at.path, at.line, at.column, finding.code, finding.message, finding.event, finding.property


def build_context(result: ScanResult, plan: Plan | None, settings: CheckSettings) -> CheckContext:
    """What the checks look at, with the conventions settled."""
    index = index_plan(plan) if plan else None
    sent = tuple(match_call(index, call) for call in result.calls)
    naming = plan.naming if plan else None
    events = all_event_names(result, plan)
    keys, traits = (_all_keys(result, plan, kinds) for kinds in (("track", "page", "screen", "revenue"), ("identify", "group")))
    return CheckContext(
        result=result,
        settings=settings,
        event_case=_settle(naming.event if naming else "", settings.event_case, events, "title"),
        property_case=_settle(naming.property if naming else "", settings.property_case, keys, "snake"),
        trait_case=_settle(naming.trait if naming else "", settings.trait_case, traits, "any"),
        sent=sent,
        index=index,
        faults=tuple(find_faults(plan, sent)) if plan else (),
        spec_slips=_find_slips(settings, events),
    )


def _find_slips(settings: CheckSettings, names: Iterable[str]) -> dict[str, str]:
    """The names that come close to one that a business spec gives, and that one."""
    found: dict[str, str] = {}
    for spec in settings.specs:
        index = index_plan(spec)
        near = ((name, find_near(index, "track", name)) for name in sorted(names) if name not in settings.known_names)
        found.update((name, meant) for name, meant in near if meant and name not in found)
    return found


def _settle(planned: str, wanted: str, names: Iterable[str], fallback: str) -> str:
    """The convention in force: the plan's, else the configured one. One that cannot be held against names is none."""
    case = planned or wanted or fallback
    if case == "auto":
        return find_case(names, fallback)
    return case if is_usable(case) else "any"


def all_event_names(result: ScanResult, plan: Plan | None) -> set[str]:
    """The names of track events that are sent or planned, but for a library's own."""
    sent = {name for call in result.calls if call.kind == "track" and call.confidence != "low" for name in known_names(call)}
    planned = {event.name for event in plan.events if event.kind == "track" and event.name} if plan else set()
    return {name for name in sent | planned if not is_reserved(name)}


def _all_keys(result: ScanResult, plan: Plan | None, kinds: Sequence[str]) -> set[str]:
    sent = {key.name for call in result.calls if call.kind in kinds and call.confidence != "low" for key in call.properties.keys}
    planned = {each.name for event in plan.events if event.kind in kinds for each in event.properties} if plan else set()
    return {name for name in sent | planned if not is_reserved(name)}


def _runs(check: Check, context: CheckContext) -> bool:
    if (check.needs_plan and context.plan is None) or (check.needs_project and not context.settings.whole_project):
        return False
    return is_selected(check, context.settings)


def is_selected(check: Check, settings: CheckSettings) -> bool:
    """Whether the settings want a check. The longer word wins; what is both selected and ignored to the same length is ignored."""
    chosen = _strength(check, settings.select)
    if settings.select and not chosen:
        return False
    return (chosen > 0 or check.enabled) and _strength(check, settings.ignore) <= max(chosen - 1, 0) and _level(check, settings) != "off"


def _strength(check: Check, words: Iterable[str]) -> int:
    """How exactly words name a check: the length of the longest that does, 0 when none does."""
    return max((_exactness(check, word) for word in words), default=0)


def _exactness(check: Check, word: str) -> int:
    word = word.strip()
    if word.lower() == check.name or word.upper() == check.code:
        return len(check.code)
    return len(word) if word and check.code.startswith(word.upper()) else 0


def _level(check: Check, settings: CheckSettings) -> str:
    """The level that the settings give a check; empty when they give none."""
    found = [(_exactness(check, word), level) for word, level in settings.severity.items()]
    return max(found, default=(0, ""))[1] if any(strength for strength, _ in found) else ""


def _run_check(check: Check, context: CheckContext) -> Iterator[Finding]:
    ignoring = [glob for glob, words in context.settings.per_path.items() if _strength(check, words)]
    level = _level(check, context.settings)
    wanted = next((severity for severity in _SEVERITIES if severity == level), None)
    for draft in check.run(context):
        if not any(match_path(glob, draft.location.path) for glob in ignoring):
            yield _finish(check, draft, wanted)


def _finish(check: Check, draft: Draft, wanted: Severity | None) -> Finding:
    severity = wanted or draft.severity or check.severity
    return Finding(
        code=check.code,
        name=check.name,
        # what may not be a call at all must not fail a run
        severity="info" if draft.confidence == "low" else severity,
        message=draft.message,
        location=draft.location,
        event=draft.event,
        property=draft.property,
        suggestion=draft.suggestion,
        fix=draft.fix,
        plan=draft.plan,
        confidence=draft.confidence,
        related=draft.related,
    )


@dataclass(frozen=True, slots=True)
class _Use:
    """A suppression, and one of its words that silenced something (empty for one that names no codes)."""

    suppression: Suppression
    word: str


def _suppress(found: Iterable[Finding], suppressions: Iterable[Suppression]) -> tuple[list[Finding], set[_Use]]:
    by_line: dict[tuple[str, int], list[Suppression]] = defaultdict(list)
    for suppression in suppressions:
        by_line[suppression.path, suppression.line].append(suppression)
    kept: list[Finding] = []
    used: set[_Use] = set()
    for finding in found:
        path, line = finding.location.path, finding.location.line
        near = (*by_line.get((path, line), ()), *by_line.get((path, 0), ()))
        uses = [use for each in near for use in _silences(each, finding)]
        used.update(uses)
        kept.extend(() if uses else (finding,))
    return kept, used


def _silences(suppression: Suppression, finding: Finding) -> Iterator[_Use]:
    if not suppression.codes:
        yield _Use(suppression, "")
    for word in suppression.codes:
        if word.lower() == finding.name or finding.code.startswith(word.upper()):
            yield _Use(suppression, word)


def _find_unused(suppressions: Iterable[Suppression], used: set[_Use], checks: Sequence[Check], ran: Sequence[Check]) -> Iterator[Draft]:
    for suppression in suppressions:
        place = Location(suppression.path, suppression.comment_line)
        gone = (Edit(suppression.comment, ""),) if suppression.comment else ()
        if not suppression.codes and _Use(suppression, "") not in used and len(ran) >= len(checks) - 1:
            yield Draft("this comment silences nothing; take it out", place, fix=gone)
        idle = [word for word in suppression.codes if _Use(suppression, word) not in used]
        for word in idle:
            if not any(_exactness(check, word) for check in checks):
                yield Draft(f"this comment names {quote(word)}, which is no check", place)
        unmet = [word for word in idle if any(_exactness(check, word) for check in checks) and _all_ran(word, checks, ran)]
        if unmet:
            told = f"this comment silences {', '.join(quote(word)[1:-1] for word in unmet)}, but there is no such finding here; take it out"
            yield Draft(told, place, fix=gone if len(unmet) == len(suppression.codes) else ())


def _all_ran(word: str, checks: Sequence[Check], ran: Sequence[Check]) -> bool:
    codes = {check.code for check in ran}
    return all(check.code in codes for check in checks if _exactness(check, word) and check.code != _UNUSED)


def _number(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Give each finding a fingerprint that knows no line; those that are alike are told apart by their order."""
    counts: dict[str, int] = defaultdict(int)
    made: list[Finding] = []
    for finding in findings:
        told = without_numbers(finding.message)
        parts = (finding.code, finding.location.path, finding.event, finding.property, told)
        key = "\0".join(part.replace("\0", "\0\0") for part in parts)
        counts[key] += 1
        numbered = key if counts[key] == 1 else f"{key}\0{counts[key]}"
        digest = hashlib.sha256(numbered.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        made.append(replace(finding, fingerprint=digest))
    return tuple(made)
