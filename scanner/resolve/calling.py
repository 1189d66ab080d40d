"""What calls yield, and how arguments come to parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.languages import facts
from scanner.resolve.arguments import Arguments, accepts, called, keywords_as_hash
from scanner.resolve.program import last_name
from scanner.resolve.values import (
    CALLED,
    NULL,
    ClassValue,
    DefinitionId,
    EnumValue,
    Environment,
    FunctionValue,
    Given,
    Instance,
    Item,
    Joined,
    Known,
    Lookup,
    Missing,
    ModuleValue,
    Options,
    Parameter,
    Pending,
    Receiver,
    RecordValue,
    Ref,
    Unknown,
    Value,
    is_followed,
    one_of,
    options_of,
    present,
)

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator

_SINGLETONS = frozenset(("getinstance", "instance", "shared", "sharedinstance", "singleton", "getdefault"))
# What makes a class whose arguments are its fields, in the order of their declarations: a decorator, a base class.
_OF_FIELDS = frozenset(("dataclass", "define", "frozen", "mutable", "attrs", "NamedTuple", "BaseModel", "Struct"))
_LARGEST_MADE = 500
_MOST_CONSTRUCTORS = 6
# How the constructor of a base class is called on `super`, where `super` itself is not called.
_CONSTRUCTORS = frozenset(("__init__", "init", "constructor", "__construct", "initialize"))


class Calls:
    """What calls yield."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._all = evaluator
        self._budget = evaluator.budget

    def call(self, callee: Value, given: tuple[Given, ...]) -> Value:
        """What calling `callee` yields."""
        match callee:
            case FunctionValue():
                return self._result(callee, given)
            case ClassValue():
                return self._made(callee, given)
            case Options():
                return one_of(self.call(each, given) for each in self._meant(callee, given))
            case Ref(root=Receiver(path=path, cls=cls), steps=(name,)) if name.replace("_", "").lower() in _SINGLETONS:
                return Instance(DefinitionId(path, cls))  # the one object, which a mixed-in module of the language makes
            case Ref():
                made = replace(callee.step(CALLED), given=given)
                return made if made.size <= _LARGEST_MADE else callee.step(CALLED)
            case Pending():
                return callee.step(CALLED, given)
            case ModuleValue(path=path):
                whole = self._all.imports.exported(path, "default")  # a CommonJS module that is a function or a class
                return Unknown("a module is no function") if isinstance(whole, ModuleValue) else self.call(whole, given)
            case Instance():
                method = self._all.members.instance_member(callee, "__call__")
                return self.call(method, given) if isinstance(method, FunctionValue) else Unknown("the result of a call")
            case Lookup(table=table):
                return self.call(self._all.members.all_of(table), given)
            case Unknown():
                return Unknown(callee.reason)
            case EnumValue():
                return callee  # a case with the values it carries
            case Known() | Joined() if not given:
                return callee  # an accessor that reads like a method: `event.name()`
            case _:
                return Unknown("the result of a call")

    def _meant(self, callee: Options, given: tuple[Given, ...]) -> Sequence[Value]:
        options = options_of(present(callee))
        functions = [each for each in options if isinstance(each, FunctionValue)]
        if len(functions) < 2 or len(functions) < len(options):
            return options
        return self._all.overloads.fitting(functions, given)

    def _made(self, cls: ClassValue, given: tuple[Given, ...]) -> Value:
        """An object of a class. Where a class has fields and no constructor, its arguments are its fields (Swift's structs)."""
        _, definition = self._all.program.cls(*cls.id)
        if definition.kind == "enum":
            return Unknown("a member of an enum")
        if given and self.constructor(cls.id, given) is None:
            named = self._named(cls.id, given)
            if all(each.keyword is not None for each in named):
                told = {each.keyword for each in named}
                defaults = (item for item in self.defaults(cls.id) if item.key not in told)
                return RecordValue((*(self._field(cls.id, each) for each in named), *defaults), cls)
        return Instance(cls.id, self.constructed(cls.id, given))

    def _named(self, cls: DefinitionId, given: Sequence[Given]) -> list[Given]:
        """The arguments of a class that is made of its fields, each under the name of its field."""
        if not self._is_of_fields(cls):
            return list(given)
        fields = iter(self._fields(cls))
        return [replace(each, keyword=next(fields, None)) if each.keyword is None and not each.spread else each for each in given]

    def _is_of_fields(self, cls: DefinitionId) -> bool:
        """Whether the arguments of a class are its fields: it says so, or one of its base classes does."""
        _, definition = self._all.program.cls(*cls)
        if _OF_FIELDS & {_name_of(each) for each in (*definition.decorators, *definition.bases)}:
            return True
        key = ("made of fields", cls)
        if key in self._budget.running:
            return False
        with self._budget.holding(key):
            return any(self._is_of_fields(parent) for parent in self._all.members.parents(cls))

    def defaults(self, cls: DefinitionId) -> tuple[Item, ...]:
        """What the fields of a class that is made of them hold when nothing is given, those of its base classes first."""
        file, definition = self._all.program.cls(*cls)
        key = ("defaults", cls)
        if not self._is_of_fields(cls) or key in self._budget.running:
            return ()
        found: dict[str, Item] = {}
        with self._budget.holding(key):
            for parent in self._all.members.parents(cls):
                found.update((item.key, item) for item in self.defaults(parent) if item.key is not None)
        for each in file.facts.bindings:
            is_field = each.home == definition.scope and each.kind == "declare" and each.type is not None
            if is_field and each.value is not None and not each.name.startswith("_"):
                found[each.name] = Item(self._all.evaluate(file, each.value), key=each.name, location=file.location(each.span))
        return tuple(found.values())

    def _fields(self, cls: DefinitionId) -> list[str]:
        """The fields of a class in order, those of its base classes first."""
        file, definition = self._all.program.cls(*cls)
        names: dict[str, None] = {}
        for base in definition.bases:
            for parent in options_of(self._all.evaluate(file, base)):
                if isinstance(parent, ClassValue) and parent.id != cls and not self._budget.is_deep:
                    with self._budget.deeper():
                        names.update(dict.fromkeys(self._fields(parent.id)))
        own = (each for each in file.facts.bindings if each.home == definition.scope and each.kind == "declare")
        names.update(dict.fromkeys(each.name for each in own if each.type is not None))
        return list(names)

    def _field(self, cls: DefinitionId, given: Given) -> Item:
        file, definition = self._all.program.cls(*cls)
        declared = next((each.type for each in file.bindings.get((definition.scope, given.keyword or ""), ())), None)
        return Item(self._all.declared.settled(given.value, file, declared), key=given.keyword, location=given.location)

    def _result(self, callee: FunctionValue, given: tuple[Given, ...]) -> Value:
        if self._budget.is_deep:
            return Unknown("nested too deeply")
        made = self._all.objects.result(callee, given) if isinstance(callee.receiver, RecordValue) else None
        if made is not None:
            return made
        with self._budget.deeper():
            of_object = self._all.receivers.result(callee)
            value = self.returned(callee.id) if of_object is None else of_object
            value = self._all.substitute(value, self.environment(callee, given)) if value.symbolic else value
            return self._singleton(callee) or value if isinstance(present(value), Unknown | Missing) else value

    def _singleton(self, callee: FunctionValue) -> Value | None:
        """The one object of a class, where the method that hands it out is called like that and its body cannot be followed."""
        _, function = self._all.program.function(*callee.id)
        if function.owner is None or function.name.replace("_", "").lower() not in _SINGLETONS:
            return None
        return (
            Instance(callee.receiver.id)
            if isinstance(callee.receiver, ClassValue)
            else Instance(DefinitionId(callee.id.path, function.owner))
        )

    def returned(self, id: DefinitionId) -> Value:
        """What a function hands back, in terms of its parameters."""
        if id in self._all.memory.returns:
            return self._all.memory.returns[id]
        if id in self._budget.running:
            return Unknown("a function that calls itself")
        with self._budget.holding(id):
            file, function = self._all.program.function(*id)
            values = [
                self._all.declared.settled(self._all.evaluate(file, each.value), file, function.return_type) for each in function.returns
            ]
            value = one_of(values) if values else NULL
            if not is_followed(value):
                value = self._all.declared.of_type(file, function.return_type) or value
        self._all.memory.returns[id] = value
        return value

    def constructed(self, cls: DefinitionId, given: tuple[Given, ...]) -> Environment:
        """The parameters of the constructor that runs, and of those above it that it hands arguments to."""
        bound: dict[Parameter, Value] = {}
        next_up: tuple[DefinitionId, tuple[Given, ...]] | None = (cls, given)
        for _ in range(_MOST_CONSTRUCTORS):
            constructor = self.constructor(*next_up) if next_up is not None else None
            if constructor is None or next_up is None:
                bound.update(self._given_fields(*next_up) if next_up is not None else {})
                break
            own = self.bind(constructor.id, next_up[1])
            bound.update((parameter, value) for parameter, value in own.items() if parameter not in bound)
            next_up = self._above(constructor.id, own)
        return tuple(bound.items())

    def _given_fields(self, cls: DefinitionId, given: Sequence[Given]) -> dict[Parameter, Value]:
        """The fields of a class that is made of them, as if they were the parameters of a constructor of its own."""
        if not self._is_of_fields(cls):
            return {}
        positions = {name: position for position, name in enumerate(self._fields(cls))}
        named = {each.keyword or "": each.value for each in self._named(cls, given)}
        return {Parameter(cls.path, _fields_of(cls), positions[name]): value for name, value in named.items() if name in positions}

    def field_given(self, instance: Instance, name: str) -> Value | None:
        """What a field was given when the object was made, where its class is made of its fields."""
        for parameter, value in instance.environment:
            if parameter.function < 0:
                fields = self._fields(DefinitionId(parameter.path, -1 - parameter.function))
                if fields[parameter.position] == name:
                    return value
        return None

    def _above(self, constructor: DefinitionId, known: Mapping[Parameter, Value]) -> tuple[DefinitionId, tuple[Given, ...]] | None:
        """The base class whose constructor another one calls, and with which arguments."""
        file, function = self._all.program.function(*constructor)
        call = next((each for each in file.function_calls.get(function.index, ()) if _is_constructor_above(each.callee)), None)
        if call is None or function.owner is None:
            return None
        given = [replace(each, value=self._all.substitute(each.value, known)) for each in self._all.arguments(file, call.args)]
        bases = (each for base in file.facts.classes[function.owner].bases for each in options_of(self._all.evaluate(file, base)))
        above = next((each for each in bases if isinstance(each, ClassValue)), None)
        return None if above is None else (above.id, tuple(given))

    def constructor(self, cls: DefinitionId, given: Sequence[Given] = ()) -> FunctionValue | None:
        """The constructor that takes the arguments; the first one where none of several fits; that of a base class where there is none."""
        for part in self._all.parts.parts(cls):
            file, _ = self._all.program.cls(*part)
            own = file.constructors.get(part.number, [])
            if own:
                fitting = next((each for each in own if accepts(each, given)), own[0])
                return FunctionValue(DefinitionId(file.path, fitting.index))
        file, definition = self._all.program.cls(*cls)
        for base in definition.bases:
            for parent in options_of(self._all.evaluate(file, base)):
                if not isinstance(parent, ClassValue) or parent.id == cls or ("constructor", parent.id) in self._budget.running:
                    continue
                with self._budget.holding(("constructor", parent.id)):
                    return self.constructor(parent.id, given)
        return None

    def environment(self, callee: FunctionValue, given: tuple[Given, ...]) -> dict[Parameter, Value]:
        """The values of all parameters that a function's body can see: its own, those around it, its object's constructor's."""
        known = dict(callee.environment)
        if isinstance(callee.receiver, Instance | ClassValue):
            known.update(callee.receiver.environment)
        known.update(self.bind(callee.id, (*callee.given, *given)))
        return known

    def bind(self, id: DefinitionId, given: Sequence[Given]) -> dict[Parameter, Value]:
        """The parameters of a function with the arguments of a call."""
        file, function = self._all.program.function(*id)
        names = {called(param) for param in function.params}
        if any(param.kind == "keyrest" for param in function.params):
            pass  # takes what is named as it is
        elif file.language.family == "ruby":
            given = keywords_as_hash(given, names)
        else:
            # a label that is no parameter's name is taken in order (Swift and Objective-C name arguments otherwise than parameters)
            given = [replace(each, keyword=None) if each.keyword is not None and each.keyword not in names else each for each in given]
        taken = Arguments(self._all, given)
        bound: dict[Parameter, Value] = {}
        for index, param in enumerate(function.params):
            match param.kind:
                case "rest":
                    value: Value = taken.rest()
                case "keyrest":
                    value = taken.keyword_rest()
                case "keyword":
                    value = taken.keyword(param.name)
                case _:
                    value = taken.next(called(param))
            if isinstance(value, Missing) and param.default is not None:
                value = self._all.evaluate(file, param.default)
            value = self._all.declared.settled(value, file, param.type)
            bound[Parameter(id.path, id.number, index)] = value
        return bound


def _fields_of(cls: DefinitionId) -> int:
    """The number of the constructor that a class made of its fields would have: none that is written has it."""
    return -1 - cls.number


def _name_of(expr: facts.Expr) -> str:
    """The name of a decorator or base class, with arguments or without."""
    return last_name(expr.callee if isinstance(expr, facts.Call) else expr)


def _is_constructor_above(callee: facts.Expr) -> bool:
    if isinstance(callee, facts.Member):
        return isinstance(callee.object, facts.SuperRef) and callee.name in _CONSTRUCTORS
    return isinstance(callee, facts.SuperRef)
