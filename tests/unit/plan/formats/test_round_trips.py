"""A plan that is written in a format and read again is the plan, but for what the writer has said to be lost."""

from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings

from scanner.plan.formats import find_format
from scanner.plan.formats.fitting import Capacity, fit
from scanner.plan.model import Plan
from scanner.plan.write import write_plan
from tests.support.plans import RICH, plans, write_and_read

_MODULES = [
    *("segment_json", "rudder_json", "rudder_yaml", "avo_json", "mixpanel_json", "posthog_json", "mparticle_json", "glean"),
    *("gitlab_events", "json_schema_files", "analytics_gen", "snowplow", "yaml_folder"),
]


def capacity(module: str) -> Capacity:
    found = import_module(f"scanner.plan.formats.{module}").CAPACITY
    assert isinstance(found, Capacity)
    return found


@pytest.mark.parametrize("module", _MODULES)
def test_a_rich_plan(module: str) -> None:
    fitted, losses = fit(RICH, capacity(module))
    again = write_and_read(RICH, capacity(module).format)
    assert write_plan(again) == write_plan(fitted)
    assert again == fitted
    writer = find_format(capacity(module).format).write
    assert writer is not None
    assert writer(RICH).losses == losses
    assert fitted.events


@pytest.mark.parametrize("module", _MODULES)
def test_what_fits_loses_nothing(module: str) -> None:
    fitted, _ = fit(RICH, capacity(module))
    assert fit(fitted, capacity(module)) == (fitted, ())


@pytest.mark.parametrize("module", _MODULES)
@given(plan=plans())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_plan(module: str, plan: Plan) -> None:
    fitted, _ = fit(plan, capacity(module))
    again = write_and_read(plan, capacity(module).format)
    assert write_plan(again) == write_plan(fitted)
    assert again == fitted
