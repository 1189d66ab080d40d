"""What an expression can be, as far as reading the program tells.

A value is exact (`Known`, `Scalar`, `Record`, `Function` ...), one of several (`Options`), partly known (`Joined`), or
says why it is not known (`Unknown`). What cannot be followed but has a name keeps its access path (`Ref`), because the
path is evidence: `getAnalytics().track` of an external module, a global, a parameter.

Values over parameters are symbolic: a function is evaluated once, in terms of its parameters, and a caller's arguments are
put in afterwards (`Evaluator.substitute`). That is how wrappers, hooks, factories and constructors are followed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from scanner.model import Location

MOST_OPTIONS = 64
_MOST_STEPS = 24
# Languages in which a member of an enum that is used as text is its value, whatever that is.
_PRINT_VALUES = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".vue", ".svelte", ".astro", ".py", ".php", ".rb")


class DefinitionId(NamedTuple):
    """A function or class of the project: the file and its number there."""

    path: str
    number: int


class Parameter(NamedTuple):
    """Root of a `Ref`: a parameter of a function of the project."""

    path: str
    function: int
    position: int


class External(NamedTuple):
    """Root of a `Ref`: a module outside the project."""

    module: str


class Global(NamedTuple):
    """Root of a `Ref`: a free name."""

    name: str


class Receiver(NamedTuple):
    """Root of a `Ref`: the object whose method this is, for members that its class does not show."""

    path: str
    cls: int


Root: TypeAlias = Parameter | External | Global | Receiver
Environment: TypeAlias = "tuple[tuple[Parameter, Value], ...]"

CALLED = "()"
INDEXED = "[]"
# What a path goes on with where the text of what it leads to is meant: `str(event.action)`.
AS_TEXT = "__str__"
# The root of a path that is an attribute of an element: `dataset.goal` is its `data-goal`.
ATTRIBUTES = Global("{attributes}")


@dataclass(frozen=True, slots=True)
class Known:
    """Exact text. `written` is where the literal stands; `trail` the places it came through, nearest first."""

    text: str
    written: Location
    trail: tuple[Location, ...] = ()
    symbolic = False
    size = 1


@dataclass(frozen=True, slots=True)
class Scalar:
    """A number, a boolean, null, a regular expression."""

    type: str
    text: str
    symbolic = False
    size = 1


@dataclass(frozen=True, slots=True)
class Joined:
    """Text of which some part is not known: never two `Known` in a row."""

    parts: tuple[Value, ...]
    symbolic: bool = field(init=False)
    size: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        _measure(self, self.parts)


@dataclass(frozen=True, slots=True)
class Applied:
    """A text conversion (`lower`, `snake`, `replace` with its arguments) of text that is not known yet."""

    operation: str
    arguments: tuple[str, ...]
    value: Value

    @property
    def symbolic(self) -> bool:
        return self.value.symbolic

    @property
    def size(self) -> int:
        return self.value.size + 1


@dataclass(frozen=True, slots=True)
class Options:
    """One of several values, without repeats, in the order they were met."""

    values: tuple[Value, ...]
    symbolic: bool = field(init=False)
    size: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        _measure(self, self.values)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a record value: a known key, a computed key (`key_value`), another record spread in, or a key taken out (`removed`).

    A later entry wins over an earlier one. `conditional`: only on some paths.
    """

    value: Value
    key: str | None = None
    key_value: Value | None = None
    spread: bool = False
    conditional: bool = False
    removed: bool = False
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class RecordValue:
    """An object, dict, map or struct. `type` is the class of a struct literal."""

    items: tuple[Item, ...]
    type: Value | None = None
    symbolic: bool = field(init=False)
    size: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        held = [value for item in self.items for value in (item.value, item.key_value) if value is not None]
        _measure(self, held if self.type is None else [*held, self.type])


@dataclass(frozen=True, slots=True)
class ListValue:
    """A list. `open`: it may hold more than `items`."""

    items: tuple[Value, ...]
    open: bool = False
    symbolic: bool = field(init=False)
    size: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        _measure(self, self.items)


