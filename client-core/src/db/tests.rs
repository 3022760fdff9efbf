use super::*;
use crate::conversation::changes::{
    AmendmentKind, Marks, NewAmendment, NewLink, NewRow, Progress, Shape, Standing,
};
use crate::conversation::payload::Urgency;
use crate::conversation::retention::{ClockMemory, Moment};
use crate::seal::{Header, Kind, Signed};
use consilium_sodium::{Secret, SigningKey};
use consilium_statement::account::certify_identity;
use consilium_statement::id::{account_id, device_id, direct_conversation};
use consilium_statement::{AccountStatement, DeviceEntry, StatementDraft};
use consilium_types::{
    AccountId, BootTime, EnvelopeId, MessageHash, PhoneNumber, SeededEntropy, StatementHash,
    Timestamp,
};
use proptest::prelude::*;
use std::path::Path;
use tempfile::TempDir;

const NOW: Timestamp = Timestamp(1_795_305_600_000);
const DAY: u64 = Timestamp::DAY_MS;

fn key(byte: u8) -> Secret<32> {
    Secret::from_slice(&[byte; 32]).unwrap()
}

fn database() -> (TempDir, Database) {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::open(&folder.path().join("db"), &key(1)).unwrap();
    (folder, database)
}

/// An account with one device, the same for the same number.
struct Someone {
    root: SigningKey,
    identity: SigningKey,
    device: SigningKey,
}

impl Someone {
    fn new(number: u64) -> Self {
        let key =
            |purpose| SigningKey::generate(&SeededEntropy::new(number * 10 + purpose)).unwrap();
        Self {
            root: key(1),
            identity: key(2),
            device: key(3),
        }
    }

    fn account(&self) -> AccountId {
        account_id(&self.root.verifying_key())
    }

    fn statement(&self, epoch: u64) -> AccountStatement {
        let identity = self.identity.verifying_key();
        let device = self.device.verifying_key();
        StatementDraft {
            root: self.root.verifying_key(),
            epoch,
            certificate: certify_identity(&self.root, epoch, &identity),
            identity: &self.identity,
            serial: 1,
            prev: StatementHash::ZERO,
            issued: NOW,
            devices: &[DeviceEntry {
                id: device_id(&device),
                key: device,
                added: NOW,
            }],
        }
        .sign()
        .unwrap()
    }

    fn write(
        &self,
        to: &Self,
        counter: u64,
        prev: MessageHash,
        text: &str,
        at: Timestamp,
    ) -> Signed {
        Header {
            kind: Kind::Text,
            sender: self.account(),
            device: device_id(&self.device.verifying_key()),
            sender_statement: StatementHash::ZERO,
            conversation: direct_conversation(self.account(), to.account()),
            recipient: to.account(),
            view: [0; 32],
            sent: at,
            counter,
            prev,
        }
        .sign(
            &crate::conversation::payload::encode_text(text, None, Urgency::Routine),
            &self.device,
        )
        .unwrap()
    }
}

fn link(signed: &Signed, peer: AccountId) -> NewLink {
    let header = signed.header();
    NewLink {
        conversation: header.conversation,
        peer,
        sender: header.sender,
        device: header.device,
        hash: signed.hash(),
        counter: header.counter,
        prev: header.prev,
    }
}

fn row(signed: &Signed, text: &str) -> NewRow {
    NewRow {
        shape: Shape::Text,
        at: signed.header().sent,
        sort: signed.header().sent,
        body: text.to_owned().into(),
        signed: signed.as_bytes().to_vec().into(),
        reply_to: None,
        urgency: Urgency::Routine,
        progress: Progress::Waiting,
        unread: false,
        marks: Marks::default(),
    }
}

/// Queues a text of `own` to `peer`.
fn queue(db: &Database, own: &Someone, peer: &Someone, text: &str, at: Timestamp) -> (i64, Signed) {
    db.write(|tx| {
        let conversation = direct_conversation(own.account(), peer.account());
        let device = device_id(&own.device.verifying_key());
        let (counter, prev) = tx.next_place(conversation, device)?;
        let signed = own.write(peer, counter, prev, text, at);
        let their = device_id(&peer.device.verifying_key());
        let outgoing = Outgoing {
            link: link(&signed, peer.account()),
            signed: &signed,
            recipients: &[(peer.account(), their, EnvelopeId::new([7; 16]))],
            row: Some(row(&signed, text)),
            amendments: Vec::new(),
        };
        let id = tx
            .queue(own.account(), &outgoing, at, &mut Vec::new())?
            .unwrap();
        Ok::<_, DbError>((id, signed))
    })
    .unwrap()
}

