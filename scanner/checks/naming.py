"""How events are named: TL301, TL302, TL303."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from scanner.checks.base import Check, CheckContext, CheckSettings, Draft, Example, is_habit, known_names, list_words
from scanner.checks.cases import CASES, follows_case, join_words, show_case, to_case
from scanner.checks.grammar import Fault, Structure, judge_structure
from scanner.checks.subjects import Subject, list_event_names
from scanner.plan.words import is_past, quote, split_words, word_set

_Words: TypeAlias = tuple[str, ...]

_DATE = re.compile(r"(?<!\d)(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}|(?:19|20)\d{2}-\d{2})(?!\d)")
_LONG_NUMBER = re.compile(r"(?<![\w.])\d{5,}(?![\w.])")
_YEAR = re.compile(r"(?<![\w.-])(?:199\d|20[0-3]\d)(?![\w.])")
_UNIT = re.compile(r"[$€£]\s?\d|\d\s?[%€£]")
_HEXADECIMAL = re.compile(r"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b|\b[0-9a-f]{8}-[0-9a-f]{4}-", re.IGNORECASE)
_ASIDE = re.compile(r"\s\(([^()]+)\)\s*\Z")
_DASH = re.compile(r"\s+[-\u2013\u2014]\s+")
_TIERS = word_set("free basic starter standard plus pro premium business enterprise team gold silver bronze platinum trial paid")
_TIER_NOUNS = word_set("tier plan edition level")


def _draft(subject: Subject, message: str, suggestion: str = "") -> Draft:
    return Draft(
        message,
        subject.location,
        subject.event,
        suggestion=suggestion,
        plan=subject.plan,
        confidence=subject.confidence,
        related=subject.related,
    )


def _freely_named(context: CheckContext) -> Iterator[Subject]:
    """Names that no business spec has an opinion on: one that nearly is a spec's is told once, by TL306."""
    return (subject for subject in list_event_names(context) if subject.name not in context.spec_slips)


def _find_wrong_case(context: CheckContext) -> Iterator[Draft]:
    subjects = tuple(_freely_named(context))
    wrong = [subject for subject in subjects if not follows_case(subject.name, context.event_case)]
    habit = not context.names_are_chosen and is_habit(len({each.name for each in wrong}), len({each.name for each in subjects}))
    for subject in wrong:
        # one advice for both, lest a name be mended twice
        structure = judge_structure(subject.name)
        suggestion = _put_right(subject.name, structure, context.event_case) if structure else ""
        suggestion = suggestion or to_case(subject.name, context.event_case)
        advice = f"; write {quote(suggestion)}" if suggestion and suggestion != subject.name else ""
        draft = _draft(subject, f"the event name {quote(subject.name)} is not {_in_case(context.event_case)}{advice}", suggestion)
        yield replace(draft, severity="info") if habit else draft


def _in_case(case: str) -> str:
    return f"in {show_case(case)}" if case in CASES else show_case(case)


def _put_right(name: str, structure: Structure, case: str) -> str:
    """The words of a structure as a name, in the convention, or as the name itself is written when there is none."""
    if not structure.words:
        return ""
    own = next((each for each in CASES if follows_case(name, each)), "")
    joined = join_words(list(structure.words), case if case in CASES else own)
    return structure.prefix + joined if joined else ""


def _find_wrong_structure(context: CheckContext) -> Iterator[Draft]:
    judged = [(subject, judge_structure(subject.name)) for subject in _freely_named(context)]
    habit = is_habit(len({subject.name for subject, structure in judged if structure}), len({subject.name for subject, _ in judged}))
    for subject, structure in judged:
        if structure is None:
            continue
        suggestion = _put_right(subject.name, structure, context.event_case)
        advice = f"; did you mean {quote(suggestion)}?" if suggestion else "; name the object, then what happened to it"
        draft = _draft(subject, f"the event name {quote(subject.name)} {_tell_fault(structure.fault)}{advice}", suggestion)
        yield replace(draft, severity="info") if habit else draft


def _tell_fault(fault: Fault) -> str:
    match fault:
        case "action-first":
            return "begins with its action"
        case "present-action-first":
            return "begins with an action that is not in the past"
        case "present-action-last":
            return "ends with an action that is not in the past"


def _find_values(context: CheckContext) -> Iterator[Draft]:
    subjects = list_event_names(context)
    names = _names_by_words(context)
    families = _number_families(subjects)
    for subject in subjects:
        told = _explain_value(subject.name, names)
        if told:
            yield _draft(subject, f"the event name {quote(subject.name)} holds {told}")
    yield from families


