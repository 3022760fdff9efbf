//! Reads an SQLCipher database and its write-ahead log page by page, free and overwritten pages
//! included, given the raw key: an export would show live rows only. The demo, the tests and an
//! operator's auditor search the decrypted pages for what must not be there.
//!
//! ```text
//! page      = [salt 16, first page only] ‖ AES-256-CBC ciphertext ‖ IV 16 ‖ HMAC
//! HMAC      over ciphertext ‖ IV ‖ u32 page number, little-endian
//! HMAC key  = PBKDF2(key, salt ⊕ 3a…, 2 rounds)          (SQLCipher 4 design notes)
//! log       = header 32 ‖ frames of (header 24, its first u32 the page number ‖ page)
//! ```
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "tests"
    )
)]

use aes::Aes256;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockDecryptMut, KeyIvInit};
use hmac::{Hmac, Mac};
use sha2::{Sha256, Sha512};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const SALT: usize = 16;
const IV: usize = 16;
const WAL_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
/// SQLCipher makes the HMAC key from the encryption key in two rounds, with the salt masked so.
const HMAC_ROUNDS: u32 = 2;
const HMAC_MASK: u8 = 0x3a;

/// Which hash authenticates the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authentication {
    /// The relay's store.
    HmacSha256,
    /// SQLCipher's default: the client's database.
    HmacSha512,
}

/// How a database was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Bytes of a page.
    pub page_size: usize,
    /// Hash of the page's HMAC.
    pub authentication: Authentication,
}

impl Layout {
    /// The relay's store.
    pub const RELAY: Self = Self {
        page_size: 16_384,
        authentication: Authentication::HmacSha256,
    };
    /// The client's database.
    pub const CLIENT: Self = Self {
        page_size: 4096,
        authentication: Authentication::HmacSha512,
    };

    const fn hmac_length(self) -> usize {
        match self.authentication {
            Authentication::HmacSha256 => 32,
            Authentication::HmacSha512 => 64,
        }
    }
}

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Pages {
    /// Pages of the database file.
    pub database: u64,
    /// Pages in the write-ahead log.
    pub log: u64,
}

/// Why a database cannot be audited.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// A file cannot be read.
    #[error("cannot read {path}: {kind}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        kind: ErrorKind,
    },
    /// A page does not authenticate: another key, another layout, or damage.
    #[error("page {page} of {path} does not authenticate: wrong key, or the file is damaged")]
    Page {
        /// Which file.
        path: PathBuf,
        /// Which page.
        page: u32,
    },
}

/// Decrypts every page of `database` and of its `-wal` and gives each to `visit`.
///
/// Copy the files of a store that is in use first; of its log, read what a copy holds.
///
/// # Errors
/// [`AuditError`] at the first page that does not authenticate; none is skipped.
pub fn visit_pages(
    database: &Path,
    key: &[u8; 32],
    layout: Layout,
    mut visit: impl FnMut(&[u8]),
) -> Result<Pages, AuditError> {
    let mut pages = Pages::default();
    let bytes = read(database)?;
    let Some(salt) = bytes.first_chunk::<SALT>() else {
        return Ok(pages);
    };
    let keys = Keys::new(key, salt, layout);
    for (number, page) in (1..).zip(bytes.chunks(layout.page_size)) {
        let plain = keys.decrypt(number, page).ok_or_else(|| AuditError::Page {
            path: database.to_owned(),
            page: number,
        })?;
        visit(&plain);
        pages.database = pages.database.saturating_add(1);
    }
    let mut name = database.as_os_str().to_owned();
    name.push("-wal");
    let log = PathBuf::from(name);
    let bytes = if log.exists() {
        read(&log)?
    } else {
        Vec::new()
    };
    let frames = bytes.get(WAL_HEADER..).unwrap_or_default();
    for frame in frames.chunks_exact(FRAME_HEADER.saturating_add(layout.page_size)) {
        let Some((number, rest)) = frame.split_first_chunk::<4>() else {
            continue;
        };
        let number = u32::from_be_bytes(*number);
        let page = rest
            .get(FRAME_HEADER.saturating_sub(4)..)
            .unwrap_or_default();
        let plain = keys.decrypt(number, page).ok_or_else(|| AuditError::Page {
            path: log.clone(),
            page: number,
        })?;
        visit(&plain);
        pages.log = pages.log.saturating_add(1);
    }
    Ok(pages)
}

fn read(path: &Path) -> Result<Vec<u8>, AuditError> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|mut file| file.read_to_end(&mut bytes))
        .map_err(|error| AuditError::File {
            path: path.to_owned(),
            kind: error.kind(),
        })?;
    Ok(bytes)
}

struct Keys {
    encryption: Zeroizing<[u8; 32]>,
    authentication: Zeroizing<[u8; 32]>,
    layout: Layout,
}

