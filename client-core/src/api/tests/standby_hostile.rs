//! Spools that lie: whoever can write to the folder, and a relay that answers a standby fetch as it
//! likes, achieve what a lying relay achieves anyway.

use super::super::testing::{FakeRelay, PIN, Person, clock};
use super::super::*;
use crate::db::Key;
use crate::net::StoredEnvelope;
use consilium_types::{AccountId, Timestamp};
use std::path::PathBuf;
use std::sync::Arc;

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

async fn sends(from: &Person, text: &str) {
    let to = from.session.contacts().unwrap()[0].account;
    from.say(to, text);
    from.sync().await;
}

fn spool(person: &Person) -> PathBuf {
    person.data().join("spool")
}

fn cursor(person: &Person) -> u64 {
    let core = person.session.core();
    core.with(|open| Ok(open.db.read(|rows| rows.meta_number(Key::Cursor))?))
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_spool_put_back_shows_nothing_twice() {
    let relay = FakeRelay::new(clock());
    let (anna, mut ben) = pair(&relay).await;
    let from = anna.account();
    ben.session.lock();
    sends(&anna, "give 10 mg").await;
    ben.standby(&relay).fetch().await.unwrap();
    let old = std::fs::read(spool(&ben)).unwrap();
    for name in ["spool", "spool.taken", "spool.again"] {
        for _ in 0..2 {
            std::fs::write(ben.data().join(name), &old).unwrap();
            ben.reopen();
            assert_eq!(texts(&ben, from), ["give 10 mg"]);
            ben.sync().await;
            assert_eq!(texts(&ben, from), ["give 10 mg"]);
        }
    }
    assert_eq!(ben.session.status().unwrap().quarantined, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn garbage_and_another_phone_s_spool_are_nothing_and_the_relay_brings_all() {
    let relay = FakeRelay::new(clock());
    let (anna, mut ben) = pair(&relay).await;
    let from = anna.account();
    ben.session.lock();
    sends(&anna, "one").await;
    ben.standby(&relay).fetch().await.unwrap();
    let own = std::fs::read(spool(&ben)).unwrap();
    let mut flipped = own.clone();
    flipped[1_000] ^= 1;
    let carla = Person::new(&relay, "Carla", "+31612345673").await;
    carla.session.lock();
    relay.inject(carla_device(&relay, &carla), &own[27..27 + 1_713]);
    carla.standby(&relay).fetch().await.unwrap();
    let foreign = std::fs::read(spool(&carla)).unwrap();
    let bad = [
        vec![],
        vec![0; 40_000],
        own[..own.len() - 1].to_vec(),
        flipped,
        foreign,
    ];
    for bytes in bad {
        std::fs::write(spool(&ben), &bytes).unwrap();
        ben.reopen();
        assert_eq!(ben.session.status().unwrap().quarantined, 0);
        assert!(!spool(&ben).exists(), "a spool that was read is gone");
    }
    ben.sync().await;
    assert_eq!(texts(&ben, from), ["one"]);
}

fn carla_device(relay: &FakeRelay, carla: &Person) -> consilium_types::DeviceId {
    let session = carla.client.unlock(PIN).unwrap();
    let device = session.core().with(|open| Ok(open.device)).unwrap();
    session.lock();
    assert!(relay.mailbox(device).is_empty());
    device
}

#[tokio::test(flavor = "multi_thread")]
async fn sequence_numbers_that_a_relay_invents_skip_no_message_when_it_is_honest_again() {
    let relay = FakeRelay::new(clock());
    let (anna, mut ben) = pair(&relay).await;
    let (from, device) = (anna.account(), ben.device());
    let before = cursor(&ben);
    ben.session.lock();
    sends(&anna, "real").await;
    let honest = relay.mailbox(device);
    let invented = StoredEnvelope {
        sequence: u64::MAX,
        arrived: Timestamp(0),
        envelope: vec![7; 1_713].into(),
    };
    relay.with(|state| state.mailboxes.insert(device, vec![invented]));
    assert_eq!(ben.standby(&relay).fetch().await.unwrap().new, 1);
    relay.with(|state| state.mailboxes.insert(device, honest));
    assert_eq!(ben.standby(&relay).fetch().await.unwrap().new, 0);

    ben.reopen();
    assert_eq!(cursor(&ben), before);
    assert_eq!(
        ben.session.status().unwrap().quarantined,
        1,
        "as from the relay"
    );
    ben.sync().await;
    assert_eq!(texts(&ben, from), ["real"]);
    ben.session.tick().unwrap();
    ben.session.lock();
    sends(&anna, "and the next").await;
    assert_eq!(ben.standby(&relay).fetch().await.unwrap().new, 1, "healed");
    ben.reopen();
    assert_eq!(texts(&ben, from), ["real", "and the next"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_envelopes_in_the_spool_are_quarantined_and_their_neighbours_come_through() {
    let relay = FakeRelay::new(clock());
    let (anna, mut ben) = pair(&relay).await;
    let (from, device) = (anna.account(), ben.device());
    ben.session.lock();
    sends(&anna, "before").await;
    let good = relay.mailbox(device).last().unwrap().envelope.to_vec();
    for position in [0, 1, 17, 1_200] {
        let mut bad = good.clone();
        bad[position] ^= 1;
        relay.inject(device, &bad);
    }
    relay.inject(device, b"of no envelope's size");
    sends(&anna, "after").await;
    assert_eq!(ben.standby(&relay).fetch().await.unwrap().new, 6);
    ben.reopen();
    assert_eq!(texts(&ben, from), ["before", "after"]);
    assert_eq!(ben.session.status().unwrap().quarantined, 4);
    ben.sync().await;
    assert_eq!(texts(&ben, from), ["before", "after"]);
    assert_eq!(ben.session.status().unwrap().quarantined, 5, "none twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_whose_pages_do_not_go_forward_is_left() {
    let relay = FakeRelay::new(clock());
    let (anna, ben) = pair(&relay).await;
    let device = ben.device();
    ben.session.lock();
    sends(&anna, "one").await;
    ben.standby(&relay).fetch().await.unwrap();
    let state = std::fs::read(ben.data().join("standby-state")).unwrap();
    relay.with(|state| state.repeat_pages = true);
    let again = ben.standby(&relay).fetch().await;
    assert_eq!(again, Err(ClientError::RelayProtocol));
    let fetches = relay.with(|state| state.made("fetch"));
    assert!(fetches <= 4, "{fetches}");
    assert!(!relay.mailbox(device).is_empty());
    let now = std::fs::read(ben.data().join("standby-state")).unwrap();
    assert_eq!(state, now, "a fetch writes no state");
}
