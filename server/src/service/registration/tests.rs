use super::*;
use crate::config::Limits;
use crate::outbound::SmsError;
use crate::presence::Outbox;
use crate::testing::keys::{Keys, signing};
use crate::testing::{PEER, World};
use consilium_proto::convert::account::SmsCode;
use consilium_proto::convert::relay::RelayEvent;
use consilium_statement::LoginKey;
use consilium_store::TokenHash;
use consilium_types::limits::NUMBER_MOVE_MS;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

const PHONE: &str = "+31612345678";

fn phone(text: &str) -> PhoneNumber {
    PhoneNumber::parse(text).unwrap()
}

#[tokio::test]
async fn a_code_a_ticket_and_a_proof_make_an_account() {
    let world = World::new().await;
    let (keys, caller) = world.member(PHONE).await;
    assert_eq!(caller.account, keys.statement.account());
    let own = world.app.accounts.own(caller.account).await.unwrap();
    assert!(own.has_number && !own.discoverable);
}

#[tokio::test]
async fn every_refusal_of_a_code_looks_the_same() {
    let world = World::new().await;
    let started = world.app.registration.start(phone(PHONE), PEER).await;
    let attempt = started.unwrap().attempt;
    let right = world.codes.last();
    let mut wrong = right.clone();
    wrong.0[0] = if wrong.0[0] == b'9' { b'0' } else { b'9' };
    let said = |attempt, code: &SmsCode| {
        let code = code.clone();
        let confirm = Confirm { attempt, code };
        let refused = world.app.registration.confirm(&confirm, PEER);
        refused.unwrap_err().to_string()
    };
    let texts = [said(attempt, &wrong), said([9; 16], &right)];
    world.clock.advance(Duration::from_millis(SMS_LIFE_MS));
    let late = said(attempt, &right);
    assert!(texts.iter().all(|text| *text == late));
}

#[tokio::test]
async fn a_number_gets_one_code_at_a_time_and_few_a_day() {
    let world = World::new().await;
    let start = async || world.app.registration.start(phone(PHONE), PEER).await;
    let first = start().await.unwrap();
    let Err(ServiceError::Later(wait)) = start().await else {
        panic!("too soon");
    };
    assert_eq!(wait.ms, first.retry_after_ms);
    for _ in 0..2 * 24 * 60 {
        world.clock.advance(Duration::from_secs(30));
        // Refused or not: somebody who asks again and again.
        let _ = start().await;
    }
    // Five at once, and one an hour.
    assert_eq!(world.codes.count(), 5 + 24);
}

#[tokio::test]
async fn guesses_at_the_codes_of_a_number_are_counted_over_all_its_codes() {
    // As if text messages cost nothing.
    let plenty = Rate::new(1_000_000, 1_000_000);
    let limits = Limits {
        sms_number: plenty,
        sms_resend: plenty,
        sms_address: plenty,
        sms_confirm: plenty,
        sms_total: plenty,
        ..Limits::default()
    };
    let world = World::with(limits).await;
    let guess = async |number: &str| {
        let started = world.app.registration.start(phone(number), PEER).await;
        let attempt = started.unwrap().attempt;
        let right = world.codes.last();
        let mut wrong = right.clone();
        wrong.0[0] = if wrong.0[0] == b'9' { b'0' } else { b'9' };
        let mut compared = 0;
        for _ in 0..4 {
            let code = wrong.clone();
            let guess = world
                .app
                .registration
                .confirm(&Confirm { attempt, code }, PEER);
            compared += usize::from(matches!(guess, Err(ServiceError::CodeRefused)));
        }
        let right = Confirm {
            attempt,
            code: right,
        };
        (compared, world.app.registration.confirm(&right, PEER))
    };
    let mut compared = 0;
    for _ in 0..48 {
        compared += guess(PHONE).await.0;
        world.clock.advance(Duration::from_secs(1800));
    }
    // Ten at once and one an hour, of which the right ones take some.
    assert!((10..=34).contains(&compared), "{compared}");
    let (_, right) = guess(PHONE).await;
    assert!(matches!(right, Err(ServiceError::Later(wait)) if wait.ms <= 3_600_000));
    let (compared, neighbour) = guess("+31687654321").await;
    assert!(compared == 4 && neighbour.is_ok());
    world.clock.advance(Duration::from_secs(2 * 3600));
    assert!(world.ticket(PHONE).await.is_ok());
}

#[tokio::test]
async fn one_address_and_the_whole_relay_are_bounded() {
    let limits = Limits {
        sms_address: Rate::new(3, 1),
        sms_total: Rate::new(5, 1),
        ..Limits::default()
    };
    let world = World::with(limits).await;
    let start = async |number: u32, peer: [u8; 4]| {
        let phone = phone(&format!("+3161{number:07}"));
        world.app.registration.start(phone, peer.into()).await
    };
    for number in 0..3 {
        start(number, [192, 0, 2, 1]).await.unwrap();
    }
    let fourth = start(3, [192, 0, 2, 1]).await.unwrap_err();
    assert!(matches!(fourth, ServiceError::Later(_)));
    for number in 4..6 {
        start(number, [192, 0, 2, 2]).await.unwrap();
    }
    let sixth = start(6, [192, 0, 2, 3]).await.unwrap_err();
    assert!(matches!(sixth, ServiceError::Later(_)));
}

