//! A clinician at the terminal client: one process that stays open, told what to do by JSON lines.

use super::cast::Role;
use super::relay::{Relay, program};
use anyhow::{Context, bail, ensure};
use serde_json::{Map, Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

/// Longest wait for an answer: an unlock takes Argon2id and 256 MiB on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks at something that takes its time.
const PAUSE: Duration = Duration::from_millis(100);

/// A running terminal client.
pub struct Person {
    pub role: &'static Role,
    folder: PathBuf,
    child: Child,
    input: ChildStdin,
    replies: Receiver<Value>,
    next_id: u64,
}

impl Person {
    /// Opens the client on an empty folder and makes an account.
    pub fn register(role: &'static Role, folder: &Path, relay: &Relay) -> anyhow::Result<Self> {
        let folder = folder.join(role.key);
        let mut person = Self::open(role, folder)?;
        person.ask(
            "init",
            json!({"relay": relay.file(), "region": role.region}),
        )?;
        person.ask("request_code", json!({"number": role.number}))?;
        let code = relay.sms_code(role.number)?;
        person.ask(
            "register",
            json!({
                "code": code,
                "name": role.name,
                "profession": role.profession,
                "pin": role.pin,
            }),
        )?;
        person.ask("discoverable", json!({"on": "on"}))?;
        person.ask("connect", json!({}))?;
        Ok(person)
    }

    fn open(role: &'static Role, folder: PathBuf) -> anyhow::Result<Self> {
        let log = std::fs::File::create(folder.with_extension("log"))?;
        let mut child = Command::new(program("consilium")?)
            .arg("--json")
            .arg("--data")
            .arg(&folder)
            .arg("--keystore")
            .arg(keystore(&folder))
            .arg("shell")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()?;
        let input = child.stdin.take().context("the client's input")?;
        let output = child.stdout.take().context("the client's output")?;
        let (tell, replies) = sync_channel(1024);
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Ok(value) = serde_json::from_str::<Value>(&line)
                    && value.get("id").is_some_and(Value::is_u64)
                    && tell.send(value).is_err()
                {
                    return;
                }
            }
        });
        Ok(Self {
            role,
            folder,
            child,
            input,
            replies,
            next_id: 1,
        })
    }

    /// Sends a command and waits for its reply.
    pub fn ask(&mut self, command: &str, arguments: Value) -> anyhow::Result<Value> {
        let id = self.next_id;
        self.next_id += 1;
        let mut line = Map::new();
        line.insert("id".to_owned(), json!(id));
        line.insert("cmd".to_owned(), json!(command));
        if let Value::Object(arguments) = arguments {
            line.extend(arguments);
        }
        writeln!(self.input, "{}", Value::Object(line))?;
        self.input.flush()?;
        loop {
            let reply = self
                .replies
                .recv_timeout(PATIENCE)
                .with_context(|| format!("{} did not answer {command}", self.role.name))?;
            if reply.get("id") != Some(&json!(id)) {
                continue;
            }
            if let Some(answer) = reply.get("ok") {
                return Ok(answer.clone());
            }
            bail!("{}: {command}: {reply}", self.role.name);
        }
    }

    /// Reads the address book that the telephone exported.
    pub fn import(&mut self) -> anyhow::Result<Value> {
        let (name, content) = self.role.address_book;
        let file = self.folder.with_file_name(name);
        std::fs::write(&file, content)?;
        self.ask("import", json!({"file": file}))
    }

    /// Writes to somebody; the text waits here while the relay cannot be reached.
    pub fn send(&mut self, to: &Role, text: &str) -> anyhow::Result<()> {
        self.ask("send", json!({"to": to.name, "text": text}))?;
        Ok(())
    }

    /// The conversation with somebody, oldest first.
    pub fn history(&mut self, with: &Role) -> anyhow::Result<Vec<Value>> {
        let reply = self.ask("history", json!({"who": with.name, "limit": 200}))?;
        let messages = reply.get("messages").and_then(Value::as_array);
        Ok(messages.cloned().unwrap_or_default())
    }

    /// How often a text stands in the conversation with somebody.
    pub fn count(&mut self, with: &Role, text: &str) -> anyhow::Result<usize> {
        let messages = self.history(with)?;
        Ok(messages
            .iter()
            .filter(|message| text_of(message) == Some(text))
            .count())
    }

    /// Waits until a condition holds here.
    pub fn wait_until(
        &mut self,
        what: &str,
        mut holds: impl FnMut(&mut Self) -> anyhow::Result<bool>,
    ) -> anyhow::Result<()> {
        let start = Instant::now();
        while !holds(self)? {
            ensure!(
                start.elapsed() < PATIENCE,
                "{}: waited in vain until {what}",
                self.role.name
            );
            std::thread::sleep(PAUSE);
        }
        Ok(())
    }

    /// The client's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What stands in for the phone's hardware keystore.
    pub fn keystore(&self) -> PathBuf {
        keystore(&self.folder)
    }

    /// Locks and ends the client.
    pub fn leave(mut self) -> anyhow::Result<()> {
        self.ask("lock", json!({}))?;
        drop(self.input);
        self.child.wait()?;
        Ok(())
    }
}

fn keystore(folder: &Path) -> PathBuf {
    folder.with_extension("keystore")
}

/// The text of a message of a history.
pub fn text_of(message: &Value) -> Option<&str> {
    message.get("text").and_then(Value::as_str)
}
