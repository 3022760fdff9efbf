//! The relay's certificate: a chain from the file's issuers alone, that passes a pinned key.
//!
//! The pins (SHA-256 over SubjectPublicKeyInfo, as RFC 7469 computes them) are checked on the
//! *verified* path above the leaf, never on whatever certificates the relay presents, and while the
//! path is built: a pinned certificate that merely lies beside the path proves nothing.

use super::{CertificateFault, NetError, RelayFile};
use consilium_types::Clock;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature,
};
use rustls::{CertificateError, DigitallySignedStruct, OtherError, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};
use sha2::{Digest, Sha256};
use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;
use webpki::{EndEntityCert, KeyUsage, VerifiedPath};

/// Verifies a relay's chain by a relay file and an injected clock.
pub(super) struct PinVerifier {
    anchors: Vec<TrustAnchor<'static>>,
    pins: Vec<[u8; 32]>,
    clock: Arc<dyn Clock>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl PinVerifier {
    pub(super) fn new(
        file: &RelayFile,
        clock: Arc<dyn Clock>,
        provider: &CryptoProvider,
    ) -> Result<Self, NetError> {
        let anchors = file
            .issuers()
            .iter()
            .map(|issuer| webpki::anchor_from_trusted_cert(issuer).map(|anchor| anchor.to_owned()))
            .collect::<Result<_, _>>()
            .map_err(|_| NetError::Certificate(CertificateFault::Invalid))?;
        Ok(Self {
            anchors,
            pins: file.pins().to_vec(),
            clock,
            algorithms: provider.signature_verification_algorithms,
        })
    }

    /// The check itself: path and pin first, then the name.
    fn check(
        &self,
        leaf: &CertificateDer<'_>,
        presented: &[CertificateDer<'_>],
        name: &ServerName<'_>,
    ) -> Result<(), NetError> {
        let leaf = EndEntityCert::try_from(leaf)
            .map_err(|_| NetError::Certificate(CertificateFault::Invalid))?;
        let unpinned = Cell::new(false);
        let pinned = |path: &VerifiedPath<'_>| {
            if self.passes_a_pin(path) {
                return Ok(());
            }
            unpinned.set(true);
            Err(webpki::Error::UnknownIssuer)
        };
        let now = UnixTime::since_unix_epoch(Duration::from_millis(self.clock.now().as_millis()));
        leaf.verify_for_usage(
            self.algorithms.all,
            &self.anchors,
            presented,
            now,
            KeyUsage::server_auth(),
            None,
            Some(&pinned),
        )
        .map_err(|error| {
            if unpinned.get() {
                NetError::Pin
            } else {
                fault(&error)
            }
        })?;
        leaf.verify_is_valid_for_subject_name(name)
            .map_err(|_| NetError::Certificate(CertificateFault::Name))
    }

    fn passes_a_pin(&self, path: &VerifiedPath<'_>) -> bool {
        let anchor = webpki::spki_for_anchor(path.anchor());
        path.intermediate_certificates()
            .map(|certificate| certificate.subject_public_key_info())
            .chain([anchor])
            .any(|key| self.pins.contains(&<[u8; 32]>::from(Sha256::digest(&key))))
    }
}

fn fault(error: &webpki::Error) -> NetError {
    use webpki::Error;
    match error {
        // No chain to the file's issuers: another issuer, whose pin cannot match either.
        Error::UnknownIssuer | Error::CaUsedAsEndEntity | Error::InvalidSignatureForPublicKey => {
            NetError::Pin
        }
        Error::CertExpired { .. } => NetError::Certificate(CertificateFault::Expired),
        Error::CertNotValidYet { .. } => NetError::Certificate(CertificateFault::NotYetValid),
        _ => NetError::Certificate(CertificateFault::Invalid),
    }
}

impl ServerCertVerifier for PinVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        match self.check(end_entity, intermediates, server_name) {
            Ok(()) => Ok(ServerCertVerified::assertion()),
            Err(error) => Err(rustls::Error::InvalidCertificate(CertificateError::Other(
                OtherError(Arc::new(error)),
            ))),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

impl std::fmt::Debug for PinVerifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PinVerifier({} issuers)", self.anchors.len())
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Issuer, Leaf, NAME, file, intermediate, leaf, pin, root, spare};
    use super::*;
    use consilium_types::{ManualClock, Timestamp};

    /// 2026-01-01, inside the test certificates' validity.
    const NOW: Timestamp = Timestamp(1_767_225_600_000);

    fn judge(
        pins: [String; 2],
        issuers: &[&Issuer],
        leaf: &Leaf,
        name: &str,
        now: Timestamp,
    ) -> Result<(), NetError> {
        let clock = Arc::new(ManualClock::at(now));
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        let verifier = PinVerifier::new(&file(1, pins, issuers), clock, &provider).unwrap();
        let (own, presented) = leaf.chain.split_first().unwrap();
        verifier.check(
            own,
            presented,
            &ServerName::try_from(name.to_owned()).unwrap(),
        )
    }

