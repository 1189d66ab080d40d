"""What well-known library functions and methods do with values: copies, merges, hooks that hand back what they are given,
text conversions, partial application, indirect calls. Tables of names; nothing here knows analytics."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.languages import facts
from scanner.languages.facts import Expr
from scanner.resolve import libraries, texts
from scanner.resolve.formats import format_text
from scanner.resolve.mutators import MERGE, PUT_METHODS, changes_by_method
from scanner.resolve.program import File, last_name
from scanner.resolve.records import entry, from_alternating, from_keywords, from_pairs, is_pair, joined_list, merged, merged_copy
from scanner.resolve.values import (
    AS_TEXT,
    ATTRIBUTES,
    CALLED,
    MISSING,
    ClassValue,
    EnumValue,
    External,
    FunctionValue,
    Given,
    Global,
    Instance,
    Item,
    Joined,
    Known,
    ListValue,
    Lookup,
    Missing,
    Options,
    RecordValue,
    Ref,
    Unknown,
    Value,
    is_null,
    is_of_parameter,
    join,
    one_of,
    options_of,
    present,
)

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator

SCOPES = frozenset(("let", "also", "takeIf", "takeUnless", "ifPresent"))  # what calls a function once, with what it is called on
EACH = frozenset(
    ("each", "each_pair", "forEach", "ForEach", "onEach", "map", "filter", "some", "every", "find", "flatMap", "mapNotNull", "compactMap")
)

# Functions that hand back their first argument, or a copy of it.
_SAME = frozenset(
    (
        "freeze",
        "seal",
        "preventExtensions",
        "structuredClone",
        "cloneDeep",
        "clone",
        "deepcopy",
        "copy",
        "dict",
        "OrderedDict",
        "list",
        "tuple",
        "MappingProxyType",
        "reactive",
        "readonly",
        "shallowReactive",
        "toRaw",
        "memo",
        "observer",
        "forwardRef",
        "useCallback",
        "debounce",
        "throttle",
        "once",
        "memoize",
        "markRaw",
        "stringify",
        "parse",
        "dumps",
        "loads",
        "str",
        "String",
        "Str",
        "unref",
        "toValue",
        "from",
        "cast",
        "Some",
        "Ok",
        "encode",
        "asdict",
        "model_dump",
        "to_dict",
        "toJSON",
        "useEvent",
        "useEffectEvent",
        "$state",
        "$derived",
        "$bindable",
        "shallowRef",
        "readable",
        "writable",
        "useStableCallback",
        "useLatestCallback",
        "useDebouncedCallback",
        "useMemoizedFn",
        "wraps",
        "lru_cache",
        "jsonify",
        "quote",
        "sync_to_async",
        "partialmethod",
        "raw",
        "escape_javascript",
        "json_escape",
        "to_json",
        "JSONObject",
        "TreeMap",
        "LinkedHashMap",
    )
)
# Functions that hand back what the function they are given hands back.
_RESULT = frozenset(("by", "useMemo", "computed", "lazy", "createSelector", "useCreation", "SimpleLazyObject", "useConst"))
_ATTRIBUTE_GETTERS = frozenset(("getAttribute", "attr", "data"))
_COMPONENT_PROPERTIES = frozenset(("$props", "defineProps"))
_MERGED_COPIES = frozenset(("merge", "reverse_merge", "deep_merge", "union", "plus", "merging", "with_defaults"))
# Methods of records and texts that hand back their receiver.
_SAME_METHODS = frozenset(
    (
        "freeze",
        "copy",
        "toString",
        "valueOf",
        "to_dict",
        "dict",
        "model_dump",
        "toJS",
        "encode",
        "decode",
        "items",
        "toObject",
        "toMap",
        "toMutableMap",
        "toBundle",
        "filterValues",
        "filterNotNull",
        "filterNotNullValues",
        "build",
        "Build",
        "toProperties",
        "compact",
        "to_h",
        "toSortedMap",
        "toDictionary",
        "toImmutableMap",
        "mutableCopy",
        "to_hash",
        "deep_symbolize_keys",
        "stringify_keys",
        "symbolize_keys",
        "compactMapValues",
        "mapValues",
        "into",
        "asImmutable",
        "getOrElse",
        "unwrap",
        "clone",
        "as_string",
        "to_json",
        "html_safe",
    )
)
# Ways to call a function without writing its name as the callee: method of the function -> arguments to leave out in front.
CALL_METHODS: Mapping[str, int] = {
    "call": 1,
    "delay": 0,
    "apply_async": 0,
    "send": 0,
    "enqueue": 0,
    "perform_later": 0,
    "perform_async": 0,
    "si": 0,
    "s": 0,
    "send_with_options": 0,
}
# Functions that call the function they are given: name -> (its position, where its arguments begin).
CALLERS: Mapping[str, tuple[int, int]] = {
    "call": (0, 1), "fork": (0, 1), "spawn": (0, 1), "cps": (0, 1), "setTimeout": (0, 2), "setImmediate": (0, 1),
    "requestIdleCallback": (0, 2), "submit": (0, 1), "run_in_executor": (1, 2), "add_task": (0, 1), "to_thread": (0, 1),
    "async_to_sync": (0, 9), "enqueue": (0, 1), "run_sync": (0, 1), "start_soon": (0, 1), "call_soon": (0, 1), "nextTick": (0, 1),
    "call_later": (1, 2), "run_in_threadpool": (0, 1),
}  # fmt: skip


def evaluate_call(evaluator: Evaluator, file: File, call: facts.Call) -> Value | None:
    """The value of a call of a well-known function, or None when the callee is not one."""
    name = last_name(call.callee)
    if not name:
        return None
    if name in _COMPONENT_PROPERTIES and isinstance(call.callee, facts.Name):
        return evaluator.component_properties(file)
    if isinstance(call.callee, facts.Member):
        return _method(evaluator, file, call, call.callee.object, name)
    if isinstance(call.callee, facts.Name) and file.home_of(name, call.scope) is not None:
        target = evaluator.evaluate(file, call.callee)
        if any(isinstance(each, FunctionValue | ClassValue) for each in options_of(target)):
            return None
    return _function(evaluator, file, call, name)


def _function(evaluator: Evaluator, file: File, call: facts.Call, name: str) -> Value | None:
    """A library function called by its bare name."""
    if call.form == "new" and call.args and call.args[-1].keyword == _BLOCK:
        items = _filled_by_block(evaluator, file, call.args[-1].value)
        if items:
            return RecordValue(items)  # an object that a block behind its arguments fills
    built_in = libraries.call_of_language(evaluator, file.language.family, name, lambda: evaluator.arguments(file, call.args))
    if built_in is not None:
        return built_in
    if name in _PAIR_FUNCTIONS:
        given = evaluator.arguments(file, call.args)
        copied = given[0].value if len(given) == 1 and name in _COPYING_MAPS else None
        is_copy = isinstance(copied, RecordValue) or (copied is not None and copied.symbolic and not isinstance(copied, ListValue))
        return copied if is_copy else from_pairs(given)
    if name in _LIST_FUNCTIONS:
        return ListValue(tuple(each.value for each in evaluator.arguments(file, call.args)), any(arg.spread for arg in call.args))
    if name in _FILLING_FUNCTIONS and len(call.args) >= 1:
        function = evaluator.evaluate(file, call.args[-1].value)
        return RecordValue(tuple(evaluator.filled_by(function))) if isinstance(function, FunctionValue) else None
    if name not in _SAME | _RESULT | MERGE and name not in _FUNCTIONS and texts.conversion_named(name, file.language.family) is None:
        return None
    given = evaluator.arguments(file, call.args)
    if name == "dict" or name == "OrderedDict":
        return from_keywords(given)
    if name in _FUNCTIONS:
        return _FUNCTIONS[name](evaluator, given)
    if not given or given[0].spread:
        return None
    first = given[0].value
    if name in _SAME:
        return as_text(evaluator, first) if name == "str" and file.language.family == "python" else first
    if name in _RESULT:
        return evaluator.call(first, ()) if isinstance(first, FunctionValue) else None
    if name in MERGE:
        return merged([each.value for each in given])
    operation = texts.conversion_named(name, file.language.family)
    return texts.convert(operation, tuple(each.value for each in given[1:]), first) if operation is not None else None


def as_text(evaluator: Evaluator, value: Value) -> Value:
    """`str(value)`: what the class of an object makes of it. What hangs from a parameter is asked for it once it is known."""
    if isinstance(value, Ref) and is_of_parameter(value) and value.steps and not value.given:
        return value if value.steps[-2:] == (AS_TEXT, CALLED) else value.step(AS_TEXT, CALLED)
    return evaluator.receivers.as_text(value)


def _filled_by_block(evaluator: Evaluator, file: File, block: Expr) -> tuple[Item, ...]:
    function = evaluator.evaluate(file, block)
    return tuple(evaluator.filled_by(function)) if isinstance(function, FunctionValue) else ()


def _method(evaluator: Evaluator, file: File, call: facts.Call, receiver: Expr, name: str) -> Value | None:
    """A library function called on a module (`Object.assign`, `_.merge`, `json.dumps`) or a method of a value."""
    target = evaluator.evaluate(file, receiver)
    if name in _ATTRIBUTE_GETTERS and file.language.family == "javascript" and isinstance(target, Ref | Unknown):
        attribute = _attribute(call, name)
        if attribute is not None:
            return attribute
    if isinstance(target, Ref) and isinstance(target.root, External) and not target.steps:
        of_module = libraries.call_of_module(
            evaluator, file.language.family, target.root.module, name, lambda: evaluator.arguments(file, call.args)
        )
        if of_module is not None:
            return of_module
    if name in ("apply", "also") and len(call.args) == 1 and not isinstance(target, FunctionValue):
        filled = _filled(evaluator, file, call, target)
        if filled is not None:
            return filled
    made = target.type if isinstance(target, RecordValue) else target
    added = evaluator.added(file, made, name, lambda: evaluator.arguments(file, call.args))
    if added is not None:
        return RecordValue((*target.items, *added) if isinstance(target, RecordValue) else added, made)
    if file.language.family == "scala":
        made_of = _of_scala(evaluator, file, call, target, name)
        if made_of is not None:
            return made_of
    if name == "unwrap_or" and file.language.family == "rust" and call.args and not _has_method(evaluator, target, name):
        other = evaluator.evaluate(file, call.args[0].value)
        return one_of((present(target), other)) if isinstance(other, Known | RecordValue | EnumValue) else present(target)
    if libraries.hands_on(file.language.family, name) and not _has_method(evaluator, target, name):
        return present(target)
    if isinstance(target, FunctionValue):
        return _of_function(evaluator, file, call, target, name)
    if name in _LISTS and isinstance(target, Ref) and last_name(receiver) in _LIST_CLASSES:
        return ListValue(tuple(each.value for each in evaluator.arguments(file, call.args)), any(arg.spread for arg in call.args))
    if name == "of" and isinstance(target, Ref) and len(call.args) > 1:
        return from_alternating(evaluator.arguments(file, call.args))
    if name == "fromEntries" and file.language.family == "javascript" and len(call.args) == 1:
        kept = _of_entries(evaluator, file, call.args[0].value)
        if kept is not None:
            return kept
    if name in ("from", "ofEntries", "fromEntries") and isinstance(target, Ref):
        pairs = from_pairs(evaluator.arguments(file, call.args))
        if pairs is not None:
            return pairs
    if name in PUT_METHODS and len(call.args) >= 2 and (isinstance(target, RecordValue) or _is_constructed(target)):
        return _built(evaluator, file, call, target, name)
    if name == "map" and file.language.family == "javascript" and isinstance(target, Ref | Unknown):
        mapped = _mapped(evaluator, file, call)
        if mapped is not None:
            return mapped
    if isinstance(target, Ref | Unknown) and not is_of_parameter(target):
        library = name in _SAME | _RESULT | MERGE or name in _FUNCTIONS or texts.conversion_named(name, file.language.family) is not None
        return _function(evaluator, file, call, name) if library and _is_library(target, name) else None
    if name in _MERGED_COPIES and isinstance(target, RecordValue | Ref):
        own = evaluator.member(target, name) if isinstance(target, RecordValue) else None
        if not isinstance(own, FunctionValue):
            return merged_copy(target, evaluator.arguments(file, call.args))
    if isinstance(target, RecordValue):
        return _of_record(evaluator, file, call, target, name)
    if isinstance(target, ListValue | Known | Joined | Options | EnumValue | Lookup | Ref):
        return _of_text_or_list(evaluator, file, call, target, name)
    return None


def _mapped(evaluator: Evaluator, file: File, call: facts.Call) -> Value | None:
    """The list that a function makes of another list which is not known: however long it is, its members are what the function yields."""
    function = evaluator.evaluate(file, call.args[0].value) if call.args else None
    if not isinstance(function, FunctionValue):
        return None
    member = evaluator.call(function, (Given(Unknown("an item of a list")),))
    return ListValue((member,), open=True) if isinstance(member, RecordValue) else None


def _of_entries(evaluator: Evaluator, file: File, entries: Expr) -> Value | None:
    """The record that is made of another's entries again, all of them or those that a filter leaves."""
    filtered = False
    while isinstance(entries, facts.Call) and isinstance(entries.callee, facts.Member) and entries.callee.name == "filter":
        entries, filtered = entries.callee.object, True
    if not isinstance(entries, facts.Call) or last_name(entries.callee) != "entries" or len(entries.args) != 1:
        return None
    value = evaluator.evaluate(file, entries.args[0].value)
    if not any(isinstance(each, RecordValue) or is_of_parameter(each) for each in options_of(value)):
        return None
    return RecordValue((Item(value, spread=True, conditional=filtered),))


