"""The walk over one file: what every construct needs, and the way from a node to the function that lowers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias

from tree_sitter import Node

from scanner.languages.builder import FactsBuilder
from scanner.languages.facts import Expr, Name, Opaque, Span
from scanner.languages.treesitter import Positions, named_children

# Every level costs up to six Python frames while it is lowered, and up to six pickle frames while it is stored.
MAX_DEPTH = 110
MAX_HEIGHT = 80

# A home that is only known when all declarations of the file have been seen.
UNSETTLED = -1

FunctionKind = OneOf["function", "method", "static", "constructor", "getter", "abstract", "lambda"]

_WRAPPERS = frozenset(
    {
        "as_expression",
        "instantiation_expression",
        "non_null_expression",
        "parenthesized_expression",
        "satisfies_expression",
        "type_assertion",
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """What is known about a function or class from where it is written: the name it is bound to, the class or record it belongs to.

    `props` is the type of the first parameter, when the declared type of the variable tells it.
    """

    name: str = ""
    at: Span | None = None
    kind: FunctionKind | None = None
    owner: int | None = None
    record: int | None = None
    decorators: tuple[Expr, ...] = ()
    props: Node | None = None


NOWHERE = Place()

ExpressionHandler: TypeAlias = "Callable[[Walker, Node], Expr]"
ValueHandler: TypeAlias = "Callable[[Walker, Node, Place], Expr]"
StatementHandler: TypeAlias = "Callable[[Walker, Node], None]"


class Walker:
    """Walks one file once. `expressions`, `values` (functions and classes) and `statements` map node types to handlers."""

    def __init__(
        self,
        builder: FactsBuilder,
        positions: Positions,
        source: bytes,
        expressions: Mapping[str, ExpressionHandler],
        values: Mapping[str, ValueHandler],
        statements: Mapping[str, StatementHandler],
    ) -> None:
        self.builder = builder
        self.span = positions.span
        self.source = source
        self._expressions = expressions
        self._values = values
        self._statements = statements
        self._depth = 0
        self.height = 0
        self.implemented: frozenset[str] = frozenset()

    def text(self, node: Node) -> str:
        """The source text of a node."""
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def name(self, node: Node) -> Name:
        """An identifier, looked up from here."""
        return Name(self.text(node), self.builder.scope, self.span(node))

    # --- depth ---

    def enter(self) -> bool:
        """Go one level deeper, if that is still allowed. Every success is followed by `leave`."""
        if self._depth >= MAX_DEPTH or self.height >= MAX_HEIGHT:
            return False
        self._depth += 1
        self.height += 1
        return True

    def leave(self) -> None:
        """Come back from `enter`."""
        self._depth -= 1
        self.height -= 1

    def too_deep(self, node: Node) -> Opaque:
        """What stands for a node that is nested too deeply to be followed."""
        return Opaque("nested too deeply", "", self.span(node))

    # --- nodes ---

    def bare(self, node: Node) -> Node:
        """The expression inside parentheses, assertions and type arguments."""
        while node.type in _WRAPPERS:
            inner = list(named_children(node))
            if not inner:
                break
            node = inner[-1] if node.type == "type_assertion" else inner[0]
        return node

    def expr(self, node: Node) -> Expr:
        """Lower an expression; what has no handler is not followed, but what it holds is walked."""
        return self.value(node, NOWHERE)

    def value(self, node: Node, place: Place) -> Expr:
        """Lower an expression that stands in a place which may name it."""
        node = self.bare(node)
        if not self.enter():
            return self.too_deep(node)
        try:
            handler = self._expressions.get(node.type)
            if handler is not None:
                return handler(self, node)
            named = self._values.get(node.type)
            return self.opaque(node) if named is None else named(self, node, place)
        finally:
            self.leave()

    def statement(self, node: Node) -> None:
        """Lower a statement, or walk an expression that stands in place of one."""
        handler = self._statements.get(node.type)
        if handler is None:
            self.expr(node)
        elif self.enter():
            try:
                handler(self, node)
            finally:
                self.leave()

    def opaque(self, node: Node, reason: str = "") -> Opaque:
        """Walk what a node holds, and follow no further."""
        for child in named_children(node):
            self.statement(child)
        return Opaque(reason or node.type.lower().replace("_", " "), "", self.span(node))

    def body(self, node: Node) -> None:
        """Lower the statements of a block or file in the current scope."""
        children = list(named_children(node))
        around, height = self.implemented, self.height
        self.implemented, self.height = frozenset(self._implemented(children)), 0
        for child in children:
            self.statement(child)
        self.implemented, self.height = around, height

    def _implemented(self, children: list[Node]) -> list[str]:
        """Names of functions with a body, so that their overload signatures can be left out."""
        inner = [child.child_by_field_name("declaration") if child.type == "export_statement" else child for child in children]
        if not any(child is not None and child.type == "function_signature" for child in inner):
            return []
        names = [child.child_by_field_name("name") for child in inner if child is not None and child.type == "function_declaration"]
        return [self.text(name) for name in names if name is not None]
