"""Members, subscripts and calls, which stand in chains (`a.b().c[d]()`)."""

from __future__ import annotations

from typing import Literal as OneOf

from tree_sitter import Node

from scanner.languages.facts import Arg, Await, Expr, ImportRef, Index, Listing, Member, Opaque, SelfRef, Span, SuperRef, Text
from scanner.languages.javascript.literals import template_parts
from scanner.languages.javascript.types import bare_type, lower_type
from scanner.languages.javascript.walker import Walker
from scanner.languages.treesitter import named_children

_NAMED_TYPES = frozenset({"type_identifier", "nested_type_identifier", "generic_type"})
_LINKS = {"member_expression": "object", "subscript_expression": "object", "call_expression": "function"}
# A chain that goes on for longer is cut: its calls are all noted, but what the earlier ones return is not followed.
_MAX_LINKS = 40


def lower_chain(w: Walker, node: Node) -> Expr:
    """Lower a chain from its start, so that its length costs no stack."""
    links: list[Node] = []
    base: Node | None = node
    while base is not None and base.type in _LINKS and not _is_import(w, base):
        links.append(base)
        inner = base.child_by_field_name(_LINKS[base.type])
        base = None if inner is None else w.bare(inner)
    if base is None:
        return w.opaque(node)
    return _lower_links(w, base, links[::-1])


def _lower_links(w: Walker, base: Node, links: list[Node]) -> Expr:
    height = w.height
    w.height += min(len(links), _MAX_LINKS) - 1
    try:
        value = _import_of(w, base) if base.type == "call_expression" else w.expr(base)
        for count, link in enumerate(links, 1):
            value = _LOWER_LINK[link.type](w, link, value)
            if count % _MAX_LINKS == 0 and count < len(links):
                value = Opaque("nested too deeply", "", w.span(link))
        return value
    finally:
        w.height = height


def _lower_member(w: Walker, node: Node, owner: Expr) -> Expr:
    name = node.child_by_field_name("property")
    if name is None:
        return Opaque("unfinished", "", w.span(node))
    return Member(owner, w.text(name), w.span(node), w.span(name))


def _lower_index(w: Walker, node: Node, owner: Expr) -> Expr:
    key = node.child_by_field_name("index")
    return Opaque("unfinished", "", w.span(node)) if key is None else Index(owner, w.expr(key), w.span(node))


def _lower_call(w: Walker, node: Node, callee: Expr) -> Expr:
    arguments = node.child_by_field_name("arguments")
    if arguments is not None and arguments.type == "template_string":
        return _tagged(w, node, arguments, callee)
    args = () if arguments is None else lower_items(w, arguments)
    return w.builder.call(callee, args, w.span(node), last_name(callee), types=_type_arguments(w, node))


def _type_arguments(w: Walker, node: Node) -> tuple[Expr, ...]:
    """The one type that a call is given, where that is a name."""
    given = node.child_by_field_name("type_arguments")
    listed = [] if given is None else [bare_type(w, child) for child in named_children(given)]
    if len(listed) != 1 or listed[0].type not in _NAMED_TYPES:
        return ()
    named = lower_type(w, listed[0])
    return () if named is None else (named,)


_LOWER_LINK = {"member_expression": _lower_member, "subscript_expression": _lower_index, "call_expression": _lower_call}


def _tagged(w: Walker, node: Node, template: Node, callee: Expr) -> Expr:
    parts = template_parts(w, template)
    strings = tuple(Arg(part) for part in parts if isinstance(part, Text))
    values = tuple(Arg(part) for part in parts if not isinstance(part, Text))
    listing = Listing(strings, w.span(template))
    return w.builder.call(callee, (Arg(listing), *values), w.span(node), last_name(callee), "tagged")


def last_name(callee: Expr) -> Span:
    """Where the last name of a callee stands, or the callee itself."""
    return callee.name_span if isinstance(callee, Member) else callee.span


def lower_items(w: Walker, node: Node) -> tuple[Arg, ...]:
    """The items of an argument list or array."""
    return tuple(_lower_item(w, child) for child in named_children(node))


def _lower_item(w: Walker, node: Node) -> Arg:
    if node.type != "spread_element":
        return Arg(w.expr(node))
    inner = next(named_children(node), None)
    return Arg(w.opaque(node) if inner is None else w.expr(inner), spread="*")


def lower_array(w: Walker, node: Node) -> Expr:
    """An array; a hole is kept as an item, so that positions stay right."""
    items: list[Arg] = []
    filled = False
    for child in node.children:
        if child.is_named and child.type != "comment":
            items.append(_lower_item(w, child))
            filled = True
        elif child.type == ",":
            if not filled:
                items.append(Arg(Opaque("hole", "", w.span(child))))
            filled = False
    return Listing(tuple(items), w.span(node))


def lower_new(w: Walker, node: Node) -> Expr:
    constructor, arguments = node.child_by_field_name("constructor"), node.child_by_field_name("arguments")
    if constructor is None:
        return w.opaque(node)
    return lower_callee_call(w, node, constructor, arguments, "new")


def lower_callee_call(w: Walker, node: Node, callee: Node, arguments: Node | None, form: OneOf["call", "new", "decorator"]) -> Expr:
    """A call that is no link of a chain."""
    target = w.expr(callee)
    args = () if arguments is None else lower_items(w, arguments)
    return w.builder.call(target, args, w.span(node), last_name(target), form, _type_arguments(w, node))


def lower_decorator(w: Walker, node: Node) -> Expr:
    inner = next(named_children(node), None)
    if inner is None:
        return w.opaque(node)
    inner = w.bare(inner)
    callee = inner.child_by_field_name("function") if inner.type == "call_expression" else None
    if callee is None:
        return w.expr(inner)
    return lower_callee_call(w, inner, callee, inner.child_by_field_name("arguments"), "decorator")


# --- other modules ---


def _is_import(w: Walker, node: Node) -> bool:
    """Whether a node is `import(...)`, or `require` of a literal."""
    if node.type != "call_expression":
        return False
    callee = node.child_by_field_name("function")
    if callee is None or callee.type == "import":
        return callee is not None
    if callee.type != "identifier" or w.source[callee.start_byte : callee.end_byte] != b"require":
        return False
    return _specifier_node(node) is not None


def _specifier_node(call: Node) -> Node | None:
    arguments = call.child_by_field_name("arguments")
    items = [] if arguments is None else list(named_children(arguments))
    plain = len(items) == 1 and (items[0].type == "string" or (items[0].type == "template_string" and not _has_parts(items[0])))
    return items[0] if plain else None


def _has_parts(template: Node) -> bool:
    return any(child.type == "template_substitution" for child in template.named_children)


def _import_of(w: Walker, call: Node) -> Expr:
    callee = call.child_by_field_name("function")
    arguments = call.child_by_field_name("arguments")
    items = [] if arguments is None else [w.expr(child) for child in named_children(arguments)]
    if not items or not isinstance(items[0], Text):
        return Opaque("computed import", "", w.span(call))
    w.builder.imports(items[0].value)
    module = ImportRef(items[0].value, None, 0, w.span(call))
    return Await(module, w.span(call)) if callee is not None and callee.type == "import" else module


# --- where chains start ---


def lower_identifier(w: Walker, node: Node) -> Expr:
    return w.name(node)


def lower_this(w: Walker, node: Node) -> Expr:
    return SelfRef(w.builder.scope, w.span(node))


def lower_super(w: Walker, node: Node) -> Expr:
    return SuperRef(w.builder.scope, w.span(node))
