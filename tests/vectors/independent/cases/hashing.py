"""S, D and K; ids; safety numbers; recovery codes; discovery hashes."""

from .. import recovery
from ..case import case
from ..numbers import check_qr, discovery_hash, qr_payload, safety_number
from ..people import ALICE, BOB, CAROL, Person, chance
from ..primitives import D, K, S
from ..records import account_id, device_id, direct_conversation, prekey_hash

CONTEXTS = """root identity statement statement-hash account device organisation direct group prekey
prekey-hash prekey-box prekey-kem content message envelope-key envelope archive archive-record login
standby vault-key vault backup roster policy certificate certificate-hash words order order-hash
order-receipt safety recovery-check""".split()

# One ordinary number of each; E.164 as ITU-T assigns it, no person's that we know of.
NUMBERS = {
    "Netherlands": "+31612345678",
    "Belgium": "+32470123456",
    "Germany": "+4915123456789",
    "France": "+33612345678",
    "United Kingdom": "+447400123456",
    "Spain": "+34612345678",
    "Italy": "+393123456789",
    "Italy, landline with its leading zero": "+390612345678",
    "Switzerland": "+41781234567",
    "Poland": "+48512345678",
    "Sweden": "+46701234567",
    "United States": "+12015550123",
    "Brazil": "+5511961234567",
    "India": "+918123456789",
    "Japan": "+819012345678",
    "South Africa": "+27711234567",
    "Australia": "+61412345678",
    "Shortest taken": "+1234567",
    "Longest taken": "+123456789012345",
}


def hashes():
    messages = {"empty": b"", "short": b"abc", "a block and one byte": bytes(range(129))}
    return {
        "about": "S(ctx, m), D(ctx, m) and K(key, ctx, m); contexts by their middle part.",
        "contexts": CONTEXTS,
        "s": [
            {"name": name, "context": "account", "message": m, "output": S("account", m)}
            for name, m in messages.items()
        ],
        "d": [
            {"name": f"{ctx}, {name}", "context": ctx, "message": m, "output": D(ctx, m)}
            for ctx in CONTEXTS
            for name, m in list(messages.items())[:2]
        ]
        + [
            {"name": name, "context": "message", "message": m, "output": D("message", m)}
            for name, m in messages.items()
        ],
        "k": [k_case(ctx, length) for ctx in CONTEXTS for length in (20, 32)]
        + [
            case(
                f"a key of {length} bytes",
                "key_length",
                lambda length=length: K(bytes(length), "root"),
                key=bytes(length),
                context="root",
                message=b"",
            )
            for length in (0, 1, 16, 19, 21, 31, 33, 64)
        ],
    }


def k_case(ctx, length):
    key, message = chance(f"K {ctx}", length), b"message"
    return case(
        f"{ctx}, a key of {length} bytes",
        "valid",
        lambda: K(key, ctx, message),
        key=key,
        context=ctx,
        message=message,
        output=K(key, ctx, message),
    )


def ids():
    prekey = ALICE.prekey()
    pairs = [(ALICE, BOB), (BOB, ALICE), (BOB, CAROL), (ALICE, ALICE)]
    return {
        "about": "Ids follow from keys. A direct conversation has one id from both ends; of an "
        "account with itself it is the self conversation.",
        "account": [
            {"name": p.label, "root_public": p.root.public, "id": account_id(p.root.public)}
            for p in (ALICE, BOB, CAROL)
        ],
        "device": [
            {
                "name": p.label,
                "device_public": p.device.key.public,
                "id": device_id(p.device.key.public),
            }
            for p in (ALICE, BOB, CAROL)
        ],
        "direct": [
            {
                "name": f"{one.label} and {other.label}",
                "one": one.account,
                "other": other.account,
                "id": direct_conversation(one.account, other.account),
            }
            for one, other in pairs
        ],
        "prekey": [
            {
                "name": "Alice",
                "prekey": prekey,
                "hash": prekey_hash(prekey),
                "id": prekey_hash(prekey)[:16],
            }
        ],
    }


