//! Finger or face across the border: what the app's gate does, and what it does wrong.

use crate::support::person::{PIN, Phone, profile};
use crate::support::relay::Relay;
use crate::support::wait;
use consilium_ffi::{BiometricError, BiometricGate, Biometrics, Client, ClientError};
use std::sync::{Arc, Mutex};

/// What the gate does when it is asked.
#[derive(Clone, Copy)]
enum Mood {
    Recognises,
    DoesNot,
    Fails,
    Panics,
    Garbage,
}

/// An app's gate.
struct Gate {
    kept: Mutex<Option<Vec<u8>>>,
    mood: Mutex<Mood>,
}

impl Gate {
    fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }
}

impl BiometricGate for Gate {
    fn keep(&self, secret: Vec<u8>) -> Result<(), BiometricError> {
        *self.kept.lock().unwrap() = Some(secret);
        Ok(())
    }

    fn ask(&self) -> Result<Option<Vec<u8>>, BiometricError> {
        let mood = *self.mood.lock().unwrap();
        match mood {
            Mood::Recognises => Ok(self.kept.lock().unwrap().clone()),
            Mood::DoesNot => Err(BiometricError::NotRecognised),
            Mood::Fails => Err(BiometricError::Unavailable),
            Mood::Panics => panic!("a gate's own fault"),
            Mood::Garbage => Ok(Some(vec![7; 1000])),
        }
    }

    fn forget(&self) -> Result<(), BiometricError> {
        *self.kept.lock().unwrap() = None;
        Ok(())
    }
}

#[test]
fn a_finger_opens_a_session_and_a_gate_s_faults_are_typed_errors() {
    let relay = Relay::start();
    let phone = Phone::new();
    let gate = Arc::new(Gate {
        kept: Mutex::default(),
        mood: Mutex::new(Mood::Recognises),
    });
    let client = wait(Client::open(
        phone.config(&relay),
        phone.keystore(),
        Some(gate.clone()),
    ))
    .unwrap();
    let code = phone.code(&client, &relay);
    let session = wait(client.register(code, PIN.into(), profile("Anna"), None)).unwrap();
    assert_eq!(wait(session.biometrics_enabled()), Ok(false));
    wait(session.set_biometrics(true)).unwrap();
    assert_eq!(wait(session.biometrics_enabled()), Ok(true));
    let twice = wait(client.unlock_with_biometrics()).unwrap_err();
    assert_eq!(twice, ClientError::InUse);
    session.lock();
    for (mood, expected) in [
        (Mood::DoesNot, ClientError::NotRecognised),
        (Mood::Fails, ClientError::NoBiometrics),
        (
            Mood::Panics,
            ClientError::Internal {
                what: "a call failed unexpectedly".into(),
            },
        ),
    ] {
        gate.is(mood);
        let refused = wait(client.unlock_with_biometrics()).unwrap_err();
        assert_eq!(refused, expected);
        assert_eq!(wait(client.biometrics()), Ok(Biometrics::Ready));
    }
    gate.is(Mood::Recognises);
    let session = wait(client.unlock_with_biometrics()).unwrap();
    assert!(wait(session.own_account()).is_ok());
    session.lock();
    gate.is(Mood::Garbage);
    let refused = wait(client.unlock_with_biometrics()).unwrap_err();
    assert_eq!(refused, ClientError::PinDue);
    assert_eq!(wait(client.biometrics()), Ok(Biometrics::Off));
    assert!(wait(client.unlock(PIN.into())).is_ok());
}

#[test]
fn without_a_gate_there_is_nothing_to_switch_on() {
    let relay = Relay::start();
    let anna = crate::support::person::Person::register(&relay, "Anna");
    let refused = wait(anna.session.set_biometrics(true)).unwrap_err();
    assert_eq!(refused, ClientError::NoBiometrics);
    anna.session.lock();
    assert_eq!(wait(anna.client.biometrics()), Ok(Biometrics::None));
    let refused = wait(anna.client.unlock_with_biometrics()).unwrap_err();
    assert_eq!(refused, ClientError::NoBiometrics);
}
