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
