"""Other names that a file gives to what sends, and calls that call what they are given."""

from __future__ import annotations

import re

from scanner.languages import facts
from scanner.resolve import idioms
from scanner.resolve.program import File, children, last_name


def aliases_of(file: File, words: frozenset[str]) -> frozenset[str]:
    """Other names that a file gives to what is named by one of the words: variables, imports, keys of records, tables that hold it and
    what a loop takes from them."""
    found: set[str] = set()
    for _ in range(3):
        known = words | found
        new = {name for name, value in file.named_values if name not in known and _stands_for(value, known)}
        if not new:
            break
        found |= new
    return frozenset(found)


def _stands_for(value: facts.Expr | None, words: frozenset[str], depth: int = 0) -> bool:
    match value:
        case facts.Name(name=name):
            return name in words
        case facts.Member(object=holder, name=name):
            return name in words or (name in idioms.CALL_METHODS and _stands_for(holder, words))
        case facts.ImportRef(name=name, module=module):
            return name in words or (name == "default" and re.split(r"[/.]", module)[-1] in words)
        case facts.Element(collection=collection) if depth < 3:
            return _stands_for(collection, words, depth + 1)
        case facts.Listing() | facts.Record() if depth < 3:
            return any(_stands_for(each, words, depth + 1) for each in children(value))
        case facts.Choice() | facts.Await() if depth < 3:
            return any(_stands_for(each, words, depth + 1) for each in children(value))
        case facts.Call(callee=callee, args=args) if depth < 3:
            bound = isinstance(callee, facts.Member) and callee.name == "bind" and _stands_for(callee.object, words, depth + 1)
            handed_out = isinstance(callee, facts.Name) and callee.name in words
            return bound or handed_out or any(_stands_for(arg.value, words, depth + 1) for arg in args[:1])
        case _:
            return False


def call_of_argument(call: facts.Call, words: frozenset[str]) -> facts.Expr | None:
    """The argument that an indirect call (`setTimeout(track, 0, name)`) calls, when it is named by one of the words."""
    position, _ = idioms.CALLERS[last_name(call.callee)]
    if position < len(call.args) and last_name(call.args[position].value) in words:
        return call.args[position].value
    return None
