//! The calls into libsodium, each behind a safe function that takes arrays and slices of the right
//! lengths and looks at the return code. The only unsafe code of the project but for one call of
//! SQLCipher's (`client-core/src/db/key.rs`).
#![expect(
    unsafe_code,
    reason = "libsodium is C; every unsafe block that calls it is in this file"
)]

use std::ffi::{c_int, c_ulonglong};
use std::ops::{Deref, DerefMut};
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicU64, Ordering};

use libsodium_sys as sys;

use crate::error::SodiumError;

/// Bytes a sealed box adds.
pub(crate) const SEAL: usize = 48;
/// Bytes the AEAD adds.
pub(crate) const AEAD_TAG: usize = 16;
/// Bytes `crypto_box_easy` adds.
const BOX_TAG: usize = 16;
/// Argon2id version 1.3, by name: libsodium's default may become another.
const ARGON2ID13: c_int = sys::crypto_pwhash_argon2id_ALG_ARGON2ID13 as c_int;
/// Bytes of an X-Wing public key.
pub(crate) const KEM_PUBLIC: usize = 1216;
/// Bytes of an X-Wing ciphertext.
pub(crate) const KEM_CIPHERTEXT: usize = 1120;

// The array lengths of the signatures below are those libsodium writes and reads.
const _: () = {
    assert!(SEAL == sys::crypto_box_SEALBYTES as usize);
    assert!(BOX_TAG == sys::crypto_box_MACBYTES as usize);
    assert!(AEAD_TAG == sys::crypto_aead_xchacha20poly1305_ietf_ABYTES as usize);
    assert!(sys::crypto_aead_xchacha20poly1305_ietf_KEYBYTES == 32);
    assert!(sys::crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == 24);
    assert!(KEM_PUBLIC == sys::crypto_kem_xwing_PUBLICKEYBYTES as usize);
    assert!(KEM_CIPHERTEXT == sys::crypto_kem_xwing_CIPHERTEXTBYTES as usize);
    assert!(sys::crypto_kem_xwing_SECRETKEYBYTES == 32);
    assert!(sys::crypto_kem_xwing_SHAREDSECRETBYTES == 32);
    assert!(sys::crypto_kem_xwing_SEEDBYTES == 32);
    assert!(sys::crypto_sign_PUBLICKEYBYTES == 32);
    assert!(sys::crypto_sign_SECRETKEYBYTES == 64);
    assert!(sys::crypto_sign_SEEDBYTES == 32);
    assert!(sys::crypto_sign_BYTES == 64);
    assert!(sys::crypto_box_PUBLICKEYBYTES == 32);
    assert!(sys::crypto_box_SECRETKEYBYTES == 32);
    assert!(sys::crypto_box_SEEDBYTES == 32);
    assert!(sys::crypto_box_NONCEBYTES == 24);
    assert!(sys::crypto_pwhash_argon2id_SALTBYTES == 16);
    assert!(usize::BITS <= c_ulonglong::BITS);
};

/// A `usize` as libsodium's message length.
const fn wide(length: usize) -> c_ulonglong {
    length as c_ulonglong
}

/// A return code: zero is success.
const fn checked(code: c_int, otherwise: SodiumError) -> Result<(), SodiumError> {
    if code == 0 { Ok(()) } else { Err(otherwise) }
}

/// A return code of a function that has no way to fail. Should a library say otherwise, its output
/// is not to be trusted and no caller can mend that: the process ends, as libsodium itself ends it
/// on misuse.
fn never_fails(code: c_int) {
    if code != 0 {
        std::process::abort();
    }
}

/// How many times the system refused to lock guarded memory.
static LOCK_FAILURES: AtomicU64 = AtomicU64::new(0);

/// See [`LOCK_FAILURES`].
pub(crate) fn lock_failures() -> u64 {
    LOCK_FAILURES.load(Ordering::Relaxed)
}

/// Owned memory from `sodium_malloc`, holding `[u8; N]` or `[u8]`.
pub(crate) struct Guarded<T: ?Sized>(NonNull<T>);

// SAFETY: the memory belongs to this value alone and holds plain bytes.
unsafe impl<T: ?Sized + Send> Send for Guarded<T> {}
// SAFETY: a shared reference gives shared access to plain bytes only.
unsafe impl<T: ?Sized + Sync> Sync for Guarded<T> {}

