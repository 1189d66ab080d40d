"""Personal data where it does not belong: TL501, TL601."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.checks.base import Check, CheckContext, Draft, Example, Sent, event_label
from scanner.checks.subjects import key_place
from scanner.model import Call, PropertyKey
from scanner.plan.matching import gather_properties
from scanner.plan.words import fold, quote, word_set

_SECRETS = word_set(
    "password passwd passphrase pincode creditcard creditcardnumber cardnumber cvv cvc iban accountnumber bankaccountnumber ssn "
    "socialsecuritynumber passportnumber taxid driverslicense driverslicensenumber"
)
_CONTACTS = word_set(
    "email emailaddress useremail phone phonenumber mobile mobilenumber telephone firstname lastname fullname surname maidenname "
    "dateofbirth birthdate birthday dob streetaddress homeaddress postaladdress ipaddress"
)
_PERSONAL_IDS = word_set("email emailaddress useremail useremailaddress mail phone phonenumber mobilenumber fullname")
_ADDRESS = re.compile(r"""\s*["'`][^"'`\s@]+@[^"'`\s@]+\.[a-zA-Z]{2,}["'`]\s*\Z""")
# A chain of names, calls without arguments and optional steps, and nothing else: `currentUser?.getEmail()`.
_CHAIN = re.compile(r"[\w$@]+(?:(?:\?\.|!\.|\.|->|::|&\.)[\w$]+(?:\(\))?|!)*(?:\(\))?\Z")


def _find_personal_keys(context: CheckContext) -> Iterator[Draft]:
    seen: set[object] = set()
    for sent in context.sent:
        call = sent.call
        if call.kind not in ("track", "page", "screen", "revenue"):
            continue
        for key in call.properties.keys:
            what = _judge_key(context, sent, key)
            place = key_place(call, key)
            # a wrapper's key is told once, however many calls it goes with
            if what and (place, key.name) not in seen:
                seen.add((place, key.name))
                yield _draft(call, key, what)


def _judge_key(context: CheckContext, sent: Sent, key: PropertyKey) -> str:
    """`secret`, `contact`, or nothing when the key is harmless or the plan has it."""
    name = fold(key.name)
    if key.type == "boolean":
        return ""
    if name in _SECRETS:
        return "secret"
    return "contact" if name in _CONTACTS and not _is_planned(context, sent, key.name) else ""


def _is_planned(context: CheckContext, sent: Sent, name: str) -> bool:
    if context.plan is None:
        return False
    plan = context.plan
    return any(name == each.name for match in sent.matches for event in match.events for each in gather_properties(plan, event))


def _draft(call: Call, key: PropertyKey, what: str) -> Draft:
    label = event_label(call)
    where = f" of {quote(label)}" if label else ""
    if what == "secret":
        told = f"the property {quote(key.name)}{where} looks like a secret; do not send it"
    else:
        told = f"the property {quote(key.name)}{where} looks like personal data; send it as a trait, or plan it if it must be here"
    level = None if what == "secret" else "info"
    return Draft(told, key_place(call, key), label, key.name, severity="info" if level else None, confidence=call.confidence)


def _find_personal_ids(context: CheckContext) -> Iterator[Draft]:
    for sent in context.sent:
        call = sent.call
        if call.user_id is not None and _is_personal(call.user_id):
            told = f"the user is known by {quote(call.user_id.strip())}, which looks like personal data; use an id that says nothing"
            yield Draft(told, call.location, event_label(call), confidence=call.confidence)


def _is_personal(text: str) -> bool:
    if _ADDRESS.match(text):
        return True
    if len(text) > 200 or not _CHAIN.match(text.strip()):
        return False
    last = re.split(r"\?\.|!\.|\.|->|::|&\.", text.strip().rstrip("!"))[-1].removesuffix("()")
    name = fold(last)
    return name in _PERSONAL_IDS or (name.startswith("get") and name[3:] in _PERSONAL_IDS)


PERSONAL_DATA_KEY = Check(
    code="TL501",
    name="personal-data-key",
    severity="warning",
    summary="A property of an event holds personal data, by its name.",
    rationale=(
        "What is sent with an event is copied to every destination and is hard to take back. Who a user is belongs into the traits of "
        "identify, where it is kept once. Passwords, card numbers and the like are a warning wherever they stand; addresses, names and "
        "phone numbers are an info, and left alone when the plan has the property. Only whole names count: `email_verified`, `has_phone` "
        "and a boolean `phone` are harmless."
    ),
    run=_find_personal_keys,
    bad=(
        Example(
            "Contact data",
            ('track("Lead Captured", email: string, location: string)',),
            ('the property "email" of "Lead Captured" looks like personal data; send it as a trait, or plan it if it must be here',),
        ),
        Example(
            "A secret",
            ('track("User Signed Up", password: string)',),
            ('the property "password" of "User Signed Up" looks like a secret; do not send it',),
        ),
        Example(
            "A secret, even when it is planned",
            ('track("Card Added", cardNumber: string)',),
            ('the property "cardNumber" of "Card Added" looks like a secret; do not send it',),
            "events:\n  Card Added: {properties: [cardNumber]}\n",
            others=("TL304",),
        ),
    ),
    good=(
        Example("Traits", ("identify(email: string, phone: string)", "group(phone: string)")),
        Example(
            "Words that are not the data",
            ('track("A Done", email_verified: string, has_email: boolean, email_id: string, phone: boolean)',),
        ),
        Example("Planned", ('track("Lead Captured", email: string)',), plan="events:\n  Lead Captured: {properties: [email]}\n"),
    ),
)

PERSONAL_USER_ID = Check(
    code="TL601",
    name="personal-user-id",
    severity="warning",
    summary="A user is identified by an email address or a phone number.",
    rationale=(
        "People change their address, and two of them may share one; and an id is kept by every destination and written into every event. "
        "Use the key of your database."
    ),
    run=_find_personal_ids,
    bad=(
        Example(
            "An address as id",
            ("identify(@user.email)", "identify(@currentUser?.getEmail())"),
            (
                'the user is known by "user.email", which looks like personal data; use an id that says nothing',
                'the user is known by "currentUser?.getEmail()", which looks like personal data; use an id that says nothing',
            ),
        ),
    ),
    good=(
        Example("An id", ("identify(@user.id, email: string)", 'track("A Done", @userId)', "identify(email: string)")),
        Example("Not the address itself", ("identify(@hash(user.email))", "identify(@user.emailHash)", "identify(@user.email_id)")),
    ),
)

PERSONAL_CHECKS = (PERSONAL_DATA_KEY, PERSONAL_USER_ID)
