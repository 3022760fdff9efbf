//! Registration by SMS code (R12, protocol §9). Attempts live in bounded memory; what is answered
//! never depends on whether a number is in use.

mod attempts;

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard};

use bytes::Bytes;
use consilium_proto::convert::account::{Confirm, Finish};
use consilium_sodium::VerifyingKey;
use consilium_store::{
    NewAccount, Registered, RelayStore, StatementRecord, StoreError, TokenScope,
};
use consilium_types::limits::{SMS_DIGITS, SMS_LIFE_MS};
use consilium_types::{AccountId, Clock, Entropy, PhoneNumber, Timestamp};

use self::attempts::Attempts;
use super::ServiceError;
use super::account::{Accounts, duplicate_key, statement_record};
use super::authentication::{Authentication, Login};
use super::discovery::Discovery;
use super::prekey::Prekeys;
use crate::limits::{AddressKey, Bucket, Keyed, Rate, now_us};
use crate::outbound::{CodeMessage, SmsSender};

/// Keys that one limit remembers.
const KEYS: usize = 200_000;

/// How often somebody may register.
#[derive(Clone, Copy, Debug)]
pub struct RegistrationRates {
    /// Codes for one number.
    pub number: Rate,
    /// Codes for one number in quick succession: the resend timer.
    pub resend: Rate,
    /// Codes asked for by one address.
    pub address: Rate,
    /// Codes and registrations typed in from one address.
    pub confirm: Rate,
    /// Codes typed in for one number, right or wrong.
    pub tries: Rate,
    /// Codes of the whole relay.
    pub total: Rate,
}

/// Registers accounts.
pub struct Registration {
    store: Arc<dyn RelayStore>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    sms: Arc<dyn SmsSender>,
    relay_name: String,
    authentication: Arc<Authentication>,
    accounts: Arc<Accounts>,
    prekeys: Arc<Prekeys>,
    discovery: Arc<Discovery>,
    attempts: Mutex<Attempts>,
    resend_ms: u64,
    limits: Limits,
}

struct Limits {
    number: Keyed<u64>,
    resend: Keyed<u64>,
    address: Keyed<AddressKey>,
    confirm: Keyed<AddressKey>,
    tries: Keyed<u64>,
    total: Bucket,
    salt: std::hash::RandomState,
}

/// What registration is built from.
pub struct Parts {
    /// Where accounts go.
    pub store: Arc<dyn RelayStore>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Codes, attempts and tickets.
    pub entropy: Arc<dyn Entropy>,
    /// Carries the codes.
    pub sms: Arc<dyn SmsSender>,
    /// Named in the text message.
    pub relay_name: String,
    /// Checks the proof and logs in.
    pub authentication: Arc<Authentication>,
    /// Ends devices that a new epoch leaves out.
    pub accounts: Arc<Accounts>,
    /// Checks the prekey.
    pub prekeys: Arc<Prekeys>,
    /// Follows numbers.
    pub discovery: Arc<Discovery>,
}

/// A code is on its way.
#[derive(Debug)]
pub struct Started {
    /// Names the attempt.
    pub attempt: [u8; 16],
    /// Until the code expires.
    pub expires_in_ms: u64,
    /// Until another can be asked for.
    pub retry_after_ms: u64,
}

/// The account exists.
pub struct Finished {
    /// Its first token.
    pub login: Login,
    /// When the number moves here from another account, if it has to.
    pub number_moves_at: Option<Timestamp>,
}

impl Registration {
    /// From its parts.
    pub fn new(parts: Parts, rates: RegistrationRates) -> Self {
        let Parts {
            store,
            clock,
            entropy,
            sms,
            relay_name,
            authentication,
            accounts,
            prekeys,
            discovery,
        } = parts;
        Self {
            store,
            clock,
            entropy,
            sms,
            relay_name,
            authentication,
            accounts,
            prekeys,
            discovery,
            attempts: Mutex::default(),
            resend_ms: resend_ms(rates.resend),
            limits: Limits {
                number: Keyed::new(rates.number, KEYS),
                resend: Keyed::new(rates.resend, KEYS),
                address: Keyed::new(rates.address, KEYS),
                confirm: Keyed::new(rates.confirm, KEYS),
                tries: Keyed::new(rates.tries, KEYS),
                total: Bucket::new(rates.total),
                salt: std::hash::RandomState::new(),
            },
        }
    }

    /// Sends a code.
    ///
    /// # Errors
    /// [`ServiceError::Later`], [`ServiceError::Sms`].
    pub async fn start(&self, phone: PhoneNumber, peer: IpAddr) -> Result<Started, ServiceError> {
        self.allow_start(&phone, peer)?;
        let code = self.code();
        let attempt = self.entropy.array();
        let now = self.clock.boot().ms;
        self.attempts().start(attempt, phone.clone(), code, now)?;
        let code = String::from_utf8_lossy(&code);
        let text = format!(
            "{}: your code is {code}. Do not pass it on.",
            self.relay_name
        );
        let message = CodeMessage {
            phone: &phone,
            code: &code,
            text: &text,
        };
        if let Err(error) = self.sms.send(message).await {
            self.attempts().forget(&attempt);
            return Err(error.into());
        }
        Ok(Started {
            attempt,
            expires_in_ms: SMS_LIFE_MS,
            retry_after_ms: self.resend_ms,
        })
    }