#[tokio::test]
async fn a_code_that_never_left_is_forgotten() {
    let world = World::new().await;
    *world.codes.failure.lock().unwrap() = Some(SmsError::Unreachable);
    let failed = world.app.registration.start(phone(PHONE), PEER).await;
    assert!(matches!(failed.unwrap_err(), ServiceError::Sms(_)));
}

#[tokio::test]
async fn a_ticket_is_good_once() {
    let world = World::new().await;
    let keys = Keys::new(world.now());
    let ticket = world.ticket(PHONE).await.unwrap();
    let finish = world.finish(&keys, ticket);
    world.app.registration.finish(finish, PEER).await.unwrap();
    let again = world.finish(&keys, ticket);
    let refused = world.app.registration.finish(again, PEER).await;
    assert!(matches!(refused.err(), Some(ServiceError::CodeRefused)));
}

#[tokio::test]
async fn what_does_not_hold_together_is_refused_and_leaves_the_ticket() {
    let world = World::new().await;
    let (keys, other) = (Keys::new(world.now()), Keys::new(world.now()));
    let ticket = world.ticket(PHONE).await.unwrap();
    let finish = async |finish| world.app.registration.finish(finish, PEER).await.err();
    let mut foreign_prekey = world.finish(&keys, ticket);
    foreign_prekey.prekey = other.prekey.as_bytes().to_vec().into();
    assert!(matches!(
        finish(foreign_prekey).await,
        Some(ServiceError::Record(_))
    ));
    let mut foreign_proof = world.finish(&keys, ticket);
    foreign_proof.proof = world.finish(&other, ticket).proof;
    assert!(matches!(
        finish(foreign_proof).await,
        Some(ServiceError::Foreign)
    ));
    let (nonce, _) = world.app.authentication.challenge(PEER).unwrap();
    let mut other_relay = world.finish(&keys, ticket);
    other_relay.proof = keys.proof("other.example", nonce, LoginKey::Device);
    assert!(matches!(
        finish(other_relay).await,
        Some(ServiceError::LoginRefused)
    ));
    let mut flipped = world.finish(&keys, ticket);
    let mut bytes = flipped.statement.to_vec();
    bytes[100] ^= 1;
    flipped.statement = bytes.into();
    assert!(matches!(
        finish(flipped).await,
        Some(ServiceError::Record(_))
    ));
    assert!(finish(world.finish(&keys, ticket)).await.is_none());
}

#[tokio::test]
async fn a_key_of_another_account_is_refused() {
    let world = World::new().await;
    let (alice, _) = world.member(PHONE).await;
    let seed = alice.device.seed().unwrap();
    let copied = consilium_sodium::SigningKey::from_seed(&seed).unwrap();
    let thief = Keys::with(signing(), signing(), copied, world.now());
    let refused = world.register(&thief, "+31687654321").await;
    assert!(matches!(refused.err(), Some(ServiceError::DuplicateKey)));
}

#[tokio::test]
async fn a_new_epoch_ends_the_old_devices_and_an_old_statement_is_refused() {
    let world = World::new().await;
    let (alice, _) = world.member(PHONE).await;
    let outbox = Outbox::new(alice.id(), TokenHash([1; 32]), Timestamp(u64::MAX));
    world.app.presence.join(&outbox);
    world.clock.advance(Duration::from_secs(60));
    let root = consilium_sodium::SigningKey::from_seed(&alice.root.seed().unwrap()).unwrap();
    let recovered = Keys::with(root, signing(), signing(), world.now());
    world.register(&recovered, PHONE).await.unwrap();
    let waiting = outbox.poll(&mut Context::from_waker(Waker::noop()), false);
    assert!(matches!(waiting, Poll::Ready(waiting) if waiting.end.is_some()));
    world.clock.advance(Duration::from_secs(60));
    let old = world.register(&alice, PHONE).await.err();
    assert!(matches!(old, Some(ServiceError::Precondition(_))));
}

#[tokio::test]
async fn a_number_in_use_moves_after_a_day_of_which_its_owner_is_told() {
    let world = World::new().await;
    let (alice, _) = world.member(PHONE).await;
    let outbox = Outbox::new(alice.id(), TokenHash([1; 32]), Timestamp(u64::MAX));
    world.app.presence.join(&outbox);
    world.clock.advance(Duration::from_secs(60));
    let other = Keys::new(world.now());
    let finished = world.register(&other, PHONE).await.unwrap();
    let moves_at = world.now().plus(NUMBER_MOVE_MS);
    assert_eq!(finished.number_moves_at, Some(moves_at));
    let waiting = outbox.poll(&mut Context::from_waker(Waker::noop()), false);
    let Poll::Ready(waiting) = waiting else {
        panic!("a notice");
    };
    assert_eq!(waiting.notices, [RelayEvent::NumberMove { moves_at }]);
}
