//! What a connection costs that does nothing.

use super::Options;
use super::account::register;
use super::server::Relay;
use super::socket::Socket;
use crate::measure::{Figures, resident_bytes, rounded};
use serde_json::json;

/// Opens idle sockets and compares the relay's memory before and after.
pub async fn run(options: &Options, figures: &mut Figures) -> anyhow::Result<()> {
    let relay = std::sync::Arc::new(Relay::start(options.relay.as_deref()).await?);
    let users = register(&relay, options.idle).await?;
    let before = resident_bytes(relay.pid())?;
    let mut sockets = Vec::with_capacity(users.len());
    for user in &users {
        sockets.push(Socket::open(&relay, user).await?);
    }
    let after = resident_bytes(relay.pid())?;
    let each = after.saturating_sub(before) as f64 / sockets.len().max(1) as f64;
    figures.insert("idle_connections".into(), json!(sockets.len()));
    figures.insert("rss_per_idle_connection_bytes".into(), rounded(each));
    Ok(())
}
