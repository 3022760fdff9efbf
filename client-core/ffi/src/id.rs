//! Ids and times, as other languages have them.

use crate::ClientError;

pub use consilium_client::api::MessageId;
pub use consilium_types::{AccountId, ConversationId, Timestamp};

uniffi::custom_type!(
    /// An account: 32 lower-case hexadecimal digits. Opaque; equal texts are equal accounts.
    AccountId, String, {
        remote,
        try_lift: |text| Ok(AccountId::from_hex(&text).ok_or(ClientError::argument("an account id"))?),
        lower: |id| id.to_hex(),
    }
);

uniffi::custom_type!(
    /// A conversation: 32 lower-case hexadecimal digits. Opaque.
    ConversationId, String, {
        remote,
        try_lift: |text| Ok(ConversationId::from_hex(&text).ok_or(ClientError::argument("a conversation id"))?),
        lower: |id| id.to_hex(),
    }
);

uniffi::custom_type!(
    /// A message or gap as this device numbers it. Grows with arrival; not the order of display,
    /// and means nothing on another device.
    MessageId, i64, {
        remote,
        try_lift: |number| Ok(MessageId(number)),
        lower: |id| id.0,
    }
);

uniffi::custom_type!(
    /// Milliseconds since 1970-01-01 00:00 UTC.
    Timestamp, i64, {
        remote,
        try_lift: |ms| Ok(Timestamp(u64::try_from(ms).map_err(|_| ClientError::argument("a time"))?)),
        lower: |time| i64::try_from(time.0).unwrap_or(i64::MAX),
    }
);
