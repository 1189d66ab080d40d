"""Finds what every call sends, through the program's own functions.

A call of an SDK sends. When its name or properties come from a parameter of a function around it, that function is a wrapper:
what it sends is kept in terms of its parameters, and each call of it sends that, with the arguments put in. A function that
exists to send one fixed event is an event method, and its calls send that event. New wrappers mean new names to look for, so
the search runs until nothing new is found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from scanner.languages import facts
from scanner.model import Confidence, Role
from scanner.resolve import idioms
from scanner.resolve.evaluate import Evaluator
from scanner.resolve.flow import END
from scanner.resolve.program import File, children, last_name
from scanner.resolve.texts import words_of
from scanner.resolve.values import (
    CALLED,
    Applied,
    ClassValue,
    DefinitionId,
    EnumValue,
    External,
    FunctionValue,
    Given,
    Global,
    Instance,
    Joined,
    Known,
    Lookup,
    Missing,
    Options,
    Parameter,
    Pending,
    Receiver,
    RecordValue,
    Ref,
    Scalar,
    Unknown,
    Value,
    is_null,
    is_of_parameter,
    one_of,
    options_of,
    parameters_of,
    present,
    text_of_enum,
)
from scanner.rules.attributes import TELLING, attributes_in, entries_of, filled, words_to_find
from scanner.rules.matching import Candidate, Match, ShapeIndex, find_matches, plain_name
from scanner.rules.purpose import (
    SENDING_NOUNS,
    SENDING_VERBS,
    hands_out,
    is_about_sending,
    is_called_at_end,
    is_called_back,
    is_for_sending,
    is_handed_on,
    is_like_sender,
    is_named_for,
    is_named_for_sending,
    is_named_for_user,
    is_short,
    may_be_bus,
    only_logs,
    other_calls,
    place_of_name,
    takes_name,
)
from scanner.rules.reading import Reading, read_call
from scanner.rules.requests import BODY_METHODS, REQUEST_FUNCTIONS, find_request
from scanner.rules.schema import ArgumentPath, CallShape, Layout

_CERTAIN_NOUNS = frozenset(("analytics", "telemetry"))  # a tracker may follow anything
_TELLING_WORDS = SENDING_NOUNS | {"event", "events", "metrics", "logger", "track", "stats"}
_SENDING_WORDS = SENDING_VERBS | SENDING_NOUNS | {"event"}
_REQUEST = "request"  # the one callee that may send several messages at once
_MOST_EVENTS = 6
_ANY_SENDER = "trackEvent"  # the shape of what is like a sender, and called otherwise
_MOST_SUMMARIES = 24
_STUB_STATEMENTS = 3
_RANK: dict[Confidence, int] = {"high": 2, "medium": 1, "low": 0}


@dataclass(frozen=True, slots=True)
class Hop:
    """A function of the program that a call goes through, and the place in it that sends on."""

    id: DefinitionId
    call: facts.Call


@dataclass(frozen=True, slots=True)
class Sent:
    """One event that a call sends: the SDK's shape with its arguments, in terms of the parameters around the call.

    `through` are the functions on the way, outermost first. `named_by` is set once the name no longer depends on the caller:
    the keys that were written there count as written at the site. `final` says that a fixed name was given on the way (an event method).
    """

    sdk: str
    shape: CallShape
    given: tuple[Given, ...]
    confidence: Confidence
    evidence: str
    callee: str
    path: str
    call: facts.Call
    through: tuple[Hop, ...] = ()
    site_keys: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A call of the program with one event that it sends."""

    file: File
    call: facts.Call
    sent: Sent
    reading: Reading
    role: Role


@dataclass(frozen=True, slots=True)
class Summary:
    """What a function sends for its callers."""

    id: DefinitionId
    sent: Sent
    role: Role


