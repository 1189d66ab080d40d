from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.plan.model import (
    ADDITIONAL_PROPERTIES,
    STATUSES,
    Alias,
    Conditional,
    Deprecation,
    Entity,
    GlobalProperties,
    Naming,
    Pii,
    Plan,
    PlannedEvent,
    PlannedProperty,
    PropertyGroup,
    Source,
)
from scanner.plan.native import read_plan
from scanner.plan.write import write_plan

PLAN = Plan(
    name="Shop",
    naming=Naming("title", "snake"),
    additional_properties="warn",
    sources=(Source("web", paths=("apps/web/**",)),),
    types=(PlannedProperty("money", types=("number",), min=0),),
    groups=(PropertyGroup("app", properties=(PlannedProperty("version", types=("string",)),)),),
    globals=(GlobalProperties("all", ("app",)),),
    events=(
        PlannedEvent(
            name="Order Completed",
            why="revenue: yes",
            status="active",
            properties=(
                PlannedProperty("order_id", types=("string",), required=True),
                PlannedProperty("total", types=("money",)),
                PlannedProperty(
                    "items", types=("array",), items=PlannedProperty("", types=("object",), properties=(PlannedProperty("sku"),))
                ),
            ),
        ),
        PlannedEvent(kind="identify", properties=(PlannedProperty("email", types=("string",), pii=Pii(type="email")),)),
    ),
)
TEXT = """\
# The tracking plan: which events the code sends, with which properties, and why.
# `tracklint check` holds the code against it.

version: 1
name: Shop
naming: {event: title, property: snake}
defaults: {additional_properties: warn}

sources:
  web: {paths: ["apps/web/**"]}

types:
  money: {type: number, min: 0}

groups:
  app:
    properties: {version: string}

globals:
  all: {use_groups: [app]}

events:
  - name: Order Completed
    why: "revenue: yes"
    status: active
    properties:
      order_id: {type: string, required: true}
      total: money
      items:
        type: array
        items:
          type: object
          properties:
            sku: {}

  - kind: identify
    properties:
      email: {type: string, pii: email}
"""


def test_write_plan() -> None:
    assert write_plan(PLAN) == TEXT


def test_what_is_read_is_written_again() -> None:
    assert write_plan(read_plan(TEXT, "tracking-plan.yaml")) == TEXT


@pytest.mark.parametrize(
    "name",
    [
        *(
            "yes",
            "null",
            "1",
            "1.5",
            "2019-01-01",
            "- a",
            "a: b",
            "a #b",
            "'a'",
            '"',
            "a\nb",
            "a\tb",
            " a",
            "a ",
            "~",
            "{a}",
            "[a]",
            "*a",
            "&a",
            "!a",
        ),
        *(
            "%a",
            "@a",
            "`a`",
            "é",
            "😀",
            "\u2028",
            "\x85",
            "\x1b[31m",
            "\ufeffa",
            "a\\b",
            "=",
            "<<",
            "?",
            "x-y",
            "0x1F",
            "1e3",
            "True",
            "訂單",
        ),
    ],
)
def test_any_name_survives(name: str) -> None:
    plan = Plan(events=(PlannedEvent(name=name, properties=(PlannedProperty(name, enum=(name, 1, True, None, 1.5)),)),))
    text = write_plan(plan)
    assert read_plan(text, "tracking-plan.yaml") == plan
    assert "\x1b" not in text


def test_nothing_below_a_long_key() -> None:
    each = PlannedProperty("p", json_schema={"k" * 200: {}, "l" * 200: [], "m" * 200: "", "n" * 200: None})
    plan = Plan(events=(PlannedEvent("A", properties=(each,)),))
    assert read_plan(write_plan(plan), "tracking-plan.yaml") == plan


def test_an_empty_plan() -> None:
    assert read_plan(write_plan(Plan()), "tracking-plan.yaml") == Plan()


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
scalars = st.one_of(texts, st.integers(-(10**12), 10**12), st.booleans(), st.none(), st.floats(-1e6, 1e6))
pairs = st.dictionaries(texts, texts, max_size=2).map(lambda found: tuple(found.items()))
free = st.dictionaries(
    texts, st.recursive(scalars, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2), max_leaves=4)
)


def named(strategy: st.SearchStrategy[PlannedProperty]) -> st.SearchStrategy[tuple[PlannedProperty, ...]]:
    return st.lists(strategy, max_size=3, unique_by=lambda each: each.name).map(tuple)


@st.composite
def properties(draw: st.DrawFn, depth: int = 1) -> PlannedProperty:
    return PlannedProperty(
        name=draw(texts),
        types=draw(st.sampled_from([(), ("string",), ("integer", "object"), ("array",), ("null",)])),
        required=draw(st.none() | st.booleans()),
        nullable=draw(st.booleans()),
        description=draw(texts | st.just("")),
        status=draw(st.none() | st.sampled_from(STATUSES)),
        enum=tuple(draw(st.lists(scalars, max_size=3))),
        const=draw(scalars),
        min=draw(st.none() | st.integers(-5, 5) | st.floats(-9, 9)),
        max_length=draw(st.none() | st.integers(0, 9)),
        items=PlannedProperty("", types=("string",), required=True) if depth and draw(st.booleans()) else None,
        properties=draw(named(properties(depth - 1))) if depth else (),
        pii=draw(st.none() | st.builds(Pii, st.booleans(), texts | st.just(""))),
        aliases=tuple(draw(st.lists(texts, max_size=2))),
        conditional=tuple(
            Conditional(((name, (draw(scalars),)),), draw(st.none() | st.booleans())) for name in draw(st.lists(texts, max_size=1))
        ),
        json_schema=draw(free),
    )


@st.composite
def events(draw: st.DrawFn) -> PlannedEvent:
    return PlannedEvent(
        name=draw(texts),
        kind=draw(st.sampled_from(["track", "page", "identify"])),
        version=draw(st.just("") | texts),
        why=draw(texts | st.just("")),
        labels=draw(pairs),
        destinations=draw(pairs),
        tags=tuple(draw(st.lists(texts, max_size=2))),
        status=draw(st.none() | st.sampled_from(STATUSES)),
        deprecated=draw(st.none() | st.builds(Deprecation, texts | st.just(""), texts | st.just(""))),
        aliases=tuple(draw(st.lists(st.builds(Alias, texts, st.sampled_from(["renamed", "other"])), max_size=2))),
        additional_properties=draw(st.none() | st.booleans()),
        properties=draw(named(properties())),
        entities=tuple(draw(st.lists(st.builds(Entity, texts, st.none() | st.integers(0, 3)), max_size=2))),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    return Plan(
        name=draw(texts | st.just("")),
        additional_properties=draw(st.none() | st.sampled_from(ADDITIONAL_PROPERTIES)),
        groups=tuple(PropertyGroup(name, properties=draw(named(properties(0)))) for name in draw(st.sets(texts, max_size=2))),
        events=tuple(draw(st.lists(events(), max_size=3, unique_by=lambda event: (event.kind, event.name, event.version)))),
    )


@given(plans())
@settings(max_examples=60, deadline=None)
def test_reading_what_was_written_gives_the_plan(plan: Plan) -> None:
    assert read_plan(write_plan(plan), "tracking-plan.yaml") == plan