    #[test]
    fn a_chain_to_the_pinned_root_is_accepted_by_either_pin() {
        let root = root();
        let leaf = leaf(&root, &[], |_| {});
        assert_eq!(
            judge([pin(&root), spare()], &[&root], &leaf, NAME, NOW),
            Ok(())
        );
        assert_eq!(
            judge([spare(), pin(&root)], &[&root], &leaf, NAME, NOW),
            Ok(())
        );
    }

    #[test]
    fn a_chain_through_a_pinned_intermediate_is_accepted() {
        let root = root();
        let middle = intermediate(&root);
        let leaf = leaf(&middle, &[&middle], |_| {});
        assert_eq!(
            judge([pin(&middle), spare()], &[&root], &leaf, NAME, NOW),
            Ok(())
        );
        assert_eq!(
            judge([pin(&root), spare()], &[&root], &leaf, NAME, NOW),
            Ok(())
        );
    }

    #[test]
    fn a_root_of_the_file_without_a_pin_is_refused() {
        let root = root();
        let leaf = leaf(&root, &[], |_| {});
        let pins = ["aa".repeat(32), spare()];
        assert_eq!(judge(pins, &[&root], &leaf, NAME, NOW), Err(NetError::Pin));
    }

    #[test]
    fn another_issuer_is_refused_even_with_the_pinned_root_presented_beside() {
        let pinned = root();
        let other = root();
        let leaf = leaf(&other, &[&other, &pinned], |_| {});
        let pins = [pin(&pinned), spare()];
        assert_eq!(
            judge(pins, &[&pinned], &leaf, NAME, NOW),
            Err(NetError::Pin)
        );
    }

    #[test]
    fn a_pinned_intermediate_that_merely_lies_beside_the_path_proves_nothing() {
        let root = root();
        let pinned = intermediate(&root);
        let other = intermediate(&root);
        let leaf = leaf(&other, &[&other, &pinned], |_| {});
        let pins = [pin(&pinned), spare()];
        assert_eq!(judge(pins, &[&root], &leaf, NAME, NOW), Err(NetError::Pin));
    }

    #[test]
    fn a_leaf_whose_own_key_is_pinned_is_refused_without_a_pinned_issuer() {
        let root = root();
        let leaf = leaf(&root, &[], |_| {});
        let own = EndEntityCert::try_from(&leaf.chain[0]).unwrap();
        let hash = Sha256::digest(own.subject_public_key_info());
        let pins = [consilium_types::ids::to_hex(&hash), spare()];
        assert_eq!(judge(pins, &[&root], &leaf, NAME, NOW), Err(NetError::Pin));
    }

    #[test]
    fn the_injected_clock_judges_validity() {
        let root = root();
        let leaf = leaf(&root, &[], |_| {});
        let at = |year: u64| {
            let now = Timestamp((year - 1970) * 365 * Timestamp::DAY_MS);
            judge([pin(&root), spare()], &[&root], &leaf, NAME, now)
        };
        assert_eq!(
            at(2031),
            Err(NetError::Certificate(CertificateFault::Expired))
        );
        assert_eq!(
            at(2019),
            Err(NetError::Certificate(CertificateFault::NotYetValid))
        );
    }

    #[test]
    fn a_certificate_of_another_relay_or_for_clients_is_refused() {
        let root = root();
        let pins = || [pin(&root), spare()];
        let good = leaf(&root, &[], |_| {});
        assert_eq!(
            judge(pins(), &[&root], &good, "other.example.org", NOW),
            Err(NetError::Certificate(CertificateFault::Name))
        );
        let client = leaf(&root, &[], |params| {
            params.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ClientAuth];
        });
        assert_eq!(
            judge(pins(), &[&root], &client, NAME, NOW),
            Err(NetError::Certificate(CertificateFault::Invalid))
        );
    }

    #[test]
    fn a_leaf_may_not_issue() {
        let root = root();
        let mut params = rcgen::CertificateParams::new(vec![]).unwrap();
        params.is_ca = rcgen::IsCa::ExplicitNoCa;
        let key = rcgen::KeyPair::generate().unwrap();
        let no_ca = rcgen::CertifiedIssuer::signed_by(params, key, &root).unwrap();
        let leaf = leaf(&no_ca, &[&no_ca], |_| {});
        let verdict = judge([pin(&root), spare()], &[&root], &leaf, NAME, NOW);
        assert!(verdict.is_err());
    }

    #[test]
    fn garbage_instead_of_a_certificate_is_refused() {
        let root = root();
        let mut bad = leaf(&root, &[], |_| {});
        bad.chain[0] = CertificateDer::from(vec![0x30, 0x82, 0xff, 0xff, 0]);
        let verdict = judge([pin(&root), spare()], &[&root], &bad, NAME, NOW);
        assert_eq!(
            verdict,
            Err(NetError::Certificate(CertificateFault::Invalid))
        );
    }
}
