"""Go source to facts.

A method stands in an extension of its receiver's type, and the receiver's name is `SelfRef` in it. A named type that is no struct
is a class too: its base is the basic type's name (`string`, `int`), `map` or `list`; with typed constants in the same file it is
an enum of these. Several results are a `Listing`, and so is the declared type of a function that has several.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from tree_sitter import Node, Tree

from scanner.languages import treesitter
from scanner.languages.facts import (
    Arg,
    Class,
    ClassRef,
    Element,
    Entry,
    EnumMember,
    Expr,
    FileFacts,
    Format,
    FunctionRef,
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
    Text,
)
from scanner.languages.strings import character
from scanner.languages.walking import ClassHead, ClassKind, FunctionHead, FunctionKind, Walker, is_number, last_name

_GRAMMAR = "tree_sitter_go"
_DEEPEST_TYPE = 12
_LARGEST = 1 << 64

_HEADS = {
    "call_expression": "function",
    "selector_expression": "operand",
    "index_expression": "operand",
    "slice_expression": "operand",
    "type_assertion_expression": "operand",
}
_TYPES = (
    "type_identifier", "qualified_type", "generic_type", "pointer_type", "slice_type", "array_type", "implicit_length_array_type",
    "map_type", "channel_type", "function_type", "struct_type", "interface_type", "parenthesized_type", "negated_type",
)  # fmt: skip
_LISTS = frozenset({"slice_type", "array_type", "implicit_length_array_type"})
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "&&", "||"})
_INTEGERS = frozenset({"int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "uintptr", "byte", "rune"})
_NUMBERS = frozenset({"float32", "float64"})
_BASIC = _INTEGERS | _NUMBERS | {"string", "bool"}
# Types of other packages that are maps, where the keys of a literal may be constants.
_MAP_NAMES = frozenset({"Properties", "Traits", "Props", "H", "M", "Map", "JSON", "JSONMap", "Dict", "Labels", "Groups"})
_VERB = re.compile(r"%(?:%|([-+# 0]*)(?:\[(\d+)\])?(\d*)(?:\.(\d*))?([vTtbcdoOqxXUeEfFgGspw]))")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_VERSION = re.compile(r"v\d+")


def extract(path: str, text: bytes) -> FileFacts:
    """The facts of a Go file. Never raises: what could not be read stands in `errors`."""
    return _Go(path, text, treesitter.parse(text, _GRAMMAR)).run()


@dataclass(slots=True)
class _Declared:
    """What the top level of a file declares, as far as composite literals and typed constants need to know it."""

    types: dict[str, Node] = field(default_factory=dict)
    constants: set[str] = field(default_factory=set)
    members: dict[str, list[EnumMember]] = field(default_factory=dict)
    enums: dict[str, Class] = field(default_factory=dict)


class _Go(Walker):
    language = "go"

    def __init__(self, path: str, text: bytes, tree: Tree) -> None:
        super().__init__(path, text, tree)
        self._receivers: set[tuple[int, str]] = set()
        self._results: list[list[Node]] = []
        self._declared = _Declared()
        self._iota: int | None = None

    def statement_table(self) -> dict[str, Callable[[Node], None]]:
        return {
            "package_clause": self._package,
            "import_declaration": self.visit_children,
            "import_spec_list": self.visit_children,
            "import_spec": self._import,
            "const_declaration": self._constants,
            "var_declaration": self.visit_children,
            "var_spec_list": self.visit_children,
            "var_spec": self._variables,
            "type_declaration": self.visit_children,
            "type_spec": self._type_spec,
            "type_alias": self._alias,
            "function_declaration": self._function_declaration,
            "method_declaration": self._method,
            "expression_statement": self.simple,
            "send_statement": self.simple,
            "inc_statement": self._increment,
            "dec_statement": self._increment,
            "go_statement": self.simple,
            "defer_statement": self.simple,
            "return_statement": self._return,
            "break_statement": self._jump,
            "continue_statement": self._jump,
            "goto_statement": self._jump,
            "fallthrough_statement": self._jump,
            "labeled_statement": self._labeled,
            "assignment_statement": self._assignment,
            "short_var_declaration": self._short,
            "receive_statement": self._receive,
            "if_statement": self._if,
            "for_statement": self._for,
            "expression_switch_statement": self._switch,
            "type_switch_statement": self._switch,
            "select_statement": self._switch,
            "block": self._bare_block,
            "statement_list": self.visit_children,
            "empty_statement": self.nothing,
        }

    def expression_table(self) -> dict[str, Callable[[Node], Expr]]:
        return {
            "identifier": self._identifier,
            "package_identifier": self._identifier,
            "field_identifier": self._identifier,
            "interpreted_string_literal": self._string,
            "raw_string_literal": self._raw_string,
            "rune_literal": self._number,
            "int_literal": self._number,
            "float_literal": self._number,
            "imaginary_literal": self._number,
            "iota": self._iota_value,
            "true": self.boolean,
            "false": self.boolean,
            "nil": self._nil,
            "parenthesized_expression": self.child,
            "call_expression": self._chain,
            "selector_expression": self._chain,
            "index_expression": self._chain,
            "slice_expression": self._chain,
            "type_assertion_expression": self._chain,
            "type_conversion_expression": self._conversion,
            "type_instantiation_expression": self._instantiation,
            "composite_literal": self._composite,
            "func_literal": self._func_literal,
            "binary_expression": self._binary,
            "unary_expression": self._unary,
            "expression_list": self._expression_list,
            "variadic_argument": self.child,
            **dict.fromkeys(_TYPES, self._type_value),
        }

    def start(self) -> None:
        root = self.tree.root_node
        self._survey(root)
        self.body(root)
        for name, cls in self._declared.enums.items():
            members = tuple(self._declared.members.get(name, ()))
            self.builder.class_done(replace(cls, kind="enum" if members else cls.kind, members=members))

    def _survey(self, root: Node) -> None:
        for declaration in root.named_children:
            for spec in declaration.named_children:
                name = spec.child_by_field_name("name")
                if name is None:
                    continue
                if spec.type in ("type_spec", "type_alias") and (type := spec.child_by_field_name("type")) is not None:
                    self._declared.types[self.text(name)] = type
                elif spec.type == "const_spec":
                    self._declared.constants.update(self.text(each) for each in spec.children_by_field_name("name"))

    # --- names ---

    def _declare(self, name: Node, value: Expr | None, type: Expr | None = None) -> None:
        text = self.text(name)
        if text != "_":
            self.declare_name(text, value, self.span(name), type)

    def _identifier(self, node: Node) -> Expr:
        name = self.text(node)
        if not name:
            return Opaque("missing", "", self.span(node))
        if self._receivers and (self.home_of(name), name) in self._receivers:
            return SelfRef(self.builder.scope, self.span(node))
        return Name(name, self.builder.scope, self.span(node))

    # --- the file ---

    def _package(self, node: Node) -> None:
        name = self.first(node)
        self.builder.package = "" if name is None else self.text(name)

    def _import(self, node: Node) -> None:
        path, name = node.child_by_field_name("path"), node.child_by_field_name("name")
        module = "" if path is None else self._literal_text(path)
        if not module:
            return
        self.builder.imports(module)
        span = self.span(node)
        if name is not None and name.type == "dot":
            self.builder.bind("*", ImportRef(module, "*", 0, span), "import", span)
        elif name is None or name.type != "blank_identifier":
            local = self._package_name(module) if name is None else self.text(name)
            self.builder.bind(local, ImportRef(module, None, 0, span), "import", span)

    def _package_name(self, module: str) -> str:
        """The name that a package probably has: of the likely ones, the first that is used."""
        likely = list(_package_names(module))
        return next((name for name in likely if f"{name}.".encode() in self.source), likely[0])

    # --- declarations ---

    def _constants(self, node: Node) -> None:
        values: list[Node] = []
        lowered: list[Expr] = []
        type: Node | None = None
        for position, spec in enumerate(child for child in self.children(node) if child.type == "const_spec"):
            self.builder.count_statement()
            given = spec.child_by_field_name("value")
            if given is not None:
                values, lowered, type = self.children(given), [], spec.child_by_field_name("type")
            names = [child for child in spec.children_by_field_name("name") if child.is_named]
            self._iota = position
            for place, name in enumerate(names):
                self._constant(name, place, values, lowered, type)
            self._iota = None

    def _constant(self, name: Node, place: int, values: list[Node], lowered: list[Expr], type: Node | None) -> None:
        """One constant. A specification without a value repeats the last one, with its own `iota`."""
        known = place < len(values)
        number = _fold(values[place], self._iota or 0, self.source) if known and self._counts(values[place]) else None
        if number is not None:
            value: Expr | None = Literal("integer", str(number), self.span(values[place]))
        elif known and place < len(lowered):
            value = lowered[place]
        else:
            value = self._value(values[place], name) if known else None
        if known and place >= len(lowered) and value is not None:
            lowered.append(value)
        self._declare(name, value, None if type is None else self._type(type))
        if value is not None and type is not None and not self.builder.scope:
            member = EnumMember(self.text(name), value, self.span(name))
            self._declared.members.setdefault(self.text(type), []).append(member)

    def _counts(self, node: Node) -> bool:
        return b"iota" in self.source[node.start_byte : node.end_byte]

    def _variables(self, node: Node) -> None:
        self.builder.count_statement()
        names = [child for child in node.children_by_field_name("name") if child.is_named]
        type, given = node.child_by_field_name("type"), node.child_by_field_name("value")
        declared = None if type is None else self._type(type)
        if given is None:
            for name in names:
                self._declare(name, None, declared)
            return
        for name, (value, asserted) in zip(names, self._unpacked(given, names), strict=True):
            self._declare(name, value, declared or asserted)

    def _type_spec(self, node: Node) -> None:
        name, type = node.child_by_field_name("name"), node.child_by_field_name("type")
        if name is None or type is None:
            return
        text = self.text(name)
        self.own(text)
        kind: ClassKind = "interface" if type.type in ("interface_type", "function_type") else "class"
        head = ClassHead(text, kind, self.span(node), self.span(name))
        if type.type == "struct_type":
            ref = self.cls(replace(head, bases=self._embedded(type)), lambda _: self._fields(type))
        elif type.type == "interface_type":
            ref = self.cls(replace(head, bases=self._embedded_interfaces(type)), lambda index: self._signatures(type, index))
        else:
            ref = self._named_type(text, type, head)
        self.builder.bind(text, ref, "class", self.span(name))

    def _named_type(self, name: str, type: Node, head: ClassHead) -> ClassRef:
        base = self._underlying(type)
        head = replace(head, bases=() if base is None else (base,))
        if self.builder.scope:
            return self.cls(head, lambda _: ())
        # Its typed constants may stand further down: it is finished when the whole file is walked.
        b, index = self.builder, self.builder.reserve_class()
        with b.open_scope("class", head.span, owner=index) as scope:
            pass
        cls = Class(index, head.name, head.kind, head.bases, (), (), scope, b.scope, head.span, head.name_span)
        self._declared.enums[name] = cls
        return ClassRef(index, head.span)

    def _underlying(self, type: Node) -> Expr | None:
        if type.type == "map_type" or type.type in _LISTS:
            return Name("map" if type.type == "map_type" else "list", self.builder.scope, self.span(type))
        return self._type(type)

    def _alias(self, node: Node) -> None:
        name, type = node.child_by_field_name("name"), node.child_by_field_name("type")
        if name is not None and type is not None:
            self._declare(name, self._underlying(type) or Opaque("type alias", "", self.span(type)))

    def _embedded(self, struct: Node) -> tuple[Expr, ...]:
        found = [self._type(type) for each, type in self._field_nodes(struct) if each.child_by_field_name("name") is None]
        return tuple(base for base in found if base is not None)

    def _field_nodes(self, struct: Node) -> Iterator[tuple[Node, Node]]:
        for body in self.children(struct):
            for each in self.children(body):
                type = each.child_by_field_name("type")
                if each.type == "field_declaration" and type is not None:
                    yield each, type

    def _fields(self, struct: Node) -> tuple[EnumMember, ...]:
        for each, type in self._field_nodes(struct):
            declared = self._type(type)
            names = [name for name in each.children_by_field_name("name") if name.is_named]
            for name in names:
                self.builder.bind(self.text(name), None, "declare", self.span(name), type=declared)
            if not names and isinstance(declared, Name | Member):
                self.builder.bind(declared.name, None, "declare", self.span(type), type=declared)
        return ()

    def _embedded_interfaces(self, interface: Node) -> tuple[Expr, ...]:
        elements = [self.children(child) for child in self.children(interface) if child.type == "type_elem"]
        found = [self._type(types[0]) for types in elements if len(types) == 1 and types[0].type != "negated_type"]
        return tuple(base for base in found if base is not None)

    def _signatures(self, interface: Node, owner: int) -> tuple[EnumMember, ...]:
        for method in self.children(interface):
            name = method.child_by_field_name("name")
            if method.type in ("method_elem", "method_spec") and name is not None:
                ref = self._function(method, FunctionHead(self.text(name), "abstract", self.span(method), self.span(name), owner))
                self.builder.bind(self.text(name), ref, "function", self.span(name))
        return ()

    # --- functions ---

    def _function_declaration(self, node: Node) -> None:
        name = node.child_by_field_name("name")
        if name is not None:
            kind: FunctionKind = "function" if node.child_by_field_name("body") is not None else "abstract"
            ref = self._function(node, FunctionHead(self.text(name), kind, self.span(node), self.span(name)))
            self.builder.bind(self.text(name), ref, "function", self.span(name))

    def _method(self, node: Node) -> None:
        name, listed = node.child_by_field_name("name"), node.child_by_field_name("receiver")
        receiver = None if listed is None else self.first(listed)
        type = None if receiver is None else receiver.child_by_field_name("type")
        named = None if type is None else _type_name(type)
        if name is None or named is None or receiver is None:
            self.visit_children(node)
            return
        own = receiver.child_by_field_name("name")

        def members(index: int) -> tuple[EnumMember, ...]:
            head = FunctionHead(self.text(name), "method", self.span(node), self.span(name), index)
            ref = self._function(node, head, "" if own is None else self.text(own))
            self.builder.bind(head.name, ref, "function", head.name_span)
            return ()

        self.cls(ClassHead(self.text(named), "extension", self.span(node), self.span(named)), members)

    def _func_literal(self, node: Node) -> Expr:
        return self._closure(node, "", None)

    def _closure(self, node: Node, name: str, record: int | None) -> Expr:
        span = self.span(node)
        return self._function(node, FunctionHead(name, "lambda", span, span, record=record))

    def _function(self, node: Node, head: FunctionHead, receiver: str = "") -> FunctionRef:
        result, body = node.child_by_field_name("result"), node.child_by_field_name("body")

        def params() -> tuple[Param, ...]:
            if receiver and receiver != "_":
                self.own(receiver)
                self._receivers.add((self.builder.scope, receiver))
            listed = node.child_by_field_name("parameters")
            return () if listed is None else self._params(listed)

        def returned() -> Expr | None:
            self._results.append(self._named_results(result))
            return None if result is None else self._result_type(result)

        try:
            return self.function(head, params, returned, lambda: None if body is None else self.body(body))
        finally:
            self._results.pop()

    def _params(self, listed: Node) -> tuple[Param, ...]:
        found: list[Param] = []
        for node in self.children(listed):
            type = node.child_by_field_name("type")
            declared = None if type is None else self._type(type)
            names = [name for name in node.children_by_field_name("name") if name.is_named]
            variadic = node.type == "variadic_parameter_declaration"
            for name in names or [node]:
                text = self.text(name) if names else f"{{{len(found)}}}"
                self.own(text)
                found.append(Param(text, "rest" if variadic else "positional", None, declared, self.span(name)))
        return tuple(found)

    def _named_results(self, result: Node | None) -> list[Node]:
        if result is None or result.type != "parameter_list":
            return []
        return [name for each in self.children(result) for name in each.children_by_field_name("name") if name.is_named]

    def _result_type(self, result: Node) -> Expr | None:
        if result.type != "parameter_list":
            return self._type(result)
        types: list[Expr] = []
        for each in self.children(result):
            type = each.child_by_field_name("type")
            declared = None if type is None else self._type(type)
            names = [name for name in each.children_by_field_name("name") if name.is_named]
            for name in names:
                self._declare(name, None, declared)
            types += [declared or Opaque("no type to name", "", self.span(each))] * max(1, len(names))
        if len(types) == 1:
            return types[0] if isinstance(types[0], Name | Member) else None
        return Listing(tuple(Arg(each) for each in types), self.span(result)) if types else None

    def _return(self, node: Node) -> None:
        self.builder.count_statement()
        values = [child for listed in self.children(node) for child in self._items(listed)]
        if values:
            lowered = [self.expr(child) for child in values]
        else:
            lowered = [self.name(name) for name in (self._results[-1] if self._results else ()) if self.text(name) != "_"]
        if len(lowered) == 1:
            self.builder.add_return(lowered[0])
        elif lowered:
            self.builder.add_return(Listing(tuple(Arg(value) for value in lowered), self.span(node)))

    def _items(self, node: Node) -> list[Node]:
        return self.children(node) if node.type == "expression_list" else [node]

    # --- assignments ---

    def _short(self, node: Node) -> None:
        self._give(node, True)

    def _receive(self, node: Node) -> None:
        if node.child_by_field_name("left") is None:
            self.simple(node)
        else:
            self._give(node, any(child.type == ":=" for child in node.children))

    def _give(self, node: Node, declares: bool) -> None:
        """`a, b := x, y` and `a, b = x, y`."""
        self.builder.count_statement()
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            self.visit_children(node)
            return
        targets, span = self._items(left), self.span(node)
        for target, (value, type) in zip(targets, self._unpacked(right, targets), strict=True):
            if declares and target.type == "identifier" and not self.owns(self.builder.scope, self.text(target)):
                self._declare(target, value, type)
            else:
                self._assign(target, value, span, type)

    def _assign(self, node: Node, value: Expr, span: Span, type: Expr | None = None) -> None:
        node = _bare(node)
        name = self.text(node)
        if node.type == "identifier":
            if name != "_":
                self.builder.bind(name, value, "assign", self.span(node), home=self.home_of(name), type=type)
        elif node.type in ("selector_expression", "index_expression"):
            self._mutate(node, value, span)
        else:
            self.visit(node)

    def _mutate(self, node: Node, value: Expr, span: Span, augments: bool = False) -> None:
        target = self.field(node, "operand")
        if node.type == "selector_expression":
            name = node.child_by_field_name("field")
            self.builder.mutate(target, "" if name is None else self.text(name), value, span, op="augment" if augments else "set")
            return
        key = self.field(node, "index")
        known, computed = (key.value, None) if isinstance(key, Text) else (None, key)
        self.builder.mutate(target, known, value, span, key_expr=computed, op="augment" if augments else "set")

    def _assignment(self, node: Node) -> None:
        operator = node.child_by_field_name("operator")
        if operator is None or operator.type == "=":
            self._give(node, False)
            return
        self.builder.count_statement()
        left, right, span = node.child_by_field_name("left"), node.child_by_field_name("right"), self.span(node)
        if left is None or right is None:
            self.visit_children(node)
            return
        values = [self.expr(child) for child in self._items(right)]
        added = values[0] if values and operator.type == "+=" and not is_number(values[0]) else None
        for target in self._items(left)[:1]:
            self._augment(_bare(target), added, span)

    def _augment(self, target: Node, added: Expr | None, span: Span) -> None:
        value = Opaque("arithmetic", "number", span) if added is None else added
        if target.type == "identifier":
            name = self.text(target)
            self.builder.bind(name, value, "assign" if added is None else "augment", self.span(target), home=self.home_of(name))
        elif target.type in ("selector_expression", "index_expression"):
            self._mutate(target, value, span, added is not None)
        else:
            self.visit(target)

    def _increment(self, node: Node) -> None:
        self.builder.count_statement()
        target = self.first(node)
        if target is not None:
            self._augment(_bare(target), None, self.span(node))

    def _unpacked(self, right: Node, targets: Sequence[Node]) -> list[tuple[Expr, Expr | None]]:
        """A value for each target, and the type that an assertion gives it."""
        nodes = self._items(right)
        if len(nodes) == len(targets):
            return [(self._value(node, target), self._asserted(node)) for node, target in zip(nodes, targets, strict=True)]
        values = [self.expr(node) for node in nodes]
        if len(values) != 1:
            return [(Opaque("unpacking", "", self.span(right)), None) for _ in targets]
        return self._parts(nodes[0], values[0], len(targets))

    def _parts(self, node: Node, value: Expr, count: int) -> list[tuple[Expr, Expr | None]]:
        bare, span = _bare(node), self.span(node)
        commas = ("index_expression", "type_assertion_expression", "unary_expression", "type_conversion_expression")
        if count == 2 and bare.type in commas:
            return [(value, self._asserted(bare)), (Opaque("found", "boolean", span), None)]
        return [(Index(value, Literal("integer", str(place), span), span), None) for place in range(count)]

    def _asserted(self, node: Node) -> Expr | None:
        type = node.child_by_field_name("type") if node.type == "type_assertion_expression" else None
        return None if type is None else self._type(type)

    def _value(self, node: Node, target: Node) -> Expr:
        """The value of an expression that is given to `target`."""
        inner = _bare(node)
        if inner.type != "func_literal":
            return self.expr(node)
        if target.type == "selector_expression":
            target = target.child_by_field_name("field") or target
        return self._closure(inner, self.text(target) if target.type in ("identifier", "field_identifier") else "", None)

    # --- control flow ---

    def _jump(self, node: Node) -> None:
        self.builder.count_statement()

    def _labeled(self, node: Node) -> None:
        for child in self.children(node):
            if child.type != "label_name":
                self.visit(child)

    def _bare_block(self, node: Node) -> None:
        with self.always(self.span(node)):
            self.body(node)

    def _initialise(self, node: Node, stack: ExitStack) -> None:
        """`x := f();` of an `if` or `switch`, whose names live as long as that."""
        initializer = node.child_by_field_name("initializer")
        if initializer is not None:
            stack.enter_context(self.always(self.span(node)))
            self.visit(initializer)

    def _if(self, node: Node) -> None:
        chain = [node]
        while (last := chain[-1].child_by_field_name("alternative")) is not None and last.type == "if_statement":
            chain.append(last)
        group = self.builder.new_group()
        with ExitStack() as stack:
            for link in chain:
                self._initialise(link, stack)
                self.field(link, "condition")
                arm = link.child_by_field_name("consequence")
                if arm is not None:
                    self.block(arm, group, last is not None)
            if last is not None:
                self.block(last, group, True)

    def _for(self, node: Node) -> None:
        body = node.child_by_field_name("body")
        clauses = [child for child in self.children(node) if child != body]
        ranges = [clause for clause in clauses if clause.type == "range_clause"]
        collection = self.field(ranges[0], "right") if ranges and ranges[0].child_by_field_name("right") is not None else None
        with self.builder.open_scope("block", self.span(node)):
            for clause in clauses:
                if clause.type == "range_clause":
                    self._range(clause, collection)
                else:
                    self.visit_children(clause) if clause.type == "for_clause" else self.visit(clause)
            if body is not None:
                self.body(body)

    def _range(self, clause: Node, collection: Expr | None) -> None:
        left = clause.child_by_field_name("left")
        if left is None or collection is None:
            return
        declares = any(child.type == ":=" for child in clause.children)
        targets = self._items(left)
        for place, target in enumerate(targets):
            value = self._ranged(collection, place, self.span(target))
            name = self.text(target)
            if target.type != "identifier":
                self._assign(target, value, self.span(clause))
            elif name != "_":
                if declares:
                    self.own(name)
                self.builder.bind(name, value, "loop", self.span(target), home=self.home_of(name))

    def _ranged(self, collection: Expr, place: int, span: Span) -> Expr:
        if is_number(collection):
            return Opaque("counter", "integer", span)
        if isinstance(collection, Listing) and place == 0:
            return Opaque("counter", "integer", span)
        return Element(collection, "value" if place else "key", span)

    def _switch(self, node: Node) -> None:
        cases = [child for child in self.children(node) if child.type.endswith("_case")]
        exhaustive = node.type == "select_statement" or any(case.type == "default_case" for case in cases)
        with ExitStack() as stack:
            self._initialise(node, stack)
            subject = node.child_by_field_name("value")
            value = None if subject is None else self.expr(subject)
            alias = node.child_by_field_name("alias")
            group = self.builder.new_group()
            for case in cases:
                # What falls through runs together with the next case, which a group would exclude.
                alone = not any(child.type == "fallthrough_statement" for child in self._statements_of(case)[-1:])
                with self.builder.open_scope("block", self.span(case), group=group if alone else None, exhaustive=exhaustive and alone):
                    self._case(case, alias, value)

    def _statements_of(self, case: Node) -> list[Node]:
        return [each for child in case.named_children if child.type == "statement_list" for each in self.children(child)]

    def _case(self, case: Node, alias: Node | None, value: Expr | None) -> None:
        types = [child for child in case.children_by_field_name("type") if child.is_named]
        if alias is not None and value is not None:
            for name in self._items(alias)[:1]:
                self._declare(name, value, self._type(types[0]) if len(types) == 1 else None)
        for child in self.children(case):
            if child.type == "statement_list":
                self.body(child)
            elif case.type == "expression_case" and value is not None:
                self.compare(value, [self.expr(each) for each in self._items(child)], self.span(child))
            elif child not in types:
                self.visit(child)

    # --- types ---

    def _type(self, node: Node) -> Expr | None:
        """The nominal type that is written here, as an expression."""
        for _ in range(_DEEPEST_TYPE):
            if node.type == "type_identifier":
                return self.name(node)
            if node.type == "qualified_type":
                return self._qualified(node)
            inner = node.child_by_field_name("type") if node.type == "generic_type" else self.first(node)
            if node.type not in ("pointer_type", "parenthesized_type", "generic_type", "type_elem") or inner is None:
                return None
            node = inner
        return None

    def _qualified(self, node: Node) -> Expr | None:
        package, name = node.child_by_field_name("package"), node.child_by_field_name("name")
        if package is None or name is None:
            return None
        return Member(self.name(package), self.text(name), self.span(node), self.span(name))

    def _type_value(self, node: Node) -> Expr:
        return self._type(node) or Opaque("type", "", self.span(node))

    # --- chains ---

    def _chain(self, node: Node) -> Expr:
        links, base = self.links(node, _HEADS, _bare)
        if base is None:
            return self.other(node)
        return self.chain(node, links, lambda: self.expr(base), self._link)

    def _link(self, node: Node, value: Expr) -> Expr:
        match node.type:
            case "call_expression":
                return self._call(node, value)
            case "selector_expression":
                name = node.child_by_field_name("field")
                span = self.span(node)
                return Opaque("missing", "", span) if name is None else Member(value, self.text(name), span, self.span(name))
            case "index_expression":
                return Index(value, self.field(node, "index"), self.span(node))
            case "slice_expression":
                for part in ("start", "end", "capacity"):
                    if (bound := node.child_by_field_name(part)) is not None:
                        self.expr(bound)
                return Opaque("slice", "", self.span(node))
            case _:
                return value

    def _call(self, node: Node, callee: Expr) -> Expr:
        listed, span = node.child_by_field_name("arguments"), self.span(node)
        nodes = [] if listed is None else self.children(listed)
        if isinstance(callee, Name) and callee.name in _SPECIAL and nodes and not self._is_own(callee.name):
            return self._builtin(callee, nodes, span)
        args = tuple(self._arg(child) for child in nodes)
        if isinstance(callee, Member) and callee.name == "Sprintf" and _is_name(callee.object, "fmt") and args:
            return _format(args, span)
        return self.builder.call(callee, args, span, last_name(callee))

    def _is_own(self, name: str) -> bool:
        return self.home_of(name) != 0 or self.owns(0, name)

    def _arg(self, node: Node) -> Arg:
        return Arg(self.expr(node), spread="*" if node.type == "variadic_argument" else "")

    def _builtin(self, callee: Name, nodes: list[Node], span: Span) -> Expr:
        """What is written as a call, but only makes a value or changes its type."""
        if callee.name == "make":
            return self._made(nodes, span)
        if callee.name == "new":
            return self._new(nodes[0], span)
        args = tuple(self._arg(child) for child in nodes)
        if callee.name == "delete":
            return self._delete(callee, args, span)
        if callee.name in ("string", "any"):
            return args[0].value
        if isinstance(args[0].value, Literal):
            return args[0].value
        return Opaque("conversion", "integer" if callee.name in _INTEGERS else "number" if callee.name in _NUMBERS else "boolean", span)

    def _made(self, nodes: list[Node], span: Span) -> Expr:
        for extra in nodes[1:]:
            self.expr(extra)
        kind = self._known_type(nodes[0])
        if kind.type in _LISTS:
            return Listing((), span)
        if kind.type == "channel_type":
            return Opaque("channel", "", span)
        return self.builder.record((), span, type=self._type_of(nodes[0]))

    def _new(self, node: Node, span: Span) -> Expr:
        value = self._type_of(node)
        if value is None or (isinstance(value, Name) and value.name in _BASIC):
            return Opaque("new", "", span)
        return self.builder.record((), span, type=value)

    def _type_of(self, node: Node) -> Expr | None:
        """A type that stands where an expression could."""
        if node.type in _TYPES:
            return self._type(node)
        value = self.expr(node)
        return value if isinstance(value, Name | Member) else None

    def _delete(self, callee: Name, args: tuple[Arg, ...], span: Span) -> Expr:
        if len(args) == 2:
            key = args[1].value
            known, computed = (key.value, None) if isinstance(key, Text) else (None, key)
            self.builder.mutate(args[0].value, known, None, span, key_expr=computed, op="delete")
        return self.builder.call(callee, args, span, callee.span)

    def _conversion(self, node: Node) -> Expr:
        """`[]byte(x)` is `x`; `Wrap[T](x)`, which reads the same as a conversion, is a call."""
        type, operand = node.child_by_field_name("type"), node.child_by_field_name("operand")
        if type is None or operand is None:
            return self.other(node)
        target = self._type(type) if type.type in ("generic_type", "qualified_type") else None
        value = self.expr(operand)
        return value if target is None else self.builder.call(target, (Arg(value),), self.span(node), last_name(target))

    def _instantiation(self, node: Node) -> Expr:
        return self.child(node)

    # --- literals ---

    def _string(self, node: Node) -> Expr:
        return Text(self._literal_text(node), self.span(node))

    def _literal_text(self, node: Node) -> str:
        if node.type == "raw_string_literal":
            return self.text(node)[1:-1].replace("\r", "")
        parts: list[str] = []
        codes = bytearray()
        for child in node.children[1:-1]:
            text = self.text(child)
            byte = _byte_escape(text) if child.type == "escape_sequence" else None
            if byte is not None:
                codes.append(byte)
                continue
            if codes:
                parts.append(codes.decode("utf-8", "replace"))
                codes.clear()
            parts.append(_unescape(text) if child.type == "escape_sequence" else text)
        parts.append(codes.decode("utf-8", "replace"))
        return "".join(parts)

    def _raw_string(self, node: Node) -> Expr:
        return Text(self._literal_text(node), self.span(node))

    def _number(self, node: Node) -> Expr:
        return Literal("number" if node.type in ("float_literal", "imaginary_literal") else "integer", self.text(node), self.span(node))

    def _iota_value(self, node: Node) -> Expr:
        if self._iota is None:
            return self.name(node)
        return Literal("integer", str(self._iota), self.span(node))

    def _nil(self, node: Node) -> Expr:
        return Literal("null", "nil", self.span(node))

    def _expression_list(self, node: Node) -> Expr:
        values = [self.expr(child) for child in self.children(node)]
        return values[0] if len(values) == 1 else Listing(tuple(Arg(value) for value in values), self.span(node))

    # --- composite literals ---

    def _composite(self, node: Node) -> Expr:
        type, body = node.child_by_field_name("type"), node.child_by_field_name("body")
        return self.other(node) if body is None else self._literal_value(body, type, self.span(node))

    def _literal_value(self, body: Node, type: Node | None, span: Span) -> Expr:
        elements = [child for child in self.children(body) if child.type in ("keyed_element", "literal_element")]
        keyed = any(child.type == "keyed_element" for child in elements)
        type = None if type is None else _without_pointer(type)
        kind = None if type is None else self._known_type(type)
        if kind is not None and kind.type in _LISTS and not keyed:
            inner = kind.child_by_field_name("element")
            return Listing(tuple(Arg(self._element(child, inner, "", None)) for child in elements), span)
        return self._keyed(elements, type, kind, span)

    def _known_type(self, type: Node) -> Node:
        """What a named type of this file stands for."""
        for _ in range(_DEEPEST_TYPE):
            declared = self._declared.types.get(self.text(type)) if type.type in ("type_identifier", "identifier") else None
            if declared is None:
                return type
            type = declared
        return type

    def _keyed(self, elements: list[Node], type: Node | None, kind: Node | None, span: Span) -> Expr:
        index = self.builder.reserve_record()
        computed = self._has_computed_keys(elements, type, kind)
        inner = None if kind is None else kind.child_by_field_name("value") or kind.child_by_field_name("element")
        entries = tuple(self._entry(child, place, computed, inner, index) for place, child in enumerate(elements))
        named = type is not None and type.type in ("type_identifier", "qualified_type", "generic_type")
        return self.builder.record(entries, span, index, self._type(type) if named and type is not None else None)

    def _has_computed_keys(self, elements: list[Node], type: Node | None, kind: Node | None) -> bool:
        """Whether identifiers that stand as keys are looked up (a map's), and are not the names of fields."""
        if kind is not None and kind.type in ("map_type", "struct_type", *_LISTS):
            return kind.type != "struct_type"
        keys = [key for child in elements if child.type == "keyed_element" and (key := _key_of(child)) is not None]
        if any(key.type != "identifier" for key in keys):
            return True
        names = [self.text(key) for key in keys]
        qualified = type is not None and type.type == "qualified_type"
        if qualified and (self.text(type).rpartition(".")[2] in _MAP_NAMES if type is not None else False):
            return True
        # A field that another package can set has an upper-case name.
        return any(name in self._declared.constants or (qualified and not name[:1].isupper()) for name in names)

    def _entry(self, node: Node, place: int, computed: bool, inner: Node | None, record: int) -> Entry:
        span = self.span(node)
        if node.type == "literal_element":
            return Entry(self._element(node, inner, str(place), record), key=str(place), span=span)
        key, value = _key_of(node), node.child_by_field_name("value")
        if key is None or value is None:
            self.visit_children(node)
            return Entry(Opaque("could not be read", "", span), key=str(place), span=span)
        name = self.text(key)
        if not computed and key.type == "identifier":
            return Entry(self._element(value, inner, name, record), key=name, span=span)
        known = self.expr(key) if key.type != "literal_value" else self._literal_value(key, None, self.span(key))
        if isinstance(known, Text):
            return Entry(self._element(value, inner, known.value, record), key=known.value, span=span)
        return Entry(self._element(value, inner, "", record), key_expr=known, span=span)

    def _element(self, node: Node, type: Node | None, name: str, record: int | None) -> Expr:
        """A value in a composite literal, which may leave out its type."""
        value = (self.first(node) if node.type == "literal_element" else node) or node
        if not self.enter():
            return Opaque("nested too deeply", "", self.span(node))
        try:
            if value.type == "literal_value":
                return self._literal_value(value, type, self.span(value))
            inner = _bare(value)
            return self._closure(inner, name, record) if inner.type == "func_literal" else self.expr(value)
        finally:
            self.leave()

    # --- operators ---

    def _unary(self, node: Node) -> Expr:
        operator, span = node.child_by_field_name("operator"), self.span(node)
        value = self.field(node, "operand")
        symbol = "" if operator is None else operator.type
        if symbol in ("&", "*"):
            return value
        if symbol == "!":
            return Opaque("comparison", "boolean", span)
        if symbol == "<-":
            return Opaque("received", "", span)
        if symbol == "-" and isinstance(value, Literal) and not value.text.startswith("-"):
            return Literal(value.type, f"-{value.text}", span)
        return Opaque("arithmetic", "number", span)

    def _binary(self, node: Node) -> Expr:
        return self.added(node, _COMPARISONS)


# --- what a node is ----------------------------------------------------------------------------------


def _bare(node: Node) -> Node:
    while node.type == "parenthesized_expression" and node.named_child_count == 1:
        node = node.named_children[0]
    return node


def _without_pointer(type: Node) -> Node:
    while type.type in ("pointer_type", "parenthesized_type") and type.named_child_count == 1:
        type = type.named_children[0]
    return type


def _type_name(type: Node) -> Node | None:
    """The name of a receiver's type."""
    type = _without_pointer(type)
    inner = type.child_by_field_name("type") if type.type == "generic_type" else type
    return inner if inner is not None and inner.type == "type_identifier" else None


def _key_of(element: Node) -> Node | None:
    key = element.child_by_field_name("key")
    if key is None or key.type != "literal_element":
        return key
    return next((child for child in key.named_children if child.type != "comment"), None)


def _fold(node: Node, iota: int, source: bytes, depth: int = 0) -> int | None:
    """The value of a constant expression that counts with `iota`."""
    if depth > _DEEPEST_TYPE:
        return None
    if node.type == "iota":
        return iota
    if node.type == "int_literal":
        text = source[node.start_byte : node.end_byte].replace(b"_", b"")
        return int(text) if (text.isdigit() and len(text) < 18 and not text.startswith(b"0")) or text == b"0" else None
    if node.type == "parenthesized_expression":
        return _fold(_bare(node), iota, source, depth + 1) if node.named_child_count == 1 else None
    left, operator, right = (node.child_by_field_name(name) for name in ("left", "operator", "right"))
    if node.type != "binary_expression" or left is None or operator is None or right is None:
        return None
    a, b = _fold(left, iota, source, depth + 1), _fold(right, iota, source, depth + 1)
    return None if a is None or b is None else _calculate(operator.type, a, b)


def _calculate(operator: str, a: int, b: int) -> int | None:
    match operator:
        case "+":
            value = a + b
        case "-":
            value = a - b
        case "*":
            value = a * b
        case "<<" if 0 <= b < 64:
            value = a << b
        case _:
            return None
    return value if abs(value) <= _LARGEST else None


# --- what a value is ---------------------------------------------------------------------------------


_SPECIAL = _BASIC | {"make", "new", "delete", "any"}


def _is_name(expr: Expr, name: str) -> bool:
    return isinstance(expr, Name) and expr.name == name


def _format(args: tuple[Arg, ...], span: Span) -> Expr:
    """`fmt.Sprintf`, its verbs written as `%s` and its arguments in the order of the verbs."""
    template, values = args[0].value, args[1:]
    if not isinstance(template, Text):
        return Format(template, values, "percent", span)
    order: list[int] = []

    def verb(match: re.Match[str]) -> str:
        if match[0] == "%%":
            return "%%"
        order.append(int(match[2]) - 1 if match[2] and len(match[2]) < 4 else (order[-1] + 1 if order else 0))
        return "%s"

    text = _VERB.sub(verb, template.value)
    if order != list(range(len(order))) and all(0 <= place < len(values) for place in order):
        values = tuple(values[place] for place in order)
    return Format(Text(text, template.span), values, "percent", span)


# --- text --------------------------------------------------------------------------------------------


def _byte_escape(text: str) -> int | None:
    """The byte that `\\x41` or `\\101` stands for."""
    try:
        if text.startswith("\\x"):
            return int(text.removeprefix("\\x"), 16)
        return int(text[1:], 8) & 0xFF if len(text) == 4 and text[1] in "01234567" else None
    except ValueError:
        return None


def _unescape(text: str) -> str:
    if text[1:2] in ("u", "U"):
        try:
            return character(int(text.lower().removeprefix("\\u"), 16))
        except ValueError:
            return text
    return _ESCAPES.get(text[1:], text)


def _package_names(module: str) -> Iterator[str]:
    """The names that a package with this path may have, the likeliest first."""
    parts = [part for part in module.split("/") if part] or [module]
    if len(parts) > 1 and _VERSION.fullmatch(parts[-1]):
        parts.pop()
    last = parts[-1]
    stem, dot, ending = last.rpartition(".")
    if dot and (_VERSION.fullmatch(ending) or ending == "go"):
        last = stem
    for short in (last.removesuffix("-go"), last.removeprefix("go-").removeprefix("go_"), last.removesuffix(".go")):
        if short != last and short.isidentifier():
            yield short
    if last.isidentifier():
        yield last
    pieces = re.split(r"[-.]", last)
    yield from (name for name in ("".join(pieces), "_".join(pieces), pieces[-1], pieces[0]) if name.isidentifier())
    yield last
