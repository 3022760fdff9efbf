//! A clinician with a phone: the client core, as an app uses it.

use super::actor::new_phone;
use super::relay::Relay;
use super::wait::{PATIENCE, until};
use consilium_client::api::{
    AddressBookEntry, Client, ClientConfig, Delivery, Event, EventListener, Message, MessageBody,
    MessageId, PhoneCode, Profile, Scheme, Session, Urgency,
};
use consilium_client::net::RelayFile;
use consilium_client::probe::{NoProbe, Probe};
use consilium_client::vault::{FolderKeystore, LockedVault, Pin, Platform, Vault};
use consilium_sodium::SystemEntropy;
use consilium_statement::id::direct_conversation;
use consilium_types::limits::AUTO_LOCK_MS;
use consilium_types::{AccountId, Clock, ConversationId, ManualClock, SystemClock};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// The PIN of every phone that has no other.
pub(crate) const PIN: &str = "271605";

/// Everything that happened at one phone.
#[derive(Default)]
pub(crate) struct Events(Mutex<Vec<Event>>);

impl EventListener for Events {
    fn on_events(&self, events: &[Event]) {
        self.0.lock().expect("events").extend_from_slice(events);
    }
}

impl Events {
    pub(crate) fn any(&self, wanted: impl FnMut(&Event) -> bool) -> bool {
        self.0.lock().expect("events").iter().any(wanted)
    }
}

/// A phone's storage: the app's folder, and the keystore apart from it.
pub(crate) struct Phone {
    folder: TempDir,
    pub(crate) clock: Arc<ManualClock>,
}

impl Phone {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            clock: Arc::new(ManualClock::over(SystemClock)),
        }
    }

    /// The app's folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The keystore's folder.
    pub(crate) fn keystore(&self) -> PathBuf {
        self.folder.path().join("keystore")
    }

    /// The app on this phone.
    pub(crate) fn client(&self, relay_file: &str) -> Arc<Client> {
        client(
            &self.data(),
            &self.keystore(),
            relay_file,
            Arc::clone(&self.clock),
            Arc::new(NoProbe),
        )
    }

    /// The opened vault of a phone whose app is not running; of one that is, a copy's.
    pub(crate) fn vault(&self) -> Vault {
        let platform = Platform {
            keystore: Arc::new(FolderKeystore::open(self.keystore()).expect("a keystore")),
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            entropy: Arc::new(SystemEntropy),
            biometrics: None,
            probe: Arc::new(NoProbe),
        };
        let locked = LockedVault::open(&self.data(), platform).expect("a vault");
        locked.unlock(&Pin::entered(PIN)).expect("the right PIN")
    }

    /// The same storage on another phone, as a thief or a backup would have it.
    pub(crate) fn copy(&self) -> Self {
        let copy = Self::new();
        copy_folder(&self.data(), &copy.data());
        copy_folder(&self.keystore(), &copy.keystore());
        copy
    }
}

/// An app on these folders.
pub(crate) fn client(
    data: &Path,
    keystore: &Path,
    relay_file: &str,
    clock: Arc<ManualClock>,
    probe: Arc<dyn Probe>,
) -> Arc<Client> {
    Client::open(ClientConfig {
        data_dir: data.to_owned(),
        standby_dir: None,
        relay: RelayFile::parse(relay_file).expect("a relay file"),
        keystore: Arc::new(FolderKeystore::open(keystore).expect("a keystore")),
        biometrics: None,
        clock,
        entropy: Arc::new(SystemEntropy),
        probe,
        default_region: "NL".to_owned(),
        auto_lock_ms: AUTO_LOCK_MS,
    })
    .expect("a client")
}

/// Copies a folder with everything in it.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// A registered clinician, unlocked.
pub(crate) struct Person {
    pub(crate) phone: Phone,
    pub(crate) client: Arc<Client>,
    pub(crate) session: Arc<Session>,
    pub(crate) events: Arc<Events>,
    pub(crate) name: String,
    pub(crate) number: String,
    pub(crate) account: AccountId,
}

impl Person {
    /// Registers with a relay, and is online.
    pub(crate) async fn register(relay: &Relay, name: &str) -> Self {
        Self::register_through(relay, &relay.endpoint().file, name).await
    }

