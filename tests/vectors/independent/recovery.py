"""The recovery code: docs/protocol.md §13."""

from .primitives import D, K, Refused, SigningKey

# Crockford's base 32: no I, L, O or U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans("OIL", "011")


def check(code):
    """The first ten bits of a hash, as two characters."""
    bits = int.from_bytes(D("recovery-check", code)[:2], "big") >> 6
    return ALPHABET[bits >> 5] + ALPHABET[bits & 31]


def characters(code):
    bits = int.from_bytes(code, "big")
    return "".join(ALPHABET[bits >> 5 * (31 - at) & 31] for at in range(32)) + check(code)


def render(code):
    text = characters(code)
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def parse(text):
    typed = "".join(text.split()).replace("-", "")
    upper = "".join(c.upper() if c.isascii() else c for c in typed).translate(LOOKALIKES)
    if any(character not in ALPHABET for character in upper):
        raise Refused("character")
    if len(upper) != 34:
        raise Refused("length")
    bits = 0
    for character in upper[:32]:
        bits = bits << 5 | ALPHABET.index(character)
    code = bits.to_bytes(20, "big")
    if check(code) != upper[32:]:
        raise Refused("check")
    return code


def root_key(code):
    return SigningKey(K(code, "root"))