def _names_by_words(context: CheckContext) -> dict[_Words, str]:
    """Every name that is planned or sent, by its words."""
    planned = {event.name for event in context.plan.events if event.name} if context.plan else set()
    names = planned.union(*(known_names(sent.call) for sent in context.sent))
    return {_lower_words(name): name for name in sorted(names, reverse=True)}


def _lower_words(name: str) -> _Words:
    return tuple(word.lower() for word in split_words(name))


def _explain_value(name: str, names: Mapping[_Words, str]) -> str:
    """What value a name holds and what to do about it; empty when it holds none."""
    for pattern, what in (
        (_DATE, "a date"),
        (_HEXADECIMAL, "an identifier"),
        (_LONG_NUMBER, "a number"),
        (_YEAR, "a year"),
        (_UNIT, "a value"),
    ):
        if pattern.search(name):
            return f"{what}; send it as a property"
    tail = _find_tail(name) or _find_aside(name)
    if tail:
        return f"the value {quote(tail)}; send it as a property"
    base = _find_tier(name, names)
    return f"a variant of {quote(base)}; send that, with the variant as a property" if base else ""


def _find_tail(name: str) -> str:
    """What follows the action after a dash: `Read Blog Post - Best Tracking Plans Ever`. A dash after a mere prefix is none."""
    match = _DASH.search(name)
    if match is None:
        return ""
    head, tail = split_words(name[: match.start()]), split_words(name[match.end() :])
    has_action = len(head) > 1 and (any(map(is_past, head)) or _is_order(head))
    return name[match.end() :] if has_action and tail and not any(map(is_past, tail)) else ""


def _find_aside(name: str) -> str:
    """What stands in parentheses after the action: `Trial Extended (Sales)`."""
    match = _ASIDE.search(name)
    if match is None or not split_words(match[1]):
        return ""
    return match[1] if any(map(is_past, split_words(name[: match.start()]))) and not any(map(is_past, split_words(match[1]))) else ""


def _is_order(words: tuple[str, ...]) -> bool:
    found = judge_structure(" ".join(words))
    return (found is not None and found.fault == "present-action-first") or words[0].lower() in ("publish", "read", "open", "view", "click")


def _find_tier(name: str, names: Mapping[_Words, str]) -> str:
    """The event of which a name is a variant: `Workspace Created` for `Business Tier Workspace Created`, when that is an event too."""
    words = _lower_words(name)
    size = 1 + (len(words) > 1 and words[1] in _TIER_NOUNS)
    return names.get(words[size:], "") if len(words) >= size + 2 and words[0] in _TIERS else ""


def _number_families(subjects: Iterable[Subject]) -> Iterator[Draft]:
    """`Step 1 Completed` and `Step 2 Completed` are one event; told once."""
    families: dict[tuple[str, ...], list[Subject]] = defaultdict(list)
    for subject in subjects:
        words = split_words(subject.name)
        numbers = [word for word in words if word.isdigit()]
        if len(numbers) == 1 and len(words) > 1 and not _explain_value(subject.name, {}):
            families[tuple("#" if word.isdigit() else word.lower() for word in words)].append(subject)
    for skeleton in sorted(families):
        family = families[skeleton]
        names = tuple(sorted({subject.name for subject in family}))
        if len(names) > 1:
            told = f"the event names {list_words(names)} differ in a number only; send one event, with the number as a property"
            related = tuple(dict.fromkeys(subject.location for subject in family[1:]))[:10]
            yield _draft(replace(family[0], related=related), told)


_ANY_CASE = CheckSettings(event_case="any")
_SNAKE = CheckSettings(event_case="snake")
_AUTO = CheckSettings(event_case="auto")
_SPEC = CheckSettings(known_names=frozenset({"Register Push"}))
_TEN_SNAKES = tuple(f'track("{name}_viewed")' for name in ("cart", "order", "page", "list", "item", "shop", "user", "deal", "club", "news"))

