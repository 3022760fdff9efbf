//! gRPC: a file a service, each method a conversion, a call and a conversion.

mod account;
mod archive;
mod discovery;
mod login;
mod mailbox;
mod prekey;
mod registration;

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use consilium_proto::convert::ProtoError;
use consilium_proto::wire;
use consilium_store::{TokenHash, TokenRecord, TokenScope};
use tonic::service::Routes;
use tonic::{Request, Status};

use super::Peer;
use super::status::status;
use super::token::bearer;
use crate::app::App;
use crate::limits::now_us;
use crate::service::ServiceError;
use crate::service::authentication::Login;

/// All gRPC services.
pub fn routes(app: &Arc<App>) -> Routes {
    let bytes = app.limits.frame_bytes;
    macro_rules! service {
        ($module:ident, $server:ident) => {
            wire::$module::$server::new(Service(Arc::clone(app))).max_decoding_message_size(bytes)
        };
    }
    Routes::new(service!(registration_server, RegistrationServer))
        .add_service(service!(login_server, LoginServer))
        .add_service(service!(account_server, AccountServer))
        .add_service(service!(prekey_server, PrekeyServer))
        .add_service(service!(mailbox_server, MailboxServer))
        .add_service(service!(archive_server, ArchiveServer))
        .add_service(service!(discovery_server, DiscoveryServer))
        .prepare()
}

/// All services on one application.
struct Service(Arc<App>);

/// A caller whose token lives.
struct Caller {
    token: TokenHash,
    record: TokenRecord,
}

impl Service {
    /// The caller, if the token allows `scope` and its account has requests left.
    async fn caller<T>(&self, request: &Request<T>, scope: TokenScope) -> Result<Caller, Status> {
        self.find_caller(request, scope)
            .await
            .map_err(|error| self.status(&error))
    }

    async fn find_caller<T>(
        &self,
        request: &Request<T>,
        scope: TokenScope,
    ) -> Result<Caller, ServiceError> {
        self.not_draining()?;
        let headers = request.metadata().as_ref();
        let token = bearer(headers).ok_or(ServiceError::Unauthenticated)?;
        let record = self.0.authentication.token(token).await?;
        if scope == TokenScope::Device && record.scope == TokenScope::Standby {
            return Err(ServiceError::Scope);
        }
        let now = now_us(&*self.0.clock);
        self.0.requests.take(record.account, 1, now)?;
        Ok(Caller { token, record })
    }

    /// Takes lookups of the caller's account.
    fn take_lookups(&self, caller: &Caller, count: usize) -> Result<(), Status> {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let now = now_us(&*self.0.clock);
        let taken = self.0.lookups.take(caller.record.account, count, now);
        taken.map_err(|wait| self.status(&wait.into()))
    }

    fn not_draining(&self) -> Result<(), ServiceError> {
        if self.0.is_draining() {
            Err(ServiceError::Draining)
        } else {
            Ok(())
        }
    }

    fn status(&self, error: &ServiceError) -> Status {
        status(error, &self.0.metrics)
    }

    fn answer<T>(&self, result: Result<T, ServiceError>) -> Result<T, Status> {
        result.map_err(|error| self.status(&error))
    }

    fn parsed<T>(&self, result: Result<T, ProtoError>) -> Result<T, Status> {
        result.map_err(|error| self.status(&error.into()))
    }
}

/// Who is asking. The listener sets it on every request.
fn peer<T>(request: &Request<T>) -> IpAddr {
    let peer = request.extensions().get::<Peer>();
    peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0)
}

fn login_response(login: &Login) -> wire::LoginResponse {
    wire::LoginResponse {
        token: login.token.to_vec().into(),
        expires_in_ms: login.expires_in_ms,
        relay_time: login.relay_time.as_millis(),
    }
}
