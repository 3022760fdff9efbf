//! Certificates of the tests' own making: for a relay that lies, and for impostors.

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, PublicKeyData, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;

/// An issuer of certificates.
pub(crate) struct Authority {
    params: CertificateParams,
    key: KeyPair,
    pem: String,
}

/// What is wrong with a certificate, if anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    None,
    Expired,
    NotYet,
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        params.not_before = date_time_ymd(2000, 1, 1);
        params.not_after = date_time_ymd(2090, 1, 1);
        let key = KeyPair::generate().expect("a key");
        let pem = params.self_signed(&key).expect("a certificate").pem();
        Self { params, key, pem }
    }

    /// Its certificate.
    pub(crate) fn pem(&self) -> &str {
        &self.pem
    }

    /// Its public key.
    pub(crate) fn public_key(&self) -> Vec<u8> {
        self.key.subject_public_key_info()
    }

    /// A certificate of this issuer for `name`, and its key; PEM.
    pub(crate) fn certificate(&self, name: &str, fault: Fault) -> (String, String) {
        let (certificate, key) = self.leaf(name, fault);
        (certificate.pem(), key.serialize_pem())
    }

    /// A server that bears a certificate of this issuer for `name`.
    pub(crate) fn server(&self, name: &str, fault: Fault) -> Arc<ServerConfig> {
        let (certificate, key) = self.leaf(name, fault);
        let private = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let mut config = ServerConfig::builder_with_provider(super::endpoint::provider())
            .with_safe_default_protocol_versions()
            .expect("TLS versions")
            .with_no_client_auth()
            .with_single_cert(vec![CertificateDer::from(certificate)], private)
            .expect("a server certificate");
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Arc::new(config)
    }

    fn leaf(&self, name: &str, fault: Fault) -> (rcgen::Certificate, KeyPair) {
        let mut params = CertificateParams::new(vec![name.to_owned()]).expect("a name");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let (from, until) = match fault {
            Fault::None => (2001, 2089),
            Fault::Expired => (2001, 2024),
            Fault::NotYet => (2080, 2089),
        };
        params.not_before = date_time_ymd(from, 1, 1);
        params.not_after = date_time_ymd(until, 1, 1);
        let key = KeyPair::generate().expect("a key");
        let issuer = Issuer::from_params(&self.params, &self.key);
        let certificate = params.signed_by(&key, &issuer).expect("a certificate");
        (certificate, key)
    }

    /// The relay file of a relay at `address`; pins of these issuers, trusting those.
    pub(crate) fn relay_file(
        name: &str,
        address: SocketAddr,
        pinned: [&Self; 2],
        trusted: &[&Self],
    ) -> String {
        json!({
            "version": 1,
            "name": name,
            "address": address.to_string(),
            "pins": pinned.map(|issuer| sha256_hex(&issuer.public_key())),
            "issuers": trusted.iter().map(|issuer| issuer.pem()).collect::<Vec<_>>(),
            "development": true,
        })
        .to_string()
    }
}

fn sha256_hex(bytes: &[u8]) -> String {
    use sha2::Digest;
    consilium_types::ids::to_hex(&sha2::Sha256::digest(bytes))
}
