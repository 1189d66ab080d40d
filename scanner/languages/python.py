"""Python source to facts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal as OneOf

from tree_sitter import Node, Tree

from scanner.languages import treesitter
from scanner.languages.builder import BindingKind, FactsBuilder
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
    Record,
    Rest,
    SelfRef,
    Span,
    SuperRef,
    Template,
    Text,
)
from scanner.languages.parts import unpacked
from scanner.languages.strings import Escapes, add_text, literal, together
from scanner.languages.walking import is_number

_GRAMMAR = "tree_sitter_python"
# One level costs up to six Python frames: this stays well below the interpreter's limit, for walking as for pickling.
_DEEPEST = 100
_DEEPEST_TYPE = 12
_LONGEST_FORWARD_REFERENCE = 400

_EXTRAS = frozenset({"comment", "line_continuation"})
_CHAIN = frozenset({"call", "attribute", "subscript"})
_COMMENTS = frozenset({"comment"})
_STRINGS = frozenset({"string", "concatenated_string"})
_PATTERNS = frozenset({"pattern_list", "tuple_pattern", "list_pattern", "expression_list", "tuple", "list"})
_SPLATS = frozenset({"list_splat", "list_splat_pattern", "parenthesized_list_splat"})
_COPIES = frozenset({"sorted", "list", "tuple", "reversed", "set", "frozenset", "iter"})
_ENUM_BASES = ("Enum", "Flag")
_CHOICE_BASES = frozenset({"TextChoices", "IntegerChoices", "Choices"})
_UNWRAPPED = frozenset(
    {"Optional", "Annotated", "Awaitable", "ClassVar", "Final", "Required", "NotRequired", "ReadOnly", "InitVar", "Unpack"}
)
_ESCAPES = Escapes(
    re.compile(r"\\(\r?\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|.)", re.DOTALL),
    {
        "n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\n": "", "\r\n": "",
    },
    octal=True,
    keeps_unknown=True,
)  # fmt: skip
_DOTTED = re.compile(r"\s*[^\W\d]\w*(\s*\.\s*[^\W\d]\w*)*\s*")
_CONSTANT = re.compile(r"_*[A-Z][A-Z0-9_]*")

FunctionKind = OneOf["function", "method", "static", "constructor", "getter", "abstract", "lambda"]
ParamKind = OneOf["positional", "keyword", "rest", "keyrest"]


def extract(path: str, text: bytes) -> FileFacts:
    """The facts of a Python file. Never raises: what could not be read stands in `errors`."""
    tree = treesitter.parse(text, _GRAMMAR)
    return _Extractor(path, text, tree).run()


@dataclass(frozen=True, slots=True)
class _ParamNode:
    """A parameter before its function's scope is open: the default is already walked in the scope around it."""

    target: Node
    kind: ParamKind
    default: Expr | None
    type: Node | None


