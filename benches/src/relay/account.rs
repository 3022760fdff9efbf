//! Registers users the way an app does: SMS, statement, prekey, login proof.

use super::server::Relay;
use super::socket::connect_tls;
use anyhow::{Context, bail};
use bytes::Bytes;
use consilium_proto::wire::login_client::LoginClient;
use consilium_proto::wire::registration_client::RegistrationClient;
use consilium_proto::wire::{
    ChallengeRequest, ConfirmRequest, FinishRequest, LoginProof, StartRequest,
};
use consilium_sodium::{BoxSecretKey, KemSecretKey, Secret, SigningKey, SystemEntropy};
use consilium_statement::account::certify_identity;
use consilium_statement::{
    DeviceEntry, LoginKey, LoginTranscript, PrekeyDraft, StatementDraft, id,
};
use consilium_types::{Clock, DeviceId, Entropy, PrekeyId, StatementHash, SystemClock};
use hyper_util::rt::TokioIo;
use std::sync::Arc;
use tonic::transport::{Channel, Endpoint, Uri};
use tower::service_fn;

/// A registered user with a live token.
pub struct User {
    /// Its only device.
    pub device: DeviceId,
    /// What others seal to.
    pub prekey: PrekeyId,
    /// Bearer token.
    pub token: Vec<u8>,
}

/// A gRPC channel to the relay.
pub async fn channel(relay: &Arc<Relay>) -> anyhow::Result<Channel> {
    let relay = relay.clone();
    let connector = service_fn(move |_: Uri| {
        let relay = relay.clone();
        async move {
            let stream = connect_tls(&relay, b"h2")
                .await
                .map_err(std::io::Error::other)?;
            Ok::<_, std::io::Error>(TokioIo::new(stream))
        }
    });
    Ok(Endpoint::from_static("http://relay")
        .connect_with_connector(connector)
        .await?)
}

/// Registers `count` users.
pub async fn register(relay: &Arc<Relay>, count: usize) -> anyhow::Result<Vec<User>> {
    let channel = channel(relay).await?;
    let mut users = Vec::with_capacity(count);
    for index in 0..count {
        users.push(register_one(relay, &channel, index).await?);
    }
    Ok(users)
}

async fn register_one(relay: &Relay, channel: &Channel, index: usize) -> anyhow::Result<User> {
    let phone = format!("+316{:08}", 10_000_000 + index);
    let mut registration = RegistrationClient::new(channel.clone());
    let attempt = registration
        .start(StartRequest {
            phone: phone.clone(),
        })
        .await?
        .into_inner()
        .attempt_id;
    let code = code_from_outbox(relay, &phone)?;
    let ticket = registration
        .confirm(ConfirmRequest {
            attempt_id: attempt,
            code,
        })
        .await?
        .into_inner()
        .ticket;
    let relay_nonce = LoginClient::new(channel.clone())
        .challenge(ChallengeRequest {})
        .await?
        .into_inner()
        .relay_nonce;
    let keys = Keys::generate()?;
    let login = registration
        .finish(keys.finish(relay, ticket, &relay_nonce)?)
        .await?
        .into_inner()
        .login
        .context("no login in the relay's answer")?;
    Ok(User {
        device: keys.device_id(),
        prekey: keys.prekey()?.id(),
        token: login.token.to_vec(),
    })
}

struct Keys {
    root: SigningKey,
    identity: SigningKey,
    device: SigningKey,
    standby: SigningKey,
    box_key: BoxSecretKey,
    kem_key: KemSecretKey,
    now: consilium_types::Timestamp,
}

impl Keys {
    fn generate() -> anyhow::Result<Self> {
        let key = || SigningKey::generate(&SystemEntropy);
        Ok(Self {
            root: key()?,
            identity: key()?,
            device: key()?,
            standby: key()?,
            box_key: BoxSecretKey::from_seed(&Secret::generate(&SystemEntropy)?)?,
            kem_key: KemSecretKey::from_seed(&Secret::generate(&SystemEntropy)?)?,
            now: SystemClock.now(),
        })
    }

    fn device_id(&self) -> DeviceId {
        id::device_id(&self.device.verifying_key())
    }

    fn prekey(&self) -> anyhow::Result<consilium_statement::PrekeyStatement> {
        let draft = PrekeyDraft {
            account: id::account_id(&self.root.verifying_key()),
            device: self.device_id(),
            envelope_version: 1,
            standby: self.standby.verifying_key(),
            box_key: &self.box_key.public(),
            kem_key: self.kem_key.public(),
            not_before: self.now,
        };
        Ok(draft.sign(&self.device)?)
    }

    fn finish(
        &self,
        relay: &Relay,
        ticket: Bytes,
        relay_nonce: &[u8],
    ) -> anyhow::Result<FinishRequest> {
        let epoch = self.now.as_millis();
        let entry = DeviceEntry {
            id: self.device_id(),
            key: self.device.verifying_key(),
            added: self.now,
        };
        let statement = StatementDraft {
            root: self.root.verifying_key(),
            epoch,
            certificate: certify_identity(&self.root, epoch, &self.identity.verifying_key()),
            identity: &self.identity,
            serial: 1,
            prev: StatementHash::ZERO,
            issued: self.now,
            devices: &[entry],
        }
        .sign()?;
        let mut client_nonce = [0; 32];
        SystemEntropy.fill(&mut client_nonce);
        let transcript = LoginTranscript {
            relay_name: &relay.name,
            device: self.device_id(),
            client_nonce,
            relay_nonce: relay_nonce.try_into()?,
        };
        let signature = transcript.sign(LoginKey::Device, &self.device)?;
        Ok(FinishRequest {
            ticket,
            statement: Bytes::copy_from_slice(statement.as_bytes()),
            prekey: Bytes::copy_from_slice(self.prekey()?.as_bytes()),
            proof: Some(LoginProof {
                device_id: Bytes::copy_from_slice(self.device_id().as_bytes()),
                client_nonce: Bytes::copy_from_slice(&client_nonce),
                relay_nonce: Bytes::copy_from_slice(relay_nonce),
                signature: Bytes::copy_from_slice(signature.as_bytes()),
                standby: false,
            }),
        })
    }
}

/// The newest code that was sent to a number.
pub fn code_from_outbox(relay: &Relay, phone: &str) -> anyhow::Result<String> {
    let outbox = std::fs::read_to_string(relay.outbox())?;
    for line in outbox.lines().rev() {
        let sms: serde_json::Value = serde_json::from_str(line)?;
        if sms.get("phone").and_then(|value| value.as_str()) == Some(phone) {
            let code = sms.get("code").and_then(|value| value.as_str());
            return Ok(code.context("an SMS without a code")?.to_owned());
        }
    }
    bail!("no SMS was sent")
}
