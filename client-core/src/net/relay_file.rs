//! The relay file: what a client is given to know its relay by, made by the relay's `init`.
//!
//! ```json
//! {"version": 1, "name": "relay.example.org", "address": "host:port",
//!  "pins": ["<hex SHA-256 of an issuer's SubjectPublicKeyInfo>", "<a spare>"],
//!  "issuers": ["<PEM of an issuer's certificate>"], "development": false}
//! ```

use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName};
use serde::Deserialize;
use std::net::IpAddr;

/// Larger than any real file by far.
const MAX_FILE: usize = 256 * 1024;
/// Issuers a file may name; an operator has one or two, and a spare of each.
const MAX_ISSUERS: usize = 16;
/// Longest DNS name (RFC 1035).
const MAX_NAME: usize = 253;
/// One in use and one spare at least (threats L19); more where the issuers are a chain.
const PINS: std::ops::RangeInclusive<usize> = 2..=8;

/// A relay and its pins. Everything in it was checked when it was parsed.
#[derive(Clone, PartialEq, Eq)]
pub struct RelayFile {
    text: String,
    name: String,
    server_name: ServerName<'static>,
    host: String,
    port: u16,
    pins: Vec<[u8; 32]>,
    issuers: Vec<CertificateDer<'static>>,
    development: bool,
}

/// Why a relay file is not accepted; each says the mend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RelayFileError {
    /// Over 256 KiB.
    #[error("The relay file is too large to be one. Ask your admin for it again.")]
    Size,
    /// No such JSON.
    #[error(
        "The relay file cannot be read. It may be cut off or changed on its way. Ask your admin for it again."
    )]
    Format,
    /// Another version than 1.
    #[error("The relay file is of a version this app does not know. Update the app.")]
    Version,
    /// `name` is neither a DNS name nor an address.
    #[error("The relay file's name is not a host name. Ask your admin for it again.")]
    Name,
    /// `address` is not `host:port`.
    #[error("The relay file's address is not host:port. Ask your admin for it again.")]
    Address,
    /// Not two to eight different SHA-256 values.
    #[error(
        "The relay file does not hold two pins, one in use and one spare. Ask your admin for it again."
    )]
    Pins,
    /// No certificate, too many, or one that cannot be an issuer.
    #[error("The relay file's issuers are not certificates. Ask your admin for it again.")]
    Issuers,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    #[serde(rename = "version")]
    _version: u64,
    name: String,
    address: String,
    pins: Vec<String>,
    issuers: Vec<String>,
    #[serde(default)]
    development: bool,
}

#[derive(Deserialize)]
struct Version {
    version: u64,
}

impl RelayFile {
    /// Parses and checks the whole file.
    ///
    /// # Errors
    /// The first [`RelayFileError`] met.
    pub fn parse(json: &str) -> Result<Self, RelayFileError> {
        if json.len() > MAX_FILE {
            return Err(RelayFileError::Size);
        }
        let Version { version } = serde_json::from_str(json).map_err(|_| RelayFileError::Format)?;
        if version != 1 {
            return Err(RelayFileError::Version);
        }
        let Wire {
            _version: _,
            name,
            address,
            pins,
            issuers,
            development,
        } = serde_json::from_str(json).map_err(|_| RelayFileError::Format)?;
        let (host, port) = parse_address(&address).ok_or(RelayFileError::Address)?;
        Ok(Self {
            text: json.to_owned(),
            server_name: parse_name(&name).ok_or(RelayFileError::Name)?,
            name,
            host,
            port,
            pins: parse_pins(&pins).ok_or(RelayFileError::Pins)?,
            issuers: parse_issuers(&issuers).ok_or(RelayFileError::Issuers)?,
            development,
        })
    }

    /// The file as it was given.
    pub fn as_json(&self) -> &str {
        &self.text
    }

    /// The relay's name: signed in logins, and the name its certificate must bear.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Host to connect to, without brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Port to connect to.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Whether this relay is a developer's on this machine: only then may a clock be moved.
    pub fn is_local_development(&self) -> bool {
        let loopback = self
            .host
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback());
        self.development && loopback
    }

    pub(super) const fn server_name(&self) -> &ServerName<'static> {
        &self.server_name
    }

    pub(super) fn pins(&self) -> &[[u8; 32]] {
        &self.pins
    }

    pub(super) fn issuers(&self) -> &[CertificateDer<'static>] {
        &self.issuers
    }
}

impl std::fmt::Debug for RelayFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RelayFile({} at {}:{})", self.name, self.host, self.port)
    }
}

fn parse_name(name: &str) -> Option<ServerName<'static>> {
    if name.len() > MAX_NAME {
        return None;
    }
    ServerName::try_from(name.to_owned()).ok()
}

fn parse_address(address: &str) -> Option<(String, u16)> {
    let (host, port) = address.rsplit_once(':')?;
    let bracketed = host
        .strip_prefix('[')
        .and_then(|inner| inner.strip_suffix(']'));
    let host = match bracketed {
        Some(inner) => inner.parse::<std::net::Ipv6Addr>().ok()?.to_string(),
        None => match parse_name(host)? {
            ServerName::DnsName(name) => name.as_ref().to_owned(),
            ServerName::IpAddress(rustls_pki_types::IpAddr::V4(_)) => host.to_owned(),
            _ => return None,
        },
    };
    let digits = port.bytes().all(|byte| byte.is_ascii_digit());
    let port = port.parse().ok().filter(|port| digits && *port != 0)?;
    Some((host, port))
}

