"""What a call calls, and with which arguments."""

from __future__ import annotations

from scanner.languages import facts
from scanner.resolve import idioms
from scanner.resolve.evaluate import Evaluator
from scanner.resolve.program import File, last_name
from scanner.resolve.values import FunctionValue, Ref, Value, is_of_parameter, options_of
from scanner.rules.sites import KnownSenders


class Targets:
    """Sees through what calls another function, and through parameters that are called."""

    def __init__(self, evaluator: Evaluator, known: KnownSenders) -> None:
        self._evaluator = evaluator
        self._known = known

    def of(self, file: File, call: facts.Call) -> tuple[Value, tuple[facts.Arg, ...]]:
        """What is called, and with which arguments: a call through `call`, `delay`, `setTimeout` ... is one of the function itself."""
        args = call.args
        name = last_name(call.callee)
        if name in idioms.CALL_METHODS and isinstance(call.callee, facts.Member):
            function = self._evaluator.evaluate(file, call.callee.object)
            if any(isinstance(each, FunctionValue) for each in options_of(function)):
                return function, args[idioms.CALL_METHODS[name] :]
        if name in idioms.CALLERS:
            position, start = idioms.CALLERS[name]
            if position < len(args) and not self._is_own(file, call):
                return self._evaluator.evaluate(file, args[position].value), args[start:]
        callee = self._followed(self._evaluator.evaluate(file, call.callee))
        if file.language.family == "swift" and not any(isinstance(each, FunctionValue) for each in options_of(callee)):
            callee = self._selector(file, call) or callee
        return callee, args

    def _selector(self, file: File, call: facts.Call) -> Value | None:
        """The Objective-C method that a Swift call means, whose name goes on with the first label."""
        label = call.args[0].keyword if call.args else None
        if not label:
            return None
        name = last_name(call.callee) + label[0].upper() + label[1:]
        if isinstance(call.callee, facts.Member):
            found = self._evaluator.member(self._evaluator.evaluate(file, call.callee.object), name)
        else:
            found = self._evaluator.lookup(file, name, call.scope, call.span.start)
        return found if any(isinstance(each, FunctionValue) for each in options_of(found)) else None

    def _is_own(self, file: File, call: facts.Call) -> bool:
        callee = self._evaluator.evaluate(file, call.callee)
        return any(isinstance(each, FunctionValue) for each in options_of(callee))

    def _followed(self, callee: Value) -> Value:
        """A callee that comes in through a parameter: what the program's calls pass for it, or else what its declared type has."""
        if not callee.symbolic or isinstance(callee, FunctionValue):
            return callee
        for other in (self._evaluator.passed(callee), self._evaluator.typed(callee)):
            functions = [each for each in options_of(other) if isinstance(each, FunctionValue)]
            if any(each.id in self._known.summaries or each.id in self._known.sinks for each in functions):
                return other
            if any(isinstance(each, Ref) and not is_of_parameter(each) for each in options_of(other)):
                return other
        return callee
