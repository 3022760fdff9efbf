//! Whom waiting contents go to, when an account's devices change or the owner tries again.

use super::apply::Touched;
use super::error::DbError;
use super::messages::progress_number;
use super::open::Tx;
use super::value::{Columns, ms};
use crate::conversation::changes::Progress;
use crate::seal::Signed;
use consilium_types::{AccountId, DeviceId, EnvelopeId};

impl Tx<'_> {
    /// The devices of an account changed: envelopes for devices that are gone are dropped, and
    /// contents that wait for any of its devices go to the new ones too.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn outbox_devices(
        &self,
        account: AccountId,
        devices: &[DeviceId],
        this: DeviceId,
        fresh: &dyn Fn() -> EnvelopeId,
        touched: &mut Vec<Touched>,
    ) -> Result<(), DbError> {
        let sql = "SELECT DISTINCT outgoing FROM outbox WHERE account = ?1";
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map([account.as_bytes()], |row| row.get::<_, i64>(0))?;
        let waiting = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        for outgoing in waiting {
            for device in devices.iter().filter(|device| **device != this) {
                self.queue_envelope(outgoing, account, *device, fresh())?;
            }
            let sql = "SELECT id, device FROM outbox WHERE outgoing = ?1 AND account = ?2";
            let mut statement = self.0.prepare_cached(sql)?;
            let parameters = (outgoing, account.as_bytes());
            let rows = statement.query_map(parameters, |row| {
                Ok((row.get::<_, i64>(0)?, row.device(1)?))
            })?;
            for row in rows.collect::<rusqlite::Result<Vec<_>>>()? {
                if !devices.contains(&row.1) {
                    self.0
                        .prepare_cached("DELETE FROM outbox WHERE id = ?1")?
                        .execute([row.0])?;
                }
            }
            self.settle(outgoing, touched)?;
        }
        self.outbox_wake(Some(account))
    }

    /// Queues a content that left already once more, for the devices given.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn requeue(
        &self,
        signed: &Signed,
        recipients: &[(AccountId, DeviceId, EnvelopeId)],
    ) -> Result<(), DbError> {
        let header = signed.header();
        let sql = "INSERT INTO outgoing (hash, kind, recipient, sent, signed) VALUES (?1, ?2, ?3, ?4, ?5) \
                   ON CONFLICT (hash) DO UPDATE SET kind = excluded.kind RETURNING id";
        let id: i64 = self.0.prepare_cached(sql)?.query_row(
            (
                signed.hash().as_bytes(),
                header.kind.number(),
                header.recipient.as_bytes(),
                ms(header.sent),
                signed.as_bytes(),
            ),
            |row| row.get(0),
        )?;
        for (account, device, envelope_id) in recipients {
            self.queue_envelope(id, *account, *device, *envelope_id)?;
        }
        let sql = "UPDATE outbox SET due = 0 WHERE outgoing = ?1";
        self.0.prepare_cached(sql)?.execute([id])?;
        let sql =
            "UPDATE messages SET delivery = ?2, wait = 0 WHERE hash = ?1 AND delivery IN (1, 2, 5)";
        let waiting = progress_number(Progress::Waiting);
        self.0
            .prepare_cached(sql)?
            .execute((signed.hash().as_bytes(), waiting))?;
        Ok(())
    }
}
