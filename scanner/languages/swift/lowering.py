"""Lowers the tree of a Swift file to facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal as OneOf
from typing import TypeAlias, TypeGuard

from tree_sitter import Node, Tree

from scanner.languages import treesitter
from scanner.languages.builder import BindingKind, FactsBuilder
from scanner.languages.facts import (
    Arg,
    Await,
    Choice,
    Class,
    ClassRef,
    Element,
    Entry,
    EnumMember,
    Expr,
    FileFacts,
    Format,
    Function,
    FunctionRef,
    Implicit,
    ImportRef,
    Index,
    Listing,
    Literal,
    Member,
    Name,
    Opaque,
    Param,
    SelfRef,
    Span,
    SuperRef,
    Text,
)
from scanner.languages.strings import together
from scanner.languages.swift import syntax, texts
from scanner.languages.walking import is_number

_GRAMMAR = "tree_sitter_swift"
# One level costs up to six Python frames: this stays well below the interpreter's limit, for walking as for pickling.
_DEEPEST = 90
_DEEPEST_TYPE = 12
_MOST_CLOSURE_PARAMS = 10

_HANGING = syntax.PEELED | {"prefix_expression", "await_expression"}
_TRUTHS = frozenset({"comparison_expression", "equality_expression", "conjunction_expression", "disjunction_expression"})
_WRAPPED_TYPES = frozenset({"optional_type", "opaque_type", "existential_type", "protocol_composition_type", "metatype"})
_NUMBERS = frozenset({"integer_literal", "hex_literal", "oct_literal", "bin_literal", "real_literal"})
_UNCALLED_ATTRIBUTES = frozenset({"available", "objc"})
_FORMATTED = frozenset({b"String", b"NSString"})
_PRIMITIVES = {
    "String": "string", "Substring": "string", "Character": "string", "Bool": "boolean", "Int": "int", "Int32": "int", "Int64": "int",
    "UInt": "int", "Double": "number", "Float": "number", "CGFloat": "number", "TimeInterval": "number",
}  # fmt: skip
_OPAQUE_TYPES: dict[str, OneOf["string", "number", "integer", "boolean"]] = {
    "string": "string", "boolean": "boolean", "int": "integer", "number": "number",
}  # fmt: skip
_CLOSURE_PARAM = re.compile(rb"\$(\d{1,2})")

Sink: TypeAlias = Callable[[Expr], None]


def extract(path: str, text: bytes) -> FileFacts:
    """The facts of a Swift file. Never raises: what could not be read stands in `errors`."""
    return _Extractor(path, text, treesitter.parse(text, _GRAMMAR)).run()


class _Extractor:
    """Walks one tree. Every node is lowered once, so that every call is noted once."""

    def __init__(self, path: str, text: bytes, tree: Tree) -> None:
        self._tree = tree
        self._text = text
        self._positions = treesitter.Positions(text)
        self._span = self._positions.span
        self._build = FactsBuilder(path, "swift", self._span(tree.root_node))
        self._depth = 0
        self._owned: dict[int, set[str]] = {}
        self._members: dict[int, list[EnumMember]] = {}
        self._labels: dict[int, str] = {}
        self._raw_names: set[int] = set()
        self._handlers = self._statement_table()
        self._expressions = self._expression_table()

    def run(self) -> FileFacts:
        self._walk(self._tree.root_node)
        for node in treesitter.captured(self._tree, syntax.COMMENTS):
            self._build.comment(treesitter.text_of(node), self._span(node))
        self._build.errors(treesitter.errors(self._tree))
        return self._build.finish()

    def _statement_table(self) -> dict[str, Callable[[Node], None]]:
        return {
            "import_declaration": self._import,
            "property_declaration": self._property,
            "protocol_property_declaration": self._property,
            "assignment": self._assignment,
            "control_transfer_statement": self._transfer,
            "if_statement": self._if,
            "guard_statement": self._guard,
            "switch_statement": self._switch,
            "for_statement": self._for,
            "while_statement": self._while,
            "repeat_while_statement": self._while,
            "do_statement": self._do,
            "function_declaration": self._function,
            "protocol_function_declaration": self._function,
            "init_declaration": self._function,
            "deinit_declaration": self._function,
            "subscript_declaration": self._subscript,
            "class_declaration": self._class,
            "protocol_declaration": self._class,
            "enum_entry": self._enum_entry,
            "typealias_declaration": self._typealias,
            "associatedtype_declaration": self._nothing,
            "directive": self._nothing,
            "statement_label": self._nothing,
            "operator_declaration": self._nothing,
            "precedence_group_declaration": self._nothing,
            "shebang_line": self._nothing,
            "statements": self._walk,
        }

    def _expression_table(self) -> dict[str, Callable[[Node], Expr]]:
        table: dict[str, Callable[[Node], Expr]] = {
            "simple_identifier": self._identifier,
            "self_expression": self._self,
            "super_expression": self._super,
            "line_string_literal": self._string,
            "multi_line_string_literal": self._string,
            "raw_string_literal": self._raw_string,
            "boolean_literal": self._literal,
            "nil_literal": self._literal,
            "nil": self._literal,
            "regex_literal": self._literal,
            "special_literal": self._special,
            "call_expression": self._chain,
            "navigation_expression": self._chain,
            "constructor_expression": self._constructor,
            "tuple_expression": self._tuple,
            "array_literal": self._array,
            "dictionary_literal": self._dictionary,
            "lambda_literal": self._lambda,
            "additive_expression": self._chain,
            "multiplicative_expression": self._chain,
            "bitwise_operation": self._arithmetic,
            "infix_expression": self._infix,
            "check_expression": self._check,
            "nil_coalescing_expression": self._coalesced,
            "ternary_expression": self._ternary,
            "if_statement": self._if_value,
            "switch_statement": self._switch_value,
            "as_expression": self._unwrapped,
            "try_expression": self._chain,
            "directly_assignable_expression": self._unwrapped,
            "postfix_expression": self._chain,
            "prefix_expression": self._chain,
            "await_expression": self._chain,
            "selector_expression": self._unfollowed,
            "key_path_expression": self._unfollowed,
            "key_path_string_expression": self._unfollowed,
            "ERROR": self._unread,
        }
        table.update(dict.fromkeys(_TRUTHS, self._truth))
        table.update(dict.fromkeys(_NUMBERS, self._number))
        return table

    # --- walking ---

    def _statement(self, node: Node) -> None:
        """Walk a node that stands as a statement or declaration."""
        handle = self._defer if syntax.is_defer(node) else self._handlers.get(node.type)
        if handle is None:
            self._build.count_statement()
            self._expr(node)
        elif self._depth < _DEEPEST:
            self._depth += 1
            try:
                handle(node)
            finally:
                self._depth -= 1

    def _walk(self, node: Node) -> None:
        for child in syntax.named(node):
            self._statement(child)

    def _visit(self, node: Node) -> None:
        """Walk a node whose value nobody wants."""
        if node.type in self._handlers:
            self._statement(node)
        else:
            self._expr(node)

    def _visit_children(self, node: Node) -> None:
        for child in syntax.named(node):
            self._visit(child)

    def _expr(self, node: Node) -> Expr:
        if self._depth >= _DEEPEST:
            return Opaque("nested too deeply", "", self._span(node))
        self._depth += 1
        try:
            return self._expressions.get(node.type, self._other)(node)
        finally:
            self._depth -= 1

    def _field(self, node: Node, name: str) -> Expr:
        child = node.child_by_field_name(name)
        return Opaque("missing", "", self._span(node)) if child is None else self._expr(child)

    def _child(self, node: Node) -> Expr:
        """The first child that matters."""
        child = next(iter(syntax.named(node)), None)
        return Opaque("missing", "", self._span(node)) if child is None else self._expr(child)

    def _other(self, node: Node) -> Expr:
        self._visit_children(node)
        return Opaque(node.type.replace("_", " "), "", self._span(node))

    def _unread(self, node: Node) -> Expr:
        self._visit_children(node)
        return Opaque("could not be read", "", self._span(node))

    def _unfollowed(self, node: Node) -> Expr:
        """A node whose parts look like calls and are none."""
        return Opaque(node.type.replace("_", " "), "", self._span(node))

    def _unwrapped(self, node: Node) -> Expr:
        """`x as T`: the value is that of the inner expression."""
        inner = node.child_by_field_name("expr")
        return self._child(node) if inner is None else self._expr(inner)

    def _value(self, node: Node, name: str) -> Expr:
        """The value of an expression that is bound to `name`."""
        inner = syntax.plain_of(node)
        return self._closure(inner, name) if inner.type == "lambda_literal" else self._expr(node)

    def _nothing(self, node: Node) -> None:
        """A node that says nothing about values."""

    # --- names ---

    def _bind(
        self, name: str, value: Expr | None, kind: BindingKind, span: Span, declared: Expr | None = None, home: int | None = None
    ) -> None:
        home = self._build.scope if home is None else home
        self._owned.setdefault(home, set()).add(name)
        self._build.bind(name, value, kind, span, home=home, type=declared)

    def _home(self, name: str) -> int | None:
        """The scope that owns `name`, from here outward; None when it must be a member of the class around, or is none of this file."""
        scopes = self._build.scopes
        index: int | None = self._build.scope
        while index is not None:
            if name in self._owned.get(index, ()):
                return index
            index = scopes[index].parent
        return None

    def _identifier(self, node: Node) -> Expr:
        name, span = syntax.name_of(node), self._span(node)
        if not name:
            return Opaque("missing", "", span)
        if name in ("self", "Self"):
            return SelfRef(self._build.scope, span)
        return Name(name, self._build.scope, span)

    def _self(self, node: Node) -> Expr:
        return SelfRef(self._build.scope, self._span(node))

    def _super(self, node: Node) -> Expr:
        return SuperRef(self._build.scope, self._span(node))

    # --- imports and aliases ---

    def _import(self, node: Node) -> None:
        identifier = next((child for child in node.named_children if child.type == "identifier"), None)
        names = (
            [] if identifier is None else [syntax.name_of(part) for part in identifier.named_children if part.type == "simple_identifier"]
        )
        if identifier is None or not names:
            return
        span, whole = self._span(identifier), ".".join(names)
        self._build.imports(whole)
        if len(names) > 1 and syntax.imports_symbol(node):
            self._bind(names[-1], ImportRef(".".join(names[:-1]), names[-1], 0, span), "import", span)
        else:
            self._bind("*", ImportRef(whole, "*", 0, span), "import", span)

    def _typealias(self, node: Node) -> None:
        name, *rest = [child for child in syntax.named(node) if child.type not in ("modifiers", "type_parameters")]
        declared = self._named_type(rest[-1]) if rest else None
        span = self._span(name)
        self._bind(treesitter.text_of(name), declared or Opaque("type alias", "", span), "declare", span)

    # --- properties ---

    def _property(self, node: Node) -> None:
        kind_hint = self._attribute_type(node)
        for item in syntax.properties_of(node):
            declared = self._annotated(item.type) or kind_hint
            if item.computed is not None:
                self._computed(item.computed, item.pattern, declared, self._span(node))
                continue
            self._build.count_statement()
            value = None if item.value is None else self._value(item.value, syntax.pattern_name(item.pattern))
            declared = declared or self._cast(item.value)
            self._declare(item.pattern, value, declared)
            if item.observers is not None:
                self._observers(item.observers)

    def _declare(self, pattern: Node, value: Expr | None, declared: Expr | None) -> None:
        """Bind the names of a declaration's left side."""
        bound = syntax.bound_by(pattern)
        if bound is not None:
            if syntax.name_of(bound) != "_":
                self._bind(syntax.name_of(bound), value, "declare", self._span(bound), declared)
            return
        inner = [child for child in syntax.named(pattern) if child.type in ("pattern", "simple_identifier")]
        if self._depth >= _DEEPEST:
            return
        self._depth += 1
        for position, child in enumerate(inner):
            part = None if value is None else _part(value, position, len(inner), self._span(child))
            if child.type == "pattern":
                self._declare(child, part, None)
            elif syntax.name_of(child) != "_":
                self._bind(syntax.name_of(child), part, "declare", self._span(child))
        self._depth -= 1

    def _attribute_type(self, node: Node) -> Expr | None:
        """The type that a property wrapper names: `@Environment(Tracker.self) var tracker`."""
        found: Expr | None = None
        for attribute in syntax.attributes_of(node):
            call = self._attribute(attribute)
            if b".self)" in (attribute.text or b"") and not isinstance(call, Name | Member):
                found = next((arg.value for arg in getattr(call, "args", ()) if isinstance(arg.value, Name | Member)), None)
        return found

    def _observers(self, node: Node) -> None:
        for clause in syntax.named(node):
            name = clause.children[0] if clause.children else clause
            given = next((child for child in clause.named_children if child.type == "simple_identifier"), None)
            default = "oldValue" if clause.type == "didset_clause" else "newValue"
            body = next((child for child in clause.named_children if child.type == "statements"), None)
            self._accessor(clause, body, treesitter.text_of(name)[:40], "method", None, given, default)

    def _computed(self, node: Node, pattern: Node, declared: Expr | None, span: Span) -> None:
        bound = syntax.bound_by(pattern) or pattern
        self._accessors(node, syntax.name_of(bound), self._span(bound), declared, bind=True)

    def _accessors(self, node: Node, name: str, name_span: Span, declared: Expr | None, bind: bool) -> None:
        parts = [child for child in syntax.named(node) if child.type.startswith("computed_")]
        if not parts:
            body = next((child for child in node.named_children if child.type == "statements"), None)
            self._getter(node, body, name, name_span, declared, bind)
        for part in parts:
            body = next((child for child in part.named_children if child.type == "statements"), None)
            if part.type == "computed_getter":
                self._getter(part, body, name, name_span, declared, bind)
            else:
                given = next((child for child in part.named_children if child.type == "simple_identifier"), None)
                self._accessor(part, body, name, "method", None, given, "newValue")

    def _getter(self, node: Node, body: Node | None, name: str, name_span: Span, declared: Expr | None, bind: bool) -> None:
        index = self._accessor(node, body, name, "getter", declared, None, "")
        if bind:
            self._bind(name, FunctionRef(index, self._span(node)), "function", name_span, declared)

    def _accessor(
        self, node: Node, body: Node | None, name: str, kind: syntax.FunctionKind, declared: Expr | None, given: Node | None, parameter: str
    ) -> int:
        """A function without a signature of its own: getter, setter, observer."""
        owner, parent, span = self._owner(), self._build.scope, self._span(node)
        index = self._build.reserve_function()
        params: tuple[Param, ...] = ()
        if parameter:
            label = parameter if given is None else syntax.name_of(given)
            params = (Param(label, "positional", None, None, span if given is None else self._span(given)),)
        with self._build.open_scope("function", span, function=index) as scope:
            self._bind_params(index, params)
            if body is not None:
                self._body(body, self._build.add_return if kind == "getter" else None)
        self._build.function_done(Function(index, name, params, kind, scope, parent, owner, None, (), (), declared, 0, span, span))
        return index

    # --- assignments ---

    def _assignment(self, node: Node) -> None:
        self._build.count_statement()
        target, result = node.child_by_field_name("target"), node.child_by_field_name("result")
        operator = node.child_by_field_name("operator")
        if target is None or result is None:
            self._visit_children(node)
            return
        target = next(iter(syntax.named(target)), target) if target.type == "directly_assignable_expression" else target
        value, span = self._value(result, syntax.assigned_name(target)), self._span(node)
        symbol = "=" if operator is None else operator.type
        if symbol not in ("=", "+="):
            value = Opaque("arithmetic", "number", span)
        self._assign(target, value, symbol == "+=", span)

    def _assign(self, node: Node, value: Expr, augments: bool, span: Span) -> None:
        node = syntax.plain_of(node)
        op: OneOf["set", "augment"] = "augment" if augments else "set"
        if node.type == "simple_identifier":
            self._assign_name(node, value, augments, span)
        elif node.type == "navigation_expression" and (suffix := syntax.suffix_of(node)) is not None:
            self._build.mutate(self._field(node, "target"), syntax.name_of(suffix), value, span, op=op)
        elif node.type == "call_expression" and syntax.is_subscript(node):
            self._assign_index(node, value, op, span)
        elif node.type == "tuple_expression":
            targets = node.children_by_field_name("value")
            for position, target in enumerate(targets):
                self._assign_part(target, _part(value, position, len(targets), self._span(target)), span)
        else:
            self._expr(node)

    def _assign_part(self, node: Node, value: Expr, span: Span) -> None:
        if self._depth < _DEEPEST:
            self._depth += 1
            self._assign(node, value, False, span)
            self._depth -= 1

    def _assign_name(self, node: Node, value: Expr, augments: bool, span: Span) -> None:
        name = syntax.name_of(node)
        if name == "_":
            return
        home, scopes = self._home(name), self._build.scopes
        if home is None and scopes[self._build.scope].owner is None:
            home = self._build.home(("module", "function"))
        if home is None or scopes[home].kind == "class":
            target = SelfRef(self._build.scope, self._span(node))
            self._build.mutate(target, name, value, span, op="augment" if augments else "set")
        else:
            self._bind(name, value, "augment" if augments else "assign", span, home=home)

    def _assign_index(self, node: Node, value: Expr, op: OneOf["set", "augment"], span: Span) -> None:
        callee, suffix = node.named_children[0], node.named_children[-1]
        target, args = self._expr(callee), self._suffix_args(suffix)
        for arg in args[:1]:
            key = arg.value
            if isinstance(key, Text):
                self._build.mutate(target, key.value, value, span, op=op)
            else:
                self._build.mutate(target, None, value, span, key_expr=key, op=op)

    # --- control flow ---

    def _transfer(self, node: Node) -> None:
        self._build.count_statement()
        returns = bool(node.children) and node.children[0].type == "return"
        for child in syntax.named(node):
            if child.type == "throw_keyword":
                continue
            if returns:
                self._build.add_return(self._expr(child))
            elif node.children[0].type == "throw_keyword":
                self._expr(child)

    def _body(self, node: Node, sink: Sink | None) -> None:
        """The statements of a body or arm. With a `sink`, one that is a single expression yields it."""
        children = syntax.named(node)
        if sink is None or len(children) != 1:
            for child in children:
                self._statement(child)
        elif children[0].type == "if_statement":
            self._if(children[0], sink)
        elif children[0].type == "switch_statement":
            self._switch(children[0], sink)
        elif children[0].type in self._handlers:
            self._statement(children[0])
        else:
            self._build.count_statement()
            sink(self._expr(children[0]))

    def _arm(self, node: Node, body: Node | None, sink: Sink | None, group: int | None = None, exhaustive: bool = False) -> None:
        with self._build.open_scope("block", self._span(body or node), group=group, exhaustive=exhaustive):
            if body is not None and self._depth < _DEEPEST:
                self._depth += 1
                self._body(body, sink)
                self._depth -= 1

    def _if(self, node: Node, sink: Sink | None = None) -> None:
        arms, last = syntax.if_arms(node)
        group = self._build.new_group()
        for arm in arms:
            conditions, body = syntax.condition_nodes(arm), syntax.first_body(arm)
            if not any(child.type in ("value_binding_pattern", "case", "pattern") for child in conditions):
                self._conditions(conditions)
                self._arm(arm, body, sink, group, last is not None)
                continue
            with self._build.open_scope("block", self._span(arm), group=group, exhaustive=last is not None):
                self._conditions(conditions)
                if body is not None:
                    self._body(body, sink)
        if last is not None:
            self._arm(last, last if last.type == "statements" else None, sink, group, True)

    def _guard(self, node: Node) -> None:
        self._build.count_statement()
        body = syntax.first_body(node)
        if body is not None:
            self._arm(node, body, None)
        self._conditions(syntax.condition_nodes(node))

    def _while(self, node: Node) -> None:
        body = syntax.first_body(node)
        if node.type == "repeat_while_statement":
            self._arm(node, body, None)
            for condition in node.children_by_field_name("condition"):
                if condition.is_named:
                    self._expr(condition)
            return
        with self._build.open_scope("block", self._span(node)):
            self._conditions(syntax.condition_nodes(node))
            if body is not None:
                self._body(body, None)

    def _for(self, node: Node) -> None:
        item, collection, body = node.child_by_field_name("item"), node.child_by_field_name("collection"), syntax.first_body(node)
        value = Opaque("missing", "", self._span(node)) if collection is None else self._expr(collection)
        with self._build.open_scope("block", self._span(node)):
            if item is not None:
                self._loop(item, value)
            for child in syntax.named(node):
                if child.type == "where_clause":
                    self._visit_children(child)
            if body is not None:
                self._body(body, None)

    def _loop(self, item: Node, collection: Expr) -> None:
        """Bind loop variables to the items of a collection."""
        parts = [child for child in syntax.named(item) if child.type == "pattern"]
        bound, of = syntax.bound_by(item), _viewed(collection, "enumerated")
        if bound is not None:
            part: OneOf["item", "key", "value"] = "item"
            if isinstance(collection, Member) and collection.name in ("keys", "values"):
                part, collection = ("key" if collection.name == "keys" else "value"), collection.object
            self._loop_name(bound, Element(collection, part, self._span(bound)))
        elif len(parts) == 2 and len(syntax.named(item)) == 2:
            first, second = (syntax.bound_by(part) for part in parts)
            if first is not None:
                counter = Opaque("counter", "integer", self._span(first))
                self._loop_name(first, Element(collection, "key", self._span(first)) if of is None else counter)
            if second is not None:
                whole = Element(collection, "value", self._span(second)) if of is None else Element(of, "item", self._span(second))
                self._loop_name(second, whole)
        else:
            self._pattern(syntax.children_of(item), Element(collection, "item", self._span(item)), False, 0)

    def _loop_name(self, node: Node, value: Expr) -> None:
        if syntax.name_of(node) != "_":
            self._bind(syntax.name_of(node), value, "loop", self._span(node))

    def _defer(self, node: Node) -> None:
        """`defer { ... }`, which the grammar takes for a call."""
        closure = node.named_children[-1].named_children[-1]
        self._arm(closure, next((child for child in closure.named_children if child.type == "statements"), None), None)

    def _do(self, node: Node) -> None:
        for child in syntax.named(node):
            if child.type == "statements":
                self._arm(child, child, None)
            elif child.type == "catch_block":
                self._catch(child)
            else:
                self._visit(child)

    def _catch(self, node: Node) -> None:
        body = syntax.first_body(node)
        with self._build.open_scope("block", self._span(node)):
            caught = Opaque("exception", "", self._span(node.children[0]))
            self._bind("error", caught, "assign", caught.span)
            for child in syntax.named(node):
                if child.type == "pattern":
                    self._pattern(syntax.children_of(child), caught, False, 0)
                elif child.type == "where_clause":
                    self._visit_children(child)
            if body is not None:
                self._body(body, None)

    # --- conditions and patterns ---

    def _conditions(self, nodes: Sequence[Node]) -> None:
        """The parts of `if`, `guard` and `while`; names that they unwrap are bound here."""
        for clause in syntax.split(nodes):
            equals = next((at for at, child in enumerate(clause) if child.type == "="), None)
            if clause[0].type not in ("value_binding_pattern", "case", "pattern"):
                for child in clause:
                    if child.is_named and child.type != "availability_condition":
                        self._expr(child)
            elif equals is not None and equals + 1 < len(clause):
                self._unwrap(clause[:equals], clause[equals + 1])

    def _unwrap(self, left: Sequence[Node], right: Node) -> None:
        """`let name = value`, `case pattern = value`."""
        if left[0].type == "case":
            self._pattern(left[1:], self._expr(right), False, 0)
            return
        bound = next((child for child in left if child.type == "simple_identifier"), None)
        if bound is None:
            self._pattern(left, self._expr(right), True, 0)
            return
        name = syntax.name_of(bound)
        value = self._value(right, name)
        annotation = next((child for child in left if child.type == "type_annotation"), None)
        # `let x = x` keeps what x is.
        if name not in ("self", "_") and not (isinstance(value, Name) and value.name == name):
            declared = self._annotated(annotation) or self._cast(right)
            self._bind(name, value, "declare", self._span(bound), declared)

    def _pattern(self, nodes: Sequence[Node], subject: Expr, binds: bool, depth: int) -> Expr | None:
        """Bind the names that a pattern takes out of `subject`; what it is compared with, when that is one value."""
        if depth > _DEEPEST_TYPE or not nodes:
            return None
        compared: Expr | None = None
        position, label, before = 0, "", ""
        held = subject
        for at, child in enumerate(nodes):
            kind = child.type
            if kind == "value_binding_pattern":
                binds = True
            elif kind == "simple_identifier":
                follows = nodes[at + 1].type if at + 1 < len(nodes) else ""
                if before == ".":
                    compared = Implicit(syntax.name_of(child), (), self._span(child))
                    held = Member(subject, syntax.name_of(child), self._span(child), self._span(child))
                elif follows == ":":
                    label = syntax.name_of(child)
                elif binds:
                    self._capture(child, subject)
                else:
                    compared = self._expr(child)
            elif kind == "pattern":
                alone = before in ("", "value_binding_pattern", "case") and len(nodes) <= at + 3
                part = subject if alone else _taken(held, label, position, self._span(child))
                inner = self._pattern(syntax.children_of(child), part, binds, depth + 1)
                compared = compared or (inner if alone else None)
                position, label = position + 1, ""
            elif child.is_named and kind not in ("user_type", "wildcard_pattern", "type_annotation", "tuple_type", "array_type"):
                compared = self._expr(child)
            before = kind
        return compared

    def _capture(self, node: Node, value: Expr) -> None:
        if syntax.name_of(node) not in ("_", "self"):
            self._bind(syntax.name_of(node), value, "declare", self._span(node))

    def _switch(self, node: Node, sink: Sink | None = None) -> None:
        subject_node = node.child_by_field_name("expr")
        subject = Opaque("missing", "", self._span(node)) if subject_node is None else self._expr(subject_node)
        group = self._build.new_group()
        for child in syntax.named(node):
            if child.type == "switch_entry":
                self._entry_case(child, subject, group, sink)

    def _entry_case(self, node: Node, subject: Expr, group: int, sink: Sink | None) -> None:
        # A switch covers all cases, or it would not compile.
        with self._build.open_scope("block", self._span(node), group=group, exhaustive=True):
            children = syntax.named(node)
            patterns = [child for child in children if child.type == "switch_pattern"]
            compared = [self._switch_pattern(child, subject) for child in patterns]
            known = tuple(value for value in compared if value is not None)
            if known and len(known) == len(patterns):
                span = self._span(patterns[0], patterns[-1])
                self._build.bind("{subject}", subject, "assign", span)
                self._build.bind("{case}", known[0] if len(known) == 1 else Choice(known, "match", span), "assign", span)
            for child in children:
                if child.type == "statements":
                    self._body(child, sink)
                elif child.type not in ("switch_pattern", "default_keyword", "where_keyword", "modifiers"):
                    self._expr(child)

    def _switch_pattern(self, node: Node, subject: Expr) -> Expr | None:
        inner = next((child for child in syntax.named(node) if child.type == "pattern"), None)
        return None if inner is None else self._pattern(syntax.children_of(inner), subject, False, 0)

    def _if_value(self, node: Node) -> Expr:
        options: list[Expr] = []
        self._if(node, options.append)
        return self._chosen(options, node)

    def _switch_value(self, node: Node) -> Expr:
        options: list[Expr] = []
        self._switch(node, options.append)
        return self._chosen(options, node)

    def _chosen(self, options: list[Expr], node: Node) -> Expr:
        return Choice(tuple(options), "match", self._span(node)) if options else Opaque("no value", "", self._span(node))

    # --- functions ---

    def _owner(self) -> int | None:
        scope = self._build.scopes[self._build.scope]
        return scope.owner if scope.kind == "class" else None

    def _function(self, node: Node) -> None:
        decorators = tuple(self._attribute(attribute) for attribute in syntax.attributes_of(node))
        signature, owner = self._signature(node), self._owner()
        name, name_span = syntax.function_name(node, signature), self._span(signature.name or node.children[0])
        span, parent, index = self._span(node), self._build.scope, self._build.reserve_function()
        kind = syntax.function_kind(node, owner is not None)
        self._bind(name, FunctionRef(index, span), "function", name_span)
        with self._build.open_scope("function", span, function=index) as scope:
            params = tuple(self._param(item) for item in signature.params)
            self._bind_params(index, params)
            result = None if signature.result is None else self._type(signature.result)
            yields = signature.result is not None and treesitter.text_of(signature.result) not in ("Void", "()", "Never")
            self._function_body(signature.body, self._build.add_return if yields else None)
        self._build.function_done(
            Function(index, name, params, kind, scope, parent, owner, None, (), decorators, result, 0, span, name_span)
        )

    def _function_body(self, body: Node | None, sink: Sink | None) -> None:
        for child in () if body is None else syntax.named(body):
            if child.type == "statements":
                self._body(child, sink)
            else:
                self._statement(child)

    def _signature(self, node: Node) -> syntax.Signature:
        """Reads a signature; defaults and whatever else stands there are walked in the scope around the function."""
        found = syntax.Signature(node.child_by_field_name("name"), [], None, node.child_by_field_name("body"))
        before = ""
        for child in node.children:
            if child.type == "parameter":
                param = syntax.parameter_of(child)
                if param is not None:
                    found.params.append(param)
            elif before == "->":
                found.result = child
            elif before == "=" and child.is_named:
                default = self._expr(child)
                if found.params:
                    found.params[-1].default = default
            elif child.type == "..." and found.params:
                found.params[-1].rest = True
            elif child.type == "ERROR":
                self._visit(child)
            before = child.type
        return found

    def _param(self, node: syntax.ParamNode) -> Param:
        declared = None if node.type is None else self._type(node.type)
        kind: OneOf["rest", "positional"] = "rest" if node.rest else "positional"
        return Param(syntax.name_of(node.name), kind, node.default, declared, self._span(node.name), node.label)

    def _bind_params(self, function: int, params: tuple[Param, ...]) -> None:
        self._owned.setdefault(self._build.scope, set()).update(param.name for param in params)
        self._build.bind_parameters(function, params)

    def _subscript(self, node: Node) -> None:
        signature = self._signature(node)
        computed = next((child for child in node.named_children if child.type == "computed_property"), None)
        if computed is None:
            return
        owner, parent, span, index = self._owner(), self._build.scope, self._span(node), self._build.reserve_function()
        self._bind("subscript", FunctionRef(index, span), "function", self._span(node.children[0]))
        with self._build.open_scope("function", span, function=index) as scope:
            params = tuple(self._param(item) for item in signature.params)
            self._bind_params(index, params)
            for part in syntax.named(computed):
                if part.type == "statements":
                    self._body(part, self._build.add_return)
                else:
                    self._subscript_part(part)
        kind: syntax.FunctionKind = "method" if owner is not None else "function"
        self._build.function_done(Function(index, "subscript", params, kind, scope, parent, owner, None, (), (), None, 0, span, span))

    def _subscript_part(self, node: Node) -> None:
        body = next((child for child in node.named_children if child.type == "statements"), None)
        sink = self._build.add_return if node.type == "computed_getter" else None
        with self._build.open_scope("block", self._span(node)):
            if body is not None:
                self._body(body, sink)

    def _lambda(self, node: Node) -> Expr:
        return self._closure(node, "")

    def _closure(self, node: Node, name: str) -> Expr:
        span, parent, index = self._span(node), self._build.scope, self._build.reserve_function()
        declared = node.child_by_field_name("type")
        captured = node.child_by_field_name("captures")
        with self._build.open_scope("function", span, function=index) as scope:
            params, result = self._closure_params(node, declared, span)
            self._bind_params(index, params)
            if captured is not None:
                self._captures(captured)
            for child in syntax.named(node):
                if child.type == "statements":
                    self._body(child, self._build.add_return)
                elif child.type == "ERROR":
                    self._visit(child)
        return self._build.function_done(Function(index, name, params, "lambda", scope, parent, None, None, (), (), result, 0, span, span))

    def _closure_params(self, node: Node, declared: Node | None, span: Span) -> tuple[tuple[Param, ...], Expr | None]:
        if declared is None:
            used = [int(number) for number in _CLOSURE_PARAM.findall(node.text or b"")]
            count = min(max(used, default=-1) + 1, _MOST_CLOSURE_PARAMS)
            return tuple(Param(f"${number}", "positional", None, None, span) for number in range(count)), None
        listed = next((child for child in declared.named_children if child.type == "lambda_function_type_parameters"), None)
        items = [] if listed is None else [child for child in syntax.named(listed) if child.type == "lambda_parameter"]
        nodes = [param for item in items if (param := syntax.parameter_of(item)) is not None]
        result = syntax.after_arrow(declared)
        return tuple(self._param(param) for param in nodes), None if result is None else self._type(result)

    def _captures(self, node: Node) -> None:
        for item in syntax.named(node):
            name, value = item.child_by_field_name("name"), item.child_by_field_name("value")
            if name is not None and value is not None:
                captured = self._expr(value)
                if syntax.name_of(name) != "self":
                    self._bind(syntax.name_of(name), captured, "declare", self._span(name))

    def _attribute(self, node: Node) -> Expr:
        """`@Wrapper`, `@Wrapper(arguments)`."""
        typed = next((child for child in node.named_children if child.type == "user_type"), None)
        callee = None if typed is None else self._named_type(typed)
        if callee is None or typed is None:
            return Opaque("attribute", "", self._span(node))
        name = treesitter.text_of(typed)
        if not any(child.type == "(" for child in node.children) or name in _UNCALLED_ATTRIBUTES:
            return callee
        args, label, children = [], None, syntax.children_of(node)
        for at, child in enumerate(children):
            if child.type == "simple_identifier" and at + 1 < len(children) and children[at + 1].type == ":":
                label = syntax.name_of(child)
            elif child.is_named and child is not typed and child.type != "user_type":
                args.append(Arg(self._expr(child), label))
                label = None
        return self._build.call(callee, tuple(args), self._span(node), callee.span, "decorator")

    # --- classes ---

    def _class(self, node: Node) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        declared = node.child_by_field_name("declaration_kind")
        if name is None:
            self._visit_children(node)
            return
        decorators = tuple(self._attribute(attribute) for attribute in syntax.attributes_of(node))
        kind = syntax.class_kind(treesitter.text_of(declared) if declared is not None else "")
        label_node = syntax.last_type_identifier(name)
        label, span, parent = treesitter.text_of(label_node), self._span(node), self._build.scope
        bases, index = self._bases(node), self._build.reserve_class()
        if kind != "extension":
            self._bind(label, ClassRef(index, span), "class", self._span(label_node))
        with self._build.open_scope("class", span, owner=index) as scope:
            self._labels[scope] = label
            if kind == "enum" and any(isinstance(base, Name) and base.name in ("String", "CodingKey") for base in bases):
                self._raw_names.add(scope)
            if body is not None:
                self._walk(body)
        members = tuple(self._members.get(scope, ()))
        self._build.class_done(Class(index, label, kind, bases, members, decorators, scope, parent, span, self._span(label_node)))

    def _bases(self, node: Node) -> tuple[Expr, ...]:
        specifiers = (child for child in node.named_children if child.type == "inheritance_specifier")
        named = (self._named_type(child) for specifier in specifiers for child in syntax.named(specifier)[:1])
        return tuple(base for base in named if base is not None)

    def _enum_entry(self, node: Node) -> None:
        scope = self._build.scope
        members = self._members.setdefault(scope, [])
        name: Node | None = None
        value: Expr | None = None
        args: tuple[Arg, ...] = ()
        before = ""
        for child in node.children:
            if child.type == "simple_identifier" and before in ("case", ","):
                if name is not None:
                    members.append(self._member(name, value, args))
                name, value, args = child, None, ()
            elif before == "=" and child.is_named:
                value = self._expr(child)
            elif child.type == "enum_type_parameters":
                args = self._associated(child)
            if child.type not in syntax.COMMENTS:
                before = child.type
        if name is not None:
            members.append(self._member(name, value, args))

    def _member(self, name: Node, value: Expr | None, args: tuple[Arg, ...]) -> EnumMember:
        span = self._span(name)
        if value is None and self._build.scope in self._raw_names:
            value = Text(syntax.name_of(name), span)
        return EnumMember(syntax.name_of(name), value, span, args)

    def _associated(self, node: Node) -> tuple[Arg, ...]:
        """The associated values of a case: labels and what is known of their types."""
        args: list[Arg] = []
        label, before = None, ""
        children = syntax.children_of(node)
        for at, child in enumerate(children):
            if child.type == "simple_identifier" and at + 1 < len(children) and children[at + 1].type in (":", "simple_identifier"):
                label = syntax.name_of(child)
            elif before == "=" and child.is_named:
                self._expr(child)
            elif child.is_named and child.type not in ("wildcard_pattern", "ERROR"):
                declared = self._type(child)
                args.append(Arg(Opaque("associated value", _value_type(declared), self._span(child)), label if label != "_" else None))
                label = None
            before = child.type
        return tuple(args)

    # --- types ---

    def _annotated(self, node: Node | None) -> Expr | None:
        inner = None if node is None else next(iter(syntax.named(node)), None)
        return None if inner is None else self._type(inner)

    def _cast(self, node: Node | None) -> Expr | None:
        """The type that an `as` at the top of a value gives it."""
        while node is not None and node.type in ("try_expression", "await_expression"):
            node = node.child_by_field_name("expr")
        if node is None or node.type != "as_expression":
            return None
        return self._type(syntax.named(node)[-1])

    def _type(self, node: Node) -> Expr | None:
        """The nominal type, primitives by their common names."""
        found = self._listed_type(node) or self._named_type(node)
        if isinstance(found, Name) and found.name in _PRIMITIVES:
            return Name(_PRIMITIVES[found.name], found.scope, found.span)
        return found

    def _listed_type(self, node: Node) -> Expr | None:
        """The type of a list whose items have a nominal type: `[Tracker]`."""
        inner = next(iter(syntax.named(node)), None) if node.type == "optional_type" else node
        item = next(iter(syntax.named(inner)), None) if inner is not None and inner.type == "array_type" else None
        named = None if item is None else self._named_type(item)
        if named is None or (isinstance(named, Name) and named.name in _PRIMITIVES):
            return None
        return Listing((Arg(named),), self._span(node))

    def _named_type(self, node: Node) -> Expr | None:
        for _ in range(_DEEPEST_TYPE):
            inner: Node | None = None
            if node.type in _WRAPPED_TYPES:
                inner = next(iter(syntax.named(node)), None)
            elif node.type == "user_type" and (node.text or b"").startswith(b"Optional<"):
                arguments = next((child for child in node.named_children if child.type == "type_arguments"), None)
                inner = None if arguments is None else next(iter(syntax.named(arguments)), None)
            if inner is None:
                break
            node = inner
        if node.type == "type_identifier":
            return Name(treesitter.text_of(node), self._build.scope, self._span(node))
        if node.type != "user_type":
            return None
        parts = [child for child in node.named_children if child.type == "type_identifier"][:_DEEPEST_TYPE]
        return self._dotted(parts) if parts else None

    def _dotted(self, parts: Sequence[Node]) -> Expr:
        first = treesitter.text_of(parts[0])
        if first == "Self":
            first = self._own_label() or first
        value: Expr = Name(first, self._build.scope, self._span(parts[0]))
        for part in parts[1:]:
            value = Member(value, treesitter.text_of(part), self._span(parts[0], part), self._span(part))
        return value

    def _own_label(self) -> str:
        """The name of the class around."""
        index: int | None = self._build.scope
        while index is not None:
            if index in self._labels:
                return self._labels[index]
            index = self._build.scopes[index].parent
        return ""

    # --- literals ---

    def _number(self, node: Node) -> Expr:
        return Literal("number" if node.type == "real_literal" else "integer", treesitter.text_of(node), self._span(node))

    def _literal(self, node: Node) -> Expr:
        types: dict[str, OneOf["boolean", "null", "regex"]] = {"boolean_literal": "boolean", "regex_literal": "regex"}
        return Literal(types.get(node.type, "null"), treesitter.text_of(node), self._span(node))

    def _special(self, node: Node) -> Expr:
        text = treesitter.text_of(node)
        return Opaque(text, "integer" if text in ("#line", "#column") else "string", self._span(node))

    def _string(self, node: Node) -> Expr:
        pieces: list[texts.Piece | Expr] = []
        for child in node.named_children:
            if child.type == "interpolated_expression":
                self._interpolation(child, pieces)
            elif child.type == "str_escaped_char":
                pieces.append(texts.Piece(texts.unescape(treesitter.text_of(child)), self._span(child), escaped=True))
            elif child.type in ("line_str_text", "multi_line_str_text"):
                pieces.append(texts.Piece(treesitter.text_of(child), self._span(child)))
            elif child.type == "ERROR":
                self._visit(child)
        return texts.joined(texts.dedented(pieces) if node.type == "multi_line_string_literal" else pieces, self._span(node))

    def _interpolation(self, node: Node, pieces: list[texts.Piece | Expr]) -> None:
        labelled = any(child.type == "value_argument_label" for child in node.named_children)
        for child in syntax.named(node):
            if child.type != "value_argument_label":
                value = self._expr(child)
                if not labelled:
                    pieces.append(value)

    def _raw_string(self, node: Node) -> Expr:
        whole = treesitter.text_of(node)
        hashes = len(whole) - len(whole.lstrip("#"))
        quotes = '"""' if whole[hashes : hashes + 3] == '"""' and len(whole) >= 2 * hashes + 6 else '"'
        pieces: list[texts.Piece | Expr] = []
        for child in node.named_children:
            if child.type in ("raw_str_part", "raw_str_end_part"):
                text = treesitter.text_of(child)
                text = text.removeprefix("#" * hashes + quotes) if child.start_byte == node.start_byte else text
                text = text.removesuffix(quotes + "#" * hashes) if child.end_byte == node.end_byte else text
                pieces.append(texts.Piece(text, self._span(child)))
            elif child.type == "raw_str_interpolation":
                for inner in syntax.named(child):
                    if inner.type == "interpolated_expression":
                        self._interpolation(inner, pieces)
        return texts.joined(texts.dedented(pieces) if len(quotes) == 3 else pieces, self._span(node))

    # --- collections ---

    def _tuple(self, node: Node) -> Expr:
        values = node.children_by_field_name("value")
        names = node.children_by_field_name("name")
        if len(values) == 1 and not names:
            return self._expr(values[0])
        if names and len(names) == len(values):
            index = self._build.reserve_record()
            pairs = zip(names, values, strict=True)
            entries = tuple(
                Entry(self._value(value, syntax.name_of(name)), key=syntax.name_of(name), span=self._span(name, value))
                for name, value in pairs
            )
            return self._build.record(entries, self._span(node), index)
        return Listing(tuple(Arg(self._expr(value)) for value in values), self._span(node))

    def _array(self, node: Node) -> Expr:
        return Listing(tuple(Arg(self._expr(child)) for child in syntax.named(node)), self._span(node))

    def _dictionary(self, node: Node) -> Expr:
        index = self._build.reserve_record()
        entries: list[Entry] = []
        key: Node | None = None
        for child in syntax.named(node):
            if key is None:
                key = child
                continue
            entries.append(self._dictionary_entry(key, child))
            key = None
        if key is not None:
            self._visit(key)
        return self._build.record(tuple(entries), self._span(node), index)

    def _dictionary_entry(self, key: Node, value: Node) -> Entry:
        span, lowered = self._span(key, value), self._expr(key)
        if isinstance(lowered, Text):
            return Entry(self._value(value, lowered.value), key=lowered.value, span=span)
        return Entry(self._expr(value), key_expr=lowered, span=span)

    # --- calls and members ---

    def _chain(self, node: Node) -> Expr:
        """A chain such as `a.b(c)[d].e`, with whatever stands before it."""
        return self._hung(node, [])

    def _hung(self, node: Node, links: list[Node]) -> Expr:
        """The value of `links`, outermost first, that hang on a node.

        The grammar reads `!a.b()` as a call of `!a.b`, and `a + b()` as one of `a + b`: here each link finds its operand.
        """
        whole, prefixes, dot = node, [], None
        while (inner := syntax.inner_of(node)) is not None:
            if node.type in syntax.CHAIN:
                links.append(node)
            elif syntax.is_implicit(node):
                dot = node.children[0]
            elif node.type in ("prefix_expression", "await_expression"):
                prefixes.append(node)
            node = inner
        value = self._operation(node, links, whole) if node.type in syntax.OPERATIONS else self._follow(node, links, dot)
        for prefix in reversed(prefixes):
            value = self._prefixed(prefix, value)
        return value

    def _follow(self, base: Node, links: list[Node], dot: Node | None) -> Expr:
        """A chain from its left end outward.

        A link at the far end of a very long chain stands for itself: what it hangs on is opaque.
        """
        room, start, first = max(1, _DEEPEST - self._depth), self._depth, dot or base
        try:
            self._depth = start + (len(links) - 1) % room if links else start
            value, taken = self._base(base, links, first) if dot is None else self._implicit(base, links, first)
            before: tuple[Arg, ...] = ()
            for position in range(len(links) - 1 - taken, -1, -1):
                self._depth = start + position % room
                if position % room == room - 1 and position != len(links) - 1:
                    value = Opaque("nested too deeply", "", value.span)
                if position > 0 and syntax.goes_on(links[position], links[position - 1]):
                    before = self._suffix_args(links[position].named_children[-1])
                    continue
                value = self._link(links[position], value, self._span(first, links[position]), before)
                before = ()
        finally:
            self._depth = start
        return value

    def _implicit(self, base: Node, links: list[Node], first: Node) -> tuple[Expr, int]:
        """`.name` or `.name(args)`, and how many links that takes."""
        if base.type != "simple_identifier":
            return self._unlinked(base), 0
        if links and links[-1].type == "call_expression" and not syntax.is_subscript(links[-1]):
            args = self._suffix_args(links[-1].named_children[-1])
            return Implicit(syntax.name_of(base), args, self._span(first, links[-1])), 1
        return Implicit(syntax.name_of(base), (), self._span(first, base)), 0

    def _base(self, base: Node, links: list[Node], first: Node) -> tuple[Expr, int]:
        """What a chain starts from, and how many links that takes: `[String: Any]()` and `String(format: ...)` are no calls to look up."""
        suffix = links[-1].named_children[-1] if links and links[-1].type == "call_expression" else None
        if suffix is None:
            return self._unlinked(base), 0
        span = self._span(first, links[-1])
        if base.type == "dictionary_literal" and suffix.text == b"()":
            return self._build.record((), span), 1
        if base.type == "array_literal" and suffix.text == b"()":
            return Listing((), span), 1
        if base.text in _FORMATTED and (suffix.text or b"").startswith(b"(format:"):
            return self._format(suffix, span), 1
        return self._unlinked(base), 0

    def _unlinked(self, base: Node) -> Expr:
        """A base that is no chain itself, or a broken one."""
        return self._other(base) if base.type in _HANGING else self._expr(base)

    def _format(self, suffix: Node, span: Span) -> Expr:
        template, *rest = self._suffix_args(suffix)
        return Format(texts.plain_directives(template.value), tuple(arg for arg in rest if arg.keyword is None), "percent", span)

    def _link(self, node: Node, value: Expr, span: Span, before: tuple[Arg, ...]) -> Expr:
        if node.type == "call_expression":
            return self._called(node, value, span, before)
        suffix = syntax.suffix_of(node)
        if suffix is None:
            return Opaque("missing", "", span)
        if suffix.type in _NUMBERS:
            return Index(value, self._number(suffix), span)
        name = syntax.name_of(suffix)
        # `Tracker.self` is the class itself.
        if name == "self":
            return value
        return Member(value, name, span, self._span(suffix))

    def _called(self, node: Node, value: Expr, span: Span, before: tuple[Arg, ...]) -> Expr:
        """A call; `before` are its arguments in parentheses, where closures follow them."""
        suffix = node.named_children[-1]
        if syntax.is_reference(suffix):
            return value
        args = (*before, *self._suffix_args(suffix))
        if syntax.is_subscript(node):
            return self._indexed(value, args, span)
        name_span = value.name_span if isinstance(value, Member) else value.span
        return self._build.call(value, args, span, name_span)

    def _indexed(self, value: Expr, args: tuple[Arg, ...], span: Span) -> Expr:
        if not args:
            return Opaque("missing", "", span)
        found = Index(value, args[0].value, span)
        fallback = next((arg.value for arg in args[1:] if arg.keyword == "default"), None)
        return found if fallback is None else Choice((found, fallback), "or", span)

    def _suffix_args(self, suffix: Node) -> tuple[Arg, ...]:
        """The arguments behind a callee: those in parentheses or brackets, then trailing closures."""
        args: list[Arg] = []
        label: str | None = None
        for child in syntax.named(suffix):
            if child.type == "value_arguments":
                args += [self._arg(item) for item in syntax.named(child)]
            elif child.type == "simple_identifier":
                label = syntax.name_of(child)
            else:
                args.append(Arg(self._expr(child), label or "{}"))
                label = None
        return tuple(args)

    def _arg(self, node: Node) -> Arg:
        if node.type != "value_argument":
            return Arg(self._expr(node))
        name, value = None, node.child_by_field_name("value")
        for child in node.named_children:
            if child.type == "value_argument_label":
                name = treesitter.text_of(child).strip("`")
                break
        if value is None:
            self._visit_children(node)
            return Arg(Opaque("missing", "", self._span(node)), name)
        return Arg(self._expr(value), name)

    def _constructor(self, node: Node) -> Expr:
        """`Foo<Bar>(x)`: only a type can have type arguments."""
        typed, span = node.child_by_field_name("constructed_type"), self._span(node)
        args = tuple(arg for child in syntax.named(node) if child.type == "constructor_suffix" for arg in self._suffix_args(child))
        callee = None if typed is None else self._named_type(typed)
        if callee is None and typed is not None and typed.type in ("array_type", "dictionary_type") and not args:
            return Listing((), span) if typed.type == "array_type" else self._build.record((), span)
        if isinstance(callee, Name) and callee.name == "Dictionary" and not args:
            return self._build.record((), span)
        callee = callee or Opaque("type", "", span if typed is None else self._span(typed))
        return self._build.call(callee, args, span, callee.name_span if isinstance(callee, Member) else callee.span, "new")

    # --- operators ---

    def _operation(self, node: Node, links: list[Node], whole: Node) -> Expr:
        """A sum or product, `links` hanging on its last operand."""
        operands, adds = syntax.terms_of(node, links)
        values = [self._term(operand, hung) for operand, hung in operands]
        span = self._span(whole)
        if not adds or all(is_number(value) for value in values):
            return Opaque("arithmetic", "number", span)
        if any(isinstance(value, Listing) for value in values):
            return Opaque("arithmetic", "array", span)
        return together(values, span)

    def _term(self, node: Node, links: list[Node]) -> Expr:
        if self._depth >= _DEEPEST:
            return Opaque("nested too deeply", "", self._span(node))
        self._depth += 1
        try:
            return self._hung(node, links) if links else self._expr(node)
        finally:
            self._depth -= 1

    def _arithmetic(self, node: Node) -> Expr:
        for operand in syntax.operands_of(node, frozenset({"bitwise_operation"})):
            self._expr(operand)
        return Opaque("arithmetic", "number", self._span(node))

    def _infix(self, node: Node) -> Expr:
        compares = any(child.text in (b"!=", b"!==", b"~=") for child in node.children)
        for operand in syntax.operands_of(node, frozenset({"infix_expression"})):
            self._expr(operand)
        return Opaque("comparison" if compares else "operator", "boolean" if compares else "", self._span(node))

    def _truth(self, node: Node) -> Expr:
        for operand in syntax.operands_of(node, _TRUTHS):
            self._expr(operand)
        return Opaque("comparison", "boolean", self._span(node))

    def _check(self, node: Node) -> Expr:
        self._field(node, "target")
        return Opaque("comparison", "boolean", self._span(node))

    def _coalesced(self, node: Node) -> Expr:
        operands = syntax.operands_of(node, frozenset({"nil_coalescing_expression"}))
        return Choice(tuple(self._expr(operand) for operand in operands), "or", self._span(node))

    def _ternary(self, node: Node) -> Expr:
        """Nested ternaries are one choice. The grammar reads `a ? b : c ? d : e` as `(a ? b : c) ? d : e`, which nobody writes."""
        span, options = self._span(node), [self._field(node, "if_true"), self._field(node, "if_false")]
        condition = node.child_by_field_name("condition")
        while condition is not None and condition.type == "ternary_expression":
            options.insert(0, self._field(condition, "if_true"))
            self._field(condition, "if_false")
            condition = condition.child_by_field_name("condition")
        if condition is not None:
            self._expr(condition)
        flat = (inner for option in options for inner in (option.options if _is_ternary(option) else (option,)))
        return Choice(tuple(flat), "ternary", span)

    def _prefixed(self, node: Node, value: Expr) -> Expr:
        """A value behind an operator or `await`."""
        operator, span = node.child_by_field_name("operation"), self._span(node)
        span = span if span.end >= value.span.end else value.span._replace(start=span.start, line=span.line, column=span.column)
        symbol = "" if operator is None else treesitter.text_of(operator)
        if node.type == "await_expression":
            return Await(value, span)
        if symbol == "&":
            return value
        if symbol == "!":
            return Opaque("comparison", "boolean", span)
        if symbol in ("-", "+") and isinstance(value, Literal) and value.type in ("integer", "number"):
            return Literal(value.type, symbol.strip("+") + value.text, span)
        return Opaque("arithmetic", "number" if symbol in ("-", "+", "~") else "", span)


# --- what a value is ---------------------------------------------------------------------------------


def _is_ternary(value: Expr) -> TypeGuard[Choice]:
    return isinstance(value, Choice) and value.kind == "ternary"


def _value_type(declared: Expr | None) -> OneOf["", "string", "number", "integer", "boolean"]:
    return _OPAQUE_TYPES.get(declared.name, "") if isinstance(declared, Name) else ""


def _part(value: Expr, position: int, count: int, span: Span) -> Expr:
    """One of the values that a tuple is taken apart into."""
    if isinstance(value, Listing) and len(value.items) == count:
        return value.items[position].value
    return Index(value, Literal("integer", str(position), span), span)


def _taken(value: Expr, label: str, position: int, span: Span) -> Expr:
    """What a pattern takes out of a case or tuple."""
    if isinstance(value, Listing) and not label and position < len(value.items):
        return value.items[position].value
    key: Expr = Text(label, span) if label else Literal("integer", str(position), span)
    return Index(value, key, span)


def _viewed(collection: Expr, method: str) -> Expr | None:
    """What `collection.method()` goes over."""
    callee = getattr(collection, "callee", None)
    return callee.object if isinstance(callee, Member) and callee.name == method else None
