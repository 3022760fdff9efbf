//! What an operator relies on: drain, certificate reload, health, metrics, the clock.

use crate::support::actor::{Actor, Keys, Stranger};
use crate::support::authority::{Authority, Fault};
use crate::support::endpoint::Endpoint;
use crate::support::relay::{Options, Production, Relay, binary, free_port};
use crate::support::wait::{until, within};
use consilium_proto::wire::SendOutcome;
use rustix::process::Signal;
use std::process::Command;
use std::time::Duration;

/// The relay closes sockets with this when it shuts down.
const DRAINING: u16 = 1012;
const DAY: Duration = Duration::from_secs(24 * 3600);

#[tokio::test]
async fn a_relay_that_is_told_to_stop_answers_what_it_took_and_says_so() {
    let mut relay = Relay::start();
    let (from, to) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let (mut out, mut incoming) = (from.socket().await, to.socket().await);
    let mut taken = Vec::new();
    for _ in 0..8 {
        let batch: Vec<_> = (0..64).map(|_| to.envelope()).collect();
        let number = out.post(batch.clone()).await.unwrap();
        taken.push((number, batch));
    }
    let first = out.results().await.unwrap();
    relay.signal(Signal::TERM);
    let mut stored: Vec<_> = Vec::new();
    let mut note = |results: consilium_proto::wire::SendResults| {
        let (_, batch) = taken
            .iter()
            .find(|(number, _)| *number == results.batch)
            .unwrap();
        for (outcome, envelope) in results.outcomes().zip(batch) {
            if outcome == SendOutcome::Stored {
                stored.push(envelope.envelope.clone());
            }
        }
    };
    note(first);
    while let Some(results) = out.results().await {
        note(results);
    }
    assert_eq!(out.closed, Some(DRAINING));
    assert_eq!(incoming.close_code().await, Some(DRAINING));
    let status = relay.wait().await;
    assert!(status.success(), "{status}");

    relay.restart();
    let mut to = to;
    to.log_in_again().await;
    let kept = to.fetch_all().await;
    assert!(stored.len() >= 64);
    for envelope in &stored {
        assert!(
            kept.iter().any(|one| one.envelope == envelope),
            "an acknowledged envelope is gone"
        );
    }
}

#[tokio::test]
async fn a_new_certificate_is_taken_up_without_a_restart_and_a_broken_one_is_not() {
    let relay = Relay::start();
    let actor = Actor::register(&relay).await;
    let mut socket = actor.socket().await;
    let endpoint = relay.endpoint();
    let authority = Authority::new("New issuer");
    let trusting = Authority::relay_file(
        &endpoint.name,
        endpoint.address,
        [&authority, &authority],
        &[&authority],
    );
    let trusting = Endpoint::parse(&trusting);
    assert!(
        trusting.tls("h2").await.is_err(),
        "the new issuer is not in use yet"
    );
    let (certificate, key) = authority.certificate(&endpoint.name, Fault::None);
    let tls = relay.folder().join("tls");
    std::fs::write(tls.join("relay.pem"), &certificate).unwrap();
    std::fs::write(tls.join("relay.key"), "not a key").unwrap();
    relay.signal(Signal::HUP);
    until("a complaint", async || {
        relay
            .logs()
            .contains("certificate cannot be used")
            .then_some(())
    })
    .await;
    endpoint
        .tls("h2")
        .await
        .expect("the former certificate stays");
    std::fs::write(tls.join("relay.key"), &key).unwrap();
    relay.signal(Signal::HUP);
    until("the new certificate", async || {
        trusting.tls("h2").await.ok()
    })
    .await;
    assert!(endpoint.tls("h2").await.is_err());
    socket
        .settle()
        .await
        .expect("connections that were there stay");
}

#[tokio::test]
async fn health_and_readiness_are_answered_without_login() {
    let relay = Relay::start();
    let endpoint = relay.endpoint();
    assert_eq!(endpoint.http("GET", "/healthz", "").await.0, 200);
    assert_eq!(endpoint.http("GET", "/readyz", "").await.0, 200);
    assert_eq!(
        endpoint.http("GET", "/metrics", "").await.0,
        404,
        "metrics are not public"
    );
    for path in ["/", "/v1", "/admin", "/../store.key", "/v1/realtime/x"] {
        assert_eq!(endpoint.http("GET", path, "").await.0, 404, "{path}");
    }
}

