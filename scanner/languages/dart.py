"""Dart source to facts.

The grammar writes an expression as a run of siblings: an operand, then the selectors (`.a`, `[b]`, `(c)`, `!`) and the sections of
a cascade that follow it. So most handlers take a list of nodes apart into runs.

Choices that the syntax leaves open:

- `var a = B()..c()..d = e` is read as `var a = B(); a.c(); a.d = e`. Where no name gets the object, what a cascade sets on a new
  object is a last argument, `{}`, of the call that makes it, and its calls follow in a chain; on any other object each part of the
  cascade stands for itself.
- A constructor is called and bound as `constructor` in its class, a named one by its own name; a named factory is a static method.
- `name = value` for a name that neither a local scope nor the file declares is a change of the object itself.
- A case of a switch is a block that holds the bindings `{subject}` and `{case}`, when its patterns are constants. A function that is a
  switch expression hands back the value of each arm from the arm's block.
- An extension is bound under its own name and is a class of kind `extension` with the name of the type it extends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar
from typing import Literal as OneOf

from tree_sitter import Node

from scanner.languages import treesitter
from scanner.languages.facts import (
    Arg,
    Await,
    Choice,
    Element,
    Entry,
    EnumMember,
    Expr,
    FileFacts,
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
    Template,
    Text,
)
from scanner.languages.parts import part_of
from scanner.languages.strings import Escapes, add_text, together
from scanner.languages.walking import (
    MAX_LINKS,
    ClassHead,
    ClassKind,
    FunctionHead,
    FunctionKind,
    Walker,
    is_number,
    last_name,
)

_GRAMMAR = "tree_sitter_dart"
_DEEPEST_TYPE = 8

_SUFFIXES = frozenset(
    {"selector", "cascade_section", "unconditional_assignable_selector", "conditional_assignable_selector", "argument_part"}
)
_NO_VALUES = frozenset(
    {
        "const_builtin", "final_builtin", "inferred_type", "type_identifier", "type_arguments", "nullable_type", "void_type",
        "function_type", "record_type", "type_parameters", "case_builtin", "label", "break_builtin", "assert_builtin", "rethrow_builtin",
        "part_of_builtin", "superclass", "interfaces", "mixins", "mixin", "is_operator", "as_operator", "relational_operator",
        "logical_and_operator", "logical_or_operator", "additive_operator", "multiplicative_operator", "equality_operator",
        "shift_operator", "bitwise_operator", "negation_operator", "minus_operator", "prefix_operator", "postfix_operator",
        "increment_operator", "combinator", "identifier_list",
    }
)  # fmt: skip
_SIGNATURES = frozenset(
    {
        "function_signature", "getter_signature", "setter_signature", "operator_signature", "constructor_signature",
        "constant_constructor_signature", "factory_constructor_signature", "redirecting_factory_constructor_signature",
    }
)  # fmt: skip
_CONSTANTS = frozenset(
    {"qualified", "identifier", "string_literal", "decimal_integer_literal", "dot_shorthand", "true", "false", "null_literal"}
)
_LISTS = frozenset({"static_final_declaration_list", "initialized_identifier_list"})
_QUOTES = frozenset({"'", '"', "'''", '"""', "r'", 'r"', "r'''", 'r"""'})
_UNWRAPPED = frozenset({"Future", "FutureOr"})
_ESCAPES = Escapes(
    re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]{1,6}\}|.)", re.DOTALL),
    {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"},
)


def extract(path: str, text: bytes) -> FileFacts:
    """The facts of a Dart file. Never raises: what could not be read stands in `errors`."""
    return _Dart(path, text, treesitter.parse(text, _GRAMMAR)).run()


