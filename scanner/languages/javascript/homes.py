"""Which scope owns a name that is assigned without a declaration."""

from __future__ import annotations

from dataclasses import replace

from scanner.languages.facts import Binding, FileFacts, Scope
from scanner.languages.javascript.walker import UNSETTLED


def settle_homes(facts: FileFacts) -> FileFacts:
    """Give every plain assignment its home: the nearest scope that declares the name anywhere, or else the module."""
    if all(binding.home != UNSETTLED for binding in facts.bindings):
        return facts
    declared = {(binding.home, binding.name) for binding in facts.bindings}
    bindings = tuple(_settled(facts, binding, declared) if binding.home == UNSETTLED else binding for binding in facts.bindings)
    return replace(facts, bindings=bindings)


def _settled(facts: FileFacts, binding: Binding, declared: set[tuple[int, str]]) -> Binding:
    index: int | None = binding.scope
    while index is not None:
        scope = facts.scopes[index]
        if (index, binding.name) in declared and _is_lexical(facts, scope):
            return replace(binding, home=index)
        index = scope.parent
    return replace(binding, home=0)


def _is_lexical(facts: FileFacts, scope: Scope) -> bool:
    """Fields of a class are no names in its methods; what a namespace holds is."""
    return scope.kind != "class" or (scope.owner is not None and facts.classes[scope.owner].kind == "object")
