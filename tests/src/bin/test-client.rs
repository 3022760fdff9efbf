//! A client in a process of its own, so that tests can kill it at any step, read its memory, and
//! search what it logs. One JSON object a line in, one a line out.
//!
//! ```text
//! test-client DATA KEYSTORE RELAY-FILE LOG
//! ```
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a test's helper talks on its standard output, and dies when a test is wrong"
)]

use consilium_client::api::{
    AddressBookEntry, Client, ClientConfig, ClientError, Delivery, MessageBody, MessageId,
    PhoneCode, Profile, Scheme, Session, Standby, StandbyConfig, Urgency,
};
use consilium_client::net::RelayFile;
use consilium_client::probe::Probe;
use consilium_client::vault::FolderKeystore;
use consilium_sodium::SystemEntropy;
use consilium_statement::id::direct_conversation;
use consilium_types::ids::to_hex;
use consilium_types::limits::AUTO_LOCK_MS;
use consilium_types::{AccountId, ManualClock, SystemClock};
use serde_json::{Value, json};
use std::fs::File;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};

/// Ends this process at the step that was asked for, as a power cut does.
#[derive(Default)]
struct Killer {
    left: AtomicUsize,
    /// The only step that counts; every one does without.
    only: Mutex<Option<String>>,
    passed: Mutex<Vec<&'static str>>,
}

impl Probe for Killer {
    fn step(&self, name: &'static str) {
        self.passed.lock().expect("steps").push(name);
        let only = self.only.lock().expect("a step").clone();
        let counts = only.is_none_or(|only| only == name);
        if !counts || self.left.load(Ordering::Acquire) == 0 {
            return;
        }
        if self.left.fetch_sub(1, Ordering::AcqRel) == 1 {
            println!("{}", json!({ "killed_at": name }));
            let this = rustix::process::getpid();
            rustix::process::kill_process(this, rustix::process::Signal::KILL).expect("SIGKILL");
            loop {
                std::thread::park();
            }
        }
    }
}

/// What a command came to, or the code of the client's error.
type Answer = Result<Value, ClientError>;

struct Host {
    client: Arc<Client>,
    standby: Standby,
    clock: Arc<ManualClock>,
    killer: Arc<Killer>,
    session: Option<Arc<Session>>,
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let [data, keystore, relay_file, log] = arguments.as_slice() else {
        anyhow::bail!("test-client DATA KEYSTORE RELAY-FILE LOG");
    };
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(Mutex::new(
            File::options().create(true).append(true).open(log)?,
        ))
        .init();
    let clock = Arc::new(ManualClock::over(SystemClock));
    let killer = Arc::new(Killer::default());
    let relay = RelayFile::parse(&std::fs::read_to_string(relay_file)?)?;
    let standby = Standby::open(StandbyConfig {
        folder: data.into(),
        relay: relay.clone(),
        keystore: Arc::new(FolderKeystore::open(keystore)?),
        clock: Arc::clone(&clock) as _,
        entropy: Arc::new(SystemEntropy),
        probe: Arc::clone(&killer) as _,
    })?;
    let client = Client::open(ClientConfig {
        data_dir: data.into(),
        standby_dir: None,
        relay,
        keystore: Arc::new(FolderKeystore::open(keystore)?),
        biometrics: None,
        clock: Arc::clone(&clock) as _,
        entropy: Arc::new(SystemEntropy),
        probe: Arc::clone(&killer) as _,
        default_region: "NL".to_owned(),
        auto_lock_ms: AUTO_LOCK_MS,
    })?;
    let mut host = Host {
        client,
        standby,
        clock,
        killer,
        session: None,
    };
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let command: Value = serde_json::from_str(&line)?;
        let answer = match host.obey(&command).await {
            Ok(value) => json!({ "ok": value }),
            Err(error) => json!({ "error": error.code(), "details": details(&error) }),
        };
        println!("{answer}");
    }
    Ok(())
}

fn details(error: &ClientError) -> Value {
    match error {
        ClientError::WrongPin {
            tries_left,
            wait_ms,
        } => {
            json!({ "tries_left": tries_left, "wait_ms": wait_ms })
        }
        ClientError::PinWait { wait_ms } => json!({ "wait_ms": wait_ms }),
        _ => Value::Null,
    }
}

/// A text of a command.
fn text<'a>(command: &'a Value, name: &str) -> &'a str {
    command.get(name).and_then(Value::as_str).expect("a text")
}

fn number(command: &Value, name: &str) -> u64 {
    command.get(name).and_then(Value::as_u64).expect("a number")
}

fn account(command: &Value) -> AccountId {
    AccountId::from_hex(text(command, "account")).expect("an account id")
}

