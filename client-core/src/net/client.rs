//! [`Relay`] over gRPC and a WebSocket.

use super::answer::{self, MAX_FETCH};
use super::grpc::{Grpc, LONG_TIME_OUT, TIME_OUT, authorised, call};
use super::realtime::{RealtimeReceiver, RealtimeSender};
use super::relay::{
    ArchivePage, ArchiveRecord, Attempt, Checked, Cursor, Fetched, Login, LoginSigner, Match,
    OwnAccount, Registered, Relay, Ticket, Token,
};
use super::tls::Dialer;
use super::{NetError, Refusal, RelayFile, ws};
use async_trait::async_trait;
use bytes::Bytes;
use consilium_proto::wire;
use consilium_statement::{AccountStatement, LoginKey, LoginTranscript, PrekeyStatement};
use consilium_types::limits::{MAX_DISCOVERY_PER_DAY, MAX_LOOKUP};
use consilium_types::{
    AccountId, ArchiveId, Clock, DiscoveryHash, DiscoveryScheme, Entropy, PhoneNumber, RecordId,
};
use std::sync::Arc;

/// Accounts in one request for prekeys (prekey.proto).
const MAX_PREKEY_ACCOUNTS: usize = 64;

/// A relay, reached over TLS that only the file's pinned issuers can answer. Connects at the first
/// call and again whenever the connection is gone; calls need a tokio runtime around them.
pub struct RelayClient {
    file: Arc<RelayFile>,
    entropy: Arc<dyn Entropy>,
    dialer: Dialer,
    grpc: Grpc,
}

impl RelayClient {
    /// For the relay of this file. Certificates are judged by `clock`.
    ///
    /// # Errors
    /// [`NetError::Certificate`] if the file's issuers cannot be used.
    pub fn new(
        file: RelayFile,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, NetError> {
        let file = Arc::new(file);
        let dialer = Dialer::new(Arc::clone(&file), clock)?;
        Ok(Self {
            grpc: Grpc::new(dialer.clone(), file.name()),
            dialer,
            file,
            entropy,
        })
    }

    /// A proof for a fresh nonce of the relay.
    async fn prove(&self, signer: &dyn LoginSigner) -> Result<wire::LoginProof, NetError> {
        let mut stub = self.grpc.login().await?;
        let challenge = call(TIME_OUT, stub.challenge(wire::ChallengeRequest {})).await?;
        let relay_nonce = answer::relay_nonce(challenge)?;
        let client_nonce = self.entropy.array();
        let device = signer.device();
        let transcript = LoginTranscript {
            relay_name: self.file.name(),
            device,
            client_nonce,
            relay_nonce,
        };
        let signature = signer.sign(&transcript).map_err(|_| NetError::Protocol)?;
        Ok(wire::LoginProof {
            device_id: copy(device.as_bytes()),
            client_nonce: copy(&client_nonce),
            relay_nonce: copy(&relay_nonce),
            signature: copy(signature.as_bytes()),
            standby: signer.key() == LoginKey::Standby,
        })
    }
}

impl std::fmt::Debug for RelayClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RelayClient({:?})", self.file)
    }
}

#[async_trait]
impl Relay for RelayClient {
    fn file(&self) -> &RelayFile {
        &self.file
    }

    async fn start_registration(&self, phone: &PhoneNumber) -> Result<Attempt, NetError> {
        let mut stub = self.grpc.registration().await?;
        let request = wire::StartRequest {
            phone: phone.expose().to_owned(),
        };
        answer::attempt(call(TIME_OUT, stub.start(request)).await?)
    }

    async fn confirm_code(&self, attempt: [u8; 16], code: &str) -> Result<Ticket, NetError> {
        let mut stub = self.grpc.registration().await?;
        let request = wire::ConfirmRequest {
            attempt_id: copy(&attempt),
            code: code.to_owned(),
        };
        let answer = call(TIME_OUT, stub.confirm(request)).await;
        answer::ticket(answer.map_err(|error| instead_of_login(error, Refusal::Input))?)
    }

    async fn finish_registration(
        &self,
        ticket: Ticket,
        statement: &AccountStatement,
        prekey: &PrekeyStatement,
        signer: &dyn LoginSigner,
    ) -> Result<Registered, NetError> {
        let proof = self.prove(signer).await?;
        let mut stub = self.grpc.registration().await?;
        let request = wire::FinishRequest {
            ticket: copy(&ticket.0),
            statement: copy(statement.as_bytes()),
            prekey: copy(prekey.as_bytes()),
            proof: Some(proof),
        };
        let answer = call(TIME_OUT, stub.finish(request)).await;
        answer::registered(answer.map_err(|error| instead_of_login(error, Refusal::State))?)
    }

