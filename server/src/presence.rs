//! Which devices are connected, and the bounded queue of each. A full queue, or none, means "in
//! the store": nothing is lost by dropping here, the session reads it from there.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll};

use consilium_proto::convert::relay::{RelayEvent, SendOutcome};
use consilium_store::{StoredEnvelope, TokenHash};
use consilium_types::{DeviceId, Timestamp};
use futures_util::task::AtomicWaker;

/// Envelopes that wait for one socket; more stay in the store.
const QUEUE_ENVELOPES: usize = 256;
/// Their bytes; more stay in the store.
const QUEUE_BYTES: usize = 512 * 1024;
/// Notices that wait for one socket; there are few kinds, so more is a repetition.
const QUEUE_NOTICES: usize = 4;

/// Why a socket is ended from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Its token ended: logout, removal or lock of the device.
    TokenEnded,
    /// The device opened a newer socket.
    Superseded,
    /// The relay shuts down.
    Draining,
}

/// Answers to one send.
#[derive(Debug, PartialEq, Eq)]
pub struct Results {
    /// The client's number for it.
    pub batch: u64,
    /// One for each envelope.
    pub outcomes: Vec<SendOutcome>,
    /// For those answered `Later`.
    pub retry_after_ms: u64,
}

/// What waited for a socket.
#[derive(Debug, Default)]
pub struct Waiting {
    /// Answers to sends.
    pub results: Vec<Results>,
    /// Envelopes in the order of their positions; only if they were asked for.
    pub envelopes: Vec<StoredEnvelope>,
    /// Envelopes were dropped here: they are in the store.
    pub overflowed: bool,
    /// Notices.
    pub notices: Vec<RelayEvent>,
    /// The socket is to end.
    pub end: Option<End>,
}

#[derive(Default)]
struct Queue {
    live: bool,
    bytes: usize,
    waiting: Waiting,
}

/// The queue of one socket.
pub struct Outbox {
    device: DeviceId,
    token: TokenHash,
    expires: Timestamp,
    queue: Mutex<Queue>,
    waker: AtomicWaker,
}

impl Outbox {
    /// Of a device's socket, opened with a token that lives so long.
    pub fn new(device: DeviceId, token: TokenHash, expires: Timestamp) -> Arc<Self> {
        Arc::new(Self {
            device,
            token,
            expires,
            queue: Mutex::default(),
            waker: AtomicWaker::new(),
        })
    }

    /// Whose.
    pub const fn device(&self) -> DeviceId {
        self.device
    }

    /// The token that its socket was opened with.
    pub const fn token(&self) -> TokenHash {
        self.token
    }

    /// Answers to a send; never dropped, since a session has few sends under way. [`Self::wake`]
    /// has to follow, after what else comes of the same commit: then all of it leaves in one write.
    pub fn push_results(&self, results: impl IntoIterator<Item = Results>) {
        self.lock().waiting.results.extend(results);
    }

    /// The socket looks into its queue.
    pub fn wake(&self) {
        self.waker.wake();
    }

    /// Envelopes that were just stored, in the order of their positions. [`Self::wake`] has to
    /// follow.
    pub fn push_envelopes(&self, envelopes: Vec<StoredEnvelope>) {
        let mut queue = self.lock();
        if !queue.live || queue.waiting.overflowed {
            return;
        }
        let bytes: usize = envelopes.iter().map(|stored| stored.envelope.len()).sum();
        let count = queue
            .waiting
            .envelopes
            .len()
            .saturating_add(envelopes.len());
        let total = queue.bytes.saturating_add(bytes);
        if count > QUEUE_ENVELOPES || total > QUEUE_BYTES {
            queue.waiting.envelopes = Vec::new();
            queue.bytes = 0;
            queue.waiting.overflowed = true;
        } else if queue.waiting.envelopes.is_empty() {
            queue.waiting.envelopes = envelopes;
            queue.bytes = total;
        } else {
            queue.waiting.envelopes.extend(envelopes);
            queue.bytes = total;
        }
    }

