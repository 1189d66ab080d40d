"""Functions in a list that fill a record one after the other: functional options, enrichers, steps of a pipeline."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.unit.rules.calls import calls_in

GO = 'package a\nimport "github.com/posthog/posthog-go"\ntype Option func(p posthog.Properties)\nvar c posthog.Client\n'
GO_TRACK = (
    "func track(event string, p posthog.Properties, options ...Option) {\n{body}"
    '\tc.Enqueue(posthog.Capture{DistinctId: "u", Event: event, Properties: p})\n}\n'
)
GO_LOOP = GO + GO_TRACK.replace("{body}", "\tfor _, option := range options {\n\t\toption(p)\n\t}\n")
WITH_PLACE = 'func withPlace(place string) Option {\n\treturn func(p posthog.Properties) { p["place"] = place }\n}\n'
WITH_SIZE = 'func withSize() Option {\n\treturn func(p posthog.Properties) {\n\t\tif big {\n\t\t\tp["size"] = 1\n\t\t}\n\t}\n}\n'
GO_CALL = 'func run() {\n\ttrack("A", posthog.Properties{"k": 1}, %s)\n}\n'
TS = "import posthog from 'posthog-js'\n"
TS_OPTIONS = "const place = (value) => (record) => { record.place = value }\nconst size = (record) => { record.size = 1 }\n"

FILLED = [
    pytest.param(
        {"a.go": GO_LOOP + WITH_PLACE + GO_CALL % 'withPlace("x")'},
        ['a.go:15 track "A" [k, +place] wrapper high'],
        id="what a function of a rest parameter sets",
    ),
    pytest.param(
        {"a.go": GO_LOOP + WITH_PLACE + WITH_SIZE + GO_CALL % 'withPlace("x"), withSize()'},
        ['a.go:22 track "A" [k, +place, +size?] wrapper high'],
        id="each of several, one of them sometimes",
    ),
    pytest.param(
        {
            "a.go": GO
            + GO_TRACK.replace("{body}", "\tgo func() {\n\t\tfor _, option := range options {\n\t\t\toption(p)\n\t\t}\n\t}()\n")
            + WITH_PLACE
            + GO_CALL % 'withPlace("x")'
        },
        ['a.go:17 track "A" [k, +place?] wrapper high'],
        id="in a closure that runs beside",
    ),
    pytest.param(
        {
            "a.go": GO
            + "func made(options ...Option) posthog.Properties {\n"
            + '\tp := posthog.Properties{"k": 1}\n\tfor _, o := range options {\n\t\to(p)\n\t}\n\treturn p\n}\n'
            + WITH_PLACE
            + 'func run() {\n\tc.Enqueue(posthog.Capture{Event: "A", Properties: made(withPlace("x"))})\n}\n'
        },
        ['a.go:16 track "A" [k, place] direct high'],
        id="record that is made by a function with options",
    ),
    pytest.param(
        {
            "a.ts": TS + TS_OPTIONS + "export function send(name, ...options) {\n  const record = { k: 1 }\n"
            "  for (const option of options) option(record)\n  posthog.capture(name, record)\n}\nsend('A', place('x'), size)"
        },
        ['a.ts:9 track "A" [+k, +place, +size] wrapper high'],
        id="loop over functions in TypeScript",
    ),
    pytest.param(
        {
            "a.ts": TS + TS_OPTIONS + "export function send(name, options) {\n  const record = { k: 1 }\n"
            "  options.forEach(option => option(record))\n  posthog.capture(name, record)\n}\nsend('A', [place('x'), size])"
        },
        ['a.ts:9 track "A" [+k, +place, +size] wrapper high'],
        id="list of functions that a method goes through",
    ),
    pytest.param(
        {
            "a.ts": TS + TS_OPTIONS + "export function send(name, fill) {\n  const record = { k: 1 }\n"
            "  fill(record)\n  posthog.capture(name, record)\n}\nsend('A', size)"
        },
        ['a.ts:9 track "A" [+k, +size] wrapper high'],
        id="one function that callers pass",
    ),
    pytest.param(
        {
            "a.py": "import posthog\ndef place(value):\n    def fill(record):\n        record['place'] = value\n    return fill\n"
            "def send(name, *options):\n    record = {'k': 1}\n    for option in options:\n        option(record)\n"
            "    posthog.capture('u', name, record)\nsend('A', place('x'))"
        },
        ['a.py:11 track "A" [+k, +place] wrapper high'],
        id="loop over functions in Python",
    ),
]

UNTOUCHED = [
    pytest.param(
        {"a.go": GO_LOOP + WITH_PLACE + 'func run() {\n\ttrack("A", posthog.Properties{"k": 1})\n}\n'},
        ['a.go:15 track "A" [k] wrapper high'],
        id="no function is passed",
    ),
    pytest.param(
        {"a.go": GO_LOOP + "func read(p posthog.Properties) { log(p) }\n" + GO_CALL % "read"},
        ['a.go:13 track "A" [k] wrapper high'],
        id="function that only reads the record",
    ),
    pytest.param(
        {
            "a.ts": TS + TS_OPTIONS + "export function send(name, options) {\n  const record = { k: 1 }\n  posthog.capture(name, record)\n"
            "  options.forEach(option => option(record))\n}\nsend('A', [place('x'), size])"
        },
        ['a.ts:9 track "A" [+k] wrapper high'],
        id="functions that run after the call",
    ),
    pytest.param(
        {
            "a.ts": TS + TS_OPTIONS + "export function send(name, options) {\n  const record = { k: 1 }, other = {}\n"
            "  options.forEach(option => option(other))\n  posthog.capture(name, record)\n}\nsend('A', [place('x'), size])"
        },
        ['a.ts:9 track "A" [+k] wrapper high'],
        id="functions that fill another record",
    ),
    pytest.param(
        {
            "a.ts": TS + "const copy = (record) => { record = { size: 1 } }\nexport function send(name, ...options) {\n"
            "  const record = { k: 1 }\n  for (const option of options) option(record)\n  posthog.capture(name, record)\n}\nsend('A', copy)"
        },
        ['a.ts:8 track "A" [+k] wrapper high'],
        id="function that makes a record of its own",
    ),
    pytest.param(
        {
            "a.ts": TS + "export function send(name, record, done) {\n  posthog.capture(name, record)\n  done(record)\n}\n"
            "send('A', { k: 1 }, (record) => { record.size = 1 })"
        },
        ['a.ts:6 track "A" [k] wrapper high'],
        id="callback after the call",
    ),
    pytest.param(
        {
            "a.ts": TS + "export function send(name, options) {\n  const record = { k: 1 }\n"
            "  options.map(option => option(record))\n  posthog.capture(name, record)\n}\nsend('A', window.options)"
        },
        ['a.ts:7 track "A" [+k] wrapper high'],
        id="functions that nobody knows",
    ),
    pytest.param(
        {
            "a.ts": TS + "export function send(name, client) {\n  const record = { k: 1 }\n"
            "  client.check(record)\n  posthog.capture(name, record)\n}\nsend('A', { check: (record) => { log(record) } })"
        },
        ['a.ts:7 track "A" [+k] wrapper high'],
        id="method of what callers pass",
    ),
    pytest.param(
        {"a.py": "for option in options:\n    option(record)\nfill(record)\n"},
        [],
        id="no analytics at all",
    ),
]


@pytest.mark.parametrize(("files", "expected"), [*FILLED, *UNTOUCHED])
def test_functions_that_fill_a_record(files: Mapping[str, str], expected: list[str]) -> None:
    assert calls_in(files) == expected
