"""Writes a plan in the native format: the same plan always gives the same text, and what is empty is left out."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields
from typing import TypeAlias

from scanner.plan.model import (
    Alias,
    Conditional,
    Deprecation,
    Entity,
    GlobalProperties,
    Pii,
    Plan,
    PlannedEvent,
    PlannedProperty,
    PropertyGroup,
    Source,
)

_HEADER = """\
# The tracking plan: which events the code sends, with which properties, and why.
# `tracklint check` holds the code against it.
"""
_INLINE = 110
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*\Z")
# words that some YAML reader takes for something else than text
_TAKEN = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})

Data: TypeAlias = "Mapping[str, Data] | Sequence[Data] | str | int | float | bool | None"


def write_plan(plan: Plan) -> str:
    """The plan as `tracking-plan.yaml`. Reading the text gives an equal plan again."""
    sections = [_emit_section(key, value) for key, value in plan_data(plan).items()]
    return _HEADER + "\n" + "".join(sections)


def write_yaml(data: Mapping[str, object]) -> str:
    """Plain data as YAML in the style of a plan."""
    return "".join(f"{line}\n" for key, value in data.items() for line in _emit_entry(str(key), _simple(value), ""))


def _emit_section(key: str, value: Data) -> str:
    """One field of the plan. Those that take several lines stand apart, and so does each event."""
    lines = _emit_entry(key, value, "")
    if len(lines) == 1:
        return lines[0] + "\n"
    if key == "events":
        lines = [f"\n{line}" if line.startswith("  - ") and index > 1 else line for index, line in enumerate(lines)]
    return "\n" + "\n".join(lines) + "\n"


def plan_data(plan: Plan) -> dict[str, Data]:
    """A plan as plain data in the shape of the native format, with empty fields still in it."""
    named = ("naming", "additional_properties", "sources", "types", "groups", "globals", "events", "x")
    data: dict[str, Data] = {"version": 1, **_simple_fields(plan, named)}
    data["naming"] = _simple_fields(plan.naming, ())
    data["defaults"] = {"additional_properties": plan.additional_properties} if plan.additional_properties else {}
    data["sources"] = {source.key: _source_data(source) for source in plan.sources}
    data["types"] = {each.name: _property_data(each) for each in plan.types}
    data["groups"] = {group.name: _group_data(group) for group in plan.groups}
    data["globals"] = {each.scope: _global_data(each) for each in plan.globals}
    kept = {key: value for key, value in {**data, **_rest(plan.x)}.items() if value not in ({}, [])}
    return {**kept, "events": [_event_data(event) for event in plan.events]}


def _simple_fields(record: object, skip: Sequence[str]) -> dict[str, Data]:
    """The fields of a record that are not at their default, in their order. Pairs become mappings."""
    made: dict[str, Data] = {}
    for each in fields(record):  # type: ignore[arg-type]
        value = getattr(record, each.name)
        if each.compare and each.name not in skip and not _is_default(each, value):
            made[each.name] = _simple(value)
    return made


def _is_default(each: Field[object], value: object) -> bool:
    return each.default is not MISSING and value == each.default and type(value) is type(each.default)


def _simple(value: object) -> Data:
    if isinstance(value, tuple):
        if value and all(isinstance(item, tuple) for item in value):
            return {str(key): _simple(held) for key, held in value}
        return [_simple(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _simple(held) for key, held in value.items()}
    if isinstance(value, list):
        return [_simple(item) for item in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _rest(x: Mapping[str, object]) -> dict[str, Data]:
    free = {key: _simple(value) for key, value in x.items() if not key.startswith("x-")}
    own = {key: _simple(value) for key, value in x.items() if key.startswith("x-")}
    return {**({"x": free} if free else {}), **own}


def _source_data(source: Source) -> Data:
    return {**_simple_fields(source, ("key", "x")), **_rest(source.x)}


def _group_data(group: PropertyGroup) -> Data:
    data = {**_simple_fields(group, ("name", "properties", "x")), **_rest(group.x)}
    return {**data, **_properties_data("properties", group.properties)}


def _global_data(each: GlobalProperties) -> Data:
    return {**_simple_fields(each, ("scope", "properties")), **_properties_data("properties", each.properties)}


def _properties_data(key: str, properties: Sequence[PlannedProperty]) -> dict[str, Data]:
    return {key: {each.name: _property_data(each) for each in properties}} if properties else {}


def _event_data(event: PlannedEvent) -> Data:
    special = ("deprecated", "aliases", "destinations", "properties", "key_patterns", "entities", "x")
    data = _simple_fields(event, special)
    if event.deprecated is not None:
        data["deprecated"] = _deprecation_data(event.deprecated)
    if event.aliases:
        data["aliases"] = [_alias_data(alias) for alias in event.aliases]
    if event.destinations:
        data["destinations"] = {name: called or None for name, called in event.destinations}
    if event.entities:
        data["entities"] = [_entity_data(entity) for entity in event.entities]
    properties = {**_properties_data("properties", event.properties), **_properties_data("key_patterns", event.key_patterns)}
    return {**data, **properties, **_rest(event.x)}


def _deprecation_data(deprecated: Deprecation) -> Data:
    return _simple_fields(deprecated, ()) or True


def _alias_data(alias: Alias) -> Data:
    data = _simple_fields(alias, ())
    return alias.name if set(data) == {"name"} else data


def _entity_data(entity: Entity) -> Data:
    data = _simple_fields(entity, ())
    return entity.ref if set(data) == {"ref"} else data


def _property_data(each: PlannedProperty) -> Data:
    special = ("name", "types", "items", "properties", "pii", "conditional", "x")
    data: dict[str, Data] = {}
    if each.types:
        data["type" if len(each.types) == 1 else "types"] = each.types[0] if len(each.types) == 1 else list(each.types)
    data.update(_simple_fields(each, special))
    if each.items is not None:
        data["items"] = _property_data(each.items)
    data.update(_properties_data("properties", each.properties))
    if each.pii is not None:
        data["pii"] = _pii_data(each.pii)
    if each.conditional:
        data["conditional"] = [_conditional_data(rule) for rule in each.conditional]
    data = {key: value for key, value in data.items() if value != {}}
    data.update(_rest(each.x))
    return data["type"] if set(data) == {"type"} else data


def _pii_data(pii: Pii) -> Data:
    if pii.is_pii and pii.type:
        return pii.type
    return {"is": False, "type": pii.type} if pii.type else pii.is_pii


def _conditional_data(rule: Conditional) -> Data:
    when: Data = {name: list(values) for name, values in rule.when}
    return {"when": when, **_simple_fields(rule, ("when",))}


def _emit_entry(key: str, value: Data, indent: str) -> list[str]:
    """The lines of one key of a mapping."""
    head = f"{indent}{_text(key)}:"
    if value is None:
        return [head]
    inline = f"{head} {_inline(value)}"
    if isinstance(value, str | int | float) or not value or (_is_flat(value) and len(inline) <= _INLINE):
        return [inline]
    return [head, *_emit_block(value, indent + "  ")]


def _emit_block(value: Data, indent: str) -> list[str]:
    if isinstance(value, Mapping):
        return [line for key, held in value.items() for line in _emit_entry(key, held, indent)]
    if isinstance(value, str | int | float) or value is None:
        return [indent + _inline(value)]
    return [line for item in value for line in _emit_item(item, indent)]


def _emit_item(item: Data, indent: str) -> list[str]:
    if not isinstance(item, Mapping) or not item:
        return [f"{indent}- {_inline(item)}"]
    lines = _emit_block(item, indent + "  ")
    return [f"{indent}- {lines[0][len(indent) + 2 :]}", *lines[1:]]


def _is_flat(value: Data) -> bool:
    """Whether a value reads well on one line: nothing in it but plain values and lists of them."""
    if isinstance(value, str | int | float) or value is None:
        return True
    if isinstance(value, Mapping):
        return all(isinstance(held, str | int | float | None) or (isinstance(held, list) and _is_flat(held)) for held in value.values())
    return all(isinstance(item, str | int | float | None) for item in value)


def _inline(value: Data) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(key)}: {_inline(held)}" for key, held in value.items()) + "}"
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int | float):
        return repr(value)
    return "[" + ", ".join(_inline(item) for item in value) + "]"


def _text(text: str) -> str:
    if _PLAIN.match(text) and text.lower() not in _TAKEN:
        return text
    return "".join(_escape(character) for character in json.dumps(text, ensure_ascii=False))


def _escape(character: str) -> str:
    """What YAML does not allow as it stands, and what a reader could not see."""
    if character == " " or unicodedata.category(character) not in ("Cc", "Cf", "Zl", "Zp", "Zs", "Cn", "Co", "Cs"):
        return character
    return f"\\U{ord(character):08x}"
