"""Signatures, sealed boxes, key encapsulation, and the public keys that are refused."""

from .. import curve
from ..case import case, flip
from ..people import ALICE, BOB, chance
from ..primitives import (
    BoxKey,
    S,
    import_box_key,
    import_verifying_key,
    open_sealed,
    seal,
    verify,
)
from ..records import box_key, kem_key
from ..xwing import ML_KEM_CIPHERTEXT, ML_KEM_PUBLIC, KemKey, encapsulate, import_kem_key

# draft-connolly-cfrg-xwing-kem-09, appendix C: seed, eseed, shared secret.
DRAFT = [
    (
        "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26",
        "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2"
        "35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2",
        "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384",
    ),
    (
        "badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea",
        "17cda7cfad765f5623474d368ccca8af0007cd9f5e4c849f167a580b14aabdef"
        "aee7eef47cb0fca9767be1fda69419dfb927e9df07348b196691abaeb580b32d",
        "f2e86241c64d60f6649fbc6c5b7d17180b780a3f34355e64a85749949c45f150",
    ),
    (
        "ef58538b8d23f87732ea63b02b4fa0f4873360e2841928cd60dd4cee8cc0d4c9",
        "22a96188d032675c8ac850933c7aff1533b94c834adbb69c6115bad4692d8619"
        "f90b0cdf8a7b9c264029ac185b70b83f2801f2f4b3f70c593ea3aeeb613a7f1b",
        "953f7f4e8c5b5049bdc771d1dffada0dd961477d1a2ae0988baa7ea6898d893f",
    ),
]


def ed25519():
    return {
        "about": "Public keys as they are imported, and Ed25519 of S(ctx, m). The points of small "
        "order are computed from the curve's equation.",
        "import": ed25519_imports(),
        "verify": ed25519_signatures(),
    }


def ed25519_imports():
    def one(name, expected, key):
        return case(name, expected, lambda: import_verifying_key(key), key=key)

    good = ALICE.device.key.public
    mixed = curve.add(curve.decode(good), curve.small_order_points()[1])
    above = (curve.P + 3).to_bytes(32, "little")
    off_curve = next(
        data
        for data in (number.to_bytes(32, "little") for number in range(2, 100))
        if curve.decode(data) is None
    )
    cases = [one("a good key", "valid", good)]
    for encoding in curve.small_order_encodings():
        cases.append(
            one(f"small order, {encoding.hex()[:8]}…{encoding.hex()[-4:]}", "key", encoding)
        )
    cases += [
        one("a good key plus a point of order 8", "key", curve.encode(mixed)),
        one("y above the prime", "key", above),
        one("y that is on no point", "key", off_curve),
        one("all ones", "key", b"\xff" * 32),
    ]
    return cases


def ed25519_signatures():
    key, message = ALICE.device.key, b"take this to the ward"
    good = key.sign("content", message)

    def one(name, expected, signature, public=key.public, context="content", m=message):
        return case(
            name,
            expected,
            lambda: verify(public, context, m, signature),
            public=public,
            context=context,
            message=m,
            signature=signature,
        )

    signed = S("content", message)
    cofactored = curve.sign_with_small_order_nonce(key.seed, key.public, signed)
    return [
        one("good", "valid", good),
        one("the empty message", "valid", key.sign("content", b""), m=b""),
        one("another message", "signature", good, m=message + b"."),
        one("another context", "signature", good, context="login"),
        one("no context", "signature", key.sign_raw(message)),
        one("another key", "signature", good, public=BOB.device.key.public),
        one("R flipped", "signature", flip(good, 0)),
        one("R with its sign flipped", "signature", flip(good, 31, 0x80)),
        one("S flipped", "signature", flip(good, 32)),
        one("S plus the group's order", "signature", curve.with_scalar_above_order(good)),
        one("S with its top bit set", "signature", flip(good, 63, 0x80)),
        one("R of small order, good with the cofactor only", "signature", cofactored),
        one("all zero", "signature", bytes(64)),
        one("R zero, S good", "signature", bytes(32) + good[32:]),
        one("R the identity, S zero", "signature", b"\x01" + bytes(63)),
        one(
            "R the prime plus one, S zero",
            "signature",
            (curve.P + 1).to_bytes(32, "little") + bytes(32),
        ),
    ]


