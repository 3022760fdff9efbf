//! Receipts that are owed.

use super::error::DbError;
use super::open::{Rows, Tx};
use super::value::{Columns, ms};
use crate::conversation::changes::Receipt;
use consilium_types::{AccountId, MessageHash, Timestamp};

/// Receipts owed to one account.
pub type OwedReceipts = (AccountId, Vec<(MessageHash, Receipt)>);

/// Contacts first (`CROSS JOIN` keeps the order): thousands may be owed to somebody who is not
/// accepted, and it is asked whether any are due after every batch.
const OWED: &str = "SELECT r.account, r.hash, r.kind \
                    FROM contacts c CROSS JOIN receipts r ON r.account = c.account \
                    WHERE c.state = 2 AND c.paused = 0 \
                    ORDER BY c.account, r.due, r.hash LIMIT ?1";

impl Rows<'_> {
    /// Receipts owed to accepted contacts, by account, oldest first.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn owed_receipts(&self, limit: u32) -> Result<Vec<OwedReceipts>, DbError> {
        let mut statement = self.0.prepare_cached(OWED)?;
        let mut rows = statement.query([limit])?;
        let mut owed: Vec<OwedReceipts> = Vec::new();
        while let Some(row) = rows.next()? {
            let account = row.account(0)?;
            let entry = (row.message_hash(1)?, receipt_of(row.get(2)?));
            match owed.last_mut() {
                Some((last, entries)) if *last == account => entries.push(entry),
                _ => owed.push((account, vec![entry])),
            }
        }
        Ok(owed)
    }
}

impl Tx<'_> {
    /// Owes a receipt.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn owe_receipt(
        &self,
        hash: MessageHash,
        receipt: Receipt,
        account: AccountId,
        now: Timestamp,
    ) -> Result<(), DbError> {
        let sql =
            "INSERT OR IGNORE INTO receipts (hash, kind, account, due) VALUES (?1, ?2, ?3, ?4)";
        let parameters = (
            hash.as_bytes(),
            receipt_number(receipt),
            account.as_bytes(),
            ms(now),
        );
        self.0.prepare_cached(sql)?.execute(parameters)?;
        Ok(())
    }

    /// The receipts were queued.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn paid_receipts(&self, entries: &[(MessageHash, Receipt)]) -> Result<(), DbError> {
        let sql = "DELETE FROM receipts WHERE hash = ?1 AND kind = ?2";
        let mut statement = self.0.prepare_cached(sql)?;
        for (hash, receipt) in entries {
            statement.execute((hash.as_bytes(), receipt_number(*receipt)))?;
        }
        Ok(())
    }

    /// A request was accepted: what it brought is receipted as delivered.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn owe_receipts_of(&self, account: AccountId, now: Timestamp) -> Result<(), DbError> {
        let sql = "INSERT OR IGNORE INTO receipts (hash, kind, account, due) \
                   SELECT m.hash, 0, m.sender, ?2 FROM messages m \
                   JOIN conversations c ON c.id = m.conversation \
                   WHERE c.account = ?1 AND m.own = 0 AND m.shape = 0 AND m.hash IS NOT NULL";
        self.0
            .prepare_cached(sql)?
            .execute((account.as_bytes(), ms(now)))?;
        Ok(())
    }

    /// Drops receipts nobody waits for any more.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn expire_receipts(&self, due_until: Timestamp) -> Result<(), DbError> {
        self.0
            .prepare_cached("DELETE FROM receipts WHERE due <= ?1")?
            .execute([ms(due_until)])?;
        Ok(())
    }
}

const fn receipt_number(receipt: Receipt) -> i64 {
    match receipt {
        Receipt::Delivered => 0,
        Receipt::Read => 1,
    }
}

const fn receipt_of(number: i64) -> Receipt {
    match number {
        0 => Receipt::Delivered,
        _ => Receipt::Read,
    }
}

#[cfg(test)]
mod tests {
    use super::OWED;
    use consilium_sodium::{Secret, SystemEntropy};

    #[test]
    fn what_is_owed_to_people_not_accepted_is_not_walked_through_nor_sorted() {
        let folder = tempfile::tempdir().unwrap();
        let key = Secret::generate(&SystemEntropy).unwrap();
        let db = crate::db::Database::open(&folder.path().join("db"), &key).unwrap();
        let plan = db.read(|rows| -> Result<Vec<String>, super::DbError> {
            let mut plan = rows.0.prepare(&format!("EXPLAIN QUERY PLAN {OWED}"))?;
            let steps = plan.query_map([1], |row| row.get(3))?;
            Ok(steps.collect::<rusqlite::Result<_>>()?)
        });
        let plan = plan.unwrap();
        assert_eq!(plan.len(), 2, "{plan:?}");
        assert_eq!(plan[0], "SCAN c");
        assert!(
            plan[1].starts_with("SEARCH r USING COVERING INDEX receipts_by_account"),
            "{plan:?}"
        );
    }
}
