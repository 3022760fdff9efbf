//! The composition root: the only place that builds services, and what transports are given.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use consilium_store::{RelayStore, StoreError};
use consilium_types::{AccountId, Clock, Entropy, ManualClock};
use tokio::sync::Notify;

use crate::config::{Limits, WorkLimits};
use crate::limits::{Keyed, Shared};
use crate::outbound::SmsSender;
use crate::presence::Presence;
use crate::service::account::Accounts;
use crate::service::archive::Archives;
use crate::service::authentication::Authentication;
use crate::service::discovery::Discovery;
use crate::service::mailbox::{Mailboxes, Pump};
use crate::service::prekey::Prekeys;
use crate::service::registration::{Parts, Registration};
use crate::telemetry::Metrics;

/// Accounts whose rates are remembered.
const ACCOUNTS: usize = 200_000;

/// What a relay is built from.
pub struct Foundation {
    /// Name of the relay.
    pub name: String,
    /// Where everything is kept.
    pub store: Arc<dyn RelayStore>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Carries codes.
    pub sms: Arc<dyn SmsSender>,
    /// Bounds and rates.
    pub limits: Limits,
    /// The clock that development may move.
    pub development_clock: Option<Arc<ManualClock>>,
}

/// The services, and what else transports need.
pub struct App {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Where everything is kept; for jobs and readiness.
    pub store: Arc<dyn RelayStore>,
    /// The clock that development may move.
    pub development_clock: Option<Arc<ManualClock>>,
    /// Counters.
    pub metrics: Arc<Metrics>,
    /// Who is connected.
    pub presence: Arc<Presence>,
    /// Login and tokens.
    pub authentication: Arc<Authentication>,
    /// Registration.
    pub registration: Registration,
    /// Accounts and statements.
    pub accounts: Arc<Accounts>,
    /// Prekeys.
    pub prekeys: Arc<Prekeys>,
    /// Contact discovery.
    pub discovery: Arc<Discovery>,
    /// Mailboxes.
    pub mailboxes: Arc<Mailboxes>,
    /// Archives.
    pub archives: Archives,
    /// Requests of an account.
    pub requests: Keyed<AccountId>,
    /// Lookups of an account.
    pub lookups: Keyed<AccountId>,
    /// Sends of an account.
    pub sends: Shared<AccountId>,
    /// Rates of one socket.
    pub work: WorkLimits,
    /// Bounds of connections.
    pub limits: Limits,
    /// Makes the jobs look at once.
    pub wake_jobs: Arc<Notify>,
    draining: AtomicBool,
}

impl App {
    /// Builds the services, and the task that mailboxes need.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn build(foundation: Foundation) -> Result<(Arc<Self>, Pump), StoreError> {
        let Foundation {
            name,
            store,
            clock,
            entropy,
            sms,
            limits,
            development_clock,
        } = foundation;
        let metrics = Arc::new(Metrics::new());
        let presence = Arc::new(Presence::default());
        let discovery = Discovery::load(Arc::clone(&store), Arc::clone(&clock)).await?;
        let discovery = Arc::new(discovery);
        let authentication = Arc::new(Authentication::new(
            Arc::clone(&store),
            Arc::clone(&clock),
            Arc::clone(&entropy),
            Arc::clone(&presence),
            name.clone(),
            limits.login(),
        ));
        let accounts = Arc::new(Accounts::new(
            Arc::clone(&store),
            Arc::clone(&clock),
            Arc::clone(&presence),
            Arc::clone(&discovery),
        ));
        let prekeys = Arc::new(Prekeys::new(Arc::clone(&store), Arc::clone(&clock)));
        let parts = Parts {
            store: Arc::clone(&store),
            clock: Arc::clone(&clock),
            entropy,
            sms,
            relay_name: name,
            authentication: Arc::clone(&authentication),
            accounts: Arc::clone(&accounts),
            prekeys: Arc::clone(&prekeys),
            discovery: Arc::clone(&discovery),
        };
        let (mailboxes, pump) = Mailboxes::new(
            Arc::clone(&store),
            Arc::clone(&clock),
            Arc::clone(&presence),
            Arc::clone(&metrics),
        );
        let work = limits.work();
        let app = Self {
            clock,
            archives: Archives::new(Arc::clone(&store)),
            store,
            development_clock,
            metrics,
            presence,
            authentication,
            registration: Registration::new(parts, limits.registration()),
            accounts,
            prekeys,
            discovery,
            mailboxes: Arc::new(mailboxes),
            requests: Keyed::new(work.requests, ACCOUNTS),
            lookups: Keyed::new(work.lookups, ACCOUNTS),
            sends: Shared::new(work.sends, ACCOUNTS),
            work,
            limits,
            wake_jobs: Arc::new(Notify::new()),
            draining: AtomicBool::new(false),
        };
        Ok((Arc::new(app), pump))
    }

    /// Whether the relay is shutting down.
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Acquire)
    }

    /// From now on nothing new is taken; sockets are told and end.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Release);
        self.presence.end_all();
    }
}
