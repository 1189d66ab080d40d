"""The facts of a whole program, read file by file as they are asked for, with the look-ups that evaluation needs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from scanner.languages.facts import (
    SERVER_VALUE,
    Arg,
    Binding,
    Call,
    Class,
    Entry,
    Expr,
    FileFacts,
    Function,
    FunctionRef,
    ImportRef,
    Index,
    Member,
    Mutation,
    Name,
    Record,
    Scope,
    SelfRef,
    Span,
)
from scanner.languages.registry import Language, language_of, parts_of, source_path
from scanner.model import Location
from scanner.resolve.definitions import family_of

_BLOCKS = ("{}", "&")  # what language modules call a block behind the arguments: it is run, and not handed out
_SELECTOR = re.compile(r"(.+?)(?:With|For|By|From|To|In|On|At|Of|As|Using|Via)[A-Z]\w*$")
# What a library calls a function that it is given under another name.
_RENAMED = {"mutationFn": ("mutate", "mutateAsync")}


class File:
    """One file's facts with indexes over them, each made when first asked for."""

    def __init__(self, facts: FileFacts, language: Language) -> None:
        self.facts = facts
        self.path = facts.path
        self.source = source_path(facts.path)
        self.language = language
        self.family = family_of(language.family)

    @cached_property
    def bindings(self) -> dict[tuple[int, str], list[Binding]]:
        """Bindings by home scope and name, in source order."""
        found: dict[tuple[int, str], list[Binding]] = defaultdict(list)
        for binding in self.facts.bindings:
            found[binding.home, binding.name].append(binding)
        return dict(found)

    @cached_property
    def names_of(self) -> dict[int, list[str]]:
        """The names that a scope owns."""
        found: dict[int, list[str]] = defaultdict(list)
        for home, name in self.bindings:
            found[home].append(name)
        return dict(found)

    @cached_property
    def changes(self) -> dict[tuple[int, str], list[Mutation | Call]]:
        """What may change the object that a name holds: mutations of it, method calls on it, calls that take it first. In source order."""
        found: dict[tuple[int, str], list[Mutation | Call]] = defaultdict(list)
        for mutation in self.facts.mutations:
            self._note(found, mutation.target, mutation)
        for call in self.facts.calls:
            if isinstance(call.callee, Member):
                self._note(found, call.callee.object, call)
            for arg in call.args:
                if arg.spread == "" and isinstance(arg.value, Name):
                    self._note(found, arg.value, call)
        for places in found.values():
            places.sort(key=lambda change: (change.span.start, change.span.end))
        return dict(found)

    def _note(self, found: dict[tuple[int, str], list[Mutation | Call]], target: Expr, change: Mutation | Call) -> None:
        if isinstance(target, Name):
            home = self.home_of(target.name, target.scope)
            if home is not None:
                found[home, target.name].append(change)

    @cached_property
    def fields(self) -> dict[tuple[int, str], list[Mutation]]:
        """Assignments to a member of the object itself, by class and name."""
        found: dict[tuple[int, str], list[Mutation]] = defaultdict(list)
        for mutation in self.facts.mutations:
            if isinstance(mutation.target, SelfRef) and mutation.key is not None:
                owner = self.facts.scopes[mutation.target.scope].owner
                if owner is not None:
                    found[owner, mutation.key].append(mutation)
        return dict(found)

    @cached_property
    def calls_by_name(self) -> dict[str, list[Call]]:
        """Calls by the last name of their callee."""
        found: dict[str, list[Call]] = defaultdict(list)
        for call in self.facts.calls:
            found[last_name(call.callee)].append(call)
        return dict(found)

    @cached_property
    def elements_with_attributes(self) -> list[Call]:
        """Elements of markup that carry attributes that may declare an event (data-..., class names)."""
        return [
            call for call in self.facts.calls
            if call.form == "element" and isinstance(call.callee, Name) and (not call.callee.name[:1].isupper() or _has_data(call))
        ]  # fmt: skip

    @cached_property
    def chained(self) -> dict[int, Call]:
        """The call that is made on what a call yields, by the identity of the inner call."""
        return {
            id(call.callee.object): call
            for call in self.facts.calls
            if isinstance(call.callee, Member) and isinstance(call.callee.object, Call)
        }

    @cached_property
    def held_by(self) -> dict[int, Binding]:
        """The name that holds what a call yields, by the identity of the call."""
        return {id(binding.value): binding for binding in self.facts.bindings if isinstance(binding.value, Call)}

    @cached_property
    def passed_to(self) -> dict[int, tuple[Call, int]]:
        """The call that a function literal is an argument of, and its position."""
        found: dict[int, tuple[Call, int]] = {}
        for call in self.facts.calls:
            for position, arg in enumerate(call.args):
                if isinstance(arg.value, FunctionRef):
                    found[arg.value.index] = (call, position)
        return found

    @cached_property
    def called_at(self) -> dict[int, Call]:
        """The call of a function literal that is called where it stands."""
        return {call.callee.index: call for call in self.facts.calls if isinstance(call.callee, FunctionRef)}

    @cached_property
    def record_holders(self) -> dict[int, Binding]:
        """The binding whose value a record literal is."""
        return {binding.value.index: binding for binding in self.facts.bindings if isinstance(binding.value, Record)}

    @cached_property
    def named_values(self) -> list[tuple[str, Expr]]:
        """Everything that gets a name: variables, fields, keys of records, members that are set."""
        found = [(binding.name, binding.value) for binding in self.facts.bindings if binding.value is not None]
        found += [(mutation.key, mutation.value) for mutation in self.facts.mutations if mutation.key and mutation.value is not None]
        found += [(entry.key, entry.value) for record in self.facts.records for entry in record.entries if entry.key is not None]
        return found

    def names_of_value(self, value: Expr) -> frozenset[str]:
        """The names that an expression gets directly."""
        return frozenset(name for name, named in self.named_values if named is value)

    def callable_names(self, function: int) -> frozenset[str]:
        """The names under which a function can be called: its own, its class's for a constructor, and those it gets through a call
        that it is handed to (`const track = useCallback((name) => ...)`), or through the file when it is the default export."""
        definition = self.facts.functions[function]
        if definition.kind == "constructor" and definition.owner is not None:
            return frozenset((self.facts.classes[definition.owner].name,))
        if function not in self.passed_to:
            names = {definition.name, *_RENAMED.get(definition.name, ()), *self._default_names(definition), *self._swift_names(definition)}
            return frozenset(names | self._makers.get(function, frozenset())) - {""}
        return self._names_through_calls(function) | self._makers.get(function, frozenset())

    def _swift_names(self, function: Function) -> Iterator[str]:
        """What Swift calls an Objective-C method: `trackEventWithName:` is `trackEvent(withName:)`."""
        match = _SELECTOR.match(function.name) if self.language.family == "objc" and function.params else None
        if match is not None:
            yield match[1]

    @cached_property
    def _makers(self) -> dict[int, frozenset[str]]:
        """The names of the functions (hooks, factories) that hand out a function literal."""
        found: dict[int, frozenset[str]] = {}
        for maker in self.facts.functions:
            for each in maker.returns:
                value: Expr | None = each.value
                for _ in range(3):
                    if isinstance(value, FunctionRef):
                        names = frozenset((maker.name, *self._default_names(maker))) - {""}
                        found[value.index] = found.get(value.index, frozenset()) | names
                    handed = value.args[0] if isinstance(value, Call) and value.args else None
                    value = handed.value if handed is not None and handed.keyword not in _BLOCKS else None
        return found

    def _names_through_calls(self, function: int) -> frozenset[str]:
        call: Call | None = self.passed_to[function][0]
        for _ in range(4):
            if call is None:
                break
            names = self.names_of_value(call)
            if names:
                return names
            call = next((outer for outer in self.facts.calls if any(arg.value is call for arg in outer.args)), None)
        definition = self.facts.functions[function]
        return frozenset(self._default_names(definition))

    def _default_names(self, function: Function) -> Iterator[str]:
        """The names by which a default export is imported by habit: those of its file."""
        for export in self.facts.exports:
            if export.name in ("default", "=") and _is_or_holds(export.value, function):
                parts = self.path.rsplit("/", 2)
                stem = parts[-1].split(".")[0]
                yield parts[-2] if stem == "index" and len(parts) > 1 else stem

    @cached_property
    def function_calls(self) -> dict[int, list[Call]]:
        """The calls that stand directly in a function (not in one nested in it)."""
        found: dict[int, list[Call]] = defaultdict(list)
        for call in self.facts.calls:
            function = self.facts.scopes[call.scope].function
            if function is not None:
                found[function].append(call)
        return dict(found)

    def scope_chain(self, scope: int) -> Iterator[Scope]:
        """A scope and those around it, innermost first."""
        index: int | None = scope
        while index is not None:
            here = self.facts.scopes[index]
            yield here
            index = here.parent

    def home_of(self, name: str, scope: int) -> int | None:
        """The scope that owns `name` as seen from `scope`, or None. Class scopes are seen only from directly inside them, unless
        the language has an implicit `this`, or the class is a namespace."""
        start = self.facts.scopes[scope]
        for here in self.scope_chain(scope):
            if here.kind == "class" and here.index != scope and start.function is not None and not self._sees_members(here):
                continue
            if (here.index, name) in self.bindings:
                return here.index
        return None

    def _sees_members(self, scope: Scope) -> bool:
        return self.family.implicit_self or (scope.owner is not None and self.facts.classes[scope.owner].kind == "object")

    def classes_around(self, scope: int) -> tuple[int, ...]:
        """The classes around a scope, innermost first."""
        return tuple(here.owner for here in self.scope_chain(scope) if here.kind == "class" and here.owner is not None)

    @cached_property
    def top_classes(self) -> dict[str, list[Class]]:
        """All classes by name, extensions last."""
        found: dict[str, list[Class]] = defaultdict(list)
        for cls in sorted(self.facts.classes, key=lambda cls: cls.kind == "extension"):
            if cls.name:
                found[cls.name].append(cls)
        return dict(found)

    @cached_property
    def typed_records(self) -> dict[str, list[Record]]:
        """Struct literals by the last name of their type."""
        found: dict[str, list[Record]] = defaultdict(list)
        for record in self.facts.records:
            if record.type is not None:
                found[last_name(record.type)].append(record)
        return dict(found)

    @cached_property
    def constructors(self) -> dict[int, list[Function]]:
        """The constructors of each class."""
        found: dict[int, list[Function]] = defaultdict(list)
        for function in self.facts.functions:
            if function.kind == "constructor" and function.owner is not None:
                found[function.owner].append(function)
        return dict(found)

    def functions_around(self, scope: int) -> tuple[int, ...]:
        """The functions around a scope, innermost first."""
        found: dict[int, None] = {}
        for here in self.scope_chain(scope):
            if here.kind == "function" and here.function is not None:
                found[here.function] = None
        return tuple(found)

    @cached_property
    def server_values(self) -> list[tuple[int, int, Expr]]:
        """Where a server puts values into a page, and what they are."""
        return [
            (binding.span.start, binding.value.span.end, binding.value)
            for binding in self.facts.bindings
            if binding.name == SERVER_VALUE and binding.value is not None
        ]

    def location(self, span: Span) -> Location:
        """A span as a location in this file."""
        return Location(self.source, span.line, span.column, span.end_line, span.end_column)

    def qualified_name(self, function: Function) -> str:
        """`Class.method`, `function`, or the name of what is around an anonymous one."""
        owner = self.facts.classes[function.owner].name if function.owner is not None else ""
        if function.name:
            return f"{owner}.{function.name}" if owner else function.name
        around = [self.facts.functions[index] for index in self.functions_around(function.parent_scope)]
        named = next((each for each in around if each.name), None)
        return self.qualified_name(named) if named else owner