    /// A notice.
    pub fn push_notice(&self, notice: RelayEvent) {
        let mut queue = self.lock();
        if queue.waiting.notices.len() < QUEUE_NOTICES {
            queue.waiting.notices.push(notice);
        }
        drop(queue);
        self.waker.wake();
    }

    /// Ends the socket; the first reason stays.
    pub fn end(&self, reason: End) {
        self.lock().waiting.end.get_or_insert(reason);
        self.waker.wake();
    }

    /// Whether what the client still sends counts no more. A relay that shuts down ends its sockets
    /// too, but takes what it was sent.
    pub fn is_ended(&self) -> bool {
        let end = self.lock().waiting.end;
        end.is_some_and(|end| end != End::Draining)
    }

    /// From now on envelopes are queued here (`true`), or stay in the store (`false`). Either way
    /// the queue starts empty.
    pub fn set_live(&self, live: bool) {
        let mut queue = self.lock();
        queue.live = live;
        queue.bytes = 0;
        queue.waiting.envelopes = Vec::new();
        queue.waiting.overflowed = false;
    }

    /// Ready once something waits that is asked for.
    pub fn poll(&self, cx: &mut Context<'_>, with_envelopes: bool) -> Poll<Waiting> {
        self.waker.register(cx.waker());
        let mut queue = self.lock();
        let waiting = &queue.waiting;
        let envelopes = with_envelopes && (!waiting.envelopes.is_empty() || waiting.overflowed);
        let any = envelopes
            || !waiting.results.is_empty()
            || !waiting.notices.is_empty()
            || waiting.end.is_some();
        if !any {
            return Poll::Pending;
        }
        let mut taken = Waiting {
            results: std::mem::take(&mut queue.waiting.results),
            notices: std::mem::take(&mut queue.waiting.notices),
            end: queue.waiting.end.take(),
            ..Waiting::default()
        };
        if envelopes {
            taken.envelopes = std::mem::take(&mut queue.waiting.envelopes);
            taken.overflowed = std::mem::take(&mut queue.waiting.overflowed);
            queue.bytes = 0;
        }
        Poll::Ready(taken)
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        match self.queue.lock() {
            Ok(queue) => queue,
            Err(poisoned) => poisoned.into_inner(),
        }
    }
}

/// The connected devices. One socket each: the newest.
#[derive(Default)]
pub struct Presence {
    sockets: Mutex<HashMap<DeviceId, Arc<Outbox>>>,
}

impl Presence {
    /// A socket is there; an older one of the device ends.
    pub fn join(&self, outbox: &Arc<Outbox>) {
        let older = self.lock().insert(outbox.device, Arc::clone(outbox));
        if let Some(older) = older {
            older.end(End::Superseded);
        }
    }

    /// A socket is gone.
    pub fn leave(&self, outbox: &Arc<Outbox>) {
        let mut sockets = self.lock();
        let current = sockets.get(&outbox.device);
        if current.is_some_and(|current| Arc::ptr_eq(current, outbox)) {
            sockets.remove(&outbox.device);
        }
    }

    /// The socket of a device.
    pub fn of(&self, device: DeviceId) -> Option<Arc<Outbox>> {
        self.lock().get(&device).cloned()
    }

    /// The socket of a device, if there is one, gets a notice.
    pub fn notify(&self, device: DeviceId, notice: RelayEvent) {
        if let Some(outbox) = self.of(device) {
            outbox.push_notice(notice);
        }
    }

    /// The device's socket ends, whatever token it was opened with.
    pub fn end_device(&self, device: DeviceId) {
        if let Some(outbox) = self.of(device) {
            outbox.end(End::TokenEnded);
        }
    }

