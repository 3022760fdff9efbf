//! The realtime socket, passed on frame by frame through the hooks.

use super::{Shared, lock};
use crate::support::socket::upgrade;
use consilium_proto::wire::client_frame::Frame as FromClient;
use consilium_proto::wire::relay_frame::Frame as FromRelay;
use consilium_proto::wire::{ClientFrame, RelayFrame};
use consilium_types::DeviceId;
use futures_util::{SinkExt, StreamExt};
use prost::Message as _;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_rustls::server::TlsStream;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::{Error, Message};

/// Serves one realtime socket until either side ends it, or a test cuts it.
pub(super) async fn relay(stream: TlsStream<TcpStream>, shared: &Shared) {
    let mut bearer = None;
    #[allow(
        clippy::result_large_err,
        reason = "the callback's type is tungstenite's"
    )]
    let read = |request: &Request, response: Response| -> Result<Response, ErrorResponse> {
        let value = request.headers().get("authorization");
        bearer = value
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        Ok(response)
    };
    let Ok(mut client) = tokio_tungstenite::accept_hdr_async(stream, read).await else {
        return;
    };
    let mut relay = match upgrade(&shared.upstream, bearer.as_deref()).await {
        Ok(relay) => relay,
        Err(Error::Http(_)) => {
            // The relay says 401 where this has upgraded already: say the same in its words.
            let _ = client.close(Some(close_frame(4401))).await;
            return;
        }
        Err(_) => return,
    };
    let device = shared.device(bearer.as_deref());
    let (sender, mut injected) = mpsc::channel(64);
    if let Some(device) = device {
        lock(&shared.sockets).insert(device, sender);
    }
    loop {
        tokio::select! {
            message = client.next() => match message {
                Some(Ok(Message::Binary(bytes))) => {
                    if let Some(bytes) = to_relay(shared, device, bytes.into())
                        && relay.send(Message::Binary(bytes.into())).await.is_err()
                    {
                        return;
                    }
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => {}
            },
            message = relay.next() => match message {
                Some(Ok(Message::Binary(bytes))) => {
                    if let Some(bytes) = to_client(shared, device, bytes.into())
                        && client.send(Message::Binary(bytes.into())).await.is_err()
                    {
                        return;
                    }
                }
                Some(Ok(Message::Close(frame))) => {
                    let _ = client.close(frame).await;
                    return;
                }
                Some(Err(_)) | None => return,
                Some(Ok(_)) => {}
            },
            bytes = injected.recv() => match bytes {
                Some(bytes) => {
                    if client.send(Message::Binary(bytes.into())).await.is_err() {
                        return;
                    }
                }
                // Cut, or replaced by a newer socket of the device.
                None => return,
            },
        }
    }
}

fn close_frame(code: u16) -> tokio_tungstenite::tungstenite::protocol::CloseFrame {
    tokio_tungstenite::tungstenite::protocol::CloseFrame {
        code: code.into(),
        reason: "".into(),
    }
}

fn to_relay(shared: &Shared, device: Option<DeviceId>, bytes: Vec<u8>) -> Option<Vec<u8>> {
    let Ok(ClientFrame { frame: Some(frame) }) = ClientFrame::decode(&*bytes) else {
        return Some(bytes);
    };
    let frame = match frame {
        FromClient::Send(mut batch) => {
            lock(&shared.seen)
                .sent
                .extend(batch.envelopes.iter().cloned());
            shared.hooks.send.apply(device, &mut batch);
            FromClient::Send(batch)
        }
        FromClient::Acknowledge(acknowledge) => {
            if let Some(device) = device {
                lock(&shared.seen)
                    .acknowledged
                    .insert(device, acknowledge.up_to);
            }
            let mut acknowledge = Some(acknowledge);
            shared.hooks.acknowledge.apply(device, &mut acknowledge);
            FromClient::Acknowledge(acknowledge?)
        }
    };
    Some(ClientFrame { frame: Some(frame) }.encode_to_vec())
}

fn to_client(shared: &Shared, device: Option<DeviceId>, bytes: Vec<u8>) -> Option<Vec<u8>> {
    let Ok(RelayFrame {
        frame: Some(mut frame),
    }) = RelayFrame::decode(&*bytes)
    else {
        return Some(bytes);
    };
    match &mut frame {
        FromRelay::Deliver(deliver) => {
            if let Some(device) = device {
                let arrived = deliver.envelopes.iter().map(|one| (device, one.clone()));
                lock(&shared.seen).delivered.extend(arrived);
            }
            shared.hooks.deliver.apply(device, &mut deliver.envelopes);
            if deliver.envelopes.is_empty() {
                return None;
            }
        }
        FromRelay::Results(results) => shared.hooks.results.apply(device, results),
        FromRelay::Ready(ready) => shared.hooks.ready.apply(device, ready),
        FromRelay::Notice(_) => {}
    }
    Some(RelayFrame { frame: Some(frame) }.encode_to_vec())
}
