from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

import pytest

from scanner.errors import PackError
from scanner.files.shipped import find_rules_folder
from scanner.rules.loading import load_packs, parse_pack, parse_path
from scanner.rules.schema import ArgumentPath, Condition, Constant, Layout

HEAD = "sdk: acme\ntitle: Acme\ntier: 1\n"
KINDS = "track, identify, group, page, screen, alias, revenue, reset"
TESTS = "string, object, object-with-name, function, list, null, absent, present, number, boolean, not-string, not-object"
SURFACE = "surfaces:\n  - languages: [python]\n    modules: [acme]\n    calls:\n"


def pack_text(call: str) -> str:
    """A whole pack with one call, which begins on line 8."""
    return f"{HEAD}{SURFACE}      - {call}\n"


def problems_of(text: str) -> list[str]:
    with pytest.raises(PackError) as caught:
        parse_pack(text, "acme.yaml")
    return str(caught.value).splitlines()


def layouts_of(call: str) -> tuple[Layout, ...]:
    return parse_pack(pack_text(call), "acme.yaml").surfaces[0].calls[0].layouts


# --- the shipped packs -------------------------------------------------------------------------------


@pytest.mark.parametrize("file", sorted((find_rules_folder() / "sdks").iterdir()), ids=lambda file: file.name)
def test_a_shipped_pack_loads_under_its_own_name(file: Path) -> None:
    pack = parse_pack(file.read_text(encoding="utf-8"), file.name)

    assert f"{pack.sdk}.yaml" == file.name
    assert all(surface.source for surface in pack.surfaces), "each surface says what it was read from"


def test_shipped_packs_come_by_file_name_with_portable_paths() -> None:
    packs = load_packs()

    assert [pack.path for pack in packs] == sorted(pack.path for pack in packs)
    assert all(pack.path.startswith("rules/sdks/") for pack in packs)


def test_no_shipped_pack_takes_a_common_word_for_evidence() -> None:
    common = {
        "client",
        "api",
        "app",
        "audio",
        "db",
        "events",
        "logger",
        "page",
        "re",
        "router",
        "screen",
        "self",
        "service",
        "this",
        "track",
    }

    for pack in load_packs():
        for surface in pack.surfaces:
            assert not common & {*surface.receivers, *surface.globals}, pack.path


def test_a_shipped_pack_takes_no_request_without_a_body_for_an_event() -> None:
    for pack in load_packs():
        requests = [call for surface in pack.surfaces for call in surface.calls if call.form == "http"]
        assert all(layout.when for call in requests for layout in call.layouts), pack.path


# --- what is read ------------------------------------------------------------------------------------


def test_a_pack_is_read_whole() -> None:
    text = """\
        sdk: acme
        title: Acme
        tier: 2
        docs: https://acme.example/docs
        endpoints: [api.acme.example/v1]
        reserved: {names: [ping], prefixes: [$]}
        surfaces:
          - languages: [javascript, python]
            source: documentation
            modules: ["@acme/web"]
            clients: [default, hub.client(), "load()[0]"]
            globals: [acme]
            receivers: [acmeClient]
            module_words: [acme]
            strict: true
            calls:
              - {method: track, kind: track, name: 0, role: declarative, confidence: low, note: rare}
    """
    pack = parse_pack(dedent(text), "acme.yaml")
    surface = pack.surfaces[0]

    assert (pack.sdk, pack.title, pack.tier, pack.docs, pack.path) == ("acme", "Acme", 2, "https://acme.example/docs", "acme.yaml")
    assert (pack.endpoints, pack.reserved_names, pack.reserved_prefixes) == (("api.acme.example/v1",), ("ping",), ("$",))
    assert (surface.languages, surface.modules) == (("javascript", "python"), ("@acme/web",))
    assert surface.clients == ("default", "hub.client()", "load()[0]")
    assert (surface.globals, surface.receivers, surface.module_words, surface.strict) == (("acme",), ("acmeClient",), ("acme",), True)
    call = surface.calls[0]
    assert (call.method, call.form, call.kind, call.role, call.confidence, call.note) == (
        ("track",),
        "method",
        "track",
        "declarative",
        "low",
        "rare",
    )


