//! TLS and WebSocket to the relay, as lean as a client can be.

use super::account::User;
use super::server::Relay;
use anyhow::{Context, bail};
use bytes::Bytes;
use consilium_proto::wire::{
    Acknowledge, ClientFrame, OutgoingEnvelope, RelayFrame, SendBatch, client_frame,
};
use futures_util::{SinkExt, StreamExt};
use prost::Message as _;
use rustls_pki_types::{CertificateDer, ServerName, pem::PemObject};
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::{Message, WebSocketConfig};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

/// Opens TLS with the relay's own issuers.
pub async fn connect_tls(relay: &Relay, protocol: &[u8]) -> anyhow::Result<TlsStream<TcpStream>> {
    let mut roots = rustls::RootCertStore::empty();
    for issuer in &relay.issuers {
        roots.add(CertificateDer::from_pem_slice(issuer.as_bytes())?)?;
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![protocol.to_vec()];
    let stream = TcpStream::connect(&relay.address).await?;
    stream.set_nodelay(true)?;
    let name = ServerName::try_from(relay.name.clone())?;
    Ok(TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await?)
}

/// A realtime socket.
pub struct Socket(WebSocketStream<TlsStream<TcpStream>>);

impl Socket {
    /// Connects and reads the relay's Ready.
    pub async fn open(relay: &Relay, user: &User) -> anyhow::Result<Self> {
        let stream = connect_tls(relay, b"http/1.1").await?;
        let mut request = format!("wss://{}/v1/realtime", relay.name).into_client_request()?;
        let bearer = format!("Bearer {}", consilium_types::ids::to_hex(&user.token));
        request
            .headers_mut()
            .insert("authorization", bearer.parse()?);
        let config = WebSocketConfig::default().read_buffer_size(16 * 1024);
        let (stream, _) = client_async_with_config(request, stream, Some(config)).await?;
        let mut socket = Self(stream);
        match socket.next().await?.frame {
            Some(consilium_proto::wire::relay_frame::Frame::Ready(_)) => Ok(socket),
            _ => bail!("the relay did not say ready"),
        }
    }

    /// The next frame.
    pub async fn next(&mut self) -> anyhow::Result<RelayFrame> {
        loop {
            match self
                .0
                .next()
                .await
                .context("the relay closed the socket")??
            {
                Message::Binary(bytes) => return Ok(RelayFrame::decode(bytes)?),
                Message::Close(why) => bail!("the relay closed the socket: {why:?}"),
                _ => {}
            }
        }
    }

    /// Sends envelopes to one device.
    pub async fn send(
        &mut self,
        batch: u64,
        envelopes: Vec<OutgoingEnvelope>,
    ) -> anyhow::Result<()> {
        self.write(client_frame::Frame::Send(SendBatch { batch, envelopes }))
            .await
    }

    /// Acknowledges everything up to a sequence number.
    pub async fn acknowledge(&mut self, up_to: u64) -> anyhow::Result<()> {
        self.write(client_frame::Frame::Acknowledge(Acknowledge { up_to }))
            .await
    }

    async fn write(&mut self, frame: client_frame::Frame) -> anyhow::Result<()> {
        let frame = ClientFrame { frame: Some(frame) };
        self.0
            .send(Message::Binary(Bytes::from(frame.encode_to_vec())))
            .await?;
        Ok(())
    }
}
