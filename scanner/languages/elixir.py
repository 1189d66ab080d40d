"""Elixir source to facts.

What a reader of these facts has to know of the language:

- A module is an object that bears the last part of its name; what stands before it is the file's package. A `defimpl` is an
  extension of what it is for, with the protocol as base.
- A module is named by its whole name, as something imported: short names are those that `alias` gives, and of modules inside.
- Module attributes are names that begin with `@`, the arguments of a capture names that begin with `&`.
- Atoms are texts. Keyword lists are records, also where they stand as the last argument of a call; tuples are lists.
- A pipe is a call with one more argument in front. `a.b` without parentheses is a member, except on a module.
- Names are bound in the block they stand in: a block never changes a name of the function around it.
- A clause of a `case` is a block that holds the bindings `{subject}` and `{case}`, when its pattern compares.
- `use A` and `import A` bring in names as `*`; `use A` is also an import called `{use}`, of what `A` imports in its own code.
- A parameter that is a literal has the choice of that literal as its type.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from tree_sitter import Node, Tree

from scanner.languages import treesitter
from scanner.languages.facts import (
    Arg,
    Choice,
    Element,
    Entry,
    EnumMember,
    Expr,
    FileFacts,
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
    Text,
)
from scanner.languages.strings import add_text, character, literal, together
from scanner.languages.walking import ClassHead, ClassKind, FunctionHead, FunctionKind, Walker, is_number, last_name

_GRAMMAR = "tree_sitter_elixir"
_DEEPEST_PATTERN = 30

_DEFINITIONS = frozenset({"def", "defp", "defmacro", "defmacrop", "defguard", "defguardp"})
_LEAVES = frozenset({"raise", "reraise", "throw", "exit"})
# Attributes that hold documentation and types, and nothing that runs.
_DESCRIBING = frozenset(
    {
        "moduledoc", "doc", "typedoc", "spec", "type", "typep", "opaque", "callback", "macrocallback", "impl", "behaviour", "deprecated",
        "since",
        "dialyzer", "optional_callbacks", "tag", "moduletag", "describetag", "derive", "enforce_keys",
        "compile", "external_resource",
    }
)  # fmt: skip
_COMPARISONS = frozenset({"==", "!=", "===", "!==", "<", ">", "<=", ">=", "=~", "in", "not in"})
_OR, _AND = frozenset({"||", "or"}), frozenset({"&&", "and"})
_SECTIONS = frozenset({"else_block", "rescue_block", "catch_block", "after_block"})
_TEXTS = {"s": True, "S": False, "c": True, "C": False}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "s": " ", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v", "0": "\0", "d": "\x7f"}
_WORDS = re.compile(r"\S+")

Sink: TypeAlias = Callable[[Node], None]


def extract(path: str, text: bytes) -> FileFacts:
    """The facts of an Elixir file. Never raises: what could not be read stands in `errors`."""
    return _Elixir(path, text, treesitter.parse(text, _GRAMMAR)).run()


class _Elixir(Walker):
    language = "elixir"

    def __init__(self, path: str, text: bytes, tree: Tree) -> None:
        super().__init__(path, text, tree)
        self._modules: list[str] = []
        self._aliases: dict[str, str] = {}
        self._inner: set[str] = set()
        self._kinds: list[ClassKind] = []
        self._words = self._word_table()

    def statement_table(self) -> dict[str, Callable[[Node], None]]:
        return {}

    def expression_table(self) -> dict[str, Callable[[Node], Expr]]:
        return {
            "identifier": self._identifier,
            "alias": self._alias_name,
            "atom": lambda node: Text(self.text(node).removeprefix(":"), self.span(node)),
            "quoted_atom": self._string,
            "string": self._string,
            "charlist": self._string,
            "sigil": self._sigil,
            "char": lambda node: Literal("integer", self.text(node), self.span(node)),
            "integer": lambda node: Literal("integer", self.text(node), self.span(node)),
            "float": lambda node: Literal("number", self.text(node), self.span(node)),
            "boolean": lambda node: Literal("boolean", self.text(node), self.span(node)),
            "nil": lambda node: Literal("null", "nil", self.span(node)),
            "call": self._call,
            "access_call": self._access,
            "dot": self._dot,
            "map": self._map,
            "list": self._list,
            "keywords": self._keywords,
            "tuple": lambda node: Listing(tuple(Arg(self.expr(child)) for child in self.children(node)), self.span(node)),
            "block": self._block,
            "body": self._block,
            "anonymous_function": lambda node: self._closure(node, ""),
            "unary_operator": self._unary,
            "binary_operator": self._binary,
            "stab_clause": self._loose_clause,
        }

    def _word_table(self) -> dict[str, Callable[[Node], Expr]]:
        """What reads like a call, but is part of the language."""
        return {
            "defmodule": self._defmodule,
            "defprotocol": self._defmodule,
            "defimpl": self._defimpl,
            "defstruct": self._defstruct,
            "defexception": self._defstruct,
            "defdelegate": self._defdelegate,
            **dict.fromkeys(_DEFINITIONS, self._definition),
            "alias": self._alias,
            "import": self._import,
            "use": self._import,
            "require": self._require,
            "if": lambda node: self._chosen(node, self._if),
            "unless": lambda node: self._chosen(node, self._if),
            "case": lambda node: self._chosen(node, self._case),
            "cond": lambda node: self._chosen(node, self._cond),
            "with": lambda node: self._chosen(node, self._with),
            "try": lambda node: self._chosen(node, self._try),
            "receive": lambda node: self._chosen(node, self._try),
            "for": self._for,
            "quote": self._quote,
            "unquote": self._unquote,
        }

    # --- bodies ---

    def body(self, node: Node) -> None:
        self._into(self.children(node), self.visit)

    def _into(self, nodes: Sequence[Node], sink: Sink) -> None:
        """Walk statements in the current scope, and give the last one to `sink`."""
        height, self.height = self.height, 0
        for child in nodes[:-1]:
            self._count(child)
            self.visit(child)
        for child in nodes[-1:]:
            self._count(child)
            sink(child)
        self.height = height

    def _count(self, node: Node) -> None:
        if not self._arms_of(node) and self._word(node) not in _DEFINITIONS:
            self.builder.count_statement()

    def _hand_back(self, node: Node) -> None:
        """The function hands back this expression: the ends of its arms, where it has some."""
        if not self.enter():
            return
        try:
            arms = self._arms_of(node)
            if arms is not None:
                arms(node, self._hand_back)
            elif self._word(node) in _LEAVES or self._word(node) in self._words:
                value = self.expr(node)
                if self._word(node) in ("for", "unquote"):
                    self.builder.add_return(value)
            else:
                self.builder.add_return(self.expr(node))
        finally:
            self.leave()

    def _chosen(self, node: Node, walk: Callable[[Node, Sink], None]) -> Expr:
        options: list[Expr] = []

        def take(tail: Node) -> None:
            arms = self._arms_of(tail)
            if arms is not None and self.enter():
                arms(tail, take)
                self.leave()
            elif self._word(tail) in _LEAVES:
                self.visit(tail)
            else:
                options.append(self.expr(tail))

        walk(node, take)
        if not options:
            return Opaque("no value", "", self.span(node))
        return options[0] if len(options) == 1 else Choice(tuple(options), "match", self.span(node))

    def _arms_of(self, node: Node) -> Callable[[Node, Sink], None] | None:
        match self._word(node):
            case "if" | "unless":
                return self._if
            case "case":
                return self._case
            case "cond":
                return self._cond
            case "with":
                return self._with
            case "try" | "receive":
                return self._try
            case _:
                return None

    def _word(self, node: Node) -> str:
        """The bare name that a call begins with."""
        target = node.child_by_field_name("target") if node.type == "call" else None
        return self.text(target) if target is not None and target.type == "identifier" else ""

    def _arm(self, nodes: Sequence[Node], span: Span, group: int | None, exhaustive: bool, sink: Sink) -> None:
        with self.builder.open_scope("block", span, group=group, exhaustive=exhaustive):
            self._into(nodes, sink)

    # --- parts of a call ---

    def _args_node(self, node: Node) -> Node | None:
        return next((child for child in node.named_children if child.type == "arguments"), None)

    def _arg_nodes(self, node: Node) -> list[Node]:
        listed = self._args_node(node)
        return [] if listed is None else self.children(listed)

    def _do_block(self, node: Node) -> Node | None:
        return next((child for child in node.named_children if child.type == "do_block"), None)

    def _options(self, node: Node) -> dict[str, Node]:
        """The keywords at the end of a call: `do: x`, `to: y`."""
        last = self._arg_nodes(node)[-1:]
        pairs = self.children(last[0]) if last and last[0].type == "keywords" else []
        found: dict[str, Node] = {}
        for pair in pairs:
            key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
            if key is not None and value is not None:
                found[self._keyword(key)] = value
        return found

    def _keyword(self, node: Node) -> str:
        if node.type == "quoted_keyword":
            return "".join(self.text(child) for child in node.named_children if child.type == "quoted_content")
        return self.text(node).strip().removesuffix(":")

    def _bodies(self, node: Node) -> dict[str, list[Node]]:
        """The statements of each section of a call: `do`, `else`, `rescue` ..."""
        block = self._do_block(node)
        if block is None:
            return {key: [value] for key, value in self._options(node).items() if key in ("do", "else", "rescue", "catch", "after")}
        children = self.children(block)
        found = {"do": [child for child in children if child.type not in _SECTIONS]}
        for child in children:
            if child.type in _SECTIONS:
                found[child.type.removesuffix("_block")] = self.children(child)
        return found

    def _subjects(self, node: Node) -> list[Node]:
        """The arguments of a call without the keywords at its end."""
        return [child for child in self._arg_nodes(node) if child.type != "keywords"]

    # --- modules ---

    def _defmodule(self, node: Node) -> Expr:
        named = next(iter(self._subjects(node)), None)
        if named is None or named.type != "alias":
            return self._plain_call(node)
        prefix, _, name = self.text(named).rpartition(".")
        if not self._modules and not self.builder.package:
            self.builder.package = prefix
        protocol = self._word(node) == "defprotocol"
        name_span = self._last_part(named, name)
        return self._module(node, name, name_span, "interface" if protocol else "object", ())

    def _last_part(self, node: Node, name: str) -> Span:
        span = self.span(node)
        length = len(name.encode())
        return span._replace(start=span.end - length, column=span.end_column - len(name)) if span.line == span.end_line else span

    def _module(self, node: Node, name: str, name_span: Span, kind: ClassKind, bases: tuple[Expr, ...]) -> Expr:
        aliases = dict(self._aliases)
        if self._modules and kind != "extension":
            self._inner.add(name)
        self._modules.append(name)
        self._kinds.append(kind)

        def members(_: int) -> tuple[EnumMember, ...]:
            self._into(self._bodies(node).get("do", []), self.visit)
            return ()

        ref = self.cls(ClassHead(name, kind, self.span(node), name_span, bases), members)
        self._modules.pop()
        self._kinds.pop()
        self._aliases = aliases
        if kind != "extension":
            self.builder.bind(name, ref, "class", name_span)
        return ref

    def _defimpl(self, node: Node) -> Expr:
        protocol, target = next(iter(self._subjects(node)), None), self._options(node).get("for")
        base = () if protocol is None else (self.expr(protocol),)
        if target is not None and target.type == "alias":
            return self._module(node, self.text(target).rpartition(".")[2], self.span(target), "extension", base)
        name = self._modules[-1] if self._modules and target is None else ""
        return self._module(node, name, self.span(target or node), "extension", base)

    def _defstruct(self, node: Node) -> Expr:
        for child in self._arg_nodes(node):
            for field in self.children(child) if child.type == "list" else [child]:
                self._struct_fields(field)
        return Opaque("struct", "", self.span(node))

    def _struct_fields(self, node: Node) -> None:
        if node.type == "atom":
            self.builder.bind(self.text(node).removeprefix(":"), None, "declare", self.span(node))
            return
        for pair in self.children(node) if node.type == "keywords" else []:
            key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
            if key is not None and value is not None:
                self.builder.bind(self._keyword(key), self.expr(value), "declare", self.span(key))

    # --- imports ---

    def _alias(self, node: Node) -> Expr:
        given = self._options(node).get("as")
        for name, at in self._aliased(node):
            self.builder.imports(name)
            module, _, last = name.rpartition(".")
            local = last if given is None else self.text(given)
            span = self.span(at)
            self._aliases[local] = name
            self.builder.bind(local, ImportRef(module, last, 0, span), "import", span)
        return Opaque("alias", "", self.span(node))

    def _aliased(self, node: Node) -> Iterator[tuple[str, Node]]:
        """The full names that `alias` names, also as `A.{B, C}`."""
        for child in self._subjects(node):
            left, right = child.child_by_field_name("left"), child.child_by_field_name("right")
            if child.type == "alias":
                yield self._whole(self.text(child)), child
            elif child.type == "dot" and left is not None and right is not None:
                yield from ((f"{self._whole(self.text(left))}.{self.text(each)}", each) for each in self.children(right))
            elif self.text(child) == "__MODULE__" and self._modules:
                yield self._full("__MODULE__"), child

    def _whole(self, name: str) -> str:
        """The whole name of a module that may be named by an alias."""
        first, dot, rest = self._full(name).partition(".")
        return self._aliases.get(first, first) + dot + rest

    def _full(self, name: str) -> str:
        own = ".".join(part for part in (self.builder.package, *self._modules) if part)
        return name.replace("__MODULE__", own) if own else name

    def _import(self, node: Node) -> Expr:
        only = self._options(node).get("only")
        for name, at in self._aliased(node):
            self.builder.imports(name)
            if self._word(node) == "use":
                self.builder.bind("{use}", ImportRef(name, None, 0, self.span(at)), "import", self.span(at))
            names = (
                [] if only is None else [self.text(pair).partition(":")[0] for each in self.children(only) for pair in self.children(each)]
            )
            span = self.span(at)
            for imported in names or ["*"]:
                self.builder.bind(imported, ImportRef(name, imported, 0, span), "import", span)
        for option in self._arg_nodes(node)[1:] if self._word(node) == "use" else []:
            self.expr(option)
        return Opaque("import", "", self.span(node))

    def _require(self, node: Node) -> Expr:
        if "as" in self._options(node):
            return self._alias(node)
        for name, _ in self._aliased(node):
            self.builder.imports(name)
        return Opaque("require", "", self.span(node))

    # --- functions ---

    def _definition(self, node: Node) -> Expr:
        head, guard = _unguarded(next(iter(self._arg_nodes(node)), None))
        target = head.child_by_field_name("target") if head is not None and head.type == "call" else head
        if head is None or target is None or target.type not in ("identifier", "operator_identifier"):
            return self._plain_call(node)
        bodies = self._bodies(node)
        scope = self.builder.scopes[self.builder.scope]
        owner = scope.owner if scope.kind == "class" else None
        kind: FunctionKind = "static" if owner is not None else "function"
        name, span = self.text(target), self.span(target)
        if not bodies:
            if owner is None or self._kinds[-1:] != ["interface"]:
                return Opaque("head of a function", "", self.span(node))
            kind = "abstract"
        params = self._arg_nodes(head) if head.type == "call" else []
        ref = self._function(FunctionHead(name, kind, self.span(node), span, owner), params, guard, lambda: self._sections(bodies))
        self.builder.bind(name, ref, "function", span)
        return ref

    def _sections(self, bodies: dict[str, list[Node]]) -> None:
        self._into(bodies.get("do", []), self._hand_back)
        for key in ("rescue", "catch", "else", "after"):
            self._clauses(bodies.get(key, []), None, None, self.visit if key == "after" else self._hand_back)

    def _function(self, head: FunctionHead, params: Sequence[Node], guard: Node | None, body: Callable[[], None]) -> FunctionRef:
        patterns: list[tuple[Node, str]] = []

        def walk() -> None:
            for pattern, name in patterns:
                self._bind(pattern, Name(name, self.builder.scope, self.span(pattern)))
            if guard is not None:
                self.visit(guard)
            body()

        return self.function(head, lambda: self._params(params, patterns), lambda: None, walk)

    def _params(self, nodes: Sequence[Node], patterns: list[tuple[Node, str]]) -> tuple[Param, ...]:
        return tuple(self._param(node, place, patterns) for place, node in enumerate(nodes))

    def _param(self, node: Node, place: int, patterns: list[tuple[Node, str]]) -> Param:
        default: Expr | None = None
        if _operator(node) == "\\\\":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            default = None if right is None else self.expr(right)
            node = left or node
        name = f"{{{place}}}"
        type: Expr | None = None
        for side in _both_sides(node):
            if side.type == "identifier":
                name = self.text(side)
            elif side.type in ("atom", "string", "nil"):
                type = Choice((self.expr(side),), "match", self.span(side))
            else:
                type = type or self._struct_type(side)
        patterns.extend((side, name) for side in _both_sides(node) if side.type != "identifier")
        return Param(name, "positional", default, type, self.span(node))

    def _struct_type(self, node: Node) -> Expr | None:
        struct = next((child for child in node.named_children if child.type == "struct"), None) if node.type == "map" else None
        inner = None if struct is None else self.first(struct)
        return None if inner is None or inner.type not in ("alias", "identifier") else self._type(inner)

    def _type(self, node: Node) -> Expr:
        if self.text(node) == "__MODULE__" and self._modules:
            return Name(self._modules[-1], self.builder.scope, self.span(node))
        return self.expr(node)

    def _defdelegate(self, node: Node) -> Expr:
        """A function that hands on its arguments to one of another module."""
        head, options = next(iter(self._subjects(node)), None), self._options(node)
        target = head.child_by_field_name("target") if head is not None and head.type == "call" else head
        to = options.get("to")
        if head is None or target is None or to is None:
            return self._plain_call(node)
        name, span = self.text(target), self.span(target)
        other = options.get("as")
        params = self._arg_nodes(head) if head.type == "call" else []
        scope = self.builder.scopes[self.builder.scope]

        def body() -> None:
            callee = Member(self.expr(to), name if other is None else self.text(other).removeprefix(":"), span, span)
            names = [_both_sides(_without_default(param))[0] for param in params]
            args = tuple(Arg(self.expr(each)) for each in names if each.type == "identifier")
            self.builder.add_return(self.builder.call(callee, args, self.span(node), span))

        ref = self._function(FunctionHead(name, "static", self.span(node), span, scope.owner), params, None, body)
        self.builder.bind(name, ref, "function", span)
        return ref

    def _closure(self, node: Node, name: str) -> Expr:
        clauses = [child for child in self.children(node) if child.type == "stab_clause"]
        span = self.span(node)
        head = FunctionHead(name, "lambda", span, span)
        if len(clauses) == 1:
            listed, guard, body = _clause_parts(clauses[0])
            return self._function(head, [] if listed is None else self.children(listed), guard, lambda: self._clause_body(body))
        return self._many_clauses(head, clauses)

    def _clause_body(self, body: Node | None) -> None:
        if body is not None:
            self._into(self.children(body), self._hand_back)

    def _many_clauses(self, head: FunctionHead, clauses: Sequence[Node]) -> FunctionRef:
        """A function with several clauses has parameters without names, which the clauses take apart."""
        listed = _clause_parts(clauses[0])[0] if clauses else None
        count = 0 if listed is None else len(self.children(listed))

        def params() -> tuple[Param, ...]:
            return tuple(Param(f"{{{place}}}", "positional", None, None, head.span) for place in range(count))

        def body() -> None:
            subjects = [Name(f"{{{place}}}", self.builder.scope, head.span) for place in range(count)]
            self._clauses(clauses, subjects[0] if len(subjects) == 1 else None, subjects, self._hand_back)

        return self.function(head, params, lambda: None, body)

    def _named(self, node: Node, name: str) -> Expr:
        return self._closure(node, name) if node.type == "anonymous_function" else self.expr(node)

    # --- control flow ---

    def _if(self, node: Node, sink: Sink) -> None:
        for subject in self._subjects(node):
            self.expr(subject)
        bodies = self._bodies(node)
        group = self.builder.new_group()
        for key in ("do", "else"):
            if key in bodies:
                self._arm(bodies[key], self._stretch(bodies[key], node), group, "else" in bodies, sink)

    def _stretch(self, nodes: Sequence[Node], node: Node) -> Span:
        return self.span(nodes[0], nodes[-1]) if nodes else self.span(node)

    def _case(self, node: Node, sink: Sink) -> None:
        self._case_of(node, [self.expr(subject) for subject in self._subjects(node)][:1], sink)

    def _case_of(self, node: Node, subjects: Sequence[Expr], sink: Sink) -> None:
        subject = subjects[0] if subjects else None
        self._clauses(self._bodies(node).get("do", []), subject, None if subject is None else [subject], sink)

    def _clauses(self, nodes: Sequence[Node], subject: Expr | None, subjects: Sequence[Expr] | None, sink: Sink) -> None:
        """Clauses exclude each other, and one of them runs, or what comes after does not."""
        group = self.builder.new_group()
        for node in nodes:
            if node.type != "stab_clause":
                self.visit(node)
                continue
            listed, guard, body = _clause_parts(node)
            patterns = [] if listed is None else self.children(listed)
            with self.builder.open_scope("block", self.span(node), group=group, exhaustive=True):
                self._clause_patterns(patterns, subject, subjects)
                if guard is not None:
                    self.visit(guard)
                if body is not None:
                    self._into(self.children(body), sink)

    def _clause_patterns(self, patterns: Sequence[Node], subject: Expr | None, subjects: Sequence[Expr] | None) -> None:
        if subject is not None and len(patterns) == 1:
            self.compare(subject, self._compared(patterns[0], 0), self.span(patterns[0]))
        for place, pattern in enumerate(patterns):
            known = subjects is not None and place < len(subjects)
            self._bind(
                pattern, subjects[place] if known and subjects is not None else Opaque("matched by a pattern", "", self.span(pattern))
            )

    def _compared(self, node: Node, depth: int) -> list[Expr]:
        """What a pattern compares with: an atom, a text, a number, a struct's type."""
        if depth > _DEEPEST_PATTERN:
            return []
        if node.type in ("atom", "string", "integer", "boolean", "nil", "alias"):
            return [self.expr(node)]
        if _operator(node) == "=":
            found = [self._compared(side, depth + 1) for side in _both_sides(node)]
            return next((each for each in found if each), [])
        type = self._struct_type(node)
        return [] if type is None else [type]

    def _cond(self, node: Node, sink: Sink) -> None:
        group = self.builder.new_group()
        for clause in self._bodies(node).get("do", []):
            if clause.type != "stab_clause":
                self.visit(clause)
                continue
            listed, _, body = _clause_parts(clause)
            with self.builder.open_scope("block", self.span(clause), group=group, exhaustive=True):
                for condition in [] if listed is None else self.children(listed):
                    self.expr(condition)
                if body is not None:
                    self._into(self.children(body), sink)

    def _with(self, node: Node, sink: Sink) -> None:
        bodies, group = self._bodies(node), self.builder.new_group()
        with self.builder.open_scope("block", self.span(node), group=group, exhaustive="else" in bodies):
            for clause in self._subjects(node):
                self._generator(clause, lambda value, _: value)
            self._into(bodies.get("do", []), sink)
        for clause in bodies.get("else", []):
            listed, guard, body = _clause_parts(clause)
            with self.builder.open_scope("block", self.span(clause), group=group, exhaustive=True):
                self._clause_patterns([] if listed is None else self.children(listed), None, None)
                if guard is not None:
                    self.visit(guard)
                if body is not None:
                    self._into(self.children(body), sink)

    def _generator(self, node: Node, part: Callable[[Expr, Node], Expr]) -> None:
        """`pattern <- value` of a `with` or `for`."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if _operator(node) != "<-" or left is None or right is None:
            self.visit(node)
            return
        pattern, guard = _unguarded(left)
        value = self.expr(right)
        if pattern is not None:
            self._bind(pattern, part(value, pattern))
        if guard is not None:
            self.visit(guard)

    def _try(self, node: Node, sink: Sink) -> None:
        bodies = self._bodies(node)
        clauses = [each for each in bodies.get("do", []) if each.type == "stab_clause"]
        if clauses:
            self._clauses(clauses, None, None, sink)
        elif "do" in bodies:
            self._arm(bodies["do"], self._stretch(bodies["do"], node), None, False, sink)
        for key in ("rescue", "catch", "else"):
            self._clauses(bodies.get(key, []), None, None, sink)
        self._clauses(bodies.get("after", []), None, None, sink if clauses else self.visit)

    def _for(self, node: Node) -> Expr:
        options, block, span = self._options(node), self._do_block(node), self.span(node)
        if "into" in options:
            self.expr(options["into"])
        with self.builder.open_scope("block", span):
            for clause in self._subjects(node):
                self._generator(clause, self._item)
            body = self._bodies(node).get("do", []) if block is not None or "do" in options else []
            last = body[-1] if body else None
            pair = self.children(last) if last is not None and last.type == "tuple" and "into" in options else []
            if len(pair) == 2:
                self._into(body[:-1], self.visit)
                key, value = self.expr(pair[0]), self.expr(pair[1])
                return self.builder.record((self._entry_of(key, value, span),), span)
            self._into(body, self.visit)
        return Opaque("comprehension", "array", span)

    def _item(self, collection: Expr, pattern: Node) -> Expr:
        """What a generator takes out of a collection: a pair is a key and its value."""
        span = self.span(pattern)
        if pattern.type == "tuple" and len(self.children(pattern)) == 2 and not isinstance(collection, Listing):
            return Listing((Arg(Element(collection, "key", span)), Arg(Element(collection, "value", span))), span)
        return Element(collection, "item", span)

    def _quote(self, node: Node) -> Expr:
        for nodes in self._bodies(node).values():
            self._arm(nodes, self._stretch(nodes, node), None, False, self.visit)
        return Opaque("quoted", "", self.span(node))

    def _unquote(self, node: Node) -> Expr:
        values = [self.expr(child) for child in self._arg_nodes(node)]
        return values[0] if len(values) == 1 else Opaque("unquoted", "", self.span(node))

    def _block(self, node: Node) -> Expr:
        options: list[Expr] = []
        self._into(self.children(node), lambda child: options.append(self.expr(child)))
        return options[0] if options else Literal("null", "nil", self.span(node))

    def _loose_clause(self, node: Node) -> Expr:
        self._clauses([node], None, None, self.visit)
        return Opaque("clause", "", self.span(node))

    # --- patterns ---

    def _bind(self, node: Node, value: Expr, depth: int = 0) -> None:
        """Bind the names of a pattern to the parts of a value."""
        if depth > _DEEPEST_PATTERN:
            return
        match node.type:
            case "identifier":
                name = self.text(node)
                if not name.startswith("_"):
                    self.builder.bind(name, value, "assign", self.span(node))
            case "tuple":
                for place, child in enumerate(self.children(node)):
                    self._bind(child, self._part(value, place, self.span(child)), depth + 1)
            case "list":
                self._bind_list(node, value, depth)
            case "map":
                for child in self.children(node):
                    if child.type == "map_content":
                        self._bind_pairs(child, value, depth)
            case "binary_operator":
                self._bind_operator(node, value, depth)
            case _:
                pass

    def _part(self, value: Expr, place: int, span: Span) -> Expr:
        if isinstance(value, Listing) and place < len(value.items):
            return value.items[place].value
        return Index(value, Literal("integer", str(place), span), span)

    def _bind_list(self, node: Node, value: Expr, depth: int) -> None:
        for place, child in enumerate(self.children(node)):
            if child.type == "keywords":
                self._bind_pairs(node, value, depth)
            elif _operator(child) == "|":
                head, tail = child.child_by_field_name("left"), child.child_by_field_name("right")
                if head is not None and tail is not None:
                    self._bind(head, self._part(value, place, self.span(head)), depth + 1)
                    self._bind(tail, Opaque("rest of a list", "array", self.span(tail)), depth + 1)
            else:
                self._bind(child, self._part(value, place, self.span(child)), depth + 1)

    def _bind_pairs(self, node: Node, value: Expr, depth: int) -> None:
        for child in self.children(node):
            span = self.span(child)
            if child.type == "keywords":
                for pair in self.children(child):
                    key, inner = pair.child_by_field_name("key"), pair.child_by_field_name("value")
                    if key is not None and inner is not None:
                        self._bind(inner, Member(value, self._keyword(key), span, self.span(key)), depth + 1)
            elif _operator(child) == "=>":
                left, right = child.child_by_field_name("left"), child.child_by_field_name("right")
                if left is not None and right is not None:
                    self._bind(right, Index(value, self.expr(left), span), depth + 1)

    def _bind_operator(self, node: Node, value: Expr, depth: int) -> None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return
        match _operator(node):
            case "=":
                self._bind(left, value, depth + 1)
                self._bind(right, value, depth + 1)
            case "<>":
                self._bind(right, Opaque("rest of a text", "string", self.span(right)), depth + 1)
            case "when" | "\\\\":
                self._bind(left, value, depth + 1)
            case "in":
                self._bind(left, Opaque("error", "", self.span(left)), depth + 1)
            case _:
                pass

    # --- names ---

    def _identifier(self, node: Node) -> Expr:
        name = self.text(node)
        if name == "__MODULE__":
            return SelfRef(self.builder.scope, self.span(node))
        return Name(name, self.builder.scope, self.span(node)) if name else Opaque("missing", "", self.span(node))

    def _alias_name(self, node: Node) -> Expr:
        """A module by its name: as something imported, or as members of a module inside this one."""
        first = self.text(node).partition(".")[0]
        if first in self._inner and first not in self._aliases:
            return self._inner_module(node)
        name = self._whole(self.text(node))
        self.builder.imports(name)
        module, _, last = name.rpartition(".")
        return ImportRef(module, last, 0, self.span(node))

    def _inner_module(self, node: Node) -> Expr:
        """`A.B.C`, as members of `A`. The parts are cut out of one token, which stands on one line."""
        parts, span = self.text(node).split("."), self.span(node)
        end, column = span.start + len(parts[0].encode()), span.column + len(parts[0])
        value: Expr = Name(parts[0], self.builder.scope, span._replace(end=end, end_column=column))
        for part in parts[1:_DEEPEST_PATTERN]:
            start, first = end + 1, column + 1
            end, column = start + len(part.encode()), first + len(part)
            at = span._replace(start=start, column=first, end=end, end_column=column)
            value = Member(value, part, span._replace(end=end, end_column=column), at)
        return value

    def _dot(self, node: Node) -> Expr:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None:
            return self.other(node)
        value = self.expr(left)
        return value if right is None else self._member(value, right, self.span(node))

    def _member(self, value: Expr, name: Node, span: Span) -> Expr:
        if name.type == "tuple":
            self.visit(name)
            return Opaque("several modules", "", span)
        text = self._quoted(name) if name.type in ("string", "charlist") else self.text(name)
        at = self.span(name)
        for part in text.split(".")[:_DEEPEST_PATTERN]:
            value = Member(value, part, span, at)
        return value

    # --- calls ---

    def _call(self, node: Node) -> Expr:
        known = self._words.get(self._word(node))
        return self._plain_call(node) if known is None else known(node)

    def _plain_call(self, node: Node) -> Expr:
        """A chain of calls and accesses, from its start, so that its length costs no stack."""
        links: list[Node] = []
        base: Node | None = node
        while base is not None and base.type in ("call", "access_call", "dot") and (not links or self._word(base) not in self._words):
            links.append(base)
            base = base.child_by_field_name("left" if base.type == "dot" else "target")
        if base is None:
            return self.other(node)
        start = base
        return self.chain(node, links[::-1], lambda: self.expr(start), self._link)

    _access = _plain_call

    def _link(self, node: Node, value: Expr) -> Expr:
        span = self.span(node)
        match node.type:
            case "dot":
                right = node.child_by_field_name("right")
                return value if right is None else self._member(value, right, span)
            case "access_call":
                key = node.child_by_field_name("key")
                return Index(value, Opaque("missing", "", span) if key is None else self.expr(key), span)
            case _:
                return self._called(node, value, ())

    def _called(self, node: Node, callee: Expr, first: tuple[Arg, ...]) -> Expr:
        """A call, with what was piped into it in front."""
        listed, block, span = self._args_node(node), self._do_block(node), self.span(node)
        if listed is None and block is None and not first and not _is_function_of_module(callee):
            return callee
        args = first + tuple(Arg(self.expr(child)) for child in ([] if listed is None else self.children(listed)))
        if block is not None:
            args += (self._trailing(node, block),)
        return self.builder.call(callee, args, span, last_name(callee))

    def _trailing(self, node: Node, block: Node) -> Arg:
        span = self.span(block)
        bodies = self._bodies(node)
        ref = self.function(FunctionHead("", "lambda", span, span), lambda: (), lambda: None, lambda: self._sections(bodies))
        return Arg(ref, keyword="{}")

    def _piped(self, node: Node, value: Expr) -> Expr:
        """The right side of a pipe, which is given the left side as its first argument."""
        first = (Arg(value),)
        word = self._word(node)
        if word == "case":
            options: list[Expr] = []
            self._case_of(node, [value], lambda tail: options.append(self.expr(tail)))
            return Choice(tuple(options), "match", self.span(node)) if options else Opaque("no value", "", self.span(node))
        target = node.child_by_field_name("target") if node.type == "call" else None
        if target is None:
            callee = self.expr(node)
            return self.builder.call(callee, first, self.span(node), last_name(callee))
        callee = self.expr(target)
        return self._called(node, callee, first)

    # --- literals ---

    def _map(self, node: Node) -> Expr:
        index, type = self.builder.reserve_record(), None
        entries: list[Entry] = []
        for child in self.children(node):
            if child.type == "struct":
                inner = self.first(child)
                type = None if inner is None else self._type(inner)
            elif child.type == "map_content":
                entries += self._entries(child)
            else:
                self.visit(child)
        return self.builder.record(tuple(entries), self.span(node), index, type)

    def _entries(self, node: Node) -> list[Entry]:
        found: list[Entry] = []
        for child in self.children(node):
            left, right, span = child.child_by_field_name("left"), child.child_by_field_name("right"), self.span(child)
            if child.type == "keywords":
                found += self._pairs(child)
            elif _operator(child) == "=>" and left is not None and right is not None:
                found.append(self._entry_of(self.expr(left), self._key_named(left, right), span))
            elif _operator(child) == "|" and left is not None and right is not None:
                found += self._updated(left, right, span)
            else:
                found.append(Entry(self.expr(child), spread=True, span=span))
        return found

    def _updated(self, left: Node, right: Node, span: Span) -> list[Entry]:
        """`%{base | key: value}`."""
        base = Entry(self.expr(left), spread=True, span=self.span(left))
        if right.type == "keywords":
            return [base, *self._pairs(right)]
        key, value = right.child_by_field_name("left"), right.child_by_field_name("right")
        if key is None or value is None:
            return [base, Entry(self.expr(right), spread=True, span=span)]
        return [base, self._entry_of(self.expr(key), self.expr(value), span)]

    def _key_named(self, key: Node, value: Node) -> Expr:
        return self._named(value, self._quoted(key) if key.type == "string" else self.text(key).removeprefix(":"))

    def _entry_of(self, key: Expr, value: Expr, span: Span) -> Entry:
        return Entry(value, key=key.value, span=span) if isinstance(key, Text) else Entry(value, key_expr=key, span=span)

    def _pairs(self, node: Node) -> list[Entry]:
        found: list[Entry] = []
        for pair in self.children(node):
            key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
            if key is None or value is None:
                self.visit(pair)
                continue
            name = self._keyword(key)
            computed = any(child.type == "interpolation" for child in key.named_children)
            entry = Entry(self._named(value, name), key=name, span=self.span(pair))
            found.append(Entry(entry.value, key_expr=self._string(key), span=entry.span) if computed else entry)
        return found

    def _keywords(self, node: Node) -> Expr:
        index = self.builder.reserve_record()
        return self.builder.record(tuple(self._pairs(node)), self.span(node), index)

    def _list(self, node: Node) -> Expr:
        children = self.children(node)
        if len(children) == 1 and children[0].type == "keywords":
            return self.expr(children[0])
        items: list[Arg] = []
        for child in children:
            left, right = child.child_by_field_name("left"), child.child_by_field_name("right")
            if _operator(child) == "|" and left is not None and right is not None:
                items += [Arg(self.expr(left)), Arg(self.expr(right), spread="*")]
            else:
                items.append(Arg(self.expr(child)))
        return Listing(tuple(items), self.span(node))

    # --- text ---

    def _string(self, node: Node) -> Expr:
        parts: list[Expr] = []
        indent = self._indent(node)
        for child in node.named_children:
            if child.type == "interpolation":
                parts.append(self.child(child))
            elif child.type in ("quoted_content", "escape_sequence"):
                add_text(parts, self._content(child, indent), self.span(child))
        return literal(parts, self.span(node))

    def _indent(self, node: Node) -> int | None:
        """How far a heredoc is indented, None for other text."""
        end = node.child_by_field_name("quoted_end")
        return end.start_point[1] if end is not None and len(self.text(end)) == 3 else None

    def _content(self, node: Node, indent: int | None) -> str:
        text = self.text(node)
        if node.type == "escape_sequence":
            return _unescape(text)
        if indent is None:
            return text
        lines = text.replace("\r\n", "\n").split("\n")
        before = node.prev_sibling
        opens = before is not None and before.type in ('"""', "'''")
        rest = [line[indent:] if line[:indent].isspace() else line for line in lines[1:]]
        return "\n".join(rest if opens else [lines[0], *rest])

    def _quoted(self, node: Node) -> str:
        return "".join(
            _unescape(self.text(child)) if child.type == "escape_sequence" else self.text(child)
            for child in node.named_children
            if child.type in ("quoted_content", "escape_sequence")
        )

    def _sigil(self, node: Node) -> Expr:
        name = next((self.text(child) for child in node.named_children if child.type == "sigil_name"), "")
        span = self.span(node)
        if name in _TEXTS:
            return self._string(node)
        for child in node.named_children:
            if child.type == "interpolation":
                self.visit_children(child)
        if name in ("w", "W"):
            return Listing(tuple(Arg(Text(word, span)) for word in _WORDS.findall(self._quoted(node))), span)
        if name in ("r", "R"):
            return Literal("regex", self.text(node), span)
        return Opaque(f"~{name}", "string" if name in ("H", "E", "L") else "", span)

    # --- operators ---

    def _unary(self, node: Node) -> Expr:
        operator, operand = node.child_by_field_name("operator"), node.child_by_field_name("operand")
        symbol, span = "" if operator is None else operator.type, self.span(node)
        if operand is None:
            return self.other(node)
        if symbol == "@":
            return self._attribute(operand, span)
        if symbol == "&":
            return self._capture(operand, span)
        value = self.expr(operand)
        if symbol == "^":
            return value
        if symbol in ("!", "not"):
            return Opaque("comparison", "boolean", span)
        if symbol == "-" and isinstance(value, Literal) and not value.text.startswith("-"):
            return Literal(value.type, f"-{value.text}", span)
        return Opaque("arithmetic", "number", span)

    def _attribute(self, operand: Node, span: Span) -> Expr:
        """`@name`, or `@name value`, which declares it."""
        word = self._word(operand) or self.text(operand)
        if operand.type != "call":
            return Name(f"@{word}", self.builder.scope, span)
        if word in _DESCRIBING:
            return Opaque("description", "", span)
        values = [self.expr(child) for child in self._arg_nodes(operand)]
        if values:
            self.builder.bind(f"@{word}", values[0], "declare", span, home=self.builder.home(("module", "class")))
        return Opaque("attribute", "", span)

    def _capture(self, operand: Node, span: Span) -> Expr:
        """`&1`, `&name/2`, or a function that is written as its body."""
        if operand.type == "integer":
            name = f"&{self.text(operand)}"
            return Name(name, self.builder.scope, span)
        left = operand.child_by_field_name("left")
        if _operator(operand) == "/" and left is not None and operand.child_by_field_name("right") is not None:
            return self._reference(left)
        count = _count_captured(operand, self.source)

        def params() -> tuple[Param, ...]:
            return tuple(Param(f"&{place}", "positional", None, None, span) for place in range(1, count + 1))

        return self.function(FunctionHead("", "lambda", span, span), params, lambda: None, lambda: self._hand_back(operand))

    def _reference(self, node: Node) -> Expr:
        target = node.child_by_field_name("target") if node.type == "call" else None
        return self.expr(target if target is not None and self._args_node(node) is None else node)

    def _binary(self, node: Node) -> Expr:
        symbol = _operator(node)
        if symbol == "=":
            return self._match(node)
        links: list[Node] = []
        base: Node | None = node
        while base is not None and base.type == "binary_operator" and _operator(base) not in ("=", "<-"):
            links.append(base)
            base = base.child_by_field_name("left")
        start = base
        return self.chain(
            node, links[::-1], lambda: Opaque("missing", "", self.span(node)) if start is None else self.expr(start), self._joined
        )

    def _joined(self, node: Node, left: Expr) -> Expr:
        """What one operator makes of the value on its left."""
        right, symbol, span = node.child_by_field_name("right"), _operator(node), self.span(node)
        if right is None:
            return Opaque("missing", "", span)
        if symbol == "|>":
            return self._piped(right, left)
        value = self.expr(right)
        if symbol == "<>":
            return together((left, value), span)
        if symbol in _OR:
            return Choice((*(left.options if isinstance(left, Choice) and left.kind == "or" else (left,)), value), "or", span)
        if symbol in _AND:
            return Choice((value,), "and", span)
        if symbol == "++":
            return self._concatenated(left, value, span)
        if symbol in _COMPARISONS:
            return Opaque("comparison", "boolean", span)
        number = symbol in ("+", "-", "*", "/") or (is_number(left) and is_number(value))
        return Opaque("arithmetic" if number else "operator", "number" if number else "", span)

    def _concatenated(self, left: Expr, right: Expr, span: Span) -> Expr:
        if isinstance(left, Record) or isinstance(right, Record):
            return self.builder.record(tuple(Entry(each, spread=True, span=each.span) for each in (left, right)), span)
        items: list[Arg] = []
        for each in (left, right):
            items += each.items if isinstance(each, Listing) else (Arg(each, spread="*"),)
        return Listing(tuple(items), span)

    def _match(self, node: Node) -> Expr:
        """`pattern = value`."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return self.other(node)
        value = self._named(right, self.text(left) if left.type == "identifier" else "")
        self._bind(left, value)
        return value


# --- what a node is ----------------------------------------------------------------------------------


def _operator(node: Node) -> str:
    operator = node.child_by_field_name("operator") if node.type == "binary_operator" else None
    return "" if operator is None else operator.type


def _both_sides(node: Node) -> list[Node]:
    """The patterns that `a = b = c` puts together."""
    found: list[Node] = []
    stack = [node]
    while stack:
        current = stack.pop()
        sides = [current.child_by_field_name("left"), current.child_by_field_name("right")] if _operator(current) == "=" else []
        known = [side for side in sides if side is not None]
        if len(known) == 2:
            stack.extend(reversed(known))
        else:
            found.append(current)
    return found


def _without_default(node: Node) -> Node:
    left = node.child_by_field_name("left") if _operator(node) == "\\\\" else None
    return left or node


def _unguarded(node: Node | None) -> tuple[Node | None, Node | None]:
    """What stands before `when`, and the guard behind it."""
    if node is None or _operator(node) != "when":
        return node, None
    return node.child_by_field_name("left"), node.child_by_field_name("right")


def _clause_parts(node: Node) -> tuple[Node | None, Node | None, Node | None]:
    """The patterns, the guard and the body of `patterns when guard -> body`."""
    left, guard = _unguarded(node.child_by_field_name("left"))
    return left, guard, node.child_by_field_name("right")


def _is_function_of_module(callee: Expr) -> bool:
    """`Module.function` without parentheses."""
    if not isinstance(callee, Member) or callee.name[:1].isupper():
        return False
    last = callee.object.name if isinstance(callee.object, Name | Member | ImportRef) else None
    return (last or "")[:1].isupper()


def _count_captured(node: Node, source: bytes) -> int:
    """How many arguments a capture has, by the highest number in it."""
    found = re.findall(rb"&(\d{1,2})\b", source[node.start_byte : node.end_byte])
    return max((int(each) for each in found), default=0)


# --- text --------------------------------------------------------------------------------------------


def _unescape(text: str) -> str:
    code = text[1:]
    try:
        if code[:1] in ("u", "x"):
            return character(int(code[1:].strip("{}"), 16))
    except ValueError:
        return text
    return "" if code in ("\n", "\r\n") else _ESCAPES.get(code, code)