EVENT_NAME_CASE = Check(
    code="TL301",
    name="event-name-case",
    severity="warning",
    summary="An event name is not written in the convention.",
    rationale=(
        "One convention for all events, so that nobody has to look up how a name is written. Recommended is Title Case. The plan says "
        "which it is (`naming: {event: snake}`), or else the configuration: `title`, `sentence`, `lower`, `snake`, `kebab`, `camel`, "
        "`pascal`, `constant`, a regular expression, `any`, or `auto`, which is meant when neither says anything: what at least four "
        "fifths of at least ten names follow, and Title Case if they follow none. Where nobody said which, and more than a third of "
        "all names break it, each is only a note. In Title Case small words (`in`, `of`, `to`) may be small. A name is told once in "
        "each file, a constant where it is defined, a planned name in the plan only. Names of business specs and a library's own "
        "names (`$pageview`) are left alone."
    ),
    run=_find_wrong_case,
    bad=(
        Example(
            "Other conventions",
            ('track("order completed")', 'track("order_completed")', 'track("orderCompleted")', 'track("Order completed")'),
            (
                'the event name "order completed" is not in Title Case; write "Order Completed"',
                'the event name "order_completed" is not in Title Case; write "Order Completed"',
                'the event name "orderCompleted" is not in Title Case; write "Order Completed"',
                'the event name "Order completed" is not in Title Case; write "Order Completed"',
            ),
            others=("TL401",),
        ),
        Example(
            "A constant, told once, where it is defined",
            ('track(DONE = "order_completed")', 'track(DONE = "order_completed")'),
            ('the event name "order_completed" is not in Title Case; write "Order Completed"',),
        ),
        Example(
            "A planned name, told in the plan",
            ('track("order_completed")',),
            ('the event name "order_completed" is not in Title Case; write "Order Completed"',),
            "events: [order_completed]\n",
        ),
        Example(
            "The plan asks for another convention",
            ('track("Order Completed")',),
            ('the event name "Order Completed" is not in snake_case; write "order_completed"',),
            "naming: {event: snake}\nevents: [cart_viewed]\n",
            others=("TL101", "TL103"),
        ),
        Example(
            "One name in another convention than all the others (`auto`)",
            (*_TEN_SNAKES, 'track("Wish Added")'),
            ('the event name "Wish Added" is not in snake_case; write "wish_added"',),
            settings=_AUTO,
        ),
    ),
    good=(
        Example("Title Case", ('track("Order Completed")', 'track("Email Marked as Spam")', 'track("Logged in")', 'track("SMS Sent")')),
        Example("Names with capitals of their own", ('track("iOS App Opened")', 'track("GitHub Connected")', 'track("2FA Enabled")')),
        Example("What the code always does (`auto`)", _TEN_SNAKES, settings=_AUTO),
        Example("What the configuration asks for", ('track("order_completed")',), settings=_SNAKE),
        Example("No convention", ('track("order_completed")', 'track("Whatever this is")'), settings=_ANY_CASE),
        Example("A library's own event", ('track("$pageview")',)),
        Example("Pages and screens", ('page("pricing")', 'screen("home_screen")')),
        Example("Names that are not known in full", ("track(`step *`)", "track(event_name)")),
        Example("A name of a business spec", ('track("add_to_cart")',), settings=CheckSettings(known_names=frozenset({"add_to_cart"}))),
        Example("A slip of a planned name (TL102)", ('track("order completed")',), plan="events: [Order Completed]\n"),
    ),
)

EVENT_NAME_STRUCTURE = Check(
    code="TL302",
    name="event-name-structure",
    severity="warning",
    summary="An event name is not an object and what happened to it.",
    rationale=(
        "`Blog Post Read`, `Order Completed`: first the object, then the action, in the past. Names in this order sort by object, "
        "and nobody has to guess whether `Submit Form` is a wish or a fact. Told are names that begin with their action and names whose "
        "action is not in the past; where a word may also be a noun or an adjective (`Search Results`, `Related Product`), nothing is. "
        "Only English names are understood. As with TL301 a name is told once in each file, a planned name in the plan. Where at least ten "
        "names and more than a third of all break it, it is not the project's convention, and each is only a note."
    ),
    run=_find_wrong_structure,
    bad=(
        Example(
            "The action first",
            ('track("Read Blog Post")', 'track("Clicked Button")', 'track("Signed Up User")', 'track("Started Checkout From Cart")'),
            (
                'the event name "Read Blog Post" begins with its action; did you mean "Blog Post Read"?',
                'the event name "Clicked Button" begins with its action; did you mean "Button Clicked"?',
                'the event name "Signed Up User" begins with its action; did you mean "User Signed Up"?',
                'the event name "Started Checkout From Cart" begins with its action; did you mean "Checkout Started from Cart"?',
            ),
        ),
        Example(
            "An order instead of a fact",
            ('track("Submit Form")', 'track("Add Payment Info")'),
            (
                'the event name "Submit Form" begins with an action that is not in the past; did you mean "Form Submitted"?',
                'the event name "Add Payment Info" begins with an action that is not in the past; did you mean "Payment Info Added"?',
            ),
        ),
        Example(
            "An action that is not in the past",
            ('track("Order Complete")', 'track("Tutorial Skip")'),
            (
                'the event name "Order Complete" ends with an action that is not in the past; did you mean "Order Completed"?',
                'the event name "Tutorial Skip" ends with an action that is not in the past; did you mean "Tutorial Skipped"?',
            ),
        ),
        Example(
            "In another convention",
            ('track("course_publish")',),
            ('the event name "course_publish" ends with an action that is not in the past; did you mean "course_published"?',),
            settings=_SNAKE,
        ),
    ),
    good=(
        Example(
            "Object, then action",
            ('track("User Signed Up")', 'track("Journey put live")', 'track("Product Added to Wishlist")', 'track("SMS Not Sent")'),
            settings=_ANY_CASE,
        ),
        Example(
            "An action without an object", ('track("Logged in")', 'track("Signed Up")', 'track("Searched")', 'track("Logged Into Forum")')
        ),
        Example("Something done by the object", ('track("Account Added User")', 'track("Shop Started Checkout")')),
        Example(
            "Words that may be nouns or adjectives", ('track("Search Results")', 'track("Related Product Clicked")', 'track("Page View")')
        ),
        Example("Things on the screen", ('track("Download Page")', 'track("Play Button")', 'track("Share Sheet")')),
        Example("Going on", ('track("Video Content Playing")',)),
        Example("Pages", ('page("Read Blog Post")',)),
        Example("A name of a business spec", ('track("Register Push")',), settings=_SPEC),
    ),
)

