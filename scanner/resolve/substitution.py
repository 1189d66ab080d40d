"""Puts arguments in the places of parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.resolve import idioms, texts
from scanner.resolve.limits import LARGEST
from scanner.resolve.values import (
    AS_TEXT,
    CALLED,
    INDEXED,
    Applied,
    Environment,
    Filled,
    FunctionValue,
    Instance,
    Item,
    Joined,
    ListValue,
    Lookup,
    Options,
    Parameter,
    RecordValue,
    Ref,
    Unknown,
    Value,
    is_null,
    join,
    keyed,
    one_of,
    options_of,
)

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator


_NOTHING = RecordValue(())


class Substitution:
    """Puts values in the places of parameters."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._all = evaluator
        self._budget = evaluator.budget

    def substitute(self, value: Value, environment: Mapping[Parameter, Value]) -> Value:
        """The value with parameters replaced. What has no parameter comes back as it is."""
        if not value.symbolic or not environment:
            return value
        if self._budget.is_spent:
            return Unknown("nested too deeply")
        self._budget.steps -= 1
        with self._budget.deeper():
            value = self._substitute(value, environment)
            return value if value.size <= LARGEST else Unknown("too large to follow")

    def _substitute(self, value: Value, environment: Mapping[Parameter, Value]) -> Value:
        match value:
            case Ref(root=Parameter() as root, steps=steps):
                return self.follow(environment[root], steps) if root in environment else value
            case Ref(root=root, steps=steps, given=given):
                return Ref(root, steps, tuple(replace(each, value=self.substitute(each.value, environment)) for each in given))
            case Joined(parts=parts):
                return join(self.substitute(part, environment) for part in parts)
            case Options(values=values):
                return one_of(self._given([(each, self.substitute(each, environment)) for each in values]))
            case Applied():
                return texts.reapply(value, self.substitute(value.value, environment))
            case Lookup(table=table, key=key):
                return self._all.index(self.substitute(table, environment), self.substitute(key, environment))
            case Filled(by=by, position=position, given=given):
                put = tuple(replace(each, value=self.substitute(each.value, environment)) for each in given)
                return self._all.changes.filled(self.substitute(by, environment), put, position)
            case ListValue(items=items, open=open_):
                return ListValue(tuple(self.substitute(each, environment) for each in items), open_)
            case RecordValue(items=items, type=type_):
                made = self.substitute(type_, environment) if type_ is not None else None
                return RecordValue(tuple(self.substitute_item(item, environment) for item in items), made)
            case FunctionValue():
                receiver = self.substitute(value.receiver, environment) if value.receiver is not None else None
                return FunctionValue(value.id, self._inside(value.environment, environment), receiver, value.given)
            case Instance():
                return Instance(value.id, self._inside(value.environment, environment), value.above)
            case _:
                return value

    @staticmethod
    def _given(options: list[tuple[Value, Value]]) -> list[Value]:
        """What is left of alternatives: the empty record that stands in for an argument (`extra or {}`) is not meant where one is given."""
        given = any(isinstance(old, Ref) and not old.steps and old != new and isinstance(new, RecordValue) for old, new in options)
        return [new for old, new in options if not (given and old == new == _NOTHING)]

    def substitute_item(self, item: Item, environment: Mapping[Parameter, Value]) -> Item:
        key = item.key_value
        value = self.substitute(item.value, environment)
        if key is None or not key.symbolic:
            return Item(value, item.key, key, item.spread, item.conditional, item.removed, item.location)
        return keyed(self.substitute(key, environment), value, item.conditional, item.location)

    def _inside(self, inner: Environment, environment: Mapping[Parameter, Value]) -> Environment:
        return tuple((parameter, self.substitute(value, environment)) for parameter, value in inner)

    def follow(self, value: Value, steps: Sequence[str]) -> Value:
        left = list(reversed(steps))
        while left and not is_null(value):  # `properties?.mapValues` of nothing is nothing
            step = left.pop()
            if step == CALLED:
                value = self._all.call(value, ())
            elif step[:1] == "[" and step != INDEXED:
                value = self._all.members.argument(value, int(step[1:-1]))
            elif step == AS_TEXT and left[-1:] == [CALLED]:
                left.pop()
                value = idioms.as_text(self._all, value)
            elif step == INDEXED:
                value = self._all.index(value, Unknown("a computed member"))
            elif left[-1:] == [CALLED] and all(idioms.hands_back_itself(self._all, each, step) for each in options_of(value)):
                left.pop()
            else:
                value = self._all.member(value, step)
        return value