impl<const N: usize> Guarded<[u8; N]> {
    /// `N` zero bytes. libsodium must have been started.
    pub(crate) fn zeroed_array() -> Result<Self, SodiumError> {
        guarded(N).map(|memory| Self(memory.cast()))
    }
}

impl Guarded<[u8]> {
    /// `length` zero bytes. libsodium must have been started.
    pub(crate) fn zeroed_slice(length: usize) -> Result<Self, SodiumError> {
        guarded(length).map(|memory| Self(NonNull::slice_from_raw_parts(memory, length)))
    }
}

/// `length` zero bytes between guard pages, locked where the system allows.
fn guarded(length: usize) -> Result<NonNull<u8>, SodiumError> {
    if isize::try_from(length).is_err() {
        return Err(SodiumError::Memory);
    }
    // SAFETY: any length may be asked for; null is the refusal.
    let memory = unsafe { sys::sodium_malloc(length) };
    let memory = NonNull::new(memory.cast::<u8>()).ok_or(SodiumError::Memory)?;
    // SAFETY: `length` bytes were allocated just now, and nothing else points to them.
    unsafe { memory.write_bytes(0, length) };
    count_lock(memory, length);
    Ok(memory)
}

/// `sodium_malloc` locks its pages and keeps quiet when it could not; locking them again tells.
fn count_lock(memory: NonNull<u8>, length: usize) {
    // SAFETY: locking changes no byte, and an address that is not mapped is an error code.
    if unsafe { sys::sodium_mlock(memory.as_ptr().cast(), length) } != 0 {
        LOCK_FAILURES.fetch_add(1, Ordering::Relaxed);
    }
}

impl<T: ?Sized> Deref for Guarded<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: allocated at T's length, initialised, of alignment one, and freed only in `drop`.
        unsafe { self.0.as_ref() }
    }
}

impl<T: ?Sized> DerefMut for Guarded<T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as in `deref`, and this borrow is the only one.
        unsafe { self.0.as_mut() }
    }
}

impl<T: ?Sized> Drop for Guarded<T> {
    fn drop(&mut self) {
        let length = size_of_val(&**self);
        let memory = self.0.as_ptr().cast();
        // SAFETY: `length` bytes from `sodium_malloc`, used here for the last time.
        // `sodium_free` zeroises too, but not on systems without page protection.
        unsafe {
            sys::sodium_memzero(memory, length);
            sys::sodium_free(memory);
        }
    }
}

/// Overwrites `bytes` with zeros in a way the compiler does not remove.
pub(crate) fn wipe(bytes: &mut [u8]) {
    // SAFETY: the slice is valid for its length.
    unsafe { sys::sodium_memzero(bytes.as_mut_ptr().cast(), bytes.len()) };
}

/// Overwrites what calls made from here left on the stack: the library copies its outputs there
/// and does not clear all of them.
pub(crate) fn wipe_stack(depth: StackDepth) {
    let length = match depth {
        StackDepth::Hash => 2 << 10,
        StackDepth::Argon2 => 32 << 10,
    };
    // SAFETY: takes a length, far smaller than the stack of any thread.
    unsafe { sys::sodium_stackzero(length) };
}

/// How far down calls reach on the stack, with room to spare.
pub(crate) enum StackDepth {
    /// Some hundred bytes.
    Hash,
    /// Some blocks of one KiB.
    Argon2,
}

/// Constant-time equality; different lengths are unequal.
pub(crate) fn equal(a: &[u8], b: &[u8]) -> bool {
    // SAFETY: both slices are valid for the same length.
    a.len() == b.len()
        && unsafe { sys::sodium_memcmp(a.as_ptr().cast(), b.as_ptr().cast(), a.len()) } == 0
}

/// Fills `out` with the system's randomness.
pub(crate) fn random(out: &mut [u8]) {
    // SAFETY: the slice is valid for its length.
    unsafe { sys::randombytes_buf(out.as_mut_ptr().cast(), out.len()) };
}

/// A running BLAKE2b, keyed or not; zeroised when dropped. It holds the key, so it is started where
/// it stays: moving a started one would leave a copy on the stack.
pub(crate) struct HashState(sys::crypto_generichash_state);

impl HashState {
    /// Nothing yet: [`Self::start`] follows.
    pub(crate) const fn unstarted() -> Self {
        Self(sys::crypto_generichash_state { opaque: [0; 384] })
    }

