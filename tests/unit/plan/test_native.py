from __future__ import annotations

import pytest

from scanner.errors import PlanError
from scanner.model import Location, Suppression
from scanner.plan.model import (
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
    Source,
)
from scanner.plan.native import read_plan


def read(text: str) -> Plan:
    return read_plan(text, "tracking-plan.yaml")


def read_event(text: str) -> PlannedEvent:
    (event,) = read(text).events
    return event


def read_property(text: str) -> PlannedProperty:
    (found,) = read_event(f"events: {{A: {{properties: {{p: {text}}}}}}}").properties
    return found


def problems_of(text: str) -> list[str]:
    return [f"{problem.location.line}: {problem.message}" for problem in read(text).problems]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("plan:\n  version: 1\n  events:\n    - name: A B\n", id="under-plan"),
        pytest.param("plan: {version: 1}\nevents:\n- name: A B\n", id="beside-plan"),
        pytest.param("version: 1\nevents:\n- name: A B\n", id="at-the-top"),
        pytest.param("version: '1.0'\nevents: {A B: {}}\n", id="mapping"),
        pytest.param("events:\n  A B:\n", id="mapping-to-nothing"),
        pytest.param("events: [A B]\n", id="names"),
        pytest.param("- A B\n", id="bare-list"),
        pytest.param("- {name: A B, kind: Track}\n", id="kind-in-another-case"),
    ],
)
def test_ways_to_write_events(text: str) -> None:
    assert read(text).events == (PlannedEvent(name="A B"),)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("{properties: {a: string, b: {type: number, required: true}}}", id="mapping"),
        pytest.param("{properties: {a: string, b: number}, required: [b]}", id="required-list"),
        pytest.param("{properties: [{a: string}, {name: b, type: float, required: yes}]}", id="list"),
        pytest.param("{properties: {a: {types: [string]}, b: {types: [double], required: TRUE}}}", id="types"),
    ],
)
def test_ways_to_write_properties(body: str) -> None:
    expected = (PlannedProperty("a", types=("string",)), PlannedProperty("b", types=("number",), required=True))
    assert read_event(f"events: {{A B: {body}}}").properties == expected


def test_properties_by_name_alone() -> None:
    assert read_event("events: {A: {properties: [order_id, total]}}").properties == (PlannedProperty("order_id"), PlannedProperty("total"))


@pytest.mark.parametrize(
    ("text", "types", "nullable", "form"),
    [
        pytest.param("string", ("string",), False, "", id="word"),
        pytest.param("{type: String}", ("string",), False, "", id="case"),
        pytest.param("int", ("integer",), False, "", id="short"),
        pytest.param("string | null", ("string",), True, "", id="bar"),
        pytest.param("{types: [integer, null]}", ("integer",), True, "", id="null-in-list"),
        pytest.param("integer | string", ("integer", "string"), False, "", id="two"),
        pytest.param("any", (), False, "", id="any"),
        pytest.param("null", (), False, "", id="nothing"),
        pytest.param("datetime", ("string",), False, "date-time", id="date"),
        pytest.param("{type: date, format: iso}", ("string",), False, "iso", id="own-format"),
        pytest.param("{type: list, items: int}", ("array",), False, "", id="list"),
    ],
)
def test_types(text: str, types: tuple[str, ...], nullable: bool, form: str) -> None:
    found = read_property(text)
    assert (found.types, found.nullable, found.format) == (types, nullable, form)


@pytest.mark.parametrize(
    ("text", "required"),
    [("{}", None), ("{required: true}", True), ("{required: no}", False), ("{required: null}", None), ("string", None)],
)
def test_required_has_three_states(text: str, required: bool | None) -> None:
    assert read_property(text).required is required


