//! A relay's certificates and TLS side, for the tests of this room.

use super::RelayFile;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

pub(super) const NAME: &str = "relay.example.org";

pub(super) type Issuer = CertifiedIssuer<'static, KeyPair>;

pub(super) fn root() -> Issuer {
    let mut params = CertificateParams::new(vec![]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

pub(super) fn intermediate(parent: &Issuer) -> Issuer {
    let mut params = CertificateParams::new(vec![]).unwrap();
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, "intermediate");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::signed_by(params, KeyPair::generate().unwrap(), parent).unwrap()
}

/// SHA-256 over the issuer's SubjectPublicKeyInfo, hexadecimal.
pub(super) fn pin(issuer: &Issuer) -> String {
    use rcgen::PublicKeyData;
    consilium_types::ids::to_hex(&Sha256::digest(issuer.key().subject_public_key_info()))
}

pub(super) struct Leaf {
    pub(super) chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
}

pub(super) fn leaf(
    issuer: &Issuer,
    above: &[&Issuer],
    change: impl FnOnce(&mut CertificateParams),
) -> Leaf {
    let mut params = CertificateParams::new(vec![NAME.to_owned()]).unwrap();
    params.not_before = rcgen::date_time_ymd(2020, 1, 1);
    params.not_after = rcgen::date_time_ymd(2030, 1, 1);
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, issuer).unwrap();
    let mut chain = vec![certificate.der().clone()];
    chain.extend(above.iter().map(|issuer| issuer.der().clone()));
    Leaf {
        chain,
        key: PrivateKeyDer::Pkcs8(key.serialize_der().into()),
    }
}

pub(super) fn file(port: u16, pins: [String; 2], issuers: &[&Issuer]) -> RelayFile {
    let issuers: Vec<String> = issuers.iter().map(|issuer| issuer.pem()).collect();
    let json = serde_json::json!({
        "version": 1,
        "name": NAME,
        "address": format!("127.0.0.1:{port}"),
        "pins": pins,
        "issuers": issuers,
        "development": true,
    });
    RelayFile::parse(&json.to_string()).unwrap()
}

pub(super) fn spare() -> String {
    "ee".repeat(32)
}

pub(super) async fn listen() -> (TcpListener, u16) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

pub(super) fn acceptor(leaf: Leaf, alpn: &[u8]) -> TlsAcceptor {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(leaf.chain, leaf.key)
        .unwrap();
    config.alpn_protocols = vec![alpn.to_vec()];
    TlsAcceptor::from(Arc::new(config))
}
