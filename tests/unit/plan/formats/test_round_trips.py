"""A plan that is written in a format and read again is the plan, but for what the writer has said to be lost."""

from __future__ import annotations

from difflib import unified_diff
from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings

from scanner.plan.formats import find_format, recognise
from scanner.plan.formats.fitting import Capacity, fit
from scanner.plan.model import Plan, PlannedEvent, PlannedProperty
from scanner.plan.write import write_plan
from tests.support.plan_samples import FILES, OTHERS, sample
from tests.support.plans import RICH, material, plans, write_and_read

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


@pytest.mark.parametrize(
    "planned",
    [
        PlannedProperty(
            name="properties", types=("object",), required=True, properties=(PlannedProperty(name="a", types=("string",), required=True),)
        ),
        PlannedProperty(name="event", types=("string",), required=True, const="Other"),
        PlannedProperty(name="type", types=("string",), required=True, const="identify"),
    ],
    ids=lambda each: each.name,
)
def test_a_property_is_not_taken_for_a_part_of_a_call(planned: PlannedProperty) -> None:
    plan = Plan(events=(PlannedEvent(name="Order Completed", properties=(planned,)),))
    assert write_plan(write_and_read(plan, "json-schema")) == write_plan(plan)


@pytest.mark.parametrize("module", _MODULES)
def test_what_is_written_is_recognised(module: str) -> None:
    name = capacity(module).format
    writer = find_format(name).write
    assert writer is not None
    written = writer(RICH).files
    assert recognise(material(written, name)).name == name
    assert written == writer(RICH).files


@pytest.mark.parametrize("name", [name for name in (*FILES, *OTHERS) if name not in ("ampli", "avo-pointer", "typewriter")])
def test_a_vendors_plan_comes_back(name: str) -> None:
    """Also what nobody asked for, which is kept below `x`."""
    chosen = recognise(sample(name))
    if chosen.name == "native":
        return
    found = next(each for module in _MODULES if (each := capacity(module)).format == chosen.name)
    plan = chosen.read(sample(name))
    fitted, _ = fit(plan, found)
    again = write_and_read(plan, chosen.name)
    assert again == fitted, "\n".join(unified_diff(write_plan(fitted).split("\n"), write_plan(again).split("\n")))
    assert {event.label for event in again.events} >= {event.label for event in plan.events if event.status != "removed"}


@pytest.mark.parametrize(
    ("module", "messages"),
    [
        pytest.param(
            "segment_json",
            {
                '1 event: "why" has no place in segment-json',
                "1 event: segment-json cannot say that an event is excluded; left out",
                "1 event: segment-json has no patterns of names; left out",
                "1 type: no place of their own in segment-json; written out where they are used",
                "1 group: no place of their own in segment-json; written out where they are used",
                '2 events: "status" has no place in segment-json',
                'the plan: "owner" has no place in segment-json',
                "2 sources: no place in segment-json",
            },
            id="segment",
        ),
        pytest.param("mixpanel_json", {'24 properties: "required" has no place in mixpanel-json'}, id="mixpanel"),
        pytest.param(
            "posthog_json", {"3 events: posthog-json does not say which event has a property; it is one of the project"}, id="posthog"
        ),
        pytest.param("glean", {"3 events: glean has names such as `category.metric`; written as one"}, id="glean"),
        pytest.param("avo_json", {"1 event: avo-json has only the names of destinations"}, id="avo"),
    ],
)
def test_losses_are_whole_sentences(module: str, messages: set[str]) -> None:
    told = {loss.message for loss in fit(RICH, capacity(module))[1]}
    assert messages <= told


def test_an_event_that_must_not_be_sent_is_never_written_as_one_that_may() -> None:
    for module in _MODULES:
        if "excluded" not in capacity(module).statuses:
            assert "Mouse Moved" not in {event.name for event in write_and_read(RICH, capacity(module).format).events}
