//! The spool's bytes: sealed envelopes as the relay gave them out.
//!
//! ```text
//! header = "CSLSPOOL" ‖ u8 1
//! record = u64 sequence ‖ u64 fetched ‖ u16 length ‖ envelope ‖ tag 32
//! tag    = K(standby seed, spool, header ‖ sequence ‖ fetched ‖ length ‖ envelope)
//! file   = header ‖ record ‖ record ‖ …
//! ```
//!
//! `length` is one of the four sizes of an envelope. The first record that is cut, of another size
//! or of another tag ends the file: a crash in the middle of an append leaves one, and whatever a
//! stranger put there is one too. Nothing is lost by that: the relay has all of it.

use super::StandbyKey;
use bytes::Bytes;
use consilium_sodium::{SodiumError, ct_eq};
use consilium_statement::Reader;
use consilium_types::Timestamp;
use consilium_types::limits::{ENVELOPE_SIZES, RETENTION_MS};
use std::io::Read;

/// How a spool begins: magic and version.
pub const SPOOL_HEADER: &[u8; 9] = b"CSLSPOOL\x01";
/// Most records: a device's mailbox rarely holds as many in 30 days.
pub(super) const MAX_RECORDS: usize = 4_096;
/// Most bytes: read and written while other apps need the memory and the storage.
pub(super) const MAX_BYTES: u64 = 16 * 1024 * 1024;
const HEAD: usize = 8 + 8 + 2;
const TAG: usize = 32;

/// An envelope that was fetched while the app was locked.
#[derive(Clone, PartialEq, Eq)]
pub struct SpooledEnvelope {
    /// Position in the mailbox, as the relay said.
    pub sequence: u64,
    /// When it was fetched, by this device's clock.
    pub fetched: Timestamp,
    /// Sealed bytes.
    pub envelope: Bytes,
}

impl std::fmt::Debug for SpooledEnvelope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SpooledEnvelope({})", self.sequence)
    }
}

impl SpooledEnvelope {
    /// Bytes of its record; `None` if the envelope has a size that no envelope has.
    pub(super) fn record_bytes(&self) -> Option<u64> {
        let length = self.envelope.len();
        let fits = ENVELOPE_SIZES.contains(&length);
        fits.then(|| u64::try_from(HEAD + length + TAG).ok())
            .flatten()
    }

    /// Its record; empty if the envelope has a size that no envelope has.
    ///
    /// # Errors
    /// [`SodiumError::Memory`].
    pub fn encode(&self, key: &StandbyKey) -> Result<Vec<u8>, SodiumError> {
        let length = u16::try_from(self.envelope.len()).unwrap_or_default();
        if self.record_bytes().is_none() {
            return Ok(Vec::new());
        }
        let mut record = self.sequence.to_be_bytes().to_vec();
        record.extend_from_slice(&self.fetched.0.to_be_bytes());
        record.extend_from_slice(&length.to_be_bytes());
        record.extend_from_slice(&self.envelope);
        let tag = key.tag(&[SPOOL_HEADER, &record])?;
        record.extend_from_slice(&tag);
        Ok(record)
    }

    /// Whether it was fetched over 30 days ago: the relay no longer has it, its prekey and its
    /// content are past their time too (protocol §10).
    #[must_use]
    pub const fn is_expired(&self, now: Timestamp) -> bool {
        now.since(self.fetched) > RETENTION_MS
    }
}

/// Reads a spool, one record at a time, until the first that is none.
pub struct Records<'a, R> {
    source: R,
    key: &'a StandbyKey,
    read: usize,
    valid: u64,
    ended: bool,
}

impl<'a, R: Read> Records<'a, R> {
    /// From the start of a file.
    pub fn new(mut source: R, key: &'a StandbyKey) -> Self {
        let mut header = [0; SPOOL_HEADER.len()];
        let known = fill(&mut source, &mut header) && header == *SPOOL_HEADER;
        Self {
            source,
            key,
            read: 0,
            valid: if known { SPOOL_HEADER.len() as u64 } else { 0 },
            ended: !known,
        }
    }

    /// Bytes of the file that were understood so far; 0 if it has no such header.
    #[must_use]
    pub const fn valid_bytes(&self) -> u64 {
        self.valid
    }

    fn record(&mut self) -> Option<SpooledEnvelope> {
        let mut head = [0; HEAD];
        if self.read >= MAX_RECORDS || !fill(&mut self.source, &mut head) {
            return None;
        }
        let mut reader = Reader::new(&head);
        let sequence = reader.u64().ok()?;
        let fetched = Timestamp(reader.u64().ok()?);
        let length = usize::from(reader.u16().ok()?);
        let bytes = u64::try_from(HEAD + length + TAG).ok()?;
        let end = self.valid.checked_add(bytes)?;
        if !ENVELOPE_SIZES.contains(&length) || end > MAX_BYTES {
            return None;
        }
        let (mut envelope, mut tag) = (vec![0; length], [0; TAG]);
        if !fill(&mut self.source, &mut envelope) || !fill(&mut self.source, &mut tag) {
            return None;
        }
        let expected = self.key.tag(&[SPOOL_HEADER, &head, &envelope]).ok()?;
        if !ct_eq(&tag, &expected) {
            return None;
        }
        self.read += 1;
        self.valid = end;
        Some(SpooledEnvelope {
            sequence,
            fetched,
            envelope: envelope.into(),
        })
    }
}