fn parse_pins(pins: &[String]) -> Option<Vec<[u8; 32]>> {
    let mut parsed: Vec<[u8; 32]> = Vec::with_capacity(pins.len().min(*PINS.end()));
    for pin in pins {
        let pin = consilium_types::ids::from_hex(pin)?;
        if parsed.contains(&pin) || parsed.len() == *PINS.end() {
            return None;
        }
        parsed.push(pin);
    }
    PINS.contains(&parsed.len()).then_some(parsed)
}

fn parse_issuers(issuers: &[String]) -> Option<Vec<CertificateDer<'static>>> {
    let mut certificates = Vec::new();
    for pem in issuers {
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            let certificate = certificate.ok()?;
            webpki::anchor_from_trusted_cert(&certificate).ok()?;
            certificates.push(certificate);
        }
    }
    (1..=MAX_ISSUERS)
        .contains(&certificates.len())
        .then_some(certificates)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn issuer() -> String {
        let key = rcgen::KeyPair::generate().unwrap();
        let mut params = rcgen::CertificateParams::new(vec![]).unwrap();
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        params.self_signed(&key).unwrap().pem()
    }

    fn file() -> serde_json::Value {
        serde_json::json!({
            "version": 1,
            "name": "relay.example.org",
            "address": "127.0.0.1:4433",
            "pins": ["11".repeat(32), "22".repeat(32)],
            "issuers": [issuer()],
            "development": true,
        })
    }

    fn parse_with(field: &str, value: serde_json::Value) -> Result<RelayFile, RelayFileError> {
        let mut json = file();
        json[field] = value;
        RelayFile::parse(&json.to_string())
    }

    #[test]
    fn a_good_file_gives_name_address_and_pins() {
        let file = RelayFile::parse(&file().to_string()).unwrap();
        assert_eq!(file.name(), "relay.example.org");
        assert_eq!((file.host(), file.port()), ("127.0.0.1", 4433));
        assert_eq!(file.pins(), &[[0x11; 32], [0x22; 32]]);
        assert_eq!(file.issuers().len(), 1);
    }

    #[test]
    fn only_a_loopback_address_in_development_lets_the_clock_be_moved() {
        let local = |address: &str, development: bool| {
            let mut json = file();
            json["address"] = address.into();
            json["development"] = development.into();
            RelayFile::parse(&json.to_string())
                .unwrap()
                .is_local_development()
        };
        assert!(local("127.0.0.1:1", true));
        assert!(local("[::1]:1", true));
        assert!(!local("127.0.0.1:1", false));
        assert!(!local("192.0.2.1:1", true));
        assert!(!local("localhost.example.org:1", true));
        assert!(!local("127.0.0.1.example.org:1", true));
    }

    #[test]
    fn each_wrong_field_is_named() {
        let cases = [
            ("version", serde_json::json!(2), RelayFileError::Version),
            ("name", serde_json::json!(""), RelayFileError::Name),
            ("name", serde_json::json!("a b"), RelayFileError::Name),
            (
                "name",
                serde_json::json!("a".repeat(300)),
                RelayFileError::Name,
            ),
            (
                "address",
                serde_json::json!("host"),
                RelayFileError::Address,
            ),
            (
                "address",
                serde_json::json!("host:0"),
                RelayFileError::Address,
            ),
            (
                "address",
                serde_json::json!("host:+1"),
                RelayFileError::Address,
            ),
            (
                "address",
                serde_json::json!("host:65536"),
                RelayFileError::Address,
            ),
            (
                "address",
                serde_json::json!("::1:443"),
                RelayFileError::Address,
            ),
            (
                "address",
                serde_json::json!("[host]:443"),
                RelayFileError::Address,
            ),
            ("pins", serde_json::json!([]), RelayFileError::Pins),
            (
                "pins",
                serde_json::json!(["11".repeat(32)]),
                RelayFileError::Pins,
            ),
            (
                "pins",
                serde_json::json!(["11".repeat(32), "11".repeat(32)]),
                RelayFileError::Pins,
            ),
            (
                "pins",
                serde_json::json!(["11".repeat(31), "22".repeat(32)]),
                RelayFileError::Pins,
            ),
            ("issuers", serde_json::json!([]), RelayFileError::Issuers),
            (
                "issuers",
                serde_json::json!(["text"]),
                RelayFileError::Issuers,
            ),
            ("extra", serde_json::json!(1), RelayFileError::Format),
            (
                "development",
                serde_json::json!("yes"),
                RelayFileError::Format,
            ),
        ];
        for (field, value, error) in cases {
            assert_eq!(
                parse_with(field, value.clone()).unwrap_err(),
                error,
                "{field} {value}"
            );
        }
        let nine: Vec<String> = (0..9).map(|pin| format!("{pin:02x}").repeat(32)).collect();
        let refused = parse_with("pins", serde_json::json!(nine)).unwrap_err();
        assert_eq!(refused, RelayFileError::Pins);
        let many: Vec<String> = vec![issuer(); MAX_ISSUERS + 1];
        assert_eq!(
            parse_with("issuers", serde_json::json!(many)).unwrap_err(),
            RelayFileError::Issuers
        );
        assert_eq!(
            RelayFile::parse(&" ".repeat(MAX_FILE + 1)).unwrap_err(),
            RelayFileError::Size
        );
        assert_eq!(RelayFile::parse("{}").unwrap_err(), RelayFileError::Format);
    }

    proptest! {
        #[test]
        fn any_text_is_refused_without_a_panic(text: String) {
            prop_assert!(RelayFile::parse(&text).is_err());
        }

        #[test]
        fn any_address_parses_or_is_refused_without_a_panic(address: String) {
            let _ = parse_address(&address);
        }
    }
}
