"""Properties held against the plan: TL111 to TL115."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from scanner.checks.base import Check, CheckContext, Draft, Example, PropertyFault, event_label, property_word
from scanner.model import Edit, Location
from scanner.plan.words import quote


def _find(code: str) -> Callable[[CheckContext], Iterator[Draft]]:
    def run(context: CheckContext) -> Iterator[Draft]:
        faults = [fault for fault in context.faults if fault.code == code]
        yield from (_draft(fault, _place(fault)) for fault in faults if not _is_added(fault))
        yield from _draft_added([fault for fault in faults if _is_added(fault)])

    return run


def _is_added(fault: PropertyFault) -> bool:
    return fault.key is not None and fault.key.added_by == "wrapper"


def _place(fault: PropertyFault) -> Location:
    """Where the property is written; the call when it is not, or when that is not known."""
    if fault.key is not None and fault.key.location is not None:
        return fault.key.location
    if _is_added(fault) and fault.call.via:
        return Location(fault.call.via[-1].path, fault.call.via[-1].line)
    return fault.call.location


def _draft(fault: PropertyFault, place: Location) -> Draft:
    return Draft(
        fault.message,
        place,
        event_label(fault.call),
        fault.name,
        suggestion=fault.suggestion,
        fix=_rename(fault, place) if fault.code == "TL112" and fault.suggestion else (),
        plan=fault.plan,
        severity=fault.severity,
        confidence=fault.call.confidence,
        related=() if place == fault.call.location else (fault.call.location,),
    )


def _rename(fault: PropertyFault, place: Location) -> tuple[Edit, ...]:
    if fault.key is None or not place.end_line or place == fault.call.location:
        return ()
    # what leads to the key is the same in both
    around = fault.name.removesuffix(fault.key.name)
    return (Edit(place, fault.suggestion.removeprefix(around), fault.key.name),)


def _draft_added(faults: list[PropertyFault]) -> Iterator[Draft]:
    """What a wrapper adds to many events is told once, where it is added."""
    places: dict[tuple[Location, str], list[PropertyFault]] = defaultdict(list)
    for fault in faults:
        places[_place(fault), fault.name].append(fault)
    for (place, name), found in places.items():
        if len({event_label(fault.call) for fault in found}) == 1:
            yield _draft(found[0], place)
        else:
            related = tuple(sorted({fault.call.location for fault in found}))[:10]
            yield Draft(_tell_added(found, name), place, "", name, found[0].suggestion, severity=found[0].severity, related=related)


def _tell_added(found: list[PropertyFault], name: str) -> str:
    fault = found[0]
    word = f"{property_word(fault.call)} {quote(name)}"
    wrapper = f" by {quote(fault.call.via[-1].name)}" if fault.call.via else ""
    if fault.code == "TL111":
        return f"{word} is added to many events{wrapper} and not planned for them; plan it under `globals`"
    if fault.code == "TL112":
        return f"{word} is added to many events{wrapper} and not planned for them; did you mean {quote(fault.suggestion)}?"
    return f"{word} is added to many events{wrapper} in a way that is not planned: {fault.message}"


_PLAN = """\
events:
  Order Completed:
    properties:
      order_id: {type: string, required: true}
      total: {type: number, min: 0}
      season: {type: string, enum: [fall, winter]}
      sku: {type: string, pattern: "^[A-Z]{3}-"}
"""

_NESTED = """\
events:
  Order Completed:
    properties:
      address:
        type: object
        properties:
          street: {type: string, required: true}
          zip_code: string
          country: {type: string, enum: [DE, FR]}
      products:
        type: array
        items:
          type: object
          properties:
            sku: {type: string, required: true}
            price: number
      tags: {type: array, items: string}
