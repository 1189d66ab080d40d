"""Evaluates expressions to values over the facts of the whole program.

Every expression is evaluated once, in terms of the parameters of the functions around it, and remembered. A call evaluates
to what the function hands back, with the arguments put in the parameters' places. Cycles and depth are cut with an `Unknown`.
"""

from __future__ import annotations

import json
import posixpath
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from scanner.languages import facts
from scanner.languages.facts import Binding, Expr, Mutation
from scanner.model import Location
from scanner.resolve import idioms, texts
from scanner.resolve.definitions import Definitions
from scanner.resolve.flow import reach, reaching, same_function
from scanner.resolve.modules import ModuleResolver
from scanner.resolve.program import File, Program, last_name
from scanner.resolve.values import (
    CALLED,
    INDEXED,
    MISSING,
    NULL,
    Applied,
    ClassValue,
    DefinitionId,
    EnumValue,
    Environment,
    External,
    FunctionValue,
    Given,
    Global,
    Instance,
    Item,
    Joined,
    Known,
    ListValue,
    Lookup,
    Missing,
    ModuleValue,
    Options,
    PackageValue,
    Parameter,
    Pending,
    Receiver,
    RecordValue,
    Ref,
    Scalar,
    Unknown,
    Value,
    is_null,
    join,
    one_of,
    options_of,
    present,
    text_of_enum,
    through,
)

_MOST_DEPTH = 90
_LARGEST = 4_000
_FUEL = 4_000
_MOST_CALLERS = 40
_MOST_CHANGES = 60
_MOST_DEFINITIONS = 40
_MOST_FILES = 12
_SINGLETONS = frozenset(("getinstance", "instance", "shared", "sharedinstance", "singleton", "getdefault"))
_MANY_PARTS = frozenset(("csharp", "ruby", "objc", "swift", "go", "rust"))
_COMPONENTS = (".vue", ".svelte", ".astro")
_STRUCT_LITERALS = frozenset(("go", "rust"))
_MOST_CALLERS_UP = 4
_END = 1 << 60
_GLOBAL_OBJECTS = frozenset(("window", "globalThis", "self", "global", "top", "parent", "unsafeWindow"))
_ENUM_VALUE = frozenset(("value", "rawValue", "raw_value", "valueOf", "toString", "description"))
_ENUM_NAME = frozenset(("name", "key"))


