"""C# source to facts.

Choices that the syntax leaves open:

- A part of a `partial` class that names no base is kind `extension`, so that parts with a base and parts without one become
  one class; every part is bound under the class's name. A static class is kind `object`.
- An extension method is a method of a class of kind `extension` that is called like the type of its first parameter. Inside, that
  parameter is the first one of the static method beside it, which has no body of its own: it hands back a call of the method, and
  that call stands in no list of calls.
- `name = value` for a name that no local scope declares is a change of the object itself, as `this.name = value` is.
- A constructor is called and bound as `constructor` in its class.
- `new T { A = x }` is a record of type `T`; with arguments it is a call of form `new` whose last argument, `{}`, is that record.
- A case of a switch is a block that holds the bindings `{subject}` and `{case}`, when its patterns are constants. A function that is a
  switch expression hands back the value of each arm from the arm's block.
- A new dictionary or JSON object is a record, also where it is empty or made from others.
- The attributes of an enum's member are its `args`, each under the attribute's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar
from typing import Literal as OneOf

from tree_sitter import Node

from scanner.languages import treesitter
from scanner.languages.facts import (
    Arg,
    Await,
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
    Record,
    SelfRef,
    Span,
    Template,
    Text,
)
from scanner.languages.parts import part_of
from scanner.languages.strings import Escapes, add_text, together, up_to
from scanner.languages.walking import ClassKind, FunctionHead, FunctionKind, Walker, is_number, last_name

_GRAMMAR = "tree_sitter_c_sharp"
_DEEPEST_TYPE = 12

_COLLECTIONS = frozenset(
    {"List", "IList", "IEnumerable", "ICollection", "IReadOnlyList", "IReadOnlyCollection", "HashSet", "ISet", "ImmutableArray",
     "ImmutableList", "Queue", "Stack", "ConcurrentBag", "Collection", "ObservableCollection", "IAsyncEnumerable"}
)  # fmt: skip
_UNWRAPPED = frozenset({"Task", "ValueTask", "UniTask", "Nullable", "Lazy", "ThreadLocal", "AsyncLocal", "WeakReference"})
_LISTS = ("List", "Set", "Collection", "Queue", "Stack", "Bag", "Enumerable", "Array")
# Classes of the platform and of the usual JSON libraries that hold keys and values.
_DICTIONARIES = ("Dictionary", "SortedList", "Hashtable", "ExpandoObject", "JsonObject", "JObject")
_PAIRS = frozenset({"KeyValuePair", "JProperty", "DictionaryEntry"})
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "is"})
_ARITHMETIC = frozenset({"+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", ">>>"})
_TEXT_TYPES = frozenset({"string", "String"})
_CLAUSES = frozenset({"interpolation_brace", "interpolation_alignment_clause", "interpolation_format_clause"})
_TYPES = frozenset(
    {
        "predefined_type", "generic_name", "qualified_name", "nullable_type", "array_type", "tuple_type", "pointer_type", "implicit_type",
        "ref_type", "scoped_type", "function_pointer_type",
    }
)  # fmt: skip
_QUALIFIED = frozenset({"qualified_name", "alias_qualified_name", "nullable_type", "ref_type", "scoped_type"})
_TYPE_DECLARATIONS: dict[str, ClassKind] = {
    "class_declaration": "class",
    "struct_declaration": "class",
    "record_declaration": "class",
    "record_struct_declaration": "class",
    "interface_declaration": "interface",
}
_ESCAPES = Escapes(
    re.compile(r"\\(x[0-9a-fA-F]{1,4}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL),
    {
        "n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b", "\\": "\\", "'": "'", '"': '"',
    },
    keeps_unknown=True,
)  # fmt: skip


def extract(path: str, text: bytes) -> FileFacts:
    """The facts of a C# file. Never raises: what could not be read stands in `errors`."""
    return _CSharp(path, text, treesitter.parse(text, _GRAMMAR)).run()


