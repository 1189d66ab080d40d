"""Objective-C source to facts.

What a reader of these facts has to know of the language:

- A message `[tracker track:name properties:p]` is a call of the member `track`: the first part of the selector names it, the first
  argument has no keyword, each further one has its part of the selector (`properties`). A method is named the same way, its
  parameters by their variables; so a keyword argument belongs to the parameter at its place.
- `[[Foo alloc] initWith...]` and `[Foo new]` are calls of form `new`; `init...` methods are constructors.
- `@implementation Foo` and every category are extensions of `Foo`; what an `@interface` only declares has no function.
- An instance variable `_name` is the field `name`, which its property is read by.
- Messages that make or change texts and dictionaries are what they do: a format, a template, a record; `setObject:forKey:` is a
  mutation beside its call.
- A case of a switch is a block that holds two bindings no name of the language can clash with: `{subject}` is what is switched on,
  `{case}` what it is compared with; a default has no `{case}`. Cases without statements are compared with together.
- Members of an enum are names of their own.
- Swift calls these methods under other names (`tracker.track(name, properties: p)`); nothing here says which.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar
from typing import Literal as OneOf

from tree_sitter import Node

from scanner.languages import treesitter
from scanner.languages.facts import (
    Arg,
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
    SuperRef,
    Template,
    Text,
)
from scanner.languages.strings import Escapes
from scanner.languages.walking import ClassHead, ClassKind, FunctionHead, FunctionKind, Walker, last_name

_GRAMMAR = "tree_sitter_objc"

_OBJECTIVE = re.compile(rb"@(?:interface|implementation|protocol|class|import|end|\"|\{)|#\s*import|\bNS_ENUM\b|\bNSString\b")
# The grammar does not expand macros, and one that it does not know breaks what stands behind it. Same length, so that places stay.
_ENUM = re.compile(rb"\b(?:typedef\s+)?(?:NS|CF)_(?:CLOSED_)?(?:ENUM|OPTIONS|ERROR_ENUM)\s*\(\s*\w[\w \t]*,\s*(\w+)\s*\)")
_NOISE = re.compile(
    rb"\b(?:NS_ASSUME_NONNULL_(?:BEGIN|END)|(?:NS|CF)_(?:TYPED|STRING|EXTENSIBLE|TYPED_EXTENSIBLE|EXTENSIBLE_STRING)_ENUM"
    rb"|NS_DESIGNATED_INITIALIZER|NS_UNAVAILABLE|NS_REQUIRES_SUPER|NS_REFINED_FOR_SWIFT|UI_APPEARANCE_SELECTOR"
    rb"|(?:NS_SWIFT_NAME|API_AVAILABLE|API_UNAVAILABLE|API_DEPRECATED|NS_AVAILABLE_IOS|NS_DEPRECATED_IOS|DEPRECATED_MSG_ATTRIBUTE)"
    rb"\s*\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\))"
)
_EXTERN = re.compile(rb"\b[A-Z][A-Z0-9_]*_(?:EXTERN|EXPORT)\b(?=\s+\w)")
_DEFINED_TEXT = re.compile(r'\s*\(?\s*@?"((?:[^"\\\n]|\\.)*)"\s*\)?\s*')
_IDENTIFIER = re.compile(r"\s*([A-Za-z_]\w*)\s*")
_NUMBER = re.compile(r"\s*\(?\s*@?(-?\d+(\.\d+)?)[fFuUlL]*\s*\)?\s*")
_ESCAPES = Escapes(
    re.compile(r"\\([0-7]{1,3}|x[0-9a-fA-F]+|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r?\n|.)", re.DOTALL),
    {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b", "\n": "", "\r\n": ""},
    octal=True,
)
_DIRECTIVE = re.compile(r"%(\d+\$)?[-+ #0]*\d*(?:\.\d+)?(?:hh|h|ll|l|q|z|t|j|L)?[@dDiuUxXoOfFeEgGcCsSpaA]")

_HEADS = {
    "message_expression": "receiver",
    "field_expression": "argument",
    "subscript_expression": "argument",
    "call_expression": "function",
}
_DECLARATORS = frozenset(
    {
        "init_declarator", "pointer_declarator", "function_declarator", "parenthesized_declarator", "block_pointer_declarator",
        "array_declarator", "struct_declarator", "attributed_declarator",
    }
)  # fmt: skip
_TYPES = frozenset({"type_identifier", "primitive_type", "typedefed_specifier", "generic_specifier", "sized_type_specifier"})
_COMPARISONS = frozenset({"==", "!=", "<", ">", "<=", ">=", "&&", "||"})
_LITERALS: dict[str, OneOf["boolean", "null"]] = {
    "YES": "boolean", "NO": "boolean", "true": "boolean", "false": "boolean", "TRUE": "boolean", "FALSE": "boolean",
    "nil": "null", "Nil": "null", "NULL": "null",
}  # fmt: skip
_PRIMITIVES = {
    "NSString": "string", "NSMutableString": "string", "BOOL": "boolean", "bool": "boolean", "Boolean": "boolean", "NSInteger": "int",
    "NSUInteger": "int", "int": "int", "long": "int", "short": "int", "unsigned": "int", "NSNumber": "number", "double": "number",
    "float": "number", "CGFloat": "number", "NSTimeInterval": "number",
}  # fmt: skip
_DICTIONARIES = frozenset({"NSDictionary", "NSMutableDictionary"})
_ARRAYS = frozenset({"NSArray", "NSMutableArray", "NSSet", "NSMutableSet"})
_STRINGS = frozenset({"NSString", "NSMutableString"})
_EMPTY = frozenset({"dictionary", "array", "set", "new", "init", "initWithCapacity", "dictionaryWithCapacity", "arrayWithCapacity"})
_PAIRED = frozenset({"dictionaryWithObjectsAndKeys", "initWithObjectsAndKeys"})
_COPIED = frozenset({"dictionaryWithDictionary", "initWithDictionary"})
_LISTED = frozenset({"arrayWithObjects", "initWithObjects", "setWithObjects", "arrayWithObject", "setWithObject"})
_FORMATS = frozenset({"stringWithFormat", "initWithFormat", "localizedStringWithFormat"})
_SAME_TEXT = frozenset({"stringWithString", "initWithString"})
_OPTIONS = frozenset({"copy", "class", "self", "description"})


def extract(path: str, text: bytes) -> FileFacts:
    """The facts of an Objective-C file; none of a file in another language that has the same suffix. Never raises: what could
    not be read stands in `errors`."""
    if _OBJECTIVE.search(text) is None:
        text = b""
    return _ObjectiveC(path, text, treesitter.parse(_without_macros(text), _GRAMMAR)).run()


def _without_macros(text: bytes) -> bytes:
    if b"_" not in text:
        return text
    text = _ENUM.sub(lambda match: (b"enum" + b" " * (match.start(1) - match.start() - 4) + match[1]).ljust(len(match[0])), text)
    text = _NOISE.sub(lambda match: re.sub(rb"[^\n]", b" ", match[0]), text)
    return _EXTERN.sub(lambda match: b"extern".ljust(len(match[0])), text)


@dataclass(slots=True)
class _Method:
    """What stands before a method's body."""

    name: Node | None
    params: list[tuple[Node, Node | None]]
    result: Node | None
    body: Node | None
    static: bool


