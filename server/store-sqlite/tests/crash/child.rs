//! The process that is killed: every device gets mail, acknowledges some and deletes some, and what
//! is old expires, all at once. It says what it was answered.

use crate::account::{DEVICES, IN_AN_HOUR, append, at, device, due, hour, number, open};
use consilium_store::{AppendOutcome, MailboxStore};
use consilium_store_sqlite::SqliteStore;
use consilium_types::limits::RETENTION_MS;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// Where the store is.
pub(crate) const FOLDER: &str = "CONSILIUM_CRASH_FOLDER";
/// Which start this is: numbers of envelopes are never used twice.
pub(crate) const LIFE: &str = "CONSILIUM_CRASH_LIFE";

/// Works until it is killed.
pub(crate) fn run(folder: &Path) {
    let life: u64 = std::env::var(LIFE).unwrap().parse().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = open(folder);
        let mut devices = tokio::task::JoinSet::new();
        for to in 0..DEVICES {
            devices.spawn(live(Arc::clone(&store), to, number(life, to, 0)));
        }
        while let Some(ended) = devices.join_next().await {
            ended.unwrap();
        }
    });
}

async fn live(store: Arc<SqliteStore>, to: u8, first: u64) {
    let mut number = first;
    loop {
        // A batch arrives within one hour.
        let count = (1 + number % 5).min(IN_AN_HOUR - number % IN_AN_HOUR);
        let numbers: Vec<_> = (number..number + count).collect();
        number += count;
        let batch = numbers.iter().map(|number| append(to, *number)).collect();
        let arrived = at(hour(numbers[0]));
        let outcomes = store.append(batch, arrived).await.unwrap();
        let mut newest = 0;
        for (number, outcome) in numbers.iter().zip(outcomes) {
            match outcome {
                AppendOutcome::Stored { sequence } => {
                    say(&format!("stored {to} {sequence} {number}"));
                    newest = sequence;
                }
                other => panic!("{other:?}"),
            }
        }
        if number.is_multiple_of(3) {
            let up_to = newest.saturating_sub(number % 4);
            store.acknowledge(device(to), up_to).await.unwrap();
            say(&format!("acknowledged {to} {up_to} 0"));
        }
        if number.is_multiple_of(7) {
            let gone = newest.saturating_sub(number % 30);
            say(&format!("deleting {to} {gone} 0"));
            if store.delete(device(to), gone).await.unwrap() {
                say(&format!("deleted {to} {gone} 0"));
            }
        }
        if number.is_multiple_of(5)
            && let Some(due) = due(number)
        {
            expire(&store, due, 1 + number % 40).await;
        }
    }
}

/// Removes some of what arrived in the hour `due` or before.
async fn expire(store: &SqliteStore, due: u64, budget: u64) {
    say(&format!("expiring 0 {due} 0"));
    let now = at(due).plus(RETENTION_MS);
    let expired = store.expire(now, budget).await.unwrap();
    if expired.count > 0 && !expired.more {
        say(&format!("expired 0 {due} 0"));
    }
}

/// One whole line at once, so that a kill cuts none in two.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("{line}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}