class _CSharp(Walker):
    """Walks one tree. Every node is lowered once, so that every call is noted once."""

    language: ClassVar[str] = "csharp"

    def start(self) -> None:
        self._declared: set[tuple[int, str]] = set()
        self._transparent: set[int] = set()
        self._result: Node | None = None
        super().start()

    def statement_table(self) -> dict[str, Callable[[Node], None]]:
        return {
            **dict.fromkeys(_TYPE_DECLARATIONS, self._class),
            **dict.fromkeys(
                (
                    "extern_alias_directive", "preproc_region", "preproc_endregion", "preproc_pragma", "preproc_nullable", "preproc_define",
                    "preproc_undef", "preproc_line", "preproc_error", "preproc_warning", "empty_statement", "modifier",
                    "type_parameter_list", "type_parameter_constraints_clause", "type_argument_list", "explicit_interface_specifier",
                    "attribute_target_specifier", *_TYPES,
                ),
                self.nothing,
            ),
            "namespace_declaration": self._namespace,
            "file_scoped_namespace_declaration": self._namespace,
            "declaration_list": self.visit_children,
            "using_directive": self._using,
            "attribute_list": self._attribute_list,
            "enum_declaration": self._enum,
            "delegate_declaration": self._delegate,
            "field_declaration": self._field,
            "event_field_declaration": self._field,
            "property_declaration": self._property,
            "event_declaration": self._event,
            "indexer_declaration": self._event,
            "method_declaration": self._method,
            "operator_declaration": self._operator,
            "conversion_operator_declaration": self._operator,
            "constructor_declaration": self._constructor,
            "destructor_declaration": self._operator,
            "local_function_statement": self._local_function,
            "block": self.block,
            "local_declaration_statement": self._local,
            "variable_declaration": self._variables,
            "expression_statement": self.simple,
            "return_statement": self._return,
            "throw_statement": self.simple,
            "yield_statement": self.simple,
            "break_statement": self._count,
            "continue_statement": self._count,
            "goto_statement": self._count,
            "labeled_statement": self._labeled,
            "if_statement": self._if,
            "switch_statement": self._switch,
            "for_statement": self._for,
            "foreach_statement": self._foreach,
            "while_statement": self._while,
            "do_statement": self._while,
            "try_statement": self._try,
            "using_statement": self._for,
            "fixed_statement": self._for,
            "global_statement": self.visit_children,
            "preproc_if": self._preprocessed,
        }  # fmt: skip

    def expression_table(self) -> dict[str, Callable[[Node], Expr]]:
        return {
            **dict.fromkeys(
                ("invocation_expression", "member_access_expression", "element_access_expression", "conditional_access_expression"),
                self._chain,
            ),
            **dict.fromkeys(("parenthesized_expression", "checked_expression", "ref_expression", "argument"), self.child),
            **dict.fromkeys(("is_expression", "is_pattern_expression"), self._is),
            "identifier": self.name,
            "generic_name": self._named_type,
            "qualified_name": self._named_type,
            "alias_qualified_name": self._named_type,
            "predefined_type": self.name,
            "this": self.this,
            "base": self.parent,
            "cast_expression": self._cast,
            "as_expression": self._as,
            "postfix_unary_expression": self._postfix,
            "prefix_unary_expression": self._prefix,
            "binary_expression": self._binary,
            "conditional_expression": self._conditional,
            "switch_expression": self._switch_expression,
            "assignment_expression": self._assignment,
            "await_expression": self._await,
            "throw_expression": self._throw,
            "string_literal": self._string,
            "verbatim_string_literal": self._verbatim,
            "raw_string_literal": self._raw,
            "interpolated_string_expression": self._interpolated,
            "character_literal": self._string,
            "integer_literal": self.integer,
            "real_literal": self.number,
            "boolean_literal": self.boolean,
            "null_literal": self.null,
            "default_expression": self.null,
            "typeof_expression": self._typeof,
            "object_creation_expression": self._new,
            "implicit_object_creation_expression": self._new,
            "anonymous_object_creation_expression": self._anonymous,
            "array_creation_expression": self._array,
            "implicit_array_creation_expression": self._array,
            "stackalloc_expression": self._array,
            "implicit_stackalloc_expression": self._array,
            "initializer_expression": self._initialiser,
            "collection_expression": self._collection,
            "tuple_expression": self._tuple,
            "with_expression": self._with,
            "lambda_expression": self._lambda,
            "anonymous_method_expression": self._lambda,
            "declaration_expression": self._declaration,
            "query_expression": self._query,
            "attribute": self._attribute,
        }

    # --- the file ---

    def _namespace(self, node: Node) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is not None and not self.builder.package:
            self.builder.package = _compact(self.text(name))
        for child in self.children(node) if body is None else [body]:
            if child != name:
                self.visit(child)

    def _using(self, node: Node) -> None:
        children = self.children(node)
        if not children:
            return
        span, alias = self.span(node), node.child_by_field_name("name")
        target = self._plain_name(children[-1])
        self.builder.imports(target)
        if alias is None:
            self.builder.bind("*", ImportRef(target, "*", 0, span), "import", span, home=0)
        else:
            module, _, name = target.rpartition(".")
            self.builder.bind(self.text(alias), ImportRef(module, name, 0, span), "import", span, home=0)

    def _plain_name(self, node: Node) -> str:
        """A dotted name as written, type arguments and `global::` left out."""
        return re.sub(r"<.*>", "", _compact(self.text(node)), flags=re.DOTALL).rpartition("::")[2]

    def _preprocessed(self, node: Node) -> None:
        """The arms of `#if` exclude each other; what they declare belongs to the scope around."""
        arms, last = [node], node.child_by_field_name("alternative")
        while last is not None:
            arms.append(last)
            last = last.child_by_field_name("alternative")
        group, exhaustive = self.builder.new_group(), arms[-1].type == "preproc_else"
        for arm in arms:
            with self.builder.open_scope("block", self.span(arm), group=group, exhaustive=exhaustive) as scope:
                self._transparent.add(scope)
                self._arm(arm)

    def _arm(self, arm: Node) -> None:
        skipped = (arm.child_by_field_name("condition"), arm.child_by_field_name("alternative"))
        for child in self.children(arm):
            if child not in skipped:
                self.visit(child)

    def _attribute_list(self, node: Node) -> None:
        self._attributes(node)

    def _attributes(self, node: Node) -> tuple[Expr, ...]:
        """The attributes of an attribute list, or of all lists that a declaration has."""
        found: list[Expr] = []
        for child in self.children(node):
            if child.type == "attribute":
                found.append(self.expr(child))
            elif child.type == "attribute_list":
                found += self._attributes(child)
        return tuple(found)

    def _attribute(self, node: Node) -> Expr:
        name = node.child_by_field_name("name")
        if name is None:
            return self.other(node)
        callee = self._named_type(name)
        given = next((child for child in self.children(node) if child.type == "attribute_argument_list"), None)
        if given is None:
            return callee
        return self.builder.call(callee, self._args(given), self.span(node), last_name(callee), "decorator")

    # --- types ---

    def _modifiers(self, node: Node) -> set[str]:
        return {self.text(child) for child in node.children if child.type == "modifier"}

    def _class(self, node: Node) -> None:
        name = node.child_by_field_name("name")
        if name is None:
            self.other(node)
            return
        words, decorators = self._modifiers(node), self._attributes(node)
        listed = next((child for child in node.children if child.type == "base_list"), None)
        kind = _class_kind(_TYPE_DECLARATIONS[node.type], words, listed is not None)
        b, span, height = self.builder, self.span(node), self.height
        index, around, home = b.reserve_class(), b.scope, self._home()
        b.bind(self.text(name), ClassRef(index, span), "class", self.span(name), home=home)
        self.height = 0
        with b.open_scope("class", span, owner=index) as scope:
            bases = self._heading(node, listed, name, index)
            body = node.child_by_field_name("body")
            if body is not None:
                self.visit_children(body)
        self.height = height
        b.class_done(Class(index, self.text(name), kind, bases, (), decorators, scope, around, span, self.span(name)))

    def _heading(self, node: Node, listed: Node | None, name: Node, owner: int) -> tuple[Expr, ...]:
        """The bases of a class, and its primary constructor, which hands them their arguments."""
        given = next((child for child in node.children if child.type == "parameter_list"), None)
        if given is None:
            return self._bases(listed)
        bases: list[Expr] = []

        def body() -> None:
            bases.extend(self._bases(listed))

        head = FunctionHead("constructor", "constructor", self.span(given), self.span(name), owner)
        ref = self.function(head, lambda: self._fields_given(given), _none, body)
        self.builder.bind("constructor", ref, "function", self.span(name))
        return tuple(bases)

    def _fields_given(self, node: Node) -> tuple[Param, ...]:
        """The parameters of a primary constructor: each is a field too."""
        params, b = self._params(node), self.builder
        for param in params:
            b.bind(param.name, None, "declare", param.span, home=b.scopes[b.scope].parent, type=param.type)
            b.mutate(SelfRef(b.scope, param.span), param.name, Name(param.name, b.scope, param.span), param.span)
        return params

    def _bases(self, listed: Node | None) -> tuple[Expr, ...]:
        bases: list[Expr] = []
        for child in () if listed is None else self.children(listed):
            if child.type == "argument_list" and bases:
                bases[-1] = self._constructed(bases[-1], child)
            elif child.type == "primary_constructor_base_type" and (parts := self.children(child)):
                base = self._named_type(parts[0])
                bases.append(self._constructed(base, parts[-1]) if parts[-1].type == "argument_list" else base)
            else:
                bases.append(self._named_type(child))
        return tuple(bases)

    def _constructed(self, base: Expr, arguments: Node) -> Expr:
        return self.builder.call(base, self._args(arguments), base.span, last_name(base), "new")

    def _enum(self, node: Node) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None:
            self.other(node)
            return
        b, span, decorators = self.builder, self.span(node), self._attributes(node)
        index, around = b.reserve_class(), b.scope
        b.bind(self.text(name), ClassRef(index, span), "class", self.span(name), home=self._home())
        with b.open_scope("class", span, owner=index) as scope:
            members = () if body is None else tuple(self._enum_members(body))
        b.class_done(Class(index, self.text(name), "enum", (), members, decorators, scope, around, span, self.span(name)))

    def _enum_members(self, body: Node) -> Iterator[EnumMember]:
        for child in self.children(body):
            name = child.child_by_field_name("name")
            if child.type != "enum_member_declaration" or name is None:
                self.visit(child)
                continue
            attributes = tuple(Arg(each, _name_of(each)) for each in self._attributes(child))
            value = child.child_by_field_name("value")
            yield EnumMember(self.text(name), None if value is None else self.expr(value), self.span(child), attributes)

    def _delegate(self, node: Node) -> None:
        name = node.child_by_field_name("name")
        if name is not None:
            self.builder.bind(self.text(name), Opaque("delegate", "", self.span(node)), "declare", self.span(name), home=self._home())

    def _named_type(self, node: Node) -> Expr:
        """A type's name as an expression, type arguments left out."""
        return self._nominal(node) or Opaque("type", "", self.span(node))

    def _nominal(self, node: Node) -> Expr | None:
        links: list[Node] = []
        while node.type in _QUALIFIED and len(links) <= _DEEPEST_TYPE:
            name, inner = node.child_by_field_name("name"), self.first(node)
            if inner is None:
                return None
            if node.type == "alias_qualified_name" and name is not None:
                node = name
            elif node.type == "qualified_name" and name is not None:
                links.append(name)
                node = inner
            else:
                node = node.child_by_field_name("type") or inner
        node = self._identifier_of(node)
        if node.type not in ("identifier", "predefined_type") or (node.type == "predefined_type" and self.text(node) == "void"):
            return None
        value: Expr = self.name(node)
        for link in reversed(links):
            last = self._identifier_of(link)
            value = Member(value, self.text(last), up_to(value.span, self.span(last)), self.span(last))
        return value

    def _identifier_of(self, node: Node) -> Node:
        """The name of a generic name."""
        inner = self.first(node) if node.type == "generic_name" else None
        return inner or node

    def _type(self, node: Node | None, depth: int = 0) -> Expr | None:
        """The nominal type: nullable, task and generic wrappers are taken off."""
        if node is None or depth > _DEEPEST_TYPE:
            return None
        if node.type in ("nullable_type", "ref_type", "scoped_type"):
            return self._type(node.child_by_field_name("type") or self.first(node), depth + 1)
        if node.type == "generic_name" and self.text(self._identifier_of(node)) in _UNWRAPPED:
            given = self.children(node)[-1]
            return self._type(self.first(given), depth + 1) if given.type == "type_argument_list" else None
        item = self._item_of(node)
        if item is not None:
            of = self._type(item, depth + 1)
            return None if of is None else Listing((Arg(of),), self.span(node))
        return self._nominal(node)

    def _item_of(self, node: Node) -> Node | None:
        """The type of the items of an array or a collection."""
        if node.type == "array_type":
            return node.child_by_field_name("type")
        if node.type != "generic_name" or self.text(self._identifier_of(node)) not in _COLLECTIONS:
            return None
        given = self.children(node)[-1]
        return self.first(given) if given.type == "type_argument_list" else None

    # --- members ---

    @property
    def _owner(self) -> int | None:
        return self.builder.scopes[self.builder.scope].owner

    def _home(self) -> int:
        """The scope that owns what is declared here: the arms of `#if` own nothing."""
        index = self.builder.scope
        while index in self._transparent:
            index = self.builder.scopes[index].parent or 0
        return index

    def _declare(self, name: Node, value: Expr | None, declared: Expr | None, kind: OneOf["declare", "loop"] = "declare") -> None:
        home = self._home()
        self._declared.add((home, self.text(name)))
        self.builder.bind(self.text(name), value, kind, self.span(name), home=home, type=declared)

    def _field(self, node: Node) -> None:
        self._attributes(node)
        for child in self.children(node):
            if child.type == "variable_declaration":
                self._variables(child)

    def _property(self, node: Node) -> None:
        name, declared = node.child_by_field_name("name"), node.child_by_field_name("type")
        if name is None:
            self.other(node)
            return
        decorators, value = self._attributes(node), node.child_by_field_name("value")
        getter = value if value is not None and value.type == "arrow_expression_clause" else None
        accessors = node.child_by_field_name("accessors")
        for accessor in () if accessors is None else self.children(accessors):
            if accessor.type == "accessor_declaration" and self._accessor_word(accessor) == "get" and _body_of(accessor) is not None:
                getter = accessor
            else:
                self._accessor(accessor, self.text(name))
        if getter is not None:
            self._getter(getter, name, declared, decorators)
        else:
            held = None if value is None else self._value(value, self.text(name), declared)
            self._declare(name, held, self._type(declared))

    def _getter(self, node: Node, name: Node, declared: Node | None, decorators: tuple[Expr, ...]) -> None:
        body = node if node.type == "arrow_expression_clause" else _body_of(node)
        head = FunctionHead(self.text(name), "getter", self.span(name, node), self.span(name), self._owner, None, decorators)
        ref = self.function(head, tuple, lambda: self._type(declared), lambda: self._body(body, declared))
        self.builder.bind(self.text(name), ref, "function", self.span(name), home=self._home())

    def _accessor_word(self, node: Node) -> str:
        return next((child.type for child in node.children if child.type in ("get", "set", "init", "add", "remove")), "")

    def _accessor(self, node: Node, name: str) -> None:
        """An accessor that is no getter: it is called by no name."""
        body = _body_of(node)
        if body is None:
            return
        span = self.span(node)
        head = FunctionHead(name, "method", span, span, self._owner)
        value = Param("value", "positional", None, None, span)
        self.function(head, lambda: self._noted((value,)), _none, lambda: self._body(body, None))

    def _event(self, node: Node) -> None:
        """An event or indexer with accessors."""
        self._attributes(node)
        accessors, value = node.child_by_field_name("accessors"), node.child_by_field_name("value")
        listed = node.child_by_field_name("parameters")
        for child in () if accessors is None else self.children(accessors):
            self._nameless(_body_of(child), listed)
        self._nameless(value, listed)

    def _nameless(self, body: Node | None, listed: Node | None) -> None:
        """A function that is called by no name."""
        if body is None:
            return
        span = self.span(body)
        head = FunctionHead("", "method", span, span, self._owner)
        self.function(head, lambda: () if listed is None else self._params(listed), _none, lambda: self._body(body, None))

    def _method(self, node: Node) -> None:
        name, listed = node.child_by_field_name("name"), node.child_by_field_name("parameters")
        if name is None or listed is None:
            self.other(node)
            return
        decorators, words = self._attributes(node), self._modifiers(node)
        receiver = next((child for child in self.children(listed) if "this" in self._modifiers(child)), None)
        if receiver is not None and self._extension(node, name, listed, receiver, decorators):
            return
        kind: FunctionKind = "abstract" if _body_of(node) is None else "static" if "static" in words else "method"
        self._define(node, name, kind, self._owner, decorators)

    def _define(self, node: Node, name: Node, kind: FunctionKind, owner: int | None, decorators: tuple[Expr, ...]) -> None:
        listed = node.child_by_field_name("parameters")
        declared = node.child_by_field_name("returns") or node.child_by_field_name("type")
        head = FunctionHead(self.text(name), kind, self.span(node), self.span(name), owner, None, decorators)
        ref = self.function(
            head,
            lambda: () if listed is None else self._params(listed),
            lambda: self._type(declared),
            lambda: self._body(_body_of(node), declared),
        )
        home = self._home()
        self._declared.add((home, head.name))
        self.builder.bind(head.name, ref, "function", head.name_span, home=home)

    def _extension(self, node: Node, name: Node, listed: Node, receiver: Node, decorators: tuple[Expr, ...]) -> bool:
        """An extension method, as a method of the type it extends and as the static method it is. False when there is no such type."""
        extended = self._extended(node, receiver)
        if extended is None:
            return False
        static, params, returned = self._static_form(node, name, listed, receiver, extended, decorators)
        b, span, height = self.builder, self.span(node), self.height
        index, around = b.reserve_class(), b.scope
        self.height = 0
        with b.open_scope("class", span, owner=index) as scope:
            head = FunctionHead(self.text(name), "method", span, self.span(name), index, None, decorators)
            ref = self.function(
                head,
                lambda: self._noted(params[1:]),
                lambda: returned,
                lambda: self._extending(node, static, params[0], extended),
            )
            b.bind(head.name, ref, "function", head.name_span)
        self.height = height
        label = extended.name if isinstance(extended, Name | Member) else ""
        b.class_done(Class(index, label, "extension", (), (), (), scope, around, span, extended.span))
        return True

    def _extending(self, node: Node, static: int, receiver: Param, extended: Expr) -> None:
        """The body of the method. What it extends is what the static method's first parameter is."""
        b = self.builder
        self._declared.add((b.scope, receiver.name))
        b.bind(receiver.name, ParamRef(static, 0, receiver.span), "parameter", receiver.span, type=extended)
        self._body(_body_of(node), node.child_by_field_name("returns"))

    def _static_form(
        self, node: Node, name: Node, listed: Node, receiver: Node, extended: Expr, decorators: tuple[Expr, ...]
    ) -> tuple[int, tuple[Param, ...], Expr | None]:
        """The static method that an extension method is: it hands on to the method. Its number, parameters and type."""
        head = FunctionHead(self.text(name), "static", self.span(node), self.span(name), self._owner, None, decorators)
        own = receiver.child_by_field_name("name") or receiver
        params: list[Param] = []
        returned: list[Expr | None] = []

        def given() -> tuple[Param, ...]:
            params.append(Param(self.text(own), "positional", None, extended, self.span(own)))
            params.extend(self._params(listed, receiver))
            return tuple(params)

        def result() -> Expr | None:
            returned.append(self._type(node.child_by_field_name("returns")))
            return returned[0]

        ref = self.function(head, given, result, lambda: self._hand_on(head, params))
        self.builder.bind(head.name, ref, "function", head.name_span, home=self._home())
        return ref.index, tuple(params), returned[0]

    def _hand_on(self, head: FunctionHead, params: Sequence[Param]) -> None:
        scope, span = self.builder.scope, head.name_span
        receiver, *args = (Name(param.name, scope, span) for param in params)
        callee = Member(receiver, head.name, span, span)
        self.builder.add_return(Call(callee, tuple(Arg(arg) for arg in args), "call", scope, span, span))

    def _extended(self, node: Node, receiver: Node) -> Expr | None:
        """The type that an extension method extends; for a type parameter, the first type it is held to."""
        written = receiver.child_by_field_name("type")
        extended = self._type(written)
        if isinstance(extended, Listing) and written is not None:
            extended = self._nominal(written)
        if not isinstance(extended, Name):
            return extended
        for clause in self.children(node):
            parts = self.children(clause) if clause.type == "type_parameter_constraints_clause" else []
            if parts and self.text(parts[0]) == extended.name:
                bounds = [self._type(bound.child_by_field_name("type")) for bound in parts[1:]]
                return next((bound for bound in bounds if bound is not None), None)
        return extended

    def _operator(self, node: Node) -> None:
        """An operator or finaliser: it is called by no name."""
        span, listed = self.span(node), node.child_by_field_name("parameters")
        declared = node.child_by_field_name("type")
        head = FunctionHead("", "static", span, span, self._owner, None, self._attributes(node))
        self.function(
            head,
            lambda: () if listed is None else self._params(listed),
            lambda: self._type(declared),
            lambda: self._body(_body_of(node), declared),
        )

    def _constructor(self, node: Node) -> None:
        name, listed = node.child_by_field_name("name"), node.child_by_field_name("parameters")
        if name is None or listed is None:
            self.other(node)
            return
        kind: FunctionKind = "static" if "static" in self._modifiers(node) else "constructor"
        head = FunctionHead("constructor", kind, self.span(node), self.span(name), self._owner, None, self._attributes(node))
        ref = self.function(head, lambda: self._params(listed), _none, lambda: self._constructor_body(node))
        if kind == "constructor":
            self.builder.bind("constructor", ref, "function", head.name_span, home=self._home())

    def _constructor_body(self, node: Node) -> None:
        initialiser = next((child for child in self.children(node) if child.type == "constructor_initializer"), None)
        given = None if initialiser is None else self.first(initialiser)
        if initialiser is not None and given is not None:
            word = next((child for child in initialiser.children if child.type in ("base", "this")), initialiser)
            callee = self.this(word) if word.type == "this" else self.parent(word)
            self.builder.call(callee, self._args(given), self.span(word, initialiser), callee.span)
        self._body(_body_of(node), None)

    def _local_function(self, node: Node) -> None:
        name = node.child_by_field_name("name")
        if name is None:
            self.other(node)
        else:
            self._define(node, name, "function", None, self._attributes(node))

    def _lambda(self, node: Node) -> Expr:
        return self._closure(node, "", None)

    def _closure(self, node: Node, name: str, record: int | None) -> FunctionRef:
        span, listed = self.span(node), node.child_by_field_name("parameters")
        body = _body_of(node) or next((child for child in self.children(node) if child.type == "block"), None)
        head = FunctionHead(name, "lambda", span, span, None, record)
        return self.function(head, lambda: () if listed is None else self._params(listed), _none, lambda: self._body(body, None))

    def _body(self, node: Node | None, declared: Node | None) -> None:
        """A function's body; an expression is what it hands back. `declared` says of what type that is."""
        around, self._result = self._result, declared
        if node is None:
            pass
        elif node.type == "block":
            self.visit_children(node)
        else:
            inner = (self.first(node) or node) if node.type == "arrow_expression_clause" else node
            self.builder.count_statement()
            self._hand_back(inner, declared)
        self._result = around

    # --- parameters ---

    def _params(self, node: Node, left_out: Node | None = None) -> tuple[Param, ...]:
        if node.type in ("implicit_parameter", "identifier"):
            return self._noted((Param(self.text(node), "positional", None, None, self.span(node)),))
        found = [self._param(child) for child in self.children(node) if child.type == "parameter" and child != left_out]
        rest = node.child_by_field_name("name")
        if rest is not None:
            found.append(Param(self.text(rest), "rest", None, None, self.span(rest)))
        return self._noted(tuple(param for param in found if param is not None))

    def _noted(self, params: tuple[Param, ...]) -> tuple[Param, ...]:
        self._declared.update((self.builder.scope, param.name) for param in params)
        return params

    def _param(self, node: Node) -> Param | None:
        name, declared = node.child_by_field_name("name"), node.child_by_field_name("type")
        if name is None:
            return None
        self._attributes(node)
        default = next((child for child in self.children(node)[::-1] if child not in (name, declared) and _is_default(child)), None)
        value = None if default is None else self._value(default, "", declared)
        kind = "rest" if "params" in self._modifiers(node) else "positional"
        return Param(self.text(name), "rest" if kind == "rest" else "positional", value, self._type(declared), self.span(name))

    # --- statements ---

    def _count(self, node: Node) -> None:
        self.builder.count_statement()

    def _labeled(self, node: Node) -> None:
        for child in self.children(node)[1:]:
            self.visit(child)

    def _return(self, node: Node) -> None:
        self.builder.count_statement()
        child = self.first(node)
        if child is not None:
            self._hand_back(child, self._result)

    def _local(self, node: Node) -> None:
        self.builder.count_statement()
        for child in self.children(node):
            self.visit(child)

    def _variables(self, node: Node) -> None:
        declared = node.child_by_field_name("type")
        for child in self.children(node):
            if child.type == "variable_declarator":
                self._declarator(child, declared)

    def _declarator(self, node: Node, declared: Node | None) -> None:
        name = node.child_by_field_name("name")
        held = [child for child in self.children(node) if child.type not in ("tuple_pattern", "bracketed_argument_list") and child != name]
        if name is not None and name.type == "identifier":
            value = self._value(held[-1], self.text(name), declared) if held else None
            self._declare(name, value, self._type(declared))
            return
        pattern = next((child for child in self.children(node) if child.type == "tuple_pattern"), None)
        if held:
            value = self._value(held[-1], "", None)
            if pattern is not None:
                self._take_apart(pattern, value)

    def _take_apart(self, pattern: Node, value: Expr) -> None:
        """Declare each name of `(a, b)` with its part of the value."""
        names = self.children(pattern)
        for position, name in enumerate(names):
            part = part_of(value, position, len(names), self.span(name))
            if name.type == "tuple_pattern" and self.enter():
                self._take_apart(name, part)
                self.leave()
            elif name.type == "identifier":
                self._declare(name, part, None)

    def _arm_of(self, node: Node | None, group: int | None = None, exhaustive: bool = False) -> None:
        """A statement as a block of its own, braces or none."""
        if node is None:
            return
        if node.type == "block":
            self.block(node, group, exhaustive)
            return
        with self.builder.open_scope("block", self.span(node), group=group, exhaustive=exhaustive):
            self.visit(node)

    def _if(self, node: Node) -> None:
        links, last = self.ifs(node)
        group = self.builder.new_group()
        for link in links:
            self.field(link, "condition")
            self._arm_of(link.child_by_field_name("consequence"), group, last is not None)
        self._arm_of(last, group, True)

    def _switch(self, node: Node) -> None:
        subject, body = self.field(node, "value"), node.child_by_field_name("body")
        sections = [] if body is None else self.children(body)
        group, exhaustive = self.builder.new_group(), any(_is_default_section(section) for section in sections)
        labels: list[Node] = []
        for section in sections:
            if section.type != "switch_section":
                self.visit(section)
                continue
            labels.append(section)
            if any(_is_statement(child) for child in self.children(section)):
                self._section(labels, subject, group, exhaustive)
                labels = []

    def _section(self, nodes: list[Node], subject: Expr, group: int, exhaustive: bool) -> None:
        """The statements of a section, and the labels before it that have none."""
        with self.builder.open_scope("block", self.span(nodes[0], nodes[-1]), group=group, exhaustive=exhaustive):
            height, self.height = self.height, 0
            patterns = [child for node in nodes for child in self.children(node) if child.type.endswith("pattern")]
            self._compare(patterns, subject, not any(_is_default_section(node) for node in nodes))
            for child in (child for node in nodes for child in self.children(node) if child not in patterns):
                self.visit(child)
            self.height = height

    def _compare(self, patterns: list[Node], subject: Expr, alone: bool = True) -> None:
        """Note what the patterns of a case compare with, and declare their names. `alone`: no default shares the case."""
        known: list[Expr] = []
        for pattern in patterns:
            constants = self._constants(pattern)
            if constants is None:
                self._pattern(pattern, subject)
            else:
                known += [self.expr(constant) for constant in constants]
            alone = alone and constants is not None
        if alone and known:
            self.compare(subject, known, self.span(patterns[0], patterns[-1]))

    def _constants(self, pattern: Node) -> list[Node] | None:
        """The constants that a pattern is, or is one of; None when it is anything else."""
        found: list[Node] = []
        stack = [pattern]
        while stack:
            node = stack.pop()
            children = self.children(node)
            if node.type == "or_pattern":
                stack.extend(reversed(children))
            elif node.type == "constant_pattern" and children:
                found.append(children[0])
            else:
                return None
        return found

    def _for(self, node: Node) -> None:
        """`for`, `using` and `fixed`: what they declare is seen in their body alone."""
        body = node.child_by_field_name("body")
        with self.builder.open_scope("block", self.span(node)):
            for child in self.children(node):
                if child == body and child.type == "block":
                    self.body(child)
                else:
                    self.visit(child)

    def _foreach(self, node: Node) -> None:
        left, body = node.child_by_field_name("left"), node.child_by_field_name("body")
        collection = self.field(node, "right")
        with self.builder.open_scope("block", self.span(node)):
            if left is not None:
                self._loop(left, collection, node.child_by_field_name("type"))
            if body is not None and body.type == "block":
                self.body(body)
            elif body is not None:
                self.visit(body)

    def _loop(self, left: Node, collection: Expr, declared: Node | None) -> None:
        span, names = self.span(left), self.children(left) if left.type in ("tuple_pattern", "tuple_expression") else []
        if left.type == "identifier":
            of, part = _view(collection)
            self._declare(left, Element(of, part, span), self._type(declared), "loop")
        elif len(names) == 2:
            for name, pair in zip(names, ("key", "value"), strict=True):
                named = name if name.type == "identifier" else _named_within(name)
                if named is not None:
                    self._declare(named, Element(collection, "key" if pair == "key" else "value", span), None, "loop")
        elif names:
            self._take_apart(left, Element(collection, "item", span))

    def _while(self, node: Node) -> None:
        for child in (node.child_by_field_name("condition"), node.child_by_field_name("body")):
            if child is not None and child == node.child_by_field_name("body"):
                self._arm_of(child)
            elif child is not None:
                self.expr(child)

    def _try(self, node: Node) -> None:
        for child in self.children(node):
            if child.type == "block":
                self.block(child)
            else:
                with self.builder.open_scope("block", self.span(child)):
                    self._handler(child)

    def _handler(self, node: Node) -> None:
        for child in self.children(node):
            if child.type == "block":
                self.body(child)
            elif child.type == "catch_declaration":
                name = child.child_by_field_name("name")
                if name is not None:
                    caught = Opaque("exception", "", self.span(name))
                    self._declare(name, caught, self._type(child.child_by_field_name("type")))
            else:
                self.visit_children(child)

    # --- patterns ---

    def _pattern(self, node: Node, subject: Expr) -> None:
        """Declare the names of a pattern. The outermost name is the subject itself, of the pattern's type."""
        if node.type in ("declaration_pattern", "var_pattern"):
            name = node.child_by_field_name("name")
            if name is not None and name.type == "identifier":
                self._declare(name, subject, self._type(node.child_by_field_name("type")))
                return
        self._names_of_pattern(node)

    def _names_of_pattern(self, node: Node) -> None:
        stack = [node]
        while stack:
            inner = stack.pop()
            name = inner.child_by_field_name("name")
            if inner.type in ("declaration_pattern", "var_pattern", "recursive_pattern") and name is not None:
                declared = self._type(inner.child_by_field_name("type"))
                self._declare(name, Opaque("matched by a pattern", "", self.span(name)), declared)
            stack.extend(reversed(self.children(inner)))

    def _is(self, node: Node) -> Expr:
        left = node.child_by_field_name("expression") or node.child_by_field_name("left")
        subject = Opaque("missing", "", self.span(node)) if left is None else self.expr(left)
        pattern = node.child_by_field_name("pattern")
        if pattern is not None:
            self._pattern(pattern, subject)
        return Opaque("comparison", "boolean", self.span(node))

    def _declaration(self, node: Node) -> Expr:
        """`out var x`, or `var x` in a deconstruction."""
        name = node.child_by_field_name("name")
        value = Opaque("set by what is called", "", self.span(node))
        if name is not None and name.type == "identifier":
            self._declare(name, value, self._type(node.child_by_field_name("type")))
        return value

    # --- names and literals ---

    def _typeof(self, node: Node) -> Expr:
        return Opaque("type", "", self.span(node))

    def _string(self, node: Node) -> Expr:
        return Text(
            _ESCAPES.decode("".join(self.text(child) for child in node.named_children if "encoding" not in child.type)), self.span(node)
        )

    def _verbatim(self, node: Node) -> Expr:
        text = self.text(node).removesuffix("u8").removeprefix("@")
        return Text(text.strip('"') if text.strip('"') == "" else text[1:-1].replace('""', '"'), self.span(node))

    def _raw(self, node: Node) -> Expr:
        content = "".join(self.text(child) for child in node.named_children if child.type == "raw_string_content")
        return Text(_without_indent([content])[0], self.span(node))

    def _interpolated(self, node: Node) -> Expr:
        opening = "".join(self.text(child) for child in node.children[:2] if child.type.startswith("interpolation_"))
        parts: list[Expr] = []
        for child in node.named_children:
            if child.type == "interpolation":
                parts.extend(self.expr(inner) for inner in self._interpolated_values(child))
            elif not child.type.startswith("interpolation_"):
                parts.append(Text(_content(self.text(child), opening), self.span(child)))
        if '"""' in opening:
            parts = _dedented(parts)
        parts = _merged(parts)
        if all(isinstance(part, Text) for part in parts):
            return Text("".join(part.value for part in parts if isinstance(part, Text)), self.span(node))
        return Template(tuple(parts), self.span(node))

    def _interpolated_values(self, node: Node) -> list[Node]:
        return [child for child in self.children(node) if child.type not in _CLAUSES][:1]

    # --- operators ---

    def _binary(self, node: Node) -> Expr:
        """A whole left spine (`a + b + c`) at once, so that its length costs no stack."""
        links: list[Node] = []
        first: Node = node
        while first.type == "binary_expression" and (left := first.child_by_field_name("left")) is not None:
            links.append(first)
            first = left
        value, run, operands, start = self.expr(first), "", list[Expr](), first
        for link in reversed(links):
            operator, right = _operator(link), link.child_by_field_name("right")
            operand = Opaque("missing", "", self.span(link)) if right is None else self.expr(right)
            span = self.span(start, link)
            joins = operator == "??" or (operator == "+" and not (is_number(value) and is_number(operand)))
            operands = [*operands, operand] if joins and operator == run else [value, operand]
            run = operator if joins else ""
            value = together(operands, span) if run == "+" else _alternatives(operands, span) if run else _operation(operator, span)
        return value

    def _conditional(self, node: Node) -> Expr:
        options: list[Expr] = []
        last = node
        while last.type == "conditional_expression":
            then, otherwise = last.child_by_field_name("consequence"), last.child_by_field_name("alternative")
            self.field(last, "condition")
            if then is not None:
                options.append(self._value(then, "", None))
            if otherwise is None:
                return Choice(tuple(options), "ternary", self.span(node))
            last = self._bare(otherwise)
        options.append(self._value(last, "", None))
        return Choice(tuple(option for option in options if not _throws(option)), "ternary", self.span(node))

    def _switch_expression(self, node: Node) -> Expr:
        options: list[Expr] = []
        self._switch_arms(node, None, options.append)
        return Choice(tuple(options), "match", self.span(node))

    def _switch_arms(self, node: Node, declared: Node | None, sink: Callable[[Expr], None]) -> None:
        """The arms of a switch expression, each a block of its own; `sink` takes their values where they stand."""
        children = self.children(node)
        subject = self.expr(children[0]) if children else Opaque("missing", "", self.span(node))
        group = self.builder.new_group()
        for arm in children[1:]:
            if arm.type != "switch_expression_arm":
                self.visit(arm)
                continue
            with self.builder.open_scope("block", self.span(arm), group=group, exhaustive=True):
                self._switch_arm(arm, subject, declared, sink)

    def _switch_arm(self, node: Node, subject: Expr, declared: Node | None, sink: Callable[[Expr], None]) -> None:
        pattern, *others = self.children(node) or [node]
        if not others:
            return
        self._compare([pattern], subject)
        for child in others[:-1]:
            self.visit_children(child)
        value = self._value(others[-1], "", declared)
        if not _throws(value):
            sink(value)

    def _hand_back(self, node: Node, declared: Node | None) -> None:
        """The value of a function. Each arm of a switch hands back its own, so that it is known in which case."""
        inner = self._bare(node)
        if inner.type == "switch_expression" and self.enter():
            self._switch_arms(inner, declared, self.builder.add_return)
            self.leave()
            return
        value = self._value(inner, "", declared)
        if not _throws(value):
            self.builder.add_return(value)

    def _prefix(self, node: Node) -> Expr:
        operand, operator, span = self.first(node), node.children[0].type, self.span(node)
        if operand is None:
            return Opaque("missing", "", span)
        if operator in ("++", "--"):
            return self._counted(node, operand)
        value = self.expr(operand)
        if operator in ("-", "+") and isinstance(value, Literal) and value.type in ("integer", "number"):
            return Literal(value.type, operator + value.text, span)
        return Opaque("negation", "boolean", span) if operator == "!" else Opaque("arithmetic", "number", span)

    def _postfix(self, node: Node) -> Expr:
        operand = self.first(node)
        if operand is None:
            return Opaque("missing", "", self.span(node))
        return self.expr(operand) if node.children[-1].type == "!" else self._counted(node, operand)

    def _counted(self, node: Node, operand: Node) -> Expr:
        span = self.span(node)
        counted = Opaque("counted", "number", span)
        target = self._bare(operand)
        if target.type == "identifier":
            self._assign(self.text(target), counted, "augment", span)
        else:
            self.change(self.expr(target), counted, span, "augment")
        return counted

    def _cast(self, node: Node) -> Expr:
        return self.field(node, "value")

    def _as(self, node: Node) -> Expr:
        return self.field(node, "left")

    def _await(self, node: Node) -> Expr:
        return Await(self.child(node), self.span(node))

    def _throw(self, node: Node) -> Expr:
        self.child(node)
        return Opaque("throws", "", self.span(node))

    def _bare(self, node: Node) -> Node:
        """The expression inside parentheses, casts and `!`."""
        while True:
            if node.type in ("parenthesized_expression", "checked_expression", "ref_expression"):
                inner = self.first(node)
            elif node.type == "cast_expression":
                inner = node.child_by_field_name("value")
            elif node.type == "as_expression":
                inner = node.child_by_field_name("left")
            elif node.type == "postfix_unary_expression" and node.children[-1].type == "!":
                inner = self.first(node)
            else:
                return node
            if inner is None:
                return node
            node = inner

    # --- assignments ---

    def _value(self, node: Node, name: str, declared: Node | None, record: int | None = None) -> Expr:
        """An expression that is bound to `name`, where a value of type `declared` is wanted."""
        inner = self._bare(node)
        if inner.type in ("lambda_expression", "anonymous_method_expression") and self.enter():
            try:
                return self._closure(inner, name, record)
            finally:
                self.leave()
        if inner.type == "implicit_object_creation_expression" and self.enter():
            try:
                return self._create(inner, None if declared is None else self._nominal(declared))
            finally:
                self.leave()
        return self.expr(inner)

    def _assignment(self, node: Node) -> Expr:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return self.other(node)
        operator, target, span = _operator(node), self._bare(left), self.span(node)
        if operator == "??=":
            return self._keep_or_set(target, right, span)
        if operator == "=" and target.type == "tuple_expression":
            return self._assign_parts(target, self._value(right, "", None), span)
        value = self._value(right, self._target_name(target), None)
        if operator not in ("=", "+="):
            value = Opaque("arithmetic", "number", span)
        elif operator == "+=" and isinstance(value, FunctionRef):
            value = Opaque("event handler", "", span)
        if target.type == "identifier":
            self._assign(self.text(target), value, "augment" if operator == "+=" else "assign", span)
        elif operator in ("=", "+="):
            self.change(self.expr(target), value, span, "augment" if operator == "+=" else "set")
        else:
            self.expr(target)
        return value

    def _target_name(self, target: Node) -> str:
        name = target.child_by_field_name("name") if target.type == "member_access_expression" else target
        return self.text(name) if name is not None and name.type == "identifier" else ""

    def _keep_or_set(self, target: Node, right: Node, span: Span) -> Expr:
        old = self.expr(target)
        value = Choice((old, self._value(right, self._target_name(target), None)), "or", span)
        if isinstance(old, Name):
            self._assign(old.name, value, "assign", span)
        else:
            self.change(old, value, span, "set")
        return value

    def _assign_parts(self, target: Node, value: Expr, span: Span) -> Expr:
        arguments = self.children(target)
        for position, argument in enumerate(arguments):
            inner = self.first(argument) if argument.type == "argument" else argument
            part = part_of(value, position, len(arguments), span)
            if inner is None:
                continue
            if inner.type == "identifier":
                self._assign(self.text(inner), part, "assign", self.span(inner))
            elif inner.type == "declaration_expression" and (name := inner.child_by_field_name("name")) is not None:
                self._declare(name, part, self._type(inner.child_by_field_name("type")))
            else:
                self.change(self.expr(inner), part, self.span(inner), "set")
        return value

    def _assign(self, name: str, value: Expr, kind: OneOf["assign", "augment"], span: Span) -> None:
        """Give a value to a bare name: to a local variable, or else to a member of the object."""
        b = self.builder
        scope = b.scopes[b.scope]
        while scope.kind != "class" and (scope.index, name) not in self._declared and scope.parent is not None:
            scope = b.scopes[scope.parent]
        if scope.kind == "class":
            b.mutate(SelfRef(b.scope, span), name, value, span, op="augment" if kind == "augment" else "set")
        else:
            b.bind(name, value, kind, span, home=scope.index)

    # --- calls, members and indexes ---

    def _chain(self, node: Node) -> Expr:
        links, base = self.links(node, _HEADS, self._bare)
        if base is None:
            return self.other(node)
        return self.chain(node, links, lambda: self.expr(base), self._link)

    def _link(self, node: Node, value: Expr) -> Expr:
        if node.type == "invocation_expression":
            return self._call(node, value)
        if node.type == "element_access_expression":
            return self._index(node, value, node.child_by_field_name("subscript"))
        if node.type == "conditional_access_expression":
            bound = self.children(node)[-1]
            if bound.type == "element_binding_expression":
                return self._index(node, value, bound)
            return self._member(node, value, bound.child_by_field_name("name"))
        return self._member(node, value, node.child_by_field_name("name"))

    def _member(self, node: Node, value: Expr, name: Node | None) -> Expr:
        if name is None:
            return Opaque("missing", "", self.span(node))
        last = self._identifier_of(name)
        label, of = self.text(last), node.child_by_field_name("expression")
        if label == "Name" and of is not None and of.type == "typeof_expression":
            named = of.child_by_field_name("type")
            return Text("" if named is None else _name_of(self._named_type(named)), self.span(node))
        if label == "Empty" and _is_text_type(value):
            return Text("", self.span(node))
        return Member(value, label, self.span(node), self.span(last))

    def _index(self, node: Node, value: Expr, subscript: Node | None) -> Expr:
        keys = () if subscript is None else self._args(subscript)
        key = keys[0].value if len(keys) == 1 else Opaque("several indexes", "", self.span(node))
        return Index(value, key, self.span(node))

    def _call(self, node: Node, callee: Expr) -> Expr:
        arguments, span = node.child_by_field_name("arguments"), self.span(node)
        if isinstance(callee, Name) and callee.name == "nameof" and arguments is not None:
            return Text(self._plain_name(arguments).strip("()").rpartition(".")[2].strip("?!"), span)
        args = () if arguments is None else self._args(arguments)
        if isinstance(callee, Member) and _is_text_type(callee.object):
            if callee.name == "Format" and args:
                # The first argument may say for which culture.
                skipped = 1 if len(args) > 1 and isinstance(args[1].value, Text) and not isinstance(args[0].value, Text) else 0
                return Format(args[skipped].value, args[skipped + 1 :], "brace", span)
            if callee.name == "Concat" and len(args) > 1:
                return together([arg.value for arg in args], span)
        return self.builder.call(callee, args, span, last_name(callee), types=self._type_arguments(node))

    def _type_arguments(self, call: Node) -> tuple[Expr, ...]:
        """The one type that a call is given (`GetService<ITracker>()`)."""
        function = call.child_by_field_name("function")
        name = function if function is None or function.type == "generic_name" else function.child_by_field_name("name")
        given = None if name is None else next((child for child in name.children if child.type == "type_argument_list"), None)
        listed = [] if given is None else self.children(given)
        named = self._type(listed[0]) if len(listed) == 1 else None
        return () if named is None else (named,)

    def _args(self, node: Node) -> tuple[Arg, ...]:
        return tuple(self._arg(child) for child in self.children(node))

    def _arg(self, node: Node) -> Arg:
        if node.type not in ("argument", "attribute_argument"):
            return Arg(self.expr(node))
        name = node.child_by_field_name("name")
        inner = next((child for child in self.children(node)[::-1] if child != name), None)
        if inner is None:
            inner = next((child for child in node.children if child.type in ("this", "base")), name)
            name = None
        if inner is None:
            return Arg(Opaque("missing", "", self.span(node)))
        keyword = None if name is None else self.text(name)
        if inner.type == "identifier" and any(child.type == "out" for child in node.children):
            self._assign(self.text(inner), Opaque("set by what is called", "", self.span(inner)), "assign", self.span(inner))
        return Arg(self._value(inner, keyword or "", None), keyword)

    # --- objects and collections ---

    def _new(self, node: Node) -> Expr:
        declared = node.child_by_field_name("type")
        if declared is not None and declared.type == "array_type":
            return self._array(node)
        return self._create(node, None if declared is None else self._named_type(declared))

    def _create(self, node: Node, made: Expr | None) -> Expr:
        children = self.children(node)
        arguments = next((child for child in children if child.type == "argument_list"), None)
        initialiser = next((child for child in children if child.type == "initializer_expression"), None)
        args, span = () if arguments is None else self._args(arguments), self.span(node)
        held = None if initialiser is None else self._held(initialiser, made)
        callee = made or Opaque("type from the context", "", span)
        if made is not None and _name_of(made).endswith(_DICTIONARIES):
            return self._dictionary(args, held, made, span)
        if held is None:
            return self.builder.call(callee, args, span, last_name(callee), "new")
        if not args and (isinstance(held, Record) or made is None or _name_of(made).endswith(_LISTS)):
            return held
        return self.builder.call(callee, (*args, Arg(held, "{}")), span, last_name(callee), "new")

    def _dictionary(self, args: tuple[Arg, ...], held: Expr | None, made: Expr, span: Span) -> Expr:
        """A new dictionary or JSON object: what it copies, the pairs it is given, what stands in its braces."""
        if isinstance(held, Record) and not args:
            return held
        items = [arg.value for arg in args if not arg.keyword and not _is_setting(arg.value)]
        items += [item.value for item in held.items] if isinstance(held, Listing) else []
        entries = [_pair(item) or Entry(item, spread=True, span=item.span) for item in items]
        entries += [Entry(held, spread=True, span=held.span)] if isinstance(held, Record) else []
        return self.builder.record(tuple(entries), span, None, made)

    def _held(self, node: Node, made: Expr | None = None) -> Expr:
        """What stands in the braces: a record when it has keys or nothing, else a list."""
        children = self.children(node)
        if children and not any(_is_pair(child) for child in children):
            return Listing(tuple(Arg(self.expr(child)) for child in children), self.span(node))
        index = self.builder.reserve_record()
        entries = tuple(self._entry(child, index) for child in children)
        return self.builder.record(entries, self.span(node), index, made)

    def _entry(self, node: Node, record: int) -> Entry:
        span, key = self.span(node), None
        if node.type == "initializer_expression" and len(parts := self.children(node)) == 2:
            key_expr, value = self.expr(parts[0]), parts[1]
        elif node.type == "assignment_expression":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if left is None or right is None:
                return Entry(self.other(node), key_expr=Opaque("missing", "", span), span=span)
            key, value = self.text(left) if left.type == "identifier" else None, right
            key_expr = Opaque("missing", "", span) if key is not None else self._key(left)
        else:
            return Entry(self.expr(node), key_expr=Opaque("no key", "", span), span=span)
        if isinstance(key_expr, Text):
            key = key_expr.value
        held = self._value(value, key or "", None, record)
        return Entry(held, key=key, key_expr=key_expr if key is None else None, span=span)

    def _key(self, node: Node) -> Expr:
        """The key of `["key"] = value` in an initialiser."""
        if node.type == "element_binding_expression":
            return self.child(node)
        return self.expr(node)

    def _initialiser(self, node: Node) -> Expr:
        return self._held(node)

    def _anonymous(self, node: Node) -> Expr:
        """`new { a = 1, b, c.d }`"""
        index, entries, key = self.builder.reserve_record(), list[Entry](), ""
        children = [child for child in node.children if child.is_named or child.type == "="]
        for position, child in enumerate(children):
            if child.type in ("=", *self.comments):
                continue
            if position + 1 < len(children) and children[position + 1].type == "=":
                key = self.text(child)
                continue
            value = self._value(child, key, None, index)
            name = key or _name_of(value)
            given = Opaque("no key", "", value.span) if not name else None
            entries.append(Entry(value, key=name or None, key_expr=given, span=self.span(child)))
            key = ""
        return self.builder.record(tuple(entries), self.span(node), index)

    def _array(self, node: Node) -> Expr:
        items: tuple[Arg, ...] = ()
        for child in self.children(node):
            if child.type == "initializer_expression":
                items = tuple(Arg(self.expr(item)) for item in self.children(child))
            elif child.type == "array_type":
                self._sizes(child)
        return Listing(items, self.span(node))

    def _sizes(self, node: Node) -> None:
        rank = node.child_by_field_name("rank")
        if rank is not None:
            self.visit_children(rank)

    def _collection(self, node: Node) -> Expr:
        items: list[Arg] = []
        for child in self.children(node):
            inner = (self.first(child) or child) if child.type == "collection_element" else child
            value = self.first(inner) if inner.type in ("expression_element", "spread_element") else inner
            if value is not None:
                items.append(Arg(self.expr(value), spread="*" if inner.type == "spread_element" else ""))
        return Listing(tuple(items), self.span(node))

    def _tuple(self, node: Node) -> Expr:
        return Listing(self._args(node), self.span(node))

    def _with(self, node: Node) -> Expr:
        """`a with { B = 1 }`"""
        index, children = self.builder.reserve_record(), self.children(node)
        entries: list[Entry] = []
        for child in children:
            if child.type != "with_initializer":
                entries.append(Entry(self.expr(child), spread=True, span=self.span(child)))
            elif len(parts := self.children(child)) == 2:
                key = self.text(parts[0])
                entries.append(Entry(self._value(parts[1], key, None, index), key=key, span=self.span(child)))
        return self.builder.record(tuple(entries), self.span(node), index)

    def _query(self, node: Node) -> Expr:
        with self.builder.open_scope("block", self.span(node)):
            for clause in self.children(node):
                self._clause(clause)
        return Opaque("query", "array", self.span(node))

    def _clause(self, node: Node) -> None:
        name, declared = node.child_by_field_name("name"), node.child_by_field_name("type")
        values = [self.expr(child) for child in self.children(node) if child not in (name, declared)]
        if name is None or not values:
            return
        if node.type in ("from_clause", "join_clause"):
            self._declare(name, Element(values[0], "item", self.span(name)), self._type(declared), "loop")
        else:
            self._declare(name, values[-1], None)


