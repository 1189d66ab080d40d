"""Functions of a language's own library that take what they work on as their first argument: `Map.put(record, key, value)`.

Tables of names, by module; nothing here knows analytics.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from scanner.model import Location
from scanner.resolve import texts
from scanner.resolve.values import (
    MISSING,
    Applied,
    ClassValue,
    External,
    FunctionValue,
    Given,
    Global,
    Instance,
    Item,
    Joined,
    Known,
    ListValue,
    Missing,
    RecordValue,
    Ref,
    Unknown,
    Value,
    is_of_parameter,
    join,
    keyed,
    one_of,
    options_of,
)

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator

_Function = Callable[["Evaluator", Sequence[Given]], Value | None]


def call_of_module(evaluator: Evaluator, family: str, module: str, name: str, arguments: Callable[[], Sequence[Given]]) -> Value | None:
    """What a function of a library's module yields; None when it is not known."""
    function = _FUNCTIONS.get(family, {}).get(module, {}).get(name)
    given = arguments() if function is not None else ()
    return function(evaluator, given) if function is not None and given else None


def call_of_language(evaluator: Evaluator, family: str, name: str, arguments: Callable[[], Sequence[Given]]) -> Value | None:
    """What a function yields that the language has everywhere."""
    return call_of_module(evaluator, family, "", name, arguments)


def hands_on(family: str, name: str) -> bool:
    """Whether a method of this name hands back what it is called on, in another form: a copy, a reference, what is inside."""
    return name in _HANDED_ON.get(family, ())


def member_of_scala(value: Value, name: str) -> Value | None:
    """What a method of a text, a map or a list hands back in Scala, where it is written like a field; None for any other member."""
    if name == "empty" and isinstance(value, Ref) and _last_of(value) in _SCALA_MAPS:
        return RecordValue(())
    known = Known | Joined | RecordValue | ListValue | Applied
    if not all(isinstance(each, known) or is_of_parameter(each) for each in options_of(value)):
        return None
    if name == "toMap":
        return _as_record(value)
    operation = texts.conversion_named(name, "scala")
    if operation is not None:
        return texts.convert(operation, (), value)
    return value if hands_on("scala", name) else None


def makes_map_in_scala(target: Ref, name: str) -> bool:
    """Whether a function makes a map out of pairs: `Json.obj("k" -> v)`, `mutable.Map("k" -> v)`."""
    return (name == "obj" and _last_of(target) == "Json") or (name in _SCALA_MAPS and _last_of(target) in _SCALA_COLLECTIONS)


def _last_of(ref: Ref) -> str:
    match ref.root:
        case _ if ref.steps:
            return ref.steps[-1]
        case Global(name=name):
            return name
        case External(module=module):
            return module.rpartition(".")[2]
        case _:
            return ""


def _same(evaluator: Evaluator, given: Sequence[Given]) -> Value | None:
    return given[0].value


def _copied(evaluator: Evaluator, given: Sequence[Given]) -> Value | None:
    value = given[0].value
    return value if isinstance(value, RecordValue | Instance) or is_of_parameter(value) else None


def _listed(evaluator: Evaluator, given: Sequence[Given]) -> Value | None:
    spread = any(each.spread for each in given)
    return ListValue(tuple(each.value for each in given if not each.spread), spread)


def _put(evaluator: Evaluator, given: Sequence[Given]) -> Value | None:
    if len(given) < 3:
        return None
    return RecordValue((Item(given[0].value, spread=True), keyed(given[1].value, given[2].value, False, given[1].location)))


def _put_computed(evaluator: Evaluator, given: Sequence[Given]) -> Value | None:
    """`Map.put_new_lazy(map, key, fun)`, `Map.update(map, key, default, fun)`: what is put is worked out."""
    if len(given) < 3:
        return None
    return RecordValue((Item(given[0].value, spread=True), keyed(given[1].value, Unknown("a computed value"), False, given[1].location)))


def _merge(evaluator: Evaluator, given: Sequence[Given]) -> Value | None:
    return RecordValue(tuple(Item(each.value, spread=True) for each in given[:2]))


def _texts_of(value: Value) -> list[Known] | None:
    """The texts of a list; None when some are not known."""
    items = value.items if isinstance(value, ListValue) and not value.open else (value,)
    known = [each for each in items if isinstance(each, Known)]
    return known if len(known) == len(items) else None


def _without(evaluator: Evaluator, given: Sequence[Given]) -> Value | None:
    keys = _texts_of(given[1].value) if len(given) > 1 else None
    if keys is None:
        return None
    removed = (Item(MISSING, key=key.text, removed=True) for key in keys)
    return RecordValue((Item(given[0].value, spread=True), *removed))


def _taken(evaluator: Evaluator, given: Sequence[Given]) -> Value | None:
    """The record with some of its keys; one that it may not have is there on some paths."""
    keys = _texts_of(given[1].value) if len(given) > 1 else None
    if keys is None:
        return None
    items: list[Item] = []
    for key in keys:
        value = evaluator.index(given[0].value, key)
        if not isinstance(value, Missing):
            items.append(Item(value, key=key.text, conditional=not isinstance(given[0].value, RecordValue), location=key.written))
    return RecordValue(tuple(items))


def _read(evaluator: Evaluator, given: Sequence[Given]) -> Value | None:
    if len(given) < 2:
        return None
    found = evaluator.index(given[0].value, given[1].value)
    return given[2].value if isinstance(found, Missing) and len(given) > 2 else found


def _gathered(evaluator: Evaluator, given: Sequence[Given]) -> Value | None:
    """A record out of a record or a list of pairs."""
    if len(given) > 1:
        return Unknown("a record that is computed", "object")
    return _as_record(given[0].value)


