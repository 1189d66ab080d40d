"""The tracking plan: its records, its formats, and how names in code are matched with it."""

from __future__ import annotations

from scanner.plan.draft import draft_plan
from scanner.plan.load import load_plan
from scanner.plan.model import Loss, Plan, PlannedEvent, PlannedProperty, PlanProblem
from scanner.plan.native import read_plan
from scanner.plan.write import write_plan

__all__ = ["Loss", "Plan", "PlanProblem", "PlannedEvent", "PlannedProperty", "draft_plan", "load_plan", "read_plan", "write_plan"]
