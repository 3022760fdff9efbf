use super::super::testing::{FakeRelay, Finish, PIN, Person, clock, installation, phone_code};
use super::super::*;
use std::sync::Arc;

const NUMBER: &str = "+31612345671";

async fn register(client: &Arc<Client>) -> Result<Arc<Session>> {
    let code = phone_code(client, NUMBER).await;
    let profile = Profile {
        name: "Anna".to_owned(),
        profession: "GP".to_owned(),
    };
    client.register(code, PIN, profile).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_whose_finish_answer_was_lost_is_found_by_its_login() {
    let relay = FakeRelay::new(clock());
    let folder = tempfile::tempdir().unwrap();
    let client = installation(&relay, folder.path());
    relay.with(|state| state.finish = Finish::Lost);
    let session = register(&client).await.unwrap();
    assert_eq!(session.recovery_code().unwrap().len(), 9);
    relay.with(|state| state.finish = Finish::Answered);
    let anna = Person::of(client, session, NUMBER, folder);
    let bram = Person::new(&relay, "Bram", "+31612345672").await;
    bram.find(&anna).await;
    bram.say(anna.account(), "you are there");
    bram.sync().await;
    anna.sync().await;
    assert_eq!(anna.texts(bram.account()), ["you are there"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_that_nobody_could_confirm_is_completed_by_a_later_unlock() {
    let relay = FakeRelay::new(clock());
    let folder = tempfile::tempdir().unwrap();
    let client = installation(&relay, folder.path());
    relay.with(|state| (state.finish, state.no_login) = (Finish::Lost, true));
    let lost = register(&client).await.unwrap_err();
    assert_eq!(lost, ClientError::RegistrationUnconfirmed);
    let account = relay.with(|state| *state.statements.keys().next().unwrap());
    assert_eq!(client.state().unwrap(), ClientState::Locked);

    let session = client.unlock(PIN).unwrap();
    assert_eq!(session.recovery_code().unwrap().len(), 9);
    assert_eq!(session.sync_now().await, Err(ClientError::Offline));
    relay.with(|state| (state.finish, state.no_login) = (Finish::Answered, false));
    let anna = Person::of(client, session, NUMBER, folder);
    anna.sync().await;
    assert_eq!(anna.account(), account);
    // From now on it is an account like any other.
    relay.with(|state| state.statements.clear());
    anna.session.core().line.forget_token();
    assert_eq!(anna.session.sync_now().await, Err(ClientError::SignedOut));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_that_never_arrived_is_told_and_makes_room_for_another() {
    let relay = FakeRelay::new(clock());
    let folder = tempfile::tempdir().unwrap();
    let client = installation(&relay, folder.path());
    relay.with(|state| state.finish = Finish::Unsent);
    let lost = register(&client).await.unwrap_err();
    assert_eq!(lost, ClientError::RegistrationUnconfirmed);
    let session = client.unlock(PIN).unwrap();
    let anna = Person::of(client.clone(), session, NUMBER, folder);
    assert_eq!(
        anna.session.sync_now().await,
        Err(ClientError::NotRegistered)
    );
    anna.session.connect();
    super::super::testing::until("the app is told", || {
        anna.heard.has(|event| *event == Event::NotRegistered)
    })
    .await;
    assert!(!anna.heard.has(|event| *event == Event::SignedOut));
    anna.session.lock();
    client.erase().unwrap();
    relay.with(|state| state.finish = Finish::Answered);
    let session = register(&client).await.unwrap();
    session.sync_now().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_that_the_relay_refused_leaves_nothing() {
    let relay = FakeRelay::new(clock());
    let folder = tempfile::tempdir().unwrap();
    let client = installation(&relay, folder.path());
    relay.with(|state| state.finish = Finish::Refused);
    let refused = register(&client).await.unwrap_err();
    assert!(matches!(refused, ClientError::RelayRefused { .. }));
    assert_eq!(client.state().unwrap(), ClientState::Empty);
}
