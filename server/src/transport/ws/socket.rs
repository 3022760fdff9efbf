//! The loop of one realtime socket: brings events to the session, carries out its actions. All
//! frames of one turn leave in one write.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use consilium_store::{StoreError, StoredEnvelope, TokenRecord};
use futures_util::{SinkExt, StreamExt};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::Opened;
use super::goodbye::goodbye;
use crate::app::App;
use crate::limits::{Level, now_us};
use crate::presence::{Outbox, Waiting};
use crate::session::{Action, Allowance, CloseCode, Draining, Pairs, Ready, Submission};
use crate::telemetry::Rejection;
use crate::transport::connections::Counted;
use crate::transport::listener::Stream;

/// Read buffer of an idle socket; larger messages grow it for as long as they last.
const READ_BUFFER: usize = 1024;
/// Frames are written to TLS when this much has gathered, at the latest at the end of a turn.
const WRITE_BUFFER: usize = 64 * 1024;

pub(super) type Fetch =
    Pin<Box<dyn Future<Output = (Result<Vec<StoredEnvelope>, StoreError>, usize)> + Send>>;

/// One realtime socket. Boxed, and its future small: what an idle one costs is this, the read
/// buffers, and little else.
pub struct Socket {
    pub(super) app: Arc<App>,
    pub(super) ws: WebSocketStream<Stream>,
    pub(super) outbox: Arc<Outbox>,
    record: TokenRecord,
    pub(super) fetch: Option<Fetch>,
    pub(super) submissions: Vec<Submission>,
    pub(super) frames: Vec<Message>,
    /// The library has something to write, such as a pong.
    pub(super) unflushed: bool,
    pub(super) level: Level,
    _counted: Counted,
}

pub(super) enum State {
    Ready(Ready),
    Draining(Draining),
}

/// When the client was heard of.
enum Heard {
    Lately,
    NotLately,
    Asked,
}

/// Why a socket ends; without a code if the client went away.
pub(super) type Ended = Option<CloseCode>;

impl Socket {
    /// Speaks WebSocket on what was opened.
    pub async fn new(app: Arc<App>, opened: Opened, counted: Counted) -> Box<Self> {
        let Opened {
            stream,
            read,
            token,
            record,
        } = opened;
        let frame = app.limits.frame_bytes;
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            .write_buffer_size(WRITE_BUFFER)
            .max_message_size(Some(frame))
            .max_frame_size(Some(frame));
        // Copied: what was read lies in HTTP's buffer, which is four times as large as ours.
        let (read, role) = (read.to_vec(), Role::Server);
        let ws = WebSocketStream::from_partially_read(stream, read, role, Some(config)).await;
        Box::new(Self {
            app,
            ws,
            outbox: Outbox::new(record.device, token, record.expires),
            record,
            fetch: None,
            submissions: Vec::new(),
            frames: Vec::new(),
            unflushed: false,
            level: Level::default(),
            _counted: counted,
        })
    }

    /// Serves the socket until it ends.
    pub async fn run(mut self: Box<Self>) {
        self.app.presence.join(&self.outbox);
        self.app.metrics.sockets.increment(1.0);
        let code = self.serve().await;
        self.app.presence.leave(&self.outbox);
        self.app.metrics.sockets.decrement(1.0);
        if let Some(code) = code {
            let Self { ws, .. } = *self;
            Box::pin(goodbye(ws, code)).await;
        }
    }

