"""Contents, envelopes and archives: docs/protocol.md §6, §7.1 and the archives of §10."""

from dataclasses import dataclass, replace

from .primitives import (
    D,
    K,
    Refused,
    S,
    aead_decrypt,
    aead_encrypt,
    open_sealed,
    seal,
    u8,
    u16,
    u32,
    u64,
)
from .records import SIGNATURE, Reader, box_key, direct_conversation, kem_key
from .xwing import CIPHERTEXT as KEM_CIPHERTEXT
from .xwing import encapsulate

PADDED_SIZES = (512, 1024, 2048, 4096)
OVERHEAD = 1 + 16 + 48 + KEM_CIPHERTEXT + 16
ENVELOPE_SIZES = tuple(size + OVERHEAD for size in PADDED_SIZES)
MAX_PAYLOAD = 3848
ZERO_NONCE = bytes(24)
# What a group's content names as its recipient.
GROUP = bytes(16)

TEXT, RECEIPTS, STATEMENT, DELETE, PROFILE, KEEP, SEEN, EDIT = range(1, 9)


@dataclass(frozen=True)
class Content:
    kind: int
    sender: bytes
    device: bytes
    sender_statement: bytes
    conversation: bytes
    recipient: bytes
    view: bytes
    sent: int
    counter: int
    prev: bytes
    payload: bytes
    version: int = 1

    def encode(self):
        return (
            u8(self.version)
            + u16(self.kind)
            + self.sender
            + self.device
            + self.sender_statement
            + self.conversation
            + self.recipient
            + self.view
            + u64(self.sent)
            + u64(self.counter)
            + self.prev
            + u32(len(self.payload))
            + self.payload
        )

    def sign(self, device_key):
        return sign_content(self.encode(), device_key)

    def but(self, **changes):
        return replace(self, **changes)


def sign_content(content, device_key):
    return content + device_key.sign("content", content)


def message_hash(signed):
    return D("message", signed)


def parse_signed(signed):
    """(content, its bytes, signature); says nothing about the signature."""
    reader = Reader(signed)
    try:
        if reader.number(1) != 1:
            raise Refused("content_version")
        content = Content(
            kind=reader.number(2),
            sender=reader.take(16),
            device=reader.take(16),
            sender_statement=reader.take(32),
            conversation=reader.take(16),
            recipient=reader.take(16),
            view=reader.take(32),
            sent=reader.number(8),
            counter=reader.number(8),
            prev=reader.take(32),
            payload=reader.take(reader.number(4)),
        )
        signature = reader.take(SIGNATURE)
        reader.end()
    except Refused as refused:
        raise Refused("layout" if refused.reason == "length" else refused.reason) from None
    if len(content.payload) > MAX_PAYLOAD or not chain_fits(content):
        raise Refused("layout")
    return content, signed[:-SIGNATURE], signature


def chain_fits(content):
    """Counters begin at 1, and exactly the first content has no predecessor."""
    return content.counter > 0 and (content.counter == 1) == (content.prev == bytes(32))


# Padding (ISO/IEC 7816-4): 0x80, then zeros, to one of four sizes.


def pad(signed):
    for size in PADDED_SIZES:
        if len(signed) < size:
            return pad_to(signed, size)
    raise Refused("size")


def pad_to(signed, size):
    return signed + b"\x80" + bytes(size - len(signed) - 1)


def unpad(padded):
    text = padded.rstrip(b"\x00")
    if not text.endswith(b"\x80"):
        raise Refused("padding")
    return text[:-1]


# Envelope


@dataclass(frozen=True)
class Seeds:
    """In place of chance: 64 bytes for the encapsulation, 32 for the box's ephemeral key."""

    kem: bytes
    box: bytes


def envelope_key(shared, ph, ciphertext):
    return K(shared, "envelope-key", ph + ciphertext)


def make_inner(padded, kem_public, ph, seeds):
    ciphertext, shared = encapsulate(kem_public, seeds.kem)
    key = envelope_key(shared, ph, ciphertext)
    return ciphertext + aead_encrypt(key, ZERO_NONCE, S("envelope", ph), padded)


def wrap(inner, prekey_id, box_public, seeds, version=1):
    return u8(version) + prekey_id + seal(box_public, seeds.box, inner)


def seal_envelope(signed, box_public, kem_public, ph, seeds):
    inner = make_inner(pad(signed), kem_public, ph, seeds)
    return wrap(inner, ph[:16], box_public, seeds)


def open_envelope(envelope, prekey_seed, ph):
    """The signed content within: docs/protocol.md §7.1, in its order."""
    if len(envelope) not in ENVELOPE_SIZES:
        raise Refused("size")
    if envelope[0] != 1:
        raise Refused("version")
    if envelope[1:17] != ph[:16]:
        raise Refused("unknown_prekey")
    inner = open_sealed(box_key(prekey_seed), envelope[17:])
    ciphertext, encrypted = inner[:KEM_CIPHERTEXT], inner[KEM_CIPHERTEXT:]
    shared = kem_key(prekey_seed).decapsulate(ciphertext)
    key = envelope_key(shared, ph, ciphertext)
    signed = unpad(aead_decrypt(key, ZERO_NONCE, S("envelope", ph), encrypted))
    parse_signed(signed)
    return signed


# Where a content belongs


def route(content, own):
    """`own` for the self conversation, else the other account of the direct one."""
    if content.recipient == GROUP:
        raise Refused("unknown_group")
    if own not in (content.sender, content.recipient):
        raise Refused("not_for_me")
    if content.conversation != direct_conversation(content.sender, content.recipient):
        raise Refused("conversation")
    if content.sender == content.recipient:
        return "own"
    return (content.recipient if content.sender == own else content.sender).hex()


# Archive


def archive_hash(archive_id, box_public, kem_public):
    return D("archive", archive_id + box_public + kem_public)


def record_id(archive_seed, mh):
    return K(archive_seed, "archive-record", mh)[:16]


def seal_record(signed, archive_id, archive_seed, seeds):
    box_public, kem_public = box_key(archive_seed).public, kem_key(archive_seed).public
    ph = archive_hash(archive_id, box_public, kem_public)
    name = record_id(archive_seed, message_hash(signed))
    return name, seal_envelope(signed, box_public, kem_public, ph, seeds)


def open_record(name, envelope, archive_id, archive_seed, own):
    """The signed content; who signed it is proved by the record's id and not checked again."""
    box_public, kem_public = box_key(archive_seed).public, kem_key(archive_seed).public
    ph = archive_hash(archive_id, box_public, kem_public)
    signed = open_envelope(envelope, archive_seed, ph)
    if record_id(archive_seed, message_hash(signed)) != name:
        raise Refused("record_id")
    route(parse_signed(signed)[0], own)
    return signed
