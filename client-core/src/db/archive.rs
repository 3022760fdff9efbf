//! Kept conversations: archive seeds, and what is still to do for them at the relay.

use super::apply::Touched;
use super::chains::ConversationKey;
use super::error::DbError;
use super::open::{Rows, Tx};
use super::value::{Columns, ms, optional};
use crate::conversation::changes::KeepChange;
use consilium_sodium::Secret;
use consilium_types::{ArchiveId, ConversationId, MessageHash, Timestamp};
use zeroize::Zeroizing;

/// What to do at the relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArchiveJob {
    /// Seal a content and store it; the item is its message hash.
    Put,
    /// Delete a record; the item is the record id.
    Delete,
    /// Delete the whole archive.
    Drop,
    /// Read the archive back; the item is the record id to go on after, empty at first.
    Read,
}

/// A job.
#[derive(Clone, Debug)]
pub struct ArchiveTask {
    /// Its row.
    pub id: i64,
    /// What.
    pub job: ArchiveJob,
    /// Which archive.
    pub archive: ArchiveId,
    /// See [`ArchiveJob`].
    pub item: Vec<u8>,
}

/// A kept conversation's archive.
#[derive(Debug)]
pub struct ArchiveKey {
    /// Its id.
    pub archive: ArchiveId,
    /// Its seed.
    pub seed: Secret<32>,
}

