"""Archives of kept conversations."""

from ..case import case, flip
from ..messages import (
    archive_hash,
    message_hash,
    open_record,
    record_id,
    seal_envelope,
    seal_record,
)
from ..people import ALICE, BOB, CAROL, chance
from ..primitives import K
from ..records import box_key, kem_key
from .sealing import content, seeds


def archives():
    signed = content().sign(ALICE.device.key)
    other = content(b"\n\x05other").sign(ALICE.device.key)
    archive, seed = chance("archive id", 16), chance("archive seed")
    name, good = seal_record(signed, archive, seed, seeds())
    other_name, other_record = seal_record(other, archive, seed, seeds("other"))
    box_public, kem_public = box_key(seed).public, kem_key(seed).public
    ph = archive_hash(archive, box_public, kem_public)
    forged_name = K(chance("guess"), "archive-record", message_hash(signed))[:16]

    def one(label, expected, record, envelope, archive_id=archive, archive_seed=seed, own=BOB):
        def check():
            return open_record(record, envelope, archive_id, archive_seed, own.account)

        made = case(
            label,
            expected,
            check,
            record_id=record,
            envelope=envelope,
            archive_id=archive_id,
            archive_seed=archive_seed,
            own_account=own.account,
        )
        if expected == "valid":
            made["signed"] = check()
        return made

    return {
        "about": "Records of an archive: the keys and hash of an archive (`keys`), a record sealed "
        "with fixed seeds (`seal`), and what is read back from the relay (`open`).",
        "keys": [
            {
                "name": "an archive",
                "archive_id": archive,
                "archive_seed": seed,
                "box_public": box_public,
                "kem_public": kem_public,
                "hash": ph,
            }
        ],
        "seal": [
            {
                "name": "a record",
                "signed": signed,
                "archive_id": archive,
                "archive_seed": seed,
                "kem_eseed": seeds().kem,
                "box_ephemeral_seed": seeds().box,
                "record_id": name,
                "envelope": good,
            }
        ],
        "open": [
            one("good", "valid", name, good),
            one("good, of the sender's own archive", "valid", name, good, own=ALICE),
            one("of an account that it is not for", "not_for_me", name, good, own=CAROL),
            one("a record id that was not made with the seed", "record_id", forged_name, good),
            one("two records exchanged", "record_id", other_name, good),
            one("two records exchanged, the other way", "record_id", name, other_record),
            one(
                "forged by one who knows the public keys",
                "record_id",
                record_id(bytes(32), message_hash(signed)),
                seal_envelope(signed, box_public, kem_public, ph, seeds()),
            ),
            one("another archive's id", "unknown_prekey", name, good, chance("another id", 16)),
            one(
                "another archive's seed",
                "unknown_prekey",
                name,
                good,
                archive,
                chance("another seed"),
            ),
            one("flipped", "box", name, flip(good, 900)),
            one("cut", "size", name, good[:-1]),
        ],
    }