/// Every page of the database, decrypted, and its log's, as one who has the key sees them.
fn decrypted(folder: &Path) -> Vec<u8> {
    let plain = folder.join("plain");
    let connection = rusqlite::Connection::open(folder.join("db")).unwrap();
    let hex = consilium_types::ids::to_hex(&[1; 32]);
    connection
        .execute_batch(&format!("PRAGMA key = \"x'{hex}'\";"))
        .unwrap();
    // A copy page by page: free pages and slack come along.
    let pages: i64 = connection
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .unwrap();
    let mut all = Vec::new();
    connection
        .execute_batch(&format!(
            "ATTACH DATABASE '{}' AS plain KEY ''; SELECT sqlcipher_export('plain'); DETACH DATABASE plain;",
            plain.display()
        ))
        .unwrap();
    assert!(pages > 0);
    all.extend(std::fs::read(&plain).unwrap());
    std::fs::remove_file(&plain).unwrap();
    all
}

fn holds(haystack: &[u8], needle: &str) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle.as_bytes())
}

#[test]
fn the_schema_is_the_committed_one() {
    let (_folder, db) = database();
    let schema = db.read(|rows| rows.schema()).unwrap();
    let committed = include_str!("../../schema.sql");
    assert_eq!(
        schema, committed,
        "write the new schema to client-core/schema.sql"
    );
}

#[test]
fn another_key_opens_nothing_and_nothing_is_readable_without_one() {
    let (folder, db) = database();
    let (own, peer) = (Someone::new(1), Someone::new(2));
    queue(&db, &own, &peer, "canary in the file", NOW);
    drop(db);
    let path = folder.path().join("db");
    assert_eq!(
        Database::open(&path, &key(2)).unwrap_err(),
        DbError::Damaged
    );
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!holds(&bytes, "canary") && !holds(&bytes, "SQLite format"));
    }
    assert!(Database::open(&path, &key(1)).is_ok());
}

#[test]
fn a_database_of_a_newer_app_is_refused() {
    let (folder, db) = database();
    db.write(|tx| {
        let sql = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) \
                   VALUES (99, 'later', '2030-01-01T00:00:00Z', '1')";
        tx.0.execute(sql, [])?;
        Ok::<_, DbError>(())
    })
    .unwrap();
    drop(db);
    let again = Database::open(&folder.path().join("db"), &key(1));
    assert_eq!(again.unwrap_err(), DbError::Schema);
}

#[test]
fn a_transaction_that_fails_leaves_nothing() {
    let (_folder, db) = database();
    let failed = db.write(|tx| {
        tx.set_number(Key::Cursor, 7)?;
        Err::<(), _>(DbError::Bug)
    });
    assert_eq!(failed, Err(DbError::Bug));
    assert_eq!(db.read(|rows| rows.meta_number(Key::Cursor)).unwrap(), 0);
}