def _attribute(call: facts.Call, getter: str) -> Value | None:
    """The attribute that `getAttribute("data-goal")`, `attr("data-goal")` and `data("goal")` read."""
    given = call.args[0].value if len(call.args) == 1 else None
    if not isinstance(given, facts.Text):
        return None
    name = given.value if getter == "data" else given.value.removeprefix("data-")
    if getter != "data" and name == given.value:
        return None
    return Ref(ATTRIBUTES, (re.sub(r"-([a-z])", lambda found: found[1].upper(), name),))


def _of_scala(evaluator: Evaluator, file: File, call: facts.Call, target: Value, name: str) -> Value | None:
    """`Json.obj("k" -> v)`, `map.updated("k", v)`, and `option.map("k" -> _)`, a pair that is there on some paths."""
    if isinstance(target, Ref) and libraries.makes_map_in_scala(target, name):
        return from_pairs(evaluator.arguments(file, call.args))
    if name == "toJson" and call.args:
        return evaluator.evaluate(file, call.args[0].value)
    if name == "updated" and len(call.args) == 2:
        key, value = evaluator.arguments(file, call.args)
        return RecordValue((Item(target, spread=True), entry(key.value, value.value, key.location)))
    if name != "map" or len(call.args) != 1 or isinstance(target, RecordValue | ListValue):
        return None
    function = evaluator.evaluate(file, call.args[0].value)
    result = evaluator.call(function, (Given(Unknown("an item")),)) if isinstance(function, FunctionValue) else MISSING
    if not isinstance(result, ListValue) or not is_pair(result):
        return None
    return RecordValue((replace(entry(result.items[0], result.items[1], file.location(call.span)), conditional=True),))