@dataclass(frozen=True, slots=True)
class Ref:
    """A path that is not followed further: a root, then member names, `()` for a call and `[]` for an index.

    `given` are the arguments of the call that the path ends with, kept for an object of an outside class: what it was made of.
    """

    root: Root
    steps: tuple[str, ...] = ()
    given: tuple[Given, ...] = field(default=(), compare=False)

    @property
    def symbolic(self) -> bool:
        return isinstance(self.root, Parameter) or any(each.value.symbolic for each in self.given)

    @property
    def size(self) -> int:
        return 1 + sum(each.value.size for each in self.given)

    def step(self, *names: str) -> Ref:
        """The path one or more steps on. A very long one (a loop) stays as it is."""
        return Ref(self.root, self.steps + names) if len(self.steps) < _MOST_STEPS else self


@dataclass(frozen=True, slots=True)
class FunctionValue:
    """A function of the project. `environment` holds parameters of functions around it; `receiver` the object it was read from;
    `given` the arguments already bound to it (`partial`, `bind`)."""

    id: DefinitionId
    environment: Environment = ()
    receiver: Value | None = None
    given: tuple[Given, ...] = ()
    symbolic: bool = field(init=False, compare=False)
    size: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        held = [value for _, value in self.environment] + [given.value for given in self.given]
        _measure(self, held if self.receiver is None else [*held, self.receiver])


@dataclass(frozen=True, slots=True)
class ClassValue:
    """A class of the project."""

    id: DefinitionId
    environment: Environment = ()
    symbolic = False
    size = 1


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a class of the project; `environment` holds its constructor's arguments. `above`: looked up from the base
    classes on (`super`)."""

    id: DefinitionId
    environment: Environment = ()
    above: bool = False
    symbolic: bool = field(init=False, compare=False)
    size: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        _measure(self, [value for _, value in self.environment])


@dataclass(frozen=True, slots=True)
class EnumValue:
    """A member of an enum, with what it was given."""

    id: DefinitionId
    member: str
    value: Value
    location: Location
    symbolic = False
    size = 1


@dataclass(frozen=True, slots=True)
class ModuleValue:
    """A module of the project."""

    path: str
    symbolic = False
    size = 1


@dataclass(frozen=True, slots=True)
class PackageValue:
    """A package of the project that is many files: a folder (Go), a namespace. `group` is the group of languages."""

    group: str
    name: str
    symbolic = False
    size = 1


@dataclass(frozen=True, slots=True)
class Pending:
    """A member of a type that the context names (`.welcomeShown`): it is known once it is bound to a parameter with a type. `given` are
    its arguments (`.opened(from: x)`), `then` the members and calls behind it (`.Orders.opened(id: 1)`)."""

    name: str
    location: Location
    given: tuple[Given, ...] = ()
    then: tuple[tuple[str, tuple[Given, ...]], ...] = ()
    symbolic = False
    size = 1

    def step(self, name: str, given: tuple[Given, ...] = ()) -> Pending:
        """A member of it, or what calling it yields. A very long path (a loop) stays as it is."""
        return Pending(self.name, self.location, self.given, (*self.then, (name, given))) if len(self.then) < _MOST_STEPS else self


@dataclass(frozen=True, slots=True)
class Lookup:
    """A finite table read at a key that depends on a parameter: one of all its values until the key is known."""

    table: Value
    key: Value

    @property
    def symbolic(self) -> bool:
        return self.key.symbolic or self.table.symbolic

    @property
    def size(self) -> int:
        return self.key.size + self.table.size


@dataclass(frozen=True, slots=True)
class Filled:
    """What a function that is not known yet puts into a record that it is handed at `position`; of a list of functions, what each does.

    It is spread into the record, and becomes keys once the function is known. `given` are all arguments of the call."""

    by: Value
    position: int
    given: tuple[Given, ...]
    symbolic: bool = field(init=False, compare=False)
    size: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        _measure(self, [self.by, *(each.value for each in self.given)])


@dataclass(frozen=True, slots=True)
class Missing:
    """Certainly not there: a key that a record does not have, an argument that was not passed."""

    symbolic = False
    size = 1


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not known, and why. `type` is what it must be, when that is known."""

    reason: str
    type: str = ""
    symbolic = False
    size = 1