def x25519():
    key = BoxKey(chance("a box key"))
    seed, message = chance("an ephemeral key"), b"take this to the ward"
    box = seal(key.public, seed, message)

    def imported(name, expected, public):
        return case(name, expected, lambda: import_box_key(public), key=public)

    def opened(name, expected, data):
        return case(
            name,
            expected,
            lambda: open_sealed(key, data),
            seed=chance("a box key"),
            box=data,
        )

    imports = [imported("a good key", "valid", key.public)]
    for u in curve.small_order_coordinates():
        for name, number in [("", u), (", plus the prime", u + curve.P)]:
            if number < 2**255:
                low, high = (
                    number.to_bytes(32, "little"),
                    (number | 1 << 255).to_bytes(32, "little"),
                )
                imports.append(imported(f"small order {low.hex()[:8]}{name}", "key", low))
                imports.append(
                    imported(f"small order {low.hex()[:8]}{name}, top bit set", "key", high)
                )
    nine = (9).to_bytes(32, "little")
    imports += [
        imported("the base point", "valid", nine),
        imported("the base point, top bit set", "key", flip(nine, 31, 0x80)),
        imported("the base point plus the prime", "key", (9 + curve.P).to_bytes(32, "little")),
        imported("a good key with the top bit set", "key", flip(key.public, 31, 0x80)),
    ]
    return {
        "about": "X25519 public keys as they are imported: canonical, not of small order (computed "
        "from the curve's equation); crypto_box_seal with a given ephemeral key "
        "(crypto_box_seed_keypair of its seed), and opened with the key of a seed.",
        "import": imports,
        "seal": [
            {
                "name": name,
                "public": key.public,
                "ephemeral_seed": seed,
                "message": m,
                "box": seal(key.public, seed, m),
            }
            for name, m in [("empty", b""), ("short", message), ("long", chance("long", 300))]
        ],
        "open": [
            case(
                "good",
                "valid",
                lambda: open_sealed(key, box),
                seed=chance("a box key"),
                box=box,
                message=message,
            ),
            opened("another's", "box", seal(BoxKey(chance("another")).public, seed, message)),
            opened("ephemeral key flipped", "box", flip(box, 0)),
            opened("ephemeral key's top bit flipped", "box", flip(box, 31, 0x80)),
            opened("ephemeral key of small order", "box", bytes(32) + box[32:]),
            opened("tag flipped", "box", flip(box, 32)),
            opened("text flipped", "box", flip(box, 48)),
            opened("cut", "box", box[:-1]),
            opened("longer", "box", box + b"\x00"),
            opened("47 bytes", "box", box[:47]),
            opened("nothing", "box", b""),
        ],
    }


def xwing():
    derive = []
    for number, (seed, eseed, shared) in enumerate(DRAFT, 1):
        made = xwing_case(f"draft {number}", bytes.fromhex(seed), bytes.fromhex(eseed))
        assert made["shared"].hex() == shared
        derive.append(made)
    for label in ("one", "two"):
        derive.append(xwing_case(f"own {label}", chance(label), chance(label + " eseed", 64)))
    return {
        "about": "X-Wing, draft-connolly-cfrg-xwing-kem-09; the first three from its appendix C. A "
        "changed ML-KEM half decapsulates to the secret given (implicit rejection).",
        "derive": derive,
        "import": xwing_imports(),
        "decapsulate": xwing_ciphertexts(),
    }


def xwing_case(name, seed, eseed):
    key = KemKey(seed)
    ciphertext, shared = encapsulate(key.public, eseed)
    assert key.decapsulate(ciphertext) == shared
    return {
        "name": name,
        "seed": seed,
        "eseed": eseed,
        "public": key.public,
        "ciphertext": ciphertext,
        "shared": shared,
    }


def xwing_imports():
    good = KemKey(chance("one")).public

    def one(name, expected, public):
        return case(name, expected, lambda: import_kem_key(public), key=public)

    cases = [one("a good key", "valid", good)]
    for coefficient in (3328, 3329, 4095):
        expected = "valid" if coefficient < 3329 else "key"
        for position in (0, 1, 767):
            name = f"coefficient {position} is {coefficient}"
            cases.append(one(name, expected, with_coefficient(good, position, coefficient)))
    for u in curve.small_order_coordinates():
        public = good[:ML_KEM_PUBLIC] + u.to_bytes(32, "little")
        cases.append(one(f"X25519 half of small order {public[-32:].hex()[:8]}", "key", public))
    cases.append(one("X25519 half with its top bit set", "key", flip(good, 1215, 0x80)))
    alias = good[:ML_KEM_PUBLIC] + (9 + curve.P).to_bytes(32, "little")
    cases.append(one("X25519 half not canonical", "key", alias))
    return cases


def with_coefficient(public, position, coefficient):
    """Two coefficients of twelve bits, little-endian, in each three bytes (FIPS 203 §4.2.1)."""
    at, shift = position // 2 * 3, 12 * (position % 2)
    pair = int.from_bytes(public[at : at + 3], "little")
    pair = pair & ~(0xFFF << shift) | coefficient << shift
    return public[:at] + pair.to_bytes(3, "little") + public[at + 3 :]


def xwing_ciphertexts():
    seed = chance("one")
    key = KemKey(seed)
    good, shared = encapsulate(key.public, chance("one eseed", 64))

    def gives(name, ciphertext):
        found = key.decapsulate(ciphertext)
        return case(name, "valid", lambda: None, seed=seed, ciphertext=ciphertext, shared=found)

    def refused(name, ciphertext):
        return case(
            name, "kem", lambda: key.decapsulate(ciphertext), seed=seed, ciphertext=ciphertext
        )

    assert key.decapsulate(good) == shared
    cases = [
        gives("good", good),
        gives("ML-KEM half flipped", flip(good, 0)),
        gives("ML-KEM half's end flipped", flip(good, ML_KEM_CIPHERTEXT - 1)),
        gives("X25519 half flipped", flip(good, ML_KEM_CIPHERTEXT)),
        gives("for another key", encapsulate(KemKey(chance("two")).public, chance("e", 64))[0]),
    ]
    for u in curve.small_order_coordinates():
        ciphertext = good[:ML_KEM_CIPHERTEXT] + u.to_bytes(32, "little")
        cases.append(
            refused(f"X25519 half of small order {ciphertext[-32:].hex()[:8]}", ciphertext)
        )
    return cases


def prekey_keys():
    seeds = [("Alice", ALICE.device.prekey_seed), ("zero", bytes(32)), ("ones", b"\xff" * 32)]
    return {
        "about": "Both public keys of a prekey, from its seed.",
        "cases": [
            {
                "name": name,
                "seed": seed,
                "box_public": box_key(seed).public,
                "kem_public": kem_key(seed).public,
            }
            for name, seed in seeds
        ],
    }
