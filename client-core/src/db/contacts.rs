//! Contacts, compared safety numbers, the address book.

use super::error::DbError;
use super::open::{Rows, Tx};
use super::value::{Columns, ms, optional};
use crate::conversation::changes::Standing;
use consilium_types::{AccountId, PhoneNumber, StatementHash, Timestamp};
use rusqlite::Row;

/// A contact as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactRow {
    /// Whose.
    pub account: AccountId,
    /// How this account stands to it.
    pub standing: Standing,
    /// From the address book.
    pub address_name: String,
    /// What they say.
    pub name: String,
    /// What they say.
    pub profession: String,
    /// Since when a new-key notice stands.
    pub new_key: Option<Timestamp>,
    /// Sending waits for the owner to compare or to say "without checking".
    pub paused: bool,
    /// Who had the number before.
    pub replaces: Option<AccountId>,
    /// The version of the own profile that it was sent.
    pub profile_sent: u64,
    /// The own statement that it was sent.
    pub statement_sent: Option<StatementHash>,
    /// No device of it has a usable prekey.
    pub unreachable: bool,
    /// Its statement is forked.
    pub forked: bool,
    /// Compared for exactly the two current root keys.
    pub compared: bool,
}

/// A statement's root key: bytes 17 to 48 of its body (protocol §4), 1-based for SQL.
const COLUMNS: &str = "SELECT c.account, c.state, c.address_name, c.name, c.profession, c.new_key, \
    c.paused, c.replaces, c.profile_sent, c.statement_sent, c.unreachable, \
    coalesce(s.forked, 0), EXISTS (SELECT 1 FROM verifications v \
    JOIN statements o ON o.account = ?1 AND v.own_root = substr(o.statement, 18, 32) \
    WHERE v.root = substr(s.statement, 18, 32)) \
    FROM contacts c LEFT JOIN statements s ON s.account = c.account";

impl Rows<'_> {
    /// One contact of the account `own`.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn contact(
        &self,
        own: AccountId,
        account: AccountId,
    ) -> Result<Option<ContactRow>, DbError> {
        let sql = format!("{COLUMNS} WHERE c.account = ?2");
        let mut statement = self.0.prepare_cached(&sql)?;
        optional(statement.query_row((own.as_bytes(), account.as_bytes()), contact))
    }

    /// Every contact, by name.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn contacts(&self, own: AccountId) -> Result<Vec<ContactRow>, DbError> {
        let sql = format!(
            "{COLUMNS} ORDER BY coalesce(nullif(c.address_name, ''), c.name) COLLATE NOCASE, c.account"
        );
        let mut statement = self.0.prepare_cached(&sql)?;
        let rows = statement.query_map([own.as_bytes()], contact)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How this account stands to another; none if it is no contact.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn standing(&self, account: AccountId) -> Result<Option<Standing>, DbError> {
        let mut statement = self
            .0
            .prepare_cached("SELECT state FROM contacts WHERE account = ?1")?;
        let row = statement.query_row([account.as_bytes()], |row| row.get::<_, i64>(0));
        Ok(optional(row)?.map(standing_of))
    }

    /// Every number of the address book.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn address_book_numbers(&self) -> Result<Vec<PhoneNumber>, DbError> {
        let mut statement = self.0.prepare_cached("SELECT number FROM address_book")?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        let numbers = rows.map(|row| row.map(|number| PhoneNumber::parse(&number)));
        Ok(numbers
            .collect::<rusqlite::Result<Vec<_>>>()?
            .into_iter()
            .flatten()
            .collect())
    }

    /// Name and last account found for a number.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn address_book_entry(
        &self,
        number: &PhoneNumber,
    ) -> Result<Option<(String, Option<AccountId>)>, DbError> {
        let sql = "SELECT name, account FROM address_book WHERE number = ?1";
        let mut statement = self.0.prepare_cached(sql)?;
        optional(statement.query_row([number.expose()], |row| {
            Ok((row.get(0)?, row.maybe_blob(1)?.map(AccountId::new)))
        }))
    }
}

