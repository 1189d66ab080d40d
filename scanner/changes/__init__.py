"""What changed between two states of the code: typed differences, worked out from two scans. Nothing here reads a file."""

from __future__ import annotations

from scanner.changes.compare import compare
from scanner.changes.findings import new_findings
from scanner.changes.mentions import find_mention
from scanner.changes.model import LEVELS, Difference, Level, Name, PlanStatus
from scanner.changes.renames import find_renames

__all__ = ["LEVELS", "Difference", "Level", "Name", "PlanStatus", "compare", "find_mention", "find_renames", "new_findings"]
