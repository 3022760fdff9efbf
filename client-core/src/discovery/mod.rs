//! Phone numbers and contact discovery (protocol §11).

mod hash;
mod normalise;
mod plan;

pub use hash::discovery_hash;
pub use normalise::{Region, normalise};
