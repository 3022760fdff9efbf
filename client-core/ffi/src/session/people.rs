//! Contacts: address book, discovery, requests, blocking, comparing.

use crate::cancel::{CancelToken, stop_of};
use crate::records::{
    AddressBookEntry, Contact, FindSummary, ImportSummary, QrCheck, SafetyNumber, Scheme,
};
use crate::{AccountId, Result, Session, runtime};
use consilium_client::api;
use std::sync::Arc;

#[uniffi::export]
impl Session {
    /// Stores an address book, on this device only.
    ///
    /// Fails with `Storage`.
    pub async fn import_address_book(
        &self,
        entries: Vec<AddressBookEntry>,
    ) -> Result<ImportSummary> {
        self.disk(move |core| core.import_address_book(&entries))
            .await
    }

    /// Asks the relay which numbers of the address book can be found. Whoever runs the relay could
    /// work out the numbers from what is sent: ask the user first. Names never leave the device.
    ///
    /// Fails as every call over the network does, and with `RelayLater` over
    /// the day's 10,000 numbers.
    #[uniffi::method(default(cancel = None))]
    pub async fn find_contacts(
        &self,
        scheme: Scheme,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<FindSummary> {
        let core = Arc::clone(&self.core);
        runtime::droppable(stop_of(cancel), async move {
            Ok(core.find_contacts(scheme).await?)
        })
        .await
    }

    /// Every contact, by name.
    ///
    /// Fails with `Storage`.
    pub async fn contacts(&self) -> Result<Vec<Contact>> {
        self.disk(api::Session::contacts).await
    }

    /// One contact.
    ///
    /// Fails with `UnknownContact`.
    pub async fn contact(&self, account: AccountId) -> Result<Contact> {
        self.disk(move |core| core.contact(account)).await
    }

    /// Accepts a request: what it brought is receipted, and the own profile is sent.
    ///
    /// Fails with `UnknownContact`.
    pub async fn accept_request(&self, account: AccountId) -> Result<()> {
        self.disk(move |core| core.accept_request(account)).await
    }

    /// Declines a request: its messages go, and nothing is answered.
    ///
    /// Fails with `UnknownContact` or `NothingToDo`.
    pub async fn decline_request(&self, account: AccountId) -> Result<()> {
        self.disk(move |core| core.decline_request(account)).await
    }

    /// Blocks an account: nothing of theirs is shown or answered from now on.
    ///
    /// Fails with `UnknownContact`.
    pub async fn block(&self, account: AccountId) -> Result<()> {
        self.disk(move |core| core.block(account)).await
    }

    /// Unblocks an account. What it sent meanwhile is not shown.
    ///
    /// Fails with `UnknownContact`.
    pub async fn unblock(&self, account: AccountId) -> Result<()> {
        self.disk(move |core| core.unblock(account)).await
    }

    /// Twelve groups of five digits, the same on both sides.
    ///
    /// Fails with `UnknownContact`.
    pub async fn safety_number(&self, account: AccountId) -> Result<SafetyNumber> {
        self.disk(move |core| core.safety_number(account)).await
    }

    /// The bytes of the QR code that this device shows for a contact to scan.
    ///
    /// Fails with `UnknownContact`.
    pub async fn qr_payload(&self, account: AccountId) -> Result<Vec<u8>> {
        self.disk(move |core| core.qr_payload(account)).await
    }

    /// Compares the bytes of a scanned QR code; a match counts as compared.
    ///
    /// Fails with `UnknownContact`.
    pub async fn check_qr(&self, account: AccountId, scanned: Vec<u8>) -> Result<QrCheck> {
        self.disk(move |core| core.check_qr(account, &scanned))
            .await
    }

    /// The owner compared the safety number and it was the same. Holds for exactly these two root
    /// keys; sending that waited for it goes on.
    ///
    /// Fails with `UnknownContact`.
    pub async fn mark_compared(&self, account: AccountId) -> Result<()> {
        self.disk(move |core| core.mark_compared(account)).await
    }

    /// The owner has read the notice of new keys.
    ///
    /// Fails with `UnknownContact`.
    pub async fn dismiss_new_key(&self, account: AccountId) -> Result<()> {
        self.disk(move |core| core.dismiss_new_key(account)).await
    }

    /// The owner wants to write to somebody with a new account without comparing.
    ///
    /// Fails with `UnknownContact`.
    pub async fn send_without_checking(&self, account: AccountId) -> Result<()> {
        self.disk(move |core| core.send_without_checking(account))
            .await
    }
}
