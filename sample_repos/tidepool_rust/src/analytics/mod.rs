//! Product events. Handlers get a `Tracker` as state.

mod events;

pub use events::{names, AlertEvent};

use posthog_rs::{Client, Event};
use serde_json::Value;

pub struct Tracker {
    client: Client,
}

impl Tracker {
    pub fn new(key: &str) -> Self {
        Self { client: posthog_rs::client(key) }
    }

    /// Sends an event with what all events have. A lost event is not worth an error.
    pub fn track(&self, user_id: &str, name: &str, properties: Value) {
        // ok
        let mut event = Event::new(name, user_id);
        if let Some(fields) = properties.as_object() {
            for (key, value) in fields {
                let _ = event.insert_prop(key.clone(), value.clone());
            }
        }
        let _ = event.insert_prop("service", "tidepool");
        if let Err(error) = self.client.capture(event) {
            // ok
            tracing::warn!(%error, "event lost: {name}");
        }
    }

    pub fn station_opened(&self, user_id: &str, station: &str, depth: f64) {
        // event: "Station Opened" [station, depth_m, service]
        self.track(user_id, names::STATION_OPENED, serde_json::json!({ "station": station, "depth_m": depth }));
    }
}

/// What a script without a person sends.
pub fn report_import(client: &Client, rows: usize) {
    // event: "Readings Imported" [rows]
    let mut event = Event::new_anon("Readings Imported");
    event.insert_prop("rows", rows).ok();
    client.capture(event).ok();
}
