"""The same event, sent in different ways: TL402, TL403."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from scanner.checks.base import (
    Check,
    CheckContext,
    CheckSettings,
    Draft,
    Example,
    Sent,
    is_reserved,
    known_names,
    list_words,
    property_word,
)
from scanner.checks.subjects import key_place
from scanner.model import Call, Location, PropertyKey
from scanner.plan.matching import find_sources, gather_properties
from scanner.plan.model import Plan
from scanner.plan.words import quote

_Site = tuple[Call, PropertyKey]


def _event_names(call: Call) -> tuple[str, ...]:
    """The events that a call sends; identify and group calls send one, without a name."""
    return ("",) if call.kind in ("identify", "group") else known_names(call)


def _find_type_conflicts(context: CheckContext) -> Iterator[Draft]:
    sites: dict[tuple[str, str, str], list[_Site]] = defaultdict(list)
    for sent in context.sent:
        typed = _typed_by_plan(context, sent)
        for name in _event_names(sent.call) if sent.call.confidence != "low" else ():
            for key in sent.call.properties.keys:
                if key.type not in ("", "null") and key.name not in typed and not is_reserved(key.name):
                    sites[sent.call.kind, name, key.name].append((sent.call, key))
    for (kind, name, key_name), found in sites.items():
        yield from _draft_conflict(quote(name) if name else kind, name or kind, key_name, found)


def _typed_by_plan(context: CheckContext, sent: Sent) -> frozenset[str]:
    """The properties whose type the plan gives; they are held against that (TL114)."""
    if context.plan is None:
        return frozenset()
    plan: Plan = context.plan
    events = (event for match in sent.matches for event in match.events)
    return frozenset(each.name for event in events for each in gather_properties(plan, event) if each.types)


def _draft_conflict(shown: str, event: str, key_name: str, found: list[_Site]) -> Iterator[Draft]:
    by_type: dict[str, list[_Site]] = defaultdict(list)
    for call, key in found:
        # a whole number is a number
        by_type["number" if key.type == "integer" else key.type].append((call, key))
    if len(by_type) < 2:
        return
    order = sorted(by_type, key=lambda name: (-len(by_type[name]), name))
    for rarer in order[1:]:
        call, key = min(by_type[rarer], key=lambda site: _place(site))
        other = min(by_type[order[0]], key=lambda site: _place(site))
        told = f"the {property_word(call)} {quote(key_name)} of {shown} is {rarer} here, but {order[0]} elsewhere; send one type"
        yield Draft(told, key_place(call, key), event, key_name, related=(_place(other),))


def _place(site: _Site) -> Location:
    return key_place(*site)


def _find_disparities(context: CheckContext) -> Iterator[Draft]:
    plan = context.plan
    sites: dict[tuple[str, str], dict[str, list[Call]]] = defaultdict(lambda: defaultdict(list))
    for sent in context.sent if plan else ():
        for source in find_sources(plan, sent.call.location.path) if plan else ():
            for name in known_names(sent.call):
                sites[sent.call.kind, name][source.key].append(sent.call)
    for (_, name), by_source in sites.items():
        if len(by_source) > 1 and all(call.properties.complete for calls in by_source.values() for call in calls):
            yield from _draft_disparity(name, by_source)


def _draft_disparity(name: str, by_source: dict[str, list[Call]]) -> Iterator[Draft]:
    keys = {source: {key.name for call in calls for key in call.properties.keys} for source, calls in by_source.items()}
    everything = set[str]().union(*keys.values())
    for source in sorted(keys):
        lacking = tuple(sorted(everything - keys[source]))
        if lacking:
            call = min(by_source[source], key=lambda each: each.location)
            others = tuple(sorted(each for each in keys if keys[each] & set(lacking)))
            what = "property" if len(lacking) == 1 else "properties"
            told = f"{quote(name)} never has the {what} {list_words(lacking)} in {quote(source)}, but has in {list_words(others)}"
            related = min(each.location for other in others for each in by_source[other])
            yield Draft(told, call.location, name, related=(related,), confidence=call.confidence)


_SOURCES = "sources: {web: web/**, ios: ios/**}\nevents: [Order Completed]\n"

PROPERTY_TYPE_CONFLICT = Check(
    code="TL402",
    name="property-type-conflict",
    severity="warning",
    summary="The same property of the same event has different types in different places.",
    rationale=(
        "Some destinations take the first type they see and drop the rest. Whole and other numbers are one type here, null is none. "
        "Told at the rarer type, with a place of the other. A property whose type is planned is held against the plan instead (TL114)."
    ),
    run=_find_type_conflicts,
    needs_project=True,
    bad=(
        Example(
            "Text and number",
            (
                'track("Order Completed", total: number)',
                'track("Order Completed", total: number)',
                'track("Order Completed", total: string)',
            ),
            ('the property "total" of "Order Completed" is string here, but number elsewhere; send one type',),
        ),
        Example(
            "A trait",
            ("identify(plan: string)", "identify(plan: string)", "identify(plan: object)"),
            ('the trait "plan" of identify is object here, but string elsewhere; send one type',),
        ),
    ),
    good=(
        Example("One type", ('track("A Done", n: number)', 'track("A Done", n: integer)', 'track("A Done", n: null)')),
        Example("Types that are not known", ('track("A Done", n: ?)', 'track("A Done", n: string)')),
        Example("Different events", ('track("A Done", n: number)', 'track("B Done", n: string)')),
        Example(
            "A planned type (TL114)",
            ('track("A Done", n: number)', 'track("A Done", n: string)'),
            plan="events:\n  A Done: {properties: {n: number}}\n",
        ),
    ),
)

SOURCE_DISPARITY = Check(
    code="TL403",
    name="source-disparity",
    severity="info",
    summary="An event has other properties in one source than in another.",
    rationale=(
        "When the web sends `total` with an order and the app does not, every sum over orders is wrong without anybody noticing. "
        "Told when all properties of all calls of the event are known, and the plan says which files are which source "
        "(`sources: {web: apps/web/**}`)."
    ),
    run=_find_disparities,
    needs_plan=True,
    needs_project=True,
    bad=(
        Example(
            "The app leaves something out",
            (
                'web/a.ts: track("Order Completed", order_id: string, total: number)',
                'ios/A.swift: track("Order Completed", order_id: string)',
            ),
            ('"Order Completed" never has the property "total" in "ios", but has in "web"',),
            _SOURCES,
        ),
    ),
    good=(
        Example(
            "The same in both",
            ('web/a.ts: track("Order Completed", total: number)', 'ios/A.swift: track("Order Completed", total: number)'),
            plan=_SOURCES,
        ),
        Example(
            "Not all is known",
            ('web/a.ts: track("Order Completed", total: number)', 'ios/A.swift: track("Order Completed", ...)'),
            plan=_SOURCES,
        ),
        Example(
            "Two calls of one source",
            ('web/a.ts: track("Order Completed", total: number)', 'web/b.ts: track("Order Completed")'),
            plan=_SOURCES,
        ),
        Example(
            "One source", ('web/a.ts: track("Order Completed", total: number)',), plan=_SOURCES, settings=CheckSettings(whole_project=False)
        ),
    ),
)

CONSISTENCY_CHECKS = (PROPERTY_TYPE_CONFLICT, SOURCE_DISPARITY)