Value: TypeAlias = (
    Known
    | Scalar
    | Joined
    | Applied
    | Options
    | RecordValue
    | ListValue
    | Ref
    | FunctionValue
    | ClassValue
    | Instance
    | EnumValue
    | ModuleValue
    | PackageValue
    | Pending
    | Lookup
    | Filled
    | Missing
    | Unknown
)


@dataclass(frozen=True, slots=True)
class Given:
    """The value of one argument of a call. `location` is where it is written."""

    value: Value
    keyword: str | None = None
    spread: str = ""
    location: Location | None = None


def _measure(value: object, held: Iterable[Value]) -> None:
    """Note, when a value is made, whether anything in it depends on a parameter, and how much it holds."""
    symbolic, size = False, 1
    for each in held:
        symbolic = symbolic or each.symbolic
        size += each.size
    object.__setattr__(value, "symbolic", symbolic)
    object.__setattr__(value, "size", size)


MISSING = Missing()
NULL = Scalar("null", "null")


def one_of(values: Iterable[Value]) -> Value:
    """One of several values: nested options flattened, repeats left out, texts told apart by what they say."""
    flat: dict[object, Value] = {}
    for value in values:
        for each in value.values if isinstance(value, Options) else (value,):
            flat.setdefault(_identity(each), each)
    if len(flat) == 1:
        return next(iter(flat.values()))
    if not flat:
        return Unknown("no value")
    if len(flat) > MOST_OPTIONS:
        return Unknown(f"one of more than {MOST_OPTIONS} values")
    return Options(tuple(flat.values()))


def _identity(value: Value) -> object:
    if isinstance(value, Known):
        return ("text", value.text)
    # comparing what may be large costs more than a repeat does
    if isinstance(value, FunctionValue):
        return (value.id, _shallow(value.receiver), tuple(id(inner) for _, inner in value.environment), len(value.given))
    if isinstance(value, Instance):
        return (value.id, value.above, tuple(id(inner) for _, inner in value.environment))
    if isinstance(value, Ref) and value.given:
        return (value, tuple(id(each.value) for each in value.given))
    return id(value) if isinstance(value, RecordValue | ListValue | Lookup | Filled) else value


def _shallow(value: Value | None) -> object:
    if isinstance(value, Instance):
        return _identity(value)  # what a method sends may be what its object holds
    return value.id if isinstance(value, ClassValue) else None


def options_of(value: Value) -> tuple[Value, ...]:
    """The alternatives of a value."""
    return value.values if isinstance(value, Options) else (value,)


def is_of_parameter(value: Value) -> bool:
    """Whether it is a parameter, or something that is read from one."""
    return isinstance(value, Ref) and isinstance(value.root, Parameter)


def without_as_text(steps: tuple[str, ...]) -> tuple[str, ...]:
    """A path to what is then taken as text."""
    return steps[:-2] if steps[-2:] == (AS_TEXT, CALLED) else steps


def is_object_of_class(ref: Ref) -> bool:
    """Whether a path ends with the making of an object: a call of what is called like a class."""
    if ref.steps[-1:] != (CALLED,):
        return False
    name = ref.steps[-2] if len(ref.steps) > 1 else ref.root.name if isinstance(ref.root, Global) else ""
    return name[:1].isupper()


def is_null(value: Value) -> bool:
    """Whether it is null, undefined, nil or None."""
    return isinstance(value, Scalar) and value.type == "null"


def present(value: Value) -> Value:
    """The value without the options that are null, missing or unknown, where anything else remains."""
    kept = [each for each in options_of(value) if not is_null(each) and not isinstance(each, Missing | Unknown)]
    return one_of(kept) if kept else value


