"""The differences between two scans, a type each. Each says what it is in words, and what it means for those who read the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from scanner.model import Confidence, Kind, Location
from scanner.plan.words import quote

Level = Literal["breaking", "maybe", "info"]
State = Literal["planned", "misnamed", "unplanned", "deprecated", "excluded"]

# In falling order: what surely breaks a report on the data, what may, what does not.
LEVELS: tuple[Level, ...] = ("breaking", "maybe", "info")

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Name:
    """A word of source or plan within a sentence: a report shows it as such and escapes it."""

    text: str


Part: TypeAlias = str | Name


def plain_parts(parts: Iterable[Part]) -> str:
    """A sentence as plain text, safe to print."""
    return "".join(quote(part.text) if isinstance(part, Name) else part for part in parts)


@dataclass(frozen=True, slots=True)
class PlanStatus:
    """What the tracking plan says of an event, or of one of its properties.

    `suggestion` is the planned name that is meant (misnamed), or what takes its place (deprecated).
    """

    state: State
    suggestion: str = ""
    owner: str = ""
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference. Most speak of one event; one that is the same for many (a wrapper adds a key) names them all.

    `events` are names or patterns; calls without a name (`identify`) go by their kind. `before` and `after` are the calls in the two
    states. `written` is where a new name or key stands, when that is not at the calls. `plan` is None without a plan, and where it
    says nothing. `confidence` is the best of the calls.
    """

    kind: ClassVar[str] = ""
    joint: ClassVar[str] = " "

    level: Level
    events: tuple[str, ...]
    call_kind: Kind = "track"
    before: tuple[Location, ...] = ()
    after: tuple[Location, ...] = ()
    written: tuple[Location, ...] = ()
    plan: PlanStatus | None = None
    confidence: Confidence = "high"

    @property
    def event(self) -> str:
        """The event, or the first of them; empty for a call whose name is not known, and for a wrapper."""
        return self.events[0] if self.events else ""

    @property
    def place(self) -> Location | None:
        """Where to look first: in the new state if there is such a place."""
        return next(iter((*self.after, *self.before)), None)

    def parts(self) -> Iterator[Part]:
        """The whole sentence: what it is about, and what changed."""
        subject = tuple(self.subject())
        yield from ("each of ",) if len(self.events) > 1 and self.joint == " " else ()
        yield from subject
        if subject:
            yield self.joint
        yield from self.change()

    def subject(self) -> Iterator[Part]:
        """What it is about."""
        yield from list_names(self.events, _SHOWN)

    def change(self) -> Iterator[Part]:
        """What changed."""
        raise NotImplementedError

    @property
    def message(self) -> str:
        """The sentence as plain text, safe to print."""
        return plain_parts(self.parts())

    @property
    def property_word(self) -> str:
        """What the properties of these calls are called."""
        return "trait" if self.call_kind in ("identify", "group") else "property"


def list_names(words: Sequence[str], most: int = 8) -> Iterator[Part]:
    """Names for a sentence; what is over `most` is counted."""
    for number, word in enumerate(words[:most]):
        yield from (", ",) if number else ()
        yield Name(word)
    if len(words) > most:
        yield f" and {len(words) - most} more"


# --- events ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class EventAdded(Difference):
    """An event that was not sent before.

    `complete`: it has no other properties than `properties`. `was_unknown`: its calls were there, their name was not known.
    """

    kind: ClassVar[str] = "event-added"

    properties: tuple[str, ...] = ()
    complete: bool = True
    was_unknown: bool = False

    def change(self) -> Iterator[Part]:
        yield "is known now, its name was not before" if self.was_unknown else "is new"
        if self.properties:
            yield ", with "
            yield from list_names(self.properties)
        if not self.complete:
            yield " and others that are not known" if self.properties else ", with properties that are not known"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRemoved(Difference):
    """An event that is no longer sent. `mentioned` is where its name still stands in the code: then it may be sent in a way not seen."""

    kind: ClassVar[str] = "event-removed"

    mentioned: Location | None = None

    def change(self) -> Iterator[Part]:
        yield "is no longer sent"
        if self.mentioned:
            yield " as far as can be seen, but its name still stands in "
            yield Name(f"{self.mentioned.path}:{self.mentioned.line}")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRenamed(Difference):
    """The same calls send another name. `events` has the new one."""

    kind: ClassVar[str] = "event-renamed"

    old: str

    def change(self) -> Iterator[Part]:
        yield "was renamed from "
        yield Name(self.old)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventUnknown(Difference):
    """A call whose name is not known any more. `events` are the names that it sent."""

    kind: ClassVar[str] = "event-unknown"

    reason: str = ""
    pattern: str = ""

    def change(self) -> Iterator[Part]:
        if self.pattern:
            yield "is one of many now, "
            yield Name(self.pattern)
        else:
            yield f"is computed now{f' ({self.reason})' if self.reason else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamicNameAdded(Difference):
    """A new call whose name is not known."""

    kind: ClassVar[str] = "dynamic-name-added"

    text: str = ""
    reason: str = ""

    def change(self) -> Iterator[Part]:
        yield "a new call sends a name that is not known"
        if self.text:
            yield ", "
            yield Name(self.text)
        if self.reason:
            yield f" ({self.reason})"


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationChanged(Difference):
    """Calls go through other SDKs. `added` and `removed` are their names."""

    kind: ClassVar[str] = "destination-changed"

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def change(self) -> Iterator[Part]:
        if self.removed:
            yield "is no longer sent to "
            yield from list_names(self.removed)
        if self.added:
            yield ", but to " if self.removed else "is now also sent to "
            yield from list_names(self.added)