class Senders:
    """The search, one round after the other. `sites` are the calls that send; `summaries` the functions that others send through."""

    def __init__(self, evaluator: Evaluator, index: ShapeIndex) -> None:
        self.evaluator = evaluator
        self.index = index
        self.summaries: dict[DefinitionId, tuple[Summary, ...]] = {}
        self._found: dict[tuple[str, int], list[tuple[Sent, Reading]]] = {}
        self._bodies: dict[DefinitionId, list[tuple[File, facts.Call, Sent, Reading]]] = defaultdict(list)
        self._places: dict[tuple[str, int], tuple[File, facts.Call]] = {}
        self._shared_aliases: set[str] = set()
        self._elements_read: set[str] = set()
        self._telling = TELLING | index.vendor_words
        self._sinks: frozenset[DefinitionId] = frozenset()
        self._generic = False
        self._searched: dict[str, frozenset[str]] = {}
        self.sites: list[Site] = []

    # --- one round ---

    def search(self, files: Iterable[File], words: frozenset[str], changed: frozenset[str]) -> frozenset[str]:
        """Read the calls named by `words` (in files seen before: only those named by `changed`). The names of functions whose
        summary is new or other than before come back, and new names for what was known."""
        aliases = frozenset(self._shared_aliases)
        for file in files:
            seen = self._searched.get(file.path)
            wanted = words | REQUEST_FUNCTIONS if seen is None else (words - seen) | changed
            self._searched[file.path] = words
            if wanted:
                self._search_file(file, wanted)
        return self._summarise() | (self._shared_aliases - aliases)

    def _search_file(self, file: File, words: frozenset[str]) -> None:
        aliases = aliases_of(file, words) | self._registrars(file)
        self._shared_aliases |= self._shared(file, aliases)
        for name in sorted((words | aliases) & file.calls_by_name.keys()):
            for call in file.calls_by_name[name]:
                self._read(file, call)
        for call in file.elements_with_attributes if file.path not in self._elements_read else ():
            self._read(file, call)
        self._elements_read.add(file.path)
        for name in sorted(idioms.CALLERS.keys() & file.calls_by_name.keys()):
            for call in file.calls_by_name[name]:
                if call_of_argument(call, words | aliases) is not None:
                    self._read(file, call)
        for name in sorted(idioms.CALL_METHODS.keys() & file.calls_by_name.keys()):
            for call in file.calls_by_name[name]:
                if isinstance(call.callee, facts.Member) and last_name(call.callee.object) in words | aliases:
                    self._read(file, call)

    def _registrars(self, file: File) -> frozenset[str]:
        """Names imported from an unknown package whose path says analytics: any of them may take an event's name."""
        if not self._generic:
            return frozenset()
        return frozenset(
            binding.name
            for binding in file.facts.bindings
            if isinstance(binding.value, facts.ImportRef)
            and binding.value.name not in (None, "*")
            and self.index.has_telling_path(binding.value.module)
        )

    def _shared(self, file: File, aliases: frozenset[str]) -> set[str]:
        """The aliases that other files may call: top-level names, fields and keys that hold something that sends."""
        local = {
            binding.name
            for binding in file.facts.bindings
            if binding.kind == "import" or file.facts.scopes[binding.home].kind in ("function", "block")
        }
        names = aliases - local - self._shared_aliases
        return {name for name, value in file.named_values if name in names and self._is_sender(file, name, value)}

    def _is_sender(self, file: File, name: str, expr: facts.Expr) -> bool:
        for each in options_of(present(self.evaluator.evaluate(file, expr))):
            if isinstance(each, FunctionValue) and each.id in self.summaries:
                return True
            if isinstance(each, Ref) and self._matches(each, each.steps[-1] if each.steps else name, file):
                return True
        return False

    def _read(self, file: File, call: facts.Call) -> None:
        key = (file.path, call.span.start * 1_000_003 + call.span.end)
        self.evaluator.refuel()
        found = _best_of(list(self._sent_by(file, call)))
        self._places[key] = (file, call)
        self._found[key] = found

    def _sent_by(self, file: File, call: facts.Call) -> Iterator[tuple[Sent, Reading]]:
        for sent in self._candidates(file, call):
            reading = read_call(self.evaluator, sent.shape, sent.given)
            if not (reading.ignored and reading.decided) and _is_plausible(reading, sent):
                yield sent, reading
                if not sent.through and sent.callee != _REQUEST:
                    return

    # --- what one call may send ---

    def _candidates(self, file: File, call: facts.Call) -> Iterator[Sent]:
        if call.form == "element":
            given = self.evaluator.arguments(file, call.args)
            for match in self.index.by_attribute(_attributes_of(call), file.language.family):
                yield _direct(match, file, call, given)
        callee, args = self._target(file, call)
        functions = self._overloads(
            file, [each for each in options_of(present(callee)) if isinstance(each, FunctionValue | ClassValue)], args
        )
        if any(self._has_summary(each) for each in functions):
            through = list(self._through(file, call, functions, self.evaluator.arguments(file, args)))
            yield from through
            if through:
                return
        if any(each.id in self._sinks for each in functions):
            yield from self._to_sink(file, call, functions, self.evaluator.arguments(file, args))
        name = last_name(call.callee)
        if functions:
            # of a client and what stands in for it (a client that does nothing), the client is the one that sends
            outside = [each for each in options_of(present(callee)) if isinstance(each, Ref)]
            callee = one_of((*outside, self._beyond_the_program(functions, name, file, args)))
        if name in REQUEST_FUNCTIONS:
            yield from self._by_request(file, call, (*self.evaluator.arguments(file, args), *self._bodies_of_chain(file, call)))
        for match in self._matches(callee, name, file):
            if match.shape.form == "new" and match.shape.method and not _is_construction(call):
                continue
            yield _direct(match, file, call, (*self.evaluator.arguments(file, args), *self._of_chain(match.shape, file, call)))
        if not functions:
            yield from self._by_likeness(file, call, args)

    def _has_summary(self, function: FunctionValue | ClassValue) -> bool:
        if isinstance(function, FunctionValue):
            return function.id in self.summaries
        constructor = self.evaluator.constructor(function.id)
        return constructor is not None and constructor.id in self.summaries

    def _overloads(
        self, file: File, functions: list[FunctionValue | ClassValue], args: tuple[facts.Arg, ...]
    ) -> list[FunctionValue | ClassValue]:
        """Of several functions of one name, those that can take the arguments; all of them where none can."""
        return self.evaluator.overloads.fitting(functions, self.evaluator.arguments(file, args)) if len(functions) > 1 else functions

    def _of_chain(self, shape: CallShape, file: File, call: facts.Call) -> Iterator[Given]:
        """What the shape reads beside the arguments: the receiver, and later calls in the same chain, as named arguments."""
        paths = [path for layout in shape.layouts for path in _paths_of(layout)]
        if any(path.receiver for path in paths) and isinstance(call.callee, facts.Member):
            receiver = call.callee.object
            yield Given(self.evaluator.evaluate(file, receiver), keyword="receiver")
            for position, arg in enumerate(receiver.args if isinstance(receiver, facts.Call) else ()):
                yield Given(self.evaluator.evaluate(file, arg.value), keyword=f"receiver.{arg.keyword or position}")
        if any(path.chain is not None for path in paths):
            last = call
            while id(last) in file.chained:
                last = file.chained[id(last)]
                for position, arg in enumerate(last.args):
                    yield Given(
                        self.evaluator.evaluate(file, arg.value), keyword=f"chain.{last_name(last.callee)}.{arg.keyword or position}"
                    )
            made = self.evaluator.evaluate(file, last)
            holder = file.held_by.get(id(last))
            if holder is not None:
                made = yield from self._of_holder(file, holder)
            if isinstance(made, RecordValue):
                yield Given(made, keyword="chain")

    def _of_holder(self, file: File, holder: facts.Binding) -> Generator[Given, None, Value]:
        """What is called later on the variable that holds what a chain yields; and the variable as it is in the end."""
        others = file.bindings[holder.home, holder.name]
        end = min((other.span.start for other in others if other.span.start > holder.span.end), default=END)
        for change in file.changes.get((holder.home, holder.name), ()):
            if isinstance(change, facts.Call) and idioms.is_method_on(change, holder.name) and holder.span.end <= change.span.start < end:
                for position, arg in enumerate(change.args):
                    name = f"chain.{last_name(change.callee)}.{arg.keyword or position}"
                    yield Given(self.evaluator.evaluate(file, arg.value), keyword=name)
        return self.evaluator.lookup(file, holder.name, holder.scope, end)

    def _bodies_of_chain(self, file: File, call: facts.Call) -> Iterator[Given]:
        """The body that a request is given by a later call in its chain: `post(url).json(message)`."""
        while id(call) in file.chained:
            call = file.chained[id(call)]
            if last_name(call.callee) in BODY_METHODS and len(call.args) == 1:
                yield Given(self.evaluator.evaluate(file, call.args[0].value), keyword="body")

    def _by_request(self, file: File, call: facts.Call, given: tuple[Given, ...]) -> Iterator[Sent]:
        request = find_request(self.evaluator, self.index.packs, given)
        if request is None:
            return
        evidence = f"request to {request.endpoint}"
        for message in request.messages():
            sent = (Sent(request.pack.sdk, shape, (message,), "high", evidence, _REQUEST, file.path, call) for shape in request.shapes())
            yield from islice((each for each in sent if self._is_sent(each)), 1)

    def _is_sent(self, sent: Sent) -> bool:
        reading = read_call(self.evaluator, sent.shape, sent.given)
        return not (reading.ignored and reading.decided) and _is_plausible(reading, sent)

    def _beyond_the_program(self, functions: list[FunctionValue | ClassValue], name: str, file: File, args: tuple[facts.Arg, ...]) -> Value:
        """What a function of the program stands for that has no body of its own: a vendor's snippet defines its function in the page
        (`function gtag() { queue.push(arguments) }`), an interface of the program's own is what a vendor's client looks like."""
        for function in functions:
            if not isinstance(function, FunctionValue):
                continue
            _, definition = self.evaluator.program.function(*function.id)
            if definition.kind == "abstract" and definition.owner is not None:
                given = self.evaluator.arguments(file, args) if name in self.index.names else ()
                module = next((module for each in given for module in _modules_of_type(each.value)), None)
                return (
                    Ref(External(module), (name,))
                    if module is not None
                    else Ref(Receiver(function.id.path, definition.owner), (definition.name,))
                )
            if definition.owner is None and not definition.params and definition.statements <= _STUB_STATEMENTS:
                return Ref(Global(definition.name))
        return Unknown("a function of the program")

    def _matches(self, callee: Value, name: str, file: File) -> list[Match]:
        found = find_matches(self.evaluator, self.index, callee, name, file)
        return [match for match in found if self._generic or match.pack.sdk != "generic"]

    def _target(self, file: File, call: facts.Call) -> tuple[Value, tuple[facts.Arg, ...]]:
        """What is called, and with which arguments: a call through `call`, `delay`, `setTimeout` ... is one of the function itself."""
        args = call.args
        name = last_name(call.callee)
        if name in idioms.CALL_METHODS and isinstance(call.callee, facts.Member):
            function = self.evaluator.evaluate(file, call.callee.object)
            if any(isinstance(each, FunctionValue) for each in options_of(function)):
                return function, args[idioms.CALL_METHODS[name] :]
        if name in idioms.CALLERS:
            position, start = idioms.CALLERS[name]
            if position < len(args) and not self._is_own(file, call):
                return self.evaluator.evaluate(file, args[position].value), args[start:]
        callee = self._followed(self.evaluator.evaluate(file, call.callee))
        if file.language.family == "swift" and not any(isinstance(each, FunctionValue) for each in options_of(callee)):
            callee = self._selector(file, call) or callee
        return callee, args

    def _selector(self, file: File, call: facts.Call) -> Value | None:
        """The Objective-C method that a Swift call means, whose name goes on with the first label."""
        label = call.args[0].keyword if call.args else None
        if not label:
            return None
        name = last_name(call.callee) + label[0].upper() + label[1:]
        if isinstance(call.callee, facts.Member):
            found = self.evaluator.member(self.evaluator.evaluate(file, call.callee.object), name)
        else:
            found = self.evaluator.lookup(file, name, call.scope, call.span.start)
        return found if any(isinstance(each, FunctionValue) for each in options_of(found)) else None

    def _is_own(self, file: File, call: facts.Call) -> bool:
        callee = self.evaluator.evaluate(file, call.callee)
        return any(isinstance(each, FunctionValue) for each in options_of(callee))

    def _followed(self, callee: Value) -> Value:
        """A callee that comes in through a parameter: what the program's calls pass for it, or else what its declared type has."""
        if not callee.symbolic or isinstance(callee, FunctionValue):
            return callee
        for other in (self.evaluator.passed(callee), self.evaluator.typed(callee)):
            functions = [each for each in options_of(other) if isinstance(each, FunctionValue)]
            if any(each.id in self.summaries or each.id in self._sinks for each in functions):
                return other
            if any(isinstance(each, Ref) and not is_of_parameter(each) for each in options_of(other)):
                return other
        return callee

    def _through(
        self, file: File, call: facts.Call, functions: list[FunctionValue | ClassValue], given: tuple[Given, ...]
    ) -> Iterator[Sent]:
        around = {DefinitionId(file.path, index) for index in file.functions_around(call.scope)}
        for function in functions:
            target = self.evaluator.constructor(function.id, given) if isinstance(function, ClassValue) else function
            if target is None:
                continue
            for summary in self.summaries.get(target.id, ()):
                if any(hop.id in around for hop in summary.sent.through):
                    continue  # it comes round in a circle: decorators of one interface
                environment = self.evaluator.environment(target, given)
                arguments = tuple(replace(each, value=self.evaluator.substitute(each.value, environment)) for each in summary.sent.given)
                hop = Hop(target.id, call)
                yield replace(summary.sent, given=arguments, through=(hop, *summary.sent.through), path=file.path, call=call)

    def _to_sink(
        self, file: File, call: facts.Call, functions: list[FunctionValue | ClassValue], given: tuple[Given, ...]
    ) -> Iterator[Sent]:
        """A function of the program that is named like a sender but in which no SDK is seen."""
        for function in functions:
            if function.id not in self._sinks:
                continue
            definition = self.evaluator.program.function(*function.id)[1]
            for candidate in self._generic_shapes(definition.name, file) or self._generic_shapes(_ANY_SENDER, file):
                form = "function" if definition.owner is None or candidate.shape.form == "function" else "method"
                if candidate.shape.form == form:
                    match = Match(
                        candidate.pack, candidate.surface, candidate.shape, candidate.shape.confidence, f"{form} named {definition.name}"
                    )
                    yield _direct(match, file, call, _from_name_on(definition, given))

    def _generic_shapes(self, name: str, file: File) -> list[Candidate]:
        """The shapes of senders without an SDK that are called so."""
        found = self.index.candidates(name, file.language.family)
        return [each for each in found if each.pack.sdk == "generic" and not each.surface.module_words]

    def _by_likeness(self, file: File, call: facts.Call, args: tuple[facts.Arg, ...]) -> Iterator[Sent]:
        """A method that only one kind of object in the program has, called on something that is named like that object."""
        if not isinstance(call.callee, facts.Member):
            return
        receiver = plain_name(last_name(_receiver_of(call.callee.object)))
        around = {DefinitionId(file.path, index) for index in file.functions_around(call.scope)}
        for id in sorted((self.summaries.keys() | self._sinks) - around):
            file_of, function = self.evaluator.program.function(*id)
            if function.name != call.callee.name or function.owner is None or file_of.language.family != file.language.family:
                continue
            owner = file_of.facts.classes[function.owner].name
            if not receiver or not _named_alike(receiver, owner) or not _SENDING_WORDS & {*words_of(owner), *words_of(function.name)}:
                continue
            target = FunctionValue(id, receiver=Instance(DefinitionId(id.path, function.owner)))
            given = self.evaluator.arguments(file, args)
            for sent in self._through(file, call, [target], given) if id in self.summaries else self._to_sink(file, call, [target], given):
                yield replace(
                    sent,
                    confidence=min(sent.confidence, "medium", key=lambda each: _RANK[each]),
                    evidence=f"{sent.evidence}; receiver named like {owner}",
                )
            return

    # --- wrappers ---

    def _summarise(self) -> frozenset[str]:
        """Work out sites and summaries from all that was read; the names of functions that have changed come back."""
        found: dict[DefinitionId, list[Summary]] = defaultdict(list)
        self.sites = []
        self._bodies.clear()
        for key in sorted(self._found):
            file, call = self._places[key]
            for sent, reading in self._found[key]:
                self._place(file, call, sent, reading, found)
        self._add_event_methods(found)
        for id, summaries in found.items():
            _keep_shorter(summaries, self.summaries.get(id, ()))
        changed = {id for id in found.keys() | self.summaries.keys() if tuple(found.get(id, ())) != self.summaries.get(id, ())}
        self.summaries = {id: tuple(summaries) for id, summaries in found.items()}
        return frozenset(name for id in changed for name in self.names_of(id))

    def _place(self, file: File, call: facts.Call, sent: Sent, reading: Reading, found: dict[DefinitionId, list[Summary]]) -> None:
        owner = self._wrapper_around(file, call, sent, reading)
        if owner is not None:
            _add_summary(found[owner], Summary(owner, sent, "wrapper"))
            self._bodies[owner].append((file, call, sent, reading))
            return
        if reading.ignored or not (reading.decided or _is_plausible(replace(reading, decided=True), sent)):
            return
        self._add_site(file, call, sent, reading)

    def _add_site(self, file: File, call: facts.Call, sent: Sent, reading: Reading) -> None:
        role: Role = sent.shape.role
        if sent.through:
            role = "event-method" if self._summary_role(sent) == "event-method" else "wrapper"
        if sent.site_keys is None or role == "event-method":
            sent = replace(sent, site_keys=frozenset((*(sent.site_keys or ()), *self._keys_written(file, call, sent))))
        self.sites.append(Site(file, call, sent, reading, role))

    def _summary_role(self, sent: Sent) -> Role:
        summaries = self.summaries.get(sent.through[0].id, ())
        return "event-method" if any(s.role == "event-method" and s.sent.shape == sent.shape for s in summaries) else "wrapper"

    def _wrapper_around(self, file: File, call: facts.Call, sent: Sent, reading: Reading) -> DefinitionId | None:
        """The innermost function around whose parameter decides the name (or, without a name, the whole of the properties)."""
        needed = parameters_of(reading.name)
        if not reading.decided and not needed:
            needed = frozenset(p for given in sent.given[:2] for p in parameters_of(given.value))
        around = [index for index in file.functions_around(call.scope) if self._can_be_called(file, index)]
        for index in around:
            if any(parameter.path == file.path and parameter.function == index for parameter in needed):
                plain = isinstance(reading.name, Missing) or _is_plain_parameter(reading.name)
                return DefinitionId(file.path, index) if plain or is_for_sending(file, index, [call]) else None
        constructor = self._constructor_of(file, call, needed)
        if constructor is not None and (_is_plain_parameter(reading.name) or is_for_sending(file, constructor.number, [call])):
            return constructor
        if isinstance(reading.name, Missing) and reading.decided:
            whole = _whole_parameters(reading.properties)
            for index in around:
                if any(parameter.path == file.path and parameter.function == index for parameter in whole):
                    return DefinitionId(file.path, index)
        return None

    def _constructor_of(self, file: File, call: facts.Call, needed: frozenset[Parameter]) -> DefinitionId | None:
        """The method around a call whose name depends on what its object was constructed with; the constructor, where the method is one
        that is called when the object has served (`using var span = new Span("name")`)."""
        methods = [index for index in file.functions_around(call.scope) if file.facts.functions[index].owner is not None]
        for parameter in sorted(needed):
            _, function = self.evaluator.program.function(parameter.path, parameter.function)
            if methods and function.kind == "constructor" and self._constructs(parameter, file, methods[0]):
                at_end = is_called_at_end(file.facts.functions[methods[0]])
                return DefinitionId(parameter.path, parameter.function) if at_end else DefinitionId(file.path, methods[0])
        return None

    def _constructs(self, parameter: Parameter, file: File, method: int) -> bool:
        """Whether a constructor's parameter is of the object that a method belongs to, and not of one that it uses."""
        owner = file.facts.functions[method].owner
        _, function = self.evaluator.program.function(parameter.path, parameter.function)
        if owner is None or (parameter.path == file.path and function.owner == owner):
            return True
        constructor = self.evaluator.constructor(DefinitionId(file.path, owner))
        return constructor is not None and constructor.id == (parameter.path, parameter.function)

    def _can_be_called(self, file: File, function: int) -> bool:
        """Whether the program can call it by some name: not a literal that is handed to a library as a callback."""
        return bool(file.callable_names(function))

    def names_of(self, id: DefinitionId) -> frozenset[str]:
        """The names under which a function can be called in other places."""
        file, _ = self.evaluator.program.function(*id)
        return file.callable_names(id.number)

    # --- event methods ---

    def _add_event_methods(self, found: dict[DefinitionId, list[Summary]]) -> None:
        by_function: dict[DefinitionId, list[Site]] = defaultdict(list)
        for site in self.sites:
            function = self._named_function(site.file, site.call.scope)
            if function is not None:
                by_function[DefinitionId(site.file.path, function)].append(site)
        for id, sites in sorted(by_function.items()):
            if id not in found and self._is_event_method(id, sites):
                each = {(site.reading.kind, _fixed_name(site.reading)): site for site in reversed(sites)}
                found[id] += [Summary(id, site.sent, "event-method") for _, site in sorted(each.items(), key=lambda item: str(item[0]))]

    def _named_function(self, file: File, scope: int) -> int | None:
        """The function around that has a name: a block or callback inside belongs to it."""
        return next((index for index in file.functions_around(scope) if file.callable_names(index)), None)

    def _is_event_method(self, id: DefinitionId, sites: list[Site]) -> bool:
        """Whether a function exists to send one fixed event: it is named for it, and does little else."""
        file, function = self.evaluator.program.function(*id)
        if function.kind in ("constructor", "getter") or not function.name or is_called_back(function) or hands_out(function):
            return False
        if not is_named_for_sending(function) and self._stands_for_another(file, function, sites):
            return False
        names = {(site.reading.kind, _fixed_name(site.reading)) for site in sites}
        events = {name for _, name in names if name}
        if None in {name for _, name in names} or len(events) > _MOST_EVENTS or (not events and len(names) > 1):
            return False
        if names == {("identify", "")} and not is_named_for_user(function) and not self._hands_on(id, sites):
            return False  # a setting is changed, or the library set up, and who is known already is said again
        own = function.owner is None or is_about_sending(file, function.owner)
        if not own and not (is_named_for(function, events) and is_short(function)) and not self._passes_on(id, function, sites):
            return False  # a helper of something else: its body is the place where the event is sent
        return is_for_sending(file, id.number, [site.call for site in sites], elsewhere=0)

    def _passes_on(self, id: DefinitionId, function: facts.Function, sites: list[Site]) -> bool:
        """Whether a small helper that is called like one that tracks makes each call an event of its own: it sends on what it is given."""
        return words_of(function.name)[:1] == ["track"] and function.statements <= _STUB_STATEMENTS and self._hands_on(id, sites)

    def _hands_on(self, id: DefinitionId, sites: list[Site]) -> bool:
        """Whether some of what a function is given is sent on."""
        given = [given.value for site in sites for given in self.evaluator.arguments(site.file, site.call.args)]
        own = (parameter for value in given for parameter in parameters_of(value))
        return any((parameter.path, parameter.function) == id for parameter in own)

    def _stands_for_another(self, file: File, function: facts.Function, sites: list[Site]) -> bool:
        """Whether a method does the work of a class or interface that is not there for analytics, and sends an event beside it: what it
        overrides says so, or that it hands its call on to a method of its own name."""
        if function.owner is None:
            return False
        if any(last_name(call.callee) == function.name for call in other_calls(file, function, [site.call for site in sites])):
            return True
        return any(
            (cls.scope, function.name) in other.bindings and not SENDING_NOUNS & set(words_of(cls.name))
            for other, cls in self._above(file, function.owner)
        )

    def _above(self, file: File, owner: int) -> Iterator[tuple[File, facts.Class]]:
        """The classes and interfaces of the program that a class is made after, directly."""
        for base in file.facts.classes[owner].bases:
            for parent in options_of(self.evaluator.evaluate(file, base)):
                if isinstance(parent, ClassValue | Instance):
                    yield self.evaluator.program.cls(*parent.id)

    # --- attributes that the program's own scripts send ---

    def attribute_words(self) -> frozenset[str]:
        """What to look for in pages whose elements may say what a script sends."""
        return words_to_find(name for site in self.sites for name in self._attributes_in(site))

    def _attributes_in(self, site: Site) -> frozenset[str]:
        return attributes_in(site.reading.name, self._telling)

    def read_attributes(self, files: Sequence[File]) -> None:
        """A call whose name stands in attributes is a step on the way; the elements that have them are the places to name."""
        declared = {id(site): list(self._declared_by(site, files)) for site in self.sites if self._attributes_in(site)}
        known = {id(each.call) for sites in declared.values() for each in sites}
        others = [site for site in self.sites if site.sent.sdk != "generic" or id(site.call) not in known]
        self.sites = [each for site in others for each in declared.get(id(site)) or (site,)]

    def _declared_by(self, site: Site, files: Sequence[File]) -> Iterator[Site]:
        wanted = self._attributes_in(site)
        around = next(iter(site.file.functions_around(site.call.scope)), None)
        hops = () if around is None else (Hop(DefinitionId(site.file.path, around), site.call),)
        for file in files:
            for element in file.elements_with_attributes:
                entries = entries_of(element)
                if not wanted <= entries.keys():
                    continue
                self.evaluator.refuel()
                attributes = {name: self.evaluator.evaluate(file, expr) for name, expr in entries.items()}
                given = tuple(replace(each, value=filled(each.value, attributes)) for each in site.sent.given)
                evidence = f"{site.sent.evidence}; attribute {', '.join(sorted(wanted))}"
                through = (*hops, *site.sent.through)
                sent = replace(site.sent, given=given, through=through, path=file.path, call=element, evidence=evidence)
                reading = read_call(self.evaluator, sent.shape, given)
                if not reading.ignored:
                    yield Site(file, element, sent, reading, "declarative")

    # --- when nothing new is found any more ---

    def finish(self) -> None:
        """Tell sites from steps on the way, now that all are known."""
        self._report_uncalled()
        self._leave_out_steps()

    def _report_uncalled(self) -> None:
        """The body of a wrapper that the program never calls is the place to name, if it makes the name out of what it is given
        (`"config." + context.command`): a framework calls it. One that hands on a plain parameter is a wrapper for others."""
        called = {hop.id for site in self.sites for hop in site.sent.through}
        for id, bodies in sorted(self._bodies.items(), key=lambda item: item[0]):
            for file, call, sent, reading in bodies:
                if id not in called and not _is_plain_parameter(reading.name):
                    self._add_site(file, call, sent, reading)

    def _leave_out_steps(self) -> None:
        """An event method whose one caller is a sender in its own file is a step of that sender: its body is the place to name."""
        callers: dict[DefinitionId, list[Site]] = defaultdict(list)
        for site in self.sites:
            if site.role == "event-method":
                callers[site.sent.through[0].id].append(site)
        steps = {id(site) for target, sites in callers.items() if self._is_step(target, sites) for site in sites}
        self.sites = [site for site in self.sites if id(site) not in steps]

    def _is_step(self, target: DefinitionId, sites: list[Site]) -> bool:
        if len({site.call for site in sites}) > 1 or sites[0].file.path != target.path or not self._is_in_sender(sites[0]):
            return False
        _, function = self.evaluator.program.function(*target)
        return not is_named_for(function, [_fixed_name(site.reading) or "" for site in sites])

    def _is_in_sender(self, site: Site) -> bool:
        around = next(iter(site.file.functions_around(site.call.scope)), None)
        return around is not None and bool(SENDING_VERBS & set(words_of(site.file.facts.functions[around].name)[:2]))

    # --- senders without an SDK ---

    def look_for_sinks(self, files: Iterable[File]) -> frozenset[str]:
        """From now on, functions that are only named like senders count too. The names to read (again) come back."""
        self._generic = True
        functions, methods = self._generic_names("function"), self._generic_names("method")
        likely: dict[DefinitionId, File] = {}
        for file in files:
            for function in file.facts.functions:
                id = DefinitionId(file.path, function.index)
                if id in self.summaries or not takes_name(function):
                    continue
                named = function.name in functions and function.kind != "abstract" and not may_be_bus(file, function)
                owner = file.facts.classes[function.owner].name if function.owner is not None else ""
                held = function.name in methods and bool(_CERTAIN_NOUNS & set(words_of(owner)))
                held = held or (function.kind != "abstract" and is_like_sender(owner, function))
                if held or (named and not is_handed_on(file, function) and not only_logs(file, function)):
                    likely[id] = file
        inner = {id for id, file in likely.items() if not self._calls_one_of(file, id, likely.keys() | self.summaries.keys())}
        self._sinks = frozenset(inner)
        return functions | {function.name for id in inner for function in (self.evaluator.program.function(*id)[1],)}

    def _generic_names(self, form: str) -> frozenset[str]:
        """The names that the pack of senders without an SDK has for functions, or for methods of clients."""
        return frozenset(
            candidate.shape.method[-1]
            for name in self.index.names
            for candidate in self.index.of_name(name)
            if candidate.pack.sdk == "generic"
            and candidate.shape.form == form
            and candidate.shape.method
            and not candidate.surface.module_words
        )

    def _calls_one_of(self, file: File, id: DefinitionId, others: Iterable[DefinitionId]) -> bool:
        known = set(others)
        for call in file.function_calls.get(id.number, ()):
            target, _ = self._target(file, call)
            if any(isinstance(each, FunctionValue) and each.id in known and each.id != id for each in options_of(target)):
                return True
        return False

    def _keys_written(self, file: File, call: facts.Call, sent: Sent) -> Iterator[str]:
        """The keys that are written at a call, or in what its arguments name or make."""
        arguments = self.evaluator.arguments(file, call.args)
        for given in arguments:
            if given.keyword is not None:
                yield given.keyword
            yield from keys_in(self.evaluator.typed(given.value))
        implied = any(isinstance(each.value, Pending) for each in arguments)  # known once it is bound to a parameter
        for hop in sent.through[:1] if implied else ():
            for value in self.evaluator.calls.bind(hop.id, arguments).values():
                yield from keys_in(value)


