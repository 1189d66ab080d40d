"""How the arguments of a call are handed to parameters, in order and by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scanner.languages import facts
from scanner.resolve.values import (
    MISSING,
    Given,
    Instance,
    Item,
    Known,
    ListValue,
    Missing,
    Parameter,
    RecordValue,
    Ref,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator


_BLOCKS = ("{}", "&")  # what language modules call a block behind the arguments


class Arguments:
    """Hands out the arguments of a call to parameters, in order and by name."""

    def __init__(self, evaluator: Evaluator, given: Sequence[Given]) -> None:
        self._evaluator = evaluator
        self._positional: list[Value] = []
        self._named: dict[str, Value] = {}
        self._records: list[Value] = []
        self._open = False
        self._tail: Ref | None = None  # a list that callers make: all further positional arguments
        for each in given:
            self._take(each)
        self._next = 0

    def _take(self, each: Given) -> None:
        if each.spread == "*":
            if isinstance(each.value, ListValue) and not each.value.open:
                self._positional.extend(each.value.items)
            elif not self._open and _is_rest(self._evaluator, each.value):
                self._tail = each.value if isinstance(each.value, Ref) else None
                self._open = True
            else:
                self._open, self._tail = True, None
        elif each.spread == "**":
            self._records.append(each.value)
        elif each.keyword is not None:
            self._named[each.keyword] = each.value
        elif not self._open:
            self._positional.append(each.value)

    def next(self, name: str) -> Value:
        """The next positional argument, or the one called `name`."""
        if self._next < len(self._positional):
            self._next += 1
            return self._positional[self._next - 1]
        found = self.keyword(name)
        if isinstance(found, Missing) and self._open:
            self._next += 1
            return self._of_tail(self._next - 1)
        return found

    def keyword(self, name: str) -> Value:
        """The argument called `name`, MISSING when there is none."""
        if name in self._named:
            return self._named.pop(name)
        for record in self._records:
            value = self._evaluator.member(record, name)
            if not isinstance(value, Missing):
                return value
        return MISSING

    def positional(self, index: int) -> Value:
        """The positional argument at `index`."""
        if index < len(self._positional):
            return self._positional[index]
        return self._of_tail(index) if self._open else MISSING

    def _of_tail(self, index: int) -> Value:
        if self._tail is None:
            return Unknown("an argument that is spread")
        return self._evaluator.members.argument(self._tail, index - len(self._positional))

    def rest(self) -> Value:
        """All positional arguments that are left."""
        left = tuple(self._positional[self._next :])
        if self._tail is not None and self._next == len(self._positional):
            return self._tail
        self._next = len(self._positional)
        return ListValue(left, self._open)

    def keyword_rest(self) -> Value:
        """All named arguments that are left, as a record."""
        items = [Item(record, spread=True) for record in self._records]
        items += [Item(value, key=name) for name, value in self._named.items()]
        return RecordValue(tuple(items))


def _is_rest(evaluator: Evaluator, value: Value) -> bool:
    """Whether a value is all that a parameter takes of the further arguments."""
    if not isinstance(value, Ref) or value.steps or not isinstance(value.root, Parameter):
        return False
    _, function = evaluator.program.function(value.root.path, value.root.function)
    return function.params[value.root.position].kind == "rest"


def called(param: facts.Param) -> str:
    """What callers write before the argument for a parameter; its name where they need not write anything."""
    return param.label or param.name


def has_labels(function: facts.Function, given: Sequence[Given]) -> bool:
    """Whether arguments are labelled as a function asks for it, in a language where labels are part of the name (Swift)."""
    params = list(function.params)
    for each in given:
        if each.keyword in _BLOCKS:
            params = params[:-1]
            continue
        while params and _label(params[0]) != (each.keyword or ""):
            if params.pop(0).default is None:
                return False
        if not params:
            return False
        if params[0].kind != "rest":
            params.pop(0)
    return all(param.default is not None or param.kind == "rest" for param in params)


def _label(param: facts.Param) -> str:
    return param.name if param.label is None else param.label


def accepts(function: facts.Function, given: Sequence[Given]) -> bool:
    """Whether a function can take these arguments, as far as their number tells (for overloads)."""
    if any(each.spread for each in given) or any(param.kind in ("rest", "keyrest") for param in function.params):
        return True
    needed = sum(1 for param in function.params if param.default is None)
    return needed <= len(given) <= len(function.params) and fits_literals(function, given)


def fits_literals(function: facts.Function, given: Sequence[Given]) -> bool:
    """Whether no argument is another text than the one that a parameter is declared as (the clauses of a function)."""
    return all(map(_can_be, function.params, given))


def _can_be(param: facts.Param, each: Given) -> bool:
    """Whether an argument can be one of the literals that a parameter is declared as; anything can where it is no literal."""
    literals = param.type.options if isinstance(param.type, facts.Choice) and param.type.kind == "match" else ()
    if not literals or each.keyword is not None:
        return True
    if isinstance(each.value, Known):
        return any(isinstance(literal, facts.Text) and literal.value == each.value.text for literal in literals)
    return not isinstance(each.value, RecordValue | ListValue | Instance)


def keywords_as_hash(given: Sequence[Given], names: set[str]) -> list[Given]:
    """In Ruby, keywords that no parameter is named for are one hash, after the positional arguments."""
    loose = [
        each for each in given if each.spread == "**" or (each.keyword is not None and each.keyword not in names and each.keyword != "&")
    ]
    if not loose:
        return list(given)
    items = tuple(Item(each.value, key=each.keyword, spread=each.spread == "**", location=each.location) for each in loose)
    kept = [each for each in given if each not in loose and each.keyword != "&"]
    positional = [each for each in kept if each.keyword is None]
    return [*positional, Given(RecordValue(items)), *(each for each in kept if each.keyword is not None)]
