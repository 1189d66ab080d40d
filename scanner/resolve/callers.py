"""What the calls in the program pass to a function, and what components are given where they are used."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from scanner.languages import facts
from scanner.resolve.arguments import fits_literals
from scanner.resolve.limits import MOST_CALLERS, MOST_CALLERS_UP, MOST_DEFINITIONS
from scanner.resolve.program import File
from scanner.resolve.values import (
    MISSING,
    ClassValue,
    FunctionValue,
    Known,
    Missing,
    ModuleValue,
    Parameter,
    RecordValue,
    Ref,
    Unknown,
    Value,
    one_of,
    options_of,
    present,
)

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator


class Callers:
    """What callers pass."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._all = evaluator
        self._budget = evaluator.budget

    def passed(self, value: Value) -> Value:
        """The value, a parameter's part of it replaced with what the calls in the files read so far pass for it."""
        for _ in range(MOST_CALLERS_UP):
            if not isinstance(value, Ref) or not isinstance(value.root, Parameter):
                break
            given = self._passed(value.root)
            if given is None:
                break
            value = self._all.substitution.follow(present(given), value.steps)
        return value

    def _passed(self, parameter: Parameter) -> Value | None:
        key = ("passed", parameter)
        if key in self._budget.running or self._budget.is_deep:
            return None
        with self._budget.holding(key):
            found = [given for given in self._arguments_for(parameter) if not isinstance(given, Missing)]
        return one_of(found) if found else None

    def _arguments_for(self, parameter: Parameter) -> Iterator[Value]:
        own, _ = self._all.program.function(parameter.path, parameter.function)
        names = own.callable_names(parameter.function)
        calls = (each for name in sorted(names) for each in self._all.program.calls_named(name))
        for file, call in islice(calls, MOST_CALLERS):
            for callee in options_of(present(self._all.evaluate(file, call.callee))):
                target = self._all.constructor(callee.id) if isinstance(callee, ClassValue) else callee
                if isinstance(target, FunctionValue) and target.id == (parameter.path, parameter.function):
                    given = (*target.given, *self._all.arguments(file, call.args))
                    if fits_literals(own.facts.functions[parameter.function], given):
                        yield self._all.calls.bind(target.id, given).get(parameter, MISSING)

    def configured(self, app: str, key: str) -> Iterator[Value]:
        """What the configuration of an Elixir program sets under a key: `config :app, :key, value` or `config :app, key: value`."""
        for path in self._all.definitions.paths_with("elixir", key):
            if "config" not in path.split("/")[:-1] or posixpath.basename(path).startswith("test."):
                continue
            file = self._all.program.file(path)
            for call in file.calls_by_name.get("config", ()) if file is not None else ():
                given = self._all.arguments(file, call.args) if file is not None else ()
                if len(given) < 2 or not isinstance(given[0].value, Known) or given[0].value.text != app:
                    continue
                if len(given) == 3 and isinstance(given[1].value, Known) and given[1].value.text == key:
                    yield given[2].value
                elif isinstance(given[1].value, RecordValue):
                    found = self._all.member(given[1].value, key)
                    yield from () if isinstance(found, Missing) else (found,)

    def component_properties(self, file: File) -> Value:
        """What other components pass to the component that a file is (`<Copy event="...">`)."""
        stem = posixpath.basename(file.path).split(".")[0]
        found: list[Value] = []
        for path in self._all.definitions.paths_with(file.family.group, stem)[:MOST_DEFINITIONS]:
            other = self._all.program.file(path)
            for call in other.facts.calls if other is not None else ():
                if call.form != "element" or other is None or not isinstance(call.callee, facts.Name) or not call.callee.name[:1].isupper():
                    continue
                if ModuleValue(file.path) in options_of(self._all.evaluate(other, call.callee)):
                    found += [given.value for given in self._all.arguments(other, call.args)]
        return one_of(found) if found else Unknown("properties of a component that nothing uses")
