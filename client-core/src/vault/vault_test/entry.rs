//! PIN entry: counting, waiting, closing, changing.

use super::*;

#[test]
fn the_right_pin_opens_and_a_wrong_one_is_counted() {
    let device = Device::new();
    let vault = device.locked();
    assert_eq!(vault.status(), Err(VaultError::Missing));
    assert_eq!(
        vault.unlock(&pin("527416")).unwrap_err(),
        VaultError::Missing
    );
    let opened = vault.create(&pin("٥٢٧٤١٦"), Argon2Params::DEFAULT, secrets(1));
    let database_key = opened.unwrap().secrets().database_key.try_clone().unwrap();
    let again = vault.create(&pin("527416"), Argon2Params::DEFAULT, secrets(1));
    assert_eq!(again.unwrap_err(), VaultError::Exists);
    let wrong = VaultError::WrongPin {
        tries_left: 9,
        wait_ms: 0,
    };
    assert_eq!(vault.unlock(&pin("527417")).unwrap_err(), wrong);
    assert_eq!(vault.status().unwrap().tries_left, 9);
    let opened = vault.unlock(&pin("527416")).unwrap();
    assert!(opened.secrets().database_key.ct_eq(&database_key));
    assert_eq!(vault.status().unwrap().tries_left, 10);
    let standby = vault.standby_key().unwrap().verifying_key();
    assert_ne!(standby, opened.device_key().unwrap().verifying_key());
}

#[test]
fn a_vault_is_one_process_s_at_a_time() {
    let device = Device::new();
    let first = device.locked();
    let platform = device.platform(&device.keys(), Arc::new(NoProbe));
    let second = LockedVault::open(&device.sandbox(), platform.clone());
    assert_eq!(second.unwrap_err(), VaultError::InUse);
    drop(first);
    assert!(LockedVault::open(&device.sandbox(), platform).is_ok());
}

/// Fails to find the PIN, ten times, without Argon2id: what counts is the counter.
fn ten_wrong(device: &Device) {
    let vault = device.locked();
    for _ in 0..10 {
        device.clock.advance(Duration::from_secs(3600));
        let wrong = checked(&vault, || Ok(None));
        assert!(
            matches!(wrong, Err(VaultError::WrongPin { .. })),
            "{wrong:?}"
        );
    }
}

#[test]
fn ten_wrong_pins_close_entry_until_the_own_recovery_code_comes() {
    let (device, _) = Device::with_vault(1);
    ten_wrong(&device);
    device.clock.advance(Duration::from_secs(86_400 * 365));
    device.clock.restart_machine();
    let vault = device.locked();
    assert!(vault.status().unwrap().closed);
    assert_eq!(
        vault.unlock(&pin("527416")).unwrap_err(),
        VaultError::Closed
    );
    let refused = vault.reopen(&code(2)).unwrap_err();
    assert_eq!(refused, VaultError::WrongRecoveryCode);
    assert!(vault.status().unwrap().closed);
    vault.reopen(&code(1)).unwrap();
    assert_eq!(vault.status().unwrap().tries_left, 10);
    assert!(vault.unlock(&pin("527416")).is_ok());
}

#[test]
fn a_set_up_that_is_made_to_fail_gives_no_tries_back_for_a_file_that_was_moved_away() {
    let (device, master) = Device::with_vault(1);
    ten_wrong(&device);
    let (file, aside) = (
        device.sandbox().join("vault"),
        device.folder.path().join("aside"),
    );
    std::fs::rename(&file, &aside).unwrap();
    let obstacle = device.sandbox().join("pin-tries.new");
    std::fs::create_dir(&obstacle).unwrap();
    let failed = device
        .locked()
        .create(&pin("906183"), Argon2Params::DEFAULT, secrets(2));
    assert!(matches!(failed, Err(VaultError::Storage(_))), "{failed:?}");
    std::fs::remove_dir(&obstacle).unwrap();
    std::fs::remove_file(device.sandbox().join("pin-tries")).unwrap();
    std::fs::rename(&aside, &file).unwrap();
    // Whatever the counter says now: even with the right PIN the file opens no more.
    let vault = device.locked();
    assert_eq!(
        vault.unlock(&pin("527416")).unwrap_err(),
        VaultError::KeyGone
    );
    let opened = open_with_master(&vault, &master);
    assert_eq!(opened.unwrap_err(), VaultError::KeyGone);
}

