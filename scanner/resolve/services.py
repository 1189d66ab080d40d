"""Services that a class stands for: a tag is yielded, and what comes is what the program provides for it.

`const tracker = yield* Tracker` in one file, `Layer.succeed(Tracker, { track })` or `Layer.effect(Tracker, Effect.gen(...))` in another.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.languages import facts
from scanner.resolve.limits import MOST_DEFINITIONS
from scanner.resolve.program import File
from scanner.resolve.values import (
    CALLED,
    ClassValue,
    FunctionValue,
    RecordValue,
    Ref,
    Value,
    is_followed,
    one_of,
    options_of,
)

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator

# What provides the service of a tag: the service itself, a function that makes it, a description of how it is made.
_PROVIDES = ("succeed", "sync", "effect", "scoped", "provideService", "provideServiceEffect")
_MADE_BY_FUNCTION = frozenset(("gen", "sync", "fn", "suspend"))
_AS_IT_IS = frozenset(("of", "succeed", "make"))
_MOST_STEPS = 4


class Services:
    """What is provided for tags."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._all = evaluator
        self._found: dict[ClassValue, Value | None] = {}

    def awaited(self, value: Value) -> Value | None:
        """What comes of a tag or of a description that is yielded; None where a value is neither, or nothing is seen to provide it."""
        found = [self._of_tag(each) if isinstance(each, ClassValue) else self._made(each) for each in options_of(value)]
        known = [each for each in found if each is not None]
        return one_of(known) if known else None

    def _of_tag(self, tag: ClassValue) -> Value | None:
        if tag not in self._found:
            self._found[tag] = None  # whoever asks meanwhile has come round in a circle
            kept = [each for value in self._provided(tag) for each in options_of(value) if is_followed(each)]
            self._found[tag] = one_of(kept) if kept else None
        return self._found[tag]

    def _provided(self, tag: ClassValue) -> Iterator[Value]:
        file, cls = self._all.program.cls(*tag.id)
        for base in cls.bases:
            yield from self._of_declaration(file, base)
        for path in self._all.definitions.paths_with(file.family.group, cls.name)[:MOST_DEFINITIONS]:
            other = self._all.program.file(path)
            for name in _PROVIDES if other is not None else ():
                for call in other.calls_by_name.get(name, ()) if other is not None else ():
                    if other is not None and len(call.args) == 2 and self._all.evaluate(other, call.args[0].value) == tag:
                        yield self._service(self._all.evaluate(other, call.args[1].value))

    def _of_declaration(self, file: File, base: facts.Expr) -> Iterator[Value]:
        """The service that the class says itself how to make: `class A extends Service<A>()("A", { effect: ... })`."""
        for arg in base.args[1:] if isinstance(base, facts.Call) else ():
            for entry in arg.value.entries if isinstance(arg.value, facts.Record) else ():
                if entry.key in _PROVIDES:
                    yield self._service(self._all.evaluate(file, entry.value))

    def _service(self, value: Value) -> Value:
        if isinstance(value, FunctionValue):
            value = self._all.call(value, ())
        return self._made(value) or value

    def _made(self, value: Value) -> Value | None:
        """What comes of a description (`Effect.gen(function* () { ... })`), and of what only marks a service (`Tracker.of({})`)."""
        made: Value | None = None
        for _ in range(_MOST_STEPS):
            following = [self._step(each) for each in options_of(value)]
            known = [each for each in following if each is not None]
            if not known:
                break
            made = value = one_of(known)
        return made

    def _step(self, value: Value) -> Value | None:
        if not isinstance(value, Ref) or value.steps[-1:] != (CALLED,) or len(value.steps) < 2 or not value.given:
            return None
        maker, given = value.steps[-2], value.given[-1].value
        if maker in _MADE_BY_FUNCTION and isinstance(given, FunctionValue):
            return self._all.call(given, ())
        return given if maker in _AS_IT_IS and isinstance(given, RecordValue) else None