class _Extractor:
    """Walks one tree. Every node is lowered once, so that every call is noted once."""

    def __init__(self, path: str, text: bytes, tree: Tree) -> None:
        self._tree = tree
        self._text = text
        self._positions = treesitter.Positions(text)
        self._build = FactsBuilder(path, "python", self._span(tree.root_node))
        self._depth = 0
        self._receiver: str | None = None
        self._redirected: dict[tuple[int, str], int] = {}
        self._owned: set[tuple[int, str]] = set()
        self._interfaces: set[int] = set()
        self._members: dict[int, list[EnumMember]] = {}
        self._statements = self._statement_table()
        self._expressions = self._expression_table()

    def run(self) -> FileFacts:
        for child in _named(self._tree.root_node):
            self._visit(child)
        for node in treesitter.captured(self._tree, _COMMENTS):
            self._build.comment(treesitter.text_of(node), self._span(node))
        self._build.errors(treesitter.errors(self._tree))
        return self._build.finish()

    def _statement_table(self) -> dict[str, Callable[[Node], None]]:
        return {
            "expression_statement": self._expression_statement,
            "assignment": self._assignment,
            "augmented_assignment": self._augmented,
            "return_statement": self._return,
            "delete_statement": self._delete,
            "raise_statement": self._simple,
            "assert_statement": self._simple,
            "print_statement": self._simple,
            "exec_statement": self._simple,
            "import_statement": self._import,
            "import_from_statement": self._import_from,
            "future_import_statement": self._nothing,
            "pass_statement": self._nothing,
            "break_statement": self._simple,
            "continue_statement": self._simple,
            "global_statement": self._global,
            "nonlocal_statement": self._nonlocal,
            "type_alias_statement": self._type_alias,
            "if_statement": self._if,
            "for_statement": self._for,
            "while_statement": self._while,
            "try_statement": self._try,
            "with_statement": self._with,
            "match_statement": self._match,
            "function_definition": self._definition,
            "class_definition": self._definition,
            "decorated_definition": self._decorated,
        }

    def _expression_table(self) -> dict[str, Callable[[Node], Expr]]:
        return {
            "identifier": self._identifier,
            "keyword_identifier": self._identifier,
            "string": self._string,
            "concatenated_string": self._string,
            "integer": self._number,
            "float": self._number,
            "true": self._literal,
            "false": self._literal,
            "none": self._literal,
            "call": self._chain,
            "attribute": self._chain,
            "subscript": self._chain,
            "parenthesized_expression": self._parenthesized,
            "binary_operator": self._binary,
            "boolean_operator": self._boolean,
            "comparison_operator": self._truth,
            "not_operator": self._truth,
            "unary_operator": self._unary,
            "conditional_expression": self._conditional,
            "dictionary": self._dictionary,
            "dictionary_comprehension": self._dictionary_comprehension,
            "list": self._listing,
            "tuple": self._listing,
            "set": self._listing,
            "expression_list": self._listing,
            "list_comprehension": self._comprehension,
            "set_comprehension": self._comprehension,
            "generator_expression": self._comprehension,
            "lambda": self._lambda,
            "await": self._await,
            "yield": self._await,
            "named_expression": self._walrus,
            "as_pattern": self._as_pattern,
            "ERROR": self._unread,
        }

    # --- walking ---

    def _span(self, first: Node, last: Node | None = None) -> Span:
        return self._positions.span(first, last)

    @contextmanager
    def _deeper(self) -> Iterator[bool]:
        """One level down; false when that is too deep to follow."""
        self._depth += 1
        try:
            yield self._depth <= _DEEPEST
        finally:
            self._depth -= 1

    def _visit(self, node: Node) -> None:
        """Walk a node that stands as a statement, or whose value nobody wants."""
        handle = self._statements.get(node.type)
        if handle is None:
            self._expr(node)
            return
        if self._depth >= _DEEPEST:
            return
        self._depth += 1
        try:
            handle(node)
        finally:
            self._depth -= 1

    def _visit_children(self, node: Node) -> None:
        for child in _named(node):
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
        """The only child that matters."""
        child = next(iter(_named(node)), None)
        return Opaque("missing", "", self._span(node)) if child is None else self._expr(child)

    def _other(self, node: Node) -> Expr:
        self._visit_children(node)
        return Opaque(node.type.replace("_", " "), "", self._span(node))

    def _unread(self, node: Node) -> Expr:
        self._visit_children(node)
        return Opaque("could not be read", "", self._span(node))

    def _value(self, node: Node, name: str) -> Expr:
        """The value of an expression that is bound to `name`."""
        inner = _without_parentheses(node)
        return self._closure(inner, name, None) if inner.type == "lambda" else self._expr(node)

    # --- names ---

    def _home(self, name: str) -> int:
        home = self._build.home()
        return self._redirected.get((home, name), home)

    def _bind(
        self, name: str, value: Expr | None, kind: BindingKind, span: Span, declared: Expr | None = None, home: int | None = None
    ) -> None:
        home = self._home(name) if home is None else home
        if name == self._receiver:
            self._receiver = None
        self._owned.add((home, name))
        self._build.bind(name, value, kind, span, home=home, type=declared)

    def _global(self, node: Node) -> None:
        for child in _named(node):
            self._redirected[(self._build.home(), treesitter.text_of(child))] = 0

    def _nonlocal(self, node: Node) -> None:
        home = self._build.home()
        for child in _named(node):
            name = treesitter.text_of(child)
            self._redirected[(home, name)] = self._enclosing_home(home, name)

    def _enclosing_home(self, home: int, name: str) -> int:
        """The enclosing function that owns `name`: the nearest one, when none has bound it yet."""
        scopes = self._build.scopes
        around, nearest = scopes[home].parent, None
        while around is not None:
            if scopes[around].kind == "function":
                nearest = around if nearest is None else nearest
                if (around, name) in self._owned:
                    return around
                if (around, name) in self._redirected:
                    return self._redirected[(around, name)]
            around = scopes[around].parent
        return home if nearest is None else nearest

    def _identifier(self, node: Node) -> Expr:
        name = treesitter.text_of(node)
        if not name:
            return Opaque("missing", "", self._span(node))
        if name == self._receiver:
            return SelfRef(self._build.scope, self._span(node))
        return Name(name, self._build.scope, self._span(node))

    # --- simple statements ---

    def _nothing(self, node: Node) -> None:
        """A statement that does nothing."""

    def _simple(self, node: Node) -> None:
        self._build.count_statement()
        self._visit_children(node)

    def _expression_statement(self, node: Node) -> None:
        if not _is_docstring(node):
            self._build.count_statement()
        children = _named(node)
        if len(children) > 1:
            self._visit_children(node)
        elif children:
            self._visit(children[0])

    def _return(self, node: Node) -> None:
        self._build.count_statement()
        for child in _named(node)[:1]:
            self._build.add_return(self._expr(child))

    def _delete(self, node: Node) -> None:
        self._build.count_statement()
        for child in _named(node):
            for target in _named(child) if child.type in _PATTERNS else [child]:
                self._delete_target(_without_parentheses(target))

    def _delete_target(self, node: Node) -> None:
        if node.type in ("attribute", "subscript"):
            self._mutate(node, None, "delete", self._span(node))
        elif node.type != "identifier":
            self._visit(node)

    def _type_alias(self, node: Node) -> None:
        children = _named(node)
        if len(children) == 2 and (name := next(iter(_named(children[0])), None)) is not None:
            span = self._span(node)
            self._walk_annotation(children[1])
            self._bind(treesitter.text_of(name), Opaque("type alias", "", span), "assign", span, self._type(children[1]))

    # --- imports ---

    def _import(self, node: Node) -> None:
        self._build.count_statement()
        for child in _named(node):
            name, alias = _imported(child)
            if not name:
                continue
            self._build.imports(name)
            module = name if alias else name.partition(".")[0]
            span = self._span(child)
            self._bind(alias or module, ImportRef(module, None, 0, span), "import", span)

    def _import_from(self, node: Node) -> None:
        self._build.count_statement()
        source = node.child_by_field_name("module_name")
        if source is None:
            return
        dotted = _compact(source)
        module = dotted.lstrip(".")
        level = len(dotted) - len(module)
        self._build.imports(dotted)
        for child in _named(node):
            if child.start_byte != source.start_byte:
                self._import_name(child, module, level)

    def _import_name(self, node: Node, module: str, level: int) -> None:
        span = self._span(node)
        name, alias = ("*", "") if node.type == "wildcard_import" else _imported(node)
        if name:
            self._bind(alias or name, ImportRef(module, name, level, span), "import", span)

    # --- assignments ---

    def _assignment(self, node: Node) -> None:
        links = [node]
        right = node.child_by_field_name("right")
        while right is not None and right.type == "assignment":
            links.append(right)
            right = right.child_by_field_name("right")
        left = node.child_by_field_name("left")
        value = None if right is None else self._value(right, _bound_name(left))
        for link in links:
            self._assign(link, value)

    def _assign(self, node: Node, value: Expr | None) -> None:
        left, annotation = node.child_by_field_name("left"), node.child_by_field_name("type")
        if left is None:
            return
        of_class = annotation is not None and treesitter.text_of(annotation).rpartition(".")[2].startswith("ClassVar")
        kind: BindingKind = "assign" if annotation is None or of_class else "declare"
        declared = None if annotation is None else self._annotation(annotation)
        self._note_member(left, value)
        self._target(left, value, kind, self._span(node), declared)

    def _note_member(self, left: Node, value: Expr | None) -> None:
        members = self._members.get(self._build.scope)
        if members is None or value is None or left.type != "identifier":
            return
        name = treesitter.text_of(left)
        if not (name.startswith("_") and name.endswith("_")) and not isinstance(value, FunctionRef):
            members.append(EnumMember(name, value, self._span(left)))

    def _target(
        self, node: Node, value: Expr | None, kind: BindingKind, span: Span, declared: Expr | None = None, home: int | None = None
    ) -> None:
        """Give `value` to whatever stands on the left of an assignment, behind `as` or after `for`."""
        node = _without_parentheses(node)
        with self._deeper() as followed:
            if not followed:
                return
            if node.type == "identifier":
                self._bind(treesitter.text_of(node), value, kind, span, declared, home)
            elif node.type in ("attribute", "subscript"):
                if value is not None:
                    self._mutate(node, value, "set", span)
            elif node.type in _PATTERNS and value is not None:
                for child, part in unpacked(_named(node), value, self._span(node), _SPLATS):
                    self._target(child, part, kind, span, None, home)
            elif node.type in _SPLATS or node.type == "as_pattern_target":
                for child in _named(node)[:1]:
                    self._target(child, value, kind, span, None, home)
            else:
                self._visit(node)

    def _mutate(self, node: Node, value: Expr | None, op: OneOf["set", "augment", "delete"], span: Span) -> None:
        if node.type == "attribute":
            key = node.child_by_field_name("attribute")
            self._build.mutate(self._field(node, "object"), "" if key is None else treesitter.text_of(key), value, span, op=op)
            return
        target, key_expr = self._field(node, "value"), self._subscript(node)
        if isinstance(key_expr, Text):
            self._build.mutate(target, key_expr.value, value, span, op=op)
        else:
            self._build.mutate(target, None, value, span, key_expr=key_expr, op=op)

    def _augmented(self, node: Node) -> None:
        left, operator = node.child_by_field_name("left"), node.child_by_field_name("operator")
        value, span = self._field(node, "right"), self._span(node)
        if left is None or operator is None:
            return
        adds = treesitter.text_of(operator) in ("+=", "|=")
        if not adds:
            value = Opaque("arithmetic", "number", span)
        if left.type == "identifier":
            self._bind(treesitter.text_of(left), value, "augment" if adds else "assign", span)
        elif left.type in ("attribute", "subscript"):
            self._mutate(left, value, "augment" if adds else "set", span)
        else:
            self._visit(left)

    def _walrus(self, node: Node) -> Expr:
        name, right = node.child_by_field_name("name"), node.child_by_field_name("value")
        if name is None or right is None:
            return self._other(node)
        value = self._value(right, treesitter.text_of(name))
        self._bind(treesitter.text_of(name), value, "assign", self._span(node))
        return value

    def _as_pattern(self, node: Node) -> Expr:
        value, alias = self._child(node), node.child_by_field_name("alias")
        if alias is not None:
            self._target(alias, value, "assign", self._span(node))
        return value

    # --- control flow ---

    def _block(self, node: Node | None, group: int | None = None, exhaustive: bool = False) -> None:
        if node is None:
            return
        with self._build.open_scope("block", self._span(node), group=group, exhaustive=exhaustive):
            self._visit_children(node)

    def _if(self, node: Node) -> None:
        arms = node.children_by_field_name("alternative")
        group, exhaustive = self._build.new_group(), any(arm.type == "else_clause" for arm in arms)
        self._field(node, "condition")
        self._block(node.child_by_field_name("consequence"), group, exhaustive)
        for arm in arms:
            if arm.type == "elif_clause":
                self._field(arm, "condition")
            self._block(_block_of(arm), group, exhaustive)

    def _for(self, node: Node) -> None:
        left, body = node.child_by_field_name("left"), node.child_by_field_name("body")
        collection = self._field(node, "right")
        if left is not None and body is not None:
            with self._build.open_scope("block", self._span(body)):
                self._loop(left, collection, None)
                self._visit_children(body)
        self._else(node)

    def _else(self, node: Node) -> None:
        for arm in node.children_by_field_name("alternative"):
            self._block(_block_of(arm))

    def _while(self, node: Node) -> None:
        self._field(node, "condition")
        self._block(node.child_by_field_name("body"))
        self._else(node)

    def _try(self, node: Node) -> None:
        for child in _named(node):
            if child.type == "block":
                self._block(child)
            elif child.type in ("except_clause", "except_group_clause"):
                self._except(child)
            elif child.type in ("else_clause", "finally_clause"):
                self._block(_block_of(child))
            else:
                self._visit(child)

    def _except(self, node: Node) -> None:
        with self._build.open_scope("block", self._span(node)):
            for child in _named(node):
                if child.type == "as_pattern":
                    self._caught(child)
                elif child.type == "block":
                    self._visit_children(child)
                else:
                    self._visit(child)

    def _caught(self, node: Node) -> None:
        self._child(node)
        alias = node.child_by_field_name("alias")
        if alias is not None:
            self._target(alias, Opaque("exception", "", self._span(alias)), "assign", self._span(alias))

    def _with(self, node: Node) -> None:
        body = node.child_by_field_name("body")
        for child in _named(node):
            if child.type == "with_clause":
                for item in _named(child):
                    self._visit_children(item) if item.type == "with_item" else self._visit(item)
            elif child.type == "block" and child == body:
                self._visit_children(child)
            else:
                self._visit(child)

    def _match(self, node: Node) -> None:
        for subject in node.children_by_field_name("subject"):
            self._expr(subject)
        body = node.child_by_field_name("body")
        clauses = [] if body is None else _named(body)
        group, exhaustive = self._build.new_group(), any(_is_irrefutable(clause) for clause in clauses)
        for clause in clauses:
            if clause.type == "case_clause":
                self._case(clause, group, exhaustive)
            else:
                self._visit(clause)

    def _case(self, node: Node, group: int, exhaustive: bool) -> None:
        with self._build.open_scope("block", self._span(node), group=group, exhaustive=exhaustive):
            for child in _named(node):
                if child.type == "case_pattern":
                    self._capture(child)
                else:
                    self._visit_children(child)

    def _capture(self, pattern: Node) -> None:
        """Bind the names that a pattern captures. A pattern holds no calls."""
        stack = [pattern]
        while stack:
            node = stack.pop()
            for name in _captured(node):
                span = self._span(name)
                self._bind(treesitter.text_of(name), Opaque("matched by a pattern", "", span), "assign", span)
            stack.extend(reversed(_named(node)))

    # --- loops ---

    def _loop(self, left: Node, collection: Expr, home: int | None) -> None:
        """Bind loop variables to the items of a collection."""
        left, collection, span = _without_parentheses(left), _uncopied(collection), self._span(left)
        pair = _named(left) if left.type in _PATTERNS else []
        method, of = _view(collection)
        if method in ("keys", "values") and of is not None:
            self._target(left, Element(of, "key" if method == "keys" else "value", span), "loop", span, None, home)
        elif method == "items" and of is not None and len(pair) == 2:
            self._target(pair[0], Element(of, "key", self._span(pair[0])), "loop", self._span(pair[0]), None, home)
            self._target(pair[1], Element(of, "value", self._span(pair[1])), "loop", self._span(pair[1]), None, home)
        elif method == "enumerate" and of is not None and len(pair) == 2:
            self._target(pair[0], Opaque("counter", "integer", self._span(pair[0])), "loop", self._span(pair[0]), None, home)
            self._enumerated(pair[1], of, home)
        elif method == "zip":
            for child in pair or [left]:
                self._target(child, Opaque("zipped", "", self._span(child)), "loop", self._span(child), None, home)
        else:
            self._target(left, Element(collection, "item", span), "loop", span, None, home)

    def _enumerated(self, left: Node, collection: Expr, home: int | None) -> None:
        with self._deeper() as followed:
            if followed:
                self._loop(left, collection, home)

    def _comprehension(self, node: Node) -> Expr:
        with self._comprehended(node):
            self._field(node, "body")
        return Opaque("comprehension", "array", self._span(node))

    def _dictionary_comprehension(self, node: Node) -> Expr:
        copied, conditions = _copied_items(node)
        left_out = [self._left_out(each, "" if copied is None else _key_of_copy(node)) for each in conditions]
        if copied is not None and left_out and None not in left_out:
            keys = tuple(dict.fromkeys(key for each in left_out for key in each or ()))
            return Rest(self._expr(copied), keys, self._span(node))
        index, body = self._build.reserve_record(), node.child_by_field_name("body")
        entries: list[Entry] = []
        with self._comprehended(node):
            if body is not None and body.type == "pair":
                entries.append(Entry(self._field(body, "value"), key_expr=self._field(body, "key"), span=self._span(body)))
            elif body is not None:
                self._visit(body)
        return self._build.record(tuple(entries), self._span(node), index)

    def _left_out(self, condition: Node, key: str) -> tuple[str, ...] | None:
        """The keys that a condition leaves out, `key != "a"` or `key not in ("a", "b")`, and nothing else; None for any other."""
        condition = _without_parentheses(condition)
        named = _named(condition)
        if condition.type == "boolean_operator" and any(child.type == "and" for child in condition.children) and len(named) == 2:
            first, second = self._left_out(named[0], key), self._left_out(named[1], key)
            return None if first is None or second is None else (*first, *second)
        if condition.type != "comparison_operator" or len(named) != 2 or treesitter.text_of(named[0]) != key:
            return None
        operators = {child.type for child in condition.children if not child.is_named}
        several = operators == {"not in"} and named[1].type in ("tuple", "list", "set")
        texts = [self._expr(each) for each in (_named(named[1]) if several else named[1:])]
        keys = tuple(each.value for each in texts if isinstance(each, Text))
        return keys if (several or operators == {"!="}) and len(keys) == len(texts) else None

    @contextmanager
    def _comprehended(self, node: Node) -> Iterator[None]:
        """The scope of a comprehension with its variables bound. The first collection is looked up outside of it."""
        clauses = [child for child in _named(node) if child.type in ("for_in_clause", "if_clause")]
        first = self._field(clauses[0], "right") if clauses and clauses[0].type == "for_in_clause" else None
        receiver = self._receiver
        with self._build.open_scope("block", self._span(node)) as scope:
            for position, clause in enumerate(clauses):
                left = clause.child_by_field_name("left")
                if clause.type == "if_clause" or left is None:
                    self._visit_children(clause)
                else:
                    collection = first if position == 0 and first is not None else self._field(clause, "right")
                    self._loop(left, collection, scope)
            yield
        self._receiver = receiver

    # --- functions and classes ---

    def _definition(self, node: Node) -> None:
        self._define(node, ())

    def _decorated(self, node: Node) -> None:
        decorators = tuple(self._decorator(child) for child in _named(node) if child.type == "decorator")
        definition = node.child_by_field_name("definition")
        if definition is not None:
            self._define(definition, decorators)

    def _decorator(self, node: Node) -> Expr:
        child = next(iter(_named(node)), None)
        if child is None:
            return Opaque("missing", "", self._span(node))
        inner = _without_parentheses(child)
        return self._chain(inner, "decorator") if inner.type == "call" else self._expr(child)

    def _define(self, node: Node, decorators: tuple[Expr, ...]) -> None:
        name = node.child_by_field_name("name")
        if name is None:
            self._visit_children(node)
        elif node.type == "class_definition":
            self._class(node, name, decorators)
        else:
            self._function(node, name, decorators)

    def _function(self, node: Node, name: Node, decorators: tuple[Expr, ...]) -> None:
        home = self._build.scopes[self._build.home()]
        owner = home.owner if home.kind == "class" else None
        label, labels = treesitter.text_of(name), frozenset(_last_name(decorator) for decorator in decorators)
        body, span = node.child_by_field_name("body"), self._span(node)
        kind = _function_kind(label, labels, body, owner is not None, home.index in self._interfaces)
        index, parent = self._build.reserve_function(), self._build.scope
        if not labels & {"setter", "deleter"}:
            self._bind(label, FunctionRef(index, span), "function", self._span(name))
        nodes, receiver = self._parameters(node), None
        if owner is not None and "staticmethod" not in labels and nodes and nodes[0].kind == "positional":
            receiver = treesitter.text_of(nodes[0].target)
            nodes = nodes[1:]
        with self._function_scope(index, span, receiver, owner is not None) as scope:
            params = self._bind_parameters(index, nodes)
            annotation = node.child_by_field_name("return_type")
            return_type = None if annotation is None else self._annotation(annotation)
            if body is not None:
                self._visit_children(body)
        self._build.function_done(
            Function(index, label, params, kind, scope, parent, owner, None, (), decorators, return_type, 0, span, self._span(name))
        )

    @contextmanager
    def _function_scope(self, index: int, span: Span, receiver: str | None, is_method: bool) -> Iterator[int]:
        before = self._receiver
        with self._build.open_scope("function", span, function=index) as scope:
            if is_method:
                self._receiver = receiver
            yield scope
        self._receiver = before

    def _lambda(self, node: Node) -> Expr:
        return self._closure(node, "", None)

    def _closure(self, node: Node, name: str, record: int | None) -> Expr:
        span, body, parent = self._span(node), node.child_by_field_name("body"), self._build.scope
        index, nodes = self._build.reserve_function(), self._parameters(node)
        with self._function_scope(index, span, None, False) as scope:
            params = self._bind_parameters(index, nodes)
            self._build.count_statement()
            if body is not None:
                self._build.add_return(self._expr(body))
        return self._build.function_done(Function(index, name, params, "lambda", scope, parent, None, record, (), (), None, 0, span, span))

    def _parameters(self, function: Node) -> list[_ParamNode]:
        parameters = function.child_by_field_name("parameters")
        found: list[_ParamNode] = []
        keyword_only = False
        for node in () if parameters is None else _named(parameters):
            if node.type == "keyword_separator":
                keyword_only = True
                continue
            param = self._parameter(node, keyword_only)
            if param is not None:
                found.append(param)
                keyword_only = keyword_only or param.kind == "rest"
        return found

    def _parameter(self, node: Node, keyword_only: bool) -> _ParamNode | None:
        target: Node | None = node
        default, annotation = None, None
        if node.type in ("default_parameter", "typed_default_parameter"):
            target, default = node.child_by_field_name("name"), self._field(node, "value")
            annotation = node.child_by_field_name("type")
        elif node.type == "typed_parameter":
            target, annotation = next(iter(_named(node)), None), node.child_by_field_name("type")
        kind: ParamKind = "keyword" if keyword_only else "positional"
        if target is not None and target.type in ("list_splat_pattern", "dictionary_splat_pattern"):
            kind = "rest" if target.type == "list_splat_pattern" else "keyrest"
            target = next(iter(_named(target)), None)
        if target is None or target.type not in ("identifier", "tuple_pattern"):
            if node.type == "ERROR":
                self._visit(node)
            return None
        return _ParamNode(target, kind, default, annotation)

    def _bind_parameters(self, function: int, nodes: list[_ParamNode]) -> tuple[Param, ...]:
        params = tuple(self._param(position, node) for position, node in enumerate(nodes))
        for param in params:
            self._owned.add((self._build.scope, param.name))
            if param.name == self._receiver:
                self._receiver = None
        self._build.bind_parameters(function, params)
        for param, node in zip(params, nodes, strict=True):
            if node.target.type != "identifier":
                self._target(node.target, Name(param.name, self._build.scope, param.span), "assign", param.span)
        return params

    def _param(self, position: int, node: _ParamNode) -> Param:
        name = treesitter.text_of(node.target) if node.target.type == "identifier" else f"{{{position}}}"
        declared = None if node.type is None else self._annotation(node.type)
        return Param(name, node.kind, node.default, declared, self._span(node.target))

    def _class(self, node: Node, name: Node, decorators: tuple[Expr, ...]) -> None:
        index, parent, span = self._build.reserve_class(), self._build.scope, self._span(node)
        label, bases, body = treesitter.text_of(name), self._bases(node), node.child_by_field_name("body")
        kind = _class_kind(bases)
        self._bind(label, ClassRef(index, span), "class", self._span(name))
        # Inside, a reference to the object around would be taken for one to this class.
        receiver, self._receiver = self._receiver, None
        with self._build.open_scope("class", span, owner=index) as scope:
            if kind == "enum":
                self._members[scope] = []
            elif kind == "interface":
                self._interfaces.add(scope)
            if body is not None:
                self._visit_children(body)
        self._receiver = receiver
        members = tuple(self._members.get(scope, ()))
        self._build.class_done(Class(index, label, kind, bases, members, decorators, scope, parent, span, self._span(name)))

    def _bases(self, node: Node) -> tuple[Expr, ...]:
        superclasses = node.child_by_field_name("superclasses")
        bases: list[Expr] = []
        for child in () if superclasses is None else _named(superclasses):
            if child.type == "keyword_argument":
                self._field(child, "value")
            else:
                bases.append(self._expr(child))
        return tuple(bases)

    # --- types ---

    def _annotation(self, node: Node) -> Expr | None:
        """The nominal type of an annotation; calls inside are walked."""
        self._walk_annotation(node)
        return self._type(node)

    def _walk_annotation(self, node: Node) -> None:
        if b"(" not in (node.text or b""):
            return
        stack = [node]
        while stack:
            inner = stack.pop()
            if inner.type == "call":
                self._expr(inner)
            else:
                stack.extend(reversed(_named(inner)))

    def _type(self, node: Node, span: Span | None = None, depth: int = 0) -> Expr | None:
        """A type as an expression. `span` is that of the string in which a forward reference stands."""
        while node.type in ("type", "parenthesized_expression") and (inner := _named(node)):
            node = inner[0]
        if depth > _DEEPEST_TYPE:
            return None
        if node.type in ("generic_type", "subscript"):
            return self._generic(node, span, depth)
        if node.type in ("binary_operator", "union_type"):
            return self._union(_named(node), span, depth)
        if node.type in _STRINGS:
            return self._forward_reference(node, span, depth)
        return self._dotted(node, span)

    def _dotted(self, node: Node, span: Span | None) -> Expr | None:
        links: list[Node] = []
        while node.type in ("attribute", "member_type") and len(children := _named(node)) == 2:
            links.append(children[1])
            node = children[0] if children[0].type != "type" else (_named(children[0]) or children)[0]
        if node.type != "identifier" or len(links) > _DEEPEST_TYPE:
            return None
        value: Expr = Name(treesitter.text_of(node), self._build.scope, span or self._span(node))
        for link in reversed(links):
            value = Member(value, treesitter.text_of(link), span or self._span(node, link), span or self._span(link))
        return value

    def _generic(self, node: Node, span: Span | None, depth: int) -> Expr | None:
        base, *args = _named(node)
        if node.type == "generic_type":
            args = [arg for parameter in args for arg in _named(parameter)]
        name = _compact(base).rpartition(".")[2]
        if name in ("Type", "type") or not args:
            return None
        if name in _UNWRAPPED:
            return self._type(args[0], span, depth + 1)
        if name == "Coroutine":
            return self._type(args[-1], span, depth + 1)
        if name == "Union":
            return self._union(args, span, depth)
        if name == "Literal":
            return self._literal_type(args, span or self._span(node))
        return self._dotted(base, span)

    def _union(self, nodes: Sequence[Node], span: Span | None, depth: int) -> Expr | None:
        found = [option for node in nodes if (option := self._type(node, span, depth + 1)) is not None]
        if len(found) > 1 and all(isinstance(option, Choice) for option in found):
            texts = tuple(text for option in found if isinstance(option, Choice) for text in option.options)
            return Choice(texts, "match", found[0].span)
        return found[0] if len(found) == 1 else None

    def _literal_type(self, nodes: Sequence[Node], span: Span) -> Expr | None:
        texts: list[Expr] = []
        for node in nodes:
            while node.type == "type" and (inner := _named(node)):
                node = inner[0]
            if node.type == "none":
                continue
            if node.type not in _STRINGS or "f" in _prefix(node):
                return None
            texts.append(Text(_plain_text(node), span if span.start > node.start_byte else self._span(node)))
        return Choice(tuple(texts), "match", span) if texts else None

    def _forward_reference(self, node: Node, span: Span | None, depth: int) -> Expr | None:
        text, span = _plain_text(node), span or self._span(node)
        if _DOTTED.fullmatch(text):
            first, *rest = ("".join(part.split()) for part in text.split("."))
            if first == "None" or len(rest) > _DEEPEST_TYPE:
                return None
            value: Expr = Name(first, self._build.scope, span)
            for part in rest:
                value = Member(value, part, span, span)
            return value
        if len(text) > _LONGEST_FORWARD_REFERENCE:
            return None
        return self._parsed_type(text, span, depth)

    def _parsed_type(self, text: str, span: Span, depth: int) -> Expr | None:
        node = treesitter.parse(text.encode("utf-8", "replace"), _GRAMMAR).root_node
        if node.has_error:
            return None
        for _ in ("statement", "expression"):
            children = _named(node)
            if len(children) != 1:
                return None
            node = children[0]
        return self._type(node, span, depth + 1)

    # --- literals ---

    def _number(self, node: Node) -> Expr:
        return Literal("integer" if node.type == "integer" else "number", treesitter.text_of(node), self._span(node))

    def _literal(self, node: Node) -> Expr:
        return Literal("null" if node.type == "none" else "boolean", treesitter.text_of(node), self._span(node))

    def _string(self, node: Node) -> Expr:
        strings = [node] if node.type == "string" else [child for child in _named(node) if child.type == "string"]
        parts: list[Expr] = []
        for string in strings:
            self._string_parts(string, parts)
        return literal(parts, self._span(node))

    def _string_parts(self, string: Node, parts: list[Expr]) -> None:
        prefix = _prefix(string)
        for child in string.named_children:
            if child.type == "string_content":
                add_text(parts, _decode(treesitter.text_of(child), prefix), self._span(child))
            elif child.type == "interpolation":
                self._interpolation(child, parts)
            elif child.type == "ERROR":
                self._visit(child)

    def _interpolation(self, node: Node, parts: list[Expr]) -> None:
        expression = node.child_by_field_name("expression")
        if expression is not None and any(child.type == "=" for child in node.children):
            add_text(parts, treesitter.text_of(expression) + "=", self._span(expression))
        for child in _named(node):
            if child == expression:
                parts.append(self._expr(child))
            else:
                self._visit_children(child)

    # --- collections ---

    def _listing(self, node: Node) -> Expr:
        return Listing(tuple(self._item(child) for child in _named(node)), self._span(node))

    def _item(self, node: Node) -> Arg:
        if node.type in _SPLATS:
            return Arg(self._child(node), spread="*")
        return Arg(self._expr(node))

    def _dictionary(self, node: Node) -> Expr:
        index = self._build.reserve_record()
        entries = tuple(self._entry(child, index) for child in _named(node))
        return self._build.record(entries, self._span(node), index)

    def _entry(self, node: Node, record: int) -> Entry:
        span = self._span(node)
        if node.type == "dictionary_splat":
            return Entry(self._child(node), spread=True, span=span)
        value = node.child_by_field_name("value")
        if node.type != "pair" or value is None:
            return Entry(self._expr(node), key_expr=Opaque("could not be read", "", span), span=span)
        key = self._field(node, "key")
        name, inner = key.value if isinstance(key, Text) else None, _without_parentheses(value)
        held = self._closure(inner, name or "", record) if inner.type == "lambda" else self._expr(value)
        return Entry(held, key=name, key_expr=key if name is None else None, span=span)

    # --- calls, members and indexes ---

    def _chain(self, node: Node, form: OneOf["call", "decorator"] = "call") -> Expr:
        """A chain such as `a.b(c)[d].e`, from its left end outward.

        A link at the far end of a very long chain stands for itself: what it hangs on is opaque.
        """
        links, base = _links(node)
        room, start = max(1, _DEEPEST - self._depth), self._depth
        try:
            self._depth = start + (len(links) - 1) % room if links else start
            value = self._base(base)
            for position in range(len(links) - 1, -1, -1):
                self._depth = start + position % room
                if position % room == room - 1 and position != len(links) - 1:
                    value = Opaque("nested too deeply", "", value.span)
                value = self._link(links[position], value, "call" if position else form)
        finally:
            self._depth = start
        return value

    def _base(self, node: Node) -> Expr:
        if node.type not in _CHAIN:
            return self._expr(node)
        function = node.child_by_field_name("function") if node.type == "call" else None
        if function is None:
            return self._other(node)
        args = self._args(node)
        if function.type == "identifier":
            return SuperRef(self._build.scope, self._span(node))
        return Format(self._field(function, "object"), args, "brace", self._span(node))

    def _link(self, node: Node, value: Expr, form: OneOf["call", "decorator"]) -> Expr:
        if node.type == "call":
            args = self._args(node)
            name_span = value.name_span if isinstance(value, Member) else value.span
            return self._build.call(value, args, self._span(node), name_span, form)
        if node.type == "subscript":
            return Index(value, self._subscript(node), self._span(node))
        name = node.child_by_field_name("attribute")
        if name is None:
            return Opaque("missing", "", self._span(node))
        return Member(value, treesitter.text_of(name), self._span(node), self._span(name))

    def _subscript(self, node: Node) -> Expr:
        keys = [self._expr(child) for child in node.children_by_field_name("subscript") if child.type not in _EXTRAS]
        if len(keys) == 1:
            return keys[0]
        return Listing(tuple(Arg(key) for key in keys), self._span(node))

    def _args(self, node: Node) -> tuple[Arg, ...]:
        arguments = node.child_by_field_name("arguments")
        if arguments is None:
            return ()
        if arguments.type != "argument_list":
            return (Arg(self._expr(arguments)),)
        return tuple(self._arg(child) for child in _named(arguments))

    def _arg(self, node: Node) -> Arg:
        if node.type == "keyword_argument":
            name = node.child_by_field_name("name")
            return Arg(self._field(node, "value"), keyword=None if name is None else treesitter.text_of(name))
        if node.type == "dictionary_splat":
            return Arg(self._child(node), spread="**")
        return self._item(node)

    # --- operators ---

    def _parenthesized(self, node: Node) -> Expr:
        inner = _without_parentheses(node)
        if inner.type != "parenthesized_expression":
            return self._expr(inner)
        return self._other(inner)

    def _binary(self, node: Node) -> Expr:
        links, base = treesitter.left_edge(node, lambda left: True)
        run, operands, first = "", [self._expr(base)], base
        last = base
        for link in links:
            operator, right = link.child_by_field_name("operator"), link.child_by_field_name("right")
            symbol = "" if operator is None else treesitter.text_of(operator)
            if symbol != run or symbol not in ("+", "|"):
                operands = [self._joined(run, operands, self._span(first, last))]
            operands.append(Opaque("missing", "", self._span(link)) if right is None else self._expr(right))
            if symbol not in ("+", "|"):
                operands = [self._operation(symbol, operands[0], operands[1], right, self._span(link))]
            run, last = symbol, link
        return self._joined(run, operands, self._span(node))

    def _joined(self, symbol: str, operands: list[Expr], span: Span) -> Expr:
        """The value of a run of `+` or `|`."""
        if len(operands) == 1:
            return operands[0]
        if symbol == "|":
            if any(isinstance(operand, Record) for operand in operands):
                return self._build.record(tuple(Entry(operand, spread=True, span=operand.span) for operand in operands), span)
            return Opaque("union", "", span)
        if all(is_number(operand) for operand in operands):
            return Opaque("arithmetic", "number", span)
        return together(operands, span)

    def _operation(self, symbol: str, left: Expr, right: Expr, node: Node | None, span: Span) -> Expr:
        if symbol == "%" and node is not None and _formats(left, right):
            return Format(left, _format_args(right, _without_parentheses(node)), "percent", span)
        return Opaque("arithmetic", "" if isinstance(left, Text | Template | Listing | Format) else "number", span)

    def _boolean(self, node: Node) -> Expr:
        operator = node.child_by_field_name("operator")
        symbol = "" if operator is None else treesitter.text_of(operator)
        links, base = treesitter.left_edge(node, lambda left: _operator(left) == symbol)
        options = [self._expr(base), *(self._field(link, "right") for link in links)]
        if symbol == "and":
            return Choice((options[-1],), "and", self._span(node))
        return Choice(tuple(options), "or", self._span(node))

    def _truth(self, node: Node) -> Expr:
        self._visit_children(node)
        return Opaque("comparison", "boolean", self._span(node))

    def _unary(self, node: Node) -> Expr:
        value = self._field(node, "argument")
        if isinstance(value, Literal) and value.type in ("integer", "number") and not value.text.startswith(("-", "+", "~")):
            return Literal(value.type, "".join(treesitter.text_of(node).split()), self._span(node))
        return Opaque("arithmetic", "number", self._span(node))

    def _conditional(self, node: Node) -> Expr:
        values = [self._expr(child) for child in _named(node)]
        if len(values) != 3:
            return Opaque("could not be read", "", self._span(node))
        return Choice((values[0], values[2]), "ternary", self._span(node))

    def _await(self, node: Node) -> Expr:
        return Await(self._child(node), self._span(node))


