//! Random sequences of operations on a backend and on the reference model, which must give the
//! same answers. A sequence that fails is shortened before it is shown.

mod apply;
mod operation;

use super::{Harness, LIMITS};
use crate::RelayStore;
use crate::memory::MemoryStore;
use apply::{Context, answer};
use consilium_types::SeededEntropy;
use operation::{Operation, generate};
use std::sync::Arc;

/// Runs `length` operations grown from `seed` on a fresh backend and on the model.
///
/// # Panics
/// With the shortest sequence found whose answers differ.
pub async fn run(make: &dyn Fn() -> Box<dyn Harness>, seed: u64, length: usize) {
    let entropy = SeededEntropy::new(seed);
    let operations: Vec<_> = (0..length).map(|_| generate(&entropy)).collect();
    let Some(mut difference) = compare(make, &operations).await else {
        return;
    };
    let mut shortest = operations;
    shortest.truncate(difference.at + 1);
    let mut piece = shortest.len().div_ceil(2);
    while piece > 0 {
        let mut start = 0;
        while start < shortest.len() {
            let mut shorter = shortest.clone();
            shorter.drain(start..shorter.len().min(start + piece));
            match compare(make, &shorter).await {
                Some(found) => {
                    shorter.truncate(found.at + 1);
                    (shortest, difference) = (shorter, found);
                }
                None => start += piece,
            }
        }
        piece /= 2;
    }
    panic!(
        "seed {seed}: after {shortest:#?}\nthe model answers {}\nthe backend {}",
        difference.expected, difference.found
    );
}

struct Difference {
    at: usize,
    expected: String,
    found: String,
}

async fn compare(
    make: &dyn Fn() -> Box<dyn Harness>,
    operations: &[Operation],
) -> Option<Difference> {
    let mut harness = make();
    let model: Arc<dyn RelayStore> = Arc::new(MemoryStore::new(LIMITS));
    let mut context = Context::default();
    for (at, operation) in operations.iter().enumerate() {
        let mut operation = operation.clone();
        match operation {
            Operation::Restart => harness.restart().await,
            Operation::Crash => harness.crash().await,
            Operation::Pass(ms) => context.pass(ms),
            _ => {}
        }
        resolve(&mut operation, &model, &mut context).await;
        let expected = answer(&model, &operation, &context).await;
        let found = answer(&harness.store(), &operation, &context).await;
        if expected != found {
            return Some(Difference {
                at,
                expected,
                found,
            });
        }
    }
    None
}

/// Fresh ids for envelopes, and a retry only of what is still stored: of others a backend may
/// remember the id or not.
async fn resolve(operation: &mut Operation, model: &Arc<dyn RelayStore>, context: &mut Context) {
    let Operation::Append(envelopes) = operation else {
        return;
    };
    for envelope in envelopes {
        let device = super::fixture::device(envelope.device);
        let stored = model.fetch(device, 0, usize::MAX).await.unwrap();
        let retried = envelope
            .retry
            .and_then(|nth| stored.iter().nth_back(usize::from(nth)));
        envelope.number = match retried {
            Some(stored) => apply::number_of(&stored.envelope),
            None => context.next_number(),
        };
    }
}
