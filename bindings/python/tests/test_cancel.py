"""Calls that are given up."""

import asyncio
from pathlib import Path

import consilium
import pytest
from consilium import CancelToken, ClientError
from narrows import Narrows
from person import Person, pair
from relay import Relay
from wait import until


async def test_a_sync_given_up_in_the_middle_keeps_what_came_and_the_next_brings_the_rest_once(
    relay: Relay, tmp_path: Path
) -> None:
    # An envelope has at least 1,713 bytes, and the beginning of a line fewer than twenty thousand:
    # some of the messages pass, and not all.
    many, some = 100, 80_000
    hers, his = ([f"{whose} {place}" for place in range(many)] for whose in ("hers", "his"))
    async with Narrows.before(relay) as narrows:
        anna, bram = await pair(relay, tmp_path, narrows.file)
        for text in his:
            await bram.send(anna, text)
        await bram.session.sync_now()
        for text in hers:
            await anna.send(bram, text)

        async def received() -> list[str]:
            return [text for text in await anna.texts(bram) if text in his]

        await narrows.let_through(some)
        token = CancelToken()
        call = asyncio.create_task(anna.session.sync_now(token))
        await narrows.closed()
        await until("the first of his messages", received)
        assert not call.done(), "the rest is on the other side"
        token.cancel()
        with pytest.raises(ClientError.Cancelled):
            await asyncio.wait_for(call, 3)
        await until("the line's end", lambda: is_stopped(anna))
        assert 0 < len(await received()) < many

        await narrows.open()
        await anna.session.sync_now()
        await bram.session.sync_now()
        assert await received() == his, "each once and in its order"
        assert [text for text in await bram.texts(anna) if text in hers] == hers
        for who in (anna, bram):
            who.session.lock()


async def is_stopped(who: Person) -> bool:
    """Whether no line is open or wanted."""
    status = await who.session.status()
    return isinstance(status.connection, consilium.Connection.STOPPED)


async def test_a_sync_given_up_before_an_answer_leaves_nothing_half_done(
    relay: Relay, tmp_path: Path
) -> None:
    anna, bram = await pair(relay, tmp_path)
    await anna.send(bram, "Once")
    relay.freeze()
    token = CancelToken()
    call = asyncio.create_task(anna.session.sync_now(token))
    await asyncio.sleep(0)
    token.cancel()
    with pytest.raises(ClientError.Cancelled):
        await asyncio.wait_for(call, 3)
    # What asyncio itself gives up ends as well.
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(anna.session.sync_now(), 0.1)
    relay.thaw()
    await anna.session.sync_now()
    await bram.session.sync_now()
    assert await bram.texts(anna) == ["Once"]
    for who in (anna, bram):
        who.session.lock()