def safety_numbers():
    people = [ALICE, BOB, CAROL, Person("Dirk"), Person("Esra")]
    pairs = [(one, other) for one in people for other in people]
    return {
        "about": "Sixty digits of two root keys, the lower account id first, the same from both "
        "ends; and the QR code that Bob shows, scanned by Alice for Bob (`scan`).",
        "numbers": [
            {
                "name": f"{one.label} with {other.label}",
                "own_root": one.root.public,
                "other_root": other.root.public,
                "number": safety_number(one.root.public, other.root.public),
            }
            for one, other in pairs
        ],
        "scan": scans(),
    }


def scans():
    alice, bob, carol = (person.root.public for person in (ALICE, BOB, CAROL))
    good = qr_payload(bob, alice)

    def one(name, expected, data):
        return case(
            name,
            expected,
            lambda: check_qr(data, alice, bob),
            qr=data,
            own_root=alice,
            contact_root=bob,
        )

    return [
        one("good", "valid", good),
        one("Bob knows another root key of Alice", "mismatch", qr_payload(bob, carol)),
        one("Carol's code", "other_contact", qr_payload(carol, alice)),
        one("the own code", "other_contact", qr_payload(alice, bob)),
        one("version 2", "version", b"\x02" + good[1:]),
        one("one byte short", "length", good[:-1]),
        one("one byte more", "length", good + b"\x00"),
        one("nothing", "length", b""),
        one("a root key of small order", "key", b"\x01" + bytes(32) + alice),
        one("a second key that is no point", "key", qr_payload(bob, b"\xff" * 32)),
    ]


def recoveries():
    codes = {"counting": bytes(range(20)), "zeros": bytes(20), "ones": b"\xff" * 20}
    codes.update({f"random {n}": chance(f"recovery {n}", 20) for n in range(3)})
    return {
        "about": "Recovery codes: 32 characters of Crockford's base 32 and two check characters "
        "(`text`), the account root key of a code (`root`), and what people type (`parse`).",
        "text": [
            {"name": name, "code": code, "text": recovery.render(code)}
            for name, code in codes.items()
        ],
        "root": [
            {
                "name": name,
                "code": code,
                "root_public": recovery.root_key(code).public,
                "account": account_id(recovery.root_key(code).public),
            }
            for name, code in codes.items()
        ],
        "parse": typed_codes(),
    }


def typed_codes():
    code = chance("recovery 0", 20)
    good = recovery.render(code)
    bare = good.replace(" ", "")
    zeros = recovery.render(bytes(20))

    def one(name, expected, text):
        made = case(name, expected, lambda: recovery.parse(text), text=text)
        if expected == "valid":
            made["code"] = recovery.parse(text)
        return made

    return [
        one("as shown", "valid", good),
        one("without spaces", "valid", bare),
        one("with hyphens", "valid", good.replace(" ", "-")),
        one("in small letters", "valid", good.lower()),
        one("with spaces and line ends around", "valid", f"  {good}\r\n"),
        one("O for 0", "valid", zeros.replace("0", "O")),
        one("o for 0", "valid", zeros.replace("0", "o")),
        one("I for 1", "valid", good.replace("1", "I")),
        one("l for 1", "valid", good.replace("1", "l")),
        one("the first character wrong", "check", other_character(bare, 0)),
        one("the 32nd character wrong", "check", other_character(bare, 31)),
        one("the first check character wrong", "check", other_character(bare, 32)),
        one("the last check character wrong", "check", other_character(bare, 33)),
        one("two characters exchanged", "check", bare[1] + bare[0] + bare[2:]),
        one("one missing", "length", bare[:-1]),
        one("one more", "length", bare + "0"),
        one("without the check", "length", bare[:32]),
        one("nothing", "length", ""),
        one("U", "character", "U" + bare[1:]),
        one("a letter with an accent", "character", bare[:5] + "É" + bare[6:]),
        one("a digit of another script", "character", "٣" + bare[1:]),
        one("punctuation", "character", bare[:4] + "." + bare[4:]),
    ]


def other_character(text, at):
    number = recovery.ALPHABET.index(text[at])
    return text[:at] + recovery.ALPHABET[(number + 1) % 32] + text[at + 1 :]


def discovery():
    cases = [
        {"scheme": scheme, "e164": number, "hash": discovery_hash(scheme, number)}
        for scheme in (1, 0)
        for number in NUMBERS.values()
    ]
    assert cases[0]["hash"].hex() == "4d414062a4b82bb4"
    assert cases[len(NUMBERS)]["hash"].hex() == "21a6dd65b4a55f50"
    return cases