impl Rows<'_> {
    /// The archive of a conversation that is kept.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn archive_key(&self, conversation: ConversationId) -> Result<Option<ArchiveKey>, DbError> {
        self.find_archive(
            "SELECT archive, archive_seed FROM conversations WHERE conversation = ?1 AND kept > 0",
            conversation.as_bytes(),
        )
    }

    /// The seed of an archive that is in use.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn archive_by_id(&self, archive: ArchiveId) -> Result<Option<ArchiveKey>, DbError> {
        self.find_archive(
            "SELECT archive, archive_seed FROM conversations WHERE archive = ?1 AND kept > 0",
            archive.as_bytes(),
        )
    }

    fn find_archive(&self, sql: &str, by: &[u8; 16]) -> Result<Option<ArchiveKey>, DbError> {
        let mut statement = self.0.prepare_cached(sql)?;
        let row = statement.query_row([by], |row| {
            Ok((row.archive(0)?, Zeroizing::new(row.blob::<32>(1)?)))
        });
        let Some((archive, seed)) = optional(row)? else {
            return Ok(None);
        };
        let seed =
            Secret::from_slice(seed.as_slice()).map_err(|_| DbError::Value("archive seed"))?;
        Ok(Some(ArchiveKey { archive, seed }))
    }

    pub(super) fn archive_of(&self, key: ConversationKey) -> Result<Option<ArchiveId>, DbError> {
        let sql =
            "SELECT archive FROM conversations WHERE id = ?1 AND kept > 0 AND length(archive) = 16";
        let mut statement = self.0.prepare_cached(sql)?;
        optional(statement.query_row([key], |row| row.archive(0)))
    }

    /// The next jobs, in their order: those of the first job's kind and archive.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn archive_tasks(&self, limit: u32) -> Result<Vec<ArchiveTask>, DbError> {
        let sql = "SELECT j.id, j.job, j.archive, j.item FROM archive_jobs j, \
                   (SELECT job, archive FROM archive_jobs ORDER BY id LIMIT 1) f \
                   WHERE j.job = f.job AND j.archive = f.archive ORDER BY j.id LIMIT ?1";
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map([limit], |row| {
            Ok(ArchiveTask {
                id: row.get(0)?,
                job: job_of(row.get(1)?),
                archive: row.archive(2)?,
                item: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// Adds a job, once.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn add_archive_job(
        &self,
        job: ArchiveJob,
        archive: ArchiveId,
        item: &[u8],
    ) -> Result<(), DbError> {
        let sql = "INSERT OR IGNORE INTO archive_jobs (job, archive, item) VALUES (?1, ?2, ?3)";
        let parameters = (job_number(job), archive.as_bytes(), item);
        self.0.prepare_cached(sql)?.execute(parameters)?;
        Ok(())
    }

    /// A job is done.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn archive_done(&self, task: &ArchiveTask) -> Result<(), DbError> {
        self.0
            .prepare_cached("DELETE FROM archive_jobs WHERE id = ?1")?
            .execute([task.id])?;
        Ok(())
    }

    /// A job goes on later from another item.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn archive_continues(&self, task: &ArchiveTask, item: &[u8]) -> Result<(), DbError> {
        let sql = "UPDATE archive_jobs SET item = ?2 WHERE id = ?1";
        self.0.prepare_cached(sql)?.execute((task.id, item))?;
        Ok(())
    }

    /// A job waits behind all others, which can be done before it.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn archive_postponed(&self, task: &ArchiveTask) -> Result<(), DbError> {
        let sql = "UPDATE archive_jobs SET id = (SELECT max(id) + 1 FROM archive_jobs) \
                   WHERE id = ?1";
        self.0.prepare_cached(sql)?.execute([task.id])?;
        Ok(())
    }

    /// A record of a deleted message goes.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn unarchive(
        &self,
        conversation: ConversationId,
        record: &[u8; 16],
        hash: MessageHash,
    ) -> Result<(), DbError> {
        let Some(key) = self.archive_key(conversation)? else {
            return Ok(());
        };
        let sql = "DELETE FROM archive_jobs WHERE job = 0 AND archive = ?1 AND item = ?2";
        self.0
            .prepare_cached(sql)?
            .execute((key.archive.as_bytes(), hash.as_bytes()))?;
        self.add_archive_job(ArchiveJob::Delete, key.archive, record)
    }

    /// Keeps a conversation from now on, or no longer. A newer archive of another own device
    /// replaces this one's.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn apply_keep(
        &self,
        change: &KeepChange,
        now: Timestamp,
        touched: &mut Vec<Touched>,
    ) -> Result<(), DbError> {
        let Some(conversation) = self.conversation_key(change.conversation)? else {
            return Ok(());
        };
        let sql = "DELETE FROM archive_jobs WHERE archive IN (SELECT archive FROM conversations \
                   WHERE id = ?1 AND length(archive) = 16 AND archive <> ?2) OR archive = ?2";
        self.0
            .prepare_cached(sql)?
            .execute((conversation, change.archive.as_bytes()))?;
        match &change.seed {
            Some(seed) => self.keep(conversation, change, seed, now)?,
            None => {
                let sql = "UPDATE conversations SET kept = 0, archive = x'', archive_seed = x'' \
                           WHERE id = ?1";
                self.0.prepare_cached(sql)?.execute([conversation])?;
                self.add_archive_job(ArchiveJob::Drop, change.archive, &[])?;
            }
        }
        touched.push(Touched::Conversation(change.conversation));
        Ok(())
    }

    fn keep(
        &self,
        conversation: ConversationKey,
        change: &KeepChange,
        seed: &Secret<32>,
        now: Timestamp,
    ) -> Result<(), DbError> {
        let sql = "UPDATE conversations SET kept = CASE WHEN kept > 0 THEN kept ELSE ?2 END, \
                   archive = ?3, archive_seed = ?4 WHERE id = ?1";
        self.0.prepare_cached(sql)?.execute((
            conversation,
            ms(now),
            change.archive.as_bytes(),
            seed.expose().as_slice(),
        ))?;
        let sql = "INSERT OR IGNORE INTO archive_jobs (job, archive, item) \
                   SELECT 0, ?2, m.hash FROM messages m \
                   WHERE m.conversation = ?1 AND m.hash IS NOT NULL AND length(m.signed) > 0 \
                   UNION SELECT 0, ?2, a.hash FROM amendments a JOIN chains h ON h.id = a.chain \
                   WHERE h.conversation = ?1 AND length(a.signed) > 0";
        self.0
            .prepare_cached(sql)?
            .execute((conversation, change.archive.as_bytes()))?;
        if change.read_back {
            self.add_archive_job(ArchiveJob::Read, change.archive, &[])?;
        }
        Ok(())
    }
}

const fn job_number(job: ArchiveJob) -> i64 {
    match job {
        ArchiveJob::Put => 0,
        ArchiveJob::Delete => 1,
        ArchiveJob::Drop => 2,
        ArchiveJob::Read => 3,
    }
}

const fn job_of(number: i64) -> ArchiveJob {
    match number {
        0 => ArchiveJob::Put,
        1 => ArchiveJob::Delete,
        2 => ArchiveJob::Drop,
        _ => ArchiveJob::Read,
    }
}