#[test]
fn what_expired_leaves_rows_index_and_pages() {
    let (folder, db) = database();
    let (own, peer) = (Someone::new(1), Someone::new(2));
    let (id, _) = queue(&db, &own, &peer, "canaryold potassium", NOW);
    let (stays, _) = queue(&db, &own, &peer, "canarynew sodium", NOW.plus(5 * DAY));
    let conversation = direct_conversation(own.account(), peer.account());
    let later = NOW.plus(30 * DAY);
    let texts = |now| {
        let rows = db
            .read(|rows| rows.messages(conversation, None, 9, now))
            .unwrap();
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(texts(later.minus(1)), [id, stays]);
    assert_eq!(texts(later), [stays], "hidden before it is erased");
    assert!(db.read(|rows| rows.anything_expired(later)).unwrap());
    let mut touched = Vec::new();
    assert!(
        !db.write(|tx| tx.erase_expired(later, &mut touched))
            .unwrap()
    );
    assert!(touched.contains(&Touched::Removed(conversation, id)));
    assert!(!db.read(|rows| rows.anything_expired(later)).unwrap());
    assert!(
        db.read(|rows| rows.search("potassium", 5, NOW))
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        db.read(|rows| rows.search("sodium", 5, NOW)).unwrap().len(),
        1
    );
    db.checkpoint().unwrap();
    let pages = decrypted(folder.path());
    assert!(holds(&pages, "canarynew"));
    assert!(!holds(&pages, "canaryold"));
    // The chain goes on.
    let device = device_id(&own.device.verifying_key());
    let next = db
        .read(|rows| rows.next_place(conversation, device))
        .unwrap();
    assert_eq!(next.0, 3);
}

#[test]
fn only_words_are_searched_for_whatever_is_typed() {
    let (_folder, db) = database();
    let (own, peer) = (Someone::new(1), Someone::new(2));
    queue(&db, &own, &peer, "Kreatinin-Wert: 1,3 (\"erhöht\")", NOW);
    let find = |text: &str| db.read(|rows| rows.search(text, 5, NOW)).unwrap().len();
    assert_eq!(find("erhoht"), 1);
    assert_eq!(find("krea"), 1);
    assert_eq!(find("wert kreatinin"), 1);
    assert_eq!(find("kreatinin fehlt"), 0);
    for odd in ["\"", "AND", "*", "body:", "NEAR(", "' OR 1=1", "-", ""] {
        assert_eq!(find(odd), 0, "{odd}");
    }
}

#[test]
fn a_message_moves_on_when_its_last_envelope_is_done() {
    let (_folder, db) = database();
    let (own, peer) = (Someone::new(1), Someone::new(2));
    let (id, _) = queue(&db, &own, &peer, "x", NOW);
    let entry = db
        .read(|rows| rows.outbox_due(NOW, 0, 9))
        .unwrap()
        .remove(0);
    let progress = || {
        db.read(|rows| rows.message(id, NOW))
            .unwrap()
            .unwrap()
            .progress
    };
    let wait = |due, wait| db.write(|tx| tx.envelope_waits(&entry, due, wait, &mut Vec::new()));
    wait(NOW.plus(60_000), Wait::Full).unwrap();
    assert!(
        db.read(|rows| rows.outbox_due(NOW, 0, 9))
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        db.read(|rows| rows.outbox_next()).unwrap(),
        Some(NOW.plus(60_000))
    );
    assert_eq!(progress(), Progress::Waiting);
    db.write(|tx| tx.envelope_done(&entry, &mut Vec::new()))
        .unwrap();
    assert_eq!(progress(), Progress::AtRelay);
    assert_eq!(db.read(|rows| rows.waiting()).unwrap(), 0);
    assert!(
        db.read(|rows| rows.outgoing(entry.outgoing))
            .unwrap()
            .is_none()
    );
}

#[test]
fn new_devices_get_what_waits_and_old_ones_nothing_more() {
    let (_folder, db) = database();
    let (own, peer) = (Someone::new(1), Someone::new(2));
    queue(&db, &own, &peer, "x", NOW);
    let old = device_id(&peer.device.verifying_key());
    let (this, new) = (
        device_id(&own.device.verifying_key()),
        consilium_types::DeviceId::new([9; 16]),
    );
    let fresh = || EnvelopeId::new([8; 16]);
    let change = |devices: &[consilium_types::DeviceId]| {
        db.write(|tx| tx.outbox_devices(peer.account(), devices, this, &fresh, &mut Vec::new()))
            .unwrap();
        let due = db.read(|rows| rows.outbox_due(NOW, 0, 9)).unwrap();
        due.into_iter()
            .map(|entry| entry.device)
            .collect::<Vec<_>>()
    };
    assert_eq!(change(&[old, new]), [old, new]);
    assert_eq!(change(&[new]), [new]);
}

#[test]
fn contents_past_their_time_are_given_up_visibly() {
    let (_folder, db) = database();
    let (own, peer) = (Someone::new(1), Someone::new(2));
    let (id, _) = queue(&db, &own, &peer, "x", NOW);
    db.write(|tx| tx.expire_outgoing(NOW, &mut Vec::new()))
        .unwrap();
    let row = db.read(|rows| rows.message(id, NOW)).unwrap().unwrap();
    assert_eq!(row.progress, Progress::NotSent);
}

#[test]
fn the_quarantine_keeps_the_last_200_and_counts_all_once() {
    let (_folder, db) = database();
    db.write(|tx| {
        for number in 0..250_u32 {
            assert!(tx.quarantine(&number.to_be_bytes(), "aead", NOW)?);
        }
        assert!(!tx.quarantine(&249_u32.to_be_bytes(), "aead", NOW)?);
        Ok::<_, DbError>(())
    })
    .unwrap();
    assert_eq!(db.read(|rows| rows.quarantined()).unwrap(), 200);
    assert_eq!(
        db.read(|rows| rows.counters()).unwrap(),
        [("aead".to_owned(), 250)]
    );
}

#[test]
fn what_is_owed_to_a_request_waits_until_it_is_accepted() {
    let (_folder, db) = database();
    let peer = Someone::new(2).account();
    use crate::conversation::changes::Receipt;
    db.write(|tx| {
        tx.ensure_contact(peer, Standing::Requested, NOW)?;
        tx.owe_receipt(MessageHash::new([1; 32]), Receipt::Read, peer, NOW)
    })
    .unwrap();
    let owed = || db.read(|rows| rows.owed_receipts(9)).unwrap();
    assert!(owed().is_empty());
    db.write(|tx| tx.set_standing(peer, Standing::Accepted))
        .unwrap();
    let entry = (MessageHash::new([1; 32]), Receipt::Read);
    assert_eq!(owed(), [(peer, vec![entry])]);
    db.write(|tx| tx.paid_receipts(&[entry])).unwrap();
    assert!(owed().is_empty());
}

#[test]
fn clocks_and_texts_come_back() {
    let (_folder, db) = database();
    let boot = |ms| BootTime { boot: [3; 16], ms };
    for doubted in [None, Some(boot(9))] {
        let memory = ClockMemory {
            last: Moment {
                wall: NOW,
                boot: boot(5),
            },
            doubted,
        };
        db.write(|tx| tx.set_clocks(&memory)).unwrap();
        assert_eq!(db.read(|rows| rows.clocks()).unwrap(), Some(memory));
    }
    let number = PhoneNumber::parse("+31612345678").unwrap();
    db.write(|tx| tx.set_address_book_entry(&number, "Zoë"))
        .unwrap();
    let entry = db.read(|rows| rows.address_book_entry(&number)).unwrap();
    assert_eq!(entry, Some(("Zoë".to_owned(), None)));
}

#[test]
fn an_amendment_of_another_conversation_changes_nothing() {
    let (_folder, db) = database();
    let (own, peer, other) = (Someone::new(1), Someone::new(2), Someone::new(3));
    let (id, signed) = queue(&db, &own, &peer, "5 mg", NOW);
    let edit = own.write(&other, 1, MessageHash::ZERO, "carrier", NOW);
    db.write(|tx| {
        let outgoing = Outgoing {
            link: link(&edit, other.account()),
            signed: &edit,
            recipients: &[],
            row: None,
            amendments: vec![NewAmendment {
                target: signed.hash(),
                kind: AmendmentKind::Edit,
                at: NOW,
                body: "50 mg".to_owned().into(),
                signed: edit.as_bytes().to_vec().into(),
            }],
        };
        tx.queue(own.account(), &outgoing, NOW, &mut Vec::new())
    })
    .unwrap();
    let row = db.read(|rows| rows.message(id, NOW)).unwrap().unwrap();
    assert_eq!((row.body.as_str(), row.earlier.len()), ("5 mg", 0));
}

/// What can happen to a comparison (threats L02).
#[derive(Clone, Debug)]
enum Step {
    Compare,
    RotateContact(u64),
    RotateOwn(u64),
    NewEpoch,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        Just(Step::Compare),
        (0_u64..3).prop_map(Step::RotateContact),
        (0_u64..3).prop_map(Step::RotateOwn),
        Just(Step::NewEpoch),
    ];
    prop::collection::vec(step, 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    // Root keys cannot change under an account id; the rows are forced to here, as a restored or
    // damaged database might, because the badge must not outlive either key even then.
    #[test]
    fn compared_holds_exactly_for_the_two_root_keys_that_were_compared(steps in steps()) {
        let (_folder, db) = database();
        let (own, contact) = (AccountId::new([1; 16]), AccountId::new([2; 16]));
        let force = |account: AccountId, someone: u64, epoch: u64| {
            db.write(|tx| {
                let statement = Someone::new(someone).statement(epoch);
                let sql = "INSERT OR REPLACE INTO statements (account, statement, hash, learned) \
                           VALUES (?1, ?2, ?3, 0)";
                let hash = statement.hash();
                let parameters = (account.as_bytes(), statement.as_bytes(), hash.as_bytes());
                tx.0.execute(sql, parameters)?;
                Ok::<_, DbError>(())
            })
            .unwrap();
        };
        let root = |someone| *Someone::new(someone).root.verifying_key().as_bytes();
        db.write(|tx| tx.ensure_contact(contact, Standing::Accepted, NOW)).unwrap();
        let (mut mine, mut theirs, mut epoch) = (10, 20, 1);
        force(own, mine, epoch);
        force(contact, theirs, epoch);
        let mut compared = std::collections::HashSet::new();
        for step in steps {
            match step {
                Step::Compare => {
                    compared.insert((mine, theirs));
                    db.write(|tx| tx.set_compared(&root(mine), &root(theirs), NOW)).unwrap();
                }
                Step::RotateContact(which) => {
                    theirs = 20 + which;
                    force(contact, theirs, epoch);
                }
                Step::RotateOwn(which) => {
                    mine = 10 + which;
                    force(own, mine, epoch);
                }
                Step::NewEpoch => {
                    epoch += 1;
                    force(contact, theirs, epoch);
                }
            }
            let row = db.read(|rows| rows.contact(own, contact)).unwrap().unwrap();
            prop_assert_eq!(row.compared, compared.contains(&(mine, theirs)));
        }
    }
}