class _ObjectiveC(Walker):
    """Walks one tree. Every node is lowered once, so that every call is noted once."""

    language: ClassVar[str] = "objc"

    def statement_table(self) -> dict[str, Callable[[Node], None]]:
        self._known: dict[int, set[str]] = {}
        self._labels: list[str] = []
        self._fields: set[str] = set()
        self._constructors: set[int] = set()
        return {
            "preproc_include": self._include,
            "module_import": self._import,
            "preproc_def": self._define,
            "preproc_function_def": self.nothing,
            "preproc_call": self.nothing,
            "preproc_ifdef": self._conditional_build,
            "preproc_if": self._conditional_build,
            "preproc_elif": self._conditional_build,
            "preproc_else": self._conditional_build,
            "declaration": self._declaration,
            "type_definition": self._type_definition,
            "enum_specifier": self._enum,
            "struct_specifier": self.nothing,
            "union_specifier": self.nothing,
            "function_definition": self._c_function,
            "class_declaration": self.nothing,
            "protocol_forward_declaration": self.nothing,
            "class_interface": self._interface,
            "class_implementation": self._implementation,
            "protocol_declaration": self._protocol,
            "implementation_definition": self.visit_children,
            "qualified_protocol_interface_declaration": self.visit_children,
            "instance_variables": self.visit_children,
            "instance_variable": self._instance_variable,
            "struct_declaration": self._field,
            "property_declaration": self._property,
            "property_implementation": self.nothing,
            "method_declaration": self._method,
            "method_definition": self._method,
            "compound_statement": self.block,
            "expression_statement": self.simple,
            "return_statement": self._return,
            "throw_statement": self.simple,
            "break_statement": self.simple,
            "continue_statement": self.simple,
            "goto_statement": self.nothing,
            "labeled_statement": self._labeled,
            "if_statement": self._if,
            "switch_statement": self._switch,
            "for_statement": self._for,
            "while_statement": self._while,
            "do_statement": self._while,
            "try_statement": self.visit_children,
            "catch_clause": self._catch,
            "finally_clause": self.visit_children,
            "synchronized_statement": self.visit_children,
            "type_qualifier": self.nothing,
        }

    def expression_table(self) -> dict[str, Callable[[Node], Expr]]:
        return {
            "identifier": self._identifier,
            "number_literal": self._number,
            "string_literal": self._string,
            "concatenated_string": self._string,
            "char_literal": self._char,
            "true": self._word,
            "false": self._word,
            "null": self._word,
            "message_expression": self._chain,
            "field_expression": self._chain,
            "subscript_expression": self._chain,
            "call_expression": self._chain,
            "at_expression": self._boxed,
            "parenthesized_expression": self.child,
            "cast_expression": self._cast,
            "pointer_expression": self._pointer,
            "dictionary_literal": self._dictionary,
            "array_literal": self._array,
            "initializer_list": self._initializers,
            "block_literal": self._block_literal,
            "conditional_expression": self._conditional,
            "binary_expression": self._binary,
            "unary_expression": self._unary,
            "update_expression": self._updated,
            "assignment_expression": self._assignment,
            "comma_expression": self._comma,
            "selector_expression": self._unfollowed,
            "sizeof_expression": self._unfollowed,
            "protocol_expression": self._unfollowed,
            "encode_expression": self._unfollowed,
            "type_descriptor": self._unfollowed,
            "availability_expression": self._unfollowed,
        }

    # --- names ---

    def _bind(
        self,
        name: str,
        value: Expr | None,
        kind: OneOf["assign", "declare", "augment", "function", "class", "import", "loop"],
        span: Span,
        declared: Expr | None = None,
        home: int | None = None,
    ) -> None:
        home = self.builder.scope if home is None else home
        self._known.setdefault(home, set()).add(name)
        self.builder.bind(name, value, kind, span, home=home, type=declared)

    def _home(self, name: str) -> int | None:
        """The scope that owns `name`, from here outward."""
        index: int | None = self.builder.scope
        while index is not None:
            if name in self._known.get(index, ()):
                return index
            index = self.builder.scopes[index].parent
        return None

    def _in_class(self) -> bool:
        return self.builder.scopes[self.builder.scope].owner is not None

    def _is_field(self, name: str) -> bool:
        """Whether a bare name is an instance variable. Properties and methods are never named alone."""
        if not self._in_class() or not (name in self._fields or name.startswith("_")):
            return False
        home = self._home(name)
        return home is None or self.builder.scopes[home].kind == "class"

    def _identifier(self, node: Node) -> Expr:
        name, span, scope = self.text(node), self.span(node), self.builder.scope
        if name in _LITERALS:
            return Literal(_LITERALS[name], name, span)
        if name == "self":
            return SelfRef(scope, span)
        if name == "super":
            return SuperRef(scope, span)
        if not name:
            return Opaque("missing", "", span)
        if self._is_field(name):
            return Member(SelfRef(scope, span), _field_name(name), span, span)
        return Name(name, scope, span)

    # --- the file ---

    def _include(self, node: Node) -> None:
        path = node.child_by_field_name("path")
        if path is not None:
            module = self.text(path).strip('<>" \t')
            self.builder.imports(module)
            self._bind("*", ImportRef(module, "*", 0, self.span(path)), "import", self.span(path), home=0)

    def _import(self, node: Node) -> None:
        names = [self.text(child) for child in self.children(node) if "identifier" in child.type]
        if names:
            module = ".".join(names)
            self.builder.imports(module)
            self._bind("*", ImportRef(module, "*", 0, self.span(node)), "import", self.span(node), home=0)

    def _define(self, node: Node) -> None:
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if name is not None and value is not None:
            self._bind(self.text(name), self._defined(value), "declare", self.span(name), home=0)

    def _defined(self, node: Node) -> Expr:
        """What a macro stands for, when that is one literal or name."""
        written, span = self.text(node).split("//")[0] if b'"' not in (node.text or b"") else self.text(node), self.span(node)
        if (text := _DEFINED_TEXT.fullmatch(written)) is not None:
            return Text(_ESCAPES.decode(text[1]), span)
        if (name := _IDENTIFIER.fullmatch(written)) is not None:
            known = _LITERALS.get(name[1])
            return Name(name[1], 0, span) if known is None else Literal(known, name[1], span)
        if (number := _NUMBER.fullmatch(written)) is not None:
            return Literal("number" if number[2] else "integer", number[1], span)
        return Opaque("macro", "", span)

    def _conditional_build(self, node: Node) -> None:
        condition, name = node.child_by_field_name("condition"), node.child_by_field_name("name")
        for child in self.children(node):
            if child not in (condition, name):
                self.visit(child)

    # --- declarations ---

    def _declaration(self, node: Node) -> None:
        self.builder.count_statement()
        declared = self._declared_type(node)
        for child in node.children_by_field_name("declarator"):
            name, value = _declared(child), child.child_by_field_name("value") if child.type == "init_declarator" else None
            if name is None or (value is None and _is_prototype(child)):
                continue
            lowered = None if value is None else self._typed_value(value, self.text(name), declared)
            self._bind(self.text(name), lowered, "declare", self.span(name), declared)
        for child in self.children(node):
            if child.type in ("enum_specifier", "ERROR"):
                self.visit(child)

    def _typed_value(self, node: Node, name: str, declared: Expr | None) -> Expr:
        """The value of a variable of a known type: a copied dictionary is one with the entries of the other."""
        value = self._value(node, name)
        copied = getattr(value, "callee", None)
        if isinstance(copied, Member) and copied.name == "mutableCopy" and isinstance(declared, Name) and declared.name in _DICTIONARIES:
            return self.builder.record((Entry(copied.object, spread=True, span=value.span),), value.span)
        return value

    def _value(self, node: Node, name: str) -> Expr:
        """The value of an expression that is bound to `name`."""
        return self._closure(node, name) if node.type == "block_literal" else self.expr(node)

    def _field(self, node: Node) -> None:
        declared = self._declared_type(node)
        for child in self.children(node):
            if child.type in _DECLARATORS or child.type == "identifier":
                name = _declared(child)
                if name is not None:
                    self._bind(_field_name(self.text(name)), None, "declare", self.span(name), declared)

    def _instance_variable(self, node: Node) -> None:
        for child in self.children(node):
            if child.type == "struct_declaration":
                names = (_declared(inner) for inner in self.children(child) if inner.type in _DECLARATORS)
                self._fields.update(self.text(name) for name in names if name is not None)
                self._field(child)

    def _property(self, node: Node) -> None:
        for child in self.children(node):
            if child.type == "struct_declaration":
                self._field(child)

    def _type_definition(self, node: Node) -> None:
        name = next((found for child in node.children_by_field_name("declarator") if (found := _declared(child)) is not None), None)
        for child in self.children(node):
            if child.type == "enum_specifier":
                self._enum_named(child, name)
                return
        declared = self._declared_type(node)
        if name is not None and declared is not None and not _has(node, "function_declarator"):
            self._bind(self.text(name), declared, "declare", self.span(name))

    def _enum(self, node: Node) -> None:
        self._enum_named(node, None)

    def _enum_named(self, node: Node, alias: Node | None) -> None:
        name, body, b = node.child_by_field_name("name") or alias, node.child_by_field_name("body"), self.builder
        if body is None:
            return
        label, span = "" if name is None else self.text(name), self.span(node)
        name_span = span if name is None else self.span(name)
        members: list[EnumMember] = []

        def walk(_: int) -> tuple[EnumMember, ...]:
            for child in self.children(body):
                key = child.child_by_field_name("name")
                value = child.child_by_field_name("value")
                if child.type == "enumerator" and key is not None:
                    members.append(EnumMember(self.text(key), None if value is None else self.expr(value), self.span(key)))
            return tuple(members)

        reference = self.cls(ClassHead(label, "enum", span, name_span), walk)
        if label:
            self._bind(label, reference, "class", name_span)
        for member in members:
            whole = Member(Name(label, b.scope, member.span), member.name, member.span, member.span) if label else member.value
            self._bind(member.name, whole, "declare", member.span)

    # --- classes ---

    def _interface(self, node: Node) -> None:
        name = self._class_name(node)
        if name is None:
            return
        base, category = node.child_by_field_name("superclass"), node.child_by_field_name("category")
        bases = () if base is None else (self.name(base),)
        self._class(node, name, "class" if base is not None and category is None else "extension", (*bases, *self._protocols(node)))

    def _implementation(self, node: Node) -> None:
        name = self._class_name(node)
        if name is not None:
            self._class(node, name, "extension", ())

    def _protocol(self, node: Node) -> None:
        name = self._class_name(node)
        if name is not None:
            self._class(node, name, "interface", tuple(self._protocols(node)))

    def _class_name(self, node: Node) -> Node | None:
        name = self.first(node)
        return name if name is not None and name.type == "identifier" else None

    def _protocols(self, node: Node) -> list[Expr]:
        listed = [child for child in self.children(node) if child.type in ("parameterized_arguments", "protocol_reference_list")]
        named = (inner for child in listed for inner in self.children(child))
        return [found for inner in named if (found := self._type(inner, raw=True)) is not None]

    def _class(self, node: Node, name: Node, kind: ClassKind, bases: tuple[Expr, ...]) -> None:
        label, span, name_span = self.text(name), self.span(node), self.span(name)
        self._labels.append(label)

        def walk(_: int) -> tuple[EnumMember, ...]:
            for child in self.children(node):
                is_declared = child.type == "method_declaration" and kind != "interface"
                if child.type not in ("identifier", "parameterized_arguments", "protocol_reference_list") and not is_declared:
                    self.visit(child)
            return ()

        reference = self.cls(ClassHead(label, kind, span, name_span, bases), walk)
        self._labels.pop()
        if kind != "extension":
            self._bind(label, reference, "class", name_span)

    # --- functions ---

    def _method(self, node: Node) -> None:
        method = self._signature(node)
        if method.name is None:
            self.visit_children(node)
            return
        label, span = self.text(method.name), self.span(node)
        scope = self.builder.scopes[self.builder.scope]
        kind = _method_kind(label, method)
        head = FunctionHead(label, kind, span, self.span(method.name), scope.owner if scope.kind == "class" else None)
        body = method.body

        def walk() -> None:
            self._own([self.text(name) for name, _ in method.params])
            if kind == "constructor":
                self._constructors.add(self.builder.scopes[self.builder.scope].function or 0)
            if body is not None:
                self.body(body)

        reference = self.function(head, lambda: self._params(method.params), lambda: self._result(method.result), walk)
        self._bind(label, reference, "function", self.span(method.name))

    def _signature(self, node: Node) -> _Method:
        method = _Method(None, [], None, None, any(child.type == "+" for child in node.children))
        for child in self.children(node):
            if child.type == "method_type" and method.name is None:
                method.result = child
            elif child.type == "identifier" and method.name is None:
                method.name = child
            elif child.type == "method_parameter":
                names = [inner for inner in self.children(child) if inner.type == "identifier"]
                if names:
                    method.params.append((names[-1], next((i for i in self.children(child) if i.type == "method_type"), None)))
            elif child.type == "compound_statement":
                method.body = child
        return method

    def _params(self, nodes: Sequence[tuple[Node, Node | None]]) -> tuple[Param, ...]:
        return tuple(
            Param(self.text(name), "positional", None, None if declared is None else self._type(declared), self.span(name))
            for name, declared in nodes
        )

    def _result(self, node: Node | None) -> Expr | None:
        found = None if node is None else self._type(node)
        if isinstance(found, Name) and found.name == "instancetype" and self._labels:
            return Name(self._labels[-1], found.scope, found.span)
        return found

    def _own(self, names: Sequence[str]) -> None:
        self._known.setdefault(self.builder.scope, set()).update(names)

    def _c_function(self, node: Node) -> None:
        declarator, body = node.child_by_field_name("declarator"), node.child_by_field_name("body")
        name = None if declarator is None else _declared(declarator)
        if declarator is None or name is None:
            self.visit_children(node)
            return
        params = self._parameters(_find(declarator, "parameter_list"))
        head = FunctionHead(self.text(name), "function", self.span(node), self.span(name))

        def walk() -> None:
            self._own([self.text(param) for param, _ in params])
            if body is not None:
                self.body(body)

        home = self.builder.home(("module", "function"))
        reference = self.function(head, lambda: self._params(params), lambda: self._declared_type(node), walk)
        self._bind(self.text(name), reference, "function", self.span(name), home=home)

    def _parameters(self, node: Node | None) -> list[tuple[Node, Node | None]]:
        found: list[tuple[Node, Node | None]] = []
        for child in () if node is None else self.children(node):
            declarator = child.child_by_field_name("declarator")
            name = None if declarator is None else _declared(declarator)
            if name is not None:
                found.append((name, child))
        return found

    def _block_literal(self, node: Node) -> Expr:
        return self._closure(node, "")

    def _closure(self, node: Node, name: str) -> FunctionRef:
        params = self._parameters(next((child for child in self.children(node) if child.type == "parameter_list"), None))
        body = next((child for child in self.children(node) if child.type == "compound_statement"), None)
        span = self.span(node)

        def walk() -> None:
            self._own([self.text(param) for param, _ in params])
            if body is not None:
                self.body(body)

        return self.function(FunctionHead(name, "lambda", span, span), lambda: self._params(params), lambda: None, walk)

    # --- types ---

    def _declared_type(self, node: Node) -> Expr | None:
        """The type that a declaration starts with."""
        return self._type(node)

    def _type(self, node: Node, raw: bool = False) -> Expr | None:
        """The nominal type inside a node, primitives by their common names unless `raw`."""
        for _ in range(8):
            inner = next(
                (child for child in self.children(node) if child.type in _TYPES or child.type in ("type_name", "identifier")), None
            )
            if node.type == "typedefed_specifier":
                protocols = next((child for child in self.children(node) if child.type == "protocol_reference_list"), None)
                inner = None if protocols is None else self.first(protocols)
            if inner is None or node.type in ("type_identifier", "primitive_type", "identifier"):
                break
            node = inner
        if node.type not in _TYPES and node.type != "identifier":
            return None
        name = self.text(node).split()[-1:] or [""]
        if name[0] in ("void", "id", ""):
            return None
        return Name(name[0] if raw else _PRIMITIVES.get(name[0], name[0]), self.builder.scope, self.span(node))

    # --- statements ---

    def _return(self, node: Node) -> None:
        self.builder.count_statement()
        value = self.child(node) if self.first(node) is not None else None
        if value is not None and self.builder.function not in self._constructors:
            self.builder.add_return(value)

    def _labeled(self, node: Node) -> None:
        for child in self.children(node):
            if child.type != "statement_identifier":
                self.visit(child)

    def _arm(self, node: Node, group: int | None = None, exhaustive: bool = False) -> None:
        """A statement that may be a block, as a block."""
        if node.type == "compound_statement":
            self.block(node, group, exhaustive)
            return
        with self.builder.open_scope("block", self.span(node), group=group, exhaustive=exhaustive):
            self.visit(node)

    def _if(self, node: Node) -> None:
        arms, last = self._if_arms(node)
        group = self.builder.new_group()
        for arm in arms:
            self.field(arm, "condition")
            body = arm.child_by_field_name("consequence")
            if body is not None:
                self._arm(body, group, last is not None)
        if last is not None:
            self._arm(last, group, True)

    def _if_arms(self, node: Node) -> tuple[list[Node], Node | None]:
        """The `if`s of a chain, and what stands behind its last `else`."""
        arms: list[Node] = []
        arm: Node | None = node
        while arm is not None and arm.type == "if_statement":
            arms.append(arm)
            otherwise = arm.child_by_field_name("alternative")
            arm = None if otherwise is None else self.first(otherwise)
        return arms, arm

    def _switch(self, node: Node) -> None:
        subject, body = self.field(node, "condition"), node.child_by_field_name("body")
        cases = [] if body is None else self.children(body)
        group, exhaustive = self.builder.new_group(), any(case.type == "case_statement" and _is_default(case) for case in cases)
        compared: list[Expr] = []
        for case in cases:
            if case.type != "case_statement":
                self.visit(case)
                continue
            value = case.child_by_field_name("value")
            if value is not None:
                compared.append(self.expr(value))
            statements = [child for child in self.children(case) if child != value]
            if statements:
                self._case(case, statements, subject, [] if value is None else compared, group, exhaustive)
                compared = []

    def _case(self, node: Node, statements: list[Node], subject: Expr, compared: list[Expr], group: int, exhaustive: bool) -> None:
        with self.builder.open_scope("block", self.span(node), group=group, exhaustive=exhaustive):
            if compared:
                span = compared[0].span
                self.builder.bind("{subject}", subject, "assign", span)
                whole = compared[0] if len(compared) == 1 else Choice(tuple(compared), "match", span)
                self.builder.bind("{case}", whole, "assign", span)
            for child in statements:
                # The braces of a case hold no more than the case does.
                if child.type == "compound_statement":
                    self.body(child)
                else:
                    self.visit(child)

    def _for(self, node: Node) -> None:
        with self.builder.open_scope("block", self.span(node)):
            if any(child.type == "in" for child in node.children):
                self._for_in(node)
                return
            body = node.child_by_field_name("body")
            for child in self.children(node):
                if child != body:
                    self.visit(child)
            if body is not None:
                self._looped(body)

    def _for_in(self, node: Node) -> None:
        at = next(index for index, child in enumerate(node.children) if child.type == "in")
        before = [child for child in node.children[:at] if child.is_named]
        after = [child for child in node.children[at + 1 :] if child.is_named and child.type not in self.comments]
        collection = self.expr(after[0]) if after else Opaque("missing", "", self.span(node))
        name = _declared(before[-1]) if before else None
        if name is not None:
            declared = self._type(node) if len(before) > 1 else None
            self._bind(self.text(name), Element(collection, "item", self.span(name)), "loop", self.span(name), declared)
        for child in after[1:]:
            self._looped(child)

    def _looped(self, body: Node) -> None:
        if body.type == "compound_statement":
            self.body(body)
        else:
            self.visit(body)

    def _while(self, node: Node) -> None:
        body = node.child_by_field_name("body")
        self.field(node, "condition")
        if body is not None:
            self._arm(body)

    def _catch(self, node: Node) -> None:
        with self.builder.open_scope("block", self.span(node)):
            for child in self.children(node):
                if child.type == "compound_statement":
                    self.body(child)
                elif (name := _declared(child)) is not None:
                    self._bind(self.text(name), Opaque("exception", "", self.span(name)), "assign", self.span(name))

    # --- assignments ---

    def _assignment(self, node: Node) -> Expr:
        targets, last = [node], node
        right = node.child_by_field_name("right")
        while right is not None and right.type == "assignment_expression":
            targets.append(right)
            last, right = right, right.child_by_field_name("right")
        left = last.child_by_field_name("left")
        name = "" if left is None or left.type == "parenthesized_expression" else self.text(left).rpartition(".")[2][:80]
        value = Opaque("missing", "", self.span(node)) if right is None else self._value(right, name if name.isidentifier() else "")
        for target in targets:
            self._assign(target, value)
        return value

    def _assign(self, node: Node, value: Expr) -> None:
        left, operator, span = node.child_by_field_name("left"), node.child_by_field_name("operator"), self.span(node)
        symbol = "=" if operator is None else operator.type
        value = value if symbol in ("=", "+=") else Opaque("arithmetic", "number", span)
        op: OneOf["set", "augment"] = "augment" if symbol == "+=" else "set"
        if left is None:
            return
        if left.type == "identifier":
            self._assign_name(left, value, op, span)
        elif left.type == "field_expression":
            name = left.child_by_field_name("field")
            self.builder.mutate(self.field(left, "argument"), "" if name is None else self._member_name(left, name), value, span, op=op)
        elif left.type == "subscript_expression":
            self._mutate_key(self.field(left, "argument"), self.field(left, "index"), value, op, span)
        else:
            self.expr(left)

    def _assign_name(self, node: Node, value: Expr, op: OneOf["set", "augment"], span: Span) -> None:
        name = self.text(node)
        home = self._home(name)
        if name == "self":
            return
        if self._is_field(name):
            self.builder.mutate(SelfRef(self.builder.scope, self.span(node)), _field_name(name), value, span, op=op)
        else:
            home = self.builder.home(("module",)) if home is None else home
            self._bind(name, value, "augment" if op == "augment" else "assign", span, home=home)

    def _mutate_key(self, target: Expr, key: Expr, value: Expr | None, op: OneOf["set", "augment", "delete"], span: Span) -> None:
        if isinstance(key, Text):
            self.builder.mutate(target, key.value, value, span, op=op)
        else:
            self.builder.mutate(target, None, value, span, key_expr=key, op=op)

    def _updated(self, node: Node) -> Expr:
        self.visit_children(node)
        return Opaque("arithmetic", "number", self.span(node))

    # --- literals ---

    def _number(self, node: Node) -> Expr:
        text = self.text(node)
        decimal = not text.startswith(("0x", "0X")) and any(mark in text for mark in ".eEfF")
        return Literal("number" if decimal else "integer", text.rstrip("uUlL") if not decimal else text.rstrip("fFlL"), self.span(node))

    def _word(self, node: Node) -> Expr:
        text = self.text(node)
        return Literal(_LITERALS.get(text, "null"), text, self.span(node))

    def _char(self, node: Node) -> Expr:
        return Opaque("character", "integer", self.span(node))

    def _string(self, node: Node) -> Expr:
        literals = [node] if node.type == "string_literal" else self.children(node)
        if any(literal.type != "string_literal" for literal in literals):
            return Template(tuple(self.expr(literal) for literal in literals), self.span(node))
        pieces = (
            _ESCAPES.decode(self.text(child)) if child.type == "escape_sequence" else self.text(child)
            for literal in literals
            for child in literal.named_children
        )
        return Text("".join(pieces), self.span(node))

    def _boxed(self, node: Node) -> Expr:
        """`@1`, `@YES`, `@(x)`."""
        inner = self.first(node)
        if inner is not None and inner.type == "call_expression":
            function = inner.child_by_field_name("function")
            if function is not None and function.text in (b"protocol", b"encode", b"available"):
                return self._unfollowed(node)
        return self.child(node)

    def _unfollowed(self, node: Node) -> Expr:
        """A node whose parts look like calls and are none."""
        return Opaque(node.type.replace("_", " "), "", self.span(node))

    def _dictionary(self, node: Node) -> Expr:
        index = self.builder.reserve_record()
        entries: list[Entry] = []
        for pair in self.children(node):
            parts = self.children(pair)
            if pair.type != "dictionary_pair" or len(parts) < 2:
                self.visit(pair)
                continue
            key = self.expr(parts[0])
            value = self._value(parts[1], key.value if isinstance(key, Text) else "")
            entries.append(_entry(key, value, self.span(pair)))
        return self.builder.record(tuple(entries), self.span(node), index)

    def _array(self, node: Node) -> Expr:
        return Listing(tuple(Arg(self.expr(child)) for child in self.children(node)), self.span(node))

    def _initializers(self, node: Node) -> Expr:
        items: list[Arg] = []
        for child in self.children(node):
            value = child.child_by_field_name("value") if child.type == "initializer_pair" else child
            if value is not None:
                items.append(Arg(self.expr(value)))
        return Listing(tuple(items), self.span(node))

    # --- operators ---

    def _cast(self, node: Node) -> Expr:
        return self.field(node, "value")

    def _pointer(self, node: Node) -> Expr:
        return self.field(node, "argument")

    def _conditional(self, node: Node) -> Expr:
        """`a ? b : c`, and `a ?: b`."""
        options: list[Expr] = []
        kind: OneOf["ternary", "or"] = "ternary"
        link: Node | None = node
        while link is not None and link.type == "conditional_expression":
            condition, consequence = self.field(link, "condition"), link.child_by_field_name("consequence")
            kind = "or" if consequence is None else kind
            options.append(condition if consequence is None else self.expr(consequence))
            link = link.child_by_field_name("alternative")
        if link is not None:
            options.append(self.expr(link))
        return Choice(tuple(options), kind, self.span(node))

    def _binary(self, node: Node) -> Expr:
        operator, stack, leaves = node.child_by_field_name("operator"), [node], []
        while stack:
            inner = stack.pop()
            if inner.type == "binary_expression":
                stack.extend(reversed(self.children(inner)))
            else:
                leaves.append(inner)
        for leaf in leaves:
            self.expr(leaf)
        compares = operator is not None and operator.type in _COMPARISONS
        return Opaque("comparison" if compares else "arithmetic", "boolean" if compares else "number", self.span(node))

    def _unary(self, node: Node) -> Expr:
        operator, value, span = node.child_by_field_name("operator"), self.field(node, "argument"), self.span(node)
        symbol = "" if operator is None else operator.type
        if symbol == "!":
            return Opaque("comparison", "boolean", span)
        if symbol == "-" and isinstance(value, Literal) and value.type in ("integer", "number"):
            return Literal(value.type, "-" + value.text, span)
        return Opaque("arithmetic", "number", span)

    def _comma(self, node: Node) -> Expr:
        last: Expr = Opaque("missing", "", self.span(node))
        link: Node | None = node
        while link is not None and link.type == "comma_expression":
            last = self.field(link, "left")
            link = link.child_by_field_name("right")
        return last if link is None else self.expr(link)

    # --- messages, calls and members ---

    def _chain(self, node: Node) -> Expr:
        links, base = self.links(node, _HEADS)

        def start() -> Expr:
            return Opaque("missing", "", self.span(node)) if base is None else self.expr(base)

        return self.chain(node, links, start, self._link)

    def _link(self, node: Node, value: Expr) -> Expr:
        if node.type == "message_expression":
            return self._message(node, value)
        if node.type == "call_expression":
            arguments = node.child_by_field_name("arguments")
            args = () if arguments is None else tuple(Arg(self.expr(child)) for child in self.children(arguments))
            return self.builder.call(value, args, self.span(node), last_name(value))
        if node.type == "subscript_expression":
            return Index(value, self.field(node, "index"), self.span(node))
        name = node.child_by_field_name("field")
        if name is None:
            return Opaque("missing", "", self.span(node))
        return Member(value, self._member_name(node, name), self.span(node), self.span(name))

    def _member_name(self, node: Node, name: Node) -> str:
        """A field by the name of its property when it is reached past that: `self->_name`."""
        operator = node.child_by_field_name("operator")
        return _field_name(self.text(name)) if operator is not None and operator.type == "->" else self.text(name)

    def _message(self, node: Node, receiver: Expr) -> Expr:
        methods = node.children_by_field_name("method")
        if not methods:
            self._rest(node)
            return Opaque("could not be read", "", self.span(node))
        selector, args, span = self.text(methods[0]), self._message_args(node, methods), self.span(node)
        made = self._made(node, receiver, selector, args, span)
        if made is not None:
            return made
        if self._constructs(node, selector):
            return self.builder.call(receiver, args, span, last_name(receiver), "new")
        callee = Member(receiver, selector, span, self.span(methods[0]))
        call = self.builder.call(callee, args, span, callee.name_span)
        self._note_change(receiver, selector, args, span)
        return call

    def _rest(self, node: Node) -> None:
        receiver = node.child_by_field_name("receiver")
        for child in self.children(node):
            if child != receiver:
                self.visit(child)

    def _message_args(self, node: Node, methods: list[Node]) -> tuple[Arg, ...]:
        args: list[Arg] = []
        keyword: str | None = None
        receiver, seen = node.child_by_field_name("receiver"), 0
        for child in self.children(node):
            if child == receiver:
                continue
            if seen < len(methods) and child == methods[seen]:
                keyword = self.text(child) if seen else None
                seen += 1
            else:
                args.append(Arg(self.expr(child), keyword))
                keyword = None
        return tuple(args)

    def _constructs(self, node: Node, selector: str) -> bool:
        receiver = node.child_by_field_name("receiver")
        if selector == "new":
            return receiver is not None and receiver.type == "identifier"
        return selector.startswith("init") and receiver is not None and _is_alloc(receiver)

    def _note_change(self, receiver: Expr, selector: str, args: tuple[Arg, ...], span: Span) -> None:
        keywords = [arg.keyword for arg in args]
        if selector in ("setObject", "setValue") and keywords in ([None, "forKey"], [None, "forKeyedSubscript"]):
            self._mutate_key(receiver, args[1].value, args[0].value, "set", span)
        elif selector == "removeObjectForKey" and keywords == [None]:
            self._mutate_key(receiver, args[0].value, None, "delete", span)

    def _made(self, node: Node, receiver: Expr, selector: str, args: tuple[Arg, ...], span: Span) -> Expr | None:
        """What a message of the base library is, when it is no more than a value."""
        made = receiver.name if isinstance(receiver, Name) else ""
        if selector == "alloc" or (selector in _OPTIONS and not args and not isinstance(receiver, SelfRef | SuperRef)):
            return receiver if selector in ("alloc", "copy", "class") else None
        if made in _DICTIONARIES:
            return self._made_dictionary(selector, args, span)
        if made in _ARRAYS:
            return _made_list(selector, args, span)
        if made in _STRINGS:
            return _made_text(selector, args, span)
        if selector == "stringByAppendingString" and len(args) == 1:
            return Template((*_parts(receiver), *_parts(args[0].value)), span)
        if selector == "stringByAppendingFormat" and args:
            return Template((*_parts(receiver), _format(args, span)), span)
        return None

    def _made_dictionary(self, selector: str, args: tuple[Arg, ...], span: Span) -> Expr | None:
        if selector in _EMPTY:
            return self.builder.record((), span)
        if selector in _PAIRED:
            pairs = zip(args[::2], args[1::2], strict=False)
            return self.builder.record(tuple(_entry(key.value, value.value, span) for value, key in pairs), span)
        if selector == "dictionaryWithObject" and len(args) == 2:
            return self.builder.record((_entry(args[1].value, args[0].value, span),), span)
        if selector in _COPIED and args:
            return self.builder.record((Entry(args[0].value, spread=True, span=span),), span)
        return None