    /// Starts a hash of `length` bytes (1 to 64), keyed unless `key` (at most 64 bytes) is empty.
    pub(crate) fn start(&mut self, key: &[u8], length: usize) {
        // SAFETY: the state is aligned and large enough by its type, the key valid for its length.
        never_fails(unsafe {
            sys::crypto_generichash_init(&raw mut self.0, key.as_ptr(), key.len(), length)
        });
    }

    /// Takes bytes in.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        // SAFETY: the state is started, the slice valid for its length.
        never_fails(unsafe {
            sys::crypto_generichash_update(&raw mut self.0, bytes.as_ptr(), wide(bytes.len()))
        });
    }

    /// Writes the hash; the state is started anew before it is used again.
    pub(crate) fn finish<const N: usize>(&mut self, out: &mut [u8; N]) {
        // SAFETY: the state is plain bytes, `out` valid for its length.
        never_fails(unsafe { sys::crypto_generichash_final(&raw mut self.0, out.as_mut_ptr(), N) });
    }
}

impl Drop for HashState {
    fn drop(&mut self) {
        wipe(&mut self.0.opaque);
    }
}

/// Whether an Ed25519 public key is canonical and on the main subgroup.
pub(crate) fn is_valid_point(key: &[u8; 32]) -> bool {
    // SAFETY: reads 32 bytes.
    unsafe { sys::crypto_core_ed25519_is_valid_point(key.as_ptr()) == 1 }
}

/// Ed25519 key pair of a seed.
pub(crate) fn sign_seed_keypair(public: &mut [u8; 32], secret: &mut [u8; 64], seed: &[u8; 32]) {
    // SAFETY: writes 32 and 64 bytes, reads 32.
    never_fails(unsafe {
        sys::crypto_sign_seed_keypair(public.as_mut_ptr(), secret.as_mut_ptr(), seed.as_ptr())
    });
}

/// The seed of an Ed25519 secret key.
pub(crate) fn sign_seed(seed: &mut [u8; 32], secret: &[u8; 64]) {
    // SAFETY: writes 32 bytes, reads 64.
    never_fails(unsafe { sys::crypto_sign_ed25519_sk_to_seed(seed.as_mut_ptr(), secret.as_ptr()) });
}

/// Ed25519 signature of `message`.
pub(crate) fn sign_detached(signature: &mut [u8; 64], message: &[u8], secret: &[u8; 64]) {
    // SAFETY: writes 64 bytes, reads the slice and 64; a null length pointer is allowed.
    never_fails(unsafe {
        sys::crypto_sign_detached(
            signature.as_mut_ptr(),
            ptr::null_mut(),
            message.as_ptr(),
            wide(message.len()),
            secret.as_ptr(),
        )
    });
}

/// X25519 key pair of a seed.
pub(crate) fn box_seed_keypair(public: &mut [u8; 32], secret: &mut [u8; 32], seed: &[u8; 32]) {
    // SAFETY: writes 32 and 32 bytes, reads 32.
    never_fails(unsafe {
        sys::crypto_box_seed_keypair(public.as_mut_ptr(), secret.as_mut_ptr(), seed.as_ptr())
    });
}

/// Seals `m` into `out`, which is [`SEAL`] longer.
pub(crate) fn box_seal(out: &mut [u8], m: &[u8], public: &[u8; 32]) -> Result<(), SodiumError> {
    longer(out, m, SEAL)?;
    // SAFETY: writes `m.len() + SEAL` bytes, checked above; reads the slice and 32 bytes.
    let code = unsafe {
        sys::crypto_box_seal(out.as_mut_ptr(), m.as_ptr(), wide(m.len()), public.as_ptr())
    };
    checked(code, SodiumError::BadPublicKey)
}

/// The nonce of a sealed box: BLAKE2b-192 of both public keys.
pub(crate) fn seal_nonce(ephemeral: &[u8; 32], public: &[u8; 32]) -> [u8; 24] {
    let mut nonce = [0; 24];
    let mut state = HashState::unstarted();
    state.start(&[], nonce.len());
    state.update(ephemeral);
    state.update(public);
    state.finish(&mut nonce);
    nonce
}

