//! The socket against relays that keep to the protocol, and ones that do not.

use super::super::testing::{acceptor, file, leaf, listen, pin, root, spare};
use super::super::{RealtimeReceiver, RealtimeSender, Relay, RelayClient, SendBatch};
use super::*;
use bytes::Bytes;
use consilium_proto::wire;
use consilium_types::{SeededEntropy, SystemClock, Timestamp};
use prost::Message as _;
use std::sync::Arc;
use tokio::io::DuplexStream;
use tokio_tungstenite::tungstenite::protocol::Role;
use wire::relay_frame::Frame;

/// A client's socket and the relay's end of it, in memory.
async fn pair() -> (RealtimeSender, RealtimeReceiver, Socket<DuplexStream>) {
    let (near, far) = tokio::io::duplex(64 * 1024);
    let socket = WebSocketStream::from_raw_socket(near, Role::Client, Some(config())).await;
    let relay = WebSocketStream::from_raw_socket(far, Role::Server, None).await;
    let (sender, mut receiver, peer) = realtime_pair();
    receiver.drive(run(socket, peer));
    (sender, receiver, relay)
}

fn message(frame: Frame) -> Message {
    Message::Binary(
        wire::RelayFrame { frame: Some(frame) }
            .encode_to_vec()
            .into(),
    )
}

fn ready() -> Message {
    message(Frame::Ready(wire::Ready {
        relay_time: 9,
        acknowledged: 3,
    }))
}

fn deliver(sequence: u64, size: usize) -> Message {
    message(Frame::Deliver(wire::Deliver {
        envelopes: vec![wire::StoredEnvelope {
            sequence,
            arrived: 0,
            envelope: Bytes::from(vec![1; size]),
        }],
    }))
}

