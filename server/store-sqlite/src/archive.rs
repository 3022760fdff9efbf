//! Archives of kept conversations.

use crate::account::account_number;
use crate::change::Change;
use crate::job::{Guard, Work};
use crate::sql::{execute, find, list};
use crate::store::SqliteStore;
use async_trait::async_trait;
use bytes::Bytes;
use consilium_store::{ArchivePut, ArchiveRow, ArchiveStore, StoreError};
use consilium_types::{AccountId, ArchiveId, RecordId};
use rusqlite::{Connection, params};

#[async_trait]
impl ArchiveStore for SqliteStore {
    async fn archive_put(
        &self,
        account: AccountId,
        archive: ArchiveId,
        rows: Vec<ArchiveRow>,
    ) -> Result<ArchivePut, StoreError> {
        let bytes = rows.iter().map(|row| row.envelope.len()).sum();
        self.write_sized(Guard::Savepoint, bytes, move |work| {
            put(work, account, archive, &rows)
        })
        .await
    }

    async fn archive_list(
        &self,
        account: AccountId,
        archive: ArchiveId,
        after: Option<RecordId>,
        limit: usize,
    ) -> Result<Vec<ArchiveRow>, StoreError> {
        self.read(move |connection| {
            let Some((number, _)) = find_archive(connection, account, archive)? else {
                return Ok(Vec::new());
            };
            // Ids have 16 bytes: all of them come after the empty one.
            let after = after.map_or_else(Vec::new, |id| id.as_bytes().to_vec());
            list(
                connection,
                "SELECT id, envelope FROM archive_record WHERE archive_number = ?1 AND id > ?2
                 ORDER BY id LIMIT ?3",
                params![number, after, i64::try_from(limit).unwrap_or(i64::MAX)],
                |row| {
                    Ok(ArchiveRow {
                        record: RecordId::new(row.get(0)?),
                        envelope: Bytes::from(row.get::<_, Vec<u8>>(1)?),
                    })
                },
            )
        })
        .await
    }

    async fn archive_delete(
        &self,
        account: AccountId,
        archive: ArchiveId,
        records: &[RecordId],
    ) -> Result<u64, StoreError> {
        let records = records.to_vec();
        self.write(Guard::Savepoint, move |work| {
            let Some((number, count)) = find_archive(work.connection, account, archive)? else {
                return Ok(0);
            };
            if records.is_empty() {
                remove(work, number)?;
                Ok(count)
            } else {
                delete_records(work, number, &records)
            }
        })
        .await
    }
}

/// Number of an archive, and how many records it has.
fn find_archive(
    connection: &Connection,
    account: AccountId,
    archive: ArchiveId,
) -> Result<Option<(i64, u64)>, StoreError> {
    find(
        connection,
        "SELECT r.number, r.records FROM account a JOIN archive r ON r.account_number = a.number
         WHERE a.id = ?1 AND r.id = ?2",
        params![account.as_bytes(), archive.as_bytes()],
        |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned())),
    )
}

fn put(
    work: &mut Work<'_>,
    account: AccountId,
    archive: ArchiveId,
    rows: &[ArchiveRow],
) -> Result<ArchivePut, StoreError> {
    let connection = work.connection;
    let Some(owner) = account_number(connection, account)? else {
        return Ok(ArchivePut::UnknownAccount);
    };
    let held: i64 = find(
        connection,
        "SELECT coalesce(sum(records), 0) FROM archive WHERE account_number = ?1",
        params![owner],
        |row| row.get(0),
    )?
    .unwrap_or_default();
    execute(
        connection,
        "INSERT INTO archive (account_number, id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        params![owner, archive.as_bytes()],
    )?;
    let Some((number, _)) = find_archive(connection, account, archive)? else {
        return Err(StoreError::Corrupt { table: "archive" });
    };
    execute(connection, "SAVEPOINT records", [])?;
    let mut added = 0_u64;
    for row in rows {
        let inserted = execute(
            connection,
            "INSERT INTO archive_record (archive_number, id, envelope) VALUES (?1, ?2, ?3)
             ON CONFLICT DO NOTHING",
            params![number, row.record.as_bytes(), row.envelope.as_ref()],
        )?;
        added = added.saturating_add(u64::try_from(inserted).unwrap_or_default());
    }
    let limit = work.settings.limits.archive_records;
    let is_full = added > 0 && held.cast_unsigned().saturating_add(added) > limit;
    if is_full {
        execute(connection, "ROLLBACK TO records", [])?;
    } else {
        count(connection, number, added.cast_signed())?;
    }
    execute(connection, "RELEASE records", [])?;
    Ok(if is_full {
        ArchivePut::Full
    } else {
        ArchivePut::Stored
    })
}

fn count(connection: &Connection, archive: i64, change: i64) -> Result<(), StoreError> {
    execute(
        connection,
        "UPDATE archive SET records = records + ?2 WHERE number = ?1",
        params![archive, change],
    )?;
    Ok(())
}

fn delete_records(
    work: &mut Work<'_>,
    archive: i64,
    records: &[RecordId],
) -> Result<u64, StoreError> {
    work.ledger.log_holds_deleted = true;
    let mut deleted = 0_usize;
    for record in records {
        deleted = deleted.saturating_add(execute(
            work.connection,
            "DELETE FROM archive_record WHERE archive_number = ?1 AND id = ?2",
            params![archive, record.as_bytes()],
        )?);
    }
    let deleted = u64::try_from(deleted).unwrap_or_default();
    count(
        work.connection,
        archive,
        0_i64.saturating_sub_unsigned(deleted),
    )?;
    Ok(deleted)
}

/// Removes an archive; its records, which nobody can reach any more, follow in the background.
fn remove(work: &mut Work<'_>, archive: i64) -> Result<(), StoreError> {
    execute(
        work.connection,
        "DELETE FROM archive WHERE number = ?1",
        params![archive],
    )?;
    execute(
        work.connection,
        "INSERT INTO removed_archive (archive_number) VALUES (?1)",
        params![archive],
    )?;
    work.stage(Change::ArchiveRemoved(archive));
    Ok(())
}
