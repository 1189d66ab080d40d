"""Rust source to facts.

What a reader of these facts has to know of the language:

- An `impl` block is an extension of its type, the trait its base; `Self` is written as that type's name. A `mod` with a body is an
  object. What `Display` writes is what its `fmt` hands back, and `to_string` is bound to the same function.
- `Ok(x)`, `Some(x)`, `x?`, `Box::new(x)` and the other pointers are `x`; `None` is null; an `Err` is not handed back.
- A `use` of a module that this file declares begins with `self`, as if it were written so.
- Paths are members: `crate::a::b` of the names `crate`, `self`, `super`. A tuple's `.0` is an index, `self.0` a member.
- A macro is a call of `name!`, except for those that make text (`format!`), lists (`vec!`), records (`json!`, `key => value`).
- An arm of a `match` is a block that holds the bindings `{subject}` and `{case}`, when its pattern compares.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from tree_sitter import Node, Parser, Range, Tree

from scanner.languages import treesitter
from scanner.languages.facts import (
    Arg,
    Await,
    Call,
    Choice,
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
    Template,
    Text,
)
from scanner.languages.strings import character
from scanner.languages.walking import ClassHead, FunctionHead, FunctionKind, Walker, is_number, last_name

_GRAMMAR = "tree_sitter_rust"
_DEEPEST_TYPE = 12
_DEEPEST_PATTERN = 30

_CHAIN = frozenset({"call_expression", "field_expression", "index_expression", "try_expression", "await_expression", "generic_function"})
_PATHS = frozenset({"scoped_identifier", "scoped_type_identifier"})
_COMMENTS = frozenset({"line_comment", "block_comment"})
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "&&", "||"})
# Types that hold another one, which is used as if it stood there.
_WRAPPERS = frozenset(
    {
        "Option", "Result", "Box", "Rc", "Arc", "Cow", "Cell", "RefCell", "Mutex", "RwLock", "OnceCell", "OnceLock", "Lazy", "LazyLock",
        "Pin", "Into", "AsRef", "Borrow", "Deref", "Future", "State", "Data", "Extension", "Json", "Path", "Query", "Form", "Weak",
    }
)  # fmt: skip
_TESTS = re.compile(r"\bcfg\s*\(\s*test\s*\)")  # a module of tests in the file it tests; it is no part of the program
_MAPS = frozenset({"HashMap", "BTreeMap", "IndexMap", "Map", "AHashMap", "FxHashMap"})
_POINTERS = frozenset({"Box", "Rc", "Arc", "Cow", "Cell", "RefCell", "Mutex", "RwLock", "Pin"})
_VIEWS = frozenset({"iter", "iter_mut", "into_iter", "cloned", "copied", "by_ref"})
_DIVERGING = frozenset({"panic", "unreachable", "todo", "unimplemented", "bail"})
_TEXT_MACROS = frozenset({"stringify", "env", "option_env", "include_str", "file", "module_path"})
_RENAMES = frozenset({"rename", "serialize", "to_string"})
_INLINE = re.compile(r"\{\{|\}\}|\{([^\W\d]\w*)?[^{}]*\}")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", '"': '"', "0": "\0"}

Sink: TypeAlias = Callable[[Node], None]


def extract(path: str, text: bytes) -> FileFacts:
    """The facts of a Rust file. Never raises: what could not be read stands in `errors`."""
    return _Rust(path, text, treesitter.parse(text, _GRAMMAR)).run()


class _Rust(Walker):
    language = "rust"
    comments = _COMMENTS

    def __init__(self, path: str, text: bytes, tree: Tree) -> None:
        super().__init__(path, text, tree)
        self._attributes: list[Node] = []
        self._types: list[str | None] = []
        self._writer = False
        self._reader = Parser(tree.language)
        names = [child.child_by_field_name("name") for child in tree.root_node.children if child.type == "mod_item"]
        self._own_modules = {self.text(name) for name in names if name is not None}

    def statement_table(self) -> dict[str, Callable[[Node], None]]:
        return {
            "use_declaration": self._use,
            "extern_crate_declaration": self._extern,
            "mod_item": self._module,
            "foreign_mod_item": self.visit_children,
            "declaration_list": self._body_of,
            "const_item": self._constant,
            "static_item": self._constant,
            "type_item": self._alias,
            "associated_type": self.nothing,
            "enum_item": self._enum,
            "struct_item": self._struct,
            "union_item": self._struct,
            "impl_item": self._impl,
            "trait_item": self._trait,
            "function_item": self._function_item,
            "function_signature_item": self._function_item,
            "macro_definition": self.nothing,
            "inner_attribute_item": self.nothing,
            "attribute_item": self.nothing,
            "empty_statement": self.nothing,
            "shebang": self.nothing,
            "let_declaration": self._let,
            "expression_statement": self._expression_statement,
            "if_expression": lambda node: self._if(node, self.visit),
            "match_expression": lambda node: self._match(node, self.visit),
            "for_expression": self._for,
            "while_expression": self._while,
            "loop_expression": self._loop,
            "block": lambda node: self._block_into(node, self.visit),
            "unsafe_block": lambda node: self._inner_block(node, self.visit),
            "return_expression": self._return,
            "break_expression": self.visit_children,
            "continue_expression": self.nothing,
            "label": self.nothing,
        }

    def expression_table(self) -> dict[str, Callable[[Node], Expr]]:
        return {
            "identifier": self._identifier,
            "shorthand_field_identifier": self._identifier,
            "field_identifier": self._identifier,
            "type_identifier": self._identifier,
            "metavariable": self._identifier,
            "crate": self.name,
            "super": self.name,
            "self": self._self,
            "scoped_identifier": self._path,
            "scoped_type_identifier": self._path,
            "generic_type": lambda node: self._type(node) or self.other(node),
            "generic_type_with_turbofish": lambda node: self._type(node) or self.other(node),
            "string_literal": self._string,
            "raw_string_literal": self._string,
            "char_literal": self._char,
            "integer_literal": self._number,
            "float_literal": self._number,
            "boolean_literal": self.boolean,
            "unit_expression": lambda node: Literal("null", "()", self.span(node)),
            "parenthesized_expression": self.child,
            "reference_expression": lambda node: self.field(node, "value"),
            "type_cast_expression": self._cast,
            "unary_expression": self._unary,
            "binary_expression": self._binary,
            "range_expression": self._range,
            "tuple_expression": self._listing,
            "array_expression": self._array,
            "struct_expression": self._struct_literal,
            "closure_expression": lambda node: self._closure(node, "", None),
            "macro_invocation": self._macro,
            "if_expression": lambda node: self._chosen(node, self._if),
            "match_expression": lambda node: self._chosen(node, self._match),
            "block": lambda node: self._chosen(node, self._block_into),
            "unsafe_block": lambda node: self._chosen(node, self._inner_block),
            "async_block": lambda node: self._chosen(node, self._inner_block),
            "const_block": lambda node: self._chosen(node, self._inner_block),
            "assignment_expression": self._assignment,
            "compound_assignment_expr": self._augmented,
            "let_condition": self._let_condition,
            **dict.fromkeys(_CHAIN, self._chain),
        }

    # --- bodies ---

    def body(self, node: Node) -> None:
        height, self.height = self.height, 0
        self._body_of(node)
        self.height = height

    def _body_of(self, node: Node) -> None:
        """Walk items and statements, each with the attributes that stand before it."""
        self._walk(self.children(node))

    def _walk(self, nodes: Sequence[Node]) -> None:
        attributes: list[Node] = []
        for child in nodes:
            if child.type == "attribute_item":
                attributes.append(child)
                continue
            self._attributes, attributes = attributes, []
            if child.type != "mod_item" or not any(_TESTS.search(self.text(each)) for each in self._attributes):
                self.visit(child)
        self._attributes = []

    def _taken_attributes(self) -> tuple[Expr, ...]:
        nodes, self._attributes = self._attributes, []
        found = [self._attribute(child) for node in nodes for child in self.children(node) if child.type == "attribute"]
        return tuple(each for each in found if each is not None)

    def _attribute(self, node: Node) -> Expr | None:
        path = self.first(node)
        if path is None or self.text(path) in ("doc", "cfg", "allow", "warn", "deny", "expect", "inline", "must_use"):
            return None
        callee, arguments = self.expr(path), node.child_by_field_name("arguments")
        if arguments is None:
            return callee
        return self.builder.call(callee, self._macro_args(arguments), self.span(node), last_name(callee), "decorator")

    def _into(self, block: Node, sink: Sink) -> None:
        """Walk a block's statements in the current scope, and give the expression it ends with to `sink`."""
        height, self.height = self.height, 0
        children = self.children(block)
        last = _tail(children[-1]) if children else None
        self._walk(children[:-1] if last is not None else children)
        if last is not None:
            if last.type not in _ARMS:
                self.builder.count_statement()
            sink(last)
        self.height = height

    def _block_into(self, node: Node, sink: Sink) -> None:
        with self.always(self.span(node)):
            self._into(node, sink)

    def _inner_block(self, node: Node, sink: Sink) -> None:
        for child in self.children(node):
            if child.type == "block":
                self._block_into(child, sink)

    def _hand_back(self, node: Node) -> None:
        """The function hands back this expression: the ends of its arms, where it has some."""
        node = _bare(node)
        if not self.enter():
            return
        try:
            arms = _ARMS.get(node.type)
            if arms is not None:
                arms(self, node, self._hand_back)
            elif self._ends(node):
                self.visit(node)
            else:
                self.builder.add_return(self._written(self.expr(node)))
        finally:
            self.leave()

    def _ends(self, node: Node) -> bool:
        """Whether an expression leaves the function, or has no value that is used."""
        if node.type == "macro_invocation":
            name = node.child_by_field_name("macro")
            return name is not None and self.text(name).rpartition("::")[2] in _DIVERGING
        if node.type == "call_expression":
            callee = node.child_by_field_name("function")
            return callee is not None and self.text(callee) == "Err"
        return node.type in ("return_expression", "break_expression", "continue_expression", "loop_expression", "for_expression",
                             "while_expression", "assignment_expression", "compound_assignment_expr", "unit_expression")  # fmt: skip

    def _written(self, value: Expr) -> Expr:
        """What `f.write_str(x)` writes."""
        if not self._writer or not isinstance(value, Call) or not isinstance(value.callee, Member):
            return value
        return value.args[0].value if value.callee.name in ("write_str", "pad") and value.args else value

    def _chosen(self, node: Node, walk: Callable[[Node, Sink], None]) -> Expr:
        options: list[Expr] = []

        def take(tail: Node) -> None:
            tail = _bare(tail)
            arms = _ARMS.get(tail.type)
            if arms is not None and self.enter():
                arms(self, tail, take)
                self.leave()
            elif self._ends(tail):
                self.visit(tail)
            else:
                options.append(self.expr(tail))

        walk(node, take)
        if not options:
            return Opaque("no value", "", self.span(node))
        if len(options) == 1:
            return options[0]
        return Choice(tuple(options), "ternary" if node.type == "if_expression" else "match", self.span(node))

    # --- imports ---

    def _use(self, node: Node) -> None:
        tree = node.child_by_field_name("argument")
        if tree is not None:
            self._use_tree(tree, "", 0)

    def _use_tree(self, node: Node, path: str, depth: int) -> None:
        if depth > _DEEPEST_TYPE:
            return
        match node.type:
            case "use_list":
                for child in self.children(node):
                    self._use_tree(child, path, depth + 1)
            case "scoped_use_list":
                listed, inner = node.child_by_field_name("list"), node.child_by_field_name("path")
                if listed is not None:
                    self._use_tree(listed, _joined(path, "" if inner is None else self._compact(inner)), depth + 1)
            case "use_wildcard":
                inner = self.first(node)
                self._used(node, "*", _joined(path, "" if inner is None else self._compact(inner), "*"))
            case "use_as_clause":
                inner, alias = node.child_by_field_name("path"), node.child_by_field_name("alias")
                if inner is not None and alias is not None:
                    self._used(node, self.text(alias), _joined(path, self._compact(inner)))
            case _:
                name = self._compact(node)
                self._used(node, path.rpartition("::")[2] if name == "self" and path else name.rpartition("::")[2], _joined(path, name))

    def _used(self, node: Node, name: str, path: str) -> None:
        path = path.removesuffix("::self")
        if path.partition("::")[0] in self._own_modules:
            path = f"self::{path}"
        module, _, last = path.rpartition("::")
        self.builder.imports(module or last)
        if name != "_":
            span = self.span(node)
            self.own(name)
            self.builder.bind(name, ImportRef(module or last, last if module else None, 0, span), "import", span)

    def _compact(self, node: Node) -> str:
        return "".join(self.text(node).split()).removeprefix("::")

    def _extern(self, node: Node) -> None:
        name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
        if name is not None:
            self._used(node, self.text(alias or name), self.text(name))

    def _module(self, node: Node) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None:
            return
        text, span = self.text(name), self.span(name)
        self.own(text)
        if body is None:
            self.builder.imports(f"self::{text}")
            self.builder.bind(text, ImportRef(f"self::{text}", None, 0, self.span(node)), "import", span)
            return
        types, self._types = self._types, []
        ref = self.cls(ClassHead(text, "object", self.span(node), span, (), self._taken_attributes()), lambda _: self._members(body))
        self._types = types
        self.builder.bind(text, ref, "class", span)

    def _members(self, body: Node | None) -> tuple[EnumMember, ...]:
        if body is not None:
            self._body_of(body)
        return ()

    # --- items ---

    def _constant(self, node: Node) -> None:
        self.builder.count_statement()
        name, type, given = (node.child_by_field_name(field) for field in ("name", "type", "value"))
        if name is not None:
            value = None if given is None else self._named(given, self.text(name))
            self.declare_name(self.text(name), value, self.span(name), None if type is None else self._type(type))

    def _alias(self, node: Node) -> None:
        name, type = node.child_by_field_name("name"), node.child_by_field_name("type")
        if name is not None and type is not None:
            value = self._type(type)
            self.declare_name(self.text(name), value or Opaque("type alias", "", self.span(type)), self.span(name))

    def _enum(self, node: Node) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is not None:
            head = ClassHead(self.text(name), "enum", self.span(node), self.span(name), (), self._taken_attributes())
            self.own(head.name)
            ref = self.cls(head, lambda _: tuple(self._variants(body)))
            self.builder.bind(head.name, ref, "class", head.name_span)

    def _variants(self, body: Node | None) -> Iterator[EnumMember]:
        attributes: list[Node] = []
        for child in [] if body is None else self.children(body):
            if child.type == "attribute_item":
                attributes.append(child)
                continue
            self._attributes, attributes = attributes, []
            name, given = child.child_by_field_name("name"), child.child_by_field_name("value")
            renamed = _renamed(self._taken_attributes())
            if name is not None:
                value = renamed if given is None else self.expr(given)
                yield EnumMember(self.text(name), value, self.span(name))

    def _struct(self, node: Node) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None:
            return
        head = ClassHead(self.text(name), "class", self.span(node), self.span(name), (), self._taken_attributes())
        self.own(head.name)

        def fields(_: int) -> tuple[EnumMember, ...]:
            if body is not None and body.type == "ordered_field_declaration_list":
                for place, type in enumerate(body.children_by_field_name("type")):
                    self.builder.bind(str(place), None, "declare", self.span(type), type=self._type(type))
            elif body is not None:
                self._fields(body)
            return ()

        self.builder.bind(head.name, self.cls(head, fields), "class", head.name_span)

    def _fields(self, body: Node) -> None:
        for child in self.children(body):
            name, type = child.child_by_field_name("name"), child.child_by_field_name("type")
            if name is not None and type is not None:
                self.builder.bind(self.text(name), None, "declare", self.span(name), type=self._type(type))

    def _impl(self, node: Node) -> None:
        type, trait, body = (node.child_by_field_name(field) for field in ("type", "trait", "body"))
        named = None if type is None else self._type(type)
        if not isinstance(named, Name | Member):
            self._attributes = []
            if body is not None:
                self._body_of(body)
            return
        base = None if trait is None else self._type(trait)
        span = named.name_span if isinstance(named, Member) else named.span
        head = ClassHead(named.name, "extension", self.span(node), span, () if base is None else (base,), self._taken_attributes())
        around, self._writer = self._writer, isinstance(base, Name | Member) and base.name == "Display"
        self._types.append(named.name)
        self.cls(head, lambda _: self._members(body))
        self._types.pop()
        self._writer = around

    def _trait(self, node: Node) -> None:
        name, body, bounds = (node.child_by_field_name(field) for field in ("name", "body", "bounds"))
        if name is None:
            return
        types = [] if bounds is None else [self._type(child) for child in self.children(bounds)]
        bases = tuple(each for each in types if each is not None)
        head = ClassHead(self.text(name), "interface", self.span(node), self.span(name), bases, self._taken_attributes())
        self.own(head.name)
        self._types.append(None)
        ref = self.cls(head, lambda _: self._members(body))
        self._types.pop()
        self.builder.bind(head.name, ref, "class", head.name_span)

    # --- functions ---

    def _function_item(self, node: Node) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None:
            return
        text, scope = self.text(name), self.builder.scopes[self.builder.scope]
        owner = scope.owner if scope.kind == "class" else None
        kind = "abstract" if body is None else self._kind(node, owner)
        head = FunctionHead(text, kind, self.span(node), self.span(name), owner, None, self._taken_attributes())
        self.own(text)
        writer = self._writer
        self._writer = writer and text == "fmt" and owner is not None
        ref = self._function(node, head, body)
        self.builder.bind(text, ref, "function", head.name_span)
        if self._writer:
            self.builder.bind("to_string", ref, "function", head.name_span)
        self._writer = writer

    def _kind(self, node: Node, owner: int | None) -> FunctionKind:
        if owner is None:
            return "function"
        listed = node.child_by_field_name("parameters")
        return "method" if listed is not None and any(_is_receiver(child) for child in self.children(listed)) else "static"

    def _function(self, node: Node, head: FunctionHead, body: Node | None) -> FunctionRef:
        listed = None if self._writer and head.name == "fmt" else node.child_by_field_name("parameters")  # `to_string` takes none
        returned = node.child_by_field_name("return_type")
        patterns: list[tuple[Node, str]] = []

        def walk() -> None:
            for pattern, name in patterns:
                self._bind(pattern, Name(name, self.builder.scope, self.span(pattern)))
            if body is not None and body.type == "block":
                self._into(body, self.visit if returned is None and head.kind != "lambda" else self._hand_back)
            elif body is not None:
                self._hand_back(body)

        return self.function(
            head,
            lambda: () if listed is None else self._params(listed, patterns),
            lambda: None if returned is None else self._type(returned),
            walk,
        )

    def _params(self, listed: Node, patterns: list[tuple[Node, str]]) -> tuple[Param, ...]:
        found: list[Param] = []
        for node in self.children(listed):
            if _is_receiver(node) or node.type in ("attribute_item", "variadic_parameter"):
                continue
            declares = node.type == "parameter"
            pattern, type = (node.child_by_field_name("pattern"), node.child_by_field_name("type")) if declares else (node, None)
            plain = None if pattern is None else _without_mut(pattern)
            name = self.text(plain) if plain is not None and plain.type in ("identifier", "_") else f"{{{len(found)}}}"
            if plain is not None and plain.type not in ("identifier", "_"):
                patterns.append((plain, name))
            self.own(name)
            declared = None if type is None else self._type(type)
            found.append(Param(name, "positional", None, declared, self.span(plain or node)))
        return tuple(found)

    def _closure(self, node: Node, name: str, record: int | None) -> Expr:
        span = self.span(node)
        writer, self._writer = self._writer, False
        ref = self._function(node, FunctionHead(name, "lambda", span, span, record=record), node.child_by_field_name("body"))
        self._writer = writer
        return ref

    def _named(self, node: Node, name: str, record: int | None = None) -> Expr:
        """The value of an expression that is given to a name."""
        inner = _bare(node)
        return self._closure(inner, name, record) if inner.type == "closure_expression" else self.expr(node)

    # --- statements ---

    def _expression_statement(self, node: Node) -> None:
        self.builder.count_statement()
        self._attributes = []
        for child in self.children(node):
            self.visit(child)

    def _let(self, node: Node) -> None:
        self.builder.count_statement()
        pattern, type, given, alternative = (node.child_by_field_name(field) for field in ("pattern", "type", "value", "alternative"))
        declared = None if type is None else self._type(type)
        plain = None if pattern is None else _without_mut(pattern)
        name = self.text(plain) if plain is not None and plain.type == "identifier" else ""
        value = None if given is None else self._named(given, name)
        if alternative is not None:
            self.block(alternative)
        if plain is not None:
            self._bind(plain, value, declared)

    def _return(self, node: Node) -> None:
        self.builder.count_statement()
        for child in self.children(node):
            self._hand_back(child)

    def _assignment(self, node: Node) -> Expr:
        left, right, span = node.child_by_field_name("left"), node.child_by_field_name("right"), self.span(node)
        if left is None or right is None:
            return self.other(node)
        left = _bare(left)
        value = self._named(right, self.text(left) if left.type == "identifier" else "")
        self._assign(left, value, span, 0)
        return Literal("null", "()", span)

    def _assign(self, node: Node, value: Expr, span: Span, depth: int) -> None:
        if node.type == "identifier":
            self.builder.bind(self.text(node), value, "assign", self.span(node), home=self.home_of(self.text(node)))
        elif node.type in ("field_expression", "index_expression"):
            self._mutate(node, value, span, False)
        elif node.type == "tuple_expression" and depth < _DEEPEST_PATTERN:
            for place, child in enumerate(self.children(node)):
                self._assign(_bare(child), self._part(value, place, span), span, depth + 1)
        elif node.type != "_":
            self.visit(node)

    def _mutate(self, node: Node, value: Expr, span: Span, augments: bool) -> None:
        children = self.children(node)
        target = self.expr(children[0])
        if node.type == "field_expression":
            self.builder.mutate(target, self.text(children[-1]), value, span, op="augment" if augments else "set")
            return
        key = self.expr(children[-1])
        known, computed = (key.value, None) if isinstance(key, Text) else (None, key)
        self.builder.mutate(target, known, value, span, key_expr=computed, op="augment" if augments else "set")

    def _augmented(self, node: Node) -> Expr:
        left, right, operator = (node.child_by_field_name(field) for field in ("left", "right", "operator"))
        span = self.span(node)
        if left is None or right is None:
            return self.other(node)
        added, left = self.expr(right), _bare(left)
        adds = operator is not None and operator.type == "+=" and not is_number(added)
        value = added if adds else Opaque("arithmetic", "number", span)
        if left.type == "identifier":
            name = self.text(left)
            self.builder.bind(name, value, "augment" if adds else "assign", self.span(left), home=self.home_of(name))
        elif left.type in ("field_expression", "index_expression"):
            self._mutate(left, value, span, adds)
        else:
            self.visit(left)
        return Literal("null", "()", span)

    # --- control flow ---

    def _if(self, node: Node, sink: Sink) -> None:
        chain = [node]
        while (last := _else_of(chain[-1])) is not None and last.type == "if_expression":
            chain.append(last)
        group = self.builder.new_group()
        for link in chain:
            bound = self._condition(link.child_by_field_name("condition"))
            arm = link.child_by_field_name("consequence")
            if arm is not None:
                self._arm(arm, group, last is not None, bound, sink)
        if last is not None:
            self._arm(last, group, True, [], sink)

    def _arm(self, node: Node, group: int | None, exhaustive: bool, bound: Sequence[tuple[Node, Expr]], sink: Sink) -> None:
        with self.builder.open_scope("block", self.span(node), group=group, exhaustive=exhaustive):
            for pattern, value in bound:
                self._bind(pattern, value)
            self._into(node, sink) if node.type == "block" else sink(node)

    def _condition(self, node: Node | None) -> list[tuple[Node, Expr]]:
        """Lower a condition. What `let` binds in it is known in the block behind it."""
        if node is None:
            return []
        node = _bare(node)
        found: list[tuple[Node, Expr]] = []
        for part in self.children(node) if node.type == "let_chain" else [node]:
            pattern, value = part.child_by_field_name("pattern"), part.child_by_field_name("value")
            if part.type == "let_condition" and pattern is not None and value is not None:
                found.append((pattern, self.expr(value)))
            else:
                self.expr(part)
        return found

    def _let_condition(self, node: Node) -> Expr:
        self.field(node, "value")
        return Opaque("comparison", "boolean", self.span(node))

    def _match(self, node: Node, sink: Sink) -> None:
        subject_node, body = node.child_by_field_name("value"), node.child_by_field_name("body")
        subject = Opaque("missing", "", self.span(node)) if subject_node is None else self.expr(subject_node)
        group = self.builder.new_group()
        for arm in [] if body is None else self.children(body):
            if arm.type == "match_arm":
                self._match_arm(arm, subject, group, sink)
            else:
                self.visit(arm)

    def _match_arm(self, arm: Node, subject: Expr, group: int, sink: Sink) -> None:
        pattern, value = arm.child_by_field_name("pattern"), arm.child_by_field_name("value")
        # A match covers all cases, or it would not compile.
        with self.builder.open_scope("block", self.span(arm), group=group, exhaustive=True):
            if pattern is not None:
                inner, guard = self.first(pattern), pattern.child_by_field_name("condition")
                if inner is not None and inner != guard:
                    compared = self._compared(inner, 0)
                    self.compare(subject, compared, self.span(inner))
                    self._bind(inner, subject)
                if guard is not None:
                    self.expr(guard)
            if value is not None and value.type == "block":
                self._into(value, sink)
            elif value is not None:
                sink(value)

    def _compared(self, node: Node, depth: int) -> list[Expr]:
        """What a pattern compares with: paths and literals. Nothing when it takes everything."""
        if depth > _DEEPEST_PATTERN:
            return []
        match node.type:
            case "or_pattern":
                parts = [self._compared(child, depth + 1) for child in self.children(node)]
                return [each for part in parts for each in part] if all(parts) else []
            case "identifier" if not _is_constant(self.text(node)):
                return []
            case "identifier" | "scoped_identifier" | "string_literal" | "raw_string_literal" | "integer_literal" | "boolean_literal":
                return [self.expr(node)]
            case "tuple_struct_pattern" | "struct_pattern":
                type = node.child_by_field_name("type")
                if type is not None and self.text(type) in ("Some", "Ok"):
                    inner = [child for child in self.children(node) if child != type]
                    return self._compared(inner[0], depth + 1) if len(inner) == 1 else []
                named = None if type is None or self.text(type) == "Err" else self.expr(type)
                return [] if named is None else [named]
            case "reference_pattern" | "ref_pattern" | "captured_pattern":
                children = self.children(node)
                return self._compared(children[-1], depth + 1) if children else []
            case _:
                return []

    def _for(self, node: Node) -> None:
        pattern, body = node.child_by_field_name("pattern"), node.child_by_field_name("body")
        collection = self.field(node, "value")
        self.builder.count_statement()
        with self.builder.open_scope("block", self.span(node)):
            if pattern is not None:
                self._loop_names(pattern, collection)
            if body is not None:
                self._into(body, self.visit)

    def _loop_names(self, pattern: Node, collection: Expr) -> None:
        span = self.span(pattern)
        view, of = _view(collection)
        pair = self.children(pattern) if pattern.type == "tuple_pattern" else []
        if view in ("keys", "values"):
            self._bind(pattern, Element(of, "key" if view == "keys" else "value", span), None, "loop")
        elif view == "enumerate" and len(pair) == 2:
            self._bind(pair[0], Opaque("counter", "integer", self.span(pair[0])), None, "loop")
            self._bind(pair[1], Element(of, "item", span), None, "loop")
        elif len(pair) == 2 and not isinstance(of, Listing):
            self._bind(pair[0], Element(of, "key", span), None, "loop")
            self._bind(pair[1], Element(of, "value", span), None, "loop")
        else:
            self._bind(pattern, Element(of, "item", span), None, "loop")

    def _while(self, node: Node) -> None:
        self.builder.count_statement()
        bound, body = self._condition(node.child_by_field_name("condition")), node.child_by_field_name("body")
        if body is not None:
            self._arm(body, None, False, bound, self.visit)

    def _loop(self, node: Node) -> None:
        self.builder.count_statement()
        body = node.child_by_field_name("body")
        if body is not None:
            self._arm(body, None, False, (), self.visit)

    # --- patterns ---

    def _bind(self, node: Node, value: Expr | None, type: Expr | None = None, kind: str = "declare", depth: int = 0) -> None:
        """Bind the names of a pattern to the parts of a value."""
        node = _without_mut(node)
        if depth > _DEEPEST_PATTERN:
            return
        match node.type:
            case "identifier" | "shorthand_field_identifier":
                self._bind_name(node, value, type, kind)
            case "reference_pattern" | "ref_pattern" | "match_pattern":
                for child in self.children(node)[-1:]:
                    self._bind(child, value, type, kind, depth + 1)
            case "captured_pattern":
                for child in self.children(node):
                    self._bind(child, value, type, kind, depth + 1)
            case "or_pattern":
                for child in self.children(node)[:1]:
                    self._bind(child, value, type, kind, depth + 1)
            case "tuple_pattern" | "slice_pattern":
                self._bind_items(self.children(node), value, kind, depth)
            case "tuple_struct_pattern":
                self._bind_variant(node, value, kind, depth)
            case "struct_pattern":
                self._bind_fields(node, value, kind, depth)
            case _:
                pass

    def _bind_items(self, nodes: Sequence[Node], value: Expr | None, kind: str, depth: int) -> None:
        left_out = False
        for place, child in enumerate(nodes):
            left_out = left_out or child.type == "remaining_field_pattern"
            known = value is not None and not left_out
            self._bind(child, self._part(value, place, self.span(child)) if known and value is not None else None, None, kind, depth + 1)

    def _bind_name(self, node: Node, value: Expr | None, type: Expr | None, kind: str) -> None:
        name = self.text(node)
        if kind == "loop":
            self.own(name)
            self.builder.bind(name, value, "loop", self.span(node), type=type)
        elif not _is_constant(name):
            self.declare_name(name, value, self.span(node), type)

    def _part(self, value: Expr, place: int, span: Span) -> Expr:
        if isinstance(value, Listing) and place < len(value.items) and not any(item.spread for item in value.items):
            return value.items[place].value
        return Index(value, Literal("integer", str(place), span), span)

    def _bind_variant(self, node: Node, value: Expr | None, kind: str, depth: int) -> None:
        type = node.child_by_field_name("type")
        name = "" if type is None else self.text(type).rpartition("::")[2]
        for place, child in enumerate(child for child in self.children(node) if child != type):
            span = self.span(child)
            if name in ("Some", "Ok") or name in _WRAPPERS or value is None:
                part = value
            elif name == "Err":
                part = Opaque("error", "", span)
            else:
                part = self._part(Member(value, name, span, span), place, span)
            self._bind(child, part, None, kind, depth + 1)

    def _bind_fields(self, node: Node, value: Expr | None, kind: str, depth: int) -> None:
        type = node.child_by_field_name("type")
        variant = "" if type is None or type.type != "scoped_type_identifier" else self._variant(type)
        for child in self.children(node):
            name, inner = child.child_by_field_name("name"), child.child_by_field_name("pattern")
            if child.type != "field_pattern" or name is None:
                continue
            span, text = self.span(name), self.text(name)
            part = None if value is None else Member(value, text, span, span)
            if value is not None and variant:
                part = Member(Member(value, variant, span, span), text, span, span)
            self._bind(inner or name, part, None, kind, depth + 1)

    def _variant(self, path: Node) -> str:
        """`C` of `E::C`, when `E` is a type."""
        holder, _, name = self.text(path).rpartition("::")
        return name if holder.rpartition("::")[2][:1].isupper() else ""

    # --- types ---

    def _type(self, node: Node) -> Expr | None:
        """The nominal type that is written here, without references and wrappers."""
        for _ in range(_DEEPEST_TYPE):
            match node.type:
                case "type_identifier" | "primitive_type" | "identifier":
                    return self._identifier(node)
                case "scoped_type_identifier" | "scoped_identifier":
                    return self._path(node)
                case "tuple_type":
                    return self._tuple_type(node)
                case "generic_type" | "generic_type_with_turbofish":
                    inner = self._unwrapped(node)
                case "reference_type" | "pointer_type":
                    inner = node.child_by_field_name("type")
                case "dynamic_type" | "abstract_type":
                    inner = node.child_by_field_name("trait")
                case "bounded_type" | "bracketed_type":
                    inner = self.first(node)
                case "qualified_type":
                    inner = node.child_by_field_name("type")
                case _:
                    return None
            if inner is None:
                return None
            node = inner
        return None

    def _unwrapped(self, node: Node) -> Node | None:
        """The type inside of a wrapper, or the generic type without its arguments."""
        type, arguments = node.child_by_field_name("type"), node.child_by_field_name("type_arguments")
        if type is None or arguments is None or self.text(type).rpartition("::")[2] not in _WRAPPERS:
            return type
        inner = [child for child in self.children(arguments) if child.type != "lifetime"]
        output = inner[0] if inner else None
        if output is not None and output.type == "type_binding":
            output = output.child_by_field_name("type")
        return output

    def _tuple_type(self, node: Node) -> Expr | None:
        if not self.enter():
            return None
        types = [self._type(child) or Opaque("no type to name", "", self.span(child)) for child in self.children(node)]
        self.leave()
        return Listing(tuple(Arg(type) for type in types), self.span(node)) if types else None

    # --- names ---

    def _identifier(self, node: Node) -> Expr:
        name, span = self.text(node), self.span(node)
        if name == "Self":
            own = self._types[-1] if self._types else None
            return SelfRef(self.builder.scope, span) if own is None else Name(own, self.builder.scope, span)
        if name == "None":
            return Literal("null", name, span)
        return Name(name, self.builder.scope, span) if name else Opaque("missing", "", span)

    def _self(self, node: Node) -> Expr:
        return SelfRef(self.builder.scope, self.span(node))

    def _path(self, node: Node) -> Expr:
        links: list[Node] = []
        base: Node | None = node
        while base is not None and base.type in _PATHS:
            links.append(base)
            base = base.child_by_field_name("path")
        # `::a::b` starts at a crate.
        value = self._last_of(links.pop()) if base is None else self._start_of(base)
        for count, link in enumerate(reversed(links)):
            name = link.child_by_field_name("name")
            if name is None or count > _DEEPEST_PATTERN:
                return Opaque("path", "", self.span(node))
            value = Member(value, self.text(name), self.span(link), self.span(name))
        return value

    def _start_of(self, base: Node) -> Expr:
        if base.type in ("generic_type", "bracketed_type"):
            return self._type(base) or Opaque("type", "", self.span(base))
        return self.name(base) if base.type == "self" else self.expr(base)

    def _last_of(self, link: Node) -> Expr:
        name = link.child_by_field_name("name")
        return Opaque("missing", "", self.span(link)) if name is None else self._identifier(name)

    # --- chains ---

    def _chain(self, node: Node) -> Expr:
        links: list[Node] = []
        base: Node | None = node
        while base is not None and base.type in _CHAIN:
            links.append(base)
            head = base.child_by_field_name("function") or base.child_by_field_name("value") or self.first(base)
            base = None if head is None else _bare(head)
        if base is None:
            return self.other(node)
        start = base
        return self.chain(node, links[::-1], lambda: self.expr(start), self._link)

    def _link(self, node: Node, value: Expr) -> Expr:
        span = self.span(node)
        match node.type:
            case "call_expression":
                return self._call(node, value, span)
            case "field_expression":
                return self._member(node, value, span)
            case "index_expression":
                children = self.children(node)
                return Index(value, self.expr(children[-1]), span) if len(children) == 2 else Opaque("missing", "", span)
            case "await_expression":
                return Await(value, span)
            case _:
                return value

    def _member(self, node: Node, value: Expr, span: Span) -> Expr:
        name = node.child_by_field_name("field")
        if name is None:
            return Opaque("missing", "", span)
        text = self.text(name)
        if name.type == "integer_literal" and not isinstance(value, SelfRef):
            return self._part(value, int(text), span) if text.isdecimal() and len(text) < 6 else Opaque("index", "", span)
        return Member(value, text, span, self.span(name))

    def _call(self, node: Node, callee: Expr, span: Span) -> Expr:
        listed = node.child_by_field_name("arguments")
        args = () if listed is None else tuple(Arg(self.expr(child)) for child in self.children(listed) if child.type != "attribute_item")
        if len(args) == 1 and _is_wrapping(callee):
            return args[0].value
        if not args or (isinstance(callee, Member) and callee.name == "with_capacity"):
            empty = self._empty(callee, span)
            if empty is not None:
                return empty
        if isinstance(callee, Name) and callee.name == "Err":
            return Opaque("error", "", span)
        return self.builder.call(callee, args, span, last_name(callee), types=self._type_arguments(node.child_by_field_name("function")))

    def _type_arguments(self, node: Node | None) -> tuple[Expr, ...]:
        """The types that a call is given: `state::<Tracker>()`."""
        listed = None if node is None or node.type != "generic_function" else node.child_by_field_name("type_arguments")
        found = [] if listed is None else [self._type(child) for child in self.children(listed)]
        return tuple(each for each in found if each is not None)

    def _empty(self, callee: Expr, span: Span) -> Expr | None:
        """`HashMap::new()` and `Vec::new()` are an empty record and an empty list."""
        if not isinstance(callee, Member) or callee.name not in ("new", "with_capacity", "default"):
            return None
        made = callee.object.name if isinstance(callee.object, Name | Member) else ""
        if made in _MAPS:
            return self.builder.record((), span)
        return Listing((), span) if made == "Vec" else None

    # --- literals ---

    def _string(self, node: Node) -> Expr:
        if node.type == "raw_string_literal":
            content = next((child for child in node.named_children if child.type == "string_content"), None)
            return Text("" if content is None else self.text(content), self.span(node))
        parts: list[str] = []
        continued = False
        for child in node.named_children:
            text = self.text(child)
            if child.type == "escape_sequence":
                continued = text[1:2] in ("\n", "\r")
                parts.append("" if continued else _unescape(text))
            else:
                parts.append(text.lstrip() if continued else text)
                continued = False
        return Text("".join(parts), self.span(node))

    def _char(self, node: Node) -> Expr:
        inner = self.text(node).removeprefix("b")[1:-1]
        return Text(_unescape(inner) if inner.startswith("\\") else inner, self.span(node))

    def _number(self, node: Node) -> Expr:
        return Literal("number" if node.type == "float_literal" else "integer", self.text(node), self.span(node))

    def _listing(self, node: Node) -> Expr:
        items = tuple(Arg(self.expr(child)) for child in self.children(node) if child.type != "attribute_item")
        return Listing(items, self.span(node))

    def _array(self, node: Node) -> Expr:
        if node.child_by_field_name("length") is None:
            return self._listing(node)
        self.visit_children(node)
        return Opaque("repeated item", "array", self.span(node))

    def _struct_literal(self, node: Node) -> Expr:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        type = None if name is None else self._type(name)
        index = self.builder.reserve_record()
        entries: list[Entry] = []
        for child in [] if body is None else self.children(body):
            entry = self._field_entry(child, index)
            if entry is not None and entry.spread:
                # What is written in the literal goes before what the rest is taken from.
                entries.insert(0, entry)
            elif entry is not None:
                entries.append(entry)
        return self.builder.record(tuple(entries), self.span(node), index, type)

    def _field_entry(self, node: Node, record: int) -> Entry | None:
        span = self.span(node)
        if node.type == "shorthand_field_initializer":
            name = next((child for child in self.children(node) if child.type == "identifier"), None)
            return None if name is None else Entry(self._identifier(name), key=self.text(name), span=span)
        if node.type == "base_field_initializer":
            return Entry(self.child(node), spread=True, span=span)
        key, value = node.child_by_field_name("field"), node.child_by_field_name("value")
        if key is None or value is None:
            return None
        return Entry(self._named(value, self.text(key), record), key=self.text(key), span=span)

    # --- operators ---

    def _cast(self, node: Node) -> Expr:
        value = self.field(node, "value")
        return value if isinstance(value, Literal) else Opaque("conversion", "number", self.span(node))

    def _range(self, node: Node) -> Expr:
        self.visit_children(node)
        return Opaque("range", "", self.span(node))

    def _unary(self, node: Node) -> Expr:
        value, span = self.child(node), self.span(node)
        symbol = node.children[0].type if node.children else ""
        if symbol == "*":
            return value
        if symbol == "!":
            return Opaque("comparison", "boolean", span)
        if isinstance(value, Literal) and not value.text.startswith("-"):
            return Literal(value.type, f"-{value.text}", span)
        return Opaque("arithmetic", "number", span)

    def _binary(self, node: Node) -> Expr:
        return self.added(node, _COMPARISONS)

    # --- macros ---

    def _macro(self, node: Node) -> Expr:
        path = node.child_by_field_name("macro")
        tokens = next((child for child in node.children if child.type == "token_tree"), None)
        if path is None or tokens is None:
            return Opaque("macro", "", self.span(node))
        name, span = self.text(path).rpartition("::")[2], self.span(node)
        known = _MACROS.get(name)
        if known is not None:
            return known(self, tokens, span)
        if name in _TEXT_MACROS:
            return Opaque(f"{name}!", "string", span)
        segments = _segments(tokens)
        if segments and all(_arrow(segment) for segment in segments):
            return self._arrows(segments, span)
        if tokens.children[0].type == "{":
            return self._statements_in(tokens, span)
        if self._writer and name in ("write", "writeln"):
            return self._formatted(self._macro_args(tokens)[1:], span)
        return self._macro_call(path, self._macro_args(tokens), span)

    def _macro_call(self, path: Node, args: tuple[Arg, ...], span: Span) -> Expr:
        callee = self.expr(path)
        if isinstance(callee, Member):
            callee = Member(callee.object, f"{callee.name}!", callee.span, callee.name_span)
        elif isinstance(callee, Name):
            callee = Name(f"{callee.name}!", callee.scope, callee.span)
        return self.builder.call(callee, args, span, last_name(callee))

    def _macro_args(self, tokens: Node) -> tuple[Arg, ...]:
        return tuple(self._macro_arg(segment) for segment in _segments(tokens))

    def _macro_arg(self, nodes: Sequence[Node]) -> Arg:
        if len(nodes) > 2 and nodes[0].type == "identifier" and nodes[1].type in ("=", ":"):
            return Arg(self._tokens(nodes[2:]), keyword=self.text(nodes[0]))
        return Arg(self._tokens(nodes))

    def _tokens(self, nodes: Sequence[Node]) -> Expr:
        """The value of tokens that make up one expression. More than one token is read again, as the expression it is."""
        if not nodes:
            return Opaque("missing", "", Span(0, 0, 1, 1, 1, 1))
        if len(nodes) == 1 and nodes[0].type in _SINGLE:
            return self.expr(nodes[0])
        if not self.enter():
            return Opaque("nested too deeply", "", self.span(nodes[0], nodes[-1]))
        try:
            return self.expr(self._read(nodes[0], nodes[-1]))
        finally:
            self.leave()

    def _read(self, first: Node, last: Node) -> Node:
        """Read a stretch of the text again. What is only an expression the grammar takes for an error around it."""
        self._reader.included_ranges = [Range(first.start_point, last.end_point, first.start_byte, last.end_byte)]
        node = self._reader.parse(self.source).root_node
        while node.type in ("source_file", "ERROR", "expression_statement"):
            children = self.children(node)
            if len(children) != 1:
                break
            node = children[0]
        return node

    def _statements_in(self, tokens: Node, span: Span) -> Expr:
        """A macro with a body: what stands in it is walked as statements in this scope."""
        if self.enter():
            try:
                block = self._read(tokens, tokens)
                self._walk(self.children(block))
            finally:
                self.leave()
        return Opaque("macro", "", span)

    def _arrows(self, segments: Sequence[Sequence[Node]], span: Span) -> Expr:
        return self._pairs(segments, "=>", span, self._tokens)

    def _pairs(self, segments: Sequence[Sequence[Node]], mark: str, span: Span, value: Callable[[Sequence[Node]], Expr]) -> Expr:
        """A record that a macro writes as keys, marks and values."""
        if not self.enter():
            return Opaque("nested too deeply", "", span)
        try:
            index = self.builder.reserve_record()
            entries = tuple(self._pair(segment, mark, value) for segment in segments)
            return self.builder.record(entries, span, index)
        finally:
            self.leave()

    def _pair(self, nodes: Sequence[Node], mark: str, value: Callable[[Sequence[Node]], Expr]) -> Entry:
        place = next((at for at, node in enumerate(nodes) if node.type == mark), len(nodes))
        span = self.span(nodes[0], nodes[-1])
        if place in (0, len(nodes), len(nodes) - 1):
            return Entry(self._tokens(nodes), spread=True, span=span)
        key = self._tokens(nodes[:place])
        given = value(nodes[place + 1 :])
        return Entry(given, key=key.value, span=span) if isinstance(key, Text) else Entry(given, key_expr=key, span=span)

    def _json(self, tokens: Node, span: Span) -> Expr:
        segments = _segments(tokens)
        return self._json_value(segments[0]) if len(segments) == 1 else Opaque("macro", "", span)

    def _json_value(self, nodes: Sequence[Node]) -> Expr:
        first, span = nodes[0], self.span(nodes[0], nodes[-1])
        if len(nodes) == 1 and first.type == "identifier" and self.text(first) == "null":
            return Literal("null", "null", span)
        if len(nodes) > 1 or first.type != "token_tree" or first.children[0].type == "(":
            return self._tokens(nodes)
        segments = _segments(first)
        if first.children[0].type == "{":
            return self._pairs(segments, ":", span, self._json_value)
        if not self.enter():
            return Opaque("nested too deeply", "", span)
        try:
            return Listing(tuple(Arg(self._json_value(segment)) for segment in segments), span)
        finally:
            self.leave()

    def _format(self, tokens: Node, span: Span) -> Expr:
        return self._formatted(self._macro_args(tokens), span)

    def _formatted(self, args: tuple[Arg, ...], span: Span) -> Expr:
        """`format!`: names that stand in the template are arguments too."""
        if not args:
            return Text("", span)
        template, given = args[0].value, args[1:]
        known = {arg.keyword for arg in given}
        names = dict.fromkeys(match[1] for match in _INLINE.finditer(template.value) if match[1]) if isinstance(template, Text) else {}
        inline = tuple(Arg(self._inline(name, template.span), keyword=name) for name in names if name not in known)
        return Format(template, (*given, *inline), "brace", span)

    def _inline(self, name: str, span: Span) -> Expr:
        return SelfRef(self.builder.scope, span) if name == "self" else Name(name, self.builder.scope, span)

    def _vec(self, tokens: Node, span: Span) -> Expr:
        items = tuple(self._macro_arg(segment) for segment in _segments(tokens))
        repeated = any(child.type == ";" for child in tokens.children)
        return Opaque("repeated item", "array", span) if repeated else Listing(items, span)

    def _matches(self, tokens: Node, span: Span) -> Expr:
        for segment in _segments(tokens)[:1]:
            self._tokens(segment)
        return Opaque("comparison", "boolean", span)

    def _concat(self, tokens: Node, span: Span) -> Expr:
        return Template(tuple(arg.value for arg in self._macro_args(tokens)), span)