# --- calls -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsAdded(Difference):
    """An event that was sent before is sent from more places. `total` counts the places that send it now."""

    kind: ClassVar[str] = "calls-added"

    total: int = 0

    def change(self) -> Iterator[Part]:
        yield f"is sent from {_places(len(self.after), 'more')}, {self.total} in all"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsRemoved(Difference):
    """An event is sent from fewer places. `total` counts the places that still send it."""

    kind: ClassVar[str] = "calls-removed"

    total: int = 0

    def change(self) -> Iterator[Part]:
        yield f"is no longer sent from {_places(len(self.before))}, still from {self.total}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsMoved(Difference):
    """Calls that went from one file to another and send the same."""

    kind: ClassVar[str] = "calls-moved"
    joint: ClassVar[str] = ": "

    old_path: str
    new_path: str

    def change(self) -> Iterator[Part]:
        yield f"{len(self.after)} {'call' if len(self.after) == 1 else 'calls'} moved from "
        yield Name(self.old_path)
        yield " to "
        yield Name(self.new_path)


def _places(count: int, more: str = "") -> str:
    return f"{count} {more + ' ' if more else ''}{'place' if count == 1 else 'places'}"


# --- properties ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyAdded(Difference):
    """A property that was not sent before."""

    kind: ClassVar[str] = "property-added"
    joint: ClassVar[str] = ": "

    property: str
    type: str = ""
    conditional: bool = False

    def change(self) -> Iterator[Part]:
        yield f"{self.property_word} "
        yield Name(self.property)
        yield f" is new{f' ({self.type})' if self.type else ''}{', sent on some paths' if self.conditional else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyRemoved(Difference):
    """A property that no call of the event sends any more; `certain` is false when properties that are not known may hold it."""

    kind: ClassVar[str] = "property-removed"
    joint: ClassVar[str] = ": "

    property: str
    certain: bool = True

    def change(self) -> Iterator[Part]:
        yield f"{self.property_word} "
        yield Name(self.property)
        yield " is no longer sent" if self.certain else " is no longer seen; properties that are not known may hold it"


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyRetyped(Difference):
    """A property whose values are of another type."""

    kind: ClassVar[str] = "property-retyped"
    joint: ClassVar[str] = ": "

    property: str
    old: tuple[str, ...]
    new: tuple[str, ...]

    def change(self) -> Iterator[Part]:
        yield f"{self.property_word} "
        yield Name(self.property)
        yield f" was {' or '.join(self.old)}, is {' or '.join(self.new)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyOptional(Difference):
    """A property that all calls sent always, and that some do not send now."""

    kind: ClassVar[str] = "property-optional"
    joint: ClassVar[str] = ": "

    property: str

    def change(self) -> Iterator[Part]:
        yield f"{self.property_word} "
        yield Name(self.property)
        yield " was always sent, is sent on some paths"


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertiesUnknown(Difference):
    """Properties were all known, and are not any more."""

    kind: ClassVar[str] = "properties-unknown"
    joint: ClassVar[str] = ": "

    def change(self) -> Iterator[Part]:
        yield f"its {'traits' if self.property_word == 'trait' else 'properties'} are no longer known in full"


# --- wrappers --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapperAdded(Difference):
    """A function that sends what it is given, and was not there before."""

    kind: ClassVar[str] = "wrapper-added"

    wrapper: str
    signature: str = ""

    def change(self) -> Iterator[Part]:
        yield "wrapper "
        yield Name(self.wrapper)
        yield " is new"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapperRemoved(Difference):
    """A function that sent what it was given, and is none any more."""

    kind: ClassVar[str] = "wrapper-removed"

    wrapper: str

    def change(self) -> Iterator[Part]:
        yield "wrapper "
        yield Name(self.wrapper)
        yield " is gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapperChanged(Difference):
    """A wrapper that takes other parameters or sends to something else. `old` and `new` say how it sends."""

    kind: ClassVar[str] = "wrapper-changed"

    wrapper: str
    old: str
    new: str

    def change(self) -> Iterator[Part]:
        yield "wrapper "
        yield Name(self.wrapper)
        yield " was "
        yield Name(self.old)
        yield ", is "
        yield Name(self.new)


DIFFERENCES: tuple[type[Difference], ...] = (
    EventRemoved,
    EventRenamed,
    EventUnknown,
    EventAdded,
    DynamicNameAdded,
    PropertyRemoved,
    PropertyRetyped,
    PropertyOptional,
    PropertyAdded,
    PropertiesUnknown,
    DestinationChanged,
    CallsRemoved,
    CallsAdded,
    CallsMoved,
    WrapperChanged,
    WrapperRemoved,
    WrapperAdded,
)
