//! Registration by SMS code: its order, its limits, and a number that changes accounts.

use crate::support::actor::{Actor, Keys, Stranger, copy, new_phone, now, with_token};
use crate::support::code;
use crate::support::relay::{Options, Relay};
use crate::support::wait::until;
use consilium_proto::wire;
use consilium_statement::LoginKey;
use consilium_types::{Timestamp, limits};
use std::time::Duration;
use tonic::Code;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn an_account_exists_once_its_number_is_proved_and_not_before() {
    let relay = Relay::start();
    let observer = Actor::register(&relay).await;
    let keys = Keys::generate();
    let account = keys.account();
    let stranger = Stranger::at(relay.endpoint()).await;
    let ticket = stranger.ticket(&relay, &new_phone()).await;
    assert!(observer.statements(&[account]).await.unwrap().is_empty());

    let nonce = stranger.challenge().await;
    let request = finish(&keys, &ticket, &stranger, &nonce);
    stranger.finish(request).await.unwrap();
    let served = observer.statements(&[account]).await.unwrap();
    assert_eq!(served.len(), 1);
    assert_eq!(observer.prekeys(&[account]).await.unwrap().len(), 1);
    let own = observer.own_account().await.unwrap();
    assert!(own.has_number && !own.discoverable);
}

fn finish(keys: &Keys, ticket: &[u8], stranger: &Stranger, nonce: &[u8]) -> wire::FinishRequest {
    wire::FinishRequest {
        ticket: copy(ticket),
        statement: copy(keys.first_statement().as_bytes()),
        prekey: copy(keys.prekey(now()).as_bytes()),
        proof: Some(keys.proof(LoginKey::Device, &stranger.endpoint.name, nonce)),
    }
}

#[tokio::test]
async fn five_wrong_codes_end_the_attempt_and_the_right_one_comes_too_late() {
    let relay = Relay::start();
    let stranger = Stranger::at(relay.endpoint()).await;
    let phone = new_phone();
    let attempt = stranger.start(&phone).await.unwrap().attempt_id;
    let right = relay.sms_code(&phone).await;
    let wrong = if right == "000000" {
        "000001"
    } else {
        "000000"
    };
    for _ in 0..limits::SMS_TRIES {
        assert_ne!(code(stranger.confirm(&attempt, wrong).await), Code::Ok);
    }
    assert_ne!(code(stranger.confirm(&attempt, &right).await), Code::Ok);
}

#[tokio::test]
async fn four_wrong_codes_leave_the_right_one_good_once() {
    let relay = Relay::start();
    let stranger = Stranger::at(relay.endpoint()).await;
    let phone = new_phone();
    let attempt = stranger.start(&phone).await.unwrap().attempt_id;
    let right = relay.sms_code(&phone).await;
    let wrong = if right == "000000" {
        "000001"
    } else {
        "000000"
    };
    for _ in 1..limits::SMS_TRIES {
        assert_ne!(code(stranger.confirm(&attempt, wrong).await), Code::Ok);
    }
    stranger.confirm(&attempt, &right).await.unwrap();
    assert_ne!(code(stranger.confirm(&attempt, &right).await), Code::Ok);
}

#[tokio::test]
async fn a_code_is_dead_after_ten_minutes() {
    let relay = Relay::start();
    let stranger = Stranger::at(relay.endpoint()).await;
    let (early, late) = (new_phone(), new_phone());
    let first = stranger.start(&early).await.unwrap();
    assert!(first.expires_in_ms <= limits::SMS_LIFE_MS);
    relay.advance(9 * MINUTE).await;
    let second = stranger.start(&late).await.unwrap();
    let code_in_time = relay.sms_code(&early).await;
    stranger
        .confirm(&first.attempt_id, &code_in_time)
        .await
        .unwrap();
    relay.advance(10 * MINUTE).await;
    let code_too_late = relay.sms_code(&late).await;
    let refused = stranger.confirm(&second.attempt_id, &code_too_late).await;
    assert_ne!(code(refused), Code::Ok);
}

#[tokio::test]
async fn a_ticket_is_good_once_and_for_ten_minutes() {
    let relay = Relay::start();
    let stranger = Stranger::at(relay.endpoint()).await;
    let ticket = stranger.ticket(&relay, &new_phone()).await;
    let nonce = stranger.challenge().await;
    let first = finish(&Keys::generate(), &ticket, &stranger, &nonce);
    stranger.finish(first).await.unwrap();
    let nonce = stranger.challenge().await;
    let second = finish(&Keys::generate(), &ticket, &stranger, &nonce);
    assert_ne!(code(stranger.finish(second).await), Code::Ok);

    let ticket = stranger.ticket(&relay, &new_phone()).await;
    relay.advance(11 * MINUTE).await;
    let nonce = stranger.challenge().await;
    let late = finish(&Keys::generate(), &ticket, &stranger, &nonce);
    assert_ne!(code(stranger.finish(late).await), Code::Ok);
}