_HEADS = {
    "invocation_expression": "function",
    "member_access_expression": "expression",
    "element_access_expression": "expression",
    "conditional_access_expression": "condition",
}


# --- what a node is ----------------------------------------------------------------------------------


def _none() -> None:
    return None


def _compact(text: str) -> str:
    return "".join(text.split())


def _operator(node: Node) -> str:
    operator = node.child_by_field_name("operator")
    if operator is None:
        operator = next((child for child in node.children if not child.is_named), node)
    return operator.type


def _body_of(node: Node) -> Node | None:
    """The body of a function, lambda or accessor, also where the grammar names no field."""
    return node.child_by_field_name("body")


def _class_kind(kind: ClassKind, words: set[str], has_bases: bool) -> ClassKind:
    if kind == "class" and "partial" in words and not has_bases:
        return "extension"
    return "object" if kind == "class" and "static" in words else kind


def _is_default(node: Node) -> bool:
    return node.type not in ("modifier", "attribute_list", *_TYPES)


def _is_statement(node: Node) -> bool:
    return not node.type.endswith("pattern") and node.type not in ("when_clause", "discard")


def _is_default_section(node: Node) -> bool:
    return any(child.type == "default" for child in node.children) or any(child.type == "discard" for child in node.named_children)


def _is_pair(node: Node) -> bool:
    """Whether an item of an initialiser has a key."""
    if node.type == "initializer_expression":
        return sum(child.type != "comment" for child in node.named_children) == 2
    return node.type == "assignment_expression"


