//! Power cuts at the relay: what it acknowledged is there afterwards.

use crate::support::actor::Actor;
use crate::support::long;
use crate::support::relay::Relay;
use crate::support::socket::Socket;
use crate::support::wait::until_true;
use bytes::Bytes;
use consilium_proto::wire::{OutgoingEnvelope, SendOutcome};
use consilium_sodium::SystemEntropy;
use consilium_types::Entropy;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::task::JoinSet;

/// Batches that each sender has under way.
const UNDER_WAY: usize = 4;

/// What senders know: the ciphertexts that the relay said it stored.
#[derive(Default)]
struct Ledger {
    stored: Mutex<Vec<Bytes>>,
    count: AtomicUsize,
}

impl Ledger {
    fn note(&self, envelope: Bytes) {
        self.stored.lock().unwrap().push(envelope);
        self.count.fetch_add(1, Ordering::Relaxed);
    }
}

/// Sends until the relay dies; gives back what it sent without an answer.
async fn send_until_cut(
    mut socket: Socket,
    to: Vec<Arc<Actor>>,
    ledger: Arc<Ledger>,
    mut again: Vec<OutgoingEnvelope>,
) -> Vec<OutgoingEnvelope> {
    let mut under_way: HashMap<u64, Vec<OutgoingEnvelope>> = HashMap::new();
    let mut turn = 0;
    loop {
        while under_way.len() < UNDER_WAY {
            let batch = if again.is_empty() {
                turn += 1;
                let actor = &to[turn % to.len()];
                (0..3).map(|_| actor.envelope()).collect()
            } else {
                again.split_off(again.len().saturating_sub(64))
            };
            match socket.post(batch.clone()).await {
                Ok(number) => under_way.insert(number, batch),
                Err(_) => return rest(again, batch, under_way),
            };
        }
        let Some(results) = socket.results().await else {
            return rest(again, Vec::new(), under_way);
        };
        let batch = under_way.remove(&results.batch).expect("a batch under way");
        for (outcome, envelope) in results.outcomes().zip(batch) {
            match outcome {
                SendOutcome::Stored | SendOutcome::Duplicate => ledger.note(envelope.envelope),
                other => panic!("{other:?}"),
            }
        }
    }
}

fn rest(
    mut again: Vec<OutgoingEnvelope>,
    batch: Vec<OutgoingEnvelope>,
    under_way: HashMap<u64, Vec<OutgoingEnvelope>>,
) -> Vec<OutgoingEnvelope> {
    again.extend(batch);
    again.extend(under_way.into_values().flatten());
    again
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_acknowledged_envelope_is_there_after_the_relay_is_killed_again_and_again() {
    let kills = if long() { 400 } else { 20 };
    let mut relay = Relay::start();
    let mut senders = Vec::new();
    let mut recipients = Vec::new();
    for _ in 0..3 {
        senders.push((Actor::register(&relay).await, Vec::new()));
        recipients.push(Arc::new(Actor::register(&relay).await));
    }
    let ledger = Arc::new(Ledger::default());
    for _ in 0..kills {
        let before = ledger.count.load(Ordering::Relaxed);
        let mut tasks = JoinSet::new();
        for (mut actor, again) in senders.drain(..) {
            actor.log_in_again().await;
            let socket = actor.socket().await;
            let (to, ledger) = (recipients.clone(), Arc::clone(&ledger));
            tasks.spawn(async move { (actor, send_until_cut(socket, to, ledger, again).await) });
        }
        // At a random moment: between the first answer and a few hundred.
        let enough = before + 1 + (&SystemEntropy as &dyn Entropy).below(300) as usize;
        until_true("answers", || ledger.count.load(Ordering::Relaxed) >= enough).await;
        relay.kill();
        senders = tasks.join_all().await;
        relay.restart();
    }
    let acknowledged: HashSet<Bytes> = ledger.stored.lock().unwrap().iter().cloned().collect();
    let mut found: HashMap<Bytes, u32> = HashMap::new();
    for recipient in recipients {
        let mut recipient = Arc::into_inner(recipient).expect("the only owner");
        recipient.log_in_again().await;
        for stored in recipient.fetch_all().await {
            *found.entry(stored.envelope).or_default() += 1;
        }
    }
    let lost = acknowledged
        .iter()
        .filter(|one| !found.contains_key(*one))
        .count();
    assert_eq!(lost, 0, "of {} acknowledged", acknowledged.len());
    let doubled = found.values().filter(|&&count| count > 1).count();
    assert_eq!(
        doubled, 0,
        "retries of recent envelopes are duplicates also after a restart"
    );
}

#[tokio::test]
async fn registrations_statements_cursors_and_tokens_survive_a_power_cut() {
    let mut relay = Relay::start();
    let (one, two) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let next = one
        .keys
        .statement(2, one.statement.hash(), &[one.keys.entry()]);
    one.put_statement(next.as_bytes()).await.unwrap();
    one.socket()
        .await
        .send((0..5).map(|_| two.envelope()).collect())
        .await;
    let mut socket = two.socket().await;
    for _ in 0..3 {
        let delivered = socket.deliver().await;
        socket.acknowledge(delivered.sequence).await;
    }
    until_acknowledged(&two, 3).await;
    let logged_out = Actor::register(&relay).await;
    logged_out.log_out().await.unwrap();

    relay.kill();
    relay.restart();
    let mut one = one;
    one.stranger = crate::support::actor::Stranger::at(relay.endpoint()).await;
    // The old token still holds, one that was ended does not.
    let served = one.statements(&[one.account()]).await.unwrap();
    assert_eq!(served[0], next.as_bytes());
    let mut two = two;
    two.log_in_again().await;
    let mut socket = two.socket().await;
    assert_eq!(socket.ready.acknowledged, 3);
    assert_eq!(socket.deliver().await.sequence, 4);
    let mut logged_out = logged_out;
    logged_out.stranger = one.stranger.clone();
    assert_eq!(
        crate::support::code(logged_out.own_account().await),
        tonic::Code::Unauthenticated
    );
}

async fn until_acknowledged(actor: &Actor, up_to: u64) {
    crate::support::wait::until("the cursor", async || {
        (actor.cursor().await.unwrap().acknowledged >= up_to).then_some(())
    })
    .await;
}