    /// Exchanges a code for a ticket, good once and for ten minutes.
    ///
    /// # Errors
    /// [`ServiceError::CodeRefused`] whatever is wrong, [`ServiceError::Later`].
    pub fn confirm(&self, confirm: &Confirm, peer: IpAddr) -> Result<[u8; 32], ServiceError> {
        let clock = &*self.clock;
        self.limits.confirm.take(peer.into(), 1, now_us(clock))?;
        let mut attempts = self.attempts();
        let number = attempts
            .number(&confirm.attempt, clock.boot().ms)
            .map(|phone| self.limits.key(phone))
            .ok_or(ServiceError::CodeRefused)?;
        // Before the code is looked at: one that is right may have been guessed too.
        self.limits.tries.take(number, 1, now_us(clock))?;
        let ticket = self.entropy.array();
        attempts
            .confirm(&confirm.attempt, &confirm.code.0, ticket, clock.boot().ms)
            .ok_or(ServiceError::CodeRefused)?;
        Ok(ticket)
    }

    /// Registers: statement, first prekey and login proof are kept together or not at all.
    ///
    /// # Errors
    /// [`ServiceError::CodeRefused`] for the ticket; [`ServiceError::Record`],
    /// [`ServiceError::Foreign`], [`ServiceError::LoginRefused`], [`ServiceError::DuplicateKey`],
    /// [`ServiceError::Precondition`] for what it brings, after which the ticket is still good.
    pub async fn finish(&self, finish: Finish, peer: IpAddr) -> Result<Finished, ServiceError> {
        let now = now_us(&*self.clock);
        self.limits.confirm.take(peer.into(), 1, now)?;
        let phone = self
            .attempts()
            .ticket(&finish.ticket, self.clock.boot().ms)
            .ok_or(ServiceError::CodeRefused)?;
        let new = self.check(&finish, phone)?;
        if !self.attempts().use_ticket(&finish.ticket) {
            return Err(ServiceError::CodeRefused);
        }
        let registered = self.register(&new).await;
        if registered.is_err() {
            self.attempts()
                .give_back(finish.ticket, new.phone.clone(), self.clock.boot().ms);
        }
        let number_moves_at = registered?;
        let login = self
            .authentication
            .issue(finish.proof.device, TokenScope::Device)
            .await?;
        Ok(Finished {
            login,
            number_moves_at,
        })
    }

    fn check(&self, finish: &Finish, phone: PhoneNumber) -> Result<NewAccount, ServiceError> {
        let statement = statement_record(finish.statement.clone())?;
        let (device, key) = first_device(&statement)?;
        let prekey = self.prekeys.check(finish.prekey.clone(), &key)?;
        let same = prekey.account == statement.account
            && prekey.device == device
            && finish.proof.device == device
            && !finish.proof.standby;
        if !same {
            return Err(ServiceError::Foreign);
        }
        self.authentication.check(&finish.proof, &key)?;
        Ok(NewAccount {
            statement,
            prekey,
            phone,
        })
    }

    async fn register(&self, new: &NewAccount) -> Result<Option<Timestamp>, ServiceError> {
        let account = new.statement.account;
        let before = self.accounts.devices(account).await?;
        let after: Vec<_> = new.statement.devices.iter().map(|(id, _)| *id).collect();
        let registered = self.store.register(new.clone(), self.clock.now()).await?;
        let moves_at = match registered {
            Registered::Done => None,
            Registered::NumberPending { moves_at, from } => {
                self.accounts.tell_of_move(from, moves_at).await?;
                Some(moves_at)
            }
            Registered::NotNewer if self.is_newest(account, &new.statement.statement).await? => {
                None
            }
            Registered::NotNewer => {
                return Err(ServiceError::Precondition(
                    "the account exists: make a new epoch with its recovery code",
                ));
            }
            Registered::DuplicateKey => return Err(duplicate_key(account)),
        };
        tracing::info!(?account, "registered");
        self.accounts.end_left_out(&before, &after);
        self.discovery.refresh(account).await?;
        Ok(moves_at)
    }

    /// A retry whose first answer was lost brings the very same statement.
    async fn is_newest(&self, account: AccountId, statement: &Bytes) -> Result<bool, StoreError> {
        let newest = self.store.statements(&[account]).await?;
        Ok(newest.first() == Some(statement))
    }

    fn allow_start(&self, phone: &PhoneNumber, peer: IpAddr) -> Result<(), ServiceError> {
        let now = now_us(&*self.clock);
        let number = self.limits.key(phone);
        self.limits.address.take(peer.into(), 1, now)?;
        self.limits.resend.take(number, 1, now)?;
        self.limits.number.take(number, 1, now)?;
        Ok(self.limits.total.take(1, now)?)
    }

    fn code(&self) -> [u8; SMS_DIGITS] {
        std::array::from_fn(|_| {
            let digit = u8::try_from(self.entropy.below(10)).unwrap_or_default();
            b'0'.saturating_add(digit)
        })
    }

    fn attempts(&self) -> MutexGuard<'_, Attempts> {
        match self.attempts.lock() {
            Ok(attempts) => attempts,
            Err(poisoned) => poisoned.into_inner(),
        }
    }
}

impl Limits {
    /// What a number is counted by.
    fn key(&self, phone: &PhoneNumber) -> u64 {
        use std::hash::BuildHasher;
        self.salt.hash_one(phone)
    }
}

fn first_device(
    statement: &StatementRecord,
) -> Result<(consilium_types::DeviceId, VerifyingKey), ServiceError> {
    let (device, key) = statement.devices.first().ok_or(ServiceError::Foreign)?;
    Ok((*device, VerifyingKey::from_imported(*key)))
}

fn resend_ms(rate: Rate) -> u64 {
    60_000_u64
        .checked_div(u64::from(rate.per_minute))
        .unwrap_or(Timestamp::HOUR_MS)
}

#[cfg(test)]
mod tests;
