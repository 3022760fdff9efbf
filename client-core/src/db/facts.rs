//! What the engine has to know for one content, loaded within the transaction that applies it.

use super::error::DbError;
use super::meta::Key;
use super::open::Rows;
use crate::conversation::inbox::{Facts, Peer};
use crate::conversation::payload::Payload;
use crate::seal::{Route, Verified};
use consilium_types::{AccountId, Timestamp};

impl Rows<'_> {
    /// The facts for a verified content.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn facts(
        &self,
        own: AccountId,
        content: &Verified,
        now: Timestamp,
    ) -> Result<Facts, DbError> {
        let header = content.header();
        let (around, neighbours) =
            self.around(header.conversation, header.device, header.counter)?;
        let references = Payload::parse(header.kind, content.payload()).references();
        let target = references
            .first()
            .map(|reference| self.sort_of(reference.hash));
        let standing = match content.route() {
            Route::Direct(peer) => self.standing(peer)?,
            Route::Own => None,
        };
        Ok(Facts {
            own,
            now,
            peer: Peer { standing },
            around,
            sort_before: neighbours.before,
            sort_after: neighbours.after,
            sort_target: target.transpose()?.flatten(),
            disputed: self.disputed(header.conversation, &references)?,
            own_statement_since: Timestamp(self.meta_number(Key::OwnStatementSince)?),
        })
    }
}
