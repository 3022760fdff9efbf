//! What the relay says around contents: pages of history, notices, the own account.

use super::Scene;
use crate::support::actor::now;
use crate::support::person::Person;
use crate::support::wait::until;
use consilium_client::api::{ClientError, Event};
use consilium_proto::wire::relay_frame::Frame;
use consilium_proto::wire::{self, FetchResponse, StoredEnvelope};
use consilium_types::Timestamp;
use std::sync::{Arc, Mutex};
use tonic::Status;

/// Changes a page of history, given an envelope of somebody else's.
type Lie = fn(&StoredEnvelope, &mut Result<FetchResponse, Status>);

fn page(answer: &mut Result<FetchResponse, Status>) -> &mut FetchResponse {
    answer.as_mut().expect("the relay's own page")
}

const LIES: [(&str, Lie); 12] = [
    ("reversed", |_, answer| page(answer).envelopes.reverse()),
    ("doubled", |_, answer| {
        let again = page(answer).envelopes.clone();
        page(answer).envelopes.extend(again);
    }),
    ("arrived never", |_, answer| {
        page(answer)
            .envelopes
            .iter_mut()
            .for_each(|one| one.arrived = 0);
    }),
    ("arrived at the end of time", |_, answer| {
        page(answer)
            .envelopes
            .iter_mut()
            .for_each(|one| one.arrived = u64::MAX);
    }),
    ("all in one place", |_, answer| {
        page(answer)
            .envelopes
            .iter_mut()
            .for_each(|one| one.sequence = 1);
    }),
    ("beyond the last place", |_, answer| {
        page(answer)
            .envelopes
            .iter_mut()
            .for_each(|one| one.sequence = u64::MAX);
    }),
    ("at the last place there is", |_, answer| {
        page(answer)
            .envelopes
            .iter_mut()
            .for_each(|one| one.sequence = i64::MAX.unsigned_abs());
    }),
    ("somebody else's among them", |foreign, answer| {
        page(answer).envelopes.insert(0, foreign.clone());
    }),
    ("a changed copy before each", |_, answer| {
        let pairs = page(answer).envelopes.drain(..).flat_map(|one| {
            let mut bytes = one.envelope.to_vec();
            bytes[900] ^= 1;
            let changed = StoredEnvelope {
                envelope: bytes.into(),
                ..one.clone()
            };
            [changed, one]
        });
        let pairs = pairs.collect();
        page(answer).envelopes = pairs;
    }),
    ("more than a page", |_, answer| {
        let one = page(answer).envelopes[0].clone();
        page(answer).envelopes = vec![one; 257];
    }),
    ("nothing, and more of it", |_, answer| {
        *page(answer) = FetchResponse {
            envelopes: Vec::new(),
            more: true,
        };
    }),
    ("a failure", |_, answer| {
        *answer = Err(Status::internal("broken"))
    }),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_history_that_lie_show_everything_once_and_nothing_else() {
    let mut scene = Scene::new().await;
    let device = scene.device(&scene.ben);
    scene.ben.lock();
    let backup = scene.ben.phone.copy();
    scene.ben.unlock();
    scene.ben.online().await;
    let texts: Vec<_> = (0..6)
        .map(|index| format!("since the backup {index}"))
        .collect();
    for text in &texts {
        scene.anna.say(&scene.ben, text);
        scene.ben.hears(&scene.anna, text).await;
    }
    scene.still_talk("all acknowledged").await;
    let anna = scene.device(&scene.anna);
    let foreign = {
        let seen = scene.hostile.seen();
        let of_anna = seen.delivered.iter().find(|(to, _)| *to == anna);
        of_anna.expect("a delivery to Anna").1.clone()
    };
    scene.ben.lock();
    // Ben's phone from before, restored again and again: what it missed is only in history.
    for (what, lie) in LIES {
        let told = Arc::new(Mutex::new(false));
        let (once, foreign) = (Arc::clone(&told), foreign.clone());
        scene.hostile.hooks().fetched.set(move |who, answer| {
            let honest = answer.as_ref().is_ok_and(|page| !page.envelopes.is_empty());
            if who == Some(device) && honest && !std::mem::replace(&mut once.lock().unwrap(), true)
            {
                lie(&foreign, answer);
            }
        });
        let restored = scene.ben.copied(&backup, scene.hostile.relay_file());
        restored.hears(&scene.anna, "all acknowledged").await;
        assert!(*told.lock().unwrap(), "{what}: no page was asked for");
        let heard = restored.heard(&scene.anna);
        assert_eq!(heard[1..=texts.len()], texts, "{what}");
        assert_eq!(heard.len(), texts.len() + 2, "{what}");
        let gaps = restored.rows(&scene.anna);
        assert!(!gaps.iter().any(super::is_gap), "{what}");
        restored.lock();
    }
}

/// Waits until the phone was told of a number that moves then.
async fn told_of_move(person: &Person, moves_at: Timestamp) {
    let wanted = Event::NumberMove { moves_at };
    person
        .until_event("the warning", |event| *event == wanted)
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notices_of_moves_that_nobody_asked_for_warn_and_change_nothing() {
    let scene = Scene::new().await;
    let (ben, device) = (&scene.ben, scene.device(&scene.ben));
    let number = ben.session.own_account().unwrap().number;
    let tomorrow = now().plus(Timestamp::DAY_MS).0;
    for moves_at in [0, 1, tomorrow, u64::MAX] {
        let notice = wire::notice::Notice::NumberMove(wire::NumberMove { moves_at });
        let notice = wire::Notice {
            notice: Some(notice),
        };
        scene
            .hostile
            .inject_frame(device, Frame::Notice(notice))
            .await;
        told_of_move(ben, Timestamp(moves_at)).await;
        scene
            .still_talk(&format!("after the notice of {moves_at}"))
            .await;
    }
    let draining = wire::notice::Notice::Draining(wire::Draining {});
    for (number, notice) in [None, Some(draining)].into_iter().enumerate() {
        let frame = Frame::Notice(wire::Notice { notice });
        scene.hostile.inject_frame(device, frame).await;
        scene
            .still_talk(&format!("after notice {number} of nothing"))
            .await;
    }
    // The owner refuses: there is nothing to refuse, and the next login shows the truth.
    let refused = ben.session.answer_number_move(false).await;
    assert!(
        matches!(refused, Err(ClientError::RelayRefused { .. })),
        "{refused:?}"
    );
    scene.hostile.cut_sockets();
    until("the truth", async || {
        let status = ben.session.status().ok()?;
        status.number_leaves_at.is_none().then_some(())
    })
    .await;
    assert_eq!(ben.session.own_account().unwrap().number, number);
    scene.whole();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lies_about_the_own_account_are_shown_until_the_truth_comes_and_change_nothing() {
    let scene = Scene::new().await;
    let ben = &scene.ben;
    let device = scene.device(ben);
    // The answer to a login that was under way when they were introduced is older than that.
    ben.session.set_discoverable(true).await.unwrap();
    let before = ben.session.own_account().unwrap();
    assert!(before.discoverable);
    let lie = wire::GetOwnAccountResponse {
        discoverable: false,
        has_number: false,
        number_leaves_at: u64::MAX,
        number_arrives_at: 1,
    };
    scene.hostile.hooks().own_account.set(move |who, answer| {
        if who == Some(device) {
            *answer = Ok(lie);
        }
    });
    scene.hostile.cut_sockets();
    told_of_move(ben, Timestamp(u64::MAX)).await;
    scene.still_talk("in spite of it").await;
    let own = ben.session.own_account().unwrap();
    assert_eq!((own.account, &own.number), (before.account, &before.number));
    scene.hostile.hooks().own_account.clear();
    scene.hostile.cut_sockets();
    until("the truth", async || {
        let status = ben.session.status().ok()?;
        let none = status.number_leaves_at.is_none() && status.number_arrives_at.is_none();
        (none && ben.session.own_account().ok()? == before).then_some(())
    })
    .await;
    scene.still_talk("afterwards").await;
    scene.whole();
}
