//! Sockets, not rules.

pub mod connections;
pub mod grpc;
pub mod http;
pub mod listener;
pub mod metrics;
pub mod status;
pub mod tls;
pub mod token;
pub mod ws;

use std::net::IpAddr;

/// Who is at the other end of a connection; in the extensions of every request.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);
