"""Functions that exist to send one fixed event: their calls send it. And those that are only a step of such a function."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence

from scanner.languages import facts
from scanner.resolve.evaluate import Evaluator
from scanner.resolve.program import File, last_name
from scanner.resolve.texts import words_of
from scanner.resolve.values import ClassValue, DefinitionId, Instance, options_of, parameters_of
from scanner.rules.purpose import (
    SENDING_NOUNS,
    SENDING_VERBS,
    hands_out,
    is_about_sending,
    is_called_back,
    is_for_sending,
    is_named_for,
    is_named_for_sending,
    is_named_for_user,
    is_short,
    other_calls,
)
from scanner.rules.sites import Site, Summary, fixed_name

_MOST_EVENTS = 6
_SHORT_BODY = 3


class EventMethods:
    """Tells them by what is sent in them and by what they are called."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator

    def among(self, sites: Iterable[Site], wrappers: Container[DefinitionId]) -> dict[DefinitionId, list[Summary]]:
        """The event methods that sites stand in, and what they send; a function that is a wrapper is none."""
        by_function: dict[DefinitionId, list[Site]] = defaultdict(list)
        for site in sites:
            function = _named_function(site.file, site.call.scope)
            if function is not None:
                by_function[DefinitionId(site.file.path, function)].append(site)
        found: dict[DefinitionId, list[Summary]] = {}
        for id, inside in sorted(by_function.items()):
            if id not in wrappers and self._is_event_method(id, inside):
                each = {(site.reading.kind, fixed_name(site.reading)): site for site in reversed(inside)}
                found[id] = [Summary(id, site.sent, "event-method") for _, site in sorted(each.items(), key=lambda item: str(item[0]))]
        return found

    def _is_event_method(self, id: DefinitionId, sites: list[Site]) -> bool:
        """Whether a function exists to send one fixed event: it is named for it, and does little else."""
        file, function = self._evaluator.program.function(*id)
        if function.kind in ("constructor", "getter") or not function.name or is_called_back(function) or hands_out(function):
            return False
        if not is_named_for_sending(function) and self._stands_for_another(file, function, sites):
            return False
        names = {(site.reading.kind, fixed_name(site.reading)) for site in sites}
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
        return words_of(function.name)[:1] == ["track"] and function.statements <= _SHORT_BODY and self._hands_on(id, sites)

    def _hands_on(self, id: DefinitionId, sites: list[Site]) -> bool:
        """Whether some of what a function is given is sent on."""
        given = [given.value for site in sites for given in self._evaluator.arguments(site.file, site.call.args)]
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
            for parent in options_of(self._evaluator.evaluate(file, base)):
                if isinstance(parent, ClassValue | Instance):
                    yield self._evaluator.program.cls(*parent.id)

    def without_steps(self, sites: Sequence[Site]) -> list[Site]:
        """An event method whose one caller is a sender in its own file is a step of that sender: its body is the place to name."""
        callers: dict[DefinitionId, list[Site]] = defaultdict(list)
        for site in sites:
            if site.role == "event-method":
                callers[site.sent.through[0].id].append(site)
        steps = {id(site) for target, calls in callers.items() if self._is_step(target, calls) for site in calls}
        return [site for site in sites if id(site) not in steps]

    def _is_step(self, target: DefinitionId, sites: list[Site]) -> bool:
        if len({site.call for site in sites}) > 1 or sites[0].file.path != target.path or not _is_in_sender(sites[0]):
            return False
        _, function = self._evaluator.program.function(*target)
        return not is_named_for(function, [fixed_name(site.reading) or "" for site in sites])


def _named_function(file: File, scope: int) -> int | None:
    """The function around that has a name: a block or callback inside belongs to it."""
    return next((index for index in file.functions_around(scope) if file.callable_names(index)), None)


def _is_in_sender(site: Site) -> bool:
    around = next(iter(site.file.functions_around(site.call.scope)), None)
    return around is not None and bool(SENDING_VERBS & set(words_of(site.file.facts.functions[around].name)[:2]))
