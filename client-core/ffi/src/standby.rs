//! A fetch while the app is locked, also from a notification extension.

use crate::cancel::{CancelToken, stop_of};
use crate::import::relay_file;
use crate::keystore::{Adapter, PlatformKeystore};
use crate::records::Spooled;
use crate::{Result, runtime};
use consilium_client::probe::NoProbe;
use consilium_client::{SystemEntropy, api};
use consilium_types::SystemClock;
use std::sync::Arc;

/// Which installation is fetched for without its PIN.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct StandbyConfig {
    /// `ClientConfig.standby_dir`, or `data_dir` where that was left out.
    pub folder: String,
    /// The relay file's text.
    pub relay_file: String,
}

/// Fetches what waits at the relay, without the PIN, and leaves it sealed for the next session:
/// for when a push comes while the app is locked or not running. Opens neither account nor database,
/// reads no message, confirms and sends nothing; takes at most 25 s. May run beside the open app and
/// in another process. Of the keystore it needs the slot `standby` alone.
///
/// A notification may say that something came, and nothing else is known: envelopes are not
/// messages, receipts travel in them too.
///
/// Fails with `NoAccount` when there is nothing to fetch for, `SignedOut` when the relay no longer
/// knows this device, `RelayFile`, `Keystore`, `Storage`, and as every call over the network does.
#[uniffi::export(default(cancel = None))]
pub async fn fetch_on_standby(
    config: StandbyConfig,
    keystore: Arc<dyn PlatformKeystore>,
    cancel: Option<Arc<CancelToken>>,
) -> Result<Spooled> {
    let standby = runtime::disk(move || open(config, keystore)).await?;
    runtime::droppable(stop_of(cancel), async move { Ok(standby.fetch().await?) }).await
}

fn open(config: StandbyConfig, keystore: Arc<dyn PlatformKeystore>) -> Result<api::Standby> {
    let relay = relay_file(&config.relay_file)?;
    Ok(api::Standby::open(api::StandbyConfig {
        folder: config.folder.into(),
        relay,
        keystore: Arc::new(Adapter::new(keystore)?),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        probe: Arc::new(NoProbe),
    })?)
}