def _has_method(evaluator: Evaluator, target: Value, name: str) -> bool:
    """Whether the program says itself what a method of an object does."""
    for each in options_of(target):
        if isinstance(each, Instance | ClassValue | EnumValue | RecordValue):
            own = evaluator.member(each, name)
            if isinstance(own, FunctionValue | Known | Joined | Options):
                return True
    return False


def _is_library(target: Value, name: str) -> bool:
    """Whether a receiver that is not followed is the kind of module that has such functions, and no object of the program's own."""
    return isinstance(target, Ref) and len(target.steps) <= 1 and name not in ("set", "clone", "send")


def _of_function(evaluator: Evaluator, file: File, call: facts.Call, target: FunctionValue, name: str) -> Value | None:
    given = evaluator.arguments(file, call.args)
    if name == "bind":
        return FunctionValue(target.id, target.environment, target.receiver, (*target.given, *given[1:]))
    if name in CALL_METHODS:
        return evaluator.call(target, given[CALL_METHODS[name] :])
    return None


def hands_back_itself(evaluator: Evaluator, value: Value, name: str) -> bool:
    """Whether a method of a record is one that every record has, and that hands it back (`mapValues`, `toMap`)."""
    if is_null(value):
        return True
    return isinstance(value, RecordValue) and name in _SAME_METHODS and not isinstance(evaluator.member(value, name), FunctionValue)


