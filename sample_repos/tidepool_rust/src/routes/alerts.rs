use std::sync::Arc;

use axum::extract::{Path, State};
use serde_json::json;

use crate::analytics::{AlertEvent, Tracker};

pub async fn subscribe(State(tracker): State<Arc<Tracker>>, Path(station): Path<String>) -> String {
    // event: "Alert Subscribed" [station, channel, service] (wrapper)
    tracker.track("anonymous", &AlertEvent::Subscribed.to_string(), json!({ "station": station, "channel": "push" }));

    let copy = Arc::clone(&tracker);
    tokio::spawn(async move {
        // event: "Alert Raised" [station, service] (wrapper)
        copy.track("anonymous", &AlertEvent::Raised.to_string(), json!({ "station": station }));
        // event: "Alert Sent" [service] (wrapper) finding: TL101
        copy.track("anonymous", "Alert Sent", json!({}));
    });

    for level in ["low", "high"] {
        // event: "Level low" | "Level high" [level, service] (wrapper) finding: TL101
        tracker.track("anonymous", &format!("Level {level}"), json!({ "level": level }));
    }
    let quiet = AlertEvent::Muted;
    // event: "Alert Muted" [hours, service] (wrapper)
    tracker.track("anonymous", &format!("{quiet}"), json!({ "hours": 8 }));
    "subscribed".to_owned()
}
