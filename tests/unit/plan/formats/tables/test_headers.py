from __future__ import annotations

import pytest

from scanner.plan.formats.tables.grid import Row
from scanner.plan.formats.tables.headers import GENERIC, find_header, fold_title, is_event_header, is_property_header, read_columns


def roles(*titles: str) -> list[str]:
    return [column.role for column in read_columns(titles, GENERIC)]


@pytest.mark.parametrize(
    ("title", "folded"),
    [
        pytest.param("Event Name", "event name", id="words"),
        pytest.param("event_name", "event name", id="snake"),
        pytest.param("eventName", "event name", id="camel"),
        pytest.param("**Required?**", "required", id="marks"),
        pytest.param("Req'd", "reqd", id="apostrophe"),
        pytest.param("Type (JSON)", "type", id="aside"),
        pytest.param("x" * 61, "", id="a-sentence-is-no-title"),
    ],
)
def test_fold_title(title: str, folded: str) -> None:
    assert fold_title(title) == folded


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        pytest.param(
            ["Event", "Description", "Property", "Type", "Description", "Required"],
            ["event", "event.description", "property", "property.types", "property.description", "property.required"],
            id="a-description-belongs-to-what-stands-before-it",
        ),
        pytest.param(
            ["Event", "Property", "Type", "Description"],
            ["event", "property", "property.types", "row.description"],
            id="one-description-for-both",
        ),
        pytest.param(["Name", "Trigger", "Properties"], ["event", "event.trigger", "properties"], id="name-is-the-event"),
        pytest.param(["Name", "Type", "Required"], ["property", "property.types", "property.required"], id="name-is-the-property"),
        pytest.param(["Event", "Type", "Trigger"], ["event", "kind", "event.trigger"], id="type-is-the-kind"),
        pytest.param(["Action", "Parameters"], ["event", "properties"], id="action-is-the-event"),
        pytest.param(["Action", "Event", "Parameters"], ["", "event", "properties"], id="action-is-nothing"),
        pytest.param(
            ["event_name", "param_1", "param_1_type", "revenue_param"],
            ["event", "wide:1:name", "wide:1:type", "wide:1003:name"],
            id="wide",
        ),
        pytest.param(["event_name", "revenue_param"], ["event", ""], id="not-wide"),
        pytest.param(
            ["Event", "Required Properties", "Optional Properties"],
            ["event", "properties.required", "properties.optional"],
            id="lists-by-need",
        ),
        pytest.param(["Event", "Useful parameters (GA4)"], ["event", "properties"], id="a-list-by-its-last-word"),
        pytest.param(["Event", "Things to know about our parameters"], ["event", ""], id="a-sentence"),
        pytest.param(["Event", "Platform", "Platform"], ["event", "event.sources", ""], id="twice"),
        pytest.param(["Event", "Priority"], ["event", ""], id="unknown"),
    ],
)
def test_roles(titles: list[str], expected: list[str]) -> None:
    assert roles(*titles) == expected


@pytest.mark.parametrize(
    ("titles", "lists_events", "lists_properties"),
    [
        pytest.param(["Event", "Properties"], True, False, id="events"),
        pytest.param(["Event", "Trigger"], True, False, id="events-without-properties"),
        pytest.param(["Property", "Type", "Required"], False, True, id="properties"),
        pytest.param(["Event", "Count"], False, False, id="a-table-of-numbers"),
        pytest.param(["Parameter", "Priority", "Reason"], False, False, id="a-table-of-parameters"),
        pytest.param(["Layer", "File", "Mechanism"], False, False, id="an-architecture"),
        pytest.param(["Question", "Events"], False, False, id="questions"),
        pytest.param(["Item", "Requirement", "Owner", "Status"], False, False, id="a-checklist"),
        pytest.param(["Name", "Email", "Phone"], False, False, id="people"),
    ],
)
def test_what_a_table_lists(titles: list[str], lists_events: bool, lists_properties: bool) -> None:
    assert is_event_header(roles(*titles)) is lists_events
    assert is_property_header(roles(*titles)) is lists_properties


def rows(*lines: str) -> list[Row]:
    return [Row(number, tuple(line.split(","))) for number, line in enumerate(lines, 1)]


def test_title_rows_before_the_header() -> None:
    header = find_header(rows("Event Tracking", "", "Core Events", "Event,Trigger,Properties", "A,B,C"), GENERIC)
    assert header is not None
    assert (header.index, header.number) == (3, 4)
    assert header.column("event.trigger") == 1
    assert header.column("property") is None


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([*("x",) * 20, "Event,Trigger"], id="too-far-down"),
        pytest.param(["a,b,c", "1,2,3"], id="no-known-word"),
        pytest.param([], id="empty"),
    ],
)
def test_no_header(lines: list[str]) -> None:
    assert find_header(rows(*lines), GENERIC) is None