impl<R: Read> Iterator for Records<'_, R> {
    type Item = SpooledEnvelope;

    fn next(&mut self) -> Option<SpooledEnvelope> {
        let record = if self.ended { None } else { self.record() };
        self.ended = record.is_none();
        record
    }
}

/// Whether there was as much to read; a source that fails has no more.
fn fill(source: &mut impl Read, into: &mut [u8]) -> bool {
    source.read_exact(into).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use consilium_sodium::Secret;
    use proptest::prelude::*;

    fn key(seed: u8) -> StandbyKey {
        StandbyKey::from_seed(Secret::from_slice(&[seed; 32]).unwrap())
    }

    fn envelope(sequence: u64, size: usize) -> SpooledEnvelope {
        SpooledEnvelope {
            sequence,
            fetched: Timestamp(1_000 + sequence),
            envelope: vec![sequence as u8; ENVELOPE_SIZES[size]].into(),
        }
    }

    fn file(records: &[SpooledEnvelope], key: &StandbyKey) -> Vec<u8> {
        let mut bytes = SPOOL_HEADER.to_vec();
        for record in records {
            bytes.extend(record.encode(key).unwrap());
        }
        bytes
    }

    fn read(bytes: &[u8], key: &StandbyKey) -> (Vec<SpooledEnvelope>, u64) {
        let mut records = Records::new(bytes, key);
        let read: Vec<_> = records.by_ref().collect();
        (read, records.valid_bytes())
    }

    #[test]
    fn records_of_every_size_are_read_back_in_their_order() {
        let all: Vec<_> = (0..4).map(|size| envelope(9 - size as u64, size)).collect();
        let bytes = file(&all, &key(1));
        assert_eq!(read(&bytes, &key(1)), (all, bytes.len() as u64));
        assert_eq!(read(SPOOL_HEADER, &key(1)), (vec![], 9));
        assert_eq!(read(b"", &key(1)), (vec![], 0));
    }

    #[test]
    fn a_cut_at_any_byte_leaves_the_records_before_it() {
        let all = [envelope(1, 0), envelope(2, 1)];
        let bytes = file(&all, &key(1));
        let first = file(&all[..1], &key(1)).len();
        for length in 9..bytes.len() {
            let (records, valid) = read(&bytes[..length], &key(1));
            let whole = usize::from(length >= first);
            assert_eq!(records, all[..whole], "{length}");
            assert_eq!(valid, if whole == 1 { first as u64 } else { 9 });
        }
    }

    #[test]
    fn a_flip_in_a_record_and_a_foreign_one_end_the_file_there() {
        let all = [envelope(1, 0), envelope(2, 0), envelope(3, 0)];
        let bytes = file(&all, &key(1));
        let first = file(&all[..1], &key(1)).len();
        let second = file(&all[..2], &key(1)).len();
        for at in (first..second).step_by(3).chain(first..first + HEAD) {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_eq!(read(&changed, &key(1)).0, all[..1], "byte {at}");
        }
        assert_eq!(read(&bytes, &key(2)), (vec![], 9));
        let mixed = [&bytes[..second], &envelope(4, 0).encode(&key(2)).unwrap()].concat();
        assert_eq!(read(&mixed, &key(1)).0, all[..2]);
    }

    #[test]
    fn another_version_is_no_spool_and_another_size_no_envelope() {
        let mut newer = file(&[envelope(1, 0)], &key(1));
        newer[8] = 2;
        assert_eq!(read(&newer, &key(1)), (vec![], 0));
        let odd = SpooledEnvelope {
            envelope: vec![0; 1_714].into(),
            ..envelope(1, 0)
        };
        assert_eq!(odd.encode(&key(1)).unwrap(), b"");
    }

    #[test]
    fn no_more_than_the_bounds_are_read() {
        let one = envelope(1, 0).encode(&key(1)).unwrap();
        let bytes = [SPOOL_HEADER.to_vec(), one.repeat(MAX_RECORDS + 1)].concat();
        assert_eq!(read(&bytes, &key(1)).0.len(), MAX_RECORDS);
        let large = envelope(1, 3).encode(&key(1)).unwrap();
        let bytes = [SPOOL_HEADER.to_vec(), large.repeat(3_200)].concat();
        let (records, valid) = read(&bytes, &key(1));
        assert_eq!(records.len(), (MAX_BYTES as usize - 9) / large.len());
        assert!(valid <= MAX_BYTES);
    }

    #[test]
    fn thirty_days_after_the_fetch_it_is_over_whatever_the_clock_was_before() {
        let one = envelope(1, 0);
        assert!(!one.is_expired(one.fetched.plus(RETENTION_MS)));
        assert!(one.is_expired(one.fetched.plus(RETENTION_MS + 1)));
        assert!(!one.is_expired(Timestamp(0)));
    }

    proptest! {
        #[test]
        fn any_bytes_are_records_that_write_themselves_back_and_a_rest(
            kept in 0_usize..3,
            garbage in prop::collection::vec(any::<u8>(), 0..2_000),
        ) {
            let all: Vec<_> = (0..kept as u64).map(|at| envelope(at, 0)).collect();
            let bytes = [file(&all, &key(1)), garbage].concat();
            let (records, valid) = read(&bytes, &key(1));
            prop_assert_eq!(&records, &all);
            prop_assert_eq!(file(&records, &key(1)), &bytes[..valid as usize]);
        }
    }
}
