//! Single values: settings, cursor, what is remembered of the clocks.

use super::error::DbError;
use super::open::{Rows, Tx};
use super::value::optional;
use crate::conversation::retention::{ClockMemory, Moment};
use consilium_types::{BootTime, Timestamp};

/// The names of the values; never reused for another meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Own name, UTF-8.
    Name,
    /// Own profession, UTF-8.
    Profession,
    /// Grows when name or profession change.
    ProfileVersion,
    /// Own number, E.164.
    Number,
    /// 1: asked to be found by number.
    Discoverable,
    /// Highest sequence number whose envelope is in this database.
    Cursor,
    /// What [`ClockMemory`] holds.
    Clocks,
    /// When statements were last refreshed.
    StatementsRefreshed,
    /// Relay's clock minus this device's at the last contact, plus 2^62.
    ClockDifference,
    /// When the number leaves; 0 for never.
    NumberLeaves,
    /// When the number arrives; 0 for never.
    NumberArrives,
    /// When the current own statement became current.
    OwnStatementSince,
    /// 1: the relay refuses this device.
    SignedOut,
    /// 1: the relay served a prekey for this device that it did not make.
    ForeignPrekey,
    /// 1: the relay has not confirmed the registration yet.
    Unregistered,
}

impl Key {
    const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Profession => "profession",
            Self::ProfileVersion => "profile_version",
            Self::Number => "number",
            Self::Discoverable => "discoverable",
            Self::Cursor => "cursor",
            Self::Clocks => "clocks",
            Self::StatementsRefreshed => "statements_refreshed",
            Self::ClockDifference => "clock_difference",
            Self::NumberLeaves => "number_leaves",
            Self::NumberArrives => "number_arrives",
            Self::OwnStatementSince => "own_statement_since",
            Self::SignedOut => "signed_out",
            Self::ForeignPrekey => "foreign_prekey",
            Self::Unregistered => "unregistered",
        }
    }
}

impl Rows<'_> {
    /// A value's bytes.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn meta_bytes(&self, key: Key) -> Result<Option<Vec<u8>>, DbError> {
        let mut statement = self
            .0
            .prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
        optional(statement.query_row([key.name()], |row| row.get(0)))
    }

    /// A text, empty if it was never set.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn meta_text(&self, key: Key) -> Result<String, DbError> {
        let bytes = self.meta_bytes(key)?.unwrap_or_default();
        String::from_utf8(bytes).map_err(|_| DbError::Value("meta text"))
    }

    /// A number, 0 if it was never set.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn meta_number(&self, key: Key) -> Result<u64, DbError> {
        match self.meta_bytes(key)? {
            None => Ok(0),
            Some(bytes) => <[u8; 8]>::try_from(bytes.as_slice())
                .map(u64::from_be_bytes)
                .map_err(|_| DbError::Value("meta number")),
        }
    }

    /// What is remembered of the clocks.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn clocks(&self) -> Result<Option<ClockMemory>, DbError> {
        let Some(bytes) = self.meta_bytes(Key::Clocks)? else {
            return Ok(None);
        };
        let (words, _) = bytes.as_chunks::<8>();
        let (last, doubted) = (words.get(..4), words.get(4..7));
        let Some([wall, high, low, ms]) = last else {
            return Err(DbError::Value("clocks"));
        };
        let boot_time = |high: &[u8; 8], low: &[u8; 8], ms: &[u8; 8]| {
            let (mut boot, halves) = ([0; 16], [*high, *low].concat());
            for (to, from) in boot.iter_mut().zip(halves) {
                *to = from;
            }
            BootTime {
                boot,
                ms: u64::from_be_bytes(*ms),
            }
        };
        let last = Moment {
            wall: Timestamp(u64::from_be_bytes(*wall)),
            boot: boot_time(high, low, ms),
        };
        let doubted = match doubted {
            Some([high, low, ms]) => Some(boot_time(high, low, ms)),
            _ => None,
        };
        Ok(Some(ClockMemory { last, doubted }))
    }
}

impl Tx<'_> {
    /// Sets a value.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn set_meta(&self, key: Key, value: &[u8]) -> Result<(), DbError> {
        let sql = "INSERT INTO meta (key, value) VALUES (?1, ?2) \
                   ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        self.0.prepare_cached(sql)?.execute((key.name(), value))?;
        Ok(())
    }

    /// Sets a number.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn set_number(&self, key: Key, value: u64) -> Result<(), DbError> {
        self.set_meta(key, &value.to_be_bytes())
    }

    /// Remembers the clocks.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn set_clocks(&self, memory: &ClockMemory) -> Result<(), DbError> {
        let mut bytes = memory.last.wall.0.to_be_bytes().to_vec();
        for boot in [Some(memory.last.boot), memory.doubted]
            .into_iter()
            .flatten()
        {
            bytes.extend_from_slice(&boot.boot);
            bytes.extend_from_slice(&boot.ms.to_be_bytes());
        }
        self.set_meta(Key::Clocks, &bytes)
    }
}
