//! Mailboxes of the model.

use super::{Envelope, MemoryStore, Model};
use crate::{Append, AppendOutcome, Cursor, Expired, MailboxStore, StoreError, StoredEnvelope};
use async_trait::async_trait;
use consilium_types::limits::{PREKEY_GRACE_MS, RETENTION_MS};
use consilium_types::{DeviceId, Timestamp};

#[async_trait]
impl MailboxStore for MemoryStore {
    async fn append(
        &self,
        batch: Vec<Append>,
        now: Timestamp,
    ) -> Result<Vec<AppendOutcome>, StoreError> {
        self.with(|model| {
            let envelopes = batch.into_iter();
            envelopes.map(|append| model.append(append, now)).collect()
        })
    }

    async fn fetch(
        &self,
        device: DeviceId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<StoredEnvelope>, StoreError> {
        self.with(|model| {
            let Some(device) = model.devices.get(&device) else {
                return Vec::new();
            };
            let envelopes = device.mailbox.envelopes.iter();
            envelopes
                .filter(|(sequence, _)| **sequence > after)
                .take(limit)
                .map(|(sequence, stored)| StoredEnvelope {
                    sequence: *sequence,
                    arrived: stored.arrived,
                    envelope: stored.envelope.clone(),
                })
                .collect()
        })
    }

    async fn cursor(&self, device: DeviceId) -> Result<Cursor, StoreError> {
        self.with(|model| {
            let device = model.devices.get(&device);
            device.map_or_else(Cursor::default, |device| Cursor {
                acknowledged: device.mailbox.acknowledged,
                newest: device.mailbox.newest,
            })
        })
    }

    async fn acknowledge(&self, device: DeviceId, up_to: u64) -> Result<(), StoreError> {
        self.with(|model| {
            if let Some(device) = model.devices.get_mut(&device) {
                let mailbox = &mut device.mailbox;
                mailbox.acknowledged = mailbox.acknowledged.max(up_to.min(mailbox.newest));
            }
        })
    }

    async fn delete(&self, device: DeviceId, sequence: u64) -> Result<bool, StoreError> {
        self.with(|model| {
            let device = model.devices.get_mut(&device);
            device.is_some_and(|device| device.mailbox.envelopes.remove(&sequence).is_some())
        })
    }

    async fn expire(&self, now: Timestamp, budget: u64) -> Result<Expired, StoreError> {
        self.with(|model| model.expire(now, budget))
    }
}

impl Model {
    fn append(&mut self, append: Append, now: Timestamp) -> AppendOutcome {
        let Some(device) = self.devices.get_mut(&append.device) else {
            return AppendOutcome::UnknownDevice;
        };
        if device.locked {
            return AppendOutcome::Locked;
        }
        let mailbox = &mut device.mailbox;
        if mailbox.ids.contains(&append.envelope_id) {
            return AppendOutcome::Duplicate;
        }
        let accepted = device.prekeys.iter().any(|prekey| {
            let in_grace = |replaced: Timestamp| now.since(replaced) < PREKEY_GRACE_MS;
            prekey.id == append.prekey && prekey.replaced.is_none_or(in_grace)
        });
        if !accepted {
            return AppendOutcome::StalePrekey;
        }
        let from = mailbox.acknowledged.saturating_add(1);
        let unacknowledged = mailbox.envelopes.range(from..).count();
        if u64::try_from(unacknowledged).unwrap_or(u64::MAX) >= self.limits.mailbox {
            return AppendOutcome::Full;
        }
        mailbox.newest = mailbox.newest.saturating_add(1);
        self.arrivals = self.arrivals.saturating_add(1);
        mailbox.ids.insert(append.envelope_id);
        let envelope = Envelope {
            arrival: self.arrivals,
            arrived: now.hour(),
            envelope: append.envelope,
        };
        mailbox.envelopes.insert(mailbox.newest, envelope);
        AppendOutcome::Stored {
            sequence: mailbox.newest,
        }
    }

    fn expire(&mut self, now: Timestamp, budget: u64) -> Expired {
        let mut due = Vec::new();
        for (id, device) in &self.devices {
            let stored = device.mailbox.envelopes.iter();
            let due_here = stored.filter(|(_, stored)| now.since(stored.arrived) >= RETENTION_MS);
            due.extend(due_here.map(|(sequence, stored)| (stored.arrival, *id, *sequence)));
        }
        due.sort_unstable();
        let room = usize::try_from(budget).unwrap_or(usize::MAX);
        for (_, id, sequence) in due.iter().take(room) {
            if let Some(device) = self.devices.get_mut(id) {
                device.mailbox.envelopes.remove(sequence);
            }
        }
        Expired {
            count: u64::try_from(due.len().min(room)).unwrap_or(u64::MAX),
            more: due.len() > room,
        }
    }
}
