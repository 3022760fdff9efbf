"""Prekey statements: their layout and keys, whose they are, and whether a sender uses one."""

from ..case import at_each_field, case, outcome, replace_at
from ..curve import P, small_order_coordinates
from ..people import ALICE, BOB, DAY, HOUR, NOW, Device
from ..records import (
    PREKEY_LIFE,
    accept_prekey,
    box_key,
    kem_key,
    parse_prekey,
    parse_statement,
    prekey_body,
    verify_prekey,
)
from .keys import with_coefficient

PREKEY_LAYOUT = [
    ("version", 1),
    ("account id", 16),
    ("device id", 16),
    ("envelope version", 1),
    ("standby key", 32),
    ("box key", 32),
    ("ML-KEM vectors", 1152),
    ("ML-KEM seed", 32),
    ("X25519 half of the KEM key", 32),
    ("not before", 8),
    ("not after", 8),
    ("signature", 64),
]


def prekeys():
    return {
        "about": "Prekey statements: parsed alone (`parse`), its signature against a device key "
        "(`verify`), and whether a sender uses it (`accept`), given the account's current "
        "statement and the highest `not_before` and envelope version seen for the device.",
        "parse": prekey_parses(),
        "verify": prekey_signatures(),
        "accept": prekey_acceptances(),
    }


def prekey_case(name, expected, data):
    made = case(name, expected, lambda: parse_prekey(data), prekey=data)
    if expected == "valid":
        parsed = parse_prekey(data)
        made.update(
            account=parsed.account,
            device=parsed.device,
            envelope_version=parsed.version,
            not_before=parsed.not_before,
            not_after=parsed.not_after,
            hash=parsed.hash,
        )
    return made


def prekey_with(**changes):
    """Alice's prekey with some fields changed, signed by her device all the same."""
    device = ALICE.device
    fields = {
        "account": ALICE.account,
        "device": device.id,
        "version": 1,
        "standby": device.standby.public,
        "box_public": box_key(device.prekey_seed).public,
        "kem_public": kem_key(device.prekey_seed).public,
        "not_before": NOW - HOUR,
        "not_after": NOW - HOUR + PREKEY_LIFE,
    }
    fields.update(changes)
    body = prekey_body(**fields)
    return body + device.key.sign("prekey", body)


def prekey_parses():
    good, one = ALICE.prekey(), prekey_case
    kem = kem_key(ALICE.device.prekey_seed).public
    start = NOW - HOUR
    cases = [
        one("good", "valid", good),
        one("good, a higher envelope version", "valid", prekey_with(version=2)),
        one("nothing", "length", b""),
        one("the body only", "length", good[:-64]),
        one("one byte short", "length", good[:-1]),
        one("one byte more", "length", good + b"\x00"),
        one("version 0", "version", replace_at(good, 0, b"\x00")),
        one("version 2", "version", replace_at(good, 0, b"\x02")),
        one("31 days", "validity", prekey_with(not_after=start + PREKEY_LIFE + DAY)),
        one("30 days and 1 ms", "validity", prekey_with(not_after=start + PREKEY_LIFE + 1)),
        one("29 days", "validity", prekey_with(not_after=start + PREKEY_LIFE - DAY)),
        one("ends before it begins", "validity", prekey_with(not_after=start - 1)),
        one(
            "30 days across the end of time",
            "validity",
            prekey_with(not_before=2**64 - DAY, not_after=(2**64 - DAY + PREKEY_LIFE) % 2**64),
        ),
        one(
            "box key above the prime", "key", prekey_with(box_public=(9 + P).to_bytes(32, "little"))
        ),
        one("a standby key of small order", "key", prekey_with(standby=b"\x01" + bytes(31))),
        one("a standby key that is no point", "key", prekey_with(standby=b"\xff" * 32)),
    ]
    for u in small_order_coordinates():
        public = u.to_bytes(32, "little")
        cases.append(
            one(f"box key of small order {public.hex()[:8]}", "key", prekey_with(box_public=public))
        )
    cases += [
        one(
            "KEM coefficient 0 is 3329",
            "key",
            prekey_with(kem_public=with_coefficient(kem, 0, 3329)),
        ),
        one(
            "KEM coefficient 767 is 4095",
            "key",
            prekey_with(kem_public=with_coefficient(kem, 767, 4095)),
        ),
        one("KEM key's X25519 half zero", "key", prekey_with(kem_public=kem[:1184] + bytes(32))),
        one(
            "KEM key's X25519 half above the prime",
            "key",
            prekey_with(kem_public=kem[:1184] + b"\xff" * 32),
        ),
    ]
    return cases