def keys_in(value: Value) -> Iterator[str]:
    """The known keys of a record and of the records in it."""
    stack = [(value, 0)]
    while stack:
        each, depth = stack.pop()
        if isinstance(each, Options):
            stack.extend((option, depth) for option in each.values)
        elif isinstance(each, Instance) and depth < 4:
            stack.extend((value, depth + 1) for _, value in each.environment)
        elif isinstance(each, RecordValue) and depth < 4:
            for item in each.items:
                if item.key is not None and not item.removed:
                    yield item.key
                stack.append((item.value, depth + 1))


def _attributes_of(call: facts.Call) -> list[str]:
    """The attributes of an element; of its class attribute the words too, as `class=word`."""
    record = call.args[0].value if call.args else None
    return [entry.key for entry in record.entries if entry.key is not None] if isinstance(record, facts.Record) else []


def _is_construction(call: facts.Call) -> bool:
    """Whether a call makes an object: said so, or by the name of a class where a language has no word for it."""
    return call.form == "new" or last_name(call.callee)[:1].isupper()


def _paths_of(layout: Layout) -> Iterator[ArgumentPath]:
    for paths in (layout.name, layout.properties, layout.user_id, layout.group_id):
        yield from paths
    yield from (path for _, path in layout.fields)
    yield from (condition.path for condition in layout.when)


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


