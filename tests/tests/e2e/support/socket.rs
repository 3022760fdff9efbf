//! The realtime socket, frame by frame.

use super::endpoint::Endpoint;
use super::wait::within;
use bytes::Bytes;
use consilium_proto::wire::client_frame::Frame as ToRelay;
use consilium_proto::wire::relay_frame::Frame as FromRelay;
use consilium_proto::wire::{
    Acknowledge, ClientFrame, OutgoingEnvelope, Ready, RelayFrame, SendBatch, SendOutcome,
    SendResults, StoredEnvelope,
};
use futures_util::{SinkExt, StreamExt};
use prost::Message as _;
use std::collections::VecDeque;
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};

/// An open socket.
pub(crate) struct Socket {
    stream: WebSocketStream<TlsStream<TcpStream>>,
    /// What the relay said first.
    pub(crate) ready: Ready,
    delivered: VecDeque<StoredEnvelope>,
    results: VecDeque<SendResults>,
    batch: u64,
    /// Why the relay closed it.
    pub(crate) closed: Option<u16>,
}

/// The stream of a socket whose frames a test writes itself.
pub(crate) async fn upgrade(
    endpoint: &Endpoint,
    authorization: Option<&str>,
) -> Result<WebSocketStream<TlsStream<TcpStream>>, Error> {
    let tls = endpoint.tls("http/1.1").await?;
    let url = format!("wss://{}/v1/realtime", endpoint.name);
    let mut request = url.into_client_request()?;
    if let Some(value) = authorization {
        let value = value.parse().expect("a header value");
        request.headers_mut().insert("authorization", value);
    }
    let upgraded = tokio_tungstenite::client_async(request, tls);
    Ok(within("the realtime socket", upgraded).await?.0)
}

impl Socket {
    /// Opens a socket and waits for Ready.
    pub(crate) async fn open(endpoint: &Endpoint, token: &[u8]) -> Result<Self, Error> {
        let bearer = format!("Bearer {}", consilium_types::ids::to_hex(token));
        let stream = upgrade(endpoint, Some(&bearer)).await?;
        let mut socket = Self {
            stream,
            ready: Ready::default(),
            delivered: VecDeque::new(),
            results: VecDeque::new(),
            batch: 0,
            closed: None,
        };
        match socket.read().await {
            Some(FromRelay::Ready(ready)) => socket.ready = ready,
            other => panic!("not Ready first: {other:?}, closed {:?}", socket.closed),
        }
        Ok(socket)
    }

    /// One frame from the relay; `None` when it closed.
    pub(crate) async fn read(&mut self) -> Option<FromRelay> {
        loop {
            match within("a frame", self.stream.next()).await {
                Some(Ok(Message::Binary(bytes))) => {
                    let frame = RelayFrame::decode(bytes).expect("a relay frame");
                    return frame.frame;
                }
                Some(Ok(Message::Close(frame))) => {
                    self.closed = frame.map(|frame| frame.code.into());
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }

    /// Takes in one frame; `None` when the relay closed.
    pub(crate) async fn pump(&mut self) -> Option<()> {
        match self.read().await? {
            FromRelay::Results(results) => self.results.push_back(results),
            FromRelay::Deliver(deliver) => self.delivered.extend(deliver.envelopes),
            FromRelay::Ready(_) => panic!("a second Ready"),
            FromRelay::Notice(_) => {}
        }
        Some(())
    }

    /// Writes a frame.
    pub(crate) async fn write(&mut self, frame: ToRelay) -> Result<(), Error> {
        let frame = ClientFrame { frame: Some(frame) };
        self.write_bytes(frame.encode_to_vec()).await
    }

    /// Writes a binary message, whatever it holds.
    pub(crate) async fn write_bytes(&mut self, bytes: Vec<u8>) -> Result<(), Error> {
        self.stream.send(Message::Binary(bytes.into())).await
    }

    /// Writes any message.
    pub(crate) async fn write_message(&mut self, message: Message) -> Result<(), Error> {
        self.stream.send(message).await
    }

    /// Sends a batch without waiting for its results; its number.
    pub(crate) async fn post(&mut self, envelopes: Vec<OutgoingEnvelope>) -> Result<u64, Error> {
        self.batch += 1;
        let batch = self.batch;
        self.write(ToRelay::Send(SendBatch { batch, envelopes }))
            .await?;
        Ok(batch)
    }

    /// The next results; `None` when the relay closed.
    pub(crate) async fn results(&mut self) -> Option<SendResults> {
        loop {
            if let Some(results) = self.results.pop_front() {
                return Some(results);
            }
            self.pump().await?;
        }
    }

    /// Sends a batch; its outcomes.
    pub(crate) async fn send(&mut self, envelopes: Vec<OutgoingEnvelope>) -> Vec<SendOutcome> {
        let batch = self.post(envelopes).await.expect("an open socket");
        let results = self.results().await.expect("results");
        assert_eq!(results.batch, batch);
        results.outcomes().collect()
    }

    /// The next delivered envelope; `None` when the relay closed.
    pub(crate) async fn try_deliver(&mut self) -> Option<StoredEnvelope> {
        loop {
            if let Some(envelope) = self.delivered.pop_front() {
                return Some(envelope);
            }
            self.pump().await?;
        }
    }

    /// The next delivered envelope.
    pub(crate) async fn deliver(&mut self) -> StoredEnvelope {
        self.try_deliver().await.expect("an envelope")
    }

    /// Acknowledges.
    pub(crate) async fn acknowledge(&mut self, up_to: u64) {
        let frame = ToRelay::Acknowledge(Acknowledge { up_to });
        self.write(frame).await.expect("an open socket");
    }

    /// Reads until the relay closes: its close code, if it gave one.
    pub(crate) async fn close_code(&mut self) -> Option<u16> {
        while self.pump().await.is_some() {}
        self.closed
    }

    /// Asks for a pong and takes in all that comes before it: whatever the relay had for this
    /// socket when it read the ping has come.
    pub(crate) async fn settle(&mut self) -> Option<()> {
        let asked = Bytes::from_static(b"settle");
        self.stream.send(Message::Ping(asked.clone())).await.ok()?;
        loop {
            match within("a pong", self.stream.next()).await? {
                Ok(Message::Pong(answer)) if answer == asked => return Some(()),
                Ok(Message::Binary(bytes)) => {
                    match RelayFrame::decode(bytes).expect("a relay frame").frame? {
                        FromRelay::Results(results) => self.results.push_back(results),
                        FromRelay::Deliver(deliver) => self.delivered.extend(deliver.envelopes),
                        FromRelay::Ready(_) | FromRelay::Notice(_) => {}
                    }
                }
                Ok(Message::Close(frame)) => self.closed = frame.map(|frame| frame.code.into()),
                Ok(_) => {}
                Err(_) => return None,
            }
        }
    }

    /// This side's port.
    pub(crate) fn local_port(&self) -> u16 {
        let (tcp, _) = self.stream.get_ref().get_ref();
        tcp.local_addr().expect("an address").port()
    }

    /// How many envelopes have come and were not taken yet.
    pub(crate) fn waiting(&self) -> usize {
        self.delivered.len()
    }
}
