"""Classes, enums, interfaces, type aliases and namespaces."""

from __future__ import annotations

from tree_sitter import Node

from scanner.languages.facts import Class, ClassRef, EnumMember, Expr, Literal
from scanner.languages.javascript.chains import lower_decorator
from scanner.languages.javascript.functions import lower_function
from scanner.languages.javascript.objects import accessor_words, lower_key
from scanner.languages.javascript.patterns import key_name
from scanner.languages.javascript.types import bare_type, lower_interface, lower_intersection, lower_signature, lower_type
from scanner.languages.javascript.walker import FunctionKind, Place, Walker
from scanner.languages.treesitter import named_children

_SIGNATURES = frozenset({"method_signature", "abstract_method_signature"})
_FIELDS = frozenset({"field_definition", "public_field_definition"})


def lower_class(w: Walker, node: Node, place: Place) -> ClassRef:
    """A class, as a declaration or a value."""
    b, span = w.builder, w.span(node)
    index, around, own = b.reserve_class(), b.scope, node.child_by_field_name("name")
    decorators = (*place.decorators, *(lower_decorator(w, child) for child in node.children_by_field_name("decorator")))
    bases = tuple(_lower_bases(w, node))
    body = node.child_by_field_name("body")
    height, w.height = w.height, 0
    with b.open_scope("class", span, owner=index) as scope:
        if body is not None:
            _lower_members(w, body, index)
    w.height = height
    name, name_span = (place.name, place.at or span) if own is None else (w.text(own), w.span(own))
    b.class_done(Class(index, name, "class", bases, (), decorators, scope, around, span, name_span))
    return ClassRef(index, span)


def lower_class_declaration(w: Walker, node: Node, decorators: tuple[Expr, ...] = ()) -> None:
    ref = lower_class(w, node, Place(decorators=decorators))
    name = node.child_by_field_name("name")
    if name is not None:
        w.builder.bind(w.text(name), ref, "class", w.span(name))


def _lower_bases(w: Walker, node: Node) -> list[Expr]:
    heritage = next((child for child in node.named_children if child.type == "class_heritage"), None)
    bases: list[Expr] = []
    for child in () if heritage is None else named_children(heritage):
        if child.type == "implements_clause":
            bases.extend(base for part in named_children(child) if (base := lower_type(w, part)) is not None)
        elif child.type == "extends_clause":
            bases.extend(w.expr(value) for value in child.children_by_field_name("value"))
        else:
            bases.append(w.expr(child))
    return bases


# --- members ---


def _lower_members(w: Walker, body: Node, owner: int) -> None:
    members = list(named_children(body))
    implemented = {_name_of(w, member) for member in members if member.type == "method_definition"}
    decorators: list[Expr] = []
    for member in members:
        if member.type == "decorator":
            decorators.append(lower_decorator(w, member))
            continue
        if member.type not in _SIGNATURES or _name_of(w, member) not in implemented:
            _lower_member(w, member, owner, tuple(decorators))
        decorators = []


def _name_of(w: Walker, member: Node) -> str | None:
    name = member.child_by_field_name("name") or member.child_by_field_name("property")
    return None if name is None else key_name(w, name)


def _lower_member(w: Walker, node: Node, owner: int, decorators: tuple[Expr, ...]) -> None:
    if node.type == "method_definition" or node.type in _SIGNATURES:
        _lower_method(w, node, owner, decorators)
    elif node.type in _FIELDS:
        _lower_field(w, node, owner)
    elif node.type == "class_static_block":
        _lower_static_block(w, node)
    elif node.type != "index_signature":
        w.statement(node)


def _lower_method(w: Walker, node: Node, owner: int, decorators: tuple[Expr, ...]) -> None:
    key = node.child_by_field_name("name")
    if key is None:
        w.opaque(node)
        return
    decorators = (*decorators, *(lower_decorator(w, child) for child in node.children_by_field_name("decorator")))
    name, _ = lower_key(w, key)
    words = accessor_words(node)
    place = Place(name or "", w.span(key), _method_kind(node, name, words), owner, decorators=decorators)
    ref = lower_function(w, node, place)
    if name is not None and "set" not in words:
        w.builder.bind(name, ref, "function", w.span(key))


def _method_kind(node: Node, name: str | None, words: set[str]) -> FunctionKind:
    if node.type in _SIGNATURES:
        return "abstract"
    if "get" in words:
        return "getter"
    if "static" in words:
        return "static"
    return "constructor" if name == "constructor" else "method"


