//! Account statements and prekeys at the relay: what it takes, and that it serves what it took.

use crate::support::actor::{Actor, Keys, copy, entry, new_key, now};
use crate::support::code;
use crate::support::relay::Relay;
use consilium_sodium::{Secret, SystemEntropy};
use consilium_types::{StatementHash, Timestamp};
use std::time::Duration;
use tonic::Code;

#[tokio::test]
async fn only_the_next_statement_of_the_own_account_is_taken() {
    let relay = Relay::start();
    let (actor, other) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let keys = &actor.keys;
    let (first, own) = (actor.statement.hash(), [keys.entry()]);
    let second = keys.statement(2, first, &own);
    let fork_of_second = keys.statement(2, first, &[keys.entry(), entry(&new_key())]);
    let wrong_prev = keys.statement(2, StatementHash::new([9; 32]), &own);
    let skipping = keys.statement(4, second.hash(), &own);

    for refused in [&wrong_prev, &skipping] {
        assert_eq!(
            code(actor.put_statement(refused.as_bytes()).await),
            Code::FailedPrecondition
        );
    }
    actor.put_statement(second.as_bytes()).await.unwrap();
    actor
        .put_statement(second.as_bytes())
        .await
        .expect("a retry");
    for refused in [&fork_of_second, &actor.statement] {
        assert_eq!(
            code(actor.put_statement(refused.as_bytes()).await),
            Code::FailedPrecondition
        );
    }
    let foreign = other
        .keys
        .statement(2, other.statement.hash(), &[other.keys.entry()]);
    assert_ne!(
        code(actor.put_statement(foreign.as_bytes()).await),
        Code::Ok
    );

    let asked = [other.account(), actor.account()];
    let mut served = other.statements(&asked).await.unwrap();
    served.sort();
    let mut expected = vec![copy(other.statement.as_bytes()), copy(second.as_bytes())];
    expected.sort();
    assert_eq!(served, expected);
}

#[tokio::test]
async fn a_statement_with_any_byte_changed_is_refused() {
    let relay = Relay::start();
    let actor = Actor::register(&relay).await;
    let keys = &actor.keys;
    let next = keys.statement(2, actor.statement.hash(), &[keys.entry()]);
    let bytes = next.as_bytes();
    for index in (0..bytes.len()).step_by(7) {
        let mut bad = bytes.to_vec();
        bad[index] ^= 0x20;
        assert_eq!(
            code(actor.put_statement(&bad).await),
            Code::InvalidArgument,
            "{index}"
        );
    }
    for bad in [&[][..], &bytes[..bytes.len() - 1], &vec![0; 1_000_000]] {
        assert_ne!(code(actor.put_statement(bad).await), Code::Ok);
    }
    actor.put_statement(bytes).await.unwrap();
}

#[tokio::test]
async fn a_new_epoch_of_the_root_key_ends_the_devices_it_leaves_out() {
    let relay = Relay::start();
    let (actor, other) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let tablet = new_key();
    let devices = [actor.keys.entry(), entry(&tablet)];
    let second = actor.keys.statement(2, actor.statement.hash(), &devices);
    actor.put_statement(second.as_bytes()).await.unwrap();

    let epoch = Keys {
        epoch: actor.keys.epoch + 1,
        root: consilium_sodium::SigningKey::from_seed(&actor.keys.root.seed().unwrap()).unwrap(),
        device: consilium_sodium::SigningKey::from_seed(&actor.keys.device.seed().unwrap())
            .unwrap(),
        ..Keys::generate()
    };
    let third = epoch.statement(1, second.hash(), &[actor.keys.entry()]);
    actor.put_statement(third.as_bytes()).await.unwrap();
    let served = other.statements(&[actor.account()]).await.unwrap();
    assert_eq!(served, [copy(third.as_bytes())]);
    let older = actor.keys.statement(3, second.hash(), &devices);
    let refused = actor.put_statement(older.as_bytes()).await;
    assert_eq!(code(refused), Code::FailedPrecondition);
}

#[tokio::test]
async fn a_device_key_of_another_account_cannot_be_claimed() {
    let relay = Relay::start();
    let (thief, victim) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let devices = [thief.keys.entry(), victim.keys.entry()];
    let claim = thief.keys.statement(2, thief.statement.hash(), &devices);
    let refused = thief.put_statement(claim.as_bytes()).await;
    assert_eq!(code(refused), Code::AlreadyExists);
    victim.own_account().await.unwrap();
}

