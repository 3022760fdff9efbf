//! Short forms for statements: every one is prepared once, with bound parameters only.

use crate::error::OrFailed;
use consilium_store::StoreError;
use consilium_types::Timestamp;
use rusqlite::{Connection, OptionalExtension, Params, Row};

/// Runs a statement that changes rows; how many.
pub(crate) fn execute(
    connection: &Connection,
    sql: &str,
    parameters: impl Params,
) -> Result<usize, StoreError> {
    connection
        .prepare_cached(sql)
        .or_failed()?
        .execute(parameters)
        .or_failed()
}

/// The first row of a query, if there is one.
pub(crate) fn find<T>(
    connection: &Connection,
    sql: &str,
    parameters: impl Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<T>, StoreError> {
    connection
        .prepare_cached(sql)
        .or_failed()?
        .query_row(parameters, read)
        .optional()
        .or_failed()
}

/// All rows of a query.
pub(crate) fn list<T>(
    connection: &Connection,
    sql: &str,
    parameters: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    connection
        .prepare_cached(sql)
        .or_failed()?
        .query_map(parameters, read)
        .or_failed()?
        .collect::<Result<_, _>>()
        .or_failed()
}

/// A time as a column that can be compared in SQL; the end of time is that of the column.
pub(crate) fn time(at: Timestamp) -> i64 {
    i64::try_from(at.0).unwrap_or(i64::MAX)
}

/// A time from such a column.
pub(crate) fn time_from(column: i64) -> Timestamp {
    Timestamp(u64::try_from(column).unwrap_or_default())
}
