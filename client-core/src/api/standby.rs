//! Fetching while the app is locked: without the PIN, without vault and database.

use super::records::Spooled;
use super::{ClientError, Result};
use crate::net::{LoginSigner, NetError, Relay, RelayClient, RelayFile, Token};
use crate::probe::Probe;
use crate::standby::{Appended, Spool, SpooledEnvelope, StandbyKey, StandbyState};
use crate::vault::Keystore;
use consilium_sodium::{Signature, SigningKey};
use consilium_statement::{LoginKey, LoginTranscript, RecordError};
use consilium_types::{Clock, DeviceId, Entropy};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// A login in all: connection, nonce and proof. A notification extension of iOS has 30 s for
/// everything, after which the system ends it.
const LOGIN_TIME: Duration = Duration::from_secs(10);
/// Fetching in all.
const FETCH_TIME: Duration = Duration::from_secs(12);
/// Giving the token back, which ends by itself within the hour.
const LOGOUT_TIME: Duration = Duration::from_secs(3);
/// Envelopes in one call: little memory, and much of it is on disk when time runs out.
const PAGE: u32 = 64;
/// Calls in one fetch: as many as fill an empty spool.
const PAGES: usize = 64;

/// What a standby fetch is made of.
pub struct StandbyConfig {
    /// The folder of the standby state and the spool: [`super::ClientConfig::standby_dir`], or the
    /// data folder where there is none.
    pub folder: PathBuf,
    /// The relay and its pins.
    pub relay: RelayFile,
    /// The platform's keystore; of it, the slot `standby`.
    pub keystore: Arc<dyn Keystore>,
    /// Wall and boot clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Called between steps; [`crate::probe::NoProbe`] outside tests.
    pub probe: Arc<dyn Probe>,
}

/// The installation as it is without its PIN: it fetches sealed envelopes into the spool, for the
/// session that is unlocked next, and can do nothing else. It opens no envelope, acknowledges and
/// sends nothing, and may run beside a session, in another process.
pub struct Standby {
    config: Arc<StandbyConfig>,
    relay: Arc<dyn Relay>,
}

impl std::fmt::Debug for Standby {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Standby(..)")
    }
}

impl Standby {
    /// For the installation whose standby folder this is. Nothing is read yet.
    ///
    /// # Errors
    /// [`ClientError::RelayNotTrusted`] if the relay file's issuers cannot be used.
    pub fn open(config: StandbyConfig) -> Result<Self> {
        let relay = RelayClient::new(
            config.relay.clone(),
            Arc::clone(&config.clock),
            Arc::clone(&config.entropy),
        )?;
        Ok(Self::open_with(config, Arc::new(relay)))
    }

    /// With another way to the relay than the network (tests, other transports).
    #[must_use]
    pub fn open_with(config: StandbyConfig, relay: Arc<dyn Relay>) -> Self {
        Self {
            config: Arc::new(config),
            relay,
        }
    }

    /// Fetches what waits at the relay and is neither in the database nor in the spool, as much as
    /// fits; takes at most 25 s. What was spooled before something failed counts, and is no
    /// failure.
    ///
    /// # Errors
    /// [`ClientError::NoAccount`] when there is none at this relay, or it was never unlocked here;
    /// [`ClientError::Keystore`], [`ClientError::Storage`], [`ClientError::SignedOut`], and those of
    /// the line.
    pub async fn fetch(&self) -> Result<Spooled> {
        let ready = self.blocking(ready).await?;
        let signer = Signer {
            key: ready.key,
            device: ready.state.device,
        };
        let login = within(LOGIN_TIME, self.relay.login(&signer)).await;
        drop(signer);
        let token = match login {
            Ok(login) => login.token,
            Err(NetError::Unauthenticated | NetError::Refused(_)) => {
                return Err(ClientError::SignedOut);
            }
            Err(error) => return Err(error.into()),
        };
        self.config.probe.step("standby.logged_in");
        let mut spooled = Spooled {
            new: 0,
            waiting: count(ready.waiting),
        };
        let pages = self.pages(&token, ready.after, &mut spooled);
        let ended = match tokio::time::timeout(FETCH_TIME, pages).await {
            Ok(ended) => ended,
            Err(_) => Err(ClientError::Offline),
        };
        // Forgotten here in any case; at the relay it ends by itself if this does not arrive.
        let _ = within(LOGOUT_TIME, self.relay.logout(&token)).await;
        self.config.probe.step("standby.logged_out");
        match ended {
            Err(error) if spooled.new == 0 => Err(error),
            _ => Ok(spooled),
        }
    }

