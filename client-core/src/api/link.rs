//! The line to the relay: what is known of it, login, and the background task that keeps it up.

use super::awaited::Awaited;
use super::chores::PutOff;
use super::core::{Core, locked};
use super::events::Event;
use super::records::Connection;
use super::{ClientError, Result, socket, upkeep};
use crate::conversation::retention::Moment;
use crate::db::Key;
use crate::net::{Backoff, Closed, LoginSigner, NetError, Token};
use consilium_sodium::Signature;
use consilium_statement::{LoginKey, LoginTranscript, RecordError};
use consilium_types::limits::CLOCK_REFUSE_MS;
use consilium_types::{BootTime, DeviceId, Timestamp};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

/// A token is renewed this long before it ends.
const RENEW_MS: u64 = 60_000;
/// How often the background task looks whether anything is due.
pub(super) const TICK: Duration = Duration::from_millis(500);

/// What is known of the line.
pub(super) struct Line {
    state: Mutex<Connection>,
    token: Mutex<Option<(Token, BootTime, u64)>>,
    /// Grows with every commit that the line caused, so that others can wait for progress.
    progress: watch::Sender<u64>,
    relay_time: Mutex<Option<(Timestamp, BootTime)>>,
    looked: Mutex<Option<Moment>>,
    /// The owner wants the line back that another copy of this device took.
    again: Notify,
    pub(super) put_off: PutOff,
    pub(super) awaited: Awaited,
    pub(super) batches: AtomicU64,
    pub(super) in_flight: AtomicU64,
}

impl Line {
    pub(super) fn new() -> Self {
        Self {
            state: Mutex::new(Connection::Stopped),
            token: Mutex::new(None),
            progress: watch::Sender::new(0),
            relay_time: Mutex::new(None),
            looked: Mutex::new(None),
            again: Notify::new(),
            put_off: PutOff::default(),
            awaited: Awaited::default(),
            batches: AtomicU64::new(0),
            in_flight: AtomicU64::new(0),
        }
    }

    pub(super) fn state(&self) -> Connection {
        *locked(&self.state)
    }

    /// Whether that changed anything.
    pub(super) fn set_state(&self, state: Connection) -> bool {
        let mut current = locked(&self.state);
        let same = *current == state
            || matches!(
                (*current, state),
                (Connection::Offline { .. }, Connection::Offline { .. })
            );
        if !same {
            *current = state;
        }
        !same
    }

    /// Connects again after another copy of this device took the line.
    pub(super) fn resume(&self) {
        let mut state = locked(&self.state);
        if *state == Connection::Replaced {
            *state = Connection::Connecting;
            self.again.notify_one();
        }
    }

    pub(super) fn forget_token(&self) {
        *locked(&self.token) = None;
    }

    pub(super) fn progress(&self) -> watch::Receiver<u64> {
        self.progress.subscribe()
    }

    /// When what needs no relay was looked at last.
    pub(super) fn looked(&self) -> Option<Moment> {
        *locked(&self.looked)
    }

    pub(super) fn set_looked(&self, now: Moment) {
        *locked(&self.looked) = Some(now);
    }

    pub(super) fn moved(&self) {
        self.progress
            .send_modify(|count| *count = count.wrapping_add(1));
    }

    pub(super) fn in_flight(&self) -> u64 {
        self.in_flight.load(Ordering::Acquire)
    }

    /// The relay's clock now, by the boot clock since it was last heard.
    pub(super) fn relay_now(&self, boot: BootTime) -> Option<Timestamp> {
        let (then, at) = (*locked(&self.relay_time))?;
        boot.since(at).map(|passed| then.plus(passed))
    }
}

/// Signs logins with the device key of an open session.
pub(super) struct Signer {
    pub(super) core: Arc<Core>,
    pub(super) device: DeviceId,
}

impl LoginSigner for Signer {
    fn device(&self) -> DeviceId {
        self.device
    }

    fn key(&self) -> LoginKey {
        LoginKey::Device
    }

    fn sign(&self, transcript: &LoginTranscript<'_>) -> Result<Signature, RecordError> {
        let signed = self
            .core
            .with(|open| Ok(transcript.sign(LoginKey::Device, &open.device_key)));
        // A session that was locked meanwhile signs nothing.
        signed.unwrap_or(Err(RecordError::Key))
    }
}

impl Core {
    /// A token that lives, from a login if need be.
    pub(super) async fn token(self: &Arc<Self>) -> Result<Token> {
        if let Some((token, since, lives)) = &*locked(&self.line.token) {
            let passed = self.clock.boot().since(*since);
            if passed.is_some_and(|passed| passed.saturating_add(RENEW_MS) < *lives) {
                return Ok(token.clone());
            }
        }
        let device = self.with(|open| Ok(open.device))?;
        let signer = Signer {
            core: Arc::clone(self),
            device,
        };
        let login = match self.relay.login(&signer).await {
            Ok(login) => login,
            Err(NetError::Unauthenticated | NetError::Refused(_)) => {
                return Err(self.unknown_to_relay()?);
            }
            Err(error) => return Err(error.into()),
        };
        self.note_registered()?;
        self.heard_clock(login.relay_time)?;
        let entry = (login.token.clone(), self.clock.boot(), login.expires_in_ms);
        *locked(&self.line.token) = Some(entry);
        Ok(login.token)
    }

