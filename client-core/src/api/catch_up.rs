//! Waiting until this device and the relay have nothing more for each other.

use super::core::{Core, Open};
use super::records::Connection;
use super::session::Session;
use super::{ClientError, Result, socket, spooled};
use crate::db::Key;
use std::time::Duration;

/// How long [`Session::sync_now`] waits without any progress.
const STALLED: Duration = Duration::from_secs(20);

/// How far a round of [`Session::sync_now`] has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Moved {
    /// Cursor, messages waiting.
    To(u64, u32),
    /// Nothing is left to do.
    Settled,
}

impl Session {
    /// Receives everything that the relay has for this device now and sends everything that is
    /// due. Starts the background task for as long as that takes, if it does not run.
    ///
    /// # Errors
    /// Those of the line, [`ClientError::Offline`] when nothing moves for 20 s, and
    /// [`ClientError::Replaced`] when another copy of this device takes the line.
    pub async fn sync_now(&self) -> Result<()> {
        self.core().touch();
        self.core().line.resume();
        self.catch_up().await
    }

    /// The same when no person asked for it, for example when a push woke the app: it does not
    /// count as use.
    ///
    /// # Errors
    /// As [`Session::sync_now`].
    pub async fn catch_up(&self) -> Result<()> {
        // Also when the relay cannot be reached: what was fetched before can be read.
        let spooled = |core: &Core, open: &Open| {
            spooled::take_in(core, open);
            Ok(())
        };
        self.core().blocking(spooled).await?;
        let token = self.core().token().await?;
        let newest = self.core().relay.cursor(&token).await?.newest;
        let running = self.is_connecting();
        let mut progress = self.core().line.progress();
        self.start();
        self.core().wake.notify_one();
        let waiting = self.core().line.awaited.begin();
        self.core().owing.notify_one();
        let ended = self.wait_settled(newest, &mut progress).await;
        drop(waiting);
        let noted = |core: &Core, open: &Open| {
            spooled::note(core, open);
            Ok(())
        };
        // A session that was locked meanwhile wrote it down at its end.
        let _ = self.core().blocking(noted).await;
        if !running {
            self.disconnect();
        }
        ended
    }

    async fn wait_settled(
        &self,
        newest: u64,
        progress: &mut tokio::sync::watch::Receiver<u64>,
    ) -> Result<()> {
        let mut last = None;
        loop {
            let moved = self.wait_moved(newest, last, progress);
            let stalled = |_| ClientError::Offline;
            last = Some(
                tokio::time::timeout(STALLED, moved)
                    .await
                    .map_err(stalled)??,
            );
            if last == Some(Moved::Settled) {
                return Ok(());
            }
        }
    }

    /// Waits until something is different from `last`.
    async fn wait_moved(
        &self,
        newest: u64,
        last: Option<Moved>,
        progress: &mut tokio::sync::watch::Receiver<u64>,
    ) -> Result<Moved> {
        loop {
            let state = self.core().line.state();
            if state == Connection::NotTrusted {
                return Err(ClientError::RelayNotTrusted);
            }
            if state == Connection::Replaced {
                return Err(ClientError::Replaced);
            }
            let now = self.core().with(|open| {
                open.db.read(|rows| -> Result<Moved> {
                    let settled = socket::is_settled(self.core(), rows, newest)?;
                    Ok(if settled && state == Connection::Online {
                        Moved::Settled
                    } else {
                        Moved::To(rows.meta_number(Key::Cursor)?, rows.waiting()?)
                    })
                })
            })?;
            if last != Some(now) {
                return Ok(now);
            }
            // The sender lives as long as the core does.
            let _ = progress.changed().await;
        }
    }
}
