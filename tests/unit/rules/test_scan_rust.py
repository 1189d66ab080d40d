"""Small Rust programs through the whole scan: which calls are found, and what they send."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.unit.rules.calls import calls_in

SENDER = """\
use posthog_rs::{Client, Event};
pub fn sent(client: &Client, name: &str, extra: Value) {
    let mut event = Event::new(name, "user");
    if let Some(fields) = extra.as_object() {
        for (key, value) in fields {
            event.insert_prop(key.clone(), value.clone()).ok();
        }
    }
    client.capture(event);
}
"""
PAYLOAD = """\
pub struct Payload { pub event: String, pub props: HashMap<String, Value> }
pub struct PayloadBuilder { event: Option<String>, props: HashMap<String, Value> }
impl Payload {
    pub fn builder(event: impl Into<String>) -> PayloadBuilder {
        PayloadBuilder { event: Some(event.into()), props: HashMap::new() }
    }
}
impl PayloadBuilder {
    pub fn with(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.props.insert(key.into(), value.into());
        self
    }
    pub fn build(self) -> Payload {
        Payload { event: self.event.unwrap(), props: self.props }
    }
}
fn f() {
    let payload = Payload::builder("A").with("k", 1).build();
    sent(c, &payload.event, payload.props);
}
"""
POST = """\
const HOST: &str = "https://eu.i.posthog.com";
pub async fn sent(name: &str, properties: Value) {
    let mut all = properties;
    if let Some(fields) = all.as_object_mut() {
        fields.insert("release".to_string(), json!(1));
    }
    let body = json!({"event": name, "properties": all});
    client.post(format!("{}/capture/", HOST)).json(&body).send().await;
}
"""
SENT = 'sent(c, "A", json!({}))'
BUS = "pub fn send_event(name: &str, data: Value) { BUS.send(Event { name, data }); }\n"
DISPLAY = """\
enum E { Opened }
impl fmt::Display for E {
    fn fmt(&self, f: &mut F) -> R {
        match self { E::Opened => write!(f, "Opened") }
    }
}
"""
CARGO = '[package]\nname = "shop-analytics"\nversion = "1.0.0"\n'

FOUND = [
    pytest.param(
        {"src/a.rs": SENDER, "src/main.rs": 'mod a;\nfn f() { a::sent(c, "A", json!({"k": 1})); }\n'},
        ['src/main.rs:2 track "A" [k] wrapper high'],
        id="module of the crate",
    ),
    pytest.param(
        {"Cargo.toml": "[package]\nname = 'x'\n", "src/a.rs": SENDER, "src/b/c.rs": 'fn f() { crate::a::sent(c, "A", json!({})); }\n'},
        ['src/b/c.rs:1 track "A" [] wrapper high'],
        id="path from the root of the crate",
    ),
    pytest.param(
        {"src/a.rs": SENDER, "src/b.rs": 'use super::a::sent;\nfn f() { sent(c, "A", json!({})); }\n'},
        ['src/b.rs:2 track "A" [] wrapper high'],
        id="path from the module above",
    ),
    pytest.param(
        {
            "libs/analytics/Cargo.toml": CARGO,
            "libs/analytics/src/lib.rs": "pub mod client;\n",
            "libs/analytics/src/client.rs": SENDER,
            "app/Cargo.toml": '[package]\nname = "app"\n',
            "app/src/main.rs": 'use shop_analytics::client;\nfn f() { client::sent(c, "A", json!({})); }\n',
        },
        ['app/src/main.rs:2 track "A" [] wrapper high'],
        id="module of another crate",
    ),
    pytest.param(
        {
            "libs/analytics/Cargo.toml": '[package]\nname = "analytics"\n',
            "libs/analytics/src/lib.rs": SENDER,
            "app/Cargo.toml": '[dependencies]\nshop-events = { path = "../libs/analytics", package = "analytics" }\n',
            "app/src/main.rs": 'use shop_events::sent;\nfn f() { sent(c, "A", json!({})); }\n',
        },
        ['app/src/main.rs:2 track "A" [] wrapper high'],
        id="crate that a dependency renames",
    ),
    pytest.param(
        {"src/a.rs": SENDER, "src/p.rs": PAYLOAD},
        ['src/p.rs:19 track "A" [k] wrapper high'],
        id="builder of the program",
    ),
    pytest.param(
        {"src/a.rs": POST + 'fn f() { sent("A", json!({"k": 1})); }\n'},
        ['src/a.rs:10 track "A" [k, +release] wrapper high'],
        id="request whose body comes later in the chain",
    ),
    pytest.param(
        {"src/a.rs": SENDER + DISPLAY + 'fn f() { sent(c, &format!("App {}", E::Opened), json!({})); }\n'},
        ['src/a.rs:17 track "App Opened" [] wrapper high'],
        id="what Display writes",
    ),
    pytest.param(
        {"src/a.rs": 'use posthog_rs::Event;\nfn f() { let mut e = Event::new("$identify", "u"); e.insert_prop("$set", x); }\n'},
        ['src/a.rs:2 identify "$identify" [$set] direct high'],
        id="event that identifies",
    ),
    pytest.param(
        {
            "src/a.rs": "use posthog_rs::Event;\npub struct Tracker {}\n"
            "impl Tracker { pub fn sent(&self, name: &str) { Event::new(name, 1); } }\n",
            "src/b.rs": 'fn f(app: &App) { app.state::<crate::a::Tracker>().inner().sent("A"); }\n',
        },
        ['src/b.rs:1 track "A" [] wrapper high'],
        id="handed out by type",
    ),
    pytest.param(
        {"src/a.rs": 'fn f() { telemetry::event!("Opened", source = "menu"); }\n'},
        ['src/a.rs:1 track "Opened" [source] direct medium'],
        id="macro of a module for telemetry",
    ),
]  # fmt: skip

SILENT = [
    pytest.param({"src/a.rs": SENDER, "src/main.rs": f"mod b;\nfn f() {{ b::{SENT}; }}\n", "src/b.rs": ""}, id="another module"),
    pytest.param({"src/a.rs": SENDER, "src/main.rs": f"use other_crate::a::sent;\nfn f() {{ {SENT}; }}\n"}, id="another crate"),
    pytest.param(
        {"src/a.rs": SENDER + f"#[cfg(test)]\nmod tests {{\n    #[test]\n    fn f() {{ super::{SENT}; }}\n}}\n"}, id="module of tests"
    ),
    pytest.param(
        {"src/bus.rs": BUS + 'fn f() { send_event("a", json!({"k": 1})); }\n'},
        id="bus of the program",
    ),
    pytest.param({"src/a.rs": 'fn f() { tracing::event!(Level::INFO, "Opened"); }\n'}, id="macro of a log"),
    pytest.param({"src/a.rs": 'fn f() { client.post("https://a.example/capture/").json(&json!({"event": "A"})); }\n'}, id="another host"),
    pytest.param({"src/a.rs": 'fn f() { let mut e = Event::new("a"); e.insert("k", 1); }\n'}, id="event of no SDK"),
    pytest.param({"src/a.rs": 'fn f() { track!("Opened", source = "menu"); }\n'}, id="macro of no module"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), FOUND)
def test_found(files: Mapping[str, str], expected: list[str]) -> None:
    assert calls_in(files) == expected


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: Mapping[str, str]) -> None:
    assert calls_in(files) == []
