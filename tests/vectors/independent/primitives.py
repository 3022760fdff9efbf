"""The functions of docs/protocol.md §2, and the keys they take."""

import hashlib

import nacl.bindings as sodium
from nacl.exceptions import CryptoError

# Coordinates of Curve25519 are numbers below this prime (RFC 7748).
PRIME = 2**255 - 19


class Refused(Exception):
    """An input that a client must refuse; `reason` is the word the vectors use for it."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def u8(number):
    return number.to_bytes(1, "big")


def u16(number):
    return number.to_bytes(2, "big")


def u32(number):
    return number.to_bytes(4, "big")


def u64(number):
    return number.to_bytes(8, "big")


def context(name):
    """The context string of a purpose."""
    return f"consilium/{name}/1".encode("ascii")


def S(name, message):
    ctx = context(name)
    return u8(len(ctx)) + ctx + message


def D(name, message):
    return hashlib.blake2b(S(name, message), digest_size=32).digest()


def K(key, name, message=b""):
    if len(key) not in (20, 32):
        raise Refused("key_length")
    return hashlib.blake2b(S(name, message), digest_size=32, key=key).digest()


def aead_encrypt(key, nonce, aad, message):
    return sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(message, aad, nonce, key)


def aead_decrypt(key, nonce, aad, ciphertext):
    if len(ciphertext) < 16:
        raise Refused("aead")
    try:
        return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(ciphertext, aad, nonce, key)
    except CryptoError:
        raise Refused("aead") from None


class SigningKey:
    """An Ed25519 key from its 32-byte seed."""

    def __init__(self, seed):
        self.seed = seed
        self.public, self._secret = sodium.crypto_sign_seed_keypair(seed)

    def sign(self, name, message):
        return self.sign_raw(S(name, message))

    def sign_raw(self, message):
        """Without a context; for the vectors of RFC 8032."""
        return sodium.crypto_sign(message, self._secret)[:64]


def import_verifying_key(key):
    """Canonical, on the main subgroup, not of small order."""
    if len(key) != 32 or not sodium.crypto_core_ed25519_is_valid_point(key):
        raise Refused("key")


def verify(public, name, message, signature):
    verify_raw(public, S(name, message), signature)


def verify_raw(public, message, signature):
    try:
        sodium.crypto_sign_open(signature + message, public)
    except CryptoError:
        raise Refused("signature") from None


def is_canonical_x25519(key):
    return int.from_bytes(key, "little") < PRIME


def import_box_key(key):
    """The one canonical encoding of a coordinate whose point is not of small order."""
    if not is_canonical_x25519(key) or x25519(b"\x01" * 32, key) is None:
        raise Refused("key")


def x25519(secret, public):
    """The shared point, or None if it is zero."""
    try:
        return sodium.crypto_scalarmult(secret, public)
    except (CryptoError, RuntimeError):
        return None


def x25519_public(secret):
    return sodium.crypto_scalarmult_base(secret)


class BoxKey:
    """An X25519 key as `crypto_box_seed_keypair` makes it: the secret is SHA-512(seed)[..32]."""

    def __init__(self, seed):
        self.secret = hashlib.sha512(seed).digest()[:32]
        self.public = x25519_public(self.secret)


def seal(public, ephemeral_seed, message):
    """What `crypto_box_seal` writes if its ephemeral key is the one of that seed."""
    ephemeral = BoxKey(ephemeral_seed)
    nonce = hashlib.blake2b(ephemeral.public + public, digest_size=24).digest()
    return ephemeral.public + sodium.crypto_box(message, nonce, public, ephemeral.secret)


def open_sealed(key, box):
    try:
        return sodium.crypto_box_seal_open(box, key.public, key.secret)
    except (CryptoError, TypeError):
        raise Refused("box") from None


def argon2id(password, salt, ops, mem_kib):
    return sodium.crypto_pwhash_alg(
        32, password, salt, ops, mem_kib * 1024, sodium.crypto_pwhash_ALG_ARGON2ID13
    )
