//! What the store keeps in memory, so that the hot path reads nothing from disk: devices, tokens,
//! mailbox positions, and the index of the newest rows.
//!
//! There are two copies. The writer's is ahead while a batch is written; the published one, which
//! readers see, takes the same [`Change`]s once they are on disk. Neither is ever the truth: both
//! can be read back from the file.

use crate::change::Change;
use crate::recent::Recent;
use crate::tail::Tail;
use consilium_store::{Cursor, DeviceRecord, TokenHash, TokenRecord, TokenScope};
use consilium_types::limits::PREKEY_GRACE_MS;
use consilium_types::{AccountId, DeviceId, PrekeyId, Timestamp};
use std::collections::HashMap;

/// Number of a device in the database: short, and never given again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct DeviceNumber(pub(crate) i64);

/// Position of a mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mailbox {
    /// Highest sequence ever given.
    pub(crate) newest: u64,
    /// Cumulative cursor.
    pub(crate) acknowledged: u64,
    /// Rows that exist.
    pub(crate) stored: u64,
    /// Rows that exist beyond the cursor.
    pub(crate) unacknowledged: u64,
    /// Rows below this sequence are gone, though the index may still list them.
    pub(crate) first: u64,
    /// Index entries below this sequence are gone too.
    pub(crate) swept: u64,
}

impl Default for Mailbox {
    fn default() -> Self {
        Self {
            newest: 0,
            acknowledged: 0,
            stored: 0,
            unacknowledged: 0,
            first: 1,
            swept: 1,
        }
    }
}

impl Mailbox {
    /// Whether every row beyond the cursor still exists, so that counting needs no look at them.
    pub(crate) const fn is_dense(&self) -> bool {
        self.unacknowledged == self.newest.saturating_sub(self.acknowledged)
    }

    fn append(&mut self, sequence: u64) {
        self.newest = sequence;
        self.stored = self.stored.saturating_add(1);
        self.unacknowledged = self.unacknowledged.saturating_add(1);
    }

    fn remove(&mut self, sequence: u64) {
        self.stored = self.stored.saturating_sub(1);
        if sequence > self.acknowledged {
            self.unacknowledged = self.unacknowledged.saturating_sub(1);
        }
    }
}

/// A prekey that envelopes are taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Accepted {
    /// Which.
    pub(crate) prekey: PrekeyId,
    /// Since when it is not the newest.
    pub(crate) replaced: Option<Timestamp>,
}

impl Accepted {
    fn holds_at(&self, now: Timestamp) -> bool {
        self.replaced
            .is_none_or(|replaced| now.since(replaced) < PREKEY_GRACE_MS)
    }
}

/// A device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Device {
    /// Its id.
    pub(crate) id: DeviceId,
    /// Its account.
    pub(crate) account: AccountId,
    /// For login.
    pub(crate) device_pk: [u8; 32],
    /// For standby login.
    pub(crate) standby_pk: Option<[u8; 32]>,
    /// Closed by an order.
    pub(crate) locked: bool,
    /// Newest prekey and those in their grace.
    pub(crate) prekeys: Vec<Accepted>,
    /// Its mailbox.
    pub(crate) mailbox: Mailbox,
}

impl Device {
    /// Whether an envelope for this prekey is taken.
    pub(crate) fn accepts(&self, prekey: PrekeyId, now: Timestamp) -> bool {
        self.prekeys
            .iter()
            .any(|accepted| accepted.prekey == prekey && accepted.holds_at(now))
    }

    /// As the interface has it.
    pub(crate) fn record(&self) -> DeviceRecord {
        DeviceRecord {
            device: self.id,
            account: self.account,
            device_pk: self.device_pk,
            standby_pk: self.standby_pk,
            locked: self.locked,
        }
    }
}

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Whose.
    pub(crate) device: DeviceNumber,
    /// What it allows.
    pub(crate) scope: TokenScope,
    /// Until when.
    pub(crate) expires: Timestamp,
}

/// One copy of the state.
#[derive(Debug)]
pub(crate) struct State {
    numbers: HashMap<DeviceId, DeviceNumber>,
    devices: HashMap<DeviceNumber, Device>,
    tokens: HashMap<TokenHash, Token>,
    envelopes: u64,
    unacknowledged: u64,
    /// Index of the rows that the index on disk lacks.
    pub(crate) tail: Tail,
    /// Newest envelopes themselves.
    pub(crate) recent: Recent,
}

impl State {
    /// Nothing; `recent_bytes` of envelopes may stay in memory.
    pub(crate) fn new(recent_bytes: usize) -> Self {
        Self {
            numbers: HashMap::new(),
            devices: HashMap::new(),
            tokens: HashMap::new(),
            envelopes: 0,
            unacknowledged: 0,
            tail: Tail::default(),
            recent: Recent::new(recent_bytes),
        }
    }

    /// The same, with no envelopes in memory yet.
    pub(crate) fn copy(&self, recent_bytes: usize) -> Self {
        Self {
            numbers: self.numbers.clone(),
            devices: self.devices.clone(),
            tokens: self.tokens.clone(),
            envelopes: self.envelopes,
            unacknowledged: self.unacknowledged,
            tail: self.tail.clone(),
            recent: Recent::new(recent_bytes),
        }
    }

    /// A device by its id.
    pub(crate) fn device(&self, id: DeviceId) -> Option<(DeviceNumber, &Device)> {
        let number = *self.numbers.get(&id)?;
        Some((number, self.devices.get(&number)?))
    }

    /// A device by its number.
    pub(crate) fn by_number(&self, number: DeviceNumber) -> Option<&Device> {
        self.devices.get(&number)
    }

