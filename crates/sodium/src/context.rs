//! The registry of context strings (protocol.md §16) and the functions `S`, `D` and `K` (§2).
//!
//! A context has one purpose. No two lines of the registry may share a string, and a string is
//! never given another meaning: a new version of the protocol has new strings.

use zeroize::Zeroizing;

use crate::error::SodiumError;
use crate::ffi::{HashState, StackDepth, wipe_stack};
use crate::secret::Secret;

/// Shortest key of `K` in bytes: the recovery code (protocol.md §3).
const KEY_RECOVERY: usize = 20;
/// Length in bytes of every other key of `K` (protocol.md §2).
const KEY_FULL: usize = 32;

macro_rules! registry {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal;)+) => {
        /// What bytes are signed, hashed, derived or encrypted for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Context {
            $($(#[$doc])+ $variant,)+
        }

        impl Context {
            /// Every context, in the order of protocol.md §16; then those local to one program.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The context string, `consilium/<name>/1`, ASCII.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!("consilium/", $name, "/1"),)+
                }
            }

            /// `u8 len(ctx)`, what `S` puts before the string.
            const fn length_byte(self) -> u8 {
                match self {
                    $(Self::$variant => {
                        const LENGTH: usize = concat!("consilium/", $name, "/1").len();
                        const { assert!(LENGTH <= 255, "a context string has a length of one byte") };
                        LENGTH.to_le_bytes()[0]
                    })+
                }
            }
        }
    };
}

registry! {
    /// Seed of the account root key, from the recovery code.
    Root = "root";
    /// The account root key signs an identity key.
    Identity = "identity";
    /// The identity key signs an account statement.
    Statement = "statement";
    /// Hash of an account statement (`sh`).
    StatementHash = "statement-hash";
    /// Account id, from the root key.
    Account = "account";
    /// Device id, from the device key.
    Device = "device";
    /// Organisation id, from the organisation root key.
    Organisation = "organisation";
    /// Conversation id of a direct conversation.
    Direct = "direct";
    /// Conversation id of a group.
    Group = "group";
    /// The device key signs a prekey statement.
    Prekey = "prekey";
    /// Hash of a prekey statement (`ph`).
    PrekeyHash = "prekey-hash";
    /// X25519 seed, from a prekey seed.
    PrekeyBox = "prekey-box";
    /// X-Wing seed, from a prekey seed.
    PrekeyKem = "prekey-kem";
    /// The device key signs a content.
    Content = "content";
    /// Message hash (`mh`) of a signed content.
    Message = "message";
    /// Key of one envelope, from the encapsulated secret.
    EnvelopeKey = "envelope-key";
    /// Associated data of an envelope.
    Envelope = "envelope";
    /// Archive of kept contents.
    Archive = "archive";
    /// Id of an archive record.
    ArchiveRecord = "archive-record";
    /// The device key signs a login.
    Login = "login";
    /// The standby key signs a login.
    Standby = "standby";
    /// Vault key, from the master key and the device secret.
    VaultKey = "vault-key";
    /// Associated data of the vault file.
    Vault = "vault";
    /// Backup, from the recovery code.
    Backup = "backup";
    /// The organisation root key signs a roster.
    Roster = "roster";
    /// Owners sign a policy.
    Policy = "policy";
    /// Owners sign a certificate.
    Certificate = "certificate";
    /// Hash of a certificate.
    CertificateHash = "certificate-hash";
    /// Words shown for comparison.
    Words = "words";
    /// An order is signed.
    Order = "order";
    /// Hash of an order.
    OrderHash = "order-hash";
    /// A device signs the receipt of an order.
    OrderReceipt = "order-receipt";
    /// Safety number of two accounts.
    Safety = "safety";
    /// Check characters of a recovery code.
    RecoveryCheck = "recovery-check";
    /// Key that encrypts phone numbers in the relay's store; local to it, never on the wire.
    StorePhone = "store-phone";
    /// Key of the hash by which the relay's store finds a phone number; local to it.
    StorePhoneLookup = "store-phone-lookup";
    /// MAC by which a relay knows the login nonces it issued; local to it.
    LoginNonce = "login-nonce";
    /// Associated data of the key file that a finger or face opens; local to one device.
    Biometric = "biometric";
    /// Key of the standby state, from the standby key's seed; local to one device.
    StandbyStateKey = "standby-state-key";
    /// Associated data of the standby state; local to one device.
    StandbyState = "standby-state";
    /// Tag of a record in the spool, by the standby key's seed; local to one device.
    Spool = "spool";
}

