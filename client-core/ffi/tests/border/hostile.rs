//! A caller that does everything wrong gets typed errors and harms nobody.

use crate::support::listener::Ear;
use crate::support::person::{PIN, Person, Phone, profile};
use crate::support::relay::Relay;
use crate::support::wait;
use consilium_ffi::{
    AccountId, Client, ClientError, ClientState, ConversationId, MessageId, PhoneCode,
    RecoveryGroup, Scheme, Secret, Session, Timestamp, UniFfiTag, Urgency, parse_address_book,
    parse_relay_file,
};
use std::sync::Arc;
use uniffi::{Lift, Lower};

/// As the generated sources hand a value over.
fn handed_over<T: Lift<UniFfiTag>, B>(bytes: B) -> Result<T, ClientError>
where
    B: Lower<UniFfiTag, FfiType = T::FfiType>,
{
    T::try_lift(B::lower(bytes)).map_err(|error| {
        let typed = error.downcast::<ClientError>();
        typed.expect("a typed error, which the call throws")
    })
}

fn is_argument<T>(result: Result<T, ClientError>) -> bool {
    matches!(result, Err(ClientError::Argument { .. }))
}

#[test]
fn an_id_that_is_none_is_an_argument_error() {
    let hex = "0123456789abcdef0123456789abcdef".to_owned();
    assert!(handed_over::<AccountId, _>(hex.clone()).is_ok());
    assert!(handed_over::<ConversationId, _>(hex.clone()).is_ok());
    let not_ids = [
        "",
        "0",
        hex.get(1..).unwrap(),
        &format!("{hex}00"),
        &hex.replace('a', "g"),
        &hex.replace("01", "é"),
        "' or 1=1; drop table message; --",
        &"ff".repeat(1 << 20),
    ];
    for text in not_ids {
        assert!(is_argument(handed_over::<AccountId, _>(text.to_owned())));
        assert!(is_argument(handed_over::<ConversationId, _>(
            text.to_owned()
        )));
    }
    assert!(is_argument(handed_over::<Timestamp, _>(-1_i64)));
}

#[test]
fn ids_of_nothing_are_unknown_and_change_nothing() {
    let relay = Relay::start();
    let anna = Person::register(&relay, "Anna");
    let (nobody, nowhere) = (AccountId::new([7; 16]), ConversationId::new([7; 16]));
    let session = &anna.session;
    for none in [i64::MIN, -1, 0, i64::MAX].map(consilium_ffi::MessageId) {
        assert_eq!(
            wait(session.message(none)),
            Err(ClientError::UnknownMessage)
        );
        assert_eq!(
            wait(session.edit(none, "x".into())),
            Err(ClientError::UnknownMessage)
        );
        assert_eq!(
            wait(session.delete_here(none)),
            Err(ClientError::UnknownMessage)
        );
        assert_eq!(wait(session.retry(none)), Err(ClientError::UnknownMessage));
    }
    assert_eq!(
        wait(session.contact(nobody)),
        Err(ClientError::UnknownContact)
    );
    assert_eq!(
        wait(session.qr_payload(nobody)),
        Err(ClientError::UnknownContact)
    );
    assert_eq!(
        wait(session.block(nobody)),
        Err(ClientError::UnknownContact)
    );
    assert_eq!(
        wait(session.keep(nowhere, true)),
        Err(ClientError::UnknownConversation)
    );
    assert_eq!(wait(session.messages(nowhere, None, u32::MAX)), Ok(vec![]));
    let sent = session.send_text(nobody, "Hello".into(), Urgency::Routine, None);
    assert_eq!(wait(sent), Err(ClientError::UnknownContact));
    assert_eq!(wait(session.conversations()), Ok(vec![]));
    assert_eq!(wait(session.contacts()), Ok(vec![]));
}

#[test]
fn files_and_settings_that_are_garbage_are_refused_with_their_reason() {
    let relay = Relay::start();
    let phone = Phone::new();
    for text in ["", "{}", "null", "{\"version\": 9}", &"[".repeat(100_000)] {
        let refused = parse_relay_file(text.into());
        assert!(matches!(refused, Err(ClientError::RelayFile { .. })));
    }
    assert_eq!(
        wait(parse_address_book(vec![0; 64])),
        Err(ClientError::NotAnAddressBook)
    );
    for region in ["", "nl", "NLD", "N1", "é"] {
        let mut config = phone.config(&relay);
        config.default_region = region.into();
        assert!(is_argument(wait(Client::open(
            config,
            phone.keystore(),
            None
        ))));
    }
    let mut config = phone.config(&relay);
    config.data_dir = "/proc/nowhere".into();
    let opened = wait(Client::open(config, phone.keystore(), None));
    assert_eq!(opened.err(), Some(ClientError::Storage));
}

