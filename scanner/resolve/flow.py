"""Which bindings of a name, and which changes to what it holds, can reach a place in the same function.

A walk backwards over the bindings in source order: one that certainly ran (its block is around the place) ends the walk, one
in a block beside it may have run, one in the other arm of the same `if` cannot have.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from scanner.languages.facts import Binding
from scanner.resolve.program import File

END = 1 << 60  # a place after everything that stands in a scope

Reach = Literal["always", "maybe", "never"]


def reach(file: File, source: int, target: int) -> Reach:
    """Whether what stands in the scope `source` ran before a later place in the scope `target` of the same function."""
    around = {scope.index: scope for scope in file.scope_chain(target)}
    if source in around:
        return "always"
    arms = {scope.group: scope.index for scope in around.values() if scope.group is not None}
    for scope in file.scope_chain(source):
        if scope.index in around:
            return "maybe"
        if scope.group is not None and scope.group in arms and arms[scope.group] != scope.index:
            return "never"
    return "maybe"


def reaching(file: File, bindings: Sequence[Binding], scope: int, position: int) -> list[Binding]:
    """The bindings that can give a name its value at `position` in `scope`, nearest first. All of them when none stands before."""
    before = [binding for binding in bindings if _settled(binding) <= position]
    found: list[Binding] = []
    groups: dict[int, set[int]] = {}
    for binding in reversed(before):
        how = reach(file, binding.scope, scope)
        if how == "never":
            continue
        found.append(binding)
        if binding.kind == "augment":
            continue
        if how == "always" or _covers_all_arms(file, binding, groups):
            break
    return found or list(bindings)


def _settled(binding: Binding) -> int:
    """From where on a binding holds. Functions and classes hold in the whole block."""
    if binding.kind in ("function", "class", "parameter", "import"):
        return -1
    return binding.value.span.end if binding.value is not None else binding.span.end


def _covers_all_arms(file: File, binding: Binding, groups: dict[int, set[int]]) -> bool:
    """Whether, with this binding, every arm of an exhaustive group has one."""
    arm = file.facts.scopes[binding.scope]
    if arm.group is None or not arm.exhaustive:
        return False
    seen = groups.setdefault(arm.group, set())
    seen.add(arm.index)
    return len(seen) == sum(1 for scope in file.facts.scopes if scope.group == arm.group)


def same_function(file: File, one: int, other: int) -> bool:
    """Whether two scopes belong to the same run of a function (or both to the module's top level)."""
    return file.facts.scopes[one].function == file.facts.scopes[other].function and _class_of(file, one) == _class_of(file, other)


def _class_of(file: File, scope: int) -> int | None:
    """The class body a scope stands in directly, if any."""
    for here in file.scope_chain(scope):
        if here.kind == "function":
            return None
        if here.kind == "class":
            return here.index
    return None
