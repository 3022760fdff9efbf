"""Contents, padding and envelopes."""

from ..case import at_each_field, case, flip, replace_at
from ..messages import (
    ENVELOPE_SIZES,
    MAX_PAYLOAD,
    TEXT,
    Content,
    Seeds,
    make_inner,
    message_hash,
    open_envelope,
    pad,
    pad_to,
    parse_signed,
    seal_envelope,
    sign_content,
    unpad,
    wrap,
)
from ..people import ALICE, BOB, CAROL, NOW, ZERO, chance
from ..primitives import verify
from ..records import box_key, direct_conversation, kem_key

CONTENT_LAYOUT = [
    ("version", 1),
    ("kind", 2),
    ("sender", 16),
    ("device", 16),
    ("sender statement", 32),
    ("conversation", 16),
    ("recipient", 16),
    ("view", 32),
    ("sent", 8),
    ("counter", 8),
    ("prev", 32),
    ("length", 4),
]


def content(payload=b"\n\x05hello", sender=ALICE, recipient=BOB, **changes):
    made = Content(
        kind=TEXT,
        sender=sender.account,
        device=sender.device.id,
        sender_statement=sender.hash,
        conversation=direct_conversation(sender.account, recipient.account),
        recipient=recipient.account,
        view=recipient.hash,
        sent=NOW,
        counter=1,
        prev=ZERO,
        payload=payload,
    )
    return made.but(**changes)


def contents():
    return {
        "about": "Signed contents: exact layout (`parse`), then the signature by a device key "
        "(`verify`). `hash` is the message hash.",
        "parse": content_parses(),
        "verify": content_signatures(),
    }


def content_case(name, expected, signed):
    made = case(name, expected, lambda: parse_signed(signed), signed=signed)
    if expected == "valid":
        parsed, _, _ = parse_signed(signed)
        made.update(
            kind=parsed.kind,
            sender=parsed.sender,
            device=parsed.device,
            sender_statement=parsed.sender_statement,
            conversation=parsed.conversation,
            recipient=parsed.recipient,
            view=parsed.view,
            sent=parsed.sent,
            counter=parsed.counter,
            prev=parsed.prev,
            payload=parsed.payload,
            hash=message_hash(signed),
        )
    return made


def content_parses():
    key, one = ALICE.device.key, content_case
    good = content().encode()

    def signed(data):
        return sign_content(data, key)

    def with_length(length, data=good):
        return signed(replace_at(data, 179, length.to_bytes(4, "big")))

    last = content(sent=2**64 - 1, counter=2**64 - 1, prev=b"\xff" * 32)
    return [
        one("good", "valid", signed(good)),
        one("good, the second", "valid", content(counter=2, prev=chance("prev")).sign(key)),
        one("no payload", "valid", content(b"").sign(key)),
        one("the longest payload", "valid", content(bytes(MAX_PAYLOAD)).sign(key)),
        one("an unknown kind", "valid", content(kind=65535).sign(key)),
        one("every number at its highest", "valid", last.sign(key)),
        one("a payload above the longest", "layout", content(bytes(MAX_PAYLOAD + 1)).sign(key)),
        one("version 0", "content_version", content(version=0).sign(key)),
        one("version 2", "content_version", content(version=2).sign(key)),
        one("version 2, cut", "content_version", b"\x02"),
        one("length one above", "layout", with_length(8)),
        one("length one below", "layout", with_length(6)),
        one("length zero with a payload", "layout", with_length(0)),
        one("length above any memory", "layout", with_length(2**32 - 1)),
        one("a byte after the payload", "layout", signed(good + b"\x00")),
        one("cut within the header", "layout", signed(good[:150])),
        one("no signature", "layout", good),
        one("one byte short", "layout", signed(good)[:-1]),
        one("one byte more", "layout", signed(good) + b"\x00"),
        one("version only", "layout", b"\x01"),
        one("nothing", "layout", b""),
        one("counter zero", "layout", content(counter=0).sign(key)),
        one(
            "counter zero with a predecessor",
            "layout",
            content(counter=0, prev=chance("prev")).sign(key),
        ),
        one("the first with a predecessor", "layout", content(prev=chance("prev")).sign(key)),
        one("the second without one", "layout", content(counter=2).sign(key)),
    ]


