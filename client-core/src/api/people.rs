//! Contacts: address book, discovery, requests, blocking, comparing.

use super::checks::count;
use super::compose::Composer;
use super::convert;
use super::records::{AddressBookEntry, Contact, ImportSummary, QrCheck, SafetyNumber};
use super::session::Session;
use super::{ClientError, Result, checks};
use crate::conversation::changes::Standing;
use crate::db::{Rows, Touched, Tx};
use crate::identity::{self, VerificationQr, safety_number};
use consilium_sodium::VerifyingKey;
use consilium_statement::id::direct_conversation;
use consilium_types::{AccountId, PhoneNumber};
use std::collections::HashMap;

impl Session {
    /// Stores an address book, on this device only.
    ///
    /// # Errors
    /// [`ClientError::Storage`].
    pub fn import_address_book(&self, entries: &[AddressBookEntry]) -> Result<ImportSummary> {
        let mut numbers: HashMap<PhoneNumber, &str> = HashMap::new();
        let mut not_understood = 0_u32;
        for entry in entries {
            for text in &entry.numbers {
                match checks::phone_number(text, &self.core().region) {
                    Ok(number) => {
                        numbers.entry(number).or_insert(&entry.name);
                    }
                    Err(_) => not_understood = not_understood.saturating_add(1),
                }
            }
        }
        let touched = self.with(|open| {
            open.db.write(|tx| {
                let mut touched = Vec::new();
                for (number, name) in &numbers {
                    tx.set_address_book_entry(number, name)?;
                    if let Some((_, Some(account))) = tx.address_book_entry(number)? {
                        tx.set_address_name(account, name)?;
                        touched.push(Touched::Contact(account));
                    }
                }
                Ok::<_, ClientError>(touched)
            })
        })?;
        self.core().announce(touched);
        Ok(ImportSummary {
            entries: count(entries.len()),
            numbers: count(numbers.len()),
            not_understood,
        })
    }

    /// Every contact, by name.
    ///
    /// # Errors
    /// [`ClientError::Storage`].
    pub fn contacts(&self) -> Result<Vec<Contact>> {
        self.read(|open, rows| {
            let contacts = rows.contacts(open.own)?;
            Ok(contacts
                .into_iter()
                .map(|row| convert::contact(open.own, row))
                .collect())
        })
    }

    /// One contact.
    ///
    /// # Errors
    /// [`ClientError::UnknownContact`].
    pub fn contact(&self, account: AccountId) -> Result<Contact> {
        self.read(|open, rows| {
            let row = rows
                .contact(open.own, account)?
                .ok_or(ClientError::UnknownContact)?;
            Ok(convert::contact(open.own, row))
        })
    }

    /// Accepts a request: what it brought is receipted, and the own profile is sent.
    ///
    /// # Errors
    /// [`ClientError::UnknownContact`].
    pub fn accept_request(&self, account: AccountId) -> Result<()> {
        self.change_contact(account, |composer, touched| {
            accept(composer, account)?;
            composer.introduce(account, touched)
        })
    }

    /// Declines a request: its messages go, and nothing is answered.
    ///
    /// # Errors
    /// [`ClientError::UnknownContact`].
    pub fn decline_request(&self, account: AccountId) -> Result<()> {
        self.change_contact(account, |composer, touched| {
            let (tx, own) = (composer.tx, composer.open.own);
            if tx.standing(account)? != Some(Standing::Requested) {
                return Err(ClientError::NothingToDo {
                    what: "there is no request".into(),
                });
            }
            let known = tx
                .contact(own, account)?
                .is_some_and(|row| !row.address_name.is_empty());
            if known {
                tx.set_standing(account, Standing::Found)?;
            } else {
                tx.remove_contact(account)?;
            }
            let conversation = direct_conversation(own, account);
            tx.clear_conversation(conversation)?;
            touched.push(Touched::Conversation(conversation));
            Ok(())
        })
    }

    /// Blocks an account: nothing of theirs is shown or answered from now on.
    ///
    /// # Errors
    /// [`ClientError::UnknownContact`].
    pub fn block(&self, account: AccountId) -> Result<()> {
        self.change_contact(account, |composer, _| Ok(composer.tx.block(account)?))
    }

    /// Unblocks an account: the owner stands to it as before. What it sent meanwhile is not shown.
    ///
    /// # Errors
    /// [`ClientError::UnknownContact`].
    pub fn unblock(&self, account: AccountId) -> Result<()> {
        self.change_contact(account, |composer, _| Ok(composer.tx.unblock(account)?))
    }

