use super::super::testing::{FakeRelay, Person, clock, until};
use super::super::*;
use crate::net::StoredEnvelope;

async fn pair(relay: &std::sync::Arc<FakeRelay>) -> (Person, Person) {
    let anna = Person::new(relay, "Anna", "+31612345671").await;
    let bram = Person::new(relay, "Bram", "+31612345672").await;
    anna.find(&bram).await;
    (anna, bram)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_envelope_replayed_three_times_also_after_reopening_shows_once() {
    let relay = FakeRelay::new(clock());
    let (anna, mut bram) = pair(&relay).await;
    anna.say(bram.account(), "give 10 mg");
    anna.sync().await;
    bram.sync().await;
    let device = bram.device();
    let copies: Vec<StoredEnvelope> = relay.mailbox(device);
    for round in 0..3 {
        for copy in &copies {
            relay.inject(device, &copy.envelope);
        }
        bram.sync().await;
        assert_eq!(bram.texts(anna.account()), ["give 10 mg"], "round {round}");
        bram.reopen();
    }
    assert_eq!(bram.session.status().unwrap().quarantined, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn neighbours_of_bad_envelopes_come_through_and_each_bad_one_is_counted() {
    let relay = FakeRelay::new(clock());
    let (anna, bram) = pair(&relay).await;
    let device = bram.device();
    anna.say(bram.account(), "before");
    anna.sync().await;
    let good = relay.mailbox(device).last().unwrap().envelope.to_vec();
    for position in [0, 1, 17, 49, 100, 1200, good.len() - 1] {
        let mut bad = good.clone();
        bad[position] ^= 1;
        relay.inject(device, &bad);
    }
    relay.inject(device, &good[..good.len() - 1]);
    relay.inject(device, &[]);
    anna.say(bram.account(), "after");
    anna.sync().await;
    bram.sync().await;
    assert_eq!(bram.texts(anna.account()), ["before", "after"]);
    assert_eq!(bram.session.status().unwrap().quarantined, 9);
    assert!(
        bram.heard
            .has(|event| *event == Event::Quarantined { count: 9 })
    );
    let report = bram.session.diagnostics().unwrap();
    for reason in ["version", "unknown_prekey", "box", "size"] {
        assert!(
            report.contains(&format!("refused, {reason}:")),
            "{reason} in\n{report}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn envelopes_for_somebody_else_and_handed_back_are_refused() {
    let relay = FakeRelay::new(clock());
    let (anna, bram) = pair(&relay).await;
    anna.say(bram.account(), "for Bram alone");
    anna.sync().await;
    for stored in relay.mailbox(bram.device()) {
        relay.inject(anna.device(), &stored.envelope);
    }
    anna.sync().await;
    assert_eq!(anna.texts(bram.account()), ["for Bram alone"]);
    assert_eq!(anna.session.status().unwrap().quarantined, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn dropped_and_reordered_envelopes_show_as_gaps_until_they_come() {
    let relay = FakeRelay::new(clock());
    let (anna, bram) = pair(&relay).await;
    let (device, to_anna) = (bram.device(), anna.account());
    anna.say(bram.account(), "0");
    anna.sync().await;
    bram.sync().await;
    let before = relay.mailbox(device).len();
    for n in 1..8 {
        anna.say(bram.account(), &n.to_string());
    }
    anna.sync().await;
    let held: Vec<StoredEnvelope> = relay.with(|state| {
        let mailbox = state.mailboxes.get_mut(&device).unwrap();
        mailbox.drain(before..).collect()
    });
    for index in [6, 2, 4] {
        relay.inject(device, &held[index].envelope);
    }
    bram.sync().await;
    let gap = "Gap { missing: 1 }";
    assert_eq!(
        bram.texts(to_anna),
        ["0", gap, gap, "3", gap, "5", gap, "7"]
    );
    for index in [5, 0, 3, 1] {
        relay.inject(device, &held[index].envelope);
    }
    bram.sync().await;
    assert_eq!(
        bram.texts(to_anna),
        ["0", "1", "2", "3", "4", "5", "6", "7"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_prekey_a_message_waits_visibly_and_nothing_leaves() {
    let relay = FakeRelay::new(clock());
    let (anna, bram) = pair(&relay).await;
    relay.with(|state| state.hide_prekeys = true);
    let id = anna.say(bram.account(), "not reachable");
    anna.session.connect();
    let reason = WaitReason::NoPrekey;
    let waits = || anna.session.message(id).unwrap().delivery == Delivery::Waiting { reason };
    until("it waits", waits).await;
    assert_eq!(relay.with(|state| state.sends), 0);
    assert!(anna.session.contact(bram.account()).unwrap().unreachable);
    relay.with(|state| state.hide_prekeys = false);
    anna.session.retry(id).unwrap();
    until("it left", || {
        anna.session.message(id).unwrap().delivery == Delivery::AtRelay
    })
    .await;
    assert!(!anna.session.contact(bram.account()).unwrap().unreachable);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_prekey_is_not_sealed_to_and_a_rolled_back_one_neither() {
    let clock = clock();
    let relay = FakeRelay::new(clock.clone());
    let (anna, bram) = pair(&relay).await;
    let mallory = Person::new(&relay, "Mallory", "+31612345673").await;
    let (bramd, old) = (
        bram.device(),
        relay.with(|state| state.prekeys[&bram.device()].clone()),
    );
    let foreign = prekey_of(&mallory, bram.account());
    relay.with(|state| state.prekeys.insert(bramd, foreign));
    let id = anna.say(bram.account(), "for Bram");
    anna.sync().await;
    let reason = WaitReason::NoPrekey;
    assert_eq!(
        anna.session.message(id).unwrap().delivery,
        Delivery::Waiting { reason }
    );
    relay.with(|state| state.prekeys.insert(bramd, old.clone()));
    anna.session.retry(id).unwrap();
    anna.sync().await;
    assert_eq!(
        anna.session.message(id).unwrap().delivery,
        Delivery::AtRelay
    );

    clock.advance(std::time::Duration::from_secs(25 * 3600));
    let (anna, bram) = (unlocked(anna), unlocked(bram));
    bram.sync().await;
    anna.say(bram.account(), "to the new prekey");
    anna.sync().await;
    relay.with(|state| state.prekeys.insert(bramd, old));
    clock.advance(std::time::Duration::from_secs(7 * 3600));
    let anna = unlocked(anna);
    let id = anna.say(bram.account(), "rolled back");
    anna.sync().await;
    let delivery = anna.session.message(id).unwrap().delivery;
    assert_eq!(delivery, Delivery::Waiting { reason });
    let report = anna.session.diagnostics().unwrap();
    assert!(
        report.contains("prekey_rolled_back") && report.contains("prekey_device"),
        "{report}"
    );
}

/// A prekey that somebody's device signs for an account.
fn prekey_of(
    person: &Person,
    account: consilium_types::AccountId,
) -> consilium_statement::PrekeyStatement {
    let core = person.session.core();
    core.with(|open| {
        let owner = crate::prekey::PrekeyOwner {
            account,
            device: &open.device_key,
            standby: open.standby,
        };
        let entropy = consilium_sodium::SystemEntropy;
        Ok(crate::prekey::generate_prekey(owner, &entropy, core.now())
            .unwrap()
            .statement)
    })
    .unwrap()
}

fn unlocked(mut person: Person) -> Person {
    person.reopen();
    person
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_device_key_that_published_a_prekey_raises_an_alarm() {
    let relay = FakeRelay::new(clock());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let forged = prekey_of(&anna, anna.account());
    relay.with(|state| state.prekeys.insert(anna.device(), forged));
    anna.session.connect();
    until("the alarm", || {
        anna.heard.has(|event| *event == Event::ForeignPrekey)
    })
    .await;
    assert!(
        anna.session
            .diagnostics()
            .unwrap()
            .contains("a foreign prekey was served: true")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_clock_over_a_day_off_nothing_is_sent_and_all_is_received() {
    let relay = FakeRelay::new(clock());
    let (anna, bram) = pair(&relay).await;
    bram.find(&anna).await;
    bram.say(anna.account(), "meanwhile");
    bram.sync().await;
    let sent = relay.with(|state| state.sends);
    relay.with(|state| state.clock_off_ms = 26 * 3_600_000);
    let id = anna.say(bram.account(), "my clock is off");
    anna.session.connect();
    until("it is told", || {
        anna.heard
            .has(|event| matches!(event, Event::ClockOff { .. }))
    })
    .await;
    let reason = WaitReason::ClockOff;
    let waits = || anna.session.message(id).unwrap().delivery == Delivery::Waiting { reason };
    until("it waits", waits).await;
    until("what came is shown", || {
        anna.texts(bram.account()).contains(&"meanwhile".to_owned())
    })
    .await;
    assert_eq!(relay.with(|state| state.sends), sent);
    assert!(anna.session.status().unwrap().clock_refused);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_statements_for_one_place_stop_sending_and_are_told() {
    let relay = FakeRelay::new(clock());
    let (anna, bram) = pair(&relay).await;
    let account = bram.account();
    let forked = bram
        .session
        .core()
        .with(|open| {
            let vault = open.vault();
            let identity = vault.identity_key().unwrap().unwrap();
            let first = &vault.secrets().statement;
            let draft = consilium_statement::StatementDraft {
                root: first.root(),
                epoch: first.epoch(),
                certificate: first.certificate(),
                identity: &identity,
                serial: first.serial(),
                prev: first.prev(),
                issued: first.issued().plus(1),
                devices: first.devices(),
            };
            Ok(draft.sign().unwrap())
        })
        .unwrap();
    relay.with(|state| state.statements.insert(account, forked));
    anna.find(&bram).await;
    assert!(anna.heard.has(|event| *event == Event::Fork { account }));
    let contact = anna.session.contact(account).unwrap();
    assert_eq!(contact.paused, Some(SendingPaused::Fork));
    let refused = anna
        .session
        .send_text(account, "x", None, Urgency::Routine)
        .unwrap_err();
    assert_eq!(refused, ClientError::Fork);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_content_whose_sender_is_not_known_yet_is_held_and_shown_when_its_statement_comes() {
    let relay = FakeRelay::new(clock());
    let (anna, mut bram) = pair(&relay).await;
    anna.say(bram.account(), "who am I");
    anna.sync().await;
    relay.with(|state| state.hide_statements = true);
    bram.session.connect();
    until("it is held", || bram.session.status().unwrap().held == 2).await;
    assert!(bram.texts(anna.account()).is_empty());
    bram.reopen();
    relay.with(|state| state.hide_statements = false);
    // A held content's sender is asked about once an hour.
    bram.session
        .core()
        .with(|open| {
            Ok(open
                .db
                .write(|tx| tx.asked_about(&[anna.account()], Default::default()))?)
        })
        .unwrap();
    bram.session.connect();
    until("it is shown", || bram.texts(anna.account()) == ["who am I"]).await;
    assert_eq!(bram.session.status().unwrap().held, 0);
}
