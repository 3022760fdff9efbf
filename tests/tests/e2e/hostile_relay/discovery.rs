//! Discovery: other accounts than the ones asked about.

use crate::support::actor::copy;
use crate::support::hostile::Hostile;
use crate::support::person::{Person, introduce};
use crate::support::relay::Relay;
use consilium_client::api::{QrCheck, Scheme};
use consilium_proto::wire;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_account_under_a_known_number_is_found_out_by_comparing() {
    let relay = Relay::start();
    let hostile = Hostile::before(&relay).await;
    let anna = Person::register_through(&relay, hostile.relay_file(), "Anna").await;
    let ben = Person::register_through(&relay, hostile.relay_file(), "Ben").await;
    let mallory = Person::register_through(&relay, hostile.relay_file(), "Mallory").await;
    ben.session.set_discoverable(true).await.unwrap();
    let (real, false_one) = (
        copy(ben.account.as_bytes()),
        copy(mallory.account.as_bytes()),
    );
    hostile.hooks().found.set(move |_, answer| {
        for found in answer.iter_mut().flat_map(|answer| &mut answer.matches) {
            if found.account_id == real {
                found.account_id = false_one.clone();
            }
        }
    });
    let book = [consilium_client::api::AddressBookEntry {
        name: "Ben".to_owned(),
        numbers: vec![ben.number.clone()],
    }];
    anna.session.import_address_book(&book).unwrap();
    let found = anna
        .session
        .find_contacts(Scheme::HmacSha1)
        .await
        .unwrap()
        .found;
    assert_eq!(found, [mallory.account]);
    let contact = anna.session.contact(mallory.account).unwrap();
    assert!(!contact.compared, "found by number is unverified");
    // Ben shows his code for Anna, whom he finds honestly; it is not the one Anna's phone expects.
    anna.session.set_discoverable(true).await.unwrap();
    introduce_one(&ben, &anna).await;
    let shown = ben.session.qr_payload(anna.account).unwrap();
    anna.session
        .send_text(mallory.account, "hello", None, Default::default())
        .unwrap();
    mallory.hears(&anna, "hello").await;
    assert_eq!(
        anna.session.check_qr(mallory.account, &shown),
        Ok(QrCheck::Mismatch)
    );
    assert!(!anna.session.contact(mallory.account).unwrap().compared);
}

async fn introduce_one(who: &Person, to: &Person) {
    let book = [consilium_client::api::AddressBookEntry {
        name: to.name.clone(),
        numbers: vec![to.number.clone()],
    }];
    who.session.import_address_book(&book).unwrap();
    assert_eq!(
        who.session
            .find_contacts(Scheme::HmacSha1)
            .await
            .unwrap()
            .found,
        [to.account]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn discovery_answers_that_nobody_asked_for_are_ignored() {
    let relay = Relay::start();
    let hostile = Hostile::before(&relay).await;
    let (anna, ben) = tokio::join!(
        Person::register_through(&relay, hostile.relay_file(), "Anna"),
        Person::register_through(&relay, hostile.relay_file(), "Ben"),
    );
    hostile.hooks().found.set(|_, answer| {
        *answer = Ok(wire::FindResponse {
            matches: (0..500_u64)
                .map(|hash| wire::Match {
                    hash,
                    account_id: copy(&[7; 16]),
                })
                .collect(),
        });
    });
    introduce_nobody(&anna, &ben).await;
    hostile.hooks().found.clear();
    introduce(&[&anna, &ben]).await;
}

async fn introduce_nobody(who: &Person, to: &Person) {
    let book = [consilium_client::api::AddressBookEntry {
        name: to.name.clone(),
        numbers: vec![to.number.clone()],
    }];
    who.session.import_address_book(&book).unwrap();
    if let Ok(summary) = who.session.find_contacts(Scheme::HmacSha1).await {
        assert!(summary.found.is_empty());
    }
    assert!(
        who.session
            .contacts()
            .unwrap()
            .iter()
            .all(|one| one.account.as_bytes() != &[7; 16])
    );
}
