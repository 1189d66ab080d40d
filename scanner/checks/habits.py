"""What a project does already, so that a first plan does not ask for something else."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.checks.base import CheckSettings
from scanner.checks.grammar import judge_structure
from scanner.checks.run import all_event_names, build_context
from scanner.model import ScanResult

_LEAST_NAMES = 10
_USUAL = CheckSettings(event_case="title", property_case="snake")


@dataclass(frozen=True, slots=True)
class Habits:
    """How most names of a project are written; empty where that is the usual convention, or none.

    `unordered` counts the event names that are not an object and what happened to it, when most of the `names` are not.
    """

    event_case: str = ""
    property_case: str = ""
    unordered: int = 0
    names: int = 0


def find_habits(result: ScanResult) -> Habits:
    """How the names that a scan found are written. Of few names nothing is said."""
    found = build_context(result, None, CheckSettings(event_case="auto", property_case="auto"))
    names = all_event_names(result, None)
    unordered = sum(judge_structure(name) is not None for name in names)
    return Habits(
        event_case=found.event_case if found.event_case != _USUAL.event_case else "",
        property_case=found.property_case if found.property_case != _USUAL.property_case else "",
        unordered=unordered if len(names) >= _LEAST_NAMES and unordered * 2 > len(names) else 0,
        names=len(names),
    )
