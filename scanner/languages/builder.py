"""Collects the facts of one file while a language module walks its tree.

The language module says what it sees (`open_scope`, `bind`, `add_call` ...); the builder numbers things and keeps them
in source order. Functions and classes are reserved before their bodies are walked, so that nested things can name them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Literal as OneOf

from scanner.languages.facts import (
    Arg,
    Binding,
    Call,
    Class,
    Comment,
    Entry,
    Export,
    Expr,
    FileFacts,
    Function,
    FunctionRef,
    Mutation,
    Param,
    ParamRef,
    ParseError,
    Record,
    Return,
    Scope,
    Span,
)

ScopeKind = OneOf["module", "function", "class", "block"]
BindingKind = OneOf["assign", "declare", "augment", "function", "class", "import", "parameter", "loop"]


class FactsBuilder:
    """Mutable only while one file is walked; `finish` gives the frozen facts."""

    def __init__(self, path: str, language: str, whole: Span) -> None:
        self.path = path
        self.language = language
        self.package = ""
        self.scopes: list[Scope] = [Scope(0, None, "module", None, None, whole)]
        self._stack: list[int] = [0]
        self._groups = 0
        self._functions: list[Function | None] = []
        self._returns: dict[int, list[Return]] = {}
        self._statements: dict[int, int] = {}
        self._classes: list[Class | None] = []
        self._records: list[Record | None] = []
        self._bindings: list[Binding] = []
        self._mutations: list[Mutation] = []
        self._calls: list[Call] = []
        self._exports: list[Export] = []
        self._modules: dict[str, None] = {}
        self._comments: list[Comment] = []
        self._errors: list[ParseError] = []

    # --- scopes ---

    @property
    def scope(self) -> int:
        """The scope that is being walked."""
        return self._stack[-1]

    @contextmanager
    def open_scope(
        self,
        kind: ScopeKind,
        span: Span,
        *,
        function: int | None = None,
        owner: int | None = None,
        group: int | None = None,
        exhaustive: bool = False,
    ) -> Iterator[int]:
        """Walk what is inside as a new scope. `function` and `owner` default to those of the scope around it;
        a class scope has no function of its own (`function` becomes None), a function scope keeps the owner."""
        around = self.scopes[self.scope]
        inner = around.function if function is None and kind != "class" else function
        scope = Scope(len(self.scopes), around.index, kind, inner, around.owner if owner is None else owner, span, group, exhaustive)
        self.scopes.append(scope)
        self._stack.append(scope.index)
        try:
            yield scope.index
        finally:
            self._stack.pop()

    def new_group(self) -> int:
        """A number for blocks that exclude each other."""
        self._groups += 1
        return self._groups

    def home(self, kinds: tuple[ScopeKind, ...] = ("module", "function", "class")) -> int:
        """The innermost scope, from the current one outward, of one of these kinds: where a name without block scoping lives."""
        index: int | None = self.scope
        while index is not None and self.scopes[index].kind not in kinds:
            index = self.scopes[index].parent
        return index or 0

    @property
    def function(self) -> int | None:
        """The function that is being walked."""
        return self.scopes[self.scope].function

    # --- names and values ---

    def bind(
        self, name: str, value: Expr | None, kind: BindingKind, span: Span, *, home: int | None = None, type: Expr | None = None
    ) -> None:
        """`name` gets `value` here. `home` defaults to the current scope."""
        self._bindings.append(Binding(name, value, self.scope if home is None else home, self.scope, kind, span, type))

    def mutate(
        self,
        target: Expr,
        key: str | None,
        value: Expr | None,
        span: Span,
        *,
        key_expr: Expr | None = None,
        op: OneOf["set", "augment", "delete"] = "set",
    ) -> None:
        """`target[key]` changes here."""
        self._mutations.append(Mutation(target, key, key_expr, value, op, self.scope, span))

    def call(
        self,
        callee: Expr,
        args: tuple[Arg, ...],
        span: Span,
        name_span: Span,
        form: OneOf["call", "new", "element", "decorator", "tagged"] = "call",
        types: tuple[Expr, ...] = (),
    ) -> Call:
        """Make a call expression and note it."""
        call = Call(callee, args, form, self.scope, span, name_span, types)
        self._calls.append(call)
        return call

    def reserve_record(self) -> int:
        """A number for a record whose entries are about to be walked."""
        self._records.append(None)
        return len(self._records) - 1

    def record(self, entries: tuple[Entry, ...], span: Span, index: int | None = None, type: Expr | None = None) -> Record:
        """Make a record expression (under a reserved number, if one was taken), of a type where the literal names one."""
        index = self.reserve_record() if index is None else index
        record = Record(entries, index, span, type)
        self._records[index] = record
        return record

    # --- functions and classes ---

    def reserve_function(self) -> int:
        """A number for a function whose body is about to be walked."""
        self._functions.append(None)
        return len(self._functions) - 1

    def bind_parameters(self, function: int, params: tuple[Param, ...]) -> None:
        """Bind the parameters' names in the current scope, the function's own."""
        for index, param in enumerate(params):
            self.bind(param.name, ParamRef(function, index, param.span), "parameter", param.span, type=param.type)

    def add_return(self, value: Expr) -> None:
        """The function that is being walked hands back `value` here."""
        if self.function is not None:
            self._returns.setdefault(self.function, []).append(Return(value, self.scope))

    def count_statement(self) -> None:
        """One more simple statement of the function that is being walked."""
        if self.function is not None:
            self._statements[self.function] = self._statements.get(self.function, 0) + 1

    def function_done(self, function: Function) -> FunctionRef:
        """Keep a function. Its `returns` and `statements` are filled in from what was noted while its body was walked."""
        self._functions[function.index] = replace(
            function,
            returns=tuple(self._returns.get(function.index, ())),
            statements=self._statements.get(function.index, 0),
        )
        return FunctionRef(function.index, function.span)

    def reserve_class(self) -> int:
        """A number for a class whose body is about to be walked."""
        self._classes.append(None)
        return len(self._classes) - 1

    def class_done(self, cls: Class) -> None:
        """Keep a class."""
        self._classes[cls.index] = cls

    # --- the file ---

    def export(self, name: str, value: Expr, span: Span) -> None:
        """The module offers `value` under `name`."""
        self._exports.append(Export(name, value, span))

    def imports(self, module: str) -> None:
        """The file names another module."""
        self._modules[module] = None

    def comment(self, text: str, span: Span) -> None:
        """A comment stands here."""
        self._comments.append(Comment(text, span))

    def errors(self, errors: tuple[ParseError, ...]) -> None:
        """Places that could not be read."""
        self._errors.extend(errors)

    def finish(self) -> FileFacts:
        """The facts of the file. Calls come in source order of their callee's name."""
        return FileFacts(
            path=self.path,
            language=self.language,
            package=self.package,
            scopes=tuple(self.scopes),
            functions=tuple(f for f in self._functions if f is not None),
            classes=tuple(c for c in self._classes if c is not None),
            records=tuple(r for r in self._records if r is not None),
            bindings=tuple(self._bindings),
            mutations=tuple(self._mutations),
            calls=tuple(sorted(self._calls, key=lambda call: (call.name_span.start, call.span.end))),
            exports=tuple(self._exports),
            modules=tuple(self._modules),
            comments=tuple(self._comments),
            errors=tuple(self._errors),
        )
