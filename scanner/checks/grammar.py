"""Object and action in an English event name: `Order Completed` is the one, then the other, in the past."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from scanner.plan.words import ARTICLES, PARTICLES, PREPOSITIONS, is_past, is_regular_past, past_of, split_words, word_set

Fault = Literal["action-first", "present-action-first", "present-action-last"]

# Base forms that begin a name only as an order or a report of what was done ("Submit Form").
_LEADING_VERBS = word_set(
    "accept activate add apply begin buy cancel change choose click close collapse confirm create deactivate decline delete disable "
    "dismiss download earn edit enable enter expand export finish generate hide import invite join open pause pay play print "
    "publish receive redeem register reject remove rename replace resend restore retry save select send share show skip start stop "
    "submit subscribe tap unlock unpublish unsubscribe update upload verify view visit"
)
# Those of them that are hardly ever nouns or adjectives.
_PURE_VERBS = word_set(
    "accept activate add apply begin choose confirm create deactivate delete disable dismiss edit enable enter expand generate hide "
    "publish print receive redeem reject remove rename replace resend select send submit subscribe unlock unpublish unsubscribe "
    "verify"
)
# Base forms that end a name only as its action ("Form Submit").
_CLOSING_VERBS = word_set(
    "accept activate add apply begin choose click close collapse complete confirm create deactivate decline delete disable dismiss "
    "edit enable enter expand finish open publish receive redeem reject remove rename restore select send skip submit subscribe tap "
    "unlock unpublish unsubscribe"
)
# Past forms that are rather adjectives or nouns when they come first ("Related Product", "Left Menu").
_LEADING_ADJECTIVES = word_set(
    "advanced aged bet bid bound built cast cut dealt detailed embedded estimated expected featured fed fell felt found ground "
    "hidden hit laid lay led left lent let limited lit lost met nested paid personalized personalised preferred put recommended "
    "related required rose run saved saw set shed shot shut split sponsored spoke spread stole suggested supposed trusted unlimited "
    "unread united wound"
)
# What follows `Read` when it is no action.
_READ_NOUNS = word_set("count later mode more only receipt receipts state status time write")
# Last words that make a name that of a thing on the screen rather than of what happened.
_WIDGETS = word_set(
    "badge banner bar button checkbox dialog drawer dropdown icon label link menu modal option options page panel popup prompt "
    "screen section sheet tab toast toggle tooltip widget"
)
# The same for a figure, or for a thing of which the first word may be a part ("Download Speed", "Share Sheet", "Open Source").
_THINGS = _WIDGETS | word_set(
    "card cell count counter date duration error failure field home id item latency level limit list log metric mode name "
    "notification number progress rate report result results row setting settings size source speed stats status step store success "
    "time title type version view"
)
_ADVERBS = word_set("again first last live twice once")
_OUTCOMES = word_set("error errors failure failures success warning warnings")
_SEPARATOR = re.compile(r"[:./|>»→]+")


@dataclass(frozen=True, slots=True)
class Structure:
    """What is wrong with the order of a name, and its words in the right one (empty when that cannot be told).

    `prefix` is what stands before those words (`Checkout:`).
    """

    fault: Fault
    words: tuple[str, ...] = ()
    prefix: str = ""


def judge_structure(name: str) -> Structure | None:
    """What is wrong with an event's name as object and past-tense action; None when it is right, or when there is doubt."""
    prefix, words = _split_prefix(name)
    lower = [word.lower() for word in words]
    if len(words) < 2 or any(is_past(word) and before not in ARTICLES for before, word in pairwise(lower)):
        return None
    found = _judge_words(words, lower)
    return replace(found, prefix=prefix) if found and found.words else found


def _judge_words(words: tuple[str, ...], lower: list[str]) -> Structure | None:
    if is_past(lower[0]):
        return _judge_past_first(words, lower)
    if lower[0] in _LEADING_VERBS and lower[1] not in PREPOSITIONS:
        things = _WIDGETS if lower[0] in _PURE_VERBS else _THINGS
        return None if lower[-1] in things else Structure("present-action-first", _move_action(words, lower))
    if lower[-1] in _CLOSING_VERBS:
        return Structure("present-action-last", (*words[:-1], _like(words[-1], past_of(lower[-1]))))
    return None


def _split_prefix(name: str) -> tuple[str, tuple[str, ...]]:
    """What stands before the last `:`, `.` or the like, and the words after it."""
    ends = [match.end() for match in _SEPARATOR.finditer(name) if name[match.end() :].strip()]
    start = ends[-1] if ends else 0
    start += len(name[start:]) - len(name[start:].lstrip())
    return name[:start], split_words(name[start:])


def _judge_past_first(words: tuple[str, ...], lower: list[str]) -> Structure | None:
    rest = lower[1:]
    if lower[0] in _LEADING_ADJECTIVES or _is_negated(lower[0]) or rest[-1] in _OUTCOMES:
        return None
    if rest[0] in PREPOSITIONS or rest[0] in _ADVERBS or rest[0].endswith("ly"):
        return None
    if lower[0] == "read" and rest[0] in _READ_NOUNS:
        return None
    if not is_regular_past(lower[0]) and lower[0] != "read" and len(rest) == 1 and rest[0] in _THINGS:
        return None
    if rest[0] in PARTICLES and (len(rest) == 1 or rest[1] in PREPOSITIONS | PARTICLES | _ADVERBS or rest[1].endswith("ly")):
        return None
    return Structure("action-first", _move_action(words, lower))


def _is_negated(word: str) -> bool:
    """`Unsupported` says how a thing is, unlike `Supported`."""
    return word.startswith("un") and is_past(word[2:])


def _move_action(words: tuple[str, ...], lower: list[str]) -> tuple[str, ...]:
    """`Clicked the Button in Header` -> `Button Clicked in Header`. Empty when the object is too long to be sure of."""
    size = 2 if lower[1] in PARTICLES else 1
    action = [_like(words[0], lower[0] if is_past(lower[0]) else past_of(lower[0])), *words[1:size]]
    rest = list(words[size:])
    if rest and rest[0].lower() in ARTICLES:
        rest = rest[1:]
    cut = next((index for index, word in enumerate(rest) if word.lower() in PREPOSITIONS), len(rest))
    if not 1 <= cut <= 4 or rest[cut - 1].lower() in ("all", "only"):
        return ()
    return (*rest[:cut], *action, *rest[cut:])


def _like(model: str, word: str) -> str:
    """A word with the first letter as large as the model's."""
    return word[:1].upper() + word[1:] if model[:1].isupper() else word
