//! Plain HTTP beside gRPC: health, and in development the clock.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use bytes::Bytes;
use consilium_types::Clock;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

use super::Peer;
use crate::app::App;

/// Longest body of these requests.
const BODY: usize = 256;

/// Health, and the development clock if there is one.
pub fn routes(app: &Arc<App>) -> Router {
    let mut router = Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready));
    if app.development_clock.is_some() {
        let clock = post(move_clock).layer(axum::extract::DefaultBodyLimit::max(BODY));
        router = router.route("/dev/clock", clock);
    }
    router.with_state(Arc::clone(app))
}

/// Ready: not draining, and the store reaches its disk.
async fn ready(State(app): State<Arc<App>>) -> Response {
    if app.is_draining() {
        return (StatusCode::SERVICE_UNAVAILABLE, "draining\n").into_response();
    }
    if app.readiness.is_ready().await {
        return "ready\n".into_response();
    }
    let mend = "the store does not answer\n";
    (StatusCode::SERVICE_UNAVAILABLE, mend).into_response()
}

/// What is served nowhere: to gRPC as it says that, to others as they do.
pub async fn unknown(headers: HeaderMap) -> Response {
    let grpc = headers
        .get(http::header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/grpc"));
    if grpc {
        tonic::Status::unimplemented("this relay does not know the call").into_http()
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}

/// One of the two.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MoveClock {
    advance_ms: Option<u64>,
    offset_ms: Option<u64>,
}

async fn move_clock(
    State(app): State<Arc<App>>,
    peer: Option<Extension<Peer>>,
    body: Bytes,
) -> Response {
    let loopback = peer.is_some_and(|Extension(peer)| peer.0.to_canonical().is_loopback());
    let Some(clock) = app.development_clock.as_ref().filter(|_| loopback) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let Ok(request) = serde_json::from_slice::<MoveClock>(&body) else {
        let mend = "send {\"advance_ms\":N} or {\"offset_ms\":N}\n";
        return (StatusCode::BAD_REQUEST, mend).into_response();
    };
    let by = match (request.advance_ms, request.offset_ms) {
        (Some(by), None) => by,
        (None, Some(target)) => match target.checked_sub(offset_ms(&**clock)) {
            Some(by) => by,
            None => {
                return (StatusCode::BAD_REQUEST, "the clock only goes forward\n").into_response();
            }
        },
        _ => return (StatusCode::BAD_REQUEST, "one of advance_ms and offset_ms\n").into_response(),
    };
    clock.advance(Duration::from_millis(by));
    app.presence.end_expired(app.clock.now());
    app.wake_jobs.notify_one();
    tracing::warn!("the development clock was moved");
    let now = app.clock.now().as_millis();
    let json = [(http::header::CONTENT_TYPE, "application/json")];
    (json, format!("{{\"now\":{now}}}\n")).into_response()
}

/// How far the development clock is ahead of the machine's.
fn offset_ms(clock: &dyn Clock) -> u64 {
    clock.now().since(consilium_types::SystemClock.now())
}