# --- what a node is ----------------------------------------------------------------------------------


def _declared(node: Node) -> Node | None:
    """The name inside a declarator."""
    for _ in range(64):
        if node.type in ("identifier", "type_identifier", "field_identifier"):
            return node
        inner = node.child_by_field_name("declarator")
        if inner is None:
            inner = next((child for child in node.named_children if child.type in _DECLARATORS or child.type == "identifier"), None)
        if inner is None:
            return None
        node = inner
    return None


def _find(node: Node, kind: str) -> Node | None:
    """The first node of a kind, from here inward along declarators."""
    for _ in range(64):
        found = next((child for child in node.named_children if child.type == kind), None)
        inner = node.child_by_field_name("declarator")
        if found is not None or inner is None:
            return found
        node = inner
    return None


def _has(node: Node, kind: str) -> bool:
    """Whether a declarator of a kind stands in a declaration."""
    inner: Node | None = node
    for _ in range(64):
        if inner is None or inner.type == kind:
            break
        inner = inner.child_by_field_name("declarator")
    return inner is not None and inner.type == kind


def _is_prototype(node: Node) -> bool:
    return _has(node, "function_declarator") and b"(^" not in (node.text or b"") and b"(*" not in (node.text or b"")


def _is_default(case: Node) -> bool:
    return bool(case.children) and case.children[0].type == "default"


