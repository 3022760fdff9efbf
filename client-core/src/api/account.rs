//! Making an account on this device: registration, and recovery after the loss of a phone.

use super::client::Client;
use super::records::{PhoneCode, Profile};
use super::session::Session;
use super::{ClientError, Result, checks};
use crate::db::{Database, Key, Tx};
use crate::identity::{RecoveryCode, RootedAccount, root_account};
use crate::net::{LoginSigner, NetError, Refusal, Ticket};
use crate::prekey::{PrekeyEntry, PrekeyOwner, confirm, generate_prekey};
use crate::vault::{Pin, Vault, VaultSecrets};
use consilium_sodium::{Argon2Params, Secret, Signature, SigningKey};
use consilium_statement::id::device_id;
use consilium_statement::{LoginKey, LoginTranscript, RecordError};
use consilium_types::{DeviceId, PhoneNumber, Timestamp};
use std::sync::Arc;

impl Client {
    /// Confirms the phone code, makes vault and database, registers.
    pub(super) async fn make_account(
        self: &Arc<Self>,
        recovery: RecoveryCode,
        recovered: bool,
        code: PhoneCode,
        pin: &str,
        profile: Profile,
    ) -> Result<Arc<Session>> {
        let pin = Pin::parse(pin)?;
        checks::profile(&profile)?;
        let number = PhoneNumber::parse(&code.number).ok_or(ClientError::PhoneNumber)?;
        let attempt = attempt_of(&code)?;
        if self.vault.exists() {
            return Err(ClientError::AccountExists);
        }
        let ticket = self
            .relay
            .confirm_code(attempt, &code.code)
            .await
            .map_err(code_error)?;
        let client = Arc::clone(self);
        let kept = (!recovered).then(|| recovery.try_clone()).transpose()?;
        // The vault is on disk before the relay hears of the account: a crash in between leaves an
        // installation whose first login says whether it is registered, never an account whose
        // keys are lost.
        let made = tokio::task::spawn_blocking(move || {
            client.make_vault(&recovery, kept, pin, &number, &profile)
        });
        let made = made.await.map_err(|_| ClientError::Internal {
            what: "a worker ended",
        })??;
        self.finish(ticket, made).await
    }

    async fn finish(&self, ticket: Ticket, made: Made) -> Result<Arc<Session>> {
        let outcome = self
            .relay
            .finish_registration(ticket, &made.account.statement, &made.prekey, &made.signer)
            .await;
        match outcome {
            Ok(registered) => self.registered(made, registered.number_moves_at),
            // The relay kept nothing, so that nobody needs these keys.
            Err(error @ NetError::Refused(_)) => {
                drop(made.vault);
                self.erase()?;
                Err(error.into())
            }
            // Without its answer nobody knows what the relay kept. A login that works says that it
            // kept the account; one that fails says nothing, it may be before its time.
            Err(error) => {
                tracing::warn!(code = error.code(), "no answer to a registration");
                match self.relay.login(&made.signer).await {
                    Ok(_) => self.registered(made, None),
                    Err(_) => Err(ClientError::RegistrationUnconfirmed),
                }
            }
        }
    }

    fn make_vault(
        &self,
        recovery: &RecoveryCode,
        kept: Option<RecoveryCode>,
        pin: Pin,
        number: &PhoneNumber,
        profile: &Profile,
    ) -> Result<Made> {
        let now = self.clock.now();
        let account = root_account(recovery, None, &*self.entropy, now)?;
        let database_key = Secret::generate(&*self.entropy)?;
        self.remove_database()?;
        crate::standby::remove(&self.standby_dir)?;
        let db = Database::open(&self.database_path(), &database_key)?;
        db.write(|tx| first_values(tx, &account, number, profile, now))?;
        drop(db);
        let secrets = VaultSecrets {
            recovery_code: kept,
            identity_seed: Some(account.identity.seed()?),
            device_seed: account.device.seed()?,
            database_key,
            prekeys: Vec::new(),
            statement: account.statement.clone(),
        };
        let mut vault = self.vault.create(&pin, Argon2Params::DEFAULT, secrets)?;
        let owner = PrekeyOwner {
            account: account.statement.account(),
            device: &account.device,
            standby: self.vault.standby_key()?.verifying_key(),
        };
        let entry: PrekeyEntry = generate_prekey(owner, &*self.entropy, now)?;
        let prekey = entry.statement.clone();
        vault.rewrite(|secrets| {
            secrets.prekeys.push(entry);
            Ok::<_, ClientError>(())
        })?;
        let signer = FirstSigner(vault.device_key()?);
        Ok(Made {
            account,
            prekey,
            signer,
            vault,
        })
    }

    /// `number_moves_at`: when the number arrives from another account, as far as it is known; the
    /// next login asks again.
    fn registered(&self, made: Made, number_moves_at: Option<Timestamp>) -> Result<Arc<Session>> {
        let Made {
            prekey, mut vault, ..
        } = made;
        let now = self.clock.now();
        vault.rewrite(|secrets| {
            confirm(&mut secrets.prekeys, prekey.hash(), now);
            Ok::<_, ClientError>(())
        })?;
        let session = self.start(vault)?;
        let arrives = number_moves_at.map_or(0, |time| time.0);
        session.core().with(|open| {
            Ok(open.db.write(|tx| {
                tx.set_number(Key::Unregistered, 0)?;
                tx.set_number(Key::NumberArrives, arrives)
            })?)
        })?;
        Ok(session)
    }
}

struct Made {
    account: RootedAccount,
    prekey: consilium_statement::PrekeyStatement,
    signer: FirstSigner,
    vault: Vault,
}

/// Signs the login of a registration, before there is a session.
struct FirstSigner(SigningKey);

impl LoginSigner for FirstSigner {
    fn device(&self) -> DeviceId {
        device_id(&self.0.verifying_key())
    }

    fn key(&self) -> LoginKey {
        LoginKey::Device
    }

    fn sign(&self, transcript: &LoginTranscript<'_>) -> Result<Signature, RecordError> {
        transcript.sign(LoginKey::Device, &self.0)
    }
}

fn first_values(
    tx: &Tx<'_>,
    account: &RootedAccount,
    number: &PhoneNumber,
    profile: &Profile,
    now: Timestamp,
) -> Result<(), crate::db::DbError> {
    tx.set_statement(&account.statement, now)?;
    tx.set_number(Key::OwnStatementSince, now.0)?;
    tx.set_number(Key::StatementsRefreshed, now.0)?;
    tx.set_number(Key::Unregistered, 1)?;
    tx.set_meta(Key::Number, number.expose().as_bytes())?;
    tx.set_meta(Key::Name, profile.name.as_bytes())?;
    tx.set_meta(Key::Profession, profile.profession.as_bytes())?;
    tx.set_number(Key::ProfileVersion, 1)
}

fn attempt_of(code: &PhoneCode) -> Result<[u8; 16]> {
    let id = code.attempt.as_slice().try_into();
    id.map_err(|_| ClientError::RelayRefused {
        refusal: super::Refusal::Input,
    })
}

fn code_error(error: NetError) -> ClientError {
    let refusal = match error {
        NetError::Refused(Refusal::Input) => super::Refusal::CodeWrong,
        NetError::Refused(_) => super::Refusal::CodeExpired,
        other => return other.into(),
    };
    ClientError::RelayRefused { refusal }
}
