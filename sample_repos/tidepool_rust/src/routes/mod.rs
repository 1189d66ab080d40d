pub mod alerts;
pub mod readings;
