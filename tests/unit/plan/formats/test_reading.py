"""Every format is read from a file in its vendor's shape; what comes out is in `expected`, as a native plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.errors import PlanError
from scanner.plan.formats import Material, all_formats, find_format, recognise
from scanner.plan.model import Plan
from scanner.plan.write import write_plan
from tests.support.plan_samples import FILES, OTHERS, sample

EXPECTED = Path(__file__).parent / "expected"
NO_PLANS = ("ampli", "avo-pointer")
READ = [name for name in (*FILES, *OTHERS) if name not in NO_PLANS and not name.startswith("native")]


def shown(plan: Plan) -> str:
    """A plan as text, then what was lost and what makes no sense."""
    losses = [f"# lost at {each.location.path}:{each.location.line}: {each.message}\n" for each in plan.losses if each.location]
    problems = [f"# problem at {each.location.path}:{each.location.line}: {each.message}\n" for each in plan.problems]
    return write_plan(plan).partition("\n\n")[2] + "".join((*losses, *problems))


@pytest.mark.parametrize("name", READ)
def test_what_is_read(name: str) -> None:
    expected = (EXPECTED / f"{name}.yaml").read_text(encoding="utf-8")
    assert shown(recognise(sample(name)).read(sample(name))) == expected


@pytest.mark.parametrize("name", [*FILES, *OTHERS])
def test_each_is_recognised_as_itself_only(name: str) -> None:
    material = sample(name)
    expected = OTHERS[name][0] if name in OTHERS else name
    assert recognise(material).name == expected
    rated = {each.name: each.recognise(material) for each in all_formats()}
    assert all(rating < rated[expected] for each, rating in rated.items() if each != expected)
    vendors = {each for each, rating in rated.items() if rating and each not in ("native", "csv", "tsv", "xlsx", "markdown")}
    assert vendors <= {expected}


@pytest.mark.parametrize("name", READ)
def test_places_are_those_of_the_files(name: str) -> None:
    material = sample(name)
    plan = recognise(material).read(material)
    texts = {f"{material.path}/{path}" if path else material.path: data.decode().split("\n") for path, data in material.files.items()}
    for event in plan.events:
        assert event.origin is not None
        assert 1 <= event.origin.line <= len(texts[event.origin.path])
        for each in event.properties:
            assert each.origin is not None
            assert each.origin.path in texts


@pytest.mark.parametrize(
    ("name", "event", "key", "file", "line"),
    [
        pytest.param("segment-json", "Order Completed", "season", "plan.json", '"season": {"type"', id="segment"),
        pytest.param("rudder-yaml", "Order Completed", "coupon", "plan/tracking-plan.yaml", '"#/properties/shop/coupon"', id="rudder"),
        pytest.param("avo-json", "Order Completed", "currency", "plan.json", '"currency": {"id": "p3"', id="avo"),
        pytest.param("glean", "shop.orders.order_completed", "gift", "plan.yaml", "gift:", id="glean"),
        pytest.param("gitlab-events", "complete_order", "value", "plan/config/events/complete_order.yml", "value:", id="gitlab"),
        pytest.param("json-schema", "Cart Viewed", "count", "plan/cart/cart_viewed.json", '"count": {"type"', id="schema"),
        pytest.param("yaml-folder", "Order Completed", "coupon", "plan/events/orders/order_completed.yaml", "name: coupon", id="folder"),
        pytest.param("snowplow", "iglu:com.acme/cart/jsonschema/2-0-0", "size", "plan/structures/cart.json", '"size"', id="snowplow"),
    ],
)
def test_a_property_knows_its_line(name: str, event: str, key: str, file: str, line: str) -> None:
    material = sample(name)
    plan = recognise(material).read(material)
    found = next(each for one in plan.events if one.name == event for each in one.properties if each.name == key)
    assert found.origin is not None
    assert found.origin.path == file
    text = material.files[file.partition("/")[2] if material.is_folder else ""].decode()
    assert line in text.split("\n")[found.origin.line - 1]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param(
            "ampli",
            "plan.json:1: this is Ampli's configuration and holds no events; export the plan from Amplitude Data as CSV and name that file",
            id="ampli",
        ),
        pytest.param(
            "avo-pointer",
            "plan.json:1: this is the configuration of Avo's command line and holds no events; export the plan of the workspace "
            '"Acme" from Avo as JSON or CSV and name that file',
            id="avo",
        ),
    ],
)
def test_a_pointer_says_where_the_plan_is(name: str, message: str) -> None:
    with pytest.raises(PlanError) as caught:
        recognise(sample(name)).read(sample(name))
    assert str(caught.value) == message


def test_typewriter_alone_names_the_file_that_it_fetched() -> None:
    material = Material("typewriter.yml", {"": FILES["typewriter"]["typewriter.yml"].encode()})
    with pytest.raises(PlanError) as caught:
        recognise(material).read(material)
    assert str(caught.value) == (
        "typewriter.yml:1: this is Typewriter's configuration and holds no events; the plan that it fetched is "
        '"./analytics/plan.json": name that file'
    )


def test_typewriter_with_several_plans_asks_for_one() -> None:
    files = {key: text.encode() for key, text in FILES["typewriter"].items()}
    material = Material("plan", {**files, "other/plan.json": files["analytics/plan.json"]})
    with pytest.raises(PlanError, match=r"the folder holds several plans: plan/analytics/plan\.json, plan/other/plan\.json; name one"):
        recognise(material).read(material)


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"": b'{"name": "app", "version": "1.0.0", "dependencies": {"a": "1"}}'}, id="package"),
        pytest.param({"": b'{"compilerOptions": {"target": "es2020"}, "include": ["src"]}'}, id="tsconfig"),
        pytest.param({"": b'{"results": [{"name": "a", "id": 1}]}'}, id="results-of-something"),
        pytest.param({"": b'{"events": [{"name": "A", "rules": "none"}]}'}, id="events-with-other-rules"),
        pytest.param({"": b'{"rules": [{"id": "no-console", "level": "error"}]}'}, id="rules-of-a-linter"),
        pytest.param({"ci.yml": b"name: CI\non: push\njobs: {test: {runs-on: x, steps: []}}\n"}, id="workflow"),
        pytest.param({"a.yaml": b"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: []}\n"}, id="kubernetes"),
        pytest.param({"compose.yml": b"version: '3'\nservices:\n  web: {image: a, description: b}\n"}, id="compose"),
        pytest.param({"a.json": b"[1, 2"}, id="broken"),
        pytest.param({"a.json": b"\xff\xfe"}, id="bytes"),
        pytest.param({"": b""}, id="empty"),
        pytest.param({}, id="nothing"),
    ],
)
def test_other_files_are_no_vendors_plan(files: dict[str, bytes]) -> None:
    material = Material("x.json" if "" in files else "x", files)
    ours = {"native", "csv", "tsv", "xlsx", "markdown"}
    assert {each.name for each in all_formats() if each.name not in ours and each.recognise(material)} == set()


def test_names_of_formats_are_words_of_their_own() -> None:
    names = [each.name for each in all_formats()]
    assert len(set(names)) == len(names)
    assert find_format("segment-json").name == "segment-json"


@pytest.mark.parametrize("name", [name for name in FILES if name not in (*NO_PLANS, "native", "typewriter")])
def test_every_format_has_its_section(name: str) -> None:
    page = (Path(__file__).parents[4] / "docs" / "plan-formats.md").read_text(encoding="utf-8")
    section = page.partition(f"### {name}\n")[2].partition("\n###")[0]
    assert all(word in section for word in ("Read:", "Written:", "Lost:"))


def read(name: str, text: str, path: str = "") -> Plan:
    found = find_format(name)
    files = {path or f"a{found.suffix}" if found.is_folder else "": text.encode()}
    return found.read(Material("plan" if found.is_folder else f"plan{found.suffix}", files))


def test_a_key_that_a_tool_wrote_twice_is_told_and_the_first_counts() -> None:
    plan = read("segment-json", '{"name": "A",\n"name": "B", "rules": []}')
    assert plan.name == "A"
    assert [(each.location.line, each.message) for each in plan.problems] == [
        (2, 'the key "name" stands here twice; first in line 1, which is the one that counts')
    ]


def test_an_event_that_is_planned_twice_is_told() -> None:
    rule = '{"type": "TRACK", "key": "A", "version": 1, "jsonSchema": {"properties": {"p": {"type": "string"}}}}'
    plan = read("segment-json", f'{{"rules": [{rule},\n{rule}, {rule}]}}')
    assert len(plan.events) == 1
    (loss,) = plan.losses
    assert (loss.message, loss.count, loss.location and loss.location.line) == ("2 events: planned twice; the first is kept", 2, 2)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        pytest.param(
            "segment-json", '{"rules": [{"type": "ENGAGE"}]}', '1 rule: rules of the type "ENGAGE" are not known; left out', id="rule"
        ),
        pytest.param(
            "segment-json",
            '{"data": {"rules": [], "pagination": {"current": "a", "next": "b", "totalEntries": 9}}}',
            "the plan: this file is one page of several; the other rules stand elsewhere",
            id="page",
        ),
        pytest.param(
            "segment-json",
            '{"rules": [{"key": "A", "jsonSchema": {"eventMetadata": {}, "properties": {"": {"type": "string"}}}}]}',
            "1 property: no name; left out",
            id="property-without-name",
        ),
        pytest.param(
            "rudder-json",
            '{"events": [{"name": "A", "eventType": "alias"}]}',
            '1 event: the kind "alias" is not known; left out',
            id="kind",
        ),
        pytest.param(
            "rudder-yaml",
            "version: rudder/v1\nkind: tracking-plan\nspec: {id: a, rules: []}\n",
            "",
            id="nothing-lost",
        ),
        pytest.param(
            "yaml-folder",
            "groups: {app: {properties: [version]}}\nevents: [{name: A, use_groups: [app]}]\n",
            '1 file: "groups" is read only from a plan that is one file; kept, not used',
            id="groups-in-a-folder",
        ),
        pytest.param(
            "snowplow",
            '{"self": {"vendor": "a", "name": "b", "format": "thrift", "version": "1-0-0"}, "$schema": "x"}',
            '1 schema: of the format "thrift", which is not read; left out',
            id="schema-of-another-format",
        ),
        pytest.param(
            "glean",
            "no_lint: [A]\na:\n  b: {type: counter}\n",
            '1 metric: of the type "counter", which are no events; left out',
            id="metric",
        ),
        pytest.param(
            "mparticle-json",
            '[{"data_points": [{"match": {"type": "opt_out", "criteria": {}}}]}]',
            '1 data point: of the type "opt_out", which is sent by the SDK or is no event; kept, not compared with code',
            id="data-point",
        ),
    ],
)
def test_what_cannot_be_carried_is_told(name: str, text: str, message: str) -> None:
    assert [loss.message for loss in read(name, text).losses] == ([message] if message else [])


def test_custom_events_of_one_name_are_told_apart_by_their_type() -> None:
    points = ", ".join(
        f'{{"match": {{"type": "custom_event", "criteria": {{"event_name": "A", "custom_event_type": "{kind}"}}}}}}'
        for kind in ("other", "search")
    )
    plan = read("mparticle-json", f'{{"data_points": [{points}]}}')
    assert [(event.name, event.version, event.category) for event in plan.events] == [("A", "other", "other"), ("A", "search", "search")]


def test_specifications_that_narrow_one_schema_are_told_apart_by_their_name() -> None:
    schemas = {name: f"{{type: object, properties: {{p: {{const: {name}}}}}}}" for name in ("One", "Two")}
    specs = "".join(
        f"  - name: {name}\n    event: {{source: 'iglu:a/b/jsonschema/1-0-0', schema: {schema}}}\n" for name, schema in schemas.items()
    )
    plan = read("snowplow", f"apiVersion: v1\nresourceType: data-product\ndata:\n  name: P\n  eventSpecifications:\n{specs}")
    assert [(event.version, event.properties[0].const) for event in plan.events] == [("One", "One"), ("Two", "Two")]
    assert plan.losses == ()


def test_a_template_that_stands_alone_does_not_break_the_file() -> None:
    plan = read("rudder-yaml", "version: rudder/v1\nkind: events\nmetadata:\n  name: {{ .X }}\nspec:\n  events: [{name: A, id: a}]\n")
    assert [event.name for event in plan.events] == ["A"]
    assert [loss.message for loss in plan.losses] == ["1 template: filled in when the project is used; what they will be is not known"]
