//! The file: rewrites, crashes at every step, old copies, destroyed prekeys, theft.

use super::*;

#[test]
fn a_rewrite_keeps_the_change_and_no_old_copy_opens() {
    let (device, master) = Device::with_vault(1);
    let mut copies = Vec::new();
    for number in 1..4_u64 {
        let copy = device.folder.path().join(format!("copy{number}"));
        copy_folder(&device.sandbox(), &copy);
        copies.push(copy);
        let mut vault = device.opened(&master).unwrap();
        let change = |secrets: &mut VaultSecrets| {
            add_prekey(secrets, NOW.plus(number));
            Ok::<_, VaultError>(secrets.prekeys.len())
        };
        assert_eq!(vault.rewrite(change), Ok(number as usize));
        drop(vault);
        let reopened = device.opened(&master).unwrap();
        assert_eq!(reopened.secrets().prekeys.len(), number as usize);
    }
    for copy in copies {
        let platform = device.platform(&device.keys(), Arc::new(NoProbe));
        let old = LockedVault::open(&copy, platform).unwrap();
        match open_with_master(&old, &master) {
            Ok(None) | Err(VaultError::KeyGone) => {}
            other => panic!("an old copy opened: {other:?}"),
        }
    }
    // Trying them did not take the keys of the file in use.
    assert!(device.opened(&master).is_some());
}

#[test]
fn a_change_that_fails_is_neither_in_memory_nor_on_disk() {
    let (device, master) = Device::with_vault(1);
    let mut vault = device.opened(&master).unwrap();
    let failed = vault.rewrite(|secrets| {
        add_prekey(secrets, NOW);
        Err::<(), _>(VaultError::Full)
    });
    assert_eq!(failed, Err(VaultError::Full));
    assert!(vault.secrets().prekeys.is_empty());
    let failed = vault.rewrite(|secrets| {
        (0..257).for_each(|_| secrets.prekeys.push(one_prekey()));
        Ok::<_, VaultError>(())
    });
    assert_eq!(failed, Err(VaultError::Full));
    assert!(vault.secrets().prekeys.is_empty());
    drop(vault);
    let reopened = device.opened(&master).unwrap();
    assert!(reopened.secrets().prekeys.is_empty());
}

fn one_prekey() -> crate::prekey::PrekeyEntry {
    static ONE: Mutex<Option<crate::prekey::PrekeyEntry>> = Mutex::new(None);
    let mut one = ONE.lock().unwrap();
    let entry = one.get_or_insert_with(|| {
        let mut secrets = secrets(1);
        add_prekey(&mut secrets, NOW);
        secrets.prekeys.remove(0)
    });
    entry.try_clone().unwrap()
}

#[test]
fn a_crash_at_any_step_of_a_rewrite_leaves_the_old_or_the_new_vault() {
    let (device, master) = Device::with_vault(1);
    let expected = std::cell::Cell::new(0);
    let steps = crash_at_each_step(
        |probe| {
            let vault = device.probed(probe);
            let mut opened = open_with_master(&vault, &master).unwrap().unwrap();
            expected.set(opened.secrets().prekeys.len());
            let change = |secrets: &mut VaultSecrets| {
                add_prekey(secrets, NOW);
                Ok::<_, VaultError>(())
            };
            opened.rewrite(change).unwrap();
        },
        |step| {
            let opened = device.opened(&master).expect(step);
            let found = opened.secrets().prekeys.len();
            let renamed = !matches!(
                step,
                "vault.rewrite.secret_stored" | "vault.rewrite.prepared"
            );
            assert_eq!(found, expected.get() + usize::from(renamed), "{step}");
            // Opening cleared what the crash left: one slot, no unfinished file.
            let slots = std::fs::read_dir(device.keys()).unwrap();
            let slots = slots
                .filter(|slot| {
                    let name = slot.as_ref().unwrap().file_name();
                    name.to_string_lossy().starts_with("device-secret")
                })
                .count();
            assert_eq!(slots, 1, "{step}");
            assert!(!device.sandbox().join("vault.new").exists(), "{step}");
        },
    );
    assert_eq!(steps, 5);
}

#[test]
fn a_crash_at_any_step_of_set_up_leaves_a_vault_or_room_for_one() {
    for step in 0..6 {
        let device = Device::new();
        let vault = device.probed(CrashAt::step(step));
        let create = || vault.create(&pin("527416"), Argon2Params::DEFAULT, secrets(1));
        let crashed = catch_unwind(AssertUnwindSafe(create)).is_err();
        assert!(crashed, "{step}");
        drop(vault);
        let vault = device.locked();
        if vault.exists() {
            assert!(vault.unlock(&pin("527416")).is_ok(), "{step}");
        } else {
            let again = vault.create(&pin("527416"), Argon2Params::DEFAULT, secrets(1));
            assert!(again.is_ok(), "{step}");
        }
    }
}

