//! The one port: TCP, TLS, then by ALPN HTTP/2 (gRPC) or HTTP/1.1 (the realtime socket). One task
//! a connection, each with bounds on time, size and number.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::{Method, Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use super::Peer;
use super::connections::{Connections, Counted};
use super::ws::{Opened, Socket, Upgrade};
use crate::app::App;
use crate::limits::{AddressKey, Keyed, now_us};
use crate::telemetry::Rejection;

/// Path of the realtime socket.
const REALTIME: &str = "/v1/realtime";
/// Pause after the system refused a connection, for example for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// Requests at once on one gRPC connection.
const STREAMS: u32 = 64;
/// Addresses whose handshakes are counted.
const ADDRESSES: usize = 100_000;
/// Bytes of all headers of a request.
const HEADER_BYTES: u32 = 16 * 1024;

/// A TLS stream of a connection.
pub type Stream = TlsStream<TcpStream>;

/// What connections are served with.
pub struct Server {
    app: Arc<App>,
    router: Router,
    acceptor: TlsAcceptor,
    connections: Arc<Connections>,
    handshakes: Keyed<AddressKey>,
    tasks: TaskTracker,
    drain: CancellationToken,
}

impl Server {
    /// Serves `app`; every task is on `tasks`, and ends after `drain`.
    pub fn new(
        app: Arc<App>,
        tls: Arc<rustls::ServerConfig>,
        tasks: TaskTracker,
        drain: CancellationToken,
    ) -> Arc<Self> {
        let router = super::grpc::routes(&app)
            .into_axum_router()
            .merge(super::http::routes(&app))
            .fallback(super::http::unknown);
        let limits = &app.limits;
        Arc::new(Self {
            router,
            acceptor: TlsAcceptor::from(tls),
            connections: Connections::new(
                limits.connections,
                limits.connections_per_address,
                Arc::clone(&app.metrics),
            ),
            handshakes: Keyed::new(limits.handshakes_address, ADDRESSES),
            app,
            tasks,
            drain,
        })
    }

    /// Accepts until `drain`.
    pub async fn accept(self: Arc<Self>, listener: TcpListener) {
        loop {
            let accepted = tokio::select! {
                () = self.drain.cancelled() => return,
                accepted = listener.accept() => accepted,
            };
            let Ok((stream, peer)) = accepted else {
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            };
            match self.admit(peer.ip()) {
                Some(counted) => {
                    let server = Arc::clone(&self);
                    self.tasks.spawn(server.connection(stream, peer, counted));
                }
                None => self.app.metrics.rejected.count(Rejection::ConnectionLimit),
            }
        }
    }

    fn admit(&self, peer: IpAddr) -> Option<Counted> {
        let now = now_us(&*self.app.clock);
        self.handshakes.take(peer.into(), 1, now).ok()?;
        self.connections.admit(peer)
    }

