"""What is wrong with a plan is told in one error, with the file and the line; what is hostile costs nothing."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest

from scanner.errors import PlanError
from scanner.plan.formats import Material, all_formats, find_format
from tests.support.plan_samples import FILES

OURS = [name for name in FILES if name not in ("native", "typewriter", "ampli", "avo-pointer")]
FOLDERS = [name for name in OURS if find_format(name).is_folder]


def as_material(name: str, text: str, path: str = "") -> Material:
    """One file in a format, alone or in a folder."""
    if find_format(name).is_folder:
        return Material("plan", {path or f"a{find_format(name).suffix}": text.encode("utf-8", "surrogatepass")})
    return Material(f"plan{find_format(name).suffix}", {"": text.encode("utf-8", "surrogatepass")})


@pytest.mark.parametrize("name", OURS)
def test_broken_syntax_is_one_error_with_its_line(name: str) -> None:
    broken = as_material(name, '{\n  "a": 1,\n  "b": [1,\n', "a.json")
    with pytest.raises(PlanError) as caught:
        find_format(name).read(broken)
    told = str(caught.value)
    assert told.startswith(("plan/a.json:", "plan.json:", "plan.yaml:"))
    assert "this is not valid" in told
    assert "\n" not in told


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        pytest.param(
            "segment-json", "{}", 'plan.json:1: the plan has no "rules"; with the API they are fetched apart from it', id="no-rules"
        ),
        pytest.param("segment-json", '{"rules":\n 5}', 'plan.json:2: "rules" of the plan must be a list, not "5"', id="rules-no-list"),
        pytest.param("segment-json", '{"rules": [\n3]}', "plan.json:2: a rule must be a mapping", id="rule-no-mapping"),
        pytest.param(
            "segment-json",
            '{"rules": [\n{"type": "TRACK"}]}',
            'plan.json:2: a rule of the type TRACK needs a "key", the name of the event',
            id="rule-no-key",
        ),
        pytest.param(
            "segment-json",
            '{"rules": [{"key": "A", "jsonSchema": {"eventMetadata": {}, "properties": {"p":\n 7}}}]}',
            'plan.json:2: the schema of property "p" must be a mapping, not "7"',
            id="schema-no-mapping",
        ),
        pytest.param("segment-json", "", "plan.json:1: this is not valid JSON: Expecting value", id="empty"),
        pytest.param("segment-json", "7", 'plan.json:1: this should be a Segment tracking plan, and is "7"', id="number"),
        pytest.param("rudder-json", '{"a": 1}', 'plan.json:1: the plan has no "events"', id="rudder-no-events"),
        pytest.param("rudder-json", '{"events": [\n{"eventType": "track"}]}', 'plan.json:2: an event needs "name"', id="rudder-no-name"),
        pytest.param(
            "rudder-yaml",
            "version: rudder/v1\nkind: tracking-plan\nspec:\n  rules:\n  - event: '#event:x'\n",
            'plan/a.yaml:5: a rule refers to "#event:x", which is in none of the files; name the folder that holds them all',
            id="rudder-lost-reference",
        ),
        pytest.param(
            "rudder-yaml",
            "version: rudder/v1\nkind: events\nspec:\n  events: {}\n",
            'plan/a.yaml:4: "events" of "spec" of the file must be a list, not a mapping',
            id="rudder-no-list",
        ),
        pytest.param("avo-json", '{"events": [\n{"id": "e"}]}', 'plan.json:2: event "e" needs "name"', id="avo-no-name"),
        pytest.param(
            "mixpanel-json",
            '{"results": "x"}',
            'plan.json:1: "results" of the schemas of a Lexicon must be a list, not "x"',
            id="lexicon",
        ),
        pytest.param(
            "posthog-json",
            '{"results": [\n[]]}',
            'plan/a.json:2: "results" of definitions of events or properties must hold mappings, not a list',
            id="posthog-no-mapping",
        ),
        pytest.param(
            "mparticle-json",
            '{"data_points": [\n{"match": {"type": "custom_event", "criteria": {}}}]}',
            'plan.json:2: a data point of the type custom_event needs "event_name" among its criteria',
            id="mparticle-no-name",
        ),
        pytest.param(
            "glean",
            "a:\n  b: 5\n",
            'plan.yaml:2: "b" of "a" of a file of metrics must be a mapping, not "5"',
            id="glean-no-mapping",
        ),
        pytest.param(
            "analytics-gen",
            "a:\n  b:\n    parameters: [x]\n",
            'plan.yaml:3: "parameters" of "b" of "a" of domains of events must be a mapping, not a list',
            id="analytics-gen-list",
        ),
        pytest.param(
            "snowplow",
            "resourceType: data-product\ndata:\n  eventSpecifications:\n  - name: A\n",
            'plan/a.yaml:4: event specification "A" needs an "event" with the "source" of its schema',
            id="snowplow-no-event",
        ),
        pytest.param("yaml-folder", "- description: x\n  properties: []\n", 'plan/a.yaml:1: an event needs a "name"', id="folder-no-name"),
    ],
)
def test_what_is_wrong_is_told(name: str, text: str, message: str) -> None:
    material = as_material(name, text)
    with pytest.raises(PlanError) as caught:
        find_format(name).read(material)
    assert str(caught.value) == message


def test_all_mistakes_of_all_files_are_told_at_once() -> None:
    files = {"a.yml": b"- x\n", "b.yml": b"action: [1]\nmilestone: '1'\ntiers: []\n", "c.yml": b"action: ok\nadditional_properties: 5\n"}
    with pytest.raises(PlanError) as caught:
        find_format("gitlab-events").read(Material("plan", files))
    assert str(caught.value).split("\n") == [
        'plan/b.yml:1: the definition of an event needs "action", a text',
        'plan/c.yml:2: "additional_properties" of the definition of an event must be a mapping, not "5"',
    ]


_DEEP_JSON = '{"a": ' * 5000 + "1" + "}" * 5000
_BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 10)}]\n" for n in range(8)
)


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(_DEEP_JSON, id="deep"),
        pytest.param(_BOMB, id="aliases"),
        pytest.param("!!python/object/apply:os.system ['true']", id="tag"),
        pytest.param("{" + ", ".join(f'"k{n}": null' for n in range(2000)) + "}", id="wide"),
        pytest.param('{"events": {"events": {"events": []}}, "rules": {"rules": []}, "results": {"a": []}}', id="wrong-shapes"),
        pytest.param('{"events": [null, [], 1, "x"], "rules": [null], "results": [[]], "data_points": [0]}', id="wrong-members"),
        pytest.param("\x00", id="nul"),
        pytest.param("", id="empty"),
    ],
)
def test_hostile_files_are_refused_or_read(name: str, text: str) -> None:
    material = as_material(name, text)
    with suppress(PlanError):
        find_format(name).read(material)


@pytest.mark.parametrize("each", [each for each in all_formats() if each.name in FILES], ids=lambda each: each.name)
@pytest.mark.parametrize("text", [_DEEP_JSON, _BOMB, "\x00", "[[[", "a: b: c", "\ud800"])
def test_recognition_never_raises(each: object, text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    for material in (
        Material("a.json", {"": data}),
        Material("a.yaml", {"": data}),
        Material("a", {"x.json": data, "y.yaml": data, "z": data}),
    ):
        found = find_format(getattr(each, "name", ""))
        assert 0 <= found.recognise(material) <= 100


def read_schema(schema: object) -> tuple[int, tuple[str, ...]]:
    """How many properties come out of the schema of an event, nested ones included, and what was lost."""
    text = json.dumps({"rules": [{"type": "TRACK", "key": "A", "version": 1, "jsonSchema": schema}]})
    plan = find_format("segment-json").read(Material("plan.json", {"": text.encode()}))
    waiting, count = list(plan.events[0].properties), 0
    while waiting:
        each = waiting.pop()
        count += 1
        waiting.extend(each.properties)
        waiting.extend([each.items] if each.items else [])
    return count, tuple(loss.message for loss in plan.losses)


def flat(properties: object, **more: object) -> dict[str, object]:
    return {"eventMetadata": {}, "type": "object", "properties": properties, **more}


@pytest.mark.parametrize(
    ("schema", "most"),
    [
        pytest.param(flat({"a": {"$ref": "#"}}), 3, id="to-itself"),
        pytest.param(flat({"a": {"$ref": "#/definitions/a"}}, definitions={"a": {"$ref": "#/definitions/a"}}), 1, id="to-the-same"),
        pytest.param(
            flat({"a": {"$ref": "#/definitions/a"}}, definitions={"a": {"$ref": "#/definitions/b"}, "b": {"$ref": "#/definitions/a"}}),
            1,
            id="in-a-circle",
        ),
        pytest.param(
            flat({"a": {"$ref": "#/definitions/a"}}, definitions={"a": {"properties": {"x": {"$ref": "#/definitions/a"}}}}), 2, id="tree"
        ),
        pytest.param(
            flat(
                {"a": {"$ref": "#/definitions/a"}},
                definitions={"a": {"allOf": [{"properties": {"x": {"allOf": [{"$ref": "#/definitions/a"}]}}}]}},
            ),
            3,
            id="tree-of-parts",
        ),
        pytest.param(flat({"a": {"$ref": "https://example.com/x"}, "b": {"$ref": "#/nowhere"}}), 2, id="elsewhere"),
        pytest.param(flat({"a": {"$ref": "#/properties/a/%zz/~9"}}), 1, id="no-pointer"),
        pytest.param(
            flat(
                {"a": {"$ref": "#/definitions/a0"}},
                definitions={f"a{n}": {"properties": {key: {"$ref": f"#/definitions/a{n + 1}"} for key in "xyz"}} for n in range(40)},
            ),
            10_000,
            id="many-times-many",
        ),
        pytest.param(
            flat(
                {"a": {"$ref": "#/definitions/a0"}},
                definitions={f"a{n}": {"allOf": [{"$ref": f"#/definitions/a{n + 1}"}, {"title": "x"}]} for n in range(300)},
            ),
            1,
            id="long-chain",
        ),
        pytest.param(
            flat(
                {"a": {"$ref": "#/definitions/a0"}},
                definitions={f"a{n}": {"properties": {"x": {"$ref": f"#/definitions/a{n + 1}"}}} for n in range(500)},
            ),
            80,
            id="long-chain-of-properties",
        ),
    ],
)
def test_references_end(schema: object, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.plan.formats.reading.MOST_PARTS", 5_000)
    count, _ = read_schema(schema)
    assert 1 <= count <= most


def test_what_is_not_followed_is_told() -> None:
    _, losses = read_schema(flat({"a": {"$ref": "#"}}))
    assert losses == ("1 property: refers to itself or goes too deep; kept as it is, not checked",)


@pytest.mark.parametrize("name", FOLDERS)
def test_a_file_that_is_no_part_of_the_plan_is_told(name: str) -> None:
    files = {path: text.encode() for path, text in FILES[name].items()}
    stray = {"zz.yaml": b"some: {other: thing}\n", "zz.md": b"# Notes\n"}
    plan = find_format(name).read(Material("plan", {**files, **stray}))
    alone = find_format(name).read(Material("plan", files))
    assert plan.events == alone.events
    assert any(loss.location and loss.location.path == "plan/zz.yaml" for loss in plan.losses)
