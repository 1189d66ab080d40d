"""Unary, binary and conditional operators, and assignments."""

from __future__ import annotations

from tree_sitter import Node

from scanner.languages.facts import Await, Choice, Expr, ImportRef, Index, Literal, Member, Name, Opaque, Span, Template, Text
from scanner.languages.javascript.literals import number_literal
from scanner.languages.javascript.patterns import Target, bind_pattern, member_of
from scanner.languages.javascript.walker import UNSETTLED, Place, Walker
from scanner.languages.treesitter import named_children

_COMPARISONS = frozenset({"==", "===", "!=", "!==", "<", "<=", ">", ">=", "in", "instanceof"})
_LOGICAL_ASSIGNMENTS = frozenset({"||=", "??=", "&&="})


def operator_of(node: Node) -> str:
    """The operator's own text."""
    operator = node.child_by_field_name("operator")
    return "" if operator is None else operator.type


# --- binary ---


def lower_binary(w: Walker, node: Node) -> Expr:
    """Lower a whole left spine (`a + b + c`) at once, so that its length costs no stack."""
    first, links = _left_spine(node)
    folded = _Fold(w, first, w.expr(first))
    for operator, right in links:
        folded.add(operator, right)
    return folded.result()


def _left_spine(node: Node) -> tuple[Node, list[tuple[str, Node]]]:
    links: list[tuple[str, Node]] = []
    while node.type == "binary_expression":
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            break
        links.append((operator_of(node), right))
        node = left
    return node, links[::-1]


class _Fold:
    """What a left spine has come to so far. Parts of one run of `+` or `||` are kept in a list until the run ends."""

    def __init__(self, w: Walker, first: Node, value: Expr) -> None:
        self._w = w
        self._first = first
        self._last = first
        self._parts = [value]
        self._run = ""

    def add(self, operator: str, node: Node) -> None:
        right = self._w.expr(node)
        if operator == "+" and not (self._numeric() and _is_number(right)):
            self._extend("+", right, node)
        elif operator in ("||", "??"):
            self._extend("||", right, node)
        elif operator == "&&":
            self._replace(Choice((right,), "and", self._w.span(self._first, node)), node)
        else:
            span = self._w.span(self._first, node)
            compared = operator in _COMPARISONS
            self._replace(Opaque("comparison", "boolean", span) if compared else Opaque("arithmetic", "number", span), node)

    def _numeric(self) -> bool:
        return not self._run and _is_number(self._parts[0])

    def _extend(self, run: str, right: Expr, node: Node) -> None:
        if self._run not in ("", run):
            self._parts = [self.result()]
        self._run = run
        self._parts.append(right)
        self._last = node

    def _replace(self, value: Expr, node: Node) -> None:
        self._parts, self._run, self._last = [value], "", node

    def result(self) -> Expr:
        if not self._run:
            return self._parts[0]
        span = self._w.span(self._first, self._last)
        return Template(tuple(self._parts), span) if self._run == "+" else Choice(tuple(self._parts), "or", span)


def _is_number(value: Expr) -> bool:
    return isinstance(value, (Literal, Opaque)) and value.type in ("integer", "number")


# --- unary and others ---


def lower_unary(w: Walker, node: Node) -> Expr:
    operator, argument = operator_of(node), node.child_by_field_name("argument")
    if argument is None:
        return w.opaque(node)
    if operator == "delete":
        return _delete(w, node, w.bare(argument))
    if argument.type == "number":
        constant = _constant(w, node, operator, argument)
        if constant is not None:
            return constant
    w.expr(argument)
    return _unary_result(w, node, operator)


def _unary_result(w: Walker, node: Node, operator: str) -> Expr:
    match operator:
        case "!":
            return Opaque("negation", "boolean", w.span(node))
        case "typeof":
            return Opaque("type name", "string", w.span(node))
        case "void":
            return Literal("null", w.text(node), w.span(node))
        case _:
            return Opaque("arithmetic", "number", w.span(node))


def _constant(w: Walker, node: Node, operator: str, argument: Node) -> Literal | None:
    text = w.text(argument)
    if operator == "!" and text in ("0", "1"):
        # Minifiers write `true` as `!0`.
        return Literal("boolean", "true" if text == "0" else "false", w.span(node))
    if operator == "void":
        return Literal("null", "undefined", w.span(node))
    return number_literal(operator + text, node, w) if operator in ("-", "+") else None


def _delete(w: Walker, node: Node, argument: Node) -> Expr:
    if argument.type in ("member_expression", "subscript_expression"):
        place = member_of(w, argument)
        if place is not None:
            w.builder.mutate(place[0], place[1], None, w.span(node), key_expr=place[2], op="delete")
    else:
        w.expr(argument)
    return Opaque("deletion", "boolean", w.span(node))


def lower_update(w: Walker, node: Node) -> Expr:
    argument = node.child_by_field_name("argument")
    counted = Opaque("counted", "number", w.span(node))
    if argument is not None:
        _augment(w, node, w.bare(argument), counted)
    return counted