    /// Registers through another relay file, for example that of a relay that lies.
    pub(crate) async fn register_through(relay: &Relay, file: &str, name: &str) -> Self {
        let phone = Phone::new();
        let client = phone.client(file);
        let number = new_phone();
        let code = code_for(&client, relay, &number).await;
        let session = client
            .register(code, PIN, profile(name))
            .await
            .expect("a registration");
        Self::with(phone, client, session, name, number)
    }

    /// A person whose session began elsewhere, for example by recovery.
    pub(crate) fn with(
        phone: Phone,
        client: Arc<Client>,
        session: Arc<Session>,
        name: &str,
        number: String,
    ) -> Self {
        let account = session.own_account().expect("an account").account;
        let events = Arc::new(Events::default());
        session.subscribe(Arc::clone(&events) as Arc<dyn EventListener>);
        session.connect();
        Self {
            phone,
            client,
            session,
            events,
            name: name.to_owned(),
            number,
            account,
        }
    }

    /// The same installation on another phone, unlocked and on its way online: everything was
    /// copied, keystore and PIN too.
    pub(crate) fn copied(&self, phone: &Phone, file: &str) -> Self {
        let copy = phone.copy();
        let client = copy.client(file);
        let session = client.unlock(PIN).expect("the right PIN");
        Self::with(copy, client, session, &self.name, self.number.clone())
    }

    /// Locks the app.
    pub(crate) fn lock(&self) {
        self.session.lock();
    }

    /// Unlocks the app, without going online.
    pub(crate) fn unlock(&mut self) {
        self.session = self.client.unlock(PIN).expect("the right PIN");
        self.session
            .subscribe(Arc::clone(&self.events) as Arc<dyn EventListener>);
    }

    /// Time passes at this phone, its app locked meanwhile; unlocked and offline afterwards.
    pub(crate) fn sleep(&mut self, by: Duration) {
        self.lock();
        self.phone.clock.advance(by);
        self.unlock();
    }

    /// Less than an hour passes at this phone while its owner uses the app.
    pub(crate) fn pass(&self, by: Duration) {
        self.phone.clock.advance(by);
        self.session.touch();
    }

    /// Goes offline, and is so when this returns.
    pub(crate) async fn offline(&self) {
        self.session.disconnect();
        until("the line to stop", async || {
            let stopped = consilium_client::api::Connection::Stopped;
            (self.session.status().ok()?.connection == stopped).then_some(())
        })
        .await;
    }

    /// Goes online, and is so when this returns.
    pub(crate) async fn online(&self) {
        self.session.connect();
        until("the line", async || {
            let online = consilium_client::api::Connection::Online;
            (self.session.status().ok()?.connection == online).then_some(())
        })
        .await;
    }

    /// The direct conversation with somebody.
    pub(crate) fn conversation(&self, other: &Self) -> ConversationId {
        direct_conversation(self.account, other.account)
    }

    /// Writes to somebody.
    pub(crate) fn say(&self, to: &Self, text: &str) -> MessageId {
        self.session
            .send_text(to.account, text, None, Urgency::Routine)
            .expect("a queued message")
    }

    /// All rows of the conversation with somebody, oldest first.
    pub(crate) fn rows(&self, other: &Self) -> Vec<Message> {
        self.session
            .messages(self.conversation(other), None, 10_000)
            .unwrap_or_default()
    }

    /// The texts that somebody wrote here, oldest first.
    pub(crate) fn heard(&self, from: &Self) -> Vec<String> {
        let theirs = |row: &Message| row.sender == from.account && !row.own;
        self.rows(from)
            .iter()
            .filter(|row| theirs(row))
            .filter_map(text_of)
            .collect()
    }

    /// Waits until somebody's text is shown here.
    pub(crate) async fn hears(&self, from: &Self, text: &str) {
        let what = format!("{:?} to hear {text:?}", self.name);
        until(&what, async || {
            self.heard(from).iter().any(|one| one == text).then_some(())
        })
        .await;
    }

