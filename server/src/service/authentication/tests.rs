use super::*;
use crate::config::Limits;
use crate::presence::{End, Outbox};
use crate::testing::{NAME, PEER, World};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

const PHONE: &str = "+31612345678";

async fn login(
    world: &World,
    keys: &crate::testing::keys::Keys,
    which: LoginKey,
) -> Result<Login, ServiceError> {
    let (nonce, _) = world.app.authentication.challenge(PEER)?;
    let proof = keys.proof(NAME, nonce, which);
    world.app.authentication.prove(proof, PEER).await
}

#[tokio::test]
async fn a_token_lives_an_hour_at_most() {
    let world = World::new().await;
    let (keys, _) = world.member(PHONE).await;
    let login = login(&world, &keys, LoginKey::Device).await.unwrap();
    let token = token_hash(&login.token);
    world.clock.advance(Duration::from_millis(TOKEN_MS - 1));
    let authentication = &world.app.authentication;
    assert!(authentication.token(token).await.is_ok());
    world.clock.advance(Duration::from_millis(1));
    let ended = authentication.token(token).await.unwrap_err();
    assert!(matches!(ended, ServiceError::Unauthenticated));
}

#[tokio::test]
async fn the_standby_key_gets_a_token_for_fetching_only() {
    let world = World::new().await;
    let (keys, _) = world.member(PHONE).await;
    let login = login(&world, &keys, LoginKey::Standby).await.unwrap();
    let token = token_hash(&login.token);
    let record = world.app.authentication.token(token).await.unwrap();
    assert_eq!(record.scope, TokenScope::Standby);
}

#[tokio::test]
async fn a_proof_of_another_key_device_or_time_is_refused_alike() {
    let world = World::new().await;
    let (alice, _) = world.member(PHONE).await;
    let (bob, _) = world.member("+31687654321").await;
    let stranger = crate::testing::keys::Keys::new(world.now());
    let authentication = &world.app.authentication;
    let nonce = || authentication.challenge(PEER).unwrap().0;
    let mut crossed = bob.proof(NAME, nonce(), LoginKey::Device);
    crossed.device = alice.id();
    let mut standby_as_device = alice.proof(NAME, nonce(), LoginKey::Standby);
    standby_as_device.standby = false;
    let unknown = stranger.proof(NAME, nonce(), LoginKey::Device);
    let invented = alice.proof(NAME, [7; 32], LoginKey::Device);
    let late = alice.proof(NAME, nonce(), LoginKey::Device);
    let refused = async |proof| {
        let error = authentication.prove(proof, PEER).await.err().unwrap();
        assert!(matches!(error, ServiceError::LoginRefused));
    };
    for proof in [crossed, standby_as_device, unknown, invented] {
        refused(proof).await;
    }
    world.clock.advance(Duration::from_millis(60_001));
    refused(late).await;
}

#[tokio::test]
async fn a_locked_device_loses_token_and_socket_and_gets_no_other() {
    let world = World::new().await;
    let (keys, _) = world.member(PHONE).await;
    let token = token_hash(&login(&world, &keys, LoginKey::Device).await.unwrap().token);
    let outbox = Outbox::new(keys.id(), token, Timestamp(u64::MAX));
    world.app.presence.join(&outbox);
    let authentication = &world.app.authentication;
    assert!(authentication.lock(keys.id()).await.unwrap());
    assert!(authentication.token(token).await.is_err());
    let waiting = outbox.poll(&mut Context::from_waker(Waker::noop()), false);
    assert!(matches!(waiting, Poll::Ready(waiting) if waiting.end == Some(End::TokenEnded)));
    let again = login(&world, &keys, LoginKey::Device).await.err();
    assert!(matches!(again, Some(ServiceError::Locked)));
}

#[tokio::test]
async fn guessing_is_bounded_by_address_and_by_device() {
    let limits = Limits {
        login_address: Rate::new(12, 1),
        login_device: Rate::new(3, 1),
        ..Limits::default()
    };
    let world = World::with(limits).await;
    let (keys, _) = world.member(PHONE).await;
    let mut refused = 0;
    for _ in 0..5 {
        refused += usize::from(login(&world, &keys, LoginKey::Device).await.is_err());
    }
    assert_eq!(refused, 2);
    // One challenge for the registration, two requests for each of five logins, one more.
    assert!(world.app.authentication.challenge(PEER).is_ok());
    assert!(world.app.authentication.challenge(PEER).is_err());
    assert!(
        world
            .app
            .authentication
            .challenge([192, 0, 2, 9].into())
            .is_ok()
    );
}
