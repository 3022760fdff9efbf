//! The program as a process, without a relay: what it says, where it stops, and how scripts talk to it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// A relay file for a relay that is not there.
fn relay_file(folder: &Path, address: &str, development: bool) -> String {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new(vec![]).unwrap();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let json = json!({
        "version": 1,
        "name": "relay.example.org",
        "address": address,
        "pins": ["11".repeat(32), "22".repeat(32)],
        "issuers": [params.self_signed(&key).unwrap().pem()],
        "development": development,
    });
    let path = folder.join("relay-file.json");
    std::fs::write(&path, json.to_string()).unwrap();
    path.display().to_string()
}

/// An address on which nobody listens.
fn closed_address() -> String {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().to_string()
}

fn run(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_consilium"))
        .arg("--data")
        .arg(folder.join("data"))
        .args(arguments)
        .env_remove("CONSILIUM_PIN")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that stopped before it read is fine.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn replies(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn initialised(development: bool) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let file = relay_file(folder.path(), &closed_address(), development);
    let output = run(folder.path(), &["init", "--relay", &file], "");
    assert!(output.status.success(), "{output:?}");
    folder
}

#[test]
fn an_installation_without_a_relay_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["status"], "");
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("consilium init --relay FILE"));
}

#[test]
fn a_damaged_relay_file_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cut.json");
    std::fs::write(&file, "{\"version\": 1").unwrap();
    let output = run(
        folder.path(),
        &["--json", "init", "--relay", file.to_str().unwrap()],
        "",
    );
    assert!(!output.status.success());
    assert_eq!(replies(&output)[0]["error"]["code"], "RELAY-FILE");
    assert!(!folder.path().join("data").exists());
}

#[test]
fn a_new_installation_says_that_its_keystore_is_no_phones_hardware() {
    let folder = initialised(true);
    let output = run(folder.path(), &["status"], "");
    let text = String::from_utf8(output.stdout).unwrap().replace('\n', " ");
    assert!(text.contains("No account on this device yet"), "{text}");
    assert!(text.contains("no phone's hardware"), "{text}");
    assert!(!text.contains('\u{1b}'), "colours without a terminal");
    assert!(folder.path().join("data-keystore").is_dir());
}

#[test]
fn without_a_relay_registering_keeps_nothing_and_says_so() {
    let folder = initialised(true);
    let output = run(
        folder.path(),
        &["--json", "request-code", "06 12345678"],
        "",
    );
    assert!(!output.status.success());
    assert_eq!(replies(&output)[0]["error"]["code"], "OFFLINE");
    let output = run(folder.path(), &["--json", "request-code", "12"], "");
    assert_eq!(replies(&output)[0]["error"]["code"], "PHONE-NUMBER");
    assert!(!folder.path().join("data").join("attempt.json").exists());
}

#[test]
fn scripts_get_a_reply_for_every_line_and_the_end_of_input_ends_the_shell() {
    let folder = initialised(true);
    let input = concat!(
        "{\"id\": 1, \"cmd\": \"status\"}\n",
        "not json\n",
        "{\"id\": [2], \"cmd\": \"dance\"}\n",
        "{\"id\": 3, \"cmd\": \"unlock\", \"pin\": \"395172\"}\n",
        "{\"id\": 4, \"cmd\": \"send\", \"to\": \"x\", \"text\": \"y\", \"extra\": 1}\n",
    );
    let output = run(folder.path(), &["--json", "shell"], input);
    assert!(output.status.success());
    let replies = replies(&output);
    assert_eq!(replies.len(), 5);
    assert_eq!(
        (&replies[0]["id"], &replies[0]["ok"]["state"]),
        (&json!(1), &json!("empty"))
    );
    assert_eq!(replies[1]["error"]["code"], "USAGE");
    assert_eq!(
        (&replies[2]["id"], &replies[2]["error"]["code"]),
        (&json!([2]), &json!("USAGE"))
    );
    assert_eq!(replies[3]["error"]["code"], "NO-ACCOUNT");
    assert_eq!(replies[4]["error"]["code"], "USAGE");
}

#[test]
fn clocks_are_moved_for_a_local_development_relay_only() {
    let advance = "{\"cmd\": \"dev_clock\", \"advance_ms\": 86400000}\n";
    let local = initialised(true);
    let output = run(local.path(), &["--json", "shell"], advance);
    assert!(replies(&output)[0]["ok"]["now"].is_u64());
    let production = initialised(false);
    for arguments in [
        &["--json", "shell"][..],
        &["--json", "--dev-clock-offset-ms", "5", "shell"],
    ] {
        let output = run(production.path(), arguments, advance);
        assert_eq!(replies(&output)[0]["error"]["code"], "NOT-DEVELOPMENT");
    }
    let output = run(
        production.path(),
        &["--json", "--dev-kill-at", "x", "status"],
        "",
    );
    assert_eq!(replies(&output)[0]["error"]["code"], "NOT-DEVELOPMENT");
    let folder = tempfile::tempdir().unwrap();
    let file = relay_file(folder.path(), "192.0.2.1:4433", true);
    run(folder.path(), &["init", "--relay", &file], "");
    let output = run(folder.path(), &["--json", "shell"], advance);
    assert_eq!(replies(&output)[0]["error"]["code"], "NOT-DEVELOPMENT");
}

#[test]
fn an_installation_stays_with_its_relay() {
    let folder = initialised(true);
    let json = std::fs::read_to_string(folder.path().join("relay-file.json")).unwrap();
    let other = folder.path().join("other.json");
    std::fs::write(
        &other,
        json.replace("relay.example.org", "other.example.org"),
    )
    .unwrap();
    let output = run(
        folder.path(),
        &["--json", "init", "--relay", other.to_str().unwrap()],
        "",
    );
    assert_eq!(replies(&output)[0]["error"]["code"], "RELAY-OTHER");
}

#[test]
fn the_shell_for_people_needs_a_terminal() {
    let folder = initialised(true);
    let output = run(folder.path(), &[], "");
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("shell --json"));
}