def _into(evaluator: Evaluator, given: Sequence[Given]) -> Value | None:
    if len(given) != 2 or not isinstance(given[1].value, RecordValue):
        return None
    return RecordValue((*given[1].value.items, Item(_as_record(given[0].value), spread=True)))


def _as_record(value: Value) -> Value:
    if not isinstance(value, ListValue) or value.open:
        return value
    pairs = [each for each in value.items if isinstance(each, ListValue) and len(each.items) == 2]
    if len(pairs) < len(value.items):
        return Unknown("a record that is computed", "object")
    return RecordValue(tuple(keyed(each.items[0], each.items[1], False, _place(each.items[0])) for each in pairs))


def _place(value: Value) -> Location | None:
    return value.written if isinstance(value, Known) else None


def _some_of(evaluator: Evaluator, given: Sequence[Given]) -> Value | None:
    """A record or list of which some entries are left out."""
    value = given[0].value
    return RecordValue((Item(value, spread=True, conditional=True),)) if isinstance(value, RecordValue) else None


def _applied(evaluator: Evaluator, given: Sequence[Given]) -> Value | None:
    """`value |> then(function)`."""
    function = given[1].value if len(given) > 1 else MISSING
    return evaluator.call(function, (given[0],)) if isinstance(function, FunctionValue) else None


def _joined(evaluator: Evaluator, given: Sequence[Given]) -> Value | None:
    items = given[0].value
    if not isinstance(items, ListValue) or items.open:
        return Unknown("joined text", "string")
    parts: list[Value] = []
    for item in items.items:
        parts += [given[1].value, item] if parts and len(given) > 1 else [item]
    return join(parts)


def _configured(evaluator: Evaluator, given: Sequence[Given]) -> Value | None:
    """`Application.get_env(:app, :key)`: what the program's configuration says of it, in any of its environments."""
    if len(given) < 2 or not all(isinstance(each.value, Known) for each in given[:2]):
        return None
    found = list(evaluator.callers.configured(*(each.value.text for each in given[:2] if isinstance(each.value, Known))))
    return one_of([*found, *(each.value for each in given[2:3])]) if found else None


def _fields(evaluator: Evaluator, given: Sequence[Given]) -> Value | None:
    value = given[0].value
    return value if isinstance(value, RecordValue | Instance) else Unknown("the fields of something", "object")


def _converts(operation: str) -> _Function:
    def convert(evaluator: Evaluator, given: Sequence[Given]) -> Value | None:
        return texts.convert(operation, tuple(each.value for each in given[1:]), given[0].value)

    return convert


def _text_of(evaluator: Evaluator, given: Sequence[Given]) -> Value | None:
    """What something is as text: text itself, and what is not followed stays what it is."""
    value = given[0].value
    is_object = any(isinstance(each, Instance | RecordValue | ClassValue | FunctionValue) for each in options_of(value))
    return None if is_object else value


_HANDED_ON: Mapping[str, frozenset[str]] = {
    "rust": frozenset(
        ("as_bytes", "as_deref", "as_map", "as_mut", "as_object", "as_object_mut", "as_ref", "as_slice", "as_str", "borrow",
         "borrow_mut", "clone", "cloned", "copied", "deref", "expect", "inner", "into", "into_boxed_str", "into_inner",
         "into_iter", "into_owned", "into_string", "iter", "iter_mut", "lock", "ok", "read", "take", "to_owned", "to_string",
         "to_vec", "unwrap", "unwrap_or_default", "unwrap_or_else", "write")
    ),
    "scala": frozenset(
        ("asJava", "asScala", "toString", "toSeq", "toList", "toVector", "toArray", "toOption", "view", "force", "result", "get", "orNull",
         "head", "seq", "toMap")
    ),
}  # fmt: skip
_SCALA_MAPS = frozenset(("Map", "ListMap", "HashMap", "TreeMap", "SortedMap", "LinkedHashMap"))
_SCALA_COLLECTIONS = frozenset(("mutable", "immutable", "collection"))

_ELIXIR_RECORDS: Mapping[str, _Function] = {
    **dict.fromkeys(("put", "put_new", "replace", "replace!"), _put),
    **dict.fromkeys(("put_new_lazy", "update", "update!"), _put_computed),
    "merge": _merge,
    **dict.fromkeys(("delete", "drop"), _without),
    "take": _taken,
    **dict.fromkeys(("get", "fetch!"), _read),
    **dict.fromkeys(("new", "to_list"), _gathered),
    **dict.fromkeys(("filter", "reject"), _some_of),
    "from_struct": _fields,
}

_FUNCTIONS: Mapping[str, Mapping[str, Mapping[str, _Function]]] = {
    "scala": {"": {**dict.fromkeys(("Seq", "List", "Vector", "Array", "Set", "Iterable"), _listed), "JSONObject": _copied}},
    "elixir": {
        "": {"then": _applied, "tap": _same, "to_string": _text_of},
        "Map": _ELIXIR_RECORDS,
        "Keyword": _ELIXIR_RECORDS,
        "Enum": {"into": _into, "filter": _some_of, "reject": _some_of, "join": _joined, "to_list": _same},
        "Application": dict.fromkeys(("get_env", "fetch_env!", "compile_env", "compile_env!"), _configured),
        "Atom": {"to_string": _text_of},
        "Kernel": {"then": _applied, "tap": _same, "to_string": _text_of},
        "Macro": {"underscore": _converts("snake"), "camelize": _converts("pascal")},
        "String": {
            "downcase": _converts("lower"),
            "upcase": _converts("upper"),
            "capitalize": _converts("capitalize"),
            "trim": _converts("trim"),
            "replace": _converts("replace"),
            **dict.fromkeys(("to_atom", "to_existing_atom"), _same),
        },
    },
}
