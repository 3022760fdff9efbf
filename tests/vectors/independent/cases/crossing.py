"""Every type's bytes in every other parser, and every signature under every other context."""

from ..case import case, outcome
from ..messages import open_envelope, parse_signed, seal_envelope
from ..numbers import parse_qr, qr_payload
from ..people import ALICE, BOB, chance
from ..primitives import verify
from ..records import login_transcript, parse_prekey, parse_statement
from .sealing import content, seeds, to

SIGNING = ("identity", "statement", "prekey", "content", "login", "standby")


def crossing():
    return {
        "about": "`parse`: genuine bytes of each type, given to each parser (`envelope`: opened "
        "with the prekey of `opens_with`). `sign`: one key's signature of the same bytes under "
        "each context, verified under each.",
        "types": types(),
        "opens_with": {"prekey_seed": BOB.device.prekey_seed, "prekey_hash": BOB.prekey_hash()},
        "parse": parses(),
        "sign": signatures(),
    }


def types():
    signed = content().sign(ALICE.device.key)
    envelope = seal_envelope(signed, *to(BOB), seeds())
    transcript = login_transcript("relay.example.org", ALICE.device.id, chance("a"), chance("b"))
    return {
        "statement": ALICE.statement,
        "prekey": ALICE.prekey(),
        "content": signed,
        "envelope": envelope,
        "login_transcript": transcript,
        "safety_qr": qr_payload(ALICE.root.public, BOB.root.public),
    }


PARSERS = {
    "statement": parse_statement,
    "prekey": parse_prekey,
    "content": parse_signed,
    "envelope": lambda data: open_envelope(data, BOB.device.prekey_seed, BOB.prekey_hash()),
    "safety_qr": parse_qr,
}


def parses():
    return [cross(name, parser) for name in types() for parser in PARSERS]


def cross(name, parser):
    data, parse = types()[name], PARSERS[parser]
    found = outcome(lambda: parse(data))
    label = f"a {name} to the parser of a {parser}"
    assert (found == "valid") == (name == parser), label
    return {"name": label, "type": name, "parser": parser, "outcome": found}


def signatures():
    key, message = ALICE.device.key, content().encode()
    made = []
    for signed in SIGNING:
        signature = key.sign(signed, message)
        for verified in SIGNING:
            expected = "valid" if signed == verified else "signature"
            made.append(
                case(
                    f"signed as {signed}, verified as {verified}",
                    expected,
                    lambda v=verified, s=signature: verify(key.public, v, message, s),
                    public=key.public,
                    context=verified,
                    message=message,
                    signature=signature,
                )
            )
    return made
