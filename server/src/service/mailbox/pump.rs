//! The task between all sockets and the store.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use consilium_proto::convert::relay::SendOutcome;
use consilium_store::{Append, AppendOutcome, RelayStore, StoreError, StoredEnvelope};
use consilium_types::{Clock, DeviceId, Timestamp};
use futures_util::StreamExt;
use futures_util::stream::FuturesOrdered;
use tokio::sync::mpsc;

use super::acknowledgements::Acknowledgements;
use super::{Pending, Sent};
use crate::presence::{Outbox, Presence, Results};
use crate::session::Submission;
use crate::telemetry::Metrics;

/// Sends taken from the queue at once.
const TAKE: usize = 256;
/// Store calls under way: enough that the store's writer always has the next one.
const UNDER_WAY: usize = 16;
/// Cursors are written this long after the first of them moved.
const ACKNOWLEDGE_AFTER: Duration = Duration::from_millis(200);
/// A sender whose envelopes the store did not take may retry after this.
const RETRY_MS: u64 = 1000;

/// See the module above; runs until the last sender is gone.
pub struct Pump {
    store: Arc<dyn RelayStore>,
    clock: Arc<dyn Clock>,
    presence: Arc<Presence>,
    metrics: Arc<Metrics>,
    received: mpsc::Receiver<Sent>,
    acknowledgements: Arc<Acknowledgements>,
}

/// One call of the store.
struct Call {
    sent: Vec<Sent>,
    pending: Vec<Pending>,
    arrived: Timestamp,
    outcomes: Result<Vec<AppendOutcome>, StoreError>,
}

impl Pump {
    pub(super) fn new(
        store: Arc<dyn RelayStore>,
        clock: Arc<dyn Clock>,
        presence: Arc<Presence>,
        metrics: Arc<Metrics>,
        received: mpsc::Receiver<Sent>,
        acknowledgements: Arc<Acknowledgements>,
    ) -> Self {
        Self {
            store,
            clock,
            presence,
            metrics,
            received,
            acknowledgements,
        }
    }

    /// Runs until every [`super::Mailboxes`] is gone, and what they sent is answered.
    pub async fn run(self) {
        let store = Arc::clone(&self.store);
        let acknowledgements = Arc::clone(&self.acknowledgements);
        tokio::select! {
            () = self.carry() => {}
            () = write_cursors(&*store, &acknowledgements) => {}
        }
        acknowledgements.write(&*store).await;
    }

    async fn carry(mut self) {
        let mut under_way = FuturesOrdered::new();
        let mut open = true;
        while open || !under_way.is_empty() {
            let mut taken = Vec::new();
            tokio::select! {
                biased;
                Some(call) = under_way.next() => self.finish(call),
                count = self.received.recv_many(&mut taken, TAKE),
                    if open && under_way.len() < UNDER_WAY =>
                {
                    open = count > 0;
                    if open {
                        under_way.push_back(self.start(taken));
                    }
                }
            }
        }
    }

    fn start(&self, mut sent: Vec<Sent>) -> impl Future<Output = Call> + use<> {
        let now = self.clock.now();
        let mut appends = Vec::new();
        let mut pending = Vec::new();
        let submissions = sent.iter_mut().flat_map(|sent| &mut sent.submissions);
        for outgoing in submissions.flat_map(|submission| submission.envelopes.drain(..)) {
            // A session submits only what is an envelope.
            let Some(sealed) = outgoing.sealed else {
                continue;
            };
            let prekey = sealed.prekey();
            let envelope = sealed.into_bytes();
            pending.push(Pending {
                device: outgoing.device,
                envelope: envelope.clone(),
            });
            appends.push(Append {
                envelope_id: outgoing.envelope_id,
                device: outgoing.device,
                prekey,
                envelope,
            });
        }
        let store = Arc::clone(&self.store);
        async move {
            let outcomes = if appends.is_empty() {
                Ok(Vec::new())
            } else {
                store.append(appends, now).await
            };
            Call {
                sent,
                pending,
                arrived: now.hour(),
                outcomes,
            }
        }
    }

    fn finish(&self, call: Call) {
        let Call {
            sent,
            pending,
            arrived,
            outcomes,
        } = call;
        let senders: Vec<_> = sent.iter().map(|sent| Arc::clone(&sent.outbox)).collect();
        match outcomes {
            Ok(outcomes) => {
                let mut answers = outcomes.iter().map(|outcome| answer(*outcome));
                for sent in sent {
                    self.answer(sent, &mut answers, 0);
                }
                for recipient in self.deliver(pending, &outcomes, arrived) {
                    recipient.wake();
                }
            }
            Err(error) => {
                tracing::error!(error = %error, "the store did not take envelopes");
                let mut answers = std::iter::repeat(SendOutcome::Later);
                for sent in sent {
                    self.answer(sent, &mut answers, RETRY_MS);
                }
            }
        }
        for sender in senders {
            sender.wake();
        }
    }

    fn answer(&self, sent: Sent, answers: &mut impl Iterator<Item = SendOutcome>, retry_ms: u64) {
        let results = sent.submissions.into_iter().map(|submission| {
            let Submission {
                batch,
                mut outcomes,
                envelopes: _,
                retry_after_ms,
            } = submission;
            for outcome in &mut outcomes {
                if *outcome == SendOutcome::Unspecified {
                    *outcome = answers.next().unwrap_or(SendOutcome::Later);
                }
                self.metrics.sends.count(*outcome);
            }
            Results {
                batch,
                outcomes,
                retry_after_ms: retry_after_ms.max(retry_ms),
            }
        });
        sent.outbox.push_results(results);
    }

    /// Queues envelopes for those who are connected; who that is.
    fn deliver(
        &self,
        pending: Vec<Pending>,
        outcomes: &[AppendOutcome],
        arrived: Timestamp,
    ) -> Vec<Arc<Outbox>> {
        let mut recipients: HashMap<DeviceId, (Arc<Outbox>, Vec<StoredEnvelope>)> = HashMap::new();
        for (Pending { device, envelope }, outcome) in pending.into_iter().zip(outcomes) {
            let AppendOutcome::Stored { sequence } = *outcome else {
                continue;
            };
            let stored = StoredEnvelope {
                sequence,
                arrived,
                envelope,
            };
            if let Some((_, envelopes)) = recipients.get_mut(&device) {
                envelopes.push(stored);
            } else if let Some(outbox) = self.presence.of(device) {
                recipients.insert(device, (outbox, vec![stored]));
            }
        }
        let queued = recipients.into_values().map(|(outbox, envelopes)| {
            outbox.push_envelopes(envelopes);
            outbox
        });
        queued.collect()
    }
}

async fn write_cursors(store: &dyn RelayStore, acknowledgements: &Acknowledgements) {
    loop {
        acknowledgements.some().await;
        tokio::time::sleep(ACKNOWLEDGE_AFTER).await;
        acknowledgements.write(store).await;
    }
}

const fn answer(outcome: AppendOutcome) -> SendOutcome {
    match outcome {
        AppendOutcome::Stored { .. } => SendOutcome::Stored,
        AppendOutcome::Duplicate => SendOutcome::Duplicate,
        AppendOutcome::UnknownDevice => SendOutcome::UnknownDevice,
        AppendOutcome::StalePrekey => SendOutcome::StalePrekey,
        AppendOutcome::Full => SendOutcome::Full,
        AppendOutcome::Locked => SendOutcome::Locked,
    }
}
