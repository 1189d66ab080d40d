"""A plan written as a table and read again is the plan, but for what the writer has said to be lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.plan.formats import find_format, recognise
from scanner.plan.formats.tables.grid import Row, read_grid
from scanner.plan.formats.tables.workbook import write_workbook
from scanner.plan.model import GlobalProperties, Loss, Plan, PlannedEvent, PlannedProperty
from scanner.plan.write import write_plan
from tests.support.plans import RICH, plans, write_and_read
from tests.support.tables import material

OWN = ("csv", "tsv", "xlsx", "markdown")
VENDORS = ("segment-csv", "amplitude-csv", "amplitude-user-csv", "avo-csv", "mixpanel-csv", "intilery-sheet", "intilery-plan")

# What the project's own tables have no column for; everything else in the rich plan comes back.
_OWN_LOSSES = {
    *('the plan: "id"', 'the plan: "owner"', 'the plan: "links"', 'the plan: "created"', 'the plan: "updated"', 'the plan: "naming"'),
    *('the plan: "additional_properties"', 'the plan: "x"', '1 source: "name"', '1 source: "platform"', '2 sources: "platform"'),
    *('2 sources: "paths"', '1 event: "entities"', '1 event: "x"', '1 property: "conditional"', '1 property: "json_schema"'),
    *('1 property: "x"',),
}
_NAMED = {'the plan: "name"', 'the plan: "description"'}


def written_losses(plan: Plan, name: str) -> list[Loss]:
    format_ = find_format(name)
    assert format_.write is not None
    return list(format_.write(plan).losses)


@pytest.mark.parametrize("name", OWN)
def test_own_tables_lose_little(name: str) -> None:
    expected = _OWN_LOSSES if name == "markdown" else _OWN_LOSSES | _NAMED
    told = {loss.message.removesuffix(f" has no place in {name}") for loss in written_losses(RICH, name)}
    assert told <= expected
    assert _NAMED.isdisjoint(told) is (name == "markdown")


@pytest.mark.parametrize("name", OWN)
def test_own_tables_keep_what_they_have_columns_for(name: str) -> None:
    events = tuple(
        replace(
            event, entities=(), x={}, properties=tuple(replace(each, conditional=(), json_schema={}, x={}) for each in event.properties)
        )
        for event in RICH.events
    )
    sources = tuple(replace(source, name="", platform="", paths=()) for source in RICH.sources)
    plan = Plan(
        name=RICH.name,
        description=RICH.description,
        sources=sources,
        types=RICH.types,
        groups=RICH.groups,
        globals=RICH.globals,
        events=events,
    )
    again = write_and_read(plan, name)
    if name != "markdown":
        plan = replace(plan, name="", description="")
    assert write_plan(again) == write_plan(plan)
    assert again == plan


@pytest.mark.parametrize("name", [*OWN, *VENDORS])
def test_what_came_back_comes_back_whole(name: str) -> None:
    once = write_and_read(RICH, name)
    assert once.events
    assert written_losses(once, name) == []
    assert write_and_read(once, name) == once


@pytest.mark.parametrize("name", [*OWN, *VENDORS])
def test_every_loss_is_counted_and_said(name: str) -> None:
    told = written_losses(RICH, name)
    assert told
    for loss in told:
        assert loss.count >= 1
        assert name in loss.message
    lost = {event.status for event in RICH.events} - {event.status for event in write_and_read(RICH, name).events}
    if "excluded" in lost:
        assert (
            f"1 event: {name} cannot say that an event is excluded; left out" in [loss.message for loss in told]
            or name == "amplitude-user-csv"
        )


@pytest.mark.parametrize("name", [*OWN, *VENDORS])
def test_an_event_that_must_not_be_sent_never_becomes_one_that_may(name: str) -> None:
    again = write_and_read(RICH, name)
    assert all(event.status == "excluded" for event in again.events if event.name == "Mouse Moved")


@pytest.mark.parametrize("name", [*OWN, *VENDORS])
def test_the_same_plan_gives_the_same_bytes(name: str) -> None:
    format_ = find_format(name)
    assert format_.write is not None
    assert format_.write(RICH) == format_.write(RICH)


@pytest.mark.parametrize("name", [*OWN, *VENDORS])
def test_an_empty_plan(name: str) -> None:
    format_ = find_format(name)
    assert format_.write is not None
    assert format_.write(Plan()).losses == ()
    assert format_.write(Plan()).files[""]


@pytest.mark.parametrize("name", [*OWN, *VENDORS])
def test_what_was_written_is_recognised(name: str) -> None:
    format_ = find_format(name)
    assert format_.write is not None
    data = format_.write(RICH).files[""]
    assert recognise(material(data, f"plan{format_.suffix}")).name == name
    if format_.suffix == ".csv" and name != "csv":
        rows = [row.cells for row in _rows(data)]
        assert recognise(material(write_workbook({"Sheet": rows}), "plan.xlsx")).name == name


def _rows(data: bytes) -> tuple[Row, ...]:
    return read_grid(material(data)).sheets[0].rows


HOSTILE = [
    *(
        '=HYPERLINK("http://x")',
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "'=x",
        "\t=x",
        "<script>alert(1)</script>",
        "a|b",
        "`code`",
        "**bold**",
        "a\nb",
    ),
    *(
        "a,b",
        'say "x"',
        "[x](javascript:y)",
        "# heading",
        "\x1b[31mred",
        "\u202eabc",
        "-",
        "none",
        "1. one",
        "* one",
        "${x}",
        "<<x>>",
        "a*b",
    ),
    *("_x0041_", "event", "Property", "Common Properties", "Identify", "Notes", "https://x.y/z", "&lt;", "\\", "|", "null", "5", "ünï"),
]


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_and_texts(name: str, text: str) -> None:
    """They come back as they were, or the writer says that they do not."""
    plan = Plan(
        globals=(GlobalProperties("all", properties=(PlannedProperty(text, types=("string",)),)),),
        events=(
            PlannedEvent(name="Before", description=text, tags=(text,), labels=((text, text),)),
            PlannedEvent(name=text, properties=(PlannedProperty(text, types=("string",), enum=(text,), description=text),)),
            PlannedEvent(name="After"),
        ),
    )
    again = write_and_read(plan, name)
    told = written_losses(plan, name)
    if not told:
        assert write_plan(again) == write_plan(plan)
    # only a dash, which stands for nothing in a table, and words that say that there is nothing
    assert not told or text.strip() in ("-", "none", "\t=x", "=x", "a\rb")
    assert [event.name for event in again.events if event.name in ("Before", "After")] == ["Before", "After"]


@pytest.mark.parametrize("name", [*OWN, *VENDORS])
@given(plan=plans())
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_plan(name: str, plan: Plan) -> None:
    """Nothing that is written cannot be read again, and where no loss is told, what was said comes back."""
    again = write_and_read(plan, name)
    if not written_losses(plan, name):
        assert [event.label for event in again.events] == [event.label for event in plan.events]
        assert [len(event.properties) for event in again.events] == [len(event.properties) for event in plan.events]


@given(name=st.text(min_size=1).filter(lambda name: name.strip() == name and "\r" not in name and name not in ("-", "--", "–", "—")))
@settings(deadline=None)
def test_any_name(name: str) -> None:
    plan = Plan(events=(PlannedEvent(name=name, properties=(PlannedProperty(name, types=("string",)),)),))
    assert write_and_read(plan, "csv").events == plan.events