def _direct(match: Match, file: File, call: facts.Call, given: tuple[Given, ...]) -> Sent:
    callee = ".".join(match.shape.method) or last_name(call.callee)
    return Sent(match.pack.sdk, match.shape, given, match.confidence, match.evidence, callee, file.path, call)


def _add_summary(summaries: list[Summary], new: Summary) -> None:
    """Note what a function sends, once: of several ways to one and the same (decorators around a client), the shortest."""
    for index, known in enumerate(summaries):
        if _sends_the_same(known, new):
            if len(new.sent.through) < len(known.sent.through):
                summaries[index] = new
            return
    if len(summaries) < _MOST_SUMMARIES:
        summaries.append(new)


def _keep_shorter(summaries: list[Summary], before: Sequence[Summary]) -> None:
    """A way that was known before is kept where the new one is longer, or two functions that call each other would never settle."""
    for index, new in enumerate(summaries):
        shorter = (old for old in before if len(old.sent.through) < len(new.sent.through) and _sends_the_same(old, new))
        summaries[index] = next(shorter, new)


def _sends_the_same(one: Summary, other: Summary) -> bool:
    return (
        one.role == other.role
        and one.sent.sdk == other.sent.sdk
        and one.sent.shape == other.sent.shape
        and one.sent.given == other.sent.given
    )


