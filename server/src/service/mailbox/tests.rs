use super::*;
use crate::presence::Waiting;
use crate::session::Submission;
use crate::testing::World;
use crate::testing::keys::Keys;
use consilium_proto::convert::relay::{Outgoing, SealedEnvelope, SendOutcome};
use consilium_store::TokenHash;
use consilium_store::{MailboxStore, OperationStore};
use consilium_types::{EnvelopeId, Timestamp};
use std::future::poll_fn;

const PHONE: &str = "+31612345678";

fn socket(world: &World, keys: &Keys) -> Arc<Outbox> {
    let outbox = Outbox::new(keys.id(), TokenHash([1; 32]), Timestamp(u64::MAX));
    world.app.presence.join(&outbox);
    outbox.set_live(true);
    outbox
}

fn outgoing(to: &Keys, id: u8) -> Outgoing {
    Outgoing {
        envelope_id: EnvelopeId::new([id; 16]),
        device: to.id(),
        sealed: SealedEnvelope::parse(to.envelope(1713).into()),
    }
}

fn submission(batch: u64, envelopes: Vec<Outgoing>) -> Submission {
    Submission {
        batch,
        outcomes: vec![SendOutcome::Unspecified; envelopes.len()],
        envelopes,
        retry_after_ms: 0,
    }
}

async fn next(outbox: &Outbox) -> Waiting {
    poll_fn(|cx| outbox.poll(cx, true)).await
}

#[tokio::test]
async fn outcomes_come_in_their_places_and_envelopes_in_their_order() {
    let world = World::new().await;
    let (alice, _) = world.member(PHONE).await;
    let (bob, _) = world.member("+31687654321").await;
    let (from, to) = (socket(&world, &alice), socket(&world, &bob));
    let mut unknown = outgoing(&bob, 3);
    unknown.device = DeviceId::new([9; 16]);
    let mut first = submission(7, vec![outgoing(&bob, 1), unknown, outgoing(&bob, 2)]);
    // One that the session refused itself.
    first.outcomes.insert(1, SendOutcome::Refused);
    let second = submission(8, vec![outgoing(&bob, 1)]);
    let mailboxes = &world.app.mailboxes;
    mailboxes.submit(&from, vec![first, second]).await;
    let mut results = next(&from).await.results;
    while results.len() < 2 {
        results.extend(next(&from).await.results);
    }
    use SendOutcome::{Duplicate, Refused, Stored, UnknownDevice};
    assert_eq!(results[0].batch, 7);
    assert_eq!(
        results[0].outcomes,
        [Stored, Refused, UnknownDevice, Stored]
    );
    assert_eq!(
        (results[1].batch, &results[1].outcomes[..]),
        (8, &[Duplicate][..])
    );
    let delivered: Vec<_> = next(&to).await.envelopes;
    let sequences: Vec<_> = delivered.iter().map(|stored| stored.sequence).collect();
    assert_eq!(sequences, [1, 2]);
    assert_eq!(delivered[0].arrived, world.now().hour());
    let stored = mailboxes.fetch(bob.id(), 0, 10).await.unwrap();
    assert_eq!(stored, delivered);
}

#[tokio::test]
async fn a_store_that_is_closed_answers_later_and_loses_nothing_acknowledged() {
    let world = World::new().await;
    let (alice, _) = world.member(PHONE).await;
    let from = socket(&world, &alice);
    world.store.close().await.unwrap();
    let send = submission(1, vec![outgoing(&alice, 1)]);
    world.app.mailboxes.submit(&from, vec![send]).await;
    let results = next(&from).await.results;
    assert_eq!(results[0].outcomes, [SendOutcome::Later]);
    assert!(results[0].retry_after_ms > 0);
}

#[tokio::test]
async fn a_cursor_is_seen_at_once_and_reaches_the_store() {
    let world = World::new().await;
    let (alice, _) = world.member(PHONE).await;
    let from = socket(&world, &alice);
    let mailboxes = &world.app.mailboxes;
    let send = submission(1, (0..5).map(|id| outgoing(&alice, id)).collect());
    mailboxes.submit(&from, vec![send]).await;
    assert_eq!(next(&from).await.results.len(), 1);
    mailboxes.acknowledge(alice.id(), 3);
    mailboxes.acknowledge(alice.id(), 2);
    let cursor = mailboxes.cursor(alice.id()).await.unwrap();
    assert_eq!((cursor.acknowledged, cursor.newest), (3, 5));
    while world.store.cursor(alice.id()).await.unwrap().acknowledged != 3 {
        tokio::task::yield_now().await;
    }
    mailboxes.acknowledge(alice.id(), 99);
    let cursor = mailboxes.cursor(alice.id()).await.unwrap();
    assert_eq!(cursor.acknowledged, 5);
}

#[tokio::test]
async fn nobody_waits_for_what_expired_before_it_was_fetched() {
    let world = World::new().await;
    let (alice, _) = world.member(PHONE).await;
    let from = socket(&world, &alice);
    let mailboxes = &world.app.mailboxes;
    let send = submission(1, (0..5).map(|id| outgoing(&alice, id)).collect());
    mailboxes.submit(&from, vec![send]).await;
    assert_eq!(next(&from).await.results.len(), 1);
    let cursor = mailboxes.reachable_cursor(alice.id()).await.unwrap();
    assert_eq!((cursor.acknowledged, cursor.newest), (0, 5));
    let later = world
        .app
        .clock
        .now()
        .plus(31 * consilium_types::Timestamp::DAY_MS);
    world.store.expire(later, 100).await.unwrap();
    let cursor = mailboxes.reachable_cursor(alice.id()).await.unwrap();
    assert_eq!((cursor.acknowledged, cursor.newest), (0, 0));
}
