"""Tracklint: find the analytics events that code sends, and hold them against a tracking plan.

Everything that a program may use is here. Names are loaded when they are first asked for.

    from pathlib import Path
    from scanner import Options, scan

    for call in scan(Options(paths=(Path("app"),))).calls:
        print(call.event.names, call.location.path, call.location.line)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scanner.app.check import CheckReport, check
    from scanner.app.comment import CommentRequest, Delivery, comment
    from scanner.app.diff import DiffReport, Side, diff
    from scanner.app.explain import explain
    from scanner.app.hook import HookReport, hook
    from scanner.app.init import Draft, init
    from scanner.app.plans import Conversion, PlanReport, convert_plan, diff_plans, lint_plan, load_plan, write_conversion
    from scanner.app.project import Options
    from scanner.app.scan import scan
    from scanner.app.trace import trace
    from scanner.app.where import Links, WhereReport, where
    from scanner.changes import Difference, PlanStatus
    from scanner.errors import ConfigError, PackError, PlanError, SourceNotFound, TracklintError
    from scanner.model import (
        Call,
        Coverage,
        Edit,
        EventName,
        Finding,
        Location,
        Properties,
        PropertyKey,
        ScanResult,
        Skipped,
        SourceError,
        Suppression,
        Via,
        Wrapper,
    )
    from scanner.plan.differences import PlanChange
    from scanner.plan.model import Loss, Plan, PlannedEvent, PlannedProperty
    from scanner.reports.places import EventPlaces, Site

__version__ = "0.1.0"

__all__ = [
    "Call",
    "CheckReport",
    "CommentRequest",
    "ConfigError",
    "Conversion",
    "Coverage",
    "Delivery",
    "DiffReport",
    "Difference",
    "Draft",
    "Edit",
    "EventName",
    "EventPlaces",
    "Finding",
    "HookReport",
    "Links",
    "Location",
    "Loss",
    "Options",
    "PackError",
    "Plan",
    "PlanChange",
    "PlanError",
    "PlanReport",
    "PlanStatus",
    "PlannedEvent",
    "PlannedProperty",
    "Properties",
    "PropertyKey",
    "ScanResult",
    "Side",
    "Site",
    "Skipped",
    "SourceError",
    "SourceNotFound",
    "Suppression",
    "TracklintError",
    "Via",
    "WhereReport",
    "Wrapper",
    "check",
    "comment",
    "convert_plan",
    "diff",
    "diff_plans",
    "explain",
    "hook",
    "init",
    "lint_plan",
    "load_plan",
    "scan",
    "trace",
    "where",
    "write_conversion",
]

_HOMES = {
    "app.comment": ("CommentRequest", "Delivery", "comment"),
    "app.plans": ("Conversion", "PlanReport", "convert_plan", "diff_plans", "lint_plan", "load_plan", "write_conversion"),
    "plan.differences": ("PlanChange",),
    "plan.model": ("Loss", "Plan", "PlannedEvent", "PlannedProperty"),
    "app.check": ("CheckReport", "check"),
    "app.diff": ("DiffReport", "Side", "diff"),
    "app.explain": ("explain",),
    "changes": ("Difference", "PlanStatus"),
    "app.hook": ("HookReport", "hook"),
    "app.init": ("Draft", "init"),
    "app.project": ("Options",),
    "app.scan": ("scan",),
    "app.trace": ("trace",),
    "app.where": ("Links", "WhereReport", "where"),
    "errors": ("ConfigError", "PackError", "PlanError", "SourceNotFound", "TracklintError"),
    "reports.places": ("EventPlaces", "Site"),
}


def __getattr__(name: str) -> Any:
    """Load a public name from the module that holds it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module = next((home for home, names in _HOMES.items() if name in names), "model")
    return getattr(import_module(f"{__name__}.{module}"), name)


def __dir__() -> list[str]:
    """The public names."""
    return [*__all__, "__version__"]