@pytest.mark.parametrize(
    ("text", "path"),
    [
        pytest.param("0", ArgumentPath(position=0), id="position"),
        pytest.param("1.event", ArgumentPath(position=1, steps=("event",)), id="key"),
        pytest.param("0.a.b", ArgumentPath(position=0, steps=("a", "b")), id="nested-keys"),
        pytest.param("0[1]", ArgumentPath(position=0, steps=("1",)), id="list-position"),
        pytest.param("0.params?", ArgumentPath(position=0, steps=("params",), alone=True), id="alone"),
        pytest.param("0[1].props", ArgumentPath(position=0, steps=("1", "props")), id="key-in-list"),
        pytest.param("0.data-event", ArgumentPath(position=0, steps=("data-event",)), id="hyphen-in-key"),
        pytest.param("kw:event", ArgumentPath(keyword="event"), id="keyword"),
        pytest.param("kw:body.$set", ArgumentPath(keyword="body", steps=("$set",)), id="key-in-keyword"),
        pytest.param("kw:body[0].event", ArgumentPath(keyword="body", steps=("0", "event")), id="list-in-keyword"),
        pytest.param("kw:*", ArgumentPath(keyword="*"), id="other-keywords"),
        pytest.param("rest", ArgumentPath(), id="other-positions"),
        pytest.param("const:Viewed Item", ArgumentPath(constant="Viewed Item"), id="constant"),
        pytest.param("receiver.0.event", ArgumentPath(position=0, steps=("event",), receiver=True), id="receiver"),
        pytest.param("receiver.kw:id", ArgumentPath(keyword="id", receiver=True), id="keyword-of-receiver"),
        pytest.param("receiver", ArgumentPath(receiver=True), id="the-receiver-itself"),
        pytest.param("chain.userId.0", ArgumentPath(position=0, chain="userId"), id="later-call-of-the-chain"),
        pytest.param("chain.set.kw:props.a", ArgumentPath(keyword="props", steps=("a",), chain="set"), id="key-in-a-later-call"),
        pytest.param("chain", ArgumentPath(chain=""), id="what-the-chain-makes"),
        pytest.param("kw:data-event", ArgumentPath(keyword="data-event"), id="hyphen-in-keyword"),
        pytest.param("kw:data-event-*", ArgumentPath(keyword="data-event-*"), id="beginning-of-keywords"),
        pytest.param("0.data-*", ArgumentPath(position=0, steps=("data-*",)), id="beginning-of-keys"),
        pytest.param("words:class.event-name", ArgumentPath(keyword="class", steps=("event-name",), words=True), id="word"),
        pytest.param("words:class.event-*", ArgumentPath(keyword="class", steps=("event-*",), words=True), id="beginning-of-words"),
        pytest.param("0=1", ArgumentPath(position=0, value=ArgumentPath(position=1)), id="entry"),
        pytest.param(
            "kw:key=kw:to.id", ArgumentPath(keyword="key", value=ArgumentPath(keyword="to", steps=("id",))), id="entry-of-keywords"
        ),
        pytest.param("const:price=0", ArgumentPath(constant="price", value=ArgumentPath(position=0)), id="entry-with-a-fixed-key"),
        pytest.param("const:items=rest", ArgumentPath(constant="items", value=ArgumentPath()), id="entry-of-all-positions"),
        pytest.param("const:a=b", ArgumentPath(constant="a=b"), id="equals-sign-in-a-constant"),
    ],
)
def test_argument_paths(text: str, path: ArgumentPath) -> None:
    assert parse_path(text) == path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "event",
        "-1",
        "12",
        "0.",
        "0..a",
        "0[]",
        "0[x]",
        "0 .a",
        "kw:",
        "kw:*.a",
        "rest.a",
        "const:",
        "receiver.",
        "receiver.event",
        "receiver.chain.a.0",
        "chain.",
        "chain.0",
        "chain.a",
        "chain.a.b",
        "kw:a*.b",
        "kw:a*b",
        "0.a*.b",
        "words:class",
        "words:*",
        "words:class.*",
        "=",
        "0=",
        "=1",
        "0=1=2",
        "0=event",
        "*",
        "0.a\n",
    ],
    ids=repr,
)
def test_not_argument_paths(text: str) -> None:
    assert parse_path(text) is None


