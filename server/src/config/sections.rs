//! The small sections.

use std::net::SocketAddr;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::ConfigError;

/// Certificate of the relay, and who issues it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Tls {
    /// PEM: the relay's certificate, then any intermediates.
    pub certificate_file: PathBuf,
    /// PEM: its private key.
    pub key_file: PathBuf,
    /// PEM: certificates of the CA that clients pin.
    pub issuer_file: PathBuf,
    /// PEM: certificate or public key of a spare CA, kept elsewhere; its pin is given to clients
    /// so that the first can be replaced.
    pub spare_file: PathBuf,
}

impl Default for Tls {
    fn default() -> Self {
        Self {
            certificate_file: "tls/relay.pem".into(),
            key_file: "tls/relay.key".into(),
            issuer_file: "tls/issuer.pem".into(),
            spare_file: "tls/spare.pem".into(),
        }
    }
}

/// The embedded database.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Store {
    /// The database file.
    pub file: PathBuf,
    /// Its key: 64 hexadecimal digits, readable by the relay alone. `CONSILIUM_RELAY_STORE_KEY` in
    /// the environment goes over it.
    pub key_file: PathBuf,
}

impl Default for Store {
    fn default() -> Self {
        Self {
            file: "store/relay.db".into(),
            key_file: "store.key".into(),
        }
    }
}

/// How expiry works. That everything goes after 30 days is fixed (R7); no setting changes it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Retention {
    /// Seconds between two looks.
    pub check_seconds: u32,
    /// Envelopes removed in one step, so that sends between two steps stay fast.
    pub step: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            check_seconds: 60,
            step: 2000,
        }
    }
}

impl Retention {
    pub(super) fn validate(&self) -> Result<(), ConfigError> {
        if (1..=3600).contains(&self.check_seconds) && (1..=100_000).contains(&self.step) {
            return Ok(());
        }
        Err(ConfigError::Value {
            key: "retention",
            mend: "check_seconds must be 1 to 3600 and step 1 to 100000".to_owned(),
        })
    }
}

/// Logs.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// `text` for people, `json` for machines.
    pub format: LogFormat,
    /// A filter such as `info` or `info,consilium_server=debug`, of the relay's own lines; other
    /// crates only warn. No level shows personal data.
    pub level: String,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            format: LogFormat::Text,
            level: "info".to_owned(),
        }
    }
}

/// Form of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// Metrics for Prometheus.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MetricsSection {
    /// A loopback address to serve `/metrics` on; none: not served.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<SocketAddr>,
}