    /// Until the socket ends.
    async fn serve(&mut self) -> Ended {
        let (ready, actions) = match Box::pin(self.start()).await {
            Ok(started) => started,
            Err(code) => return Some(code),
        };
        let mut state = State::Ready(ready);
        if let Err(ended) = self.carry_out(actions) {
            return ended;
        }
        let pause = Duration::from_secs(u64::from(self.app.limits.ping_seconds));
        let mut ping = pin!(tokio::time::sleep(pause));
        let mut heard = Heard::Lately;
        loop {
            if let Err(ended) = self.flush().await {
                return ended;
            }
            // In this order: a socket that is to end takes no more frames. Envelopes that keep
            // coming do not hold the client up either: unacknowledged, there are soon no more.
            let turn = tokio::select! {
                biased;
                waiting = waiting(&self.outbox, &state) => self.take(waiting, &mut state),
                (fetched, limit) = fetched(&mut self.fetch) => {
                    self.fetched(fetched, limit, &mut state)
                }
                message = self.ws.next(), if state.wants_frames() => {
                    heard = Heard::Lately;
                    self.read(message, &mut state)
                }
                () = ping.as_mut() => {
                    ping.as_mut().reset(tokio::time::Instant::now() + pause);
                    self.ping(&mut heard)
                }
            };
            self.submit().await;
            if let Err(ended) = turn {
                // What was answered before the end still goes out.
                let _ = self.flush().await;
                return ended;
            }
        }
    }

    async fn start(&mut self) -> Result<(Ready, Vec<Action>), CloseCode> {
        // A logout between the check at the door and the presence would otherwise be missed.
        self.app
            .authentication
            .token(self.outbox.token())
            .await
            .map_err(|_| CloseCode::TokenEnded)?;
        if self.app.is_draining() {
            return Err(CloseCode::Draining);
        }
        let cursor = self.app.mailboxes.cursor(self.record.device).await;
        let cursor = cursor.map_err(|_| CloseCode::Failed)?;
        let now = now_us(&*self.app.clock);
        let allowance = Allowance {
            account: self.app.sends.of(self.record.account, now),
            pairs: Pairs::new(self.app.work.sends_per_recipient),
        };
        Ok(Ready::start(cursor, self.app.clock.now(), allowance))
    }

    /// Time to hear from the client: asks, and asks no third time.
    fn ping(&mut self, heard: &mut Heard) -> Result<(), Ended> {
        *heard = match heard {
            Heard::Lately => Heard::NotLately,
            Heard::NotLately => {
                self.frames.push(Message::Ping(Bytes::new()));
                Heard::Asked
            }
            Heard::Asked => {
                self.app.metrics.rejected.count(Rejection::Slow);
                return Err(None);
            }
        };
        Ok(())
    }

    async fn submit(&mut self) {
        if !self.submissions.is_empty() {
            let submissions = std::mem::take(&mut self.submissions);
            // It may have ended while this turn's frames were read.
            if self.outbox.is_ended() {
                return;
            }
            self.app.mailboxes.submit(&self.outbox, submissions).await;
        }
    }

    /// Writes what the turn brought. A client that does not read in time is gone.
    async fn flush(&mut self) -> Result<(), Ended> {
        if self.frames.is_empty() && !self.unflushed {
            return Ok(());
        }
        self.unflushed = false;
        let limit = Duration::from_secs(u64::from(self.app.limits.write_seconds));
        let frames = std::mem::take(&mut self.frames);
        let write = async {
            for frame in frames {
                self.ws.feed(frame).await?;
            }
            self.ws.flush().await
        };
        match tokio::time::timeout(limit, write).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(None),
            Err(_) => {
                self.app.metrics.rejected.count(Rejection::Slow);
                Err(None)
            }
        }
    }
}

impl State {
    pub(super) fn wants_frames(&self) -> bool {
        match self {
            Self::Ready(ready) => ready.wants_frames(),
            Self::Draining(_) => false,
        }
    }

    fn wants_envelopes(&self) -> bool {
        match self {
            Self::Ready(ready) => ready.wants_envelopes(),
            Self::Draining(_) => false,
        }
    }
}

async fn waiting(outbox: &Outbox, state: &State) -> Waiting {
    poll_fn(|cx| outbox.poll(cx, state.wants_envelopes())).await
}

async fn fetched(fetch: &mut Option<Fetch>) -> (Result<Vec<StoredEnvelope>, StoreError>, usize) {
    poll_fn(|cx| match fetch {
        Some(running) => {
            let done = std::task::ready!(running.as_mut().poll(cx));
            *fetch = None;
            Poll::Ready(done)
        }
        None => Poll::Pending,
    })
    .await
}
