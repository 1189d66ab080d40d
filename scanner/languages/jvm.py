"""What Java and Kotlin have in common: homes of assigned names, types, concatenation, formats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar

from tree_sitter import Node, Tree

from scanner.languages import treesitter
from scanner.languages.facts import (
    Arg,
    Call,
    Expr,
    Format,
    Index,
    Listing,
    Literal,
    Member,
    Name,
    Opaque,
    SelfRef,
    Span,
    Text,
)
from scanner.languages.strings import Escapes, together
from scanner.languages.walking import Walker, is_number

DEEPEST_TYPE = 12

UNWRAPPED = frozenset(
    {
        "CompletableFuture", "Deferred", "Future", "Lazy", "ListenableFuture", "Maybe", "Mono", "Optional", "Provider", "Result", "Single",
        "Supplier",
    }
)  # fmt: skip
# Of these, a type is that of one item.
COLLECTIONS = frozenset(
    {
        "Array", "ArrayList", "Collection", "CopyOnWriteArrayList", "Flow", "HashSet", "ImmutableList", "ImmutableSet", "Iterable",
        "LinkedHashSet", "LinkedList", "List", "MutableCollection", "MutableList", "MutableSet", "PersistentList", "Queue", "Sequence",
        "Set", "Stream",
    }
)  # fmt: skip
NAMELESS = frozenset(
    {
        "Array", "Class", "Collection", "Flow", "Flux", "Iterable", "Iterator", "KClass", "List", "LiveData", "Map", "MutableList",
        "MutableLiveData", "MutableMap", "MutableSet", "MutableStateFlow", "Observable", "Pair", "Queue", "Sequence", "Set", "SharedFlow",
        "StateFlow", "Stream", "Triple",
    }
)  # fmt: skip

_FORMAT = re.compile(r"%(?:(\d+)\$)?[-#+ 0,(<]*\d*(?:\.\d+)?([tT]?[a-zA-Z%])")
_ESCAPES = Escapes(
    re.compile(r"\\(u+[0-9a-fA-F]{4}|[0-7]{1,3}|\r?\n|.)", re.DOTALL),
    {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "s": " ", "\n": "", "\r\n": ""},
    octal=True,
)


class JvmWalker(Walker):
    """Knows which scope owns a name, and whose `this` a block speaks of."""

    comments: ClassVar[frozenset[str]] = frozenset({"line_comment", "block_comment"})

    def __init__(self, path: str, text: bytes, tree: Tree) -> None:
        super().__init__(path, text, tree)
        self.labels: dict[int, str] = {}
        self.has_receiver = False
        self._declared: dict[int, set[str]] = {}
        self._static: set[int] = set()
        self._receivers: set[int] = set()

    def missing(self, node: Node) -> Opaque:
        """What stands for an expression that is not there."""
        return Opaque("missing", "", self.span(node))

    @contextmanager
    def arm(self, node: Node, group: int | None = None, exhaustive: bool = False) -> Iterator[None]:
        """The scope of a block."""
        with self.builder.open_scope("block", self.span(node), group=group, exhaustive=exhaustive):
            yield

    @contextmanager
    def _afresh(self) -> Iterator[None]:
        """What is walked inside is stored beside what stands around, not inside of it."""
        height, self.height = self.height, 0
        yield
        self.height = height

    # --- homes of names ---

    def declare(self, name: str, home: int | None = None) -> None:
        """Note that a scope owns a name."""
        self._declared.setdefault(self.builder.scope if home is None else home, set()).add(name)

    @contextmanager
    def function_scope(self, index: int, span: Span, *, static: bool = False, receiver: bool | None = None) -> Iterator[int]:
        """The scope of a function. With a `receiver`, `this` inside is neither the object around nor known."""
        around = self.has_receiver
        with self.builder.open_scope("function", span, function=index) as scope, self._afresh():
            if static:
                self._static.add(scope)
            if receiver:
                self._receivers.add(scope)
            self.has_receiver = around if receiver is None else receiver
            yield scope
        self.has_receiver = around

    @contextmanager
    def class_scope(self, index: int, span: Span, label: str) -> Iterator[int]:
        """The scope of a class."""
        around, self.has_receiver = self.has_receiver, False
        self.labels[index] = label
        with self.builder.open_scope("class", span, owner=index) as scope, self._afresh():
            yield scope
        self.has_receiver = around

    def assign_name(self, name: str, value: Expr, span: Span, added: bool = False) -> None:
        """`name = value`, where `name` is a local variable, a field of the object, or one of a class around."""
        home, receiver = self._home(name)
        scope, b = self.builder.scopes[home], self.builder
        if scope.kind == "class" and not receiver and scope.owner == b.scopes[b.scope].owner and not self._is_static():
            b.mutate(SelfRef(b.scope, span), name, value, span, op="augment" if added else "set")
        else:
            b.bind(name, value, "augment" if added else "assign", span, home=home)

    def _home(self, name: str) -> tuple[int, bool]:
        """The scope that owns `name`, and whether that is the block of an object that is only known where the block is handed over."""
        scopes, index = self.builder.scopes, self.builder.scope
        nearest, receiver = None, None
        around: int | None = index
        while around is not None:
            if name in self._declared.get(around, ()):
                return around, False
            if scopes[around].kind == "class" and nearest is None:
                nearest = around
            if around in self._receivers and receiver is None:
                receiver = around
            around = scopes[around].parent
        if receiver is not None:
            return receiver, True
        return (0 if nearest is None else nearest), False

    def _is_static(self) -> bool:
        around: int | None = self.builder.scope
        while around is not None and self.builder.scopes[around].kind != "class":
            if around in self._static:
                return True
            around = self.builder.scopes[around].parent
        return False

    def self_ref(self, label: str, span: Span) -> SelfRef:
        """`this`, or that of the class around that is called `label`."""
        scopes, index = self.builder.scopes, self.builder.scope
        around: int | None = index if label else None
        while around is not None:
            owner = scopes[around].owner
            if owner is not None and self.labels.get(owner) == label:
                return SelfRef(around, span)
            around = scopes[around].parent
        return SelfRef(index, span)

    # --- names and imports ---

    def dotted(self, nodes: Sequence[Node], scope: int | None = None) -> Expr | None:
        """`a.b.C` as an expression."""
        if not nodes or len(nodes) > DEEPEST_TYPE:
            return None
        value: Expr = Name(name_of(nodes[0]), self.builder.scope if scope is None else scope, self.span(nodes[0]))
        for node in nodes[1:]:
            value = Member(value, name_of(node), self.span(nodes[0], node), self.span(node))
        return value

    # --- chains and operators ---

    def joined(self, operands: Sequence[Expr], span: Span) -> Expr:
        """The value of a run of `+`."""
        if len(operands) == 1:
            return operands[0]
        if all(is_number(operand) for operand in operands):
            return Opaque("arithmetic", "number", span)
        return together(operands, span)

    def loop_value(self, collection: Expr) -> tuple[Expr, bool]:
        """What a loop goes over, and whether it is the keys of it."""
        if isinstance(collection, Member) and collection.name == "keys":
            return collection.object, True
        if isinstance(collection, Call) and isinstance(collection.callee, Member) and collection.callee.name in ("keySet", "keys"):
            return collection.callee.object, True
        return collection, False


# --- formats -----------------------------------------------------------------------------------------


def percent_format(template: Expr, args: tuple[Arg, ...], span: Span) -> Format:
    """`String.format`, with every verb written as `%s`; numbered arguments are put in the order of their use."""
    if not isinstance(template, Text):
        return Format(template, args, "percent", span)
    verbs = [match for match in _FORMAT.finditer(template.value) if match[2] not in ("%", "n")]
    if any(match[1] for match in verbs):
        args = tuple(_numbered(match, args, position, span) for position, match in enumerate(verbs))
    return Format(Text(_FORMAT.sub(_verb, template.value), template.span), args, "percent", span)


def _numbered(match: re.Match[str], args: tuple[Arg, ...], position: int, span: Span) -> Arg:
    # A longer number is no place of an argument, and too long a one cannot be converted.
    index = position if match[1] is None else int(match[1][:4]) - 1
    return args[index] if 0 <= index < len(args) else Arg(Opaque("a missing argument", "string", span))


def _verb(match: re.Match[str]) -> str:
    return {"%": "%%", "n": "\n"}.get(match[2], "%s")


# --- what a node is ----------------------------------------------------------------------------------


def named(node: Node) -> list[Node]:
    """The named children without comments."""
    return [child for child in node.named_children if not child.type.endswith("comment")]


def child_of(node: Node, *types: str) -> Node | None:
    """The first child of one of these types."""
    return next((child for child in node.children if child.type in types), None)


def has_token(node: Node, *tokens: str) -> bool:
    """Whether one of these words or signs stands directly in a node."""
    return any(child.type in tokens for child in node.children)


def name_of(node: Node) -> str:
    """An identifier, without back quotes."""
    return treesitter.text_of(node).strip("`")


# --- what a value is ---------------------------------------------------------------------------------


def part_of(value: Expr, position: int, span: Span) -> Expr:
    """One part of a value that is taken apart by position."""
    if isinstance(value, Listing) and position < len(value.items) and not any(item.spread for item in value.items):
        return value.items[position].value
    return Index(value, Literal("integer", str(position), span), span)


def is_locale(value: Expr) -> bool:
    """Whether a value is the language that a format is written for."""
    if isinstance(value, Member):
        return isinstance(value.object, Name) and value.object.name == "Locale"
    return isinstance(value, Name) and value.name.lower().endswith("locale")


def decode(text: str) -> str:
    """Text with its escapes decoded."""
    return _ESCAPES.decode(text)
