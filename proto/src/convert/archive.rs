//! Sealed copies of kept conversations.

use super::relay::SealedEnvelope;
use super::{ProtoError, Reason, counted, fixed, ids};
use crate::wire;
use bytes::Bytes;
use consilium_types::limits::MAX_ARCHIVE_BATCH;
use consilium_types::{ArchiveId, RecordId};

/// Records to store.
#[derive(Clone, Debug)]
pub struct Put {
    /// Where.
    pub archive: ArchiveId,
    /// 1 to 64.
    pub records: Vec<(RecordId, Bytes)>,
}

/// A put.
///
/// # Errors
/// [`ProtoError`] for a wrong id, none or more than 64 records, or what is no envelope.
pub fn put(request: wire::PutArchiveRequest) -> Result<Put, ProtoError> {
    let wire::PutArchiveRequest {
        archive_id,
        records,
    } = request;
    let records = counted("PutArchiveRequest.records", records, 1, MAX_ARCHIVE_BATCH)?
        .into_iter()
        .map(record)
        .collect::<Result<_, _>>()?;
    Ok(Put {
        archive: ArchiveId::new(fixed("PutArchiveRequest.archive_id", &archive_id)?),
        records,
    })
}

fn record(record: wire::ArchiveRecord) -> Result<(RecordId, Bytes), ProtoError> {
    let wire::ArchiveRecord {
        record_id,
        envelope,
    } = record;
    let id = RecordId::new(fixed("ArchiveRecord.record_id", &record_id)?);
    let sealed = SealedEnvelope::parse(envelope)
        .ok_or(ProtoError::new("ArchiveRecord.envelope", Reason::Form))?;
    Ok((id, sealed.into_bytes()))
}

/// Which records to list.
#[derive(Clone, Copy, Debug)]
pub struct List {
    /// Of which archive.
    pub archive: ArchiveId,
    /// Those after this one.
    pub after: Option<RecordId>,
    /// 1 to 64.
    pub limit: usize,
}

/// A list request.
///
/// # Errors
/// [`ProtoError`] for a wrong id.
pub fn list(request: wire::ListArchiveRequest) -> Result<List, ProtoError> {
    let wire::ListArchiveRequest {
        archive_id,
        after,
        limit,
    } = request;
    let after = match after.len() {
        0 => None,
        _ => Some(RecordId::new(fixed("ListArchiveRequest.after", &after)?)),
    };
    let limit = match usize::try_from(limit).unwrap_or(MAX_ARCHIVE_BATCH) {
        0 => MAX_ARCHIVE_BATCH,
        limit => limit.min(MAX_ARCHIVE_BATCH),
    };
    Ok(List {
        archive: ArchiveId::new(fixed("ListArchiveRequest.archive_id", &archive_id)?),
        after,
        limit,
    })
}

/// What to delete.
#[derive(Clone, Debug)]
pub struct Delete {
    /// Of which archive.
    pub archive: ArchiveId,
    /// None: all of it.
    pub records: Vec<RecordId>,
}

/// A deletion.
///
/// # Errors
/// [`ProtoError`] for a wrong id or more than 64.
pub fn delete(request: wire::DeleteArchiveRequest) -> Result<Delete, ProtoError> {
    let wire::DeleteArchiveRequest {
        archive_id,
        record_ids,
    } = request;
    let field = "DeleteArchiveRequest.record_ids";
    let record_ids = counted(field, record_ids, 0, MAX_ARCHIVE_BATCH)?;
    Ok(Delete {
        archive: ArchiveId::new(fixed("DeleteArchiveRequest.archive_id", &archive_id)?),
        records: ids(field, &record_ids, RecordId::new)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_that_is_no_envelope_ends_the_put() {
        let of = |size: usize| {
            put(wire::PutArchiveRequest {
                archive_id: vec![1; 16].into(),
                records: vec![wire::ArchiveRecord {
                    record_id: vec![2; 16].into(),
                    envelope: vec![1; size].into(),
                }],
            })
        };
        assert!(of(5297).is_ok());
        assert_eq!(of(5296).unwrap_err().reason, Reason::Form);
    }

    #[test]
    fn a_list_starts_at_the_first_record_or_after_a_named_one() {
        let of = |after: usize| {
            list(wire::ListArchiveRequest {
                archive_id: vec![1; 16].into(),
                after: vec![2; after].into(),
                limit: 0,
            })
        };
        assert_eq!(of(0).unwrap().after, None);
        assert_eq!(of(16).unwrap().after, Some(RecordId::new([2; 16])));
        assert_eq!(of(3).unwrap_err().reason, Reason::Length);
    }
}
