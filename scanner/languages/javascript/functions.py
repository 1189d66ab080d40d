"""Functions of every form, and their parameters."""

from __future__ import annotations

from dataclasses import replace

from tree_sitter import Node

from scanner.languages.facts import Expr, Function, FunctionRef, Name, Param, SelfRef
from scanner.languages.javascript.chains import lower_decorator
from scanner.languages.javascript.patterns import Target, bind_pattern
from scanner.languages.javascript.types import lower_type
from scanner.languages.javascript.walker import FunctionKind, Place, Walker
from scanner.languages.treesitter import named_children

_PATTERNS = frozenset({"object_pattern", "array_pattern"})
_PARAMETERS = frozenset({"required_parameter", "optional_parameter"})
_PROPERTY_MODIFIERS = frozenset({"accessibility_modifier", "override_modifier", "readonly"})


def lower_function(w: Walker, node: Node, place: Place) -> FunctionRef:
    """Lower a function, arrow, method or signature. Parameters and body share one scope."""
    b, span = w.builder, w.span(node)
    index, around = b.reserve_function(), b.scope
    own, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    named = own is not None and own.type == "identifier"
    height, w.height = w.height, 0
    with b.open_scope("function", span, function=index) as scope:
        if own is not None and node.type in _EXPRESSIONS:
            b.bind(w.text(own), FunctionRef(index, span), "function", w.span(own))
        params = _lower_parameters(w, node, index, place)
        return_type = _lower_return_type(w, node)
        if body is not None:
            _lower_body(w, body)
    w.height = height
    name, name_span = (w.text(own), w.span(own)) if own is not None and named else (place.name, place.at or span)
    return b.function_done(
        Function(
            index=index,
            name=name,
            params=params,
            kind=place.kind or _kind_of(node, body),
            scope=scope,
            parent_scope=around,
            owner=place.owner,
            record=place.record,
            returns=(),
            decorators=place.decorators,
            return_type=return_type,
            statements=0,
            span=span,
            name_span=name_span,
        )
    )


_EXPRESSIONS = frozenset({"function_expression", "generator_function"})


def _kind_of(node: Node, body: Node | None) -> FunctionKind:
    if node.type == "arrow_function":
        return "lambda"
    return "abstract" if body is None else "function"


def _lower_return_type(w: Walker, node: Node) -> Expr | None:
    annotation = node.child_by_field_name("return_type")
    return None if annotation is None else lower_type(w, annotation)


def _lower_body(w: Walker, body: Node) -> None:
    if body.type == "statement_block":
        w.body(body)
        return
    w.builder.add_return(w.expr(body))
    w.builder.count_statement()


# --- parameters ---


def _lower_parameters(w: Walker, node: Node, function: int, place: Place) -> tuple[Param, ...]:
    """Bind the parameters, then what is taken out of them."""
    nodes = _parameter_nodes(w, node)
    params = [_lower_parameter(w, child, position) for position, child in enumerate(nodes)]
    if params and params[0].type is None and place.props is not None:
        params[0] = replace(params[0], type=lower_type(w, place.props))
    w.builder.bind_parameters(function, tuple(params))
    for child, param in zip(nodes, params, strict=True):
        _bind_parts(w, child, param)
    return tuple(params)


def _parameter_nodes(w: Walker, node: Node) -> list[Node]:
    lone = node.child_by_field_name("parameter")
    if lone is not None:
        return [lone]
    listed = node.child_by_field_name("parameters")
    children = [] if listed is None else list(named_children(listed))
    return [child for child in children if _inner_pattern(w, child).type != "this"]


def _inner_pattern(w: Walker, node: Node) -> Node:
    """What a parameter's value is bound to: a name, or a pattern to take it apart."""
    while True:
        field = "pattern" if node.type in _PARAMETERS else "left" if node.type == "assignment_pattern" else ""
        inner = node.child_by_field_name(field) if field else next(named_children(node), None) if node.type == "rest_pattern" else None
        if inner is None:
            return node
        node = inner


def _lower_parameter(w: Walker, node: Node, position: int) -> Param:
    pattern = _inner_pattern(w, node)
    default = node.child_by_field_name("value") or node.child_by_field_name("right")
    annotation = node.child_by_field_name("type")
    for child in node.children_by_field_name("decorator"):
        lower_decorator(w, child)
    return Param(
        name=w.text(pattern) if pattern.type == "identifier" else f"{{{position}}}",
        kind="rest" if _is_rest(node) else "positional",
        default=None if default is None else w.expr(default),
        type=None if annotation is None else lower_type(w, annotation),
        span=w.span(pattern),
    )


def _is_rest(node: Node) -> bool:
    inner = node.child_by_field_name("pattern") if node.type in _PARAMETERS else node
    return inner is not None and inner.type == "rest_pattern"


def _bind_parts(w: Walker, node: Node, param: Param) -> None:
    scope, pattern = w.builder.scope, _inner_pattern(w, node)
    if pattern.type in _PATTERNS:
        bind_pattern(w, pattern, Name(param.name, scope, param.span), Target(scope))
    elif pattern.type != "identifier":
        w.opaque(pattern)
    elif node.type in _PARAMETERS and any(child.type in _PROPERTY_MODIFIERS for child in node.children):
        _declare_property(w, param)


def _declare_property(w: Walker, param: Param) -> None:
    """`constructor(private a: A)` is a field and an assignment to it."""
    b = w.builder
    around = b.scopes[b.scope].parent
    b.bind(param.name, None, "declare", param.span, home=around, type=param.type)
    b.mutate(SelfRef(b.scope, param.span), param.name, Name(param.name, b.scope, param.span), param.span)


def lower_function_declaration(w: Walker, node: Node) -> None:
    """A named function; an overload signature is left out when the function itself follows."""
    name = node.child_by_field_name("name")
    if name is None:
        w.opaque(node)
        return
    if node.type == "function_signature" and w.text(name) in w.implemented:
        return
    ref = lower_function(w, node, Place(w.text(name), w.span(name)))
    w.builder.bind(w.text(name), ref, "function", w.span(name))