#[test]
fn secrets_that_are_no_text_are_argument_errors_and_cost_no_try() {
    let relay = Relay::start();
    let anna = Person::register(&relay, "Anna");
    let garbage = || Secret::from(vec![0xff, 0xfe, 0x00]);
    assert!(is_argument(anna.client.check_new_pin(garbage())));
    assert!(is_argument(wait(
        anna.session.change_pin(garbage(), PIN.into())
    )));
    let typed = |index| RecoveryGroup {
        index,
        text: garbage(),
    };
    let confirmed = anna
        .session
        .confirm_recovery_code(vec![typed(0), typed(u32::MAX)]);
    assert!(is_argument(wait(confirmed)));
    anna.session.lock();
    assert!(is_argument(wait(anna.client.unlock(garbage())).map(drop)));
    assert!(is_argument(wait(
        anna.client.reopen_pin_with_recovery_code(garbage())
    )));
    assert_eq!(wait(anna.client.pin_status()).unwrap().tries_left, 10);
}

#[test]
fn a_code_of_no_attempt_makes_no_account() {
    let relay = Relay::start();
    let phone = Phone::new();
    let client = phone.open(&relay);
    for attempt in [vec![], vec![1; 16], vec![2; 4096]] {
        let code = PhoneCode {
            attempt,
            code: "000000".into(),
            number: phone.number.clone(),
        };
        let refused = wait(client.register(code, PIN.into(), profile("Anna"), None));
        assert!(matches!(refused, Err(ClientError::RelayRefused { .. })));
        assert_eq!(wait(client.state()), Ok(ClientState::Empty));
    }
}

#[test]
fn every_call_after_the_lock_says_so() {
    let relay = Relay::start();
    let (anna, bram) = Person::pair(&relay);
    let conversation = anna.conversation(&bram);
    anna.session.lock();
    anna.session.lock();
    assert!(anna.session.is_locked());
    let (bram, none) = (bram.account, MessageId(1));
    let calls = calls(&anna.session, bram, conversation, none);
    let called = calls.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(crate::surface::calls_of_a_session(), called, "every call");
    for (name, ended) in calls {
        assert_eq!(ended, Err(ClientError::Locked), "{name}");
    }
    assert_eq!(
        anna.session.subscribe(Ear::new()).err(),
        Some(ClientError::Locked)
    );
    // These have nothing to fail at.
    anna.session.touch();
    anna.session.disconnect();
    assert_eq!(anna.session.connect(), Ok(()));
    assert_eq!(anna.session.connectivity_changed(true), Ok(()));
}

/// Each call of a session that can fail, and how it ended.
fn calls(
    session: &Session,
    account: AccountId,
    conversation: ConversationId,
    message: MessageId,
) -> Vec<(&'static str, Result<(), ClientError>)> {
    macro_rules! ended {
        ($($name:ident($($argument:expr),*)),* $(,)?) => {
            vec![$((stringify!($name), wait(session.$name($($argument),*)).map(drop))),*]
        };
    }
    ended![
        own_account(),
        set_profile(profile("Anna")),
        change_pin(PIN.into(), "739154".into()),
        recovery_code(),
        confirm_recovery_code(vec![]),
        set_biometrics(true),
        biometrics_enabled(),
        set_discoverable(true),
        answer_number_move(false),
        delete_account(),
        wake(None),
        sync_now(None),
        status(),
        diagnostics(),
        tick(),
        import_address_book(vec![]),
        find_contacts(Scheme::HmacSha1, None),
        contacts(),
        contact(account),
        accept_request(account),
        decline_request(account),
        block(account),
        unblock(account),
        safety_number(account),
        qr_payload(account),
        check_qr(account, vec![]),
        mark_compared(account),
        dismiss_new_key(account),
        send_without_checking(account),
        conversations(),
        conversation(conversation),
        messages(conversation, None, 1),
        message(message),
        search("a".into(), 1),
        send_text(account, "a".into(), Urgency::Routine, None),
        edit(message, "a".into()),
        delete_for_everyone(message),
        delete_here(message),
        retry(message),
        acknowledge_seen(message),
        mark_read(conversation),
        keep(conversation, true),
        set_draft(account, "a".into()),
    ]
}

