//! What happens in one turn of a socket: events to the session, its actions carried out.

use std::sync::Arc;

use bytes::Bytes;
use consilium_proto::convert::relay::{ClientEvent, RelayEvent, client_frame, relay_frame};
use consilium_store::{StoreError, StoredEnvelope};
use futures_util::{FutureExt, StreamExt};
use tokio_tungstenite::tungstenite::{Error as WsError, Message};

use super::socket::{Ended, Socket, State};
use crate::limits::now_us;
use crate::presence::{End, Waiting};
use crate::session::{Action, CloseCode, Draining, Event};
use crate::telemetry::Rejection;

/// Frames of the client taken in one turn.
const FRAMES: usize = 32;

impl Socket {
    /// What others put into the queue.
    pub(super) fn take(&mut self, waiting: Waiting, state: &mut State) -> Result<(), Ended> {
        let Waiting {
            results,
            envelopes,
            overflowed,
            notices,
            end,
        } = waiting;
        for answered in results {
            let count = answered.outcomes.len();
            self.frames.push(message(RelayEvent::Results {
                batch: answered.batch,
                outcomes: answered.outcomes,
                retry_after_ms: answered.retry_after_ms,
            }));
            let actions = match state {
                State::Ready(ready) => ready.handle(Event::Answered { envelopes: count }, 0),
                State::Draining(draining) => draining.answered(count),
            };
            self.carry_out(actions)?;
        }
        if let State::Ready(ready) = state
            && (overflowed || !envelopes.is_empty())
        {
            let event = Event::Live {
                envelopes,
                overflowed,
            };
            let actions = ready.handle(event, 0);
            self.carry_out(actions)?;
        }
        self.frames.extend(notices.into_iter().map(message));
        match end {
            Some(End::TokenEnded) => Err(Some(CloseCode::TokenEnded)),
            Some(End::Superseded) => Err(Some(CloseCode::Superseded)),
            Some(End::Draining) => self.drain(state),
            None => Ok(()),
        }
    }

    fn drain(&mut self, state: &mut State) -> Result<(), Ended> {
        let idle = State::Draining(Draining::idle());
        match std::mem::replace(state, idle) {
            State::Ready(ready) => {
                let (draining, actions) = ready.drain();
                *state = State::Draining(draining);
                self.carry_out(actions)
            }
            draining => {
                *state = draining;
                Ok(())
            }
        }
    }

    pub(super) fn fetched(
        &mut self,
        fetched: Result<Vec<StoredEnvelope>, StoreError>,
        limit: usize,
        state: &mut State,
    ) -> Result<(), Ended> {
        let envelopes = fetched.map_err(|error| {
            tracing::error!(error = %error, "the store did not give envelopes");
            Some(CloseCode::Failed)
        })?;
        let State::Ready(ready) = state else {
            return Ok(());
        };
        let actions = ready.handle(Event::Fetched { envelopes, limit }, 0);
        self.carry_out(actions)
    }

    /// A message of the client, and those that came with it.
    pub(super) fn read(
        &mut self,
        first: Option<Result<Message, WsError>>,
        state: &mut State,
    ) -> Result<(), Ended> {
        let now = now_us(&*self.app.clock);
        self.message(first, state, now)?;
        for _ in 1..FRAMES {
            if !state.wants_frames() {
                break;
            }
            match self.ws.next().now_or_never() {
                Some(next) => self.message(next, state, now)?,
                None => break,
            }
        }
        Ok(())
    }

    fn message(
        &mut self,
        message: Option<Result<Message, WsError>>,
        state: &mut State,
        now: u64,
    ) -> Result<(), Ended> {
        let bytes = match message {
            Some(Ok(Message::Binary(bytes))) => bytes,
            Some(Ok(Message::Ping(_))) => {
                self.unflushed = true;
                Bytes::new()
            }
            Some(Ok(Message::Pong(_))) => Bytes::new(),
            Some(Ok(Message::Close(_))) | None | Some(Err(WsError::Io(_))) => return Err(None),
            Some(Ok(Message::Text(_) | Message::Frame(_)) | Err(_)) => return Err(self.hostile()),
        };
        if self.level.take(self.app.work.frames, 1, now).is_err() {
            self.app.metrics.rejected.count(Rejection::Rate);
            return Err(Some(CloseCode::Hostile));
        }
        let State::Ready(ready) = state else {
            return Ok(());
        };
        if bytes.is_empty() {
            return Ok(());
        }
        let event = match client_frame(bytes) {
            Ok(ClientEvent::Send(batch)) => Event::Send(batch),
            Ok(ClientEvent::Acknowledge { up_to }) => Event::Acknowledge { up_to },
            Err(_) => return Err(self.hostile()),
        };
        let actions = ready.handle(event, now);
        self.carry_out(actions)
    }

    fn hostile(&self) -> Ended {
        self.app.metrics.rejected.count(Rejection::Frame);
        Some(CloseCode::Hostile)
    }

    pub(super) fn carry_out(&mut self, actions: Vec<Action>) -> Result<(), Ended> {
        for action in actions {
            match action {
                Action::Write(event) => {
                    if let RelayEvent::Deliver(envelopes) = &event {
                        let count = u64::try_from(envelopes.len()).unwrap_or_default();
                        self.app.metrics.delivered.increment(count);
                    }
                    self.frames.push(message(event));
                }
                Action::Submit(submission) => self.submissions.push(submission),
                Action::Acknowledge { up_to } => {
                    self.app.mailboxes.acknowledge(self.outbox.device(), up_to);
                }
                Action::SetLive(live) => self.outbox.set_live(live),
                Action::Fetch { after, limit } => {
                    let mailboxes = Arc::clone(&self.app.mailboxes);
                    let device = self.outbox.device();
                    self.fetch = Some(Box::pin(async move {
                        (mailboxes.fetch(device, after, limit).await, limit)
                    }));
                }
                Action::Close(code) => return Err(Some(code)),
            }
        }
        Ok(())
    }
}

fn message(event: RelayEvent) -> Message {
    Message::Binary(relay_frame(event))
}
