//! Bounds and rates (R45).

use serde::{Deserialize, Serialize};

use super::ConfigError;
use crate::limits::Rate;
use crate::service::authentication::LoginRates;
use crate::service::registration::RegistrationRates;

/// A rate that nothing reaches.
const PLENTY: Rate = Rate::new(1_000_000, 60_000_000);

/// Everything that bounds what one connection, account or address can do.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Connections at once.
    pub connections: usize,
    /// Connections of one address at once. Behind the one address of a hospital are hundreds.
    pub connections_per_address: usize,
    /// Seconds that a TLS handshake and a request's headers may take.
    pub handshake_seconds: u32,
    /// Seconds that a request may take, its body's arrival included.
    pub request_seconds: u32,
    /// TLS handshakes of one address: each costs a signature and a key exchange.
    pub handshakes_address: Rate,
    /// Seconds without a request after which a gRPC connection is closed.
    pub idle_seconds: u32,
    /// Seconds without anything from a realtime client after which it is pinged, and closed after
    /// as many again.
    pub ping_seconds: u32,
    /// Seconds that a realtime client may take to read what is sent.
    pub write_seconds: u32,
    /// Bytes of a WebSocket message, and of a gRPC request.
    pub frame_bytes: usize,
    /// Seconds that a shutdown waits for connections to end.
    pub drain_seconds: u32,
    /// Logins and challenges of one address.
    pub login_address: Rate,
    /// Logins of one device.
    pub login_device: Rate,
    /// Codes for one number. The owner of a number needs few: every code is five more guesses for
    /// somebody else.
    pub sms_number: Rate,
    /// Codes for one number in quick succession.
    pub sms_resend: Rate,
    /// Codes asked for by one address.
    pub sms_address: Rate,
    /// Codes typed in from one address.
    pub sms_confirm: Rate,
    /// Codes typed in for one number, over all the codes that it got: what guessing costs.
    pub sms_tries: Rate,
    /// Codes of the whole relay: what text messages may cost.
    pub sms_total: Rate,
    /// Requests of one account.
    pub requests: Rate,
    /// Statements and prekeys that one account asks for.
    pub lookups: Rate,
    /// Envelopes that one account sends.
    pub sends: Rate,
    /// Envelopes that one socket sends to one device.
    pub sends_per_recipient: Rate,
    /// Frames of one socket; more close it.
    pub frames: Rate,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 50_000,
            connections_per_address: 2_000,
            handshake_seconds: 10,
            request_seconds: 30,
            // All of a hospital reconnect at once, each for login and socket.
            handshakes_address: Rate::new(6_000, 1_200),
            idle_seconds: 60,
            ping_seconds: 240,
            write_seconds: 30,
            frame_bytes: 512 * 1024,
            drain_seconds: 20,
            login_address: Rate::new(600, 600),
            login_device: Rate::new(20, 10),
            // Then one an hour.
            sms_number: Rate::new(5, 0),
            sms_resend: Rate::new(1, 2),
            sms_address: Rate::new(20, 2),
            sms_confirm: Rate::new(60, 20),
            sms_tries: Rate::new(10, 0),
            sms_total: Rate::new(300, 60),
            requests: Rate::new(600, 600),
            lookups: Rate::new(10_000, 2_000),
            // A message to a full group is 4,096 envelopes at once.
            sends: Rate::new(20_000, 12_000),
            sends_per_recipient: Rate::new(2_000, 600),
            frames: Rate::new(20_000, 120_000),
        }
    }
}

impl Limits {
    /// For tests and demonstrations, where everybody comes from one address and registers anew.
    pub fn development() -> Self {
        Self {
            connections: 15_000,
            connections_per_address: 15_000,
            handshakes_address: PLENTY,
            login_address: PLENTY,
            login_device: PLENTY,
            sms_number: PLENTY,
            sms_resend: PLENTY,
            sms_address: PLENTY,
            sms_confirm: PLENTY,
            sms_tries: PLENTY,
            sms_total: PLENTY,
            ..Self::default()
        }
    }

    /// For load generators: a few accounts do what thousands would.
    pub fn unlimited() -> Self {
        let connections = Self::default().connections;
        Self {
            connections,
            connections_per_address: connections,
            requests: PLENTY,
            lookups: PLENTY,
            sends: PLENTY,
            sends_per_recipient: PLENTY,
            frames: PLENTY,
            ..Self::development()
        }
    }

    /// Rates of registration.
    pub const fn registration(&self) -> RegistrationRates {
        RegistrationRates {
            number: self.sms_number,
            resend: self.sms_resend,
            address: self.sms_address,
            confirm: self.sms_confirm,
            tries: self.sms_tries,
            total: self.sms_total,
        }
    }

    /// Rates of login.
    pub const fn login(&self) -> LoginRates {
        LoginRates {
            address: self.login_address,
            device: self.login_device,
        }
    }

    /// Rates of what logged-in devices do.
    pub const fn work(&self) -> WorkLimits {
        WorkLimits {
            requests: self.requests,
            lookups: self.lookups,
            sends: self.sends,
            sends_per_recipient: self.sends_per_recipient,
            frames: self.frames,
        }
    }

    pub(super) fn validate(&self) -> Result<(), ConfigError> {
        let positive = [
            ("limits.connections", self.connections),
            (
                "limits.connections_per_address",
                self.connections_per_address,
            ),
        ];
        for (key, value) in positive {
            if value == 0 {
                return Err(ConfigError::Value {
                    key,
                    mend: "must be at least 1".to_owned(),
                });
            }
        }
        let seconds = [
            ("limits.handshake_seconds", self.handshake_seconds),
            ("limits.request_seconds", self.request_seconds),
            ("limits.idle_seconds", self.idle_seconds),
            ("limits.ping_seconds", self.ping_seconds),
            ("limits.write_seconds", self.write_seconds),
            ("limits.drain_seconds", self.drain_seconds),
        ];
        for (key, value) in seconds {
            if !(1..=3600).contains(&value) {
                return Err(ConfigError::Value {
                    key,
                    mend: "must be 1 to 3600".to_owned(),
                });
            }
        }
        if !(340_000..=4_000_000).contains(&self.frame_bytes) {
            return Err(ConfigError::Value {
                key: "limits.frame_bytes",
                mend: "must be 340000 (64 envelopes of the largest size) to 4000000".to_owned(),
            });
        }
        Ok(())
    }
}

/// Rates of what logged-in devices do.
#[derive(Clone, Copy, Debug)]
pub struct WorkLimits {
    /// Requests of one account.
    pub requests: Rate,
    /// Statements and prekeys that one account asks for.
    pub lookups: Rate,
    /// Envelopes that one account sends.
    pub sends: Rate,
    /// Envelopes that one socket sends to one device.
    pub sends_per_recipient: Rate,
    /// Frames of one socket.
    pub frames: Rate,
}
