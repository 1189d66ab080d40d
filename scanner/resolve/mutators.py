"""What a call changes in a record or list: keys it sets, takes out and merges in, items it appends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.languages import facts
from scanner.languages.facts import Expr
from scanner.resolve.loops import loop_over_functions
from scanner.resolve.program import File, last_name
from scanner.resolve.records import entry
from scanner.resolve.values import (
    MISSING,
    FunctionValue,
    Given,
    Item,
    Known,
    ListValue,
    Ref,
    Unknown,
    Value,
    is_of_parameter,
    options_of,
    present,
)

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator

# Functions that merge records into a new one or into the first.
MERGE = frozenset(
    ("array_merge", "array_replace", "wp_parse_args", "assign", "extend", "merge", "defaults", "defaultsDeep", "mergeDeep", "deepmerge")
)
_MERGE_INTO = MERGE | {"Copy"}
# Methods that merge a record into their receiver / set one key / take one out.
_MERGE_METHODS = frozenset(
    ("update", "merge", "assign", "extend", "putAll", "addAll", "merge!", "update!", "addEntriesFromDictionary", "AddRange", "Merge")
)
PUT_METHODS = frozenset(
    ("put", "set", "Set", "putValue", "setdefault", "add", "Add", "putString", "putInt", "putLong", "putDouble", "putFloat", "putBoolean",
     "putSerializable", "putParcelable", "setItem", "append", "addProperty", "setProperty", "property", "withProperty", "param", "insert",
     "with", "putIfAbsent", "setObject", "addParameter", "putExtra", "putAttribute", "setParameter", "TryAdd")
)  # fmt: skip
_TAKE_METHODS = frozenset(("pop", "delete", "unset", "remove"))
_APPEND_METHODS = frozenset(("append", "push", "add"))
_CHANGING = {"updateValue"} | _MERGE_METHODS | PUT_METHODS | _TAKE_METHODS | _APPEND_METHODS


def changes_by_call(evaluator: Evaluator, file: File, call: facts.Call, name: str, conditional: bool) -> list[Item]:
    """What a call does to the record or list that the variable `name` holds: keys it sets, takes out, merges in."""
    method = last_name(call.callee)
    on_it = is_method_on(call, name)
    if not on_it:
        return _changes_by_function(evaluator, file, call, name, conditional)
    return changes_by_method(evaluator, file, call, method, conditional)


def changes_by_method(evaluator: Evaluator, file: File, call: facts.Call, method: str, conditional: bool) -> list[Item]:
    """What a method that is called like those of records and lists changes: keys it sets, takes out, merges in, items it appends."""
    given = evaluator.arguments(file, call.args) if method in _CHANGING else ()
    place = file.location(call.span)
    given = _key_first(tuple(each for each in given if each.keyword not in ("{}", "&")))
    if method == "updateValue" and len(given) == 2 and given[1].keyword == "forKey":
        return [replace(entry(given[1].value, given[0].value, place), conditional=conditional)]
    if any(each.keyword in ("forKey", "forKeyedSubscript") for each in given):
        return []  # a mutation says it already
    if method in PUT_METHODS and len(given) >= 2 and not given[0].keyword:
        key = given[0].value
        if isinstance(key, Known):
            return [Item(given[1].value, key=key.text, conditional=conditional, location=place)]
        return [Item(given[1].value, key_value=key, conditional=conditional, location=place)] if method != "add" else []
    if method in _APPEND_METHODS and len(given) == 1 and not given[0].keyword:
        return [Item(given[0].value, conditional=conditional, location=place)]
    if method in _MERGE_METHODS and given:
        keyed = [Item(each.value, key=each.keyword, conditional=conditional, location=place) for each in given if each.keyword]
        spread = [Item(each.value, spread=True, conditional=conditional) for each in given if not each.keyword]
        return spread + keyed
    if method in _TAKE_METHODS and given and isinstance(given[0].value, Known):
        return [Item(MISSING, key=given[0].value.text, removed=True, conditional=conditional)]
    return []


def _key_first(given: tuple[Given, ...]) -> tuple[Given, ...]:
    """A key and a value in order, where they are named (`param(key = "k", value = v)`)."""
    named = {each.keyword: each for each in given}
    key = named.get("key") or named.get("name")
    if key is None or "value" not in named or len(given) != 2:
        return given
    return (replace(key, keyword=None), replace(named["value"], keyword=None))


def is_method_on(call: facts.Call, name: str) -> bool:
    """Whether a call is one of a method of the variable `name`."""
    return isinstance(call.callee, facts.Member) and _is_name(call.callee.object, name)


def merges_into(call: facts.Call) -> bool:
    """Whether a call is one of a library function that merges into its first argument."""
    return last_name(call.callee) in _MERGE_INTO


def _is_name(expr: Expr, name: str) -> bool:
    return isinstance(expr, facts.Name) and expr.name == name


def _changes_by_function(evaluator: Evaluator, file: File, call: facts.Call, name: str, conditional: bool) -> list[Item]:
    position = next((index for index, arg in enumerate(call.args) if not arg.keyword and _is_name(arg.value, name)), None)
    if position is None:
        return []
    if position == 0 and last_name(call.callee) in _MERGE_INTO and isinstance(call.callee, facts.Member):
        return [Item(each.value, spread=True, conditional=conditional) for each in evaluator.arguments(file, call.args[1:])]
    by = _functions_passed(evaluator, file, call)
    if by is not None:
        put = evaluator.changes.filled(by, _beside(evaluator, file, call.args, position), position)
        return [Item(put, spread=True, conditional=conditional)]
    changes: list[Item] = []
    for callee in options_of(present(evaluator.evaluate(file, call.callee))):
        if isinstance(callee, FunctionValue) and evaluator.changes_argument(callee, position):
            changes += evaluator.changes_to_argument(callee, _beside(evaluator, file, call.args, position), position)
    return [replace(item, conditional=item.conditional or conditional) for item in changes]


def _functions_passed(evaluator: Evaluator, file: File, call: facts.Call) -> Value | None:
    """What a call calls where callers pass that: a function that is a parameter, or the functions that a loop goes through."""
    loop = loop_over_functions(file, call)
    by = evaluator.evaluate(file, call.callee if loop is None else loop.functions)
    if loop is not None:
        return by if is_of_parameter(by) or isinstance(by, ListValue) else None
    return by if isinstance(by, Ref) and is_of_parameter(by) and not by.steps else None


def _beside(evaluator: Evaluator, file: File, args: Sequence[facts.Arg], position: int) -> tuple[Given, ...]:
    """The arguments of a call. The record at `position` is not evaluated again: it is what is being worked out."""
    record = args[position].value
    given = (Unknown("the record", "object") if arg.value is record else evaluator.evaluate(file, arg.value) for arg in args)
    return tuple(Given(value, arg.keyword, arg.spread, file.location(arg.value.span)) for value, arg in zip(given, args, strict=True))
