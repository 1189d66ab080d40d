"""PHP source to facts.

What a reader of these facts has to know of the language:

- A variable is a `Name` without its `$`; so is a constant, a function and a class. Fields bear no `$` either: `$this->x`,
  `self::$x` and `self::X` are all members called x.
- A function sees no variables of the file around it, unless it says `global`; then the home of the name is the module.
- What `use` brings is bound as an import; `A\\B` below an imported A, and `\\A\\B`, are `ImportRef`s where they stand.
- `FileFacts.package` is the namespace, with backslashes.
- Arrays with keys are records, arrays without are listings; an empty one is a record without entries.
- A file that returns a value, as configuration does, exports it under `=`; `require` of a literal path is an `ImportRef` of that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal as OneOf

from tree_sitter import Node, Tree

from scanner.languages import treesitter
from scanner.languages.facts import (
    Arg,
    Await,
    Choice,
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
    Record,
    SelfRef,
    Span,
    SuperRef,
    Template,
    Text,
)
from scanner.languages.strings import add_text, character, literal, together
from scanner.languages.walking import ClassHead, ClassKind, FunctionHead, FunctionKind, Walker, is_number, last_name

_MEMBERS = frozenset({"member_access_expression", "nullsafe_member_access_expression"})
_METHODS = frozenset({"member_call_expression", "nullsafe_member_call_expression", "scoped_call_expression"})
_CLASS_CONSTANTS = frozenset({"class_constant_access_expression", "scoped_property_access_expression"})
_CHAIN = _MEMBERS | _METHODS | _CLASS_CONSTANTS | {"subscript_expression", "function_call_expression"}
_LISTS = frozenset({"list_literal", "array_creation_expression"})
_NAMES = frozenset({"name", "qualified_name", "relative_name", "relative_scope", "namespace_name"})
_CLOSURES = frozenset({"anonymous_function", "arrow_function", "anonymous_function_creation_expression"})
_BOOLEANS = frozenset(
    {"==", "===", "!=", "!==", "<>", "<", ">", "<=", ">=", "&&", "||", "and", "or", "xor", "instanceof"}
)  # fmt: skip
_KEPT_CASTS = frozenset({"string", "array", "object", "binary"})
_NUMBER_CASTS = frozenset({"int", "integer", "float", "double", "real"})
_SPECIAL = frozenset({"sprintf", "vsprintf", "compact", "isset", "empty"})
_ANY_TYPE = frozenset({"mixed", "null", "void", "never", "callable", "iterable", "object", "false", "true"})
_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]+\}|x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
_SIMPLE_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "e": "\x1b", "f": "\f", "\\": "\\", "$": "$", '"': '"'}
_FORMAT = re.compile(r"%(?:(\d+)\$)?(?:[-+ 0]|'.)*\d*(?:\.\d+)?[bcdeEfFgGhHosuxX]")


def extract(path: str, text: bytes) -> FileFacts:
    """The facts of a PHP file. Never raises: what could not be read stands in `errors`."""
    return _Extractor(path, text, treesitter.parse(text, "tree_sitter_php", "language_php")).run()


class _Extractor(Walker):
    """Walks one tree. Every node is lowered once, so that every call is noted once."""

    language = "php"

    def __init__(self, path: str, text: bytes, tree: Tree) -> None:
        super().__init__(path, text, tree)
        self._imported: dict[str, str] = {}
        self._redirected: dict[tuple[int, str], int] = {}
        self._classes: list[str] = []
        self._functions: list[str] = []

    def statement_table(self) -> dict[str, Callable[[Node], None]]:
        return {
            "text": self.nothing,
            "text_interpolation": self.nothing,
            "php_tag": self.nothing,
            "php_end_tag": self.nothing,
            "empty_statement": self.nothing,
            "named_label_statement": self.nothing,
            "declare_statement": self._declare_statement,
            "namespace_definition": self._namespace,
            "namespace_use_declaration": self._use,
            "const_declaration": self._constants,
            "expression_statement": self._expression_statement,
            "echo_statement": self.simple,
            "exit_statement": self.simple,
            "goto_statement": self._jump,
            "break_statement": self._jump,
            "continue_statement": self._jump,
            "unset_statement": self._unset,
            "return_statement": self._return,
            "global_declaration": self._global,
            "function_static_declaration": self._static_variables,
            "compound_statement": self.visit_children,
            "colon_block": self.visit_children,
            "if_statement": self._if,
            "switch_statement": self._switch,
            "foreach_statement": self._foreach,
            "for_statement": self._loop,
            "while_statement": self._loop,
            "do_statement": self._loop,
            "try_statement": self._try,
            "function_definition": self._function,
            "method_declaration": self._method,
            "class_declaration": self._class,
            "interface_declaration": self._class,
            "trait_declaration": self._class,
            "enum_declaration": self._class,
            "property_declaration": self._properties,
            "use_declaration": self._use_traits,
        }

    def expression_table(self) -> dict[str, Callable[[Node], Expr]]:
        chain = dict.fromkeys(_CHAIN, self._chain)
        closures = dict.fromkeys(_CLOSURES, self._lambda)
        return {
            **chain,
            **closures,
            "variable_name": self._variable,
            "dynamic_variable_name": self._dynamic_variable,
            "name": self._reference,
            "qualified_name": self._reference,
            "relative_name": self._reference,
            "relative_scope": self._reference,
            "string": self._string,
            "encapsed_string": self._string,
            "heredoc": self._heredoc,
            "nowdoc": self._heredoc,
            "shell_command_expression": self._shell,
            "integer": self._literal,
            "float": self._literal,
            "boolean": self._literal,
            "null": self._literal,
            "array_creation_expression": self._array,
            "list_literal": self._array,
            "object_creation_expression": self._new,
            "parenthesized_expression": self.child,
            "error_suppression_expression": self.child,
            "clone_expression": self.child,
            "by_ref": self.child,
            "reference_modifier": self.other,
            "cast_expression": self._cast,
            "assignment_expression": self._assignment,
            "reference_assignment_expression": self._assignment,
            "augmented_assignment_expression": self._augmented,
            "update_expression": self._update,
            "binary_expression": self._binary,
            "unary_op_expression": self._unary,
            "conditional_expression": self._conditional,
            "match_expression": self._match,
            "sequence_expression": self._sequence,
            "yield_expression": self._yield,
            "include_expression": self._require,
            "include_once_expression": self._require,
            "require_expression": self._require,
            "require_once_expression": self._require,
            "throw_expression": self.other,
            "print_intrinsic": self.other,
        }

    # --- names ---

    def _reference(self, node: Node) -> Expr:
        """A constant, function or class, as it is written."""
        written, span = self.text(node), self.span(node)
        relative = written.lower()
        if relative in ("self", "static"):
            return SelfRef(self.builder.scope, span)
        if relative == "parent":
            return SuperRef(self.builder.scope, span)
        if "\\" in written:
            return self._qualified("".join(written.split()), span)
        return self._magic(written, span) if written.startswith("__") else Name(written, self.builder.scope, span)

    def _qualified(self, written: str, span: Span) -> Expr:
        first, _, rest = written.partition("\\")
        if first == "namespace":
            return Name(rest, self.builder.scope, span)
        if not first:
            return self._rooted(rest, span)
        module = self._imported.get(first.lower()) or "\\".join(part for part in (self.builder.package, first) if part)
        *between, last = rest.split("\\")
        return ImportRef("\\".join((module, *between)), last, 0, span)

    def _rooted(self, name: str, span: Span) -> Expr:
        module, _, last = name.rpartition("\\")
        if module or last.lower() in self._imported:
            return ImportRef(module, last, 0, span)
        return Name(last, self.builder.scope, span)

    def _magic(self, written: str, span: Span) -> Expr:
        name = written.upper()
        if name in ("__FUNCTION__", "__METHOD__") and self._functions:
            return Text(self._functions[-1], span)
        if name == "__CLASS__" and self._classes:
            return Text(self._classes[-1], span)
        if name == "__LINE__":
            return Opaque("where the code stands", "integer", span)
        if name in ("__FILE__", "__DIR__", "__NAMESPACE__"):
            return Opaque("where the code stands", "string", span)
        return Name(written, self.builder.scope, span)

    def _variable(self, node: Node) -> Expr:
        name, span = self.text(node).lstrip("$"), self.span(node)
        return SelfRef(self.builder.scope, span) if name == "this" else Name(name, self.builder.scope, span)

    def _dynamic_variable(self, node: Node) -> Expr:
        inner = self.first(node)
        if inner is not None and inner.type == "name":
            return Name(self.text(inner), self.builder.scope, self.span(inner))
        self.visit_children(node)
        return Opaque("variable whose name is computed", "", self.span(node))

    def _home(self, name: str) -> int:
        home = self.builder.home(("module", "function"))
        return self._redirected.get((home, name), home)

    def _global(self, node: Node) -> None:
        home = self.builder.home(("module", "function"))
        for child in self.children(node):
            self._redirected[home, self.text(child).lstrip("$")] = 0

    # --- the file ---

    def _declare_statement(self, node: Node) -> None:
        for child in self.children(node):
            if child.type != "declare_directive":
                self.visit(child)

    def _namespace(self, node: Node) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is not None and not self.builder.package:
            self.builder.package = "".join(self.text(name).split())
        if body is not None:
            self.visit_children(body)

    def _use(self, node: Node) -> None:
        children = self.children(node)
        group = next((child for child in children if child.type == "namespace_use_group"), None)
        if group is None:
            clauses, prefix = children, ""
        else:
            clauses = self.children(group)
            prefix = next((self.text(child) for child in children if child.type in ("namespace_name", "name", "qualified_name")), "")
        kind = node.child_by_field_name("type")
        for clause in clauses:
            if clause.type in ("namespace_use_clause", "namespace_use_group_clause"):
                is_class = kind is None and clause.child_by_field_name("type") is None
                self._use_clause(clause, "".join(prefix.split()).strip("\\"), is_class)

    def _use_clause(self, node: Node, prefix: str, is_class: bool) -> None:
        alias = node.child_by_field_name("alias")
        named = next((child for child in self.children(node) if child.type in _NAMES and child != alias), None)
        if named is None:
            return
        full = "\\".join(part for part in (prefix, "".join(self.text(named).split()).strip("\\")) if part)
        module, _, name = full.rpartition("\\")
        label, span = name if alias is None else self.text(alias), self.span(node)
        self.builder.imports(full)
        if is_class:
            self._imported[label.lower()] = full
        self.builder.bind(label, ImportRef(module, name, 0, span), "import", span, home=0)

    def _constants(self, node: Node) -> None:
        declared = node.child_by_field_name("type")
        for child in self.children(node):
            parts = self.children(child) if child.type == "const_element" else []
            if len(parts) == 2:
                self.builder.count_statement()
                label = self.text(parts[0])
                value, home = self._named_value(parts[1], label), self.builder.home(("module", "class"))
                self.builder.bind(label, value, "declare", self.span(child), home=home, type=self._type(declared))

    def _require(self, node: Node) -> Expr:
        value, span = self.child(node), self.span(node)
        path = _literal_path(value)
        if path is None:
            return Opaque("another file", "", span)
        self.builder.imports(path)
        return ImportRef(path, None, 0, span)

    # --- simple statements ---

    def _expression_statement(self, node: Node) -> None:
        self.builder.count_statement()
        self.visit_children(node)

    def _jump(self, node: Node) -> None:
        self.builder.count_statement()

    def _return(self, node: Node) -> None:
        self.builder.count_statement()
        value = self.first(node)
        if value is None:
            return
        lowered = self.expr(value)
        if self.builder.function is None:
            self.builder.export("=", lowered, self.span(node))
        else:
            self.builder.add_return(lowered)

    def _static_variables(self, node: Node) -> None:
        for child in self.children(node):
            name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
            if name is not None:
                self._store(name, None if value is None else self.expr(value), self.span(child))

    def _unset(self, node: Node) -> None:
        self.builder.count_statement()
        for child in self.children(node):
            if child.type in _CHAIN:
                self._change(child, None, "delete", self.span(child))

    # --- assignments ---

    def _assignment(self, node: Node) -> Expr:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return self.other(node)
        value = self._named_value(right, _bound_name(left, self.text))
        self._store(left, value, self.span(node))
        return value

    def _named_value(self, node: Node, name: str, record: int | None = None) -> Expr:
        """What is bound to a name, which an anonymous function then bears."""
        return self._closure(node, name, record) if node.type in _CLOSURES else self.expr(node)

    def _store(self, left: Node, value: Expr | None, span: Span) -> None:
        """Give `value` to whatever stands on the left."""
        if left.type in ("by_ref", "parenthesized_expression") and (inner := self.first(left)) is not None:
            left = inner
        if left.type == "variable_name":
            name = self.text(left).lstrip("$")
            self.builder.bind(name, value, "assign", span, home=self._home(name))
        elif left.type in _CHAIN:
            self._change(left, value, "set", span)
        elif left.type in _LISTS:
            self._take_apart(left, value, span)
        else:
            self.expr(left)

    def _take_apart(self, left: Node, value: Expr | None, span: Span) -> None:
        """`[$a, 'k' => $b] = $value`."""
        if value is None or not self.enter():
            return
        for position, (key, target) in enumerate(self._targets(left)):
            at = self.span(target)
            label: Expr = Literal("integer", str(position), at) if key is None else self.expr(key)
            self._store(target, _part(value, position, key is None, Index(value, label, at)), at)
        self.leave()

    def _targets(self, node: Node) -> Iterator[tuple[Node | None, Node]]:
        """What a list takes, each with its key where it has one."""
        for child in self.children(node):
            if child.type == "array_element_initializer":
                inner = self.children(child)
                yield (inner[0] if len(inner) == 2 else None), (inner[-1] if inner else child)
            elif _before(child) == "=>":
                continue
            else:
                follows = child.next_sibling
                key = child if follows is not None and follows.type == "=>" else None
                target = follows.next_named_sibling if key is not None and follows is not None else child
                yield key, target or child

    def _change(self, node: Node, value: Expr | None, op: str, span: Span) -> None:
        target, key, key_expr = self._place(node)
        if op == "delete":
            self.builder.mutate(target, key, None, span, key_expr=key_expr, op="delete")
        elif op == "augment":
            self.builder.mutate(target, key, value, span, key_expr=key_expr, op="augment")
        else:
            self.builder.mutate(target, key, value, span, key_expr=key_expr)

    def _place(self, node: Node) -> tuple[Expr, str | None, Expr | None]:
        """The object and the key of something that can be assigned to."""
        head, span = _head(node), self.span(node)
        target = Opaque("missing", "", span) if head is None else self.expr(head)
        if node.type == "subscript_expression":
            key = self._key(node)
        else:
            name = _last_part(node)
            key = Opaque("missing", "", span) if name is None else self._member_name(name)
        return (target, key.value, None) if isinstance(key, Text) else (target, None, key)

    def _key(self, node: Node) -> Expr:
        children = self.children(node)
        return self.expr(children[1]) if len(children) > 1 else Opaque("the next item", "integer", self.span(node))

    def _member_name(self, node: Node) -> Expr:
        """The name of a member: a text, unless it is computed. A static field is written with its `$`."""
        if node.type == "name":
            return Text(self.text(node), self.span(node))
        if node.type == "variable_name" and node.parent is not None and node.parent.type == "scoped_property_access_expression":
            return Text(self.text(node).lstrip("$"), self.span(node))
        return self.expr(node)

    def _augmented(self, node: Node) -> Expr:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator, span = node.child_by_field_name("operator"), self.span(node)
        if left is None or right is None or operator is None:
            return self.other(node)
        symbol, added = self.text(operator), self._named_value(right, _bound_name(left, self.text))
        if symbol == "??=":
            return self._keep_or_store(left, added, span)
        if symbol == ".=" or (symbol == "+=" and isinstance(added, Record)):
            self._augment(left, added, span)
            return added
        value = Opaque("arithmetic", "number", span)
        self._store(left, value, span)
        return value

    def _augment(self, left: Node, added: Expr, span: Span) -> None:
        if left.type == "variable_name":
            name = self.text(left).lstrip("$")
            self.builder.bind(name, added, "augment", span, home=self._home(name))
        elif left.type in _CHAIN:
            self._change(left, added, "augment", span)
        else:
            self.expr(left)

    def _keep_or_store(self, left: Node, added: Expr, span: Span) -> Expr:
        """`$a ??= v`: the old value, or the new one."""
        if left.type == "variable_name":
            value = Choice((self._variable(left), added), "or", span)
            self._store(left, value, span)
            return value
        if left.type not in _CHAIN:
            self._store(left, added, span)
            return added
        target, key, key_expr = self._place(left)
        self.builder.mutate(target, key, added, span, key_expr=key_expr)
        at = self.span(left)
        is_index = left.type == "subscript_expression"
        old = Index(target, key_expr or Text(key or "", at), at) if is_index else Member(target, key or "", at, at)
        return Choice((old, added), "or", span)

    def _update(self, node: Node) -> Expr:
        argument, value = node.child_by_field_name("argument"), Opaque("arithmetic", "number", self.span(node))
        if argument is not None:
            self._store(argument, value, value.span)
        return value

    # --- control flow ---

    def _arm(self, node: Node | None, group: int | None = None, exhaustive: bool = False) -> None:
        if node is None:
            return
        with self.builder.open_scope("block", self.span(node), group=group, exhaustive=exhaustive):
            self.visit(node)

    def _if(self, node: Node) -> None:
        alternatives = node.children_by_field_name("alternative")
        group, exhaustive = self.builder.new_group(), any(arm.type == "else_clause" for arm in alternatives)
        for arm in (node, *alternatives):
            if arm.type != "else_clause":
                self.field(arm, "condition")
            self._arm(arm.child_by_field_name("body"), group, exhaustive)

    def _switch(self, node: Node) -> None:
        subject, body = self.field(node, "condition"), node.child_by_field_name("body")
        clauses = [] if body is None else self.children(body)
        group, exhaustive = self.builder.new_group(), any(clause.type == "default_statement" for clause in clauses)
        for clause in clauses:
            with self.builder.open_scope("block", self.span(clause), group=group, exhaustive=exhaustive):
                self._case(clause, subject)

    def _case(self, clause: Node, subject: Expr) -> None:
        value = clause.child_by_field_name("value")
        if value is not None:
            self.compare(subject, (self.expr(value),), self.span(value))
        for child in self.children(clause):
            if child != value:
                self.visit(child)

    def _foreach(self, node: Node) -> None:
        body = node.child_by_field_name("body")
        children = [child for child in self.children(node) if child != body]
        collection = self.expr(children[0]) if children else Opaque("missing", "", self.span(node))
        with self.builder.open_scope("block", self.span(body or node)):
            for target in children[1:2]:
                self._loop_variables(target, collection)
            if body is not None:
                self.visit(body)

    def _loop_variables(self, target: Node, collection: Expr) -> None:
        pair = self.children(target) if target.type == "pair" else [target]
        if len(pair) == 2:
            self._loop_variable(pair[0], Element(collection, "key", self.span(pair[0])))
        if pair:
            self._loop_variable(pair[-1], Element(collection, "value", self.span(pair[-1])))

    def _loop_variable(self, target: Node, value: Expr) -> None:
        inner = self.first(target) if target.type == "by_ref" else target
        if inner is not None and inner.type == "variable_name":
            name = self.text(inner).lstrip("$")
            self.builder.bind(name, value, "loop", self.span(inner), home=self._home(name))
        elif inner is not None:
            self._store(inner, value, self.span(inner))

    def _loop(self, node: Node) -> None:
        """`for`, `while` and `do`."""
        bodies = node.children_by_field_name("body")
        for child in self.children(node):
            if child in bodies:
                self._arm(child)
            else:
                self.visit(child)

    def _try(self, node: Node) -> None:
        self._arm(node.child_by_field_name("body"))
        for clause in self.children(node):
            if clause.type == "catch_clause":
                self._catch(clause)
            elif clause.type == "finally_clause":
                self._arm(clause.child_by_field_name("body"))

    def _catch(self, node: Node) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        with self.builder.open_scope("block", self.span(node)):
            if name is not None:
                declared = node.child_by_field_name("type")
                label, span = self.text(name).lstrip("$"), self.span(name)
                self.builder.bind(label, Opaque("exception", "", span), "assign", span, home=self._home(label), type=self._type(declared))
            if body is not None:
                self.visit(body)

    # --- functions ---

    def _function(self, node: Node) -> None:
        name = node.child_by_field_name("name")
        if name is None:
            self.visit_children(node)
            return
        label, span = self.text(name), self.span(node)
        decorators = self._decorators(node)
        head = FunctionHead(label, "function", span, self.span(name), None, None, decorators)
        ref = self._lower_function(node, head)
        self.builder.bind(label, ref, "function", self.span(name), home=0)

    def _method(self, node: Node) -> None:
        name = node.child_by_field_name("name")
        if name is None:
            self.visit_children(node)
            return
        label, span = self.text(name), self.span(node)
        owner, decorators = self.builder.scopes[self.builder.scope].owner, self._decorators(node)
        head = FunctionHead(label, _method_kind(node, label), span, self.span(name), owner, None, decorators)
        ref = self._lower_function(node, head)
        self.builder.bind(label, ref, "function", self.span(name))

    def _lambda(self, node: Node) -> Expr:
        return self._closure(node, "", None)

    def _closure(self, node: Node, name: str, record: int | None) -> Expr:
        if not self.enter():
            return Opaque("nested too deeply", "", self.span(node))
        try:
            span = self.span(node)
            return self._lower_function(node, FunctionHead(name, "lambda", span, span, None, record, self._decorators(node)))
        finally:
            self.leave()

    def _lower_function(self, node: Node, head: FunctionHead) -> FunctionRef:
        around = self._home("")
        # A function inside of another costs more frames than its two levels.
        self.depth += 2
        if head.kind != "lambda":
            self._functions.append(head.name)
        try:
            return self.function(
                head,
                lambda: self._parameters(node),
                lambda: self._type(node.child_by_field_name("return_type")),
                lambda: self._function_body(node, around),
            )
        finally:
            self.depth -= 2
            if head.kind != "lambda":
                self._functions.pop()

    def _function_body(self, node: Node, around: int) -> None:
        self._promote(node)
        for child in self.children(node):
            if child.type == "anonymous_function_use_clause":
                self._share(child, around)
        body = node.child_by_field_name("body")
        if body is None:
            return
        if node.type == "arrow_function":
            self.builder.count_statement()
            self.builder.add_return(self.expr(body))
        else:
            self.body(body)

    def _share(self, clause: Node, around: int) -> None:
        """What a closure uses by reference, it changes outside too."""
        for child in self.children(clause):
            inner = self.first(child) if child.type == "by_ref" else None
            if inner is not None:
                name = self.text(inner).lstrip("$")
                self._redirected[self.builder.scope, name] = self._redirected.get((around, name), around)

    def _parameters(self, node: Node) -> tuple[Param, ...]:
        parameters = node.child_by_field_name("parameters")
        found = [] if parameters is None else [self._parameter(child) for child in self.children(parameters)]
        return tuple(param for param in found if param is not None)

    def _parameter(self, node: Node) -> Param | None:
        name, default = node.child_by_field_name("name"), node.child_by_field_name("default_value")
        if name is None:
            self.visit_children(node)
            return None
        value = None if default is None else self.expr(default)
        label = self.text(name).lstrip("&$")
        kind: OneOf["rest", "positional"] = "rest" if node.type == "variadic_parameter" else "positional"
        return Param(label, kind, value, self._type(node.child_by_field_name("type")), self.span(name))

    def _promote(self, node: Node) -> None:
        """Parameters of a constructor that are fields as well."""
        parameters = node.child_by_field_name("parameters")
        scope = self.builder.scopes[self.builder.scope]
        for child in [] if parameters is None else self.children(parameters):
            name = child.child_by_field_name("name")
            if child.type == "property_promotion_parameter" and name is not None and scope.parent is not None:
                label, span = self.text(name).lstrip("&$"), self.span(name)
                declared = self._type(child.child_by_field_name("type"))
                self.builder.bind(label, None, "declare", span, home=scope.parent, type=declared)
                self.builder.mutate(SelfRef(scope.index, span), label, Name(label, scope.index, span), span)

    def _decorators(self, node: Node) -> tuple[Expr, ...]:
        found = node.child_by_field_name("attributes")
        groups = [] if found is None else self.children(found)
        return tuple(self._attribute(child) for group in groups for child in self.children(group))

    def _attribute(self, node: Node) -> Expr:
        name, args = self.first(node), node.child_by_field_name("parameters")
        callee = Opaque("missing", "", self.span(node)) if name is None else self.expr(name)
        if args is None:
            return callee
        return self.builder.call(callee, self._args(args), self.span(node), last_name(callee), "decorator")

    # --- classes ---

    def _class(self, node: Node) -> None:
        name = node.child_by_field_name("name")
        if name is None:
            self.visit_children(node)
            return
        kinds: dict[str, ClassKind] = {"interface_declaration": "interface", "enum_declaration": "enum"}
        ref = self._lower_class(node, self.text(name), self.span(name), kinds.get(node.type, "class"))
        self.builder.bind(self.text(name), ref, "class", self.span(name), home=0)

    def _lower_class(self, node: Node, label: str, name_span: Span, kind: ClassKind) -> ClassRef:
        decorators, body = self._decorators(node), node.child_by_field_name("body")
        clauses = [child for child in self.children(node) if child.type in ("base_clause", "class_interface_clause")]
        bases = [self.expr(child) for clause in clauses for child in self.children(clause)]
        traits: list[Expr] = [] if body is None else [self.expr(name) for name in self._trait_names(body)]
        head = ClassHead(label, kind, self.span(node), name_span, (*traits, *bases), decorators)
        self._classes.append(label)
        ref = self.cls(head, lambda _: self._members(body))
        self._classes.pop()
        return ref

    def _trait_names(self, body: Node) -> Iterator[Node]:
        for child in self.children(body):
            if child.type == "use_declaration":
                yield from (name for name in self.children(child) if name.type in _NAMES)

    def _use_traits(self, node: Node) -> None:
        """Traits are bases; what is renamed is bound to what it was."""
        for block in self.children(node):
            for clause in self.children(block) if block.type == "use_list" else ():
                parts = [child for child in self.children(clause) if child.type == "name"]
                if clause.type == "use_as_clause" and len(parts) == 2:
                    self.builder.bind(self.text(parts[1]), self.expr(parts[0]), "assign", self.span(clause))

    def _members(self, body: Node | None) -> tuple[EnumMember, ...]:
        members: list[EnumMember] = []
        for child in [] if body is None else self.children(body):
            if child.type == "enum_case":
                members.append(self._enum_case(child))
            else:
                self.visit(child)
        return tuple(members)

    def _enum_case(self, node: Node) -> EnumMember:
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        label = "" if name is None else self.text(name)
        lowered, span = None if value is None else self.expr(value), self.span(node)
        self.builder.bind(label, lowered, "declare", span)
        return EnumMember(label, lowered, span)

    def _properties(self, node: Node) -> None:
        declared = self._type(node.child_by_field_name("type"))
        for child in self.children(node):
            name = child.child_by_field_name("name")
            if child.type != "property_element" or name is None:
                continue
            value, label = child.child_by_field_name("default_value"), self.text(name).lstrip("$")
            lowered = None if value is None else self.expr(value)
            self.builder.bind(label, lowered, "declare", self.span(child), type=declared)

    # --- types ---

    def _type(self, node: Node | None) -> Expr | None:
        """The one nominal type that a declaration names."""
        if node is None:
            return None
        if node.type in ("union_type", "intersection_type", "disjunctive_normal_form_type", "type_list", "optional_type"):
            return self._one_of(node)
        written, span = self.text(node).lower(), self.span(node)
        if written in _ANY_TYPE:
            return None
        if written in ("self", "static"):
            return Name(self._classes[-1], self.builder.scope, span) if self._classes and self._classes[-1] else None
        if node.type == "primitive_type":
            return Name(self.text(node), self.builder.scope, span)
        inner = self.first(node) if node.type == "named_type" else node
        return self._reference(inner) if inner is not None and inner.type in _NAMES else None

    def _one_of(self, node: Node) -> Expr | None:
        found = [option for child in self.children(node)[:20] if (option := self._plain_type(child)) is not None]
        return found[0] if len(found) == 1 else None

    def _plain_type(self, node: Node) -> Expr | None:
        return self._type(node) if node.type in ("named_type", "primitive_type", "optional_type") else None

    # --- literals ---

    def _literal(self, node: Node) -> Expr:
        text, span = self.text(node), self.span(node)
        if node.type in ("boolean", "null"):
            return Literal("null" if node.type == "null" else "boolean", text, span)
        return Literal("integer" if node.type == "integer" else "number", text, span)

    def _string(self, node: Node) -> Expr:
        parts: list[Expr] = []
        for child in node.children:
            if child.type == "string_content":
                add_text(parts, self.text(child), self.span(child))
            elif child.type == "escape_sequence":
                text = self.text(child)
                add_text(parts, text[1:] if node.type == "string" else _decode(text), self.span(child))
            elif child.is_named and child.type != "comment":
                parts.append(self._interpolated(child))
        return literal(parts, self.span(node))

    def _interpolated(self, node: Node) -> Expr:
        """A value inside a string, where `$a[key]` needs no quotes."""
        children = self.children(node)
        if node.type == "subscript_expression" and len(children) == 2 and children[1].type == "name":
            key = children[1]
            return Index(self.expr(children[0]), Text(self.text(key), self.span(key)), self.span(node))
        return self.expr(node)

    def _heredoc(self, node: Node) -> Expr:
        body, end = node.child_by_field_name("value"), node.child_by_field_name("end_tag")
        if body is None:
            return Text("", self.span(node))
        raw = node.type == "nowdoc"
        indent = 0 if end is None else self._indentation(end)
        parts: list[Expr] = []
        position = body.start_byte
        for child in [] if raw else body.children:
            if child.type in ("string_content", "escape_sequence"):
                continue
            self._add_lines(parts, position, child.start_byte, indent, body)
            position = child.end_byte
            if child.is_named:
                parts.append(self._interpolated(child))
        self._add_lines(parts, position, body.end_byte, indent, body, raw)
        return literal(parts, self.span(node))

    def _indentation(self, end: Node) -> int:
        line = self.source[self.source.rfind(b"\n", 0, end.end_byte) + 1 : end.end_byte]
        return len(line) - len(line.lstrip(b" \t"))

    def _add_lines(self, parts: list[Expr], start: int, end: int, indent: int, body: Node, raw: bool = False) -> None:
        text = self.source[start:end].decode("utf-8", "replace").replace("\r\n", "\n")
        first, *lines = text.split("\n")
        if start == body.start_byte:
            lines = [first, *lines] if first.strip() or not lines else lines
            text = "\n".join(_dedent(line, indent) for line in lines)
        else:
            text = "\n".join([first, *(_dedent(line, indent) for line in lines)])
        add_text(parts, text if raw else _decode(text), self.span(body))

    def _shell(self, node: Node) -> Expr:
        for child in self.children(node):
            if child.type not in ("string_content", "escape_sequence"):
                self._interpolated(child)
        return Opaque("output of a program", "string", self.span(node))

    # --- arrays ---

    def _array(self, node: Node) -> Expr:
        elements = self.children(node)
        if self._is_listing(elements):
            return Listing(tuple(self._item(element) for element in elements), self.span(node))
        index = self.builder.reserve_record()
        entries = tuple(self._entry(element, position, index) for position, element in enumerate(elements))
        return self.builder.record(entries, self.span(node), index)

    def _is_listing(self, elements: Sequence[Node]) -> bool:
        """Whether an array has items and no keys. What is only put together from others may have keys."""
        if any(len(self.children(element)) == 2 for element in elements if element.type == "array_element_initializer"):
            return False
        return any(inner is None or inner.type != "variadic_unpacking" for inner in (self.first(element) for element in elements))

    def _item(self, node: Node) -> Arg:
        inner = self.first(node) if node.type == "array_element_initializer" else node
        if inner is None:
            return Arg(Opaque("missing", "", self.span(node)))
        return Arg(self.child(inner), spread="*") if inner.type == "variadic_unpacking" else Arg(self.expr(inner))

    def _entry(self, node: Node, position: int, record: int) -> Entry:
        parts, span = self.children(node) if node.type == "array_element_initializer" else [node], self.span(node)
        if len(parts) != 2:
            item = self._item(node)
            return Entry(item.value, spread=True, span=span) if item.spread else Entry(item.value, key=str(position), span=span)
        key = self.expr(parts[0])
        label = key.value if isinstance(key, Text) else key.text if isinstance(key, Literal) and key.type == "integer" else None
        value = self._named_value(parts[1], label or "", record)
        return Entry(value, key=label, key_expr=key if label is None else None, span=span)

    # --- calls, members and indexes ---

    def _chain(self, node: Node) -> Expr:
        links: list[Node] = []
        base: Node | None = node
        while base is not None and base.type in _CHAIN and not self._is_special(base):
            links.append(base)
            base = _head(base)
        if not links:
            return self._special_call(node)
        return self.chain(node, links[::-1], lambda: self._start(base, node), self._link)

    def _start(self, base: Node | None, node: Node) -> Expr:
        if base is None:
            return Opaque("missing", "", self.span(node))
        return self._special_call(base) if base.type in _CHAIN else self.expr(base)

    def _link(self, node: Node, value: Expr) -> Expr:
        span = self.span(node)
        if node.type == "subscript_expression":
            return Index(value, self._key(node), span)
        if node.type == "function_call_expression":
            return self._called(node, value, last_name(value))
        name = _last_part(node)
        if name is None:
            return Opaque("missing", "", span)
        label, at = self._member_name(name), self.span(name)
        if node.type in _METHODS:
            span = self.span(node, name)
        member: Expr = Member(value, label.value, span, at) if isinstance(label, Text) else Index(value, label, span)
        return self._called(node, member, at) if node.type in _METHODS else member

    def _called(self, node: Node, callee: Expr, name_span: Span) -> Expr:
        """A call; `f(...)` with three dots is the function itself."""
        arguments = node.child_by_field_name("arguments")
        if arguments is not None and any(child.type == "variadic_placeholder" for child in arguments.named_children):
            return callee
        args = () if arguments is None else self._args(arguments)
        if isinstance(callee, Name) and callee.name.lower() == "define":
            self._define(args, self.span(node))
        return self.builder.call(callee, args, self.span(node), name_span)

    def _define(self, args: tuple[Arg, ...], span: Span) -> None:
        if len(args) > 1 and isinstance(args[0].value, Text):
            self.builder.bind(args[0].value.value, args[1].value, "declare", span, home=0)

    def _args(self, node: Node) -> tuple[Arg, ...]:
        return tuple(self._arg(child) for child in self.children(node))

    def _arg(self, node: Node) -> Arg:
        if node.type == "variadic_unpacking":
            return Arg(self.child(node), spread="*")
        name = node.child_by_field_name("name") if node.type == "argument" else None
        values = [child for child in self.children(node) if child != name and child.type != "reference_modifier"]
        if node.type != "argument" or not values:
            return Arg(self.expr(node))
        if values[0].type == "variadic_unpacking":
            return Arg(self.child(values[0]), spread="*")
        return Arg(self.expr(values[0]), keyword=None if name is None else self.text(name))

    def _is_special(self, node: Node) -> bool:
        return self._special_name(node) in _SPECIAL

    def _special_name(self, node: Node) -> str:
        function = node.child_by_field_name("function") if node.type == "function_call_expression" else None
        if function is None or function.type not in ("name", "qualified_name"):
            return ""
        return self.text(function).lstrip("\\").lower()

    def _special_call(self, node: Node) -> Expr:
        """`sprintf`, `compact` and `isset`, whose value the text tells."""
        name, arguments, span = self._special_name(node), node.child_by_field_name("arguments"), self.span(node)
        args = () if arguments is None else self._args(arguments)
        if name == "compact":
            return self._compact(args, span)
        if name in ("isset", "empty"):
            return Opaque("comparison", "boolean", span)
        if not args:
            return Opaque("missing", "string", span)
        template, rest = args[0].value, args[1:]
        if name == "vsprintf":
            rest = rest[0].value.items if rest and isinstance(rest[0].value, Listing) else ()
        return Format(_percent(template), rest, "percent", span)

    def _compact(self, args: tuple[Arg, ...], span: Span) -> Expr:
        """`compact('a', 'b')` is a record of the variables a and b."""
        names = [item.value for arg in args for item in (arg.value.items if isinstance(arg.value, Listing) else (arg,))]
        entries = [
            Entry(Name(name.value, self.builder.scope, name.span), key=name.value, span=name.span)
            if isinstance(name, Text)
            else Entry(Opaque("variable whose name is computed", "", name.span), key_expr=name, span=name.span)
            for name in names
        ]
        return self.builder.record(tuple(entries), span)

    def _new(self, node: Node) -> Expr:
        children = self.children(node)
        declared = next((child for child in children if child.type == "anonymous_class"), None)
        if declared is not None:
            return self._new_anonymous(node, declared)
        if node.child_by_field_name("body") is not None or any(child.type == "declaration_list" for child in children):
            return self._new_anonymous(node, node)
        target = next((child for child in children if child.type not in ("arguments", "attribute_list")), None)
        callee = Opaque("missing", "", self.span(node)) if target is None else self.expr(target)
        arguments = next((child for child in children if child.type == "arguments"), None)
        args = () if arguments is None else self._args(arguments)
        return self.builder.call(callee, args, self.span(node), last_name(callee), "new")

    def _new_anonymous(self, node: Node, declared: Node) -> Expr:
        arguments = next((child for child in self.children(declared) if child.type == "arguments"), None)
        args = () if arguments is None else self._args(arguments)
        span = self.span(declared)
        return self.builder.call(self._lower_class(declared, "", span, "class"), args, self.span(node), span, "new")

    # --- operators ---

    def _binary(self, node: Node) -> Expr:
        if self._operator(node) == "??":
            return self._first_set(node)
        links = [node]
        base = node.child_by_field_name("left")
        while base is not None and base.type == "binary_expression" and self._operator(base) != "??":
            links.append(base)
            base = base.child_by_field_name("left")
        operands = [Opaque("missing", "", self.span(node)) if base is None else self.expr(base)]
        run = ""
        for link in reversed(links):
            symbol = self._operator(link)
            if symbol != run or symbol not in (".", "+"):
                operands = [_joined(run, operands, self.span(link), self._record)]
            operands.append(self.field(link, "right"))
            run = symbol
            if symbol not in (".", "+"):
                operands = [_operation(symbol, self.span(link))]
        return _joined(run, operands, self.span(node), self._record)

    def _record(self, entries: tuple[Entry, ...], span: Span) -> Expr:
        return self.builder.record(entries, span)

    def _operator(self, node: Node) -> str:
        operator = node.child_by_field_name("operator")
        return "" if operator is None else self.text(operator).lower()

    def _first_set(self, node: Node) -> Expr:
        """`$a ?? $b ?? $c`, which leans to the right."""
        options = [self.field(node, "left")]
        right = node.child_by_field_name("right")
        while right is not None and right.type == "binary_expression" and self._operator(right) == "??":
            options.append(self.field(right, "left"))
            right = right.child_by_field_name("right")
        options.append(Opaque("missing", "", self.span(node)) if right is None else self.expr(right))
        return Choice(tuple(options), "or", self.span(node))

    def _unary(self, node: Node) -> Expr:
        value, span, symbol = self.field(node, "argument"), self.span(node), self._operator(node)
        if symbol == "!":
            return Opaque("comparison", "boolean", span)
        if isinstance(value, Literal) and is_number(value) and not value.text.startswith(("-", "+", "~")):
            return Literal(value.type, symbol + value.text, span)
        return Opaque("arithmetic", "number", span)

    def _cast(self, node: Node) -> Expr:
        value, kind = self.field(node, "value"), node.child_by_field_name("type")
        name = "" if kind is None else self.text(kind).strip("() \t").lower()
        if name in _KEPT_CASTS:
            return value
        if name in ("bool", "boolean"):
            return Opaque("cast", "boolean", self.span(node))
        return Opaque("cast", "number" if name in _NUMBER_CASTS else "", self.span(node))

    def _conditional(self, node: Node) -> Expr:
        condition, body = self.field(node, "condition"), node.child_by_field_name("body")
        if body is None:
            return Choice((condition, self.field(node, "alternative")), "or", self.span(node))
        return Choice((self.expr(body), self.field(node, "alternative")), "ternary", self.span(node))

    def _match(self, node: Node) -> Expr:
        self.field(node, "condition")
        body = node.child_by_field_name("body")
        options = [self._match_arm(arm) for arm in ([] if body is None else self.children(body))]
        return Choice(tuple(options), "match", self.span(node)) if options else Opaque("nothing", "", self.span(node))

    def _match_arm(self, node: Node) -> Expr:
        value, conditions = node.child_by_field_name("return_expression"), node.child_by_field_name("conditional_expressions")
        if conditions is not None:
            self.visit_children(conditions)
        return self.other(node) if value is None else self.expr(value)

    def _sequence(self, node: Node) -> Expr:
        values = [self.expr(child) for child in self.children(node)]
        return values[-1] if values else Opaque("missing", "", self.span(node))

    def _yield(self, node: Node) -> Expr:
        inner = self.first(node)
        if inner is not None and inner.type == "array_element_initializer":
            values = [self.expr(child) for child in self.children(inner)]
            return Await(values[-1] if values else Opaque("missing", "", self.span(node)), self.span(node))
        return Await(Opaque("missing", "", self.span(node)) if inner is None else self.expr(inner), self.span(node))


# --- what a node is ----------------------------------------------------------------------------------


def _head(node: Node) -> Node | None:
    """What a link of a chain hangs on."""
    for name in ("object", "scope", "function"):
        if (found := node.child_by_field_name(name)) is not None:
            return found
    return next((child for child in node.named_children if child.type != "comment"), None)


def _last_part(node: Node) -> Node | None:
    """The member's name in a link of a chain."""
    if (name := node.child_by_field_name("name")) is not None:
        return name
    children = [child for child in node.named_children if child.type != "comment"]
    return children[1] if len(children) > 1 else None


