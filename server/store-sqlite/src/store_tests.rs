//! The store as a whole, where the conformance suite cannot look.

use crate::audit;
use crate::job::Guard;
use crate::sql::execute;
use crate::{Options, Pieces, SqliteStore};
use bytes::Bytes;
use consilium_sodium::Secret;
use consilium_store::{
    AccountStore, Append, AppendOutcome, MailboxStore, NewAccount, OperationStore, PrekeyRecord,
    Registered, StatementRecord, StoreError,
};
use consilium_types::{
    AccountId, DeviceId, EnvelopeId, PhoneNumber, PrekeyId, StatementHash, Timestamp,
};
use std::path::Path;
use std::sync::Arc;

const NOW: Timestamp = Timestamp(1_800_000_000_000);
const DEVICE: DeviceId = DeviceId::new([2; 16]);
const PREKEY: PrekeyId = PrekeyId::new([4; 16]);
const PHONE: &str = "+31612345678";

fn key(byte: u8) -> Secret<32> {
    Secret::from_slice(&[byte; 32]).unwrap()
}

fn open(path: &Path) -> Result<Arc<SqliteStore>, StoreError> {
    SqliteStore::open(path, &key(1), Options::default())
}

fn account() -> NewAccount {
    NewAccount {
        statement: StatementRecord {
            account: AccountId::new([1; 16]),
            epoch: 1,
            serial: 1,
            hash: StatementHash::new([1; 32]),
            prev: StatementHash::ZERO,
            statement: Bytes::from_static(b"statement"),
            identity_pk: [3; 32],
            devices: vec![(DEVICE, [2; 32])],
        },
        prekey: PrekeyRecord {
            account: AccountId::new([1; 16]),
            device: DEVICE,
            prekey: PREKEY,
            not_before: NOW,
            not_after: NOW.plus(30 * Timestamp::DAY_MS),
            standby_pk: [5; 32],
            box_pk: [6; 32],
            statement: Bytes::from_static(b"prekey"),
        },
        phone: PhoneNumber::parse(PHONE).unwrap(),
    }
}

fn envelope(number: u64, text: &[u8]) -> Append {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&number.to_be_bytes());
    Append {
        envelope_id: EnvelopeId::new(id),
        device: DEVICE,
        prekey: PREKEY,
        envelope: Bytes::copy_from_slice(text),
    }
}

async fn with_account(path: &Path) -> Arc<SqliteStore> {
    let store = open(path).unwrap();
    let registered = store.register(account(), NOW).await.unwrap();
    assert_eq!(registered, Registered::Done);
    store
}

#[tokio::test]
async fn what_was_stored_is_there_after_a_close_and_after_none() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("relay.db");
    for close in [true, false] {
        let store = open(&path).unwrap();
        let _ = store.register(account(), NOW).await.unwrap();
        let number = u64::from(close);
        let outcome = store.append(vec![envelope(number, b"one")], NOW).await;
        assert!(matches!(
            outcome.unwrap().as_slice(),
            [AppendOutcome::Stored { .. }]
        ));
        if close {
            store.close().await.unwrap();
        }
    }
    let store = open(&path).unwrap();
    let fetched = store.fetch(DEVICE, 0, 10).await.unwrap();
    assert_eq!(fetched.len(), 2);
    assert_eq!(fetched[1].sequence, 2);
    assert_eq!(fetched[1].arrived, NOW.hour());
    assert_eq!(fetched[1].envelope, b"one"[..]);
}

#[tokio::test]
async fn a_wrong_key_and_a_file_of_another_kind_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("relay.db");
    with_account(&path).await.close().await.unwrap();
    let refused = SqliteStore::open(&path, &key(2), Options::default());
    assert_eq!(refused.unwrap_err(), StoreError::WrongKey);
    let text = dir.path().join("notes.txt");
    std::fs::write(&text, vec![b'x'; 40_000]).unwrap();
    assert_eq!(open(&text).unwrap_err(), StoreError::WrongKey);
    let plain = dir.path().join("plain.db");
    rusqlite::Connection::open(&plain)
        .unwrap()
        .execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1);")
        .unwrap();
    assert_eq!(open(&plain).unwrap_err(), StoreError::WrongKey);
}

#[tokio::test]
async fn only_one_process_has_it_open() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("relay.db");
    let store = with_account(&path).await;
    assert!(matches!(
        open(&path).unwrap_err(),
        StoreError::Unavailable(_)
    ));
    drop(store);
    open(&path).unwrap();
}