def _named_within(node: Node) -> Node | None:
    """The name in `var a`, an item of a tuple."""
    inner: Node | None = node
    while inner is not None and inner.type in ("argument", "declaration_expression"):
        inner = inner.child_by_field_name("name") or (inner.named_children[-1] if inner.named_children else None)
    return inner if inner is not None and inner.type == "identifier" else None


# --- what a value is ---------------------------------------------------------------------------------


def _name_of(expr: Expr) -> str:
    expr = expr.callee if isinstance(expr, Call) else expr
    return expr.name if isinstance(expr, Name | Member) else ""


def _is_text_type(expr: Expr) -> bool:
    return isinstance(expr, Name | Member) and expr.name in _TEXT_TYPES


def _pair(expr: Expr) -> Entry | None:
    """The entry that `new KeyValuePair<...>("k", v)` is."""
    if not isinstance(expr, Call) or expr.form != "new" or _name_of(expr) not in _PAIRS or len(expr.args) != 2:
        return None
    key, value = expr.args[0].value, expr.args[1].value
    if isinstance(key, Text):
        return Entry(value, key=key.value, span=expr.span)
    return Entry(value, key_expr=key, span=expr.span)


def _is_setting(expr: Expr) -> bool:
    """Whether an argument of a dictionary only says how large it is or how keys are compared."""
    while isinstance(expr, Member):
        expr = expr.object
    return isinstance(expr, Literal) or (isinstance(expr, Name) and expr.name.endswith("Comparer"))


