"""Ruby source to facts.

Ruby needs no parentheses and no arguments to call a method: a bare name is a call unless it is a local variable by then,
and `a.b` always is one. So local variables are followed while walking.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal as OneOf

from tree_sitter import Node, Tree

from scanner.languages import treesitter
from scanner.languages.builder import BindingKind, FactsBuilder
from scanner.languages.facts import (
    Arg,
    Call,
    Choice,
    Class,
    ClassRef,
    Element,
    Entry,
    Expr,
    FileFacts,
    Format,
    Function,
    FunctionRef,
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
from scanner.languages.parts import unpacked
from scanner.languages.strings import Escapes, add_text, character, literal, together
from scanner.languages.walking import is_number

_GRAMMAR = "tree_sitter_ruby"
# A block inside a call inside an argument costs about ten Python frames: this stays well below the interpreter's limit.
_DEEPEST = 80
_LONGEST_IMPLICIT_BLOCK = 400

_EXTRAS = frozenset({"comment", "heredoc_body", "heredoc_end", "uninterpreted", "empty_statement"})
_CHAIN = frozenset({"call", "element_reference", "scope_resolution"})
_TAKES_OVER = frozenset({"rescue", "else", "ensure"})
_LEAVES = frozenset({"return", "next", "break", "redo", "retry"})
_DEFINITIONS = frozenset({"method", "singleton_method", "class", "module", "singleton_class", "alias", "undef"})
_CONTROL = frozenset(
    {
        "if", "unless", "if_modifier", "unless_modifier", "case", "case_match", "begin", "while", "until", "for",
        "parenthesized_statements", "while_modifier", "until_modifier", "begin_block", "end_block",
    }
)  # fmt: skip
_COMPARISONS = frozenset({"==", "!=", "===", "<", ">", "<=", ">=", "=~", "!~"})
_TARGET_LISTS = frozenset({"left_assignment_list", "destructured_left_assignment", "destructured_parameter"})
_VARIABLES = frozenset({"instance_variable", "class_variable"})
_GETTERS = frozenset({"attr_reader", "attr_accessor", "attr"})
_WRITERS = frozenset({"attr_writer", "attr_accessor"})
_CLASS_GETTERS = frozenset({"cattr_accessor", "cattr_reader", "mattr_accessor", "mattr_reader", "class_attribute"})
_MIXES = frozenset({"include", "extend", "prepend"})
_BUILT = {("Struct", "new"), ("Class", "new"), ("Module", "new"), ("Data", "define")}
_NUMBERED = re.compile(rb"(?<![\w.:@$])(_1|it)(?![\w:?!]|\s*(?:\(|do\b|['\"{]))")
_RUBY_FORMAT = re.compile(r"%(?:\{(\w+)\}|([-+ #0]*)<(\w+)>[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]|[-+ #0]*\d*(?:\.\d+)?[puboxXeEgGaAc](?![\w]))")
_ESCAPES = Escapes(
    re.compile(r"\\(\r?\n|u\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)", re.DOTALL),
    {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v", "s": " ", "\n": "", "\r\n": ""},
    octal=True,
)
_COMMENTS = frozenset({"comment"})
_HEREDOCS = frozenset({"heredoc_beginning", "heredoc_body"})
_RESTS = frozenset({"rest_assignment", "splat_parameter", "splat_argument"})
_RAW_OPENINGS = ("'", ":'", "%q", "%w", "%i", "%s")

FunctionKind = OneOf["function", "method", "static", "constructor", "getter", "abstract", "lambda"]
ParamKind = OneOf["positional", "keyword", "rest", "keyrest"]
MutationOp = OneOf["set", "augment", "delete"]


def extract(path: str, text: bytes) -> FileFacts:
    """The facts of a Ruby file. Never raises: what could not be read stands in `errors`."""
    return _Extractor(path, treesitter.parse(text, _GRAMMAR), text).run()


@dataclass(slots=True)
class _Locals:
    """The local variables of a method or block so far, each with the scope that owns it. A block sees those around it.

    `returns` is false in a block, where `return` leaves the method around.
    """

    home: int
    around: _Locals | None = None
    returns: bool = True
    names: dict[str, int] = field(default_factory=dict)

    def home_of(self, name: str) -> int | None:
        """The scope that owns a variable; None when there is none of that name."""
        frame: _Locals | None = self
        while frame is not None:
            if name in frame.names:
                return frame.names[name]
            frame = frame.around
        return None


@dataclass(slots=True)
class _Body:
    """What was seen so far of the class or module whose body is walked. `writers` says which field `self.x = ...` sets."""

    name: str = ""
    mixins: list[Expr] = field(default_factory=list)
    writers: dict[str, str] = field(default_factory=dict)
    module_functions: set[str] = field(default_factory=set)
    everything_static: bool = False


@dataclass(slots=True)
class _Method:
    """The method that is walked: `super` and `__method__` need its name, a bare `super` its parameters."""

    name: str = ""
    params: tuple[Param, ...] = ()
    static: bool = False


class _Extractor:
    """Walks one tree. Every node is lowered once, so that every call is noted once."""

    def __init__(self, path: str, tree: Tree, text: bytes) -> None:
        self._tree = tree
        self._positions = treesitter.Positions(text)
        self._build = FactsBuilder(path, "ruby", self._span(tree.root_node))
        self._depth = 0
        self._locals = _Locals(0)
        self._body = _Body()
        self._method: _Method | None = None
        self._static = False
        self._declared: set[tuple[int, str]] = set()
        self._heredocs = _heredocs(tree) if b"<<" in text else {}
        self._expressions = self._expression_table()
        self._tails: dict[str, Callable[[Node, bool], Expr]] = self._tail_table()

    def run(self) -> FileFacts:
        self._sequence(_named(self._tree.root_node), False)
        for node in treesitter.captured(self._tree, _COMMENTS):
            self._build.comment(treesitter.text_of(node), self._span(node))
        self._build.errors(treesitter.errors(self._tree))
        return self._build.finish()

    def _tail_table(self) -> dict[str, Callable[[Node, bool], Expr]]:
        """What hands on its last value: with the second argument set, that is what the method returns."""
        return {
            "if": self._if,
            "unless": self._if,
            "if_modifier": self._modifier,
            "unless_modifier": self._modifier,
            "conditional": self._conditional,
            "case": self._case,
            "case_match": self._case_match,
            "begin": self._begin,
            "then": self._begin,
            "else": self._begin,
            "parenthesized_statements": self._begin,
            "body_statement": self._begin,
            "block_body": self._begin,
        }

    def _expression_table(self) -> dict[str, Callable[[Node], Expr]]:
        return {
            "identifier": self._identifier,
            "constant": self._constant,
            "self": self._self,
            "super": self._bare_super,
            "instance_variable": self._instance_variable,
            "class_variable": self._instance_variable,
            "global_variable": self._constant,
            "string": self._string,
            "chained_string": self._chained_string,
            "bare_string": self._string,
            "bare_symbol": self._string,
            "character": self._character,
            "simple_symbol": self._symbol,
            "hash_key_symbol": self._symbol,
            "delimited_symbol": self._string,
            "heredoc_beginning": self._heredoc,
            "subshell": self._subshell,
            "string_array": self._words,
            "symbol_array": self._words,
            "regex": self._regex,
            "integer": self._number,
            "float": self._number,
            "true": self._literal,
            "false": self._literal,
            "nil": self._literal,
            "array": self._array,
            "right_assignment_list": self._array,
            "hash": self._hash,
            "call": self._chain,
            "element_reference": self._chain,
            "scope_resolution": self._chain,
            "yield": self._yield,
            "assignment": self._assignment,
            "operator_assignment": self._operator_assignment,
            "binary": self._binary,
            "unary": self._unary,
            "range": self._range,
            "rescue_modifier": self._rescue_modifier,
            "lambda": self._lambda,
            "return": self._return,
            "next": self._return,
            "break": self._leave,
            "while": self._while,
            "until": self._while,
            "while_modifier": self._while_modifier,
            "until_modifier": self._while_modifier,
            "for": self._for,
            "method": self._define,
            "singleton_method": self._define,
            "class": self._class,
            "module": self._class,
            "singleton_class": self._singleton_class,
            "alias": self._alias,
            "undef": self._skip,
            "match_pattern": self._match_pattern,
            "test_pattern": self._match_pattern,
            "ERROR": self._unread,
        }

    # --- walking ---

    def _span(self, first: Node, last: Node | None = None) -> Span:
        return self._positions.span(first, last)

    def _visit(self, node: Node) -> None:
        """Walk a node that stands as a statement."""
        self._count(node)
        if self._appended(node) is None:
            self._expr(node)

    def _visit_children(self, node: Node) -> None:
        for child in _named(node):
            self._expr(child)

    def _expr(self, node: Node) -> Expr:
        tail = self._tails.get(node.type)
        if tail is not None:
            return self._tail(tail, node, False)
        if self._depth >= _DEEPEST:
            return self._too_deep(node)
        self._depth += 1
        try:
            return self._expressions.get(node.type, self._other)(node)
        finally:
            self._depth -= 1

    def _tail(self, handle: Callable[[Node, bool], Expr], node: Node, returns: bool) -> Expr:
        if self._depth >= _DEEPEST:
            return self._too_deep(node)
        self._depth += 1
        try:
            return handle(node, returns)
        finally:
            self._depth -= 1

    def _too_deep(self, node: Node) -> Expr:
        return Opaque("nested too deeply", "", self._span(node))

    @contextmanager
    def _deeper(self, levels: int = 1) -> Iterator[None]:
        """A body inside costs more frames than an expression does."""
        self._depth += levels
        try:
            yield
        finally:
            self._depth -= levels

    def _field(self, node: Node, name: str) -> Expr:
        child = node.child_by_field_name(name)
        return Opaque("missing", "", self._span(node)) if child is None else self._expr(child)

    def _other(self, node: Node) -> Expr:
        self._visit_children(node)
        return Opaque(node.type.replace("_", " "), "", self._span(node))

    def _unread(self, node: Node) -> Expr:
        self._visit_children(node)
        return Opaque("could not be read", "", self._span(node))

    def _skip(self, node: Node) -> Expr:
        return Opaque(node.type, "", self._span(node))

    # --- statements in a row ---

    def _sequence(self, nodes: Sequence[Node], returns: bool) -> Expr | None:
        """Walk statements; the value is that of the last one."""
        for node in nodes[:-1]:
            self._visit(node)
        return self._last(nodes[-1], returns) if nodes else None

    def _last(self, node: Node, returns: bool) -> Expr | None:
        handle = self._tails.get(node.type)
        self._count(node)
        if handle is not None:
            return self._tail(handle, node, returns)
        value = self._appended(node) or self._expr(node)
        if returns and node.type not in _LEAVES:
            self._build.add_return(value)
        return None if node.type in _LEAVES else value

    def _count(self, node: Node) -> None:
        if node.type not in _CONTROL and node.type not in _DEFINITIONS:
            self._build.count_statement()

    def _begin(self, node: Node, returns: bool) -> Expr:
        value = self._statements(node, _named(node), returns)
        return Opaque("nothing", "", self._span(node)) if value is None else value

    def _statements(self, around: Node, nodes: list[Node], returns: bool) -> Expr | None:
        """Statements that may be followed by `rescue`, `else` and `ensure`."""
        if not any(node.type in _TAKES_OVER for node in nodes):
            return self._sequence(nodes, returns)
        main = [node for node in nodes if node.type not in _TAKES_OVER]
        has_else = any(node.type == "else" for node in nodes)
        values: list[Expr | None] = []
        if main:
            with self._build.open_scope("block", self._span(main[0], main[-1])):
                values.append(self._sequence(main, returns and not has_else))
        for node in nodes:
            if node.type in _TAKES_OVER:
                with self._build.open_scope("block", self._span(node)):
                    value = self._rescue(node, returns) if node.type == "rescue" else self._taken_over(node, returns)
                values.append(value)
        if has_else and main:
            values = values[1:]
        found = tuple(value for value in values if value is not None)
        return found[0] if len(found) == 1 else self._choice(found, "match", self._span(around))

    def _rescue(self, node: Node, returns: bool) -> Expr | None:
        value: Expr | None = None
        for child in _named(node):
            if child.type == "exception_variable":
                for target in _named(child):
                    self._assign(target, Opaque("exception", "", self._span(target)), "assign", self._span(target))
            elif child.type == "then":
                value = self._sequence(_named(child), returns)
            else:
                self._visit_children(child)
        return value

    def _taken_over(self, node: Node, returns: bool) -> Expr | None:
        value = self._sequence(_named(node), returns and node.type == "else")
        return value if node.type == "else" else None

    # --- names ---

    def _identifier(self, node: Node) -> Expr:
        return self._named_value(treesitter.text_of(node), self._span(node))

    def _named_value(self, name: str, span: Span) -> Expr:
        """A bare name: a local variable, or else a call."""
        if not name:
            return Opaque("missing", "", span)
        if self._locals.home_of(name) is not None or name[0].isupper():
            return Name(name, self._build.scope, span)
        if name == "__method__" and self._method is not None:
            return Text(self._method.name, span)
        if name in ("__FILE__", "__dir__", "__method__"):
            return Opaque("where the code stands", "string", span)
        return self._call(Name(name, self._build.scope, span), (), span, span)

    def _constant(self, node: Node) -> Expr:
        return Name(treesitter.text_of(node), self._build.scope, self._span(node))

    def _self(self, node: Node) -> Expr:
        return SelfRef(self._build.scope, self._span(node))

    def _instance_variable(self, node: Node) -> Expr:
        span = self._span(node)
        return Member(SelfRef(self._build.scope, span), treesitter.text_of(node), span, span)

    def _bare_super(self, node: Node) -> Expr:
        """`super` alone hands on all arguments."""
        span = self._span(node)
        params = () if self._method is None else self._method.params
        return self._call(self._super_method(span), tuple(self._handed_on(param) for param in params), span, span)

    def _super_method(self, span: Span) -> Expr:
        name = "" if self._method is None else self._method.name
        return Member(SuperRef(self._build.scope, span), name, span, span)

    def _handed_on(self, param: Param) -> Arg:
        value = Name(param.name, self._build.scope, param.span)
        if param.kind == "rest":
            return Arg(value, spread="*")
        if param.kind == "keyrest":
            return Arg(value, spread="**")
        return Arg(value, keyword=param.name) if param.kind == "keyword" else Arg(value)

    def _own_home(self) -> int:
        """The class, module or file that methods and constants belong to."""
        return self._build.home(("module", "class"))

    # --- assignments ---

    def _assignment(self, node: Node) -> Expr:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return self._other(node)
        if left.type == "constant" and _is_built_class(right):
            return self._built_class(right, left)
        value = self._value(right, _bound_name(left))
        self._assign(left, value, "assign", self._span(node))
        return value

    def _value(self, node: Node, name: str) -> Expr:
        """What is bound to `name`, which a lambda then bears."""
        if node.type == "lambda":
            return self._closure(node, name)
        if node.type == "call" and _is_lambda_call(node):
            return self._closure(node.child_by_field_name("block") or node, name)
        if node.type == "splat_argument":
            return Listing((Arg(self._only(node), spread="*"),), self._span(node))
        return self._expr(node)

    def _only(self, node: Node) -> Expr:
        child = next(iter(_named(node)), None)
        return Opaque("missing", "", self._span(node)) if child is None else self._expr(child)

    def _assign(self, left: Node, value: Expr | None, kind: BindingKind, span: Span) -> None:
        """Give `value` to whatever stands on the left."""
        if left.type == "identifier":
            self._bind_local(treesitter.text_of(left), value, kind, span)
        elif left.type == "constant":
            declared: BindingKind = "declare" if kind == "assign" else kind
            self._build.bind(treesitter.text_of(left), value, declared, span, home=self._own_home())
        elif left.type == "global_variable":
            self._build.bind(treesitter.text_of(left), value, kind, span, home=0)
        elif left.type in _TARGET_LISTS:
            self._assign_each(left, value, kind)
        elif left.type in ("rest_assignment", "splat_parameter", "splat_argument"):
            for child in _named(left)[:1]:
                self._assign(child, value, kind, span)
        else:
            self._change(left, value, "augment" if kind == "augment" else "set", span)

    def _bind_local(self, name: str, value: Expr | None, kind: BindingKind, span: Span) -> None:
        home = self._locals.home_of(name)
        if home is None:
            home = self._locals.names[name] = self._locals.home
        self._build.bind(name, value, kind, span, home=home)

    def _assign_each(self, left: Node, value: Expr | None, kind: BindingKind) -> None:
        if value is None or self._depth >= _DEEPEST:
            return
        with self._deeper():
            for target, part in unpacked(_named(left), value, self._span(left), _RESTS):
                self._assign(target, part, kind, self._span(target))

    def _change(self, left: Node, value: Expr | None, op: MutationOp, span: Span) -> None:
        if left.type in _VARIABLES:
            self._change_own(treesitter.text_of(left), value, op, span, self._span(left))
        elif left.type in _CHAIN:
            target, key, key_expr = self._place(left)
            if isinstance(target, SelfRef) and key is not None and key.startswith("@"):
                self._change_own(key, value, op, span, target.span)
            else:
                self._build.mutate(target, key, value, span, key_expr=key_expr, op=op)
        else:
            self._expr(left)

    def _change_own(self, name: str, value: Expr | None, op: MutationOp, span: Span, at: Span) -> None:
        scope = self._build.scopes[self._build.scope]
        if self._build.function is None and scope.owner is not None:
            self._build.bind(name, value, "augment" if op == "augment" else "declare", span, home=self._own_home())
        else:
            self._build.mutate(SelfRef(self._build.scope, at), name, value, span, op=op)

    def _place(self, node: Node) -> tuple[Expr, str | None, Expr | None]:
        """The object and the key of something that can be assigned to, `a.b`, `a[b]`, `A::B`."""
        if node.type == "element_reference":
            target = self._field(node, "object")
            keys = self._keys(node)
            return (target, keys.value, None) if isinstance(keys, Text) else (target, None, keys)
        receiver = node.child_by_field_name("receiver") or node.child_by_field_name("scope")
        name = node.child_by_field_name("method") or node.child_by_field_name("name")
        label = "" if name is None else treesitter.text_of(name)
        if receiver is None:
            return SelfRef(self._build.scope, self._span(node)), label, None
        target = self._expr(receiver)
        if isinstance(target, SelfRef):
            label = self._body.writers.get(label, label)
        return target, label, None

    def _operator_assignment(self, node: Node) -> Expr:
        left, operator = node.child_by_field_name("left"), node.child_by_field_name("operator")
        right = node.child_by_field_name("right")
        if left is None or operator is None or right is None:
            return self._other(node)
        symbol, span = treesitter.text_of(operator), self._span(node)
        added = self._value(right, _bound_name(left))
        if symbol == "+=" or (symbol == "<<=" and isinstance(added, Text | Template)):
            return self._store(left, added, added, "augment", span)
        if symbol == "&&=":
            return self._store(left, added, added, "assign", span)
        if symbol == "||=":
            return self._keep_or_store(left, added, span)
        value = Opaque("arithmetic", "", span)
        return self._store(left, value, value, "assign", span)

    def _store(self, left: Node, stored: Expr, value: Expr, kind: BindingKind, span: Span) -> Expr:
        self._assign(left, stored, kind, span)
        return value

    def _keep_or_store(self, left: Node, added: Expr, span: Span) -> Expr:
        """`a ||= v`: the old value, or the new one."""
        if left.type in _CHAIN:
            target, key, key_expr = self._place(left)
            self._build.mutate(target, key, added, span, key_expr=key_expr)
            at = self._span(left)
            is_index = left.type == "element_reference"
            old = Index(target, key_expr or Text(key or "", at), at) if is_index else Member(target, key or "", at, at)
            return Choice((old, added), "or", span)
        name = treesitter.text_of(left)
        if left.type == "identifier" and self._locals.home_of(name) is None:
            return self._store(left, added, added, "assign", span)
        if left.type == "identifier":
            value = Choice((Name(name, self._build.scope, self._span(left)), added), "or", span)
            return self._store(left, value, value, "assign", span)
        if left.type in _VARIABLES:
            return self._store(left, added, Choice((self._instance_variable(left), added), "or", span), "assign", span)
        return self._store(left, added, added, "assign", span)

    def _appended(self, node: Node) -> Expr | None:
        """`a << "text"` as a statement changes `a`, which is its value; None for anything else."""
        if node.type != "binary" or _operator(node) != "<<":
            return None
        links, base = treesitter.left_edge(node, lambda left: _operator(left) == "<<")
        if base.type not in ("identifier", "instance_variable") or not any(_text_like(link) for link in links):
            return None
        if base.type == "identifier" and self._locals.home_of(treesitter.text_of(base)) is None:
            return None
        for link in links:
            self._assign(base, self._field(link, "right"), "augment", self._span(link))
        return self._expr(base)

    # --- control flow ---

    def _choice(self, options: Sequence[Expr | None], kind: OneOf["ternary", "match"], span: Span) -> Expr:
        found = tuple(option for option in options if option is not None)
        if not found:
            return Opaque("nothing", "", span)
        return Choice(found, kind if len(found) > 1 else "and", span)

    def _arm(self, node: Node | None, returns: bool, group: int | None, exhaustive: bool) -> Expr | None:
        if node is None:
            return None
        with self._build.open_scope("block", self._span(node), group=group, exhaustive=exhaustive), self._deeper():
            inner = _named(node) if node.type in ("then", "else", "do", "block_body") else [node]
            return self._sequence(inner, returns)

    def _if(self, node: Node, returns: bool) -> Expr:
        arms = _if_arms(node)
        group, exhaustive = self._build.new_group(), arms[-1][0] is None
        values: list[Expr | None] = []
        for condition, body in arms:
            if condition is not None:
                self._expr(condition)
            values.append(self._arm(body, returns, group, exhaustive))
        return self._choice(values, "ternary", self._span(node))

    def _modifier(self, node: Node, returns: bool) -> Expr:
        value = self._arm(node.child_by_field_name("body"), returns, self._build.new_group(), False)
        self._field(node, "condition")
        return self._choice([value], "ternary", self._span(node))

    def _conditional(self, node: Node, returns: bool) -> Expr:
        links, last = [node], node.child_by_field_name("alternative")
        while last is not None and last.type == "conditional":
            links.append(last)
            last = last.child_by_field_name("alternative")
        values: list[Expr] = []
        for link in links:
            self._field(link, "condition")
            values.append(self._field(link, "consequence"))
        values.append(Opaque("missing", "", self._span(node)) if last is None else self._expr(last))
        value = Choice(tuple(values), "ternary", self._span(node))
        if returns:
            self._build.add_return(value)
        return value

    def _case(self, node: Node, returns: bool) -> Expr:
        subject = node.child_by_field_name("value")
        if subject is not None:
            self._expr(subject)
        clauses = [child for child in _named(node) if child.type in ("when", "else")]
        group, exhaustive = self._build.new_group(), any(clause.type == "else" for clause in clauses)
        values: list[Expr | None] = []
        for clause in clauses:
            if clause.type == "else":
                values.append(self._arm(clause, returns, group, exhaustive))
                continue
            for pattern in clause.children_by_field_name("pattern"):
                self._visit_children(pattern)
            values.append(self._arm(clause.child_by_field_name("body"), returns, group, exhaustive))
        return self._choice(values, "match", self._span(node))

    def _case_match(self, node: Node, returns: bool) -> Expr:
        subject, otherwise = self._field(node, "value"), node.child_by_field_name("else")
        group, exhaustive = self._build.new_group(), otherwise is not None
        clauses = [clause for clause in node.children_by_field_name("clauses") if clause.type == "in_clause"]
        values = [self._in(clause, subject, returns, group, exhaustive) for clause in clauses]
        values.append(self._arm(otherwise, returns, group, exhaustive))
        return self._choice(values, "match", self._span(node))

    def _in(self, clause: Node, subject: Expr, returns: bool, group: int, exhaustive: bool) -> Expr | None:
        pattern, guard = clause.child_by_field_name("pattern"), clause.child_by_field_name("guard")
        body = clause.child_by_field_name("body")
        with self._build.open_scope("block", self._span(clause), group=group, exhaustive=exhaustive), self._deeper():
            if pattern is not None:
                self._capture(pattern, subject)
            if guard is not None:
                self._visit_children(guard)
            return None if body is None else self._sequence(_named(body), returns)

    def _match_pattern(self, node: Node) -> Expr:
        subject, pattern = self._field(node, "value"), node.child_by_field_name("pattern")
        if pattern is not None:
            self._capture(pattern, subject)
        return Opaque("pattern match", "boolean" if node.type == "test_pattern" else "", self._span(node))

    def _capture(self, pattern: Node, subject: Expr) -> None:
        """Bind the names that a pattern takes out of its subject."""
        if self._depth >= _DEEPEST:
            return
        with self._deeper():
            if pattern.type == "identifier":
                self._assign(pattern, subject, "assign", self._span(pattern))
            elif pattern.type == "as_pattern":
                self._capture_as(pattern, subject)
            elif pattern.type == "hash_pattern":
                for child in _named(pattern):
                    self._capture_key(child, subject)
            elif pattern.type in ("array_pattern", "find_pattern"):
                self._capture_items(pattern, subject)
            elif pattern.type in ("alternative_pattern", "parenthesized_pattern"):
                for child in _named(pattern):
                    self._capture(child, subject)
            elif pattern.type not in ("constant", "scope_resolution", "variable_reference_pattern"):
                self._expr(pattern)

    def _capture_as(self, pattern: Node, subject: Expr) -> None:
        inner, name = pattern.child_by_field_name("value"), pattern.child_by_field_name("name")
        if inner is not None:
            self._capture(inner, subject)
        if name is not None:
            self._assign(name, subject, "assign", self._span(name))

    def _capture_key(self, node: Node, subject: Expr) -> None:
        key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
        if node.type == "keyword_pattern" and key is not None:
            span, label = self._span(key), self._symbol(key)
            held = Index(subject, label, span)
            if value is not None:
                self._capture(value, held)
            elif isinstance(label, Text):
                self._bind_local(label.value, held, "assign", span)
        elif node.type == "hash_splat_parameter":
            for name in _named(node)[:1]:
                self._assign(name, Opaque("rest of a pattern", "object", self._span(name)), "assign", self._span(name))

    def _capture_items(self, pattern: Node, subject: Expr) -> None:
        known = pattern.type == "array_pattern"
        for position, child in enumerate(_named(pattern)):
            span = self._span(child)
            if child.type == "splat_parameter":
                known = False
                self._assign(child, Opaque("rest of a pattern", "array", span), "assign", span)
            elif child.type != "constant" or child != pattern.child_by_field_name("class"):
                at = Index(subject, Literal("integer", str(position), span), span) if known else Opaque("matched by a pattern", "", span)
                self._capture(child, at)

    def _rescue_modifier(self, node: Node) -> Expr:
        body, handler = self._field(node, "body"), self._field(node, "handler")
        return Choice((body, handler), "or", self._span(node))

    def _while(self, node: Node) -> Expr:
        self._field(node, "condition")
        self._arm(node.child_by_field_name("body"), False, None, False)
        return Opaque("loop", "", self._span(node))

    def _while_modifier(self, node: Node) -> Expr:
        self._arm(node.child_by_field_name("body"), False, None, False)
        self._field(node, "condition")
        return Opaque("loop", "", self._span(node))

    def _for(self, node: Node) -> Expr:
        pattern, body = node.child_by_field_name("pattern"), node.child_by_field_name("body")
        held = node.child_by_field_name("value")
        collection = Opaque("missing", "", self._span(node)) if held is None else self._only(held)
        if pattern is not None and body is not None:
            with self._build.open_scope("block", self._span(body)), self._deeper():
                self._assign(pattern, Element(collection, "item", self._span(pattern)), "loop", self._span(pattern))
                self._sequence(_named(body), False)
        return collection

    def _return(self, node: Node) -> Expr:
        """`return x` of a method, `next x` of a block."""
        for arguments in _named(node)[:1]:
            value = self._returned(arguments)
            if node.type == "next" or self._locals.returns:
                self._build.add_return(value)
        return Opaque("left", "", self._span(node))

    def _returned(self, arguments: Node) -> Expr:
        args = self._args_of(arguments) if arguments.type == "argument_list" else (Arg(self._expr(arguments)),)
        if len(args) == 1 and args[0].keyword is None and not args[0].spread:
            return args[0].value
        return Listing(tuple(self._without_keywords(args, self._span(arguments))), self._span(arguments))

    def _without_keywords(self, args: tuple[Arg, ...], span: Span) -> Iterator[Arg]:
        """Arguments as items of a list: `k: v` makes one hash at the end."""
        pairs = [arg for arg in args if arg.keyword is not None or arg.spread == "**"]
        yield from (arg for arg in args if arg.keyword is None and arg.spread != "**")
        if pairs:
            entries = tuple(Entry(arg.value, key=arg.keyword, spread=arg.spread == "**", span=arg.value.span) for arg in pairs)
            yield Arg(self._build.record(entries, span))

    def _leave(self, node: Node) -> Expr:
        for child in _named(node):
            self._returned(child)
        return Opaque("left", "", self._span(node))

    # --- functions ---

    def _define(self, node: Node) -> Expr:
        name = node.child_by_field_name("name")
        if name is None:
            return self._other(node)
        label, span = treesitter.text_of(name), self._span(node)
        elsewhere = self._receiver_of(node)
        home = self._build.scopes[self._own_home()]
        owner = home.owner if home.kind == "class" and elsewhere is None else None
        static = node.type == "singleton_method" or self._is_static(label)
        kind = _method_kind(label, owner is not None, static, node.child_by_field_name("body"))
        index = self._build.reserve_function()
        if elsewhere is None:
            self._build.bind(label, FunctionRef(index, span), "function", self._span(name), home=home.index)
        else:
            self._build.mutate(elsewhere, label, FunctionRef(index, span), self._span(name))
        self._walk_method(node, index, label, kind, owner, self._span(name), static)
        return Text(label, self._span(name))

    def _is_static(self, label: str) -> bool:
        return self._static or self._body.everything_static or label in self._body.module_functions

    def _receiver_of(self, node: Node) -> Expr | None:
        """The object that `def object.name` gives a method, when it is not the class around."""
        target = node.child_by_field_name("object")
        if target is None or target.type == "self":
            return None
        if target.type == "constant" and treesitter.text_of(target) == self._body.name:
            return None
        return self._expr(target)

    def _walk_method(
        self, node: Node, index: int, label: str, kind: FunctionKind, owner: int | None, name_span: Span, static: bool
    ) -> None:
        span, parent, body = self._span(node), self._build.scope, node.child_by_field_name("body")
        with self._build.open_scope("function", span, function=index) as scope, self._deeper():
            before, self._locals = self._locals, _Locals(scope)
            method, self._method = self._method, _Method(label, (), static)
            params = self._parameters(node.child_by_field_name("parameters"), index, _yields(node))
            self._method.params = params
            if body is not None:
                self._function_body(body, kind != "constructor" and not _is_writer(label))
            self._locals, self._method = before, method
        self._build.function_done(Function(index, label, params, kind, scope, parent, owner, None, (), (), None, 0, span, name_span))

    def _function_body(self, body: Node, returns: bool) -> None:
        if body.type in ("body_statement", "block_body"):
            self._statements(body, _named(body), returns)
        else:
            self._last(body, returns)

    def _lambda(self, node: Node) -> Expr:
        return self._closure(node, "")

    def _closure(self, node: Node, name: str, record: int | None = None, kind: FunctionKind = "lambda") -> Expr:
        """A lambda (`->(x) { }`) or the block of a call."""
        body = node.child_by_field_name("body")
        if body is not None and body.type in ("block", "do_block"):
            body = body.child_by_field_name("body")
        index, span, parent = self._build.reserve_function(), self._span(node), self._build.scope
        owner = self._build.scopes[parent].owner if kind != "lambda" else None
        with self._build.open_scope("function", span, function=index) as scope, self._deeper(2):
            self._locals = _Locals(scope, self._locals, returns=kind != "lambda" or node.type == "lambda" or bool(name))
            params = self._parameters(node.child_by_field_name("parameters"), index, False) or self._numbered(node, index)
            if body is not None and self._depth < _DEEPEST:
                self._function_body(body, True)
            self._locals = self._locals.around or self._locals
        return self._build.function_done(Function(index, name, params, kind, scope, parent, owner, record, (), (), None, 0, span, span))

    def _numbered(self, block: Node, function: int) -> tuple[Param, ...]:
        """The parameter of a block that only uses `it` or `_1`."""
        text = (block.text or b"")[: _LONGEST_IMPLICIT_BLOCK + 1]
        found = _NUMBERED.search(text) if len(text) <= _LONGEST_IMPLICIT_BLOCK else None
        name = "" if found is None else found[1].decode()
        if not name or self._locals.home_of(name) is not None:
            return ()
        params = (Param(name, "positional", None, None, self._span(block)),)
        self._declare(params, function)
        return params

    def _declare(self, params: tuple[Param, ...], function: int) -> None:
        for param in params:
            self._locals.names[param.name] = self._locals.home
        self._build.bind_parameters(function, params)

    def _parameters(self, node: Node | None, function: int, yields: bool) -> tuple[Param, ...]:
        """The parameters, bound. Defaults are walked inside: they see the parameters before them."""
        params: list[Param] = []
        patterns: list[tuple[Node, Param]] = []
        block: Node | None = None
        own = [] if node is None else node.children_by_field_name("locals")
        for child in [] if node is None else _named(node):
            if child in own:
                self._locals.names[treesitter.text_of(child)] = self._locals.home
            elif child.type == "block_parameter":
                block = child
            elif child.type == "destructured_parameter":
                params.append(Param(f"{{{len(params)}}}", "positional", None, None, self._span(child)))
                patterns.append((child, params[-1]))
            else:
                params.extend(self._parameter(child))
        if block is not None or yields:
            at = self._span(block) if block is not None else self._build.scopes[self._build.scope].span
            params.append(Param("&", "keyword", None, None, at))
        self._declare(tuple(params), function)
        for pattern, param in patterns:
            for name in _identifiers(pattern):
                self._locals.names[name] = self._locals.home
            self._assign(pattern, Name(param.name, self._build.scope, param.span), "assign", param.span)
        if block is not None:
            self._name_block(block)
        return tuple(params)

    def _name_block(self, block: Node) -> None:
        for name in _named(block)[:1]:
            span = self._span(name)
            self._bind_local(treesitter.text_of(name), Name("&", self._build.scope, span), "assign", span)

    def _parameter(self, node: Node) -> list[Param]:
        span = self._span(node)
        if node.type == "identifier":
            name = treesitter.text_of(node)
            self._locals.names[name] = self._locals.home
            return [Param(name, "positional", None, None, span)]
        if node.type == "forward_parameter":
            return [Param("*", "rest", None, None, span), Param("**", "keyrest", None, None, span), Param("&", "keyword", None, None, span)]
        kinds: dict[str, ParamKind] = {
            "optional_parameter": "positional",
            "keyword_parameter": "keyword",
            "splat_parameter": "rest",
            "hash_splat_parameter": "keyrest",
        }
        if node.type not in kinds:
            if node.type != "hash_splat_nil":
                self._expr(node)
            return []
        kind, named, default = kinds[node.type], node.child_by_field_name("name"), node.child_by_field_name("value")
        name = ("*" if kind == "rest" else "**") if named is None else treesitter.text_of(named)
        value = None if default is None else self._value(default, name)
        self._locals.names[name] = self._locals.home
        return [Param(name, kind, value, None, span if named is None else self._span(named))]

    # --- classes and modules ---

    def _class(self, node: Node) -> Expr:
        name = node.child_by_field_name("name")
        if name is None:
            return self._other(node)
        superclass = node.child_by_field_name("superclass")
        built = None if superclass is None else next(iter(_named(superclass)), None)
        names = _constants(name)
        self._nested_class(node, names, built)
        return Opaque("class", "", self._span(node))

    def _nested_class(self, node: Node, names: list[Node], superclass: Node | None) -> None:
        """`class A::B` adds B to A, wherever A is declared."""
        body = node.child_by_field_name("body")
        if len(names) == 1:
            kind: OneOf["class", "object"] = "object" if node.type == "module" else "class"
            self._walk_class(node, names[0], kind, superclass, lambda: self._class_body(body))
        else:
            self._walk_class(node, names[0], "extension", None, lambda: self._nested_class(node, names[1:], superclass))

    def _class_body(self, body: Node | None) -> None:
        if body is not None:
            self._look_ahead(body)
            self._statements(body, _named(body), False)

    def _look_ahead(self, body: Node) -> None:
        """Which methods of a module are called on the module itself."""
        after = False
        for child in _named(body):
            text = (child.text or b"") if child.type in ("identifier", "call") else b""
            if child.type == "identifier" and text == b"module_function":
                after = True
            elif text.startswith(b"extend") and text.split() == [b"extend", b"self"]:
                self._body.everything_static = True
            elif text.startswith(b"module_function"):
                self._body.module_functions.update(_symbols(child))
                after = after or not _symbols(child)
            elif child.type == "method" and after and (name := child.child_by_field_name("name")) is not None:
                self._body.module_functions.add(treesitter.text_of(name))

    def _walk_class(
        self, node: Node, name: Node, kind: OneOf["class", "object", "extension"], superclass: Node | None, walk: Callable[[], None]
    ) -> Expr:
        label, span, name_span = treesitter.text_of(name), self._span(node), self._span(name)
        base = None if superclass is None else self._expr(superclass)
        return self._declare_class(label, span, name_span, kind, base, walk)

    def _declare_class(
        self,
        label: str,
        span: Span,
        name_span: Span,
        kind: OneOf["class", "object", "extension"],
        base: Expr | None,
        walk: Callable[[], None],
    ) -> Expr:
        index, parent, home = self._build.reserve_class(), self._build.scope, self._own_home()
        if (home, label) in self._declared:
            kind = "extension"
        self._declared.add((home, label))
        self._build.bind(label, ClassRef(index, span), "class", name_span, home=home)
        with self._build.open_scope("class", span, owner=index) as scope, self._class_state(label, scope), self._deeper(2):
            if isinstance(base, Call):
                self._struct_members(base, span)
            if self._depth < _DEEPEST:
                walk()
            mixins = self._body.mixins[::-1]
        bases = tuple(mixins) if base is None else (*mixins, base)
        self._build.class_done(Class(index, label, kind, bases, (), (), scope, parent, span, name_span))
        return ClassRef(index, span)

    @contextmanager
    def _class_state(self, label: str, scope: int) -> Iterator[None]:
        before = self._locals, self._body, self._method, self._static
        self._locals, self._body, self._method, self._static = _Locals(scope), _Body(label), None, False
        yield
        self._locals, self._body, self._method, self._static = before

    def _singleton_class(self, node: Node) -> Expr:
        self._field(node, "value")
        body = node.child_by_field_name("body")
        before = self._static, self._locals
        self._static, self._locals = True, _Locals(self._build.home())
        if body is not None:
            with self._deeper():
                self._statements(body, _named(body), False)
        self._static, self._locals = before
        return Opaque("class", "", self._span(node))

    def _built_class(self, node: Node, name: Node) -> Expr:
        """`X = Struct.new(:a) do ... end`, `X = Class.new(Base) do ... end`."""
        call = self._link_call(node, self._field(node, "receiver"), without_block=True)
        block = node.child_by_field_name("block")
        body = None if block is None else block.child_by_field_name("body")
        is_plain = isinstance(call, Call) and isinstance(call.callee, Name) and call.callee.name in ("Class", "Module")
        base: Expr | None = call
        if is_plain and isinstance(call, Call):
            base = call.args[0].value if call.args else None
        kind: OneOf["class", "object"] = "object" if is_plain and treesitter.text_of(node).startswith("Module") else "class"
        return self._declare_class(treesitter.text_of(name), self._span(node), self._span(name), kind, base, lambda: self._class_body(body))

    def _struct_members(self, base: Call, span: Span) -> None:
        """`Struct.new(:a, :b)` has a getter for each and is made from their values."""
        callee = base.callee.object if isinstance(base.callee, Member) else base.callee
        if not isinstance(callee, Name) or callee.name not in ("Struct", "Data"):
            return
        fields = [arg.value for arg in base.args if isinstance(arg.value, Text) and arg.keyword is None and arg.value.value.isidentifier()]
        for text in fields:
            self._getter(text, "@" + text.value)
            self._body.writers[text.value] = "@" + text.value
        if fields:
            self._struct_constructor(fields, span)

    def _struct_constructor(self, fields: list[Text], span: Span) -> None:
        index, parent, home = self._build.reserve_function(), self._build.scope, self._own_home()
        self._build.bind("initialize", FunctionRef(index, span), "function", span, home=home)
        params = tuple(Param(text.value, "positional", None, None, text.span) for text in fields)
        with self._build.open_scope("function", span, function=index) as scope:
            self._build.bind_parameters(index, params)
            for text in fields:
                self._build.mutate(SelfRef(scope, text.span), "@" + text.value, Name(text.value, scope, text.span), text.span)
        owner = self._build.scopes[parent].owner
        self._build.function_done(
            Function(index, "initialize", params, "constructor", scope, parent, owner, None, (), (), None, 0, span, span)
        )

    def _getter(self, name: Text, variable: str) -> None:
        """A method that only reads a field."""
        index, parent, home = self._build.reserve_function(), self._build.scope, self._own_home()
        span, owner = name.span, self._build.scopes[parent].owner
        self._build.bind(name.value, FunctionRef(index, span), "function", span, home=home)
        with self._build.open_scope("function", span, function=index) as scope:
            self._build.add_return(Member(SelfRef(scope, span), variable, span, span))
        self._build.function_done(Function(index, name.value, (), "getter", scope, parent, owner, None, (), (), None, 0, span, span))

    def _alias(self, node: Node) -> Expr:
        new, old = node.child_by_field_name("name"), node.child_by_field_name("alias")
        if new is not None and old is not None and old.type == "identifier":
            self._alias_name(treesitter.text_of(new), treesitter.text_of(old), self._span(new), self._span(old))
        return Opaque("alias", "", self._span(node))

    def _alias_name(self, new: str, old: str, span: Span, old_span: Span) -> None:
        self._build.bind(new, Name(old, self._build.scope, old_span), "assign", span, home=self._own_home())

    # --- literals ---

    def _number(self, node: Node) -> Expr:
        return Literal("integer" if node.type == "integer" else "number", treesitter.text_of(node), self._span(node))

    def _literal(self, node: Node) -> Expr:
        return Literal("null" if node.type == "nil" else "boolean", treesitter.text_of(node), self._span(node))

    def _character(self, node: Node) -> Expr:
        return Text(_decode(treesitter.text_of(node)[1:]), self._span(node))

    def _symbol(self, node: Node) -> Expr:
        if node.type == "string":
            return self._string(node)
        return Text(treesitter.text_of(node).removeprefix(":"), self._span(node))

    def _regex(self, node: Node) -> Expr:
        for child in node.named_children:
            if child.type == "interpolation":
                self._visit_children(child)
        return Literal("regex", treesitter.text_of(node), self._span(node))

    def _subshell(self, node: Node) -> Expr:
        for child in node.named_children:
            if child.type == "interpolation":
                self._visit_children(child)
        return Opaque("output of a program", "string", self._span(node))

    def _string(self, node: Node) -> Expr:
        parts: list[Expr] = []
        self._string_parts(node, _is_raw(node), parts)
        return literal(parts, self._span(node))

    def _chained_string(self, node: Node) -> Expr:
        parts: list[Expr] = []
        for child in _named(node):
            self._string_parts(child, _is_raw(child), parts)
        return literal(parts, self._span(node))

    def _string_parts(self, node: Node, raw: bool, parts: list[Expr]) -> None:
        for child in node.named_children:
            text = treesitter.text_of(child)
            if child.type == "interpolation":
                parts.append(self._interpolation(child))
            elif child.type == "escape_sequence" and not raw:
                add_text(parts, _decode(text), self._span(child))
            elif child.type in ("string_content", "escape_sequence"):
                add_text(parts, _decode_raw(text) if raw else text, self._span(child))
            elif child.type not in _EXTRAS:
                parts.append(self._expr(child))

    def _interpolation(self, node: Node) -> Expr:
        with self._deeper():
            value = self._sequence(_named(node), False) if self._depth < _DEEPEST else None
        return Opaque("missing" if self._depth < _DEEPEST else "nested too deeply", "", self._span(node)) if value is None else value

    def _heredoc(self, node: Node) -> Expr:
        body = self._heredocs.get(node.start_byte)
        if body is None:
            return Opaque("missing", "string", self._span(node))
        opening = treesitter.text_of(node)
        raw, indent = "'" in opening, opening.startswith("<<~")
        pieces: list[Expr] = []
        strip = _indentation(body) if indent else 0
        first = True
        for child in body.named_children:
            if child.type == "interpolation":
                pieces.append(self._interpolation(child))
            elif child.type in ("heredoc_content", "escape_sequence"):
                text = treesitter.text_of(child)
                at_start, first = first, False
                text = _dedent(text, strip, at_start) if child.type == "heredoc_content" else text
                text = text if child.type == "heredoc_content" or raw else _decode(text)
                add_text(pieces, text, self._span(child))
        return literal(_without_last_indentation(pieces), self._span(node))

    def _words(self, node: Node) -> Expr:
        raw = treesitter.text_of(node)[:2] in ("%w", "%i")
        items: list[Arg] = []
        for child in _named(node):
            parts: list[Expr] = []
            self._string_parts(child, raw, parts)
            items.append(Arg(literal(parts, self._span(child))))
        return Listing(tuple(items), self._span(node))

    # --- collections ---

    def _array(self, node: Node) -> Expr:
        span = self._span(node)
        return Listing(tuple(self._without_keywords(self._args_of(node), span)), span)

    def _hash(self, node: Node) -> Expr:
        index = self._build.reserve_record()
        entries = tuple(self._entry(child, index) for child in _named(node))
        return self._build.record(entries, self._span(node), index)

    def _entry(self, node: Node, record: int) -> Entry:
        span = self._span(node)
        if node.type == "hash_splat_argument":
            return Entry(self._splatted(node, "**"), spread=True, span=span)
        key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
        if node.type != "pair" or key is None:
            return Entry(self._expr(node), key_expr=Opaque("could not be read", "", span), span=span)
        name = self._symbol(key) if key.type == "hash_key_symbol" else self._expr(key)
        label = name.value if isinstance(name, Text) else ""
        held = self._named_value(label, self._span(key)) if value is None else self._entry_value(value, label, record)
        if isinstance(name, Text):
            return Entry(held, key=name.value, span=span)
        return Entry(held, key_expr=name, span=span)

    def _entry_value(self, value: Node, name: str, record: int | None) -> Expr:
        if value.type == "lambda":
            return self._closure(value, name, record)
        if value.type == "call" and _is_lambda_call(value):
            return self._closure(value.child_by_field_name("block") or value, name, record)
        return self._expr(value)

    def _splatted(self, node: Node, anonymous: str) -> Expr:
        child = next(iter(_named(node)), None)
        return Name(anonymous, self._build.scope, self._span(node)) if child is None else self._expr(child)

    # --- calls, members and indexes ---

    def _chain(self, node: Node) -> Expr:
        """A chain such as `a.b(c)[d].e`, from its left end outward.

        A link at the far end of a very long chain stands for itself: what it hangs on is opaque.
        """
        links, base = _links(node)
        room, start = max(1, _DEEPEST - self._depth), self._depth
        try:
            self._depth = start + (len(links) - 1) % room if links else start
            value = Opaque("missing", "", self._span(node)) if base is None else self._expr(base)
            for position in range(len(links) - 1, -1, -1):
                self._depth = start + position % room
                if position % room == room - 1 and position != len(links) - 1:
                    value = Opaque("nested too deeply", "", value.span)
                value = self._link(links[position], None if base is None and position == len(links) - 1 else value)
        finally:
            self._depth = start
        return value

    def _link(self, node: Node, value: Expr | None) -> Expr:
        if node.type == "call":
            return self._link_call(node, value)
        if node.type == "element_reference":
            target = Opaque("missing", "", self._span(node)) if value is None else value
            return Index(target, self._keys(node), self._span(node))
        name = node.child_by_field_name("name")
        if name is None:
            return Opaque("missing", "", self._span(node))
        label, span = treesitter.text_of(name), self._span(name)
        return Name(label, self._build.scope, span) if value is None else Member(value, label, self._span(node), span)

    def _keys(self, node: Node) -> Expr:
        items = [child for child in _named(node) if child != node.child_by_field_name("object")]
        if len(items) == 1 and items[0].type not in ("pair", "splat_argument", "hash_splat_argument"):
            return self._expr(items[0])
        args = tuple(arg for child in items for arg in self._arg(child))
        return Listing(tuple(self._without_keywords(args, self._span(node))), self._span(node))

    def _link_call(self, node: Node, receiver: Expr | None, without_block: bool = False) -> Expr:
        name = node.child_by_field_name("method")
        label = "" if name is None else treesitter.text_of(name)
        arguments, block = node.child_by_field_name("arguments"), node.child_by_field_name("block")
        if label == "freeze" and arguments is None and receiver is not None:
            return receiver
        if label == "class" and isinstance(receiver, SelfRef) and arguments is None:
            return SelfRef(receiver.scope, self._span(node))
        if receiver is None and _is_lambda_call(node):
            return self._closure(block or node, "")
        args = () if arguments is None else self._args_of(arguments)
        if block is not None and not without_block:
            args = (*args, Arg(self._block(node, block, label, args), keyword="&"))
        span = self._span(node)
        if receiver is None:
            return self._bare_call(label, name, args, span)
        return self._method_call(node, label, name, receiver, args)

    def _block(self, call: Node, block: Node, label: str, args: tuple[Arg, ...]) -> Expr:
        first = args[0].value if args else None
        if label in ("define_method", "define_singleton_method") and isinstance(first, Text):
            return self._defined(block, first, label)
        if label == "class_methods" and call.child_by_field_name("receiver") is None and self._method is None:
            before, self._static = self._static, True
            value = self._closure(block, "")
            self._static = before
            return value
        return self._closure(block, "")

    def _defined(self, block: Node, name: Text, label: str) -> Expr:
        """`define_method(:x) { ... }` is a method called x."""
        method, home = self._method, self._build.scopes[self._own_home()]
        self._method = _Method(name.value)
        static = label == "define_singleton_method" or self._is_static(name.value)
        kind: FunctionKind = "static" if static else ("method" if home.kind == "class" else "function")
        value = self._closure(block, name.value, None, kind)
        self._method = method
        self._build.bind(name.value, value, "function", name.span, home=home.index)
        return value

    def _bare_call(self, label: str, name: Node | None, args: tuple[Arg, ...], span: Span) -> Expr:
        at = span if name is None else self._span(name)
        if name is not None and name.type == "super":
            return self._call(self._super_method(at), args, span, at)
        if label in ("format", "sprintf") and args and args[0].keyword is None and not args[0].spread:
            return _formatted(args[0].value, args[1:], span)
        if label == "new" and (self._method is None or self._method.static):
            return self._call(SelfRef(self._build.scope, at), args, span, at, "new")
        call = self._call(Name(label, self._build.scope, at), args, span, at)
        self._heed(label, args, span)
        return call

    def _method_call(self, node: Node, label: str, name: Node | None, receiver: Expr, args: tuple[Arg, ...]) -> Expr:
        span = self._span(node)
        if name is None:
            return self._call(receiver, args, span, receiver.name_span if isinstance(receiver, Member) else receiver.span)
        at = self._span(name)
        if label == "new":
            return self._call(receiver, args, span, receiver.name_span if isinstance(receiver, Member) else receiver.span, "new")
        if label in ("format", "sprintf") and isinstance(receiver, Name) and receiver.name == "Kernel" and args:
            return _formatted(args[0].value, args[1:], span)
        return self._call(Member(receiver, label, self._span(node, name), at), args, span, at)

    def _call(self, callee: Expr, args: tuple[Arg, ...], span: Span, name_span: Span, form: OneOf["call", "new"] = "call") -> Call:
        return self._build.call(callee, args, span, name_span, form)

    def _heed(self, label: str, args: tuple[Arg, ...], span: Span) -> None:
        """What a bare call says about the class around, or about other files."""
        if label in ("require", "require_relative", "load", "autoload"):
            self._require(label, args)
        elif self._method is not None:
            return
        elif label in _MIXES:
            self._body.mixins += [arg.value for arg in args if not isinstance(arg.value, SelfRef)]
        elif label in _GETTERS or label in _WRITERS or label in _CLASS_GETTERS:
            self._attributes(label, args, span)
        elif label == "alias_method" and len(args) == 2:
            new, old = args[0].value, args[1].value
            if isinstance(new, Text) and isinstance(old, Text):
                self._alias_name(new.value, old.value, new.span, old.span)

    def _require(self, label: str, args: tuple[Arg, ...]) -> None:
        path = args[-1].value if args else None
        if isinstance(path, Text):
            relative = label == "require_relative" and not path.value.startswith(".")
            self._build.imports("./" + path.value if relative else path.value)

    def _attributes(self, label: str, args: tuple[Arg, ...], span: Span) -> None:
        own = label in _CLASS_GETTERS
        default = next((arg.value for arg in args if arg.keyword == "default"), None)
        for arg in args:
            if arg.keyword is not None or not isinstance(arg.value, Text):
                continue
            name = arg.value.value
            variable = ("@@" if own else "@") + name
            if label in _GETTERS or own:
                self._getter(arg.value, variable)
            if label in _WRITERS or own:
                self._body.writers[name] = variable
            if own and default is not None:
                self._build.bind(variable, default, "declare", span, home=self._own_home())

    def _yield(self, node: Node) -> Expr:
        """`yield x` calls the block that the method was given."""
        args = tuple(arg for child in _named(node) for arg in self._args_of(child))
        span = self._span(node)
        return self._call(Name("&", self._build.scope, span), args, span, span)

    def _args_of(self, node: Node) -> tuple[Arg, ...]:
        children = _named(node) if node.type in ("argument_list", "array", "right_assignment_list") else [node]
        return tuple(arg for child in children for arg in self._arg(child))

    def _arg(self, node: Node) -> tuple[Arg, ...]:
        if node.type == "pair":
            return (self._keyword(node),)
        if node.type == "splat_argument":
            return (Arg(self._splatted(node, "*"), spread="*"),)
        if node.type == "hash_splat_argument":
            return (Arg(self._splatted(node, "**"), spread="**"),)
        if node.type == "block_argument":
            return (Arg(self._splatted(node, "&"), keyword="&"),)
        if node.type == "forward_argument":
            span, scope = self._span(node), self._build.scope
            return (
                Arg(Name("*", scope, span), spread="*"),
                Arg(Name("**", scope, span), spread="**"),
                Arg(Name("&", scope, span), keyword="&"),
            )
        return (Arg(self._expr(node)),)

    def _keyword(self, node: Node) -> Arg:
        """`k: v` and `"k" => v` name an argument; a computed key makes a hash of its own."""
        key = node.child_by_field_name("key")
        if key is not None and key.type not in ("hash_key_symbol", "simple_symbol", "string", "delimited_symbol"):
            return self._computed_keyword(node)
        entry = self._entry(node, -1)
        if entry.key is not None:
            return Arg(entry.value, keyword=entry.key)
        return Arg(self._build.record((entry,), self._span(node)), spread="**")

    def _computed_keyword(self, node: Node) -> Arg:
        index = self._build.reserve_record()
        return Arg(self._build.record((self._entry(node, index),), self._span(node), index), spread="**")

    # --- operators ---

    def _binary(self, node: Node) -> Expr:
        links, base = treesitter.left_edge(node, lambda left: True)
        operands, run, last = [self._expr(base)], "", base
        for count, link in enumerate(links, 1):
            symbol, right = _operator(link), link.child_by_field_name("right")
            kind = _run_kind(symbol)
            if count % _DEEPEST == 0:
                operands = [Opaque("nested too deeply", "", operands[0].span)] if kind != run or not kind else operands
            if kind != run or not kind:
                operands = [self._joined(run, operands, self._span(base, last))]
            operands.append(Opaque("missing", "", self._span(link)) if right is None else self._expr(right))
            if not kind:
                operands = [self._operation(symbol, operands[0], operands[1], right, link)]
            run, last = kind, link
        return self._joined(run, operands, self._span(node))

    def _joined(self, run: str, operands: list[Expr], span: Span) -> Expr:
        """The value of a run of the same operator."""
        if len(operands) == 1:
            return operands[0]
        if run == "or":
            return Choice(tuple(operands), "or", span)
        if run == "and":
            return Choice((operands[-1],), "and", span)
        if all(is_number(operand) for operand in operands):
            return Opaque("arithmetic", "number", span)
        return together(operands, span)

    def _operation(self, symbol: str, left: Expr, right: Expr, node: Node | None, link: Node) -> Expr:
        span = self._span(link)
        if symbol in _COMPARISONS:
            return Opaque("comparison", "boolean", span)
        if symbol == "<<":
            return self._shifted(left, right, link)
        if symbol == "%" and _formats(left, right):
            return _formatted(left, _format_args(right), span)
        return Opaque("arithmetic", "" if isinstance(left, Text | Template | Listing | Format) else "number", span)

    def _shifted(self, left: Expr, right: Expr, link: Node) -> Expr:
        """`a << b` puts text together, or hands `b` to `a`."""
        span, operator = self._span(link), link.child_by_field_name("operator")
        if isinstance(left, Text | Template) or isinstance(right, Text | Template):
            return together((left, right), span)
        at = span if operator is None else self._span(operator)
        return self._call(Member(left, "<<", span, at), (Arg(right),), span, at)

    def _unary(self, node: Node) -> Expr:
        symbol, value, span = _operator(node), self._field(node, "operand"), self._span(node)
        if symbol in ("!", "not", "defined?"):
            return Opaque("comparison", "boolean", span)
        if isinstance(value, Literal) and value.type in ("integer", "number") and not value.text.startswith(("-", "+", "~")):
            return Literal(value.type, "".join(treesitter.text_of(node).split()), span)
        return value if isinstance(value, Text | Template) else Opaque("arithmetic", "number", span)

    def _range(self, node: Node) -> Expr:
        self._visit_children(node)
        return Opaque("range", "", self._span(node))


# --- what a node is ----------------------------------------------------------------------------------


def _named(node: Node) -> list[Node]:
    return [child for child in node.named_children if child.type not in _EXTRAS]


def _heredocs(tree: Tree) -> dict[int, Node]:
    """The body of each heredoc by the byte at which its opening stands."""
    waiting: list[Node] = []
    found: dict[int, Node] = {}
    for node in treesitter.captured(tree, _HEREDOCS):
        if node.type == "heredoc_beginning":
            waiting.append(node)
        elif waiting:
            end = next((child for child in node.named_children if child.type == "heredoc_end"), None)
            mark = "" if end is None else treesitter.text_of(end).strip()
            opening = next((each for each in waiting if treesitter.text_of(each).lstrip("<~-").strip("'\"`") == mark), waiting[0])
            waiting.remove(opening)
            found[opening.start_byte] = node
    return found


def _bound_name(left: Node) -> str:
    """The name that an assignment gives to a lambda."""
    if left.type == "call":
        left = left.child_by_field_name("method") or left
    return treesitter.text_of(left).lstrip("@$") if left.type in ("identifier", "constant", *_VARIABLES, "global_variable") else ""


def _is_lambda_call(node: Node) -> bool:
    """`lambda { }`, `proc { }` and `Proc.new { }`, which make a function."""
    method, receiver = node.child_by_field_name("method"), node.child_by_field_name("receiver")
    if method is None or node.child_by_field_name("block") is None or node.child_by_field_name("arguments") is not None:
        return False
    if receiver is None:
        return method.text in (b"lambda", b"proc")
    return method.text == b"new" and receiver.text == b"Proc"


def _is_built_class(node: Node) -> bool:
    if node.type != "call":
        return False
    receiver, method = node.child_by_field_name("receiver"), node.child_by_field_name("method")
    return receiver is not None and method is not None and (treesitter.text_of(receiver), treesitter.text_of(method)) in _BUILT


def _constants(name: Node) -> list[Node]:
    """The parts of `A::B::C`; only the last one when they start from something else."""
    parts: list[Node] = []
    node: Node | None = name
    while node is not None and node.type == "scope_resolution" and len(parts) < _DEEPEST // 4:
        last = node.child_by_field_name("name")
        parts.extend([] if last is None else [last])
        node = node.child_by_field_name("scope")
    if node is None:
        return parts[::-1] or [name]
    return [node, *parts[::-1]] if node.type == "constant" else parts[:1] or [name]


def _symbols(call: Node) -> list[str]:
    arguments = call.child_by_field_name("arguments")
    found = [] if arguments is None else [child for child in _named(arguments) if child.type == "simple_symbol"]
    return [treesitter.text_of(child).removeprefix(":") for child in found]


def _yields(method: Node) -> bool:
    """Whether a method calls a block that it does not name."""
    text = method.text or b""
    parameters = method.child_by_field_name("parameters")
    named = parameters is not None and any(child.type in ("block_parameter", "forward_parameter") for child in parameters.named_children)
    return b"yield" in text and not named


def _method_kind(name: str, is_method: bool, static: bool, body: Node | None) -> FunctionKind:
    if not is_method:
        return "function"
    if static:
        return "static"
    if name == "initialize":
        return "constructor"
    statements = [] if body is None else (_named(body) if body.type == "body_statement" else [body])
    if len(statements) == 1 and statements[0].type == "call":
        return "abstract" if (statements[0].text or b"").startswith((b"raise NotImpl", b"raise(NotImpl")) else "method"
    return "method"


def _is_writer(name: str) -> bool:
    return name.endswith("=") and name[:-1].isidentifier()


def _if_arms(node: Node) -> list[tuple[Node | None, Node | None]]:
    """The conditions and bodies of `if` and its `elsif`; an `else` has no condition."""
    arms: list[tuple[Node | None, Node | None]] = []
    link: Node | None = node
    while link is not None and link.type != "else":
        arms.append((link.child_by_field_name("condition") or link, link.child_by_field_name("consequence")))
        link = link.child_by_field_name("alternative")
    if link is not None:
        arms.append((None, link))
    return arms


def _links(node: Node) -> tuple[list[Node], Node | None]:
    """The calls, members and indexes of a chain, outermost first, and what they start from (None: the last link itself)."""
    links: list[Node] = []
    current: Node | None = node
    while current is not None and current.type in _CHAIN:
        links.append(current)
        current = current.child_by_field_name("receiver") or current.child_by_field_name("scope") or current.child_by_field_name("object")
    return links, current


def _operator(node: Node) -> str:
    operator = node.child_by_field_name("operator")
    return "" if operator is None else treesitter.text_of(operator)


def _run_kind(symbol: str) -> str:
    """Operators of which a run is one value."""
    if symbol in ("||", "or"):
        return "or"
    if symbol in ("&&", "and"):
        return "and"
    return "+" if symbol == "+" else ""


def _identifiers(pattern: Node) -> Iterator[str]:
    """The names that a destructured parameter binds."""
    stack = [pattern]
    while stack:
        node = stack.pop()
        if node.type == "identifier":
            yield treesitter.text_of(node)
        stack.extend(_named(node))


def _text_like(link: Node) -> bool:
    right = link.child_by_field_name("right")
    return right is not None and right.type in ("string", "chained_string", "heredoc_beginning")


# --- what a value is ---------------------------------------------------------------------------------


def _formats(left: Expr, right: Expr) -> bool:
    """Whether `left % right` formats text, and is no remainder."""
    if isinstance(left, Text | Template):
        return True
    if isinstance(right, Listing):
        return isinstance(left, Name | Member)
    return isinstance(right, Record) and not isinstance(left, Literal)


def _format_args(right: Expr) -> tuple[Arg, ...]:
    if isinstance(right, Listing):
        return right.items
    return (Arg(right, spread="**" if isinstance(right, Record) else ""),)


def _formatted(template: Expr, args: tuple[Arg, ...], span: Span) -> Expr:
    """A format with Ruby's `%<name>s` and `%{name}` written as `%(name)s`, which is how they are read later."""
    if isinstance(template, Text):
        template = Text(_RUBY_FORMAT.sub(_percent, template.value), template.span)
    return Format(template, args, "percent", span)


