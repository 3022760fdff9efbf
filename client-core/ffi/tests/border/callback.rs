//! Callbacks into the app: slow, throwing, panicking, calling back.

use crate::support::listener::Ear;
use crate::support::person::{PIN, Person, Phone};
use crate::support::relay::Relay;
use crate::support::{PATIENCE, until, wait};
use consilium_ffi::{
    Client, ClientError, Event, EventListener, KeystoreError, ListenerError, PlatformKeystore,
    Session,
};
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex};

/// Throws at everything.
struct Throwing;

impl EventListener for Throwing {
    fn on_events(&self, _: Vec<Event>) -> Result<(), ListenerError> {
        Err(ListenerError::Failed)
    }
}

/// Panics at everything.
struct Panicking;

impl EventListener for Panicking {
    fn on_events(&self, _: Vec<Event>) -> Result<(), ListenerError> {
        panic!("a listener's own fault")
    }
}

#[test]
fn a_listener_that_throws_is_counted_and_hears_the_next_events() {
    let relay = Relay::start();
    let anna = Person::register(&relay, "Anna");
    let (throwing, panicking, ear) = (Arc::new(Throwing), Arc::new(Panicking), Ear::new());
    let throwing = anna.session.subscribe(throwing).unwrap();
    let panicking = anna.session.subscribe(panicking).unwrap();
    anna.session.subscribe(ear.clone()).unwrap();
    for already in 0..2 {
        note(&anna.session, "one more");
        for subscription in [&throwing, &panicking] {
            until("its failure", || {
                (subscription.failures() > already).then_some(())
            });
        }
    }
    ear.wait_for("the events", |event| {
        matches!(event, Event::MessageAdded { .. })
    });
    anna.session.lock();
    ear.wait_for("the lock", |event| *event == Event::Locked);
    until("their end", || {
        (throwing.has_ended() && panicking.has_ended()).then_some(())
    });
}

/// Throws at all but the lock, when it is let.
struct Careless(Slow);

impl EventListener for Careless {
    fn on_events(&self, events: Vec<Event>) -> Result<(), ListenerError> {
        match events.first() {
            Some(Event::Locked) => self.0.on_events(events),
            _ => {
                let _ = self.0.begun.try_send(());
                let _ = self.0.let_go.lock().unwrap().recv();
                Err(ListenerError::Failed)
            }
        }
    }
}

#[test]
fn a_listener_that_throws_at_what_waited_hears_of_the_lock() {
    let relay = Relay::start();
    let anna = Person::register(&relay, "Anna");
    let ear = Ear::new();
    let (slow, first, go) = Slow::new(&ear);
    let careless = Arc::new(Careless(slow));
    let subscription = anna.session.subscribe(careless).unwrap();
    note(&anna.session, "thrown at");
    first.recv_timeout(PATIENCE).expect("the first event");
    note(&anna.session, "waits");
    anna.session.lock();
    drop(go);
    until("its end", || subscription.has_ended().then_some(()));
    assert_eq!(ear.heard(), [Event::Locked]);
    assert!(subscription.failures() >= 2);
}

/// Looks at what it is told only when it is let.
struct Slow {
    begun: SyncSender<()>,
    let_go: Mutex<Receiver<()>>,
    ear: Arc<Ear>,
}

impl Slow {
    /// One that tells `ear` in the end; what says that its first call has begun; what lets it go.
    fn new(ear: &Arc<Ear>) -> (Self, Receiver<()>, SyncSender<()>) {
        let (begun, first) = sync_channel(1);
        let (go, let_go) = sync_channel(0);
        let slow = Self {
            begun,
            let_go: Mutex::new(let_go),
            ear: Arc::clone(ear),
        };
        (slow, first, go)
    }
}

impl EventListener for Slow {
    fn on_events(&self, events: Vec<Event>) -> Result<(), ListenerError> {
        let _ = self.begun.try_send(());
        // Ends for good when the test drops its end.
        let _ = self.let_go.lock().unwrap().recv();
        self.ear.on_events(events)
    }
}