/// The same call from several threads at the same time; how each ended.
fn at_once<T: Send>(
    times: usize,
    call: impl Fn() -> Result<T, ClientError> + Sync,
) -> Vec<Result<T, ClientError>> {
    let barrier = std::sync::Barrier::new(times);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..times)
            .map(|_| {
                scope.spawn(|| {
                    barrier.wait();
                    call()
                })
            })
            .collect();
        let ended = threads.into_iter().map(|thread| thread.join());
        ended.map(|ended| ended.expect("no panic")).collect()
    })
}

#[test]
fn two_who_unlock_at_once_get_one_session() {
    let relay = Relay::start();
    let anna = Person::register(&relay, "Anna");
    anna.session.lock();
    let ended = at_once(4, || wait(anna.client.unlock(PIN.into())));
    let refused = ended.iter().filter_map(|ended| ended.as_ref().err());
    assert_eq!(refused.collect::<Vec<_>>(), [&ClientError::InUse; 3]);
    assert!(is_in_use(wait(anna.client.unlock(PIN.into()))));
}

fn is_in_use(result: Result<Arc<Session>, ClientError>) -> bool {
    matches!(result, Err(ClientError::InUse))
}

#[test]
fn an_installation_is_erased_though_a_session_is_open() {
    let relay = Relay::start();
    let anna = Person::register(&relay, "Anna");
    wait(anna.client.erase()).unwrap();
    assert!(anna.session.is_locked());
    assert_eq!(wait(anna.client.state()), Ok(ClientState::Empty));
    assert_eq!(
        wait(anna.client.unlock(PIN.into())).err(),
        Some(ClientError::NoAccount)
    );
}

#[test]
fn two_who_sync_at_once_both_end_and_leave_the_line_as_it_was() {
    let relay = Relay::start();
    let (anna, bram) = Person::pair(&relay);
    for round in 0..20 {
        anna.send(&bram, &format!("{round}"));
    }
    let ended = at_once(4, || wait(anna.session.sync_now(None)));
    assert_eq!(ended, [const { Ok(()) }; 4]);
    bram.sync();
    assert_eq!(bram.texts(&anna).len(), 20);
    let line = || wait(anna.session.status()).unwrap().connection;
    crate::support::until("the line's end", || {
        (line() == consilium_ffi::Connection::Stopped).then_some(())
    });
}

#[test]
fn calls_during_a_lock_end_whole_or_locked() {
    let relay = Relay::start();
    let mut anna = Person::register(&relay, "Anna");
    let account = anna.account;
    let ended = std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            let mut ended = Vec::new();
            loop {
                let sent = anna
                    .session
                    .send_text(account, "Note".into(), Urgency::Routine, None);
                ended.push(wait(sent));
                if ended.last().is_some_and(Result::is_err) {
                    return ended;
                }
                if ended.len() == 20 {
                    scope.spawn(|| anna.session.lock());
                }
            }
        });
        writing.join().expect("no panic")
    });
    let written = ended.iter().filter(|ended| ended.is_ok()).count();
    assert_eq!(ended.last(), Some(&Err(ClientError::Locked)));
    anna.reopen();
    let notes = wait(anna.session.own_account()).unwrap().conversation;
    let rows = wait(anna.session.messages(notes, None, 1000)).unwrap();
    assert_eq!(rows.len(), written);
}

#[test]
fn a_folder_is_open_once() {
    let relay = Relay::start();
    let phone = Phone::new();
    let first = phone.open(&relay);
    let second = wait(Client::open(phone.config(&relay), phone.keystore(), None));
    assert_eq!(second.err(), Some(ClientError::InUse));
    drop(first);
    phone.open(&relay);
}

#[test]
fn clocks_of_a_real_relay_s_installation_are_not_moved() {
    let relay = Relay::start();
    let phone = Phone::new();
    let client = phone.open(&relay);
    let before = client.now();
    assert_eq!(client.advance_development_clock(86_400_000), Ok(()));
    assert!(client.now().since(before) >= 86_400_000);
    let mut config = Phone::new().config(&relay);
    config.relay_file = relay
        .file()
        .replace("\"development\":true", "\"development\":false");
    config.relay_file = config
        .relay_file
        .replace("\"development\": true", "\"development\": false");
    let client = wait(Client::open(config, phone.keystore(), None)).unwrap();
    let refused = client.advance_development_clock(1);
    assert_eq!(refused, Err(ClientError::NotDevelopment));
}
