"""A way to the relay that lets so much through and no more."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

from relay import Relay
from wait import until

_CHUNK = 4096


class Narrows:
    """Between apps and a relay, on a loopback port of its own. Wide until it is told otherwise."""

    def __init__(self, relay: Relay, port: int) -> None:
        self._relay = relay
        self._port = port
        # How many bytes of the relay's may still pass; all of them if there is no number.
        self._left: int | None = None
        self._changed = asyncio.Condition()

    @classmethod
    @contextlib.asynccontextmanager
    async def before(cls, relay: Relay) -> AsyncIterator["Narrows"]:
        """Narrows before a relay, for the length of the block."""
        with socket.create_server(("127.0.0.1", 0)) as entry:
            narrows = cls(relay, entry.getsockname()[1])
            server = await asyncio.start_server(narrows._join, sock=entry)
            try:
                yield narrows
            finally:
                await narrows.open()
                server.close()

    @property
    def file(self) -> Path:
        """What an app is given to come through it."""
        file = json.loads(self._relay.file.read_text())
        file["address"] = f"127.0.0.1:{self._port}"
        path = self._relay.folder / "narrows.json"
        path.write_text(json.dumps(file))
        return path

    async def let_through(self, some: int) -> None:
        """From now on so many bytes of the relay's pass, of all connections, and then none."""
        await self._set(some)

    async def closed(self) -> None:
        """Waits until all of that has passed."""
        await until("the end of what passes", lambda: self._left == 0)

    async def open(self) -> None:
        """Everything passes again."""
        await self._set(None)

    async def _set(self, left: int | None) -> None:
        async with self._changed:
            self._left = left
            self._changed.notify_all()

    async def _pass(self, wanted: int) -> int:
        """Waits until some may pass; how many of them."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._left != 0)
            if self._left is None:
                return wanted
            passing = min(self._left, wanted)
            self._left -= passing
            return passing

    async def _join(self, app: asyncio.StreamReader, to_app: asyncio.StreamWriter) -> None:
        """Carries bytes both ways until either side ends."""
        host, port = json.loads(self._relay.file.read_text())["address"].rsplit(":", 1)
        relay, to_relay = await asyncio.open_connection(host, int(port))

        async def wide(wanted: int) -> int:
            return wanted

        ways = {
            asyncio.create_task(_carry(app, to_relay, wide)),
            asyncio.create_task(_carry(relay, to_app, self._pass)),
        }
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            for writer in (to_relay, to_app):
                writer.close()


async def _carry(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    may_pass: Callable[[int], Coroutine[Any, Any, int]],
) -> None:
    with contextlib.suppress(ConnectionError):
        while read := await reader.read(_CHUNK):
            while read:
                passing = await may_pass(len(read))
                writer.write(read[:passing])
                await writer.drain()
                read = read[passing:]
