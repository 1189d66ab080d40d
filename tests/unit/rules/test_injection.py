"""Senders that are handed out by type, token, key or context, and what only looks like that."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.unit.rules.calls import calls_in

POSTHOG = "import posthog from 'posthog-js'\n"
CLASS = POSTHOG + "export class Sender { send(name, properties) { posthog.capture(name, properties) } }\n"
OTHER = "export class Sender { send(name, properties) { fetch(name) } }\n"

FOUND = [
    pytest.param(
        {
            "a.tsx": POSTHOG + "export const Ctx = createContext(null)\nexport const P = () => {\n"
            "  const tell = n => posthog.capture(n)\n  return <Ctx.Provider value={{ tell }} />\n}",
            "b.tsx": "import { Ctx } from './a'\nconst C = () => {\n  const { tell } = useContext(Ctx)\n  tell('A')\n}",
        },
        ['b.tsx:4 track "A" [] wrapper high'],
        id="provider of a context",
    ),
    pytest.param(
        {
            "a.tsx": CLASS + "export const Ctx = React.createContext<Sender | null>(null)",
            "b.tsx": "import { Ctx } from './a'\nconst C = () => useContext(Ctx).send('A', { k: 1 })",
        },
        ['b.tsx:2 track "A" [k] wrapper high'],
        id="type of a context",
    ),
    pytest.param(
        {
            "a.ts": CLASS + "export const SENDER = new InjectionToken<Sender>('s')",
            "b.ts": "import { SENDER } from './a'\nimport { inject } from '@c/core'\nconst s = inject(SENDER)\ns.send('A', { k: 1 })",
        },
        ['b.ts:4 track "A" [k] wrapper high'],
        id="token of a type",
    ),
    pytest.param(
        {
            "a.ts": CLASS,
            "b.ts": "import { Sender } from './a'\nimport { inject } from '@angular/core'\nclass C {\n  s = inject(Sender)\n"
            "  f() { this.s.send('A') }\n}",
        },
        ['b.ts:5 track "A" [] wrapper high'],
        id="class",
    ),
    pytest.param(
        {"a.ts": CLASS + "declare const box: any\nbox.get<Sender>('s').send('A')"},
        ['a.ts:4 track "A" [] wrapper high'],
        id="type argument",
    ),
    pytest.param(
        {
            "a.ts": POSTHOG + "export const setUp = app => app.provide('s', { send: (n, p) => posthog.capture(n, p) })",
            "b.vue": "<script setup>\nconst s = inject('s')\ns.send('A', { k: 1 })\n</script>",
        },
        ['b.vue:3 track "A" [k] wrapper high'],
        id="text as a key",
    ),
    pytest.param(
        {
            "a.svelte": "<script>\n" + POSTHOG + "setContext('s', { send: n => posthog.capture(n) })\n</script>",
            "b.svelte": "<script>\nconst { send } = getContext('s')\n</script>\n<b on:click={() => send('A')} />",
        },
        ['b.svelte:4 track "A" [] wrapper high'],
        id="context of svelte",
    ),
    pytest.param(
        {
            "a.ts": CLASS + "export const KEY: InjectionKey<Sender> = Symbol()",
            "b.ts": "import { KEY } from './a'\nconst s = inject(KEY)\ns?.send('A')",
        },
        ['b.ts:3 track "A" [] wrapper high'],
        id="symbol of a declared type",
    ),
    pytest.param(
        {
            "plugins/s.ts": POSTHOG + "export default defineNuxtPlugin(() => {\n  const send = n => posthog.capture(n)\n"
            "  return { provide: { s: { send } } }\n})",
            "b.vue": "<script setup>\nconst { $s } = useNuxtApp()\n$s.send('A')\n</script>\n"
            "<template><b @click=\"$s.send('B')\" /></template>",
        },
        ['b.vue:3 track "A" [] wrapper high', 'b.vue:5 track "B" [] wrapper high'],
        id="plugin that provides",
    ),
    pytest.param(
        {
            "a.ts": POSTHOG + "app.config.globalProperties.$send = n => posthog.capture(n)",
            "b.vue": "<script>\nexport default { methods: { f() { this.$send('A') } } }\n</script>\n"
            "<template><b @click=\"$send('B')\" /></template>",
        },
        ['b.vue:2 track "A" [] wrapper high', 'b.vue:4 track "B" [] wrapper high'],
        id="property of all components",
    ),
]

KOTLIN = "import com.posthog.PostHog\nclass Sender { fun tell(n: String) { PostHog.capture(n) } }\n"
CSHARP = 'using Segment;\nclass Sender : ISender { public void Tell(string n) { Analytics.Client.Track("u", n); } }\n'
JAVA = "import com.segment.analytics.Analytics;\nclass Sender { void tell(String n) { Analytics.with(c).track(n); } }\n"
DART = "import 'package:posthog_flutter/posthog_flutter.dart';\nclass Sender { void tell(String n) { Posthog().capture(eventName: n); } }\n"

OTHER_LANGUAGES = [
    pytest.param(
        {"A.kt": KOTLIN + 'val s by inject<Sender>()\nval t = get<Sender>()\nfun f() {\n  s.tell("A")\n  t.tell("B")\n}'},
        ['A.kt:6 track "A" [] wrapper high', 'A.kt:7 track "B" [] wrapper high'],
        id="kotlin",
    ),
    pytest.param(
        {"A.kt": KOTLIN + 'fun f() { injector.getInstance(Sender::class.java).tell("A") }'},
        ['A.kt:3 track "A" [] wrapper high'],
        id="kotlin class literal",
    ),
    pytest.param(
        {"A.java": JAVA + 'class B { void f() { injector.getInstance(Sender.class).tell("A"); } }'},
        ['A.java:3 track "A" [] wrapper high'],
        id="java",
    ),
    pytest.param(
        {
            "A.cs": CSHARP
            + 'interface ISender { void Tell(string n); }\nclass B { void F() { p.GetRequiredService<ISender>().Tell("A"); } }'
        },
        ['A.cs:4 track "A" [] wrapper high'],
        id="csharp, by an interface",
    ),
    pytest.param(
        {"a.dart": DART + "void f(c) {\n  c.read<Sender>().tell('A');\n  Get.find<Sender>().tell('B');\n}"},
        ['a.dart:4 track "A" [] wrapper high', 'a.dart:5 track "B" [] wrapper high'],
        id="dart",
    ),
    pytest.param(
        {
            "a.py": "from mixpanel import Mixpanel\nmp = Mixpanel('t')\nclass Sender:\n    def tell(self, n):\n        mp.track('u', n)\n"
            "injector.get(Sender).tell('A')\n"
        },
        ['a.py:6 track "A" [] wrapper high'],
        id="python",
    ),
]

SILENT = [
    pytest.param(
        {"a.dart": DART + "void f(c) {\n  c.find(Sender).tell('A');\n  c.list<Sender>().tell('B');\n}"}, id="dart, other functions"
    ),
    pytest.param({"A.cs": CSHARP + 'class B { void F() { p.GetRequiredService<Other>().Tell("A"); } }'}, id="csharp, other type"),
    pytest.param({"a.ts": OTHER + "const s = inject(Sender)\ns.send('A')"}, id="class that sends nothing"),
    pytest.param({"a.ts": CLASS + "box.get<Other>('s').send('A')\nbox.get(Other).send('B')"}, id="other type"),
    pytest.param({"a.ts": CLASS + "box.list<Sender>('s').send('A')"}, id="function that hands out nothing"),
    pytest.param(
        {
            "a.ts": POSTHOG + "export const setUp = app => app.provide('s', { send: n => posthog.capture(n) })",
            "b.vue": "<script setup>\nconst s = inject('t')\ns.send('A')\n</script>",
        },
        id="other key",
    ),
    pytest.param(
        {
            "a.tsx": POSTHOG
            + "const Ctx = createContext(null)\nconst P = () => <Ctx.Provider value={{ tell: n => posthog.capture(n) }} />",
            "b.tsx": "const C = () => {\n  const { tell } = useContext(Other)\n  tell('A')\n}",
        },
        id="other context",
    ),
    pytest.param(
        {
            "a.ts": POSTHOG + "app.config.globalProperties.$send = n => posthog.capture(n)",
            "b.vue": "<script>\nexport default { methods: { f() { this.$sand('A'); this.send('B') } } }\n</script>",
        },
        id="other property of components",
    ),
    pytest.param(
        {
            "a.ts": POSTHOG + "other.$send = n => posthog.capture(n)",
            "b.vue": "<script>\nexport default { methods: { f() { this.$send('A') } } }\n</script>",
        },
        id="property of something else",
    ),
    pytest.param({"a.ts": CLASS + "const cache = new Map<string, Sender>()\ncache.get('s').flush('A')"}, id="method that sends nothing"),
    pytest.param({"a.ts": POSTHOG + "const t = useContext(t)\nt.send('A')\nconst u = inject(u)\nu.send('A')"}, id="circle"),
    pytest.param({"a.ts": POSTHOG + "inject()\nuseContext(...x)\nprovide('s')\nconst { $ } = y\n$('A')"}, id="without arguments"),
]


@pytest.mark.parametrize(("files", "expected"), [*FOUND, *OTHER_LANGUAGES])
def test_found(files: Mapping[str, str], expected: list[str]) -> None:
    assert calls_in(files) == expected


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: Mapping[str, str]) -> None:
    assert calls_in(files) == []
