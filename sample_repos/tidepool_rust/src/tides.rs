//! The water itself. `Track` is the way of a buoy.

pub struct Track {
    pub name: String,
    pub points: Vec<(f64, f64)>,
}

pub enum Tide {
    Low,
    High,
}

impl Tide {
    pub fn at(level_cm: f64) -> Option<Self> {
        match level_cm {
            level if level < 0.0 => None,
            level if level < 120.0 => Some(Self::Low),
            _ => Some(Self::High),
        }
    }

    pub fn label(&self) -> &'static str {
        match self {
            Tide::Low => "low",
            Tide::High => "high",
        }
    }
}