impl Tx<'_> {
    /// Makes a contact, or leaves the one there is.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn ensure_contact(
        &self,
        account: AccountId,
        standing: Standing,
        now: Timestamp,
    ) -> Result<bool, DbError> {
        let sql = "INSERT OR IGNORE INTO contacts (account, state, created) VALUES (?1, ?2, ?3)";
        let number = standing_number(standing);
        let count = self
            .0
            .prepare_cached(sql)?
            .execute((account.as_bytes(), number, ms(now)))?;
        Ok(count > 0)
    }

    /// Sets how this account stands to a contact.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn set_standing(&self, account: AccountId, standing: Standing) -> Result<(), DbError> {
        self.contact_column("state", account, standing_number(standing))
    }

    /// Blocks a contact; how this account stood to it is kept for [`Tx::unblock`].
    ///
    /// # Errors
    /// [`DbError`].
    pub fn block(&self, account: AccountId) -> Result<(), DbError> {
        let sql = "UPDATE contacts SET unblocked = state, state = ?2 \
                   WHERE account = ?1 AND state <> ?2";
        let blocked = standing_number(Standing::Blocked);
        self.0
            .prepare_cached(sql)?
            .execute((account.as_bytes(), blocked))?;
        Ok(())
    }

    /// Puts a contact back to where it stood when it was blocked.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn unblock(&self, account: AccountId) -> Result<(), DbError> {
        let sql = "UPDATE contacts SET state = unblocked WHERE account = ?1 AND state = ?2";
        let blocked = standing_number(Standing::Blocked);
        self.0
            .prepare_cached(sql)?
            .execute((account.as_bytes(), blocked))?;
        Ok(())
    }

    /// What a contact says of themselves.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn set_profile(
        &self,
        account: AccountId,
        name: &str,
        profession: &str,
    ) -> Result<(), DbError> {
        self.contact_column("name", account, name)?;
        self.contact_column("profession", account, profession)
    }

    /// The address book's name of a contact.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn set_address_name(&self, account: AccountId, name: &str) -> Result<(), DbError> {
        self.contact_column("address_name", account, name)
    }

    /// Sets or clears the new-key notice.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn set_new_key(&self, account: AccountId, since: Option<Timestamp>) -> Result<(), DbError> {
        self.contact_column("new_key", account, since.map_or(0, ms))
    }

    /// Pauses sending until the owner acts, or lets it go on.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn set_paused(&self, account: AccountId, paused: bool) -> Result<(), DbError> {
        self.contact_column("paused", account, i64::from(paused))
    }

    /// Who had a contact's number before.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn set_replaces(&self, account: AccountId, before: AccountId) -> Result<(), DbError> {
        self.contact_column("replaces", account, before.as_bytes().as_slice())
    }

    /// Whether a contact could not be sealed to.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn set_unreachable(&self, account: AccountId, unreachable: bool) -> Result<(), DbError> {
        self.contact_column("unreachable", account, i64::from(unreachable))
    }

    /// The version of the own profile that a contact was sent.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn set_profile_sent(&self, account: AccountId, version: u64) -> Result<(), DbError> {
        self.contact_column("profile_sent", account, super::value::int(version))
    }

    /// The own statement that a contact was sent.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn set_statement_sent(
        &self,
        account: AccountId,
        hash: StatementHash,
    ) -> Result<(), DbError> {
        self.contact_column("statement_sent", account, hash.as_bytes().as_slice())
    }

    /// Forgets a contact that the owner declined.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn remove_contact(&self, account: AccountId) -> Result<(), DbError> {
        let sql = "DELETE FROM contacts WHERE account = ?1";
        self.0.prepare_cached(sql)?.execute([account.as_bytes()])?;
        Ok(())
    }

    /// The safety number of these two root keys was compared.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn set_compared(
        &self,
        own_root: &[u8; 32],
        root: &[u8; 32],
        now: Timestamp,
    ) -> Result<(), DbError> {
        let sql =
            "INSERT OR REPLACE INTO verifications (own_root, root, compared) VALUES (?1, ?2, ?3)";
        self.0
            .prepare_cached(sql)?
            .execute((own_root, root, ms(now)))?;
        Ok(())
    }

    /// A number of the address book and its name; the account found for it stays.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn set_address_book_entry(&self, number: &PhoneNumber, name: &str) -> Result<(), DbError> {
        let sql = "INSERT INTO address_book (number, name) VALUES (?1, ?2) \
                   ON CONFLICT (number) DO UPDATE SET name = excluded.name";
        self.0
            .prepare_cached(sql)?
            .execute((number.expose(), name))?;
        Ok(())
    }

    /// The account found for a number.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn set_address_book_account(
        &self,
        number: &PhoneNumber,
        account: AccountId,
    ) -> Result<(), DbError> {
        let sql = "UPDATE address_book SET account = ?2 WHERE number = ?1";
        self.0
            .prepare_cached(sql)?
            .execute((number.expose(), account.as_bytes()))?;
        Ok(())
    }

    /// `column` is one of this file's own names, never data.
    fn contact_column(
        &self,
        column: &'static str,
        account: AccountId,
        value: impl rusqlite::ToSql,
    ) -> Result<(), DbError> {
        let sql = format!("UPDATE contacts SET {column} = ?2 WHERE account = ?1");
        self.0
            .prepare_cached(&sql)?
            .execute((account.as_bytes(), value))?;
        Ok(())
    }
}

fn contact(row: &Row<'_>) -> rusqlite::Result<ContactRow> {
    let new_key = row.time(5)?;
    Ok(ContactRow {
        account: row.account(0)?,
        standing: standing_of(row.get(1)?),
        address_name: row.get(2)?,
        name: row.get(3)?,
        profession: row.get(4)?,
        new_key: (new_key != Timestamp::default()).then_some(new_key),
        paused: row.flag(6)?,
        replaces: row.maybe_blob(7)?.map(AccountId::new),
        profile_sent: row.count(8)?,
        statement_sent: row.maybe_blob(9)?.map(StatementHash::new),
        unreachable: row.flag(10)?,
        forked: row.flag(11)?,
        compared: row.flag(12)?,
    })
}

const fn standing_number(standing: Standing) -> i64 {
    match standing {
        Standing::Found => 0,
        Standing::Requested => 1,
        Standing::Accepted => 2,
        Standing::Blocked => 3,
    }
}

/// An unknown number is read as blocked: nothing is shown or answered by mistake.
const fn standing_of(number: i64) -> Standing {
    match number {
        0 => Standing::Found,
        1 => Standing::Requested,
        2 => Standing::Accepted,
        _ => Standing::Blocked,
    }
}
