use super::super::testing::{FakeRelay, Person, clock, until};
use super::super::upkeep;
use super::super::*;
use crate::db::Key;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// Waits until the background task has come round so often.
async fn rounds(person: &Person, count: usize) {
    let mut progress = person.session.core().line.progress();
    for _ in 0..count {
        progress.changed().await.unwrap();
    }
}

fn state(person: &Person) -> Connection {
    person.session.status().unwrap().connection
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_whose_copy_connected_stays_away_until_its_owner_connects_again() {
    let relay = FakeRelay::new(clock());
    let mut anna = Person::new(&relay, "Anna", "+31612345671").await;
    let copy = anna.copied(&relay);
    anna.session.connect();
    until("anna is online", || state(&anna) == Connection::Online).await;
    copy.session.connect();
    let told = Event::Connection {
        state: Connection::Replaced,
    };
    until("anna is told", || anna.heard.has(|event| *event == told)).await;
    until("the copy is online", || state(&copy) == Connection::Online).await;
    // Longer than the first wait before another try.
    rounds(&anna, 5).await;
    assert_eq!(relay.with(|state| state.made("connect_realtime")), 2);
    assert_eq!(state(&anna), Connection::Replaced);
    // A push wakes the app: nobody asked for the line.
    assert_eq!(anna.session.catch_up().await, Err(ClientError::Replaced));

    anna.session.connect();
    until("anna is back", || state(&anna) == Connection::Online).await;
    until("the copy is out", || state(&copy) == Connection::Replaced).await;
    copy.sync().await;
    until("anna is out again", || state(&anna) == Connection::Replaced).await;
    assert_eq!(relay.with(|state| state.made("connect_realtime")), 4);
}

/// Left by a relay that lied, or by one that was set back to an older copy of its store since.
#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_beyond_all_that_the_relay_has_is_begun_anew() {
    let relay = FakeRelay::new(clock());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let ben = Person::new(&relay, "Ben", "+31612345672").await;
    let to = ben.find(&anna).await;
    ben.say(to, "one");
    ben.sync().await;
    anna.sync().await;
    let core = anna.session.core();
    let cursor = || {
        core.with(|open| Ok(open.db.read(|rows| rows.meta_number(Key::Cursor))?))
            .unwrap()
    };
    let right = cursor();
    assert!(right > 0);
    core.with(|open| Ok(open.db.write(|tx| tx.set_number(Key::Cursor, 1 << 40))?))
        .unwrap();
    ben.say(to, "two");
    ben.sync().await;
    anna.session.connect();
    until("the right cursor", || cursor() == right + 1).await;
    let shown = anna
        .session
        .messages(anna.session.conversations().unwrap()[0].id, None, 10)
        .unwrap();
    assert_eq!(shown.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replaced_device_that_waits_still_locks_itself() {
    let clock = clock();
    let relay = FakeRelay::new(clock.clone());
    let mut anna = Person::new(&relay, "Anna", "+31612345671").await;
    let copy = anna.copied(&relay);
    anna.session.connect();
    until("anna is online", || state(&anna) == Connection::Online).await;
    copy.session.connect();
    until("anna is out", || state(&anna) == Connection::Replaced).await;
    clock.advance(60 * MINUTE);
    until("it is locked", || anna.session.is_locked()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_clock_two_hours_off_a_refused_prekey_is_offered_every_quarter_of_an_hour() {
    let clock = clock();
    let relay = FakeRelay::new(clock.clone());
    let mut anna = Person::new(&relay, "Anna", "+31612345671").await;
    clock.advance(25 * 60 * MINUTE);
    anna.reopen();
    relay.with(|state| state.clock_off_ms = 2 * 3_600_000);
    let core = anna.session.core();
    let offered = || relay.with(|state| state.made("put_prekey"));
    upkeep::at_login(core).await.unwrap();
    assert_eq!(offered(), 1);
    for _ in 0..50 {
        upkeep::remote(core).await.unwrap();
    }
    assert_eq!(offered(), 1);
    clock.advance(15 * MINUTE);
    for _ in 0..50 {
        upkeep::remote(core).await.unwrap();
    }
    assert_eq!(offered(), 2);
    // A new login is reason enough, and the clock is right now.
    relay.with(|state| state.clock_off_ms = 0);
    upkeep::at_login(core).await.unwrap();
    assert_eq!(offered(), 3);
    upkeep::remote(core).await.unwrap();
    assert_eq!(offered(), 3, "it was taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_archive_drops_no_line_and_holds_up_no_deletion() {
    let clock = clock();
    let relay = FakeRelay::new(clock.clone());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let bram = Person::new(&relay, "Bram", "+31612345672").await;
    let to_bram = anna.find(&bram).await;
    let archived = anna.say(to_bram, "archived");
    anna.session.keep(anna.conversation(to_bram), true).unwrap();
    anna.sync().await;
    let made = |call: &str| relay.with(|state| state.made(call));
    let before = (made("put_archive"), made("connect_realtime"));
    relay.with(|state| state.archives_full = true);
    anna.say(to_bram, "too much");
    anna.session.delete_here(archived).unwrap();
    anna.session.connect();
    until("it was tried", || made("put_archive") > before.0).await;
    let note = anna.say(to_bram, "the line is up");
    until("it left", || {
        anna.session.message(note).unwrap().delivery == Delivery::AtRelay
    })
    .await;
    rounds(&anna, 8).await;
    assert_eq!(made("put_archive"), before.0 + 1);
    assert_eq!(made("connect_realtime"), before.1 + 1);
    assert_eq!(state(&anna), Connection::Online);
    anna.sync().await;

    let records =
        || relay.with(|state| state.archives.values().map(|one| one.len()).sum::<usize>());
    assert_eq!(records(), 1);
    clock.advance(15 * MINUTE);
    until("what was deleted left the archive", || records() == 0).await;
    relay.with(|state| state.archives_full = false);
    clock.advance(15 * MINUTE);
    until("the rest is archived", || records() == 2).await;
    assert_eq!(made("connect_realtime"), before.1 + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_look_up_holds_a_message_and_drops_no_line() {
    let clock = clock();
    let relay = FakeRelay::new(clock.clone());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let bram = Person::new(&relay, "Bram", "+31612345672").await;
    let to_bram = anna.find(&bram).await;
    anna.say(to_bram, "who am I");
    anna.sync().await;
    relay.with(|state| state.refuse_statements = true);
    bram.session.connect();
    until("it is held", || bram.session.status().unwrap().held == 2).await;
    let connects = relay.with(|state| state.made("connect_realtime"));
    let asked = relay.with(|state| state.made("get_statements"));
    rounds(&bram, 8).await;
    assert_eq!(state(&bram), Connection::Online);
    assert_eq!(relay.with(|state| state.made("connect_realtime")), connects);
    assert!(relay.with(|state| state.made("get_statements")) <= asked + 1);
    relay.with(|state| state.refuse_statements = false);
    clock.advance(MINUTE);
    until("it is shown", || bram.texts(anna.account()) == ["who am I"]).await;
}
