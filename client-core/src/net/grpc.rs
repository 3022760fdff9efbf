//! gRPC to the relay: one channel, made at the first call, reconnected as needed.

use super::status::net_error;
use super::tls::{Alpn, Dialer};
use super::{NetError, Token};
use consilium_proto::wire;
use hyper_util::rt::TokioIo;
use std::time::Duration;
use tokio::sync::OnceCell;
use tonic::metadata::MetadataValue;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Response, Status};
use zeroize::Zeroizing;

/// For a call with its connection, unless it carries much.
pub(super) const TIME_OUT: Duration = Duration::from_secs(30);
/// For calls that carry up to a megabyte or two.
pub(super) const LONG_TIME_OUT: Duration = Duration::from_secs(90);
/// Largest answer: 256 envelopes of 5,297 bytes, or 512 prekeys of 1,394, with room.
const MAX_ANSWER: usize = 2 * 1024 * 1024;
/// A connection that died while a call waits is noticed after this.
const PING_EVERY: Duration = Duration::from_secs(10);

/// The channel.
pub(super) struct Grpc {
    dialer: Dialer,
    authority: String,
    channel: OnceCell<Channel>,
}

macro_rules! stub {
    ($name:ident, $module:ident, $client:ident) => {
        pub(super) async fn $name(&self) -> Result<wire::$module::$client<Channel>, NetError> {
            let channel = self.channel().await?;
            Ok(wire::$module::$client::new(channel).max_decoding_message_size(MAX_ANSWER))
        }
    };
}

impl Grpc {
    pub(super) fn new(dialer: Dialer, relay_name: &str) -> Self {
        let authority = if relay_name.contains(':') {
            format!("[{relay_name}]")
        } else {
            relay_name.to_owned()
        };
        Self {
            dialer,
            authority,
            channel: OnceCell::new(),
        }
    }

    stub!(registration, registration_client, RegistrationClient);
    stub!(login, login_client, LoginClient);
    stub!(account, account_client, AccountClient);
    stub!(prekey, prekey_client, PrekeyClient);
    stub!(mailbox, mailbox_client, MailboxClient);
    stub!(discovery, discovery_client, DiscoveryClient);
    stub!(archive, archive_client, ArchiveClient);

    async fn channel(&self) -> Result<Channel, NetError> {
        let make = || async {
            let endpoint = Endpoint::from_shared(format!("https://{}", self.authority))
                .and_then(|endpoint| endpoint.user_agent("consilium"))
                .map_err(|_| NetError::Protocol)?
                .http2_keep_alive_interval(PING_EVERY)
                .keep_alive_timeout(PING_EVERY);
            let dialer = self.dialer.clone();
            let connector = tower::service_fn(move |_| {
                let dialer = dialer.clone();
                async move { dialer.dial(Alpn::H2).await.map(TokioIo::new) }
            });
            Ok(endpoint.connect_with_connector_lazy(connector))
        };
        self.channel.get_or_try_init(make).await.cloned()
    }
}

/// A request that bears a token.
pub(super) fn authorised<T>(token: &Token, message: T) -> Result<Request<T>, NetError> {
    let mut request = Request::new(message);
    let mut value =
        MetadataValue::try_from(bearer(token).as_str()).map_err(|_| NetError::Unauthenticated)?;
    value.set_sensitive(true);
    request.metadata_mut().insert("authorization", value);
    Ok(request)
}

/// The value of the `Authorization` header.
pub(super) fn bearer(token: &Token) -> Zeroizing<String> {
    let hex = Zeroizing::new(consilium_types::ids::to_hex(&token.0));
    Zeroizing::new(format!("Bearer {}", hex.as_str()))
}

/// Waits for a call, bounded, and reads its status by the one table.
pub(super) async fn call<T>(
    time_out: Duration,
    call: impl Future<Output = Result<Response<T>, Status>>,
) -> Result<T, NetError> {
    match tokio::time::timeout(time_out, call).await {
        Err(_) => Err(NetError::Offline),
        Ok(Err(status)) => Err(net_error(&status)),
        Ok(Ok(response)) => Ok(response.into_inner()),
    }
}
