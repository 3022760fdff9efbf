//! The conversation engine, without clock, database or network: events in, [`Changes`] out.

pub mod chain;
pub mod changes;
pub mod inbox;
pub mod outbox;
pub mod payload;
pub mod receipts;
pub mod retention;

pub use changes::Changes;