def _before(node: Node) -> str:
    return "" if node.prev_sibling is None else node.prev_sibling.type


def _bound_name(left: Node, text: Callable[[Node], str]) -> str:
    """The name that an assignment gives to an anonymous function."""
    if left.type == "variable_name":
        return text(left).lstrip("$")
    name = _last_part(left) if left.type in _MEMBERS | _CLASS_CONSTANTS else None
    return text(name).lstrip("$") if name is not None and name.type in ("name", "variable_name") else ""


def _method_kind(node: Node, name: str) -> FunctionKind:
    if node.child_by_field_name("body") is None:
        return "abstract"
    if name.lower() == "__construct":
        return "constructor"
    return "static" if any(child.type == "static_modifier" for child in node.children) else "method"


# --- what a value is ---------------------------------------------------------------------------------


def _literal_path(value: Expr) -> str | None:
    """The path of another file: a text, or one that follows the folder of this file."""
    if isinstance(value, Text):
        return value.value
    if not isinstance(value, Template) or len(value.parts) != 2 or not isinstance(value.parts[1], Text):
        return None
    folder, rest = value.parts[0], value.parts[1].value
    is_here = isinstance(folder, Opaque) and folder.reason == "where the code stands"
    return "." + rest if (is_here or _is_folder_of_file(folder)) and rest.startswith("/") else None