/// `S(ctx, m) = u8 len(ctx) ‖ ctx ‖ m`.
#[must_use]
pub fn s(ctx: Context, m: &[u8]) -> Vec<u8> {
    s_parts(ctx, &[m])
}

/// `S(ctx, concatenated parts)`, allocated once at its full length, so that no half-written copy
/// stays behind.
pub(crate) fn s_parts(ctx: Context, parts: &[&[u8]]) -> Vec<u8> {
    let name = ctx.as_str().as_bytes();
    let length = parts.iter().map(|part| part.len()).sum::<usize>();
    let mut out = Vec::with_capacity(1 + name.len() + length);
    out.push(ctx.length_byte());
    out.extend_from_slice(name);
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

/// `D(ctx, m)`: BLAKE2b-256 of `S(ctx, m)`, where `m` is the concatenation of `parts`.
#[must_use]
pub fn d(ctx: Context, parts: &[&[u8]]) -> [u8; 32] {
    let mut out = [0; 32];
    hash_s(&[], ctx, parts, &mut out);
    out
}

/// `K(key, ctx, m)`: BLAKE2b-256 keyed with `key` of `S(ctx, m)`, for a key that is kept.
///
/// # Errors
/// [`SodiumError::BadParameters`] when the key has neither 20 nor 32 bytes,
/// [`SodiumError::Memory`] when no guarded page could be had.
pub fn k(key: &[u8], ctx: Context, parts: &[&[u8]]) -> Result<Secret<32>, SodiumError> {
    let mut out = Secret::zeroed()?;
    k_into(key, ctx, parts, out.expose_mut())?;
    Ok(out)
}

/// `K(key, ctx, m)` for a key that is used once and dropped at once, such as that of an envelope:
/// it stays on the stack, because a guarded page costs several system calls.
///
/// # Errors
/// [`SodiumError::BadParameters`] when the key has neither 20 nor 32 bytes.
pub fn k_once(
    key: &[u8],
    ctx: Context,
    parts: &[&[u8]],
) -> Result<Zeroizing<[u8; 32]>, SodiumError> {
    let mut out = Zeroizing::new([0; 32]);
    k_into(key, ctx, parts, &mut out)?;
    Ok(out)
}

/// `K(key, ctx, m)` where the output is an identifier and no secret (the id of an archive record).
///
/// # Errors
/// [`SodiumError::BadParameters`] when the key has neither 20 nor 32 bytes.
pub fn k_public(key: &[u8], ctx: Context, parts: &[&[u8]]) -> Result<[u8; 32], SodiumError> {
    let mut out = [0; 32];
    k_into(key, ctx, parts, &mut out)?;
    Ok(out)
}

fn k_into(
    key: &[u8],
    ctx: Context,
    parts: &[&[u8]],
    out: &mut [u8; 32],
) -> Result<(), SodiumError> {
    if !matches!(key.len(), KEY_RECOVERY | KEY_FULL) {
        return Err(SodiumError::BadParameters);
    }
    hash_s(key, ctx, parts, out);
    wipe_stack(StackDepth::Hash);
    Ok(())
}

/// BLAKE2b-256 of `S`, keyed unless `key` is empty.
fn hash_s(key: &[u8], ctx: Context, parts: &[&[u8]], out: &mut [u8; 32]) {
    let mut state = HashState::unstarted();
    state.start(key, out.len());
    state.update(&[ctx.length_byte()]);
    state.update(ctx.as_str().as_bytes());
    for part in parts {
        state.update(part);
    }
    state.finish(out);
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use data_encoding::HEXLOWER;
    use proptest::prelude::*;

    use super::*;

    /// The list of protocol.md §16, in its order.
    const NAMES: &str = "root identity statement statement-hash account device organisation direct \
        group prekey prekey-hash prekey-box prekey-kem content message envelope-key envelope \
        archive archive-record login standby vault-key vault backup roster policy certificate \
        certificate-hash words order order-hash order-receipt safety recovery-check";

    /// Contexts that no other program ever sees.
    const LOCAL: &str = "store-phone store-phone-lookup login-nonce biometric \
        standby-state-key standby-state spool";

    #[test]
    fn the_registry_is_the_list_of_the_protocol_and_holds_no_double() {
        let expected = NAMES
            .split_whitespace()
            .chain(LOCAL.split_whitespace())
            .map(|name| format!("consilium/{name}/1"));
        let strings = Context::ALL
            .iter()
            .map(|ctx| ctx.as_str())
            .collect::<Vec<_>>();
        assert_eq!(strings, expected.collect::<Vec<_>>());
        assert_eq!(strings.iter().collect::<HashSet<_>>().len(), strings.len());
        assert_eq!(
            Context::ALL.iter().collect::<HashSet<_>>().len(),
            strings.len()
        );
        assert!(strings.iter().all(|string| string.is_ascii()));
    }

    #[test]
    fn s_is_length_context_and_message() {
        assert_eq!(s(Context::Account, b"abc"), b"\x13consilium/account/1abc");
        for ctx in Context::ALL {
            assert_eq!(usize::from(s(*ctx, b"")[0]), ctx.as_str().len());
        }
    }

    // The expected values come from Python's hashlib.blake2b.
    #[test]
    fn d_and_k_are_what_another_implementation_of_blake2b_gives() {
        let key = |length: u8| (0..length).collect::<Vec<_>>();
        assert_eq!(
            HEXLOWER.encode(&d(Context::Account, &[b"a", b"", b"bc"])),
            "ba555955d3beb9ebcbb22cd144000c6905e53de37e7bd14f8c4026aa5aa128ff"
        );
        assert_eq!(
            HEXLOWER.encode(&d(Context::Safety, &[])),
            "95000b220693afd125334a73a8377b14bdfee2b34e94fcb61fa129d5a8240491"
        );
        assert_eq!(
            HEXLOWER.encode(k(&key(20), Context::Root, &[]).unwrap().expose()),
            "d2f68968ad9ed33ff9eb9151d5476a29ada464484305b3a5dd94399bfded2bf7"
        );
        assert_eq!(
            HEXLOWER.encode(&*k_once(&key(32), Context::EnvelopeKey, &[b"ab", b"c"]).unwrap()),
            "8dc47b4c86c22f0c4059017af210e06569512dbd8d970352decab92fe8bbed25"
        );
    }

    #[test]
    fn k_takes_keys_of_20_and_32_bytes_only() {
        for length in 0..=64 {
            let key = vec![1; length];
            let expected = matches!(length, 20 | 32);
            assert_eq!(k(&key, Context::Root, &[]).is_ok(), expected);
            assert_eq!(k_once(&key, Context::Root, &[]).is_ok(), expected);
            assert_eq!(k_public(&key, Context::Root, &[]).is_ok(), expected);
        }
    }

    #[test]
    fn another_context_gives_another_value() {
        let outputs = |of: &dyn Fn(Context) -> [u8; 32]| {
            Context::ALL
                .iter()
                .map(|ctx| of(*ctx))
                .collect::<HashSet<_>>()
                .len()
        };
        assert_eq!(outputs(&|ctx| d(ctx, &[b"m"])), Context::ALL.len());
        assert_eq!(
            outputs(&|ctx| k_public(&[7; 32], ctx, &[b"m"]).unwrap()),
            Context::ALL.len()
        );
    }

    proptest! {
        #[test]
        fn only_the_concatenation_of_the_parts_counts(
            m in prop::collection::vec(any::<u8>(), 0..600),
            at in any::<prop::sample::Index>(),
            key in any::<[u8; 32]>(),
        ) {
            let (a, b) = m.split_at(at.index(m.len() + 1));
            let whole = k_public(&key, Context::Message, &[&m]).unwrap();
            prop_assert_eq!(d(Context::Message, &[a, b]), d(Context::Message, &[&m]));
            prop_assert_eq!(
                d(Context::Message, &[&m]),
                crate::blake2b256(&[&s(Context::Message, &m)])
            );
            prop_assert_eq!(k_public(&key, Context::Message, &[a, b]).unwrap(), whole);
            prop_assert_eq!(*k_once(&key, Context::Message, &[a, b]).unwrap(), whole);
            prop_assert_eq!(*k(&key, Context::Message, &[a, b]).unwrap().expose(), whole);
        }
    }
}
