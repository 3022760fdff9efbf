//! The gRPC services, each passed on to the real relay through its hooks.

use super::{Shared, lock};
use consilium_proto::wire::account_client::AccountClient;
use consilium_proto::wire::account_server::{Account, AccountServer};
use consilium_proto::wire::archive_client::ArchiveClient;
use consilium_proto::wire::archive_server::{Archive, ArchiveServer};
use consilium_proto::wire::discovery_client::DiscoveryClient;
use consilium_proto::wire::discovery_server::{Discovery, DiscoveryServer};
use consilium_proto::wire::login_client::LoginClient;
use consilium_proto::wire::login_server::{Login, LoginServer};
use consilium_proto::wire::mailbox_client::MailboxClient;
use consilium_proto::wire::mailbox_server::{Mailbox, MailboxServer};
use consilium_proto::wire::prekey_client::PrekeyClient;
use consilium_proto::wire::prekey_server::{Prekey, PrekeyServer};
use consilium_proto::wire::registration_client::RegistrationClient;
use consilium_proto::wire::registration_server::{Registration, RegistrationServer};
use consilium_proto::wire::*;
use consilium_types::DeviceId;
use std::sync::Arc;
use tonic::service::Routes;
use tonic::{Request, Response, Status};

/// All services of a relay.
pub(super) fn routes(shared: Arc<Shared>) -> Routes {
    let calls = Calls(shared);
    Routes::new(RegistrationServer::new(calls.clone()))
        .add_service(LoginServer::new(calls.clone()))
        .add_service(AccountServer::new(calls.clone()))
        .add_service(PrekeyServer::new(calls.clone()))
        .add_service(MailboxServer::new(calls.clone()))
        .add_service(DiscoveryServer::new(calls.clone()))
        .add_service(ArchiveServer::new(calls))
        .prepare()
}

#[derive(Clone)]
struct Calls(Arc<Shared>);

impl Calls {
    fn caller<T>(&self, request: &Request<T>) -> Option<DeviceId> {
        let bearer = request.metadata().get("authorization");
        self.0.device(bearer.and_then(|value| value.to_str().ok()))
    }

    fn note(&self, call: &'static str) {
        lock(&self.0.seen).calls.push(call);
    }
}

/// Passes one call on: client and method at the relay, what happens to the request, and what to
/// the answer.
macro_rules! pass {
    ($self:ident, $request:ident, $client:ident . $method:ident,
     before: $before:expr, after: $after:expr) => {{
        let caller = $self.caller(&$request);
        $self.note(concat!(stringify!($client), ".", stringify!($method)));
        let (metadata, _, mut message) = $request.into_parts();
        #[allow(clippy::redundant_closure_call, reason = "a macro's argument")]
        ($before)(caller, &mut message);
        let mut onward = Request::new(message.clone());
        if let Some(bearer) = metadata.get("authorization") {
            onward.metadata_mut().insert("authorization", bearer.clone());
        }
        let mut client = $client::new($self.0.channel().await?);
        let mut answer = client.$method(onward).await.map(Response::into_inner);
        #[allow(clippy::redundant_closure_call, reason = "a macro's argument")]
        ($after)(caller, &message, &mut answer);
        answer.map(Response::new)
    }};
    ($self:ident, $request:ident, $client:ident . $method:ident, after: $after:expr) => {
        pass!($self, $request, $client.$method, before: |_, _: &mut _| {}, after: $after)
    };
    ($self:ident, $request:ident, $client:ident . $method:ident) => {
        pass!($self, $request, $client.$method, after: |_, _: &_, _: &mut Result<_, Status>| {})
    };
}

type Reply<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl Registration for Calls {
    async fn start(&self, request: Request<StartRequest>) -> Reply<StartResponse> {
        pass!(self, request, RegistrationClient.start, after: |who, _: &_, answer: &mut _| {
            self.0.hooks.start.apply(who, answer);
        })
    }

    async fn confirm(&self, request: Request<ConfirmRequest>) -> Reply<ConfirmResponse> {
        pass!(self, request, RegistrationClient.confirm)
    }

    async fn finish(&self, request: Request<FinishRequest>) -> Reply<FinishResponse> {
        pass!(self, request, RegistrationClient.finish,
        before: |who, asked: &mut FinishRequest| self.0.hooks.finishing.apply(who, asked),
        after: |_, asked: &FinishRequest, answer: &mut Result<FinishResponse, Status>| {
            let login = answer.as_ref().ok().and_then(|finished| finished.login.as_ref());
            if let (Some(proof), Some(login)) = (&asked.proof, login) {
                self.0.remember_token(&proof.device_id, &login.token);
                let mut seen = lock(&self.0.seen);
                seen.statements.push(asked.statement.clone());
                seen.prekeys.push(asked.prekey.clone());
            }
            let who = asked.proof.as_ref().and_then(|proof| DeviceId::from_slice(&proof.device_id));
            self.0.hooks.finish.apply(who, answer);
        })
    }
}

