"""Java source to facts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from typing import Literal as OneOf

from tree_sitter import Node

from scanner.languages import treesitter
from scanner.languages.facts import (
    Arg,
    Choice,
    Class,
    ClassRef,
    Element,
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
    SelfRef,
    Span,
    SuperRef,
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
    percent_format,
)
from scanner.languages.walking import FunctionKind, is_number, last_name

_CHAIN = {"method_invocation": "object", "field_access": "object", "array_access": "array"}
_TYPES = frozenset(
    {
        "annotated_type", "array_type", "boolean_type", "floating_point_type", "generic_type", "integral_type", "scoped_type_identifier",
        "type_identifier", "void_type",
    }
)  # fmt: skip
_PRIMITIVES = frozenset({"boolean_type", "floating_point_type", "integral_type"})
_CLASSES: dict[str, OneOf["class", "enum", "interface"]] = {
    "annotation_type_declaration": "interface",
    "class_declaration": "class",
    "enum_declaration": "enum",
    "interface_declaration": "interface",
    "record_declaration": "class",
}
_ARITHMETIC = frozenset({"-", "*", "/", "%", "<<", ">>", ">>>", "&", "|", "^"})


def extract(path: str, text: bytes) -> FileFacts:
    """The facts of a Java file. Never raises: what could not be read stands in `errors`."""
    return _Java(path, text, treesitter.parse(text, "tree_sitter_java")).run()


class _Java(JvmWalker):
    """Walks one file. `_yields` holds what the switch expressions around hand back so far."""

    language = "java"
    _yields: tuple[list[Expr], ...] = ()

    def statement_table(self) -> dict[str, Callable[[Node], None]]:
        return {
            "package_declaration": self._package,
            "import_declaration": self._import,
            **dict.fromkeys(_CLASSES, self._class),
            "method_declaration": self._method,
            "annotation_type_element_declaration": self._method,
            "constructor_declaration": self._constructor,
            "compact_constructor_declaration": self._nested_block,
            "field_declaration": self._field,
            "constant_declaration": self._field,
            "local_variable_declaration": self._local,
            "static_initializer": self._static_block,
            "block": self._nested_block,
            "expression_statement": self.simple,
            "explicit_constructor_invocation": self._constructor_call,
            "assert_statement": self.simple,
            "throw_statement": self.simple,
            "return_statement": self._return,
            "yield_statement": self._yield,
            "break_statement": self.nothing,
            "continue_statement": self.nothing,
            "labeled_statement": self._labeled,
            "if_statement": self._if,
            "for_statement": self._for,
            "enhanced_for_statement": self._for_each,
            "while_statement": self._while,
            "do_statement": self._while,
            "try_statement": self._try,
            "try_with_resources_statement": self._try,
            "synchronized_statement": self.visit_children,
            "switch_expression": self._switch_statement,
            "module_declaration": self.nothing,
            "type_parameters": self.nothing,
        }

    def expression_table(self) -> dict[str, Callable[[Node], Expr]]:
        return {
            "identifier": self._identifier,
            "this": self._this,
            "super": self.parent,
            "string_literal": self._string,
            "character_literal": self._character,
            "decimal_integer_literal": self.integer,
            "hex_integer_literal": self.integer,
            "octal_integer_literal": self.integer,
            "binary_integer_literal": self.integer,
            "decimal_floating_point_literal": self.number,
            "hex_floating_point_literal": self.number,
            "true": self.boolean,
            "false": self.boolean,
            "null_literal": self.null,
            "parenthesized_expression": self._parenthesized,
            "cast_expression": self._parenthesized,
            "method_invocation": self._chain,
            "field_access": self._chain,
            "array_access": self._chain,
            "object_creation_expression": self._new,
            "array_creation_expression": self._new_array,
            "array_initializer": self._array,
            "element_value_array_initializer": self._array,
            "assignment_expression": self._assignment,
            "update_expression": self._update,
            "unary_expression": self._unary,
            "binary_expression": self._binary,
            "instanceof_expression": self._instanceof,
            "ternary_expression": self._ternary,
            "switch_expression": self._switch,
            "lambda_expression": self._lambda,
            "method_reference": self._method_reference,
            "class_literal": self._class_literal,
            "annotation": self._annotation,
            "marker_annotation": self._annotation,
        }

    # --- the file ---

    def _package(self, node: Node) -> None:
        name = child_of(node, "identifier", "scoped_identifier")
        self.builder.package = "" if name is None else _compact(name)

    def _import(self, node: Node) -> None:
        path = child_of(node, "identifier", "scoped_identifier")
        if path is None:
            return
        dotted, span = _compact(path), self.span(node)
        self.builder.imports(dotted)
        module, _, name = (dotted, "", "*") if has_token(node, "asterisk") else dotted.rpartition(".")
        self.builder.bind(name, ImportRef(module, name, 0, span), "import", span)

    # --- classes ---

    def _class(self, node: Node) -> None:
        name = node.child_by_field_name("name")
        if name is None:
            self.visit_children(node)
            return
        decorators, parent, span = self._decorators(node), self.builder.scope, self.span(node)
        index, label, bases = self.builder.reserve_class(), name_of(name), self._bases(node)
        self.declare(label)
        self.builder.bind(label, ClassRef(index, span), "class", self.span(name))
        body = node.child_by_field_name("body")
        with self.class_scope(index, span, label) as scope:
            if node.type == "record_declaration":
                self._record_parts(node, index, self.span(name))
            members = () if body is None else self._members(body, label)
        kind = _CLASSES[node.type]
        self.builder.class_done(Class(index, label, kind, bases, members, decorators, scope, parent, span, self.span(name)))

    def _bases(self, node: Node) -> tuple[Expr, ...]:
        found: list[Expr | None] = []
        for clause in node.named_children:
            if clause.type == "superclass":
                found += [self._type(child) for child in named(clause)]
            elif clause.type in ("super_interfaces", "extends_interfaces"):
                found += [self._type(child) for listed in named(clause) for child in named(listed)]
        return tuple(base for base in found if base is not None)

    def _members(self, body: Node, label: str) -> tuple[EnumMember, ...]:
        for child in named(body):
            for field in [child] if child.type != "enum_body_declarations" else named(child):
                if field.type in ("field_declaration", "constant_declaration"):
                    for declarator in field.children_by_field_name("declarator"):
                        self._declare_field(declarator)
        members: list[EnumMember] = []
        for child in named(body):
            if child.type == "enum_constant":
                members += self._enum_member(child, label)
            elif child.type == "enum_body_declarations":
                self.visit_children(child)
            else:
                self.visit(child)
        return tuple(members)

    def _declare_field(self, declarator: Node) -> None:
        name = declarator.child_by_field_name("name")
        if name is not None:
            self.declare(name_of(name))

    def _enum_member(self, node: Node, label: str) -> list[EnumMember]:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        self._decorators(node)
        args = self._args(node)
        if name is None:
            return []
        if body is not None:
            base = Name(label, self.builder.scopes[self.builder.scope].parent or 0, self.span(name))
            self._anonymous(body, name_of(name), base, self.span(name))
        return [EnumMember(name_of(name), None, self.span(node), args)]

    def _anonymous(self, body: Node, label: str, base: Expr | None, name_span: Span) -> ClassRef:
        """The class of a body that stands behind `new X()` or an enum constant."""
        index, parent, span = self.builder.reserve_class(), self.builder.scope, self.span(body)
        with self.class_scope(index, span, label) as scope:
            self._members(body, label)
        bases = () if base is None else (base,)
        self.builder.class_done(Class(index, label, "class", bases, (), (), scope, parent, span, name_span))
        return ClassRef(index, span)

    def _record_parts(self, node: Node, owner: int, at: Span) -> None:
        """The fields of a record, and the constructor that sets them."""
        index, span, parent = self.builder.reserve_function(), self.span(node), self.builder.scope
        with self.function_scope(index, span) as scope:
            params = self._parameters(node, index)
            for param in params:
                self.builder.bind(param.name, None, "declare", param.span, home=parent, type=param.type)
                self.declare(param.name, parent)
                self.builder.mutate(SelfRef(scope, param.span), param.name, Name(param.name, scope, param.span), param.span)
        self.builder.bind("constructor", FunctionRef(index, span), "function", at)
        self.builder.function_done(
            Function(index, "constructor", params, "constructor", scope, parent, owner, None, (), (), None, 0, span, at)
        )

    def _static_block(self, node: Node) -> None:
        for child in named(node):
            self.visit(child)

    def _nested_block(self, node: Node) -> None:
        body = node.child_by_field_name("body") or node
        with self.arm(body):
            self.body(body)

    def _field(self, node: Node) -> None:
        self._declaration(node)

    # --- functions ---

    def _method(self, node: Node) -> None:
        body, words = node.child_by_field_name("body"), _modifiers(node)
        name = node.child_by_field_name("name")
        kind: FunctionKind = "static" if "static" in words else "abstract" if body is None and "native" not in words else "method"
        label = "" if name is None else name_of(name)
        if node.type == "annotation_type_element_declaration" and (value := node.child_by_field_name("value")) is not None:
            self.expr(value)
        self._function(node, label, kind, body)

    def _constructor(self, node: Node) -> None:
        self._function(node, "constructor", "constructor", node.child_by_field_name("body"))

    def _function(self, node: Node, label: str, kind: FunctionKind, body: Node | None) -> None:
        name, span, parent = node.child_by_field_name("name"), self.span(node), self.builder.scope
        decorators, returned = self._decorators(node), node.child_by_field_name("type")
        index, at = self.builder.reserve_function(), span if name is None else self.span(name)
        owner = self.builder.scopes[parent].owner if self.builder.scopes[parent].kind == "class" else None
        if label:
            self.builder.bind(label, FunctionRef(index, span), "function", at)
        return_type = None if returned is None else self._type(returned)
        yields, self._yields = self._yields, ()
        with self.function_scope(index, span, static=kind == "static", receiver=False) as scope:
            params = self._parameters(node, index)
            if body is not None:
                self.body(body)
        self._yields = yields
        self.builder.function_done(
            Function(index, label, params, kind, scope, parent, owner, None, (), decorators, return_type, 0, span, at)
        )

    def _parameters(self, node: Node, function: int) -> tuple[Param, ...]:
        listed = node.child_by_field_name("parameters")
        nodes = [] if listed is None else [listed] if listed.type == "identifier" else named(listed)
        params = tuple(param for child in nodes if (param := self._parameter(child)) is not None)
        for param in params:
            self.declare(param.name)
        self.builder.bind_parameters(function, params)
        return params

    def _parameter(self, node: Node) -> Param | None:
        if node.type == "identifier":
            return Param(name_of(node), "positional", None, None, self.span(node))
        if node.type not in ("formal_parameter", "spread_parameter"):
            if node.type == "ERROR":
                self.visit(node)
            return None
        self._decorators(node)
        declarator = child_of(node, "variable_declarator") or node
        name, written = declarator.child_by_field_name("name"), child_of(node, *_TYPES)
        if name is None:
            return None
        declared = None if written is None or declarator.child_by_field_name("dimensions") else self._type(written)
        return Param(name_of(name), "rest" if node.type == "spread_parameter" else "positional", None, declared, self.span(name))

    def _lambda(self, node: Node) -> Expr:
        return self._closure(node, "")

    def _closure(self, node: Node, name: str) -> FunctionRef:
        index, span, parent = self.builder.reserve_function(), self.span(node), self.builder.scope
        body = node.child_by_field_name("body")
        yields, self._yields = self._yields, ()
        with self.function_scope(index, span) as scope:
            params = self._parameters(node, index)
            if body is not None and body.type == "block":
                self.body(body)
            elif body is not None:
                self.builder.count_statement()
                self.builder.add_return(self.expr(body))
        self._yields = yields
        return self.builder.function_done(Function(index, name, params, "lambda", scope, parent, None, None, (), (), None, 0, span, span))

    def _method_reference(self, node: Node) -> Expr:
        """`a::b` is `a.b`; `A::new` is `A`."""
        children = [child for child in named(node) if child.type != "type_arguments"]
        if not children:
            return self.missing(node)
        value = self._type(children[0]) if children[0].type in _TYPES else self.expr(children[0])
        if value is None or len(children) < 2:
            return value or Opaque("method reference", "", self.span(node))
        return Member(value, name_of(children[-1]), self.span(node), self.span(children[-1]))

    # --- annotations and types ---

    def _decorators(self, node: Node) -> tuple[Expr, ...]:
        modifiers = child_of(node, "modifiers")
        if modifiers is None:
            return ()
        return tuple(self.expr(child) for child in named(modifiers) if child.type in ("annotation", "marker_annotation"))

    def _annotation(self, node: Node) -> Expr:
        name, arguments = node.child_by_field_name("name"), node.child_by_field_name("arguments")
        callee = None if name is None else self.dotted(_identifiers(name))
        if callee is None:
            return self.other(node)
        if arguments is None:
            return callee
        args = tuple(self._annotation_arg(child) for child in named(arguments))
        return self.builder.call(callee, args, self.span(node), last_name(callee), "decorator")

    def _annotation_arg(self, node: Node) -> Arg:
        if node.type != "element_value_pair":
            return Arg(self.expr(node))
        key = node.child_by_field_name("key")
        return Arg(self.field(node, "value"), keyword=None if key is None else name_of(key))

    def _type(self, node: Node, depth: int = 0) -> Expr | None:
        """A type as an expression, with wrappers taken off; None for one that is no name."""
        if depth > DEEPEST_TYPE:
            return None
        if node.type in _PRIMITIVES:
            return Name(treesitter.text_of(node), self.builder.scope, self.span(node))
        if node.type == "annotated_type":
            return self._type(named(node)[-1], depth + 1) if named(node) else None
        if node.type == "generic_type":
            return self._generic(node, depth)
        if node.type == "array_type" and (element := node.child_by_field_name("element")) is not None:
            return self._list_of(element, node, depth)
        if node.type not in ("type_identifier", "scoped_type_identifier") or node.text == b"var":
            return None
        return self._nominal(node)

    def _nominal(self, node: Node) -> Expr | None:
        names = _identifiers(node)
        return None if not names or name_of(names[-1]) in NAMELESS else self.dotted(names)

    def _generic(self, node: Node, depth: int) -> Expr | None:
        children = named(node)
        names = _identifiers(children[0]) if children else []
        if not names:
            return None
        args = named(children[1]) if len(children) > 1 else []
        if args and name_of(names[-1]) in COLLECTIONS:
            return self._list_of(args[0], node, depth)
        if args and name_of(names[-1]) in UNWRAPPED:
            return self._type(args[0], depth + 1)
        return self._nominal(children[0])

    def _list_of(self, item: Node, node: Node, depth: int) -> Expr | None:
        held = named(item)[-1] if item.type == "wildcard" and named(item) else item
        of = self._type(held, depth + 1)
        return None if of is None else Listing((Arg(of),), self.span(node))

    # --- declarations and assignments ---

    def _declaration(self, node: Node) -> None:
        self._decorators(node)
        written = node.child_by_field_name("type")
        for declarator in node.children_by_field_name("declarator"):
            name, value = declarator.child_by_field_name("name"), declarator.child_by_field_name("value")
            array = declarator.child_by_field_name("dimensions") is not None
            declared = None if written is None or array else self._type(written)
            held = None if value is None else self._value(value, "" if name is None else name_of(name))
            if name is not None:
                self.declare(name_of(name))
                self.builder.bind(name_of(name), held, "declare", self.span(declarator), type=declared)

    def _local(self, node: Node) -> None:
        self.builder.count_statement()
        self._declaration(node)

    def _value(self, node: Node, name: str) -> Expr:
        """The value of an expression that is bound to `name`."""
        inner = _bare(node)
        return self._closure(inner, name) if inner.type == "lambda_expression" else self.expr(node)

    def _assignment(self, node: Node) -> Expr:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator, span = node.child_by_field_name("operator"), self.span(node)
        if left is None or right is None:
            return self.other(node)
        left, sign = _bare(left), "" if operator is None else operator.type
        value = self._value(right, _bound_name(left))
        if sign not in ("=", "+="):
            value = Opaque("arithmetic", "number", span)
        self._assign(left, value, span, sign == "+=")
        return value

    def _assign(self, left: Node, value: Expr, span: Span, added: bool) -> None:
        if left.type == "identifier":
            self.assign_name(name_of(left), value, span, added)
            return
        target = self.expr(left)
        if isinstance(target, Name):
            self.assign_name(target.name, value, span, added)
        else:
            self.change(target, value, span, "augment" if added else "set")

    def _update(self, node: Node) -> Expr:
        value = Opaque("arithmetic", "number", self.span(node))
        for child in named(node):
            self._assign(_bare(child), value, self.span(node), False)
        return value

    # --- control flow ---

    def _return(self, node: Node) -> None:
        self.builder.count_statement()
        for child in named(node)[:1]:
            self.builder.add_return(self.expr(child))

    def _labeled(self, node: Node) -> None:
        for child in named(node)[1:]:
            self.visit(child)

    def _block(self, node: Node | None, group: int | None = None, exhaustive: bool = False) -> None:
        if node is None:
            return
        with self.arm(node, group, exhaustive):
            self._inside(node)

    def _inside(self, node: Node) -> None:
        if node.type == "block":
            self.body(node)
        else:
            self.visit(node)

    def _if(self, node: Node) -> None:
        links, last = self.ifs(node)
        group = self.builder.new_group()
        for link in links:
            self.field(link, "condition")
            self._block(link.child_by_field_name("consequence"), group, last is not None)
        self._block(last, group, True)

    def _for(self, node: Node) -> None:
        body = node.child_by_field_name("body")
        with self.arm(node):
            for child in named(node):
                if child != body:
                    self.visit(child)
            if body is not None:
                self._inside(body)

    def _for_each(self, node: Node) -> None:
        name, written = node.child_by_field_name("name"), node.child_by_field_name("type")
        body, (collection, keys) = node.child_by_field_name("body"), self.loop_value(self.field(node, "value"))
        with self.arm(node):
            if name is not None:
                self.declare(name_of(name))
                item = Element(collection, "key" if keys else "item", self.span(name))
                declared = None if written is None else self._type(written)
                self.builder.bind(name_of(name), item, "loop", self.span(name), type=declared)
            if body is not None:
                self._inside(body)

    def _while(self, node: Node) -> None:
        if node.type == "while_statement":
            self.field(node, "condition")
        self._block(node.child_by_field_name("body"))
        if node.type == "do_statement":
            self.field(node, "condition")

    def _try(self, node: Node) -> None:
        resources = node.child_by_field_name("resources")
        with nullcontext() if resources is None else self.arm(node):
            for resource in [] if resources is None else named(resources):
                self._resource(resource)
            for child in named(node):
                if child.type == "catch_clause":
                    self._catch(child)
                elif child.type == "finally_clause":
                    self._block(child_of(child, "block"))
                elif child.type != "resource_specification":
                    self._block(child)

    def _resource(self, node: Node) -> None:
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if name is None or value is None:
            self.visit_children(node)
            return
        written, held = node.child_by_field_name("type"), self.expr(value)
        self.declare(name_of(name))
        declared = None if written is None else self._type(written)
        self.builder.bind(name_of(name), held, "declare", self.span(node), type=declared)

    def _catch(self, node: Node) -> None:
        body, caught = node.child_by_field_name("body"), child_of(node, "catch_formal_parameter")
        name = None if caught is None else caught.child_by_field_name("name")
        with self.arm(node):
            if name is not None:
                self.declare(name_of(name))
                self.builder.bind(name_of(name), Opaque("exception", "", self.span(name)), "declare", self.span(name))
            if body is not None:
                self.body(body)

    # --- switch ---

    def _switch_statement(self, node: Node) -> None:
        self._cases(node, [])

    def _switch(self, node: Node) -> Expr:
        around, results = self._yields, list[Expr]()
        self._yields = (*around, results)
        self._cases(node, results)
        self._yields = around
        return Choice(tuple(results), "match", self.span(node))

    def _cases(self, node: Node, values: list[Expr]) -> None:
        """Walk a switch; `values` gets those of its `case x -> value` arms."""
        subject, body = self.field(node, "condition"), node.child_by_field_name("body")
        cases = [] if body is None else named(body)
        group, exhaustive = self.builder.new_group(), any(_is_default(case) for case in cases)
        for case in cases:
            parts = named(case)
            if not case.type.startswith("switch_") or all(part.type == "switch_label" for part in parts):
                self.visit_children(case)
                continue
            with self.arm(case, group, exhaustive):
                for part in parts:
                    if part.type == "switch_label":
                        self._label(part, subject)
                    elif case.type == "switch_rule" and part.type == "expression_statement":
                        self.builder.count_statement()
                        values += [self.expr(child) for child in named(part)]
                    elif case.type == "switch_rule":
                        self._inside(part)
                    else:
                        self.visit(part)

    def _label(self, node: Node, subject: Expr) -> None:
        for child in named(node):
            if child.type == "pattern":
                self._pattern(child, subject)
            else:
                self.visit_children(child) if child.type == "guard" else self.visit(child)

    def _pattern(self, node: Node, subject: Expr) -> None:
        """Bind the names of a pattern. A pattern holds no calls."""
        whole, stack = True, [node]
        while stack:
            part = stack.pop()
            if part.type in ("type_pattern", "record_pattern_component"):
                self._pattern_name(part, subject if whole else None)
            elif part.type == "record_pattern":
                whole = False
            stack.extend(reversed([child for child in named(part) if child.type not in _TYPES]))

    def _pattern_name(self, node: Node, subject: Expr | None) -> None:
        name, written = child_of(node, "identifier"), child_of(node, *_TYPES)
        if name is not None:
            declared = None if written is None else self._type(written)
            self._bind_pattern(name, Opaque("matched by a pattern", "", self.span(name)) if subject is None else subject, declared)

    def _bind_pattern(self, name: Node, value: Expr, declared: Expr | None) -> None:
        self.declare(name_of(name))
        self.builder.bind(name_of(name), value, "declare", self.span(name), type=declared)

    def _yield(self, node: Node) -> None:
        self.builder.count_statement()
        values = [self.expr(child) for child in named(node)]
        if self._yields:
            self._yields[-1].extend(values)

    # --- names and literals ---

    def _identifier(self, node: Node) -> Expr:
        return Name(name_of(node), self.builder.scope, self.span(node)) if node.text else self.missing(node)

    def _this(self, node: Node) -> Expr:
        if self.has_receiver:
            return Name("this", self.builder.scope, self.span(node))
        return self.self_ref("", self.span(node))

    def _character(self, node: Node) -> Expr:
        return Text(decode(treesitter.text_of(node)[1:-1]), self.span(node))

    def _string(self, node: Node) -> Expr:
        if child_of(node, "string_interpolation", "ERROR") is not None:
            return self.other(node)
        text = treesitter.text_of(node)
        if text.startswith('"""'):
            return Text(_text_block(text), self.span(node))
        return Text(decode(text.removeprefix('"').removesuffix('"') if len(text) > 1 else ""), self.span(node))

    def _array(self, node: Node) -> Expr:
        return Listing(tuple(Arg(self.expr(child)) for child in named(node)), self.span(node))

    def _new_array(self, node: Node) -> Expr:
        value = node.child_by_field_name("value")
        for child in node.children_by_field_name("dimensions"):
            self.visit_children(child)
        return Opaque("array", "array", self.span(node)) if value is None else self.expr(value)

    def _class_literal(self, node: Node) -> Expr:
        held = next((self._nominal(child) for child in named(node) if child.type.endswith("type_identifier")), None)
        if held is None:
            return Opaque("class literal", "", self.span(node))
        return Member(held, "class", self.span(node), self.span(node.children[-1]))

    def _parenthesized(self, node: Node) -> Expr:
        inner = _bare(node)
        return self.other(inner) if inner.type in ("parenthesized_expression", "cast_expression") else self.expr(inner)

    # --- calls and members ---

    def _chain(self, node: Node) -> Expr:
        links: list[Node] = []
        inner: Node | None = node
        while inner is not None and inner.type in _CHAIN:
            links.append(inner)
            deeper = inner.child_by_field_name(_CHAIN[inner.type])
            inner = None if deeper is None or _names_object(inner) else _bare(deeper)
        base, room = inner, links if inner is not None else links[:-1]
        start = partial(self._start, links[-1]) if base is None else partial(self.expr, base)
        return self.chain(node, room[::-1], start, self._link) if room else start()

    def _start(self, node: Node) -> Expr:
        """A link that hangs on nothing: `f()`, `Outer.this`, `Outer.super.f()`."""
        around = node.child_by_field_name("object")
        if node.type == "field_access" and around is not None:
            label = treesitter.text_of(around).rpartition(".")[2]
            is_this = child_of(node, "this") is not None
            return self.self_ref(label, self.span(node)) if is_this else SuperRef(self.builder.scope, self.span(node))
        name = node.child_by_field_name("name")
        if node.type != "method_invocation" or name is None:
            return self.other(node)
        callee: Expr = Name(name_of(name), self.builder.scope, self.span(name))
        if around is not None:
            callee = Member(SuperRef(self.builder.scope, self.span(around)), name_of(name), self.span(around, name), self.span(name))
        return self.builder.call(callee, self._args(node), self.span(node), self.span(name))

    def _link(self, node: Node, value: Expr) -> Expr:
        if node.type == "array_access":
            return Index(value, self.field(node, "index"), self.span(node))
        name = node.child_by_field_name("name") or node.child_by_field_name("field")
        if name is None:
            self.visit_children(node)
            return self.missing(node)
        callee = self._member(value, name, node)
        if node.type == "field_access":
            return callee
        args, span = self._args(node), self.span(node)
        if name.text == b"format" and isinstance(value, Name) and value.name == "String" and args:
            args = args[1:] if is_locale(args[0].value) and len(args) > 1 else args
            return percent_format(args[0].value, args[1:], span)
        if name.text == b"formatted" and isinstance(value, Text):
            return percent_format(value, args, span)
        return self.builder.call(callee, args, span, self.span(name))

    def _member(self, value: Expr, name: Node, node: Node) -> Expr:
        if self.has_receiver and isinstance(value, Name) and value.name == "this":
            return Name(name_of(name), self.builder.scope, self.span(name))
        first = node.child_by_field_name("object") or node
        return Member(value, name_of(name), self.span(first, name), self.span(name))

    def _args(self, node: Node) -> tuple[Arg, ...]:
        arguments = node.child_by_field_name("arguments")
        return () if arguments is None else tuple(Arg(self.expr(child)) for child in named(arguments))

    def _constructor_call(self, node: Node) -> None:
        """`this(...)` and `super(...)`."""
        self.builder.count_statement()
        constructor = node.child_by_field_name("constructor")
        if constructor is None:
            self.visit_children(node)
            return
        span = self.span(constructor)
        callee = SuperRef(self.builder.scope, span) if constructor.type == "super" else SelfRef(self.builder.scope, span)
        self.builder.call(callee, self._args(node), self.span(node), span)

    def _new(self, node: Node) -> Expr:
        written, body = node.child_by_field_name("type"), child_of(node, "class_body")
        for child in named(node)[:1]:
            if written is not None and child.start_byte < written.start_byte and child.type not in ("type_arguments", *_TYPES):
                self.expr(child)
        callee = None if written is None else self.dotted(_identifiers(written))
        if callee is None:
            callee = Opaque("type", "", self.span(node if written is None else written))
        args = self._args(node)
        if body is not None:
            args = (*args, self._body_arg(body, callee))
        return self.builder.call(callee, args, self.span(node), last_name(callee), "new")

    def _body_arg(self, body: Node, base: Expr) -> Arg:
        """The body behind `new X()`: a class, or just a block that fills the new object (`{{ put(...); }}`)."""
        members = named(body)
        if members and all(member.type == "block" for member in members):
            return Arg(self._filling(body, members), keyword="{}")
        return Arg(self._anonymous(body, "", base, self.span(body)), keyword="{}")

    def _filling(self, body: Node, blocks: list[Node]) -> FunctionRef:
        index, span, parent = self.builder.reserve_function(), self.span(body), self.builder.scope
        with self.function_scope(index, span, receiver=True) as scope:
            for block in blocks:
                self.body(block)
        return self.builder.function_done(Function(index, "", (), "lambda", scope, parent, None, None, (), (), None, 0, span, span))

    # --- operators ---

    def _ternary(self, node: Node) -> Expr:
        self.field(node, "condition")
        options: list[Expr] = [self.field(node, "consequence")]
        rest = node.child_by_field_name("alternative")
        while rest is not None and _bare(rest).type == "ternary_expression":
            rest = _bare(rest)
            self.field(rest, "condition")
            options.append(self.field(rest, "consequence"))
            rest = rest.child_by_field_name("alternative")
        options.append(self.missing(node) if rest is None else self.expr(rest))
        return Choice(tuple(options), "ternary", self.span(node))

    def _instanceof(self, node: Node) -> Expr:
        value, name = self.field(node, "left"), node.child_by_field_name("name")
        written, pattern = node.child_by_field_name("right"), node.child_by_field_name("pattern")
        if name is not None:
            self._bind_pattern(name, value, None if written is None else self._type(written))
        if pattern is not None:
            self._pattern(pattern, value)
        return Opaque("comparison", "boolean", self.span(node))

    def _unary(self, node: Node) -> Expr:
        value, operator = self.field(node, "operand"), node.child_by_field_name("operator")
        if operator is not None and operator.type == "!":
            return Opaque("comparison", "boolean", self.span(node))
        if isinstance(value, Literal) and is_number(value) and not value.text.startswith(("-", "+", "~")):
            return Literal(value.type, "".join(treesitter.text_of(node).split()), self.span(node))
        return Opaque("arithmetic", "number", self.span(node))

    def _binary(self, node: Node) -> Expr:
        links, left = self.links(node, {"binary_expression": "left"})
        first = left or node
        operands, last = [self.missing(node) if left is None else self.expr(left)], first
        for link in links:
            sign, right = treesitter.operator_of(link), self.field(link, "right")
            if sign == "+":
                operands.append(right)
            else:
                kind = Opaque("arithmetic", "number", self.span(link)) if sign in _ARITHMETIC else None
                operands = [kind or Opaque("comparison", "boolean", self.span(link))]
            last = link
        return self.joined(operands, self.span(first, last))