VALUE_IN_EVENT_NAME = Check(
    code="TL303",
    name="value-in-event-name",
    severity="warning",
    summary="An event name holds a value that belongs into a property.",
    rationale=(
        "One event with a property can be counted, compared and broken down; ten events that differ in a value cannot. "
        "Told are dates, years, long numbers, identifiers, amounts, what follows the action after a dash or in parentheses, "
        "names that differ only in a number, and variants such as `Business Tier Workspace Created` of another event."
    ),
    run=_find_values,
    bad=(
        Example(
            "A date",
            ('track("User Signed Up (11-01-2019)")',),
            ('the event name "User Signed Up (11-01-2019)" holds a date; send it as a property',),
        ),
        Example(
            "A title",
            ('track("Read Blog Post - Best Plans Ever")',),
            ('the event name "Read Blog Post - Best Plans Ever" holds the value "Best Plans Ever"; send it as a property',),
            others=("TL302",),
        ),
        Example(
            "Something in parentheses",
            ('track("Trial Extended (Sales)")',),
            ('the event name "Trial Extended (Sales)" holds the value "Sales"; send it as a property',),
        ),
        Example(
            "A variant",
            ('track("Business Tier Workspace Created")', 'track("Workspace Created")'),
            (
                (
                    'the event name "Business Tier Workspace Created" holds a variant of "Workspace Created";'
                    " send that, with the variant as a property"
                ),
            ),
        ),
        Example(
            "Numbers",
            ('track("Onboarding Step 1 Completed")', 'track("Onboarding Step 2 Completed")'),
            (
                (
                    'the event names "Onboarding Step 1 Completed" and "Onboarding Step 2 Completed" differ in a number only;'
                    " send one event, with the number as a property"
                ),
            ),
        ),
        Example(
            "Amounts and identifiers",
            ('track("$50 Plan Selected")', 'track("Video 25% Watched")', 'track("Campaign 1048576 Opened")'),
            (
                'the event name "$50 Plan Selected" holds a value; send it as a property',
                'the event name "Video 25% Watched" holds a value; send it as a property',
                'the event name "Campaign 1048576 Opened" holds a number; send it as a property',
            ),
        ),
    ),
    good=(
        Example("Numbers that are names", ('track("2FA Enabled")', 'track("404 Page Viewed")', 'track("Checkout V2 Started")')),
        Example("One number alone", ('track("Level 2 Started")',)),
        Example("Parentheses that are no value", ('track("Email (HTML) Opened")', 'track("Plan (New)")')),
        Example("A dash after a prefix", ('track("Checkout - Step Completed")', 'track("Settings - Theme")')),
        Example("No such other event", ('track("Business Tier Workspace Created")', 'track("Team Member Invited")')),
        Example("Another event that only sounds alike", ('track("Draft Article Created")', 'track("Article Created")')),
    ),
)

NAMING_CHECKS = (EVENT_NAME_CASE, EVENT_NAME_STRUCTURE, VALUE_IN_EVENT_NAME)