#[tonic::async_trait]
impl Login for Calls {
    async fn challenge(&self, request: Request<ChallengeRequest>) -> Reply<ChallengeResponse> {
        pass!(self, request, LoginClient.challenge, after: |who, _: &_, answer: &mut _| {
            self.0.hooks.challenge.apply(who, answer);
        })
    }

    async fn prove(&self, request: Request<LoginProof>) -> Reply<LoginResponse> {
        pass!(self, request, LoginClient.prove,
        after: |_, asked: &LoginProof, answer: &mut Result<LoginResponse, Status>| {
            if let Ok(login) = &*answer {
                self.0.remember_token(&asked.device_id, &login.token);
            }
            self.0.hooks.prove.apply(DeviceId::from_slice(&asked.device_id), answer);
        })
    }
}

#[tonic::async_trait]
impl Account for Calls {
    async fn logout(&self, request: Request<LogoutRequest>) -> Reply<LogoutResponse> {
        pass!(self, request, AccountClient.logout)
    }

    async fn put_statement(
        &self,
        request: Request<PutStatementRequest>,
    ) -> Reply<PutStatementResponse> {
        pass!(self, request, AccountClient.put_statement,
            before: |_, asked: &mut PutStatementRequest| {
                lock(&self.0.seen).statements.push(asked.statement.clone());
            },
            after: |_, _: &_, _: &mut Result<_, Status>| {})
    }

    async fn get_statements(
        &self,
        request: Request<GetStatementsRequest>,
    ) -> Reply<GetStatementsResponse> {
        pass!(self, request, AccountClient.get_statements, after: |who, _: &_, answer: &mut _| {
            self.0.hooks.statements.apply(who, answer);
        })
    }

    async fn set_discoverable(
        &self,
        request: Request<SetDiscoverableRequest>,
    ) -> Reply<SetDiscoverableResponse> {
        pass!(self, request, AccountClient.set_discoverable)
    }

    async fn get_own_account(
        &self,
        request: Request<GetOwnAccountRequest>,
    ) -> Reply<GetOwnAccountResponse> {
        pass!(self, request, AccountClient.get_own_account, after: |who, _: &_, answer: &mut _| {
            self.0.hooks.own_account.apply(who, answer);
        })
    }

    async fn answer_number_move(
        &self,
        request: Request<AnswerNumberMoveRequest>,
    ) -> Reply<AnswerNumberMoveResponse> {
        pass!(self, request, AccountClient.answer_number_move)
    }

    async fn delete(&self, request: Request<DeleteAccountRequest>) -> Reply<DeleteAccountResponse> {
        pass!(self, request, AccountClient.delete)
    }
}

#[tonic::async_trait]
impl Prekey for Calls {
    async fn put(&self, request: Request<PutPrekeyRequest>) -> Reply<PutPrekeyResponse> {
        pass!(self, request, PrekeyClient.put,
            before: |who, asked: &mut PutPrekeyRequest| {
                lock(&self.0.seen).prekeys.push(asked.prekey.clone());
                self.0.hooks.put_prekey.apply(who, asked);
            },
            after: |_, _: &_, _: &mut Result<_, Status>| {})
    }

    async fn get(&self, request: Request<GetPrekeysRequest>) -> Reply<GetPrekeysResponse> {
        pass!(self, request, PrekeyClient.get, after: |who, _: &_, answer: &mut _| {
            self.0.hooks.prekeys.apply(who, answer);
        })
    }
}

#[tonic::async_trait]
impl Mailbox for Calls {
    async fn fetch(&self, request: Request<FetchRequest>) -> Reply<FetchResponse> {
        pass!(self, request, MailboxClient.fetch, after: |who, _: &_, answer: &mut _| {
            self.0.hooks.fetched.apply(who, answer);
        })
    }

    async fn get_cursor(&self, request: Request<GetCursorRequest>) -> Reply<GetCursorResponse> {
        pass!(self, request, MailboxClient.get_cursor, after: |who, _: &_, answer: &mut _| {
            self.0.hooks.cursor.apply(who, answer);
        })
    }

    async fn delete(
        &self,
        request: Request<DeleteEnvelopeRequest>,
    ) -> Reply<DeleteEnvelopeResponse> {
        pass!(self, request, MailboxClient.delete)
    }
}

#[tonic::async_trait]
impl Discovery for Calls {
    async fn find(&self, request: Request<FindRequest>) -> Reply<FindResponse> {
        pass!(self, request, DiscoveryClient.find, after: |who, _: &_, answer: &mut _| {
            self.0.hooks.found.apply(who, answer);
        })
    }
}

#[tonic::async_trait]
impl Archive for Calls {
    async fn put(&self, request: Request<PutArchiveRequest>) -> Reply<PutArchiveResponse> {
        pass!(self, request, ArchiveClient.put)
    }

    async fn list(&self, request: Request<ListArchiveRequest>) -> Reply<ListArchiveResponse> {
        pass!(self, request, ArchiveClient.list, after: |who, _: &_, answer: &mut _| {
            self.0.hooks.archived.apply(who, answer);
        })
    }

    async fn delete(&self, request: Request<DeleteArchiveRequest>) -> Reply<DeleteArchiveResponse> {
        pass!(self, request, ArchiveClient.delete)
    }
}
