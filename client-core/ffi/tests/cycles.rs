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

use consilium_ffi::Event;
use support::listener::Ear;
use support::person::{PIN, Person};
use support::relay::Relay;
use support::{until, wait};

/// After these nothing is set up for the first time any more.
const WARM: usize = 20;
/// Growth that allocators and the system's own counting explain.
const SLACK: u64 = 16 * 1024 * 1024;

#[test]
fn opening_and_locking_leaves_no_thread_handle_or_memory_behind() {
    let cycles = match std::env::var_os("CONSILIUM_LONG") {
        Some(_) => 10_000,
        None => 200,
    };
    let relay = Relay::start();
    let mut anna = Person::register(&relay, "Anna");
    let mut warm = None;
    for cycle in 0..cycles {
        let ear = Ear::new();
        let subscription = anna.session.subscribe(ear.clone()).unwrap();
        anna.session.connect().unwrap();
        let own = wait(anna.session.own_account()).unwrap();
        wait(anna.session.set_draft(own.account, format!("{cycle}"))).unwrap();
        anna.session.lock();
        ear.wait_for("the lock", |event| *event == Event::Locked);
        until("the listener's end", || {
            subscription.has_ended().then_some(())
        });
        anna.session = wait(anna.client.unlock(PIN.into())).unwrap();
        if cycle == WARM {
            warm = Some(settled(u64::MAX, u64::MAX));
        }
    }
    let warm = warm.expect("more cycles than it takes to warm up");
    let now = settled(warm.threads, warm.handles);
    eprintln!("{cycles} cycles: {warm:?} -> {now:?}");
    assert!(now.memory <= warm.memory + SLACK, "{warm:?} -> {now:?}");
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
