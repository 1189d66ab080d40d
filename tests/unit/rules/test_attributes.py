"""Attributes that a script of the program reads and sends: every element that has them is a call."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.unit.rules.calls import calls_in

POSTHOG = "import posthog from 'posthog-js'\n"
CLICK = POSTHOG + "document.onclick = e => posthog.capture('Click ' + e.target.dataset.trackClick, { page: e.target.dataset.page })\n"

FOUND = [
    pytest.param(
        {"a.js": CLICK, "b.html": "<a data-track-click='One' data-page='p'>x</a>\n<b data-track-click='Two'></b>\n<b data-page='q'></b>"},
        ['b.html:1 track "Click One" [page] declarative high', 'b.html:2 track "Click Two" [page] declarative high'],
        id="page",
    ),
    pytest.param(
        {"a.js": CLICK, "b.tsx": 'const C = () => <><a data-track-click="One" /><Link data-track-click="Two" /></>'},
        ['b.tsx:1 track "Click One" [page] declarative high', 'b.tsx:1 track "Click Two" [page] declarative high'],
        id="markup in code, also of a component",
    ),
    pytest.param(
        {
            "a.js": CLICK,
            "b.html.erb": "<%= link_to 'x', y, 'data-track-click': 'One' %>\n<%= link_to 'x', y, data: { track_click: Names::TWO } %>\n"
            '<a data-track-click="<%= Names::TWO %>"></a>',
            "names.rb": "module Names\n  TWO = 'Two'\nend\n",
        },
        [
            'b.html.erb:1 track "Click One" [page] declarative high',
            'b.html.erb:2 track "Click Two" [page] declarative high',
            'b.html.erb:3 track "Click Two" [page] declarative high',
        ],
        id="helpers of a server",
    ),
    pytest.param(
        {
            "a.js": "$('.x').on('click', function () { ga('send', 'event', $(this).data('ga-area'), $(this).attr('data-ga-action')) })",
            "b.html": "<a data-ga-area='Menu' data-ga-action='Open'></a>",
        },
        ['b.html:1 track "Open" [] declarative high'],
        id="functions that read attributes",
    ),
    pytest.param(
        {
            "a.js": POSTHOG + "function send(n, p) { posthog.capture(n, p) }\n"
            "x.onclick = e => send(e.target.getAttribute('data-event'), { label: e.target.dataset.eventLabel })",
            "b.html": "<a data-event='A' data-event-label='l'></a>",
        },
        ['b.html:1 track "A" [label] declarative high'],
        id="through a wrapper",
    ),
    pytest.param(
        {
            "a.js": POSTHOG + "x.onclick = e => { const { event, ...rest } = e.target.dataset\nposthog.capture(event, rest) }",
            "b.html": "<a data-event='A' data-size='1'></a>",
        },
        ['b.html:1 track "A" [+size] declarative high'],
        id="all other attributes",
    ),
    pytest.param(
        {"b.html": '<a data-ga4-link=\'{"event_name": "navigation", "type": "top"}\'></a>'},
        ['b.html:1 track "navigation" [type] declarative medium'],
        id="object as text",
    ),
    pytest.param(
        {"b.html.erb": "<%= render 'link', data_attributes: { ga4_link: { event_name: 'navigation', type: t }.to_json } %>"},
        ['b.html.erb:1 track "navigation" [type] declarative medium'],
        id="object of a helper",
    ),
    pytest.param({"b.html": "<a data-track-click='A'></a>"}, ['b.html:1 track "A" [] declarative low'], id="usual name"),
]

# The script's own call is told as it is: nothing in the program says more of it.
DYNAMIC = [
    pytest.param({"a.js": CLICK}, id="no elements"),
    pytest.param(
        {"a.js": POSTHOG + "x.onclick = e => posthog.capture(e.target.dataset.name)", "b.html": "<a data-name='A'></a>"},
        id="attribute that may be for anything",
    ),
    pytest.param({"a.js": CLICK, "b.html": "<!-- <a data-track-click='A'></a> --><p>data-track-click='A'</p>"}, id="comment and text"),
]

SILENT = [
    pytest.param({"a.html": "<a data-name='A' data-page='b' data-toggle='c' class='track'></a>"}, id="other attributes"),
    pytest.param({"a.html": '<a data-ga4-link></a><a data-ga4-link=\'{"type": "top"}\'></a>'}, id="attribute without a name"),
    pytest.param({"a.js": "const x = el.dataset.trackClick\nplayer.track(x)", "b.html": "<a data-x='A'></a>"}, id="nothing is sent"),
    pytest.param({"a.html": "<a data-ga4-linked='A'></a>"}, id="longer name"),
]


@pytest.mark.parametrize(("files", "expected"), FOUND)
def test_found(files: Mapping[str, str], expected: list[str]) -> None:
    assert calls_in(files) == expected


@pytest.mark.parametrize("files", DYNAMIC)
def test_dynamic(files: Mapping[str, str]) -> None:
    found = calls_in(files)
    assert len(found) == 1
    assert found[0].startswith("a.js:2 track")
    assert "declarative" not in found[0]


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: Mapping[str, str]) -> None:
    assert calls_in(files) == []
