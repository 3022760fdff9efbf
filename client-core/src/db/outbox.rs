//! What has yet to reach the relay: contents, and one envelope to make per device.

use super::apply::Touched;
use super::error::DbError;
use super::messages::{Place, progress_number};
use super::open::{Rows, Tx};
use super::value::{Columns, ms, optional, small};
use crate::conversation::chain::Chain;
use crate::conversation::changes::{NewAmendment, NewLink, NewRow, Progress};
use crate::seal::{Plaintext, Signed};
use consilium_types::{AccountId, ConversationId, DeviceId, EnvelopeId, MessageHash, Timestamp};

/// A content of this device to store and send.
#[derive(Debug)]
pub struct Outgoing<'a> {
    /// Its place.
    pub link: NewLink,
    /// Signed.
    pub signed: &'a Signed,
    /// Devices that get it, each with a fresh envelope id.
    pub recipients: &'a [(AccountId, DeviceId, EnvelopeId)],
    /// What the owner sees of it.
    pub row: Option<NewRow>,
    /// What it changes.
    pub amendments: Vec<NewAmendment>,
}

/// An envelope to make and send.
#[derive(Debug)]
pub struct OutboxEntry {
    /// Its row.
    pub id: i64,
    /// The content.
    pub outgoing: i64,
    /// Whose device.
    pub account: AccountId,
    /// Which device.
    pub device: DeviceId,
    /// The same in every retry.
    pub envelope_id: EnvelopeId,
    /// How often it was tried.
    pub attempts: u32,
}

/// Why messages to a device wait, as `messages.wait` numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// With the next contact to the relay.
    Queued,
    /// No usable prekey.
    NoPrekey,
    /// Mailbox full.
    Full,
    /// Device locked.
    Locked,
    /// Slowed down by the relay.
    Slowed,
}

impl Wait {
    /// The number stored.
    pub const fn number(self) -> u8 {
        match self {
            Self::Queued => 0,
            Self::NoPrekey => 1,
            Self::Full => 2,
            Self::Locked => 3,
            Self::Slowed => 4,
        }
    }

    /// The reason of a number.
    pub const fn of(number: u8) -> Self {
        match number {
            1 => Self::NoPrekey,
            2 => Self::Full,
            3 => Self::Locked,
            4 => Self::Slowed,
            _ => Self::Queued,
        }
    }
}

/// Accounts whose contents wait for the owner (paused, blocked, forked) are left out.
const SENDABLE: &str = "NOT EXISTS (SELECT 1 FROM outgoing g JOIN contacts c ON c.account = g.recipient \
    LEFT JOIN statements s ON s.account = g.recipient \
    WHERE g.id = o.outgoing AND (c.paused = 1 OR c.state = 3 OR coalesce(s.forked, 0) = 1))";

