//! The relay file: what clients are given so that they know the relay, and nobody else, by its
//! certificate (R2).

use std::path::Path;

use consilium_types::ids::to_hex;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::pki::{self, PkiError};

/// Name of the file in the data folder.
pub const RELAY_FILE: &str = "relay.json";

/// As JSON.
#[derive(Serialize)]
pub struct RelayFile {
    version: u32,
    /// Signed in logins, expected in the certificate.
    name: String,
    /// `host:port`.
    address: String,
    /// SHA-256 of the issuers' public keys: the one in use, and a spare.
    pins: Vec<String>,
    /// The only roots that clients trust.
    issuers: Vec<String>,
    development: bool,
}

impl RelayFile {
    /// From the issuer's certificates and the spare's certificate or public key, as PEM.
    ///
    /// # Errors
    /// [`PkiError`] if one of them is none.
    pub fn new(
        name: &str,
        address: &str,
        issuer_pem: &str,
        spare_pem: Option<&str>,
        development: bool,
    ) -> Result<Self, PkiError> {
        let issuers = pki::certificates(issuer_pem)?;
        let mut pins = Vec::new();
        for issuer in &issuers {
            pins.push(pin(&pki::public_key(issuer)?));
        }
        if let Some(spare) = spare_pem {
            pins.push(pin(&pki::spare_public_key(spare)?));
        }
        Ok(Self {
            version: 1,
            name: name.to_owned(),
            address: address.to_owned(),
            pins,
            issuers: vec![issuer_pem.to_owned()],
            development,
        })
    }

    /// Writes it; replaces a former one whole.
    ///
    /// # Errors
    /// From the system.
    pub fn write(&self, path: &Path) -> std::io::Result<()> {
        let mut json = serde_json::to_vec_pretty(self)?;
        json.push(b'\n');
        crate::files::replace(path, &json, 0o644)
    }

    /// How many pins it has; two are wanted.
    pub fn pins(&self) -> usize {
        self.pins.len()
    }
}

fn pin(spki: &[u8]) -> String {
    to_hex(&Sha256::digest(spki))
}