class Program:
    """All files of a project. `read_facts` gives the facts of one path, or None where there is none that can be read."""

    def __init__(self, paths: Iterable[str], read_facts: Callable[[str], FileFacts | None], read: Callable[[str], bytes | None]) -> None:
        self.paths = frozenset(paths)
        self._read = read
        self._read_facts = read_facts
        self._files: dict[str, File | None] = {}
        self._loaded: tuple[frozenset[str], tuple[File, ...]] = (frozenset(), ())
        self._unread: list[File] = []
        self._callers: dict[str, list[str]] = defaultdict(list)

    def file(self, path: str) -> File | None:
        """The facts of a file, read when first asked for."""
        if path not in self._files:
            language = language_of(path)
            facts = self._read_facts(path) if language is not None and source_path(path) in self.paths else None
            self._files[path] = None
            if facts is not None and language is not None:
                file = File(facts, language)
                self._files[path] = file
                self._unread.append(file)
        return self._files[path]

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or of the file that a part is a part of."""
        return self._read(source_path(path))

    def server_part(self, file: File) -> File | None:
        """What a server runs inside a page."""
        parts = parts_of(file.path)
        return self.file(parts[1]) if len(parts) > 1 else None

    def loaded(self) -> tuple[File, ...]:
        """The files whose facts have been read, by path."""
        if len(self._loaded[0]) != len(self._files):
            self._loaded = (frozenset(self._files), tuple(file for _, file in sorted(self._files.items()) if file is not None))
        return self._loaded[1]

    def calls_named(self, name: str) -> Iterator[tuple[File, Call]]:
        """The calls in the files read so far whose callee's last name is `name`, by path."""
        for file in self._unread:
            for called in file.calls_by_name:
                self._callers[called].append(file.path)
        self._unread.clear()
        for path in sorted(self._callers.get(name, ())):
            file_of = self._files[path]
            if file_of is not None:
                yield from ((file_of, call) for call in file_of.calls_by_name[name])

    def function(self, path: str, index: int) -> tuple[File, Function]:
        """A function by its id. The file has been read before, or there would be no id."""
        file = self.file(path)
        assert file is not None
        return file, file.facts.functions[index]

    def cls(self, path: str, index: int) -> tuple[File, Class]:
        """A class by its id."""
        file = self.file(path)
        assert file is not None
        return file, file.facts.classes[index]