@pytest.mark.parametrize(
    ("call", "layouts"),
    [
        pytest.param("{method: x, kind: page}", (Layout(),), id="no-arguments"),
        pytest.param("{method: x, kind: track, name: 0}", (Layout(name=(ArgumentPath(0),)),), id="one-layout-in-the-call"),
        pytest.param(
            '{method: x, kind: track, name: [1, "kw:event"]}',
            (Layout(name=(ArgumentPath(1), ArgumentPath(keyword="event"))),),
            id="alternatives",
        ),
        pytest.param(
            "{method: x, kind: track, layouts: [{when: {0: object}, name: 0.e, properties: 0, exclude: [e]}, {name: 0}]}",
            (
                Layout(
                    when=(Condition(ArgumentPath(0), "object"),),
                    name=(ArgumentPath(0, steps=("e",)),),
                    properties=(ArgumentPath(0),),
                    exclude=("e",),
                ),
                Layout(name=(ArgumentPath(0),)),
            ),
            id="layouts-in-order",
        ),
        pytest.param(
            "{method: x, kind: track, layouts: [{when: {0: =a}, kind: identify, user_id: 1}, {when: {0: null}, ignore: true}, {name: 0}]}",
            (
                Layout(when=(Condition(ArgumentPath(0), "=a"),), kind="identify", user_id=(ArgumentPath(1),)),
                Layout(when=(Condition(ArgumentPath(0), "null"),), ignore=True),
                Layout(name=(ArgumentPath(0),)),
            ),
            id="literal-test-kind-and-ignore",
        ),
        pytest.param(
            "{method: x, kind: track, name: 0, properties: '1=2', fields: {price: 3, kind: 'kw:kind'}}",
            (
                Layout(
                    name=(ArgumentPath(0),),
                    properties=(ArgumentPath(1, value=ArgumentPath(2)),),
                    fields=(("price", ArgumentPath(3)), ("kind", ArgumentPath(keyword="kind"))),
                ),
            ),
            id="fields",
        ),
        pytest.param(
            "{method: x, kind: track, when: {0: =a|b}, name: 1}",
            (Layout(when=(Condition(ArgumentPath(0), "=a|b"),), name=(ArgumentPath(1),)),),
            id="several-literals",
        ),
    ],
)
def test_layouts(call: str, layouts: tuple[Layout, ...]) -> None:
    assert layouts_of(call) == layouts


@pytest.mark.parametrize(
    ("call", "methods"),
    [
        pytest.param("{method: track, kind: page}", [("track",)], id="one"),
        pytest.param("{method: people.set, kind: identify}", [("people", "set")], id="chain"),
        pytest.param('{method: "people().set", kind: identify}', [("people", "()", "set")], id="chain-with-a-call"),
        pytest.param("{method: [a, b.c], kind: page}", [("a",), ("b", "c")], id="several-with-the-same-layouts"),
        pytest.param('{method: "", kind: page}', [()], id="the-client-itself"),
        pytest.param('{method: "create!", kind: page}', [("create!",)], id="ruby-name"),
    ],
)
def test_methods(call: str, methods: list[tuple[str, ...]]) -> None:
    assert [shape.method for shape in parse_pack(pack_text(call), "acme.yaml").surfaces[0].calls] == methods


def test_the_method_of_a_request_is_the_end_of_its_path() -> None:
    text = (
        HEAD
        + "endpoints: [acme.example]\nsurfaces:\n  - languages: ['*']\n    calls:\n      - {form: http, method: /v1/track, kind: page}\n"
    )

    assert parse_pack(text, "acme.yaml").surfaces[0].calls[0].method == ("v1", "track")


def test_the_method_of_an_attribute_is_its_name_and_needs_no_other_evidence() -> None:
    text = (
        HEAD + "surfaces:\n  - languages: ['*']\n    calls:\n      - {form: attribute, method: [data-event, 'data-event-*'], kind: page}\n"
    )
    calls = parse_pack(text, "acme.yaml").surfaces[0].calls

    assert [(call.form, call.method) for call in calls] == [("attribute", ("data-event",)), ("attribute", ("data-event-*",))]
    assert [call.role for call in calls] == ["declarative", "declarative"]


