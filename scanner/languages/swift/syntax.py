"""What the nodes of a Swift tree are: names, parts of declarations, arms of branches, operands. Nothing here makes facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal as OneOf

from tree_sitter import Node

from scanner.languages import treesitter
from scanner.languages.facts import (
    Expr,
)

COMMENTS = frozenset({"comment", "multiline_comment"})
CHAIN = frozenset({"call_expression", "navigation_expression"})
PEELED = CHAIN | {"postfix_expression", "try_expression"}
OPERATIONS = frozenset({"additive_expression", "multiplicative_expression"})

FunctionKind = OneOf["function", "method", "static", "constructor", "getter", "abstract", "lambda"]


@dataclass(slots=True)
class ParamNode:
    """A parameter before its function's scope is open: the default is already walked in the scope around it."""

    name: Node
    type: Node | None
    rest: bool
    label: str | None
    default: Expr | None = None


@dataclass(slots=True)
class Signature:
    """What stands before a function's body."""

    name: Node | None
    params: list[ParamNode]
    result: Node | None
    body: Node | None


@dataclass(slots=True)
class Property:
    """One name of a property declaration, with all that belongs to it."""

    pattern: Node
    type: Node | None = None
    value: Node | None = None
    computed: Node | None = None
    observers: Node | None = None


def named(node: Node) -> list[Node]:
    """The named children without comments."""
    return [child for child in node.named_children if child.type not in COMMENTS]


def children_of(node: Node) -> list[Node]:
    """All children without comments."""
    return [child for child in node.children if child.type not in COMMENTS]


def name_of(node: Node) -> str:
    """An identifier, without back quotes."""
    return treesitter.text_of(node).strip("`")


def plain_of(node: Node) -> Node:
    """The node inside parentheses, casts, `try` and forced unwrapping."""
    while True:
        inner: Node | None = None
        if node.type == "tuple_expression":
            values = node.children_by_field_name("value")
            inner = values[0] if len(values) == 1 and node.child_by_field_name("name") is None else None
        elif node.type in ("as_expression", "try_expression"):
            inner = node.child_by_field_name("expr")
        elif node.type == "postfix_expression":
            operator = node.child_by_field_name("operation")
            inner = node.child_by_field_name("target") if operator is not None and operator.type in ("bang", "!", "?") else None
        if inner is None:
            return node
        node = inner


def goes_on(call: Node, outer: Node) -> bool:
    """Whether a call with arguments in parentheses goes on with trailing closures: the grammar makes two calls of it."""
    if call.type != "call_expression" or outer.type != "call_expression" or is_subscript(call):
        return False
    given, closures = (named(each.named_children[-1]) for each in (call, outer))
    return (
        any(child.type == "value_arguments" for child in given)
        and not is_reference(call.named_children[-1])
        and bool(closures)
        and closures[0].type == "lambda_literal"
    )


def inner_of(node: Node) -> Node | None:
    """What a call, member, prefix or `try` hangs on; None for anything else, and for a broken one."""
    if node.type == "call_expression":
        children = node.named_children
        return children[0] if len(children) > 1 and children[-1].type == "call_suffix" else None
    if node.type == "postfix_expression":
        operator = node.child_by_field_name("operation")
        return node.child_by_field_name("target") if operator is not None and operator.type in ("bang", "!", "?") else None
    if node.type in ("navigation_expression", "prefix_expression"):
        return node.child_by_field_name("target")
    return node.child_by_field_name("expr") if node.type in ("try_expression", "await_expression") else None


def is_implicit(node: Node) -> bool:
    """Whether a member hangs on nothing that is written (`.opened`)."""
    operator = node.child_by_field_name("operation") if node.type == "prefix_expression" else None
    return operator is not None and operator.type == "."