def _of_record(evaluator: Evaluator, file: File, call: facts.Call, target: RecordValue, name: str) -> Value | None:
    own = evaluator.member(target, name)
    if isinstance(own, FunctionValue):
        return None
    given = evaluator.arguments(file, call.args)
    if name in ("get", "fetch", "dig", "getOrDefault") and given:
        found = evaluator.index(target, given[0].value)
        return given[1].value if isinstance(found, Missing) and len(given) > 1 else found
    if name in ("pop", "setdefault") and given:
        return evaluator.index(target, given[0].value)
    if name in _SAME_METHODS:
        return _dumped(evaluator, target, given)
    return None


def _dumped(evaluator: Evaluator, target: RecordValue, given: Sequence[Given]) -> Value:
    """A record of an object's fields: `model_dump(exclude_none=True)` leaves out those that nobody set, `exclude={...}` those it names."""
    asked = {each.keyword: each.value for each in given if each.keyword is not None}
    items = target.items
    if isinstance(target.type, ClassValue) and {"exclude_none", "exclude_unset", "exclude_defaults"} & asked.keys():
        nothing = asked.keys() & {"exclude_unset", "exclude_defaults"} == set()
        unset = {each.location for each in evaluator.calls.defaults(target.type.id) if not nothing or is_null(each.value)}
        items = tuple(each for each in items if each.location not in unset)
    removed = tuple(Item(MISSING, key=key, removed=True) for key in _named_keys(asked.get("exclude")))
    return RecordValue((*items, *removed), target.type) if asked else target


