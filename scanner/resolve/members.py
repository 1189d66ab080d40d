"""Members of values, and subscripts."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.languages import facts
from scanner.languages.facts import Expr, Mutation
from scanner.resolve.limits import MOST_DEFINITIONS, MOST_FILES
from scanner.resolve.program import File, last_name
from scanner.resolve.values import (
    CALLED,
    INDEXED,
    MISSING,
    Applied,
    ClassValue,
    DefinitionId,
    EnumValue,
    External,
    Filled,
    FunctionValue,
    Global,
    Instance,
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
    one_of,
    options_of,
    present,
    text_of_enum,
)

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator

_STRUCT_LITERALS = frozenset(("go", "rust"))
_GLOBAL_OBJECTS = frozenset(("window", "globalThis", "self", "global", "top", "parent", "unsafeWindow"))


class Members:
    """Members of values."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._all = evaluator
        self._budget = evaluator.budget
        self._members: dict[tuple[DefinitionId, str, bool], Value] = {}

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
                return self.instance_member(value, name)
            case ClassValue():
                return self.class_member(value, name)
            case EnumValue():
                return self._all.enums.enum_member(value, name)
            case ModuleValue(path=path):
                return self._all.imports.exported(path, name)
            case PackageValue():
                return self._all.project.package_member(value, name)
            case Pending():
                return value.step(name)
            case FunctionValue():
                return self._function_member(value, name)
            case Joined() | Known() | Applied() | ListValue() | Scalar():
                return Unknown("a part of a value")
            case Lookup(table=table):
                return one_of(self.member(each, name) for each in options_of(self.all_of(table)))
            case Filled():
                return Unknown("what a function puts there")
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
            if isinstance(record.type, ClassValue):
                return self._computed(record, record.type, name)
            return record.type.step(name) if isinstance(record.type, Ref) and record.type.steps[-1:] == (CALLED,) else MISSING
        known = [value for value in found if not isinstance(value, Unknown | Missing)]
        return one_of(known or found)

    def _computed(self, record: RecordValue, cls: ClassValue, name: str) -> Value:
        """A member that a class gives to an object whose fields are known: what a property makes of them."""
        own = self.member_of_class(cls.id, name, False)
        getter = isinstance(own, FunctionValue) and self._all.program.function(*own.id)[1].kind == "getter"
        if not isinstance(own, FunctionValue) or not getter:
            value = self.member(Instance(cls.id), name)
            return replace(value, receiver=record) if isinstance(value, FunctionValue) else value
        file, function = self._all.program.function(*own.id)
        key = ("computed", own.id)
        if key in self._budget.running or self._budget.is_deep:
            return Unknown("it depends on itself")
        owner = DefinitionId(file.path, function.owner or 0)
        with self._budget.holding(key), self._all.in_place_of_self((*self._all.parts.parts(cls.id), owner), record):
            found = [self._all.evaluate(file, each.value) for each in function.returns]
        return one_of(found) if found else Unknown("a property without a result")

    def instance_member(self, instance: Instance, name: str) -> Value:
        field = self._all.calls.field_given(instance, name) if instance.environment else None
        if field is not None:
            return field
        value = self.member_of_class(instance.id, name, instance.above)
        if isinstance(value, FunctionValue):
            return self.bound(value, instance)
        if isinstance(value, Options):
            value = one_of(self.bound(each, instance) if isinstance(each, FunctionValue) else each for each in value.values)
        return self._all.substitute(value, dict(instance.environment))

    def bound(self, function: FunctionValue, receiver: Instance | ClassValue) -> Value:
        _, definition = self._all.program.function(*function.id)
        holder = Instance(receiver.id, receiver.environment) if isinstance(receiver, Instance) else receiver
        method = FunctionValue(function.id, function.environment, holder, function.given)
        return self._all.call(method, ()) if definition.kind == "getter" else method

    def class_member(self, value: ClassValue, name: str) -> Value:
        for part in self._all.parts.parts(value.id):
            for member in self._all.program.cls(*part)[1].members:
                if member.name == name:
                    return self._all.enums.enum_value(part, member)
        found = self.member_of_class(value.id, name, False)
        if isinstance(found, Options):
            return one_of(self.bound(each, value) if isinstance(each, FunctionValue) else each for each in found.values)
        return self.bound(found, value) if isinstance(found, FunctionValue) else found

    def member_of_class(self, cls: DefinitionId, name: str, above: bool) -> Value:
        """A member as the class and those above it define it; MISSING becomes a path on the receiver, because it may be set elsewhere."""
        key = (cls, name, above)
        if key in self._members:
            return self._members[key]
        if key in self._budget.running:
            return Unknown("it depends on itself")
        with self._budget.holding(key):
            value = self._find_member(cls, name, above)
        self._members[key] = value
        return value

    def _find_member(self, cls: DefinitionId, name: str, above: bool) -> Value:
        file, definition = self._all.program.cls(*cls)
        found = [] if above else self._own_members(file, cls, definition, name)
        if found:
            value = self._with_bodies(cls, name, present(one_of(found)))
            return self._with_overloads(cls, name, value) if file.language.family == "swift" else value
        outside: Ref | None = None
        for base_file, base in self._bases(cls):
            for parent in options_of(self._all.evaluate(base_file, base)):
                if isinstance(parent, Instance) and parent.id != cls:
                    value = self._all.substitute(self.member_of_class(parent.id, name, False), dict(parent.environment))
                    if not isinstance(value, Missing) and not (isinstance(value, Ref) and isinstance(value.root, Receiver)):
                        return self._with_bodies(cls, name, value)
                elif isinstance(parent, ClassValue) and parent.id != cls:
                    value = self.member_of_class(parent.id, name, False)
                    if not isinstance(value, Missing) and not (isinstance(value, Ref) and isinstance(value.root, Receiver)):
                        return self._with_bodies(cls, name, value)
                elif isinstance(parent, Ref) and isinstance(parent.root, External):
                    outside = outside or parent
        return outside.step(CALLED, name) if outside is not None else Ref(Receiver(*cls), (name,))

    def _own_members(self, file: File, cls: DefinitionId, definition: facts.Class, name: str) -> list[Value]:
        found: list[Value] = []
        for part in self._all.parts.parts(cls):
            part_file, part_definition = self._all.program.cls(*part)
            found += self._members_of_part(part_file, part, part_definition, name)
        return found

    def _members_of_part(self, file: File, cls: DefinitionId, definition: facts.Class, name: str) -> list[Value]:
        bindings = file.bindings.get((definition.scope, name), ())
        found = [self._all.names.binding(file, binding) for binding in bindings]
        fields = file.fields.get((cls.number, name), ())
        given = [self._all.evaluate(file, each.value) for each in fields if each.value is not None and each.op == "set"]
        if given:
            found = [
                value for value in found if not _is_any_of_enum(value) and not isinstance(value, ListValue)
            ]  # what it is set to says more than its type
        found += given
        if file.language.family in _STRUCT_LITERALS and definition.name and any(b.kind == "declare" and b.value is None for b in bindings):
            found = self._from_literals(file, definition, name) or found
        return [value for value in found if not isinstance(value, Missing)]

    def _with_bodies(self, cls: DefinitionId, name: str, value: Value) -> Value:
        """The value, methods without a body replaced with those of the classes that implement them, where there are any."""
        options = options_of(value)
        abstract = [each for each in options if self._is_abstract(each)]
        implemented = self._implemented(cls, name) if abstract else None
        if implemented is None:
            return value
        return one_of((implemented, *(each for each in options if not self._is_abstract(each))))

    def _with_overloads(self, cls: DefinitionId, name: str, value: Value) -> Value:
        """A method with the overloads that a protocol adds to it."""
        own = [each for each in options_of(value) if isinstance(each, FunctionValue)]
        if len(own) < len(options_of(value)):
            return value
        known = {self._all.overloads.signature(each) for each in own}
        more = [
            each
            for parent in self.parents(cls)
            for each in options_of(self.member_of_class(parent, name, False))
            if isinstance(each, FunctionValue) and self._all.overloads.signature(each) not in known
        ]
        return one_of((*own, *more)) if more else value

    def _bases(self, cls: DefinitionId) -> Iterator[tuple[File, Expr]]:
        """What a class names as its bases, in any of its parts."""
        for part in self._all.parts.parts(cls):
            file, definition = self._all.program.cls(*part)
            yield from ((file, base) for base in definition.bases)

    def parents(self, cls: DefinitionId) -> Iterator[DefinitionId]:
        """The bases of a class that are classes and protocols of the program."""
        for file, base in self._bases(cls):
            for parent in options_of(self._all.evaluate(file, base)):
                if isinstance(parent, ClassValue) and parent.id != cls:
                    yield parent.id

    def _is_abstract(self, value: Value) -> bool:
        return isinstance(value, FunctionValue) and self._all.program.function(*value.id)[1].kind == "abstract"

    def _implemented(self, id: DefinitionId, name: str) -> Value | None:
        """The methods of the classes that implement an interface: those that say so; in Go, those that have all its methods."""
        file, interface = self._all.program.cls(*id)
        key = ("implemented", id, name)
        if not interface.name or key in self._budget.running:
            return None
        with self._budget.holding(key):
            found = self._bodies_below(file, id, interface, name)
        return one_of(found) if found else None

    def _bodies_below(self, file: File, id: DefinitionId, interface: facts.Class, name: str) -> list[Value]:
        found: list[Value] = []
        if file.language.family == "go":
            wanted = set(file.names_of.get(interface.scope, ()))
            paths = self._all.definitions.paths_of("go", name)
        else:
            wanted = set()
            paths = self._all.definitions.paths_below(file.family.group, interface.name)
        for path in paths[:MOST_DEFINITIONS]:
            other = self._all.program.file(path)
            for cls in other.facts.classes if other is not None else ():
                part = DefinitionId(path, cls.index)
                if other is None or part == id:
                    continue
                says_so = any(last_name(_base_name(base)) == interface.name for base in cls.bases)
                if cls.kind == "interface":
                    below = self._implemented(part, name) if says_so else None
                    found += [below] if below is not None else []
                elif says_so:
                    found += self._own_members(other, part, cls, name)
                elif wanted and (cls.scope, name) in other.bindings and wanted <= self._all.parts.names_of_parts(part):
                    found += self._members_of_part(other, part, cls, name)
        return found

    def _from_literals(self, file: File, definition: facts.Class, name: str) -> list[Value]:
        """What struct literals of a class give a field, in the files of its folder and those that name it."""
        found: list[Value] = []
        folder = posixpath.dirname(file.path)
        paths = self._all.definitions.paths_with(file.family.group, definition.name)
        for path in [each for each in paths if posixpath.dirname(each) == folder or len(paths) <= MOST_FILES][:MOST_DEFINITIONS]:
            other = self._all.program.file(path)
            for record in other.typed_records.get(definition.name, ()) if other is not None else ():
                found += [self._all.evaluate(other, entry.value) for entry in record.entries if entry.key == name and other is not None]
        return found

    def _function_member(self, value: FunctionValue, name: str) -> Value:
        """A member that was put on a function: `track.signup = ...`."""
        file, function = self._all.program.function(*value.id)
        for change in reversed(file.changes.get((function.parent_scope, function.name), [])):
            if isinstance(change, Mutation) and change.key == name and change.value is not None:
                return self._all.evaluate(file, change.value)
        return Unknown("a member of a function")

    def index(self, value: Value, key: Value) -> Value:
        """`value[key]`. A finite table read at an unknown key is any of its values, at a key known in part any that this can mean."""
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
            is_known = isinstance(value.root, Parameter) and not value.steps and isinstance(key, Scalar) and key.text.isdigit()
            return value.step(f"[{key.text}]" if is_known and isinstance(key, Scalar) else INDEXED)
        if isinstance(value, RecordValue | ListValue | ClassValue):
            return Lookup(value, key) if key.symbolic else self.all_of(value, key)
        return Unknown("a computed member")

    def argument(self, arguments: Value, position: int) -> Value:
        """One of the further arguments that a parameter takes; MISSING where a caller gives fewer."""
        if isinstance(arguments, ListValue) and not arguments.open and position >= len(arguments.items):
            return MISSING
        return self.index(arguments, Scalar("integer", str(position)))

    def all_of(self, table: Value, key: Value | None = None) -> Value:
        """Any value of a table; of a record, those that stand at a key which `key` can be."""
        if isinstance(table, ListValue):
            return Unknown("an item of an open list") if table.open or not table.items else one_of(table.items)
        if isinstance(table, ClassValue):
            return self._all.enums.any_member(table)
        if isinstance(table, RecordValue):
            values: list[Value] = []
            for item in table.items:
                if item.removed or (item.key is not None and not _can_be(key, item.key)):
                    continue
                values.append(self.all_of(item.value, key) if item.spread else item.value)
            return one_of(values) if values else Unknown("a computed member" if table.items else "an empty table")
        if isinstance(table, Options):
            return one_of(self.all_of(each, key) for each in table.values)
        return Unknown("an item of something that is not known")


def _can_be(key: Value | None, text: str) -> bool:
    """Whether a key can turn out to be `text`, by how it begins and ends."""
    if not isinstance(key, Joined):
        return True
    first, last = key.parts[0], key.parts[-1]
    begin = first.text if isinstance(first, Known) else ""
    end = last.text if isinstance(last, Known) else ""
    return len(text) >= len(begin) + len(end) and text.startswith(begin) and text.endswith(end)


def _base_name(base: Expr) -> Expr:
    return base.callee if isinstance(base, facts.Call) else base


def _is_any_of_enum(value: Value) -> bool:
    return isinstance(value, Options) and all(isinstance(each, EnumValue) for each in value.values)
