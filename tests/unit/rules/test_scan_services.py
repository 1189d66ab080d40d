"""Services that a class stands for (a tag is yielded, a layer provides it), and records made again of another's entries."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.unit.rules.calls import calls_in

TAG = (
    "import { Context, Effect } from 'effect'\n"
    "export class Tracker extends Context.Service()('shop/Tracker') {}\nexport class Store extends Context.Service()('shop/Store') {}\n"
)
USE = (
    "import { Tracker, Store } from './tag'\nimport { Effect } from 'effect'\nexport const pay = Effect.gen(function* () {\n"
    "  const it = yield* Tracker\n  yield* it.send('A', { k: 1 })\n})\n"
)
SEND = "const send = (name, record) => Effect.sync(() => { posthog.capture(name, record) })\n"
LAYER = "import posthog from 'posthog-js'\nimport { Effect, Layer } from 'effect'\nimport { Tracker, Store } from './tag'\n"
FOUND_A = ['use.ts:5 track "A" [k] wrapper high']

SERVICES = [
    pytest.param(
        {"tag.ts": TAG, "use.ts": USE, "layer.ts": LAYER + SEND + "export const live = Layer.succeed(Tracker, { send })"},
        FOUND_A,
        id="the service itself",
    ),
    pytest.param(
        {"tag.ts": TAG, "use.ts": USE, "layer.ts": LAYER + SEND + "export const live = Layer.sync(Tracker, () => ({ send }))"},
        FOUND_A,
        id="function that makes it",
    ),
    pytest.param(
        {
            "tag.ts": TAG,
            "use.ts": USE,
            "layer.ts": LAYER + SEND + "export const live = Layer.effect(Tracker, Effect.gen(function* () {\n"
            "  if (off) return Tracker.of({ send: () => Effect.void })\n  return Tracker.of({ send })\n}))",
        },
        FOUND_A,
        id="description of how it is made, one of two",
    ),
    pytest.param(
        {
            "tag.ts": TAG,
            "use.ts": USE,
            "layer.ts": LAYER
            + SEND
            + "const made = Effect.gen(function* () { return { send } })\nexport const live = Layer.effect(Tracker, made)",
        },
        FOUND_A,
        id="description that has a name",
    ),
    pytest.param(
        {
            "tag.ts": "import posthog from 'posthog-js'\nimport { Effect } from 'effect'\n"
            + SEND
            + "export class Tracker extends Effect.Service()('shop/Tracker', { succeed: { send } }) {}",
            "use.ts": USE,
        },
        FOUND_A,
        id="class that says how it is made",
    ),
    pytest.param(
        {
            "a.ts": "import posthog from 'posthog-js'\n"
            "const bare = (record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))\n"
            "posthog.capture('A', { ...bare({ k: 1 }), l: 2 })"
        },
        ['a.ts:3 track "A" [k?, l] direct high'],
        id="entries that a filter leaves",
    ),
    pytest.param(
        {
            "a.ts": "import posthog from 'posthog-js'\nconst record = { k: 1 }\n"
            "posthog.capture('A', Object.fromEntries(Object.entries(record)))"
        },
        ['a.ts:3 track "A" [k] direct high'],
        id="all entries",
    ),
]

SILENT = [
    pytest.param(
        {"tag.ts": TAG, "use.ts": USE, "layer.ts": LAYER + SEND + "export const live = Layer.succeed(Store, { send })"},
        [],
        id="another tag is provided",
    ),
    pytest.param(
        {
            "tag.ts": TAG,
            "use.ts": USE.replace("yield* Tracker", "yield* Store"),
            "layer.ts": LAYER + SEND + "export const live = Layer.succeed(Tracker, { send })",
        },
        [],
        id="another tag is yielded",
    ),
    pytest.param(
        {
            "tag.ts": TAG,
            "use.ts": USE,
            "layer.ts": LAYER + "export const live = Layer.succeed(Tracker, { send: (name) => Effect.log(name) })",
        },
        [],
        id="service that only logs",
    ),
    pytest.param(
        {
            "tag.ts": TAG,
            "use.ts": USE.replace("yield* Tracker", "Tracker"),
            "layer.ts": LAYER + SEND + "export const live = Layer.succeed(Tracker, { send })",
        },
        [],
        id="tag that nothing yields",
    ),
    pytest.param({"tag.ts": TAG, "use.ts": USE}, [], id="nothing is provided"),
    pytest.param(
        {"a.ts": "import posthog from 'posthog-js'\nconst pairs = load()\nposthog.capture('A', { ...Object.fromEntries(pairs), l: 2 })"},
        ['a.ts:3 track "A" [l, ...] direct high'],
        id="entries of nobody knows what",
    ),
    pytest.param(
        {
            "a.ts": "import posthog from 'posthog-js'\nconst record = { k: 1 }\n"
            "posthog.capture('A', Object.fromEntries(Object.entries(record).map(([key, value]) => [`x_${key}`, value])))"
        },
        ['a.ts:3 track "A" [...] direct high'],
        id="entries under other keys",
    ),
]


@pytest.mark.parametrize(("files", "expected"), [*SERVICES, *SILENT])
def test_services_and_entries(files: Mapping[str, str], expected: list[str]) -> None:
    assert calls_in(files) == expected
