//! Without a login: handshakes, requests, garbage, floods.

use super::Pair;
use crate::support::actor::{Stranger, new_phone};
use crate::support::relay::{Options, Relay};
use crate::support::wait::{until, within};
use bytes::Bytes;
use futures_util::future::join_all;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};

/// Whether the peer closes, having sent at most a TLS alert or an error answer.
async fn closes(mut stream: impl AsyncRead + Unpin) {
    let mut sink = [0; 4096];
    let mut total = 0;
    within("the relay to close", async {
        while let Ok(count @ 1..) = stream.read(&mut sink).await {
            total += count;
            assert!(total < 1 << 16, "the relay answers garbage at length");
        }
    })
    .await;
}

#[tokio::test]
async fn half_open_handshakes_are_closed_and_others_get_in() {
    let relay = Relay::start_with(Options {
        settings: vec![("LIMITS__HANDSHAKE_SECONDS", "2".into())],
        ..Options::default()
    });
    let endpoint = relay.endpoint();
    let elsewhere = endpoint.coming_from("127.0.0.7");
    let mut open = Vec::new();
    for index in 0..300 {
        let mut stream = elsewhere.tcp().await.expect("a connection");
        if index % 2 == 0 {
            // The start of a ClientHello that never ends.
            stream
                .write_all(&[0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc])
                .await
                .unwrap();
        }
        open.push(stream);
    }
    let mut pair = Pair::new(&relay).await;
    pair.talk().await;
    join_all(open.into_iter().map(closes)).await;
}

#[tokio::test]
async fn requests_that_never_end_are_closed() {
    let relay = Relay::start_with(Options {
        settings: vec![
            ("LIMITS__HANDSHAKE_SECONDS", "2".into()),
            ("LIMITS__IDLE_SECONDS", "2".into()),
        ],
        ..Options::default()
    });
    let endpoint = relay.endpoint();
    let mut slow = Vec::new();
    for start in [
        "GET /v1/realtime HT",
        "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        "",
    ] {
        let mut stream = endpoint.tls("http/1.1").await.unwrap();
        stream.write_all(start.as_bytes()).await.unwrap();
        slow.push(stream);
    }
    let preface: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    for start in [&preface[..10], preface] {
        let mut stream = endpoint.tls("h2").await.unwrap();
        stream.write_all(start).await.unwrap();
        slow.push(stream);
    }
    let mut pair = Pair::new(&relay).await;
    pair.talk().await;
    join_all(slow.into_iter().map(closes)).await;
    pair.talk().await;
}

#[tokio::test]
async fn garbage_in_place_of_tls_or_http_closes_that_connection_alone() {
    let relay = Relay::start();
    let endpoint = relay.endpoint();
    let mut pair = Pair::new(&relay).await;
    let garbage: Vec<u8> = (0..5000_u32)
        .map(|index| (index * 37 % 251) as u8)
        .collect();
    let starts: [&[u8]; 6] = [
        &garbage,
        b"GET / HTTP/1.1\r\n\r\n",
        &[0; 64],
        &[0xff; 5000],
        &[0x16, 3, 1, 0xff, 0xff, 0],
        &[0x15, 3, 3, 0, 2, 2, 40],
    ];
    for start in starts {
        let mut stream = endpoint.tcp().await.unwrap();
        stream.write_all(start).await.unwrap();
        stream.shutdown().await.unwrap();
        closes(stream).await;
    }
    for alpn in ["h2", "http/1.1"] {
        let mut stream = endpoint.tls(alpn).await.unwrap();
        let _ = stream.write_all(&garbage).await;
        let _ = stream.shutdown().await;
        closes(stream).await;
    }
    pair.talk().await;
}

#[tokio::test]
async fn a_flood_of_connections_from_one_address_leaves_room_for_others() {
    let relay = Relay::start_with(Options {
        settings: vec![("LIMITS__CONNECTIONS_PER_ADDRESS", "40".into())],
        ..Options::default()
    });
    let flooded = relay.endpoint().coming_from("127.0.0.9");
    let mut open = Vec::new();
    let mut refused = 0;
    for _ in 0..120 {
        match flooded.tls("h2").await {
            Ok(stream) => open.push(stream),
            Err(_) => refused += 1,
        }
    }
    assert_eq!((open.len(), refused), (40, 80));
    let mut pair = Pair::new(&relay).await;
    pair.talk().await;
    // Room comes back when connections end.
    drop(open);
    until("a free place", async || flooded.tls("h2").await.ok()).await;
    pair.talk().await;
}

#[tokio::test]
async fn strangers_cannot_crowd_out_those_who_are_logged_in() {
    let relay = Relay::start_with(Options::default());
    let mut pair = Pair::new(&relay).await;
    let strangers: Vec<_> = join_all(
        (20..30).map(|last| Stranger::at(relay.endpoint().coming_from(&format!("127.0.1.{last}")))),
    )
    .await;
    let flood = async {
        for _ in 0..20 {
            let calls = strangers.iter().map(async |stranger| {
                let _ = stranger.start(&new_phone()).await;
                let _ = stranger
                    .confirm(&Bytes::from_static(&[1; 16]), "123456")
                    .await;
                let _ = stranger.challenge().await;
            });
            join_all(calls).await;
        }
    };
    let talk = async {
        for _ in 0..50 {
            pair.talk().await;
        }
    };
    tokio::join!(flood, talk);
}
