"""What a device makes of a content that opened: each check failing alone."""

from ..case import flip
from ..messages import STATEMENT, message_hash
from ..people import ALICE, BOB, CAROL, DAY, HOUR, NOW, ZERO, Device, Person, chance
from ..primitives import Refused, SigningKey
from ..receive import Held, Knowledge, receive, statement_update
from ..records import direct_conversation, parse_statement, statement_hash
from .sealing import content

MINUTE = HOUR // 60
LIMIT = 30 * DAY + HOUR

# Alice had a tablet and now has a second phone; Bob has a phone (this device) and a tablet.
TABLET = Device("Alice tablet")
SECOND = Device("Alice second")
ALICE_BEFORE = ALICE.make_statement(2, ALICE.hash, [ALICE.device, TABLET])
ALICE_NOW = ALICE.make_statement(3, statement_hash(ALICE_BEFORE), [ALICE.device, SECOND])
ALICE_NEXT = ALICE.make_statement(4, statement_hash(ALICE_NOW), [SECOND])
ALICE_FORK = ALICE.make_statement(4, chance("elsewhere"), [SECOND, TABLET])
BOB_TABLET = Device("Bob tablet")
BOB_NOW = BOB.make_statement(2, BOB.hash, [BOB.device, BOB_TABLET])
DIRK = Person("Dirk")


def knowledge():
    return Knowledge(
        account=BOB.account,
        device=BOB.device.id,
        now=NOW,
        current={
            ALICE.account: parse_statement(ALICE_NOW),
            BOB.account: parse_statement(BOB_NOW),
            CAROL.account: parse_statement(CAROL.statement),
        },
        earlier={(ALICE.account, ALICE.hash)},
    )


def receiving():
    return {
        "about": "Contents as they come out of an envelope (signed), given what the device knows: "
        "the current statements, and hashes of earlier ones. Outcome `hold`: the sender's "
        "statement has to be fetched first. Where valid: whose conversation (`route`, an account, "
        "or `own`), effective time and what is noted; `announced`: the hash of a statement that "
        "the content brought and that was not known.",
        "knowledge": {
            "account": BOB.account,
            "device": BOB.device.id,
            "now": NOW,
            "current": [ALICE_NOW, BOB_NOW, CAROL.statement],
            "earlier": [{"account": ALICE.account, "hash": ALICE.hash}],
        },
        "cases": cases(),
    }


def one(name, expected, made, key=None, received=NOW, **noted):
    """`noted`: only what differs from an ordinary message of Alice to Bob."""
    signed = made if isinstance(made, bytes) else made.sign(key or ALICE.device.key)
    result = {"name": name, "signed": signed, "received": received, "outcome": expected}
    try:
        found = receive(signed, received, knowledge())
    except (Refused, Held) as stopped:
        reason = stopped.reason if isinstance(stopped, Refused) else "hold"
        assert (reason, noted) == (expected, {}), f"{name}: {reason}"
        return result
    wanted = {
        "route": ALICE.account.hex(),
        "effective": NOW,
        "expired": False,
        "clock_off": False,
        "view": "current",
        "announced": b"",
    }
    wanted.update(noted)
    assert expected == "valid" and vars(found) == wanted, f"{name}: {found}"
    return {**result, "hash": message_hash(signed), **wanted}


def from_alice(payload=b"\n\x05hello", **changes):
    return content(
        payload,
        **{
            "sender_statement": statement_hash(ALICE_NOW),
            "view": statement_hash(BOB_NOW),
            **changes,
        },
    )


def bringing(statement, **changes):
    """Alice's content of kind `statement`, naming and carrying that one."""
    named = {"kind": STATEMENT, "sender_statement": statement_hash(statement), **changes}
    return from_alice(statement_update(statement), **named)


def cases():
    return ordinary() + own() + senders() + brought() + conversations() + times() + views()


def ordinary():
    good = from_alice()
    return [
        one("good", "valid", good),
        one("from the second phone", "valid", good.but(device=SECOND.id), SECOND.key),
        one("an unknown kind", "valid", good.but(kind=999)),
        one("not the first", "valid", good.but(counter=7, prev=chance("prev"))),
        one(
            "an earlier statement named, the device still there",
            "valid",
            good.but(sender_statement=ALICE.hash),
        ),
        one(
            "the statement before the current one named",
            "valid",
            good.but(sender_statement=statement_hash(ALICE_BEFORE)),
        ),
        one("cut", "layout", good.sign(ALICE.device.key)[:-1]),
        one("content of version 2", "content_version", good.but(version=2)),
    ]


def own():
    """Contents of own devices."""
    from_bob = content(
        sender=BOB,
        recipient=ALICE,
        sender_statement=statement_hash(BOB_NOW),
        view=statement_hash(ALICE_NOW),
    )
    tablet = from_bob.but(device=BOB_TABLET.id)
    to_self = tablet.but(
        recipient=BOB.account,
        conversation=direct_conversation(BOB.account, BOB.account),
        view=statement_hash(BOB_NOW),
    )
    return [
        one("from the own tablet", "valid", tablet, BOB_TABLET.key),
        one(
            "from the own tablet, self conversation", "valid", to_self, BOB_TABLET.key, route="own"
        ),
        one("reflected", "reflected", from_bob, BOB.device.key),
        one(
            "reflected in the self conversation",
            "reflected",
            to_self.but(device=BOB.device.id),
            BOB.device.key,
        ),
        one("this device's id, another's signature", "reflected", from_alice(device=BOB.device.id)),
    ]


