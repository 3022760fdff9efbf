//! A client in a process of its own (`test-client`): killed like a phone whose battery is pulled,
//! its logs kept at TRACE.

use super::actor::new_phone;
use super::person::Phone;
use super::relay::{Relay, binary};
use super::wait::{until, within};
use consilium_types::AccountId;
use serde_json::{Value, json};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// What a command came to.
#[derive(Debug, PartialEq)]
pub(crate) enum Reply {
    /// Its answer.
    Ok(Value),
    /// The code of the client's error.
    Refused(String),
    /// The process ended at this step, as it was armed to.
    Killed(String),
}

/// A running client.
pub(crate) struct Process {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Process {
    /// Starts on a phone's storage.
    pub(crate) fn start(phone: &Phone, relay: &Relay) -> Self {
        let folder = phone.data().parent().expect("a folder").to_owned();
        let file = folder.join("relay.json");
        std::fs::write(&file, relay.endpoint().file).expect("a relay file");
        let temporary = folder.join("tmp");
        std::fs::create_dir_all(&temporary).expect("a folder");
        let mut child = Command::new(binary("test-client"))
            .arg(phone.data())
            .arg(phone.keystore())
            .arg(file)
            .arg(folder.join("client.log"))
            .env("TMPDIR", temporary)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the client's binary runs");
        let input = child.stdin.take().expect("a pipe");
        let output = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        Self {
            child,
            input,
            output,
        }
    }

    /// Gives a command; what it came to.
    pub(crate) async fn ask(&mut self, command: Value) -> Reply {
        let mut line = command.to_string();
        line.push('\n');
        // A process that was killed meanwhile has said so on its output.
        let _ = self.input.write_all(line.as_bytes()).await;
        let next = within(&format!("an answer to {line}"), self.output.next_line()).await;
        let Some(next) = next.expect("the client's output") else {
            panic!("the client died at {line}");
        };
        let answer: Value = serde_json::from_str(&next).expect("an answer");
        if let Some(step) = answer["killed_at"].as_str() {
            return Reply::Killed(step.to_owned());
        }
        match answer.get("error") {
            Some(code) => Reply::Refused(code.as_str().expect("a code").to_owned()),
            None => Reply::Ok(answer["ok"].clone()),
        }
    }

    /// Gives a command that has to succeed.
    pub(crate) async fn must(&mut self, command: Value) -> Value {
        match self.ask(command.clone()).await {
            Reply::Ok(value) => value,
            other => panic!("{command} came to {other:?}"),
        }
    }

    /// Waits for the end of a process that was killed at a step.
    pub(crate) async fn gone(&mut self) {
        until("the client's end", async || {
            self.child.try_wait().expect("its state")
        })
        .await;
    }

    /// SIGKILL from outside, at whatever it is doing.
    pub(crate) async fn kill(mut self) {
        self.child.start_kill().expect("SIGKILL");
        self.child.wait().await.expect("its end");
    }

    /// Registers a new number, and stays unlocked.
    pub(crate) async fn register(
        &mut self,
        relay: &Relay,
        name: &str,
        pin: &str,
    ) -> (AccountId, String) {
        let number = new_phone();
        let asked = self
            .must(json!({ "do": "request-code", "number": number }))
            .await;
        let code = relay.sms_code(&number).await;
        let account = self
            .must(json!({
                "do": "register", "attempt": asked["attempt"], "number": asked["number"],
                "code": code, "name": name, "pin": pin,
            }))
            .await;
        self.must(json!({ "do": "discoverable" })).await;
        (account_of(&account), number)
    }

    /// The texts of the conversation with somebody, own or theirs, oldest first.
    pub(crate) async fn texts(&mut self, with: AccountId, own: bool) -> Vec<String> {
        let rows = self
            .must(json!({ "do": "messages", "account": with.to_hex() }))
            .await;
        rows.as_array()
            .expect("rows")
            .iter()
            .filter(|row| row["own"] == own)
            .filter_map(|row| Some(row["body"]["text"].as_str()?.to_owned()))
            .collect()
    }

    /// Waits until everything that was written has reached the relay.
    pub(crate) async fn until_sent(&mut self) {
        self.must(json!({ "do": "sync" })).await;
        let waiting = self.must(json!({ "do": "waiting" })).await;
        assert_eq!(waiting, 0, "everything has left");
    }
}

/// An account id as the client prints it.
pub(crate) fn account_of(value: &Value) -> AccountId {
    AccountId::from_hex(value.as_str().expect("a text")).expect("an account id")
}