    /// Waits until an own message has come so far.
    pub(crate) async fn until_delivery(&self, id: MessageId, wanted: Delivery) {
        let what = format!("{:?}'s message to be {wanted:?}", self.name);
        until(&what, async || {
            let now = self.session.message(id).ok()?.delivery;
            (rank(now) >= rank(wanted)).then_some(())
        })
        .await;
    }

    /// Waits for an event.
    pub(crate) async fn until_event(&self, what: &str, mut wanted: impl FnMut(&Event) -> bool) {
        until(what, async || self.events.any(&mut wanted).then_some(())).await;
    }

    /// How often contents were refused here, by reason, from the diagnostics.
    pub(crate) fn refused(&self, reason: &str) -> u64 {
        let report = self.session.diagnostics().expect("diagnostics");
        let start = format!("refused, {reason}: ");
        let line = report.lines().find_map(|line| line.strip_prefix(&start));
        line.and_then(|count| count.parse().ok())
            .unwrap_or_default()
    }

    /// How many contents were refused here, for any reason.
    pub(crate) fn refused_in_all(&self) -> u64 {
        let report = self.session.diagnostics().expect("diagnostics");
        let counts = report.lines().filter(|line| line.starts_with("refused, "));
        counts
            .filter_map(|line| line.rsplit_once(": ")?.1.parse::<u64>().ok())
            .sum()
    }
}

/// The text of a row, if it has one.
pub(crate) fn text_of(row: &Message) -> Option<String> {
    match &row.body {
        MessageBody::Text { text } => Some(text.clone()),
        _ => None,
    }
}

const fn rank(delivery: Delivery) -> u8 {
    match delivery {
        Delivery::NotSent | Delivery::Incoming => 0,
        Delivery::Waiting { .. } => 1,
        Delivery::AtRelay => 2,
        Delivery::Delivered => 3,
        Delivery::Read => 4,
    }
}

pub(crate) fn profile(name: &str) -> Profile {
    Profile {
        name: name.to_owned(),
        profession: "Nephrologist".to_owned(),
    }
}

/// The SMS code for a number, as its owner types it in.
pub(crate) async fn code_for(client: &Client, relay: &Relay, number: &str) -> PhoneCode {
    let sent = relay.sms_codes(number).len();
    let request = tokio::time::timeout(PATIENCE, client.request_code(number));
    let request = request.await.expect("an answer in time").expect("a code");
    let code = until("the SMS", async || {
        relay.sms_codes(number).get(sent).cloned()
    })
    .await;
    PhoneCode {
        attempt: request.attempt,
        code,
        number: request.number,
    }
}

/// Lets people find each other by number, both ways.
pub(crate) async fn introduce(people: &[&Person]) {
    for person in people {
        person
            .session
            .set_discoverable(true)
            .await
            .expect("discoverable");
    }
    for person in people {
        let others = people
            .iter()
            .filter(|other| other.account != person.account);
        let entries: Vec<_> = others
            .map(|other| AddressBookEntry {
                name: other.name.clone(),
                numbers: vec![other.number.clone()],
            })
            .collect();
        person
            .session
            .import_address_book(&entries)
            .expect("an address book");
        let found = person
            .session
            .find_contacts(Scheme::HmacSha1)
            .await
            .expect("discovery");
        assert_eq!(found.found.len(), people.len() - 1);
    }
}

/// Two clinicians who know each other and have talked both ways.
pub(crate) async fn acquainted(relay: &Relay) -> (Person, Person) {
    let file = relay.endpoint().file;
    acquainted_through(relay, &file).await
}

/// The same, through another relay file.
pub(crate) async fn acquainted_through(relay: &Relay, file: &str) -> (Person, Person) {
    let (anna, ben) = tokio::join!(
        Person::register_through(relay, file, "Anna"),
        Person::register_through(relay, file, "Ben"),
    );
    introduce(&[&anna, &ben]).await;
    anna.say(&ben, "Hello Ben");
    ben.hears(&anna, "Hello Ben").await;
    let answer = ben.say(&anna, "Hello Anna");
    anna.hears(&ben, "Hello Anna").await;
    ben.until_delivery(answer, Delivery::Delivered).await;
    (anna, ben)
}
