"""Names that are not the project's to choose: TL306, TL307."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scanner.checks.base import Check, CheckContext, CheckSettings, Draft, Example, Sent, Vendor, known_names
from scanner.checks.properties import find_faults
from scanner.checks.sending import match_call
from scanner.checks.subjects import key_place, list_event_names
from scanner.model import Call
from scanner.plan.matching import PlanIndex, index_plan
from scanner.plan.model import Plan, PlannedEvent, PlannedProperty
from scanner.plan.words import quote


def _find_reserved(context: CheckContext) -> Iterator[Draft]:
    for sent in context.sent:
        yield from _find_vendors_own(context, sent.call)
    for spec in context.settings.specs:
        index = index_plan(spec)
        yield from _find_near_misses(context, spec)
        for sent in context.sent:
            yield from _find_other_kinds(index, sent)
        yield from _find_other_types(index, context)


def _find_vendors_own(context: CheckContext, call: Call) -> Iterator[Draft]:
    vendor = context.settings.vendors.get(call.sdk)
    if vendor is None or call.kind not in ("track", "revenue"):
        return
    for name in known_names(call):
        # a vendor's `$` names are also sent on purpose, in its own way
        if not name.startswith("$") and (name in vendor.reserved_names or name.startswith(vendor.reserved_prefixes)):
            told = f"{quote(name)} is a name that {vendor.title} keeps for itself; it drops or changes what others send under it"
            yield _draft(call, name, told)


def _find_near_misses(context: CheckContext, spec: Plan) -> Iterator[Draft]:
    for subject in list_event_names(context):
        meant = context.spec_slips.get(subject.name, "")
        if meant and any(event.name == meant for event in spec.events):
            message = f"{quote(subject.name)} comes close to {quote(meant)} of {spec.name}; did you mean {quote(meant)}?"
            yield Draft(
                message,
                subject.location,
                subject.name,
                suggestion=meant,
                plan=subject.plan,
                confidence=subject.confidence,
                related=subject.related,
            )


def _find_other_kinds(index: PlanIndex, sent: Sent) -> Iterator[Draft]:
    call = sent.call
    if call.kind not in ("page", "screen") or sent.is_planned:
        return
    for name in known_names(call):
        if "track" in index.names.get(name, ()):
            yield _draft(call, name, f"{quote(name)} is a track event of {index.plan.name}, but is sent as a {call.kind}")


def _find_other_types(index: PlanIndex, context: CheckContext) -> Iterator[Draft]:
    """Of what the plan does not have itself: what it has, it says differently on purpose."""
    unplanned = tuple(match_call(index, sent.call) for sent in context.sent if not sent.is_planned)
    for fault in find_faults(index.plan, unplanned):
        if fault.code == "TL114" and fault.key is not None:
            told = f"{fault.message}, by {index.plan.name}"
            yield _draft(fault.call, " | ".join(known_names(fault.call)), told, fault.name)


def _draft(call: Call, event: str, message: str, key: str = "") -> Draft:
    named = next((each for each in call.properties.keys if each.name == key), None)
    place = key_place(call, named) if named is not None else call.location
    return Draft(message, place, event, property=key, confidence=call.confidence)


def _find_beyond_limits(context: CheckContext) -> Iterator[Draft]:
    for sent in context.sent:
        vendor = context.settings.vendors.get(sent.call.sdk)
        if vendor is not None and sent.call.kind in ("track", "revenue", "page", "screen"):
            yield from _measure(sent.call, vendor)


def _measure(call: Call, vendor: Vendor) -> Iterator[Draft]:
    for name in known_names(call):
        if 0 < vendor.name_length < len(name):
            told = f"the event name {quote(name)} has {len(name)} characters; {vendor.title} takes {vendor.name_length}"
            yield _draft(call, name, told)
    label = " | ".join(known_names(call))
    for key in call.properties.keys:
        if 0 < vendor.key_length < len(key.name):
            told = f"property {quote(key.name)} has {len(key.name)} characters; {vendor.title} takes {vendor.key_length}"
            yield _draft(call, label, told, key.name)
    always = sum(not key.conditional for key in call.properties.keys)
    if 0 < vendor.keys < always:
        yield _draft(call, label, f"{always} properties are sent; {vendor.title} takes {vendor.keys}")


_ACME = Vendor("Acme", frozenset({"session_start"}), ("acme_",), name_length=20, key_length=12, keys=3)
_VENDOR = CheckSettings(vendors={"example": _ACME})
_SPEC = CheckSettings(
    specs=(
        Plan(
            name="the shop spec",
            events=(
                PlannedEvent("Product Added", properties=(PlannedProperty("price", ("number",)),)),
                PlannedEvent("Order Completed"),
            ),
        ),
    ),
    known_names=frozenset({"Product Added", "Order Completed"}),
)

RESERVED_NAME = Check(
    code="TL306",
    name="reserved-name",
    severity="warning",
    summary="An event name is kept for something else, or comes close to one that a business spec gives.",
    rationale=(
        "Vendors keep names for what they collect themselves, and drop what others send under them. A business spec gives names a meaning "
        "that tools rely on: an event of that name, but of another kind or with other types, is misread, and one that nearly has the name "
        "is not read at all. A spec counts when the plan extends it, when the configuration names it, or when the code sends at least "
        "three of its events to the letter. What the plan has is right as the plan has it."
    ),
    run=_find_reserved,
    bad=(
        Example(
            "A name that the vendor keeps for itself",
            ('track("session_start")', 'track("acme_opened")'),
            (
                '"session_start" is a name that Acme keeps for itself; it drops or changes what others send under it',
                '"acme_opened" is a name that Acme keeps for itself; it drops or changes what others send under it',
            ),
            settings=replace(_VENDOR, event_case="any"),
        ),
        Example(
            "Nearly the name of a spec",
            ('track("Product Add")', 'track("Order Complete")'),
            (
                '"Product Add" comes close to "Product Added" of the shop spec; did you mean "Product Added"?',
                '"Order Complete" comes close to "Order Completed" of the shop spec; did you mean "Order Completed"?',
            ),
            settings=_SPEC,
        ),
        Example(
            "The name of a spec for something else",
            ('page("Order Completed")',),
            ('"Order Completed" is a track event of the shop spec, but is sent as a page',),
            settings=_SPEC,
        ),
        Example(
            "The name of a spec with another type",
            ('track("Product Added", price: string)',),
            ('property "price" of "Product Added" must be number, not string, by the shop spec',),
            settings=_SPEC,
        ),
    ),
    good=(
        Example("The name of a spec", ('track("Product Added", price: number)', 'track("Order Completed")'), settings=_SPEC),
        Example("A name of the project's own", ('track("Journey Put Live")', 'track("Product Reviewed")'), settings=_SPEC),
        Example(
            "Planned as it is sent",
            ('track("Product Added", price: string)',),
            plan="events:\n  - name: Product Added\n    properties: {price: string}\n",
            settings=_SPEC,
        ),
        Example("A vendor's own way of sending it", ('track("$acme_opened")', 'page("session_start")'), settings=_VENDOR),
        Example("Another vendor's name", ('track("first_open")',), settings=_VENDOR),
    ),
)

VENDOR_LIMIT = Check(
    code="TL307",
    name="vendor-limit",
    severity="warning",
    summary="A name is longer than the vendor takes, or an event has more properties.",
    rationale=(
        "What is over a vendor's limit is cut off or dropped, and no error says so. The limits are those of the SDK that the call reaches, "
        "as its rule pack has them. Properties that are sent only on some paths do not count."
    ),
    run=_find_beyond_limits,
    bad=(
        Example(
            "A name that is too long",
            ('track("Subscription Renewal Reminded")',),
            ('the event name "Subscription Renewal Reminded" has 29 characters; Acme takes 20',),
            settings=_VENDOR,
        ),
        Example(
            "A property whose name is too long",
            ('track("Order Completed", shipping_address_city: string)',),
            ('property "shipping_address_city" has 21 characters; Acme takes 12',),
            settings=_VENDOR,
        ),
        Example(
            "Too many properties",
            ('track("Order Completed", a: string, b: string, c: string, d: string)',),
            ("4 properties are sent; Acme takes 3",),
            settings=_VENDOR,
        ),
    ),
    good=(
        Example("Within the limits", ('track("Order Completed", a: string, b: string, c: string)',), settings=_VENDOR),
        Example(
            "Properties on some paths only", ('track("Order Completed", a: string, b: string, c: string, d?: string)',), settings=_VENDOR
        ),
        Example("A vendor without known limits", ('track("Subscription Renewal Reminded")',)),
        Example("A name that is not known", ("track(`Subscription Renewal *`)",), settings=_VENDOR),
    ),
)

RESERVED_CHECKS = (RESERVED_NAME, VENDOR_LIMIT)
