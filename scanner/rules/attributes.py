"""Attributes that a program's own script sends as events: `track(link.dataset.goal)` makes every element with `data-goal` a call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from scanner.languages import facts
from scanner.resolve import texts
from scanner.resolve.evaluate import Evaluator
from scanner.resolve.program import File
from scanner.resolve.texts import words_of
from scanner.resolve.values import (
    ATTRIBUTES,
    MISSING,
    Applied,
    DefinitionId,
    Item,
    Joined,
    ListValue,
    Options,
    RecordValue,
    Ref,
    Value,
    join,
    one_of,
    options_of,
)
from scanner.rules.reading import read_call
from scanner.rules.sites import Hop, Site

# An attribute that is called like this, or like a vendor, is there for analytics. Others (`data-name`) stand on elements that
# nothing sends.
_TELLING = frozenset(
    ("track", "tracking", "tracker", "analytics", "event", "metric", "metrics", "telemetry", "goal", "stat", "stats", "click")
)


class Attributes:
    """Finds the elements whose attributes are what a call sends. `vendors` are words that speak for analytics beside the usual ones."""

    def __init__(self, evaluator: Evaluator, vendors: frozenset[str]) -> None:
        self._evaluator = evaluator
        self._telling = _TELLING | vendors

    def words(self, sites: Iterable[Site]) -> frozenset[str]:
        """What to look for in pages whose elements may say what one of the sites sends."""
        return words_to_find(name for site in sites for name in self._attributes_in(site))

    def placed(self, sites: Sequence[Site], files: Sequence[File]) -> list[Site]:
        """The sites, with the elements of the files in the place of each call whose name stands in their attributes."""
        declared = {id(site): list(self._declared_by(site, files)) for site in sites if self._attributes_in(site)}
        known = {id(each.call) for found in declared.values() for each in found}
        others = [site for site in sites if site.sent.sdk != "generic" or id(site.call) not in known]
        return [each for site in others for each in declared.get(id(site)) or (site,)]

    def _attributes_in(self, site: Site) -> frozenset[str]:
        return _attributes_in(site.reading.name, self._telling)

    def _declared_by(self, site: Site, files: Sequence[File]) -> Iterator[Site]:
        wanted = self._attributes_in(site)
        around = next(iter(site.file.functions_around(site.call.scope)), None)
        hops = () if around is None else (Hop(DefinitionId(site.file.path, around), site.call),)
        for file in files:
            for element in file.elements_with_attributes:
                entries = _entries_of(element)
                if not wanted <= entries.keys():
                    continue
                self._evaluator.refuel()
                attributes = {name: self._evaluator.evaluate(file, expr) for name, expr in entries.items()}
                given = tuple(replace(each, value=_with_attributes(each.value, attributes)) for each in site.sent.given)
                evidence = f"{site.sent.evidence}; attribute {', '.join(sorted(wanted))}"
                through = (*hops, *site.sent.through)
                sent = replace(site.sent, given=given, through=through, path=file.path, call=element, evidence=evidence)
                reading = read_call(self._evaluator, sent.shape, given)
                if not reading.ignored:
                    yield Site(file, element, sent, reading, "declarative")


def _attributes_in(name: Value, telling: frozenset[str]) -> frozenset[str]:
    """The attributes that a name is made of, as elements have them; empty when not all of them have a word that speaks for analytics."""
    names = frozenset(_names_in(name))
    speaks = all(telling & set(words_of(each)) for each in names)
    return frozenset(f"data-{_dashed(each)}" for each in names) if speaks else frozenset()


def words_to_find(attributes: Iterable[str]) -> frozenset[str]:
    """How the attributes can stand in pages, and in helpers that write pages."""
    attributes = frozenset(attributes)
    bare = {word for each in attributes if "-" in (word := each.removeprefix("data-"))}
    return frozenset((*attributes, *bare, *(each.replace("-", "_") for each in bare)))


def _entries_of(element: facts.Call) -> dict[str, facts.Expr]:
    """The attributes of an element."""
    record = element.args[0].value if element.args else None
    return {entry.key: entry.value for entry in record.entries if entry.key is not None} if isinstance(record, facts.Record) else {}


def _with_attributes(value: Value, attributes: Mapping[str, Value]) -> Value:
    """A value with the attributes of one element put in."""
    return _filled(value, {_camel(name): each for name, each in attributes.items() if name.startswith("data-")})


def _dashed(name: str) -> str:
    return re.sub(r"([A-Z])", lambda found: "-" + found[1].lower(), name)


def _camel(name: str) -> str:
    return re.sub(r"-([a-z0-9])", lambda found: found[1].upper(), name.removeprefix("data-"))


def _names_in(value: Value) -> Iterator[str]:
    for each in options_of(value):
        match each:
            case Ref(root=root, steps=(name, *_)) if root == ATTRIBUTES:
                yield name
            case Joined(parts=parts):
                for part in parts:
                    yield from _names_in(part)
            case Applied(value=inner):
                yield from _names_in(inner)
            case _:
                pass


def _filled(value: Value, attributes: Mapping[str, Value]) -> Value:
    """A value with the attributes of one element put in."""
    match value:
        case Ref(root=root, steps=steps) if root == ATTRIBUTES:
            if not steps:
                return RecordValue(tuple(Item(each, key=name) for name, each in attributes.items()))
            return attributes.get(steps[0], MISSING)
        case Joined(parts=parts):
            return join(_filled(part, attributes) for part in parts)
        case Options(values=values):
            return one_of(_filled(each, attributes) for each in values)
        case Applied():
            return texts.reapply(value, _filled(value.value, attributes))
        case ListValue(items=items, open=is_open):
            return ListValue(tuple(_filled(each, attributes) for each in items), is_open)
        case RecordValue(items=entries):
            filled = [replace(item, value=_filled(item.value, attributes)) for item in entries]
            return RecordValue(tuple(filled), value.type)
        case _:
            return value
