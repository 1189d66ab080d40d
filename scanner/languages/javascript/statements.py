"""Declarations and control flow."""

from __future__ import annotations

from tree_sitter import Node

from scanner.languages.facts import Call, Element, Expr, Member, Name, Opaque
from scanner.languages.javascript.patterns import Target, bind_pattern
from scanner.languages.javascript.types import component_props, lower_type
from scanner.languages.javascript.walker import UNSETTLED, Place, Walker
from scanner.languages.treesitter import named_children

# --- simple statements ---


def lower_expression_statement(w: Walker, node: Node) -> None:
    for child in named_children(node):
        if child.type not in ("internal_module", "string"):
            w.builder.count_statement()
        w.statement(child)


def lower_declaration(w: Walker, node: Node) -> None:
    """`const`, `let` and `var`; the latter belongs to the function."""
    b = w.builder
    home = b.home() if node.type == "variable_declaration" else b.scope
    b.count_statement()
    for child in named_children(node):
        if child.type == "variable_declarator":
            _lower_declarator(w, child, home)
        else:
            w.statement(child)


def _lower_declarator(w: Walker, node: Node, home: int) -> None:
    name, annotation = node.child_by_field_name("name"), node.child_by_field_name("type")
    value = node.child_by_field_name("value")
    if name is None:
        w.opaque(node)
        return
    props = None if annotation is None else component_props(w, annotation)
    place = Place(w.text(name), w.span(name), props=props) if name.type == "identifier" else Place()
    type_ = None if annotation is None or props is not None else lower_type(w, annotation)
    held = None if value is None else w.value(value, place)
    bind_pattern(w, name, held, Target(home, type=type_))


def lower_return(w: Walker, node: Node) -> None:
    w.builder.count_statement()
    for child in named_children(node):
        w.builder.add_return(w.expr(child))


def lower_throw(w: Walker, node: Node) -> None:
    w.builder.count_statement()
    w.opaque(node)


def lower_ambient(w: Walker, node: Node) -> None:
    """`declare ...`: what it holds says only that something exists."""
    for child in named_children(node):
        if child.type == "statement_block":
            # `declare global {...}`: its names are seen everywhere.
            w.body(child)
        else:
            w.statement(child)


def lower_nothing(w: Walker, node: Node) -> None:
    """A statement that holds nothing of interest."""


# --- blocks ---


def lower_block(w: Walker, node: Node) -> None:
    with w.builder.open_scope("block", w.span(node)):
        w.body(node)


def _lower_arm(w: Walker, node: Node, group: int | None = None, *, exhaustive: bool = False) -> None:
    """A branch or loop body as a block of its own."""
    with w.builder.open_scope("block", w.span(node), group=group, exhaustive=exhaustive):
        _walk_arm(w, node)


def _walk_arm(w: Walker, node: Node) -> None:
    if node.type == "statement_block":
        w.body(node)
    else:
        w.statement(node)


def lower_if(w: Walker, node: Node) -> None:
    """A whole chain of `else if`: its arms exclude each other."""
    arms, last = _if_chain(node)
    group = w.builder.new_group() if last is not None or len(arms) > 1 else None
    for condition, arm in arms:
        if condition is not None:
            w.expr(condition)
        if arm is not None:
            _lower_arm(w, arm, group, exhaustive=last is not None)
    if last is not None:
        _lower_arm(w, last, group, exhaustive=True)


def _if_chain(node: Node) -> tuple[list[tuple[Node | None, Node | None]], Node | None]:
    arms: list[tuple[Node | None, Node | None]] = []
    current: Node | None = node
    while current is not None and current.type == "if_statement":
        arms.append((current.child_by_field_name("condition"), current.child_by_field_name("consequence")))
        clause = current.child_by_field_name("alternative")
        current = None if clause is None else next(named_children(clause), None)
    return arms, current


