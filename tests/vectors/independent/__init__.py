"""A second implementation of Consilium's constructions, to check the first one against.

Written from docs/protocol.md on PyNaCl, hashlib, hmac and kyber-py; it shares no code with the
Rust one. It makes the golden vectors in the folder above, each from fixed seeds, and says of each
input what a client must say of it. For tests only: nothing here is constant-time.

    python -m independent            writes the vectors
    python -m independent --check    fails if the committed ones are not what it would write
"""
