"""Somebody with a phone: an installation, its keystore, and a session on it."""

import itertools
from pathlib import Path

import consilium
from consilium import AddressBookEntry, MessageBody, PhoneCode, Profile, Scheme, Urgency
from relay import Relay

PIN = b"482915"
_numbers = itertools.count(20_000_000)


class Person:
    """A registered person, unlocked."""

    def __init__(
        self,
        folder: Path,
        number: str,
        client: consilium.Client,
        session: consilium.Session,
        account: str,
    ) -> None:
        self.folder = folder
        self.number = number
        self.client = client
        self.session = session
        self.account = account

    @classmethod
    async def register(
        cls, relay: Relay, folder: Path, name: str, file: Path | None = None
    ) -> "Person":
        """Makes an account; with a relay file of one's own, on the way that it names."""
        client = await consilium.open_client(folder, relay=file or relay.file, region="NL")
        number = new_number()
        code = await phone_code(client, relay, number)
        session = await client.register(code, PIN, Profile(name=name, profession="Nurse"))
        own = await session.own_account()
        return cls(folder, number, client, session, own.account)

    async def find(self, other: "Person", name: str = "Colleague") -> None:
        """Has the other in the address book and asks the relay."""
        await self.find_number(other.number, other.account, name)

    async def find_number(self, number: str, account: str, name: str = "Colleague") -> None:
        """Has a number in the address book, and finds whose it is."""
        entry = AddressBookEntry(name=name, numbers=[number])
        await self.session.import_address_book([entry])
        found = await self.session.find_contacts(Scheme.HMAC_SHA1)
        assert found.found == [account]

    async def send(self, other: "Person", text: str) -> int:
        """Writes to somebody."""
        return await self.send_to(other.account, text)

    async def send_to(self, account: str, text: str) -> int:
        """Writes to an account."""
        return await self.session.send_text(account, text, Urgency.ROUTINE)

    async def messages(self, other: "Person") -> list[consilium.Message]:
        """All rows with somebody, oldest first."""
        contact = await self.session.contact(other.account)
        return await self.session.messages(contact.conversation, limit=1000)

    async def texts(self, other: "Person") -> list[str]:
        """Texts with somebody, oldest first."""
        rows = await self.messages(other)
        return [row.body.text for row in rows if isinstance(row.body, MessageBody.TEXT)]

    async def deliveries(self, other: "Person") -> list[consilium.Delivery]:
        """How far own messages to somebody have come."""
        return [row.delivery for row in await self.messages(other) if row.own]


async def pair(relay: Relay, folder: Path, file: Path | None = None) -> tuple[Person, Person]:
    """Two who have found each other; the first may come to the relay on a way of her own."""
    anna = await Person.register(relay, folder / "anna", "Anna", file)
    bram = await Person.register(relay, folder / "bram", "Bram")
    for who in (anna, bram):
        await who.session.set_discoverable(True)
    await anna.find(bram, "Bram")
    await bram.find(anna, "Anna")
    return anna, bram


def new_number() -> str:
    """A number that nobody has yet."""
    return f"+316{next(_numbers)}"


async def phone_code(client: consilium.Client, relay: Relay, number: str) -> PhoneCode:
    """A code by SMS."""
    request = await client.request_code(number)
    code = await relay.sms_code(request.number)
    return PhoneCode(attempt=request.attempt, code=code, number=request.number)
