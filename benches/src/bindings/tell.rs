//! The figures for people: both languages side by side, and what bounds each.

use crate::measure::Figures;
use serde_json::Value;

/// What is shown, its figure, its unit, and what bounds it.
const LINES: [(&str, &str, &str, &str); 6] = [
    (
        "cold start",
        "cold_start_ms",
        "ms",
        "Kotlin: the virtual machine starts, unpacks the library and loads it; Rust: the disk",
    ),
    (
        "open conversation",
        "open_100k_ms",
        "ms",
        "the database's pages of the last 50 messages are read and decrypted",
    ),
    (
        "send to relay",
        "send_ms",
        "ms",
        "a synced write here, one at the relay, and the way there and back",
    ),
    (
        "receive to shown",
        "receive_ms",
        "ms",
        "as to send, and then a synced write at the reader",
    ),
    (
        "read a message",
        "call_us",
        "µs",
        "one row of the database; the border adds two changes of thread and the record's copy",
    ),
    (
        "catch up",
        "catch_up_per_s",
        "/s",
        "each message is opened and stored, in Rust; the border adds the events",
    ),
];

/// Prints them.
pub fn tell(figures: &Figures) {
    // As text: a JSON value cannot be padded.
    let figure = |name: &str| figures.get(name).map(Value::to_string).unwrap_or_default();
    println!("{:<18} {:>9} {:>9}     bounded by", "", "Kotlin", "Rust");
    println!(
        "{:<18} {:>9} {:>9} ms  Argon2id over 256 MiB takes {} ms of it on purpose",
        "unlock",
        figure("unlock_ms"),
        figure("rust_unlock_ms"),
        figure("argon2id_ms"),
    );
    for (shown, name, unit, bound) in LINES {
        let (kotlin, rust) = (figure(name), figure(&format!("rust_{name}")));
        println!("{shown:<18} {kotlin:>9} {rust:>9} {unit:<3} {bound}");
    }
    println!(
        "\nThe border: {} µs a call that touches the disk, {} µs one that does not; \
         a catch-up takes {} times as long as in Rust.",
        figure("call_overhead_us"),
        figure("plain_call_overhead_us"),
        figure("catch_up_ratio_to_rust"),
    );
    println!(
        "A conversation of {} messages; {} to catch up.",
        figure("conversation"),
        figure("messages"),
    );
}