#[tokio::test]
async fn a_job_that_fails_undoes_what_it_did_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let store = with_account(&dir.path().join("relay.db")).await;
    let (wait, go) = std::sync::mpsc::sync_channel::<()>(0);
    // The writer waits, so that all that follows is in one batch.
    let gate = store.write(Guard::Savepoint, move |_| {
        go.recv().map_err(|_| StoreError::Internal("test"))
    });
    let fails = store.write::<(), _>(Guard::Savepoint, |work| {
        execute(work.connection, "UPDATE progress SET checks = 77", [])?;
        execute(work.connection, "DELETE FROM token", [])?;
        Err(StoreError::Internal("test"))
    });
    let breaks = store.write::<(), _>(Guard::Savepoint, |work| {
        execute(work.connection, "DELETE FROM device", [])?;
        Ok(())
    });
    let first = store.append(vec![envelope(1, b"one")], NOW);
    let second = store.append(vec![envelope(2, b"two")], NOW);
    let release = async { wait.send(()).unwrap() };
    let (gate, first, fails, breaks, second, ()) =
        tokio::join!(gate, first, fails, breaks, second, release);
    gate.unwrap();
    assert_eq!(fails, Err(StoreError::Internal("test")));
    assert_eq!(breaks, Err(StoreError::Internal("constraint")));
    assert_eq!(first.unwrap(), [AppendOutcome::Stored { sequence: 1 }]);
    assert_eq!(second.unwrap(), [AppendOutcome::Stored { sequence: 2 }]);
    let checks: i64 = store
        .read(|connection| {
            crate::sql::find(connection, "SELECT checks FROM progress", [], |row| {
                row.get(0)
            })
            .map(Option::unwrap_or_default)
        })
        .await
        .unwrap();
    assert_eq!(checks, 0);
}

#[tokio::test]
async fn a_full_disk_fails_everybody_in_the_batch_and_the_store_works_on_afterwards() {
    let dir = tempfile::tempdir().unwrap();
    let store = with_account(&dir.path().join("relay.db")).await;
    let large = vec![7; 5_000];
    let sent = store.append(vec![envelope(1, &large)], NOW).await.unwrap();
    assert_eq!(sent, [AppendOutcome::Stored { sequence: 1 }]);
    let limit = |pages: &'static str| {
        store.write(Guard::Savepoint, move |work| {
            let sql = format!("PRAGMA max_page_count = {pages}");
            let set = work.connection.query_row(&sql, [], |_| Ok(()));
            set.map_err(|_| StoreError::Internal("test"))
        })
    };
    limit("1").await.unwrap();
    let batch = (2..40).map(|number| envelope(number, &large)).collect();
    let failed = store.append(batch, NOW).await;
    assert!(matches!(failed, Err(StoreError::Unavailable(_))));
    assert_eq!(store.cursor(DEVICE).await.unwrap().newest, 1);
    assert_eq!(store.fetch(DEVICE, 0, 9).await.unwrap().len(), 1);
    limit("1000000").await.unwrap();
    // The ids of the failed batch are no duplicates, and positions have no gap.
    let sent = store.append(vec![envelope(2, &large)], NOW).await.unwrap();
    assert_eq!(sent, [AppendOutcome::Stored { sequence: 2 }]);
    let fetched = store.fetch(DEVICE, 1, 9).await.unwrap();
    assert_eq!(fetched[0].envelope, large);
}

#[tokio::test]
async fn no_plain_text_and_no_number_is_in_any_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("relay.db");
    let store = with_account(&path).await;
    let canary = b"canary-3f1c7a";
    let sent = store.append(vec![envelope(1, canary)], NOW).await;
    assert_eq!(sent.unwrap(), [AppendOutcome::Stored { sequence: 1 }]);
    let found = |needle: &[u8]| {
        std::fs::read_dir(dir.path()).unwrap().any(|file| {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            bytes.windows(needle.len()).any(|window| window == needle)
        })
    };
    for _ in 0..2 {
        assert!(!found(canary) && !found(PHONE.as_bytes()));
        assert!(!found(b"SQLite format 3"));
        store.close().await.unwrap();
    }
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// In how many decrypted images of the pages it is.
fn hits(path: &Path, needle: &[u8]) -> usize {
    let scratch = tempfile::tempdir().unwrap();
    let images = audit::decrypted_pages(path, &key(1), scratch.path()).unwrap();
    images
        .iter()
        .filter(|image| contains(image, needle))
        .count()
}

