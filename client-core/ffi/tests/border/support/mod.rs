//! What the tests share: the real relay, people with phones, and an executor of no runtime.

pub(crate) mod listener;
pub(crate) mod narrows;
pub(crate) mod person;
pub(crate) mod relay;

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::{Duration, Instant};

/// Longest wait for anything. Far above what anything takes; reaching it is a failure.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks at a condition that cannot announce itself.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Awaits on the thread that calls, as the executor of another language does: nothing here knows
/// of tokio.
pub(crate) fn wait<T>(future: impl Future<Output = T>) -> T {
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    let begun = Instant::now();
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
        assert!(begun.elapsed() < PATIENCE, "a call did not end");
        std::thread::park_timeout(PATIENCE);
    }
}

/// Looks until `look` finds something.
pub(crate) fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(LOOK_AGAIN);
    }
}