def _named_keys(value: Value | None) -> list[str]:
    items = value.items if isinstance(value, ListValue) else (value,)
    return [each.text for each in items if isinstance(each, Known)]


def _is_constructed(value: Value) -> bool:
    """Whether it is a fresh object of an outside class, as a builder is: its name says a class, and it has just been made."""
    if not isinstance(value, Ref) or value.steps[-1:] != ("()",):
        return False
    names = [step for step in value.steps if step not in ("()", "[]")]
    name = names[-1] if names else value.root.name if isinstance(value.root, Global) else ""
    return bool(name[:1].isupper() or name.startswith(("New", "new")) or name in ("builder", "Builder"))


def _built(evaluator: Evaluator, file: File, call: facts.Call, target: Value, name: str) -> Value | None:
    """A builder after one more key: `Properties().putValue("k", v)`."""
    own = evaluator.member(target, name) if isinstance(target, RecordValue) else None
    if isinstance(own, FunctionValue):
        return None
    items = changes_by_method(evaluator, file, call, name, False)
    if not items or any(item.key is None and item.key_value is None for item in items):
        return None
    start = (Item(target, spread=True),) if isinstance(target, RecordValue) else ()
    return RecordValue((*start, *items))


def _filled(evaluator: Evaluator, file: File, call: facts.Call, target: Value) -> Value | None:
    """An object after a lambda has filled it: `Bundle().apply { putString("k", v) }`."""
    function = evaluator.evaluate(file, call.args[0].value)
    items = evaluator.filled_by(function) if isinstance(function, FunctionValue) else []
    if not items:
        return None
    start = (Item(target, spread=True),) if isinstance(target, RecordValue) or target.symbolic else ()
    return RecordValue((*start, *items))


# Methods of classes that make a list of what they are given: `Arrays.asList(a, b)`, `List.of(a, b)`.
_LISTS = frozenset(("asList", "of", "singletonList", "singleton", "Create"))
_LIST_FUNCTIONS = frozenset(
    ("listOf", "setOf", "mutableListOf", "mutableSetOf", "arrayListOf", "hashSetOf", "linkedSetOf", "listOfNotNull", "setOfNotNull",
     "arrayOf", "persistentListOf", "persistentSetOf", "immutableListOf", "sequenceOf")
)  # fmt: skip
_LIST_CLASSES = frozenset(
    ("Arrays", "List", "Set", "Collections", "ImmutableList", "ImmutableSet", "Stream", "EnumSet", "ImmutableArray", "Lists", "Sets")
)
_PAIR_FUNCTIONS = frozenset(
    ("mapOf", "mutableMapOf", "hashMapOf", "linkedMapOf", "sortedMapOf", "bundleOf", "persistableBundleOf", "workDataOf", "persistentMapOf",
     "mapOfNotNull", "Map", "HashMap", "parametersOf", "buildJsonObjectOf", "ListMap", "TreeMap", "LinkedHashMap", "JSONObject")
)  # fmt: skip
_BLOCK = "{}"  # what language modules call a block behind the arguments
_COPYING_MAPS = frozenset(("HashMap", "Map", "JSONObject"))
_FILLING_FUNCTIONS = frozenset(("buildMap", "buildJsonObject", "buildBundle", "buildProperties", "bundle", "json", "jsonObject"))