class Evaluator:
    """Evaluates the expressions of one program. `modules` finds imported files, per language family; `constant_text` gives the text of
    a constant of an outside library, where that is known."""

    def __init__(
        self,
        program: Program,
        modules: Mapping[str, ModuleResolver],
        definitions: Definitions,
        constant_text: Callable[[Ref, File], str | None] = lambda ref, file: None,
    ) -> None:
        self.program = program
        self._constant_text = constant_text
        self._self_values: Mapping[DefinitionId, Value] = {}
        self._modules = modules
        self._definitions = definitions
        self._argument_changes: dict[tuple[str, DefinitionId, int], list[Item]] = {}
        self._folder_sets: dict[tuple[str, ...], frozenset[str]] = {}
        self._part_ids: dict[tuple[str, str], tuple[DefinitionId, ...]] = {}
        self._values: dict[int, Value] = {}
        self._running: set[object] = set()
        self._returns: dict[DefinitionId, Value] = {}
        self._members: dict[tuple[DefinitionId, str, bool], Value] = {}
        self._exports: dict[tuple[str, str], Value] = {}
        self._json: dict[str, Value] = {}
        self._depth = 0
        self._fuel = _FUEL
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 12_000))

    def refuel(self) -> None:
        """A new question is asked: it may take so many steps, whatever the ones before it took."""
        self._fuel = _FUEL

    # --- expressions ---

    def evaluate(self, file: File, expr: Expr) -> Value:
        """What `expr` of `file` can be, in terms of the parameters around it."""
        key = id(expr)
        if key in self._values:
            return self._values[key]
        if key in self._running or self._depth > _MOST_DEPTH or self._fuel <= 0:
            return Unknown("it depends on itself" if key in self._running else "nested too deeply")
        self._fuel -= 1
        self._running.add(key)
        self._depth += 1
        try:
            value = _EVALUATE[type(expr)](self, file, expr)
        finally:
            self._depth -= 1
            self._running.discard(key)
        if value.size > _LARGEST:
            value = Unknown("too large to follow")
        self._values[key] = value
        return value

    def _text(self, file: File, expr: facts.Text) -> Value:
        return Known(expr.value, file.location(expr.span))

    def _literal(self, file: File, expr: facts.Literal) -> Value:
        return Scalar(expr.type, expr.text)

    def _template(self, file: File, expr: facts.Template) -> Value:
        parts = [self.evaluate(file, part) for part in expr.parts]
        if any(isinstance(each, RecordValue) for part in parts for each in options_of(part)):
            return idioms.merged(parts)  # `+` of two maps
        joined = join(parts)
        return _written_at(joined, file.location(expr.span))

    def _format(self, file: File, expr: facts.Format) -> Value:
        return idioms.format_text(self.evaluate(file, expr.template), self.arguments(file, expr.args), expr.style)

    def _name(self, file: File, expr: facts.Name) -> Value:
        return self._constant(file, self.lookup(file, expr.name, expr.scope, expr.span.start), expr)

    def _constant(self, file: File, value: Value, expr: Expr) -> Value:
        """The text of an outside library's constant, where a path is one."""
        text = self._constant_text(value, file) if isinstance(value, Ref) and not value.symbolic else None
        return value if text is None else Known(text, file.location(expr.span))

    def _self(self, file: File, expr: facts.SelfRef) -> Value:
        for function in (file.facts.functions[index] for index in file.functions_around(expr.scope)):
            if function.owner is not None:
                owner = DefinitionId(file.path, function.owner)
                return ClassValue(owner) if function.kind == "static" else self._self_values.get(owner, Instance(owner))
            if function.record is not None:
                return self._record_self(file, function.record)
        owner_index = file.facts.scopes[expr.scope].owner
        if owner_index is None:
            return Unknown("this")
        owner_id = DefinitionId(file.path, owner_index)
        return self._self_values.get(owner_id, Instance(owner_id))

    def _record_self(self, file: File, record: int) -> Value:
        holder = file.record_holders.get(record)
        if holder is not None:
            return self.lookup(file, holder.name, holder.home, _END)
        return self.evaluate(file, file.facts.records[record])

    def _super(self, file: File, expr: facts.SuperRef) -> Value:
        owner = file.facts.scopes[expr.scope].owner
        return Unknown("super") if owner is None else Instance(DefinitionId(file.path, owner), above=True)

    def _member(self, file: File, expr: facts.Member) -> Value:
        return self._constant(file, self.member(self.evaluate(file, expr.object), expr.name), expr)

    def _index(self, file: File, expr: facts.Index) -> Value:
        return self.index(self.evaluate(file, expr.object), self.evaluate(file, expr.key))

    def _call(self, file: File, expr: facts.Call) -> Value:
        known = idioms.evaluate_call(self, file, expr)
        if known is not None:
            return known
        callee = self.evaluate(file, expr.callee)
        return self.call(callee, self.arguments(file, expr.args))

    def _record(self, file: File, expr: facts.Record) -> Value:
        items: list[Item] = []
        for entry in expr.entries:
            place = file.location(entry.span) if entry.span is not None else None
            value = self.evaluate(file, entry.value)
            if entry.spread:
                optional = isinstance(entry.value, facts.Choice) and entry.value.kind == "and"
                items.append(Item(value, spread=True, conditional=optional, location=place))
            elif entry.key is not None:
                items.append(Item(value, key=entry.key, location=place))
            elif entry.key_expr is not None:
                items.append(_keyed(self.evaluate(file, entry.key_expr), value, False, place))
        return RecordValue(tuple(items), self.evaluate(file, expr.type) if expr.type is not None else None)

    def _listing(self, file: File, expr: facts.Listing) -> Value:
        items: list[Value] = []
        is_open = False
        for arg in expr.items:
            value = self.evaluate(file, arg.value)
            if not arg.spread:
                items.append(value)
            elif isinstance(value, ListValue):
                items.extend(value.items)
                is_open = is_open or value.open
            else:
                is_open = True
        return ListValue(tuple(items), is_open)

    def _choice(self, file: File, expr: facts.Choice) -> Value:
        return one_of(self.evaluate(file, option) for option in expr.options)

    def _function(self, file: File, expr: facts.FunctionRef) -> Value:
        function = file.facts.functions[expr.index]
        captured = tuple(
            (parameter, Ref(parameter))
            for outer in file.functions_around(function.parent_scope)
            for parameter in (Parameter(file.path, outer, index) for index in range(len(file.facts.functions[outer].params)))
        )
        return FunctionValue(DefinitionId(file.path, expr.index), captured)

    def _class(self, file: File, expr: facts.ClassRef) -> Value:
        return ClassValue(DefinitionId(file.path, expr.index))

    def _parameter(self, file: File, expr: facts.ParamRef) -> Value:
        given = self._given_in_place(file, expr)
        return Ref(Parameter(file.path, expr.function, expr.index)) if given is None else given

    def _given_in_place(self, file: File, expr: facts.ParamRef) -> Value | None:
        """The argument of a function literal that is called where it stands, or that a loop method calls for each item."""
        call_at = file.passed_to.get(expr.function)
        if call_at is None:
            return None
        call, position = call_at
        if position > 0 or last_name(call.callee) not in idioms.EACH or not isinstance(call.callee, facts.Member):
            return None
        collection = self.evaluate(file, call.callee.object)
        several = len(file.facts.functions[expr.function].params) > 1
        if several and any(isinstance(each, RecordValue) for each in options_of(collection)):
            item = idioms.element_of(collection, "key" if expr.index == 0 else "value")
        else:
            item = idioms.element_of(collection, "item")
            if several and any(isinstance(each, ListValue) for each in options_of(item)):
                item = self.index(item, Scalar("integer", str(expr.index)))  # each item is a list that the parameters take apart
            elif expr.index > 0:
                return None
        # an item that is not followed says less than the parameter's name does
        return None if isinstance(item, Unknown) or (isinstance(item, Ref) and isinstance(item.root, Global)) else item

    def _import(self, file: File, expr: facts.ImportRef) -> Value:
        return self.imported(file, expr.module, expr.name, expr.level)

    def _await(self, file: File, expr: facts.Await) -> Value:
        return self.evaluate(file, expr.value)

    def _element(self, file: File, expr: facts.Element) -> Value:
        return idioms.element_of(self.evaluate(file, expr.collection), expr.part)

    def _rest(self, file: File, expr: facts.Rest) -> Value:
        whole = self.evaluate(file, expr.object)
        removed = tuple(Item(MISSING, key=key, removed=True) for key in expr.keys)
        return RecordValue((Item(whole, spread=True), *removed))

    def _implicit(self, file: File, expr: facts.Implicit) -> Value:
        return Pending(expr.name, file.location(expr.span))

    def _opaque(self, file: File, expr: facts.Opaque) -> Value:
        return Unknown(expr.reason, expr.type)

    def arguments(self, file: File, args: Sequence[facts.Arg]) -> tuple[Given, ...]:
        """The values of a call's arguments, as written."""
        return tuple(Given(self.evaluate(file, arg.value), arg.keyword, arg.spread, file.location(arg.value.span)) for arg in args)

    # --- names ---

    def lookup(self, file: File, name: str, scope: int, position: int) -> Value:
        """What `name` can be at a place."""
        home = file.home_of(name, scope)
        if home is None:
            return self._free_name(file, name, scope)
        bindings = file.bindings[home, name]
        if file.facts.scopes[home].kind == "class" and not same_function(file, home, scope):
            return self._own_member(file, home, name)
        if same_function(file, home, scope):
            found = reaching(file, bindings, scope, position)
            value = self._fold(file, found, scope)
            return self._changed(file, home, name, value, found, scope, position)
        return self._captured(file, home, name, bindings)

    def _captured(self, file: File, home: int, name: str, bindings: list[Binding]) -> Value:
        """A name of a scope further out: all that the scope leaves in it at its end, and what functions assign to it."""
        key = (file.path, home, name)
        if key in self._running:
            return Unknown("it depends on itself")
        self._running.add(key)
        try:
            inside = [binding for binding in bindings if same_function(file, home, binding.scope)]
            elsewhere = [binding for binding in bindings if binding not in inside]
            found = reaching(file, inside, home, _END) if inside else []
            values = [self._fold(file, found, home)] if found else []
            values += [self._binding(file, binding) for binding in elsewhere]
            return self._changed(file, home, name, one_of(values), found, home, _END)
        finally:
            self._running.discard(key)

    def _fold(self, file: File, bindings: Sequence[Binding], scope: int) -> Value:
        """The value that is left after the bindings, nearest first, have run one after the other."""
        value: Value | None = None
        for binding in reversed(bindings):
            new = self._binding(file, binding)
            if binding.kind == "augment" and value is not None:
                new = self._augmented(value, new)
            certain = value is None or (len(bindings) > 1 and reach(file, binding.scope, scope) == "always")
            value = new if certain or value is None else one_of((value, new))
        return value if value is not None else Unknown("no value")

    def _augmented(self, value: Value, added: Value) -> Value:
        if any(isinstance(each, RecordValue) for each in (*options_of(value), *options_of(added))):
            return RecordValue((Item(value, spread=True), Item(added, spread=True)))
        if any(isinstance(each, ListValue) for each in options_of(value)):
            return Unknown("a list that grows", "array")
        return join((value, added))

    def _binding(self, file: File, binding: Binding) -> Value:
        if binding.value is None:
            typed = self._of_type(file, binding.type)
            return typed if typed is not None else MISSING if binding.kind == "declare" else Unknown("no value")
        value = self.evaluate(file, binding.value)
        if binding.kind == "import":
            return through(value, file.location(binding.span))
        if binding.type is not None and not _is_followed(value):
            typed = self._of_type(file, binding.type)
            return value if typed is None else typed
        return value

    def _own_member(self, file: File, home: int, name: str) -> Value:
        """A bare name that is a member of the class around."""
        owner = file.facts.scopes[home].owner
        assert owner is not None
        id = DefinitionId(file.path, owner)
        value = self.member(self._self_values.get(id, Instance(id)), name)
        return self.member(ClassValue(id), name) if isinstance(value, Ref) and isinstance(value.root, Receiver) else value

    def _free_name(self, file: File, name: str, scope: int = 0) -> Value:
        """A name that nothing around binds: inherited, of another file, or global."""
        inherited = self._inherited(file, name, scope) if file.family.implicit_self else None
        if inherited is not None and not isinstance(inherited, Ref):
            return inherited
        found = self._by_star(file, name)
        if found is None and file.family.project:
            found = self._of_project(file, name)
        if found is not None:
            return found
        if inherited is not None:
            return inherited
        if name == "arguments" and file.language.family == "javascript":
            return Unknown("the arguments of a function", "array")
        return Ref(Global(name))

    def _inherited(self, file: File, name: str, scope: int) -> Value | None:
        """A member of a class around that it has from a base class, or from another part of it."""
        for owner in file.classes_around(scope):
            value = self.member(Instance(DefinitionId(file.path, owner)), name)
            if not isinstance(value, Missing | Unknown) and not (isinstance(value, Ref) and isinstance(value.root, Receiver)):
                return value
        return None

    def _by_star(self, file: File, name: str) -> Value | None:
        if file.family.project:
            return None
        for binding in file.bindings.get((0, "*"), ()):
            if isinstance(binding.value, facts.ImportRef):
                value = self.imported(file, binding.value.module, name, binding.value.level)
                if not isinstance(value, Missing | Unknown) and not (isinstance(value, Ref) and isinstance(value.root, External)):
                    return value
        return None

    # --- names of other files, in languages that do not name files ---

    def _of_project(self, file: File, name: str, package: str | None = None) -> Value | None:
        """What another file of the program defines under a name. `package` restricts where packages separate names."""
        packages = self._visible_packages(file) if package is None else frozenset((package,))
        for path in self._likely_files(file, name):
            if path == file.path and package is None:
                continue
            other = self.program.file(path)
            if other is None or (file.family.packages and _package_of(other) not in packages):
                continue
            value = self._symbol(other, name)
            if value is not None:
                return value
        return None

    def _visible_packages(self, file: File) -> frozenset[str]:
        stars = [binding.value.module for binding in file.bindings.get((0, "*"), ()) if isinstance(binding.value, facts.ImportRef)]
        return frozenset((_package_of(file), *stars))

    def _symbol(self, file: File, name: str) -> Value | None:
        """What a file defines under a name: at its top level first, then as a class inside something."""
        if (0, name) in file.bindings:
            if all(binding.kind == "import" for binding in file.bindings[0, name]):
                return None
            value = self._captured(file, 0, name, file.bindings[0, name])
            return None if isinstance(value, Missing | Unknown) else value
        for cls in file.top_classes.get(name, ()):
            return ClassValue(DefinitionId(file.path, cls.index))
        return None

    def _imported_by_project(self, file: File, module: str, name: str | None) -> Value:
        """An import in a language of packages: of a name in a package, of a name in a class, of a package."""
        outside = Ref(External(module))
        if name is None:
            folder = self._package_folder(file, module)
            return PackageValue(file.family.group, folder) if folder is not None else outside
        found = self._of_project(file, name, module) if self._may_be_own(file, module, name) else None
        if found is not None:
            return found
        holder = self._class_by_path(file, re.split(r"[.\\\\/]|::", module))
        return self.member(holder, name) if holder is not None else outside.step(name)

    def _class_by_path(self, file: File, parts: list[str]) -> Value | None:
        """The class that a path of packages and classes inside classes ends with (`com.shop.Tracker.Stat`), where the program has it."""
        for start in range(len(parts) - 1, -1, -1):
            name, package = parts[start], ".".join(parts[:start])
            if name[:1].isupper() and self._may_be_own(file, package, name):
                found = self._of_project(file, name, package)
                if isinstance(found, ClassValue):
                    return self._follow(found, parts[start + 1 :])
        return None

    def _may_be_own(self, file: File, module: str, name: str) -> bool:
        """Whether a module may be the program's own, where only its name can tell."""
        if file.family.packages:
            return True
        first = re.split(r"[/:.\\]+", module.removeprefix("package:"))[0]
        if first in ("crate", "self", "super", "", "lib", "src"):
            return True
        return any(
            first.replace("_", "-") in path.replace("_", "-").split("/") for path in self._definitions.paths_of(file.family.group, name)
        )

    def _package_folder(self, file: File, module: str) -> str | None:
        """The folder of a Go package: the longest end of the import path that is a folder of the project with Go files."""
        folders = self._folders(file.language.suffixes)
        parts = module.split("/")
        for start in range(len(parts)):
            tail = "/".join(parts[start:])
            found = [folder for folder in folders if folder == tail or folder.endswith("/" + tail)]
            if found and (len(parts) - start > 1 or start == 0 or self._is_own_module(module, tail)):
                return min(found, key=lambda folder: (-_shared_folders(folder, file.path), len(folder), folder))
        return None

    def _is_own_module(self, module: str, tail: str) -> bool:
        """Whether a folder at the root belongs to an import path, by the module path that a go.mod declares."""
        for path in sorted(self.program.paths):
            if path == "go.mod" or path.endswith("/go.mod"):
                match = re.search(rb"^module\s+(\S+)", self.program.read(path) or b"", re.MULTILINE)
                if match and module.startswith(match[1].decode("utf-8", "replace")):
                    return True
        return False

    def _folders(self, suffixes: tuple[str, ...]) -> frozenset[str]:
        key = suffixes
        if key not in self._folder_sets:
            self._folder_sets[key] = frozenset(posixpath.dirname(path) for path in self.program.paths if path.endswith(suffixes))
        return self._folder_sets[key]

    def _package_member(self, package: PackageValue, name: str) -> Value:
        for path in self._definitions.paths_of(package.group, name):
            if posixpath.dirname(path) == package.name:
                other = self.program.file(path)
                value = self._symbol(other, name) if other is not None else None
                if value is not None:
                    return value
        return Unknown(f"{package.name} has no {name}")

    # --- types ---

    def _of_type(self, file: File, declared: Expr | None) -> Value | None:
        """An object of a declared type, where the type is a class of the project or of an imported module, or a union of texts."""
        if declared is None:
            return None
        if isinstance(declared, facts.Choice):
            return self.evaluate(file, declared)
        if not isinstance(declared, facts.Name | facts.Member | facts.ClassRef | facts.ImportRef):
            return None
        found: list[Value] = []
        for value in options_of(self.evaluate(file, declared)):
            if isinstance(value, ClassValue):
                _, cls = self.program.cls(*value.id)
                found.append(self._any_member(value) if cls.kind == "enum" else Instance(value.id, value.environment))
            elif isinstance(value, Ref) and isinstance(value.root, External):
                found.append(value.step(CALLED))
            elif isinstance(value, Known):
                found.append(value)
        return one_of(found) if found else None

    def typed(self, value: Value) -> Value:
        """The value, a parameter's part of it replaced with an object of the parameter's declared type or its default."""
        if isinstance(value, Options):
            return one_of(self.typed(each) for each in value.values)
        if not isinstance(value, Ref) or not isinstance(value.root, Parameter):
            return value
        file, function = self.program.function(value.root.path, value.root.function)
        param = function.params[value.root.position]
        base = self._of_type(file, param.type)
        if base is None and param.default is not None:
            default = self.evaluate(file, param.default)
            base = None if is_null(default) else default
        return value if base is None else self._follow(base, value.steps)

    def passed(self, value: Value) -> Value:
        """The value, a parameter's part of it replaced with what the calls in the files read so far pass for it."""
        for _ in range(_MOST_CALLERS_UP):
            if not isinstance(value, Ref) or not isinstance(value.root, Parameter):
                break
            given = self._passed(value.root)
            if given is None:
                break
            value = self._follow(present(given), value.steps)
        return value

    def _passed(self, parameter: Parameter) -> Value | None:
        key = ("passed", parameter)
        if key in self._running or self._depth > _MOST_DEPTH:
            return None
        self._running.add(key)
        try:
            found = [given for given in self._arguments_for(parameter) if not isinstance(given, Missing)]
        finally:
            self._running.discard(key)
        return one_of(found) if found else None

    def _arguments_for(self, parameter: Parameter) -> Iterator[Value]:
        own, _ = self.program.function(parameter.path, parameter.function)
        names = own.callable_names(parameter.function)
        calls = ((file, call) for file in self.program.loaded() for name in sorted(names) for call in file.calls_by_name.get(name, ()))
        for file, call in islice(calls, _MOST_CALLERS):
            for callee in options_of(present(self.evaluate(file, call.callee))):
                target = self.constructor(callee.id) if isinstance(callee, ClassValue) else callee
                if isinstance(target, FunctionValue) and target.id == (parameter.path, parameter.function):
                    yield self._bind(target.id, (*target.given, *self.arguments(file, call.args))).get(parameter, MISSING)

    def component_properties(self, file: File) -> Value:
        """What other components pass to the component that a file is (`<Copy event="...">`)."""
        stem = posixpath.basename(file.path).split(".")[0]
        found: list[Value] = []
        for path in self._definitions.paths_with(file.family.group, stem)[:_MOST_DEFINITIONS]:
            other = self.program.file(path)
            for call in other.facts.calls if other is not None else ():
                if call.form != "element" or other is None or not isinstance(call.callee, facts.Name) or not call.callee.name[:1].isupper():
                    continue
                if ModuleValue(file.path) in options_of(self.evaluate(other, call.callee)):
                    found += [given.value for given in self.arguments(other, call.args)]
        return one_of(found) if found else Unknown("properties of a component that nothing uses")

    def parameter_type(self, parameter: Parameter) -> str:
        """The name of a parameter's declared type, empty when there is none."""
        _, function = self.program.function(parameter.path, parameter.function)
        declared = function.params[parameter.position].type
        return last_name(declared) if declared is not None else ""

    # --- changes to what a name holds ---

    def _changed(self, file: File, home: int, name: str, value: Value, found: Sequence[Binding], scope: int, position: int) -> Value:
        """The value after what was done to it between its binding and the place: keys set, taken out, merged in."""
        changes = file.changes.get((home, name))
        if not changes or not any(_can_change(each) for each in options_of(value)):
            return value
        since = max((b.span.start for b in found if reach(file, b.scope, scope) == "always"), default=-1) if found else -1
        items: list[Item] = []
        holds_record = any(isinstance(each, RecordValue) for each in options_of(value))
        for change in changes:
            if not holds_record and isinstance(change, facts.Call) and not idioms.is_method_on(change, name):
                continue  # only a record is worth following into the functions that it is handed to
            local = same_function(file, change.scope, scope)
            if local and not since <= change.span.start:
                continue
            if local and position < change.span.end:
                continue
            if not local and position != _END and not self._captures(file, change.scope, home):
                continue
            how = reach(file, change.scope, scope) if local else "maybe"
            if how != "never":
                items.extend(self._change(file, change, name, conditional=how == "maybe"))
        return self._with_items(value, items) if items else value

    def _captures(self, file: File, scope: int, home: int) -> bool:
        """Whether a nested function changes a variable of the function around it."""
        return any(here.index == home for here in file.scope_chain(scope))

    def filled_by(self, function: FunctionValue) -> list[Item]:
        """The keys that a lambda puts into the object it is called on (`apply { putString("k", v) }`, `param("k", v)`)."""
        file, definition = self.program.function(*function.id)
        names = {param.name for param in definition.params} | {"it"}
        items: list[Item] = []
        for call in file.function_calls.get(definition.index, ()):
            on_it = isinstance(call.callee, facts.Member) and (
                isinstance(call.callee.object, facts.SelfRef)
                or (isinstance(call.callee.object, facts.Name) and call.callee.object.name in names)
            )
            if isinstance(call.callee, facts.Name) or on_it:
                items += idioms.changes_by_method(self, file, call, last_name(call.callee), call.scope != definition.scope)
        for mutation in file.facts.mutations:
            target = mutation.target
            is_it = isinstance(target, facts.SelfRef) or (isinstance(target, facts.Name) and target.name in names)
            if is_it and file.facts.scopes[mutation.scope].function == definition.index:
                items += self._change(file, mutation, "", mutation.scope != definition.scope)
        environment = dict(function.environment)
        return [self._substitute_item(item, environment) for item in items]

    def changes_argument(self, callee: FunctionValue, position: int) -> bool:
        """Whether a function of the program may do something to its argument at `position`."""
        file, function = self.program.function(*callee.id)
        position += len(callee.given)
        return (
            position < len(function.params)
            and function.params[position].kind == "positional"
            and bool(file.changes.get((function.scope, function.params[position].name)))
        )

    def changes_to_argument(self, callee: FunctionValue, given: tuple[Given, ...], position: int) -> list[Item]:
        """What a function of the program does to a record that is its argument at `position`: the keys it sets or takes out."""
        file, function = self.program.function(*callee.id)
        key = ("changes", callee.id, position)
        position += len(callee.given)
        if position >= len(function.params) or key in self._running or self._depth > _MOST_DEPTH:
            return []
        if key not in self._argument_changes:
            self._running.add(key)
            self._depth += 1
            try:
                self._argument_changes[key] = self._changes_in(file, function, function.params[position].name)
            finally:
                self._depth -= 1
                self._running.discard(key)
        items = self._argument_changes[key]
        environment = self.environment(callee, given) if items else {}
        return [self._substitute_item(item, environment) for item in items]

    def _changes_in(self, file: File, function: facts.Function, name: str) -> list[Item]:
        changes = file.changes.get((function.scope, name), [])
        if len(changes) > _MOST_CHANGES:
            return []
        direct = [
            change for change in changes if isinstance(change, Mutation) or idioms.is_method_on(change, name) or idioms.merges_into(change)
        ]
        return [item for change in direct for item in self._change(file, change, name, change.scope != function.scope)]

    def _change(self, file: File, change: Mutation | facts.Call, name: str, conditional: bool) -> list[Item]:
        if isinstance(change, facts.Call):
            return idioms.changes_by_call(self, file, change, name, conditional)
        place = file.location(change.span)
        if change.op == "delete":
            return [Item(MISSING, key=change.key, removed=True, conditional=conditional)] if change.key is not None else []
        value: Value = self.evaluate(file, change.value) if change.value is not None else Unknown("no value")
        if change.op == "augment":
            value = Unknown("a value that is added to")
        if change.key is not None:
            return [Item(value, key=change.key, conditional=conditional, location=place)]
        key = self.evaluate(file, change.key_expr) if change.key_expr is not None else Unknown("a computed key")
        return [_keyed(key, value, conditional, place)]

    def _with_items(self, value: Value, items: list[Item]) -> Value:
        if isinstance(value, Options):
            return one_of(self._with_items(each, items) for each in value.values if not is_null(each))
        if isinstance(value, RecordValue):
            return RecordValue((*value.items, *items))
        if isinstance(value, ListValue):
            added = tuple(item.value for item in items if item.key is None and not item.spread)
            return ListValue((*value.items, *added), value.open or any(item.spread for item in items))
        if _can_change(value) and any(item.key is not None or item.spread or item.key_value is not None for item in items):
            return RecordValue((Item(value, spread=True), *items))
        return value

    # --- modules ---

    def imported(self, file: File, module: str, name: str | None, level: int) -> Value:
        """What an import brings: `name` of a module, or the module itself."""
        if file.family.project:
            return self._imported_by_project(file, module, name)
        resolver = self._modules.get(file.language.family)
        path = resolver.resolve(file.path, module, level) if resolver is not None else None
        if path is None:
            outside = Ref(External("." * level + module))
            return outside if name is None else outside.step(name)
        if name is None:
            return self._module(path)
        return self.exported(path, name)

    def _module(self, path: str) -> Value:
        return self._json_value(path) if path.endswith(".json") else ModuleValue(path)

    def exported(self, path: str, name: str) -> Value:
        """What a module of the project offers under a name."""
        key = (path, name)
        if key in self._exports:
            return self._exports[key]
        if key in self._running:
            return Unknown("an import that leads back to itself")
        self._running.add(key)
        try:
            value = self._exported(path, name)
        finally:
            self._running.discard(key)
        self._exports[key] = value
        return value

    def _exported(self, path: str, name: str) -> Value:
        if path.endswith(".json"):
            data = self._json_value(path)
            return data if name == "default" else self.member(data, name)
        file = self.program.file(path)
        if file is None:
            return Unknown(f"{path} was not read")
        if file.language.family == "javascript":
            return self._js_export(file, name)
        return self._module_name(file, name)

    def _module_name(self, file: File, name: str) -> Value:
        """A name of a module in which every top-level name is visible; a submodule where there is no such name."""
        if (0, name) in file.bindings:
            return self._captured(file, 0, name, file.bindings[0, name])
        resolver = self._modules[file.language.family]
        submodule = resolver.resolve(file.path, name, 1)
        if submodule is not None and submodule != file.path:
            return ModuleValue(submodule)
        value = self._free_name(file, name)
        return Unknown(f"{file.path} has no {name}") if isinstance(value, Ref) and value.root == Global(name) else value

    def _js_export(self, file: File, name: str) -> Value:
        named = [export for export in file.facts.exports if export.name == name]
        if named:
            return self.evaluate(file, named[-1].value)
        whole = [export for export in file.facts.exports if export.name == "="]
        if whole:
            value = self.evaluate(file, whole[-1].value)
            return value if name == "default" else self.member(value, name)
        if name == "default":
            component = file.facts.exports or file.path.endswith(_COMPONENTS)
            return ModuleValue(file.path) if component else Unknown(f"{file.path} has no default export")
        for export in file.facts.exports:
            if export.name == "*" and isinstance(export.value, facts.ImportRef):
                value = self.imported(file, export.value.module, name, 0)
                if not isinstance(value, Missing | Unknown):
                    return value
        if (0, name) in file.bindings and not file.facts.exports:
            return self._captured(file, 0, name, file.bindings[0, name])
        return Unknown(f"{file.path} does not export {name}")

    def _json_value(self, path: str) -> Value:
        if path not in self._json:
            try:
                data = json.loads((self.program.read(path) or b"").decode("utf-8-sig"))
            except (ValueError, RecursionError):
                data = None
            self._json[path] = _from_json(data, Location(path, 1))
        return self._json[path]

    # --- members ---

    def member(self, value: Value, name: str) -> Value:
        """`value.name`."""
        match value:
            case Options():
                return one_of(self.member(each, name) for each in options_of(present(value)))
            case RecordValue():
                return self._record_member(value, name)
            case Ref():
                if isinstance(value.root, Global) and not value.steps and value.root.name in _GLOBAL_OBJECTS:
                    return Ref(Global(name))
                return value.step(name)
            case Instance():
                return self._instance_member(value, name)
            case ClassValue():
                return self._class_member(value, name)
            case EnumValue():
                return self._enum_member(value, name)
            case ModuleValue(path=path):
                return self.exported(path, name)
            case PackageValue():
                return self._package_member(value, name)
            case Pending():
                return Unknown("a member of a type that is not known")
            case FunctionValue():
                return self._function_member(value, name)
            case Joined() | Known() | Applied() | ListValue() | Scalar():
                return Unknown("a part of a value")
            case Lookup(table=table):
                return one_of(self.member(each, name) for each in options_of(self._all_of(table)))
            case Missing():
                return MISSING
            case Unknown():
                return Unknown(value.reason)

    def _record_member(self, record: RecordValue, name: str) -> Value:
        found: list[Value] = []
        for item in reversed(record.items):
            if item.key == name:
                found.append(MISSING if item.removed else item.value)
            elif item.spread:
                inner = self.member(item.value, name)
                if isinstance(inner, Missing):
                    continue
                found.append(inner)
            elif item.key_value is not None and not isinstance(item.key_value, Known):
                found.append(Unknown("a computed key"))
                continue
            else:
                continue
            if not item.conditional and not isinstance(found[-1], Unknown):
                break
        if not found:
            return self.member(Instance(record.type.id), name) if isinstance(record.type, ClassValue) else MISSING
        known = [value for value in found if not isinstance(value, Unknown | Missing)]
        return one_of(known or found)

    def _instance_member(self, instance: Instance, name: str) -> Value:
        value = self._member_of_class(instance.id, name, instance.above)
        if isinstance(value, FunctionValue):
            return self._bound(value, instance)
        if isinstance(value, Options):
            value = one_of(self._bound(each, instance) if isinstance(each, FunctionValue) else each for each in value.values)
        return self.substitute(value, dict(instance.environment))

    def _bound(self, function: FunctionValue, receiver: Instance) -> Value:
        _, definition = self.program.function(*function.id)
        method = FunctionValue(function.id, function.environment, Instance(receiver.id, receiver.environment), function.given)
        return self.call(method, ()) if definition.kind == "getter" else method

    def _class_member(self, value: ClassValue, name: str) -> Value:
        _, cls = self.program.cls(*value.id)
        for member in cls.members:
            if member.name == name:
                return self._enum_value(value.id, member)
        found = self._member_of_class(value.id, name, False)
        return FunctionValue(found.id, found.environment, value, found.given) if isinstance(found, FunctionValue) else found

    def _enum_value(self, cls: DefinitionId, member: facts.EnumMember) -> EnumValue:
        file, _ = self.program.cls(*cls)
        if member.value is not None:
            value = self.evaluate(file, member.value)
        elif member.args:
            value = self.evaluate(file, member.args[0].value)
        else:
            value = Known(member.name, file.location(member.span))
        if (isinstance(value, Ref) and value.steps[-2:] == ("auto", CALLED)) or value == Ref(Global("auto"), (CALLED,)):
            value = self._auto_value(cls, member)
        return EnumValue(cls, member.name, value, file.location(member.span))

    def _auto_value(self, cls: DefinitionId, member: facts.EnumMember) -> Value:
        """`auto()`: the lower-case name in a text enum (Python's StrEnum), a number elsewhere."""
        file, definition = self.program.cls(*cls)
        if any(last_name(base) == "StrEnum" for base in definition.bases):
            return Known(member.name.lower(), file.location(member.span))
        return Scalar("integer", str(1 + [each.name for each in definition.members].index(member.name)))

    def _enum_member(self, value: EnumValue, name: str) -> Value:
        own = self._member_of_class(value.id, name, False)
        if not isinstance(own, Missing | Unknown) and not (isinstance(own, Ref) and isinstance(own.root, Receiver | External)):
            return self._of_enum_member(value, own)
        if name in _ENUM_VALUE:
            inner = value.value
            return inner.items[0] if isinstance(inner, ListValue) and inner.items else inner
        if name in _ENUM_NAME:
            return Known(value.member, value.location)
        if name == "label" and isinstance(value.value, ListValue) and len(value.value.items) > 1:
            return value.value.items[1]
        return Unknown(f"{name} of an enum member")

    def _of_enum_member(self, value: EnumValue, own: Value) -> Value:
        """A field or method of an enum, with what this member was constructed with."""
        file, cls = self.program.cls(*value.id)
        member = next((each for each in cls.members if each.name == value.member), None)
        given = self.arguments(file, member.args) if member is not None else ()
        self_value = Instance(value.id, self._constructed(value.id, given))
        if isinstance(own, FunctionValue):
            return self._method_of_member(value, own, self_value)
        return self.substitute(own, dict(self_value.environment))

    def _method_of_member(self, value: EnumValue, method: FunctionValue, self_value: Instance) -> Value:
        """What a method of an enum hands back for one member: its body is evaluated anew, with the member in place of the object."""
        file, function = self.program.function(*method.id)
        if function.kind != "getter" and any(param.default is None for param in function.params):
            return self._bound(method, self_value)
        key = ("member", value.member, method.id)
        if key in self._running or self._depth > _MOST_DEPTH:
            return Unknown("it depends on itself")
        kept_values, kept_selves, kept_returns = self._values, self._self_values, self._returns
        self._values, self._returns = {}, {}
        owner = DefinitionId(file.path, function.owner or 0)
        self._self_values = dict.fromkeys((*self._parts(value.id), owner), value)
        self._running.add(key)
        try:
            found = [self.evaluate(file, each.value) for each in self._returns_for(file, function, value)]
        finally:
            self._running.discard(key)
            self._values, self._self_values, self._returns = kept_values, kept_selves, kept_returns
        return self.substitute(one_of(found), dict(self_value.environment)) if found else Unknown("a method without a result")

    def _returns_for(self, file: File, function: facts.Function, value: EnumValue) -> list[facts.Return]:
        """The returns that one member of an enum can reach: those in no case, and in the cases that name it, or else in the default."""
        reached: list[facts.Return] = []
        defaults: list[facts.Return] = []
        for each in function.returns:
            labels = self._case_labels(file, each.scope)
            if labels is None:
                reached.append(each)
            elif not labels:
                defaults.append(each)
            elif value.member in labels:
                return [each]
        return reached or defaults

    def _case_labels(self, file: File, scope: int) -> frozenset[str] | None:
        """The members that the case around a place is for: none for a default; None where there is no case."""
        for here in file.scope_chain(scope):
            if here.kind == "function":
                return None
            if here.kind == "block" and here.group is not None:
                cases = file.bindings.get((here.index, "{case}"), [])
                if cases:
                    return frozenset(name for binding in cases if binding.value is not None for name in _case_names(binding.value))
                if any((other.index, "{case}") in file.bindings for other in file.facts.scopes if other.group == here.group):
                    return frozenset()
        return None

    def _any_member(self, value: ClassValue) -> Value:
        """Any member of an enum, or any text that a class holds as a constant."""
        file, cls = self.program.cls(*value.id)
        if cls.members:
            return one_of(self._enum_value(value.id, member) for member in cls.members)
        names = [name for name in file.names_of.get(cls.scope, ()) if not name.startswith("_")]
        return one_of(self._class_member(value, name) for name in names)

    def _member_of_class(self, cls: DefinitionId, name: str, above: bool) -> Value:
        """A member as the class and those above it define it; MISSING becomes a path on the receiver, because it may be set elsewhere."""
        key = (cls, name, above)
        if key in self._members:
            return self._members[key]
        if key in self._running:
            return Unknown("it depends on itself")
        self._running.add(key)
        try:
            value = self._find_member(cls, name, above)
        finally:
            self._running.discard(key)
        self._members[key] = value
        return value

    def _find_member(self, cls: DefinitionId, name: str, above: bool) -> Value:
        file, definition = self.program.cls(*cls)
        found = [] if above else self._own_members(file, cls, definition, name)
        if found:
            value = present(one_of(found))
            return self._implemented(cls, name) or value if self._is_abstract(value) else value
        outside: Ref | None = None
        for base in definition.bases:
            for parent in options_of(self.evaluate(file, base)):
                if isinstance(parent, Instance) and parent.id != cls:
                    value = self.substitute(self._member_of_class(parent.id, name, False), dict(parent.environment))
                    if not isinstance(value, Missing) and not (isinstance(value, Ref) and isinstance(value.root, Receiver)):
                        return value
                elif isinstance(parent, ClassValue) and parent.id != cls:
                    value = self._member_of_class(parent.id, name, False)
                    if not isinstance(value, Missing) and not (isinstance(value, Ref) and isinstance(value.root, Receiver)):
                        return value
                elif isinstance(parent, Ref) and isinstance(parent.root, External):
                    outside = outside or parent
        return outside.step(CALLED, name) if outside is not None else Ref(Receiver(*cls), (name,))

    def _parts(self, cls: DefinitionId) -> tuple[DefinitionId, ...]:
        """A class with its other parts: extensions, categories, reopened and partial classes of the same name."""
        file, definition = self.program.cls(*cls)
        if not file.family.project or not definition.name:
            return (cls,)
        key = (file.family.group, definition.name)
        if key not in self._part_ids:
            self._part_ids[key] = (cls,)  # while they are being gathered
            self._part_ids[key] = self._gather_parts(file, cls, definition.name)
        return self._part_ids[key] if cls in self._part_ids[key] else (cls, *self._part_ids[key])

    def _gather_parts(self, file: File, cls: DefinitionId, name: str) -> tuple[DefinitionId, ...]:
        found = [cls]
        for path in self._likely_files(file, name):
            other = self.program.file(path)
            if other is None:
                continue
            same = not file.family.packages or _package_of(other) == _package_of(file)
            for part in other.top_classes.get(name, ()):
                anywhere = part.kind == "extension" and file.language.family != "go"
                if anywhere or (same and part.kind != "interface" and file.language.family in _MANY_PARTS):
                    found.append(DefinitionId(other.path, part.index))
        return tuple(dict.fromkeys(found))

    def _likely_files(self, file: File, name: str, folder: str | None = None) -> list[str]:
        """The files that may define a name as `file` sees it, the nearest first, at most so many. Where folders are packages, only those of
        the folder."""
        paths = self._definitions.paths_of(file.family.group, name)
        if file.language.family == "go":
            wanted = posixpath.dirname(file.path) if folder is None else folder
            paths = [path for path in paths if posixpath.dirname(path) == wanted]
        return sorted(paths, key=lambda path: (-_shared_folders(path, file.path), path))[:_MOST_DEFINITIONS]

    def _own_members(self, file: File, cls: DefinitionId, definition: facts.Class, name: str) -> list[Value]:
        found: list[Value] = []
        for part in self._parts(cls):
            part_file, part_definition = self.program.cls(*part)
            found += self._members_of_part(part_file, part, part_definition, name)
        return found

    def _members_of_part(self, file: File, cls: DefinitionId, definition: facts.Class, name: str) -> list[Value]:
        bindings = file.bindings.get((definition.scope, name), ())
        found = [self._binding(file, binding) for binding in bindings]
        fields = file.fields.get((cls.number, name), ())
        found += [self.evaluate(file, each.value) for each in fields if each.value is not None and each.op == "set"]
        if file.language.family in _STRUCT_LITERALS and definition.name and any(b.kind == "declare" and b.value is None for b in bindings):
            found = self._from_literals(file, definition, name) or found
        return [value for value in found if not isinstance(value, Missing)]

    def _is_abstract(self, value: Value) -> bool:
        return isinstance(value, FunctionValue) and self.program.function(*value.id)[1].kind == "abstract"

    def _implemented(self, id: DefinitionId, name: str) -> Value | None:
        """The methods of the classes that implement an interface: those that say so; in Go, those that have all its methods."""
        file, interface = self.program.cls(*id)
        if not interface.name:
            return None
        found: list[Value] = []
        if file.language.family == "go":
            wanted = set(file.names_of.get(interface.scope, ()))
            paths = self._definitions.paths_of("go", name)
        else:
            wanted = set()
            paths = self._definitions.paths_with(file.family.group, interface.name)
        for path in paths[:_MOST_DEFINITIONS]:
            other = self.program.file(path)
            for cls in other.facts.classes if other is not None else ():
                part = DefinitionId(path, cls.index)
                if (
                    other is None
                    or part == id
                    or (other.facts.scopes[cls.scope].index, name) not in other.bindings
                    or cls.kind == "interface"
                ):
                    continue
                says_so = any(last_name(_base_name(base)) == interface.name for base in cls.bases)
                if says_so or (wanted and wanted <= self._names_of_parts(part)):
                    found += self._members_of_part(other, part, cls, name)
        return one_of(found) if found else None

    def _names_of_parts(self, id: DefinitionId) -> set[str]:
        names: set[str] = set()
        for part in self._parts(id):
            file, cls = self.program.cls(*part)
            names.update(file.names_of.get(cls.scope, ()))
        return names

    def _from_literals(self, file: File, definition: facts.Class, name: str) -> list[Value]:
        """What struct literals of a class give a field, in the files of its folder and those that name it."""
        found: list[Value] = []
        folder = posixpath.dirname(file.path)
        paths = self._definitions.paths_with(file.family.group, definition.name)
        for path in [each for each in paths if posixpath.dirname(each) == folder or len(paths) <= _MOST_FILES][:_MOST_DEFINITIONS]:
            other = self.program.file(path)
            for record in other.typed_records.get(definition.name, ()) if other is not None else ():
                found += [self.evaluate(other, entry.value) for entry in record.entries if entry.key == name and other is not None]
        return found

    def _function_member(self, value: FunctionValue, name: str) -> Value:
        """A member that was put on a function: `track.signup = ...`."""
        file, function = self.program.function(*value.id)
        for change in reversed(file.changes.get((function.parent_scope, function.name), [])):
            if isinstance(change, Mutation) and change.key == name and change.value is not None:
                return self.evaluate(file, change.value)
        return Unknown("a member of a function")

    # --- subscripts ---

    def index(self, value: Value, key: Value) -> Value:
        """`value[key]`. A finite table read at an unknown key is any of its values."""
        key = text_of_enum(key) if isinstance(key, EnumValue) else key
        if isinstance(value, Options):
            return one_of(self.index(each, key) for each in options_of(present(value)))
        if isinstance(key, Options):
            return one_of(self.index(value, each) for each in key.values)
        if isinstance(key, Known) and not isinstance(value, ListValue):
            return self.member(value, key.text)
        if isinstance(value, ListValue) and isinstance(key, Scalar) and key.text.lstrip("-").isdigit():
            position = int(key.text)
            return value.items[position] if -len(value.items) <= position < len(value.items) else Unknown("beyond a list")
        if isinstance(value, RecordValue) and isinstance(key, Scalar):
            return self._record_member(value, key.text)
        if isinstance(value, Ref):
            return value.step(INDEXED)
        if isinstance(value, RecordValue | ListValue | ClassValue):
            return Lookup(value, key) if key.symbolic else self._all_of(value)
        return Unknown("a computed member")

    def _all_of(self, table: Value) -> Value:
        """Any value of a table."""
        if isinstance(table, ListValue):
            return Unknown("an item of an open list") if table.open or not table.items else one_of(table.items)
        if isinstance(table, ClassValue):
            return self._any_member(table)
        if isinstance(table, RecordValue):
            values: list[Value] = []
            for item in table.items:
                if item.removed:
                    continue
                values.append(self._all_of(item.value) if item.spread else item.value)
            return one_of(values) if values else Unknown("an empty table")
        if isinstance(table, Options):
            return one_of(self._all_of(each) for each in table.values)
        return Unknown("an item of something that is not known")

    # --- calls ---

    def call(self, callee: Value, given: tuple[Given, ...]) -> Value:
        """What calling `callee` yields."""
        match callee:
            case FunctionValue():
                return self._result(callee, given)
            case ClassValue():
                return self._made(callee, given)
            case Options():
                return one_of(self.call(each, given) for each in options_of(present(callee)))
            case Ref():
                return callee.step(CALLED)
            case ModuleValue(path=path):
                whole = self.exported(path, "default")  # a CommonJS module that is a function or a class
                return Unknown("a module is no function") if isinstance(whole, ModuleValue) else self.call(whole, given)
            case Instance():
                method = self._instance_member(callee, "__call__")
                return self.call(method, given) if isinstance(method, FunctionValue) else Unknown("the result of a call")
            case Lookup(table=table):
                return self.call(self._all_of(table), given)
            case Unknown():
                return Unknown(callee.reason)
            case EnumValue():
                return callee  # a case with the values it carries
            case Known() | Joined() if not given:
                return callee  # an accessor that reads like a method: `event.name()`
            case _:
                return Unknown("the result of a call")

    def _made(self, cls: ClassValue, given: tuple[Given, ...]) -> Value:
        """An object of a class. Where a class has fields and no constructor, its arguments are its fields (Swift's structs)."""
        _, definition = self.program.cls(*cls.id)
        if definition.kind == "enum":
            return Unknown("a member of an enum")
        if given and all(each.keyword is not None for each in given) and self.constructor(cls.id, given) is None:
            return RecordValue(tuple(Item(each.value, key=each.keyword, location=each.location) for each in given), cls)
        return Instance(cls.id, self._constructed(cls.id, given))

    def _result(self, callee: FunctionValue, given: tuple[Given, ...]) -> Value:
        if self._depth > _MOST_DEPTH:
            return Unknown("nested too deeply")
        self._depth += 1
        try:
            value = self.returned(callee.id)
            value = self.substitute(value, self.environment(callee, given)) if value.symbolic else value
            return self._singleton(callee) or value if isinstance(present(value), Unknown | Missing) else value
        finally:
            self._depth -= 1

    def _singleton(self, callee: FunctionValue) -> Value | None:
        """The one object of a class, where the method that hands it out is called like that and its body cannot be followed."""
        _, function = self.program.function(*callee.id)
        if function.owner is None or function.name.replace("_", "").lower() not in _SINGLETONS:
            return None
        return (
            Instance(callee.receiver.id)
            if isinstance(callee.receiver, ClassValue)
            else Instance(DefinitionId(callee.id.path, function.owner))
        )

    def returned(self, id: DefinitionId) -> Value:
        """What a function hands back, in terms of its parameters."""
        if id in self._returns:
            return self._returns[id]
        if id in self._running:
            return Unknown("a function that calls itself")
        self._running.add(id)
        try:
            file, function = self.program.function(*id)
            values = [self.evaluate(file, each.value) for each in function.returns]
            value = one_of(values) if values else NULL
            if not _is_followed(value):
                value = self._of_type(file, function.return_type) or value
        finally:
            self._running.discard(id)
        self._returns[id] = value
        return value

    def _constructed(self, cls: DefinitionId, given: tuple[Given, ...]) -> Environment:
        constructor = self.constructor(cls, given)
        return tuple(self._bind(constructor.id, given).items()) if constructor is not None else ()

    def constructor(self, cls: DefinitionId, given: Sequence[Given] = ()) -> FunctionValue | None:
        """The constructor that takes the arguments; the first one where none of several fits; that of a base class where there is none."""
        for part in self._parts(cls):
            file, _ = self.program.cls(*part)
            own = file.constructors.get(part.number, [])
            if own:
                fitting = next((each for each in own if accepts(each, given)), own[0])
                return FunctionValue(DefinitionId(file.path, fitting.index))
        file, definition = self.program.cls(*cls)
        for base in definition.bases:
            for parent in options_of(self.evaluate(file, base)):
                if not isinstance(parent, ClassValue) or parent.id == cls or ("constructor", parent.id) in self._running:
                    continue
                self._running.add(("constructor", parent.id))
                try:
                    return self.constructor(parent.id, given)
                finally:
                    self._running.discard(("constructor", parent.id))
        return None

    def environment(self, callee: FunctionValue, given: tuple[Given, ...]) -> dict[Parameter, Value]:
        """The values of all parameters that a function's body can see: its own, those around it, its object's constructor's."""
        known = dict(callee.environment)
        if isinstance(callee.receiver, Instance | ClassValue):
            known.update(callee.receiver.environment)
        known.update(self._bind(callee.id, (*callee.given, *given)))
        return known

    def _bind(self, id: DefinitionId, given: Sequence[Given]) -> dict[Parameter, Value]:
        """The parameters of a function with the arguments of a call."""
        file, function = self.program.function(*id)
        names = {param.name for param in function.params}
        if file.language.family == "ruby":
            given = _keywords_as_hash(given, names)
        elif not any(param.kind == "keyrest" for param in function.params):
            # a label that is no parameter's name is taken in order (Swift and Objective-C name arguments otherwise than parameters)
            given = [replace(each, keyword=None) if each.keyword is not None and each.keyword not in names else each for each in given]
        taken = Arguments(self, given)
        bound: dict[Parameter, Value] = {}
        for index, param in enumerate(function.params):
            match param.kind:
                case "rest":
                    value: Value = taken.rest()
                case "keyrest":
                    value = taken.keyword_rest()
                case "keyword":
                    value = taken.keyword(param.name)
                case _:
                    value = taken.next(param.name)
            if isinstance(value, Missing) and param.default is not None:
                value = self.evaluate(file, param.default)
            if isinstance(value, Pending | Options):
                value = self._settled(value, file, param.type)
            bound[Parameter(id.path, id.number, index)] = value
        return bound

    def _settled(self, value: Value, file: File, declared: Expr | None) -> Value:
        """A member that only the context names, once the declared type of its place is known."""
        if isinstance(value, Options):
            return one_of(self._settled(each, file, declared) for each in value.values)
        if not isinstance(value, Pending) or not isinstance(declared, facts.Name | facts.Member | facts.ClassRef):
            return value
        for each in options_of(self.evaluate(file, declared)):
            if isinstance(each, ClassValue):
                found = self._class_member(each, value.name)
                if not isinstance(found, Missing) and not (isinstance(found, Ref) and isinstance(found.root, Receiver)):
                    return through(found, value.location)
        return value

    # --- putting arguments in the places of parameters ---

    def substitute(self, value: Value, environment: Mapping[Parameter, Value]) -> Value:
        """The value with parameters replaced. What has no parameter comes back as it is."""
        if not value.symbolic or not environment:
            return value
        if self._depth > _MOST_DEPTH or self._fuel <= 0:
            return Unknown("nested too deeply")
        self._fuel -= 1
        self._depth += 1
        try:
            value = self._substitute(value, environment)
            return value if value.size <= _LARGEST else Unknown("too large to follow")
        finally:
            self._depth -= 1

    def _substitute(self, value: Value, environment: Mapping[Parameter, Value]) -> Value:
        match value:
            case Ref(root=Parameter() as root, steps=steps):
                return self._follow(environment[root], steps) if root in environment else value
            case Joined(parts=parts):
                return join(self.substitute(part, environment) for part in parts)
            case Options(values=values):
                return one_of(self.substitute(each, environment) for each in values)
            case Applied():
                return texts.reapply(value, self.substitute(value.value, environment))
            case Lookup(table=table, key=key):
                return self.index(self.substitute(table, environment), self.substitute(key, environment))
            case ListValue(items=items, open=open_):
                return ListValue(tuple(self.substitute(each, environment) for each in items), open_)
            case RecordValue(items=items):
                return RecordValue(tuple(self._substitute_item(item, environment) for item in items))
            case FunctionValue():
                receiver = self.substitute(value.receiver, environment) if value.receiver is not None else None
                return FunctionValue(value.id, self._inside(value.environment, environment), receiver, value.given)
            case Instance():
                return Instance(value.id, self._inside(value.environment, environment), value.above)
            case _:
                return value

    def _substitute_item(self, item: Item, environment: Mapping[Parameter, Value]) -> Item:
        key = item.key_value
        value = self.substitute(item.value, environment)
        if key is None or not key.symbolic:
            return Item(value, item.key, key, item.spread, item.conditional, item.removed, item.location)
        return _keyed(self.substitute(key, environment), value, item.conditional, item.location)

    def _inside(self, inner: Environment, environment: Mapping[Parameter, Value]) -> Environment:
        return tuple((parameter, self.substitute(value, environment)) for parameter, value in inner)

    def _follow(self, value: Value, steps: Sequence[str]) -> Value:
        for step in steps:
            if step == CALLED:
                value = self.call(value, ())
            elif step == INDEXED:
                value = self.index(value, Unknown("a computed member"))
            else:
                value = self.member(value, step)
        return value


