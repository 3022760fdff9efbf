//! Argon2id version 1.3 (RFC 9106), one lane, by name and not by libsodium's default.

use std::ops::RangeInclusive;

use crate::error::SodiumError;
use crate::ffi;
use crate::secret::Secret;

/// Passes over the memory that are accepted (protocol.md §12).
pub const OPS: RangeInclusive<u32> = 3..=10;
/// Memory in KiB that is accepted: 256 MiB to 1 GiB (protocol.md §12).
pub const MEM_KIB: RangeInclusive<u32> = (256 << 10)..=(1 << 20);
/// Longest password in bytes: far above any PIN or passphrase, and what bounds the work.
pub const PASSWORD_MAX: usize = 4096;

/// The cost of a password hash. Within bounds by construction, so that a file can neither weaken
/// the hash nor exhaust the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Argon2Params {
    ops: u32,
    mem_kib: u32,
}

impl Argon2Params {
    /// 3 passes over 256 MiB: the floor of protocol.md §12.
    pub const DEFAULT: Self = Self {
        ops: 3,
        mem_kib: 256 << 10,
    };

    /// `ops` passes over `mem_kib` KiB.
    ///
    /// # Errors
    /// [`SodiumError::BadParameters`] when either is outside [`OPS`] or [`MEM_KIB`].
    pub fn new(ops: u32, mem_kib: u32) -> Result<Self, SodiumError> {
        if OPS.contains(&ops) && MEM_KIB.contains(&mem_kib) {
            Ok(Self { ops, mem_kib })
        } else {
            Err(SodiumError::BadParameters)
        }
    }

    /// Passes over the memory.
    #[must_use]
    pub const fn ops(self) -> u32 {
        self.ops
    }

    /// Memory in KiB.
    #[must_use]
    pub const fn mem_kib(self) -> u32 {
        self.mem_kib
    }
}

impl Default for Argon2Params {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// `Argon2id13(password, salt, ops, mem)`, 32 bytes. Tried twice when the system refuses the
/// memory; the cost is never lowered.
///
/// # Errors
/// [`SodiumError::BadParameters`] when the password is longer than [`PASSWORD_MAX`],
/// [`SodiumError::Memory`] when the system twice refused the memory.
pub fn argon2id(
    password: &[u8],
    salt: &[u8; 16],
    params: Argon2Params,
) -> Result<Secret<32>, SodiumError> {
    if password.len() > PASSWORD_MAX {
        return Err(SodiumError::BadParameters);
    }
    let mut out = Secret::zeroed()?;
    let mut hash = || {
        ffi::argon2id(
            out.expose_mut(),
            password,
            salt,
            params.ops.into(),
            params.mem_kib,
        )
    };
    hash().or_else(|_| hash())?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;

    // The expected values come from OpenSSL's Argon2id.
    #[test]
    fn the_hash_is_what_another_implementation_gives() {
        let salt = std::array::from_fn(|at| at as u8);
        let first = argon2id(b"123456", &salt, Argon2Params::DEFAULT).unwrap();
        assert_eq!(
            HEXLOWER.encode(first.expose()),
            "18c0aab5206afb1fdf45e98f52ccfb855ca919844122bb2ba06b6794e0457a14"
        );
        let second = argon2id(b"", &[0; 16], Argon2Params::new(4, 256 << 10).unwrap()).unwrap();
        assert_eq!(
            HEXLOWER.encode(second.expose()),
            "6326f2d19699457e815f54ea03b598c49f025bfc29326cf19da84df1cceaf15c"
        );
    }

    #[test]
    fn costs_outside_the_bounds_are_refused() {
        let (low, high) = (256 << 10, 1 << 20);
        for (ops, mem) in [(3, low), (10, high), (3, high), (10, low), (4, low + 1)] {
            let params = Argon2Params::new(ops, mem).unwrap();
            assert_eq!((params.ops(), params.mem_kib()), (ops, mem));
        }
        for (ops, mem) in [
            (2, low),
            (11, low),
            (0, low),
            (u32::MAX, low),
            (3, low - 1),
            (3, high + 1),
            (3, 0),
            (3, u32::MAX),
        ] {
            assert_eq!(Argon2Params::new(ops, mem), Err(SodiumError::BadParameters));
        }
        let default = Argon2Params::default();
        assert_eq!(
            Argon2Params::new(default.ops(), default.mem_kib()),
            Ok(default)
        );
    }

    #[test]
    fn a_password_without_bound_is_refused_before_any_work() {
        let refused = argon2id(
            &vec![b'1'; PASSWORD_MAX + 1],
            &[0; 16],
            Argon2Params::DEFAULT,
        );
        assert_eq!(refused.err(), Some(SodiumError::BadParameters));
    }
}
