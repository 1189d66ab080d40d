"""Evaluates expressions to values over the facts of the whole program.

Every expression is evaluated once, in terms of the parameters of the functions around it, and remembered. A call evaluates
to what the function hands back, with the arguments put in the parameters' places. Cycles and depth are cut with an `Unknown`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from scanner.languages import facts
from scanner.languages.facts import Expr
from scanner.model import Location
from scanner.resolve import formats, idioms, libraries, records
from scanner.resolve.callers import Callers
from scanner.resolve.calling import Calls
from scanner.resolve.changes import Changes
from scanner.resolve.crates import Crates
from scanner.resolve.declared import DeclaredTypes
from scanner.resolve.definitions import Definitions
from scanner.resolve.enums import Enums
from scanner.resolve.flow import END
from scanner.resolve.imports import Imports
from scanner.resolve.injection import Injection
from scanner.resolve.limits import LARGEST, Budget
from scanner.resolve.members import Members
from scanner.resolve.modules import ModuleResolver
from scanner.resolve.names import Names
from scanner.resolve.objects import Objects
from scanner.resolve.overloads import Overloads
from scanner.resolve.parts import ClassParts
from scanner.resolve.program import File, Program, last_name
from scanner.resolve.project import ProjectNames
from scanner.resolve.receivers import Receivers
from scanner.resolve.services import Services
from scanner.resolve.substitution import Substitution
from scanner.resolve.values import (
    ATTRIBUTES,
    CALLED,
    MISSING,
    ClassValue,
    DefinitionId,
    EnumValue,
    FunctionValue,
    Given,
    Global,
    Instance,
    Item,
    Joined,
    Known,
    ListValue,
    Options,
    Parameter,
    Pending,
    RecordValue,
    Ref,
    Scalar,
    Unknown,
    Value,
    is_followed,
    join,
    keyed,
    one_of,
    options_of,
    present,
)


@dataclass(slots=True)
class Memory:
    """What has been worked out. `self_values` are what the object itself is taken for, by class, where that is not just any object."""

    self_values: Mapping[DefinitionId, Value] = field(default_factory=dict)
    values: dict[int, Value] = field(default_factory=dict)
    returns: dict[DefinitionId, Value] = field(default_factory=dict)


class Evaluator:
    """Evaluates the expressions of one program. `modules` finds imported files, per language family; `constant_text` gives the text of
    a constant of an outside library, where that is known; `added` what a method adds to an object of one that collects keys.

    Expressions are evaluated here; each other question has a part of its own, and the parts ask each other through the evaluator.
    """

    def __init__(
        self,
        program: Program,
        modules: Mapping[str, ModuleResolver],
        definitions: Definitions,
        constant_text: Callable[[Ref, File], str | None] = lambda ref, file: None,
        added: Callable[[Evaluator, Ref, str, Callable[[], Sequence[Given]], File], tuple[Item, ...] | None] = lambda *_: None,
    ) -> None:
        self.program = program
        self.modules = modules
        self.definitions = definitions
        self.budget = Budget()
        self.memory = Memory()
        self._constant_text = constant_text
        self._added = added
        self._make_parts()
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 12_000))

    def _make_parts(self) -> None:
        self.names = Names(self)
        self.project = ProjectNames(self)
        self.crates = Crates(self)
        self.imports = Imports(self)
        self.declared = DeclaredTypes(self)
        self.callers = Callers(self)
        self.changes = Changes(self)
        self.members = Members(self)
        self.parts = ClassParts(self)
        self.enums = Enums(self)
        self.calls = Calls(self)
        self.objects = Objects(self)
        self.receivers = Receivers(self)
        self.injection = Injection(self)
        self.services = Services(self)
        self.overloads = Overloads(self)
        self.substitution = Substitution(self)
        # the questions that everyone asks, without a step in between
        self.lookup = self.names.lookup
        self.typed = self.declared.typed
        self.parameter_type = self.declared.parameter_type
        self.passed = self.callers.passed
        self.component_properties = self.callers.component_properties
        self.filled_by = self.changes.filled_by
        self.changes_argument = self.changes.changes_argument
        self.changes_to_argument = self.changes.changes_to_argument
        self.member = self.members.member
        self.index = self.members.index
        self.call = self.calls.call
        self.constructor = self.calls.constructor
        self.environment = self.calls.environment
        self.substitute = self.substitution.substitute

    def refuel(self) -> None:
        """A new question is asked: it may take so many steps, whatever the ones before it took."""
        self.budget.refill()

    @contextmanager
    def in_place_of_self(self, classes: Iterable[DefinitionId], value: Value) -> Iterator[None]:
        """While one object is taken for the object itself in some classes, nothing is remembered of what else is known."""
        kept = self.memory
        self.memory = Memory({**kept.self_values, **dict.fromkeys(classes, value)})
        try:
            yield
        finally:
            self.memory = kept

    def evaluate(self, file: File, expr: Expr) -> Value:
        """What `expr` of `file` can be, in terms of the parameters around it."""
        key = id(expr)
        values, budget = self.memory.values, self.budget
        if key in values:
            return values[key]
        if key in budget.running:
            return Unknown("it depends on itself")
        if budget.is_spent:
            return Unknown("nested too deeply")
        budget.steps -= 1
        budget.depth += 1
        budget.running.add(key)
        try:
            value = _EVALUATE[type(expr)](self, file, expr)
        finally:
            budget.running.discard(key)
            budget.depth -= 1
        if value.size > LARGEST:
            value = Unknown("too large to follow")
        values[key] = value
        return value

    def _text(self, file: File, expr: facts.Text) -> Value:
        return Known(expr.value, file.location(expr.span))

    def _literal(self, file: File, expr: facts.Literal) -> Value:
        return Scalar(expr.type, expr.text)

    def _template(self, file: File, expr: facts.Template) -> Value:
        parts = [self.evaluate(file, part) for part in expr.parts]
        if any(isinstance(each, RecordValue) for part in parts for each in options_of(part)):
            return records.merged(parts)  # `+` of two maps
        joined = join(parts)
        return _written_at(joined, file.location(expr.span))

    def _format(self, file: File, expr: facts.Format) -> Value:
        given = self.arguments(file, expr.args)
        if file.language.family == "rust":
            given = tuple(replace(each, value=self._shown(each.value)) for each in given)
        return formats.format_text(self.evaluate(file, expr.template), given, expr.style)

    def _shown(self, value: Value) -> Value:
        """What an object is as text, where its class says so."""
        if not any(isinstance(each, EnumValue | Instance) for each in options_of(value)):
            return value
        shown = self.call(self.member(value, "to_string"), ())
        return shown if any(isinstance(each, Known | Joined) for each in options_of(shown)) else value

    def _name(self, file: File, expr: facts.Name) -> Value:
        if not expr.name.strip("_"):
            filled = self._filled_in(file, expr.span)
            if filled is not None:
                return filled
        value = self.lookup(file, expr.name, expr.scope, expr.span.start)
        if isinstance(value, Ref) and value.root == Global(expr.name):
            value = self.injection.of_plugins(file, expr.name, value) or value
        return self._constant(file, value, expr)

    def _constant(self, file: File, value: Value, expr: Expr) -> Value:
        """The text of an outside library's constant, where a path is one."""
        text = self._constant_text(value, file) if isinstance(value, Ref) and not value.symbolic else None
        return value if text is None else Known(text, file.location(expr.span))

    def _self(self, file: File, expr: facts.SelfRef) -> Value:
        for function in (file.facts.functions[index] for index in file.functions_around(expr.scope)):
            if function.owner is not None:
                owner = DefinitionId(file.path, function.owner)
                return ClassValue(owner) if function.kind == "static" else self.memory.self_values.get(owner, Instance(owner))
            if function.record is not None:
                return self._record_self(file, function.record)
        owner_index = file.facts.scopes[expr.scope].owner
        if owner_index is None:
            return Unknown("this")
        owner_id = DefinitionId(file.path, owner_index)
        return self.memory.self_values.get(owner_id, Instance(owner_id))

    def _record_self(self, file: File, record: int) -> Value:
        holder = file.record_holders.get(record)
        if holder is not None:
            return self.lookup(file, holder.name, holder.home, END)
        return self.evaluate(file, file.facts.records[record])

    def _super(self, file: File, expr: facts.SuperRef) -> Value:
        owner = file.facts.scopes[expr.scope].owner
        return Unknown("super") if owner is None else Instance(DefinitionId(file.path, owner), above=True)

    def _member(self, file: File, expr: facts.Member) -> Value:
        if file.language.family == "scala":
            known = libraries.member_of_scala(self.evaluate(file, expr.object), expr.name)
            if known is not None:
                return known
        holder = self.evaluate(file, expr.object)
        if expr.name == "dataset" and file.language.family == "javascript" and isinstance(holder, Ref | Unknown):
            return Ref(ATTRIBUTES)
        value = self.member(holder, expr.name)
        value = self.injection.of_plugins(file, expr.name, value) or value
        return self._constant(file, value, expr)

    def _index(self, file: File, expr: facts.Index) -> Value:
        return self.index(self.evaluate(file, expr.object), self.evaluate(file, expr.key))

    def _call(self, file: File, expr: facts.Call) -> Value:
        known = idioms.evaluate_call(self, file, expr)
        if known is not None:
            return (self.injection.handed_out(file, expr, known) or known) if expr.types else known
        callee = self.evaluate(file, expr.callee)
        given = self.arguments(file, expr.args)
        value = self.call(callee, given)
        first = self.added(file, value, CALLED, lambda: given) if isinstance(value, Ref) else None
        if first is not None:
            return RecordValue(first, value)
        return self.injection.handed_out(file, expr, value) or value

    def _record(self, file: File, expr: facts.Record) -> Value:
        items: list[Item] = []
        for entry in expr.entries:
            place = file.location(entry.span) if entry.span is not None else None
            value = self.evaluate(file, entry.value)
            if entry.spread:
                optional = isinstance(entry.value, facts.Choice) and entry.value.kind == "and"
                items.append(Item(value, spread=True, conditional=optional, location=place))
            elif entry.key is not None:
                items.append(Item(value, key=entry.key, location=place))
            elif entry.key_expr is not None:
                items.append(keyed(self.evaluate(file, entry.key_expr), value, False, place))
        return RecordValue(tuple(items), self.evaluate(file, expr.type) if expr.type is not None else None)

    def _listing(self, file: File, expr: facts.Listing) -> Value:
        items: list[Value] = []
        is_open = False
        for arg in expr.items:
            value = self.evaluate(file, arg.value)
            if not arg.spread:
                items.append(value)
            elif isinstance(value, ListValue):
                items.extend(value.items)
                is_open = is_open or value.open
            else:
                is_open = True
        return ListValue(tuple(items), is_open)

    def _choice(self, file: File, expr: facts.Choice) -> Value:
        return one_of(self.evaluate(file, option) for option in expr.options)

    def _function(self, file: File, expr: facts.FunctionRef) -> Value:
        function = file.facts.functions[expr.index]
        captured = tuple(
            (parameter, Ref(parameter))
            for outer in file.functions_around(function.parent_scope)
            for parameter in (Parameter(file.path, outer, index) for index in range(len(file.facts.functions[outer].params)))
        )
        return FunctionValue(DefinitionId(file.path, expr.index), captured)

    def _class(self, file: File, expr: facts.ClassRef) -> Value:
        return ClassValue(DefinitionId(file.path, expr.index))

    def _parameter(self, file: File, expr: facts.ParamRef) -> Value:
        given = self._given_in_place(file, expr)
        return Ref(Parameter(file.path, expr.function, expr.index)) if given is None else given

    def _given_in_place(self, file: File, expr: facts.ParamRef) -> Value | None:
        """The argument of a function literal that is called where it stands, or that a loop method calls for each item."""
        if expr.function in file.called_at:
            return self._argument_in_place(file, expr)
        call_at = file.passed_to.get(expr.function)
        if call_at is None:
            return None
        call, position = call_at
        if position == 0 and expr.index == 0 and last_name(call.callee) == "then" and isinstance(call.callee, facts.Member):
            settled = self.evaluate(file, call.callee.object)  # what a promise yields
            return settled if is_followed(settled) and not isinstance(settled, FunctionValue) else None
        if position == 0 and expr.index == 0 and last_name(call.callee) in idioms.SCOPES and isinstance(call.callee, facts.Member):
            held = present(self.evaluate(file, call.callee.object))  # `event?.let { track(it) }`
            return None if isinstance(held, Unknown) or (isinstance(held, Ref) and isinstance(held.root, Global)) else held
        if position > 0 or last_name(call.callee) not in idioms.EACH or not isinstance(call.callee, facts.Member):
            return None
        collection = self.evaluate(file, call.callee.object)
        several = len(file.facts.functions[expr.function].params) > 1
        if several and any(isinstance(each, RecordValue) for each in options_of(collection)):
            item = records.element_of(collection, "key" if expr.index == 0 else "value")
        else:
            item = records.element_of(collection, "item")
            if several and any(isinstance(each, ListValue) for each in options_of(item)):
                item = self.index(item, Scalar("integer", str(expr.index)))  # each item is a list that the parameters take apart
            elif expr.index > 0:
                return None
        # an item that is not followed says less than the parameter's name does
        return None if isinstance(item, Unknown) or (isinstance(item, Ref) and isinstance(item.root, Global)) else item

    def _argument_in_place(self, file: File, expr: facts.ParamRef) -> Value | None:
        """What a function literal that is called where it stands is given for a parameter."""
        given = self.arguments(file, file.called_at[expr.function].args)
        value = self.calls.bind(DefinitionId(file.path, expr.function), given).get(Parameter(file.path, expr.function, expr.index))
        return value if value is not None and is_followed(value) else None

    def _import(self, file: File, expr: facts.ImportRef) -> Value:
        return self.imports.imported(file, expr.module, expr.name, expr.level)

    def _await(self, file: File, expr: facts.Await) -> Value:
        value = self.evaluate(file, expr.value)
        return (self.services.awaited(value) or value) if file.language.family == "javascript" else value

    def _element(self, file: File, expr: facts.Element) -> Value:
        return records.element_of(self.evaluate(file, expr.collection), expr.part)

    def _rest(self, file: File, expr: facts.Rest) -> Value:
        whole = self.evaluate(file, expr.object)
        removed = tuple(Item(MISSING, key=key, removed=True) for key in expr.keys)
        return RecordValue((Item(whole, spread=True), *removed))

    def _implicit(self, file: File, expr: facts.Implicit) -> Value:
        return Pending(expr.name, file.location(expr.span), self.arguments(file, expr.args))

    def _opaque(self, file: File, expr: facts.Opaque) -> Value:
        filled = self._filled_in(file, expr.span) if expr.reason == facts.FILLED_IN else None
        return Unknown(expr.reason, expr.type) if filled is None else filled

    def _filled_in(self, file: File, span: facts.Span) -> Value | None:
        """What a server puts into a page at a place, where its code is read and the value is known."""
        part = self.program.server_part(file)
        for start, end, written in part.server_values if part is not None else ():
            if start <= span.start <= end:
                assert part is not None
                value = self.evaluate(part, written)
                known = any(isinstance(each, Known | Joined | RecordValue | ListValue | Scalar) for each in options_of(value))
                return value if known else None
        return None

    def added(self, file: File, made: Value | None, method: str, arguments: Callable[[], Sequence[Given]]) -> tuple[Item, ...] | None:
        """What a method adds to an object of an outside library that collects keys; None when `made` made no such object."""
        return self._added(self, made, method, arguments, file) if isinstance(made, Ref) else None

    def arguments(self, file: File, args: Sequence[facts.Arg]) -> tuple[Given, ...]:
        """The values of a call's arguments, as written."""
        return tuple(Given(self.evaluate(file, arg.value), arg.keyword, arg.spread, file.location(arg.value.span)) for arg in args)