@pytest.mark.parametrize(
    ("call", "role"),
    [
        pytest.param("{form: attribute, method: data-event, kind: page}", "declarative", id="attribute"),
        pytest.param("{form: attribute, method: data-event, kind: page, role: direct}", "direct", id="attribute-that-says-otherwise"),
        pytest.param("{form: element, method: Event, kind: page}", "direct", id="element"),
        pytest.param("{method: page, kind: page}", "direct", id="method"),
        pytest.param("{method: page, kind: page, role: declarative}", "declarative", id="method-that-says-so"),
    ],
)
def test_an_attribute_declares_what_something_else_sends(call: str, role: str) -> None:
    pack = parse_pack(pack_text(call), "acme.yaml")

    assert [call.role for call in pack.surfaces[0].calls] == [role]


def test_constants_names_and_builders_of_a_surface() -> None:
    added = """\
    constants: {"Event.*": "{lower}", "AcmeEvent*": "acme_{snake}!"}
    names: {Event.SIGN_UP: registered, .odd: even}
    builders:
      Props: {put: "0=1", putPrice: "const:price=0", putAll: 0, "()": "kw:map"}
      Message.builder: {}
"""
    surface = parse_pack(
        HEAD + SURFACE.replace("    calls:\n", f"{added}    calls:\n") + "      - {method: x, kind: page}\n", "acme.yaml"
    ).surfaces[0]

    assert surface.constants == (Constant("Event.*", "lower"), Constant("AcmeEvent*", "snake", "acme_", "!"))
    assert surface.names == (("Event.SIGN_UP", "registered"), (".odd", "even"))
    assert [builder.path for builder in surface.builders] == ["Props", "Message.builder"]
    assert dict(surface.builders[0].methods) == {
        "put": ArgumentPath(0, value=ArgumentPath(1)),
        "putPrice": ArgumentPath(constant="price", value=ArgumentPath(0)),
        "putAll": ArgumentPath(0),
        "()": ArgumentPath(keyword="map"),
    }


@pytest.mark.parametrize(
    "value",
    ["R&D", "a*b", '"*"', '"&a"', "'*a'", "a # &b *c", "a &b"],
)
def test_signs_of_anchors_in_plain_text_are_text(value: str) -> None:
    assert parse_pack(pack_text("{method: x, kind: page}").replace("Acme", value), "acme.yaml").title