# --- what a node is ----------------------------------------------------------------------------------


def _named(node: Node) -> list[Node]:
    return [child for child in node.named_children if child.type not in _EXTRAS]


def _copied_items(node: Node) -> tuple[Node | None, list[Node]]:
    """What a comprehension copies entry by entry, `{k: v for k, v in record.items() if ...}`, with its conditions."""
    clauses = [child for child in _named(node) if child.type in ("for_in_clause", "if_clause")]
    body, conditions = node.child_by_field_name("body"), [child for clause in clauses[1:] for child in _named(clause)]
    if body is None or not clauses or any(clause.type != "if_clause" for clause in clauses[1:]):
        return None, []
    left, right = clauses[0].child_by_field_name("left"), clauses[0].child_by_field_name("right")
    if (
        left is None
        or right is None
        or [treesitter.text_of(each) for each in _named(left)] != [treesitter.text_of(each) for each in _named(body)]
    ):
        return None, []
    called = right.child_by_field_name("function") if right.type == "call" else None
    of_items = called is not None and called.type == "attribute" and treesitter.text_of(called).endswith(".items")
    simple = body.type == "pair" and all(each.type == "identifier" for each in _named(left)) and len(_named(left)) == 2
    return (right, conditions) if of_items and simple else (None, [])


def _key_of_copy(node: Node) -> str:
    body = node.child_by_field_name("body")
    return treesitter.text_of(_named(body)[0]) if body is not None else ""