def _written_at(value: Value, place: Location) -> Value:
    """Text that was put together at a place is written there."""
    if isinstance(value, Known):
        trail = tuple(dict.fromkeys(each for each in (value.written, *value.trail) if each.line and each.path))
        inside = all(each.path == place.path and place.line <= each.line <= max(place.end_line, place.line) for each in trail)
        return Known(value.text, place, () if inside else trail)
    if isinstance(value, Options):
        return Options(tuple(_written_at(each, place) for each in value.values))
    return value


_EVALUATE: Mapping[type, Callable[..., Value]] = {
    facts.Text: Evaluator._text,
    facts.Literal: Evaluator._literal,
    facts.Template: Evaluator._template,
    facts.Format: Evaluator._format,
    facts.Name: Evaluator._name,
    facts.SelfRef: Evaluator._self,
    facts.SuperRef: Evaluator._super,
    facts.Member: Evaluator._member,
    facts.Index: Evaluator._index,
    facts.Call: Evaluator._call,
    facts.Record: Evaluator._record,
    facts.Listing: Evaluator._listing,
    facts.Choice: Evaluator._choice,
    facts.FunctionRef: Evaluator._function,
    facts.ClassRef: Evaluator._class,
    facts.ParamRef: Evaluator._parameter,
    facts.ImportRef: Evaluator._import,
    facts.Await: Evaluator._await,
    facts.Element: Evaluator._element,
    facts.Rest: Evaluator._rest,
    facts.Implicit: Evaluator._implicit,
    facts.Opaque: Evaluator._opaque,
}
