//! Login by device key, and what a token is good for.

use crate::support::actor::{Actor, Keys, Stranger, entry, new_key};
use crate::support::code;
use crate::support::relay::Relay;
use crate::support::socket::{Socket, upgrade};
use bytes::Bytes;
use consilium_proto::wire;
use consilium_proto::wire::client_frame::Frame;
use consilium_statement::LoginKey;
use consilium_types::ids::to_hex;
use consilium_types::limits;
use std::time::Duration;
use tokio_tungstenite::tungstenite::Error;
use tonic::Code;

/// The relay closes a socket with this when its token ended.
const TOKEN_ENDED: u16 = 4401;

async fn upgrade_status(actor: &Actor, authorization: Option<&str>) -> u16 {
    match upgrade(&actor.stranger.endpoint, authorization).await {
        Err(Error::Http(response)) => response.status().as_u16(),
        Err(other) => panic!("no HTTP answer: {other}"),
        Ok(_) => 101,
    }
}

#[tokio::test]
async fn a_captured_login_cannot_be_replayed() {
    let relay = Relay::start();
    let actor = Actor::register(&relay).await;
    let stranger = Stranger::at(relay.endpoint()).await;
    let nonce = stranger.challenge().await;
    let proof = actor
        .keys
        .proof(LoginKey::Device, &stranger.endpoint.name, &nonce);
    stranger.prove(proof.clone()).await.unwrap();
    assert_eq!(
        code(stranger.prove(proof.clone()).await),
        Code::Unauthenticated
    );
    // Under a fresh nonce the old signature is none.
    let moved = wire::LoginProof {
        relay_nonce: stranger.challenge().await,
        ..proof
    };
    assert_eq!(code(stranger.prove(moved).await), Code::Unauthenticated);
}

#[tokio::test]
async fn a_login_for_another_relay_a_made_up_nonce_or_by_another_key_is_refused() {
    let relay = Relay::start();
    let actor = Actor::register(&relay).await;
    let stranger = Stranger::at(relay.endpoint()).await;
    let name = stranger.endpoint.name.clone();
    let elsewhere = format!("{name}.example");
    let keys = &actor.keys;
    let own = keys.device();

    let nonce = stranger.challenge().await;
    let refused = stranger
        .prove(keys.proof(LoginKey::Device, &elsewhere, &nonce))
        .await;
    assert_eq!(code(refused), Code::Unauthenticated);

    let refused = stranger
        .prove(keys.proof(LoginKey::Device, &name, &[7; 32]))
        .await;
    assert_eq!(code(refused), Code::Unauthenticated);

    let nonce = stranger.challenge().await;
    let thief = Keys::generate();
    let mut forged = thief.proof(LoginKey::Device, &name, &nonce);
    forged.device_id = Bytes::copy_from_slice(own.as_bytes());
    assert_eq!(code(stranger.prove(forged).await), Code::Unauthenticated);

    let nonce = stranger.challenge().await;
    let unknown = stranger
        .prove(thief.proof(LoginKey::Device, &name, &nonce))
        .await;
    assert_eq!(code(unknown), Code::Unauthenticated);
}

#[tokio::test]
async fn a_login_nonce_is_dead_after_a_minute() {
    let relay = Relay::start();
    let actor = Actor::register(&relay).await;
    let stranger = Stranger::at(relay.endpoint()).await;
    let nonce = stranger.challenge().await;
    relay
        .advance(Duration::from_millis(limits::LOGIN_NONCE_MS + 1000))
        .await;
    let proof = actor
        .keys
        .proof(LoginKey::Device, &stranger.endpoint.name, &nonce);
    assert_eq!(code(stranger.prove(proof).await), Code::Unauthenticated);
}

#[tokio::test]
async fn a_standby_signature_is_no_device_signature_nor_the_other_way_round() {
    let relay = Relay::start();
    let actor = Actor::register(&relay).await;
    let stranger = Stranger::at(relay.endpoint()).await;
    for which in [LoginKey::Device, LoginKey::Standby] {
        let nonce = stranger.challenge().await;
        let mut proof = actor.keys.proof(which, &stranger.endpoint.name, &nonce);
        proof.standby = !proof.standby;
        assert_eq!(code(stranger.prove(proof).await), Code::Unauthenticated);
    }
}

