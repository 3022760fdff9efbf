//! Phone numbers: who has which, who waits, who can be found.

use super::Harness;
use super::fixture::*;
use crate::{MoveAnswer, MovedNumber, NewAccount, PendingMove, Registered, RelayStore};
use consilium_types::limits::NUMBER_MOVE_MS;
use consilium_types::{StatementHash, Timestamp};
use std::sync::Arc;

/// Registers the account anew with this number: a newer epoch each time.
async fn prove(
    store: &Arc<dyn RelayStore>,
    number: u8,
    of_whom: u8,
    epoch: u64,
    now: Timestamp,
) -> Registered {
    let device = number * 10;
    let new = NewAccount {
        statement: statement(number, epoch, 1, StatementHash::ZERO, &[device]),
        prekey: prekey(number, device, 0),
        phone: phone(of_whom),
    };
    store.register(new, now).await.unwrap()
}

/// Account 2 asks for the number of account 1.
async fn with_move(h: &mut dyn Harness) -> Arc<dyn RelayStore> {
    let store = with_one(h).await;
    let asked = prove(&store, 2, 1, 1, START).await;
    let moves_at = START.plus(NUMBER_MOVE_MS);
    let from = account(1);
    assert_eq!(asked, Registered::NumberPending { moves_at, from });
    store
}

async fn has(store: &Arc<dyn RelayStore>, number: u8, expected: Option<u8>) {
    let found = store.phone(account(number)).await.unwrap();
    assert_eq!(found, expected.map(phone), "number of account {number}");
    let known = store.account(account(number)).await.unwrap();
    assert_eq!(
        known.is_some_and(|known| known.has_number),
        expected.is_some()
    );
}

pub(super) async fn a_number_in_use_waits_a_day(h: &mut dyn Harness) {
    let store = with_move(h).await;
    let pending = PendingMove {
        from: account(1),
        to: account(2),
        at: START.plus(NUMBER_MOVE_MS),
    };
    let old = store.account(account(1)).await.unwrap().unwrap();
    assert_eq!((old.leaving, old.arriving), (Some(pending), None));
    let new = store.account(account(2)).await.unwrap().unwrap();
    assert_eq!((new.leaving, new.arriving), (None, Some(pending)));
    has(&store, 1, Some(1)).await;
    has(&store, 2, None).await;
    assert!(!store.set_discoverable(account(2), true).await.unwrap());
    let early = START.plus(NUMBER_MOVE_MS - 1);
    assert!(store.move_due_numbers(early).await.unwrap().is_empty());
    has(&store, 1, Some(1)).await;
}

pub(super) async fn the_last_who_asks_waits_and_asking_again_keeps_the_time(h: &mut dyn Harness) {
    let store = with_move(h).await;
    let from = account(1);
    let later = START.plus(HOUR);
    let again = prove(&store, 2, 1, 2, later).await;
    let moves_at = START.plus(NUMBER_MOVE_MS);
    assert_eq!(again, Registered::NumberPending { moves_at, from });
    let third = prove(&store, 3, 1, 1, later).await;
    let moves_at = later.plus(NUMBER_MOVE_MS);
    assert_eq!(third, Registered::NumberPending { moves_at, from });
    let second = store.account(account(2)).await.unwrap().unwrap();
    assert_eq!(second.arriving, None);
    let moved = store.move_due_numbers(moves_at).await.unwrap();
    let to = account(3);
    assert_eq!(moved, [MovedNumber { from, to }]);
    has(&store, 2, None).await;
}

pub(super) async fn proving_the_own_number_again_ends_the_move(h: &mut dyn Harness) {
    let store = with_move(h).await;
    assert!(store.set_discoverable(account(1), true).await.unwrap());
    assert_eq!(prove(&store, 1, 1, 2, START).await, Registered::Done);
    let known = store.account(account(1)).await.unwrap().unwrap();
    assert_eq!((known.leaving, known.discoverable), (None, true));
    let waiter = store.account(account(2)).await.unwrap().unwrap();
    assert_eq!(waiter.arriving, None);
    let late = START.plus(2 * NUMBER_MOVE_MS);
    assert!(store.move_due_numbers(late).await.unwrap().is_empty());
}