impl Keys {
    fn new(key: &[u8; 32], salt: &[u8; SALT], layout: Layout) -> Self {
        let masked = salt.map(|byte| byte ^ HMAC_MASK);
        let mut authentication = Zeroizing::new([0; 32]);
        match layout.authentication {
            Authentication::HmacSha256 => {
                pbkdf2::pbkdf2_hmac::<Sha256>(key, &masked, HMAC_ROUNDS, &mut *authentication);
            }
            Authentication::HmacSha512 => {
                pbkdf2::pbkdf2_hmac::<Sha512>(key, &masked, HMAC_ROUNDS, &mut *authentication);
            }
        }
        Self {
            encryption: Zeroizing::new(*key),
            authentication,
            layout,
        }
    }

    fn decrypt(&self, number: u32, page: &[u8]) -> Option<Vec<u8>> {
        if page.len() != self.layout.page_size {
            return None;
        }
        let start = if number == 1 { SALT } else { 0 };
        let body = page.get(start..)?;
        // The reserve at a page's end is a multiple of the cipher's block.
        let (authenticated, mac) =
            body.split_at_checked(body.len().checked_sub(self.layout.hmac_length())?)?;
        self.verify(number, authenticated, mac)?;
        let (ciphertext, iv) =
            authenticated.split_at_checked(authenticated.len().checked_sub(IV)?)?;
        cbc::Decryptor::<Aes256>::new_from_slices(&*self.encryption, iv)
            .ok()?
            .decrypt_padded_vec_mut::<NoPadding>(ciphertext)
            .ok()
    }

    fn verify(&self, number: u32, authenticated: &[u8], mac: &[u8]) -> Option<()> {
        match self.layout.authentication {
            Authentication::HmacSha256 => {
                self.verify_with::<Hmac<Sha256>>(number, authenticated, mac)
            }
            Authentication::HmacSha512 => {
                self.verify_with::<Hmac<Sha512>>(number, authenticated, mac)
            }
        }
    }

    fn verify_with<M: Mac + hmac::digest::KeyInit>(
        &self,
        number: u32,
        authenticated: &[u8],
        mac: &[u8],
    ) -> Option<()> {
        let mut hmac = <M as Mac>::new_from_slice(&*self.authentication).ok()?;
        hmac.update(authenticated);
        hmac.update(&number.to_le_bytes());
        hmac.verify_slice(mac).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    const KEY: [u8; 32] = [0x5a; 32];

    fn database(folder: &Path, layout: Layout) -> (PathBuf, Connection) {
        let path = folder.join("test.db");
        let connection = Connection::open(&path).unwrap();
        let key = "5a".repeat(32);
        connection
            .execute_batch(&format!("PRAGMA key = \"x'{key}'\";"))
            .unwrap();
        if layout == Layout::RELAY {
            connection
                .execute_batch(
                    "PRAGMA cipher_page_size = 16384;
                     PRAGMA cipher_hmac_algorithm = HMAC_SHA256;
                     PRAGMA cipher_kdf_algorithm = PBKDF2_HMAC_SHA256;",
                )
                .unwrap();
        }
        connection
            .query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))
            .unwrap();
        connection
            .execute_batch("CREATE TABLE t (text TEXT); PRAGMA wal_checkpoint(TRUNCATE);")
            .unwrap();
        (path, connection)
    }

    fn holds(path: &Path, layout: Layout, needle: &str) -> bool {
        let mut found = false;
        let contains = |page: &[u8]| page.windows(needle.len()).any(|at| at == needle.as_bytes());
        visit_pages(path, &KEY, layout, |page| found |= contains(page)).unwrap();
        found
    }

    #[test]
    fn a_row_is_found_in_the_log_then_in_the_file_and_as_a_remnant_after_its_deletion() {
        for layout in [Layout::RELAY, Layout::CLIENT] {
            let folder = tempfile::tempdir().unwrap();
            let (path, connection) = database(folder.path(), layout);
            connection
                .execute("INSERT INTO t VALUES ('needle in a page')", [])
                .unwrap();
            assert!(holds(&path, layout, "needle in a page"), "in the log");
            connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
                .unwrap();
            assert!(holds(&path, layout, "needle in a page"), "in the file");
            connection
                .execute_batch("PRAGMA secure_delete = OFF; DELETE FROM t;")
                .unwrap();
            connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
                .unwrap();
            assert!(holds(&path, layout, "needle in a page"), "as a remnant");
            assert!(!holds(&path, layout, "another needle"));
        }
    }

    #[test]
    fn a_wrong_key_or_a_flipped_bit_is_an_error_not_an_empty_search() {
        let folder = tempfile::tempdir().unwrap();
        let (path, connection) = database(folder.path(), Layout::CLIENT);
        drop(connection);
        let wrong = visit_pages(&path, &[1; 32], Layout::CLIENT, |_| {});
        assert!(matches!(wrong, Err(AuditError::Page { page: 1, .. })));
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[5000] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        let flipped = visit_pages(&path, &KEY, Layout::CLIENT, |_| {});
        assert!(matches!(flipped, Err(AuditError::Page { page: 2, .. })));
    }
}
