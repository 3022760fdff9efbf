//! The stable codes of the error: support and scripts know them, so they never change.

use crate::surface::cases_of_the_error;
use consilium_ffi::{ClientError, PinRule, Refusal};
use std::collections::BTreeSet;
use std::path::Path;

/// One error of each case.
fn errors() -> Vec<ClientError> {
    use ClientError as E;
    let what = || "a test".to_owned();
    vec![
        E::Locked,
        E::NoAccount,
        E::AccountExists,
        E::InUse,
        E::PinRefused {
            rule: PinRule::TooShort,
        },
        E::WrongPin {
            tries_left: 9,
            wait_ms: 0,
        },
        E::PinWait { wait_ms: 1 },
        E::PinClosed,
        E::PinDue,
        E::NotRecognised,
        E::NoBiometrics,
        E::RecoveryCodeMistyped,
        E::RecoveryCodeWrong,
        E::RecoveryGroupsWrong,
        E::RecoveryCodeGone,
        E::PhoneNumber,
        E::TextLength { limit: 1 },
        E::NameLength { limit: 1 },
        E::UnknownContact,
        E::UnknownConversation,
        E::UnknownMessage,
        E::Blocked,
        E::NewKey,
        E::Fork,
        E::NotYours,
        E::NothingToDo { what: what() },
        E::Offline,
        E::RelayNotTrusted,
        E::RelayRefused {
            refusal: Refusal::NotAllowed,
        },
        E::RelayLater { retry_after_ms: 1 },
        E::RelayProtocol,
        E::ClockOff { difference_ms: 1 },
        E::SignedOut,
        E::RegistrationUnconfirmed,
        E::NotRegistered,
        E::Replaced,
        E::Keystore,
        E::Memory,
        E::Storage,
        E::Damaged,
        E::NewerData,
        E::Internal { what: what() },
        E::Cancelled,
        E::Argument { what: what() },
        E::RelayFile { reason: what() },
        E::AddressBookTooLarge,
        E::NotAnAddressBook,
        E::NoNumbers,
        E::NotDevelopment,
    ]
}

/// `WrongPin { .. }` is `WrongPin`.
fn case(error: &ClientError) -> String {
    let shown = format!("{error:?}");
    let letters = shown.chars();
    letters
        .take_while(|letter| letter.is_alphanumeric())
        .collect()
}

#[test]
fn every_case_of_the_error_keeps_its_code() {
    let errors = errors();
    let cases: BTreeSet<String> = errors.iter().map(case).collect();
    assert_eq!(cases, cases_of_the_error(), "one error of each case");
    let mut codes = BTreeSet::new();
    let mut text = String::from("# The code of each case of ClientError. They never change.\n");
    for error in &errors {
        assert!(codes.insert(error.code()), "{} twice", error.code());
        assert!(!error.text().trim().is_empty(), "{error:?}");
        text.extend([&case(error), " ", &error.code(), "\n"]);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bindings/error-codes.txt");
    if std::env::var_os("UPDATE_SNAPSHOT").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, committed, "a code changed");
}
