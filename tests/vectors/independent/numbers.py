"""Safety numbers and discovery hashes: docs/protocol.md §11 and §15."""

import hashlib
import hmac

from .primitives import D, Refused, import_verifying_key
from .records import Reader, account_id

DISCOVERY_KEY = bytes.fromhex("EEDAAC207FC6BA08727C")


def safety_half(root_public):
    digest = D("safety", account_id(root_public) + root_public)
    fives = (int.from_bytes(digest[5 * i : 5 * i + 5], "big") for i in range(6))
    return "".join(f"{number % 100_000:05d}" for number in fives)


def safety_number(one_root, other_root):
    roots = sorted((one_root, other_root), key=account_id)
    return "".join(safety_half(root) for root in roots)


def qr_payload(own_root, other_root):
    return b"\x01" + own_root + other_root


def parse_qr(data):
    """(root key of who shows it, root key of the contact it is shown to)."""
    reader = Reader(data)
    if reader.number(1) != 1:
        raise Refused("version")
    roots = []
    for _ in range(2):
        root = reader.take(32)
        import_verifying_key(root)
        roots.append(root)
    reader.end()
    return roots


def check_qr(data, own_root, contact_root):
    """What a scan comes to, given the own root key and that of the contact it is scanned for."""
    shower, scanner = parse_qr(data)
    if shower != contact_root:
        raise Refused("other_contact")
    if scanner != own_root:
        raise Refused("mismatch")


def discovery_hash(scheme, e164):
    number = e164.encode("ascii")
    if scheme == 1:
        return hmac.new(DISCOVERY_KEY, number, hashlib.sha1).digest()[:8]
    return hashlib.sha1(number).digest()[:8]