def senders():
    good = from_alice()
    signed = good.sign(ALICE.device.key)
    removed = good.but(device=TABLET.id, sender_statement=statement_hash(ALICE_BEFORE))
    dirk = content(sender=DIRK, recipient=BOB, view=statement_hash(BOB_NOW))
    return [
        one("an unknown account", "hold", dirk, DIRK.device.key),
        one(
            "a statement that is not known",
            "hold",
            good.but(sender_statement=statement_hash(ALICE_NEXT)),
        ),
        one("another account's statement named", "hold", good.but(sender_statement=CAROL.hash)),
        one("no statement named", "hold", good.but(sender_statement=ZERO)),
        one(
            "a removed device, under the statement it was in", "unknown_device", removed, TABLET.key
        ),
        one(
            "a removed device, under the current statement",
            "unknown_device",
            removed.but(sender_statement=statement_hash(ALICE_NOW)),
            TABLET.key,
        ),
        one("a device that never was", "unknown_device", good.but(device=chance("device", 16))),
        one(
            "another account's device",
            "unknown_device",
            good.but(device=CAROL.device.id),
            CAROL.device.key,
        ),
        one("signed by another device of the account", "signature", good, SECOND.key),
        one("signed by another account's device", "signature", good, CAROL.device.key),
        one("signed by the identity key", "signature", good, ALICE.identity),
        one("signature flipped", "signature", flip(signed, len(signed) - 1)),
        one("payload changed", "signature", signed.replace(b"hello", b"jello")),
    ]


def brought():
    """Kind `statement`: the content brings what it names."""
    next_hash = statement_hash(ALICE_NEXT)
    dirk = content(
        statement_update(DIRK.statement),
        sender=DIRK,
        recipient=BOB,
        kind=STATEMENT,
        view=statement_hash(BOB_NOW),
    )
    fork_device = bringing(ALICE_FORK, device=SECOND.id)
    old = ALICE.make_statement(1, chance("lost"), [ALICE.device, TABLET])
    return [
        one(
            "the next statement",
            "valid",
            bringing(ALICE_NEXT, device=SECOND.id),
            SECOND.key,
            announced=next_hash,
        ),
        one("the next statement, from a device it removes", "unknown_device", bringing(ALICE_NEXT)),
        one("the current statement", "valid", bringing(ALICE_NOW)),
        one(
            "an unknown account's first",
            "valid",
            dirk,
            DIRK.device.key,
            route=DIRK.account.hex(),
            announced=DIRK.hash,
        ),
        one(
            "an unknown account's, signed by another",
            "signature",
            dirk,
            SigningKey(chance("thief")),
        ),
        one("a fork", "statement_fork", fork_device, SECOND.key),
        one(
            "an older one that was not known", "valid", bringing(old), announced=statement_hash(old)
        ),
        one(
            "an older one with a removed device",
            "unknown_device",
            bringing(old, device=TABLET.id),
            TABLET.key,
        ),
        one(
            "another than it names", "hold", bringing(ALICE_NEXT, sender_statement=chance("other"))
        ),
        one("another account's", "hold", bringing(DIRK.statement)),
        one(
            "a statement with a bad signature",
            "hold",
            bringing(flip(ALICE_NEXT, len(ALICE_NEXT) - 1)),
        ),
        one("no statement", "hold", bringing(b"")),
        one("the next statement under another kind", "hold", bringing(ALICE_NEXT, kind=1)),
    ]


def conversations():
    good = from_alice()
    to_carol = content(recipient=CAROL, sender_statement=statement_hash(ALICE_NOW))
    to_herself = content(recipient=ALICE, sender_statement=statement_hash(ALICE_NOW))
    with_carol = direct_conversation(ALICE.account, CAROL.account)
    own_self = direct_conversation(BOB.account, BOB.account)
    return [
        one("forwarded: sealed anew by its recipient", "not_for_me", to_carol),
        one("of another's self conversation", "not_for_me", to_herself),
        one("of a group", "unknown_group", good.but(recipient=bytes(16))),
        one(
            "another conversation of the sender", "conversation", good.but(conversation=with_carol)
        ),
        one("our self conversation, from outside", "conversation", good.but(conversation=own_self)),
        one("no conversation", "conversation", good.but(conversation=bytes(16))),
    ]


def times():
    good = from_alice()
    return [
        one(
            "sent 30 days and an hour ago",
            "valid",
            good.but(sent=NOW - LIMIT),
            effective=NOW - LIMIT,
        ),
        one(
            "sent 1 ms before that",
            "valid",
            good.but(sent=NOW - LIMIT - 1),
            effective=NOW - LIMIT - 1,
            expired=True,
        ),
        one("sent in 1970", "valid", good.but(sent=0), effective=0, expired=True),
        one("sent 5 minutes ahead", "valid", good.but(sent=NOW + 5 * MINUTE)),
        one(
            "sent 1 ms further ahead", "valid", good.but(sent=NOW + 5 * MINUTE + 1), clock_off=True
        ),
        one("sent at the end of time", "valid", good.but(sent=2**64 - 1), clock_off=True),
        one(
            "received an hour before",
            "valid",
            good.but(sent=NOW - 2 * HOUR),
            received=NOW - HOUR,
            effective=NOW - 2 * HOUR,
        ),
    ]


def views():
    good = from_alice()
    return [
        one("our statement before the current one", "valid", good.but(view=BOB.hash), view="older"),
        one(
            "a statement of ours that we do not know",
            "valid",
            good.but(view=chance("elsewhere")),
            view="unknown",
        ),
        one("another's statement", "valid", good.but(view=CAROL.hash), view="unknown"),
        one("no statement", "valid", good.but(view=ZERO), view="unknown"),
    ]
