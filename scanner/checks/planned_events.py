"""Events that the code sends, held against the plan: TL101, TL102, TL104, TL105, TL106."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.checks.base import Check, CheckContext, Draft, Example, Sent, is_reserved, list_words
from scanner.model import Call, Edit, Location
from scanner.plan.matching import Match, find_sources
from scanner.plan.model import PlannedEvent
from scanner.plan.words import quote

# Names that may be put into source code as they are, whatever the language quotes and interpolates with.
_KIND_NAMES = {"track": "a track event", "page": "a page", "screen": "a screen", "identify": "an identify call", "group": "a group call"}


def _name(call: Call, name: str) -> str:
    """An event as a message calls it: `"Order Completed"`, `page "Pricing"`, `identify`."""
    if not name:
        return call.kind
    return quote(name) if call.kind in ("track", "revenue") else f"{call.kind} {quote(name)}"


def _matches(context: CheckContext) -> Iterator[tuple[Sent, Match]]:
    for sent in context.sent:
        for match in sent.matches:
            yield sent, match


def _origin(events: tuple[PlannedEvent, ...]) -> Location | None:
    return events[-1].origin if events else None


def _find_unplanned(context: CheckContext) -> Iterator[Draft]:
    for sent, match in _matches(context):
        if match.kind == "none" and not is_reserved(match.name):
            told = f"{_name(sent.call, match.name)} is not in the plan; add it there, or send an event that is"
            if match.other_kinds:
                kinds = " and ".join(_KIND_NAMES.get(kind, kind) for kind in match.other_kinds)
                told = f"{quote(match.name)} is sent as {_KIND_NAMES.get(sent.call.kind, sent.call.kind)}, but planned as {kinds}"
            yield Draft(told, sent.call.location, match.name, confidence=sent.call.confidence)


def _find_misnamed(context: CheckContext) -> Iterator[Draft]:
    for sent, match in _matches(context):
        if match.kind in ("near", "alias"):
            yield Draft(
                _tell_misnamed(sent.call, match),
                sent.call.location,
                match.name,
                suggestion=match.suggestion,
                fix=_rename(sent.call, match),
                plan=_origin(match.events),
                confidence=sent.call.confidence,
                related=sent.call.event.origin[-1:] if sent.call.event.kind == "constant" else (),
            )


def _tell_misnamed(call: Call, match: Match) -> str:
    meant = quote(match.suggestion)
    if match.kind == "near":
        return f"{_name(call, match.name)} is not in the plan; did you mean {meant}?"
    reasons = {alias.reason for event in match.events for alias in event.aliases if alias.name == match.name}
    if "renamed" in reasons:
        return f"{_name(call, match.name)} was renamed in the plan; send {meant}"
    return f"{_name(call, match.name)} is only another name of {meant} in the plan; send that"


def _rename(call: Call, match: Match) -> tuple[Edit, ...]:
    """The wish that the literals which hold the name hold the planned one, wherever they stand."""
    if call.event.kind not in ("literal", "constant", "choice"):
        return ()
    places = (call.name_location, *call.event.origin)
    return tuple(Edit(place, match.suggestion, match.name) for place in dict.fromkeys(places) if place is not None and place.end_line)


def _planned(context: CheckContext) -> Iterator[tuple[Sent, Match]]:
    return ((sent, match) for sent, match in _matches(context) if match.kind in ("exact", "pattern"))


def _is_retired(event: PlannedEvent) -> bool:
    return event.status in ("deprecated", "removed") or (event.deprecated is not None and event.status not in ("blocked", "excluded"))


def _find_deprecated(context: CheckContext) -> Iterator[Draft]:
    for sent, match in _planned(context):
        # an event with a version that still holds is alive
        if all(_is_retired(event) for event in match.events):
            event = match.events[-1]
            told = _tell_retired(_name(sent.call, match.name), event)
            replacement = event.deprecated.replaced_by if event.deprecated else ""
            yield Draft(told, sent.call.location, match.name, suggestion=replacement, plan=event.origin, confidence=sent.call.confidence)


def _tell_retired(name: str, event: PlannedEvent) -> str:
    deprecated = event.deprecated
    told = f"{name} was removed from the plan" if event.status == "removed" else f"{name} is deprecated"
    if deprecated and deprecated.since:
        told += f" since {deprecated.since}"
    if deprecated and deprecated.remove_after:
        told += f" and goes after {deprecated.remove_after}"
    return told + (f"; send {quote(deprecated.replaced_by)} instead" if deprecated and deprecated.replaced_by else "; stop sending it")


def _find_excluded(context: CheckContext) -> Iterator[Draft]:
    for sent, match in _planned(context):
        if all(event.status in ("excluded", "blocked") for event in match.events):
            event = match.events[-1]
            why = "must not be sent" if event.status == "excluded" else "is blocked, so nothing receives it"
            told = f"{_name(sent.call, match.name)} {why}, says the plan; take this call out"
            yield Draft(told, sent.call.location, match.name, plan=event.origin, confidence=sent.call.confidence)


def _find_wrong_source(context: CheckContext) -> Iterator[Draft]:
    for sent, match in _planned(context):
        if context.plan is None or any(not event.sources for event in match.events):
            continue
        here = tuple(source.key for source in find_sources(context.plan, sent.call.location.path))
        wanted = tuple(dict.fromkeys(name for event in match.events for name in event.sources))
        if here and not set(here) & set(wanted):
            told = f"{_name(sent.call, match.name)} is planned for {list_words(wanted)}, but this file belongs to {list_words(here)}"
            yield Draft(told, sent.call.location, match.name, plan=_origin(match.events), confidence=sent.call.confidence)


_PLAN = """\
events:
  Order Completed: {}
  Cart Viewed: {}