#[tokio::test]
async fn what_is_deleted_or_expired_is_in_no_page_and_in_no_log() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("relay.db");
    let store = with_account(&path).await;
    let canaries: [&[u8]; 3] = [b"canary-deleted", b"canary-expired", b"canary-stays"];
    let late = NOW.plus(consilium_types::limits::RETENTION_MS);
    let filler = vec![7; 6_000];
    for (number, canary) in (1..).zip(canaries) {
        let at = if number == 3 { late } else { NOW };
        // Pages of their own, which are free afterwards.
        let batch = (0..8).map(|more| envelope(number * 100 + more, &filler));
        let _ = store.append(batch.collect(), at).await.unwrap();
        let canary = envelope(number, canary);
        let _ = store.append(vec![canary], at).await.unwrap();
    }
    for canary in canaries {
        assert!(hits(&path, canary) > 0, "the search finds nothing");
    }
    assert!(store.delete(DEVICE, 9).await.unwrap());
    let expired = store.expire(late, 1_000).await.unwrap();
    assert_eq!((expired.count, expired.more), (17, false));
    assert_eq!(hits(&path, canaries[0]), 0);
    assert_eq!(hits(&path, canaries[1]), 0);
    assert!(hits(&path, canaries[2]) > 0);
}

#[tokio::test]
async fn an_audit_sees_what_the_relay_counts_and_no_number() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("relay.db");
    let store = with_account(&path).await;
    let _ = store.append(vec![envelope(1, b"one")], NOW).await.unwrap();
    store.acknowledge(DEVICE, 1).await.unwrap();
    let _ = store.append(vec![envelope(2, b"two")], NOW).await.unwrap();
    let counts = store.counts().await.unwrap();
    assert_eq!((counts.envelopes, counts.unacknowledged), (2, 1));
    assert_eq!(audit::inspect(&path, &key(1)), Ok(counts));
    assert_eq!(audit::inspect(&path, &key(2)), Err(StoreError::WrongKey));
    assert_eq!(hits(&path, PHONE.as_bytes()), 0);
    let plain = dir.path().join("plain.db");
    audit::export_decrypted(&path, &key(1), &plain).unwrap();
    let exported = std::fs::read(&plain).unwrap();
    assert!(exported.starts_with(b"SQLite format 3\0"));
    assert!(contains(&exported, b"statement"));
    assert!(!contains(&exported, PHONE.as_bytes()));
    let again = audit::export_decrypted(&path, &key(1), &plain);
    assert!(matches!(again, Err(StoreError::Unavailable(_))));
    store.close().await.unwrap();
    assert_eq!(audit::inspect(&path, &key(1)).unwrap().envelopes, 2);
}

/// Merges and checkpoints come all the time, and hardly an envelope stays in memory.
fn restless(path: &Path) -> Arc<SqliteStore> {
    let options = Options {
        merge_rows: 20,
        recent_bytes: 5_000,
        checkpoint_bytes: 200_000,
        pieces: Pieces {
            rows: 3,
            mailboxes: 1,
            index_entries: 5,
            sweep_at: 1,
        },
        ..Options::default()
    };
    SqliteStore::open(path, &key(1), options).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_a_cursor_shows_can_be_fetched() {
    let dir = tempfile::tempdir().unwrap();
    let store = restless(&dir.path().join("relay.db"));
    let _ = store.register(account(), NOW).await.unwrap();
    let writer = {
        let store = Arc::clone(&store);
        tokio::task::spawn(async move {
            for number in 0..1_500 {
                let text = number.to_string();
                let sent = store.append(vec![envelope(number, text.as_bytes())], NOW);
                let expected = [AppendOutcome::Stored {
                    sequence: number + 1,
                }];
                assert_eq!(sent.await.unwrap(), expected);
            }
        })
    };
    let mut newest = 0;
    while newest < 1_500 {
        newest = store.cursor(DEVICE).await.unwrap().newest;
        let after = newest.saturating_sub(60);
        let fetched = store.fetch(DEVICE, after, 60).await.unwrap();
        let found = fetched.iter().map(|row| row.sequence);
        assert!(found.eq((after + 1..=newest).chain(newest + 1..).take(fetched.len())));
        assert!(fetched.len() >= usize::try_from(newest - after).unwrap());
        for row in fetched {
            assert_eq!(row.envelope, (row.sequence - 1).to_string());
        }
    }
    writer.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_stays_small_while_writing_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("relay.db");
    let store = restless(&path);
    let _ = store.register(account(), NOW).await.unwrap();
    let text = vec![7; 5_297];
    let mut largest = 0;
    for round in 0..400 {
        let batch = (round * 10..round * 10 + 10).map(|number| envelope(number, &text));
        let _ = store.append(batch.collect(), NOW).await.unwrap();
        let log = std::fs::metadata(dir.path().join("relay.db-wal")).unwrap();
        largest = largest.max(log.len());
    }
    let written = std::fs::metadata(&path).unwrap().len();
    assert!(written > 20_000_000, "{written}");
    assert!(largest < 2_000_000, "{largest}");
}
