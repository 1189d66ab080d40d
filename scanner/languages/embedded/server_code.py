"""The other language of a file: what a server runs inside a page (Ruby in ERB, C# in Razor, PHP), and the page around PHP.

The code is written into a text of the same length, every byte at its own place, and read by that language's own module. What cannot
be read there is no error of the author: the code is put together from pieces.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from importlib import import_module
from typing import Any

from scanner.languages.embedded.code import Braces
from scanner.languages.embedded.pages import extract_page
from scanner.languages.embedded.server import Insert, find_inserts
from scanner.languages.facts import SERVER_VALUE, Arg, Call, Entry, FileFacts, Name, Record, Scope, Span
from scanner.languages.registry import language_of, part_name, source_path
from scanner.languages.treesitter import Positions

_BLANK = bytes(byte if byte in b"\r\n\t" else 0x20 for byte in range(256))
_RUBY_TAG = re.compile(rb"<%(-|={0,2})")
_RAZOR_CODE = re.compile(rb"@(?:code|functions)\s*\{")
_RAZOR_INJECT = re.compile(rb"^@inject\s+([\w.<>, ]+?\s+\w+)[ \t]*\r?$", re.MULTILINE)
_RAZOR_HANDLER = re.compile(rb"""@(?:on|bind)[\w:-]*\s*=\s*(?:"(?P<double>[^"@\n][^"\n]*)"|'(?P<single>[^'@\n][^'\n]*)')""")
_WHOLE = Scope(0, None, "module", None, None, Span(0, 0, 1, 1, 1, 1))


def extract(path: str, text: bytes) -> FileFacts:
    """The facts of one part of a file; the path tells which. Never raises for bad source."""
    part = part_name(path)
    if part == "page":
        facts = _page_around(path, text)
    elif part == "ruby":
        facts = _with_helpers(_read("ruby", path, write_ruby(text)))
    elif part == "csharp":
        facts = _read("csharp", path, write_csharp(text, _class_name(path)))
    else:
        facts = _read("php", path, text)
    language = language_of(path)
    facts = replace(facts, path=path, language="" if language is None else language.name, errors=())
    placed: FileFacts = facts if part == "page" or text.isascii() else _placed(facts, Positions(text), {})
    return placed


def _read(name: str, path: str, text: bytes) -> FileFacts:
    facts: FileFacts = import_module(f"scanner.languages.{name}").extract(path, text)
    return facts


def _placed(value: Any, positions: Positions, done: dict[int, Any]) -> Any:
    """Facts with the lines and columns that their bytes have in the file: where blanks stand, it may have wider characters.
    What was one object stays one."""
    if isinstance(value, Span):
        return positions.stretch(value.start, value.end)
    if isinstance(value, tuple):
        return tuple(_placed(each, positions, done) for each in value)
    if not is_dataclass(value):
        return value
    if id(value) not in done:
        done[id(value)] = replace(value, **{each.name: _placed(getattr(value, each.name), positions, done) for each in fields(value)})  # type: ignore[type-var]
    return done[id(value)]


def _class_name(path: str) -> bytes:
    return re.sub(rb"\W", b"_", posixpath.basename(source_path(path)).split(".")[0].encode()) or b"_"


# --- Ruby in ERB ---


def write_ruby(text: bytes) -> bytes:
    """The Ruby of an ERB file, each tag a statement of its own, each value assigned to a name."""
    written = bytearray(text.translate(_BLANK))
    for insert in find_inserts(text, "erb"):
        opening = _RUBY_TAG.match(text, insert.start)
        if insert.kind == "comment" or opening is None or text.startswith(b"<%%", insert.start):
            continue
        start, end = opening.end(), insert.end - 2
        if text[end - 1 : end] == b"-" and end > start:
            end -= 1
        code = text[start:end]
        if not code.strip() or code.lstrip().startswith(b"#"):
            continue
        if b"=" in opening.group():
            written[start - 3 : start] = SERVER_VALUE.encode() + b" ="
        written[start:end] = code
        written[end : end + 1] = b";"
    return bytes(written)


def _with_helpers(facts: FileFacts) -> FileFacts:
    """The facts, with an element for every helper that is given attributes which may declare an event (`link_to x, y, data: { ... }`)."""
    records = list(facts.records)
    calls = list(facts.calls)
    for call in facts.calls:
        entries = tuple(_attributes(call))
        if not any(entry.key is not None and entry.key.startswith("data-") for entry in entries):
            continue
        first = min((entry.span.start for entry in entries if entry.span is not None), default=call.span.start)
        record = Record(entries, len(records), call.span._replace(start=first))
        records.append(record)
        calls.append(Call(Name("helper", call.scope, call.name_span), (Arg(record),), "element", call.scope, record.span, call.name_span))
    calls.sort(key=lambda call: (call.name_span.start, call.span.end))
    return replace(facts, records=tuple(records), calls=tuple(calls))


def _attributes(call: Call) -> Iterator[Entry]:
    """The attributes that a helper writes: its keywords and the entries of its hashes; those of `data` with that in front."""
    for arg in call.args:
        if arg.keyword is not None:
            yield from _attribute(Entry(arg.value, arg.keyword, span=arg.value.span))
        elif isinstance(arg.value, Record):
            for entry in arg.value.entries:
                yield from _attribute(entry)


def _attribute(entry: Entry) -> Iterator[Entry]:
    if entry.key in ("data", "data_attributes") and isinstance(entry.value, Record):
        for inner in entry.value.entries:
            yield inner if inner.key is None else replace(inner, key=f"data-{inner.key.replace('_', '-')}")
    else:
        yield entry


# --- C# in Razor ---


def write_csharp(text: bytes, name: bytes) -> bytes:
    """The C# of a Razor file: what is injected as variables, expressions as values, blocks of members as a class called `name`."""
    written = bytearray(text.translate(_BLANK))
    members = [(found.end(), end - 1) for found in _RAZOR_CODE.finditer(text) if (end := Braces(text).closing(found.end() - 1)) is not None]
    for start, end, is_value in sorted(_expressions(text)):
        if any(first <= start < last for first, last in members) or written[start:end].strip():
            continue
        written[start:end] = text[start:end]
        if is_value and written[start - 2 : start] == b"  ":
            written[start - 2 : start] = SERVER_VALUE.encode() + b"="
        _end_statement(written, end)
    for start, end in members:
        written[start:end] = text[start:end]
        if _put_before(written, start, b"class " + name + b"{"):
            written[end : end + 1] = b"}"
    return bytes(written)


