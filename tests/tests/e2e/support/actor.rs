//! A device that speaks the protocol by hand: keys, records and calls, without the client core. It
//! can do what no honest client would.

use super::endpoint::Endpoint;
use super::relay::Relay;
use super::socket::Socket;
use bytes::Bytes;
use consilium_proto::wire::account_client::AccountClient;
use consilium_proto::wire::archive_client::ArchiveClient;
use consilium_proto::wire::discovery_client::DiscoveryClient;
use consilium_proto::wire::login_client::LoginClient;
use consilium_proto::wire::mailbox_client::MailboxClient;
use consilium_proto::wire::prekey_client::PrekeyClient;
use consilium_proto::wire::registration_client::RegistrationClient;
use consilium_proto::wire::{self, OutgoingEnvelope};
use consilium_sodium::{BoxSecretKey, Context, KemSecretKey, Secret, SigningKey, SystemEntropy, k};
use consilium_statement::account::certify_identity;
use consilium_statement::id::{account_id, device_id};
use consilium_statement::{
    AccountStatement, DeviceEntry, LoginKey, LoginTranscript, PrekeyDraft, PrekeyStatement,
    StatementDraft,
};
use consilium_types::{
    AccountId, Clock, DeviceId, Entropy, StatementHash, SystemClock, Timestamp, limits,
};
use std::sync::atomic::{AtomicU64, Ordering};
use tonic::transport::Channel;
use tonic::{Request, Status};

/// `N` random bytes.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    (&SystemEntropy as &dyn Entropy).array()
}