class _Dart(Walker):
    """Walks one tree. Every node is lowered once, so that every call is noted once."""

    language: ClassVar[str] = "dart"
    comments: ClassVar[frozenset[str]] = frozenset({"comment", "documentation_comment"})

    def start(self) -> None:
        self._declared: set[tuple[int, str]] = set()
        self._fields: list[dict[str, list[Node]]] = []
        self._globals = set(_field_headers(self.tree.root_node, self.text))
        self._declarations(self.tree.root_node, None)

    def statement_table(self) -> dict[str, Callable[[Node], None]]:
        return {
            **dict.fromkeys(_NO_VALUES, self.nothing),
            "import_or_export": self.visit_children,
            "library_import": self._import,
            "library_export": self._export,
            "library_name": self._library,
            "part_directive": self._part_of_file,
            "part_of_directive": self._part_of_file,
            "class_definition": self._class,
            "mixin_declaration": self._class,
            "extension_declaration": self._extension,
            "extension_type_declaration": self._extension_type,
            "enum_declaration": self._enum,
            "type_alias": self._type_alias,
            "class_body": self._strays,
            "extension_body": self._strays,
            "declaration": self._strays,
            "block": self.block,
            "local_variable_declaration": self._local,
            "local_function_declaration": self._local_function,
            "expression_statement": self.simple,
            "return_statement": self._return,
            "yield_statement": self.simple,
            "yield_each_statement": self.simple,
            "assert_statement": self.simple,
            "break_statement": self._count,
            "continue_statement": self._count,
            "empty_statement": self.nothing,
            "labeled_statement": self._labeled,
            "if_statement": self._if,
            "for_statement": self._for,
            "while_statement": self._while,
            "do_statement": self._while,
            "switch_statement": self._switch,
            "try_statement": self._try,
        }

    def expression_table(self) -> dict[str, Callable[[Node], Expr]]:
        return {
            **dict.fromkeys(("decimal_integer_literal", "hex_integer_literal"), self.integer),
            **dict.fromkeys(("true", "false"), self.boolean),
            **dict.fromkeys(
                (
                    "relational_expression", "equality_expression", "type_test_expression", "logical_and_expression",
                    "logical_or_expression",
                ),
                self._comparison,
            ),
            **dict.fromkeys(
                (
                    "multiplicative_expression", "shift_expression", "bitwise_and_expression", "bitwise_or_expression",
                    "bitwise_xor_expression",
                ),
                self._arithmetic,
            ),
            **dict.fromkeys(("new_expression", "const_object_expression", "constructor_invocation"), self._creation),
            "identifier": self.name,
            "identifier_dollar_escaped": self.name,
            "this": self.this,
            "super": self.parent,
            "decimal_floating_point_literal": self.number,
            "null_literal": self.null,
            "string_literal": self._string,
            "symbol_literal": self._symbol,
            "list_literal": self._list,
            "set_or_map_literal": self._map,
            "record_literal": self._record,
            "parenthesized_expression": self._inner,
            "argument": self._inner,
            "assignable_expression": self._inner,
            "type_cast_expression": self._inner,
            "await_expression": self._await,
            "unary_expression": self._unary,
            "postfix_expression": self._postfix,
            "additive_expression": self._additive,
            "if_null_expression": self._if_null,
            "conditional_expression": self._conditional,
            "switch_expression": self._switch_expression,
            "throw_expression": self._throw,
            "assignment_expression": self._assignment,
            "pattern_assignment": self._pattern_assignment,
            "function_expression": self._lambda,
            "dot_shorthand": self._implied,
            "qualified": self._qualified,
            "annotation": self._annotation,
        }  # fmt: skip

    # --- runs of nodes ---

    def visit_children(self, node: Node) -> None:
        """Walk what a node holds, a run of siblings at a time."""
        self._visit_runs(self.children(node))

    def _visit_runs(self, nodes: Sequence[Node]) -> None:
        for run in _runs(nodes):
            if len(run) == 1:
                self.visit(run[0])
            else:
                self._run(run)

    def _inner(self, node: Node) -> Expr:
        """The expression that a node holds."""
        return self._run(self.children(node), node)

    def _run(self, nodes: Sequence[Node], around: Node | None = None, name: str = "", record: int | None = None) -> Expr:
        """Lower one expression. `name` is what it is bound to."""
        nodes = [node for node in nodes if node.is_named and node.type not in _NO_VALUES and node.type not in self.comments]
        if not nodes:
            return Opaque("missing", "", self.span(around)) if around is not None else _NOWHERE
        first, *others = _runs(nodes)
        value = self._one(first, name, record)
        for run in others:
            self._visit_runs(run)
        return value

    def _one(self, run: list[Node], name: str, record: int | None) -> Expr:
        if len(run) == 1:
            closure = _unwrapped(run[0], self.children)
            if closure.type == "function_expression" and self.enter():
                try:
                    return self._closure(closure, name, record)
                finally:
                    self.leave()
            return self.expr(run[0])
        if not self.enter():
            return Opaque("nested too deeply", "", self.span(run[0], run[-1]))
        try:
            links = [node for node in run[1:] if node.type != "cascade_section"]
            cascade = [node for node in run[1:] if node.type == "cascade_section"]
            return self._cascaded(run[0], links, cascade) if cascade else self._linked(run[0], links)
        finally:
            self.leave()

    def _linked(self, base: Node, links: list[Node], extra: tuple[Arg, ...] = ()) -> Expr:
        """A chain from its start. `extra` are more arguments for the call at its end."""
        if not links:
            return self._creation(base, extra) if extra else self.expr(base)

        def start() -> Expr:
            if base.type == "dot_shorthand" and (given := _arguments_of(links[0])) is not None:
                return self._implied(base, self._args(given))
            return self.expr(base)

        rest = links[1:] if base.type == "dot_shorthand" and _arguments_of(links[0]) is not None else links
        last = rest[-1] if rest else None
        return self.chain(base, rest, start, lambda link, value: self._link(base, link, value, extra if link == last else ()))

    def _link(self, base: Node, node: Node, value: Expr, extra: tuple[Arg, ...]) -> Expr:
        inner = self.first(node) if node.type == "selector" else node
        if inner is None:
            return value
        if inner.type == "argument_part":
            given = _arguments_of(inner)
            args = () if given is None else self._args(given)
            types = next((self._type_arguments(child) for child in inner.named_children if child.type == "type_arguments"), ())
            return self.builder.call(value, (*args, *extra), self.span(base, node), last_name(value), types=types)
        held = self.first(inner)
        if held is None or inner.type == "type_arguments":
            return value
        if held.type == "index_selector":
            return Index(value, self._inner(held), self.span(base, node))
        return Member(value, self.text(held), self.span(base, node), self.span(held))

    # --- cascades ---

    def _cascaded(self, base: Node, links: list[Node], sections: list[Node]) -> Expr:
        if not _makes(base, links, self.text):
            value = self._linked(base, links)
            for section in sections:
                self._section(section, value)
            return value
        fields = [section for section in sections if _sets_field(section)]
        extra = (Arg(self._settings(fields), "{}"),) if fields else ()
        value = self._linked(base, links, extra)
        rest = [section for section in sections if not _sets_field(section)]
        height = self.height
        self.height += min(len(rest), MAX_LINKS)
        for count, section in enumerate(rest, 1):
            made = self._section(section, value)
            value = value if made is None else made
            if count % MAX_LINKS == 0 and count < len(rest):
                value = Opaque("nested too deeply", "", self.span(section))
        self.height = height
        return value

    def _settings(self, sections: list[Node]) -> Expr:
        """`..a = b` of an object that is being made, as a record."""
        index = self.builder.reserve_record()
        entries: list[Entry] = []
        for section in sections:
            key = self.text(self.children(self.children(section)[0])[0])
            value = self._run(_after(section, "="), section, key, index)
            entries.append(Entry(value, key=key, span=self.span(section)))
        return self.builder.record(tuple(entries), self.span(sections[0], sections[-1]), index)

    def _section(self, node: Node, target: Expr) -> Expr | None:
        """One section of a cascade: what it calls, or None for what it sets."""
        value, assigned = target, _assigned_by(node)
        for child in _before(node, assigned):
            if child.type == "cascade_selector":
                held = self.first(child)
                if held is None:
                    continue
                if any(each.type == "[" for each in child.children):
                    value = Index(value, self._inner(child), self.span(child))
                else:
                    value = Member(value, self.text(held), self.span(node), self.span(held))
            elif child.is_named and child.type not in self.comments:
                value = self._link(node, child, value, ())
        if not assigned:
            return value
        given = self._run(_after(node, assigned), node, value.name if isinstance(value, Member) else "")
        self.change(value, given, self.span(node), "augment" if assigned == "+=" else "set")
        return None

    # --- the file ---

    def _uri(self, node: Node) -> str:
        stack = [node]
        while stack:
            inner = stack.pop(0)
            if inner.type == "string_literal":
                text = self._string(inner)
                return text.value if isinstance(text, Text) else ""
            stack = self.children(inner) + stack
        return ""

    def _import(self, node: Node) -> None:
        inner = self.first(node) or node
        module, span = self._uri(inner), self.span(inner)
        shown = self._shown(inner)
        alias = next((child for child in self.children(inner) if child.type == "identifier"), None)
        self.builder.imports(module)
        if alias is not None:
            self.builder.bind(self.text(alias), ImportRef(module, None, 0, span), "import", self.span(alias))
        else:
            for name in shown or ["*"]:
                self.builder.bind(name, ImportRef(module, name, 0, span), "import", span)

    def _export(self, node: Node) -> None:
        module, span = self._uri(node), self.span(node)
        shown = self._shown(node)
        self.builder.imports(module)
        for name in shown:
            self.builder.export(name, ImportRef(module, name, 0, span), span)
        if not shown:
            self.builder.export("*", ImportRef(module, None, 0, span), span)

    def _shown(self, node: Node) -> list[str]:
        lists = [child for child in self.children(node) if child.type == "combinator" and child.children[0].type == "show"]
        return [self.text(name) for combinator in lists for name in self.children(combinator) if name.type == "identifier"]

    def _library(self, node: Node) -> None:
        self.builder.package = "".join(self.text(child) for child in self.children(node) if child.type == "dotted_identifier_list")

    def _part_of_file(self, node: Node) -> None:
        """The parts of a library see each other's names."""
        named = next((child for child in self.children(node) if child.type == "dotted_identifier_list"), None)
        module, span = self._uri(node) if named is None else self.text(named), self.span(node)
        self.builder.imports(module)
        self.builder.bind("*", ImportRef(module, "*", 0, span), "import", span)

    # --- types ---

    def _type(self, nodes: Iterable[Node], depth: int = 0) -> Expr | None:
        """The nominal type among the nodes before a name: future and nullable wrappers and type arguments are taken off."""
        value: Expr | None = None
        dotted = False
        for node in nodes:
            if node.type == "." and value is not None:
                dotted = True
            elif node.type == "type_identifier" and value is None:
                value = self.name(node)
            elif node.type == "type_identifier" and dotted and value is not None:
                value, dotted = Member(value, self.text(node), self.span(node), self.span(node)), False
            elif node.type == "type_arguments" and isinstance(value, Name) and value.name in _UNWRAPPED:
                return None if depth > _DEEPEST_TYPE else self._type(node.children, depth + 1)
            elif node.type in ("function_type", "record_type", "void_type", ","):
                break
        return None if isinstance(value, Name) and value.name in (*_UNWRAPPED, "var", "dynamic") else value

    def _type_arguments(self, node: Node) -> tuple[Expr, ...]:
        """The type that a call is given, where it is one: `read<Tracker>()`."""
        listed = self._type(node.children)
        return () if listed is None or any(child.type == "," for child in node.children) else (listed,)

    def _types(self, node: Node | None) -> list[Expr]:
        """The types that a clause lists."""
        found: list[Expr] = []
        before: list[Node] = []
        for child in () if node is None else (*node.children, None):
            if child is None or child.type in (",", "mixins"):
                listed = self._type(before)
                found += [] if listed is None else [listed]
                before = []
            else:
                before.append(child)
        return found

    # --- classes ---

    def _class(self, node: Node) -> None:
        name = node.child_by_field_name("name") or next((child for child in self.children(node) if child.type == "identifier"), None)
        applied = next((child for child in self.children(node) if child.type == "mixin_application_class"), None)
        if applied is not None:
            name = self.first(applied)
        if name is None:
            self._strays(node)
            return
        kind: ClassKind = "interface" if any(child.type == "interface" for child in node.children) else "class"
        head = ClassHead(self.text(name), kind, self.span(node), self.span(name), self._bases(node), self._decorators(node))
        self._open_class(
            head, name, next((child for child in self.children(node) if child.type == "class_body"), None), self._component_of(node)
        )

    def _component_of(self, node: Node) -> tuple[Expr, Span] | None:
        """The component whose state a class is (`extends State<Page>`): Flutter calls it `widget` there."""
        base = next((child for child in self.children(node) if child.type == "superclass"), None)
        parts = [] if base is None else self.children(base)
        if len(parts) < 2 or not self.text(parts[0]).endswith("State") or parts[1].type != "type_arguments":
            return None
        types = self._type_arguments(parts[1])
        return (types[0], self.span(parts[1])) if types else None

    def _bases(self, node: Node) -> tuple[Expr, ...]:
        """What a class extends, mixes in, implements, or is mixed into."""
        bases = self._types(node) if node.type == "mixin_declaration" else []
        for child in self.children(node):
            if child.type in ("superclass", "interfaces", "mixins", "mixin_application", "mixin_application_class"):
                bases += self._types(child) if child.type != "mixin_application_class" else []
                for inner in self.children(child):
                    if inner.type == "mixins":
                        bases += self._types(inner)
                    elif inner.type == "mixin_application":
                        bases += self._bases_applied(inner)
        return tuple(bases)

    def _bases_applied(self, node: Node) -> list[Expr]:
        """`class A = B with C;`"""
        mixed = [each for child in self.children(node) if child.type == "mixins" for each in self._types(child)]
        return [*self._types(node), *mixed]

    def _open_class(self, head: ClassHead, name: Node | None, body: Node | None, shown: tuple[Expr, Span] | None = None) -> None:
        def members(index: int) -> tuple[EnumMember, ...]:
            if shown is not None:
                self.builder.bind("widget", None, "declare", shown[1], type=shown[0])
            self._fields.append({} if body is None else _field_headers(body, self.text))
            try:
                return () if body is None else self._declarations(body, index)
            finally:
                self._fields.pop()

        ref = self.cls(head, members)
        if name is not None:
            self.builder.bind(self.text(name), ref, "class", self.span(name))

    def _extension(self, node: Node) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        extended = self._type(node.children_by_field_name("class"))
        if extended is None:
            self._strays(node)
            return
        label = extended.name if isinstance(extended, Name | Member) else ""
        head = ClassHead(label, "extension", self.span(node), self.span(name or node), (), self._decorators(node))
        self._open_class(head, name, body)

    def _extension_type(self, node: Node) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None:
            self._strays(node)
            return
        head = ClassHead(self.text(name), "class", self.span(node), self.span(name), self._bases(node), self._decorators(node))
        self._open_class(head, name, body)

    def _enum(self, node: Node) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None:
            self._strays(node)
            return
        head = ClassHead(self.text(name), "enum", self.span(node), self.span(name), self._bases(node), self._decorators(node))
        self._open_class(head, name, body)

    def _enum_member(self, node: Node) -> EnumMember | None:
        name = node.child_by_field_name("name")
        if name is None:
            self._strays(node)
            return None
        args: tuple[Arg, ...] = ()
        for child in self.children(node):
            given = _arguments_of(child)
            if given is not None:
                args = self._args(given)
            elif child.type == "annotation":
                self.expr(child)
        return EnumMember(self.text(name), None, self.span(node), args)

    def _type_alias(self, node: Node) -> None:
        """`typedef A = B;` A function type is no class."""
        children = self.children(node)
        aliased = self._type(_after(node, "=")) if len(children) > 1 else None
        if children and aliased is not None:
            self.builder.bind(self.text(children[0]), aliased, "declare", self.span(children[0]))

    def _decorators(self, node: Node) -> tuple[Expr, ...]:
        return tuple(self.expr(child) for child in self.children(node) if child.type == "annotation")

    def _annotation(self, node: Node) -> Expr:
        name, given = node.child_by_field_name("name"), next((each for each in self.children(node) if each.type == "arguments"), None)
        if name is None:
            self.visit_children(node)
            return Opaque("annotation", "", self.span(node))
        if name.type == "identifier":
            callee: Expr = self.name(name)
        else:
            first, *others = self.children(name) or [name]
            callee = self.name(first)
            for other in others:
                callee = Member(callee, self.text(other), self.span(name), self.span(other))
        if given is None:
            return callee
        return self.builder.call(callee, self._args(given), self.span(node), last_name(callee), "decorator")

    # --- declarations ---

    def _strays(self, node: Node) -> None:
        """Declarations that stand where none should."""
        self._declarations(node, self.builder.scopes[self.builder.scope].owner)

    def _declarations(self, node: Node, owner: int | None) -> tuple[EnumMember, ...]:
        """What a file or class declares. A body is the sibling of its signature, a type that of its names."""
        header: list[Node] = []
        decorators: list[Expr] = []
        members: list[EnumMember] = []
        children, position = node.children, 0
        while position < len(children):
            child = children[position]
            position += 1
            if child.type == "annotation":
                decorators.append(self.expr(child))
            elif child.type == "enum_constant":
                member = self._enum_member(child)
                members += [] if member is None else [member]
            elif child.type in ("method_signature", "declaration") or child.type in _SIGNATURES:
                body = children[position] if position < len(children) and children[position].type == "function_body" else None
                position += body is not None
                self._declaration(child, body, owner, tuple(decorators))
                header, decorators = [], []
            elif child.type in _LISTS:
                self._names(child, header)
                header, decorators = [], []
            elif child.type in _NO_VALUES or not child.is_named:
                header.append(child)
            elif child.type not in self.comments:
                self.visit(child)
                header, decorators = [], []
        return tuple(members)

    def _declaration(self, node: Node, body: Node | None, owner: int | None, decorators: tuple[Expr, ...]) -> None:
        if node.type in _SIGNATURES:
            self._signature(node, node, body, owner, decorators)
            return
        header: list[Node] = []
        for child in node.children:
            if child.type in _SIGNATURES:
                self._signature(child, node, body, owner, decorators)
            elif child.type in _LISTS:
                self._names(child, header)
            elif child.type == "annotation":
                self.expr(child)
            elif child.type not in ("initializers", "redirection", *self.comments):
                header.append(child)

    def _names(self, node: Node, header: list[Node]) -> None:
        """`Type a = 1, b = 2`"""
        for child in self.children(node):
            name = self.first(child) or child
            if name.type == "identifier":
                self._initialise(name, self.children(child)[1:] if name != child else [], header)

    def _initialise(self, name: Node, held: list[Node], header: Iterable[Node]) -> None:
        label, declared = self.text(name), self._type(header)
        cascade = [node for node in held if node.type == "cascade_section"]
        local = self.builder.function is not None
        value = self._run([node for node in held if node not in cascade] if local else held, name, label) if held else None
        self._declare(name, value, declared)
        for section in cascade if local else ():
            self._section(section, self.name(name))

    def _declare(self, name: Node, value: Expr | None, declared: Expr | None, kind: OneOf["declare", "loop"] = "declare") -> None:
        self._declared.add((self.builder.scope, self.text(name)))
        self.builder.bind(self.text(name), value, kind, self.span(name), type=declared)

    def _signature(self, node: Node, around: Node, body: Node | None, owner: int | None, decorators: tuple[Expr, ...]) -> None:
        if "constructor" in node.type:
            self._constructor(node, around, body, owner, decorators)
            return
        name, span = node.child_by_field_name("name"), self.span(node, body)
        kind = _kind_of(node, around, body, owner)
        label, at = ("", self.span(node)) if name is None else (self.text(name), self.span(name))
        ref = self._function(FunctionHead(label, kind, span, at, owner, None, decorators), node, body, _until(node, name))
        if name is not None and node.type != "setter_signature":
            self._declared.add((self.builder.scope, label))
            self.builder.bind(label, ref, "function", at)

    def _function(self, head: FunctionHead, node: Node, body: Node | None, declared: Sequence[Node]) -> FunctionRef:
        listed = _parameters_of(node)
        return self.function(
            head,
            lambda: () if listed is None else self._params(listed),
            lambda: self._type(declared),
            lambda: self._body(body),
        )

    def _constructor(self, node: Node, around: Node, body: Node | None, owner: int | None, decorators: tuple[Expr, ...]) -> None:
        idents = [child for child in self.children(node) if child.type == "identifier"]
        if not idents:
            return
        named, factory = len(idents) > 1, "factory" in node.type
        label = self.text(idents[1]) if named else "constructor"
        kind: FunctionKind = "static" if named and factory else "constructor"
        head = FunctionHead(label, kind, self.span(node, body), self.span(idents[-1]), owner, None, decorators)
        listed = _parameters_of(node)
        made = self._type(_after(node, "=")) if node.type.startswith("redirecting") else self.name(idents[0])

        def walk() -> None:
            self._initialisers(node, around, listed)
            self._body(body)

        ref = self.function(head, lambda: () if listed is None else self._params(listed), lambda: made, walk)
        self.builder.bind(label, ref, "function", head.name_span)

    def _initialisers(self, node: Node, around: Node, listed: Node | None) -> None:
        """What a constructor sets and hands on before its body."""
        handed = () if listed is None else self._handed_on(listed)
        parts = [part for part in self.children(around) if part.type in ("initializers", "redirection")] if around != node else []
        for part in parts:
            for entry in [part] if part.type == "redirection" else self.children(part):
                handed = self._initialiser(entry, handed)
        if any(arg.keyword != "key" for arg in handed):
            self.builder.call(SuperRef(self.builder.scope, self.span(node)), handed, self.span(node), self.span(node))

    def _initialiser(self, node: Node, handed: tuple[Arg, ...]) -> tuple[Arg, ...]:
        """One initialiser; what is still to be handed on to the constructor above."""
        children = self.children(node)
        first = children[0] if children else None
        if first is None:
            return handed
        if first.type == "field_initializer":
            self._field_initialiser(first)
        elif first.type in ("super", "this"):
            callee = self.parent(first) if first.type == "super" else self.this(first)
            for child in children[1:]:
                if child.type == "arguments":
                    given = (*handed, *self._args(child)) if first.type == "super" else self._args(child)
                    self.builder.call(callee, given, self.span(node), last_name(callee))
                else:
                    named = child if child.type == "identifier" else self.first(child) or child
                    callee = Member(callee, self.text(named), self.span(node), self.span(named))
            return () if first.type == "super" else handed
        else:
            self._visit_runs(children)
        return handed

    def _field_initialiser(self, node: Node) -> None:
        names = [child for child in _before(node, "=") if child.type == "identifier"]
        if names:
            name = self.text(names[-1])
            value = self._run(_after(node, "="), node, name)
            self.builder.mutate(SelfRef(self.builder.scope, self.span(names[-1])), name, value, self.span(node))

    def _handed_on(self, listed: Node) -> tuple[Arg, ...]:
        """`super.x` among the parameters."""
        found: list[Arg] = []
        for node, kind, _ in _parameter_nodes(listed):
            inner = self.first(node)
            if inner is not None and inner.type == "super_formal_parameter":
                name = self.children(inner)[-1]
                found.append(Arg(self.name(name), self.text(name) if kind == "keyword" else None))
        return tuple(found)

    def _local_function(self, node: Node) -> None:
        inner = self.first(node)
        signature = None if inner is None else inner.child_by_field_name("parameters")
        name = None if signature is None else signature.child_by_field_name("name")
        if inner is None or signature is None or name is None:
            self.visit_children(node)
            return
        head = FunctionHead(self.text(name), "function", self.span(node), self.span(name), None, None, self._decorators(node))
        ref = self._function(head, signature, inner.child_by_field_name("body"), _until(signature, name))
        self._declared.add((self.builder.scope, head.name))
        self.builder.bind(head.name, ref, "function", head.name_span)

    def _lambda(self, node: Node) -> Expr:
        return self._closure(node, "", None)

    def _closure(self, node: Node, name: str, record: int | None) -> FunctionRef:
        span = self.span(node)
        return self._function(FunctionHead(name, "lambda", span, span, None, record), node, node.child_by_field_name("body"), ())

    def _body(self, node: Node | None) -> None:
        """A function's body; an expression is what it hands back."""
        if node is None:
            return
        block = node if node.type == "block" else next((child for child in self.children(node) if child.type == "block"), None)
        if block is not None:
            self.visit_children(block)
            return
        held = self.children(node)
        if held:
            self.builder.count_statement()
            self._hand_back(held, node)

    # --- parameters ---

    def _params(self, listed: Node) -> tuple[Param, ...]:
        params: list[Param] = []
        for node, kind, default in _parameter_nodes(listed):
            param = self._param(node, kind, default)
            if param is not None:
                params.append(param)
                self._declared.add((self.builder.scope, param.name))
        return tuple(params)

    def _param(self, node: Node, kind: OneOf["positional", "keyword"], default: list[Node]) -> Param | None:
        inner = self.first(node)
        own = inner is not None and inner.type in ("constructor_param", "super_formal_parameter")
        idents = [child for child in self.children(inner if own and inner is not None else node) if child.type == "identifier"]
        name = node.child_by_field_name("name") or (idents[-1] if idents else None)
        if name is None:
            return None
        for child in self.children(node):
            if child.type == "annotation":
                self.expr(child)
        label, span = self.text(name), self.span(name)
        header: Sequence[Node] = _until(node, name)
        if own and inner is not None and inner.type == "constructor_param":
            header = self._fields[-1].get(label, []) if self._fields else []
            target = SelfRef(self.builder.scope, span)
            self.builder.mutate(target, label, Name(label, self.builder.scope, span), span)
        value = self._run(default, node, label) if default else None
        return Param(label, kind, value, self._type(header), span)

    # --- statements ---

    def _count(self, node: Node) -> None:
        self.builder.count_statement()

    def _labeled(self, node: Node) -> None:
        for child in self.children(node)[1:]:
            self.visit(child)

    def _return(self, node: Node) -> None:
        self.builder.count_statement()
        held = self.children(node)
        if held:
            self._hand_back(held, node)

    def _local(self, node: Node) -> None:
        self.builder.count_statement()
        for child in self.children(node):
            if child.type == "initialized_variable_definition":
                self._variables(child)
            elif child.type == "pattern_variable_declaration":
                self._take_apart(child)
            else:
                self.visit(child)

    def _variables(self, node: Node) -> None:
        name = node.child_by_field_name("name")
        if name is None:
            self.visit_children(node)
            return
        header = _until(node, name)
        self._initialise(name, node.children_by_field_name("value"), header)
        for child in self.children(node):
            if child.type == "initialized_identifier" and (other := self.first(child)) is not None:
                self._initialise(other, self.children(child)[1:], header)

    def _take_apart(self, node: Node) -> None:
        """`var (a, b) = c;`"""
        value = self._run(_after(node, "="), node)
        pattern = next((child for child in self.children(node) if child.type.endswith("pattern")), None)
        if pattern is not None:
            self._pattern(pattern, value, declares=True)

    def _arm(self, nodes: Sequence[Node], group: int | None = None, exhaustive: bool = False) -> None:
        """A statement as a block of its own, braces or none."""
        nodes = [node for node in nodes if node.is_named]
        if not nodes:
            return
        with self.builder.open_scope("block", self.span(nodes[0], nodes[-1]), group=group, exhaustive=exhaustive):
            if len(nodes) == 1 and nodes[0].type == "block":
                self.body(nodes[0])
            else:
                self._visit_runs(nodes)

    def _if(self, node: Node) -> None:
        links, last = self.ifs(node)
        group = self.builder.new_group()
        for link in links:
            arm = link.child_by_field_name("consequence")
            self._condition([child for child in link.children if arm is None or child.end_byte <= arm.start_byte])
            self._arm([] if arm is None else [arm], group, last is not None)
        self._arm([] if last is None else [last], group, True)

    def _condition(self, nodes: Sequence[Node]) -> None:
        """`a`, or `a case Pattern() when b`"""
        subject: Expr | None = None
        before: list[Node] = []
        for node in nodes:
            if node.type.endswith("_pattern"):
                subject = self._run(before, node) if before else subject
                before = []
                self._pattern(node, subject or _NOWHERE)
            elif node.is_named and node.type not in self.comments:
                before.append(node)
        self._visit_runs(before)

    def _for(self, node: Node) -> None:
        parts = next((child for child in self.children(node) if child.type == "for_loop_parts"), None)
        with self.builder.open_scope("block", self.span(node)):
            if parts is not None:
                self._loop(parts)
            for child in node.children_by_field_name("body"):
                if child.type == "block":
                    self.body(child)
                else:
                    self.visit(child)

    def _loop(self, parts: Node) -> None:
        name, held = parts.child_by_field_name("name"), parts.children_by_field_name("value")
        if not held:
            self.visit_children(parts)
            return
        pattern = next((child for child in self.children(parts) if child.type.endswith("pattern")), None)
        collection = self._run(held, parts)
        if name is not None:
            of, part = _view(collection)
            self._declare(name, Element(of, part, self.span(name)), self._type(_until(parts, name)), "loop")
        elif pattern is not None:
            self._loop_apart(pattern, collection)

    def _loop_apart(self, pattern: Node, collection: Expr) -> None:
        """`for (final MapEntry(:key, :value) in map.entries)`"""
        entries = isinstance(collection, Member) and collection.name == "entries"
        for name in _pattern_names(pattern, declares=True):
            label, span = self.text(name), self.span(name)
            if entries and isinstance(collection, Member) and label in ("key", "value"):
                self._declare(name, Element(collection.object, "key" if label == "key" else "value", span), None, "loop")
            else:
                self._declare(name, Opaque("matched by a pattern", "", span), None, "loop")

    def _while(self, node: Node) -> None:
        condition, body = node.child_by_field_name("condition"), node.child_by_field_name("body")
        for child in sorted((child for child in (condition, body) if child is not None), key=lambda child: child.start_byte):
            if child == body:
                self._arm([child])
            else:
                self.visit(child)

    def _switch(self, node: Node) -> None:
        subject = node.child_by_field_name("condition")
        value = Opaque("missing", "", self.span(node)) if subject is None else self.expr(subject)
        body = node.child_by_field_name("body")
        cases = [] if body is None else self.children(body)
        group, exhaustive = self.builder.new_group(), any(case.type == "switch_statement_default" for case in cases)
        labels: list[Node] = []
        for case in cases:
            labels.append(case)
            if any(_is_statement(child) for child in self.children(case)):
                self._case(labels, value, group, exhaustive)
                labels = []

    def _case(self, nodes: list[Node], subject: Expr, group: int, exhaustive: bool) -> None:
        """The statements of a case, and the labels before it that have none."""
        with self.builder.open_scope("block", self.span(nodes[0], nodes[-1]), group=group, exhaustive=exhaustive):
            height, self.height = self.height, 0
            children = [child for node in nodes for child in self.children(node)]
            patterns = [child for child in children if child.type.endswith("_pattern")]
            self._compare(patterns, subject, all(node.type != "switch_statement_default" for node in nodes))
            self._visit_runs([child for child in children if child not in patterns])
            self.height = height

    def _compare(self, patterns: list[Node], subject: Expr, alone: bool = True) -> None:
        """Note what the patterns of a case compare with, and bind their names. `alone`: no default shares the case."""
        known: list[Expr] = []
        for pattern in patterns:
            constant = self._constant(pattern)
            if constant is None:
                self._pattern(pattern, subject)
            else:
                known.append(constant)
            alone = alone and constant is not None
        if alone and known:
            self.compare(subject, known, self.span(patterns[0], patterns[-1]))

    def _constant(self, pattern: Node) -> Expr | None:
        """The constant that a pattern is."""
        inner = self.first(pattern) if pattern.type == "constant_pattern" else None
        if inner is None or inner.type not in _CONSTANTS or inner.text == b"_":
            return None
        return self.expr(inner)

    def _qualified(self, node: Node) -> Expr:
        """`A.b` in a pattern."""
        first, *others = self.children(node) or [node]
        value: Expr = self.name(first)
        for other in others:
            value = Member(value, self.text(other), self.span(node), self.span(other))
        return value

    def _try(self, node: Node) -> None:
        caught: list[Node] = []
        thrown: list[Node] = []
        for child in self.children(node):
            if child.type == "catch_clause":
                caught = [each for inner in self.children(child) for each in self.children(inner) if each.type == "identifier"]
            elif child.type == "block":
                with self.builder.open_scope("block", self.span(child)):
                    for name in caught:
                        self._declare(name, Opaque("exception", "", self.span(name)), self._type(thrown) if name == caught[0] else None)
                    self.body(child)
                caught, thrown = [], []
            elif child.type == "finally_clause":
                self.visit_children(child)
            elif child.type == "type_identifier":
                thrown = [child]

    # --- patterns ---

    def _pattern(self, node: Node, subject: Expr, declares: bool = False) -> None:
        """Bind the names of a pattern. `declares`: a bare name is a new variable, as in `var (a, b) = c`."""
        self._walk_pattern_values(node, declares)
        children = self.children(node)
        plain = [_plain_name(child, self.children) for child in children]
        if node.type == "variable_pattern":
            name = children[-1]
            self._declare(name, subject, self._type(_until(node, name)))
        elif declares and node.type in ("record_pattern", "list_pattern") and all(plain):
            for position, name in enumerate(each for each in plain if each is not None):
                self._declare(name, part_of(subject, position, len(plain), self.span(name)), None)
        else:
            for name in _pattern_names(node, declares):
                self._declare(name, Opaque("matched by a pattern", "", self.span(name)), None)

    def _walk_pattern_values(self, node: Node, declares: bool) -> None:
        """Constants in a pattern may be calls (`const A(1)`)."""
        stack = [node]
        while stack:
            inner = stack.pop()
            if inner.type in ("const_object_expression", "new_expression", "constructor_invocation"):
                self.expr(inner)
            else:
                stack.extend(reversed(inner.named_children))

    def _pattern_assignment(self, node: Node) -> Expr:
        """`(a, b) = c`"""
        children, span = self.children(node), self.span(node)
        value = self._run(children[1:], node)
        targets = self.children(children[0]) if children else []
        for position, target in enumerate(targets):
            name = _plain_name(target, self.children)
            if name is not None:
                self._assign(self.text(name), part_of(value, position, len(targets), span), "assign", self.span(name))
        return value

    # --- literals ---

    def _symbol(self, node: Node) -> Expr:
        return Opaque("symbol", "", self.span(node))

    def _implied(self, node: Node, args: tuple[Arg, ...] = ()) -> Expr:
        name = self.first(node)
        return Implicit("" if name is None else self.text(name), args, self.span(node))

    def _string(self, node: Node) -> Expr:
        """One literal, or several that stand beside each other."""
        parts: list[Expr] = []
        opened, position, first = "", node.start_byte, node
        for child in node.children:
            if not opened:
                if child.type in _QUOTES:
                    opened, position, first = child.type, child.end_byte, child
                continue
            closes = child.type == opened.removeprefix("r")
            if not closes and child.type != "template_substitution":
                continue
            self._add_text(parts, position, child.start_byte, opened, first, child)
            position, first = child.end_byte, child
            if closes:
                opened = ""
            else:
                parts.append(self._inner(child))
        if all(isinstance(part, Text) for part in parts):
            return Text("".join(part.value for part in parts if isinstance(part, Text)), self.span(node))
        return Template(tuple(parts), self.span(node))

    def _add_text(self, parts: list[Expr], start: int, end: int, opened: str, first: Node, last: Node) -> None:
        text = self.source[start:end].decode("utf-8", "replace")
        if "\r" in text:
            text = text.replace("\r\n", "\n")
        if len(opened.removeprefix("r")) == 3 and first.type == opened and (line := re.match(r"[ \t]*\n", text)):
            text = text[line.end() :]
        text = text if opened.startswith("r") else _ESCAPES.decode(text)
        if text:
            add_text(parts, text, self.span(first, last))

    # --- collections ---

    def _list(self, node: Node) -> Expr:
        return Listing(tuple(self._item(run) for run in _runs(self._elements(node))), self.span(node))

    def _elements(self, node: Node) -> list[Node]:
        return [child for child in self.children(node) if child.type not in _NO_VALUES]

    def _item(self, run: list[Node]) -> Arg:
        node = run[0]
        if node.type == "spread_element":
            return Arg(self._inner(node), spread="*")
        if node.type == "if_element":
            return Arg(self._if_item(node))
        if node.type == "for_element":
            with self.builder.open_scope("block", self.span(node)):
                self._for_parts(node)
                self._visit_runs(node.children_by_field_name("body"))
            return Arg(Opaque("comprehension", "array", self.span(node)), spread="*")
        return Arg(self._run(run, node))

    def _if_item(self, node: Node) -> Expr:
        self._element_condition(node)
        if not self.enter():
            return Opaque("nested too deeply", "", self.span(node))
        arms = [node.children_by_field_name(name) for name in ("consequence", "alternative")]
        options = tuple(self._item(run).value for arm in arms for run in _runs([each for each in arm if each.is_named])[:1])
        self.leave()
        return Choice(options, "ternary" if len(options) > 1 else "and", self.span(node))

    def _element_condition(self, node: Node) -> None:
        arm = node.child_by_field_name("consequence")
        self._condition([child for child in node.children if arm is None or child.end_byte <= arm.start_byte])

    def _for_parts(self, node: Node) -> None:
        parts = next((child for child in self.children(node) if child.type == "for_loop_parts"), None)
        if parts is not None:
            self._loop(parts)

    def _map(self, node: Node) -> Expr:
        """A map, unless its items say that it is a set."""
        elements, typed = self._elements(node), next((child for child in node.children if child.type == "type_arguments"), None)
        one_type = typed is not None and not any(child.type == "," for child in typed.children)
        if one_type or (elements and not any(_holds_pair(each) for each in elements) and any(_is_value(each) for each in elements)):
            return Listing(tuple(self._item(run) for run in _runs(elements)), self.span(node))
        index = self.builder.reserve_record()
        entries = tuple(self._entry(child, index) for child in elements)
        return self.builder.record(entries, self.span(node), index)

    def _entry(self, node: Node, record: int) -> Entry:
        span = self.span(node)
        if node.type == "pair":
            key_expr = self._run(node.children_by_field_name("key"), node)
            key = key_expr.value if isinstance(key_expr, Text) else None
            value = self._run(node.children_by_field_name("value"), node, key or "", record)
            return Entry(value, key=key, key_expr=key_expr if key is None else None, span=span)
        if node.type == "spread_element":
            return Entry(self._inner(node), spread=True, span=span)
        if node.type == "if_element":
            return Entry(self._if_entry(node), spread=True, span=span)
        if node.type == "for_element":
            return self._for_entry(node, record)
        return Entry(self.expr(node), key_expr=Opaque("no key", "", span), span=span)

    def _if_entry(self, node: Node) -> Expr:
        """`if (c) 'k': v else 'l': w`: one of two maps, or one or nothing."""
        self._element_condition(node)
        if not self.enter():
            return Opaque("nested too deeply", "", self.span(node))
        arms = [node.children_by_field_name(name) for name in ("consequence", "alternative")]
        options = tuple(self._arm_map(arm[0]) for arm in arms if arm)
        self.leave()
        return Choice(options, "ternary" if len(options) > 1 else "and", self.span(node))

    def _arm_map(self, node: Node) -> Expr:
        if node.type == "spread_element":
            return self._inner(node)
        index = self.builder.reserve_record()
        return self.builder.record((self._entry(node, index),), self.span(node), index)

    def _for_entry(self, node: Node, record: int) -> Entry:
        span, body = self.span(node), node.children_by_field_name("body")
        with self.builder.open_scope("block", span):
            self._for_parts(node)
            if not body or not self.enter():
                return Entry(Opaque("missing", "", span), key_expr=Opaque("missing", "", span), span=span)
            entry = self._entry(body[0], record)
            self.leave()
        if entry.key is None:
            return entry
        return Entry(entry.value, key=entry.key, span=span)

    def _record(self, node: Node) -> Expr:
        """A record `(1, name: 'x')`."""
        items: list[Arg] = []
        for child in self.children(node):
            label = next((each for each in self.children(child) if each.type == "label"), None)
            name = None if label is None else self.first(label)
            value = self._inner(child) if child.type == "record_field" else self.expr(child)
            items.append(Arg(value, None if name is None else self.text(name)))
        return Listing(tuple(items), self.span(node))

    # --- calls ---

    def _args(self, node: Node) -> tuple[Arg, ...]:
        found: list[Arg] = []
        for run in _runs(self.children(node)):
            first = run[0]
            label = next((each for each in first.named_children if each.type == "label"), None)
            name = None if label is None else self.first(label)
            if first.type == "named_argument" and name is not None:
                keyword = self.text(name)
                found.append(Arg(self._run(self.children(first), first, keyword), keyword))
            else:
                found.append(Arg(self._run(run, first)))
        return tuple(found)

    def _creation(self, node: Node, extra: tuple[Arg, ...] = ()) -> Expr:
        """`new A.b(c)` and `const A(b)`"""
        callee: Expr | None = None
        args: tuple[Arg, ...] = ()
        span = self.span(node)
        for child in self.children(node):
            if child.type in ("type_identifier", "identifier") and callee is None:
                callee = self.name(child)
            elif child.type in ("type_identifier", "identifier") and callee is not None:
                callee = Member(callee, self.text(child), span, self.span(child))
            elif child.type == "arguments":
                args = self._args(child)
        made: Expr = callee or Opaque("missing", "", span)
        return self.builder.call(made, (*args, *extra), span, last_name(made), "new")

    # --- operators ---

    def _comparison(self, node: Node) -> Expr:
        call = self._call_of_generic(node)
        if call is not None:
            return call
        self.visit_children(node)
        return Opaque("comparison", "boolean", self.span(node))

    def _call_of_generic(self, node: Node) -> Expr | None:
        """`a.b<C>(d)`, which the grammar takes for two comparisons."""
        children = self.children(node)
        inner = self.children(children[0]) if children and children[0].type == "relational_expression" else []
        if len(inner) < 3 or len(children) < 3 or inner[-2].type != "relational_operator" or inner[-1].type != "identifier":
            return None
        if self.text(inner[-2]) != "<" or self.text(children[1]) != ">" or children[2].type != "parenthesized_expression":
            return None
        if not (self.text(inner[-1])[:1].isupper() or self.text(inner[-1]) in ("int", "double", "bool", "num", "dynamic")):
            return None
        callee = self._run(inner[:-2], node)
        args = (Arg(self._inner(children[2])),)
        types = (self.name(inner[-1]),)
        value: Expr = self.builder.call(callee, args, self.span(node, children[2]), last_name(callee), types=types)
        for link in children[3:]:
            value = self._link(node, link, value, ())
        return value

    def _arithmetic(self, node: Node) -> Expr:
        self.visit_children(node)
        return Opaque("arithmetic", "number", self.span(node))

    def _additive(self, node: Node) -> Expr:
        """A whole sum (`a + b + c`, which the grammar nests on the right) at once, so that its length costs no stack."""
        operands: list[Expr] = []
        signs: list[str] = []
        current: Node | None = node
        while current is not None:
            left, right = self._operands(current, signs)
            operands.append(self._run(left, current))
            current = right[0] if len(right) == 1 and right[0].type == "additive_expression" else None
            if current is None:
                operands.append(self._run(right, node))
        if "-" in signs or all(is_number(operand) for operand in operands):
            return Opaque("arithmetic", "number", self.span(node))
        return together(operands, self.span(node))

    def _operands(self, node: Node, signs: list[str]) -> tuple[list[Node], list[Node]]:
        children = self.children(node)
        at = next((index for index, child in enumerate(children) if child.type == "additive_operator"), len(children))
        if at < len(children):
            signs.append(self.text(children[at]))
        return children[:at], children[at + 1 :]

    def _if_null(self, node: Node) -> Expr:
        options: list[Expr] = []
        current: Node | None = node
        while current is not None:
            right = [child for child in current.children_by_field_name("second") if child.is_named]
            options.append(self._run(current.children_by_field_name("first"), current))
            last, current = current, right[0] if len(right) == 1 and right[0].type == "if_null_expression" else None
            if current is None:
                options.append(self._run(right, last))
        return Choice(tuple(option for option in options if not _throws(option)), "or", self.span(node))

    def _conditional(self, node: Node) -> Expr:
        options: list[Expr] = []
        current: Node | None = node
        while current is not None:
            then = [child for child in current.children_by_field_name("consequence") if child.is_named]
            otherwise = [child for child in current.children_by_field_name("alternative") if child.is_named]
            self._visit_runs([child for child in _before(current, "?") if child.is_named])
            options.append(self._run(then, current))
            last, current = current, otherwise[0] if len(otherwise) == 1 and otherwise[0].type == "conditional_expression" else None
            if current is None:
                options.append(self._run(otherwise, last))
        return Choice(tuple(option for option in options if not _throws(option)), "ternary", self.span(node))

    def _switch_expression(self, node: Node) -> Expr:
        options: list[Expr] = []
        self._switch_arms(node, options.append)
        return Choice(tuple(options), "match", self.span(node))

    def _switch_arms(self, node: Node, sink: Callable[[Expr], None]) -> None:
        """The arms of a switch expression, each a block of its own; `sink` takes their values where they stand."""
        subject = node.child_by_field_name("condition")
        value = Opaque("missing", "", self.span(node)) if subject is None else self.expr(subject)
        group = self.builder.new_group()
        for arm in self.children(node):
            if arm.type == "switch_expression_case":
                with self.builder.open_scope("block", self.span(arm), group=group, exhaustive=True):
                    self._switch_arm(arm, value, sink)

    def _switch_arm(self, node: Node, subject: Expr, sink: Callable[[Expr], None]) -> None:
        before = [child for child in _before(node, "=>") if child.is_named and child.type not in self.comments]
        patterns = [child for child in before if child.type.endswith("_pattern")]
        self._compare(patterns, subject)
        self._visit_runs([child for child in before if child not in patterns])
        value = self._run(_after(node, "=>"), node)
        if not _throws(value):
            sink(value)

    def _hand_back(self, nodes: Sequence[Node], around: Node) -> None:
        """The value of a function. Each arm of a switch hands back its own, so that it is known in which case."""
        only = _unwrapped(nodes[0], self.children) if len(nodes) == 1 else around
        if only.type == "switch_expression" and self.enter():
            self._switch_arms(only, self.builder.add_return)
            self.leave()
            return
        value = self._run(nodes, around)
        if not _throws(value):
            self.builder.add_return(value)

    def _await(self, node: Node) -> Expr:
        return Await(self._inner(node), self.span(node))

    def _throw(self, node: Node) -> Expr:
        self._inner(node)
        return Opaque("throws", "", self.span(node))

    def _unary(self, node: Node) -> Expr:
        children = self.children(node)
        sign = self.text(children[0]) if children and children[0].type in ("prefix_operator", "increment_operator") else ""
        if not sign:
            return self._run(children, node)
        if sign in ("++", "--"):
            return self._counted(node, children[1:])
        value = self._run(children[1:], node)
        if sign == "-" and isinstance(value, Literal) and value.type in ("integer", "number"):
            return Literal(value.type, sign + value.text, self.span(node))
        return Opaque("negation", "boolean", self.span(node)) if sign == "!" else Opaque("arithmetic", "number", self.span(node))

    def _postfix(self, node: Node) -> Expr:
        children = self.children(node)
        counted = any(child.type == "postfix_operator" for child in children)
        return self._counted(node, children) if counted else self._run(children, node)

    def _counted(self, node: Node, operand: Sequence[Node]) -> Expr:
        span = self.span(node)
        counted = Opaque("counted", "number", span)
        held = self._run(operand, node)
        if isinstance(held, Name):
            self._assign(held.name, counted, "augment", span)
        else:
            self.change(held, counted, span, "augment")
        return counted

    # --- assignments ---

    def _assignment(self, node: Node) -> Expr:
        left = node.child_by_field_name("left")
        if left is None:
            return self.other(node)
        sign, right, span = node.child_by_field_name("operator"), node.children_by_field_name("right"), self.span(node)
        operator, held = "=" if sign is None else sign.type, self._inner(left)
        label = held.name if isinstance(held, Name | Member) else ""
        cascade = [child for child in right if child.type == "cascade_section"] if isinstance(held, Name) else []
        value = self._run([child for child in right if child not in cascade], node, label)
        if operator == "??=":
            value = Choice((held, value), "or", span)
        elif operator not in ("=", "+="):
            value = Opaque("arithmetic", "number", span)
        if isinstance(held, Name):
            self._assign(held.name, value, "augment" if operator == "+=" else "assign", span)
        elif operator in ("=", "+=", "??="):
            self.change(held, value, span, "augment" if operator == "+=" else "set")
        for section in cascade:
            self._section(section, held)
        return value

    def _assign(self, name: str, value: Expr, kind: OneOf["assign", "augment"], span: Span) -> None:
        """Give a value to a bare name: a local variable, one of the file, or else a member of the object."""
        b = self.builder
        scope = b.scopes[b.scope]
        while scope.kind != "class" and (scope.index, name) not in self._declared and scope.parent is not None:
            scope = b.scopes[scope.parent]
        of_file = name in self._globals and not (self._fields and name in self._fields[-1])
        if scope.kind == "class" and not of_file:
            b.mutate(SelfRef(b.scope, span), name, value, span, op="augment" if kind == "augment" else "set")
        else:
            b.bind(name, value, kind, span, home=0 if scope.kind == "class" else scope.index)


