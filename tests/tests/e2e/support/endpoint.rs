//! Where a relay is and whom its certificate must come from, read from the relay file by this
//! file's own few lines, and connections to it over real TLS.

use super::wait::within;
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use tokio::net::{TcpSocket, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tonic::transport::Channel;

/// One relay, as a relay file describes it.
#[derive(Clone)]
pub(crate) struct Endpoint {
    pub(crate) name: String,
    pub(crate) address: SocketAddr,
    pub(crate) file: String,
    roots: Arc<RootCertStore>,
    /// Where connections come from.
    source: Option<IpAddr>,
    /// Bytes the system keeps for a reader; small for one that does not read.
    receive_buffer: Option<u32>,
}

impl Endpoint {
    /// From a relay file.
    pub(crate) fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).expect("the relay file");
        Self::parse(&text)
    }

    /// From the text of a relay file.
    pub(crate) fn parse(text: &str) -> Self {
        let file: Value = serde_json::from_str(text).expect("the relay file is JSON");
        let mut roots = RootCertStore::empty();
        for issuer in file["issuers"].as_array().expect("issuers") {
            let pem = issuer.as_str().expect("an issuer is PEM").as_bytes();
            for certificate in CertificateDer::pem_slice_iter(pem) {
                roots.add(certificate.expect("PEM")).expect("an issuer");
            }
        }
        Self {
            name: file["name"].as_str().expect("name").to_owned(),
            address: file["address"]
                .as_str()
                .and_then(|text| text.parse().ok())
                .expect("address"),
            file: text.to_owned(),
            roots: Arc::new(roots),
            source: None,
            receive_buffer: None,
        }
    }

    /// The same relay, reached from another loopback address.
    pub(crate) fn coming_from(&self, source: &str) -> Self {
        Self {
            source: Some(source.parse().expect("an address")),
            ..self.clone()
        }
    }

    /// The same relay, read through a small buffer.
    pub(crate) fn with_receive_buffer(&self, bytes: u32) -> Self {
        Self {
            receive_buffer: Some(bytes),
            ..self.clone()
        }
    }

    /// A TCP connection.
    pub(crate) async fn tcp(&self) -> std::io::Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        if let Some(source) = self.source {
            socket.bind(SocketAddr::new(source, 0))?;
        }
        if let Some(bytes) = self.receive_buffer {
            socket.set_recv_buffer_size(bytes)?;
        }
        let stream = socket.connect(self.address).await?;
        stream.set_nodelay(true)?;
        Ok(stream)
    }

    fn config(&self, alpn: &str) -> Arc<ClientConfig> {
        let mut config = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .expect("TLS versions")
            .with_root_certificates(Arc::clone(&self.roots))
            .with_no_client_auth();
        config.alpn_protocols = vec![alpn.as_bytes().to_vec()];
        Arc::new(config)
    }

    /// A TLS connection that speaks `alpn`.
    pub(crate) async fn tls(&self, alpn: &str) -> std::io::Result<TlsStream<TcpStream>> {
        let tcp = self.tcp().await?;
        let name = ServerName::try_from(self.name.clone()).expect("a relay name is a server name");
        TlsConnector::from(self.config(alpn))
            .connect(name, tcp)
            .await
    }

    /// A gRPC channel on one TLS connection.
    pub(crate) async fn channel(&self) -> Channel {
        self.try_channel().await.expect("a gRPC channel")
    }

    /// As [`Self::channel`], where a refusal is what a test looks for.
    pub(crate) async fn try_channel(&self) -> Result<Channel, tonic::transport::Error> {
        let endpoint = self.clone();
        let connector = tower::service_fn(move |_| {
            let endpoint = endpoint.clone();
            async move { Ok::<_, std::io::Error>(TokioIo::new(endpoint.tls("h2").await?)) }
        });
        let uri = format!("https://{}", self.name);
        let endpoint = tonic::transport::Endpoint::from_shared(uri).expect("a URI");
        within("a gRPC channel", endpoint.connect_with_connector(connector)).await
    }

    /// One HTTP/1.1 request on a connection of its own: status and body.
    pub(crate) async fn http(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let exchange = async {
            let mut stream = self.tls("http/1.1").await?;
            let request = format!(
                "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\
                 Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                self.name,
                body.len()
            );
            stream.write_all(request.as_bytes()).await?;
            let mut answer = Vec::new();
            // A peer that closes without close_notify has still said all it wanted to.
            if let Err(error) = stream.read_to_end(&mut answer).await
                && answer.is_empty()
            {
                return Err(error);
            }
            Ok(answer)
        };
        let answer = within("an HTTP answer", exchange).await.expect("HTTP");
        parse_http(&answer)
    }
}

/// The only cryptography provider, named because more than one is in the tree.
pub(crate) fn provider() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::aws_lc_rs::default_provider())
}

fn parse_http(answer: &[u8]) -> (u16, String) {
    let text = String::from_utf8_lossy(answer).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").expect("an HTTP head");
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
    let chunked = head.to_lowercase().contains("transfer-encoding: chunked");
    let body = if chunked {
        unchunk(body)
    } else {
        body.to_owned()
    };
    (status.expect("an HTTP status"), body)
}

fn unchunk(body: &str) -> String {
    let (mut rest, mut out) = (body, String::new());
    while let Some((size, after)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size.trim(), 16).expect("a chunk size");
        if size == 0 {
            break;
        }
        out.push_str(&after[..size]);
        rest = &after[size + 2..];
    }
    out
}
