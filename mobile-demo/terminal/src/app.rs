//! One installation at work: commands in, answers out.

use crate::args::Options;
use crate::ask::Ask;
use crate::command::Command;
use crate::failure::Failure;
use crate::live::Live;
use crate::secret::Secret;
use crate::setup::{Folders, Installation, not_local};
use crate::view::chat::ChatView;
use crate::view::status;
use crate::view::style::{Role, Style};
use crate::view::when::When;
use crate::{account, json, message, people};
use consilium_client::api::{ClientState, MessageId, Session};
use consilium_types::limits::AUTO_LOCK_MS;
use consilium_types::{BootTime, Timestamp};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// What a command gives: the same for a person and for a script.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    pub(crate) lines: Vec<String>,
    pub(crate) json: Value,
}

impl Answer {
    pub(crate) fn new(lines: Vec<String>, json: Value) -> Self {
        Self { lines, json }
    }

    /// One line, and `{}` for a script.
    pub(crate) fn done(line: impl Into<String>) -> Self {
        Self::new(vec![line.into()], json!({}))
    }
}

/// An installation and the session on it.
pub(crate) struct App {
    pub(crate) folders: Folders,
    pub(crate) options: Options,
    pub(crate) style: Style,
    pub(crate) when: When,
    pub(crate) live: Live,
    installation: Option<Installation>,
    session: Option<Arc<Session>>,
    /// When the person or script last asked for something. What arrives does not count as use, as
    /// the core's own measure would have it when this program reads it for the screen.
    used: Option<BootTime>,
    /// From `--pin-file` or `CONSILIUM_PIN`.
    pub(crate) pin: Option<Secret>,
    /// A session that stays gets the line to the relay at once.
    pub(crate) stays: bool,
}

impl App {
    pub(crate) fn new(options: Options, pin: Option<Secret>) -> Result<Self, Failure> {
        Ok(Self {
            folders: Folders::of(&options)?,
            options,
            style: Style::of_stdout(),
            when: When::here(),
            live: Live::new(),
            installation: None,
            session: None,
            used: None,
            pin,
            stays: false,
        })
    }

    /// The installation, opened at the first need.
    pub(crate) fn installation(&mut self) -> Result<&Installation, Failure> {
        if self.installation.is_none() {
            self.installation = Some(self.folders.open(&self.options)?);
        }
        self.installation
            .as_ref()
            .ok_or_else(|| Failure::new("INTERNAL", "no installation"))
    }

    /// The installation's clock; the computer's before there is one.
    pub(crate) fn now(&self) -> Timestamp {
        use consilium_types::{Clock, SystemClock};
        self.installation.as_ref().map_or_else(
            || SystemClock.now(),
            |installation| installation.clock.now(),
        )
    }

    /// The session, if one is open and has not locked itself.
    pub(crate) fn open_session(&self) -> Option<&Arc<Session>> {
        self.session.as_ref().filter(|session| !session.is_locked())
    }

    /// The session, unlocked now if need be.
    pub(crate) async fn session(&mut self, ask: &mut dyn Ask) -> Result<Arc<Session>, Failure> {
        if let Some(session) = self.open_session() {
            return Ok(Arc::clone(session));
        }
        account::unlock(self, None, ask).await
    }

    /// A session began: it is listened to, and gets the line to the relay if it stays.
    pub(crate) fn begin(&mut self, session: &Arc<Session>) {
        session.subscribe(self.live.listener());
        if self.stays && !self.options.offline {
            session.connect();
        }
        self.session = Some(Arc::clone(session));
        self.used_now();
    }

    /// The person or script asked for something.
    pub(crate) fn used_now(&mut self) {
        self.used = self
            .installation
            .as_ref()
            .map(|installation| installation.clock.boot());
        if let Some(session) = self.open_session() {
            session.touch();
        }
    }