def _throws(expr: Expr) -> bool:
    return isinstance(expr, Opaque) and expr.reason == "throws"


def _alternatives(operands: Sequence[Expr], span: Span) -> Expr:
    options: list[Expr] = []
    for operand in operands:
        nested = isinstance(operand, Choice) and operand.kind == "or"
        options.extend(operand.options if nested and isinstance(operand, Choice) else (operand,))
    return Choice(tuple(option for option in options if not _throws(option)), "or", span)


def _operation(operator: str, span: Span) -> Expr:
    if operator in _ARITHMETIC:
        return Opaque("arithmetic", "number", span)
    return Opaque("comparison" if operator in _COMPARISONS else "logic", "boolean", span)


def _view(collection: Expr) -> tuple[Expr, OneOf["item", "key", "value"]]:
    """What a loop goes over: the keys or values of a dictionary, or the items of something."""
    if isinstance(collection, Member) and collection.name in ("Keys", "Values"):
        return collection.object, "key" if collection.name == "Keys" else "value"
    return collection, "item"


# --- text --------------------------------------------------------------------------------------------


def _content(text: str, opening: str) -> str:
    """A piece of an interpolated string with braces and escapes decoded."""
    if opening.count("$") < 2:
        text = text.replace("{{", "{").replace("}}", "}")
    if '"""' in opening:
        return text
    return text.replace('""', '"') if "@" in opening else _ESCAPES.decode(text)


