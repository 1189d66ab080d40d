"""The examples of the documentation can be read, and every field is in it."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from scanner.plan.model import Plan, PlannedEvent, PlannedProperty
from scanner.plan.native import read_plan

PAGE = (Path(__file__).parents[3] / "docs" / "tracking-plan.md").read_text(encoding="utf-8")
BLOCKS = [block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if "events:" in block]


@pytest.mark.parametrize("text", [part for block in BLOCKS for part in re.split(r"\n(?=events:)", block) if part.startswith("events:")])
def test_examples_of_events(text: str) -> None:
    assert read_plan(text, "tracking-plan.yaml").events


def test_the_long_example_makes_sense() -> None:
    assert read_plan(BLOCKS[0], "tracking-plan.yaml").problems == ()


NOT_WRITTEN = {"origin", "losses", "problems", "suppressions"}
FIELDS = {each.name for record in (Plan, PlannedEvent, PlannedProperty) for each in fields(record)} - NOT_WRITTEN


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_every_field_is_told(field: str) -> None:
    assert f"`{field}`" in PAGE
