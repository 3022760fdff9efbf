//! The writer's tools on a desk, to take steps one by one.

use crate::background::{self, Background};
use crate::expiry::expire_piece;
use crate::job::{Settings, Work};
use crate::ledger::Ledger;
use crate::load::{Loaded, load};
use crate::mailbox::{acknowledge, append_one};
use crate::options::{Options, Pieces};
use crate::state::{Mailbox, State};
use crate::{schema, store};
use bytes::Bytes;
use consilium_sodium::Secret;
use consilium_store::{Append, AppendOutcome};
use consilium_types::limits::RETENTION_MS;
use consilium_types::{DeviceId, EnvelopeId, PrekeyId, Timestamp};
use rusqlite::{Connection, params};

pub(crate) const DEVICES: [u8; 3] = [1, 2, 3];
const NOW: Timestamp = Timestamp(1_800_000_000_000);

/// A database with one account and three devices, and what a writer has.
pub(crate) struct Desk {
    connection: Connection,
    pub(crate) state: State,
    ledger: Ledger,
    pub(crate) background: Option<Background>,
    pub(crate) settings: Settings,
    sent: u64,
}

fn id(of: u8) -> [u8; 16] {
    [of; 16]
}

impl Desk {
    pub(crate) fn new(pieces: Pieces) -> Self {
        let mut connection = Connection::open_in_memory().unwrap();
        schema::migrate(&mut connection).unwrap();
        let key = Secret::from_slice(&[1; 32]).unwrap();
        let options = Options {
            pieces,
            ..Options::default()
        };
        connection
            .execute(
                "INSERT INTO account (id, epoch, serial, hash, prev, identity_pk, statement)
                 VALUES (x'01', 1, 1, x'01', x'', x'01', x'')",
                [],
            )
            .unwrap();
        connection
            .execute("UPDATE account SET id = ?1", params![id(9)])
            .unwrap();
        for of in DEVICES {
            for (sql, key) in [
                (
                    "INSERT INTO device (id, account_number, position, device_pk)
                     VALUES (?1, 1, 0, ?2)",
                    vec![of; 32],
                ),
                (
                    "INSERT INTO prekey (device_number, id, newest, not_before, standby_pk, statement)
                     SELECT number, ?1, 1, 0, ?2, x'' FROM device WHERE id = ?1",
                    vec![of; 32],
                ),
                (
                    "INSERT INTO mailbox (device_number)
                     SELECT number FROM device WHERE id = ?1 AND device_pk = ?2",
                    vec![of; 32],
                ),
            ] {
                connection.execute(sql, params![id(of), key]).unwrap();
            }
        }
        let settings = store::settings(&key, &options).unwrap();
        let Loaded { state, ledger, .. } = load(&connection, &settings).unwrap();
        Self {
            connection,
            state,
            ledger,
            background: None,
            settings,
            sent: 0,
        }
    }

    fn work<T>(&mut self, job: impl FnOnce(&mut Work<'_>) -> T) -> T {
        let (mut changes, mut staged) = (Vec::new(), Vec::new());
        let answer = job(&mut Work {
            connection: &self.connection,
            state: &mut self.state,
            ledger: &mut self.ledger,
            settings: &self.settings,
            changes: &mut changes,
            staged: &mut staged,
        });
        self.ledger.write_acknowledged(&self.connection).unwrap();
        answer
    }

    pub(crate) fn append(&mut self, of: u8) {
        self.sent += 1;
        let mut envelope_id = [0; 16];
        envelope_id[..8].copy_from_slice(&self.sent.to_be_bytes());
        let append = Append {
            envelope_id: EnvelopeId::new(envelope_id),
            device: DeviceId::new(id(of)),
            prekey: PrekeyId::new(id(of)),
            envelope: Bytes::from_static(b"envelope"),
        };
        let outcome = self.work(|work| append_one(work, append, NOW)).unwrap();
        assert!(matches!(outcome, AppendOutcome::Stored { .. }));
    }

    pub(crate) fn acknowledge(&mut self, of: u8, up_to: u64) {
        self.work(|work| acknowledge(work, DeviceId::new(id(of)), up_to))
            .unwrap();
    }

    pub(crate) fn expire(&mut self, count: usize) {
        let count = u64::try_from(count).unwrap();
        let late = NOW.plus(RETENTION_MS);
        let piece = self.work(|work| expire_piece(work, late, count)).unwrap();
        assert_eq!(piece.removed, count);
    }

    /// As when a statement leaves the device out.
    pub(crate) fn remove(&mut self, of: u8) {
        let number: i64 = self
            .connection
            .query_row(
                "SELECT number FROM device WHERE id = ?1",
                params![id(of)],
                |row| row.get(0),
            )
            .unwrap();
        self.run(&format!(
            "DELETE FROM prekey WHERE device_number = {number};
             DELETE FROM mailbox WHERE device_number = {number};
             DELETE FROM device WHERE number = {number};
             INSERT INTO removed_mailbox (device_number) VALUES ({number});"
        ));
    }

    pub(crate) fn step(&mut self, background: &mut Background) {
        self.work(|work| background::step(background, work))
            .unwrap();
    }

    /// As at a start.
    pub(crate) fn reload(&mut self) {
        let loaded = load(&self.connection, &self.settings).unwrap();
        self.state = loaded.state;
        self.ledger = loaded.ledger;
        self.background = Some(loaded.background);
    }

    pub(crate) fn mailboxes(&self) -> Vec<Mailbox> {
        let device = |of: u8| self.state.device(DeviceId::new(id(of)));
        let mailbox = |of: u8| device(of).unwrap().1.mailbox;
        DEVICES.into_iter().map(mailbox).collect()
    }

    pub(crate) fn run(&self, sql: &str) {
        self.connection.execute_batch(sql).unwrap();
    }

    pub(crate) fn count(&self, sql: &str) -> usize {
        let count: i64 = self
            .connection
            .query_row(sql, [], |row| row.get(0))
            .unwrap();
        usize::try_from(count).unwrap()
    }
}
