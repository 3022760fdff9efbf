"""Waiting for conditions, never for time."""

import asyncio
from collections.abc import Callable
from inspect import isawaitable
from typing import Any

# Far above what anything takes; reaching it is a failure.
PATIENCE = 60.0
# Between two looks at a condition that cannot announce itself.
LOOK_AGAIN = 0.01


async def until(what: str, look: Callable[[], Any]) -> Any:
    """Looks, awaiting if need be, until there is something."""

    async def found() -> Any:
        while True:
            seen = look()
            value = await seen if isawaitable(seen) else seen
            if value:
                return value
            await asyncio.sleep(LOOK_AGAIN)

    try:
        return await asyncio.wait_for(found(), PATIENCE)
    except TimeoutError:
        raise AssertionError(f"waited in vain for {what}") from None
