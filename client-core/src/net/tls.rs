//! TCP and TLS to the relay. Every path to a socket of the relay's leads through [`Dialer::dial`],
//! and no byte goes out before the certificate was verified.

use super::pin::PinVerifier;
use super::tcp::QuietTcp;
use super::{CertificateFault, NetError, RelayFile};
use consilium_types::Clock;
use rustls::ClientConfig;
use rustls::crypto::CryptoProvider;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// For name lookup, connection and handshake together: generous on a bad mobile network.
const DIAL_TIME_OUT: Duration = Duration::from_secs(15);

/// Which protocol is spoken inside (RFC 7301).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alpn {
    /// gRPC.
    H2,
    /// The WebSocket upgrade.
    Http11,
}

impl Alpn {
    const fn name(self) -> &'static [u8] {
        match self {
            Self::H2 => b"h2",
            Self::Http11 => b"http/1.1",
        }
    }
}

/// Opens connections to one relay.
#[derive(Clone)]
pub(super) struct Dialer {
    file: Arc<RelayFile>,
    h2: TlsConnector,
    http11: TlsConnector,
}

impl Dialer {
    pub(super) fn new(file: Arc<RelayFile>, clock: Arc<dyn Clock>) -> Result<Self, NetError> {
        // Given explicitly: other crates of a process may install another default. Its first key
        // exchange is X25519MLKEM768 (feature `prefer-post-quantum`).
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let verifier = Arc::new(PinVerifier::new(&file, clock, &provider)?);
        Ok(Self {
            h2: connector(&provider, &verifier, Alpn::H2)?,
            http11: connector(&provider, &verifier, Alpn::Http11)?,
            file,
        })
    }

    /// A connection whose certificate is the pinned issuer's.
    pub(super) async fn dial(&self, alpn: Alpn) -> Result<TlsStream<QuietTcp>, NetError> {
        tokio::time::timeout(DIAL_TIME_OUT, self.connect(alpn))
            .await
            .map_err(|_| NetError::Offline)?
    }

    async fn connect(&self, alpn: Alpn) -> Result<TlsStream<QuietTcp>, NetError> {
        let tcp = TcpStream::connect((self.file.host(), self.file.port()))
            .await
            .map_err(|_| NetError::Offline)?;
        let tcp = QuietTcp::new(tcp).map_err(|_| NetError::Offline)?;
        let connector = match alpn {
            Alpn::H2 => &self.h2,
            Alpn::Http11 => &self.http11,
        };
        let stream = connector
            .connect(self.file.server_name().clone(), tcp)
            .await
            .map_err(|error| refusal(&error))?;
        if stream.get_ref().1.alpn_protocol() == Some(alpn.name()) {
            Ok(stream)
        } else {
            Err(NetError::Protocol)
        }
    }
}

fn connector(
    provider: &Arc<CryptoProvider>,
    verifier: &Arc<PinVerifier>,
    alpn: Alpn,
) -> Result<TlsConnector, NetError> {
    let mut config = ClientConfig::builder_with_provider(Arc::clone(provider))
        .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
        .map_err(|_| NetError::Certificate(CertificateFault::Invalid))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(verifier) as _)
        .with_no_client_auth();
    config.alpn_protocols = vec![alpn.name().to_vec()];
    Ok(TlsConnector::from(Arc::new(config)))
}

/// A failed handshake: the verifier's own verdict if it spoke, else "offline" for a broken
/// connection and "protocol" for a peer that does not speak TLS as it must.
fn refusal(error: &std::io::Error) -> NetError {
    let tls = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match tls {
        None => NetError::Offline,
        Some(rustls::Error::InvalidCertificate(rustls::CertificateError::Other(other))) => other
            .0
            .downcast_ref::<NetError>()
            .copied()
            .unwrap_or(NetError::Certificate(CertificateFault::Invalid)),
        Some(rustls::Error::InvalidCertificate(_)) => {
            NetError::Certificate(CertificateFault::Invalid)
        }
        Some(_) => NetError::Protocol,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{acceptor, file, leaf, listen, pin, root, spare};
    use super::*;
    use consilium_types::SystemClock;
    use tokio::io::AsyncReadExt;

    #[tokio::test]
    async fn a_handshake_is_post_quantum_and_carries_the_asked_protocol() {
        let root = root();
        let (listener, port) = listen().await;
        let acceptor = acceptor(leaf(&root, &[], |_| {}), b"h2");
        let file = Arc::new(file(port, [pin(&root), spare()], &[&root]));
        let dialer = Dialer::new(file, Arc::new(SystemClock)).unwrap();
        let serve = async {
            let (tcp, _) = listener.accept().await.unwrap();
            acceptor.accept(tcp).await.unwrap()
        };
        let (dialled, served) = tokio::join!(dialer.dial(Alpn::H2), serve);
        let session = dialled.unwrap();
        let (_, tls) = session.get_ref();
        assert_eq!(
            tls.protocol_version(),
            Some(rustls::ProtocolVersion::TLSv1_3)
        );
        assert_eq!(
            tls.negotiated_key_exchange_group().unwrap().name(),
            rustls::NamedGroup::X25519MLKEM768
        );
        assert_eq!(served.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    }

    #[tokio::test]
    async fn a_wrong_issuer_gets_no_byte_of_the_application() {
        let pinned = root();
        let other = root();
        let (listener, port) = listen().await;
        let acceptor = acceptor(leaf(&other, &[], |_| {}), b"h2");
        let file = Arc::new(file(port, [pin(&pinned), spare()], &[&pinned]));
        let dialer = Dialer::new(file, Arc::new(SystemClock)).unwrap();
        let serve = async {
            let (tcp, _) = listener.accept().await.unwrap();
            let Ok(mut tls) = acceptor.accept(tcp).await else {
                return 0;
            };
            let mut heard = Vec::new();
            let _ = tls.read_to_end(&mut heard).await;
            heard.len()
        };
        let (dialled, heard) = tokio::join!(dialer.dial(Alpn::H2), serve);
        assert_eq!(dialled.unwrap_err(), NetError::Pin);
        assert_eq!(heard, 0);
    }

    #[tokio::test]
    async fn a_relay_that_speaks_another_protocol_is_refused() {
        let root = root();
        let (listener, port) = listen().await;
        let acceptor = acceptor(leaf(&root, &[], |_| {}), b"spdy/1");
        let file = Arc::new(file(port, [pin(&root), spare()], &[&root]));
        let dialer = Dialer::new(file, Arc::new(SystemClock)).unwrap();
        let serve = async {
            let (tcp, _) = listener.accept().await.unwrap();
            acceptor.accept(tcp).await.is_ok()
        };
        let (dialled, _) = tokio::join!(dialer.dial(Alpn::Http11), serve);
        assert_eq!(dialled.unwrap_err(), NetError::Protocol);
    }

    #[tokio::test]
    async fn a_closed_port_is_offline() {
        let root = root();
        let (listener, port) = listen().await;
        drop(listener);
        let file = Arc::new(file(port, [pin(&root), spare()], &[&root]));
        let dialer = Dialer::new(file, Arc::new(SystemClock)).unwrap();
        assert_eq!(dialer.dial(Alpn::H2).await.unwrap_err(), NetError::Offline);
    }
}