impl Host {
    async fn obey(&mut self, command: &Value) -> Answer {
        match text(command, "do") {
            "request-code" => {
                let request = self.client.request_code(text(command, "number")).await?;
                Ok(json!({ "attempt": to_hex(&request.attempt), "number": request.number }))
            }
            "register" => self.register(command).await,
            "unlock" => {
                self.session = Some(self.client.unlock(text(command, "pin"))?);
                self.own()
            }
            "pin-status" => {
                let status = self.client.pin_status()?;
                Ok(json!({
                    "tries_left": status.tries_left,
                    "wait_ms": status.wait_ms,
                    "closed": status.closed,
                }))
            }
            "arm" => {
                let at = usize::try_from(number(command, "at")).expect("a count");
                let only = command.get("step").and_then(Value::as_str);
                *self.killer.only.lock().expect("a step") = only.map(str::to_owned);
                self.killer.left.store(at, Ordering::Release);
                Ok(Value::Null)
            }
            "steps" => Ok(json!(*self.killer.passed.lock().expect("steps"))),
            "advance" => {
                self.clock
                    .advance(Duration::from_millis(number(command, "ms")));
                Ok(Value::Null)
            }
            "set-wall" => {
                let ms = command.get("ms").and_then(Value::as_i64).expect("a number");
                self.clock.set_wall_by(ms);
                Ok(Value::Null)
            }
            "standby" => {
                let spooled = self.standby.fetch().await?;
                Ok(json!({ "new": spooled.new, "waiting": spooled.waiting }))
            }
            "lock" => {
                if let Some(session) = self.session.take() {
                    session.lock();
                }
                Ok(Value::Null)
            }
            _ => self.obey_unlocked(command).await,
        }
    }

    async fn obey_unlocked(&self, command: &Value) -> Answer {
        let session = self.session.as_ref().ok_or(ClientError::Locked)?;
        match text(command, "do") {
            "own" => return self.own(),
            "connect" => session.connect(),
            "disconnect" => session.disconnect(),
            "touch" => session.touch(),
            "sync" => session.sync_now().await?,
            "tick" => session.tick()?,
            "change-pin" => session.change_pin(text(command, "old"), text(command, "new"))?,
            "recovery-code" => return Ok(json!(session.recovery_code()?)),
            "accept" => session.accept_request(account(command))?,
            "discoverable" => session.set_discoverable(true).await?,
            "know" => {
                let entry = AddressBookEntry {
                    name: text(command, "name").to_owned(),
                    numbers: vec![text(command, "number").to_owned()],
                };
                session.import_address_book(&[entry])?;
                let found = session.find_contacts(Scheme::HmacSha1).await?.found;
                return Ok(json!(
                    found.iter().map(AccountId::to_hex).collect::<Vec<_>>()
                ));
            }
            "send" => {
                let body = text(command, "text");
                let id = session.send_text(account(command), body, None, Urgency::Routine)?;
                return Ok(json!(id.0));
            }
            "edit" => session.edit(message(command), text(command, "text"))?,
            "draft" => session.set_draft(account(command), text(command, "text"))?,
            "search" => {
                return Ok(json!(session.search(text(command, "text"), 10)?.len()));
            }
            "keep" => {
                let own = session.own_account()?.account;
                session.keep(direct_conversation(own, account(command)), true)?;
            }
            "read" => {
                let own = session.own_account()?.account;
                session.mark_read(direct_conversation(own, account(command)))?;
            }
            "messages" => return messages(session, account(command)),
            "waiting" => return Ok(json!(session.status()?.waiting)),
            "diagnostics" => return Ok(json!(session.diagnostics()?)),
            other => return Ok(json!({ "unknown": other })),
        }
        Ok(Value::Null)
    }

    async fn register(&mut self, command: &Value) -> Answer {
        let attempt = consilium_types::ids::from_hex::<16>(text(command, "attempt"));
        let code = PhoneCode {
            attempt: attempt.expect("an attempt").to_vec(),
            code: text(command, "code").to_owned(),
            number: text(command, "number").to_owned(),
        };
        let profile = Profile {
            name: text(command, "name").to_owned(),
            profession: String::new(),
        };
        let session = self
            .client
            .register(code, text(command, "pin"), profile)
            .await?;
        self.session = Some(session);
        self.own()
    }

    fn own(&self) -> Answer {
        let session = self.session.as_ref().ok_or(ClientError::Locked)?;
        Ok(json!(session.own_account()?.account.to_hex()))
    }
}

fn message(command: &Value) -> MessageId {
    let id = command.get("message").and_then(Value::as_i64);
    MessageId(id.expect("a message"))
}

fn messages(session: &Session, with: AccountId) -> Answer {
    let own = session.own_account()?.account;
    let rows = session.messages(direct_conversation(own, with), None, 10_000)?;
    let shown = rows.iter().map(|row| {
        let body = match &row.body {
            MessageBody::Text { text } => json!({ "text": text }),
            MessageBody::Gap { missing } => json!({ "gap": missing }),
            MessageBody::Deleted | MessageBody::NeedsNewerApp | MessageBody::NewKey => json!({}),
        };
        let delivered = matches!(row.delivery, Delivery::Delivered | Delivery::Read);
        json!({ "id": row.id.0, "own": row.own, "body": body, "delivered": delivered })
    });
    Ok(json!(shown.collect::<Vec<_>>()))
}