    /// The device's socket ends if it was opened with this token.
    pub fn end_token(&self, device: DeviceId, token: TokenHash) {
        if let Some(outbox) = self.of(device).filter(|outbox| outbox.token == token) {
            outbox.end(End::TokenEnded);
        }
    }

    /// Sockets whose tokens have ended by themselves end too.
    pub fn end_expired(&self, now: Timestamp) {
        let sockets = self.lock();
        for outbox in sockets.values().filter(|outbox| outbox.expires <= now) {
            outbox.end(End::TokenEnded);
        }
    }

    /// All sockets end, because the relay does.
    pub fn end_all(&self) {
        for outbox in self.lock().values() {
            outbox.end(End::Draining);
        }
    }

    /// How many are connected.
    pub fn count(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<DeviceId, Arc<Outbox>>> {
        match self.sockets.lock() {
            Ok(sockets) => sockets,
            Err(poisoned) => poisoned.into_inner(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use std::task::Waker;

    fn outbox(token: u8) -> Arc<Outbox> {
        Outbox::new(
            DeviceId::new([1; 16]),
            TokenHash([token; 32]),
            Timestamp(1000 * u64::from(token)),
        )
    }

    fn envelopes(sequences: std::ops::Range<u64>) -> Vec<StoredEnvelope> {
        let envelope = Bytes::from_static(&[0; 100]);
        sequences
            .map(|sequence| StoredEnvelope {
                sequence,
                arrived: Timestamp(0),
                envelope: envelope.clone(),
            })
            .collect()
    }

    fn take(outbox: &Outbox, with_envelopes: bool) -> Option<Waiting> {
        match outbox.poll(&mut Context::from_waker(Waker::noop()), with_envelopes) {
            Poll::Ready(waiting) => Some(waiting),
            Poll::Pending => None,
        }
    }

    #[test]
    fn envelopes_are_queued_only_while_the_socket_is_live() {
        let outbox = outbox(1);
        outbox.push_envelopes(envelopes(1..3));
        assert!(take(&outbox, true).is_none());
        outbox.set_live(true);
        outbox.push_envelopes(envelopes(3..5));
        assert!(take(&outbox, false).is_none());
        assert_eq!(take(&outbox, true).unwrap().envelopes, envelopes(3..5));
    }

    #[test]
    fn a_full_queue_is_dropped_and_says_so() {
        let outbox = outbox(1);
        outbox.set_live(true);
        outbox.push_envelopes(envelopes(1..200));
        outbox.push_envelopes(envelopes(200..300));
        outbox.push_envelopes(envelopes(300..301));
        let waiting = take(&outbox, true).unwrap();
        assert!(waiting.overflowed);
        assert!(waiting.envelopes.is_empty());
    }

    #[test]
    fn the_newest_socket_of_a_device_stays() {
        let presence = Presence::default();
        let (old, new) = (outbox(1), outbox(2));
        presence.join(&old);
        presence.join(&new);
        assert_eq!(take(&old, false).unwrap().end, Some(End::Superseded));
        presence.leave(&old);
        assert_eq!(presence.count(), 1);
        presence.leave(&new);
        assert_eq!(presence.count(), 0);
    }

    #[test]
    fn a_logout_ends_the_socket_of_its_token_only() {
        let presence = Presence::default();
        let socket = outbox(2);
        presence.join(&socket);
        presence.end_token(socket.device, TokenHash([1; 32]));
        assert!(take(&socket, false).is_none());
        presence.end_token(socket.device, TokenHash([2; 32]));
        assert_eq!(take(&socket, false).unwrap().end, Some(End::TokenEnded));
    }

    #[test]
    fn a_socket_ends_when_its_token_does() {
        let presence = Presence::default();
        let socket = outbox(2);
        presence.join(&socket);
        presence.end_expired(Timestamp(1999));
        assert!(take(&socket, false).is_none());
        presence.end_expired(Timestamp(2000));
        assert_eq!(take(&socket, false).unwrap().end, Some(End::TokenEnded));
    }
}
