"""The texts of vendors' own constants: `Event.ADD_TO_CART` is `add_to_cart`, by the rules of the packs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from scanner.resolve.program import File
from scanner.resolve.texts import words_of
from scanner.resolve.values import CALLED, External, Global, Ref
from scanner.rules.schema import Constant, Pack, Surface


@dataclass(frozen=True, slots=True)
class _Rule:
    surface: Surface
    path: tuple[str, ...]
    constant: Constant | None
    text: str


class Constants:
    """Looks access paths up in the constants and names of all packs."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        self._rules: dict[str, list[_Rule]] = defaultdict(list)
        for pack in packs:
            for surface in pack.surfaces:
                for language in surface.languages:
                    self._rules[language] += [_Rule(surface, tuple(path.split(".")), None, text) for path, text in surface.names]
                    self._rules[language] += [_Rule(surface, tuple(each.pattern.split(".")), each, "") for each in surface.constants]

    def text_of(self, ref: Ref, file: File) -> str | None:
        """The text that a path stands for, or None when no pack has it as a constant."""
        rules = self._rules.get(file.language.family)
        if not rules or CALLED in ref.steps:
            return None
        path = _path_of(ref)
        for rule in rules:
            text = _match(rule, path)
            if text is not None:
                return text
        return None


def _path_of(ref: Ref) -> tuple[str, ...]:
    match ref.root:
        case External(module=module):
            return (*module.replace("/", ".").split("."), *ref.steps)
        case Global(name=name):
            return (name, *ref.steps)
        case _:
            return ref.steps


def _match(rule: _Rule, path: tuple[str, ...]) -> str | None:
    if len(path) < len(rule.path) or path[-len(rule.path) : -1] != rule.path[:-1]:
        return None
    last = path[-1]
    if rule.constant is None:
        return rule.text if last == rule.path[-1] else None
    before, _, after = rule.path[-1].partition("*")
    if not (last.startswith(before) and last.endswith(after) and len(last) > len(before) + len(after)):
        return None
    middle = last[len(before) : len(last) - len(after)]
    return rule.constant.before + _converted(middle, rule.constant.conversion) + rule.constant.after


def _converted(text: str, conversion: str) -> str:
    match conversion:
        case "lower":
            return text.lower()
        case "snake":
            return "_".join(words_of(text))
        case "start":
            return " ".join(word.capitalize() for word in words_of(text))
        case _:
            return text
