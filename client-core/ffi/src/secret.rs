//! PINs and codes on their way in.

use crate::{ClientError, Result};
use zeroize::Zeroizing;

/// A PIN, SMS code or recovery code; zeroised when dropped, never printed.
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// For the one call that needs it.
    pub(crate) fn text(&self, what: &'static str) -> Result<&str> {
        std::str::from_utf8(&self.0).map_err(|_| ClientError::argument(what))
    }
}

impl From<Vec<u8>> for Secret {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        text.as_bytes().to_vec().into()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(redacted)")
    }
}

uniffi::custom_type!(
    /// A PIN, SMS code or recovery code in UTF-8. Bytes and no text, so that the caller can
    /// overwrite them after the call; this side does so at once.
    Secret, Vec<u8>, {
        try_lift: |bytes| Ok(Secret::from(bytes)),
        lower: |secret| secret.0.to_vec(),
    }
);