_NOWHERE = Opaque("missing", "", Span(0, 0, 1, 1, 1, 1))


# --- what a node is ----------------------------------------------------------------------------------


def _runs(nodes: Sequence[Node]) -> list[list[Node]]:
    """Siblings as expressions: each operand with the selectors behind it."""
    runs: list[list[Node]] = []
    for node in nodes:
        if node.type in _SUFFIXES and runs and runs[-1][0].type not in _NO_VALUES:
            runs[-1].append(node)
        else:
            runs.append([node])
    return runs


def _before(node: Node, sign: str) -> list[Node]:
    """The children up to a token; all of them when it is not there."""
    at = next((index for index, child in enumerate(node.children) if child.type == sign), None)
    return list(node.children) if at is None else node.children[:at]


def _after(node: Node, sign: str) -> list[Node]:
    """The children after a token."""
    at = next((index for index, child in enumerate(node.children) if child.type == sign), None)
    return [] if at is None else node.children[at + 1 :]


def _until(node: Node, name: Node | None) -> list[Node]:
    """The children before a name: where the type stands."""
    return [child for child in node.children if name is None or child.end_byte <= name.start_byte]


def _unwrapped(node: Node, children: Callable[[Node], list[Node]]) -> Node:
    """The expression inside parentheses."""
    while node.type == "parenthesized_expression" and len(inner := children(node)) == 1:
        node = inner[0]
    return node