impl Rows<'_> {
    /// Envelopes that are due, oldest content first, after a row number.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn outbox_due(
        &self,
        now: Timestamp,
        after: i64,
        limit: usize,
    ) -> Result<Vec<OutboxEntry>, DbError> {
        let sql = format!(
            "SELECT o.id, o.outgoing, o.account, o.device, o.envelope_id, o.attempts FROM outbox o \
             WHERE o.due <= ?1 AND o.id > ?2 AND {SENDABLE} ORDER BY o.id LIMIT ?3"
        );
        let mut statement = self.0.prepare_cached(&sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = statement.query_map((ms(now), after, limit), |row| {
            Ok(OutboxEntry {
                id: row.get(0)?,
                outgoing: row.get(1)?,
                account: row.account(2)?,
                device: row.device(3)?,
                envelope_id: row.envelope_id(4)?,
                attempts: small(row.get(5)?),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// When the next envelope is due, if any waits.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn outbox_next(&self) -> Result<Option<Timestamp>, DbError> {
        let sql = format!("SELECT min(o.due) FROM outbox o WHERE {SENDABLE}");
        let mut statement = self.0.prepare_cached(&sql)?;
        let due = statement.query_row([], |row| row.get::<_, Option<i64>>(0))?;
        Ok(due.map(|due| Timestamp(super::value::uint(due))))
    }

    /// A content that waits.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn outgoing(&self, id: i64) -> Result<Option<Signed>, DbError> {
        let mut statement = self
            .0
            .prepare_cached("SELECT signed FROM outgoing WHERE id = ?1")?;
        let bytes = optional(statement.query_row([id], |row| row.get::<_, Vec<u8>>(0)))?;
        let signed = bytes.map(|bytes| Signed::load(Plaintext::new(bytes)));
        signed.transpose().map_err(|_| DbError::Value("outgoing"))
    }

    /// Messages that have not reached the relay.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn waiting(&self) -> Result<u32, DbError> {
        let sql = "SELECT count(*) FROM messages WHERE delivery = 1";
        Ok(small(
            self.0
                .prepare_cached(sql)?
                .query_row([], |row| row.get(0))?,
        ))
    }
}

impl Tx<'_> {
    /// Stores a content of this device with its place in the chain and all that it changes, and
    /// queues it: the one transaction before the first byte leaves.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn queue(
        &self,
        own: AccountId,
        outgoing: &Outgoing<'_>,
        now: Timestamp,
        touched: &mut Vec<Touched>,
    ) -> Result<Option<i64>, DbError> {
        let link = &outgoing.link;
        let conversation = self.ensure_conversation(link)?;
        let (around, _) = self.around(link.conversation, link.device, link.counter)?;
        let chain = Chain {
            base: around.chain.map_or(link.counter, |chain| chain.base),
            newest: link.counter,
            newest_hash: link.hash,
        };
        let key = self.set_link(conversation, link, &chain, now)?;
        let place = Place {
            conversation,
            chain: key,
            link,
        };
        let mut added = None;
        if let Some(row) = &outgoing.row {
            let id = self.insert_row(&place, row)?;
            touched.push(Touched::Added(link.conversation, id, true));
            added = Some(id);
        }
        for amendment in &outgoing.amendments {
            self.insert_amendment(&place, amendment)?;
            if let Some(id) = self.message_by_hash(conversation, amendment.target)? {
                let target = super::amendments::Target {
                    conversation: link.conversation,
                    id,
                };
                self.amend(own, target, touched)?;
            }
        }
        if outgoing.row.is_some() || !outgoing.amendments.is_empty() {
            self.archive_if_kept(conversation, link.hash)?;
        }
        self.queue_envelopes(link, outgoing)?;
        Ok(added)
    }

    fn queue_envelopes(&self, link: &NewLink, outgoing: &Outgoing<'_>) -> Result<(), DbError> {
        if outgoing.recipients.is_empty() {
            return Ok(());
        }
        let header = outgoing.signed.header();
        let sql = "INSERT INTO outgoing (hash, kind, recipient, sent, signed) \
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        self.0.prepare_cached(sql)?.execute((
            link.hash.as_bytes(),
            header.kind.number(),
            header.recipient.as_bytes(),
            ms(header.sent),
            outgoing.signed.as_bytes(),
        ))?;
        let id = self.0.last_insert_rowid();
        for (account, device, envelope_id) in outgoing.recipients {
            self.queue_envelope(id, *account, *device, *envelope_id)?;
        }
        Ok(())
    }

    pub(super) fn queue_envelope(
        &self,
        outgoing: i64,
        account: AccountId,
        device: DeviceId,
        envelope_id: EnvelopeId,
    ) -> Result<(), DbError> {
        let sql = "INSERT OR IGNORE INTO outbox (outgoing, account, device, envelope_id) \
                   VALUES (?1, ?2, ?3, ?4)";
        self.0.prepare_cached(sql)?.execute((
            outgoing,
            account.as_bytes(),
            device.as_bytes(),
            envelope_id.as_bytes(),
        ))?;
        Ok(())
    }

    /// An envelope is on the relay's disk. When it was the recipient's last, the message is "at
    /// the relay".
    ///
    /// # Errors
    /// [`DbError`].
    pub fn envelope_done(
        &self,
        entry: &OutboxEntry,
        touched: &mut Vec<Touched>,
    ) -> Result<(), DbError> {
        self.0
            .prepare_cached("DELETE FROM outbox WHERE id = ?1")?
            .execute([entry.id])?;
        self.settle(entry.outgoing, touched)
    }

    /// An envelope waits until `due`.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn envelope_waits(
        &self,
        entry: &OutboxEntry,
        due: Timestamp,
        wait: Wait,
        touched: &mut Vec<Touched>,
    ) -> Result<(), DbError> {
        let sql = "UPDATE outbox SET attempts = attempts + 1, due = ?2 WHERE id = ?1";
        self.0.prepare_cached(sql)?.execute((entry.id, ms(due)))?;
        let sql = "UPDATE messages SET wait = ?2 WHERE hash = (SELECT hash FROM outgoing \
                   WHERE id = ?1) AND delivery = 1 AND wait <> ?2 \
                   RETURNING id, (SELECT c.conversation FROM conversations c WHERE c.id = messages.conversation)";
        let mut statement = self.0.prepare_cached(sql)?;
        let parameters = (entry.outgoing, wait.number());
        let rows =
            statement.query_map(parameters, |row| Ok((row.get(0)?, row.conversation(1)?)))?;
        for row in rows {
            let (id, conversation) = row?;
            touched.push(Touched::Changed(conversation, id));
        }
        Ok(())
    }

    /// Everything that waits may be tried at once: the relay is back, or a contact's keys changed.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn outbox_wake(&self, account: Option<AccountId>) -> Result<(), DbError> {
        match account {
            None => self
                .0
                .prepare_cached("UPDATE outbox SET due = 0 WHERE due > 0")?
                .execute([])?,
            Some(account) => self
                .0
                .prepare_cached("UPDATE outbox SET due = 0, attempts = 0 WHERE account = ?1")?
                .execute([account.as_bytes()])?,
        };
        Ok(())
    }

    /// Gives up contents that are too old to be shown by anybody.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn expire_outgoing(
        &self,
        sent_until: Timestamp,
        touched: &mut Vec<Touched>,
    ) -> Result<(), DbError> {
        let sql = "DELETE FROM outgoing WHERE sent <= ?1 RETURNING hash";
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map([ms(sent_until)], |row| row.message_hash(0))?;
        for hash in rows.collect::<rusqlite::Result<Vec<_>>>()? {
            self.progress(hash, Progress::NotSent, &[Progress::Waiting], touched)?;
        }
        Ok(())
    }

    /// Removes a content that no envelope waits for, and moves its message on when the
    /// recipient's devices have all been served.
    pub(super) fn settle(&self, outgoing: i64, touched: &mut Vec<Touched>) -> Result<(), DbError> {
        let sql = "SELECT g.hash, EXISTS (SELECT 1 FROM outbox o WHERE o.outgoing = g.id \
                   AND o.account = g.recipient), EXISTS (SELECT 1 FROM outbox o WHERE o.outgoing = g.id) \
                   FROM outgoing g WHERE g.id = ?1";
        let mut statement = self.0.prepare_cached(sql)?;
        let row = statement.query_row([outgoing], |row| {
            Ok((row.message_hash(0)?, row.flag(1)?, row.flag(2)?))
        });
        let Some((hash, recipient_waits, any_waits)) = optional(row)? else {
            return Ok(());
        };
        if !recipient_waits {
            self.progress(hash, Progress::AtRelay, &[Progress::Waiting], touched)?;
        }
        if !any_waits {
            self.0
                .prepare_cached("DELETE FROM outgoing WHERE id = ?1")?
                .execute([outgoing])?;
        }
        Ok(())
    }

    fn progress(
        &self,
        hash: MessageHash,
        to: Progress,
        from: &[Progress],
        touched: &mut Vec<Touched>,
    ) -> Result<(), DbError> {
        for from in from {
            let sql = "UPDATE messages SET delivery = ?2, wait = 0 WHERE hash = ?1 AND delivery = ?3 \
                       RETURNING id, (SELECT c.conversation FROM conversations c WHERE c.id = messages.conversation)";
            let mut statement = self.0.prepare_cached(sql)?;
            let parameters = (hash.as_bytes(), progress_number(to), progress_number(*from));
            let rows = statement.query_map(parameters, |row| {
                Ok((row.get::<_, i64>(0)?, row.conversation(1)?))
            })?;
            for row in rows {
                let (id, conversation): (i64, ConversationId) = row?;
                touched.push(Touched::Changed(conversation, id));
            }
        }
        Ok(())
    }
}
