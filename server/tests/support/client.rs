//! Devices that speak the relay's protocol; envelopes are random bytes of the right shape.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use consilium_proto::wire;
use consilium_sodium::SystemEntropy;
use consilium_statement::{LoginKey, PrekeyStatement};
use consilium_types::{Clock, Entropy, SystemClock};
use futures_util::{SinkExt, StreamExt};
use hyper_util::rt::TokioIo;
use prost::Message as _;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};

use super::keys::Keys;
use super::relay::Relay;

pub const NAME: &str = "localhost";
const PATIENCE: Duration = Duration::from_secs(20);

/// A TLS connection that trusts the relay's issuer alone.
pub async fn tls(relay: &Relay, alpn: &[u8]) -> TlsStream<TcpStream> {
    try_tls(relay, alpn).await.unwrap()
}

/// The same, if the relay's certificate is of that issuer.
pub async fn try_tls(relay: &Relay, alpn: &[u8]) -> Option<TlsStream<TcpStream>> {
    let mut roots = rustls::RootCertStore::empty();
    let pem = relay.folder.path().join("tls/issuer.pem");
    roots
        .add(CertificateDer::from_pem_file(pem).unwrap())
        .unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![alpn.to_vec()];
    let stream = TcpStream::connect(relay.address).await.unwrap();
    let name = ServerName::try_from(NAME).unwrap();
    TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await
        .ok()
}

/// One gRPC connection.
pub async fn channel(relay: &Relay) -> Channel {
    let stream = tls(relay, b"h2").await;
    let mut once = Some(TokioIo::new(stream));
    Endpoint::from_static("http://localhost")
        .connect_with_connector(tower::service_fn(move |_: http::Uri| {
            let stream = once.take().ok_or(std::io::ErrorKind::NotConnected);
            async move { stream.map_err(std::io::Error::from) }
        }))
        .await
        .unwrap()
}

/// A device with its account.
pub struct Device {
    pub(crate) keys: Keys,
    pub token: Vec<u8>,
}

impl Device {
    /// Keys of a new account.
    pub fn new() -> Self {
        Self {
            keys: Keys::new(SystemClock.now()),
            token: Vec::new(),
        }
    }

    /// A prekey that is newer than the last.
    pub fn next_prekey(&self) -> PrekeyStatement {
        self.keys.prekey_from(self.keys.prekey.not_before().plus(1))
    }

    pub fn id(&self) -> Bytes {
        self.keys.id().as_bytes().to_vec().into()
    }

    pub fn account(&self) -> Bytes {
        self.keys.statement.account().as_bytes().to_vec().into()
    }

    pub async fn proof(&self, channel: &Channel, which: LoginKey) -> wire::LoginProof {
        let mut login = wire::login_client::LoginClient::new(channel.clone());
        let challenge = login.challenge(wire::ChallengeRequest {}).await.unwrap();
        let relay_nonce = challenge.into_inner().relay_nonce;
        let nonce = relay_nonce.as_ref().try_into().unwrap();
        let proof = self.keys.proof(NAME, nonce, which);
        wire::LoginProof {
            device_id: self.id(),
            client_nonce: proof.client_nonce.to_vec().into(),
            relay_nonce,
            signature: proof.signature.to_vec().into(),
            standby: proof.standby,
        }
    }

    /// Registers with a code.
    pub async fn register(&mut self, relay: &Relay, channel: &Channel, phone: &str) -> u64 {
        let mut service = wire::registration_client::RegistrationClient::new(channel.clone());
        let phone = phone.to_owned();
        let started = service.start(wire::StartRequest { phone }).await.unwrap();
        let confirm = wire::ConfirmRequest {
            attempt_id: started.into_inner().attempt_id,
            code: relay.codes().pop().unwrap(),
        };
        let ticket = service.confirm(confirm).await.unwrap().into_inner().ticket;
        let finish = wire::FinishRequest {
            ticket,
            statement: self.keys.statement.as_bytes().to_vec().into(),
            prekey: self.keys.prekey.as_bytes().to_vec().into(),
            proof: Some(self.proof(channel, LoginKey::Device).await),
        };
        let finished = service.finish(finish).await.unwrap().into_inner();
        self.token = finished.login.unwrap().token.to_vec();
        finished.number_moves_at
    }