pub(super) async fn a_changed_number_frees_the_former_one(h: &mut dyn Harness) {
    let store = with_one(h).await;
    assert_eq!(prove(&store, 1, 9, 2, START).await, Registered::Done);
    has(&store, 1, Some(9)).await;
    assert_eq!(prove(&store, 2, 1, 1, START).await, Registered::Done);
    has(&store, 2, Some(1)).await;
    // And one that somebody waits for goes to them.
    assert!(matches!(
        prove(&store, 3, 1, 1, START).await,
        Registered::NumberPending { .. }
    ));
    assert_eq!(prove(&store, 2, 8, 2, START).await, Registered::Done);
    has(&store, 3, Some(1)).await;
    has(&store, 2, Some(8)).await;
    // Whoever gets another number waits no more for the first.
    assert!(matches!(
        prove(&store, 4, 9, 1, START).await,
        Registered::NumberPending { .. }
    ));
    assert_eq!(prove(&store, 4, 7, 2, START).await, Registered::Done);
    let known = store.account(account(4)).await.unwrap().unwrap();
    assert_eq!(known.arriving, None);
}

pub(super) async fn a_refused_move_is_off(h: &mut dyn Harness) {
    let store = with_move(h).await;
    let just_before = START.plus(NUMBER_MOVE_MS - 1);
    let stranger = store.answer_move(account(2), false, START).await;
    assert_eq!(stranger.unwrap(), MoveAnswer::NonePending);
    let unknown = store.answer_move(account(9), true, START).await;
    assert_eq!(unknown.unwrap(), MoveAnswer::NonePending);
    let answer = store.answer_move(account(1), false, just_before).await;
    assert_eq!(answer.unwrap(), MoveAnswer::Refused);
    let again = store.answer_move(account(1), true, just_before).await;
    assert_eq!(again.unwrap(), MoveAnswer::NonePending);
    has(&store, 1, Some(1)).await;
    has(&store, 2, None).await;
}

pub(super) async fn an_allowed_move_is_carried_out_at_once(h: &mut dyn Harness) {
    let store = with_move(h).await;
    let answer = store.answer_move(account(1), true, START).await;
    assert_eq!(answer.unwrap(), MoveAnswer::Moved(account(2)));
    has(&store, 1, None).await;
    has(&store, 2, Some(1)).await;
    let known = store.account(account(2)).await.unwrap().unwrap();
    assert_eq!((known.arriving, known.leaving), (None, None));
}

pub(super) async fn an_answer_after_the_time_of_the_move_comes_too_late(h: &mut dyn Harness) {
    let store = with_move(h).await;
    let at = START.plus(NUMBER_MOVE_MS);
    let answer = store.answer_move(account(1), false, at).await;
    assert_eq!(answer.unwrap(), MoveAnswer::Moved(account(2)));
    has(&store, 1, None).await;
    has(&store, 2, Some(1)).await;
}

pub(super) async fn due_moves_are_carried_out_the_earliest_first(h: &mut dyn Harness) {
    let store = with_two(h).await;
    let later = START.plus(HOUR);
    let _ = prove(&store, 3, 2, 1, later).await;
    let _ = prove(&store, 4, 1, 1, START).await;
    assert!(store.set_discoverable(account(1), true).await.unwrap());
    let moved = store.move_due_numbers(later.plus(NUMBER_MOVE_MS)).await;
    let expected = [(1, 4), (2, 3)].map(|(from, to)| MovedNumber {
        from: account(from),
        to: account(to),
    });
    assert_eq!(moved.unwrap(), expected);
    has(&store, 4, Some(1)).await;
    has(&store, 3, Some(2)).await;
    has(&store, 1, None).await;
    assert!(store.discoverable().await.unwrap().is_empty());
    let again = store.move_due_numbers(later.plus(NUMBER_MOVE_MS)).await;
    assert!(again.unwrap().is_empty());
}