/// `crypto_box_easy` of `m` into `out`, which is [`BOX_TAG`] longer.
pub(crate) fn box_easy(
    out: &mut [u8],
    m: &[u8],
    nonce: &[u8; 24],
    public: &[u8; 32],
    secret: &[u8; 32],
) -> Result<(), SodiumError> {
    longer(out, m, BOX_TAG)?;
    // SAFETY: writes `m.len() + BOX_TAG` bytes, checked above; reads the slice, 24, 32 and 32.
    let code = unsafe {
        sys::crypto_box_easy(
            out.as_mut_ptr(),
            m.as_ptr(),
            wide(m.len()),
            nonce.as_ptr(),
            public.as_ptr(),
            secret.as_ptr(),
        )
    };
    checked(code, SodiumError::BadPublicKey)
}

/// Opens the sealed box `c` into `out`, which is [`SEAL`] shorter.
pub(crate) fn box_seal_open(
    out: &mut [u8],
    c: &[u8],
    public: &[u8; 32],
    secret: &[u8; 32],
) -> Result<(), SodiumError> {
    longer(c, out, SEAL)?;
    // SAFETY: writes `c.len() - SEAL` bytes, checked above; reads the slice, 32 and 32.
    let code = unsafe {
        sys::crypto_box_seal_open(
            out.as_mut_ptr(),
            c.as_ptr(),
            wide(c.len()),
            public.as_ptr(),
            secret.as_ptr(),
        )
    };
    checked(code, SodiumError::Sealed)
}

/// X-Wing key pair of a seed.
pub(crate) fn kem_seed_keypair(
    public: &mut [u8; KEM_PUBLIC],
    secret: &mut [u8; 32],
    seed: &[u8; 32],
) {
    // SAFETY: writes KEM_PUBLIC and 32 bytes, reads 32.
    never_fails(unsafe {
        sys::crypto_kem_xwing_seed_keypair(public.as_mut_ptr(), secret.as_mut_ptr(), seed.as_ptr())
    });
}

/// X-Wing encapsulation.
pub(crate) fn kem_encapsulate(
    ciphertext: &mut [u8; KEM_CIPHERTEXT],
    shared: &mut [u8; 32],
    public: &[u8; KEM_PUBLIC],
) -> Result<(), SodiumError> {
    // SAFETY: writes KEM_CIPHERTEXT and 32 bytes, reads KEM_PUBLIC.
    let code = unsafe {
        sys::crypto_kem_xwing_enc(
            ciphertext.as_mut_ptr(),
            shared.as_mut_ptr(),
            public.as_ptr(),
        )
    };
    checked(code, SodiumError::BadPublicKey)
}

/// X-Wing encapsulation with given randomness.
pub(crate) fn kem_encapsulate_seeded(
    ciphertext: &mut [u8; KEM_CIPHERTEXT],
    shared: &mut [u8; 32],
    public: &[u8; KEM_PUBLIC],
    seed: &[u8; 64],
) -> Result<(), SodiumError> {
    // SAFETY: writes KEM_CIPHERTEXT and 32 bytes, reads KEM_PUBLIC and 64.
    let code = unsafe {
        sys::crypto_kem_xwing_enc_deterministic(
            ciphertext.as_mut_ptr(),
            shared.as_mut_ptr(),
            public.as_ptr(),
            seed.as_ptr(),
        )
    };
    checked(code, SodiumError::BadPublicKey)
}

/// X-Wing decapsulation.
pub(crate) fn kem_decapsulate(
    shared: &mut [u8; 32],
    ciphertext: &[u8; KEM_CIPHERTEXT],
    secret: &[u8; 32],
) -> Result<(), SodiumError> {
    // SAFETY: writes 32 bytes, reads KEM_CIPHERTEXT and 32.
    let code = unsafe {
        sys::crypto_kem_xwing_dec(shared.as_mut_ptr(), ciphertext.as_ptr(), secret.as_ptr())
    };
    checked(code, SodiumError::Sealed)
}

/// Encrypts `m`; the result is [`AEAD_TAG`] longer.
pub(crate) fn aead_encrypt(m: &[u8], aad: &[u8], nonce: &[u8; 24], key: &[u8; 32]) -> Vec<u8> {
    let mut out = vec![0; m.len() + AEAD_TAG];
    // SAFETY: writes `m.len() + AEAD_TAG` bytes, which `out` has; reads both slices, 24 and 32;
    // a null length pointer is allowed and the secret nonce is not used.
    never_fails(unsafe {
        sys::crypto_aead_xchacha20poly1305_ietf_encrypt(
            out.as_mut_ptr(),
            ptr::null_mut(),
            m.as_ptr(),
            wide(m.len()),
            aad.as_ptr(),
            wide(aad.len()),
            ptr::null(),
            nonce.as_ptr(),
            key.as_ptr(),
        )
    });
    out
}