def content_signatures():
    key = ALICE.device.key
    good = content().sign(key)

    def one(name, expected, signed, public=key.public):
        def check():
            _, body, signature = parse_signed(signed)
            verify(public, "content", body, signature)

        return case(name, expected, check, signed=signed, device_public=public)

    body = good[:-64]
    cases = [
        one("good", "valid", good),
        one("another device's key", "signature", good, BOB.device.key.public),
        one("signed under another context", "signature", body + key.sign("prekey", body)),
        one("signed as a login", "signature", body + key.sign("login", body)),
        one(
            "another content's signature", "signature", content(b"\n\x03bye").encode() + good[-64:]
        ),
    ]
    layout = CONTENT_LAYOUT + [("payload", 7), ("signature", 64)]
    flipped = {
        "version": "content_version",
        "counter": "layout",
        "prev": "layout",
        "length": "layout",
    }
    for field, data in at_each_field(layout, good):
        cases.append(one(f"{field} flipped", flipped.get(field, "signature"), data))
    return cases


def paddings():
    return {
        "about": "ISO/IEC 7816-4: 0x80, then zeros, up to the smallest of 512, 1024, 2048 and 4096 "
        "that is larger than the text. What is padded is given by its length: that many bytes of "
        "0x5a. `unpad` gives back the length of the text.",
        "pad": [
            case(
                f"{length} bytes",
                "valid" if length < 4096 else "size",
                lambda length=length: pad(b"\x5a" * length),
                length=length,
                padded_length=len(pad(b"\x5a" * length)) if length < 4096 else 0,
            )
            for length in (0, 1, 247, 510, 511, 512, 1023, 1024, 2047, 2048, 4094, 4095, 4096, 9000)
        ],
        "unpad": unpaddings(),
    }


def unpaddings():
    def one(name, expected, padded):
        made = case(name, expected, lambda: unpad(padded), padded=padded)
        if expected == "valid":
            made["length"] = len(unpad(padded))
        return made

    text = b"\x5a" * 300
    return [
        one("mark in the middle", "valid", pad_to(text, 512)),
        one("mark in the last byte", "valid", b"\x5a" * 511 + b"\x80"),
        one("mark in the first byte", "valid", b"\x80" + bytes(511)),
        one("a text that ends in a mark", "valid", pad_to(text + b"\x80", 512)),
        one("a text that ends in zeros", "valid", pad_to(text + bytes(9), 512)),
        one("more padding than needed", "valid", pad_to(text, 1024)),
        one("no mark, all zero", "padding", bytes(512)),
        one("no mark after the text", "padding", text + bytes(212)),
        one("another mark", "padding", text + b"\x81" + bytes(211)),
        one("something after the mark", "padding", text + b"\x80" + bytes(210) + b"\x01"),
        one("nothing", "padding", b""),
    ]


ENVELOPE_LAYOUT = [
    ("version", 1),
    ("prekey id", 16),
    ("ephemeral key", 32),
    ("tag of the box", 16),
    ("KEM ciphertext", 1120),
    ("encrypted content", 512),
    ("tag of the content", 16),
]


def seeds(label="seeds"):
    return Seeds(chance(label + " kem", 64), chance(label + " box"))


def to(person):
    """Keys of a person's prekey, and its hash."""
    seed = person.device.prekey_seed
    return box_key(seed).public, kem_key(seed).public, person.prekey_hash()


def envelopes():
    return {
        "about": "Envelopes: sealed with fixed seeds in place of chance (`seal`), then opened with "
        "the seed and hash of a prekey (`open`): docs/protocol.md §7.1, in its order.",
        "seal": [seal_case(length) for length in (247, 511, 512, 1023, 1024, 2047, 2048, 4095)],
        "open": envelope_opens(),
    }


def seal_case(length):
    signed = content(bytes(length - 183 - 64)).sign(ALICE.device.key)
    assert len(signed) == length
    box_public, kem_public, ph = to(BOB)
    chosen = seeds(f"length {length}")
    envelope = seal_envelope(signed, box_public, kem_public, ph, chosen)
    assert open_envelope(envelope, BOB.device.prekey_seed, ph) == signed
    return {
        "name": f"a signed content of {length} bytes",
        "signed": signed,
        "prekey": BOB.prekey(),
        "prekey_seed": BOB.device.prekey_seed,
        "kem_eseed": chosen.kem,
        "box_ephemeral_seed": chosen.box,
        "envelope": envelope,
    }