"""

UNPLANNED_EVENT = Check(
    code="TL101",
    name="unplanned-event",
    severity="error",
    summary="The code sends an event that the plan does not have.",
    rationale=(
        "Whoever reads the data looks in the plan. An event that is not there is not understood, and some destinations drop it. "
        "Plan it first, or send an event that is planned. Calls whose name is not known in full are left to TL201 and TL203, "
        "a name that comes close to a planned one to TL102. A kind of call of which the plan has nothing at all is not looked at."
    ),
    run=_find_unplanned,
    needs_plan=True,
    bad=(
        Example(
            "An event that nobody planned",
            ('track("Coupon Applied")',),
            ('"Coupon Applied" is not in the plan; add it there, or send an event that is',),
            _PLAN,
        ),
        Example(
            "One of the names that a call may send",
            ('track("Order Completed" | "Order Refunded")',),
            ('"Order Refunded" is not in the plan; add it there, or send an event that is',),
            _PLAN,
        ),
        Example(
            "A name that stands in a constant",
            ('track(EVENTS.COUPON = "Coupon Applied")',),
            ('"Coupon Applied" is not in the plan; add it there, or send an event that is',),
            _PLAN,
        ),
        Example(
            "Planned, but as another kind of call",
            ('track("Pricing")',),
            ('"Pricing" is sent as a track event, but planned as a page',),
            "events:\n  - name: Order Completed\n  - {name: Pricing, kind: page}\n",
        ),
        Example(
            "A page, when pages are planned by name",
            ('page("Checkout")',),
            ('page "Checkout" is not in the plan; add it there, or send an event that is',),
            "events:\n  - {name: Pricing, kind: page}\n",
        ),
    ),
    good=(
        Example("Planned by name", ('track("Order Completed")', 'track(EVENTS.CART = "Cart Viewed")'), plan=_PLAN),
        Example("Planned by pattern", ('track("Shell Opened")',), plan="events:\n  - pattern: Shell *\n"),
        Example("A pattern that the planned pattern covers", ("track(`Shell * Opened`)",), plan="events:\n  - pattern: Shell *\n"),
        Example("Kinds of which the plan says nothing", ("identify(email: string)", 'page("Home")', "group()"), plan=_PLAN),
        Example("Pages planned all at once", ('page("Home")', "page()"), plan="events:\n  - {kind: page}\n"),
        Example("A name close to a planned one (TL102)", ('track("order completed")',), plan=_PLAN),
        Example("Names that are not known (TL201, TL203)", ("track(eventName)", "track(`Step * Done`)"), plan=_PLAN),
        Example("A library's own event", ('track("$pageview")',), plan=_PLAN),
        Example("No plan", ('track("Coupon Applied")',)),
    ),
)

MISNAMED_EVENT = Check(
    code="TL102",
    name="misnamed-event",
    severity="error",
    summary="The code sends an event under a name that comes close to a planned one.",
    rationale=(
        "Names are compared to the letter: case, spaces and spelling all matter, and a slip makes a second event beside the real one. "
        "Compared are, in this order: the name without case and separators, other names that the plan gives for the event, "
        "a slip of a letter or two in long words, and the same words in another order or tense. "
        "When the name is written at the call, `--fix` puts the planned one there."
    ),
    run=_find_misnamed,
    needs_plan=True,
    bad=(
        Example(
            "Another tense",
            ('track("Order Complete")',),
            ('"Order Complete" is not in the plan; did you mean "Order Completed"?',),
            _PLAN,
        ),
        Example(
            "Another case",
            ('track("order_completed")', 'track("viewCart")'),
            (
                '"order_completed" is not in the plan; did you mean "Order Completed"?',
                '"viewCart" is not in the plan; did you mean "Cart Viewed"?',
            ),
            _PLAN,
        ),
        Example(
            "A slip",
            ('track("Order Compelted")',),
            ('"Order Compelted" is not in the plan; did you mean "Order Completed"?',),
            _PLAN,
        ),
        Example(
            "Another order",
            ('track("Completed Order")',),
            ('"Completed Order" is not in the plan; did you mean "Order Completed"?',),
            _PLAN,
        ),
        Example(
            "A name from before",
            ('track("Signed Up")',),
            ('"Signed Up" was renamed in the plan; send "Account Created"',),
            "events:\n  Account Created:\n    aliases: [{name: Signed Up, reason: renamed}]\n",
        ),
        Example(
            "A name that only a destination uses",
            ('track("purchase")',),
            ('"purchase" is only another name of "Order Completed" in the plan; send that',),
            "events:\n  Order Completed:\n    aliases: [{name: purchase, reason: destination, destination: ads}]\n",
        ),
    ),
    good=(
        Example("The planned name", ('track("Order Completed")',), plan=_PLAN),
        Example("Short words that differ say different things", ('track("User Signed In")',), plan="events: [User Signed Up]\n"),
        Example("Opposites", ('track("Note Unpublished")',), plan="events: [Note Published]\n"),
        Example("Numbers", ('track("Step 2 Done")',), plan="events: [Step 1 Done]\n"),
        Example(
            "Never advise what is not to be sent", ('track("order completed")',), plan="events:\n  Order Completed: {status: removed}\n"
        ),
        Example("Both names are planned", ('track("order completed")',), plan="events: [Order Completed, order completed]\n"),
    ),
)

DEPRECATED_EVENT = Check(
    code="TL104",
    name="deprecated-event",
    severity="warning",
    summary="The code sends an event that the plan calls deprecated or removed.",
    rationale=(
        "The plan says that an event goes; the code should go first. When the plan names what takes its place, the finding says so. "
        "An event of which one version still holds is not deprecated."
    ),
    run=_find_deprecated,
    needs_plan=True,
    bad=(
        Example(
            "Deprecated, with a replacement",
            ('track("Signed Up")',),
            ('"Signed Up" is deprecated since 2026-01-01; send "Account Created" instead',),
            "events:\n  Signed Up:\n    deprecated: {since: 2026-01-01, replaced_by: Account Created}\n  Account Created: {}\n",
        ),
        Example(
            "Deprecated, to be removed",
            ('track("Signed Up")',),
            ('"Signed Up" is deprecated and goes after 2026-06-30; stop sending it',),
            "events:\n  Signed Up:\n    deprecated: {remove_after: 2026-06-30}\n",
        ),
        Example(
            "Removed",
            ('track("Signed Up")',),
            ('"Signed Up" was removed from the plan; stop sending it',),
            "events:\n  Signed Up: {status: removed}\n",
        ),
    ),
    good=(
        Example("Alive", ('track("Signed Up")',), plan="events:\n  Signed Up: {status: active}\n"),
        Example(
            "One version is alive",
            ('track("Signed Up")',),
            plan="events:\n  - {name: Signed Up, version: 1, status: deprecated}\n  - {name: Signed Up, version: 2}\n",
        ),
        Example(
            "Deprecated, but no longer sent",
            ('track("Cart Viewed")',),
            plan="events:\n  Signed Up: {status: deprecated}\n  Cart Viewed: {}\n",
        ),
    ),
)

EXCLUDED_EVENT = Check(
    code="TL105",
    name="excluded-event",
    severity="error",
    summary="The code sends an event that the plan says must not be sent.",
    rationale="A plan excludes events for a reason, such as consent or cost; and what is blocked arrives nowhere.",
    run=_find_excluded,
    needs_plan=True,
    bad=(
        Example(
            "Excluded",
            ('track("Password Entered")',),
            ('"Password Entered" must not be sent, says the plan; take this call out',),
            "events:\n  Password Entered: {status: excluded}\n",
        ),
        Example(
            "Blocked",
            ('track("Mouse Moved")',),
            ('"Mouse Moved" is blocked, so nothing receives it, says the plan; take this call out',),
            "events:\n  Mouse Moved: {status: blocked}\n",
        ),
    ),
    good=(
        Example("Not excluded", ('track("Order Completed")',), plan="events:\n  Order Completed: {}\n  Mouse Moved: {status: excluded}\n"),
        Example("Only planned so far", ('track("Order Completed")',), plan="events:\n  Order Completed: {status: planned}\n"),
    ),
)

_SOURCES = """\
sources:
  web: apps/web/**
  ios: apps/ios/**
events:
  Order Completed: {sources: [web]}
  Cart Viewed: {}
"""

WRONG_SOURCE = Check(
    code="TL106",
    name="wrong-source",
    severity="warning",
    summary="An event is sent from a source for which it is not planned.",
    rationale=(
        "When the same thing is reported by two applications it is counted twice. "
        "This check needs to know which files are which source: say so with `sources: {web: apps/web/**}` in the plan."
    ),
    run=_find_wrong_source,
    needs_plan=True,
    bad=(
        Example(
            "Planned for the web, sent by the app",
            ('apps/ios/Shop.swift: track("Order Completed")',),
            ('"Order Completed" is planned for "web", but this file belongs to "ios"',),
            _SOURCES,
        ),
    ),
    good=(
        Example("From its own source", ('apps/web/shop.ts: track("Order Completed")',), plan=_SOURCES),
        Example("Planned for all sources", ('apps/ios/Shop.swift: track("Cart Viewed")',), plan=_SOURCES),
        Example("A file of no source", ('packages/shared/shop.ts: track("Order Completed")',), plan=_SOURCES),
        Example(
            "Sources without paths",
            ('shop.ts: track("Order Completed")',),
            plan="sources: [web, ios]\nevents:\n  Order Completed: {sources: [web]}\n",
        ),
    ),
)

PLANNED_EVENT_CHECKS = (UNPLANNED_EVENT, MISNAMED_EVENT, DEPRECATED_EVENT, EXCLUDED_EVENT, WRONG_SOURCE)