#[tokio::test]
async fn of_a_registration_all_is_kept_or_nothing() {
    let relay = Relay::start();
    let observer = Actor::register(&relay).await;
    let stranger = Stranger::at(relay.endpoint()).await;
    let (keys, others) = (Keys::generate(), Keys::generate());
    type Spoil = fn(&Keys, &Keys, &mut wire::FinishRequest);
    let spoils: [Spoil; 5] = [
        |_, others, request| request.prekey = copy(others.prekey(now()).as_bytes()),
        |_, others, request| request.statement = copy(others.first_statement().as_bytes()),
        |keys, _, request| {
            request.prekey = copy(keys.prekey(now().minus(2 * Timestamp::HOUR_MS)).as_bytes());
        },
        |_, _, request| request.proof = None,
        |_, _, request| {
            let proof = request.proof.as_mut().unwrap();
            let mut signature = proof.signature.to_vec();
            signature[9] ^= 1;
            proof.signature = signature.into();
        },
    ];
    for (index, spoil) in spoils.into_iter().enumerate() {
        let ticket = stranger.ticket(&relay, &new_phone()).await;
        let nonce = stranger.challenge().await;
        let mut request = finish(&keys, &ticket, &stranger, &nonce);
        spoil(&keys, &others, &mut request);
        assert_ne!(code(stranger.finish(request).await), Code::Ok, "{index}");
        let both = [keys.account(), others.account()];
        assert!(
            observer.statements(&both).await.unwrap().is_empty(),
            "{index}"
        );
        assert!(observer.prekeys(&both).await.unwrap().is_empty(), "{index}");
    }
}

#[tokio::test]
async fn a_key_of_another_account_is_refused() {
    let relay = Relay::start();
    let first = Actor::register(&relay).await;
    let with_identity = Keys {
        identity: consilium_sodium::SigningKey::from_seed(&first.keys.identity.seed().unwrap())
            .unwrap(),
        ..Keys::generate()
    };
    let with_device = Keys {
        device: consilium_sodium::SigningKey::from_seed(&first.keys.device.seed().unwrap())
            .unwrap(),
        ..Keys::generate()
    };
    for keys in [with_identity, with_device] {
        let refused = Actor::register_with(&relay, keys, &new_phone()).await;
        assert_eq!(refused.err().unwrap().code(), Code::AlreadyExists);
    }
    // The first account is untouched.
    let second = Actor::register(&relay).await;
    let served = second.statements(&[first.account()]).await.unwrap();
    assert_eq!(served[0], first.statement.as_bytes());
}

#[tokio::test]
async fn the_answer_does_not_tell_whether_a_number_is_in_use() {
    let relay = Relay::start();
    let taken = Actor::register(&relay).await;
    let stranger = Stranger::at(relay.endpoint()).await;
    relay.advance(HOUR).await;
    let known = stranger.start(&taken.phone).await.unwrap();
    let unknown = stranger.start(&new_phone()).await.unwrap();
    assert_eq!(known.attempt_id.len(), unknown.attempt_id.len());
    assert_eq!(known.expires_in_ms, unknown.expires_in_ms);
    assert_eq!(known.retry_after_ms, unknown.retry_after_ms);
    assert_eq!(relay.sms_codes(&taken.phone).len(), 2);
}

#[tokio::test]
async fn what_is_no_phone_number_is_refused() {
    let relay = Relay::start();
    let stranger = Stranger::at(relay.endpoint()).await;
    let long = format!("+{}", "1".repeat(100_000));
    for bad in [
        "",
        "+",
        "0612345678",
        "+31 6 12345678",
        "+0612345678",
        "+31612x45678",
        &long,
    ] {
        assert_eq!(code(stranger.start(bad).await), Code::InvalidArgument);
    }
}

