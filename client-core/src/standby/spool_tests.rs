use super::super::STATE;
use super::*;
use crate::probe::NoProbe;
use consilium_sodium::Secret;
use consilium_types::Timestamp;
use consilium_types::limits::{ENVELOPE_SIZES, RETENTION_MS};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

const NOW: Timestamp = Timestamp(1_795_305_600_000);

struct Place {
    folder: tempfile::TempDir,
    key: StandbyKey,
}

impl Place {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            key: StandbyKey::from_seed(Secret::from_slice(&[1; 32]).unwrap()),
        }
    }

    fn spool(&self) -> Spool<'_> {
        self.probed(&NoProbe)
    }

    fn probed<'a>(&'a self, probe: &'a dyn Probe) -> Spool<'a> {
        Spool {
            folder: self.folder.path(),
            key: &self.key,
            probe,
        }
    }

    fn append(&self, sequences: std::ops::Range<u64>, now: Timestamp) -> Appended {
        self.spool()
            .append(&envelopes(sequences, now), now)
            .unwrap()
    }

    /// What a session would read now.
    fn sequences(&self) -> Vec<u64> {
        let mut read = Vec::new();
        while let Some(taken) = self.spool().take().unwrap() {
            read.extend(taken.records().unwrap().map(|record| record.sequence));
            taken.remove().unwrap();
        }
        read
    }

    fn file(&self) -> std::path::PathBuf {
        self.folder.path().join(SPOOL)
    }
}

fn envelopes(sequences: std::ops::Range<u64>, fetched: Timestamp) -> Vec<SpooledEnvelope> {
    let one = |sequence: u64| SpooledEnvelope {
        sequence,
        fetched,
        envelope: vec![sequence as u8; ENVELOPE_SIZES[0]].into(),
    };
    sequences.map(one).collect()
}

#[test]
fn what_is_appended_is_taken_in_its_order_and_then_gone() {
    let place = Place::new();
    assert!(place.spool().take().unwrap().is_none());
    assert_eq!(place.spool().waiting(NOW), Ok(Waiting::default()));
    let first = place.append(5..8, NOW);
    assert_eq!((first.new, first.waiting, first.full), (3, 3, false));
    let second = place.append(8..10, NOW);
    assert_eq!((second.new, second.waiting), (2, 5));
    let waiting = place.spool().waiting(NOW).unwrap();
    assert_eq!((waiting.count, waiting.highest), (5, 9));
    assert_eq!(place.sequences(), [5, 6, 7, 8, 9]);
    assert_eq!(place.spool().waiting(NOW), Ok(Waiting::default()));
}

#[test]
fn a_sequence_number_that_is_there_is_not_appended_again() {
    let place = Place::new();
    place.append(1..4, NOW);
    let again = place.append(2..6, NOW);
    assert_eq!((again.new, again.waiting), (2, 5));
    assert_eq!(place.sequences(), [1, 2, 3, 4, 5]);
}

#[test]
fn what_is_appended_while_a_session_reads_waits_for_the_next_reading() {
    let place = Place::new();
    place.append(1..3, NOW);
    let taken = place.spool().take().unwrap().unwrap();
    place.append(3..4, NOW);
    let waiting = place.spool().waiting(NOW).unwrap();
    assert_eq!((waiting.count, waiting.highest), (3, 3));
    assert_eq!(taken.records().unwrap().count(), 2);
    // The session ended here, before it removed anything.
    assert_eq!(place.sequences(), [1, 2, 3]);
}

#[test]
fn what_ended_two_sessions_is_left_to_the_relay() {
    let place = Place::new();
    place.append(1..3, NOW);
    for _ in 0..2 {
        let taken = place.spool().take().unwrap().unwrap();
        assert_eq!(taken.records().unwrap().count(), 2);
        assert_eq!(place.spool().waiting(NOW).unwrap().count, 2);
    }
    place.append(3..4, NOW);
    assert_eq!(place.sequences(), [3]);
}

#[test]
fn a_torn_tail_is_cut_and_the_next_append_follows_what_is_whole() {
    let place = Place::new();
    place.append(1..3, NOW);
    let whole = std::fs::read(place.file()).unwrap();
    for cut in [0, 1, 8, 9, 10, 1_700, whole.len() - 1] {
        std::fs::write(place.file(), &whole[..cut]).unwrap();
        place.append(9..10, NOW);
        let before = if cut > 1_800 { vec![1] } else { vec![] };
        assert_eq!(place.sequences(), [before, vec![9]].concat(), "{cut}");
    }
    let garbage = [whole.as_slice(), &[7; 5_000]].concat();
    std::fs::write(place.file(), garbage).unwrap();
    place.append(3..4, NOW);
    assert_eq!(place.sequences(), [1, 2, 3]);
}