def _is_folder_of_file(expr: Expr) -> bool:
    callee = getattr(expr, "callee", None)
    return isinstance(callee, Name) and callee.name in ("dirname", "plugin_dir_path")


def _part(value: Expr, position: int, plain: bool, otherwise: Expr) -> Expr:
    """One part of what is taken apart: the item itself where it is written out."""
    if plain and isinstance(value, Listing) and position < len(value.items) and not any(item.spread for item in value.items):
        return value.items[position].value
    return otherwise


def _joined(symbol: str, operands: list[Expr], span: Span, record: Callable[[tuple[Entry, ...], Span], Expr]) -> Expr:
    """The value of a run of `.` or `+`. The sum of arrays keeps what the earlier one has."""
    if len(operands) == 1:
        return operands[0]
    if symbol == ".":
        return together(operands, span)
    if any(isinstance(operand, Record) for operand in operands):
        return record(tuple(Entry(operand, spread=True, span=operand.span) for operand in reversed(operands)), span)
    return Opaque("arithmetic", "number" if any(is_number(operand) for operand in operands) else "", span)


def _operation(symbol: str, span: Span) -> Expr:
    return Opaque("comparison", "boolean", span) if symbol in _BOOLEANS else Opaque("arithmetic", "number", span)


def _percent(template: Expr) -> Expr:
    """PHP's `%1$s` as `%(0)s`, and its other verbs as `%s`."""
    if not isinstance(template, Text):
        return template
    return Text(_FORMAT.sub(lambda match: f"%({int(match[1]) - 1})s" if match[1] else "%s", template.value), template.span)


# --- text --------------------------------------------------------------------------------------------


def _dedent(line: str, indent: int) -> str:
    return line[min(indent, len(line) - len(line.lstrip(" \t"))) :]


def _decode(text: str) -> str:
    return _ESCAPE.sub(_unescape, text) if "\\" in text else text


def _unescape(match: re.Match[str]) -> str:
    code = match[1]
    if code in _SIMPLE_ESCAPES:
        return _SIMPLE_ESCAPES[code]
    if code.startswith("u{"):
        return character(int(code[2:-1], 16))
    if code[0] == "x" and len(code) > 1:
        return chr(int(code[1:], 16))
    return chr(int(code, 8) & 0xFF) if code[0] in "01234567" else match[0]
