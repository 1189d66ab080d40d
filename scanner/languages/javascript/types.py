"""Types, as far as they name something: a class, an interface, a set of strings."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from scanner.languages.facts import Choice, Class, ClassRef, Expr, Function, FunctionRef, Member, Name, Param, Span, Text
from scanner.languages.javascript.literals import string_value
from scanner.languages.javascript.walker import Walker
from scanner.languages.treesitter import named_children

_GENERIC_WRAPPERS = frozenset(
    {
        "Awaited",
        "Context",
        "InjectionKey",
        "InjectionToken",
        "InstanceType",
        "NonNullable",
        "Omit",
        "Partial",
        "Pick",
        "Promise",
        "PromiseLike",
        "PropsWithChildren",
        "Readonly",
        "Required",
    }
)
_WITHOUT_NOMINAL = frozenset({"Array", "ReadonlyArray", "ReturnType", "Parameters", "Record", "Extract", "Exclude", "ComponentProps"})
_PRIMITIVES = frozenset({"string", "number", "boolean", "object", "symbol", "bigint"})
_EMPTY = frozenset({"null", "undefined", "void"})
_TRANSPARENT = frozenset({"type_annotation", "parenthesized_type", "readonly_type", "optional_type", "flow_maybe_type"})
_COMPONENTS = frozenset({"FC", "FunctionComponent", "VFC", "SFC", "StatelessComponent", "ComponentType"})


def lower_type(w: Walker, node: Node) -> Expr | None:
    """The nominal type that an annotation names, or None."""
    node = bare_type(w, node)
    if not w.enter():
        return None
    try:
        return _lower(w, node)
    finally:
        w.leave()


def bare_type(w: Walker, node: Node) -> Node:
    """A type without what does not matter here: annotation, parentheses, `readonly`, `| null`, `Promise<...>`."""
    while True:
        inner = _unwrapped(w, node)
        if inner is None:
            return node
        node = inner


def _unwrapped(w: Walker, node: Node) -> Node | None:
    if node.type in _TRANSPARENT:
        return next(named_children(node), None)
    if node.type == "union_type":
        options = [option for option in _options(node, "union_type") if w.text(option) not in _EMPTY]
        return options[0] if len(options) == 1 else None
    if node.type == "generic_type" and _generic_name(w, node) in _GENERIC_WRAPPERS:
        return first_type_argument(node)
    return None


def _options(node: Node, kind: str) -> list[Node]:
    """The members of a union or intersection, which the grammar nests to the left."""
    found: list[Node] = []
    stack = [node]
    while stack:
        current = stack.pop()
        if current.type == kind:
            stack.extend(reversed(list(named_children(current))))
        else:
            found.append(current)
    return found


def _generic_name(w: Walker, node: Node) -> str:
    name = node.child_by_field_name("name")
    return "" if name is None else w.text(name).rpartition(".")[2]


def first_type_argument(node: Node) -> Node | None:
    """`A` of `X<A, B>`."""
    arguments = node.child_by_field_name("type_arguments")
    return None if arguments is None else next(named_children(arguments), None)


def component_props(w: Walker, annotation: Node) -> Node | None:
    """`Props` of a variable that is declared as `React.FC<Props>`."""
    node = bare_type(w, annotation)
    known = node.type == "generic_type" and _generic_name(w, node) in _COMPONENTS
    return first_type_argument(node) if known else None


def _lower(w: Walker, node: Node) -> Expr | None:
    match node.type:
        case "type_identifier" | "identifier":
            return w.name(node)
        case "predefined_type":
            return w.name(node) if w.text(node) in _PRIMITIVES else None
        case "nested_type_identifier" | "nested_identifier" | "member_expression":
            return _lower_path(w, node)
        case "generic_type":
            name = node.child_by_field_name("name")
            return None if name is None or _generic_name(w, node) in _WITHOUT_NOMINAL else lower_type(w, name)
        case "union_type" | "literal_type":
            return _lower_literals(w, node)
        case "object_type" | "interface_body":
            return lower_interface(w, node, "", w.span(node), (), [node])
        case "intersection_type":
            return lower_intersection(w, node, "", w.span(node))
        case "type_query":
            return _lower_query(w, node)
        case _:
            return None


def _lower_path(w: Walker, node: Node) -> Expr | None:
    """`A.B.C`, as members of `A`."""
    names: list[Node] = []
    base: Node | None = node
    while base is not None and base.type in ("nested_type_identifier", "nested_identifier", "member_expression"):
        names.append(base)
        base = base.child_by_field_name("module") or base.child_by_field_name("object")
    if base is None or base.type not in ("identifier", "type_identifier") or len(names) > 20:
        return None
    value: Expr = w.name(base)
    for link in reversed(names):
        name = link.child_by_field_name("name") or link.child_by_field_name("property")
        if name is None:
            return None
        value = Member(value, w.text(name), w.span(link), w.span(name))
    return value


def _lower_query(w: Walker, node: Node) -> Expr | None:
    inner = next(named_children(node), None)
    return _lower_path(w, inner) if inner is not None and inner.type in ("identifier", "member_expression") else None


def _lower_literals(w: Walker, node: Node) -> Expr | None:
    options = [option for option in _options(node, "union_type") if w.text(option) not in _EMPTY]
    inner = [next(named_children(option), option) if option.type == "literal_type" else option for option in options]
    if inner and all(option.type == "string" for option in inner):
        return Choice(tuple(Text(string_value(w, option), w.span(option)) for option in inner), "match", w.span(node))
    primitive = {_PRIMITIVE_OF.get(option.type, "") for option in inner}
    return Name(primitive.pop(), w.builder.scope, w.span(node)) if len(primitive) == 1 and "" not in primitive else None


_PRIMITIVE_OF = {"number": "number", "unary_expression": "number", "true": "boolean", "false": "boolean"}


def lower_intersection(w: Walker, node: Node, name: str, name_span: Span) -> Expr | None:
    """`A & {b: B}` is an interface with the base `A`."""
    parts = [bare_type(w, part) for part in _options(node, "intersection_type")]
    bodies = [part for part in parts if part.type == "object_type"]
    bases = tuple(base for part in parts if part.type != "object_type" and (base := lower_type(w, part)) is not None)
    if not bodies and len(bases) == 1:
        return bases[0]
    return lower_interface(w, node, name, name_span, bases, bodies) if bodies or bases else None


# --- interfaces ---


def lower_interface(w: Walker, node: Node, name: str, name_span: Span, bases: tuple[Expr, ...], bodies: list[Node]) -> ClassRef:
    """An interface or object type: its fields are bindings of its scope."""
    b, span = w.builder, w.span(node)
    index, around = b.reserve_class(), b.scope
    with b.open_scope("class", span, owner=index) as scope:
        for body in bodies:
            for member in named_children(body):
                _lower_member(w, member, index)
    b.class_done(Class(index, name, "interface", bases, (), (), scope, around, span, name_span))
    return ClassRef(index, span)


def _lower_member(w: Walker, node: Node, owner: int) -> None:
    name = node.child_by_field_name("name")
    if name is None or name.type not in ("property_identifier", "string", "number"):
        return
    text = string_value(w, name) if name.type == "string" else w.text(name)
    annotation = node.child_by_field_name("type")
    if node.type == "method_signature":
        w.builder.bind(text, lower_signature(w, node, text, w.span(name), owner), "function", w.span(name))
    elif annotation is not None and bare_type(w, annotation).type == "function_type":
        ref = lower_signature(w, bare_type(w, annotation), text, w.span(name), owner)
        w.builder.bind(text, ref, "function", w.span(name))
    elif node.type == "property_signature":
        w.builder.bind(text, None, "declare", w.span(name), type=None if annotation is None else lower_type(w, annotation))


def lower_signature(w: Walker, node: Node, name: str, name_span: Span, owner: int | None) -> FunctionRef:
    """A function without a body, as a type writes it."""
    b, span = w.builder, w.span(node)
    index, around = b.reserve_function(), b.scope
    with b.open_scope("function", span, function=index) as scope:
        params = tuple(_signature_params(w, node))
        b.bind_parameters(index, params)
        annotation = node.child_by_field_name("return_type")
        returned = None if annotation is None else lower_type(w, annotation)
    return b.function_done(Function(index, name, params, "abstract", scope, around, owner, None, (), (), returned, 0, span, name_span))


def _signature_params(w: Walker, node: Node) -> Iterator[Param]:
    listed = node.child_by_field_name("parameters")
    nodes = [] if listed is None else [child for child in named_children(listed) if child.child_by_field_name("pattern") is not None]
    for position, child in enumerate(nodes):
        pattern, annotation = child.child_by_field_name("pattern"), child.child_by_field_name("type")
        if pattern is None or pattern.type == "this":
            continue
        rest = pattern.type == "rest_pattern"
        inner = (next(named_children(pattern), None) or pattern) if rest else pattern
        name = w.text(inner) if inner.type == "identifier" else f"{{{position}}}"
        yield Param(name, "rest" if rest else "positional", None, None if annotation is None else lower_type(w, annotation), w.span(inner))
