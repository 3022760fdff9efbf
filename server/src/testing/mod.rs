//! A relay without sockets: services over the memory store, a clock that the test moves, codes
//! that the test reads.

pub(crate) mod keys;

use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use consilium_proto::convert::account::{Confirm, Finish, SmsCode};
use consilium_statement::LoginKey;
use consilium_store::memory::MemoryStore;
use consilium_store::{RelayStore, StoreLimits, TokenRecord};
use consilium_types::{Clock, ManualClock, PhoneNumber, SeededEntropy, Timestamp};
use tokio_util::task::TaskTracker;

use self::keys::Keys;
use crate::app::{App, Foundation};
use crate::config::Limits;
use crate::outbound::{CodeMessage, SmsError, SmsSender};
use crate::service::ServiceError;
use crate::service::authentication::token_hash;
use crate::service::registration::Finished;

pub(crate) const NAME: &str = "relay.example";
pub(crate) const PEER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

/// The relay, and the test's hands in it.
pub(crate) struct World {
    pub(crate) app: Arc<App>,
    pub(crate) store: Arc<MemoryStore>,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) codes: Arc<Codes>,
    _tasks: TaskTracker,
}

/// Codes that were sent, or a provider that fails.
#[derive(Default)]
pub(crate) struct Codes {
    sent: Mutex<Vec<(String, String)>>,
    pub(crate) failure: Mutex<Option<SmsError>>,
}

#[async_trait]
impl SmsSender for Codes {
    async fn send(&self, message: CodeMessage<'_>) -> Result<(), SmsError> {
        if let Some(failure) = *self.failure.lock().unwrap() {
            return Err(failure);
        }
        assert!(message.text.contains(message.code));
        let sent = (message.phone.expose().to_owned(), message.code.to_owned());
        self.sent.lock().unwrap().push(sent);
        Ok(())
    }
}

impl Codes {
    /// The newest.
    pub(crate) fn last(&self) -> SmsCode {
        let sent = self.sent.lock().unwrap();
        let (_, code) = sent.last().unwrap();
        SmsCode(code.as_bytes().try_into().unwrap())
    }

    pub(crate) fn count(&self) -> usize {
        self.sent.lock().unwrap().len()
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Limits::default()).await
    }

    pub(crate) async fn with(limits: Limits) -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp(1_795_000_000_000)));
        // Far from the start of the machine, as a relay is.
        clock.advance(std::time::Duration::from_secs(100_000));
        let store = Arc::new(MemoryStore::new(StoreLimits::default()));
        let codes = Arc::new(Codes::default());
        let (app, pump) = App::build(Foundation {
            name: NAME.to_owned(),
            store: Arc::clone(&store) as Arc<dyn RelayStore>,
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            entropy: Arc::new(SeededEntropy::new(7)),
            sms: Arc::clone(&codes) as Arc<dyn SmsSender>,
            limits,
            development_clock: None,
        })
        .await
        .unwrap();
        let tasks = TaskTracker::new();
        tasks.spawn(pump.run());
        Self {
            app,
            store,
            clock,
            codes,
            _tasks: tasks,
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A ticket for a number.
    pub(crate) async fn ticket(&self, phone: &str) -> Result<[u8; 32], ServiceError> {
        let phone = PhoneNumber::parse(phone).unwrap();
        let started = self.app.registration.start(phone, PEER).await?;
        let confirm = Confirm {
            attempt: started.attempt,
            code: self.codes.last(),
        };
        self.app.registration.confirm(&confirm, PEER)
    }

    /// The end of a registration.
    pub(crate) fn finish(&self, keys: &Keys, ticket: [u8; 32]) -> Finish {
        let (nonce, _) = self.app.authentication.challenge(PEER).unwrap();
        Finish {
            ticket,
            statement: keys.statement.as_bytes().to_vec().into(),
            prekey: keys.prekey.as_bytes().to_vec().into(),
            proof: keys.proof(NAME, nonce, LoginKey::Device),
        }
    }

    /// Registers.
    pub(crate) async fn register(
        &self,
        keys: &Keys,
        phone: &str,
    ) -> Result<Finished, ServiceError> {
        let ticket = self.ticket(phone).await?;
        let finish = self.finish(keys, ticket);
        self.app.registration.finish(finish, PEER).await
    }

    /// A registered account, and the record of its token.
    pub(crate) async fn member(&self, phone: &str) -> (Keys, TokenRecord) {
        let keys = Keys::new(self.now());
        let finished = self.register(&keys, phone).await.unwrap();
        let token = token_hash(&finished.login.token);
        let record = self.app.authentication.token(token).await.unwrap();
        (keys, record)
    }
}
