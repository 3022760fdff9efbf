//! The main job: a clinician's message reaches another.

use crate::support::person::{Person, acquainted, introduce, text_of};
use crate::support::relay::Relay;
use crate::support::wait::until;
use consilium_client::api::{
    ClientError, ContactState, Delivery, Event, Mark, MessageBody, Scheme, Urgency, WaitReason,
};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clinicians_find_each_other_and_talk_with_receipts_both_ways() {
    let relay = Relay::start();
    let (anna, ben) = tokio::join!(
        Person::register(&relay, "Anna"),
        Person::register(&relay, "Ben")
    );
    introduce(&[&anna, &ben]).await;
    assert_eq!(
        anna.session.contact(ben.account).unwrap().state,
        ContactState::Found
    );

    let first = anna.say(&ben, "Potassium 6.1, repeat?");
    ben.hears(&anna, "Potassium 6.1, repeat?").await;
    assert_eq!(
        ben.session.contact(anna.account).unwrap().state,
        ContactState::Requested
    );
    ben.session.accept_request(anna.account).unwrap();
    let answer = ben.say(&anna, "Yes, and an ECG");
    anna.hears(&ben, "Yes, and an ECG").await;
    ben.until_delivery(answer, Delivery::Delivered).await;
    ben.session.mark_read(ben.conversation(&anna)).unwrap();
    anna.until_delivery(first, Delivery::Read).await;
    anna.session.mark_read(anna.conversation(&ben)).unwrap();
    ben.until_delivery(answer, Delivery::Read).await;
    assert_eq!(
        anna.session.safety_number(ben.account).unwrap(),
        ben.session.safety_number(anna.account).unwrap()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_to_somebody_who_is_away_arrives_in_order() {
    let relay = Relay::start();
    let (anna, ben) = acquainted(&relay).await;
    ben.offline().await;
    let texts: Vec<_> = (0..12)
        .map(|index| format!("while you were away {index}"))
        .collect();
    let ids: Vec<_> = texts.iter().map(|text| anna.say(&ben, text)).collect();
    for id in &ids {
        anna.until_delivery(*id, Delivery::AtRelay).await;
    }
    ben.online().await;
    ben.hears(&anna, &texts[11]).await;
    assert_eq!(ben.heard(&anna)[1..], texts);
    for id in ids {
        anna.until_delivery(id, Delivery::Delivered).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_without_a_relay_leaves_when_it_is_back() {
    let mut relay = Relay::start();
    let (anna, ben) = acquainted(&relay).await;
    relay.kill();
    let lost = anna.say(&ben, "written into the void");
    let answer = ben.say(&anna, "so is this");
    let waiting = anna.session.message(lost).unwrap().delivery;
    assert!(matches!(waiting, Delivery::Waiting { .. }));
    relay.restart();
    ben.hears(&anna, "written into the void").await;
    anna.hears(&ben, "so is this").await;
    ben.until_delivery(answer, Delivery::Delivered).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn edits_deletions_replies_and_urgent_messages_arrive_as_meant() {
    let relay = Relay::start();
    let (anna, ben) = acquainted(&relay).await;
    let dose = anna.say(&ben, "give 10 mg");
    ben.hears(&anna, "give 10 mg").await;
    anna.session.edit(dose, "give 1 mg").unwrap();
    ben.hears(&anna, "give 1 mg").await;
    let shown = ben
        .rows(&anna)
        .into_iter()
        .find(|row| text_of(row).as_deref() == Some("give 1 mg"));
    let shown = shown.unwrap();
    assert_eq!(
        shown.earlier[0].text, "give 10 mg",
        "the original stays viewable"
    );
    assert!(matches!(
        ben.session.edit(shown.id, "give 100 mg"),
        Err(ClientError::NotYours)
    ));

    let reply = ben
        .session
        .send_text(anna.account, "1 mg given", Some(shown.id), Urgency::Routine);
    reply.unwrap();
    anna.hears(&ben, "1 mg given").await;
    let answer = anna
        .rows(&ben)
        .into_iter()
        .find(|row| text_of(row).as_deref() == Some("1 mg given"));
    assert_eq!(answer.unwrap().reply_to, Some(dose));

    let urgent = anna
        .session
        .send_text(ben.account, "bleeding", None, Urgency::Urgent)
        .unwrap();
    ben.hears(&anna, "bleeding").await;
    let row = ben
        .rows(&anna)
        .into_iter()
        .find(|row| text_of(row).as_deref() == Some("bleeding"));
    ben.session.acknowledge_seen(row.unwrap().id).unwrap();
    until("the acknowledgement", async || {
        let seen_by = anna.session.message(urgent).ok()?.seen_by;
        (seen_by == [ben.account]).then_some(())
    })
    .await;

    let wrong = anna.say(&ben, "wrong patient");
    ben.hears(&anna, "wrong patient").await;
    anna.session.delete_for_everyone(wrong).unwrap();
    until("the deletion", async || {
        (!ben.heard(&anna).contains(&"wrong patient".to_owned())).then_some(())
    })
    .await;
    assert!(ben.session.search("wrong patient", 10).unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_lands_in_requests_and_gets_no_answer_of_any_kind() {
    let relay = Relay::start();
    let (anna, ben) = tokio::join!(
        Person::register(&relay, "Anna"),
        Person::register(&relay, "Ben")
    );
    introduce(&[&anna, &ben]).await;
    let first = anna.say(&ben, "one");
    let last = anna.say(&ben, "two");
    ben.hears(&anna, "two").await;
    ben.until_event(
        "the request",
        |event| matches!(event, Event::RequestArrived { account } if *account == anna.account),
    )
    .await;
    let conversation = ben.session.conversation(ben.conversation(&anna)).unwrap();
    assert!(conversation.request);
    ben.session.mark_read(ben.conversation(&anna)).unwrap();
    ben.session.sync_now().await.unwrap();
    anna.session.sync_now().await.unwrap();
    for id in [first, last] {
        assert_eq!(
            anna.session.message(id).unwrap().delivery,
            Delivery::AtRelay
        );
    }
    assert!(anna.heard(&ben).is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_blocked_contact_is_shown_or_answered() {
    let relay = Relay::start();
    let (anna, ben) = acquainted(&relay).await;
    ben.session.block(anna.account).unwrap();
    let unseen = anna.say(&ben, "are you there?");
    anna.until_delivery(unseen, Delivery::AtRelay).await;
    ben.session.sync_now().await.unwrap();
    anna.session.sync_now().await.unwrap();
    assert!(!ben.heard(&anna).contains(&"are you there?".to_owned()));
    assert!(
        ben.session
            .conversations()
            .unwrap()
            .iter()
            .all(|one| one.account != anna.account)
    );
    assert_eq!(
        anna.session.message(unseen).unwrap().delivery,
        Delivery::AtRelay
    );
    assert!(matches!(
        ben.session
            .send_text(anna.account, "x", None, Urgency::Routine),
        Err(ClientError::Blocked)
    ));
    ben.session.unblock(anna.account).unwrap();
    anna.say(&ben, "and now?");
    ben.hears(&anna, "and now?").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clocks_that_are_minutes_wrong_lose_no_message_and_are_marked() {
    let relay = Relay::start();
    let (anna, ben) = acquainted(&relay).await;
    for off in [20 * MINUTE_MS, -40 * MINUTE_MS] {
        anna.phone.clock.set_wall_by(off);
        let text = format!("off by {off}");
        anna.say(&ben, &text);
        ben.hears(&anna, &text).await;
        let row = ben
            .rows(&anna)
            .into_iter()
            .find(|row| text_of(row).as_deref() == Some(&*text));
        // A clock that is behind looks like a message that was on its way for long.
        assert_eq!(
            row.unwrap().marks.contains(&Mark::ClockOff),
            off > 0,
            "{off}"
        );
        anna.phone.clock.set_wall_by(-off);
    }
    anna.say(&ben, "right again");
    ben.hears(&anna, "right again").await;
    let row = ben
        .rows(&anna)
        .into_iter()
        .find(|row| text_of(row).as_deref() == Some("right again"));
    assert!(row.unwrap().marks.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_is_days_wrong_stops_sending_says_so_and_loses_no_message() {
    let relay = Relay::start();
    let (anna, ben) = acquainted(&relay).await;
    for off in [3 * DAY_MS, -3 * DAY_MS] {
        anna.offline().await;
        anna.phone.clock.set_wall_by(off);
        anna.online().await;
        anna.until_event("the clock", |event| {
            matches!(event, Event::ClockOff { difference_ms } if (difference_ms + off).abs() < MINUTE_MS)
        })
        .await;
        let text = format!("off by {off}");
        let waiting = anna.say(&ben, &text);
        // What others write arrives all the same.
        let answer = format!("yours is off by {off}");
        let sent = ben.say(&anna, &answer);
        anna.hears(&ben, &answer).await;
        let delivery = anna.session.message(waiting).unwrap().delivery;
        assert_eq!(
            delivery,
            Delivery::Waiting {
                reason: WaitReason::ClockOff
            }
        );
        anna.offline().await;
        anna.phone.clock.set_wall_by(-off);
        anna.online().await;
        ben.hears(&anna, &text).await;
        ben.until_delivery(sent, Delivery::Delivered).await;
    }
    assert_eq!(anna.heard(&ben).len(), 3);
    assert_eq!(ben.heard(&anna).len(), 3);
    assert!(
        !ben.rows(&anna)
            .iter()
            .any(|row| matches!(row.body, MessageBody::Gap { .. }))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_those_who_opted_in_are_found_and_both_schemes_find_them() {
    let relay = Relay::start();
    let (anna, ben) = tokio::join!(
        Person::register(&relay, "Anna"),
        Person::register(&relay, "Ben")
    );
    let book = [consilium_client::api::AddressBookEntry {
        name: "Ben".to_owned(),
        numbers: vec![ben.number.clone(), "not a number".to_owned()],
    }];
    let summary = anna.session.import_address_book(&book).unwrap();
    assert_eq!((summary.numbers, summary.not_understood), (1, 1));
    for scheme in [Scheme::HmacSha1, Scheme::Sha1] {
        assert!(
            anna.session
                .find_contacts(scheme)
                .await
                .unwrap()
                .found
                .is_empty()
        );
    }
    ben.session.set_discoverable(true).await.unwrap();
    for scheme in [Scheme::HmacSha1, Scheme::Sha1] {
        let found = anna.session.find_contacts(scheme).await.unwrap().found;
        assert_eq!(found, [ben.account]);
    }
    ben.session.set_discoverable(false).await.unwrap();
    assert!(
        anna.session
            .find_contacts(Scheme::HmacSha1)
            .await
            .unwrap()
            .found
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_note_to_oneself_stays_and_survives_the_lock() {
    let relay = Relay::start();
    let mut anna = Person::register(&relay, "Anna").await;
    let note = anna
        .session
        .send_text(anna.account, "call the lab", None, Urgency::Routine)
        .unwrap();
    anna.lock();
    anna.unlock();
    assert_eq!(
        text_of(&anna.session.message(note).unwrap()).as_deref(),
        Some("call the lab")
    );
}