    async fn connection(self: Arc<Self>, stream: TcpStream, peer: SocketAddr, counted: Counted) {
        let peer = Peer(peer.ip().to_canonical());
        // Boxed, so that what the handshake and HTTP need is given back before a socket idles.
        let Some(stream) = Box::pin(self.handshake(stream)).await else {
            self.app.metrics.rejected.count(Rejection::Handshake);
            return;
        };
        if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
            Box::pin(self.http2(stream, peer)).await;
        } else if let Some(opened) = Box::pin(self.http1(stream, peer)).await {
            let app = Arc::clone(&self.app);
            let socket = Box::pin(Socket::new(app, opened, counted)).await;
            // A task of its own is as large as the socket needs and no larger.
            self.tasks.spawn(socket.run());
        }
    }

    async fn handshake(&self, stream: TcpStream) -> Option<Stream> {
        // Frames are written whole; waiting to fill a packet would only add latency.
        stream.set_nodelay(true).ok()?;
        let limit = seconds(self.app.limits.handshake_seconds);
        tokio::select! {
            () = self.drain.cancelled() => None,
            accepted = tokio::time::timeout(limit, self.acceptor.accept(stream)) => {
                accepted.ok()?.ok()
            }
        }
    }

    /// Serves gRPC until the client is idle or the relay drains.
    async fn http2(&self, stream: Stream, peer: Peer) {
        let served = AtomicU64::new(0);
        let running = Arc::new(AtomicU64::new(0));
        let service = service_fn(|request: Request<Incoming>| {
            served.fetch_add(1, Ordering::Relaxed);
            let guard = Running::start(&running);
            let answer = self.route(request.map(Body::new), peer);
            async move {
                let answer = answer.await;
                drop(guard);
                answer
            }
        });
        let mut connection = pin!(
            http2::Builder::new(TrackedExecutor(self.tasks.clone()))
                .timer(TokioTimer::new())
                .max_concurrent_streams(STREAMS)
                .max_header_list_size(HEADER_BYTES)
                .keep_alive_interval(Some(seconds(self.app.limits.idle_seconds)))
                .keep_alive_timeout(seconds(self.app.limits.handshake_seconds))
                .serve_connection(TokioIo::new(stream), service)
        );
        let mut ending = false;
        let mut seen = 0;
        loop {
            tokio::select! {
                _ = connection.as_mut() => return,
                () = self.drain.cancelled(), if !ending => {
                    ending = true;
                    connection.as_mut().graceful_shutdown();
                }
                () = tokio::time::sleep(seconds(self.app.limits.idle_seconds)) => {
                    let now = served.load(Ordering::Relaxed);
                    let idle = now == seen && running.load(Ordering::Relaxed) == 0;
                    if ending && idle {
                        return;
                    }
                    if idle {
                        ending = true;
                        connection.as_mut().graceful_shutdown();
                    }
                    seen = now;
                }
            }
        }
    }

    /// Serves HTTP/1.1 until the client is idle, or opens the realtime socket.
    async fn http1(&self, stream: Stream, peer: Peer) -> Option<Opened> {
        let upgrade = Upgrade::default();
        let service = service_fn(|request: Request<Incoming>| {
            let upgrade = &upgrade;
            async move {
                let realtime = request.method() == Method::GET && request.uri().path() == REALTIME;
                if realtime {
                    return Ok(upgrade.accept(&self.app, request).await);
                }
                self.route(request.map(Body::new), peer).await
            }
        });
        let mut connection = pin!(
            http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(seconds(self.app.limits.handshake_seconds))
                .max_headers(64)
                .max_buf_size(usize::try_from(HEADER_BYTES).unwrap_or(8192))
                .serve_connection(TokioIo::new(stream), service)
                .with_upgrades()
        );
        let mut ending = false;
        loop {
            tokio::select! {
                served = connection.as_mut() => {
                    if served.is_err() {
                        self.app.metrics.rejected.count(Rejection::Http);
                    }
                    break;
                }
                () = self.drain.cancelled(), if !ending => {
                    ending = true;
                    connection.as_mut().graceful_shutdown();
                }
            }
        }
        upgrade.opened().await
    }

    fn route(
        &self,
        mut request: Request<Body>,
        peer: Peer,
    ) -> impl Future<Output = Result<Response<Body>, Infallible>> + use<> {
        request.extensions_mut().insert(peer);
        let limit = seconds(self.app.limits.request_seconds);
        let answer = tokio::time::timeout(limit, self.router.clone().oneshot(request));
        let app = Arc::clone(&self.app);
        async move {
            if let Ok(answered) = answer.await {
                return answered;
            }
            app.metrics.rejected.count(Rejection::Slow);
            let mut late = Response::new(Body::empty());
            *late.status_mut() = StatusCode::REQUEST_TIMEOUT;
            Ok(late)
        }
    }
}

/// A request that is being answered.
struct Running(Arc<AtomicU64>);

impl Running {
    fn start(count: &Arc<AtomicU64>) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(count))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Streams of HTTP/2 run as tasks that have an owner.
#[derive(Clone)]
struct TrackedExecutor(TaskTracker);

impl<F> hyper::rt::Executor<F> for TrackedExecutor
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    fn execute(&self, future: F) {
        self.0.spawn(future);
    }
}

fn seconds(seconds: u32) -> Duration {
    Duration::from_secs(u64::from(seconds))
}
