use super::super::testing::{FakeRelay, PIN, Person, clock, probed};
use super::super::*;
use crate::db::Key;
use crate::probe::{NoProbe, Probe};
use crate::standby::StandbyKey;
use consilium_statement::LoginKey;
use consilium_types::limits::RETENTION_MS;
use consilium_types::{AccountId, DeviceId};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

async fn pair(relay: &Arc<FakeRelay>) -> (Person, Person) {
    let anna = Person::new(relay, "Anna", "+31612345671").await;
    let ben = Person::new(relay, "Ben", "+31612345672").await;
    anna.find(&ben).await;
    anna.say(ben.account(), "Hello");
    anna.sync().await;
    ben.sync().await;
    (anna, ben)
}

/// What came after the greeting.
fn texts(of: &Person, from: AccountId) -> Vec<String> {
    of.texts(from).split_off(1)
}

async fn sends(from: &Person, to: &Person, texts: &[&str]) {
    let account = to.session.own_account();
    // A locked phone tells nobody its account; its colleague knows it.
    let account = account.map_or_else(
        |_| from.session.contacts().unwrap()[0].account,
        |own| own.account,
    );
    for text in texts {
        from.say(account, text);
    }
    from.sync().await;
}

fn cursor(person: &Person) -> u64 {
    let core = person.session.core();
    core.with(|open| Ok(open.db.read(|rows| rows.meta_number(Key::Cursor))?))
        .unwrap()
}

fn has_standby_token(relay: &FakeRelay) -> bool {
    relay.with(|state| {
        let mut tokens = state.tokens.values();
        tokens.any(|(_, scope)| *scope == LoginKey::Standby)
    })
}