def _keywords_as_hash(given: Sequence[Given], names: set[str]) -> list[Given]:
    """In Ruby, keywords that no parameter is named for are one hash, after the positional arguments."""
    loose = [
        each for each in given if each.spread == "**" or (each.keyword is not None and each.keyword not in names and each.keyword != "&")
    ]
    if not loose:
        return list(given)
    items = tuple(Item(each.value, key=each.keyword, spread=each.spread == "**", location=each.location) for each in loose)
    kept = [each for each in given if each not in loose and each.keyword != "&"]
    positional = [each for each in kept if each.keyword is None]
    return [*positional, Given(RecordValue(items)), *(each for each in kept if each.keyword is not None)]


def accepts(function: facts.Function, given: Sequence[Given]) -> bool:
    """Whether a function can take these arguments, as far as their number tells (for overloads)."""
    if any(each.spread for each in given) or any(param.kind in ("rest", "keyrest") for param in function.params):
        return True
    needed = sum(1 for param in function.params if param.default is None)
    return needed <= len(given) <= len(function.params)


def _case_names(expr: Expr) -> Iterator[str]:
    match expr:
        case facts.Choice(options=options):
            for option in options:
                yield from _case_names(option)
        case facts.Implicit(name=name) | facts.Name(name=name) | facts.Member(name=name):
            yield name
        case facts.Call(callee=callee):
            yield from _case_names(callee)
        case _:
            return