#[tokio::test]
async fn metrics_count_what_happened_on_a_port_of_their_own() {
    let port = free_port();
    let relay = Relay::start_with(Options {
        unlimited: true,
        settings: vec![("METRICS__LISTEN", format!("127.0.0.1:{port}"))],
        ..Options::default()
    });
    let (from, to) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let mut socket = from.socket().await;
    let envelope = to.envelope();
    socket
        .send(vec![envelope.clone(), envelope, to.envelope()])
        .await;
    let text = metrics(port).await;
    let value = |start: &str| -> Option<f64> {
        let line = text.lines().find(|line| line.starts_with(start))?;
        line.rsplit_once(' ')?.1.parse().ok()
    };
    assert_eq!(
        value("relay_envelopes_sent_total{outcome=\"stored\"}"),
        Some(2.0),
        "{text}"
    );
    assert_eq!(
        value("relay_envelopes_sent_total{outcome=\"duplicate\"}"),
        Some(1.0)
    );
    assert_eq!(value("relay_sockets"), Some(1.0));
    assert_eq!(value("relay_logins_total"), Some(2.0));
}

/// The metrics page, over plain HTTP.
pub(crate) async fn metrics(port: u16) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let exchange = async {
        let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await?;
        let request = "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).await?;
        let mut text = String::new();
        stream.read_to_string(&mut text).await?;
        std::io::Result::Ok(text)
    };
    within("metrics", exchange).await.expect("metrics")
}

fn ask(relay: &Relay, arguments: &[&str]) -> String {
    let output = Command::new(binary("consilium-relay"))
        .args(arguments)
        .arg("--data")
        .arg(relay.folder())
        .output()
        .expect("the relay's binary runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {text}{complaint}");
    text
}

#[tokio::test]
async fn nothing_expires_after_a_jump_of_the_clock_until_the_operator_confirms_it() {
    let mut relay = Relay::start_with(Options {
        unlimited: true,
        settings: vec![("RETENTION__CHECK_SECONDS", "1".into())],
        ..Options::default()
    });
    let (from, mut to) = (Actor::register(&relay).await, Actor::register(&relay).await);
    from.socket().await.send(vec![to.envelope()]).await;
    // Two days pass, then somebody sets the clock back by two days.
    relay.advance(2 * DAY).await;
    relay.signal(Signal::TERM);
    relay.wait().await;
    relay.forget_clock();
    relay.restart();
    until("the hold", async || {
        relay.logs().contains("confirm-clock").then_some(())
    })
    .await;

    relay.advance(40 * DAY).await;
    // A number that moves shows that the jobs looked; a second one, that their first look is over.
    for _ in 0..2 {
        let owner = Actor::register(&relay).await;
        let claimant = Actor::register_with(&relay, Keys::generate(), &owner.phone).await;
        let mut claimant = claimant.unwrap();
        relay.advance(DAY + DAY / 24).await;
        claimant.log_in_again().await;
        until("a look of the jobs", async || {
            claimant
                .own_account()
                .await
                .unwrap()
                .has_number
                .then_some(())
        })
        .await;
    }
    to.log_in_again().await;
    assert_eq!(to.fetch_all().await.len(), 1, "expired while held");
    assert!(ask(&relay, &["inspect"]).contains("confirm-clock"));
    ask(&relay, &["confirm-clock"]);
    until("expiry", async || {
        to.fetch_all().await.is_empty().then_some(())
    })
    .await;
}

#[tokio::test]
async fn an_operator_sees_counts_and_sizes_and_nothing_else() {
    let relay = Relay::start();
    let (from, to) = (Actor::register(&relay).await, Actor::register(&relay).await);
    from.socket()
        .await
        .send(vec![to.envelope(), to.envelope()])
        .await;
    let running = ask(&relay, &["inspect", "--json"]);
    let seen: serde_json::Value = serde_json::from_str(&running).unwrap();
    let expected = [
        ("accounts", 2),
        ("devices", 2),
        ("envelopes", 2),
        ("unacknowledged", 2),
    ];
    for (what, count) in expected {
        assert_eq!(seen[what], count, "{what}");
    }
    for secret in [
        &from.phone,
        &to.phone,
        &to.account().to_hex(),
        &to.device().to_hex(),
    ] {
        assert!(!running.contains(&secret[1..]), "{running}");
    }
}

#[tokio::test]
async fn the_development_clock_is_not_there_on_a_relay_for_real_users() {
    let relay = Production::start().await;
    let stranger = Stranger::at(relay.endpoint.clone()).await;
    stranger.challenge().await;
    let (status, _) = relay
        .endpoint
        .http("POST", "/dev/clock", "{\"advance_ms\":1000}")
        .await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn a_second_relay_on_the_same_folder_is_refused() {
    let mut relay = Relay::start();
    let actor = Actor::register(&relay).await;
    let log = relay
        .start_another()
        .expect_err("a second relay on one store");
    assert!(!log.is_empty());
    actor.own_account().await.expect("the first goes on");
}
