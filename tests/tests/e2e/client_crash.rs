//! A phone whose battery is pulled at any step: nothing that was acknowledged is lost, nothing is
//! shown twice, and the vault opens with exactly one PIN.

use crate::support::person::{Person, Phone};
use crate::support::process::{Process, Reply};
use crate::support::relay::Relay;
use consilium_types::AccountId;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

const PIN: &str = "271605";
const OTHER_PIN: &str = "904318";

/// Steps tried at most: far more than any operation has, so that reaching it means an endless loop.
const MOST_STEPS: u64 = 200;

/// A phone whose app runs in a process of its own, and a colleague.
struct Ward {
    relay: Relay,
    phone: Phone,
    app: Process,
    own: AccountId,
    pin: &'static str,
    ben: Person,
    /// How far the phone's clocks are ahead of the machine's.
    ahead: Duration,
    /// Where the app was killed.
    killed: BTreeSet<String>,
}

impl Ward {
    /// Two clinicians who know each other.
    async fn open() -> Self {
        let relay = Relay::start();
        let phone = Phone::new();
        let mut app = Process::start(&phone, &relay);
        let (own, _) = app.register(&relay, "Anna", PIN).await;
        let ben = Person::register(&relay, "Ben").await;
        ben.session.set_discoverable(true).await.unwrap();
        let know = json!({ "do": "know", "name": "Ben", "number": ben.number });
        assert_eq!(app.must(know).await, json!([ben.account.to_hex()]));
        let mut ward = Self {
            relay,
            phone,
            app,
            own,
            pin: PIN,
            ben,
            ahead: Duration::ZERO,
            killed: BTreeSet::new(),
        };
        ward.send("Hello Ben").await;
        ward.app.until_sent().await;
        ward.until_ben_has(1).await;
        ward.ben.session.accept_request(ward.own).unwrap();
        ward
    }

    async fn send(&mut self, text: &str) -> Reply {
        let to = self.ben.account.to_hex();
        self.app
            .ask(json!({ "do": "send", "account": to, "text": text }))
            .await
    }

    /// What Ben was shown, oldest first.
    fn at_ben(&self) -> Vec<String> {
        let conversation = consilium_statement::id::direct_conversation(self.ben.account, self.own);
        let rows = self.ben.session.messages(conversation, None, 10_000);
        let rows = rows.unwrap_or_default();
        rows.iter()
            .filter(|row| !row.own)
            .filter_map(crate::support::person::text_of)
            .collect()
    }

    async fn until_ben_has(&self, count: usize) {
        crate::support::wait::until_true("Ben's messages", || self.at_ben().len() >= count).await;
    }

    /// The next process on the same phone, when the one before is gone.
    async fn restart(&mut self) {
        self.app.gone().await;
        self.app = Process::start(&self.phone, &self.relay);
        let ahead = self.ahead.as_millis();
        self.app.must(json!({ "do": "advance", "ms": ahead })).await;
    }

    /// Time passes, at the phone and at the relay.
    async fn pass(&mut self, by: Duration) {
        self.relay.advance(by).await;
        self.ahead += by;
        self.app
            .must(json!({ "do": "advance", "ms": by.as_millis() }))
            .await;
    }

    /// The next process on the same phone, unlocked.
    async fn start_again(&mut self) {
        self.restart().await;
        self.app
            .must(json!({ "do": "unlock", "pin": self.pin }))
            .await;
    }

    /// Runs commands with the battery pulled at the step `at`; false if the end came first.
    async fn dies(&mut self, at: u64, commands: &[Value]) -> bool {
        self.dies_by(json!({ "do": "arm", "at": at }), commands)
            .await
    }

    /// Where the battery is pulled next: at one step after the other until the end comes first,
    /// then at those of `steps` that other work of the app had kept from being the last.
    fn next_arm(&self, at: u64, swept: bool, steps: &[&str]) -> Option<Value> {
        assert!(at < MOST_STEPS, "never killed at some of {steps:?}");
        if !swept {
            return Some(json!({ "do": "arm", "at": at }));
        }
        let missed = steps.iter().find(|step| !self.killed.contains(**step));
        missed.map(|step| json!({ "do": "arm", "at": 1, "step": step }))
    }

