//! Files that a person hands to the app.

use crate::records::{AddressBook, RelayInfo};
use crate::{ClientError, Result, runtime};
use consilium_client::import;
use consilium_client::net::RelayFile;

/// Reads an exported address book: vCard 2.1, 3.0 or 4.0, or CSV. Nothing is stored yet, and
/// nothing leaves the device; give `AddressBook.entries` to
/// `Session.import_address_book`.
///
/// Fails with `AddressBookTooLarge`, `NotAnAddressBook` or
/// `NoNumbers`.
#[uniffi::export]
pub async fn parse_address_book(file: Vec<u8>) -> Result<AddressBook> {
    runtime::disk(move || Ok(import::parse(&file)?)).await
}

/// Reads a relay file, to show which relay it belongs to before `Client.open`.
///
/// Fails with `RelayFile`.
#[uniffi::export]
pub fn parse_relay_file(json: String) -> Result<RelayInfo> {
    runtime::guarded(|| {
        let file = relay_file(&json)?;
        Ok(RelayInfo {
            name: file.name().to_owned(),
            host: file.host().to_owned(),
            port: file.port(),
            local_development: file.is_local_development(),
        })
    })
}

pub(crate) fn relay_file(json: &str) -> Result<RelayFile> {
    RelayFile::parse(json).map_err(|error| ClientError::RelayFile {
        reason: error.to_string(),
    })
}