def _percent(match: re.Match[str]) -> str:
    name = match[1] or match[3]
    return f"%({name})s" if name else "%s"


# --- text --------------------------------------------------------------------------------------------


def _is_raw(node: Node) -> bool:
    return treesitter.text_of(node).startswith(_RAW_OPENINGS)


def _without_last_indentation(pieces: list[Expr]) -> list[Expr]:
    """The end mark of a heredoc may be indented: that belongs to no line."""
    last = pieces[-1] if pieces else None
    if isinstance(last, Text):
        return [*pieces[:-1], Text(last.value[: last.value.rfind("\n") + 1], last.span)]
    return pieces


def _decode_raw(text: str) -> str:
    return text.replace("\\\\", "\0").replace("\\'", "'").replace("\0", "\\") if "\\" in text else text


def _decode(text: str) -> str:
    return _ESCAPES.pattern.sub(_unescape, text)


def _unescape(match: re.Match[str]) -> str:
    code = match[1]
    return "".join(_code_point(part) for part in code[2:-1].split()) if code.startswith("u{") else _ESCAPES.read(code)


def _code_point(digits: str) -> str:
    try:
        return character(int(digits, 16))
    except ValueError:
        return digits


def _indentation(body: Node) -> int:
    """How much all lines of a squiggly heredoc are indented at least."""
    pieces = [child for child in body.named_children if child.type != "heredoc_end"]
    text = "".join(treesitter.text_of(piece) if piece.type == "heredoc_content" else "x" for piece in pieces)
    lines = text.split("\n")[1:-1] if text.count("\n") > 1 else text.split("\n")[1:]
    return min((len(line) - len(line.lstrip(" \t")) for line in lines if line.strip()), default=0)


def _dedent(text: str, indent: int, first: bool) -> str:
    """The text of a heredoc without the line break after its opening and without indentation."""
    lines = text.split("\n")
    kept = [line[min(indent, len(line) - len(line.lstrip(" \t"))) :] if position else line for position, line in enumerate(lines)]
    return "\n".join(kept[1:] if first and not lines[0].strip() else kept)
