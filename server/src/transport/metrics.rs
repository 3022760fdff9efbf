//! `/metrics` for Prometheus, on loopback, in plain HTTP.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::app::App;

/// Serves until `drain`.
pub async fn serve(listener: TcpListener, app: Arc<App>, drain: CancellationToken) {
    let render = move || {
        let text = app.metrics.render();
        async move { text }
    };
    let router = Router::new().route("/metrics", get(render));
    let served = axum::serve(listener, router).with_graceful_shutdown(drain.cancelled_owned());
    if let Err(error) = served.await {
        tracing::error!(reason = ?error.kind(), "metrics are not served any more");
    }
}
