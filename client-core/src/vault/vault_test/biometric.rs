//! Opening by finger or face: when it does, and when only the PIN does.

use super::*;
use zeroize::Zeroizing;

/// A device's check of the person, as its hardware behaves.
#[derive(Default)]
pub(super) struct Gate(Mutex<Sensor>);

#[derive(Default)]
struct Sensor {
    kept: Option<Vec<u8>>,
    stranger: bool,
    nothing_enrolled: bool,
    asked: usize,
}

impl Gate {
    fn sensor(&self) -> std::sync::MutexGuard<'_, Sensor> {
        self.0.lock().unwrap()
    }
}

impl BiometricGate for Gate {
    fn keep(&self, secret: &[u8]) -> Result<(), BiometricError> {
        let mut sensor = self.sensor();
        if sensor.nothing_enrolled {
            return Err(BiometricError::Unavailable);
        }
        sensor.kept = Some(secret.to_vec());
        Ok(())
    }

    fn ask(&self) -> Result<Option<Zeroizing<Vec<u8>>>, BiometricError> {
        let mut sensor = self.sensor();
        sensor.asked += 1;
        if sensor.stranger {
            return Err(BiometricError::NotRecognised);
        }
        Ok(sensor.kept.clone().map(Zeroizing::new))
    }

    fn forget(&self) -> Result<(), BiometricError> {
        self.sensor().kept = None;
        Ok(())
    }
}

const PIN: &str = "527416";

/// A vault that a finger opens, locked.
fn enabled() -> (Device, LockedVault) {
    let device = Device::new();
    let locked = device.locked();
    assert_eq!(locked.biometrics(), Err(VaultError::Missing));
    let vault = locked.create(&pin(PIN), Argon2Params::DEFAULT, secrets(1));
    let vault = vault.unwrap();
    assert_eq!(locked.biometrics(), Ok(Biometrics::Off));
    assert_eq!(
        locked.unlock_with_biometrics().unwrap_err(),
        VaultError::PinDue
    );
    assert_eq!(device.gate.sensor().asked, 0);
    vault.enable_biometrics().unwrap();
    assert!(vault.wants_biometrics().unwrap());
    assert_eq!(locked.biometrics(), Ok(Biometrics::Ready));
    (device, locked)
}

fn hours(count: u64) -> Duration {
    Duration::from_secs(3600 * count)
}

#[test]
fn a_finger_opens_what_the_pin_opens_and_touches_no_counter() {
    let (device, locked) = enabled();
    let wrong = checked(&locked, || Ok(None)).unwrap_err();
    assert!(matches!(wrong, VaultError::WrongPin { tries_left: 9, .. }));
    let opened = locked.unlock_with_biometrics().unwrap();
    assert_eq!(opened.secrets().statement, secrets(1).statement);
    assert_eq!(locked.status().unwrap().tries_left, 9);
    drop(opened);
    device.gate.sensor().stranger = true;
    let refused = locked.unlock_with_biometrics().unwrap_err();
    assert_eq!(
        refused,
        VaultError::Biometric(BiometricError::NotRecognised)
    );
    assert_eq!(locked.status().unwrap().tries_left, 9);
    device.gate.sensor().stranger = false;
    assert!(locked.unlock_with_biometrics().is_ok(), "it can try again");
}

#[test]
fn the_week_runs_from_the_pin_whatever_a_finger_opened_since_and_the_wall_clock_says() {
    let (device, locked) = enabled();
    let entered = device.clock.boot();
    device.clock.advance(hours(7 * 24 - 1));
    device.clock.set_wall_by(-86_400_000 * 300);
    let opened = locked.unlock_with_biometrics().unwrap();
    assert_eq!(opened.pin_entered(), entered);
    drop(opened);
    device.clock.advance(hours(1));
    let asked = device.gate.sensor().asked;
    assert_eq!(
        locked.unlock_with_biometrics().unwrap_err(),
        VaultError::PinDue
    );
    assert_eq!(device.gate.sensor().asked, asked, "nobody is asked for it");
    assert_eq!(locked.biometrics(), Ok(Biometrics::PinDue));
    assert_eq!(device.gate.sensor().kept, None, "its secret is gone");
    drop(locked.unlock(&pin(PIN)).unwrap());
    assert_eq!(locked.biometrics(), Ok(Biometrics::Ready));
    assert!(locked.unlock_with_biometrics().is_ok());
}

#[test]
fn after_a_restart_of_the_device_only_the_pin_opens_and_renews_the_finger() {
    let (device, locked) = enabled();
    device.clock.restart_machine();
    assert_eq!(locked.biometrics(), Ok(Biometrics::PinDue));
    assert_eq!(
        locked.unlock_with_biometrics().unwrap_err(),
        VaultError::PinDue
    );
    let before = copy_of_file(&device);
    drop(locked.unlock(&pin(PIN)).unwrap());
    assert_ne!(copy_of_file(&device), before, "under a new secret");
    assert!(locked.unlock_with_biometrics().is_ok());
}

