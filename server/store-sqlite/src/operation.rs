//! The relay's own rows: quota, clock mark, counts.

use crate::account::account_number;
use crate::job::{Guard, Work};
use crate::sql::{execute, find, time, time_from};
use crate::store::SqliteStore;
use async_trait::async_trait;
use consilium_store::{ClockMark, Counts, OperationStore, Quota, StoreError};
use consilium_types::{AccountId, Timestamp};
use rusqlite::{Connection, params};
use std::path::Path;

#[async_trait]
impl OperationStore for SqliteStore {
    async fn take_discovery_quota(
        &self,
        account: AccountId,
        amount: u32,
        limit: u32,
        now: Timestamp,
    ) -> Result<Quota, StoreError> {
        self.write(Guard::Savepoint, move |work| {
            take_quota(work, account, amount, limit, now)
        })
        .await
    }

    async fn clock_mark(&self) -> Result<Option<ClockMark>, StoreError> {
        self.read(|connection| {
            find(
                connection,
                "SELECT wall, boot, boot_ms, held FROM clock_mark",
                [],
                |row| {
                    Ok(ClockMark {
                        wall: time_from(row.get(0)?),
                        boot: row.get(1)?,
                        boot_ms: row.get::<_, i64>(2)?.cast_unsigned(),
                        held: row.get(3)?,
                    })
                },
            )
        })
        .await
    }

    async fn set_clock_mark(&self, mark: ClockMark) -> Result<(), StoreError> {
        self.write(Guard::Savepoint, move |work| {
            execute(
                work.connection,
                "INSERT OR REPLACE INTO clock_mark (only, wall, boot, boot_ms, held)
                 VALUES (1, ?1, ?2, ?3, ?4)",
                params![
                    time(mark.wall),
                    mark.boot,
                    mark.boot_ms.cast_signed(),
                    mark.held
                ],
            )?;
            Ok(())
        })
        .await
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        let mut counts = {
            let state = self.published()?;
            let (envelopes, unacknowledged) = state.envelope_counts();
            Counts {
                devices: u64::try_from(state.device_count()).unwrap_or(u64::MAX),
                tokens: u64::try_from(state.token_count()).unwrap_or(u64::MAX),
                envelopes,
                unacknowledged,
                ..Counts::default()
            }
        };
        let path = self.path().to_owned();
        let read = self
            .read(move |connection| counts_on_disk(connection, &path))
            .await?;
        counts.accounts = read.accounts;
        counts.archive_records = read.archive_records;
        counts.file_bytes = read.file_bytes;
        Ok(counts)
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.write(Guard::Savepoint, |work| {
            execute(
                work.connection,
                "UPDATE progress SET checks = (checks + 1) % 1000000",
                [],
            )?;
            Ok(())
        })
        .await
    }

    async fn close(&self) -> Result<(), StoreError> {
        self.end().await
    }
}

fn take_quota(
    work: &Work<'_>,
    account: AccountId,
    amount: u32,
    limit: u32,
    now: Timestamp,
) -> Result<Quota, StoreError> {
    let Some(number) = account_number(work.connection, account)? else {
        return Ok(Quota::Exceeded { left: 0 });
    };
    let day = now.0.checked_div(Timestamp::DAY_MS).unwrap_or_default();
    let used: u32 = find(
        work.connection,
        "SELECT used FROM discovery_quota WHERE account_number = ?1 AND day = ?2",
        params![number, day.cast_signed()],
        |row| row.get(0),
    )?
    .unwrap_or_default();
    let left = limit.saturating_sub(used);
    if amount > left {
        return Ok(Quota::Exceeded { left });
    }
    execute(
        work.connection,
        "INSERT OR REPLACE INTO discovery_quota (account_number, day, used) VALUES (?1, ?2, ?3)",
        params![number, day.cast_signed(), used.saturating_add(amount)],
    )?;
    Ok(Quota::Granted)
}

/// Accounts, archive records and bytes of files.
pub(crate) fn counts_on_disk(connection: &Connection, path: &Path) -> Result<Counts, StoreError> {
    let (accounts, records): (i64, i64) = find(
        connection,
        "SELECT (SELECT count(*) FROM account), (SELECT coalesce(sum(records), 0) FROM archive)",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?
    .unwrap_or_default();
    let size = |suffix: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        std::fs::metadata(name).map_or(0, |file| file.len())
    };
    Ok(Counts {
        accounts: accounts.cast_unsigned(),
        archive_records: records.cast_unsigned(),
        file_bytes: size("").saturating_add(size("-wal")),
        ..Counts::default()
    })
}
