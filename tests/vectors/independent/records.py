"""Ids and the signed public records: docs/protocol.md §3, §4, §5 and the login of §9."""

from dataclasses import dataclass

from .primitives import (
    BoxKey,
    D,
    K,
    Refused,
    import_box_key,
    import_verifying_key,
    u8,
    u16,
    u64,
    verify,
)
from .xwing import PUBLIC as KEM_PUBLIC
from .xwing import KemKey, import_kem_key

SIGNATURE = 64
DAY = 86_400_000
PREKEY_LIFE = 30 * DAY
PREKEY_BODY = 1 + 16 + 16 + 1 + 32 + 32 + KEM_PUBLIC + 8 + 8


class Reader:
    """Fixed layouts: every length is checked, the end must be the end."""

    def __init__(self, data):
        self._rest = data

    def take(self, count):
        if len(self._rest) < count:
            raise Refused("length")
        head, self._rest = self._rest[:count], self._rest[count:]
        return head

    def number(self, count):
        return int.from_bytes(self.take(count), "big")

    def end(self):
        if self._rest:
            raise Refused("length")


def account_id(root_public):
    return D("account", root_public)[:16]


def device_id(device_public):
    return D("device", device_public)[:16]


def direct_conversation(one, other):
    return D("direct", min(one, other) + max(one, other))[:16]


def statement_hash(statement):
    return D("statement-hash", statement)


def prekey_hash(statement):
    return D("prekey-hash", statement[:PREKEY_BODY])


def box_key(prekey_seed):
    return BoxKey(K(prekey_seed, "prekey-box"))


def kem_key(prekey_seed):
    return KemKey(K(prekey_seed, "prekey-kem"))


# Account statement


def certify_identity(root, epoch, identity_public):
    return root.sign("identity", account_id(root.public) + u64(epoch) + identity_public)


def device_entry(device, added):
    return device_id(device.public) + device.public + u64(added)


def statement_body(root_public, epoch, identity_public, certificate, serial, prev, issued, entries):
    return (
        u8(1)
        + account_id(root_public)
        + root_public
        + u64(epoch)
        + identity_public
        + certificate
        + u64(serial)
        + prev
        + u64(issued)
        + u8(len(entries))
        + b"".join(entries)
    )


def make_statement(root, identity, epoch, serial, prev, issued, entries):
    certificate = certify_identity(root, epoch, identity.public)
    body = statement_body(
        root.public, epoch, identity.public, certificate, serial, prev, issued, entries
    )
    return body + identity.sign("statement", body)


@dataclass
class Statement:
    account: bytes
    root: bytes
    epoch: int
    serial: int
    prev: bytes
    devices: dict
    hash: bytes


def parse_statement(data):
    if len(data) < SIGNATURE:
        raise Refused("length")
    body, signature = data[:-SIGNATURE], data[-SIGNATURE:]
    reader = Reader(body)
    if reader.number(1) != 1:
        raise Refused("version")
    account = reader.take(16)
    root = reader.take(32)
    import_verifying_key(root)
    if account != account_id(root):
        raise Refused("id")
    epoch = reader.number(8)
    identity = reader.take(32)
    import_verifying_key(identity)
    certificate = reader.take(SIGNATURE)
    verify(root, "identity", account + u64(epoch) + identity, certificate)
    serial = reader.number(8)
    prev = reader.take(32)
    reader.number(8)
    devices = parse_devices(reader)
    reader.end()
    verify(identity, "statement", body, signature)
    return Statement(account, root, epoch, serial, prev, devices, statement_hash(data))


def parse_devices(reader):
    count = reader.number(1)
    if not 1 <= count <= 8:
        raise Refused("devices")
    devices = {}
    for _ in range(count):
        name = reader.take(16)
        public = reader.take(32)
        import_verifying_key(public)
        reader.number(8)
        if name != device_id(public):
            raise Refused("id")
        if name in devices:
            raise Refused("devices")
        devices[name] = public
    return devices


def succession(new, current):
    """How a statement stands to the one that was current before."""
    if new.account != current.account:
        return "foreign"
    if new.hash == current.hash:
        return "same"
    place, current_place = (new.epoch, new.serial), (current.epoch, current.serial)
    if place < current_place:
        return "older"
    if place == current_place:
        return "fork"
    is_next = new.epoch == current.epoch and new.serial == current.serial + 1
    return "fork" if is_next and new.prev != current.hash else "newer"


# Prekey statement


def prekey_body(account, device, version, standby, box_public, kem_public, not_before, not_after):
    return (
        u8(1)
        + account
        + device
        + u8(version)
        + standby
        + box_public
        + kem_public
        + u64(not_before)
        + u64(not_after)
    )


def make_prekey(account, device_key, standby_public, prekey_seed, not_before, version=1):
    body = prekey_body(
        account,
        device_id(device_key.public),
        version,
        standby_public,
        box_key(prekey_seed).public,
        kem_key(prekey_seed).public,
        not_before,
        not_before + PREKEY_LIFE,
    )
    return body + device_key.sign("prekey", body)


@dataclass
class Prekey:
    account: bytes
    device: bytes
    version: int
    box_public: bytes
    kem_public: bytes
    not_before: int
    not_after: int
    body: bytes
    signature: bytes
    hash: bytes


def parse_prekey(data):
    """Layout, keys and validity; the signature is for `verify_prekey`."""
    if len(data) < PREKEY_BODY:
        raise Refused("length")
    reader = Reader(data)
    if reader.number(1) != 1:
        raise Refused("version")
    account, device, version = reader.take(16), reader.take(16), reader.number(1)
    import_verifying_key(reader.take(32))
    box_public = reader.take(32)
    import_box_key(box_public)
    kem_public = reader.take(KEM_PUBLIC)
    import_kem_key(kem_public)
    not_before, not_after = reader.number(8), reader.number(8)
    signature = reader.take(SIGNATURE)
    reader.end()
    if not_before + PREKEY_LIFE != not_after:
        raise Refused("validity")
    return Prekey(
        account,
        device,
        version,
        box_public,
        kem_public,
        not_before,
        not_after,
        data[:PREKEY_BODY],
        signature,
        prekey_hash(data),
    )


def verify_prekey(prekey, device_public):
    verify(device_public, "prekey", prekey.body, prekey.signature)


def accept_prekey(prekey, statement, memory, now):
    """Whether a sender uses it: `memory` is the highest (not_before, version) seen so far."""
    seen_not_before, seen_version = memory
    if prekey.account != statement.account:
        raise Refused("account")
    if prekey.device not in statement.devices:
        raise Refused("device")
    verify_prekey(prekey, statement.devices[prekey.device])
    if prekey.not_before > now + DAY:
        raise Refused("future")
    if now > prekey.not_after:
        raise Refused("expired")
    if prekey.not_before < seen_not_before:
        raise Refused("rolled_back")
    if prekey.version < max(seen_version, 1):
        raise Refused("version")


# Login


def login_transcript(relay_name, device, client_nonce, relay_nonce):
    name = relay_name.encode("utf-8")
    return u16(len(name)) + name + device + client_nonce + relay_nonce


def login_context(standby):
    return "standby" if standby else "login"
