//! A relay that lies: it stands between clients and the real relay with a certificate that the
//! clients trust, sees every call and every frame, and changes what a test tells it to.

mod calls;
mod frames;

use super::authority::{Authority, Fault};
use super::endpoint::Endpoint;
use super::relay::Relay;
use bytes::Bytes;
use consilium_proto::wire;
use consilium_types::DeviceId;
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tonic::Status;
use tonic::transport::Channel;

/// Changes a value on its way; told which device it belongs to, if any is logged in.
type Change<T> = Box<dyn FnMut(Option<DeviceId>, &mut T) + Send>;

/// What a test does to one kind of call or frame.
pub(crate) struct Hook<T>(Mutex<Option<Change<T>>>);

impl<T> Default for Hook<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Hook<T> {
    /// From now on.
    pub(crate) fn set(&self, change: impl FnMut(Option<DeviceId>, &mut T) + Send + 'static) {
        *lock(&self.0) = Some(Box::new(change));
    }

    /// Honest again.
    pub(crate) fn clear(&self) {
        *lock(&self.0) = None;
    }

    fn apply(&self, device: Option<DeviceId>, value: &mut T) {
        if let Some(change) = lock(&self.0).as_mut() {
            change(device, value);
        }
    }
}

/// An answer as the real relay gave it.
pub(crate) type Answer<T> = Result<T, Status>;

/// Where a test can reach in. Requests of clients pass before they reach the relay, answers before
/// they reach the client.
#[derive(Default)]
pub(crate) struct Hooks {
    pub(crate) challenge: Hook<Answer<wire::ChallengeResponse>>,
    pub(crate) prove: Hook<Answer<wire::LoginResponse>>,
    pub(crate) start: Hook<Answer<wire::StartResponse>>,
    pub(crate) finishing: Hook<wire::FinishRequest>,
    pub(crate) finish: Hook<Answer<wire::FinishResponse>>,
    pub(crate) statements: Hook<Answer<wire::GetStatementsResponse>>,
    pub(crate) own_account: Hook<Answer<wire::GetOwnAccountResponse>>,
    pub(crate) put_prekey: Hook<wire::PutPrekeyRequest>,
    pub(crate) prekeys: Hook<Answer<wire::GetPrekeysResponse>>,
    pub(crate) found: Hook<Answer<wire::FindResponse>>,
    pub(crate) fetched: Hook<Answer<wire::FetchResponse>>,
    pub(crate) cursor: Hook<Answer<wire::GetCursorResponse>>,
    pub(crate) archived: Hook<Answer<wire::ListArchiveResponse>>,
    /// A client's send, before it is passed on.
    pub(crate) send: Hook<wire::SendBatch>,
    /// A client's acknowledgement, before it is passed on; `None` drops it.
    pub(crate) acknowledge: Hook<Option<wire::Acknowledge>>,
    /// The answers to a send.
    pub(crate) results: Hook<wire::SendResults>,
    /// Envelopes on their way to a client; an empty list is not delivered at all.
    pub(crate) deliver: Hook<Vec<wire::StoredEnvelope>>,
    pub(crate) ready: Hook<wire::Ready>,
}

/// What it saw, for a test to use against its owners.
#[derive(Default)]
pub(crate) struct Seen {
    /// Every envelope that was sent, with the device it was for.
    pub(crate) sent: Vec<wire::OutgoingEnvelope>,
    /// Every envelope that the relay wanted to deliver, with the device it was for.
    pub(crate) delivered: Vec<(DeviceId, wire::StoredEnvelope)>,
    /// Acknowledgements by device.
    pub(crate) acknowledged: HashMap<DeviceId, u64>,
    /// Every account statement and prekey that passed, oldest first.
    pub(crate) statements: Vec<Bytes>,
    pub(crate) prekeys: Vec<Bytes>,
    /// Names of the calls that were made.
    pub(crate) calls: Vec<&'static str>,
}

struct Shared {
    upstream: Endpoint,
    channel: Mutex<Option<Channel>>,
    hooks: Hooks,
    seen: Mutex<Seen>,
    tokens: Mutex<HashMap<String, DeviceId>>,
    sockets: Mutex<HashMap<DeviceId, mpsc::Sender<Vec<u8>>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no test panics while it holds this")
}