def prekey_signatures():
    good = ALICE.prekey()
    device = ALICE.device.key.public

    def one(name, expected, data, public=device):
        def check():
            verify_prekey(parse_prekey(data), public)

        return case(name, expected, check, prekey=data, device_public=public)

    by_bob = good[:-64] + BOB.device.key.sign("prekey", good[:-64])
    cases = [
        one("good", "valid", good),
        one("another device's key", "signature", good, BOB.device.key.public),
        one("the standby key", "signature", good, ALICE.device.standby.public),
        one("signed by another device", "signature", by_bob),
        one(
            "signed under another context",
            "signature",
            good[:-64] + ALICE.device.key.sign("content", good[:-64]),
        ),
        one("a signature of zeros", "signature", good[:-64] + bytes(64)),
    ]
    for field, data in at_each_field(PREKEY_LAYOUT, good):
        if field in ("version", "not before", "not after", "standby key"):
            continue
        expected = outcome(lambda data=data: verify_prekey(parse_prekey(data), device))
        cases.append(one(f"{field} flipped", expected, data))
    moved = prekey_with(not_before=NOW, not_after=NOW + PREKEY_LIFE)[:-64] + good[-64:]
    cases.append(one("both times moved", "signature", moved))
    return cases


def prekey_acceptances():
    start = NOW - HOUR
    tablet = Device("Alice tablet")
    only_tablet = ALICE.make_statement(2, ALICE.hash, [tablet])

    def one(name, expected, data, statement=ALICE.statement, seen=(0, 0), now=NOW):
        def check():
            accept_prekey(parse_prekey(data), parse_statement(statement), seen, now)

        return case(
            name,
            expected,
            check,
            prekey=data,
            statement=statement,
            seen_not_before=seen[0],
            seen_version=seen[1],
            now=now,
        )

    good = ALICE.prekey()
    end = start + PREKEY_LIFE
    by_tablet = good[:-64] + tablet.key.sign("prekey", good[:-64])
    later = prekey_with(not_before=NOW + DAY, not_after=NOW + DAY + PREKEY_LIFE)
    too_late = prekey_with(not_before=NOW + DAY + 1, not_after=NOW + DAY + 1 + PREKEY_LIFE)
    return [
        one("good", "valid", good),
        one("the one seen before", "valid", good, seen=(start, 1)),
        one("a newer one than seen before", "valid", good, seen=(start - 1, 1)),
        one("a higher version than seen before", "valid", prekey_with(version=2), seen=(start, 1)),
        one("in its last millisecond", "valid", good, now=end),
        one("a day in the future", "valid", later),
        one("over a day in the future", "future", too_late),
        one("expired", "expired", good, now=end + 1),
        one("expired long ago", "expired", good, now=end + 400 * DAY),
        one("older than one seen", "rolled_back", good, seen=(start + 1, 1)),
        one("a lower version than seen", "version", good, seen=(start, 2)),
        one("version 0", "version", prekey_with(version=0)),
        one("another account's", "account", BOB.prekey()),
        one("an account that is not the device's", "account", prekey_with(account=BOB.account)),
        one("wrong device: one that left", "device", good, only_tablet),
        one("wrong device: its name is another's", "device", prekey_with(device=BOB.device.id)),
        one("signed by another device of nobody", "signature", by_tablet),
        one("its validity moved", "signature", moved_by_a_day(good)),
    ]


def moved_by_a_day(prekey):
    start = (NOW - HOUR + DAY).to_bytes(8, "big")
    end = (NOW - HOUR + DAY + PREKEY_LIFE).to_bytes(8, "big")
    return replace_at(prekey, 1314, start + end)
