//! The layers of a configuration, as TOML tables.

use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use toml::{Table, Value};

use super::ConfigError;

/// Variables that start so are configuration; `__` stands between section and key:
/// `CONSILIUM_RELAY_STORE__KEY_FILE`.
pub const ENVIRONMENT_PREFIX: &str = "CONSILIUM_RELAY_";

/// The key of the store; not part of the configuration, so that no explanation shows it.
pub const STORE_KEY_VARIABLE: &str = "CONSILIUM_RELAY_STORE_KEY";

pub(super) fn table(base: &impl Serialize) -> Result<Table, ConfigError> {
    Table::try_from(base).map_err(|error| parse("defaults", &error))
}

pub(super) fn file(table: &mut Table, text: &str, path: &Path) -> Result<(), ConfigError> {
    let over: Table = text
        .parse()
        .map_err(|error: toml::de::Error| parse(&path.display().to_string(), &error))?;
    merge(table, over);
    Ok(())
}

pub(super) fn environment(
    table: &mut Table,
    variables: impl Iterator<Item = (String, String)>,
) -> Result<(), ConfigError> {
    for (name, text) in variables {
        if name == STORE_KEY_VARIABLE {
            continue;
        }
        let Some(key) = name.strip_prefix(ENVIRONMENT_PREFIX) else {
            continue;
        };
        let key = key.to_lowercase();
        let mut over = value(&text);
        for part in key.rsplit("__") {
            let mut outer = Table::new();
            outer.insert(part.to_owned(), over);
            over = Value::Table(outer);
        }
        match over {
            Value::Table(over) => merge(table, over),
            _ => return Err(parse("environment", &name)),
        }
    }
    Ok(())
}

pub(super) fn finish<T: DeserializeOwned>(table: Table) -> Result<T, ConfigError> {
    table
        .try_into()
        .map_err(|error: toml::de::Error| parse("configuration", &error))
}

fn merge(under: &mut Table, over: Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => merge(below, above),
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

/// Numbers, truth values, lists and tables as TOML writes them; everything else is text.
fn value(text: &str) -> Value {
    let parsed = format!("value = {text}")
        .parse::<Table>()
        .ok()
        .and_then(|mut table| table.remove("value"));
    match parsed {
        Some(Value::Datetime(_)) | None => Value::String(text.to_owned()),
        Some(value) => value,
    }
}

fn parse(origin: &str, error: &impl std::fmt::Display) -> ConfigError {
    ConfigError::Parse {
        origin: origin.to_owned(),
        reason: error.to_string().trim().to_owned(),
    }
}