def test_every_field_of_a_property() -> None:
    found = read_property(
        "{type: object, nullable: true, description: d, display_name: n, status: active, enum: [1, '1', true, null, 1.5], const: 5,"
        " pattern: ^a,"
        " min: 0, max: 9.5, exclusive_min: -1, exclusive_max: 10, multiple_of: 2, min_length: 1, max_length: 2, min_items: 3, max_items: 4,"
        " unique: true, items: {type: object, properties: {q: string}}, properties: {a: string, b: {}}, required: [a],"
        " additional_properties: false, examples: [x], pii: {is: true, type: email}, sensitive: true, hidden: false, aliases: [o],"
        " conditional: [{when: {kind: [a, b]}, required: true}], json_schema: {not: {}}, x: {tool: 1}, x-own: 2}"
    )
    assert found == PlannedProperty(
        name="p",
        types=("object",),
        nullable=True,
        description="d",
        display_name="n",
        status="active",
        enum=(1, "1", True, None, 1.5),
        const=5,
        pattern="^a",
        min=0,
        max=9.5,
        exclusive_min=-1,
        exclusive_max=10,
        multiple_of=2,
        min_length=1,
        max_length=2,
        min_items=3,
        max_items=4,
        unique=True,
        items=PlannedProperty("", types=("object",), properties=(PlannedProperty("q", types=("string",)),)),
        properties=(PlannedProperty("a", types=("string",), required=True), PlannedProperty("b")),
        additional_properties=False,
        examples=("x",),
        pii=Pii(True, "email"),
        sensitive=True,
        hidden=False,
        aliases=("o",),
        conditional=(Conditional((("kind", ("a", "b")),), True),),
        json_schema={"not": {}},
        x={"tool": 1, "x-own": 2},
    )


def test_every_field_of_an_event() -> None:
    event = read_event(
        "events:\n- {name: A, kind: screen, id: i, ids: {iglu: 'iglu:a/b'}, version: 2, description: d, why: w, trigger: t, location: l,"
        " category: c, display_name: n, owner: o, contacts: [a@b.c], labels: {team: shop}, tags: t1, links: [u], notes: s, "
        " status: Verified, deprecated: {since: 2026-01-01, replaced_by: B, remove_after: soon}, "
        " aliases: [B, {name: C, reason: code sample}], sources: [web],"
        " destinations: {ads: purchase, crm: {name: q}, log: }, identity_section: context.traits, use_groups: [g],"
        " additional_properties: no, key_patterns: {library_*: string}, entities: [a, {ref: b, min: 1, max: 2}], x: {k: [1]}}\n"
    )
    assert event == PlannedEvent(
        name="A",
        kind="screen",
        id="i",
        ids=(("iglu", "iglu:a/b"),),
        version="2",
        description="d",
        why="w",
        trigger="t",
        location="l",
        category="c",
        display_name="n",
        owner="o",
        contacts=("a@b.c",),
        labels=(("team", "shop"),),
        tags=("t1",),
        links=("u",),
        notes="s",
        status="verified",
        deprecated=Deprecation("2026-01-01", "B", "soon"),
        aliases=(Alias("B"), Alias("C", "code-sample")),
        sources=("web",),
        destinations=(("ads", "purchase"), ("crm", "q"), ("log", "")),
        identity_section="context.traits",
        use_groups=("g",),
        additional_properties=False,
        key_patterns=(PlannedProperty("library_*", types=("string",)),),
        entities=(Entity("a"), Entity("b", 1, 2)),
        x={"k": [1]},
    )


def test_the_head_of_a_plan() -> None:
    plan = read(
        "name: Shop\nowner: us\nnaming: {event: title, property: snake, trait: camel}\ndefaults: {additional_properties: forbid}\n"
        "sources: {web: apps/web/**, ios: {name: App, platform: iOS, paths: [a, b], ids: {x: y}}, tv: }\n"
        "globals: {all: [g], track: {properties: {p: string}, required: [p]}}\ngroups: {g: {properties: [q]}}\nevents: []\n"
    )
    assert (plan.name, plan.owner, plan.naming) == ("Shop", "us", Naming("title", "snake", "camel"))
    assert plan.additional_properties == "forbid"
    assert plan.sources == (Source("web", paths=("apps/web/**",)), Source("ios", "App", "iOS", ("a", "b"), (("x", "y"),)), Source("tv"))
    assert plan.globals == (
        GlobalProperties("all", ("g",)),
        GlobalProperties("track", properties=(PlannedProperty("p", types=("string",), required=True),)),
    )
    assert plan.groups[0].properties == (PlannedProperty("q"),)