def _best_of(found: list[tuple[Sent, Reading]]) -> list[tuple[Sent, Reading]]:
    """Where a call may be one of several overloads, and one of them sends a name that is known, that one is meant."""
    if any(sent.sdk != "generic" for sent, _ in found):
        found = [(sent, reading) for sent, reading in found if sent.sdk != "generic"]  # what leads to an SDK says more than a name
    if not any(_fixed_name(reading) for _, reading in found):
        return found
    return [(sent, reading) for sent, reading in found if _fixed_name(reading) or reading.kind != "track"]


def _is_plausible(reading: Reading, sent: Sent) -> bool:
    """Whether what stands where the name should be can be a name, as far as the evidence asks for it."""
    if not reading.decided and any(given.value.symbolic for given in sent.given):
        return True
    if isinstance(reading.name, Missing) or is_null(reading.name):
        return reading.kind != "track" or (sent.confidence == "high" and not reading.name_given)
    names = [each for each in options_of(reading.name) if not isinstance(each, Scalar | RecordValue | FunctionValue | ClassValue)]
    if sent.confidence == "high" or any(is_of_parameter(each) if isinstance(each, Ref) else each.symbolic for each in names):
        return bool(names)
    known = any(isinstance(each, Known | Joined | EnumValue | Applied | Lookup) for each in names)
    return known or (bool(names) and all(_may_be_name(each) for each in names))


