"""What a tracking plan and good habits ask of the code: one check a question, all of them in `CHECKS`."""

from __future__ import annotations

from scanner.checks.base import Check, CheckSettings, Example
from scanner.checks.consistency import CONSISTENCY_CHECKS
from scanner.checks.duplicates import NEAR_DUPLICATE_EVENTS
from scanner.checks.dynamic import DYNAMIC_CHECKS
from scanner.checks.keys import KEY_CHECKS
from scanner.checks.naming import NAMING_CHECKS
from scanner.checks.not_in_code import EVENT_NOT_IN_CODE
from scanner.checks.personal import PERSONAL_CHECKS
from scanner.checks.planned_events import PLANNED_EVENT_CHECKS
from scanner.checks.planned_properties import PLANNED_PROPERTY_CHECKS
from scanner.checks.reserved import RESERVED_CHECKS
from scanner.checks.run import run_checks as _run_checks
from scanner.checks.upkeep import UPKEEP_CHECKS
from scanner.model import Finding, ScanResult
from scanner.plan.model import Plan

__all__ = ["CHECKS", "Check", "CheckSettings", "Example", "run_checks"]

CHECKS: tuple[Check, ...] = tuple(
    sorted(
        (
            *PLANNED_EVENT_CHECKS,
            EVENT_NOT_IN_CODE,
            *PLANNED_PROPERTY_CHECKS,
            *DYNAMIC_CHECKS,
            *NAMING_CHECKS,
            *KEY_CHECKS,
            NEAR_DUPLICATE_EVENTS,
            *CONSISTENCY_CHECKS,
            *PERSONAL_CHECKS,
            *RESERVED_CHECKS,
            *UPKEEP_CHECKS,
        ),
        key=lambda check: check.code,
    )
)


def run_checks(result: ScanResult, plan: Plan | None = None, settings: CheckSettings | None = None) -> tuple[Finding, ...]:
    """Hold a scan against the plan and the conventions. Sorted by path, line, column, code and message; the same at every run."""
    return _run_checks(CHECKS, result, plan, settings or CheckSettings())
