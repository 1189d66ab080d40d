"""Which of several functions of one name a call means, in languages that have overloads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from scanner.languages.facts import Expr
from scanner.resolve.arguments import accepts, has_labels
from scanner.resolve.program import File, last_name
from scanner.resolve.values import (
    Applied,
    ClassValue,
    EnumValue,
    FunctionValue,
    Given,
    Instance,
    Joined,
    Known,
    Parameter,
    Pending,
    Ref,
    Value,
    options_of,
)

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator

_OVERLOADING = frozenset(("swift", "java", "kotlin", "csharp", "scala"))
_TEXT_TYPES = frozenset(("string", "String", "str"))
_PLAIN_TYPES = _TEXT_TYPES | {"int", "Int", "number", "integer", "boolean", "Bool", "bool", "double", "Double", "float", "Float"}
Called = TypeVar("Called", bound=FunctionValue | ClassValue)


class Overloads:
    """Chooses between functions of one name."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._all = evaluator

    def fitting(self, functions: Sequence[Called], given: tuple[Given, ...]) -> list[Called]:
        """Those that take the arguments: by their number and labels, then by their types; all of them where none does."""
        if len(functions) < 2:
            return list(functions)
        taking = [each for each in functions if isinstance(each, ClassValue) or self._takes(each, given)]
        fitting = [each for each in taking if isinstance(each, ClassValue) or self._fits(each, given)] if len(taking) > 1 else taking
        return fitting or taking or list(functions)

    def signature(self, function: FunctionValue) -> tuple[tuple[str, str], ...]:
        """What tells a function from its overloads: the labels and types of its parameters."""
        _, definition = self._all.program.function(*function.id)
        return tuple((param.name if param.label is None else param.label, _type_name(param.type)) for param in definition.params)

    def _takes(self, function: FunctionValue, given: tuple[Given, ...]) -> bool:
        file, definition = self._all.program.function(*function.id)
        whole = (*function.given, *given)
        return has_labels(definition, whole) if file.language.family == "swift" else accepts(definition, whole)

    def _fits(self, function: FunctionValue, given: tuple[Given, ...]) -> bool:
        file, definition = self._all.program.function(*function.id)
        if file.language.family not in _OVERLOADING:
            return True
        bound = self._all.calls.bind(function.id, (*function.given, *given))
        return all(
            self._may_be(value, file, definition.params[parameter.position].type)
            for parameter, value in bound.items()
            if definition.params[parameter.position].type is not None
        )

    def _may_be(self, value: Value, file: File, declared: Expr | None) -> bool:
        """Whether a value can be of a declared type, as far as both are known."""
        return any(self._one_may_be(each, file, declared) for each in options_of(value))

    def _one_may_be(self, value: Value, file: File, declared: Expr | None) -> bool:
        name = _type_name(declared)
        match value:
            case Pending():
                return False
            case Known() | Joined() | Applied():
                return name in _TEXT_TYPES or not self._is_class(file, declared)
            case EnumValue(id=id) | Instance(id=id):
                return name not in _PLAIN_TYPES and (not self._is_class(file, declared) or self._is_a(id, name))
            case Ref(root=Parameter() as parameter, steps=()):
                own = self._all.parameter_type(parameter)
                return not own or own == name or not (own in _PLAIN_TYPES or name in _PLAIN_TYPES)
            case Ref(root=Parameter()):
                typed = self._all.typed(value)
                return isinstance(typed, Ref) or self._may_be(typed, file, declared)
            case _:
                return True

    def _is_class(self, file: File, declared: Expr | None) -> bool:
        return declared is not None and any(isinstance(each, ClassValue) for each in options_of(self._all.evaluate(file, declared)))

    def _is_a(self, id: tuple[str, int], name: str) -> bool:
        """Whether a class is called so, or has any base (it may inherit the type from that)."""
        _, cls = self._all.program.cls(*id)
        return cls.name == name or bool(cls.bases)


def _type_name(declared: Expr | None) -> str:
    return last_name(declared) if declared is not None else ""
