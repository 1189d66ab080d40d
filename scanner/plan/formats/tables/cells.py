"""What stands in a cell: flags, numbers, lists, values and types, in the ways that people write them; and the same written back.

A list is written with commas; an item that would be misread stands in double quotes, as in JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite

from scanner.plan.model import PROPERTY_TYPES, STATUSES, PlannedProperty, Scalar, Status
from scanner.plan.words import fold

_YES = frozenset({"yes", "y", "true", "x", "1", "required", "mandatory", "always", "✓", "✔", "✅", "☑", "sim", "si", "sí", "oui", "ja"})
_NO = frozenset({"no", "n", "false", "0", "optional", "not required", "never", "✗", "✘", "❌", "☐", "não", "nao", "non", "nein"})
_NOTHING = frozenset({"", "-", "--", "---", "–", "—", "n/a", "none", "n.a.", "/", "[]", "{}"})  # noqa: RUF001 people write the en dash
_BLANK = frozenset({"", "-", "--", "–", "—"})  # noqa: RUF001
_STATUS_WORDS: dict[str, Status] = {
    **{status: status for status in STATUSES},
    **dict.fromkeys(("todo", "proposed", "draft", "open", "new", "backlog", "notstarted", "notimplemented", "pending", "ready"), "planned"),
    **dict.fromkeys(("done", "complete", "completed", "installed", "developed", "shipped", "live"), "implemented"),
    **dict.fromkeys(("tested", "validated", "approved", "qapassed", "qaed"), "verified"),
    **dict.fromkeys(("obsolete", "legacy", "sunset"), "deprecated"),
    **dict.fromkeys(("deleted", "dead"), "removed"),
    "dropped": "blocked",
}
_TYPE_WORDS: dict[str, tuple[str, str]] = {
    **{name: (name, "") for name in PROPERTY_TYPES},
    **dict.fromkeys(("int", "long", "quantity", "bigint", "int32", "int64", "whole number"), ("integer", "")),
    **dict.fromkeys(("float", "double", "decimal", "num", "numeric", "currency", "money", "percentage"), ("number", "")),
    **dict.fromkeys(("list", "set", "tuple", "vector"), ("array", "")),
    **dict.fromkeys(("map", "dict", "dictionary", "json", "struct", "record", "hash", "{}", "object literal"), ("object", "")),
    **dict.fromkeys(("str", "text", "varchar", "char", "id", "texte", "texto", "cadena", "chaîne"), ("string", "")),
    **dict.fromkeys(("datetime", "date-time", "date time", "timestamp", "iso8601", "iso 8601", "iso-8601"), ("string", "date-time")),
    **dict.fromkeys(("uri", "url"), ("string", "uri")),
    **dict.fromkeys(("bool", "true/false", "flag", "booléen", "booleano"), ("boolean", "")),
    **dict.fromkeys(("entier", "entero", "inteiro"), ("integer", "")),
    **dict.fromkeys(("nombre", "número", "numero"), ("number", "")),
    **dict.fromkeys(("any", "unknown", "mixed", "*", "enum", "const", "variant"), ("any", "")),
    **dict.fromkeys(("nil", "none", "nullable"), ("null", "")),
    "date": ("string", "date"),
    "email": ("string", "email"),
    "uuid": ("string", "uuid"),
    "guid": ("string", "uuid"),
    "undefined": ("undefined", ""),
    "void": ("undefined", ""),
}
# Words for a type that are no value of anything; `email` and `url` may well be.
_PLAIN_TYPES = frozenset({*PROPERTY_TYPES, "int", "float", "double", "num", "bool", "str", "any", "list", "dict", "unknown"}) - {"null"}
_ARRAY = re.compile(r"(?:array|list|set|sequence|readonlyarray)\s*(?:<(.+)>|\[(.+)\]|\((.+)\)|\s+of\s+(.+))\Z", re.IGNORECASE | re.DOTALL)
_RECORD = re.compile(r"(?:record|map|dict|partial)\s*[<\[(].*[>\])]\Z", re.IGNORECASE | re.DOTALL)
_ENUM = re.compile(r"(?:enum|one of|literal|union)\s*(?::|\(|\[|\s)\s*(.+?)[)\]]?\Z", re.IGNORECASE | re.DOTALL)
_ASIDE = re.compile(r"^(\w[\w -]*?)\s*\(([^()]*)\)\Z")
_INTEGER = re.compile(r"[-+]?[0-9]{1,40}\Z")
_NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?\Z")
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|`[^`\n]*`|[“][^”\n]*[”]')
_LONGEST_TYPE = 10_000
_MOST_BRACKETS = 40
_PAIRED = {"(": ")", "[": "]", "{": "}", "<": ">"}
_RISKY = re.compile(r"[,;|\n\"'`“{}\[\]()<>:]|^\s|\s$|^$")  # what an item of a list cannot hold without quotes


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: `-`, `n/a`, `none`."""
    return text.strip().casefold() in _NOTHING


