from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scanner.model import Kind

# The places of each planned event that is sent, as text, by kind and label. What is not in it is not sent.
Places = Mapping[tuple[Kind, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A plan's file with the places in it. `notes` tell what was left as it is, and why."""

    data: bytes
    notes: tuple[str, ...] = ()
