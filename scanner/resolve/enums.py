"""Members of enums: their values, and what fields and methods of the enum give for one of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.languages import facts
from scanner.languages.facts import Expr
from scanner.resolve.program import File, last_name
from scanner.resolve.values import (
    CALLED,
    ClassValue,
    DefinitionId,
    EnumValue,
    External,
    FunctionValue,
    Global,
    Instance,
    Known,
    ListValue,
    Missing,
    Receiver,
    Ref,
    Scalar,
    Unknown,
    Value,
    one_of,
)

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator

_ENUM_VALUE = frozenset(("value", "rawValue", "raw_value", "valueOf", "toString", "description"))
_ENUM_NAME = frozenset(("name", "key"))


class Enums:
    """Members of enums."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._all = evaluator
        self._budget = evaluator.budget

    def enum_value(self, cls: DefinitionId, member: facts.EnumMember) -> EnumValue:
        file, _ = self._all.program.cls(*cls)
        if member.value is not None:
            value = self._all.evaluate(file, member.value)
        elif member.args:
            value = self._all.evaluate(file, member.args[0].value)
        else:
            value = Known(member.name, file.location(member.span))
        if (isinstance(value, Ref) and value.steps[-2:] == ("auto", CALLED)) or value == Ref(Global("auto"), (CALLED,)):
            value = self._auto_value(cls, member)
        return EnumValue(cls, member.name, value, file.location(member.span))

    def _auto_value(self, cls: DefinitionId, member: facts.EnumMember) -> Value:
        """`auto()`: the lower-case name in a text enum (Python's StrEnum), a number elsewhere."""
        file, definition = self._all.program.cls(*cls)
        if any(last_name(base) == "StrEnum" for base in definition.bases):
            return Known(member.name.lower(), file.location(member.span))
        return Scalar("integer", str(1 + [each.name for each in definition.members].index(member.name)))

    def enum_member(self, value: EnumValue, name: str) -> Value:
        own = self._all.members.member_of_class(value.id, name, False)
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
        file, cls = self._all.program.cls(*value.id)
        member = next((each for each in cls.members if each.name == value.member), None)
        given = self._all.arguments(file, member.args) if member is not None else ()
        self_value = Instance(value.id, self._all.calls.constructed(value.id, given))
        if isinstance(own, FunctionValue):
            return self._method_of_member(value, own, self_value)
        return self._all.substitute(own, dict(self_value.environment))

    def _method_of_member(self, value: EnumValue, method: FunctionValue, self_value: Instance) -> Value:
        """What a method of an enum hands back for one member: its body is evaluated anew, with the member in place of the object."""
        file, function = self._all.program.function(*method.id)
        if function.kind != "getter" and any(param.default is None for param in function.params):
            return self._all.members.bound(method, self_value)
        key = ("member", value.member, method.id)
        if key in self._budget.running or self._budget.is_deep:
            return Unknown("it depends on itself")
        kept_values, kept_selves, kept_returns = self._all.memory.values, self._all.memory.self_values, self._all.memory.returns
        self._all.memory.values, self._all.memory.returns = {}, {}
        owner = DefinitionId(file.path, function.owner or 0)
        self._all.memory.self_values = dict.fromkeys((*self._all.parts.parts(value.id), owner), value)
        with self._budget.holding(key):
            found = [
                self._all.declared.settled(self._all.evaluate(file, each.value), file, function.return_type)
                for each in self._returns_for(file, function, value)
            ]
            self._all.memory.values, self._all.memory.self_values, self._all.memory.returns = kept_values, kept_selves, kept_returns
        return self._all.substitute(one_of(found), dict(self_value.environment)) if found else Unknown("a method without a result")

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

    def any_member(self, value: ClassValue) -> Value:
        """Any member of an enum, or any text that a class holds as a constant."""
        file, cls = self._all.program.cls(*value.id)
        if cls.members:
            return one_of(self.enum_value(value.id, member) for member in cls.members)
        names = [name for name in file.names_of.get(cls.scope, ()) if not name.startswith("_")]
        return one_of(self._all.members.class_member(value, name) for name in names)


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
