//! The Rust worker. `bindings/kotlin/bench` has the same one in Kotlin.
//!
//! It opens the installation, says `open`, and then for each line that it reads does:
//!
//! | line | does | answers |
//! |---|---|---|
//! | `unlock` | unlocks | milliseconds |
//! | `lock` | locks | `locked` |
//! | `catch-up` | receives everything, with a listener | seconds |
//! | `open` | reads the conversation with oneself and its last 50 messages | milliseconds |
//! | `call` | reads one message, many times | microseconds each |
//! | `plain-call` | asks whether it is locked, many times | microseconds each |
//! | `connect` | connects | `connected` |
//! | `disconnect` | disconnects | `disconnected` |
//! | `send` | writes a text and waits until it is at the relay | milliseconds |
//! | `receive` | says `ready`, waits for a message, reads it | microseconds since 1970 |

use crate::client::{PIN, text};
use anyhow::{Context, bail};
use clap::Args;
use consilium_client::api::{
    Client, ClientConfig, Connection, Delivery, Event, EventListener, MessageId, Session, Urgency,
};
use consilium_client::net::RelayFile;
use consilium_client::probe::NoProbe;
use consilium_client::vault::FolderKeystore;
use consilium_sodium::SystemEntropy;
use consilium_types::limits::AUTO_LOCK_MS;
use consilium_types::{AccountId, SystemClock};
use std::hint::black_box;
use std::io::BufRead;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Instant, SystemTime};
use tokio::sync::Notify;

/// What to open.
#[derive(Args)]
pub struct WorkerOptions {
    folder: PathBuf,
    relay_file: PathBuf,
}

/// Messages of a page.
const PAGE: u32 = 50;
/// Calls that are timed together.
const CALLS: u32 = 2_000;

/// Works until there is nothing more to read.
pub async fn work(options: &WorkerOptions) -> anyhow::Result<()> {
    let client = Client::open(ClientConfig {
        data_dir: options.folder.join("reader"),
        standby_dir: None,
        relay: RelayFile::parse(&std::fs::read_to_string(&options.relay_file)?)?,
        keystore: Arc::new(FolderKeystore::open(
            options.folder.join("reader-keystore"),
        )?),
        biometrics: None,
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        probe: Arc::new(NoProbe),
        default_region: "NL".to_owned(),
        auto_lock_ms: AUTO_LOCK_MS,
    })?;
    client.state()?;
    println!("open");
    let mut session = None;
    let mut lines = std::io::stdin().lock().lines();
    while let Some(line) = lines.next().transpose()? {
        if line == "unlock" {
            let start = Instant::now();
            let unlocked = client.unlock(PIN)?;
            let taken = start.elapsed().as_secs_f64() * 1e3;
            session = Some(Unlocked::new(unlocked)?);
            println!("{taken}");
        } else {
            let unlocked = session.as_ref().context("an unlocked session")?;
            println!("{}", unlocked.obey(&line).await?);
        }
    }
    Ok(())
}

struct Unlocked {
    session: Arc<Session>,
    own: AccountId,
    told: Arc<Told>,
}

/// The listener: an app draws again when it is told, and so does this.
#[derive(Default)]
struct Told {
    again: Notify,
    added: Mutex<Option<MessageId>>,
}

impl EventListener for Told {
    fn on_events(&self, events: &[Event]) {
        for event in events {
            if let Event::MessageAdded {
                message,
                own: false,
                ..
            } = event
            {
                *self.added.lock().unwrap_or_else(PoisonError::into_inner) = Some(*message);
            }
        }
        self.again.notify_one();
    }
}

impl Unlocked {
    fn new(session: Arc<Session>) -> anyhow::Result<Self> {
        let told = Arc::new(Told::default());
        session.subscribe(Arc::clone(&told) as Arc<dyn EventListener>);
        let own = session.own_account()?.account;
        Ok(Self { session, own, told })
    }

    async fn obey(&self, line: &str) -> anyhow::Result<String> {
        Ok(match line {
            "lock" => {
                self.session.lock();
                "locked".to_owned()
            }
            "catch-up" => {
                let start = Instant::now();
                self.session.sync_now().await?;
                start.elapsed().as_secs_f64().to_string()
            }
            "open" => self.open()?.to_string(),
            "call" => self.call()?.to_string(),
            "plain-call" => self.plain_call().to_string(),
            "connect" => {
                self.session.connect();
                self.until(|session| Ok(session.status()?.connection == Connection::Online))
                    .await?;
                "connected".to_owned()
            }
            "disconnect" => {
                self.session.disconnect();
                self.until(|session| Ok(session.status()?.connection == Connection::Stopped))
                    .await?;
                "disconnected".to_owned()
            }
            "send" => self.send().await?.to_string(),
            "receive" => self.receive().await?.to_string(),
            other => bail!("what is {other:?}?"),
        })
    }

    fn open(&self) -> anyhow::Result<f64> {
        let conversation = self.session.own_account()?.conversation;
        let start = Instant::now();
        black_box(self.session.conversation(conversation)?);
        black_box(self.session.messages(conversation, None, PAGE)?);
        Ok(start.elapsed().as_secs_f64() * 1e3)
    }

    fn call(&self) -> anyhow::Result<f64> {
        let conversation = self.session.own_account()?.conversation;
        let page = self.session.messages(conversation, None, 1)?;
        let id = page.first().context("a message")?.id;
        let start = Instant::now();
        for _ in 0..CALLS {
            black_box(self.session.message(id)?);
        }
        Ok(start.elapsed().as_secs_f64() * 1e6 / f64::from(CALLS))
    }

    fn plain_call(&self) -> f64 {
        let start = Instant::now();
        for _ in 0..CALLS {
            black_box(self.session.is_locked());
        }
        start.elapsed().as_secs_f64() * 1e6 / f64::from(CALLS)
    }

    async fn send(&self) -> anyhow::Result<f64> {
        let contacts = self.session.contacts()?;
        let to = contacts.iter().find(|contact| contact.account != self.own);
        let to = to.context("a colleague")?.account;
        let start = Instant::now();
        let id = self
            .session
            .send_text(to, &text(1), None, Urgency::Routine)?;
        self.until(|session| {
            let delivery = session.message(id)?.delivery;
            Ok(!matches!(delivery, Delivery::Waiting { .. }))
        })
        .await?;
        Ok(start.elapsed().as_secs_f64() * 1e3)
    }

    async fn receive(&self) -> anyhow::Result<u128> {
        *self.added() = None;
        println!("ready");
        loop {
            if let Some(id) = self.added().take() {
                black_box(self.session.message(id)?);
                let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
                return Ok(now.as_micros());
            }
            self.told.again.notified().await;
        }
    }

    fn added(&self) -> std::sync::MutexGuard<'_, Option<MessageId>> {
        self.told
            .added
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks whenever something happened.
    async fn until(
        &self,
        mut look: impl FnMut(&Session) -> anyhow::Result<bool>,
    ) -> anyhow::Result<()> {
        while !look(&self.session)? {
            self.told.again.notified().await;
        }
        Ok(())
    }
}
