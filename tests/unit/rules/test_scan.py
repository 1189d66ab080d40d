"""Small programs through the whole scan: which calls are found, and what they send."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from scanner.files import MemorySource
from scanner.rules.scan import scan_project
from tests.unit.rules.calls import calls_in, scan_files, shipped_packs, show_call

POSTHOG = "import posthog from 'posthog-js'\n"
SEGMENT = "import { AnalyticsBrowser } from '@segment/analytics-next'\nexport const analytics = AnalyticsBrowser.load({ writeKey: 'k' })\n"
CS_CLIENT = "using Segment.Analytics;\n"
MIXPANEL = "from mixpanel import Mixpanel\nmp = Mixpanel('t')\n"
HELPER = (
    "class Pages\n  def show\n    {name}\n  end\n  private\n  def {name}\n"
    "{other}    PostHog::Client.new.capture(event: 'Searched', distinct_id: 1)\n  end\nend\n"
)


def defect(reason: str) -> pytest.MarkDecorator:
    """A row that says what is right, and is not so yet."""
    return pytest.mark.xfail(strict=True, reason=reason)


DIRECT = [
    pytest.param(
        {
            "a.ts": POSTHOG + "const T = { go_a: 'A', go_b: 'B', out: 'C' }\n"
            "export function go(k: string) { posthog.capture(T[`go_${k.trim()}`]) }"
        },
        ['a.ts:3 track "A" | "B" [] direct high'],
        id="table read at a key of which a parameter is a part",
    ),
    pytest.param(
        {
            "a.ts": "import { platform } from '~/platform'\nplatform.analytics?.logEvent({ type: 'A', k: 1 })\n"
            "store.dispatch({ type: 'B', k: 1 })"
        },
        ['a.ts:2 track "A" [k] direct medium'],
        id="message whose type is the name, to what is called analytics",
    ),
    pytest.param(
        {
            "a.ts": "fetch('https://us.i.posthog.com/batch/', { body: JSON.stringify({ batch: [\n"
            "  { event: 'A', properties: { k: 1 } }, { event: 'B' }\n] }) })"
        },
        ['a.ts:1 track "A" | "B" [k?] direct high'],
        id="several messages in one request",
    ),
    pytest.param(
        {
            "a.ts": "fetch('https://api.segment.io/v1/batch', { body: JSON.stringify({ batch: [\n"
            "  { type: 'track', event: 'A', properties: { k: 1 } }, { type: 'identify', traits: { email: e } }\n] }) })"
        },
        ["a.ts:1 identify - [email] direct high", 'a.ts:1 track "A" [k] direct high'],
        id="messages of several kinds in one request",
    ),
    pytest.param(
        {
            "a.ts": "fetch('https://us.i.posthog.com/capture/', "
            "{ body: JSON.stringify({ event: 'A', properties: { k: [{ a: 1 }, { b: 2 }] } }) })"
        },
        ['a.ts:1 track "A" [k] direct high'],
        id="list inside the properties of one message",
    ),
    pytest.param({"a.ts": POSTHOG + "posthog.capture('A', { k: 1 })"}, ['a.ts:2 track "A" [k] direct high'], id="import"),
    pytest.param({"a.ts": POSTHOG + "posthog.capture('A')"}, ['a.ts:2 track "A" [] direct high'], id="without properties"),
    pytest.param({"a.ts": POSTHOG + "const N = 'A'\nposthog.capture(N)"}, ['a.ts:3 track "A" [] direct high'], id="constant"),
    pytest.param(
        {"a.ts": POSTHOG + "import { E } from './e'\nposthog.capture(E.A)", "e.ts": "export enum E { A = 'a' }"},
        ['a.ts:3 track "a" [] direct high'],
        id="enum of another file",
    ),
    pytest.param({"a.ts": POSTHOG + "posthog.capture(x ? 'A' : 'B')"}, ['a.ts:2 track "A" | "B" [] direct high'], id="choice"),
    pytest.param({"a.ts": POSTHOG + "posthog.capture(`Viewed ${x}`)"}, ['a.ts:2 track "Viewed *" (pattern) [] direct high'], id="pattern"),
    pytest.param(
        {"a.ts": POSTHOG + "posthog.capture('A', { k: 1, ...x })"}, ['a.ts:2 track "A" [k, ...] direct high'], id="unknown spread"
    ),
    pytest.param(
        {"a.ts": POSTHOG + "const p = { k: 1 }\nif (x) p.l = 2\nposthog.capture('A', p)"},
        ['a.ts:4 track "A" [k, l?] direct high'],
        id="key on a condition",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "posthog.capture('A', x ? { k: 1, l: 1 } : { k: 2 })"},
        ['a.ts:2 track "A" [k, l?] direct high'],
        id="two records",
    ),
    pytest.param({"a.ts": POSTHOG + "posthog.identify('u', { email: e })"}, ["a.ts:2 identify - [email] direct high"], id="identify"),
    pytest.param(
        {
            "a.tsx": POSTHOG
            + "function useTracking() {\n  useEffect(() => { posthog.capture('A') })\n  return { send: n => n }\n}\nuseTracking()"
        },
        ['a.tsx:3 track "A" [] direct high'],
        id="hook that hands out something is no event method",
    ),
    pytest.param({"a.js": "ga('shop.send', 'event', 'c', 'A')"}, ['a.js:1 track "A" [] direct high'], id="tracker with a name"),
    pytest.param(
        {"a.js": "function emitEvent(name, data) { fetch('/e', { name, data }) }\nemitEvent('ready', { a: 1 })"},
        ['a.js:2 track "ready" [a] direct low'],
        id="sender of the program's own",
    ),
    pytest.param(
        {"a.py": "def record_event(event):\n    post('/e', event)\nrecord_event({'action': 'view', 'kind': 'page', 'params': {'q': 1}})"},
        ['a.py:3 track "view" [kind, params] direct low'],
        id="parameters beside other properties are one of them",
    ),
    pytest.param(
        {"a.py": "def record_event(event):\n    post('/e', event)\nrecord_event({'event': 'view', 'params': {'q': 1}})"},
        ['a.py:3 track "view" [q] direct low'],
        id="parameters beside the name alone are the properties",
    ),
    pytest.param({"a.ts": POSTHOG + "posthog.reset()"}, ["a.ts:2 reset - [] direct high"], id="reset"),
    pytest.param(
        {"a.ts": POSTHOG + "const { capture } = posthog\ncapture('A')"}, ['a.ts:3 track "A" [] direct high'], id="method taken out"
    ),
    pytest.param({"a.ts": POSTHOG + "window.x = () => posthog?.capture('A')"}, ['a.ts:2 track "A" [] direct high'], id="optional chain"),
    pytest.param(
        {
            "a.tsx": "import { usePostHog } from 'posthog-js/react'\n"
            "function C() { const p = usePostHog(); return <b onClick={() => p.capture('A')} /> }"
        },
        ['a.tsx:2 track "A" [] direct high'],
        id="hook of the SDK",
    ),
    pytest.param({"a.js": "const P = require('posthog-js')\nP.capture('A')"}, ['a.js:2 track "A" [] direct high'], id="require"),
    pytest.param({"a.js": "posthog.capture('A')"}, ['a.js:1 track "A" [] direct high'], id="global"),
    pytest.param({"a.js": "window.posthog.capture('A')"}, ['a.js:1 track "A" [] direct high'], id="global of the window"),
    pytest.param(
        {"a.ts": SEGMENT, "b.ts": "import { analytics } from './a'\nanalytics.track('A', { k: 1 })"},
        ['b.ts:2 track "A" [k] direct high'],
        id="client of another file",
    ),
    pytest.param(
        {"a.ts": SEGMENT + "analytics.page('Docs', 'Home', { k: 1 })"}, ['a.ts:3 page "Home" [k] direct high'], id="page with a category"
    ),
    pytest.param({"a.ts": SEGMENT + "analytics.group('g', { plan: 'p' })"}, ["a.ts:3 group - [plan] direct high"], id="group"),
    pytest.param({"a.py": MIXPANEL + "mp.track('u', 'A', {'k': 1})\n"}, ['a.py:3 track "A" [k] direct high'], id="user before the name"),
    pytest.param(
        {"a.py": MIXPANEL + "def f(p):\n    p['k'] = 1\n    mp.track('u', 'A', p)\n"},
        ['a.py:5 track "A" [k, ...] direct high'],
        id="filled",
    ),
    pytest.param(
        {"a.rb": "class C\n  def f\n    Analytics.track(user_id: 1, event: 'A', properties: { k: 1 })\n  end\nend\n"},
        ['a.rb:3 track "A" [k] direct medium'],
        id="ruby constant as a client",
    ),
    pytest.param(
        {
            "a.go": 'package a\nimport "github.com/posthog/posthog-go"\nfunc f(c posthog.Client) {\n'
            ' c.Enqueue(posthog.Capture{Event: "A", Properties: posthog.NewProperties().Set("k", 1)})\n}\n'
        },
        ['a.go:4 track "A" [k] direct high'],
        id="go message",
    ),
    pytest.param(
        {
            "A.java": "import com.mixpanel.android.mpmetrics.MixpanelAPI;\nclass A { void f(MixpanelAPI m) {\n"
            ' JSONObject p = new JSONObject(); p.put("k", 1);\n m.track("A", p); } }\n'
        },
        ['A.java:4 track "A" [k] direct high'],
        id="java object that is filled",
    ),
    pytest.param(
        {"A.kt": 'package a\nimport com.posthog.PostHog\nfun f() { PostHog.capture("A", properties = mapOf("k" to 1)) }\n'},
        ['A.kt:3 track "A" [k] direct high'],
        id="kotlin",
    ),
    pytest.param(
        {
            "A.kt": "package a\nimport com.google.firebase.analytics.FirebaseAnalytics\n"
            'class T(val f: FirebaseAnalytics) {\n fun go() { f.logEvent("A", Bundle().apply { putString("k", "x") }) } }\n'
        },
        ['A.kt:4 track "A" [k] direct high'],
        id="kotlin bundle that is filled",
    ),
    pytest.param(
        {"A.swift": 'import PostHog\nfunc f() { PostHogSDK.shared.capture("A", properties: ["k": 1]) }\n'},
        ['A.swift:2 track "A" [k] direct high'],
        id="swift",
    ),
]

WRAPPERS = [
    pytest.param(
        {
            "a.ts": POSTHOG + "class Quiet { capture(name) { console.log(name) } }\nconst client = on ? posthog : new Quiet()\n"
            "export const tell = (n, p) => client.capture(n, p)\ntell('A', { k: 1 })\nnew Quiet().capture('B')"
        },
        ['a.ts:5 track "A" [k] wrapper high'],
        id="client, or one that does nothing in its stead",
    ),
    pytest.param(
        {
            "a.rb": "class Teller\n  include Singleton\n  def run(name)\n"
            "    PostHog::Client.new.capture(event: name, distinct_id: 1)\n  end\n"
            "end\nTeller.instance.run('A')\nOther.instance.run('B')\n"
        },
        ['a.rb:7 track "A" [] wrapper medium'],
        id="the one object, which a module makes",
    ),
    pytest.param(
        {
            "a.ts": POSTHOG
            + "const t = (...a) => posthog.capture(...a)\nexport const send = (...b) => t(...b)\nsend('A', { k: 1 })\nsend('B')"
        },
        ['a.ts:4 track "A" [k] wrapper high', 'a.ts:5 track "B" [] wrapper high'],
        id="rest of a rest",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "const send = (area, ...a) => { const [n, p] = a; posthog.capture(n, p) }\nsend('x', 'A', { k: 1 })"},
        ['a.ts:3 track "A" [k] wrapper high'],
        id="rest that is taken apart",
    ),
    pytest.param(
        {"a.py": MIXPANEL + "def send(*args, **kwargs):\n    mp.track('u', *args, **kwargs)\nsend('A', {'k': 1})\n"},
        ['a.py:5 track "A" [k] wrapper high'],
        id="python rest",
    ),
    pytest.param(
        {
            "use-telemetry.ts": POSTHOG + "export const useTelemetry = () => {\n  const session = useSession()\n"
            "  return useCallback((event, data) => {\n    const size = measure(session)\n"
            "    posthog.capture(`${event} - web`, { ...data, size })\n  }, [session])\n}",
            "b.ts": "import { useTelemetry } from './use-telemetry'\nconst tell = useTelemetry()\ntell('A', { k: 1 })",
        },
        ['b.ts:3 track "A - web" [k, +size] wrapper high'],
        id="function that a hook hands out, with something else to do",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "function track(n, p) { posthog.capture(n, p) }\ntrack('A', { k: 1 })"},
        ['a.ts:3 track "A" [k] wrapper high'],
        id="function",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "const track = (n, p) => posthog.capture(n, { ...p, v: 1 })\ntrack('A', { k: 1 })"},
        ['a.ts:3 track "A" [k, +v] wrapper high'],
        id="key that is added on the way",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "const track = n => posthog.capture('app_' + n)\ntrack('A')"},
        ['a.ts:3 track "app_A" [] wrapper high'],
        id="prefix",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "const track = n => posthog.capture(n.toLowerCase())\ntrack('A')"},
        ['a.ts:3 track "a" [] wrapper high'],
        id="case",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "export function sendIt({ event, ...rest }) { posthog.capture(event, rest) }\nsendIt({ event: 'A', k: 1 })"},
        ['a.ts:3 track "A" [k] wrapper high'],
        id="one record as the argument",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "export class T {\n  send(n: string, p) { posthog.capture(n, p) }\n}\nnew T().send('A', { k: 1 })"},
        ['a.ts:5 track "A" [k] wrapper high'],
        id="method",
    ),
    pytest.param(
        {
            "a.ts": POSTHOG
            + "class T {\n  constructor(private p: string) {}\n  send(n) { posthog.capture(this.p + n) }\n}\nconst t = new T('x_')\n"
            "t.send('A')"
        },
        ['a.ts:7 track "x_A" [] wrapper high'],
        id="class with a prefix",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "class B { send(n) { posthog.capture(n) } }\nclass C extends B { go() { this.send('A') } }"},
        ['a.ts:3 track "A" [] wrapper high'],
        id="inherited method",
    ),
    pytest.param(
        {
            "a.tsx": POSTHOG
            + "export const useT = p => ({ track: n => posthog.capture(p + n) })\nfunction C() {\n  const { track } = useT('x_')\n"
            "  track('A')\n}"
        },
        ['a.tsx:5 track "x_A" [] wrapper high'],
        id="hook",
    ),
    pytest.param(
        {"a.tsx": POSTHOG + "function C() {\n  const go = useCallback(n => posthog.capture(n), [])\n  go('A')\n}"},
        ['a.tsx:4 track "A" [] wrapper high'],
        id="callback of a hook",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "const make = p => n => posthog.capture(p + n)\nconst track = make('x_')\ntrack('A')"},
        ['a.ts:4 track "x_A" [] wrapper high'],
        id="closure",
    ),
    pytest.param(
        {
            "a.tsx": POSTHOG
            + "const B = ({ onGo }) => <b onClick={() => onGo('A')} />\nconst P = () => <B onGo={n => posthog.capture(n)} />"
        },
        ['a.tsx:2 track "A" [] wrapper high'],
        id="callback prop",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "const one = n => posthog.capture(n)\nconst two = n => one('x_' + n)\nconst three = n => two(n)\nthree('A')"},
        ['a.ts:5 track "x_A" [] wrapper high'],
        id="wrapper of a wrapper of a wrapper",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "export const send = n => posthog.capture(n)", "b.ts": "import { send } from './a'\nsend('A')"},
        ['b.ts:2 track "A" [] wrapper high'],
        id="across files",
    ),
    pytest.param(
        {
            "lib/a.ts": POSTHOG + "export const send = n => posthog.capture(n)",
            "lib/index.ts": "export * from './a'",
            "b.ts": "import { send as go } from './lib'\ngo('A')",
        },
        ['b.ts:2 track "A" [] wrapper high'],
        id="re-exported and renamed",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "export default function (n) { posthog.capture(n) }", "b.ts": "import anything from './a'\nanything('A')"},
        ['b.ts:2 track "A" [] wrapper high'],
        id="default export without a name",
    ),
    pytest.param(
        {"notify.ts": POSTHOG + "export default n => posthog.capture(n)", "b.ts": "import notify from './notify'\nnotify('A')"},
        ['b.ts:2 track "A" [] wrapper high'],
        id="default export",
    ),
    pytest.param(
        {"send.ts": POSTHOG + "export default n => posthog.capture(n)", "b.ts": "import send from './send'\nsend('A')"},
        ['b.ts:2 track "A" [] wrapper high'],
        id="default export called like a method of an SDK",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "export function track(n) { posthog.capture(n) }", "b.ts": "import { track } from './a'\ntrack('A')"},
        ['b.ts:2 track "A" [] wrapper high'],
        id="function called like a method of an SDK",
    ),
    pytest.param(
        {"p/t.py": MIXPANEL + "def track(name):\n    mp.track('u', name)\n", "p/v.py": "from p.t import track\ntrack('A')\n"},
        ['p/v.py:2 track "A" [] wrapper high'],
        id="python function called like a method of an SDK",
    ),
    pytest.param(
        {
            "notify.js": "const p = require('posthog-js')\nmodule.exports = n => p.capture(n)",
            "b.js": "const notify = require('./notify')\nnotify('A')",
        },
        ['b.js:2 track "A" [] wrapper high'],
        id="module that is a function",
        marks=defect("a module whose `module.exports` is a function cannot be called"),
    ),
    pytest.param(
        {"a.js": "const p = require('posthog-js')\nexports.send = n => p.capture(n)", "b.js": "require('./a').send('A')"},
        ['b.js:1 track "A" [] wrapper high'],
        id="CommonJS",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "export const T = { send: n => posthog.capture(n) }", "b.ts": "import { T } from './a'\nT.send('A')"},
        ['b.ts:2 track "A" [] wrapper high'],
        id="object of functions",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "function send(n, p = { k: 1 }) { posthog.capture(n, p) }\nsend('A')"},
        ['a.ts:3 track "A" [+k] wrapper high'],
        id="default",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "const send = (...a) => posthog.capture(...a)\nsend('A', { k: 1 })"},
        ['a.ts:3 track "A" [k] wrapper high'],
        id="rest",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "const send = (...a) => posthog.capture(a[0], a[1])\nsend('A', { k: 1 })"},
        ['a.ts:3 track "A" [k] wrapper high'],
        id="items of a rest parameter",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "const send = posthog.capture.bind(posthog)\nsend('A')"},
        ['a.ts:3 track "A" [] direct high'],
        id="bound method",
        marks=defect("`bind` of a method of an SDK is not followed"),
    ),
    pytest.param(
        {"a.ts": POSTHOG + "function send(n) { posthog.capture(n) }\nsetTimeout(send, 10, 'A')"},
        ['a.ts:3 track "A" [] wrapper high'],
        id="called later",
    ),
    pytest.param(
        {"a.py": MIXPANEL + "def send(user, name, **props):\n    mp.track(user.id, name, props)\nsend(u, 'A', k=1)\n"},
        ['a.py:5 track "A" [k] wrapper high'],
        id="python keywords",
    ),
    pytest.param(
        {
            "p/t.py": MIXPANEL + "class T:\n    def notify(self, name):\n        mp.track('u', name)\nt = T()\n",
            "p/v.py": "from p.t import t\nt.notify('A')\n",
        },
        ['p/v.py:2 track "A" [] wrapper high'],
        id="python singleton",
    ),
    pytest.param(
        {
            "p/t.py": "from celery import shared_task\n" + MIXPANEL + "@shared_task\ndef notify(name):\n    mp.track('u', name)\n",
            "p/v.py": "from p.t import notify\nnotify.delay('A')\n",
        },
        ['p/v.py:2 track "A" [] wrapper high'],
        id="python task",
    ),
    pytest.param(
        {
            "T.kt": 'package a\nimport com.posthog.PostHog\nenum class E(val key: String) { A("a") }\n'
            "object T { fun send(e: E) { PostHog.capture(e.key) } }\nfun f() { T.send(E.A) }\n"
        },
        ['T.kt:5 track "a" [] wrapper high'],
        id="kotlin enum through an object",
    ),
    pytest.param(
        {
            "T.swift": "import PostHog\nclass T { func notify(_ e: E) { PostHogSDK.shared.capture(e.rawValue) } }\n",
            "E.swift": 'enum E: String { case a = "A" }\n',
            "V.swift": "class V { let t = T()\n func f() { t.notify(.a) } }\n",
        },
        ['V.swift:2 track "A" [] wrapper high'],
        id="swift implied member",
    ),
]

OVERLOADS = [
    pytest.param(
        {
            "app/Tracker.java": "package app;\nimport java.util.*;\npublic class Tracker {\n"
            "  interface Sink { void track(String n); void track(String n, Map<String, ?> p); }\n"
            "  static List<Sink> sinks = new ArrayList<>();\n"
            "  static void track(String n) { for (Sink sink : sinks) { sink.track(n); } }\n"
            "  static void track(String n, Map<String, ?> p) { for (Sink sink : sinks) { sink.track(n, p); } }\n}\n",
            "app/MixpanelSink.java": "package app;\nimport com.mixpanel.android.mpmetrics.MixpanelAPI;\nimport org.json.JSONObject;\n"
            "import java.util.Map;\npublic class MixpanelSink implements Tracker.Sink {\n  MixpanelAPI api;\n"
            "  public void track(String n) { track(n, null); }\n"
            '  public void track(String n, Map<String, ?> p) { api.track("app_" + n, new JSONObject(p)); }\n}\n',
            "app/Page.java": "package app;\nimport java.util.HashMap;\nclass Page {\n  void open() {\n"
            '    Tracker.track("opened");\n    Tracker.track("closed", new HashMap<String, String>(1) {{ put("k", "v"); }});\n  }\n}\n',
        },
        ['app/Page.java:5 track "app_opened" [] wrapper high', 'app/Page.java:6 track "app_closed" [k] wrapper high'],
        id="interface with overloads in a loop over implementations",
    ),
]

SWIFT_TRACKER = (
    "import Mixpanel\npublic protocol Analytics {\n  func track(_ name: String, properties: [String: Any]?)\n}\n"
    "final class ShopAnalytics: Analytics {\n}\nextension ShopAnalytics {\n  func track(_ name: String, properties: [String: Any]?) {\n"
    "    Mixpanel.mainInstance().track(event: name, properties: properties)\n  }\n}\n"
    "extension Analytics {\n  func track(_ stat: Stat) { track(stat, with: nil) }\n"
    "  func track(_ stat: Stat, with given: [String: Any]?) { track(stat.rawValue, properties: given) }\n"
    "  func track(event: ShopEvent) { track(event.stat, with: event.properties) }\n}\n"
    'enum Stat: String { case opened = "app_opened", closed }\n'
    "struct ShopEvent {\n  let stat: Stat\n  let properties: [String: Any]\n"
    "  init(stat: Stat, properties: [String: Any]) { self.stat = stat; self.properties = properties }\n}\n"
    'extension ShopEvent {\n  static func closed(by who: String) -> ShopEvent { ShopEvent(stat: .closed, properties: ["who": who]) }\n'
    '  enum Orders {\n    static func made(id: Int) -> ShopEvent { .init(stat: .opened, properties: ["id": id]) }\n  }\n}\n'
    "class Locator {\n  private static var kept: Analytics = ShopAnalytics()\n  static var analytics: Analytics { kept }\n}\n"
)

SWIFT_OVERLOADS = [
    pytest.param("Locator.analytics.track(.opened)", '"app_opened" []', id="implied case of the one overload that has it"),
    pytest.param('Locator.analytics.track(.closed, with: ["k": 1])', '"closed" [k]', id="overload by label"),
    pytest.param('Locator.analytics.track("raw", properties: ["k": 1])', '"raw" [k]', id="overload by type"),
    pytest.param('Locator.analytics.track(event: .closed(by: "x"))', '"closed" [who]', id="implied method with arguments"),
    pytest.param("Locator.analytics.track(event: .Orders.made(id: 1))", '"app_opened" [id]', id="implied path"),
    pytest.param("Locator.analytics.track(event: ShopEvent.Orders.made(id: 1))", '"app_opened" [id]', id="written path"),
]

NOT_SENDERS = [
    pytest.param(
        {
            "a.dart": "import 'package:mixpanel_flutter/mixpanel_flutter.dart';\nclass Row {\n  final Helper helper;\n  Row(this.helper);\n"
            "  void edit() {\n    open(1); close(2); save(3); Mixpanel.init('t').track(helper.getEvent());\n  }\n}\n",
            "b.dart": "import 'a.dart';\nvoid f(Helper x) {\n  Row(x).edit();\n}\n",
        },
        [6],
        id="part of an app that asks what it is given for the name",
    ),
    pytest.param(
        {
            "a.kt": "import com.mixpanel.android.mpmetrics.MixpanelAPI\nclass A(val api: MixpanelAPI) {\n"
            '  fun trackStat(stat: String?) {\n    stat?.let { api.track(it) }\n  }\n  fun f() {\n    trackStat("A")\n  }\n}\n'
        },
        [7],
        id="kotlin let hands on what it is called on",
    ),
    pytest.param(
        {
            "a.php": "<?php // analytics\nclass Shop_Tracker {\n"
            "  function maybe_record_shopper_event( $event, $p = [] ) { put( $event, $p ); }\n"
            "  function f() {\n    $this->maybe_record_shopper_event( 'viewed', [ 'k' => 1 ] );\n  }\n}\n",
            "b.php": "<?php wc_admin_record_tracks_event( 'a' );",
        },
        [5, 1],
        id="method of a tracker that is like a sender",
    ),
    pytest.param(
        {
            "a.go": "package a\ntype TelemetryClient struct{}\n"
            "func (c *TelemetryClient) SendEvent(ctx Context, eventName string, eventValue string) { put(eventName) }\n",
            "b.go": 'package a\nfunc f(ctx Context, c *TelemetryClient) {\n\tgo c.SendEvent(ctx, "Invoked", "Shell")\n}\n',
        },
        [3],
        id="client of telemetry that comes in by its type",
    ),
    pytest.param(
        {
            "a.go": "package a\ntype MailClient struct{} // analytics\n"
            "func (c *MailClient) SendEvent(ctx Context, eventName string) { put(eventName) }\n",
            "b.go": 'package a\nfunc f(ctx Context, c *MailClient) {\n\tgo c.SendEvent(ctx, "Invoked")\n}\n',
        },
        [],
        id="client of something else",
    ),
    pytest.param(
        {
            "a.php": "<?php // analytics\nclass Shop_Cart {\n  function maybe_record_event( $event ) { put( $event ); }\n"
            "  function f() {\n    $this->maybe_record_event( 'viewed' );\n  }\n}\n",
            "b.php": "<?php wc_admin_record_tracks_event( 'a' );",
        },
        [1],
        id="method of something else that is like a sender",
    ),
]

SWIFT_ADAPTERS = (
    "import Mixpanel\nclass Analytics {\n  static let shared = Analytics()\n  private var adapters: [Adapter]?\n"
    "  static func track(_ event: Event, properties: [String: Any]? = nil) { shared.track(event, properties: properties) }\n"
    "  func track(_ event: Event, properties: [String: Any]? = nil) {\n    let mapped = properties?.mapValues { $0 }\n"
    "    adapters?.forEach { $0.send(name: event.eventName, properties: mapped) }\n  }\n}\n"
    "protocol Adapter { func send(name: String, properties: [String: Any]?) }\n"
    "class MixpanelAdapter: Adapter {\n  func send(name: String, properties: [String: Any]?) {\n"
    "    Mixpanel.mainInstance().track(event: name, properties: properties)\n  }\n}\n"
    "private extension Event {\n  var eventName: String { return rawValue.toSnakeCaseFromCamelCase() }\n}\n"
    "extension Analytics {\n  static func track(_ event: Event, source: String, properties: [String: Any]? = nil) {\n"
    '    var whole = properties ?? [:]\n    whole.updateValue(source, forKey: "source")\n    track(event, properties: whole)\n  }\n'
    "  static func trackShown(_ event: Event, properties: [String: Any]? = nil) {\n"
    '    let fixed: [String: Any] = ["type": 1]\n    let whole = fixed.merging(properties ?? [:]) { current, _ in current }\n'
    "    track(event, properties: whole)\n  }\n}\n"
)

SWIFT_NAMES = [
    pytest.param("Analytics.track(.welcomeShown)", '"welcome_shown" []', id="name made of the case, no properties"),
    pytest.param('Analytics.track(.welcomeShown, properties: ["k": 1])', '"welcome_shown" [k]', id="values mapped on the way"),
    pytest.param('Analytics.track(.welcomeShown, source: "x")', '"welcome_shown" [source]', id="overload of an extension, updateValue"),
    pytest.param('Analytics.trackShown(.folderSaved, properties: ["k": 1])', '"folder_saved" [+type, k]', id="merge with a closure behind"),
]

CONTEXTS = [
    pytest.param(
        {
            "ctx.tsx": "import { createContext } from 'react'\nexport const Tracking = createContext({ track: () => {} })\n"
            "export function TrackingProvider({ track }) {\n  return <Tracking.Provider value={{ track }}><b /></Tracking.Provider>\n}\n",
            "app.tsx": POSTHOG + "import { TrackingProvider } from './ctx'\nconst send = (n, p) => posthog.capture(n, { ...p, v: 1 })\n"
            "export const App = () => <TrackingProvider track={send} />\n",
            "use.tsx": "import { useContext } from 'react'\nimport { Tracking } from './ctx'\n"
            "export function Use() {\n  const { track } = useContext(Tracking)\n  track('A', { k: 1 })\n}\n",
        },
        ['use.tsx:5 track "A" [k, +v] wrapper high'],
        id="what a provider is given",
    ),
    pytest.param(
        {
            "use.tsx": POSTHOG + "import { useContext } from 'react'\nimport { Sound } from 'player'\n"
            "export function Use() {\n  const { track } = useContext(Sound)\n  track('A')\n}\n",
        },
        [],
        id="context of a library",
    ),
]

EVENT_METHODS = [
    pytest.param(
        {
            "a.ts": POSTHOG + "export function trackSignup(p) { posthog.capture('Signed Up', p) }",
            "b.ts": "import { trackSignup } from './a'\ntrackSignup({ k: 1 })",
        },
        ['a.ts:2 track "Signed Up" [k] direct high', 'b.ts:2 track "Signed Up" [k] event-method high'],
        id="properties of the caller",
    ),
    pytest.param(
        {
            "a.ts": POSTHOG + "export function trackSignup(plan) {\n  posthog.capture('Signed Up', { plan })\n}",
            "b.ts": "import { trackSignup } from './a'\ntrackSignup('free')",
        },
        ['a.ts:3 track "Signed Up" [plan] direct high', 'b.ts:2 track "Signed Up" [plan] event-method high'],
        id="function named for sending",
    ),
    pytest.param(
        {
            "app/analytics.rb": "class Analytics\n  def initialize(c)\n    @c = c\n  end\n  def signed_up(plan:)\n"
            "    POSTHOG.capture(event: 'signed up', properties: { plan: plan })\n  end\nend\n",
        },
        ['app/analytics.rb:6 track "signed up" [plan] direct medium'],
        id="that nothing calls",
    ),
    pytest.param(
        {
            "a.rb": "class Analytics\n  def signed_up(plan:)\n    POSTHOG.capture(event: 'signed up', properties: { plan: plan })\n"
            "  end\nend\n",
            "b.rb": "class B\n  def f\n    Analytics.new.signed_up(plan: 1)\n  end\nend\n",
        },
        ['a.rb:3 track "signed up" [plan] direct medium', 'b.rb:3 track "signed up" [plan] event-method medium'],
        id="method of a class that is there to send",
    ),
    pytest.param(
        {
            "checkout.ts": POSTHOG + "export function pay(x) {\n  charge(x)\n  save(x)\n  posthog.capture('Paid', { x })\n}",
            "b.ts": "import { pay } from './checkout'\npay(1)",
        },
        ['checkout.ts:5 track "Paid" [x] direct high'],
        id="business function is none",
    ),
    pytest.param(
        {"a.tsx": POSTHOG + "function C() {\n  const handleClick = () => posthog.capture('A')\n  handleClick()\n}"},
        ['a.tsx:3 track "A" [] direct high'],
        id="handler is none",
    ),
    pytest.param(
        {"a.py": MIXPANEL + "def send_daily():\n    mp.track('u', pick(), {})\nsend_daily()\n"},
        ["a.py:4 track dynamic (pick() is not defined in the project) [] direct high"],
        id="name that is not fixed is none",
    ),
    pytest.param(
        {"a.rb": HELPER.format(name="track_search", other="")},
        ['a.rb:3 track "Searched" [] event-method medium', 'a.rb:7 track "Searched" [] direct medium'],
        id="helper that says that it tracks, and what",
    ),
    pytest.param(
        {
            "a.rb": "class Analytics\n  def started(x)\n"
            "    x.items.each do |item|\n      PostHog.capture(event: 'Started', distinct_id: 1)\n"
            "    end\n  end\nend\n",
            "b.rb": "class B\n  def f\n    Analytics.new.started(1)\n  end\nend\n",
        },
        ['a.rb:4 track "Started" [] direct medium', 'b.rb:3 track "Started" [] event-method medium'],
        id="method that ends with a block",
    ),
    pytest.param(
        {
            "a.ts": POSTHOG + "export class AnalyticsHubViewModel {\n  save() { posthog.capture('Saved') }\n}",
            "b.ts": "import { AnalyticsHubViewModel } from './a'\nnew AnalyticsHubViewModel().save()",
        },
        ['a.ts:3 track "Saved" [] direct high'],
        id="view of analytics is none",
    ),
    pytest.param(
        {
            "a.ts": POSTHOG + "export class Analytics {\n  addObservers() { on('x', () => posthog.capture('Seen')) }\n}",
            "b.ts": "import { Analytics } from './a'\nnew Analytics().addObservers()",
        },
        ['a.ts:3 track "Seen" [] direct high'],
        id="what sets up is none",
    ),
    pytest.param(
        {
            "a.swift": 'import Mixpanel\nclass EpisodeAnalytics {\n  func downloaded() { Mixpanel.mainInstance().track(event: "A") }\n}\n',
            "b.swift": "func f(episode: Any, analytics: Any) {\n  episode.downloaded()\n  analytics.downloaded()\n}\n",
        },
        ['a.swift:3 track "A" [] direct high', 'b.swift:3 track "A" [] event-method medium'],
        id="receiver that is only about the same thing",
    ),
    pytest.param({"a.rb": HELPER.format(name="log_search", other="")}, ['a.rb:7 track "Searched" [] direct medium'], id="helper that logs"),
    pytest.param(
        {"a.rb": HELPER.format(name="track_screen", other="")}, ['a.rb:7 track "Searched" [] direct medium'], id="helper that says nothing"
    ),
    pytest.param(
        {"a.rb": HELPER.format(name="track_payment", other="")},
        ['a.rb:7 track "Searched" [] direct medium'],
        id="helper for something else",
    ),
    pytest.param(
        {"a.rb": HELPER.format(name="track_search", other="".join(f"    @x{n} = {n}\n" for n in range(7)))},
        ['a.rb:14 track "Searched" [] direct medium'],
        id="helper with more to do",
    ),
    pytest.param(
        {
            "a.rb": "class Analytics\n  def searched(q:, **extra)\n"
            "    PostHog.capture(event: 'A', properties: { q:, **extra })\n  end\nend\n",
            "b.rb": "class B\n  def f\n    Analytics.new.searched(q: 1, page: 2)\n  end\nend\n",
        },
        ['a.rb:3 track "A" [q, page] direct medium', 'b.rb:3 track "A" [q, page] event-method medium'],
        id="keywords that a rest takes",
    ),
    pytest.param(
        {
            "A.cs": CS_CLIENT + "interface IShopAnalytics { void Paid(int total); }\n"
            'class ShopAnalytics : IShopAnalytics { Client c = Analytics.Client; public void Paid(int total) { c.Track("u", "Paid"); } }\n',
            "B.cs": "class B { IShopAnalytics a; void F() { a.Paid(1); } }\n",
        },
        ['A.cs:3 track "Paid" [] direct high', 'B.cs:1 track "Paid" [] event-method high'],
        id="method of an interface that is there to send",
    ),
    pytest.param(
        {
            "A.cs": CS_CLIENT + "interface IShop { void Pay(int total); }\n"
            'class ShopAnalyticsDecorator : IShop { Client c = Analytics.Client; public void Pay(int total) { c.Track("u", "Paid"); } }\n',
            "B.cs": "class B { IShop s; void F() { s.Pay(1); } }\n",
        },
        ['A.cs:3 track "Paid" [] direct high'],
        id="method of an interface of something else is none",
    ),
    pytest.param(
        {
            "A.cs": CS_CLIENT + "class ShopAnalyticsDecorator : IShop {\n Client c = Analytics.Client; IShop core;\n"
            ' public void Pay(int total) { core.Pay(total); c.Track("u", "Paid"); } }\n',
            "B.cs": "class B { ShopAnalyticsDecorator s; void F() { s.Pay(1); } }\n",
        },
        ['A.cs:4 track "Paid" [] direct high'],
        id="method that hands its call on is none",
    ),
    pytest.param(
        {
            "A.cs": CS_CLIENT + "class WalkAnalytics { Client c = Analytics.Client;\n"
            ' public void Dispose() { c.Track("u", "Walked"); } public void OnDone() { c.Track("u", "Done"); } }\n',
            "B.cs": "class B { WalkAnalytics w; void F() { w.Dispose(); w.OnDone(); } }\n",
        },
        ['A.cs:3 track "Walked" [] direct high', 'A.cs:3 track "Done" [] direct high'],
        id="what a framework calls is none",
    ),
    pytest.param(
        {
            "A.java": "import com.mixpanel.android.mpmetrics.MixpanelAPI;\nclass Settings { MixpanelAPI m;\n"
            ' private void trackItem(Object o) { m.track("Sorted", o); }\n void a() { trackItem(x); }\n void b() { trackItem(y); } }\n'
        },
        [
            'A.java:3 track "Sorted" [...] direct high',
            'A.java:4 track "Sorted" [...] event-method high',
            'A.java:5 track "Sorted" [...] event-method high',
        ],
        id="small helper of something else that sends on what it is given",
    ),
    pytest.param(
        {
            "A.java": "import com.mixpanel.android.mpmetrics.MixpanelAPI;\nclass Settings { MixpanelAPI m;\n"
            ' private void trackItem() { m.track("Sorted"); }\n void a() { trackItem(); }\n void b() { trackItem(); } }\n'
        },
        ['A.java:3 track "Sorted" [] direct high'],
        id="small helper of something else that is given nothing is none",
    ),
]

FIREBASE = "package a\nimport com.google.firebase.analytics.FirebaseAnalytics\nimport com.google.firebase.analytics.logEvent\n"
COPIES = [
    pytest.param(
        FIREBASE + 'class H(val f: FirebaseAnalytics) { fun g(x: String) { f.logEvent("A") { param("k", x) } } }\n',
        ['a.kt:4 track "A" [k] direct high'],
        id="block that fills the event",
    ),
    pytest.param(
        FIREBASE + 'class H(val f: FirebaseAnalytics) { fun g(x: String) { f.logEvent("A") { param(key = "k", value = x) } } }\n',
        ['a.kt:4 track "A" [k] direct high'],
        id="block that names key and value",
    ),
    pytest.param(
        FIREBASE + "class Event(val type: String, val extras: List<Param> = emptyList())\nclass Param(val key: String, val value: String)\n"
        "class H(val f: FirebaseAnalytics) { fun send(e: Event) {\n"
        " f.logEvent(e.type) { for (each in e.extras) { param(key = each.key.take(40), value = each.value) } } } }\n"
        'class S(val h: H) { fun g(x: String) { h.send(Event("A", listOf(Param("k", x)))) } }\n',
        ['a.kt:8 track "A" [+k] wrapper high'],
        id="list of objects with a key and a value",
    ),
    pytest.param(
        FIREBASE + "class H(val f: FirebaseAnalytics) { fun send(name: String, more: Map<String, String>) {\n"
        " f.logEvent(name, Bundle().apply { more.forEach { (k, v) -> putString(k, v) } }) } }\n"
        'class S(val h: H) { fun g(x: String) { h.send("A", mapOf("k" to x)) } }\n',
        ['a.kt:6 track "A" [k] wrapper high'],
        id="map that a loop in a block copies",
    ),
    pytest.param(
        "package a\nimport com.segment.analytics.Analytics\nimport com.segment.analytics.Properties\n"
        "class H(val c: Context) { fun send(name: String, more: Map<String, Any>) { Analytics.with(c).track(name, made(more)) }\n"
        " private fun made(more: Map<String, Any>) = Properties().apply { for (e in more.entries) { put(e.key, e.value) } } }\n"
        'class S(val h: H) { fun g(x: String) { h.send("A", mapOf("k" to x)) } }\n',
        ['a.kt:6 track "A" [k] wrapper high'],
        id="entries that a loop in a block puts",
    ),
    pytest.param(
        FIREBASE + 'class H(val f: FirebaseAnalytics) { fun g(x: String) { f.logEvent("A") { other.put("k", x) } } }\n',
        ['a.kt:4 track "A" [] direct high'],
        id="block that fills something else",
    ),
    pytest.param(
        FIREBASE + 'class H(val f: FirebaseAnalytics) { fun g(names: List<String>) { f.logEvent("A", Bundle().apply {\n'
        ' names.forEach { n -> other.putString(n, "") } }) } }\n',
        ['a.kt:4 track "A" [...] direct high'],
        id="loop that fills something else",
    ),
]

INTERFACES = [
    pytest.param(
        {
            "a/Analytics.kt": "package a\ninterface Tracker { fun send(name: String) }\ninterface Service : Tracker\n"
            "interface Provider : Tracker\n",
            "b/Posthog.kt": "package b\nimport a.Provider\nimport com.posthog.PostHog\n"
            "class PosthogProvider : Provider { override fun send(name: String) { PostHog.capture(name) } }\n",
            "b/Default.kt": "package b\nimport a.Provider\nimport a.Service\n"
            "class DefaultService(private val providers: Set<Provider>) : Service {\n"
            " override fun send(name: String) { providers.onEach { it.send(name) } } }\n",
            "c/Screen.kt": 'package c\nimport a.Service\nclass Screen(private val service: Service) { fun f() { service.send("A") } }\n',
        },
        ['c/Screen.kt:3 track "A" [] wrapper high'],
        id="method of an interface above, implemented below another",
    ),
    pytest.param(
        {
            "a/Analytics.kt": "package a\ninterface Tracker { fun send(name: String) }\n"
            'fun Tracker.sendTap(what: String) { send("Tapped " + what) }\n',
            "b/Posthog.kt": "package b\nimport a.Tracker\nimport com.posthog.PostHog\n"
            "class PosthogTracker : Tracker { override fun send(name: String) { PostHog.capture(name) } }\n",
            "c/Screen.kt": "package c\nimport a.Tracker\nimport a.sendTap\n"
            'class Screen(private val tracker: Tracker) { fun f() { tracker.sendTap("A") } }\n',
        },
        ['c/Screen.kt:4 track "Tapped A" [] wrapper high'],
        id="extension function that calls what it extends",
    ),
    pytest.param(
        {
            "a/Client.kt": "package a\nimport com.posthog.PostHog\nabstract class Client { abstract fun send(name: String) }\n"
            "class PosthogClient : Client() { override fun send(name: String) { PostHog.capture(name) } }\n",
            "a/Events.kt": "package a\nclass Events(clients: List<Client?>) {\n private val proxy = Proxy(clients)\n"
            ' fun f() { proxy.send("A") }\n'
            " private class Proxy(private val all: List<Client?>) { fun send(name: String) { all.forEach { it?.send(name) } } } }\n",
        },
        ['a/Events.kt:4 track "A" [] wrapper high'],
        id="list of clients",
    ),
    pytest.param(
        {
            "Client.java": "import com.mixpanel.android.mpmetrics.MixpanelAPI;\nclass Client { MixpanelAPI m;\n"
            " void send(String name) { m.track(name); } }\n",
            "Events.java": "class Events { Events(List<Client> clients) { this.clients = clients; } List<Client> clients;\n"
            " void send(String name) { for (Client c : clients) { c.send(name); } }\n"
            ' static void f() { new Events(Arrays.asList(new Client())).send("A"); } }\n',
        },
        ['Events.java:3 track "A" [] wrapper high'],
        id="list that is made of its items",
    ),
    pytest.param(
        {
            "a.kt": "package a\ninterface Tracker { fun send(name: String) }\ninterface Other { fun send(name: String) }\n"
            'class Log : Other { override fun send(name: String) { println(name) } }\nclass S(val o: Other) { fun f() { o.send("A") } }\n',
            "b.kt": "package a\nimport com.posthog.PostHog\n"
            "class PosthogTracker : Tracker { override fun send(name: String) { PostHog.capture(name) } }\n",
        },
        [],
        id="method of another interface",
    ),
]

SPANS = [
    pytest.param(
        {
            "A.cs": CS_CLIENT + "class Span : IDisposable { Client c = Analytics.Client; string name; int count;\n"
            " public Span(string name, int count) { this.name = name; this.count = count; }\n"
            ' public void Dispose() => c.Track("u", name, new Properties { { "count", count } }); }\n'
            "class Spans { public Span Begin(string name, int count) => new(name, count); }\n",
            "B.cs": 'class B { Spans spans; void F() { using Span s = spans.Begin("A", 1); other.Dispose(); s.Dispose(); } }\n',
        },
        ['B.cs:1 track "A" [+count] wrapper high'],
        id="object that sends when it is disposed of",
    ),
    pytest.param(
        {
            "A.cs": CS_CLIENT + "class Named { Client c = Analytics.Client; string name;\n"
            ' public Named(string name) { this.name = name; }\n public void Notify() => c.Track("u", name); }\n',
            "B.cs": 'class B { void F() { var n = new Named("A");\n n.Notify(); } }\n',
        },
        ['B.cs:2 track "A" [] wrapper high'],
        id="object that sends when it is told to",
    ),
]

CIRCLES = [
    pytest.param(
        {
            "A.cs": CS_CLIENT + "interface ITracker { void Send(string name); }\n"
            'class Real : ITracker { Client c = Analytics.Client; public void Send(string name) { c.Track("u", name); } }\n'
            "class Counting : ITracker { ITracker core; public void Send(string name) { core.Send(name); } }\n"
            "class Timing : ITracker { ITracker core; public void Send(string name) { core.Send(name); } }\n",
            "B.cs": 'class B { ITracker t; void F() { t.Send("A"); } }\n',
        },
        ['B.cs:1 track "A" [] wrapper high'],
        id="decorators around a client",
    ),
    pytest.param(
        {
            "A.cs": "interface IAnalyticsService { void Track(string n); }\n"
            "class Counting : IAnalyticsService { IAnalyticsService core; public void Track(string n) { core.Track(n); } }\n"
            "class Timing : IAnalyticsService { IAnalyticsService core; public void Track(string n) { core.Track(n); } }\n"
            "class NativeAnalytics : IAnalyticsService { public void Track(string n) { Bindings.Write(n); } }\n",
            "B.cs": 'class B { IAnalyticsService analytics; void F() { analytics.Track("A"); } }\n',
        },
        ['B.cs:1 track "A" [] wrapper medium'],
        id="decorators around nothing that is seen",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "function notify(n) { if (n) { notify('A') }\n posthog.capture(n) }\nnotify('B')"},
        ['a.ts:2 track "A" [] wrapper high', 'a.ts:4 track "B" [] wrapper high'],
        id="function that calls itself",
    ),
]

GENERIC = [
    pytest.param(
        {"a.ts": "import { trackEvent } from 'acme-internal'\ntrackEvent('A', { k: 1 })"},
        ['a.ts:2 track "A" [k] direct low'],
        id="by name alone",
    ),
    pytest.param(
        {"a.ts": "export function trackEvent(n, p) { queue.add(n, p) }\ntrackEvent('A', { k: 1 })"},
        ['a.ts:2 track "A" [k] direct low'],
        id="sender of the project",
    ),
    pytest.param(
        {"a.ts": "function logEvent(name, data) { console.log(name)\n queue.add(name, data) }\nlogEvent('A', { k: 1 })"},
        ['a.ts:3 track "A" [k] direct low'],
        id="sender that logs as well",
    ),
    pytest.param({"a.ts": "sendAnalyticsEvent('A')"}, ['a.ts:1 track "A" [] direct medium'], id="telling name"),
    pytest.param(
        {"a.rb": "module E\n  def done(ok:, **extra)\n    track_event('A', ok:, **extra)\n  end\nend\n"},
        ['a.rb:3 track "A" [ok, ...] direct low'],
        id="what a spread may hold is no properties argument",
    ),
    pytest.param(
        {"a.rb": "module E\n  def done(**extra)\n    track_event('A', properties: { k: 1 }, **extra)\n  end\nend\n"},
        ['a.rb:3 track "A" [k] direct low'],
        id="properties argument beside a spread",
    ),
    pytest.param(
        {
            "a.rb": "class O\n  def track_event(client, from: nil)\n    client.put(from)\n  end\nend\n"
            "def f\n  O.new.track_event(x, from: 'y')\nend\n"
        },
        [],
        id="sender that takes no name",
    ),
    pytest.param(
        {
            "a.go": "package a\nfunc trackEvent(ctx Context, namespace, kindOf, data string) { put(data) }\n"
            'func f() { trackEvent(c, "ns", "k", "{}") }\n'
        },
        [],
        id="sender whose texts are no names",
    ),
    pytest.param(
        {
            "a.go": "package a\n// analytics\nfunc trackEvent(ctx Context, event string, label string) { put(event) }\n"
            'func f(ctx Context) { trackEvent(ctx, "Opened", "menu") }\n'
        },
        ['a.go:4 track "Opened" [] direct low'],
        id="parameter that says that it is the event",
    ),
    pytest.param(
        {
            "a.go": 'package a\nimport "github.com/posthog/posthog-go"\nfunc f(c posthog.Client, id string, other string) {\n'
            "\tc.Enqueue(posthog.Alias{DistinctId: id, Alias: other})\n\tc.Enqueue(posthog.Identify{DistinctId: id})\n}\n"
        },
        ["a.go:4 alias - [] direct high", "a.go:5 identify - [] direct high"],
        id="key that is written, whatever it holds",
    ),
    pytest.param(
        {
            "a.php": "<?php\nfunction log_event( $name, $p = [] ) { put( $name, $p ); }",
            "b.php": "<?php\nnamespace A\\B;\nlog_event( 'a', [ 'k' => 1 ] );",
        },
        ['b.php:3 track "a" [k] direct low'],
        id="php function outside of all namespaces",
    ),
    pytest.param(
        {
            "a.php": "<?php\nfunction log_event( $name, $p = [] ) { put( $name, $p ); }\n"
            "log_event( apply_filters( 'n', 'a' ), apply_filters( 'p', [ 'k' => 1 ] ) );\n"
            "log_event( filter( 'n', 'b' ), filter( 'p', [] ) );"
        },
        ['a.php:3 track "a" [k, ...] direct low'],
        id="what filters may change",
    ),
]

REQUESTS = [
    pytest.param(
        {"a.ts": "fetch('https://us.i.posthog.com/capture/', { body: JSON.stringify({ event: 'A', properties: { k: 1 } }) })"},
        ['a.ts:1 track "A" [k] direct high'],
        id="fetch",
    ),
    pytest.param(
        {"a.py": "import requests\nrequests.post('https://us.i.posthog.com/capture/', json={'event': 'A', 'properties': {'k': 1}})\n"},
        ['a.py:2 track "A" [k] direct high'],
        id="requests",
    ),
    pytest.param(
        {
            "a.ts": "const HOST = 'https://us.i.posthog.com'\n"
            "const send = n => fetch(`${HOST}/capture/`, { body: JSON.stringify({ event: n }) })\nsend('A')"
        },
        ['a.ts:3 track "A" [] wrapper high'],
        id="wrapper around a request",
    ),
]

QUEUES = [
    pytest.param({"a.js": "dataLayer.push({ event: 'A', k: 1 })"}, ['a.js:1 track "A" [k] direct high'], id="data layer"),
    pytest.param({"a.js": "window.dataLayer.push({ event: 'A' })"}, ['a.js:1 track "A" [] direct high'], id="data layer of the window"),
    pytest.param(
        {"a.js": "window.dataLayer = window.dataLayer || []\nwindow.dataLayer.push({ event: 'A' })"},
        ['a.js:2 track "A" [] direct high'],
        id="made",
    ),
    pytest.param({"a.js": "gtag('event', 'A', { k: 1 })"}, ['a.js:1 track "A" [k] direct high'], id="gtag"),
    pytest.param(
        {
            "a.html": "<script>\nfunction gtag(){dataLayer.push(arguments);}\ngtag('js', new Date());\ngtag('event', 'A', { k: 1 });\n"
            "</script>\n"
        },
        ['a.html:4 track "A" [k] direct high'],
        id="gtag that a page defines",
    ),
    pytest.param({"a.js": "const track = n => gtag('event', n)\ntrack('A')"}, ['a.js:2 track "A" [] wrapper high'], id="wrapper of gtag"),
    pytest.param(
        {"a.html": "<button onclick=\"gtag('event', 'A')\">x</button>\n"}, ['a.html:1 track "A" [] direct high'], id="handler in a page"
    ),
]

DYNAMIC = [
    pytest.param(
        {"a.ts": POSTHOG + "posthog.capture(x)"}, ["a.ts:2 track dynamic (x is not defined in the project) [] direct high"], id="free name"
    ),
    pytest.param(
        {"a.ts": POSTHOG + "import { N } from 'lib'\nposthog.capture(N)"},
        ["a.ts:3 track dynamic (a value of lib, which is not part of the project) [] direct high"],
        id="outside module",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "import { n } from 'lib'\nposthog.capture(n())"},
        ["a.ts:3 track dynamic (the result of a call into lib, which is not part of the project) [] direct high"],
        id="result of an outside function",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "function track(n) { posthog.capture(n) }\ntrack(x)"},
        ["a.ts:3 track dynamic (x is not defined in the project) [] wrapper high"],
        id="through a wrapper",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "register('x', n => posthog.capture(n))"},
        ["a.ts:2 track dynamic (it is the parameter n) [] direct high"],
        id="callback of a library",
    ),
]

SEVERAL = [
    pytest.param(
        {"a.ts": POSTHOG + "export function track(n, p) {\n  posthog.capture(n, p)\n  gtag('event', n, p)\n}\ntrack('A', { k: 1 })"},
        ['a.ts:6 track "A" [k] wrapper high'],
        id="one place that sends to two vendors is one call",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "posthog.capture('A'); posthog.capture('B')"},
        ['a.ts:2 track "A" [] direct high', 'a.ts:2 track "B" [] direct high'],
        id="two calls on a line",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "function go(u) {\n  posthog.identify(u, { k: 1 })\n  posthog.capture('A')\n}\ngo(1)"},
        ["a.ts:3 identify - [k] direct high", 'a.ts:4 track "A" [] direct high'],
        id="identify and track in one function",
    ),
]

SILENT = [
    # --- the same words in other libraries ---
    pytest.param(
        "a.ts",
        "const analytics = (window.analytics = window.analytics || [])\nanalytics.factory = m => (...args) => {\n"
        "  const all = Array.prototype.slice.call(args)\n  all.unshift(m)\n  analytics.push(all)\n  return analytics\n}",
        id="queue that a vendor's snippet makes",
    ),
    pytest.param(
        "a.js",
        "function emitEvent(name, data) { window.parent.postMessage({ name, data }, '*') }\nemitEvent('ready', { a: 1 })",
        id="event for another window",
    ),
    pytest.param("a.js", "function fireEvent(name, data) { bus.emit(name, data) }\nfireEvent('ready', { a: 1 })", id="event for a bus"),
    pytest.param("a.js", "ga('shop.set', 'event', 'c', 'A')\nga('shop.sends', 'event', 'c', 'A')", id="other commands of a tracker"),
    pytest.param("a.ts", "audio.track('A', { k: 1 })", id="audio track"),
    pytest.param("a.ts", "room.localParticipant.publishTrack(track)", id="track of a room"),
    pytest.param("a.ts", "videoElement.addTextTrack('subtitles', 'English', 'en')", id="text track"),
    pytest.param("a.ts", "peer.ontrack = event => event.track('audio')", id="track of a connection"),
    pytest.param("a.ts", "import { track, trigger } from '@vue/reactivity'\ntrack(target, 'get', 'key')", id="reactivity"),
    pytest.param(
        "a.ts",
        "import { customRef } from 'vue'\ncustomRef((track, trigger) => ({ get() { track(); return 1 }, set() { trigger() } }))",
        id="custom ref",
    ),
    pytest.param("a.ts", "document.createElement('track')", id="element called track"),
    pytest.param("a.html", "<video><track kind='captions' src='a.vtt'></video>\n", id="subtitles"),
    pytest.param("a.ts", "element.addEventListener('click', capture)", id="listener"),
    pytest.param("a.ts", "emitter.emit('A', { k: 1 })", id="emitter"),
    pytest.param("a.vue", "<script setup>\nconst emit = defineEmits(['done'])\nemit('done', { k: 1 })\n</script>\n", id="component event"),
    pytest.param("a.ts", "console.group('A')", id="console group"),
    pytest.param("a.ts", "console.log('A', { k: 1 })", id="console log"),
    pytest.param("a.ts", "import * as d3 from 'd3'\nd3.group(data, d => d.k)", id="group of data"),
    pytest.param("a.ts", "import page from 'page'\npage('/home', render)", id="router page"),
    pytest.param("a.ts", "const page = await browser.newPage()\nawait page.screenshot('a.png')", id="page of a browser"),
    pytest.param("a.ts", "screen.getByText('A')", id="screen of a test library"),
    pytest.param("a.ts", "if (window.screen.width > 1) form.reset()", id="screen and reset of the DOM"),
    pytest.param("a.ts", "const list = []\nlist.push({ event: 'A', k: 1 })", id="list of events"),
    pytest.param("a.ts", "history.push({ event: 'A' })", id="push of a history"),
    pytest.param("a.ts", "queue.push(['track', 'A'])", id="queue that is no SDK's"),
    pytest.param("a.ts", "navigator.serviceWorker.register('/sw.js')", id="service worker"),
    pytest.param("a.ts", "app.register(plugin, { prefix: '/a' })", id="plugin"),
    pytest.param("a.ts", "map.set('A', 1)\ncache.set('user', { k: 1 })", id="set"),
    pytest.param("a.ts", "element.setPointerCapture(1)", id="pointer capture"),
    pytest.param(
        "a.ts",
        "import Stripe from 'stripe'\nconst s = new Stripe('k')\ns.paymentIntents.capture('pi_1', { amount: 1 })",
        id="payment capture",
    ),
    pytest.param(
        "a.ts", "import * as Sentry from '@sentry/node'\nSentry.captureMessage('A')\nSentry.captureException(e)", id="error capture"
    ),
    pytest.param("a.ts", "import * as Sentry from '@sentry/node'\nSentry.setUser({ id: 1 })", id="user of an error tracker"),
    pytest.param("a.ts", "import { Client } from 'discord.js'\nclient.ws.identify('token', { k: 1 })", id="identify of a gateway"),
    pytest.param("a.ts", "node.identify(peer)", id="identify of a network"),
    pytest.param("a.ts", "import { signal } from '@angular/core'\nconst a = signal('A')", id="signal"),
    pytest.param("a.ts", "import knex from 'knex'\nknex('t').select('a').alias('b')", id="alias of a query"),
    pytest.param("a.ts", "const m = await import('x')", id="dynamic import"),
    pytest.param("a.ts", "wp.hooks.addAction('A', 'ns', f)", id="hook of a blog"),
    pytest.param("a.ts", "logger.info('A', { k: 1 })\nlog.event('A')", id="logger"),
    pytest.param("a.ts", "fetch('https://example.com/track', { body: JSON.stringify({ event: 'A' }) })", id="request to somebody else"),
    pytest.param("a.ts", "import { trackEvent } from './local'\nfetch('/api')", id="import that is not called"),
    pytest.param("a.py", "import re\nm = re.match('a', b)\nm.group(1)\nm.group('name')\n", id="python match group"),
    pytest.param("a.py", "import click\n@click.group()\ndef cli():\n    pass\n", id="command group"),
    pytest.param("a.py", "from django.core.paginator import Paginator\nPaginator(q, 10).page(2)\n", id="paginator page"),
    pytest.param("a.py", "import cv2\ncap = cv2.VideoCapture(0)\ncap.capture('a.png')\n", id="camera capture"),
    pytest.param("a.py", "import spotipy\nsp = spotipy.Spotify()\nsp.track('id')\n", id="music track"),
    pytest.param("a.py", "import mlflow\nmlflow.log_metric('A', 1)\nmlflow.set_tag('k', 'v')\n", id="experiment"),
    pytest.param("a.py", "df.select(col('a').alias('b'))\n", id="alias of a column"),
    pytest.param("a.py", "cache.set('A', {'k': 1})\n", id="python cache"),
    pytest.param("a.py", "import logging\nlogging.getLogger().log(10, 'A')\n", id="python logger"),
    pytest.param("a.py", "capsys.readouterr()\nscreen.page('A')\n", id="page of a screen"),
    pytest.param("a.py", "import subprocess\nsubprocess.run(['identify', 'a.png'])\n", id="identify on a command line"),
    pytest.param("a.py", "order.track('A')\n", id="parcel"),
    pytest.param("a.py", "recognizer.identify(image)\n", id="recogniser"),
    pytest.param("a.rb", "User.group(:plan).count\n", id="records in groups"),
    pytest.param("a.rb", "User.page(params[:page]).per(10)\n", id="records by page"),
    pytest.param("a.rb", "alias new old\nalias_method :a, :b\n", id="alias keyword"),
    pytest.param("a.rb", "page.has_content?('A')\n", id="page of a browser test"),
    pytest.param("a.rb", "content = capture do\n  'A'\nend\n", id="view capture"),
    pytest.param("a.rb", "User.import(rows)\n", id="bulk import"),
    pytest.param("a.php", "<?php\nRoute::group(['prefix' => 'a'], function () {});\n", id="group of routes"),
    pytest.param("a.php", "<?php\n$order->track('A');\n", id="php parcel"),
    pytest.param("a.php", "<?php\ndo_action('A', 1);\nadd_action('A', 'f');\n", id="blog action"),
    pytest.param("A.java", "class A { void f() { java.util.regex.Matcher m = p.matcher(s); m.group(1); } }\n", id="java matcher"),
    pytest.param("A.java", 'class A { void f() { log.info("A"); Log.d("T", "A"); } }\n', id="java logger"),
    pytest.param("A.java", "class A { void f() { android.media.AudioTrack t = x; t.track(1); } }\n", id="audio track of android"),
    pytest.param(
        "A.kt",
        'class A { fun f() { logEvent("play") }\n'
        ' private fun logEvent(action: String) { val i = runCatching { s.info }.getOrNull()\n LogBuffer.i(TAG, "Event $action $i") } }\n',
        id="log of events",
    ),
    pytest.param(
        "a.ts", "function logEvent(name, data) { console.log(format(name), data) }\nlogEvent('A', { k: 1 })", id="log of the console"
    ),
    pytest.param(
        "A.java", "class A { void f() { WorkManager.getInstance(c).enqueue(request); call.enqueue(callback); } }\n", id="work queue"
    ),
    pytest.param("A.java", "class A { void f() { verify(m).send(captor.capture()); } }\n", id="argument captor"),
    pytest.param("A.kt", 'fun f() { val g = Regex("a").find(s)!!.groups; match.group("a") }\n', id="kotlin regex"),
    pytest.param("A.kt", "fun f() { users.groupBy { it.plan } }\n", id="kotlin groupBy"),
    pytest.param("A.kt", "@Composable fun HomeScreen() { Screen(title) }\n", id="screen function"),
    pytest.param("A.kt", "fun f() { crashlytics.setUserId(id) }\n", id="user of a crash reporter"),
    pytest.param("A.swift", 'func f() { Group { Text("A") } }\n', id="view group"),
    pytest.param("A.swift", 'func f() { tableView.register(Cell.self, forCellReuseIdentifier: "A") }\n', id="table cell"),
    pytest.param("A.swift", "func f() { let t: AVAssetTrack = x; output.capturePhoto(with: s, delegate: d) }\n", id="photo capture"),
    pytest.param("A.swift", 'func f() { os_log("A") }\n', id="swift logger"),
    pytest.param("A.cs", "class A { void F() { var g = match.Groups[1]; rows.GroupBy(r => r.Plan); } }\n", id="csharp groups"),
    pytest.param("A.cs", "class A { IActionResult F() { return Page(); } }\n", id="razor page"),
    pytest.param(
        "A.cs",
        "class A { void F() { context.ChangeTracker.TrackGraph(x, e => e); BackgroundJob.Enqueue(() => G()); } }\n",
        id="entity tracker",
    ),
    pytest.param("a.go", 'package a\nfunc f() { r := gin.Default(); r.Group("/a"); client.Enqueue(task) }\n', id="go groups and queues"),
    pytest.param("a.go", 'package a\nfunc f() { log.Printf("A"); signal.Notify(c) }\n', id="go logger"),
    pytest.param("a.dart", "void f() { player.track('A'); }\n", id="dart player"),
    pytest.param("a.rs", 'fn f() { tracing::event!(Level::INFO, "A"); it.group(1); }\n', id="rust tracing"),
    pytest.param("a.ex", "defmodule A do\n  def f(s), do: Presence.track(s, s.id, %{k: 1})\nend\n", id="presence"),
    # --- what is no code, and code that sends nothing ---
    pytest.param("a.ts", POSTHOG + "// posthog.capture('A')", id="comment"),
    pytest.param("a.ts", POSTHOG + "const s = \"posthog.capture('A')\"", id="text"),
    pytest.param("a.ts", POSTHOG + "const f = posthog.capture", id="method that is not called"),
    pytest.param("a.ts", POSTHOG + "posthog.init('key', { api_host: 'h' })", id="set-up"),
    pytest.param("a.ts", POSTHOG + "posthog.isFeatureEnabled('A')", id="feature flag"),
    pytest.param("a.ts", POSTHOG + "export function track(n, p) { posthog.capture(n, p) }", id="wrapper that nothing calls"),
    pytest.param("a.ts", "class Recorder { capture(n) { this.frames.push(n) } }\nnew Recorder().capture('A')", id="class of the project"),
    pytest.param("a.ts", "const posthog = { capture: n => console.log(n) }\nposthog.capture('A')", id="object called like an SDK"),
    pytest.param("a.ts", "function gtag(name, x) { return name + x }\ngtag('event', 'A')", id="function called like an SDK"),
    pytest.param("a.ts", "function f(posthog) { posthog.flush('A') }", id="method that no SDK has"),
    pytest.param("a.ts", "dataLayer.push({ 'gtm.start': new Date().getTime() })", id="data layer without an event"),
    pytest.param("a.js", "gtag('config', 'G-1', { k: 1 })", id="gtag that configures"),
    pytest.param("a.test.ts", POSTHOG + "posthog.capture('A')", id="test"),
    pytest.param("a.txt", "posthog.capture('A')", id="no source"),
]


# Where the place to name is a matter of taste: the event must be known somewhere.
MENTIONED = [
    pytest.param(
        {
            "a.py": MIXPANEL
            + "class Base:\n    event = None\n    def fire(self):\n        mp.track('u', self.event)\nclass S(Base):\n    event = 'A'\n"
            "S().fire()\n"
        },
        id="name that a python subclass gives",
        marks=defect("a member that is None in the base class hides what subclasses give it; the call is dropped without a word"),
    ),
    pytest.param(
        {
            "a.ts": POSTHOG
            + "abstract class Base {\n  abstract n: string\n  fire() { posthog.capture(this.n) }\n}\nclass S extends Base { n = 'A' }\n"
            "new S().fire()"
        },
        id="name that a subclass gives",
        marks=defect("a member that only subclasses set is not looked for in them"),
    ),
    pytest.param(
        {
            "a.tsx": POSTHOG + "const Ctx = createContext(null)\nexport const P = () => {\n  const notify = n => posthog.capture(n)\n"
            "  return <Ctx.Provider value={{ notify }} />\n}\nexport const useIt = () => useContext(Ctx)",
            "b.tsx": "import { useIt } from './a'\nfunction C() {\n  const { notify } = useIt()\n  notify('A')\n}",
        },
        id="wrapper that a context hands down",
    ),
    pytest.param(
        {"a.ts": POSTHOG + "Object.entries({ A: 1 }).forEach(([n, v]) => posthog.capture(n, { v }))"},
        id="entries of an object",
        marks=defect("a pair that a callback's parameter takes apart is not followed, and the reason names the parameter `{0}[]`"),
    ),
    pytest.param(
        {"a.py": MIXPANEL + "class E(Enum):\n    X = 'A'\nfor e in E:\n    mp.track('u', e.value)\n"},
        id="members of an enum in a loop",
        marks=defect("a loop over an enum does not yield its members"),
    ),
    pytest.param({"a.ts": POSTHOG + "['A', 'B'].map(n => posthog.capture(n))"}, id="items of a list"),
    pytest.param(
        {"a.ts": POSTHOG + "class T {\n  static one = new T()\n  notify(n) { posthog.capture(n) }\n}\nT.one.notify('A')"}, id="singleton"
    ),
]


@pytest.mark.parametrize("files", MENTIONED)
def test_mentioned(files: Mapping[str, str]) -> None:
    assert [name for call in scan_files(files).calls for name in call.event.names][:1] == ["A"]


@pytest.mark.parametrize(("path", "text"), SILENT)
def test_silent(path: str, text: str) -> None:
    assert calls_in({path: text}) == []


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"a.ts": POSTHOG + "export function track(n, p) { posthog.capture(n, p) }\ntrack('A')"},
            ["a.ts:2 track(name=n, properties=p) -> capture, 1 call"],
            id="wrapper",
        ),
        pytest.param(
            {"a.ts": POSTHOG + "class T {\n  one(n) { posthog.capture(n) }\n  two(n) { this.one(n) }\n}\nnew T().two('A')"},
            ["a.ts:3 T.one(name=n) -> capture, 1 call", "a.ts:4 T.two(name=n) -> T.one, 1 call"],
            id="wrapper of a wrapper",
        ),
        pytest.param(
            {"a.ts": POSTHOG + "const track = n => posthog.capture(n)"}, ["a.ts:2 track(name=n) -> capture, 0 calls"], id="not called"
        ),
        pytest.param({"a.ts": POSTHOG + "posthog.capture('A')"}, [], id="none"),
    ],
)
def test_listed_wrappers(files: Mapping[str, str], expected: list[str]) -> None:
    found = scan_files(files).wrappers
    assert [
        f"{each.path}:{each.line} {each.name}({each.signature}) -> {each.forwards_to}, {each.calls} call{'' if each.calls == 1 else 's'}"
        for each in found
    ] == expected


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("a.ts", POSTHOG + "posthog.capture('A') // tracklint: ignore[TL101] old", [(2, ("TL101",), "old")], id="behind code"),
        pytest.param(
            "a.ts", POSTHOG + "// tracklint: ignore[TL101, TL304]\nposthog.capture('A')", [(3, ("TL101", "TL304"), "")], id="line above"
        ),
        pytest.param("a.py", MIXPANEL + "mp.track('u', 'A')  # tracklint: ignore why\n", [(3, (), "why")], id="all codes"),
        pytest.param(
            "a.html",
            "<!-- tracklint: ignore[TL101] old -->\n<button onclick=\"gtag('event', 'A')\">x</button>\n",
            [(2, ("TL101",), "old")],
            id="html",
        ),
        pytest.param("a.ts", POSTHOG + "const s = 'tracklint: ignore'\nposthog.capture('A')", [], id="in a text"),
        pytest.param("a.ts", POSTHOG + "// tracklint is good\nposthog.capture('A')", [], id="another comment"),
    ],
)
def test_suppressions(path: str, text: str, expected: list[tuple[int, tuple[str, ...], str]]) -> None:
    result = scan_files({path: text})
    assert [(each.line, each.codes, each.reason) for each in result.suppressions] == expected
    assert len(result.calls) == 1


def test_several_vendors_of_one_call_are_told() -> None:
    (call,) = scan_files({"a.ts": POSTHOG + "const track = n => { posthog.capture(n); gtag('event', n) }\ntrack('A')"}).calls
    assert call.evidence.partition("; ")[2].startswith("also sent to ")


def test_only_limits_what_is_reported_not_what_is_read() -> None:
    files = {
        "a.ts": POSTHOG + "export const N = 'A'\nposthog.capture('B')",
        "b.ts": POSTHOG + "import { N } from './a'\nposthog.capture(N)",
    }
    source = MemorySource({path: text.encode() for path, text in files.items()})
    found = scan_project(source, shipped_packs(), only=("b.ts",)).calls
    assert [show_call(call) for call in found] == ['b.ts:3 track "A" [] direct high']


def test_a_call_leads_through_its_wrappers_outermost_first() -> None:
    files = {"a.ts": POSTHOG + "const one = n => posthog.capture(n)\nconst two = n => one(n)\nfunction go() { two('A') }"}
    (call,) = scan_files(files).calls
    assert [(via.name, via.line) for via in call.via] == [("two", 3), ("one", 2)]
    assert (call.function, call.callee, call.sdk) == ("go", "two", "posthog")


def test_a_name_leads_to_where_it_is_written() -> None:
    files = {"a.ts": POSTHOG + "import { N } from './n'\nposthog.capture(N)", "n.ts": "\nexport const N = 'A'"}
    (call,) = scan_files(files).calls
    assert [(place.path, place.line) for place in call.event.origin] == [("a.ts", 2), ("n.ts", 2)]
    assert (call.event.kind, call.event.text) == ("constant", "N")


def test_tests_count_when_they_are_asked_for() -> None:
    source = MemorySource({"a.test.ts": (POSTHOG + "posthog.capture('A')").encode()})
    assert len(scan_project(source, shipped_packs(), include_tests=True).calls) == 1


def test_a_file_that_cannot_be_read_is_told() -> None:
    result = scan_files({"a.ts": POSTHOG + "posthog.capture('A')\nfunction (", "b.ts": "\0\0posthog"})
    assert [skipped.path for skipped in result.coverage.skipped] == ["b.ts"]
    assert [error.path for error in result.coverage.parse_errors] == ["a.ts"]
    assert [show_call(call) for call in result.calls] == ['a.ts:2 track "A" [] direct high']


@pytest.mark.parametrize(("files", "expected"), DIRECT)
def test_direct(files: Mapping[str, str], expected: list[str]) -> None:
    assert calls_in(files) == expected


@pytest.mark.parametrize(("files", "expected"), [*WRAPPERS, *OVERLOADS])
def test_wrappers(files: Mapping[str, str], expected: list[str]) -> None:
    assert calls_in(files) == expected


@pytest.mark.parametrize(("source", "expected"), COPIES)
def test_blocks_that_fill_and_copy(source: str, expected: list[str]) -> None:
    assert calls_in({"a.kt": source}) == expected


@pytest.mark.parametrize(("files", "expected"), [*INTERFACES, *SPANS, *CIRCLES])
def test_interfaces_objects_and_circles(files: Mapping[str, str], expected: list[str]) -> None:
    assert calls_in(files) == expected


@pytest.mark.parametrize(("call", "expected"), SWIFT_OVERLOADS)
def test_swift_overloads(call: str, expected: str) -> None:
    files = {"Analytics.swift": SWIFT_TRACKER, "Use.swift": f"class View {{\n  func show() {{\n    {call}\n  }}\n}}\n"}
    assert calls_in(files) == [f"Use.swift:3 track {expected} wrapper high"]


@pytest.mark.parametrize(("files", "lines"), NOT_SENDERS)
def test_what_makes_a_sender(files: Mapping[str, str], lines: list[int]) -> None:
    assert [call.location.line for call in scan_files(files).calls] == lines


@pytest.mark.parametrize(("call", "expected"), SWIFT_NAMES)
def test_swift_names(call: str, expected: str) -> None:
    files = {
        "Analytics.swift": SWIFT_ADAPTERS,
        "Event.swift": "enum Event: String {\n  case welcomeShown\n  case folderSaved\n}\n",
        "Use.swift": f"class View {{\n  func show() {{\n    {call}\n  }}\n}}\n",
    }
    assert calls_in(files) == [f"Use.swift:3 track {expected} wrapper high"]


@pytest.mark.parametrize(("files", "expected"), CONTEXTS)
def test_contexts(files: Mapping[str, str], expected: list[str]) -> None:
    assert calls_in(files) == expected


@pytest.mark.parametrize(("files", "expected"), EVENT_METHODS)
def test_event_methods(files: Mapping[str, str], expected: list[str]) -> None:
    assert calls_in(files) == expected


@pytest.mark.parametrize(("files", "expected"), [*GENERIC, *REQUESTS, *QUEUES])
def test_without_an_import(files: Mapping[str, str], expected: list[str]) -> None:
    assert calls_in(files) == expected


@pytest.mark.parametrize(("files", "expected"), [*DYNAMIC, *SEVERAL])
def test_dynamic_and_several(files: Mapping[str, str], expected: list[str]) -> None:
    assert calls_in(files) == expected


def test_a_byte_order_mark_moves_no_text() -> None:
    source = MemorySource({"A.cs": ("\ufeff" + CS_CLIENT + 'class A { void F() { Analytics.Client.Track("u", "A"); } }\n').encode()})
    assert [call.callee for call in scan_project(source, shipped_packs()).calls] == ["Analytics.Client.Track"]
