"""Several properties in one cell: a line each, or a list with commas, with what is said of each behind its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from scanner.plan.formats.tables.cells import is_nothing, read_scalar, read_type, split_list

_BULLET = re.compile(r"^(?:[-*+•·]|\d+[.)])\s+")
_KEY = r"[A-Za-z_$@][\w$@-]*(?:[.:][\w$-]+)*(?:<<[^<>]+>>|\$\{[^{}]+\}|\*)?[\w$-]*"
_NAMED = re.compile(rf"^(?:`(?P<code>[^`]+)`|\"(?P<quoted>[^\"]+)\"|\*\*(?P<bold>[^*]+)\*\*|(?P<plain>{_KEY}))")
_TITLED = re.compile(r"^[A-Z][\w$-]*(?: [A-Z0-9][\w$-]*){1,3}")
_PLAIN = re.compile(rf"{_KEY}|{_TITLED.pattern}")
_CODED = re.compile(r"`([^`]+)`")
_HOLE_ONLY = re.compile(r"\s*(?:<<[^<>]+>>|\$\{[^{}]+\})\Z")
_INDEX = re.compile(r"\[\d*\]\Z")
_ASIDE = re.compile(r"\s*\(([^()]*)\)")
_REQUIRED = {"required": True, "mandatory": True, "optional": False, "not required": False}


@dataclass(frozen=True, slots=True)
class Listed:
    """A property in a list: its name, and the fields that the list tells of it."""

    name: str
    said: dict[str, Any]


def read_property_list(text: str) -> tuple[list[Listed], list[str]]:
    """The properties in a cell, and the pieces of it that name none."""
    found: list[Listed] = []
    rest: list[str] = []
    for piece in _split(text) if not is_nothing(text) else ():
        listed = _read_piece(piece)
        if listed is not None:
            found.append(listed)
        elif not is_nothing(piece):
            rest.append(piece)
    return found, rest


def _split(text: str) -> list[str]:
    """Lines when there are several, each of which may be a list with commas; `{a: x, b: y}` is a list too."""
    bare = text.strip()
    if bare.startswith("{") and bare.endswith("}") and not bare.startswith("{{"):
        bare = bare[1:-1]
    pieces = [_BULLET.sub("", line) for line in split_list(bare, "\n")]
    if len(pieces) > 1 and all(" - " in piece or ": " in piece for piece in pieces):
        return pieces
    return [part for piece in pieces for part in _join_told(split_list(piece, ",;·•"))]


def _join_told(parts: list[str]) -> list[str]:
    """Where names stand in code marks, what has none goes on with the property before it: `` `where`: top, bottom``."""
    if not any(part.startswith("`") for part in parts):
        return parts
    joined: list[str] = []
    for part in parts:
        if joined and not part.startswith("`") and ":" in joined[-1]:
            joined[-1] += f", {part}"
        else:
            joined.append(part)
    return joined


def _read_piece(piece: str) -> Listed | None:
    match = _NAMED.match(piece)
    if match is None:
        return None
    name, rest = match[match.lastgroup or 0].strip(), piece[match.end() :]
    if match["plain"] and rest[:1] == " " and (titled := _TITLED.match(piece)):
        name, rest = titled[0], piece[titled.end() :]
    if match["code"] and ":" in name and not rest:
        name, rest = name.split(":", 1)[0].strip(), ":" + name.split(":", 1)[1]
    said: dict[str, Any] = {}
    if _HOLE_ONLY.match(rest):
        return Listed(name + rest.strip(), said)
    name, rest = _take_marks(name, rest, said)
    is_name = bool(match["quoted"]) or is_plain_name(name)
    return Listed(name, said) if is_name and _take_rest(rest, said, is_coded=bool(match["code"])) else None


def is_plain_name(name: str) -> bool:
    """Whether a name can stand in a list without quotes."""
    return bool(_PLAIN.fullmatch(name))


def _take_marks(name: str, rest: str, said: dict[str, Any]) -> tuple[str, str]:
    """`name?` is optional, `name*` required, `name[]` an array."""
    if rest[:1] in "?*" and rest:
        said["required"] = rest[0] == "*"
        rest = rest[1:]
    if name.endswith("?"):
        name, said["required"] = name[:-1], False
    index = re.match(r"\[\d*\]", rest) or None
    if index:
        rest, said["types"] = rest[index.end() :], ("array",)
    elif _INDEX.search(name):
        name, said["types"] = _INDEX.sub("", name), ("array",)
    return name, rest


def _take_rest(rest: str, said: dict[str, Any], *, is_coded: bool) -> bool:
    """What follows the name: `(string, required)`, `: string`, ` - what it is`, `= "x"`. False when it is none of these."""
    rest = rest.strip().strip("*").strip()
    aside = _ASIDE.match(rest)
    if aside:
        _take_aside(aside[1], said)
        rest = rest[aside.end() :].strip().strip("*").strip()
    if not rest:
        return True
    if rest[0] in ":=":
        _take_value(rest[1:].strip(), said)
        return True
    if rest[0] in "-–—→" and (len(rest) == 1 or rest[1] == " "):  # noqa: RUF001 people write the en dash
        said.setdefault("description", rest[1:].strip())
        return True
    if aside or is_coded or _CODED.search(rest):
        said.setdefault("description", rest)
        return True
    return False


def _take_aside(text: str, said: dict[str, Any]) -> None:
    """What brackets say: types, whether it is required, the values it may have; else it describes."""
    text = text.replace("\\|", "|")
    for part in split_list(text, ","):
        word = part.strip("*`_ ").casefold()
        if word in _REQUIRED:
            said["required"] = _REQUIRED[word]
        elif not _take_type(part, said) and not _take_union(text, said):
            said.setdefault("description", text)
            return


def _take_value(text: str, said: dict[str, Any]) -> None:
    if text and not _take_type(text, said) and not _take_union(text, said, "|/,"):
        said.setdefault("description", text)


def _take_type(text: str, said: dict[str, Any]) -> bool:
    read = read_type(text.strip("*_ "))
    if read.unknown:
        return False
    values: dict[str, Any] = {"types": read.types, "nullable": read.nullable, "enum": read.enum, "format": read.format, "items": read.items}
    if read.optional:
        values["required"] = False
    for key, value in values.items():
        if value not in ((), "", None, False) and not said.get(key):
            said[key] = value
    return True


def _take_union(text: str, said: dict[str, Any], marks: str = "|/") -> bool:
    """`'a'/'b'`, `` `a` | `b` ``, `a/b/c`: a choice of words, in any of the marks that stand between such."""
    bare = text.replace("||", "|")
    coded = _CODED.findall(bare)
    if len(coded) > 1 and not re.sub(r"`[^`]*`|[\s/|,]|\bor\b|\bou\b", "", bare):
        said.setdefault("enum", tuple(dict.fromkeys(coded)))
        return True
    for mark in marks:
        parts = split_list(bare, mark)
        if len(parts) > 1 and all(re.fullmatch(r"['\"`]?[\w.-]+['\"`]?", part) for part in parts):
            said.setdefault("enum", tuple(dict.fromkeys(read_scalar(part) for part in parts)))
            return True
    return False
