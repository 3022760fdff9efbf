//! Archives that a relay lies about.

use super::super::testing::{FakeRelay, Person, clock};
use super::super::*;
use bytes::Bytes;
use consilium_types::{ConversationId, RecordId};

/// A database that lost the conversation but knows the archive, as a new own device does.
pub(super) fn lose_and_read_back(person: &Person, conversation: ConversationId) {
    let core = person.session.core();
    core.with(|open| {
        open.db
            .write(|tx| -> Result<()> { Ok(tx.forget_for_test(conversation)?) })
    })
    .unwrap();
    read_back(person, conversation);
}

/// Asks for the archive as a new device does, whatever is there already.
pub(super) fn read_back(person: &Person, conversation: ConversationId) {
    let core = person.session.core();
    core.with(|open| {
        open.db.write(|tx| -> Result<()> {
            let key = tx.archive_key(conversation)?.unwrap();
            let change = crate::conversation::changes::KeepChange {
                conversation,
                archive: key.archive,
                seed: Some(key.seed),
                read_back: true,
            };
            Ok(tx.apply_keep(&change, core.now(), &mut Vec::new())?)
        })
    })
    .unwrap();
}

/// What the relay keeps of the one archive there is.
fn records(relay: &FakeRelay) -> Vec<(RecordId, Bytes)> {
    relay.with(|state| {
        let all = state.archives.values().flat_map(|archive| archive.values());
        all.map(|record| (record.id, record.envelope.clone()))
            .collect()
    })
}

fn replace(relay: &FakeRelay, with: &[(RecordId, Bytes)]) {
    relay.with(|state| {
        let archive = state.archives.values_mut().next().unwrap();
        for (id, envelope) in with {
            archive.get_mut(id).unwrap().envelope = envelope.clone();
        }
    });
}

/// Contents and records that were refused, by whatever reason.
fn rejected(person: &Person) -> u32 {
    let counters = person
        .session
        .core()
        .with(|open| Ok(open.db.read(|rows| rows.counters())?));
    counters.unwrap().iter().map(|(_, count)| count).sum()
}

/// What a lie makes of three records, and what is shown in the end.
type ArchiveLie = (&'static str, fn(&mut Vec<Bytes>), &'static [&'static str]);

/// Records in the order of their texts; envelopes are what a relay can change, under ids that it
/// cannot choose.
const ARCHIVE_LIES: [ArchiveLie; 6] = [
    ("the truth", |_| {}, &["one", "two", "three"]),
    (
        "two under each other's id",
        |all| all.swap(0, 1),
        &["three"],
    ),
    (
        "a changed one",
        |all| {
            let mut bytes = all[0].to_vec();
            bytes[900] ^= 1;
            all[0] = bytes.into();
        },
        &["two", "three"],
    ),
    (
        "one of nothing",
        |all| all[1] = Bytes::new(),
        &["one", "Gap { missing: 1 }", "three"],
    ),
    (
        "one thrice",
        |all| {
            let first = all[0].clone();
            all.fill(first);
        },
        &["one"],
    ),
    (
        "one cut short",
        |all| all[2] = all[2].slice(..1000),
        &["one", "two"],
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn archive_records_that_lie_show_only_what_was_kept() {
    let relay = FakeRelay::new(clock());
    let anna = Person::new(&relay, "Anna", "+31612345671").await;
    let bram = Person::new(&relay, "Bram", "+31612345672").await;
    let to_bram = anna.find(&bram).await;
    let conversation = anna.conversation(to_bram);
    let texts = ["one", "two", "three"];
    let mut honest = Vec::new();
    for text in texts {
        anna.say(to_bram, text);
        anna.session.keep(conversation, true).unwrap();
        anna.sync().await;
        let known: Vec<_> = honest.iter().map(|(id, _)| *id).collect();
        let stored = records(&relay);
        honest.extend(stored.into_iter().filter(|(id, _)| !known.contains(id)));
    }
    assert_eq!(honest.len(), 3, "a record a text");
    for (what, change, shown) in ARCHIVE_LIES {
        let (ids, mut envelopes): (Vec<_>, Vec<_>) = honest.iter().cloned().unzip();
        change(&mut envelopes);
        let lied = ids.into_iter().zip(envelopes).collect::<Vec<_>>();
        replace(&relay, &lied);
        let refused = rejected(&anna);
        lose_and_read_back(&anna, conversation);
        anna.sync().await;
        assert_eq!(anna.texts(to_bram), shown, "{what}");
        let come = shown.iter().filter(|row| texts.contains(row)).count();
        let count = rejected(&anna) - refused;
        assert_eq!(
            count,
            u32::try_from(3 - come).unwrap(),
            "{what}: each is counted"
        );
    }
    replace(&relay, &honest);
    lose_and_read_back(&anna, conversation);
    anna.sync().await;
    assert_eq!(anna.texts(to_bram), texts, "the truth still comes back");
}
