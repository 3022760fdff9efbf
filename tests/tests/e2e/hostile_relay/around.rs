//! What the relay says around contents: notices, the own account.

use super::Scene;
use crate::support::actor::now;
use crate::support::person::Person;
use crate::support::wait::until;
use consilium_client::api::{ClientError, Event};
use consilium_proto::wire;
use consilium_proto::wire::relay_frame::Frame;
use consilium_types::Timestamp;

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