def through(value: Value, location: Location) -> Value:
    """The value, its texts marked as having come through `location`."""
    if isinstance(value, Known):
        if value.trail[:1] == (location,) or value.written == location:
            return value
        return Known(value.text, value.written, (location, *value.trail)[:12])
    if isinstance(value, Options):
        return Options(tuple(through(each, location) for each in value.values))
    return value


def join(parts: Iterable[Value]) -> Value:
    """Text put together. Exact where every part is; the alternatives of the parts are multiplied out up to a bound."""
    alternatives: list[tuple[Value, ...]] = [()]
    for part in parts:
        choices = [_as_text(each) for each in options_of(part)]
        if len(alternatives) * len(choices) > MOST_OPTIONS:
            choices = [Unknown("too many values")]
        alternatives = [(*done, choice) for done in alternatives for choice in choices]
    return one_of(_merge(parts) for parts in alternatives)


def _as_text(value: Value) -> Value:
    if isinstance(value, Scalar) and value.type in ("integer", "number", "boolean"):
        return Known(value.text, Location("", 0))
    if isinstance(value, EnumValue):
        return text_of_enum(value)
    return value


def text_of_enum(value: EnumValue) -> Value:
    """What an enum member is when used as text: its value where that is text, or else its name where the language prints that."""
    inner = value.value
    if isinstance(inner, ListValue) and inner.items:
        inner = inner.items[0]
    if isinstance(inner, Known | Joined | Options):
        return through(inner, value.location)
    return value if value.id.path.endswith(_PRINT_VALUES) else Known(value.member, value.location)


def _merge(parts: tuple[Value, ...]) -> Value:
    merged: list[Value] = []
    for part in parts:
        for piece in part.parts if isinstance(part, Joined) else (part,):
            last = merged[-1] if merged else None
            if isinstance(piece, Known) and isinstance(last, Known):
                home = last if last.written.line else piece
                merged[-1] = Known(last.text + piece.text, home.written, _trails(last, piece))
            else:
                merged.append(piece)
    return merged[0] if len(merged) == 1 and isinstance(merged[0], Known) else Joined(tuple(merged))


def _trails(*texts: Known) -> tuple[Location, ...]:
    places = dict.fromkeys(place for text in texts for place in (*text.trail, text.written) if place.line)
    home = next((text.written for text in texts if text.written.line), None)
    return tuple(place for place in places if place != home)[:12]


def parameters_of(value: Value) -> frozenset[Parameter]:
    """The parameters that a value depends on."""
    if not value.symbolic:
        return frozenset()
    found: set[Parameter] = set()
    stack: list[Value] = [value]
    while stack:
        each = stack.pop()
        if isinstance(each, Ref):
            if isinstance(each.root, Parameter):
                found.add(each.root)
        elif isinstance(each, Joined):
            stack.extend(each.parts)
        elif isinstance(each, Options):
            stack.extend(each.values)
        elif isinstance(each, ListValue):
            stack.extend(each.items)
        elif isinstance(each, Applied):
            stack.append(each.value)
        elif isinstance(each, Lookup):
            stack.extend((each.table, each.key))
        elif isinstance(each, Filled):
            stack.extend((each.by, *(given.value for given in each.given)))
        elif isinstance(each, RecordValue):
            stack.extend(item.value for item in each.items)
            stack.extend(item.key_value for item in each.items if item.key_value is not None)
        elif isinstance(each, FunctionValue | Instance):
            stack.extend(inner for _, inner in each.environment)
    return frozenset(found)


def keyed(key: Value, value: Value, conditional: bool, place: Location | None) -> Item:
    """An entry of a record under a key that is a value: by its text where that is known."""
    key = text_of_enum(key) if isinstance(key, EnumValue) else key
    if isinstance(key, Known):
        return Item(value, key=key.text, conditional=conditional, location=place)
    return Item(value, key_value=key, conditional=conditional, location=place)


def is_followed(value: Value) -> bool:
    """Whether a value says more than a declared type could."""
    return (
        not isinstance(present(value), Unknown | Missing)
        and not is_null(value)
        and not (isinstance(value, Ref) and isinstance(value.root, Global | Receiver))
    )