#[tokio::test]
async fn a_standby_token_fetches_and_does_nothing_else() {
    let relay = Relay::start();
    let (actor, sender) = (Actor::register(&relay).await, Actor::register(&relay).await);
    sender.socket().await.send(vec![actor.envelope()]).await;
    let standby = actor
        .stranger
        .log_in(&actor.keys, LoginKey::Standby)
        .await
        .unwrap();
    let fetched = actor.fetch_by(&standby, 0, 0).await.unwrap();
    assert_eq!(fetched.envelopes.len(), 1);

    assert_eq!(
        code(actor.cursor_by(&standby).await),
        Code::PermissionDenied
    );
    let mut as_standby = actor;
    as_standby.token = standby.clone();
    let actor = as_standby;
    assert_eq!(code(actor.delete_envelope(1).await), Code::PermissionDenied);
    assert_eq!(code(actor.own_account().await), Code::PermissionDenied);
    assert_eq!(
        code(actor.set_discoverable(true).await),
        Code::PermissionDenied
    );
    assert_eq!(
        code(actor.statements(&[actor.account()]).await),
        Code::PermissionDenied
    );
    assert_eq!(
        code(actor.prekeys(&[actor.account()]).await),
        Code::PermissionDenied
    );
    assert_eq!(code(actor.find(vec![1]).await), Code::PermissionDenied);
    assert_eq!(code(actor.delete_account().await), Code::PermissionDenied);
    let prekey = actor.keys.prekey(crate::support::actor::now());
    assert_eq!(
        code(actor.put_prekey(prekey.as_bytes()).await),
        Code::PermissionDenied
    );
    let statement = actor.statement.as_bytes();
    assert_eq!(
        code(actor.put_statement(statement).await),
        Code::PermissionDenied
    );
    let listed = wire::ListArchiveRequest {
        archive_id: Bytes::from_static(&[1; 16]),
        ..Default::default()
    };
    let listed = actor.archive().list(actor.with_token(listed)).await;
    assert_eq!(code(listed), Code::PermissionDenied);
    let bearer = format!("Bearer {}", to_hex(&standby));
    assert_eq!(upgrade_status(&actor, Some(&bearer)).await, 403);
}

#[tokio::test]
async fn a_stolen_token_is_useless_after_logout_and_its_live_socket_closes() {
    let relay = Relay::start();
    let (actor, other) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let mut live = actor.socket().await;
    actor.log_out().await.unwrap();
    assert_eq!(live.close_code().await, Some(TOKEN_ENDED));

    assert_eq!(code(actor.fetch(0, 0).await), Code::Unauthenticated);
    assert_eq!(code(actor.own_account().await), Code::Unauthenticated);
    assert_eq!(code(actor.log_out().await), Code::Unauthenticated);
    let bearer = format!("Bearer {}", to_hex(&actor.token));
    assert_eq!(upgrade_status(&actor, Some(&bearer)).await, 401);

    // What comes meanwhile stays sealed in the store, for the next login.
    other.socket().await.send(vec![actor.envelope()]).await;
    let mut actor = actor;
    actor.log_in_again().await;
    assert_eq!(actor.fetch(0, 0).await.unwrap().envelopes.len(), 1);
}

#[tokio::test]
async fn a_token_that_ended_sends_nothing_from_a_socket_that_was_open() {
    let relay = Relay::start();
    let (actor, other) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let mut live = actor.socket().await;
    actor.log_out().await.unwrap();
    // Whatever the thief writes from now on.
    for _ in 0..20 {
        let batch = wire::SendBatch {
            batch: 1,
            envelopes: vec![other.envelope()],
        };
        if live.write(Frame::Send(batch)).await.is_err() {
            break;
        }
    }
    assert_eq!(live.close_code().await, Some(TOKEN_ENDED));
    assert!(other.fetch_all().await.is_empty());
}

