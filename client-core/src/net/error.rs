//! Why the relay did not give what was asked.

use consilium_types::LogSafe;

/// An answer that did not come, or was a refusal. The texts say what happened, what is safe and
/// what to do; none repeats a word of the relay's, whose texts are untrusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NetError {
    /// No connection, or no answer in time. Retry with [`super::Backoff`].
    #[error(
        "The relay cannot be reached. What you wrote waits here. It is sent when the relay answers again."
    )]
    Offline,
    /// No certificate above the relay's own is a pinned one. Nothing was sent.
    #[error(
        "The relay's certificate is not the pinned one. Nothing was sent. Try another network, or tell your admin: code TLS-PIN."
    )]
    Pin,
    /// The pinned issuer's certificate chain has another fault. Nothing was sent.
    #[error(
        "The relay's certificate is not acceptable: {0}. Nothing was sent. Tell your admin: code TLS-CERT."
    )]
    Certificate(CertificateFault),
    /// The token is missing or has ended: log in anew.
    #[error("The relay ended this login. Nothing is lost. The app logs in again by itself.")]
    Unauthenticated,
    /// The relay will not do this, and would not if asked again.
    #[error("The relay refused: {0}.")]
    Refused(Refusal),
    /// Over a limit, or the relay is busy: ask again after this many milliseconds.
    #[error(
        "The relay asks to wait before trying again. Nothing is lost. The app tries again by itself."
    )]
    Later {
        /// Milliseconds to wait, at most a day.
        retry_after_ms: u64,
    },
    /// The clocks of device and relay are too far apart for what was asked.
    #[error(
        "This device's clock and the relay's differ too much. Nothing was sent. Set the clock of this device, then try again."
    )]
    Clock,
    /// The relay's answer is not what the protocol says.
    #[error(
        "The relay's answer could not be understood. Nothing was changed here. Update the app, or tell your admin: code PROTOCOL."
    )]
    Protocol,
}

/// What is wrong with a chain that does lead to a pinned issuer, or cannot be read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CertificateFault {
    /// Past its end by this device's clock.
    #[error("it has expired by this device's clock")]
    Expired,
    /// Before its start by this device's clock.
    #[error("it is not valid yet by this device's clock")]
    NotYetValid,
    /// It names another relay.
    #[error("it belongs to another name")]
    Name,
    /// Anything else: encoding, signature, constraints.
    #[error("it cannot be verified")]
    Invalid,
}

/// Why a relay refuses for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// What was sent is not acceptable to it (a code, a record, a number).
    #[error("it does not accept what was sent")]
    Input,
    /// The token does not allow this, or the device is locked.
    #[error("this device may not do that")]
    Denied,
    /// Right in itself, but not now or not in this order (not the next statement, an expired code).
    #[error("that does not fit what it holds now")]
    State,
    /// It exists already (a duplicate key).
    #[error("that exists already")]
    Exists,
    /// It is not there.
    #[error("it has no such thing")]
    Missing,
    /// The relay does not know the call: it is older than the app.
    #[error("it does not know this request; the relay is older than the app")]
    Unsupported,
}

impl NetError {
    /// A short stable code, for diagnostics and support.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Offline => "OFFLINE",
            Self::Pin => "TLS-PIN",
            Self::Certificate(_) => "TLS-CERT",
            Self::Unauthenticated => "SIGNED-OUT",
            Self::Refused(refusal) => refusal.code(),
            Self::Later { .. } => "LATER",
            Self::Clock => "CLOCK",
            Self::Protocol => "PROTOCOL",
        }
    }

    /// Whether the same request can succeed later without anybody doing anything.
    pub const fn is_retryable(&self) -> bool {
        matches!(
            self,
            Self::Offline | Self::Later { .. } | Self::Unauthenticated
        )
    }
}

impl Refusal {
    /// A short stable code, for diagnostics and support.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Input => "REFUSED-INPUT",
            Self::Denied => "REFUSED-DENIED",
            Self::State => "REFUSED-STATE",
            Self::Exists => "REFUSED-EXISTS",
            Self::Missing => "REFUSED-MISSING",
            Self::Unsupported => "REFUSED-UNSUPPORTED",
        }
    }
}

impl LogSafe for NetError {}
impl LogSafe for CertificateFault {}
impl LogSafe for Refusal {}