    /// What is due by the clock, now and then; true if it locked the session.
    pub(crate) fn tick(&mut self) -> bool {
        let Some(session) = self.open_session().cloned() else {
            return false;
        };
        let now = self
            .installation
            .as_ref()
            .map(|installation| installation.clock.boot());
        let idle = now.zip(self.used).and_then(|(now, used)| now.since(used));
        // A boot clock that cannot be compared counts as too long.
        if idle.is_none_or(|idle| idle >= AUTO_LOCK_MS) || session.tick().is_err() {
            self.lock();
        }
        self.open_session().is_none()
    }

    /// Closes keys and database.
    pub(crate) fn lock(&mut self) {
        if let Some(session) = self.session.take() {
            session.lock();
        }
    }

    /// Carries a command out.
    pub(crate) async fn run(
        &mut self,
        command: Command,
        ask: &mut dyn Ask,
    ) -> Result<Answer, Failure> {
        self.used_now();
        let sends = command.sends() && !self.stays;
        let answer = self.dispatch(command, ask).await?;
        if sends && !self.options.offline {
            return self.send_now(answer).await;
        }
        Ok(answer)
    }

    async fn dispatch(&mut self, command: Command, ask: &mut dyn Ask) -> Result<Answer, Failure> {
        match command {
            Command::Init { relay, region } => account::init(self, &relay, &region),
            Command::RequestCode { number } => account::request_code(self, &number).await,
            Command::Register(registration) => account::register(self, registration, ask).await,
            Command::Recover(registration) => account::recover(self, registration, ask).await,
            Command::Unlock { pin } => {
                account::unlock(self, pin, ask).await?;
                self.status()
            }
            Command::Lock => {
                self.lock();
                Ok(Answer::done("Locked. Keys and database are closed."))
            }
            Command::Reopen { recovery_code } => account::reopen(self, recovery_code, ask),
            Command::Erase { yes } => account::erase(self, yes, ask),
            Command::Status if self.open_session().is_none() => self.locked_status(),
            Command::DevClock { advance_ms } => self.dev_clock(advance_ms),
            Command::Shell => Err(Failure::usage("This is the shell.")),
            command => {
                let session = self.session(ask).await?;
                self.dispatch_open(command, &session, ask).await
            }
        }
    }

    async fn dispatch_open(
        &mut self,
        command: Command,
        session: &Arc<Session>,
        ask: &mut dyn Ask,
    ) -> Result<Answer, Failure> {
        match command {
            Command::Pin { pin, new_pin, .. } => {
                account::change_pin(self, session, pin, new_pin, ask)
            }
            Command::RecoveryCode { confirm } => {
                account::recovery_code(self, session, confirm, ask)
            }
            Command::Me => account::me(self, session),
            Command::Name { name, profession } => account::name(session, name, profession),
            Command::Discoverable { on } => account::discoverable(session, on).await,
            Command::Number { answer } => account::number(session, answer).await,
            Command::DeleteAccount { yes } => account::delete(self, session, yes, ask).await,
            Command::Status => self.status(),
            Command::Diagnostics => {
                let report = session.diagnostics()?;
                let lines = report.lines().map(str::to_owned).collect();
                Ok(Answer::new(lines, json!({"report": report})))
            }
            Command::Sync => {
                session.sync_now().await?;
                self.status()
            }
            Command::Connect => {
                session.connect();
                Ok(Answer::done(
                    "Connecting. It stays connected and tries again by itself.",
                ))
            }
            Command::Disconnect => {
                session.disconnect();
                Ok(Answer::done("Disconnected. What you write waits here."))
            }
            command @ (Command::Import { .. }
            | Command::Find { .. }
            | Command::Contacts
            | Command::Requests
            | Command::Accept { .. }
            | Command::Decline { .. }
            | Command::Block { .. }
            | Command::Unblock { .. }
            | Command::Verify { .. }) => people::run(self, session, command, ask).await,
            command => message::run(self, session, command),
        }
    }

    /// How an unlocked session stands.
    fn status(&self) -> Result<Answer, Failure> {
        let Some(session) = self.open_session() else {
            return self.locked_status_of_open();
        };
        let status = session.status()?;
        let mut lines = status::status(&self.style, &self.when, &status);
        lines.push(self.keystore_line());
        let mut facts = json::status(&status);
        self.add_keystore(&mut facts, "unlocked");
        Ok(Answer::new(lines, facts))
    }

