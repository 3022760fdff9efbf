//! The realtime socket over WebSocket (RFC 6455): frames in, frames out, pings, silence noticed.
//!
//! Reading and writing run side by side, so that a relay which waits for us to read never makes us
//! wait for it to read.

use super::grpc::bearer;
use super::realtime::{
    Closed, Command, RealtimeEvent, RealtimePeer, RealtimeReceiver, RealtimeSender, realtime_pair,
};
use super::status::later;
use super::tls::{Alpn, Dialer};
use super::{NetError, Refusal, Token, frame};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use http::header::{AUTHORIZATION, HeaderValue, RETRY_AFTER};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;
use tokio::time::{Instant, interval_at, timeout};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

/// Largest frame either way (relay.proto).
pub(super) const MAX_FRAME: usize = 512 * 1024;
/// The upgrade's answer.
const UPGRADE_TIME_OUT: Duration = Duration::from_secs(15);
/// One write: half a megabyte on a bad mobile network.
const WRITE_TIME_OUT: Duration = Duration::from_secs(60);
/// What the relay said before it stopped listening is read for this long.
const LAST_WORD: Duration = Duration::from_secs(1);
/// Mobile networks forget a silent connection after a minute or more.
const PING_EVERY: Duration = Duration::from_secs(45);
/// Two pings went unanswered.
const SILENCE: Duration = Duration::from_secs(100);

type Socket<S> = WebSocketStream<S>;

/// Dials, upgrades and starts the driver.
pub(super) async fn connect(
    dialer: &Dialer,
    relay_name: &str,
    token: &Token,
) -> Result<(RealtimeSender, RealtimeReceiver), NetError> {
    let stream = dialer.dial(Alpn::Http11).await?;
    let request = request(relay_name, token)?;
    let upgrade = client_async_with_config(request, stream, Some(config()));
    let (socket, _) = timeout(UPGRADE_TIME_OUT, upgrade)
        .await
        .map_err(|_| NetError::Offline)?
        .map_err(|error| refused(&error))?;
    let (sender, mut receiver, peer) = realtime_pair();
    receiver.drive(run(socket, peer));
    Ok((sender, receiver))
}

fn request(relay_name: &str, token: &Token) -> Result<http::Request<()>, NetError> {
    let host = if relay_name.contains(':') {
        format!("[{relay_name}]")
    } else {
        relay_name.to_owned()
    };
    let mut request = format!("wss://{host}/v1/realtime")
        .into_client_request()
        .map_err(|_| NetError::Protocol)?;
    let mut value = HeaderValue::from_str(&bearer(token)).map_err(|_| NetError::Unauthenticated)?;
    value.set_sensitive(true);
    request.headers_mut().insert(AUTHORIZATION, value);
    Ok(request)
}

fn config() -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(16 * 1024)
        .write_buffer_size(64 * 1024)
        .max_write_buffer_size(4 * MAX_FRAME)
        .max_message_size(Some(MAX_FRAME))
        .max_frame_size(Some(MAX_FRAME))
}

/// An upgrade that did not happen.
fn refused(error: &Error) -> NetError {
    let Error::Http(response) = error else {
        return broken(error);
    };
    let retry = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok())
        .and_then(|seconds| seconds.parse::<u64>().ok())
        .map(|seconds| seconds.saturating_mul(1000));
    match response.status().as_u16() {
        401 => NetError::Unauthenticated,
        403 => NetError::Refused(Refusal::Denied),
        404 => NetError::Refused(Refusal::Unsupported),
        429 | 503 => later(retry),
        _ => NetError::Protocol,
    }
}

/// A socket that broke: by the network, or by a peer that does not keep to the protocol.
const fn broken(error: &Error) -> NetError {
    match error {
        Error::Io(_) | Error::ConnectionClosed | Error::AlreadyClosed | Error::Tls(_) => {
            NetError::Offline
        }
        // A reset without a closing handshake is how networks end connections.
        Error::Protocol(
            tokio_tungstenite::tungstenite::error::ProtocolError::ResetWithoutClosingHandshake,
        ) => NetError::Offline,
        _ => NetError::Protocol,
    }
}

