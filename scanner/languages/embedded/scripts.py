"""What scripts and event handlers in markup look like, whatever the markup is made with."""

from __future__ import annotations

import html
import re

from scanner.languages.embedded.markup import Attribute, Tag

_SCRIPT_TYPES = frozenset({
    "", "module", "text/javascript", "application/javascript", "text/ecmascript", "application/ecmascript", "application/x-javascript",
    "text/babel", "text/jsx", "text/typescript", "application/typescript", "text/partytown", "text/rocketscript", "js", "ts",
})  # fmt: skip
_REFERENCE = re.compile(rb"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});|['\"`]|[^&'\"`]+|&")
_HANDLER = re.compile(r"on[a-z]+$|@[a-zA-Z]|v-on:|x-on:|\([a-zA-Z.]+\)$", re.ASCII | re.IGNORECASE)


def attribute_value(source: bytes, tag: Tag, name: str) -> str | None:
    """The text of an attribute, or None when the tag has none of this name."""
    for attribute in tag.attributes:
        if attribute.name.lower() == name:
            return source[attribute.start : attribute.end].decode("utf-8", "replace") if attribute.kind != "none" else ""
    return None


def is_script(source: bytes, tag: Tag) -> bool:
    """Whether the content of a script tag is run: no data, no template, no other file. Scripts that wait for consent are run."""
    if attribute_value(source, tag, "src") is not None:
        return False
    kind = (attribute_value(source, tag, "type") or "").split(";")[0].strip().lower()
    waits = kind == "text/plain" and any(attribute.name.startswith("data-") for attribute in tag.attributes)
    return kind in _SCRIPT_TYPES or waits


def is_handler(attribute: Attribute) -> bool:
    """Whether an attribute holds code that runs on an event: `onclick`, `@click`, `x-on:click`, `(click)`."""
    return attribute.kind in ("quoted", "bare") and _HANDLER.match(attribute.name) is not None


def decode_references(code: bytes) -> bytes:
    """Code from an attribute without its character references, of the same length.

    What a reference is longer than its character is made up with blanks: behind the string it stands in, or else on the spot."""
    if b"&" not in code:
        return code
    decoded, owed, quote = bytearray(), 0, b""
    for found in _REFERENCE.finditer(code):
        raw = found.group()
        text = html.unescape(raw.decode("utf-8", "replace")).encode() if raw[:1] == b"&" and len(raw) > 1 else raw
        owed += len(raw) - len(text)
        if text in (b"'", b'"', b"`") and not quote:
            decoded += b" " * owed + text
            owed, quote = 0, text
        elif text == quote:
            decoded += text + b" " * owed
            owed, quote = 0, b""
        elif not quote and text == raw:
            decoded += b" " * owed + text
            owed = 0
        else:
            decoded += text
    decoded += b" " * owed
    return bytes(decoded) if len(decoded) == len(code) else code