    fn locked_status_of_open(&self) -> Result<Answer, Failure> {
        Err(consilium_client::api::ClientError::Locked.into())
    }

    fn locked_status(&mut self) -> Result<Answer, Failure> {
        let client = Arc::clone(&self.installation()?.client);
        let state = client.state()?;
        let (word, mut lines) = match state {
            ClientState::Empty => (
                "empty",
                vec!["No account on this device yet: register, or recover".to_owned()],
            ),
            ClientState::Locked | ClientState::Closed => {
                let word = if state == ClientState::Closed {
                    "closed"
                } else {
                    "locked"
                };
                (word, status::pin(&self.style, client.pin_status()?))
            }
        };
        lines.push(self.keystore_line());
        let mut facts = json!({});
        if state != ClientState::Empty {
            facts = json::pin(client.pin_status()?);
        }
        self.add_keystore(&mut facts, word);
        Ok(Answer::new(lines, facts))
    }

    /// Prose, broken to fit the terminal.
    pub(crate) fn wrapped(&self, text: &str) -> String {
        crate::view::wrap::wrap(text, self.style.width).join("\n")
    }

    pub(crate) fn keystore_line(&self) -> String {
        let folder = self.folders.keystore.display().to_string();
        let text = status::keystore_warning(&folder);
        let lines = crate::view::wrap::wrap(&text, self.style.width);
        self.style.paint(Role::Quiet, &lines.join("\n"))
    }

    fn add_keystore(&self, facts: &mut Value, state: &str) {
        if let Value::Object(facts) = facts {
            facts.insert("state".to_owned(), json!(state));
            facts.insert("keystore".to_owned(), json!("folder"));
            facts.insert(
                "keystore_note".to_owned(),
                json!(status::keystore_warning(
                    &self.folders.keystore.display().to_string()
                )),
            );
        }
    }

    /// Both clocks of this process go forward.
    fn dev_clock(&mut self, advance_ms: u64) -> Result<Answer, Failure> {
        let installation = self.installation()?;
        let clock = installation.dev_clock.as_ref().ok_or_else(not_local)?;
        clock.advance(Duration::from_millis(advance_ms));
        let now = installation.clock.now();
        // Erasure and the automatic lock follow the clock; a session that locks itself says so.
        let locked = self
            .open_session()
            .is_some_and(|session| session.tick().is_err());
        let line = format!("It is {} now.", self.when.day(now));
        Ok(Answer::new(
            vec![line],
            json!({"now": now.as_millis(), "locked": locked}),
        ))
    }

    /// After a one-shot command: out with it now. What cannot leave waits, which is no failure.
    async fn send_now(&mut self, mut answer: Answer) -> Result<Answer, Failure> {
        let Some(session) = self.open_session().cloned() else {
            return Ok(answer);
        };
        let sent = session.sync_now().await;
        let status = session.status()?;
        match &sent {
            Err(error) => {
                let failure = Failure::from(error.clone());
                answer
                    .lines
                    .push(self.style.paint(Role::Warn, &failure.message));
            }
            Ok(()) if status.clock_refused => {
                let view = ChatView {
                    style: &self.style,
                    when: &self.when,
                };
                answer.lines.extend(view.line(&status));
            }
            Ok(()) => {}
        }
        if let Value::Object(facts) = &mut answer.json {
            facts.insert("synced".to_owned(), json!(sent.is_ok()));
            facts.insert("waiting".to_owned(), json!(status.waiting));
            // How far it has come by now.
            let id = facts.get("message").and_then(Value::as_i64).map(MessageId);
            if let Some(Ok(message)) = id.map(|id| session.message(id)) {
                facts.insert("row".to_owned(), json::message(&message));
                answer.lines.insert(0, message::sent(self, &message));
                answer.lines.remove(1);
            }
        }
        Ok(answer)
    }
}