/// Drives a socket until it ends, and says why it did.
async fn run<S>(socket: Socket<S>, peer: RealtimePeer)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (sink, stream) = socket.split();
    let RealtimePeer { commands, events } = peer;
    let reading = read(stream, &events);
    tokio::pin!(reading);
    let closed = tokio::select! {
        biased;
        closed = &mut reading => closed,
        closed = write(sink, commands) => {
            // The relay may have said why before it stopped listening.
            match timeout(LAST_WORD, reading).await {
                Err(_) | Ok(Closed::Lost(_)) => closed,
                Ok(said) => said,
            }
        }
    };
    // Nobody listens any more when this fails.
    let _ = events.send(RealtimeEvent::Closed(closed)).await;
}

/// Reads a frame only when there is room for its event.
async fn read<S>(mut stream: SplitStream<Socket<S>>, events: &mpsc::Sender<RealtimeEvent>) -> Closed
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut ready = false;
    loop {
        let Ok(room) = events.reserve().await else {
            return Closed::Lost(NetError::Offline);
        };
        let message = match timeout(SILENCE, stream.next()).await {
            Err(_) | Ok(None) => return Closed::Lost(NetError::Offline),
            Ok(Some(Err(error))) => return Closed::Lost(broken(&error)),
            Ok(Some(Ok(message))) => message,
        };
        let event = match message {
            Message::Binary(bytes) => match frame::event(bytes) {
                Ok(event) => event,
                Err(error) => return Closed::Lost(error),
            },
            Message::Close(frame) => return closed(frame.as_ref()),
            Message::Ping(_) | Message::Pong(_) => None,
            Message::Text(_) | Message::Frame(_) => return Closed::Lost(NetError::Protocol),
        };
        let Some(event) = event else { continue };
        // Ready comes first, and once: a clock or cursor that changes its mind is no relay's.
        if ready == matches!(event, RealtimeEvent::Ready { .. }) {
            return Closed::Lost(NetError::Protocol);
        }
        ready = true;
        room.send(event);
    }
}

fn closed(frame: Option<&CloseFrame>) -> Closed {
    match frame.map(|frame| u16::from(frame.code)) {
        Some(4401) => Closed::TokenEnded,
        Some(4409) => Closed::Replaced,
        Some(1012) => Closed::Draining,
        Some(4413) => Closed::Limits,
        _ => Closed::Lost(NetError::Offline),
    }
}

/// Writes commands as they come, many in one flush if many wait, and pings.
async fn write<S>(
    mut sink: SplitSink<Socket<S>, Message>,
    mut commands: mpsc::Receiver<Command>,
) -> Closed
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut pings = interval_at(Instant::now() + PING_EVERY, PING_EVERY);
    let mut open = true;
    loop {
        let first = tokio::select! {
            command = commands.recv(), if open => match command {
                Some(command) => Message::Binary(frame::encode(command)),
                // No sender is left; the socket still delivers.
                None => {
                    open = false;
                    continue;
                }
            },
            _ = pings.tick() => Message::Ping(bytes::Bytes::new()),
        };
        let burst = async {
            sink.feed(first).await?;
            while let Ok(command) = commands.try_recv() {
                sink.feed(Message::Binary(frame::encode(command))).await?;
            }
            sink.flush().await
        };
        match timeout(WRITE_TIME_OUT, burst).await {
            Err(_) => return Closed::Lost(NetError::Offline),
            Ok(Err(error)) => return Closed::Lost(broken(&error)),
            Ok(Ok(())) => {}
        }
    }
}

#[cfg(test)]
#[path = "ws_tests.rs"]
mod tests;
