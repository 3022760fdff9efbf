//! An installation, locked: register, recover, unlock.

use super::core::{Core, Open, Surroundings};
use super::records::{Biometrics, ClientState, CodeRequest, PhoneCode, PinStatus, Profile};
use super::session::Session;
use super::spooled::StandbyFiles;
use super::{ClientError, Result, checks};
use crate::db::Database;
use crate::identity::RecoveryCode;
use crate::net::{Relay, RelayClient, RelayFile};
use crate::prekey::Keyring;
use crate::probe::Probe;
use crate::standby::{StandbyError, StandbyKey};
use crate::vault::{BiometricGate, Keystore, LockedVault, Pin, Platform, Vault, durable};
use consilium_statement::id::device_id;
use consilium_types::limits::AUTO_LOCK_MS;
use consilium_types::{Clock, Entropy};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// The database's file in the data folder.
const DATABASE: &str = "messages.db";
/// What SQLite puts beside it.
const DATABASE_FILES: [&str; 4] = [
    "messages.db",
    "messages.db-wal",
    "messages.db-shm",
    "messages.db-journal",
];

/// What an installation is made of.
pub struct ClientConfig {
    /// The app's own folder; made if it is not there.
    pub data_dir: PathBuf,
    /// The relay and its pins.
    pub relay: RelayFile,
    /// Where what is needed without the PIN lies: a folder that a notification extension may reach,
    /// while it must not reach `data_dir`. In `data_dir` if there is none.
    pub standby_dir: Option<PathBuf>,
    /// The platform's keystore.
    pub keystore: Arc<dyn Keystore>,
    /// The platform's check of finger or face, where there is one.
    pub biometrics: Option<Arc<dyn BiometricGate>>,
    /// Wall and boot clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Called between steps; [`crate::probe::NoProbe`] outside tests.
    pub probe: Arc<dyn Probe>,
    /// Two letters: where numbers without a country code belong.
    pub default_region: String,
    /// The session locks itself after this long without use, at most an hour (R6).
    pub auto_lock_ms: u64,
}

impl std::fmt::Debug for ClientConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClientConfig(..)")
    }
}

/// An installation. While a [`Session`] of it lives, nothing else may open its folder.
pub struct Client {
    data_dir: PathBuf,
    pub(super) standby_dir: PathBuf,
    keystore: Arc<dyn Keystore>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) entropy: Arc<dyn Entropy>,
    probe: Arc<dyn Probe>,
    region: String,
    auto_lock_ms: Arc<AtomicU64>,
    pub(super) relay: Arc<dyn Relay>,
    pub(super) vault: LockedVault,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Client(..)")
    }
}

impl Client {
    /// Opens the folder; nothing in it is decrypted yet.
    ///
    /// # Errors
    /// [`ClientError::Storage`], [`ClientError::Damaged`].
    pub fn open(config: ClientConfig) -> Result<Arc<Self>> {
        let relay = RelayClient::new(
            config.relay.clone(),
            Arc::clone(&config.clock),
            Arc::clone(&config.entropy),
        )?;
        Self::open_with(config, Arc::new(relay))
    }

    /// Opens the folder with another way to the relay than the network (tests, other transports).
    ///
    /// # Errors
    /// As [`Client::open`].
    pub fn open_with(config: ClientConfig, relay: Arc<dyn Relay>) -> Result<Arc<Self>> {
        let standby_dir = config
            .standby_dir
            .unwrap_or_else(|| config.data_dir.clone());
        for folder in [&config.data_dir, &standby_dir] {
            durable::create_folder(folder).map_err(|_| ClientError::Storage)?;
        }
        let platform = Platform {
            keystore: Arc::clone(&config.keystore),
            clock: Arc::clone(&config.clock),
            entropy: Arc::clone(&config.entropy),
            biometrics: config.biometrics,
            probe: Arc::clone(&config.probe),
        };
        let vault = LockedVault::open(&config.data_dir, platform)?;
        Ok(Arc::new(Self {
            data_dir: config.data_dir,
            standby_dir,
            keystore: config.keystore,
            clock: config.clock,
            entropy: config.entropy,
            probe: config.probe,
            region: config.default_region,
            auto_lock_ms: Arc::new(AtomicU64::new(config.auto_lock_ms.min(AUTO_LOCK_MS))),
            relay,
            vault,
        }))
    }

