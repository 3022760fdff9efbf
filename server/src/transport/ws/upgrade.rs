//! From HTTP/1.1 to a WebSocket: the token is checked first, then the handshake of RFC 6455.

use std::sync::Mutex;

use axum::body::Body;
use bytes::Bytes;
use consilium_store::{TokenHash, TokenRecord, TokenScope};
use http::header::{
    CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::app::App;
use crate::service::ServiceError;
use crate::telemetry::Rejection;
use crate::transport::listener::Stream;
use crate::transport::token::bearer;

/// A socket whose client has a token.
pub struct Opened {
    /// The stream, without anything of HTTP.
    pub stream: Stream,
    /// What was read beyond the request.
    pub read: Bytes,
    /// The client's token.
    pub token: TokenHash,
    /// Whose.
    pub record: TokenRecord,
}

/// The upgrade of one connection, if it comes to one.
#[derive(Default)]
pub struct Upgrade(Mutex<Option<Accepted>>);

struct Accepted {
    on_upgrade: OnUpgrade,
    token: TokenHash,
    record: TokenRecord,
}

impl Upgrade {
    /// Answers the request.
    pub async fn accept(&self, app: &App, request: Request<Incoming>) -> Response<Body> {
        match check(app, &request).await {
            Ok((token, record, key)) => {
                let accepted = Accepted {
                    on_upgrade: hyper::upgrade::on(request),
                    token,
                    record,
                };
                match self.0.lock() {
                    Ok(mut slot) => *slot = Some(accepted),
                    Err(poisoned) => *poisoned.into_inner() = Some(accepted),
                }
                switching(&key)
            }
            Err((reason, code)) => {
                app.metrics.rejected.count(reason);
                let mut refused = Response::new(Body::empty());
                *refused.status_mut() = code;
                refused
            }
        }
    }

    /// The socket, once HTTP is done.
    pub async fn opened(&self) -> Option<Opened> {
        let accepted = match self.0.lock() {
            Ok(mut slot) => slot.take(),
            Err(poisoned) => poisoned.into_inner().take(),
        };
        let Accepted {
            on_upgrade,
            token,
            record,
        } = accepted?;
        let upgraded = on_upgrade.await.ok()?;
        let parts = upgraded.downcast::<TokioIo<Stream>>().ok()?;
        Some(Opened {
            stream: parts.io.into_inner(),
            read: parts.read_buf,
            token,
            record,
        })
    }
}

async fn check(
    app: &App,
    request: &Request<Incoming>,
) -> Result<(TokenHash, TokenRecord, HeaderValue), (Rejection, StatusCode)> {
    if app.is_draining() {
        return Err((Rejection::Http, StatusCode::SERVICE_UNAVAILABLE));
    }
    let headers = request.headers();
    let unauthenticated = (Rejection::Unauthenticated, StatusCode::UNAUTHORIZED);
    let token = bearer(headers).ok_or(unauthenticated)?;
    let record = match app.authentication.token(token).await {
        Ok(record) => record,
        Err(ServiceError::Unauthenticated) => return Err(unauthenticated),
        Err(_) => return Err((Rejection::Http, StatusCode::SERVICE_UNAVAILABLE)),
    };
    if record.scope != TokenScope::Device {
        return Err((Rejection::Scope, StatusCode::FORBIDDEN));
    }
    let malformed = (Rejection::Http, StatusCode::BAD_REQUEST);
    let key = handshake_key(headers).ok_or(malformed)?;
    Ok((token, record, key))
}

fn handshake_key(headers: &HeaderMap) -> Option<HeaderValue> {
    let names = |header: HeaderName, token: &str| {
        headers
            .get_all(header)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .any(|part| part.trim().eq_ignore_ascii_case(token))
    };
    let version = headers.get(SEC_WEBSOCKET_VERSION)?;
    let wanted = names(CONNECTION, "upgrade") && names(UPGRADE, "websocket") && version == "13";
    headers.get(SEC_WEBSOCKET_KEY).filter(|_| wanted).cloned()
}

fn switching(key: &HeaderValue) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    if let Ok(accept) = HeaderValue::from_str(&derive_accept_key(key.as_bytes())) {
        headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
    }
    response
}
