//! Thirty days at the relay: nothing goes before, everything after, archives never.

use crate::support::actor::{Actor, copy, noise, random};
use crate::support::code;
use crate::support::relay::Relay;
use crate::support::wait::until;
use bytes::Bytes;
use consilium_proto::wire;
use consilium_types::limits;
use std::time::Duration;
use tonic::Code;

const DAY: Duration = Duration::from_secs(24 * 3600);

#[tokio::test]
async fn envelopes_are_there_for_29_days_and_gone_after_31_acknowledged_or_not() {
    let relay = Relay::start_with(often());
    let (mut sender, mut to) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let (read, unread, later) = (to.envelope(), to.envelope(), to.envelope());
    sender.socket().await.send(vec![read, unread]).await;
    let mut socket = to.socket().await;
    let first = socket.deliver().await.sequence;
    socket.acknowledge(first).await;
    socket.settle().await.unwrap();
    relay.advance(2 * DAY).await;
    sender.log_in_again().await;
    sender.socket().await.send(vec![later.clone()]).await;

    relay.advance(27 * DAY).await;
    to.log_in_again().await;
    assert_eq!(to.fetch_all().await.len(), 3, "29 and 27 days");
    relay.advance(2 * DAY).await;
    to.log_in_again().await;
    let left = until("the expiry of 31 days", async || {
        let left = to.fetch_all().await;
        (left.len() < 3).then_some(left)
    })
    .await;
    assert_eq!(left.len(), 1, "31, 31 and 29 days");
    assert_eq!(left[0].envelope, later.envelope);
    let newest = left[0].sequence;
    relay.advance(2 * DAY).await;
    to.log_in_again().await;
    until("the expiry of the last", async || {
        to.fetch_all().await.is_empty().then_some(())
    })
    .await;
    // Positions go on where they were.
    sender.log_in_again().await;
    let prekey = to
        .keys
        .prekey(crate::support::actor::now().plus(33 * 24 * 3_600_000));
    to.put_prekey(prekey.as_bytes()).await.unwrap();
    let fresh =
        crate::support::actor::outgoing(to.device(), noise(&prekey, limits::ENVELOPE_SIZES[0]));
    sender.socket().await.send(vec![fresh]).await;
    assert_eq!(to.fetch_all().await[0].sequence, newest + 1);
}

fn often() -> crate::support::relay::Options {
    crate::support::relay::Options {
        unlimited: true,
        settings: vec![("RETENTION__CHECK_SECONDS", "1".into())],
        ..Default::default()
    }
}

struct Kept<'a>(&'a Actor, Bytes);

impl Kept<'_> {
    async fn put(&self, records: Vec<wire::ArchiveRecord>) -> Code {
        let request = wire::PutArchiveRequest {
            archive_id: self.1.clone(),
            records,
        };
        code(self.0.archive().put(self.0.with_token(request)).await)
    }

    async fn list(&self, after: Bytes, limit: u32) -> wire::ListArchiveResponse {
        let request = wire::ListArchiveRequest {
            archive_id: self.1.clone(),
            after,
            limit,
        };
        let answer = self.0.archive().list(self.0.with_token(request)).await;
        answer.unwrap().into_inner()
    }

    async fn delete(&self, record_ids: Vec<Bytes>) -> u64 {
        let request = wire::DeleteArchiveRequest {
            archive_id: self.1.clone(),
            record_ids,
        };
        let answer = self.0.archive().delete(self.0.with_token(request)).await;
        answer.unwrap().into_inner().deleted
    }
}

fn record(actor: &Actor, first: u8) -> wire::ArchiveRecord {
    let mut id = random::<16>();
    id[0] = first;
    wire::ArchiveRecord {
        record_id: copy(&id),
        envelope: noise(&actor.prekey, limits::ENVELOPE_SIZES[1]),
    }
}

#[tokio::test]
async fn archives_outlive_the_thirty_days_until_they_are_deleted() {
    let relay = Relay::start_with(often());
    let (mut actor, other) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let archive = copy(&random::<16>());
    let records: Vec<_> = (0..5).map(|index| record(&actor, index)).collect();
    assert_eq!(
        Kept(&actor, archive.clone()).put(records.clone()).await,
        Code::Ok
    );
    // A canary that goes shows that expiry ran.
    other.socket().await.send(vec![actor.envelope()]).await;
    relay.advance(400 * DAY).await;
    actor.log_in_again().await;
    until("expiry", async || {
        actor.fetch_all().await.is_empty().then_some(())
    })
    .await;
    let kept = Kept(&actor, archive);
    let listed = kept.list(Bytes::new(), 0).await;
    assert_eq!(listed.records, records);
    assert!(!listed.more);
    assert_eq!(kept.delete(vec![records[1].record_id.clone()]).await, 1);
    assert_eq!(kept.list(Bytes::new(), 0).await.records.len(), 4);
    assert_eq!(kept.delete(Vec::new()).await, 4);
    assert!(kept.list(Bytes::new(), 0).await.records.is_empty());
}

#[tokio::test]
async fn an_archive_is_the_accounts_own_and_a_record_never_changes() {
    let relay = Relay::start();
    let (actor, other) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let archive = copy(&random::<16>());
    let (kept, foreign) = (Kept(&actor, archive.clone()), Kept(&other, archive));
    let first = record(&actor, 3);
    assert_eq!(kept.put(vec![first.clone()]).await, Code::Ok);
    let replaced = wire::ArchiveRecord {
        envelope: noise(&actor.prekey, limits::ENVELOPE_SIZES[1]),
        ..first.clone()
    };
    assert_eq!(kept.put(vec![replaced]).await, Code::Ok);
    assert_eq!(
        kept.list(Bytes::new(), 0).await.records,
        std::slice::from_ref(&first)
    );
    assert!(foreign.list(Bytes::new(), 0).await.records.is_empty());
    assert_eq!(foreign.delete(Vec::new()).await, 0);
    assert_eq!(kept.list(Bytes::new(), 0).await.records, [first]);
}

#[tokio::test]
async fn an_archive_is_listed_in_pages_and_bad_records_are_refused() {
    let relay = Relay::start();
    let actor = Actor::register(&relay).await;
    let kept = Kept(&actor, copy(&random::<16>()));
    let mut records: Vec<_> = (0..150_u8).map(|index| record(&actor, index)).collect();
    records.reverse();
    for batch in records.chunks(limits::MAX_ARCHIVE_BATCH) {
        assert_eq!(kept.put(batch.to_vec()).await, Code::Ok);
    }
    records.reverse();
    let mut listed: Vec<wire::ArchiveRecord> = Vec::new();
    loop {
        let after = listed
            .last()
            .map_or(Bytes::new(), |last| last.record_id.clone());
        let page = kept.list(after, 0).await;
        assert!(page.records.len() <= 64);
        listed.extend(page.records);
        if !page.more {
            break;
        }
    }
    assert_eq!(listed, records);
    let many = (0..65).map(|index| record(&actor, index)).collect();
    assert_eq!(kept.put(many).await, Code::InvalidArgument);
    for size in [0, 100, 1712, 6000] {
        let bad = wire::ArchiveRecord {
            envelope: vec![1; size].into(),
            ..record(&actor, 1)
        };
        assert_eq!(kept.put(vec![bad]).await, Code::InvalidArgument, "{size}");
    }
}
