mod analytics;
mod routes;
mod tides;

use std::sync::Arc;

use analytics::Tracker;
use axum::{routing::post, Router};

#[tokio::main]
async fn main() {
    tracing_subscriber::fmt::init();
    let key = std::env::var("POSTHOG_KEY").unwrap_or_default();
    let tracker = Arc::new(Tracker::new(&key));
    let app = Router::new()
        .route("/readings", post(routes::readings::create))
        .route("/stations/:id/alerts", post(routes::alerts::subscribe))
        .with_state(tracker);
    let listener = tokio::net::TcpListener::bind("0.0.0.0:3000").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
