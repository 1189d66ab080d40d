"""How properties are named: TL304, TL305."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from scanner.checks.base import Check, CheckContext, CheckSettings, Draft, Example, event_label, is_habit, list_words, properties_word
from scanner.checks.cases import CASES, follows_case, show_case, to_case
from scanner.checks.subjects import Subject, key_place, list_keys
from scanner.plan.words import quote, word_set

_NUMBERED = re.compile(r"(?P<stem>[^\d]*[^\d_\- .])[_\- .]?(?P<number>\d{1,4})\Z")
_BRACKETS = re.compile(r"\[\w*\]")
# Words in which the number is part of the name: checksums, headings, protocols, coordinates, percentiles, quarters, parts of an address.
_NAMES = word_set("sha md base utf iso mp ipv http oauth web line address addressline streetaddress street phone option ext iab es")


def _find_wrong_case(context: CheckContext) -> Iterator[Draft]:
    subjects = list_keys(context)
    wrong = [subject for subject in subjects if not _follows(subject, context)]
    habit = not context.keys_are_chosen and is_habit(len({each.name for each in wrong}), len({each.name for each in subjects}))
    for subject in wrong:
        case = context.trait_case if subject.is_trait else context.property_case
        word = "trait" if subject.is_trait else "property"
        suggestion = to_case(subject.name, case) if subject.name.count(".") == 0 else ""
        advice = f"; write {quote(suggestion)}" if suggestion and suggestion != subject.name else ""
        kind = f"in {show_case(case)}" if case in CASES else show_case(case)
        told = f"the {word} {quote(subject.name)} is not {kind}{advice}"
        yield Draft(
            told,
            subject.location,
            property=subject.name,
            suggestion=suggestion,
            plan=subject.plan,
            confidence=subject.confidence,
            related=subject.related,
            severity="info" if habit else None,
        )


def _follows(subject: Subject, context: CheckContext) -> bool:
    case = context.trait_case if subject.is_trait else context.property_case
    return all(follows_case(part, case) for part in _parts(subject.name))


def _parts(name: str) -> list[str]:
    """The names along a path such as `products[].name`."""
    return [part for part in _BRACKETS.sub("", name).split(".") if part]


def _find_numbered(context: CheckContext) -> Iterator[Draft]:
    seen: set[object] = set()
    for sent in context.sent:
        families: dict[str, dict[str, int]] = defaultdict(dict)
        for key in sent.call.properties.keys:
            match = _NUMBERED.match(key.name)
            if match and _is_counting(match["stem"]):
                families[match["stem"]][key.name] = int(match["number"])
        for stem, names in families.items():
            place = min(key_place(sent.call, key) for key in sent.call.properties.keys if key.name in names)
            if _counts_up(set(names.values())) and (place, stem) not in seen:
                seen.add((place, stem))
                told = f"the {properties_word(sent.call)} {list_words(tuple(names))} count values; send one list"
                yield Draft(told, place, event_label(sent.call), next(iter(names)), confidence=sent.call.confidence)


def _counts_up(numbers: set[int]) -> bool:
    """Whether some number follows on another: 5, 10 and 50 are percentiles or sizes rather than a count."""
    return any(number + 1 in numbers for number in numbers)


def _is_counting(stem: str) -> bool:
    plain = "".join(character for character in stem.lower() if character.isalnum())
    last = re.split(r"[_\- .]|(?<=[a-z])(?=[A-Z])", stem)[-1].lower()
    return len(last) > 1 and plain not in _NAMES and last not in _NAMES


PROPERTY_KEY_CASE = Check(
    code="TL304",
    name="property-key-case",
    severity="warning",
    summary="A property is not written in the convention.",
    rationale=(
        "`orderId` here and `order_id` there make two columns. Recommended is snake_case. The plan says which convention it is "
        "(`naming: {property: camel}`), or else the configuration, in the words of TL301; when neither does, it is what most properties "
        "follow. Traits are only held to one when the plan "
        "says one for them (`naming: {trait: snake}`), since those that every tool knows (`firstName`, `createdAt`) have theirs. "
        "A property is told once in each file, a planned one in the plan only."
    ),
    run=_find_wrong_case,
    bad=(
        Example(
            "Other conventions",
            ('track("Order Completed", orderId: string, Total: number)',),
            ('the property "orderId" is not in snake_case; write "order_id"', 'the property "Total" is not in snake_case; write "total"'),
        ),
        Example(
            "Many times in one file, told once",
            ('track("Order Completed", orderId: string)', 'track("Order Refunded", orderId: string)'),
            ('the property "orderId" is not in snake_case; write "order_id"',),
        ),
        Example(
            "A planned property, told in the plan",
            ('track("Order Completed", orderId: string)',),
            ('the property "orderId" is not in snake_case; write "order_id"',),
            "events:\n  Order Completed: {properties: [orderId]}\n",
        ),
        Example(
            "A trait, when the plan asks for it",
            ("identify(firstName: string)",),
            ('the trait "firstName" is not in snake_case; write "first_name"',),
            "naming: {trait: snake}\nevents: []\n",
        ),
    ),
    good=(
        Example("snake_case", ('track("Order Completed", order_id: string, total: number, sha256: string, line_2: string)',)),
        Example("Traits", ("identify(firstName: string, createdAt: string)", "group(employeeCount: integer)")),
        Example("A library's own property", ('track("Order Completed", $set: object)',)),
        Example("A path", ('track("Order Completed", products[].product_id: string, address.city: string)',)),
        Example(
            "What the configuration asks for",
            ('track("Order Completed", orderId: string)',),
            settings=CheckSettings(property_case="camel"),
        ),
        Example(
            "A slip of a planned property (TL112)",
            ('track("Order Completed", orderId: string)',),
            plan="events:\n  Order Completed: {properties: [order_id]}\n",
        ),
    ),
)

NUMBERED_PROPERTY_KEY = Check(
    code="TL305",
    name="numbered-property-key",
    severity="warning",
    summary="Several properties count the values of one.",
    rationale=(
        '`feature_1: "chat"`, `feature_2: "calls"` say nothing of what the second feature is, and whoever wants to know how many chose '
        '"chat" must look into every one. Send one list. Two lines of an address, `sha256` and other names with a number of their own '
        "are left alone, and so is a single numbered property."
    ),
    run=_find_numbered,
    bad=(
        Example(
            "Counted",
            ('track("Plan Chosen", feature_1: string, feature_2: string)',),
            ('the properties "feature_1" and "feature_2" count values; send one list',),
        ),
        Example(
            "In another convention",
            ('track("Plan Chosen", itemName1: string, itemName2: string, itemName3: string)',),
            ('the properties "itemName1", "itemName2" and "itemName3" count values; send one list',),
            others=("TL304",),
        ),
    ),
    good=(
        Example("One alone", ('track("Plan Chosen", feature_1: string)',)),
        Example(
            "Names with a number",
            ('track("File Hashed", sha1: string, sha256: string, utf8: string, utf16: string, mp3: string, mp4: string)',),
        ),
        Example(
            "Parts of an address", ('track("Order Sent", address_line_1: string, address_line_2: string, line1: string, line2: string)',)
        ),
        Example(
            "Coordinates and percentiles",
            ('track("Page Measured", x1: number, x2: number, p50: number, p95: number, percentile_5: number, percentile_10: number)',),
        ),
        Example("In different calls", ('track("A Done", step_1: string)', 'track("B Done", step_2: string)')),
    ),
)

KEY_CHECKS = (PROPERTY_KEY_CASE, NUMBERED_PROPERTY_KEY)