def is_blank(text: str) -> bool:
    """Whether a cell is empty, or holds a dash for it: what could be a name or a value is none of these."""
    return text.strip() in _BLANK


def read_flag(text: str) -> bool | None:
    """Yes or no in the words people use; None for anything else."""
    word = text.strip().strip("*`_").strip().casefold()
    return True if word in _YES else False if word in _NO else None


def read_status(text: str) -> Status | None:
    """A status word in any spelling, or the one that stands for it."""
    return _STATUS_WORDS.get(fold(text))


def read_number(text: str) -> int | float | None:
    word = text.strip().replace("\u00a0", "")
    if _INTEGER.match(word):
        return int(word)
    return float(word) if len(word) <= 40 and _NUMBER.match(word) and isfinite(float(word)) else None


def read_count(text: str) -> int | None:
    found = read_number(text)
    return int(found) if found is not None and found >= 0 and float(found).is_integer() else None


def split_list(text: str, separators: str = ",;\n") -> list[str]:
    """The items of a list: not split inside quotes and brackets. Empty items are dropped."""
    items: list[str] = []
    current: list[str] = []
    closing: list[str] = []
    last = {mark: text.rfind(mark) for mark in _PAIRED.values()}
    place = 0
    while place < len(text):
        quoted = _QUOTED.match(text, place) if text[place] in "\"'`“" and _opens(text, place) else None
        if quoted:
            current.append(quoted[0])
            place = quoted.end()
            continue
        character = text[place]
        place += 1
        if closing and character == closing[-1]:
            closing.pop()
        elif character in _PAIRED and last[_PAIRED[character]] >= place:
            closing.append(_PAIRED[character])
        elif character in separators and not closing:
            items.append("".join(current))
            current = []
            continue
        current.append(character)
    items.append("".join(current))
    return [item.strip() for item in items if item.strip()]


def _opens(text: str, place: int) -> bool:
    """Whether a quote begins something: an apostrophe within a word does not."""
    return place == 0 or not text[place - 1].isalnum()


def read_texts(text: str, separators: str = ",;\n") -> tuple[str, ...]:
    return tuple(unquote(item) for item in split_list(text, separators))


def unquote(item: str) -> str:
    if len(item) >= 2 and item[0] == item[-1] == '"':
        try:
            found = json.loads(item, strict=False)
        except ValueError:
            return item[1:-1]
        return found if isinstance(found, str) else item
    if len(item) >= 2 and ((item[0] == item[-1] and item[0] in "'`") or (item[0], item[-1]) == ("“", "”")):
        return item[1:-1]
    return item


def write_texts(items: Iterable[str], separator: str = ", ") -> str:
    return separator.join(quote_item(item) for item in items)


def quote_item(item: str) -> str:
    """An item as it can stand in a list: in quotes when it would fall apart or lose them."""
    return json.dumps(item, ensure_ascii=False) if _RISKY.search(item) or is_nothing(item) else item


def read_pairs(text: str) -> tuple[tuple[str, str], ...]:
    """`key: value; key: value`. An item without a colon is a key alone."""
    pairs: list[tuple[str, str]] = []
    for item in split_list(text, ";,\n"):
        key, _, value = _cut(item, ":")
        pairs.append((unquote(key.strip()), unquote(value.strip())))
    return tuple(pairs)


