//! Many clinicians talk while the relay's power is cut again and again: everything that was written
//! arrives, once, in the order in which it was written.

use crate::support::long;
use crate::support::person::{Person, introduce};
use crate::support::relay::Relay;
use crate::support::wait::{until, until_true};
use consilium_client::api::{Delivery, MessageBody, MessageId};
use consilium_sodium::SystemEntropy;
use consilium_types::Entropy;
use std::collections::HashMap;
use tokio::task::JoinSet;

/// How much of it.
struct Scale {
    people: usize,
    messages: usize,
    kills: usize,
}

impl Scale {
    fn asked_for() -> Self {
        if long() {
            Self {
                people: 50,
                messages: 10_000,
                kills: 100,
            }
        } else {
            Self {
                people: 6,
                messages: 480,
                kills: 8,
            }
        }
    }
}

fn below(bound: usize) -> usize {
    let bound = u32::try_from(bound).unwrap();
    usize::try_from((&SystemEntropy as &dyn Entropy).below(bound)).unwrap()
}

/// What somebody wrote to somebody: its number at the writer, and its text.
type Written = HashMap<(usize, usize), Vec<(MessageId, String)>>;

async fn gather(relay: &Relay, count: usize) -> Vec<Person> {
    let mut people = Vec::new();
    for number in 0..count {
        people.push(Person::register(relay, &format!("Clinician {number}")).await);
    }
    introduce(&people.iter().collect::<Vec<_>>()).await;
    people
}

/// Everybody writes to somebody else; while that is on its way, the relay dies and comes back.
async fn write_and_cut(
    relay: &mut Relay,
    people: &[Person],
    round: usize,
    count: usize,
    written: &mut Written,
) {
    for number in 0..count {
        let from = below(people.len());
        let to = (from + 1 + below(people.len() - 1)) % people.len();
        let text = format!("round {round}, message {number}");
        let id = people[from].say(&people[to], &text);
        written.entry((from, to)).or_default().push((id, text));
    }
    let watched = &people[below(people.len())];
    let waiting = || watched.session.status().unwrap().waiting;
    let left = below(waiting() as usize + 1);
    until_true("some of it to leave", || waiting() as usize <= left).await;
    relay.kill();
    relay.restart();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_shown_twice_when_the_relay_dies_again_and_again() {
    let scale = Scale::asked_for();
    let mut relay = Relay::start();
    let people = gather(&relay, scale.people).await;
    let mut written = Written::new();
    let per_round = scale.messages / scale.kills;
    for round in 0..scale.kills {
        write_and_cut(&mut relay, &people, round, per_round, &mut written).await;
    }
    for ((from, to), messages) in &written {
        for (id, _) in messages {
            people[*from].until_delivery(*id, Delivery::AtRelay).await;
        }
        let expected: Vec<_> = messages.iter().map(|(_, text)| text.clone()).collect();
        let what = format!("all of {from} at {to}");
        until(&what, async || {
            (people[*to].heard(&people[*from]).len() >= expected.len()).then_some(())
        })
        .await;
        assert_eq!(
            people[*to].heard(&people[*from]),
            expected,
            "{from} to {to}"
        );
    }
    for person in &people {
        for other in &people {
            let gap =
                |row: &consilium_client::api::Message| matches!(row.body, MessageBody::Gap { .. });
            assert!(!person.rows(other).iter().any(gap), "a gap is left");
        }
        assert_eq!(person.refused_in_all(), 0);
    }
    let mut locking = JoinSet::new();
    for person in people {
        locking.spawn_blocking(move || person.lock());
    }
    locking.join_all().await;
}
