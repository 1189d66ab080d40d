"""What declared types say of values that cannot be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.languages import facts
from scanner.languages.facts import Expr
from scanner.resolve.program import File, last_name
from scanner.resolve.values import (
    CALLED,
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Known,
    ListValue,
    Missing,
    Options,
    Parameter,
    Pending,
    Receiver,
    Ref,
    Value,
    is_null,
    one_of,
    options_of,
    through,
)

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator

_BUILT_IN = frozenset(
    ("String", "string", "str", "int", "Int", "Integer", "double", "Double", "Float", "num", "Num", "bool", "Bool", "Boolean", "List",
     "Array", "Map", "Dictionary", "Hash", "Object", "Any", "Option")
)  # fmt: skip


class DeclaredTypes:
    """Values by their declared type."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._all = evaluator

    def of_type(self, file: File, declared: Expr | None) -> Value | None:
        """An object of a declared type, where the type is a class of the project or of an imported module, or a union of texts."""
        if declared is None:
            return None
        if isinstance(declared, facts.Choice):
            return self._all.evaluate(file, declared)
        if isinstance(declared, facts.Listing):
            items = [self.of_type(file, item.value) for item in declared.items]
            return None if None in items else ListValue(tuple(item for item in items if item is not None))
        if not isinstance(declared, facts.Name | facts.Member | facts.ClassRef | facts.ImportRef):
            return None
        found: list[Value] = []
        for value in options_of(self._all.evaluate(file, declared)):
            if isinstance(value, ClassValue):
                home, cls = self._all.program.cls(*value.id)
                if cls.kind == "extension" and cls.name in _BUILT_IN:
                    continue  # more methods for texts and numbers make no object of them
                if home.language.family == "go" and cls.kind == "interface" and not (cls.bases or home.names_of.get(cls.scope)):
                    continue  # a type of functions
                found.append(self._all.enums.any_member(value) if cls.kind == "enum" else Instance(value.id, value.environment))
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
        file, function = self._all.program.function(value.root.path, value.root.function)
        param = function.params[value.root.position]
        base = self.of_type(file, param.type)
        if base is None and param.default is not None:
            default = self._all.evaluate(file, param.default)
            base = None if is_null(default) else default
        return value if base is None else self._all.substitution.follow(base, value.steps)

    def parameter_type(self, parameter: Parameter) -> str:
        """The name of a parameter's declared type, empty when there is none."""
        _, function = self._all.program.function(parameter.path, parameter.function)
        declared = function.params[parameter.position].type
        return last_name(declared) if declared is not None else ""

    def settled(self, value: Value, file: File, declared: Expr | None) -> Value:
        """A member that only the context names, once the declared type of its place is known."""
        if isinstance(value, Options):
            return one_of(self.settled(each, file, declared) for each in value.values)
        if not isinstance(value, Pending) or not isinstance(declared, facts.Name | facts.Member | facts.ClassRef):
            return value
        for each in options_of(self._all.evaluate(file, declared)):
            if isinstance(each, ClassValue):
                found = self._implied(each, value)
                if not isinstance(found, Missing) and not (isinstance(found, Ref) and isinstance(found.root, Receiver)):
                    return through(found, value.location)
        return value

    def _implied(self, cls: ClassValue, value: Pending) -> Value:
        """A member of a class that the context implies, with its arguments: a case, a constant, what a method or `init` makes."""
        found = cls if value.name == "init" else self._all.members.class_member(cls, value.name)
        if value.name == "init" or any(isinstance(each, FunctionValue) for each in options_of(found)):
            found = self._all.call(found, value.given)
        for name, given in value.then:
            found = self._all.call(found, given) if name == CALLED else self._all.member(found, name)
        return found
