"""JSX: components are calls, everything else is walked."""

from __future__ import annotations

from tree_sitter import Node

from scanner.languages.facts import Arg, Entry, Expr, Literal, Opaque
from scanner.languages.javascript.chains import last_name
from scanner.languages.javascript.literals import lower_markup_string
from scanner.languages.javascript.walker import Place, Walker
from scanner.languages.treesitter import named_children


def lower_element(w: Walker, node: Node) -> Expr:
    """`<A b={c}>...</A>`: a call of the component with a record of its attributes."""
    opening = node if node.type == "jsx_self_closing_element" else node.child_by_field_name("open_tag")
    name = None if opening is None else opening.child_by_field_name("name")
    value: Expr = Opaque("markup", "object", w.span(node))
    if opening is not None and name is not None:
        value = _lower_opening(w, node, opening, name, value)
    if opening is not None and node.type == "jsx_element":
        _walk_children(w, node)
    return value


def _lower_opening(w: Walker, node: Node, opening: Node, name: Node, otherwise: Expr) -> Expr:
    attributes = opening.children_by_field_name("attribute")
    if not _is_component(w, name) and not any(w.text(child).startswith("data-") for child in attributes):
        for child in attributes:
            _lower_attribute(w, child, None)
        return otherwise
    callee = w.expr(name)
    index = w.builder.reserve_record()
    # An element is a call and a record at once.
    w.height += 1
    entries = tuple(entry for child in attributes if (entry := _lower_attribute(w, child, index)) is not None)
    w.height -= 1
    record = w.builder.record(entries, w.span(opening), index)
    return w.builder.call(callee, (Arg(record),), w.span(node), last_name(callee), "element")


def _is_component(w: Walker, name: Node) -> bool:
    if name.type == "identifier":
        return not w.text(name)[:1].islower()
    return name.type in ("member_expression", "nested_identifier")


def _lower_attribute(w: Walker, node: Node, record: int | None) -> Entry | None:
    children = list(named_children(node))
    if node.type == "jsx_expression":
        inner = next((part for child in children if child.type == "spread_element" for part in named_children(child)), None)
        return None if inner is None else Entry(w.expr(inner), spread=True, span=w.span(node))
    if not children:
        return None
    name, place = w.text(children[0]), Place(w.text(children[0]), w.span(children[0]), record=record)
    value = Literal("boolean", "true", w.span(node)) if len(children) == 1 else _lower_value(w, children[1], place)
    return Entry(value, name, span=w.span(node))


def _lower_value(w: Walker, node: Node, place: Place) -> Expr:
    if node.type == "string":
        return lower_markup_string(w, node)
    inner = next(named_children(node), None) if node.type == "jsx_expression" else node
    return w.opaque(node) if inner is None else w.value(inner, place)


def _walk_children(w: Walker, node: Node) -> None:
    # Children are no part of the element's own value: what they hold may be as high again.
    height, w.height = w.height, 0
    for child in named_children(node):
        if child.type == "jsx_expression":
            w.opaque(child)
        elif child.type in ("jsx_element", "jsx_self_closing_element", "jsx_fragment", "ERROR"):
            w.expr(child)
    w.height = height