# --- what is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("", "acme.yaml:1: the file is empty", id="empty"),
        pytest.param("# nothing\n", "acme.yaml:1: the file is empty", id="only-a-comment"),
        pytest.param("sdk: [acme\ntitle: x\n", "acme.yaml:2: not YAML: did not find expected ',' or ']'", id="bad-yaml"),
        pytest.param("sdk: a\n\ttitle: b\n", "acme.yaml:2: not YAML: found a tab character that violates indentation", id="tab"),
        pytest.param("sdk: a\ntitle: \x07\n", "acme.yaml:2: not YAML: control characters are not allowed", id="control-character"),
        pytest.param("sdk: a\n---\nsdk: b\n", "acme.yaml:3: a second document is not read", id="two-documents"),
        pytest.param("- a\n", "acme.yaml:1: the pack must be a mapping, not a list", id="list-at-the-top"),
        pytest.param("just text\n", "acme.yaml:1: the pack must be a mapping, not text", id="text-at-the-top"),
        pytest.param(
            "sdk: !!python/object:os.system {}\ntitle: a\ntier: 1\nsurfaces: []\n",
            "acme.yaml:1: `sdk` must be text; the tag 'tag:yaml.org,2002:python/object:os.system' is not read",
            id="python-tag-on-a-mapping",
        ),
        pytest.param(
            "sdk: !!python/name:os.system ''\ntitle: a\ntier: 1\nsurfaces: []\n",
            "acme.yaml:1: `sdk` must be text; the tag 'tag:yaml.org,2002:python/name:os.system' is not read",
            id="python-tag-on-text",
        ),
        pytest.param(
            "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
            "acme.yaml:1: anchors are not read (&a)",
            id="alias-bomb",
        ),
        pytest.param("a: &a [*a]\n", "acme.yaml:1: aliases are not read (*a)", id="alias-of-itself"),
        pytest.param('x: {"a":*b}\n', "acme.yaml:1: aliases are not read (*b)", id="alias-right-after-a-colon"),
        pytest.param("&a x: 1\n", "acme.yaml:1: anchors are not read (&a)", id="anchor-on-a-key"),
        pytest.param("--- &a\nx: 1\n", "acme.yaml:1: anchors are not read (&a)", id="anchor-on-the-document"),
    ],
)
def test_files_that_are_refused(text: str, problem: str) -> None:
    assert problem in problems_of(text)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param(
            HEAD + "titel: x\n" + SURFACE + "      - {method: x, kind: page}\n",
            ["acme.yaml:4: the pack: unknown key 'titel', did you mean 'title'?"],
            id="unknown-key",
        ),
        pytest.param(
            HEAD + "zzz: x\n" + SURFACE + "      - {method: x, kind: page}\n",
            ["acme.yaml:4: the pack: unknown key 'zzz'"],
            id="unlike-any-key",
        ),
        pytest.param(
            HEAD + "<<: {}\n" + SURFACE + "      - {method: x, kind: page}\n",
            ["acme.yaml:4: the pack: unknown key '<<'"],
            id="merge-key",
        ),
        pytest.param(
            HEAD + "title: Again\n" + SURFACE + "      - {method: x, kind: page}\n",
            ["acme.yaml:4: the pack: 'title' stands here twice"],
            id="doubled-key",
        ),
        pytest.param(
            "sdk: acme\n",
            [
                "acme.yaml:1: the pack: `surfaces` is missing",
                "acme.yaml:1: the pack: `tier` is missing",
                "acme.yaml:1: the pack: `title` is missing",
            ],
            id="missing-keys",
        ),
        pytest.param(
            HEAD.replace("acme", "Acme Inc") + SURFACE + "      - {method: x, kind: page}\n",
            ["acme.yaml:1: `sdk`: 'Acme Inc' is not in small letters, digits and single hyphens"],
            id="sdk-name",
        ),
        pytest.param(
            HEAD.replace("1", "7") + SURFACE + "      - {method: x, kind: page}\n",
            ["acme.yaml:3: `tier`: '7' is not one of 1, 2, 3"],
            id="tier",
        ),
        pytest.param(HEAD + "surfaces: []\n", ["acme.yaml:4: `surfaces` is empty"], id="no-surfaces"),
        pytest.param(
            HEAD + "surfaces:\n  - languages: python\n    modules: [a]\n    calls: [{method: x, kind: page}]\n",
            ["acme.yaml:5: `languages` must be a list, not text"],
            id="text-for-a-list",
        ),
        pytest.param(
            HEAD + "surfaces:\n  - languages: [python]\n    modules: [a, 1]\n    calls: [{method: x, kind: page}]\n",
            ["acme.yaml:6: an item of `modules` must be text, not a number"],
            id="number-for-text",
        ),
        pytest.param(
            HEAD + "surfaces:\n  - languages: [python]\n    modules: [a]\n    strict: yes\n    calls: [{method: x, kind: page}]\n",
            ["acme.yaml:7: `strict` must be `true` or `false`"],
            id="yes-for-true",
        ),
        pytest.param(
            HEAD + "surfaces:\n  - languages: [python]\n    modules: [a]\n    strict: true\n    calls: [{method: x, kind: page}]\n",
            ["acme.yaml:5: `strict` needs `clients`"],
            id="strict-without-clients",
        ),
        pytest.param(
            HEAD + "surfaces:\n  - languages: [python]\n    calls: [{method: x, kind: page}]\n",
            ["acme.yaml:5: nothing tells these calls from others: give one of modules, globals, receivers, module_words"],
            id="no-evidence",
        ),
        pytest.param(
            HEAD + "surfaces:\n  - languages: [python]\n    calls: [{form: http, method: x, kind: page}]\n",
            ["acme.yaml:5: a call of form http needs `endpoints` in the pack"],
            id="request-to-nowhere",
        ),
        pytest.param(
            HEAD + SURFACE.replace("    calls:", "    constants: {Event: '{lower}'}\n    calls:") + "      - {method: x, kind: page}\n",
            ["acme.yaml:7: `constants`: 'Event' is not an access path that ends in *"],
            id="constant-without-a-star",
        ),
        pytest.param(
            HEAD
            + SURFACE.replace("    calls:", "    constants: {'Event.*': lower, 'Param.*': '{upper}'}\n    calls:")
            + "      - {method: x, kind: page}\n",
            [
                "acme.yaml:7: `constants`: 'lower' is not a text with one of {same}, {lower}, {snake}, {start}",
                "acme.yaml:7: `constants`: '{upper}' is not a text with one of {same}, {lower}, {snake}, {start}",
            ],
            id="constant-without-a-conversion",
        ),
        pytest.param(
            HEAD + SURFACE.replace("    calls:", "    names: {'a b': c, d: 1}\n    calls:") + "      - {method: x, kind: page}\n",
            ["acme.yaml:7: `d` must be text, not a number", "acme.yaml:7: `names`: 'a b' is not an access path such as Event.SIGN_UP"],
            id="bad-names",
        ),
        pytest.param(
            HEAD
            + SURFACE.replace("    calls:", "    builders: {'a b': {put: 0}, c: {put: key}}\n    calls:")
            + "      - {method: x, kind: page}\n",
            [
                "acme.yaml:7: `builders`: 'a b' is not the access path of a class or factory",
                "acme.yaml:7: `builders`: 'key' is not an argument path",
            ],
            id="bad-builders",
        ),
        pytest.param(
            pack_text("{form: attribute, method: a b, kind: page}"),
            ["acme.yaml:8: `method`: 'a b' is not the name of an attribute"],
            id="bad-attribute",
        ),
        pytest.param(
            pack_text("{method: x, kind: page, fields: {price: cost}}"),
            ["acme.yaml:8: `fields`: 'cost' is not an argument path"],
            id="bad-field",
        ),
        pytest.param(
            HEAD + "surfaces:\n  - languages: [python]\n    modules: [a]\n    clients: [a b]\n    calls: [{method: x, kind: page}]\n",
            ["acme.yaml:7: `clients`: 'a b' is not an access path such as default, Client() or hub.client()"],
            id="bad-client",
        ),
        pytest.param(
            pack_text("{method: a b, kind: page}"),
            ["acme.yaml:8: `method`: 'a b' is not a chain of names such as track or people.set"],
            id="bad-method",
        ),
        pytest.param(pack_text("{kind: page}"), ["acme.yaml:8: an item of `calls`: `method` is missing"], id="no-method"),
        pytest.param(
            pack_text("{method: x, kind: tracks, name: 0}"),
            [f"acme.yaml:8: `kind`: 'tracks' is not one of {KINDS}, did you mean 'track'?"],
            id="unknown-kind",
        ),
        pytest.param(
            pack_text("{method: x, kind: page, form: methods}"),
            ["acme.yaml:8: `form`: 'methods' is not one of method, function, new, element, attribute, http, did you mean 'method'?"],
            id="unknown-form",
        ),
        pytest.param(
            pack_text("{method: x, kind: track, name: 0, when: {0: strng}}"),
            [f"acme.yaml:8: `0`: 'strng' is not one of {TESTS}, did you mean 'string'?"],
            id="unknown-test",
        ),
        pytest.param(
            pack_text("{method: x, kind: track, name: 0, when: {first: string}}"),
            ["acme.yaml:8: `when`: 'first' is not an argument path"],
            id="bad-path-in-when",
        ),
        pytest.param(
            pack_text("{method: x, kind: track, name: event}"),
            ["acme.yaml:8: `name`: 'event' is not an argument path"],
            id="bad-path",
        ),
        pytest.param(
            pack_text("{method: x, kind: track, name: [0, {a: b}]}"),
            ["acme.yaml:8: an item of `name` must be a word, not a mapping"],
            id="mapping-for-a-path",
        ),
        pytest.param(
            pack_text("{method: x, kind: track}"), ["acme.yaml:8: a track call needs `name` in each layout"], id="track-without-name"
        ),
        pytest.param(
            pack_text("{method: x, kind: track, layouts: [{name: 0}, {name: 1}]}"),
            ["acme.yaml:8: a layout without `when` hides those after it"],
            id="hidden-layout",
        ),
        pytest.param(
            pack_text("{method: x, kind: page, name: 0, layouts: [{name: 0}]}"),
            ["acme.yaml:8: `name` must stand in the layouts"],
            id="both-ways",
        ),
        pytest.param(
            pack_text("{method: x, kind: page, name: 0, exclude: [a]}"),
            ["acme.yaml:8: `exclude` needs `properties`"],
            id="exclude-from-nothing",
        ),
        pytest.param(
            pack_text("{method: x, kind: page, layouts: [{ignore: true, name: 0}]}"),
            ["acme.yaml:8: a layout with `ignore` has only `when` beside it"],
            id="ignored-name",
        ),
        pytest.param(
            pack_text("{method: x, kind: page, when: {0: object-with-name}}"),
            ["acme.yaml:8: `object-with-name` needs `name`"],
            id="object-without-name",
        ),
        pytest.param(
            HEAD + '"a\\nb\\e[31m": x\n' + SURFACE + "      - {method: x, kind: page}\n",
            [r"acme.yaml:4: the pack: unknown key 'a\nb\x1b[31m'"],
            id="control-characters-stay-escaped",
        ),
    ],
)
def test_problems_with_their_lines(text: str, problems: list[str]) -> None:
    assert problems_of(text) == problems


