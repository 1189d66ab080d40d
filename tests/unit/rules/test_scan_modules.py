"""Functions of a module for analytics that say that they send, where no SDK is seen."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.unit.rules.calls import calls_in

SEND = (
    "import posthog from 'posthog-js'\nexport const recordEvent = (eventName) => posthog.capture(eventName)\n"
    "export const recordBuyerEvent = (eventName, eventProperties = {}) => {\n  const body = new FormData()\n"
    "  body.append('name', eventName)\n  fetch(endpoint, { method: 'post', body })\n}\n"
)
CALL = "import { recordBuyerEvent } from './tracks'\nrecordBuyerEvent('A', { k: 1 })\n"

FOUND = [
    pytest.param(
        {"src/tracks/index.ts": SEND, "src/a.ts": CALL}, ['src/a.ts:2 track "A" [k] direct low'], id="module in a folder for analytics"
    ),
    pytest.param({"src/tracks.ts": SEND, "src/a.ts": CALL}, ['src/a.ts:2 track "A" [k] direct low'], id="file for analytics"),
    pytest.param(
        {
            "shop/analytics.py": "import posthog\ndef record_buyer_event(event_name, p=None):\n    post('/e', json=event_name)\n",
            "shop/a.py": "from shop.analytics import record_buyer_event\nrecord_buyer_event('A', {'k': 1})\n",
        },
        ['shop/a.py:2 track "A" [k] direct low'],
        id="function of a module in Python",
    ),
    pytest.param(
        {
            "src/tracks.ts": SEND + "export const recordBuyerClick = (label) => { recordBuyerEvent(`clicked_${label}`) }\n",
            "src/a.ts": "import { recordBuyerClick } from './tracks'\nrecordBuyerClick('A')\n",
        },
        ['src/a.ts:2 track "clicked_A" [] wrapper low'],
        id="function around one",
    ),
]

SILENT = [
    pytest.param(
        {"src/tracks.ts": SEND.split("\n", 2)[2], "src/a.ts": CALL},
        ['src/a.ts:2 track "A" [k] direct low'],
        id="module in which no word speaks for analytics",
        marks=pytest.mark.xfail(strict=True, reason="files are found by the words that they hold, not by their path"),
    ),
    pytest.param({"src/store/index.ts": SEND, "src/a.ts": CALL.replace("./tracks", "./store")}, [], id="module for something else"),
    pytest.param(
        {
            "src/tracks.ts": SEND.replace("recordBuyerEvent", "readBuyerEvent"),
            "src/a.ts": CALL.replace("recordBuyerEvent", "readBuyerEvent"),
        },
        [],
        id="function that does not say that it sends",
    ),
    pytest.param(
        {
            "src/tracks.ts": SEND.replace("recordBuyerEvent", "recordBuyerOrder"),
            "src/a.ts": CALL.replace("recordBuyerEvent", "recordBuyerOrder"),
        },
        [],
        id="function that sends something else",
    ),
    pytest.param(
        {
            "src/tracks.ts": "import 'posthog-js'\nexport const recordBuyerEvent = (eventName) => { console.log(eventName) }\n",
            "src/a.ts": CALL,
        },
        [],
        id="function that only logs",
    ),
    pytest.param(
        {
            "src/tracks.ts": "import 'posthog-js'\n"
            "export const recordBuyerEvent = (eventName) => { document.dispatchEvent(new Event(eventName)) }\n",
            "src/a.ts": CALL,
        },
        [],
        id="function that hands it to the page",
    ),
]


@pytest.mark.parametrize(("files", "expected"), [*FOUND, *SILENT])
def test_senders_of_a_module(files: Mapping[str, str], expected: list[str]) -> None:
    assert calls_in(files) == expected
