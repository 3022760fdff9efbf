"""Opening an installation, and locking it again whatever happens."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from consilium._ffi import (
    BiometricGate,
    Client,
    ClientConfig,
    PlatformKeystore,
    Session,
    folder_keystore,
)


async def open_client(
    data: "str | os.PathLike[str]",
    *,
    relay: "str | os.PathLike[str]",
    region: str,
    keystore: PlatformKeystore | None = None,
    biometrics: BiometricGate | None = None,
    auto_lock: timedelta = timedelta(hours=1),
) -> Client:
    """Opens the installation in the folder `data`, made if it is not there.

    `relay` is the relay file that its operator gives out. `region` is two letters, for example
    "NL": where phone numbers without a country code belong. Without a `keystore` the device secret
    is in a folder beside `data`, which protects it no more than the file system does. With
    `biometrics`, a finger or face can be let open it too: `Session.set_biometrics`.
    """
    data = Path(data)
    if keystore is None:
        beside = data.with_name(f"{data.name}-keystore")
        keystore = await folder_keystore(str(beside))
    config = ClientConfig(
        data_dir=str(data),
        relay_file=await asyncio.to_thread(Path(relay).read_text, "utf-8"),
        default_region=region,
        auto_lock_ms=auto_lock // timedelta(milliseconds=1),
    )
    return await Client.open(config, keystore, biometrics)


@asynccontextmanager
async def locking(session: Session) -> AsyncIterator[Session]:
    """Locks the session at the end of the block, whatever happens in it."""
    try:
        yield session
    finally:
        await asyncio.shield(asyncio.to_thread(session.lock))


@asynccontextmanager
async def unlocked(client: Client, pin: bytes) -> AsyncIterator[Session]:
    """Unlocks, and locks again at the end of the block, whatever happens in it."""
    async with locking(await client.unlock(pin)) as session:
        yield session