def _may_be_name(value: Value) -> bool:
    """Without an SDK behind it, a name that is not known must at least be text, or be called like a name."""
    match value:
        case Unknown(type=kind):
            return kind == "string"
        case Ref(root=root, steps=steps):
            last = next((step for step in reversed(steps) if step.isidentifier()), root.name if isinstance(root, Global) else "")
            return bool(_NAME_WORDS & set(words_of(last)))
        case _:
            return True


_NAME_WORDS = frozenset(("event", "name", "action", "type", "key", "label", "title", "eventname"))


def _fixed_name(reading: Reading) -> str | None:
    if isinstance(reading.name, Missing):
        return ""
    values = [text_of_enum(each) if isinstance(each, EnumValue) else each for each in options_of(reading.name)]
    texts = [each.text for each in values if isinstance(each, Known)]
    return "|".join(sorted(texts)) if len(texts) == len(options_of(reading.name)) else None


def _whole_parameters(value: Value) -> frozenset[Parameter]:
    """The parameters that are properties as a whole, or are spread into them."""
    found: set[Parameter] = set()
    for each in options_of(value):
        if isinstance(each, Ref) and isinstance(each.root, Parameter):
            found.add(each.root)
        elif isinstance(each, RecordValue):
            for item in each.items:
                if item.spread:
                    found |= _whole_parameters(item.value)
    return frozenset(found)


def _is_plain_parameter(value: Value) -> bool:
    """Whether a name is handed on as it came: a parameter, or a member of one that is called like a name."""
    return all(
        isinstance(each, Ref) and isinstance(each.root, Parameter) and _is_name_of(each.steps)
        for each in options_of(value)
        if not is_null(each) and not isinstance(each, Known)
    ) or isinstance(value, Missing)


def _is_name_of(steps: tuple[str, ...]) -> bool:
    """Whether a path from a parameter is nothing or one of many arguments, or leads to what is called like a name, without a call."""
    return not steps or ((steps[-1] in _NAME_MEMBERS or steps[-1][1:-1].isdigit()) and CALLED not in steps)


_NAME_MEMBERS = frozenset(("rawValue", "event", "name", "eventName", "event_name", "type", "action", "key", "title", "value"))


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


def aliases_of(file: File, words: frozenset[str]) -> frozenset[str]:
    """Other names that a file gives to what is named by one of the words: variables, imports, keys of records."""
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