def test_all_problems_of_a_file_are_told_at_once_in_order() -> None:
    text = HEAD + SURFACE + "      - {method: x, kind: pages}\n      - method: y\n        kind: page\n        nam: 0\n"

    assert [line.split(": ")[0] for line in problems_of(text)] == ["acme.yaml:8", "acme.yaml:11"]


# --- files -------------------------------------------------------------------------------------------


def test_extra_packs_are_added_after_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(pack_text("{method: x, kind: page}"), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a pack", encoding="utf-8")

    packs = load_packs([tmp_path])

    assert [pack.sdk for pack in packs] == [*(pack.sdk for pack in load_packs()), "acme"]
    assert packs[-1].path == (tmp_path / "b.yaml").as_posix()


def test_an_extra_pack_takes_the_place_of_a_shipped_one(tmp_path: Path) -> None:
    first = load_packs()[0]
    file = tmp_path / "own.yaml"
    file.write_text(pack_text("{method: x, kind: page}").replace("sdk: acme", f"sdk: {first.sdk}"), encoding="utf-8")

    packs = load_packs([file])

    assert [pack.title for pack in packs if pack.sdk == first.sdk] == ["Acme"]
    assert len(packs) == len(load_packs())


def test_two_extra_packs_of_one_sdk_are_refused(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(pack_text("{method: x, kind: page}"), encoding="utf-8")

    with pytest.raises(PackError, match=r"b\.yaml: 'acme' is also the sdk of .*a\.yaml"):
        load_packs([tmp_path])


def test_problems_of_several_files_are_told_at_once(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("sdk: [", encoding="utf-8")

    with pytest.raises(PackError) as caught:
        load_packs([tmp_path])

    assert [Path(line.split(":")[0]).name for line in str(caught.value).splitlines()] == ["a.yaml", "b.yaml"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(b"sdk: a\ntitle: \xff\n", "pack.yaml:2: not UTF-8", id="not-utf-8"),
        pytest.param(b"#" * (1 << 20) + b"\n", "pack.yaml: larger than 1048576 bytes", id="too-large"),
        pytest.param(b"[" * 100_000, "pack.yaml:1: nested too deeply", id="too-deep"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, content: bytes, problem: str) -> None:
    (tmp_path / "pack.yaml").write_bytes(content)

    with pytest.raises(PackError) as caught:
        load_packs([tmp_path / "pack.yaml"])

    assert problem in str(caught.value)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(pack_text("{method: x, kind: page}"), encoding="utf-8-sig")

    assert load_packs([tmp_path])[-1].sdk == "acme"


def test_a_missing_extra_pack_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="there is no such rule pack"):
        load_packs([tmp_path / "none.yaml"])


# --- the documentation -------------------------------------------------------------------------------


def documented_yaml() -> list[str]:
    text = (Path(__file__).parents[3] / "docs" / "rule-packs.md").read_text(encoding="utf-8")
    return [part.split("```")[0] for part in text.split("```yaml\n")[1:]]


def test_the_documented_pack_loads() -> None:
    pack = parse_pack(documented_yaml()[0], "acme.yaml")

    assert [surface.languages for surface in pack.surfaces] == [("javascript",), ("python",), ("*",)]


@pytest.mark.parametrize("part", [1, 2], ids=["constants", "builders"])
def test_the_documented_parts_of_a_surface_load(part: int) -> None:
    added = indent(documented_yaml()[part], "    ")
    surface = parse_pack(
        HEAD + SURFACE.replace("    calls:\n", f"{added}    calls:\n") + "      - {method: x, kind: page}\n", "acme.yaml"
    ).surfaces[0]

    assert surface.constants or surface.builders


def test_the_documented_calls_load() -> None:
    text = HEAD + SURFACE + indent(documented_yaml()[3], "      ")

    assert [call.form for call in parse_pack(text, "acme.yaml").surfaces[0].calls] == ["function", "method"]
