"""Scala source to facts.

What a reader of these facts has to know of the language:

- A companion object is an extension of the class beside it, other objects are objects; an `Enumeration` is an enum of its values.
- A `def` without a parameter list is a getter. Further parameter lists follow the first one, in definitions and in calls.
- `a -> b` is a list of two; `map + (k -> v)` and `map ++ other` are records that spread what they add to.
- A block behind a call is an argument with the keyword `{}`: a function, without parameters where it is handed over by name.
- `_` in an argument (`_.name`) makes a function with one parameter of that name.
- `Some(x)` is `x`, `None` is null. A `case` is a block that holds the bindings `{subject}` and `{case}`, when its pattern compares.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from tree_sitter import Node, Tree

from scanner.languages import treesitter
from scanner.languages.facts import (
    Arg,
    Call,
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
    ImportRef,
    Index,
    Listing,
    Literal,
    Member,
    Name,
    Opaque,
    Param,
    ParamRef,
    SelfRef,
    Span,
    SuperRef,
    Template,
    Text,
)
from scanner.languages.jvm import DEEPEST_TYPE, UNWRAPPED, JvmWalker, child_of, decode, has_token, name_of, part_of, percent_format
from scanner.languages.strings import up_to
from scanner.languages.walking import ClassKind, FunctionKind, is_number, last_name

_GRAMMAR = "tree_sitter_scala"
_DEEPEST_PATTERN = 30

_CHAIN = {"call_expression": "function", "field_expression": "value", "generic_function": "function"}
_TYPES = (
    "type_identifier", "stable_type_identifier", "generic_type", "compound_type", "annotated_type", "lazy_parameter_type",
    "repeated_parameter_type", "projected_type", "singleton_type",
)  # fmt: skip
_WRAPPERS = UNWRAPPED | {"Option", "Some", "Try", "IO", "Task", "UIO", "F", "Id", "ConnectionIO", "Resource", "Action"}
_CLASSES = frozenset({"class_definition", "trait_definition", "enum_definition"})
_LISTS = frozenset({"List", "Seq", "Vector", "Set", "Array", "IndexedSeq", "Nil"})
_BLOCKS = frozenset({"block", "indented_block"})
_CASES = frozenset({"case_block", "indented_cases"})
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "&&", "||", "eq", "ne", "==="})
_ARITHMETIC = frozenset({"-", "*", "/", "%", "<<", ">>", ">>>", "^"})
_RANGES = frozenset({"to", "until", "by"})
_INTERPOLATORS = frozenset({"s", "f", "raw"})
_ENDS = frozenset({"throw_expression", "return_expression", "while_expression", "do_while_expression", "assignment_expression", "unit"})
_VERB = re.compile(r"%[-#+ 0,(]*\d*(?:\.\d+)?[a-zA-Z]")
_MARGIN = re.compile(r"(?m)^[ \t]*\|")

Sink: TypeAlias = Callable[[Node], None]


def extract(path: str, text: bytes) -> FileFacts:
    """The facts of a Scala file. Never raises: what could not be read stands in `errors`."""
    return _Scala(path, text, treesitter.parse(text, _GRAMMAR)).run()


class _Scala(JvmWalker):
    language = "scala"
    comments = frozenset({"comment", "block_comment"})

    def __init__(self, path: str, text: bytes, tree: Tree) -> None:
        super().__init__(path, text, tree)
        self._companions: set[tuple[int, str]] = set()
        self._enumerated: list[EnumMember] | None = None

    def statement_table(self) -> dict[str, Callable[[Node], None]]:
        return {
            "package_clause": self._package,
            "package_object": self._object,
            "import_declaration": self._import,
            "export_declaration": self._import,
            "object_definition": self._object,
            "class_definition": self._class,
            "trait_definition": self._class,
            "enum_definition": self._class,
            "enum_case_definitions": self.nothing,
            "given_definition": self._given,
            "extension_definition": self._extension,
            "function_definition": self._function,
            "function_declaration": self._function,
            "val_definition": self._value_definition,
            "var_definition": self._value_definition,
            "val_declaration": self._value_declaration,
            "var_declaration": self._value_declaration,
            "type_definition": self._alias,
            "self_type": self.nothing,
            "template_body": self.body,
            "if_expression": lambda node: self._if(node, self.visit),
            "match_expression": lambda node: self._match(node, self.visit),
            "try_expression": lambda node: self._try(node, self.visit),
            "block": lambda node: self._block_into(node, self.visit),
            "indented_block": lambda node: self._block_into(node, self.visit),
            "while_expression": self._while,
            "do_while_expression": self._while,
            "return_expression": self._return,
        }

    def expression_table(self) -> dict[str, Callable[[Node], Expr]]:
        return {
            "identifier": self._identifier,
            "operator_identifier": self.name,
            "stable_identifier": self._stable,
            "wildcard": self.name,
            "string": self._string,
            "interpolated_string_expression": self._interpolated,
            "character_literal": lambda node: Text(decode(self.text(node)[1:-1]), self.span(node)),
            "symbol_literal": lambda node: Text(self.text(node)[1:], self.span(node)),
            "integer_literal": lambda node: Literal("integer", self.text(node), self.span(node)),
            "floating_point_literal": lambda node: Literal("number", self.text(node), self.span(node)),
            "boolean_literal": lambda node: Literal("boolean", self.text(node), self.span(node)),
            "null_literal": lambda node: Literal("null", "null", self.span(node)),
            "unit": lambda node: Literal("null", "()", self.span(node)),
            "parenthesized_expression": self.child,
            "ascription_expression": self.child,
            "method_value": self.child,
            "call_expression": self._chain,
            "field_expression": self._chain,
            "generic_function": self._chain,
            "instance_expression": self._instance,
            "infix_expression": self._infix,
            "postfix_expression": self._postfix,
            "prefix_expression": self._prefix,
            "assignment_expression": self._assignment,
            "lambda_expression": lambda node: self._closure(node, ""),
            "case_block": lambda node: self._case_function(node, ""),
            "indented_cases": lambda node: self._case_function(node, ""),
            "tuple_expression": self._tuple,
            "if_expression": lambda node: self._chosen(node, self._if),
            "match_expression": lambda node: self._chosen(node, self._match),
            "try_expression": lambda node: self._chosen(node, self._try),
            "block": lambda node: self._chosen(node, self._block_into),
            "indented_block": lambda node: self._chosen(node, self._block_into),
            "for_expression": self._for,
            **dict.fromkeys(_TYPES, lambda node: self._type(node) or self.missing(node)),
        }

    # --- bodies ---

    def body(self, node: Node) -> None:
        height, self.height = self.height, 0
        self._note_companions(self.children(node))
        self.visit_children(node)
        self.height = height

    def visit_children(self, node: Node) -> None:
        for child in self.children(node):
            if child.type.endswith("_expression") or child.type in ("val_definition", "var_definition"):
                self.builder.count_statement()
            self.visit(child)

    def _note_companions(self, nodes: Iterable[Node]) -> None:
        for child in nodes:
            name = child.child_by_field_name("name") if child.type in _CLASSES else None
            if name is not None:
                self._companions.add((self.builder.scope, name_of(name)))

    def _into(self, block: Node, sink: Sink) -> None:
        """Walk a block's statements in the current scope, and give the last one to `sink`."""
        height, self.height = self.height, 0
        children = self.children(block)
        self._note_companions(children)
        for place, child in enumerate(children):
            self.builder.count_statement()
            if place == len(children) - 1 and not child.type.endswith(("_definition", "_declaration")):
                sink(child)
            else:
                self.visit(child)
        self.height = height

    def _block_into(self, node: Node, sink: Sink) -> None:
        with self.always(self.span(node)):
            self._into(node, sink)

    def _hand_back(self, node: Node) -> None:
        """The function hands back this expression: the ends of its arms, where it has some."""
        node = _bare(node)
        if not self.enter():
            return
        try:
            arms = _ARMS.get(node.type)
            if arms is not None:
                arms(self, node, self._hand_back)
            elif _ends(node):
                self.visit(node)
            else:
                self.builder.add_return(self.expr(node))
        finally:
            self.leave()

    def _chosen(self, node: Node, walk: Callable[[Node, Sink], None]) -> Expr:
        options: list[Expr] = []

        def take(tail: Node) -> None:
            tail = _bare(tail)
            arms = _ARMS.get(tail.type)
            if arms is not None and self.enter():
                arms(self, tail, take)
                self.leave()
            elif _ends(tail):
                self.visit(tail)
            else:
                options.append(self.expr(tail))

        walk(node, take)
        if not options:
            return Opaque("no value", "", self.span(node))
        if len(options) == 1:
            return options[0]
        return Choice(tuple(options), "ternary" if node.type == "if_expression" else "match", self.span(node))

    def _arm(self, node: Node, group: int | None, exhaustive: bool, sink: Sink) -> None:
        with self.builder.open_scope("block", self.span(node), group=group, exhaustive=exhaustive):
            self._into(node, sink) if node.type in _BLOCKS else sink(node)

    # --- the file ---

    def _package(self, node: Node) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is not None:
            around = self.builder.package
            written = ".".join(self.text(part) for part in self.children(name))
            self.builder.package = f"{around}.{written}" if around else written
        if body is not None:
            self.body(body)

    def _import(self, node: Node) -> None:
        path: list[str] = []
        for child in node.children:
            if child.type == ",":
                self._imported(node, path)
                path = []
            elif child.type in ("identifier", "operator_identifier"):
                path.append(name_of(child))
            elif child.type in ("namespace_selectors", "namespace_wildcard", "as_renamed_identifier", "arrow_renamed_identifier"):
                for selector in self.children(child) if child.type == "namespace_selectors" else [child]:
                    self._selected(selector, ".".join(path))
                path = []
        self._imported(node, path)

    def _imported(self, node: Node, path: Sequence[str]) -> None:
        if path:
            self._import_name(node, ".".join(path[:-1]), path[-1], path[-1])

    def _selected(self, node: Node, module: str) -> None:
        name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
        if node.type == "namespace_wildcard":
            self._import_name(node, module, "*", "*")
        elif name is None:
            self._import_name(node, module, name_of(node), name_of(node))
        elif alias is not None and alias.type != "wildcard":
            self._import_name(node, module, name_of(name), name_of(alias))

    def _import_name(self, node: Node, module: str, name: str, local: str) -> None:
        span = self.span(node)
        self.builder.imports(module if name == "*" or not module else f"{module}.{name}")
        self.builder.bind(local, ImportRef(module or name, name if module else None, 0, span), "import", span)

    # --- classes ---

    def _object(self, node: Node) -> None:
        name = node.child_by_field_name("name")
        if name is not None:
            companion = (self.builder.scope, name_of(name)) in self._companions
            self._define_class(node, name, "extension" if companion else "object")

    def _class(self, node: Node) -> None:
        name = node.child_by_field_name("name")
        if name is None:
            self.visit_children(node)
            return
        kind: ClassKind = "class"
        if node.type == "trait_definition":
            kind = "interface"
        elif node.type == "enum_definition":
            kind = "enum"
        self._define_class(node, name, kind)

    def _define_class(self, node: Node, name: Node, kind: ClassKind) -> None:
        b, label, span = self.builder, name_of(name), self.span(node)
        decorators, parent, index = self._decorators(node), b.scope, b.reserve_class()
        self.declare(label)
        if kind != "extension":
            b.bind(label, ClassRef(index, span), "class", self.span(name))
        around, self._enumerated = self._enumerated, None
        with self.class_scope(index, span, label) as scope:
            self._declare_members(node)
            bases = self._construct(node, index)
            if any(isinstance(base, Name) and base.name == "Enumeration" for base in bases):
                kind, self._enumerated = "enum", []
            members = self._members(node.child_by_field_name("body"))
        members += tuple(self._enumerated or ())
        self._enumerated = around
        b.class_done(Class(index, label, kind, bases, members, decorators, scope, parent, span, self.span(name)))

    def _declare_members(self, node: Node) -> None:
        """Fields can be given a value in methods that stand before them."""
        body = node.child_by_field_name("body")
        for child in [] if body is None else self.children(body):
            pattern = child.child_by_field_name("pattern") or child.child_by_field_name("name")
            if child.type.startswith(("val_", "var_")) and pattern is not None and pattern.type == "identifier":
                self.declare(name_of(pattern))

    def _members(self, body: Node | None) -> tuple[EnumMember, ...]:
        found: list[EnumMember] = []
        if body is None:
            return ()
        self._note_companions(self.children(body))
        for child in self.children(body):
            if child.type == "enum_case_definitions":
                found += [member for case in self.children(child) if (member := self._enum_case(case)) is not None]
            else:
                if child.type.endswith("_expression"):
                    self.builder.count_statement()
                self.visit(child)
        return tuple(found)

    def _enum_case(self, node: Node) -> EnumMember | None:
        name, extend = node.child_by_field_name("name"), node.child_by_field_name("extend")
        listed = None if extend is None else extend.child_by_field_name("arguments")
        args = () if listed is None else self._args(listed)
        return None if name is None else EnumMember(name_of(name), None, self.span(node), args)

    def _construct(self, node: Node, owner: int) -> tuple[Expr, ...]:
        """The constructor, in which the base classes' arguments are looked up."""
        listed = node.children_by_field_name("class_parameters")
        if not listed:
            return self._bases(node)
        b, span, around = self.builder, self.span(listed[0], listed[-1]), self.builder.scope
        index = b.reserve_function()
        with self.function_scope(index, span) as scope:
            nodes = [child for each in listed for child in self.children(each) if child.type == "class_parameter"]
            params = tuple(self._param(child) for child in nodes)
            is_case = has_token(node, "case")
            for place, (child, param) in enumerate(zip(nodes, params, strict=True)):
                self._constructed(param, index, place, around, is_case or has_token(child, "val", "var"))
            b.bind_parameters(index, params)
            bases = self._bases(node)
        b.bind("constructor", FunctionRef(index, span), "function", span)
        b.function_done(
            Function(index, "constructor", params, "constructor", scope, around, owner, None, (), (), None, 0, span, span)
        )  # fmt: skip
        return bases

    def _constructed(self, param: Param, function: int, place: int, home: int, is_field: bool) -> None:
        b = self.builder
        self.declare(param.name)
        if is_field:
            self.declare(param.name, home)
            b.bind(param.name, None, "declare", param.span, home=home, type=param.type)
            b.mutate(SelfRef(b.scope, param.span), param.name, Name(param.name, b.scope, param.span), param.span)
        else:
            b.bind(param.name, ParamRef(function, place, param.span), "parameter", param.span, home=home, type=param.type)

    def _bases(self, node: Node) -> tuple[Expr, ...]:
        extend = node.child_by_field_name("extend")
        found: list[Expr] = []
        for child in [] if extend is None else self.children(extend):
            if child.type == "arguments" and found:
                base = found[-1]
                args = self._args(child)
                found[-1] = self.builder.call(base, args, up_to(base.span, self.span(child)), last_name(base), "new")
            elif (type := self._type(child)) is not None:
                found.append(type)
        return tuple(found)

    def _given(self, node: Node) -> None:
        body = node.child_by_field_name("body")
        if body is None:
            return
        if body.type.endswith("template_body"):
            self._anonymous(body, ())
        else:
            self.visit(body)

    def _anonymous(self, body: Node, bases: tuple[Expr, ...]) -> ClassRef:
        b, span = self.builder, self.span(body)
        index, parent = b.reserve_class(), b.scope
        with self.class_scope(index, span, "") as scope:
            self.body(body)
        b.class_done(Class(index, "", "object", bases, (), (), scope, parent, span, span))
        return ClassRef(index, span)

    def _extension(self, node: Node) -> None:
        """`extension (x: T) def f`: `x` is the object itself."""
        listed = child_of(node, "parameters")
        receiver = None if listed is None else self.first(listed)
        type = None if receiver is None else receiver.child_by_field_name("type")
        declared, name = None if type is None else self._type(type), None if receiver is None else receiver.child_by_field_name("name")
        if not isinstance(declared, Name | Member) or name is None:
            self.visit_children(node)
            return
        b, span = self.builder, self.span(node)
        index, parent = b.reserve_class(), b.scope
        with self.class_scope(index, span, declared.name) as scope:
            b.bind(name_of(name), SelfRef(b.scope, self.span(name)), "declare", self.span(name))
            for child in self.children(node):
                if child.type != "parameters":
                    self.visit(child)
        b.class_done(Class(index, declared.name, "extension", (), (), (), scope, parent, span, last_name(declared)))

    def _alias(self, node: Node) -> None:
        name, type = node.child_by_field_name("name"), node.child_by_field_name("type")
        if name is not None and type is not None:
            value = self._type(type) or Opaque("type alias", "", self.span(type))
            self.declare(name_of(name))
            self.builder.bind(name_of(name), value, "declare", self.span(name))

    # --- functions ---

    def _function(self, node: Node) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None:
            self.visit_children(node)
            return
        b, label, span, parent = self.builder, name_of(name), self.span(node), self.builder.scopes[self.builder.scope]
        owner, index, decorators = parent.owner if parent.kind == "class" else None, b.reserve_function(), self._decorators(node)
        constructs = label == "this"
        self.declare(label)
        b.bind("constructor" if constructs else label, FunctionRef(index, span), "function", self.span(name))
        kind = "constructor" if constructs else _function_kind(node, owner, body)
        listed = node.children_by_field_name("parameters")
        returned = node.child_by_field_name("return_type")
        with self.function_scope(index, span, receiver=None if owner is None else False) as scope:
            params = tuple(self._param(child) for each in listed for child in self.children(each) if child.type == "parameter")
            for param in params:
                self.declare(param.name)
            b.bind_parameters(index, params)
            type = None if returned is None else self._type(returned)
            if body is not None:
                is_unit = constructs or (returned is not None and self.text(returned) == "Unit")
                self._function_body(body, self.visit if is_unit else self._hand_back)
        b.function_done(
            Function(
                index, "constructor" if constructs else label, params, kind, scope, parent.index, owner, None, (), decorators, type, 0,
                span, self.span(name),
            )
        )  # fmt: skip

    def _function_body(self, body: Node, sink: Sink) -> None:
        if body.type in _BLOCKS:
            self._into(body, sink)
        else:
            self.builder.count_statement()
            sink(body)

    def _param(self, node: Node) -> Param:
        name, type, default = (node.child_by_field_name(field) for field in ("name", "type", "default_value"))
        value = None if default is None else self.expr(default)
        declared = None if type is None else self._type(type)
        label, span = "" if name is None else name_of(name), self.span(name or node)
        if type is not None and type.type == "repeated_parameter_type":
            return Param(label, "rest", value, declared, span)
        return Param(label, "positional", value, declared, span)

    def _lambda_function(self, node: Node, name: str, params: Sequence[Param], walk: Callable[[], None]) -> FunctionRef:
        b, span, around = self.builder, self.span(node), self.builder.scope
        index = b.reserve_function()
        with self.function_scope(index, span) as scope:
            for param in params:
                self.declare(param.name)
            b.bind_parameters(index, tuple(params))
            walk()
        return b.function_done(
            Function(index, name, tuple(params), "lambda", scope, around, None, None, (), (), None, 0, span, span)
        )  # fmt: skip

    def _closure(self, node: Node, name: str) -> FunctionRef:
        listed = node.child_by_field_name("parameters")
        children = self.children(node)
        bodies = [child for child in children if child != listed]
        params = [] if listed is None else [self._lambda_param(child) for child in (self.children(listed) or [listed])]

        def walk() -> None:
            for child in bodies[:-1]:
                self.visit(child)
            if bodies:
                self._function_body(bodies[-1], self._hand_back)

        return self._lambda_function(node, name, params, walk)

    def _lambda_param(self, node: Node) -> Param:
        name, type = node.child_by_field_name("name") or node, node.child_by_field_name("type")
        return Param(name_of(name), "positional", None, None if type is None else self._type(type), self.span(name))

    def _case_function(self, node: Node, name: str) -> FunctionRef:
        """`{ case x => y }`: a function whose parameter has no name."""
        span = self.span(node)
        param = Param("{0}", "positional", None, None, span)
        return self._lambda_function(
            node, name, [param], lambda: self._cases(self.children(node), Name("{0}", self.builder.scope, span), self._hand_back)
        )

    def _by_name(self, node: Node, keyword: str | None) -> Arg:
        """A block behind a call."""
        children = self.children(node)
        if node.type in _CASES:
            return Arg(self._case_function(node, ""), keyword)
        if len(children) == 1 and children[0].type == "lambda_expression":
            return Arg(self._closure(children[0], ""), keyword)
        return Arg(self._lambda_function(node, "", (), lambda: self._into(node, self._hand_back)), keyword)

    def _named(self, node: Node, name: str) -> Expr:
        """The value of an expression that is given to a name."""
        inner = _bare(node)
        if inner.type == "lambda_expression":
            return self._closure(inner, name)
        return self._case_function(inner, name) if inner.type in _CASES else self._placed(node)

    def _placed(self, node: Node) -> Expr:
        """An expression that is a function when it has a `_` in it."""
        if not _has_placeholder(node):
            return self.expr(node)
        param = Param("_", "positional", None, None, self.span(node))
        return self._lambda_function(node, "", [param], lambda: self._hand_back(node))

    def _decorators(self, node: Node) -> tuple[Expr, ...]:
        return tuple(self._annotation(child) for child in self.children(node) if child.type == "annotation")

    def _annotation(self, node: Node) -> Expr:
        name, listed = node.child_by_field_name("name"), node.child_by_field_name("arguments")
        callee = None if name is None else self._type(name)
        if callee is None:
            return self.other(node)
        if listed is None:
            return callee
        return self.builder.call(callee, self._args(listed), self.span(node), last_name(callee), "decorator")

    # --- values ---

    def _value_definition(self, node: Node) -> None:
        self._decorators(node)
        pattern, type, given = (node.child_by_field_name(field) for field in ("pattern", "type", "value"))
        declared = None if type is None else self._type(type)
        if pattern is None:
            self.visit_children(node)
            return
        name = name_of(pattern) if pattern.type == "identifier" else ""
        value = None if given is None or given.type == "wildcard" else self._named(given, name)
        if self._enumerated is not None and value is not None and self._enumerate(pattern, value):
            return
        names = self.children(pattern) if pattern.type == "identifiers" else [pattern]
        for each in names:
            self._bind(each, value, declared, always=True)

    def _enumerate(self, pattern: Node, value: Expr) -> bool:
        """The members of an `Enumeration`: `val A, B = Value`, `val C = Value("c")`."""
        callee = value.callee if isinstance(value, Call) else value
        if not isinstance(callee, Name) or callee.name != "Value" or self._enumerated is None:
            return False
        given = [arg.value for arg in value.args if isinstance(arg.value, Text)] if isinstance(value, Call) else []
        for name in self.children(pattern) if pattern.type == "identifiers" else [pattern]:
            text = given[0] if given else Text(name_of(name), self.span(name))
            self._enumerated.append(EnumMember(name_of(name), text, self.span(name)))
        return True

    def _value_declaration(self, node: Node) -> None:
        type = node.child_by_field_name("type")
        declared = None if type is None else self._type(type)
        for name in node.children_by_field_name("name"):
            self.declare(name_of(name))
            self.builder.bind(name_of(name), None, "declare", self.span(name), type=declared)

    def _assignment(self, node: Node) -> Expr:
        left, right, span = node.child_by_field_name("left"), node.child_by_field_name("right"), self.span(node)
        if left is None or right is None:
            return self.other(node)
        left = _bare(left)
        value = self._named(right, name_of(left.child_by_field_name("field") or left))
        self._assign(left, value, span, False)
        return Literal("null", "()", span)

    def _assign(self, node: Node, value: Expr, span: Span, added: bool) -> None:
        """`a = b`, `a.b = c`, `a(b) = c`."""
        arguments = node.child_by_field_name("arguments") if node.type == "call_expression" else None
        keys = [] if arguments is None else self.children(arguments)
        if node.type == "identifier":
            self.assign_name(name_of(node), value, span, added)
        elif node.type == "field_expression":
            field = node.child_by_field_name("field")
            target = self.field(node, "value")
            self.builder.mutate(target, "" if field is None else name_of(field), value, span, op="augment" if added else "set")
        elif len(keys) == 1:
            target, key = self.field(node, "function"), self.expr(keys[0])
            known, computed = (key.value, None) if isinstance(key, Text) else (None, key)
            self.builder.mutate(target, known, value, span, key_expr=computed, op="augment" if added else "set")
        else:
            self.visit(node)

    # --- control flow ---

    def _if(self, node: Node, sink: Sink) -> None:
        chain = [node]
        while (last := chain[-1].child_by_field_name("alternative")) is not None and last.type == "if_expression":
            chain.append(last)
        group = self.builder.new_group()
        for link in chain:
            self.field(link, "condition")
            arm = link.child_by_field_name("consequence")
            if arm is not None:
                self._arm(arm, group, last is not None, sink)
        if last is not None:
            self._arm(last, group, True, sink)

    def _match(self, node: Node, sink: Sink) -> None:
        subject, body = self.field(node, "value"), node.child_by_field_name("body")
        self._cases([] if body is None else self.children(body), subject, sink)

    def _cases(self, nodes: Iterable[Node], subject: Expr, sink: Sink) -> None:
        group = self.builder.new_group()
        for node in nodes:
            if node.type == "case_clause":
                self._case(node, subject, group, sink)
            else:
                self.visit(node)

    def _case(self, node: Node, subject: Expr, group: int | None, sink: Sink) -> None:
        pattern = node.child_by_field_name("pattern")
        # A match that takes nothing throws.
        with self.builder.open_scope("block", self.span(node), group=group, exhaustive=group is not None):
            if pattern is not None:
                self.compare(subject, self._compared(pattern, 0), self.span(pattern))
                self._bind(pattern, subject)
            for guard in (child for child in self.children(node) if child.type == "guard"):
                self.child(guard)
            bodies = [body for body in node.children_by_field_name("body") if body.is_named and body.type not in self.comments]
            for body in bodies[:-1]:
                self.visit(body)
            for body in bodies[-1:]:
                self._into(body, sink) if body.type in _BLOCKS else sink(body)

    def _compared(self, node: Node, depth: int) -> list[Expr]:
        """What a pattern compares with. Nothing when it takes everything."""
        if depth > _DEEPEST_PATTERN:
            return []
        match node.type:
            case "alternative_pattern":
                parts = [self._compared(child, depth + 1) for child in self.children(node)]
                return [each for part in parts for each in part] if parts and all(parts) else []
            case "identifier" if self.text(node)[:1].isupper() or self.text(node).startswith("`"):
                return [self._identifier(node)]
            case "stable_identifier" | "string" | "integer_literal" | "boolean_literal" | "null_literal" | "character_literal":
                return [self.expr(node)]
            case "case_class_pattern":
                return self._compared_class(node, depth)
            case "typed_pattern":
                type = node.child_by_field_name("type")
                declared = None if type is None else self._type(type)
                return [] if declared is None else [declared]
            case "capture_pattern":
                inner = node.child_by_field_name("pattern")
                return [] if inner is None else self._compared(inner, depth + 1)
            case _:
                return []

    def _compared_class(self, node: Node, depth: int) -> list[Expr]:
        type = node.child_by_field_name("type")
        if type is None:
            return []
        if self.text(type) == "Some":
            inner = [child for child in node.children_by_field_name("pattern") if child.is_named]
            return self._compared(inner[0], depth + 1) if inner else []
        declared = self._type(type)
        return [] if declared is None else [declared]

    def _try(self, node: Node, sink: Sink) -> None:
        body = node.child_by_field_name("body")
        if body is not None:
            self._arm(body, None, False, sink)
        for child in self.children(node):
            if child.type == "catch_clause":
                self._catch(child, sink)
            elif child.type == "finally_clause":
                self.visit_children(child)

    def _catch(self, node: Node, sink: Sink) -> None:
        error = Opaque("caught error", "", self.span(node))
        blocks = [child for child in self.children(node) if child.type in _CASES]
        for block in blocks:
            for case in self.children(block):
                if case.type == "case_clause":
                    self._case(case, error, None, sink)
        if node.child_by_field_name("pattern") is not None:
            self._case(node, error, None, sink)
        elif not blocks:
            self.visit_children(node)

    def _while(self, node: Node) -> None:
        self.field(node, "condition")
        body = node.child_by_field_name("body")
        if body is not None:
            self._arm(body, None, False, self.visit)

    def _for(self, node: Node) -> Expr:
        body = node.child_by_field_name("body")
        with self.builder.open_scope("block", self.span(node)):
            for child in self.children(node):
                for each in self.children(child) if child.type == "enumerators" else []:
                    self._enumerator(each)
            if body is not None:
                self._into(body, self.visit) if body.type in _BLOCKS else self.visit(body)
        return Opaque("comprehension", "array", self.span(node))

    def _enumerator(self, node: Node) -> None:
        """`pattern <- collection`, `pattern = value` or a condition."""
        children = [child for child in self.children(node) if child.type != "guard"]
        if len(children) >= 2:
            value = self.expr(children[-1])
            given = has_token(node, "=")
            self._bind(children[0], value if given else self._item(value, children[0]))
        else:
            for child in children:
                self.visit(child)
        for guard in (child for child in self.children(node) if child.type == "guard"):
            self.child(guard)

    def _item(self, collection: Expr, pattern: Node) -> Expr:
        """What a loop takes out of a collection: a pair is a key and its value."""
        span = self.span(pattern)
        of, keys = self.loop_value(collection)
        if pattern.type == "tuple_pattern" and len(self.children(pattern)) == 2:
            return Listing((Arg(Element(of, "key", span)), Arg(Element(of, "value", span))), span)
        return Element(of, "key" if keys else "item", span)

    def _return(self, node: Node) -> None:
        for child in self.children(node)[:1]:
            self._hand_back(child)

    # --- patterns ---

    def _bind(self, node: Node, value: Expr | None, type: Expr | None = None, depth: int = 0, always: bool = False) -> None:
        """Bind the names of a pattern to the parts of a value. `always`: also a name in upper case, as `val` does."""
        if depth > _DEEPEST_PATTERN:
            return
        match node.type:
            case "identifier":
                name = self.text(node)
                if always or not (name[:1].isupper() or name.startswith("`")):
                    self.declare(name_of(node))
                    self.builder.bind(name_of(node), value, "declare", self.span(node), type=type)
            case "typed_pattern":
                declared = node.child_by_field_name("type")
                for inner in node.children_by_field_name("pattern"):
                    self._bind(inner, value, None if declared is None else self._type(declared), depth + 1)
            case "capture_pattern":
                for side in (node.child_by_field_name("name"), node.child_by_field_name("pattern")):
                    if side is not None:
                        self._bind(side, value, None, depth + 1, always=side.type == "identifier")
            case "tuple_pattern":
                for place, child in enumerate(self.children(node)):
                    self._bind(child, None if value is None else part_of(value, place, self.span(child)), None, depth + 1)
            case "infix_pattern":
                for place, side in enumerate((node.child_by_field_name("left"), node.child_by_field_name("right"))):
                    if side is not None:
                        self._bind(side, None if value is None else part_of(value, place, self.span(side)), None, depth + 1)
            case "case_class_pattern":
                self._bind_class(node, value, depth)
            case "interpolated_string_expression":
                self._bind_interpolated(node)
            case _:
                pass

    def _bind_class(self, node: Node, value: Expr | None, depth: int) -> None:
        type = node.child_by_field_name("type")
        name = "" if type is None else self.text(type).rpartition(".")[2]
        for place, child in enumerate(child for child in node.children_by_field_name("pattern") if child.is_named):
            span = self.span(child)
            part = value
            if value is not None and name not in ("Some", "Right", "Success"):
                part = Index(Member(value, name, span, span), Literal("integer", str(place), span), span)
            self._bind(child, part, None, depth + 1)

    def _bind_interpolated(self, node: Node) -> None:
        for part in self.children(node):
            for inner in self.children(part) if part.type == "interpolated_string" else []:
                for name in self.children(inner):
                    if name.type == "identifier":
                        self._bind(name, Opaque("part of a text", "string", self.span(name)))

    # --- types ---

    def _type(self, node: Node) -> Expr | None:
        """The nominal type that is written here, without wrappers."""
        for _ in range(DEEPEST_TYPE):
            match node.type:
                case "type_identifier" | "identifier":
                    return Name(name_of(node), self.builder.scope, self.span(node))
                case "stable_type_identifier" | "stable_identifier" | "projected_type" | "singleton_type":
                    return self._stable(node)
                case "generic_type":
                    inner = self._unwrapped(node)
                case "compound_type":
                    inner = node.child_by_field_name("base") or self.first(node)
                case "annotated_type" | "lazy_parameter_type" | "repeated_parameter_type" | "parenthesized_type":
                    inner = self.first(node)
                case _:
                    return None
            if inner is None:
                return None
            node = inner
        return None

    def _unwrapped(self, node: Node) -> Node | None:
        type, arguments = node.child_by_field_name("type"), node.child_by_field_name("type_arguments")
        if type is None or arguments is None or self.text(type).rpartition(".")[2] not in _WRAPPERS:
            return type
        return next(iter(self.children(arguments)), None)

    def _stable(self, node: Node) -> Expr:
        parts: list[Node] = []
        stack = [node]
        while stack:
            current = stack.pop()
            inner = self.children(current) if current.type.startswith(("stable_", "projected_", "singleton_")) else []
            stack.extend(reversed(inner))
            if not inner:
                parts.append(current)
        return self.dotted(parts) or self.missing(node)

    # --- names ---

    def _identifier(self, node: Node) -> Expr:
        name, span = name_of(node), self.span(node)
        match name:
            case "":
                return self.missing(node)
            case "this":
                return self.self_ref("", span)
            case "super":
                return SuperRef(self.builder.scope, span)
            case "None":
                return Literal("null", name, span)
            case _:
                return Name(name, self.builder.scope, span)

    # --- chains ---

    def _chain(self, node: Node) -> Expr:
        links, base = self.links(node, _CHAIN, _bare)
        if base is None:
            return self.other(node)
        merged = _with_lists(links)
        return self.chain(node, [link for link, _ in merged], lambda: self.expr(base), self._linker(dict(merged)))

    def _linker(self, lists: dict[Node, list[Node]]) -> Callable[[Node, Expr], Expr]:
        def link(node: Node, value: Expr) -> Expr:
            if node.type == "call_expression":
                return self._call(node, value, lists[node])
            return self._member(node, value) if node.type == "field_expression" else self._typed(node, value)

        return link

    def _typed(self, node: Node, value: Expr) -> Expr:
        """`inject[Tracker]` hands out something by its type; before arguments, the type belongs to the call."""
        if isinstance(value, Member) and value.name == "asInstanceOf":
            return value.object
        types, around = self._type_arguments(node), node.parent
        called = around is not None and around.type == "call_expression" and around.child_by_field_name("function") == node
        name = value.name if isinstance(value, Name | Member) else ""
        if called or len(types) != 1 or not name[:1].islower() or name == "empty":
            return value
        return self.builder.call(value, (), self.span(node), last_name(value), types=types)

    def _type_arguments(self, node: Node | None) -> tuple[Expr, ...]:
        listed = None if node is None or node.type != "generic_function" else node.child_by_field_name("type_arguments")
        found = [] if listed is None else [self._type(child) for child in self.children(listed)]
        return tuple(each for each in found if each is not None)

    def _member(self, node: Node, value: Expr) -> Expr:
        field, span = node.child_by_field_name("field"), self.span(node)
        if field is None:
            return self.missing(node)
        name = name_of(field)
        if name == "this" and isinstance(value, Name):
            return self.self_ref(value.name, span)
        if isinstance(value, Text) and name == "stripMargin":
            return Text(_MARGIN.sub("", value.value), span)
        if re.fullmatch(r"_[1-9]", name) and not isinstance(value, SelfRef):
            return part_of(value, int(name[1]) - 1, span)
        return Member(value, name, span, self.span(field))

    def _call(self, node: Node, callee: Expr, listed: Sequence[Node]) -> Expr:
        args: tuple[Arg, ...] = ()
        for each in listed:
            args += self._args(each) if each.type == "arguments" else (self._by_name(each, "{}"),)
        span = self.span(node)
        if isinstance(callee, Name) and callee.name in ("Some", "Right", "Success") and len(args) == 1:
            return args[0].value
        formatted = _formatted(callee, args, span)
        if formatted is not None:
            return formatted
        return self.builder.call(callee, args, span, last_name(callee), types=self._type_arguments(node.child_by_field_name("function")))

    def _args(self, listed: Node) -> tuple[Arg, ...]:
        return tuple(self._arg(child) for child in self.children(listed))

    def _arg(self, node: Node) -> Arg:
        if node.type == "assignment_expression":
            name, value = node.child_by_field_name("left"), node.child_by_field_name("right")
            if name is not None and name.type == "identifier" and value is not None:
                return Arg(self._named(value, name_of(name)), keyword=name_of(name))
        if node.type == "vararg":
            return Arg(self.child(node), spread="*")
        if node.type == "wildcard":
            return Arg(Opaque("placeholder", "", self.span(node)))
        return Arg(self._named(node, ""))

    def _instance(self, node: Node) -> Expr:
        """`new A(b)`, with a body the object of a class without a name."""
        written = next((child for child in self.children(node) if child.type not in ("arguments", "template_body", "annotation")), None)
        type = None if written is None else self._type(written)
        args = tuple(arg for child in self.children(node) if child.type == "arguments" for arg in self._args(child))
        body = child_of(node, "template_body", "with_template_body")
        if type is None:
            return self._anonymous(body, ()) if body is not None else Opaque("object", "", self.span(node))
        call = self.builder.call(type, args, self.span(node), last_name(type), "new")
        return call if body is None else self._anonymous(body, (call if args else type,))

    # --- text ---

    def _string(self, node: Node) -> Expr:
        text = self.text(node)
        raw = text.startswith('"""')
        return Text(text[3:-3] if raw else decode(text[1:-1]), self.span(node))

    def _interpolated(self, node: Node) -> Expr:
        name, written = node.child_by_field_name("interpolator"), child_of(node, "interpolated_string")
        if written is None:
            return self.other(node)
        interpolator = "" if name is None else self.text(name)
        parts = self._parts(written, interpolator)
        if interpolator not in _INTERPOLATORS:
            return Opaque(f"{interpolator} interpolation", "", self.span(node))
        if not parts:
            return Text("", self.span(node))
        if len(parts) == 1 and isinstance(parts[0], Text):
            return Text(parts[0].value, self.span(node))
        return Template(tuple(parts), self.span(node))

    def _parts(self, node: Node, interpolator: str) -> list[Expr]:
        """The interpolated values, and the text between them, for which the grammar has no nodes."""
        quotes = 3 if self.source[node.start_byte : node.start_byte + 3] == b'"""' else 1
        raw, at, text = quotes == 3 or interpolator == "raw", node.start_byte + quotes, ""
        parts: list[Expr] = []
        for child in [*self.children(node), None]:
            end = max(at, node.end_byte - quotes) if child is None else child.start_byte
            text += self.source[at:end].decode("utf-8", "replace")
            if child is not None and child.type == "escape_sequence":
                escape = self.text(child)
                text += "$" if escape == "$$" else escape if raw else decode(escape)
            else:
                plain = _VERB.sub("", text, count=1) if parts and interpolator == "f" and _VERB.match(text) else text
                parts += [Text(plain.replace("$$", "$"), self._between(node, child))] if plain else []
                text = ""
                if child is not None:
                    parts.append(self._interpolation(child))
            at = node.end_byte if child is None else child.end_byte
        return parts

    def _between(self, node: Node, until: Node | None) -> Span:
        whole = self.span(node)
        if until is None:
            return whole
        end = self.span(until)
        return whole._replace(end=end.start, end_line=end.line, end_column=end.column)

    def _interpolation(self, node: Node) -> Expr:
        inner = self.first(node)
        if inner is None:
            return self.missing(node)
        if inner.type == "block":
            children = self.children(inner)
            return self.expr(children[0]) if len(children) == 1 else self.expr(inner)
        return self.expr(inner)

    # --- operators ---

    def _tuple(self, node: Node) -> Expr:
        return Listing(tuple(Arg(self._placed(child)) for child in self.children(node)), self.span(node))

    def _postfix(self, node: Node) -> Expr:
        children = self.children(node)
        if len(children) != 2:
            return self.other(node)
        return Member(self.expr(children[0]), name_of(children[1]), self.span(node), self.span(children[1]))

    def _prefix(self, node: Node) -> Expr:
        value, span, sign = self.child(node), self.span(node), self.text(node)[:1]
        if sign == "!":
            return Opaque("comparison", "boolean", span)
        if sign == "-" and isinstance(value, Literal) and not value.text.startswith("-"):
            return Literal(value.type, f"-{value.text}", span)
        return Opaque("arithmetic", "number", span)

    def _infix(self, node: Node) -> Expr:
        operator, left = node.child_by_field_name("operator"), node.child_by_field_name("left")
        sign = "" if operator is None else self.text(operator)
        if sign in ("+=", "-=", "*=", "/=", "++=") and left is not None:
            return self._augmented(node, left, sign)
        links, base = self.links(node, {"infix_expression": "left"})
        return self.chain(node, links, lambda: self.missing(node) if base is None else self.expr(base), self._operated)

    def _augmented(self, node: Node, left: Node, sign: str) -> Expr:
        added, span, left = self.field(node, "right"), self.span(node), _bare(left)
        if sign == "+=" and _pairs_of(added):
            # An entry is added to a map.
            target = self.expr(left)
            for key, value in _pairs_of(added):
                known, computed = (key.value, None) if isinstance(key, Text) else (None, key)
                self.builder.mutate(target, known, value, span, key_expr=computed)
        else:
            adds = sign in ("+=", "++=") and not is_number(added)
            self._assign(left, added if adds else Opaque("arithmetic", "number", span), span, adds)
        return Literal("null", "()", span)

    def _operated(self, node: Node, left: Expr) -> Expr:
        """What one operator makes of the value on its left."""
        operator, right, span = node.child_by_field_name("operator"), node.child_by_field_name("right"), self.span(node)
        if operator is None or right is None:
            return self.missing(node)
        sign = self.text(operator)
        if sign in ("->", ":=", "→"):
            return Listing((Arg(left), Arg(self._placed(right))), span)
        if sign.isidentifier() and sign not in _RANGES and sign not in _COMPARISONS:
            return self._worded(left, operator, right, span)
        value = self._operand(right)
        if sign == "+":
            return self._added(left, value, span)
        if sign in ("++", "::", ":::", "+:", ":+"):
            return self._concatenated(sign, left, value, span)
        if sign in _COMPARISONS:
            return Opaque("comparison", "boolean", span)
        if sign in ("!", "?"):
            callee = Member(left, sign, span, self.span(operator))
            return self.builder.call(callee, (Arg(value),), span, callee.name_span)
        if sign in _ARITHMETIC:
            return Opaque("arithmetic", "" if isinstance(left, Text | Template) else "number", span)
        return Opaque("range" if sign in _RANGES else "operator", "", span)

    def _operand(self, node: Node) -> Expr:
        return self.expr(_bare(node))

    def _worded(self, left: Expr, operator: Node, right: Node, span: Span) -> Expr:
        """`a method b`."""
        callee = Member(left, self.text(operator), span, self.span(operator))
        arg = self._by_name(right, "{}") if right.type in _BLOCKS or right.type in _CASES else Arg(self._named(right, ""))
        formatted = _formatted(callee, (arg,), span)
        return self.builder.call(callee, (arg,), span, callee.name_span) if formatted is None else formatted

    def _added(self, left: Expr, right: Expr, span: Span) -> Expr:
        pairs = _pairs_of(right)
        if pairs:
            entries = [Entry(left, spread=True, span=left.span)]
            for key, value in pairs:
                known = key.value if isinstance(key, Text) else None
                entries.append(Entry(value, key=known, key_expr=None if known is not None else key, span=right.span))
            return self.builder.record(tuple(entries), span)
        return self.joined((left, right), span)

    def _concatenated(self, sign: str, left: Expr, right: Expr, span: Span) -> Expr:
        if sign == "++" and not (_is_list(left) or _is_list(right)):
            return self.builder.record((Entry(left, spread=True, span=left.span), Entry(right, spread=True, span=right.span)), span)
        first = Arg(left) if sign in ("::", "+:") else Arg(left, spread="*")
        last = Arg(right) if sign == ":+" else Arg(right, spread="*")
        return Listing((first, last), span)


