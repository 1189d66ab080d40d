"""What the names of a file stand for: their bindings that can reach a place, inherited members, names of other files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scanner.languages import facts
from scanner.languages.facts import Binding
from scanner.resolve.flow import END, reach, reaching, same_function
from scanner.resolve.program import File
from scanner.resolve.values import (
    INDEXED,
    MISSING,
    ClassValue,
    DefinitionId,
    External,
    Global,
    Instance,
    Item,
    ListValue,
    Missing,
    Receiver,
    RecordValue,
    Ref,
    Unknown,
    Value,
    is_followed,
    join,
    one_of,
    options_of,
    through,
)

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator


class Names:
    """What names stand for."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._all = evaluator
        self._budget = evaluator.budget

    def lookup(self, file: File, name: str, scope: int, position: int) -> Value:
        """What `name` can be at a place."""
        home = file.home_of(name, scope)
        if home is None:
            return self.free_name(file, name, scope)
        bindings = file.bindings[home, name]
        outer = file.facts.scopes[home].parent
        if outer is not None and file.family.implicit_self and all(_is_being_made(binding, position) for binding in bindings):
            return self.lookup(file, name, outer, position)
        if file.facts.scopes[home].kind == "class" and not same_function(file, home, scope):
            return self._own_member(file, home, name)
        if same_function(file, home, scope):
            found = reaching(file, bindings, scope, position)
            value = self._fold(file, found, scope)
            return self._all.changes.changed(file, home, name, value, found, scope, position)
        return self.captured(file, home, name, bindings)

    def captured(self, file: File, home: int, name: str, bindings: list[Binding]) -> Value:
        """A name of a scope further out: all that the scope leaves in it at its end, and what functions assign to it."""
        key = (file.path, home, name)
        if key in self._budget.running:
            return Unknown("it depends on itself")
        with self._budget.holding(key):
            inside = [binding for binding in bindings if same_function(file, home, binding.scope)]
            elsewhere = [binding for binding in bindings if binding not in inside]
            found = reaching(file, inside, home, END) if inside else []
            values = [self._fold(file, found, home)] if found else []
            values += [self.binding(file, binding) for binding in elsewhere]
            return self._all.changes.changed(file, home, name, one_of(values), found, home, END)

    def _fold(self, file: File, bindings: Sequence[Binding], scope: int) -> Value:
        """The value that is left after the bindings, nearest first, have run one after the other."""
        value: Value | None = None
        for binding in reversed(bindings):
            new = self.binding(file, binding)
            if binding.kind == "augment" and value is not None:
                new = self._augmented(value, new)
            certain = value is None or (len(bindings) > 1 and reach(file, binding.scope, scope) == "always")
            value = new if certain or value is None else one_of((value, new))
        return value if value is not None else Unknown("no value")

    def _augmented(self, value: Value, added: Value) -> Value:
        if any(isinstance(each, RecordValue) for each in (*options_of(value), *options_of(added))):
            return RecordValue((Item(value, spread=True), Item(added, spread=True)))
        if any(isinstance(each, ListValue) for each in options_of(value)):
            return Unknown("a list that grows", "array")
        return join((value, added))

    def binding(self, file: File, binding: Binding) -> Value:
        if binding.value is None:
            typed = self._all.declared.of_type(file, binding.type)
            return typed if typed is not None else MISSING if binding.kind == "declare" else Unknown("no value")
        value = self._all.declared.settled(self._all.evaluate(file, binding.value), file, binding.type)
        if binding.kind == "import":
            return through(value, file.location(binding.span))
        if binding.type is not None and (not is_followed(value) or _is_item(value)):
            typed = self._all.declared.of_type(file, binding.type)
            return value if typed is None else typed
        return value

    def _own_member(self, file: File, home: int, name: str) -> Value:
        """A bare name that is a member of the class around."""
        owner = file.facts.scopes[home].owner
        assert owner is not None
        id = DefinitionId(file.path, owner)
        value = self._all.member(self._all.memory.self_values.get(id, Instance(id)), name)
        return self._all.member(ClassValue(id), name) if isinstance(value, Ref) and isinstance(value.root, Receiver) else value

    def free_name(self, file: File, name: str, scope: int = 0) -> Value:
        """A name that nothing around binds: inherited, of another file, or global."""
        inherited = self._inherited(file, name, scope) if file.family.implicit_self else None
        if inherited is not None and not isinstance(inherited, Ref):
            return inherited
        found = self._by_star(file, name)
        if found is None and file.family.project:
            found = self._all.project.visible(file, name, scope)
        if found is None and file.language.family == "rust":
            found = self._all.crates.root(file, name)
        if found is not None:
            return found
        if inherited is not None:
            return inherited
        if name == "arguments" and file.language.family == "javascript":
            return Unknown("the arguments of a function", "array")
        return Ref(Global(name))

    def _inherited(self, file: File, name: str, scope: int) -> Value | None:
        """A member of a class around that it has from a base class, or from another part of it."""
        for owner in file.classes_around(scope):
            id = DefinitionId(file.path, owner)
            value = self._all.member(self._all.memory.self_values.get(id, Instance(id)), name)
            if not isinstance(value, Missing | Unknown) and not (isinstance(value, Ref) and isinstance(value.root, Receiver)):
                return value
        return None

    def _by_star(self, file: File, name: str) -> Value | None:
        if file.family.project:
            return None
        for binding in file.bindings.get((0, "*"), ()):
            if isinstance(binding.value, facts.ImportRef):
                value = self._all.imports.imported(file, binding.value.module, name, binding.value.level)
                if not isinstance(value, Missing | Unknown) and not (isinstance(value, Ref) and isinstance(value.root, External)):
                    return value
        return None


def _is_item(value: Value) -> bool:
    """Whether it is an item of a collection of which no item is known: the declared type of a loop's variable says more."""
    return isinstance(value, Ref) and value.steps[-1:] == (INDEXED,)


def _is_being_made(binding: Binding, position: int) -> bool:
    """Whether a place stands in the value that a variable is made with: the name means another thing there (`let rate = rate()`)."""
    return binding.kind == "declare" and binding.value is not None and binding.value.span.start <= position < binding.value.span.end
