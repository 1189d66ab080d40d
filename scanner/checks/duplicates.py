"""Events that look like one: TL401."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from scanner.checks.base import Check, CheckContext, Draft, Example, is_reserved, known_names
from scanner.model import Call
from scanner.plan.words import LONGEST_WORD, distance, fold, quote, split_words, stem_key

_LONG_WORD = 6


def _find_duplicates(context: CheckContext) -> Iterator[Draft]:
    sites = _unplanned_sites(context)
    by_key: dict[object, str] = {}
    # the commonest first: the others are held against it
    for name in sorted(sites, key=lambda name: (-len(sites[name]), name)):
        keys, traces = _likeness_keys(name), tuple(_slip_traces(name))
        other = next((by_key[key] for key in keys if key in by_key), "") or _find_slip(name, traces, by_key)
        if other:
            yield _draft(name, other, sites)
            continue
        for key in (*keys, *traces):
            by_key.setdefault(key, name)


def _unplanned_sites(context: CheckContext) -> dict[str, list[Call]]:
    """The calls of each track event that the plan does not settle, by name."""
    sites: dict[str, list[Call]] = defaultdict(list)
    for sent in context.sent:
        settled = {match.name for match in sent.matches if match.kind not in ("none", "unplanned-kind")}
        for name in known_names(sent.call) if sent.call.kind == "track" and sent.call.confidence != "low" else ():
            if name not in settled and not is_reserved(name) and fold(name):
                sites[name].append(sent.call)
    return sites


def _likeness_keys(name: str) -> list[object]:
    """What names that say the same have in common: the letters, or the stems of two words or more."""
    stems = stem_key(name)
    return [fold(name), *([stems] if len(stems) > 1 else [])]


def _slip_traces(name: str) -> Iterator[object]:
    """What a name shares with every other that differs by one letter more or less, or by two swapped, in one long word."""
    words = [word.casefold() for word in split_words(name)]
    for index, word in enumerate(words):
        if not _LONG_WORD <= len(word) <= LONGEST_WORD or not word.isalpha():
            continue
        rest = (index, *words[:index], "", *words[index + 1 :])
        yield rest, "letters", "".join(sorted(word))
        yield rest, "word", word
        yield from ((rest, "word", word[:cut] + word[cut + 1 :]) for cut in range(len(word)))


def _find_slip(name: str, traces: Iterable[object], by_key: Mapping[object, str]) -> str:
    words = [word.casefold() for word in split_words(name)]
    found = dict.fromkeys(by_key[trace] for trace in traces if trace in by_key)
    return next((other for other in found if _is_slip(words, [word.casefold() for word in split_words(other)])), "")


def _is_slip(words: list[str], others: list[str]) -> bool:
    """Whether two names differ in one letter too many, one missing or two swapped in one long word.

    A letter that is another makes other words too easily (`Test Passed`, `Test Paused`), and an `s` at the end makes many of one.
    """
    pairs = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]] if len(words) == len(others) else []
    if len(pairs) != 1:
        return False
    shorter, longer = sorted(pairs[0], key=len)
    if len(shorter) < _LONG_WORD or longer == shorter + "s" or longer[1:] == shorter:
        return False
    return (len(longer) - len(shorter) == 1 or sorted(shorter) == sorted(longer)) and distance(shorter, longer) == 1


def _draft(name: str, other: str, sites: dict[str, list[Call]]) -> Draft:
    call, twin = (min(sites[each], key=lambda each: each.location) for each in (name, other))
    told = f"{quote(name)} and {quote(other)} look like one event; send one name, or tell them apart more clearly"
    return Draft(told, call.location, name, suggestion=other, related=(twin.location,))


NEAR_DUPLICATE_EVENTS = Check(
    code="TL401",
    name="near-duplicate-events",
    severity="warning",
    summary="Two events are sent whose names look like one.",
    rationale=(
        "Two names for one thing split its data, and every question about it gets half an answer. Told are names that differ only in case "
        "and separators, in word order or tense, or by a slip in a long word; at the rarer of the two, with a place of the other. "
        "Planned names are left alone, and names close to a planned one are told by TL102."
    ),
    run=_find_duplicates,
    needs_project=True,
    bad=(
        Example(
            "Another case",
            ('track("Order Completed")', 'track("Order Completed")', 'track("order_completed")'),
            ('"order_completed" and "Order Completed" look like one event; send one name, or tell them apart more clearly',),
            others=("TL301",),
        ),
        Example(
            "Another order or tense",
            ('track("Order Completed")', 'track("Order Completed")', 'track("Completed Order")'),
            ('"Completed Order" and "Order Completed" look like one event; send one name, or tell them apart more clearly',),
            others=("TL302",),
        ),
        Example(
            "A slip",
            ('track("Order Completed")', 'track("Order Completed")', 'track("Order Compelted")'),
            ('"Order Compelted" and "Order Completed" look like one event; send one name, or tell them apart more clearly',),
        ),
    ),
    good=(
        Example("Different events", ('track("Order Completed")', 'track("Order Cancelled")', 'track("Cart Viewed")')),
        Example("Opposites", ('track("Note Pinned")', 'track("Note Unpinned")', 'track("User Signed In")', 'track("User Signed Out")')),
        Example("One letter, other words", ('track("Test Passed")', 'track("Test Paused")', 'track("Post Liked")', 'track("Post Linked")')),
        Example("One and many", ('track("Product Viewed")', 'track("Products Viewed")')),
        Example("Numbers (TL303)", ('track("Level 10 Started")', 'track("Level 11 Ended")')),
        Example("Another kind of call", ('track("Home")', 'page("home")')),
        Example(
            "A slip of a planned name (TL102)", ('track("order completed")', 'track("Order completed")'), plan="events: [Order Completed]\n"
        ),
        Example(
            "Both planned", ('track("Order Completed")', 'track("order completed")'), plan="events: [Order Completed, order completed]\n"
        ),
    ),
)
