"""The properties of a native plan: as short as `order_id: string`, or with everything a property can say."""

from __future__ import annotations

from dataclasses import replace

from scanner.plan.model import PROPERTY_TYPES, STATUSES, Conditional, Pii, PlannedProperty, Scalar
from scanner.plan.nodes import Entry, MappingNode, Node, Problems, ScalarNode, SequenceNode, describe, hint
from scanner.plan.records import Record
from scanner.plan.words import quote

_FIELDS = (
    *("type", "types", "required", "nullable", "description", "display_name", "status", "enum", "const", "pattern", "format", "min", "max"),
    *("exclusive_min", "exclusive_max", "multiple_of", "min_length", "max_length", "min_items", "max_items", "unique", "items"),
    *("properties", "additional_properties", "examples", "pii", "sensitive", "hidden", "aliases", "conditional", "json_schema", "x"),
)
# other words for a type, and the format that goes with it
TYPE_WORDS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("int", "long", "quantity"), ("integer", "")),
    **dict.fromkeys(("float", "double", "decimal", "num"), ("number", "")),
    **dict.fromkeys(("list",), ("array", "")),
    **dict.fromkeys(("map", "dict"), ("object", "")),
    **dict.fromkeys(("str", "text"), ("string", "")),
    **dict.fromkeys(("datetime", "date-time", "timestamp"), ("string", "date-time")),
    **dict.fromkeys(("uri", "url"), ("string", "uri")),
    "bool": ("boolean", ""),
    "date": ("string", "date"),
    "uuid": ("string", "uuid"),
}


