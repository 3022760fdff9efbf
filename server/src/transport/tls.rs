//! TLS: certificates that can be replaced while the relay runs, TLS 1.3 (1.2 allowed), the hybrid
//! X25519MLKEM768 key exchange preferred.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, RwLock};
use std::time::SystemTime;

use consilium_types::LogSafe;
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use crate::pki::{self, PkiError};

/// Why TLS cannot be set up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("{path}: cannot be read ({reason})")]
    Read {
        /// Which.
        path: String,
        /// From the system.
        reason: std::io::ErrorKind,
    },
    /// What it holds cannot be used.
    #[error("{path}: {reason}")]
    Pki {
        /// Which.
        path: String,
        /// Why.
        reason: PkiError,
    },
    /// The library refuses to work.
    #[error("TLS cannot be set up: {0}")]
    Library(String),
}

impl LogSafe for TlsError {}

/// The relay's certificate and key, read from files and read again when they change.
pub struct Certificates {
    certificate: PathBuf,
    key: PathBuf,
    current: RwLock<Loaded>,
}

struct Loaded {
    key: Arc<CertifiedKey>,
    stamp: Stamp,
}

type Stamp = [Option<SystemTime>; 2];

impl Certificates {
    /// Reads them.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn load(certificate: PathBuf, key: PathBuf) -> Result<Arc<Self>, TlsError> {
        let stamp = stamp(&certificate, &key);
        let loaded = read(&certificate, &key)?;
        Ok(Arc::new(Self {
            current: RwLock::new(Loaded {
                key: Arc::new(loaded),
                stamp,
            }),
            certificate,
            key,
        }))
    }

    /// Reads them again; connections that are open stay. If they cannot be used, the former ones
    /// stay too.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn reload(&self) -> Result<(), TlsError> {
        let stamp = stamp(&self.certificate, &self.key);
        let loaded = read(&self.certificate, &self.key);
        let mut current = match self.current.write() {
            Ok(current) => current,
            Err(poisoned) => poisoned.into_inner(),
        };
        current.stamp = stamp;
        current.key = Arc::new(loaded?);
        Ok(())
    }

    /// Whether the files are others than those that were read.
    pub fn changed(&self) -> bool {
        let stamp = stamp(&self.certificate, &self.key);
        match self.current.read() {
            Ok(current) => current.stamp != stamp,
            Err(poisoned) => poisoned.into_inner().stamp != stamp,
        }
    }

    fn current(&self) -> Arc<CertifiedKey> {
        match self.current.read() {
            Ok(current) => Arc::clone(&current.key),
            Err(poisoned) => Arc::clone(&poisoned.into_inner().key),
        }
    }
}

impl fmt::Debug for Certificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Certificates(..)")
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current())
    }
}

/// The server side of TLS with these certificates: HTTP/2 for gRPC, HTTP/1.1 for the WebSocket.
///
/// # Errors
/// [`TlsError::Library`].
pub fn server_config(certificates: Arc<Certificates>) -> Result<Arc<ServerConfig>, TlsError> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let library = |error: rustls::Error| TlsError::Library(error.to_string());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
        .map_err(library)?
        .with_no_client_auth()
        .with_cert_resolver(certificates);
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    // Sessions are resumed by tickets alone: the relay keeps nothing a client.
    config.session_storage = Arc::new(rustls::server::NoServerSessionStorage {});
    config.ticketer = aws_lc_rs::Ticketer::new().map_err(library)?;
    config.send_tls13_tickets = 1;
    Ok(Arc::new(config))
}

fn read(certificate: &PathBuf, key: &PathBuf) -> Result<CertifiedKey, TlsError> {
    let chain = pki::certificates(&text(certificate)?).map_err(|reason| TlsError::Pki {
        path: certificate.display().to_string(),
        reason,
    })?;
    let of_key = |reason| TlsError::Pki {
        path: key.display().to_string(),
        reason,
    };
    let private = pki::private_key(&text(key)?).map_err(of_key)?;
    CertifiedKey::from_der(chain, private, &aws_lc_rs::default_provider())
        .map_err(|_| of_key(PkiError::KeyMismatch))
}

fn text(path: &PathBuf) -> Result<String, TlsError> {
    std::fs::read_to_string(path).map_err(|error| TlsError::Read {
        path: path.display().to_string(),
        reason: error.kind(),
    })
}

fn stamp(certificate: &PathBuf, key: &PathBuf) -> Stamp {
    [certificate, key].map(|path| {
        std::fs::metadata(path)
            .and_then(|metadata| metadata.modified())
            .ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::DevelopmentPki;
    use consilium_types::Timestamp;
    use std::fs;

    fn write(folder: &std::path::Path, pki: &DevelopmentPki) -> (PathBuf, PathBuf) {
        let (certificate, key) = (folder.join("relay.pem"), folder.join("relay.key"));
        fs::write(&certificate, &pki.certificate).unwrap();
        fs::write(&key, &pki.key).unwrap();
        (certificate, key)
    }

    fn make() -> DevelopmentPki {
        DevelopmentPki::make("relay.example", Timestamp(1_795_000_000_000)).unwrap()
    }

    #[test]
    fn a_new_certificate_is_taken_and_a_broken_one_leaves_the_old() {
        let folder = tempfile::tempdir().unwrap();
        let (certificate, key) = write(folder.path(), &make());
        let certificates = Certificates::load(certificate.clone(), key).unwrap();
        let first = certificates.current().cert.clone();
        write(folder.path(), &make());
        certificates.reload().unwrap();
        let second = certificates.current().cert.clone();
        assert_ne!(first, second);
        assert!(!certificates.changed());
        fs::write(&certificate, "nothing").unwrap();
        assert!(certificates.reload().is_err());
        assert_eq!(certificates.current().cert, second);
    }

    #[test]
    fn a_key_of_another_certificate_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (certificate, _) = write(folder.path(), &make());
        let other = folder.path().join("other.key");
        fs::write(&other, make().key).unwrap();
        let refused = Certificates::load(certificate, other.clone()).unwrap_err();
        let expected = TlsError::Pki {
            path: other.display().to_string(),
            reason: PkiError::KeyMismatch,
        };
        assert_eq!(refused, expected);
    }

    #[test]
    fn the_hybrid_key_exchange_comes_first() {
        let folder = tempfile::tempdir().unwrap();
        let (certificate, key) = write(folder.path(), &make());
        let config = server_config(Certificates::load(certificate, key).unwrap()).unwrap();
        let first = config.crypto_provider().kx_groups[0].name();
        assert_eq!(first, rustls::NamedGroup::X25519MLKEM768);
    }
}
