use super::*;
use crate::testing::World;
use consilium_proto::convert::discovery::to_wire;
use consilium_store::StoreLimits;
use consilium_store::memory::MemoryStore;
use consilium_types::{DiscoveryScheme, ManualClock, PhoneNumber};
use std::time::Duration;

const PHONE: &str = "+31612345678";

fn asked(numbers: &[&str]) -> Find {
    let scheme = DiscoveryScheme::HmacSha1;
    let of = |number: &&str| to_wire(hash(scheme, &PhoneNumber::parse(number).unwrap()));
    Find {
        scheme,
        hashes: numbers.iter().map(of).collect(),
    }
}

#[tokio::test]
async fn only_who_opted_in_is_found_and_no_longer_when_opted_out() {
    let world = World::new().await;
    let (alice, _) = world.member(PHONE).await;
    let (_, bob) = world.member("+31687654321").await;
    let found = async || {
        let find = asked(&[PHONE, "+31600000000"]);
        world.app.discovery.find(bob.account, find).await.unwrap()
    };
    assert_eq!(found().await, []);
    let account = alice.statement.account();
    let accounts = &world.app.accounts;
    accounts.set_discoverable(account, true).await.unwrap();
    let [(_, one)] = found().await[..] else {
        panic!("one");
    };
    assert_eq!(one, account);
    // A restart builds the index anew.
    let store = Arc::clone(&world.store) as Arc<dyn RelayStore>;
    let restarted = Discovery::load(store, world.clock.clone()).await.unwrap();
    let again = restarted.find(bob.account, asked(&[PHONE])).await.unwrap();
    assert_eq!(again.len(), 1);
    accounts.set_discoverable(account, false).await.unwrap();
    assert_eq!(found().await, []);
}

#[tokio::test]
async fn an_account_that_lost_its_number_is_not_found_by_it() {
    let world = World::new().await;
    let (alice, _) = world.member(PHONE).await;
    let account = alice.statement.account();
    let accounts = &world.app.accounts;
    accounts.set_discoverable(account, true).await.unwrap();
    world.clock.advance(Duration::from_secs(60));
    let (_, thief) = world.member(PHONE).await;
    accounts.answer_move(account, true).await.unwrap();
    let found = world.app.discovery.find(thief.account, asked(&[PHONE]));
    assert_eq!(found.await.unwrap(), []);
}

#[tokio::test]
async fn every_hash_counts_and_the_quota_is_back_the_next_day() {
    let world = World::new().await;
    let (_, bob) = world.member(PHONE).await;
    let find = |count| Find {
        scheme: DiscoveryScheme::Sha1,
        hashes: vec![1; count],
    };
    let discovery = &world.app.discovery;
    discovery.find(bob.account, find(6000)).await.unwrap();
    let over = discovery.find(bob.account, find(4001)).await.unwrap_err();
    let ServiceError::Later(wait) = over else {
        panic!("later");
    };
    assert!(wait.ms <= Timestamp::DAY_MS);
    discovery.find(bob.account, find(4000)).await.unwrap();
    assert!(discovery.find(bob.account, find(1)).await.is_err());
    world.clock.advance(Duration::from_millis(wait.ms));
    discovery.find(bob.account, find(10_000)).await.unwrap();
}

#[tokio::test]
async fn an_account_that_does_not_exist_has_no_quota() {
    let store: Arc<dyn RelayStore> = Arc::new(MemoryStore::new(StoreLimits::default()));
    let clock = Arc::new(ManualClock::at(Timestamp(0)));
    let discovery = Discovery::load(store, clock).await.unwrap();
    let nobody = AccountId::new([1; 16]);
    assert!(discovery.find(nobody, asked(&[PHONE])).await.is_err());
}