def _arguments_of(node: Node) -> Node | None:
    """The arguments of a selector that calls."""
    if node.type == "selector":
        node = next((child for child in node.named_children if child.type == "argument_part"), node)
    if node.type == "arguments":
        return node
    return next((child for child in node.named_children if child.type == "arguments"), None) if node.type == "argument_part" else None


def _parameters_of(node: Node) -> Node | None:
    return next((child for child in node.named_children if child.type == "formal_parameter_list"), None)


def _parameter_nodes(listed: Node) -> list[tuple[Node, OneOf["positional", "keyword"], list[Node]]]:
    """The parameters of a list, each with its kind and default. Optional ones stand in a list of their own."""
    found: list[tuple[Node, OneOf["positional", "keyword"], list[Node]]] = []
    for outer in listed.children:
        optional = outer.type == "optional_formal_parameters"
        kind: OneOf["positional", "keyword"] = "keyword" if optional and outer.children[0].type == "{" else "positional"
        defaults = False
        for child in outer.children if optional else [outer]:
            if child.type == "formal_parameter":
                found.append((child, kind, []))
                defaults = False
            elif child.type in ("=", ":"):
                defaults = True
            elif child.type == ",":
                defaults = False
            elif defaults and found and child.is_named:
                found[-1][2].append(child)
    return found