_ARMS: dict[str, Callable[[_Rust, Node, Sink], None]] = {
    "if_expression": _Rust._if,
    "match_expression": _Rust._match,
    "block": _Rust._block_into,
    "unsafe_block": _Rust._inner_block,
}
_MACROS: dict[str, Callable[[_Rust, Node, Span], Expr]] = {
    "json": _Rust._json,
    "format": _Rust._format,
    "format_args": _Rust._format,
    "vec": _Rust._vec,
    "matches": _Rust._matches,
    "concat": _Rust._concat,
}
# Tokens that are a whole expression as they stand.
_SINGLE = frozenset(
    {"identifier", "string_literal", "raw_string_literal", "integer_literal", "float_literal", "boolean_literal", "char_literal", "self"}
)


# --- what a node is ----------------------------------------------------------------------------------


def _bare(node: Node) -> Node:
    while node.type in ("parenthesized_expression", "reference_expression"):
        inner = node.child_by_field_name("value") if node.type == "reference_expression" else None
        inner = inner or next((child for child in node.named_children if child.type not in _COMMENTS), None)
        if inner is None:
            break
        node = inner
    return node


def _without_mut(pattern: Node) -> Node:
    while pattern.type in ("mut_pattern", "ref_pattern", "reference_pattern", "parenthesized_pattern"):
        inner = [child for child in pattern.children if child.type == "_" or (child.is_named and child.type != "mutable_specifier")]
        if not inner:
            break
        pattern = inner[-1]
    return pattern


