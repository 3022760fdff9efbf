//! Giving up: prompt, and nothing left half done. The relay is stopped as a network is that
//! swallows everything.

use crate::support::person::{PIN, Person, Phone, profile};
use crate::support::relay::Relay;
use crate::support::{until, wait};
use consilium_ffi::{
    CancelToken, Client, ClientError, ClientState, Connection, Delivery, KeystoreError,
    PlatformKeystore, Scheme, Secret,
};
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Far below the time-outs of the line, which would end the calls too.
const PROMPTLY: Duration = Duration::from_secs(3);

/// Messages that wait for somebody.
const MANY: usize = 100;
/// Bytes of the relay's among which some of those messages are and not all: an envelope has at
/// least 1,713 (protocol §6), the beginning of a line fewer than twenty thousand.
const SOME: usize = 80_000;

/// Makes a call on a thread of its own, gives it up as soon as that runs, and says how it ended.
/// The relay does not answer, so it has not ended by then; how far it has come is left to chance.
fn given_up<T: Send + 'static>(
    call: impl FnOnce(Arc<CancelToken>) -> Result<T, ClientError> + Send + 'static,
) -> Result<T, ClientError> {
    let token = CancelToken::new();
    let own = Arc::clone(&token);
    let (begun, began) = std::sync::mpsc::sync_channel(1);
    let thread = std::thread::spawn(move || {
        begun.send(()).expect("the test waits");
        call(own)
    });
    began.recv().expect("the thread");
    token.cancel();
    let asked = Instant::now();
    let ended = thread.join().expect("no panic");
    assert!(asked.elapsed() < PROMPTLY, "{:?}", asked.elapsed());
    assert!(token.is_cancelled());
    ended
}

fn is_cancelled<T>(result: &Result<T, ClientError>) -> bool {
    matches!(result, Err(ClientError::Cancelled))
}

#[test]
fn a_token_cancelled_before_the_call_ends_it_at_once() {
    let relay = Relay::start();
    let (anna, _bram) = Person::pair(&relay);
    let token = CancelToken::new();
    token.cancel();
    token.cancel();
    let some = || Some(Arc::clone(&token));
    assert!(is_cancelled(&wait(anna.session.sync_now(some()))));
    assert!(is_cancelled(&wait(anna.session.wake(some()))));
    assert!(is_cancelled(&wait(
        anna.session.find_contacts(Scheme::HmacSha1, some())
    )));
    let number = anna.phone.number.clone();
    assert!(is_cancelled(&wait(
        anna.client.request_code(number, some())
    )));
}

#[test]
fn a_registration_given_up_leaves_nothing_and_can_be_made_again() {
    let relay = Relay::start();
    let phone = Phone::new();
    let client = phone.open(&relay);
    let code = phone.code(&client, &relay);
    relay.freeze();
    let own = Arc::clone(&client);
    let ended =
        given_up(move |token| wait(own.register(code, PIN.into(), profile("Anna"), Some(token))));
    assert!(is_cancelled(&ended));
    assert_eq!(wait(client.state()), Ok(ClientState::Empty));
    relay.thaw();
    // With another number: whether the relay took the first code before it was frozen is chance.
    let again = Phone::new().code(&client, &relay);
    let made = wait(client.register(again, PIN.into(), profile("Anna"), None));
    assert!(made.is_ok(), "{made:?}");
}

/// Gives up when the device secret is stored: the vault is being made.
struct Impatient {
    keystore: Arc<dyn PlatformKeystore>,
    token: Arc<CancelToken>,
}

impl PlatformKeystore for Impatient {
    fn store(&self, slot: String, secret: Vec<u8>) -> Result<(), KeystoreError> {
        self.token.cancel();
        self.keystore.store(slot, secret)
    }

    fn load(&self, slot: String) -> Result<Option<Vec<u8>>, KeystoreError> {
        self.keystore.load(slot)
    }

    fn delete(&self, slot: String) -> Result<(), KeystoreError> {
        self.keystore.delete(slot)
    }

    fn hardware_backed(&self) -> Result<bool, KeystoreError> {
        self.keystore.hardware_backed()
    }
}

#[test]
fn a_registration_given_up_while_its_vault_is_made_is_taken_back() {
    let relay = Relay::start();
    let phone = Phone::new();
    let token = CancelToken::new();
    let impatient = Impatient {
        keystore: phone.keystore(),
        token: Arc::clone(&token),
    };
    let client = wait(Client::open(
        phone.config(&relay),
        Arc::new(impatient),
        None,
    ))
    .unwrap();
    let code = phone.code(&client, &relay);
    let ended = wait(client.register(code, PIN.into(), profile("Anna"), Some(token)));
    assert!(is_cancelled(&ended));
    assert_eq!(wait(client.state()), Ok(ClientState::Empty));
    let code = phone.code(&client, &relay);
    wait(client.register(code, PIN.into(), profile("Anna"), None)).unwrap();
}