    async fn login(&self, signer: &dyn LoginSigner) -> Result<Login, NetError> {
        let proof = self.prove(signer).await?;
        let mut stub = self.grpc.login().await?;
        answer::login(call(TIME_OUT, stub.prove(proof)).await?)
    }

    async fn logout(&self, token: &Token) -> Result<(), NetError> {
        let mut stub = self.grpc.account().await?;
        let request = authorised(token, wire::LogoutRequest {})?;
        let wire::LogoutResponse {} = call(TIME_OUT, stub.logout(request)).await?;
        Ok(())
    }

    async fn put_statement(
        &self,
        token: &Token,
        statement: &AccountStatement,
    ) -> Result<(), NetError> {
        let mut stub = self.grpc.account().await?;
        let request = wire::PutStatementRequest {
            statement: copy(statement.as_bytes()),
        };
        let request = authorised(token, request)?;
        let wire::PutStatementResponse {} = call(TIME_OUT, stub.put_statement(request)).await?;
        Ok(())
    }

    async fn get_statements(
        &self,
        token: &Token,
        accounts: &[AccountId],
    ) -> Result<Checked<AccountStatement>, NetError> {
        let mut stub = self.grpc.account().await?;
        let mut all = Checked::default();
        for asked in accounts.chunks(MAX_LOOKUP) {
            let request = wire::GetStatementsRequest {
                account_ids: asked.iter().map(|id| copy(id.as_bytes())).collect(),
            };
            let request = authorised(token, request)?;
            let round = call(LONG_TIME_OUT, stub.get_statements(request)).await?;
            all.append(answer::statements(round, asked));
        }
        Ok(all)
    }

    async fn set_discoverable(&self, token: &Token, discoverable: bool) -> Result<(), NetError> {
        let mut stub = self.grpc.account().await?;
        let request = authorised(token, wire::SetDiscoverableRequest { discoverable })?;
        let wire::SetDiscoverableResponse {} =
            call(TIME_OUT, stub.set_discoverable(request)).await?;
        Ok(())
    }

    async fn own_account(&self, token: &Token) -> Result<OwnAccount, NetError> {
        let mut stub = self.grpc.account().await?;
        let request = authorised(token, wire::GetOwnAccountRequest {})?;
        let account = call(TIME_OUT, stub.get_own_account(request)).await?;
        Ok(answer::own_account(account))
    }

    async fn answer_number_move(&self, token: &Token, allow: bool) -> Result<(), NetError> {
        let mut stub = self.grpc.account().await?;
        let request = authorised(token, wire::AnswerNumberMoveRequest { allow })?;
        let wire::AnswerNumberMoveResponse {} =
            call(TIME_OUT, stub.answer_number_move(request)).await?;
        Ok(())
    }

    async fn delete_account(&self, token: &Token) -> Result<(), NetError> {
        let mut stub = self.grpc.account().await?;
        let request = authorised(token, wire::DeleteAccountRequest {})?;
        let wire::DeleteAccountResponse {} = call(LONG_TIME_OUT, stub.delete(request)).await?;
        Ok(())
    }

    async fn put_prekey(&self, token: &Token, prekey: &PrekeyStatement) -> Result<(), NetError> {
        let mut stub = self.grpc.prekey().await?;
        let request = wire::PutPrekeyRequest {
            prekey: copy(prekey.as_bytes()),
        };
        let request = authorised(token, request)?;
        match call(TIME_OUT, stub.put(request)).await {
            Ok(wire::PutPrekeyResponse {}) => Ok(()),
            // Over an hour off the relay's clock, or older than the last: either way the clock.
            Err(NetError::Refused(Refusal::State)) => Err(NetError::Clock),
            Err(error) => Err(error),
        }
    }

    async fn get_prekeys(
        &self,
        token: &Token,
        accounts: &[AccountId],
    ) -> Result<Checked<PrekeyStatement>, NetError> {
        let mut stub = self.grpc.prekey().await?;
        let mut all = Checked::default();
        for asked in accounts.chunks(MAX_PREKEY_ACCOUNTS) {
            let request = wire::GetPrekeysRequest {
                account_ids: asked.iter().map(|id| copy(id.as_bytes())).collect(),
            };
            let request = authorised(token, request)?;
            let round = call(LONG_TIME_OUT, stub.get(request)).await?;
            all.append(answer::prekeys(round, asked));
        }
        Ok(all)
    }

