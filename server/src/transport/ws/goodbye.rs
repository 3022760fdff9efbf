//! The end of a socket.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Utf8Bytes;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode as WireCode;

use crate::session::CloseCode;
use crate::transport::listener::Stream;

/// How long a closed socket is read on, so that its client sees why it was closed.
const LINGER: Duration = Duration::from_secs(1);
/// Bytes read on a closed socket.
const LINGER_BYTES: usize = 2 * 1024 * 1024;

/// Says why, then reads on for a moment: a socket that is dropped with unread bytes resets, and
/// the client would not see the code.
pub(super) async fn goodbye(mut ws: WebSocketStream<Stream>, code: CloseCode) {
    let frame = CloseFrame {
        code: WireCode::from(code.number()),
        reason: Utf8Bytes::default(),
    };
    let goodbye = async {
        if ws.close(Some(frame)).await.is_err() {
            return;
        }
        let mut stream = ws.into_inner();
        if stream.shutdown().await.is_err() {
            return;
        }
        let mut rest = vec![0; 4096];
        let mut read = 0_usize;
        while let Ok(count @ 1..) = stream.read(&mut rest).await {
            read = read.saturating_add(count);
            if read > LINGER_BYTES {
                return;
            }
        }
    };
    // A client that does not take it has had its chance.
    let _ = tokio::time::timeout(LINGER, goodbye).await;
}
