//! The real binary over real TLS.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    dead_code,
    unreachable_pub,
    reason = "tests"
)]

mod support;

use std::sync::Arc;

use consilium_proto::wire;
use consilium_statement::LoginKey;
use consilium_types::{Clock, SystemClock};
use support::client::{Device, Socket, channel, with_token};
use support::relay::Relay;
use tokio_tungstenite::tungstenite::Message;
use tonic::Code;
use tonic::transport::Channel;

const STORED: i32 = wire::SendOutcome::Stored as i32;
const DUPLICATE: i32 = wire::SendOutcome::Duplicate as i32;
const UNKNOWN: i32 = wire::SendOutcome::UnknownDevice as i32;
const STALE: i32 = wire::SendOutcome::StalePrekey as i32;
const REFUSED: i32 = wire::SendOutcome::Refused as i32;

struct Setup {
    relay: Relay,
    channel: Channel,
    alice: Device,
    bob: Device,
}

async fn setup() -> Setup {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let relay = Relay::start(folder, 0, &[]);
    let channel = channel(&relay).await;
    let (mut alice, mut bob) = (Device::new(), Device::new());
    assert_eq!(alice.register(&relay, &channel, "+31612345678").await, 0);
    assert_eq!(bob.register(&relay, &channel, "+31687654321").await, 0);
    Setup {
        relay,
        channel,
        alice,
        bob,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_envelope_reaches_its_device_online_and_offline() {
    let Setup {
        relay, alice, bob, ..
    } = setup().await;
    let mut from = alice.connect(&relay).await;
    from.ready().await;
    let offline: Vec<_> = (0..3).map(|_| bob.outgoing()).collect();
    from.send(1, offline.clone()).await;
    assert_eq!(from.results().await.outcomes, [STORED; 3]);
    let mut to = bob.connect(&relay).await;
    assert_eq!(to.ready().await.acknowledged, 0);
    let got = to.deliveries(3).await;
    let sent: Vec<_> = offline.iter().map(|e| e.envelope.clone()).collect();
    assert_eq!(
        got.iter().map(|e| e.envelope.clone()).collect::<Vec<_>>(),
        sent
    );
    assert_eq!(
        got.iter().map(|e| e.sequence).collect::<Vec<_>>(),
        [1, 2, 3]
    );
    assert!(got.iter().all(|e| e.arrived % 3_600_000 == 0));
    let live = bob.outgoing();
    from.send(2, vec![live.clone()]).await;
    assert_eq!(to.deliveries(1).await[0].envelope, live.envelope);
    assert_eq!(from.results().await.outcomes, [STORED]);
    from.send(3, vec![live]).await;
    assert_eq!(from.results().await.outcomes, [DUPLICATE]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_stored_is_answered_in_its_place() {
    let Setup {
        relay, alice, bob, ..
    } = setup().await;
    let mut from = alice.connect(&relay).await;
    from.ready().await;
    let good = bob.outgoing();
    let mut unknown = bob.outgoing();
    unknown.device_id = vec![7; 16].into();
    let mut stale = bob.outgoing();
    stale.envelope = alice.envelope(1713);
    let mut short = bob.outgoing();
    short.envelope = bob.envelope(1712);
    from.send(1, vec![unknown, good, stale, short]).await;
    assert_eq!(
        from.results().await.outcomes,
        [UNKNOWN, STORED, STALE, REFUSED]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledged_envelopes_are_not_sent_again_but_can_be_fetched() {
    let Setup {
        relay,
        channel,
        alice,
        bob,
        ..
    } = setup().await;
    let mut from = alice.connect(&relay).await;
    from.ready().await;
    from.send(1, (0..5).map(|_| bob.outgoing()).collect()).await;
    from.results().await;
    let mut to = bob.connect(&relay).await;
    to.ready().await;
    to.deliveries(5).await;
    to.acknowledge(4).await;
    let mut mailbox = wire::mailbox_client::MailboxClient::new(channel);
    while mailbox
        .get_cursor(bob.request(wire::GetCursorRequest {}))
        .await
        .unwrap()
        .into_inner()
        .acknowledged
        != 4
    {
        tokio::task::yield_now().await;
    }
    drop(to);
    let mut again = bob.connect(&relay).await;
    assert_eq!(again.ready().await.acknowledged, 4);
    assert_eq!(again.deliveries(1).await[0].sequence, 5);
    let fetch = wire::FetchRequest { after: 1, limit: 2 };
    let fetched = mailbox
        .fetch(bob.request(fetch))
        .await
        .unwrap()
        .into_inner();
    let sequences: Vec<_> = fetched.envelopes.iter().map(|e| e.sequence).collect();
    assert_eq!((sequences, fetched.more), (vec![2, 3], true));
    let delete = |sequence| bob.request(wire::DeleteEnvelopeRequest { sequence });
    assert!(
        mailbox
            .delete(delete(2))
            .await
            .unwrap()
            .into_inner()
            .deleted
    );
    assert!(
        !mailbox
            .delete(delete(2))
            .await
            .unwrap()
            .into_inner()
            .deleted
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_envelopes_come_once_each_and_in_order() {
    let Setup {
        relay, alice, bob, ..
    } = setup().await;
    let mut from = alice.connect(&relay).await;
    from.ready().await;
    let mut to = bob.connect(&relay).await;
    to.ready().await;
    let sender = async {
        for batch in 0..20 {
            from.send(batch, (0..50).map(|_| bob.outgoing()).collect())
                .await;
        }
        for _ in 0..20 {
            assert_eq!(from.results().await.outcomes, [STORED; 50]);
        }
    };
    let receiver = async {
        let mut next = 1;
        while next <= 1000 {
            for stored in to.deliveries(1).await {
                assert_eq!(stored.sequence, next);
                next += 1;
            }
            to.acknowledge(next - 1).await;
        }
    };
    tokio::join!(sender, receiver);
}

#[tokio::test(flavor = "multi_thread")]
async fn logout_ends_the_token_and_its_socket_at_once() {
    let Setup {
        relay,
        channel,
        alice,
        ..
    } = setup().await;
    let mut socket = alice.connect(&relay).await;
    socket.ready().await;
    let mut account = wire::account_client::AccountClient::new(channel);
    let logout = alice.request(wire::LogoutRequest {});
    account.logout(logout).await.unwrap();
    assert_eq!(socket.next().await.unwrap_err(), 4401);
    let again = account.logout(alice.request(wire::LogoutRequest {})).await;
    assert_eq!(again.unwrap_err().code(), Code::Unauthenticated);
    assert_eq!(Socket::open(&relay, &alice.token).await.err(), Some(401));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_logs_in_once_and_a_standby_token_only_fetches() {
    let Setup {
        relay,
        channel,
        alice,
        ..
    } = setup().await;
    let proof = alice.proof(&channel, LoginKey::Device).await;
    let mut login = wire::login_client::LoginClient::new(channel.clone());
    login.prove(proof.clone()).await.unwrap();
    let replay = login.prove(proof).await.unwrap_err();
    assert_eq!(replay.code(), Code::Unauthenticated);
    let mut crossed = alice.proof(&channel, LoginKey::Standby).await;
    crossed.standby = false;
    let crossed = login.prove(crossed).await.unwrap_err();
    assert_eq!(crossed.code(), Code::Unauthenticated);
    let token = alice.login(&channel, LoginKey::Standby).await.unwrap();
    let mut mailbox = wire::mailbox_client::MailboxClient::new(channel);
    let fetch = wire::FetchRequest { after: 0, limit: 0 };
    mailbox.fetch(with_token(&token, fetch)).await.unwrap();
    let cursor = with_token(&token, wire::GetCursorRequest {});
    let refused = mailbox.get_cursor(cursor).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    assert_eq!(Socket::open(&relay, &token).await.err(), Some(403));
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_frames_close_the_socket_and_the_newest_socket_wins() {
    let Setup { relay, alice, .. } = setup().await;
    for hostile in [
        Message::Text("{}".into()),
        Message::Binary(vec![0xff; 40].into()),
        Message::Binary(vec![0; 600 * 1024].into()),
    ] {
        let mut socket = alice.connect(&relay).await;
        socket.ready().await;
        socket.raw(hostile).await;
        assert_eq!(socket.next().await.unwrap_err(), 4413);
    }
    let mut old = alice.connect(&relay).await;
    old.ready().await;
    let mut new = alice.connect(&relay).await;
    new.ready().await;
    assert_eq!(old.next().await.unwrap_err(), 4409);
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_and_prekeys_are_checked_and_served() {
    let Setup {
        relay,
        channel,
        alice,
        bob,
        ..
    } = setup().await;
    let mut account = wire::account_client::AccountClient::new(channel.clone());
    let mut prekey = wire::prekey_client::PrekeyClient::new(channel);
    let ask = wire::GetStatementsRequest {
        account_ids: vec![bob.account(), vec![9; 16].into()],
    };
    let served = account.get_statements(alice.request(ask)).await.unwrap();
    assert_eq!(
        served.into_inner().statements,
        [bob.keys.statement.as_bytes()]
    );
    let newer = bob.next_prekey();
    let put = |device: &Device, bytes: &[u8]| {
        let prekey = bytes.to_vec().into();
        device.request(wire::PutPrekeyRequest { prekey })
    };
    prekey.put(put(&bob, newer.as_bytes())).await.unwrap();
    let foreign = prekey.put(put(&alice, newer.as_bytes())).await.unwrap_err();
    assert_eq!(foreign.code(), Code::InvalidArgument);
    let older = prekey.put(put(&bob, bob.keys.prekey.as_bytes())).await;
    assert_eq!(older.unwrap_err().code(), Code::FailedPrecondition);
    let ask = wire::GetPrekeysRequest {
        account_ids: vec![bob.account()],
    };
    let served = prekey.get(alice.request(ask)).await.unwrap();
    assert_eq!(served.into_inner().prekeys, [newer.as_bytes()]);
    // The device that the next statement leaves out is gone, with its socket.
    let mut socket = bob.connect(&relay).await;
    socket.ready().await;
    let other = Device::new();
    let next = bob
        .keys
        .next_statement(&[&other.keys.device], SystemClock.now());
    let put = wire::PutStatementRequest {
        statement: next.as_bytes().to_vec().into(),
    };
    account.put_statement(bob.request(put)).await.unwrap();
    assert_eq!(socket.next().await.unwrap_err(), 4401);
}

#[tokio::test(flavor = "multi_thread")]
async fn archives_discovery_and_number_moves_work() {
    let Setup {
        relay,
        channel,
        alice,
        bob,
        ..
    } = setup().await;
    let mut account = wire::account_client::AccountClient::new(channel.clone());
    let mut discovery = wire::discovery_client::DiscoveryClient::new(channel.clone());
    // HMAC-SHA1 of +31687654321 under the published key, first 8 bytes.
    let find = |hash: u64| wire::FindRequest {
        scheme: 1,
        hashes: vec![hash, 0x4d41_4062_a4b8_2bb4],
    };
    let nobody = discovery.find(alice.request(find(1))).await.unwrap();
    assert!(nobody.into_inner().matches.is_empty());
    let opt_in = wire::SetDiscoverableRequest { discoverable: true };
    account
        .set_discoverable(alice.request(opt_in))
        .await
        .unwrap();
    let found = discovery
        .find(bob.request(find(1)))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(found.matches.len(), 1);
    assert_eq!(found.matches[0].account_id, alice.account());
    let mut archive = wire::archive_client::ArchiveClient::new(channel.clone());
    let put = wire::PutArchiveRequest {
        archive_id: vec![1; 16].into(),
        records: vec![wire::ArchiveRecord {
            record_id: vec![2; 16].into(),
            envelope: alice.envelope(2225),
        }],
    };
    archive.put(alice.request(put)).await.unwrap();
    let list = |device: &Device| {
        device.request(wire::ListArchiveRequest {
            archive_id: vec![1; 16].into(),
            ..Default::default()
        })
    };
    let own = archive.list(list(&alice)).await.unwrap().into_inner();
    assert_eq!(own.records.len(), 1);
    let foreign = archive.list(list(&bob)).await.unwrap().into_inner();
    assert!(foreign.records.is_empty());
    // Somebody else proves Alice's number: she is told and refuses.
    let mut socket = alice.connect(&relay).await;
    socket.ready().await;
    let mut thief = Device::new();
    let moves_at = thief.register(&relay, &channel, "+31612345678").await;
    assert!(moves_at > 0);
    let wire::relay_frame::Frame::Notice(notice) = socket.next().await.unwrap() else {
        panic!("a notice");
    };
    let told = wire::notice::Notice::NumberMove(wire::NumberMove { moves_at });
    assert_eq!(notice.notice, Some(told));
    let refuse = wire::AnswerNumberMoveRequest { allow: false };
    account
        .answer_number_move(alice.request(refuse))
        .await
        .unwrap();
    let own = account
        .get_own_account(alice.request(wire::GetOwnAccountRequest {}))
        .await
        .unwrap()
        .into_inner();
    assert!(own.has_number && own.number_leaves_at == 0);
    account
        .delete(alice.request(wire::DeleteAccountRequest {}))
        .await
        .unwrap();
    assert_eq!(socket.next().await.unwrap_err(), 4401);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_stored_is_there_after_a_kill_and_on_the_same_port() {
    let Setup {
        relay, alice, bob, ..
    } = setup().await;
    let mut from = alice.connect(&relay).await;
    from.ready().await;
    from.send(1, (0..64).map(|_| bob.outgoing()).collect())
        .await;
    assert_eq!(from.results().await.outcomes, [STORED; 64]);
    let port = relay.address.port();
    let folder = relay.kill();
    let relay = Relay::start(folder, port, &[]);
    assert_eq!(relay.address.port(), port);
    let mut to = bob.connect(&relay).await;
    to.ready().await;
    assert_eq!(to.deliveries(64).await.len(), 64);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_tells_the_sockets_and_answers_what_is_under_way() {
    let Setup {
        relay, alice, bob, ..
    } = setup().await;
    let mut from = alice.connect(&relay).await;
    from.ready().await;
    from.send(1, vec![bob.outgoing()]).await;
    assert_eq!(from.results().await.outcomes, [STORED]);
    let stopped = relay.stop();
    let told = async {
        let wire::relay_frame::Frame::Notice(notice) = from.next().await.unwrap() else {
            panic!("a notice");
        };
        let draining = wire::notice::Notice::Draining(wire::Draining {});
        assert_eq!(notice.notice, Some(draining));
        assert_eq!(from.next().await.unwrap_err(), 1012);
    };
    tokio::join!(stopped, told);
}
