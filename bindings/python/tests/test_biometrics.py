"""Finger or face instead of the PIN."""

from pathlib import Path

import consilium
import pytest
from consilium import BiometricError, Biometrics, ClientError, Profile
from person import PIN, new_number, phone_code
from relay import Relay


class Finger(consilium.BiometricGate):
    """A device's check, which recognises the person until told otherwise."""

    def __init__(self) -> None:
        self.kept: bytes | None = None
        self.mood: Exception | None = None

    def _look(self) -> None:
        if self.mood is not None:
            raise self.mood

    def keep(self, secret: bytes) -> None:
        self._look()
        self.kept = bytes(secret)

    def ask(self) -> bytes | None:
        self._look()
        return self.kept

    def forget(self) -> None:
        self._look()
        self.kept = None


async def test_a_finger_opens_until_the_pin_is_due_and_a_gate_s_faults_are_typed(
    relay: Relay, tmp_path: Path
) -> None:
    finger = Finger()
    client = await consilium.open_client(
        tmp_path / "anna", relay=relay.file, region="NL", biometrics=finger
    )
    code = await phone_code(client, relay, new_number())
    session = await client.register(code, PIN, Profile(name="Anna", profession=""))
    async with consilium.locking(session):
        assert await client.biometrics() == Biometrics.OFF
        await session.set_biometrics(True)
        assert await session.biometrics_enabled()
    async with consilium.locking(await client.unlock_with_biometrics()) as session:
        assert (await session.own_account()).profile.name == "Anna"

    finger.mood = BiometricError.NotRecognised()
    with pytest.raises(ClientError.NotRecognised) as refused:
        await client.unlock_with_biometrics()
    assert refused.value.code() == "NOT-RECOGNISED"
    finger.mood = BiometricError.Unavailable()
    with pytest.raises(ClientError.NoBiometrics):
        await client.unlock_with_biometrics()
    finger.mood = None

    client.advance_development_clock(7 * 86_400_000)
    assert await client.biometrics() == Biometrics.PIN_DUE
    with pytest.raises(ClientError.PinDue):
        await client.unlock_with_biometrics()
    async with consilium.unlocked(client, PIN):
        assert await client.biometrics() == Biometrics.READY


async def test_without_a_gate_there_is_nothing_to_switch_on(relay: Relay, tmp_path: Path) -> None:
    client = await consilium.open_client(tmp_path / "anna", relay=relay.file, region="NL")
    code = await phone_code(client, relay, new_number())
    session = await client.register(code, PIN, Profile(name="Anna", profession=""))
    async with consilium.locking(session):
        with pytest.raises(ClientError.NoBiometrics):
            await session.set_biometrics(True)
    assert await client.biometrics() == Biometrics.NONE


async def test_a_session_locks_itself_after_the_time_that_was_set(
    relay: Relay, tmp_path: Path
) -> None:
    client = await consilium.open_client(tmp_path / "anna", relay=relay.file, region="NL")
    code = await phone_code(client, relay, new_number())
    session = await client.register(code, PIN, Profile(name="Anna", profession=""))
    client.set_auto_lock(5 * 60_000)
    client.advance_development_clock(6 * 60_000)
    with pytest.raises(ClientError.Locked):
        await session.tick()
    assert session.is_locked()
