//! Registration: answers that lie, and answers that never come.

use crate::support::actor::new_phone;
use crate::support::hostile::Hostile;
use crate::support::person::{PIN, Person, Phone, code_for, introduce, profile};
use crate::support::relay::Relay;
use bytes::Bytes;
use consilium_client::api::{ClientError, ClientState, Event};
use consilium_proto::wire;
use consilium_types::limits::SMS_LIFE_MS;
use tonic::Status;

fn lost<T>(answer: &mut Result<T, Status>) {
    *answer = Err(Status::unavailable("lost on the way"));
}

/// Somebody with whom a newly registered account has to be able to talk.
async fn talks(newcomer: &Person, relay: &Relay, hostile: &Hostile) {
    let other = Person::register_through(relay, hostile.relay_file(), "Anna").await;
    introduce(&[newcomer, &other]).await;
    newcomer.say(&other, "registered after all");
    other.hears(newcomer, "registered after all").await;
    other.say(newcomer, "welcome");
    newcomer.hears(&other, "welcome").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_about_a_code_that_makes_no_sense_is_refused_and_its_times_are_bounded() {
    let relay = Relay::start();
    let hostile = Hostile::before(&relay).await;
    let phone = Phone::new();
    let client = phone.client(hostile.relay_file());
    for length in [0, 15, 17, 100_000] {
        hostile.hooks().start.set(move |_, answer| {
            if let Ok(started) = answer {
                started.attempt_id = Bytes::from(vec![1; length]);
            }
        });
        let refused = client.request_code(&new_phone()).await;
        assert_eq!(refused.unwrap_err(), ClientError::RelayProtocol, "{length}");
    }
    hostile.hooks().start.set(|_, answer| {
        if let Ok(started) = answer {
            started.expires_in_ms = u64::MAX;
            started.retry_after_ms = u64::MAX;
        }
    });
    let number = new_phone();
    let request = client.request_code(&number).await.unwrap();
    assert_eq!(request.expires_in_ms, SMS_LIFE_MS);
    assert!(request.retry_after_ms <= 24 * 3_600_000);
    // An attempt of nobody: the right code opens nothing.
    hostile.hooks().start.set(|_, answer| {
        if let Ok(started) = answer {
            started.attempt_id = Bytes::from_static(&[7; 16]);
        }
    });
    let code = code_for(&client, &relay, &new_phone()).await;
    let refused = client.register(code, PIN, profile("Ben")).await;
    assert!(matches!(refused, Err(ClientError::RelayRefused { .. })));
    assert_eq!(client.state().unwrap(), ClientState::Empty);
    hostile.hooks().start.clear();
    Person::register_through(&relay, hostile.relay_file(), "Ben").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registration_whose_answer_was_lost_or_spoilt_is_completed_by_a_login() {
    type Spoil = fn(&mut Result<wire::FinishResponse, Status>);
    let spoils: [(&str, Spoil); 5] = [
        ("lost", lost),
        ("late", |answer| {
            *answer = Err(Status::deadline_exceeded("too slow"));
        }),
        ("without a login", |answer| {
            answer.as_mut().unwrap().login = None;
        }),
        ("with half a token", |answer| {
            let login = answer.as_mut().unwrap().login.as_mut().unwrap();
            login.token.truncate(16);
        }),
        ("with a number that moves when nobody lives", |answer| {
            answer.as_mut().unwrap().number_moves_at = u64::MAX;
        }),
    ];
    let relay = Relay::start();
    let hostile = Hostile::before(&relay).await;
    for (what, spoil) in spoils {
        hostile.hooks().finish.set(move |_, answer| spoil(answer));
        let ben = Person::register_through(&relay, hostile.relay_file(), what).await;
        hostile.hooks().finish.clear();
        ben.online().await;
        let code = ben.session.recovery_code().unwrap();
        assert!(!code.is_empty(), "{what}");
        talks(&ben, &relay, &hostile).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registration_that_lost_the_line_is_completed_later_with_its_recovery_code() {
    let relay = Relay::start();
    let hostile = Hostile::before(&relay).await;
    let (phone, number) = (Phone::new(), new_phone());
    let client = phone.client(hostile.relay_file());
    let code = code_for(&client, &relay, &number).await;
    // The relay has the account; neither its answer nor that to a login comes through.
    hostile.hooks().finish.set(|_, answer| {
        assert!(answer.is_ok(), "the relay took it");
        lost(answer);
    });
    hostile.hooks().prove.set(|_, answer| lost(answer));
    let unconfirmed = client.register(code, PIN, profile("Ben")).await;
    assert!(matches!(
        unconfirmed,
        Err(ClientError::RegistrationUnconfirmed)
    ));
    drop(client);

    // The app is started again, later.
    let client = phone.client(hostile.relay_file());
    assert_eq!(client.state().unwrap(), ClientState::Locked);
    let session = client.unlock(PIN).unwrap();
    let code = session.recovery_code().unwrap();
    let ben = Person::with(phone, client, session, "Ben", number);
    hostile.hooks().finish.clear();
    hostile.hooks().prove.clear();
    ben.online().await;
    talks(&ben, &relay, &hostile).await;

    // The code is the account's: it brings it back.
    ben.lock();
    let phone = Phone::new();
    let client = phone.client(hostile.relay_file());
    let sms = code_for(&client, &relay, &ben.number).await;
    let words = code.join(" ");
    let session = client.recover(&words, sms, PIN, profile("Ben")).await;
    assert_eq!(session.unwrap().own_account().unwrap().account, ben.account);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registration_that_never_arrived_says_so_and_can_be_begun_anew() {
    let relay = Relay::start();
    let hostile = Hostile::before(&relay).await;
    let (phone, number) = (Phone::new(), new_phone());
    let client = phone.client(hostile.relay_file());
    let code = code_for(&client, &relay, &number).await;
    // The relay gets something that it cannot take, and its refusal never comes through.
    hostile
        .hooks()
        .finishing
        .set(|_, asked| asked.ticket.clear());
    hostile.hooks().finish.set(|_, answer| {
        assert!(answer.is_err(), "the relay took nothing");
        lost(answer);
    });
    let unconfirmed = client.register(code, PIN, profile("Ben")).await;
    assert!(matches!(
        unconfirmed,
        Err(ClientError::RegistrationUnconfirmed)
    ));
    hostile.hooks().finishing.clear();
    hostile.hooks().finish.clear();
    let session = client.unlock(PIN).unwrap();
    let ben = Person::with(phone, client, session, "Ben", number);
    ben.until_event("the news", |event| matches!(event, Event::NotRegistered))
        .await;
    let refused = ben.session.set_discoverable(true).await;
    assert_eq!(refused, Err(ClientError::NotRegistered));

    ben.lock();
    ben.client.erase().unwrap();
    let sms = code_for(&ben.client, &relay, &ben.number).await;
    let session = ben.client.register(sms, PIN, profile("Ben")).await.unwrap();
    let Person {
        phone,
        client,
        number,
        ..
    } = ben;
    let ben = Person::with(phone, client, session, "Ben", number);
    talks(&ben, &relay, &hostile).await;
}