def _is_or_holds(value: Expr, function: Function) -> bool:
    """Whether an exported value is a function, by itself, by name, or as an argument of a call around it."""
    match value:
        case FunctionRef(index=index):
            return index == function.index
        case Name(name=name):
            return bool(function.name) and name == function.name
        case Call(args=args):
            return any(_is_or_holds(arg.value, function) for arg in args)
        case _:
            return False


def _has_data(element: Call) -> bool:
    """Whether a component is given attributes that it must hand on to an element of the page."""
    record = element.args[0].value if element.args else None
    return isinstance(record, Record) and any(entry.key is not None and entry.key.startswith("data-") for entry in record.entries)


def last_name(expr: Expr) -> str:
    """The last name of a callee: `track` in `a.b.track`; empty when there is none."""
    match expr:
        case Name(name=name) | Member(name=name):
            return name
        case ImportRef(name=name):
            return name or ""
        case Index(key=key) if hasattr(key, "value"):
            value = key.value
            return value if isinstance(value, str) else ""
        case _:
            return ""


def children(expr: Expr) -> Iterator[Expr]:
    """The expressions directly inside one, in source order where it matters."""
    for name in getattr(expr, "__dataclass_fields__", ()):
        value = getattr(expr, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Arg | Entry):
                yield each.value
            elif hasattr(each, "span") and not isinstance(each, Span):
                yield each
