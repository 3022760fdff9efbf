use super::super::testing::{FakeRelay, PIN, Person, clock, installation, phone_code, until};
use super::super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_request_answers_nothing_and_a_blocked_account_is_neither_shown_nor_answered() {
    let relay = FakeRelay::new(clock());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let bram = Person::new(&relay, "Bram", "+31612345672").await;
    let to_bram = anna.find(&bram).await;
    let to_anna = anna.account();
    for n in 0..5 {
        anna.say(to_bram, &format!("knock {n}"));
    }
    anna.sync().await;
    let sent = relay.with(|state| state.sends);
    bram.sync().await;
    let conversation = bram.conversation(to_anna);
    bram.session.mark_read(conversation).unwrap();
    bram.sync().await;
    assert_eq!(
        relay.with(|state| state.sends),
        sent,
        "a request was answered"
    );

    bram.session.block(to_anna).unwrap();
    anna.say(to_bram, "blocked");
    anna.sync().await;
    let sent = relay.with(|state| state.sends);
    bram.sync().await;
    assert!(bram.session.conversations().unwrap().is_empty());
    assert!(!bram.texts(to_anna).contains(&"blocked".to_owned()));
    assert_eq!(relay.with(|state| state.sends), sent);
    assert_eq!(
        bram.session
            .send_text(to_anna, "x", None, Urgency::Routine)
            .unwrap_err(),
        ClientError::Blocked
    );
    bram.session.unblock(to_anna).unwrap();
    anna.say(to_bram, "again");
    anna.sync().await;
    bram.sync().await;
    let texts = bram.texts(to_anna);
    assert_eq!(texts.last().map(String::as_str), Some("again"));
    assert!(
        !texts.iter().any(|text| text.starts_with("Gap")),
        "what was hidden is no gap"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unblocked_account_stands_where_it_stood_and_a_stranger_is_still_answered_nothing() {
    let relay = FakeRelay::new(clock());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let bram = Person::new(&relay, "Bram", "+31612345672").await;
    let carla = Person::new(&relay, "Carla", "+31612345673").await;
    let (to_bram, to_anna) = (anna.find(&bram).await, anna.account());
    let to_carla = bram.find(&carla).await;
    anna.say(to_bram, "knock");
    anna.sync().await;
    bram.sync().await;
    let state = |account| bram.session.contact(account).unwrap().state;
    for account in [to_anna, to_carla] {
        let before = state(account);
        assert_ne!(before, ContactState::Accepted);
        bram.session.block(account).unwrap();
        bram.session.block(account).unwrap();
        assert_eq!(state(account), ContactState::Blocked);
        bram.session.unblock(account).unwrap();
        bram.session.unblock(account).unwrap();
        assert_eq!(state(account), before);
    }
    let sent = relay.with(|state| state.sends);
    anna.say(to_bram, "again");
    anna.sync().await;
    bram.sync().await;
    bram.session.mark_read(bram.conversation(to_anna)).unwrap();
    bram.sync().await;
    assert_eq!(
        relay.with(|state| state.sends),
        sent + 1,
        "a stranger was answered"
    );
    assert!(bram.session.conversations().unwrap()[0].request);

    bram.session.accept_request(to_anna).unwrap();
    bram.session.block(to_anna).unwrap();
    bram.session.unblock(to_anna).unwrap();
    assert_eq!(state(to_anna), ContactState::Accepted);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_request_leaves_nothing_and_can_be_made_again() {
    let relay = FakeRelay::new(clock());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let bram = Person::new(&relay, "Bram", "+31612345672").await;
    let to_bram = anna.find(&bram).await;
    anna.say(to_bram, "hello");
    anna.sync().await;
    bram.sync().await;
    bram.session.decline_request(anna.account()).unwrap();
    assert!(bram.session.conversations().unwrap().is_empty());
    assert!(bram.session.search("hello", 5).unwrap().is_empty());
    assert!(bram.session.contacts().unwrap().is_empty());
    anna.say(to_bram, "please");
    anna.sync().await;
    bram.sync().await;
    assert_eq!(bram.texts(anna.account()), ["please"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn comparing_holds_for_these_two_keys_and_codes_of_others_do_not_match() {
    let relay = FakeRelay::new(clock());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let bram = Person::new(&relay, "Bram", "+31612345672").await;
    let carla = Person::new(&relay, "Carla", "+31612345673").await;
    let to_bram = anna.find(&bram).await;
    let to_anna = bram.find(&anna).await;
    carla.find(&bram).await;
    let number = anna.session.safety_number(to_bram).unwrap();
    assert_eq!(number, bram.session.safety_number(to_anna).unwrap());
    assert_eq!(number.groups.len(), 12);
    let of_carla = carla.session.qr_payload(to_bram).unwrap();
    assert_eq!(
        anna.session.check_qr(to_bram, &of_carla).unwrap(),
        QrCheck::Mismatch
    );
    assert_eq!(
        anna.session
            .check_qr(to_bram, b"https://example.org")
            .unwrap(),
        QrCheck::NotACode
    );
    assert!(!anna.session.contact(to_bram).unwrap().compared);
    let of_bram = bram.session.qr_payload(to_anna).unwrap();
    assert_eq!(
        anna.session.check_qr(to_bram, &of_bram).unwrap(),
        QrCheck::Match
    );
    assert!(anna.session.contact(to_bram).unwrap().compared);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovered_account_is_the_same_shows_a_notice_and_stays_compared() {
    let clock = clock();
    let relay = FakeRelay::new(clock.clone());
    let mut anna = Person::new(&relay, "Anna", "+31612345671").await;
    let bram = Person::new(&relay, "Bram", "+31612345672").await;
    let to_bram = anna.find(&bram).await;
    anna.say(to_bram, "before the loss");
    anna.sync().await;
    bram.sync().await;
    anna.session.mark_compared(to_bram).unwrap();
    let code = bram.session.recovery_code().unwrap().join(" ");
    bram.session.lock();

    clock.advance(std::time::Duration::from_secs(3600 * 2));
    anna.reopen();
    let folder = tempfile::tempdir().unwrap();
    let client = installation(&relay, folder.path());
    let asked = phone_code(&client, "+31612345672").await;
    let profile = Profile {
        name: "Bram".to_owned(),
        profession: String::new(),
    };
    let session = client.recover(&code, asked, PIN, profile).await.unwrap();
    let bram = Person::of(client, session, "+31612345672", folder);
    assert_eq!(bram.account(), to_bram);
    assert!(bram.session.own_account().unwrap().recovery_confirmed);

    // What waits for the phone that was lost goes to the new one.
    let id = anna.say(to_bram, "for the new phone");
    anna.sync().await;
    anna.sync().await;
    assert_eq!(
        anna.session.message(id).unwrap().delivery,
        Delivery::AtRelay
    );
    bram.sync().await;
    assert!(
        bram.texts(anna.account())
            .contains(&"for the new phone".to_owned())
    );
    let shown = bram
        .session
        .messages(bram.conversation(anna.account()), None, 9)
        .unwrap();
    assert!(
        shown.iter().all(|message| message.marks.is_empty()),
        "{shown:?}"
    );

    let contact = anna.session.contact(to_bram).unwrap();
    assert!(contact.compared && contact.paused.is_none());
    assert!(contact.new_key_since.is_some());
    assert!(anna.texts(to_bram).contains(&"NewKey".to_owned()));
    assert!(
        anna.heard
            .has(|event| *event == Event::NewKey { account: to_bram })
    );
    anna.session.dismiss_new_key(to_bram).unwrap();
    assert!(
        anna.session
            .contact(to_bram)
            .unwrap()
            .new_key_since
            .is_none()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_account_for_the_number_of_somebody_compared_is_another_contact_and_waits() {
    let relay = FakeRelay::new(clock());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let bram = Person::new(&relay, "Bram", "+31612345672").await;
    let to_bram = anna.find(&bram).await;
    anna.session.mark_compared(to_bram).unwrap();
    let mallory = Person::new(&relay, "Bram", "+31612345672").await;
    let to_mallory = anna.find(&mallory).await;
    assert_ne!(to_bram, to_mallory);
    let told = Event::NewAccountForNumber {
        before: to_bram,
        now: to_mallory,
    };
    assert!(anna.heard.has(|event| *event == told));
    let contact = anna.session.contact(to_mallory).unwrap();
    assert_eq!(
        (contact.compared, contact.paused),
        (false, Some(SendingPaused::NewKey))
    );
    assert_eq!(contact.replaces, Some(to_bram));
    let refused = anna
        .session
        .send_text(to_mallory, "x", None, Urgency::Routine);
    assert_eq!(refused.unwrap_err(), ClientError::NewKey);
    assert!(anna.session.contact(to_bram).unwrap().compared);
    anna.session.send_without_checking(to_mallory).unwrap();
    anna.say(to_mallory, "I saw you in person");
    anna.sync().await;
    mallory.sync().await;
    assert_eq!(mallory.texts(anna.account()), ["I saw you in person"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_legal_changes_of_a_message_count() {
    let relay = FakeRelay::new(clock());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let bram = Person::new(&relay, "Bram", "+31612345672").await;
    let to_bram = anna.find(&bram).await;
    let to_anna = bram.find(&anna).await;
    let mine = anna.say(to_bram, "5 mg");
    anna.session.connect();
    bram.session.connect();
    until("it arrives", || bram.texts(to_anna) == ["5 mg"]).await;
    let theirs = bram
        .session
        .messages(bram.conversation(to_anna), None, 1)
        .unwrap()[0]
        .id;
    // Not hers to change there: the public API refuses.
    assert_eq!(
        bram.session.edit(theirs, "50 mg"),
        Err(ClientError::NotYours)
    );
    assert_eq!(
        bram.session.delete_for_everyone(theirs),
        Err(ClientError::NotYours)
    );
    assert!(matches!(
        anna.session.acknowledge_seen(mine),
        Err(ClientError::NothingToDo { .. })
    ));
    // A forged one, signed by Bram's device, referring to Anna's message, changes nothing.
    forge_edit(&bram, to_anna, theirs);
    bram.say(to_anna, "after the forgery");
    until("the neighbour", || anna.texts(to_bram).len() == 2).await;
    assert_eq!(anna.texts(to_bram), ["5 mg", "after the forgery"]);
    assert!(anna.session.message(mine).unwrap().earlier.is_empty());
    // Edits of edits and after a delete change nothing either.
    anna.session.edit(mine, "6 mg").unwrap();
    anna.session.edit(mine, "7 mg").unwrap();
    until("both edits", || bram.texts(to_anna)[0] == "7 mg").await;
    let earlier = bram.session.message(theirs).unwrap().earlier;
    assert_eq!(
        earlier
            .iter()
            .map(|one| one.text.as_str())
            .collect::<Vec<_>>(),
        ["5 mg", "6 mg"]
    );
    anna.session.delete_for_everyone(mine).unwrap();
    assert_eq!(anna.session.edit(mine, "8 mg"), Err(ClientError::NotYours));
    until("the delete", || bram.texts(to_anna)[0] == "Deleted").await;
}

fn forge_edit(forger: &Person, peer: consilium_types::AccountId, target: MessageId) {
    use super::super::compose::{Composer, Draft};
    let core = forger.session.core();
    core.with(|open| {
        open.db.write(|tx| -> Result<()> {
            let (_, _, reference) = tx.reference(target.0)?.unwrap();
            let payload = crate::conversation::payload::encode_edit(reference, "50 mg");
            let composer = Composer {
                core,
                open,
                tx,
                now: core.now(),
            };
            composer.queue(
                Draft::control(peer, crate::seal::Kind::Edit, &payload),
                &mut Vec::new(),
            )?;
            Ok(())
        })
    })
    .unwrap();
}