#[tokio::test]
async fn codes_to_one_number_are_limited_and_the_wait_is_named() {
    let relay = Relay::start_with(Options::default());
    let stranger = Stranger::at(relay.endpoint()).await;
    let phone = new_phone();
    let started = stranger.start(&phone).await.unwrap();
    assert!(started.retry_after_ms > 0);
    let refused = stranger.start(&phone).await.unwrap_err();
    assert_eq!(refused.code(), Code::ResourceExhausted);
    let wait = refused.metadata().get("retry-after-ms").expect("a wait");
    let wait: u64 = wait.to_str().unwrap().parse().unwrap();
    assert!(wait > 0 && wait <= started.retry_after_ms);
    assert_eq!(relay.sms_codes(&phone).len(), 1);
    relay.advance(Duration::from_millis(wait + 1)).await;
    stranger.start(&phone).await.unwrap();
    let newest = until("the second code", async || {
        let codes = relay.sms_codes(&phone);
        (codes.len() == 2).then_some(codes)
    });
    newest.await;
}

#[tokio::test]
async fn one_address_cannot_start_registrations_without_end() {
    let relay = Relay::start_with(Options::default());
    let mut stranger = Stranger::at(relay.endpoint()).await;
    let mut refusals = 0;
    for attempt in 0..200 {
        if attempt % 40 == 0 {
            stranger = Stranger::at(relay.endpoint()).await;
        }
        if let Err(status) = stranger.start(&new_phone()).await {
            assert_eq!(status.code(), Code::ResourceExhausted);
            assert!(status.metadata().contains_key("retry-after-ms"));
            refusals += 1;
        }
    }
    assert!(refusals > 100, "only {refusals} of 200 refused");
}

#[tokio::test]
async fn a_number_in_use_moves_after_a_day_in_which_its_owner_is_told() {
    let relay = Relay::start();
    let mut owner = Actor::register(&relay).await;
    let claimant = Actor::register_with(&relay, Keys::generate(), &owner.phone).await;
    let mut claimant = claimant.unwrap();
    let own = owner.own_account().await.unwrap();
    assert!(own.has_number);
    let in_a_day = now().plus(limits::NUMBER_MOVE_MS);
    assert!(Timestamp(own.number_leaves_at).distance(in_a_day) < 10 * 60_000);
    let waiting = claimant.own_account().await.unwrap();
    assert!(!waiting.has_number);
    assert_eq!(waiting.number_arrives_at, own.number_leaves_at);

    relay.advance(25 * HOUR).await;
    owner.log_in_again().await;
    claimant.log_in_again().await;
    until("the move", async || {
        claimant
            .own_account()
            .await
            .unwrap()
            .has_number
            .then_some(())
    })
    .await;
    assert!(!owner.own_account().await.unwrap().has_number);
}

#[tokio::test]
async fn the_owner_of_a_number_can_refuse_its_move_or_allow_it_at_once() {
    let relay = Relay::start();
    let mut owner = Actor::register(&relay).await;
    let claim = async || Actor::register_with(&relay, Keys::generate(), &owner.phone).await;
    let mut thief = claim().await.unwrap();
    owner.answer_number_move(false).await.unwrap();
    relay.advance(25 * HOUR).await;
    owner.log_in_again().await;
    thief.log_in_again().await;
    assert!(owner.own_account().await.unwrap().has_number);
    let refused = thief.own_account().await.unwrap();
    assert!(!refused.has_number && refused.number_arrives_at == 0);

    let friend = Actor::register_with(&relay, Keys::generate(), &owner.phone)
        .await
        .unwrap();
    owner.answer_number_move(true).await.unwrap();
    assert!(friend.own_account().await.unwrap().has_number);
    assert!(!owner.own_account().await.unwrap().has_number);
    // Nobody else can answer.
    let refused = thief.answer_number_move(true).await;
    assert_eq!(code(refused), Code::FailedPrecondition);
}

#[tokio::test]
async fn a_deleted_account_is_gone_with_its_mailbox_and_token() {
    let relay = Relay::start();
    let (leaver, other) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let mut socket = other.socket().await;
    let stored = socket.send(vec![leaver.envelope()]).await;
    assert_eq!(stored, [wire::SendOutcome::Stored]);
    leaver.delete_account().await.unwrap();
    let served = other.statements(&[leaver.account()]).await.unwrap();
    assert!(served.is_empty());
    let outcome = socket.send(vec![leaver.envelope()]).await;
    assert_eq!(outcome, [wire::SendOutcome::UnknownDevice]);
    assert_eq!(code(leaver.fetch(0, 0).await), Code::Unauthenticated);
    let request = with_token(&leaver.token, wire::LogoutRequest {});
    let mut client = wire::account_client::AccountClient::new(leaver.stranger.channel.clone());
    assert_eq!(code(client.logout(request).await), Code::Unauthenticated);
}
