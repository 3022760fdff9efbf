//! Account statements: foreign, rolled back, withheld, forked.

use super::{DAY, HOUR, Scene, prekey_of, statement_of};
use crate::support::actor::{Actor, copy, entry, new_key, now};
use crate::support::hostile::Hostile;
use crate::support::person::{PIN, Person, Phone, code_for, profile, text_of};
use crate::support::wait::until;
use bytes::Bytes;
use consilium_client::api::{
    AddressBookEntry, ClientError, Delivery, Event, Mark, Message, Scheme, SendingPaused, Urgency,
};
use consilium_client::identity::next_statement;
use consilium_proto::wire;
use consilium_statement::AccountStatement;
use consilium_types::DeviceId;
use std::sync::{Arc, Mutex};

/// Serves one device these statements, whatever it asks for; how often it asked.
fn serve(hostile: &Hostile, to: DeviceId, statements: &[&[u8]]) -> Arc<Mutex<u32>> {
    let served: Vec<Bytes> = statements.iter().map(|bytes| copy(bytes)).collect();
    let asked = Arc::new(Mutex::new(0));
    let count = Arc::clone(&asked);
    hostile.hooks().statements.set(move |who, answer| {
        if who == Some(to) {
            *count.lock().unwrap() += 1;
            *answer = Ok(wire::GetStatementsResponse {
                statements: served.clone(),
            });
        }
    });
    asked
}

async fn until_asked(asked: &Mutex<u32>) {
    until("the statements to be asked for", async || {
        (*asked.lock().unwrap() > 0).then_some(())
    })
    .await;
}

/// Ben on a new phone: his keys made anew with the recovery code.
async fn recovered(scene: &Scene) -> Person {
    let code = scene.ben.session.recovery_code().unwrap().join(" ");
    let phone = Phone::new();
    let client = phone.client(scene.hostile.relay_file());
    let sms = code_for(&client, &scene.relay, &scene.ben.number).await;
    let session = client.recover(&code, sms, PIN, profile("Ben")).await;
    let number = scene.ben.number.clone();
    Person::with(phone, client, session.unwrap(), "Ben", number)
}

/// Over a day passes for everybody, so that all statements are asked for again.
async fn a_day_passes(scene: &mut Scene, others: &mut [&mut Person]) {
    scene.relay.advance(DAY + HOUR).await;
    scene.anna.sleep(DAY + HOUR);
    scene.anna.online().await;
    for person in others {
        person.sleep(DAY + HOUR);
        person.online().await;
    }
}

