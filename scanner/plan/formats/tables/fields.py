"""The fields of the model as columns: how each is read from a cell and written to one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from scanner.plan.formats.tables.cells import (
    read_count,
    read_flag,
    read_number,
    read_pairs,
    read_scalar,
    read_status,
    read_texts,
    read_type,
    read_values,
    write_pairs,
    write_scalar,
    write_texts,
    write_values,
)
from scanner.plan.model import (
    ALIAS_REASONS,
    IDENTITY_SECTIONS,
    Alias,
    Deprecation,
    Pii,
    PlannedEvent,
    PlannedProperty,
    Scalar,
)

_PATH = re.compile(r"[\w.@()\[\]-]+(?:/[\w.@()\[\]-]+)+\.\w{1,6}\b|[\w-]+\.(?:[jt]sx?|py|rb|kt|swift|dart|go|java|php|vue|cs)\b")
_ASIDE = re.compile(r"\s*\([^()]*\)")
_SOURCE_SEPARATORS = ",;/+&\n"
_SOURCE_RISK = re.compile(r"[/+&]| and ")
_EVERYWHERE = frozenset({"all", "both", "any", "every", "everywhere", "all platforms"})


@dataclass(frozen=True, slots=True)
class Style:
    """What a layout does differently with lists: what stands between the items of a cell. Empty: told from the cell."""

    enum: str = ""
    tags: str = ",;\n"
    sources: str = _SOURCE_SEPARATORS
    examples: str = ""


# What a cell says, as fields of the model. None: the cell says something else, and is kept as it stands.
Said = dict[str, Any]
Reading = Callable[[str, Style], "Said | None"]


def _texts(name: str) -> Reading:
    return lambda text, style: {name: read_texts(text, style.tags)}


def _pairs(name: str) -> Reading:
    return lambda text, style: {name: read_pairs(text)}


def _known(name: str, read: Callable[[str], object]) -> Reading:
    """A field that only some texts can fill."""
    return lambda text, style: None if (found := read(text)) is None else {name: found}


def _text(name: str) -> Reading:
    return lambda text, style: {name: text}


def _read_sources(text: str, style: Style) -> Said | None:
    if text.strip().casefold() in _EVERYWHERE:
        return None
    text = _ASIDE.sub("", text) if '"' not in text else text
    if _PATH.search(text):  # a column `Source` may mean the source file
        return {"location": text}
    pieces = [piece for each in text.split(" and ") for piece in read_texts(each, style.sources)] if '"' not in text else None
    return {"sources": tuple(dict.fromkeys(pieces if pieces is not None else read_texts(text, style.sources)))}


def _read_blocked(text: str, style: Style) -> Said | None:
    """What a vendor drops on arrival."""
    flag = read_flag(text)
    return None if flag is None else {"status": "blocked"} if flag else {}


def _read_deprecated(text: str, style: Style) -> Said | None:
    flag = read_flag(text)
    if flag is not None:
        return {"deprecated": Deprecation()} if flag else {}
    known = {"since": "since", "replaced by": "replaced_by", "remove after": "remove_after"}
    pairs = {known.get(key.replace("_", " ")): value for key, value in read_pairs(text)}
    return None if None in pairs else {"deprecated": Deprecation(**{str(key): value for key, value in pairs.items()})}


def _read_aliases(text: str, style: Style) -> Said | None:
    made: list[Alias] = []
    for name, told in read_pairs(text):
        word, _, destination = told.partition("/")
        reason = next((each for each in ALIAS_REASONS if each == word), None)
        if told and reason is None:
            return None
        made.append(Alias(name, reason or "other", destination))
    return {"aliases": tuple(made)}


def _read_section(text: str, style: Style) -> Said | None:
    return {"identity_section": text} if text in IDENTITY_SECTIONS else None


EVENT_FIELDS: Mapping[str, Reading] = {
    **{name: _text(name) for name in ("description", "why", "trigger", "location", "category", "display_name", "owner", "notes", "id")},
    **{name: _texts(name) for name in ("contacts", "tags", "links", "use_groups")},
    **{name: _pairs(name) for name in ("labels", "ids", "destinations")},
    "status": _known("status", read_status),
    "additional_properties": _known("additional_properties", read_flag),
    "blocked": _read_blocked,
    "sources": _read_sources,
    "deprecated": _read_deprecated,
    "aliases": _read_aliases,
    "identity_section": _read_section,
}


def read_types(text: str, own_types: Iterable[str] = ()) -> Said:
    """What a type cell says, as fields of a property."""
    said = read_type(text, own_types)
    values: Said = {"types": said.types, "nullable": said.nullable, "enum": said.enum, "format": said.format, "items": said.items}
    values["unknown_types"] = said.unknown
    if said.optional:
        values["required"] = False
    return {key: value for key, value in values.items() if value not in ((), "", None, False)}


def _read_optional(text: str, style: Style) -> Said | None:
    flag = read_flag(text)
    return None if flag is None else {"required": not flag}


def _read_array(text: str, style: Style) -> Said | None:
    flag = read_flag(text)
    return None if flag is None else {"is_array": flag}


def _read_pii(text: str, style: Style) -> Said | None:
    flag = read_flag(text)
    if flag is not None:
        return {"pii": Pii(flag)}
    is_not = text.casefold().startswith("no: ")
    return {"pii": Pii(False, text[4:].strip()) if is_not else Pii(True, text)}


def _read_ambiguous(text: str, style: Style) -> Said | None:
    """A column `Value` holds an example unless it clearly holds a choice."""
    separator = "\n" if "\n" in text else "|"
    values = [value for value in text.replace("||", "|").split(separator) if value.strip()]
    if len(values) > 1 and all(len(value) <= 60 for value in values):
        return {"raw_enum": text.replace("||", "|"), "enum_separator": separator}
    return {"raw_examples": text, "examples_separator": "\0"}


PROPERTY_FIELDS: Mapping[str, Reading] = {
    **{name: _text(name) for name in ("description", "display_name", "pattern", "format")},
    **{name: _known(name, read_number) for name in ("min", "max", "exclusive_min", "exclusive_max", "multiple_of")},
    **{name: _known(name, read_count) for name in ("min_length", "max_length", "min_items", "max_items")},
    **{name: _known(name, read_flag) for name in ("required", "nullable", "unique", "sensitive", "hidden", "additional_properties")},
    "types": lambda text, style: read_types(text),
    "optional": _read_optional,
    "array": _read_array,
    "blocked": _read_blocked,
    "integer": lambda text, style: None if (flag := read_flag(text)) is None else {"is_integer": flag},
    "pinned": lambda text, style: {"raw_const": text},
    "status": _known("status", read_status),
    "enum": lambda text, style: {"raw_enum": text, "enum_separator": style.enum},
    "const": lambda text, style: {"raw_const": text},
    "examples": lambda text, style: {"raw_examples": text, "examples_separator": style.examples},
    "values": _read_ambiguous,
    "aliases": _texts("aliases"),
    "pii": _read_pii,
}


def settle_property(said: Said) -> None:
    """What can only be read when the type is known: the values a property may have, and whether it is an array of them."""
    types = said.get("types", ())
    if said.pop("is_integer", False) and types == ("number",):
        said["types"] = types = ("integer",)
    inner = () if "array" in types else types
    if said.pop("is_array", False) and "array" not in types:
        held = PlannedProperty("", types=types, nullable=said.pop("nullable", False), format=said.pop("format", ""))
        said["types"], said["items"] = ("array",), None if held == PlannedProperty("") else held
        inner = types
    if "raw_enum" in said:
        values = read_values(said.pop("raw_enum"), inner, said.pop("enum_separator"))
        _put_enum(said, values)
    if "raw_const" in said:
        said["const"] = read_scalar(said.pop("raw_const"), inner)
    if "raw_examples" in said:
        said["examples"] = read_values(said.pop("raw_examples"), inner, said.pop("examples_separator"))


def _put_enum(said: Said, values: tuple[Scalar, ...]) -> None:
    """The values of an array are those of its members."""
    if said.get("types") == ("array",):
        items = said.get("items") or PlannedProperty("")
        said["items"] = replace(items, enum=values)
    elif values:
        said["enum"] = values
        if not said.get("types") and all(isinstance(value, bool) for value in values):
            said["types"] = ("boolean",)


def show_sources(sources: tuple[str, ...]) -> str:
    return ", ".join(write_texts([each]) if not _SOURCE_RISK.search(each) else f'"{each}"' for each in sources)


def show_flag(flag: bool | None) -> str:
    return "" if flag is None else "yes" if flag else "no"


def show_number(number: float | None) -> str:
    return "" if number is None else repr(number)


def show_aliases(event: PlannedEvent) -> str:
    told = ((each.name, each.reason + (f"/{each.destination}" if each.destination else "")) for each in event.aliases)
    return write_pairs(told)


def show_deprecation(event: PlannedEvent) -> str:
    if event.deprecated is None:
        return ""
    known = {"since": event.deprecated.since, "replaced by": event.deprecated.replaced_by, "remove after": event.deprecated.remove_after}
    return write_pairs((key, value) for key, value in known.items() if value) or "yes"


def show_pii(each: PlannedProperty) -> str:
    if each.pii is None:
        return ""
    if not each.pii.type:
        return show_flag(each.pii.is_pii)
    return each.pii.type if each.pii.is_pii else f"no: {each.pii.type}"


def show_enum(each: PlannedProperty, separator: str = ", ") -> str:
    return write_values(each.enum, _scalar_types(each), separator)


def show_examples(each: PlannedProperty) -> str:
    return write_values(each.examples, _scalar_types(each))


def show_const(each: PlannedProperty) -> str:
    return "" if each.const is None else write_scalar(each.const, _scalar_types(each))


def _scalar_types(each: PlannedProperty) -> tuple[str, ...]:
    return () if "array" in each.types else each.types
