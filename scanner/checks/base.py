"""What every check is made of: what it is given, what it yields, and how it explains itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from scanner.model import Call, Confidence, Edit, Location, PropertyKey, ScanResult, Severity
from scanner.plan.matching import Match, PlanIndex
from scanner.plan.model import Plan, PlannedEvent
from scanner.plan.words import quote

_LEAST_HABIT = 10


@dataclass(frozen=True, slots=True)
class Vendor:
    """What the vendor of an SDK keeps for itself and cuts off; lengths in characters, 0 for what is not known."""

    title: str
    reserved_names: frozenset[str] = frozenset()
    reserved_prefixes: tuple[str, ...] = ()
    name_length: int = 0
    key_length: int = 0
    keys: int = 0


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """What a project wants of its checks.

    select, ignore: codes, beginnings of codes (`TL3`) or names; an empty `select` means what is on by default, and the longer word wins.
    severity: code or name -> error, warning, info or off. per_path: glob -> what to ignore in the files it fits.
    event_case, property_case, trait_case: a word of `cases.CASES`, `any`, `auto` (what the code mostly does) or a regular expression;
    a plan that says something of naming has the last word. specs: the business specs that the project follows; known_names: names that
    they give, which no naming check speaks of. vendors: what is known of an SDK's vendor, by the SDK.
    sources: which of the plan's sources this project is, when paths do not tell. whole_project: all files were scanned, so what is
    missing is missing.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    per_path: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    event_case: str = "auto"
    property_case: str = "auto"
    trait_case: str = "any"
    known_names: frozenset[str] = frozenset()
    specs: tuple[Plan, ...] = field(default=(), hash=False)
    vendors: Mapping[str, Vendor] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    whole_project: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """A finding without what every finding of its check has in common. `severity` None means the check's own."""

    message: str
    location: Location
    event: str = ""
    property: str = ""
    suggestion: str = ""
    fix: tuple[Edit, ...] = ()
    plan: Location | None = None
    severity: Severity | None = None
    confidence: Confidence = "high"
    related: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """One call and what its possible names mean to the plan; no matches without a plan.

    `covered` are the planned events that a name with unknown parts may stand for.
    """

    call: Call
    matches: tuple[Match, ...] = ()
    covered: tuple[PlannedEvent, ...] = ()

    @property
    def is_planned(self) -> bool:
        """Whether the plan has what this call sends, under every name it may send."""
        return bool(self.matches) and all(match.kind in ("exact", "pattern") for match in self.matches)


@dataclass(frozen=True, slots=True)
class PropertyFault:
    """What one call does wrong with one property, by the plan.

    `name` and `suggestion` are paths for what is inside of another (`address.street`, `products[].price`). Of a property that is missing,
    `key` is the one that it is missing in, None at the top.
    """

    code: str
    call: Call
    name: str
    message: str
    key: PropertyKey | None = None
    suggestion: str = ""
    plan: Location | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What a check may look at. Naming conventions are settled: none of them is `auto` any more.

    `spec_slips` are the names that come close to one of a business spec, with that one.
    """

    result: ScanResult
    settings: CheckSettings
    event_case: str
    property_case: str
    trait_case: str
    sent: tuple[Sent, ...]
    index: PlanIndex | None = None
    faults: tuple[PropertyFault, ...] = ()
    unused: tuple[Draft, ...] = ()
    spec_slips: Mapping[str, str] = field(default_factory=dict)

    @property
    def plan(self) -> Plan | None:
        return self.index.plan if self.index else None

    @property
    def names_are_chosen(self) -> bool:
        """Whether the plan or the configuration says how events are named; else the convention is a guess, or the usual one."""
        return bool(self.plan and self.plan.naming.event) or self.settings.event_case not in ("", "auto")

    @property
    def keys_are_chosen(self) -> bool:
        """The same for properties."""
        return bool(self.plan and self.plan.naming.property) or self.settings.property_case not in ("", "auto")


@dataclass(frozen=True, slots=True)
class Example:
    """A plan, some calls in the notation of `examples.py`, and what the check says of them. `others` are other codes they also bring."""

    title: str
    calls: tuple[str, ...]
    findings: tuple[str, ...] = ()
    plan: str = ""
    settings: CheckSettings = CheckSettings()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `run` yields what it finds in any order. `bad` and `good` are its documentation and its tests.

    needs_plan: says nothing without a plan. needs_project: says nothing unless the whole project was scanned.
    """

    code: str
    name: str
    severity: Severity
    summary: str
    rationale: str
    run: Callable[[CheckContext], Iterator[Draft]]
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    enabled: bool = True
    needs_plan: bool = False
    needs_project: bool = False


def is_habit(broken: int, names: int) -> bool:
    """Whether so many names break a convention that the project has another one: then no single name is a slip."""
    return broken >= _LEAST_HABIT and broken * 3 > names


def without_numbers(message: str) -> str:
    """What a finding says, whatever its counts and lines are now. The numbers of codes (`TL101`) stay."""
    return re.sub(r"(?<!TL)(?<!\d)\d+", "#", " ".join(message.split()))


def known_names(call: Call) -> tuple[str, ...]:
    """The names that a call may send, when they are known in full."""
    return () if call.event.kind in ("pattern", "dynamic") else tuple(dict.fromkeys(name for name in call.event.names if name))


def event_label(call: Call) -> str:
    """What to call a call's event in a finding: its name, its names, its pattern, or its kind."""
    names = known_names(call)
    if names:
        return names[0] if len(names) == 1 else " | ".join(names)
    return (call.event.pattern or "") if call.event.kind == "pattern" else ("" if call.kind in ("track", "revenue") else call.kind)


def property_word(call: Call) -> str:
    """What the properties of a call are called."""
    return "trait" if call.kind in ("identify", "group") else "property"


def properties_word(call: Call) -> str:
    return "traits" if call.kind in ("identify", "group") else "properties"


def is_reserved(name: str) -> bool:
    """Whether a name is a library's own (`$pageview`), which its users do not choose."""
    return len(name) > 1 and name[0] == "$" and (name[1].isalpha() or name[1] == "_")


def list_words(words: tuple[str, ...], limit: int = 4) -> str:
    """Names for a message: `"a", "b" and "c"`, with the rest counted when there are many."""
    shown = [quote(word) for word in words[:limit]]
    if len(words) > limit:
        return f"{', '.join(shown)} and {len(words) - limit} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1]))) if shown else ""
