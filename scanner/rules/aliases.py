"""Other names that a file gives to what sends, and calls that call what they are given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.languages import facts
from scanner.resolve import idioms
from scanner.resolve.program import File, children, last_name


class Aliases:
    """Other names that files give to what sends. Worked out once per file: the search asks in every round."""

    def __init__(self) -> None:
        self._named: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {}

    def of(self, file: File, words: frozenset[str]) -> frozenset[str]:
        """Other names that a file gives to what is named by one of the words: variables, imports, keys of records, tables that hold it and
        what a loop takes from them."""
        found: set[str] = set()
        for _ in range(3):
            known = words | found
            new = {name for name, stands_for in self._named_in(file) if name not in known and not known.isdisjoint(stands_for)}
            if not new:
                break
            found |= new
        return frozenset(found)

    def _named_in(self, file: File) -> tuple[tuple[str, frozenset[str]], ...]:
        if file.path not in self._named:
            named = ((name, frozenset(_stands_for(value))) for name, value in file.named_values)
            self._named[file.path] = tuple((name, stands_for) for name, stands_for in named if stands_for)
        return self._named[file.path]


def _stands_for(value: facts.Expr | None, depth: int = 0) -> Iterator[str]:
    """The names that a value can be another name of."""
    match value:
        case facts.Name(name=name):
            yield name
        case facts.Member(object=holder, name=name):
            yield name
            if name in idioms.CALL_METHODS:
                yield from _stands_for(holder)
        case facts.ImportRef(name=name, module=module):
            if name is not None:
                yield name
            if name == "default":
                yield re.split(r"[/.]", module)[-1]
        case facts.Element(collection=collection) if depth < 3:
            yield from _stands_for(collection, depth + 1)
        case facts.Listing() | facts.Record() | facts.Choice() | facts.Await() if depth < 3:
            for each in children(value):
                yield from _stands_for(each, depth + 1)
        case facts.Call(callee=callee, args=args) if depth < 3:
            if isinstance(callee, facts.Member) and callee.name == "bind":
                yield from _stands_for(callee.object, depth + 1)
            if isinstance(callee, facts.Name):
                yield callee.name
            for arg in args[:1]:
                yield from _stands_for(arg.value, depth + 1)


def call_of_argument(call: facts.Call, words: frozenset[str]) -> facts.Expr | None:
    """The argument that an indirect call (`setTimeout(track, 0, name)`) calls, when it is named by one of the words."""
    position, _ = idioms.CALLERS[last_name(call.callee)]
    if position < len(call.args) and last_name(call.args[position].value) in words:
        return call.args[position].value
    return None