# --- what a node is ----------------------------------------------------------------------------------


def _bare(node: Node) -> Node:
    """The expression inside parentheses and casts."""
    while node.type in ("parenthesized_expression", "cast_expression"):
        inner = node.child_by_field_name("value") if node.type == "cast_expression" else next(iter(named(node)), None)
        if inner is None:
            break
        node = inner
    return node


def _bound_name(left: Node) -> str:
    """The name that an assignment gives to an anonymous function."""
    name = left.child_by_field_name("field") if left.type == "field_access" else left
    return name_of(name) if name is not None and name.type == "identifier" else ""


def _compact(node: Node) -> str:
    return "".join(treesitter.text_of(node).split())


def _modifiers(node: Node) -> frozenset[str]:
    modifiers = child_of(node, "modifiers")
    return frozenset() if modifiers is None else frozenset(child.type for child in modifiers.children)


def _identifiers(node: Node) -> list[Node]:
    """The names of `a.b.C<D>`, from left to right; none when it is no such name."""
    found: list[Node] = []
    stack = [node]
    while stack and len(found) <= DEEPEST_TYPE:
        part = stack.pop()
        if part.type in ("identifier", "type_identifier"):
            found.append(part)
        elif part.type in ("scoped_identifier", "scoped_type_identifier"):
            stack += reversed([child for child in named(part) if not child.type.endswith("annotation")])
        elif part.type in ("generic_type", "annotated_type"):
            stack += [child for child in named(part) if child.type in _TYPES][:1]
        else:
            return []
    return found


def _is_default(case: Node) -> bool:
    return any(
        has_token(label, "default") or any(child.text == b"default" for child in label.named_children)
        for label in case.named_children
        if label.type == "switch_label"
    )


def _names_object(node: Node) -> bool:
    """Whether a link is `Outer.this`, `Outer.super` or a call on `Outer.super`."""
    if node.type == "field_access":
        name = node.child_by_field_name("field")
        return name is not None and name.type in ("this", "super")
    around = node.child_by_field_name("object")
    return node.type == "method_invocation" and around is not None and around.type != "super" and has_token(node, "super")


# --- text --------------------------------------------------------------------------------------------


def _text_block(text: str) -> str:
    """The value of a text block: without the indentation that all its lines share."""
    body = text[3:].removesuffix('"""').replace("\r\n", "\n").partition("\n")[2]
    lines = body.split("\n")
    counted = [line for line in lines[:-1] if line.strip()] + lines[-1:]
    indent = min((len(line) - len(line.lstrip(" \t\f")) for line in counted), default=0)
    kept = [line[indent:].rstrip(" \t\f") for line in lines[:-1]] + [lines[-1][indent:]]
    return decode("\n".join(kept))
