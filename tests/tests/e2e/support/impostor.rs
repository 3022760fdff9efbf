//! Somebody in the middle with a certificate of his own: takes connections, and keeps count of every
//! byte that a client says to him once TLS stands.

use rustls::ServerConfig;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

#[derive(Default)]
struct Counts {
    connections: AtomicUsize,
    handshakes: AtomicUsize,
    bytes: AtomicUsize,
}

/// Listens until dropped.
pub(crate) struct Impostor {
    pub(crate) address: SocketAddr,
    counts: Arc<Counts>,
    _task: JoinSet<()>,
}

impl Impostor {
    pub(crate) async fn listen(server: Arc<ServerConfig>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let counts = Arc::new(Counts::default());
        let mut task = JoinSet::new();
        task.spawn(serve(
            listener,
            TlsAcceptor::from(server),
            Arc::clone(&counts),
        ));
        Self {
            address,
            counts,
            _task: task,
        }
    }

    /// Connections that came.
    pub(crate) fn connections(&self) -> usize {
        self.counts.connections.load(Ordering::Acquire)
    }

    /// Of these, how many a client carried through TLS.
    pub(crate) fn handshakes(&self) -> usize {
        self.counts.handshakes.load(Ordering::Acquire)
    }

    /// Bytes that clients said inside TLS.
    pub(crate) fn bytes(&self) -> usize {
        self.counts.bytes.load(Ordering::Acquire)
    }
}

async fn serve(listener: TcpListener, acceptor: TlsAcceptor, counts: Arc<Counts>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let (acceptor, counts) = (acceptor.clone(), Arc::clone(&counts));
        connections.spawn(async move {
            if let Ok(mut stream) = acceptor.accept(stream).await {
                counts.handshakes.fetch_add(1, Ordering::Release);
                let mut sink = [0; 4096];
                while let Ok(count @ 1..) = stream.read(&mut sink).await {
                    counts.bytes.fetch_add(count, Ordering::Release);
                }
            }
            counts.connections.fetch_add(1, Ordering::Release);
        });
    }
}
