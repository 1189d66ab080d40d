"""Functions that are only named like senders: no SDK is seen in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scanner.languages import facts
from scanner.resolve.evaluate import Evaluator
from scanner.resolve.program import File, last_name
from scanner.resolve.texts import words_of
from scanner.resolve.values import ClassValue, DefinitionId, FunctionValue, Given, Joined, Known, options_of
from scanner.rules.matching import Candidate, Match, ShapeIndex
from scanner.rules.purpose import is_handed_on, is_like_sender, is_sender_of_module, may_be_bus, only_logs, place_of_name, takes_name
from scanner.rules.sites import KnownSenders, Sent, direct
from scanner.rules.targets import Targets

_CERTAIN_NOUNS = frozenset(("analytics", "telemetry"))  # a tracker may follow anything
_ANY_SENDER = "trackEvent"  # the shape of what is like a sender, and called otherwise


class Sinks:
    """Finds them, and tells what calls of them send."""

    def __init__(self, evaluator: Evaluator, index: ShapeIndex, known: KnownSenders, targets: Targets) -> None:
        self._evaluator = evaluator
        self._index = index
        self._known = known
        self._targets = targets

    def look_for(self, files: Iterable[File]) -> frozenset[str]:
        """From now on, functions that are only named like senders count too. The names to read (again) come back."""
        self._known.without_sdk = True
        functions, methods = self._names("function"), self._names("method")
        likely: dict[DefinitionId, File] = {}
        for file in files:
            for function in file.facts.functions:
                id = DefinitionId(file.path, function.index)
                if id in self._known.summaries or not takes_name(function):
                    continue
                named = function.name in functions and function.kind != "abstract" and not may_be_bus(file, function)
                owner = file.facts.classes[function.owner].name if function.owner is not None else ""
                held = function.name in methods and bool(_CERTAIN_NOUNS & set(words_of(owner)))
                held = held or (function.kind != "abstract" and is_like_sender(owner, function))
                named = named or is_sender_of_module(file, function)
                if held or (named and not is_handed_on(file, function) and not only_logs(file, function)):
                    likely[id] = file
        inner = {id for id, file in likely.items() if not self._calls_one_of(file, id, likely.keys() | self._known.summaries.keys())}
        self._known.sinks = frozenset(inner)
        return functions | {function.name for id in inner for function in (self._evaluator.program.function(*id)[1],)}

    def _names(self, form: str) -> frozenset[str]:
        """The names that the pack of senders without an SDK has for functions, or for methods of clients."""
        return frozenset(
            candidate.shape.method[-1]
            for name in self._index.names
            for candidate in self._index.of_name(name)
            if candidate.pack.sdk == "generic"
            and candidate.shape.form == form
            and candidate.shape.method
            and not candidate.surface.module_words
        )

    def _calls_one_of(self, file: File, id: DefinitionId, others: Iterable[DefinitionId]) -> bool:
        known = set(others)
        for call in file.function_calls.get(id.number, ()):
            target, _ = self._targets.of(file, call)
            if any(isinstance(each, FunctionValue) and each.id in known and each.id != id for each in options_of(target)):
                return True
        return False

    def sent_by(
        self, file: File, call: facts.Call, functions: list[FunctionValue | ClassValue], given: tuple[Given, ...]
    ) -> Iterator[Sent]:
        """A function of the program that is named like a sender but in which no SDK is seen."""
        for function in functions:
            if function.id not in self._known.sinks:
                continue
            definition = self._evaluator.program.function(*function.id)[1]
            for candidate in self._shapes(definition.name, file) or self._shapes(_ANY_SENDER, file):
                form = "function" if definition.owner is None or candidate.shape.form == "function" else "method"
                if candidate.shape.form == form:
                    match = Match(
                        candidate.pack, candidate.surface, candidate.shape, candidate.shape.confidence, f"{form} named {definition.name}"
                    )
                    yield direct(match, file, call, _from_name_on(definition, given))

    def _shapes(self, name: str, file: File) -> list[Candidate]:
        """The shapes of senders without an SDK that are called so."""
        found = self._index.candidates(name, file.language.family)
        return [each for each in found if each.pack.sdk == "generic" and not each.surface.module_words]


def _from_name_on(function: facts.Function, given: tuple[Given, ...]) -> tuple[Given, ...]:
    """The arguments from the one that the function takes for the name on: a context or a client before it says nothing, and where the
    parameter says that it is the event, no text behind it is the name."""
    position = place_of_name(function)
    if any(each.keyword is not None or each.spread for each in given[: position + 1]) or position >= len(given):
        return given
    if "event" not in words_of(function.params[position].name):
        return given[position:]
    behind = zip(given[position + 1 :], function.params[position + 1 :], strict=False)
    return (given[position], *(each for each, param in behind if not _is_text(each, param)))


def _is_text(given: Given, param: facts.Param) -> bool:
    declared = last_name(param.type) if param.type is not None else ""
    return isinstance(given.value, Known | Joined) or declared.lower() in ("string", "str", "charsequence")