def _without_indent(pieces: list[str]) -> list[str]:
    """The pieces of a raw string over several lines, without the line ends at its edges and the indentation of its last line."""
    pieces = [piece.replace("\r\n", "\n") for piece in pieces]
    if not pieces or not pieces[0].startswith("\n") or "\n" not in pieces[-1]:
        return pieces
    indent = pieces[-1].rpartition("\n")[2]
    if indent.strip():
        return pieces
    pieces[-1] = pieces[-1].removesuffix("\n" + indent) if len(pieces) > 1 or pieces[0] != "\n" + indent else "\n"
    pieces = [piece.replace("\n" + indent, "\n") for piece in pieces]
    return [pieces[0].removeprefix("\n"), *pieces[1:]]


def _dedented(parts: list[Expr]) -> list[Expr]:
    """The parts of an interpolated raw string without its indentation."""
    if not parts or not isinstance(parts[0], Text) or not isinstance(parts[-1], Text):
        return parts
    pieces = iter(_without_indent([part.value for part in parts if isinstance(part, Text)]))
    return [Text(next(pieces), part.span) if isinstance(part, Text) else part for part in parts]


def _merged(parts: list[Expr]) -> list[Expr]:
    """The parts with neighbouring texts put together."""
    merged: list[Expr] = []
    for part in parts:
        if isinstance(part, Text):
            add_text(merged, part.value, part.span)
        else:
            merged.append(part)
    return merged
