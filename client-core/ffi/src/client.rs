//! An installation, locked.

use crate::biometric::{self, BiometricGate};
use crate::cancel::{CancelToken, stop_of};
use crate::import::relay_file;
use crate::keystore::{Adapter, PlatformKeystore};
use crate::records::{Biometrics, ClientState, CodeRequest, PhoneCode, PinStatus, Profile};
use crate::stoppable::{Stoppable, with_stop};
use crate::{ClientError, Result, Secret, Session, Timestamp, runtime};
use consilium_client::net::RelayClient;
use consilium_client::probe::NoProbe;
use consilium_client::{SystemEntropy, api};
use consilium_types::{Clock, ManualClock, SystemClock};
use std::future::Future;
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

/// What an installation is made of.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ClientConfig {
    /// The app's own folder; made if it is not there.
    pub data_dir: String,
    /// The relay file's text.
    pub relay_file: String,
    /// Two letters, for example `NL`: where numbers without a country code belong.
    pub default_region: String,
    /// The session locks itself after this long without use; at most an hour.
    #[uniffi(default = 3600000)]
    pub auto_lock_ms: u64,
    /// A folder for what is needed without the PIN, where a notification extension must reach that
    /// and nothing else; made if it is not there. In `data_dir` if it is left out.
    #[uniffi(default = None)]
    pub standby_dir: Option<String>,
}

/// An installation, locked. While one is open, nothing else may open its folder. Unlocking,
/// registering or recovering gives a `Session`.
#[derive(uniffi::Object)]
pub struct Client {
    core: Arc<api::Client>,
    clock: Arc<dyn Clock>,
    /// Only for a development relay on this machine.
    manual: Option<Arc<ManualClock>>,
    current: Arc<Current>,
}

/// The session there is, and whose turn it is to make one: two would overwrite each other's vault.
#[derive(Default)]
struct Current(Mutex<Weak<Session>>);

impl Current {
    /// Fails with `InUse` while a session is open.
    fn none(session: &Weak<Session>) -> Result<()> {
        let open = session.upgrade().filter(|session| !session.is_locked());
        open.map_or(Ok(()), |_| Err(ClientError::InUse))
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Client(..)")
    }
}

#[uniffi::export]
impl Client {
    /// Opens the folder; nothing in it is decrypted yet. With `biometrics`, a finger or face can be
    /// let open it too: `Session.set_biometrics`.
    ///
    /// Fails with `RelayFile`, `Keystore`, `InUse`,
    /// `Storage` or `Damaged`.
    #[uniffi::constructor(default(biometrics = None))]
    pub async fn open(
        config: ClientConfig,
        keystore: Arc<dyn PlatformKeystore>,
        biometrics: Option<Arc<dyn BiometricGate>>,
    ) -> Result<Arc<Self>> {
        runtime::disk(move || open(config, keystore, biometrics)).await
    }

    /// Where this installation stands.
    ///
    /// Fails with `Keystore` or `Storage`.
    pub async fn state(&self) -> Result<ClientState> {
        let core = Arc::clone(&self.core);
        runtime::disk(move || Ok(core.state()?)).await
    }

    /// What the PIN screen may show.
    ///
    /// Fails with `Keystore` or `Storage`.
    pub async fn pin_status(&self) -> Result<PinStatus> {
        let core = Arc::clone(&self.core);
        runtime::disk(move || Ok(core.pin_status()?)).await
    }

    /// Whether a PIN would be accepted as a new one.
    ///
    /// Fails with `PinRefused`, with the reason in a few words.
    pub fn check_new_pin(&self, pin: Secret) -> Result<()> {
        runtime::guarded(|| Ok(self.core.check_new_pin(pin.text("a PIN in UTF-8")?)?))
    }

