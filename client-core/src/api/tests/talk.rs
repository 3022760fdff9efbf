use super::super::chores::{Chore, or_put_off};
use super::super::link::TICK;
use super::super::testing::{FakeRelay, Person, clock, until};
use super::super::*;
use crate::conversation::changes::Receipt;
use consilium_types::{AccountId, MessageHash};

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_accepted_answered_receipted_edited_and_seen() {
    let relay = FakeRelay::new(clock());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let bram = Person::new(&relay, "Bram", "+31612345672").await;
    let to_bram = anna.find(&bram).await;
    let to_anna = anna.account();
    let first = anna.say(to_bram, "potassium 6.1");
    let waiting = anna.session.message(first).unwrap().delivery;
    assert_eq!(
        waiting,
        Delivery::Waiting {
            reason: WaitReason::Queued
        }
    );
    anna.sync().await;
    assert_eq!(
        anna.session.message(first).unwrap().delivery,
        Delivery::AtRelay
    );

    bram.sync().await;
    let request = bram.session.conversations().unwrap().remove(0);
    assert!(request.request && request.unread == 1);
    assert_eq!(request.name, "Anna", "her profile came before her text");
    assert!(
        bram.heard
            .has(|event| *event == Event::RequestArrived { account: to_anna })
    );
    assert_eq!(bram.texts(to_anna), ["potassium 6.1"]);

    bram.session.accept_request(to_anna).unwrap();
    bram.sync().await;
    anna.sync().await;
    assert_eq!(
        anna.session.message(first).unwrap().delivery,
        Delivery::Delivered
    );

    anna.session.connect();
    bram.session.connect();
    bram.session.mark_read(request.id).unwrap();
    until("read", || {
        anna.session.message(first).unwrap().delivery == Delivery::Read
    })
    .await;
    let shown = bram.session.messages(request.id, None, 10).unwrap();
    let answer = bram
        .session
        .send_text(to_anna, "repeat it now", Some(shown[0].id), Urgency::Urgent)
        .unwrap();
    until("the answer", || anna.texts(to_bram).len() == 2).await;
    let urgent = anna.session.conversations().unwrap().remove(0);
    assert_eq!((urgent.urgent, urgent.unread), (1, 1));
    let arrived = urgent.last.unwrap();
    assert_eq!(arrived.reply_to, Some(first));
    anna.session.acknowledge_seen(arrived.id).unwrap();
    let seen = || bram.session.message(answer).unwrap().seen_by == [to_anna];
    until("seen", seen).await;
    assert_eq!(anna.session.conversations().unwrap()[0].urgent, 0);

    bram.session.edit(answer, "repeat it at noon").unwrap();
    until("the edit", || anna.texts(to_bram)[1] == "repeat it at noon").await;
    let edited = anna.session.message(arrived.id).unwrap();
    assert_eq!(edited.earlier.len(), 1);
    assert_eq!(edited.earlier[0].text, "repeat it now");
    assert_eq!(anna.session.search("noon", 5).unwrap().len(), 1);
    assert!(anna.session.search("now", 5).unwrap().is_empty());

    bram.session.delete_for_everyone(answer).unwrap();
    until("the delete", || anna.texts(to_bram)[1] == "Deleted").await;
    assert!(anna.session.search("noon", 5).unwrap().is_empty());
    let deleted = anna.session.message(arrived.id).unwrap();
    let texts: Vec<_> = deleted
        .earlier
        .iter()
        .map(|earlier| earlier.text.as_str())
        .collect();
    assert_eq!(texts, ["repeat it now", "repeat it at noon"]);
    assert!(
        bram.session.message(answer).unwrap().earlier.is_empty(),
        "erased where it was written"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_offline_leaves_later_and_in_order() {
    let relay = FakeRelay::new(clock());
    let mut anna = Person::new(&relay, "Anna", "+31612345671").await;
    let bram = Person::new(&relay, "Bram", "+31612345672").await;
    let to_bram = anna.find(&bram).await;
    let texts: Vec<String> = (0..150).map(|n| format!("message {n}")).collect();
    for text in &texts {
        anna.say(to_bram, text);
    }
    anna.reopen();
    assert_eq!(anna.session.status().unwrap().waiting, 150);
    anna.sync().await;
    assert_eq!(anna.session.status().unwrap().waiting, 0);
    bram.sync().await;
    assert_eq!(bram.texts(anna.account()), texts);
    assert!(bram.session.status().unwrap().quarantined == 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_session_does_nothing_and_unlocks_with_its_pin_only() {
    let relay = FakeRelay::new(clock());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let own = anna.account();
    let note = anna.say(own, "note to myself");
    assert_eq!(
        anna.session.message(note).unwrap().delivery,
        Delivery::Delivered
    );
    anna.session.lock();
    assert_eq!(anna.session.contacts().unwrap_err(), ClientError::Locked);
    let refused = anna.session.send_text(own, "x", None, Urgency::Routine);
    assert_eq!(refused.unwrap_err(), ClientError::Locked);
    assert_eq!(
        anna.session.sync_now().await.unwrap_err(),
        ClientError::Locked
    );
    assert!(anna.heard.has(|event| *event == Event::Locked));
    assert_eq!(anna.client.state().unwrap(), ClientState::Locked);
    let wrong = anna.client.unlock("111222").unwrap_err();
    assert_eq!(
        wrong,
        ClientError::WrongPin {
            tries_left: 9,
            wait_ms: 0
        }
    );
    let session = anna.client.unlock(super::super::testing::PIN).unwrap();
    assert_eq!(session.own_account().unwrap().account, own);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_session_locks_itself_and_use_keeps_it_open() {
    let clock = clock();
    let relay = FakeRelay::new(clock.clone());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let minutes = |count: u64| std::time::Duration::from_secs(60 * count);
    clock.advance(minutes(40));
    anna.session.touch();
    clock.advance(minutes(40));
    assert_eq!(anna.session.tick(), Ok(()));
    clock.advance(minutes(20));
    assert_eq!(anna.session.tick(), Err(ClientError::Locked));
    assert!(anna.session.is_locked());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_in_use_asks_for_the_pin_again_after_seven_days() {
    let clock = clock();
    let relay = FakeRelay::new(clock.clone());
    let mut anna = Person::new(&relay, "Anna", "+31612345671").await;
    let half_an_hour = std::time::Duration::from_secs(1800);
    let use_for = |anna: &Person, half_hours: u32| {
        for _ in 0..half_hours {
            clock.advance(half_an_hour);
            anna.session.touch();
        }
    };
    let week = 7 * 48;
    use_for(&anna, week - 1);
    assert_eq!(anna.session.tick(), Ok(()));
    use_for(&anna, 1);
    assert_eq!(anna.session.tick(), Err(ClientError::Locked));
    assert!(anna.session.is_locked());
    anna.reopen();
    use_for(&anna, week - 1);
    assert_eq!(anna.session.tick(), Ok(()), "the week begins with the PIN");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shorter_time_until_the_lock_holds_at_once_and_an_hour_is_the_most() {
    let clock = clock();
    let relay = FakeRelay::new(clock.clone());
    let mut anna = Person::new(&relay, "Anna", "+31612345671").await;
    let minutes = |count: u64| std::time::Duration::from_secs(60 * count);
    anna.client.set_auto_lock(5 * 60_000);
    clock.advance(minutes(5));
    assert_eq!(anna.session.tick(), Err(ClientError::Locked));
    anna.reopen();
    clock.advance(minutes(4));
    assert_eq!(anna.session.tick(), Ok(()), "it holds for the next session");
    anna.client.set_auto_lock(u64::MAX);
    clock.advance(minutes(55));
    assert_eq!(anna.session.tick(), Ok(()));
    clock.advance(minutes(1));
    assert_eq!(anna.session.tick(), Err(ClientError::Locked));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_is_shown_until_two_groups_are_typed_back() {
    let relay = FakeRelay::new(clock());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let groups = anna.session.recovery_code().unwrap();
    assert_eq!(groups.len(), 9);
    let typed = |index: u32, text: &str| (index, text.to_owned());
    for wrong in [
        vec![typed(1, &groups[1])],
        vec![typed(1, &groups[1]), typed(1, &groups[1])],
        vec![typed(1, &groups[1]), typed(2, "0000x")],
    ] {
        let refused = anna.session.confirm_recovery_code(&wrong);
        assert_eq!(refused, Err(ClientError::RecoveryGroupsWrong));
    }
    let right = [typed(1, &groups[1].to_lowercase()), typed(8, &groups[8])];
    assert_eq!(anna.session.confirm_recovery_code(&right), Ok(()));
    assert_eq!(
        anna.session.recovery_code().unwrap_err(),
        ClientError::RecoveryCodeGone
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_pin_is_the_only_one_that_opens() {
    let relay = FakeRelay::new(clock());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let refused = anna.session.change_pin("000111", "584913").unwrap_err();
    assert!(
        matches!(refused, ClientError::WrongPin { .. }),
        "{refused:?}"
    );
    assert!(matches!(
        anna.session
            .change_pin(super::super::testing::PIN, "123456"),
        Err(ClientError::PinRefused { .. })
    ));
    anna.session
        .change_pin(super::super::testing::PIN, "584913")
        .unwrap();
    anna.session.lock();
    assert!(anna.client.unlock(super::super::testing::PIN).is_err());
    assert!(anna.client.unlock("584913").is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_long_absence_all_receipts_are_queued_at_once() {
    let relay = FakeRelay::new(clock());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let to_bram = written_to(&anna, &relay).await;
    owe(&anna, to_bram, 2_500);
    let core = anna.session.core();
    upkeep::pay_receipts(core).await.unwrap();
    let queued = core.with(|open| {
        assert!(open.db.read(|rows| rows.owed_receipts(1))?.is_empty());
        Ok(open
            .db
            .read(|rows| rows.outbox_due(core.now(), 0, 1_000))?
            .len())
    });
    assert_eq!(queued.unwrap(), 25, "a hundred receipts a content");
}

#[tokio::test(start_paused = true)]
async fn a_receipt_does_not_wait_for_the_next_tick() {
    let relay = FakeRelay::new(clock());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let bram = Person::new(&relay, "Bram", "+31612345672").await;
    let to_bram = anna.find(&bram).await;
    anna.say(to_bram, "hello");
    anna.sync().await;
    bram.sync().await;
    bram.session.accept_request(anna.account()).unwrap();
    bram.sync().await;
    let second = anna.say(to_bram, "are you there?");
    anna.sync().await;
    let begun = tokio::time::Instant::now();
    bram.sync().await;
    assert!(begun.elapsed() < TICK, "{:?}", begun.elapsed());
    anna.sync().await;
    let delivery = anna.session.message(second).unwrap().delivery;
    assert_eq!(delivery, Delivery::Delivered);
}

#[tokio::test(start_paused = true)]
async fn receipts_that_were_put_off_hold_up_no_sync() {
    let relay = FakeRelay::new(clock());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let to_bram = written_to(&anna, &relay).await;
    let core = anna.session.core();
    or_put_off(core, Chore::Receipts, Err(ClientError::RelayProtocol)).unwrap();
    owe(&anna, to_bram, 1);
    let begun = tokio::time::Instant::now();
    anna.session.sync_now().await.unwrap();
    assert!(begun.elapsed() < TICK, "{:?}", begun.elapsed());
    let owed = core.with(|open| Ok(open.db.read(|rows| rows.owed_receipts(1))?));
    assert_eq!(owed.unwrap().len(), 1, "it is paid when it is due again");
}

/// Somebody whom a first message has gone to.
async fn written_to(anna: &Person, relay: &std::sync::Arc<FakeRelay>) -> AccountId {
    let bram = Person::new(relay, "Bram", "+31612345672").await;
    let to_bram = anna.find(&bram).await;
    anna.say(to_bram, "hello");
    anna.sync().await;
    to_bram
}

/// Owes so many receipts.
fn owe(anna: &Person, account: AccountId, receipts: u16) {
    let core = anna.session.core();
    let owed = core.with(|open| {
        open.db.write(|tx| -> Result<()> {
            for number in 0..receipts {
                let mut hash = [7; 32];
                hash[..2].copy_from_slice(&number.to_be_bytes());
                let hash = MessageHash::new(hash);
                tx.owe_receipt(hash, Receipt::Delivered, account, core.now())?;
            }
            Ok(())
        })
    });
    owed.unwrap();
}
