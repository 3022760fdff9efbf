"""The main job, from Python, through the real relay."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import consilium
from consilium import Delivery, Event
from person import PIN, pair
from relay import Relay
from wait import until


async def test_two_people_talk_both_ways_though_the_relay_is_killed_in_the_middle(
    relay: Relay, tmp_path: Path
) -> None:
    anna, bram = await pair(relay, tmp_path)
    async with consilium.events(bram.session) as events:
        for who in (anna, bram):
            who.session.connect()
        await anna.send(bram, "Potassium 6.1, please look")
        async for event in events:
            if isinstance(event, Event.MESSAGE_ADDED) and not event.own:
                break
    relay.kill()
    await bram.send(anna, "On my way")
    waiting = await bram.deliveries(anna)
    assert isinstance(waiting[0], Delivery.WAITING)
    relay.restart()

    both = ["Potassium 6.1, please look", "On my way"]

    async def answered() -> bool:
        return await anna.texts(bram) == both

    await until("the answer", answered)
    contact = await bram.session.contact(anna.account)
    await bram.session.mark_read(contact.conversation)

    async def read() -> bool:
        return [type(one) for one in await anna.deliveries(bram)] == [Delivery.READ]

    await until("the receipt", read)
    assert await bram.texts(anna) == both
    for who in (anna, bram):
        who.session.lock()


async def test_what_was_written_is_there_after_the_app_was_closed(
    relay: Relay, tmp_path: Path
) -> None:
    anna, bram = await pair(relay, tmp_path)
    await anna.send(bram, "Still here")
    await anna.session.sync_now()
    await bram.session.sync_now()
    bram.session.lock()
    async with consilium.unlocked(bram.client, PIN) as session:
        bram.session = session
        assert await bram.texts(anna) == ["Still here"]
        row = (await bram.messages(anna))[0]
        age = datetime.now(UTC) - consilium.as_datetime(row.at)
        assert timedelta() <= age < timedelta(minutes=5)
    assert session.is_locked()


async def test_a_message_expires_after_thirty_one_days(relay: Relay, tmp_path: Path) -> None:
    anna, _ = await pair(relay, tmp_path)
    own = await anna.session.own_account()
    await anna.session.send_text(own.account, "Short-lived", consilium.Urgency.ROUTINE)
    anna.client.advance_development_clock(31 * 86_400_000)
    assert await anna.session.messages(own.conversation) == []
    anna.session.lock()