/// The relay cannot be reached from a phone that has no token any more.
fn offline(relay: &FakeRelay, from: DeviceId, is: bool) {
    relay.with(|state| {
        state.no_login = is;
        state.tokens.retain(|_, (device, _)| *device != from);
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_fetched_while_locked_is_read_without_the_relay_and_never_shown_twice() {
    let relay = FakeRelay::new(clock());
    let (anna, mut ben) = pair(&relay).await;
    let (from, device) = (anna.account(), ben.device());
    let before = cursor(&ben);
    ben.session.lock();
    sends(&anna, &ben, &["one", "two"]).await;
    let acknowledged =
        |relay: &FakeRelay| relay.with(|state| state.acknowledged.get(&device).copied());
    let at_relay = acknowledged(&relay);

    let spooled = ben.standby(&relay).fetch().await.unwrap();
    assert_eq!((spooled.new, spooled.waiting), (2, 2));
    assert_eq!(acknowledged(&relay), at_relay, "nothing was acknowledged");
    let left = relay.with(|state| {
        state
            .tokens
            .values()
            .any(|token| token.1 == LoginKey::Standby)
    });
    assert!(!left, "the token is given back");
    sends(&anna, &ben, &["three"]).await;
    let spooled = ben.standby(&relay).fetch().await.unwrap();
    assert_eq!((spooled.new, spooled.waiting), (1, 3));
    assert_eq!(ben.standby(&relay).fetch().await.unwrap().new, 0);

    offline(&relay, device, true);
    ben.session = ben.client.unlock(PIN).unwrap();
    assert_eq!(texts(&ben, from), ["one", "two", "three"]);
    assert_eq!(cursor(&ben), before, "the spool moves no cursor");
    assert!(!ben.data().join("spool").exists());
    assert!(!ben.data().join("spool.taken").exists());
    ben.reopen();
    assert_eq!(texts(&ben, from), ["one", "two", "three"]);

    offline(&relay, device, false);
    ben.sync().await;
    assert_eq!(texts(&ben, from), ["one", "two", "three"]);
    assert_eq!(acknowledged(&relay), Some(cursor(&ben)));
    assert_eq!(cursor(&ben), relay.mailbox(device).last().unwrap().sequence);
    let status = ben.session.status().unwrap();
    assert_eq!((status.quarantined, status.held), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_read_without_the_relay_is_not_counted_as_new_again() {
    let relay = FakeRelay::new(clock());
    let (anna, mut ben) = pair(&relay).await;
    let device = ben.device();
    ben.session.lock();
    sends(&anna, &ben, &["one", "two"]).await;
    assert_eq!(ben.standby(&relay).fetch().await.unwrap().new, 2);
    offline(&relay, device, true);
    ben.session = ben.client.unlock(PIN).unwrap();
    ben.reopen();
    ben.session.lock();
    offline(&relay, device, false);
    sends(&anna, &ben, &["three"]).await;
    let spooled = ben.standby(&relay).fetch().await.unwrap();
    assert_eq!((spooled.new, spooled.waiting), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fetch_needs_neither_vault_nor_database_and_runs_beside_the_open_app() {
    let relay = FakeRelay::new(clock());
    let (anna, mut ben) = pair(&relay).await;
    let from = anna.account();
    sends(&anna, &ben, &["while it is open"]).await;
    assert_eq!(ben.standby(&relay).fetch().await.unwrap().new, 1);
    ben.sync().await;
    assert_eq!(texts(&ben, from), ["while it is open"]);
    ben.session.lock();
    sends(&anna, &ben, &["while it is locked"]).await;
    let (away, data) = (ben.folder().join("away"), ben.data());
    std::fs::create_dir(&away).unwrap();
    let files = ["vault", "messages.db", "pin-tries"];
    for name in files {
        std::fs::rename(data.join(name), away.join(name)).unwrap();
    }
    assert_eq!(ben.standby(&relay).fetch().await.unwrap().new, 1);
    for name in files {
        assert!(!data.join(name).exists(), "{name} was made");
        std::fs::rename(away.join(name), data.join(name)).unwrap();
    }
    ben.session = ben.client.unlock(PIN).unwrap();
    assert_eq!(
        texts(&ben, from),
        ["while it is open", "while it is locked"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn many_envelopes_come_page_by_page_and_a_sync_takes_in_what_was_spooled_meanwhile() {
    let relay = FakeRelay::new(clock());
    let (anna, ben) = pair(&relay).await;
    let (from, device) = (anna.account(), ben.device());
    relay.with(|state| state.page = 3);
    let written: Vec<String> = (0..10).map(|number| format!("text {number}")).collect();
    let shown: Vec<&str> = written.iter().map(String::as_str).collect();
    sends(&anna, &ben, &shown).await;
    let fetches = relay.with(|state| state.made("fetch"));
    assert_eq!(ben.standby(&relay).fetch().await.unwrap().new, 10);
    assert_eq!(relay.with(|state| state.made("fetch")), fetches + 4);
    offline(&relay, device, true);
    assert_eq!(ben.session.sync_now().await, Err(ClientError::Offline));
    assert_eq!(texts(&ben, from), shown);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_without_account_or_of_another_relay_has_nothing_to_fetch() {
    let relay = FakeRelay::new(clock());
    let (_anna, ben) = pair(&relay).await;
    ben.session.lock();
    let standby = ben.standby(&relay);
    assert!(standby.fetch().await.is_ok());
    let state = ben.data().join("standby-state");
    let good = std::fs::read(&state).unwrap();
    std::fs::write(&state, &good[..good.len() - 1]).unwrap();
    assert_eq!(standby.fetch().await, Err(ClientError::NoAccount));
    std::fs::remove_file(&state).unwrap();
    assert_eq!(standby.fetch().await, Err(ClientError::NoAccount));
    // The next unlocking mends it.
    ben.client.unlock(PIN).unwrap().lock();
    assert!(standby.fetch().await.is_ok());

    ben.client.erase().unwrap();
    assert!(!state.exists());
    assert_eq!(standby.fetch().await, Err(ClientError::NoAccount));
    let empty = tempfile::tempdir().unwrap();
    assert!(StandbyKey::load(&crate::vault::FolderKeystore::open(empty.path()).unwrap()).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_to_fetch_with_once_the_account_is_gone() {
    let relay = FakeRelay::new(clock());
    let (anna, ben) = pair(&relay).await;
    let state = |person: &Person| person.data().join("standby-state").exists();
    assert!(state(&anna) && state(&ben));
    ben.session.delete_account().await.unwrap();
    assert!(!state(&ben), "locking does not write it again");
    let core = anna.session.core();
    core.with(|open| Ok(open.db.write(|tx| tx.set_number(Key::SignedOut, 1))?))
        .unwrap();
    anna.session.tick().unwrap();
    anna.session.lock();
    assert!(!state(&anna), "this device is no longer in the account");
    let refused = ben.standby(&relay).fetch().await;
    assert_eq!(refused, Err(ClientError::NoAccount));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_no_longer_knows_the_device_or_is_away_is_said_so() {
    let relay = FakeRelay::new(clock());
    let (_anna, ben) = pair(&relay).await;
    let (account, device) = (ben.account(), ben.device());
    ben.session.lock();
    offline(&relay, device, true);
    let refused = ben.standby(&relay).fetch().await;
    assert_eq!(refused, Err(ClientError::Offline));
    offline(&relay, device, false);
    relay.with(|state| state.statements.remove(&account));
    let refused = ben.standby(&relay).fetch().await;
    assert_eq!(refused, Err(ClientError::SignedOut));
}

#[tokio::test(start_paused = true)]
async fn a_relay_that_never_answers_is_given_up_before_the_system_ends_the_extension() {
    let relay = FakeRelay::new(clock());
    let (_anna, ben) = pair(&relay).await;
    ben.session.lock();
    relay.with(|state| state.stalled = true);
    let begun = tokio::time::Instant::now();
    let refused = ben.standby(&relay).fetch().await;
    assert_eq!(refused, Err(ClientError::Offline));
    assert!(begun.elapsed() <= Duration::from_secs(25));
    assert!(!has_standby_token(&relay), "logged out");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lay_in_the_spool_for_over_thirty_days_is_left_to_the_relay() {
    let clock = clock();
    let relay = FakeRelay::new(Arc::clone(&clock));
    let (anna, mut ben) = pair(&relay).await;
    let device = ben.device();
    ben.session.lock();
    sends(&anna, &ben, &["old"]).await;
    assert_eq!(ben.standby(&relay).fetch().await.unwrap().new, 1);
    let from = anna.account();
    anna.session.lock();
    clock.advance(Duration::from_millis(RETENTION_MS + 1));
    offline(&relay, device, true);
    ben.session = ben.client.unlock(PIN).unwrap();
    assert_eq!(ben.session.status().unwrap().quarantined, 0);
    let conversation = ben.conversation(from);
    let shown = ben.session.messages(conversation, None, 10);
    assert_eq!(shown.unwrap_or_default(), []);
    assert!(!ben.data().join("spool.taken").exists());
}

/// Ends the work at the step of that number, as a crash would.
struct KillAt(usize, AtomicUsize);

impl Probe for KillAt {
    fn step(&self, name: &'static str) {
        let step = self.1.fetch_add(1, Ordering::SeqCst);
        assert!(step != self.0, "killed at {name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_step_of_a_fetch_everything_is_fetched_once_by_the_next() {
    for step in 0.. {
        let relay = FakeRelay::new(clock());
        let (anna, mut ben) = pair(&relay).await;
        relay.with(|state| state.page = 1);
        let device = ben.device();
        ben.session.lock();
        sends(&anna, &ben, &["one", "two"]).await;
        let probe = Arc::new(KillAt(step, AtomicUsize::new(0)));
        let standby = ben.probed_standby(&relay, probe);
        let mut run = tokio::task::JoinSet::from_iter([async move { standby.fetch().await }]);
        let killed = !matches!(run.join_next().await, Some(Ok(Ok(Spooled { new: 2, .. }))));
        assert_eq!(ben.standby(&relay).fetch().await.unwrap().waiting, 2);
        offline(&relay, device, true);
        ben.session = ben.client.unlock(PIN).unwrap();
        assert_eq!(
            texts(&ben, anna.account()),
            ["one", "two"],
            "after step {step}"
        );
        if !killed {
            assert!(step >= 8, "{step} steps");
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_step_of_the_next_unlocking_every_message_is_shown_once() {
    for step in 0.. {
        let relay = FakeRelay::new(clock());
        let (anna, ben) = pair(&relay).await;
        let device = ben.device();
        ben.session.lock();
        sends(&anna, &ben, &["one", "two"]).await;
        assert_eq!(ben.standby(&relay).fetch().await.unwrap().new, 2);
        let (from, folder) = (anna.account(), ben.into_folder());
        let probe = Arc::new(KillAt(step, AtomicUsize::new(0)));
        let client = probed(&relay, folder.path(), probe);
        let killed = catch_unwind(AssertUnwindSafe(|| client.unlock(PIN).unwrap().lock())).is_err();
        drop(client);

        offline(&relay, device, true);
        let client = probed(&relay, folder.path(), Arc::new(NoProbe));
        let session = client.unlock(PIN).unwrap();
        let ben = Person::of(client, session, "+31612345672", folder);
        assert_eq!(texts(&ben, from), ["one", "two"], "after step {step}");
        offline(&relay, device, false);
        ben.sync().await;
        assert_eq!(texts(&ben, from), ["one", "two"], "after step {step}");
        assert_eq!(ben.session.status().unwrap().quarantined, 0);
        if !killed {
            assert!(step >= 8, "{step} steps");
            return;
        }
    }
}