def envelope_opens():
    signed = content().sign(ALICE.device.key)
    seed = BOB.device.prekey_seed
    box_public, kem_public, ph = to(BOB)
    good = seal_envelope(signed, box_public, kem_public, ph, seeds())
    carol_box, carol_kem, carol_ph = to(CAROL)

    def one(name, expected, envelope, prekey_seed=seed, prekey_hash=ph):
        made = case(
            name,
            expected,
            lambda: open_envelope(envelope, prekey_seed, prekey_hash),
            envelope=envelope,
            prekey_seed=prekey_seed,
            prekey_hash=prekey_hash,
        )
        if expected == "valid":
            made["signed"] = open_envelope(envelope, prekey_seed, prekey_hash)
        return made

    def rewrapped(inner):
        return wrap(inner, ph[:16], box_public, seeds())

    def around(padded, hash_within=ph, kem=kem_public):
        return rewrapped(make_inner(padded, kem, hash_within, seeds()))

    inner = make_inner(pad(signed), kem_public, ph, seeds())
    small_order = replace_at(inner, 1088, bytes(32))
    forwarded = seal_envelope(signed, carol_box, carol_kem, carol_ph, seeds())
    cases = [
        one("good", "valid", good),
        one("padded to more than needed", "valid", around(pad_to(signed, 1024))),
        one(
            "forwarded to another member: opens, and §7.3 refuses it",
            "valid",
            forwarded,
            CAROL.device.prekey_seed,
            carol_ph,
        ),
        one("another member's prekey", "unknown_prekey", forwarded),
        one("another member's, renamed", "box", replace_at(forwarded, 1, ph[:16])),
        one("nothing", "size", b""),
        one("version only", "size", b"\x01"),
        one("one byte short", "size", good[:-1]),
        one("one byte more", "size", good + b"\x00"),
        one("cut to no size", "size", good[:1201]),
        one("grown to the next size", "box", good + bytes(ENVELOPE_SIZES[1] - ENVELOPE_SIZES[0])),
        one("cut to the size below", "box", around(pad_to(signed, 1024))[: ENVELOPE_SIZES[0]]),
        one("all zero", "version", bytes(ENVELOPE_SIZES[0])),
        one("version 2", "version", replace_at(good, 0, b"\x02")),
        one("sealed box to another key", "box", wrap(inner, ph[:16], carol_box, seeds())),
        one("within: KEM ciphertext flipped", "aead", rewrapped(flip(inner, 0))),
        one("within: KEM ciphertext's X25519 half flipped", "aead", rewrapped(flip(inner, 1100))),
        one("within: KEM ciphertext's X25519 half of small order", "kem", rewrapped(small_order)),
        one(
            "within: encapsulated to another's KEM key", "aead", around(pad(signed), kem=carol_kem)
        ),
        one(
            "within: made for another prekey hash",
            "aead",
            around(pad(signed), hash_within=carol_ph),
        ),
        one("within: encrypted content flipped", "aead", rewrapped(flip(inner, 1120))),
        one("within: tag flipped", "aead", rewrapped(flip(inner, len(inner) - 1))),
        one("within: no padding", "padding", around(bytes(512))),
        one(
            "within: padding with another mark",
            "padding",
            around(signed + b"\x81" + bytes(512 - len(signed) - 1)),
        ),
        one("within: a content of nothing", "layout", around(pad_to(b"", 512))),
        one(
            "within: a content and a byte",
            "layout",
            around(pad_to(signed[:-64] + b"\x00" + signed[-64:], 512)),
        ),
        one(
            "within: a content of version 2",
            "content_version",
            around(pad(content(version=2).sign(ALICE.device.key))),
        ),
        one("reflected: opens, and §7.2 refuses it", "valid", *reflected(signed)),
    ]
    expected = {"version": "version", "prekey id": "unknown_prekey"}
    for field, data in at_each_field(ENVELOPE_LAYOUT, good):
        cases.append(one(f"{field} flipped", expected.get(field, "box"), data))
    return cases


def reflected(signed):
    """Alice's own content, sealed to Alice."""
    box_public, kem_public, ph = to(ALICE)
    envelope = seal_envelope(signed, box_public, kem_public, ph, seeds())
    return envelope, ALICE.device.prekey_seed, ph