def _lower_field(w: Walker, node: Node, owner: int) -> None:
    key = node.child_by_field_name("name") or node.child_by_field_name("property")
    value, annotation = node.child_by_field_name("value"), node.child_by_field_name("type")
    if key is None:
        w.opaque(node)
        return
    for child in node.children_by_field_name("decorator"):
        lower_decorator(w, child)
    name, _ = lower_key(w, key)
    kind: FunctionKind = "static" if "static" in accessor_words(node) else "method"
    place = Place(name or "", w.span(key), kind, owner)
    type_ = None if annotation is None else lower_type(w, annotation)
    held = None if value is None else w.value(value, place)
    if name is not None:
        w.builder.bind(name, held, "declare", w.span(key), type=type_)


def _lower_static_block(w: Walker, node: Node) -> None:
    body = node.child_by_field_name("body")
    if body is not None:
        with w.builder.open_scope("block", w.span(body)):
            w.body(body)


# --- enums ---


def lower_enum(w: Walker, node: Node) -> None:
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None or body is None:
        w.opaque(node)
        return
    b, span = w.builder, w.span(node)
    index, around = b.reserve_class(), b.scope
    with b.open_scope("class", span, owner=index) as scope:
        members = _enum_members(w, body)
    b.class_done(Class(index, w.text(name), "enum", (), members, (), scope, around, span, w.span(name)))
    b.bind(w.text(name), ClassRef(index, span), "class", w.span(name))


def _enum_members(w: Walker, body: Node) -> tuple[EnumMember, ...]:
    members: list[EnumMember] = []
    counter: int | None = 0
    for child in named_children(body):
        key = child.child_by_field_name("name") if child.type == "enum_assignment" else child
        given = child.child_by_field_name("value") if child.type == "enum_assignment" else None
        name = None if key is None else key_name(w, key)
        value: Expr | None = w.expr(given) if given is not None else _counted(w, child, counter)
        counter = _next_count(value)
        if name is not None:
            members.append(EnumMember(name, value, w.span(child)))
    return tuple(members)


def _counted(w: Walker, node: Node, counter: int | None) -> Expr | None:
    return None if counter is None else Literal("integer", str(counter), w.span(node))


def _next_count(value: Expr | None) -> int | None:
    text = value.text if isinstance(value, Literal) and value.type == "integer" else ""
    digits = text.removeprefix("-")
    # A longer number is no counter, and too long a one cannot be converted.
    return int(text) + 1 if digits.isdecimal() and digits.isascii() and len(digits) < 16 else None


# --- interfaces, aliases, namespaces ---


def lower_interface_declaration(w: Walker, node: Node) -> None:
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None:
        w.opaque(node)
        return
    clauses = [child for child in node.named_children if child.type in ("extends_type_clause", "extends_clause")]
    bases = tuple(base for clause in clauses for part in named_children(clause) if (base := lower_type(w, part)) is not None)
    ref = lower_interface(w, node, w.text(name), w.span(name), bases, [] if body is None else [body])
    w.builder.bind(w.text(name), ref, "class", w.span(name))


def lower_type_alias(w: Walker, node: Node) -> None:
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if name is None or value is None:
        w.opaque(node)
        return
    text, span, bare = w.text(name), w.span(name), bare_type(w, value)
    if bare.type == "object_type":
        w.builder.bind(text, lower_interface(w, node, text, span, (), [bare]), "class", span)
    elif bare.type == "function_type":
        w.builder.bind(text, lower_signature(w, bare, text, span, None), "function", span)
    else:
        aliased = lower_intersection(w, bare, text, span) if bare.type == "intersection_type" else lower_type(w, bare)
        w.builder.bind(text, aliased, "class" if isinstance(aliased, ClassRef) else "declare", span)


def lower_namespace(w: Walker, node: Node) -> None:
    """`namespace A.B {...}` is an object; the body of `declare module "m"` and `declare global` is only walked."""
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None or body is None:
        return
    if name.type == "string":
        with w.builder.open_scope("block", w.span(body)):
            w.body(body)
        return
    names = [part for part in w.text(name).split(".") if part.isidentifier()]
    _lower_namespace(w, node, name, body, names[:_MAX_NAMESPACES])


_MAX_NAMESPACES = 8


def _lower_namespace(w: Walker, node: Node, name: Node, body: Node, names: list[str]) -> None:
    if not names:
        w.body(body)
        return
    b, span = w.builder, w.span(node)
    index, around = b.reserve_class(), b.scope
    with b.open_scope("class", span, owner=index) as scope:
        _lower_namespace(w, node, name, body, names[1:])
    b.class_done(Class(index, names[0], "object", (), (), (), scope, around, span, w.span(name)))
    b.bind(names[0], ClassRef(index, span), "class", w.span(name))
