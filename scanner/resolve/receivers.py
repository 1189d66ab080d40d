"""What methods hand back on the object that they are called on, where its class says more than the class that defines the method."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.languages import facts
from scanner.resolve.program import File
from scanner.resolve.values import (
    Applied,
    ClassValue,
    DefinitionId,
    FunctionValue,
    Instance,
    Joined,
    Known,
    RecordValue,
    Ref,
    Value,
    one_of,
    options_of,
)

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator

_AS_TEXT = {"python": ("__str__", "__repr__"), "java": ("toString",), "kotlin": ("toString",), "rust": ("to_string",)}
_MOST_STATEMENTS = 25
_MOST_CLASSES_UP = 6


class Receivers:
    """A method of a base class asks its object: `{**self.common(), **self.own()}` is what the class of the object makes of it."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._all = evaluator
        self._results: dict[tuple[DefinitionId, Value], Value] = {}
        self._names: dict[DefinitionId, frozenset[str]] = {}

    def result(self, callee: FunctionValue) -> Value | None:
        """What a method hands back with the object in the place of `self`, in terms of its parameters; None where that says no more."""
        receiver = callee.receiver
        if receiver is None or not isinstance(receiver, Instance | RecordValue):
            return None
        file, function = self._all.program.function(*callee.id)
        if function.owner is None or not function.returns or not self._is_told_more(file, function, receiver):
            return None
        known = (callee.id, receiver)
        if known not in self._results:
            key = ("receiver", callee.id)
            if key in self._all.budget.running or self._all.budget.is_deep:
                return None
            with self._all.budget.holding(key), self._all.budget.deeper():
                self._results[known] = self._evaluated(file, function, receiver)
        return self._results[known]

    def as_text(self, value: Value) -> Value:
        """What an object is as text, where its class says so."""
        return one_of(self._text(each) for each in options_of(value))

    def _text(self, value: Value) -> Value:
        cls = _class_of(value)
        if cls is None:
            return value
        for name in _AS_TEXT.get(self._all.program.cls(*cls)[0].language.family, ()):
            method = self._all.member(value, name)
            if isinstance(method, FunctionValue):
                shown = self._all.call(method, ())
                return shown if all(isinstance(each, Known | Joined | Applied | Ref) for each in options_of(shown)) else value
        return value

    def _is_told_more(self, file: File, function: facts.Function, receiver: Instance | RecordValue) -> bool:
        if function.kind not in ("method", "getter") or function.statements > _MOST_STATEMENTS:
            return False
        owner = DefinitionId(file.path, function.owner or 0)
        cls = _class_of(receiver)
        if cls is None or isinstance(receiver, RecordValue):
            return cls is not None
        if any(parameter.function < 0 for parameter, _ in receiver.environment):
            return True
        return cls not in self._all.parts.parts(owner) and bool(self._names_below(cls, owner) & self._names_of(owner))

    def _names_below(self, cls: DefinitionId, owner: DefinitionId) -> frozenset[str]:
        """What the classes from one down to, and without, one of its bases define."""
        found: frozenset[str] = frozenset()
        level = [cls]
        for _ in range(_MOST_CLASSES_UP):
            level = [each for each in level if each != owner]
            found = found.union(*(self._names_of(each) for each in level))
            level = list(dict.fromkeys(above for each in level for above in self._all.members.parents(each)))
        return found

    def _names_of(self, cls: DefinitionId) -> frozenset[str]:
        if cls not in self._names:
            file, _ = self._all.program.cls(*cls)
            fields = (name for number, name in file.fields if number == cls.number)
            self._names[cls] = frozenset((*self._all.parts.names_of_parts(cls), *fields)) - {"__init__", "constructor"}
        return self._names[cls]

    def _evaluated(self, file: File, function: facts.Function, receiver: Instance | RecordValue) -> Value:
        owner = DefinitionId(file.path, function.owner or 0)
        settled = self._all.declared.settled
        with self._all.in_place_of_self((*self._all.parts.parts(owner), owner), receiver):
            return one_of(settled(self._all.evaluate(file, each.value), file, function.return_type) for each in function.returns)


def _class_of(value: Value) -> DefinitionId | None:
    if isinstance(value, Instance):
        return value.id
    return value.type.id if isinstance(value, RecordValue) and isinstance(value.type, ClassValue) else None