def _without_parentheses(node: Node) -> Node:
    while node.type == "parenthesized_expression" and len(inner := _named(node)) == 1:
        node = inner[0]
    return node


def _block_of(node: Node) -> Node | None:
    return next((child for child in node.named_children if child.type == "block"), None)


def _compact(node: Node) -> str:
    return "".join(treesitter.text_of(node).replace("\\", " ").split())


def _bound_name(left: Node | None) -> str:
    """The name that an assignment gives to an anonymous function."""
    if left is not None and left.type == "attribute":
        left = left.child_by_field_name("attribute")
    return treesitter.text_of(left) if left is not None and left.type == "identifier" else ""


def _imported(node: Node) -> tuple[str, str]:
    """The dotted name of an import and its alias, empty when there is none."""
    if node.type == "dotted_name":
        return _compact(node), ""
    name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
    return ("", "") if name is None or alias is None else (_compact(name), treesitter.text_of(alias))


def _is_docstring(statement: Node) -> bool:
    return all(child.type in _STRINGS for child in _named(statement))


def _is_irrefutable(clause: Node) -> bool:
    """Whether a case takes everything: `case _` or `case name`, without a guard."""
    patterns = [child for child in _named(clause) if child.type == "case_pattern"]
    if clause.type != "case_clause" or len(patterns) != 1 or clause.child_by_field_name("guard") is not None:
        return False
    return treesitter.text_of(patterns[0]).strip().isidentifier() and not any(
        child.type in ("none", "true", "false") for child in _named(patterns[0])
    )


