"""Finds what every call sends, through the program's own functions.

A call of an SDK sends. When its name or properties come from a parameter of a function around it, that function is a wrapper:
what it sends is kept in terms of its parameters, and each call of it sends that, with the arguments put in. A function that
exists to send one fixed event is an event method, and its calls send that event. New wrappers mean new names to look for, so
the search runs until nothing new is found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from scanner.languages import facts
from scanner.model import Role
from scanner.resolve import idioms
from scanner.resolve.evaluate import Evaluator
from scanner.resolve.program import File, last_name
from scanner.resolve.values import DefinitionId, FunctionValue, Instance, Options, Pending, RecordValue, Ref, Value, options_of, present
from scanner.rules.aliases import Aliases, call_of_argument
from scanner.rules.attributes import Attributes
from scanner.rules.candidates import REQUEST, Candidates
from scanner.rules.event_methods import EventMethods
from scanner.rules.matching import ShapeIndex
from scanner.rules.reading import Reading, read_call
from scanner.rules.requests import REQUEST_FUNCTIONS
from scanner.rules.sinks import Sinks
from scanner.rules.sites import KnownSenders, Sent, Site, Summary, add_summary, best_of, is_plausible, is_sent, keep_shorter
from scanner.rules.targets import Targets
from scanner.rules.wrappers import Wrappers, is_plain_parameter


class Senders:
    """The search, one round after the other. `sites` are the calls that send; `summaries` the functions that others send through."""

    def __init__(self, evaluator: Evaluator, index: ShapeIndex) -> None:
        self.evaluator = evaluator
        self.sites: list[Site] = []
        self._index = index
        self._known = KnownSenders()
        targets = Targets(evaluator, self._known)
        self._sinks = Sinks(evaluator, index, self._known, targets)
        self._candidates = Candidates(evaluator, index, self._known, targets, self._sinks)
        self._wrappers = Wrappers(evaluator)
        self._event_methods = EventMethods(evaluator)
        self._attributes = Attributes(evaluator, index.vendor_words)
        self._found: dict[tuple[str, int], list[tuple[Sent, Reading]]] = {}
        self._bodies: dict[DefinitionId, list[tuple[File, facts.Call, Sent, Reading]]] = defaultdict(list)
        self._places: dict[tuple[str, int], tuple[File, facts.Call]] = {}
        self._aliases = Aliases()
        self._shared_aliases: set[str] = set()
        self._elements_read: set[str] = set()
        self._searched: dict[str, frozenset[str]] = {}

    @property
    def summaries(self) -> Mapping[DefinitionId, tuple[Summary, ...]]:
        return self._known.summaries

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
        aliases = self._aliases.of(file, words) | self._registrars(file)
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
        if not self._known.without_sdk:
            return frozenset()
        return frozenset(
            binding.name
            for binding in file.facts.bindings
            if isinstance(binding.value, facts.ImportRef)
            and binding.value.name not in (None, "*")
            and self._index.has_telling_path(binding.value.module)
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
            if isinstance(each, FunctionValue) and each.id in self._known.summaries:
                return True
            if isinstance(each, Ref) and self._candidates.matches(each, each.steps[-1] if each.steps else name, file):
                return True
        return False

    def _read(self, file: File, call: facts.Call) -> None:
        key = (file.path, call.span.start * 1_000_003 + call.span.end)
        self.evaluator.refuel()
        found = best_of(list(self._sent_by(file, call)))
        self._places[key] = (file, call)
        self._found[key] = found

    def _sent_by(self, file: File, call: facts.Call) -> Iterator[tuple[Sent, Reading]]:
        for sent in self._candidates.of(file, call):
            reading = read_call(self.evaluator, sent.shape, sent.given)
            if is_sent(sent, reading):
                yield sent, reading
                if not sent.through and sent.callee != REQUEST:
                    return

    # --- what functions send for their callers ---

    def _summarise(self) -> frozenset[str]:
        """Work out sites and summaries from all that was read; the names of functions that have changed come back."""
        found: dict[DefinitionId, list[Summary]] = defaultdict(list)
        self.sites = []
        self._bodies.clear()
        for key in sorted(self._found):
            file, call = self._places[key]
            for sent, reading in self._found[key]:
                self._place(file, call, sent, reading, found)
        found.update(self._event_methods.among(self.sites, found.keys()))
        for id, summaries in found.items():
            keep_shorter(summaries, self._known.summaries.get(id, ()))
        changed = {
            id for id in found.keys() | self._known.summaries.keys() if tuple(found.get(id, ())) != self._known.summaries.get(id, ())
        }
        self._known.summaries = {id: tuple(summaries) for id, summaries in found.items()}
        return frozenset(name for id in changed for name in self._names_of(id))

    def _place(self, file: File, call: facts.Call, sent: Sent, reading: Reading, found: dict[DefinitionId, list[Summary]]) -> None:
        owner = self._wrappers.around(file, call, sent, reading)
        if owner is not None:
            add_summary(found[owner], Summary(owner, sent, "wrapper"))
            self._bodies[owner].append((file, call, sent, reading))
            return
        if reading.ignored or not (reading.decided or is_plausible(replace(reading, decided=True), sent)):
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
        summaries = self._known.summaries.get(sent.through[0].id, ())
        return "event-method" if any(s.role == "event-method" and s.sent.shape == sent.shape for s in summaries) else "wrapper"

    def _names_of(self, id: DefinitionId) -> frozenset[str]:
        """The names under which a function can be called in other places."""
        file, _ = self.evaluator.program.function(*id)
        return file.callable_names(id.number)

    def _keys_written(self, file: File, call: facts.Call, sent: Sent) -> Iterator[str]:
        """The keys that are written at a call, or in what its arguments name or make."""
        arguments = self.evaluator.arguments(file, call.args)
        for given in arguments:
            if given.keyword is not None:
                yield given.keyword
            yield from _keys_in(self.evaluator.typed(given.value))
        implied = any(isinstance(each.value, Pending) for each in arguments)  # known once it is bound to a parameter
        for hop in sent.through[:1] if implied else ():
            for value in self.evaluator.calls.bind(hop.id, arguments).values():
                yield from _keys_in(value)

    # --- the parts of the search that come after the rounds ---

    def look_for_sinks(self, files: Iterable[File]) -> frozenset[str]:
        """From now on, functions that are only named like senders count too. The names to read (again) come back."""
        return self._sinks.look_for(files)

    def attribute_words(self) -> frozenset[str]:
        """What to look for in pages whose elements may say what a script sends."""
        return self._attributes.words(self.sites)

    def read_attributes(self, files: Sequence[File]) -> None:
        """A call whose name stands in attributes is a step on the way; the elements that have them are the places to name."""
        self.sites = self._attributes.placed(self.sites, files)

    def finish(self) -> None:
        """Tell sites from steps on the way, now that all are known."""
        self._report_uncalled()
        self.sites = self._event_methods.without_steps(self.sites)

    def _report_uncalled(self) -> None:
        """The body of a wrapper that the program never calls is the place to name, if it makes the name out of what it is given
        (`"config." + context.command`): a framework calls it. One that hands on a plain parameter is a wrapper for others."""
        called = {hop.id for site in self.sites for hop in site.sent.through}
        for id, bodies in sorted(self._bodies.items(), key=lambda item: item[0]):
            for file, call, sent, reading in bodies:
                if id not in called and not is_plain_parameter(reading.name):
                    self._add_site(file, call, sent, reading)


def _keys_in(value: Value) -> Iterator[str]:
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
