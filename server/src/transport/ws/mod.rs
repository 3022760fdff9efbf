//! The realtime socket.

mod goodbye;
mod socket;
#[cfg(test)]
mod tests;
mod turn;
mod upgrade;

pub use socket::Socket;
pub use upgrade::{Opened, Upgrade};