def _cut(item: str, mark: str) -> tuple[str, str, str]:
    """`str.partition` that looks past a quoted beginning."""
    quoted = _QUOTED.match(item)
    start = quoted.end() if quoted else 0
    head, found, tail = item[start:].partition(mark)
    return item[:start] + head, found, tail


def write_pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{quote_item(key)}: {quote_item(value)}" if value else quote_item(key) for key, value in pairs)


def read_scalar(text: str, types: Sequence[str] = ()) -> Scalar:
    """One value. Quoted it is text; else it is a number, true, false or null unless its property can only be text."""
    plain = unquote(text)
    if plain != text or set(types) == {"string"}:
        return plain
    lower = text.casefold()
    if lower in _WORDS and (text in (lower, lower.upper(), lower.capitalize())):
        return _WORDS[lower]
    number = read_number(text)
    return text if number is None else number


def write_scalar(value: Scalar, types: Sequence[str] = ()) -> str:
    """A value so that `read_scalar` gives it back."""
    if isinstance(value, str):
        is_clear = isinstance(read_scalar(value, types), str) and not _RISKY.search(value) and not is_nothing(value)
        return value if is_clear else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)


def read_values(text: str, types: Sequence[str] = (), separators: str = "") -> tuple[Scalar, ...]:
    """A list of values: one a line, or between bars, commas or semicolons, whichever the cell uses first in this order."""
    cut = separators or next((each for each in ("\n", "|", ";", ",") if len(split_list(text, each)) > 1), ",")
    items = [item for item in split_list(text, cut) if item != "|"]
    return tuple(read_scalar(item.strip().rstrip(","), types) for item in items)


def write_values(values: Iterable[Scalar], types: Sequence[str] = (), separator: str = ", ") -> str:
    return separator.join(write_scalar(value, types) for value in values)


@dataclass(frozen=True, slots=True)
class TypeSaid:
    """What a type cell says. `unknown` are words that are no type; `optional` is set for `string | undefined`."""

    types: tuple[str, ...] = ()
    nullable: bool = False
    optional: bool = False
    enum: tuple[Scalar, ...] = ()
    format: str = ""
    items: PlannedProperty | None = None
    unknown: tuple[str, ...] = ()


def read_type(text: str, own_types: Iterable[str] = ()) -> TypeSaid:
    """A type, a union of types, or a union of literals, in the notations of spreadsheets and of TypeScript."""
    return _read_type(text.strip(), frozenset(own_types))


@lru_cache(maxsize=4096)
def _read_type(text: str, known: frozenset[str]) -> TypeSaid:
    if len(text) > _LONGEST_TYPE or sum(map(text.count, "<[(")) > _MOST_BRACKETS:
        return TypeSaid(unknown=(text,))
    if text.startswith("(") and text.endswith(")") and split_list(text, ")") == [text]:
        text = text[1:-1]
    parts = _split_union(text.strip(), known)
    literals = [part for part in parts if _is_literal(part)]
    words = [part for part in parts if not _is_void(part)]
    if not literals and len(words) > 1 and not any(part.casefold() in _PLAIN_TYPES or part in known for part in words):
        literals = [] if all(_is_type(part, known) for part in words) else words  # `email | google | oauth`
    said = [_read_one(part, known) for part in parts if part not in literals]
    types = tuple(dict.fromkeys(name for each in said for name in each.types))
    enum = tuple(dict.fromkeys((*(read_scalar(part) for part in literals), *(value for each in said for value in each.enum))))
    if literals and not types:
        types = _types_of(enum)
    if set(enum) == {True, False} and types == ("boolean",):
        enum = ()
    is_any = any("any" in each.types for each in said)
    is_nullable = any(each.nullable for each in said)
    only_null = is_nullable and not types and not enum
    return TypeSaid(
        types=("null",) if only_null else () if is_any else types,
        nullable=is_nullable and not only_null,
        optional=any(each.optional for each in said),
        # a union of literals and types allows more than the literals
        enum=enum if not any(each.types for each in said) else (),
        format=next((each.format for each in said if each.format), ""),
        items=next((each.items for each in said if each.items is not None), None),
        unknown=tuple(word for each in said for word in each.unknown),
    )


