//! Why the database did not do what was asked. SQLite's own texts may carry row data and are
//! dropped here.

use consilium_types::LogSafe;
use rusqlite::ErrorCode;

/// A failed database operation; nothing of it was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DbError {
    /// Disk full, no permission, input or output error.
    #[error("the database's storage failed (SQLite code {0})")]
    Storage(i32),
    /// The key does not open the file, or the file is damaged.
    #[error("the database is damaged or has another key")]
    Damaged,
    /// A newer app's schema, or one that was changed by hand.
    #[error("the database has a schema that this app does not know; update the app")]
    Schema,
    /// SQLCipher is not what this app was linked with: everything would be stored in clear.
    #[error("the app was built without SQLCipher")]
    NoCipher,
    /// Stored values that this app would not have stored.
    #[error("the database holds an impossible value ({0})")]
    Value(&'static str),
    /// A statement of ours is wrong.
    #[error("the app asked the database for something impossible")]
    Bug,
}

impl LogSafe for DbError {}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt => Self::Damaged,
                ErrorCode::ConstraintViolation
                | ErrorCode::TypeMismatch
                | ErrorCode::ApiMisuse
                | ErrorCode::ParameterOutOfRange => Self::Bug,
                _ => Self::Storage(failure.extended_code),
            },
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..) => Self::Value("column"),
            _ => Self::Bug,
        }
    }
}
