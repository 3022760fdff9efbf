//! What is really in the files: each byte of the relay's, its database decrypted with the relay's
//! own key, page by page with the log; and, so that the search is known to find, a client's.

use super::cast::{CAST, Line};
use anyhow::{Context, ensure};
use consilium_audit::{Layout, visit_pages};
use consilium_client::vault::{FolderKeystore, LockedVault, Pin, Platform};
use consilium_types::Timestamp;
use consilium_types::ids::from_hex;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// What was searched, and how often something was found.
#[derive(Default)]
pub struct Search {
    pub files: usize,
    pub bytes: u64,
    pub pages: u64,
    pub log_pages: u64,
    pub hits: usize,
}

/// Everything that only the clinicians may know: texts, names, professions, numbers.
pub fn secrets(lines: &[Line]) -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = lines
        .iter()
        .map(|(_, _, text)| text.as_bytes().to_vec())
        .collect();
    for role in &CAST {
        all.push(role.name.as_bytes().to_vec());
        all.push(role.profession.as_bytes().to_vec());
        all.push(role.number.as_bytes().to_vec());
        // Without the +, and without the country code, as others write it.
        all.push(role.number.as_bytes().get(1..).unwrap_or_default().to_vec());
        all.push(role.number.as_bytes().get(4..).unwrap_or_default().to_vec());
    }
    for other in ["Bakkerij Bakker", "Pizzeria", "201234567", "307654321"] {
        all.push(other.as_bytes().to_vec());
    }
    all
}

impl Search {
    fn look(&mut self, bytes: &[u8], secrets: &[Vec<u8>]) {
        self.bytes += bytes.len() as u64;
        for secret in secrets {
            self.hits += count(bytes, secret);
        }
    }

    /// Every file of a folder, as it is; a socket that a killed relay left holds nothing.
    pub fn files(&mut self, folder: &Path, secrets: &[Vec<u8>]) -> anyhow::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type()?);
            if kind.is_dir() {
                self.files(&path, secrets)?;
            } else if kind.is_file() {
                self.file(&path, secrets)?;
            }
        }
        Ok(())
    }

    /// One file, as it is.
    pub fn file(&mut self, path: &Path, secrets: &[Vec<u8>]) -> anyhow::Result<()> {
        self.files += 1;
        self.look(&std::fs::read(path)?, secrets);
        Ok(())
    }

    fn database(
        &mut self,
        path: &Path,
        key: &[u8; 32],
        layout: Layout,
        secrets: &[Vec<u8>],
    ) -> anyhow::Result<()> {
        let pages = visit_pages(path, key, layout, |page| self.look(page, secrets))?;
        ensure!(pages.database > 0, "{} holds no page", path.display());
        self.pages += pages.database;
        self.log_pages += pages.log;
        Ok(())
    }
}

/// The relay's folder and log, raw, then its database decrypted, with the log of what was written
/// last. The relay must stand still.
pub fn of_relay(folder: &Path, log: &Path, secrets: &[Vec<u8>]) -> anyhow::Result<Search> {
    let mut search = Search::default();
    search.files(folder, secrets)?;
    search.file(log, secrets)?;
    let key = std::fs::read_to_string(folder.join("store.key"))?;
    let key = from_hex::<32>(key.trim()).context("the store's key")?;
    search.database(&folder.join("store/relay.db"), &key, Layout::RELAY, secrets)?;
    ensure!(
        search.log_pages > 0,
        "the store's log holds no page: the search saw nothing of what was written last"
    );
    Ok(search)
}

/// A client's database decrypted with its owner's PIN and keystore.
pub fn of_client(
    folder: &Path,
    keystore: &Path,
    pin: &str,
    secrets: &[Vec<u8>],
) -> anyhow::Result<Search> {
    let keystore = FolderKeystore::open(keystore)?;
    let platform = Platform {
        keystore: std::sync::Arc::new(keystore),
        clock: std::sync::Arc::new(consilium_types::SystemClock),
        entropy: std::sync::Arc::new(consilium_sodium::SystemEntropy),
        biometrics: None,
        probe: std::sync::Arc::new(consilium_client::probe::NoProbe),
    };
    let vault = LockedVault::open(folder, platform)?.unlock(&Pin::entered(pin))?;
    let mut search = Search::default();
    let key = vault.secrets().database_key.expose();
    search.database(&folder.join("messages.db"), key, Layout::CLIENT, secrets)?;
    Ok(search)
}

/// How often an envelope's row holds the id of an account or device: whose mailbox it lies in is a
/// number of its own, and a sender has no column.
pub fn senders_beside_envelopes(folder: &Path) -> anyhow::Result<usize> {
    let connection = open_store(folder)?;
    let mut columns = connection.prepare("SELECT name FROM pragma_table_info('envelope')")?;
    let columns: Vec<String> = columns
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    ensure!(
        columns
            == [
                "row",
                "device_number",
                "sequence",
                "arrived_hour",
                "id",
                "envelope"
            ],
        "the relay's envelope table has other columns than its row number, mailbox, position, hour, random id and ciphertext: {columns:?}"
    );
    let mut ids = connection.prepare("SELECT id FROM account UNION SELECT id FROM device")?;
    let ids: Vec<Vec<u8>> = ids
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut rows = connection.prepare("SELECT CAST(id || envelope AS BLOB) FROM envelope")?;
    let rows: Vec<Vec<u8>> = rows
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    ensure!(
        !rows.is_empty() && !ids.is_empty(),
        "there is nothing to search"
    );
    Ok(rows
        .iter()
        .map(|row| ids.iter().map(|id| count(row, id)).sum::<usize>())
        .sum())
}

/// Envelopes at the relay that arrived before then.
pub fn envelopes_before(folder: &Path, then: Timestamp) -> anyhow::Result<usize> {
    let hour = then.as_millis() / Timestamp::HOUR_MS;
    let old = "SELECT count(*) FROM envelope WHERE arrived_hour < ?1";
    let hour = i64::try_from(hour)?;
    let count: i64 = open_store(folder)?.query_row(old, [hour], |row| row.get(0))?;
    Ok(usize::try_from(count)?)
}

fn open_store(folder: &Path) -> anyhow::Result<Connection> {
    let key = std::fs::read_to_string(folder.join("store.key"))?;
    let connection = Connection::open_with_flags(
        folder.join("store/relay.db"),
        OpenFlags::SQLITE_OPEN_READ_ONLY,
    )?;
    connection.execute_batch(&format!(
        "PRAGMA key = \"x'{}'\"; PRAGMA cipher_page_size = 16384;
         PRAGMA cipher_hmac_algorithm = HMAC_SHA256; PRAGMA cipher_kdf_algorithm = PBKDF2_HMAC_SHA256;",
        key.trim()
    ))?;
    Ok(connection)
}

fn count(bytes: &[u8], needle: &[u8]) -> usize {
    let Some((first, rest)) = needle.split_first() else {
        return 0;
    };
    let mut hits = 0;
    let mut left = bytes;
    while let Some(at) = left.iter().position(|byte| byte == first) {
        left = left.get(at + 1..).unwrap_or_default();
        hits += usize::from(left.starts_with(rest));
    }
    hits
}
