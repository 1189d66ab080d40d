"""Small programs whose events are objects: what is sent is what the class of the object makes of it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.unit.rules.calls import calls_in

BASE = """\
from dataclasses import dataclass
@dataclass
class Verb:
    text: str
    def __repr__(self):
        return self.text
class Plain:
    def __init__(self, text):
        self.text = text
@dataclass
class Message:
    verb: Verb
    def payload(self):
        return {"version": 1, **self.own()}
    def own(self):
        return {}
"""
SEND = """\
import posthog
from base import Message
def send(message: Message):
    posthog.capture('u', str(message.verb), message.payload())
"""


def python(messages: str, made: str) -> dict[str, str]:
    head = "from base import Message, Plain, Verb\nfrom dataclasses import dataclass\n"
    use = f"from send import send\nfrom messages import *\ndef go(order):\n    send({made})\n"
    return {"base.py": BASE, "send.py": SEND, "messages.py": head + messages, "use.py": use}


FOUND = [
    pytest.param(
        python("class Paid(Message):\n    def own(self):\n        return {'total': 1}\n", "Paid(verb=Verb('Paid'))"),
        ['use.py:4 track "Paid" [+version, +total] wrapper high'],
        id="method of a base class calls one of the object's class",
    ),
    pytest.param(
        python("class Paid(Message):\n    def __init__(self):\n        super().__init__(verb=Verb('Paid'))\n", "Paid()"),
        ['use.py:4 track "Paid" [+version] wrapper high'],
        id="field that a constructor hands to a base class made of its fields",
    ),
    pytest.param(
        python(
            "class Order(Message):\n    def own(self):\n        return {'order': 1}\n"
            "class Paid(Order):\n    def own(self):\n        return {**super().own(), 'total': 2}\n",
            "Paid(Verb('Paid'))",
        ),
        ['use.py:4 track "Paid" [+version, +order, +total] wrapper high'],
        id="method of a base class that calls the one above",
    ),
    pytest.param(
        python(
            "PAID = Verb('Paid')\n@dataclass\nclass Paid(Message):\n    def __init__(self, order):\n        super().__init__(PAID)\n",
            "Paid(order)",
        ),
        ['use.py:4 track "Paid" [+version] wrapper high'],
        id="field by its position, a constant of the module",
    ),
    pytest.param(
        python("def paid():\n    return Message(verb='Paid')\n", "paid()"),
        ['use.py:4 track "Paid" [+version] wrapper high'],
        id="text needs no method to be text",
    ),
    pytest.param(
        {
            "a.ts": "import posthog from 'posthog-js'\nabstract class Message {\n  abstract label(): string\n  extra() { return {} }\n"
            "  keys() { return { version: 1, ...this.extra() } }\n}\n"
            "class Paid extends Message { label() { return 'Paid' }\n  extra() { return { total: 1 } } }\n"
            "class Sent extends Message { label() { return 'Sent' } }\n"
            "function send(m: Message) { posthog.capture(m.label(), m.keys()) }\n"
            "send(new Paid())\nsend(new Sent())\n"
        },
        ['a.ts:11 track "Paid" [+version, +total] wrapper high', 'a.ts:12 track "Sent" [+version] wrapper high'],
        id="the same in TypeScript, each class for itself",
    ),
]  # fmt: skip

FIELDS = """\
from dataclasses import asdict, dataclass, field
from typing import ClassVar
from pydantic import BaseModel
import posthog
@dataclass
class Base:
    @property
    def properties(self):
        return {key: value for key, value in asdict(self).items() if key != "name"}
@dataclass
class Ran(Base):
    steps: int
    error: str | None = None
    tags: list = field(default_factory=list)
    version: ClassVar[int] = 3
    name: str = "ran"
class Asked(BaseModel):
    question: str
    answer: str | None = None
    mode: str = "quick"