def _base_name(base: Expr) -> Expr:
    return base.callee if isinstance(base, facts.Call) else base


def _package_of(file: File) -> str:
    """The package that separates names: what the file declares, or its folder where the folder is the package (Go)."""
    return posixpath.dirname(file.path) if file.language.family == "go" else file.facts.package


def _shared_folders(path: str, other: str) -> int:
    count = 0
    for one, two in zip(path.split("/")[:-1], other.split("/")[:-1], strict=False):
        if one != two:
            break
        count += 1
    return count


class Arguments:
    """Hands out the arguments of a call to parameters, in order and by name."""

    def __init__(self, evaluator: Evaluator, given: Sequence[Given]) -> None:
        self._evaluator = evaluator
        self._positional: list[Value] = []
        self._named: dict[str, Value] = {}
        self._records: list[Value] = []
        self._open = False
        for each in given:
            self._take(each)
        self._next = 0

    def _take(self, each: Given) -> None:
        if each.spread == "*":
            if isinstance(each.value, ListValue) and not each.value.open:
                self._positional.extend(each.value.items)
            else:
                self._open = True
        elif each.spread == "**":
            self._records.append(each.value)
        elif each.keyword is not None:
            self._named[each.keyword] = each.value
        elif not self._open:
            self._positional.append(each.value)

    def next(self, name: str) -> Value:
        """The next positional argument, or the one called `name`."""
        if self._next < len(self._positional):
            self._next += 1
            return self._positional[self._next - 1]
        found = self.keyword(name)
        return Unknown("an argument that is spread") if isinstance(found, Missing) and self._open else found

    def keyword(self, name: str) -> Value:
        """The argument called `name`, MISSING when there is none."""
        if name in self._named:
            return self._named.pop(name)
        for record in self._records:
            value = self._evaluator.member(record, name)
            if not isinstance(value, Missing):
                return value
        return MISSING

    def positional(self, index: int) -> Value:
        """The positional argument at `index`."""
        if index < len(self._positional):
            return self._positional[index]
        return Unknown("an argument that is spread") if self._open else MISSING

    def rest(self) -> Value:
        """All positional arguments that are left."""
        left = tuple(self._positional[self._next :])
        self._next = len(self._positional)
        return ListValue(left, self._open)

    def keyword_rest(self) -> Value:
        """All named arguments that are left, as a record."""
        items = [Item(record, spread=True) for record in self._records]
        items += [Item(value, key=name) for name, value in self._named.items()]
        return RecordValue(tuple(items))