def _of_text_or_list(evaluator: Evaluator, file: File, call: facts.Call, target: Value, name: str) -> Value | None:
    operation = texts.conversion_named(name, file.language.family)
    if operation is None and name not in ("format", "join", "concat", "toString", "valueOf", "split") and name not in _SAME_METHODS:
        return None
    if isinstance(target, Ref) and operation is None and name not in ("toString", "encode", "copy", "to_dict", "model_dump"):
        return None
    if any(isinstance(each, Instance | FunctionValue | ClassValue) for each in options_of(target)):
        return None
    given = evaluator.arguments(file, call.args)
    if operation is not None:
        return texts.convert(operation, tuple(each.value for each in given), target)
    if name == "format":
        return format_text(target, given, "brace")
    if name == "join" and given and isinstance(target, Known) and isinstance(given[0].value, ListValue):
        return joined_list(target, given[0].value)
    if name == "join" and isinstance(target, ListValue):
        return joined_list(given[0].value if given else Known(",", file.location(call.span)), target)
    if name == "concat" and not isinstance(target, ListValue):
        return join([target, *(each.value for each in given)])
    return target if name in _SAME_METHODS else None


def _partial(evaluator: Evaluator, given: tuple[Given, ...]) -> Value | None:
    if not given or not isinstance(given[0].value, FunctionValue):
        return given[0].value if given and isinstance(given[0].value, Ref) else None
    function = given[0].value
    return FunctionValue(function.id, function.environment, function.receiver, (*function.given, *given[1:]))


def _getattr(evaluator: Evaluator, given: tuple[Given, ...]) -> Value | None:
    return evaluator.index(given[0].value, given[1].value) if len(given) > 1 else None


def _reference(evaluator: Evaluator, given: tuple[Given, ...]) -> Value | None:
    """`useRef(x)`, `ref(x)`: a holder of a value."""
    value = given[0].value if given else MISSING
    return RecordValue((Item(value, key="current"), Item(value, key="value")))


def _values(evaluator: Evaluator, given: tuple[Given, ...]) -> Value | None:
    if len(given) != 1 or not isinstance(given[0].value, RecordValue):
        return None
    record = given[0].value
    if any(item.spread for item in record.items):
        return None
    return ListValue(tuple(item.value for item in record.items if not item.removed))


def _keys(evaluator: Evaluator, given: tuple[Given, ...]) -> Value | None:
    if len(given) != 1 or not isinstance(given[0].value, RecordValue):
        return Unknown("the keys of a record", "array")
    items = given[0].value.items
    if any(item.key is None for item in items):
        return Unknown("the keys of a record", "array")
    return ListValue(tuple(Known(item.key, item.location) for item in items if item.key is not None and item.location is not None))


def _mutation(evaluator: Evaluator, given: tuple[Given, ...]) -> Value | None:
    """`useMutation({mutationFn})`: an object whose methods call the function."""
    options = given[0].value if given else MISSING
    function = evaluator.member(options, "mutationFn") if isinstance(options, RecordValue) else options
    return RecordValue((Item(function, key="mutate"), Item(function, key="mutateAsync"))) if isinstance(function, FunctionValue) else None


def _inject(evaluator: Evaluator, given: tuple[Given, ...]) -> Value | None:
    """`inject(Service)`: an object of the class that is named."""
    value = given[0].value if given else None
    return Instance(value.id) if isinstance(value, ClassValue) else None


def _filtered(evaluator: Evaluator, given: tuple[Given, ...]) -> Value | None:
    """What plugins may change on the way: the value that is handed in, to which they may add."""
    if len(given) < 2:
        return None
    value = given[1].value
    records = any(isinstance(each, RecordValue) for each in options_of(value))
    return RecordValue((Item(value, spread=True), Item(Unknown("what filters add"), spread=True))) if records else value


_FUNCTIONS: Mapping[str, Callable[[Evaluator, tuple[Given, ...]], Value | None]] = {
    "partial": _partial,
    "getattr": _getattr,
    "useRef": _reference,
    "ref": _reference,
    "values": _values,
    "keys": _keys,
    "inject": _inject,
    "useMutation": _mutation,
    "apply_filters": _filtered,
    "emptyMap": lambda _, given: RecordValue(()),
    "entry": lambda _, given: ListValue(tuple(each.value for each in given)) if len(given) == 2 else None,
    "dict": lambda _, given: from_keywords(given),
    "OrderedDict": lambda _, given: from_keywords(given),
}
