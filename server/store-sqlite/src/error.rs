//! Errors of the backend as errors of the store. The texts of rusqlite may hold row data, so none
//! of them leaves this crate: only the result code decides, and only for a static text.

use consilium_store::StoreError;
use rusqlite::{Error, ErrorCode};

/// What a failed statement means to a caller.
pub(crate) fn failed(error: &Error) -> StoreError {
    match error {
        Error::SqliteFailure(failure, _) => by_code(failure.code),
        Error::InvalidColumnType(..)
        | Error::FromSqlConversionFailure(..)
        | Error::IntegralValueOutOfRange(..) => StoreError::Corrupt { table: "column" },
        Error::QueryReturnedNoRows => StoreError::Corrupt {
            table: "missing row",
        },
        _ => StoreError::Internal("statement"),
    }
}

fn by_code(code: ErrorCode) -> StoreError {
    match code {
        ErrorCode::NotADatabase => StoreError::WrongKey,
        ErrorCode::DatabaseCorrupt => StoreError::Corrupt { table: "page" },
        ErrorCode::DiskFull => StoreError::Unavailable("disk full"),
        ErrorCode::SystemIoFailure => StoreError::Unavailable("disk failure"),
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Unavailable("busy"),
        ErrorCode::OutOfMemory => StoreError::Unavailable("out of memory"),
        ErrorCode::CannotOpen => StoreError::Unavailable("the file cannot be opened"),
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => {
            StoreError::Unavailable("the file cannot be written")
        }
        ErrorCode::ConstraintViolation => StoreError::Internal("constraint"),
        _ => StoreError::Internal("statement"),
    }
}

/// Turns a backend's result into a store's.
pub(crate) trait OrFailed<T> {
    /// The value, or the store's error.
    fn or_failed(self) -> Result<T, StoreError>;
}

impl<T> OrFailed<T> for Result<T, Error> {
    fn or_failed(self) -> Result<T, StoreError> {
        self.map_err(|error| failed(&error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_text_never_holds_what_the_backend_said() {
        let error = Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CONSTRAINT),
            Some("UNIQUE: +31612345678".to_owned()),
        );
        let shown = format!("{0} {0:?}", failed(&error));
        assert!(!shown.contains("316"), "{shown}");
    }

    #[test]
    fn a_full_disk_can_be_retried_and_a_damaged_page_cannot() {
        let of = |code| failed(&Error::SqliteFailure(rusqlite::ffi::Error::new(code), None));
        assert!(matches!(
            of(rusqlite::ffi::SQLITE_FULL),
            StoreError::Unavailable(_)
        ));
        assert!(matches!(
            of(rusqlite::ffi::SQLITE_CORRUPT),
            StoreError::Corrupt { .. }
        ));
        assert_eq!(of(rusqlite::ffi::SQLITE_NOTADB), StoreError::WrongKey);
    }
}