def _keyed(key: Value, value: Value, conditional: bool, place: Location | None) -> Item:
    key = text_of_enum(key) if isinstance(key, EnumValue) else key
    if isinstance(key, Known):
        return Item(value, key=key.text, conditional=conditional, location=place)
    return Item(value, key_value=key, conditional=conditional, location=place)


def _can_change(value: Value) -> bool:
    """Whether keys that are set on it are followed: records, lists, parameters, what was just constructed; not clients and modules."""
    if isinstance(value, Ref):
        return isinstance(value.root, Parameter) or value.steps[-1:] == (CALLED,)
    return isinstance(value, RecordValue | ListValue | Unknown)


def _is_followed(value: Value) -> bool:
    """Whether a value says more than a declared type could."""
    return (
        not isinstance(present(value), Unknown | Missing)
        and not is_null(value)
        and not (isinstance(value, Ref) and isinstance(value.root, Global | Receiver))
    )


def _written_at(value: Value, place: Location) -> Value:
    """Text that was put together at a place is written there."""
    if isinstance(value, Known):
        trail = tuple(dict.fromkeys(each for each in (value.written, *value.trail) if each.line and each.path))
        inside = all(each.path == place.path and place.line <= each.line <= max(place.end_line, place.line) for each in trail)
        return Known(value.text, place, () if inside else trail)
    if isinstance(value, Options):
        return Options(tuple(_written_at(each, place) for each in value.values))
    return value