pub(super) async fn a_former_number_goes_to_whoever_waits_for_it(h: &mut dyn Harness) {
    let store = with_two(h).await;
    // 2 asks for the number of 1, 3 for that of 2.
    let _ = prove(&store, 2, 1, 2, START).await;
    let _ = prove(&store, 3, 2, 1, START.plus(HOUR)).await;
    let moved = store.move_due_numbers(START.plus(NUMBER_MOVE_MS)).await;
    let expected = [(1, 2), (2, 3)].map(|(from, to)| MovedNumber {
        from: account(from),
        to: account(to),
    });
    assert_eq!(moved.unwrap(), expected);
    has(&store, 1, None).await;
    has(&store, 2, Some(1)).await;
    has(&store, 3, Some(2)).await;
}

pub(super) async fn a_deleted_holder_leaves_the_number_to_whoever_waits(h: &mut dyn Harness) {
    let store = with_move(h).await;
    assert!(store.delete_account(account(1)).await.unwrap());
    has(&store, 2, Some(1)).await;
    let known = store.account(account(2)).await.unwrap().unwrap();
    assert_eq!(known.arriving, None);
}

pub(super) async fn a_deleted_waiter_ends_the_move(h: &mut dyn Harness) {
    let store = with_move(h).await;
    assert!(store.delete_account(account(2)).await.unwrap());
    let known = store.account(account(1)).await.unwrap().unwrap();
    assert_eq!(known.leaving, None);
    let late = START.plus(NUMBER_MOVE_MS);
    assert!(store.move_due_numbers(late).await.unwrap().is_empty());
    has(&store, 1, Some(1)).await;
}

pub(super) async fn discovery_is_chosen_and_unchosen(h: &mut dyn Harness) {
    let store = with_two(h).await;
    assert!(store.discoverable().await.unwrap().is_empty());
    assert!(store.set_discoverable(account(2), true).await.unwrap());
    let found = store.discoverable().await.unwrap();
    assert_eq!(found, [(account(2), phone(2))]);
    let known = store.account(account(2)).await.unwrap().unwrap();
    assert!(known.discoverable);
    assert!(store.set_discoverable(account(2), false).await.unwrap());
    assert!(store.discoverable().await.unwrap().is_empty());
    assert!(!store.set_discoverable(account(9), true).await.unwrap());
}

pub(super) async fn the_choice_falls_with_the_number(h: &mut dyn Harness) {
    let store = with_move(h).await;
    assert!(store.set_discoverable(account(1), true).await.unwrap());
    let _ = store.answer_move(account(1), true, START).await.unwrap();
    assert!(store.discoverable().await.unwrap().is_empty());
    for number in [1, 2] {
        let known = store.account(account(number)).await.unwrap().unwrap();
        assert!(!known.discoverable);
    }
    assert!(store.set_discoverable(account(2), true).await.unwrap());
    assert_eq!(prove(&store, 2, 5, 2, START).await, Registered::Done);
    assert!(store.discoverable().await.unwrap().is_empty());
}

pub(super) async fn waiting_moves_survive_a_restart(h: &mut dyn Harness) {
    let store = with_move(h).await;
    drop(store);
    h.restart().await;
    let store = h.store();
    let known = store.account(account(2)).await.unwrap().unwrap();
    assert_eq!(
        known.arriving.map(|pending| pending.at),
        Some(START.plus(NUMBER_MOVE_MS))
    );
    let moved = store.move_due_numbers(START.plus(NUMBER_MOVE_MS)).await;
    assert_eq!(moved.unwrap().len(), 1);
    has(&store, 2, Some(1)).await;
}