def _captured(node: Node) -> list[Node]:
    """The identifiers that this part of a pattern binds."""
    children = _named(node)
    if node.type in ("as_pattern", "splat_pattern"):
        return [child for child in children[-1:] if child.type == "identifier"]
    if node.type == "keyword_pattern":
        children = children[1:]
    elif node.type != "case_pattern":
        return []
    return [names[0] for child in children if child.type == "dotted_name" and len(names := _named(child)) == 1]


def _links(node: Node) -> tuple[list[Node], Node]:
    """The calls, members and indexes of a chain, outermost first, and what they start from."""
    links: list[Node] = []
    while node.type in _CHAIN and not _is_special_call(node):
        inner = node.child_by_field_name("function") or node.child_by_field_name("object") or node.child_by_field_name("value")
        if inner is None:
            break
        links.append(node)
        node = _without_parentheses(inner)
    return links, node


def _is_special_call(node: Node) -> bool:
    """`super()` and `"...".format()`, which are no calls to look up."""
    function = node.child_by_field_name("function") if node.type == "call" else None
    if function is None:
        return node.type == "call"
    if function.type == "identifier":
        return function.text == b"super"
    if function.type != "attribute":
        return False
    name, value = function.child_by_field_name("attribute"), function.child_by_field_name("object")
    return name is not None and name.text == b"format" and value is not None and _without_parentheses(value).type in _STRINGS


