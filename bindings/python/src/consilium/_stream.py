"""A session's events as an asynchronous iterator."""

import asyncio
import threading
import weakref
from types import TracebackType
from typing import Self

from consilium._ffi import Event, EventListener, Session

# Events that wait in Python. More wait in the core, which tells of what it has to drop.
_QUEUE = 256

_open: "weakref.WeakSet[Events]" = weakref.WeakSet()


def events(session: Session) -> "Events":
    """Everything that changes from now on, for `async for`.

    An event says what to read again and carries no content. The iterator ends after
    `Event.LOCKED`. A reader that is too slow gets `Event.RESYNC`: read everything again. Call in
    a coroutine; end it early with `aclose` or an `async with` block.
    """
    return Events(session)


class Events:
    """The iterator that `events` gives."""

    def __init__(self, session: Session) -> None:
        self._ended = False
        self._channel = _Channel(asyncio.get_running_loop())
        self._subscription = session.subscribe(self._channel)
        _open.add(self)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Event:
        if self._ended:
            raise StopAsyncIteration
        event = await self._channel.take()
        if event is None or isinstance(event, Event.LOCKED):
            self._ended = True
        if event is None:
            raise StopAsyncIteration
        return event

    async def aclose(self) -> None:
        """Ends the iterator. What waits is dropped."""
        self._end()
        self._channel.drop()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    def __del__(self) -> None:
        # Not there if the session was locked already.
        if hasattr(self, "_subscription"):
            self._end()

    def _end(self) -> None:
        self._ended = True
        self._subscription.end()
        self._channel.end()


class _Channel(EventListener):
    """Hands events from the core's thread to the loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._room = threading.Semaphore(_QUEUE)
        self._ended = False

    def on_events(self, events: list[Event]) -> None:
        for event in events:
            # Waits for room, so that the core's own bound holds for a slow reader.
            self._room.acquire()
            if self._ended:
                return
            self._loop.call_soon_threadsafe(self._queue.put_nowait, event)

    async def take(self) -> Event | None:
        event = await self._queue.get()
        self._room.release()
        return event

    def drop(self) -> None:
        """Drops what waits, and wakes whoever waits for it."""
        while not self._queue.empty():
            self._queue.get_nowait()
        self._queue.put_nowait(None)

    def end(self) -> None:
        """The core's thread waits no longer for room. From any thread."""
        self._ended = True
        self._room.release()


def end_all() -> None:
    """Ends every iterator of this process."""
    for stream in list(_open):
        stream._end()
