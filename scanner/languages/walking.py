"""The walk over one tree, for languages that fit into one module: dispatch by node type, bounded in depth, every node once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar
from typing import Literal as OneOf

from tree_sitter import Node, Tree

from scanner.languages import treesitter
from scanner.languages.builder import FactsBuilder
from scanner.languages.facts import (
    Choice,
    Class,
    ClassRef,
    EnumMember,
    Expr,
    FileFacts,
    Function,
    FunctionRef,
    Index,
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
from scanner.languages.strings import together

# One level costs up to six Python frames while it is walked: this stays well below the interpreter's limit.
MAX_DEPTH = 100
# So many expressions stand inside each other at most: a level costs up to six frames while facts are stored.
MAX_HEIGHT = 80
# A chain that goes on for longer is cut: its calls are all noted, but what the earlier ones return is not followed.
MAX_LINKS = 40

FunctionKind = OneOf["function", "method", "static", "constructor", "getter", "abstract", "lambda"]
ClassKind = OneOf["class", "enum", "interface", "object", "extension"]


@dataclass(frozen=True, slots=True)
class FunctionHead:
    """What is known of a function before its body is walked."""

    name: str
    kind: FunctionKind
    span: Span
    name_span: Span
    owner: int | None = None
    record: int | None = None
    decorators: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassHead:
    """What is known of a class before its body is walked."""

    name: str
    kind: ClassKind
    span: Span
    name_span: Span
    bases: tuple[Expr, ...] = ()
    decorators: tuple[Expr, ...] = ()


class Walker:
    """Walks one file once. A language adds its tables of handlers; what has none is not followed, but what it holds is walked."""

    language: ClassVar[str]
    comments: ClassVar[frozenset[str]] = frozenset({"comment"})

    def __init__(self, path: str, text: bytes, tree: Tree) -> None:
        self.tree = tree
        self.source = text
        self.span = treesitter.Positions(text).span
        self.builder = FactsBuilder(path, self.language, self.span(tree.root_node))
        self.depth = 0
        self.height = 0
        self._owned: set[tuple[int, str]] = set()
        self._statements = self.statement_table()
        self._expressions = self.expression_table()

    def statement_table(self) -> dict[str, Callable[[Node], None]]:
        """Handlers of what stands as a statement."""
        raise NotImplementedError

    def expression_table(self) -> dict[str, Callable[[Node], Expr]]:
        """Handlers of what has a value."""
        raise NotImplementedError

    def run(self) -> FileFacts:
        """The facts of the whole file."""
        self.start()
        for node in treesitter.captured(self.tree, self.comments):
            self.builder.comment(self.text(node), self.span(node))
        self.builder.errors(treesitter.errors(self.tree))
        return self.builder.finish()

    def start(self) -> None:
        """Walk the root."""
        self.body(self.tree.root_node)

    # --- nodes ---

    def text(self, node: Node) -> str:
        """The source text of a node."""
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def children(self, node: Node) -> list[Node]:
        """The named children without comments."""
        return [child for child in node.named_children if child.type not in self.comments]

    def first(self, node: Node) -> Node | None:
        """The first named child that is no comment."""
        return next((child for child in node.named_children if child.type not in self.comments), None)

    def name(self, node: Node) -> Name:
        """An identifier, looked up from here."""
        return Name(self.text(node), self.builder.scope, self.span(node))

    # --- words and literals, as expressions ---

    def this(self, node: Node) -> Expr:
        """The object that a method is called on."""
        return SelfRef(self.builder.scope, self.span(node))

    def parent(self, node: Node) -> Expr:
        """The same object, as its base class sees it."""
        return SuperRef(self.builder.scope, self.span(node))

    def integer(self, node: Node) -> Expr:
        """A whole number."""
        return Literal("integer", self.text(node), self.span(node))

    def number(self, node: Node) -> Expr:
        """Any other number."""
        return Literal("number", self.text(node), self.span(node))

    def boolean(self, node: Node) -> Expr:
        """True or false."""
        return Literal("boolean", self.text(node), self.span(node))

    def null(self, node: Node) -> Expr:
        """Nothing."""
        return Literal("null", self.text(node), self.span(node))

    # --- names with block scoping ---

    def own(self, name: str) -> None:
        """The current scope owns a name from here on."""
        self._owned.add((self.builder.scope, name))

    def owns(self, scope: int, name: str) -> bool:
        """Whether a scope owns a name."""
        return (scope, name) in self._owned

    def home_of(self, name: str) -> int:
        """The scope that owns a name: the module, when nothing nearer does."""
        scopes, index = self.builder.scopes, self.builder.scope
        while index:
            if (index, name) in self._owned:
                return index
            index = scopes[index].parent or 0
        return 0

    def declare_name(self, name: str, value: Expr | None, span: Span, type: Expr | None = None) -> None:
        """Bind a name that the current scope owns."""
        self.own(name)
        self.builder.bind(name, value, "declare", span, type=type)

    def change(self, target: Expr, value: Expr, span: Span, op: OneOf["set", "augment"]) -> None:
        """Note the change of a member or an item."""
        if isinstance(target, Member):
            self.builder.mutate(target.object, target.name, value, span, op=op)
        elif isinstance(target, Index):
            text = target.key.value if isinstance(target.key, Text) else None
            self.builder.mutate(target.object, text, value, span, key_expr=None if text is not None else target.key, op=op)

    @contextmanager
    def always(self, span: Span) -> Iterator[None]:
        """A block that certainly runs: a group with one arm."""
        with self.builder.open_scope("block", span, group=self.builder.new_group(), exhaustive=True):
            yield

    def compare(self, subject: Expr, known: Sequence[Expr], span: Span) -> None:
        """Note in the block of a case what is compared with what, as two bindings that no name can clash with."""
        if known:
            self.builder.bind("{subject}", subject, "assign", span)
            self.builder.bind("{case}", known[0] if len(known) == 1 else Choice(tuple(known), "match", span), "assign", span)

    # --- walking ---

    def visit(self, node: Node) -> None:
        """Walk a node that stands as a statement, or whose value nobody wants."""
        handle = self._statements.get(node.type)
        if handle is None:
            self.expr(node)
        elif self.enter():
            try:
                handle(node)
            finally:
                self.leave()

    def visit_children(self, node: Node) -> None:
        """Walk what a node holds."""
        for child in self.children(node):
            self.visit(child)

    def expr(self, node: Node) -> Expr:
        """Lower an expression."""
        if not self.enter():
            return Opaque("nested too deeply", "", self.span(node))
        try:
            return self._expressions.get(node.type, self.other)(node)
        finally:
            self.leave()

    def field(self, node: Node, name: str) -> Expr:
        """Lower the expression in a field."""
        child = node.child_by_field_name(name)
        return Opaque("missing", "", self.span(node)) if child is None else self.expr(child)

    def child(self, node: Node) -> Expr:
        """Lower the only child that matters."""
        child = self.first(node)
        return Opaque("missing", "", self.span(node)) if child is None else self.expr(child)

    def other(self, node: Node) -> Expr:
        """Walk what a node holds, and follow no further."""
        self.visit_children(node)
        return Opaque("could not be read" if node.is_error else node.type.replace("_", " "), "", self.span(node))

    def nothing(self, node: Node) -> None:
        """Something that holds nothing of interest."""

    def simple(self, node: Node) -> None:
        """A statement of which only the expressions matter."""
        self.builder.count_statement()
        self.visit_children(node)

    def body(self, node: Node) -> None:
        """Walk statements in the current scope. What they hold is stored beside what stands around, not inside of it."""
        height, self.height = self.height, 0
        self.visit_children(node)
        self.height = height

    def block(self, node: Node, group: int | None = None, exhaustive: bool = False) -> None:
        """Walk statements as a block of their own."""
        with self.builder.open_scope("block", self.span(node), group=group, exhaustive=exhaustive):
            self.body(node)

    def enter(self) -> bool:
        """Go one level deeper, if that is still allowed. Every success is followed by `leave`."""
        if self.depth >= MAX_DEPTH or self.height >= MAX_HEIGHT:
            return False
        self.depth += 1
        self.height += 1
        return True

    def leave(self) -> None:
        """Come back from `enter`."""
        self.depth -= 1
        self.height -= 1

    def ifs(self, node: Node) -> tuple[list[Node], Node | None]:
        """An `if` with those that follow its `else`, and what the last of them does otherwise."""
        links, last = [node], node.child_by_field_name("alternative")
        while last is not None and last.type == "if_statement":
            links.append(last)
            last = last.child_by_field_name("alternative")
        return links, last

    # --- chains ---

    def links(
        self, node: Node, heads: Mapping[str, str], bare: Callable[[Node], Node | None] | None = None
    ) -> tuple[list[Node], Node | None]:
        """The links of a chain, innermost first, and what it starts from. `heads` names the field that holds the rest of the chain, of
        which `bare` takes off what says nothing (parentheses)."""
        links: list[Node] = []
        base: Node | None = node
        while base is not None and base.type in heads:
            links.append(base)
            base = base.child_by_field_name(heads[base.type])
            base = base if base is None or bare is None else bare(base)
        return links[::-1], base

    def chain(self, node: Node, links: list[Node], value: Callable[[], Expr], lower: Callable[[Node, Expr], Expr]) -> Expr:
        """Lower a chain from its start, so that its length costs no stack."""
        height = self.height
        self.height += min(len(links), MAX_LINKS) - 1
        try:
            result = value()
            for count, link in enumerate(links, 1):
                result = lower(link, result)
                if count % MAX_LINKS == 0 and count < len(links):
                    result = Opaque("nested too deeply", "", self.span(link))
            return result
        finally:
            self.height = height

    def added(self, node: Node, comparisons: frozenset[str]) -> Expr:
        """A run of operators along its left edge, so that its length costs no stack, where a number is added to nothing but numbers."""
        links, base = self.links(node, {"binary_expression": "left"})
        run = [Opaque("missing", "", self.span(node)) if base is None else self.expr(base)]
        first = node if base is None else base
        for link in links:
            symbol, right = treesitter.operator_of(link), self.field(link, "right")
            if symbol == "+":
                run.append(right)
                continue
            boolean = symbol in comparisons
            run = [Opaque("comparison" if boolean else "arithmetic", "boolean" if boolean else "number", self.span(first, link))]
        if len(run) == 1:
            return run[0]
        span = self.span(node)
        return Opaque("arithmetic", "number", span) if any(is_number(operand) for operand in run) else together(run, span)

    # --- functions and classes ---

    def function(
        self, head: FunctionHead, params: Callable[[], tuple[Param, ...]], returned: Callable[[], Expr | None], body: Callable[[], None]
    ) -> FunctionRef:
        """A function: its parameters, declared type and body are walked in its scope."""
        b = self.builder
        index, around = b.reserve_function(), b.scope
        height, self.height = self.height, 0
        with b.open_scope("function", head.span, function=index) as scope:
            given = params()
            b.bind_parameters(index, given)
            result = returned()
            body()
        self.height = height
        function = Function(
            index, head.name, given, head.kind, scope, around, head.owner, head.record, (), head.decorators, result, 0,
            head.span, head.name_span,
        )  # fmt: skip
        return b.function_done(function)

    def cls(self, head: ClassHead, body: Callable[[int], tuple[EnumMember, ...]]) -> ClassRef:
        """A class: `body` walks its members in its scope, is given its number and says what its enum members are."""
        b = self.builder
        index, around = b.reserve_class(), b.scope
        height, self.height = self.height, 0
        with b.open_scope("class", head.span, owner=index) as scope:
            members = body(index)
        self.height = height
        b.class_done(Class(index, head.name, head.kind, head.bases, members, head.decorators, scope, around, head.span, head.name_span))
        return ClassRef(index, head.span)


def last_name(callee: Expr) -> Span:
    """Where the last name of a callee stands, or the callee itself."""
    return callee.name_span if isinstance(callee, Member) else callee.span


def is_number(expr: Expr) -> bool:
    """Whether a value is certainly a number."""
    return isinstance(expr, Literal | Opaque) and expr.type in ("integer", "number")
