//! Giving up a call that takes long.

use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Gives up the calls that it was passed to: they fail with `Cancelled` soon
/// after, and leave nothing half done. For one call or several; once cancelled it stays so.
#[derive(Debug, Default, uniffi::Object)]
pub struct CancelToken(CancellationToken);

#[uniffi::export]
impl CancelToken {
    /// A token that nothing was cancelled with.
    #[uniffi::constructor]
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::new(Self::default())
    }

    /// Gives up. From any thread, as often as wanted.
    pub fn cancel(&self) {
        self.0.cancel();
    }

    /// Whether `CancelToken.cancel` was called.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.is_cancelled()
    }
}

/// What a call listens to: its caller's token, if it was given one.
pub(crate) fn stop_of(cancel: Option<Arc<CancelToken>>) -> CancellationToken {
    cancel.map_or_else(CancellationToken::new, |token| token.0.child_token())
}
