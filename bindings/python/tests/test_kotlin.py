"""Python talks to Kotlin: two processes, two languages, one relay between them."""

from pathlib import Path

import consilium
from consilium import Delivery, Message, MessageBody
from kotlin_colleague import KotlinColleague
from person import Person
from relay import Relay
from wait import until


async def test_python_and_kotlin_talk_both_ways_though_the_relay_is_killed_in_the_middle(
    relay: Relay, tmp_path: Path
) -> None:
    anna = await Person.register(relay, tmp_path / "anna", "Anna")
    ben = await KotlinColleague.start(relay, tmp_path / "ben")
    async with consilium.locking(anna.session), ben:
        anna.session.connect()
        await anna.find_number(ben.number, ben.account)
        question = await anna.send_to(ben.account, "Potassium 6.1, bed 4 — kalium, 你好")
        await heard_by(ben, anna, ["Potassium 6.1, bed 4 — kalium, 你好"])
        await until("the receipt", lambda: was_read(anna, question))

        relay.kill()
        answer = await ben.tell(f"write {anna.account} On my way")
        assert await ben.tell(f"delivery {answer}") == "Waiting"
        await anna.send_to(ben.account, "Thank you")
        relay.restart()

        received = await until("Ben's answer", lambda: text_from(anna, ben, "On my way"))
        assert received.sender == ben.account
        await anna.session.mark_read(received.conversation)
        await heard_by(ben, anna, ["Potassium 6.1, bed 4 — kalium, 你好", "Thank you"])
        await until("Ben's receipt", lambda: says(ben, f"delivery {answer}", "Read"))

        number = await anna.session.safety_number(ben.account)
        assert await ben.tell(f"safety-number {anna.account}") == " ".join(number.groups)


async def says(ben: KotlinColleague, line: str, answer: str) -> bool:
    return await ben.tell(line) == answer


async def heard_by(ben: KotlinColleague, anna: Person, texts: list[str]) -> None:
    """Once, in order, and nothing else."""
    line = f"read {anna.account}"
    await until(f"{texts} at Ben", lambda: says(ben, line, "\t".join(texts)))


async def was_read(anna: Person, message: int) -> bool:
    return isinstance((await anna.session.message(message)).delivery, Delivery.READ)


async def text_from(anna: Person, ben: KotlinColleague, text: str) -> Message | None:
    contact = await anna.session.contact(ben.account)
    rows = await anna.session.messages(contact.conversation)
    found = [row for row in rows if isinstance(row.body, MessageBody.TEXT) and not row.own]
    return next((row for row in found if row.body == MessageBody.TEXT(text)), None)
