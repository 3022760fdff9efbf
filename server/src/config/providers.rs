//! Providers outside the relay.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::ConfigError;

/// Who carries text messages.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sms {
    /// `outbox` (development), `gateway` or `none`.
    pub provider: SmsProvider,
    /// The development outbox: a JSON line a message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outbox_file: Option<PathBuf>,
    /// The gateway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway: Option<Gateway>,
}

/// Who carries text messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmsProvider {
    /// Nobody: nobody can register.
    #[default]
    None,
    /// A file, for development.
    Outbox,
    /// An HTTP gateway.
    Gateway,
}

/// An HTTP gateway for text messages. `{phone}`, `{code}` and `{text}` are filled in, in `url` and
/// `body`, written as the place demands.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gateway {
    /// `https://…`
    pub url: String,
    /// POST unless set.
    #[serde(default = "post")]
    pub method: String,
    /// Headers that are no secrets; `content-type` decides how the body is filled in.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Headers whose values are secrets, each in a file.
    #[serde(default)]
    pub header_files: BTreeMap<String, PathBuf>,
    /// The request's body.
    #[serde(default)]
    pub body: String,
    /// File with the gateway's key, where that belongs into `url` or `body`: fills in `{secret}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_file: Option<PathBuf>,
    /// For the whole request.
    #[serde(default = "ten")]
    pub timeout_seconds: u32,
    /// PEM of the gateway's own CA, if the system does not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ca_file: Option<PathBuf>,
}

fn post() -> String {
    "POST".to_owned()
}

const fn ten() -> u32 {
    10
}

impl Sms {
    /// Codes in a file of the data folder.
    pub fn development() -> Self {
        Self {
            provider: SmsProvider::Outbox,
            outbox_file: Some("sms-outbox.jsonl".into()),
            gateway: None,
        }
    }

    pub(super) fn validate(&self, development: bool) -> Result<(), ConfigError> {
        let value = |key, mend: &str| {
            Err(ConfigError::Value {
                key,
                mend: mend.to_owned(),
            })
        };
        match self.provider {
            SmsProvider::None => Ok(()),
            SmsProvider::Outbox if !development => value(
                "sms.provider",
                "\"outbox\" writes codes into a file and is for development only: use \"gateway\"",
            ),
            SmsProvider::Outbox if self.outbox_file.is_none() => {
                value("sms.outbox_file", "name the file that gets the codes")
            }
            SmsProvider::Outbox => Ok(()),
            SmsProvider::Gateway => match &self.gateway {
                None => value(
                    "sms.gateway",
                    "add a section [sms.gateway] with url and body",
                ),
                Some(gateway) if !(1..=60).contains(&gateway.timeout_seconds) => {
                    value("sms.gateway.timeout_seconds", "must be 1 to 60")
                }
                Some(gateway) if !gateway.url.starts_with("https://") && !development => {
                    value("sms.gateway.url", "must start with https://")
                }
                Some(_) => Ok(()),
            },
        }
    }
}
