//! The relay client: what a device asks of its relay, over TLS with pinned issuers.
//!
//! Start at [`Relay`], the neutral interface, and [`RelayClient`], which speaks it over gRPC and a
//! WebSocket. Whatever a relay answers is bounded and parsed here; whether it is *true* is for the
//! callers, who check signatures and never take the relay's word.

pub mod answer;
mod client;
mod error;
mod frame;
mod grpc;
mod pin;
mod realtime;
mod reconnect;
mod relay;
mod relay_file;
mod status;
mod tcp;
#[cfg(test)]
mod testing;
mod tls;
mod ws;

pub use client::RelayClient;
pub use error::{CertificateFault, NetError, Refusal};
pub use frame::event as read_frame;
pub use realtime::{
    Closed, Command, OutgoingEnvelope, RealtimeEvent, RealtimePeer, RealtimeReceiver,
    RealtimeSender, SendBatch, SendOutcome, realtime_pair,
};
pub use reconnect::Backoff;
pub use relay::{
    ArchivePage, ArchiveRecord, Attempt, Checked, Cursor, Fetched, Login, LoginSigner, Match,
    OwnAccount, Registered, Relay, StoredEnvelope, Ticket, Token,
};
pub use relay_file::{RelayFile, RelayFileError};
