//! Between domain values and SQLite's integers and blobs.

use super::error::DbError;
use consilium_types::{
    AccountId, ArchiveId, ConversationId, DeviceId, EnvelopeId, MessageHash, Timestamp,
};
use rusqlite::Row;

/// A time as SQLite keeps it; the far future is the end of time.
pub(super) fn ms(time: Timestamp) -> i64 {
    i64::try_from(time.0).unwrap_or(i64::MAX)
}

/// A counter or length as SQLite keeps it; see [`Timestamp`] for times.
pub(super) fn int(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A count or counter that was stored by [`int`].
pub(super) fn uint(value: i64) -> u64 {
    u64::try_from(value).unwrap_or_default()
}

/// A count for an app: no list here is longer.
pub(super) fn small(value: i64) -> u32 {
    u32::try_from(value.max(0)).unwrap_or(u32::MAX)
}

/// Columns as domain values.
pub(super) trait Columns {
    fn blob<const N: usize>(&self, column: usize) -> rusqlite::Result<[u8; N]>;
    fn maybe_blob<const N: usize>(&self, column: usize) -> rusqlite::Result<Option<[u8; N]>>;
    fn time(&self, column: usize) -> rusqlite::Result<Timestamp>;
    fn count(&self, column: usize) -> rusqlite::Result<u64>;
    fn flag(&self, column: usize) -> rusqlite::Result<bool>;

    fn account(&self, column: usize) -> rusqlite::Result<AccountId> {
        self.blob(column).map(AccountId::new)
    }
    fn device(&self, column: usize) -> rusqlite::Result<DeviceId> {
        self.blob(column).map(DeviceId::new)
    }
    fn conversation(&self, column: usize) -> rusqlite::Result<ConversationId> {
        self.blob(column).map(ConversationId::new)
    }
    fn message_hash(&self, column: usize) -> rusqlite::Result<MessageHash> {
        self.blob(column).map(MessageHash::new)
    }
    fn archive(&self, column: usize) -> rusqlite::Result<ArchiveId> {
        self.blob(column).map(ArchiveId::new)
    }
    fn envelope_id(&self, column: usize) -> rusqlite::Result<EnvelopeId> {
        self.blob(column).map(EnvelopeId::new)
    }
}

impl Columns for Row<'_> {
    fn blob<const N: usize>(&self, column: usize) -> rusqlite::Result<[u8; N]> {
        let bytes = self.get_ref(column)?.as_blob()?;
        let sized = bytes.try_into();
        sized.map_err(|_| wrong_length(column, bytes.len()))
    }

    fn maybe_blob<const N: usize>(&self, column: usize) -> rusqlite::Result<Option<[u8; N]>> {
        match self.get_ref(column)? {
            rusqlite::types::ValueRef::Null | rusqlite::types::ValueRef::Blob([]) => Ok(None),
            _ => self.blob(column).map(Some),
        }
    }

    fn time(&self, column: usize) -> rusqlite::Result<Timestamp> {
        Ok(Timestamp(uint(self.get(column)?)))
    }

    fn count(&self, column: usize) -> rusqlite::Result<u64> {
        Ok(uint(self.get(column)?))
    }

    fn flag(&self, column: usize) -> rusqlite::Result<bool> {
        Ok(self.get::<_, i64>(column)? != 0)
    }
}

fn wrong_length(column: usize, length: usize) -> rusqlite::Error {
    let text = format!("a blob of {length} bytes");
    rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Blob, text.into())
}

/// One row, or none.
pub(super) fn optional<T>(row: rusqlite::Result<T>) -> Result<Option<T>, DbError> {
    match row {
        Ok(value) => Ok(Some(value)),
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
