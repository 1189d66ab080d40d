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
