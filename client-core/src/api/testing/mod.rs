//! A relay in memory, and people who use it, for the tests of this room.

mod relay;
mod state;

pub(super) use relay::FakeRelay;
pub(super) use state::Finish;

use super::core::locked;
use super::records::{PhoneCode, Profile};
use super::{Client, ClientConfig, Event, EventListener, Session, Standby, StandbyConfig};
use crate::net::RelayFile;
use crate::probe::{NoProbe, Probe};
use crate::vault::FolderKeystore;
use consilium_sodium::SystemEntropy;
use consilium_types::{AccountId, DeviceId, ManualClock, Timestamp};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use tempfile::TempDir;

pub(super) const PIN: &str = crate::vault::CHEAP_PIN;
/// Longest that a test waits for something to happen.
const PATIENCE: Duration = Duration::from_secs(60);

/// Remembers every event.
#[derive(Default)]
pub(super) struct Heard(Mutex<Vec<Event>>);

impl EventListener for Heard {
    fn on_events(&self, events: &[Event]) {
        locked(&self.0).extend_from_slice(events);
    }
}

impl Heard {
    pub(super) fn has(&self, wanted: impl Fn(&Event) -> bool) -> bool {
        locked(&self.0).iter().any(wanted)
    }
}

/// Somebody with a phone.
pub(super) struct Person {
    pub(super) client: Arc<Client>,
    pub(super) session: Arc<Session>,
    pub(super) heard: Arc<Heard>,
    pub(super) number: String,
    folder: TempDir,
}

fn relay_file() -> RelayFile {
    static FILE: OnceLock<String> = OnceLock::new();
    let json = FILE.get_or_init(|| {
        let made = rcgen::generate_simple_self_signed(vec!["relay.example".to_owned()]).unwrap();
        let pem = made.cert.pem();
        serde_json::json!({
            "version": 1, "name": "relay.example", "address": "127.0.0.1:1",
            "pins": ["11".repeat(32), "22".repeat(32)], "issuers": [pem], "development": true
        })
        .to_string()
    });
    RelayFile::parse(json).unwrap()
}

pub(super) fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::at(Timestamp(1_795_305_600_000)))
}

pub(super) fn installation(relay: &Arc<FakeRelay>, folder: &Path) -> Arc<Client> {
    probed(relay, folder, Arc::new(NoProbe))
}

pub(super) fn probed(relay: &Arc<FakeRelay>, folder: &Path, probe: Arc<dyn Probe>) -> Arc<Client> {
    let config = ClientConfig {
        data_dir: folder.join("data"),
        standby_dir: None,
        relay: relay_file(),
        keystore: Arc::new(FolderKeystore::open(folder.join("keystore")).unwrap()),
        biometrics: None,
        clock: relay.clock.clone(),
        entropy: Arc::new(SystemEntropy),
        probe,
        default_region: "NL".to_owned(),
        auto_lock_ms: 3_600_000,
    };
    Client::open_with(config, relay.clone()).unwrap()
}

pub(super) async fn phone_code(client: &Arc<Client>, number: &str) -> PhoneCode {
    let asked = client.request_code(number).await.unwrap();
    PhoneCode {
        attempt: asked.attempt,
        code: "123456".to_owned(),
        number: asked.number,
    }
}

impl Person {
    pub(super) async fn new(relay: &Arc<FakeRelay>, name: &str, number: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let client = installation(relay, folder.path());
        let code = phone_code(&client, number).await;
        let profile = Profile {
            name: name.to_owned(),
            profession: "GP".to_owned(),
        };
        let session = client.register(code, PIN, profile).await.unwrap();
        Self::of(client, session, number, folder)
    }

    pub(super) fn of(
        client: Arc<Client>,
        session: Arc<Session>,
        number: &str,
        folder: TempDir,
    ) -> Self {
        let heard = Arc::new(Heard::default());
        session.subscribe(heard.clone());
        Self {
            client,
            session,
            heard,
            number: number.to_owned(),
            folder,
        }
    }

    /// Somebody else's exact copy of this phone, keystore and all, with the PIN.
    pub(super) fn copied(&mut self, relay: &Arc<FakeRelay>) -> Self {
        self.session.lock();
        let folder = tempfile::tempdir().unwrap();
        for part in ["data", "keystore"] {
            let (from, to) = (self.folder.path().join(part), folder.path().join(part));
            std::fs::create_dir_all(&to).unwrap();
            for entry in std::fs::read_dir(from).unwrap() {
                let entry = entry.unwrap();
                std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
            }
        }
        self.reopen();
        let client = installation(relay, folder.path());
        let session = client.unlock(PIN).unwrap();
        Self::of(client, session, &self.number, folder)
    }

    /// Everything on this phone.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The app ended; what is left of it.
    pub(super) fn into_folder(self) -> TempDir {
        self.session.lock();
        self.folder
    }

    /// The app's folder.
    pub(super) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// What fetches while the app is locked.
    pub(super) fn standby(&self, relay: &Arc<FakeRelay>) -> Standby {
        self.probed_standby(relay, Arc::new(NoProbe))
    }

    pub(super) fn probed_standby(&self, relay: &Arc<FakeRelay>, probe: Arc<dyn Probe>) -> Standby {
        let config = StandbyConfig {
            folder: self.data(),
            relay: relay_file(),
            keystore: Arc::new(FolderKeystore::open(self.folder.path().join("keystore")).unwrap()),
            clock: relay.clock.clone(),
            entropy: Arc::new(SystemEntropy),
            probe,
        };
        Standby::open_with(config, relay.clone())
    }

    pub(super) fn account(&self) -> AccountId {
        self.session.own_account().unwrap().account
    }

    pub(super) fn device(&self) -> DeviceId {
        self.session.core().with(|open| Ok(open.device)).unwrap()
    }

    /// Finds another one by number.
    pub(super) async fn find(&self, other: &Self) -> AccountId {
        other.session.set_discoverable(true).await.unwrap();
        let entry = super::AddressBookEntry {
            name: "Somebody".to_owned(),
            numbers: vec![other.number.clone()],
        };
        self.session.import_address_book(&[entry]).unwrap();
        let found = self
            .session
            .find_contacts(super::Scheme::HmacSha1)
            .await
            .unwrap();
        let account = other.account();
        assert!(found.found.contains(&account));
        account
    }

    pub(super) fn say(&self, to: AccountId, text: &str) -> super::MessageId {
        self.session
            .send_text(to, text, None, super::Urgency::Routine)
            .unwrap()
    }

    pub(super) async fn sync(&self) {
        self.session.sync_now().await.unwrap();
    }

    /// Locks and unlocks, which closes and opens the database.
    pub(super) fn reopen(&mut self) {
        self.session.lock();
        self.session = self.client.unlock(PIN).unwrap();
        self.session.subscribe(self.heard.clone());
    }

    /// Texts of the conversation with another one, as shown.
    pub(super) fn texts(&self, with: AccountId) -> Vec<String> {
        let conversation = self.conversation(with);
        let shown = self.session.messages(conversation, None, 1000).unwrap();
        shown
            .into_iter()
            .map(|message| match message.body {
                super::MessageBody::Text { text } => text,
                other => format!("{other:?}"),
            })
            .collect()
    }

    pub(super) fn conversation(&self, with: AccountId) -> consilium_types::ConversationId {
        consilium_statement::id::direct_conversation(self.account(), with)
    }
}

/// Waits until something holds.
pub(super) async fn until(what: &str, holds: impl Fn() -> bool) {
    let wait = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let reached = tokio::time::timeout(PATIENCE, wait).await;
    assert!(reached.is_ok(), "waited in vain: {what}");
}
