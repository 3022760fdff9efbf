//! How SQLCipher gets its key.
//!
//! Not as `PRAGMA key`: SQLite keeps copies of a statement's text while it reads it, and gives that
//! memory back as it is. Most of the key's digits would be found there long after the lock. The
//! call below copies once, into memory that SQLCipher wipes.
#![expect(
    unsafe_code,
    reason = "rusqlite has no safe call for this; nothing else of this crate is unsafe"
)]

use super::error::DbError;
use consilium_sodium::Secret;
use data_encoding::HEXLOWER;
use rusqlite::Connection;
use rusqlite::ffi::{SQLITE_OK, sqlite3_key_v2};
use std::ffi::c_int;
use zeroize::Zeroizing;

/// `x'`, two digits for each byte, `'`: what SQLCipher takes for a key and not for a passphrase.
const LETTERS: usize = 2 + 2 * 32 + 1;

/// Before anything else is read or written.
pub(super) fn give(connection: &Connection, key: &Secret<32>) -> Result<(), DbError> {
    // Of its full length at once: text that grows leaves copies behind.
    let mut text = Zeroizing::new(String::with_capacity(LETTERS));
    text.push_str("x'");
    HEXLOWER.encode_append(key.expose(), &mut text);
    text.push('\'');
    let length = c_int::try_from(text.len()).map_err(|_| DbError::Storage(0))?;
    // SAFETY: the handle is that of a connection that is open and stays so during the call; the
    // name ends with a zero; `length` bytes are read from the text, which outlives the call.
    let code = unsafe {
        sqlite3_key_v2(
            connection.handle(),
            c"main".as_ptr(),
            text.as_ptr().cast(),
            length,
        )
    };
    if code == SQLITE_OK {
        Ok(())
    } else {
        Err(DbError::Storage(code))
    }
}
