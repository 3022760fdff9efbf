"""X-Wing (draft-connolly-cfrg-xwing-kem-09): ML-KEM-768 and X25519 in one key encapsulation."""

import hashlib

from kyber_py.ml_kem import ML_KEM_768

from .primitives import Refused, is_canonical_x25519, x25519, x25519_public

PUBLIC = 1216
CIPHERTEXT = 1120
ML_KEM_PUBLIC = 1184
ML_KEM_CIPHERTEXT = 1088
LABEL = rb"\.//^" + b"\\"


class KemKey:
    """A key pair from its 32-byte seed."""

    def __init__(self, seed):
        self.seed = seed
        expanded = hashlib.shake_256(seed).digest(96)
        ml_kem_public, self._ml_kem_secret = ML_KEM_768.key_derive(expanded[:64])
        self._x25519_secret = expanded[64:]
        self._x25519_public = x25519_public(self._x25519_secret)
        self.public = ml_kem_public + self._x25519_public

    def decapsulate(self, ciphertext):
        """The shared secret. A changed ML-KEM half gives another secret and no error."""
        ml_kem_half, x25519_half = ciphertext[:ML_KEM_CIPHERTEXT], ciphertext[ML_KEM_CIPHERTEXT:]
        shared_x25519 = x25519(self._x25519_secret, x25519_half)
        if shared_x25519 is None:
            raise Refused("kem")
        shared_ml_kem = ML_KEM_768.decaps(self._ml_kem_secret, ml_kem_half)
        return combine(shared_ml_kem, shared_x25519, x25519_half, self._x25519_public)


def encapsulate(public, eseed):
    """`EncapsulateDerand`: (ciphertext, shared secret) from 64 bytes in place of chance."""
    ml_kem_public, x25519_half = public[:ML_KEM_PUBLIC], public[ML_KEM_PUBLIC:]
    try:
        # FIPS 203 §7.2: the modulus check is part of encapsulation.
        shared_ml_kem, ml_kem_ciphertext = ML_KEM_768._encaps_internal(ml_kem_public, eseed[:32])
    except ValueError:
        raise Refused("key") from None
    ephemeral_secret = eseed[32:]
    ephemeral_public = x25519_public(ephemeral_secret)
    shared_x25519 = x25519(ephemeral_secret, x25519_half)
    if shared_x25519 is None:
        raise Refused("key")
    shared = combine(shared_ml_kem, shared_x25519, ephemeral_public, x25519_half)
    return ml_kem_ciphertext + ephemeral_public, shared


def import_kem_key(public):
    """Both halves canonical, the X25519 one not of small order."""
    if len(public) != PUBLIC or not is_canonical_x25519(public[ML_KEM_PUBLIC:]):
        raise Refused("key")
    encapsulate(public, b"\x01" * 64)


def combine(shared_ml_kem, shared_x25519, ciphertext_x25519, public_x25519):
    return hashlib.sha3_256(
        shared_ml_kem + shared_x25519 + ciphertext_x25519 + public_x25519 + LABEL
    ).digest()