def _from_json(data: object, place: Location) -> Value:
    match data:
        case str():
            return Known(data, place)
        case bool() | None | int() | float():
            kinds = {bool: "boolean", type(None): "null", int: "integer", float: "number"}
            return Scalar(kinds[type(data)], json.dumps(data))
        case list():
            return ListValue(tuple(_from_json(each, place) for each in data))
        case dict():
            return RecordValue(tuple(Item(_from_json(value, place), key=str(key), location=place) for key, value in data.items()))
        case _:
            return Unknown("data")


_EVALUATE: Mapping[type, Callable[..., Value]] = {
    facts.Text: Evaluator._text,
    facts.Literal: Evaluator._literal,
    facts.Template: Evaluator._template,
    facts.Format: Evaluator._format,
    facts.Name: Evaluator._name,
    facts.SelfRef: Evaluator._self,
    facts.SuperRef: Evaluator._super,
    facts.Member: Evaluator._member,
    facts.Index: Evaluator._index,
    facts.Call: Evaluator._call,
    facts.Record: Evaluator._record,
    facts.Listing: Evaluator._listing,
    facts.Choice: Evaluator._choice,
    facts.FunctionRef: Evaluator._function,
    facts.ClassRef: Evaluator._class,
    facts.ParamRef: Evaluator._parameter,
    facts.ImportRef: Evaluator._import,
    facts.Await: Evaluator._await,
    facts.Element: Evaluator._element,
    facts.Rest: Evaluator._rest,
    facts.Implicit: Evaluator._implicit,
    facts.Opaque: Evaluator._opaque,
}
