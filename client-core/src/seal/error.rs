//! Why something cannot be sealed, and why something received is not shown.

use consilium_sodium::SodiumError;
use consilium_types::LogSafe;

/// A content or envelope that cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The payload is larger than a content holds; send a long text as media.
    #[error("{count} bytes are too much for one message, {limit} fit: shorten it")]
    PayloadTooLong {
        /// Bytes of the payload.
        count: usize,
        /// Bytes that fit.
        limit: usize,
    },
    /// The signing key is not that of the device the header names.
    #[error("the content names another device than the one that signs it")]
    WrongDevice,
    /// Counters begin at 1, and only the first content has no predecessor.
    #[error("the content's counter and its predecessor do not fit")]
    Chain,
    /// Stored bytes that are no signed content.
    #[error("a stored message is damaged: {0}")]
    Damaged(RejectReason),
    /// The recipient's keys cannot be sealed to, or there is no memory.
    #[error(transparent)]
    Sodium(#[from] SodiumError),
}

impl LogSafe for SealError {}

macro_rules! reasons {
    ($($(#[$doc:meta])+ $variant:ident = $code:literal;)+) => {
        /// Why something received is not shown. It is quarantined, acknowledged like any other and
        /// counted by [`RejectReason::code`] on this device only: the relay sees one behaviour.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum RejectReason {
            $($(#[$doc])+ $variant,)+
        }

        impl RejectReason {
            /// Every reason, in the order of the checks.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable name that counters and the database use.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// The reason of that name.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|reason| reason.code() == code)
            }
        }
    };
}

reasons! {
    /// No size that envelopes have.
    Size = "size";
    /// An envelope version that this device does not open.
    Version = "version";
    /// Sealed to no prekey that this device has, or no longer has.
    UnknownPrekey = "unknown_prekey";
    /// The sealed box does not open.
    Box = "box";
    /// The X-Wing ciphertext is malformed.
    Kem = "kem";
    /// The inner ciphertext is not the prekey's, or was changed.
    Aead = "aead";
    /// The padding is malformed.
    Padding = "padding";
    /// A content version that this device does not know.
    ContentVersion = "content_version";
    /// The content's length, counter or predecessor does not fit its layout.
    Layout = "layout";
    /// A content of this very device, handed back.
    Reflected = "reflected";
    /// The statement it brings contradicts the one known.
    StatementFork = "statement_fork";
    /// The device is not, or no longer, in the sender's current statement.
    UnknownDevice = "unknown_device";
    /// The signature is not the device's.
    Signature = "signature";
    /// A group that this device does not know.
    UnknownGroup = "unknown_group";
    /// Neither from nor to this account.
    NotForMe = "not_for_me";
    /// The conversation id does not follow from the two accounts.
    Conversation = "conversation";
    /// An archive record whose id does not follow from its content.
    RecordId = "record_id";
}

impl std::fmt::Display for RejectReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl LogSafe for RejectReason {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_its_own_code_and_comes_back_from_it() {
        for reason in RejectReason::ALL {
            assert_eq!(RejectReason::from_code(reason.code()), Some(*reason));
        }
        assert_eq!(RejectReason::from_code("anything"), None);
    }
}