_ARMS: dict[str, Callable[[_Scala, Node, Sink], None]] = {
    "if_expression": _Scala._if,
    "match_expression": _Scala._match,
    "try_expression": _Scala._try,
    "block": _Scala._block_into,
    "indented_block": _Scala._block_into,
}


# --- what a node is ----------------------------------------------------------------------------------


def _bare(node: Node) -> Node:
    while node.type in ("parenthesized_expression", "ascription_expression"):
        inner = next((child for child in node.named_children if "comment" not in child.type), None)
        if inner is None:
            break
        node = inner
    return node


def _ends(node: Node) -> bool:
    """Whether an expression leaves the function, or has no value that is used."""
    return node.type in (
        "throw_expression",
        "return_expression",
        "while_expression",
        "do_while_expression",
        "assignment_expression",
        "unit",
    )


def _function_kind(node: Node, owner: int | None, body: Node | None) -> FunctionKind:
    if body is None:
        return "abstract"
    if owner is None:
        return "function"
    listed = [each for each in node.children_by_field_name("parameters") if not has_token(each, "implicit", "using")]
    return "method" if listed else "getter"


def _has_placeholder(node: Node) -> bool:
    """Whether `_` stands where an expression begins, or beside an operator of it."""
    for _ in range(_DEEPEST_PATTERN):
        if node.type == "wildcard":
            return True
        if node.type == "infix_expression":
            right = node.child_by_field_name("right")
            if right is not None and right.type == "wildcard":
                return True
        inner = node.child_by_field_name("left") if node.type == "infix_expression" else None
        inner = node.child_by_field_name(_CHAIN[node.type]) if node.type in _CHAIN else inner
        if inner is None:
            return False
        node = inner
    return False