    async fn pages(&self, token: &Token, after: u64, spooled: &mut Spooled) -> Result<()> {
        let mut after = after;
        for _ in 0..PAGES {
            let fetched = self.relay.fetch(token, after, PAGE).await?;
            let positions = fetched.envelopes.iter().map(|stored| stored.sequence);
            let Some(highest) = positions.max() else {
                return Ok(());
            };
            if highest <= after {
                return Err(ClientError::RelayProtocol);
            }
            self.config.probe.step("standby.fetched");
            let now = self.config.clock.now();
            let envelopes = fetched.envelopes.into_iter().map(|stored| SpooledEnvelope {
                sequence: stored.sequence,
                fetched: now,
                envelope: stored.envelope,
            });
            let envelopes: Vec<_> = envelopes.collect();
            let appended = self.blocking(move |config| append(config, &envelopes));
            let appended = appended.await?;
            spooled.new = spooled.new.saturating_add(count(appended.new));
            spooled.waiting = spooled.waiting.saturating_add(count(appended.new));
            if appended.full || !fetched.more {
                return Ok(());
            }
            after = highest;
        }
        Ok(())
    }

    /// Disk and keystore may take their time.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&StandbyConfig) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let config = Arc::clone(&self.config);
        let task = tokio::task::spawn_blocking(move || work(&config));
        let ended = |_| ClientError::Internal {
            what: "a worker ended",
        };
        task.await.map_err(ended)?
    }
}

/// What a fetch begins with.
struct Ready {
    state: StandbyState,
    key: SigningKey,
    waiting: usize,
    after: u64,
}

fn ready(config: &StandbyConfig) -> Result<Ready> {
    let key = StandbyKey::load(&*config.keystore)?;
    let state = StandbyState::load(&config.folder, &key)?;
    let state = state.filter(|state| state.relay == config.relay.name());
    let state = state.ok_or(ClientError::NoAccount)?;
    let waiting = spool(config, &key).waiting(config.clock.now())?;
    Ok(Ready {
        after: state.fetched.max(waiting.highest),
        state,
        key: key.signing_key()?,
        waiting: waiting.count,
    })
}

fn append(config: &StandbyConfig, envelopes: &[SpooledEnvelope]) -> Result<Appended> {
    let key = StandbyKey::load(&*config.keystore)?;
    Ok(spool(config, &key).append(envelopes, config.clock.now())?)
}

fn spool<'a>(config: &'a StandbyConfig, key: &'a StandbyKey) -> Spool<'a> {
    Spool {
        folder: &config.folder,
        key,
        probe: &*config.probe,
    }
}

/// A call of the relay's that is given up after a while.
async fn within<T>(
    time: Duration,
    call: impl Future<Output = Result<T, NetError>>,
) -> Result<T, NetError> {
    let ended = tokio::time::timeout(time, call).await;
    ended.unwrap_or(Err(NetError::Offline))
}

fn count(envelopes: usize) -> u32 {
    u32::try_from(envelopes).unwrap_or(u32::MAX)
}

/// Signs a login whose token can only fetch.
struct Signer {
    key: SigningKey,
    device: DeviceId,
}

impl LoginSigner for Signer {
    fn device(&self) -> DeviceId {
        self.device
    }

    fn key(&self) -> LoginKey {
        LoginKey::Standby
    }

    fn sign(&self, transcript: &LoginTranscript<'_>) -> Result<Signature, RecordError> {
        transcript.sign(LoginKey::Standby, &self.key)
    }
}
