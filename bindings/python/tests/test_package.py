"""What the package promises about itself."""

import re
import subprocess
import sys
from pathlib import Path

import consilium
from person import Person
from relay import Relay

HERE = Path(__file__).resolve().parent.parent


def test_the_stub_is_what_the_surface_s_snapshot_says() -> None:
    script = HERE / "tools/stub.py"
    checked = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_everything_generated_for_callers_is_exported() -> None:
    from consilium import _ffi

    internal = re.compile(r".*(Protocol|Impl)$|_.*|consilium_ffi$")
    generated = {name for name in dir(_ffi) if not internal.match(name)}
    assert generated <= set(consilium.__all__)
    assert all(hasattr(consilium, name) for name in consilium.__all__)


CARELESS = """
import asyncio, sys, time, consilium

class Listener(consilium.EventListener):
    def on_events(self, events):
        # Still under way when the script ends.
        time.sleep(0.001)

class Keystore(consilium.PlatformKeystore):
    def __init__(self, inner):
        self.inner = inner
    def store(self, slot, secret):
        self.inner.store(slot, secret)
    def load(self, slot):
        return self.inner.load(slot)
    def delete(self, slot):
        self.inner.delete(slot)
    def hardware_backed(self):
        return False

async def main():
    inner = await consilium.folder_keystore(sys.argv[1] + "-keystore")
    client = await consilium.open_client(
        sys.argv[1], relay=sys.argv[2], region="NL", keystore=Keystore(inner)
    )
    session = await client.unlock(b"482915")
    full = consilium.events(session)
    session.subscribe(Listener())
    session.connect()
    own = await session.own_account()
    # More events than the iterator has room for: a thread of the core's waits for it.
    for number in range(400):
        await session.set_draft(own.account, f"unsent {number}")
    syncing = asyncio.create_task(session.sync_now())
    await asyncio.sleep(0)
    keep.append((client, session, full, syncing))

keep = []
asyncio.run(main())
print("end of the script")
"""


async def test_a_script_that_closes_nothing_ends_well(relay: Relay, tmp_path: Path) -> None:
    anna = await Person.register(relay, tmp_path / "anna", "Anna")
    anna.session.lock()
    arguments = [str(anna.folder), str(relay.file)]
    # The folder is one process's at a time.
    del anna
    for _ in range(5):
        ran = subprocess.run(
            [sys.executable, "-c", CARELESS, *arguments],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, "end of the script\n", "")
