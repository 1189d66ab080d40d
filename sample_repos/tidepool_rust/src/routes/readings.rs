use std::sync::Arc;

use axum::{extract::State, http::StatusCode, Json};
use serde::Deserialize;
use serde_json::json;

use crate::analytics::{names, Tracker};
use crate::tides::{Tide, Track};

#[derive(Deserialize)]
pub struct Reading {
    user_id: String,
    station: String,
    level_cm: f64,
    note: Option<String>,
}

pub async fn create(State(tracker): State<Arc<Tracker>>, Json(reading): Json<Reading>) -> StatusCode {
    let Some(tide) = Tide::at(reading.level_cm) else {
        // event: "Reading Rejected" [station, reason, service] (wrapper)
        tracker.track(&reading.user_id, names::READING_REJECTED, json!({ "station": reading.station, "reason": "level" }));
        return StatusCode::UNPROCESSABLE_ENTITY;
    };
    let mut properties = json!({ "station": reading.station, "tide": tide.label() });
    if let Some(note) = &reading.note {
        properties["note_length"] = json!(note.len());
    }
    // event: "Reading Created" [station, tide, note_length, service] (wrapper)
    tracker.track(&reading.user_id, names::READING_CREATED, properties);
    // event: "Station Opened" [station, depth_m, service] (event-method)
    tracker.station_opened(&reading.user_id, &reading.station, reading.level_cm / 100.0);

    // ok
    let track = Track { name: "Reading Created".into(), points: vec![(0.0, reading.level_cm)] };
    // ok
    tracing::info!(points = track.points.len(), "Reading Created");
    StatusCode::CREATED
}
