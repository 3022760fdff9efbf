//! Reads files of vectors, and words that they use.

use std::path::PathBuf;

use consilium_client::seal::RejectReason;
use consilium_sodium::{Context, Secret};
use consilium_statement::RecordError;
use data_encoding::HEXLOWER;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

pub(crate) fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "vectors"].iter().collect()
}

pub(crate) fn load<T: DeserializeOwned>(name: &str) -> T {
    let path = folder().join(format!("{name}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Bytes, in JSON as lower-case hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hex(pub(crate) Vec<u8>);

impl Hex {
    pub(crate) fn array<const N: usize>(&self) -> [u8; N] {
        let length = self.0.len();
        self.0
            .as_slice()
            .try_into()
            .unwrap_or_else(|_| panic!("{length} bytes, not {N}"))
    }

    pub(crate) fn secret(&self) -> Secret<32> {
        Secret::from_slice(&self.0).unwrap()
    }
}

impl std::ops::Deref for Hex {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = HEXLOWER.decode(text.as_bytes());
        bytes.map(Self).map_err(serde::de::Error::custom)
    }
}

pub(crate) fn context(name: &str) -> Context {
    let string = format!("consilium/{name}/1");
    let found = Context::ALL
        .iter()
        .find(|context| context.as_str() == string);
    *found.unwrap_or_else(|| panic!("no context {name}"))
}

/// The word of the vectors for what was found.
pub(crate) trait Reason {
    fn reason(&self) -> &'static str;
}

impl Reason for RecordError {
    fn reason(&self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Version => "version",
            Self::Id => "id",
            Self::Key => "key",
            Self::Signature => "signature",
            Self::Devices => "devices",
            Self::Validity => "validity",
            Self::Sodium(error) => panic!("{error}"),
        }
    }
}

impl Reason for RejectReason {
    fn reason(&self) -> &'static str {
        self.code()
    }
}

/// A failure that has one name in its file.
impl Reason for &'static str {
    fn reason(&self) -> &'static str {
        self
    }
}

/// Fails unless `found` is what the case says; answers the value of a valid case.
pub(crate) fn expect<T, E: Reason>(name: &str, outcome: &str, found: Result<T, E>) -> Option<T> {
    let (word, value) = match found {
        Ok(value) => ("valid", Some(value)),
        Err(error) => (error.reason(), None),
    };
    assert_eq!(word, outcome, "{name}");
    value
}
