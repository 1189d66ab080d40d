"""What bounds an evaluation: its depth, the steps of one question, the size of a value, and what is looked at of many. All of them are
counts, never times, so that the same program gives the same output on any machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

MOST_DEPTH = 90
MOST_STEPS = 4_000
LARGEST = 4_000
MOST_CALLERS = 40
MOST_CALLERS_UP = 4
MOST_CHANGES = 60
MOST_DEFINITIONS = 40
MOST_FILES = 12


@dataclass(slots=True)
class Budget:
    """What is left for the question under way: how deep it is, how many steps it may still take, and what is being worked out just now."""

    depth: int = 0
    steps: int = MOST_STEPS
    running: set[object] = field(default_factory=set)

    def refill(self) -> None:
        """A new question is asked: it may take so many steps, whatever the ones before it took."""
        self.steps = MOST_STEPS

    @property
    def is_deep(self) -> bool:
        """Whether nothing may be nested any deeper."""
        return self.depth > MOST_DEPTH

    @property
    def is_spent(self) -> bool:
        """Whether the question must come to its end."""
        return self.steps <= 0 or self.depth > MOST_DEPTH

    @contextmanager
    def holding(self, key: object) -> Iterator[None]:
        """While `key` is being worked out, whoever asks for it again has come round in a circle."""
        self.running.add(key)
        try:
            yield
        finally:
            self.running.discard(key)

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """One level further down."""
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1
