"""What is done to a record or list after it was made: keys set, taken out, merged in, here or in the functions it is handed to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.languages import facts
from scanner.languages.facts import Binding, Expr, Mutation
from scanner.resolve import idioms, mutators
from scanner.resolve.flow import END, reach, same_function
from scanner.resolve.limits import MOST_CHANGES
from scanner.resolve.loops import loop_over_functions, record_of_key
from scanner.resolve.program import File, last_name
from scanner.resolve.values import (
    CALLED,
    MISSING,
    DefinitionId,
    Filled,
    FunctionValue,
    Given,
    Item,
    ListValue,
    Options,
    Parameter,
    RecordValue,
    Ref,
    Unknown,
    Value,
    is_null,
    is_of_parameter,
    keyed,
    one_of,
    options_of,
)
from scanner.resolve.views import View, views_of

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator


class Changes:
    """What changes the object that a name holds."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._all = evaluator
        self._budget = evaluator.budget
        self._argument_changes: dict[tuple[str, DefinitionId, int], list[Item]] = {}

    def changed(self, file: File, home: int, name: str, value: Value, found: Sequence[Binding], scope: int, position: int) -> Value:
        """The value after what was done to it between its binding and the place: keys set, taken out, merged in."""
        changes = file.changes.get((home, name), [])
        views = (
            views_of(file, home, name) if any(isinstance(each, RecordValue) or is_of_parameter(each) for each in options_of(value)) else ()
        )
        if not (changes or views) or not any(_can_change(each) for each in options_of(value)):
            return value
        since = max((b.span.start for b in found if reach(file, b.scope, scope) == "always"), default=-1) if found else -1
        items: list[Item] = []
        holds_record = any(isinstance(each, RecordValue) for each in options_of(value))
        made = value.type if isinstance(value, RecordValue) else None
        for change in changes:
            on_it = isinstance(change, Mutation) or mutators.is_method_on(change, name)
            if not (holds_record or on_it or loop_over_functions(file, change)):
                continue  # only a record is worth following into the functions that it is handed to
            place = self._place_of(file, change)
            local = same_function(file, place, scope)
            if local and not since <= change.span.start:
                continue
            if local and position < change.span.end:
                continue
            if not local and position != END and not self._captures(file, change.scope, home):
                continue
            how = reach(file, place, scope) if local else "maybe"
            if how != "never":
                items.extend(self._change(file, change, name, conditional=how == "maybe", made=made))
        inside: dict[str, list[Item]] = {}
        for view in views:
            done = self._through_view(file, view, scope, position)
            (items if view.key is None else inside.setdefault(view.key, [])).extend(done)
        for key, done in inside.items():
            if done:
                items.append(Item(RecordValue((Item(self._all.member(value, key), spread=True), *done)), key=key))
        return self._with_items(value, items) if items else value

    def _through_view(self, file: File, view: View, scope: int, position: int) -> list[Item]:
        """What is done to a record, or to a record in it, under another name. That the name is there is no condition."""
        items: list[Item] = []
        around = file.facts.scopes[view.binding.scope]
        if around.parent is not None and view.binding.span.start < around.span.start:
            around = file.facts.scopes[around.parent]
        is_chance = same_function(file, around.index, scope) and reach(file, around.index, scope) != "always"
        for change in file.changes.get((view.binding.home, view.binding.name), ()):
            if view.binding.span.end <= change.span.start and change.span.end <= position:
                conditional = reach(file, view.binding.scope, change.scope) != "always" or change.scope != view.binding.scope
                conditional = conditional or is_chance
                items.extend(self._change(file, change, view.binding.name, conditional))
        return items

    def _captures(self, file: File, scope: int, home: int) -> bool:
        """Whether a nested function changes a variable of the function around it."""
        return any(here.index == home for here in file.scope_chain(scope))

    def filled_by(self, function: FunctionValue) -> list[Item]:
        """The keys that a lambda puts into the object it is called on (`apply { putString("k", v) }`, `param("k", v)`)."""
        file, definition = self._all.program.function(*function.id)
        items = self._filled_in(file, definition, {param.name for param in definition.params} | {"it", "this"})
        for loop in self._loops_in(file, definition):
            items += [replace(item, conditional=item.conditional or not item.spread) for item in self._filled_in(file, loop, {"this"})]
        environment = dict(function.environment)
        return [self._all.substitution.substitute_item(item, environment) for item in items]

    def _filled_in(self, file: File, definition: facts.Function, names: set[str]) -> list[Item]:
        """What the body of a lambda puts into the object it is called on, which it sees as `this` or under one of the names."""
        items: list[Item] = []
        for call in file.function_calls.get(definition.index, ()):
            on_it = isinstance(call.callee, facts.Member) and _is_one_of(call.callee.object, names)
            if isinstance(call.callee, facts.Name) or on_it:
                items += self._put(file, call, call.scope != definition.scope)
        for mutation in file.facts.mutations:
            if _is_one_of(mutation.target, names) and file.facts.scopes[mutation.scope].function == definition.index:
                items += self._change(file, mutation, "", mutation.scope != definition.scope)
        return items

    def _put(self, file: File, call: facts.Call, conditional: bool) -> list[Item]:
        """What a call puts into the object: an entry, or each entry of a record that a loop goes through."""
        name = last_name(call.callee)
        key = next((arg.value for arg in call.args if arg.keyword in ("key", "name")), call.args[0].value if call.args else None)
        copied = self._copied_by(file, key) if key is not None and len(call.args) == 2 and name in mutators.PUT_METHODS else None
        if copied is not None:
            return [Item(copied, spread=True, location=file.location(call.span))]
        return mutators.changes_by_method(self._all, file, call, name, conditional)

    @staticmethod
    def _loops_in(file: File, definition: facts.Function) -> Iterator[facts.Function]:
        """The function literals in a lambda that a loop method calls for each item."""
        for function in file.facts.functions:
            call, position = file.passed_to.get(function.index, (None, 0))
            is_inside = file.facts.scopes[function.parent_scope].function == definition.index
            if is_inside and call is not None and position == 0 and last_name(call.callee) in idioms.EACH:
                yield function

    @staticmethod
    def _place_of(file: File, change: Mutation | facts.Call) -> int:
        """The scope that a change stands in; of a call of each function of a collection, that of the loop."""
        loop = loop_over_functions(file, change)
        return loop.around if loop is not None and loop.inside == change.scope else change.scope

    def filled(self, by: Value, given: tuple[Given, ...], position: int) -> Value:
        """What a function, or each function of a list, puts into the record that it is handed at `position`."""
        if is_of_parameter(by):
            return Filled(by, position, given)
        if isinstance(by, ListValue):
            items = [Item(self.filled(each, given, position), spread=True) for each in by.items]
            return RecordValue((*items, Item(Unknown("functions that are not known"), spread=True)) if by.open else tuple(items))
        functions = [each for each in options_of(by) if isinstance(each, FunctionValue)]
        put = [item for each in functions for item in self.changes_to_argument(each, given, position)]
        return RecordValue(tuple(replace(item, conditional=item.conditional or len(functions) > 1) for item in put))

    def changes_argument(self, callee: FunctionValue, position: int) -> bool:
        """Whether a function of the program may do something to its argument at `position`."""
        file, function = self._all.program.function(*callee.id)
        position += len(callee.given)
        return (
            position < len(function.params)
            and function.params[position].kind == "positional"
            and bool(file.changes.get((function.scope, function.params[position].name)))
        )

    def changes_to_argument(self, callee: FunctionValue, given: tuple[Given, ...], position: int) -> list[Item]:
        """What a function of the program does to a record that is its argument at `position`: the keys it sets or takes out."""
        file, function = self._all.program.function(*callee.id)
        key = ("changes", callee.id, position)
        position += len(callee.given)
        if position >= len(function.params) or key in self._budget.running or self._budget.is_deep:
            return []
        if key not in self._argument_changes:
            with self._budget.holding(key), self._budget.deeper():
                self._argument_changes[key] = self._changes_in(file, function, function.params[position].name)
        items = self._argument_changes[key]
        environment = self._all.environment(callee, given) if items else {}
        return [self._all.substitution.substitute_item(item, environment) for item in items]

    def _changes_in(self, file: File, function: facts.Function, name: str) -> list[Item]:
        changes = file.changes.get((function.scope, name), [])
        if len(changes) > MOST_CHANGES:
            return []
        direct = [
            change
            for change in changes
            if isinstance(change, Mutation)
            or mutators.is_method_on(change, name)
            or mutators.merges_into(change)
            or loop_over_functions(file, change)
        ]
        return [item for change in direct for item in self._change(file, change, name, self._place_of(file, change) != function.scope)]

    def _change(self, file: File, change: Mutation | facts.Call, name: str, conditional: bool, made: Value | None = None) -> list[Item]:
        added = self._added(file, change, name, made)
        copied = self._copied(file, change, name, added is not None)
        if copied is not None:
            return [Item(copied, spread=True, location=file.location(change.span))]  # not only sometimes: as often as the record has keys
        if added is not None:
            return [replace(item, conditional=item.conditional or conditional) for item in added]
        if isinstance(change, facts.Call):
            return mutators.changes_by_call(self._all, file, change, name, conditional)
        place = file.location(change.span)
        if change.op == "delete":
            return [Item(MISSING, key=change.key, removed=True, conditional=conditional)] if change.key is not None else []
        value: Value = self._all.evaluate(file, change.value) if change.value is not None else Unknown("no value")
        if change.op == "augment":
            value = Unknown("a value that is added to")
        if change.key is not None:
            return [Item(value, key=change.key, conditional=conditional, location=place)]
        key = self._all.evaluate(file, change.key_expr) if change.key_expr is not None else Unknown("a computed key")
        return [keyed(key, value, conditional, place)]

    def _copied(self, file: File, change: Mutation | facts.Call, name: str, collects: bool) -> Value | None:
        """The record that a loop copies into this one, entry by entry."""
        if isinstance(change, Mutation):
            key = change.key_expr if change.op == "set" else None
        else:
            puts = mutators.is_method_on(change, name) and (collects or last_name(change.callee) in mutators.PUT_METHODS)
            key = change.args[0].value if puts and len(change.args) == 2 else None
        return None if key is None else self._copied_by(file, key)

    def _copied_by(self, file: File, key: Expr) -> Value | None:
        """The record that a loop goes through, where a key is one of its keys."""
        record = record_of_key(file, key)
        value = None if record is None else self._all.evaluate(file, record)
        if value is None or not any(isinstance(each, RecordValue) or is_of_parameter(each) for each in options_of(value)):
            return None
        return value

    def _added(self, file: File, change: Mutation | facts.Call, name: str, made: Value | None) -> tuple[Item, ...] | None:
        """What a change adds to an object of an outside library that collects keys: one of its methods, or a member that is set."""
        if isinstance(change, facts.Call):
            if not mutators.is_method_on(change, name):
                return None
            return self._all.added(file, made, last_name(change.callee), lambda: self._all.arguments(file, change.args))
        value = change.value
        if change.key is None or value is None:
            return None
        return self._all.added(file, made, change.key, lambda: (Given(self._all.evaluate(file, value)),))

    def _with_items(self, value: Value, items: list[Item]) -> Value:
        if isinstance(value, Options):
            options = [each for each in value.values if not is_null(each)]
            if RecordValue(()) in options and all(each == RecordValue(()) or is_of_parameter(each) for each in options):
                return RecordValue((Item(one_of(options), spread=True), *items))  # `extra or {}`: which one, the caller says
            return one_of(self._with_items(each, items) for each in value.values if not is_null(each))
        if isinstance(value, RecordValue):
            return RecordValue((*value.items, *items), value.type)
        if isinstance(value, ListValue):
            added = tuple(item.value for item in items if item.key is None and not item.spread)
            return ListValue((*value.items, *added), value.open or any(item.spread for item in items))
        if _can_change(value) and any(item.key is not None or item.spread or item.key_value is not None for item in items):
            return RecordValue((Item(value, spread=True), *items))
        return value


def _can_change(value: Value) -> bool:
    """Whether keys that are set on it are followed: records, lists, parameters, what was just constructed; not clients and modules."""
    if isinstance(value, Ref):
        return isinstance(value.root, Parameter) or value.steps[-1:] == (CALLED,)
    return isinstance(value, RecordValue | ListValue | Unknown)


def _is_one_of(expr: Expr, names: set[str]) -> bool:
    return isinstance(expr, facts.SelfRef) or (isinstance(expr, facts.Name) and expr.name in names)
