//! Archives of kept conversations at the relay (protocol §10), by durable jobs.

use super::Result;
use super::chores::ends_line;
use super::core::{Core, Open};
use crate::conversation::inbox;
use crate::db::{ArchiveJob, ArchiveTask};
use crate::net::{ArchiveRecord, NetError};
use crate::seal::{ArchiveKeys, Plaintext, Sealed, Signed};
use bytes::Bytes;
use consilium_types::RecordId;
use consilium_types::limits::MAX_ARCHIVE_BATCH;
use std::sync::Arc;

/// Does the next jobs, if there are any. Those that the relay refuses go behind the others: an
/// archive that is full takes nothing until something is deleted.
pub(super) async fn work(core: &Arc<Core>) -> Result<()> {
    let limit = u32::try_from(MAX_ARCHIVE_BATCH).unwrap_or(u32::MAX);
    let tasks = core
        .blocking(move |_, open| Ok(open.db.read(|rows| rows.archive_tasks(limit))?))
        .await?;
    let outcome = work_on(core, tasks.clone()).await;
    if outcome.as_ref().is_err_and(|error| !ends_line(error)) {
        postpone(core, tasks).await?;
    }
    outcome
}

async fn work_on(core: &Arc<Core>, tasks: Vec<ArchiveTask>) -> Result<()> {
    let Some(first) = tasks.first().cloned() else {
        return Ok(());
    };
    match first.job {
        ArchiveJob::Put => put(core, tasks).await,
        ArchiveJob::Delete => delete(core, tasks).await,
        ArchiveJob::Drop => {
            let token = core.token().await?;
            ignore_missing(
                core.relay
                    .delete_archive(&token, first.archive, &[])
                    .await
                    .map(|_| ()),
            )?;
            done(core, vec![first]).await
        }
        ArchiveJob::Read => read_back(core, first).await,
    }
}

async fn put(core: &Arc<Core>, tasks: Vec<ArchiveTask>) -> Result<()> {
    let Some(archive) = tasks.first().map(|task| task.archive) else {
        return Ok(());
    };
    let sealing = tasks.clone();
    let records = core
        .blocking(move |_, open| seal_records(open, &sealing))
        .await?;
    if !records.is_empty() {
        let token = core.token().await?;
        core.relay.put_archive(&token, archive, &records).await?;
    }
    core.probe.step("archive.put");
    done(core, tasks).await
}

/// Contents that are gone, or whose conversation is no longer kept, are left out.
fn seal_records(open: &Open, tasks: &[ArchiveTask]) -> Result<Vec<ArchiveRecord>> {
    let Some(first) = tasks.first() else {
        return Ok(Vec::new());
    };
    open.db.read(|rows| {
        let Some(key) = rows.archive_by_id(first.archive)? else {
            return Ok(Vec::new());
        };
        let keys = ArchiveKeys::from_seed(&key.seed, key.archive)?;
        let mut records = Vec::with_capacity(tasks.len());
        for task in tasks {
            let hash = consilium_types::MessageHash::from_slice(&task.item);
            let bytes = match hash {
                Some(hash) => rows.signed(hash)?,
                None => None,
            };
            let Some(bytes) = bytes else { continue };
            let signed = Signed::load(Plaintext::from_zeroizing(bytes))?;
            let (id, sealed) = keys.seal_record(&signed)?;
            records.push(ArchiveRecord {
                id,
                envelope: Bytes::from(sealed.into_bytes()),
            });
        }
        Ok(records)
    })
}

async fn delete(core: &Arc<Core>, tasks: Vec<ArchiveTask>) -> Result<()> {
    let Some(archive) = tasks.first().map(|task| task.archive) else {
        return Ok(());
    };
    let ids: Vec<RecordId> = tasks
        .iter()
        .filter_map(|task| RecordId::from_slice(&task.item))
        .collect();
    // An empty list would delete the whole archive.
    if !ids.is_empty() {
        let token = core.token().await?;
        ignore_missing(
            core.relay
                .delete_archive(&token, archive, &ids)
                .await
                .map(|_| ()),
        )?;
    }
    done(core, tasks).await
}

async fn read_back(core: &Arc<Core>, task: ArchiveTask) -> Result<()> {
    let token = core.token().await?;
    let after = RecordId::from_slice(&task.item);
    let page = core.relay.list_archive(&token, task.archive, after).await?;
    core.blocking(move |core, open| take_page(core, open, &task, &page.records, page.more))
        .await
}

/// A record whose id fits proves that an own device verified its content (protocol §10): it takes
/// its place like any other, if it was not seen here.
fn take_page(
    core: &Core,
    open: &Open,
    task: &ArchiveTask,
    records: &[ArchiveRecord],
    more: bool,
) -> Result<()> {
    let now = core.now();
    let mut touched = Vec::new();
    open.db.write(|tx| -> Result<()> {
        let Some(key) = tx.archive_by_id(task.archive)? else {
            return Ok(tx.archive_done(task)?);
        };
        let keys = ArchiveKeys::from_seed(&key.seed, key.archive)?;
        for record in records {
            let opened = Sealed::parse(&record.envelope)
                .and_then(|sealed| keys.open_record(record.id, &sealed, open.own, now));
            let content = match opened {
                Ok(content) => content,
                Err(reason) => {
                    tx.count(reason.code())?;
                    continue;
                }
            };
            if tx.is_seen(content.hash())? {
                continue;
            }
            let facts = tx.facts(open.own, &content, now)?;
            let mut changes = inbox::receive(&content, &facts);
            changes.answer = false;
            tx.apply(open.own, &changes, now, &mut touched)?;
        }
        match records.last() {
            Some(last) if more => Ok(tx.archive_continues(task, last.id.as_bytes())?),
            _ => Ok(tx.archive_done(task)?),
        }
    })?;
    core.announce(touched);
    Ok(())
}

async fn done(core: &Arc<Core>, tasks: Vec<ArchiveTask>) -> Result<()> {
    core.blocking(move |_, open| {
        Ok(open
            .db
            .write(|tx| tasks.iter().try_for_each(|task| tx.archive_done(task)))?)
    })
    .await
}

async fn postpone(core: &Arc<Core>, tasks: Vec<ArchiveTask>) -> Result<()> {
    core.blocking(move |_, open| {
        Ok(open
            .db
            .write(|tx| tasks.iter().try_for_each(|task| tx.archive_postponed(task)))?)
    })
    .await
}

fn ignore_missing(result: Result<(), NetError>) -> Result<(), NetError> {
    match result {
        Err(NetError::Refused(crate::net::Refusal::Missing)) => Ok(()),
        other => other,
    }
}
