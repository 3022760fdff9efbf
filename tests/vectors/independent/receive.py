"""The checks on a content that opened: docs/protocol.md §7.2 to 7.4 and 7.6, in their order."""

from dataclasses import dataclass, field

from .messages import STATEMENT, parse_signed, route
from .primitives import Refused, verify
from .records import DAY, parse_statement, succession

HOUR = DAY // 24
MINUTE = HOUR // 60


class Held(Exception):
    """It cannot be judged before the sender's statement has been fetched."""


@dataclass
class Knowledge:
    """What the receiving device knows."""

    account: bytes
    device: bytes
    now: int
    # The current statement of each account known, parsed.
    current: dict
    # (account, hash) of statements that were current once.
    earlier: set = field(default_factory=set)

    def view_of(self, account, named):
        statement = self.current.get(account)
        if statement and statement.hash == named:
            return "current"
        before = statement and named != bytes(32) and statement.prev == named
        return "older" if before or (account, named) in self.earlier else "unknown"


@dataclass
class Verified:
    route: str
    effective: int
    expired: bool
    clock_off: bool
    view: str
    announced: bytes


def receive(signed, received, known):
    """`Verified`, or raises `Refused` or `Held`."""
    content, body, signature = parse_signed(signed)
    if content.device == known.device:
        raise Refused("reflected")
    statement, announced = sender_statement(content, known)
    if content.device not in statement.devices:
        raise Refused("unknown_device")
    verify(statement.devices[content.device], "content", body, signature)
    return Verified(
        route=route(content, known.account),
        effective=min(content.sent, received),
        expired=content.sent < known.now - 30 * DAY - HOUR,
        clock_off=content.sent > received + 5 * MINUTE,
        view=known.view_of(content.recipient, content.view),
        announced=announced,
    )


def sender_statement(content, known):
    """(the statement whose devices count, hash of one that the content brought)."""
    current = known.current.get(content.sender)
    if current and known.view_of(content.sender, content.sender_statement) != "unknown":
        return current, b""
    brought = brought_statement(content)
    if current is None:
        return brought, brought.hash
    standing = succession(brought, current)
    if standing == "fork":
        raise Refused("statement_fork")
    if standing == "newer":
        return brought, brought.hash
    if standing == "older":
        return current, brought.hash
    raise Held


def brought_statement(content):
    """The statement in a payload of kind `statement`, if it is the one the header names."""
    try:
        if content.kind != STATEMENT:
            raise Held
        statement = parse_statement(bytes_field(content.payload))
    except Refused:
        raise Held from None
    if (statement.account, statement.hash) != (content.sender, content.sender_statement):
        raise Held
    return statement


def statement_update(statement):
    """The protobuf message StatementUpdate: field 1, bytes."""
    return b"\x0a" + varint(len(statement)) + statement


def bytes_field(payload):
    if payload[:1] != b"\x0a":
        raise Refused("payload")
    length, at, shift = 0, 1, 0
    while True:
        byte = payload[at] if at < len(payload) else 0
        length |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            break
    if at + length != len(payload):
        raise Refused("payload")
    return payload[at:]


def varint(number):
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])
