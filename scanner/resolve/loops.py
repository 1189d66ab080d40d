"""Loops that copy one record into another, entry by entry: `for k, v in extra: properties[k] = v`."""

from __future__ import annotations

from scanner.languages import facts
from scanner.languages.facts import Expr
from scanner.resolve.program import File, last_name

# What a key goes through on the way, and stays the same text.
_COPIES = frozenset(("clone", "to_string", "to_owned", "into", "as_str", "toString", "to_s", "String", "str", "string"))
_EACH = frozenset(("each", "each_pair", "forEach", "foreach", "for_each"))


def record_of_key(file: File, key: Expr) -> Expr | None:
    """The record whose keys a loop goes through, where `key` is such a key; None for any other."""
    key = _bare(key)
    if not isinstance(key, facts.Name):
        return None
    home = file.home_of(key.name, key.scope)
    bindings = file.bindings[home, key.name] if home is not None else []
    return _record_of(file, bindings[0].value, 0) if len(bindings) == 1 else None


def _bare(key: Expr) -> Expr:
    for _ in range(3):
        if isinstance(key, facts.Call) and last_name(key.callee) in _COPIES:
            if isinstance(key.callee, facts.Member) and not key.args:
                key = key.callee.object
            elif isinstance(key.callee, facts.Name) and len(key.args) == 1:
                key = key.args[0].value
    return key


def _record_of(file: File, value: Expr | None, position: int) -> Expr | None:
    match value:
        case facts.Element(collection=collection, part="key"):
            return collection
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
    return call.callee.object