def terms_of(node: Node, links: list[Node]) -> tuple[list[tuple[Node, list[Node]]], bool]:
    """The operands of a sum from left to right, each with the links that hang on it, and whether all operators are `+`."""
    found: list[tuple[Node, list[Node]]] = []
    adds, stack = True, [(node, links)]
    while stack:
        term, hung = stack.pop()
        inner, own = term, list(hung)
        while inner.type in PEELED and (deeper := inner_of(inner)) is not None:
            if inner.type in CHAIN:
                own.append(inner)
            inner = deeper
        left, right = inner.child_by_field_name("lhs"), inner.child_by_field_name("rhs")
        if inner.type not in OPERATIONS or left is None or right is None:
            found.append((term, hung))
            continue
        operator = inner.child_by_field_name("op")
        adds = adds and operator is not None and operator.type == "+"
        stack += [(right, own), (left, [])]
    return found, adds


def is_defer(node: Node) -> bool:
    """Whether a statement is `defer`, which the grammar takes for a call."""
    if node.type != "call_expression" or not (node.text or b"").startswith(b"defer") or len(node.named_children) != 2:
        return False
    callee, suffix = node.named_children
    return callee.text == b"defer" and [child.type for child in suffix.named_children] == ["lambda_literal"]


def is_subscript(node: Node) -> bool:
    """Whether a call is one with square brackets."""
    suffix = node.named_children[-1] if node.named_children else None
    arguments = suffix.named_children[0] if suffix is not None and suffix.named_children else None
    return arguments is not None and arguments.type == "value_arguments" and bool(arguments.children) and arguments.children[0].type == "["


def is_reference(suffix: Node) -> bool:
    """`foo(a:b:)` names a function by its labels and calls nothing."""
    arguments = next(iter(named(suffix)), None)
    items = [] if arguments is None or arguments.type != "value_arguments" else named(arguments)
    return bool(items) and all(item.child_by_field_name("reference_specifier") is not None for item in items)


def suffix_of(node: Node) -> Node | None:
    """The name behind the dot."""
    suffix = node.child_by_field_name("suffix")
    inner = None if suffix is None else suffix.child_by_field_name("suffix")
    if inner is None and suffix is not None and suffix.children:
        inner = suffix.children[-1]
    return inner


def assigned_name(target: Node) -> str:
    """The name that an assignment gives to a closure."""
    target = plain_of(target)
    if target.type == "navigation_expression":
        suffix = suffix_of(target)
        return "" if suffix is None else name_of(suffix)
    return name_of(target) if target.type == "simple_identifier" else ""


def imports_symbol(node: Node) -> bool:
    """Whether an import names a symbol of a module, by a word for its kind."""
    kinds = ("class", "struct", "enum", "protocol", "func", "var", "let", "typealias")
    return any(child.type in kinds or (child.text or b"").decode("ascii", "replace") in kinds for child in node.children)


def attributes_of(node: Node) -> Iterable[Node]:
    """The attributes of a declaration."""
    modifiers = (child for child in node.named_children if child.type == "modifiers")
    return (child for group in modifiers for child in group.named_children if child.type == "attribute")


def properties_of(node: Node) -> list[Property]:
    """The names that a declaration declares, each with what belongs to it."""
    found: list[Property] = []
    before = ""
    for child in children_of(node):
        if child.type == "pattern" and before != "=":
            found.append(Property(child))
        elif not found:
            pass
        elif child.type == "type_annotation":
            # In `let a, b: String` the type is that of both.
            for item in found:
                item.type = item.type or (child if item is found[-1] or item.value is None else None)
        elif child.type == "computed_property":
            found[-1].computed = child
        elif child.type == "willset_didset_block":
            found[-1].observers = child
        elif before == "=" and child.is_named:
            found[-1].value = child
        before = child.type
    return found


def bound_by(pattern: Node) -> Node | None:
    """The only name of a pattern, when it is no more than that."""
    bound = pattern.child_by_field_name("bound_identifier")
    if bound is not None:
        return bound
    children = [child for child in children_of(pattern) if child.type != "value_binding_pattern"]
    return children[0] if len(children) == 1 and children[0].type == "simple_identifier" else None