    /// Twelve groups of five digits, the same on both sides.
    ///
    /// # Errors
    /// [`ClientError::UnknownContact`].
    pub fn safety_number(&self, account: AccountId) -> Result<SafetyNumber> {
        let (own, theirs) = self.roots(account)?;
        Ok(SafetyNumber {
            groups: safety_number(&own, &theirs).groups().to_vec(),
        })
    }

    /// What this device shows for a contact to scan.
    ///
    /// # Errors
    /// [`ClientError::UnknownContact`].
    pub fn qr_payload(&self, account: AccountId) -> Result<Vec<u8>> {
        let (own, theirs) = self.roots(account)?;
        Ok(VerificationQr::new(own, theirs).to_bytes().to_vec())
    }

    /// Compares a scanned code; a match counts as compared.
    ///
    /// # Errors
    /// [`ClientError::UnknownContact`].
    pub fn check_qr(&self, account: AccountId, scanned: &[u8]) -> Result<QrCheck> {
        let (own, theirs) = self.roots(account)?;
        let Ok(scanned) = VerificationQr::parse(scanned) else {
            return Ok(QrCheck::NotACode);
        };
        match scanned.check(&own, &theirs) {
            identity::QrCheck::Match => {
                self.mark_compared(account)?;
                Ok(QrCheck::Match)
            }
            identity::QrCheck::Mismatch | identity::QrCheck::OtherContact => Ok(QrCheck::Mismatch),
        }
    }

    /// The owner compared the safety number and it was the same. Holds for exactly these two root
    /// keys; sending that waited for it goes on.
    ///
    /// # Errors
    /// [`ClientError::UnknownContact`].
    pub fn mark_compared(&self, account: AccountId) -> Result<()> {
        let (own, theirs) = self.roots(account)?;
        self.change_contact(account, |composer, _| {
            composer
                .tx
                .set_compared(own.as_bytes(), theirs.as_bytes(), composer.now)?;
            resume(composer.tx, account)
        })
    }

    /// The owner has read the notice of new keys.
    ///
    /// # Errors
    /// [`ClientError::UnknownContact`].
    pub fn dismiss_new_key(&self, account: AccountId) -> Result<()> {
        self.change_contact(account, |composer, _| {
            Ok(composer.tx.set_new_key(account, None)?)
        })
    }

    /// The owner wants to write to somebody with a new account without comparing.
    ///
    /// # Errors
    /// [`ClientError::UnknownContact`].
    pub fn send_without_checking(&self, account: AccountId) -> Result<()> {
        self.change_contact(account, |composer, _| resume(composer.tx, account))
    }

    fn roots(&self, account: AccountId) -> Result<(VerifyingKey, VerifyingKey)> {
        self.read(|open, rows| {
            let root = |rows: &Rows<'_>, account| -> Result<VerifyingKey> {
                let stored = open
                    .book
                    .peek(rows, account)?
                    .ok_or(ClientError::UnknownContact)?;
                Ok(stored.statement.root())
            };
            Ok((root(rows, open.own)?, root(rows, account)?))
        })
    }

    fn change_contact(
        &self,
        account: AccountId,
        work: impl FnOnce(&Composer<'_>, &mut Vec<Touched>) -> Result<()>,
    ) -> Result<()> {
        let core = self.core();
        let mut touched = vec![Touched::Contact(account)];
        self.with(|open| {
            touched.push(Touched::Conversation(direct_conversation(
                open.own, account,
            )));
            let written = open.db.write(|tx| -> Result<()> {
                tx.standing(account)?.ok_or(ClientError::UnknownContact)?;
                let composer = Composer {
                    core,
                    open,
                    tx,
                    now: core.now(),
                };
                work(&composer, &mut touched)
            });
            written.inspect_err(|_| open.book.clear())
        })?;
        core.announce(touched);
        core.wake.notify_one();
        core.owing.notify_one();
        Ok(())
    }
}

/// From now on they are answered, also for what they sent before.
pub(super) fn accept(composer: &Composer<'_>, account: AccountId) -> Result<()> {
    composer.tx.set_standing(account, Standing::Accepted)?;
    Ok(composer.tx.owe_receipts_of(account, composer.now)?)
}

fn resume(tx: &Tx<'_>, account: AccountId) -> Result<()> {
    tx.set_paused(account, false)?;
    tx.set_new_key(account, None)?;
    Ok(tx.outbox_wake(Some(account))?)
}