def _operator(node: Node) -> str:
    operator = node.child_by_field_name("operator")
    return "" if operator is None else treesitter.text_of(operator)


# --- what a value is ---------------------------------------------------------------------------------


def _last_name(expr: Expr) -> str:
    while isinstance(expr, Call | Index):
        expr = expr.callee if isinstance(expr, Call) else expr.object
    return expr.name if isinstance(expr, Name | Member) else ""


def _class_kind(bases: tuple[Expr, ...]) -> OneOf["class", "enum", "interface"]:
    names = [_last_name(base) for base in bases if not isinstance(base, Call)]
    if any(name.endswith(_ENUM_BASES) or name in _CHOICE_BASES for name in names):
        return "enum"
    return "interface" if "Protocol" in names else "class"


def _function_kind(name: str, decorators: frozenset[str], body: Node | None, is_method: bool, in_interface: bool) -> FunctionKind:
    if "overload" in decorators:
        return "abstract"
    if not is_method:
        return "function"
    if name == "__init__":
        return "constructor"
    if _is_abstract(body, in_interface or any(decorator.startswith("abstract") for decorator in decorators)):
        return "abstract"
    if "staticmethod" in decorators:
        return "static"
    if any(decorator.endswith("property") for decorator in decorators):
        return "getter"
    return "method"


