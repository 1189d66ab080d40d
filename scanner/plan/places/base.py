from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scanner.model import Kind

EventKey = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Places:
    """Where planned events are sent, by kind and label: the places of each as texts. What is not in it is not sent.

    `foreign` are events of other code than was read: what their plan says of places is kept.
    """

    sent: Mapping[EventKey, tuple[str, ...]]
    foreign: frozenset[EventKey] = field(default=frozenset())

    def of(self, kind: Kind, label: str) -> tuple[str, ...]:
        return self.sent.get((kind, label), ())


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A plan's file with the places in it.

    `notes` tell what was left as it is, and why. `changes` tell what changes, a line each, where the file itself is nothing to read.
    """

    data: bytes
    notes: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