    /// Runs commands with the battery pulled where `arm` says; false if the end came first.
    async fn dies_by(&mut self, arm: Value, commands: &[Value]) -> bool {
        self.app.must(arm).await;
        for command in commands {
            if let Reply::Killed(step) = self.app.ask(command.clone()).await {
                self.killed.insert(step);
                return true;
            }
        }
        // A step of the background may still have been the last one.
        match self.app.ask(json!({ "do": "arm", "at": 0 })).await {
            Reply::Killed(step) => {
                self.killed.insert(step);
                true
            }
            _ => false,
        }
    }

    fn was_killed_at(&self, steps: &[&str]) {
        for step in steps {
            assert!(
                self.killed.contains(*step),
                "{step} was never the last: {:?}",
                self.killed
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_killed_at_any_step_of_sending_loses_nothing_and_repeats_nothing() {
    let mut ward = Ward::open().await;
    let mut promised = vec!["Hello Ben".to_owned()];
    let steps = [
        "send.queued",
        "send.sealed",
        "send.ready",
        "send.sent",
        "send.settled",
    ];
    let (mut at, mut swept) = (1, false);
    while let Some(arm) = ward.next_arm(at, swept, &steps) {
        let text = format!("message {at}");
        ward.app.must(arm).await;
        let mut died = false;
        match ward.send(&text).await {
            Reply::Ok(_) => promised.push(text),
            Reply::Killed(step) => {
                ward.killed.insert(step);
                died = true;
            }
            other => panic!("{other:?}"),
        }
        if !died {
            died = match ward.app.ask(json!({ "do": "sync" })).await {
                Reply::Killed(step) => {
                    ward.killed.insert(step);
                    true
                }
                _ => ward.dies(0, &[]).await,
            };
        }
        if died {
            ward.start_again().await;
        }
        // Killed before the call returned, it may be there or not, but never by half.
        ward.app.until_sent().await;
        let queued = ward.app.texts(ward.ben.account, true).await;
        for text in &promised {
            assert!(queued.contains(text), "{text:?} was promised at step {at}");
        }
        ward.until_ben_has(queued.len()).await;
        assert_eq!(ward.at_ben(), queued, "at step {at}");
        at += 1;
        swept |= !died;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_killed_at_any_step_of_receiving_shows_everything_once() {
    let mut ward = Ward::open().await;
    let mut written = Vec::new();
    let steps = ["receive.opened", "receive.applied", "receive.committed"];
    let (mut at, mut swept) = (1, false);
    while let Some(arm) = ward.next_arm(at, swept, &steps) {
        for part in ["a", "b"] {
            let text = format!("answer {at} {part}");
            let (to, routine) = (ward.own, consilium_client::api::Urgency::Routine);
            let id = ward.ben.session.send_text(to, &text, None, routine);
            let at_relay = consilium_client::api::Delivery::AtRelay;
            ward.ben.until_delivery(id.unwrap(), at_relay).await;
            written.push(text);
        }
        let died = ward.dies_by(arm, &[json!({ "do": "sync" })]).await;
        if died {
            ward.start_again().await;
            ward.app.must(json!({ "do": "sync" })).await;
        }
        let shown = ward.app.texts(ward.ben.account, false).await;
        assert_eq!(shown, written, "at step {at}");
        at += 1;
        swept |= !died;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_killed_at_any_step_of_unlocking_unlocks_next_time() {
    let mut ward = Ward::open().await;
    for at in 1..MOST_STEPS {
        // The newest prekey replaces one, which is due to be destroyed 32 days later on the way in.
        ward.app.must(json!({ "do": "sync" })).await;
        ward.app.must(json!({ "do": "lock" })).await;
        ward.pass(Duration::from_secs(32 * 24 * 3600)).await;
        let died = ward
            .dies(at, &[json!({ "do": "unlock", "pin": PIN })])
            .await;
        if died {
            ward.start_again().await;
        }
        let status = ward.app.must(json!({ "do": "pin-status" })).await;
        assert_eq!(
            (&status["tries_left"], &status["wait_ms"]),
            (&json!(10), &json!(0))
        );
        let own = ward.app.must(json!({ "do": "own" })).await;
        assert_eq!(own, json!(ward.own.to_hex()));
        if !died {
            break;
        }
        assert!(at + 1 < MOST_STEPS, "the end of unlocking");
    }
    ward.was_killed_at(&[
        "vault.unlock.counted",
        "vault.unlock.opened",
        "vault.rewrite.renamed",
        "vault.destroy.done",
        "unlock.opened",
    ]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_killed_at_any_step_of_a_pin_change_opens_with_exactly_one_of_the_two() {
    let mut ward = Ward::open().await;
    let mut changed_by_death = 0;
    for at in 1..MOST_STEPS {
        let (old, new) = match ward.pin {
            PIN => (PIN, OTHER_PIN),
            _ => (OTHER_PIN, PIN),
        };
        let change = json!({ "do": "change-pin", "old": old, "new": new });
        let died = ward.dies(at, &[change]).await;
        ward.pin = new;
        if died {
            ward.restart().await;
            let with_new = ward.app.ask(json!({ "do": "unlock", "pin": new })).await;
            if matches!(with_new, Reply::Ok(_)) {
                changed_by_death += 1;
                ward.app.must(json!({ "do": "lock" })).await;
                let with_old = ward.app.ask(json!({ "do": "unlock", "pin": old })).await;
                assert_eq!(with_old, Reply::Refused("PIN-WRONG".into()), "at step {at}");
            } else {
                assert_eq!(with_new, Reply::Refused("PIN-WRONG".into()), "at step {at}");
                ward.pin = old;
            }
            let pin = ward.pin;
            ward.app.must(json!({ "do": "unlock", "pin": pin })).await;
        }
        assert_eq!(ward.app.texts(ward.ben.account, true).await, ["Hello Ben"]);
        if !died {
            break;
        }
        assert!(at + 1 < MOST_STEPS, "the end of the change");
    }
    assert!(changed_by_death > 0, "a change that was committed counts");
    ward.was_killed_at(&[
        "vault.change_pin.derived",
        "vault.rewrite.secret_stored",
        "vault.rewrite.prepared",
        "vault.rewrite.renamed",
        "vault.rewrite.synced",
        "vault.rewrite.old_deleted",
    ]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_killed_at_any_step_of_a_fetch_on_standby_and_of_unlocking_shows_everything_once() {
    let mut ward = Ward::open().await;
    let mut written = Vec::new();
    let steps = [
        "standby.logged_in",
        "standby.fetched",
        "spool.append.begun",
        "spool.append.written",
        "spool.append.synced",
        "standby.logged_out",
        "spool.taken",
        "spool.received",
        "spool.removed",
        "standby.noted",
    ];
    let unlock = json!({ "do": "unlock", "pin": PIN });
    let (mut at, mut swept) = (1, false);
    while let Some(arm) = ward.next_arm(at, swept, &steps) {
        ward.app.must(json!({ "do": "sync" })).await;
        ward.app.must(json!({ "do": "lock" })).await;
        for part in ["a", "b"] {
            let text = format!("answer {at} {part}");
            let (to, routine) = (ward.own, consilium_client::api::Urgency::Routine);
            let id = ward.ben.session.send_text(to, &text, None, routine);
            let at_relay = consilium_client::api::Delivery::AtRelay;
            ward.ben.until_delivery(id.unwrap(), at_relay).await;
            written.push(text);
        }
        let fetch = json!({ "do": "standby" });
        let died = ward.dies_by(arm, &[fetch.clone(), unlock.clone()]).await;
        if died {
            ward.restart().await;
            ward.app.must(fetch).await;
            ward.app.must(unlock.clone()).await;
        }
        // No line yet: what is shown came through the spool.
        let shown = ward.app.texts(ward.ben.account, false).await;
        assert_eq!(shown, written, "at step {at}");
        ward.app.must(json!({ "do": "sync" })).await;
        let shown = ward.app.texts(ward.ben.account, false).await;
        assert_eq!(shown, written, "at step {at}, after a sync");
        at += 1;
        swept |= !died;
    }
}
