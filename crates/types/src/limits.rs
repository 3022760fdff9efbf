//! Every size, count and window of the protocol, each with its source.

use crate::time::Timestamp;

/// Plaintext sizes after padding (protocol §6): a mailbox has no other.
pub const PADDED_SIZES: [usize; 4] = [512, 1024, 2048, 4096];
/// What sealing adds: version 1, prekey id 16, sealed box 48, X-Wing ciphertext 1,120, AEAD tag 16 (protocol §6).
pub const ENVELOPE_OVERHEAD: usize = 1201;
/// Envelope sizes (protocol §6).
pub const ENVELOPE_SIZES: [usize; 4] = [1713, 2225, 3249, 5297];
/// Fixed part of a content before the payload (protocol §6).
pub const CONTENT_HEADER: usize = 183;
/// Ed25519 signature.
pub const SIGNATURE: usize = 64;
/// Largest payload of a content: `4096 − 183 − 64 − 1` for the padding's own byte (protocol §16).
pub const MAX_PAYLOAD: usize = 3848;
/// X-Wing public key (draft-connolly-cfrg-xwing-kem).
pub const KEM_PUBLIC_KEY: usize = 1216;
/// X-Wing ciphertext (draft-connolly-cfrg-xwing-kem).
pub const KEM_CIPHERTEXT: usize = 1120;

/// Devices of an account (protocol §16).
pub const MAX_DEVICES: usize = 8;
/// Envelopes in one send (protocol §9).
pub const MAX_SEND_BATCH: usize = 64;
/// Accounts or devices asked about in one request (a group's accounts, protocol §16).
pub const MAX_LOOKUP: usize = 512;
/// Unacknowledged envelopes of a mailbox, then `full` (protocol §16).
pub const MAX_MAILBOX: u64 = 50_000;
/// Numbers an account may submit to discovery a day (protocol §16).
pub const MAX_DISCOVERY_PER_DAY: u32 = 10_000;
/// Archive records written in one request.
pub const MAX_ARCHIVE_BATCH: usize = 64;
/// Archive records of an account: a bound on what one account can make the relay keep for ever.
pub const MAX_ARCHIVE_RECORDS: u64 = 1_000_000;
/// Contents a device quarantines, oldest dropped first (protocol §7).
pub const MAX_QUARANTINE: usize = 200;

/// A prekey's life, `not_after − not_before` (protocol §5).
pub const PREKEY_LIFE_MS: u64 = 30 * Timestamp::DAY_MS;
/// A device publishes a new prekey when its last is this old (protocol §5).
pub const PREKEY_ROTATE_MS: u64 = Timestamp::DAY_MS;
/// A prekey's secret goes this long after the relay confirmed its successor (protocol §5).
pub const PREKEY_DESTROY_MS: u64 = 31 * Timestamp::DAY_MS;
/// The relay refuses a prekey whose `not_before` is further than this from its clock (protocol §5).
pub const PREKEY_RELAY_SKEW_MS: u64 = Timestamp::HOUR_MS;
/// The relay takes envelopes for a prekey replaced less than this ago (protocol §5).
pub const PREKEY_GRACE_MS: u64 = Timestamp::DAY_MS;
/// A sender accepts a prekey from at most this far in the future (protocol §5).
pub const PREKEY_FUTURE_MS: u64 = Timestamp::DAY_MS;

/// Everything exchanged goes after this (R7).
pub const RETENTION_MS: u64 = 30 * Timestamp::DAY_MS;
/// A content older than retention plus this is not shown (protocol §7.4).
pub const SENT_GRACE_MS: u64 = Timestamp::HOUR_MS;
/// A sender's clock this far off is marked (protocol §7.4).
pub const CLOCK_MARK_MS: u64 = 5 * 60_000;
/// Seen message hashes are remembered this long: longer than any prekey lives (protocol §7.5).
pub const SEEN_MS: u64 = 62 * Timestamp::DAY_MS;
/// Clocks this far apart: the app says so and does not send (protocol §9).
pub const CLOCK_REFUSE_MS: u64 = Timestamp::DAY_MS;
/// The relay expires nothing after its clock jumped this far, until its operator confirms (protocol §10).
pub const RELAY_CLOCK_JUMP_MS: u64 = Timestamp::DAY_MS;
/// A device waits with erasure after its clock jumped this far forward (protocol §10).
pub const DEVICE_CLOCK_JUMP_MS: u64 = 2 * Timestamp::DAY_MS;

/// Life of a login nonce (protocol §16).
pub const LOGIN_NONCE_MS: u64 = 60_000;
/// Longest life of a token (protocol §16).
pub const TOKEN_MS: u64 = Timestamp::HOUR_MS;
/// Digits of an SMS code (protocol §16).
pub const SMS_DIGITS: usize = 6;
/// Tries at an SMS code (protocol §16).
pub const SMS_TRIES: u32 = 5;
/// Life of an SMS code (protocol §16).
pub const SMS_LIFE_MS: u64 = 10 * 60_000;
/// A number in use moves to another account after this, unless refused (protocol §9).
pub const NUMBER_MOVE_MS: u64 = Timestamp::DAY_MS;

/// Wrong PINs before entry closes (protocol §12).
pub const PIN_TRIES: u32 = 10;
/// Shortest PIN in digits (protocol §12).
pub const PIN_MIN_DIGITS: usize = 6;
/// The app locks itself after this long without use, unless set shorter (R6).
pub const AUTO_LOCK_MS: u64 = Timestamp::HOUR_MS;
/// The PIN is asked for again after this long, however much the app is used and whatever else opens
/// it (R6).
pub const PIN_AGAIN_MS: u64 = 7 * Timestamp::DAY_MS;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_add_up() {
        for (padded, envelope) in PADDED_SIZES.iter().zip(ENVELOPE_SIZES) {
            assert_eq!(padded + ENVELOPE_OVERHEAD, envelope);
        }
        assert_eq!(ENVELOPE_OVERHEAD, 1 + 16 + 48 + KEM_CIPHERTEXT + 16);
        assert_eq!(CONTENT_HEADER + MAX_PAYLOAD + SIGNATURE + 1, 4096);
    }
}
