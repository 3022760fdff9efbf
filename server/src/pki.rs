//! Certificates: reading those of the operator, and making a CA for development.

use consilium_types::{LogSafe, Timestamp};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose,
};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, SubjectPublicKeyInfoDer};
use std::time::Duration;
use x509_parser::prelude::{FromDer, X509Certificate};

/// Why a certificate or key cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PkiError {
    /// No certificate in the PEM.
    #[error("the file holds no PEM certificate")]
    NoCertificate,
    /// A certificate that cannot be read.
    #[error("a certificate in the file cannot be read: is it damaged?")]
    BadCertificate,
    /// No key in the PEM.
    #[error("the file holds no PEM private key")]
    NoKey,
    /// A key that does not belong to the certificate, or of a kind that is not supported.
    #[error(
        "the private key does not belong to the certificate, or is of a kind that TLS 1.3 does not use"
    )]
    KeyMismatch,
    /// No certificate or public key in the spare's PEM.
    #[error("the spare issuer's file holds neither a PEM certificate nor a PEM public key")]
    NoSpare,
    /// The library could not make a certificate.
    #[error("a development certificate could not be made: is relay.name a DNS name?")]
    Make,
}

impl LogSafe for PkiError {}

/// All certificates of a PEM text.
///
/// # Errors
/// [`PkiError::NoCertificate`], [`PkiError::BadCertificate`].
pub fn certificates(pem: &str) -> Result<Vec<CertificateDer<'static>>, PkiError> {
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(pem.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|_| PkiError::BadCertificate)?;
    if certificates.is_empty() {
        return Err(PkiError::NoCertificate);
    }
    Ok(certificates)
}

/// The private key of a PEM text.
///
/// # Errors
/// [`PkiError::NoKey`].
pub fn private_key(pem: &str) -> Result<PrivateKeyDer<'static>, PkiError> {
    PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| PkiError::NoKey)
}

/// SubjectPublicKeyInfo of a certificate, DER.
///
/// # Errors
/// [`PkiError::BadCertificate`].
pub fn public_key(certificate: &CertificateDer<'_>) -> Result<Vec<u8>, PkiError> {
    let (_, parsed) =
        X509Certificate::from_der(certificate).map_err(|_| PkiError::BadCertificate)?;
    Ok(parsed.public_key().raw.to_vec())
}

/// SubjectPublicKeyInfo of a spare issuer, from its certificate or its public key.
///
/// # Errors
/// [`PkiError::NoSpare`].
pub fn spare_public_key(pem: &str) -> Result<Vec<u8>, PkiError> {
    if let Ok(found) = certificates(pem)
        && let Some(first) = found.first()
    {
        return public_key(first);
    }
    SubjectPublicKeyInfoDer::from_pem_slice(pem.as_bytes())
        .map(|spki| spki.to_vec())
        .map_err(|_| PkiError::NoSpare)
}

/// When a certificate is valid, in unix seconds: from, until.
///
/// # Errors
/// [`PkiError::BadCertificate`].
pub fn validity(certificate: &CertificateDer<'_>) -> Result<(i64, i64), PkiError> {
    let (_, parsed) =
        X509Certificate::from_der(certificate).map_err(|_| PkiError::BadCertificate)?;
    let validity = parsed.validity();
    Ok((
        validity.not_before.timestamp(),
        validity.not_after.timestamp(),
    ))
}

/// A CA, a spare CA and a relay certificate, for development. All PEM.
pub struct DevelopmentPki {
    /// Certificate of the CA.
    pub issuer: String,
    /// Its key.
    pub issuer_key: String,
    /// Certificate of the spare CA, whose pin clients get.
    pub spare: String,
    /// Its key.
    pub spare_key: String,
    /// The relay's certificate.
    pub certificate: String,
    /// Its key.
    pub key: String,
}

/// Years around now for which development certificates hold, so that clocks may be far off.
const DEVELOPMENT_YEARS: u64 = 10;

impl DevelopmentPki {
    /// For a relay of that name, on loopback.
    ///
    /// # Errors
    /// [`PkiError::Make`].
    pub fn make(name: &str, now: Timestamp) -> Result<Self, PkiError> {
        Self::generate(name, now).map_err(|_| PkiError::Make)
    }

    fn generate(name: &str, now: Timestamp) -> Result<Self, rcgen::Error> {
        let (issuer_key, spare_key, key) = (
            KeyPair::generate()?,
            KeyPair::generate()?,
            KeyPair::generate()?,
        );
        let authority = authority("Consilium development CA", now);
        let issuer = authority.self_signed(&issuer_key)?;
        let spare =
            self::authority("Consilium development spare CA", now).self_signed(&spare_key)?;
        let certificate =
            leaf(name, now)?.signed_by(&key, &Issuer::from_params(&authority, &issuer_key))?;
        Ok(Self {
            issuer: issuer.pem(),
            issuer_key: issuer_key.serialize_pem(),
            spare: spare.pem(),
            spare_key: spare_key.serialize_pem(),
            certificate: certificate.pem(),
            key: key.serialize_pem(),
        })
    }
}

fn authority(name: &str, now: Timestamp) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = common_name(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    valid_around(&mut params, now);
    params
}

fn leaf(name: &str, now: Timestamp) -> Result<CertificateParams, rcgen::Error> {
    let mut names = vec![name.to_owned()];
    for own in ["localhost", "127.0.0.1", "::1"] {
        if own != name {
            names.push(own.to_owned());
        }
    }
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name = common_name(name);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    valid_around(&mut params, now);
    Ok(params)
}

fn common_name(name: &str) -> DistinguishedName {
    let mut distinguished = DistinguishedName::new();
    distinguished.push(DnType::CommonName, name);
    distinguished
}

fn valid_around(params: &mut CertificateParams, now: Timestamp) {
    let years = Duration::from_secs(DEVELOPMENT_YEARS * 365 * 86_400);
    let now = std::time::SystemTime::UNIX_EPOCH + Duration::from_millis(now.as_millis());
    params.not_before = now
        .checked_sub(years)
        .unwrap_or(std::time::UNIX_EPOCH)
        .into();
    params.not_after = now.checked_add(years).unwrap_or(now).into();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn development_certificates_can_be_read_back_and_hold_for_years() {
        let now = Timestamp(1_795_000_000_000);
        let pki = DevelopmentPki::make("relay.example", now).unwrap();
        let leaf = certificates(&pki.certificate).unwrap();
        assert!(private_key(&pki.key).is_ok());
        let (from, until) = validity(&leaf[0]).unwrap();
        let seconds = i64::try_from(now.as_millis() / 1000).unwrap();
        assert!(from < seconds - 86_400 * 3000 && until > seconds + 86_400 * 3000);
        let issuer = certificates(&pki.issuer).unwrap();
        let spare = spare_public_key(&pki.spare).unwrap();
        assert_ne!(public_key(&issuer[0]).unwrap(), spare);
    }

    #[test]
    fn a_spare_may_be_a_bare_public_key() {
        let key = KeyPair::generate().unwrap();
        let spki = spare_public_key(&key.public_key_pem()).unwrap();
        assert_eq!(spki, rcgen::PublicKeyData::subject_public_key_info(&key));
        assert_eq!(spare_public_key("nothing"), Err(PkiError::NoSpare));
    }

    #[test]
    fn a_text_without_certificate_or_key_is_refused() {
        assert_eq!(certificates("").unwrap_err(), PkiError::NoCertificate);
        assert_eq!(private_key("").unwrap_err(), PkiError::NoKey);
    }
}
