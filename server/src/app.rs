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
use crate::service::readiness::Readiness;
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
    /// Whether the store answers.
    pub readiness: Readiness,
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
        let metrics = Arc::new(Metrics::new());
        let presence = Arc::new(Presence::default());
        let services = Services::build(&foundation, &presence).await?;
        let (mailboxes, pump) = Mailboxes::new(
            Arc::clone(&foundation.store),
            Arc::clone(&foundation.clock),
            Arc::clone(&presence),
            Arc::clone(&metrics),
        );
        let Services {
            authentication,
            accounts,
            prekeys,
            discovery,
        } = services.clone();
        let Foundation {
            store,
            clock,
            limits,
            development_clock,
            ..
        } = &foundation;
        let work = limits.work();
        let app = Self {
            clock: Arc::clone(clock),
            archives: Archives::new(Arc::clone(store)),
            readiness: Readiness::new(Arc::clone(store), Arc::clone(clock)),
            store: Arc::clone(store),
            development_clock: development_clock.clone(),
            metrics,
            presence,
            authentication,
            accounts,
            prekeys,
            discovery,
            mailboxes: Arc::new(mailboxes),
            requests: Keyed::new(work.requests, ACCOUNTS),
            lookups: Keyed::new(work.lookups, ACCOUNTS),
            sends: Shared::new(work.sends, ACCOUNTS),
            work,
            limits: limits.clone(),
            wake_jobs: Arc::new(Notify::new()),
            draining: AtomicBool::new(false),
            registration: registration(foundation, services),
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

/// Services that others are built from.
#[derive(Clone)]
struct Services {
    authentication: Arc<Authentication>,
    accounts: Arc<Accounts>,
    prekeys: Arc<Prekeys>,
    discovery: Arc<Discovery>,
}

impl Services {
    async fn build(of: &Foundation, presence: &Arc<Presence>) -> Result<Self, StoreError> {
        let store = || Arc::clone(&of.store);
        let clock = || Arc::clone(&of.clock);
        let discovery = Arc::new(Discovery::load(store(), clock()).await?);
        let authentication = Authentication::new(
            store(),
            clock(),
            Arc::clone(&of.entropy),
            Arc::clone(presence),
            of.name.clone(),
            of.limits.login(),
        );
        let accounts = Accounts::new(
            store(),
            clock(),
            Arc::clone(presence),
            Arc::clone(&discovery),
        );
        Ok(Self {
            authentication: Arc::new(authentication),
            accounts: Arc::new(accounts),
            prekeys: Arc::new(Prekeys::new(store(), clock())),
            discovery,
        })
    }
}

fn registration(of: Foundation, services: Services) -> Registration {
    let rates = of.limits.registration();
    let parts = Parts {
        store: of.store,
        clock: of.clock,
        entropy: of.entropy,
        sms: of.sms,
        relay_name: of.name,
        authentication: services.authentication,
        accounts: services.accounts,
        prekeys: services.prekeys,
        discovery: services.discovery,
    };
    Registration::new(parts, rates)
}