def _field_headers(node: Node, text: Callable[[Node], str]) -> dict[str, list[Node]]:
    """The variables that a file or class declares, each with the nodes its type stands in."""
    found: dict[str, list[Node]] = {}
    header: list[Node] = []
    for child in node.children:
        if child.type in _LISTS:
            for declared in child.named_children:
                name = next((each for each in (declared, *declared.named_children) if each.type == "identifier"), None)
                if name is not None:
                    found[text(name)] = header
        if child.type == "declaration":
            found.update(_field_headers(child, text))
        header = [*header, child] if child.type in _NO_VALUES or child.type in (".", "late", "static") else []
    return found


def _kind_of(node: Node, around: Node, body: Node | None, owner: int | None) -> FunctionKind:
    if body is None:
        return "abstract"
    if node.type == "getter_signature":
        return "getter"
    if owner is None:
        return "function"
    return "static" if any(child.type == "static" for child in around.children) else "method"


def _makes(base: Node, links: list[Node], text: Callable[[Node], str]) -> bool:
    """Whether a chain makes a new object: `new A()`, `A()`, `A.b()`, `x.A()`."""
    if base.type in ("new_expression", "const_object_expression", "constructor_invocation"):
        return not links
    if base.type != "identifier" or not links or _arguments_of(links[-1]) is None:
        return False
    names = [text(base), *(text(link).lstrip(".?!") for link in links[:-1])]
    return any(name.lstrip("_")[:1].isupper() for name in names[-2:]) and all("(" not in name for name in names)