    async fn fetch(&self, token: &Token, after: u64, limit: u32) -> Result<Fetched, NetError> {
        let mut stub = self.grpc.mailbox().await?;
        let most = u32::try_from(MAX_FETCH).unwrap_or(u32::MAX);
        let limit = limit.clamp(1, most);
        let request = authorised(token, wire::FetchRequest { after, limit })?;
        answer::fetched(call(LONG_TIME_OUT, stub.fetch(request)).await?)
    }

    async fn cursor(&self, token: &Token) -> Result<Cursor, NetError> {
        let mut stub = self.grpc.mailbox().await?;
        let request = authorised(token, wire::GetCursorRequest {})?;
        let cursor = call(TIME_OUT, stub.get_cursor(request)).await?;
        Ok(answer::cursor(cursor))
    }

    async fn delete_envelope(&self, token: &Token, sequence: u64) -> Result<bool, NetError> {
        let mut stub = self.grpc.mailbox().await?;
        let request = authorised(token, wire::DeleteEnvelopeRequest { sequence })?;
        let wire::DeleteEnvelopeResponse { deleted } = call(TIME_OUT, stub.delete(request)).await?;
        Ok(deleted)
    }

    async fn discover(
        &self,
        token: &Token,
        scheme: DiscoveryScheme,
        hashes: &[DiscoveryHash],
    ) -> Result<Checked<Match>, NetError> {
        let mut stub = self.grpc.discovery().await?;
        let mut all = Checked::default();
        let round = usize::try_from(MAX_DISCOVERY_PER_DAY).unwrap_or(usize::MAX);
        for asked in hashes.chunks(round) {
            let request = wire::FindRequest {
                scheme: u32::from(scheme.number()),
                hashes: asked
                    .iter()
                    .map(|hash| u64::from_be_bytes(hash.0))
                    .collect(),
            };
            let request = authorised(token, request)?;
            let found = call(LONG_TIME_OUT, stub.find(request)).await?;
            all.append(answer::matches(found, asked));
        }
        Ok(all)
    }

    async fn put_archive(
        &self,
        token: &Token,
        archive: ArchiveId,
        records: &[ArchiveRecord],
    ) -> Result<(), NetError> {
        let mut stub = self.grpc.archive().await?;
        let records = records.iter().map(|record| wire::ArchiveRecord {
            record_id: copy(record.id.as_bytes()),
            envelope: record.envelope.clone(),
        });
        let request = wire::PutArchiveRequest {
            archive_id: copy(archive.as_bytes()),
            records: records.collect(),
        };
        let request = authorised(token, request)?;
        let wire::PutArchiveResponse {} = call(LONG_TIME_OUT, stub.put(request)).await?;
        Ok(())
    }

    async fn list_archive(
        &self,
        token: &Token,
        archive: ArchiveId,
        after: Option<RecordId>,
    ) -> Result<ArchivePage, NetError> {
        let mut stub = self.grpc.archive().await?;
        let request = wire::ListArchiveRequest {
            archive_id: copy(archive.as_bytes()),
            after: after.map(|id| copy(id.as_bytes())).unwrap_or_default(),
            limit: 0,
        };
        let request = authorised(token, request)?;
        answer::archive_page(call(LONG_TIME_OUT, stub.list(request)).await?, after)
    }

    async fn delete_archive(
        &self,
        token: &Token,
        archive: ArchiveId,
        records: &[RecordId],
    ) -> Result<u64, NetError> {
        let mut stub = self.grpc.archive().await?;
        let request = wire::DeleteArchiveRequest {
            archive_id: copy(archive.as_bytes()),
            record_ids: records.iter().map(|id| copy(id.as_bytes())).collect(),
        };
        let request = authorised(token, request)?;
        let wire::DeleteArchiveResponse { deleted } =
            call(LONG_TIME_OUT, stub.delete(request)).await?;
        Ok(deleted)
    }

    async fn connect_realtime(
        &self,
        token: &Token,
    ) -> Result<(RealtimeSender, RealtimeReceiver), NetError> {
        ws::connect(&self.dialer, self.file.name(), token).await
    }
}

/// Before there is a login, "unauthenticated" speaks of the code or the ticket.
const fn instead_of_login(error: NetError, refusal: Refusal) -> NetError {
    match error {
        NetError::Unauthenticated => NetError::Refused(refusal),
        error => error,
    }
}

fn copy(bytes: &[u8]) -> Bytes {
    Bytes::copy_from_slice(bytes)
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