def _end_statement(written: bytearray, end: int) -> None:
    """A semicolon on the first blank behind a statement, over the end of its line if need be."""
    place = next((place for place in range(end, min(end + 3, len(written))) if written[place] not in b"\r\n"), None)
    if place is not None:
        written[place : place + 1] = b";"


def _expressions(text: bytes) -> Iterator[tuple[int, int, bool]]:
    """Stretches of code, and whether each is a value."""
    for found in _RAZOR_INJECT.finditer(text):
        yield *found.span(1), False
    for found in _RAZOR_HANDLER.finditer(text):
        start, end = found.span("double" if found["double"] is not None else "single")
        yield start, end, True
    for insert in find_inserts(text, "razor"):
        yield from _expression(text, insert)


def _expression(text: bytes, insert: Insert) -> Iterator[tuple[int, int, bool]]:
    """An expression behind an at sign, or what a block without markup holds; directives and conditions are none."""
    start, end = insert.start + 1, insert.end
    if insert.kind == "value" and (b"(" in text[start:end] or b"." in text[start:end]):
        yield start, end, True
    elif insert.kind == "tag" and text[start : start + 1] == b"{":
        yield start, end, False


def _put_before(written: bytearray, position: int, code: bytes) -> bool:
    """Write code on one line of the blanks that end at a place. False where none of these lines has room."""
    first = len(written[:position].rstrip())
    while position - first >= len(code):
        line = max(written.rfind(b"\n", first, position) + 1, first)
        if position - line >= len(code):
            written[position - len(code) : position] = code
            return True
        position = line - 1
    return False


# --- the page around PHP ---


def _page_around(path: str, text: bytes) -> FileFacts:
    """The facts of the markup in a file of PHP; most files have none."""
    position, markup = 0, False
    for insert in find_inserts(text, "php"):
        markup = markup or b"<" in text[position : insert.start]
        position = insert.end
    if not markup and b"<" not in text[position:]:
        return FileFacts(path, "php", scopes=(_WHOLE,))
    return extract_page(path, text, "php")