    /// Logs in, by the device key or the standby key.
    pub async fn login(&self, channel: &Channel, which: LoginKey) -> Result<Vec<u8>, Status> {
        let proof = self.proof(channel, which).await;
        let mut login = wire::login_client::LoginClient::new(channel.clone());
        Ok(login.prove(proof).await?.into_inner().token.to_vec())
    }

    /// A request with this device's token.
    pub fn request<T>(&self, message: T) -> Request<T> {
        with_token(&self.token, message)
    }

    /// An envelope for this device: nothing inside, the right outside.
    pub fn envelope(&self, size: usize) -> Bytes {
        self.keys.envelope(size).into()
    }

    pub fn outgoing(&self) -> wire::OutgoingEnvelope {
        wire::OutgoingEnvelope {
            envelope_id: (&SystemEntropy as &dyn Entropy)
                .array::<16>()
                .to_vec()
                .into(),
            device_id: self.id(),
            envelope: self.envelope(1713),
        }
    }

    /// The realtime socket.
    pub async fn connect(&self, relay: &Relay) -> Socket {
        Socket::open(relay, &self.token).await.unwrap()
    }
}

pub fn with_token<T>(token: &[u8], message: T) -> Request<T> {
    let mut request = Request::new(message);
    let value = format!("Bearer {}", consilium_types::ids::to_hex(token));
    request
        .metadata_mut()
        .insert("authorization", value.parse().unwrap());
    request
}

/// A realtime socket.
pub struct Socket(WebSocketStream<TlsStream<TcpStream>>);

impl Socket {
    /// Opens it; the HTTP status if the relay does not want it.
    pub async fn open(relay: &Relay, token: &[u8]) -> Result<Self, u16> {
        let stream = tls(relay, b"http/1.1").await;
        let token = consilium_types::ids::to_hex(token);
        let request = http::Request::builder()
            .uri(format!("wss://{NAME}/v1/realtime"))
            .header("host", NAME)
            .header("connection", "Upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
            .header("authorization", format!("Bearer {token}"))
            .body(())
            .unwrap();
        match tokio_tungstenite::client_async(request, stream).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(tokio_tungstenite::tungstenite::Error::Http(answer)) => {
                Err(answer.status().as_u16())
            }
            Err(error) => panic!("{error}"),
        }
    }

    pub async fn say(&mut self, frame: wire::client_frame::Frame) {
        let frame = wire::ClientFrame { frame: Some(frame) };
        self.raw(Message::Binary(frame.encode_to_vec().into()))
            .await;
    }

    pub async fn raw(&mut self, message: Message) {
        self.0.send(message).await.unwrap();
    }

    pub async fn send(&mut self, batch: u64, envelopes: Vec<wire::OutgoingEnvelope>) {
        let send = wire::SendBatch { batch, envelopes };
        self.say(wire::client_frame::Frame::Send(send)).await;
    }

    pub async fn acknowledge(&mut self, up_to: u64) {
        let acknowledge = wire::Acknowledge { up_to };
        self.say(wire::client_frame::Frame::Acknowledge(acknowledge))
            .await;
    }

    /// The next frame, or the code that the relay closes with.
    pub async fn next(&mut self) -> Result<wire::relay_frame::Frame, u16> {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.0.next()).await;
            match next.expect("the relay answers in time") {
                Some(Ok(Message::Binary(bytes))) => {
                    return Ok(wire::RelayFrame::decode(bytes).unwrap().frame.unwrap());
                }
                Some(Ok(Message::Close(frame))) => {
                    return Err(frame.map_or(0, |frame| frame.code.into()));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(0),
            }
        }
    }

    pub async fn ready(&mut self) -> wire::Ready {
        match self.next().await.unwrap() {
            wire::relay_frame::Frame::Ready(ready) => ready,
            other => panic!("ready, not {other:?}"),
        }
    }

    pub async fn results(&mut self) -> wire::SendResults {
        match self.next().await.unwrap() {
            wire::relay_frame::Frame::Results(results) => results,
            other => panic!("results, not {other:?}"),
        }
    }

    /// Envelopes until there are so many.
    pub async fn deliveries(&mut self, count: usize) -> Vec<wire::StoredEnvelope> {
        let mut got = Vec::new();
        while got.len() < count {
            match self.next().await.unwrap() {
                wire::relay_frame::Frame::Deliver(deliver) => got.extend(deliver.envelopes),
                other => panic!("envelopes, not {other:?}"),
            }
        }
        got
    }
}
