use super::*;
use crate::presence::{End, Outbox};
use crate::testing::World;
use crate::testing::keys::signing;
use consilium_store::TokenHash;
use consilium_store::{AccountStore, DeviceStore};
use consilium_types::limits::NUMBER_MOVE_MS;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

const PHONE: &str = "+31612345678";

fn socket(world: &World, device: DeviceId) -> Arc<Outbox> {
    let outbox = Outbox::new(device, TokenHash([1; 32]), Timestamp(u64::MAX));
    world.app.presence.join(&outbox);
    outbox
}

fn end(outbox: &Outbox) -> Option<End> {
    match outbox.poll(&mut Context::from_waker(Waker::noop()), false) {
        Poll::Ready(waiting) => waiting.end,
        Poll::Pending => None,
    }
}

#[tokio::test]
async fn only_the_next_statement_of_the_own_account_is_taken() {
    let world = World::new().await;
    let (alice, caller) = world.member(PHONE).await;
    let (_, bob) = world.member("+31687654321").await;
    let added = signing();
    let next = alice.next_statement(&[&alice.device, &added], world.now());
    let bytes: Bytes = next.as_bytes().to_vec().into();
    let accounts = &world.app.accounts;
    let foreign = accounts.put_statement(&bob, bytes.clone()).await;
    assert!(matches!(foreign.unwrap_err(), ServiceError::Foreign));
    accounts
        .put_statement(&caller, bytes.clone())
        .await
        .unwrap();
    accounts.put_statement(&caller, bytes).await.unwrap();
    let fork = alice.next_statement(&[&alice.device], world.now().plus(1));
    let fork = accounts
        .put_statement(&caller, fork.as_bytes().to_vec().into())
        .await;
    assert!(matches!(fork.unwrap_err(), ServiceError::Precondition(_)));
    let served = accounts.statements(&[caller.account]).await.unwrap();
    assert_eq!(served, [next.as_bytes()]);
}

#[tokio::test]
async fn a_device_that_a_statement_leaves_out_loses_socket_and_token() {
    let world = World::new().await;
    let (alice, caller) = world.member(PHONE).await;
    let old = socket(&world, alice.id());
    let next = alice.next_statement(&[&signing()], world.now());
    let put = world
        .app
        .accounts
        .put_statement(&caller, next.as_bytes().to_vec().into());
    put.await.unwrap();
    assert_eq!(end(&old), Some(End::TokenEnded));
    assert!(world.store.device(alice.id()).await.unwrap().is_none());
}

#[tokio::test]
async fn a_number_moves_when_its_owner_allows_or_a_day_has_passed() {
    for allow in [Some(true), Some(false), None] {
        let world = World::new().await;
        let (_, owner) = world.member(PHONE).await;
        world.clock.advance(Duration::from_secs(60));
        let (_, newcomer) = world.member(PHONE).await;
        let accounts = &world.app.accounts;
        if let Some(allow) = allow {
            accounts.answer_move(owner.account, allow).await.unwrap();
        } else {
            world.clock.advance(Duration::from_millis(NUMBER_MOVE_MS));
            world.store.move_due_numbers(world.now()).await.unwrap();
        }
        let has = async |account| accounts.own(account).await.unwrap().has_number;
        let moved = allow != Some(false);
        assert_eq!(has(newcomer.account).await, moved);
        assert_eq!(has(owner.account).await, !moved);
        let nothing = accounts.answer_move(owner.account, true).await;
        assert!(matches!(
            nothing.unwrap_err(),
            ServiceError::Precondition(_)
        ));
    }
}

#[tokio::test]
async fn a_deleted_account_is_gone_with_its_sockets() {
    let world = World::new().await;
    let (alice, caller) = world.member(PHONE).await;
    let socket = socket(&world, alice.id());
    world.app.accounts.delete(caller.account).await.unwrap();
    assert_eq!(end(&socket), Some(End::TokenEnded));
    let own = world.app.accounts.own(caller.account).await;
    assert!(matches!(own.unwrap_err(), ServiceError::Unauthenticated));
}