"""
WHOLE = [
    pytest.param("Ran(1).properties", "[steps, error, tags]", id="fields that nothing was given for, without the class's own"),
    pytest.param("asdict(Ran(1, error='no'))", "[steps, error, tags, name]", id="field that is given is no default"),
    pytest.param("{k: v for k, v in asdict(Ran(1)).items() if k not in ('name', 'tags')}", "[steps, error]", id="copy without two keys"),
    pytest.param("{k: v for k, v in asdict(Ran(1)).items() if k != 'name' and k != 'tags'}", "[steps, error]", id="two conditions in one"),
    pytest.param("Asked(question='q').model_dump()", "[question, answer, mode]", id="model"),
    pytest.param("Asked(question='q').model_dump(exclude_none=True)", "[question, mode]", id="model without what is null"),
    pytest.param("Asked(question='q').model_dump(exclude_unset=True)", "[question]", id="model without what nobody set"),
    pytest.param("Asked(question='q').dict(exclude={'mode'})", "[question, answer]", id="model without a named field"),
]  # fmt: skip

# What is not known stays so: no name is made up, and no key of another class is added.
NOT_KNOWN = [
    pytest.param(
        python("", "Message(verb=Plain('Paid'))"), "dynamic (an object) [+version]", id="object whose class does not say how it is text"
    ),
    pytest.param(
        python("class Paid(Message):\n    def own(self):\n        return {'total': 1}\n", "Message(verb=Verb(kind_of(order)))"),
        "dynamic (kind_of() is not defined in the project) [+version]",
        id="text that is not known, and keys of a class that is not meant",
    ),
    pytest.param(
        python("class Paid(Message):\n    def own(self):\n        return order.fields()\n", "Paid(verb=Verb('Paid'))"),
        '"Paid" [+version, ...]',
        id="method of the object's class that is not known",
    ),
]  # fmt: skip

SILENT = [
    pytest.param(
        {"a.py": BASE + "def f(tracker):\n    tracker.track(Verb('Paid'))\n"}, id="object that has a text, to what tracks objects"
    ),
    pytest.param({"a.py": BASE + "def f(log):\n    log.track(Message(Verb('Paid')))\n"}, id="message to no SDK"),
    pytest.param({"a.py": BASE + "def f(log):\n    log.info(str(Verb('Paid')))\n"}, id="text of an object for a log"),
]


@pytest.mark.parametrize(("files", "expected"), FOUND)
def test_found(files: Mapping[str, str], expected: list[str]) -> None:
    assert calls_in(files) == expected


@pytest.mark.parametrize(("files", "expected"), NOT_KNOWN)
def test_not_known(files: Mapping[str, str], expected: str) -> None:
    assert calls_in(files) == [f"use.py:4 track {expected} wrapper high"]


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: Mapping[str, str]) -> None:
    assert calls_in(files) == []


@pytest.mark.parametrize(("properties", "expected"), WHOLE)
def test_fields_of_an_object(properties: str, expected: str) -> None:
    line = FIELDS.count("\n") + 1
    assert calls_in({"a.py": f"{FIELDS}posthog.capture('u', 'Ran', {properties})\n"}) == [f'a.py:{line} track "Ran" {expected} direct high']


@pytest.mark.parametrize(
    "properties",
    [
        pytest.param("{k: v for k, v in fields().items() if k != 'name'}", id="copy of something that is not known"),
        pytest.param("{k: v for k, v in fields() if k != 'name'}", id="pairs that are not known"),
    ],
)
def test_copies_of_what_is_not_known(properties: str) -> None:
    assert calls_in({"a.py": f"import posthog\nposthog.capture('u', 'Ran', {properties})\n"}) == ['a.py:2 track "Ran" [...] direct high']


# A record that stands in where nothing is given, in the ways it is written.
STAND_INS = [
    pytest.param("    more = more or {}\n", "[a, +v]", id="or"),
    pytest.param("    if more is None:\n        more = {}\n", "[a, +v]", id="if None"),
    pytest.param("    if not more:\n        more = {}\n", "[a, +v]", id="if not"),
    pytest.param("    more = {} if more is None else more\n", "[a, +v]", id="ternary"),
    pytest.param("    more = more or {'q': 1}\n", "[a?, +v, +q?]", id="what stands in has keys of its own"),
    pytest.param("    if test:\n        more = {'q': 1}\n", "[a?, +v, +q?]", id="another record on some paths"),
    pytest.param("    more = more or {}\n    if test:\n        more['q'] = 1\n", "[a, +q?, +v]", id="key that is set on some paths"),
]


@pytest.mark.parametrize(("lines", "expected"), STAND_INS)
def test_records_that_stand_in(lines: str, expected: str) -> None:
    head = f"import posthog\ndef send(name, more=None, test=False):\n{lines}    more['v'] = 1\n    posthog.capture('u', name, more)\n"
    calls = calls_in({"a.py": f"{head}send('A', {{'a': 1}})\nsend('B')\n"})
    assert calls[0].partition('"A" ')[2] == f"{expected} wrapper high"
    assert calls[1].partition('"B" [')[2][0] in "+q"


def test_requests_of_an_old_kind() -> None:
    source = (
        "import json, requests\ndef send(name, more):\n    event = [{'event_type': name, 'event_properties': more}]\n"
        "    requests.post('https://api.amplitude.com/httpapi', data={'api_key': 'k', 'event': json.dumps(event)})\nsend('A', {'k': 1})\n"
        "requests.post('https://api.amplitude.com/httpapi', data={'api_key': 'k', 'event': {'event_type': 'B', 'user_id': 'u'}})\n"
        "requests.post('https://api.amplitude.com/identify', data={'api_key': 'k'})\n"
    )
    assert calls_in({"a.py": source}) == ['a.py:5 track "A" [k] wrapper high', 'a.py:6 track "B" [] direct high']
