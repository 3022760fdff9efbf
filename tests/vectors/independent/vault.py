"""The vault: docs/protocol.md §12."""

import unicodedata
from dataclasses import dataclass

from .primitives import (
    K,
    Refused,
    S,
    aead_decrypt,
    aead_encrypt,
    argon2id,
    import_verifying_key,
    u8,
    u16,
    u32,
    u64,
)
from .records import PREKEY_BODY, SIGNATURE, Reader, parse_prekey, parse_statement

MAGIC = b"CSLVAULT"
HEADER = 8 + 1 + 4 + 4 + 16 + 1 + 24
OPS = range(3, 11)
MEM_KIB = range(256 << 10, (1 << 20) + 1)
MAX_PREKEYS = 256
TRIES = 10
# Seconds to wait after so many wrong PINs; after more, the last.
WAITS = (0, 0, 0, 0, 30, 300, 3600)
BOOT = bytes(16)

_masters = {}


def normalise_pin(text):
    text = text.strip()
    digits = [unicodedata.decimal(character, None) for character in text]
    if text and None not in digits:
        return "".join(map(str, digits)).encode("ascii")
    return unicodedata.normalize("NFKD", text).encode("utf-8")


def master_key(pin, salt, ops, mem_kib):
    """Remembered, since each takes half a second."""
    arguments = (normalise_pin(pin), salt, ops, mem_kib)
    if arguments not in _masters:
        _masters[arguments] = argon2id(*arguments)
    return _masters[arguments]


def header(ops, mem_kib, salt, slot, nonce, version=1, magic=MAGIC):
    return magic + u8(version) + u32(ops) + u32(mem_kib) + salt + u8(slot) + nonce


def encrypt(head, master, device_secret, secrets):
    key = K(master, "vault-key", device_secret)
    return head + aead_encrypt(key, head[-24:], S("vault", head), secrets)


@dataclass
class Secrets:
    """What a vault keeps; of an absent one, zeros are written."""

    statement: bytes
    identity_seed: bytes
    device_seed: bytes
    database_key: bytes
    recovery_code: bytes
    # (seed, statement, confirmed, replaced); 0 for not yet.
    prekeys: list
    written: int
    boot: bytes = BOOT
    boot_ms: int = 0

    def encode(self, version=1):
        return (
            u8(version)
            + u64(self.written)
            + self.boot
            + u64(self.boot_ms)
            + u16(len(self.statement))
            + self.statement
            + optional(self.identity_seed, 32)
            + self.device_seed
            + self.database_key
            + optional(self.recovery_code, 20)
            + u16(len(self.prekeys))
            + b"".join(seed + prekey + u64(c) + u64(r) for seed, prekey, c, r in self.prekeys)
        )


def optional(secret, length):
    return u8(bool(secret)) + (secret or bytes(length))


def decode(data):
    try:
        return read_secrets(Reader(data))
    except Refused as refused:
        raise Refused("newer" if refused.reason == "newer" else "damaged") from None


def read_secrets(reader):
    if reader.number(1) != 1:
        raise Refused("newer")
    written, boot, boot_ms = reader.number(8), reader.take(16), reader.number(8)
    statement = reader.take(reader.number(2))
    parse_statement(statement)
    secrets = Secrets(
        statement=statement,
        identity_seed=read_optional(reader, 32),
        device_seed=reader.take(32),
        database_key=reader.take(32),
        recovery_code=read_optional(reader, 20),
        prekeys=[],
        written=written,
        boot=boot,
        boot_ms=boot_ms,
    )
    count = reader.number(2)
    if count > MAX_PREKEYS:
        raise Refused("count")
    for _ in range(count):
        seed, prekey = reader.take(32), reader.take(PREKEY_BODY + SIGNATURE)
        parse_prekey(prekey)
        secrets.prekeys.append((seed, prekey, reader.number(8), reader.number(8)))
    reader.end()
    return secrets


def read_optional(reader, length):
    present, secret = reader.number(1), reader.take(length)
    if present > 1:
        raise Refused("flag")
    return secret if present else b""


def tries(wrong, boot_ms=0, root=b""):
    """The wrong-PIN counter; in the keystore the account's root key follows."""
    return u8(1) + u8(wrong) + BOOT + u64(boot_ms) + root


def unlock(folder, keystore, pin, boot_ms=0):
    """The secrets, given the files of a folder and the slots of a keystore."""
    data = folder["vault"]
    head, body = data[:HEADER], data[HEADER:]
    ops, mem_kib, salt, slot = parse_header(head)
    device_secret = keystore.get(f"device-secret-{slot}")
    if device_secret is None:
        raise Refused("key_gone")
    check_tries(folder.get("pin-tries"), keystore.get("pin-tries"), boot_ms)
    key = K(master_key(pin, salt, ops, mem_kib), "vault-key", device_secret)
    try:
        return decode(aead_decrypt(key, head[-24:], S("vault", head), body))
    except Refused as refused:
        # Another PIN, another device secret and a changed file cannot be told apart.
        raise Refused("wrong_pin" if refused.reason == "aead" else refused.reason) from None


def parse_header(head):
    if len(head) < HEADER or head[:8] != MAGIC:
        raise Refused("damaged")
    reader = Reader(head[8:])
    if reader.number(1) != 1:
        raise Refused("newer")
    ops, mem_kib, salt, slot = reader.number(4), reader.number(4), reader.take(16), reader.number(1)
    if slot > 1:
        raise Refused("damaged")
    if ops < OPS.start or mem_kib < MEM_KIB.start:
        raise Refused("below_floor")
    if ops not in OPS or mem_kib not in MEM_KIB:
        raise Refused("damaged")
    return ops, mem_kib, salt, slot


def check_tries(filed, kept, boot_ms):
    """The higher of the two counters counts; its wait is counted by the boot clock."""
    if kept is None:
        raise Refused("key_gone")
    import_verifying_key(kept[26:])
    counter = max((kept[:26], filed or tries(0)), key=lambda found: found[1])
    wrong, since = counter[1], int.from_bytes(counter[18:26], "big")
    if wrong >= TRIES:
        raise Refused("closed")
    passed = boot_ms - since if counter[2:18] == BOOT and boot_ms >= since else 0
    if WAITS[min(wrong, len(WAITS) - 1)] * 1000 > passed:
        raise Refused("wait")