    /// Where this installation stands.
    ///
    /// # Errors
    /// [`ClientError::Keystore`], [`ClientError::Storage`].
    pub fn state(&self) -> Result<ClientState> {
        if !self.vault.exists() {
            return Ok(ClientState::Empty);
        }
        Ok(if self.vault.status()?.closed {
            ClientState::Closed
        } else {
            ClientState::Locked
        })
    }

    /// What the PIN screen may show.
    ///
    /// # Errors
    /// [`ClientError::Keystore`], [`ClientError::Storage`].
    pub fn pin_status(&self) -> Result<PinStatus> {
        let status = self.vault.status()?;
        Ok(PinStatus {
            tries_left: status.tries_left.into(),
            wait_ms: status.wait_ms,
            closed: status.closed,
        })
    }

    /// Whether a PIN would be accepted as a new one.
    ///
    /// # Errors
    /// [`ClientError::PinRefused`], with the reason in a few words.
    pub fn check_new_pin(&self, pin: &str) -> Result<()> {
        Pin::parse(pin)?;
        Ok(())
    }

    /// Asks the relay to send a code to a number.
    ///
    /// # Errors
    /// [`ClientError::PhoneNumber`], [`ClientError::RelayLater`], and those of the line.
    pub async fn request_code(&self, phone: &str) -> Result<CodeRequest> {
        let number = checks::phone_number(phone, &self.region)?;
        let attempt = self.relay.start_registration(&number).await?;
        Ok(CodeRequest {
            attempt: attempt.id.to_vec(),
            number: number.expose().to_owned(),
            expires_in_ms: attempt.expires_in_ms,
            retry_after_ms: attempt.retry_after_ms,
        })
    }

    /// Makes an account on this device and unlocks it. Show [`Session::recovery_code`] next.
    ///
    /// # Errors
    /// [`ClientError::AccountExists`], [`ClientError::PinRefused`], a refused code as
    /// [`ClientError::RelayRefused`], and those of the line; then nothing was kept here.
    /// [`ClientError::RegistrationUnconfirmed`] when the last answer was lost; then everything was
    /// kept: [`Client::unlock`], show the recovery code, and connect. Calls to the relay fail with
    /// [`ClientError::NotRegistered`] if it has no such account: [`Client::erase`], register again.
    pub async fn register(
        self: &Arc<Self>,
        code: PhoneCode,
        pin: &str,
        profile: Profile,
    ) -> Result<Arc<Session>> {
        let recovery = RecoveryCode::generate(&*self.entropy)?;
        self.make_account(recovery, false, code, pin, profile).await
    }

    /// After the loss of a phone: a new epoch, identity and device for the same account. Other
    /// devices are out; account id and safety numbers stay.
    ///
    /// # Errors
    /// [`ClientError::RecoveryCodeMistyped`], and as [`Client::register`].
    pub async fn recover(
        self: &Arc<Self>,
        recovery_code: &str,
        code: PhoneCode,
        pin: &str,
        profile: Profile,
    ) -> Result<Arc<Session>> {
        let recovery = RecoveryCode::parse(recovery_code)?;
        self.make_account(recovery, true, code, pin, profile).await
    }

    /// Opens the account with its PIN. Takes as long as the PIN check does, about half a second.
    ///
    /// # Errors
    /// [`ClientError::WrongPin`], [`ClientError::PinWait`], [`ClientError::PinClosed`],
    /// [`ClientError::Memory`], [`ClientError::Damaged`], [`ClientError::NoAccount`].
    pub fn unlock(&self, pin: &str) -> Result<Arc<Session>> {
        let vault = self.vault.unlock(&Pin::entered(pin))?;
        self.start(vault)
    }

