//! What the operator asks of a running relay: a socket in the data folder, which only the relay's
//! user enters. One line in, one line of JSON out.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use consilium_store::Counts;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::jobs::clock_guard::ClockGuard;

/// Name of the socket in the data folder.
const SOCKET: &str = "admin.sock";
/// Longest question.
const QUESTION: u64 = 64;
/// What one exchange may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Counts and sizes.
    Inspect,
    /// The clock is right: expiry may go on.
    ConfirmClock,
}

/// Counts and sizes: all that an operator can see of the relay's store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// Accounts.
    pub accounts: u64,
    /// Devices.
    pub devices: u64,
    /// Envelopes stored.
    pub envelopes: u64,
    /// Of these, not acknowledged yet.
    pub unacknowledged: u64,
    /// Sealed copies of kept conversations.
    pub archive_records: u64,
    /// Tokens stored.
    pub tokens: u64,
    /// Bytes of the store's files.
    pub file_bytes: u64,
    /// Devices connected now; none if the relay does not run.
    pub connected: Option<u64>,
    /// Expiry waits for `confirm-clock`.
    pub expiry_held: bool,
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Counts and sizes.
    Inspection(Inspection),
    /// It is done.
    Done,
    /// It is not, and why.
    Failed(String),
}

/// Answers the operator.
#[derive(Clone)]
pub struct Admin {
    app: Arc<App>,
    guard: Arc<ClockGuard>,
}

impl Admin {
    /// For a running relay.
    pub const fn new(app: Arc<App>, guard: Arc<ClockGuard>) -> Self {
        Self { app, guard }
    }

    /// Serves until `drain`.
    pub async fn serve(self, folder: PathBuf, drain: CancellationToken) {
        let path = folder.join(SOCKET);
        // A socket that a crash left behind; the store's lock says that nobody else is running.
        let _ = tokio::fs::remove_file(&path).await;
        let Ok(listener) = bind(&path) else {
            tracing::warn!(
                "the operator's socket cannot be made in the data folder (is its path too long?): \
                 `inspect` and `confirm-clock` work only while the relay is stopped"
            );
            return;
        };
        loop {
            tokio::select! {
                () = drain.cancelled() => break,
                accepted = listener.accept() => {
                    if let Ok((stream, _)) = accepted {
                        let _ = tokio::time::timeout(PATIENCE, self.exchange(stream)).await;
                    }
                }
            }
        }
        let _ = tokio::fs::remove_file(&path).await;
    }

    async fn exchange(&self, stream: UnixStream) -> std::io::Result<()> {
        let (read, mut write) = stream.into_split();
        let mut line = String::new();
        BufReader::new(read.take(QUESTION))
            .read_line(&mut line)
            .await?;
        let answer = match serde_json::from_str(line.trim()) {
            Ok(question) => self.answer(question).await,
            Err(_) => Answer::Failed("no such question".to_owned()),
        };
        let mut text = serde_json::to_vec(&answer)?;
        text.push(b'\n');
        write.write_all(&text).await?;
        write.shutdown().await
    }

    async fn answer(&self, question: Question) -> Answer {
        let answered = match question {
            Question::Inspect => self.inspect().await,
            Question::ConfirmClock => self.guard.confirm().await.map(|()| {
                self.app.wake_jobs.notify_one();
                Answer::Done
            }),
        };
        answered.unwrap_or_else(|error| Answer::Failed(error.to_string()))
    }

    async fn inspect(&self) -> Result<Answer, consilium_store::StoreError> {
        let counts = self.app.store.counts().await?;
        let mark = self.app.store.clock_mark().await?;
        let connected = u64::try_from(self.app.presence.count()).unwrap_or_default();
        Ok(Answer::Inspection(Inspection::new(
            counts,
            Some(connected),
            mark.is_some_and(|mark| mark.held),
        )))
    }
}

/// For the relay's user alone, whatever the folder allows.
fn bind(path: &Path) -> std::io::Result<UnixListener> {
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}

impl Inspection {
    /// From what the store says.
    pub const fn new(counts: Counts, connected: Option<u64>, expiry_held: bool) -> Self {
        let Counts {
            accounts,
            devices,
            envelopes,
            unacknowledged,
            archive_records,
            tokens,
            file_bytes,
        } = counts;
        Self {
            accounts,
            devices,
            envelopes,
            unacknowledged,
            archive_records,
            tokens,
            file_bytes,
            connected,
            expiry_held,
        }
    }
}

/// Asks the relay that runs on this folder; `None` if none does.
///
/// # Errors
/// From the system, when a relay is there but does not answer.
pub async fn ask(folder: &Path, question: Question) -> std::io::Result<Option<Answer>> {
    let Ok(stream) = UnixStream::connect(folder.join(SOCKET)).await else {
        return Ok(None);
    };
    let exchange = async {
        let (read, mut write) = stream.into_split();
        let mut text = serde_json::to_vec(&question)?;
        text.push(b'\n');
        write.write_all(&text).await?;
        let mut line = String::new();
        BufReader::new(read.take(4096)).read_line(&mut line).await?;
        Ok(Some(serde_json::from_str(&line)?))
    };
    match tokio::time::timeout(PATIENCE, exchange).await {
        Ok(answered) => answered,
        Err(_) => Err(std::io::ErrorKind::TimedOut.into()),
    }
}
