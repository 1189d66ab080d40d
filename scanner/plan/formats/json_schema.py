"""JSON Schema as plans hold it: one node of a schema is one property. Drafts 4 to 2020-12, and what vendors write for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from scanner.plan.formats.reading import Fields, Page, mapping_of
from scanner.plan.model import PROPERTY_TYPES, PlannedProperty
from scanner.plan.native_properties import TYPE_WORDS
from scanner.plan.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode, describe
from scanner.plan.records import plain
from scanner.plan.words import quote, word_set

DRAFT_7 = "http://json-schema.org/draft-07/schema#"
# The fields of a property that a schema has words for.
SCHEMA_FIELDS = word_set(
    "name types required nullable description display_name enum const pattern format min max exclusive_min exclusive_max multiple_of "
    "min_length max_length min_items max_items unique items properties additional_properties examples json_schema"
)
_MOST_DEEP = 60
_TYPES = (*PROPERTY_TYPES, "any")
_NOTES = frozenset(("title", "description", "$schema", "$id", "id", "$comment", "examples"))
_KEY_PATTERN = re.compile(r"\^((?:[^\\^$.|?*+()\[\]{}]|\\[^A-Za-z0-9]|\.\*)*)\$\Z")
_NUMBERS = {"min": "minimum", "max": "maximum", "exclusive_min": "exclusiveMinimum", "exclusive_max": "exclusiveMaximum"} | {
    "multiple_of": "multipleOf",
    "min_length": "minLength",
    "max_length": "maxLength",
    "min_items": "minItems",
    "max_items": "maxItems",
    "unique": "uniqueItems",
}


@dataclass(frozen=True, slots=True)
class ObjectSchema:
    """What the schema of an object says. `rest` is what has no place elsewhere, as it stands."""

    properties: tuple[PlannedProperty, ...] = ()
    key_patterns: tuple[PlannedProperty, ...] = ()
    additional_properties: bool | None = None
    description: str = ""
    title: str = ""
    rest: Mapping[str, object] = field(default_factory=dict)


class SchemaReader:
    """Reads the schemas of one file. References inside the file are followed, parts of `allOf` are merged.

    `own` are the fields of a vendor that stand among the words of the schema; they are kept in `x`. `types` are definitions that
    become types of the plan: a reference to one is its name.
    """

    def __init__(self, page: Page, root: Node | None, own: Iterable[str] = (), types: Mapping[str, str] | None = None) -> None:
        self._page = page
        self._root = root
        self._own = tuple(own)
        self._types = types or {}
        self._open: list[str] = []
        self._depth = 0

    def read_object(self, node: Node, what: str) -> ObjectSchema:
        """The schema of an event, or of the part of it that holds its properties."""
        fields = Fields(self._page, self._flatten(node, what, 0), what)
        properties = self._read_properties(fields)
        patterns = self._read_patterns(fields)
        if fields.text("type") not in ("object", ""):
            self._page.note(node, f"the schema of {what} is not of the type object")
        fields.drop("$schema", "definitions", "$defs")
        self._open.clear()
        return ObjectSchema(
            properties=properties,
            key_patterns=patterns,
            additional_properties=_read_additional(fields),
            description=fields.text("description"),
            title=fields.text("title"),
            rest=self._rest(fields),
        )

    def read(self, name: str, node: Node, place: Node | Entry, required: bool | None = False) -> PlannedProperty:
        """One property. Whatever cannot be said of a property stays in its `json_schema`."""
        what = f"property {quote(name)}" if name else "the items"
        origin = self._page.locate(place)
        if isinstance(node, ScalarNode) and (node.value is None or isinstance(node.value, bool)):
            refused: dict[str, object] = {"not": {}} if node.value is False else {}
            return PlannedProperty(name, required=required, json_schema=refused, origin=origin)
        reference = self._reference(node)
        if reference in self._types:
            return PlannedProperty(name, types=(self._types[reference],), required=required, origin=origin)
        if not isinstance(node, MappingNode):
            self._page.refuse(node, f"the schema of {what} must be a mapping, not {describe(node)}")
            return PlannedProperty(name, required=required, origin=origin)
        if self._depth >= _MOST_DEEP or self._page.reading.parts_left < 0:
            return self._keep_raw(name, node, place, required)
        mark = len(self._open)
        self._depth += 1
        made = replace(self._read_body(name, Fields(self._page, self._flatten(node, what, mark), what)), required=required, origin=origin)
        self._depth -= 1
        del self._open[mark:]
        return made

    def _keep_raw(self, name: str, node: MappingNode, place: Node | Entry, required: bool | None) -> PlannedProperty:
        origin = self._page.locate(place)
        kept = plain(node) if self._page.reading.parts_left >= 0 else {}
        told = "goes too deep; kept as it is, not checked" if kept else "repeats too much; left out"
        self._page.reading.lose("properties", name or "items", told, origin)
        return PlannedProperty(name, required=required, json_schema=kept if isinstance(kept, dict) else {}, origin=origin)

    def _read_body(self, name: str, fields: Fields) -> PlannedProperty:
        types, nullable = self._read_types(fields)
        low, high = fields.number("minimum"), fields.number("maximum")
        # in draft 4, exclusive bounds are flags beside the bounds
        below, above = fields.flag("exclusiveMinimum"), fields.flag("exclusiveMaximum")
        enum = fields.scalars("enum")
        return PlannedProperty(
            name=name,
            types=types,
            nullable=nullable,
            description=fields.text("description"),
            display_name=fields.text("title"),
            enum=tuple(value for value in enum if value is not None) if nullable else enum,
            const=fields.scalar("const"),
            pattern=fields.text("pattern"),
            format=fields.text("format") or self._format_of_word(fields),
            min=None if below else low,
            max=None if above else high,
            exclusive_min=low if below else fields.number("exclusiveMinimum"),
            exclusive_max=high if above else fields.number("exclusiveMaximum"),
            multiple_of=fields.number("multipleOf"),
            min_length=fields.count("minLength"),
            max_length=fields.count("maxLength"),
            min_items=fields.count("minItems"),
            max_items=fields.count("maxItems"),
            unique=fields.flag("uniqueItems"),
            items=self._read_items(fields),
            properties=self._read_properties(fields),
            additional_properties=_read_additional(fields),
            examples=fields.scalars("examples"),
            x=self._own_fields(fields),
            json_schema=self._rest(fields),
        )

    def _own_fields(self, fields: Fields) -> dict[str, object]:
        kept = {key: plain(node) for key in self._own if (node := fields.take(key)) is not None}
        return {self._page.reading.vendor: kept} if kept else {}

    def _rest(self, fields: Fields) -> dict[str, object]:
        for key in ("id", "$id"):
            node = fields.peek(key)
            if isinstance(node, ScalarNode) and node.text[:1] in ("/", "#"):
                fields.drop(key)  # where the node stands, which everybody can see
        return {**fields.rest(), **({"const": None} if _says_null(fields.node, "const") else {})}

    def _read_types(self, fields: Fields) -> tuple[tuple[str, ...], bool]:
        words = self._type_words(fields)
        known = [name for word in words if (name := _type_name(word))]
        if len(known) == len(words):
            fields.drop("type")
        elif words:
            place = fields.peek("type") or fields.node
            told = f"{fields.what} has a type that JSON Schema does not have, {', '.join(map(quote, words))}; it is not checked"
            self._page.note(place, told)
            known = []
        if "any" in known:
            return (), False
        others = tuple(dict.fromkeys(name for name in known if name != "null"))
        nullable = bool(others) and ("null" in known or bool(fields.flag("nullable")))
        return others or (("null",) if "null" in known else ()), nullable

    def _type_words(self, fields: Fields) -> list[str]:
        node = fields.peek("type")
        if isinstance(node, SequenceNode):
            return [item.text for item in node.items if isinstance(item, ScalarNode)]
        if isinstance(node, ScalarNode):
            return [word.strip() for word in node.text.split(",")]
        if any(entry.key == "type" for entry in fields.node.entries):
            return []
        return self._types_of_choices(fields)

    def _types_of_choices(self, fields: Fields) -> list[str]:
        """`anyOf` of nothing but types says the same as a list of types."""
        for key in ("anyOf", "oneOf"):
            node = fields.peek(key)
            choices = node.items if isinstance(node, SequenceNode) else ()
            words = [_only_type(choice) for choice in choices]
            if words and all(word in PROPERTY_TYPES for word in words):
                fields.drop(key)
                return words
        return []

    def _format_of_word(self, fields: Fields) -> str:
        node = fields.node.get("type")
        words = node.items if isinstance(node, SequenceNode) else (node,)
        texts = [word.text.lower() for word in words if isinstance(word, ScalarNode)]
        return next((TYPE_WORDS[text][1] for text in texts if text in TYPE_WORDS), "")

    def _read_items(self, fields: Fields) -> PlannedProperty | None:
        node = fields.peek("items")
        if isinstance(node, MappingNode):
            fields.drop("items")
            return self.read("", node, node, None)
        return None

    def _read_properties(self, fields: Fields) -> tuple[PlannedProperty, ...]:
        node = fields.need_fields("properties")
        fields.flag("required")  # as in draft 3, at the property; it is read with the members of the object
        names = fields.texts("required")
        made = [self._read_member(entry, names) for entry in node.node.entries] if node else []
        known = {each.name for each in made}
        added = (PlannedProperty(name, required=True, origin=fields.origin) for name in dict.fromkeys(names) if name not in known)
        return (*made, *added)

    def _read_member(self, entry: Entry, names: Sequence[str]) -> PlannedProperty:
        said = entry.node.get("required") if isinstance(entry.node, MappingNode) else None
        at_member = isinstance(said, ScalarNode) and said.value is True
        return self.read(entry.key, entry.node, entry, entry.key in names or at_member)

    def _read_patterns(self, fields: Fields) -> tuple[PlannedProperty, ...]:
        """Names with a part that varies. Expressions that say more than that are left where they are."""
        node = fields.peek("patternProperties")
        if not isinstance(node, MappingNode) or not node.entries or not all(_KEY_PATTERN.match(entry.key) for entry in node.entries):
            return ()
        fields.drop("patternProperties")
        return tuple(self.read(_read_key_pattern(entry.key), entry.node, entry, None) for entry in node.entries)

    def _reference(self, node: Node) -> str:
        found = node.get("$ref") if isinstance(node, MappingNode) else None
        return found.text if isinstance(found, ScalarNode) else ""

    def _flatten(self, node: Node, what: str, mark: int) -> MappingNode:
        """A node without references and `allOf`, where that can be said without them.

        References are opened from `mark` on; those before it lead to a node that holds this one.
        """
        if not isinstance(node, MappingNode):
            self._page.refuse(node, f"the schema of {what} must be a mapping, not {describe(node)}")
            return MappingNode((), node.line, node.column)
        # only what references repeat: what is written out is as large as the file
        self._page.reading.parts_left -= len(node.entries) if self._open else 0
        return self._merge_parts(self._follow(node, what, mark), what, mark)

    def _follow(self, node: MappingNode, what: str, mark: int) -> MappingNode:
        reference = self._reference(node)
        beside = MappingNode(tuple(entry for entry in node.entries if entry.key != "$ref"), node.line, node.column)
        target = self._find(reference)
        if target is None or reference in self._open[mark:]:
            return node if target is None else beside  # merged already, so it adds nothing
        if reference in self._open or len(self._open) - mark >= _MOST_DEEP or self._page.reading.parts_left < 0:
            told = "refers to itself or goes too deep; kept as it is, not checked"
            self._page.reading.lose("properties", "$ref", told, self._page.locate(node))
            return node
        self._open.append(reference)
        aim = self._flatten(target, what, mark)
        known = {entry.key for entry in beside.entries}
        return MappingNode((*beside.entries, *(entry for entry in aim.entries if entry.key not in known)), node.line, node.column)

    def _merge_parts(self, node: MappingNode, what: str, mark: int) -> MappingNode:
        parts = node.get("allOf")
        if not isinstance(parts, SequenceNode) or self._page.reading.parts_left < 0:
            return node
        merged: MappingNode | None = MappingNode(tuple(entry for entry in node.entries if entry.key != "allOf"), node.line, node.column)
        for part in parts.items:
            flat = self._flatten(part, what, mark) if isinstance(part, MappingNode) else None
            merged = _merge(merged, flat) if merged is not None and flat is not None else None
        return node if merged is None else merged

    def _find(self, reference: str) -> Node | None:
        """What a reference inside the file leads to."""
        if not reference.startswith("#"):
            return None
        node = self._root
        for part in reference[1:].split("/")[1:]:
            key = unquote(part).replace("~1", "/").replace("~0", "~")
            if isinstance(node, SequenceNode):
                node = node.items[int(key)] if key.isdecimal() and len(key) < 9 and int(key) < len(node.items) else None
            else:
                node = node.get(key) if isinstance(node, MappingNode) else None
        return node


def _read_additional(fields: Fields) -> bool | None:
    flag = fields.flag("additionalProperties")
    return fields.flag("unevaluatedProperties") if flag is None else flag


def _says_null(node: MappingNode, key: str) -> bool:
    found = node.get(key)
    return isinstance(found, ScalarNode) and found.value is None


def _only_type(node: Node) -> str:
    found = node.get("type") if isinstance(node, MappingNode) and len(node.entries) == 1 else None
    return found.text if isinstance(found, ScalarNode) else ""


def _type_name(word: str) -> str:
    lower = word.strip().lower()
    return TYPE_WORDS[lower][0] if lower in TYPE_WORDS else lower if lower in _TYPES else "any" if lower == "" else ""


def _merge(left: MappingNode, right: MappingNode) -> MappingNode | None:
    """Both at once; None when they contradict each other."""
    made = {entry.key: entry for entry in left.entries}
    for entry in right.entries:
        mine = made.get(entry.key)
        joined = entry if mine is None else _merge_entries(mine, entry)
        if joined is None:
            return None
        made[entry.key] = joined
    return MappingNode(tuple(made.values()), left.line, left.column)


def _merge_entries(left: Entry, right: Entry) -> Entry | None:
    if left.key in _NOTES or _words(left) == _words(right):
        return left
    if left.key == "properties" and isinstance(left.node, MappingNode) and isinstance(right.node, MappingNode):
        node = _merge_members(left.node, right.node)
        return None if node is None else replace(left, node=node)
    if left.key == "required" and isinstance(left.node, SequenceNode) and isinstance(right.node, SequenceNode):
        return replace(left, node=SequenceNode((*left.node.items, *right.node.items), left.line, left.column))
    return None


def _words(entry: Entry) -> object:
    """What a field says; one type alone and a list of one type say the same."""
    said = plain(entry.node)
    return [said] if entry.key == "type" and isinstance(said, str) else said


def _merge_members(left: MappingNode, right: MappingNode) -> MappingNode | None:
    made = {entry.key: entry for entry in left.entries}
    for entry in right.entries:
        mine = made.get(entry.key)
        if mine is None:
            made[entry.key] = entry
        elif isinstance(mine.node, MappingNode) and isinstance(entry.node, MappingNode):
            node = _merge(mine.node, entry.node)
            if node is None:
                return None
            made[entry.key] = replace(mine, node=node)
        else:
            return None
    return MappingNode(tuple(made.values()), left.line, left.column)


def _read_key_pattern(expression: str) -> str:
    return re.sub(r"\\(.)|\.\*", lambda match: match[1] or "*", expression[1:-1])


def _write_key_pattern(pattern: str) -> str:
    return "^" + ".*".join(re.sub(r"([\\^$.|?*+()\[\]{}])", r"\\\1", part) for part in pattern.split("*")) + "$"


def write_property(each: PlannedProperty) -> dict[str, object]:
    """One property as a schema. What a schema has no words for is left out."""
    data: dict[str, object] = {}
    if each.display_name:
        data["title"] = each.display_name
    if each.description:
        data["description"] = each.description
    if each.types:
        names = [*each.types, *(["null"] if each.nullable else [])]
        data["type"] = names[0] if len(names) == 1 else names
    if each.enum:
        data["enum"] = [*each.enum, *([None] if each.nullable else [])]
    if each.const is not None:
        data["const"] = each.const
    data.update({key: value for key, value in (("pattern", each.pattern), ("format", each.format)) if value})
    data.update({word: value for name, word in _NUMBERS.items() if (value := getattr(each, name)) is not None})
    if each.items is not None:
        data["items"] = write_property(each.items)
    data.update(write_members(each.properties, each.additional_properties))
    if each.examples:
        data["examples"] = list(each.examples)
    return {**data, **{key: value for key, value in each.json_schema.items() if key not in data}}


def write_members(
    properties: Sequence[PlannedProperty], additional: bool | None = None, patterns: Sequence[PlannedProperty] = ()
) -> dict[str, object]:
    """The members of an object: `properties`, `required`, what else is allowed."""
    data: dict[str, object] = {}
    if properties:
        data["properties"] = {each.name: write_property(each) for each in properties}
    if patterns:
        data["patternProperties"] = {_write_key_pattern(each.name): write_property(each) for each in patterns}
    required = [each.name for each in properties if each.required]
    if required:
        data["required"] = required
    if additional is not None:
        data["additionalProperties"] = additional
    return data


def is_schema(node: Node | None) -> bool:
    """Whether a node is the schema of an object, by its words."""
    if not isinstance(node, MappingNode):
        return False
    kind = node.get("type")
    is_object = isinstance(kind, ScalarNode) and kind.text == "object"
    return mapping_of(node, "properties") is not None and (is_object or node.get("$schema") is not None or node.get("$id") is not None)
