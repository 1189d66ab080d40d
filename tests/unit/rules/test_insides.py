"""What the objects and lists in a call's properties hold."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from scanner.model import PropertyKey
from tests.unit.rules.calls import scan_files

TS = "import posthog from 'posthog-js'\n"
PY = "from posthog import Posthog\nclient = Posthog('k')\n"
GO = 'package main\nimport "github.com/posthog/posthog-go"\ntype Item struct { SKU string }\nfunc main() {\n\tc := posthog.New("k")\n'
GO_SENT = '\tc.Enqueue(posthog.Capture{{Event: "A", DistinctId: "u", Properties: posthog.NewProperties().Set("k", {})}})\n}}\n'
CS = (
    "using PostHog;\nclass X {{ void F(IPostHogClient posthog) {{\n"
    '  posthog.Capture("u", "A", new Dictionary<string, object> {{ ["k"] = {} }});\n}} }}\n'
)
PHP = "<?php\n\\PostHog\\PostHog::capture(['distinctId' => 'u', 'event' => 'A', 'properties' => [{}]]);\n"


def ts(sent: str, before: str = "") -> dict[str, str]:
    return {"a.ts": f"{TS}{before}\nposthog.capture('A', {{ {sent} }})"}


def show(key: PropertyKey) -> str:
    """`name?: type`, or `{...}` and `[...]` for what an object and a list hold; `...` where something in it is not known."""
    values = f" = {' | '.join(key.values)}" if key.values else ""
    if key.items:
        held = f"[{show(key.items).removeprefix(': ')}{'' if key.complete else ', ...'}]"
    elif key.properties:
        held = "{" + ", ".join([*map(show, key.properties), *([] if key.complete else ["..."])]) + "}"
    else:
        held = f"{key.type}{'' if key.complete or not key.type else ' ...'}"
    return f"{key.name}{'?' if key.conditional else ''}: {held}{values}"


def insides(files: Mapping[str, str]) -> list[str]:
    return [show(key) for call in scan_files(files).calls for key in call.properties.keys]


KNOWN = [
    pytest.param(ts("k: { a: 1, b: x }"), ["k: {a: integer = 1, b: }"], id="object"),
    pytest.param(ts("k", "const k = { a: 'x' }"), ["k: {a: string = x}"], id="variable"),
    pytest.param(ts("k", "const k: any = {}\nk.a = true"), ["k: {a: boolean = true}"], id="filled-afterwards"),
    pytest.param(ts("k: { ...base, b: 1 }", "const base = { a: 1 }"), ["k: {a: integer = 1, b: integer = 1}"], id="spread"),
    pytest.param(ts("k: { a: 1, ...(x && { b: 1 }) }"), ["k: {a: integer = 1, b?: integer = 1}"], id="on-some-paths"),
    pytest.param(ts("k: x ? { a: 1, b: 1 } : { a: 2 }"), ["k: {a: integer = 1 | 2, b?: integer = 1}"], id="one-of-two"),
    pytest.param(ts("k: x ? { a: 1 } : null"), ["k: {a: integer = 1}"], id="or-null"),
    pytest.param(
        {"a.ts": f"{TS}posthog.capture('A', x ? {{ k: {{ a: 1 }} }} : {{ k: {{ b: 1 }} }})"},
        ["k: {a?: integer = 1, b?: integer = 1}"],
        id="in-two-records",
    ),
    pytest.param(
        {"a.ts": f"{TS}const p: any = {{ k: {{ a: 1 }} }}\nif (x) p.k = {{ b: 1 }}\nposthog.capture('A', p)"},
        ["k: {a?: integer = 1, b?: integer = 1}"],
        id="set-again-on-some-paths",
    ),
    pytest.param(ts("k: { a: { b: 'x' } }"), ["k: {a: {b: string = x}}"], id="object-in-an-object"),
    pytest.param(ts("k: ['x', 'y']"), ["k: [string = x | y]"], id="list-of-texts"),
    pytest.param(ts("k: [{ a: 1 }, { a: 2, b: 'x' }]"), ["k: [{a: integer = 1 | 2, b?: string = x}]"], id="list-of-objects"),
    pytest.param(ts("k: [...more, { a: 1 }]"), ["k: [{a: integer = 1}, ...]"], id="list-that-goes-on"),
    pytest.param(ts("k: [[1], [2]]"), ["k: [[integer = 1 | 2]]"], id="list-of-lists"),
    pytest.param(
        {
            "a.ts": f"{TS}const send = (name: string, props: object) => posthog.capture(name, {{ app: {{ v: 1 }}, ...props }})\n"
            "send('A', { k: { a: 1 } })"
        },
        ["app: {v: integer = 1}", "k: {a: integer = 1}"],
        id="through-a-wrapper",
    ),
    pytest.param(
        {"a.py": PY + "k = {'a': 1}\nk['b'] = 'x'\nclient.capture('u', 'A', properties={'k': k, 'l': [dict(c=1)]})\n"},
        ["k: {a: integer = 1, b: string = x}", "l: [{c: integer = 1}]"],
        id="python",
    ),
    pytest.param(
        {"a.php": PHP.format("'k' => ['a' => 1], 'l' => [['b' => 'x']]")}, ["k: {a: integer = 1}", "l: [{b: string = x}]"], id="php"
    ),
    pytest.param({"A.cs": CS.format('new Dictionary<string, object> { ["a"] = 1 }')}, ["k: {a: integer = 1}"], id="csharp-dictionary"),
    pytest.param({"a.go": GO + GO_SENT.format('map[string]any{"a": 1}')}, ["k: {a: integer = 1}"], id="go-map"),
]
UNKNOWN = [
    pytest.param(ts("k: 1"), ["k: integer = 1"], id="number"),
    pytest.param(ts("k: x"), ["k: "], id="not-known"),
    pytest.param(ts("k: {}"), ["k: object"], id="empty"),
    pytest.param(ts("k: []"), ["k: array ..."], id="empty-list"),
    pytest.param(ts("k: { a: 1, ...rest }"), ["k: {a: integer = 1, ...}"], id="unknown-spread"),
    pytest.param(ts("k: { a: 1, [name()]: 1 }"), ["k: {a: integer = 1, ...}"], id="computed-key"),
    pytest.param(ts("k: x ? { a: 1 } : 'none'"), ["k: "], id="object-or-text"),
    pytest.param(ts("k: x ? { a: 1 } : load()"), ["k: "], id="object-or-unknown"),
    pytest.param(ts("k: [1, 'x']"), ["k: array ..."], id="members-of-two-types"),
    pytest.param(ts("k: [{ a: 1 }, load()]"), ["k: array ..."], id="members-that-are-not-known"),
    pytest.param(ts("k: new Item()", "class Item { sku = 'x' }"), ["k: object ..."], id="object-of-a-class"),
    pytest.param({"A.cs": CS.format("new Item { A = 1 }")}, ["k: object ..."], id="csharp-object-may-have-other-names"),
    pytest.param({"a.go": GO + GO_SENT.format('Item{SKU: "x"}')}, ["k: object ..."], id="struct-may-have-other-names"),
    pytest.param(ts("k: { a: { a: { a: { a: { a: 1 } } } } }"), ["k: {a: {a: {a: {a: object ...}}}}"], id="no-deeper-than-four"),
]


NOT_FOLLOWED = pytest.mark.xfail(strict=True, reason="lists made of other lists are not followed")
MADE = [
    pytest.param(ts("k: lines.map(each => ({ sku: each.sku }))"), ["k: [{sku: }, ...]"], id="made-by-map"),
    pytest.param(ts("k: lines.map(toItem)"), ["k: "], id="made-by-a-function-that-is-not-known"),
    pytest.param(ts("k: lines.map(each => each.sku)"), ["k: "], id="made-of-what-is-not-known"),
]
GAPS = [
    pytest.param(
        {"a.py": PY + "client.capture('u', 'A', properties={'k': [{'sku': each.sku} for each in lines]})\n"},
        ["k: [{sku: }, ...]"],
        id="made-by-a-comprehension",
        marks=NOT_FOLLOWED,
    ),
]


@pytest.mark.parametrize(("files", "expected"), [*KNOWN, *UNKNOWN, *MADE, *GAPS])
def test_insides(files: Mapping[str, str], expected: list[str]) -> None:
    assert insides(files) == expected


def test_call_has_at_most_a_hundred_keys_inside() -> None:
    many = ", ".join(f"k{number}: 1" for number in range(60))
    (call,) = scan_files(ts(f"a: {{ {many} }}, b: {{ {many} }}, c: 1, d: [1]")).calls
    found = {key.name: key for key in call.properties.keys}
    assert [len(found[name].properties) for name in "ab"] == [60, 40]
    assert [found[name].complete for name in "abcd"] == [True, False, True, False]
    assert call.properties.complete


def test_what_a_wrapper_adds_is_added_inside_as_well() -> None:
    files = {"a.ts": f"{TS}const send = (name: string) => posthog.capture(name, {{ app: {{ v: [{{ n: 1 }}] }} }})\nsend('A')"}
    (call,) = scan_files(files).calls
    (app,) = call.properties.keys
    (version,) = app.properties
    assert version.items is not None
    assert {key.added_by for key in (app, version, version.items, *version.items.properties)} == {"wrapper"}


def test_key_inside_has_its_own_place() -> None:
    (call,) = scan_files({"a.ts": f"{TS}posthog.capture('A', {{\n  k: {{\n    a: 1 }} }})"}).calls
    place = call.properties.keys[0].properties[0].location
    assert place is not None
    assert (place.line, place.column) == (4, 5)
