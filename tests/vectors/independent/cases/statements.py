"""Account statements: what is no statement, and which of two is current."""

from ..case import at_each_field, case, outcome, replace_at
from ..curve import small_order_encodings
from ..people import ALICE, BOB, NOW, ZERO, Device, chance
from ..primitives import SigningKey
from ..records import (
    certify_identity,
    device_entry,
    device_id,
    make_statement,
    parse_statement,
    statement_body,
    statement_hash,
    succession,
)

STATEMENT_LAYOUT = [
    ("version", 1),
    ("account id", 16),
    ("root key", 32),
    ("epoch", 8),
    ("identity key", 32),
    ("identity certificate", 64),
    ("serial", 8),
    ("prev", 32),
    ("issued", 8),
    ("number of devices", 1),
    ("device id", 16),
    ("device key", 32),
    ("added", 8),
    ("signature", 64),
]


def statements():
    return {
        "about": "Account statements: parsed alone, then each as the successor of another.",
        "parse": statement_parses(),
        "succession": statement_successions(),
    }


def statement_case(name, expected, data):
    made = case(name, expected, lambda: parse_statement(data), statement=data)
    if expected == "valid":
        parsed = parse_statement(data)
        made.update(
            account=parsed.account,
            epoch=parsed.epoch,
            serial=parsed.serial,
            prev=parsed.prev,
            devices=list(parsed.devices),
            hash=parsed.hash,
        )
    return made


def signed_with(entries, certificate=None, root=ALICE.root, version=1, account=None):
    """Alice's statement with something wrong in it, signed by her identity key all the same."""
    identity = ALICE.identity
    certificate = certificate or certify_identity(root, ALICE.epoch, identity.public)
    body = statement_body(
        root.public, ALICE.epoch, identity.public, certificate, 1, ZERO, NOW, entries
    )
    body = replace_at(body, 0, bytes([version]))
    if account:
        body = replace_at(body, 1, account)
    return body + identity.sign("statement", body)


def statement_parses():
    good, one = ALICE.statement, statement_case
    entry = device_entry(ALICE.device.key, NOW)
    many = [device_entry(SigningKey(chance(f"device {n}")), NOW) for n in range(9)]
    small = next(key for key in small_order_encodings() if key != bytes(32))
    thief = SigningKey(chance("thief"))
    by_thief = make_statement(ALICE.root, ALICE.identity, ALICE.epoch, 1, ZERO, NOW, [entry])[:-64]
    by_device = certify_identity(ALICE.device.key, ALICE.epoch, ALICE.identity.public)
    other_epoch = certify_identity(ALICE.root, ALICE.epoch + 1, ALICE.identity.public)
    for_bob = certify_identity(ALICE.root, ALICE.epoch, BOB.identity.public)
    other_context = ALICE.root.sign(
        "statement", ALICE.account + ALICE.epoch.to_bytes(8, "big") + ALICE.identity.public
    )
    cases = [
        one("good, one device", "valid", good),
        one("good, eight devices", "valid", signed_with(many[:8])),
        one("nothing", "length", b""),
        one("a signature only", "length", good[-64:][:63]),
        one("a body of nothing", "length", good[-64:]),
        one("one byte short", "length", good[:-1]),
        one("one byte more", "length", good + b"\x00"),
        one(
            "an account id that is not the root key's",
            "id",
            signed_with([entry], account=BOB.account),
        ),
        one("version 0", "version", signed_with([entry], version=0)),
        one("version 2", "version", signed_with([entry], version=2)),
        one("no device", "devices", signed_with([])),
        one("nine devices", "devices", signed_with(many)),
        one("a device twice", "devices", signed_with([entry, many[0], entry])),
        one("a device id that is not its key's", "id", signed_with([BOB.device.id + entry[16:]])),
        one(
            "a device key of small order",
            "key",
            signed_with([device_id(small) + small + entry[48:]]),
        ),
        one("certified by a device key", "signature", signed_with([entry], by_device)),
        one("certified for another epoch", "signature", signed_with([entry], other_epoch)),
        one("certified for another identity key", "signature", signed_with([entry], for_bob)),
        one("certified under another context", "signature", signed_with([entry], other_context)),
        one(
            "signed by another identity key",
            "signature",
            by_thief + thief.sign("statement", by_thief),
        ),
        one(
            "signed by the root key", "signature", by_thief + ALICE.root.sign("statement", by_thief)
        ),
        one(
            "signed under another context",
            "signature",
            by_thief + ALICE.identity.sign("prekey", by_thief),
        ),
        one("a count above the devices", "length", miscounted(good, 2)),
        one("a count below the devices", "length", miscounted(signed_with(many[:3]), 2)),
        one("another's signature", "signature", good[:-64] + BOB.statement[-64:]),
    ]
    expected = {
        "version": "version",
        "account id": "id",
        "number of devices": "devices",
        "device id": "id",
    }
    for field, data in at_each_field(STATEMENT_LAYOUT, good):
        found = expected.get(field) or reason_of_flipped_key(data)
        cases.append(one(f"{field} flipped", found, data))
    return cases


def miscounted(statement, count):
    at = sum(length for _, length in STATEMENT_LAYOUT[:9])
    body = replace_at(statement[:-64], at, bytes([count]))
    return body + ALICE.identity.sign("statement", body)


def reason_of_flipped_key(data):
    """A flipped key may be no key, or one that matches nothing: that follows from the flip."""
    return outcome(lambda: parse_statement(data))


def statement_successions():
    first = ALICE.statement
    tablet = Device("Alice tablet")
    both = [ALICE.device, tablet]
    second = ALICE.make_statement(2, statement_hash(first), both)
    forked = ALICE.make_statement(2, chance("elsewhere"), both)
    same_place = ALICE.make_statement(1, ZERO, both)
    skipped = ALICE.make_statement(4, chance("not seen"), both)
    rerooted = ALICE.make_statement(
        1, statement_hash(second), [Device("Alice new")], NOW, SigningKey(chance("new identity"))
    )
    old_epoch = ALICE.make_statement(9, statement_hash(second), both)

    def one(name, expected, new, current):
        found = succession(parse_statement(new), parse_statement(current))
        assert found == expected, name
        return {"name": name, "statement": new, "current": current, "outcome": expected}

    return [
        one("the same", "same", first, first),
        one("the next", "newer", second, first),
        one("a lower serial", "older", first, second),
        one("the next serial with a wrong prev", "fork", forked, first),
        one("the same serial with another hash", "fork", same_place, first),
        one("two successors", "fork", forked, second),
        one("serials skipped, prev unknown", "newer", skipped, second),
        one("a new epoch with serial 1", "newer", rerooted, skipped),
        one("an old epoch with a high serial", "older", old_epoch, rerooted),
        one("another account's", "foreign", BOB.statement, first),
    ]
