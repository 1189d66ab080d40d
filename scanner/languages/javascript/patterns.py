"""Names that get values: plain ones, and destructured ones."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tree_sitter import Node

from scanner.languages.builder import BindingKind
from scanner.languages.facts import Choice, Expr, Index, Literal, Member, Opaque, Rest, Text
from scanner.languages.javascript.literals import string_value
from scanner.languages.javascript.walker import Walker
from scanner.languages.treesitter import named_children


@dataclass(frozen=True, slots=True)
class Target:
    """How the names of a pattern are bound: their home, the kind of binding, and the type of a lone name."""

    home: int
    kind: BindingKind = "declare"
    type: Expr | None = None


def key_name(w: Walker, node: Node) -> str | None:
    """The name that a property key gives, or None when it is computed."""
    if node.type == "computed_property_name":
        inner = next(named_children(node), None)
        return string_value(w, inner) if inner is not None and inner.type == "string" else None
    return string_value(w, node) if node.type == "string" else w.text(node)


def bind_pattern(w: Walker, pattern: Node, value: Expr | None, target: Target) -> None:
    """Give the names of a pattern their share of `value`."""
    pattern = w.bare(pattern)
    if not w.enter():
        return
    try:
        _bind(w, pattern, value, target)
    finally:
        w.leave()


def _bind(w: Walker, pattern: Node, value: Expr | None, target: Target) -> None:
    match pattern.type:
        case "object_pattern":
            _bind_object(w, pattern, _known(w, pattern, value), replace(target, type=None))
        case "array_pattern":
            _bind_array(w, pattern, _known(w, pattern, value), replace(target, type=None))
        case "assignment_pattern" | "object_assignment_pattern":
            _bind_default(w, pattern, value, target)
        case "identifier" | "shorthand_property_identifier_pattern" | "undefined":
            w.builder.bind(w.text(pattern), value, target.kind, w.span(pattern), home=target.home, type=target.type)
        case "member_expression" | "subscript_expression":
            change_member(w, pattern, value, pattern)
        case _:
            w.opaque(pattern)


def _known(w: Walker, node: Node, value: Expr | None) -> Expr:
    return Opaque("no value", "", w.span(node)) if value is None else value


def _bind_default(w: Walker, node: Node, value: Expr | None, target: Target) -> None:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return
    bind_pattern(w, left, Choice((_known(w, left, value), w.expr(right)), "or", w.span(node)), target)


def _bind_object(w: Walker, pattern: Node, value: Expr, target: Target) -> None:
    keys: list[str] = []
    for child in named_children(pattern):
        if child.type == "rest_pattern":
            _bind_rest(w, child, Rest(value, tuple(keys), w.span(child)), target)
        elif child.type == "pair_pattern":
            _bind_pair(w, child, value, target, keys)
        else:
            _bind_shorthand(w, child, value, target, keys)


def _bind_shorthand(w: Walker, node: Node, value: Expr, target: Target, keys: list[str]) -> None:
    named = node.child_by_field_name("left") if node.type == "object_assignment_pattern" else node
    if named is None or named.type != "shorthand_property_identifier_pattern":
        w.opaque(node)
        return
    keys.append(w.text(named))
    bind_pattern(w, node, Member(value, keys[-1], w.span(named), w.span(named)), target)


def _bind_pair(w: Walker, node: Node, value: Expr, target: Target, keys: list[str]) -> None:
    key, inner = node.child_by_field_name("key"), node.child_by_field_name("value")
    if key is None or inner is None:
        return
    name = key_name(w, key)
    if name is None:
        bind_pattern(w, inner, Index(value, _computed(w, key), w.span(key)), target)
        return
    keys.append(name)
    bind_pattern(w, inner, Member(value, name, w.span(key), w.span(key)), target)


def _computed(w: Walker, key: Node) -> Expr:
    inner = next(named_children(key), None)
    return w.opaque(key) if inner is None else w.expr(inner)


def _bind_rest(w: Walker, node: Node, value: Expr, target: Target) -> None:
    inner = next(named_children(node), None)
    if inner is not None:
        bind_pattern(w, inner, value, target)


def _bind_array(w: Walker, pattern: Node, value: Expr, target: Target) -> None:
    position = 0
    for child in pattern.children:
        if child.type == ",":
            position += 1
        elif child.type == "rest_pattern":
            _bind_rest(w, child, Opaque("rest of a list", "array", w.span(child)), target)
        elif child.is_named and child.type != "comment":
            place = w.span(child)
            bind_pattern(w, child, Index(value, Literal("integer", str(position), place), place), target)


def pattern_names(w: Walker, pattern: Node) -> list[str]:
    """The names that a pattern binds."""
    names: list[str] = []
    stack = [pattern]
    while stack:
        node = stack.pop()
        if node.type in ("identifier", "shorthand_property_identifier_pattern"):
            names.append(w.text(node))
        elif node.type in ("assignment_pattern", "object_assignment_pattern", "pair_pattern"):
            inner = node.child_by_field_name("value" if node.type == "pair_pattern" else "left")
            stack.extend([inner] if inner is not None else [])
        elif node.type in ("object_pattern", "array_pattern", "rest_pattern"):
            stack.extend(reversed(node.named_children))
    return names


def member_of(w: Walker, node: Node) -> tuple[Expr, str | None, Expr | None] | None:
    """Object, key and computed key of a member or subscript expression."""
    owner = node.child_by_field_name("object")
    inner = node.child_by_field_name("property" if node.type == "member_expression" else "index")
    if owner is None or inner is None:
        return None
    target = w.expr(owner)
    if node.type == "member_expression":
        return target, w.text(inner), None
    key = w.expr(inner)
    return (target, key.value, None) if isinstance(key, Text) else (target, None, key)


def change_member(w: Walker, node: Node, value: Expr | None, whole: Node) -> None:
    """`node`, a member or subscript expression, is set to `value`."""
    place = member_of(w, node)
    if place is not None:
        target, key, key_expr = place
        w.builder.mutate(target, key, value, w.span(whole), key_expr=key_expr)