def _is_abstract(body: Node | None, declared: bool) -> bool:
    """Whether a method has no body of its own: nothing at all where it is declared abstract, or just `raise NotImplementedError`."""
    statements = [] if body is None else [statement for statement in _named(body) if not _is_string_statement(statement)]
    if not declared:
        return len(statements) == 1 and _raises_not_implemented(statements[0])
    return all(_is_empty(statement) or _raises_not_implemented(statement) for statement in statements)


def _is_string_statement(statement: Node) -> bool:
    return statement.type == "expression_statement" and _is_docstring(statement)


def _is_empty(statement: Node) -> bool:
    if statement.type == "expression_statement":
        return all(child.type == "ellipsis" for child in _named(statement))
    return statement.type == "pass_statement"


def _raises_not_implemented(statement: Node) -> bool:
    return statement.type == "raise_statement" and b"NotImplementedError" in (statement.text or b"")


def _formats(left: Expr, right: Expr) -> bool:
    """Whether `left % right` formats text, and is no remainder."""
    if isinstance(left, Text | Template):
        return True
    if isinstance(left, Name | Member):
        return isinstance(right, Listing | Record) or (_CONSTANT.fullmatch(left.name) is not None and not is_number(right))
    return False


def _format_args(right: Expr, node: Node) -> tuple[Arg, ...]:
    if isinstance(right, Listing) and node.type == "tuple":
        return right.items
    return (Arg(right, spread="**" if isinstance(right, Record) else ""),)