/// Decrypts `c` into `out`, which is [`AEAD_TAG`] shorter.
pub(crate) fn aead_decrypt(
    out: &mut [u8],
    c: &[u8],
    aad: &[u8],
    nonce: &[u8; 24],
    key: &[u8; 32],
) -> Result<(), SodiumError> {
    longer(c, out, AEAD_TAG)?;
    // SAFETY: writes `c.len() - AEAD_TAG` bytes, checked above; reads both slices, 24 and 32;
    // a null length pointer is allowed and the secret nonce is not used.
    let code = unsafe {
        sys::crypto_aead_xchacha20poly1305_ietf_decrypt(
            out.as_mut_ptr(),
            ptr::null_mut(),
            ptr::null_mut(),
            c.as_ptr(),
            wide(c.len()),
            aad.as_ptr(),
            wide(aad.len()),
            nonce.as_ptr(),
            key.as_ptr(),
        )
    };
    checked(code, SodiumError::Sealed)
}

/// Argon2id 1.3. The parameters are within libsodium's bounds, so that the only failure is memory.
pub(crate) fn argon2id(
    out: &mut [u8; 32],
    password: &[u8],
    salt: &[u8; 16],
    ops: u64,
    mem_kib: u32,
) -> Result<(), SodiumError> {
    // SAFETY: writes 32 bytes, reads the slice and 16 bytes.
    let code = unsafe {
        sys::crypto_pwhash_argon2id(
            out.as_mut_ptr(),
            32,
            password.as_ptr().cast(),
            wide(password.len()),
            salt.as_ptr(),
            ops,
            (mem_kib as usize) << 10,
            ARGON2ID13,
        )
    };
    wipe_stack(StackDepth::Argon2);
    checked(code, SodiumError::Memory)
}

/// Pads the first `length` bytes of `buffer` to `block`s; the whole of `buffer` is filled.
pub(crate) fn pad(buffer: &mut [u8], length: usize, block: usize) -> Result<(), SodiumError> {
    let mut padded = 0;
    // SAFETY: writes only below the given `buffer.len()`, which the slice has.
    let code = unsafe {
        sys::sodium_pad(
            &raw mut padded,
            buffer.as_mut_ptr(),
            length,
            block,
            buffer.len(),
        )
    };
    if padded == buffer.len() {
        checked(code, SodiumError::Padding)
    } else {
        Err(SodiumError::Padding)
    }
}

/// How many bytes of `padded` come before the padding of its last block.
pub(crate) fn unpad(padded: &[u8], block: usize) -> Result<usize, SodiumError> {
    let mut length = 0;
    // SAFETY: reads the last `block` bytes of the slice, or none when it is shorter.
    let code = unsafe { sys::sodium_unpad(&raw mut length, padded.as_ptr(), padded.len(), block) };
    checked(code, SodiumError::Padding).map(|()| length)
}

/// Whether `long` is exactly `by` longer than `short`, on which the calls above rely.
fn longer(long: &[u8], short: &[u8], by: usize) -> Result<(), SodiumError> {
    if short.len().checked_add(by) == Some(long.len()) {
        Ok(())
    } else {
        Err(SodiumError::BadParameters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_lock_is_counted() {
        crate::init().unwrap();
        let before = lock_failures();
        // The second page of the address space is never mapped, so that it cannot be locked.
        count_lock(NonNull::new(ptr::without_provenance_mut(4096)).unwrap(), 1);
        assert!(lock_failures() > before);
    }

    #[test]
    fn wiping_leaves_zeros() {
        let mut bytes = [7; 100];
        wipe(&mut bytes);
        assert_eq!(bytes, [0; 100]);
    }

    #[test]
    fn lengths_that_do_not_fit_reach_no_library_call() {
        let refused = Err(SodiumError::BadParameters);
        let (mut short, m, key) = ([0; 50], [0; 3], [9; 32]);
        assert_eq!(box_seal(&mut short, &m, &key), refused);
        assert_eq!(box_easy(&mut short, &m, &[0; 24], &key, &key), refused);
        assert_eq!(box_seal_open(&mut short, &m, &key, &key), refused);
        assert_eq!(aead_decrypt(&mut short, &m, &[], &[0; 24], &key), refused);
    }
}
