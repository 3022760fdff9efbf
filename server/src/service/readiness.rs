//! Whether the relay is ready. Anybody may ask, as often as they like; the store's disk is asked at
//! most once a second, and once at a time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use consilium_store::RelayStore;
use consilium_types::Clock;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};

/// An answer is given again for so long.
const FRESH_MS: u64 = 1000;
/// What an answer may take: a store that needs longer is not ready.
const PATIENCE: Duration = Duration::from_secs(2);
const PATIENCE_MS: u64 = 2000;

/// Whether the store reaches its disk.
pub struct Readiness {
    store: Arc<dyn RelayStore>,
    clock: Arc<dyn Clock>,
    newest: Mutex<Option<Look>>,
}

/// One question to the store, and its answer for all who wait.
struct Look {
    /// By the boot clock.
    began_ms: u64,
    answer: Shared<BoxFuture<'static, bool>>,
}

impl Readiness {
    /// Of this store.
    pub fn new(store: Arc<dyn RelayStore>, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            clock,
            newest: Mutex::default(),
        }
    }

    /// Whether the store answered now or a moment ago.
    pub async fn is_ready(&self) -> bool {
        self.answer().await
    }

    fn answer(&self) -> Shared<BoxFuture<'static, bool>> {
        let now = self.clock.boot().ms;
        let mut newest = match self.newest.lock() {
            Ok(newest) => newest,
            Err(poisoned) => poisoned.into_inner(),
        };
        let look = newest
            .take()
            .filter(|look| look.is_good_at(now))
            .unwrap_or_else(|| self.look(now));
        let answer = look.answer.clone();
        *newest = Some(look);
        answer
    }

    fn look(&self, now: u64) -> Look {
        let store = Arc::clone(&self.store);
        let asked = async move {
            let answer = tokio::time::timeout(PATIENCE, store.check()).await;
            matches!(answer, Ok(Ok(())))
        };
        Look {
            began_ms: now,
            answer: asked.boxed().shared(),
        }
    }
}

impl Look {
    fn is_good_at(&self, now: u64) -> bool {
        // One that nobody waited for to the end says nothing later.
        let good_for = match self.answer.peek() {
            Some(_) => FRESH_MS,
            None => PATIENCE_MS,
        };
        now.saturating_sub(self.began_ms) < good_for
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;
    use consilium_store::OperationStore;

    #[tokio::test]
    async fn an_answer_is_given_again_for_a_second() {
        let world = World::new().await;
        let readiness = Readiness::new(world.store.clone(), world.clock.clone());
        assert!(readiness.is_ready().await);
        world.store.close().await.unwrap();
        world.clock.advance(Duration::from_millis(FRESH_MS - 1));
        assert!(readiness.is_ready().await, "the store was asked again");
        world.clock.advance(Duration::from_millis(1));
        assert!(!readiness.is_ready().await);
    }

    #[tokio::test]
    async fn all_who_ask_at_once_wait_for_one_answer() {
        let world = World::new().await;
        let readiness = Readiness::new(world.store.clone(), world.clock.clone());
        let (first, second) = (readiness.answer(), readiness.answer());
        assert!(first.ptr_eq(&second));
        // Both left: who comes later is not told what was true then.
        drop((first, second));
        world.clock.advance(Duration::from_millis(PATIENCE_MS));
        world.store.close().await.unwrap();
        assert!(!readiness.is_ready().await);
    }
}
