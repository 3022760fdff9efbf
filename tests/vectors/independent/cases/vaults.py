"""Vault files: parameters, old copies, counters."""

from ..case import case, flip, replace_at
from ..people import ALICE, HOUR, NOW, chance
from ..vault import Secrets, encrypt, header, master_key, tries, unlock

OPS, MEM_KIB = 3, 256 << 10
PREKEY_ENTRY = 32 + 1394 + 8 + 8
SALT = chance("salt", 16)
PIN = "739104"
FIRST, SECOND, THIRD = (chance(f"device secret {n}") for n in range(3))


def secrets(**changes):
    fields = {
        "statement": ALICE.statement,
        "identity_seed": ALICE.identity.seed,
        "device_seed": ALICE.device.key.seed,
        "database_key": chance("database key"),
        "recovery_code": b"",
        "prekeys": [(ALICE.device.prekey_seed, ALICE.prekey(), NOW, 0)],
        "written": NOW,
    }
    return Secrets(**{**fields, **changes})


def file(kept=None, pin=PIN, slot=0, device_secret=FIRST, nonce="nonce", plain=None):
    head = header(OPS, MEM_KIB, SALT, slot, chance(nonce, 24))
    plain = (kept or secrets()).encode() if plain is None else plain
    return encrypt(head, master_key(pin, SALT, OPS, MEM_KIB), device_secret, plain)


def one(name, expected, vault, pin=PIN, keystore=None, filed=None, kept_tries=0, boot_ms=0):
    """`filed`, `kept_tries`: wrong PINs counted in the folder and in the keystore."""
    folder = {"vault": vault}
    if filed is not None:
        folder["pin-tries"] = tries(filed)
    keystore = {"device-secret-0": FIRST} if keystore is None else keystore
    keystore = {**keystore, "pin-tries": tries(kept_tries, root=ALICE.root.public)}

    def check():
        return unlock(folder, keystore, pin, boot_ms)

    made = case(
        name,
        expected,
        check,
        pin=pin,
        folder=folder,
        keystore=keystore,
        now=NOW + HOUR,
        boot_ms=boot_ms,
    )
    if expected == "valid":
        found = check()
        made.update(
            statement=found.statement,
            identity_seed=found.identity_seed,
            device_seed=found.device_seed,
            database_key=found.database_key,
            recovery_code=found.recovery_code,
            prekeys=[
                {"seed": seed, "prekey": prekey, "confirmed": confirmed, "replaced": replaced}
                for seed, prekey, confirmed, replaced in found.prekeys
            ],
        )
    return made


def vaults():
    return {
        "about": "Vaults unlocked, given the PIN, the files of the folder, the slots of the "
        "keystore, and both clocks (the boot clock's name is 16 zeros). `wrong_pin` is also what a "
        "changed file or another device secret gives: the three cannot be told apart.",
        "cases": opened() + parameters() + rewritten() + changed() + counted(),
    }


def opened():
    bare = secrets(identity_seed=b"", recovery_code=chance("recovery 0", 20), prekeys=[])
    arabic = "".join(chr(0x660 + int(digit)) for digit in PIN)
    phrase = "Ångström für zwölf ﬁsche"
    composed, decomposed = phrase, phrase.replace("Å", "A\u030a").replace("ﬁ", "fi")
    return [
        one("good", "valid", file()),
        one("with recovery code, without identity key and prekeys", "valid", file(bare)),
        one("the PIN in Arabic digits, with spaces around", "valid", file(), pin=f" {arabic} "),
        one("a passphrase typed on another keyboard", "valid", file(pin=composed), pin=decomposed),
        one("another PIN", "wrong_pin", file(), pin="739105"),
    ]


def parameters():
    """Refused before any work."""

    def with_cost(ops, mem_kib):
        return header(ops, mem_kib, SALT, 0, chance("nonce", 24)) + file()[58:]

    low, high = 256 << 10, 1 << 20
    return [
        one("2 passes", "below_floor", with_cost(2, low)),
        one("no pass", "below_floor", with_cost(0, low)),
        one("1 KiB below 256 MiB", "below_floor", with_cost(3, low - 1)),
        one("no memory", "below_floor", with_cost(3, 0)),
        one("11 passes", "damaged", with_cost(11, low)),
        one("passes without end", "damaged", with_cost(2**32 - 1, low)),
        one("1 KiB above 1 GiB", "damaged", with_cost(3, high + 1)),
        one("memory without end", "damaged", with_cost(3, 2**32 - 1)),
    ]


def rewritten():
    """Each rewrite makes a new device secret in the other slot and deletes the old one."""
    old = file()
    new = file(slot=1, device_secret=SECOND, nonce="second")
    return [
        one("after a rewrite", "valid", new, keystore={"device-secret-1": SECOND}),
        one("an old file after a rewrite", "key_gone", old, keystore={"device-secret-1": SECOND}),
        one(
            "an old file after two rewrites", "wrong_pin", old, keystore={"device-secret-0": THIRD}
        ),
        one(
            "killed before the rename",
            "valid",
            old,
            keystore={"device-secret-0": FIRST, "device-secret-1": SECOND},
        ),
        one(
            "killed after the rename",
            "valid",
            new,
            keystore={"device-secret-0": FIRST, "device-secret-1": SECOND},
        ),
        one("an empty keystore", "key_gone", old, keystore={}),
    ]


def changed():
    good = file()
    plain = secrets().encode()
    miscounted = replace_at(plain, len(plain) - PREKEY_ENTRY - 2, b"\xff\xff")
    return [
        one("nothing", "damaged", b""),
        one("the header less a byte", "damaged", good[:57]),
        one("another magic", "damaged", b"X" + good[1:]),
        one("version 0", "newer", replace_at(good, 8, b"\x00")),
        one("version 2", "newer", replace_at(good, 8, b"\x02")),
        one("slot 2", "damaged", replace_at(good, 33, b"\x02")),
        one("secrets flipped", "wrong_pin", flip(good, 58)),
        one("within: version 2", "newer", file(plain=secrets().encode(version=2))),
        one("within: more prekeys than there are", "damaged", file(plain=miscounted)),
    ]


def counted():
    good = file()
    return [
        one("four wrong PINs, at once", "wait", good, kept_tries=4),
        one("four wrong PINs, 1 ms too early", "wait", good, kept_tries=4, boot_ms=29_999),
        one("four wrong PINs, 30 s later", "valid", good, kept_tries=4, boot_ms=30_000),
        one("five wrong PINs, 30 s later", "wait", good, kept_tries=5, boot_ms=30_000),
        one("nine wrong PINs, 1 ms before an hour", "wait", good, kept_tries=9, boot_ms=3_599_999),
        one("ten wrong PINs", "closed", good, kept_tries=10, boot_ms=10**9),
        one("ten in the file, none in the keystore", "closed", good, filed=10, boot_ms=10**9),
        one(
            "none in the file, ten in the keystore",
            "closed",
            good,
            filed=0,
            kept_tries=10,
            boot_ms=10**9,
        ),
        one("three in the file, four in the keystore", "wait", good, filed=3, kept_tries=4),
    ]
