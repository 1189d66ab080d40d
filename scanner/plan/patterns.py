"""Regular expressions that come from plans and configurations, matched in a time that grows evenly with the text.

The standard library tries one way after the other, which some patterns make endless. Here all ways are tried side by side.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

_LONGEST = 1000
_MOST_STEPS = 5_000
_MOST_WORK = 4_000_000
_FLAGS = re.IGNORECASE | re.DOTALL | re.UNICODE

Test = Callable[[str], bool]
_CATEGORIES: dict[str, Test] = {
    "CATEGORY_DIGIT": str.isdecimal,
    "CATEGORY_NOT_DIGIT": lambda character: not character.isdecimal(),
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_NOT_SPACE": lambda character: not character.isspace(),
    "CATEGORY_WORD": lambda character: character.isalnum() or character == "_",
    "CATEGORY_NOT_WORD": lambda character: not (character.isalnum() or character == "_"),
}


class _NotUsable(Exception):
    """A pattern that is not one, or that is not tried; the text says why."""


@dataclass(slots=True)
class _Step:
    """One step of a pattern: a character to take, a place to be at, or the steps that may follow without taking anything."""

    test: Test | None = None
    at: str = ""
    following: list[int] = field(default_factory=list)


@lru_cache(maxsize=4096)
def read_pattern(pattern: str) -> tuple[tuple[_Step, ...], str]:
    """The steps of a pattern, and why it cannot be used (empty when it can)."""
    try:
        return tuple(_Builder(pattern).steps), ""
    except _NotUsable as reason:
        return (), str(reason)


def fits_pattern(pattern: str, text: str, mode: Literal["search", "full"] = "search") -> bool | None:
    """Whether a text fits, anywhere in it or as a whole; None when that is not tried, because of the pattern or the length of the text."""
    steps, reason = read_pattern(pattern)
    if reason or len(steps) * (len(text) + 1) > _MOST_WORK:
        return None
    return _run(steps, text, mode == "full")


def _run(steps: tuple[_Step, ...], text: str, is_full: bool) -> bool:
    last = len(steps) - 1
    current: set[int] = set()
    for place in range(len(text) + 1):
        if place == 0 or not is_full:
            current = {*current, 0}
        reached = _follow(steps, current, text, place)
        if last in reached and (not is_full or place == len(text)):
            return True
        if place == len(text):
            break
        character = text[place]
        current = {step + 1 for step in reached if (test := steps[step].test) is not None and test(character)}
        if is_full and not current:
            break
    return False


def _follow(steps: tuple[_Step, ...], current: Iterable[int], text: str, place: int) -> set[int]:
    """Every step that can be reached without taking a character."""
    reached: set[int] = set()
    waiting = list(current)
    while waiting:
        step = waiting.pop()
        if step in reached:
            continue
        reached.add(step)
        waiting.extend(steps[step].following)
        if steps[step].at and _is_at(steps[step].at, text, place):
            waiting.append(step + 1)
    return reached


def _is_at(what: str, text: str, place: int) -> bool:
    if what in ("AT_BEGINNING", "AT_BEGINNING_STRING"):
        return place == 0
    if what == "AT_END":
        return place == len(text) or (place == len(text) - 1 and text[place] == "\n")
    if what == "AT_END_STRING":
        return place == len(text)
    is_word = _CATEGORIES["CATEGORY_WORD"]
    before, after = place > 0 and is_word(text[place - 1]), place < len(text) and is_word(text[place])
    return (before != after) is (what == "AT_BOUNDARY")


class _Builder:
    """Turns a parsed pattern into steps. The last step is the end."""

    def __init__(self, pattern: str) -> None:
        if len(pattern) > _LONGEST:
            raise _NotUsable(f"is longer than {_LONGEST} characters")
        try:
            parsed = re._parser.parse(pattern)  # type: ignore[attr-defined]
        except (re.error, OverflowError, RecursionError) as error:
            raise _NotUsable(f"is not a regular expression ({error})") from error
        self.flags = parsed.state.flags
        if self.flags & ~_FLAGS:
            raise _NotUsable("has flags that are not supported")
        self.steps: list[_Step] = []
        self._add_all(parsed)
        self._add(_Step())

    def _add(self, step: _Step) -> int:
        if len(self.steps) >= _MOST_STEPS:
            raise _NotUsable("is too large when its repeats are written out")
        self.steps.append(step)
        return len(self.steps) - 1

    def _add_all(self, parsed: Any) -> None:
        for operation, argument in parsed:
            self._add_one(str(operation), argument)

    def _add_one(self, operation: str, argument: Any) -> None:
        match operation:
            case "LITERAL" | "NOT_LITERAL" | "ANY" | "IN":
                self._add(_Step(test=self._make_test(operation, argument)))
            case "AT":
                self._add(_Step(at=str(argument)))
            case "BRANCH":
                self._add_branch(argument[1])
            case "SUBPATTERN" if not argument[1] and not argument[2]:
                self._add_all(argument[3])
            case "MAX_REPEAT" | "MIN_REPEAT":
                self._add_repeat(*argument)
            case _:
                raise _NotUsable("looks around, refers back or changes flags, which is not supported")

    def _add_branch(self, branches: Iterable[Any]) -> None:
        fork = self._add(_Step())
        ends: list[int] = []
        for branch in branches:
            self.steps[fork].following.append(len(self.steps))
            self._add_all(branch)
            ends.append(self._add(_Step()))
        for end in ends:
            self.steps[end].following.append(len(self.steps))

    def _add_repeat(self, least: int, most: int, parsed: Any) -> None:
        if least > _MOST_STEPS:
            raise _NotUsable("is too large when its repeats are written out")
        for _ in range(least):
            self._add_all(parsed)
        if most == re._parser.MAXREPEAT:  # type: ignore[attr-defined]
            loop = self._add(_Step())
            self.steps[loop].following.append(loop + 1)
            self._add_all(parsed)
            self._add(_Step(following=[loop]))
            self.steps[loop].following.append(len(self.steps))
            return
        forks: list[int] = []
        for _ in range(most - least):
            forks.append(self._add(_Step(following=[len(self.steps) + 1])))
            self._add_all(parsed)
        for fork in forks:
            self.steps[fork].following.append(len(self.steps))

    def _make_test(self, operation: str, argument: Any) -> Test:
        if operation == "ANY":
            return (lambda _: True) if self.flags & re.DOTALL else (lambda character: character != "\n")
        items = argument if operation == "IN" else [("LITERAL", argument)]
        is_negated = operation == "NOT_LITERAL" or any(str(kind) == "NEGATE" for kind, _ in items)
        tests = [self._make_member(str(kind), value) for kind, value in items if str(kind) != "NEGATE"]
        return lambda character: any(test(character) for test in tests) is not is_negated

    def _make_member(self, kind: str, value: Any) -> Test:
        if kind == "CATEGORY":
            return _CATEGORIES[str(value)]
        low, high = (chr(bound) for bound in (value if kind == "RANGE" else (value, value)))
        if self.flags & re.IGNORECASE:
            return lambda character: any(low <= each <= high for each in (character, character.lower(), character.upper()))
        return lambda character: low <= character <= high