/// A prekey made at `NOW`, replaced a day later.
fn with_replaced_prekey(device: &Device, master: &Secret<32>) {
    let mut vault = device.opened(master).unwrap();
    let change = |secrets: &mut VaultSecrets| {
        add_prekey(secrets, NOW);
        add_prekey(secrets, NOW.plus(DAY));
        secrets.prekeys[0].replaced = Some(NOW.plus(DAY));
        Ok::<_, VaultError>(())
    };
    vault.rewrite(change).unwrap();
}

#[test]
fn prekeys_that_are_due_are_gone_when_the_vault_opens() {
    let (device, master) = Device::with_vault(1);
    with_replaced_prekey(&device, &master);
    let copy = device.folder.path().join("copy");
    copy_folder(&device.sandbox(), &copy);
    device.clock.advance(Duration::from_millis(32 * DAY - 1));
    assert_eq!(device.opened(&master).unwrap().secrets().prekeys.len(), 2);
    device.clock.advance(Duration::from_millis(1));
    let vault = device.opened(&master).unwrap();
    assert_eq!(vault.secrets().prekeys.len(), 1);
    drop(vault);
    // On disk too, and the copy from before no longer opens.
    device.clock.set_wall_by(-86_400_000 * 10);
    assert_eq!(device.opened(&master).unwrap().secrets().prekeys.len(), 1);
    let platform = device.platform(&device.keys(), Arc::new(NoProbe));
    let old = LockedVault::open(&copy, platform).unwrap();
    let refused = open_with_master(&old, &master);
    assert!(matches!(refused, Ok(None) | Err(VaultError::KeyGone)));
}

#[test]
fn a_wall_clock_set_ahead_destroys_nothing_until_it_is_confirmed() {
    let (device, master) = Device::with_vault(1);
    with_replaced_prekey(&device, &master);
    device.clock.set_wall_by(40 * 86_400_000);
    let mut vault = device.opened(&master).unwrap();
    assert!(vault.clock_is_doubtful());
    assert_eq!(vault.secrets().prekeys.len(), 2);
    // Writing for another reason does not make the clock trusted.
    vault.rewrite(|_| Ok::<_, VaultError>(())).unwrap();
    assert!(vault.clock_is_doubtful());
    drop(vault);
    device.clock.restart_machine();
    let mut vault = device.opened(&master).unwrap();
    assert!(vault.clock_is_doubtful());
    assert_eq!(vault.secrets().prekeys.len(), 2);
    vault.trust_clock().unwrap();
    assert!(!vault.clock_is_doubtful());
    assert_eq!(vault.secrets().prekeys.len(), 1);
    drop(vault);
    assert!(!device.opened(&master).unwrap().clock_is_doubtful());
}

#[test]
fn a_stolen_sandbox_resists_guesses_that_hold_the_pin_until_the_keystore_falls() {
    let (device, master) = Device::with_vault(1);
    with_replaced_prekey(&device, &master);
    let stolen = device.folder.path().join("stolen");
    copy_folder(&device.sandbox(), &stolen);
    let guesses = ["123456", "906183", "527416"];
    // The app itself, on a thief's machine.
    let keys = device.folder.path().join("thief");
    let app = LockedVault::open(&stolen, device.platform(&keys, Arc::new(NoProbe))).unwrap();
    for text in guesses {
        assert_eq!(app.unlock(&pin(text)).unwrap_err(), VaultError::KeyGone);
    }
    // A program of the thief's own, with no counter, and the device secrets a thief can make up.
    let file = || VaultFile::parse(std::fs::read(stolen.join("vault")).unwrap()).unwrap();
    for made_up in [[0; 32], [0xff; 32]] {
        let device_secret = Secret::from_slice(&made_up).unwrap();
        for text in guesses {
            assert!(guess(&file(), &device_secret, &pin(text)).is_none());
        }
    }
    // The same program falls to the same list once the keystore's layer is gone: it does bite.
    let slot = file().header.slot.name();
    let real = std::fs::read(device.keys().join(slot)).unwrap();
    let real = Secret::from_slice(&real).unwrap();
    let found = guesses.map(|text| guess(&file(), &real, &pin(text)).is_some());
    assert_eq!(found, [false, false, true]);
}

#[test]
fn a_file_changed_at_rest_does_not_open_and_its_cost_cannot_be_lowered() {
    let (device, master) = Device::with_vault(1);
    let path = device.sandbox().join("vault");
    let good = std::fs::read(&path).unwrap();
    let mut cheap = good.clone();
    cheap[9..13].copy_from_slice(&1_u32.to_be_bytes());
    std::fs::write(&path, &cheap).unwrap();
    let vault = device.locked();
    assert_eq!(
        vault.unlock(&pin("527416")).unwrap_err(),
        VaultError::BelowFloor
    );
    assert_eq!(vault.status().unwrap().tries_left, 10);
    let mut changed = good.clone();
    *changed.last_mut().unwrap() ^= 1;
    std::fs::write(&path, &changed).unwrap();
    assert!(open_with_master(&vault, &master).unwrap().is_none());
    std::fs::write(&path, &good).unwrap();
    assert!(open_with_master(&vault, &master).unwrap().is_some());
}