def lower_ternary(w: Walker, node: Node) -> Expr:
    """Lower a chain of conditions (`a ? b : c ? d : e`) as one choice."""
    options: list[Expr] = []
    whole, last = node, node
    while last.type == "ternary_expression":
        condition, then, otherwise = (last.child_by_field_name(name) for name in ("condition", "consequence", "alternative"))
        if condition is None or then is None or otherwise is None:
            break
        w.expr(condition)
        options.append(w.expr(then))
        last = w.bare(otherwise)
    options.append(w.expr(last) if last.type != "ternary_expression" else w.opaque(last))
    return Choice(tuple(options), "ternary", w.span(whole))


def lower_await(w: Walker, node: Node) -> Expr:
    inner = next(named_children(node), None)
    if inner is None:
        return Opaque("nothing is yielded", "", w.span(node))
    value = w.expr(inner)
    imported = isinstance(value, Await) and isinstance(value.value, ImportRef)
    return value if imported else Await(value, w.span(node))


def lower_sequence(w: Walker, node: Node) -> Expr:
    children = list(named_children(node))
    values = [w.expr(child) for child in children]
    return values[-1] if values else w.opaque(node)


# --- assignments ---


def lower_assignment(w: Walker, node: Node) -> Expr:
    """`left = right`: note the change; the value is the right side."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return w.opaque(node)
    left = w.bare(left)
    if left.type in ("member_expression", "subscript_expression"):
        return _set_member(w, node, left, right)
    value = w.value(right, Place(w.text(left), w.span(left)) if left.type == "identifier" else Place())
    bind_pattern(w, left, value, Target(UNSETTLED, "assign"))
    return value


def _set_member(w: Walker, node: Node, left: Node, right: Node) -> Expr:
    place = member_of(w, left)
    if place is None:
        return w.expr(right)
    target, key, key_expr = place
    value = w.value(right, Place(key or "", _key_span(w, left)))
    w.builder.mutate(target, key, value, w.span(node), key_expr=key_expr)
    _export_common(w, node, target, key, value)
    return value


def _key_span(w: Walker, left: Node) -> Span | None:
    key = left.child_by_field_name("property") or left.child_by_field_name("index")
    return None if key is None else w.span(key)


def _export_common(w: Walker, node: Node, target: Expr, key: str | None, value: Expr) -> None:
    """`module.exports = x`, `module.exports.a = x` and `exports.a = x` offer what they hold."""
    if key is None:
        return
    if isinstance(target, Name) and target.name == "module" and key == "exports":
        w.builder.export("=", value, w.span(node))
    elif _is_exports(target):
        w.builder.export(key, value, w.span(node))


def _is_exports(target: Expr) -> bool:
    if isinstance(target, Member):
        return target.name == "exports" and isinstance(target.object, Name) and target.object.name == "module"
    return isinstance(target, Name) and target.name == "exports"


def lower_augmented(w: Walker, node: Node) -> Expr:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return w.opaque(node)
    operator, left = operator_of(node), w.bare(left)
    if operator in _LOGICAL_ASSIGNMENTS:
        return _assign_or_keep(w, node, left, right, operator)
    value = w.expr(right)
    added = value if operator == "+=" else Opaque("arithmetic", "number", w.span(node))
    _augment(w, node, left, added)
    return Opaque("augmented", "" if operator == "+=" else "number", w.span(node))


def _augment(w: Walker, node: Node, left: Node, added: Expr) -> None:
    if left.type in ("member_expression", "subscript_expression"):
        place = member_of(w, left)
        if place is not None:
            w.builder.mutate(place[0], place[1], added, w.span(node), key_expr=place[2], op="augment")
    elif left.type == "identifier":
        w.builder.bind(w.text(left), added, "augment", w.span(left), home=UNSETTLED)
    else:
        w.expr(left)


def _assign_or_keep(w: Walker, node: Node, left: Node, right: Node, operator: str) -> Expr:
    """`a ||= v`: what it holds afterwards is the old value or the new one."""
    old = w.expr(left)
    new = w.value(right, Place(w.text(left), w.span(left)) if left.type == "identifier" else Place())
    value = Choice((old, new), "ternary" if operator == "&&=" else "or", w.span(node))
    if isinstance(old, Member):
        w.builder.mutate(old.object, old.name, value, w.span(node))
    elif isinstance(old, Name):
        w.builder.bind(old.name, value, "assign", old.span, home=UNSETTLED)
    elif left.type == "subscript_expression":
        _set_index(w, node, old, value)
    return value


def _set_index(w: Walker, node: Node, old: Expr, value: Expr) -> None:
    if isinstance(old, Index):
        key = old.key
        w.builder.mutate(
            old.object,
            key.value if isinstance(key, Text) else None,
            value,
            w.span(node),
            key_expr=None if isinstance(key, Text) else key,
        )
