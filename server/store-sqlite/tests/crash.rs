//! Kills a process that writes, at random moments, and looks at what its store has then: everything
//! that was answered, exactly; nothing half; counts that add up.
//!
//! `CONSILIUM_KILLS` says how often. The process is this test again, with a folder in its
//! environment; it says on its standard output what it was answered.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "tests"
)]

#[path = "crash/account.rs"]
mod account;
#[path = "crash/check.rs"]
mod check;
#[path = "crash/child.rs"]
mod child;

use check::Answered;
use consilium_types::{Entropy, SeededEntropy};
use libtest_mimic::{Arguments, Trial};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};

/// Kills in an ordinary run of the tests.
const KILLS: u32 = 15;
/// Kills of one store.
const KILLS_OF_A_STORE: u32 = 25;
/// Answers after which a process is killed, at most; none means: while it opens the store.
const MOST_ANSWERS: u32 = 400;

fn main() -> ExitCode {
    if let Ok(folder) = std::env::var(child::FOLDER) {
        child::run(Path::new(&folder));
        return ExitCode::FAILURE;
    }
    let trials = vec![Trial::test(
        "a_kill_at_any_moment_loses_nothing_that_was_answered",
        || {
            kill_again_and_again();
            Ok(())
        },
    )];
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn kill_again_and_again() {
    let kills = std::env::var("CONSILIUM_KILLS").ok();
    let kills = kills.map_or(KILLS, |kills| kills.parse().expect("a number of kills"));
    let entropy = SeededEntropy::new(u64::from(kills));
    // Every look reads the whole store: after so many kills the next one begins.
    for store in 0..kills.div_ceil(KILLS_OF_A_STORE) {
        let before = store * KILLS_OF_A_STORE;
        kill(KILLS_OF_A_STORE.min(kills - before), &entropy);
    }
}

fn kill(kills: u32, entropy: &dyn Entropy) {
    let dir = tempfile::tempdir().unwrap();
    account::make(dir.path());
    let mut answered = Answered::default();
    for life in 0..kills {
        let mut process = start(dir.path(), life);
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        for _ in 0..entropy.below(MOST_ANSWERS + 1) {
            let line = lines
                .next()
                .expect("the process works on until it is killed");
            answered.note(&line.unwrap());
        }
        process.kill().unwrap();
        for line in lines {
            answered.note(&line.unwrap());
        }
        let status = process.wait().unwrap();
        assert_eq!(status.code(), None, "it ended by itself: {status}");
        check::store(dir.path(), &mut answered);
    }
    assert!(
        answered.rows() > u64::from(kills),
        "hardly anything was stored"
    );
    // The third life is the first to which anything is old.
    assert!(kills < 10 || answered.has_expired(), "nothing ever expired");
}

fn start(folder: &Path, life: u32) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .env(child::FOLDER, folder)
        .env(child::LIFE, life.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}