def _tail(node: Node) -> Node | None:
    """The expression that a block ends with, if this last part of it is one."""
    if node.type == "expression_statement":
        inner = [child for child in node.named_children if child.type not in _COMMENTS]
        return inner[0] if inner and node.children[-1].type != ";" else None
    return None if node.type.endswith(("_declaration", "_item", "_statement", "_definition")) else node


def _else_of(node: Node) -> Node | None:
    clause = node.child_by_field_name("alternative")
    return None if clause is None else next((child for child in clause.named_children if child.type not in _COMMENTS), None)


def _is_receiver(parameter: Node) -> bool:
    if parameter.type == "self_parameter":
        return True
    pattern = parameter.child_by_field_name("pattern")
    return pattern is not None and pattern.type == "self"


def _is_constant(name: str) -> bool:
    """Whether an identifier in a pattern is compared with, and takes no value: it starts in upper case."""
    return name[:1].isupper()


def _segments(tokens: Node) -> list[list[Node]]:
    """The tokens of a macro, cut at commas and semicolons."""
    found: list[list[Node]] = [[]]
    for child in tokens.children[1:-1]:
        if child.type in (",", ";"):
            found.append([])
        elif child.type not in _COMMENTS:
            found[-1].append(child)
    return [segment for segment in found if segment]


