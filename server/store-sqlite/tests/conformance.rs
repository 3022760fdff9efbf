//! The suite that every backend passes, and random operations beside the reference model. Each runs
//! with the sizes of a relay, and with sizes so small that merges, misses and sweeps come all the
//! time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

use async_trait::async_trait;
use consilium_sodium::Secret;
use consilium_store::conformance::{self, Harness, LIMITS, model};
use consilium_store::{OperationStore, RelayStore};
use consilium_store_sqlite::{Options, Pieces, SqliteStore};
use libtest_mimic::{Arguments, Trial};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use tempfile::TempDir;

/// Random sequences that always run, unless `CONSILIUM_SEEDS` says how many; and their length.
const SEEDS: u64 = 12;
const LENGTH: usize = 400;

struct OnDisk {
    dir: TempDir,
    lives: u32,
    options: Options,
    store: Option<Arc<SqliteStore>>,
}

impl OnDisk {
    fn new(options: Options) -> Self {
        let dir = tempfile::tempdir().expect("a folder for the test");
        let mut harness = Self {
            dir,
            lives: 0,
            options,
            store: None,
        };
        harness.open();
        harness
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join(format!("relay-{}.db", self.lives))
    }

    fn open(&mut self) {
        let key = Secret::from_slice(&[7; 32]).unwrap();
        let store = SqliteStore::open(&self.path(), &key, self.options.clone());
        self.store = Some(store.unwrap());
    }
}

#[async_trait]
impl Harness for OnDisk {
    fn store(&self) -> Arc<dyn RelayStore> {
        let store = self.store.as_ref().unwrap();
        Arc::clone(store) as Arc<dyn RelayStore>
    }

    async fn restart(&mut self) {
        let store = self.store.take().unwrap();
        store.close().await.unwrap();
        self.open();
    }

    /// What a killed process leaves: the files as they are while the store is open. (That a kill
    /// at any moment loses nothing is shown by the crash test, with a process that is killed.)
    async fn crash(&mut self) {
        let from = self.path();
        self.lives += 1;
        let to = self.path();
        for suffix in ["", "-wal"] {
            let of = |path: &PathBuf| {
                let mut name = path.clone().into_os_string();
                name.push(suffix);
                name
            };
            std::fs::copy(of(&from), of(&to)).unwrap();
        }
        self.store = None;
        self.open();
    }
}

fn as_in_a_relay() -> Options {
    Options {
        limits: LIMITS,
        ..Options::default()
    }
}

/// A merge every few rows, and hardly an envelope in memory.
fn tiny() -> Options {
    Options {
        limits: LIMITS,
        recent_bytes: 300,
        merge_rows: 5,
        readers: 1,
        queue: 1,
        queue_bytes: 1,
        pieces: Pieces {
            rows: 2,
            mailboxes: 1,
            index_entries: 2,
            sweep_at: 1,
        },
        ..Options::default()
    }
}

fn runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.build().expect("a runtime")
}

fn main() -> ExitCode {
    let seeds = std::env::var("CONSILIUM_SEEDS").ok();
    let seeds = seeds.map_or(SEEDS, |seeds| seeds.parse().expect("a number of seeds"));
    let mut trials = Vec::new();
    for (sizes, options) in [
        ("as_in_a_relay", as_in_a_relay as fn() -> Options),
        ("tiny", tiny),
    ] {
        for case in conformance::cases() {
            trials.push(Trial::test(format!("{sizes}::{}", case.name), move || {
                let mut harness = OnDisk::new(options());
                runtime().block_on((case.run)(&mut harness));
                Ok(())
            }));
        }
        for seed in 0..seeds {
            let name = format!("{sizes}::model::random_operations_answer_as_the_model_{seed}");
            trials.push(Trial::test(name, move || {
                let make = || Box::new(OnDisk::new(options())) as Box<dyn Harness>;
                runtime().block_on(model::run(&make, seed, LENGTH));
                Ok(())
            }));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
