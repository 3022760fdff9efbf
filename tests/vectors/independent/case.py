"""One golden case: inputs, and what a client must make of them."""

from .primitives import Refused


def encode(value):
    """JSON's form: bytes as lower-case hexadecimal, everything else as it is."""
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).hex()
    if isinstance(value, dict):
        return {key: encode(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [encode(inner) for inner in value]
    return value


def outcome(check):
    try:
        check()
    except Refused as refused:
        return refused.reason
    return "valid"


def case(name, expected, check, **inputs):
    """A case whose outcome this implementation confirms: a wrong expectation is a bug here."""
    found = outcome(check)
    if found != expected:
        raise AssertionError(f"{name}: expected {expected}, found {found}")
    return {"name": name, **inputs, "outcome": expected}


def flip(data, at, mask=1):
    changed = bytearray(data)
    changed[at] ^= mask
    return bytes(changed)


def replace_at(data, at, part):
    return data[:at] + part + data[at + len(part) :]


def at_each_field(layout, data):
    """(field, data with the last byte of that field flipped), for every field."""
    at = 0
    for field, length in layout:
        at += length
        yield field, flip(data, at - 1)
    if at != len(data):
        raise AssertionError(f"the layout has {at} bytes, the data {len(data)}")