def _view(collection: Expr) -> tuple[str, Expr | None]:
    """What a loop goes over, when it is a view of something else: `keys`, `values`, `items`, `enumerate`, `zip`."""
    if not isinstance(collection, Call):
        return "", None
    callee, args = collection.callee, collection.args
    if isinstance(callee, Member) and not args and callee.name in ("keys", "values", "items"):
        return callee.name, callee.object
    if isinstance(callee, Name) and callee.name in ("enumerate", "zip") and args and not args[0].spread:
        return callee.name, args[0].value
    return "", None


def _uncopied(collection: Expr) -> Expr:
    """The collection inside `sorted(...)`, `list(...)` and such: it has the same items."""
    while isinstance(collection, Call) and isinstance(collection.callee, Name) and collection.callee.name in _COPIES:
        if not collection.args or collection.args[0].keyword is not None or collection.args[0].spread:
            break
        collection = collection.args[0].value
    return collection


# --- text --------------------------------------------------------------------------------------------


def _prefix(node: Node) -> str:
    """The letters before a string's quotes, in lower case."""
    return treesitter.text_of(node)[:3].partition('"')[0].partition("'")[0].lower()


def _plain_text(node: Node) -> str:
    strings = [node] if node.type == "string" else [child for child in node.named_children if child.type == "string"]
    return "".join(
        _decode(treesitter.text_of(child), _prefix(string))
        for string in strings
        for child in string.named_children
        if child.type == "string_content"
    )


def _decode(text: str, prefix: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if "f" in prefix or "t" in prefix:
        text = text.replace("{{", "{").replace("}}", "}")
    return text if "r" in prefix or "\\" not in text else _ESCAPES.pattern.sub(_unescape, text)


def _unescape(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] == "N" and len(code) > 1:
        try:
            return unicodedata.lookup(code[2:-1])
        except KeyError:
            return match[0]
    return _ESCAPES.read(code)
