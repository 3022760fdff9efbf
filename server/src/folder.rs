//! The data folder: what a relay finds there, and what development makes by itself.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use consilium_sodium::{Secret, SodiumError, SystemEntropy};
use consilium_types::ids::{from_hex, to_hex};
use consilium_types::{Clock, Entropy};
use zeroize::Zeroizing;

use crate::config::{Config, Gateway, STORE_KEY_VARIABLE, SmsProvider};
use crate::files;
use crate::lifecycle::StartError;
use crate::outbound::sms_gateway::{GatewayTemplate, SmsGateway, headers};
use crate::outbound::sms_outbox::SmsOutbox;
use crate::outbound::{NoSms, SmsSender};
use crate::pki::{DevelopmentPki, PkiError};
use crate::relay_file::{RELAY_FILE, RelayFile};

/// Why the data folder is not as it has to be.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// A file that cannot be read or written.
    #[error("{path}: {reason}; check that it exists and belongs to the relay's user")]
    File {
        /// Which.
        path: PathBuf,
        /// From the system.
        reason: io::ErrorKind,
    },
    /// The store's key is none.
    #[error(
        "{origin}: the store's key must be 64 hexadecimal digits; `consilium-relay init` makes one"
    )]
    Key {
        /// File or variable.
        origin: String,
    },
    /// No key anywhere.
    #[error(
        "{path}: the store's key is missing; run `consilium-relay init`, or set CONSILIUM_RELAY_STORE_KEY"
    )]
    NoKey {
        /// Where it was expected.
        path: PathBuf,
    },
    /// A development certificate could not be made.
    #[error("{0}")]
    Pki(#[from] PkiError),
    /// A header of the SMS gateway that is none.
    #[error("sms.gateway: the header {name:?} or its value cannot be sent")]
    Header {
        /// Which.
        name: String,
    },
    /// The method of the SMS gateway is none.
    #[error("sms.gateway.method: must be an HTTP method such as POST")]
    Method,
    /// No memory for secrets.
    #[error("{0}")]
    Sodium(#[from] SodiumError),
}

/// Makes the folder ready: in development everything that is missing; otherwise what is missing
/// is an error later, where it is read.
///
/// # Errors
/// [`FolderError`].
pub fn prepare(config: &Config, clock: &dyn Clock) -> Result<(), FolderError> {
    folder(&config.folder)?;
    let store = config.path(&config.store.file);
    folder(store.parent().unwrap_or(&config.folder))?;
    if config.development {
        make_store_key(&config.path(&config.store.key_file))?;
        make_certificates(config, clock)?;
    }
    Ok(())
}

/// Makes the store's key, unless there is one; true if it was made.
///
/// # Errors
/// [`FolderError::File`].
pub fn make_store_key(path: &Path) -> Result<bool, FolderError> {
    if path.exists() {
        return Ok(false);
    }
    let entropy: &dyn Entropy = &SystemEntropy;
    let key = Zeroizing::new(entropy.array::<32>());
    let text = Zeroizing::new(format!("{}\n", to_hex(&*key)));
    write(path, text.as_bytes(), 0o600)?;
    Ok(true)
}

/// Makes a development CA, a spare, and the relay's certificate, unless there is one; true if
/// they were made.
///
/// # Errors
/// [`FolderError`].
pub fn make_certificates(config: &Config, clock: &dyn Clock) -> Result<bool, FolderError> {
    let tls = &config.tls;
    if config.path(&tls.certificate_file).exists() {
        return Ok(false);
    }
    let pki = DevelopmentPki::make(&config.name, clock.now())?;
    let issuer_key = config.path(&tls.issuer_file).with_extension("key");
    let spare_key = config.path(&tls.spare_file).with_extension("key");
    for (path, text, mode) in [
        (issuer_key, &pki.issuer_key, 0o600),
        (spare_key, &pki.spare_key, 0o600),
        (config.path(&tls.issuer_file), &pki.issuer, 0o644),
        (config.path(&tls.spare_file), &pki.spare, 0o644),
        (config.path(&tls.key_file), &pki.key, 0o600),
        (config.path(&tls.certificate_file), &pki.certificate, 0o644),
    ] {
        folder(path.parent().unwrap_or(&config.folder))?;
        write(&path, text.as_bytes(), mode)?;
    }
    Ok(true)
}

/// Writes the relay file for clients: the address is the configured one, or the one listened on.
///
/// # Errors
/// [`StartError`].
pub fn write_relay_file(config: &Config, listening: SocketAddr) -> Result<PathBuf, StartError> {
    let address = if config.address.is_empty() {
        listening.to_string()
    } else {
        config.address.clone()
    };
    let issuer = read(&config.path(&config.tls.issuer_file))?;
    let spare = config.path(&config.tls.spare_file);
    let spare = spare.exists().then(|| read(&spare)).transpose()?;
    let file = RelayFile::new(
        &config.name,
        &address,
        &issuer,
        spare.as_deref(),
        config.development,
    )?;
    let path = config.folder.join(RELAY_FILE);
    file.write(&path).map_err(|error| at(&path)(error))?;
    Ok(path)
}

/// The store's key: from the environment, or from its file.
///
/// # Errors
/// [`FolderError`].
pub fn store_key(config: &Config) -> Result<Secret<32>, FolderError> {
    let path = config.path(&config.store.key_file);
    let (text, origin) = match std::env::var(STORE_KEY_VARIABLE) {
        Ok(text) => (text, STORE_KEY_VARIABLE.to_owned()),
        Err(_) if !path.exists() => return Err(FolderError::NoKey { path }),
        Err(_) => (read(&path)?, path.display().to_string()),
    };
    let text = Zeroizing::new(text);
    let key = from_hex::<32>(text.trim()).ok_or(FolderError::Key { origin })?;
    Ok(Secret::from_slice(&*Zeroizing::new(key))?)
}

/// Who carries text messages, as configured.
///
/// # Errors
/// [`StartError`].
pub fn sms(config: &Config) -> Result<Arc<dyn SmsSender>, StartError> {
    match (
        config.sms.provider,
        &config.sms.gateway,
        &config.sms.outbox_file,
    ) {
        (SmsProvider::Outbox, _, Some(file)) => Ok(Arc::new(SmsOutbox::new(config.path(file)))),
        (SmsProvider::Gateway, Some(gateway), _) => {
            let template = template(config, gateway)?;
            Ok(Arc::new(SmsGateway::new(template)?))
        }
        _ => Ok(Arc::new(NoSms)),
    }
}

fn template(config: &Config, gateway: &Gateway) -> Result<GatewayTemplate, FolderError> {
    let mut secrets = Vec::new();
    for (name, file) in &gateway.header_files {
        secrets.push((name.as_str(), Zeroizing::new(read(&config.path(file))?)));
    }
    let plain = gateway
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let all = plain.chain(secrets.iter().map(|(name, value)| (*name, value.trim())));
    let headers = headers(all).map_err(|name| FolderError::Header {
        name: name.to_owned(),
    })?;
    let ca_pem = gateway
        .ca_file
        .as_ref()
        .map(|file| read(&config.path(file)).map(String::into_bytes))
        .transpose()?;
    let secret = match &gateway.secret_file {
        Some(file) => Zeroizing::new(Zeroizing::new(read(&config.path(file))?).trim().to_owned()),
        None => Zeroizing::default(),
    };
    Ok(GatewayTemplate {
        secret,
        url: gateway.url.clone(),
        method: gateway
            .method
            .to_uppercase()
            .parse()
            .map_err(|_| FolderError::Method)?,
        headers,
        body: gateway.body.clone(),
        timeout: Duration::from_secs(u64::from(gateway.timeout_seconds)),
        ca_pem,
    })
}

fn folder(path: &Path) -> Result<(), FolderError> {
    files::private_folder(path).map_err(at(path))
}

fn write(path: &Path, bytes: &[u8], mode: u32) -> Result<(), FolderError> {
    files::replace(path, bytes, mode).map_err(at(path))
}

fn read(path: &Path) -> Result<String, FolderError> {
    fs::read_to_string(path).map_err(at(path))
}

fn at(path: &Path) -> impl Fn(io::Error) -> FolderError + '_ {
    move |error| FolderError::File {
        path: path.to_owned(),
        reason: error.kind(),
    }
}
