//! What every part of Consilium agrees on: ids, times, phone numbers, limits, and what may be
//! logged. No I/O except the system clock in [`time`].
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::cast_possible_truncation,
        clippy::disallowed_methods,
        reason = "tests"
    )
)]

pub mod entropy;
pub mod ids;
pub mod limits;
pub mod phone;
pub mod redact;
pub mod time;

pub use entropy::{Entropy, SeededEntropy};
pub use ids::{
    AccountId, ArchiveId, ConversationId, DeviceId, EnvelopeId, MessageHash, PrekeyHash, PrekeyId,
    RecordId, StatementHash,
};
pub use phone::{DiscoveryHash, DiscoveryScheme, PhoneNumber};
pub use redact::{LogSafe, Redacted};
pub use time::{BootTime, Clock, ManualClock, SystemClock, Timestamp};