#[test]
fn a_try_is_counted_before_it_is_checked() {
    let (device, _) = Device::with_vault(1);
    for left in [9, 8] {
        let vault = device.probed(CrashAt::step(0));
        let killed = catch_unwind(AssertUnwindSafe(|| vault.unlock(&pin("527416"))));
        assert!(killed.is_err());
        drop(vault);
        assert_eq!(device.locked().status().unwrap().tries_left, left);
    }
}

#[test]
fn a_wait_is_neither_checked_nor_counted() {
    let (device, _) = Device::with_vault(1);
    let vault = device.locked();
    for _ in 0..4 {
        let _ = checked(&vault, || Ok(None));
    }
    let refused = checked(&vault, || panic!("checked"));
    assert_eq!(refused, Err(VaultError::Wait { ms: 30_000 }));
    assert_eq!(vault.status().unwrap().tries_left, 6);
    device.clock.advance(Duration::from_secs(30));
    assert_eq!(checked(&vault, || Ok(Some(()))), Ok(()));
    assert_eq!(vault.status().unwrap().tries_left, 10);
}

#[test]
fn a_pin_that_could_not_be_checked_is_not_counted() {
    let (device, _) = Device::with_vault(1);
    let vault = device.locked();
    let _ = checked(&vault, || Ok(None));
    let refused = checked(&vault, || Err(VaultError::Memory));
    assert_eq!(refused, Err(VaultError::Memory));
    assert_eq!(vault.status().unwrap().tries_left, 9);
}

#[test]
fn a_crash_at_any_step_of_a_pin_change_leaves_exactly_one_pin() {
    let (device, mut master) = Device::with_vault(1);
    let (mut old, mut new) = ("527416", "906183");
    let changed = std::cell::Cell::new(false);
    let mut steps = 0;
    loop {
        let probe = CrashAt::step(steps);
        let vault = device.probed(Arc::clone(&probe) as Arc<dyn Probe>);
        let mut opened = open_with_master(&vault, &master).unwrap().unwrap();
        let run = || opened.change_pin(&pin(old), &pin(new)).unwrap();
        let crashed = catch_unwind(AssertUnwindSafe(run)).is_err();
        drop((opened, vault));
        changed.set(device.opened(&master).is_none());
        let name = probe.names.lock().unwrap().last().copied().unwrap();
        let renamed = matches!(
            name,
            "vault.rewrite.renamed" | "vault.rewrite.synced" | "vault.rewrite.old_deleted"
        );
        assert_eq!(changed.get(), renamed, "{name}");
        let vault = device.locked();
        if changed.get() {
            master = vault.unlock(&pin(new)).unwrap().master();
            std::mem::swap(&mut old, &mut new);
        }
        drop(vault);
        if !crashed {
            break;
        }
        steps += 1;
    }
    assert_eq!(steps, 8);
}

#[test]
fn changing_the_pin_needs_the_old_one() {
    let (device, master) = Device::with_vault(1);
    let vault = device.locked();
    let mut opened = open_with_master(&vault, &master).unwrap().unwrap();
    let refused = opened.change_pin(&pin("111111"), &pin("906183"));
    assert!(matches!(
        refused,
        Err(VaultError::WrongPin { tries_left: 9, .. })
    ));
    drop(opened);
    assert!(open_with_master(&vault, &master).unwrap().is_some());
}

#[test]
fn an_open_vault_never_prints() {
    let (device, master) = Device::with_vault(1);
    let vault = device.opened(&master).unwrap();
    assert_eq!(format!("{vault:?}"), "Vault(..)");
    drop(vault);
    assert_eq!(format!("{:?}", device.locked()), "LockedVault(..)");
}
