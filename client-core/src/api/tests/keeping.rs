use super::super::testing::{FakeRelay, Person, clock};
use super::archives::{lose_and_read_back, read_back};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(86_400);

fn unlocked(mut person: Person) -> Person {
    person.reopen();
    person
}

#[tokio::test(flavor = "multi_thread")]
async fn after_31_days_what_was_not_kept_is_gone_and_what_was_kept_stays() {
    let clock = clock();
    let relay = FakeRelay::new(clock.clone());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let bram = Person::new(&relay, "Bram", "+31612345672").await;
    let carla = Person::new(&relay, "Carla", "+31612345673").await;
    let (to_bram, to_carla) = (anna.find(&bram).await, anna.find(&carla).await);
    anna.say(to_bram, "canary of the kept one");
    anna.say(to_carla, "canary of the other one");
    anna.session
        .set_draft(to_carla, "canary of a draft")
        .unwrap();
    let kept = anna.conversation(to_bram);
    anna.session.keep(kept, true).unwrap();
    anna.sync().await;
    let archives =
        || relay.with(|state| state.archives.values().map(|one| one.len()).sum::<usize>());
    assert_eq!(archives(), 1);

    clock.advance(29 * DAY);
    let anna = unlocked(anna);
    assert_eq!(anna.session.search("canary", 9).unwrap().len(), 2);
    clock.advance(2 * DAY);
    // Before anything is erased, nothing that expired is shown.
    let shown = anna.session.messages(anna.conversation(to_carla), None, 9);
    assert_eq!(shown.unwrap(), []);
    let anna = unlocked(anna);
    assert_eq!(anna.texts(to_carla), Vec::<String>::new());
    assert_eq!(anna.texts(to_bram), ["canary of the kept one"]);
    assert_eq!(anna.session.search("canary", 9).unwrap().len(), 1);
    assert_eq!(
        anna.session.conversations().unwrap().len(),
        1,
        "the draft went too"
    );
    let message = anna.session.messages(kept, None, 1).unwrap().remove(0);
    assert_eq!(message.expires, None);

    anna.session.keep(kept, false).unwrap();
    assert_eq!(
        anna.texts(to_bram),
        Vec::<String>::new(),
        "its 30 days count from its own time"
    );
    anna.sync().await;
    assert_eq!(archives(), 0);
    // The chain goes on where it was.
    let bram = unlocked(bram);
    bram.sync().await;
    anna.say(to_bram, "later");
    anna.sync().await;
    bram.sync().await;
    assert_eq!(
        bram.texts(anna.account()),
        ["later"],
        "no false gap, and nothing expired is shown"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumped_hides_but_erases_nothing_until_the_relay_agrees() {
    let clock = clock();
    let relay = FakeRelay::new(clock.clone());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    anna.say(anna.account(), "still here");
    anna.session.tick().unwrap();
    clock.set_wall_by(40 * 86_400_000);
    anna.session.tick().unwrap();
    assert!(anna.session.status().unwrap().erasure_waits);
    assert_eq!(anna.texts(anna.account()), Vec::<String>::new());
    clock.set_wall_by(-40 * 86_400_000);
    assert_eq!(anna.texts(anna.account()), ["still here"]);
    clock.set_wall_by(40 * 86_400_000);
    // The relay's clock is the same one here: it agrees.
    anna.sync().await;
    anna.session.tick().unwrap();
    assert!(!anna.session.status().unwrap().erasure_waits);
    clock.set_wall_by(-40 * 86_400_000);
    assert_eq!(
        anna.texts(anna.account()),
        Vec::<String>::new(),
        "now it is erased"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_conversation_comes_back_from_its_archive() {
    let relay = FakeRelay::new(clock());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let bram = Person::new(&relay, "Bram", "+31612345672").await;
    let to_bram = anna.find(&bram).await;
    let first = anna.say(to_bram, "one");
    anna.say(to_bram, "two");
    anna.session.keep(anna.conversation(to_bram), true).unwrap();
    anna.say(to_bram, "three");
    anna.session.edit(first, "first").unwrap();
    anna.sync().await;
    let conversation = anna.conversation(to_bram);
    lose_and_read_back(&anna, conversation);
    assert_eq!(anna.texts(to_bram), Vec::<String>::new());
    anna.sync().await;
    assert_eq!(anna.texts(to_bram), ["first", "two", "three"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_read_back_after_its_links_were_forgotten_changes_nothing_and_ends() {
    let clock = clock();
    let relay = FakeRelay::new(clock.clone());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let bram = Person::new(&relay, "Bram", "+31612345672").await;
    let to_bram = anna.find(&bram).await;
    let conversation = anna.conversation(to_bram);
    let first = anna.say(to_bram, "one");
    anna.session.keep(conversation, true).unwrap();
    anna.say(to_bram, "two");
    anna.session.edit(first, "first").unwrap();
    anna.sync().await;
    clock.advance(63 * DAY);
    let anna = unlocked(anna);
    read_back(&anna, conversation);
    let core = anna.session.core();
    anna.sync().await;
    let waiting = core.with(|open| Ok(open.db.read(|rows| rows.archive_tasks(1))?));
    assert!(waiting.unwrap().is_empty());
    assert_eq!(anna.texts(to_bram), ["first", "two"]);
    let edited = anna.session.message(first).unwrap();
    assert_eq!(edited.earlier.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_deleted_here_leaves_the_archive_too() {
    let relay = FakeRelay::new(clock());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let bram = Person::new(&relay, "Bram", "+31612345672").await;
    let to_bram = anna.find(&bram).await;
    let id = anna.say(to_bram, "to be deleted");
    anna.say(to_bram, "stays");
    anna.session.keep(anna.conversation(to_bram), true).unwrap();
    anna.sync().await;
    let records =
        || relay.with(|state| state.archives.values().map(|one| one.len()).sum::<usize>());
    assert_eq!(records(), 2);
    anna.session.delete_here(id).unwrap();
    anna.sync().await;
    assert_eq!(records(), 1);
    assert_eq!(anna.texts(to_bram), ["stays"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn prekeys_are_made_daily_and_destroyed_32_days_after_a_daily_use() {
    let clock = clock();
    let relay = FakeRelay::new(clock.clone());
    let mut anna = Person::new(&relay, "Anna", "+31612345671").await;
    let held = |anna: &Person| {
        anna.session
            .core()
            .with(|open| Ok(open.vault().secrets().prekeys.len()))
            .unwrap()
    };
    for day in 1..=3 {
        clock.advance(DAY);
        anna.reopen();
        anna.sync().await;
        assert_eq!(held(&anna), day + 1);
    }
    clock.advance(31 * DAY);
    anna.reopen();
    assert_eq!(
        held(&anna),
        1,
        "only the newest, whose successor is not confirmed, lives"
    );
}
