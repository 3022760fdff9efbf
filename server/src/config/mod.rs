//! Configuration: defaults, then a TOML file, then the environment, then flags. What is unknown or
//! cannot be is refused with a sentence that says the mend. Secrets come from files (`*_file`), the
//! store's key alternatively from the environment.

mod layer;
mod limits;
mod providers;
mod sections;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use layer::{ENVIRONMENT_PREFIX, STORE_KEY_VARIABLE};
pub use limits::{Limits, WorkLimits};
pub use providers::{Gateway, Sms, SmsProvider};
pub use sections::{Log, LogFormat, MetricsSection, Retention, Store, Tls};

/// Name of the configuration file in the data folder.
pub const CONFIG_FILE: &str = "relay.toml";

/// What the operator has to mend.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error(
        "cannot read {path}: {reason}; run `consilium-relay init`, or name the file with --config"
    )]
    Read {
        /// Which.
        path: PathBuf,
        /// From the system.
        reason: std::io::ErrorKind,
    },
    /// The file is no TOML, or holds a key or value that is not known.
    #[error("{origin}: {reason}")]
    Parse {
        /// File, or "environment".
        origin: String,
        /// With line and column, or the key.
        reason: String,
    },
    /// A value that cannot be.
    #[error("{key}: {mend}")]
    Value {
        /// Which.
        key: &'static str,
        /// What to do.
        mend: String,
    },
}

/// Everything that can be configured.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Name of the relay: clients sign it in every login, and expect it in the certificate.
    pub name: String,
    /// Development: own CA, codes in a file, a clock that can be moved from loopback. Never for
    /// real users.
    pub development: bool,
    /// Where the relay listens.
    pub listen: SocketAddr,
    /// `host:port` that clients connect to; written into the relay file. Empty: as `listen`.
    pub address: String,
    /// Certificate.
    pub tls: Tls,
    /// Database.
    pub store: Store,
    /// Text messages.
    pub sms: Sms,
    /// Bounds and rates.
    pub limits: Limits,
    /// Expiry.
    pub retention: Retention,
    /// Logs.
    pub log: Log,
    /// Metrics.
    pub metrics: MetricsSection,
    /// Where relative paths start; not part of the file.
    #[serde(skip)]
    pub folder: PathBuf,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            name: String::new(),
            development: false,
            listen: SocketAddr::from(([0, 0, 0, 0], 8443)),
            address: String::new(),
            tls: Tls::default(),
            store: Store::default(),
            sms: Sms::default(),
            limits: Limits::default(),
            retention: Retention::default(),
            log: Log::default(),
            metrics: MetricsSection::default(),
            folder: PathBuf::new(),
        }
    }
}

impl Config {
    /// The defaults of a development relay in this folder, on a free port of loopback.
    pub fn development(folder: &Path) -> Self {
        Self {
            name: "localhost".to_owned(),
            development: true,
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            sms: Sms::development(),
            limits: Limits::development(),
            folder: folder.to_owned(),
            ..Self::default()
        }
    }

    /// Reads the file (default: [`CONFIG_FILE`] in the folder) and the environment over `base`.
    /// Without an explicit file, none need exist.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn load(
        base: &Self,
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut table = layer::table(base)?;
        let default = base.folder.join(CONFIG_FILE);
        let path = file.unwrap_or(&default);
        match fs::read_to_string(path) {
            Ok(text) => layer::file(&mut table, &text, path)?,
            Err(error) if file.is_none() && error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => {
                return Err(ConfigError::Read {
                    path: path.to_owned(),
                    reason: error.kind(),
                });
            }
        }
        layer::environment(&mut table, environment)?;
        let mut config: Self = layer::finish(table)?;
        config.folder = base.folder.clone();
        Ok(config)
    }

    /// Checks what can be checked without touching anything.
    ///
    /// # Errors
    /// The first [`ConfigError::Value`].
    pub fn validate(&self) -> Result<(), ConfigError> {
        let value = |key, mend: &str| {
            Err(ConfigError::Value {
                key,
                mend: mend.to_owned(),
            })
        };
        if self.name.is_empty() {
            return value(
                "name",
                "set the relay's name, for example name = \"relay.example.org\"",
            );
        }
        if rustls_pki_types::DnsName::try_from(self.name.as_str()).is_err() {
            return value("name", "must be a DNS name, as in the relay's certificate");
        }
        if self.development && !self.listen.ip().is_loopback() {
            return value(
                "listen",
                "a development relay listens on loopback only: use 127.0.0.1, or set development = false",
            );
        }
        if let Some(listen) = self.metrics.listen
            && !listen.ip().is_loopback()
        {
            return value(
                "metrics.listen",
                "metrics are served on loopback only: use 127.0.0.1",
            );
        }
        self.limits.validate()?;
        self.retention.validate()?;
        self.sms.validate(self.development)
    }

    /// A path of the configuration, from the data folder on if it is relative.
    pub fn path(&self, path: &Path) -> PathBuf {
        self.folder.join(path)
    }

    /// As TOML, for people; it holds no secret, since secrets are in files.
    pub fn explain(&self) -> String {
        toml::to_string_pretty(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str, environment: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(CONFIG_FILE), text).unwrap();
        let base = Config {
            folder: folder.path().to_owned(),
            ..Config::default()
        };
        let environment = environment
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        let config = Config::load(&base, None, environment)?;
        config.validate()?;
        Ok(config)
    }

    #[test]
    fn the_environment_goes_over_the_file_and_the_file_over_the_defaults() {
        let config = load(
            "name = \"a.example\"\nlisten = \"127.0.0.1:1\"\n[sms]\nprovider = \"none\"\n",
            &[
                ("CONSILIUM_RELAY_LISTEN", "127.0.0.1:2"),
                ("CONSILIUM_RELAY_LIMITS__CONNECTIONS", "7"),
                ("CONSILIUM_PIN", "not ours"),
            ],
        )
        .unwrap();
        assert_eq!(config.name, "a.example");
        assert_eq!(config.listen.port(), 2);
        assert_eq!(config.limits.connections, 7);
        assert_eq!(config.limits.frame_bytes, 512 * 1024);
    }

    #[test]
    fn errors_name_the_key_and_the_mend() {
        let of = |text: &str, environment: &[(&str, &str)]| {
            load(text, environment).unwrap_err().to_string()
        };
        let name = "name = \"a.example\"\n[sms]\nprovider = \"none\"\n";
        assert!(of("nmae = \"x\"", &[]).contains("nmae"));
        assert!(of("", &[]).contains("set the relay's name"));
        assert!(of(name, &[("CONSILIUM_RELAY_STORE__KYE_FILE", "x")]).contains("kye_file"));
        assert!(
            of(&format!("{name}[limits]\nconnections = 0"), &[]).contains("limits.connections")
        );
        assert!(of(&format!("{name}[metrics]\nlisten = \"0.0.0.0:1\""), &[]).contains("loopback"));
        assert!(of(&format!("development = true\n{name}"), &[]).contains("loopback"));
        assert!(
            of("name = \"a.example\"\n[sms]\nprovider = \"gateway\"", &[]).contains("sms.gateway")
        );
    }

    #[test]
    fn what_is_explained_can_be_loaded_again() {
        let folder = PathBuf::from("/nowhere");
        let config = Config::development(&folder);
        let text = config.explain();
        let again: Config = toml::from_str(&text).unwrap();
        assert_eq!(again.explain(), text);
    }
}