def _assigned_by(section: Node) -> str:
    """The assignment operator of a section of a cascade, empty when it only calls."""
    return next((child.type for child in section.children if not child.is_named and child.type.endswith("=") and child.type != "=="), "")


def _sets_field(section: Node) -> bool:
    """Whether a section is `..a = b`."""
    before = [child for child in _before(section, "=") if child.is_named]
    selector = before[0] if len(before) == 1 and before[0].type == "cascade_selector" else None
    return (
        _assigned_by(section) == "="
        and selector is not None
        and bool(selector.named_children)
        and selector.named_children[0].type == "identifier"
        and not any(child.type == "[" for child in selector.children)
    )


def _is_statement(node: Node) -> bool:
    return node.type in ("block", "local_variable_declaration", "local_function_declaration") or node.type.endswith("_statement")


def _is_value(node: Node) -> bool:
    return node.type not in ("pair", "spread_element", "if_element", "for_element")


def _holds_pair(node: Node) -> bool:
    """Whether an element of a literal is one of a map."""
    stack = [node]
    while stack:
        inner = stack.pop()
        if inner.type == "pair":
            return True
        if inner.type in ("if_element", "for_element"):
            stack.extend(inner.named_children)
    return False


def _plain_name(node: Node, children: Callable[[Node], list[Node]]) -> Node | None:
    """The name that a part of a pattern is, when it is nothing else."""
    while node.type in ("constant_pattern", "variable_pattern") and (inner := children(node)):
        node = inner[-1]
    return node if node.type == "identifier" else None


def _pattern_names(node: Node, declares: bool) -> list[Node]:
    """The names that a pattern binds. In a declaration a bare name is one, elsewhere it is a constant."""
    found: list[Node] = []
    stack = [node]
    while stack:
        inner = stack.pop()
        if inner.type == "variable_pattern" or (declares and inner.type == "constant_pattern"):
            name = inner.named_children[-1] if inner.named_children else None
            if name is not None and name.type == "identifier":
                found.append(name)
        else:
            stack.extend(reversed(inner.named_children))
    return found


# --- what a value is ---------------------------------------------------------------------------------


def _throws(expr: Expr) -> bool:
    return isinstance(expr, Opaque) and expr.reason == "throws"


def _view(collection: Expr) -> tuple[Expr, OneOf["item", "key", "value"]]:
    """What a loop goes over: the keys or values of a map, or the items of something."""
    if isinstance(collection, Member) and collection.name in ("keys", "values"):
        return collection.object, "key" if collection.name == "keys" else "value"
    return collection, "item"