def _split_union(text: str, known: frozenset[str]) -> list[str]:
    parts = split_list(text, "|")
    if len(parts) > 1 or text.casefold() in _TYPE_WORDS:
        return parts
    for mark in (",", "/", "\n", " or "):
        pieces = split_list(text, mark) if len(mark) == 1 else [piece.strip() for piece in text.split(mark) if piece.strip()]
        if len(pieces) > 1 and all(_is_type(piece, known) or _is_literal(piece) for piece in pieces):
            return pieces
    return parts


def _is_void(part: str) -> bool:
    return part.casefold() in ("null", "undefined", "nil", "none", "nullable", "optional")


def _is_literal(part: str) -> bool:
    return bool(_QUOTED.fullmatch(part)) or read_number(part) is not None or part in ("true", "false")


def _is_type(part: str, known: frozenset[str]) -> bool:
    return part in known or not _read_one(part, known).unknown


def _types_of(values: Sequence[Scalar]) -> tuple[str, ...]:
    if values and all(isinstance(value, bool) for value in values):
        return ("boolean",)
    if values and all(isinstance(value, int) and not isinstance(value, bool) for value in values):
        return ("integer",)
    if values and all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return ("number",)
    return ("string",) if values and all(isinstance(value, str) for value in values) else ()


def _read_one(part: str, known: frozenset[str]) -> TypeSaid:
    part = part.strip().strip("`").strip()
    if part in known:
        return TypeSaid((part,))
    bare = part.rstrip("?")
    word = bare.casefold()
    if word in _TYPE_WORDS:
        return _from_word(word, part.endswith("?"))
    if bare.endswith("[]"):
        return _array_of(bare[:-2].strip(), known)
    match = _ARRAY.match(bare)
    if match:
        return _array_of(next(group for group in match.groups() if group), known)
    if (bare.startswith("{") and bare.endswith("}")) or _RECORD.match(bare):
        return TypeSaid(("object",))
    return _read_wordy(bare, known)


def _read_wordy(text: str, known: frozenset[str]) -> TypeSaid:
    """`enum: a, b`, `string (uuid)`, `enum (a/b)`."""
    match = _ENUM.match(text)
    if match:
        separator = next((each for each in ("|", ",", "/", ";", "\n") if each in match[1]), ",")
        values = read_values(match[1], (), separator)
        return TypeSaid(enum=values) if len(values) > 1 else TypeSaid(unknown=(text,))
    aside = _ASIDE.match(text)
    if aside and aside[1].casefold() in _TYPE_WORDS:
        inner = _TYPE_WORDS.get(aside[2].strip().casefold(), ("", ""))
        said = _from_word(aside[1].casefold(), False)
        return TypeSaid(said.types, said.nullable or inner[0] == "null", aside[2].casefold() == "optional", format=inner[1] or said.format)
    return TypeSaid(unknown=(text,))


def _from_word(word: str, is_open: bool) -> TypeSaid:
    name, form = _TYPE_WORDS[word]
    if name == "null":
        return TypeSaid(nullable=True)
    return TypeSaid(optional=True) if name == "undefined" else TypeSaid((name,), nullable=is_open, format=form)


def _array_of(text: str, known: frozenset[str]) -> TypeSaid:
    inner = read_type(text, known)
    held = PlannedProperty("", types=inner.types, nullable=inner.nullable, enum=inner.enum, format=inner.format, items=inner.items)
    return TypeSaid(("array",), items=None if held == PlannedProperty("") else held, unknown=inner.unknown)


def write_type(each: PlannedProperty) -> str:
    """The types of a property as `read_type` takes them."""
    names = list(each.types) or (["any"] if each.nullable else [])
    return " | ".join([*names, *(["null"] if each.nullable else [])])
