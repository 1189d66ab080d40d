"""Kotlin source to facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial

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
from scanner.languages.jvm import (
    COLLECTIONS,
    DEEPEST_TYPE,
    NAMELESS,
    UNWRAPPED,
    JvmWalker,
    child_of,
    decode,
    has_token,
    is_locale,
    name_of,
    named,
    part_of,
    percent_format,
)
from scanner.languages.strings import up_to
from scanner.languages.walking import ClassKind, FunctionKind, is_number, last_name

_CHAIN = frozenset({"navigation_expression", "call_expression", "index_expression"})
_TYPES = frozenset({"user_type", "nullable_type", "function_type", "parenthesized_type", "non_nullable_type", "dynamic"})
_VARIABLES = frozenset({"variable_declaration", "multi_variable_declaration"})
_CONTROL = frozenset({"if_expression", "when_expression", "try_expression", "annotated_expression", "labeled_expression", "ERROR"})
# The blocks of these have the object as `this`; `it` inside is that of a block around.
_ON_OBJECT = frozenset({"apply", "run"})
_ON_NEW_OBJECT = frozenset({"with", "buildMap", "buildList", "buildSet", "buildString", "buildJsonObject", "buildJsonArray"})
_WITHOUT_IT = _ON_OBJECT | _ON_NEW_OBJECT | {"async", "coroutineScope", "launch", "lazy", "runBlocking", "supervisorScope", "withContext"}
_MAPS = frozenset({"mapOf", "mutableMapOf", "hashMapOf", "linkedMapOf", "sortedMapOf", "buildMap", "emptyMap"})
_LISTS = frozenset({"listOf", "mutableListOf", "arrayListOf", "listOfNotNull", "setOf", "mutableSetOf", "buildList", "emptyList"})
_ARITHMETIC = frozenset({"-", "*", "/", "%"})
_WORD_ARITHMETIC = frozenset({"shl", "shr", "ushr", "and", "or", "xor", "rem", "div"})
_WORD_RANGES = frozenset({"until", "downTo", "step"})
_LEAVING = frozenset({"no value", "return", "throw"})
_WORDS = {"null": "null", "true": "boolean", "false": "boolean"}
_VARIABLE_IN_TEXT = re.compile(r"\$(?P<name>[^\W\d]\w*|`[^`\n]+`)")
_PART_OF_TEXT = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)|" + _VARIABLE_IN_TEXT.pattern, re.DOTALL)
# Text, comments, and the room before a closing brace.
_TOKEN = re.compile(
    rb'"""(?:.*?"""+|.*)|"(?:\\.|[^"\\\n])*"?|\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*(?:.*?\*/|.*)'
    rb"|(?<=[^\s{,;(])(?<!->)(?P<room>[ \t])[ \t]*\}",
    re.DOTALL,
)


def extract(path: str, text: bytes) -> FileFacts:
    """The facts of a Kotlin file. Never raises: what could not be read stands in `errors`."""
    return _Kotlin(path, text, _parse(text)).run()


def _parse(text: bytes) -> Tree:
    """The grammar wants a line break or `;` after the last member of a class: where `}` follows instead, one is put in its stead."""
    tree = treesitter.parse(text, "tree_sitter_kotlin")
    if not tree.root_node.has_error:
        return tree
    closed = treesitter.parse(_TOKEN.sub(_close_member, text), "tree_sitter_kotlin")
    return closed if _wrong(closed) < _wrong(tree) else tree


def _close_member(match: re.Match[bytes]) -> bytes:
    return match[0] if match["room"] is None else b";" + match[0][1:]


def _wrong(tree: Tree) -> int:
    """How much of a file could not be read."""
    if not tree.root_node.has_error:
        return 0
    bytes_lost, stack = 1, [tree.root_node]
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            bytes_lost += 1 + node.end_byte - node.start_byte
        else:
            stack.extend(child for child in node.children if child.has_error)
    return bytes_lost


class _Kotlin(JvmWalker):
    """Walks one file. `_static_members` says that the members of a companion are walked."""

    language = "kotlin"
    _static_members = False

    def __init__(self, path: str, text: bytes, tree: Tree) -> None:
        super().__init__(path, text, tree)
        self._pairs: set[tuple[int, int]] = set()
        self._lambdas: set[int] = set()

    def statement_table(self) -> dict[str, Callable[[Node], None]]:
        return {
            "package_header": self._package,
            "import": self._import,
            "file_annotation": self.visit_children,
            "class_declaration": self._class,
            "object_declaration": self._class,
            "companion_object": self._companion,
            "anonymous_initializer": self._initializer,
            "secondary_constructor": self._secondary,
            "function_declaration": self._function,
            "property_declaration": self._property,
            "type_alias": self._alias,
            "assignment": self._assignment,
            "for_statement": self._for,
            "while_statement": self._while,
            "do_while_statement": self._while,
            "label": self.nothing,
            "modifiers": self.visit_children,
            **dict.fromkeys(_TYPES, self.nothing),
        }

    def expression_table(self) -> dict[str, Callable[[Node], Expr]]:
        return {
            "identifier": self._identifier,
            "this_expression": self._this,
            "super_expression": self.parent,
            "string_literal": self._string,
            "multiline_string_literal": self._string,
            "character_literal": self._character,
            "number_literal": self.integer,
            "float_literal": self.number,
            "navigation_expression": self._chain,
            "call_expression": self._chain,
            "index_expression": self._chain,
            "parenthesized_expression": self._wrapped,
            "as_expression": self._wrapped,
            "labeled_expression": self._wrapped,
            "annotated_expression": self._annotated,
            "unary_expression": self._unary,
            "binary_expression": self._binary,
            "infix_expression": self._infix,
            "is_expression": self._comparison,
            "in_expression": self._comparison,
            "range_expression": self._range,
            "if_expression": self._if,
            "when_expression": self._when,
            "try_expression": self._try,
            "return_expression": self._return,
            "throw_expression": self._throw,
            "lambda_literal": self._lambda,
            "annotated_lambda": self._wrapped,
            "anonymous_function": self._anonymous_function,
            "object_literal": self._object_literal,
            "callable_reference": self._callable_reference,
            "collection_literal": self._collection,
            "annotation": self._annotation,
        }

    # --- the file ---

    def _package(self, node: Node) -> None:
        name = child_of(node, "qualified_identifier", "identifier")
        self.builder.package = "" if name is None else _compact(name)

    def _import(self, node: Node) -> None:
        path = child_of(node, "qualified_identifier", "identifier")
        if path is None:
            return
        dotted, span = _compact(path), self.span(node)
        self.builder.imports(dotted)
        alias = node.children[-1] if has_token(node, "as") else None
        module, _, name = (dotted, "", "*") if has_token(node, "*") else dotted.rpartition(".")
        self.builder.bind(name if alias is None else name_of(alias), ImportRef(module, name, 0, span), "import", span)

    def _alias(self, node: Node) -> None:
        name, types = node.child_by_field_name("type"), [child for child in named(node) if child.type in _TYPES]
        if name is not None and types:
            self.builder.bind(name_of(name), self._type(types[-1]), "declare", self.span(name))

    # --- classes ---

    def _class(self, node: Node) -> None:
        name = node.child_by_field_name("name")
        if name is None:
            self.visit_children(node)
            return
        decorators, parent, span = self._decorators(node), self.builder.scope, self.span(node)
        index, label = self.builder.reserve_class(), name_of(name)
        self.declare(label)
        self.builder.bind(label, ClassRef(index, span), "class", self.span(name))
        with self.class_scope(index, span, label) as scope, self._members_of_object():
            bases, members = self._class_parts(node, index, parent)
        cls = Class(index, label, _class_kind(node), bases, members, decorators, scope, parent, span, self.span(name))
        self.builder.class_done(cls)

    def _class_parts(self, node: Node, index: int, parent: int) -> tuple[tuple[Expr, ...], tuple[EnumMember, ...]]:
        body = child_of(node, "class_body", "enum_class_body")
        if body is not None:
            self._declare_members(body)
        bases = self._construct(node, index, parent)
        members: list[EnumMember] = []
        for child in [] if body is None else named(body):
            if child.type == "enum_entry":
                members += self._enum_member(child, self.labels[index], parent)
            else:
                self.visit(child)
        return bases, tuple(members)

    def _declare_members(self, body: Node) -> None:
        for child in named(body):
            if child.type == "property_declaration":
                for name in _variable_names(child):
                    self.declare(name_of(name))
            elif child.type == "companion_object" and (inner := child_of(child, "class_body")) is not None:
                self._declare_members(inner)

    @contextmanager
    def _members_of_object(self, static: bool = False) -> Iterator[None]:
        around, self._static_members = self._static_members, static
        yield
        self._static_members = around

    def _enum_member(self, node: Node, label: str, parent: int) -> list[EnumMember]:
        name, body = child_of(node, "identifier"), child_of(node, "class_body")
        self._decorators(node)
        args = self._args(child_of(node, "value_arguments"))
        if name is None:
            return []
        if body is not None:
            self._bodied(body, name_of(name), "class", (Name(label, parent, self.span(name)),), self.span(name))
        return [EnumMember(name_of(name), None, self.span(node), args)]

    def _bodied(self, body: Node, label: str, kind: ClassKind, bases: tuple[Expr, ...], name_span: Span) -> ClassRef:
        """The class of a body that stands behind an enum entry or `object`."""
        index, parent, span = self.builder.reserve_class(), self.builder.scope, self.span(body)
        with self.class_scope(index, span, label) as scope, self._members_of_object():
            if body.type == "class_body":
                self._declare_members(body)
                self.visit_children(body)
        self.builder.class_done(Class(index, label, kind, bases, (), (), scope, parent, span, name_span))
        return ClassRef(index, span)

    def _object_literal(self, node: Node) -> Expr:
        bases = self._bases(node, self.builder.scope)
        return self._bodied(child_of(node, "class_body") or node, "", "object", bases, self.span(node))

    def _companion(self, node: Node) -> None:
        """The members of a companion are those of the class around; the companion is a name for it."""
        around = self.builder.scopes[self.builder.scope]
        name, body = node.child_by_field_name("name"), child_of(node, "class_body")
        if around.kind == "class" and around.owner is not None:
            span = self.span(node)
            self.builder.bind("Companion" if name is None else name_of(name), ClassRef(around.owner, span), "class", span)
        self._decorators(node)
        self._bases(node, self.builder.scope)
        with self._members_of_object(static=True):
            if body is not None:
                self.visit_children(body)

    def _initializer(self, node: Node) -> None:
        body = child_of(node, "block")
        if body is not None:
            self.block(body)

    # --- construction ---

    def _construct(self, node: Node, owner: int, parent: int) -> tuple[Expr, ...]:
        """The primary constructor, in which the base classes' arguments are looked up."""
        primary = child_of(node, "primary_constructor")
        if primary is None:
            return self._bases(node, parent)
        index, span, scope = self.builder.reserve_function(), self.span(primary), self.builder.scope
        decorators, listed = self._decorators(primary), child_of(primary, "class_parameters")
        with self.function_scope(index, span) as inner:
            nodes = [] if listed is None else [child for child in named(listed) if child.type == "class_parameter"]
            params = [self._parameter(child, child) for child in nodes]
            for child, param in zip(nodes, params, strict=True):
                self._constructed(child, param, index, params.index(param), scope)
            self.builder.bind_parameters(index, tuple(params))
            bases = self._bases(node, parent)
        self.builder.bind("constructor", FunctionRef(index, span), "function", span)
        self.builder.function_done(
            Function(index, "constructor", tuple(params), "constructor", inner, scope, owner, None, (), decorators, None, 0, span, span)
        )
        return bases

    def _constructed(self, node: Node, param: Param, function: int, position: int, home: int) -> None:
        """A `val` or `var` is a field; the fields' initial values see every parameter."""
        b = self.builder
        self.declare(param.name)
        if has_token(node, "val", "var"):
            self.declare(param.name, home)
            b.bind(param.name, None, "declare", param.span, home=home, type=param.type)
            b.mutate(SelfRef(b.scope, param.span), param.name, Name(param.name, b.scope, param.span), param.span)
        else:
            b.bind(param.name, ParamRef(function, position, param.span), "parameter", param.span, home=home, type=param.type)

    def _bases(self, node: Node, parent: int) -> tuple[Expr, ...]:
        listed = child_of(node, "delegation_specifiers")
        found = [self._base(inner, parent) for child in ([] if listed is None else named(listed)) for inner in named(child)[:1]]
        return tuple(base for base in found if base is not None)

    def _base(self, node: Node, parent: int) -> Expr | None:
        if node.type == "constructor_invocation":
            return self._invocation(node, "new", parent)
        if node.type != "explicit_delegation":
            return self._type(node, parent)
        children = named(node)
        for child in children[1:]:
            self.visit(child)
        return self._type(children[0], parent) if children else None

    def _invocation(self, node: Node, form: str, scope: int | None = None) -> Expr | None:
        written = child_of(node, "user_type")
        callee = None if written is None else self.dotted(_identifiers(written), scope)
        args = self._args(child_of(node, "value_arguments"))
        if callee is None:
            return None
        return self.builder.call(callee, args, self.span(node), last_name(callee), "new" if form == "new" else "decorator")

    def _secondary(self, node: Node) -> None:
        parent, span = self.builder.scopes[self.builder.scope], self.span(node)
        index, decorators = self.builder.reserve_function(), self._decorators(node)
        delegated, body = child_of(node, "constructor_delegation_call"), child_of(node, "block")
        self.builder.bind("constructor", FunctionRef(index, span), "function", span)
        with self.function_scope(index, span, receiver=False) as scope:
            params = self._parameters(child_of(node, "function_value_parameters"), index)
            if delegated is not None:
                self._delegated(delegated)
            if body is not None:
                self.body(body)
        self.builder.function_done(
            Function(
                index, "constructor", params, "constructor", scope, parent.index, parent.owner, None, (), decorators, None, 0, span, span
            )
        )

    def _delegated(self, node: Node) -> None:
        """`: this(...)` and `: super(...)`."""
        self.builder.count_statement()
        span = self.span(node.children[0])
        callee = SuperRef(self.builder.scope, span) if has_token(node, "super") else SelfRef(self.builder.scope, span)
        self.builder.call(callee, self._args(child_of(node, "value_arguments")), self.span(node), span)

    # --- functions ---

    def _function(self, node: Node) -> None:
        name, receiver = node.child_by_field_name("name"), _receiver(node)
        if name is None:
            self.visit_children(node)
            return
        extended = None if receiver is None else self._extended(node, receiver)
        if extended is None:
            self._define(node, name)
            return
        label, static = extended
        with self._extension(node, label, name), self._members_of_object(static):
            ref = self._define(node, name)
        self.builder.bind(name_of(name), ref, "function", self.span(name))

    def _extended(self, node: Node, receiver: Node) -> tuple[str, bool] | None:
        """The class that an extension is for, and whether it is for the class itself."""
        names = [name_of(child) for child in _identifiers(receiver)]
        static = len(names) > 1 and names[-1] == "Companion"
        label = names[-2] if static else names[-1] if names else ""
        parameters = child_of(node, "type_parameters")
        own = [] if parameters is None else [name_of(each) for child in named(parameters) for each in _type_names(child)[:1]]
        return None if not label or label in own else (label, static)

    @contextmanager
    def _extension(self, node: Node, label: str, name: Node) -> Iterator[None]:
        index, parent, span = self.builder.reserve_class(), self.builder.scope, self.span(node)
        with self.class_scope(index, span, label) as scope:
            yield
        self.builder.class_done(Class(index, label, "extension", (), (), (), scope, parent, span, self.span(name)))

    def _define(self, node: Node, name: Node) -> FunctionRef:
        parent, span, label = self.builder.scopes[self.builder.scope], self.span(node), name_of(name)
        body, owner = child_of(node, "function_body"), parent.owner if parent.kind == "class" else None
        index, decorators = self.builder.reserve_function(), self._decorators(node)
        self.builder.bind(label, FunctionRef(index, span), "function", self.span(name))
        kind = self._function_kind(body, owner)
        with self.function_scope(index, span, static=kind == "static", receiver=None if owner is None else False) as scope:
            params = self._parameters(child_of(node, "function_value_parameters"), index)
            returned = _returned(node)
            return_type = None if returned is None else self._type(returned)
            self._function_body(body)
        return self.builder.function_done(
            Function(index, label, params, kind, scope, parent.index, owner, None, (), decorators, return_type, 0, span, self.span(name))
        )

    def _function_kind(self, body: Node | None, owner: int | None) -> FunctionKind:
        if owner is not None and self._static_members:
            return "static"
        if body is None:
            return "abstract"
        return "function" if owner is None else "method"

    def _function_body(self, body: Node | None) -> None:
        if body is None:
            return
        block = child_of(body, "block")
        if block is not None:
            self.body(block)
            return
        for child in named(body)[:1]:
            self.builder.count_statement()
            self.builder.add_return(self.expr(child))

    def _parameters(self, listed: Node | None, function: int) -> tuple[Param, ...]:
        params: list[Param] = []
        modifiers: Node | None = None
        children = [] if listed is None else [child for child in listed.children if not child.type.endswith("comment")]
        for position, child in enumerate(children):
            if child.type == "parameter_modifiers":
                modifiers = child
            elif child.type == "parameter":
                default = children[position + 2] if [each.type for each in children[position + 1 : position + 2]] == ["="] else None
                params.append(self._parameter(child, modifiers, default))
                modifiers = None
            elif child.type == "ERROR":
                self.visit(child)
        for param in params:
            self.declare(param.name)
        self.builder.bind_parameters(function, tuple(params))
        return tuple(params)

    def _parameter(self, node: Node, modifiers: Node | None, default: Node | None = None) -> Param:
        name, written = child_of(node, "identifier"), child_of(node, *_TYPES)
        self._decorators(node)
        words = b"" if modifiers is None else b" ".join(child.text or b"" for child in modifiers.children)
        if modifiers is not None and modifiers.type == "parameter_modifiers":
            self._annotations(modifiers)
        if default is None and node.type == "class_parameter":
            default = _after(node, "=")
        return Param(
            name="" if name is None else name_of(name),
            kind="rest" if b"vararg" in words.split() else "positional",
            default=None if default is None else self.expr(default),
            type=None if written is None else self._type(written),
            span=self.span(node if name is None else name),
        )

    # --- lambdas ---

    def _lambda(self, node: Node) -> Expr:
        return self._closure(node, "")

    def _closure(self, node: Node, name: str, receiver: bool | None = None, it: bool = True) -> FunctionRef:
        index, span, parent = self.builder.reserve_function(), self.span(node), self.builder.scope
        listed = child_of(node, "lambda_parameters")
        nodes = [child for child in named(node) if child.type != "lambda_parameters"]
        with self.function_scope(index, span, receiver=receiver) as scope:
            self._lambdas.add(index)
            params = self._lambda_parameters(node, listed, index, it and not has_token(node, "->"))
            for value in _lasting([self._sequence(nodes)]):
                self.builder.add_return(value)
        return self.builder.function_done(Function(index, name, params, "lambda", scope, parent, None, None, (), (), None, 0, span, span))

    def _lambda_parameters(self, node: Node, listed: Node | None, function: int, it: bool) -> tuple[Param, ...]:
        if listed is None:
            nodes, params = list[Node](), [Param("it", "positional", None, None, self.span(node))] if it else []
        else:
            nodes = [child for child in named(listed) if child.type in _VARIABLES]
            params = [self._lambda_parameter(child, position) for position, child in enumerate(nodes)]
        for param in params:
            self.declare(param.name)
        self.builder.bind_parameters(function, tuple(params))
        for child, param in zip(nodes, params, strict=False):
            if child.type == "multi_variable_declaration":
                self._unpack(child, Name(param.name, self.builder.scope, param.span), "assign")
        return tuple(params)

    def _lambda_parameter(self, node: Node, position: int) -> Param:
        name, written = child_of(node, "identifier"), child_of(node, *_TYPES)
        label = f"{{{position}}}" if name is None or node.type == "multi_variable_declaration" else name_of(name)
        return Param(label, "positional", None, None if written is None else self._type(written), self.span(node))

    def _anonymous_function(self, node: Node) -> Expr:
        return self._unnamed(node, "")

    def _unnamed(self, node: Node, name: str) -> FunctionRef:
        index, span, parent = self.builder.reserve_function(), self.span(node), self.builder.scope
        with self.function_scope(index, span, receiver=None if _receiver(node) is None else True) as scope:
            params = self._parameters(child_of(node, "function_value_parameters"), index)
            returned = _returned(node)
            return_type = None if returned is None else self._type(returned)
            self._function_body(child_of(node, "function_body"))
        return self.builder.function_done(
            Function(index, name, params, "lambda", scope, parent, None, None, (), (), return_type, 0, span, span)
        )

    def _value(self, node: Node, name: str) -> Expr:
        """The value of an expression that is bound to `name`."""
        inner = _bare(node)
        if inner.type == "lambda_literal":
            return self._closure(inner, name)
        return self._unnamed(inner, name) if inner.type == "anonymous_function" else self.expr(node)

    # --- annotations and types ---

    def _decorators(self, node: Node) -> tuple[Expr, ...]:
        modifiers = child_of(node, "modifiers")
        return () if modifiers is None else self._annotations(modifiers)

    def _annotations(self, modifiers: Node) -> tuple[Expr, ...]:
        return tuple(self.expr(child) for child in named(modifiers) if child.type == "annotation")

    def _annotation(self, node: Node) -> Expr:
        inner = child_of(node, "constructor_invocation")
        if inner is not None:
            found = self._invocation(inner, "decorator")
        else:
            written = child_of(node, "user_type")
            found = None if written is None else self.dotted(_identifiers(written))
        return Opaque("annotation", "", self.span(node)) if found is None else found

    def _type(self, node: Node, scope: int | None = None, depth: int = 0) -> Expr | None:
        """A type as an expression, with wrappers taken off; None for one that is no name."""
        while node.type in ("nullable_type", "parenthesized_type", "non_nullable_type") and (inner := _types(node)):
            node = inner[0]
        if node.type != "user_type" or depth > DEEPEST_TYPE:
            return None
        names, arguments = _identifiers(node), child_of(node, "type_arguments")
        given = [child for projection in named(arguments) for child in _types(projection)] if arguments is not None else []
        if names and given and name_of(names[-1]) in COLLECTIONS:
            item = self._type(given[0], scope, depth + 1)
            return None if item is None else Listing((Arg(item),), self.span(node))
        if not names or name_of(names[-1]) in NAMELESS:
            return None
        if arguments is not None and name_of(names[-1]) in UNWRAPPED:
            return self._type(given[0], scope, depth + 1) if given else None
        return self.dotted(names, scope)

    # --- properties and assignments ---

    def _property(self, node: Node) -> None:
        receiver, names = _receiver(node), _variable_names(node)
        if self.builder.scopes[self.builder.scope].kind not in ("class", "module"):
            self.builder.count_statement()
        self._decorators(node)
        extended = None if receiver is None else self._extended(node, receiver)
        with nullcontext() if extended is None or not names else self._extension(node, extended[0], names[0]):
            self._property_parts(node)

    def _property_parts(self, node: Node) -> None:
        variable, given = child_of(node, *_VARIABLES), _after(node, "=")
        delegate, getter, setter = child_of(node, "property_delegate"), child_of(node, "getter"), child_of(node, "setter")
        name = None if variable is None else child_of(variable, "identifier")
        label = "" if name is None else name_of(name)
        value = None if given is None else self._value(given, label)
        if delegate is not None:
            value = self.expr(named(delegate)[-1]) if named(delegate) else None
        if variable is not None and variable.type == "multi_variable_declaration":
            self._unpack(variable, value or self.missing(node), "declare")
        elif variable is not None and name is not None and (value is not None or getter is None):
            self._declare_variable(variable, name, value, self.span(node))
        if getter is not None:
            self._accessor(getter, label, name, value is None)
        if setter is not None and child_of(setter, "function_body") is not None:
            self._accessor(setter, label, name, False)

    def _declare_variable(self, variable: Node, name: Node, value: Expr | None, span: Span) -> None:
        written = child_of(variable, *_TYPES)
        self.declare(name_of(name))
        self.builder.bind(name_of(name), value, "declare", span, type=None if written is None else self._type(written))

    def _unpack(self, node: Node, value: Expr, kind: str) -> None:
        """`(a, b) = value`."""
        for position, variable in enumerate(child for child in named(node) if child.type == "variable_declaration"):
            name, written = child_of(variable, "identifier"), child_of(variable, *_TYPES)
            if name is not None and name.text != b"_":
                self.declare(name_of(name))
                part, declared = part_of(value, position, self.span(name)), None if written is None else self._type(written)
                self.builder.bind(name_of(name), part, "declare" if kind == "declare" else "assign", self.span(name), type=declared)

    def _accessor(self, node: Node, label: str, name: Node | None, bound: bool) -> None:
        """A getter, which is the property where it has no value of its own; or a setter, which is only walked."""
        parent, span = self.builder.scopes[self.builder.scope], self.span(node)
        index, at = self.builder.reserve_function(), span if name is None else self.span(name)
        owner = parent.owner if parent.kind == "class" else None
        if bound and label:
            self.builder.bind(label, FunctionRef(index, span), "function", at)
        with self.function_scope(index, span, receiver=None if owner is None else False) as scope:
            params = self._setter_parameters(node, index)
            written = _returned(node)
            return_type = None if written is None else self._type(written)
            self._function_body(child_of(node, "function_body"))
        kind: FunctionKind = "getter" if node.type == "getter" else "function" if owner is None else "method"
        self.builder.function_done(Function(index, label, params, kind, scope, parent.index, owner, None, (), (), return_type, 0, span, at))

    def _setter_parameters(self, node: Node, function: int) -> tuple[Param, ...]:
        nodes = [child for child in named(node) if child.type in ("identifier", "parameter_with_optional_type", "parameter")]
        names = [child if child.type == "identifier" else child_of(child, "identifier") for child in nodes]
        params = tuple(Param(name_of(name), "positional", None, None, self.span(name)) for name in names if name is not None)
        for param in params:
            self.declare(param.name)
        self.builder.bind_parameters(function, params)
        return params

    def _assignment(self, node: Node) -> None:
        self.builder.count_statement()
        left, right, span = node.child_by_field_name("left"), node.child_by_field_name("right"), self.span(node)
        if left is None or right is None:
            self.visit_children(node)
            return
        left, added = _bare(left), has_token(node, "+=")
        value = self._value(right, _bound_name(left))
        if added:
            value = self._added(value)
        elif not has_token(node, "="):
            value = Opaque("arithmetic", "number", span)
        self._assign(left, value, span, added)

    def _assign(self, left: Node, value: Expr, span: Span, added: bool) -> None:
        target = self.expr(left)
        if isinstance(target, Name):
            self.assign_name(target.name, value, span, added)
        else:
            self.change(target, value, span, "augment" if added else "set")

    # --- control flow ---

    def visit_children(self, node: Node) -> None:
        for child in named(node):
            self._stand(child)

    def _stand(self, node: Node) -> None:
        """Walk what stands as a statement."""
        if node.type not in _CONTROL and node.type not in self._statements and self.builder.function is not None:
            self.builder.count_statement()
        self.visit(node)

    def _sequence(self, nodes: Sequence[Node]) -> Expr | None:
        """Walk statements; the value of the last one, if it has one."""
        nodes = [node for node in nodes if not node.type.endswith("comment")]
        for node in nodes[:-1]:
            self._stand(node)
        if not nodes:
            return None
        if nodes[-1].type in self._statements:
            self.visit(nodes[-1])
            return None
        if nodes[-1].type not in _CONTROL:
            self.builder.count_statement()
        return self.expr(nodes[-1])

    def _arm(self, node: Node | None, group: int | None = None, exhaustive: bool = False) -> Expr | None:
        """Walk one arm as a block; its value, if it has one."""
        if node is None:
            return None
        with self.arm(node, group, exhaustive):
            return self._sequence(named(node) if node.type == "block" else [node])

    def _choice(self, node: Node, options: Sequence[Expr | None], whole: bool) -> Expr:
        found = _lasting(options)
        if not found:
            return Opaque("no value", "", self.span(node))
        return Choice(found, "match" if node.type != "if_expression" else "ternary" if whole else "and", self.span(node))

    def _if(self, node: Node) -> Expr:
        links = [_if_parts(node)]
        while links[-1][2] is not None and links[-1][2].type == "if_expression":
            links.append(_if_parts(links[-1][2]))
        group, last = self.builder.new_group(), links[-1][2]
        options: list[Expr | None] = []
        for condition, consequence, _ in links:
            if condition is not None:
                self.expr(condition)
            options.append(self._arm(consequence, group, last is not None))
        options.append(self._arm(last, group, True))
        return self._choice(node, options, last is not None)

    def _when(self, node: Node) -> Expr:
        subject = child_of(node, "when_subject")
        if subject is not None:
            self._subject(subject)
        entries = [child for child in named(node) if child.type == "when_entry"]
        group, exhaustive = self.builder.new_group(), any(has_token(entry, "else") for entry in entries)
        options: list[Expr | None] = []
        for entry in entries:
            conditions = entry.children_by_field_name("condition")
            for condition in conditions:
                self.visit(condition)
            body = [child for child in named(entry) if child not in conditions]
            options.append(self._arm(body[-1] if body else None, group, exhaustive))
        for child in named(node):
            if child.type == "ERROR":
                self.visit(child)
        return self._choice(node, options, exhaustive)

    def _subject(self, node: Node) -> None:
        variable, parts = child_of(node, "variable_declaration"), named(node)
        value = self.expr(parts[-1]) if parts and parts[-1].type != "variable_declaration" else None
        name = None if variable is None else child_of(variable, "identifier")
        if variable is not None and name is not None:
            self._declare_variable(variable, name, value, self.span(node))

    def _try(self, node: Node) -> Expr:
        options: list[Expr | None] = []
        for child in named(node):
            if child.type == "block":
                options.append(self._arm(child))
            elif child.type == "catch_block":
                options.append(self._catch(child))
            elif child.type == "finally_block":
                self._arm(child_of(child, "block"))
            else:
                self.visit(child)
        return self._choice(node, options, True)

    def _catch(self, node: Node) -> Expr | None:
        name, body = child_of(node, "identifier"), child_of(node, "block")
        with self.arm(node):
            if name is not None:
                self.declare(name_of(name))
                self.builder.bind(name_of(name), Opaque("exception", "", self.span(name)), "declare", self.span(name))
            return None if body is None else self._sequence(named(body))

    def _for(self, node: Node) -> None:
        parts = [child for child in named(node) if child.type not in ("label", "annotation")]
        variable = next((child for child in parts if child.type in _VARIABLES), None)
        rest = [child for child in parts if child != variable]
        collection = self.expr(rest[0]) if rest else self.missing(node)
        with self.arm(node):
            if variable is not None:
                self._loop(variable, collection)
            for child in rest[1:]:
                self.body(child) if child.type == "block" else self._stand(child)

    def _loop(self, variable: Node, collection: Expr) -> None:
        of, keys = self.loop_value(collection)
        indexed = isinstance(of, Call) and isinstance(of.callee, Member) and of.callee.name == "withIndex"
        names = _names_of(variable)
        for position, name in enumerate(names):
            span = self.span(name)
            value: Expr = Element(of, "key" if keys else "item", span)
            if len(names) == 2 and not indexed:
                value = Element(of, "value" if position else "key", span)
            elif indexed and isinstance(of, Call) and isinstance(of.callee, Member):
                value = Element(of.callee.object, "item", span) if position else Opaque("counter", "integer", span)
            self.declare(name_of(name))
            self.builder.bind(name_of(name), value, "loop", span)

    def _while(self, node: Node) -> None:
        condition = node.child_by_field_name("condition")
        parts = [child for child in named(node) if child != condition]
        for child in ([condition] if condition is not None else []) + parts if node.type == "while_statement" else parts:
            if child == condition:
                self.expr(child)
            else:
                self._arm(child)
        if node.type == "do_while_statement" and condition is not None:
            self.expr(condition)

    def _return(self, node: Node) -> Expr:
        label = node.child_by_field_name("label")
        for child in [child for child in named(node) if child != label][:1]:
            value = self.expr(child)
            # A plain `return` in a block that is handed over leaves the function around.
            if label is not None or self.builder.function not in self._lambdas:
                self.builder.add_return(value)
        return Opaque("return", "", self.span(node))

    def _throw(self, node: Node) -> Expr:
        for child in named(node):
            self.expr(child)
        return Opaque("throw", "", self.span(node))

    # --- names and literals ---

    def _identifier(self, node: Node) -> Expr:
        text, span = treesitter.text_of(node), self.span(node)
        if text in _WORDS:
            return Literal("null" if text == "null" else "boolean", text, span)
        return Name(name_of(node), self.builder.scope, span) if text else self.missing(node)

    def _this(self, node: Node) -> Expr:
        label = child_of(node, "identifier")
        return self._self("" if label is None else name_of(label), self.span(node))

    def _self(self, label: str, span: Span) -> Expr:
        if label in _WITHOUT_IT or (self.has_receiver and not label):
            return Name("this", self.builder.scope, span)
        return self.self_ref(label, span)

    def _character(self, node: Node) -> Expr:
        return Text(decode(treesitter.text_of(node)[1:-1]), self.span(node))

    def _collection(self, node: Node) -> Expr:
        return Listing(tuple(Arg(self.expr(child)) for child in named(node)), self.span(node))

    # --- text ---

    def _string(self, node: Node) -> Expr:
        quotes = 3 if node.type == "multiline_string_literal" else 1
        start, end, whole = node.start_byte + quotes, node.end_byte - quotes, self.span(node)
        parts: list[Expr] = []
        at = whole._replace(start=start, column=whole.column + quotes)
        for child in node.named_children:
            if child.type == "interpolation":
                self._text_parts(at, child.start_byte, quotes == 3, parts)
                parts.append(self._interpolated(child))
                after = self.span(child)
                at = Span(after.end, after.end, after.end_line, after.end_column, after.end_line, after.end_column)
            elif child.is_error:
                self.visit(child)
        self._text_parts(at, end, quotes == 3, parts)
        if not parts:
            return Text("", whole)
        if len(parts) == 1 and isinstance(parts[0], Text):
            return Text(parts[0].value, whole)
        return Template(tuple(parts), whole)

    def _interpolated(self, node: Node) -> Expr:
        children = named(node)
        for child in children[1:]:
            self.visit(child)
        return self.expr(children[0]) if children else self.missing(node)

    def _text_parts(self, at: Span, end: int, raw: bool, parts: list[Expr]) -> None:
        """The text from a place on, and the variables in it: in text of one line the grammar does not tell them apart."""
        text = self.source[at.start : max(end, at.start)].decode("utf-8", "replace")
        position, plain, begin = 0, "", at
        for match in (_VARIABLE_IN_TEXT if raw else _PART_OF_TEXT).finditer(text):
            plain, at = plain + text[position : match.start()], _forward(at, text[position : match.start()])
            position = match.end()
            if not match["name"]:
                plain, at = plain + decode(match[0]), _forward(at, match[0])
                continue
            parts += [Text(plain, up_to(begin, at))] if plain else []
            begin = _forward(at, match[0])
            parts.append(self._variable(match["name"].strip("`"), up_to(at, begin)))
            plain, at = "", begin
        plain += text[position:]
        parts += [Text(plain, up_to(begin, _forward(at, text[position:])))] if plain else []

    def _variable(self, name: str, span: Span) -> Expr:
        return self._self("", span) if name == "this" else Name(name, self.builder.scope, span)

    # --- calls and members ---

    def _wrapped(self, node: Node) -> Expr:
        inner = _bare(node)
        return self.other(inner) if inner.type in _WRAPPERS else self.expr(inner)

    def _annotated(self, node: Node) -> Expr:
        children = named(node)
        for child in children[:-1]:
            self.visit(child)
        return self.expr(children[-1]) if children else self.missing(node)

    def _chain(self, node: Node) -> Expr:
        links: list[Node] = []
        base: Node | None = node
        sign = ""
        while base is not None and base.type in _CHAIN:
            links.append(base)
            callee = next(iter(named(base)), None)
            if callee is not None and _hands_block_to(base, callee):
                callee = next(iter(named(callee)), None)
            while callee is not None and (prefix := _prefix(callee)):
                sign, callee = sign or prefix, callee.child_by_field_name("argument")
            base = None if callee is None else _bare(callee)
        start = partial(self.missing, node) if base is None else partial(self.expr, base)
        value = self.chain(node, links[::-1], start, self._link)
        if not sign:
            return value
        return Opaque("comparison", "boolean", self.span(node)) if sign == "!" else Opaque("arithmetic", "number", self.span(node))

    def _link(self, node: Node, value: Expr) -> Expr:
        if node.type == "call_expression":
            return self._call(node, value)
        parts = named(node)[1:]
        if node.type == "index_expression":
            keys = [self.expr(child) for child in parts]
            key = keys[0] if len(keys) == 1 else Listing(tuple(Arg(each) for each in keys), self.span(node))
            return Index(value, key, self.span(node))
        if not parts or parts[-1].type != "identifier":
            for child in parts:
                self.visit(child)
            return self.missing(node)
        name = parts[-1]
        if self.has_receiver and isinstance(value, Name) and value.name == "this":
            return Name(name_of(name), self.builder.scope, self.span(name))
        return Member(value, name_of(name), self.span(node), self.span(name))

    def _call(self, node: Node, callee: Expr) -> Expr:
        inner = next(iter(named(node)), node)
        given = child_of(inner if _hands_block_to(node, inner) else node, "value_arguments")
        args, block = self._args(given), child_of(node, "annotated_lambda")
        if block is not None:
            args = (*args, self._block_arg(block, callee))
        if isinstance(callee, Member) and callee.name == "format" and (formatted := self._format(callee, args, self.span(node))):
            return formatted
        return self.builder.call(callee, args, self.span(node), last_name(callee), types=self._type_arguments(node))

    def _type_arguments(self, call: Node) -> tuple[Expr, ...]:
        """The one type that a call is given (`get<Tracker>()`)."""
        given = child_of(call, "type_arguments")
        listed = [] if given is None else [child for projection in named(given) for child in _types(projection)]
        kind = self._type(listed[0]) if len(listed) == 1 else None
        return () if kind is None else (kind,)

    def _format(self, callee: Member, args: tuple[Arg, ...], span: Span) -> Expr | None:
        """`String.format("...", a)` and `"...".format(a)`, with or without a locale."""
        given = args[1:] if args and is_locale(args[0].value) else args
        if isinstance(callee.object, Text | Template):
            return percent_format(callee.object, given, span)
        if isinstance(callee.object, Name) and callee.object.name == "String" and given:
            return percent_format(given[0].value, given[1:], span)
        return None

    def _block_arg(self, block: Node, callee: Expr) -> Arg:
        literal = child_of(block, "lambda_literal")
        for child in named(block):
            if child.type == "annotation":
                self.visit(child)
        if literal is None:
            return Arg(self.missing(block), keyword="{}")
        name = callee.name if isinstance(callee, Name | Member) else ""
        on_object = name in (_ON_OBJECT if isinstance(callee, Member) else _ON_NEW_OBJECT)
        return Arg(self._closure(literal, "", True if on_object else None, name not in _WITHOUT_IT), keyword="{}")

    def _args(self, listed: Node | None) -> tuple[Arg, ...]:
        return () if listed is None else tuple(self._arg(child) for child in named(listed))

    def _arg(self, node: Node) -> Arg:
        parts = named(node) if node.type == "value_argument" else [node]
        if not parts:
            return Arg(self.missing(node))
        keyword = name_of(parts[0]) if len(parts) > 1 and has_token(node, "=") else None
        for child in parts[1 if keyword is not None else 0 : -1]:
            self.visit(child)
        value = parts[-1]
        if value.type == "spread_expression":
            return Arg(self.expr(named(value)[0]) if named(value) else self.missing(value), keyword, "*")
        return Arg(self.expr(value), keyword, "*" if has_token(node, "*") else "")

    def _callable_reference(self, node: Node) -> Expr:
        """`::a` is `a`, `B::a` is `B.a`."""
        parts = named(node)
        if not parts or parts[-1].type != "identifier":
            return self.other(node)
        name = parts[-1]
        if len(parts) == 1:
            return self._identifier(name)
        first = self._type(parts[0]) if parts[0].type in _TYPES else self.expr(parts[0])
        return Opaque("reference", "", self.span(node)) if first is None else Member(first, name_of(name), self.span(node), self.span(name))

    # --- operators ---

    def _unary(self, node: Node) -> Expr:
        inner, span = node.child_by_field_name("argument"), self.span(node)
        if inner is None:
            return self.other(node)
        if has_token(node, "!!"):
            return self.expr(inner)
        if has_token(node, "++", "--"):
            value = Opaque("arithmetic", "number", span)
            self._assign(_bare(inner), value, span, False)
            return value
        held = self.expr(inner)
        if has_token(node, "!"):
            return Opaque("comparison", "boolean", span)
        if isinstance(held, Literal) and is_number(held) and not held.text.startswith(("-", "+")):
            return Literal(held.type, "".join(treesitter.text_of(node).split()), span)
        return Opaque("arithmetic", "number", span)

    def _comparison(self, node: Node) -> Expr:
        self.visit_children(node)
        return Opaque("comparison", "boolean", self.span(node))

    def _range(self, node: Node) -> Expr:
        self.visit_children(node)
        return Opaque("range", "array", self.span(node))

    def _infix(self, node: Node) -> Expr:
        parts, span = named(node), self.span(node)
        if len(parts) != 3:
            return self.other(node)
        word, left, right = name_of(parts[1]), self.expr(parts[0]), self.expr(parts[2])
        if word == "to":
            self._pairs.add((span.start, span.end))
            return Listing((Arg(left), Arg(right)), span)
        if word in _WORD_ARITHMETIC:
            return Opaque("arithmetic", "number", span)
        if word in _WORD_RANGES:
            return Opaque("range", "array", span)
        callee = Member(left, word, self.span(parts[0], parts[1]), self.span(parts[1]))
        return self.builder.call(callee, (Arg(right),), span, callee.name_span)

    def _binary(self, node: Node) -> Expr:
        links, left = self.links(node, {"binary_expression": "left"})
        first = left or node
        run, operands, last, generic = "", [self.missing(node) if left is None else self.expr(left)], first, None
        for link in links:
            sign, right = _operator(link), link.child_by_field_name("right")
            if generic is not None and sign == ">" and right is not None and right.type == "parenthesized_expression":
                args = tuple(Arg(self.expr(child)) for child in named(right))
                run, operands, last, generic = "", [self._generic_call(generic, args, self.span(first, link))], link, None
                continue
            if sign != run or sign not in ("+", "?:"):
                operands = [self._operated(run, operands, self.span(first, last))]
            generic = operands[0] if sign == "<" else None
            operands.append(self.missing(link) if right is None else self.expr(right))
            if sign not in ("+", "?:"):
                yields = Opaque("arithmetic", "number", self.span(link)) if sign in _ARITHMETIC else None
                operands = [yields or Opaque("comparison", "boolean", self.span(link))]
            run, last = sign, link
        return self._operated(run, operands, self.span(first, last))

    def _generic_call(self, left: Expr, args: tuple[Arg, ...], span: Span) -> Expr:
        """`f<T>(x)`, which the grammar takes for comparisons, with all that stands before `f`."""
        match left:
            case Choice(options, "or", _):
                return Choice((*options[:-1], self._generic_call(options[-1], args, span)), "or", span)
            case Template(parts, _):
                return Template((*parts[:-1], self._generic_call(parts[-1], args, span)), span)
            case Listing(items, whole) if (whole.start, whole.end) in self._pairs:
                self._pairs.add((span.start, span.end))
                return Listing((*items[:-1], Arg(self._generic_call(items[-1].value, args, span))), span)
        return self.builder.call(left, args, up_to(left.span, span), last_name(left))

    def _operated(self, sign: str, operands: Sequence[Expr], span: Span) -> Expr:
        """The value of a run of `+` or `?:`."""
        if len(operands) == 1:
            return operands[0]
        if sign == "?:":
            lasting = _lasting(operands)
            return lasting[0] if len(lasting) == 1 else Choice(lasting, "or", span)
        if any(self._is_pair(operand) or _is_call_of(operand, _MAPS) for operand in operands):
            return self.builder.record(tuple(self._entry(operand) for operand in operands), span)
        if any(_is_call_of(operand, _LISTS) for operand in operands):
            return Listing(tuple(Arg(operand, spread="*" if _is_call_of(operand, _LISTS) else "") for operand in operands), span)
        return self.joined(operands, span)

    def _is_pair(self, value: Expr) -> bool:
        return isinstance(value, Listing) and len(value.items) == 2 and (value.span.start, value.span.end) in self._pairs

    def _entry(self, value: Expr) -> Entry:
        if not isinstance(value, Listing) or not self._is_pair(value):
            return Entry(value, spread=True, span=value.span)
        key, held = value.items[0].value, value.items[1].value
        name = key.value if isinstance(key, Text) else None
        return Entry(held, key=name, key_expr=key if name is None else None, span=value.span)

    def _added(self, value: Expr) -> Expr:
        """What `+=` adds: a pair is added as an entry."""
        return self.builder.record((self._entry(value),), value.span) if self._is_pair(value) else value


# --- what a node is ----------------------------------------------------------------------------------

_WRAPPERS = frozenset({"parenthesized_expression", "as_expression", "labeled_expression", "annotated_lambda"})


def _bare(node: Node) -> Node:
    """The expression inside parentheses, casts, labels and `!!`."""
    while node.type in _WRAPPERS or (node.type == "unary_expression" and has_token(node, "!!")):
        parts = [child for child in named(node) if child.type not in ("label", "annotation")]
        inner = node.child_by_field_name("left") or node.child_by_field_name("argument") or (parts[-1] if parts else None)
        if inner is None:
            break
        node = inner
    return node


def _prefix(node: Node) -> str:
    """The sign before what a chain starts from: the grammar takes `!a.b()` for `(!a).b()`."""
    first = node.children[0].type if node.type == "unary_expression" and node.children else ""
    return first if first in ("!", "-", "+") else ""


def _hands_block_to(node: Node, callee: Node) -> bool:
    """Whether a call is the block behind another call's arguments: `f(x) { ... }` is one call."""
    return (
        node.type == "call_expression"
        and callee.type == "call_expression"
        and child_of(node, "value_arguments") is None
        and child_of(node, "annotated_lambda") is not None
        and child_of(callee, "value_arguments") is not None
        and child_of(callee, "annotated_lambda") is None
    )


def _bound_name(left: Node) -> str:
    """The name that an assignment gives to an anonymous function."""
    if left.type == "navigation_expression":
        left = named(left)[-1]
    return name_of(left) if left.type == "identifier" else ""


def _class_kind(node: Node) -> ClassKind:
    if node.type == "object_declaration":
        return "object"
    if has_token(node, "interface"):
        return "interface"
    modifiers = child_of(node, "modifiers")
    words = [] if modifiers is None else [child.text for child in modifiers.children]
    return "enum" if b"enum" in words or child_of(node, "enum_class_body") is not None else "class"


def _compact(node: Node) -> str:
    return "".join(treesitter.text_of(node).replace("`", "").split())


def _types(node: Node) -> list[Node]:
    return [child for child in named(node) if child.type in _TYPES]


def _type_names(node: Node) -> list[Node]:
    return [child for child in named(node) if child.type in ("identifier", "type_identifier")]


def _identifiers(node: Node) -> list[Node]:
    """The names of `a.b.C<D>`, from left to right."""
    while node.type in ("nullable_type", "parenthesized_type", "non_nullable_type") and (inner := _types(node)):
        node = inner[0]
    return [child for child in named(node) if child.type == "identifier"] if node.type == "user_type" else []


def _receiver(node: Node) -> Node | None:
    """The type that an extension function or property is for: it stands before the name."""
    for child in node.children:
        if child.type in _TYPES:
            return child
        if child.type in ("identifier", "function_value_parameters", *_VARIABLES):
            return None
    return None


def _returned(node: Node) -> Node | None:
    """The declared type of a function's value: it stands behind the parameters."""
    behind = False
    for child in node.children:
        if child.type in ("function_value_parameters", ")"):
            behind = True
        elif child.type in _TYPES and behind:
            return child
    return None


def _after(node: Node, sign: str) -> Node | None:
    """The expression behind a sign."""
    seen = False
    for child in node.children:
        if seen and child.is_named and not child.type.endswith("comment"):
            return child
        seen = seen or child.type == sign
    return None


def _names_of(variable: Node) -> list[Node]:
    parts = [variable] if variable.type == "variable_declaration" else named(variable)
    return [name for part in parts if (name := child_of(part, "identifier")) is not None]


def _variable_names(node: Node) -> list[Node]:
    variable = child_of(node, *_VARIABLES)
    return [] if variable is None else _names_of(variable)


def _if_parts(node: Node) -> tuple[Node | None, Node | None, Node | None]:
    """Condition, consequence and alternative."""
    condition, behind = node.child_by_field_name("condition"), False
    parts: list[Node | None] = [None, None]
    for child in node.children:
        if child.type == "else":
            behind = True
        elif child.is_named and child != condition and not child.type.endswith("comment"):
            parts[behind] = child
    return condition, parts[0], parts[1]


def _operator(node: Node) -> str:
    operator = node.child_by_field_name("operator")
    if operator is not None:
        return operator.type
    return next((child.type for child in node.children if not child.is_named), "")


def _lasting(options: Sequence[Expr | None]) -> tuple[Expr, ...]:
    """The options that are values, and do not leave the function."""
    held = [option for option in options if option is not None]
    return tuple(option for option in held if not (isinstance(option, Opaque) and option.reason in _LEAVING))


def _is_call_of(value: Expr, names: frozenset[str]) -> bool:
    return isinstance(value, Call) and isinstance(value.callee, Name) and value.callee.name in names


# --- text --------------------------------------------------------------------------------------------


def _forward(at: Span, text: str) -> Span:
    """The place behind some text."""
    end, lines = at.start + len(text.encode("utf-8", "replace")), text.count("\n")
    column = len(text) - text.rfind("\n") if lines else at.column + len(text)
    return Span(end, end, at.line + lines, column, at.line + lines, column)
