//! The own account.

use crate::records::{OwnAccount, Profile, RecoveryGroup};
use crate::{Result, Secret, Session, runtime};
use consilium_client::api;
use std::sync::Arc;

#[uniffi::export]
impl Session {
    /// The own account.
    ///
    /// Fails with `Locked` or `Storage`.
    pub async fn own_account(&self) -> Result<OwnAccount> {
        self.disk(api::Session::own_account).await
    }

    /// Changes name and profession; contacts are told with the next message to them.
    ///
    /// Fails with `NameLength`.
    pub async fn set_profile(&self, profile: Profile) -> Result<()> {
        self.disk(move |core| core.set_profile(&profile)).await
    }

    /// Changes the PIN. Takes as long as the PIN check does, twice.
    ///
    /// Fails with `WrongPin` and its kin for the old one,
    /// `PinRefused` for the new one.
    pub async fn change_pin(&self, old: Secret, new: Secret) -> Result<()> {
        let core = Arc::clone(&self.core);
        runtime::disk(move || {
            let (old, new) = (old.text("a PIN in UTF-8")?, new.text("a PIN in UTF-8")?);
            Ok(core.change_pin(old, new)?)
        })
        .await
    }

    /// Lets a finger or face open the app too, or no longer. The PIN stays, and is asked for again
    /// after seven days and after a restart of the device.
    ///
    /// Fails with `NoBiometrics`; then the PIN alone opens.
    pub async fn set_biometrics(&self, on: bool) -> Result<()> {
        self.disk(move |core| core.set_biometrics(on)).await
    }

    /// Whether a finger or face opens the app too.
    ///
    /// Fails with `Locked` or `Storage`.
    pub async fn biometrics_enabled(&self) -> Result<bool> {
        self.disk(api::Session::biometrics_enabled).await
    }

    /// The recovery code in groups, until it is confirmed as written down.
    ///
    /// Fails with `RecoveryCodeGone`.
    pub async fn recovery_code(&self) -> Result<Vec<String>> {
        self.disk(api::Session::recovery_code).await
    }

    /// Two groups typed back prove that the recovery code was written down; it is then erased from
    /// this device.
    ///
    /// Fails with `RecoveryGroupsWrong` or
    /// `RecoveryCodeGone`.
    pub async fn confirm_recovery_code(&self, groups: Vec<RecoveryGroup>) -> Result<()> {
        let core = Arc::clone(&self.core);
        runtime::disk(move || {
            let typed = groups.iter().map(|group| {
                let text = group.text.text("a group in UTF-8")?;
                Ok((group.index, text.to_owned()))
            });
            let typed = typed.collect::<Result<Vec<_>>>()?;
            Ok(core.confirm_recovery_code(&typed)?)
        })
        .await
    }

    /// Lets the account be found by its number, or no longer.
    ///
    /// Fails as every call over the network does.
    pub async fn set_discoverable(&self, discoverable: bool) -> Result<()> {
        let core = Arc::clone(&self.core);
        runtime::online(async move { Ok(core.set_discoverable(discoverable).await?) }).await
    }

    /// Answers the pending move of the own number to another account.
    ///
    /// Fails as every call over the network does.
    pub async fn answer_number_move(&self, allow: bool) -> Result<()> {
        let core = Arc::clone(&self.core);
        runtime::online(async move { Ok(core.answer_number_move(allow).await?) }).await
    }

    /// Deletes the account at the relay and locks. Erase the installation with
    /// `Client.erase` after that.
    ///
    /// Fails as every call over the network does; then nothing was deleted.
    pub async fn delete_account(&self) -> Result<()> {
        let core = Arc::clone(&self.core);
        runtime::online(async move { Ok(core.delete_account().await?) }).await
    }
}