#[tokio::test]
async fn a_prekey_over_an_hour_off_the_relays_clock_is_refused() {
    let relay = Relay::start();
    let actor = Actor::register(&relay).await;
    relay.advance(Duration::from_secs(50 * 60)).await;
    let relay_now = now().plus(50 * 60_000);
    for off in [relay_now.plus(61 * 60_000), relay_now.minus(61 * 60_000)] {
        let prekey = actor.keys.prekey(off);
        let refused = actor.put_prekey(prekey.as_bytes()).await;
        assert_eq!(code(refused), Code::FailedPrecondition);
    }
    for near in [relay_now.minus(45 * 60_000), relay_now.plus(55 * 60_000)] {
        let prekey = actor.keys.prekey(near);
        actor.put_prekey(prekey.as_bytes()).await.unwrap();
        let served = actor.prekeys(&[actor.account()]).await.unwrap();
        assert_eq!(served, [copy(prekey.as_bytes())]);
    }
}

#[tokio::test]
async fn only_a_newer_prekey_of_the_own_device_is_taken() {
    let relay = Relay::start();
    let (actor, other) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let newer = actor.keys.prekey(now().plus(60_000));
    actor.put_prekey(newer.as_bytes()).await.unwrap();
    actor.put_prekey(newer.as_bytes()).await.expect("a retry");
    let older = actor.keys.prekey(now().plus(30_000));
    assert_eq!(
        code(actor.put_prekey(older.as_bytes()).await),
        Code::FailedPrecondition
    );
    let same_time = actor.keys.prekey(newer.not_before());
    assert_eq!(
        code(actor.put_prekey(same_time.as_bytes()).await),
        Code::FailedPrecondition
    );
    let foreign = other.keys.prekey(now().plus(90_000));
    assert_ne!(code(actor.put_prekey(foreign.as_bytes()).await), Code::Ok);
    let served = other.prekeys(&[actor.account()]).await.unwrap();
    assert_eq!(served, [copy(newer.as_bytes())]);
}

#[tokio::test]
async fn a_box_key_that_another_device_has_is_refused() {
    let relay = Relay::start();
    let (actor, other) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let seed = Secret::generate(&SystemEntropy).unwrap();
    let at = |ms| Timestamp(now().as_millis() + ms);
    let first = actor.keys.prekey_from(&seed, at(60_000));
    actor.put_prekey(first.as_bytes()).await.unwrap();
    let same_key = other.keys.prekey_from(&seed, at(60_000));
    let refused = other.put_prekey(same_key.as_bytes()).await;
    assert_eq!(code(refused), Code::AlreadyExists);
}

#[tokio::test]
async fn a_prekey_with_a_bad_key_signature_or_length_is_refused() {
    let relay = Relay::start();
    let actor = Actor::register(&relay).await;
    let good = actor.keys.prekey(now().plus(60_000));
    let bytes = good.as_bytes();
    let mut bads: Vec<Vec<u8>> = vec![vec![], bytes[1..].to_vec(), vec![1; 100_000]];
    for index in [0, 1, 20, 40, 70, 1000, 1320, bytes.len() - 1] {
        let mut bad = bytes.to_vec();
        bad[index] ^= 1;
        bads.push(bad);
    }
    let mut small_order = bytes.to_vec();
    small_order[66..98].fill(0);
    bads.push(small_order);
    for (index, bad) in bads.iter().enumerate() {
        assert_ne!(code(actor.put_prekey(bad).await), Code::Ok, "{index}");
    }
    actor.put_prekey(bytes).await.unwrap();
}

#[tokio::test]
async fn lookups_of_too_many_or_malformed_accounts_are_refused() {
    let relay = Relay::start();
    let actor = Actor::register(&relay).await;
    let ids = |count: usize| vec![actor.account(); count];
    assert_eq!(
        code(actor.statements(&ids(513)).await),
        Code::InvalidArgument
    );
    assert_eq!(code(actor.prekeys(&ids(65)).await), Code::InvalidArgument);
    let strangers: Vec<_> = (0..512).map(|_| Keys::generate().account()).collect();
    assert!(actor.statements(&strangers).await.unwrap().is_empty());
}