#[test]
fn what_no_session_took_for_thirty_days_goes_with_the_next_append() {
    let place = Place::new();
    place.append(1..3, NOW);
    let later = NOW.plus(RETENTION_MS);
    place.append(3..4, later);
    assert_eq!(place.spool().waiting(later).unwrap().count, 3);
    let over = later.plus(1);
    assert_eq!(place.spool().waiting(over).unwrap().count, 1);
    let appended = place.append(4..5, over);
    assert_eq!((appended.new, appended.waiting), (1, 2));
    assert_eq!(place.sequences(), [3, 4]);
}

#[test]
fn a_full_spool_takes_nothing_more_and_says_so() {
    let place = Place::new();
    let most = MAX_RECORDS as u64;
    let appended = place.append(1..most + 9, NOW);
    assert_eq!((appended.new, appended.full), (MAX_RECORDS, true));
    let more = place.append(most + 9..most + 10, NOW);
    assert_eq!((more.new, more.waiting, more.full), (0, MAX_RECORDS, true));
    assert!(std::fs::metadata(place.file()).unwrap().len() <= MAX_BYTES);
}

#[test]
fn a_spool_of_the_largest_envelopes_ends_at_its_bytes() {
    let place = Place::new();
    let largest: Vec<_> = (0..3_400)
        .map(|sequence| SpooledEnvelope {
            sequence,
            fetched: NOW,
            envelope: vec![1; ENVELOPE_SIZES[3]].into(),
        })
        .collect();
    let appended = place.spool().append(&largest, NOW).unwrap();
    assert!(appended.full && appended.new < MAX_RECORDS);
    let length = std::fs::metadata(place.file()).unwrap().len();
    assert!(length <= MAX_BYTES && length > MAX_BYTES - 6_000);
    assert_eq!(place.sequences().len(), appended.new);
}

#[test]
fn an_envelope_of_no_envelope_s_size_stays_at_the_relay() {
    let place = Place::new();
    let mut odd = envelopes(1..3, NOW);
    odd[0].envelope = vec![1; 100].into();
    assert_eq!(place.spool().append(&odd, NOW).unwrap().new, 1);
    assert_eq!(place.sequences(), [2]);
}

#[test]
fn another_account_s_spool_is_empty_here_and_overwritten() {
    let place = Place::new();
    place.append(1..3, NOW);
    let other = StandbyKey::from_seed(Secret::from_slice(&[2; 32]).unwrap());
    let spool = Spool {
        key: &other,
        ..place.spool()
    };
    assert_eq!(spool.waiting(NOW), Ok(Waiting::default()));
    assert_eq!(
        spool.append(&envelopes(9..10, NOW), NOW).unwrap().waiting,
        1
    );
    assert_eq!(place.sequences(), Vec::<u64>::new());
}

#[test]
fn a_session_does_not_wait_for_a_fetch_that_appends() {
    let place = Place::new();
    place.append(1..2, NOW);
    let held = durable::lock(place.folder.path(), LOCK).unwrap().unwrap();
    assert!(place.spool().take().unwrap().is_none());
    drop(held);
    assert_eq!(place.sequences(), [1]);
}

#[test]
fn many_fetches_at_once_leave_every_envelope_once() {
    let place = Place::new();
    std::thread::scope(|scope| {
        for from in [1, 6, 11, 1, 6] {
            let place = &place;
            scope.spawn(move || place.append(from..from + 8, NOW));
        }
    });
    let mut sequences = place.sequences();
    sequences.sort_unstable();
    assert_eq!(sequences, (1..19).collect::<Vec<_>>());
}

#[test]
fn nothing_is_left_of_an_account_that_is_gone() {
    let place = Place::new();
    place.append(1..2, NOW);
    place.spool().take().unwrap();
    place.append(2..3, NOW);
    std::fs::write(place.folder.path().join(STATE), b"x").unwrap();
    std::fs::write(place.folder.path().join("spool.new"), b"x").unwrap();
    for _ in 0..2 {
        super::super::remove(place.folder.path()).unwrap();
        let left = std::fs::read_dir(place.folder.path()).unwrap();
        let names: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, [LOCK]);
    }
}

/// Ends the work at the step of that number.
struct KillAt(usize, AtomicUsize);

impl Probe for KillAt {
    fn step(&self, name: &'static str) {
        let step = self.1.fetch_add(1, Ordering::SeqCst);
        assert!(step != self.0, "killed at {name}");
    }
}

#[test]
fn killed_at_any_step_of_appending_and_compacting_what_was_there_stays_and_no_number_doubles() {
    let later = NOW.plus(RETENTION_MS);
    let over = later.plus(1);
    for step in 0.. {
        let place = Place::new();
        place.append(1..3, NOW);
        place.append(3..5, later);
        let probe = KillAt(step, AtomicUsize::new(0));
        let append = || place.probed(&probe).append(&envelopes(4..8, over), over);
        let killed = catch_unwind(AssertUnwindSafe(append)).is_err();
        let again = place.append(4..8, over);
        assert_eq!(again.waiting, 5, "after step {step}");
        assert_eq!(place.sequences(), [3, 4, 5, 6, 7], "after step {step}");
        if !killed {
            assert!(step >= 5, "{step} steps");
            return;
        }
    }
}
