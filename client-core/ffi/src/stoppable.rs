//! A relay whose waits can be given up while an account is made.
//!
//! Making an account writes vault and database before the relay is told, and takes them back when
//! the relay will not have it. Dropped half way it would leave them, so it never is: giving up
//! looks to the core like a refusal of the relay's, at the only two places where it may.

use async_trait::async_trait;
use consilium_client::net::{
    ArchivePage, ArchiveRecord, Attempt, Checked, Cursor, Fetched, Login, LoginSigner, Match,
    NetError, OwnAccount, RealtimeReceiver, RealtimeSender, Refusal, Registered, Relay,
    RelayClient, RelayFile, Ticket, Token,
};
use consilium_statement::{AccountStatement, PrekeyStatement};
use consilium_types::{
    AccountId, ArchiveId, DiscoveryHash, DiscoveryScheme, PhoneNumber, RecordId,
};
use std::future::Future;
use tokio_util::sync::CancellationToken;

tokio::task_local! {
    static STOP: CancellationToken;
}

/// What a call that was given up seems to be to the core.
const GIVEN_UP: NetError = NetError::Refused(Refusal::State);

/// Runs `call`, in which making an account is given up when `stop` says so.
pub(crate) async fn with_stop<T>(stop: CancellationToken, call: impl Future<Output = T>) -> T {
    STOP.scope(stop, call).await
}

fn stop() -> CancellationToken {
    STOP.try_with(Clone::clone).unwrap_or_default()
}

/// The relay client, stoppable.
pub(crate) struct Stoppable(pub(crate) RelayClient);

#[async_trait]
impl Relay for Stoppable {
    fn file(&self) -> &RelayFile {
        self.0.file()
    }

    async fn start_registration(&self, phone: &PhoneNumber) -> Result<Attempt, NetError> {
        self.0.start_registration(phone).await
    }

    async fn confirm_code(&self, attempt: [u8; 16], code: &str) -> Result<Ticket, NetError> {
        let stop = stop();
        tokio::select! {
            biased;
            () = stop.cancelled() => Err(GIVEN_UP),
            ended = self.0.confirm_code(attempt, code) => ended,
        }
    }

    async fn finish_registration(
        &self,
        ticket: Ticket,
        statement: &AccountStatement,
        prekey: &PrekeyStatement,
        signer: &dyn LoginSigner,
    ) -> Result<Registered, NetError> {
        // The last moment: what the relay was told is not taken back.
        if stop().is_cancelled() {
            return Err(GIVEN_UP);
        }
        self.0
            .finish_registration(ticket, statement, prekey, signer)
            .await
    }

    async fn login(&self, signer: &dyn LoginSigner) -> Result<Login, NetError> {
        self.0.login(signer).await
    }

    async fn logout(&self, token: &Token) -> Result<(), NetError> {
        self.0.logout(token).await
    }

    async fn put_statement(
        &self,
        token: &Token,
        statement: &AccountStatement,
    ) -> Result<(), NetError> {
        self.0.put_statement(token, statement).await
    }

    async fn get_statements(
        &self,
        token: &Token,
        accounts: &[AccountId],
    ) -> Result<Checked<AccountStatement>, NetError> {
        self.0.get_statements(token, accounts).await
    }

    async fn set_discoverable(&self, token: &Token, discoverable: bool) -> Result<(), NetError> {
        self.0.set_discoverable(token, discoverable).await
    }

    async fn own_account(&self, token: &Token) -> Result<OwnAccount, NetError> {
        self.0.own_account(token).await
    }

    async fn answer_number_move(&self, token: &Token, allow: bool) -> Result<(), NetError> {
        self.0.answer_number_move(token, allow).await
    }

    async fn delete_account(&self, token: &Token) -> Result<(), NetError> {
        self.0.delete_account(token).await
    }

    async fn put_prekey(&self, token: &Token, prekey: &PrekeyStatement) -> Result<(), NetError> {
        self.0.put_prekey(token, prekey).await
    }

    async fn get_prekeys(
        &self,
        token: &Token,
        accounts: &[AccountId],
    ) -> Result<Checked<PrekeyStatement>, NetError> {
        self.0.get_prekeys(token, accounts).await
    }

    async fn fetch(&self, token: &Token, after: u64, limit: u32) -> Result<Fetched, NetError> {
        self.0.fetch(token, after, limit).await
    }

    async fn cursor(&self, token: &Token) -> Result<Cursor, NetError> {
        self.0.cursor(token).await
    }

    async fn delete_envelope(&self, token: &Token, sequence: u64) -> Result<bool, NetError> {
        self.0.delete_envelope(token, sequence).await
    }

    async fn discover(
        &self,
        token: &Token,
        scheme: DiscoveryScheme,
        hashes: &[DiscoveryHash],
    ) -> Result<Checked<Match>, NetError> {
        self.0.discover(token, scheme, hashes).await
    }

    async fn put_archive(
        &self,
        token: &Token,
        archive: ArchiveId,
        records: &[ArchiveRecord],
    ) -> Result<(), NetError> {
        self.0.put_archive(token, archive, records).await
    }

    async fn list_archive(
        &self,
        token: &Token,
        archive: ArchiveId,
        after: Option<RecordId>,
    ) -> Result<ArchivePage, NetError> {
        self.0.list_archive(token, archive, after).await
    }

    async fn delete_archive(
        &self,
        token: &Token,
        archive: ArchiveId,
        records: &[RecordId],
    ) -> Result<u64, NetError> {
        self.0.delete_archive(token, archive, records).await
    }

    async fn connect_realtime(
        &self,
        token: &Token,
    ) -> Result<(RealtimeSender, RealtimeReceiver), NetError> {
        self.0.connect_realtime(token).await
    }
}
