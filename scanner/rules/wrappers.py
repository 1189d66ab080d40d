"""The functions whose callers decide what is sent in them."""

from __future__ import annotations

from scanner.languages import facts
from scanner.resolve.evaluate import Evaluator
from scanner.resolve.program import File
from scanner.resolve.values import (
    CALLED,
    DefinitionId,
    Known,
    Missing,
    Parameter,
    RecordValue,
    Ref,
    Value,
    is_null,
    options_of,
    parameters_of,
    without_as_text,
)
from scanner.rules.purpose import is_called_at_end, is_for_sending
from scanner.rules.reading import Reading
from scanner.rules.sites import Sent

_NAME_MEMBERS = frozenset(("rawValue", "event", "name", "eventName", "event_name", "type", "action", "key", "title", "value"))


class Wrappers:
    """Finds the function around a call whose parameters decide what it sends."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator

    def around(self, file: File, call: facts.Call, sent: Sent, reading: Reading) -> DefinitionId | None:
        """The innermost function around whose parameter decides the name (or, without a name, the whole of the properties)."""
        needed = parameters_of(reading.name)
        if not reading.decided and not needed:
            needed = frozenset(p for given in sent.given[:2] for p in parameters_of(given.value))
        around = [index for index in file.functions_around(call.scope) if file.callable_names(index)]
        for index in around:
            if any(parameter.path == file.path and parameter.function == index for parameter in needed):
                plain = isinstance(reading.name, Missing) or is_plain_parameter(reading.name)
                return DefinitionId(file.path, index) if plain or is_for_sending(file, index, [call]) else None
        constructor = self._constructor_of(file, call, needed)
        if constructor is not None and (is_plain_parameter(reading.name) or is_for_sending(file, constructor.number, [call])):
            return constructor
        if isinstance(reading.name, Missing) and reading.decided:
            whole = whole_parameters(reading.properties)
            for index in around:
                if any(parameter.path == file.path and parameter.function == index for parameter in whole):
                    return DefinitionId(file.path, index)
        return None

    def _constructor_of(self, file: File, call: facts.Call, needed: frozenset[Parameter]) -> DefinitionId | None:
        """The method around a call whose name depends on what its object was constructed with; the constructor, where the method is one
        that is called when the object has served (`using var span = new Span("name")`)."""
        methods = [index for index in file.functions_around(call.scope) if file.facts.functions[index].owner is not None]
        for parameter in sorted(needed):
            _, function = self._evaluator.program.function(parameter.path, parameter.function)
            if methods and function.kind == "constructor" and self._constructs(parameter, file, methods[0]):
                at_end = is_called_at_end(file.facts.functions[methods[0]])
                return DefinitionId(parameter.path, parameter.function) if at_end else DefinitionId(file.path, methods[0])
        return None

    def _constructs(self, parameter: Parameter, file: File, method: int) -> bool:
        """Whether a constructor's parameter is of the object that a method belongs to, and not of one that it uses."""
        owner = file.facts.functions[method].owner
        _, function = self._evaluator.program.function(parameter.path, parameter.function)
        if owner is None or (parameter.path == file.path and function.owner == owner):
            return True
        constructor = self._evaluator.constructor(DefinitionId(file.path, owner))
        return constructor is not None and constructor.id == (parameter.path, parameter.function)


def whole_parameters(value: Value) -> frozenset[Parameter]:
    """The parameters that are properties as a whole, or are spread into them."""
    found: set[Parameter] = set()
    for each in options_of(value):
        if isinstance(each, Ref) and isinstance(each.root, Parameter):
            found.add(each.root)
        elif isinstance(each, RecordValue):
            for item in each.items:
                if item.spread:
                    found |= whole_parameters(item.value)
    return frozenset(found)


def is_plain_parameter(value: Value) -> bool:
    """Whether a name is handed on as it came: a parameter, or a member of one that is called like a name."""
    return all(
        isinstance(each, Ref) and isinstance(each.root, Parameter) and _is_name_of(each.steps)
        for each in options_of(value)
        if not is_null(each) and not isinstance(each, Known)
    ) or isinstance(value, Missing)


def _is_name_of(steps: tuple[str, ...]) -> bool:
    """Whether a path from a parameter is nothing or one of many arguments, or leads to what is called like a name, without a call."""
    steps = without_as_text(steps)
    if not steps:
        return True
    last = steps[-1][:1].lower() + steps[-1][1:]
    return (last in _NAME_MEMBERS or last[1:-1].isdigit()) and CALLED not in steps