def pattern_name(pattern: Node) -> str:
    """The name of a pattern that is one, empty for others."""
    bound = bound_by(pattern)
    return "" if bound is None else name_of(bound)


def if_arms(node: Node) -> tuple[list[Node], Node | None]:
    """The `if`s of a chain, and what stands behind its last `else`: statements, or the closing brace of an empty block."""
    arms = [node]
    while True:
        children = children_of(node)
        at = next((index for index, child in enumerate(children) if child.type == "else"), None)
        rest = [] if at is None else children[at + 1 :]
        if not rest:
            return arms, None
        if rest[0].type != "if_statement":
            return arms, next((child for child in rest if child.type == "statements"), rest[-1])
        node = rest[0]
        arms.append(node)


def condition_nodes(node: Node) -> list[Node]:
    """Everything between the keyword and the body."""
    found: list[Node] = []
    for child in children_of(node)[1:]:
        if child.type in ("{", "else", "statements"):
            break
        found.append(child)
    return found


def first_body(node: Node) -> Node | None:
    """The block of statements in a node."""
    for child in node.children:
        if child.type == "statements":
            return child
        if child.type == "else" and node.type == "if_statement":
            return None
    return None


def split(nodes: Sequence[Node]) -> list[list[Node]]:
    """The clauses of a condition list: split at the commas outside of parentheses."""
    clauses: list[list[Node]] = [[]]
    depth = 0
    for node in nodes:
        depth += {"(": 1, ")": -1}.get(node.type, 0)
        if node.type == "," and depth == 0:
            clauses.append([])
        else:
            clauses[-1].append(node)
    return [clause for clause in clauses if clause]


def function_name(node: Node, signature: Signature) -> str:
    """The name under which a function is called."""
    if node.type == "init_declaration":
        return "init"
    if node.type == "deinit_declaration" or signature.name is None:
        return "deinit" if node.type == "deinit_declaration" else ""
    return name_of(signature.name)


def function_kind(node: Node, is_method: bool) -> FunctionKind:
    """What kind of function a declaration declares."""
    if node.type == "init_declaration":
        return "constructor"
    if node.type == "protocol_function_declaration":
        return "abstract"
    if not is_method:
        return "function"
    modifiers = [inner for child in node.children for inner in (child.children if child.type == "modifiers" else [child])]
    return "static" if any(child.text in (b"static", b"class") for child in modifiers) else "method"


def parameter_of(node: Node) -> ParamNode | None:
    """The parts of a parameter; None for a broken one."""
    names = [child for child in node.named_children if child.type == "simple_identifier"]
    if not names:
        return None
    ignored = ("simple_identifier", "parameter_modifiers", "modifiers", "attribute")
    types = [child for child in named(node) if child.type not in ignored]
    label = name_of(names[0]) if len(names) > 1 else None
    rest = any(child.type == "..." for child in node.children)
    return ParamNode(names[-1], types[0] if types else None, rest, "" if label == "_" else label)


def after_arrow(node: Node) -> Node | None:
    """The type behind an arrow."""
    children = node.children
    return next((children[at + 1] for at, child in enumerate(children[:-1]) if child.type == "->"), None)


def class_kind(word: str) -> OneOf["class", "enum", "interface", "extension"]:
    """What kind of class a word declares."""
    kinds: dict[str, OneOf["enum", "interface", "extension"]] = {"enum": "enum", "protocol": "interface", "extension": "extension"}
    return kinds.get(word, "class")


def last_type_identifier(node: Node) -> Node:
    """The name at the end of a dotted type, or the node itself."""
    return next((child for child in reversed(node.named_children) if child.type == "type_identifier"), node)


def operands_of(node: Node, kinds: frozenset[str]) -> list[Node]:
    """What nested binary operators of some kinds hold, from left to right."""
    found: list[Node] = []
    stack = [node]
    while stack:
        inner = stack.pop()
        if inner.type in kinds:
            stack.extend(child for child in reversed(named(inner)) if "operator" not in child.type)
        else:
            found.append(inner)
    return found
