//! Thirty days on the phone, keep, and recovery with the code.

use crate::support::person::{PIN, Person, Phone, acquainted, code_for, profile};
use crate::support::relay::{Options, Relay};
use crate::support::wait::until;
use consilium_client::api::{ClientError, ClientState, Delivery, Event, MessageBody};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 3600);

fn relay() -> Relay {
    Relay::start_with(Options {
        unlimited: true,
        settings: vec![("RETENTION__CHECK_SECONDS", "1".into())],
        ..Options::default()
    })
}

/// Time passes for everybody.
async fn pass(relay: &Relay, people: &mut [&mut Person], by: Duration) {
    relay.advance(by).await;
    for person in people {
        person.sleep(by);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recipient_who_was_away_for_29_days_gets_everything() {
    let relay = relay();
    let (mut anna, mut ben) = acquainted(&relay).await;
    ben.lock();
    let sent = anna.say(&ben, "before the holidays");
    anna.until_delivery(sent, Delivery::AtRelay).await;
    pass(&relay, &mut [&mut anna, &mut ben], 29 * DAY).await;
    anna.online().await;
    ben.online().await;
    ben.hears(&anna, "before the holidays").await;
    anna.until_delivery(sent, Delivery::Delivered).await;
    // Both go on as if nothing had been.
    anna.say(&ben, "welcome back");
    ben.hears(&anna, "welcome back").await;
    assert!(
        !ben.rows(&anna)
            .iter()
            .any(|row| matches!(row.body, MessageBody::Gap { .. }))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recipient_who_was_away_for_31_days_gets_nothing_of_then_and_everything_after() {
    let relay = relay();
    let (mut anna, mut ben) = acquainted(&relay).await;
    ben.lock();
    let sent = anna.say(&ben, "gone by then");
    anna.until_delivery(sent, Delivery::AtRelay).await;
    pass(&relay, &mut [&mut anna, &mut ben], 31 * DAY).await;
    anna.online().await;
    assert!(matches!(
        anna.session.message(sent),
        Err(ClientError::UnknownMessage)
    ));
    assert!(anna.session.search("gone by then", 10).unwrap().is_empty());
    // Nobody can be reached whose prekeys are over a month old; the message waits for one.
    let waiting = anna.say(&ben, "are you back?");
    ben.online().await;
    // A missing prekey is asked for again every quarter of an hour.
    anna.pass(16 * MINUTE);
    ben.hears(&anna, "are you back?").await;
    anna.until_delivery(waiting, Delivery::Delivered).await;
    assert_eq!(ben.heard(&anna), ["are you back?"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kept_conversation_outlives_the_thirty_days_and_goes_when_it_is_kept_no_longer() {
    let relay = relay();
    let (mut anna, mut ben) = acquainted(&relay).await;
    let conversation = ben.conversation(&anna);
    let before = anna.say(&ben, "written before keep");
    ben.hears(&anna, "written before keep").await;
    ben.session.keep(conversation, true).unwrap();
    let after = anna.say(&ben, "written after keep");
    ben.hears(&anna, "written after keep").await;
    ben.session.sync_now().await.unwrap();

    pass(&relay, &mut [&mut anna, &mut ben], 31 * DAY).await;
    for id in [before, after] {
        assert!(matches!(
            anna.session.message(id),
            Err(ClientError::UnknownMessage)
        ));
    }
    let heard = ben.heard(&anna);
    assert_eq!(
        heard,
        ["Hello Ben", "written before keep", "written after keep"]
    );
    assert!(ben.session.conversation(conversation).unwrap().kept);

    ben.session.keep(conversation, false).unwrap();
    ben.session.tick().unwrap();
    assert!(
        ben.heard(&anna).is_empty(),
        "the thirty days count from each message's own time"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_recovery_code_brings_the_account_back_and_ends_the_lost_phone() {
    let relay = relay();
    let (anna, ben) = acquainted(&relay).await;
    let code: String = ben.session.recovery_code().unwrap().join(" ");
    let number = ben.session.safety_number(anna.account).unwrap();

    let phone = Phone::new();
    let client = phone.client(&relay.endpoint().file);
    assert_eq!(client.state().unwrap(), ClientState::Empty);
    let sms = code_for(&client, &relay, &ben.number).await;
    let session = client
        .recover(&code, sms, PIN, profile("Ben"))
        .await
        .unwrap();
    let again = Person::with(phone, client, session, "Ben", ben.number.clone());
    assert_eq!(again.account, ben.account);

    ben.until_event("the end of the lost phone", |event| {
        matches!(event, Event::SignedOut)
    })
    .await;
    anna.say(&again, "is it you?");
    again.hears(&anna, "is it you?").await;
    anna.until_event(
        "the notice of new keys",
        |event| matches!(event, Event::NewKey { account } if *account == ben.account),
    )
    .await;
    assert_eq!(anna.session.safety_number(again.account).unwrap(), number);
    again.say(&anna, "it is");
    anna.hears(&again, "it is").await;
    assert!(!ben.heard(&anna).contains(&"is it you?".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_recovery_code_recovers_nothing() {
    let relay = relay();
    let (anna, ben) = acquainted(&relay).await;
    let foreign: String = anna.session.recovery_code().unwrap().join("");
    let mut mistyped = foreign.clone();
    let last = if mistyped.pop() == Some('A') {
        'B'
    } else {
        'A'
    };
    mistyped.push(last);
    let phone = Phone::new();
    let client = phone.client(&relay.endpoint().file);
    let sms = code_for(&client, &relay, &ben.number).await;
    let refused = client.recover(&mistyped, sms, PIN, profile("Ben")).await;
    assert!(matches!(refused, Err(ClientError::RecoveryCodeMistyped)));
    assert_eq!(client.state().unwrap(), ClientState::Empty);
    until("Ben to be untouched", async || {
        ben.session.status().ok().map(|_| ())
    })
    .await;
    ben.say(&anna, "still me");
    anna.hears(&ben, "still me").await;
}