def _is_alloc(node: Node) -> bool:
    method = node.child_by_field_name("method") if node.type == "message_expression" else None
    return method is not None and method.text == b"alloc"


def _method_kind(name: str, method: _Method) -> FunctionKind:
    if method.body is None:
        return "abstract"
    if method.static:
        return "static"
    continued = name[4:5]
    return "constructor" if name.startswith("init") and not continued.islower() else "method"


def _field_name(name: str) -> str:
    return name[1:] if len(name) > 1 and name[0] == "_" and name[1] != "_" else name


# --- what a value is ---------------------------------------------------------------------------------


def _entry(key: Expr, value: Expr, span: Span) -> Entry:
    if isinstance(key, Text):
        return Entry(value, key=key.value, span=span)
    return Entry(value, key_expr=key, span=span)


def _parts(value: Expr) -> tuple[Expr, ...]:
    return value.parts if isinstance(value, Template) else (value,)


def _made_list(selector: str, args: tuple[Arg, ...], span: Span) -> Expr | None:
    if selector in _EMPTY:
        return Listing((), span)
    if selector in _LISTED:
        items = (arg for arg in args if not (isinstance(arg.value, Literal) and arg.value.type == "null"))
        return Listing(tuple(Arg(arg.value) for arg in items), span)
    return None


def _made_text(selector: str, args: tuple[Arg, ...], span: Span) -> Expr | None:
    if selector in _FORMATS and args:
        return _format(args, span)
    if selector in _SAME_TEXT and len(args) == 1:
        return args[0].value
    if selector in ("string", "new", "init") and not args:
        return Text("", span)
    return None


def _format(args: tuple[Arg, ...], span: Span) -> Format:
    template = args[0].value
    if isinstance(template, Text):
        template = Text(_DIRECTIVE.sub(lambda match: f"%{match[1] or ''}s", template.value), template.span)
    return Format(template, tuple(Arg(arg.value) for arg in args[1:]), "percent", span)
