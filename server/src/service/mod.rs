//! The relay's rules. No sockets, no SQL: a service is given checked values, asks the store, and
//! answers with values or a [`ServiceError`].

pub mod account;
pub mod archive;
pub mod authentication;
pub mod discovery;
pub mod mailbox;
pub mod nonce;
pub mod prekey;
pub mod readiness;
pub mod registration;

use crate::limits::Wait;
use crate::outbound::SmsError;
use consilium_proto::convert::ProtoError;
use consilium_statement::RecordError;
use consilium_store::StoreError;
use consilium_types::LogSafe;

/// Why a request is not done, by whose fault it is.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// No token, or one that ended: log in.
    #[error("log in: the token is missing or has ended")]
    Unauthenticated,
    /// A login that does not hold. One text for every cause, so that nothing is learned from it.
    #[error("the login is not accepted: ask for a new challenge and sign it with the device's key")]
    LoginRefused,
    /// The code or ticket of a registration is wrong or too old. One text for every cause.
    #[error("the code is wrong or has expired: ask for a new one")]
    CodeRefused,
    /// The token does not allow this.
    #[error("this token does not allow it: log in with the device key")]
    Scope,
    /// The device is locked.
    #[error("this device is locked by an order of its organisation")]
    Locked,
    /// A request that no client should make.
    #[error("the request is not acceptable: {0}")]
    Invalid(#[from] ProtoError),
    /// A record that does not hold.
    #[error("the record is not acceptable: {0}")]
    Record(#[from] RecordError),
    /// A record of somebody else.
    #[error("the record belongs to another account or device")]
    Foreign,
    /// Too often, too much.
    #[error("too many requests: retry in {ms} ms", ms = .0.ms)]
    Later(Wait),
    /// What the request builds on is not so.
    #[error("{0}")]
    Precondition(&'static str),
    /// A key that another account or device has (L09).
    #[error("a key in the record is already in use: make new keys")]
    DuplicateKey,
    /// The relay is shutting down.
    #[error("the relay is shutting down: reconnect in a moment")]
    Draining,
    /// The provider of text messages failed.
    #[error("{0}")]
    Sms(#[from] SmsError),
    /// The store failed.
    #[error("{0}")]
    Store(#[from] StoreError),
}

impl LogSafe for ServiceError {}

impl From<Wait> for ServiceError {
    fn from(wait: Wait) -> Self {
        Self::Later(wait)
    }
}
