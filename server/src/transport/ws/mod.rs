//! The realtime socket.

mod goodbye;
mod socket;
mod turn;
mod upgrade;

pub use socket::Socket;
pub use upgrade::{Opened, Upgrade};