def lower_switch(w: Walker, node: Node) -> None:
    value, body = node.child_by_field_name("value"), node.child_by_field_name("body")
    if value is not None:
        w.expr(value)
    cases = [] if body is None else list(named_children(body))
    group = w.builder.new_group()
    exhaustive = any(case.type == "switch_default" for case in cases)
    for case in cases:
        _lower_case(w, case, group, exhaustive=exhaustive)


def _lower_case(w: Walker, case: Node, group: int, *, exhaustive: bool) -> None:
    value = case.child_by_field_name("value")
    if value is not None:
        w.expr(value)
    with w.builder.open_scope("block", w.span(case), group=group, exhaustive=exhaustive):
        for child in case.children_by_field_name("body"):
            if child.is_named and child.type != "comment":
                _walk_arm(w, child)


def lower_try(w: Walker, node: Node) -> None:
    for child in named_children(node):
        if child.type == "statement_block":
            lower_block(w, child)
        elif child.type == "catch_clause":
            _lower_catch(w, child)
        else:
            w.opaque(child)


def _lower_catch(w: Walker, node: Node) -> None:
    parameter, body = node.child_by_field_name("parameter"), node.child_by_field_name("body")
    with w.builder.open_scope("block", w.span(node)) as scope:
        if parameter is not None:
            bind_pattern(w, parameter, Opaque("caught error", "", w.span(parameter)), Target(scope))
        if body is not None:
            w.body(body)


def lower_labeled(w: Walker, node: Node) -> None:
    body = node.child_by_field_name("body")
    if body is not None:
        w.statement(body)


# --- loops ---


def lower_while(w: Walker, node: Node) -> None:
    condition, body = node.child_by_field_name("condition"), node.child_by_field_name("body")
    if condition is not None:
        w.expr(condition)
    if body is not None:
        _lower_arm(w, body)


def lower_for(w: Walker, node: Node) -> None:
    """The counter of `for (let i = 0; ...)` lives in the block of the loop."""
    body = node.child_by_field_name("body")
    with w.builder.open_scope("block", w.span(node)):
        for child in named_children(node):
            if body is not None and child.id == body.id:
                _walk_arm(w, child)
            elif child.type == "expression_statement":
                w.opaque(child)
            else:
                w.statement(child)


def lower_for_in(w: Walker, node: Node) -> None:
    left, right, body = (node.child_by_field_name(name) for name in ("left", "right", "body"))
    if left is None or right is None:
        w.opaque(node)
        return
    keyword, operator = node.child_by_field_name("kind"), node.child_by_field_name("operator")
    collection = w.expr(right)
    with w.builder.open_scope("block", w.span(node)) as scope:
        home = UNSETTLED if keyword is None else w.builder.home() if keyword.type == "var" else scope
        _bind_loop(w, left, collection, home, keys=operator is not None and operator.type == "in")
        if body is not None:
            _walk_arm(w, body)


def _bind_loop(w: Walker, left: Node, collection: Expr, home: int, *, keys: bool) -> None:
    target, span = Target(home, "loop"), w.span(left)
    listed, method = (collection, "") if keys else _listed(collection)
    names = [child for child in left.named_children if child.type != "comment"] if left.type == "array_pattern" else []
    if method == "entries" and 0 < len(names) < 3 and not w.text(left)[1:].lstrip().startswith(","):
        bind_pattern(w, names[0], Element(listed, "key", w.span(names[0])), target)
        for name in names[1:]:
            bind_pattern(w, name, Element(listed, "value", w.span(name)), target)
    elif keys or method == "keys":
        bind_pattern(w, left, Element(listed, "key", span), target)
    elif method == "values":
        bind_pattern(w, left, Element(listed, "value", span), target)
    else:
        bind_pattern(w, left, Element(collection, "item", span), target)


def _listed(collection: Expr) -> tuple[Expr, str]:
    """The object whose entries, keys or values are gone through, and which of them."""
    if isinstance(collection, Call) and isinstance(collection.callee, Member) and len(collection.args) == 1:
        owner = collection.callee.object
        if isinstance(owner, Name) and owner.name == "Object" and collection.callee.name in ("entries", "keys", "values"):
            return collection.args[0].value, collection.callee.name
    return collection, ""
