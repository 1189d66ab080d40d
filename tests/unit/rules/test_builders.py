"""Vendors' own objects that collect keys, through the whole scan, with a pack of the test."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from scanner.rules.loading import load_packs
from scanner.rules.schema import Pack
from tests.unit.rules.calls import scan_files, show_call

PACK = """
sdk: insight
title: Insight
tier: 1
surfaces:
  - languages: [java, kotlin]
    source: test
    modules: [com.insight]
    clients: [Insight]
    builders:
      Props: {put: "0=1", price: "const:price=0", all: 0, "()": 0}
      Props.empty: {put: "0=1"}
    calls:
      - {method: send, kind: track, name: 0, properties: 1}
  - languages: [rust]
    source: test
    modules: [insight]
    clients: ["*"]
    builders:
      Event.new: {insert: "0=1"}
    calls:
      - {form: function, method: Event.new, kind: track, name: 0, user_id: chain.user.0, properties: chain}
  - languages: [dart]
    source: test
    modules: ["package:insight"]
    clients: [Insight.instance]
    globals: [Insight]
    calls:
      - {method: send, kind: track, name: ["kw:info.name", "kw:info.0"], fields: {group: "kw:info.group"}}
"""


@cache
def packs() -> tuple[Pack, ...]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "insight.yaml")
        path.write_text(PACK, encoding="utf-8")
        return load_packs([path])


def calls_in(files: Mapping[str, str]) -> list[str]:
    return [show_call(call) for call in scan_files(files, packs()).calls if call.sdk == "insight"]


def java(body: str) -> dict[str, str]:
    return {"A.java": f"import com.insight.Insight;\nimport com.insight.Props;\nclass A {{ void f(String x) {{ {body} }} }}\n"}


def rust(body: str) -> dict[str, str]:
    return {"a.rs": f"use insight::Event;\nfn f(x: &str) {{ {body} }}\n"}


def dart(body: str) -> dict[str, str]:
    return {"a.dart": f"import 'package:insight/insight.dart';\nvoid f(String x) {{ {body} }}\n"}


FOUND = [
    pytest.param(java('Insight.send("A", new Props().put("k", x).put("l", 1));'), "[k, l]", id="chain"),
    pytest.param(java('Props p = new Props(); p.put("k", x); Insight.send("A", p);'), "[k]", id="variable"),
    pytest.param(java('Props p = new Props(); if (x != null) p.put("k", x); Insight.send("A", p);'), "[k?]", id="on a condition"),
    pytest.param(java('Insight.send("A", new Props().price(3));'), "[price]", id="fixed key"),
    pytest.param(java('Insight.send("A", new Props().all(Map.of("k", x, "l", 1)));'), "[k, l]", id="all of a record"),
    pytest.param(java('Insight.send("A", new Props(Map.of("k", x)).put("l", 1));'), "[k, l]", id="what it is made of"),
    pytest.param(java('Insight.send("A", Props.empty().put("k", x));'), "[k]", id="factory"),
    pytest.param(java('Insight.send("A", new Props().put("k", x).build());'), "[k]", id="another method"),
    pytest.param(java('Insight.send("A", new Props().put(x, 1));'), "[...]", id="computed key"),
    pytest.param(
        rust('let mut e = Event::new("A"); e.insert("k", x); e.user(x); client.send(e);'), "[k]", id="on the variable that holds it"
    ),
    pytest.param(
        rust('let mut e = Event::new("A"); e.insert("k", x); let mut e = Other::new(); e.insert("l", x);'), "[k]", id="until it is another"
    ),
    pytest.param(dart("Insight.instance.send(info: Info(name: 'A', group: x));"), "[group]", id="keywords of an object that is made"),
    pytest.param(dart("Insight.instance.send(info: Info('A', group: x));"), "[group]", id="positions of an object that is made"),
    pytest.param(dart("final i = Info(name: 'A', group: x); Insight.instance.send(info: i);"), "[group]", id="an object that is held"),
]


@pytest.mark.parametrize(("files", "keys"), FOUND)
def test_keys(files: Mapping[str, str], keys: str) -> None:
    path, line = next(iter(files)), 2 if "a." in next(iter(files)) else 3
    assert calls_in(files) == [f'{path}:{line} track "A" {keys} direct high']


NOT_COLLECTED = [
    pytest.param(java('Insight.send("A", new com.other.Props().price(3));'), "[...]", id="a class of another package"),
    pytest.param(java('Insight.send("A", new Props().size(3));'), "[]", id="a method that adds nothing"),
    pytest.param(java('Props p = new Props(); Props q = new Props(); q.put("k", x); Insight.send("A", p);'), "[]", id="another variable"),
    pytest.param(java('Props p = new Props(); Insight.send("A", p); p.put("k", x);'), "[]", id="after the call"),
    pytest.param(rust('let mut e = Event::new("A"); f.insert("k", x);'), "[]", id="another variable in Rust"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "keys"), NOT_COLLECTED)
def test_no_keys(files: Mapping[str, str], keys: str) -> None:
    path, line = next(iter(files)), 2 if "a." in next(iter(files)) else 3
    assert calls_in(files) == [f'{path}:{line} track "A" {keys} direct high']


def test_an_object_that_is_made_depends_on_the_caller() -> None:
    files = {
        "a.dart": "import 'package:insight/insight.dart';\nvoid sent(String name) => Insight.instance.send(info: Info(name: name));\n",
        "b.dart": "import 'a.dart';\nvoid g() { sent('A'); }\n",
    }
    assert calls_in(files) == ['b.dart:2 track "A" [] wrapper high']