#[test]
fn a_slow_listener_stalls_nobody_and_is_told_to_read_everything_again() {
    let relay = Relay::start();
    let anna = Person::register(&relay, "Anna");
    let (slow_ear, ear) = (Ear::new(), Ear::new());
    let (slow, first, go) = Slow::new(&slow_ear);
    anna.session.subscribe(Arc::new(slow)).unwrap();
    anna.session.subscribe(ear.clone()).unwrap();
    for round in 0..1400 {
        note(&anna.session, &format!("note {round}"));
    }
    first.recv_timeout(PATIENCE).expect("the first event");
    drop(go);
    anna.session.lock();
    for ear in [&slow_ear, &ear] {
        ear.wait_for("the lock", |event| *event == Event::Locked);
        assert_eq!(ear.heard().last(), Some(&Event::Locked));
    }
    let heard = slow_ear.heard();
    assert!(heard.contains(&Event::Resync), "{} events", heard.len());
    assert!(heard.len() <= 256 + 1024 + 2);
    assert!(!ear.heard().contains(&Event::Resync));
}

#[test]
fn what_waits_for_a_listener_crosses_in_few_calls_and_in_order() {
    let relay = Relay::start();
    let anna = Person::register(&relay, "Anna");
    let (slow_ear, ear) = (Ear::new(), Ear::new());
    let (slow, first, go) = Slow::new(&slow_ear);
    anna.session.subscribe(Arc::new(slow)).unwrap();
    anna.session.subscribe(ear.clone()).unwrap();
    note(&anna.session, "held up");
    first.recv_timeout(PATIENCE).expect("the first event");
    for round in 0..300 {
        note(&anna.session, &format!("note {round}"));
    }
    drop(go);
    anna.session.lock();
    for ear in [&slow_ear, &ear] {
        ear.wait_for("the lock", |event| *event == Event::Locked);
    }
    assert_eq!(slow_ear.heard(), ear.heard());
    let lists = slow_ear.lists();
    let waited: usize = lists.iter().skip(1).sum();
    assert!(waited >= 300, "{lists:?}");
    assert!(lists.iter().all(|list| (1..=256).contains(list)));
    // The lock comes when it may, in a call of its own or not.
    assert!(lists.len() <= 1 + waited.div_ceil(256) + 1, "{lists:?}");
}

/// Reads when it is told of something.
struct Reader(Mutex<Option<Arc<Session>>>, Arc<Ear>);

impl EventListener for Reader {
    fn on_events(&self, events: Vec<Event>) -> Result<(), ListenerError> {
        let added = events.iter().find_map(|event| match event {
            Event::MessageAdded { message, .. } => Some(*message),
            _ => None,
        });
        if let (Some(message), Some(session)) = (added, &*self.0.lock().unwrap()) {
            wait(session.message(message)).map_err(|_| ListenerError::Failed)?;
            session.lock();
        }
        self.1.on_events(events)
    }
}

#[test]
fn a_listener_may_call_back_and_even_lock() {
    let relay = Relay::start();
    let anna = Person::register(&relay, "Anna");
    let ear = Ear::new();
    let reader = Reader(Mutex::new(Some(Arc::clone(&anna.session))), ear.clone());
    let subscription = anna.session.subscribe(Arc::new(reader)).unwrap();
    note(&anna.session, "lock yourself");
    ear.wait_for("the lock", |event| *event == Event::Locked);
    assert_eq!(subscription.failures(), 0);
    assert!(anna.session.is_locked());
}

#[test]
fn a_subscription_that_ended_hears_nothing_more() {
    let relay = Relay::start();
    let anna = Person::register(&relay, "Anna");
    let (gone, ear) = (Ear::new(), Ear::new());
    let subscription = anna.session.subscribe(gone.clone()).unwrap();
    subscription.end();
    subscription.end();
    anna.session.subscribe(ear.clone()).unwrap();
    note(&anna.session, "unheard");
    ear.wait_for("the note", |event| {
        matches!(event, Event::MessageAdded { .. })
    });
    assert_eq!(gone.heard(), []);
    until("its end", || subscription.has_ended().then_some(()));
}

#[test]
fn a_subscription_has_ended_once_no_call_of_its_listener_is_under_way() {
    let relay = Relay::start();
    let anna = Person::register(&relay, "Anna");
    let (slow, first, go) = Slow::new(&Ear::new());
    let subscription = anna.session.subscribe(Arc::new(slow)).unwrap();
    note(&anna.session, "heard slowly");
    first.recv_timeout(PATIENCE).expect("the first event");
    subscription.end();
    assert!(!subscription.has_ended());
    drop(go);
    until("its end", || subscription.has_ended().then_some(()));
    // It was let go of, and with it its end of the channel.
    assert!(
        first
            .try_recv()
            .is_err_and(|error| error == TryRecvError::Disconnected)
    );
}

