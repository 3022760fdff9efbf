//! Opening and locking again and again leaves nothing behind: no thread, no handle, no memory.
//! Alone in its process, since it counts what the process has.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests"
)]

#[path = "border/support/mod.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod support;

use consilium_ffi::{BiometricError, BiometricGate, Client, Event, Session};
use std::sync::{Arc, Mutex};
use support::listener::Ear;
use support::person::{PIN, Person, Phone, profile};
use support::relay::Relay;
use support::{until, wait};

/// One test at a time: each counts what the process has.
static TURN: Mutex<()> = Mutex::new(());

/// After these nothing is set up for the first time any more.
const WARM: u32 = 20;
/// Growth that allocators and the system's own counting explain.
const SLACK: u64 = 16 * 1024 * 1024;

fn is_long() -> bool {
    std::env::var_os("CONSILIUM_LONG").is_some()
}

#[test]
fn opening_by_pin_and_locking_leaves_no_thread_handle_or_memory_behind() {
    let _turn = TURN.lock();
    let relay = Relay::start();
    let anna = Person::register(&relay, "Anna");
    let cycles = if is_long() { 1_000 } else { 50 };
    leaves_nothing_behind(&anna.session, cycles, || {
        wait(anna.client.unlock(PIN.into())).unwrap()
    });
}

/// Ten thousand without ten thousand times Argon2id.
#[test]
fn opening_by_finger_and_locking_leaves_no_thread_handle_or_memory_behind() {
    let _turn = TURN.lock();
    let relay = Relay::start();
    let phone = Phone::new();
    let gate = Arc::new(Finger::default());
    let opened = Client::open(phone.config(&relay), phone.keystore(), Some(gate));
    let client = wait(opened).unwrap();
    let code = phone.code(&client, &relay);
    let session = wait(client.register(code, PIN.into(), profile("Anna"), None)).unwrap();
    wait(session.set_biometrics(true)).unwrap();
    let cycles = if is_long() { 10_000 } else { 500 };
    leaves_nothing_behind(&session, cycles, || {
        wait(client.unlock_with_biometrics()).unwrap()
    });
}

fn leaves_nothing_behind(first: &Arc<Session>, cycles: u32, open: impl Fn() -> Arc<Session>) {
    let mut session = Arc::clone(first);
    let mut warm = None;
    for cycle in 0..cycles {
        let ear = Ear::new();
        let subscription = session.subscribe(ear.clone()).unwrap();
        session.connect().unwrap();
        let own = wait(session.own_account()).unwrap();
        wait(session.set_draft(own.account, format!("{cycle}"))).unwrap();
        session.lock();
        ear.wait_for("the lock", |event| *event == Event::Locked);
        until("the listener's end", || {
            subscription.has_ended().then_some(())
        });
        session = open();
        if cycle == WARM {
            warm = Some(settled(u64::MAX, u64::MAX));
        }
    }
    let warm = warm.expect("more cycles than it takes to warm up");
    let now = settled(warm.threads, warm.handles);
    eprintln!("{cycles} cycles: {warm:?} -> {now:?}");
    assert!(now.memory <= warm.memory + SLACK, "{warm:?} -> {now:?}");
}

/// A device that recognises its owner every time.
#[derive(Default)]
struct Finger(Mutex<Option<Vec<u8>>>);

impl BiometricGate for Finger {
    fn keep(&self, secret: Vec<u8>) -> Result<(), BiometricError> {
        *self.0.lock().unwrap() = Some(secret);
        Ok(())
    }

    fn ask(&self) -> Result<Option<Vec<u8>>, BiometricError> {
        Ok(self.0.lock().unwrap().clone())
    }

    fn forget(&self) -> Result<(), BiometricError> {
        *self.0.lock().unwrap() = None;
        Ok(())
    }
}

#[derive(Clone, Copy, Debug)]
struct Held {
    threads: u64,
    handles: u64,
    memory: u64,
}

/// Once threads that were told to end have ended: at most so many threads and handles.
fn settled(threads: u64, handles: u64) -> Held {
    until("threads and handles as before", || {
        let held = Held {
            threads: count("/proc/self/task"),
            handles: count("/proc/self/fd"),
            memory: resident(),
        };
        (held.threads <= threads && held.handles <= handles).then_some(held)
    })
}

fn count(folder: &str) -> u64 {
    let entries = std::fs::read_dir(folder).expect("the process's own folder");
    u64::try_from(entries.count()).expect("a small number")
}

fn resident() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").expect("the process's memory");
    let pages: u64 = text.split(' ').nth(1).unwrap().parse().unwrap();
    pages * rustix::param::page_size() as u64
}
