"""Object literals."""

from __future__ import annotations

from tree_sitter import Node

from scanner.languages.facts import Entry, Expr
from scanner.languages.javascript.functions import lower_function
from scanner.languages.javascript.patterns import key_name
from scanner.languages.javascript.walker import FunctionKind, Place, Walker
from scanner.languages.treesitter import named_children


def lower_object(w: Walker, node: Node) -> Expr:
    """An object literal. Functions among its entries know the record they belong to."""
    index = w.builder.reserve_record()
    entries = [entry for child in named_children(node) if (entry := _lower_entry(w, child, index)) is not None]
    return w.builder.record(tuple(entries), w.span(node), index)


def _lower_entry(w: Walker, node: Node, record: int) -> Entry | None:
    match node.type:
        case "pair":
            return _lower_pair(w, node, record)
        case "shorthand_property_identifier":
            return Entry(w.name(node), w.text(node), span=w.span(node))
        case "spread_element":
            inner = next(named_children(node), None)
            return None if inner is None else Entry(w.expr(inner), spread=True, span=w.span(node))
        case "method_definition":
            return _lower_method(w, node, record)
        case _:
            w.opaque(node)
            return None


def _lower_pair(w: Walker, node: Node, record: int) -> Entry | None:
    key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
    if key is None or value is None:
        w.opaque(node)
        return None
    name, key_expr = lower_key(w, key)
    return Entry(w.value(value, Place(name or "", w.span(key), record=record)), name, key_expr, span=w.span(node))


def _lower_method(w: Walker, node: Node, record: int) -> Entry | None:
    key = node.child_by_field_name("name")
    if key is None:
        return None
    name, key_expr = lower_key(w, key)
    words = accessor_words(node)
    kind: FunctionKind = "getter" if "get" in words else "method"
    function = lower_function(w, node, Place(name or "", w.span(key), kind, record=record))
    return None if "set" in words else Entry(function, name, key_expr, span=w.span(node))


def lower_key(w: Walker, key: Node) -> tuple[str | None, Expr | None]:
    """The name of a key, or the expression that computes it."""
    name = key_name(w, key)
    inner = next(named_children(key), None) if name is None else None
    return name, None if inner is None else w.expr(inner)


def accessor_words(method: Node) -> set[str]:
    """The words before a method's name: `static`, `get`, `async` ..."""
    return {child.type for child in method.children if not child.is_named}