class PropertyReader:
    """Reads properties; `type_names` are the plan's own types, which may stand where a type stands."""

    def __init__(self, problems: Problems, type_names: tuple[str, ...]) -> None:
        self._problems = problems
        self._type_names = type_names

    def read_all(self, record: Record, key: str, what: str = "property") -> tuple[PlannedProperty, ...]:
        """A mapping name -> type or body, or a list of names and bodies with a `name`."""
        entry = record.entry(key)
        if entry is None:
            return ()
        if isinstance(entry.node, MappingNode):
            return tuple(self._read(each.key, each.node, each, what) for each in entry.node.entries)
        if isinstance(entry.node, SequenceNode):
            return self._read_list(entry.node, what, f"{quote(key)} of {record.what}")
        record.refuse(entry, "a mapping or a list")
        return ()

    def _read_list(self, node: SequenceNode, what: str, where: str) -> tuple[PlannedProperty, ...]:
        made: dict[str, PlannedProperty] = {}
        for item in node.items:
            found = self._read_item(item, what, where)
            if found is not None and found.name in made:
                self._problems.add(item.line, item.column, f"{where} names {quote(found.name)} twice")
            elif found is not None:
                made[found.name] = found
        return tuple(made.values())

    def _read_item(self, item: Node, what: str, where: str) -> PlannedProperty | None:
        place = Entry("", item, item.line, item.column)
        if isinstance(item, ScalarNode) and item.text:
            return self._read(item.text, ScalarNode(None, "", item.line, item.column), place, what)
        name = item.get("name") if isinstance(item, MappingNode) else None
        if isinstance(item, MappingNode) and isinstance(name, ScalarNode) and name.text:
            rest = tuple(entry for entry in item.entries if entry.key != "name")
            return self._read(name.text, MappingNode(rest, item.line, item.column), place, what)
        if isinstance(item, MappingNode) and name is None and len(item.entries) == 1:
            return self._read(item.entries[0].key, item.entries[0].node, item.entries[0], what)
        self._problems.add(item.line, item.column, f'{where} must hold names, or mappings with a "name", not {describe(item)}')
        return None

    def _read(self, name: str, node: Node, place: Entry, what: str) -> PlannedProperty:
        label = f"{what} {quote(name)}"
        origin = self._problems.locate(place.line, place.column)
        if isinstance(node, SequenceNode):
            self._problems.add(node.line, node.column, f"{label} must be a type or a mapping, not a list")
            return PlannedProperty(name, origin=origin)
        if isinstance(node, MappingNode):
            return replace(self._read_body(name, Record(node, self._problems, label, _FIELDS)), origin=origin)
        types, nullable, form = self._read_types((node,) if node.value is not None else (), label)
        return PlannedProperty(name, types=types, nullable=nullable, format=form, origin=origin)

    def _read_body(self, name: str, record: Record) -> PlannedProperty:
        types, nullable, form = self._read_types(self._type_nodes(record), record.what)
        flag, required = self._read_required(record)
        nested = self.read_all(record, "properties")
        return PlannedProperty(
            name=name,
            types=types,
            required=flag,
            nullable=nullable or bool(record.flag("nullable")),
            description=record.text("description"),
            display_name=record.text("display_name"),
            status=record.choice("status", STATUSES),
            enum=record.scalars("enum"),
            const=record.scalar("const"),
            pattern=record.text("pattern"),
            format=record.text("format") or form,
            min=record.number("min"),
            max=record.number("max"),
            exclusive_min=record.number("exclusive_min"),
            exclusive_max=record.number("exclusive_max"),
            multiple_of=record.number("multiple_of"),
            min_length=record.count("min_length"),
            max_length=record.count("max_length"),
            min_items=record.count("min_items"),
            max_items=record.count("max_items"),
            unique=record.flag("unique"),
            items=self._read_items(record),
            properties=require(nested, required, record),
            additional_properties=record.flag("additional_properties"),
            examples=record.scalars("examples"),
            pii=self._read_pii(record),
            sensitive=record.flag("sensitive"),
            hidden=record.flag("hidden"),
            aliases=record.texts("aliases"),
            conditional=self._read_conditional(record),
            json_schema=record.free("json_schema"),
            x=record.rest(),
        )

    def _read_required(self, record: Record) -> tuple[bool | None, tuple[str, ...]]:
        """`required` says whether this property is; as a list it says which of the properties inside it are."""
        entry = record.entry("required")
        if entry is not None and isinstance(entry.node, SequenceNode):
            return None, record.texts_of(entry)
        return record.flag("required"), ()

    def _type_nodes(self, record: Record) -> tuple[Node, ...]:
        single, several = record.entry("type"), record.entry("types")
        if single and several:
            record.complain(f'{record.what} has both "type" and "types"; keep one')
        entry = several or single
        if entry is None:
            return ()
        if isinstance(entry.node, MappingNode):
            record.refuse(entry, "a type or a list of types")
            return ()
        return entry.node.items if isinstance(entry.node, SequenceNode) else (entry.node,)

    def _read_types(self, nodes: tuple[Node, ...], label: str) -> tuple[tuple[str, ...], bool, str]:
        """The types, whether null is one of them, and the format that a word such as `datetime` stands for."""
        types: list[str] = []
        formats: list[str] = []
        is_any = False
        for node in nodes:
            for word in self._type_words(node, label):
                name, form = self._read_type(word, node, label)
                is_any |= name == "any"
                types.append(name)
                formats.append(form)
        nullable = "null" in types and len(set(types)) > 1
        kept = tuple(dict.fromkeys(name for name in types if name and not (nullable and name == "null")))
        return () if is_any else kept, nullable, next((form for form in formats if form), "")

    def _type_words(self, node: Node, label: str) -> list[str]:
        if not isinstance(node, ScalarNode):
            self._problems.add(node.line, node.column, f"a type of {label} must be a word, not {describe(node)}")
            return []
        # `null` without quotes is a type here, not an empty field
        return [word.strip() for word in node.text.split("|") if word.strip()]

    def _read_type(self, word: str, node: Node, label: str) -> tuple[str, str]:
        if word in self._type_names:
            return word, ""
        lower = word.lower()
        if lower in TYPE_WORDS:
            return TYPE_WORDS[lower]
        if lower in (*PROPERTY_TYPES, "any"):
            return lower, ""
        known = (*PROPERTY_TYPES, "any", *self._type_names)
        self._problems.add(node.line, node.column, f"{label} has the unknown type {quote(word)}{hint(word, (*known, *TYPE_WORDS))}")
        return "", ""

    def _read_items(self, record: Record) -> PlannedProperty | None:
        entry = record.entry("items")
        return None if entry is None else self._read("", entry.node, entry, f"the items of {record.what}")

    def _read_pii(self, record: Record) -> Pii | None:
        entry = record.entry("pii")
        if entry is None:
            return None
        if isinstance(entry.node, ScalarNode):
            return Pii(bool(record.flag("pii"))) if isinstance(entry.node.value, bool) else Pii(True, entry.node.text)
        node = record.mapping("pii")
        if node is None:
            return None
        body = Record(node, self._problems, f"pii of {record.what}", ("is", "type"))
        said = body.flag("is")
        return Pii(said is None or said, body.text("type"))

    def _read_conditional(self, record: Record) -> tuple[Conditional, ...]:
        entry = record.entry("conditional")
        if entry is None:
            return ()
        nodes = entry.node.items if isinstance(entry.node, SequenceNode) else (entry.node,)
        made: list[Conditional] = []
        for node in nodes:
            if isinstance(node, MappingNode):
                made.append(
                    self._read_condition(Record(node, self._problems, f"a condition of {record.what}", ("when", "required", "enum")))
                )
            else:
                record.refuse(entry, "a list of mappings")
        return tuple(made)

    def _read_condition(self, record: Record) -> Conditional:
        when = record.mapping("when")
        if when is None:
            record.complain(f'{record.what} needs "when"')
            return Conditional(())
        known = tuple(entry.key for entry in when.entries)
        body = Record(when, self._problems, f'"when" of {record.what}', known)
        pairs = tuple((key, self._condition_values(body, key)) for key in known)
        return Conditional(pairs, record.flag("required"), record.scalars("enum"))

    def _condition_values(self, body: Record, key: str) -> tuple[Scalar, ...]:
        entry = body.entry(key)
        if entry is not None and isinstance(entry.node, ScalarNode):
            return (entry.node.value,)
        return body.scalars(key)


def require(properties: tuple[PlannedProperty, ...], names: tuple[str, ...], record: Record) -> tuple[PlannedProperty, ...]:
    """Set `required` on the properties that a list names. A name that none of them has becomes a property of its own."""
    known = {each.name for each in properties}
    for name in names:
        slip = hint(name, known) if name not in known else ""
        if slip:
            record.note(f"{record.what} requires {quote(name)}, which it does not describe{slip}")
    added = tuple(PlannedProperty(name, origin=record.origin) for name in dict.fromkeys(names) if name not in known)
    return tuple(replace(each, required=True) if each.name in names else each for each in (*properties, *added))
