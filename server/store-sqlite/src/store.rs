//! The store: its parts put together, opened and closed.

use crate::checkpoint::Checkpointer;
use crate::connection::{self, Purpose};
use crate::job::{CLOSED, Guard, Request, Settings, Task, Work};
use crate::load;
use crate::options::Options;
use crate::phone_crypto::PhoneCrypto;
use crate::reader::Readers;
use crate::schema;
use crate::state::State;
use crate::writer::Writer;
use consilium_sodium::Secret;
use consilium_store::StoreError;
use rusqlite::Connection;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};
use std::thread::JoinHandle;
use tokio::sync::{Semaphore, mpsc, oneshot};

/// Bytes that one permit of the queue's room stands for.
const ROOM_UNIT: usize = 1024;

/// The relay's embedded store: one SQLCipher database, one writer, readers beside it.
pub struct SqliteStore {
    requests: mpsc::Sender<Request>,
    room: Arc<Semaphore>,
    room_units: u32,
    published: Arc<RwLock<State>>,
    readers: Readers,
    settings: Arc<Settings>,
    path: PathBuf,
    closed: AtomicBool,
    closing: tokio::sync::Mutex<()>,
    running: Mutex<Option<Running>>,
}

/// What ends with the store.
struct Running {
    writer: JoinHandle<()>,
    /// Held while this process has the store open.
    lock: File,
}

impl SqliteStore {
    /// Opens the database file, or makes it, readable by this user alone. Blocks for as long as
    /// reading the newest rows takes: well under a second after a clean close.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`], [`StoreError::Schema`], or [`StoreError::Unavailable`] if another
    /// process has it open.
    pub fn open(path: &Path, key: &Secret<32>, options: Options) -> Result<Arc<Self>, StoreError> {
        let lock = take_lock(path)?;
        let settings = Arc::new(settings(key, &options)?);
        let mut writer = open_file(path, key)?;
        schema::migrate(&mut writer)?;
        // Open as long as the store: to close it would give up the locks that SQLite has on it.
        let file = File::open(path)
            .map_err(|_| StoreError::Unavailable("the file cannot be opened again"))?;
        connection::assert_encrypted(&file)?;
        let loaded = load::load(&writer, &settings)?;
        let published = Arc::new(RwLock::new(loaded.state.copy(options.recent_bytes)));
        let readers = Readers::open(path, key, options.readers)?;
        let own = connection::open(path, key, Purpose::Checkpoint)?;
        let checkpointer = Checkpointer::start(&mut writer, own, file)?;
        let (requests, queue) = mpsc::channel(options.queue.max(1));
        let writer = Writer::new(
            writer,
            loaded,
            Arc::clone(&settings),
            Arc::clone(&published),
            checkpointer,
        );
        let writer = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || writer.run(queue))
            .map_err(|_| StoreError::Unavailable("no thread"))?;
        let room_units = units(usize::try_from(options.queue_bytes).unwrap_or(usize::MAX)).max(1);
        Ok(Arc::new(Self {
            requests,
            room: Arc::new(Semaphore::new(
                usize::try_from(room_units).unwrap_or(usize::MAX),
            )),
            room_units,
            published,
            readers,
            settings,
            path: path.to_owned(),
            closed: AtomicBool::new(false),
            closing: tokio::sync::Mutex::new(()),
            running: Mutex::new(Some(Running { writer, lock })),
        }))
    }

    /// Does something in the writer's next batch; returns once that is on disk.
    pub(crate) async fn write<T, F>(&self, guard: Guard, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Work<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        self.write_sized(guard, 0, work).await
    }

    /// The same with so many bytes of envelopes, which wait for room in the queue.
    pub(crate) async fn write_sized<T, F>(
        &self,
        guard: Guard,
        bytes: usize,
        work: F,
    ) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Work<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let room = units(bytes).min(self.room_units);
        let permit = Arc::clone(&self.room)
            .acquire_many_owned(room)
            .await
            .map_err(|_| CLOSED)?;
        let (reply, answer) = oneshot::channel();
        let request = Request::Do {
            job: Box::new(Task::new(work, reply)),
            guard,
            bytes,
            permit,
        };
        self.requests.send(request).await.map_err(|_| CLOSED)?;
        answer.await.map_err(|_| CLOSED)?
    }

    /// Reads in a snapshot of what is on disk.
    pub(crate) async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        if self.closed.load(Ordering::Acquire) {
            return Err(CLOSED);
        }
        self.readers.read(work).await
    }

    /// What is on disk, as far as it is in memory.
    pub(crate) fn published(&self) -> Result<RwLockReadGuard<'_, State>, StoreError> {
        if self.closed.load(Ordering::Acquire) {
            return Err(CLOSED);
        }
        Ok(self
            .published
            .read()
            .unwrap_or_else(PoisonError::into_inner))
    }

    /// What never changes.
    pub(crate) const fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }

    /// The database file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Finishes what is queued and closes; the second call finds nothing to do.
    pub(crate) async fn end(&self) -> Result<(), StoreError> {
        let _one_at_a_time = self.closing.lock().await;
        let (reply, done) = oneshot::channel();
        if self.requests.send(Request::Close(reply)).await.is_ok() {
            // The writer drops the reply only if it failed; joining it below says so.
            let _ = done.await;
        }
        self.closed.store(true, Ordering::Release);
        self.readers.close();
        self.join()
    }

    fn join(&self) -> Result<(), StoreError> {
        let running = self
            .running
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let Some(running) = running else {
            return Ok(());
        };
        let ended = running.writer.join();
        // Closing the file gives the lock up; said aloud for the reader.
        drop(running.lock);
        ended.map_err(|_| StoreError::Internal("the writer failed"))
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        // The writer ends when nobody can send any more.
        let (nobody, _) = mpsc::channel(1);
        drop(std::mem::replace(&mut self.requests, nobody));
        if self.join().is_err() {
            tracing::error!("the store's writer failed");
        }
    }
}

impl std::fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SqliteStore(..)")
    }
}

/// What a connection needs besides the file and its key.
pub(crate) fn settings(key: &Secret<32>, options: &Options) -> Result<Settings, StoreError> {
    Ok(Settings {
        limits: options.limits,
        pieces: options.pieces,
        entropy: Arc::clone(&options.entropy),
        phone: PhoneCrypto::derive(key)?,
        recent_ids: options.recent_ids,
        recent_bytes: options.recent_bytes,
        merge_rows: options.merge_rows.max(1),
        checkpoint_bytes: options.checkpoint_bytes,
    })
}

fn open_file(path: &Path, key: &Secret<32>) -> Result<Connection, StoreError> {
    private_file(path).map_err(|_| StoreError::Unavailable("the file cannot be made"))?;
    connection::open(path, key, Purpose::Write)
}

/// One process has the store: what it keeps in memory would be wrong for two.
fn take_lock(path: &Path) -> Result<File, StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let file = private_file(Path::new(&name))
        .map_err(|_| StoreError::Unavailable("the lock file cannot be made"))?;
    file.try_lock()
        .map_err(|_| StoreError::Unavailable("another process has it open"))?;
    Ok(file)
}

/// Opens a file, or makes it, readable by this user alone.
pub(crate) fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn units(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(ROOM_UNIT)).unwrap_or(u32::MAX)
}
