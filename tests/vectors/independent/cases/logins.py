"""Proofs of login."""

from ..case import case, flip
from ..people import ALICE, BOB, chance
from ..primitives import verify
from ..records import (
    login_context,
    login_transcript,
)


def logins():
    device, name = ALICE.device, "relay.example.org"
    client, relay = chance("client nonce"), chance("relay nonce")

    def one(
        label,
        expected,
        signature,
        relay_name=name,
        device_name=device.id,
        client_nonce=client,
        relay_nonce=relay,
        standby=False,
        public=None,
    ):
        public = public or (device.standby if standby else device.key).public
        message = login_transcript(relay_name, device_name, client_nonce, relay_nonce)
        return case(
            label,
            expected,
            lambda: verify(public, login_context(standby), message, signature),
            relay_name=relay_name,
            device=device_name,
            client_nonce=client_nonce,
            relay_nonce=relay_nonce,
            standby=standby,
            public=public,
            signature=signature,
        )

    message = login_transcript(name, device.id, client, relay)
    good = device.key.sign("login", message)
    by_standby = device.standby.sign("standby", message)
    longer = name + "x"
    bare = name.encode() + device.id + client + relay
    return {
        "about": "Proofs of login by the device key (context `login`) or the standby key (context "
        "`standby`).",
        "cases": [
            one("good", "valid", good),
            one(
                "good, a name of 255 letters",
                "valid",
                device.key.sign("login", login_transcript("a" * 255, device.id, client, relay)),
                "a" * 255,
            ),
            one(
                "good, a name beyond ASCII",
                "valid",
                device.key.sign(
                    "login", login_transcript("hôpital.example", device.id, client, relay)
                ),
                "hôpital.example",
            ),
            one("good, standby key", "valid", by_standby, standby=True),
            one("another relay's name", "signature", good, relay_name="relay.example.net"),
            one("the name in capitals", "signature", good, relay_name=name.upper()),
            one("a longer name", "signature", good, relay_name=longer),
            one("no name", "signature", good, relay_name=""),
            one(
                "replayed under another relay nonce", "signature", good, relay_nonce=chance("next")
            ),
            one("another client nonce", "signature", good, client_nonce=chance("next")),
            one("nonces exchanged", "signature", good, client_nonce=relay, relay_nonce=client),
            one("another device id", "signature", good, device_name=BOB.device.id),
            one("another device's key", "signature", good, public=BOB.device.key.public),
            one(
                "device key for a standby login",
                "signature",
                good,
                standby=True,
                public=device.key.public,
            ),
            one(
                "standby proof for a device login",
                "signature",
                by_standby,
                public=device.standby.public,
            ),
            one(
                "standby key under the device context",
                "signature",
                device.standby.sign("login", message),
                standby=True,
            ),
            one(
                "device key under the standby context",
                "signature",
                device.key.sign("standby", message),
            ),
            one("no length before the name", "signature", device.key.sign("login", bare)),
            one("signature flipped", "signature", flip(good, 40)),
        ],
    }