"""

UNPLANNED_PROPERTY = Check(
    code="TL111",
    name="unplanned-property",
    severity="warning",
    summary="A planned event is sent with a property that the plan does not have for it.",
    rationale=(
        "Known are the event's own properties, those of its groups and the global ones. What happens to others is for the plan to say: "
        "`additional_properties: allow`, `warn` (the default) or `forbid` (an error), for all events under `defaults`, or `true` or "
        "`false` at one event. Of an event for which the plan lists no property at all, nothing is said. "
        "What a wrapper adds to many events is told once, where it is added. What an object holds, and what the objects in a list hold, is "
        "looked at where the plan lists it (`properties`, `items`); the object's own `additional_properties` decides, or else the default."
    ),
    run=_find("TL111"),
    needs_plan=True,
    bad=(
        Example(
            "Not planned",
            ('track("Order Completed", order_id: string, coupon: string)',),
            ('property "coupon" is not planned for "Order Completed"; add it to the plan, or do not send it',),
            _PLAN,
        ),
        Example(
            "A trait",
            ("identify(email: string, shoe_size: integer)",),
            ('trait "shoe_size" is not planned for identify; add it to the plan, or do not send it',),
            "events:\n  - {kind: identify, properties: [email]}\n",
        ),
        Example(
            "Added by a wrapper to all events",
            ('track("Cart Viewed", +platform: string)', 'track("Order Completed", +platform: string)'),
            ('property "platform" is added to many events by "send" and not planned for them; plan it under `globals`',),
            "events:\n  Cart Viewed: {properties: [total]}\n  Order Completed: {properties: [total]}\n",
        ),
        Example(
            "Inside an object and inside a list",
            (
                'track("Order Completed", address: {street: string, floor: integer})',
                'track("Order Completed", products: [{sku: string, color: string}])',
            ),
            (
                'property "address.floor" is not planned for "Order Completed"; add it to the plan, or do not send it',
                'property "products[].color" is not planned for "Order Completed"; add it to the plan, or do not send it',
            ),
            _NESTED,
        ),
        Example(
            "Planned by a path",
            ('track("A B", address: {city: string}, products: [{color: string}])',),
            (
                'property "address.city" is not planned for "A B"; add it to the plan, or do not send it',
                'property "products[].color" is not planned for "A B"; add it to the plan, or do not send it',
            ),
            "events:\n  A B: {properties: {address.street: string, 'products.$.sku': string}}\n",
        ),
    ),
    good=(
        Example("Planned", ('track("Order Completed", order_id: string, total: number)',), plan=_PLAN),
        Example(
            "From a group and from the globals",
            ('track("Order Completed", variant: string, platform: string)',),
            plan=(
                "groups:\n  test: {properties: [variant]}\n  app: {properties: [platform]}\n"
                "globals: {all: [app]}\nevents:\n  Order Completed: {use_groups: [test]}\n"
            ),
        ),
        Example("The plan lists no property", ('track("Cart Viewed", total: number)',), plan="events: [Cart Viewed]\n"),
        Example(
            "Allowed",
            ('track("Cart Viewed", total: number)',),
            plan="events:\n  Cart Viewed: {additional_properties: true, properties: [currency]}\n",
        ),
        Example("A key pattern", ('track("A B", library_js: string)',), plan="events:\n  A B: {key_patterns: {library_*: string}}\n"),
        Example(
            "Inside a planned object", ('track("A B", address.city: string)',), plan="events:\n  A B: {properties: {address: object}}\n"
        ),
        Example(
            "Planned inside an object and inside a list",
            ('track("Order Completed", address: {street: string, zip_code: string}, products: [{sku: string, price: number}])',),
            plan=_NESTED,
        ),
        Example(
            "Planned by a path",
            ('track("A B", address: {street: string}, products: [{sku: string}])', 'track("A B", address.street: string)'),
            plan="events:\n  A B: {properties: {address.street: {type: string, required: true}, 'products[].sku': string}}\n",
        ),
        Example(
            "The plan does not list what the object holds",
            ('track("A B", address: {city: string}, products: [{sku: string}])',),
            plan="events:\n  A B: {properties: {address: object, products: {type: array, items: object}}}\n",
        ),
        Example(
            "The object may hold more",
            ('track("A B", address: {city: string, floor: integer})',),
            plan=("events:\n  A B:\n    properties:\n      address: {type: object, properties: [city], additional_properties: true}\n"),
        ),
        Example("Close to a planned one (TL112)", ('track("Order Completed", orderId: string)',), plan=_PLAN),
        Example(
            "Planned in one of two versions",
            ('track("A B", x: string)',),
            plan="events:\n- {name: A B, version: 1, properties: [x]}\n- {name: A B, version: 2, properties: [y]}\n",
        ),
        Example(
            "An event that must not be sent at all (TL105)",
            ('track("A B", x: string)',),
            plan="defaults: {additional_properties: forbid}\nevents:\n  A B: {status: excluded}\n",
        ),
        Example("An event that is not planned (TL101)", ('track("Coupon Applied", coupon: string)',), plan=_PLAN),
    ),
)

MISNAMED_PROPERTY = Check(
    code="TL112",
    name="misnamed-property",
    severity="error",
    summary="A property is sent under a name that comes close to a planned one.",
    rationale=(
        "`orderId` and `order_id` become two columns, each with half of the data. Compared are the name without case and separators, "
        "other names that the plan gives for the property, and slips in long words. A planned property that is sent as well is not advised."
    ),
    run=_find("TL112"),
    needs_plan=True,
    bad=(
        Example(
            "Another case",
            ('track("Order Completed", orderId: string)',),
            ('property "orderId" is not planned for "Order Completed"; did you mean "order_id"?',),
            _PLAN,
        ),
        Example(
            "A slip",
            ('track("Order Completed", order_id: string, seasn: string)',),
            ('property "seasn" is not planned for "Order Completed"; did you mean "season"?',),
            _PLAN,
        ),
        Example(
            "Another name for it",
            ('track("Cart Viewed", amount: number)',),
            ('property "amount" is not planned for "Cart Viewed"; did you mean "total"?',),
            "events:\n  Cart Viewed: {properties: {total: {type: number, aliases: [amount]}}}\n",
        ),
        Example(
            "Even where more is allowed, when only the case differs",
            ('track("Cart Viewed", cartTotal: number)',),
            ('property "cartTotal" is not planned for "Cart Viewed"; did you mean "cart_total"?',),
            "events:\n  Cart Viewed: {additional_properties: true, properties: [cart_total]}\n",
        ),
        Example(
            "Inside an object",
            ('track("Order Completed", address: {street: string, zipCode: string})',),
            ('property "address.zipCode" is not planned for "Order Completed"; did you mean "address.zip_code"?',),
            _NESTED,
        ),
    ),
    good=(
        Example("The planned name", ('track("Order Completed", order_id: string)',), plan=_PLAN),
        Example(
            "The planned name, inside an object", ('track("Order Completed", address: {street: string, zip_code: string})',), plan=_NESTED
        ),
        Example("Both are sent", ('track("A B", order_id: string, orderId: string)',), plan="events:\n  A B: {properties: [order_id]}\n"),
        Example("Short names that differ", ('track("A B", tab: string)',), plan="events:\n  A B: {properties: [tap]}\n"),
        Example("Numbers that differ", ('track("A B", line_2: string)',), plan="events:\n  A B: {properties: [line_1]}\n"),
    ),
)

MISSING_REQUIRED_PROPERTY = Check(
    code="TL113",
    name="missing-required-property",
    severity="error",
    summary="A planned event is sent without a property that it requires.",
    rationale=(
        "Only told when all properties of the call are known and the plan says `required: true`; one that does not say requires nothing. "
        "A property that is sent on some paths counts as sent. Global properties are never missing from a single call, "
        "since something else may add them."
    ),
    run=_find("TL113"),
    needs_plan=True,
    bad=(
        Example(
            "Missing",
            ('track("Order Completed", total: number)', 'track("Order Completed")'),
            (
                '"Order Completed" is sent without the required property "order_id"',
                '"Order Completed" is sent without the required property "order_id"',
            ),
            _PLAN,
        ),
        Example(
            "A trait",
            ("identify(name: string)",),
            ('identify is sent without the required trait "email"',),
            "events:\n  - {kind: identify, properties: [email, name], required: [email]}\n",
        ),
        Example(
            "Inside an object and inside a list",
            ('track("Order Completed", address: {zip_code: string}, products: [{price: number}])',),
            (
                '"Order Completed" is sent without the required property "address.street"',
                '"Order Completed" is sent without the required property "products[].sku"',
            ),
            _NESTED,
        ),
    ),
    good=(
        Example("There", ('track("Order Completed", order_id: string)',), plan=_PLAN),
        Example(
            "Not all that the object holds is known",
            (
                'track("Order Completed", address: {zip_code: string, ...}, products: [{price: number, ...}])',
                'track("Order Completed", address: object, products: array)',
            ),
            plan=_NESTED,
        ),
        Example(
            "Planned by a path, and there",
            ('track("A B", address: {street: string})', 'track("A B", address.street: string)', 'track("A B", address: object)'),
            plan="events:\n  A B: {properties: {address.street: {type: string, required: true}}}\n",
        ),
        Example("Without the object nothing is missing in it", ('track("Order Completed", tags: array)',), plan=_NESTED),
        Example("In some members of the list", ('track("Order Completed", products: [{sku?: string}])',), plan=_NESTED),
        Example("There on some paths", ('track("Order Completed", order_id?: string)',), plan=_PLAN),
        Example("Not all properties are known (TL204)", ('track("Order Completed", total: number, ...)',), plan=_PLAN),
        Example("A computed key may be it (TL202)", ('track("Order Completed", [key])',), plan=_PLAN),
        Example("Sent under another name (TL112)", ('track("Order Completed", orderId: string)',), plan=_PLAN),
        Example("The plan does not say", ('track("Cart Viewed")',), plan="events:\n  Cart Viewed: {properties: [total]}\n"),
        Example("Optional", ('track("Cart Viewed")',), plan="events:\n  Cart Viewed: {properties: {total: {required: false}}}\n"),
        Example("Global", ('track("Cart Viewed")',), plan="globals: {all: {properties: [app], required: [app]}}\nevents: [Cart Viewed]\n"),
        Example(
            "Required by one version only",
            ('track("A B")',),
            plan="events:\n- {name: A B, version: 1, required: [x]}\n- {name: A B, version: 2}\n",
        ),
    ),
)

PROPERTY_TYPE = Check(
    code="TL114",
    name="property-type",
    severity="error",
    summary="A property is sent with another type than planned.",
    rationale=(
        "Told when both types are known. A whole number is a number, a computed number may be whole, an optional property may be null, "
        "and a date object may stand where a date is planned as text."
    ),
    run=_find("TL114"),
    needs_plan=True,
    bad=(
        Example(
            "Text for a number",
            ('track("Order Completed", order_id: string, total: string)',),
            ('property "total" of "Order Completed" must be number, not string',),
            _PLAN,
        ),
        Example(
            "A number with a fraction for a whole one",
            ('track("Cart Viewed", items: number = "1.5")',),
            ('property "items" of "Cart Viewed" must be integer, not number',),
            "events:\n  Cart Viewed: {properties: {items: integer}}\n",
        ),
        Example(
            "Null for something required",
            ('track("Cart Viewed", total: null)',),
            ('property "total" of "Cart Viewed" must be number, not null',),
            "events:\n  Cart Viewed: {properties: {total: {type: number, required: true}}}\n",
        ),
        Example(
            "Inside a list",
            ('track("Order Completed", tags: [integer], products: [{sku: string, price: string}])',),
            (
                'property "tags[]" of "Order Completed" must be string, not integer',
                'property "products[].price" of "Order Completed" must be number, not string',
            ),
            _NESTED,
        ),
    ),
    good=(
        Example("As planned", ('track("Order Completed", order_id: string, total: number)',), plan=_PLAN),
        Example(
            "As planned, inside a list",
            ('track("Order Completed", tags: [string], products: [{sku: string, price: integer}])',),
            plan=_NESTED,
        ),
        Example(
            "Members that are not known or not all of one type", ('track("Order Completed", tags: array, products: [?])',), plan=_NESTED
        ),
        Example("A whole number", ('track("Order Completed", order_id: string, total: integer)',), plan=_PLAN),
        Example("A type that is not known", ('track("Order Completed", order_id: ?, total: ?)',), plan=_PLAN),
        Example("A computed number", ('track("A B", n: number)',), plan="events:\n  A B: {properties: {n: integer}}\n"),
        Example("Null for something optional", ('track("A B", n: null)',), plan="events:\n  A B: {properties: {n: integer}}\n"),
        Example("A date", ('track("A B", at: object)',), plan="events:\n  A B: {properties: {at: datetime}}\n"),
        Example("One of two types", ('track("A B", n: string)',), plan="events:\n  A B: {properties: {n: integer | string}}\n"),
        Example("Any type", ('track("A B", n: string)',), plan="events:\n  A B: {properties: {n: any}}\n"),
    ),
)

PROPERTY_VALUE = Check(
    code="TL115",
    name="property-value",
    severity="error",
    summary="A property is sent with a value that the plan does not allow.",
    rationale=(
        "Told for values that are written in the code: against `enum`, `const`, `pattern`, `min`, `max` and the lengths. "
        "A pattern may fit anywhere in the text, as in JSON Schema; one that looks around or refers back is not supported (TL903)."
    ),
    run=_find("TL115"),
    needs_plan=True,
    bad=(
        Example(
            "None of the values",
            ('track("Order Completed", order_id: string, season: string = "spring")',),
            ('property "season" of "Order Completed" must be one of "fall" and "winter", not "spring"',),
            _PLAN,
        ),
        Example(
            "Not of the pattern",
            ('track("Order Completed", order_id: string, sku: string = "abc")',),
            ('property "sku" of "Order Completed" must fit the pattern "^[A-Z]{3}-"; "abc" does not',),
            _PLAN,
        ),
        Example(
            "Out of bounds",
            ('track("Order Completed", order_id: string, total: integer = "-5")',),
            ('property "total" of "Order Completed" must be at least 0, not -5',),
            _PLAN,
        ),
        Example(
            "Inside an object",
            ('track("Order Completed", address: {street: string, country: string = "Germany"})',),
            ('property "address.country" of "Order Completed" must be one of "DE" and "FR", not "Germany"',),
            _NESTED,
        ),
    ),
    good=(
        Example("One of the values", ('track("Order Completed", order_id: string, season: string = "fall" | "winter")',), plan=_PLAN),
        Example(
            "One of the values, inside an object",
            ('track("Order Completed", address: {street: string, country: string = "DE"})',),
            plan=_NESTED,
        ),
        Example("A value that is not known", ('track("Order Completed", order_id: string, season: string)',), plan=_PLAN),
        Example("Of the pattern", ('track("Order Completed", order_id: string, sku: string = "ABC-1")',), plan=_PLAN),
        Example(
            "The same number, written otherwise",
            ('track("A B", n: number = "1.0")',),
            plan="events:\n  A B: {properties: {n: {enum: [1, 2]}}}\n",
        ),
        Example(
            "Wrong in type already (TL114)",
            ('track("A B", n: string = "x")',),
            plan="events:\n  A B: {properties: {n: {type: integer, enum: [1]}}}\n",
        ),
    ),
)

PLANNED_PROPERTY_CHECKS = (UNPLANNED_PROPERTY, MISNAMED_PROPERTY, MISSING_REQUIRED_PROPERTY, PROPERTY_TYPE, PROPERTY_VALUE)
