"""Methods of structs whose fields are known: builders of the program's own, `Payload::builder("name").with("k", v).build()`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.languages import facts
from scanner.resolve import mutators
from scanner.resolve.program import File, last_name
from scanner.resolve.values import ClassValue, DefinitionId, FunctionValue, Given, Item, RecordValue, Value, one_of

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator

_FAMILIES = frozenset(("rust",))
_MOST_STATEMENTS = 12


class Objects:
    """What the methods of structs hand back: their bodies are evaluated anew, with the struct in place of the object."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._all = evaluator

    def result(self, callee: FunctionValue, given: tuple[Given, ...]) -> Value | None:
        """What a small method yields on a struct; None where it is called on anything else."""
        record = callee.receiver
        if not isinstance(record, RecordValue) or not isinstance(record.type, ClassValue):
            return None
        file, function = self._all.program.function(*callee.id)
        key = ("struct", callee.id)
        small = function.kind == "method" and len(function.returns) > 0 and function.statements <= _MOST_STATEMENTS
        if not small or file.language.family not in _FAMILIES or key in self._all.budget.running or self._all.budget.is_deep:
            return None
        with self._all.budget.holding(key), self._all.budget.deeper():
            value = self._evaluated(file, function, record, record.type)
        return self._all.substitute(value, self._all.calls.bind(callee.id, (*callee.given, *given)))

    def _evaluated(self, file: File, function: facts.Function, record: RecordValue, cls: ClassValue) -> Value:
        memory = self._all.memory
        kept = memory.values, memory.self_values, memory.returns
        memory.values, memory.returns = {}, {}
        memory.self_values = dict.fromkeys((*self._all.parts.parts(cls.id), DefinitionId(file.path, function.owner or 0)), record)
        try:
            changed = RecordValue((*record.items, *self._changes(file, function, record)), cls)
            return one_of(
                changed if isinstance(each.value, facts.SelfRef) else self._all.evaluate(file, each.value) for each in function.returns
            )
        finally:
            memory.values, memory.self_values, memory.returns = kept

    def _changes(self, file: File, function: facts.Function, record: RecordValue) -> list[Item]:
        """What a method does to the fields of its object."""
        items: list[Item] = []
        for mutation in file.facts.mutations:
            own = isinstance(mutation.target, facts.SelfRef) and file.facts.scopes[mutation.scope].function == function.index
            if own and mutation.key is not None and mutation.value is not None:
                items.append(Item(self._all.evaluate(file, mutation.value), key=mutation.key, conditional=mutation.scope != function.scope))
        for call in file.function_calls.get(function.index, ()):
            field = call.callee.object if isinstance(call.callee, facts.Member) else None
            if isinstance(field, facts.Member) and isinstance(field.object, facts.SelfRef):
                put = mutators.changes_by_method(self._all, file, call, last_name(call.callee), call.scope != function.scope)
                if put:
                    before = Item(self._all.member(record, field.name), spread=True)
                    items.append(Item(RecordValue((before, *put)), key=field.name))
        return items
