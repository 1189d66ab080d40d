"""Where events live: per event, the places that send it. The records that the reports of `where` are written from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scanner.model import Call, Kind, PropertyKey
from scanner.reports.groups import DYNAMIC, UNNAMED


@dataclass(frozen=True, slots=True)
class Site:
    """One place that sends an event.

    `platforms` are the plan's sources that the file belongs to, else its language. `link` is empty when there is none.
    """

    call: Call
    platforms: tuple[str, ...]
    owners: tuple[str, ...] = ()
    link: str = ""

    @property
    def path(self) -> str:
        return self.call.location.path

    @property
    def line(self) -> int:
        return self.call.location.line

    @property
    def through(self) -> str:
        """The wrappers that the call goes through, outermost first; empty when it goes to the SDK itself."""
        return " > ".join(via.name for via in self.call.via)


@dataclass(frozen=True, slots=True)
class EventPlaces:
    """One event and its places, by path and line. None of them: it is planned, and no code sends it.

    `planned` is None when there is no plan.
    """

    label: str
    kind: Kind
    sites: tuple[Site, ...] = ()
    planned: bool | None = None

    @property
    def title(self) -> str:
        """What to call it: its name, or its kind when it goes without one."""
        return self.kind if self.label == UNNAMED else self.label

    @property
    def is_named(self) -> bool:
        return self.label not in (DYNAMIC, UNNAMED)


@dataclass(frozen=True, slots=True)
class Spot:
    """The sites of one event in one function of one file: what is left of them when lines are not told."""

    path: str
    function: str
    lines: tuple[int, ...]
    platforms: tuple[str, ...]
    keys: tuple[str, ...]
    complete: bool
    through: tuple[str, ...]
    owners: tuple[str, ...]
    link: str

    def text(self, lines: bool = False) -> str:
        """`src/cart.ts (checkout)`, with the lines if they are asked for."""
        at = f"{self.path}:{','.join(map(str, self.lines))}" if lines else self.path
        return f"{at} ({self.function})" if self.function else at


def list_spots(sites: Iterable[Site]) -> tuple[Spot, ...]:
    """The sites of one event, one for each function, by path and the first line in it."""
    grouped: dict[tuple[str, str], list[Site]] = {}
    for site in sites:
        grouped.setdefault((site.path, site.call.function), []).append(site)
    spots = [_merge(path, function, found) for (path, function), found in grouped.items()]
    return tuple(sorted(spots, key=lambda spot: (spot.path, spot.lines)))


def _merge(path: str, function: str, sites: Sequence[Site]) -> Spot:
    first = min(sites, key=lambda site: site.line)
    return Spot(
        path=path,
        function=function,
        lines=tuple(sorted({site.line for site in sites})),
        platforms=_unique(name for site in sites for name in site.platforms),
        keys=describe_keys([site.call for site in sites]),
        complete=all(is_complete(site.call) for site in sites),
        through=_unique(site.through for site in sites if site.through),
        owners=_unique(owner for site in sites for owner in site.owners),
        link=first.link,
    )


def describe_keys(calls: Sequence[Call]) -> tuple[str, ...]:
    """The property keys of calls in the order in which they are met; `?` marks those that not every call sends on all paths."""
    found: dict[str, list[PropertyKey]] = {}
    for call in calls:
        for key in call.properties.keys:
            found.setdefault(key.name, []).append(key)
    return tuple(
        name if len(uses) >= len(calls) and not any(use.conditional for use in uses) else f"{name}?" for name, uses in found.items()
    )


def is_complete(call: Call) -> bool:
    """Whether all property keys of a call are known."""
    return call.properties.complete and not call.properties.dynamic


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