def test_places() -> None:
    plan = read("events:\n  A:\n    properties:\n      p: string\n      q: {}\n  B: {}\n")
    assert [event.origin for event in plan.events] == [Location("tracking-plan.yaml", 2, 3), Location("tracking-plan.yaml", 6, 3)]
    assert [each.origin for each in plan.events[0].properties] == [
        Location("tracking-plan.yaml", 4, 7),
        Location("tracking-plan.yaml", 5, 7),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", 'the plan is empty; it needs "events"', id="empty"),
        pytest.param("word", 'a plan is a mapping with "events", not "word"', id="word"),
        pytest.param("name: X", 'the plan has no "events"', id="no-events"),
        pytest.param("evnts: []\nevents: []", 'the plan has no field "evnts"; did you mean "events"?', id="unknown-field"),
        pytest.param("version: 2\nevents: []", 'this plan is of version "2" of the format; only version 1 is read', id="version"),
        pytest.param("events: 5", '"events" of the plan must be a list or a mapping, not "5"', id="events-word"),
        pytest.param("events: [[a]]", "an event must be a mapping, not a list", id="event-list"),
        pytest.param("events: [{kind: track}]", 'this track event needs a "name", or a "pattern" with "*"', id="nameless"),
        pytest.param("events: [{name: A, pattern: A *}]", 'event "A" has both "name" and "pattern"; keep one', id="both"),
        pytest.param("events: [{pattern: A}]", 'the pattern "A" has no "*"; call it "name"', id="no-star"),
        pytest.param("events: {A: {name: B}}", 'event "A" has another name inside, "B"; keep one', id="two-names"),
        pytest.param("events: [A, A]", 'track event "A" is planned twice; first in line 1', id="twice"),
        pytest.param("events: [{kind: page}, {kind: page}]", 'page event "page" is planned twice; first in line 1', id="nameless-twice"),
        pytest.param(
            "events: [{name: A, version: 2}, {name: A, version: 2}]",
            'track event "A" is planned twice in version 2; first in line 1',
            id="version-twice",
        ),
        pytest.param(
            "events: {A: {kind: trak}}",
            '"kind" of event "A" is "trak", which is none of track, identify, group, page, screen, alias, revenue, reset; did you mean',
            id="kind",
        ),
        pytest.param(
            "events: {A: {properties: {p: strng}}}", 'property "p" has the unknown type "strng"; did you mean "string"?', id="type"
        ),
        pytest.param(
            "events: {A: {properties: {p: {requird: 1}}}}", 'property "p" has no field "requird"; did you mean "required"?', id="field"
        ),
        pytest.param(
            "events: {A: {properties: {p: {required: maybe}}}}", '"required" of property "p" must be true or false, not "maybe"', id="flag"
        ),
        pytest.param("events: {A: {properties: {p: {min: x}}}}", '"min" of property "p" must be a number, not "x"', id="number"),
        pytest.param(
            "events: {A: {properties: {p: {max_length: -1}}}}",
            '"max_length" of property "p" must be a whole number, 0 or more, not "-1"',
            id="count",
        ),
        pytest.param("events: {A: {properties: {p: {enum: a}}}}", '"enum" of property "p" must be a list of values, not "a"', id="enum"),
        pytest.param("events: {A: {properties: {p: [a]}}}", 'property "p" must be a type or a mapping, not a list', id="property-list"),
        pytest.param("events: {A: {properties: [a, a]}}", '"properties" of event "A" names "a" twice', id="property-twice"),
        pytest.param(
            "events: {A: {properties: {p: {type: a, types: [b]}}}}",
            'property "p" has both "type" and "types"; keep one',
            id="type-and-types",
        ),
        pytest.param("events: {A: {owner: [a]}}", '"owner" of event "A" must be text, not a list', id="text"),
        pytest.param(
            "globals: {trak: [g]}\nevents: []",
            'globals are for all, track, identify, group, page, screen, alias, revenue, reset, not for "trak"; did you mean "track"?',
            id="globals",
        ),
        pytest.param(
            "plan: {name: a}\nname: b\nevents: []", '"name" stands both inside and beside "plan"; keep one', id="inside-and-beside"
        ),
    ],
)
def test_mistakes(text: str, message: str) -> None:
    with pytest.raises(PlanError) as caught:
        read(text)
    assert message in str(caught.value)
    assert str(caught.value).startswith("tracking-plan.yaml:")


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(PlanError) as caught:
        read("nme: x\nevents:\n  A:\n    kind: trak\n    properties:\n      p: strng\n")
    assert [line.split(" ", 1)[0] for line in str(caught.value).splitlines()] == [
        "tracking-plan.yaml:1:",
        "tracking-plan.yaml:4:",
        "tracking-plan.yaml:6:",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("events: {A: {use_groups: [g]}}", '1: event "A" uses the group "g", which the plan does not have', id="group"),
        pytest.param(
            "globals: {all: [g]}\nevents: []", '1: globals for all use the group "g", which the plan does not have', id="global-group"
        ),
        pytest.param(
            "sources: [web]\nevents: {A: {sources: [wep]}}",
            '2: event "A" comes from the source "wep", which the plan does not have',
            id="source",
        ),
        pytest.param(
            "events: {A: {deprecated: {replaced_by: B}}}", '1: event "A" is replaced by "B", which the plan does not have', id="replacement"
        ),
        pytest.param("events: {A: {aliases: [B]}, B: {}}", '1: the alias "B" of event "A" is also the name of an event', id="alias"),
        pytest.param(
            "events: {A: {properties: {p: {type: string, enum: [a, 1]}}}}",
            '1: event "A", "p": the value "1" is not of the type string',
            id="enum",
        ),
        pytest.param("events: {A: {properties: {p: {min: 2, max: 1}}}}", '1: event "A", "p": min is more than max', id="bounds"),
        pytest.param(
            "events: {A: {properties: {p: {properties: {q: {pattern: '('}}}}}}",
            '1: event "A", "p", "q": the pattern "(" is not a regular expression (missing ), unterminated subpattern at position 0);'
            " it is not checked",
            id="pattern",
        ),
        pytest.param(
            "events: {A: {properties: {total: {}}, required: [totl]}}",
            '1: event "A" requires "totl", which it does not describe; did you mean "total"?',
            id="required",
        ),
    ],
)
def test_problems_that_do_not_stop(text: str, problem: str) -> None:
    assert problems_of(text) == [problem]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("groups: {g: {}}\nevents: {A: {use_groups: [g]}}", id="group"),
        pytest.param("events: {A: {sources: [web]}}", id="no-sources-at-all"),
        pytest.param("events: {A: {properties: {p: {type: number, enum: [1, 2.5]}, q: {type: integer, enum: [1.0]}}}}", id="numbers"),
        pytest.param("events: {A: {properties: {p: {type: string | null, enum: [a, null]}}}}", id="null"),
        pytest.param("events: {A: {properties: {p: {type: array, enum: [a]}}}}", id="values-of-items"),
        pytest.param("types: {money: number}\nevents: {A: {properties: {p: {type: money, enum: [x]}}}}", id="own-type"),
        pytest.param("events: {A: {properties: {a: {}}, required: [a, other]}}", id="required-of-a-group"),
        pytest.param("events: {A: {properties: {p: {pattern: '^a+b?$'}}}}", id="pattern"),
        pytest.param("events: {A: {aliases: [{name: B, reason: destination}]}, B: {}}", id="destination-name"),
    ],
)
def test_nothing_to_complain_of(text: str) -> None:
    assert problems_of(text) == []


def test_comments_that_silence() -> None:
    plan = read("# tracklint: ignore[TL301]\nevents:\n  # tracklint: ignore theirs\n  a_b: {}  # tracklint: ignore[TL301, TL103] why\n")
    assert plan.suppressions == (
        Suppression("tracking-plan.yaml", 2, 1, ("TL301",), ""),
        Suppression("tracking-plan.yaml", 4, 3, (), "theirs"),
        Suppression("tracking-plan.yaml", 4, 4, ("TL301", "TL103"), "why"),
    )


def test_names_cannot_play_with_the_terminal() -> None:
    with pytest.raises(PlanError) as caught:
        read('events: {"a\\e[31mb": {kind: x}}')
    assert "\x1b" not in str(caught.value)