    /// Asks the relay to send a code by SMS to a number, in any national or international form.
    ///
    /// Fails with `PhoneNumber`, `RelayLater`, and as every call
    /// over the network does.
    #[uniffi::method(default(cancel = None))]
    pub async fn request_code(
        &self,
        phone: String,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<CodeRequest> {
        let core = Arc::clone(&self.core);
        runtime::droppable(stop_of(cancel), async move {
            Ok(core.request_code(&phone).await?)
        })
        .await
    }

    /// Makes an account on this device and unlocks it. Show `Session.recovery_code` next. It
    /// can be given up until the relay is told of the account; then it ends by itself.
    ///
    /// Fails with `AccountExists`, `PinRefused`,
    /// `NameLength`, a wrong code as `RelayRefused`, and as every
    /// call over the network does; then nothing was kept here. Fails with
    /// `RegistrationUnconfirmed` when the last answer was lost; then everything was
    /// kept: unlock, show the recovery code, connect.
    #[uniffi::method(default(cancel = None))]
    pub async fn register(
        &self,
        code: PhoneCode,
        pin: Secret,
        profile: Profile,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Arc<Session>> {
        let core = Arc::clone(&self.core);
        let current = Arc::clone(&self.current);
        making(stop_of(cancel), current, async move {
            let pin = pin.text("a PIN in UTF-8")?;
            Ok(core.register(code.into_core()?, pin, profile).await?)
        })
        .await
    }

    /// After the loss of a phone: new keys and a new device for the same account. Other devices
    /// are out; account and safety numbers stay. It can be given up as `Client.register` can.
    ///
    /// Fails with `RecoveryCodeMistyped`, and as `Client.register`.
    #[uniffi::method(default(cancel = None))]
    pub async fn recover(
        &self,
        recovery_code: Secret,
        code: PhoneCode,
        pin: Secret,
        profile: Profile,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Arc<Session>> {
        let core = Arc::clone(&self.core);
        let current = Arc::clone(&self.current);
        making(stop_of(cancel), current, async move {
            let recovery = recovery_code.text("a recovery code in UTF-8")?;
            let pin = pin.text("a PIN in UTF-8")?;
            let code = code.into_core()?;
            Ok(core.recover(recovery, code, pin, profile).await?)
        })
        .await
    }

    /// Opens the account with its PIN. The check takes about half a second on purpose.
    ///
    /// Fails with `WrongPin`, `PinWait`, `PinClosed`,
    /// `Memory`, `Damaged`, `InUse` or
    /// `NoAccount`.
    pub async fn unlock(&self, pin: Secret) -> Result<Arc<Session>> {
        self.open_session(move |core| Ok(core.unlock(pin.text("a PIN in UTF-8")?)?))
            .await
    }

    /// Opens the account by finger or face, at once. The device asks the person meanwhile.
    ///
    /// Fails with `PinDue` when only the PIN opens, `NotRecognised`, `NoBiometrics`, and as
    /// `Client.unlock` does.
    pub async fn unlock_with_biometrics(&self) -> Result<Arc<Session>> {
        self.open_session(|core| Ok(core.unlock_with_biometrics()?))
            .await
    }

    /// How opening by finger or face stands, for the PIN screen.
    ///
    /// Fails with `NoAccount`, `Storage` or `Damaged`.
    pub async fn biometrics(&self) -> Result<Biometrics> {
        let core = Arc::clone(&self.core);
        runtime::disk(move || Ok(core.biometrics()?)).await
    }

    /// The session that is open, and those to come, lock themselves after this long without use; at
    /// most an hour.
    pub fn set_auto_lock(&self, after_ms: u64) {
        self.core.set_auto_lock(after_ms);
    }

    /// Opens PIN entry again after ten wrong PINs. The account stays locked: the recovery code is
    /// no PIN. Whoever forgot the PIN erases this installation and recovers the account.
    ///
    /// Fails with `RecoveryCodeMistyped` or `RecoveryCodeWrong`.
    pub async fn reopen_pin_with_recovery_code(&self, recovery_code: Secret) -> Result<()> {
        let core = Arc::clone(&self.core);
        runtime::disk(move || {
            let recovery = recovery_code.text("a recovery code in UTF-8")?;
            Ok(core.reopen_pin_with_recovery_code(recovery)?)
        })
        .await
    }

    /// Erases this installation: keystore first, then vault, spool and database. The account at the relay
    /// stays. A session that is open is locked.
    ///
    /// Fails with `Keystore` or `Storage`.
    pub async fn erase(&self) -> Result<()> {
        let core = Arc::clone(&self.core);
        let current = Arc::clone(&self.current);
        runtime::disk(move || {
            let current = current.0.blocking_lock();
            if let Some(session) = current.upgrade() {
                session.lock();
            }
            Ok(core.erase()?)
        })
        .await
    }

    /// This installation's clock: what ages and waits on screen are counted by.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves both clocks of this installation forward, for tests and demonstrations. Call
    /// `Session.tick` after it.
    ///
    /// Fails with `NotDevelopment` unless the relay file is a development relay's
    /// on this machine.
    pub fn advance_development_clock(&self, by_ms: u64) -> Result<()> {
        let clock = self.manual.as_ref().ok_or(ClientError::NotDevelopment)?;
        clock.advance(Duration::from_millis(by_ms));
        Ok(())
    }
}

impl Client {
    async fn open_session(
        &self,
        unlock: impl FnOnce(&api::Client) -> Result<Arc<api::Session>> + Send + 'static,
    ) -> Result<Arc<Session>> {
        let core = Arc::clone(&self.core);
        let current = Arc::clone(&self.current);
        runtime::disk(move || {
            let mut current = current.0.blocking_lock();
            Current::none(&current)?;
            let session = Session::new(unlock(&core)?);
            *current = Arc::downgrade(&session);
            Ok(session)
        })
        .await
    }
}

/// Makes an account: never dropped, so that what it wrote is whole or taken back.
async fn making(
    stop: CancellationToken,
    current: Arc<Current>,
    call: impl Future<Output = Result<Arc<api::Session>>> + Send + 'static,
) -> Result<Arc<Session>> {
    let _abandoned = stop.clone().drop_guard();
    runtime::online(async move {
        let mut current = current.0.lock().await;
        let made = with_stop(stop.clone(), call).await;
        let made = made.map(Session::new);
        if let Ok(session) = &made {
            *current = Arc::downgrade(session);
        }
        made.map_err(|error| match error {
            // Too late to give up: this has to be known.
            ClientError::RegistrationUnconfirmed => error,
            _ if stop.is_cancelled() => ClientError::Cancelled,
            _ => error,
        })
    })
    .await
}

fn open(
    config: ClientConfig,
    keystore: Arc<dyn PlatformKeystore>,
    biometrics: Option<Arc<dyn BiometricGate>>,
) -> Result<Arc<Client>> {
    let relay = relay_file(&config.relay_file)?;
    let letters = config.default_region.as_bytes();
    if letters.len() != 2 || !letters.iter().all(u8::is_ascii_uppercase) {
        return Err(ClientError::argument("a region of two capital letters"));
    }
    let local = relay.is_local_development();
    let manual = local.then(|| Arc::new(ManualClock::over(SystemClock)));
    let clock: Arc<dyn Clock> = match &manual {
        Some(manual) => Arc::clone(manual) as _,
        None => Arc::new(SystemClock),
    };
    let client = RelayClient::new(relay.clone(), Arc::clone(&clock), Arc::new(SystemEntropy));
    let client = client.map_err(api::ClientError::from)?;
    let config = api::ClientConfig {
        data_dir: config.data_dir.into(),
        standby_dir: config.standby_dir.map(Into::into),
        relay,
        keystore: Arc::new(Adapter::new(keystore)?),
        biometrics: biometrics.map(|gate| Arc::new(biometric::Adapter(gate)) as _),
        clock: Arc::clone(&clock),
        entropy: Arc::new(SystemEntropy),
        probe: Arc::new(NoProbe),
        default_region: config.default_region,
        auto_lock_ms: config.auto_lock_ms,
    };
    let core = api::Client::open_with(config, Arc::new(Stoppable(client)))?;
    Ok(Arc::new(Client {
        core,
        clock,
        manual,
        current: Arc::default(),
    }))
}
