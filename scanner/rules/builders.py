"""Vendors' own objects that collect keys: `Properties().putValue("k", v)`, as the packs describe them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner.resolve.program import File
from scanner.resolve.values import CALLED, External, Given, Global, Item, Missing, RecordValue, Ref
from scanner.rules.matching import module_fits
from scanner.rules.reading import value_at
from scanner.rules.schema import Builder, Pack, Surface

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator


@dataclass(frozen=True, slots=True)
class _Rule:
    surface: Surface
    path: tuple[str, ...]
    builder: Builder


class Builders:
    """Tells what a method of such an object adds to it."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        self._rules: dict[str, list[_Rule]] = defaultdict(list)
        for pack in packs:
            for surface in pack.surfaces:
                for builder in surface.builders:
                    path = tuple(builder.path.split("."))
                    self._rules[path[-1]].append(_Rule(surface, path, builder))

    def added(
        self, evaluator: Evaluator, made: Ref, method: str, arguments: Callable[[], Sequence[Given]], file: File
    ) -> tuple[Item, ...] | None:
        """The entries that a call of a method adds to the object that `made` made; None when that is no such object.
        The method `()` is the making itself."""
        rule = self._rule(made, file)
        if rule is None:
            return None
        wanted = [path for name, path in rule.builder.methods if name == method]
        given = arguments() if wanted else ()
        values = (value_at(evaluator, given, path) for path in wanted)
        return tuple(item for value in values if not isinstance(value, Missing) for item in _items(value))

    def _rule(self, made: Ref, file: File) -> _Rule | None:
        if made.steps[-1:] != (CALLED,):
            return None
        path = made.steps[:-1]
        name = path[-1] if path else made.root.name if isinstance(made.root, Global) else ""
        return next((rule for rule in self._rules.get(name, ()) if _is_made_by(rule, made, path, file)), None)


def _items(value: object) -> Iterator[Item]:
    if isinstance(value, RecordValue):
        yield from value.items
    else:
        yield Item(value, spread=True)  # type: ignore[arg-type]


def _is_made_by(rule: _Rule, made: Ref, path: tuple[str, ...], file: File) -> bool:
    surface = rule.surface
    if file.language.family not in surface.languages and "*" not in surface.languages:
        return False
    match made.root:
        case External(module=module):
            return any(module_fits(place, surface.modules) and rest == rule.path for place, rest in _cuts(module, path))
        case Global(name=name):
            known = name in surface.globals or any(module_fits(module, surface.modules) for module in file.facts.modules)
            return known and (name, *path) == rule.path
        case _:
            return False


def _cuts(module: str, path: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The ways to tell the module from what is inside it."""
    for count in range(len(path)):
        yield ".".join((module, *path[:count])), path[count:]