#[test]
fn a_listener_that_comes_while_a_session_is_being_locked_silences_no_other() {
    let relay = Relay::start();
    let anna = Person::register(&relay, "Anna");
    let session = &anna.session;
    let ear = Ear::new();
    session.subscribe(ear.clone()).unwrap();
    let (begun, trying) = sync_channel(0);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            begun.send(()).unwrap();
            // The first refusal comes before the others were told of the lock.
            while let Ok(subscription) = session.subscribe(Ear::new()) {
                subscription.end();
            }
        });
        trying.recv().unwrap();
        session.lock();
    });
    ear.wait_for("the lock", |event| *event == Event::Locked);
}

#[test]
fn listeners_are_bounded_and_their_places_come_free() {
    let relay = Relay::start();
    let anna = Person::register(&relay, "Anna");
    let session = &anna.session;
    let places: Vec<_> = (0..16)
        .map(|_| session.subscribe(Ear::new()).unwrap())
        .collect();
    let refused = session.subscribe(Ear::new());
    assert!(matches!(refused.err(), Some(ClientError::Argument { .. })));
    places[3].end();
    session.subscribe(Ear::new()).unwrap();
}

/// A keystore in memory that fails as it is told.
#[derive(Default)]
struct Moody {
    slots: Mutex<HashMap<String, Vec<u8>>>,
    mood: Mutex<Mood>,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Mood {
    #[default]
    Well,
    Throwing,
    Panicking,
}

impl Moody {
    fn set(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    fn look(&self) -> Result<(), KeystoreError> {
        let mood = *self.mood.lock().unwrap();
        match mood {
            Mood::Well => Ok(()),
            Mood::Throwing => Err(KeystoreError::Unavailable),
            Mood::Panicking => panic!("a keystore's own fault"),
        }
    }
}

impl PlatformKeystore for Moody {
    fn store(&self, slot: String, secret: Vec<u8>) -> Result<(), KeystoreError> {
        self.look()?;
        self.slots.lock().unwrap().insert(slot, secret);
        Ok(())
    }

    fn load(&self, slot: String) -> Result<Option<Vec<u8>>, KeystoreError> {
        self.look()?;
        Ok(self.slots.lock().unwrap().get(&slot).cloned())
    }

    fn delete(&self, slot: String) -> Result<(), KeystoreError> {
        self.look()?;
        self.slots.lock().unwrap().remove(&slot);
        Ok(())
    }

    fn hardware_backed(&self) -> Result<bool, KeystoreError> {
        self.look()?;
        Ok(true)
    }
}

#[test]
fn a_keystore_that_fails_is_a_typed_error_and_harms_nothing() {
    let relay = Relay::start();
    let phone = Phone::new();
    let keystore = Arc::new(Moody::default());
    let open = || wait(Client::open(phone.config(&relay), keystore.clone(), None));
    keystore.set(Mood::Throwing);
    assert_eq!(open().err(), Some(ClientError::Keystore));
    keystore.set(Mood::Panicking);
    assert!(matches!(open().err(), Some(ClientError::Internal { .. })));
    keystore.set(Mood::Well);
    let client = open().unwrap();
    let code = phone.code(&client, &relay);
    let profile = crate::support::person::profile("Anna");
    let session = wait(client.register(code, PIN.into(), profile, None)).unwrap();
    session.lock();
    keystore.set(Mood::Throwing);
    let refused = wait(client.unlock(PIN.into()));
    assert_eq!(refused.err(), Some(ClientError::Keystore));
    keystore.set(Mood::Panicking);
    let refused = wait(client.unlock(PIN.into()));
    assert!(matches!(refused.err(), Some(ClientError::Internal { .. })));
    keystore.set(Mood::Well);
    wait(client.unlock(PIN.into())).unwrap();
}

/// A note to oneself.
fn note(session: &Session, text: &str) {
    let own = wait(session.own_account()).unwrap().account;
    let urgency = consilium_ffi::Urgency::Routine;
    wait(session.send_text(own, text.into(), urgency, None)).unwrap();
}
