use std::fmt;

pub mod names {
    pub const READING_CREATED: &str = "Reading Created";
    pub const READING_REJECTED: &str = "Reading Rejected";
    pub const STATION_OPENED: &str = "Station Opened";
}

pub mod keys {
    pub const STATION: &str = "station";
}

#[derive(Clone, Copy, Debug)]
pub enum AlertEvent {
    Subscribed,
    Raised,
    Muted,
}

impl fmt::Display for AlertEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AlertEvent::Subscribed => f.write_str("Alert Subscribed"),
            AlertEvent::Raised => f.write_str("Alert Raised"),
            AlertEvent::Muted => write!(f, "Alert Muted"),
        }
    }
}