#[tokio::test]
async fn a_token_is_dead_after_an_hour_on_calls_and_on_its_live_socket() {
    let relay = Relay::start();
    let mut actor = Actor::register(&relay).await;
    let mut live = actor.socket().await;
    relay.advance(Duration::from_secs(59 * 60)).await;
    actor.own_account().await.unwrap();
    live.settle().await.expect("still open");
    relay.advance(Duration::from_secs(2 * 60)).await;
    assert_eq!(code(actor.own_account().await), Code::Unauthenticated);
    assert_eq!(live.close_code().await, Some(TOKEN_ENDED));
    actor.log_in_again().await;
    actor.own_account().await.unwrap();
}

#[tokio::test]
async fn a_removed_device_loses_its_token_and_its_socket() {
    let relay = Relay::start();
    let owner = Actor::register(&relay).await;
    let mut removed = owner.socket().await;
    // A new epoch, as after a loss: the old device is out.
    let again = Keys {
        root: consilium_sodium::SigningKey::from_seed(&owner.keys.root.seed().unwrap()).unwrap(),
        epoch: owner.keys.epoch + 1,
        ..Keys::generate()
    };
    let recovered = Actor::register_with(&relay, again, &owner.phone)
        .await
        .unwrap();
    assert_eq!(recovered.account(), owner.account());
    assert_eq!(removed.close_code().await, Some(TOKEN_ENDED));
    assert_eq!(code(owner.fetch(0, 0).await), Code::Unauthenticated);
    let login = owner.stranger.log_in(&owner.keys, LoginKey::Device).await;
    assert_eq!(code(login), Code::Unauthenticated);
    recovered.own_account().await.unwrap();
}

#[tokio::test]
async fn calls_without_a_token_or_with_a_made_up_one_are_refused() {
    let relay = Relay::start();
    let mut actor = Actor::register(&relay).await;
    for token in [vec![], vec![7; 31], vec![7; 32], vec![7; 33], vec![7; 4000]] {
        actor.token = token.into();
        assert_eq!(code(actor.fetch(0, 0).await), Code::Unauthenticated);
        let bearer = format!("Bearer {}", to_hex(&actor.token));
        assert_eq!(upgrade_status(&actor, Some(&bearer)).await, 401);
    }
    for header in [
        None,
        Some(""),
        Some("Bearer"),
        Some("Basic abc"),
        Some("Bearer zz"),
    ] {
        assert_eq!(upgrade_status(&actor, header).await, 401, "{header:?}");
    }
}

#[tokio::test]
async fn the_newer_socket_of_a_device_wins() {
    let relay = Relay::start();
    let (actor, other) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let mut first = actor.socket().await;
    let mut second = actor.socket().await;
    assert_eq!(first.close_code().await, Some(4409));
    other.socket().await.send(vec![actor.envelope()]).await;
    assert_eq!(second.deliver().await.sequence, 1);
}

#[tokio::test]
async fn a_second_device_of_the_account_has_a_mailbox_of_its_own() {
    let relay = Relay::start();
    let (actor, other) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let tablet = new_key();
    let both = [actor.keys.entry(), entry(&tablet)];
    let next = actor.keys.statement(2, actor.statement.hash(), &both);
    actor.put_statement(next.as_bytes()).await.unwrap();
    let keys = Keys {
        device: tablet,
        root: consilium_sodium::SigningKey::from_seed(&actor.keys.root.seed().unwrap()).unwrap(),
        ..Keys::generate()
    };
    let token = actor
        .stranger
        .log_in(&keys, LoginKey::Device)
        .await
        .unwrap();
    let mut socket = Socket::open(&actor.stranger.endpoint, &token)
        .await
        .unwrap();
    other.socket().await.send(vec![actor.envelope()]).await;
    socket.settle().await.unwrap();
    assert_eq!(socket.waiting(), 0);
    assert!(
        actor
            .fetch_by(&token, 0, 0)
            .await
            .unwrap()
            .envelopes
            .is_empty()
    );
}
