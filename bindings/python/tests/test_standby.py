"""Fetching while the app is locked."""

from pathlib import Path

import consilium
import pytest
from consilium import ClientError
from person import PIN, pair
from relay import Relay


async def test_what_came_while_locked_is_read_with_the_relay_away_and_once(
    relay: Relay, tmp_path: Path
) -> None:
    anna, bram = await pair(relay, tmp_path)
    await anna.send(bram, "Are you there?")
    await anna.session.sync_now()
    await bram.session.sync_now()
    bram.session.lock()
    await anna.send(bram, "Potassium 6.1")
    await anna.session.sync_now()
    for new in (1, 0):
        spooled = await consilium.fetch_while_locked(bram.folder, relay=relay.file)
        assert (spooled.new, spooled.waiting) == (new, 1)

    relay.kill()
    with pytest.raises(ClientError.Offline):
        await consilium.fetch_while_locked(bram.folder, relay=relay.file)
    bram.session = await bram.client.unlock(PIN)
    both = ["Are you there?", "Potassium 6.1"]
    assert await bram.texts(anna) == both
    relay.restart()
    await bram.session.sync_now()
    assert await bram.texts(anna) == both
    for who in (anna, bram):
        who.session.lock()


async def test_without_an_account_there_is_nothing_to_fetch(relay: Relay, tmp_path: Path) -> None:
    with pytest.raises(ClientError.NoAccount):
        await consilium.fetch_while_locked(tmp_path / "nobody", relay=relay.file)