async fn ending(mut receiver: RealtimeReceiver) -> Closed {
    loop {
        match receiver.next().await {
            Some(RealtimeEvent::Closed(closed)) => return closed,
            Some(_) => {}
            None => panic!("no reason was given"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_relay_that_falls_silent_is_given_up() {
    let (_sender, receiver, mut relay) = pair().await;
    relay.send(ready()).await.unwrap();
    // The relay's end stays open and reads nothing, hence answers no ping.
    assert_eq!(ending(receiver).await, Closed::Lost(NetError::Offline));
}

#[tokio::test(start_paused = true)]
async fn a_relay_that_answers_pings_is_kept_for_hours() {
    let (_sender, mut receiver, mut relay) = pair().await;
    relay.send(ready()).await.unwrap();
    let begin = Instant::now();
    let reading = async {
        let mut pings = 0;
        while begin.elapsed() < Duration::from_secs(7_200) {
            if let Some(Ok(Message::Ping(_))) = relay.next().await {
                // Reading again, or sending, flushes the pong that the library queued.
                relay.flush().await.unwrap();
                pings += 1;
            }
        }
        relay.send(deliver(1, 10)).await.unwrap();
        pings
    };
    let (pings, first) = tokio::join!(reading, receiver.next());
    assert!(pings >= 100, "{pings}");
    assert!(matches!(first, Some(RealtimeEvent::Ready { .. })));
    assert!(matches!(
        receiver.next().await,
        Some(RealtimeEvent::Deliver(_))
    ));
}

#[tokio::test]
async fn anything_before_ready_is_refused() {
    let (_sender, receiver, mut relay) = pair().await;
    relay.send(deliver(1, 10)).await.unwrap();
    assert_eq!(ending(receiver).await, Closed::Lost(NetError::Protocol));
}

#[tokio::test]
async fn text_garbage_and_overlong_frames_end_the_socket() {
    let hostile = [
        Message::Text("hello".into()),
        Message::Binary(Bytes::from_static(&[0xff; 40])),
        Message::Binary(Bytes::from(vec![0; MAX_FRAME + 1])),
    ];
    for message in hostile {
        let (_sender, receiver, mut relay) = pair().await;
        relay.send(ready()).await.unwrap();
        let sending = async {
            // Fails when the client ends the socket in the middle of the frame.
            let _ = relay.send(message).await;
        };
        let (_, closed) = tokio::join!(sending, ending(receiver));
        assert_eq!(closed, Closed::Lost(NetError::Protocol));
    }
}

#[tokio::test]
async fn close_codes_have_their_meaning() {
    let cases = [
        (4401, Closed::TokenEnded),
        (4409, Closed::Replaced),
        (1012, Closed::Draining),
        (4413, Closed::Limits),
        (1000, Closed::Lost(NetError::Offline)),
    ];
    for (code, expected) in cases {
        let (_sender, receiver, mut relay) = pair().await;
        let frame = CloseFrame {
            code: code.into(),
            reason: "".into(),
        };
        relay.close(Some(frame)).await.unwrap();
        assert_eq!(ending(receiver).await, expected);
    }
}

#[tokio::test]
async fn a_flood_waits_for_its_reader_and_sending_goes_on_meanwhile() {
    const FLOOD: u64 = 500;
    let (sender, mut receiver, relay) = pair().await;
    let (mut to_client, mut from_client) = relay.split();
    let flooding = async {
        to_client.send(ready()).await.unwrap();
        for sequence in 1..=FLOOD {
            to_client.send(deliver(sequence, 5_297)).await.unwrap();
        }
    };
    let acting = async {
        // Nobody reads events yet: the queues are full, and yet this arrives.
        let batch = SendBatch {
            batch: 1,
            envelopes: Vec::new(),
        };
        sender.send(batch).await.unwrap();
        from_client.next().await.unwrap().unwrap();
        let mut last = 0;
        while last < FLOOD {
            if let Some(RealtimeEvent::Deliver(envelopes)) = receiver.next().await {
                assert_eq!(envelopes[0].sequence, last + 1);
                last += 1;
            }
        }
    };
    tokio::join!(flooding, acting);
}

#[tokio::test]
async fn dropping_the_receiver_closes_the_socket() {
    let (sender, receiver, mut relay) = pair().await;
    drop(receiver);
    while let Some(Ok(_)) = relay.next().await {}
    assert_eq!(sender.acknowledge(1).await, Err(NetError::Offline));
}

#[expect(
    clippy::result_large_err,
    reason = "the library's callback asks for that type"
)]
#[tokio::test]
async fn the_upgrade_bears_the_token_over_pinned_tls() {
    let root = root();
    let (listener, port) = listen().await;
    let acceptor = acceptor(leaf(&root, &[], |_| {}), b"http/1.1");
    let file = file(port, [pin(&root), spare()], &[&root]);
    let entropy = Arc::new(SeededEntropy::new(1));
    let client = RelayClient::new(file, Arc::new(SystemClock), entropy).unwrap();
    let serve = async {
        let (tcp, _) = listener.accept().await.unwrap();
        let tls = acceptor.accept(tcp).await.unwrap();
        let mut seen = String::new();
        let look = |request: &http::Request<()>, response| {
            let bearer = request.headers().get(AUTHORIZATION).unwrap();
            seen = format!("{} {}", request.uri().path(), bearer.to_str().unwrap());
            Ok(response)
        };
        let mut socket = tokio_tungstenite::accept_hdr_async(tls, look)
            .await
            .unwrap();
        socket.send(ready()).await.unwrap();
        let heard = socket.next().await.unwrap().unwrap();
        (seen, heard)
    };
    let token = Token::new([0xab; 32]);
    let act = async {
        let (sender, mut receiver) = client.connect_realtime(&token).await.unwrap();
        let first = receiver.next().await;
        sender.acknowledge(5).await.unwrap();
        // Until the relay closed it.
        while receiver.next().await.is_some() {}
        first
    };
    let ((seen, heard), first) = tokio::join!(serve, act);
    assert_eq!(seen, format!("/v1/realtime Bearer {}", "ab".repeat(32)));
    assert_eq!(
        heard,
        Message::Binary(frame::encode(Command::Acknowledge(5)))
    );
    assert_eq!(
        first,
        Some(RealtimeEvent::Ready {
            relay_time: Timestamp(9),
            acknowledged: 3
        })
    );
}

#[tokio::test]
async fn a_refused_upgrade_says_why() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let cases = [
        ("401 Unauthorized", "", NetError::Unauthenticated),
        ("403 Forbidden", "", NetError::Refused(Refusal::Denied)),
        (
            "503 Busy",
            "Retry-After: 7\r\n",
            NetError::Later {
                retry_after_ms: 7_000,
            },
        ),
        ("500 Error", "", NetError::Protocol),
    ];
    let root = root();
    for (status, header, expected) in cases {
        let (listener, port) = listen().await;
        let acceptor = acceptor(leaf(&root, &[], |_| {}), b"http/1.1");
        let file = file(port, [pin(&root), spare()], &[&root]);
        let entropy = Arc::new(SeededEntropy::new(1));
        let client = RelayClient::new(file, Arc::new(SystemClock), entropy).unwrap();
        let serve = async {
            let (tcp, _) = listener.accept().await.unwrap();
            let mut tls = acceptor.accept(tcp).await.unwrap();
            let mut request = [0; 2048];
            assert!(tls.read(&mut request).await.unwrap() > 0);
            let answer = format!("HTTP/1.1 {status}\r\n{header}Content-Length: 0\r\n\r\n");
            tls.write_all(answer.as_bytes()).await.unwrap();
            tls.flush().await.unwrap();
            tls
        };
        let token = Token::new([1; 32]);
        let (_tls, connected) = tokio::join!(serve, client.connect_realtime(&token));
        assert_eq!(connected.unwrap_err(), expected);
    }
}
