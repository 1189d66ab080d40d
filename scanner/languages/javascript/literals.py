"""Strings, templates, numbers and the like."""

from __future__ import annotations

import html
import re

from tree_sitter import Node

from scanner.languages.facts import Expr, Literal, Opaque, Template, Text
from scanner.languages.javascript.walker import Walker

_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-3]?[0-7]{1,2})|(\r\n|.))", re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "\n": "", "\r\n": "", "\r": "", "\u2028": "", "\u2029": ""}


def unescape(text: str) -> str:
    """Decode the escapes of a string. Halves of a surrogate pair are joined; a lone half becomes U+FFFD."""
    if "\\" not in text:
        return text
    decoded = _ESCAPE.sub(_decode, text)
    if not _SURROGATE.search(decoded):
        return decoded
    return decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _decode(match: re.Match[str]) -> str:
    hexadecimal = match[1] or match[2] or match[3]
    if hexadecimal:
        code = int(hexadecimal, 16)
        return chr(code) if code <= 0x10FFFF else "\ufffd"
    if match[4]:
        return chr(int(match[4], 8))
    return _SIMPLE.get(match[5], match[5])


def string_value(w: Walker, node: Node) -> str:
    """The value of a string node."""
    return unescape(_unquoted(w.text(node)))


def _unquoted(raw: str) -> str:
    closed = len(raw) > 1 and raw[-1] == raw[0]
    return raw[1:-1] if closed else raw[1:]


def lower_string(w: Walker, node: Node) -> Expr:
    return Text(string_value(w, node), w.span(node))


def lower_markup_string(w: Walker, node: Node) -> Expr:
    """The string value of a JSX attribute: it has character references, and no escapes."""
    return Text(html.unescape(_unquoted(w.text(node))), w.span(node))


def template_parts(w: Walker, node: Node) -> list[Expr]:
    """The texts and substitutions of a template string, in order."""
    parts: list[Expr] = []
    run: list[Node] = []
    for child in node.named_children:
        if child.type == "template_substitution":
            _flush(w, run, parts)
            parts.extend(w.expr(inner) for inner in child.named_children if inner.type != "comment")
        else:
            run.append(child)
    _flush(w, run, parts)
    return parts


def _flush(w: Walker, run: list[Node], parts: list[Expr]) -> None:
    if not run:
        return
    raw = w.source[run[0].start_byte : run[-1].end_byte].decode("utf-8", "replace").replace("\r\n", "\n")
    parts.append(Text(unescape(raw), w.span(run[0], run[-1])))
    run.clear()


def lower_template(w: Walker, node: Node) -> Expr:
    parts = template_parts(w, node)
    if not parts:
        return Text("", w.span(node))
    if len(parts) == 1 and isinstance(parts[0], Text):
        return Text(parts[0].value, w.span(node))
    return Template(tuple(parts), w.span(node))


def number_literal(text: str, node: Node, w: Walker) -> Literal:
    """A number; a whole one without fraction and exponent is an integer."""
    digits = text.lstrip("+-").lower()
    whole = digits.startswith(("0x", "0b", "0o")) or not ("." in digits or "e" in digits)
    return Literal("integer" if whole else "number", text, w.span(node))


def lower_number(w: Walker, node: Node) -> Expr:
    return number_literal(w.text(node), node, w)


def lower_boolean(w: Walker, node: Node) -> Expr:
    return Literal("boolean", node.type, w.span(node))


def lower_null(w: Walker, node: Node) -> Expr:
    return Literal("null", w.text(node), w.span(node))


def lower_regex(w: Walker, node: Node) -> Expr:
    return Literal("regex", w.text(node), w.span(node))


def lower_markup_text(w: Walker, node: Node) -> Expr:
    return Opaque("markup text", "string", w.span(node))
