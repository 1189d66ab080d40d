from __future__ import annotations

import json

import pytest

from scanner.plan.formats import Material
from scanner.plan.formats.json_schema import SchemaReader, write_members, write_property
from scanner.plan.formats.reading import Reading
from scanner.plan.model import PlannedProperty
from scanner.plan.nodes import MappingNode


def read(schema: object, **definitions: object) -> PlannedProperty:
    text = json.dumps({"p": schema, "definitions": definitions, "$defs": definitions})
    page = Reading("vendor").open(Material("s.json", {"": text.encode()}))
    assert isinstance(page.root, MappingNode)
    entry = page.root.entries[0]
    return SchemaReader(page, page.root, own=("own",)).read("p", entry.node, entry)


def prop(**fields: object) -> PlannedProperty:
    return PlannedProperty("p", required=False, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        pytest.param({"type": "string"}, prop(types=("string",)), id="type"),
        pytest.param({"type": ["string"]}, prop(types=("string",)), id="list-of-one"),
        pytest.param({"type": ["string", "null"]}, prop(types=("string",), nullable=True), id="nullable"),
        pytest.param({"type": ["null"]}, prop(types=("null",)), id="null"),
        pytest.param({"type": ["string", "integer"]}, prop(types=("string", "integer")), id="several"),
        pytest.param({"type": "any"}, prop(), id="any"),
        pytest.param({}, prop(), id="nothing"),
        pytest.param(True, prop(), id="true"),
        pytest.param(None, prop(), id="null-schema"),
        pytest.param(False, prop(json_schema={"not": {}}), id="false"),
        pytest.param({"type": "float"}, prop(types=("number",)), id="word"),
        pytest.param({"type": "datetime"}, prop(types=("string",), format="date-time"), id="word-with-format"),
        pytest.param({"type": "integer,null"}, prop(types=("integer",), nullable=True), id="comma"),
        pytest.param({"type": "money"}, prop(json_schema={"type": "money"}), id="unknown-type"),
        pytest.param({"type": "string", "nullable": True}, prop(types=("string",), nullable=True), id="openapi"),
        pytest.param({"enum": ["a", 1, True, None]}, prop(enum=("a", 1, True, None)), id="enum"),
        pytest.param(
            {"type": ["string", "null"], "enum": ["a", None]}, prop(types=("string",), nullable=True, enum=("a",)), id="enum-null"
        ),
        pytest.param({"enum": [{"a": 1}]}, prop(json_schema={"enum": [{"a": 1}]}), id="enum-of-objects"),
        pytest.param({"const": 5}, prop(const=5), id="const"),
        pytest.param({"const": None}, prop(json_schema={"const": None}), id="const-null"),
        pytest.param({"pattern": "a|b", "format": "uri"}, prop(pattern="a|b", format="uri"), id="text"),
        pytest.param({"minimum": 1, "exclusiveMinimum": True}, prop(exclusive_min=1), id="draft-4-exclusive"),
        pytest.param({"minimum": 1, "exclusiveMinimum": False}, prop(min=1), id="draft-4-inclusive"),
        pytest.param({"exclusiveMinimum": 1, "maximum": 2.5}, prop(exclusive_min=1, max=2.5), id="draft-6-exclusive"),
        pytest.param({"multipleOf": 2, "minLength": 1, "maxLength": 2}, prop(multiple_of=2, min_length=1, max_length=2), id="numbers"),
        pytest.param({"minItems": 1, "maxItems": 2, "uniqueItems": True}, prop(min_items=1, max_items=2, unique=True), id="array"),
        pytest.param({"items": {"type": "string"}}, prop(items=PlannedProperty("", types=("string",))), id="items"),
        pytest.param({"items": [{"type": "string"}]}, prop(json_schema={"items": [{"type": "string"}]}), id="tuple"),
        pytest.param({"prefixItems": [{}]}, prop(json_schema={"prefixItems": [{}]}), id="prefix-items"),
        pytest.param(
            {"properties": {"a": {}}, "required": ["a", "b"], "additionalProperties": False},
            prop(properties=(PlannedProperty("a", required=True), PlannedProperty("b", required=True)), additional_properties=False),
            id="object",
        ),
        pytest.param(
            {"properties": {"a": {"required": True}}}, prop(properties=(PlannedProperty("a", required=True),)), id="draft-3-required"
        ),
        pytest.param(
            {"additionalProperties": {"type": "string"}}, prop(json_schema={"additionalProperties": {"type": "string"}}), id="more"
        ),
        pytest.param({"unevaluatedProperties": False}, prop(additional_properties=False), id="unevaluated"),
        pytest.param(
            {"title": "P", "description": "d", "examples": [1]}, prop(display_name="P", description="d", examples=(1,)), id="notes"
        ),
        pytest.param({"id": "/properties/p", "default": 1}, prop(json_schema={"default": 1}), id="pointer-like-id"),
        pytest.param({"$id": "https://example.com/p"}, prop(json_schema={"$id": "https://example.com/p"}), id="id"),
        pytest.param({"anyOf": [{"type": "string"}, {"type": "null"}]}, prop(types=("string",), nullable=True), id="choice-of-types"),
        pytest.param({"oneOf": [{"minLength": 1}]}, prop(json_schema={"oneOf": [{"minLength": 1}]}), id="choice"),
        pytest.param({"not": {"type": "null"}}, prop(json_schema={"not": {"type": "null"}}), id="not"),
        pytest.param({"$ref": "#/definitions/money"}, prop(types=("number",), min=0), id="definitions"),
        pytest.param(
            {"$ref": "#/$defs/money", "description": "d"}, prop(types=("number",), min=0, description="d"), id="beside-a-reference"
        ),
        pytest.param({"$ref": "#/$defs/a~1b%20c"}, prop(types=("boolean",)), id="escaped-pointer"),
        pytest.param({"$ref": "#/nowhere"}, prop(json_schema={"$ref": "#/nowhere"}), id="lost-reference"),
        pytest.param({"allOf": [{"type": "integer"}, {"minimum": 1}]}, prop(types=("integer",), min=1), id="parts"),
        pytest.param({"allOf": [{"$ref": "#/$defs/money"}], "maximum": 9}, prop(types=("number",), min=0, max=9), id="part-by-reference"),
        pytest.param(
            {"allOf": [{"properties": {"a": {"type": "string"}}}, {"properties": {"a": {"minLength": 1}}, "required": ["a"]}]},
            prop(properties=(PlannedProperty("a", types=("string",), min_length=1, required=True),)),
            id="parts-of-objects",
        ),
        pytest.param(
            {"allOf": [{"type": "string"}, {"type": "integer"}]},
            prop(json_schema={"allOf": [{"type": "string"}, {"type": "integer"}]}),
            id="parts-that-contradict",
        ),
        pytest.param({"own": 1, "other": 2}, prop(x={"vendor": {"own": 1}}, json_schema={"other": 2}), id="own-words"),
    ],
)
def test_one_node(schema: object, expected: PlannedProperty) -> None:
    assert read(schema, money={"type": "number", "minimum": 0}, **{"a/b c": {"type": "boolean"}}) == expected