def _arrow(nodes: Sequence[Node]) -> bool:
    """`key => value` with a plain key."""
    return len(nodes) > 2 and any(node.type == "=>" for node in nodes[:6]) and not any(node.type == "=" for node in nodes[:6])


# --- what a value is ---------------------------------------------------------------------------------


def _joined(*parts: str) -> str:
    return "::".join(part for part in parts if part)


def _renamed(attributes: tuple[Expr, ...]) -> Expr | None:
    """What an attribute says a variant is written as."""
    given = [arg for attribute in attributes if isinstance(attribute, Call) for arg in attribute.args]
    return next((arg.value for arg in given if arg.keyword in _RENAMES and isinstance(arg.value, Text)), None)


def _is_wrapping(callee: Expr) -> bool:
    if isinstance(callee, Name):
        return callee.name in ("Ok", "Some")
    if not isinstance(callee, Member) or not isinstance(callee.object, Name | Member):
        return False
    return callee.name in ("new", "pin", "clone", "from") and callee.object.name in _POINTERS


def _view(collection: Expr) -> tuple[str, Expr]:
    """What a loop goes over, and how."""
    view = ""
    while isinstance(collection, Call) and isinstance(collection.callee, Member) and not collection.args:
        name = collection.callee.name
        if name in ("keys", "values", "enumerate", "into_keys", "into_values"):
            view = name.removeprefix("into_")
        elif name not in _VIEWS:
            break
        collection = collection.callee.object
    return view, collection


def _unescape(text: str) -> str:
    code = text[1:]
    try:
        if code.startswith("x"):
            return character(int(code.removeprefix("x"), 16))
        if code.startswith("u{"):
            return character(int(code[2:].rstrip("}").replace("_", ""), 16))
    except ValueError:
        return text
    return _ESCAPES.get(code, text)
