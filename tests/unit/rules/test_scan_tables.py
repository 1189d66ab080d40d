"""Senders that stand in a table and are called one after the other, and function literals that are called where they stand."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.unit.rules.calls import calls_in

GO = (
    'package a\nimport "github.com/posthog/posthog-go"\nvar c posthog.Client\n'
    "type Message struct {\n\tName string\n}\ntype Sender func(m Message)\n"
)
GO_SEND = (
    'func viaSdk(m Message) {\n\tc.Enqueue(posthog.Capture{DistinctId: "u", Event: m.Name})\n}\nfunc viaLog(m Message) {\n\tlog(m)\n}\n'
)
GO_TABLE = 'var senders = map[string]Sender{"sdk": viaSdk, "log": viaLog}\n'
GO_BESIDE = (
    "func sendAll(senders map[string]Sender, m Message) {\n\tfor name, sender := range senders {\n"
    "\t\tgo func(sender Sender, name string) {\n"
    "\t\t\tsender(m)\n\t\t}(sender, name)\n\t}\n}\n"
)
TS = "import posthog from 'posthog-js'\nconst viaSdk = (name) => posthog.capture(name)\nconst viaLog = (name) => console.log(name)\n"

FOUND = [
    pytest.param(
        {"a.go": GO + GO_SEND + GO_TABLE + GO_BESIDE + 'func run() {\n\tsendAll(senders, Message{Name: "A"})\n}\n'},
        ['a.go:23 track "A" [] wrapper high'],
        id="table of senders that callers pass, each called in a closure of its own",
    ),
    pytest.param(
        {
            "a.go": GO
            + GO_SEND
            + GO_TABLE
            + GO_BESIDE.replace("senders", "all")
            + 'func run() {\n\tsendAll(senders, Message{Name: "A"})\n}\n'
        },
        ['a.go:23 track "A" [] wrapper high'],
        id="table under another name",
        marks=pytest.mark.xfail(strict=True, reason="names that are searched for do not go from an argument to its parameter"),
    ),
    pytest.param(
        {
            "a.go": GO
            + GO_SEND
            + GO_TABLE
            + "func sendAll(m Message) {\n\tfor _, sender := range senders {\n\t\tsender(m)\n\t}\n}\n"
            + 'func run() {\n\tsendAll(Message{Name: "A"})\n}\n'
        },
        ['a.go:21 track "A" [] wrapper high'],
        id="table of senders in the package",
    ),
    pytest.param(
        {"a.ts": TS + "const all = [viaSdk, viaLog]\nexport function send(name) {\n  for (const each of all) each(name)\n}\nsend('A')"},
        ['a.ts:8 track "A" [] wrapper high'],
        id="list of senders",
    ),
    pytest.param(
        {"a.js": "import posthog from 'posthog-js'\n;(function (client, name) { client.capture(name, { k: 1 }) })(posthog, 'A')"},
        ['a.js:2 track "A" [k] direct high'],
        id="function literal that is called where it stands",
    ),
    pytest.param(
        {"a.go": GO + 'func run() {\n\tgo func(name string) {\n\t\tc.Enqueue(posthog.Capture{Event: name})\n\t}("A")\n}\n'},
        ['a.go:10 track "A" [] direct high'],
        id="closure with arguments",
    ),
]

SILENT = [
    pytest.param(
        {
            "a.go": GO
            + GO_SEND
            + 'func run(readers []func(Message)) {\n\tfor _, reader := range readers {\n\t\treader(Message{Name: "A"})\n\t}\n}\n'
        },
        [],
        id="functions of another list",
    ),
    pytest.param(
        {"a.ts": TS + "const others = [viaLog]\nexport function show(name) {\n  for (const each of others) each(name)\n}\nshow('A')"},
        [],
        id="list without a sender",
    ),
    pytest.param(
        {"a.ts": TS + "const all = [viaSdk]\nfor (const each of all) console.log(each.name)\nall.push(viaLog)"},
        [],
        id="list of senders that is only looked at",
    ),
    pytest.param(
        {"a.js": "import posthog from 'posthog-js'\n;(function (client) { client.capture('A') })(camera)"},
        [],
        id="function literal that is given something else",
    ),
    pytest.param(
        {"a.go": GO + 'func run() {\n\tgo func(c Camera, name string) {\n\t\tc.Enqueue(name)\n\t}(camera, "A")\n}\n'},
        [],
        id="closure with something else under the client's name",
    ),
]


@pytest.mark.parametrize(("files", "expected"), [*FOUND, *SILENT])
def test_tables_and_closures(files: Mapping[str, str], expected: list[str]) -> None:
    assert calls_in(files) == expected