@pytest.mark.parametrize(
    ("each", "expected"),
    [
        pytest.param(prop(), {}, id="any"),
        pytest.param(
            prop(types=("string",), nullable=True, enum=("a",)), {"type": ["string", "null"], "enum": ["a", None]}, id="nullable-enum"
        ),
        pytest.param(prop(min=1, exclusive_max=2.5), {"minimum": 1, "exclusiveMaximum": 2.5}, id="bounds"),
        pytest.param(prop(json_schema={"default": 1, "type": "x"}, types=("string",)), {"type": "string", "default": 1}, id="remainder"),
    ],
)
def test_write_property(each: PlannedProperty, expected: dict[str, object]) -> None:
    assert write_property(each) == expected


def test_names_that_vary() -> None:
    written = write_members((), None, (PlannedProperty("library_*.v(1)", types=("string",)),))
    assert written == {"patternProperties": {r"^library_.*\.v\(1\)$": {"type": "string"}}}
    page = Reading("vendor").open(Material("s.json", {"": json.dumps(written).encode()}))
    assert page.root is not None
    assert [each.name for each in SchemaReader(page, page.root).read_object(page.root, "it").key_patterns] == ["library_*.v(1)"]


@pytest.mark.parametrize("expression", ["^a+$", "library", "^[a-z]$", "^(a|b)$", r"^\d$"])
def test_expressions_that_say_more_stay(expression: str) -> None:
    page = Reading("vendor").open(Material("s.json", {"": json.dumps({"patternProperties": {expression: {}}}).encode()}))
    assert page.root is not None
    shape = SchemaReader(page, page.root).read_object(page.root, "it")
    assert shape.key_patterns == ()
    assert shape.rest == {"patternProperties": {expression: {}}}