    /// Every device.
    pub(crate) fn devices(&self) -> impl Iterator<Item = (DeviceNumber, &Device)> {
        self.devices
            .iter()
            .map(|(number, device)| (*number, device))
    }

    /// A mailbox's cursor.
    pub(crate) fn cursor(&self, id: DeviceId) -> Cursor {
        self.device(id)
            .map_or_else(Cursor::default, |(_, device)| Cursor {
                acknowledged: device.mailbox.acknowledged,
                newest: device.mailbox.newest,
            })
    }

    /// A token that lives.
    pub(crate) fn token(&self, hash: TokenHash, now: Timestamp) -> Option<TokenRecord> {
        let token = self.tokens.get(&hash)?;
        let device = self.devices.get(&token.device)?;
        (now < token.expires).then_some(TokenRecord {
            device: device.id,
            account: device.account,
            scope: token.scope,
            expires: token.expires,
        })
    }

    /// Tokens that have expired.
    pub(crate) fn expired_tokens(&self, now: Timestamp) -> Vec<TokenHash> {
        let expired = |token: &Token| token.expires <= now;
        self.tokens
            .iter()
            .filter(|(_, token)| expired(token))
            .map(|(hash, _)| *hash)
            .collect()
    }

    /// How many devices there are.
    pub(crate) fn device_count(&self) -> usize {
        self.devices.len()
    }

    /// How many tokens are stored.
    pub(crate) fn token_count(&self) -> usize {
        self.tokens.len()
    }

    /// Envelopes stored, and those of them not acknowledged.
    pub(crate) const fn envelope_counts(&self) -> (u64, u64) {
        (self.envelopes, self.unacknowledged)
    }

    /// Takes one step.
    pub(crate) fn apply(&mut self, change: &Change) {
        match change {
            Change::DeviceAdded(number, device) => self.add_device(*number, device),
            Change::DeviceRemoved(number) => self.remove_device(*number),
            Change::Locked(number, locked) => self.lock(*number, *locked),
            Change::Prekey {
                device,
                prekey,
                standby_pk,
                now,
            } => self.replace_prekey(*device, *prekey, *standby_pk, *now),
            Change::TokenAdded(hash, token) => {
                self.tokens.insert(*hash, *token);
            }
            Change::TokenRemoved(hash) => {
                self.tokens.remove(hash);
            }
            Change::Appended {
                device,
                sequence,
                row,
                hour,
                envelope,
            } => {
                self.with_mailbox(*device, |mailbox| mailbox.append(*sequence));
                self.tail.push(*device, *sequence, *row);
                self.recent.push(*row, *hour, envelope);
            }
            Change::Acknowledged {
                device,
                up_to,
                unacknowledged,
            } => self.with_mailbox(*device, |mailbox| {
                mailbox.acknowledged = *up_to;
                mailbox.unacknowledged = *unacknowledged;
            }),
            Change::EnvelopeRemoved {
                device,
                sequence,
                row,
                prefix,
            } => self.remove_envelope(*device, *sequence, *row, *prefix),
            Change::ArchiveRemoved(_) => {}
            Change::Merged { device, up_to } => self.tail.merged(*device, *up_to),
            Change::Swept { device, first } => {
                self.with_mailbox(*device, |mailbox| mailbox.swept = *first);
            }
        }
    }

    fn add_device(&mut self, number: DeviceNumber, device: &Device) {
        self.envelopes = self.envelopes.saturating_add(device.mailbox.stored);
        self.unacknowledged = self
            .unacknowledged
            .saturating_add(device.mailbox.unacknowledged);
        self.numbers.insert(device.id, number);
        self.devices.insert(number, device.clone());
    }

    fn remove_device(&mut self, number: DeviceNumber) {
        self.tokens.retain(|_, token| token.device != number);
        self.with_mailbox(number, |mailbox| {
            mailbox.stored = 0;
            mailbox.unacknowledged = 0;
        });
        if let Some(device) = self.devices.remove(&number) {
            self.numbers.remove(&device.id);
        }
    }

    fn lock(&mut self, number: DeviceNumber, locked: bool) {
        if locked {
            self.tokens.retain(|_, token| token.device != number);
        }
        if let Some(device) = self.devices.get_mut(&number) {
            device.locked = locked;
        }
    }

    fn replace_prekey(
        &mut self,
        number: DeviceNumber,
        prekey: PrekeyId,
        standby_pk: [u8; 32],
        now: Timestamp,
    ) {
        let Some(device) = self.devices.get_mut(&number) else {
            return;
        };
        for accepted in &mut device.prekeys {
            accepted.replaced.get_or_insert(now);
        }
        device.prekeys.retain(|accepted| accepted.holds_at(now));
        device.prekeys.push(Accepted {
            prekey,
            replaced: None,
        });
        device.standby_pk = Some(standby_pk);
    }

    fn remove_envelope(&mut self, number: DeviceNumber, sequence: u64, row: i64, prefix: bool) {
        self.with_mailbox(number, |mailbox| {
            mailbox.remove(sequence);
            if prefix {
                mailbox.first = sequence.saturating_add(1);
            }
        });
        self.tail.remove(number, sequence);
        self.recent.remove(row);
    }

    /// Changes a mailbox and keeps the sums right.
    fn with_mailbox(&mut self, number: DeviceNumber, change: impl FnOnce(&mut Mailbox)) {
        let Some(device) = self.devices.get_mut(&number) else {
            return;
        };
        let before = device.mailbox;
        change(&mut device.mailbox);
        let after = device.mailbox;
        let moved =
            |sum: u64, before: u64, after: u64| sum.saturating_sub(before).saturating_add(after);
        self.envelopes = moved(self.envelopes, before.stored, after.stored);
        self.unacknowledged = moved(
            self.unacknowledged,
            before.unacknowledged,
            after.unacknowledged,
        );
    }
}
