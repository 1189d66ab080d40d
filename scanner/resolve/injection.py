"""What is handed out by its type, by a token or by a context: containers, `provide` and `inject`, contexts and their providers,
what plugins put on every component."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.languages import facts
from scanner.languages.facts import Expr
from scanner.resolve.limits import MOST_DEFINITIONS
from scanner.resolve.program import File, last_name
from scanner.resolve.values import (
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Known,
    Missing,
    Parameter,
    RecordValue,
    Ref,
    Unknown,
    Value,
    is_followed,
    one_of,
    options_of,
    parameters_of,
)

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator

# What makes a token that stands for a type.
_TOKENS = frozenset(("InjectionToken", "createInjectionToken", "createContext", "createInjectionKey"))
# What hands out the object of a type, of a class, or of a token.
_HANDS_OUT = frozenset(
    (
        "inject", "injectOptional", "useContext", "useInject", "useService", "getContext", "use", "get", "read", "watch", "of", "resolve",
        "getIt", "locator", "sl", "koinInject", "injectWithDefault", "GetRequiredService", "GetService", "Resolve", "GetInstance",
        "getInstance", "require", "getService", "instance", "lookup",
        "state", "try_state", "app_data", "implicitly", "summon",
    )
)  # fmt: skip
# What hands out the object of a type argument, and may do anything else without one.
_BY_TYPE = frozenset(("find", "I", "put", "lazyPut", "dependOnInheritedWidgetOfExactType", "viewModel", "hiltViewModel", "koinViewModel"))
# What languages write behind a class to mean the class itself.
_CLASS_LITERAL = frozenset(("class", "self", "java", "kotlin"))
# What puts a value under a key, for `inject(key)` and its like: the key comes first, then the value.
_PROVIDES = ("provide", "setContext")
_BY_KEY = frozenset(("inject", "injectOptional", "useInject", "getContext"))
# What holds the properties of all components.
_ON_ALL = ("globalProperties", "prototype")
_CONTEXTS = frozenset(("useContext", "use"))


class Injection:
    """What is handed out instead of being imported or passed."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._all = evaluator
        self._plugins: dict[tuple[str, str], Value | None] = {}

    def handed_out(self, file: File, call: facts.Call, value: Value) -> Value | None:
        """What a call of a container or context yields; None where it is none, or where its result is known by itself."""
        name = last_name(call.callee)
        if name in _TOKENS and call.types:
            return self._object_of(self._all.evaluate(file, call.types[0]))
        if name not in (_HANDS_OUT if not call.types else _HANDS_OUT | _BY_TYPE):
            return None
        if call.types and isinstance(value, Ref):
            return self._object_of(self._all.evaluate(file, call.types[0]))  # a type is named: whoever hands it out, that it is
        if is_followed(value) and not (isinstance(value, Ref) and isinstance(value.root, External)):
            return None
        key = call.args[0].value if call.args and not call.args[0].spread else None
        provided = None if key is None else self._provided(file, name, key)
        if provided is not None:
            return provided
        if call.types:
            return self._object_of(self._all.evaluate(file, call.types[0]))
        return None if key is None else self._of_key(file, key)

    def _object_of(self, kind: Value) -> Value | None:
        """An object of a class of the program."""
        found = [
            Instance(each.id, each.environment) for each in options_of(kind) if isinstance(each, ClassValue) and not self._is_enum(each)
        ]
        return one_of(found) if found else None

    def _is_enum(self, cls: ClassValue) -> bool:
        return self._all.program.cls(*cls.id)[1].kind == "enum"

    def _of_key(self, file: File, key: Expr) -> Value | None:
        """What a token stands for: an object of its class or type, or what a context holds by itself."""
        while isinstance(key, facts.Member) and key.name in _CLASS_LITERAL:
            key = key.object
        if not isinstance(key, facts.Name | facts.Member):
            return None
        token = self._all.evaluate(file, key)
        if isinstance(token, Instance):
            return token
        return self._object_of(token)

    # --- by key ---

    def _provided(self, file: File, name: str, key: Expr) -> Value | None:
        """What the program puts under a key; of a context, what its providers are given."""
        if file.language.family != "javascript":
            return None
        if name in _CONTEXTS and isinstance(key, facts.Name | facts.Member):
            return self._of_contexts(file, last_name(key))
        if name not in _BY_KEY:
            return None
        wanted = self._all.evaluate(file, key)
        written = last_name(key)
        if not isinstance(wanted, Known) and not written:
            return None
        found = [value for other, call in self._calls_of(file, _PROVIDES) for value in self._given_under(other, call, wanted, written)]
        return self._settled(found)

    def _given_under(self, file: File, call: facts.Call, wanted: Value, written: str) -> Iterator[Value]:
        if len(call.args) != 2:
            return
        key = call.args[0].value
        if isinstance(wanted, Known):
            given = self._all.evaluate(file, key)
            fits = isinstance(given, Known) and given.text == wanted.text
        else:
            fits = last_name(key) == written
        if fits:
            yield self._all.evaluate(file, call.args[1].value)

    def _calls_of(self, file: File, names: tuple[str, ...]) -> Iterator[tuple[File, facts.Call]]:
        for name in names:
            for path in self._all.definitions.paths_with(file.family.group, name)[:MOST_DEFINITIONS]:
                other = self._all.program.file(path)
                if other is not None:
                    yield from ((other, call) for call in other.calls_by_name.get(name, ()))

    def _of_contexts(self, file: File, context: str) -> Value | None:
        """The `value` of `<Context.Provider value={...}>`, wherever that stands."""
        found: list[Value] = []
        for path in self._all.definitions.paths_with(file.family.group, context)[:MOST_DEFINITIONS]:
            other = self._all.program.file(path)
            for call in other.facts.calls if other is not None else ():
                if other is not None and call.form == "element" and _provides(call.callee, context):
                    found += [self._opened(self._all.member(given.value, "value")) for given in self._all.arguments(other, call.args)]
        return self._settled(found)

    def _opened(self, value: Value) -> Value:
        """What a provider is given, with what the program passes to the component around it."""
        known = {parameter: self._passed(parameter) for parameter in sorted(parameters_of(value))}
        return self._all.substitute(value, {parameter: given for parameter, given in known.items() if not isinstance(given, Unknown | Ref)})

    def _passed(self, parameter: Parameter) -> Value:
        file, _ = self._all.program.function(parameter.path, parameter.function)
        for name in sorted(file.callable_names(parameter.function)):
            for path in self._all.definitions.paths_with(file.family.group, name)[:MOST_DEFINITIONS]:
                self._all.program.file(path)  # its callers count from now on
        return self._all.passed(Ref(parameter))

    @staticmethod
    def _settled(found: list[Value]) -> Value | None:
        kept = [each for value in found for each in options_of(value) if is_followed(each)]
        return one_of(kept) if kept else None

    # --- what plugins put on every component ---

    def of_plugins(self, file: File, name: str, value: Value) -> Value | None:
        """`$tracker` of a component: what a plugin puts there; None where nothing is seen to."""
        if name[:1] != "$" or len(name) < 2 or file.language.family != "javascript" or not isinstance(value, Ref | Unknown | Missing):
            return None
        key = (file.family.group, name)
        if key not in self._plugins:
            self._plugins[key] = None  # whoever asks meanwhile has come round in a circle
            self._plugins[key] = self._settled(list(self._put_by_plugins(file, name)))
        return self._plugins[key]

    def _put_by_plugins(self, file: File, name: str) -> Iterator[Value]:
        for path in self._paths_with_all(file, name, _ON_ALL):
            other = self._all.program.file(path)
            for mutation in other.facts.mutations if other is not None else ():
                if other is not None and last_name(mutation.target) in _ON_ALL and mutation.key == name and mutation.value is not None:
                    yield self._all.evaluate(other, mutation.value)
        for path in self._paths_with_all(file, name[1:], ("defineNuxtPlugin", "inject")):
            other = self._all.program.file(path)
            for maker in ("defineNuxtPlugin", "inject"):
                for call in other.calls_by_name.get(maker, ()) if other is not None else ():
                    if other is not None:
                        yield from self._put_by_plugin(other, call, name[1:])

    def _paths_with_all(self, file: File, name: str, others: tuple[str, ...]) -> list[str]:
        """The files that hold a name and one of some other words, at most so many."""
        group = file.family.group
        near = {path for other in others for path in self._all.definitions.paths_with(group, other)}
        return [path for path in self._all.definitions.paths_with(group, name) if path in near][:MOST_DEFINITIONS]

    def _put_by_plugin(self, file: File, call: facts.Call, name: str) -> Iterator[Value]:
        if last_name(call.callee) == "inject" and len(call.args) == 2:
            yield from self._given_under(file, call, Known(name, file.location(call.span)), "")
        elif call.args:
            plugin = self._all.evaluate(file, call.args[0].value)
            if isinstance(plugin, RecordValue):
                plugin = self._all.member(plugin, "setup")
            if isinstance(plugin, FunctionValue):
                yield self._all.member(self._all.member(self._all.call(plugin, ()), "provide"), name)


def _provides(callee: Expr, context: str) -> bool:
    if isinstance(callee, facts.Member):
        return callee.name == "Provider" and last_name(callee.object) == context
    return isinstance(callee, facts.Name) and callee.name == context
