//! What an operator does, with the real binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "tests"
)]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use consilium_server::pki::DevelopmentPki;
use consilium_types::{Clock, SystemClock};
use support::client::{self, Device};
use support::relay::Relay;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_consilium-relay"))
        .args(arguments)
        .env_remove("CONSILIUM_RELAY_STORE_KEY")
        .output()
        .unwrap()
}

fn text(output: &Output) -> String {
    let both = [output.stdout.clone(), output.stderr.clone()].concat();
    String::from_utf8(both).unwrap()
}

/// A production folder with certificates of the operator.
fn init(folder: &Path) -> Output {
    let pki = DevelopmentPki::make("relay.example.org", SystemClock.now()).unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        path.display().to_string()
    };
    let data = folder.join("data").display().to_string();
    let mut arguments = vec!["init", "--data", &data];
    arguments.extend(["--name", "relay.example.org"]);
    arguments.extend(["--address", "relay.example.org:8443"]);
    arguments.extend(["--listen", "127.0.0.1:0"]);
    let (certificate, key) = (file("c.pem", &pki.certificate), file("k.pem", &pki.key));
    let (issuer, spare) = (file("i.pem", &pki.issuer), file("s.pem", &pki.spare));
    arguments.extend(["--certificate", &certificate, "--key", &key]);
    arguments.extend(["--issuer", &issuer, "--spare", &spare]);
    run(&arguments)
}

#[test]
fn init_makes_a_folder_that_the_doctor_likes_and_never_overwrites() {
    let folder = tempfile::tempdir().unwrap();
    let made = init(folder.path());
    assert!(made.status.success(), "{}", text(&made));
    let data = folder.path().join("data");
    let key = data.join("store.key");
    let mode = fs::metadata(&key).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
    let relay_file = fs::read_to_string(data.join("relay.json")).unwrap();
    let relay_file: serde_json::Value = serde_json::from_str(&relay_file).unwrap();
    assert_eq!(relay_file["name"], "relay.example.org");
    assert_eq!(relay_file["development"], false);
    assert_eq!(relay_file["pins"].as_array().unwrap().len(), 2);
    let before = fs::read(&key).unwrap();
    assert!(init(folder.path()).status.success());
    assert_eq!(fs::read(&key).unwrap(), before);
    let data = data.display().to_string();
    let healthy = run(&["doctor", "--data", &data]);
    assert!(healthy.status.success(), "{}", text(&healthy));
    let explained = run(&["check-config", "--data", &data]);
    assert!(text(&explained).contains("name = \"relay.example.org\""));
    assert!(!text(&explained).contains(String::from_utf8(before).unwrap().trim()));
}

#[test]
fn the_doctor_names_what_is_broken_and_the_mend() {
    let folder = tempfile::tempdir().unwrap();
    assert!(init(folder.path()).status.success());
    let data = folder.path().join("data");
    let key = data.join("store.key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let other = DevelopmentPki::make("other.example.org", SystemClock.now()).unwrap();
    fs::write(folder.path().join("c.pem"), other.certificate).unwrap();
    let sick = run(&["doctor", "--data", &data.display().to_string()]);
    assert!(!sick.status.success());
    let said = text(&sick);
    assert!(said.contains("chmod go="), "{said}");
    assert!(
        said.contains("does not belong to the certificate"),
        "{said}"
    );
    assert!(said.contains("clients would refuse it"), "{said}");
}

#[test]
fn a_wrong_configuration_says_what_to_mend() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("relay.toml");
    let data = folder.path().display().to_string();
    let said = |toml: &str| {
        fs::write(&config, toml).unwrap();
        let output = run(&["serve", "--data", &data]);
        assert!(!output.status.success());
        text(&output)
    };
    assert!(said("nmae = \"x\"").contains("nmae"));
    assert!(said("name = \"relay.example.org\"").contains("init"));
    assert!(said("name = \"a b\"").contains("DNS name"));
}

#[tokio::test(flavor = "multi_thread")]
async fn inspect_shows_counts_of_a_running_and_of_a_stopped_relay() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let relay = Relay::start(folder, 0, &[]);
    let channel = client::channel(&relay).await;
    let mut alice = Device::new();
    alice.register(&relay, &channel, "+31612345678").await;
    let mut socket = alice.connect(&relay).await;
    socket.ready().await;
    let data = relay.folder.path().display().to_string();
    let inspect = || -> serde_json::Value {
        let output = run(&["inspect", "--json", "--data", &data]);
        assert!(output.status.success(), "{}", text(&output));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let seen = inspect();
    assert_eq!(
        (&seen["accounts"], &seen["connected"]),
        (&1.into(), &1.into())
    );
    let folder = relay.kill();
    let seen = inspect();
    assert_eq!(seen["accounts"], 1);
    assert!(seen["connected"].is_null());
    drop(folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_certificate_is_used_without_dropping_connections() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let relay = Relay::start(folder, 0, &[]);
    let channel = client::channel(&relay).await;
    let mut alice = Device::new();
    alice.register(&relay, &channel, "+31612345678").await;
    let mut socket = alice.connect(&relay).await;
    socket.ready().await;
    let leaf = |stream: &tokio_rustls::client::TlsStream<tokio::net::TcpStream>| {
        stream.get_ref().1.peer_certificates().unwrap()[0].clone()
    };
    let before = leaf(&client::tls(&relay, b"h2").await);
    // Another issuer: whoever trusts only that one sees when the new certificate is in use.
    let pki = DevelopmentPki::make("localhost", SystemClock.now()).unwrap();
    let tls = relay.folder.path().join("tls");
    fs::write(tls.join("issuer.pem"), &pki.issuer).unwrap();
    fs::write(tls.join("relay.key"), &pki.key).unwrap();
    fs::write(tls.join("relay.pem"), &pki.certificate).unwrap();
    relay.signal(rustix::process::Signal::HUP);
    let mut after = before.clone();
    for _ in 0..1000 {
        if let Some(stream) = client::try_tls(&relay, b"h2").await {
            after = leaf(&stream);
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_ne!(before, after);
    socket.send(1, vec![alice.outgoing()]).await;
    assert!(socket.next().await.is_ok());
}