def _with_lists(links: Sequence[Node]) -> list[tuple[Node, list[Node]]]:
    """Each link of a chain with its argument lists: those of `f(a)(b) { c }` belong to one call."""
    found: list[tuple[Node, list[Node]]] = []
    for link in links:
        arguments = link.child_by_field_name("arguments")
        listed = [] if arguments is None else [arguments]
        if link.type == "call_expression" and found and found[-1][0].type == "call_expression" and not _makes_value(found[-1][0]):
            found[-1] = (link, found[-1][1] + listed)
        else:
            found.append((link, listed))
    return found


def _makes_value(call: Node) -> bool:
    """`Map(...)(key)` takes something out of what a call made."""
    function = call.child_by_field_name("function")
    name = b"" if function is None else (function.text or b"").rpartition(b".")[2]
    return name[:1].isupper()


# --- what a value is ---------------------------------------------------------------------------------


def _formatted(callee: Expr, args: tuple[Arg, ...], span: Span) -> Format | None:
    """`"%s".format(a)` and `String.format("%s", a)`."""
    if not isinstance(callee, Member) or callee.name not in ("format", "formatted"):
        return None
    if isinstance(callee.object, Name) and callee.object.name == "String" and args:
        return percent_format(args[0].value, args[1:], span)
    if callee.name == "format" and isinstance(callee.object, Text | Template):
        return percent_format(callee.object, args, span)
    return None


def _pairs_of(value: Expr) -> list[tuple[Expr, Expr]]:
    """The entries that `k -> v` and `(k -> v, l -> w)` write, nothing when that is no such thing."""
    if not isinstance(value, Listing):
        return []
    items = [item.value for item in value.items]
    if items and all(isinstance(item, Listing) and len(item.items) == 2 for item in items):
        return [(item.items[0].value, item.items[1].value) for item in items if isinstance(item, Listing)]
    return [(items[0], items[1])] if len(items) == 2 else []


def _is_list(value: Expr) -> bool:
    if isinstance(value, Call):
        return isinstance(value.callee, Name) and value.callee.name in _LISTS
    return isinstance(value, Listing) or (isinstance(value, Name) and value.name in _LISTS)
