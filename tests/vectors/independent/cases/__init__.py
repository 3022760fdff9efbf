"""Every file of vectors, by name."""

from . import (
    archiving,
    chaining,
    crossing,
    hashing,
    keys,
    logins,
    prekeys,
    receiving,
    sealing,
    statements,
    vaults,
)

FILES = {
    "hash": hashing.hashes,
    "ids": hashing.ids,
    "recovery": hashing.recoveries,
    "safety_number": hashing.safety_numbers,
    "discovery": hashing.discovery,
    "ed25519": keys.ed25519,
    "x25519": keys.x25519,
    "xwing": keys.xwing,
    "prekey_keys": keys.prekey_keys,
    "statement": statements.statements,
    "prekey": prekeys.prekeys,
    "login": logins.logins,
    "content": sealing.contents,
    "padding": sealing.paddings,
    "envelope": sealing.envelopes,
    "receive": receiving.receiving,
    "chain": chaining.chains,
    "archive": archiving.archives,
    "vault": vaults.vaults,
    "cross": crossing.crossing,
}