    /// Opens the account by finger or face, without the PIN check's half second. Blocks while the
    /// device asks the person.
    ///
    /// # Errors
    /// [`ClientError::PinDue`], [`ClientError::NotRecognised`], [`ClientError::NoBiometrics`],
    /// [`ClientError::PinClosed`], and as [`Client::unlock`].
    pub fn unlock_with_biometrics(&self) -> Result<Arc<Session>> {
        let vault = self.vault.unlock_with_biometrics()?;
        self.start(vault)
    }

    /// How opening by finger or face stands, for the PIN screen.
    ///
    /// # Errors
    /// [`ClientError::NoAccount`], [`ClientError::Storage`], [`ClientError::Damaged`].
    pub fn biometrics(&self) -> Result<Biometrics> {
        Ok(self.vault.biometrics()?)
    }

    /// The session that is open, and those to come, lock themselves after this long without use, at
    /// most an hour (R6).
    pub fn set_auto_lock(&self, after_ms: u64) {
        let after_ms = after_ms.min(AUTO_LOCK_MS);
        self.auto_lock_ms.store(after_ms, Ordering::Relaxed);
    }

    /// Opens PIN entry again after ten wrong PINs. The vault stays closed: the code is no PIN.
    /// Whoever forgot the PIN erases this installation and recovers the account.
    ///
    /// # Errors
    /// [`ClientError::RecoveryCodeMistyped`], [`ClientError::RecoveryCodeWrong`].
    pub fn reopen_pin_with_recovery_code(&self, recovery_code: &str) -> Result<()> {
        let code = RecoveryCode::parse(recovery_code)?;
        Ok(self.vault.reopen(&code)?)
    }

    /// Erases this installation: keystore slots first, then vault, standby files and database. The
    /// account at the relay stays.
    ///
    /// # Errors
    /// [`ClientError::Keystore`], [`ClientError::Storage`].
    pub fn erase(&self) -> Result<()> {
        self.vault.erase()?;
        crate::standby::remove(&self.standby_dir)?;
        self.remove_database()
    }

    pub(super) fn remove_database(&self) -> Result<()> {
        for name in DATABASE_FILES {
            match std::fs::remove_file(self.data_dir.join(name)) {
                Ok(()) => {}
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(_) => return Err(ClientError::Storage),
            }
        }
        Ok(())
    }

    pub(super) fn start(&self, vault: Vault) -> Result<Arc<Session>> {
        let secrets = vault.secrets();
        let device_key = vault.device_key()?;
        let db = Database::open(&self.database_path(), &secrets.database_key)?;
        let ring = Keyring::of(&secrets.prekeys)?;
        let own = secrets.statement.account();
        // With a vault that opens, an empty slot is damage and not the lack of an account.
        let standby_key = StandbyKey::load(&*self.keystore).map_err(|error| match error {
            StandbyError::NotSetUp => ClientError::Damaged,
            error => error.into(),
        })?;
        let standby = standby_key.signing_key()?.verifying_key();
        self.probe.step("unlock.opened");
        let open = Open {
            own,
            device: device_id(&device_key.verifying_key()),
            device_key,
            db,
            standby_files: StandbyFiles::open(self.standby_dir.clone(), standby_key),
            standby,
            vault: Mutex::new(vault),
            ring: std::sync::RwLock::new(ring),
            book: super::core::Book::default(),
        };
        let around = Surroundings {
            clock: Arc::clone(&self.clock),
            entropy: Arc::clone(&self.entropy),
            probe: Arc::clone(&self.probe),
            relay: Arc::clone(&self.relay),
            region: self.region.clone(),
            auto_lock_ms: Arc::clone(&self.auto_lock_ms),
        };
        let core = Core::new(around, open);
        // Nothing that has expired is there to be read when the app draws its first screen.
        core.with(|open| super::upkeep::local(&core, open))?;
        Ok(Session::new(core))
    }

    pub(super) fn database_path(&self) -> PathBuf {
        Path::new(&self.data_dir).join(DATABASE)
    }
}
