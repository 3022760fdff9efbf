//! Pages of an archive that is read back.

use super::{MINUTE, Scene, prekey_of};
use crate::support::actor::{copy, new_key, now, random};
use crate::support::person::text_of;
use crate::support::wait::until;
use bytes::Bytes;
use consilium_client::conversation::payload::{Urgency, encode_keep, encode_text};
use consilium_client::seal::{ArchiveKeys, Header, Kind, Signed, seal};
use consilium_client::vault::Vault;
use consilium_proto::wire::{ArchiveRecord, ListArchiveResponse, StoredEnvelope};
use consilium_sodium::{Secret, SystemEntropy};
use consilium_statement::PrekeyStatement;
use consilium_statement::id::{device_id, direct_conversation};
use consilium_types::{AccountId, ArchiveId, ConversationId, MessageHash, StatementHash};
use std::sync::{Arc, Mutex};

/// What a lie makes of three records.
struct Lie {
    what: &'static str,
    change: fn(&mut ListArchiveResponse),
    /// Which of the texts are shown in the end.
    shown: &'static [&'static str],
    /// How many records are refused.
    refused: u64,
}

const ALL: &[&str] = &["one", "two", "three"];

const LIES: [Lie; 8] = [
    Lie {
        what: "the truth",
        change: |_| {},
        shown: ALL,
        refused: 0,
    },
    Lie {
        what: "two records under each other's id",
        change: |page| {
            let first = page.records[0].envelope.clone();
            page.records[0].envelope = std::mem::replace(&mut page.records[1].envelope, first);
        },
        shown: &["three"],
        refused: 2,
    },
    Lie {
        what: "a changed record",
        change: |page| {
            let mut bytes = page.records[0].envelope.to_vec();
            bytes[900] ^= 1;
            page.records[0].envelope = bytes.into();
        },
        shown: &["two", "three"],
        refused: 1,
    },
    Lie {
        what: "a record of nothing",
        change: |page| page.records[0].envelope.clear(),
        shown: &["two", "three"],
        refused: 1,
    },
    Lie {
        what: "a record twice",
        change: |page| page.records.insert(0, page.records[0].clone()),
        shown: ALL,
        refused: 0,
    },
    Lie {
        what: "another order",
        change: |page| page.records.reverse(),
        shown: ALL,
        refused: 0,
    },
    Lie {
        what: "a short id",
        change: |page| page.records[2].record_id.truncate(15),
        shown: ALL,
        refused: 0,
    },
    Lie {
        what: "nothing, and more of it",
        change: |page| {
            page.records.clear();
            page.more = true;
        },
        shown: ALL,
        refused: 0,
    },
];

/// A conversation with somebody, kept in an archive by another device of Ben's.
struct Kept {
    conversation: ConversationId,
    archive: ArchiveId,
    seed: Secret<32>,
    records: Vec<ArchiveRecord>,
}

impl Kept {
    /// Three texts, in order of their records' ids.
    fn with(ben: AccountId) -> Self {
        let (sender, key) = (AccountId::new(random()), new_key());
        let (archive, seed) = (
            ArchiveId::new(random()),
            Secret::generate(&SystemEntropy).unwrap(),
        );
        let keys = ArchiveKeys::from_seed(&seed, archive).unwrap();
        let conversation = direct_conversation(ben, sender);
        let mut header = Header {
            kind: Kind::Text,
            sender,
            device: device_id(&key.verifying_key()),
            sender_statement: StatementHash::new([1; 32]),
            conversation,
            recipient: ben,
            view: [1; 32],
            sent: now(),
            counter: 0,
            prev: MessageHash::ZERO,
        };
        // The ids are made of the contents: tried until they rise with the texts.
        loop {
            (header.counter, header.prev) = (0, MessageHash::ZERO);
            header.sent = header.sent.plus(1);
            let records: Vec<_> = ALL
                .iter()
                .map(|text| {
                    header.counter += 1;
                    let payload = encode_text(text, None, Urgency::Routine);
                    let signed = header.sign(&payload, &key).unwrap();
                    header.prev = signed.hash();
                    let (id, sealed) = keys.seal_record(&signed).unwrap();
                    ArchiveRecord {
                        record_id: copy(id.as_bytes()),
                        envelope: Bytes::from(sealed.into_bytes()),
                    }
                })
                .collect();
            if records.is_sorted_by(|one, next| one.record_id < next.record_id) {
                return Self {
                    conversation,
                    archive,
                    seed,
                    records,
                };
            }
        }
    }

    /// What the other device tells this one, as the next of its chain.
    fn told(&self, vault: &Vault, counter: u64, prev: MessageHash) -> Signed {
        let key = vault.device_key().unwrap();
        let statement = &vault.secrets().statement;
        let own = statement.account();
        let header = Header {
            kind: Kind::Keep,
            sender: own,
            device: device_id(&key.verifying_key()),
            sender_statement: statement.hash(),
            conversation: direct_conversation(own, own),
            recipient: own,
            view: *statement.hash().as_bytes(),
            sent: now(),
            counter,
            prev,
        };
        let payload = encode_keep(self.conversation, self.archive, Some(&self.seed));
        header.sign(&payload, &key).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn archive_pages_that_lie_show_only_what_was_kept() {
    let scene = Scene::new().await;
    let (ben, device) = (&scene.ben, scene.device(&scene.ben));
    let prekey = PrekeyStatement::parse(&prekey_of(&scene.hostile, ben)).unwrap();
    let vault = ben.phone.copy().vault();
    let mut prev = MessageHash::ZERO;
    for (counter, lie) in (1..).zip(LIES) {
        let Lie {
            what,
            change,
            shown,
            refused,
        } = lie;
        let kept = Kept::with(ben.account);
        let page = ListArchiveResponse {
            records: kept.records.clone(),
            more: false,
        };
        let lied = Arc::new(Mutex::new(false));
        let once = Arc::clone(&lied);
        scene.hostile.hooks().archived.set(move |_, answer| {
            let mut page = page.clone();
            if !std::mem::replace(&mut *once.lock().unwrap(), true) {
                change(&mut page);
            }
            *answer = Ok(page);
        });
        let before = ben.refused_in_all();
        let told = kept.told(&vault, counter, prev);
        prev = told.hash();
        let envelope = StoredEnvelope {
            sequence: 1,
            arrived: 0,
            envelope: seal(&told, &prekey).unwrap().into_bytes().into(),
        };
        scene.hostile.inject(device, vec![envelope]).await;
        until(what, async || lied.lock().unwrap().then_some(())).await;
        // What makes no sense as a page is asked for again a quarter of an hour later.
        ben.session.sync_now().await.unwrap();
        ben.pass(16 * MINUTE);
        let texts = || {
            let rows = ben.session.messages(kept.conversation, None, 10);
            let rows = rows.unwrap_or_default();
            rows.iter().filter_map(text_of).collect::<Vec<_>>()
        };
        until(what, async || (texts().len() >= shown.len()).then_some(())).await;
        assert_eq!(texts(), shown, "{what}");
        assert_eq!(ben.refused_in_all(), before + refused, "{what}");
    }
    scene.still_talk("unharmed").await;
    scene.whole();
}