#[test]
fn another_enrolment_ends_it_until_the_owner_switches_it_on_again() {
    let (device, locked) = enabled();
    device.gate.sensor().kept = None;
    assert_eq!(
        locked.unlock_with_biometrics().unwrap_err(),
        VaultError::PinDue
    );
    assert_eq!(locked.biometrics(), Ok(Biometrics::Off));
    let vault = locked.unlock(&pin(PIN)).unwrap();
    assert_eq!(locked.biometrics(), Ok(Biometrics::Off), "not by itself");
    device.gate.sensor().nothing_enrolled = true;
    assert_eq!(
        vault.enable_biometrics(),
        Err(VaultError::Biometric(BiometricError::Unavailable))
    );
    assert_eq!(locked.biometrics(), Ok(Biometrics::Off));
    device.gate.sensor().nothing_enrolled = false;
    vault.enable_biometrics().unwrap();
    vault.disable_biometrics().unwrap();
    assert_eq!(device.gate.sensor().kept, None);
    assert_eq!(locked.biometrics(), Ok(Biometrics::Off));
}

#[test]
fn ten_wrong_pins_close_the_finger_s_way_too() {
    let (device, locked) = enabled();
    for _ in 0..10 {
        device.clock.advance(hours(1));
        checked(&locked, || Ok(None)).unwrap_err();
    }
    let asked = device.gate.sensor().asked;
    assert_eq!(
        locked.unlock_with_biometrics().unwrap_err(),
        VaultError::Closed
    );
    assert_eq!(device.gate.sensor().asked, asked);
}

#[test]
fn a_changed_pin_leaves_no_older_wrapped_key_that_opens() {
    let (device, locked) = enabled();
    let old_file = copy_of_file(&device);
    let old_secret = device.gate.sensor().kept.clone();
    let mut vault = locked.unlock(&pin(PIN)).unwrap();
    device.clock.advance(hours(30));
    vault.change_pin(&pin(PIN), &pin("739157")).unwrap();
    assert_eq!(vault.pin_entered(), device.clock.boot());
    drop(vault);
    assert!(locked.unlock_with_biometrics().is_ok(), "it goes on");
    std::fs::write(device.sandbox().join("biometric"), old_file).unwrap();
    device.gate.sensor().kept = old_secret;
    assert_eq!(
        locked.unlock_with_biometrics().unwrap_err(),
        VaultError::PinDue
    );
    assert_eq!(locked.biometrics(), Ok(Biometrics::Off));
}

#[test]
fn a_flip_in_any_byte_of_the_wrapped_key_leaves_the_pin() {
    let (device, locked) = enabled();
    let good = copy_of_file(&device);
    let secret = device.gate.sensor().kept.clone();
    for index in 0..good.len() {
        let mut bytes = good.clone();
        bytes[index] ^= 1;
        std::fs::write(device.sandbox().join("biometric"), bytes).unwrap();
        device.gate.sensor().kept.clone_from(&secret);
        let refused = locked.unlock_with_biometrics().unwrap_err();
        assert_eq!(refused, VaultError::PinDue, "byte {index}");
    }
    std::fs::write(device.sandbox().join("biometric"), vec![0; 300]).unwrap();
    assert!(locked.unlock_with_biometrics().is_err());
    assert!(locked.unlock(&pin(PIN)).is_ok());
}

#[test]
fn erasing_and_setting_up_anew_leave_no_way_in_for_a_finger() {
    let (device, locked) = enabled();
    let file = copy_of_file(&device);
    locked.erase().unwrap();
    assert_eq!(device.gate.sensor().kept, None);
    assert!(!device.sandbox().join("biometric").exists());
    std::fs::write(device.sandbox().join("biometric"), file).unwrap();
    let vault = locked.create(&pin(PIN), Argon2Params::DEFAULT, secrets(2));
    drop(vault.unwrap());
    assert_eq!(locked.biometrics(), Ok(Biometrics::Off));
}

#[test]
fn killed_at_any_step_of_switching_it_on_the_pin_opens_and_the_finger_opens_or_is_off() {
    let steps = {
        let (device, locked) = enabled();
        drop(locked);
        let counter = Arc::new(Steps::default());
        let vault = device.probed(counter.clone()).unlock(&pin(PIN)).unwrap();
        let before = counter.0.load(Ordering::SeqCst);
        vault.enable_biometrics().unwrap();
        counter.0.load(Ordering::SeqCst) - before
    };
    assert!(steps >= 3, "{steps}");
    for kill_at in 0..steps {
        let (device, locked) = enabled();
        drop(locked);
        let probe = Arc::new(KillAfter::default());
        let vault = device.probed(probe.clone()).unlock(&pin(PIN)).unwrap();
        probe.0.store(kill_at + 1, Ordering::SeqCst);
        let killed = catch_unwind(AssertUnwindSafe(|| vault.enable_biometrics()));
        assert!(killed.is_err());
        drop(vault);
        let locked = device.locked();
        match locked.biometrics().unwrap() {
            Biometrics::Ready => assert!(locked.unlock_with_biometrics().is_ok()),
            other => assert_eq!(other, Biometrics::Off),
        }
        assert!(locked.unlock(&pin(PIN)).is_ok());
    }
}

/// Counts the steps.
#[derive(Default)]
struct Steps(AtomicUsize);

impl Probe for Steps {
    fn step(&self, _: &'static str) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// Ends the work at a step: counted down from when it is set.
#[derive(Default)]
struct KillAfter(AtomicUsize);

impl Probe for KillAfter {
    fn step(&self, name: &'static str) {
        let left = self.0.load(Ordering::SeqCst);
        if left > 0 {
            self.0.store(left - 1, Ordering::SeqCst);
            assert!(left > 1, "killed at {name}");
        }
    }
}

fn copy_of_file(device: &Device) -> Vec<u8> {
    std::fs::read(device.sandbox().join("biometric")).unwrap()
}