/// A phone number that no other test has.
pub(crate) fn new_phone() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("+3161{:07}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The wall clock.
pub(crate) fn now() -> Timestamp {
    SystemClock.now()
}

/// All keys of an account with one device.
pub(crate) struct Keys {
    pub(crate) root: SigningKey,
    pub(crate) identity: SigningKey,
    pub(crate) device: SigningKey,
    pub(crate) standby: SigningKey,
    pub(crate) epoch: u64,
}

impl Keys {
    pub(crate) fn generate() -> Self {
        Self {
            root: new_key(),
            identity: new_key(),
            device: new_key(),
            standby: new_key(),
            epoch: now().as_millis(),
        }
    }

    pub(crate) fn account(&self) -> AccountId {
        account_id(&self.root.verifying_key())
    }

    pub(crate) fn device(&self) -> DeviceId {
        device_id(&self.device.verifying_key())
    }

    pub(crate) fn entry(&self) -> DeviceEntry {
        entry(&self.device)
    }

    /// A statement of these keys.
    pub(crate) fn statement(
        &self,
        serial: u64,
        prev: StatementHash,
        devices: &[DeviceEntry],
    ) -> AccountStatement {
        let identity = self.identity.verifying_key();
        StatementDraft {
            root: self.root.verifying_key(),
            epoch: self.epoch,
            certificate: certify_identity(&self.root, self.epoch, &identity),
            identity: &self.identity,
            serial,
            prev,
            issued: now(),
            devices,
        }
        .sign()
        .expect("a statement")
    }

    pub(crate) fn first_statement(&self) -> AccountStatement {
        self.statement(1, StatementHash::ZERO, &[self.entry()])
    }

    /// A prekey of the device, from a new seed.
    pub(crate) fn prekey(&self, not_before: Timestamp) -> PrekeyStatement {
        self.prekey_from(
            &Secret::generate(&SystemEntropy).expect("a seed"),
            not_before,
        )
    }

    /// A prekey of the device.
    pub(crate) fn prekey_from(&self, seed: &Secret<32>, not_before: Timestamp) -> PrekeyStatement {
        let box_seed = k(seed.expose(), Context::PrekeyBox, &[]).expect("a seed");
        let kem_seed = k(seed.expose(), Context::PrekeyKem, &[]).expect("a seed");
        let kem = KemSecretKey::from_seed(&kem_seed).expect("a key");
        PrekeyDraft {
            account: self.account(),
            device: self.device(),
            envelope_version: 1,
            standby: self.standby.verifying_key(),
            box_key: &BoxSecretKey::from_seed(&box_seed).expect("a key").public(),
            kem_key: kem.public(),
            not_before,
        }
        .sign(&self.device)
        .expect("a prekey")
    }

    /// What a login proves, for the relay called `name`.
    pub(crate) fn proof(
        &self,
        which: LoginKey,
        name: &str,
        relay_nonce: &[u8],
    ) -> wire::LoginProof {
        let transcript = LoginTranscript {
            relay_name: name,
            device: self.device(),
            client_nonce: random(),
            relay_nonce: relay_nonce.try_into().expect("a nonce of 32 bytes"),
        };
        let key = match which {
            LoginKey::Device => &self.device,
            LoginKey::Standby => &self.standby,
        };
        let signature = transcript.sign(which, key).expect("a signature");
        wire::LoginProof {
            device_id: copy(transcript.device.as_bytes()),
            client_nonce: copy(&transcript.client_nonce),
            relay_nonce: copy(&transcript.relay_nonce),
            signature: copy(signature.as_bytes()),
            standby: which == LoginKey::Standby,
        }
    }
}

pub(crate) fn new_key() -> SigningKey {
    SigningKey::generate(&SystemEntropy).expect("a key")
}

pub(crate) fn entry(device: &SigningKey) -> DeviceEntry {
    let key = device.verifying_key();
    DeviceEntry {
        id: device_id(&key),
        key,
        added: now(),
    }
}

pub(crate) fn copy(bytes: &[u8]) -> Bytes {
    Bytes::copy_from_slice(bytes)
}

/// A connection without a login.
#[derive(Clone)]
pub(crate) struct Stranger {
    pub(crate) endpoint: Endpoint,
    pub(crate) channel: Channel,
}

impl Stranger {
    pub(crate) async fn at(endpoint: Endpoint) -> Self {
        let channel = endpoint.channel().await;
        Self { endpoint, channel }
    }

    pub(crate) async fn start(&self, phone: &str) -> Result<wire::StartResponse, Status> {
        let request = wire::StartRequest {
            phone: phone.to_owned(),
        };
        let mut client = RegistrationClient::new(self.channel.clone());
        Ok(client.start(request).await?.into_inner())
    }

    pub(crate) async fn confirm(&self, attempt: &Bytes, code: &str) -> Result<Bytes, Status> {
        let request = wire::ConfirmRequest {
            attempt_id: attempt.clone(),
            code: code.to_owned(),
        };
        let mut client = RegistrationClient::new(self.channel.clone());
        Ok(client.confirm(request).await?.into_inner().ticket)
    }

    pub(crate) async fn challenge(&self) -> Bytes {
        let mut client = LoginClient::new(self.channel.clone());
        let response = client.challenge(wire::ChallengeRequest {}).await;
        response.expect("a challenge").into_inner().relay_nonce
    }

    pub(crate) async fn finish(
        &self,
        request: wire::FinishRequest,
    ) -> Result<wire::FinishResponse, Status> {
        let mut client = RegistrationClient::new(self.channel.clone());
        Ok(client.finish(request).await?.into_inner())
    }

    pub(crate) async fn prove(&self, proof: wire::LoginProof) -> Result<Bytes, Status> {
        let mut client = LoginClient::new(self.channel.clone());
        Ok(client.prove(proof).await?.into_inner().token)
    }

    /// A login with one of the keys.
    pub(crate) async fn log_in(&self, keys: &Keys, which: LoginKey) -> Result<Bytes, Status> {
        let nonce = self.challenge().await;
        self.prove(keys.proof(which, &self.endpoint.name, &nonce))
            .await
    }

    /// A ticket for a number, by its SMS code.
    pub(crate) async fn ticket(&self, relay: &Relay, phone: &str) -> Bytes {
        let started = self.start(phone).await.expect("a started registration");
        let code = relay.sms_code(phone).await;
        let ticket = self.confirm(&started.attempt_id, &code).await;
        ticket.expect("a ticket")
    }
}

/// A registered device with a token.
pub(crate) struct Actor {
    pub(crate) keys: Keys,
    pub(crate) phone: String,
    pub(crate) statement: AccountStatement,
    pub(crate) prekey: PrekeyStatement,
    pub(crate) token: Bytes,
    pub(crate) stranger: Stranger,
}

impl Actor {
    /// Registers a new account with a new number.
    pub(crate) async fn register(relay: &Relay) -> Self {
        Self::register_with(relay, Keys::generate(), &new_phone())
            .await
            .expect("a registration")
    }

    /// Registers these keys with this number.
    pub(crate) async fn register_with(
        relay: &Relay,
        keys: Keys,
        phone: &str,
    ) -> Result<Self, Status> {
        let stranger = Stranger::at(relay.endpoint()).await;
        let ticket = stranger.ticket(relay, phone).await;
        let (statement, prekey) = (keys.first_statement(), keys.prekey(relay.now()));
        let nonce = stranger.challenge().await;
        let request = wire::FinishRequest {
            ticket,
            statement: copy(statement.as_bytes()),
            prekey: copy(prekey.as_bytes()),
            proof: Some(keys.proof(LoginKey::Device, &stranger.endpoint.name, &nonce)),
        };
        let login = stranger.finish(request).await?.login.expect("a login");
        Ok(Self {
            keys,
            phone: phone.to_owned(),
            statement,
            prekey,
            token: login.token,
            stranger,
        })
    }

    pub(crate) fn device(&self) -> DeviceId {
        self.keys.device()
    }

    pub(crate) fn account(&self) -> AccountId {
        self.keys.account()
    }

    /// A request that carries this device's token.
    pub(crate) fn with_token<T>(&self, message: T) -> Request<T> {
        with_token(&self.token, message)
    }

    fn channel(&self) -> Channel {
        self.stranger.channel.clone()
    }

    /// New connection and login, for example after a restart of the relay.
    pub(crate) async fn log_in_again(&mut self) {
        self.stranger = Stranger::at(self.stranger.endpoint.clone()).await;
        let token = self.stranger.log_in(&self.keys, LoginKey::Device).await;
        self.token = token.expect("a login");
    }

    pub(crate) async fn log_out(&self) -> Result<(), Status> {
        let request = self.with_token(wire::LogoutRequest {});
        AccountClient::new(self.channel()).logout(request).await?;
        Ok(())
    }

    pub(crate) async fn own_account(&self) -> Result<wire::GetOwnAccountResponse, Status> {
        let request = self.with_token(wire::GetOwnAccountRequest {});
        let mut client = AccountClient::new(self.channel());
        Ok(client.get_own_account(request).await?.into_inner())
    }

    pub(crate) async fn answer_number_move(&self, allow: bool) -> Result<(), Status> {
        let request = self.with_token(wire::AnswerNumberMoveRequest { allow });
        let mut client = AccountClient::new(self.channel());
        client.answer_number_move(request).await?;
        Ok(())
    }

    pub(crate) async fn put_statement(&self, statement: &[u8]) -> Result<(), Status> {
        let request = self.with_token(wire::PutStatementRequest {
            statement: copy(statement),
        });
        let mut client = AccountClient::new(self.channel());
        client.put_statement(request).await?;
        Ok(())
    }

    pub(crate) async fn statements(&self, of: &[AccountId]) -> Result<Vec<Bytes>, Status> {
        let request = self.with_token(wire::GetStatementsRequest {
            account_ids: of.iter().map(|id| copy(id.as_bytes())).collect(),
        });
        let mut client = AccountClient::new(self.channel());
        Ok(client
            .get_statements(request)
            .await?
            .into_inner()
            .statements)
    }

    pub(crate) async fn set_discoverable(&self, discoverable: bool) -> Result<(), Status> {
        let request = self.with_token(wire::SetDiscoverableRequest { discoverable });
        let mut client = AccountClient::new(self.channel());
        client.set_discoverable(request).await?;
        Ok(())
    }

    pub(crate) async fn delete_account(&self) -> Result<(), Status> {
        let request = self.with_token(wire::DeleteAccountRequest {});
        AccountClient::new(self.channel()).delete(request).await?;
        Ok(())
    }

    pub(crate) async fn put_prekey(&self, prekey: &[u8]) -> Result<(), Status> {
        let request = self.with_token(wire::PutPrekeyRequest {
            prekey: copy(prekey),
        });
        PrekeyClient::new(self.channel()).put(request).await?;
        Ok(())
    }

    pub(crate) async fn prekeys(&self, of: &[AccountId]) -> Result<Vec<Bytes>, Status> {
        let request = self.with_token(wire::GetPrekeysRequest {
            account_ids: of.iter().map(|id| copy(id.as_bytes())).collect(),
        });
        let mut client = PrekeyClient::new(self.channel());
        Ok(client.get(request).await?.into_inner().prekeys)
    }

    pub(crate) async fn find(&self, hashes: Vec<u64>) -> Result<Vec<wire::Match>, Status> {
        let request = self.with_token(wire::FindRequest { scheme: 1, hashes });
        let mut client = DiscoveryClient::new(self.channel());
        Ok(client.find(request).await?.into_inner().matches)
    }

    pub(crate) async fn fetch(
        &self,
        after: u64,
        limit: u32,
    ) -> Result<wire::FetchResponse, Status> {
        self.fetch_by(&self.token, after, limit).await
    }

    pub(crate) async fn fetch_by(
        &self,
        token: &Bytes,
        after: u64,
        limit: u32,
    ) -> Result<wire::FetchResponse, Status> {
        let request = with_token(token, wire::FetchRequest { after, limit });
        let mut client = MailboxClient::new(self.channel());
        Ok(client.fetch(request).await?.into_inner())
    }

    /// The whole mailbox, page by page.
    pub(crate) async fn fetch_all(&self) -> Vec<wire::StoredEnvelope> {
        let mut all: Vec<wire::StoredEnvelope> = Vec::new();
        loop {
            let after = all.last().map_or(0, |envelope| envelope.sequence);
            let page = self.fetch(after, 0).await.expect("a page");
            all.extend(page.envelopes);
            if !page.more {
                return all;
            }
        }
    }

    pub(crate) async fn cursor(&self) -> Result<wire::GetCursorResponse, Status> {
        self.cursor_by(&self.token).await
    }

    pub(crate) async fn cursor_by(&self, token: &Bytes) -> Result<wire::GetCursorResponse, Status> {
        let request = with_token(token, wire::GetCursorRequest {});
        let mut client = MailboxClient::new(self.channel());
        Ok(client.get_cursor(request).await?.into_inner())
    }

    pub(crate) async fn delete_envelope(&self, sequence: u64) -> Result<bool, Status> {
        let request = self.with_token(wire::DeleteEnvelopeRequest { sequence });
        let mut client = MailboxClient::new(self.channel());
        Ok(client.delete(request).await?.into_inner().deleted)
    }

    pub(crate) fn archive(&self) -> ArchiveClient<Channel> {
        ArchiveClient::new(self.channel())
    }

    /// The realtime socket, after its Ready frame.
    pub(crate) async fn socket(&self) -> Socket {
        Socket::open(&self.stranger.endpoint, &self.token)
            .await
            .expect("a realtime socket")
    }

    /// An envelope for this device, of random ciphertext: only its recipient could tell.
    pub(crate) fn envelope(&self) -> OutgoingEnvelope {
        outgoing(
            self.device(),
            noise(&self.prekey, limits::ENVELOPE_SIZES[0]),
        )
    }
}

/// A request that carries a token.
pub(crate) fn with_token<T>(token: &[u8], message: T) -> Request<T> {
    let mut request = Request::new(message);
    let value = format!("Bearer {}", consilium_types::ids::to_hex(token));
    let value = value.parse().expect("hexadecimal is metadata");
    request.metadata_mut().insert("authorization", value);
    request
}

/// Random bytes in the shape of an envelope sealed to a prekey.
pub(crate) fn noise(prekey: &PrekeyStatement, size: usize) -> Bytes {
    let mut envelope = vec![0; size];
    SystemEntropy.fill(&mut envelope);
    envelope[0] = 1;
    envelope[1..17].copy_from_slice(prekey.id().as_bytes());
    envelope.into()
}

/// An envelope on its way to a device, under a new id.
pub(crate) fn outgoing(device: DeviceId, envelope: Bytes) -> OutgoingEnvelope {
    OutgoingEnvelope {
        envelope_id: copy(&random::<16>()),
        device_id: copy(device.as_bytes()),
        envelope,
    }
}