#[test]
fn a_recovery_given_up_leaves_the_account_as_it_was() {
    let relay = Relay::start();
    let mut anna = Person::register(&relay, "Anna");
    let recovery = wait(anna.session.recovery_code()).unwrap().concat();
    let phone = Phone {
        number: anna.phone.number.clone(),
        ..Phone::new()
    };
    let client = phone.open(&relay);
    let code = phone.code(&client, &relay);
    relay.freeze();
    let own = Arc::clone(&client);
    let ended = given_up(move |token| {
        let recovery = Secret::from(recovery.as_str());
        wait(own.recover(recovery, code, PIN.into(), profile("Anna"), Some(token)))
    });
    relay.thaw();
    assert!(is_cancelled(&ended));
    assert_eq!(wait(client.state()), Ok(ClientState::Empty));
    anna.reopen();
    anna.sync();
}

#[test]
fn a_sync_given_up_in_the_middle_keeps_what_came_and_the_next_brings_the_rest_once() {
    let relay = Relay::start_behind_narrows();
    let (anna, bram) = Person::pair(&relay);
    let (hers, his): (Vec<_>, Vec<_>) = (0..MANY)
        .map(|round| (format!("hers {round}"), format!("his {round}")))
        .unzip();
    his.iter().for_each(|text| bram.send(&anna, text));
    bram.sync();
    hers.iter().for_each(|text| anna.send(&bram, text));
    let received = || {
        let texts = anna.texts(&bram);
        texts.iter().filter(|text| his.contains(text)).count()
    };

    relay.narrows().let_through(SOME);
    let token = CancelToken::new();
    let (session, own) = (Arc::clone(&anna.session), Arc::clone(&token));
    let call = std::thread::spawn(move || wait(session.sync_now(Some(own))));
    relay.narrows().wait_until_closed();
    until("the first of his messages", || {
        (received() > 0).then_some(())
    });
    assert!(!call.is_finished(), "the rest is on the other side");
    assert!(received() < MANY, "not all of them came");
    token.cancel();
    let asked = Instant::now();
    let ended = call.join().expect("no panic");
    assert!(asked.elapsed() < PROMPTLY, "{:?}", asked.elapsed());
    assert!(is_cancelled(&ended));
    let line = || wait(anna.session.status()).unwrap().connection;
    until("the line's end", || {
        (line() == Connection::Stopped).then_some(())
    });
    let kept = received();
    assert!((1..MANY).contains(&kept), "{kept} of {MANY} were kept");

    relay.narrows().open();
    anna.sync();
    bram.sync();
    anna.sync();
    for (own, other, texts) in [(&anna, &bram, &his), (&bram, &anna, &hers)] {
        let theirs = own.texts(other).into_iter();
        let theirs: Vec<_> = theirs.filter(|text| texts.contains(text)).collect();
        assert_eq!(&theirs, texts, "each once and in its order");
    }
    assert_eq!(anna.deliveries(&bram), [Delivery::Delivered; MANY]);
}

#[test]
fn a_call_that_nobody_awaits_any_more_is_given_up() {
    let relay = Relay::start();
    let (anna, bram) = Person::pair(&relay);
    anna.send(&bram, "Written once");
    relay.freeze();
    {
        let call = anna.session.sync_now(None);
        let mut call = std::pin::pin!(call);
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(call.as_mut().poll(&mut context).is_pending());
    }
    relay.thaw();
    let line = || wait(anna.session.status()).unwrap().connection;
    until("the line's end", || {
        (line() == Connection::Stopped).then_some(())
    });
    anna.sync();
    bram.sync();
    assert_eq!(bram.texts(&anna), ["Written once"]);
}

#[test]
fn a_line_that_the_app_asked_for_stays_after_a_sync_given_up() {
    let relay = Relay::start();
    let (anna, bram) = Person::pair(&relay);
    anna.session.connect().unwrap();
    relay.freeze();
    let session = Arc::clone(&anna.session);
    let ended = given_up(move |token| wait(session.sync_now(Some(token))));
    relay.thaw();
    assert!(is_cancelled(&ended));
    bram.send(&anna, "Still connected");
    bram.sync();
    until("the message", || {
        (anna.texts(&bram) == ["Still connected"]).then_some(())
    });
}
