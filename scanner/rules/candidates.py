"""Which events a call may send: by the shape of the call, through functions that send, by a request, by likeness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from scanner.languages import facts
from scanner.model import Confidence
from scanner.resolve.evaluate import Evaluator
from scanner.resolve.program import File, last_name
from scanner.resolve.texts import words_of
from scanner.resolve.values import (
    ClassValue,
    DefinitionId,
    External,
    FunctionValue,
    Given,
    Global,
    Instance,
    Receiver,
    RecordValue,
    Ref,
    Unknown,
    Value,
    one_of,
    options_of,
    present,
)
from scanner.rules.chains import Chains
from scanner.rules.matching import Match, ShapeIndex, find_matches, plain_name
from scanner.rules.purpose import SENDING_NOUNS, SENDING_VERBS
from scanner.rules.reading import read_call
from scanner.rules.requests import REQUEST_FUNCTIONS, find_request
from scanner.rules.sinks import Sinks
from scanner.rules.sites import Hop, KnownSenders, Sent, direct, is_sent
from scanner.rules.targets import Targets

REQUEST = "request"  # the one callee that may send several messages at once
_TELLING_WORDS = SENDING_NOUNS | {"event", "events", "metrics", "logger", "track", "stats"}
_SENDING_WORDS = SENDING_VERBS | SENDING_NOUNS | {"event"}
_STUB_STATEMENTS = 3
_RANK: dict[Confidence, int] = {"high": 2, "medium": 1, "low": 0}


class Candidates:
    """Reads one call after the other, in the light of what is known by then."""

    def __init__(self, evaluator: Evaluator, index: ShapeIndex, known: KnownSenders, targets: Targets, sinks: Sinks) -> None:
        self._evaluator = evaluator
        self._index = index
        self._known = known
        self._targets = targets
        self._sinks = sinks
        self._chains = Chains(evaluator)

    def of(self, file: File, call: facts.Call) -> Iterator[Sent]:
        """The events that a call may send, what speaks most for itself first; whoever reads them tells which ones are meant."""
        if call.form == "element":
            given = self._evaluator.arguments(file, call.args)
            for match in self._index.by_attribute(_attributes_of(call), file.language.family):
                yield direct(match, file, call, given)
        callee, args = self._targets.of(file, call)
        functions = self._overloads(
            file, [each for each in options_of(present(callee)) if isinstance(each, FunctionValue | ClassValue)], args
        )
        if any(self._has_summary(each) for each in functions):
            through = list(self._through(file, call, functions, self._evaluator.arguments(file, args)))
            yield from through
            if through:
                return
        if any(each.id in self._known.sinks for each in functions):
            yield from self._sinks.sent_by(file, call, functions, self._evaluator.arguments(file, args))
        name = last_name(call.callee)
        if functions:
            # of a client and what stands in for it (a client that does nothing), the client is the one that sends
            outside = [each for each in options_of(present(callee)) if isinstance(each, Ref)]
            callee = one_of((*outside, self._beyond_the_program(functions, name, file, args)))
        if name in REQUEST_FUNCTIONS:
            yield from self._by_request(file, call, (*self._evaluator.arguments(file, args), *self._chains.bodies(file, call)))
        for match in self.matches(callee, name, file):
            if match.shape.form == "new" and match.shape.method and not _is_construction(call):
                continue
            yield direct(match, file, call, (*self._evaluator.arguments(file, args), *self._chains.around(match.shape, file, call)))
        if not functions:
            yield from self._by_likeness(file, call, args)

    def _has_summary(self, function: FunctionValue | ClassValue) -> bool:
        if isinstance(function, FunctionValue):
            return function.id in self._known.summaries
        constructor = self._evaluator.constructor(function.id)
        return constructor is not None and constructor.id in self._known.summaries

    def _overloads(
        self, file: File, functions: list[FunctionValue | ClassValue], args: tuple[facts.Arg, ...]
    ) -> list[FunctionValue | ClassValue]:
        """Of several functions of one name, those that can take the arguments; all of them where none can."""
        return self._evaluator.overloads.fitting(functions, self._evaluator.arguments(file, args)) if len(functions) > 1 else functions

    def _by_request(self, file: File, call: facts.Call, given: tuple[Given, ...]) -> Iterator[Sent]:
        request = find_request(self._evaluator, self._index.packs, given)
        if request is None:
            return
        evidence = f"request to {request.endpoint}"
        for message in request.messages():
            sent = (Sent(request.pack.sdk, shape, (message,), "high", evidence, REQUEST, file.path, call) for shape in request.shapes())
            yield from islice((each for each in sent if is_sent(each, read_call(self._evaluator, each.shape, each.given))), 1)

    def _beyond_the_program(self, functions: list[FunctionValue | ClassValue], name: str, file: File, args: tuple[facts.Arg, ...]) -> Value:
        """What a function of the program stands for that has no body of its own: a vendor's snippet defines its function in the page
        (`function gtag() { queue.push(arguments) }`), an interface of the program's own is what a vendor's client looks like."""
        for function in functions:
            if not isinstance(function, FunctionValue):
                continue
            _, definition = self._evaluator.program.function(*function.id)
            if definition.kind == "abstract" and definition.owner is not None:
                given = self._evaluator.arguments(file, args) if name in self._index.names else ()
                module = next((module for each in given for module in _modules_of_type(each.value)), None)
                return (
                    Ref(External(module), (name,))
                    if module is not None
                    else Ref(Receiver(function.id.path, definition.owner), (definition.name,))
                )
            if definition.owner is None and not definition.params and definition.statements <= _STUB_STATEMENTS:
                return Ref(Global(definition.name))
        return Unknown("a function of the program")

    def matches(self, callee: Value, name: str, file: File) -> list[Match]:
        """The shapes that what is called has; those of senders without an SDK only once they count."""
        found = find_matches(self._evaluator, self._index, callee, name, file)
        return [match for match in found if self._known.without_sdk or match.pack.sdk != "generic"]

    def _through(
        self, file: File, call: facts.Call, functions: list[FunctionValue | ClassValue], given: tuple[Given, ...]
    ) -> Iterator[Sent]:
        around = {DefinitionId(file.path, index) for index in file.functions_around(call.scope)}
        for function in functions:
            target = self._evaluator.constructor(function.id, given) if isinstance(function, ClassValue) else function
            if target is None:
                continue
            for summary in self._known.summaries.get(target.id, ()):
                if any(hop.id in around for hop in summary.sent.through):
                    continue  # it comes round in a circle: decorators of one interface
                environment = self._evaluator.environment(target, given)
                arguments = tuple(replace(each, value=self._evaluator.substitute(each.value, environment)) for each in summary.sent.given)
                hop = Hop(target.id, call)
                yield replace(summary.sent, given=arguments, through=(hop, *summary.sent.through), path=file.path, call=call)

    def _by_likeness(self, file: File, call: facts.Call, args: tuple[facts.Arg, ...]) -> Iterator[Sent]:
        """A method that only one kind of object in the program has, called on something that is named like that object."""
        if not isinstance(call.callee, facts.Member):
            return
        receiver = plain_name(last_name(_receiver_of(call.callee.object)))
        around = {DefinitionId(file.path, index) for index in file.functions_around(call.scope)}
        for id in sorted((self._known.summaries.keys() | self._known.sinks) - around):
            file_of, function = self._evaluator.program.function(*id)
            if function.name != call.callee.name or function.owner is None or file_of.language.family != file.language.family:
                continue
            owner = file_of.facts.classes[function.owner].name
            if not receiver or not _named_alike(receiver, owner) or not _SENDING_WORDS & {*words_of(owner), *words_of(function.name)}:
                continue
            target = FunctionValue(id, receiver=Instance(DefinitionId(id.path, function.owner)))
            given = self._evaluator.arguments(file, args)
            for sent in (
                self._through(file, call, [target], given)
                if id in self._known.summaries
                else self._sinks.sent_by(file, call, [target], given)
            ):
                yield replace(
                    sent,
                    confidence=min(sent.confidence, "medium", key=lambda each: _RANK[each]),
                    evidence=f"{sent.evidence}; receiver named like {owner}",
                )
            return


def _attributes_of(call: facts.Call) -> list[str]:
    """The attributes of an element; of its class attribute the words too, as `class=word`."""
    record = call.args[0].value if call.args else None
    return [entry.key for entry in record.entries if entry.key is not None] if isinstance(record, facts.Record) else []


def _is_construction(call: facts.Call) -> bool:
    """Whether a call makes an object: said so, or by the name of a class where a language has no word for it."""
    return call.form == "new" or last_name(call.callee)[:1].isupper()


def _modules_of_type(value: Value) -> Iterator[str]:
    """The outside modules that the type of an argument comes from: a message of a vendor's own making tells whose method takes it."""
    for each in options_of(value):
        kind = each.type if isinstance(each, RecordValue) else each
        if isinstance(kind, Ref) and isinstance(kind.root, External):
            yield kind.root.module


def _receiver_of(expr: facts.Expr) -> facts.Expr:
    return expr.callee if isinstance(expr, facts.Call) else expr


def _named_alike(receiver: str, owner: str) -> bool:
    """`telemetry` and `AnonymousTelemetry`, `analytics` and `AnalyticsService`, `tracker` and `EpisodeTracker`, not `episode`: what they
    share is all of a name, or a word that tells."""
    words = [word for word in words_of(owner) if len(word) > 4]
    return receiver == plain_name(owner) or any(word in receiver for word in words if word in _TELLING_WORDS)
