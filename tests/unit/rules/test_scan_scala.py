"""Small Scala programs through the whole scan: which calls are found, and what they send."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.unit.rules.calls import calls_in

HEAD = "package shop\nimport com.segment.analytics.messages.TrackMessage\nimport scala.jdk.CollectionConverters._\n"


def tracked(properties: str, before: str = "") -> dict[str, str]:
    """A program whose tracker sends properties that are built so; the call is in line 6."""
    send = f'analytics.enqueue(TrackMessage.builder("A").properties({properties}))'
    head = "  def run(plan: Option[String], x: Map[String, Any]) = {"
    return {"A.scala": f"{HEAD}class Shop(analytics: Analytics) {{\n{head} {before}\n    {send}\n  }}\n}}\n"}


SENDER = f"{HEAD}class Tracker(analytics: Analytics) {{\n  def sent(name: String) = analytics.enqueue(TrackMessage.builder(name))\n}}\n"

KEYS = [
    pytest.param(tracked('Map("k" -> 1).asJava'), "[k]", id="map for Java"),
    pytest.param(tracked('(Map("k" -> 1) + ("l" -> 2)).asJava'), "[k, l]", id="map and a pair"),
    pytest.param(tracked('(Map("k" -> 1) ++ Map("l" -> 2)).asJava'), "[k, l]", id="two maps"),
    pytest.param(tracked('(Map("k" -> 1) ++ plan.map("l" -> _)).asJava'), "[k, l?]", id="pair of an option"),
    pytest.param(tracked('Map("k" -> 1).updated("l", 2).asJava'), "[k, l]", id="updated map"),
    pytest.param(tracked('Seq("k" -> 1).toMap.asJava'), "[k]", id="map of a list of pairs"),
    pytest.param(tracked('mutable.Map("k" -> 1).asJava'), "[k]", id="mutable map"),
    pytest.param(tracked("Map.empty[String, Any].asJava"), "[]", id="empty map"),
    pytest.param(tracked("p.asJava", 'val p = Map("k" -> plan)'), "[k]", id="value that depends on a caller"),
    pytest.param(tracked('Map("k".toUpperCase -> 1).asJava'), "[K]", id="key that is converted"),
    pytest.param(tracked("other.asJava"), "[...]", id="map that is not known"),
    pytest.param(tracked('(Map("k" -> 1) ++ other).asJava'), "[k, ...]", id="map with one that is not known"),
    pytest.param(tracked("plan.map(_.length)"), "[...]", id="option of no pair"),
]

FOUND = [
    pytest.param(
        {"T.scala": SENDER, "P.scala": 'package shop\nclass P { val t = inject[Tracker]\n def run() = t.sent("A") }\n'},
        ['P.scala:3 track "A" [] wrapper high'],
        id="injected by type",
    ),
    pytest.param(
        {"T.scala": SENDER, "P.scala": 'package shop\nclass P { def run() = inject[Tracker].sent("A") }\n'},
        ['P.scala:2 track "A" [] wrapper high'],
        id="injected where it is used",
    ),
    pytest.param(
        {"T.scala": SENDER, "P.scala": 'package shop\nclass P(t: Tracker) { def run() = t.sent("Signed Up".toLowerCase) }\n'},
        ['P.scala:2 track "signed up" [] wrapper high'],
        id="converted name",
    ),
    pytest.param(
        {
            "T.scala": SENDER,
            "P.scala": 'package shop\nobject Names { val Opened = "Opened" }\n'
            "class P(t: Tracker) {\n import Names._\n def run() = t.sent(Opened)\n}\n",
        },
        ['P.scala:5 track "Opened" [] wrapper high'],
        id="all members of an object imported",
    ),
]

SILENT = [
    pytest.param(
        {"T.scala": SENDER, "P.scala": 'package shop\nclass P { def run() = inject[Player].sent("A") }\n'}, id="injected of another type"
    ),
    pytest.param(
        {"T.scala": SENDER, "P.scala": 'package shop\nclass P { def run() = decode[Tracker].sent("A") }\n'}, id="made of something by type"
    ),
    pytest.param({"P.scala": 'package shop\nclass P { def run() = mon.counter("A").increment() }\n'}, id="measurement"),
    pytest.param({"P.scala": 'package shop\nclass P { def run() = audit.sendEvent(DataEvent("A")) }\n'}, id="audit"),
    pytest.param({"P.scala": 'package shop\nclass P { def run(m: Match) = m.group("A") }\n'}, id="match"),
    pytest.param({"P.scala": 'package shop\nclass P { def run() = system.eventStream.publish(Opened("A")) }\n'}, id="event stream"),
    pytest.param({"P.scala": 'package shop\nclass P { def run() = actor ! Track("A") }\n'}, id="message to an actor"),
]


@pytest.mark.parametrize(("files", "keys"), KEYS)
def test_keys(files: Mapping[str, str], keys: str) -> None:
    assert calls_in(files) == [f'A.scala:6 track "A" {keys} direct high']


@pytest.mark.parametrize(("files", "expected"), FOUND)
def test_found(files: Mapping[str, str], expected: list[str]) -> None:
    assert calls_in(files) == expected


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: Mapping[str, str]) -> None:
    assert calls_in(files) == []
