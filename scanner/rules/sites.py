"""What a call sends, the sites where calls send, and what functions send for their callers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scanner.languages import facts
from scanner.model import Confidence, Role
from scanner.resolve.program import File, last_name
from scanner.resolve.texts import words_of
from scanner.resolve.values import (
    Applied,
    ClassValue,
    DefinitionId,
    EnumValue,
    FunctionValue,
    Given,
    Global,
    Joined,
    Known,
    Lookup,
    Missing,
    RecordValue,
    Ref,
    Scalar,
    Unknown,
    Value,
    is_null,
    is_of_parameter,
    options_of,
    text_of_enum,
    without_as_text,
)
from scanner.rules.matching import Match
from scanner.rules.reading import Reading
from scanner.rules.schema import CallShape

_MOST_SUMMARIES = 24
_NAME_WORDS = frozenset(("event", "name", "action", "type", "key", "label", "title", "eventname"))


@dataclass(frozen=True, slots=True)
class Hop:
    """A function of the program that a call goes through, and the place in it that sends on."""

    id: DefinitionId
    call: facts.Call


@dataclass(frozen=True, slots=True)
class Sent:
    """One event that a call sends: the SDK's shape with its arguments, in terms of the parameters around the call.

    `through` are the functions on the way, outermost first. `site_keys` are set once the name no longer depends on the
    caller: the keys that were written there count as written at the site.
    """

    sdk: str
    shape: CallShape
    given: tuple[Given, ...]
    confidence: Confidence
    evidence: str
    callee: str
    path: str
    call: facts.Call
    through: tuple[Hop, ...] = ()
    site_keys: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A call of the program with one event that it sends."""

    file: File
    call: facts.Call
    sent: Sent
    reading: Reading
    role: Role


@dataclass(frozen=True, slots=True)
class Summary:
    """What a function sends for its callers."""

    id: DefinitionId
    sent: Sent
    role: Role


@dataclass(slots=True)
class KnownSenders:
    """Which functions of the program send, as far as the search has come: it fills this, and what reads calls looks it up here.

    `sinks` are named like senders, and no SDK is seen in them; they count from the time on that `without_sdk` says so.
    """

    summaries: dict[DefinitionId, tuple[Summary, ...]] = field(default_factory=dict)
    sinks: frozenset[DefinitionId] = frozenset()
    without_sdk: bool = False


def direct(match: Match, file: File, call: facts.Call, given: tuple[Given, ...]) -> Sent:
    """What a call sends that has the shape itself."""
    callee = ".".join(match.shape.method) or last_name(call.callee)
    return Sent(match.pack.sdk, match.shape, given, match.confidence, match.evidence, callee, file.path, call)


def is_sent(sent: Sent, reading: Reading) -> bool:
    """Whether a reading is that of an event, as far as one can tell by now."""
    return not (reading.ignored and reading.decided) and is_plausible(reading, sent)


def is_plausible(reading: Reading, sent: Sent) -> bool:
    """Whether what stands where the name should be can be a name, as far as the evidence asks for it."""
    if not reading.decided and any(given.value.symbolic for given in sent.given):
        return True
    if isinstance(reading.name, Missing) or is_null(reading.name):
        return reading.kind != "track" or (sent.confidence == "high" and not reading.name_given)
    names = [each for each in options_of(reading.name) if not isinstance(each, Scalar | RecordValue | FunctionValue | ClassValue)]
    if sent.confidence == "high" or any(is_of_parameter(each) if isinstance(each, Ref) else each.symbolic for each in names):
        return bool(names)
    known = any(isinstance(each, Known | Joined | EnumValue | Applied | Lookup) for each in names)
    return known or (bool(names) and all(_may_be_name(each) for each in names))


def _may_be_name(value: Value) -> bool:
    """Without an SDK behind it, a name that is not known must at least be text, or be called like a name."""
    match value:
        case Unknown(type=kind):
            return kind == "string"
        case Ref(root=root, steps=steps):
            last = next(
                (step for step in reversed(without_as_text(steps)) if step.isidentifier()), root.name if isinstance(root, Global) else ""
            )
            return bool(_NAME_WORDS & set(words_of(last)))
        case _:
            return True


def best_of(found: list[tuple[Sent, Reading]]) -> list[tuple[Sent, Reading]]:
    """Where a call may be one of several overloads, and one of them sends a name that is known, that one is meant."""
    if any(sent.sdk != "generic" for sent, _ in found):
        found = [(sent, reading) for sent, reading in found if sent.sdk != "generic"]  # what leads to an SDK says more than a name
    if not any(fixed_name(reading) for _, reading in found):
        return found
    return [(sent, reading) for sent, reading in found if fixed_name(reading) or reading.kind != "track"]


def fixed_name(reading: Reading) -> str | None:
    """The names that a call is known to send, as one text; empty for a call without a name, None where a name is not known."""
    if isinstance(reading.name, Missing):
        return ""
    values = [text_of_enum(each) if isinstance(each, EnumValue) else each for each in options_of(reading.name)]
    texts = [each.text for each in values if isinstance(each, Known)]
    return "|".join(sorted(texts)) if len(texts) == len(options_of(reading.name)) else None


def add_summary(summaries: list[Summary], new: Summary) -> None:
    """Note what a function sends, once: of several ways to one and the same (decorators around a client), the shortest."""
    for index, known in enumerate(summaries):
        if _sends_the_same(known, new):
            if len(new.sent.through) < len(known.sent.through):
                summaries[index] = new
            return
    if len(summaries) < _MOST_SUMMARIES:
        summaries.append(new)


def keep_shorter(summaries: list[Summary], before: Sequence[Summary]) -> None:
    """A way that was known before is kept where the new one is longer, or two functions that call each other would never settle."""
    for index, new in enumerate(summaries):
        shorter = (old for old in before if len(old.sent.through) < len(new.sent.through) and _sends_the_same(old, new))
        summaries[index] = next(shorter, new)


def _sends_the_same(one: Summary, other: Summary) -> bool:
    return (
        one.role == other.role
        and one.sent.sdk == other.sent.sdk
        and one.sent.shape == other.sent.shape
        and one.sent.given == other.sent.given
    )