impl Shared {
    /// The gRPC channel to the real relay, made anew after the relay restarted.
    async fn channel(&self) -> Result<Channel, Status> {
        if let Some(channel) = lock(&self.channel).clone() {
            return Ok(channel);
        }
        let channel = self.upstream.try_channel().await;
        let channel = channel.map_err(|_| Status::unavailable("the relay is away"))?;
        *lock(&self.channel) = Some(channel.clone());
        Ok(channel)
    }

    fn device(&self, bearer: Option<&str>) -> Option<DeviceId> {
        lock(&self.tokens).get(bearer?).copied()
    }

    fn remember_token(&self, device: &[u8], token: &[u8]) {
        if let Some(device) = DeviceId::from_slice(device) {
            let bearer = format!("Bearer {}", consilium_types::ids::to_hex(token));
            lock(&self.tokens).insert(bearer, device);
        }
    }
}

/// The lying relay; gone when dropped.
pub(crate) struct Hostile {
    shared: Arc<Shared>,
    file: String,
    _task: JoinSet<()>,
}

impl Hostile {
    /// In front of a relay; honest until hooks are set.
    pub(crate) async fn before(relay: &Relay) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let upstream = relay.endpoint();
        let (issuer, spare) = (Authority::new("Issuer"), Authority::new("Spare"));
        let acceptor = TlsAcceptor::from(issuer.server(&upstream.name, Fault::None));
        let file = Authority::relay_file(&upstream.name, address, [&issuer, &spare], &[&issuer]);
        let shared = Arc::new(Shared {
            upstream,
            channel: Mutex::default(),
            hooks: Hooks::default(),
            seen: Mutex::default(),
            tokens: Mutex::default(),
            sockets: Mutex::default(),
        });
        let mut task = JoinSet::new();
        task.spawn(serve(listener, acceptor, Arc::clone(&shared)));
        Self {
            shared,
            file,
            _task: task,
        }
    }

    /// What its clients are given.
    pub(crate) fn relay_file(&self) -> &str {
        &self.file
    }

    /// Where a test reaches in.
    pub(crate) fn hooks(&self) -> &Hooks {
        &self.shared.hooks
    }

    /// What it saw so far.
    pub(crate) fn seen(&self) -> MutexGuard<'_, Seen> {
        lock(&self.shared.seen)
    }

    /// Delivers envelopes to a device with an open socket, as if the relay had.
    pub(crate) async fn inject(&self, device: DeviceId, envelopes: Vec<wire::StoredEnvelope>) {
        let frame = wire::relay_frame::Frame::Deliver(wire::Deliver { envelopes });
        self.inject_frame(device, frame).await;
    }

    /// Sends a frame to a device with an open socket.
    pub(crate) async fn inject_frame(&self, device: DeviceId, frame: wire::relay_frame::Frame) {
        let frame = wire::RelayFrame { frame: Some(frame) };
        let bytes = prost::Message::encode_to_vec(&frame);
        self.inject_bytes(device, bytes).await;
    }

    /// Sends a binary message of any bytes to a device with an open socket.
    pub(crate) async fn inject_bytes(&self, device: DeviceId, bytes: Vec<u8>) {
        let sender = super::wait::until("the device's socket", async || {
            lock(&self.shared.sockets)
                .get(&device)
                .filter(|sender| !sender.is_closed())
                .cloned()
        })
        .await;
        sender.send(bytes).await.expect("an open socket");
    }

    /// Cuts every socket, as a bad line does.
    pub(crate) fn cut_sockets(&self) {
        lock(&self.shared.sockets).clear();
    }
}

async fn serve(listener: TcpListener, acceptor: TlsAcceptor, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let (acceptor, shared) = (acceptor.clone(), Arc::clone(&shared));
        connections.spawn(connection(stream, acceptor, shared));
    }
}

async fn connection(stream: TcpStream, acceptor: TlsAcceptor, shared: Arc<Shared>) {
    let _ = stream.set_nodelay(true);
    let Ok(stream) = acceptor.accept(stream).await else {
        return;
    };
    if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
        let service = hyper_util::service::TowerToHyperService::new(calls::routes(shared));
        let _ = hyper::server::conn::http2::Builder::new(TokioExecutor::new())
            .serve_connection(TokioIo::new(stream), service)
            .await;
    } else {
        frames::relay(stream, &shared).await;
    }
}