fn row(of: &Person, from: &Person, text: &str) -> Message {
    let rows = of.rows(from).into_iter();
    let mut found = rows.filter(|row| text_of(row).as_deref() == Some(text));
    found.next().expect("a row")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn missing_and_foreign_statements_change_nobodys_keys() {
    let mut scene = Scene::new().await;
    let thief = Actor::register(&scene.relay).await;
    let number = scene.anna.session.safety_number(scene.ben.account).unwrap();
    let cases: Vec<Vec<Bytes>> = vec![
        vec![],
        vec![copy(thief.statement.as_bytes())],
        vec![{
            // The thief's keys under Ben's account id.
            let mut bytes = thief.statement.as_bytes().to_vec();
            bytes[1..17].copy_from_slice(scene.ben.account.as_bytes());
            bytes.into()
        }],
        vec![Bytes::from(vec![1; 300])],
    ];
    for served in cases {
        let asked = Arc::new(Mutex::new(0));
        let count = Arc::clone(&asked);
        scene.hostile.hooks().statements.set(move |_, answer| {
            *count.lock().unwrap() += 1;
            *answer = Ok(wire::GetStatementsResponse {
                statements: served.clone(),
            });
        });
        // All contacts' statements are refreshed daily.
        scene.relay.advance(DAY + HOUR).await;
        scene.anna.sleep(DAY + HOUR);
        scene.ben.sleep(DAY + HOUR);
        scene.anna.online().await;
        scene.ben.online().await;
        until("the daily refresh", async || {
            (*asked.lock().unwrap() > 0).then_some(())
        })
        .await;
        scene.still_talk("same keys").await;
        scene.hostile.hooks().statements.clear();
    }
    assert_eq!(
        scene.anna.session.safety_number(scene.ben.account).unwrap(),
        number
    );
    assert!(
        !scene
            .anna
            .events
            .any(|event| matches!(event, Event::NewKey { .. } | Event::Fork { .. }))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_from_before_a_recovery_brings_no_lost_phone_back() {
    let mut scene = Scene::new().await;
    let (anna, lost) = (scene.device(&scene.anna), scene.device(&scene.ben));
    let earlier = statement_of(&scene.hostile, &scene.ben);
    let old_prekey = prekey_of(&scene.hostile, &scene.ben);
    let number = scene.anna.session.safety_number(scene.ben.account).unwrap();
    let mut again = recovered(&scene).await;
    scene.anna.say(&again, "is it you?");
    again.hears(&scene.anna, "is it you?").await;

    let asked = serve(&scene.hostile, anna, &[earlier.as_bytes()]);
    scene.hostile.hooks().prekeys.set(move |who, answer| {
        if let (true, Ok(served)) = (who == Some(anna), answer) {
            served.prekeys.insert(0, old_prekey.clone());
        }
    });
    let before = scene.hostile.seen().sent.len();
    a_day_passes(&mut scene, &mut [&mut again]).await;
    until_asked(&asked).await;
    scene.anna.say(&again, "after the rollback");
    again.hears(&scene.anna, "after the rollback").await;

    assert!(
        scene.anna.refused("prekey_device") > 0,
        "the old prekey was served"
    );
    let seen = scene.hostile.seen();
    let sent = &seen.sent[before..];
    assert!(!sent.is_empty());
    assert!(sent.iter().all(|one| one.device_id != lost.as_bytes()[..]));
    let contact = scene.anna.session.contact(scene.ben.account).unwrap();
    assert_eq!(contact.paused, None);
    let after = scene.anna.session.safety_number(scene.ben.account).unwrap();
    assert_eq!(after, number);
    assert!(
        !scene
            .ben
            .heard(&scene.anna)
            .contains(&"after the rollback".to_owned())
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_withheld_after_a_recovery_hides_messages_and_is_seen_by_the_view() {
    let mut scene = Scene::new().await;
    let earlier = statement_of(&scene.hostile, &scene.ben);
    let asked = serve(
        &scene.hostile,
        scene.device(&scene.anna),
        &[earlier.as_bytes()],
    );
    let mut again = recovered(&scene).await;
    let waiting = scene.anna.say(&again, "to whom?");
    until_asked(&asked).await;
    // What the new phone writes is not shown before its keys are known.
    let book = [AddressBookEntry {
        name: "Anna".to_owned(),
        numbers: vec![scene.anna.number.clone()],
    }];
    again.session.import_address_book(&book).unwrap();
    again.session.find_contacts(Scheme::HmacSha1).await.unwrap();
    again.say(&scene.anna, "from the new phone");
    until("the content to be held", async || {
        (scene.anna.session.status().ok()?.held > 0).then_some(())
    })
    .await;
    let delivery = scene.anna.session.message(waiting).unwrap().delivery;
    assert!(matches!(delivery, Delivery::Waiting { .. }), "{delivery:?}");
    assert!(again.heard(&scene.anna).is_empty());
    let heard = scene.anna.heard(&scene.ben);
    assert!(!heard.contains(&"from the new phone".to_owned()));

    scene.hostile.hooks().statements.clear();
    a_day_passes(&mut scene, &mut [&mut again]).await;
    scene.anna.hears(&again, "from the new phone").await;
    again.hears(&scene.anna, "to whom?").await;
    let marks = row(&again, &scene.anna, "to whom?").marks;
    assert_eq!(marks, [Mark::UnknownView], "she was shown other keys");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_made_with_copied_keys_shows_in_the_view_and_two_of_them_as_a_fork() {
    let mut scene = Scene::new().await;
    let anna = scene.device(&scene.anna);
    let vault = scene.ben.phone.copy().vault();
    let identity = vault.identity_key().unwrap().unwrap();
    let first = &vault.secrets().statement;
    let own = first.devices()[0];
    let next = |devices: &[_]| -> AccountStatement {
        next_statement(first, &identity, devices, now()).unwrap()
    };
    // A device of a thief, shown to Anna alone.
    let asked = serve(
        &scene.hostile,
        anna,
        &[next(&[own, entry(&new_key())]).as_bytes()],
    );
    a_day_passes(&mut scene, &mut []).await;
    until_asked(&asked).await;
    scene.ben.sleep(DAY + HOUR);
    scene.ben.online().await;
    scene.anna.say(&scene.ben, "for whose eyes?");
    scene.ben.hears(&scene.anna, "for whose eyes?").await;
    let marks = row(&scene.ben, &scene.anna, "for whose eyes?").marks;
    assert_eq!(marks, [Mark::UnknownView]);

    // Another one for the same place.
    let asked = serve(&scene.hostile, anna, &[next(&[own]).as_bytes()]);
    a_day_passes(&mut scene, &mut []).await;
    until_asked(&asked).await;
    let account = scene.ben.account;
    let is_fork = |event: &Event| *event == Event::Fork { account };
    scene.anna.until_event("the fork", is_fork).await;
    let contact = scene.anna.session.contact(account).unwrap();
    assert_eq!(contact.paused, Some(SendingPaused::Fork));
    let before = scene.hostile.seen().sent.len();
    let anna = &scene.anna.session;
    let stopped = anna.send_text(account, "to nobody any more", None, Urgency::Routine);
    assert_eq!(stopped, Err(ClientError::Fork));
    anna.sync_now().await.unwrap();
    let seen = scene.hostile.seen();
    let to_ben = |one: &wire::OutgoingEnvelope| one.device_id == own.id.as_bytes()[..];
    assert!(!seen.sent[before..].iter().any(to_ben));
}
