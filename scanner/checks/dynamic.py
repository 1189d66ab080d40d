"""Names and keys that are made at run time: TL201, TL202, TL203, TL204."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.checks.base import Check, CheckContext, Draft, Example, Sent, event_label, list_words, properties_word, property_word
from scanner.checks.properties import judge_more
from scanner.model import Call
from scanner.plan.matching import gather_properties
from scanner.plan.model import PlannedEvent
from scanner.plan.words import quote, show

# Source text that puts a name together: a quote beside a plus or dot, or the signs of interpolation.
_COMPUTED = re.compile(r"""["'`]\s*(\+|\.\.|<>|%)|(\+|\.\.|<>)\s*["'`]|\$\{|#\{|\\\(|\bf["']|\bformat\b|\bsprintf\b""")


def _needs_name(call: Call) -> bool:
    return call.kind in ("track", "revenue")


def _is_pattern(call: Call) -> bool:
    """Whether a name is made at the call: some of it is known, or its text shows that it is put together."""
    if call.event.kind == "pattern":
        return True
    return call.event.kind == "dynamic" and _COMPUTED.search(call.event.text) is not None


def _find_dynamic_names(context: CheckContext) -> Iterator[Draft]:
    for sent in context.sent:
        call = sent.call
        if not _needs_name(call) or not _is_pattern(call) or any(event.pattern for event in sent.covered):
            continue
        shown = quote(call.event.pattern or call.event.text)
        told = f"the event name {shown} is made at run time; send one fixed name, with what varies as a property"
        yield Draft(told + _tell_covered(sent), call.location, event_label(call), confidence=call.confidence)


def _tell_covered(sent: Sent) -> str:
    names = tuple(event.name for event in sent.covered if event.name)
    return f" (the plan has {list_words(names, 3)})" if names else ""


def _find_unresolved(context: CheckContext) -> Iterator[Draft]:
    for sent in context.sent:
        call = sent.call
        if _needs_name(call) and call.event.kind == "dynamic" and not _is_pattern(call):
            name = f"the event name {quote(call.event.text)}" if call.event.text else "the event name"
            why = f": {show(call.event.reason)}" if call.event.reason else ""
            yield Draft(f"{name} could not be resolved{why}", call.location, confidence=call.confidence)


def _find_dynamic_keys(context: CheckContext) -> Iterator[Draft]:
    seen: set[object] = set()
    for sent in context.sent:
        call = sent.call
        if not call.properties.dynamic or any(event.key_patterns for event in _planned_events(sent)):
            continue
        location = call.properties.dynamic_at[0] if call.properties.dynamic_at else call.location
        # the same wrapper may make the key for many calls
        if location in seen:
            continue
        seen.add(location)
        told = f"a {property_word(call)} name is made at run time; use fixed names, and send what varies as a value"
        yield Draft(told, location, event_label(call), confidence=call.confidence, related=call.properties.dynamic_at[1:])


def _planned_events(sent: Sent) -> tuple[PlannedEvent, ...]:
    return tuple(event for match in sent.matches if match.kind in ("exact", "pattern") for event in match.events)


def _find_incomplete(context: CheckContext) -> Iterator[Draft]:
    for sent in context.sent:
        call = sent.call
        if call.properties.complete or call.properties.dynamic or call.kind in ("alias", "reset"):
            continue
        unseen = _unseen_required(context, sent)
        if sent.is_planned and not unseen and _may_have_more(context, sent):
            continue
        label = event_label(call)
        of = f" of {quote(label) if call.kind in ('track', 'revenue') else call.kind}" if label else ""
        told = f"not all {properties_word(call)}{of} are known here"
        if unseen:
            told += f"; whether {list_words(unseen)} {'is' if len(unseen) == 1 else 'are'} sent could not be checked"
        yield Draft(told, call.location, label, confidence=call.confidence)


def _may_have_more(context: CheckContext, sent: Sent) -> bool:
    """Whether the plan lets an event have any other property, so that what is not known does no harm."""
    plan, events = context.plan, _planned_events(sent)
    return plan is not None and all(judge_more(plan, event, bool(gather_properties(plan, event))) == "allow" for event in events)


def _unseen_required(context: CheckContext, sent: Sent) -> tuple[str, ...]:
    """The required properties that are not among the known ones."""
    plan = context.plan
    known = {key.name for key in sent.call.properties.keys}
    wanted = (each for event in _planned_events(sent) for each in (gather_properties(plan, event) if plan else ()))
    return tuple(dict.fromkeys(each.name for each in wanted if each.required and each.name not in known))


DYNAMIC_EVENT_NAME = Check(
    code="TL201",
    name="dynamic-event-name",
    severity="warning",
    summary="An event name is put together at run time.",
    rationale=(
        "Every value makes another event: there is no end of them, none can be planned, and none has all the data. "
        'Instead of "User Signed Up (11-01-2019)" send "User Signed Up", and the date as a property. '
        "A name that a `pattern` of the plan covers is left alone. A name that is only handed on from elsewhere is TL203."
    ),
    run=_find_dynamic_names,
    bad=(
        Example(
            "A value in the name",
            ("track(`User Signed Up (*)`)",),
            ('the event name "User Signed Up (*)" is made at run time; send one fixed name, with what varies as a property',),
        ),
        Example(
            "Several planned names at once",
            ("track(`Cart *`)",),
            (
                (
                    'the event name "Cart *" is made at run time; send one fixed name, with what varies as a property'
                    ' (the plan has "Cart Opened" and "Cart Viewed")'
                ),
            ),
            "events: [Cart Opened, Cart Viewed]\n",
        ),
        Example(
            "Nothing of it is known, but that it is put together",
            ("track(prefix + ' ' + action)",),
            ("the event name \"prefix + ' ' + action\" is made at run time; send one fixed name, with what varies as a property",),
        ),
    ),
    good=(
        Example("Fixed names", ('track("User Signed Up")', 'track(SIGNED_UP = "User Signed Up")')),
        Example("One of several fixed names", ('track("Note Pinned" | "Note Unpinned")',)),
        Example("A planned pattern", ("track(`Shell * Opened`)",), plan="events:\n  - pattern: Shell *\n"),
        Example("Handed on from elsewhere (TL203)", ("track(event.name)",)),
        Example("A page is often called by its title", ("page(`Article *`)",)),
    ),
)

DYNAMIC_PROPERTY_KEY = Check(
    code="TL202",
    name="dynamic-property-key",
    severity="warning",
    summary="The name of a property is made at run time.",
    rationale=(
        "Every name becomes a column of its own in what receives the data. Use a fixed name, and send what varies as its value; "
        "several values go in a list. An event for which the plan has `key_patterns` is left alone."
    ),
    run=_find_dynamic_keys,
    bad=(
        Example(
            "A computed name",
            ('track("Feature Used", [flag])',),
            ("a property name is made at run time; use fixed names, and send what varies as a value",),
        ),
        Example(
            "In traits",
            ("identify(email: string, [flag])",),
            ("a trait name is made at run time; use fixed names, and send what varies as a value",),
        ),
    ),
    good=(
        Example("Fixed names", ('track("Feature Used", feature: string)',)),
        Example("Properties that are only not known (TL204)", ('track("Feature Used", ...)',)),
        Example(
            "Planned so",
            ('track("Library Loaded", [library])',),
            plan="events:\n  Library Loaded:\n    key_patterns: {library_*: string}\n",
        ),
    ),
)

UNRESOLVED_EVENT_NAME = Check(
    code="TL203",
    name="unresolved-event-name",
    severity="info",
    summary="The name of an event could not be found out.",
    rationale=(
        "The name comes from somewhere that a reading of the source does not lead to: a server, a parameter that everybody may fill, "
        "a computation. The call is not checked any further. Nothing is wrong with the code for that alone; "
        "a constant or an enum would make it plain."
    ),
    run=_find_unresolved,
    bad=(
        Example(
            "A name from elsewhere",
            ("track(event.name)",),
            ('the event name "event.name" could not be resolved: it is not known where it comes from',),
        ),
    ),
    good=(
        Example("Known names", ('track("User Signed Up")', 'track(SIGNED_UP = "User Signed Up")')),
        Example("Known in part (TL201)", ("track(`Viewed *`)",)),
        Example("Calls that need no name", ("identify(email: string)", "page()", "group()", "page(title)")),
    ),
)

INCOMPLETE_PROPERTIES = Check(
    code="TL204",
    name="incomplete-properties",
    severity="info",
    summary="Not all properties of a call could be found out.",
    rationale=(
        "Something that is not known may add properties: a parameter, a spread, a function outside the project. What is known is checked, "
        "but nothing is said to be missing. An event that may have any property, and of which every required one is known, is left alone."
    ),
    run=_find_incomplete,
    bad=(
        Example("A spread", ('track("Order Completed", total: number, ...)',), ('not all properties of "Order Completed" are known here',)),
        Example(
            "A required property may be missing",
            ('track("Order Completed", total: number, ...)',),
            ('not all properties of "Order Completed" are known here; whether "order_id" is sent could not be checked',),
            "events:\n  Order Completed:\n    properties: [order_id, total]\n    required: [order_id, total]\n",
        ),
        Example("Traits", ("identify(...)",), ("not all traits of identify are known here",)),
    ),
    good=(
        Example("All known", ('track("Order Completed", total: number)', 'track("Cart Viewed")')),
        Example("A computed name is the cause (TL202)", ('track("Order Completed", [key])',)),
        Example(
            "All that is required is there, and more is allowed",
            ('track("Order Completed", total: number, ...)',),
            plan="events:\n  Order Completed:\n    additional_properties: true\n    required: [total]\n",
        ),
        Example("The plan lists no property", ('track("Order Completed", ...)',), plan="events: [Order Completed]\n"),
    ),
)

DYNAMIC_CHECKS = (DYNAMIC_EVENT_NAME, DYNAMIC_PROPERTY_KEY, UNRESOLVED_EVENT_NAME, INCOMPLETE_PROPERTIES)
