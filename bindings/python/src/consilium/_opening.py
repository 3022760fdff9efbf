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
    Spooled,
    StandbyConfig,
    fetch_on_standby,
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
    config = ClientConfig(
        data_dir=str(data),
        relay_file=await _text_of(relay),
        default_region=region,
        auto_lock_ms=auto_lock // timedelta(milliseconds=1),
    )
    if keystore is None:
        keystore = await _keystore_beside(data)
    return await Client.open(config, keystore, biometrics)


async def fetch_while_locked(
    data: "str | os.PathLike[str]",
    *,
    relay: "str | os.PathLike[str]",
    keystore: PlatformKeystore | None = None,
) -> Spooled:
    """Fetches what waits for the installation in `data`, without its PIN.

    It stays sealed until the next unlocking; nothing is read, confirmed or sent. `relay` and
    `keystore` are those of `open_client`, whose client may be open meanwhile, here or in another
    process.
    """
    data = Path(data)
    config = StandbyConfig(folder=str(data), relay_file=await _text_of(relay))
    if keystore is None:
        keystore = await _keystore_beside(data)
    return await fetch_on_standby(config, keystore)


async def _text_of(relay: "str | os.PathLike[str]") -> str:
    return await asyncio.to_thread(Path(relay).read_text, "utf-8")


async def _keystore_beside(data: Path) -> PlatformKeystore:
    return await folder_keystore(str(data.with_name(f"{data.name}-keystore")))


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
