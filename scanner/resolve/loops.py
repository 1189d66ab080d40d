"""Loops that copy one record into another, entry by entry (`for k, v in extra: properties[k] = v`), or call each function of a list."""

from __future__ import annotations

from typing import NamedTuple

from scanner.languages import facts
from scanner.languages.facts import Expr
from scanner.resolve.program import File, last_name

# What a key goes through on the way, and stays the same text.
_COPIES = frozenset(("clone", "to_string", "to_owned", "into", "as_str", "toString", "to_s", "String", "str", "string"))
_CUTS = frozenset(("take", "substring", "Substring", "slice", "substr", "prefix", "trim", "lowercase", "toLowerCase"))
_EACH = frozenset(("each", "each_pair", "forEach", "foreach", "for_each", "onEach", "ForEach"))
_ENTRIES = frozenset(("entries", "entrySet", "items", "asSequence", "asIterable", "toList", "each_pair", "iter"))
_KEYS = frozenset(("key", "Key", "getKey", "first", "component1"))


def record_of_key(file: File, key: Expr) -> Expr | None:
    """The record whose keys a loop goes through, where `key` is such a key; None for any other."""
    key = _bare(key)
    if isinstance(key, facts.Member) and key.name in _KEYS and isinstance(key.object, facts.Name):
        return _record_of_entry(file, key.object)
    if not isinstance(key, facts.Name):
        return None
    home = file.home_of(key.name, key.scope)
    bindings = file.bindings[home, key.name] if home is not None else []
    return _record_of(file, bindings[0].value, 0) if len(bindings) == 1 else None


class FunctionLoop(NamedTuple):
    """A loop that calls each function of a collection; `inside` is the scope of its body, `around` the one it stands in."""

    functions: Expr
    inside: int
    around: int


def loop_over_functions(file: File, change: facts.Mutation | facts.Call) -> FunctionLoop | None:
    """The loop whose variable a call calls (`for option in options: option(record)`); None for any other."""
    callee = change.callee if isinstance(change, facts.Call) else None
    if not isinstance(callee, facts.Name):
        return None
    home = file.home_of(callee.name, callee.scope)
    bindings = file.bindings[home, callee.name] if home is not None else []
    value = bindings[0].value if len(bindings) == 1 else None
    if isinstance(value, facts.Element) and value.part != "key":
        around = file.facts.scopes[bindings[0].scope].parent
        return FunctionLoop(value.collection, bindings[0].scope, bindings[0].scope if around is None else around)
    if isinstance(value, facts.ParamRef) and value.index == 0:
        call, place = file.passed_to.get(value.function, (None, 0))
        if call is not None and place == 0 and last_name(call.callee) in _EACH and isinstance(call.callee, facts.Member):
            return FunctionLoop(call.callee.object, file.facts.functions[value.function].scope, call.scope)
    return None


def _record_of_entry(file: File, entry: facts.Name) -> Expr | None:
    """What a loop goes through whose variable is an entry, with a key and a value."""
    home = file.home_of(entry.name, entry.scope)
    bindings = file.bindings[home, entry.name] if home is not None else []
    value = bindings[0].value if len(bindings) == 1 else None
    if isinstance(value, facts.Element):
        return _whole(value.collection) if value.part == "item" else None
    return _looped_over(file, value.function, 1) if isinstance(value, facts.ParamRef) and value.index == 0 else None


def _whole(collection: Expr) -> Expr:
    """The record whose entries a collection is (`record.entries`)."""
    if isinstance(collection, facts.Call) and not collection.args and last_name(collection.callee) in _ENTRIES:
        return collection.callee.object if isinstance(collection.callee, facts.Member) else collection
    return collection.object if isinstance(collection, facts.Member) and collection.name == "entries" else collection


def _bare(key: Expr) -> Expr:
    for _ in range(3):
        if (
            isinstance(key, facts.Call)
            and isinstance(key.callee, facts.Member)
            and (key.callee.name in _CUTS or key.callee.name == "getKey")
        ):
            key = facts.Member(key.callee.object, "key", key.span, key.name_span) if key.callee.name == "getKey" else key.callee.object
        elif isinstance(key, facts.Call) and last_name(key.callee) in _COPIES:
            if isinstance(key.callee, facts.Member) and not key.args:
                key = key.callee.object
            elif isinstance(key.callee, facts.Name) and len(key.args) == 1:
                key = key.args[0].value
    return key


def _record_of(file: File, value: Expr | None, position: int) -> Expr | None:
    match value:
        case facts.Element(collection=collection, part="key"):
            return _whole(collection)
        case facts.Index(object=facts.Name(name=name, scope=scope), key=facts.Literal(text="0")) if name.startswith("{"):
            home = file.home_of(name, scope)
            bindings = file.bindings[home, name] if home is not None else []
            return _record_of(file, bindings[0].value, 1) if bindings else None
        case facts.ParamRef(function=function, index=0):
            return _looped_over(file, function, position)
        case _:
            return None


def _looped_over(file: File, function: int, position: int) -> Expr | None:
    """What a method goes through that calls a function literal for each entry, with its key first."""
    call, place = file.passed_to.get(function, (None, 0))
    takes_pairs = position == 1 or len(file.facts.functions[function].params) == 2
    if call is None or place != 0 or not takes_pairs or last_name(call.callee) not in _EACH or not isinstance(call.callee, facts.Member):
        return None
    return _whole(call.callee.object)
