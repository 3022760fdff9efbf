//! The runtime that every call runs on, whatever executor awaits it.

use crate::{ClientError, Result};
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::runtime::{Builder, EnterGuard, Runtime};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Threads that poll futures.
const WORKERS: usize = 2;
/// Threads that may wait for the disk or the PIN check; more calls than these take turns.
const BLOCKING: usize = 16;
/// A thread that has nothing to do ends after this.
const IDLE: Duration = Duration::from_secs(10);

/// Work that touches the disk, the keystore or the PIN check. Once begun it ends, whether or not
/// somebody still awaits it: a write is whole or not there.
pub(crate) async fn disk<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    ended(runtime()?.spawn_blocking(work)).await
}

/// A call over the network that is never given up half way.
pub(crate) async fn online<T: Send + 'static>(
    call: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    ended(runtime()?.spawn(call)).await
}

/// A call that may be dropped at any of its waits: when `stop` says so, or when nobody awaits it
/// any more.
pub(crate) async fn droppable<T: Send + 'static>(
    stop: CancellationToken,
    call: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    let _abandoned = stop.clone().drop_guard();
    online(async move {
        tokio::select! {
            biased;
            () = stop.cancelled() => Err(ClientError::Cancelled),
            ended = call => ended,
        }
    })
    .await
}

/// A call that touches only memory, on the caller's own thread.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(panicked()))
}

/// Makes this crate's runtime the current one, for what the core spawns.
pub(crate) fn enter() -> Result<EnterGuard<'static>> {
    Ok(runtime()?.enter())
}

async fn ended<T>(task: JoinHandle<Result<T>>) -> Result<T> {
    task.await.unwrap_or_else(|_| Err(panicked()))
}

fn panicked() -> ClientError {
    tracing::error!("a call at the border panicked");
    ClientError::Internal {
        what: "a call failed unexpectedly".into(),
    }
}

fn runtime() -> Result<&'static Runtime> {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    static STARTING: Mutex<()> = Mutex::new(());
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let _one = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    // Only a system without threads or memory to give refuses; the next call tries again.
    let started = start().map_err(|_| ClientError::Memory)?;
    Ok(RUNTIME.get_or_init(|| started))
}

fn start() -> std::io::Result<Runtime> {
    Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .max_blocking_threads(BLOCKING)
        .thread_keep_alive(IDLE)
        .thread_name("consilium")
        .enable_all()
        .build()
}
