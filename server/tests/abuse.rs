//! Floods, slow peers and wrong clocks against the real binary: others do not notice.
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

use std::sync::Arc;
use std::time::Duration;

use consilium_proto::wire;
use support::client::{self, Device, Socket};
use support::relay::Relay;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tonic::Code;
use tonic::transport::Channel;

const STORED: i32 = wire::SendOutcome::Stored as i32;
const LATER: i32 = wire::SendOutcome::Later as i32;

async fn start(environment: &[(&str, &str)]) -> (Relay, Channel) {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let relay = Relay::start_with(folder, 0, &[], environment);
    let channel = client::channel(&relay).await;
    (relay, channel)
}

async fn register<const N: usize>(relay: &Relay, channel: &Channel) -> [Device; N] {
    let mut devices = std::array::from_fn(|_| Device::new());
    for (number, device) in devices.iter_mut().enumerate() {
        let phone = format!("+3161000{number:04}");
        device.register(relay, channel, &phone).await;
    }
    devices
}

async fn open(relay: &Relay, device: &Device) -> Socket {
    let mut socket = device.connect(relay).await;
    socket.ready().await;
    socket
}

/// A request in HTTP/1.1; the whole answer.
async fn http(relay: &Relay, method: &str, path: &str, body: &str) -> String {
    let mut stream = client::tls(relay, b"http/1.1").await;
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
         content-length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    // The relay may end TCP without ending TLS first.
    let _ = stream.read_to_string(&mut answer).await;
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_does_not_read_holds_up_nobody_and_gets_all_later() {
    let (relay, channel) = start(&[("CONSILIUM_RELAY_LIMITS__SENDS_PER_RECIPIENT", PLENTY)]).await;
    let [alice, bob, carol] = register(&relay, &channel).await;
    let mut slow = open(&relay, &bob).await;
    let mut quick = open(&relay, &carol).await;
    let mut from = open(&relay, &alice).await;
    let sender = async {
        for batch in 0..100 {
            let to = if batch % 2 == 0 { &bob } else { &carol };
            from.send(batch, (0..64).map(|_| to.outgoing()).collect())
                .await;
            assert_eq!(from.results().await.outcomes, [STORED; 64]);
        }
    };
    let reader = async {
        let mut next = 1;
        while next <= 50 * 64 {
            for stored in quick.deliveries(1).await {
                assert_eq!(stored.sequence, next);
                next += 1;
            }
            quick.acknowledge(next - 1).await;
        }
    };
    tokio::join!(sender, reader);
    let mut next = 1;
    while next <= 50 * 64 {
        for stored in slow.deliveries(1).await {
            assert_eq!(stored.sequence, next);
            next += 1;
        }
        slow.acknowledge(next - 1).await;
    }
}

const PLENTY: &str = "{ burst = 1000000, per_minute = 1000000 }";

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_is_answered_later_and_the_neighbour_is_served() {
    let rate = (
        "CONSILIUM_RELAY_LIMITS__SENDS",
        "{ burst = 64, per_minute = 60 }",
    );
    let (relay, channel) = start(&[rate]).await;
    let [alice, bob, carol] = register(&relay, &channel).await;
    let mut flood = open(&relay, &alice).await;
    for batch in 0..20 {
        flood
            .send(batch, (0..64).map(|_| carol.outgoing()).collect())
            .await;
    }
    let first = flood.results().await;
    assert_eq!(first.outcomes, [STORED; 64]);
    assert_eq!(first.retry_after_ms, 0);
    let second = flood.results().await;
    assert!(second.outcomes.contains(&LATER));
    assert!(second.retry_after_ms > 0);
    let mut neighbour = open(&relay, &bob).await;
    neighbour.send(1, vec![carol.outgoing()]).await;
    assert_eq!(neighbour.results().await.outcomes, [STORED]);
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_over_the_rate_say_when_to_come_back() {
    let rate = (
        "CONSILIUM_RELAY_LIMITS__REQUESTS",
        "{ burst = 5, per_minute = 60 }",
    );
    let (relay, channel) = start(&[rate]).await;
    let [alice, bob] = register(&relay, &channel).await;
    let mut mailbox = wire::mailbox_client::MailboxClient::new(channel);
    let mut refused = None;
    for _ in 0..6 {
        let asked = mailbox.get_cursor(alice.request(wire::GetCursorRequest {}));
        refused = asked.await.err();
    }
    let refused = refused.unwrap();
    assert_eq!(refused.code(), Code::ResourceExhausted);
    let ms = refused.metadata().get("retry-after-ms").unwrap();
    assert!(ms.to_str().unwrap().parse::<u64>().unwrap() > 0);
    let other = mailbox.get_cursor(bob.request(wire::GetCursorRequest {}));
    assert!(other.await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn silent_connections_are_closed_and_one_address_cannot_take_all() {
    let limits = [
        ("CONSILIUM_RELAY_LIMITS__CONNECTIONS_PER_ADDRESS", "4"),
        ("CONSILIUM_RELAY_LIMITS__HANDSHAKE_SECONDS", "1"),
    ];
    let (relay, _channel) = start(&limits).await;
    // The channel is one of the four.
    let mut silent = Vec::new();
    for _ in 0..3 {
        silent.push(TcpStream::connect(relay.address).await.unwrap());
    }
    let mut fifth = TcpStream::connect(relay.address).await.unwrap();
    let mut byte = [0; 1];
    let closed = |read: std::io::Result<usize>| read.map_or(true, |count| count == 0);
    assert!(closed(fifth.read(&mut byte).await));
    for stream in &mut silent {
        let read = tokio::time::timeout(Duration::from_secs(10), stream.read(&mut byte));
        assert!(closed(read.await.expect("closed in time")));
    }
    assert!(http(&relay, "GET", "/readyz", "").await.contains("ready"));
}

/// Asks `/readyz` so often on one connection; how often it was ready.
async fn ask_readiness(relay: &Relay, count: usize) -> usize {
    let stream = client::tls(relay, b"http/1.1").await;
    let (read, mut write) = tokio::io::split(stream);
    let mut lines = tokio::io::BufReader::new(read).lines();
    let mut ready = 0;
    for _ in 0..count {
        let request = b"GET /readyz HTTP/1.1\r\nhost: localhost\r\n\r\n";
        write.write_all(request).await.unwrap();
        while let Some(line) = lines.next_line().await.unwrap() {
            ready += usize::from(line.starts_with("HTTP/1.1 200"));
            if line == "ready" {
                break;
            }
        }
    }
    ready
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_readiness_checks_writes_hardly_anything() {
    let (relay, _channel) = start(&[]).await;
    assert_eq!(ask_readiness(&relay, 1).await, 1);
    let (before, began) = (relay.written(), tokio::time::Instant::now());
    assert_eq!(ask_readiness(&relay, 1000).await, 1000);
    let written = relay.written() - before;
    // An answer is some 200 bytes, a check a few pages of 4 KiB, of which there is one a second.
    let checks = began.elapsed().as_secs() + 2;
    let allowed = 1000 * 1024 + checks * 64 * 1024;
    assert!(written < allowed, "{written} bytes in {checks} seconds");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_31_days_envelopes_tokens_and_sockets_are_gone() {
    let (relay, channel) = start(&[]).await;
    let [alice, bob] = register(&relay, &channel).await;
    let mut from = open(&relay, &alice).await;
    from.send(1, vec![bob.outgoing(), bob.outgoing()]).await;
    assert_eq!(from.results().await.outcomes, [STORED; 2]);
    let month = 31 * 86_400_000_u64;
    let moved = http(
        &relay,
        "POST",
        "/dev/clock",
        &format!("{{\"advance_ms\":{month}}}"),
    )
    .await;
    assert!(moved.starts_with("HTTP/1.1 200"), "{moved}");
    assert_eq!(from.next().await.unwrap_err(), 4401);
    assert_eq!(Socket::open(&relay, &bob.token).await.err(), Some(401));
    let mut again = bob
        .login(&channel, consilium_statement::LoginKey::Device)
        .await;
    let token = again.as_mut().unwrap();
    let mut mailbox = wire::mailbox_client::MailboxClient::new(channel);
    for _ in 0..1000 {
        let fetch = client::with_token(token, wire::FetchRequest::default());
        let fetched = mailbox.fetch(fetch).await.unwrap().into_inner();
        if fetched.envelopes.is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the envelopes are still there");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_requests_that_make_sense_move_the_development_clock() {
    let (relay, _channel) = start(&[]).await;
    for body in [
        "",
        "{}",
        "{\"advance_ms\":-1}",
        "{\"advance_ms\":1,\"offset_ms\":1}",
    ] {
        let refused = http(&relay, "POST", "/dev/clock", body).await;
        assert!(refused.starts_with("HTTP/1.1 400"), "{body}: {refused}");
    }
    let huge = "x".repeat(10_000);
    let refused = http(&relay, "POST", "/dev/clock", &huge).await;
    assert!(refused.starts_with("HTTP/1.1 413"), "{refused}");
    let unknown = http(&relay, "GET", "/nothing", "").await;
    assert!(unknown.starts_with("HTTP/1.1 404"), "{unknown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_count_rejections_and_name_nobody() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let metrics = port.local_addr().unwrap();
    drop(port);
    let listen = metrics.to_string();
    let (relay, channel) = start(&[("CONSILIUM_RELAY_METRICS__LISTEN", &listen)]).await;
    let [alice] = register(&relay, &channel).await;
    assert_eq!(Socket::open(&relay, &[7; 32]).await.err(), Some(401));
    let mut stream = TcpStream::connect(metrics).await.unwrap();
    let request = b"GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    assert!(text.contains("relay_rejected_total{reason=\"unauthenticated\"} 1"));
    assert!(text.contains("relay_sms_sent_total 1"));
    for secret in [
        "+31610000000",
        &alice.keys.id().to_hex(),
        &consilium_types::ids::to_hex(&alice.token),
    ] {
        assert!(!text.contains(secret));
    }
}