    /// Why the relay lets this device not in: it never heard of it, or not any more.
    fn unknown_to_relay(&self) -> Result<ClientError> {
        let unregistered =
            self.with(|open| Ok(open.db.read(|rows| rows.meta_number(Key::Unregistered))?))?;
        Ok(if unregistered == 1 {
            ClientError::NotRegistered
        } else {
            ClientError::SignedOut
        })
    }

    /// A login that works confirms a registration whose answer was lost.
    fn note_registered(&self) -> Result<()> {
        self.with(|open| {
            if open.db.read(|rows| rows.meta_number(Key::Unregistered))? == 1 {
                open.db.write(|tx| tx.set_number(Key::Unregistered, 0))?;
            }
            Ok(())
        })
    }

    /// Compares clocks (protocol §9).
    pub(super) fn heard_clock(&self, relay: Timestamp) -> Result<()> {
        let (now, boot) = (self.now(), self.clock.boot());
        *locked(&self.line.relay_time) = Some((relay, boot));
        let difference = difference(relay, now);
        self.with(|open| {
            let stored = open
                .db
                .read(|rows| rows.meta_number(Key::ClockDifference))?;
            let number = upkeep::difference_number(difference);
            if stored.abs_diff(number) > 1_000 {
                open.db
                    .write(|tx| tx.set_number(Key::ClockDifference, number))?;
            }
            Ok(())
        })?;
        if relay.distance(now) > CLOCK_REFUSE_MS {
            self.emit(&Event::ClockOff {
                difference_ms: difference,
            });
        }
        Ok(())
    }

    /// Over a day off: nothing is sent.
    pub(super) fn clock_refused(&self) -> bool {
        let relay = self.line.relay_now(self.clock.boot());
        relay.is_some_and(|relay| relay.distance(self.now()) > CLOCK_REFUSE_MS)
    }
}

/// `relay − device`, bounded.
pub(super) fn difference(relay: Timestamp, now: Timestamp) -> i64 {
    let distance = i64::try_from(relay.distance(now)).unwrap_or(i64::MAX);
    if relay >= now {
        distance
    } else {
        distance.saturating_neg()
    }
}

/// Runs until stopped or locked.
pub(super) async fn run(core: Arc<Core>, stop: CancellationToken) {
    let mut backoff = Backoff::new();
    loop {
        let ended = tokio::select! {
            () = stop.cancelled() => break,
            ended = socket::online(&core, &mut backoff) => ended,
        };
        let wait = match ended {
            Err(ClientError::Locked) => break,
            // Two copies of a device that both came back would take the line from each other for
            // ever: this one waits for its owner.
            Ok(Closed::Replaced) => {
                core.set_connection(Connection::Replaced);
                core.line.moved();
                None
            }
            Err(error) => Some(note_offline(&core, &mut backoff, &error)),
            Ok(_) => Some(note_offline(&core, &mut backoff, &ClientError::Offline)),
        };
        tokio::select! {
            () = stop.cancelled() => break,
            () = idle(&core, wait) => {}
        }
        if core.is_locked() {
            break;
        }
    }
    core.set_connection(Connection::Stopped);
}

/// Waits before the next try, or until it is asked for, and goes on with what needs no relay.
async fn idle(core: &Arc<Core>, wait: Option<Duration>) {
    let over = async {
        match wait {
            Some(wait) => tokio::time::sleep(wait).await,
            None => core.line.again.notified().await,
        }
    };
    tokio::pin!(over);
    loop {
        tokio::select! {
            () = &mut over => return,
            () = tokio::time::sleep(TICK) => {
                if core.blocking(upkeep::local_if_due).await.is_err() {
                    return;
                }
                upkeep::lock_if_pin_due(core);
                core.line.moved();
            }
        }
    }
}

/// Tells the app; how long to wait before the next try.
fn note_offline(core: &Core, backoff: &mut Backoff, error: &ClientError) -> Duration {
    let state = match error {
        ClientError::RelayNotTrusted => Connection::NotTrusted,
        _ => Connection::Offline { since: core.now() },
    };
    match error {
        ClientError::SignedOut => core.emit(&Event::SignedOut),
        ClientError::NotRegistered => core.emit(&Event::NotRegistered),
        _ => {}
    }
    tracing::debug!(code = error.code(), "the line to the relay is down");
    core.set_connection(state);
    core.line.moved();
    Duration::from_millis(backoff.failed(net_error(error), &*core.entropy))
}

const fn net_error(error: &ClientError) -> NetError {
    match error {
        ClientError::RelayLater { retry_after_ms } => NetError::Later {
            retry_after_ms: *retry_after_ms,
        },
        _ => NetError::Offline,
    }
}
