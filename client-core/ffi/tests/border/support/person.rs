//! Somebody with a phone: an installation, its keystore, and a session on it.

use super::relay::Relay;
use super::wait;
use consilium_ffi::{
    AccountId, AddressBookEntry, Client, ClientConfig, ClientError, ConversationId, Delivery,
    Message, MessageBody, PhoneCode, PlatformKeystore, Profile, Scheme, Secret, Session, Urgency,
    folder_keystore,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// A PIN that is accepted.
pub(crate) const PIN: &str = "482915";

/// A folder and a number, without an account yet.
pub(crate) struct Phone {
    pub(crate) folder: TempDir,
    pub(crate) number: String,
}

impl Phone {
    /// A new one, with a number of its own.
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(10_000_000);
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            number: format!("+316{}", NEXT.fetch_add(1, Ordering::Relaxed)),
        }
    }

    /// What the app opens it with.
    pub(crate) fn config(&self, relay: &Relay) -> ClientConfig {
        ClientConfig {
            data_dir: self.path("data"),
            relay_file: relay.file(),
            default_region: "NL".into(),
            auto_lock_ms: 3_600_000,
            standby_dir: None,
        }
    }

    /// The keystore beside the data.
    pub(crate) fn keystore(&self) -> Arc<dyn PlatformKeystore> {
        wait(folder_keystore(self.path("keystore"))).expect("a keystore")
    }

    /// The app starts.
    pub(crate) fn open(&self, relay: &Relay) -> Arc<Client> {
        wait(Client::open(self.config(relay), self.keystore(), None)).expect("a client")
    }

    /// A code by SMS.
    pub(crate) fn code(&self, client: &Client, relay: &Relay) -> PhoneCode {
        let request = wait(client.request_code(self.number.clone(), None)).expect("a code");
        PhoneCode {
            attempt: request.attempt,
            code: Secret::from(relay.sms_code(&self.number).as_str()),
            number: request.number,
        }
    }

    pub(crate) fn path(&self, name: &str) -> String {
        let path = self.folder.path().join(name);
        path.to_str().expect("a path in UTF-8").to_owned()
    }
}

/// A registered person, unlocked.
pub(crate) struct Person {
    pub(crate) phone: Phone,
    pub(crate) client: Arc<Client>,
    pub(crate) session: Arc<Session>,
    pub(crate) account: AccountId,
}

impl Person {
    /// Registers.
    pub(crate) fn register(relay: &Relay, name: &str) -> Self {
        let phone = Phone::new();
        let client = phone.open(relay);
        let code = phone.code(&client, relay);
        let session = wait(client.register(code, PIN.into(), profile(name), None));
        let session = session.expect("an account");
        let account = wait(session.own_account())
            .expect("the own account")
            .account;
        Self {
            phone,
            client,
            session,
            account,
        }
    }

    /// Two who have found each other.
    pub(crate) fn pair(relay: &Relay) -> (Self, Self) {
        let (anna, bram) = (Self::register(relay, "Anna"), Self::register(relay, "Bram"));
        for who in [&anna, &bram] {
            wait(who.session.set_discoverable(true)).expect("discoverable");
        }
        anna.find(&bram);
        bram.find(&anna);
        (anna, bram)
    }

    /// Has the other in the address book and asks the relay.
    pub(crate) fn find(&self, other: &Self) {
        let entry = AddressBookEntry {
            name: "Colleague".into(),
            numbers: vec![other.phone.number.clone()],
        };
        wait(self.session.import_address_book(vec![entry])).expect("an address book");
        let found = wait(self.session.find_contacts(Scheme::HmacSha1, None)).expect("discovery");
        assert_eq!(found.found, [other.account]);
    }

    /// Writes.
    pub(crate) fn send(&self, to: &Self, text: &str) {
        self.try_send(to, text).expect("a message");
    }

    /// Writes, perhaps.
    pub(crate) fn try_send(&self, to: &Self, text: &str) -> Result<(), ClientError> {
        let sent = self
            .session
            .send_text(to.account, text.into(), Urgency::Routine, None);
        wait(sent).map(|_| ())
    }

    /// Receives and sends.
    pub(crate) fn sync(&self) {
        wait(self.session.sync_now(None)).expect("a sync");
    }

    /// The conversation with somebody.
    pub(crate) fn conversation(&self, other: &Self) -> ConversationId {
        let contact = wait(self.session.contact(other.account)).expect("a contact");
        contact.conversation
    }

    /// All rows with somebody.
    pub(crate) fn messages(&self, other: &Self) -> Vec<Message> {
        let conversation = self.conversation(other);
        wait(self.session.messages(conversation, None, 1000)).expect("messages")
    }

    /// Texts with somebody, oldest first.
    pub(crate) fn texts(&self, other: &Self) -> Vec<String> {
        let rows = self.messages(other).into_iter();
        rows.filter_map(|row| match row.body {
            MessageBody::Text { text } => Some(text),
            _ => None,
        })
        .collect()
    }

    /// How far own messages to somebody have come.
    pub(crate) fn deliveries(&self, other: &Self) -> Vec<Delivery> {
        let rows = self.messages(other).into_iter();
        rows.filter(|row| row.own).map(|row| row.delivery).collect()
    }

    /// Locks and unlocks.
    pub(crate) fn reopen(&mut self) {
        self.session.lock();
        self.session = wait(self.client.unlock(PIN.into())).expect("the PIN opens");
    }
}

/// A profile of that name.
pub(crate) fn profile(name: &str) -> Profile {
    Profile {
        name: name.into(),
        profession: "Nurse".into(),
    }
}
