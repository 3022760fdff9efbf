"""The cast of the vectors: keys from fixed seeds, and a fixed time."""

import hashlib

from .primitives import SigningKey
from .records import (
    DAY,
    account_id,
    device_entry,
    device_id,
    make_prekey,
    make_statement,
    prekey_hash,
    statement_hash,
)

# 2026-11-22 12:00:00 UTC.
NOW = 1_795_348_800_000
HOUR = DAY // 24
ZERO = bytes(32)


def chance(label, length=32):
    """Bytes that look random and are the same in every run."""
    return hashlib.shake_256(b"consilium vectors: " + label.encode()).digest(length)


class Device:
    def __init__(self, label):
        self.key = SigningKey(chance(label + " device"))
        self.standby = SigningKey(chance(label + " standby"))
        self.id = device_id(self.key.public)
        self.prekey_seed = chance(label + " prekey")


class Person:
    """An account with devices, its first statement, and a prekey for each device."""

    def __init__(self, label, devices=1):
        self.label = label
        self.root = SigningKey(chance(label + " root"))
        self.identity = SigningKey(chance(label + " identity"))
        self.account = account_id(self.root.public)
        self.devices = [Device(f"{label} {number}") for number in range(devices)]
        self.device = self.devices[0]
        self.epoch = NOW - 100 * DAY
        self.statement = self.make_statement(1, ZERO)
        self.hash = statement_hash(self.statement)

    def make_statement(self, serial, prev, devices=None, epoch=None, identity=None, root=None):
        entries = [device_entry(d.key, NOW - 50 * DAY) for d in devices or self.devices]
        return make_statement(
            root or self.root,
            identity or self.identity,
            self.epoch if epoch is None else epoch,
            serial,
            prev,
            NOW - 40 * DAY,
            entries,
        )

    def prekey(self, device=None, not_before=NOW - HOUR):
        device = device or self.device
        return make_prekey(
            self.account, device.key, device.standby.public, device.prekey_seed, not_before
        )

    def prekey_hash(self):
        return prekey_hash(self.prekey())


ALICE = Person("Alice")
BOB = Person("Bob")
CAROL = Person("Carol")
